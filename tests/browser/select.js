// The selectors and trees that tests/test_select_reference.c generates, judged by a browser:
// querySelectorAll finds what we find. Usage: select.js BUILDDIR WORK.
// A text of white space alone is left out: to Selectors Level 4, and to us, it leaves an
// element empty, and to browsers not yet. So are selectors with :scope, which is the top of
// the article to us, and nothing to browsers that are asked of a fragment.
'use strict';

const { execFileSync, spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { chromium } = require('playwright-core');

const [builddir, work] = process.argv.slice(2);
const BATCH = 2000;
const TOLD = 20;
const counts = { passed: 0, failed: 0, skipped: 0 };

function generated() {
  const file = path.join(work, 'select-cases.jsonl');
  const env = { ...process.env, ENCART_SELECT_CASES: file, CK_DEFAULT_TIMEOUT: '120' };
  delete env.ENCART_COUNTS;
  const run = spawnSync(path.join(builddir, 'test_select_reference'), [],
    { encoding: 'utf8', env });
  if (run.status !== 0) throw new Error(run.stdout + run.stderr);
  return fs.readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line))
    .filter(({ css }) => !css.includes(':scope'));
}

// Runs in the page: the numbers of what the browser finds, or its complaint, for each case.
function judge(cases) {
  const build = (nodes) => {
    const made = new Map([[1, document.createDocumentFragment()]]);
    nodes.filter((n) => n.text === undefined || n.text.trim() !== '').forEach((n) => {
      const node = n.text === undefined
        ? document.createElement(n.tag) : document.createTextNode(n.text);
      ['class', 'id', 'title'].filter((a) => n[a] !== undefined)
        .forEach((a) => node.setAttribute(a, n[a]));
      made.get(n.parent).append(node);
      made.set(n.n, node);
      node.number = n.n;
    });
    return made.get(1);
  };
  return cases.map(({ css, nodes }) => {
    try {
      return Array.from(build(nodes).querySelectorAll(css), (node) => node.number).join(' ');
    } catch (e) {
      return e.message;
    }
  });
}

function compare(cases, answers) {
  cases.forEach(({ css, nodes, found }, i) => {
    const same = answers[i] === found.join(' ');
    counts[same ? 'passed' : 'failed'] += 1;
    if (same || counts.failed > TOLD) return;
    console.log(`FAILED: ${JSON.stringify(css)} in ${JSON.stringify(nodes)}:`
      + ` we find ${found.join(' ') || 'nothing'}, the browser ${answers[i] || 'nothing'}`);
  });
}

async function main() {
  const cases = generated();
  const executablePath = execFileSync('which', ['chromium'], { encoding: 'utf8' }).trim();
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage();
    for (let i = 0; i < cases.length; i += BATCH) {
      const batch = cases.slice(i, i + BATCH);
      // eslint-disable-next-line no-await-in-loop -- one page, one batch after the other
      compare(batch, await page.evaluate(judge, batch));
    }
    console.log(`${cases.length} selectors, ${counts.failed} judged otherwise by Chromium`
      + ` ${browser.version()}`);
  } finally {
    await browser.close();
  }
}

main().then(() => {
  const { passed, failed, skipped } = counts;
  if (process.env.ENCART_COUNTS) {
    fs.writeFileSync(path.join(process.env.ENCART_COUNTS, 'select.counts'),
      `${passed} ${failed} ${skipped}\n`);
  }
  process.exitCode = failed || !passed ? 1 : 0;
}).catch((e) => {
  console.error(e);
  process.exitCode = 1;
});
