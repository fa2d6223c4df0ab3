// What encart makes of many documents: one process for all of them, NUL between two; a document
// that itself holds a NUL has a process of its own.
'use strict';

const { spawnSync } = require('node:child_process');

const PROFILES = ['strict', 'article', 'embeds'];

function run(encart, args, input) {
  const done = spawnSync(encart, ['sanitise', ...args], { input, maxBuffer: 1 << 30 });
  if (done.status !== 0) {
    const why = done.error?.message ?? `exit ${done.status ?? done.signal}: ${done.stderr}`;
    throw new Error(`encart sanitise ${args.join(' ')}: ${why}`);
  }
  return done.stdout;
}

function split(bytes) {
  const parts = [];
  let from = 0;
  for (let at = bytes.indexOf(0); at >= 0; from = at + 1, at = bytes.indexOf(0, from)) {
    parts.push(bytes.subarray(from, at));
  }
  if (from !== bytes.length) throw new Error('encart sanitise --null: the last NUL is missing');
  return parts;
}

// Buffers in, buffers out, in their order.
function sanitise(encart, profile, documents) {
  const results = new Array(documents.length);
  const plain = [...documents.keys()].filter((i) => !documents[i].includes(0));
  const input = Buffer.concat(plain.flatMap((i) => [documents[i], Buffer.alloc(1)]));
  const parts = split(run(encart, ['--null', '--profile', profile], input));
  if (parts.length !== plain.length) {
    throw new Error(`encart sanitise --null: ${plain.length} documents, ${parts.length} results`);
  }
  plain.forEach((i, nth) => { results[i] = parts[nth]; });
  documents.forEach((bytes, i) => { results[i] ??= run(encart, ['--profile', profile], bytes); });
  return results;
}

module.exports = { PROFILES, sanitise };
