/* A host for plugins under test: an article made by hand, mock services, the runtime
 * called as the pipeline calls it. */
#ifndef ENCART__LUA_HOST_H
#define ENCART__LUA_HOST_H

#include "core/plugin/runtime.h"
#include "tests/suite.h"

#define HOST_BOXES 16

typedef struct lua_host {
    const encart__alloc *alloc;
    encart__arena arena;
    encart__diags diags;
    encart_article article;
    encart__related related[8];
    size_t related_count;
    encart__services services;
    encart__str used[16];
    size_t used_count;
    const char *lang, *site_name, *site_url; /* of the site: NULL = none */
    const encart__typography *typography; /* NULL = none */
    int time_ms;
    long fuel;
    size_t memory;

    json_t *settings; /* of the run */
    encart__plugin *plugin;
    encart__run *run;
    encart__box boxes[HOST_BOXES];
    size_t box_count;
    encart__run_stats stats;
} lua_host;

/* Everything cleared; the article is in French and has no URL. */
void lua_host_init(lua_host *h, const encart__alloc *alloc);
void lua_host_free(lua_host *h);
/* Adds a candidate; `published` may be "". */
void lua_host_relate(lua_host *h, const char *url, const char *title, const char *lang,
                     const char *published);

/* A bundled plugin of the source tree ("related"), or any folder with a "/" in its path. */
int lua_host_load(lua_host *h, const char *name);
/* Settings are JSON text. Returns the number of boxes proposed. */
size_t lua_host_propose(lua_host *h, const char *settings);
/* The same once more, with the settings of the last time. */
size_t lua_host_again(lua_host *h);
/* The box as HTML: malloc'd, NULL when there is none. */
char *lua_host_build(lua_host *h, size_t box, size_t index, size_t of);
void lua_host_end(lua_host *h);

/* A plugin written to a temporary folder: manifest of the usual shape (name "probe", one
 * footer box "x" with element p, all capabilities) and this init.lua. */
int lua_host_write(lua_host *h, const char *init);
int lua_host_write_n(lua_host *h, encart__str init); /* may hold a NUL */
/* The same with a manifest and more files: {"lib/a.lua", "…"} pairs, NULL at the end. */
int lua_host_write_files(lua_host *h, const char *const *files);

/* First diagnostic whose message holds `part`, or NULL. */
const encart__diag *lua_host_told(const lua_host *h, const char *part);
/* All diagnostics as text, in a static buffer, for messages of failed tests. */
const char *lua_host_diags(const lua_host *h);

#endif
