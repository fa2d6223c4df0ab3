'use strict';
// The vectors that the library and every binding share (tests/vectors/README.md): the same bytes.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const test = require('node:test');
const encart = require('encart');
const { path, pluginFolder, vectorFolder } = require('./kit.js');

/** Strings may be written as lists of strings. */
const text = (value) => (Array.isArray(value) ? value.join('') : value);
/** Options have the names of C in the vectors, and those of JavaScript here. */
const named = (options = {}) => Object.fromEntries(Object.entries(options).map(([name, value]) => (
  [name.replace(/_(.)/g, (_, letter) => letter.toUpperCase()), value])));
/** Values that the module gives for JSON of the library's, as the library writes it. */
const written = (value) => JSON.stringify(value).replaceAll('<', '\\u003C');
/** Numbers that belong to the Lua which is linked. */
const comparable = (one) => (typeof one === 'string' ? one.replace(/("(?:fuel|memory)":)\d+/g, '$10') : one);

const SLOTS = ['head', 'before-title', 'after-title', 'after-lede', 'after-body', 'aside', 'footer'];

function shown(result, options) {
  for (const slot of SLOTS) assert.equal(result.slot(slot), result.report.slots?.[slot] ?? '');
  const wantsExplain = (options.explain ?? 'none') !== 'none';
  return { html: result.html, report: result.reportJson, ...(wantsExplain && { explain: result.explain }) };
}

async function run(engine, v) {
  const document = v.document_base64 !== undefined
    ? Buffer.from(text(v.document_base64), 'base64') : text(v.document ?? '');
  const options = { ...named(v.options), ...(v.answers !== undefined && { answers: text(v.answers) }) };
  switch (v.op) {
    case 'engine': return { diagnostics: written(engine.diagnostics) };
    case 'strip': return { html: engine.strip(document) };
    case 'fill_holes': return { html: encart.fillHoles(document, (name) => text(v.holes[name])) };
    case 'sanitise': {
      const { html, removed } = engine.sanitise(document, options);
      return { html, removed: written(removed) };
    }
    case 'plan': return { plan: engine.planJson(document, { ...options, load: named(v.load) }) };
    case 'render': {
      const once = shown(await engine.render(document, { ...options, load: named(v.load) }), options);
      const article = engine.load(document, named(v.load));
      assert.deepEqual(fuelless(shown(engine.renderSync(article, options), options)), fuelless(once));
      return once;
    }
    default: break;
  }
  const article = engine.load(document, named(v.load));
  return v.op === 'save' ? { saved: article.save().toString() } : { document: article.json, text: article.text };
}

const fuelless = (found) => Object.fromEntries(Object.entries(found).map(([name, one]) => [name, comparable(one)]));

function failure(e) {
  if (!(e instanceof encart.EncartError)) throw e;
  const { code, status, message } = e;
  const known = ['source', 'path', 'line', 'column'].filter((name) => e[name]).map((name) => [name, e[name]]);
  return { error: { code, status, message, ...Object.fromEntries(known) } };
}

async function found(v) {
  try {
    const engine = new encart.Engine({
      config: text(v.config), plugins: v.plugins ?? [],
      pluginPaths: [pluginFolder, path.join(vectorFolder, 'plugins')],
    });
    return fuelless(await run(engine, v));
  } catch (e) {
    return failure(e);
  }
}

function expected(v) {
  return Object.fromEntries(Object.entries(v.expect).map(([name, one]) => [name, name === 'error' ? one : text(one)]));
}

const files = fs.readdirSync(vectorFolder).filter((name) => name.endsWith('.json'));

test('the vectors are there', () => assert.ok(files.length >= 5));

for (const file of files) {
  const vectors = JSON.parse(fs.readFileSync(path.join(vectorFolder, file), 'utf8'));
  test(`${vectors.length} vectors of ${file} give the same bytes`, async () => {
    for (const v of vectors) assert.deepEqual(await found(v), expected(v), v.name);
  });
}
