/* Choosing a list of related articles from stored or computed neighbours. */
#include "core/collection/choose.h"
#include "core/sanitise/policy.h"

#include <stdlib.h>

enum {
    LIMIT = 5,
    SCORE_DEFAULT = 100, /* thousandths; measured: bench/related/README.md */
    SCORE_UNIT = ENCART__SCORE_ONE / 1000
};

/* ---- options -------------------------------------------------------------------------- */

int encart__wish_read(encart__wish *out, const encart_related_options *o,
                      encart_error *err)
{
    encart__date date;

    *out = (encart__wish){
        .limit = LIMIT, .min_score = SCORE_DEFAULT, .lang = ENCART__STR_EMPTY};
    if (!o)
        return ENCART_OK;
    if (o->limit < 0 || o->limit > ENCART__MAX_RELATED || o->half_life_days < 0 ||
        o->min_score < 0 || o->min_score > 1000)
        return encart__error(err, ENCART_EINVAL, ENCART_STAGE_COLLECTION,
                             "limit must be 0..%d, half_life_days not negative, min_score "
                             "0..1000", ENCART__MAX_RELATED);
    if (o->as_of && !encart__date_parse(encart__str_z(o->as_of), &date))
        return encart__error(err, ENCART_EINVAL, ENCART_STAGE_COLLECTION,
                             "as_of \"%.40s\" is not a date (RFC 3339)", o->as_of);
    if (o->as_of) {
        out->has_as_of = 1;
        /* A date alone means until its end. */
        out->as_of = date.epoch + (date.has_time ? 0 : 86399);
    }
    if (o->limit)
        out->limit = (size_t)o->limit;
    if (o->min_score)
        out->min_score = o->min_score;
    out->min_score *= SCORE_UNIT;
    out->half_life = o->half_life_days;
    out->lang = encart__lang_primary(encart__str_z(o->lang));
    return ENCART_OK;
}

/* ---- what is taken -------------------------------------------------------------------- */

static void taken_init(encart__taken *t, encart_collection *c, encart__arena *arena)
{
    *t = (encart__taken){.arena = arena};
    encart__map_init(&t->urls, &c->alloc);
    encart__map_init(&t->titles, &c->alloc);
}

static void taken_free(encart__taken *t)
{
    encart__map_free(&t->urls);
    encart__map_free(&t->titles);
}

static int take_key(encart__map *m, encart__str key)
{
    uint64_t hash = encart__hash(key);

    return key.n == 0 || encart__map_get(m, hash) != UINT32_MAX ||
           encart__map_put(m, hash, 1);
}

static int is_taken(const encart__map *m, encart__str key)
{
    return key.n && encart__map_get(m, encart__hash(key)) != UINT32_MAX;
}

static int take_grams(encart__taken *t, const uint32_t *grams, size_t count)
{
    if (!t->grams) {
        t->cap = ENCART__MAX_RELATED + 2;
        t->grams = encart__arena_array(t->arena, t->cap, sizeof *t->grams);
        t->gram_counts = encart__arena_array(t->arena, t->cap, sizeof *t->gram_counts);
    }
    if (!t->grams || !t->gram_counts || t->count == t->cap)
        return 0;
    t->grams[t->count] = grams;
    t->gram_counts[t->count++] = count;
    return 1;
}

/* Takes the article's own address and title, and every link of its body. */
static int take_article(encart__taken *t, encart_collection *c, const encart_article *a)
{
    encart__strbuf key;
    int ok;

    encart__strbuf_init(&key, &c->alloc, 0);
    encart__url_key(a->url, ENCART__STR_EMPTY, &key);
    ok = take_key(&t->urls, encart__strbuf_view(&key));
    encart__strbuf_clear(&key);
    encart__text_key(a->title, &key);
    ok = ok && take_key(&t->titles, encart__strbuf_view(&key));
    for (size_t i = 0; ok && i < a->link_count; i++) {
        encart__strbuf_clear(&key);
        encart__url_key(a->links[i], a->url, &key);
        ok = take_key(&t->urls, encart__strbuf_view(&key));
    }
    for (size_t i = 0; ok && i < a->author_box_count; i++) {
        encart__strbuf_clear(&key);
        encart__text_key(a->author_boxes[i].title, &key);
        ok = take_key(&t->titles, encart__strbuf_view(&key));
    }
    ok = ok && !key.failed;
    encart__strbuf_free(&key);
    return ok;
}

/* ---- choosing ------------------------------------------------------------------------- */

static int by_score(const void *a, const void *b)
{
    const encart__neighbour *x = a, *y = b;

    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    if (x->published != y->published)
        return x->published > y->published ? -1 : 1;
    return x->doc < y->doc ? -1 : x->doc > y->doc;
}

