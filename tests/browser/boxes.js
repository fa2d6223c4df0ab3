// All bundled plugins in one page, as a reader's browser has it: the Nu checker finds no error,
// axe no violation at two widths in both colour schemes, nothing shifts the text, and a reader view
// shows the article without any box. The paywall has a page of its own, since it cuts the article.
// Usage: boxes.js SRCDIR BUILDDIR WORK.
'use strict';

const { execFileSync, spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { chromium } = require('playwright-core');
const kit = require('./kit.js');
const axePath = require.resolve('axe-core/axe.min.js');
const readabilityPath = require.resolve('@mozilla/readability/Readability.js');

const [, builddir, work] = process.argv.slice(2);
const encart = path.join(builddir, 'encart');
const pagesDir = path.join(work, 'boxes');
const WIDTHS = [390, 1280];
const counts = { passed: 0, failed: 0, skipped: 0 };

function record(ok, sentence, detail) {
  counts[ok ? 'passed' : 'failed'] += 1;
  if (!ok) console.log(`FAILED: ${sentence}${detail ? `: ${detail}` : ''}`);
}

// ---- pages -------------------------------------------------------------------------------

const settings = {
  plugins: {
    'reading-time': {},
    tags: {},
    breadcrumbs: { current: true },
    'author-box': { unlinked: true },
    newsletter: { action: 'https://journal.example/lettre', privacy: '/donnees', text: 'Le soir.' },
    'prev-next': {},
    'ad-slot': { slots: 2, small: '320x100', wide: '468x60' },
    toc: {},
    embeds: {},
    footnotes: {},
    figures: { emphasis: 60 },
    glossary: { terms: { travaux: 'Ce qu’une entreprise fait « sur place ».', samedi: '/agenda',
      works: 'What a firm does on the spot.', Saturday: '/diary',
      المجرى: 'مكان يجري فيه الماء.', الطيور: '/birds' } },
    seo: { publisher: 'Le Journal', logo: '/logo.png', robots: 'max-image-preview:large' },
  },
};

const walled = { plugins: { ...settings.plugins,
  paywall: { words: 300, subscribe: '/abonnement', login: '/connexion', text: '2 € × 3.' } } };

const sentences = {
  fr: 'Le canal rouvre samedi sur toute sa longueur, après trois ans de travaux. ',
  en: 'The canal opens again on Saturday after three years of works on its banks. ',
  ar: 'عاد الماء إلى المجرى بعد غياب طويل، وعادت معه الطيور والقوارب الصغيرة. ',
};

// Names of both directions, long ones, several authors.
const article = (lang) => ({
  encart: 1,
  id: 'x',
  lang,
  title: sentences[lang].trim(),
  published: '2026-05-01T10:00:00Z',
  section: { name: 'Planète', url: '/planete' },
  tags: [{ name: 'Rivières', url: '/s/r' }, { name: 'نهر النيل', url: '/s/n' },
    { name: `${sentences.fr.repeat(2)}!`, url: '/s/c' }],
  summary: sentences[lang].trim(),
  image: { url: '/i.jpg', alt: '5 < 6', width: 1200, height: 675 },
  access: 'paid',
  authors: [{ name: 'Marie Le Gall', url: '/a/m', role: 'Grand reporter', bio: sentences[lang],
    image: '/a.jpg' }, { name: 'ليلى منصور', url: '/a/l' }, 'AVL'],
  links: { prev: { url: '/p', title: sentences.fr.trim() }, next: { url: '/n', title: 'نهر النيل' } },
  comments: { status: 'open', count: 3, action: 'https://journal.example/comments' },
  related: [1, 2, 3, 4, 5, 6].map((n) => ({ url: `/r${n}`, title: `${sentences[lang]} ${n}`,
    lang: n % 2 ? lang : 'fr', published: `2024-05-0${n}T10:00:00Z` })),
  body: { format: 'html', value: body(sentences[lang]) },
});

// Of each size.
const FILMS = ['youtu.be/dQw4w9WgXcQ', 'vimeo.com/76979871', 'youtu.be/aaaaaaaaaaa',
  'x.com/a/status/1445078208190291973', 'www.tiktok.com/@a/video/7106594312292453675',
  'open.spotify.com/episode/4cOdK2wGLETKBW3PvgPWqT', 'soundcloud.com/forss/flickermood'];

// Headings, an image with its caption, notes of both kinds: for the plugins that edit.
function body(words) {
  const paragraphs = Array.from({ length: 24 }, () => `<p>${words.repeat(6)}</p>`);
  [4, 8, 12, 16].forEach((n) => { paragraphs[n] = `<h${n % 8 ? 2 : 3}>${words}</h${n % 8 ? 2 : 3}>${paragraphs[n]}`; });
  paragraphs[2] += `<p><img src="i.png" alt="${words}" width="640" height="480"></p><p><em>${words}</em></p>`;
  paragraphs[6] = `<p>${words.repeat(3)}((${words} <b>x</b>)) ${words.repeat(3)} [^n].</p>`;
  paragraphs[10] += FILMS.map((film) => `<p><a href="https://${film}">${words}</a></p>`).join('');
  return `${paragraphs.join('')}<p>[^n]: ${words}</p>`;
}

function render(name, input, ...options) {
  const out = path.join(pagesDir, `${name}.html`);
  const run = spawnSync(encart, ['render', '--format', 'page', '--url',
    'https://journal.example/x', ...options, '-o', out, input], { encoding: 'utf8' });
  record(run.status === 0 && run.stderr === '', `${name} renders`, run.stderr.trim());
  return out;
}

function makePages() {
  fs.rmSync(pagesDir, { recursive: true, force: true });
  fs.mkdirSync(pagesDir, { recursive: true });
  const config = (name, value) => {
    const file = path.join(pagesDir, `${name}.json`);
    fs.writeFileSync(file, JSON.stringify(value));
    return file;
  };
  const [site, wall] = [config('site', settings), config('wall', walled)];
  return Object.keys(sentences).map((lang) => {
    const input = path.join(pagesDir, `${lang}.json`);
    fs.writeFileSync(input, JSON.stringify(article(lang)));
    return { name: lang, file: render(lang, input, '--config', site),
      bare: render(`${lang}-bare`, input, '--no-plugins'),
      cut: { name: `${lang}-cut`, file: render(`${lang}-cut`, input, '--config', wall) } };
  });
}

// What plugins without a box leave in the article.
const edits = { footnotes: '<ol class="encart-in-footnotes">', figures: '<figcaption>',
  glossary: '<dl class="encart-in-glossary-list">' };
// What a paywall leaves no place for: headings, films, notes and definitions are behind it.
const behind = ['toc', 'embeds', 'footnotes', 'lire-aussi', 'glossary'];

const lacking = (page, wanted) => {
  const html = fs.readFileSync(page.file, 'utf8');
  return wanted.filter((name) => !html.includes(edits[name] ?? `data-encart="${name}/`));
};

// Without this the rest would find nothing wrong in pages without boxes.
function checkBoxes(page) {
  const wanted = ['lire-aussi', 'related', 'footer-controls', ...Object.keys(settings.plugins)];
  const missing = lacking(page, wanted);
  record(!missing.length, `${page.name}: each plugin has its box`, missing.join(' '));
  const gone = lacking(page.cut, [...wanted, 'paywall'].filter((name) => !behind.includes(name)));
  record(!gone.length, `${page.cut.name}: each has it that a paywall leaves one`, gone.join(' '));
}

function checkMarkup(pages) {
  const messages = kit.markupErrors(pages.flatMap((p) => [p.file, p.cut.file]));
  record(messages.length === 0, 'the Nu checker finds no error',
    messages.slice(0, 5).map((m) => `${path.basename(m.url)}: ${m.message}`).join('; '));
}

// ---- the browser -------------------------------------------------------------------------

async function open(browser, file, options) {
  const context = await browser.newContext(options);
  const tab = await context.newPage();
  await tab.goto(`file://${file}`);
  return tab;
}

async function useIt(browser, page, width, colorScheme) {
  const tab = await open(browser, page.file, { viewport: { width, height: 800 }, colorScheme });
  await tab.addScriptTag({ path: axePath });
  const { violations } = await tab.evaluate(() => window.axe.run(document,
    { resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } }));
  const where = `${page.name} at ${width} px, ${colorScheme}`;
  record(violations.length === 0, `${where}: axe finds no violation`,
    violations.map((v) => `${v.id}: ${v.nodes[0].html.slice(0, 200)}`).join('; '));
  record(!await tab.evaluate(() => document.documentElement.scrollWidth > window.innerWidth),
    `${where}: the page does not scroll sideways`);
  await tab.screenshot({ path: `${page.file}-${width}-${colorScheme}.png`, fullPage: true });
  await tab.context().close();
}

