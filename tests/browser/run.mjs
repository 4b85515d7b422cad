// SPDX-License-Identifier: AGPL-3.0-or-later
// What only a browser can see: accessibility, console, foreign requests, budgets, widths, and the
// journey with and without script.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const base = process.argv[2];
const database = process.argv[3];
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let passed = 0;
let failed = 0;

function check(name, good, why = '') {
  good ? passed++ : failed++;
  if (!good) console.log(`FAILED ${name}: ${why}`);
}

const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});

const PAGES = {
  nobody: ['/demo', '/demo/phone', '/sign-in', '/sign-in/code', '/sign-in/recovery', '/sign-in/password', '/staff', '/staff/setup', '/kiosk', '/help', '/language',
    '/offline', '/nowhere'],
  family: ['/home', '/threads', 'THREAD', '/threads/staff', '/link', '/me', '/search', '/urgent/new', '/household',
    '/me/password', '/me/number', '/ledger', '/told', '/together', '/audience'],
  guardian: ['/home', '/children', '/household', '/me', 'GROUP'],
  'family-ar': ['/home', '/threads', 'THREAD', '/link', '/together', '/consents', '/audience', '/ledger'],
  inside: ['/home', '/threads', 'THREAD', '/requests', '/pin', '/me', '/contacts', '/consents', '/together', '/sealed'],
  inside2: ['/groups/new'],
  supervised: ['/consents', '/data-requests', '/ledger/report', '/sealed'],
  agency: ['/told', '/protocols'],
  officer: ['/caseload'],
  lawyer: ['/sealed', '/sealed/key', '/sealed/open', '/sealed/recover'],
  reviewer: ['/queue', '/queue/cover', 'ITEM', '/phrases'],
  visits: ['/emergency', '/links', '/people', '/urgent', '/threads'],
  casemanager: ['TOLD', 'CIRCLE 204417', 'CIRCLE reyes', 'PAIR', 'PERMISSIONS', '/joint-sessions'],
  privacy: ['/emergencies', '/privacy', '/privacy/find', '/privacy/requests', '/orders', 'ORDER', '/orders/new', '/protocols', '/rights', '/processes',
    '/breaches', '/duties', '/retention', '/sealed-ties', '/sealed/counts', '/sealed/alarms'],
  admin: ['/admin', '/roster', '/admin/sites', 'SITE', '/admin/users', 'USER', 'SETUP', '/admin/policies',
    '/admin/jobs', '/agencies/members'],
  auditor: ['/audit', '/audit/log', 'ENTRY'],
};

async function person(persona, options = {}) {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, ...options });
  if (persona !== 'nobody') {
    await context.request.post(`${base}/demo/sign-in`, { form: { persona }, headers: { Accept: 'text/html' } });
  }
  const page = await context.newPage();
  page.problems = [];
  page.on('console', (m) => {
    // The browser itself reports a page that is not there; that is what was asked for.
    if (m.type() === 'error' && !/status of 404/.test(m.text())) page.problems.push(m.text());
  });
  page.on('pageerror', (e) => page.problems.push(String(e)));
  page.on('request', (r) => {
    if (!r.url().startsWith(base) && !r.url().startsWith('blob:')) page.problems.push(`foreign ${r.url()}`);
  });
  return page;
}

async function open(page, path) {
  if (path === 'THREAD') {
    await page.goto(`${base}/threads`);
    path = await page.locator('#inbox a').first().getAttribute('href');
  }
  if (path === 'GROUP') {
    await page.goto(`${base}/home`);
    path = await page.locator('a[href^="/groups/"]').first().getAttribute('href');
  }
  if (path === 'ORDER') {
    await page.goto(`${base}/orders`);
    path = await page.locator('table a').first().getAttribute('href');
  }
  if (path === 'TOLD') {
    await circle(page, 'reyes');
    path = new URL(page.url()).pathname.replace('/family', '/disclosures');
  }
  if (path === 'ITEM') {
    await page.goto(`${base}/queue`);
    path = await page.locator('.queue .what a').first().getAttribute('href');
  }
  if (path === 'PAIR') {
    await circle(page, 'reyes');
    await find(page, 'okoro');
    path = await page.locator('a[href*="/with/"]').last().getAttribute('href');
  }
  if (path === 'PERMISSIONS') {
    await circle(page, '204417');
    path = await page.locator('a[href$="/permissions"]').first().getAttribute('href');
  }
  if (path === 'SITE') {
    await page.goto(`${base}/admin/sites`);
    path = await page.locator('.list th a').first().getAttribute('href');
  }
  if (path === 'USER' || path === 'SETUP') {
    await page.goto(`${base}/admin/users`);
    const user = await page.locator('.list th a', { hasText: 'Nav Desk' }).getAttribute('href');
    if (path === 'USER') path = user;
    else {
      await page.goto(base + user);
      await page.locator('form[action$="/setup"] button.btn').click();
      await page.waitForSelector('main .code');
      return;
    }
  }
  if (path === 'ENTRY') {
    await page.goto(`${base}/audit`);
    path = await page.locator('.list th a').first().getAttribute('href');
  }
  if (path.startsWith('CIRCLE')) return circle(page, path.split(' ')[1]);
  await page.goto(base + path);
}

