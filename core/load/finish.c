/* From the shaped tree to what rendering reads: canonical bytes with spans, blocks,
 * prose, links, the author's boxes, language and direction. */
#include "core/base/utf8.h"
#include "core/load/loading.h"
#include "core/load/phrase.h"
#include "core/serialise/serialise.h"
#include "core/text/text.h"

/* A strbuf's bytes into the article's arena. */
static int keep_bytes(encart__loading *l, encart__strbuf *b, encart__str *out)
{
    int failed = b->failed;

    if (!failed)
        *out = encart__arena_str(&l->a->arena, encart__strbuf_view(b));
    encart__strbuf_free(b);
    if (!failed && l->a->arena.failed)
        failed = ENCART_ENOMEM;
    return failed ? encart__error_status(l->err, failed, ENCART_STAGE_LOAD) : ENCART_OK;
}

/* Most letters of the beginning are Arabic ones. */
static int is_arabic(encart__str s)
{
    size_t arabic = 0, letters = 0, at = 0;
    uint32_t cp;

    while (at < s.n && at < 4000) {
        at += encart__utf8_decode(s.p + at, s.n - at, &cp);
        letters += encart__cp_is_word(cp) != 0;
        arabic += cp >= 0x620 && cp <= 0x6FF;
    }
    return arabic * 2 > letters;
}

/* The option, else the document's own, else what its script says, else French. */
static void set_language(encart__loading *l)
{
    encart_article *a = l->a;

    if (l->options->lang)
        a->lang = encart__arena_str(&a->arena, encart__str_z(l->options->lang));
    if (a->lang.n == 0)
        a->lang = is_arabic(a->text.n ? a->text : a->title) ? ENCART__STR("ar")
                                                            : ENCART__STR("fr");
    if (a->dir.n == 0 || l->options->lang)
        a->dir = encart__str_z(encart__lang_dir(a->lang));
}

static int set_text(encart__loading *l)
{
    encart_article *a = l->a;
    encart__strbuf b;
    int status;

    encart__strbuf_init(&b, &a->alloc, 0);
    encart__tree_prose(&a->tree, ENCART__ROOT, "\n\n", &b);
    status = keep_bytes(l, &b, &a->text);
    a->words = encart__text_words(a->text);
    return status;
}

static encart__str typeset(encart_article *a, const encart__typography *t, encart__str s)
{
    encart__strbuf b;
    encart__str out;

    encart__strbuf_init(&b, &a->alloc, 0);
    encart__typography_text(t, a->lang, s, &b);
    out = encart__arena_str(&a->arena, encart__strbuf_view(&b));
    a->arena.failed |= b.failed != 0;
    encart__strbuf_free(&b);
    return out;
}

/* Where the site wants it, before anything is read out of the tree: bytes, blocks and
 * boxes are those of the text as it is then. */
static int set_typography(encart__loading *l)
{
    encart_article *a = l->a;
    const encart__known *known = l->known;
    const encart__typography *t =
        known && known->typography ? known->typography(known->user, a) : NULL;
    int status;

    if (!t || !encart__typography_applies(t, a->lang))
        return ENCART_OK;
    status = encart__typography_tree(t, a->lang, &a->tree, ENCART__ROOT);
    if (status)
        return encart__error_status(l->err, status, ENCART_STAGE_LOAD);
    a->title = typeset(a, t, a->title);
    a->subtitle = typeset(a, t, a->subtitle);
    a->summary = typeset(a, t, a->summary);
    for (size_t i = 0; a->profiles && i < a->author_count; i++)
        a->profiles[i].bio = typeset(a, t, a->profiles[i].bio);
    return a->arena.failed ? encart__load_nomem(l) : set_text(l);
}

typedef struct {
    encart__str *slot; /* open addressing over the links kept */
    size_t size;       /* a power of two */
} link_set;

/* True when it was not there yet. */
static int link_add(link_set *set, encart__str href)
{
    size_t i = (size_t)encart__hash(href) & (set->size - 1);

    for (; set->slot[i].p; i = (i + 1) & (set->size - 1))
        if (encart__str_eq(set->slot[i], href))
            return 0;
    set->slot[i] = href;
    return 1;
}

static size_t count_links(const encart__tree *t)
{
    size_t count = 0;

    for (size_t i = ENCART__ROOT; i < t->node_count; i++)
        count +=
            t->nodes[i].kind == ENCART__NODE_ELEMENT && t->nodes[i].tag == ENCART__T_A;
    return count;
}

static void gather_links(encart_article *a, link_set *set)
{
    encart__node_id at = ENCART__ROOT;
    encart__str href;

    while ((at = encart__tree_next(&a->tree, ENCART__ROOT, at, 0)))
        if (encart__tree_is(&a->tree, at, ENCART__T_A) &&
            encart__tree_attr(&a->tree, at, ENCART__A_HREF, &href) && href.n &&
            link_add(set, href))
            a->links[a->link_count++] = encart__arena_str(&a->arena, href);
}

static int set_links(encart__loading *l)
{
    encart_article *a = l->a;
    size_t count = count_links(&a->tree);
    link_set set = {.size = 16};

    if (!count)
        return ENCART_OK;
    while (set.size < count * 2)
        set.size *= 2;
    a->links = encart__arena_array(&a->arena, count, sizeof *a->links);
    set.slot = encart__calloc(&a->alloc, set.size, sizeof *set.slot);
    if (a->links && set.slot)
        gather_links(a, &set);
    encart__free(&a->alloc, set.slot, set.size * sizeof *set.slot);
    return !set.slot || a->arena.failed ? encart__load_nomem(l) : ENCART_OK;
}

