/* Exports: collecting what an engine is built from. */
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/limits.h"
#include "core/base/vec.h"
#include "core/plugin/manifest.h"
#include "core/render/config.h"
#include "core/render/engine.h"
#include "core/plugin/native.h"

#include <string.h>

static int invalid(encart_error *err, const char *what)
{
    return encart__error(err, ENCART_EINVAL, ENCART_STAGE_CONFIG, "%s", what);
}

int encart_builder_new(encart_builder **out, const encart_allocator *alloc,
                       encart_error *err)
{
    const encart__alloc *a = alloc ? alloc : &encart__alloc_default;
    encart_builder *b;

    encart__error_clear(err);
    if (!out)
        return invalid(err, "encart_builder_new: out is NULL");
    *out = NULL;
    if (!a->alloc || !a->realloc || !a->free)
        return invalid(err, "encart_builder_new: the allocator needs all three functions");
    b = encart__calloc(a, 1, sizeof *b);
    if (!b)
        return encart__error_nomem(err, ENCART_STAGE_CONFIG);
    b->alloc = *a;
    encart__arena_init(&b->arena, &b->alloc, 0);
    b->config = json_object();
    if (!b->config) {
        encart_builder_free(b);
        return encart__error_nomem(err, ENCART_STAGE_CONFIG);
    }
    *out = b;
    return ENCART_OK;
}

void encart_builder_free(encart_builder *b)
{
    encart__alloc alloc;

    if (!b)
        return;
    alloc = b->alloc;
    json_decref(b->config);
    encart__free(&alloc, b->paths, b->path_cap * sizeof *b->paths);
    encart__free(&alloc, b->enabled, b->enabled_cap * sizeof *b->enabled);
    encart__free(&alloc, b->services, b->service_cap * sizeof *b->services);
    encart__arena_free(&b->arena);
    encart__free(&alloc, b, sizeof *b);
}

void encart_builder_set_log(encart_builder *b, encart_log_fn log, void *user)
{
    if (!b)
        return;
    b->log = log;
    b->log_user = user;
}

/* ---- configuration ------------------------------------------------------------------------ */

static int remember(encart_builder *b, encart__str name, encart__str text)
{
    encart__config_source *s = encart__arena_zalloc(&b->arena, sizeof *s);

    if (!s)
        return ENCART_ENOMEM;
    s->name = encart__arena_str(&b->arena, name);
    s->text = encart__arena_str(&b->arena, text);
    s->next = b->sources;
    b->sources = s;
    return b->arena.failed ? ENCART_ENOMEM : ENCART_OK;
}

static int take_config(encart_builder *b, json_t *config, encart__str name,
                       encart__str text, encart_error *err)
{
    int status = ENCART_OK;

    if (!json_is_object(config)) {
        status = encart__error(err, ENCART_ECONFIG, ENCART_STAGE_CONFIG,
                               "expected an object at the top level");
        encart__error_at(err, name, 1, 1, 0);
    } else if (!encart__config_merge(b->config, config) || remember(b, name, text)) {
        status = encart__error_nomem(err, ENCART_STAGE_CONFIG);
    }
    json_decref(config);
    return status;
}

static int parse_json(encart_builder *b, encart__str text, encart__str name,
                      encart_error *err)
{
    json_error_t where;
    json_t *config = json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, &where);

    if (config)
        return take_config(b, config, name, text, err);
    if (json_error_code(&where) == json_error_out_of_memory)
        return encart__error_nomem(err, ENCART_STAGE_CONFIG);
    encart__error(err, ENCART_ECONFIG, ENCART_STAGE_CONFIG, "not JSON: %s", where.text);
    encart__error_at(err, name, where.line > 0 ? (uint32_t)where.line : 1,
                     where.column > 0 ? (uint32_t)where.column : 1,
                     where.position > 0 ? (uint64_t)where.position : 0);
    return ENCART_ECONFIG;
}

