'use strict';
// Whatever a script gives, it gets an exception or a page: the process lives.

const assert = require('node:assert/strict');
const test = require('node:test');
const encart = require('encart');
const { article, recipe, related } = require('./kit.js');

const { Article, Engine } = encart;
const engine = new Engine(recipe());
const ODD = [undefined, null, 0, NaN, true, 10n, Symbol('s'), [], () => 1, new Date(NaN), new Map(), new Proxy({}, {})];

test('documents of wrong types are a TypeError', async () => {
  for (const odd of [undefined, null, 0, true, 10n, Symbol('s'), [], () => 1, new Uint16Array(2), new Float64Array(1)]) {
    assert.throws(() => engine.load(odd), TypeError);
    assert.throws(() => engine.renderSync(odd), TypeError);
    assert.throws(() => engine.plan(odd), TypeError);
    assert.throws(() => engine.sanitise(odd), TypeError);
    assert.throws(() => engine.strip(odd), TypeError);
    await assert.rejects(engine.render(odd), TypeError);
  }
});

test('options of wrong types are a TypeError that names the option', () => {
  const wrong = {
    format: [1, {}, 'a\0b'], lang: [false], answers: [1, true, 10n], overrides: [1, '{}\0'],
    noPlugins: [1, 'yes', {}], explain: ['long', 'json', 1, 'x'.repeat(50)], now: [{}], channel: [[]],
    load: [1, 'x'],
  };
  for (const [name, values] of Object.entries(wrong)) {
    for (const value of values) {
      assert.throws(() => engine.renderSync(article(), { [name]: value }), (e) => (
        e instanceof TypeError && (name === 'load' || e.message.includes(`"${name}"`))), name);
    }
  }
  for (const value of ['4', 1.5, NaN, Infinity, -1, 2 ** 53, 10n]) {
    assert.throws(() => engine.load('a', { maxBytes: value }), TypeError);
  }
  for (const value of [2 ** 31, -(2 ** 31) - 1, 0.1]) {
    assert.throws(() => engine.load('a', { headingBase: value }), TypeError);
  }
  assert.throws(() => engine.load('a', { headingBase: 2 ** 31 - 1 }), { code: 'ENCART_EINVAL' });
  assert.throws(() => engine.renderSync('a', { fromat: 'page' }), /there is no option "fromat"/);
  assert.throws(() => engine.renderSync('a', { ['x'.repeat(500)]: 1 }), TypeError);
  for (const odd of [0, true, 10n, 'page', Symbol('s'), () => 1]) {
    assert.throws(() => engine.load('a', odd), TypeError);
    assert.throws(() => engine.renderSync('a', odd), TypeError);
  }
  assert.equal(engine.renderSync('a', null).html, engine.renderSync('a', { lang: null, format: undefined }).html);
});

test('engines of wrong types are a TypeError', () => {
  for (const odd of [null, 1, 'x', [], { x: 1 }, { config: 1 }, { config: [] }, { config: '' }, { config: 'a\0' },
    { plugins: 'x' }, { plugins: [1] }, { plugins: ['a\0'] }, { pluginPaths: [null] }, { collection: 7 },
    { plugins: new Array(20000).fill('x') }]) {
    assert.throws(() => new Engine(odd), TypeError);
  }
  assert.throws(() => new Engine({ config: Object.defineProperty({}, 'toJSON', { value: () => undefined }) }));
  assert.throws(() => Engine(), TypeError);
});

test('methods on what is no engine and no article are a TypeError', () => {
  const loaded = engine.load('a');
  const html = Object.getOwnPropertyDescriptor(Article.prototype, 'html').get;
  for (const odd of [...ODD, loaded, Object.create(engine), structuredClone({})]) {
    assert.throws(() => Engine.prototype.load.call(odd, 'a'), TypeError);
  }
  for (const odd of [...ODD, engine, Object.create(loaded)]) {
    assert.throws(() => html.call(odd), TypeError);
  }
  assert.throws(() => new Article(), { code: 'ERR_ILLEGAL_CONSTRUCTOR' });
  assert.throws(() => Reflect.construct(Article, [], Engine), { code: 'ERR_ILLEGAL_CONSTRUCTOR' });
  assert.throws(() => engine.renderSync(loaded, { load: {} }), TypeError);
});

test('half a pair of surrogates becomes U+FFFD, in documents and in options', () => {
  assert.equal(engine.load('<p>a\ud800b\udc00</p>').html, '<p>a\ufffdb\ufffd</p>\n');
  assert.match(engine.renderSync(article({ title: 'x\udfff' }), { format: 'page' }).html, /x\ufffd/);
  assert.throws(() => engine.renderSync('a', { format: '\ud800' }), { code: 'ENCART_EINVAL' });
  assert.equal(encart.fillHoles('<!--encart:hole csrf-->', () => '\ud83d'), '\ufffd');
});

