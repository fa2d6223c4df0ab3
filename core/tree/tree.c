/* Nodes, links and attributes. Nothing here recurses on depth. */
#include "core/tree/tree.h"
#include "core/base/limits.h"
#include "core/base/vec.h"

#include <string.h>

static void fail(encart__tree *t, int status)
{
    if (!t->failed)
        t->failed = status;
}

void encart__tree_init(encart__tree *t, const encart__alloc *alloc)
{
    memset(t, 0, sizeof *t);
    t->alloc = alloc ? alloc : &encart__alloc_default;
    encart__strbuf_init(&t->pool, t->alloc, UINT32_MAX / 2);
    t->nodes = encart__calloc(t->alloc, 16, sizeof *t->nodes);
    if (!t->nodes) {
        t->nodes = t->nil;
        t->nodes[ENCART__ROOT].kind = ENCART__NODE_ROOT;
        t->node_count = 2;
        fail(t, ENCART_ENOMEM);
        return;
    }
    t->node_cap = 16;
    t->node_count = 2;
    t->nodes[ENCART__ROOT].kind = ENCART__NODE_ROOT;
    t->attr_count = 1;
}

void encart__tree_free(encart__tree *t)
{
    if (t->node_cap)
        encart__free(t->alloc, t->nodes, t->node_cap * sizeof *t->nodes);
    encart__free(t->alloc, t->attrs, t->attr_cap * sizeof *t->attrs);
    encart__strbuf_free(&t->pool);
    memset(t, 0, sizeof *t);
}

void encart__tree_clear(encart__tree *t)
{
    memset(&t->nodes[ENCART__ROOT], 0, sizeof *t->nodes);
    t->nodes[ENCART__ROOT].kind = ENCART__NODE_ROOT;
    t->node_count = 2;
    t->attr_count = t->node_cap ? 1 : 0;
    encart__strbuf_truncate(&t->pool, 0);
}

static void *copy_of(const encart__alloc *alloc, const void *from, size_t count,
                     size_t size)
{
    void *p = encart__calloc(alloc, count, size);

    if (p)
        memcpy(p, from, count * size);
    return p;
}

int encart__tree_clone(encart__tree *out, const encart__tree *t)
{
    memset(out, 0, sizeof *out);
    out->alloc = t->alloc;
    encart__strbuf_init(&out->pool, t->alloc, t->pool.max);
    out->nodes = copy_of(t->alloc, t->nodes, t->node_count, sizeof *t->nodes);
    out->node_cap = out->nodes ? t->node_count : 0;
    if (t->attr_count > 1) {
        out->attrs = copy_of(t->alloc, t->attrs, t->attr_count, sizeof *t->attrs);
        out->attr_cap = out->attrs ? t->attr_count : 0;
    }
    out->node_count = t->node_count;
    out->attr_count = t->attr_count;
    encart__strbuf_str(&out->pool, encart__strbuf_view(&t->pool));
    if (!out->nodes || (t->attr_count > 1 && !out->attrs) || out->pool.failed) {
        encart__tree_free(out);
        return ENCART_ENOMEM;
    }
    out->failed = t->failed;
    return t->failed;
}

static int __attribute__((noinline)) nodes_grow(encart__tree *t)
{
    void *data = t->nodes;

    if (t->node_count >= ENCART__MAX_NODES)
        fail(t, ENCART_ELIMIT);
    else if (!encart__vec_grow(t->alloc, &data, &t->node_cap, t->node_count,
                               sizeof *t->nodes, ENCART__MAX_NODES))
        fail(t, ENCART_ENOMEM);
    if (!t->failed)
        t->nodes = data;
    return !t->failed;
}

void encart__tree_reserve(encart__tree *t, size_t nodes, size_t bytes)
{
    void *data = t->nodes;
    size_t want = t->node_count + nodes;

    if (t->failed)
        return;
    if (want > ENCART__MAX_NODES)
        want = ENCART__MAX_NODES;
    if (want > t->node_cap) {
        data = encart__realloc(t->alloc, data, t->node_cap * sizeof *t->nodes,
                               want * sizeof *t->nodes);
        if (!data) {
            fail(t, ENCART_ENOMEM);
            return;
        }
        t->nodes = data;
        t->node_cap = want;
    }
    if (!encart__strbuf_reserve(&t->pool, bytes))
        fail(t, t->pool.failed);
}

