/* Writing: put, remove, transactions, sweeps. Each article comes and goes whole. */
#include "core/collection/neighbours.h"
#include "core/collection/record.h"
#include "core/collection/terms.h"
#include "core/sanitise/policy.h"

#include <inttypes.h>
#include <stdio.h>

/* What is written for one article; strings are the article's or the buffers'. */
typedef struct draft {
    const encart_article *article;
    encart__str id, origin, stamp;
    char made_id[24];
    encart__strbuf url_key, title_key, tags, terms, grams, kept_id;
    encart__terms text;
    int64_t doc; /* of the article that it replaces, 0 = none */
} draft;

static void write_tags(const encart_article *a, encart__strbuf *out)
{
    encart__jsonw w;

    encart__jsonw_init(&w, out);
    encart__jsonw_open(&w, '[');
    for (size_t i = 0; i < a->tag_count; i++) {
        encart__jsonw_open(&w, '{');
        encart__jsonw_kopt(&w, "id", a->tags[i].id);
        encart__jsonw_kstr(&w, "name", a->tags[i].name);
        encart__jsonw_kopt(&w, "url", a->tags[i].url);
        encart__jsonw_kopt(&w, "kind", a->tags[i].kind);
        encart__jsonw_close(&w, '}');
    }
    encart__jsonw_close(&w, ']');
}

/* An article without an id gets one from what is most likely to stay. */
static void choose_id(draft *d)
{
    const struct {
        char kind;
        encart__str from;
    } sources[] = {
        {'u', encart__strbuf_view(&d->url_key)},
        {'o', d->origin},
        {'t', encart__strbuf_view(&d->title_key)},
        {'x', d->article->text},
    };

    d->id = d->article->id;
    for (size_t i = 0; i < sizeof sources / sizeof *sources && d->id.n == 0; i++) {
        if (sources[i].from.n == 0)
            continue;
        snprintf(d->made_id, sizeof d->made_id, "%c-%016" PRIx64, sources[i].kind,
                 encart__hash(sources[i].from));
        d->id = encart__str_z(d->made_id);
    }
}

static int draft_make(draft *d, encart_collection *c, encart_error *err)
{
    encart__stemmer *stemmer = encart__store_stemmer(c, d->article->lang);
    int status = stemmer ? encart__terms_make(&d->text, &c->alloc, stemmer, d->article)
                         : ENCART_ENOMEM;

    encart__url_key(d->article->url, ENCART__STR_EMPTY, &d->url_key);
    encart__text_key(d->article->title, &d->title_key);
    write_tags(d->article, &d->tags);
    if (!status) {
        encart__terms_pack(&d->text, &d->terms);
        encart__grams_pack(&d->text, &d->grams);
    }
    if (status || d->url_key.failed || d->title_key.failed || d->tags.failed ||
        d->terms.failed || d->grams.failed)
        return encart__store_nomem(c, err);
    choose_id(d);
    return ENCART_OK;
}

static void draft_init(draft *d, encart_collection *c, const encart_article *a,
                       const encart_put_options *options)
{
    encart__strbuf *const buffers[] = {&d->url_key, &d->title_key, &d->tags, &d->terms,
                                       &d->grams,   &d->kept_id};

    *d = (draft){.article = a, .text = {.alloc = &c->alloc}};
    d->origin = encart__str_z(options ? options->origin : NULL);
    d->stamp = encart__str_z(options ? options->stamp : NULL);
    for (size_t i = 0; i < sizeof buffers / sizeof *buffers; i++)
        encart__strbuf_init(buffers[i], &c->alloc, 0);
    for (int f = 0; f < ENCART__FIELDS; f++)
        encart__strbuf_init(&d->text.stems[f], &c->alloc, 0);
    encart__map_init(&d->text.index, &c->alloc);
}

static void draft_free(draft *d)
{
    encart__strbuf_free(&d->url_key);
    encart__strbuf_free(&d->title_key);
    encart__strbuf_free(&d->tags);
    encart__strbuf_free(&d->terms);
    encart__strbuf_free(&d->grams);
    encart__strbuf_free(&d->kept_id);
    encart__terms_free(&d->text);
}

/* ---- terms ---------------------------------------------------------------------------- */

/* Looks every term of a stored vector up, so that encart__lexicon_add() cannot fail. */
static int lookup_terms(encart_collection *c, encart_error *err, encart__str packed)
{
    int64_t df;
    int status = encart__lexicon_df(c, err, ENCART__TERM_ARTICLES, &df);

    for (size_t i = 0; i + ENCART__TERM_BYTES <= packed.n && !status;
         i += ENCART__TERM_BYTES)
        status = encart__lexicon_df(c, err, encart__term_read(packed.p + i).term, &df);
    return status;
}

