/* Reading article records, and writing them as JSON. */
#include "core/collection/record.h"
#include "core/sanitise/policy.h"

/* The columns of the statement RECORD. */
enum {
    ID, URL, TITLE, LANG, SECTION, PUBLISHED, PUBLISHED_OFFSET, PUBLISHED_FORM, MODIFIED,
    SUMMARY, IMAGE_URL, IMAGE_ALT, IMAGE_WIDTH, IMAGE_HEIGHT, TAGS, URL_KEY, TITLE_KEY
};

static int find_key(encart_collection *c, encart_error *err, encart__sql_id id,
                    encart__str key, int64_t *doc)
{
    sqlite3_stmt *st;
    int row;

    *doc = 0;
    if (key.n == 0)
        return ENCART_OK;
    st = encart__sql(c, err, id, "s", key);
    row = encart__step(c, err, st);
    if (row == 1)
        *doc = sqlite3_column_int64(st, 0);
    sqlite3_reset(st);
    return row < 0 ? row : ENCART_OK;
}

int encart__find_id(encart_collection *c, encart_error *err, encart__str id, int64_t *doc)
{
    return find_key(c, err, ENCART__SQL_BY_ID, id, doc);
}

int encart__find_url(encart_collection *c, encart_error *err, encart__str url,
                     encart__str base, int64_t *doc)
{
    encart__strbuf key;
    int status;

    *doc = 0;
    encart__strbuf_init(&key, &c->alloc, 0);
    encart__url_key(url, base, &key);
    status = key.failed ? encart__store_nomem(c, err)
                        : find_key(c, err, ENCART__SQL_BY_URL, encart__strbuf_view(&key),
                                   doc);
    encart__strbuf_free(&key);
    return status;
}

int encart__find_title(encart_collection *c, encart_error *err, encart__str title,
                       int64_t *doc)
{
    encart__strbuf key;
    int status;

    *doc = 0;
    encart__strbuf_init(&key, &c->alloc, 0);
    encart__text_key(title, &key);
    status = key.failed ? encart__store_nomem(c, err)
                        : find_key(c, err, ENCART__SQL_BY_TITLE,
                                   encart__strbuf_view(&key), doc);
    encart__strbuf_free(&key);
    return status;
}

int encart__find_article(encart_collection *c, encart_error *err, const encart_article *a,
                         int64_t *doc)
{
    int status = encart__find_id(c, err, a->id, doc);

    if (!status && !*doc)
        status = encart__find_url(c, err, a->url, ENCART__STR_EMPTY, doc);
    if (!status && !*doc && a->id.n == 0 && a->url.n == 0)
        status = encart__find_title(c, err, a->title, doc);
    return status;
}

static void read_image(sqlite3_stmt *st, encart__arena *arena, encart__image *out)
{
    *out = (encart__image){
        .url = encart__arena_str(arena, encart__column(st, IMAGE_URL)),
        .alt = encart__arena_str(arena, encart__column(st, IMAGE_ALT)),
        .caption = ENCART__STR_EMPTY,
        .credit = ENCART__STR_EMPTY,
        .width = sqlite3_column_int(st, IMAGE_WIDTH),
        .height = sqlite3_column_int(st, IMAGE_HEIGHT),
    };
}

static void read_columns(sqlite3_stmt *st, encart__arena *arena, encart__record *r)
{
    struct {
        encart__str *to;
        int column;
    } strings[] = {
        {&r->id, ID},           {&r->url, URL},         {&r->title, TITLE},
        {&r->lang, LANG},       {&r->section, SECTION}, {&r->modified, MODIFIED},
        {&r->summary, SUMMARY}, {&r->tags, TAGS},       {&r->url_key, URL_KEY},
        {&r->title_key, TITLE_KEY},
    };

    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++)
        *strings[i].to = encart__arena_str(arena, encart__column(st, strings[i].column));
    r->published = (encart__date){
        .epoch = sqlite3_column_int64(st, PUBLISHED),
        .offset = sqlite3_column_int(st, PUBLISHED_OFFSET),
        .set = sqlite3_column_type(st, PUBLISHED) != SQLITE_NULL,
        .has_time = sqlite3_column_int(st, PUBLISHED_FORM) != 0,
    };
    read_image(st, arena, &r->image);
}

int encart__record_read(encart_collection *c, encart_error *err, int64_t doc,
                        encart__arena *arena, encart__record *out, int *found)
{
    sqlite3_stmt *st = encart__sql(c, err, ENCART__SQL_RECORD, "i", doc);
    int row = encart__step(c, err, st);

    *out = (encart__record){.doc = doc};
    *found = row == 1;
    if (row == 1)
        read_columns(st, arena, out);
    sqlite3_reset(st);
    if (row >= 0 && arena->failed)
        return encart__store_nomem(c, err);
    return row < 0 ? row : ENCART_OK;
}

void encart__record_related(const encart__record *r, int score, encart__related *out)
{
    *out = (encart__related){
        .id = r->id,
        .url = r->url,
        .title = r->title,
        .lang = r->lang,
        .section = r->section,
        .source = ENCART__STR("index"),
        .published = r->published,
        .image = r->image,
        .score = score,
    };
}

static void image_json(const encart__image *image, encart__jsonw *w)
{
    if (image->url.n == 0)
        return;
    encart__jsonw_key(w, "image");
    encart__jsonw_open(w, '{');
    encart__jsonw_kstr(w, "url", image->url);
    encart__jsonw_kopt(w, "alt", image->alt);
    if (image->width > 0)
        encart__jsonw_kint(w, "width", image->width);
    if (image->height > 0)
        encart__jsonw_kint(w, "height", image->height);
    encart__jsonw_close(w, '}');
}

void encart__record_json(const encart__record *r, encart__jsonw *w, int brief)
{
    char date[40];
    size_t n = encart__date_format(date, &r->published);

    encart__jsonw_kstr(w, "id", r->id);
    encart__jsonw_kopt(w, "url", r->url);
    encart__jsonw_kopt(w, "lang", r->lang);
    encart__jsonw_kstr(w, "title", r->title);
    if (!brief)
        encart__jsonw_kopt(w, "summary", r->summary);
    encart__jsonw_kopt(w, "published", encart__str_n(date, n));
    if (!brief)
        encart__jsonw_kopt(w, "modified", r->modified);
    if (r->section.n) {
        encart__jsonw_key(w, "section");
        encart__jsonw_open(w, '{');
        encart__jsonw_kstr(w, "name", r->section);
        encart__jsonw_close(w, '}');
    }
    if (r->tags.n > 2) {
        encart__jsonw_key(w, "tags");
        encart__jsonw_raw(w, r->tags);
    }
    image_json(&r->image, w);
}
