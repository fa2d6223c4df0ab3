'use strict';
// The interface, as index.d.ts has it.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const test = require('node:test');
const encart = require('encart');
const { article, path, recipe, related } = require('./kit.js');

const { Article, Engine, EncartError, Result } = encart;

test('an article is loaded, looked at, saved and loaded again', () => {
  const engine = new Engine(recipe());
  const loaded = engine.load(article());
  assert.ok(loaded instanceof Article);
  assert.equal(loaded.id, 'pont');
  assert.equal(loaded.title, 'Le pont fermé deux mois');
  assert.equal(loaded.text, 'Les travaux commencent lundi.\n\nIls durent deux mois.');
  assert.match(loaded.html, /^<p>Les travaux/);
  assert.equal(JSON.parse(JSON.stringify(loaded)).title, loaded.title);
  const again = engine.load(loaded.save(), { format: 'saved' });
  assert.equal(again.html, loaded.html);
  assert.equal(engine.renderSync(again).html, engine.renderSync(loaded).html);
});

test('a document is a string, bytes or an object, and the bytes that come out are the same', async () => {
  const engine = new Engine(recipe());
  const json = JSON.stringify(article());
  const expected = engine.renderSync(engine.load(article())).html;
  for (const document of [json, Buffer.from(json), new Uint8Array(Buffer.from(json)), article()]) {
    assert.equal((await engine.render(document)).html, expected);
    assert.equal(engine.renderSync(document, { load: { format: 'json' } }).html, expected);
  }
});

