// The peers from npm: node bench.mjs PEER CORPORA POLICY
// PEER: sanitize-html, dompurify or html-rewriter-wasm. Rows as in measure.h.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const PASSES = 5;
const LEAST_PASS = 0.1; // seconds; shorter passes are repeated
const LEAST_WARM = 2; // seconds for the compilers, one pass at least

function readPolicy(path) {
  const policy = { elements: [], attributes: {}, everywhere: [], schemes: [] };
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    const [name, ...words] = line.split(' ').filter(Boolean);
    if (!name || name.startsWith('#')) continue;
    if (name === '*') policy.everywhere = words;
    else if (name === ':') policy.schemes = words;
    else {
      policy.elements.push(name);
      policy.attributes[name] = words;
    }
  }
  return policy;
}

// See docs.h for the format.
function readCorpus(path) {
  const bytes = readFileSync(path);
  const docs = [];
  for (let at = 0; at < bytes.length; ) {
    const from = bytes.indexOf(10, at) + 1;
    const to = from + Number(bytes.toString('latin1', at, from - 1));
    docs.push(bytes.subarray(from, to));
    at = to + 1;
  }
  return { docs, bytes: docs.reduce((sum, d) => sum + d.length, 0) };
}

// Each gives a function from a document to its result; `input` makes of the bytes what the
// library reads, outside of what is measured.
const peers = {
  async 'sanitize-html'(policy) {
    const { default: sanitize } = await import('sanitize-html');
    const options = {
      allowedTags: policy.elements,
      allowedAttributes: { ...policy.attributes, '*': policy.everywhere },
      allowedSchemes: policy.schemes,
    };
    return { input: String, work: (html) => sanitize(html, options) };
  },

  async dompurify(policy) {
    const [{ default: createDOMPurify }, { JSDOM }] = await Promise.all([
      import('dompurify'),
      import('jsdom'),
    ]);
    const purify = createDOMPurify(new JSDOM('').window);
    const options = {
      ALLOWED_TAGS: policy.elements,
      ALLOWED_ATTR: [...new Set([...policy.everywhere, ...Object.values(policy.attributes).flat()])],
    };
    return { input: String, work: (html) => purify.sanitize(html, options) };
  },

  async 'html-rewriter-wasm'() {
    const { HTMLRewriter } = await import('html-rewriter-wasm');
    const gone = 'script, style, iframe, object, embed, form, svg, math, noscript, template';
    return {
      input: (bytes) => bytes,
      async work(bytes) {
        const parts = [];
        const rewriter = new HTMLRewriter((part) => parts.push(part));
        for (const name of gone.split(', ')) rewriter.on(name, { element: (e) => void e.remove() });
        rewriter.onDocument({ comments: (c) => void c.remove() });
        try {
          await rewriter.write(bytes);
          await rewriter.end();
        } finally {
          rewriter.free();
        }
        return Buffer.concat(parts);
      },
    };
  },
};

function cpuSeconds() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

// Each document in a turn of its own, as a server would: what jsdom holds by weak references
// is not freed before the turn ends.
async function pass(work, inputs) {
  for (const input of inputs) {
    await work(input);
    await new Promise(setImmediate);
  }
}

// Seconds for one pass, of as many as fill the time.
async function timed(work, inputs, least) {
  const start = cpuSeconds();
  let rounds = 0;
  let spent;
  do {
    await pass(work, inputs);
    rounds++;
    spent = cpuSeconds() - start;
  } while (spent < least);
  return spent / rounds;
}

// The first pass, and then as many as the compilers need.
async function warm(work, inputs) {
  const start = cpuSeconds();
  let bytes = 0;
  for (const input of inputs) {
    bytes += Buffer.byteLength(await work(input));
    await new Promise(setImmediate);
  }
  if (cpuSeconds() - start < LEAST_WARM) await timed(work, inputs, LEAST_WARM);
  return bytes;
}

const [name, folder, policyPath] = process.argv.slice(2);
const { input, work } = await peers[name](readPolicy(policyPath));
for (const file of readdirSync(folder).filter((f) => f.endsWith('.docs')).sort()) {
  const { docs, bytes } = readCorpus(join(folder, file));
  const inputs = docs.map(input);
  const out = await warm(work, inputs);
  const times = [];
  for (let i = 0; i < PASSES; i++) times.push(await timed(work, inputs, LEAST_PASS));
  times.sort((a, b) => a - b);
  const rate = bytes / times[PASSES >> 1] / 1e6;
  console.log([file.slice(0, -5), name, rate.toFixed(2), out].join('\t'));
}
