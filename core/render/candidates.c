/* Related articles: the editor's own, then the host's answer, then its service, then the
 * collection. Whoever answers, every plugin sees the same list. */
#include "core/collection/related.h"
#include "core/base/error.h"
#include "core/base/jsonw.h"
#include "core/render/pipeline.h"
#include "core/sanitise/policy.h"

#include <string.h>

#define LIMIT_LEAST 12
#define LIMIT_MOST 50
#define TITLES_MOST 50 /* lines of an author that are looked up in one render */

/* ---- how many --------------------------------------------------------------------------- */

static size_t number(encart__str s)
{
    size_t v = 0;

    for (size_t i = 0; i < s.n && encart__is_digit((unsigned char)s.p[i]); i++)
        v = v * 10 + (size_t)(s.p[i] - '0');
    return v > LIMIT_MOST ? LIMIT_MOST : v;
}

static size_t need_of(const encart__enabled *p)
{
    encart__str limit = p->plugin->related_limit;
    const json_t *v;

    if (limit.n == 0 || limit.p[0] != '$')
        return number(limit);
    v = json_object_get(p->settings, limit.p + 1);
    if (!json_is_integer(v) || json_integer_value(v) < 0)
        return 0;
    return json_integer_value(v) > LIMIT_MOST ? LIMIT_MOST : (size_t)json_integer_value(v);
}

size_t encart__related_limit(const encart__render *r)
{
    size_t most = 0, any = 0;

    for (size_t i = 0; i < r->scope->plugin_count && !r->no_plugins; i++) {
        size_t need = need_of(&r->scope->plugins[i]);

        most = need > most ? need : most;
        any |= r->scope->plugins[i].plugin->related_limit.n;
    }
    if (!any)
        return 0;
    most *= 2;
    return most < LIMIT_LEAST ? LIMIT_LEAST : most > LIMIT_MOST ? LIMIT_MOST : most;
}

/* ---- JSON to structs -------------------------------------------------------------------- */

static encart__str member(encart__render *r, const json_t *o, const char *name)
{
    const json_t *v = json_object_get(o, name);

    return json_is_string(v)
               ? encart__arena_str(&r->arena, encart__str_n(json_string_value(v),
                                                            json_string_length(v)))
               : ENCART__STR_EMPTY;
}

static int dimension(const json_t *o, const char *name)
{
    json_int_t v = json_integer_value(json_object_get(o, name));

    return v > 0 && v < 100000 ? (int)v : 0;
}

static int read_related(encart__render *r, const json_t *o, encart__related *out)
{
    const json_t *image = json_object_get(o, "image"), *section;

    memset(out, 0, sizeof *out);
    out->id = member(r, o, "id");
    out->url = member(r, o, "url");
    out->title = member(r, o, "title");
    out->lang = member(r, o, "lang");
    out->source = ENCART__STR("host");
    section = json_object_get(o, "section");
    out->section = json_is_object(section) ? member(r, section, "name") : member(r, o, "section");
    encart__date_parse(member(r, o, "published"), &out->published);
    out->image.url = member(r, image, "url");
    out->image.alt = member(r, image, "alt");
    out->image.caption = out->image.credit = ENCART__STR_EMPTY;
    out->image.width = dimension(image, "width");
    out->image.height = dimension(image, "height");
    out->score = (int)json_integer_value(json_object_get(o, "score"));
    return out->url.n && out->title.n;
}

/* ---- the list --------------------------------------------------------------------------- */

static int same_article(const encart__render *r, const encart__related *x,
                        encart__links *self)
{
    return (x->id.n && encart__str_eq(x->id, r->article->id)) ||
           (r->article->url.n && encart__links_has(self, x->url));
}

/* Adds what has a title and a link, is not the article itself and stands only once. */
static void add(encart__render *r, const encart__related *x, encart__links *seen)
{
    if (!x->url.n || !x->title.n || r->related_count >= LIMIT_MOST ||
        same_article(r, x, seen) || encart__links_has(seen, x->url))
        return;
    encart__links_add(seen, x->url);
    r->related[r->related_count++] = *x;
}

static void add_array(encart__render *r, const json_t *list, encart__links *seen)
{
    encart__related one;
    size_t i;
    json_t *item;

    json_array_foreach(list, i, item) {
        if (read_related(r, item, &one))
            add(r, &one, seen);
        else
            encart__diag_add(&r->diags, ENCART__WARNING, "related-incomplete",
                             "related[%zu]: expected an object with url and title", i);
    }
}

/* The answer's list: an array, or an object with the member "related". */
static void add_answer(encart__render *r, const json_t *answer, encart__links *seen)
{
    const json_t *list = json_is_object(answer) ? json_object_get(answer, "related") : answer;

    if (json_is_array(list))
        add_array(r, list, seen);
    else
        encart__diag_add(&r->diags, ENCART__WARNING, "related-answer",
                         "the answer to “related” is not an array of articles");
}

static void ask_service(encart__render *r, const encart__service *service,
                        encart__links *seen)
{
    encart__strbuf request;
    encart__jsonw w;
    json_t *answer;

    encart__strbuf_init(&request, r->arena.alloc, 0);
    encart__jsonw_init(&w, &request);
    encart__request_related(r, &w);
    answer = encart__ask_host(r, service, &request, ENCART__STR_EMPTY);
    if (answer) {
        add_answer(r, answer, seen);
        r->related_source = "host";
    }
    json_decref(answer);
    encart__strbuf_free(&request);
}

/* Busy, damaged or gone: what it would have said is missing in this page, not in the next. */
static void tell_unread(encart__render *r, const encart_error *err)
{
    encart__diag_add(&r->diags, ENCART__WARNING, "collection", "%s", err->message);
    r->unread = 1;
}

