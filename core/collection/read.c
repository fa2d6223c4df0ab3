/* The public functions that read, and what the pipeline calls instead of them. */
#include "core/collection/choose.h"

static int not_found(encart_error *err, const char *what, encart__str name)
{
    return encart__error(err, ENCART_ENOTFOUND, ENCART_STAGE_COLLECTION,
                         "no article has the %s \"%.*s\"", what,
                         (int)(name.n > 200 ? 200 : name.n), name.p);
}

/* ---- records -------------------------------------------------------------------------- */

typedef struct look_up { /* one of them */
    encart__str id, url, title;
} look_up;

static int read_record(encart_collection *c, encart_error *err, const look_up *by,
                       encart__arena *arena, encart__record *out)
{
    int64_t doc = 0;
    int found = 0, status = ENCART_OK;

    if (by->id.n)
        status = encart__find_id(c, err, by->id, &doc);
    else if (by->url.n)
        status = encart__find_url(c, err, by->url, ENCART__STR_EMPTY, &doc);
    else
        status = encart__find_title(c, err, by->title, &doc);
    if (!status && doc)
        status = encart__record_read(c, err, doc, arena, out, &found);
    if (status || found)
        return status;
    return by->id.n ? not_found(err, "id", by->id)
           : by->url.n ? not_found(err, "URL", by->url)
                       : not_found(err, "title", by->title);
}

/* One consistent look at the database. */
static int read_locked(encart_collection *c, encart_error *err, const look_up *by,
                       encart__arena *arena, encart__record *out)
{
    int status = encart__store_enter(c, err);

    if (status)
        return status;
    status = encart__store_begin(c, err, 0);
    if (!status) {
        status = read_record(c, err, by, arena, out);
        encart__store_end_read(c);
    }
    encart__store_leave(c);
    return status;
}

static int give(encart_buffer **out, encart__strbuf *json, encart_error *err)
{
    int status = encart__strbuf_take(json, out);

    return status ? encart__error_status(err, status, ENCART_STAGE_COLLECTION) : ENCART_OK;
}

static int record_as_json(encart_buffer **out, encart_collection *c, const look_up *by,
                          encart_error *err)
{
    encart__arena arena;
    encart__record record;
    encart__strbuf json;
    encart__jsonw w;
    int status;

    encart__arena_init(&arena, &c->alloc, 0);
    status = read_locked(c, err, by, &arena, &record);
    if (!status) {
        encart__strbuf_init(&json, &c->alloc, 0);
        encart__jsonw_init(&w, &json);
        encart__jsonw_open(&w, '{');
        encart__jsonw_kint(&w, "encart", 1);
        encart__record_json(&record, &w, 0);
        encart__jsonw_close(&w, '}');
        status = give(out, &json, err);
    }
    encart__arena_free(&arena);
    return status;
}

static int wrong_call(encart_error *err, const char *what)
{
    encart__error_clear(err);
    return encart__error(err, ENCART_EINVAL, ENCART_STAGE_COLLECTION, "%s", what);
}

int encart_collection_get(encart_buffer **out, encart_collection *collection,
                          const char *id, encart_error *err)
{
    look_up by = {encart__str_z(id), ENCART__STR_EMPTY, ENCART__STR_EMPTY};

    if (!out || !collection || by.id.n == 0)
        return wrong_call(err, "out, collection and id are needed");
    *out = NULL;
    return record_as_json(out, collection, &by, err);
}

int encart_collection_find(encart_buffer **out, encart_collection *collection,
                           const char *url, const char *title, encart_error *err)
{
    look_up by = {ENCART__STR_EMPTY, encart__str_z(url), encart__str_z(title)};

    if (!out || !collection || (url != NULL) == (title != NULL))
        return wrong_call(err, "out, collection and either url or title are needed");
    *out = NULL;
    return record_as_json(out, collection, &by, err);
}

int encart__collection_find(encart_collection *c, encart__str url, encart__str title,
                            encart__related *out, encart__arena *arena, encart_error *err)
{
    look_up by = {ENCART__STR_EMPTY, url, title};
    encart__record record;
    int status = read_locked(c, err, &by, arena, &record);

    if (!status)
        encart__record_related(&record, 0, out);
    return status;
}

const char *encart__collection_notice(const encart_collection *c)
{
    return c->notice;
}

int encart_collection_count(encart_collection *collection, uint64_t *count,
                            encart_error *err)
{
    sqlite3_stmt *st;
    int row, status = encart__store_enter(collection, err);

    if (status)
        return status;
    st = encart__sql(collection, err, ENCART__SQL_COUNT_ARTICLES, "");
    row = encart__step(collection, err, st);
    if (row == 1 && count)
        *count = (uint64_t)sqlite3_column_int64(st, 0);
    sqlite3_reset(st);
    encart__store_leave(collection);
    return row < 0 ? row : ENCART_OK;
}

