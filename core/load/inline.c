/* Reading lines of the tree. One pass over an element for each call. */
#include "core/load/inline.h"

#include "core/base/vec.h"
#include "core/load/phrase.h"
#include "core/text/text.h"

void encart__inline_init(encart__inline *in, const encart__alloc *alloc)
{
    memset(in, 0, sizeof *in);
    encart__strbuf_init(&in->text, alloc, 0);
}

void encart__inline_free(encart__inline *in)
{
    encart__free(in->text.alloc, in->piece, in->cap * sizeof *in->piece);
    encart__strbuf_free(&in->text);
    in->piece = NULL;
    in->cap = 0;
}

static void add_piece(encart__inline *in, encart__node_id node, encart__str s)
{
    void *data = in->piece;

    if (!encart__vec_grow(in->text.alloc, &data, &in->cap, in->count, sizeof *in->piece,
                          0)) {
        in->failed = 1;
        return;
    }
    in->piece = data;
    in->piece[in->count++] = (encart__piece){node, (uint32_t)in->text.size};
    encart__strbuf_str(&in->text, s);
    in->failed |= in->text.failed != 0;
}

static int is_media(uint16_t tag)
{
    return tag == ENCART__T_IMG || tag == ENCART__T_VIDEO || tag == ENCART__T_AUDIO ||
           tag == ENCART__T_IFRAME || tag == ENCART__T_PICTURE || tag == ENCART__T_OBJECT;
}

static int is_link(const encart__tree *t, encart__node_id node)
{
    encart__str href;

    return encart__tree_is(t, node, ENCART__T_A) &&
           encart__tree_attr(t, node, ENCART__A_HREF, &href) && href.n;
}

/* « aussi<a>Titre »: a style sheet sets them apart, so a word ends where a link begins.
 */
static void part_words(encart__inline *in)
{
    encart__str text = encart__strbuf_view(&in->text);

    if (text.n && !encart__is_space((unsigned char)text.p[text.n - 1]))
        add_piece(in, 0, ENCART__STR(" "));
}

static void reset(encart__inline *in)
{
    encart__strbuf_clear(&in->text);
    in->count = 0;
    in->links = in->outside = 0;
    in->first_link = 0;
    in->first_link_at = 0;
    in->media = 0;
}

static void read_text(encart__inline *in, const encart__tree *t, encart__node_id node,
                      encart__node_id link, size_t from)
{
    encart__str s = encart__tree_text_of(t, node);
    size_t start = in->text.size;

    add_piece(in, node, s);
    if (!link) {
        size_t skip = from > start ? from - start : 0;

        in->outside += encart__text_words(encart__str_sub(s, skip, s.n));
    }
}

void encart__inline_read(encart__inline *in, const encart__tree *t, encart__node_id node,
                         size_t from)
{
    encart__node_id link = 0;
    encart__iter it;

    reset(in);
    encart__iter_init(&it, t, node);
    while (encart__iter_next(&it)) {
        const encart__node *n = &t->nodes[it.at];

        if (n->kind == ENCART__NODE_TEXT)
            read_text(in, t, it.at, link, from);
        if (n->kind != ENCART__NODE_ELEMENT)
            continue;
        in->media |= is_media(n->tag);
        if (n->tag == ENCART__T_BR && !it.leave)
            add_piece(in, it.at, ENCART__STR("\n"));
        if (!is_link(t, it.at))
            continue;
        link = it.leave ? 0 : it.at;
        in->links += it.leave == 0;
        if (!it.leave)
            part_words(in);
        if (!it.leave && !in->first_link) {
            in->first_link = it.at;
            in->first_link_at = in->text.size;
        }
    }
}

int encart__is_blank(const encart__tree *t, encart__node_id node)
{
    const encart__node *n = &t->nodes[node];
    encart__str s;

    if (n->kind == ENCART__NODE_COMMENT)
        return 1;
    if (n->kind != ENCART__NODE_TEXT)
        return 0;
    s = encart__tree_text_of(t, node);
    return encart__phrase_skip_spaces(s, 0) == s.n;
}

static int has_blocks(const encart__tree *t, encart__node_id node)
{
    for (encart__node_id c = t->nodes[node].first; c; c = t->nodes[c].next)
        if (t->nodes[c].kind == ENCART__NODE_ELEMENT &&
            (encart__tag_flags(t->nodes[c].tag) & ENCART__F_BLOCK))
            return 1;
    return 0;
}

static int is_division(const encart__tree *t, encart__node_id node)
{
    switch (t->nodes[node].tag) {
    case ENCART__T_DIV:
    case ENCART__T_SECTION:
    case ENCART__T_ARTICLE:
    case ENCART__T_MAIN:
    case ENCART__T_HEADER:
    case ENCART__T_FOOTER:
        return t->nodes[node].kind == ENCART__NODE_ELEMENT;
    default:
        return 0;
    }
}

int encart__is_line(const encart__tree *t, encart__node_id node)
{
    const encart__node *n = &t->nodes[node];

    if (n->kind != ENCART__NODE_ELEMENT)
        return 0;
    return n->tag == ENCART__T_P || encart__heading_level(n->tag) ||
           (is_division(t, node) && n->first && !has_blocks(t, node));
}

int encart__is_wrapper(const encart__tree *t, encart__node_id node)
{
    return t->nodes[node].kind == ENCART__NODE_ROOT ||
           (is_division(t, node) && has_blocks(t, node));
}

static int is_link_item(encart__inline *in, const encart__tree *t, encart__node_id item)
{
    if (!encart__tree_is(t, item, ENCART__T_LI) || has_blocks(t, item))
        return 0;
    encart__inline_read(in, t, item, 0);
    return in->links == 1 && in->outside == 0;
}

int encart__is_link_list(encart__inline *in, const encart__tree *t, encart__node_id node)
{
    int items = 0;

    if (!encart__tree_is(t, node, ENCART__T_UL) &&
        !encart__tree_is(t, node, ENCART__T_OL))
        return 0;
    for (encart__node_id c = t->nodes[node].first; c; c = t->nodes[c].next) {
        if (encart__is_blank(t, c))
            continue;
        if (!is_link_item(in, t, c))
            return 0;
        items++;
    }
    return items > 0;
}
