/* Cutting a body into blocks, in one walk over the upper levels of the tree.
 *
 * A container (the root or a pure wrapper) holds block elements and runs of inline content;
 * each of them is a block, except that pure wrappers are entered. The walk follows the
 * tree's own links, so it needs no stack. It must not know of boxes, plugins or rules: it
 * only states facts. Start reading at encart__blocks(). */
#include "core/place/block.h"

#include "core/base/limits.h"
#include "core/base/utf8.h"
#include "core/base/vec.h"
#include "core/place/flow.h"
#include "core/place/stems.h"

enum {
    FAKE_HEADING_WORDS = 15, /* a longer bold paragraph is a lede, not a heading */
    FAKE_HEADING_CHARS = 120,
    CAPTION_NODES = 64, /* a wrapper with own media and no more than this is a figure */
    CAPTION_BYTES = 400
};

/* Consecutive siblings that make one block: `first` up to `past`, which is not of it. */
typedef struct run {
    encart__node_id first, past;
    uint32_t start, end; /* in the canonical bytes */
} run;

/* What one look at a run tells. */
typedef struct facts {
    int image, media;  /* img, picture; iframe, video, audio, object, embed */
    int bold, plain;   /* visible text inside, outside strong and b */
    int floating;
    int blocks;        /* block elements below the run's own nodes */
} facts;

typedef struct cutter {
    const encart__tree *t;
    const encart__span *spans;
    const encart__alloc *alloc;
    encart__arena *arena;
    encart__stems stems;
    encart__strbuf prose;
    encart__block *blocks;
    size_t count, cap;
    encart__wrapper *wrappers; /* the root, and those that hold blocks */
    size_t wrapper_count, wrapper_cap;
    uint32_t in;     /* the wrapper at hand */
    uint32_t words;  /* of the blocks so far */
    uint32_t cursor; /* in the canonical bytes: end of what was passed */
    int failed;
} cutter;

static const char *const kind_names[] = {"paragraph", "heading", "figure",  "list",
                                         "quote",     "table",   "pre",     "embed",
                                         "details",   "rule",    "box",     "other"};

const char *encart__block_kind_name(encart__block_kind kind)
{
    return (unsigned)kind <= ENCART__BLOCK_OTHER ? kind_names[kind] : "other";
}

/* ---- names and classes ------------------------------------------------------------- */

static const struct {
    uint16_t tag;
    uint8_t kind;
} tag_kinds[] = {
    {ENCART__T_P, ENCART__BLOCK_PARAGRAPH},  {ENCART__T_FIGURE, ENCART__BLOCK_FIGURE},
    {ENCART__T_UL, ENCART__BLOCK_LIST},      {ENCART__T_OL, ENCART__BLOCK_LIST},
    {ENCART__T_DL, ENCART__BLOCK_LIST},      {ENCART__T_MENU, ENCART__BLOCK_LIST},
    {ENCART__T_DIR, ENCART__BLOCK_LIST},     {ENCART__T_BLOCKQUOTE, ENCART__BLOCK_QUOTE},
    {ENCART__T_TABLE, ENCART__BLOCK_TABLE},  {ENCART__T_PRE, ENCART__BLOCK_PRE},
    {ENCART__T_LISTING, ENCART__BLOCK_PRE},  {ENCART__T_DETAILS, ENCART__BLOCK_DETAILS},
    {ENCART__T_HR, ENCART__BLOCK_RULE},
};

static const uint16_t media_tags[] = {ENCART__T_IFRAME, ENCART__T_VIDEO, ENCART__T_AUDIO,
                                      ENCART__T_OBJECT, ENCART__T_EMBED};
static const uint16_t wrapper_tags[] = {ENCART__T_DIV, ENCART__T_SECTION,
                                        ENCART__T_ARTICLE, ENCART__T_MAIN};

static const char *const float_classes[] = {
    "alignleft",  "alignright",  "align-left",  "align-right", "float-left", "float-right",
    "floatleft",  "floatright",  "float-start", "float-end",   "pull-left",  "pull-right",
    "fl-left",    "fl-right",    "left",        "right",       NULL};
