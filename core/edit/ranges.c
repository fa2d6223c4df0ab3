/* Edits of words inside a text. They touch no element that another edit could mean, so
 * they are applied before the others, each text from its end: what was recorded of its
 * beginning still holds then. */
#include "core/edit/edits.h"
#include "core/base/limits.h"
#include "core/base/vec.h"

#include <stdlib.h>

static encart__edit_verdict fail(encart__edits *e, int status)
{
    if (!e->failed)
        e->failed = status;
    return ENCART__EDIT_FAILED;
}

/* The text of a handle; 0 when it is of another time, or has not so much. */
static encart__node_id text_of(const encart__edits *e, encart__handle handle,
                               uint32_t from, uint32_t to)
{
    const encart__node *n;

    if (handle.generation != e->generation || handle.node >= e->limit)
        return 0;
    n = &e->tree->nodes[handle.node];
    return n->kind == ENCART__NODE_TEXT && from < to && to <= n->len ? handle.node : 0;
}

encart__edit_verdict encart__edits_range(encart__edits *e, encart__edit_op op,
                                         encart__handle text, uint32_t from, uint32_t to,
                                         encart__node_id content)
{
    void *list = e->ranges;
    const encart__tree *t = e->tree;
    encart__node_id node = text_of(e, text, from, to), first = t->nodes[content].first;

    if (e->failed)
        return ENCART__EDIT_FAILED;
    if (!node)
        return ENCART__EDIT_STALE;
    if (op == ENCART__EDIT_WRAP &&
        (!first || t->nodes[first].next || t->nodes[first].kind != ENCART__NODE_ELEMENT ||
         (encart__tag_flags(t->nodes[first].tag) & ENCART__F_VOID)))
        return ENCART__EDIT_MISSHAPEN;
    if (t->failed)
        return fail(e, t->failed);
    if (e->count + e->range_count >= ENCART__EDITS)
        return fail(e, ENCART_ELIMIT);
    if (!encart__vec_grow(e->alloc, &list, &e->range_cap, e->range_count,
                          sizeof *e->ranges, ENCART__EDITS))
        return fail(e, ENCART_ENOMEM);
    e->ranges = list;
    e->ranges[e->range_count] = (encart__edit_range){
        node, from, to, content, (uint32_t)e->range_count, op == ENCART__EDIT_WRAP};
    e->range_count++;
    return ENCART__EDIT_TAKEN;
}

static int by_place(const void *a, const void *b)
{
    const encart__edit_range *x = a, *y = b;

    if (x->text != y->text)
        return x->text < y->text ? -1 : 1;
    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    return x->order < y->order ? -1 : 1;
}

/* Keeps of those that overlap the one that begins first, and of these the one that was
 * recorded first. */
static void drop_overlaps(encart__edits *e)
{
    size_t kept = 0;

    for (size_t i = 0; i < e->range_count; i++) {
        const encart__edit_range *r = &e->ranges[i],
                                 *last = kept ? &e->ranges[kept - 1] : NULL;

        if (last && last->text == r->text && r->from < last->to)
            e->skipped++;
        else
            e->ranges[kept++] = *r;
    }
    e->range_count = kept;
}

/* Parts cut texts before: the piece that has all of it. */
static int locate(const encart__tree *t, encart__edit_range *r)
{
    while (r->from >= t->nodes[r->text].len) {
        r->from -= t->nodes[r->text].len;
        r->to -= t->nodes[r->text].len;
        r->text = t->nodes[r->text].next;
    }
    return r->to <= t->nodes[r->text].len;
}

static void apply_one(encart__edits *e, encart__edit_range *r)
{
    encart__tree *t = e->tree;
    encart__node_id words, child;

    if (!locate(t, r)) {
        e->skipped++;
        return;
    }
    e->applied++;
    encart__tree_split(t, r->text, r->to);
    words = r->from ? encart__tree_split(t, r->text, r->from) : r->text;
    if (!words)
        return;
    while ((child = t->nodes[r->content].first)) {
        encart__tree_before(t, words, child);
        if (r->wraps)
            encart__tree_append(t, child, words);
    }
    if (!r->wraps)
        encart__tree_remove(t, words);
}

void encart__edits_apply_ranges(encart__edits *e)
{
    if (!e->range_count)
        return;
    qsort(e->ranges, e->range_count, sizeof *e->ranges, by_place);
    drop_overlaps(e);
    for (size_t i = e->range_count; i > 0 && !e->tree->failed; i--)
        apply_one(e, &e->ranges[i - 1]);
}
