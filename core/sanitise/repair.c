/* The only file that includes tidy. libtidy sees neither an attribute, nor a word, nor an
 * element that it would treat in a way of its own: text is written as the number of its
 * token, attributes as one number, and elements that it does not know as new ones. It gives
 * back a nesting, and the builder makes the tree of it with the true tokens.
 *
 * What is guarded here, each from measurement (docs/libtidy.md): it exits when memory runs
 * out (own allocator, longjmp), sets the host's locale and has statics (see "libtidy's
 * statics" below), takes seconds on a few kilobytes of crossed formatting (bounds before, a
 * budget of allocations inside), and recurses (depth is bounded before).
 */
#include "core/sanitise/repair.h"

#include <limits.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#if defined(HAVE_TIDY_H) && !defined(HAVE_TIDY_TIDY_H)
#include <tidy.h>
#include <tidybuffio.h>
#else
#include <tidy/tidy.h>
#include <tidy/tidybuffio.h>
#endif

enum {
    MOST_TOKENS = 20000,
    MOST_DEPTH = 100,       /* of the tree that the builder made of the same tokens */
    MOST_WAITING = 600,     /* start tags that wait for their end, or in vain */
    MOST_OPEN = 24,         /* start tags in line that wait for their end */
    MOST_COPIES = 2000,     /* formatting that libtidy would open again at blocks */
    BUDGET_BASE = 4000,     /* allocations, and so many more for each token */
    BUDGET_TOKEN = 24
};
/* A level takes 60 to 150 bytes of stack, so MOST_WAITING levels take less than this. It is
 * for those end tags that libtidy does not heed; threads may have 256 KiB in all. */
#define MOST_STACK ((size_t)96 << 10)
#define MEMORY_BASE ((size_t)1 << 20)
#define MEMORY_TOKEN ((size_t)4096)

typedef struct {
    TidyAllocator base; /* first: libtidy hands us a pointer to it */
    jmp_buf *out;
    encart__arena arena;
    uintptr_t stack; /* where it stood before libtidy */
    size_t left;     /* allocations */
    int nomem;       /* the host had no memory: not a matter of the budget */
} guard;

/* Size of a block, kept in front of it: libtidy does not tell it to realloc. */
typedef union {
    size_t size;
    max_align_t align;
} header;

static uintptr_t stack_here(void)
{
    return (uintptr_t)__builtin_frame_address(0);
}

/* libtidy recurses at each level, and at each level it allocates a node. Whichever way the
 * stack grows: it is no further than MOST_STACK from where it stood. */
static int is_deep(const guard *g)
{
    return stack_here() - g->stack + MOST_STACK > 2 * MOST_STACK;
}

static int in_budget(const guard *g, size_t size)
{
    return !is_deep(g) && g->left && size <= g->arena.limit &&
           g->arena.used <= g->arena.limit - size;
}

static void *TIDY_CALL tidy_alloc(TidyAllocator *self, size_t size)
{
    guard *g = (guard *)self;
    header *h = NULL;

    if (size <= g->arena.limit && in_budget(g, size + sizeof *h + sizeof(max_align_t))) {
        g->left--;
        h = encart__arena_alloc(&g->arena, size + sizeof *h);
        g->nomem = !h;
    }
    if (!h)
        longjmp(*g->out, 1);
    h->size = size;
    return h + 1;
}

static void *TIDY_CALL tidy_realloc(TidyAllocator *self, void *old, size_t size)
{
    void *block = tidy_alloc(self, size);
    size_t had = old ? ((header *)old - 1)->size : 0;

    if (had)
        memcpy(block, old, had < size ? had : size);
    return block;
}

static void TIDY_CALL tidy_free(TidyAllocator *self, void *block)
{
    (void)self; /* the arena goes whole */
    (void)block;
}

static void TIDY_CALL tidy_panic(TidyAllocator *self, ctmbstr message)
{
    (void)message;
    longjmp(*((guard *)self)->out, 1);
}

static const TidyAllocatorVtbl vtable = {tidy_alloc, tidy_realloc, tidy_free, tidy_panic};

static Bool TIDY_CALL no_report(TidyDoc doc, TidyReportLevel level, uint line, uint column,
                                ctmbstr message)
{
    (void)doc, (void)level, (void)line, (void)column, (void)message;
    return no;
}

/* ---- bounds ---------------------------------------------------------------------------- */