static const char *const embed_classes[] = {
    "twitter-tweet", "instagram-media", "tiktok-embed", "bluesky-embed", "mastodon-embed",
    "fb-post",       "fb-video",        "wp-block-embed", "embed",       NULL};
static const char *const figure_classes[] = {
    "gallery",   "wp-block-gallery", "wp-block-image", "wp-caption", "carousel",
    "slideshow", "slider",           "diaporama",      NULL};

#define COUNT_OF(a) (sizeof(a) / sizeof *(a))

static int tag_in(uint16_t tag, const uint16_t *tags, size_t n)
{
    while (n-- > 0)
        if (tags[n] == tag)
            return 1;
    return 0;
}

static int one_of(encart__str word, const char *const *names)
{
    for (; *names; names++)
        if (encart__str_ieq(word, encart__str_z(*names)))
            return 1;
    return 0;
}

/* Whether one of the element's classes is in `names`. */
static int has_class(const encart__tree *t, encart__node_id node, const char *const *names)
{
    encart__str v;
    size_t i = 0, from;

    if (!encart__tree_attr(t, node, ENCART__A_CLASS, &v))
        return 0;
    while (i < v.n) {
        while (i < v.n && encart__is_space((unsigned char)v.p[i]))
            i++;
        from = i;
        while (i < v.n && !encart__is_space((unsigned char)v.p[i]))
            i++;
        if (one_of(encart__str_sub(v, from, i), names))
            return 1;
    }
    return 0;
}

/* "float: left" in a style attribute, whatever the spaces. */
static int style_floats(encart__str style)
{
    static const char want[] = "float:";
    size_t hit = 0;

    for (size_t i = 0; i < style.n; i++) {
        int c = encart__lower((unsigned char)style.p[i]);

        if (encart__is_space(c))
            continue;
        if (hit == sizeof want - 1)
            return c == 'l' || c == 'r' || c == 'i'; /* left, right, inline-start */
        hit = c == want[hit] ? hit + 1 : (size_t)(c == want[0]);
    }
    return 0;
}

static int floats(const encart__tree *t, encart__node_id node)
{
    static const char *const sides[] = {"left", "right", NULL};
    uint16_t tag = t->nodes[node].tag;
    encart__str v;

    if (has_class(t, node, float_classes))
        return 1;
    if (encart__tree_attr(t, node, ENCART__A_STYLE, &v) && style_floats(v))
        return 1;
    return (tag == ENCART__T_IMG || tag == ENCART__T_TABLE || tag == ENCART__T_IFRAME) &&
           encart__tree_attr(t, node, ENCART__A_ALIGN, &v) && one_of(v, sides);
}

static int is_element(const encart__tree *t, encart__node_id node)
{
    return t->nodes[node].kind == ENCART__NODE_ELEMENT;
}

static int is_block_element(const encart__tree *t, encart__node_id node)
{
    return is_element(t, node) &&
           (encart__tag_flags(t->nodes[node].tag) & ENCART__F_BLOCK);
}

/* Whether a text node shows anything. */
static int visible(encart__str s)
{
    uint32_t cp;

    for (size_t i = 0; i < s.n;) {
        i += encart__utf8_decode(s.p + i, s.n - i, &cp);
        if (!encart__cp_is_space(cp) && !encart__cp_is_ignorable(cp))
            return 1;
    }
    return 0;
}

/* ---- facts --------------------------------------------------------------------------- */

static void look_at_element(const encart__tree *t, encart__node_id node, int own, facts *f)
{
    uint16_t tag = t->nodes[node].tag;

    f->image |= tag == ENCART__T_IMG || tag == ENCART__T_PICTURE;
    f->media |= tag_in(tag, media_tags, COUNT_OF(media_tags));
    f->blocks |= !own && is_block_element(t, node);
    if (own || tag == ENCART__T_IMG || tag == ENCART__T_PICTURE || tag == ENCART__T_FIGURE)
        f->floating |= floats(t, node);
}

