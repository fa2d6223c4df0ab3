// The places that an output is put into, and the pages that hold them. In the parser's places
// the output is part of the bytes of the page; in the others a script puts it into a ready page
// (page/probe.js). Wherever it goes, #xss-in is its container and #xss-after must stay outside.
'use strict';

const HOSTS = ['embed.ted.com', 'geo.dailymotion.com', 'open.spotify.com', 'player.vimeo.com',
  'w.soundcloud.com', 'widget.deezer.com', 'www.arte.tv', 'www.dailymotion.com',
  'www.youtube-nocookie.com', 'www.youtube.com', 'youtube-nocookie.com', 'youtube.com'];

// Images and media may load from anywhere, players from their hosts; nothing else may happen.
const CSP = "default-src 'none'; img-src http: https:; media-src http: https:; base-uri 'none';"
  + ` form-action 'none'; frame-src ${HOSTS.map((host) => `https://${host}`).join(' ')}`;

const HEAD = '<html><head><title>Place</title></head><body>';
const AFTER = '<p id="xss-after">After</p></body></html>';
const MODERN = '<!DOCTYPE html>';

const main = (output) => `${MODERN}${HEAD}<main id="xss-in">${output}</main>${AFTER}`;
const quirks = (output) => `${HEAD}<table><tbody><tr><td id="xss-in">${output}</td><td>Next</td>`
  + `</tr></tbody></table>${AFTER}`;
const form = (output) => `${MODERN}${HEAD}<form id="xss-form" action="/form"><div id="xss-in">`
  + `${output}</div><button type="button">Send</button></form>${AFTER}`;
const list = (output) => `${MODERN}${HEAD}<ul><li><blockquote id="xss-in">${output}</blockquote>`
  + `</li><li>Next</li></ul>${AFTER}`;

const PLACES = [
  { name: 'page', title: 'a full page by parser', page: main, parsed: true },
  { name: 'quirks-cell', title: 'a table cell in quirks mode', page: quirks, parsed: true },
  { name: 'form', title: 'in a form', page: form, parsed: true },
  { name: 'li-blockquote', title: 'in li > blockquote', page: list, parsed: true },
  { name: 'innerHTML', title: 'innerHTML, three rounds', page: main },
  { name: 'old-serialiser', title: 'the same, an old serialiser', page: main },
  { name: 'noscript', title: 'scripting off, then on', page: main },
  { name: 'fragment', title: 'createContextualFragment', page: main },
  { name: 'csp', title: 'under a strict CSP', page: main, parsed: true, csp: CSP },
];

module.exports = { PLACES, HOSTS };