async function find(page, words) {
  await page.fill('#words', words);
  await page.locator('form:has(#words) button').click();
}

// One person's family and contact, by number or last name.
async function circle(page, words) {
  await page.goto(`${base}/people`);
  await find(page, words);
  const path = await page.locator('.list a').last().getAttribute('href');
  await page.goto(`${base}${path}/family`);
}

// Something for the reviewer to look at.
{
  const rosa = await person('family');
  await open(rosa, 'THREAD');
  await rosa.fill('#body', 'The first message for the queue');
  await rosa.click('.composer button.btn');
  await rosa.waitForSelector('text=Being checked');
  await rosa.context().close();
}

// --- every page: axe, console, foreign requests, 320 px, 200 % text ---------------------------------
for (const [persona, paths] of Object.entries(PAGES)) {
  for (const colorScheme of ['light', 'dark']) {
    const page = await person(persona, { colorScheme });
    for (const path of paths) {
      await open(page, path);
      await page.setViewportSize({ width: 360, height: 740 });
      // What is new comes up in a second: its colours are right when it has.
      await page.evaluate(() => Promise.all(document.getAnimations().map((a) => a.finished)));
      const found = await page.evaluate(`(() => { ${axe}; return axe.run(document, { runOnly: { type: 'tag',
        values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] } }); })()`)
        .catch((e) => ({ violations: [{ id: String(e), nodes: [] }] }));
      check(`${persona} ${path} ${colorScheme}: axe`, found.violations.length === 0,
        found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 120)).join(' | ')}`).join('; '));
      check(`${persona} ${path}: one h1`, await page.locator('h1').count() === 1);
      await page.setViewportSize({ width: 320, height: 640 });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      check(`${persona} ${path}: no sideways scroll at 320 px`, wide <= 0, `${wide} px`);
      await page.setViewportSize({ width: 360, height: 740 });
      const zoomed = await page.evaluate(() => {
        document.documentElement.classList.add('probe');
        const sheet = new CSSStyleSheet();
        sheet.replaceSync('html.probe { font-size: 200% !important }');
        document.adoptedStyleSheets = [sheet];
        const over = document.documentElement.scrollWidth - innerWidth;
        document.adoptedStyleSheets = [];
        return over;
      });
      check(`${persona} ${path}: no sideways scroll at 200 % text`, zoomed <= 0, `${zoomed} px`);
    }
    check(`${persona} ${colorScheme}: console and foreign requests`, page.problems.length === 0,
      page.problems.join('; '));
    await page.context().close();
  }
}

// --- budgets: what the browser receives, headers included -----------------------------------------
{
  // The service worker would hide what the line carries.
  const page = await person('family', { serviceWorkers: 'block' });
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Network.enable');
  // Only what was asked for since the count began: answers to earlier pages may still come in.
  let bytes = 0;
  let asked = new Set();
  cdp.on('Network.requestWillBeSent', (e) => asked.add(e.requestId));
  cdp.on('Network.loadingFinished', (e) => { if (asked.has(e.requestId)) bytes += e.encodedDataLength; });
  const begin = () => { bytes = 0; asked = new Set(); };
  await page.goto(`${base}/home`, { waitUntil: 'load' });
  await page.waitForTimeout(400);
  check('family first load is at most 14 kB', bytes > 3000 && bytes <= 14 * 1024, `${bytes} bytes`);
  console.log(`family first load: ${bytes} bytes`);
  for (const path of ['/threads', 'THREAD', '/link', '/me']) {
    await open(page, path);
    const address = page.url();
    await page.goto(`${base}/home`, { waitUntil: 'load' });
    await page.waitForTimeout(300);
    begin();
    await page.goto(address, { waitUntil: 'load' });
    await page.waitForTimeout(300);
    check(`family ${path} is at most 4 kB more`, bytes > 500 && bytes <= 4 * 1024, `${bytes} bytes`);
    console.log(`family ${path}: ${bytes} bytes`);
  }
  await page.context().close();
}

// --- the journey, with and without script ----------------------------------------------------------
for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with script' : 'without script';
  const words = `Hello Marcus, ${how}`;
  const rosa = await person('family', { javaScriptEnabled });
  await rosa.goto(`${base}/home`);
  await rosa.getByRole('button', { name: 'Write Marcus' }).click();
  await rosa.fill('#body', words);
  await rosa.getByRole('button', { name: 'Send', exact: true }).click();
  await rosa.waitForSelector(`text=${words}`);
  check(`${how}: sent and being checked`, await rosa.getByText('Being checked').count() > 0);
  check(`${how}: the box is empty again`, await rosa.inputValue('#body') === '');
  const joan = await person('reviewer', { javaScriptEnabled, viewport: { width: 1280, height: 800 } });
  await joan.goto(`${base}/queue`);
  const row = joan.locator('.queue li', { hasText: words });
  check(`${how}: one row in the queue`, await row.count() === 1);
  await row.getByRole('button', { name: /^Approve/ }).click();
  await joan.waitForSelector('text=Approved. You can undo it');
  check(`${how}: approved in one act, and gone from the queue`,
    await joan.locator('.queue li', { hasText: words }).count() === 0);
  const marcus = await person('inside', { javaScriptEnabled, viewport: { width: 1024, height: 768 } });
  await open(marcus, 'THREAD');
  check(`${how}: read at the kiosk`, await marcus.getByText(words).count() === 1);
  await marcus.fill('#body', `Hello Rosa, ${how}`);
  await marcus.getByRole('button', { name: 'Send', exact: true }).click();
  await marcus.waitForSelector(`text=Hello Rosa, ${how}`);
  const item = joan.locator('.queue li', { hasText: `Hello Rosa, ${how}` });
  await joan.goto(`${base}/queue`);
  await item.getByRole('link', { name: /^Open/ }).click();
  await joan.getByRole('radio', { name: /phone number/ }).check();
  await joan.fill('#note', 'Take the number out.');
  await joan.getByRole('button', { name: 'Hold back' }).click();
  await joan.waitForSelector('text=Held back. The sender sees why.');
  await open(marcus, 'THREAD');
  check(`${how}: the sender sees why, and what to do`,
    await marcus.getByText('Take the number out.').count() === 1 &&
    await marcus.getByRole('link', { name: 'Fix and send again' }).count() >= 1);
  await joan.getByRole('button', { name: /^Undo/ }).first().click();
  await joan.waitForSelector('text=Undone. It is back in the queue.');
  for (const page of [rosa, joan, marcus]) {
    check(`${how}: quiet console`, page.problems.length === 0, page.problems.join('; '));
    await page.context().close();
  }
}

// --- right to left, text-only, print, live ------------------------------------------------------------
{
  const amal = await person('family-ar');
  await open(amal, 'THREAD');
  const dir = await amal.evaluate(() => getComputedStyle(document.documentElement).direction);
  check('Arabic runs from right to left', dir === 'rtl' || !(await amal.getAttribute('html', 'lang')).startsWith('ar'), dir);
  await amal.context().close();

  const rosa = await person('family');
  const marcus = await person('inside', { viewport: { width: 1024, height: 768 } });
  const joan = await person('reviewer');
  await open(marcus, 'THREAD');
  await open(rosa, 'THREAD');
  await rosa.waitForTimeout(300);
  await marcus.fill('#body', 'A live word');
  await marcus.getByRole('button', { name: 'Send', exact: true }).click();
  await marcus.waitForSelector('text=A live word');
  await joan.goto(`${base}/queue`);
  await joan.locator('.queue li', { hasText: 'A live word' }).getByRole('button', { name: /^Approve/ }).click();
  const came = await rosa.waitForSelector('text=A live word', { timeout: 8000 }).catch(() => null);
  check('a delivered message appears on an open page by itself', came !== null);
  await rosa.fill('#body', 'Twice?');
  await rosa.locator('.composer button.btn').dblclick();
  await rosa.waitForSelector('text=Twice?');
  await rosa.waitForTimeout(500);
  await rosa.reload();
  check('a double click sends once', await rosa.locator('.msg', { hasText: 'Twice?' }).count() === 1);
  await rosa.emulateMedia({ media: 'print' });
  check('menus are not printed', !(await rosa.locator('nav.menu').isVisible()));
  for (const page of [rosa, marcus, joan]) await page.context().close();
}

// --- longer words: every page in the pseudo-locale, at 320 px -------------------------------------------
{
  execFileSync('sqlite3', ['-cmd', '.timeout 30000', database, "UPDATE person SET lang = 'qps'"]);
  for (const [persona, paths] of Object.entries(PAGES)) {
    const page = await person(persona, { viewport: { width: 320, height: 640 } });
    if (persona === 'nobody') {
      await page.context().addCookies([{ name: 'kin', value: `${'A'.repeat(43)}.qps`, url: base }]);
    }
    for (const path of paths) {
      await open(page, path);
      check(`${persona} ${path}: in the pseudo-locale`, path === '/offline' ||
        await page.getAttribute('html', 'lang') === 'qps');
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      check(`${persona} ${path}: longer words fit in 320 px`, wide <= 0, `${wide} px`);
    }
    check(`${persona}: what is too wide is seen`, await page.evaluate(() => {
      document.body.style.minWidth = '400px';
      return document.documentElement.scrollWidth - innerWidth;
    }) > 0);
    await page.context().close();
  }
}

await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