/* Facts about one node of a run and all below it. */
static void look_at(const encart__tree *t, encart__node_id top, facts *f)
{
    encart__iter it;
    int bold = 0, hidden = 0;

    encart__iter_init(&it, t, top);
    while (encart__iter_next(&it)) {
        const encart__node *n = &t->nodes[it.at];

        if (n->kind == ENCART__NODE_TEXT) {
            if (!hidden && visible(encart__tree_text_of(t, it.at)))
                *(bold ? &f->bold : &f->plain) = 1;
        } else if (n->kind == ENCART__NODE_ELEMENT) {
            if (n->tag == ENCART__T_STRONG || n->tag == ENCART__T_B)
                bold += it.leave ? -1 : 1;
            if (encart__tag_flags(n->tag) & ENCART__F_NOTPROSE)
                hidden += it.leave ? -1 : 1;
            if (!it.leave)
                look_at_element(t, it.at, it.at == top, f);
        }
    }
}

static facts look_at_run(const encart__tree *t, const run *r)
{
    facts f = {0};

    for (encart__node_id at = r->first; at && at != r->past; at = t->nodes[at].next)
        look_at(t, at, &f);
    return f;
}

/* ---- kinds and flags ----------------------------------------------------------------- */

static uint8_t kind_of_tag(uint16_t tag)
{
    for (size_t i = 0; i < COUNT_OF(tag_kinds); i++)
        if (tag_kinds[i].tag == tag)
            return tag_kinds[i].kind;
    return ENCART__BLOCK_OTHER;
}

/* Of inline content, a paragraph or a div: what it shows decides. */
static uint8_t kind_of_flow(const facts *f)
{
    if (f->bold || f->plain)
        return f->blocks ? ENCART__BLOCK_OTHER : ENCART__BLOCK_PARAGRAPH;
    if (f->media)
        return ENCART__BLOCK_EMBED;
    return f->image ? ENCART__BLOCK_FIGURE : ENCART__BLOCK_OTHER;
}

static uint8_t kind_of(const encart__tree *t, encart__node_id node, const facts *f)
{
    uint16_t tag = t->nodes[node].tag;
    uint8_t kind;

    if (!is_block_element(t, node))
        return kind_of_flow(f);
    if (encart__tree_attr(t, node, ENCART__A_DATA_ENCART, NULL))
        return ENCART__BLOCK_BOX;
    if (encart__heading_level(tag))
        return ENCART__BLOCK_HEADING;
    if (has_class(t, node, embed_classes))
        return ENCART__BLOCK_EMBED;
    if (has_class(t, node, figure_classes))
        return ENCART__BLOCK_FIGURE;
    kind = kind_of_tag(tag);
    if (kind == ENCART__BLOCK_FIGURE && f->media)
        return ENCART__BLOCK_EMBED;
    if (kind == ENCART__BLOCK_PARAGRAPH)
        return kind_of_flow(f);
    if (tag_in(tag, wrapper_tags, COUNT_OF(wrapper_tags))) {
        kind = kind_of_flow(f);
        if (kind == ENCART__BLOCK_OTHER && (f->image || f->media))
            kind = f->media ? ENCART__BLOCK_EMBED : ENCART__BLOCK_FIGURE;
    }
    return kind;
}

static int is_lower(uint32_t cp)
{
    if (cp < 0x80)
        return cp >= 'a' && cp <= 'z';
    if (cp >= 0xDF && cp <= 0xFF)
        return cp != 0xF7;
    return ((cp >= 0x100 && cp <= 0x17F) || (cp >= 0x3AC && cp <= 0x3CE) ||
            (cp >= 0x430 && cp <= 0x45F)) &&
           !encart__cp_is_upper(cp);
}

static int in_set(uint32_t cp, const uint32_t *set, size_t n)
{
    while (n-- > 0)
        if (set[n] == cp)
            return 1;
    return 0;
}

/* The first code point that counts: leading dots and brackets do not hide a lower-case
 * letter, nor do spaces. */
