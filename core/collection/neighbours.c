/* Lists of related articles: which candidates, which order, what is stored. */
#include "core/collection/neighbours.h"
#include "core/collection/workset.h"

#include <stdlib.h>

enum {
    QUERY_TERMS = 40,  /* the article's best terms, looked up in full text */
    CANDIDATES = 200,  /* compared by cosine */
    LIST_LEAST = 1000, /* a score below this (1/1000000) is chance */
    COPY_LEAST = 150000, /* no copy is less like its original */
    LIST_NEAREST = 30, /* of the list, whatever their date; the others are the fresh ones */
    LIST_HALF_LIFE = 10 /* days, in the choice of those others */
};

typedef struct query_term {
    uint32_t term;
    uint32_t weight;
    encart__str stem;
} query_term;

/* ---- the query ------------------------------------------------------------------------ */

static int by_weight(const void *a, const void *b)
{
    const query_term *x = a, *y = b;

    if (x->weight != y->weight)
        return x->weight > y->weight ? -1 : 1;
    return x->term < y->term ? -1 : x->term > y->term;
}

/* Looks the stems of chosen terms up in the stored text: a term is only a hash. */
static void find_stems(encart__str text, const encart__map *chosen, query_term *terms)
{
    size_t from = 0, to;

    for (; from < text.n; from = to + 1) {
        encart__str stem;
        uint32_t at;

        for (to = from; to < text.n && text.p[to] != ' '; to++)
            ;
        stem = encart__str_sub(text, from, to);
        at = encart__map_get(chosen, encart__term_of(stem));
        if (at != UINT32_MAX && terms[at].stem.n == 0)
            terms[at].stem = stem;
    }
}

/* The heaviest terms that stand in the text (sections and tags do not), with their stems,
 * which are slices of `texts`. */
static int choose_terms(encart__workset *w, encart_error *err, const encart__vector *v,
                        const encart__str texts[ENCART__FIELDS], query_term **out,
                        size_t *count)
{
    query_term *terms = encart__arena_array(&w->scratch, v->count + 1, sizeof *terms);
    size_t most = v->count < 2 * QUERY_TERMS ? v->count : 2 * QUERY_TERMS;
    encart__map chosen;
    int ok = terms != NULL;

    encart__map_init(&chosen, &w->c->alloc);
    for (size_t i = 0; ok && i < v->count; i++)
        terms[i] = (query_term){v->terms[i], v->weights[i], ENCART__STR_EMPTY};
    if (ok && v->count)
        qsort(terms, v->count, sizeof *terms, by_weight);
    for (size_t i = 0; ok && i < most; i++)
        ok = encart__map_put(&chosen, terms[i].term, (uint32_t)i);
    for (int f = 0; ok && f < ENCART__FIELDS; f++)
        find_stems(texts[f], &chosen, terms);
    encart__map_free(&chosen);
    *out = terms;
    *count = 0;
    for (size_t i = 0; ok && i < most && *count < QUERY_TERMS; i++)
        if (terms[i].stem.n)
            terms[(*count)++] = terms[i];
    return ok ? ENCART_OK : encart__store_nomem(w->c, err);
}

/* ---- candidates ----------------------------------------------------------------------- */

static int add_hit(encart__workset *w, int64_t doc, uint64_t weight)
{
    uint32_t at = encart__map_get(&w->hit_map, (uint64_t)doc);

    if (at == UINT32_MAX) {
        if (!encart__vec_grow(&w->c->alloc, (void **)&w->hits, &w->hit_cap, w->hit_count,
                              sizeof *w->hits, UINT32_MAX) ||
            !encart__map_put(&w->hit_map, (uint64_t)doc, (uint32_t)w->hit_count))
            return 0;
        at = (uint32_t)w->hit_count++;
        w->hits[at] = (encart__hit){doc, 0};
    }
    w->hits[at].weight += weight;
    return 1;
}

