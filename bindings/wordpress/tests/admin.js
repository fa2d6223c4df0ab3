// The settings page, as an administrator has it: in French and in English, what is saved stays,
// what is wrong is told, re-indexing goes from step to step, and nothing is done without a nonce.
// Last, the box beside a post.
'use strict';

const path = require('node:path');
const {
  site, state, posts, say, wp, get, launch, axePath,
} = require('./kit.js');

const page = `${site}/wp-admin/options-general.php?page=encart`;
const stored = () => JSON.parse(wp('state', 'get'));

async function login(browser, name) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  await context.route(/^(?!http:\/\/127\.0\.0\.1|data:|blob:)/, (route) => route.abort());
  const tab = await context.newPage();
  await tab.goto(`${site}/wp-login.php`);
  await tab.fill('#user_login', name);
  await tab.fill('#user_pass', 'secret');
  await Promise.all([tab.waitForNavigation(), tab.click('#wp-submit')]);
  return tab;
}

const plugin = (tab, name) => tab.locator(`input[name="encart_settings[plugins][]"][value="${name}"]`);
const comments = (tab, value) => tab.locator(`input[name="encart_settings[comments]"][value="${value}"]`);

async function save(tab) {
  await Promise.all([tab.waitForNavigation(), tab.click('form[action="options.php"] [type=submit]')]);
}

async function checkLanguage(tab, words, language) {
  await tab.goto(page);
  const text = await tab.innerText('.wrap') + await tab.inputValue('form[action$="admin-post.php"] [type=submit]');
  const missing = words.filter((word) => !text.includes(word));
  say(missing.length === 0, `the settings page is in ${language}`, `${missing}`);
  await tab.addScriptTag({ path: axePath });
  const { violations } = await tab.evaluate(() => window.axe.run('.wrap', { resultTypes: ['violations'] }));
  say(violations.length === 0, `axe finds nothing in it in ${language}`, violations.map((v) => v.id).join(' '));
  await tab.screenshot({ path: path.join(state, `settings-${language}.png`), fullPage: true });
}

async function checkSaved(tab) {
  await plugin(tab, 'related').uncheck();
  await plugin(tab, 'footer-controls').uncheck();
  await plugin(tab, 'tags').check();
  await comments(tab, 'none').check();
  await tab.locator('input[name="encart_settings[css]"]').uncheck();
  await tab.fill('#encart-config', '{"placement": {"box_words": 60}}');
  await save(tab);
  await tab.goto(page);
  say(!await plugin(tab, 'related').isChecked() && await plugin(tab, 'tags').isChecked()
    && await plugin(tab, 'lire-aussi').isChecked() && await comments(tab, 'none').isChecked()
    && !await tab.locator('input[name="encart_settings[css]"]').isChecked()
    && await tab.inputValue('#encart-config') === '{"placement": {"box_words": 60}}', 'what is saved stays');
  const { body } = await get(posts.find((p) => p.name === 'gare').url);
  say(body.includes('data-encart="lire-aussi/links"') && body.includes('data-encart="tags/') && !/data-encart="(related|footer-controls)\//.test(body) && !body.includes('encart-css'),
    'and it holds for the pages');
}

async function checkWrong(tab) {
  await tab.fill('#encart-config', '{"placement": ');
  await save(tab);
  say((await tab.innerText('.wrap')).includes('n’est pas un objet JSON'), 'what is no JSON is told');
  say(await tab.inputValue('#encart-config') === '{"placement": {"box_words": 60}}', 'and is not stored');
  await tab.fill('#encart-config', '{"plugins": {"lire-aussi": {"numbre": 2}}}');
  await save(tab);
  const notices = await tab.locator('.notice, .updated, .error').allInnerTexts();
  say(notices.some((n) => n.includes('numbre')), 'a misspelt setting is told', notices.join('; '));
  await tab.fill('#encart-config', '{"sanitise": {"deny": {"elements": ["blokquote"]}}}');
  await save(tab);
  say((await tab.innerText('.wrap')).includes('blokquote') && !JSON.stringify(stored()).includes('blokquote'),
    'what the engine refuses is told and not stored');
}

