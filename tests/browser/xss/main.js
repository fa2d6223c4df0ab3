// Hostile HTML through encart sanitise, for each profile, into each place of a browser: nothing
// may run, load, navigate, clobber, break out, or be another tree than the bytes say.
// Usage: main.js SRCDIR BUILDDIR tenth|all. Our own payloads are all taken either way.
'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { Lab } = require('./browser.js');
const payloads = require('./payloads.js');
const { PLACES } = require('./places.js');
const { Report } = require('./report.js');
const { PROFILES, sanitise } = require('./sanitise.js');
const { selfTest } = require('./selftest.js');

const [srcdir, builddir, part] = process.argv.slice(2);
const encart = path.join(builddir, 'encart');
const TABS = os.availableParallelism() + 1; // while one waits, another works
const counts = { passed: 0, failed: 0, skipped: 0 };

function inputs() {
  const own = payloads.own();
  const collection = payloads.collection(srcdir, part === 'all');
  if (!collection) {
    console.log('skip: the collection of hostile inputs: no folder with it here');
    counts.skipped += 1;
  }
  const list = [...own, ...collection ?? []];
  const ids = new Set(list.map(({ id }) => id));
  if (ids.size !== list.length) throw new Error('an id stands twice');
  return list;
}

// What one profile makes of all payloads, added to groups: by output, who gave it.
function outputs(list, profile, groups, report) {
  const once = sanitise(encart, profile, list.map(({ bytes }) => bytes));
  const twice = sanitise(encart, profile, once);
  list.forEach(({ id }, i) => {
    const html = once[i].toString('utf8');
    if (!Buffer.from(html).equals(once[i])) throw new Error(`${id}: the output is not UTF-8`);
    if (!groups.has(html)) groups.set(html, { html, profile, givers: [] });
    groups.get(html).givers.push({ profile, id });
    if (once[i].equals(twice[i])) return;
    report.finding([{ profile, id }], 'itself', 'not idempotent', `it became ${twice[i]}`, html);
  });
}

// A line now and then, for whoever watches a long run.
function progress() {
  let last = Date.now();
  return (done, of) => {
    if (Date.now() - last < 60000) return;
    last = Date.now();
    console.log(`… ${done} of ${of} views`);
  };
}

// Equal outputs behave equally: each different one is looked at once for all who gave it, by
// what the narrowest of their profiles allows (PROFILES begins with that).
async function look(lab, groups, report) {
  const jobs = groups.flatMap((group) => PLACES.map((place) => ({ ...group, place: place.name })));
  const found = await lab.run(jobs, progress());
  jobs.forEach(({ givers, place, html }, i) => {
    for (const [kind, details] of Object.entries(found[i])) {
      report.finding(givers, place, kind, details, html);
    }
  });
  return jobs.length;
}

async function main() {
  const report = new Report(PROFILES, PLACES);
  const list = inputs();
  const groups = new Map();
  PROFILES.forEach((profile) => outputs(list, profile, groups, report));
  const lab = new Lab();
  await lab.open(TABS);
  try {
    const self = await selfTest(lab);
    self.faults.forEach((text) => console.log(`FAILED: self-test: ${text}`));
    counts[self.faults.length ? 'failed' : 'passed'] += 1;
    console.log(`self-test: ${self.views} views of bad and harmless HTML,`
      + ` ${self.faults.length} misjudged`);
    const views = await look(lab, [...groups.values()], report);
    console.log(`${list.length} payloads, none skipped; ${PROFILES.length} profiles;`
      + ` ${PLACES.length} places; ${groups.size} different outputs, ${views} views`);
    report.table();
  } finally {
    await lab.close();
  }
  counts.failed += report.bad.size;
  counts.passed += list.length * PROFILES.length - report.bad.size;
}

function finish() {
  const { passed, failed, skipped } = counts;
  if (process.env.ENCART_COUNTS) {
    fs.writeFileSync(path.join(process.env.ENCART_COUNTS, 'xss.counts'),
      `${passed} ${failed} ${skipped}\n`);
  }
  console.log(`xss: ${passed} passed, ${failed} failed, ${skipped} skipped`);
  process.exitCode = failed || !passed ? 1 : 0;
}

main().catch((error) => {
  counts.failed += 1;
  console.log(`FAILED: the run: ${error.stack}`);
}).finally(finish);
