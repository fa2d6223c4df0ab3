// The hostile inputs: our own file, and the collection where one is at hand (ENCART_DATA, else
// ../shared/data beside the checkout). Bytes, since some of them are not valid UTF-8.
'use strict';

const fs = require('node:fs');
const path = require('node:path');

const ONE_IN = 10;

function read(file) {
  return fs.readFileSync(file, 'utf8').split('\n').filter((line) => line !== '').map((line) => {
    const { id, input, input_b64: base64 } = JSON.parse(line);
    return { id, bytes: base64 ? Buffer.from(base64, 'base64') : Buffer.from(input, 'utf8') };
  });
}

function own() {
  return read(path.join(__dirname, 'payloads.jsonl'));
}

// Every tenth line of the collection: the same ones on every run. Null where it is absent.
function collection(srcdir, all) {
  const data = process.env.ENCART_DATA || path.join(srcdir, '../shared/data');
  const file = path.join(data, 'xss/dev.jsonl');
  if (!fs.existsSync(file)) return null;
  return read(file).filter((_, i) => all || i % ONE_IN === 0);
}

module.exports = { own, collection };
