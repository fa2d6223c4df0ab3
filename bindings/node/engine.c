/* Engine: built once, used for all articles. What it is given is checked and made plain by
 * index.js: the configuration is JSON or the name of a file here. */
#include "node_encart.h"

#include <stdlib.h>
#include <string.h>

const napi_type_tag node_engine_tag = {0x51c9d2f86a0b4e37, 0x8d04b7e92f6ac315};

void node_core_release(node_core *core)
{
    if (!core || --core->refs)
        return;
    encart_engine_free(core->engine);
    encart_collection_close(core->collection);
    free(core);
}

node_core *node_engine_of(napi_env env, napi_value self)
{
    return node_unwrap(env, self, &node_engine_tag, "this is no Engine");
}

/* ---- making one -------------------------------------------------------------------------- */

/* The constructor's arguments; NULL where there is none. */
typedef struct {
    const char *json;
    size_t json_size;
    const char *file;
    char **paths;
    uint32_t path_count;
    char **plugins;
    uint32_t plugin_count;
    const char *collection;
} recipe;

static bool text_or_nothing(napi_env env, napi_value value, node_held **held,
                            const char **out, size_t *n)
{
    if (node_is_nothing(env, value))
        return true;
    *out = node_text(env, value, held, n);
    return *out != NULL;
}

/* (json, file, pluginPaths, plugins, collection) */
static bool read_recipe(napi_env env, const napi_value *argv, recipe *r, node_held **held)
{
    size_t ignored;

    if (!text_or_nothing(env, argv[0], held, &r->json, &r->json_size) ||
        !text_or_nothing(env, argv[1], held, &r->file, &ignored) ||
        !text_or_nothing(env, argv[4], held, &r->collection, &ignored))
        return false;
    r->paths = node_list(env, argv[2], "pluginPaths", held, &r->path_count);
    if (!r->paths)
        return false;
    r->plugins = node_list(env, argv[3], "plugins", held, &r->plugin_count);
    return r->plugins != NULL;
}

static int fill(encart_builder *builder, const recipe *r, node_core *core, encart_error *err)
{
    int status = ENCART_OK;

    for (uint32_t i = 0; !status && i < r->path_count; i++)
        status = encart_builder_plugin_path(builder, r->paths[i], err);
    if (!status && r->file)
        status = encart_builder_config_file(builder, r->file, err);
    if (!status && r->json)
        status = encart_builder_config_json(builder, r->json, r->json_size, "config", err);
    for (uint32_t i = 0; !status && i < r->plugin_count; i++)
        status = encart_builder_plugin_enable(builder, r->plugins[i], err);
    if (!status && r->collection)
        status = encart_collection_open(&core->collection, r->collection, NULL, NULL, err);
    if (!status && core->collection)
        status = encart_builder_collection(builder, core->collection, err);
    return status;
}

static int build(const recipe *r, node_core *core, encart_error *err)
{
    encart_builder *builder = NULL;
    int status = encart_builder_new(&builder, NULL, err);

    if (!status)
        status = fill(builder, r, core, err);
    if (!status)
        status = encart_engine_new(&core->engine, builder, err);
    encart_builder_free(builder);
    return status;
}

static node_core *core_new(napi_env env, const recipe *r)
{
    node_core *core = calloc(1, sizeof *core);
    encart_error err = {0};
    int status;

    if (!core) {
        node_throw_memory(env);
        return NULL;
    }
    core->refs = 1;
    status = build(r, core, &err);
    if (!status)
        return core;
    node_core_release(core);
    node_throw(env, status, &err);
    return NULL;
}

static void finalise(napi_env env, void *data, void *hint)
{
    (void)env, (void)hint;
    node_core_release(data);
}

static napi_value construct(napi_env env, napi_callback_info info)
{
    node_held *held = NULL;
    node_core *core = NULL;
    napi_value argv[5], self;
    recipe r = {0};

    if (!node_arguments(env, info, 5, argv, &self))
        return NULL;
    if (read_recipe(env, argv, &r, &held))
        core = core_new(env, &r);
    node_held_free(held);
    if (!core)
        return NULL;
    if (!node_ok(env, napi_type_tag_object(env, self, &node_engine_tag)) ||
        !node_ok(env, napi_wrap(env, self, core, finalise, NULL, NULL))) {
        node_core_release(core);
        return NULL;
    }
    return self;
}

/* ---- methods ----------------------------------------------------------------------------- */

