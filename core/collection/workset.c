/* Reading for the computation of lists. */
#include "core/collection/workset.h"

#include <stdlib.h>

#define WORKSET_MOST ((size_t)64 << 20) /* bytes kept between two lists */
#define POSTING_MOST 4000               /* newest articles looked at for one stem */
#define ASKING_TERMS 120                /* of the article whose list is made */

int encart__workset_init(encart__workset *w, encart_collection *c, encart_error *err)
{
    *w = (encart__workset){.c = c};
    encart__arena_init(&w->arena, &c->alloc, 0);
    encart__arena_init(&w->scratch, &c->alloc, 0);
    encart__map_init(&w->doc_map, &c->alloc);
    encart__map_init(&w->posting_map, &c->alloc);
    encart__map_init(&w->hit_map, &c->alloc);
    return encart__lexicon_df(c, err, ENCART__TERM_ARTICLES, &w->articles);
}

void encart__workset_free(encart__workset *w)
{
    const encart__alloc *a = &w->c->alloc;

    encart__arena_free(&w->arena);
    encart__arena_free(&w->scratch);
    encart__map_free(&w->doc_map);
    encart__map_free(&w->posting_map);
    encart__map_free(&w->hit_map);
    encart__free(a, w->docs, w->doc_cap * sizeof *w->docs);
    encart__free(a, w->postings, w->posting_cap * sizeof *w->postings);
    encart__free(a, w->hits, w->hit_cap * sizeof *w->hits);
}

void encart__workset_trim(encart__workset *w)
{
    encart__arena_free(&w->scratch);
    if (w->arena.used < WORKSET_MOST)
        return;
    encart__arena_free(&w->arena);
    encart__map_clear(&w->doc_map);
    encart__map_clear(&w->posting_map);
    w->doc_count = w->posting_count = 0;
}

uint64_t encart__key_hash(encart__str key)
{
    return key.n ? encart__hash(key) : 0;
}

static int heavier(const void *a, const void *b)
{
    uint16_t x = *(const uint16_t *)a, y = *(const uint16_t *)b;

    return x > y ? -1 : x < y;
}

/* Past its heaviest terms an article says little about what it is about: measured. */
static int set_floor(encart__workset *w, encart_error *err, encart__vector *v)
{
    uint16_t *sorted;

    v->floor = 0;
    if (v->count <= ASKING_TERMS)
        return ENCART_OK;
    sorted = encart__arena_array(&w->scratch, v->count, sizeof *sorted);
    if (!sorted)
        return encart__store_nomem(w->c, err);
    memcpy(sorted, v->weights, v->count * sizeof *sorted);
    qsort(sorted, v->count, sizeof *sorted, heavier);
    v->floor = sorted[ASKING_TERMS - 1];
    return ENCART_OK;
}

int encart__workset_weigh(encart__workset *w, encart_error *err, const encart__term *terms,
                          size_t count, encart__vector *out)
{
    uint32_t *raw = encart__arena_array(&w->scratch, count + 1, sizeof *raw);
    uint64_t sum = 0, length;
    int64_t df;
    int status;

    out->terms = encart__arena_array(&w->arena, count + 1, sizeof *out->terms);
    out->weights = encart__arena_array(&w->arena, count + 1, sizeof *out->weights);
    out->count = count;
    if (!raw || !out->terms || !out->weights)
        return encart__store_nomem(w->c, err);
    for (size_t i = 0; i < count; i++) {
        status = encart__lexicon_df(w->c, err, terms[i].term, &df);
        if (status)
            return status;
        raw[i] = encart__weight(terms[i].tf, encart__idf((uint64_t)w->articles,
                                                         (uint64_t)df)) >> 4;
        sum += (uint64_t)raw[i] * raw[i];
    }
    length = encart__isqrt(sum) + 1;
    for (size_t i = 0; i < count; i++) {
        out->terms[i] = terms[i].term;
        out->weights[i] = (uint16_t)((uint64_t)raw[i] * ENCART__WEIGHT_ONE / length);
    }
    return set_floor(w, err, out);
}

static int read_vector(encart__workset *w, encart_error *err, encart__str blob,
                       encart__document *d)
{
    size_t count = blob.n / ENCART__TERM_BYTES;
    encart__term *terms = encart__arena_array(&w->scratch, count + 1, sizeof *terms);

    if (!terms)
        return encart__store_nomem(w->c, err);
    for (size_t i = 0; i < count; i++)
        terms[i] = encart__term_read(blob.p + i * ENCART__TERM_BYTES);
    return encart__workset_weigh(w, err, terms, count, &d->vector);
}

