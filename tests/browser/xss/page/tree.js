// Trees as lists of lines, one a tag, text or comment, from two sides: read strictly from the
// canonical bytes, with none of a browser's repairs, and walked from a document. When they are
// equal, the browser built what the bytes say. Getters are taken from prototypes, since hostile
// content may shadow them on a node.
'use strict';

const Tree = (() => {
  const VOID = new Set(['area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta',
    'source', 'track', 'wbr']);
  const RAW = new Set(['style', 'script', 'xmp', 'iframe', 'noembed', 'noframes', 'plaintext',
    'noscript']);
  const CHARACTERS = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: '\u00a0', '#96': '`',
    '#13': '\r' };
  const HTML = 'http://www.w3.org/1999/xhtml';

  const getter = (type, name) => Function.prototype.call
    .bind(Object.getOwnPropertyDescriptor(type.prototype, name).get);
  const first = getter(Node, 'firstChild');
  const next = getter(Node, 'nextSibling');
  const parent = getter(Node, 'parentNode');
  const kind = getter(Node, 'nodeType');
  const data = getter(CharacterData, 'data');
  const localName = getter(Element, 'localName');
  const namespace = getter(Element, 'namespaceURI');
  const attributes = (element) => [...getter(Element, 'attributes')(element)];

  // Calls enter(node) and leave(node) below root, without recursion. Where enter returns false
  // the children are passed over.
  function walk(root, enter, leave = () => {}) {
    let node = first(root);
    while (node) {
      const below = enter(node) !== false && first(node);
      if (below) {
        node = below;
        continue;
      }
      leave(node);
      while (!next(node)) {
        node = parent(node);
        if (!node || node === root) return;
        leave(node);
      }
      node = next(node);
    }
  }

  const open = (name, pairs) => `<${name}${pairs.map(([n, v]) => ` ${n}=${JSON.stringify(v)}`)
    .join('')}>`;

  // Neighbouring texts are one: how a browser cuts them is its own affair.
  function addText(lines, text) {
    if (text === '') return;
    const last = lines.length - 1;
    if (last >= 0 && lines[last][0] === '"') lines[last] += text;
    else lines.push(`"${text}`);
  }

  function nodeName(element) {
    return (namespace(element) === HTML ? '' : `${namespace(element)} `) + localName(element);
  }

  function enterNode(lines, node) {
    switch (kind(node)) {
      case Node.ELEMENT_NODE:
        lines.push(open(nodeName(node), attributes(node).map((a) => [a.name, a.value])));
        break;
      case Node.TEXT_NODE:
        addText(lines, data(node));
        break;
      case Node.COMMENT_NODE:
        lines.push(`!${data(node)}`);
        break;
      default:
        lines.push(`?${kind(node)}`);
    }
  }

  // The lines of what is below root; what is below the node `except` is left out.
  function fromNode(root, except) {
    const lines = [];
    walk(root, (node) => {
      enterNode(lines, node);
      return node !== except;
    }, (node) => {
      if (kind(node) === Node.ELEMENT_NODE) lines.push(`</${nodeName(node)}>`);
    });
    return lines;
  }

  function decode(text) {
    return text.replace(/&([^;&]*);?/g, (whole, name) => {
      if (!whole.endsWith(';') || !Object.hasOwn(CHARACTERS, name)) {
        throw new Error(`the reference ${whole}`);
      }
      return CHARACTERS[name];
    });
  }

  const PART = new RegExp(['<!--([^]*?)-->', '</([a-z][a-z0-9]*)>',
    '<([a-z][a-z0-9]*)((?: [a-z][a-z0-9-]*="[^"<>`\u00a0\r]*")*)>',
    '([^<>\u00a0\r]+)'].join('|'), 'y');

  function readTag(lines, stack, name, rest) {
    const pairs = [...rest.matchAll(/ ([a-z0-9-]+)="([^"]*)"/g)]
      .map(([, attribute, value]) => [attribute, decode(value)]);
    lines.push(open(name, pairs));
    if (VOID.has(name)) lines.push(`</${name}>`);
    else stack.push(name);
  }

  // The lines of canonical bytes. Throws at the first byte that is not canonical.
  function fromCanonical(bytes) {
    const lines = [];
    const stack = [];
    PART.lastIndex = 0;
    while (PART.lastIndex < bytes.length) {
      const at = PART.lastIndex;
      const part = PART.exec(bytes);
      if (!part) throw new Error(`at ${at}: ${JSON.stringify(bytes.slice(at, at + 40))}`);
      const [, comment, close, name, rest, text] = part;
      if (comment !== undefined) lines.push(`!${comment}`);
      else if (name) readTag(lines, stack, name, rest);
      else if (text !== undefined) addText(lines, decode(text));
      else if (stack.pop() !== close) throw new Error(`at ${at}: </${close}> closes nothing`);
      else lines.push(`</${close}>`);
      // The one thing that a parser drops: a newline that comes first in pre.
      if (name === 'pre' && bytes[PART.lastIndex] === '\n') PART.lastIndex += 1;
    }
    if (stack.length) throw new Error(`${stack.at(-1)} is not closed`);
    return lines;
  }

  const escapeText = (text) => text.replaceAll('&', '&amp;').replaceAll('\u00a0', '&nbsp;')
    .replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const escapeValue = (text) => text.replaceAll('&', '&amp;').replaceAll('\u00a0', '&nbsp;')
    .replaceAll('"', '&quot;');

  function serialiseNode(node) {
    if (kind(node) === Node.COMMENT_NODE) return `<!--${data(node)}-->`;
    if (kind(node) === Node.TEXT_NODE) {
      const above = parent(node);
      const raw = kind(above) === Node.ELEMENT_NODE && RAW.has(localName(above));
      return raw ? data(node) : escapeText(data(node));
    }
    const pairs = attributes(node).map((a) => ` ${a.name}="${escapeValue(a.value)}"`).join('');
    return `<${localName(node)}${pairs}>`;
  }

  // As browsers serialised until 2025: < and > stand in attributes as they are.
  function oldSerialise(root) {
    let html = '';
    walk(root, (node) => { html += serialiseNode(node); }, (node) => {
      if (kind(node) === Node.ELEMENT_NODE && !VOID.has(localName(node))) {
        html += `</${localName(node)}>`;
      }
    });
    return html;
  }

  // Where two lists of lines part, in words; nothing when they are equal.
  function difference(wanted, got) {
    if (wanted.length === got.length && wanted.every((line, i) => line === got[i])) return '';
    let i = 0;
    while (wanted[i] === got[i]) i += 1;
    const show = (line) => (line === undefined ? 'the end' : JSON.stringify(line.slice(0, 120)));
    return `${show(wanted[i])} became ${show(got[i])}`;
  }

  return { HTML, walk, kind, data, localName, namespace, attributes, fromNode, fromCanonical,
    oldSerialise, difference };
})();
