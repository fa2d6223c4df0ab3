// Small documents of our own, each for something that a page can get wrong.
'use strict';

const words = (n) => 'Les mots suivent les mots et la phrase prend son temps. '.repeat(n / 10);
const paragraphs = (n) => Array.from({ length: n }, () => `<p>${words(60)}</p>`).join('\n');

module.exports = {
  'english.html': `<h1>A bridge for otters</h1><p>${'Otters cross at night. '.repeat(30)}</p>
    <h3>Why the level is skipped</h3><p>${'They need a ledge above the water. '.repeat(20)}</p>
    <ul><li>One</li><li>Two</li></ul><p>${'The rest is patience. '.repeat(40)}</p>`,

  'arabic.json': JSON.stringify({
    encart: 1, id: 'ar1', lang: 'ar', title: 'عودة النهر إلى مجراه القديم',
    published: '2026-05-01T10:00:00Z', authors: [{ name: 'ليلى منصور' }],
    comments: { status: 'open', count: 3, action: 'https://journal.example/comments' },
    body: { format: 'html', value: Array.from({ length: 6 },
      () => `<p>${'عاد الماء إلى المجرى بعد غياب طويل، وعادت معه الطيور. '.repeat(12)}</p>`).join('') },
    related: [{ url: '/a', title: 'Le tramway de nuit', lang: 'fr' },
      { url: '/b', title: 'مدرسة على ضفة النهر', lang: 'ar' },
      { url: '/c', title: 'سوق المدينة القديمة', lang: 'ar' }],
  }),

  'images.html': `<h1>Des images</h1><p>${words(80)}</p>
    <figure><img src="https://images.example/a.jpg"><figcaption>Une légende</figcaption></figure>
    <p><a href="https://journal.example/x"><img src="https://images.example/b.jpg" width="640"
    height="360"></a></p><p>${words(200)}</p><p><a href="/vide"></a>${words(40)}</p>`,

  'table.html': `<h1>Un tableau</h1><p>${words(80)}</p><table><caption>Relevés</caption>
    <tr><th>Mois</th><th>Débit</th></tr><tr><td>Mai</td><td>12</td></tr></table>${paragraphs(4)}
    <blockquote><p>Une citation.</p></blockquote><pre>du   code</pre><dl><dt>Mot<dd>Sens</dl>`,

  'tangled.html': `<p>Un <b>gras <i>mêlé</b> à l’italique</i><div><p>et <a href="/a">un lien
    <a href="/b">dans un lien</a></a><ul><p>liste</p><li>x<li>y</ul>${paragraphs(3)}
    <h4>Titre bas</h4><h2></h2><p id="x">a</p><p id="x">b</p><a href="#x">vers x</a>`,

  'clobber.html': `<h1 id="top">Titre</h1><form id="encart-top"><input name="body"></form>
    <p id="e-related">un</p><p id="encart-related-title">deux</p>${paragraphs(4)}`,

  'closed.json': JSON.stringify({
    encart: 1, id: 'c1', lang: 'fr', title: 'Commentaires fermés & « guillemets » <b>',
    comments: { status: 'closed' },
    image: { url: 'https://images.example/c.jpg', alt: 'Un pont', width: 1200, height: 675 },
    body: { format: 'text', value: `Un chapeau.\n\n${words(120)}\n\n${words(120)}` },
  }),

  'short.txt': 'Un titre\n\nUne seule phrase.\n',
};
