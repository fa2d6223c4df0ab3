/* See serve.h: engines, articles, plans and renders. */
#include "cli/serve.h"

#include <stdlib.h>
#include <string.h>

/* The request's member as a string; NULL when it is absent. */
static int string_of(const json_t *request, const char *name, const char **out,
                     encart_error *err)
{
    const json_t *v = json_object_get(request, name);

    *out = NULL;
    if (!v || json_is_null(v))
        return ENCART_OK;
    if (!json_is_string(v))
        return serve_fault(err, ENCART_EINVAL, name, "expected a string");
    *out = json_string_value(v);
    return ENCART_OK;
}

int op_version(session *s, const json_t *request, reply *r, encart_error *err)
{
    json_t *options = options_names();

    (void)s, (void)request;
    if (!options)
        return serve_fault(err, ENCART_ENOMEM, "", "out of memory");
    reply_text(r, "version", encart_version(), strlen(encart_version()));
    reply_number(r, "protocol", 1);
    reply_value(r, "options", options);
    json_decref(options);
    return ENCART_OK;
}

/* ---- engines ----------------------------------------------------------------------- */

/* `add` for each string of the array `name`. */
static int each(encart_builder *b, const json_t *request, const char *name,
                int (*add)(encart_builder *, const char *, encart_error *),
                encart_error *err)
{
    const json_t *list = json_object_get(request, name), *item;
    int status = ENCART_OK;
    size_t i;

    if (list && !json_is_array(list))
        return serve_fault(err, ENCART_EINVAL, name, "expected an array of strings");
    json_array_foreach(list, i, item) {
        if (!json_is_string(item))
            return serve_fault(err, ENCART_EINVAL, name, "expected an array of strings");
        status = add(b, json_string_value(item), err);
        if (status)
            break;
    }
    return status;
}

/* What the request does not name is as on the command line. */
static int add_plugins(session *s, encart_builder *b, const json_t *request,
                       encart_error *err)
{
    const char *const *names;
    size_t n = 0;
    int status = ENCART_OK;

    if (json_object_get(request, "plugin_paths"))
        status = each(b, request, "plugin_paths", encart_builder_plugin_path, err);
    else
        status = tools_add_paths(&s->tools, b, err);
    if (status)
        return status;
    if (json_object_get(request, "plugins"))
        return each(b, request, "plugins", encart_builder_plugin_enable, err);
    names = tools_bundled(&s->tools, &n);
    for (size_t i = 0; !status && i < n; i++)
        status = encart_builder_plugin_enable(b, names[i], err);
    return status;
}

/* `config` is an object, or a string that holds JSON; `config_file` lies under it. */
static int add_config(encart_builder *b, const json_t *request, encart_error *err)
{
    const json_t *config = json_object_get(request, "config");
    const char *file;
    int status = string_of(request, "config_file", &file, err);

    if (!status && file)
        status = encart_builder_config_file(b, file, err);
    if (!status && json_is_string(config)) {
        status = encart_builder_config_json(b, json_string_value(config),
                                            json_string_length(config), "config", err);
    } else if (!status && config && !json_is_null(config)) {
        char *text = json_dumps(config, JSON_COMPACT | JSON_ENCODE_ANY);

        status = text ? encart_builder_config_json(b, text, strlen(text), "config", err)
                      : serve_fault(err, ENCART_ENOMEM, "", "out of memory");
        free(text);
    }
    return status;
}

static int add_collection(tools *t, const json_t *request, encart_error *err)
{
    encart_collection_options o = ENCART_COLLECTION_OPTIONS_INIT;
    int status = string_of(request, "collection", &t->collection_path, err);

    if (status || !t->collection_path)
        return status;
    if (json_is_true(json_object_get(request, "create")))
        o.flags = ENCART_COLLECTION_CREATE;
    status = encart_collection_open(&t->collection, t->collection_path, &o, NULL, err);
    t->collection_path = NULL; /* it was the request's */
    return status ? status : encart_builder_collection(t->builder, t->collection, err);
}

static int build(session *s, tools *t, const json_t *request, encart_error *err)
{
    int status = encart_builder_new(&t->builder, NULL, err);

    if (!status)
        status = add_config(t->builder, request, err);
    if (!status)
        status = add_plugins(s, t->builder, request, err);
    if (!status)
        status = add_collection(t, request, err);
    return status ? status : encart_engine_new(&t->engine, t->builder, err);
}

