// Types of the Encart binding for Node.

/** Text; its bytes in UTF-8; or (an article document) an object, which is written as JSON. */
export type Document = string | Uint8Array | object;

/** JSON, or the object that is written as such. */
export type Json = string | object;

export interface EngineOptions {
  /** An object, JSON, or the name of a file (`.json`, or `.lua` with data only). */
  config?: string | object | null;
  /** Folders in which plugins are looked up; those that were installed where absent. */
  pluginPaths?: string[];
  /** Enabled for all articles: names, or folders where a slash is in them. Where absent:
   * `lire-aussi`, `related`, `footer-controls`. */
  plugins?: string[];
  /** The file of the site's other articles (`encart index` makes it). */
  collection?: string | null;
}

/** How to load. Each may be undefined or null: the default. */
export interface LoadOptions {
  format?: 'text' | 'html' | 'page' | 'json' | 'saved' | null;
  lang?: string | null;
  url?: string | null;
  source?: string | null;
  site?: string | null;
  profile?: 'strict' | 'article' | 'embeds' | null;
  paragraphs?: boolean | null;
  accessible?: boolean | null;
  headingBase?: number | null;
  maxBytes?: number | null;
  repair?: 'auto' | 'always' | null;
  bodyBegin?: string | null;
  bodyEnd?: string | null;
}

/** How to render. Each may be undefined or null: the default. */
export interface RenderOptions {
  format?: 'fragment' | 'page' | null;
  lang?: string | null;
  site?: string | null;
  /** RFC 3339: what plugins see as now. */
  now?: string | null;
  /** What `engine.plan()` asked for. */
  answers?: Json | null;
  noPlugins?: boolean | null;
  reportTimings?: boolean | null;
  explain?: 'none' | 'text' | 'html' | null;
  overrides?: Json | null;
  channel?: string | null;
}

export interface DocumentRenderOptions extends RenderOptions {
  /** How to load the document. */
  load?: LoadOptions | null;
}

export interface SanitiseOptions {
  profile?: 'strict' | 'article' | 'embeds' | null;
  url?: string | null;
  paragraphs?: boolean | null;
  accessible?: boolean | null;
  headingBase?: number | null;
  maxBytes?: number | null;
  repair?: 'auto' | 'always' | null;
}

export type Slot =
  | 'head' | 'before-title' | 'after-title' | 'after-lede' | 'after-body' | 'aside' | 'footer';

/** One request of a plan (docs/schema/request.json). */
export interface Need {
  service: string;
  [member: string]: unknown;
}

/** A loaded article; it never changes, and is rendered any number of times. */
export class Article {
  private constructor();
  readonly id: string;
  readonly title: string;
  /** The body's canonical HTML, without boxes. */
  readonly html: string;
  /** The body's plain text. */
  readonly text: string;
  /** Metadata and what loading did, as JSON. */
  readonly json: string;
  toJSON(): any;
  /** To be loaded again at copy speed with `{ format: 'saved' }`. */
  save(): Buffer;
}

/** What came of one render. */
export class Result {
  private constructor();
  readonly html: string;
  /** docs/schema/report.json. */
  readonly report: any;
  readonly reportJson: string;
  /** The stylesheets of the plugins on the page, for hosts of fragments. */
  readonly css: string;
  /** The report for people, where the option `explain` asked for it. */
  readonly explain: string;
  slot(name: Slot): string;
  toString(): string;
}

export class Engine {
  constructor(options?: EngineOptions);
  load(document: Document, options?: LoadOptions | null): Article;
  /** On the thread pool. Rejects with an `EncartError`. */
  render(article: Article, options?: RenderOptions | null): Promise<Result>;
  render(document: Document, options?: DocumentRenderOptions | null): Promise<Result>;
  renderSync(article: Article, options?: RenderOptions | null): Result;
  renderSync(document: Document, options?: DocumentRenderOptions | null): Result;
  /** What a render will ask for; fetch it, and hand it over as `answers`. */
  plan(article: Article, options?: RenderOptions | null): { needs: Need[]; [member: string]: unknown };
  plan(document: Document, options?: DocumentRenderOptions | null): { needs: Need[]; [member: string]: unknown };
  planJson(article: Article | Document, options?: DocumentRenderOptions | null): string;
  sanitise(html: string | Uint8Array, options?: SanitiseOptions | null): { html: string; removed: any[] };
  /** The article without the boxes of this engine's plugins. */
  strip(html: string | Uint8Array): string;
  /** All that was wrong with the configuration and the plugins. */
  readonly diagnostics: any[];
  readonly plugins: any[];
}

/** A failure of the library's. Wrong types are a `TypeError`. */
export class EncartError extends Error {
  /** "ENCART_EPARSE", for example. */
  readonly code: string;
  readonly status: number;
  /** "", "config", "load", "sanitise", "plugin", "place", "render" or "collection". */
  readonly stage: string;
  /** The name of the input. */
  readonly source: string;
  /** The place inside a JSON document: "authors[2].name". */
  readonly path: string;
  /** From 1; 0 = unknown. `column` counts code points, `offset` bytes. */
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}

/** With an engine of no configuration and no plugins. */
export function sanitise(html: string | Uint8Array, options?: SanitiseOptions | null): { html: string; removed: any[] };

/** Fills the holes of HTML that a render made: `fn` gives HTML, which is put in as it is; null or
 * undefined leaves the hole. */
export function fillHoles(
  html: string | Uint8Array,
  fn: (name: string, params: any) => string | null | undefined,
): string;

export const version: string;
