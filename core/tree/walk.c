/* Walking, reading prose out of, and checking a tree. */
#include "core/tree/tree.h"

void encart__iter_init(encart__iter *it, const encart__tree *t, encart__node_id top)
{
    *it = (encart__iter){t, top, 0, 0, 0};
}

static int has_leave(const encart__node *n)
{
    return n->kind == ENCART__NODE_ELEMENT || n->kind == ENCART__NODE_ROOT;
}

int encart__iter_next(encart__iter *it)
{
    const encart__node *n;

    if (!it->started) {
        it->started = 1;
        it->at = it->top;
        return it->top != 0;
    }
    n = &it->tree->nodes[it->at];
    if (!it->leave && has_leave(n)) {
        if (n->first)
            it->at = n->first;
        else
            it->leave = 1;
        return 1;
    }
    if (it->at == it->top)
        return 0;
    it->leave = n->next == 0;
    it->at = n->next ? n->next : n->parent;
    return it->at != 0;
}

static void block_edge(const char *block, size_t start, encart__strbuf *out)
{
    encart__str sep = encart__str_z(block);

    while (out->size > start && (out->data[out->size - 1] == ' '))
        encart__strbuf_truncate(out, out->size - 1);
    if (out->size > start && !encart__str_ends(encart__strbuf_view(out), sep))
        encart__strbuf_str(out, sep);
}

/* Text with runs of ASCII white space folded to one space. */
static void folded(encart__str s, size_t start, encart__strbuf *out)
{
    for (size_t i = 0; i < s.n; i++) {
        if (!encart__is_space((unsigned char)s.p[i]))
            encart__strbuf_putc(out, s.p[i]);
        else if (out->size > start && !encart__is_space((unsigned char)out->data[out->size - 1]))
            encart__strbuf_putc(out, ' ');
    }
}

void encart__tree_prose(const encart__tree *t, encart__node_id node, const char *block,
                        encart__strbuf *out)
{
    size_t start = out->size;
    encart__iter it;
    int hidden = 0;

    encart__iter_init(&it, t, node);
    while (encart__iter_next(&it)) {
        const encart__node *n = &t->nodes[it.at];
        unsigned flags = n->kind == ENCART__NODE_ELEMENT ? encart__tag_flags(n->tag) : 0;

        if (flags & ENCART__F_NOTPROSE)
            hidden += it.leave ? -1 : 1;
        if (hidden)
            continue;
        if (flags & ENCART__F_BLOCK)
            block_edge(block, start, out);
        else if (n->kind == ENCART__NODE_ELEMENT && n->tag == ENCART__T_BR && !it.leave)
            encart__strbuf_putc(out, '\n');
        else if (n->kind == ENCART__NODE_TEXT)
            folded(encart__tree_text_of(t, it.at), start, out);
    }
    while (out->size > start && encart__is_space((unsigned char)out->data[out->size - 1]))
        encart__strbuf_truncate(out, out->size - 1);
}

static const char *check_links(const encart__tree *t, encart__node_id id)
{
    const encart__node *n = &t->nodes[id];
    encart__node_id child, prev = 0;

    for (child = n->first; child; child = t->nodes[child].next) {
        if (child >= t->node_count)
            return "a child index is out of range";
        if (t->nodes[child].kind == ENCART__NODE_DEAD)
            return "a dead node is linked";
        if (t->nodes[child].parent != id)
            return "a child names another parent";
        if (t->nodes[child].prev != prev)
            return "a prev link is wrong";
        prev = child;
    }
    if (n->last != prev)
        return "a last link is wrong";
    if (n->first && n->kind != ENCART__NODE_ELEMENT && n->kind != ENCART__NODE_ROOT)
        return "a text or comment has children";
    if (n->kind == ENCART__NODE_ELEMENT && (encart__tag_flags(n->tag) & ENCART__F_VOID) &&
        n->first)
        return "a void element has children";
    return NULL;
}

static const char *check_slices(const encart__tree *t, encart__node_id id)
{
    const encart__node *n = &t->nodes[id];
    size_t pool = t->pool.size, steps = 0;

    if ((size_t)n->text + n->len > pool)
        return "a text slice is out of the pool";
    for (uint32_t a = n->attr; a; a = t->attrs[a].next) {
        if (a >= t->attr_count || ++steps > t->attr_count)
            return "an attribute link is out of range or cyclic";
        if ((size_t)t->attrs[a].value + t->attrs[a].len > pool ||
            (size_t)t->attrs[a].other + t->attrs[a].other_len > pool)
            return "an attribute slice is out of the pool";
        for (uint32_t b = t->attrs[a].next; b; b = t->attrs[b].next)
            if (t->attrs[a].name && t->attrs[a].name == t->attrs[b].name)
                return "an attribute stands twice";
    }
    return NULL;
}

const char *encart__tree_check(const encart__tree *t)
{
    size_t steps = 0;
    const char *wrong;

    if (t->failed)
        return NULL; /* what is there is not used */
    if (t->nodes[0].kind != ENCART__NODE_DEAD || t->nodes[0].first || t->nodes[0].parent)
        return "the nil node was written to";
    if (t->nodes[ENCART__ROOT].kind != ENCART__NODE_ROOT)
        return "node 1 is not the root";
    for (encart__node_id at = ENCART__ROOT; at;
         at = encart__tree_next(t, ENCART__ROOT, at, 0)) {
        if (++steps > t->node_count)
            return "the links are cyclic";
        wrong = check_links(t, at);
        if (!wrong)
            wrong = check_slices(t, at);
        if (wrong)
            return wrong;
    }
    return NULL;
}
