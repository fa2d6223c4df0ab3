// The browser and its tabs: takes (output, profile, place) items in batches, tells what was found.
'use strict';

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { chromium } = require('playwright-core');
const { PLACES, HOSTS } = require('./places.js');
const { serve } = require('./server.js');
const { Watcher } = require('./watcher.js');

const WATCH = fs.readFileSync(path.join(__dirname, 'page/watch.js'), 'utf8');
const BATCH = 72;
const PATIENCE = 300000;
const LAST_WORDS = 500;
// No host has an address, and all frames live in one process, where all of them can be watched.
const ARGS = ['--no-sandbox', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
  '--disable-site-isolation-trials', '--disable-features=IsolateOrigins,site-per-process,'
  + 'IsolateSandboxedIframes', '--autoplay-policy=no-user-gesture-required'];

class Tab {
  constructor(lab) {
    this.lab = lab;
  }

  async open() {
    // A window of its own: a tab behind another one is given less of the processor.
    this.context = await this.lab.browser.newContext({ viewport: { width: 800, height: 600 } });
    await this.context.addInitScript({ content: WATCH });
    const page = await this.context.newPage();
    this.page = page;
    page.on('dialog', (dialog) => dialog.dismiss().catch(() => {}));
    page.on('popup', (popup) => popup.close().catch(() => {}));
    this.watcher = new Watcher(this.lab.origin);
    await this.watcher.attach(await this.context.newCDPSession(page));
    await page.goto(`${this.lab.origin}/top`);
    await page.evaluate(async ([hosts, places]) => {
      /* global Allowed, Probe */
      Allowed.setHosts(hosts);
      await Probe.prepare(places);
    }, [HOSTS, PLACES.map((place) => place.name)]);
  }

  async close() {
    await this.context.close().catch(() => {});
  }

  async evaluate(items) {
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error('no answer')), PATIENCE);
    });
    const run = this.page.evaluate((list) => Probe.batch(list), items);
    run.catch(() => {});
    try {
      return await Promise.race([run, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  // A batch that takes the tab away is done again in halves, down to the one that did it.
  async batch(items) {
    try {
      await this.take(items, await this.evaluate(items));
    } catch (error) {
      this.listen();
      await this.close();
      await this.open();
      if (items.length === 1) {
        this.lab.note(items[0].key, { navigation: [`the tab was lost: ${error.message}`] });
        return;
      }
      const half = items.length >> 1;
      await this.batch(items.slice(0, half));
      await this.batch(items.slice(half));
    }
  }

  // A place may not come up because the machine is busy: each such is tried again alone, where
  // what leaves its place at once is seen to do so.
  async take(items, found) {
    for (const [i, item] of items.entries()) {
      const { absent, ...rest } = found[i];
      this.lab.note(item.key, rest);
      if (!absent) continue;
      if (items.length > 1) await this.batch([item]);
      else this.lab.note(item.key, { navigation: absent });
    }
  }

  // What the browser reported, whenever it did: keys are never used twice.
  listen() {
    for (const [key, kind, words] of this.watcher.take((k) => this.lab.items.get(k)?.profile)) {
      this.lab.note(key, { [kind]: [words] });
    }
  }
}

class Lab {
  constructor() {
    this.items = new Map(); // by key: what is looked at, and what was found
    this.serial = 0;
  }

  async open(tabs) {
    this.server = await serve((key) => this.items.get(key)?.html ?? '');
    this.origin = this.server.origin;
    const executablePath = execFileSync('which', ['chromium'], { encoding: 'utf8' }).trim();
    this.browser = await chromium.launch({ executablePath, args: ARGS });
    this.tabs = Array.from({ length: tabs }, () => new Tab(this));
    for (const tab of this.tabs) await tab.open();
  }

  async close() {
    await this.browser.close();
    this.server.close();
  }

  note(key, found) {
    const item = this.items.get(key);
    for (const [kind, texts] of Object.entries(found)) {
      if (item && texts.length) (item.found[kind] ??= []).push(...texts);
    }
  }

  // jobs: { html, profile, place }. Gives what was found for each, by kind, in their order.
  // told(done, of) is called on the way.
  async run(jobs, told = () => {}) {
    const items = jobs.map(({ html, profile, place }) => ({ html, profile, place, found: {},
      key: `k${this.serial += 1}` }));
    this.items = new Map(items.map((item) => [item.key, item]));
    let next = 0;
    let done = 0;
    const work = async (tab) => {
      while (next < items.length) {
        const part = items.slice(next, next + BATCH);
        next += part.length;
        await tab.batch(part.map(({ found, ...item }) => item));
        tab.listen();
        told((done += part.length), items.length);
      }
    };
    await Promise.all(this.tabs.map(work));
    await new Promise((resolve) => { setTimeout(resolve, LAST_WORDS); });
    this.tabs.forEach((tab) => tab.listen());
    return items.map((item) => item.found);
  }
}

module.exports = { Lab };