static inline encart__node_id node_new(encart__tree *t, encart__node_kind kind)
{
    if (t->failed || (t->node_count >= t->node_cap && !nodes_grow(t)))
        return 0;
    memset(&t->nodes[t->node_count], 0, sizeof *t->nodes);
    t->nodes[t->node_count].kind = (uint8_t)kind;
    return (encart__node_id)t->node_count++;
}

/* Where a slice lies in the pool, so that it can be found again when that moves; (size_t)-1
 * for a slice of something else. */
static size_t place_in_pool(const encart__tree *t, encart__str s)
{
    const char *base = t->pool.data;

    return base && s.p >= base && s.p < base + t->pool.size ? (size_t)(s.p - base)
                                                            : (size_t)-1;
}

/* `s` may lie inside the pool, which moves. */
static int pool_grow(encart__tree *t, encart__str s, uint32_t *off, uint32_t *len)
{
    size_t inside = place_in_pool(t, s);

    if (t->failed)
        return 0;
    if (!encart__strbuf_reserve(&t->pool, s.n)) {
        fail(t, t->pool.failed);
        return 0;
    }
    if (inside != (size_t)-1)
        s.p = t->pool.data + inside;
    *off = (uint32_t)t->pool.size;
    *len = (uint32_t)s.n;
    encart__strbuf_str(&t->pool, s);
    return 1;
}

/* Copies into the pool; `s` may lie inside the pool itself. */
static inline int pool_add(encart__tree *t, encart__str s, uint32_t *off, uint32_t *len)
{
    if (!t->failed && encart__strbuf_fits(&t->pool, s.n)) { /* nothing moves */
        *off = (uint32_t)t->pool.size;
        *len = (uint32_t)s.n;
        encart__strbuf_str(&t->pool, s);
        return 1;
    }
    return pool_grow(t, s, off, len);
}

encart__node_id encart__tree_element(encart__tree *t, uint16_t tag)
{
    encart__node_id id = node_new(t, ENCART__NODE_ELEMENT);

    if (id)
        t->nodes[id].tag = tag;
    return id;
}

static encart__node_id text_new(encart__tree *t, encart__node_kind kind, encart__str text)
{
    uint32_t off, len;
    encart__node_id id;

    if (!pool_add(t, text, &off, &len))
        return 0;
    id = node_new(t, kind);
    if (id) {
        t->nodes[id].text = off;
        t->nodes[id].len = len;
    }
    return id;
}

encart__node_id encart__tree_text(encart__tree *t, encart__str text)
{
    return text_new(t, ENCART__NODE_TEXT, text);
}

encart__node_id encart__tree_comment(encart__tree *t, encart__str text)
{
    return text_new(t, ENCART__NODE_COMMENT, text);
}

void encart__tree_text_set(encart__tree *t, encart__node_id node, encart__str text)
{
    uint32_t off, len;

    if (node && pool_add(t, text, &off, &len)) {
        t->nodes[node].text = off;
        t->nodes[node].len = len;
    }
}

/* Links `node` between two siblings (0 = end) of `parent`. */
static void link_between(encart__tree *t, encart__node_id parent, encart__node_id prev,
                         encart__node_id next, encart__node_id node)
{
    encart__node *n = &t->nodes[node];

    n->parent = parent;
    n->prev = prev;
    n->next = next;
    if (prev)
        t->nodes[prev].next = node;
    else
        t->nodes[parent].first = node;
    if (next)
        t->nodes[next].prev = node;
    else
        t->nodes[parent].last = node;
}

void encart__tree_append(encart__tree *t, encart__node_id parent, encart__node_id node)
{
    if (!parent || !node)
        return;
    encart__tree_detach(t, node);
    link_between(t, parent, t->nodes[parent].last, 0, node);
}

void encart__tree_before(encart__tree *t, encart__node_id ref, encart__node_id node)
{
    if (!ref || !node || ref == node || !t->nodes[ref].parent)
        return;
    encart__tree_detach(t, node);
    link_between(t, t->nodes[ref].parent, t->nodes[ref].prev, ref, node);
}