/* Leaves out what is too late or too little related, and applies freshness. */
static size_t filter(encart__neighbour *n, size_t count, const encart__wish *w,
                     const encart__date *published)
{
    int64_t from = published->set ? published->epoch : w->as_of;
    int dated = published->set || w->has_as_of;
    size_t kept = 0;

    for (size_t i = 0; i < count; i++) {
        if (n[i].score < w->min_score ||
            (w->has_as_of && n[i].dated && n[i].published > w->as_of))
            continue;
        n[kept] = n[i];
        n[kept].raw = n[i].score;
        if (dated && n[i].dated)
            n[kept].score = encart__decay(n[i].score, n[i].published - from, w->half_life);
        kept++;
    }
    if (kept)
        qsort(n, kept, sizeof *n, by_score);
    return kept;
}

static int read_grams(encart_collection *c, encart_error *err, int64_t doc,
                      encart__arena *arena, uint32_t **grams, size_t *count)
{
    sqlite3_stmt *st = encart__sql(c, err, ENCART__SQL_GET_GRAMS, "i", doc);
    int row = encart__step(c, err, st);
    encart__str packed = row == 1 ? encart__column(st, 0) : ENCART__STR_EMPTY;

    *count = packed.n / ENCART__GRAM_BYTES;
    *grams = encart__arena_array(arena, *count + 1, sizeof **grams);
    for (size_t i = 0; *grams && i < *count; i++)
        (*grams)[i] = encart__gram_read(packed.p + i * ENCART__GRAM_BYTES);
    sqlite3_reset(st);
    if (row >= 0 && !*grams)
        return encart__store_nomem(c, err);
    return row < 0 ? row : ENCART_OK;
}

static int is_copy(const encart__taken *t, const uint32_t *grams, size_t count)
{
    for (size_t i = 0; i < t->count; i++)
        if (encart__near_copy(t->grams[i], t->gram_counts[i], grams, count))
            return 1;
    return 0;
}

/* 1 = chosen, 0 = passed over, or a negative status. */
static int consider(encart_collection *c, encart_error *err, encart__taken *t,
                    int64_t doc, encart__chosen *out)
{
    encart__record *r = &out->record;
    uint32_t *grams;
    size_t gram_count;
    int found, status = encart__record_read(c, err, doc, t->arena, r, &found);

    if (status || !found)
        return status;
    if (is_taken(&t->urls, r->url_key) || is_taken(&t->titles, r->title_key))
        return 0;
    status = read_grams(c, err, doc, t->arena, &grams, &gram_count);
    if (status)
        return status;
    if (is_copy(t, grams, gram_count))
        return 0;
    if (!take_key(&t->urls, r->url_key) || !take_key(&t->titles, r->title_key) ||
        !take_grams(t, grams, gram_count))
        return encart__store_nomem(c, err);
    return 1;
}

static int choose(encart_collection *c, encart_error *err, encart__taken *t,
                  const encart__wish *w, const encart__neighbour *n, size_t count,
                  encart__list *out)
{
    int status = 0;

    out->count = 0;
    out->items = encart__arena_array(t->arena, w->limit, sizeof *out->items);
    if (!out->items)
        return encart__store_nomem(c, err);
    for (size_t i = 0; i < count && out->count < w->limit && status >= 0; i++) {
        encart__chosen *item = &out->items[out->count];

        status = consider(c, err, t, n[i].doc, item);
        item->score = n[i].score;
        item->raw = n[i].raw;
        out->count += status == 1;
    }
    return status < 0 ? status : ENCART_OK;
}

/* ---- neighbours of an article --------------------------------------------------------- */

/* The stored list of `doc`; *stored = 0 when it is not made yet. */
static int stored_list(encart_collection *c, encart_error *err, int64_t doc,
                       encart__neighbour out[ENCART__MAX_RELATED], size_t *count,
                       int *stored)
{
    sqlite3_stmt *st = encart__sql(c, err, ENCART__SQL_IS_PENDING, "i", doc);
    int row = encart__step(c, err, st);

    *count = 0;
    *stored = row == 0;
    sqlite3_reset(st);
    if (row != 0)
        return row < 0 ? row : ENCART_OK;
    st = encart__sql(c, err, ENCART__SQL_GET_NEIGHBOURS, "i", doc);
    while ((row = encart__step(c, err, st)) == 1 && *count < ENCART__MAX_RELATED)
        out[(*count)++] = (encart__neighbour){
            sqlite3_column_int64(st, 0), sqlite3_column_int64(st, 1),
            sqlite3_column_int64(st, 2), sqlite3_column_type(st, 2) != SQLITE_NULL, 0};
    sqlite3_reset(st);
    return row < 0 ? row : ENCART_OK;
}