static napi_value load(napi_env env, napi_callback_info info)
{
    encart_load_options options = ENCART_LOAD_OPTIONS_INIT;
    encart_article *article = NULL;
    encart_error err = {0};
    node_held *held = NULL;
    napi_value argv[2], self;
    node_core *core;
    bool is_object;
    char *bytes;
    size_t n;
    int status = ENCART_EINVAL;

    if (!node_arguments(env, info, 2, argv, &self))
        return NULL;
    core = node_engine_of(env, self);
    bytes = core ? node_document(env, argv[0], &held, &n, &is_object) : NULL;
    if (!bytes || !node_options(env, &options, node_load_table, argv[1], &held)) {
        node_held_free(held);
        return NULL;
    }
    if (is_object && !options.format)
        options.format = "json";
    status = encart_article_load(&article, core->engine, bytes, n, &options, &err);
    node_held_free(held);
    if (!status)
        return node_article_object(env, article, core);
    node_throw(env, status, &err);
    return NULL;
}

/* {html, removed}: `removed` is JSON, which index.js parses. */
static napi_value sanitised(napi_env env, encart_buffer *html, encart_buffer *removed)
{
    napi_value out, value;

    value = node_buffer_string(env, html);
    if (!value || !node_ok(env, napi_create_object(env, &out)) ||
        !node_ok(env, napi_set_named_property(env, out, "html", value))) {
        encart_buffer_free(removed);
        return NULL;
    }
    value = node_buffer_string(env, removed);
    if (!value || !node_ok(env, napi_set_named_property(env, out, "removed", value)))
        return NULL;
    return out;
}

static napi_value sanitise(napi_env env, napi_callback_info info)
{
    encart_sanitise_options options = ENCART_SANITISE_OPTIONS_INIT;
    encart_buffer *html = NULL, *removed = NULL;
    encart_error err = {0};
    node_held *held = NULL;
    napi_value argv[2], self, out = NULL;
    node_core *core;
    bool is_object;
    char *bytes;
    size_t n;
    int status;

    if (!node_arguments(env, info, 2, argv, &self))
        return NULL;
    core = node_engine_of(env, self);
    bytes = core ? node_document(env, argv[0], &held, &n, &is_object) : NULL;
    if (bytes && node_options(env, &options, node_sanitise_table, argv[1], &held)) {
        status = encart_sanitise(&html, &removed, core->engine, bytes, n, &options, &err);
        if (status)
            node_throw(env, status, &err);
        else
            out = sanitised(env, html, removed);
    }
    node_held_free(held);
    return out;
}

static napi_value strip(napi_env env, napi_callback_info info)
{
    encart_buffer *html = NULL;
    encart_error err = {0};
    node_held *held = NULL;
    napi_value argv[1], self, out = NULL;
    node_core *core;
    bool is_object;
    char *bytes;
    size_t n;
    int status;

    if (!node_arguments(env, info, 1, argv, &self))
        return NULL;
    core = node_engine_of(env, self);
    bytes = core ? node_document(env, argv[0], &held, &n, &is_object) : NULL;
    if (bytes) {
        status = encart_strip(&html, core->engine, bytes, n, &err);
        if (status)
            node_throw(env, status, &err);
        else
            out = node_buffer_string(env, html);
    }
    node_held_free(held);
    return out;
}

static napi_value told(napi_env env, napi_callback_info info,
                       const char *(*get)(const encart_engine *, size_t *))
{
    napi_value self;
    node_core *core;
    const char *json;
    size_t n;

    if (!node_arguments(env, info, 0, NULL, &self))
        return NULL;
    core = node_engine_of(env, self);
    if (!core)
        return NULL;
    json = get(core->engine, &n);
    return node_string(env, json, n);
}

static napi_value diagnostics(napi_env env, napi_callback_info info)
{
    return told(env, info, encart_engine_diagnostics);
}

static napi_value plugins(napi_env env, napi_callback_info info)
{
    return told(env, info, encart_engine_plugins);
}

#define METHOD(name, function) {name, NULL, function, NULL, NULL, NULL, napi_default_method, NULL}
#define GETTER(name, get) {name, NULL, NULL, get, NULL, NULL, napi_default, NULL}

bool node_setup_engine(napi_env env, napi_value exports)
{
    const napi_property_descriptor members[] = {
        METHOD("load", load),
        METHOD("render", node_render),
        METHOD("renderSync", node_render_sync),
        METHOD("plan", node_plan),
        METHOD("sanitise", sanitise),
        METHOD("strip", strip),
        GETTER("diagnostics", diagnostics),
        GETTER("plugins", plugins),
    };
    napi_value class;

    return node_ok(env, napi_define_class(env, "Engine", NAPI_AUTO_LENGTH, construct, NULL,
                                          sizeof members / sizeof *members, members,
                                          &class)) &&
           node_ok(env, napi_set_named_property(env, exports, "Engine", class));
}
