/* Tree to canonical bytes, by iterator. A second line of defence stands here: a name that
 * no parser would read back as itself is not written, whoever put it into the tree. */
#include "core/serialise/serialise.h"
#include "core/base/limits.h"

#include <stdlib.h>

typedef struct writer {
    const encart__tree *tree;
    encart__node_id top;
    encart__strbuf *out;
    encart__span *spans; /* NULL when nobody asked */
    size_t base;         /* out's size at the call */
} writer;

typedef struct named {
    uint16_t name;
    encart__str spelling, value;
} named;

/* Names without a number stand last. */
static int stands_before(const named *a, const named *b)
{
    if (a->name != b->name)
        return a->name && (!b->name || a->name < b->name);
    return encart__str_cmp(a->spelling, b->spelling) < 0;
}

static int compare(const void *a, const void *b)
{
    return stands_before(a, b) ? -1 : stands_before(b, a);
}

static int safe_name(encart__str s)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];

        if (c <= ' ' || c == 0x7F || (c >= 'A' && c <= 'Z') || strchr("\"'/<=>`", c))
            return 0;
    }
    return s.n > 0;
}

static void write_attr(encart__strbuf *out, const named *a)
{
    if (!a->name && !safe_name(a->spelling))
        return;
    encart__strbuf_putc(out, ' ');
    encart__strbuf_str(out, a->spelling);
    encart__strbuf_add(out, "=\"", 2);
    encart__escape_attr(out, a->value);
    encart__strbuf_putc(out, '"');
}

static named attr_of(const encart__tree *t, const encart__attr *a)
{
    return (named){a->name, encart__tree_attr_spelling(t, a),
                   encart__tree_attr_value(t, a)};
}

/* More attributes than that come from a hostile page or a plugin: on the heap. */
enum { FEW = 16 };

static void write_many(const writer *w, const encart__node *n, size_t count)
{
    const encart__alloc *alloc = w->out->alloc;
    named *list = encart__calloc(alloc, count, sizeof *list);
    size_t k = 0;

    if (!list) {
        if (!w->out->failed)
            w->out->failed = ENCART_ENOMEM;
        return;
    }
    for (uint32_t i = n->attr; i; i = w->tree->attrs[i].next)
        list[k++] = attr_of(w->tree, &w->tree->attrs[i]);
    qsort(list, k, sizeof *list, compare);
    for (size_t i = 0; i < k; i++)
        write_attr(w->out, &list[i]);
    encart__free(alloc, list, count * sizeof *list);
}

static void write_attrs(const writer *w, const encart__node *n)
{
    named few[FEW];
    size_t count = 0;

    for (uint32_t i = n->attr; i; i = w->tree->attrs[i].next, count++) {
        named a = attr_of(w->tree, &w->tree->attrs[i]);
        size_t at = count;

        if (count >= FEW)
            continue;
        for (; at > 0 && stands_before(&a, &few[at - 1]); at--)
            few[at] = few[at - 1];
        few[at] = a;
    }
    if (count > FEW) {
        write_many(w, n, count);
        return;
    }
    for (size_t i = 0; i < count; i++)
        write_attr(w->out, &few[i]);
}

/* A parser drops a newline right after these start tags: it is written twice. */
static int eats_newline(uint16_t tag)
{
    return tag == ENCART__T_PRE || tag == ENCART__T_TEXTAREA || tag == ENCART__T_LISTING;
}

static int begins_with_newline(const encart__tree *t, const encart__node *n)
{
    encart__str s;

    if (!n->first || t->nodes[n->first].kind != ENCART__NODE_TEXT)
        return 0;
    s = encart__tree_text_of(t, n->first);
    return s.n && s.p[0] == '\n';
}

static uint32_t here(const writer *w)
{
    return (uint32_t)(w->out->size - w->base);
}

/* Names are short: room for all of a tag is made once. */
static void write_open(encart__strbuf *out, encart__str name)
{
    if (!encart__strbuf_fits(out, name.n + 2) && !encart__strbuf_reserve(out, name.n + 2))
        return;
    out->data[out->size++] = '<';
    memcpy(out->data + out->size, name.p, name.n);
    out->size += name.n;
}

