// Mozilla's Readability on the same pages: one line of JSON for each.
// node readability.mjs PAGE…
import fs from 'node:fs';
import path from 'node:path';
import { JSDOM, VirtualConsole } from 'jsdom';
import { Readability } from '@mozilla/readability';
import { htmlText } from './dom_text.mjs';

/** The page as text where it is UTF-8, whatever it declares; else its bytes, for jsdom to
 * sniff: an undeclared charset must not count against the extractor. */
function page(file) {
  const bytes = fs.readFileSync(file);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return bytes;
  }
}

for (const file of process.argv.slice(2)) {
  const dom = new JSDOM(page(file), {
    url: 'https://example.org/', virtualConsole: new VirtualConsole(),
  });
  const found = new Readability(dom.window.document).parse() ?? {};
  const { title, byline, lang, publishedTime: published } = found;
  console.log(JSON.stringify({
    file: path.basename(file), title, lang, published, authors: byline ? [byline] : [],
    text: found.content ? htmlText(found.content) : '',
  }));
}
