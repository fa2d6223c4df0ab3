'use strict';
// Encart for Node: what the addon needs of JavaScript's ways. index.d.ts describes it.

const fs = require('node:fs');
const path = require('node:path');

/** A failure of the library's: where in which document or configuration, and why. */
class EncartError extends Error {
  constructor(message, code, stage, source, at, status, line, column, offset) {
    super(message);
    Object.assign(this, { code, status, stage, source, path: at, line, column, offset });
  }
}
Object.defineProperty(EncartError.prototype, 'name', {
  value: 'EncartError', configurable: true, writable: true,
});

const native = require('./encart.node').setup(EncartError);
const { Article } = native;
const DEFAULT_PLUGINS = ['lire-aussi', 'related', 'footer-controls'];

function wrongType(message) {
  return Object.assign(new TypeError(message), { code: 'ERR_INVALID_ARG_TYPE' });
}

function wrongValue(message) {
  return Object.assign(new TypeError(message), { code: 'ERR_INVALID_ARG_VALUE' });
}

// ---- what an engine is made of -----------------------------------------------------------

function fileName(value, what) {
  if (typeof value !== 'string' || value === '' || value.includes('\0')) {
    throw wrongType(`${what} must be the name of a file`);
  }
  return path.resolve(value);
}

/** [json, file]: the configuration is an object, JSON, or the name of a file. */
function configuration(config) {
  if (config === undefined || config === null) return [null, null];
  if (typeof config === 'object' && !Array.isArray(config)) config = JSON.stringify(config);
  if (typeof config !== 'string') throw wrongType('config must be an object, JSON or the name of a file');
  if (/^\s*[{[]/.test(config)) return [config, null];
  return [null, fileName(config, 'config')];
}

function strings(list, what) {
  if (!Array.isArray(list) || !list.every((one) => typeof one === 'string' && one !== '')) {
    throw wrongType(`${what} must be an array of strings`);
  }
  return list;
}

/** The folders of an installation; that of the site's own plugins need not be there. */
function installed() {
  return [native.pluginDir, native.sitePluginDir].filter((folder) => fs.existsSync(folder));
}

const ENGINE_OPTIONS = ['config', 'pluginPaths', 'plugins', 'collection'];

function recipe(options) {
  if (options === null || typeof options !== 'object' || Array.isArray(options)) {
    throw wrongType('options must be an object');
  }
  const unknown = Object.keys(options).find((name) => !ENGINE_OPTIONS.includes(name));
  if (unknown !== undefined) throw wrongValue(`there is no option "${unknown}"`);
  const paths = strings(options.pluginPaths ?? installed(), 'pluginPaths');
  const plugins = strings(options.plugins ?? DEFAULT_PLUGINS, 'plugins');
  return [
    ...configuration(options.config),
    paths.map((folder) => path.resolve(folder)),
    plugins.map((name) => (name.includes('/') ? path.resolve(name) : name)),
    options.collection === undefined || options.collection === null
      ? null : fileName(options.collection, 'collection'),
  ];
}

/** Options of a render without `load`, and `load`: how to load a document. */
function split(options) {
  if (options === null || typeof options !== 'object') return [options, undefined];
  const { load, ...render } = options;
  return [render, load];
}

// ---- what comes out ----------------------------------------------------------------------

/** What came of one render. */
class Result {
  #parts;
  #report;

  constructor(parts) {
    if (typeof parts?.html !== 'string' || typeof parts.report !== 'string' || !parts.slots) {
      throw wrongType('a Result comes of engine.render()');
    }
    this.#parts = parts;
  }

  get html() { return this.#parts.html; }
  get css() { return this.#parts.css; }
  get explain() { return this.#parts.explain; }
  get reportJson() { return this.#parts.report; }
  get report() { return (this.#report ??= JSON.parse(this.#parts.report)); }

  slot(name) {
    if (!Object.hasOwn(this.#parts.slots, name)) {
      throw wrongValue(`there is no slot "${String(name)}"`);
    }
    return this.#parts.slots[name];
  }

  toString() { return this.html; }
}

class Engine extends native.Engine {
  constructor(options = {}) {
    super(...recipe(options));
  }

  async render(subject, options) {
    return new Result(await super.render(subject, ...split(options)));
  }

  renderSync(subject, options) {
    return new Result(super.renderSync(subject, ...split(options)));
  }

  planJson(subject, options) {
    return super.plan(subject, ...split(options));
  }

  plan(subject, options) {
    return JSON.parse(this.planJson(subject, options));
  }

  sanitise(html, options) {
    const { html: safe, removed } = super.sanitise(html, options);
    return { html: safe, removed: JSON.parse(removed) };
  }

  get diagnostics() { return JSON.parse(super.diagnostics); }
  get plugins() { return JSON.parse(super.plugins); }
}

Object.defineProperty(Article.prototype, 'toJSON', {
  value: function toJSON() { return JSON.parse(this.json); }, configurable: true, writable: true,
});

// ---- without an engine of one's own -------------------------------------------------------

let plain;

/** With an engine that has neither configuration nor plugins. */
function sanitise(html, options) {
  plain ??= new Engine({ plugins: [], pluginPaths: [] });
  return plain.sanitise(html, options);
}

/** `fn(name, params)` gives a hole's HTML; null or undefined leaves it to whoever comes later. */
function fillHoles(html, fn) {
  if (typeof fn !== 'function') throw wrongType('fillHoles() needs a function');
  return native.fillHoles(html, (name, params) => fn(name, JSON.parse(params)));
}

exports.Engine = Engine;
exports.Article = Article;
exports.Result = Result;
exports.EncartError = EncartError;
exports.sanitise = sanitise;
exports.fillHoles = fillHoles;
exports.version = native.version;
