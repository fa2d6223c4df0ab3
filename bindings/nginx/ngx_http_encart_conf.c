/* Directives, and the engines that they describe: checked by whoever reads the configuration,
 * made by each worker. */
#include "ngx_http_encart.h"

#include <jansson.h>

#ifndef ENCART_PLUGIN_DIR
#define ENCART_PLUGIN_DIR "/usr/share/encart/plugins"
#endif
#ifndef ENCART_SITE_PLUGIN_DIR
#define ENCART_SITE_PLUGIN_DIR "/etc/encart/plugins"
#endif

/* A worker waits so long for a collection that someone is writing, milliseconds. */
enum { BUSY_MS = 1 };

#define LOC_ALL                                                                            \
    NGX_HTTP_MAIN_CONF | NGX_HTTP_SRV_CONF | NGX_HTTP_LOC_CONF | NGX_HTTP_LIF_CONF

static ngx_conf_enum_t formats[] = {
    {ngx_string("marked"), NGX_HTTP_ENCART_MARKED},
    {ngx_string("fragment"), NGX_HTTP_ENCART_FRAGMENT},
    {ngx_string("page"), NGX_HTTP_ENCART_PAGE},
    {ngx_null_string, 0},
};

static ngx_str_t default_types[] = {ngx_string("text/html"), ngx_null_string};

/* ---- directives -------------------------------------------------------------------------- */

/* Adds each argument to a list of strings; `full` makes names of files absolute. */
static char *add_strings(ngx_conf_t *cf, ngx_array_t **list, int full)
{
    ngx_str_t *arg = cf->args->elts, *s;

    if (!*list || *list == NGX_CONF_UNSET_PTR)
        *list = ngx_array_create(cf->pool, 4, sizeof *s);
    if (!*list)
        return NGX_CONF_ERROR;
    for (ngx_uint_t i = 1; i < cf->args->nelts; i++) {
        s = ngx_array_push(*list);
        if (!s)
            return NGX_CONF_ERROR;
        *s = arg[i];
        if (full && ngx_conf_full_name(cf->cycle, s, 1) != NGX_OK)
            return NGX_CONF_ERROR;
    }
    return NGX_CONF_OK;
}

static char *set_paths(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    return add_strings(cf, (ngx_array_t **)((char *)conf + cmd->offset), 1);
}

static char *set_names(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    return add_strings(cf, (ngx_array_t **)((char *)conf + cmd->offset), 0);
}

static char *set_collection(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_http_encart_loc_conf_t *lcf = conf;
    ngx_str_t *arg = cf->args->elts;

    (void)cmd;
    if (lcf->collection.data)
        return "is duplicate";
    lcf->collection = arg[1];
    if (ngx_strcmp(arg[1].data, "off") == 0) {
        lcf->collection.len = 0;
        return NGX_CONF_OK;
    }
    return ngx_conf_full_name(cf->cycle, &lcf->collection, 1) == NGX_OK ? NGX_CONF_OK
                                                                        : NGX_CONF_ERROR;
}

static char *set_markers(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_http_encart_loc_conf_t *lcf = conf;
    ngx_str_t *arg = cf->args->elts;

    (void)cmd;
    if (lcf->begin.data)
        return "is duplicate";
    if (!arg[1].len || !arg[2].len)
        return "needs two texts that are not empty";
    lcf->begin = arg[1];
    lcf->end = arg[2];
    return NGX_CONF_OK;
}

#define ONE(name, set, member)                                                            \
    {ngx_string(name), LOC_ALL | NGX_CONF_TAKE1, set, NGX_HTTP_LOC_CONF_OFFSET,            \
     offsetof(ngx_http_encart_loc_conf_t, member), NULL}
#define VALUE(name, index) ONE(name, ngx_http_set_complex_value_slot, value[index])

