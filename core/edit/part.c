/* Parts of the text of an element, with what stands in them. Texts and line breaks are counted
 * as they are, so that a position in encart__raw_text() is one here. Edits of parts are
 * applied among those of nodes, in their order: when the first is applied, all texts are cut
 * where such a part begins or ends. */
#include "core/edit/edits.h"
#include "core/base/limits.h"
#include "core/base/vec.h"

#include <stdlib.h>

/* ---- text as it stands -------------------------------------------------------------- */

/* Bytes that a node counts for itself. */
static size_t length_of(const encart__tree *t, encart__node_id node)
{
    if (t->nodes[node].kind == ENCART__NODE_TEXT)
        return t->nodes[node].len;
    return encart__tree_is(t, node, ENCART__T_BR);
}

size_t encart__raw_text(const encart__tree *t, encart__node_id node, encart__strbuf *out)
{
    size_t nodes = 0;

    for (encart__node_id at = node; at; at = encart__tree_next(t, node, at, 0), nodes++) {
        if (t->nodes[at].kind == ENCART__NODE_TEXT)
            encart__strbuf_str(out, encart__tree_text_of(t, at));
        else if (length_of(t, at))
            encart__strbuf_putc(out, '\n');
    }
    return nodes;
}

/* ---- ends --------------------------------------------------------------------------- */

/* A place in a text, or before (0) or after (1) a line break. */
typedef struct {
    encart__node_id node;
    size_t offset;
} place;

/* Where byte `at` stands below `top`; node 0 past the end. */
static place find(const encart__tree *t, encart__node_id top, size_t at)
{
    encart__node_id n = encart__tree_next(t, top, top, 0);

    while (n && at >= length_of(t, n)) {
        at -= length_of(t, n);
        n = encart__tree_next(t, top, n, 0);
    }
    return (place){n, at};
}

/* The first or last text or break of `parent`, or the element, seen through empty texts. */
static int at_edge(const encart__tree *t, encart__node_id n, int last)
{
    do
        n = last ? t->nodes[n].next : t->nodes[n].prev;
    while (n && t->nodes[n].kind == ENCART__NODE_TEXT && !t->nodes[n].len);
    return n == 0;
}

/* The element around stands for its first, or last, child: true when it can. */
static int climb(const encart__tree *t, encart__node_id top, place *p, int last)
{
    size_t edge = last ? length_of(t, p->node) : 0;
    int element = t->nodes[p->node].kind == ENCART__NODE_ELEMENT;

    if ((!element && p->offset != edge) || !at_edge(t, p->node, last) ||
        t->nodes[p->node].parent == top)
        return 0;
    p->node = t->nodes[p->node].parent;
    p->offset = 0;
    return 1;
}

/* Both ends climb until they stand in one element. */
static int meet(const encart__tree *t, encart__node_id top, place *from, place *to)
{
    while (t->nodes[from->node].parent != t->nodes[to->node].parent) {
        uint32_t deep = encart__tree_depth(t, from->node);
        uint32_t other = encart__tree_depth(t, to->node);

        if (!(deep > other ? climb(t, top, from, 0) : climb(t, top, to, 1)))
            return 0;
    }
    return 1;
}

encart__edit_verdict encart__edits_part(const encart__edits *e, encart__handle element,
                                        size_t from, size_t to, encart__part *out)
{
    encart__node_id node = encart__edits_node(e, element);
    const encart__tree *t = e->tree;
    place first, last;

    if (!node)
        return ENCART__EDIT_STALE;
    if (to <= from)
        return ENCART__EDIT_MISSHAPEN;
    first = find(t, node, from);
    last = find(t, node, to - 1);
    last.offset++;
    if (!last.node || !meet(t, node, &first, &last))
        return ENCART__EDIT_MISSHAPEN;
    *out = (encart__part){first.node, last.node, (uint32_t)first.offset,
                          (uint32_t)last.offset, e->generation};
    return ENCART__EDIT_TAKEN;
}

/* ---- what it has -------------------------------------------------------------------- */

/* The piece of a text that is in the part. */
static void slice(const encart__tree *t, const encart__part *p, encart__node_id text,
                  uint32_t *from, uint32_t *to)
{
    *from = text == p->first ? p->from : 0;
    *to = text == p->last ? p->to : t->nodes[text].len;
}

/* The sibling after `n` that is in the part; 0 when there is none. */
static encart__node_id next_in(const encart__tree *t, const encart__part *p,
                               encart__node_id n)
{
    return n == p->last ? 0 : t->nodes[n].next;
}

size_t encart__part_text(const encart__tree *t, const encart__part *p,
                         encart__strbuf *out)
{
    size_t nodes = 0;
    uint32_t from, to;

    for (encart__node_id n = p->first; n; n = next_in(t, p, n), nodes++) {
        slice(t, p, n, &from, &to);
        if (t->nodes[n].kind == ENCART__NODE_TEXT)
            encart__strbuf_str(out,
                               encart__str_sub(encart__tree_text_of(t, n), from, to));
        else
            nodes += encart__raw_text(t, n, out);
    }
    return nodes;
}

