/* A write-back cache of the table `term`. */
#include "core/collection/lexicon.h"
#include "core/collection/store.h"

/* Past this many terms (24 MB) what is known is dropped between two transactions. */
#define LEXICON_MOST ((size_t)1 << 20)

void encart__lexicon_init(encart__lexicon *l, const encart__alloc *alloc)
{
    *l = (encart__lexicon){.version = -1};
    encart__map_init(&l->map, alloc);
}

void encart__lexicon_free(encart__lexicon *l)
{
    const encart__alloc *alloc = l->map.alloc;

    encart__free(alloc, l->entries, l->cap * sizeof *l->entries);
    encart__map_free(&l->map);
    encart__lexicon_init(l, alloc);
}

void encart__lexicon_drop(encart__lexicon *l)
{
    if (l->count > LEXICON_MOST)
        encart__lexicon_free(l);
    encart__map_clear(&l->map);
    l->count = 0;
}

static int fetch(encart_collection *c, encart_error *err, uint32_t term, int64_t *df)
{
    sqlite3_stmt *st = encart__sql(c, err, ENCART__SQL_GET_TERM, "i", (int64_t)term);
    int row = st ? encart__step(c, err, st) : ENCART_EIO;

    *df = 0;
    if (!st)
        return encart__store_fail(c, err);
    if (row == 1)
        *df = sqlite3_column_int64(st, 0);
    sqlite3_reset(st);
    return row < 0 ? row : ENCART_OK;
}

int encart__lexicon_df(encart_collection *c, encart_error *err, uint32_t term, int64_t *df)
{
    encart__lexicon *l = &c->lexicon;
    uint32_t at = encart__map_get(&l->map, term);
    int status;

    if (at != UINT32_MAX) {
        *df = l->entries[at].df;
        return ENCART_OK;
    }
    status = fetch(c, err, term, df);
    if (status)
        return status;
    if (!encart__vec_grow(&c->alloc, (void **)&l->entries, &l->cap, l->count,
                          sizeof *l->entries, UINT32_MAX) ||
        !encart__map_put(&l->map, term, (uint32_t)l->count))
        return encart__store_nomem(c, err);
    l->entries[l->count++] = (encart__lexicon_entry){term, 0, *df};
    return ENCART_OK;
}

void encart__lexicon_add(encart_collection *c, uint32_t term, int by)
{
    uint32_t at = encart__map_get(&c->lexicon.map, term);

    if (at == UINT32_MAX)
        return;
    c->lexicon.entries[at].df += by;
    c->lexicon.entries[at].changed = 1;
}

int encart__lexicon_flush(encart_collection *c, encart_error *err)
{
    encart__lexicon *l = &c->lexicon;
    int status = ENCART_OK;

    for (size_t i = 0; i < l->count && !status; i++) {
        encart__lexicon_entry *e = &l->entries[i];

        if (!e->changed)
            continue;
        if (e->df > 0)
            status = encart__exec(c, err, ENCART__SQL_SET_TERM, "ii", (int64_t)e->term,
                                  e->df);
        else
            status = encart__exec(c, err, ENCART__SQL_DELETE_TERM, "i", (int64_t)e->term);
        if (!status)
            e->changed = 0;
    }
    return status;
}
