/* What is built once and then only read: plugins, scopes of configuration, services. */
#ifndef ENCART__ENGINE_H
#define ENCART__ENGINE_H

#include "core/base/arena.h"
#include "core/base/diag.h"
#include "core/i18n/typography.h"
#include "core/load/load.h"
#include "core/place/place.h"
#include "core/plugin/runtime.h"
#include "core/render/channel.h"

#include <encart/collection.h>
#include <encart/engine.h>
#include <encart/plugin.h>

#define ENCART__ENGINE_PLUGINS 200 /* of one engine */

/* A plugin as one scope has it: enabled, with all its settings. */
typedef struct encart__enabled {
    const encart__plugin *plugin;
    json_t *settings;
    int borrowed; /* the settings are another scope's */
} encart__enabled;

/* What an article may override: paths such as "plugins.related" and all below them. */
typedef struct encart__overridable {
    int all;
    encart__str *paths;
    size_t count;
} encart__overridable;

/* What holds for one site and section. */
typedef struct encart__scope {
    encart__str site, section; /* "" = any; a section may end in "*" */
    encart__enabled *plugins;  /* by name */
    size_t plugin_count;
    encart__place_rules rules;
    encart__str *priority; /* patterns "plugin/box" or "plugin/…", the first chooses first */
    size_t priority_count;
    encart__str site_name, site_url, top_anchor;
    json_t *features, *routes; /* of the site: objects, owned; NULL = none */
    int heading_level;
    int half_life_days, min_score;
    encart__typography typography;
    encart__overridable overridable;
    const encart__channels *channels; /* the site's */
    uint8_t *offered; /* by index of the engine's plugins: an article may turn it on */
} encart__scope;

typedef struct encart__limits {
    long fuel;
    size_t memory, output;
    int time_ms; /* -1 = none */
} encart__limits;

/* A service that the host answers. */
typedef struct encart__service {
    encart__str name;
    encart_service_fn fn; /* NULL = it was taken back */
    void *user;
} encart__service;

struct encart_engine {
    encart__alloc alloc;
    encart__arena arena;
    encart_log_fn log;
    void *log_user;
    const encart__runtime *runtime; /* of plugins that are folders */
    encart__plugin **plugins; /* by name */
    size_t plugin_count;
    encart__known known;
    encart__scope *scopes; /* [0] = the one that always matches */
    size_t scope_count;
    encart__channels *channels; /* one for each site that has its own; [0] = the others' */
    size_t channels_count;
    encart__limits limits;
    encart__service *services;
    size_t service_count;
    encart_collection *collection;
    encart__diags diags;
    encart__str diags_json, plugins_json;
};

/* A native plugin as a host gave it. */
typedef struct encart__native_def {
    struct encart__native_def *next;
    encart__str name;
    encart_plugin_def def;
} encart__native_def;

/* Where configuration came from, for lines in messages. */
typedef struct encart__config_source {
    struct encart__config_source *next;
    encart__str name, text;
} encart__config_source;

struct encart_builder {
    encart__alloc alloc;
    encart__arena arena;
    encart_log_fn log;
    void *log_user;
    json_t *config; /* all sources merged */
    encart__config_source *sources; /* the latest first */
    encart__str *paths;   /* folders to look plugins up in */
    size_t path_count, path_cap;
    encart__str *enabled; /* names or folders */
    size_t enabled_count, enabled_cap;
    encart__native_def *natives; /* the latest first */
    encart__service *services;
    size_t service_count, service_cap;
    encart_collection *collection;
};

/* Loads plugins, resolves scopes, checks everything; all faults become diagnostics.
 * Returns ENCART_OK, ENCART_ENOMEM, or ENCART_ECONFIG when the policy would be wider than it
 * was written. */
int encart__engine_build(encart_engine *e, const encart_builder *b, encart_error *err);
void encart__engine_release(encart_engine *e);

/* The host's service of this name, NULL when it has none. */
const encart__service *encart__service_named(const encart_engine *e, encart__str name);

/* The most specific scope for a site and the section's name or id. */
const encart__scope *encart__scope_for(const encart_engine *e, encart__str site,
                                       const encart__ref *section);
/* Members of an asset: path, bytes, hash. */
void encart__asset_write(encart__jsonw *w, const encart__asset *a);
void encart__log(const encart_engine *e, int level, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
