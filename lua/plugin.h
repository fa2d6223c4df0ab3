/* A plugin as this room keeps it: its files, compiled, and its catalogues. */
#ifndef ENCART__LUA_PLUGIN_H
#define ENCART__LUA_PLUGIN_H

#include "core/plugin/runtime.h"

/* What the manifest's `uses` may name. */
typedef enum encart__capability {
    ENCART__CAN_BLOCKS,  /* article.blocks: ctx.blocks */
    ENCART__CAN_RELATED, /* service.related: ctx.related */
    ENCART__CAN_TIME,    /* time: ctx.now */
    ENCART__CAN_FORMS,   /* forms: form controls in boxes */
    ENCART__CAN_EDIT,    /* tree.edit: transform() */
    ENCART__CAN_RAW,     /* html.raw: ctx.fragment */
    ENCART__CAN_COUNT
} encart__capability;
const char *encart__capability_name(encart__capability capability);
/* -1 for an unknown name. */
int encart__capability_of(encart__str name);

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
    unsigned capabilities; /* bits 1 << encart__capability */
    unsigned libs;         /* those that its sources name: ENCART__LIB_… */
} encart__lua_plugin;

static inline int encart__lua_plugin_can(const encart__lua_plugin *p,
                                         encart__capability capability)
{
    return (p->capabilities & 1u << capability) != 0;
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

/* Fills p->pub from p->pub.manifest; every fault is told. */
int encart__manifest_read(encart__lua_plugin *p, encart__diags *diags);

/* Compiles `source` into p's arena. */
int encart__lua_compile(encart__lua_plugin *p, encart__lua_file *file,
                        const char *chunk, encart__diags *diags);

/* A data-only file: `return { … }` and nothing that runs for long. runtime.data. */
json_t *encart__lua_data(encart__str source, const char *name, encart_error *err,
                         const encart__alloc *alloc);

#endif
