/* The article document (docs/schema/article.json) to an article. Every error names the
 * path in the document and what was expected there. Strings other than the body are data:
 * decoded to plain text, never markup. */
#include "core/html/decode.h"
#include "core/load/json_text.h"
#include "core/load/loading.h"
#include "core/text/text.h"

#include <jansson.h>
#include <limits.h>
#include <stddef.h>
#include <stdio.h>

#define MOST_DEPTH 64u
#define PATH_SIZE 128
#define MOST_ITEMS 10000u /* of one array */

typedef struct {
    encart__loading *l;
    encart__str text; /* the document, for lines and raw members */
    int plain;
} reading;

typedef enum { TEXT, RAW, URL, MEDIA, LANG } sort;

static const char *type_of(const json_t *v)
{
    if (!v)
        return "nothing";
    switch (json_typeof(v)) {
    case JSON_OBJECT:
        return "an object";
    case JSON_ARRAY:
        return "an array";
    case JSON_STRING:
        return "a string";
    case JSON_INTEGER:
        return "an integer";
    case JSON_REAL:
        return "a number with a fraction";
    case JSON_TRUE:
        return "true";
    case JSON_FALSE:
        return "false";
    default:
        return "null";
    }
}

static int fail_at(reading *r, int status, const char *path, const char *message)
{
    uint32_t line, column;
    size_t offset = encart__json_locate(r->text, path);

    encart__line_of(r->text, offset, &line, &column);
    encart__error(r->l->err, status, ENCART_STAGE_LOAD, "%s: %s", path, message);
    encart__error_at(r->l->err, r->l->source, line, column, offset);
    encart__error_path(r->l->err, path);
    return status;
}

static int wrong_type(reading *r, const char *path, const char *expected, const json_t *v)
{
    char message[160];

    snprintf(message, sizeof message, "expected %s, found %s", expected, type_of(v));
    return fail_at(r, ENCART_EPARSE, path, message);
}

static int wrong_value(reading *r, int status, const char *path, const char *expected,
                       encart__str found)
{
    char message[256];
    int n = (int)(found.n > 40 ? 40 : found.n);

    snprintf(message, sizeof message, "expected %s, found \"%.*s\"%s", expected, n,
             found.p, found.n > 40 ? "…" : "");
    return fail_at(r, status, path, message);
}

static void path_of(char out[PATH_SIZE], const char *parent, const char *name)
{
    snprintf(out, PATH_SIZE, "%s%s%s", parent, *parent ? "." : "", name);
}

/* A member that is there and not null, or NULL. */
static const json_t *member(const json_t *object, const char *name)
{
    const json_t *v = json_object_get(object, name);

    return v && !json_is_null(v) ? v : NULL;
}

static encart__str string_of(const json_t *v)
{
    return encart__str_n(json_string_value(v), json_string_length(v));
}

static void note(reading *r, const char *rule, const char *path, const char *message,
                 encart__str value)
{
    encart_article *a = r->l->a;
    int n = (int)(value.n > 80 ? 80 : value.n);
    encart__diag *d = encart__diag_add(&a->diags, ENCART__WARNING, rule, "%s: %.*s",
                                       message, n, value.p);

    if (d) {
        d->source = encart__arena_str(&a->arena, r->l->source);
        d->path = encart__arena_str(&a->arena, encart__str_z(path));
    }
}

/* An address that may stand in a page, else "" and a diagnostic. */
static encart__str address(reading *r, const char *path, encart__str value, int media)
{
    encart_article *a = r->l->a;
    encart__strbuf clean;
    encart__str out = ENCART__STR_EMPTY;

    if (encart__str_trim(value).n == 0)
        return out;
    encart__strbuf_init(&clean, &a->alloc, 0);
    if (encart__url_check(a->policy, value, ENCART__STR_EMPTY, media, &clean))
        out = encart__arena_str(&a->arena, encart__strbuf_view(&clean));
    else if (!clean.failed)
        note(r, "url", path, "left out an address that no page may hold", value);
    if (clean.failed)
        a->arena.failed = 1;
    encart__strbuf_free(&clean);
    return out;
}