static void count_terms(encart_collection *c, encart__str packed, int by)
{
    for (size_t i = 0; i + ENCART__TERM_BYTES <= packed.n; i += ENCART__TERM_BYTES)
        encart__lexicon_add(c, encart__term_read(packed.p + i).term, by);
    encart__lexicon_add(c, ENCART__TERM_ARTICLES, by);
}

/* The stored vector of `doc`, copied into `out`. */
static int stored_terms(encart_collection *c, encart_error *err, int64_t doc,
                        encart__strbuf *out)
{
    sqlite3_stmt *st = encart__sql(c, err, ENCART__SQL_GET_TERMS, "i", doc);
    int row = encart__step(c, err, st);

    if (row == 1)
        encart__strbuf_str(out, encart__column(st, 0));
    sqlite3_reset(st);
    if (row >= 0 && out->failed)
        return encart__store_nomem(c, err);
    return row < 0 ? row : ENCART_OK;
}

/* ---- rows ----------------------------------------------------------------------------- */

/* Takes text, vector and lists away; the article's row stays. The lexicon is told by the
 * caller once nothing can fail any more. */
static int clear_text(encart_collection *c, encart_error *err, int64_t doc)
{
    static const encart__sql_id steps[] = {
        ENCART__SQL_DELETE_TEXT, ENCART__SQL_DELETE_VECTOR, ENCART__SQL_DELETE_NEIGHBOURS};
    int status = encart__exec(c, err, ENCART__SQL_THIN_PENDING, "ii", doc,
                              (int64_t)ENCART__MAX_RELATED / 2);

    if (!status)
        status = encart__exec(c, err, ENCART__SQL_DELETE_NEIGHBOUR_OF, "i", doc);
    for (size_t i = 0; i < sizeof steps / sizeof *steps && !status; i++)
        status = encart__exec(c, err, steps[i], "i", doc);
    return status;
}

static int write_row(encart_collection *c, encart_error *err, const draft *d)
{
    const encart_article *a = d->article;
    char modified[40];
    size_t n = encart__date_format(modified, &a->modified);

    return encart__exec(
        c, err, d->doc ? ENCART__SQL_UPDATE_ARTICLE : ENCART__SQL_INSERT_ARTICLE,
        "sssssssoiissssiisssiio", d->id, a->url, encart__strbuf_view(&d->url_key),
        a->title, encart__strbuf_view(&d->title_key), a->lang, a->section.name,
        (int)a->published.set, a->published.epoch, (int64_t)a->published.offset,
        (int64_t)a->published.has_time, encart__str_n(modified, n), a->summary,
        a->image.url, a->image.alt, (int64_t)a->image.width, (int64_t)a->image.height,
        encart__strbuf_view(&d->tags), d->origin, d->stamp, c->generation,
        (int64_t)d->text.hash, d->doc != 0, d->doc);
}

static int write_text(encart_collection *c, encart_error *err, const draft *d)
{
    int status = encart__exec(c, err, ENCART__SQL_INSERT_TEXT, "isss", d->doc,
                              encart__strbuf_view(&d->text.stems[ENCART__TITLE]),
                              encart__strbuf_view(&d->text.stems[ENCART__LEDE]),
                              encart__strbuf_view(&d->text.stems[ENCART__BODY]));

    if (!status)
        status = encart__exec(c, err, ENCART__SQL_INSERT_VECTOR, "ibb", d->doc,
                              (const void *)encart__strbuf_z(&d->terms), d->terms.size,
                              (const void *)encart__strbuf_z(&d->grams), d->grams.size);
    if (!status)
        status = encart__exec(c, err, ENCART__SQL_ADD_PENDING, "i", d->doc);
    return status;
}

/* Whether the stored text of d->doc is that of the draft. */
static int same_text(encart_collection *c, encart_error *err, const draft *d)
{
    sqlite3_stmt *st = encart__sql(c, err, ENCART__SQL_TEXT_HASH, "i", d->doc);
    int row = encart__step(c, err, st), same = 0;

    if (row == 1)
        same = (uint64_t)sqlite3_column_int64(st, 0) == d->text.hash;
    sqlite3_reset(st);
    return row < 0 ? row : same;
}

static int replace(encart_collection *c, encart_error *err, draft *d)
{
    encart__strbuf old;
    int status, fresh = d->doc == 0;

    encart__strbuf_init(&old, &c->alloc, 0);
    status = fresh ? ENCART_OK : stored_terms(c, err, d->doc, &old);
    if (!status)
        status = lookup_terms(c, err, encart__strbuf_view(&old));
    if (!status)
        status = lookup_terms(c, err, encart__strbuf_view(&d->terms));
    if (!status && !fresh)
        status = clear_text(c, err, d->doc);
    if (!status)
        status = write_row(c, err, d);
    if (!status && fresh)
        d->doc = sqlite3_last_insert_rowid(c->db);
    if (!status)
        status = write_text(c, err, d);
    if (!status) {
        if (!fresh)
            count_terms(c, encart__strbuf_view(&old), -1);
        count_terms(c, encart__strbuf_view(&d->terms), 1);
    }
    encart__strbuf_free(&old);
    return status;
}

