/* Building an engine: find the plugins that any scope enables, load them, then compute
 * every scope once, so that a render only picks one. */
#include "core/render/engine.h"
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/jsonw.h"
#include "core/base/utf8.h"
#include "core/plugin/manifest.h"
#include "core/plugin/native.h"
#include "core/plugin/settings.h"
#include "core/render/config.h"
#include "core/render/locate.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PLUGINS_MAX ENCART__ENGINE_PLUGINS
#define SCOPES_MAX 10000

void encart__log(const encart_engine *e, int level, const char *format, ...)
{
    char message[1024];
    va_list args;

    if (!e->log)
        return;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    message[encart__utf8_valid(encart__str_z(message))] = '\0';
    e->log(e->log_user, level, message);
}

/* ---- which plugins -------------------------------------------------------------------- */

typedef struct {
    encart__str name[PLUGINS_MAX]; /* a name, or a folder when it holds a slash */
    size_t count;
    encart__arena *arena;
} wanted;

static void want(wanted *w, encart__str name)
{
    for (size_t i = 0; i < w->count; i++)
        if (encart__str_eq(w->name[i], name))
            return;
    if (w->count < PLUGINS_MAX)
        w->name[w->count++] = name;
}

/* Plugins that only an article turns on: "plugins.toc" in `overridable`. */
static void want_offered(wanted *w, const json_t *paths)
{
    size_t i;
    json_t *v;

    json_array_foreach(paths, i, v) {
        encart__str p = encart__str_z(json_string_value(v));
        const encart__str head = ENCART__STR("plugins.");

        if (!encart__str_starts(p, head))
            continue;
        p = encart__str_sub(p, head.n, p.n);
        p = encart__str_sub(p, 0, encart__str_find(p, ENCART__STR(".")));
        want(w, encart__arena_str(w->arena, p));
    }
}

static void want_scope(wanted *w, const json_t *scope)
{
    const char *name;
    json_t *value;

    want_offered(w, json_object_get(scope, "overridable"));

    json_object_foreach(json_object_get(scope, "plugins"), name, value) {
        if (!json_is_false(value))
            want(w, encart__str_z(name));
    }
}

static void want_sections(wanted *w, const json_t *scope)
{
    const char *name;
    json_t *value;

    want_scope(w, scope);
    json_object_foreach(json_object_get(scope, "channels"), name, value)
        want_scope(w, value);
    json_object_foreach(json_object_get(scope, "sections"), name, value)
        want_scope(w, value);
}

static void want_all(wanted *w, const encart_builder *b)
{
    const char *name;
    json_t *value;

    for (size_t i = 0; i < b->enabled_count; i++)
        want(w, b->enabled[i]);
    want_sections(w, b->config);
    json_object_foreach(json_object_get(b->config, "sites"), name, value)
        want_sections(w, value);
}

static int is_plugin_dir(const char *dir)
{
    char path[4200];

    snprintf(path, sizeof path, "%s/manifest.lua", dir);
    return encart__is_dir(dir) && access(path, R_OK) == 0;
}

/* The folder of a plugin, "" when no plugin path has it. */
static int find_folder(const encart_builder *b, encart__str name, char out[4096])
{
    if (memchr(name.p, '/', name.n)) {
        snprintf(out, 4096, "%s", name.p);
        return 1;
    }
    for (size_t i = 0; i < b->path_count; i++) {
        snprintf(out, 4096, "%s/%s", b->paths[i].p, name.p);
        if (is_plugin_dir(out))
            return 1;
    }
    return 0;
}

static encart__plugin *by_name(const encart_engine *e, encart__str name)
{
    for (size_t i = 0; i < e->plugin_count; i++)
        if (encart__str_eq(e->plugins[i]->name, name))
            return e->plugins[i];
    return NULL;
}

static void load_one(encart_engine *e, const encart_builder *b, encart__str name)
{
    char folder[4096];
    encart__plugin *p;
    encart__diag *d;

    if (by_name(e, name)) /* enabled by its folder, and set by its name */
        return;
    if (!find_folder(b, name, folder)) {
        d = encart__diag_add(&e->diags, ENCART__FAULT, "plugin-missing",
                             "no plugin “%s” in the %zu plugin folders given", name.p,
                             b->path_count);
        if (d)
            d->source = encart__arena_str(&e->arena, name);
        return;
    }
    p = e->runtime->load(folder, &e->diags, &e->alloc);
    if (!p)
        return;
    if (by_name(e, p->name)) {
        encart__diag_add(&e->diags, ENCART__WARNING, "plugin-twice",
                         "plugin “%s” in %s is left out: one of this name is loaded already",
                         p->name.p, folder);
        p->runtime->unload(p, &e->alloc);
        return;
    }
    e->plugins[e->plugin_count++] = p;
}