ngx_command_t ngx_http_encart_commands[] = {
    {ngx_string("encart"), LOC_ALL | NGX_CONF_FLAG, ngx_conf_set_flag_slot,
     NGX_HTTP_LOC_CONF_OFFSET, offsetof(ngx_http_encart_loc_conf_t, enable), NULL},
    {ngx_string("encart_format"), LOC_ALL | NGX_CONF_TAKE1, ngx_conf_set_enum_slot,
     NGX_HTTP_LOC_CONF_OFFSET, offsetof(ngx_http_encart_loc_conf_t, format), formats},
    {ngx_string("encart_config"), LOC_ALL | NGX_CONF_1MORE, set_paths,
     NGX_HTTP_LOC_CONF_OFFSET, offsetof(ngx_http_encart_loc_conf_t, configs), NULL},
    {ngx_string("encart_plugin_path"), LOC_ALL | NGX_CONF_1MORE, set_paths,
     NGX_HTTP_LOC_CONF_OFFSET, offsetof(ngx_http_encart_loc_conf_t, plugin_paths), NULL},
    {ngx_string("encart_plugins"), LOC_ALL | NGX_CONF_1MORE, set_names,
     NGX_HTTP_LOC_CONF_OFFSET, offsetof(ngx_http_encart_loc_conf_t, plugins), NULL},
    {ngx_string("encart_types"), LOC_ALL | NGX_CONF_1MORE, ngx_http_types_slot,
     NGX_HTTP_LOC_CONF_OFFSET, offsetof(ngx_http_encart_loc_conf_t, types_keys),
     default_types},
    {ngx_string("encart_markers"), LOC_ALL | NGX_CONF_TAKE2, set_markers,
     NGX_HTTP_LOC_CONF_OFFSET, 0, NULL},
    {ngx_string("encart_cache"), NGX_HTTP_MAIN_CONF | NGX_CONF_TAKE1, ngx_conf_set_size_slot,
     NGX_HTTP_MAIN_CONF_OFFSET, offsetof(ngx_http_encart_main_conf_t, cache_size), NULL},
    ONE("encart_collection", set_collection, collection),
    {ngx_string("encart_keep_original"), LOC_ALL | NGX_CONF_FLAG, ngx_conf_set_flag_slot,
     NGX_HTTP_LOC_CONF_OFFSET, offsetof(ngx_http_encart_loc_conf_t, keep_original), NULL},
    ONE("encart_max_size", ngx_conf_set_size_slot, max_size),
    ONE("encart_budget", ngx_conf_set_msec_slot, budget),
    VALUE("encart_lang", NGX_HTTP_ENCART_LANG),
    VALUE("encart_site", NGX_HTTP_ENCART_SITE),
    VALUE("encart_channel", NGX_HTTP_ENCART_CHANNEL),
    VALUE("encart_url", NGX_HTTP_ENCART_URL),
    VALUE("encart_now", NGX_HTTP_ENCART_NOW),
    VALUE("encart_answers", NGX_HTTP_ENCART_ANSWERS),
    VALUE("encart_overrides", NGX_HTTP_ENCART_OVERRIDES),
    ngx_null_command,
};

void *ngx_http_encart_create_main_conf(ngx_conf_t *cf)
{
    ngx_http_encart_main_conf_t *mcf = ngx_pcalloc(cf->pool, sizeof *mcf);

    if (!mcf || ngx_array_init(&mcf->recipes, cf->pool, 4,
                               sizeof(ngx_http_encart_recipe_t *)) != NGX_OK)
        return NULL;
    mcf->cache_size = NGX_CONF_UNSET_SIZE;
    return mcf;
}

char *ngx_http_encart_init_main_conf(ngx_conf_t *cf, void *conf)
{
    ngx_http_encart_main_conf_t *mcf = conf;

    (void)cf;
    ngx_conf_init_size_value(mcf->cache_size, 0);
    return NGX_CONF_OK;
}

void *ngx_http_encart_create_loc_conf(ngx_conf_t *cf)
{
    ngx_http_encart_loc_conf_t *lcf = ngx_pcalloc(cf->pool, sizeof *lcf);

    if (!lcf)
        return NULL;
    lcf->enable = NGX_CONF_UNSET;
    lcf->keep_original = NGX_CONF_UNSET;
    lcf->format = NGX_CONF_UNSET_UINT;
    lcf->max_size = NGX_CONF_UNSET_SIZE;
    lcf->budget = NGX_CONF_UNSET_MSEC;
    lcf->configs = NGX_CONF_UNSET_PTR;
    lcf->plugin_paths = NGX_CONF_UNSET_PTR;
    lcf->plugins = NGX_CONF_UNSET_PTR;
    return lcf;
}

