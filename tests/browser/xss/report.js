// Counts what was found, prints each finding and the closing table.
'use strict';

const KINDS = ['executed', 'dirty', 'loads', 'navigation', 'clobbers', 'break-outs', 'unstable',
  'not idempotent'];

const shown = (text) => JSON.stringify(text.length > 2000 ? `${text.slice(0, 2000)}…` : text);

class Report {
  constructor(profiles, places) {
    this.profiles = profiles;
    this.places = places;
    this.hits = new Map(); // `${profile} ${place}`: { kind: number of payloads }
    this.bad = new Set(); // `${profile} ${id}`
  }

  row(profile, place) {
    const key = `${profile} ${place}`;
    if (!this.hits.has(key)) this.hits.set(key, Object.fromEntries(KINDS.map((k) => [k, 0])));
    return this.hits.get(key);
  }

  // givers: the profiles and payloads that gave this output.
  finding(givers, place, kind, details, output) {
    for (const { profile, id } of givers) {
      this.row(profile, place)[kind] += 1;
      this.bad.add(`${profile} ${id}`);
    }
    const [{ profile, id }] = givers;
    const others = givers.length > 1 ? ` and ${givers.length - 1} more with the same output` : '';
    console.log(`FAILED: ${profile} ${id}${others}: ${place}: ${kind}: `
      + `${[...new Set([].concat(details))].slice(0, 3).join('; ')}\n  output: ${shown(output)}`);
  }

  sum(profiles, places) {
    const rows = profiles.flatMap((profile) => places.map((place) => this.row(profile, place)));
    return KINDS.map((kind) => rows.reduce((n, row) => n + row[kind], 0));
  }

  // One line a profile, one a place, and all of it: of how many payloads each thing was seen.
  table() {
    const names = this.places.map((place) => place.name);
    const all = [...names, 'itself'];
    const lines = [['', ...KINDS]];
    this.profiles.forEach((p) => lines.push([`profile ${p}`, ...this.sum([p], all)]));
    this.places.forEach(({ name, title }) => {
      lines.push([title, ...this.sum(this.profiles, [name])]);
    });
    lines.push(['all', ...this.sum(this.profiles, all)]);
    const widths = lines[0].map((_, i) => Math.max(...lines.map((line) => String(line[i]).length)));
    for (const line of lines) {
      console.log(line.map((cell, i) => (i ? String(cell).padStart(widths[i])
        : String(cell).padEnd(widths[i]))).join('  '));
    }
  }
}

module.exports = { Report };
