---@meta
error("encart.lua describes the plugin API for editors; it cannot be required")

---What `init.lua` returns.
---@class encart.Plugin
---@field propose? fun(ctx: encart.Context): encart.Box|encart.Box[]|nil, encart.Box? may be absent beside transform
---@field transform? fun(ctx: encart.Context, doc: encart.Document) needs "tree.edit"

---What `manifest.lua` returns: plain data; nothing of the plugin runs when it is read.
---@class encart.Manifest
---@field name string the folder's: a lower-case letter, then a-z, 0-9 and -
---@field version string "1.2.0"
---@field api integer the level of this API that the plugin is written for: 1
---@field license? string
---@field title? table<string, string> by language
---@field homepage? string
---@field uses? string[] capabilities: what is not named here is absent
---@field slots? string[] where it proposes boxes; may be absent beside transform
---@field boxes? table<string, encart.BoxKind> by id
---@field settings? table<string, encart.Setting> what a site may set, by name
---@field needs? { related: { limit: integer|string } } candidates: a number, or "$setting"
---@field order? { after?: string[], before?: string[] } plugins, for what is published only
---@field conflicts? string[] plugins, for people and tools
---@field assets? { css?: string[] } files that the site has to serve, for people and tools

---A box that the manifest announces.
---@class encart.BoxKind
---@field slot string one of `slots`
---@field element string its outermost element: "aside"

---@class encart.Setting
---@field type "boolean"|"integer"|"number"|"string"|"text"|"enum"|"url"|"color"|"date"|"duration"|"slug"|"list"|"map"
---@field default? any needed unless it is optional
---@field optional? boolean
---@field min? number the least value, or length of a list
---@field max? number
---@field values? string[] of an enum
---@field of? string the type of what a list or map holds
---@field label? table<string, string> for people, by language
---@field help? table<string, string> likewise

---A box made by `ctx.box`; to be returned from `propose`.
---@class encart.Box

---An element made by `encart.html.X`. Strings are always text.
---@class encart.Element
---What can stand among the children of an element and has no fields.
---@class encart.Piece
---@alias encart.Child encart.Element|encart.Piece|string|number|false|nil|encart.Child[]
---@alias encart.Constructor fun(content?: table|encart.Child): encart.Element

---The article, while `transform` runs. Edits are applied when it returns.
---@class encart.Document
local doc = {}

---The elements that a selector finds, in document order: `for p in doc:select "p.lede" do`.
---@param css string
---@return fun(): encart.Node?
function doc:select(css) end

---The first element that a selector finds.
---@param css string
---@return encart.Node?
function doc:first(css) end

---Ends the article at a node: nothing that comes after it is left, and no box is told of it.
---Plugins that cut come after all others that edit. Needs "article.cut".
---@param node encart.Node
---@return encart.Node
function doc:cut(node) end

---Words in the text: `for range in doc:find({ "OTAN", "ONU" }, { first = true }) do`.
---@param terms string|string[] at most 4,000, of 256 bytes each
---@param options? encart.FindOptions
---@return fun(): encart.Range?
function doc:find(terms, options) end

---The prose of the article.
---@return string
function doc:text() end

---Content at its beginning, before everything else.
---@param content encart.Child
---@return encart.Document
function doc:prepend(content) end

---Content at its end.
---@param content encart.Child
---@return encart.Document
function doc:append(content) end

---An id made of words, as `a-contexte-et-enjeux`: one that nothing in the article has, and
---that is not given twice. `otherwise` stands for words of which nothing can be in an id, as
---those of other scripts; "section" for both.
---@param words string
---@param otherwise? string
---@return string
function doc:id(words, otherwise) end

---@class encart.FindOptions
---@field first? boolean each term once
---@field within? string a selector: only in what it matches
---@field not_within? string a selector: not in what it matches
---@field accents? boolean false: “congres” finds “congrès”

---An element of the article. Reading sees the document as it was when `transform` began;
---what changes something gives the node back.
---@class encart.Node
---@field tag string
local node = {}