/* An article that came without an id, but is known by its URL, stays who it is. */
static int keep_id(encart_collection *c, encart_error *err, draft *d)
{
    sqlite3_stmt *st = encart__sql(c, err, ENCART__SQL_ID_OF, "i", d->doc);
    int row = encart__step(c, err, st);

    if (row == 1)
        encart__strbuf_str(&d->kept_id, encart__column(st, 0));
    sqlite3_reset(st);
    if (row >= 0 && d->kept_id.failed)
        return encart__store_nomem(c, err);
    if (row == 1)
        d->id = encart__strbuf_view(&d->kept_id);
    return row < 0 ? row : ENCART_OK;
}

/* Finds the article that this one replaces. */
static int find_old(encart_collection *c, encart_error *err, draft *d)
{
    int status = encart__find_id(c, err, d->id, &d->doc);

    if (status || d->doc || d->article->id.n)
        return status;
    status = encart__find_url(c, err, d->article->url, ENCART__STR_EMPTY, &d->doc);
    return status || !d->doc ? status : keep_id(c, err, d);
}

static int put_draft(encart_collection *c, encart_error *err, draft *d)
{
    int status = find_old(c, err, d), same;

    if (status || !d->doc)
        return status ? status : replace(c, err, d);
    same = same_text(c, err, d);
    if (same < 0)
        return same;
    return same ? write_row(c, err, d) : replace(c, err, d);
}

/* Ends a write: outside of the caller's transaction the lists are computed first. */
static int finish(encart_collection *c, encart_error *err, int status)
{
    if (!status && !c->transaction)
        status = encart__neighbours_settle(c, err);
    return encart__store_end(c, err, status);
}

int encart_collection_put(encart_collection *collection, const encart_article *article,
                          const encart_put_options *options, encart_error *err)
{
    draft d;
    int status = encart__store_enter(collection, err);

    if (status)
        return status;
    if (!article || (article->title.n == 0 && article->text.n == 0)) {
        encart__store_leave(collection);
        return encart__error(err, ENCART_EINVAL, ENCART_STAGE_COLLECTION,
                             "an article with neither title nor text cannot be put");
    }
    draft_init(&d, collection, article, options);
    status = draft_make(&d, collection, err);
    if (!status)
        status = encart__store_begin(collection, err, 1);
    if (!status)
        status = finish(collection, err, put_draft(collection, err, &d));
    draft_free(&d);
    encart__store_leave(collection);
    return status;
}

/* ---- remove --------------------------------------------------------------------------- */

static int remove_doc(encart_collection *c, encart_error *err, int64_t doc)
{
    encart__strbuf old;
    int status;

    encart__strbuf_init(&old, &c->alloc, 0);
    status = stored_terms(c, err, doc, &old);
    if (!status)
        status = lookup_terms(c, err, encart__strbuf_view(&old));
    if (!status)
        status = clear_text(c, err, doc);
    if (!status)
        status = encart__exec(c, err, ENCART__SQL_DELETE_PENDING, "i", doc);
    if (!status)
        status = encart__exec(c, err, ENCART__SQL_DELETE_ARTICLE, "i", doc);
    if (!status)
        count_terms(c, encart__strbuf_view(&old), -1);
    encart__strbuf_free(&old);
    return status;
}

static int remove_id(encart_collection *c, encart_error *err, encart__str id)
{
    int64_t doc;
    int status = encart__find_id(c, err, id, &doc);

    if (!status && !doc)
        return encart__error(err, ENCART_ENOTFOUND, ENCART_STAGE_COLLECTION,
                             "no article has the id \"%.*s\"",
                             (int)(id.n > 200 ? 200 : id.n), id.p);
    return status ? status : remove_doc(c, err, doc);
}

int encart_collection_remove(encart_collection *collection, const char *id,
                             encart_error *err)
{
    int status = encart__store_enter(collection, err);

    if (status)
        return status;
    status = encart__store_begin(collection, err, 1);
    if (!status)
        status = finish(collection, err, remove_id(collection, err, encart__str_z(id)));
    encart__store_leave(collection);
    return status;
}

/* ---- transactions --------------------------------------------------------------------- */