// Pictures come late, and the reader scrolls on.
async function scrollIt(browser, page, width) {
  const context = await browser.newContext({ viewport: { width, height: 800 } });
  const tab = await context.newPage();
  await tab.route('**/*', kit.answer(kit.pictureSizes(page.file)));
  await tab.addInitScript(kit.observe);
  await tab.goto(`file://${page.file}`);
  for (let y = 0; y < await tab.evaluate(() => document.body.scrollHeight); y += 600) {
    await tab.evaluate((to) => window.scrollTo(0, to), y);
    await tab.waitForTimeout(50);
  }
  await tab.waitForTimeout(200);
  const { shifted, shifts } = await tab.evaluate(() => ({ shifted: window.shifted,
    shifts: window.shifts }));
  record(shifted === 0, `${page.name} at ${width} px: nothing shifts`, `${shifted} ${shifts}`);
  await context.close();
}

// By keyboard from a term to its definition, which is marked then, and back.
async function lookUp(browser, page) {
  const tab = await open(browser, page.file, {});
  const term = tab.locator('a.encart-in-glossary-term[href^="#"]').first();
  const line = (css) => tab.evaluate((s) => getComputedStyle(document.querySelector(s))
    .borderInlineStartColor, css);
  const id = (await term.getAttribute('href')).slice(1);
  const before = await line(`#${id}`);
  await term.focus();
  await tab.keyboard.press('Enter');
  const meant = await tab.evaluate(() => document.querySelector('dt:target')?.textContent);
  record(meant && meant === await term.textContent(), `${page.name}: a term leads to its words`, meant);
  record(await line(`#${id}`) !== before && await line(`#${id} + dd`) === await line(`#${id}`),
    `${page.name}: and they are marked`);
  await tab.goBack();
  record(await term.evaluate((node) => {
    const { top, bottom } = node.getBoundingClientRect();
    return window.scrollY < 100 && top >= 0 && bottom <= window.innerHeight;
  }), `${page.name}: and the way back leads back`);
  await tab.context().close();
}

