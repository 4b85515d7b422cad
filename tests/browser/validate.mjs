// SPDX-License-Identifier: AGPL-3.0-or-later
// The golden pages against the HTML standard and its accessibility rules; not a style.
//
//	node tests/browser/validate.mjs DIR
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { HtmlValidate } from 'html-validate';

const dir = process.argv[2];
const rules = new HtmlValidate({
  root: true,
  extends: ['html-validate:recommended', 'html-validate:document', 'html-validate:a11y'],
  rules: {
    // Style: the standard has these defaults, and does not care how doctype is written.
    'no-implicit-button-type': 'off',
    'no-implicit-input-type': 'off',
    'doctype-style': 'off',
    // Scripts and styles come from the same server, and its policy lets in no others.
    'require-sri': 'off',
    // Buttons of one name with a value each are how a form without script asks which.
    'form-dup-name': 'off',
    // What is wrong with a form stands before its heading.
    'heading-level': ['error', { minInitialRank: 'h2' }],
  },
});
let passed = 0;
let failed = 0;

function check(name, good, why = '') {
  good ? passed++ : failed++;
  if (!good) console.log(`FAILED ${name}: ${why}`);
}

async function faults(html) {
  const report = await rules.validateString(html);
  return report.results.flatMap((r) => r.messages.map((m) => `${m.line}: ${m.ruleId}: ${m.message}`));
}

const page = (body) => `<!doctype html>\n<html lang="en"><head><title>x</title></head><body>${body}</body></html>`;
check('a good page has no faults', (await faults(page('<p>x</p>'))).length === 0);
for (const wrong of ['<ul><p>x</p></ul>', '<p id="a">x</p><p id="a">y</p>', '<button><a href="/">x</a></button>',
  '<img src="x">', '<p>x</div>', '<input type="text" name="a">', '<label for="nobody">x</label>']) {
  check(`${wrong} is found`, (await faults(page(wrong))).length > 0);
}
const pages = readdirSync(dir).filter((f) => f.endsWith('.html'));
check('there are pages', pages.length > 40, pages.length);
for (const file of pages) {
  const found = await faults(readFileSync(join(dir, file), 'utf8'));
  check(`${file} is valid`, found.length === 0, found.slice(0, 6).join('\n  '));
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