void encart__tree_after(encart__tree *t, encart__node_id ref, encart__node_id node)
{
    if (!ref || !node || ref == node || !t->nodes[ref].parent)
        return;
    encart__tree_detach(t, node);
    link_between(t, t->nodes[ref].parent, ref, t->nodes[ref].next, node);
}

encart__node_id encart__tree_split(encart__tree *t, encart__node_id text, uint32_t at)
{
    encart__node_id rest;

    if (t->nodes[text].kind != ENCART__NODE_TEXT || at >= t->nodes[text].len)
        return 0;
    rest = node_new(t, ENCART__NODE_TEXT);
    if (!rest)
        return 0;
    t->nodes[rest].text = t->nodes[text].text + at;
    t->nodes[rest].len = t->nodes[text].len - at;
    t->nodes[rest].line = t->nodes[text].line;
    t->nodes[text].len = at;
    encart__tree_after(t, text, rest);
    return rest;
}

void encart__tree_detach(encart__tree *t, encart__node_id node)
{
    encart__node *n = &t->nodes[node];

    if (!node || !n->parent)
        return;
    if (n->prev)
        t->nodes[n->prev].next = n->next;
    else
        t->nodes[n->parent].first = n->next;
    if (n->next)
        t->nodes[n->next].prev = n->prev;
    else
        t->nodes[n->parent].last = n->prev;
    n->parent = n->prev = n->next = 0;
}

void encart__tree_remove(encart__tree *t, encart__node_id node)
{
    if (node <= ENCART__ROOT)
        return;
    encart__tree_detach(t, node);
    for (encart__node_id at = node; at; at = encart__tree_next(t, node, at, 0))
        t->nodes[at].kind = ENCART__NODE_DEAD;
}

void encart__tree_move_children(encart__tree *t, encart__node_id from, encart__node_id to)
{
    encart__node_id child, next;

    if (!from || !to)
        return;
    for (child = t->nodes[from].first; child; child = next) {
        next = t->nodes[child].next;
        encart__tree_append(t, to, child);
    }
}

void encart__tree_unwrap(encart__tree *t, encart__node_id node)
{
    encart__node_id child;

    if (node <= ENCART__ROOT || !t->nodes[node].parent)
        return;
    while ((child = t->nodes[node].first))
        encart__tree_before(t, node, child);
    encart__tree_remove(t, node);
}

encart__node_id encart__tree_wrap(encart__tree *t, encart__node_id node, uint16_t tag)
{
    encart__node_id outer = encart__tree_element(t, tag);

    if (!outer || !node)
        return 0;
    encart__tree_before(t, node, outer);
    encart__tree_append(t, outer, node);
    return outer;
}

static encart__node_id copy_one(encart__tree *t, const encart__tree *from,
                                encart__node_id node)
{
    const encart__node *n = &from->nodes[node];
    encart__node_id id;

    if (n->kind == ENCART__NODE_TEXT || n->kind == ENCART__NODE_COMMENT)
        return text_new(t, (encart__node_kind)n->kind, encart__tree_text_of(from, node));
    id = encart__tree_element(t, n->tag);
    if (!id)
        return 0;
    for (uint32_t a = from->nodes[node].attr; a; a = from->attrs[a].next) {
        const encart__attr *at = &from->attrs[a];

        if (at->name == ENCART__A_OTHER)
            encart__tree_attr_set_other(t, id, encart__tree_attr_spelling(from, at),
                                        encart__tree_attr_value(from, at));
        else
            encart__tree_attr_set(t, id, at->name, encart__tree_attr_value(from, at));
    }
    t->nodes[id].line = from->nodes[node].line;
    return id;
}

encart__node_id encart__tree_import(encart__tree *t, const encart__tree *from,
                                    encart__node_id node)
{
    encart__node_id top = copy_one(t, from, node), here = top, at = node, copy;

    if (!node || !top)
        return 0;
    for (;;) {
        if (from->nodes[at].first) {
            at = from->nodes[at].first;
        } else {
            while (at != node && !from->nodes[at].next) {
                at = from->nodes[at].parent;
                here = t->nodes[here].parent;
            }
            if (at == node)
                return top;
            at = from->nodes[at].next;
            here = t->nodes[here].parent;
        }
        copy = copy_one(t, from, at);
        if (!copy)
            return 0;
        encart__tree_append(t, here, copy);
        here = copy;
    }
}