static void describe(const encart_engine *engine, reply *r)
{
    size_t n;
    const char *json = encart_engine_plugins(engine, &n);

    reply_raw(r, "plugins", json, n);
    json = encart_engine_diagnostics(engine, &n);
    reply_raw(r, "diagnostics", json, n);
}

int op_engine(session *s, const json_t *request, reply *r, encart_error *err)
{
    held_engine *held = session_new_engine(s, err);
    encart_error ignored;
    json_int_t number;

    if (!held)
        return err->status;
    number = held->number;
    if (build(s, &held->tools, request, err)) {
        session_free_engine(s, number, &ignored);
        return err->status;
    }
    reply_number(r, "engine", number);
    describe(held->tools.engine, r);
    return ENCART_OK;
}

int op_describe(session *s, const json_t *request, reply *r, encart_error *err)
{
    const tools *t = session_tools(s, request, err);

    if (!t)
        return err->status;
    describe(t->engine, r);
    return ENCART_OK;
}

/* ---- articles ---------------------------------------------------------------------- */

/* Load options of the request's member `member`; an object as document is JSON. */
static int load(session *s, const json_t *request, const char *member,
                encart_article **out, encart_error *err)
{
    const tools *t = session_tools(s, request, err);
    encart_load_options o;
    document d;
    int status;

    if (!t)
        return err->status;
    status = options_load(&o, json_object_get(request, member), member, err);
    if (status)
        return status;
    status = document_of(request, &d, err);
    if (status)
        return status;
    if (d.is_json && !o.format)
        o.format = "json";
    status = encart_article_load(out, t->engine, d.data, d.size, &o, err);
    document_done(&d);
    return status;
}

int op_load(session *s, const json_t *request, reply *r, encart_error *err)
{
    held_article *held;
    encart_article *article = NULL;
    const char *title, *id;
    int status = load(s, request, "options", &article, err);

    if (status)
        return status;
    held = session_new_article(s, err);
    if (!held) {
        encart_article_free(article);
        return err->status;
    }
    held->article = article;
    held->engine = json_integer_value(json_object_get(request, "engine"));
    title = encart_article_title(article);
    id = encart_article_id(article);
    reply_number(r, "article", held->number);
    reply_text(r, "title", title, strlen(title));
    reply_text(r, "article_id", id, strlen(id));
    return ENCART_OK;
}

int article_of(session *s, const json_t *request, const encart_article **out,
               encart_article **owned, encart_error *err)
{
    const held_article *held;
    int status = ENCART_OK;

    *owned = NULL;
    *out = NULL;
    if (json_object_get(request, "article")) {
        held = session_article(s, request, err);
        *out = held ? held->article : NULL;
        return held ? ENCART_OK : err->status;
    }
    status = load(s, request, "load", owned, err);
    *out = *owned;
    return status;
}

/* The tools of what a request works with: a numbered article brings its engine. */
static const tools *tools_for(session *s, const json_t *request, encart_error *err)
{
    const held_article *held;
    json_t *only;
    const tools *t;

    if (json_object_get(request, "engine") || !json_object_get(request, "article"))
        return session_tools(s, request, err);
    held = session_article(s, request, err);
    if (!held)
        return NULL;
    only = json_pack("{s:I}", "engine", held->engine);
    t = session_tools(s, only, err);
    json_decref(only);
    return t;
}

/* What one function of the library makes of the article; `add` puts it into the reply. */
static int give(session *s, const json_t *request, reply *r, encart_error *err,
                int (*make)(encart_buffer **, const encart_article *, encart_error *),
                void (*add)(reply *, const encart_article *, const char *, size_t))
{
    const encart_article *article;
    encart_article *owned;
    encart_buffer *made = NULL;
    const char *text;
    size_t n;
    int status = article_of(s, request, &article, &owned, err);

    if (!status)
        status = make(&made, article, err);
    if (!status) {
        text = encart_buffer_data(made, &n);
        add(r, article, text, n);
    }
    encart_buffer_free(made);
    encart_article_free(owned);
    return status;
}

static void add_document(reply *r, const encart_article *article, const char *json, size_t n)
{
    const char *text;

    reply_raw(r, "document", json, n);
    text = encart_article_text(article, &n);
    reply_text(r, "text", text, n);
}

static void add_saved(reply *r, const encart_article *article, const char *saved, size_t n)
{
    (void)article;
    reply_text(r, "saved", saved, n);
}

int op_article(session *s, const json_t *request, reply *r, encart_error *err)
{
    return give(s, request, r, err, encart_article_json, add_document);
}

