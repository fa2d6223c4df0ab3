'use strict';
// Renders on the pool, engines side by side, worker threads, and objects that nobody holds.

const assert = require('node:assert/strict');
const test = require('node:test');
const v8 = require('node:v8');
const vm = require('node:vm');
const { Worker } = require('node:worker_threads');
const { Engine } = require('encart');
const { article, recipe, related } = require('./kit.js');

v8.setFlagsFromString('--expose-gc');
const collect = vm.runInNewContext('gc');

test('many renders at once give the bytes of one', async () => {
  const engine = new Engine(recipe());
  const loaded = engine.load(article());
  const options = { answers: { related }, format: 'page' };
  const expected = engine.renderSync(loaded, options).html;
  const pages = await Promise.all(Array.from({ length: 400 }, (_, i) => (
    engine.render(i % 2 ? loaded : article(), options))));
  assert.equal(pages.filter((page) => page.html === expected).length, 400);
});

test('failures among them reject their own promise', async () => {
  const engine = new Engine(recipe());
  const settled = await Promise.allSettled(Array.from({ length: 60 }, (_, i) => (
    engine.render(i % 3 ? '<p>a</p>' : ''))));
  settled.forEach((one, i) => assert.equal(one.status, i % 3 ? 'fulfilled' : 'rejected'));
  assert.equal(settled[0].reason.code, 'ENCART_EPARSE');
});

test('the loop goes on while a render runs', async () => {
  const engine = new Engine(recipe());
  let turns = 0;
  let done = false;
  const running = engine.render('<p>mot </p>'.repeat(60000)).then(() => { done = true; });
  while (!done) {
    turns++;
    await new Promise(setImmediate);
  }
  await running;
  assert.ok(turns > 1);
});

test('two engines do not know of each other', async () => {
  const one = new Engine(recipe({ plugins: [] }));
  const other = new Engine(recipe());
  const loaded = one.load(article());
  const options = { answers: { related } };
  assert.doesNotMatch((await one.render(loaded, options)).html, /data-encart/);
  assert.match((await other.render(loaded, options)).html, /data-encart/);
});

test('an article outlives its engine, and a render what it renders', async () => {
  const load = () => new Engine(recipe()).load(article());
  const loaded = load();
  const running = Array.from({ length: 20 }, () => new Engine(recipe()).render(load()));
  collect();
  await new Promise(setImmediate);
  collect();
  assert.match(loaded.html, /Les travaux/);
  assert.match(new Engine(recipe()).renderSync(loaded).html, /Les travaux/);
  for (const result of await Promise.all(running)) assert.match(result.html, /Les travaux/);
});

test('what nobody holds is freed', async () => {
  const engine = new Engine(recipe({ plugins: [] }));
  const finished = [];
  const registry = new FinalizationRegistry((i) => finished.push(i));
  (() => {
    for (let i = 0; i < 50; i++) registry.register(engine.load(article()), i);
  })();
  for (let i = 0; i < 50 && finished.length < 50; i++) {
    collect();
    await new Promise((resolve) => { setTimeout(resolve, 1); });
  }
  assert.ok(finished.length >= 49, `${finished.length} of 50`);
});

const WORK = `
  const { parentPort, workerData } = require('node:worker_threads');
  const { Engine, EncartError } = require(workerData.module);
  const engine = new Engine(workerData.recipe);
  let code;
  try { engine.load(''); } catch (e) { code = e instanceof EncartError && e.code; }
  Promise.all(Array.from({ length: 20 }, () => engine.render(workerData.article)))
    .then((all) => parentPort.postMessage({ html: all.map((one) => one.html), code }));`;

function inWorker(source) {
  return new Worker(source, {
    eval: true,
    workerData: { article: article(), module: require.resolve('encart'), recipe: recipe() },
  });
}

test('worker threads have the module each for itself', async () => {
  const expected = new Engine(recipe()).renderSync(article()).html;
  const answers = await Promise.all([1, 2, 3, 4].map(() => new Promise((resolve, reject) => {
    inWorker(WORK).once('message', resolve).once('error', reject);
  })));
  for (const { html, code } of answers) {
    assert.equal(html.filter((one) => one === expected).length, 20);
    assert.equal(code, 'ENCART_EPARSE');
  }
});

test('a worker may be ended in the middle of its renders', async () => {
  for (let i = 0; i < 5; i++) {
    const worker = inWorker(`
      const { parentPort, workerData } = require('node:worker_threads');
      const { Engine } = require(workerData.module);
      const engine = new Engine(workerData.recipe);
      for (let i = 0; i < 100; i++) engine.render('<p>mot</p>'.repeat(500));
      parentPort.postMessage('running');`);
    await new Promise((resolve, reject) => { worker.once('message', resolve).once('error', reject); });
    assert.equal(await worker.terminate(), 1);
  }
});

test('neither an engine nor an article can be sent to another thread', () => {
  const engine = new Engine(recipe());
  const copy = structuredClone(engine);
  assert.throws(() => Engine.prototype.load.call(copy, 'a'), TypeError);
  assert.throws(() => engine.renderSync(structuredClone(engine.load('a'))), { name: 'EncartError' });
});