test('a result has html, report, css, explain and slots', async () => {
  const engine = new Engine(recipe());
  const result = await engine.render(article({ comments: { status: 'open', action: '/c' } }), {
    answers: { related }, explain: 'text',
  });
  assert.ok(result instanceof Result);
  assert.equal(String(result), result.html);
  assert.match(result.html, /data-encart="related\//);
  assert.deepEqual(result.report, JSON.parse(result.reportJson));
  assert.equal(result.slot('footer'), result.report.slots.footer);
  assert.notEqual(result.slot('footer'), '');
  assert.equal(result.slot('aside'), '');
  assert.equal(typeof result.css, 'string');
  assert.match(result.explain, /related/);
  assert.throws(() => result.slot('nowhere'), { code: 'ERR_INVALID_ARG_VALUE' });
  assert.throws(() => result.slot('toString'), { code: 'ERR_INVALID_ARG_VALUE' });
  assert.throws(() => new Result({}), TypeError);
});

test('a box with a style brings its CSS', () => {
  const engine = new Engine(recipe({ plugins: ['author-box'] }));
  const document = article({ authors: [{ name: 'Anne Dubois', bio: 'Elle suit les transports.' }] });
  assert.match(engine.renderSync(document).css, /\{/);
  assert.equal(engine.renderSync(document, { noPlugins: true }).css, '');
});

test('plan tells what a render wants, and its answers are in the page', async () => {
  const engine = new Engine(recipe());
  const loaded = engine.load(article());
  const { needs } = engine.plan(loaded);
  assert.equal(needs[0].service, 'related');
  assert.equal(needs[0].article.id, 'pont');
  assert.deepEqual(JSON.parse(engine.planJson(article())).needs, needs);
  for (const answers of [{ related }, JSON.stringify({ related })]) {
    assert.match((await engine.render(loaded, { answers })).html, /href="\/2024\/velo"/);
  }
});

test('sanitise, strip and fillHoles', () => {
  const { html, removed } = encart.sanitise('<p onclick="x()">a<script>1</script></p>');
  assert.equal(html, '<p>a</p>\n');
  assert.equal(removed.length, 2);
  const engine = new Engine(recipe());
  assert.equal(engine.sanitise('<h1>a</h1>', { accessible: true, headingBase: 3 }).html, '<h3>a</h3>\n');
  const page = engine.renderSync(article(), { answers: { related } }).html;
  const bare = engine.renderSync(article(), { noPlugins: true }).html;
  assert.equal(engine.strip(page), bare);
  assert.equal(engine.strip(Buffer.from(page)), bare);
  const seen = [];
  assert.equal(
    encart.fillHoles('a<!--encart:hole csrf-->b<!--encart:hole reader eyJsb25nIjp0cnVlfQ-->c', (name, params) => {
      seen.push([name, params]);
      return name === 'csrf' ? '<i>é</i>' : null;
    }),
    'a<i>é</i>b<!--encart:hole reader eyJsb25nIjp0cnVlfQ-->c',
  );
  assert.deepEqual(seen, [['csrf', {}], ['reader', { long: true }]]);
});

test('an engine tells its plugins and what was wrong', () => {
  const engine = new Engine(recipe({ plugins: ['related', 'nowhere'], config: { plugins: { tags: true } } }));
  assert.deepEqual(engine.plugins.map((one) => one.name).sort(), ['related', 'tags']);
  assert.equal(engine.diagnostics.length, 1);
});

test('a configuration is an object, JSON or a file', (t) => {
  const folder = fs.mkdtempSync(path.join(require('node:os').tmpdir(), 'encart-node-'));
  t.after(() => fs.rmSync(folder, { recursive: true }));
  const config = { heading_level: 4 };
  fs.writeFileSync(path.join(folder, 'c.json'), JSON.stringify(config));
  const page = (one) => new Engine(recipe({ config: one })).renderSync(article(), { answers: { related } }).html;
  assert.equal(page(JSON.stringify(config)), page(config));
  assert.equal(page(path.join(folder, 'c.json')), page(config));
});

test('an error says what is wrong where', () => {
  const faulty = '{"title": "x",\n "body": 7 }';
  const engine = new Engine(recipe());
  assert.throws(() => engine.load(faulty, { format: 'json', source: 'a.json' }), (e) => {
    assert.ok(e instanceof EncartError && e instanceof Error);
    assert.equal(e.name, 'EncartError');
    assert.equal(e.code, 'ENCART_EPARSE');
    assert.equal(e.status, -4);
    assert.equal(e.stage, 'load');
    assert.equal(e.source, 'a.json');
    assert.equal(e.path, 'body');
    return true;
  });
  assert.throws(() => new Engine({ pluginPaths: [], config: '{\n "sanitise": }' }), (e) => {
    assert.equal(e.code, 'ENCART_ECONFIG');
    assert.equal(e.source, 'config');
    assert.equal(e.line, 2);
    return true;
  });
  assert.throws(() => new Engine(recipe({ collection: '/nowhere/c.db' })), { name: 'EncartError' });
});

test('the same module for import', async () => {
  const module = await import('encart');
  assert.equal(module.Engine, Engine);
  assert.equal(module.EncartError, EncartError);
  assert.deepEqual(Object.keys(module).sort(), ['default', ...Object.keys(encart)].sort());
});

test('the types have every name of the module, and every option of the addon', () => {
  const types = fs.readFileSync(require.resolve('encart').replace(/js$/, 'd.ts'), 'utf8');
  for (const name of Object.keys(encart)) {
    assert.match(types, new RegExp(`export (class|function|const) ${name}\\b`));
  }
  for (const one of [Engine, Article, Result]) {
    const names = Object.getOwnPropertyNames(one.prototype).filter((name) => name !== 'constructor');
    for (const name of names) assert.match(types, new RegExp(`^  (readonly )?${name}[(:]`, 'm'), name);
  }
  const values = fs.readFileSync(process.env.ENCART_NODE_VALUES, 'utf8');
  const tables = [...values.matchAll(/node_(load|render|sanitise)_table\[\] = \{(.*?)END,/gs)];
  assert.equal(tables.length, 3);
  for (const [, table, rows] of tables) {
    const title = table[0].toUpperCase() + table.slice(1);
    const [, declared] = types.match(new RegExp(`interface ${title}Options \\{(.*?)\\n\\}`, 's'));
    const names = [...rows.matchAll(/"(\w+)"/g)].map((match) => match[1]);
    assert.deepEqual([...declared.matchAll(/^ {2}(\w+)\?:/gm)].map((match) => match[1]), names);
  }
});

test('each option of the C structs is one of the addon', () => {
  const values = fs.readFileSync(process.env.ENCART_NODE_VALUES, 'utf8');
  for (const [header, table] of [['article', 'load'], ['render', 'render'], ['render', 'sanitise']]) {
    const text = fs.readFileSync(path.join(process.env.ENCART_HEADERS, `${header}.h`), 'utf8');
    const [, members] = text.match(new RegExp(`typedef struct encart_${table}_options \\{(.*?)\\}`, 's'));
    const names = [...members.matchAll(/(\w+);/g)].map((match) => match[1]);
    for (const name of names.filter((one) => one !== 'struct_size')) {
      assert.match(values, new RegExp(`encart_${table}_options, ${name}\\b`), name);
    }
  }
});