int op_save(session *s, const json_t *request, reply *r, encart_error *err)
{
    return give(s, request, r, err, encart_article_save, add_saved);
}

int op_free(session *s, const json_t *request, reply *r, encart_error *err)
{
    const json_t *article = json_object_get(request, "article");
    const json_t *engine = json_object_get(request, "engine");

    (void)r;
    if (json_is_integer(article) && !engine)
        return session_free_article(s, json_integer_value(article), err);
    if (json_is_integer(engine) && !article)
        return session_free_engine(s, json_integer_value(engine), err);
    return serve_fault(err, ENCART_EINVAL, "",
                       "expected “article” or “engine”, a number");
}

/* ---- renders ----------------------------------------------------------------------- */

/* `options` by the names of encart_render_options; `answers` may stand beside them. */
static int render_options(render_job *job, const json_t *request, encart_error *err)
{
    const json_t *answers = json_object_get(request, "answers");
    const json_t *options = json_object_get(request, "options");
    json_t *more;
    int status;

    if (!answers || (options && !json_is_object(options)))
        return options_render(job, options, "options", err);
    more = options ? json_copy((json_t *)(uintptr_t)options) : json_object();
    json_object_set(more, "answers", (json_t *)(uintptr_t)answers);
    status = options_render(job, more, "options", err);
    json_decref(more);
    return status;
}

static void add_slots(const encart_result *result, reply *r)
{
    static const char *const slots[] = {"head",       "before-title", "after-title",
                                        "after-lede", "after-body",   "aside",
                                        "footer"};

    reply_open(r, "slots");
    for (size_t i = 0; i < sizeof slots / sizeof *slots; i++) {
        size_t n = 0;
        const char *html = encart_result_slot(result, slots[i], &n);

        if (n)
            reply_text(r, slots[i], html, n);
    }
    reply_close(r);
}

static int add_result(const encart_result *result, const json_t *request, int explain,
                      reply *r, encart_error *err)
{
    const char *how, *text;
    size_t n;
    int status = string_of(request, "report", &how, err);

    if (status)
        return status;
    if (how && strcmp(how, "object") != 0 && strcmp(how, "text") != 0 &&
        strcmp(how, "none") != 0)
        return serve_fault(err, ENCART_EINVAL, "report",
                           "expected “object”, “text” or “none”, found “%s”", how);
    text = encart_result_html(result, &n);
    reply_text(r, "html", text, n);
    text = encart_result_report(result, &n);
    if (!how || *how == 'o')
        reply_raw(r, "report", text, n);
    else if (*how == 't')
        reply_text(r, "report", text, n);
    if (json_is_true(json_object_get(request, "slots")))
        add_slots(result, r);
    text = encart_result_css(result, &n);
    if (json_is_true(json_object_get(request, "css")))
        reply_text(r, "css", text, n);
    text = encart_result_explain(result, &n);
    if (explain)
        reply_text(r, "explain", text, n);
    return ENCART_OK;
}

int op_render(session *s, const json_t *request, reply *r, encart_error *err)
{
    const tools *t = tools_for(s, request, err);
    const encart_article *article = NULL;
    encart_article *owned = NULL;
    encart_result *result = NULL;
    render_job job;
    int status;

    if (!t)
        return err->status;
    status = render_options(&job, request, err);
    if (!status)
        status = article_of(s, request, &article, &owned, err);
    if (!status)
        status = encart_render(&result, t->engine, article, &job.o, err);
    if (!status)
        status = add_result(result, request, job.o.explain, r, err);
    encart_result_free(result);
    encart_article_free(owned);
    options_render_done(&job);
    return status;
}

int op_plan(session *s, const json_t *request, reply *r, encart_error *err)
{
    const tools *t = tools_for(s, request, err);
    const encart_article *article = NULL;
    encart_article *owned = NULL;
    encart_buffer *plan = NULL;
    const char *json;
    render_job job;
    size_t n;
    int status;

    if (!t)
        return err->status;
    status = render_options(&job, request, err);
    if (!status)
        status = article_of(s, request, &article, &owned, err);
    if (!status)
        status = encart_plan(&plan, t->engine, article, &job.o, err);
    if (!status) {
        json = encart_buffer_data(plan, &n);
        reply_raw(r, "plan", json, n);
    }
    encart_buffer_free(plan);
    encart_article_free(owned);
    options_render_done(&job);
    return status;
}
