// Many requests through nginx and PHP-FPM, with the byte code kept as in production: every answer
// is the same page, and every process keeps one engine. Then how long a page takes.
'use strict';

const {
  site, posts, say, get, address, timeless, times,
} = require('./kit.js');

const ROUNDS = 60;
const names = ['pont', 'bus', 'velo', 'mixte', 'pages', 'lire-aussi', 'ferme'];

async function main() {
  const chosen = posts.filter((p) => names.includes(p.name));
  const seen = new Map(chosen.map((p) => [p.name, new Set()]));
  let wrong = 0;
  let requests = 0;
  for (let i = 0; i < ROUNDS; i += 1) {
    const pages = await Promise.all(chosen.map((p) => get(p.url)));
    for (const [n, { status, body }] of pages.entries()) {
      requests += 1;
      if (status !== 200 || !body.includes('data-encart="')) wrong += 1;
      seen.get(chosen[n].name).add(timeless(body));
    }
  }
  say(wrong === 0, `${requests} requests through PHP-FPM, each rendered`, `${wrong} were not`);
  const several = [...seen].filter(([, pages]) => pages.size !== 1).map(([name, pages]) => `${name} ${pages.size}`);
  say(several.length === 0, 'and each post gives the same bytes every time', several.join(', '));
  const processes = new Map();
  for (let i = 0; i < 40; i += 1) {
    const asked = await Promise.all([0, 1, 2, 3].map(() => get(`${site}/?engines=1`)));
    for (const { body } of asked) {
      const { process, engines } = JSON.parse(body);
      processes.set(process, engines);
    }
  }
  say(processes.size >= 1 && [...processes.values()].every((n) => n === 1),
    `each of ${processes.size} processes keeps one engine from request to request`, JSON.stringify([...processes]));
  say((await get(address(posts.find((p) => p.name === 'pont').url, 'feed=rss2'))).status === 200, 'the feed of a post is there');
  console.log(`times with PHP-FPM: ${await times(posts.find((p) => p.name === 'pont').url, 200)}`);
  console.log('requests seen to the end');
}

main().catch((e) => {
  console.log(`FAILED: the requests were made: ${e.stack}`);
  process.exit(1);
});