static unsigned flags_of_start(encart__str s)
{
    static const uint32_t dialogue[] = {0xAB, 0x201C, 0x201E, 0x2014, 0x2013};
    static const uint32_t skipped[] = {'.', 0x2026, '(', '['};
    uint32_t cp = 0;
    size_t i = 0;

    while (i < s.n) {
        i += encart__utf8_decode(s.p + i, s.n - i, &cp);
        if (!encart__cp_is_space(cp) && !encart__cp_is_ignorable(cp) &&
            !in_set(cp, skipped, COUNT_OF(skipped)))
            break;
    }
    if (in_set(cp, dialogue, COUNT_OF(dialogue)))
        return ENCART__BLOCK_STARTS_DIALOGUE;
    return is_lower(cp) ? ENCART__BLOCK_STARTS_LOWER : 0;
}

static unsigned flags_of_end(encart__str s)
{
    static const uint32_t sentence[] = {'.',    '!',    '?',    0x2026, 0xBB,
                                        0x201D, '"',    ')',    0x61F,  0x6D4,
                                        0x3002, 0xFF01, 0xFF1F, 0x964};
    uint32_t cp, last = 0;
    size_t i = s.n > 64 ? s.n - 64 : 0; /* more than 64 bytes of spaces end no block */

    while (i < s.n && i > 0 && ((unsigned char)s.p[i] & 0xC0) == 0x80)
        i++;
    while (i < s.n) {
        i += encart__utf8_decode(s.p + i, s.n - i, &cp);
        if (!encart__cp_is_space(cp) && !encart__cp_is_ignorable(cp))
            last = cp;
    }
    if (last == ':' || last == 0xFF1A)
        return ENCART__BLOCK_ENDS_COLON;
    return in_set(last, sentence, COUNT_OF(sentence)) ? ENCART__BLOCK_ENDS_SENTENCE : 0;
}

static void set_flags(encart__block *b, const facts *f, encart__str prose)
{
    unsigned flags = flags_of_start(prose) | flags_of_end(prose);

    if (b->kind == ENCART__BLOCK_PARAGRAPH && f->bold && !f->plain &&
        b->words <= FAKE_HEADING_WORDS && b->chars <= FAKE_HEADING_CHARS)
        flags |= ENCART__BLOCK_FAKE_HEADING;
    if (f->floating)
        flags |= ENCART__BLOCK_FLOAT;
    b->flags = (uint16_t)flags;
}

/* ---- blocks -------------------------------------------------------------------------- */

static int fail(cutter *c, int status)
{
    c->failed = c->failed ? c->failed : status;
    return 0;
}

/* Words and stems of c->prose. */
static int set_words(cutter *c, encart__block *b)
{
    size_t n;

    if (!encart__stems_read(&c->stems, encart__strbuf_view(&c->prose), &b->words))
        return fail(c, ENCART_ENOMEM);
    n = c->stems.list_count;
    b->stems = encart__arena_array(c->arena, n, sizeof *b->stems);
    if (!b->stems)
        return fail(c, ENCART_ENOMEM);
    if (n)
        memcpy(b->stems, c->stems.list, n * sizeof *b->stems);
    b->stem_count = (uint32_t)n;
    return 1;
}

static encart__block *new_block(cutter *c)
{
    void *data = c->blocks;

    if (!encart__vec_grow(c->alloc, &data, &c->cap, c->count, sizeof *c->blocks,
                          ENCART__MAX_BLOCKS)) {
        fail(c, ENCART_ENOMEM);
        return NULL;
    }
    c->blocks = data;
    c->blocks[c->count] = (encart__block){0};
    return &c->blocks[c->count];
}

static void read_prose(cutter *c, const run *r)
{
    encart__strbuf_clear(&c->prose);
    for (encart__node_id at = r->first; at && at != r->past; at = c->t->nodes[at].next)
        if (is_element(c->t, at))
            encart__tree_prose(c->t, at, " ", &c->prose);
        else if (c->t->nodes[at].kind == ENCART__NODE_TEXT)
            encart__strbuf_str(&c->prose, encart__tree_text_of(c->t, at));
}