/* Whether a comes after b in the order of candidates. */
static int worse(const encart__hit *a, const encart__hit *b)
{
    return a->weight != b->weight ? a->weight < b->weight : a->doc < b->doc;
}

/* Sinks the hit at `i` of a heap whose worst stands first. */
static void sink(encart__hit *heap, size_t count, size_t i)
{
    for (;;) {
        size_t low = i, left = 2 * i + 1;
        encart__hit t;

        for (size_t k = left; k < left + 2 && k < count; k++)
            if (worse(&heap[k], &heap[low]))
                low = k;
        if (low == i)
            return;
        t = heap[i];
        heap[i] = heap[low];
        heap[low] = t;
        i = low;
    }
}

/* Brings the best hits to the front, in no order, and returns their number. */
static size_t best_hits(encart__workset *w)
{
    encart__hit *hits = w->hits;

    if (w->hit_count <= CANDIDATES)
        return w->hit_count;
    for (size_t i = CANDIDATES / 2; i-- > 0;)
        sink(hits, CANDIDATES, i);
    for (size_t i = CANDIDATES; i < w->hit_count; i++) {
        if (!worse(&hits[0], &hits[i]))
            continue;
        hits[0] = hits[i];
        sink(hits, CANDIDATES, 0);
    }
    return CANDIDATES;
}

static int collect(encart__workset *w, encart_error *err, const query_term *terms,
                   size_t count)
{
    encart__posting posting;
    int64_t df;
    int status = ENCART_OK;

    encart__map_clear(&w->hit_map);
    w->hit_count = 0;
    for (size_t i = 0; i < count && !status; i++) {
        uint64_t weight;

        status = encart__lexicon_df(w->c, err, terms[i].term, &df);
        if (!status)
            status = encart__workset_posting(w, err, terms[i].term, terms[i].stem, &posting);
        if (status)
            break;
        weight = (uint64_t)terms[i].weight *
                 encart__idf((uint64_t)w->articles, (uint64_t)df);
        for (size_t k = 0; k < posting.count; k++)
            if (!add_hit(w, posting.docs[k], weight))
                return encart__store_nomem(w->c, err);
    }
    return status;
}

/* ---- comparing ------------------------------------------------------------------------ */

/* The same article under another number. */
static int is_same(const encart__document *a, const encart__document *b)
{
    return a->doc == b->doc || (a->url && a->url == b->url) ||
           (a->title && a->title == b->title);
}

static int is_copy(const encart__document *a, const encart__document *b, int64_t score)
{
    return score >= COPY_LEAST &&
           encart__near_copy(a->grams, a->gram_count, b->grams, b->gram_count);
}

static int by_score(const void *a, const void *b)
{
    const encart__neighbour *x = a, *y = b;

    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    return x->doc < y->doc ? -1 : x->doc > y->doc;
}

static int by_freshness(const void *a, const void *b)
{
    const encart__neighbour *x = a, *y = b;

    if (x->raw != y->raw)
        return x->raw > y->raw ? -1 : 1;
    return by_score(a, b);
}

/* Cuts candidates, best first, to a list: the nearest, and among the others the nearest of
 * those days, which a reader who wants fresh articles would otherwise miss. */
static size_t cut(encart__neighbour *all, size_t count, const encart__document *self)
{
    if (count <= ENCART__MAX_RELATED)
        return count;
    for (size_t i = LIST_NEAREST; i < count; i++)
        all[i].raw = self->dated && all[i].dated
                         ? encart__decay(all[i].score, all[i].published - self->published,
                                         LIST_HALF_LIFE)
                         : 0;
    qsort(all + LIST_NEAREST, count - LIST_NEAREST, sizeof *all, by_freshness);
    qsort(all, ENCART__MAX_RELATED, sizeof *all, by_score);
    return ENCART__MAX_RELATED;
}

