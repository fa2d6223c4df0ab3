/* Article: what was loaded. Only the library makes one. */
#include "node_encart.h"

#include <stdlib.h>
#include <string.h>

const napi_type_tag node_article_tag = {0x3d1f0a7be4c84a51, 0x9b6e25d07c13f842};

void node_article_release(node_article *article)
{
    if (!article || --article->refs)
        return;
    encart_article_free(article->handle);
    node_core_release(article->core);
    free(article);
}

static void finalise(napi_env env, void *data, void *hint)
{
    node_article *article = data;
    int64_t total;

    (void)hint;
    napi_adjust_external_memory(env, -article->weight, &total);
    node_article_release(article);
}

/* An article takes several times its text: the collector would see a small object else. */
static void weigh(napi_env env, node_article *article)
{
    size_t n;
    int64_t total;

    encart_article_html(article->handle, &n);
    article->weight = (int64_t)n * 4;
    napi_adjust_external_memory(env, article->weight, &total);
}

static napi_value construct(napi_env env, napi_callback_info info)
{
    node_article *article;
    napi_value self;
    void *data = NULL;

    if (!node_arguments(env, info, 0, NULL, &self) ||
        !node_ok(env, napi_get_instance_data(env, &data)))
        return NULL;
    article = ((node_data *)data)->making;
    ((node_data *)data)->making = NULL;
    if (!article) {
        napi_throw_type_error(env, "ERR_ILLEGAL_CONSTRUCTOR",
                              "an Article comes of engine.load()");
        return NULL;
    }
    if (!node_ok(env, napi_type_tag_object(env, self, &node_article_tag)) ||
        !node_ok(env, napi_wrap(env, self, article, finalise, NULL, NULL)))
        return NULL;
    article->refs++;
    weigh(env, article);
    return self;
}

napi_value node_article_object(napi_env env, encart_article *handle, node_core *core)
{
    node_article *article = calloc(1, sizeof *article);
    napi_value class, out = NULL;
    void *data = NULL;

    if (!article) {
        encart_article_free(handle);
        node_throw_memory(env);
        return NULL;
    }
    article->handle = handle;
    article->core = core;
    article->refs = 1;
    core->refs++;
    if (node_ok(env, napi_get_instance_data(env, &data)) &&
        node_ok(env,
                napi_get_reference_value(env, ((node_data *)data)->article_class, &class))) {
        ((node_data *)data)->making = article;
        if (!node_ok(env, napi_new_instance(env, class, 0, NULL, &out)))
            out = NULL;
        ((node_data *)data)->making = NULL;
    }
    node_article_release(article);
    return out;
}

static node_article *this_article(napi_env env, napi_callback_info info)
{
    napi_value self;

    if (!node_arguments(env, info, 0, NULL, &self))
        return NULL;
    return node_unwrap(env, self, &node_article_tag, "this is no Article");
}

static napi_value short_text(napi_env env, napi_callback_info info,
                             const char *(*get)(const encart_article *))
{
    node_article *article = this_article(env, info);
    const char *text;

    if (!article)
        return NULL;
    text = get(article->handle);
    return node_string(env, text, strlen(text));
}

static napi_value long_text(napi_env env, napi_callback_info info,
                            const char *(*get)(const encart_article *, size_t *))
{
    node_article *article = this_article(env, info);
    const char *text;
    size_t n;

    if (!article)
        return NULL;
    text = get(article->handle, &n);
    return node_string(env, text, n);
}

static napi_value article_id(napi_env env, napi_callback_info info)
{
    return short_text(env, info, encart_article_id);
}

static napi_value article_title(napi_env env, napi_callback_info info)
{
    return short_text(env, info, encart_article_title);
}

static napi_value article_html(napi_env env, napi_callback_info info)
{
    return long_text(env, info, encart_article_html);
}

static napi_value article_text(napi_env env, napi_callback_info info)
{
    return long_text(env, info, encart_article_text);
}

static encart_buffer *written(napi_env env, napi_callback_info info,
                              int (*write)(encart_buffer **, const encart_article *,
                                           encart_error *))
{
    node_article *article = this_article(env, info);
    encart_buffer *buffer = NULL;
    encart_error err = {0};
    int status;

    if (!article)
        return NULL;
    status = write(&buffer, article->handle, &err);
    if (status)
        node_throw(env, status, &err);
    return buffer;
}

static napi_value article_json(napi_env env, napi_callback_info info)
{
    encart_buffer *buffer = written(env, info, encart_article_json);

    return buffer ? node_buffer_string(env, buffer) : NULL;
}

static napi_value article_save(napi_env env, napi_callback_info info)
{
    encart_buffer *buffer = written(env, info, encart_article_save);
    napi_value out = NULL;
    const char *bytes;
    size_t n;

    if (!buffer)
        return NULL;
    bytes = encart_buffer_data(buffer, &n);
    if (!node_ok(env, napi_create_buffer_copy(env, n, bytes, NULL, &out)))
        out = NULL;
    encart_buffer_free(buffer);
    return out;
}

#define GETTER(name, get) {name, NULL, NULL, get, NULL, NULL, napi_enumerable, NULL}

bool node_setup_article(napi_env env, napi_value exports)
{
    const napi_property_descriptor members[] = {
        GETTER("id", article_id),     GETTER("title", article_title),
        GETTER("html", article_html), GETTER("text", article_text),
        GETTER("json", article_json),
        {"save", NULL, article_save, NULL, NULL, NULL, napi_default_method, NULL},
    };
    napi_value class;
    void *data = NULL;

    return node_ok(env, napi_get_instance_data(env, &data)) &&
           node_ok(env, napi_define_class(env, "Article", NAPI_AUTO_LENGTH, construct, NULL,
                                          sizeof members / sizeof *members, members,
                                          &class)) &&
           node_ok(env, napi_create_reference(env, class, 1,
                                              &((node_data *)data)->article_class)) &&
           node_ok(env, napi_set_named_property(env, exports, "Article", class));
}
