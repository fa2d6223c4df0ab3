// Every post of the WordPress that run.sh serves, with the plugin and without: boxes stand where
// the report says, no word of the post is lost, the Nu checker and axe find nothing that they do
// not find without; feeds, REST answers and lists are the same bytes; a comment is sent through
// the control; the theme is changed; the plugin is turned off. Last, how long pages take.
'use strict';

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const {
  site, state, posts, say, wp, get, address, timeless, times, axePath, launch,
} = require('./kit.js');

const visited = posts.slice(0, Number(process.env.WP_VISIT || posts.length));

const reportOf = (post) => {
  const file = path.join(state, `report-post-${post.id}.json`);
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : null;
};

// ---- in the page -------------------------------------------------------------------------

// Runs in the browser: the boxes of the post, and the words before each and in all. What the
// author wrote as a box is the author's, and so are the words that got a link there.
function look() {
  const content = document.querySelector('.entry-content');
  const isBox = (e) => e.matches('[data-encart]:not([data-encart^="author/"], a)');
  const boxes = content ? [...content.querySelectorAll('[data-encart]')].filter(isBox) : [];
  const blocks = 'p,h1,h2,h3,h4,h5,h6,li,td,th,dt,dd,div,figure,figcaption,pre,blockquote,cite,br,caption,summary';
  // The text of the post, without boxes; a space wherever a block begins or ends.
  const text = (until) => {
    const walker = document.createTreeWalker(content, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (n) => (
      n.nodeType === 1 && n !== until && (isBox(n) || n.matches('script,style,.page-links'))
        ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT));
    let out = '';
    for (let n = walker.nextNode(); n && n !== until; n = walker.nextNode()) {
      out += n.nodeType === 3 ? n.data : n.matches(blocks) ? ' ' : '';
      if (n.nodeType === 3 && !n.nextSibling && n.parentElement.matches(blocks)) out += ' ';
    }
    return out;
  };
  const count = (t) => (t.match(/[\p{L}\p{N}\p{M}]+/gu) ?? []).length;
  return {
    boxes: boxes.map((e) => ({ name: e.getAttribute('data-encart'), words: count(text(e)) })),
    outside: document.querySelectorAll('[data-encart]').length - (content ? content.querySelectorAll('[data-encart]').length : 0),
    narrow: boxes.filter((e) => e.closest('.wp-block-columns, .wp-block-media-text, .wp-block-cover, .wp-block-gallery'))
      .map((e) => e.getAttribute('data-encart')),
    words: content ? text().replace(/\s+/gu, '') : '',
    count: content ? count(text()) : 0,
    lost: [...document.querySelectorAll('a[href^="#encart"]')]
      .filter((a) => !document.getElementById(a.hash.slice(1))).length,
    ids: [...document.querySelectorAll('[id]')].map((e) => e.id)
      .filter((id, i, all) => all.indexOf(id) !== i),
  };
}

async function visit(context, url, withAxe) {
  const tab = await context.newPage();
  const problems = [];
  tab.on('pageerror', (e) => problems.push(String(e)));
  const response = await tab.goto(url, { waitUntil: 'load' });
  const seen = await tab.evaluate(look);
  seen.status = response.status();
  seen.problems = problems;
  if (withAxe) {
    await tab.addScriptTag({ path: axePath });
    const axe = await tab.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
    seen.axe = axe.violations.flatMap((v) => v.nodes.map((n) => ({
      id: v.id,
      html: n.html,
    })));
  }
  await tab.close();
  return seen;
}

const count = (list) => list.reduce((all, x) => all.set(x, (all.get(x) ?? 0) + 1), new Map());

// What the second list has more of than the first.
function worse(before, after) {
  const had = count(before);
  return [...count(after)].filter(([x, n]) => n > (had.get(x) ?? 0)).map(([x]) => x);
}

// ---- one post ----------------------------------------------------------------------------