/* Makes a block of `r`, unless it shows nothing: empty paragraphs are no blocks. */
static int emit(cutter *c, const run *r, int at_root)
{
    facts f = look_at_run(c->t, r);
    encart__block *b;

    if (!f.bold && !f.plain && !f.image && !f.media &&
        c->t->nodes[r->first].tag != ENCART__T_HR)
        return 1;
    b = new_block(c);
    read_prose(c, r);
    if (!b || c->prose.failed)
        return fail(c, c->prose.failed ? c->prose.failed : ENCART_ENOMEM);
    b->node = r->first;
    b->kind = kind_of(c->t, r->first, &f);
    b->level = (uint8_t)encart__heading_level(c->t->nodes[r->first].tag);
    if (!set_words(c, b))
        return 0;
    b->chars = (uint32_t)encart__utf8_length(encart__strbuf_view(&c->prose));
    b->start = r->start;
    b->end = r->end;
    b->gap = c->cursor;
    b->before = c->words;
    set_flags(b, &f, encart__strbuf_view(&c->prose));
    if (at_root)
        b->flags |= ENCART__BLOCK_GAP_AT_ROOT;
    c->words += b->words;
    c->count++;
    return 1;
}

/* ---- wrappers ------------------------------------------------------------------------ */

/* A wrapper with media of its own is a figure when the rest is short enough to be its
 * caption. Looks at a bounded number of nodes, so that nested ones cost nothing. */
static int caption_like(const encart__tree *t, encart__node_id wrapper)
{
    encart__node_id at = wrapper;
    size_t nodes = 0, bytes = 0;

    while ((at = encart__tree_next(t, wrapper, at, 0)) != 0) {
        if (t->nodes[at].kind == ENCART__NODE_TEXT)
            bytes += encart__tree_text_of(t, at).n;
        if (++nodes > CAPTION_NODES || bytes > CAPTION_BYTES)
            return 0;
    }
    return 1;
}

/* Whether boxes may stand between the children of this element: it holds at least one
 * block and no text of its own. */
static int is_wrapper(const encart__tree *t, encart__node_id node)
{
    int blocks = 0;
    facts own = {0};

    if (!tag_in(t->nodes[node].tag, wrapper_tags, COUNT_OF(wrapper_tags)) ||
        encart__tree_attr(t, node, ENCART__A_DATA_ENCART, NULL) || floats(t, node) ||
        has_class(t, node, figure_classes) || has_class(t, node, embed_classes))
        return 0;
    for (encart__node_id at = t->nodes[node].first; at; at = t->nodes[at].next)
        if (is_block_element(t, at))
            blocks = 1;
        else
            look_at(t, at, &own);
    if (!blocks || own.bold || own.plain)
        return 0;
    return !(own.image || own.media) || !caption_like(t, node);
}

/* ---- the walk ------------------------------------------------------------------------ */

/* Bytes of a node that has no span of its own. */
static uint32_t bare_length(cutter *c, encart__node_id node)
{
    encart__str s = encart__tree_text_of(c->t, node);

    if (c->t->nodes[node].kind != ENCART__NODE_TEXT)
        return (uint32_t)s.n + sizeof "<!---->" - 1;
    encart__strbuf_clear(&c->prose);
    encart__escape_text(&c->prose, s);
    return (uint32_t)c->prose.size;
}

/* The run of inline siblings that begins at `at`. */
static run inline_run(cutter *c, encart__node_id at)
{
    run r = {at, 0, c->cursor, c->cursor};

    for (; at && !is_block_element(c->t, at); at = c->t->nodes[at].next) {
        if (is_element(c->t, at))
            r.end = c->spans[at].end;
        else
            r.end += bare_length(c, at);
    }
    r.past = at;
    return r;
}

/* The offset after a block element: children of the root are followed by a newline. */
static uint32_t after(const cutter *c, encart__node_id node)
{
    return c->spans[node].end + (c->t->nodes[node].parent == ENCART__ROOT);
}