static encart__str converted(reading *r, const char *path, encart__str value, sort how)
{
    encart_article *a = r->l->a;

    switch (how) {
    case URL:
    case MEDIA:
        return address(r, path, value, how == MEDIA);
    case LANG:
        if (value.n && encart__lang_primary(value).n == 0) {
            note(r, "lang", path, "left out what is no language tag", value);
            return ENCART__STR_EMPTY;
        }
        return encart__plain_text(a, value, 1);
    case RAW:
        return encart__plain_text(a, value, 1);
    default:
        return encart__plain_text(a, value, r->plain);
    }
}

static int take_str(reading *r, const json_t *object, const char *parent,
                    const char *name, sort how, encart__str *out)
{
    const json_t *v = member(object, name);
    char path[PATH_SIZE];

    if (!v)
        return ENCART_OK;
    path_of(path, parent, name);
    if (!json_is_string(v))
        return wrong_type(r, path, "a string", v);
    *out = converted(r, path, string_of(v), how);
    return ENCART_OK;
}

/* One of the words in `words`, which `expected` lists for people. */
static int take_word(reading *r, const json_t *object, const char *parent,
                     const char *name, const char *const *words, const char *expected,
                     int *index)
{
    const json_t *v = member(object, name);
    char path[PATH_SIZE];

    *index = -1;
    if (!v)
        return ENCART_OK;
    path_of(path, parent, name);
    if (!json_is_string(v))
        return wrong_type(r, path, "a string", v);
    for (int i = 0; words[i]; i++) {
        if (encart__str_is(string_of(v), words[i])) {
            *index = i;
            return ENCART_OK;
        }
    }
    return wrong_value(r, ENCART_EPARSE, path, expected, string_of(v));
}

static int take_date(reading *r, const json_t *object, const char *parent,
                     const char *name, encart__date *out)
{
    const json_t *v = member(object, name);
    char path[PATH_SIZE];

    if (!v)
        return ENCART_OK;
    path_of(path, parent, name);
    if (!json_is_string(v))
        return wrong_type(r, path, "a date as a string", v);
    if (!encart__date_parse(string_of(v), out))
        return wrong_value(r, ENCART_EPARSE, path,
                           "a date such as 2024-10-20T10:00:00+01:00", string_of(v));
    return ENCART_OK;
}

static int take_int(reading *r, const json_t *object, const char *parent,
                    const char *name, int *out)
{
    const json_t *v = member(object, name);
    char path[PATH_SIZE];

    if (!v)
        return ENCART_OK;
    path_of(path, parent, name);
    if (!json_is_integer(v))
        return wrong_type(r, path, "an integer", v);
    if (json_integer_value(v) < 0 || json_integer_value(v) > INT_MAX)
        return fail_at(r, ENCART_EPARSE, path,
                       "expected an integer from 0 to 2147483647");
    *out = (int)json_integer_value(v);
    return ENCART_OK;
}

/* Author, section, tag: an object, or its name alone as a string. */
static int take_ref(reading *r, const json_t *v, const char *path, encart__ref *out)
{
    static const char *const kinds[] = {"tag", "person", "place", "org", "topic", NULL};
    int kind, status;

    *out = (encart__ref){ENCART__STR_EMPTY, ENCART__STR_EMPTY, ENCART__STR_EMPTY,
                         ENCART__STR_EMPTY};
    if (json_is_string(v)) {
        out->name = converted(r, path, string_of(v), TEXT);
        return ENCART_OK;
    }
    if (!json_is_object(v))
        return wrong_type(r, path, "an object or a string", v);
    status = take_str(r, v, path, "id", RAW, &out->id);
    if (!status)
        status = take_str(r, v, path, "name", TEXT, &out->name);
    if (!status)
        status = take_str(r, v, path, "url", URL, &out->url);
    if (!status)
        status = take_word(r, v, path, "kind", kinds, "tag, person, place, org or topic",
                           &kind);
    if (!status && kind >= 0)
        out->kind = encart__str_z(kinds[kind]);
    return status;
}