/* ---- related -------------------------------------------------------------------------- */

static int related_locked(encart_collection *c, encart_error *err,
                          const encart_article *article, encart__str id,
                          const encart__wish *w, encart__arena *arena, encart__list *out)
{
    look_up by = {id, ENCART__STR_EMPTY, ENCART__STR_EMPTY};
    encart__record self;
    int status = encart__store_begin(c, err, 0);

    if (status)
        return status;
    if (article) {
        status = encart__related_to(c, err, article, w, arena, out);
    } else {
        status = read_record(c, err, &by, arena, &self);
        if (!status)
            status = encart__related_stored(c, err, &self, w, arena, out);
    }
    encart__store_end_read(c);
    return status;
}

static int related(encart_collection *c, encart_error *err, const encart_article *article,
                   encart__str id, const encart_related_options *options,
                   encart__arena *arena, encart__list *out)
{
    encart__wish w;
    int status = encart__store_enter(c, err);

    if (status)
        return status;
    status = encart__wish_read(&w, options, err);
    if (!status)
        status = related_locked(c, err, article, id, &w, arena, out);
    encart__store_leave(c);
    return status;
}

/* Why an article stands in the list: how much the texts share, and what age left of it. */
static void why_json(const encart__chosen *item, encart__jsonw *w)
{
    encart__jsonw_key(w, "why");
    encart__jsonw_open(w, '{');
    encart__jsonw_kint(w, "text", item->raw / (ENCART__SCORE_ONE / 1000));
    if (item->raw > 0)
        encart__jsonw_kint(w, "freshness", item->score * 1000 / item->raw);
    encart__jsonw_close(w, '}');
}

static int list_as_json(encart_buffer **out, encart_collection *c, const encart__list *l,
                        encart_error *err)
{
    encart__strbuf json;
    encart__jsonw w;

    encart__strbuf_init(&json, &c->alloc, 0);
    encart__jsonw_init(&w, &json);
    encart__jsonw_open(&w, '[');
    for (size_t i = 0; i < l->count; i++) {
        encart__jsonw_open(&w, '{');
        encart__record_json(&l->items[i].record, &w, 1);
        encart__jsonw_kint(&w, "score", l->items[i].score / (ENCART__SCORE_ONE / 1000));
        why_json(&l->items[i], &w);
        encart__jsonw_close(&w, '}');
    }
    encart__jsonw_close(&w, ']');
    return give(out, &json, err);
}

static int related_as_json(encart_buffer **out, encart_collection *c,
                           const encart_article *article, encart__str id,
                           const encart_related_options *options, encart_error *err)
{
    encart__arena arena;
    encart__list found = {0};
    int status;

    encart__arena_init(&arena, &c->alloc, 0);
    status = related(c, err, article, id, options, &arena, &found);
    if (!status)
        status = list_as_json(out, c, &found, err);
    encart__arena_free(&arena);
    return status;
}

int encart_collection_related(encart_buffer **out, encart_collection *collection,
                              const char *id, const encart_related_options *options,
                              encart_error *err)
{
    if (!out || !collection || !id || !*id)
        return wrong_call(err, "out, collection and id are needed");
    *out = NULL;
    return related_as_json(out, collection, NULL, encart__str_z(id), options, err);
}

int encart_collection_related_to(encart_buffer **out, encart_collection *collection,
                                 const encart_article *article,
                                 const encart_related_options *options,
                                 encart_error *err)
{
    if (!out || !collection || !article)
        return wrong_call(err, "out, collection and article are needed");
    *out = NULL;
    return related_as_json(out, collection, article, ENCART__STR_EMPTY, options, err);
}

int encart__collection_related(encart_collection *c, const encart_article *article,
                               const encart_related_options *options,
                               encart__related **out, size_t *count,
                               encart__arena *arena, encart_error *err)
{
    encart__list found = {0};
    int status = related(c, err, article, ENCART__STR_EMPTY, options, arena, &found);

    *out = NULL;
    *count = 0;
    if (status)
        return status;
    *out = encart__arena_array(arena, found.count + 1, sizeof **out);
    if (!*out)
        return encart__error_nomem(err, ENCART_STAGE_COLLECTION);
    for (size_t i = 0; i < found.count; i++)
        encart__record_related(&found.items[i].record,
                               (int)(found.items[i].score / (ENCART__SCORE_ONE / 1000)),
                               &(*out)[i]);
    *count = found.count;
    return ENCART_OK;
}
