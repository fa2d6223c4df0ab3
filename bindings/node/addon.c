/* The module: what each environment keeps, and the functions that need no engine. */
#include "node_encart.h"

#include <stdlib.h>
#include <string.h>

#ifndef PLUGIN_DIR
#define PLUGIN_DIR "/usr/share/encart/plugins"
#endif
#ifndef SITE_PLUGIN_DIR
#define SITE_PLUGIN_DIR "/etc/encart/plugins"
#endif

/* ---- holes ------------------------------------------------------------------------------- */

typedef struct {
    napi_env env;
    napi_value fn;
} filler;

/* One of the library's own, for a callback that threw: it comes back as it went. */
#define THREW 1

static int give(napi_env env, napi_value answer, encart_reply *reply)
{
    napi_valuetype type;
    node_held *held = NULL;
    char *html;
    size_t n;
    int status;

    if (!node_ok(env, napi_typeof(env, answer, &type)))
        return THREW;
    if (type == napi_undefined || type == napi_null)
        return ENCART_ENOTFOUND;
    if (type != napi_string) {
        napi_throw_type_error(env, "ERR_INVALID_RETURN_VALUE",
                              "a hole is filled with a string, or left with null");
        return THREW;
    }
    html = node_text(env, answer, &held, &n);
    status = html ? encart_reply_set(reply, html, n) : THREW;
    node_held_free(held);
    return status;
}

static int call(filler *f, const char *name, const char *params, size_t n,
                encart_reply *reply)
{
    napi_value argv[2], undefined, answer;

    if (!node_ok(f->env, napi_get_undefined(f->env, &undefined)) ||
        !node_ok(f->env, napi_create_string_utf8(f->env, name, NAPI_AUTO_LENGTH, argv)) ||
        !node_ok(f->env, napi_create_string_utf8(f->env, params, n, argv + 1)) ||
        !node_ok(f->env, napi_call_function(f->env, undefined, f->fn, 2, argv, &answer)))
        return THREW;
    return give(f->env, answer, reply);
}

static int fill_hole(void *user, const char *name, const char *params, size_t n,
                     encart_reply *reply)
{
    filler *f = user;
    napi_handle_scope scope;
    int status;

    /* There may be thousands of holes. */
    if (!node_ok(f->env, napi_open_handle_scope(f->env, &scope)))
        return THREW;
    status = call(f, name, params, n, reply);
    napi_close_handle_scope(f->env, scope);
    return status;
}

/* (html, fn(name, paramsJson)) */
static napi_value fill_holes(napi_env env, napi_callback_info info)
{
    encart_buffer *out = NULL;
    encart_error err = {0};
    node_held *held = NULL;
    napi_value argv[2];
    napi_valuetype type = napi_undefined;
    filler f = {env, NULL};
    bool is_object;
    char *html;
    size_t n;
    int status;

    if (!node_arguments(env, info, 2, argv, NULL) ||
        !node_ok(env, napi_typeof(env, argv[1], &type)))
        return NULL;
    if (type != napi_function) {
        napi_throw_type_error(env, "ERR_INVALID_ARG_TYPE", "fillHoles() needs a function");
        return NULL;
    }
    f.fn = argv[1];
    html = node_document(env, argv[0], &held, &n, &is_object);
    status = html ? encart_fill_holes(&out, html, n, fill_hole, &f, &err) : THREW;
    node_held_free(held);
    if (!status)
        return node_buffer_string(env, out);
    if (status != THREW)
        node_throw(env, status, &err);
    return NULL;
}

/* ---- the module -------------------------------------------------------------------------- */

static bool set_text(napi_env env, napi_value exports, const char *name, const char *text)
{
    napi_value value = node_string(env, text, strlen(text));

    return value && node_ok(env, napi_set_named_property(env, exports, name, value));
}

bool node_setup_pure(napi_env env, napi_value exports)
{
    napi_value function;

    return node_ok(env, napi_create_function(env, "fillHoles", NAPI_AUTO_LENGTH, fill_holes,
                                             NULL, &function)) &&
           node_ok(env, napi_set_named_property(env, exports, "fillHoles", function)) &&
           set_text(env, exports, "version", encart_version()) &&
           set_text(env, exports, "pluginDir", PLUGIN_DIR) &&
           set_text(env, exports, "sitePluginDir", SITE_PLUGIN_DIR);
}

static void data_free(napi_env env, void *kept, void *hint)
{
    node_data *data = kept;

    (void)hint;
    napi_delete_reference(env, data->error_class);
    if (data->article_class)
        napi_delete_reference(env, data->article_class);
    free(data);
}

/* setup(EncartError): index.js gives the class of the errors before anything else. */
static napi_value setup(napi_env env, napi_callback_info info)
{
    node_data *data = calloc(1, sizeof *data);
    napi_value exports, class;

    if (!data) {
        napi_throw_error(env, "ERR_MEMORY_ALLOCATION_FAILED", "out of memory");
        return NULL;
    }
    if (!node_arguments(env, info, 1, &class, NULL) ||
        !node_ok(env, napi_create_reference(env, class, 1, &data->error_class)) ||
        !node_ok(env, napi_set_instance_data(env, data, data_free, NULL))) {
        free(data);
        return NULL;
    }
    if (!node_ok(env, napi_create_object(env, &exports)) ||
        !node_setup_engine(env, exports) || !node_setup_article(env, exports) ||
        !node_setup_pure(env, exports))
        return NULL;
    return exports;
}

NAPI_MODULE_INIT()
{
    napi_value function;

    if (encart_version_number() >> 8 != (ENCART_VERSION_MAJOR << 8 | ENCART_VERSION_MINOR)) {
        napi_throw_error(env, "ERR_ENCART_VERSION", "libencart is of another version");
        return NULL;
    }
    if (!node_ok(env, napi_create_function(env, "setup", NAPI_AUTO_LENGTH, setup, NULL,
                                           &function)) ||
        !node_ok(env, napi_set_named_property(env, exports, "setup", function)))
        return NULL;
    return exports;
}