/* Enters `node`. */
static void enter(cutter *c, encart__node_id node)
{
    void *data = c->wrappers;

    if (!encart__vec_grow(c->alloc, &data, &c->wrapper_cap, c->wrapper_count,
                          sizeof *c->wrappers, 0)) {
        fail(c, ENCART_ENOMEM);
        return;
    }
    c->wrappers = data;
    c->wrappers[c->wrapper_count] =
        (encart__wrapper){.node = node, .parent = c->in, .first = (uint32_t)c->count};
    c->in = (uint32_t)c->wrapper_count++;
    c->cursor = node == ENCART__ROOT ? 0 : c->spans[node].inner;
}

/* Goes back to the wrapper around the one at hand; one without blocks is forgotten. */
static void close_wrapper(cutter *c)
{
    encart__wrapper *w = &c->wrappers[c->in];

    w->past = (uint32_t)c->count;
    if (w->first == w->past && c->in)
        c->wrapper_count = c->in;
    c->in = w->parent;
}

/* Leaves `node`: when the block made last stands in it, the gap after that block lies
 * behind the whole wrapper, one level up. */
static void leave(cutter *c, encart__node_id node)
{
    encart__block *b = c->count ? &c->blocks[c->count - 1] : NULL;

    if (b && b->start >= c->spans[node].start) {
        b->gap = after(c, node);
        if (c->t->nodes[node].parent == ENCART__ROOT)
            b->flags |= ENCART__BLOCK_GAP_AT_ROOT;
    }
    c->cursor = after(c, node);
    close_wrapper(c);
}

/* Passes the block or run at `at`; returns what follows it among its siblings. */
static encart__node_id pass(cutter *c, encart__node_id at)
{
    int at_root = c->t->nodes[at].parent == ENCART__ROOT;
    run r;

    if (is_block_element(c->t, at)) {
        r = (run){at, c->t->nodes[at].next, c->spans[at].start, c->spans[at].end};
        c->cursor = after(c, at);
    } else {
        r = inline_run(c, at);
        c->cursor = r.end;
    }
    emit(c, &r, at_root);
    return r.past;
}

static void walk(cutter *c)
{
    const encart__node *nodes = c->t->nodes;
    encart__node_id at = nodes[ENCART__ROOT].first, parent = ENCART__ROOT;

    enter(c, ENCART__ROOT);
    while (!c->failed && c->count < ENCART__MAX_BLOCKS) {
        while (!at && parent != ENCART__ROOT) {
            leave(c, parent);
            at = nodes[parent].next;
            parent = nodes[parent].parent;
        }
        if (!at)
            break;
        if (is_wrapper(c->t, at)) {
            enter(c, at);
            parent = at;
            at = nodes[at].first;
        } else {
            at = pass(c, at);
        }
    }
    while (!c->failed && c->in) /* past the last block that counts */
        close_wrapper(c);
    if (!c->failed)
        close_wrapper(c);
}

static void finish(cutter *c, encart__block **out, size_t *count)
{
    if (!c->failed) {
        encart__flow_mark(c->t, c->wrappers, c->wrapper_count, c->blocks, c->count);
        *out = encart__arena_array(c->arena, c->count, sizeof **out);
        if (!*out)
            fail(c, ENCART_ENOMEM);
        else if (c->count)
            memcpy(*out, c->blocks, c->count * sizeof **out);
        *count = *out ? c->count : 0;
    }
    encart__free(c->alloc, c->blocks, c->cap * sizeof *c->blocks);
    encart__free(c->alloc, c->wrappers, c->wrapper_cap * sizeof *c->wrappers);
    encart__strbuf_free(&c->prose);
    encart__stems_free(&c->stems);
}

int encart__blocks(encart__block **out, size_t *count, const encart__tree *t,
                   const encart__span *spans, encart__str lang, encart__arena *arena,
                   const encart__alloc *alloc)
{
    cutter c = {.t = t, .spans = spans, .arena = arena,
                .alloc = alloc ? alloc : &encart__alloc_default};

    *out = NULL;
    *count = 0;
    encart__strbuf_init(&c.prose, c.alloc, 0);
    if (encart__stems_init(&c.stems, lang, c.alloc))
        fail(&c, ENCART_ENOMEM);
    walk(&c);
    finish(&c, out, count);
    return c.failed;
}