/* The array member `name`, its length in *count; *out is NULL when there is none. */
static int take_array(reading *r, const json_t *object, const char *name,
                      const json_t **out, size_t *count)
{
    const json_t *v = member(object, name);

    *out = v;
    *count = v ? json_array_size(v) : 0;
    if (v && !json_is_array(v))
        return wrong_type(r, name, "an array", v);
    if (*count > MOST_ITEMS)
        return fail_at(r, ENCART_ELIMIT, name, "more than 10000 items");
    return ENCART_OK;
}

static int take_refs(reading *r, const json_t *object, const char *name,
                     encart__ref **out, size_t *count)
{
    const json_t *array;
    char path[PATH_SIZE];
    int status = take_array(r, object, name, &array, count);

    if (status || !*count)
        return status;
    *out = encart__arena_array(&r->l->a->arena, *count, sizeof **out);
    if (!*out)
        return encart__load_nomem(r->l);
    for (size_t i = 0; i < *count; i++) {
        snprintf(path, sizeof path, "%s[%zu]", name, i);
        status = take_ref(r, json_array_get(array, i), path, &(*out)[i]);
        if (status)
            return status;
    }
    return ENCART_OK;
}

static int take_image(reading *r, const json_t *object, const char *parent,
                      encart__image *out)
{
    const json_t *v = member(object, "image");
    char path[PATH_SIZE];
    int status;

    if (!v)
        return ENCART_OK;
    path_of(path, parent, "image");
    if (json_is_string(v)) {
        out->url = converted(r, path, string_of(v), MEDIA);
        return ENCART_OK;
    }
    if (!json_is_object(v))
        return wrong_type(r, path, "an object or a string", v);
    status = take_str(r, v, path, "url", MEDIA, &out->url);
    if (!status)
        status = take_str(r, v, path, "alt", TEXT, &out->alt);
    if (!status)
        status = take_str(r, v, path, "caption", TEXT, &out->caption);
    if (!status)
        status = take_str(r, v, path, "credit", TEXT, &out->credit);
    if (!status)
        status = take_int(r, v, path, "width", &out->width);
    return status ? status : take_int(r, v, path, "height", &out->height);
}

static int take_profile(reading *r, const json_t *v, const char *path,
                        encart__profile *out)
{
    int status = take_str(r, v, path, "bio", TEXT, &out->bio);

    if (!status)
        status = take_str(r, v, path, "role", TEXT, &out->role);
    return status ? status : take_image(r, v, path, &out->image);
}

/* Whether any author's object has a member of a profile. */
static int has_profiles(const json_t *authors)
{
    const json_t *v;
    size_t i;

    json_array_foreach(authors, i, v)
        if (member(v, "bio") || member(v, "role") || member(v, "image"))
            return 1;
    return 0;
}

static int take_authors(reading *r, const json_t *document)
{
    encart_article *a = r->l->a;
    const json_t *array = member(document, "authors");
    char path[PATH_SIZE];
    int status = take_refs(r, document, "authors", &a->authors, &a->author_count);

    if (status || !has_profiles(array))
        return status;
    a->profiles = encart__profiles_new(&a->arena, a->author_count);
    if (!a->profiles)
        return encart__load_nomem(r->l);
    for (size_t i = 0; i < a->author_count && !status; i++) {
        snprintf(path, sizeof path, "authors[%zu]", i);
        status = take_profile(r, json_array_get(array, i), path, &a->profiles[i]);
    }
    return status;
}

/* A member of any shape, kept as its own JSON text. */
static int take_raw(reading *r, const json_t *object, const char *parent,
                    const char *name, int array, encart__str *out)
{
    const json_t *v = member(object, name);
    encart__str key, value, rest;
    char path[PATH_SIZE];
    size_t at = 0;

    if (!v)
        return ENCART_OK;
    path_of(path, parent, name);
    if (array ? !json_is_array(v) : !json_is_object(v))
        return wrong_type(r, path, array ? "an array" : "an object", v);
    rest = encart__str_sub(r->text, encart__json_locate(r->text, parent), r->text.n);
    while (encart__json_member(rest, &at, &key, &value))
        if (encart__str_is(key, name))
            *out = encart__arena_str(&r->l->a->arena, value);
    return ENCART_OK;
}

