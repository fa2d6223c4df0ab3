// Text of HTML with blocks on lines of their own: both extractors' results and the
// references go through it, so that words of neighbouring paragraphs never join.
import { JSDOM } from 'jsdom';

const BLOCKS = new Set(('address article aside blockquote body br caption center dd details dir div dl dt ' +
  'fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr legend li main nav ol ' +
  'p pre section summary table tbody td tfoot th thead tr ul').split(' '));
const UNREAD = new Set(['script', 'style', 'template', 'noscript', 'svg', 'head']);

export function textOf(root) {
  const out = [];
  const walk = (node) => {
    if (node.nodeType === 3) out.push(node.data);
    if (node.nodeType !== 1) return;
    const name = node.localName;
    if (UNREAD.has(name)) return;
    if (BLOCKS.has(name)) out.push('\n');
    for (const child of node.childNodes) walk(child);
    if (BLOCKS.has(name)) out.push('\n');
  };
  walk(root);
  return out.join('');
}

export function htmlText(html) {
  return textOf(new JSDOM(html).window.document.body);
}