---The value of an attribute; nil when it has none.
---@param name string
---@return string?
function node:get(name) end

---How many words are in it, as the report counts them.
---@return integer
function node:words() end

---Sets an attribute; `true`: without a value, `false`: takes it away.
---@param name string
---@param value string|number|boolean
---@return encart.Node
function node:set(name, value) end

---Whether the class is one of the node's.
---@param class string
---@return boolean
function node:has_class(class) end

---Adds a class, unless it is there.
---@param class string
---@return encart.Node
function node:add_class(class) end

---Takes a class away.
---@param class string
---@return encart.Node
function node:remove_class(class) end

---The prose inside; with an argument, text in its place.
---@overload fun(self: encart.Node): string
---@param text string|number
---@return encart.Node
function node:text(text) end

---Puts content in front of the node.
---@param content encart.Child
---@return encart.Node
function node:before(content) end

---Puts content behind the node.
---@param content encart.Child
---@return encart.Node
function node:after(content) end

---Puts content at the beginning of what the node holds.
---@param content encart.Child
---@return encart.Node
function node:prepend(content) end

---Puts content at its end.
---@param content encart.Child
---@return encart.Node
function node:append(content) end

---Puts content in the place of the node.
---@param content encart.Child
---@return encart.Node
function node:replace(content) end

---The element takes the node's place, and the node stands at its end.
---@param element encart.Element
---@return encart.Node
function node:wrap(element) end

---Takes its tags, and leaves what is inside.
---@return encart.Node
function node:unwrap() end

---Takes the node away, with all that it holds.
---@return encart.Node
function node:remove() end

---What a selector finds below the node.
---@param css string
---@return fun(): encart.Node?
function node:select(css) end

---Whether a selector finds the node.
---@param css string
---@return boolean
function node:matches(css) end

---The element around it; nil at the top level.
---@return encart.Node?
function node:parent() end

---The element after it, beside it.
---@return encart.Node?
function node:next() end

---The element before it, beside it.
---@return encart.Node?
function node:prev() end

---A copy of what is inside, for another place in the article: tags and all.
---@return encart.Piece
function node:content() end

---The text inside as it stands, white space and all, `br` as "\n": what `range` counts in.
---@return string
function node:raw() end

---The bytes `from` to `to` of `node:raw()`, as `string.find` gives them; nil when they begin and
---end in different elements.
---@param from integer
---@param to integer
---@return encart.Range?
function node:range(from, to) end

---A part of the text, with the tags in it: from `doc:find` or `node:range`.
---@class encart.Range
---@field term? string as it was asked for; of `doc:find` only
---@field text string as it stands in the article
local range = {}

---The innermost element around all of it; nil at the top level.
---@return encart.Node?
function range:parent() end

---A copy of it, for another place in the article.
---@return encart.Piece
function range:content() end

---Puts content in its place.
---@param content encart.Child
---@return encart.Range
function range:replace(content) end

---The element takes its place, and it stands at the element's end.
---@param element encart.Element
---@return encart.Range
function range:wrap(element) end

---Takes it out, with all that is in it.
---@return encart.Range
function range:remove() end

---@class encart
---@field html table<string, encart.Constructor> `E.p { class = "x", "text", E.b "bold" }`
encart = {}

---The results of `f(item, index)`; nil results leave no hole.
---@generic T
---@param list T[]
---@param f fun(item: T, index: integer): any
---@return any[]
function encart.map(list, f) end

---`t[1]` to `t[n]` without nil and false.
---@param t table
---@param n? integer
---@return any[]
function encart.compact(t, n) end

---Whether this Encart has a feature: `encart.has "place.unit.words"`.
---@param feature string
---@return boolean
function encart.has(feature) end

---@class encart.Ref
---@field id? string
---@field name? string
---@field url? string
---@field kind? string

---@class encart.Author: encart.Ref
---@field bio? string
---@field role? string "grand reporter", "correspondent in Rabat"…
---@field image? encart.Image

