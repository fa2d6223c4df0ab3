// Compares extractions with the references of a corpus (its manifest.json), side by side.
// node score.mjs CORPUS NAME=RESULTS.jsonl… [--pages] [--diff FILE]
//
// Text: precision, recall and F1 over shingles of 4 words (the measure of scrapinghub's
// article-extraction-benchmark) and over single words, mean over pages with a text
// reference. Strings: how many of `with` are met, how many of `without` are absent.
// Metadata: title, date (day) and author right, of the pages whose reference has them.
import fs from 'node:fs';
import path from 'node:path';
import { htmlText } from './dom_text.mjs';

const SHINGLE = 4;
const [corpus, ...rest] = process.argv.slice(2);
const perPage = rest.includes('--pages');
const diffAt = rest.indexOf('--diff');
const diffFile = diffAt >= 0 ? rest[diffAt + 1] : null;
const read = (name) => fs.readFileSync(path.join(corpus, name), 'utf8');
const words = (text) => text.normalize('NFC').toLowerCase().match(/[\p{L}\p{N}\p{M}_]+/gu) ?? [];
const plain = (s) => words(s ?? '').join(' ');
const squeeze = (s) => s.replace(/\s+/gu, ' ');

function shingles(text, n) {
  const w = words(text);
  const count = new Map();
  if (n === 1 || w.length < n) {
    for (const x of n === 1 ? w : [w.join(' ')]) if (x) count.set(x, (count.get(x) ?? 0) + 1);
    return count;
  }
  for (let i = 0; i + n <= w.length; i++) {
    const key = w.slice(i, i + n).join(' ');
    count.set(key, (count.get(key) ?? 0) + 1);
  }
  return count;
}

function compare(found, wanted, n) {
  const a = shingles(found, n), b = shingles(wanted, n);
  let both = 0, inA = 0, inB = 0;
  for (const v of a.values()) inA += v;
  for (const [k, v] of b) { inB += v; both += Math.min(v, a.get(k) ?? 0); }
  const p = inA ? both / inA : inB ? 0 : 1, r = inB ? both / inB : 1;
  return { p, r, f: p + r ? 2 * p * r / (p + r) : 0 };
}

function fundusText(body) {
  return [...body.summary ?? [], ...body.sections.flatMap((s) => [...s.headline, ...s.paragraphs])]
    .join('\n');
}

/** What is known of a page: text, title, day, authors; any may be missing. */
function reference(page) {
  const ref = { with: page.with ?? [], without: page.without ?? [] };
  if (page.expected) ref.text = htmlText(read(page.expected));
  if (page.body) ref.text = read(page.body);
  if (page.metadata) {
    const m = JSON.parse(read(page.metadata));
    Object.assign(ref, { title: m.title, date: m.publishedTime, authors: m.byline ? [m.byline] : undefined });
  }
  if (page.expected_json) {
    const j = JSON.parse(read(page.expected_json));
    const o = j.V1 ?? j;
    ref.text = j.V1 ? fundusText(o.body) : o.body;
    ref.title = o.title;
    ref.date = o.date ?? o.publishing_date;
    ref.authors = o.authors ?? (o.author ? [o.author] : undefined);
  }
  return ref;
}

const day = (s) => (/\d{4}-\d\d-\d\d/.exec(s ?? '') ?? [''])[0];
function instantOrDay(a, b) {
  return day(a) === day(b) || (a && b && Date.parse(a) === Date.parse(b));
}
const authorsRight = (found, wanted) => {
  const f = plain((found ?? []).join(' '));
  return wanted.every((w) => w.split(/,| and | et /).every((x) => f.includes(plain(x)))) &&
    f.length <= plain(wanted.join(' ')).length * 1.6 + 4;
};

const pages = JSON.parse(fs.readFileSync(path.join(corpus, 'manifest.json'), 'utf8'));
const refs = pages.map(reference);
const mean = (xs) => (xs.length ? xs.reduce((a, b) => a + b, 0) / xs.length : 0);
const rows = [];
const systems = rest.filter((x) => x.includes('=') && !x.startsWith('--'));