/* The candidates as neighbours of `self`, best first. */
static int compare(encart__workset *w, encart_error *err, const encart__document *self,
                   encart__neighbour out[CANDIDATES], size_t *count)
{
    size_t hits = best_hits(w);

    *count = 0;
    for (size_t i = 0; i < hits; i++) {
        encart__document *d;
        int64_t score;
        int status = encart__workset_document(w, err, w->hits[i].doc, &d);

        if (status)
            return status;
        if (!d || d->lang != self->lang || is_same(self, d))
            continue;
        score = encart__cosine(&self->vector, &d->vector);
        if (score >= LIST_LEAST && !is_copy(self, d, score))
            out[(*count)++] = (encart__neighbour){d->doc, score, d->published, d->dated, 0};
    }
    if (*count)
        qsort(out, *count, sizeof *out, by_score);
    return ENCART_OK;
}

static int find(encart__workset *w, encart_error *err, const encart__document *self,
                const encart__str texts[ENCART__FIELDS],
                encart__neighbour out[CANDIDATES], size_t *count)
{
    query_term *terms;
    size_t term_count;
    int status = choose_terms(w, err, &self->vector, texts, &terms, &term_count);

    *count = 0;
    if (!status)
        status = collect(w, err, terms, term_count);
    if (!status)
        status = compare(w, err, self, out, count);
    return status;
}

static int of_article(encart__workset *w, encart_error *err, const encart__terms *t,
                      encart__document *self, encart__neighbour *out, size_t *count)
{
    encart__neighbour all[CANDIDATES];
    encart__str texts[ENCART__FIELDS];
    int status = encart__workset_weigh(w, err, t->terms, t->count, &self->vector);

    if (status)
        return status;
    for (int f = 0; f < ENCART__FIELDS; f++)
        texts[f] = encart__strbuf_view(&t->stems[f]);
    self->grams = t->grams;
    self->gram_count = t->gram_count;
    status = find(w, err, self, texts, all, count);
    *count = cut(all, *count, self);
    memcpy(out, all, *count * sizeof *out);
    return status;
}

int encart__neighbours_of(encart_collection *c, encart_error *err, const encart__terms *t,
                          encart__str lang, const encart__date *published, int64_t self,
                          encart__neighbour *out, size_t *count)
{
    encart__document d = {.doc = self,
                          .published = published->epoch,
                          .dated = published->set};
    encart__workset w;
    int status = encart__workset_init(&w, c, err);

    *count = 0;
    d.lang = encart__key_hash(encart__lang_primary(lang));
    if (!status)
        status = of_article(&w, err, t, &d, out, count);
    encart__workset_free(&w);
    return status;
}

/* The candidates of an article whose text is stored. */
static int find_stored(encart__workset *w, encart_error *err, const encart__document *self,
                       encart__neighbour out[CANDIDATES], size_t *count)
{
    encart__str texts[ENCART__FIELDS];
    sqlite3_stmt *st = encart__sql(w->c, err, ENCART__SQL_GET_TEXT, "i", self->doc);
    int row = encart__step(w->c, err, st), status;

    *count = 0;
    if (row != 1)
        return row;
    for (int f = 0; f < ENCART__FIELDS; f++)
        texts[f] = encart__column(st, f);
    status = find(w, err, self, texts, out, count);
    sqlite3_reset(st);
    return status;
}

int encart__neighbours_of_doc(encart_collection *c, encart_error *err, int64_t doc,
                              encart__str lang, encart__neighbour *out, size_t *count)
{
    encart__neighbour all[CANDIDATES];
    encart__document *stored, self;
    encart__workset w;
    int status = encart__workset_init(&w, c, err);

    *count = 0;
    if (!status)
        status = encart__workset_document(&w, err, doc, &stored);
    if (!status && stored) {
        self = *stored;
        self.lang = encart__key_hash(encart__lang_primary(lang));
        status = find_stored(&w, err, &self, all, count);
        *count = cut(all, *count, &self);
        memcpy(out, all, *count * sizeof *out);
    }
    encart__workset_free(&w);
    return status;
}

