/* The document tree: fixed-size nodes in one array, addressed by 32-bit index; text and
 * attribute values are slices of one byte pool. It knows nothing of tidy, Lua or files.
 *
 * Node 0 is nil: every link that leads nowhere is 0, and every function takes it and does
 * nothing with it. Node 1 is the root, a fragment without a name. Failure (memory, limits)
 * is sticky in `failed`: makers then return 0, and the caller looks once at the end.
 * Slices stay valid until the next call that makes text or attributes.
 */
#ifndef ENCART__TREE_H
#define ENCART__TREE_H

#include "core/base/strbuf.h"
#include "core/tree/names.h"

typedef uint32_t encart__node_id;

enum { ENCART__ROOT = 1 };

typedef enum encart__node_kind {
    ENCART__NODE_DEAD, /* removed; its index is not used again */
    ENCART__NODE_ROOT,
    ENCART__NODE_ELEMENT,
    ENCART__NODE_TEXT,
    ENCART__NODE_COMMENT /* pins and holes only: architecture, ruling 6 */
} encart__node_kind;

typedef struct encart__node {
    uint8_t kind;
    uint8_t flags; /* free for the stage that owns the tree */
    uint16_t tag;
    encart__node_id parent, first, last, prev, next;
    uint32_t attr;      /* first attribute, 0 = none */
    uint32_t text, len; /* slice of the pool: text, comment */
    uint32_t line;      /* of the source, 0 = made by us */
} encart__node;

typedef struct encart__attr {
    uint16_t name;      /* ENCART__A_… */
    uint32_t next;      /* next attribute of the element, 0 = last */
    uint32_t other, other_len; /* spelling, when name is ENCART__A_OTHER */
    uint32_t value, len;
} encart__attr;

typedef struct encart__tree {
    const encart__alloc *alloc;
    encart__node *nodes;
    encart__attr *attrs;
    encart__strbuf pool;
    size_t node_count, node_cap, attr_count, attr_cap;
    int failed; /* 0, ENCART_ENOMEM or ENCART_ELIMIT */
    encart__node nil[2]; /* stands in for `nodes` when there was no memory at all */
} encart__tree;

/* Makes nil and root. */
void encart__tree_init(encart__tree *t, const encart__alloc *alloc);
void encart__tree_free(encart__tree *t);
/* Only nil and root again; keeps the memory. A failure stays. */
void encart__tree_clear(encart__tree *t);
/* Two copies of memory; `out` is initialised by it. Returns a status. */
int encart__tree_clone(encart__tree *out, const encart__tree *t);

/* Memory for so many more nodes and bytes of text at once, where the caller can tell. */
void encart__tree_reserve(encart__tree *t, size_t nodes, size_t bytes);

/* New nodes are detached. */
encart__node_id encart__tree_element(encart__tree *t, uint16_t tag);
encart__node_id encart__tree_text(encart__tree *t, encart__str text);
encart__node_id encart__tree_comment(encart__tree *t, encart__str text);

void encart__tree_append(encart__tree *t, encart__node_id parent, encart__node_id node);
/* The same for a node that stands nowhere yet. */
static inline void encart__tree_append_new(encart__tree *t, encart__node_id parent,
                                           encart__node_id node)
{
    encart__node *up = &t->nodes[parent];

    if (!parent || !node)
        return;
    t->nodes[node].parent = parent;
    t->nodes[node].prev = up->last;
    if (up->last)
        t->nodes[up->last].next = node;
    else
        up->first = node;
    up->last = node;
}
void encart__tree_before(encart__tree *t, encart__node_id ref, encart__node_id node);
void encart__tree_after(encart__tree *t, encart__node_id ref, encart__node_id node);
/* Takes a node out with all below it; it can be put in elsewhere. */
void encart__tree_detach(encart__tree *t, encart__node_id node);
/* Detaches and kills a node and all below it. */
void encart__tree_remove(encart__tree *t, encart__node_id node);
/* Puts its children in its place and kills it. */
void encart__tree_unwrap(encart__tree *t, encart__node_id node);
/* Puts a new element in the place of `node` and `node` inside it. Returns the element. */
encart__node_id encart__tree_wrap(encart__tree *t, encart__node_id node, uint16_t tag);
/* Moves all children of `from` to the end of `to`. */
void encart__tree_move_children(encart__tree *t, encart__node_id from, encart__node_id to);
/* Copies a node and all below it, from another tree or this one; detached. */
encart__node_id encart__tree_import(encart__tree *t, const encart__tree *from,
                                    encart__node_id node);

