// Runs first in every frame. Nothing in a clean place ever calls what is wrapped here, and no
// script of ours runs in a frame after this one: whatever the log holds, the content did.
'use strict';

if (window !== window.top) {
  const log = [];
  const note = (kind, text) => { log.push([kind, String(text).slice(0, 200)]); };
  Object.defineProperty(window, Symbol.for('encart.watch'), { value: log });

  const wrap = (owner, name, kind = 'executed') => {
    owner[name] = function watched(...args) {
      note(kind, `${name}(${args.join()})`);
    };
  };
  ['alert', 'prompt', 'confirm', 'print', 'eval', 'fetch', 'postMessage'].forEach((name) => {
    wrap(window, name);
  });
  wrap(window, 'open', 'navigation');
  ['write', 'writeln', 'open', 'execCommand'].forEach((name) => wrap(Document.prototype, name));
  wrap(XMLHttpRequest.prototype, 'open', 'loads');
  wrap(Navigator.prototype, 'sendBeacon', 'loads');
  ['setTimeout', 'setInterval'].forEach((name) => wrap(window, name));

  window.addEventListener('error', (event) => {
    if (event instanceof ErrorEvent) note('executed', `script error: ${event.message}`);
  });
  window.addEventListener('unhandledrejection', () => note('executed', 'a promise'));
  window.addEventListener('submit', (event) => {
    note('navigation', `submit to ${event.target.action}`);
    event.preventDefault();
  });
  window.navigation.addEventListener('navigate', (event) => {
    note('navigation', `to ${event.destination.url}`);
    if (event.cancelable) event.preventDefault();
  });
  document.addEventListener('securitypolicyviolation', (event) => {
    const script = /^(?:script|style|trusted-types)/.test(event.effectiveDirective);
    note(script ? 'executed' : 'loads', `${event.effectiveDirective} blocks ${event.blockedURI}`);
  });

  // A link is there to be followed; it is enough to know that a click asked for it. Any other
  // scheme goes its way, and this is the last listener that sees the click.
  const harmless = new Set(['http:', 'https:', 'mailto:', 'tel:', ':']);
  window.addEventListener('click', (event) => {
    const element = event.composedPath().find((node) => node instanceof HTMLAnchorElement);
    const get = Object.getOwnPropertyDescriptor(HTMLAnchorElement.prototype, 'protocol').get;
    if (element && harmless.has(get.call(element))) event.preventDefault();
  });
}
//# sourceURL=encart-watch