static size_t count_natives(const encart_builder *b)
{
    size_t n = 0;

    for (const encart__native_def *d = b->natives; d; d = d->next)
        n++;
    return n;
}

static int load_native(encart_engine *e, const encart__native_def *native)
{
    encart__plugin *p;
    int status = encart__native_load(&p, &native->def, &e->diags, &e->alloc);

    if (!status)
        e->plugins[e->plugin_count++] = p;
    return status;
}

static int compare_plugins(const void *a, const void *b)
{
    const encart__plugin *const *x = a, *const *y = b;

    return encart__str_cmp((*x)->name, (*y)->name);
}

static int load_plugins(encart_engine *e, const encart_builder *b)
{
    wanted w;

    w.count = 0;
    w.arena = &e->arena;
    want_all(&w, b);
    e->plugins = encart__arena_array(&e->arena, w.count + count_natives(b) + 1,
                                     sizeof *e->plugins);
    if (!e->plugins)
        return ENCART_ENOMEM;
    for (const encart__native_def *d = b->natives; d; d = d->next)
        if (load_native(e, d)) /* its manifest was sound when it was given */
            return ENCART_ENOMEM;
    for (size_t i = 0; i < w.count; i++)
        load_one(e, b, w.name[i]);
    qsort(e->plugins, e->plugin_count, sizeof *e->plugins, compare_plugins);
    return e->arena.failed ? ENCART_ENOMEM : ENCART_OK;
}

/* What load and strip know again; no article has a head. */
static int list_known(encart_engine *e)
{
    encart__box_kind *all;
    size_t n = 0;

    for (size_t i = 0; i < e->plugin_count; i++)
        n += e->plugins[i]->box_count;
    all = encart__arena_array(&e->arena, n + 1, sizeof *all);
    if (!all)
        return ENCART_ENOMEM;
    e->known = (encart__known){.boxes = all};
    for (size_t i = 0; i < e->plugin_count; i++)
        for (size_t j = 0; j < e->plugins[i]->box_count; j++)
            if (e->plugins[i]->boxes[j].slot != ENCART__SLOT_HEAD)
                all[e->known.count++] = e->plugins[i]->boxes[j];
    return ENCART_OK;
}

/* ---- scopes --------------------------------------------------------------------------- */

/* Enables a plugin of which the configuration says nothing. False without memory. */
static int enable(json_t *plugins, encart__str name)
{
    json_t *empty;

    if (json_object_getn(plugins, name.p, name.n))
        return 1;
    empty = json_object();
    return empty && json_object_set_new(plugins, name.p, empty) == 0;
}

/* The configuration with the plugins that were enabled by call, all sources merged. */
static json_t *base_config(const encart_engine *e, const encart_builder *b)
{
    json_t *config = json_deep_copy(b->config), *plugins;

    if (!config)
        return NULL;
    plugins = json_object_get(config, "plugins");
    if (!json_is_object(plugins) &&
        json_object_set_new(config, "plugins", json_object()) != 0)
        goto fail;
    plugins = json_object_get(config, "plugins");
    for (size_t i = 0; i < b->enabled_count; i++) {
        encart__str name = b->enabled[i];
        const char *slash = memrchr(name.p, '/', name.n);
        const encart__plugin *p = by_name(e, slash ? encart__str_z(slash + 1) : name);

        if (p && !enable(plugins, p->name))
            goto fail;
    }
    for (const encart__native_def *d = b->natives; d; d = d->next)
        if (!enable(plugins, d->name))
            goto fail;
    return config;
fail:
    json_decref(config);
    return NULL;
}

/* A channel's settings are checked once, here, and laid over in silence by each render. */
static int check_overlay(encart_engine *e, const encart__channel *c, const char *prefix)
{
    char path[1024];
    const char *name;
    json_t *value;

    json_object_foreach(json_object_get(c->overlay, "plugins"), name, value) {
        const encart__plugin *p = by_name(e, encart__str_z(name));
        json_t *settings;

        if (!p || !json_is_object(value))
            continue;
        snprintf(path, sizeof path, "%s%schannels.%s.plugins.%s", prefix, *prefix ? "." : "",
                 c->name.p, name);
        settings = encart__settings_over(p, NULL, value, path, &e->diags);
        if (!settings)
            return 0;
        json_decref(settings);
    }
    return 1;
}