static void write_close(encart__strbuf *out, encart__str name)
{
    if (!encart__strbuf_fits(out, name.n + 4) && !encart__strbuf_reserve(out, name.n + 4))
        return;
    out->data[out->size++] = '<';
    out->data[out->size++] = '/';
    memcpy(out->data + out->size, name.p, name.n);
    out->size += name.n;
    out->data[out->size++] = '>';
    out->data[out->size] = '\0';
}

static void enter_element(const writer *w, encart__node_id id)
{
    const encart__node *n = &w->tree->nodes[id];
    encart__str name = encart__tag_name(n->tag);

    if (w->spans)
        w->spans[id] = (encart__span){id, here(w), 0, 0, 0};
    if (name.n) { /* an element without a name is only its content */
        write_open(w->out, name);
        if (n->attr)
            write_attrs(w, n);
        encart__strbuf_putc(w->out, '>');
    }
    if (eats_newline(n->tag) && begins_with_newline(w->tree, n))
        encart__strbuf_putc(w->out, '\n');
    if (w->spans)
        w->spans[id].inner = here(w);
}

static int is_void(const encart__node *n)
{
    return n->kind == ENCART__NODE_ELEMENT && encart__tag_flags(n->tag) & ENCART__F_VOID;
}

static void leave_element(const writer *w, encart__node_id id)
{
    const encart__node *n = &w->tree->nodes[id];
    encart__str name = encart__tag_name(n->tag);

    if (w->spans)
        w->spans[id].inner_end = here(w);
    if (name.n && !is_void(n))
        write_close(w->out, name);
    if (w->spans)
        w->spans[id].end = here(w);
    if (w->top == ENCART__ROOT && n->parent == ENCART__ROOT &&
        encart__tag_flags(n->tag) & ENCART__F_BLOCK)
        encart__strbuf_putc(w->out, '\n');
}

/* Pins and holes have neither; anything else could end the comment early. */
static void write_comment(const writer *w, encart__str s)
{
    if (memchr(s.p, '>', s.n) || memchr(s.p, '<', s.n) ||
        encart__str_find(s, ENCART__STR("--")) != (size_t)-1 ||
        encart__str_ends(s, ENCART__STR("-")))
        return;
    encart__strbuf_puts(w->out, "<!--");
    encart__strbuf_str(w->out, s);
    encart__strbuf_puts(w->out, "-->");
}

static void enter(const writer *w, encart__node_id id)
{
    switch (w->tree->nodes[id].kind) {
    case ENCART__NODE_ELEMENT:
        enter_element(w, id);
        break;
    case ENCART__NODE_TEXT:
        encart__escape_text(w->out, encart__tree_text_of(w->tree, id));
        break;
    case ENCART__NODE_COMMENT:
        write_comment(w, encart__tree_text_of(w->tree, id));
        break;
    default:
        break;
    }
}

/* The node after `id` in the walk, leaving what ends on the way. 0 at the end. */
static encart__node_id next(const writer *w, encart__node_id id)
{
    const encart__node *nodes = w->tree->nodes;

    if (nodes[id].first && !is_void(&nodes[id]))
        return nodes[id].first;
    for (; id; id = nodes[id].parent) {
        if (nodes[id].kind == ENCART__NODE_ELEMENT)
            leave_element(w, id);
        if (id == w->top)
            return 0;
        if (nodes[id].next)
            return nodes[id].next;
    }
    return 0;
}

static void serialise(const encart__tree *t, encart__node_id top, encart__strbuf *out,
                      encart__span *spans)
{
    writer w = {t, top, out, spans, out->size};

    for (encart__node_id id = top; id && !out->failed; id = next(&w, id))
        enter(&w, id);
}

void encart__serialise(const encart__tree *t, encart__strbuf *out)
{
    serialise(t, ENCART__ROOT, out, NULL);
}

void encart__serialise_node(const encart__tree *t, encart__node_id node,
                            encart__strbuf *out)
{
    serialise(t, node, out, NULL);
}

void encart__serialise_spans(const encart__tree *t, encart__strbuf *out,
                             encart__span *spans)
{
    serialise(t, ENCART__ROOT, out, spans);
}
