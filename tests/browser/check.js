// Renders pages and looks at them as a reader's browser does: the Nu checker finds no error,
// axe no violation at two widths, nothing shifts while images arrive, nothing runs.
// Usage: check.js SRCDIR BUILDDIR WORK. Where real pages are at hand (ENCART_DATA, else
// ../shared/data beside the checkout) the first fifty of their manifest are looked at too.
'use strict';

const { execFileSync, spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { chromium } = require('playwright-core');
const axePath = require.resolve('axe-core/axe.min.js');
const inputs = require('./inputs.js');
const kit = require('./kit.js');

const [srcdir, builddir, work] = process.argv.slice(2);
const encart = path.join(builddir, 'encart');
const pagesDir = path.join(work, 'pages');
const WIDTHS = [390, 1280];
const REAL_PAGES = 50;
const counts = { passed: 0, failed: 0, skipped: 0 };

function record(ok, sentence, detail) {
  counts[ok ? 'passed' : 'failed'] += 1;
  if (!ok) console.log(`FAILED: ${sentence}${detail ? `: ${detail}` : ''}`);
}

// ---- rendering ---------------------------------------------------------------------------

function index(collection, ...paths) {
  fs.rmSync(collection, { force: true });
  const run = spawnSync(encart, ['index', '-q', '--collection', collection, ...paths],
    { encoding: 'utf8' });
  if (run.status !== 0) console.log(run.stderr.trim());
}

function render(name, input, collection) {
  const out = path.join(pagesDir, `${name}.html`);
  const args = ['render', '--format', 'page', '--url', `https://journal.example/${name}`];
  const run = spawnSync(encart, [...args, '--collection', collection, '-o', out, input],
    { encoding: 'utf8' });
  record(run.status === 0, `${name} renders`, (run.stderr || '').trim());
  return run.status === 0 ? [{ name, file: out }] : [];
}

function ownPages() {
  const collection = path.join(work, 'sample.db');
  index(collection, path.join(srcdir, 'examples/collection'));
  const pages = render('article.txt', path.join(srcdir, 'examples/article.txt'), collection);
  for (const [name, text] of Object.entries(inputs)) {
    const file = path.join(work, name);
    fs.writeFileSync(file, text);
    pages.push(...render(name, file, collection));
  }
  return pages;
}

function realPages() {
  const files = kit.realArticles(srcdir, REAL_PAGES);
  if (!files.length) {
    console.log('skip: pages of real sites: no folder with them here');
    counts.skipped += 1;
    return [];
  }
  const collection = path.join(work, 'real.db');
  index(collection, ...files, path.join(srcdir, 'examples/collection'));
  return files.flatMap((file) => render(`real-${path.basename(file, '.html')}`, file, collection));
}

// ---- the Nu checker ----------------------------------------------------------------------

function checkMarkup(pages) {
  const messages = kit.markupErrors(pages.map((p) => p.file));
  for (const page of pages) {
    const own = kit.ofFile(messages, page.file);
    record(own.length === 0, `${page.name}: the Nu checker finds no error`,
      own.slice(0, 5).map((m) => `line ${m.lastLine}: ${m.message}`).join('; '));
  }
  return messages.length;
}

// ---- the browser -------------------------------------------------------------------------

async function look(browser, page, width) {
  const context = await browser.newContext({ viewport: { width, height: 800 } });
  const tab = await context.newPage();
  const where = `${page.name} at ${width} px`;
  await tab.route('**/*', kit.answer(kit.pictureSizes(page.file)));
  await tab.addInitScript(kit.observe);
  await tab.goto(`file://${page.file}`, { waitUntil: 'load' });
  await tab.waitForTimeout(60);
  const seen = await tab.evaluate(() => ({
    shifted: window.shifted,
    shifts: window.shifts,
    wide: document.documentElement.scrollWidth > window.innerWidth,
    scripts: [...document.scripts].filter((s) => s.type !== 'application/ld+json').length,
    handlers: [...document.querySelectorAll('*')].filter((e) => [...e.attributes]
      .some((a) => a.name.startsWith('on'))).length,
    lost: [...document.querySelectorAll('a[href^="#"]')].map((a) => a.getAttribute('href'))
      .filter((h) => h.length < 2 || !document.getElementById(decodeURIComponent(h.slice(1)))),
  }));
  record(seen.shifted === 0, `${where}: nothing shifts`, `${seen.shifted} ${seen.shifts.slice(0, 5)}`);
  record(seen.scripts + seen.handlers === 0, `${where}: nothing runs`);
  record(seen.lost.length === 0, `${where}: links in the page have a target`, seen.lost.join(' '));
  record(!seen.wide, `${where}: the page does not scroll sideways`);
  await tab.addScriptTag({ path: axePath });
  const axe = await tab.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  record(axe.violations.length === 0, `${where}: axe finds no violation`,
    axe.violations.slice(0, 5).map((v) => `${v.id}: ${v.nodes[0].html.slice(0, 200)}`).join('; '));
  await context.close();
  return { shifted: seen.shifted, violations: axe.violations.length };
}

// The sample is used as a reader would: back to top moves the focus to the page's beginning.
async function backToTop(browser, page) {
  const tab = await browser.newPage({ viewport: { width: 390, height: 800 } });
  await tab.goto(`file://${page.file}`);
  const link = tab.locator('a[href="#top"]').last();
  await link.click();
  await tab.waitForTimeout(50);
  record(await tab.evaluate(() => window.scrollY) === 0, 'back to top scrolls to the top');
  for (const width of WIDTHS) {
    await tab.setViewportSize({ width, height: 800 });
    await tab.screenshot({ path: path.join(work, `article-${width}.png`), fullPage: true });
  }
  await tab.close();
}

async function main() {
  fs.rmSync(pagesDir, { recursive: true, force: true });
  fs.mkdirSync(pagesDir, { recursive: true });
  const pages = [...ownPages(), ...realPages()];
  const errors = checkMarkup(pages);
  const executablePath = execFileSync('which', ['chromium'], { encoding: 'utf8' }).trim();
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  let violations = 0;
  let shifting = 0;
  for (const page of pages) {
    for (const width of WIDTHS) {
      const seen = await look(browser, page, width);
      violations += seen.violations;
      shifting += seen.shifted > 0 ? 1 : 0;
    }
  }
  await backToTop(browser, pages[0]);
  await browser.close();
  console.log(`${pages.length} pages: ${errors} Nu checker errors, ${violations} axe violations, `
    + `${shifting} views with layout shift`);
}

function finish() {
  const { passed, failed, skipped } = counts;
  if (process.env.ENCART_COUNTS) {
    fs.writeFileSync(path.join(process.env.ENCART_COUNTS, 'browser.counts'),
      `${passed} ${failed} ${skipped}\n`);
  }
  console.log(`browser: ${passed} passed, ${failed} failed, ${skipped} skipped`);
  process.exitCode = failed || !passed ? 1 : 0;
}

main().catch((error) => record(false, 'the browser run', error.stack)).finally(finish);