/* Start tags that wait for their end, as the tokens go by. */
typedef struct {
    uint32_t open[ENCART__T_COUNT];
    uint32_t blocks, inlines;
    uint32_t copies; /* elements in line that stood open where a block began */
} waiting;

static void wait_for(waiting *w, const encart__clean_token *k)
{
    uint32_t *kind = &w->inlines;

    if (encart__tag_flags(k->tag) & ENCART__F_BLOCK)
        kind = &w->blocks;
    if (k->type == ENCART__CLEAN_START) {
        if (kind == &w->blocks)
            w->copies += w->inlines;
        w->open[k->tag]++;
        (*kind)++;
    } else if (k->type == ENCART__CLEAN_END && w->open[k->tag]) {
        w->open[k->tag]--;
        (*kind)--;
    }
}

/* libtidy's stack of elements is no higher than what waits, but for end tags that it does
 * not heed; what waits in line, it opens again at each block. */
static int affordable(const encart__clean *clean, const encart__builder *b)
{
    waiting w = {{0}, 0, 0, 0};

    if (clean->count > MOST_TOKENS || b->deepest > MOST_DEPTH || b->flattened)
        return 0;
    for (size_t i = 0; i < clean->count; i++) {
        wait_for(&w, &clean->token[i]);
        if (w.inlines > MOST_OPEN || w.copies > MOST_COPIES || w.blocks > MOST_WAITING)
            return 0;
    }
    return 1;
}

/* ---- tokens to libtidy ----------------------------------------------------------------- */

/* Elements whose nesting libtidy knows as HTML 5 does. */
static int is_native(uint16_t tag)
{
    static const uint8_t native[ENCART__T_COUNT] = {
        [ENCART__T_A] = 1,      [ENCART__T_ABBR] = 1,     [ENCART__T_B] = 1,
        [ENCART__T_BLOCKQUOTE] = 1, [ENCART__T_BR] = 1,   [ENCART__T_CAPTION] = 1,
        [ENCART__T_CITE] = 1,   [ENCART__T_CODE] = 1,     [ENCART__T_COL] = 1,
        [ENCART__T_COLGROUP] = 1, [ENCART__T_DD] = 1,     [ENCART__T_DFN] = 1,
        [ENCART__T_DIV] = 1,    [ENCART__T_DL] = 1,       [ENCART__T_DT] = 1,
        [ENCART__T_EM] = 1,     [ENCART__T_H1] = 1,       [ENCART__T_H2] = 1,
        [ENCART__T_H3] = 1,     [ENCART__T_H4] = 1,       [ENCART__T_H5] = 1,
        [ENCART__T_H6] = 1,     [ENCART__T_HR] = 1,       [ENCART__T_I] = 1,
        [ENCART__T_IMG] = 1,    [ENCART__T_KBD] = 1,      [ENCART__T_LI] = 1,
        [ENCART__T_OL] = 1,     [ENCART__T_P] = 1,        [ENCART__T_PRE] = 1,
        [ENCART__T_Q] = 1,      [ENCART__T_S] = 1,        [ENCART__T_SAMP] = 1,
        [ENCART__T_SMALL] = 1,  [ENCART__T_SPAN] = 1,     [ENCART__T_STRONG] = 1,
        [ENCART__T_SUB] = 1,    [ENCART__T_SUP] = 1,      [ENCART__T_TABLE] = 1,
        [ENCART__T_TBODY] = 1,  [ENCART__T_TD] = 1,       [ENCART__T_TFOOT] = 1,
        [ENCART__T_TH] = 1,     [ENCART__T_THEAD] = 1,    [ENCART__T_TR] = 1,
        [ENCART__T_U] = 1,      [ENCART__T_UL] = 1,       [ENCART__T_VAR] = 1,
    };

    return native[tag];
}

/* The names of the others: "xfigure"; one list for blocks, one for elements in line. */
static void new_names(encart__strbuf *out, int block)
{
    encart__strbuf_clear(out);
    for (uint16_t tag = 1; tag < ENCART__T_COUNT; tag++) {
        unsigned flags = encart__tag_flags(tag);

        if (is_native(tag) || (flags & ENCART__F_VOID) ||
            ((flags & ENCART__F_BLOCK) != 0) != block)
            continue;
        if (out->size)
            encart__strbuf_puts(out, ", ");
        encart__strbuf_putc(out, 'x');
        encart__strbuf_str(out, encart__tag_name(tag));
    }
}