function checkBoxes(post, seen, report) {
  const placed = report.boxes.filter((b) => b.placed);
  const names = seen.boxes.map((b) => b.name).filter((n) => !n.startsWith('core/'));
  say(JSON.stringify(names.slice().sort()) === JSON.stringify(placed.map((b) => b.box).sort()),
    `${post.name}: the boxes are those of the report`, `${names} instead of ${placed.map((b) => b.box)}`);
  say(seen.outside === 0, `${post.name}: boxes stand in the post`);
  say(seen.narrow.length === 0, `${post.name}: no box stands in a column, a cover or a gallery`, `${seen.narrow}`);
  for (const box of placed) {
    const inPage = seen.boxes.find((b) => b.name === box.box);
    const words = box.slot === 'body' ? box.words_before : seen.count;
    say(inPage && inPage.words === words, `${post.name}: ${box.box} stands after ${words} words`,
      inPage ? `${inPage.words} before it` : 'it is not there');
  }
  return placed.length;
}

async function checkPost(context, post, totals) {
  const ours = post.type !== 'page' && !post.off && !post.password;
  const before = await visit(context, address(post.url, 'original=1'), ours);
  const after = await visit(context, post.url, ours);
  const report = reportOf(post);
  const rendered = after.boxes.length > 0;
  totals.visited += 1;
  say(before.status === 200 && after.status === 200, `${post.name}: status 200`);
  say(before.boxes.length === 0, `${post.name}: without the plugin there is no box`);
  if (!ours || !report) {
    say(!rendered, `${post.name}: stays as it is`);
  } else {
    totals.rendered += 1;
    totals.boxes += checkBoxes(post, after, report);
  }
  say(before.words === after.words, `${post.name}: every word is there`,
    rendered ? difference(before.words, after.words) : 'and it was not rendered');
  say(after.lost === 0, `${post.name}: links to our anchors have a target`);
  say(worse(before.ids, after.ids).length === 0, `${post.name}: no id twice`, worse(before.ids, after.ids).join(' '));
  say(worse(before.problems, after.problems).length === 0, `${post.name}: no script fails`);
  if (!ours) return;
  const violations = worse(before.axe.map((v) => v.id), after.axe.map((v) => v.id));
  totals.axe += violations.length;
  say(violations.length === 0, `${post.name}: axe finds nothing more`,
    after.axe.filter((v) => violations.includes(v.id)).map((v) => `${v.id} ${v.html.slice(0, 150)}`).slice(0, 3).join('; '));
}

function difference(a, b) {
  let i = 0;
  while (i < a.length && a[i] === b[i]) i += 1;
  return `“${a.slice(Math.max(0, i - 20), i + 40)}” became “${b.slice(Math.max(0, i - 20), i + 40)}”`;
}

// ---- the Nu checker, all pages in one run -----------------------------------------------

async function checkMarkup(totals) {
  const folder = path.join(state, 'nu');
  fs.mkdirSync(folder, { recursive: true });
  for (const post of visited) {
    fs.writeFileSync(path.join(folder, `${post.id}-before.html`), (await get(address(post.url, 'original=1'))).body);
    fs.writeFileSync(path.join(folder, `${post.id}-after.html`), (await get(post.url)).body);
  }
  const run = spawnSync('java', ['-Xss4m', '-jar', require('vnu-jar'), '--format', 'json', '--errors-only', '--skip-non-html', folder],
    { encoding: 'utf8', maxBuffer: 1 << 28 });
  const { messages } = JSON.parse(run.stderr);
  const of = (name) => messages.filter((m) => m.url.endsWith(`/${name}.html`)).map((m) => m.message);
  for (const post of visited) {
    const more = worse(of(`${post.id}-before`), of(`${post.id}-after`));
    totals.nuBefore += of(`${post.id}-before`).length;
    totals.nuAfter += of(`${post.id}-after`).length;
    say(more.length === 0, `${post.name}: the Nu checker finds nothing more`, more.slice(0, 3).join('; '));
  }
}

// ---- what is not touched -----------------------------------------------------------------