/* ---- recipes ----------------------------------------------------------------------------- */

static int same_list(const ngx_array_t *a, const ngx_array_t *b)
{
    const ngx_str_t *x, *y;

    if (!a || !b || a == b)
        return a == b;
    if (a->nelts != b->nelts)
        return 0;
    x = a->elts;
    y = b->elts;
    for (ngx_uint_t i = 0; i < a->nelts; i++)
        if (x[i].len != y[i].len || ngx_memcmp(x[i].data, y[i].data, x[i].len) != 0)
            return 0;
    return 1;
}

static int same_recipe(const ngx_http_encart_recipe_t *a, const ngx_http_encart_loc_conf_t *b)
{
    return same_list(a->configs, b->configs) && same_list(a->plugin_paths, b->plugin_paths) &&
           same_list(a->plugins, b->plugins) && a->collection.len == b->collection.len &&
           ngx_memcmp(a->collection.data, b->collection.data, a->collection.len) == 0;
}

static ngx_int_t name_collection(ngx_conf_t *cf, ngx_http_encart_recipe_t *recipe,
                                 ngx_str_t name)
{
    static const char suffix[] = "-wal"; /* and its NUL */
    ngx_str_t *log = &recipe->collection_log;

    recipe->collection = name;
    log->len = name.len + sizeof suffix - 1;
    log->data = ngx_pnalloc(cf->pool, log->len + 1);
    if (!log->data)
        return NGX_ERROR;
    ngx_memcpy(ngx_cpymem(log->data, name.data, name.len), suffix, sizeof suffix);
    return NGX_OK;
}

/* The recipe that this location shares with others, or a new one. */
static ngx_http_encart_recipe_t *recipe_of(ngx_conf_t *cf, const ngx_http_encart_loc_conf_t *lcf)
{
    ngx_http_encart_main_conf_t *mcf =
        ngx_http_conf_get_module_main_conf(cf, ngx_http_encart_filter_module);
    ngx_http_encart_recipe_t **all = mcf->recipes.elts, **place, *recipe;

    for (ngx_uint_t i = 0; i < mcf->recipes.nelts; i++)
        if (same_recipe(all[i], lcf))
            return all[i];
    recipe = ngx_pcalloc(cf->pool, sizeof *recipe);
    place = recipe ? ngx_array_push(&mcf->recipes) : NULL;
    if (!place)
        return NULL;
    recipe->configs = lcf->configs;
    recipe->plugin_paths = lcf->plugin_paths;
    recipe->plugins = lcf->plugins;
    *place = recipe;
    return name_collection(cf, recipe, lcf->collection) == NGX_OK ? recipe : NULL;
}

char *ngx_http_encart_merge_loc_conf(ngx_conf_t *cf, void *parent, void *child)
{
    static const ngx_str_t begin = ngx_string("<!--encart:article-->");
    static const ngx_str_t end = ngx_string("<!--/encart:article-->");
    ngx_http_encart_loc_conf_t *prev = parent, *conf = child;

    ngx_conf_merge_value(conf->enable, prev->enable, 0);
    ngx_conf_merge_value(conf->keep_original, prev->keep_original, 1);
    ngx_conf_merge_uint_value(conf->format, prev->format, NGX_HTTP_ENCART_MARKED);
    ngx_conf_merge_size_value(conf->max_size, prev->max_size, 256 * 1024);
    ngx_conf_merge_msec_value(conf->budget, prev->budget, 50);
    ngx_conf_merge_ptr_value(conf->configs, prev->configs, NULL);
    ngx_conf_merge_ptr_value(conf->plugin_paths, prev->plugin_paths, NULL);
    ngx_conf_merge_ptr_value(conf->plugins, prev->plugins, NULL);
    ngx_conf_merge_str_value(conf->collection, prev->collection, "");
    if (!conf->begin.data) {
        conf->begin = prev->begin.data ? prev->begin : begin;
        conf->end = prev->begin.data ? prev->end : end;
    }
    for (ngx_uint_t i = 0; i < NGX_HTTP_ENCART_VALUES; i++)
        if (!conf->value[i])
            conf->value[i] = prev->value[i];
    if (ngx_http_merge_types(cf, &conf->types_keys, &conf->types, &prev->types_keys,
                             &prev->types, default_types) != NGX_OK)
        return NGX_CONF_ERROR;
    if (conf->enable && !(conf->recipe = recipe_of(cf, conf)))
        return NGX_CONF_ERROR;
    return NGX_CONF_OK;
}