static void write_name(encart__strbuf *out, const encart__clean_token *k)
{
    if (is_native(k->tag)) {
        encart__strbuf_str(out, encart__tag_name(k->tag));
    } else if (k->type == ENCART__CLEAN_VOID || k->type == ENCART__CLEAN_COMMENT) {
        encart__strbuf_puts(out, "img");
    } else {
        encart__strbuf_putc(out, 'x');
        encart__strbuf_str(out, encart__tag_name(k->tag));
    }
}

static int blank(encart__str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!encart__is_space((unsigned char)s.p[i]))
            return 0;
    return 1;
}

static int is_block_tag(const encart__clean *c, size_t i)
{
    return i >= c->count || (encart__tag_flags(c->token[i].tag) & ENCART__F_BLOCK) != 0;
}

/* White space beside a block's tag is not text to libtidy, nor to us. */
static int is_sent(const encart__clean *c, size_t i)
{
    const encart__clean_token *k = &c->token[i];

    if (k->type != ENCART__CLEAN_TEXT)
        return !k->unused;
    return !blank(encart__clean_slice(c, k->at, k->n)) ||
           !(i == 0 || is_block_tag(c, i - 1) || is_block_tag(c, i + 1));
}

static void write_tokens(const encart__clean *c, encart__strbuf *out)
{
    encart__strbuf_puts(out, "<!DOCTYPE html><html><head><title>x</title></head><body>");
    for (size_t i = 0; i < c->count; i++) {
        const encart__clean_token *k = &c->token[i];

        if (!is_sent(c, i))
            continue;
        if (k->type == ENCART__CLEAN_TEXT) {
            encart__strbuf_printf(out, "%zu_", i);
            continue;
        }
        encart__strbuf_puts(out, k->type == ENCART__CLEAN_END ? "</" : "<");
        write_name(out, k);
        if (k->type != ENCART__CLEAN_END)
            encart__strbuf_printf(out, " data-n=\"%zu\"", i);
        encart__strbuf_putc(out, '>');
    }
    encart__strbuf_puts(out, "</body></html>");
}

/* ---- libtidy to the builder ------------------------------------------------------------ */

typedef struct {
    encart__builder *b;
    const encart__clean *clean;
    size_t next;      /* the text that must come next */
    size_t voids;     /* elements without content seen */
    int wrong;
} reader;

static size_t skip_to_text(const encart__clean *c, size_t i)
{
    while (i < c->count && (c->token[i].type != ENCART__CLEAN_TEXT || !is_sent(c, i)))
        i++;
    return i;
}

/* "12_13_": each number is the text that must come next. */
static void read_text(reader *r, const char *p, size_t size)
{
    encart__str rest = encart__str_trim((encart__str){p, size});

    while (rest.n) {
        const encart__clean_token *k = &r->clean->token[r->next];
        char due[32];
        size_t n = (size_t)snprintf(due, sizeof due, "%zu_", r->next);

        if (!encart__str_starts(rest, (encart__str){due, n})) {
            r->wrong = 1;
            return;
        }
        rest = encart__str_trim(encart__str_sub(rest, n, rest.n));
        encart__builder_text(r->b, encart__clean_slice(r->clean, k->at, k->n));
        r->next = skip_to_text(r->clean, r->next + 1);
    }
}

/* The token that a node stands for; ENCART__NO_KEY when libtidy made the node up. */
static uint32_t token_of(const reader *r, TidyNode node)
{
    for (TidyAttr a = tidyAttrFirst(node); a; a = tidyAttrNext(a)) {
        if (strcmp(tidyAttrName(a), "data-n") == 0) {
            unsigned long i = strtoul(tidyAttrValue(a), NULL, 10);

            return i < r->clean->count ? (uint32_t)i : ENCART__NO_KEY;
        }
    }
    return ENCART__NO_KEY;
}

/* libtidy leaves an empty copy in front of a block that it moves formatting into. */
static int is_leftover(const reader *r, TidyNode node, uint32_t key)
{
    const encart__clean_token *k = &r->clean->token[key], *after;
    size_t i = (size_t)key + 1;

    if (tidyGetChild(node) || (encart__tag_flags(k->tag) & ENCART__F_BLOCK))
        return 0;
    while (i < r->clean->count && !is_sent(r->clean, i))
        i++;
    if (i == r->clean->count)
        return 0;
    after = &r->clean->token[i];
    return !(after->type == ENCART__CLEAN_END && after->tag == k->tag);
}