async function checkUntouched() {
  const long = posts.find((p) => p.name === 'pont');
  const list = {
    'the front page': `${site}/`,
    'the feed': `${site}/?feed=rss2`,
    'an Atom feed': `${site}/?feed=atom`,
    'the REST answer': `${site}/?rest_route=/wp/v2/posts/${long.id}`,
    'a list of a category': `${site}/?cat=2`,
    'a search': `${site}/?s=pont`,
    'an embed': `${site}/?p=${long.id}&embed=true`,
    'the feed of comments': `${site}/?p=${long.id}&feed=rss2`,
    'an AMP page': `${long.url}${long.url.includes('?') ? '&' : '?'}amp=1`,
  };
  for (const [what, url] of Object.entries(list)) {
    const before = timeless((await get(address(url, 'original=1'))).body);
    const after = timeless((await get(url)).body);
    say(before === after && after.length > 500, `${what} is the same without the plugin`, difference(before, after));
  }
  const probe = (body) => /<div class="probe">(.*?)<\/div>/s.exec(body)?.[1] ?? '';
  const asked = (await get(address(long.url, 'excerpt=1'))).body;
  say(probe(asked).length > 50 && probe(asked) === probe((await get(address(address(long.url, 'excerpt=1'), 'original=1'))).body),
    'an excerpt in the page is the same without the plugin', probe(asked));
  say(asked.includes('data-encart="related/'), 'and takes no box from the article');
}

// ---- a comment through the control -------------------------------------------------------

async function checkComment(browser) {
  const post = posts.find((p) => p.name === 'velo');
  wp('state', 'set', '{"comments":"form"}');
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const tab = await context.newPage();
  await tab.goto(post.url);
  const form = tab.locator('[data-encart="footer-controls/comments"] form');
  say(await form.count() === 1 && await tab.locator('form#commentform').count() === 0,
    'one comment form, and it is ours');
  await form.locator('[name=comment]').fill('Un commentaire, par la commande.');
  await form.locator('[name=author]').fill('Lectrice');
  await form.locator('[name=email]').fill('lectrice@journal.example');
  await form.locator('[name=consent]').check();
  await Promise.all([tab.waitForNavigation(), form.locator('[type=submit]').click()]);
  const [last] = JSON.parse(wp('state', 'comments'));
  say(last[0] === 'Lectrice' && last[1] === 'Un commentaire, par la commande.' && last[2] === '1' && last[3] === post.id,
    'a comment sent through the control is there', JSON.stringify(last));
  say((await tab.textContent('body')).includes('Un commentaire, par la commande.'), 'and its reader sees it');
  const body = new URLSearchParams({ comment: 'Achetez', author: 'Robot', email: 'r@x.example', url2: 'x', comment_post_ID: post.id, comment_parent: '0' });
  await fetch(`${site}/wp-comments-post.php`, { method: 'POST', body, redirect: 'manual' });
  say(JSON.parse(wp('state', 'comments'))[0][2] === 'spam', 'what a robot fills in is spam');
  await context.close();
  wp('state', 'set', '{"comments":"link"}');
  const link = (await get(post.url)).body;
  say(link.includes('#respond') && link.includes('id="commentform"'), 'by default a link to the form of the theme');
}

// ---- failures, another theme, and without -------------------------------------------------

async function checkFailures() {
  const post = posts.find((p) => p.name === 'pont');
  wp('state', 'set', '{"config":"{\\"sanitise\\":{\\"deny\\":{\\"elements\\":[\\"blokquote\\"]}}}"}');
  const failed = await get(post.url);
  say(failed.status === 200 && !failed.body.includes('data-encart') && failed.body.includes('les riverains ont demandé'),
    'with a configuration that is wrong the article is shown as it was');
  const log = fs.readFileSync(path.join(state, 'php.log'), 'utf8');
  say(/encart: post \d+: .*blokquote/.test(log), 'and the log says why');
  for (const hook of ['document', 'render', 'config', 'rendered']) {
    const thrown = await get(address(post.url, `throw=${hook}`));
    say(thrown.status === 200 && !thrown.body.includes('data-encart') && thrown.body.includes('les riverains ont demandé'),
      `when the site's encart_${hook} throws the article is shown as it was`);
  }
  say(/encart: post \d+: thrown by the site/.test(fs.readFileSync(path.join(state, 'php.log'), 'utf8')), 'and the log says that');
  wp('state', 'set', '{"config":"{\\"plugins\\":{\\"footer-controls\\":{\\"top\\":false}}}"}');
  const own = (await get(post.url)).body;
  say(own.includes('data-encart="footer-controls/comments"') && !own.includes('footer-controls/top'), "the site's own configuration holds");
  wp('state', 'set', '{"config":""}');
  const pinned = posts.find((p) => p.name === 'epingle');
  const page = (await get(pinned.url)).body;
  say(!page.includes('data-encart="related/cards"'), 'a box that the editor excluded is not there');
  say(page.indexOf('data-encart="lire-aussi/links"') > page.indexOf('4. La mairie') && page.indexOf('data-encart="lire-aussi/links"') < page.indexOf('5. La mairie'),
    'a pinned box stands where it was pinned');
  const none = (await get(posts.find((p) => p.name === 'commentaire-none').url)).body;
  say(!none.includes('data-encart="lire-aussi/links"') && none.includes('data-encart="footer-controls'), 'the comment encart:none holds');
  const columns = posts.find((p) => p.name === 'colonnes');
  const button = (await get(columns.url)).body;
  say(!button.includes('author/read-also') && reportOf(columns).boxes.some((b) => b.placed && b.slot === 'body'),
    'a button is no box of the author');
  const form = (await get(posts.find((p) => p.name === 'formulaire').url)).body;
  say(form.includes('<form action="/ailleurs">') && !form.includes('data-encart'), 'a post with a form of its own stays as it is');
}