/* ---- storing -------------------------------------------------------------------------- */

/* Puts (doc, other) into the list of `doc`, which is complete; the last one makes room. */
static int insert_into(encart_collection *c, encart_error *err, int64_t doc, int64_t other,
                       int64_t score)
{
    sqlite3_stmt *st = encart__sql(c, err, ENCART__SQL_COUNT_NEIGHBOURS, "i", doc);
    int row = encart__step(c, err, st), status;
    int64_t count, least;

    if (row != 1)
        return row;
    count = sqlite3_column_int64(st, 0);
    least = sqlite3_column_int64(st, 1);
    sqlite3_reset(st);
    if (count >= ENCART__MAX_RELATED && score <= least)
        return ENCART_OK;
    status = encart__exec(c, err, ENCART__SQL_SET_NEIGHBOUR, "iii", doc, other, score);
    if (!status && count >= ENCART__MAX_RELATED)
        status = encart__exec(c, err, ENCART__SQL_DROP_LAST, "i", doc);
    return status;
}

/* Tells the candidates whose lists stand already. Each of them asks in its own way. */
static int tell(encart__workset *w, encart_error *err, const encart__document *self,
                const encart__neighbour *all, size_t count)
{
    int status = ENCART_OK;

    for (size_t i = 0; i < count && !status; i++) {
        encart__document *other;

        status = encart__workset_document(w, err, all[i].doc, &other);
        if (!status && other && !other->pending)
            status = insert_into(w->c, err, other->doc, self->doc,
                                 encart__cosine(&other->vector, &self->vector));
    }
    return status;
}

static int store(encart__workset *w, encart_error *err, int64_t doc,
                 const encart__neighbour *list, size_t count)
{
    int status = encart__exec(w->c, err, ENCART__SQL_DELETE_NEIGHBOURS, "i", doc);

    for (size_t i = 0; i < count && !status; i++)
        status = encart__exec(w->c, err, ENCART__SQL_SET_NEIGHBOUR, "iii", doc,
                              list[i].doc, list[i].score);
    return status;
}

static int compute(encart__workset *w, encart_error *err, int64_t doc)
{
    encart__neighbour list[CANDIDATES];
    encart__document *self;
    size_t count = 0;
    int status = encart__workset_document(w, err, doc, &self);

    if (status || !self)
        return status;
    status = find_stored(w, err, self, list, &count);
    if (!status)
        status = tell(w, err, self, list, count);
    return status ? status : store(w, err, doc, list, cut(list, count, self));
}

/* The numbers of the pending articles, in a vector that the caller frees. */
static int pending(encart_collection *c, encart_error *err, int64_t **docs, size_t *cap,
                   size_t *count)
{
    sqlite3_stmt *st = encart__sql(c, err, ENCART__SQL_ALL_PENDING, "");
    int row;

    while ((row = encart__step(c, err, st)) == 1) {
        if (!encart__vec_grow(&c->alloc, (void **)docs, cap, *count, sizeof **docs, 0)) {
            sqlite3_reset(st);
            return encart__store_nomem(c, err);
        }
        (*docs)[(*count)++] = sqlite3_column_int64(st, 0);
    }
    return row;
}

int encart__neighbours_settle(encart_collection *c, encart_error *err)
{
    encart__workset w;
    int64_t *docs = NULL;
    size_t cap = 0, count = 0;
    int status = encart__workset_init(&w, c, err);

    if (!status)
        status = pending(c, err, &docs, &cap, &count);
    for (size_t i = 0; i < count && !status; i++) {
        status = compute(&w, err, docs[i]);
        if (!status)
            status = encart__exec(c, err, ENCART__SQL_DELETE_PENDING, "i", docs[i]);
        encart__workset_trim(&w);
    }
    encart__free(&c->alloc, docs, cap * sizeof *docs);
    encart__workset_free(&w);
    return status ? status : encart__lexicon_flush(c, err);
}