static void enter(reader *r, TidyDoc doc, TidyNode node, TidyBuffer *text)
{
    const encart__clean_token *k;
    uint32_t key;

    if (tidyNodeGetType(node) == TidyNode_Text) {
        tidyBufClear(text);
        tidyNodeGetValue(doc, node, text);
        read_text(r, (const char *)text->bp, text->size);
        return;
    }
    key = token_of(r, node);
    if (key == ENCART__NO_KEY)
        return;
    k = &r->clean->token[key];
    r->voids += k->type == ENCART__CLEAN_VOID || k->type == ENCART__CLEAN_COMMENT;
    if (k->type == ENCART__CLEAN_START && !is_leftover(r, node, key))
        encart__builder_start(r->b, k->tag, key);
    else if (k->type == ENCART__CLEAN_VOID)
        encart__builder_void(r->b, k->tag, key);
    else if (k->type == ENCART__CLEAN_COMMENT)
        encart__builder_comment(r->b, encart__clean_slice(r->clean, k->at, k->n));
}

static void leave(reader *r, TidyNode node)
{
    uint32_t key = token_of(r, node);

    if (key != ENCART__NO_KEY && r->clean->token[key].type == ENCART__CLEAN_START)
        encart__builder_end(r->b, r->clean->token[key].tag, key);
}

static void read_body(reader *r, TidyDoc doc, TidyNode body, TidyBuffer *text)
{
    TidyNode node = tidyGetChild(body), next;

    while (node && !r->wrong) {
        enter(r, doc, node, text);
        next = tidyGetChild(node);
        while (!next) {
            leave(r, node);
            next = tidyGetNext(node);
            if (!next) {
                node = tidyGetParent(node);
                if (node == body)
                    return;
            }
        }
        node = next;
    }
}

static void set_options(TidyDoc doc, const char *blocks, const char *inlines)
{
    tidySetReportFilter(doc, no_report);
    tidyOptSetBool(doc, TidyShowWarnings, no);
    tidyOptSetInt(doc, TidyShowErrors, 0);
    tidyOptSetBool(doc, TidyQuiet, yes);
    tidyOptSetBool(doc, TidyForceOutput, yes);
    tidyOptSetBool(doc, TidyDropEmptyElems, no);
    tidyOptSetBool(doc, TidyDropEmptyParas, no);
    tidyOptSetInt(doc, TidyMergeDivs, TidyNoState);
    tidyOptSetInt(doc, TidyMergeSpans, TidyNoState);
    tidyOptSetBool(doc, TidyMergeEmphasis, no);
    tidyOptSetBool(doc, TidyCoerceEndTags, no);
    tidyOptSetBool(doc, TidyFixBackslash, no);
    tidyOptSetBool(doc, TidyFixUri, no);
    tidyOptSetValue(doc, TidyBlockTags, blocks);
    tidyOptSetValue(doc, TidyInlineTags, inlines);
    tidySetCharEncoding(doc, "utf8");
}

static size_t count_voids(const encart__clean *c)
{
    size_t count = 0;

    for (size_t i = 0; i < c->count; i++)
        count += c->token[i].type == ENCART__CLEAN_VOID ||
                 c->token[i].type == ENCART__CLEAN_COMMENT;
    return count;
}

typedef struct {
    encart__strbuf html, blocks, inlines;
} page;

static TidyDoc parse(guard *g, const page *p)
{
    TidyDoc doc = tidyCreateWithAllocator(&g->base);

    set_options(doc, encart__strbuf_z(&p->blocks), encart__strbuf_z(&p->inlines));
    tidyParseString(doc, encart__strbuf_z(&p->html));
    return doc;
}

/* Everything between two returns of setjmp; the tree's own failures are sticky. */
static void run(guard *g, reader *r, const page *p)
{
    TidyDoc doc = parse(g, p);
    TidyNode body = tidyGetBody(doc);
    TidyBuffer text;

    tidyBufInitWithAllocator(&text, &g->base);
    r->next = skip_to_text(r->clean, 0);
    if (body)
        read_body(r, doc, body, &text);
    if (r->next < r->clean->count || r->voids != count_voids(r->clean))
        r->wrong = 1;
}

/* ---- libtidy's statics ----------------------------------------------------------------- */