/* The paragraph of an author's box, 0 when `node` is none: shape_boxes.c gives every box
 * its paragraph with the label first. */
static encart__node_id box_line(const encart__tree *t, encart__node_id node)
{
    encart__node_id p = t->nodes[node].first;
    encart__str mark;

    if (!encart__tree_is(t, node, ENCART__T_ASIDE) ||
        !encart__tree_attr(t, node, ENCART__A_DATA_ENCART, &mark) ||
        !encart__str_is(mark, "author/read-also"))
        return 0;
    while (p && !encart__tree_is(t, p, ENCART__T_P))
        p = t->nodes[p].next;
    return encart__tree_is(t, t->nodes[p].first, ENCART__T_SPAN) ? p : 0;
}

/* The first link below `top`, and whether there is another one. */
static encart__node_id first_link(const encart__tree *t, encart__node_id top,
                                  int *several)
{
    encart__node_id at = top, first = 0;

    *several = 0;
    while ((at = encart__tree_next(t, top, at, 0))) {
        if (!encart__tree_is(t, at, ENCART__T_A))
            continue;
        *several |= first != 0;
        if (!first)
            first = at;
    }
    return first;
}

/* The title: what follows the label, or the first link's text when there are several. */
static encart__str box_title(encart_article *a, encart__node_id p, encart__node_id link)
{
    encart__str out = ENCART__STR_EMPTY;
    encart__strbuf b;
    size_t label;

    encart__strbuf_init(&b, &a->alloc, 0);
    encart__tree_prose(&a->tree, a->tree.nodes[p].first, " ", &b);
    label = link ? 0 : b.size;
    if (b.failed) /* clearing would forget it */
        a->arena.failed = 1;
    encart__strbuf_clear(&b);
    encart__tree_prose(&a->tree, link ? link : p, " ", &b);
    if (b.failed)
        a->arena.failed = 1;
    else
        out = encart__str_sub(encart__strbuf_view(&b), label, b.size);
    out = encart__arena_str(&a->arena, encart__phrase_trim(out));
    encart__strbuf_free(&b);
    return out;
}

static void set_box(encart_article *a, encart__author_box *box, encart__node_id aside,
                    encart__node_id p, const encart__span *spans)
{
    encart__tree *t = &a->tree;
    encart__node_id label = t->nodes[p].first, link;
    encart__str href = ENCART__STR_EMPTY;
    int several;

    link = first_link(t, aside, &several);
    if (link)
        encart__tree_attr(t, link, ENCART__A_HREF, &href);
    box->node = aside;
    box->href = encart__arena_str(&a->arena, href);
    box->title = box_title(a, p, several || !t->nodes[label].next ? link : 0);
    box->box = spans[aside];
    box->label = spans[label];
    box->title_start = spans[label].end;
    box->title_end = spans[p].inner_end;
    while (box->title_start < box->title_end &&
           encart__is_space((unsigned char)a->html.p[box->title_start]))
        box->title_start++;
    box->line = t->nodes[aside].line;
}

static int set_boxes(encart__loading *l, const encart__span *spans)
{
    encart_article *a = l->a;
    encart__node_id at = ENCART__ROOT, p;
    size_t count = 0;

    while ((at = encart__tree_next(&a->tree, ENCART__ROOT, at, 0)))
        count += box_line(&a->tree, at) != 0;
    if (!count)
        return ENCART_OK;
    a->author_boxes = encart__arena_array(&a->arena, count, sizeof *a->author_boxes);
    if (!a->author_boxes)
        return encart__load_nomem(l);
    at = ENCART__ROOT;
    while ((at = encart__tree_next(&a->tree, ENCART__ROOT, at, 0)))
        if ((p = box_line(&a->tree, at)))
            set_box(a, &a->author_boxes[a->author_box_count++], at, p, spans);
    return a->arena.failed ? encart__load_nomem(l) : ENCART_OK;
}

static int set_blocks(encart__loading *l, const encart__span *spans)
{
    encart_article *a = l->a;
    int status = encart__blocks(&a->blocks, &a->block_count, &a->tree, spans, a->lang,
                                &a->arena, &a->alloc);

    return status ? encart__error_status(l->err, status, ENCART_STAGE_LOAD) : ENCART_OK;
}

static int set_bytes(encart__loading *l, encart__span *spans)
{
    encart__strbuf b;

    encart__strbuf_init(&b, &l->a->alloc, 0);
    encart__serialise_spans(&l->a->tree, &b, spans);
    return keep_bytes(l, &b, &l->a->html);
}

int encart__finish(encart__loading *l)
{
    encart_article *a = l->a;
    size_t count = a->tree.node_count; /* typography makes no nodes */
    encart__span *spans = encart__calloc(&a->alloc, count, sizeof *spans);
    int status = spans ? ENCART_OK : encart__load_nomem(l);

    if (!status)
        status = set_text(l);
    if (!status)
        set_language(l);
    if (!status)
        status = set_typography(l);
    if (!status)
        status = set_bytes(l, spans);
    if (!status)
        status = set_blocks(l, spans);
    if (!status)
        status = set_boxes(l, spans);
    if (!status)
        status = set_links(l);
    if (!status && a->arena.failed)
        status = encart__load_nomem(l);
    encart__free(&a->alloc, spans, count * sizeof *spans);
    return status;
}
