/* What the pipeline asks of a plugin runtime (Lua today), and what a runtime may ask of
 * the pipeline. Neither side sees the other's insides: core knows no Lua, lua/ knows no
 * loader, sanitiser or collection. */
#ifndef ENCART__RUNTIME_H
#define ENCART__RUNTIME_H

#include "core/base/arena.h"
#include "core/base/diag.h"
#include "core/edit/edits.h"
#include "core/i18n/typography.h"
#include "core/load/article.h"
#include "core/place/place.h"
#include "core/tree/tree.h"

#include <jansson.h>

typedef enum encart__setting_type {
    ENCART__SET_BOOLEAN,
    ENCART__SET_INTEGER,
    ENCART__SET_NUMBER,
    ENCART__SET_STRING, /* string and text */
    ENCART__SET_ENUM,
    ENCART__SET_URL,
    ENCART__SET_LIST,   /* of `of` */
    ENCART__SET_COLOR,  /* "#rrggbb" */
    ENCART__SET_DATE,   /* RFC 3339 */
    ENCART__SET_DURATION, /* seconds */
    ENCART__SET_SLUG,
    ENCART__SET_MAP     /* names to `of` */
} encart__setting_type;

typedef struct encart__setting {
    encart__str name;
    encart__setting_type type;
    json_t *value; /* the default, owned by the plugin; NULL when optional */
    int has_min, has_max;
    double min, max;
    encart__str *values; /* of an enum */
    size_t value_count;
    encart__setting_type of; /* what a list or a map holds: a string unless it says so */
} encart__setting;

/* A stylesheet of the plugin's folder, which has been checked (css.h). */
typedef struct encart__asset {
    encart__str path; /* "assets/x.css" */
    encart__str css;
    uint64_t hash; /* of its bytes: tells that they changed, not who made them */
} encart__asset;

/* A service that a plugin will ask for: needs.NAME. Its parameters are those of the manifest;
 * text that begins with "$" names a setting. */
typedef struct encart__need {
    encart__str service;
    const json_t *params; /* borrowed of the manifest; NULL = none */
} encart__need;

/* A plugin that was loaded: manifest, and what its runtime keeps of it. Immutable. */
typedef struct encart__plugin {
    encart__str name, version, folder, license;
    json_t *title; /* {lang: text} */
    json_t *manifest; /* the whole manifest as JSON, for `describe` and hosts */
    encart__str *uses;
    size_t uses_count;
    unsigned capabilities; /* of them: bits 1 << encart__capability */
    unsigned slots; /* bits 1 << encart__slot */
    encart__box_kind *boxes;
    size_t box_count;
    encart__setting *settings;
    size_t setting_count;
    encart__str related_limit; /* needs.related.limit: "12" or "$setting"; "" = none */
    encart__need *needs; /* of other services */
    size_t need_count;
    encart__str *after, *before; /* order: plugins that it comes after, and before */
    size_t after_count, before_count;
    encart__asset *assets; /* stylesheets, in the manifest's order */
    size_t asset_count;
    const struct encart__runtime *runtime; /* what runs it */
    void *data; /* the runtime's own */
} encart__plugin;

/* A box as proposed. Strings live in the render's arena. */
typedef struct encart__box {
    const encart__plugin *plugin;
    encart__str id; /* "links": the whole name is plugin/id */
    encart__slot slot;
    int weight;
    encart__wish wish;  /* for the body slot */
    encart__str topic;  /* text whose stems attract the box, may be empty */
    int content;        /* the runtime's handle: registry reference */
} encart__box;

/* Where a box is built. */
typedef struct encart__at {
    size_t index, of; /* this box among the plugin's placed ones, from 1 */
    encart__slot slot;
    const encart__block *prev, *next; /* NULL outside the body */
    int heading_level;                /* for a heading inside the box, 2..6 */
} encart__at;

/* Services that the pipeline gives a running plugin. `user` is the pipeline's. Every read
 * is recorded as a dependency there. */