static int hash_is(encart_collection *c, encart_error *err, int64_t doc, uint64_t hash)
{
    sqlite3_stmt *st = encart__sql(c, err, ENCART__SQL_TEXT_HASH, "i", doc);
    int row = encart__step(c, err, st), same = 0;

    if (row == 1)
        same = (uint64_t)sqlite3_column_int64(st, 0) == hash;
    sqlite3_reset(st);
    return row < 0 ? row : same;
}

/* By full text: for an article that is not stored, or whose text is not the stored one. */
static int computed_list(encart_collection *c, encart_error *err, const encart_article *a,
                         encart__str lang, int64_t self, encart__taken *t,
                         encart__neighbour *out, size_t *count)
{
    encart__stemmer *stemmer = encart__store_stemmer(c, a->lang);
    encart__terms terms;
    uint32_t *grams;
    int status;

    *count = 0;
    if (!stemmer)
        return encart__store_nomem(c, err);
    status = encart__terms_make(&terms, &c->alloc, stemmer, a);
    if (status)
        encart__store_nomem(c, err);
    else
        status = encart__neighbours_of(c, err, &terms, lang, &a->published, self, out, count);
    if (!status) {
        grams = encart__arena_array(t->arena, terms.gram_count + 1, sizeof *grams);
        if (grams && terms.gram_count)
            memcpy(grams, terms.grams, terms.gram_count * sizeof *grams);
        if (!grams || !take_grams(t, grams, terms.gram_count))
            status = encart__store_nomem(c, err);
    }
    encart__terms_free(&terms);
    return status;
}

static int neighbours_of_article(encart_collection *c, encart_error *err,
                                 const encart_article *a, const encart__wish *w,
                                 encart__taken *t, encart__neighbour *out, size_t *count)
{
    encart__str own = encart__lang_primary(a->lang), lang = w->lang.n ? w->lang : own;
    int64_t doc;
    int stored = 0, status = encart__find_article(c, err, a, &doc);

    if (!status && doc && encart__str_eq(lang, own)) {
        int same = hash_is(c, err, doc, encart__terms_hash(a));

        status = same < 0 ? same : ENCART_OK;
        if (same == 1)
            status = stored_list(c, err, doc, out, count, &stored);
    }
    if (status || stored)
        return status;
    return computed_list(c, err, a, lang, doc, t, out, count);
}

int encart__related_to(encart_collection *c, encart_error *err, const encart_article *a,
                       const encart__wish *w, encart__arena *arena, encart__list *out)
{
    encart__neighbour n[ENCART__MAX_RELATED];
    size_t count = 0;
    encart__taken t;
    int status;

    taken_init(&t, c, arena);
    status = take_article(&t, c, a) ? ENCART_OK : encart__store_nomem(c, err);
    if (!status)
        status = neighbours_of_article(c, err, a, w, &t, n, &count);
    if (!status)
        status = choose(c, err, &t, w, n, filter(n, count, w, &a->published), out);
    taken_free(&t);
    return status;
}

/* The neighbours of a stored article, in its own language the stored ones. */
static int neighbours_of_stored(encart_collection *c, encart_error *err,
                                const encart__record *self, const encart__wish *w,
                                encart__neighbour *out, size_t *count)
{
    encart__str own = encart__lang_primary(self->lang);
    encart__str lang = w->lang.n ? w->lang : own;
    int stored = 0, status = ENCART_OK;

    *count = 0;
    if (encart__str_eq(lang, own))
        status = stored_list(c, err, self->doc, out, count, &stored);
    if (status || stored)
        return status;
    return encart__neighbours_of_doc(c, err, self->doc, lang, out, count);
}

int encart__related_stored(encart_collection *c, encart_error *err,
                           const encart__record *self, const encart__wish *w,
                           encart__arena *arena, encart__list *out)
{
    encart__neighbour n[ENCART__MAX_RELATED];
    uint32_t *grams;
    size_t count = 0, gram_count;
    encart__taken t;
    int status;

    taken_init(&t, c, arena);
    status = read_grams(c, err, self->doc, arena, &grams, &gram_count);
    if (!status && (!take_key(&t.urls, self->url_key) ||
                    !take_key(&t.titles, self->title_key) ||
                    !take_grams(&t, grams, gram_count)))
        status = encart__store_nomem(c, err);
    if (!status)
        status = neighbours_of_stored(c, err, self, w, n, &count);
    if (!status)
        status = choose(c, err, &t, w, n, filter(n, count, w, &self->published), out);
    taken_free(&t);
    return status;
}