int encart_builder_config_json(encart_builder *b, const char *json, size_t n,
                               const char *source, encart_error *err)
{
    encart__error_clear(err);
    if (!b || (!json && n))
        return invalid(err, "encart_builder_config_json: an argument is NULL");
    if (n > ENCART__MAX_FILE)
        return encart__error(err, ENCART_ELIMIT, ENCART_STAGE_CONFIG,
                             "the configuration is larger than %zu bytes", ENCART__MAX_FILE);
    return parse_json(b, encart__str_n(json, n),
                      source ? encart__str_z(source) : ENCART__STR("configuration"), err);
}

int encart_builder_config_file(encart_builder *b, const char *path, encart_error *err)
{
    encart__strbuf text;
    encart__str name = encart__str_z(path);
    int status;

    encart__error_clear(err);
    if (!b || !path)
        return invalid(err, "encart_builder_config_file: an argument is NULL");
    encart__strbuf_init(&text, &b->alloc, ENCART__MAX_FILE + 1);
    status = encart__file_read(path, ENCART__MAX_FILE, &text, ENCART_STAGE_CONFIG, err);
    if (!status && encart__str_ends(name, ENCART__STR(".lua"))) {
        json_t *config =
            encart__lua_runtime.data(encart__strbuf_view(&text), path, err, &b->alloc);

        status = config ? take_config(b, config, name, encart__strbuf_view(&text), err)
                        : encart__error(err, ENCART_ECONFIG, ENCART_STAGE_CONFIG,
                                        "cannot be read as data");
        if (!config && err && err->status)
            status = err->status;
    } else if (!status) {
        status = parse_json(b, encart__strbuf_view(&text), name, err);
    }
    encart__strbuf_free(&text);
    return status;
}

/* ---- plugins ---------------------------------------------------------------------------- */

static int add_name(encart_builder *b, encart__str **list, size_t *count, size_t *cap,
                    const char *name, encart_error *err)
{
    void *data = *list;
    size_t n = strlen(name);

    while (n > 1 && name[n - 1] == '/')
        n--;
    if (!encart__vec_grow(&b->alloc, &data, cap, *count, sizeof **list, 10000))
        return encart__error_nomem(err, ENCART_STAGE_CONFIG);
    *list = data;
    (*list)[*count] = encart__arena_str(&b->arena, encart__str_n(name, n));
    if (b->arena.failed)
        return encart__error_nomem(err, ENCART_STAGE_CONFIG);
    ++*count;
    return ENCART_OK;
}

int encart_builder_plugin_path(encart_builder *b, const char *dir, encart_error *err)
{
    encart__error_clear(err);
    if (!b || !dir || !*dir)
        return invalid(err, "encart_builder_plugin_path: an argument is NULL or empty");
    if (!encart__is_dir(dir)) {
        encart__error(err, ENCART_EIO, ENCART_STAGE_CONFIG,
                      "no such folder, expected one that holds plugins");
        encart__error_at(err, encart__str_z(dir), 0, 0, 0);
        return ENCART_EIO;
    }
    return add_name(b, &b->paths, &b->path_count, &b->path_cap, dir, err);
}

int encart_builder_plugin_enable(encart_builder *b, const char *name_or_dir,
                                 encart_error *err)
{
    encart__error_clear(err);
    if (!b || !name_or_dir || !*name_or_dir)
        return invalid(err, "encart_builder_plugin_enable: an argument is NULL or empty");
    return add_name(b, &b->enabled, &b->enabled_count, &b->enabled_cap, name_or_dir, err);
}

/* A caller built against an earlier header has a shorter struct: the rest is zero. */
static int take_def(encart_builder *b, encart_plugin_def *out, const encart_plugin_def *in)
{
    memset(out, 0, sizeof *out);
    memcpy(out, in, in->struct_size < sizeof *out ? in->struct_size : sizeof *out);
    if (!out->manifest || (!out->propose && !out->transform))
        return 0;
    out->manifest = encart__arena_z(&b->arena, encart__str_z(out->manifest));
    return 1;
}

