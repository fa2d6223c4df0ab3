// The test of the test: HTML that no sanitiser has seen goes into the same places, and each
// counter must go up in each place where it can; harmless HTML must leave all of them alone.
'use strict';

const { PLACES } = require('./places.js');

const EVERYWHERE = PLACES.map((place) => place.name);
const PARSED = PLACES.filter((place) => place.parsed).map((place) => place.name);
const LIVE = EVERYWHERE.filter((name) => name !== 'csp');
const SCRIPTED = ['page', 'quirks-cell', 'form', 'li-blockquote', 'fragment', 'csp'];

const CLOSERS = '</div></blockquote></li></ul></td></tr></table></form></main>';

// [what must be found, where, HTML]
const BAD = [
  ['executed', EVERYWHERE, '<img src=x onerror=alert(1)>'],
  ['executed', EVERYWHERE, '<img src=x onerror="void 0">'],
  ['executed', EVERYWHERE, '<svg onload=alert(1)></svg>'],
  ['executed', SCRIPTED, '<script>void 0</script>'],
  ['executed', SCRIPTED, '<script>this is no script</script>'],
  ['executed', EVERYWHERE, '<a href="javascript:alert(1)">click</a>'],
  ['executed', EVERYWHERE, '<p onclick="void 0">click</p>'],
  ['executed', EVERYWHERE, '<input onfocus="window.canary = 1">'],
  ['executed', EVERYWHERE, '<b onmouseover="prompt(1)">hover</b>'],
  ['executed', EVERYWHERE, '<details open ontoggle=confirm(1)>x</details>'],
  ['executed', EVERYWHERE, '<iframe srcdoc="<script>parent.canary = 1</script>"></iframe>'],
  ['executed', EVERYWHERE, '<svg><a href="javascript:alert(1)"><text>x</text></a></svg>'],
  ['executed', ['old-serialiser'], '<noscript><p title="</noscript><img src=x onerror=alert(1)>">'],
  ['dirty', EVERYWHERE, '<marquee>x</marquee>'],
  ['dirty', EVERYWHERE, '<p style="color: red">x</p>'],
  ['dirty', EVERYWHERE, '<a href="data:text/html,x">x</a>'],
  ['dirty', EVERYWHERE, '<img alt="" srcset="a 1x, ftp://b/c 2x">'],
  ['dirty', EVERYWHERE, '<svg></svg>'],
  ['dirty', EVERYWHERE, '<!--[if IE]>-->'],
  ['dirty', EVERYWHERE, '<iframe sandbox="" src="https://www.youtube.com.evil.example/"></iframe>'],
  ['dirty', EVERYWHERE, '<p class="encart">x</p>'],
  ['dirty', EVERYWHERE, '<p class="encart-in-x encart-inx">x</p>'],
  ['loads', EVERYWHERE, '<iframe src="https://load.example/"></iframe>'],
  ['loads', EVERYWHERE, '<link rel=stylesheet href="https://load.example/a.css">'],
  ['loads', EVERYWHERE, '<object data="https://load.example/o"></object>'],
  ['loads', EVERYWHERE, '<embed src="https://load.example/e">'],
  ['loads', LIVE, '<style>@import url(https://load.example/s.css);</style>'],
  ['loads', LIVE, '<svg><use href="/sprite.svg#x"></use></svg>'],
  ['navigation', LIVE, '<meta http-equiv=refresh content="0;url=/elsewhere">'],
  ['navigation', LIVE, '<form action="/elsewhere"><button>Go</button></form>', ['form']],
  ['navigation', ['page', 'fragment'], '<script>location = "/elsewhere"</script>'],
  ['navigation', ['page', 'fragment'], '<script>top.location = "/elsewhere"</script>'],
  ['clobbers', EVERYWHERE, '<img name=cookie>'],
  ['clobbers', EVERYWHERE, '<a id=alert></a>'],
  ['clobbers', EVERYWHERE, '<input name=action>'],
  ['clobbers', EVERYWHERE, '<iframe name=other></iframe>'],
  ['break-outs', PARSED, `${CLOSERS}<p>out</p>`],
  ['break-outs', PARSED, '<body class=out>'],
  ['break-outs', PARSED, '<textarea>'],
  ['break-outs', ['page', 'form'], '<b>not closed'],
  ['break-outs', ['quirks-cell'], '<td>a cell'],
  ['break-outs', ['li-blockquote'], '</blockquote><li>an item'],
  ['break-outs', LIVE, '<img src=x onerror="document.body.append(1)">'],
  ['unstable', EVERYWHERE, '<p><div>x</div></p>'],
  ['unstable', EVERYWHERE, '<a title="x"><a title="y">z</a></a>'],
  ['unstable', EVERYWHERE, '<table><tr><td>x</td></tr></table>'],
  ['unstable', EVERYWHERE, '<p>not closed'],
  ['unstable', ['innerHTML', 'old-serialiser', 'noscript'], '<pre>\n\n\nx</pre>'],
  ['unstable', ['innerHTML', 'old-serialiser', 'noscript'], '<p>a&#13;b</p>'],
  ['unstable', EVERYWHERE, '<img src=x onerror="this.remove()">'],
];

const GOOD = [
  '<p>One <em>word</em> &amp; <a href="https://journal.example/">a link</a></p>\n',
  '<h2 class="x encart-in-x" id="a-x">Two</h2><ul><li>a<ul><li>b</li></ul></li></ul><hr><!--encart:here x-->',
  '<figure><img alt="" src="https://images.example/a.jpg" srcset="/a 1x, /b 2x">'
    + '<figcaption>Three</figcaption></figure>',
  '<table><caption>Four</caption><tbody><tr><td>x</td></tr></tbody></table>',
  '<iframe sandbox="allow-scripts" src="https://www.youtube.com/embed/x" title="x"></iframe>',
  '<video controls="" src="https://media.example/a.mp4"></video><pre>a\n  b</pre>',
];

function jobs() {
  const bad = BAD.flatMap(([kind, places, html, not = []]) => places
    .filter((place) => !not.includes(place))
    .map((place) => ({ kind, html, place, profile: 'embeds' })));
  const good = GOOD.flatMap((html) => EVERYWHERE
    .map((place) => ({ kind: null, html, place, profile: 'embeds' })));
  return [...bad, ...good];
}

// What a finding should be and is not, in words; nothing when all is as it should be.
function fault({ kind, html, place }, found) {
  const kinds = Object.keys(found).filter((name) => found[name].length);
  if (kind === null && kinds.length) {
    return `harmless HTML counts as ${kinds.join()} in ${place}: ${html}: ${JSON.stringify(found)}`;
  }
  return kind !== null && !kinds.includes(kind) ? `not ${kind} in ${place}: ${html}` : '';
}

async function selfTest(lab) {
  const all = jobs();
  const found = await lab.run(all);
  const faults = all.map((job, i) => fault(job, found[i])).filter((text) => text !== '');
  return { views: all.length, faults };
}

module.exports = { selfTest };