static int need_transaction(encart_collection *c, encart_error *err, int open)
{
    if (c->transaction == open)
        return ENCART_OK;
    return encart__error(err, ENCART_EINVAL, ENCART_STAGE_COLLECTION,
                         open ? "no transaction was begun"
                              : "a transaction is open already");
}

int encart_collection_begin(encart_collection *collection, encart_error *err)
{
    int status = encart__store_enter(collection, err);

    if (status)
        return status;
    status = need_transaction(collection, err, 0);
    if (!status)
        status = encart__store_begin(collection, err, 1);
    if (!status)
        collection->transaction = 1;
    encart__store_leave(collection);
    return status;
}

int encart_collection_commit(encart_collection *collection, encart_error *err)
{
    int status = encart__store_enter(collection, err);

    if (status)
        return status;
    status = need_transaction(collection, err, 1);
    if (!status) {
        status = encart__neighbours_settle(collection, err);
        collection->transaction = 0;
        status = encart__store_end(collection, err, status);
    }
    encart__store_leave(collection);
    return status;
}

int encart_collection_rollback(encart_collection *collection, encart_error *err)
{
    int status = encart__store_enter(collection, err);

    if (status)
        return status;
    status = need_transaction(collection, err, 1);
    if (!status) {
        collection->transaction = 0;
        encart__store_end(collection, NULL, ENCART_EINVAL);
    }
    encart__store_leave(collection);
    return status;
}

/* ---- sweeps --------------------------------------------------------------------------- */

static int next_generation(encart_collection *c, encart_error *err)
{
    encart__str key = ENCART__STR("generation");
    sqlite3_stmt *st = encart__sql(c, err, ENCART__SQL_GET_META, "s", key);
    int row = encart__step(c, err, st), status;
    int64_t generation = row == 1 ? sqlite3_column_int64(st, 0) + 1 : 1;

    sqlite3_reset(st);
    if (row < 0)
        return row;
    status = encart__exec(c, err, ENCART__SQL_SET_META, "si", key, generation);
    if (!status)
        c->generation = generation;
    return status;
}

int encart_collection_mark(encart_collection *collection, encart_error *err)
{
    int status = encart__store_enter(collection, err);

    if (status)
        return status;
    status = encart__store_begin(collection, err, 1);
    if (!status)
        status = encart__store_end(collection, err, next_generation(collection, err));
    encart__store_leave(collection);
    return status;
}

/* `stamp` NULL: any. */
static int is_fresh(encart_collection *c, encart_error *err, encart__str origin,
                    const char *stamp)
{
    sqlite3_stmt *st = encart__sql(c, err, ENCART__SQL_ORIGIN_STAMP, "ss", origin,
                                   encart__str_z(stamp));
    int row = encart__step(c, err, st), fresh = 0, status;

    if (row == 1)
        fresh = sqlite3_column_int64(st, 0) > 0 &&
                (!stamp || sqlite3_column_int64(st, 0) == sqlite3_column_int64(st, 1));
    sqlite3_reset(st);
    if (row < 0 || !fresh || !c->generation)
        return row < 0 ? row : fresh;
    status = encart__exec(c, err, ENCART__SQL_ORIGIN_KEEP, "si", origin, c->generation);
    return status ? status : 1;
}

int encart_collection_fresh(encart_collection *collection, const char *origin,
                            const char *stamp, encart_error *err)
{
    int status = encart__store_enter(collection, err);

    if (status)
        return status;
    status = origin && *origin ? is_fresh(collection, err, encart__str_z(origin), stamp)
                               : 0;
    encart__store_leave(collection);
    return status;
}

static int sweep(encart_collection *c, encart_error *err, size_t *removed)
{
    int row;

    for (;;) {
        sqlite3_stmt *st = encart__sql(c, err, ENCART__SQL_UNMARKED, "i", c->generation);
        int64_t doc;

        row = encart__step(c, err, st);
        if (row != 1)
            return row;
        doc = sqlite3_column_int64(st, 0);
        sqlite3_reset(st);
        row = remove_doc(c, err, doc);
        if (row)
            return row;
        ++*removed;
    }
}

int encart_collection_sweep(encart_collection *collection, size_t *removed,
                            encart_error *err)
{
    size_t count = 0;
    int status = encart__store_enter(collection, err);

    if (removed)
        *removed = 0;
    if (status)
        return status;
    if (!collection->generation)
        status = encart__error(err, ENCART_EINVAL, ENCART_STAGE_COLLECTION,
                               "a sweep ends what encart_collection_mark() begins");
    if (!status)
        status = encart__store_begin(collection, err, 1);
    if (!status)
        status = finish(collection, err, sweep(collection, err, &count));
    if (!status) {
        collection->generation = 0;
        if (removed)
            *removed = count;
    }
    encart__store_leave(collection);
    return status;
}