// In the page: an advertisement arrives in each place while it is looked at.
async function fillPlaces() {
  const pause = () => new Promise((resolve) => { setTimeout(resolve, 250); });
  let shifted = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) shifted += entry.value;
  }).observe({ type: 'layout-shift' });
  const places = [...document.querySelectorAll('.encart-ad-slot')];
  for (const place of places) {
    place.scrollIntoView({ block: 'center' });
    await pause();
    place.innerHTML = '<div style="inline-size: 300px; block-size: 250px"></div>';
    await pause();
  }
  return { shifted, places: places.length };
}

// The same without any style for the places tells that the measure can fail.
async function receiveAdvertisements(browser, page, width) {
  const where = `${page.name} at ${width} px`;
  const tab = await open(browser, page.file, { viewport: { width, height: 800 } });
  const kept = await tab.evaluate(fillPlaces);
  record(kept.places > 0 && kept.shifted === 0, `${where}: advertisements shift nothing`,
    `${kept.places} places, shift ${kept.shifted}`);
  await tab.reload();
  await tab.addStyleTag({ content: '.encart-ad-slot { block-size: auto !important }' });
  const free = await tab.evaluate(fillPlaces);
  record(free.shifted > 0, `${where}: without a reserved size they would`);
  await tab.context().close();
}

// Starts to count what shifts while nobody has just touched the page: what comes of a click would
// not count otherwise.
function countShifts() {
  window.shifted = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.shifted += entry.value;
  }).observe({ type: 'layout-shift' });
  return [...document.querySelectorAll('.encart-embeds-frame')].map((f) => f.getBoundingClientRect().height);
}