async function checkReindex(tab) {
  await tab.goto(page);
  const values = [];
  tab.on('framenavigated', (frame) => {
    const done = new URL(frame.url()).searchParams.get('encart_done');
    if (done) values.push(Number(done));
  });
  await tab.click('form[action$="admin-post.php"] [type=submit]');
  await tab.waitForFunction(() => document.querySelector('#encart-progress') && !document.querySelector('meta[http-equiv=refresh]'), null, { timeout: 120000 });
  const link = await tab.locator('text=Continuer').count();
  const bar = tab.locator('#encart-progress');
  const [value, max] = [Number(await bar.getAttribute('value')), Number(await bar.getAttribute('max'))];
  await tab.screenshot({ path: path.join(state, 'reindexed.png') });
  say(values.length > 2 && values.every((v, i) => i === 0 || v >= values[i - 1]), 'the bar of re-indexing grows by itself', `${values}`);
  say(link === 0 && value > 0 && max - value <= 2, 'to the end', `${value} of ${max}`);
  say(/0 échec/.test(await tab.innerText('.wrap')), 'and nothing failed');
}

async function checkNonce(tab, other) {
  const post = (where, form) => tab.evaluate(async ([url, body]) => (await fetch(url, { method: 'POST', body: new URLSearchParams(body) })).status, [where, form]);
  say(await post(`${site}/wp-admin/admin-post.php`, { action: 'encart_reindex' }) === 403, 'nothing is indexed without a nonce');
  const before = JSON.stringify(stored());
  say(await post(`${site}/wp-admin/options.php`, { option_page: 'encart', action: 'update', 'encart_settings[comments]': 'form' }) === 403
    && JSON.stringify(stored()) === before, 'nothing is stored without a nonce');
  await other.goto(`${site}/wp-admin/profile.php`);
  const denied = await other.evaluate(async (url) => (await fetch(url, { method: 'POST', body: new URLSearchParams({ action: 'encart_reindex' }) })).status, `${site}/wp-admin/admin-post.php`);
  say(denied === 403 && (await other.goto(page)).status() === 403, 'an author may neither index nor set');
}

async function checkBox(tab) {
  const post = posts.find((p) => p.name === 'bus');
  await tab.goto(`${site}/wp-admin/post.php?post=${post.id}&action=edit`);
  await tab.evaluate(() => { // the welcome is another's dialogue
    window.wp.data.dispatch('core/preferences')?.set('core/edit-post', 'welcomeGuide', false);
  });
  await tab.waitForSelector('#encart-none', { state: 'attached' });
  await tab.fill('#encart-none', 'related, lire-aussi/links', { force: true });
  await tab.fill('#encart-here', 'footer-controls/top 3\nUne phrase', { force: true });
  await Promise.all([
    tab.waitForResponse((r) => r.url().includes('meta-box-loader=1') && r.request().method() === 'POST', { timeout: 60000 }),
    tab.evaluate(() => window.wp.data.dispatch('core/editor').savePost()),
  ]);
  const meta = JSON.parse(wp('state', 'meta', String(post.id)));
  say(JSON.stringify(meta) === '{"none":["related","lire-aussi/links"],"here":[{"box":"footer-controls/top","after":3}]}',
    'the box beside a post keeps what was decided', JSON.stringify(meta));
  const { body } = await get(post.url);
  say(!body.includes('data-encart="related/') && !body.includes('data-encart="lire-aussi/links"'), 'and the page follows it');
  await tab.screenshot({ path: path.join(state, 'editor.png') });
}

async function main() {
  const browser = await launch();
  wp('state', 'users');
  const tab = await login(browser, 'redaction');
  await checkLanguage(tab, ['Encarts', 'Types de contenu', 'Commentaires', 'Un lien vers le formulaire du thème', 'Indexer à nouveau tous les articles'], 'French');
  const english = await login(browser, 'english');
  await checkLanguage(english, ['Boxes', 'Kinds of content', 'Comments', 'A link to the theme’s form', 'Index all articles again'], 'English');
  await checkSaved(tab);
  await checkWrong(tab);
  await checkReindex(tab);
  await checkNonce(tab, await login(browser, 'author'));
  await checkBox(tab);
  await browser.close();
  wp('state', 'forget');
  console.log('settings seen to the end');
}

main().catch((e) => {
  console.log(`FAILED: the settings were looked at: ${e.stack}`);
  process.exit(1);
});