/* The channels of a site from its merged configuration. */
static int add_channels(encart_engine *e, const json_t *merged, const char *prefix)
{
    encart__channels *c = &e->channels[e->channels_count];
    int ok = encart__channels_fill(c, json_object_get(merged, "channels"), &e->arena);

    e->channels_count++; /* also when it failed: release must see it */
    for (size_t i = 0; ok && i < c->count; i++)
        ok = check_overlay(e, &c->list[i], prefix);
    return ok ? ENCART_OK : ENCART_ENOMEM;
}

static int add_scope(encart_engine *e, const json_t *merged,
                     const encart__channels *channels, const char *site,
                     const char *section, const char *prefix)
{
    encart__scope *s = &e->scopes[e->scope_count];

    s->site = encart__arena_str(&e->arena, encart__str_z(site));
    s->section = encart__arena_str(&e->arena, encart__str_z(section));
    s->channels = channels;
    e->scope_count++; /* before filling: release must see what a failure left behind */
    return encart__scope_fill(s, merged, e, prefix, &e->diags, &e->arena) ? ENCART_OK
                                                                          : ENCART_ENOMEM;
}

/* One scope for `object` laid over `under`, and one for each of its sections. */
static int add_scopes(encart_engine *e, const json_t *under, const json_t *object,
                      const char *site, const char *prefix)
{
    json_t *merged = json_deep_copy(under), *inner, *value;
    int status = merged && encart__config_merge(merged, object) ? ENCART_OK : ENCART_ENOMEM;
    const encart__channels *channels = e->channels;
    char path[1024];
    const char *name;

    if (!status && (!e->channels_count || json_object_get(object, "channels"))) {
        channels = &e->channels[e->channels_count];
        status = add_channels(e, merged, prefix);
    }
    if (!status)
        status = add_scope(e, merged, channels, site, "", prefix);
    json_object_foreach(json_object_get(merged, "sections"), name, value) {
        if (status || e->scope_count >= SCOPES_MAX)
            break;
        inner = json_deep_copy(merged);
        snprintf(path, sizeof path, "%s%ssections.\"%s\"", prefix, *prefix ? "." : "", name);
        if (!inner || !encart__config_merge(inner, value))
            status = ENCART_ENOMEM;
        else
            status = add_scope(e, inner, channels, site, name, path);
        json_decref(inner);
    }
    json_decref(merged);
    return status;
}

static size_t count_scopes(const json_t *config)
{
    size_t n = 1 + json_object_size(json_object_get(config, "sections"));
    size_t own = n;
    const char *name;
    json_t *value;

    json_object_foreach(json_object_get(config, "sites"), name, value)
        n += own + json_object_size(json_object_get(value, "sections"));
    return n < SCOPES_MAX ? n : SCOPES_MAX;
}

static int build_scopes(encart_engine *e, json_t *config)
{
    json_t *sites = json_object_get(config, "sites"), *value;
    char path[600];
    const char *name;
    int status;

    /* sites.default holds for every site, also for those that are not named. */
    if (!encart__config_merge(config, json_object_get(sites, "default")))
        return ENCART_ENOMEM;
    e->scopes = encart__arena_array(&e->arena, count_scopes(config) + 1, sizeof *e->scopes);
    e->channels = encart__arena_array(&e->arena, json_object_size(sites) + 1,
                                      sizeof *e->channels);
    if (!e->scopes || !e->channels)
        return ENCART_ENOMEM;
    status = add_scopes(e, config, NULL, "", "");
    json_object_foreach(sites, name, value) {
        if (status)
            break;
        if (strcmp(name, "default") == 0 || e->scope_count >= SCOPES_MAX)
            continue;
        snprintf(path, sizeof path, "sites.\"%s\"", name);
        status = add_scopes(e, config, value, name, path);
    }
    return status;
}

static int section_matches(encart__str pattern, encart__str name)
{
    if (pattern.n == 0)
        return 1;
    if (pattern.p[pattern.n - 1] == '*')
        return encart__str_starts(name, encart__str_sub(pattern, 0, pattern.n - 1));
    return encart__str_ieq(pattern, name);
}

const encart__scope *encart__scope_for(const encart_engine *e, encart__str site,
                                       const encart__ref *section)
{
    const encart__scope *best = &e->scopes[0];

    for (size_t i = 1; i < e->scope_count; i++) {
        const encart__scope *s = &e->scopes[i];

        if (s->site.n && !encart__str_ieq(s->site, site))
            continue;
        if (!section_matches(s->section, section->name) &&
            !section_matches(s->section, section->id))
            continue;
        if ((s->site.n != 0) > (best->site.n != 0) ||
            ((s->site.n != 0) == (best->site.n != 0) && s->section.n > best->section.n))
            best = s;
    }
    return best;
}

