/* A plugin as this room keeps it: its files, compiled, and its catalogues. */
#ifndef ENCART__LUA_PLUGIN_H
#define ENCART__LUA_PLUGIN_H

#include "core/plugin/manifest.h"

typedef struct encart__lua_file {
    encart__str name;   /* below the folder: "init.lua", "lib/card.lua" */
    encart__str source; /* as read */
    encart__str code;   /* compiled by us, never read from disk; empty for data files */
} encart__lua_file;

typedef struct encart__catalogue {
    encart__str lang;
    json_t *entries;
} encart__catalogue;

typedef struct encart__lua_plugin {
    encart__plugin pub; /* first: what core sees */
    encart__alloc alloc;
    encart__arena arena;
    encart__lua_file *files;
    size_t file_count;
    encart__catalogue *catalogues;
    size_t catalogue_count;
    unsigned libs; /* those that its sources name: ENCART__LIB_… */
} encart__lua_plugin;

static inline int encart__lua_plugin_can(const encart__lua_plugin *p,
                                         encart__capability capability)
{
    return encart__plugin_can(&p->pub, capability);
}

/* runtime.load and runtime.unload. */
encart__plugin *encart__lua_plugin_load(const char *folder, encart__diags *diags,
                                        const encart__alloc *alloc);
void encart__lua_plugin_unload(encart__plugin *plugin, const encart__alloc *alloc);

/* Reads every .lua file that belongs to a plugin (the folder's own, lib/, locales/), in
 * the order of names. False with a diagnostic. */
int encart__lua_files_read(encart__lua_plugin *p, const char *folder,
                           encart__diags *diags);
const encart__lua_file *encart__lua_file_named(const encart__lua_plugin *p,
                                               encart__str name);

/* The bytes of a regular file, no symbolic link, in `arena`; NULL, or what is wrong. */
const char *encart__lua_read_at(int dir, const char *leaf, size_t max, encart__arena *arena,
                                encart__str *out);
/* Reads and checks the stylesheets that the manifest names. One that cannot stand is told and
 * left out. */
void encart__lua_assets_read(encart__lua_plugin *p, const char *folder, encart__diags *diags);

/* Compiles `source` into p's arena. */
int encart__lua_compile(encart__lua_plugin *p, encart__lua_file *file,
                        const char *chunk, encart__diags *diags);

/* A data-only file: `return { … }` and nothing that runs for long. runtime.data. */
json_t *encart__lua_data(encart__str source, const char *name, encart_error *err,
                         const encart__alloc *alloc);

#endif
