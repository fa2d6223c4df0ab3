// Puts outputs into places and looks at what became of them: one frame for each, many at once.
// Lives in the top page; the frames themselves hold no script of ours but page/watch.js.
'use strict';

const Probe = (() => {
  const SETTLE = 60;
  const LONGEST = 30000;
  const ROUNDS = 3;

  const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });
  const byId = (doc, id) => Document.prototype.getElementById.call(doc, id);
  const documentOf = (frame) => frame.contentDocument;
  const allIn = (doc, selector) => [...Document.prototype.querySelectorAll.call(doc, selector)];

  // ---- putting it there ------------------------------------------------------------------

  // Each gives the trees that were there on the way, all of which must be what the bytes say.
  function rounds(host, html, serialise) {
    const trees = [];
    for (let round = 0, now = html; round <= ROUNDS; round += 1) {
      host.innerHTML = now;
      trees.push(Tree.fromNode(host));
      now = serialise(host);
    }
    return trees;
  }

  function scriptingOffThenOn(host, html) {
    const { body } = new DOMParser().parseFromString(`<body>${html}`, 'text/html');
    const trees = [Tree.fromNode(body)];
    host.innerHTML = body.innerHTML;
    return [...trees, Tree.fromNode(host)];
  }

  function contextualFragment(host, html) {
    const range = host.ownerDocument.createRange();
    range.selectNodeContents(host);
    host.append(range.createContextualFragment(html));
    return [Tree.fromNode(host)];
  }

  const PUT = {
    innerHTML: (host, html) => rounds(host, html, (node) => node.innerHTML),
    'old-serialiser': (host, html) => rounds(host, html, Tree.oldSerialise),
    noscript: scriptingOffThenOn,
    fragment: contextualFragment,
  };

  // ---- using it as a reader would --------------------------------------------------------

  const EVENTS = [
    ['PointerEvent', `pointerover pointerenter pointermove pointerdown pointerup pointerout
      pointerleave pointercancel gotpointercapture`],
    ['MouseEvent', `mouseover mouseenter mousemove mousedown mouseup mouseout mouseleave dblclick
      contextmenu auxclick`],
    ['KeyboardEvent', 'keydown keypress keyup'],
    ['WheelEvent', 'wheel mousewheel'],
    ['ClipboardEvent', 'copy cut paste beforecopy beforecut beforepaste'],
    ['DragEvent', 'dragstart drag dragenter dragover drop dragend'],
    ['AnimationEvent', 'animationstart animationiteration animationend animationcancel'],
    ['TransitionEvent', 'transitionrun transitionstart transitionend transitioncancel'],
    ['Event', `focus focusin blur focusout input beforeinput change select selectstart invalid
      reset toggle beforetoggle scroll scrollend resize touchstart touchmove touchend play pause
      load error ended canplay loadeddata loadedmetadata timeupdate volumechange beforematch
      begin end repeat start finish bounce show close cancel search formdata pageshow`],
  ].map(([type, names]) => [type, names.split(/\s+/)]);

  function touch(view, element) {
    for (const [type, names] of EVENTS) {
      for (const name of names) {
        element.dispatchEvent(new view[type](name, { bubbles: false, cancelable: true }));
      }
    }
    for (const act of ['focus', 'click', 'blur']) {
      if (typeof element[act] === 'function') {
        view.HTMLElement.prototype[act].call(element);
      }
    }
  }

  function use(frame) {
    const view = frame.contentWindow;
    for (const element of allIn(documentOf(frame), '#xss-in *')) {
      try {
        touch(view, element);
      } catch {
        // An element of another namespace, which dirty counts, has no click of its own.
        element.dispatchEvent(new view.MouseEvent('click', { bubbles: true, cancelable: true }));
      }
    }
  }

  // ---- looking ---------------------------------------------------------------------------

  const clean = document.createElement('iframe');

  function skeleton(doc) {
    const container = byId(doc, 'xss-in');
    return container ? Tree.fromNode(doc, container) : ['no container'];
  }

  const globals = (view) => Object.getOwnPropertyNames(view).filter((name) => !/^\d+$/.test(name));

  function namesIn(host) {
    const names = [];
    Tree.walk(host, (node) => {
      if (Tree.kind(node) !== Node.ELEMENT_NODE) return;
      for (const { name, value } of Tree.attributes(node)) {
        if (name === 'id' || name === 'name') names.push(value);
      }
    });
    return names;
  }

  // Whatever a name could shadow or add: properties of window, document or the form around it.
  function clobbers(frame, empty, host) {
    const doc = documentOf(frame);
    const found = namesIn(host).filter((name) => name in clean.contentWindow
      || name in clean.contentDocument || name in document.createElement('form')
      || !/^a-/.test(name)).map((name) => `the name ${name}`);
    const added = (node, before) => Object.getOwnPropertyNames(node)
      .filter((name) => !before.includes(name) && !/^\d+$/.test(name));
    found.push(...added(doc, empty.document).map((name) => `document.${name}`));
    const form = byId(doc, 'xss-form');
    if (form) found.push(...added(form, empty.form).map((name) => `form.${name}`));
    return found;
  }

  function measure(frame) {
    const doc = documentOf(frame);
    const form = byId(doc, 'xss-form');
    return {
      skeleton: skeleton(doc),
      document: Object.getOwnPropertyNames(doc),
      form: form ? Object.getOwnPropertyNames(form) : [],
      globals: new Set(globals(frame.contentWindow)),
    };
  }

  function unstable(item, trees) {
    let wanted;
    try {
      wanted = Tree.fromCanonical(item.html);
    } catch (error) {
      return [`not canonical: ${error.message}`];
    }
    const found = trees.map((tree) => Tree.difference(wanted, tree)).filter((text) => text !== '');
    return [...new Set(found)].slice(0, 2);
  }

  const broken = (doc, empty) => {
    const text = Tree.difference(empty.skeleton, skeleton(doc));
    return text === '' ? [] : [text];
  };

  // A frame that went elsewhere is looked at no more.
  function gone(state) {
    const doc = documentOf(state.frame);
    return !doc || doc !== state.doc || doc.URL !== state.url;
  }

  function findingsBefore(state, empty) {
    const { item, frame, doc } = state;
    const host = byId(doc, 'xss-in');
    const found = { 'break-outs': broken(doc, empty) };
    if (!host) return found;
    const trees = [...state.trees, Tree.fromNode(host)];
    found.unstable = unstable(item, trees);
    found.dirty = Allowed.faults(item.profile, host);
    found.clobbers = clobbers(frame, empty, host);
    return found;
  }

  // A frame and those inside it that may be looked into.
  function logs(view) {
    try {
      const inside = Array.from({ length: view.length }, (_, i) => logs(view[i]));
      return [...view[Symbol.for('encart.watch')] ?? [], ...inside.flat()];
    } catch {
      return [];
    }
  }

  function findingsAfter(state, empty) {
    const view = state.frame.contentWindow;
    const found = { executed: [], navigation: [], loads: [] };
    for (const [kind, text] of logs(view)) found[kind].push(text);
    found.executed.push(...globals(view).filter((name) => !empty.globals.has(name))
      .map((name) => `window.${name} is new`));
    if (state.doc.title !== 'Place') found.executed.push('the title is another');
    found['break-outs'] = broken(state.doc, empty);
    return found;
  }

  // ---- a batch ---------------------------------------------------------------------------

  function load(item) {
    const frame = document.createElement('iframe');
    frame.name = item.key;
    frame.className = 'place';
    frame.src = `/place/${item.place}/${item.key}`;
    document.body.append(frame);
    return new Promise((resolve) => {
      frame.addEventListener('load', () => resolve(frame), { once: true });
      setTimeout(resolve, LONGEST, frame);
    });
  }

  async function put(item) {
    const frame = await load(item);
    const doc = documentOf(frame);
    const state = { item, frame, doc, url: doc && doc.URL, trees: [], findings: {} };
    const path = doc ? new URL(doc.URL).pathname : '';
    if (path !== `/place/${item.place}/${item.key}`) state.findings.absent = ['no place came up'];
    else if (PUT[item.place]) state.trees = PUT[item.place](byId(doc, 'xss-in'), item.html);
    return state;
  }

  // What an image does when it cannot load, it has done once the image is complete.
  async function settle(states) {
    const waiting = ({ doc }) => doc && allIn(doc, 'img:not([loading="lazy"])')
      .some((image) => image.complete === false);
    for (let ms = 0; ms < LONGEST / 10 && states.some(waiting); ms += SETTLE) await pause(SETTLE);
    await pause(SETTLE);
  }

  function add(state, found) {
    for (const [kind, texts] of Object.entries(found)) {
      if (!texts.length) continue;
      state.findings[kind] = [...new Set([...state.findings[kind] ?? [], ...texts])];
    }
  }

  function step(states, act) {
    for (const state of states) {
      if (state.findings.absent) continue;
      if (gone(state)) add(state, { navigation: ['the frame went elsewhere'] });
      else act(state);
    }
  }

  let empties = null;

  // What each place is like with nothing in it.
  async function prepare(places) {
    document.body.append(clean);
    const states = await Promise.all(places.map((place) => put({ place, key: `empty-${place}`,
      html: '', profile: 'strict' })));
    empties = Object.fromEntries(states.map((state) => [state.item.place, measure(state.frame)]));
    states.forEach((state) => state.frame.remove());
  }

  async function batch(items) {
    const states = await Promise.all(items.map(put));
    await settle(states);
    step(states, (state) => add(state, findingsBefore(state, empties[state.item.place])));
    step(states, (state) => use(state.frame));
    await pause(SETTLE);
    step(states, (state) => add(state, findingsAfter(state, empties[state.item.place])));
    states.forEach((state) => state.frame.remove());
    return states.map((state) => state.findings);
  }

  return { prepare, batch };
})();