/* The attribute with this name (and spelling), 0 when there is none. */
static uint32_t attr_find(const encart__tree *t, encart__node_id node, uint16_t name,
                          encart__str spelling)
{
    for (uint32_t a = t->nodes[node].attr; a; a = t->attrs[a].next) {
        if (t->attrs[a].name != name)
            continue;
        if (name || encart__str_eq(encart__tree_attr_spelling(t, &t->attrs[a]), spelling))
            return a;
    }
    return 0;
}

static int __attribute__((noinline)) attrs_grow(encart__tree *t)
{
    void *data = t->attrs;

    if (!encart__vec_more(t->alloc, &data, &t->attr_cap, t->attr_count, sizeof *t->attrs,
                          (size_t)ENCART__MAX_NODES * 4))
        fail(t, ENCART_ENOMEM);
    else
        t->attrs = data;
    return !t->failed;
}

static uint32_t attr_new(encart__tree *t, encart__node_id node)
{
    uint32_t id, *link = &t->nodes[node].attr;

    if (t->failed || (t->attr_count >= t->attr_cap && !attrs_grow(t)))
        return 0;
    id = (uint32_t)t->attr_count++;
    memset(&t->attrs[id], 0, sizeof *t->attrs);
    while (*link)
        link = &t->attrs[*link].next;
    *link = id;
    return id;
}

static void attr_put(encart__tree *t, encart__node_id node, uint16_t name,
                     encart__str spelling, encart__str value)
{
    uint32_t a, off, len, other = 0, other_len = 0;
    size_t inside = place_in_pool(t, spelling);

    if (!node)
        return;
    a = attr_find(t, node, name, spelling);
    if (!pool_add(t, value, &off, &len))
        return;
    if (inside != (size_t)-1)
        spelling.p = t->pool.data + inside;
    if (!a) {
        if (!name && !pool_add(t, spelling, &other, &other_len))
            return;
        a = attr_new(t, node);
        if (!a)
            return;
        t->attrs[a].name = name;
        t->attrs[a].other = other;
        t->attrs[a].other_len = other_len;
    }
    t->attrs[a].value = off;
    t->attrs[a].len = len;
}

void encart__tree_attr_add(encart__tree *t, encart__node_id node, uint16_t name,
                           encart__str value)
{
    uint32_t a, off, len;

    if (!node || !pool_add(t, value, &off, &len))
        return;
    a = attr_new(t, node);
    if (!a)
        return;
    t->attrs[a].name = name;
    t->attrs[a].value = off;
    t->attrs[a].len = len;
}

void encart__tree_attr_set(encart__tree *t, encart__node_id node, uint16_t name,
                           encart__str value)
{
    attr_put(t, node, name, ENCART__STR_EMPTY, value);
}

void encart__tree_attr_set_other(encart__tree *t, encart__node_id node, encart__str name,
                                 encart__str value)
{
    attr_put(t, node, encart__attr_id(name), name, value);
}

void encart__tree_attr_remove(encart__tree *t, encart__node_id node, uint16_t name)
{
    uint32_t *link = &t->nodes[node].attr;

    if (!node)
        return;
    while (*link) {
        if (t->attrs[*link].name == name)
            *link = t->attrs[*link].next;
        else
            link = &t->attrs[*link].next;
    }
}

int encart__tree_attr(const encart__tree *t, encart__node_id node, uint16_t name,
                      encart__str *value)
{
    uint32_t a = attr_find(t, node, name, ENCART__STR_EMPTY);

    if (!a)
        return 0;
    if (value)
        *value = encart__tree_attr_value(t, &t->attrs[a]);
    return 1;
}

encart__str encart__tree_attr_spelling(const encart__tree *t, const encart__attr *a)
{
    return a->name ? encart__attr_name(a->name)
                   : encart__tree_slice(t, a->other, a->other_len);
}

int encart__tree_inside(const encart__tree *t, encart__node_id node, uint16_t tag)
{
    while ((node = t->nodes[node].parent))
        if (encart__tree_is(t, node, tag))
            return 1;
    return 0;
}

uint32_t encart__tree_depth(const encart__tree *t, encart__node_id node)
{
    uint32_t depth = 0;

    while ((node = t->nodes[node].parent))
        depth += t->nodes[node].kind == ENCART__NODE_ELEMENT;
    return depth;
}