for (const spec of systems) {
  const [name, file] = spec.split('=');
  const results = new Map(fs.readFileSync(file, 'utf8').trim().split('\n')
    .map((l) => JSON.parse(l)).map((r) => [r.file, r]));
  const own = []; // pages whose reference is not Readability's own output
  const t = { f4: [], p4: [], r4: [], f1: [], with: [0, 0], without: [0, 0], title: [0, 0], date: [0, 0], author: [0, 0] };
  const count = (key, ok) => { t[key][1]++; t[key][0] += ok ? 1 : 0; };
  pages.forEach((page, i) => {
    const got = results.get(page.file) ?? { text: '' }, ref = refs[i];
    const row = { page: page.file, lang: page.lang };
    if (ref.text) {
      const c = compare(got.text, ref.text, SHINGLE);
      t.f4.push(c.f); t.p4.push(c.p); t.r4.push(c.r);
      if (page.source !== 'readability') own.push(c.f);
      t.f1.push(compare(got.text, ref.text, 1).f);
      Object.assign(row, c);
    }
    const text = squeeze(got.text);
    row.lost = ref.with.filter((s) => !text.includes(squeeze(s)));
    row.extra = ref.without.filter((s) => text.includes(squeeze(s)));
    t.with[0] += ref.with.length - row.lost.length; t.with[1] += ref.with.length;
    t.without[0] += ref.without.length - row.extra.length; t.without[1] += ref.without.length;
    if (ref.title) { count('title', row.title = plain(got.title) === plain(ref.title)); row.titles = [got.title, ref.title]; }
    if (ref.date) { count('date', row.date = instantOrDay(got.published, ref.date)); row.dates = [got.published, ref.date]; }
    if (ref.authors?.length) { count('author', row.author = authorsRight(got.authors, ref.authors)); row.names = [got.authors, ref.authors]; }
    rows.push({ name, ...row });
  });
  const of = ([a, b]) => `${a}/${b}`;
  console.log(`${name.padEnd(12)} pages ${t.f4.length}  F1(4-shingles) ${mean(t.f4).toFixed(4)}  ` +
    `(${mean(own).toFixed(4)} on the ${own.length} not made by Readability)  ` +
    `precision ${mean(t.p4).toFixed(4)}  recall ${mean(t.r4).toFixed(4)}  F1(words) ${mean(t.f1).toFixed(4)}  ` +
    `with ${of(t.with)}  without ${of(t.without)}  title ${of(t.title)}  date ${of(t.date)}  author ${of(t.author)}`);
}
if (perPage) {
  for (const r of rows) {
    const text = r.f === undefined ? '' : `F ${r.f.toFixed(3)} P ${r.p.toFixed(3)} R ${r.r.toFixed(3)}`;
    console.log([r.name.padEnd(12), r.page.slice(0, 48).padEnd(48), text.padEnd(26),
      r.lost.length ? `LOST ${JSON.stringify(r.lost)}` : '', r.extra.length ? `EXTRA ${JSON.stringify(r.extra)}` : '',
      r.title === false ? `TITLE ${JSON.stringify(r.titles)}` : '', r.date === false ? `DATE ${JSON.stringify(r.dates)}` : '',
      r.author === false ? `AUTHOR ${JSON.stringify(r.names)}` : ''].join(' '));
  }
}
if (diffFile) {
  const i = pages.findIndex((p) => p.file.startsWith(diffFile));
  for (const spec of systems) {
    const [name, file] = spec.split('=');
    const got = fs.readFileSync(file, 'utf8').trim().split('\n').map((l) => JSON.parse(l)).find((r) => r.file === pages[i].file);
    const have = shingles(got.text, SHINGLE), want = shingles(refs[i].text ?? '', SHINGLE);
    const lines = (text, other) => text.split('\n').map((l) => squeeze(l).trim()).filter((l) => {
      const s = [...shingles(l, SHINGLE).keys()];
      const joined = ` ${plain(other)} `;
      return l && s.length && !s.every((k) => joined.includes(` ${k} `));
    });
    console.log(`== ${name}: only found`); lines(got.text, refs[i].text ?? '').forEach((l) => console.log('  + ' + l.slice(0, 200)));
    console.log(`== ${name}: only in the reference`); lines(refs[i].text ?? '', got.text).forEach((l) => console.log('  - ' + l.slice(0, 200)));
  }
}