---@class encart.Image
---@field url string
---@field alt? string
---@field caption? string
---@field credit? string
---@field width? integer
---@field height? integer

---@class encart.Comments
---@field status "open"|"closed"|"none"|"unknown"
---@field count? integer
---@field action? string where a form sends to
---@field hidden { name: string, value: string }[] hidden fields of the host

---@class encart.Neighbour
---@field url string
---@field title? string

---@class encart.Links
---@field prev? encart.Neighbour the article before
---@field next? encart.Neighbour the article after
---@field amp? string
---@field canonical? string the address by which the article is to be known

---@class encart.Article
---@field id? string
---@field url? string
---@field lang? string
---@field dir? string
---@field kind? string
---@field channel? string
---@field title? string
---@field subtitle? string
---@field summary? string
---@field access? string
---@field site? string
---@field words integer
---@field author_boxes integer boxes that the author wrote into the text
---@field published? string RFC 3339
---@field modified? string RFC 3339
---@field section? encart.Ref
---@field tags encart.Ref[]
---@field authors encart.Author[]
---@field flags string[]
---@field image? encart.Image
---@field comments encart.Comments
---@field links encart.Links

---@class encart.Related
---@field id? string
---@field url string
---@field title string
---@field lang? string
---@field section? string
---@field source? "editor"|"host"|"index"
---@field published? string
---@field score integer thousandths, 0 = unknown
---@field image? encart.Image

---@class encart.Block
---@field kind string paragraph, heading, figure, list, quote, table, pre, embed, details, rule, box, other
---@field words integer
---@field level? integer of a heading
---@field id? string of its element; only in ctx.blocks
---@field link? string where it leads, of a block that is only a link or an address; only in ctx.blocks
---@field text? fun(): string only in ctx.blocks

---Where a box is built.
---@class encart.At
---@field index integer this box among the plugin's placed ones, from 1
---@field of integer
---@field slot string
---@field heading_level integer for a heading inside the box, 2 to 6
---@field prev? encart.Block
---@field next? encart.Block

---@class encart.Place
---@field after? integer number in ctx.blocks: right after this block or nowhere, at any distance
---@field at? number|"start"|"after-lede"|"middle"|"end" target, as a share of the words
---@field unit? "words"
---@field window? number how far from the target, as a share of the words
---@field gap? integer words to any other box
---@field lead? integer words from the start
---@field tail? integer words to the end
---@field avoid? string[] kinds of blocks that must not stand beside the box
---@field otherwise? "drop"|"after-body"|"relax"

---@class encart.BoxSpec
---@field slot? string as the manifest says
---@field weight? integer order in a slot other than the body
---@field topic? string text that draws the box to its subject
---@field place? encart.Place only for the body
---@field content encart.Content|fun(at: encart.At): encart.Content|nil

---An element; in the slot "head" what ctx.meta, ctx.link and ctx.jsonld make, or a list of it.
---@alias encart.Content encart.Element|encart.Piece|(encart.Piece|false|nil)[]

---@class encart.RelatedFilter
---@field limit? integer
---@field lang? string
---@field section? string
---@field older? boolean only what was published before the article
---@field unused? boolean only what is linked nowhere on the page yet
---@field exclude? string[] URLs

---The publication, as its configuration has it.
---@class encart.Site
---@field name? string
---@field url? string
---@field features table<string, string|integer|boolean> any name may be asked for; nil when not set

---@class encart.Context
---@field article encart.Article
---@field blocks encart.Block[] needs "article.blocks"
---@field settings table<string, any>
---@field locale string of labels, dates and numbers: "fr", "fr-CA", "fr-CH", "en" or "ar"
---@field format "fragment"|"page"
---@field channel string what the output is for: web, feed, amp, mail, app or the site's own
---@field site encart.Site
---@field top string id of the page's top
local ctx = {}