/* ---- engines ----------------------------------------------------------------------------- */

static void tell(ngx_log_t *log, ngx_uint_t level, const char *source, uint32_t line,
                 const char *path, const char *message)
{
    char where[16] = "";

    if (line)
        snprintf(where, sizeof where, ":%u", (unsigned)line);
    ngx_log_error(level, log, 0, "encart: %s%s: %s%s%s", source, where, path,
                  *path ? ": " : "", message);
}

static void on_log(void *user, int level, const char *message)
{
    static const ngx_uint_t levels[] = {NGX_LOG_DEBUG, NGX_LOG_INFO, NGX_LOG_WARN, NGX_LOG_ERR};

    ngx_log_error(levels[level & 3], (ngx_log_t *)user, 0, "encart: %s", message);
}

typedef int (*add_fn)(encart_builder *, const char *, encart_error *);

/* nginx ends what it reads from its configuration with a NUL. */
static int add_all(encart_builder *b, const ngx_array_t *list, add_fn add, encart_error *err)
{
    const ngx_str_t *s = list ? list->elts : NULL;
    int status = ENCART_OK;

    for (ngx_uint_t i = 0; !status && list && i < list->nelts; i++)
        status = add(b, (const char *)s[i].data, err);
    return status;
}

/* A site need not have plugins of its own. */
static int add_paths(encart_builder *b, const ngx_http_encart_recipe_t *recipe,
                     encart_error *err)
{
    int status;

    if (recipe->plugin_paths)
        return add_all(b, recipe->plugin_paths, encart_builder_plugin_path, err);
    status = encart_builder_plugin_path(b, ENCART_PLUGIN_DIR, err);
    if (!status && access(ENCART_SITE_PLUGIN_DIR, R_OK | X_OK) == 0)
        status = encart_builder_plugin_path(b, ENCART_SITE_PLUGIN_DIR, err);
    return status;
}

static int add_plugins(encart_builder *b, const ngx_http_encart_recipe_t *recipe,
                       encart_error *err)
{
    static const char *const names[] = {"lire-aussi", "related", "footer-controls"};
    const ngx_str_t *first = recipe->plugins ? recipe->plugins->elts : NULL;
    int status = ENCART_OK;

    if (first && recipe->plugins->nelts == 1 && ngx_strcmp(first->data, "none") == 0)
        return ENCART_OK;
    if (first)
        return add_all(b, recipe->plugins, encart_builder_plugin_enable, err);
    for (size_t i = 0; !status && i < sizeof names / sizeof *names; i++)
        status = encart_builder_plugin_enable(b, names[i], err);
    return status;
}

static int add_collection(encart_builder *b, ngx_http_encart_recipe_t *recipe,
                          encart_error *err)
{
    encart_collection_options o = ENCART_COLLECTION_OPTIONS_INIT;
    int status;

    if (!recipe->collection.len)
        return ENCART_OK;
    o.flags = ENCART_COLLECTION_READONLY;
    o.busy_ms = BUSY_MS;
    status = encart_collection_open(&recipe->store, (const char *)recipe->collection.data, &o,
                                    NULL, err);
    return status ? status : encart_builder_collection(b, recipe->store, err);
}