static void fail_manifest(encart_error *err, const encart__diag *d)
{
    encart__error(err, ENCART_ECONFIG, ENCART_STAGE_PLUGIN, "%s", d->message.p);
    encart__error_at(err, d->source, d->line, 0, 0);
    encart__error_path(err, d->path.p);
}

/* Reads the manifest once, for its name and its faults: each engine reads it again. */
static int check_native(encart_builder *b, encart__native_def *native, encart_error *err)
{
    encart__arena arena;
    encart__diags diags;
    encart__plugin *p;
    int status;

    encart__arena_init(&arena, &b->alloc, 0);
    encart__diags_init(&diags, &arena, 0);
    status = encart__native_load(&p, &native->def, &diags, &b->alloc);
    if (status == ENCART_ECONFIG)
        fail_manifest(err, diags.first);
    else if (status)
        encart__error_nomem(err, ENCART_STAGE_PLUGIN);
    else
        native->name = encart__arena_str(&b->arena, p->name);
    encart__native_runtime.unload(p, &b->alloc);
    encart__arena_free(&arena);
    return b->arena.failed ? encart__error_nomem(err, ENCART_STAGE_PLUGIN) : status;
}

static int is_given(const encart_builder *b, encart__str name)
{
    for (const encart__native_def *d = b->natives; d; d = d->next)
        if (encart__str_eq(d->name, name))
            return 1;
    return 0;
}

int encart_builder_plugin_native(encart_builder *b, const encart_plugin_def *def,
                                 encart_error *err)
{
    encart__native_def *native;
    int status;

    encart__error_clear(err);
    if (!b || !def)
        return invalid(err, "encart_builder_plugin_native: an argument is NULL");
    native = encart__arena_zalloc(&b->arena, sizeof *native);
    if (!native)
        return encart__error_nomem(err, ENCART_STAGE_PLUGIN);
    if (!take_def(b, &native->def, def))
        return invalid(err, "encart_builder_plugin_native: the manifest is missing, or both of "
                            "propose and transform");
    status = check_native(b, native, err);
    if (status)
        return status;
    if (is_given(b, native->name))
        return encart__error(err, ENCART_ECONFIG, ENCART_STAGE_PLUGIN,
                             "the plugin “%s” was given already", native->name.p);
    native->next = b->natives;
    b->natives = native;
    return ENCART_OK;
}

/* ---- services ---------------------------------------------------------------------------- */

/* The service of this name, made when there is none; NULL without memory. */
static encart__service *service_slot(encart_builder *b, encart__str name)
{
    void *data = b->services;

    for (size_t i = 0; i < b->service_count; i++)
        if (encart__str_eq(b->services[i].name, name))
            return &b->services[i];
    if (!encart__vec_grow(&b->alloc, &data, &b->service_cap, b->service_count,
                          sizeof *b->services, 1000))
        return NULL;
    b->services = data;
    name = encart__arena_str(&b->arena, name);
    if (b->arena.failed)
        return NULL;
    b->services[b->service_count] = (encart__service){name, NULL, NULL};
    return &b->services[b->service_count++];
}

int encart_builder_service(encart_builder *b, const char *service, encart_service_fn fn,
                           void *user, encart_error *err)
{
    encart__str name = encart__str_z(service);
    encart__service *at;

    encart__error_clear(err);
    if (!b || !service)
        return invalid(err, "encart_builder_service: an argument is NULL");
    if (!encart__is_name(name) || encart__str_is(name, "title"))
        return encart__error(err, ENCART_EINVAL, ENCART_STAGE_CONFIG,
                             "no service can be called “%.80s”: a name is “related”, “url”, or "
                             "a letter and 1 to 40 of a-z, 0-9 and -", service);
    at = service_slot(b, name);
    if (!at)
        return encart__error_nomem(err, ENCART_STAGE_CONFIG);
    at->fn = fn;
    at->user = user;
    return ENCART_OK;
}

int encart_builder_collection(encart_builder *b, encart_collection *collection,
                              encart_error *err)
{
    encart__error_clear(err);
    if (!b)
        return invalid(err, "encart_builder_collection: builder is NULL");
    b->collection = collection;
    return ENCART_OK;
}
