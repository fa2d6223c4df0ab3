/* Rendering: what a job needs is copied or counted on the thread of JavaScript; then the job runs
 * there, or on a thread of the pool, where nothing of JavaScript is touched. */
#include "node_encart.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    node_core *core;
    node_article *article; /* as given; NULL where there is a document */
    const char *document;
    size_t document_size;
    encart_load_options load;
    encart_render_options render;
    node_held *held; /* what the options and the document point to */

    int status;
    encart_error err;
    encart_result *result;
    encart_buffer *plan;

    napi_async_work work;
    napi_deferred deferred;
} job;

static void job_free(job *j)
{
    encart_result_free(j->result);
    encart_buffer_free(j->plan);
    node_article_release(j->article);
    node_core_release(j->core);
    node_held_free(j->held);
    free(j);
}

/* ---- without JavaScript ------------------------------------------------------------------ */

static void job_with(job *j, const encart_article *article, bool plan)
{
    j->status = plan ? encart_plan(&j->plan, j->core->engine, article, &j->render, &j->err)
                     : encart_render(&j->result, j->core->engine, article, &j->render, &j->err);
}

static void job_run(job *j, bool plan)
{
    encart_article *loaded = NULL;

    if (j->article) {
        job_with(j, j->article->handle, plan);
        return;
    }
    j->status = encart_article_load(&loaded, j->core->engine, j->document, j->document_size,
                                    &j->load, &j->err);
    if (!j->status)
        job_with(j, loaded, plan);
    encart_article_free(loaded);
}

/* ---- arguments --------------------------------------------------------------------------- */

/* The first argument: an article, or a document and how to load it. */
static bool read_subject(napi_env env, napi_value subject, napi_value load, job *j)
{
    bool is_object = false;

    j->article = node_unwrap(env, subject, &node_article_tag, NULL);
    if (j->article) {
        j->article->refs++;
        if (node_is_nothing(env, load))
            return true;
        napi_throw_type_error(env, "ERR_INVALID_ARG_VALUE",
                              "the option \"load\" is for documents, not for an Article");
        return false;
    }
    j->document = node_document(env, subject, &j->held, &j->document_size, &is_object);
    if (!j->document || !node_options(env, &j->load, node_load_table, load, &j->held))
        return false;
    if (is_object && !j->load.format)
        j->load.format = "json";
    return true;
}

/* (articleOrDocument, options, loadOptions) */
static job *job_new(napi_env env, napi_callback_info info)
{
    const encart_load_options load = ENCART_LOAD_OPTIONS_INIT;
    const encart_render_options render = ENCART_RENDER_OPTIONS_INIT;
    napi_value argv[3], self;
    node_core *core;
    job *j;

    if (!node_arguments(env, info, 3, argv, &self))
        return NULL;
    core = node_engine_of(env, self);
    if (!core)
        return NULL;
    j = calloc(1, sizeof *j);
    if (!j) {
        node_throw_memory(env);
        return NULL;
    }
    j->load = load;
    j->render = render;
    j->core = core;
    core->refs++;
    if (read_subject(env, argv[0], argv[2], j) &&
        node_options(env, &j->render, node_render_table, argv[1], &j->held))
        return j;
    job_free(j);
    return NULL;
}

/* ---- results ----------------------------------------------------------------------------- */

static bool put(napi_env env, napi_value object, const char *name, const char *bytes, size_t n)
{
    napi_value value = node_string(env, bytes, n);

    return value && node_ok(env, napi_set_named_property(env, object, name, value));
}

static bool put_slots(napi_env env, napi_value object, const encart_result *result)
{
    static const char *const names[] = {"head",       "before-title", "after-title",
                                        "after-lede", "after-body",   "aside",
                                        "footer"};
    napi_value slots;
    size_t n;

    if (!node_ok(env, napi_create_object(env, &slots)))
        return false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *bytes = encart_result_slot(result, names[i], &n);

        if (bytes && !put(env, slots, names[i], bytes, n))
            return false;
    }
    return node_ok(env, napi_set_named_property(env, object, "slots", slots));
}

/* {html, report, css, explain, slots}: index.js makes a Result of it. */
static napi_value result_object(napi_env env, const encart_result *result)
{
    static const struct {
        const char *name;
        const char *(*get)(const encart_result *, size_t *);
    } texts[] = {
        {"html", encart_result_html},
        {"report", encart_result_report},
        {"css", encart_result_css},
        {"explain", encart_result_explain},
    };
    napi_value out;
    size_t n;

    if (!node_ok(env, napi_create_object(env, &out)))
        return NULL;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const char *bytes = texts[i].get(result, &n);

        if (!put(env, out, texts[i].name, bytes, n))
            return NULL;
    }
    return put_slots(env, out, result) ? out : NULL;
}

/* ---- on this thread ---------------------------------------------------------------------- */

napi_value node_render_sync(napi_env env, napi_callback_info info)
{
    job *j = job_new(env, info);
    napi_value out = NULL;

    if (!j)
        return NULL;
    job_run(j, false);
    if (j->status)
        node_throw(env, j->status, &j->err);
    else
        out = result_object(env, j->result);
    job_free(j);
    return out;
}

napi_value node_plan(napi_env env, napi_callback_info info)
{
    job *j = job_new(env, info);
    napi_value out = NULL;
    const char *bytes;
    size_t n;

    if (!j)
        return NULL;
    job_run(j, true);
    bytes = encart_buffer_data(j->plan, &n);
    if (j->status)
        node_throw(env, j->status, &j->err);
    else
        out = node_string(env, bytes, n);
    job_free(j);
    return out;
}

/* ---- on the pool ------------------------------------------------------------------------- */

static void execute(napi_env env, void *data)
{
    (void)env;
    job_run(data, false);
}

/* An exception in the making of the result, a string too long for one, is the promise's. */
static void reject_pending(napi_env env, napi_deferred deferred)
{
    napi_value exception;

    if (napi_get_and_clear_last_exception(env, &exception) == napi_ok)
        napi_reject_deferred(env, deferred, exception);
}

static void complete(napi_env env, napi_status status, void *data)
{
    const encart_error cancelled = {.message = "the render was cancelled"};
    job *j = data;
    napi_value out;

    if (status != napi_ok) {
        out = node_error(env, ENCART_EINTERNAL, &cancelled);
    } else if (j->status) {
        out = node_error(env, j->status, &j->err);
    } else {
        out = result_object(env, j->result);
    }
    if (!out)
        reject_pending(env, j->deferred);
    else if (status != napi_ok || j->status)
        napi_reject_deferred(env, j->deferred, out);
    else
        napi_resolve_deferred(env, j->deferred, out);
    napi_delete_async_work(env, j->work);
    job_free(j);
}

static bool queue(napi_env env, job *j)
{
    napi_value name;

    if (!node_ok(env, napi_create_string_utf8(env, "encart.render", NAPI_AUTO_LENGTH, &name)) ||
        !node_ok(env, napi_create_async_work(env, NULL, name, execute, complete, j, &j->work)))
        return false;
    if (node_ok(env, napi_queue_async_work(env, j->work)))
        return true;
    napi_delete_async_work(env, j->work);
    return false;
}

napi_value node_render(napi_env env, napi_callback_info info)
{
    job *j = job_new(env, info);
    napi_value promise;

    if (!j)
        return NULL;
    if (!node_ok(env, napi_create_promise(env, &j->deferred, &promise)) || !queue(env, j)) {
        job_free(j);
        return NULL;
    }
    return promise;
}