/* Everything that an engine found wrong with its configuration. Whether an error is among it. */
static int tell_diagnostics(const encart_engine *engine, ngx_log_t *log)
{
    size_t n, i;
    const char *level, *text = encart_engine_diagnostics(engine, &n);
    json_t *one, *all = json_loadb(text, n, 0, NULL);
    int errors = 0;

    json_array_foreach(all, i, one) {
        const char *source = "configuration", *path = "", *message = "";
        int line = 0, error;

        level = "";
        json_unpack(one, "{s?s, s?s, s?s, s?s, s?i}", "level", &level, "source", &source,
                    "path", &path, "message", &message, "line", &line);
        error = strcmp(level, "error") == 0;
        errors |= error;
        tell(log, error ? NGX_LOG_EMERG : NGX_LOG_WARN, source, (uint32_t)line, path, message);
    }
    json_decref(all);
    return errors;
}

static void drop(ngx_http_encart_recipe_t *recipe)
{
    encart_engine_free(recipe->engine);
    encart_collection_close(recipe->store);
    recipe->engine = NULL;
    recipe->store = NULL;
}

static void tell_error(const ngx_http_encart_recipe_t *recipe, ngx_log_t *log,
                       const encart_error *err)
{
    const char *source = err->source;

    if (!*source)
        source = err->stage == ENCART_STAGE_COLLECTION ? (const char *)recipe->collection.data
                                                       : "configuration";
    tell(log, NGX_LOG_EMERG, source, err->line, err->path, err->message);
}

static ngx_int_t make(ngx_http_encart_recipe_t *recipe, ngx_log_t *log)
{
    encart_builder *b = NULL;
    encart_error err = {0};
    int status = encart_builder_new(&b, NULL, &err);

    if (!status) {
        encart_builder_set_log(b, on_log, ngx_cycle->log);
        status = add_paths(b, recipe, &err);
    }
    if (!status)
        status = add_plugins(b, recipe, &err);
    if (!status)
        status = add_all(b, recipe->configs, encart_builder_config_file, &err);
    if (!status)
        status = add_collection(b, recipe, &err);
    if (!status)
        status = encart_engine_new(&recipe->engine, b, &err);
    encart_builder_free(b);
    if (status) {
        tell_error(recipe, log, &err);
        drop(recipe);
    }
    return status ? NGX_ERROR : NGX_OK;
}

ngx_int_t ngx_http_encart_check_engines(ngx_conf_t *cf)
{
    ngx_http_encart_main_conf_t *mcf =
        ngx_http_conf_get_module_main_conf(cf, ngx_http_encart_filter_module);
    ngx_http_encart_recipe_t **recipe = mcf->recipes.elts;
    ngx_int_t rc = NGX_OK;

    for (ngx_uint_t i = 0; i < mcf->recipes.nelts; i++) {
        if (make(recipe[i], cf->log) != NGX_OK) {
            rc = NGX_ERROR;
            continue;
        }
        if (tell_diagnostics(recipe[i]->engine, cf->log))
            rc = NGX_ERROR;
        drop(recipe[i]);
    }
    return rc;
}

static ngx_http_encart_main_conf_t *main_conf(ngx_cycle_t *cycle)
{
    return ngx_http_cycle_get_module_main_conf(cycle, ngx_http_encart_filter_module);
}

/* A worker without its engine serves pages as they are, and its log says why. */
ngx_int_t ngx_http_encart_init_process(ngx_cycle_t *cycle)
{
    ngx_http_encart_main_conf_t *mcf = main_conf(cycle);
    ngx_http_encart_recipe_t **recipe = mcf ? mcf->recipes.elts : NULL;

    if (ngx_process == NGX_PROCESS_HELPER)
        return NGX_OK;
    for (ngx_uint_t i = 0; mcf && i < mcf->recipes.nelts; i++)
        (void)make(recipe[i], cycle->log);
    if (mcf && mcf->cache_size)
        mcf->cache = ngx_http_encart_cache_new(mcf->cache_size, cycle->log);
    return NGX_OK;
}

void ngx_http_encart_exit_process(ngx_cycle_t *cycle)
{
    ngx_http_encart_main_conf_t *mcf = main_conf(cycle);
    ngx_http_encart_recipe_t **recipe = mcf ? mcf->recipes.elts : NULL;

    for (ngx_uint_t i = 0; mcf && i < mcf->recipes.nelts; i++)
        drop(recipe[i]);
    if (mcf && mcf->cache) {
        ngx_http_encart_cache_free(mcf->cache);
        mcf->cache = NULL;
    }
}