typedef struct encart__services {
    void *user;
    /* The candidates for this article, best first: the same array for every plugin. */
    const encart__related *(*related)(void *user, size_t *count);
    /* Whether the URL is already linked in the body or by a box built before. */
    int (*used)(void *user, encart__str url);
    /* URLs that the box "plugin/id" linked once it is built: count, NULL when not built. */
    const encart__str *(*published)(void *user, encart__str box, size_t *count);
    /* What a service answers to `params` (an object, or NULL), NULL when there is no answer;
     * borrowed until the render ends. What is wrong is told there. */
    const json_t *(*service)(void *user, const encart__plugin *plugin, encart__str name,
                             const json_t *params);
    /* The address of a route, empty when there is none; *why then says what is wrong, NULL
     * when the site just has no such route. In the render's arena. */
    encart__str (*url)(void *user, const encart__plugin *plugin, encart__str route,
                       const json_t *params, const char **why);
} encart__services;

/* One plugin's run for one render. */
typedef struct encart__run encart__run;

typedef struct encart__run_opts {
    const encart__plugin *plugin;
    encart__run *run; /* that transform() began, for propose() to go on with */
    const encart_article *article;
    const json_t *settings; /* effective, complete, valid */
    const encart__services *services;
    encart__str lang;       /* of labels: fr, en, ar; others fall back */
    encart__str page_lang;  /* of the article */
    const encart__typography *typography; /* of labels; NULL = none */
    encart__date now;       /* may be unset */
    encart__str site_name, site_url; /* may be empty */
    const json_t *site_features;     /* an object; NULL = none */
    encart__str format;     /* "fragment" or "page" */
    encart__str channel;    /* "web", "feed"… */
    encart__str top_anchor; /* id of the page's top: "top", "encart-top"… */
    int heading_level;      /* of a section after the body, 2..6 */
    long fuel;              /* 0 = the default of limits.h */
    size_t memory;          /* 0 = default */
    int time_ms;            /* thread CPU time; 0 = default, -1 = none */
    encart__diags *diags;   /* where faults go: plugin, hook, file:line */
    encart__arena *arena;   /* of the render: strings of boxes live there */
    const encart__alloc *alloc;
} encart__run_opts;

typedef struct encart__run_stats {
    long fuel;          /* spent */
    size_t memory;      /* bytes allocated in all */
    int64_t cpu_ns;     /* thread CPU time */
    int dead;           /* stopped by a budget */
    int by_clock;       /* …by the deadline: the result must not be cached */
    int64_t max_age;    /* seconds until what it read of the date is over; 0 = it read none */
    const char *grain;  /* what that was: "day", "hour", "minute" */
} encart__run_stats;

/* What runs plugins. Each plugin knows its own; an engine reads folders with Lua's. */
typedef struct encart__runtime {
    /* Reads the plugin in `folder`. On failure NULL and one or more diagnostics. */
    encart__plugin *(*load)(const char *folder, encart__diags *diags,
                            const encart__alloc *alloc);
    void (*unload)(encart__plugin *plugin, const encart__alloc *alloc);
    /* Starts a run and calls transform(ctx, doc) where the plugin has it: what it wants
     * changed is recorded in `edits`. *ok is false when the hook failed; the edits are then
     * of no use, and propose() gives no boxes. NULL as for propose(). */
    encart__run *(*transform)(const encart__run_opts *opts, encart__edits *edits, int *ok);
    /* Starts a run, or goes on with opts->run, and calls propose(ctx): boxes are appended,
     * at most `max`. NULL when there was nothing to start (memory, stack): a diagnostic
     * says why. */
    encart__run *(*propose)(const encart__run_opts *opts, encart__box *boxes, size_t max,
                            size_t *count);
    /* Builds a placed box into `out` below a new detached element, which is returned; 0
     * when the content is nil or failed (a diagnostic then). Unsanitised: the pipeline
     * passes it through the plugin policy. */
    encart__node_id (*build)(encart__run *run, const encart__box *box,
                             const encart__at *at, encart__tree *out);
    void (*end)(encart__run *run, encart__run_stats *stats);
    /* Reads a data-only Lua file (configuration) as JSON; NULL and an error otherwise. */
    json_t *(*data)(encart__str source, const char *name, encart_error *err,
                    const encart__alloc *alloc);
} encart__runtime;

/* The Lua runtime, in lua/runtime.c. */
extern const encart__runtime encart__lua_runtime;

#endif