/* Adds an attribute that the element does not have. */
void encart__tree_attr_add(encart__tree *t, encart__node_id node, uint16_t name,
                           encart__str value);
/* Sets or replaces. The _other form is for names without a number. */
void encart__tree_attr_set(encart__tree *t, encart__node_id node, uint16_t name,
                           encart__str value);
void encart__tree_attr_set_other(encart__tree *t, encart__node_id node, encart__str name,
                                 encart__str value);
void encart__tree_attr_remove(encart__tree *t, encart__node_id node, uint16_t name);
/* False when the element has no such attribute; *value may be NULL. */
int encart__tree_attr(const encart__tree *t, encart__node_id node, uint16_t name,
                      encart__str *value);
encart__str encart__tree_attr_spelling(const encart__tree *t, const encart__attr *a);
/* Divides a text before byte `at`. Returns the new text after it, 0 where there would be
 * none. */
encart__node_id encart__tree_split(encart__tree *t, encart__node_id text, uint32_t at);
void encart__tree_text_set(encart__tree *t, encart__node_id node, encart__str text);

static inline const encart__node *encart__tree_node(const encart__tree *t,
                                                    encart__node_id id)
{
    return &t->nodes[id];
}
static inline encart__str encart__tree_slice(const encart__tree *t, uint32_t off,
                                             uint32_t len)
{
    return (encart__str){encart__strbuf_z(&t->pool) + off, len};
}
static inline encart__str encart__tree_attr_value(const encart__tree *t,
                                                  const encart__attr *a)
{
    return encart__tree_slice(t, a->value, a->len);
}
/* The text of a text or comment node. */
static inline encart__str encart__tree_text_of(const encart__tree *t, encart__node_id node)
{
    return encart__tree_slice(t, t->nodes[node].text, t->nodes[node].len);
}
static inline int encart__tree_is(const encart__tree *t, encart__node_id node, uint16_t tag)
{
    return t->nodes[node].kind == ENCART__NODE_ELEMENT && t->nodes[node].tag == tag;
}
/* Whether an ancestor of `node` (itself not) has this tag. */
int encart__tree_inside(const encart__tree *t, encart__node_id node, uint16_t tag);
/* Elements above it, the root not counted. */
uint32_t encart__tree_depth(const encart__tree *t, encart__node_id node);

/* Walks without recursion: the next node after `at` in document order below `top`, 0 at
 * the end; with `skip`, what is below `at` is left out. Start with at = top. */
static inline encart__node_id encart__tree_next(const encart__tree *t, encart__node_id top,
                                                encart__node_id at, int skip)
{
    if (!skip && t->nodes[at].first)
        return t->nodes[at].first;
    for (; at && at != top; at = t->nodes[at].parent)
        if (t->nodes[at].next)
            return t->nodes[at].next;
    return 0;
}

/* Enter and leave events in document order, for whoever needs both. */
typedef struct encart__iter {
    const encart__tree *tree;
    encart__node_id top, at;
    int leave; /* the event: 0 = entering `at`, 1 = leaving it */
    int started;
} encart__iter;
void encart__iter_init(encart__iter *it, const encart__tree *t, encart__node_id top);
/* False after leaving `top`. Only elements and the root have a leave event. */
int encart__iter_next(encart__iter *it);

/* The text below `node` appended to `out`: blocks separated by `block` ("\n\n" or " "),
 * br by a newline, text of NOTPROSE elements left out. */
void encart__tree_prose(const encart__tree *t, encart__node_id node, const char *block,
                        encart__strbuf *out);

/* Every invariant of links, indexes and slices; NULL when all hold, else what is broken.
 * For tests, after each mutation. */
const char *encart__tree_check(const encart__tree *t);

#endif
