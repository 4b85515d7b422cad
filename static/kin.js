/* SPDX-License-Identifier: AGPL-3.0-or-later */
// Small comforts on top of pages that work without script. Every word comes from data- attributes of the page.
(() => {
  'use strict';
  const doc = document, root = doc.documentElement, set = root.dataset, kiosk = set.mode === 'kiosk';
  const on = (el, kinds, run, early) => kinds.split(' ').forEach((kind) => el.addEventListener(kind, run, early));
  const byId = (id) => doc.getElementById(id);
  const all = (sel, from = doc) => [...from.querySelectorAll(sel)];
  const ids = (text) => (text || '').split(' ').filter(Boolean);
  const here = () => location.pathname + location.search;
  const typing = (el) => el.matches('textarea,select,input:not([type=checkbox]):not([type=radio])');
  let shown = here();

  // Only answers of this server go through the policy; DOMParser never starts their scripts.
  const same = { createHTML: (text) => text, createScriptURL: (url) => url };
  const policy = window.trustedTypes ? trustedTypes.createPolicy('kin', same) : same;

  function say(words) {
    const box = byId('say') || doc.body.appendChild(doc.createElement('p'));
    box.id = 'say';
    box.className = 'sr';
    box.setAttribute('role', 'status');
    box.textContent = '';
    setTimeout(() => { box.textContent = words; }, 100);
  }

  // ---- Swapping parts of a page ----
  const ask = (url, list, more) => fetch(url, { headers: { 'X-Part': list.join(' ') }, ...more });

  // The parsed page, or nothing when it is odd: not ours, not a page, an error, another language or build.
  async function read(answer) {
    if (answer.status > 499 || !/^text\/html/.test(answer.headers.get('content-type'))) return;
    if (new URL(answer.url).origin !== location.origin) return;
    const page = new DOMParser().parseFromString(policy.createHTML(await answer.text()), 'text/html');
    const next = page.documentElement;
    if (next.lang === root.lang && ['build', 'mode', 'idle'].every((key) => next.dataset[key] === set[key])) return page;
  }

  // Live news replaces what it can and leaves alone what is unchanged or being typed in.
  function put(page, list, live) {
    const focus = doc.activeElement;
    let pairs = list.map((id) => [byId(id), page && page.getElementById(id)]);
    if (!live && !pairs.every(([was, now]) => was && now)) return false;
    if (live) pairs = pairs.filter(([was, now]) => was && now && !was.isEqualNode(now) && !(typing(focus) && was.contains(focus)));
    const fresh = pairs.map(([was, now]) => {
      was.replaceWith(doc.adoptNode(now));
      wake(now);
      return now;
    });
    const find = (sel) => fresh.map((el) => (el.matches(sel) ? el : el.querySelector(sel))).find(Boolean);
    const target = (!live && find('[autofocus]')) || (!focus.isConnected && ((focus.id && byId(focus.id)) || find('h1,h2') || fresh[0]));
    if (target) {
      if (target.tabIndex < 0) target.tabIndex = -1;
      target.focus();
    }
    const words = find('[data-say]');
    if (words) say(words.dataset.say);
    doc.title = page.title;
    return true;
  }

  function moved(url) {
    if (url !== location.href) history.pushState(null, '', url);
    shown = here();
  }

  async function follow(url, list) {
    try {
      const answer = await ask(url, list);
      if (!put(await read(answer), list)) throw 0;
      moved(answer.url);
    } catch (odd) {
      location.assign(url);
    }
  }

  // ---- Forms ----
  const plain = (data) => new URLSearchParams([...data].filter(([, value]) => typeof value === 'string'));
  const swapText = (el, key) => {
    if (el && el.dataset[key]) [el.lastChild.data, el.dataset[key]] = [el.dataset[key], el.lastChild.data];
  };

  function busy(form, button, now) {
    form.toggleAttribute('data-sent', now);
    if (button) button.setAttribute('aria-disabled', now);
    swapText(button, 'busy');
  }

  // The form carries a key of its own, so sending it a second time is safe.
  async function post(form, button, url, data) {
    const list = ids(form.dataset.swap);
    try {
      const files = [...data.values()].some((value) => value.size);
      const answer = await ask(url, list, { method: 'POST', body: files ? data : plain(data) });
      const page = await read(answer);
      busy(form, button, false);
      if (put(page, list) || (page && put(page, ['main']))) moved(answer.redirected ? answer.url : location.href);
      else if (answer.redirected) location.assign(answer.url);
      else form.submit();
    } catch (noLine) {
      say(set.offline || '');
      setTimeout(() => form.isConnected && post(form, button, url, data), 15000);
    }
  }

  on(doc, 'submit', (event) => {
    const form = event.target, button = event.submitter, list = ids(form.dataset.swap);
    if (form.hasAttribute('data-sent')) return event.preventDefault();
    drafts.clear();
    all('[data-shown]').forEach((box) => { box.type = 'password'; });
    if (!list.length) {
      if ('once' in form.dataset) setTimeout(() => busy(form, button, true));
      return;
    }
    event.preventDefault();
    const data = new FormData(form);
    if (button && button.name) data.append(button.name, button.value);
    const url = new URL((button && button.getAttribute('formaction')) || form.getAttribute('action') || '', location.href);
    if (form.method === 'get') {
      url.search = plain(data);
      return follow(url.href, list);
    }
    busy(form, button, true);
    post(form, button, url.href, data);
  });

  on(window, 'popstate', () => here() !== shown && location.reload());
  on(window, 'pageshow', (event) => event.persisted && (set.idle || doc.querySelector('[data-sent]')) && location.reload());

  // ---- Live news: an event names the parts, the page itself is asked for them ----
  const live = doc.body.dataset.live;
  let source, wait = 2, retry, asking, wanted = new Set();

  function want(list) {
    list.forEach((id) => wanted.add(id));
    if (!wanted.size || asking) return;
    asking = setTimeout(async () => {
      const now = [...wanted];
      wanted.clear();
      const page = await ask(location.href, now).then((answer) => !answer.redirected && read(answer)).catch(() => 0);
      if (page) put(page, now, true);
      asking = 0;
      want([]);
    }, 300);
  }
  function listen(again) {
    clearTimeout(retry);
    if (source) source.close();
    source = !doc.hidden && new EventSource(live);
    if (!source) return;
    if (again) want(ids(doc.body.dataset.liveIds));
    on(source, 'swap', (event) => {
      wait = 2;
      want(ids(event.data));
    });
    on(source, 'error', () => {
      source.close();
      retry = setTimeout(listen, wait * (750 + Math.random() * 500), true);
      wait = Math.min(wait * 2, 60);
    });
  }
  if (live) {
    listen();
    on(doc, 'visibilitychange', () => listen(true));
    on(window, 'pagehide', () => source && source.close());
  }

  // ---- Drafts and letter count ----
  const drafts = new Set();
  const save = () => drafts.forEach(async (box) => {
    drafts.delete(box);
    const note = box.form.querySelector('[data-saved]');
    const sent = fetch(box.dataset.draft, { method: 'POST', body: plain(new FormData(box.form)), keepalive: true });
    const ok = await sent.then((answer) => answer.ok, () => false);
    if (!ok && box.isConnected && !box.form.hasAttribute('data-sent')) drafts.add(box);
    if (note) note.textContent = ok ? note.dataset.saved : note.dataset.unsaved;
  });
  setInterval(save, 5000);
  on(doc, 'visibilitychange', () => doc.hidden && save());

  let slow;
  function count(box, aloud) {
    const note = byId(box.dataset.count), left = box.dataset.max - [...box.value].length;
    note.textContent = (left < 0 ? note.dataset.over : note.dataset.left).replace('{n}', Math.abs(left));
    note.classList.toggle('wrong', left < 0);
    clearTimeout(slow);
    if (aloud && left < 100) slow = setTimeout(say, 1500, note.textContent);
  }
  on(doc, 'input', (event) => {
    const box = event.target;
    if (box.dataset.count) count(box, true);
    if (box.form) all('[data-draft]', box.form).forEach((text) => drafts.add(text));
  });

  // ---- Number pad: fills the box used last; the box keeps the focus ----
  let aim;
  const padFor = (id) => doc.querySelector(`[data-for~="${id}"]`);
  on(doc, 'focusin', (event) => { if (event.target.id && padFor(event.target.id)) aim = event.target; });
  on(doc, 'mousedown', (event) => event.target.closest('[data-digit]') && event.preventDefault());
  function press(pad, key) {
    const box = aim && aim.isConnected ? aim : byId(ids(pad.dataset.for)[0]);
    if (key === 'clear') box.value = '';
    else if (key === 'back') box.value = box.value.slice(0, -1);
    else if (box.maxLength < 0 || box.value.length < box.maxLength) box.value += key;
  }

  // ---- Links and buttons ----
  function aloud(button) {
    const part = byId(button.dataset.sayText), words = new SpeechSynthesisUtterance(part.textContent);
    if (speechSynthesis.speaking) return speechSynthesis.cancel();
    words.lang = part.closest('[lang]').lang;
    words.onend = words.onerror = () => swapText(button, 'alt');
    swapText(button, 'alt');
    speechSynthesis.speak(words);
  }
  function leave(link) {
    doc.body.hidden = true;
    doc.title = '\u00a0';
    location.replace(link.href);
  }
  on(doc, 'click', (event) => {
    const hit = event.target.closest('a,button'), data = hit ? hit.dataset : {};
    if (!hit) return;
    if (hit.getAttribute('aria-disabled') === 'true') event.preventDefault();
    else if ('print' in data) print();
    else if (data.digit) press(hit.closest('[data-for]'), data.digit);
    else if (data.sayText) aloud(hit);
    else if (data.show) {
      const box = byId(data.show);
      box.type = box.toggleAttribute('data-shown') ? 'text' : 'password';
      swapText(hit, 'alt');
    } else if ('leave' in data) {
      event.preventDefault();
      leave(hit);
    } else if (hit.href && data.swap && !(event.ctrlKey || event.metaKey || event.shiftKey)) {
      event.preventDefault();
      follow(hit.href, ids(data.swap));
    }
  });

  // ---- Keys: Esc three times leaves; letters work the staff queue when switched on ----
  let escapes = [];
  on(doc, 'keydown', (event) => {
    const { key, target } = event, exit = doc.querySelector('[data-leave]'), now = Date.now();
    if (key === 'Escape' && exit) {
      escapes = escapes.filter((time) => now - time < 1500).concat(now);
      if (escapes.length > 2) leave(exit);
    }
    if (set.keys !== 'on' || event.ctrlKey || event.metaKey || event.altKey || typing(target)) return;
    const rows = all('[data-row]'), row = target.closest('[data-row]'), help = byId('keys');
    const step = { j: 1, k: -1 }[key];
    const next = rows[row ? rows.indexOf(row) + step : 0];
    if (step) next && next.querySelector('a').focus();
    else if (key === '?' && help) help.open = !help.open;
    else if (/^[aru]$/.test(key)) {
      const button = (key === 'u' ? doc : row || doc.createElement('p')).querySelector(`[data-key=${key}]`);
      if (button) button.click();
    }
  });

  // ---- Signs out when nobody is there ----
  const limit = set.idle * 1000, box = byId('idle');
  let last = Date.now(), told = last, over;
  async function out() {
    const form = doc.querySelector('[data-signout]');
    over = doc.body.hidden = true;
    if (form) await fetch(form.action, { method: 'POST', body: plain(new FormData(form)) }).catch(() => 0);
    location.replace(set.out || '/');
  }
  function look() {
    const left = Math.ceil((limit - Date.now() + last) / 1000);
    if (over) return;
    if (left <= 0) return out();
    box.querySelector('[data-secs]').textContent = left;
    if (left <= (set.warn || 30) && !box.open) box.showModal();
  }
  if (limit && box) {
    on(window, 'pointerdown keydown input scroll', () => {
      last = Date.now();
      if (box.open) box.close();
      if (set.ping && last - told > limit / 3) fetch(set.ping, { cache: 'no-store' }, told = last);
    }, true);
    on(doc, 'visibilitychange', look);
    setInterval(look, 1000);
  }

  function wake(part) {
    const mine = (sel) => all(sel, part).concat(part !== doc && part.matches(sel) ? part : []);
    mine('[data-js]').forEach((el) => { el.hidden = el.dataset.sayText && !window.speechSynthesis; });
    mine('[data-count]').forEach((text) => count(text));
    if (kiosk) mine('input').forEach((text) => { if (padFor(text.id)) text.inputMode = 'none'; });
  }
  wake(doc);
  if (set.sw && navigator.serviceWorker && !kiosk) navigator.serviceWorker.register(policy.createScriptURL(set.sw)).catch(() => 0);
})();