async function checkTheme(browser, totals) {
  wp('state', 'theme', 'twentytwentythree');
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  for (const name of ['pont', 'mixte', 'epingle']) {
    const post = posts.find((p) => p.name === name);
    const before = await visit(context, address(post.url, 'original=1'), true);
    const after = await visit(context, post.url, true);
    say(before.words === after.words, `${name} in a block theme: every word is there`);
    totals.boxes += checkBoxes({ ...post, name: `${name} in a block theme` }, after, reportOf(post));
    const violations = worse(before.axe.map((v) => v.id), after.axe.map((v) => v.id));
    say(violations.length === 0, `${name} in a block theme: axe finds nothing more`, violations.join(' '));
  }
  await context.close();
  wp('state', 'theme', 'twentytwentyone');
}

async function checkWithout() {
  const pages = posts.slice(0, 20);
  const before = [];
  for (const post of pages) before.push(timeless((await get(address(post.url, 'original=1'))).body));
  wp('state', 'deactivate');
  const other = [];
  for (const [i, post] of pages.entries()) {
    const now = timeless((await get(post.url)).body);
    if (now !== before[i]) other.push(`${post.name}: ${difference(before[i], now)}`);
  }
  say(other.length === 0, `turned off, it leaves no trace in ${pages.length} pages`, other.join('; '));
  wp('state', 'activate');
}

// ---- pictures ------------------------------------------------------------------

async function pictures(browser) {
  for (const [name, width] of [['pont', 1280], ['mixte', 390], ['lire-aussi', 900], ['colonnes', 1280]]) {
    const tab = await browser.newPage({ viewport: { width, height: 900 } });
    await tab.goto(posts.find((p) => p.name === name).url);
    await tab.locator('article').first().screenshot({ path: path.join(state, `${name}-${width}.png`) });
    await tab.close();
  }
}

async function main() {
  const browser = await launch();
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  await context.route(/^(?!http:\/\/127\.0\.0\.1)/, (route) => route.abort());
  const totals = { visited: 0, rendered: 0, boxes: 0, nuBefore: 0, nuAfter: 0, axe: 0 };
  for (const post of visited) await checkPost(context, post, totals);
  await checkMarkup(totals);
  await checkUntouched();
  await checkFailures();
  await pictures(browser);
  console.log(`times: ${await times(posts.find((p) => p.name === 'pont').url, 100)}`);
  await checkComment(browser);
  await checkTheme(browser, totals);
  await checkWithout();
  await browser.close();
  console.log(`all pages seen: ${totals.visited} visited, ${totals.rendered} rendered, ${totals.boxes} boxes checked; `
    + `Nu checker ${totals.nuBefore} messages without, ${totals.nuAfter} with; axe ${totals.axe} more`);
}

main().catch((e) => {
  console.log(`FAILED: the pages were looked at: ${e.stack}`);
  process.exit(1);
});