// Each player, by keyboard: what its provider would answer is made here.
async function showFilms(browser, page, width) {
  const where = `${page.name} at ${width} px`;
  const context = await browser.newContext({ viewport: { width, height: 800 } });
  const tab = await context.newPage();
  const asked = [];
  await context.route(/^https?:/, (route) => {
    asked.push(route.request());
    route.fulfill({ contentType: 'text/html', body: '<!DOCTYPE html><title>x</title><p>Film' });
  });
  await tab.goto(`file://${page.file}`);
  const heights = await tab.evaluate(countShifts);
  await tab.waitForTimeout(300);
  const before = asked.filter((r) => r.frame() !== tab.mainFrame() || /youtu|vimeo/.test(r.url()));
  record(heights.length === FILMS.length && before.length === 0,
    `${where}: no provider is asked before the click`, before.map((r) => r.url()).join(' '));
  const links = await tab.locator('.encart-embeds-show').all();
  for (const link of links) {
    await link.focus();
    await tab.keyboard.press('Enter');
    await tab.waitForTimeout(700); // what moves within half a second of a key is not counted
  }
  const frames = tab.frames().filter((f) => /^e-embeds_/.test(f.name()));
  const shown = await Promise.all(frames.map((f) => f.textContent('p').catch(() => '')));
  const hrefs = await Promise.all(links.map((link) => link.getAttribute('href')));
  record(shown.length === FILMS.length && shown.every((text) => text === 'Film') &&
    frames.every((f, i) => f.url() === hrefs[i]),
    `${where}: each click fills its frame`, frames.map((f) => f.url()).join(' '));
  record(context.pages().length === 1 && tab.url().startsWith('file:'),
    `${where}: no window opens, and the page stays`);
  const after = await tab.evaluate(() => [...document.querySelectorAll('.encart-embeds-frame')]
    .map((f) => f.getBoundingClientRect().height));
  record(await tab.evaluate(() => window.shifted) === 0 && `${after}` === `${heights}`,
    `${where}: and shifts nothing`, `${heights} / ${after}`);
  await context.close();
}

// In the page: what a reader view shows, and the notes apart from it.
function readerView() {
  const { content } = new window.Readability(document).parse() ?? { content: '' };
  const root = new DOMParser().parseFromString(content, 'text/html').body;
  const plain = (text) => text.replace(/\s+/g, ' ').trim();
  const take = (css) => [...root.querySelectorAll(css)].map((node) => {
    node.remove();
    return plain(node.textContent);
  });
  const links = take('[role="doc-noteref"], [role="doc-backlink"]').length;
  const notes = take('ol li');
  take('h2[id="a-notes"], h2:has(+ dl), dl:has(dt[id^="a-glossary-"])');
  return { links, notes, text: plain(root.textContent) };
}

async function read(browser, file) {
  const tab = await open(browser, file, {});
  await tab.addScriptTag({ path: readabilityPath });
  const view = await tab.evaluate(readerView);
  await tab.context().close();
  return view;
}

// The writer's two notes, out of a text that has them as they were written.
function withoutNotes(text) {
  const notes = [];
  const keep = (_, note) => {
    notes.push(note.trim());
    return '';
  };
  return { text: text.replace(/ ?\(\((.*?)\)\)/, keep).replace(/ ?\[\^n\]: (.*)$/, keep)
    .replace(/ ?\[\^n\]/, '').trim(), notes };
}

async function readIt(browser, page) {
  const [all, bare] = [await read(browser, page.file), await read(browser, page.bare)];
  const { text, notes } = withoutNotes(bare.text);
  record(text.length > 1000 && all.text === text,
    `${page.name}: a reader view shows the article and no box`, all.text.slice(0, 200));
  record(all.links === 4 && all.notes.join('\n') === notes.join('\n'),
    `${page.name}: and both notes, with their links`, all.notes.join(' / '));
}

async function main() {
  const pages = makePages();
  pages.forEach(checkBoxes);
  checkMarkup(pages);
  const executablePath = execFileSync('which', ['chromium'], { encoding: 'utf8' }).trim();
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  for (const page of pages) {
    for (const width of WIDTHS) {
      await useIt(browser, page, width, 'light');
      await useIt(browser, page, width, 'dark');
      await useIt(browser, page.cut, width, 'light');
      await useIt(browser, page.cut, width, 'dark');
      await scrollIt(browser, page, width);
      await scrollIt(browser, page.cut, width);
      await receiveAdvertisements(browser, page, width);
      await showFilms(browser, page, width);
    }
    await lookUp(browser, page);
    await readIt(browser, page);
  }
  await browser.close();
}

function finish() {
  const { passed, failed, skipped } = counts;
  if (process.env.ENCART_COUNTS) {
    fs.writeFileSync(path.join(process.env.ENCART_COUNTS, 'browser-boxes.counts'),
      `${passed} ${failed} ${skipped}\n`);
  }
  console.log(`browser-boxes: ${passed} passed, ${failed} failed, ${skipped} skipped`);
  process.exitCode = failed || !passed ? 1 : 0;
}

main().catch((error) => record(false, 'the browser run', error.stack)).finally(finish);