/* tidyCreate() calls setlocale(LC_ALL, "") unless a language was chosen: the one that is
 * current is, so a host that uses libtidy too keeps its own. That call takes two strings of
 * at most six bytes from malloc and exits when there are none: have malloc got some ready. */
static int choose_language(void)
{
    void *a = malloc(8), *b = malloc(8);
    int ok = a && b;

    free(a);
    free(b);
    return ok && tidySetLanguage(tidyGetLanguage());
}

static int warm_up(guard *g)
{
    jmp_buf out;
    TidyDoc doc;

    g->stack = stack_here();
    g->out = &out;
    if (setjmp(out))
        return 0;
    if (!choose_language()) {
        g->nomem = 1;
        return 0;
    }
    doc = tidyCreateWithAllocator(&g->base);
    tidySetReportFilter(doc, no_report);
    tidyParseString(doc, "<!DOCTYPE html><title>x</title><p>x</p>");
    return 1;
}

/* The first document of a process fills tables (a map of characters, the tags' parsers, a
 * stream for messages). Later ones of HTML 5 store again what stands there already, so they
 * need no lock: test_tidy_statics watches every store. */
static int make_ready(guard *caller)
{
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    static atomic_int ready;
    guard g = {.base = {&vtable}, .left = BUDGET_BASE};

    if (atomic_load_explicit(&ready, memory_order_acquire))
        return 1;
    encart__arena_init(&g.arena, caller->arena.alloc, MEMORY_BASE);
    pthread_mutex_lock(&lock);
    if (!atomic_load_explicit(&ready, memory_order_relaxed) && warm_up(&g))
        atomic_store_explicit(&ready, 1, memory_order_release);
    pthread_mutex_unlock(&lock);
    encart__arena_free(&g.arena);
    caller->nomem = g.nomem;
    return atomic_load_explicit(&ready, memory_order_relaxed);
}

/* setjmp has a function of its own, so that no local of ours can be clobbered. */
static int run_guarded(guard *g, reader *r, const page *p)
{
    jmp_buf out;

    g->stack = stack_here();
    g->out = &out;
    if (setjmp(out))
        return 0;
    run(g, r, p);
    return !r->wrong;
}

/* ---- the whole ------------------------------------------------------------------------- */

static void page_init(page *p, const encart__alloc *alloc)
{
    encart__strbuf_init(&p->html, alloc, 0);
    encart__strbuf_init(&p->blocks, alloc, 0);
    encart__strbuf_init(&p->inlines, alloc, 0);
}

static int page_write(page *p, const encart__clean *clean)
{
    write_tokens(clean, &p->html);
    new_names(&p->blocks, 1);
    new_names(&p->inlines, 0);
    return !p->html.failed && !p->blocks.failed && !p->inlines.failed;
}

static void page_free(page *p)
{
    encart__strbuf_free(&p->html);
    encart__strbuf_free(&p->blocks);
    encart__strbuf_free(&p->inlines);
}

encart__repair_budget encart__repair_budget_of(const encart__clean *clean)
{
    return (encart__repair_budget){BUDGET_BASE + clean->count * BUDGET_TOKEN,
                                   MEMORY_BASE + clean->count * MEMORY_TOKEN};
}

int encart__repair_within(encart__builder *b, const encart__clean *clean,
                          encart__dresser *dresser, const encart__alloc *alloc,
                          encart__repair_budget *budget)
{
    reader r = {b, clean, 0, 0, 0};
    guard g = {.base = {&vtable}, .left = budget->allocations};
    page p;
    int ok;

    page_init(&p, alloc);
    encart__arena_init(&g.arena, alloc, budget->bytes);
    encart__builder_init(b, dresser->tree, encart__clean_dress, dresser, 1);
    g.nomem = !page_write(&p, clean);
    ok = !g.nomem && make_ready(&g) && run_guarded(&g, &r, &p);
    if (ok)
        encart__builder_finish(b);
    else if (g.nomem)
        dresser->tree->failed = ENCART_ENOMEM;
    *budget = (encart__repair_budget){g.left, budget->bytes - g.arena.used};
    encart__arena_free(&g.arena);
    page_free(&p);
    return ok || dresser->tree->failed;
}

int encart__repair(encart__builder *b, const encart__clean *clean,
                   encart__dresser *dresser, const encart__alloc *alloc)
{
    encart__repair_budget budget = encart__repair_budget_of(clean);

    return affordable(clean, b) && encart__repair_within(b, clean, dresser, alloc, &budget);
}