/* A text of the same bytes: they are not copied. */
static encart__node_id text_like(encart__tree *t, encart__node_id text, uint32_t from,
                                 uint32_t to)
{
    encart__node_id copy = encart__tree_text(t, ENCART__STR_EMPTY);

    if (copy) {
        t->nodes[copy].text = t->nodes[text].text + from;
        t->nodes[copy].len = to - from;
    }
    return copy;
}

size_t encart__part_copy(encart__tree *t, const encart__part *p, encart__node_id parent)
{
    size_t before = t->node_count;
    uint32_t from, to;

    for (encart__node_id n = p->first; n && !t->failed; n = next_in(t, p, n)) {
        slice(t, p, n, &from, &to);
        encart__tree_append(t, parent,
                            t->nodes[n].kind == ENCART__NODE_TEXT
                                ? text_like(t, n, from, to)
                                : encart__tree_import(t, t, n));
    }
    return t->node_count - before;
}

/* ---- edits of one --------------------------------------------------------------------- */

static encart__node_id add_mark(encart__edits *e, encart__node_id node, uint32_t offset,
                                int ends)
{
    encart__node_id mark = encart__tree_text(e->tree, ENCART__STR_EMPTY);
    void *list = e->marks;

    if (!mark || !encart__vec_grow(e->alloc, &list, &e->mark_cap, e->mark_count,
                                   sizeof *e->marks, (size_t)2 * ENCART__EDITS + 2)) {
        e->failed = e->tree->failed ? e->tree->failed : ENCART_ENOMEM;
        return 0;
    }
    e->marks = list;
    e->marks[e->mark_count] = (encart__edit_mark){
        node, offset, mark, (uint32_t)e->mark_count, (uint8_t)ends,
        e->tree->nodes[node].kind == ENCART__NODE_TEXT};
    e->mark_count++;
    return mark;
}

encart__edit_verdict encart__edits_put_part(encart__edits *e, encart__edit_op op,
                                            const encart__part *p,
                                            encart__node_id content)
{
    encart__edit edit = {(uint8_t)op, 0, content, 0};

    if (e->failed)
        return ENCART__EDIT_FAILED;
    if (p->generation != e->generation)
        return ENCART__EDIT_STALE;
    if (op == ENCART__EDIT_PART_WRAP && !encart__edit_can_wrap(e->tree, content))
        return ENCART__EDIT_MISSHAPEN;
    edit.node = add_mark(e, p->first, p->from, 0);
    edit.value = add_mark(e, p->last, p->to, 1);
    return e->failed ? ENCART__EDIT_FAILED : encart__edits_keep(e, edit);
}

/* Each text from its end, so that what was recorded of its beginning still holds. A mark is put
 * right behind what is left of the text, before those of earlier turns; or right beside the
 * element, behind them. Ends are to stand before beginnings at the same place, and the part
 * that was recorded first around the others. */
static int by_turn(const void *a, const void *b)
{
    const encart__edit_mark *x = a, *y = b;

    if (x->node != y->node)
        return x->node < y->node ? -1 : 1;
    if (x->offset != y->offset)
        return x->offset > y->offset ? -1 : 1;
    if (x->ends != y->ends)
        return x->ends ? 1 : -1;
    return (x->order < y->order) == (x->ends || !x->in_text) ? -1 : 1;
}

void encart__edits_set_marks(encart__edits *e)
{
    encart__tree *t = e->tree;

    if (e->mark_count)
        qsort(e->marks, e->mark_count, sizeof *e->marks, by_turn);
    for (size_t i = 0; i < e->mark_count && !t->failed; i++) {
        const encart__edit_mark *m = &e->marks[i];

        if (m->in_text)
            encart__tree_split(t, m->node, m->offset);
        if (m->ends || m->in_text)
            encart__tree_after(t, m->node, m->mark);
        else
            encart__tree_before(t, m->node, m->mark);
    }
}

int encart__part_stands(const encart__tree *t, const encart__edit *edit)
{
    encart__node_id n = edit->node;

    if (t->nodes[edit->node].kind != ENCART__NODE_TEXT ||
        t->nodes[edit->value].kind != ENCART__NODE_TEXT)
        return 0;
    while (n && n != edit->value)
        n = t->nodes[n].next;
    return n != 0;
}

void encart__part_apply(encart__tree *t, const encart__edit *edit)
{
    encart__node_id outer = t->nodes[edit->one].first, n, child;

    if (edit->op == ENCART__EDIT_PART_WRAP) {
        encart__tree_before(t, edit->node, outer);
        while ((n = t->nodes[edit->node].next) != edit->value)
            encart__tree_append(t, outer, n);
        return;
    }
    while ((n = t->nodes[edit->node].next) != edit->value)
        encart__tree_remove(t, n);
    while (edit->one && (child = t->nodes[edit->one].first))
        encart__tree_before(t, edit->value, child);
}
