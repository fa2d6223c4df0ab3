// What the browser itself reports of the frames, whatever the content did to their scripts:
// scripts compiled (handlers, javascript: addresses and eval too), requests, navigations.
'use strict';

const { HOSTS } = require('./places.js');

const PASSIVE = new Set(['Image', 'Media', 'TextTrack']);

class Watcher {
  constructor(origin) {
    this.origin = origin;
    this.frames = new Map(); // id: { name, parent, documents }
    this.events = []; // [frame id, kind, words, request]
  }

  frame(id) {
    if (!this.frames.has(id)) this.frames.set(id, { name: '', parent: null });
    return this.frames.get(id);
  }

  async attach(session) {
    session.on('Page.frameAttached', (e) => { this.frame(e.frameId).parent = e.parentFrameId; });
    session.on('Page.frameNavigated', ({ frame }) => this.navigated(frame));
    session.on('Page.frameRequestedNavigation', (e) => this.requested(e));
    session.on('Debugger.scriptParsed', (e) => this.script(e));
    session.on('Debugger.scriptFailedToParse', (e) => this.script(e));
    session.on('Network.requestWillBeSent', (e) => this.request(e));
    session.on('Network.webSocketCreated', (e) => this.other('loads', `a socket to ${e.url}`));
    await session.send('Page.enable');
    await session.send('Network.enable');
    await session.send('Debugger.enable');
    await session.send('Debugger.setSkipAllPauses', { skip: true });
  }

  navigated(frame) {
    const known = this.frame(frame.id);
    known.parent = frame.parentId ?? null;
    known.name ||= frame.name ?? '';
  }

  // The first is the one that fills the frame.
  requested({ frameId, url, reason }) {
    if (this.isPlace(url) || reason === 'initialFrameNavigation') return;
    this.events.push([frameId, 'navigation', `${reason} to ${url}`, url]);
  }

  script({ url, executionContextAuxData: context }) {
    if (url === 'encart-watch' || !context || context.type !== 'default') return;
    if (url.startsWith('chrome-error:')) return; // the browser's own page of a failed load
    this.events.push([context.frameId, 'executed', `a script was compiled ${url}`]);
  }

  isPlace(url) {
    return url.startsWith(`${this.origin}/place/`);
  }

  request({ frameId, type, request: { url } }) {
    if (PASSIVE.has(type) || !frameId) return;
    if (type === 'Document' && this.isPlace(url)) return;
    const kind = type === 'Document' ? 'navigation' : 'loads';
    this.events.push([frameId, kind, `${type} ${url}`, url]);
  }

  other(kind, words) {
    this.events.push([null, kind, words]);
  }

  // The key of the place that a frame is or stands in, and how far below it.
  place(frameId) {
    let depth = 0;
    for (let id = frameId; id; id = this.frames.get(id)?.parent, depth += 1) {
      const name = this.frames.get(id)?.name ?? '';
      if (/^k\d+$/.test(name)) return { key: name, depth };
    }
    return null;
  }

  // [key, kind, words] of everything seen since the last call. profileOf: by key.
  take(profileOf) {
    const found = [];
    for (const [id, kind, words, url] of this.events.splice(0)) {
      const place = this.place(id);
      if (!place) continue;
      if (kind !== 'navigation' || place.depth === 0) found.push([place.key, kind, words]);
      else if (!isPlayer(url, profileOf(place.key))) found.push([place.key, 'loads', words]);
    }
    return found;
  }
}

// A frame below the place may show a player of the list, and nothing else.
function isPlayer(url, profile) {
  const { protocol, host } = new URL(url);
  return profile === 'embeds' && protocol === 'https:' && HOSTS.includes(host);
}

module.exports = { Watcher };
