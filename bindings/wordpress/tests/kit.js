// What the scripts in Node share: the site, its posts, WordPress's command line, a browser.
'use strict';

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { chromium } = require('playwright-core');

const { WP_URL: site, WP_STATE: state, WP_PHP, WP_TESTS } = process.env;

function wp(script, ...args) {
  const [program, ...rest] = WP_PHP.split(' ');
  return execFileSync(program, [...rest, path.join(WP_TESTS, `${script}.php`), ...args], { encoding: 'utf8' });
}

async function get(url) {
  const response = await fetch(url, { redirect: 'follow' });
  return { status: response.status, body: await response.text() };
}

const say = (ok, sentence, detail) => console.log(ok ? `ok: ${sentence}`
  : `FAILED: ${sentence}${detail ? `: ${detail}` : ''}`);
const address = (url, query) => `${url}${url.includes('?') ? '&' : '?'}${query}`;
const median = (list) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)].toFixed(1);

// How long a page takes without the plugin and with it, in turns.
async function times(url, rounds) {
  const all = { with: [], without: [] };
  for (let i = 0; i < rounds + 20; i += 1) {
    for (const which of ['without', 'with']) {
      const began = process.hrtime.bigint();
      await get(address(url, which === 'with' ? 'rendered=1' : 'original=1'));
      if (i >= 20) all[which].push(Number(process.hrtime.bigint() - began) / 1e6);
    }
  }
  return `${rounds} requests each, alternating: median ${median(all.without)} ms without, ${median(all.with)} ms with`;
}

// Without what differs from one request to the next, and the parameter of ours.
const timeless = (body) => body.replace(/<lastBuildDate>.*?<\/lastBuildDate>/g, '')
  .replace(/-(\d+)-\d{5,}/g, '-$1').replace(/secret=(&quot;|")?\w{10}/g, 'secret=')
  .replace(/&#038;original=1|&amp;original=1|\?original=1|&original=1/g, '').replace(/"original":"1",?/g, '');

module.exports = {
  site,
  state,
  posts: JSON.parse(fs.readFileSync(path.join(state, 'original.json'), 'utf8')),
  wp,
  get,
  say,
  address,
  times,
  timeless,
  axePath: require.resolve('axe-core/axe.min.js'),
  launch: () => chromium.launch({
    executablePath: execFileSync('which', ['chromium'], { encoding: 'utf8' }).trim(),
    args: ['--no-sandbox'],
  }),
};
