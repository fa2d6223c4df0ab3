// What may stand in an output, written down from docs/policy.md and the HTML Standard, apart
// from the library's own tables: what those allow by mistake is not allowed here.
'use strict';

const Allowed = (() => {
  const words = (text) => new Set(text.trim().split(/\s+/));

  const INLINE = words(`a abbr b bdi bdo br cite code del dfn div em i ins kbd mark p q rp rt
    ruby s samp small span strong sub sup time u var wbr`);
  const RICH = words(`address audio blockquote caption col colgroup data dd details dl dt
    figcaption figure h1 h2 h3 h4 h5 h6 hr img li ol picture pre source summary table tbody td
    tfoot th thead tr track ul video`);

  const number = /^-?\d{1,7}$/;
  const flag = /^$/;
  const any = /^/;
  const oneOf = (text) => new RegExp(`^(?:${text.trim().split(/\s+/).join('|')})$`);
  const url = (...schemes) => ({ schemes: new Set(schemes.map((scheme) => `${scheme}:`)) });
  const link = url('http', 'https', 'mailto', 'tel');
  const media = url('http', 'https');
  const id = /^a-[A-Za-z][A-Za-z0-9_-]*$/;
  const mime = /^[A-Za-z0-9+.;=", /-]+$/;
  const token = /^[A-Za-z0-9_.:/?=&%-]*$/;
  const ids = /^(?:a-[A-Za-z][A-Za-z0-9_-]*(?: |$))+$/;

  // attribute: { element: rule }, `*` for every element.
  const EVERYWHERE = {
    cite: { blockquote: link, del: link, ins: link, q: link },
    datetime: { del: any, ins: any, time: any },
    dir: { '*': oneOf('ltr rtl auto') },
    href: { a: link },
    hreflang: { a: /^[A-Za-z0-9-]+$/ },
    lang: { '*': /^[A-Za-z0-9-]*$/ },
    rel: { a: /^[a-z ]+$/ },
    reversed: { ol: flag },
    start: { ol: number },
    title: { '*': any },
    translate: { '*': oneOf('yes no') },
    type: { ol: /^[1aAiI]$/ },
    value: { li: number },
  };
  // What a quoted post needs in order to be shown as one again.
  const QUOTED_POSTS = {
    'data-bluesky-cid': { blockquote: token },
    'data-bluesky-uri': { blockquote: token },
    'data-cards': { blockquote: token },
    'data-conversation': { blockquote: token },
    'data-dnt': { blockquote: token },
    'data-instgrm-captioned': { blockquote: flag },
    'data-instgrm-permalink': { blockquote: link },
    'data-instgrm-version': { blockquote: token },
    'data-lang': { blockquote: /^[A-Za-z0-9-]*$/ },
    'data-media-max-width': { blockquote: number },
    'data-theme': { blockquote: token },
    'data-video-id': { blockquote: token },
  };
  const IN_ARTICLES = {
    abbr: { th: any },
    alt: { img: any },
    'aria-label': { a: any },
    class: { '*': /^[A-Za-z][A-Za-z0-9_-]*(?: [A-Za-z][A-Za-z0-9_-]*)*$/ },
    colspan: { td: number, th: number },
    controls: { audio: flag, video: flag },
    ...QUOTED_POSTS,
    'data-encart': { '*': /^author\/read-also$/ },
    decoding: { img: oneOf('async sync auto') },
    default: { track: flag },
    fetchpriority: { img: oneOf('high low auto') },
    headers: { td: ids, th: ids },
    height: { img: number, source: number, video: number },
    id: { '*': id },
    kind: { track: oneOf('subtitles captions descriptions chapters') },
    label: { track: any },
    loading: { img: oneOf('lazy eager') },
    loop: { audio: flag, video: flag },
    media: { source: /^[^<>"'`\\{};@]*$/ },
    muted: { audio: flag, video: flag },
    open: { details: flag },
    playsinline: { video: flag },
    poster: { video: media },
    preload: { audio: oneOf('none metadata'), video: oneOf('none metadata') },
    role: { a: oneOf('doc-noteref doc-backlink doc-biblioref') },
    rowspan: { td: number, th: number },
    scope: { th: oneOf('col row colgroup rowgroup') },
    sizes: { img: /^[^<>"'`\\{};@]*$/, source: /^[^<>"'`\\{};@]*$/ },
    span: { col: number, colgroup: number },
    src: { audio: media, img: media, source: media, track: media, video: media },
    srclang: { track: /^[A-Za-z0-9-]*$/ },
    srcset: { img: { set: media }, source: { set: media } },
    target: { a: oneOf('_blank _self') },
    type: { a: mime, ol: /^[1aAiI]$/, source: mime },
    value: { li: number, data: any },
    width: { img: number, source: number, video: number },
  };
  const EMBED = {
    allow: /^[a-z; -]*$/,
    allowfullscreen: flag,
    height: number,
    loading: oneOf('lazy eager'),
    referrerpolicy: oneOf('no-referrer strict-origin-when-cross-origin'),
    sandbox: /^(?:(?:allow-scripts|allow-same-origin|allow-popups|allow-presentation)(?: |$))*$/,
    src: { embed: true },
    title: any,
    width: number,
    class: IN_ARTICLES.class['*'],
    id,
    lang: EVERYWHERE.lang['*'],
    dir: EVERYWHERE.dir['*'],
    translate: EVERYWHERE.translate['*'],
  };

  let hosts = new Set();
  const setHosts = (list) => { hosts = new Set(list); };

  function mayStand(profile, name) {
    return INLINE.has(name) || (profile !== 'strict' && RICH.has(name))
      || (profile === 'embeds' && name === 'iframe');
  }

  function ruleOf(profile, element, attribute) {
    if (element === 'iframe') return Object.hasOwn(EMBED, attribute) && EMBED[attribute];
    const tables = profile === 'strict' ? [EVERYWHERE] : [IN_ARTICLES, EVERYWHERE];
    for (const table of tables) {
      const rules = Object.hasOwn(table, attribute) ? table[attribute] : {};
      if (Object.hasOwn(rules, element)) return rules[element];
      if (Object.hasOwn(rules, '*')) return rules['*'];
    }
    return null;
  }

  const parse = (text) => {
    try {
      return new URL(text, 'https://base.example/article');
    } catch {
      return null;
    }
  };

  // An address that does not parse leads nowhere, but no such thing is canonical either.
  function urlMay(text, schemes) {
    const parsed = parse(text);
    return parsed !== null && schemes.has(parsed.protocol) && parsed.username === ''
      && parsed.password === '' && !/[\t\r\n]/.test(text);
  }

  // https written out, a host of the list, no port, nobody's name.
  function embedMay(text) {
    const parsed = parse(text);
    return parsed !== null && text.startsWith('https://') && hosts.has(parsed.host)
      && parsed.username === '' && parsed.password === '';
  }

  const candidates = (text) => text.split(/,\s+/).map((one) => one.trim().split(/\s+/)[0]);

  function valueMay(rule, text) {
    if (rule instanceof RegExp) return rule.test(text);
    if (rule.embed) return embedMay(text);
    if (rule.set) return candidates(text).every((one) => urlMay(one, rule.set.schemes));
    return urlMay(text, rule.schemes);
  }

  function inAuthorsBox(element) {
    return Element.prototype.closest.call(element, '[data-encart="author/read-also"]') !== null;
  }

  function attributeFault(profile, element, { name, value }) {
    const tag = Tree.localName(element);
    const rule = ruleOf(profile, tag, name);
    if (!rule) return `${tag} ${name}="${value}"`;
    if (!valueMay(rule, value)) return `the value of ${tag} ${name}="${value}"`;
    const own = name === 'class' && value.split(' ')
      .some((word) => /^encart/i.test(word) && !word.startsWith('encart-in-'));
    return own && !inAuthorsBox(element) ? `our class on ${tag}: ${value}` : '';
  }

  // What an element must have beside what it may have.
  function missing(element) {
    const has = (name) => Element.prototype.hasAttribute.call(element, name);
    const get = (name) => Element.prototype.getAttribute.call(element, name) ?? '';
    const tag = Tree.localName(element);
    if (tag === 'iframe' && !has('sandbox')) return 'iframe without sandbox';
    const safe = /\bno(?:opener|referrer)\b/.test(get('rel'));
    if (tag === 'a' && get('target') === '_blank' && !safe) {
      return 'target="_blank" without noopener';
    }
    return '';
  }

  function elementFaults(profile, element) {
    const tag = Tree.localName(element);
    if (Tree.namespace(element) !== Tree.HTML) return [`${tag} of another namespace`];
    if (!mayStand(profile, tag)) return [`the element ${tag}`];
    return [...Tree.attributes(element).map((a) => attributeFault(profile, element, a)),
      missing(element)].filter((fault) => fault !== '');
  }

  // Everything below root that may not stand there, each in words.
  function faults(profile, root) {
    const found = [];
    Tree.walk(root, (node) => {
      const kind = Tree.kind(node);
      if (kind === Node.ELEMENT_NODE) found.push(...elementFaults(profile, node));
      else if (kind === Node.COMMENT_NODE) {
        if (!/^encart:(?:here|none) [A-Za-z0-9][A-Za-z0-9_./-]*$/.test(Tree.data(node))) {
          found.push(`the comment ${Tree.data(node)}`);
        }
      } else if (kind !== Node.TEXT_NODE) found.push(`a node of type ${kind}`);
    });
    return found;
  }

  return { faults, setHosts };
})();
