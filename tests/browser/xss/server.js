// Serves the places, each with its output inside, and nothing else: 404 for whatever an output
// asks of this host; every other host has no address.
'use strict';

const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');
const { PLACES } = require('./places.js');

const SCRIPTS = ['tree.js', 'allowed.js', 'probe.js'];
const TOP = `<!DOCTYPE html><title>Top</title><style>.place { position: fixed; inset: 0;
  width: 80px; height: 60px; opacity: .1 }</style>
  ${SCRIPTS.map((name) => `<script src="/page/${name}"></script>`).join('')}`;

const byName = new Map(PLACES.map((place) => [place.name, place]));

// The whole of a place by parser; the ready page where a script will put the output.
function place(name, key, htmlOf) {
  const { page, parsed, csp } = byName.get(name);
  const headers = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' };
  if (csp) headers['content-security-policy'] = csp;
  return { headers, body: page(parsed ? htmlOf(key) : '') };
}

function answer(url, htmlOf) {
  const [, room, name, key] = url.split('/');
  if (room === 'place' && byName.has(name)) return place(name, key, htmlOf);
  if (room === 'page' && SCRIPTS.includes(name)) {
    return { headers: { 'content-type': 'text/javascript; charset=utf-8' },
      body: fs.readFileSync(path.join(__dirname, 'page', name)) };
  }
  if (url !== '/top') return null;
  return { headers: { 'content-type': 'text/html; charset=utf-8' }, body: TOP };
}

// htmlOf(key): the output that belongs into the place of that key.
function serve(htmlOf) {
  const server = http.createServer((request, response) => {
    const found = answer(request.url, htmlOf);
    response.writeHead(found ? 200 : 404, found ? found.headers : {});
    response.end(found ? found.body : '');
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const origin = `http://127.0.0.1:${server.address().port}`;
      resolve({ origin, close: () => server.close() });
    });
  });
}

module.exports = { serve };
