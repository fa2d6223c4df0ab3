// All plugins that are there, together, on the first fifty pages of real sites: the Nu checker
// finds no error, axe no violation, nothing shifts, and a reader view has the paragraphs of the
// page without plugins and no box. Once without the paywall, once with notes at the end of long
// paragraphs, and once as paid articles with both: the reader views of these are not compared, since
// notes add paragraphs and a paywall takes some away.
// Usage: corpora.js SRCDIR BUILDDIR WORK.
'use strict';

const { execFileSync, spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { chromium } = require('playwright-core');
const axePath = require.resolve('axe-core/axe.min.js');
const readabilityPath = require.resolve('@mozilla/readability/Readability.js');
const kit = require('./kit.js');

const [srcdir, builddir, work] = process.argv.slice(2);
const encart = path.join(builddir, 'encart');
const pagesDir = path.join(work, 'corpora');
const pluginsDir = process.env.ENCART_PLUGINS || path.join(srcdir, 'plugins');
const PAGES = Number(process.env.ENCART_PAGES || 50);
const WIDTHS = [390, 1280];
const counts = { passed: 0, failed: 0, skipped: 0 };
const totals = { nu: 0, axe: 0, shifts: 0, views: 0, readers: 0, paragraphs: 0 };
const made = {}; // by plugin: boxes and edits

function record(ok, sentence, detail) {
  counts[ok ? 'passed' : 'failed'] += 1;
  if (!ok) console.log(`FAILED: ${sentence}${detail ? `: ${detail}` : ''}`);
}

// ---- pages -------------------------------------------------------------------------------

// What a plugin needs to show something; every other has its defaults.
const needed = {
  'ad-slot': { slots: 2, gap: 120 },
  'author-box': { unlinked: true },
  breadcrumbs: { current: true },
  glossary: { plurals: true, terms: { Paris: '/paris', Europe: '/europe', Internet: 'Le réseau.',
    France: 'Un pays d’Europe.', gouvernement: 'Les ministres.', production: '/production' } },
  newsletter: { action: 'https://journal.example/lettre' },
  paywall: { words: 60, subscribe: '/abonnement', login: '/connexion', text: 'Un mois offert.' },
  related: { images: true },
};

// Other articles as a site's own service answers.
const answers = {
  related: [1, 2, 3, 4, 5, 6, 7].map((n) => ({ url: `https://journal.example/r${n}`,
    title: `Un autre article du journal, le ${n}`, lang: n % 2 ? 'fr' : 'en',
    published: `2009-05-0${n}T10:00:00Z`,
    image: { url: `https://journal.example/r${n}.jpg`, width: 320, height: 180 } })),
};

const plugins = fs.readdirSync(pluginsDir)
  .filter((name) => fs.existsSync(path.join(pluginsDir, name, 'manifest.lua')));

function writeConfig(name, without) {
  const file = path.join(pagesDir, `${name}.json`);
  const list = plugins.map((plugin) => [plugin, plugin === without ? false : needed[plugin] ?? {}]);
  fs.writeFileSync(file, JSON.stringify({ plugins: Object.fromEntries(list) }));
  return file;
}

// The page with changes of ours. Its charset is its own: latin1 keeps every byte.
function changed(name, file, ...changes) {
  const out = path.join(pagesDir, `${name}.in.html`);
  const html = changes.reduce((text, change) => change(text), fs.readFileSync(file, 'latin1'));
  fs.writeFileSync(out, html, 'latin1');
  return out;
}

// A paid article, as its publisher says it in the head.
const lock = (html) => html
  .replace(/(?=<meta)/i, '<meta property="article:content_tier" content="locked">');

// None of these pages has a note; each paragraph of prose gets one, on both sides of the paywall.
const annotate = (html) => html
  .replace(/(<p(?: [^>]*)?>[^<]{120,})(?=<\/p>)/gi, '$1 ((A note of the desk.))');

function count(file) {
  const report = JSON.parse(fs.readFileSync(file, 'utf8'));
  for (const { box, placed } of report.boxes) made[box.split('/')[0]].boxes += placed ? 1 : 0;
  for (const { name, edits = 0 } of report.plugins) made[name].edits += edits;
}

function render(name, input, options) {
  const file = path.join(pagesDir, `${name}.html`);
  const report = path.join(pagesDir, `${name}.json`);
  const run = spawnSync(encart, ['render', '--format', 'page', '--url',
    `https://journal.example/${name}`, ...options, '-r', report, '-o', file, input],
  { encoding: 'utf8' });
  record(run.status === 0, `${name} renders`, run.stderr.trim());
  // The paywall says of an article that is one block that it could not cut it: so it is.
  const told = run.stderr.split('\n').filter((line) => plugins
    .some((plugin) => line.startsWith(`${plugin}/`)) && !line.includes('the article is one block'));
  record(!told.length, `${name}: no plugin complains`, told.slice(0, 3).join('; '));
  count(report);
  return { name, file };
}

function makePages(files) {
  fs.rmSync(pagesDir, { recursive: true, force: true });
  fs.mkdirSync(pagesDir, { recursive: true });
  const answersFile = path.join(pagesDir, 'answers.json');
  fs.writeFileSync(answersFile, JSON.stringify(answers));
  const site = (config) => ['--config', config, '--answers', answersFile];
  const [open, all] = [site(writeConfig('open', 'paywall')), site(writeConfig('paid'))];
  plugins.forEach((plugin) => { made[plugin] = { boxes: 0, edits: 0 }; });
  return files.map((file, i) => {
    const name = `${String(i + 1).padStart(2, '0')}-${path.basename(file, '.html').slice(0, 40)}`;
    const [noted, paid] = [`${name}.noted`, `${name}.paid`];
    return { name, bare: render(`${name}.bare`, file, ['--no-plugins']),
      open: render(`${name}.open`, file, open),
      noted: render(noted, changed(noted, file, annotate), open),
      paid: render(paid, changed(paid, file, annotate, lock), all) };
  });
}

const variantsOf = (page) => [page.open, page.noted, page.paid];
// Notes look the same at any width.
const widthsOf = (page, variant) => (variant === page.noted ? WIDTHS.slice(0, 1) : WIDTHS);

function checkMarkup(pages) {
  const all = pages.flatMap(variantsOf);
  const messages = kit.markupErrors(all.map((p) => p.file));
  for (const page of all) {
    const own = kit.ofFile(messages, page.file);
    record(own.length === 0, `${page.name}: the Nu checker finds no error`,
      own.slice(0, 3).map((m) => `line ${m.lastLine}: ${m.message}`).join('; '));
  }
  totals.nu = messages.length;
}

// What each plugin made of all pages: one that did nothing was not tried.
function tellMade() {
  const list = Object.entries(made).map(([name, { boxes, edits }]) => `${name} `
    + ([boxes && `${boxes} boxes`, edits && `${edits} edits`].filter(Boolean).join(', ') || 'nothing'));
  console.log(`made: ${list.join('; ')}`);
}

const sum = (what) => Object.values(made).reduce((n, each) => n + each[what], 0);

// ---- the browser -------------------------------------------------------------------------

async function look(browser, page, width) {
  const context = await browser.newContext({ viewport: { width, height: 800 } });
  const tab = await context.newPage();
  const where = `${page.name} at ${width} px`;
  await tab.route('**/*', kit.answer(kit.pictureSizes(page.file)));
  await tab.addInitScript(kit.observe);
  await tab.goto(`file://${page.file}`, { waitUntil: 'load' });
  await tab.evaluate(async () => {
    for (let y = 0; y < document.body.scrollHeight; y += 600) {
      window.scrollTo(0, y);
      await new Promise((resolve) => { setTimeout(resolve, 20); });
    }
  });
  await tab.waitForTimeout(200);
  const seen = await tab.evaluate(() => ({ shifted: window.shifted, shifts: window.shifts }));
  record(seen.shifted === 0, `${where}: nothing shifts`, `${seen.shifted} ${seen.shifts.slice(0, 5)}`);
  await tab.addScriptTag({ path: axePath });
  const { violations } = await tab.evaluate(() => window.axe.run(document,
    { resultTypes: ['violations'] }));
  record(violations.length === 0, `${where}: axe finds no violation`,
    violations.slice(0, 3).map((v) => `${v.id}: ${v.nodes[0].html.slice(0, 200)}`).join('; '));
  totals.views += 1;
  totals.shifts += seen.shifted > 0 ? 1 : 0;
  totals.axe += violations.length;
  await context.close();
}

// In the page: what a reader view makes of it, and the boxes that it should not have kept.
function readPage() {
  const flat = (node) => node.textContent.replace(/\s+/g, ' ').trim();
  const own = [...document.querySelectorAll('[data-encart]:not([data-encart^="author/"])')]
    .map((box) => ({ name: box.dataset.encart, text: flat(box) }));
  const article = new window.Readability(document.cloneNode(true)).parse();
  const content = new DOMParser().parseFromString(article?.content ?? '', 'text/html').body;
  const text = flat(content);
  const marked = [...content.querySelectorAll('[data-encart]:not([data-encart^="author/"])')];
  return {
    size: text.length,
    // A caption that became a figure's own is the same text.
    paragraphs: [...content.querySelectorAll('p, figcaption:not(:has(p))')].map(flat).filter(Boolean),
    boxes: [...marked.map((box) => box.dataset.encart), ...own
      .filter((box) => box.text.length > 40 && text.includes(box.text)).map((box) => box.name)],
  };
}

async function read(browser, file) {
  const context = await browser.newContext();
  const tab = await context.newPage();
  await tab.route('**/*', (route) => (route.request().url().startsWith('file:')
    ? route.continue() : route.abort()));
  await tab.goto(`file://${file}`);
  await tab.addScriptTag({ path: readabilityPath });
  const seen = await tab.evaluate(readPage);
  await context.close();
  return seen;
}

// A reader view is not content with less than so many characters (its charThreshold), and takes
// whatever else it can find.
const READABLE = 500;

async function readIt(browser, page) {
  const [all, bare] = [await read(browser, page.open.file), await read(browser, page.bare.file)];
  if (bare.size < READABLE) {
    console.log(`skip: ${page.name}: ${bare.size} characters are no article for a reader view`);
    counts.skipped += 1;
    return;
  }
  const other = bare.paragraphs.findIndex((text, i) => text !== all.paragraphs[i]);
  const extra = all.paragraphs[bare.paragraphs.length];
  const same = other < 0 && extra === undefined;
  record(same, `${page.name}: a reader view has the same paragraphs`, other < 0 ? `more: ${extra}`
    : `${other + 1}: “${bare.paragraphs[other].slice(0, 80)}” is `
      + `“${(all.paragraphs[other] ?? 'not there').slice(0, 80)}”`);
  record(!all.boxes.length, `${page.name}: and no box`, [...new Set(all.boxes)].join(' '));
  totals.paragraphs += bare.paragraphs.length;
  totals.readers += same && !all.boxes.length ? 1 : 0;
}

async function main() {
  const files = kit.realArticles(srcdir, PAGES);
  if (!files.length) {
    console.log('skip: all plugins on pages of real sites: no folder with them here');
    counts.skipped += 1;
    return;
  }
  const pages = makePages(files);
  tellMade();
  checkMarkup(pages);
  const executablePath = execFileSync('which', ['chromium'], { encoding: 'utf8' }).trim();
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  for (const page of pages) {
    for (const variant of variantsOf(page)) {
      for (const width of widthsOf(page, variant)) await look(browser, variant, width);
    }
    await readIt(browser, page);
  }
  await browser.close();
  console.log(`${plugins.length} plugins on ${pages.length} pages, ${sum('boxes')} boxes and ${sum('edits')} edits: `
    + `${totals.nu} Nu checker errors, ${totals.axe} axe violations and ${totals.shifts} views with `
    + `layout shift in ${totals.views} views; reader views of ${totals.readers} pages have the same `
    + `paragraphs (${totals.paragraphs}) and no box`);
}

function finish() {
  const { passed, failed, skipped } = counts;
  if (process.env.ENCART_COUNTS) {
    fs.writeFileSync(path.join(process.env.ENCART_COUNTS, 'browser-corpora.counts'),
      `${passed} ${failed} ${skipped}\n`);
  }
  console.log(`browser-corpora: ${passed} passed, ${failed} failed, ${skipped} skipped`);
  process.exitCode = failed || !(passed + skipped) ? 1 : 0;
}

main().catch((error) => record(false, 'the browser run', error.stack)).finally(finish);