/* A member that only a render understands, and where it stands. */
static int take_for_render(reading *r, const json_t *document, const char *name,
                           encart__raw *out)
{
    encart_article *a = r->l->a;
    uint32_t column;
    int status = take_raw(r, document, "", name, 0, &out->json);

    if (status || !out->json.n || r->plain) /* what we wrote has no lines worth telling */
        return status;
    encart__line_of(r->text, encart__json_locate(r->text, name), &out->line, &column);
    a->source = encart__arena_str(&a->arena, r->l->source);
    return ENCART_OK;
}

static int take_comments(reading *r, const json_t *document)
{
    static const char *const words[] = {"open", "closed", "none", NULL};
    static const encart__comment_status values[] = {
        ENCART__COMMENTS_OPEN, ENCART__COMMENTS_CLOSED, ENCART__COMMENTS_NONE};
    encart_article *a = r->l->a;
    const json_t *v = member(document, "comments");
    int word, status;

    if (!v)
        return ENCART_OK;
    if (!json_is_object(v))
        return wrong_type(r, "comments", "an object", v);
    status = take_word(r, v, "comments", "status", words, "open, closed or none", &word);
    if (!status && word >= 0)
        a->comments.status = values[word];
    if (!status)
        status = take_int(r, v, "comments", "count", &a->comments.count);
    if (!status)
        status = take_str(r, v, "comments", "action", URL, &a->comments.action);
    if (!status)
        status = take_raw(r, v, "comments", "fields", 1, &a->comments.fields);
    return status ? status : take_raw(r, v, "comments", "hidden", 0, &a->comments.hidden);
}

/* Thousandths as an integer, or a fraction of one. */
static int take_score(reading *r, const json_t *object, const char *parent, int *out)
{
    const json_t *v = member(object, "score");
    char path[PATH_SIZE];

    if (!v || !json_is_real(v))
        return take_int(r, object, parent, "score", out);
    path_of(path, parent, "score");
    if (!(json_real_value(v) >= 0.0 && json_real_value(v) <= 1.0))
        return fail_at(r, ENCART_EPARSE, path,
                       "expected thousandths as an integer, or a fraction from 0 to 1");
    *out = (int)(json_real_value(v) * 1000.0 + 0.5);
    return ENCART_OK;
}

static int take_related_section(reading *r, const json_t *v, const char *parent,
                                encart__str *out)
{
    const json_t *section = member(v, "section");
    encart__ref ref;
    char path[PATH_SIZE];
    int status;

    if (!section)
        return ENCART_OK;
    path_of(path, parent, "section");
    status = take_ref(r, section, path, &ref);
    *out = ref.name.n ? ref.name : ref.id;
    return status;
}

static int take_related(reading *r, const json_t *v, const char *path,
                        encart__related *out)
{
    static const char *const sources[] = {"editor", "host", "index", NULL};
    int status, source;

    if (!json_is_object(v))
        return wrong_type(r, path, "an object", v);
    out->id = out->url = out->title = out->lang = out->section = ENCART__STR_EMPTY;
    out->image.url = out->image.alt = out->image.caption = ENCART__STR_EMPTY;
    out->image.credit = ENCART__STR_EMPTY;
    out->source = ENCART__STR("editor");
    status = take_str(r, v, path, "id", RAW, &out->id);
    if (!status)
        status = take_str(r, v, path, "url", URL, &out->url);
    if (!status)
        status = take_str(r, v, path, "title", TEXT, &out->title);
    if (!status)
        status = take_str(r, v, path, "lang", LANG, &out->lang);
    if (!status)
        status = take_related_section(r, v, path, &out->section);
    if (!status)
        status = take_date(r, v, path, "published", &out->published);
    if (!status)
        status = take_image(r, v, path, &out->image);
    if (!status)
        status = take_score(r, v, path, &out->score);
    if (!status)
        status =
            take_word(r, v, path, "source", sources, "editor, host or index", &source);
    if (!status && source >= 0)
        out->source = encart__str_z(sources[source]);
    return status;
}