static void ask_collection(encart__render *r, encart__links *seen, size_t limit)
{
    encart_related_options o = ENCART_RELATED_OPTIONS_INIT;
    encart__related *found = NULL;
    size_t count = 0;
    encart_error err = {0};

    o.limit = (int)limit;
    o.half_life_days = r->scope->half_life_days;
    o.min_score = r->scope->min_score;
    if (encart__collection_related(r->engine->collection, r->article, &o, &found, &count,
                                   &r->arena, &err)) {
        tell_unread(r, &err);
        return;
    }
    for (size_t i = 0; i < count; i++)
        add(r, &found[i], seen);
    r->related_source = "collection";
}

const encart__related *encart__candidates(encart__render *r, size_t *count)
{
    size_t limit = encart__related_limit(r);
    const json_t *answer = json_object_get(r->answers, "related");
    const encart__service *service =
        encart__service_named(r->engine, ENCART__STR("related"));
    encart__links seen;

    *count = r->related_count;
    if (r->have_related)
        return r->related;
    r->have_related = 1;
    r->related = encart__arena_array(&r->arena, LIMIT_MOST, sizeof *r->related);
    if (!r->related || !limit)
        return r->related;
    encart__links_init(&seen, &r->arena, r->article->url);
    if (r->article->url.n)
        encart__links_add(&seen, r->article->url);
    for (size_t i = 0; i < r->article->related_count; i++)
        add(r, &r->article->related[i], &seen);
    r->related_source = r->related_count ? "editor" : "none";
    if (answer) {
        add_answer(r, answer, &seen);
        r->related_source = "answers";
    } else if (service) {
        ask_service(r, service, &seen);
    } else if (r->engine->collection && r->related_count < limit) {
        ask_collection(r, &seen, limit);
    }
    encart__links_free(&seen);
    if (r->related_count > limit && limit < LIMIT_MOST)
        r->related_count = limit;
    *count = r->related_count;
    return r->related;
}

/* ---- the author's titles ---------------------------------------------------------------- */

static int resolve_one(encart__render *r, const encart__author_box *box,
                       encart__resolved *out)
{
    const json_t *titles = json_object_get(r->answers, "titles");
    const json_t *given = json_object_getn(titles, box->title.p, box->title.n);
    encart_error err = {0};
    int status;

    if (json_is_object(given)) {
        out->source = "answers";
        out->article.title = box->title;
        return read_related(r, given, &out->article) || out->article.url.n;
    }
    if (!r->engine->collection)
        return 0;
    status = encart__collection_find(r->engine->collection, ENCART__STR_EMPTY, box->title,
                                     &out->article, &r->arena, &err);
    if (status && status != ENCART_ENOTFOUND)
        tell_unread(r, &err);
    out->source = "collection";
    return status == ENCART_OK && out->article.url.n;
}

void encart__resolve_titles(encart__render *r)
{
    const encart_article *a = r->article;

    for (size_t i = 0; i < a->author_box_count && i < TITLES_MOST; i++) {
        const encart__author_box *box = &a->author_boxes[i];
        encart__resolved *out = &r->resolved[i];

        if (box->href.n || !box->title.n || !resolve_one(r, box, out))
            continue;
        if (out->article.id.n && encart__str_eq(out->article.id, a->id))
            continue; /* a line that names its own article stays text */
        out->found = 1;
        encart__links_add(&r->links, out->article.url);
    }
}

/* ---- what will be asked ------------------------------------------------------------------ */

static void write_names(encart__jsonw *w, const char *key, const encart__ref *refs, size_t n)
{
    encart__jsonw_key(w, key);
    encart__jsonw_open(w, '[');
    for (size_t i = 0; i < n; i++)
        encart__jsonw_str(w, refs[i].name);
    encart__jsonw_close(w, ']');
}

void encart__request_article(const encart__render *r, encart__jsonw *w)
{
    const encart_article *a = r->article;
    char date[40];

    encart__jsonw_key(w, "article");
    encart__jsonw_open(w, '{');
    encart__jsonw_kopt(w, "id", a->id);
    encart__jsonw_kopt(w, "url", a->url);
    encart__jsonw_kopt(w, "lang", a->lang);
    encart__jsonw_kopt(w, "title", a->title);
    encart__date_format(date, &a->published);
    encart__jsonw_kopt(w, "published", encart__str_z(date));
    encart__jsonw_kopt(w, "section", a->section.name);
    write_names(w, "tags", a->tags, a->tag_count);
    encart__jsonw_close(w, '}');
}

void encart__request_related(const encart__render *r, encart__jsonw *w)
{
    encart__jsonw_open(w, '{');
    encart__jsonw_kstr(w, "service", ENCART__STR("related"));
    encart__jsonw_kint(w, "limit", (int64_t)encart__related_limit(r));
    encart__request_article(r, w);
    encart__jsonw_close(w, '}');
}

void encart__request_write(encart__render *r, encart__strbuf *out)
{
    encart__jsonw w;

    encart__jsonw_init(&w, out);
    encart__jsonw_open(&w, '{');
    encart__jsonw_key(&w, "needs");
    encart__jsonw_open(&w, '[');
    if (encart__related_limit(r))
        encart__request_related(r, &w);
    encart__asks_plan(r, &w);
    for (size_t i = 0; i < r->article->author_box_count && i < TITLES_MOST; i++) {
        const encart__author_box *box = &r->article->author_boxes[i];

        if (box->href.n || !box->title.n)
            continue;
        encart__jsonw_open(&w, '{');
        encart__jsonw_kstr(&w, "service", ENCART__STR("title"));
        encart__jsonw_kstr(&w, "title", box->title);
        encart__jsonw_close(&w, '}');
    }
    encart__jsonw_close(&w, ']');
    encart__jsonw_close(&w, '}');
}
