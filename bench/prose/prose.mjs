// Is any prose lost? The visible text of each input's body, read by an independent HTML
// parser, against that of `encart sanitise`'s output. White space aside, character for
// character; differences are listed.
// Usage: node prose.mjs ENCART FILE…   (parse5 from NODE_PATH's folder)
import { createRequire } from 'node:module';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const require = createRequire(`${process.env.NODE_PATH ?? process.cwd()}/x.js`);
const { parse, parseFragment } = await import(pathToFileURL(require.resolve('parse5')));

// Elements whose text is not prose: docs/policy.md.
const notProse = new Set(['script', 'style', 'template', 'noscript', 'textarea', 'title', 'xmp',
  'iframe', 'noembed', 'noframes', 'frameset', 'svg', 'math', 'select', 'datalist', 'head']);

function* texts(node) {
  if (notProse.has(node.nodeName)) return;
  if (node.nodeName === '#text') yield node.value;
  for (const child of node.childNodes ?? []) yield* texts(child);
}

const squeeze = (root) => [...texts(root)].join('').replace(/[\s\u00A0\u202F\u0000\uFFFD]+/g, '');
const body = (doc) => {
  const html = doc.childNodes.find((n) => n.nodeName === 'html');
  return html.childNodes.find((n) => n.nodeName === 'body') ?? html;
};

// Text may move (foster parenting): compare in order first, then as a bag of characters.
function difference(a, b) {
  if (a === b) return null;
  let i = 0;
  while (a[i] === b[i]) i++;
  const count = new Map();
  for (const c of a) count.set(c, (count.get(c) ?? 0) + 1);
  for (const c of b) count.set(c, (count.get(c) ?? 0) - 1);
  const missing = [...count].filter(([, n]) => n > 0).reduce((s, [, n]) => s + n, 0);
  const extra = [...count].filter(([, n]) => n < 0).reduce((s, [, n]) => s - n, 0);
  return { at: i, in: a.slice(i, i + 60), out: b.slice(i, i + 60), missing, extra };
}

const [encart, ...files] = process.argv.slice(2);
let same = 0, moved = 0;
const different = [];
for (const file of files) {
  const bytes = readFileSync(file);
  const want = squeeze(body(parse(bytes.toString('utf8'))));
  const html = execFileSync(encart, ['sanitise', file], { maxBuffer: 1 << 28 }).toString('utf8');
  const d = difference(want, squeeze(parseFragment(html)));
  if (!d) same++;
  else if (!d.missing && !d.extra) moved++;
  else different.push({ file: file.split('/').pop(), ...d });
}
console.log(`${files.length} inputs: ${same} the same, ${moved} with text moved only, ${different.length} different`);
for (const d of different)
  console.log(`  ${d.file}: ${d.missing} missing, ${d.extra} extra, first at ${d.at}: “${d.in}” / “${d.out}”`);