static int take_related_list(reading *r, const json_t *document)
{
    encart_article *a = r->l->a;
    const json_t *array;
    char path[PATH_SIZE];
    int status = take_array(r, document, "related", &array, &a->related_count);

    if (status || !a->related_count)
        return status;
    a->related = encart__arena_array(&a->arena, a->related_count, sizeof *a->related);
    if (!a->related)
        return encart__load_nomem(r->l);
    for (size_t i = 0; i < a->related_count && !status; i++) {
        snprintf(path, sizeof path, "related[%zu]", i);
        status = take_related(r, json_array_get(array, i), path, &a->related[i]);
    }
    return status;
}

static int take_flags(reading *r, const json_t *document)
{
    encart_article *a = r->l->a;
    const json_t *array;
    char path[PATH_SIZE];
    int status = take_array(r, document, "flags", &array, &a->flag_count);

    if (status || !a->flag_count)
        return status;
    a->flags = encart__arena_array(&a->arena, a->flag_count, sizeof *a->flags);
    if (!a->flags)
        return encart__load_nomem(r->l);
    for (size_t i = 0; i < a->flag_count; i++) {
        const json_t *v = json_array_get(array, i);

        snprintf(path, sizeof path, "flags[%zu]", i);
        if (!json_is_string(v))
            return wrong_type(r, path, "a string", v);
        a->flags[i] = encart__plain_text(a, string_of(v), 1);
    }
    return ENCART_OK;
}

/* A neighbour: an object, or its address alone as a string. */
static int take_neighbour(reading *r, const json_t *links, const char *name,
                          encart__str *url, encart__str *title)
{
    const json_t *v = member(links, name);
    char path[PATH_SIZE];
    int status;

    if (!v)
        return ENCART_OK;
    if (json_is_string(v))
        return take_str(r, links, "links", name, URL, url);
    path_of(path, "links", name);
    if (!json_is_object(v))
        return wrong_type(r, path, "an object or a string", v);
    status = take_str(r, v, path, "url", URL, url);
    return status ? status : take_str(r, v, path, "title", TEXT, title);
}

static int take_links(reading *r, const json_t *document)
{
    encart_article *a = r->l->a;
    const json_t *v = member(document, "links");
    int status;

    if (!v)
        return ENCART_OK;
    if (!json_is_object(v))
        return wrong_type(r, "links", "an object", v);
    status = take_neighbour(r, v, "prev", &a->link_prev, &a->link_prev_title);
    if (!status)
        status = take_neighbour(r, v, "next", &a->link_next, &a->link_next_title);
    if (!status)
        status = take_str(r, v, "links", "amp", URL, &a->link_amp);
    return status ? status
                  : take_str(r, v, "links", "canonical", URL, &a->link_canonical);
}

/* Members that are one string of the article. */
static const struct {
    const char *name;
    size_t offset;
    sort how;
} strings[] = {
    {"id", offsetof(encart_article, id), RAW},
    {"url", offsetof(encart_article, url), URL},
    {"lang", offsetof(encart_article, lang), LANG},
    {"kind", offsetof(encart_article, kind), RAW},
    {"channel", offsetof(encart_article, channel), RAW},
    {"title", offsetof(encart_article, title), TEXT},
    {"subtitle", offsetof(encart_article, subtitle), TEXT},
    {"summary", offsetof(encart_article, summary), TEXT},
};

/* All that is not unknown: the rest goes to x. "load" is what encart_article_json() adds.
 */
static const char *const known_members[] = {
    "encart",    "id",       "url",      "lang",    "dir",   "kind",
    "channel",   "title",    "subtitle", "summary", "body",  "authors",
    "published", "modified", "section",  "tags",    "image", "access",
    "flags",     "comments", "related",  "links",   "x",     "load",
    "overrides", "pins",
};

static int take_strings(reading *r, const json_t *document)
{
    int status = ENCART_OK;

    for (size_t i = 0; i < sizeof strings / sizeof *strings && !status; i++)
        status = take_str(r, document, "", strings[i].name, strings[i].how,
                          (encart__str *)((char *)r->l->a + strings[i].offset));
    return status;
}