static int read_grams(encart__workset *w, encart_error *err, encart__str blob,
                      encart__document *d)
{
    d->gram_count = blob.n / ENCART__GRAM_BYTES;
    d->grams = encart__arena_array(&w->arena, d->gram_count + 1, sizeof *d->grams);
    if (!d->grams)
        return encart__store_nomem(w->c, err);
    for (size_t i = 0; i < d->gram_count; i++)
        d->grams[i] = encart__gram_read(blob.p + i * ENCART__GRAM_BYTES);
    return ENCART_OK;
}

static int read_document(encart__workset *w, encart_error *err, sqlite3_stmt *st,
                         encart__document *d)
{
    int status = read_vector(w, err, encart__column(st, 0), d);

    if (!status)
        status = read_grams(w, err, encart__column(st, 1), d);
    d->lang = encart__key_hash(encart__lang_primary(encart__column(st, 2)));
    d->url = encart__key_hash(encart__column(st, 3));
    d->title = encart__key_hash(encart__column(st, 4));
    d->dated = sqlite3_column_type(st, 5) != SQLITE_NULL;
    d->published = sqlite3_column_int64(st, 5);
    d->pending = sqlite3_column_int(st, 6);
    return status;
}

static int keep_document(encart__workset *w, encart_error *err, encart__document *d)
{
    if (!encart__vec_grow(&w->c->alloc, (void **)&w->docs, &w->doc_cap, w->doc_count,
                          sizeof *w->docs, UINT32_MAX) ||
        !encart__map_put(&w->doc_map, (uint64_t)d->doc, (uint32_t)w->doc_count))
        return encart__store_nomem(w->c, err);
    w->docs[w->doc_count++] = d;
    return ENCART_OK;
}

int encart__workset_document(encart__workset *w, encart_error *err, int64_t doc,
                             encart__document **out)
{
    uint32_t at = encart__map_get(&w->doc_map, (uint64_t)doc);
    encart__document *d;
    sqlite3_stmt *st;
    int status;

    *out = NULL;
    if (at != UINT32_MAX) {
        *out = w->docs[at];
        return ENCART_OK;
    }
    d = encart__arena_zalloc(&w->arena, sizeof *d);
    if (!d)
        return encart__store_nomem(w->c, err);
    st = encart__sql(w->c, err, ENCART__SQL_GET_DOCUMENT, "i", doc);
    status = encart__step(w->c, err, st);
    if (status <= 0)
        return status;
    d->doc = doc;
    status = read_document(w, err, st, d);
    sqlite3_reset(st);
    if (!status)
        status = keep_document(w, err, d);
    if (!status)
        *out = d;
    return status;
}

static int read_posting(encart__workset *w, encart_error *err, encart__str stem,
                        int64_t docs[POSTING_MOST], size_t *count)
{
    char match[256];
    int n = sqlite3_snprintf(sizeof match, match, "\"%.*s\"", (int)stem.n, stem.p) ? 1 : 0;
    sqlite3_stmt *st;
    int row;

    *count = 0;
    if (!n)
        return ENCART_OK;
    st = encart__sql(w->c, err, ENCART__SQL_POSTING, "si", encart__str_z(match),
                     (int64_t)POSTING_MOST);
    while ((row = encart__step(w->c, err, st)) == 1 && *count < POSTING_MOST)
        docs[(*count)++] = sqlite3_column_int64(st, 0);
    sqlite3_reset(st);
    return row < 0 ? row : ENCART_OK;
}

int encart__workset_posting(encart__workset *w, encart_error *err, uint32_t term,
                            encart__str stem, encart__posting *out)
{
    uint32_t at = encart__map_get(&w->posting_map, term);
    int64_t docs[POSTING_MOST];
    size_t count;
    int status;

    if (at != UINT32_MAX) {
        *out = w->postings[at];
        return ENCART_OK;
    }
    status = read_posting(w, err, stem, docs, &count);
    if (status)
        return status;
    out->count = count;
    out->docs = encart__arena_array(&w->arena, count + 1, sizeof *out->docs);
    if (!out->docs ||
        !encart__vec_grow(&w->c->alloc, (void **)&w->postings, &w->posting_cap,
                          w->posting_count, sizeof *w->postings, UINT32_MAX) ||
        !encart__map_put(&w->posting_map, term, (uint32_t)w->posting_count))
        return encart__store_nomem(w->c, err);
    memcpy(out->docs, docs, count * sizeof *docs);
    w->postings[w->posting_count++] = *out;
    return ENCART_OK;
}