---Proposes a box that the manifest announces.
---@param id string
---@param spec encart.BoxSpec
---@return encart.Box
function ctx.box(id, spec) end

---Candidates for links, best first. Needs "service.related".
---@param filter? encart.RelatedFilter
---@return encart.Related[]
function ctx.related(filter) end

---The address of one of the site's routes, absolute as far as the site's own address is known;
---nil when the site has no such route. A missing parameter is told, and nil too.
---@param route string "tag", for the route "/tag/{slug}/"
---@param params? table<string, string|integer> percent-encoded in their places
---@return string?
function ctx.url(route, params) end

---What a service of the host answers, as plain data that is yours; nil when there is no answer,
---which the report tells. Needs "service.NAME"; `needs` in the manifest lets the host know
---beforehand, and has the parameters of a call without any.
---@param name string
---@param params? table plain data, at most 8 KiB as JSON
---@return any
function ctx.service(name, params) end

---Whether the URL is linked in the body, or by a box that was built before.
---@param url string
---@return boolean
function ctx.used(url) end

---The URLs that another box links; only inside a content function.
---@param box string "plugin/box"
---@return string[]?
function ctx.published(box) end

---An id that no other plugin has.
---@param name? string
---@return string
function ctx.anchor(name) end

---HTML as content, as the sanitiser lets it stand in an article: without scripts, ids, and
---links to them. What it takes out is told. Needs "html.raw".
---@param html string at most 256 KiB in one render
---@return encart.Piece
function ctx.fragment(html) end

---A place in a box that the host fills after its cache, with what is one reader's only.
---@param name string letters a-z, digits and single dashes
---@param params? table plain data for the host, at most 8 KiB as JSON
---@return encart.Piece
function ctx.hole(name, params) end

---@class encart.Meta one of name and property
---@field name? string "description", "robots", "twitter:card"…
---@field property? string "og:title", "article:tag"…
---@field content string|number

---@class encart.Link
---@field rel "alternate"|"amphtml"|"author"|"canonical"|"help"|"icon"|"license"|"next"|"prev"|"privacy-policy"|"shortlink"|"terms-of-service"
---@field href string
---@field hreflang? string
---@field media? string
---@field sizes? string
---@field title? string
---@field type? string

---A `meta` element for a box of the slot "head".
---@param meta encart.Meta
---@return encart.Piece
function ctx.meta(meta) end

---A `link` element for a box of the slot "head".
---@param link encart.Link
---@return encart.Piece
function ctx.link(link) end

---Linked data (JSON-LD) for a box of the slot "head".
---@param data table plain data, at most 64 KiB as JSON
---@return encart.Piece
function ctx.jsonld(data) end

---An integer from 1 to `n`, the same each time that this plugin renders this article: it comes
---of the article's id (or title), the plugin's name, and how often it was called.
---@param n integer
---@return integer
function ctx.random(n) end

---The render's date. Needs "time". The page is then good until the next day, hour or minute:
---the report's `max_age` says so.
---@param granularity? "day"|"hour"|"minute"
---@return string?
function ctx.now(granularity) end

---A label of the catalogue, with the typography of the site; `n` picks the plural form.
---@param key string
---@param variables? table<string, string|number>
---@return string
function ctx.t(key, variables) end

---A number as the locale writes it: "1 234,5".
---@param n number
---@return string
function ctx.num(n) end

---A date of RFC 3339 as the locale writes it.
---@param date string
---@param style? "short"|"medium"|"long"|"full"
---@return string
function ctx.date(date, style) end

---A date for `datetime` of `encart.html.time`.
---@param date string
---@return string
function ctx.iso(date) end

---The items as a sentence of the locale has them: "a, b et c".
---@param items string[]
---@return string
function ctx.list(items) end

---The text as part of an address: "contexte-et-enjeux"; "" when nothing of it can be.
---@param text string
---@return string at most 60 bytes of a-z, 0-9 and single dashes
function ctx.slug(text) end

---A diagnostic in the report.
---@param message any
function ctx.warn(message) end