static int take_choices(reading *r, const json_t *document)
{
    static const char *const dirs[] = {"ltr", "rtl", NULL};
    static const char *const accesses[] = {"free", "registered", "paid", NULL};
    encart_article *a = r->l->a;
    int word, status;

    status = take_word(r, document, "", "dir", dirs, "ltr or rtl", &word);
    if (!status && word >= 0)
        a->dir = encart__str_z(dirs[word]);
    if (!status)
        status = take_word(r, document, "", "access", accesses,
                           "free, registered or paid", &word);
    if (!status && word >= 0)
        a->access = encart__str_z(accesses[word]);
    return status;
}

static int take_version(reading *r, const json_t *document)
{
    const json_t *v = member(document, "encart");

    if (!v)
        return ENCART_OK;
    if (!json_is_integer(v))
        return wrong_type(r, "encart", "the integer 1", v);
    if (json_integer_value(v) != 1)
        return fail_at(r, ENCART_EUNSUPPORTED, "encart",
                       "this library reads version 1 of the article document");
    return ENCART_OK;
}

static int is_known(encart__str key)
{
    for (size_t i = 0; i < sizeof known_members / sizeof *known_members; i++)
        if (encart__str_is(key, known_members[i]))
            return 1;
    return 0;
}

static void add_raw(encart__strbuf *out, encart__str key, encart__str value)
{
    encart__strbuf_puts(out, out->size ? ",\"" : "{\"");
    encart__strbuf_str(out, key);
    encart__strbuf_puts(out, "\":");
    encart__strbuf_str(out, value);
}