/* The typography of an article's own text, NULL for none: its site and section tell. */
static const encart__typography *typography_of(const void *engine, const encart_article *a)
{
    const encart__scope *s = encart__scope_for(engine, a->site, &a->section);

    return s->typography.mode == ENCART__TYPOGRAPHY_ALL ? &s->typography : NULL;
}

/* Loading asks only where some site wants it. */
static void offer_typography(encart_engine *e)
{
    for (size_t i = 0; i < e->scope_count; i++)
        if (e->scopes[i].typography.mode == ENCART__TYPOGRAPHY_ALL)
            e->known.typography = typography_of;
    e->known.user = e;
}

/* ---- diagnostics and descriptions ------------------------------------------------------ */

/* A diagnostic with a path but no place: look it up in the sources, the latest first. */
static void place_diags(encart_engine *e, const encart_builder *b)
{
    for (encart__diag *d = e->diags.first; d; d = d->next) {
        if (!d->path.n || d->line)
            continue;
        for (const encart__config_source *s = b->sources; s; s = s->next) {
            d->line = encart__locate(s->text, d->path);
            if (!d->line)
                continue;
            if (!d->source.n)
                d->source = encart__arena_str(&e->arena, s->name);
            break;
        }
    }
}

/* A member that is JSON already; left out when there is none, or no memory for it. */
static void write_json(encart__jsonw *w, const char *key, const json_t *value)
{
    char *text = value ? json_dumps(value, JSON_COMPACT) : NULL;

    if (!text)
        return;
    encart__jsonw_key(w, key);
    encart__jsonw_raw(w, encart__str_z(text));
    free(text);
}

void encart__asset_write(encart__jsonw *w, const encart__asset *a)
{
    char hash[20];

    snprintf(hash, sizeof hash, "%016llx", (unsigned long long)a->hash);
    encart__jsonw_kstr(w, "path", a->path);
    encart__jsonw_kint(w, "bytes", (int64_t)a->css.n);
    encart__jsonw_kstr(w, "hash", encart__str_z(hash));
}

static void write_assets(encart__jsonw *w, const encart__plugin *p)
{
    encart__jsonw_key(w, "assets");
    encart__jsonw_open(w, '[');
    for (size_t i = 0; i < p->asset_count; i++) {
        encart__jsonw_open(w, '{');
        encart__asset_write(w, &p->assets[i]);
        encart__jsonw_close(w, '}');
    }
    encart__jsonw_close(w, ']');
}

static void write_plugin(encart__jsonw *w, const encart__plugin *p)
{
    encart__jsonw_open(w, '{');
    encart__jsonw_kstr(w, "name", p->name);
    encart__jsonw_kstr(w, "version", p->version);
    write_json(w, "title", p->title);
    if (p->runtime == &encart__native_runtime)
        encart__jsonw_kbool(w, "native", 1);
    else
        encart__jsonw_kstr(w, "folder", p->folder);
    encart__jsonw_key(w, "uses");
    encart__jsonw_open(w, '[');
    for (size_t i = 0; i < p->uses_count; i++)
        encart__jsonw_str(w, p->uses[i]);
    encart__jsonw_close(w, ']');
    encart__jsonw_key(w, "boxes");
    encart__jsonw_open(w, '{');
    for (size_t i = 0; i < p->box_count; i++)
        encart__jsonw_kstr(w, p->boxes[i].name.p,
                           encart__str_z(encart__slot_name(p->boxes[i].slot)));
    encart__jsonw_close(w, '}');
    encart__jsonw_key(w, "settings");
    encart__jsonw_open(w, '[');
    for (size_t i = 0; i < p->setting_count; i++)
        encart__jsonw_str(w, p->settings[i].name);
    encart__jsonw_close(w, ']');
    write_assets(w, p);
    write_json(w, "manifest", p->manifest);
    encart__jsonw_close(w, '}');
}

static int describe(encart_engine *e)
{
    encart__strbuf b;
    encart__jsonw w;
    int failed;

    encart__strbuf_init(&b, &e->alloc, 0);
    encart__jsonw_init(&w, &b);
    encart__diags_json(&e->diags, &w);
    e->diags_json = encart__arena_str(&e->arena, encart__strbuf_view(&b));
    failed = b.failed;
    encart__strbuf_clear(&b);
    encart__jsonw_init(&w, &b);
    encart__jsonw_open(&w, '[');
    for (size_t i = 0; i < e->plugin_count; i++)
        write_plugin(&w, e->plugins[i]);
    encart__jsonw_close(&w, ']');
    e->plugins_json = encart__arena_str(&e->arena, encart__strbuf_view(&b));
    failed = failed ? failed : b.failed;
    encart__strbuf_free(&b);
    return failed || e->arena.failed ? ENCART_ENOMEM : ENCART_OK;
}

