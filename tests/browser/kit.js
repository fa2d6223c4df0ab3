// What the browser tests share: pages of real sites, the Nu checker, pictures that arrive late,
// and the measure of what shifts.
'use strict';

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

// The first pages of the manifest (ENCART_DATA, else ../shared/data beside the checkout); none
// where there are none.
function realArticles(srcdir, count) {
  const data = process.env.ENCART_DATA || path.join(srcdir, '../shared/data');
  const folder = path.join(data, 'articles/html');
  if (!fs.existsSync(path.join(folder, 'manifest.json'))) return [];
  const manifest = JSON.parse(fs.readFileSync(path.join(folder, 'manifest.json'), 'utf8'));
  const list = Array.isArray(manifest) ? manifest : manifest.pages || manifest.files;
  return list.slice(0, count).map((entry) => path.join(folder, entry.file || entry.html || entry));
}

// ---- the Nu checker ----------------------------------------------------------------------

// What Nu calls an error. Its own --errors-only is not used: with it, an attribute's warning
// (the advice on `allow-scripts` with `allow-same-origin`, which no player does without) is
// said as an error.
function markupErrors(files) {
  const run = spawnSync('java', ['-Xss4m', '-jar', require('vnu-jar'), '--format', 'json',
    ...files], { encoding: 'utf8', maxBuffer: 1 << 28 });
  return JSON.parse(run.stderr).messages.filter((m) => m.type !== 'info');
}

const ofFile = (messages, file) => messages
  .filter((m) => m.url.endsWith(`/${encodeURI(path.basename(file))}`));

// ---- pictures ----------------------------------------------------------------------------

// Every picture that a page asks for arrives late: whoever did not reserve its place shifts.
// It has the size that the page says, as real pictures have, and a size of its own where the
// page says none.
const picture = (width, height) => `<svg xmlns="http://www.w3.org/2000/svg" width="${width}"`
  + ` height="${height}"><rect width="${width}" height="${height}" fill="#789"/></svg>`;

function pictureSizes(file) {
  const sizes = new Map();
  const number = (tag, name) => Number(new RegExp(` ${name}="(\\d+)"`).exec(tag)?.[1] ?? 0);
  const html = fs.readFileSync(file, 'utf8');
  for (const [group] of html.matchAll(/(?:<source [^>]*>\s*)*<img [^>]*>/g)) {
    const img = group.slice(group.lastIndexOf('<img '));
    const size = [number(img, 'width'), number(img, 'height')];
    const urls = [...group.matchAll(/ src="([^"]*)"/g)].map((m) => m[1]);
    for (const [, set] of group.matchAll(/ srcset="([^"]*)"/g)) {
      urls.push(...set.split(/,\s+/).map((candidate) => candidate.trim().split(/\s/)[0]));
    }
    for (const url of size[0] && size[1] ? urls : []) {
      sizes.set(new URL(url.replaceAll('&amp;', '&'), `file://${file}`).href, size);
    }
  }
  return sizes;
}

const answer = (sizes) => async (route) => {
  const url = route.request().url();
  if (url.startsWith('file:')) return route.continue();
  if (route.request().resourceType() !== 'image') return route.abort();
  await new Promise((resolve) => setTimeout(resolve, 150));
  const body = picture(...(sizes.get(url) ?? [800, 450]));
  return route.fulfill({ contentType: 'image/svg+xml', body }).catch(() => {});
};

function observe() {
  window.shifted = 0;
  window.shifts = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      window.shifted += entry.value;
      window.shifts.push(entry.sources.map((s) => s.node && s.node.nodeName).join(' '));
    }
  }).observe({ type: 'layout-shift', buffered: true });
}

module.exports = { realArticles, markupErrors, ofFile, pictureSizes, answer, observe };