/* Whether `object` has a member whose name is `key` as it is written in the text. */
static int has_raw_key(reading *r, const json_t *object, encart__str key)
{
    json_t *name;
    int found;

    if (!key.n || !memchr(key.p, '\\', key.n))
        return json_object_get(object, encart__arena_z(&r->l->a->arena, key)) != NULL;
    name = json_loadb(key.p - 1, key.n + 2, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
    found = !name || json_object_get(object, json_string_value(name)) != NULL;
    json_decref(name);
    return found;
}

/* The members of x, then the unknown ones, as they are written; x wins over a namesake.
 */
static int take_unknown(reading *r, const json_t *document)
{
    encart_article *a = r->l->a;
    const json_t *x = member(document, "x");
    encart__str key, value, x_text = ENCART__STR_EMPTY;
    encart__strbuf out;
    size_t at = 0;

    if (x && !json_is_object(x))
        return wrong_type(r, "x", "an object", x);
    encart__strbuf_init(&out, &a->alloc, 0);
    if (x) {
        x_text = encart__str_sub(r->text, encart__json_locate(r->text, "x"), r->text.n);
        while (encart__json_member(x_text, &at, &key, &value))
            add_raw(&out, key, value);
    }
    at = 0;
    while (encart__json_member(r->text, &at, &key, &value))
        if (!is_known(key) && !(x && has_raw_key(r, x, key)))
            add_raw(&out, key, value);
    if (out.size) {
        encart__strbuf_putc(&out, '}');
        a->x = encart__arena_str(&a->arena, encart__strbuf_view(&out));
    }
    if (out.failed)
        a->arena.failed = 1;
    encart__strbuf_free(&out);
    return ENCART_OK;
}

static int take_section(reading *r, const json_t *document)
{
    const json_t *v = member(document, "section");

    return v ? take_ref(r, v, "section", &r->l->a->section) : ENCART_OK;
}

static int take_members(reading *r, const json_t *document)
{
    encart_article *a = r->l->a;
    int status = take_version(r, document);

    if (!status)
        status = take_strings(r, document);
    if (!status)
        status = take_choices(r, document);
    if (!status)
        status = take_date(r, document, "", "published", &a->published);
    if (!status)
        status = take_date(r, document, "", "modified", &a->modified);
    if (!status)
        status = take_authors(r, document);
    if (!status)
        status = take_section(r, document);
    if (!status)
        status = take_refs(r, document, "tags", &a->tags, &a->tag_count);
    if (!status)
        status = take_image(r, document, "", &a->image);
    if (!status)
        status = take_flags(r, document);
    if (!status)
        status = take_comments(r, document);
    if (!status)
        status = take_related_list(r, document);
    if (!status)
        status = take_links(r, document);
    if (!status)
        status = take_for_render(r, document, "overrides", &a->overrides);
    if (!status)
        status = take_for_render(r, document, "pins", &a->pins);
    return status ? status : take_unknown(r, document);
}

static int take_body(reading *r, const json_t *document, encart__json_body *body)
{
    const json_t *v = json_object_get(document, "body"), *value, *format;

    if (!json_is_object(v))
        return wrong_type(r, "body", "an object with the member value", v);
    format = member(v, "format");
    if (format && !json_is_string(format))
        return wrong_type(r, "body.format", "a string", format);
    encart__strbuf_str(&body->format, format ? string_of(format) : ENCART__STR("html"));
    if (!encart__str_is(encart__strbuf_view(&body->format), "html") &&
        !encart__str_is(encart__strbuf_view(&body->format), "text") &&
        !body->format.failed)
        return wrong_value(r, ENCART_EUNSUPPORTED, "body.format",
                           "html or text (the formats that are built in)",
                           string_of(format));
    value = json_object_get(v, "value");
    if (!json_is_string(value))
        return wrong_type(r, "body.value", "a string", value);
    encart__decode_utf8(string_of(value), &body->value, NULL);
    body->given = 1;
    if (body->format.failed || body->value.failed)
        return encart__load_nomem(r->l);
    return ENCART_OK;
}

static int syntax_error(reading *r, const json_error_t *e)
{
    if (json_error_code(e) == json_error_out_of_memory)
        return encart__load_nomem(r->l);
    encart__error(r->l->err, ENCART_EPARSE, ENCART_STAGE_LOAD,
                  "the JSON cannot be read: %s", e->text);
    encart__error_at(r->l->err, r->l->source, (uint32_t)(e->line > 0 ? e->line : 0),
                     (uint32_t)(e->column > 0 ? e->column : 0),
                     (uint64_t)(e->position > 0 ? e->position : 0));
    return ENCART_EPARSE;
}

int encart__json_members(encart__loading *l, encart__str json, int plain,
                         encart__json_body *body)
{
    reading r = {l, json, plain};
    json_error_t error;
    json_t *document;
    int status;

    if (encart__json_deeper(json, MOST_DEPTH))
        return encart__load_fail(l, ENCART_ELIMIT, 0, "the JSON is nested deeper than %u",
                                 MOST_DEPTH);
    document =
        json_loadb(json.p, json.n,
                   JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL | JSON_DECODE_ANY, &error);
    if (!document)
        return syntax_error(&r, &error);
    if (!json_is_object(document))
        status = encart__load_fail(l, ENCART_EPARSE, 1,
                                   "expected an article document, found %s",
                                   type_of(document));
    else
        status = take_members(&r, document);
    if (!status && body)
        status = take_body(&r, document, body);
    if (!status && l->a->arena.failed)
        status = encart__load_nomem(l);
    json_decref(document);
    return status;
}

int encart__load_json(encart__loading *l, encart__str bytes)
{
    encart__json_body body = {0};
    int status;

    if (encart__str_starts(bytes, ENCART__STR("\xEF\xBB\xBF")))
        bytes = encart__str_sub(bytes, 3, bytes.n);
    encart__strbuf_init(&body.format, &l->a->alloc, 0);
    encart__strbuf_init(&body.value, &l->a->alloc, 0);
    status = encart__json_members(l, bytes, 0, &body);
    if (!status && encart__str_is(encart__strbuf_view(&body.format), "text"))
        status = encart__load_text(l, encart__strbuf_view(&body.value), 0);
    else if (!status)
        status = encart__load_html(l, encart__strbuf_view(&body.value), 0);
    encart__strbuf_free(&body.format);
    encart__strbuf_free(&body.value);
    return status;
}