static void log_diags(const encart_engine *e)
{
    char line[16];

    for (const encart__diag *d = e->diags.first; d; d = d->next) {
        snprintf(line, sizeof line, d->line ? ":%u" : "", d->line);
        encart__log(e, d->level == ENCART__FAULT ? ENCART_LOG_ERROR : ENCART_LOG_WARNING,
                    "%s%s: %s%s%s", d->source.n ? d->source.p : "configuration", line,
                    d->path.p, d->path.n ? ": " : "", d->message.p);
    }
}

/* A policy that would let in more than its author wrote is not worked with. */
static int refuse_wider(const encart_engine *e, encart_error *err)
{
    const encart__diag *d = encart__config_wider(&e->diags);

    if (!d)
        return ENCART_OK;
    encart__error(err, ENCART_ECONFIG, ENCART_STAGE_CONFIG, "%s", d->message.p);
    encart__error_at(err, d->source, d->line, d->column, 0);
    encart__error_path(err, d->path.p);
    return ENCART_ECONFIG;
}

static int copy_services(encart_engine *e, const encart_builder *b)
{
    e->services = encart__arena_array(&e->arena, b->service_count + 1, sizeof *e->services);
    for (size_t i = 0; e->services && i < b->service_count; i++) {
        if (!b->services[i].fn)
            continue;
        e->services[e->service_count] = b->services[i];
        e->services[e->service_count++].name = encart__arena_str(&e->arena, b->services[i].name);
    }
    return e->services && !e->arena.failed;
}

const encart__service *encart__service_named(const encart_engine *e, encart__str name)
{
    for (size_t i = 0; i < e->service_count; i++)
        if (encart__str_eq(e->services[i].name, name))
            return &e->services[i];
    return NULL;
}

/* A service that nobody asks for, and whose name is nearly one that plugins do: a slip. */
static void doubt_service(encart_engine *e, encart__str name)
{
    static const char *const own[] = {"related", "url"};
    const char *near = encart__nearest(name, own, 2);

    for (size_t i = 0; i < e->plugin_count; i++)
        if (encart__plugin_may_ask(e->plugins[i], name))
            return;
    if (near && !encart__str_is(name, near))
        encart__diag_add(&e->diags, ENCART__WARNING, "service",
                         "no plugin asks for the service “%s” (did you mean “%s”?)", name.p,
                         near);
}

int encart__engine_build(encart_engine *e, const encart_builder *b, encart_error *err)
{
    json_t *config;
    int status;

    encart__diags_init(&e->diags, &e->arena, 1000);
    e->log = b->log;
    e->log_user = b->log_user;
    e->collection = b->collection;
    if (!copy_services(e, b))
        return ENCART_ENOMEM;
    encart__config_check(b->config, &e->diags);
    encart__config_limits(&e->limits, b->config);
    status = load_plugins(e, b);
    if (status)
        return status;
    for (size_t i = 0; i < e->service_count; i++)
        doubt_service(e, e->services[i].name);
    status = list_known(e);
    if (!status && !encart__config_policy(&e->known, b->config, &e->diags, &e->arena))
        status = ENCART_ENOMEM;
    config = status ? NULL : base_config(e, b);
    if (!status)
        status = config ? build_scopes(e, config) : ENCART_ENOMEM;
    json_decref(config);
    if (status)
        return status;
    offer_typography(e);
    place_diags(e, b);
    log_diags(e);
    status = refuse_wider(e, err);
    return status ? status : describe(e);
}

static void release_scope(encart__scope *s)
{
    for (size_t i = 0; i < s->plugin_count; i++)
        json_decref(s->plugins[i].settings);
    json_decref(s->features);
    json_decref(s->routes);
}

void encart__engine_release(encart_engine *e)
{
    for (size_t i = 0; i < e->scope_count; i++)
        release_scope(&e->scopes[i]);
    for (size_t i = 0; i < e->channels_count; i++)
        encart__channels_release(&e->channels[i]);
    for (size_t i = 0; i < e->plugin_count; i++)
        e->plugins[i]->runtime->unload(e->plugins[i], &e->alloc);
    encart__arena_free(&e->arena);
}
