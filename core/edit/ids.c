/* The ids of a document that is edited: those that stand in it or in content made for it,
 * those that edits set, those that were promised. They are known by their hashes: two that
 * share one make an id look taken that is free, which costs it a number at its end. */
#include "core/edit/edits.h"
#include "core/text/text.h"

/* The table begins with a place in memory, so that an article cannot choose ids which
 * all meet in one slot. */
static size_t slot_of(const encart__edit_ids *ids, uint64_t hash)
{
    uint64_t secret = (uint64_t)(uintptr_t)ids->slot | 1;

    return (size_t)((hash * secret) >> 20) & (ids->size - 1);
}

static encart__edit_id *look(const encart__edit_ids *ids, uint64_t hash)
{
    size_t i = slot_of(ids, hash);

    while (ids->slot[i].hash && ids->slot[i].hash != hash)
        i = (i + 1) & (ids->size - 1);
    return &ids->slot[i];
}

static int fail(encart__edits *e)
{
    if (!e->failed)
        e->failed = ENCART_ENOMEM;
    return 0;
}

/* Room for one more, with half of the table free. */
static int make_room(encart__edits *e)
{
    encart__edit_ids *ids = &e->ids, more = *ids;

    if (ids->slot && ids->count * 2 < ids->size)
        return 1;
    more.size = ids->size ? ids->size * 2 : 64;
    more.slot = encart__calloc(e->alloc, more.size, sizeof *more.slot);
    if (!more.slot)
        return fail(e);
    for (size_t i = 0; i < ids->size; i++)
        if (ids->slot[i].hash)
            *look(&more, ids->slot[i].hash) = ids->slot[i];
    encart__free(e->alloc, ids->slot, ids->size * sizeof *ids->slot);
    *ids = more;
    return 1;
}

static uint64_t hash_of(encart__str id)
{
    return encart__hash(id) | 1; /* 0 is a free slot */
}

/* The first owner stays, unless that was a promise. */
static void add(encart__edits *e, encart__str id, encart__node_id owner)
{
    encart__edit_id *slot;

    if (!make_room(e))
        return;
    slot = look(&e->ids, hash_of(id));
    if (!slot->hash)
        e->ids.count++;
    else if (slot->owner)
        return;
    *slot = (encart__edit_id){hash_of(id), owner};
}

/* What came since: the whole document first, then content. */
static void catch_up(encart__edits *e)
{
    const encart__tree *t = e->tree;
    encart__str id;

    for (; e->ids.seen < t->node_count && !e->failed; e->ids.seen++) {
        encart__node_id n = (encart__node_id)e->ids.seen;

        if (t->nodes[n].kind == ENCART__NODE_ELEMENT &&
            encart__tree_attr(t, n, ENCART__A_ID, &id))
            add(e, id, n);
    }
}

/* Who will not be there has no id. */
static int is_gone(const encart__edits *e, encart__node_id owner)
{
    return e->gone && owner < e->limit && e->gone[owner];
}

int encart__edits_id_taken(encart__edits *e, encart__str id, encart__node_id by)
{
    const encart__edit_id *slot;

    catch_up(e);
    if (e->failed || !e->ids.slot)
        return 0;
    slot = look(&e->ids, hash_of(id));
    if (!slot->hash)
        return 0;
    if (!by)
        return 1;
    return slot->owner && slot->owner != by && !is_gone(e, slot->owner);
}

void encart__edits_id_give(encart__edits *e, encart__str id, encart__node_id owner)
{
    catch_up(e);
    if (!e->failed)
        add(e, id, owner);
}

void encart__edit_ids_free(encart__edits *e)
{
    encart__free(e->alloc, e->ids.slot, e->ids.size * sizeof *e->ids.slot);
    memset(&e->ids, 0, sizeof e->ids);
}