test('bytes that are no UTF-8, NULs, nothing, and far too much', () => {
  const said = engine.load(Buffer.from([0x3c, 0x70, 0x3e, 0xff, 0xc3, 0x28, 0x80]));
  assert.match(said.html, /^<p>/);
  assert.throws(() => engine.load(Buffer.alloc(100)), { name: 'EncartError' });
  assert.throws(() => engine.load(''), { code: 'ENCART_EPARSE' });
  assert.throws(() => engine.load(new Uint8Array(0)), { code: 'ENCART_EPARSE' });
  assert.throws(() => engine.load('x'.repeat(33 << 20)), { code: 'ENCART_ELIMIT' });
  assert.throws(() => engine.sanitise('x'.repeat(100), { maxBytes: 99 }), { code: 'ENCART_ELIMIT' });
  assert.match(engine.load('<p>'.repeat(100000)).html, /^/);
  assert.match(engine.renderSync('<div>'.repeat(50000) + 'a').html, /a/);
});

test('a buffer that is written or detached while a render runs does not matter', async () => {
  const bytes = Buffer.from('<p>avant</p>'.repeat(2000));
  const expected = engine.renderSync(bytes).html;
  const running = engine.render(bytes);
  bytes.fill('x');
  assert.equal((await running).html, expected);
  const other = new Uint8Array(Buffer.from('<p>avant</p>'.repeat(2000)));
  const detached = engine.render(other);
  structuredClone(other.buffer, { transfer: [other.buffer] });
  assert.equal((await detached).html, expected);
  assert.throws(() => engine.load(other), { code: 'ENCART_EPARSE' });
  const shared = new Uint8Array(new SharedArrayBuffer(8)).fill(97);
  assert.equal(engine.load(shared, { format: 'html' }).text, 'aaaaaaaa');
});

test('what a script throws on the way comes out as it was', async () => {
  const boom = new RangeError('boom');
  const thrower = { get lang() { throw boom; } };
  assert.throws(() => engine.load('a', thrower), (e) => e === boom);
  assert.throws(() => engine.load({ toJSON() { throw boom; } }), (e) => e === boom);
  assert.throws(() => engine.renderSync('a', { answers: { toJSON() { throw boom; } } }), (e) => e === boom);
  await assert.rejects(engine.render('a', { load: thrower }), (e) => e === boom);
  const circle = {};
  circle.self = circle;
  assert.throws(() => engine.load(circle), TypeError);
  assert.throws(() => engine.load({ toJSON: () => undefined }), TypeError);
  const traps = new Proxy({}, { ownKeys() { throw boom; } });
  assert.throws(() => engine.load('a', traps), (e) => e === boom);
});

test('fillHoles: callbacks that throw, give nonsense, call again', () => {
  const holes = 'x<!--encart:hole csrf-->y<!--encart:hole csrf-->z';
  const boom = new Error('boom');
  let calls = 0;
  assert.throws(() => encart.fillHoles(holes, () => { calls++; throw boom; }), (e) => e === boom);
  assert.equal(calls, 1);
  for (const odd of [1, true, {}, [], 10n, Symbol('s'), Promise.resolve('x')]) {
    assert.throws(() => encart.fillHoles(holes, () => odd), { code: 'ERR_INVALID_RETURN_VALUE' });
  }
  assert.throws(() => encart.fillHoles(holes), TypeError);
  assert.throws(() => encart.fillHoles(holes, () => 'x'.repeat(5 << 20)), { code: 'ENCART_ELIMIT' });
  assert.equal(encart.fillHoles(holes, () => undefined), holes);
  assert.equal(encart.fillHoles(holes, () => ''), 'xyz');
  const deep = (n) => encart.fillHoles(holes, () => (n ? deep(n - 1) : 'o'));
  assert.equal(deep(1), 'xxoyozyxoyozz');
  assert.equal(encart.fillHoles('<!--encart:hole csrf-->'.repeat(20000), () => 'a').length, 20000);
  assert.equal(encart.fillHoles(holes, () => engine.renderSync('b').html.slice(0, 1)), 'x<y<z');
});

test('answers that are no JSON fail the render, answers that are wrong cost a box', async () => {
  await assert.rejects(engine.render(article(), { answers: '{"related": ' }), { code: 'ENCART_EPARSE' });
  const result = await engine.render(article(), { answers: { related: [{ url: 7 }, ...related] } });
  assert.match(result.html, /Les travaux/);
});
