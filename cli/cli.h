/* What the commands share: their table, exit codes, messages, and the engine that the
 * common options ask for. The command line is a client of the public header only. */
#ifndef CLI_H
#define CLI_H

#include "cli/opt.h"
#include "cli/where.h"

#include <encart/encart.h>

enum { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_USAGE = 2 };

typedef struct command {
    const char *name, *alias; /* alias NULL = none */
    const char *synopsis;     /* what follows the name in the usage line */
    const char *summary;      /* one line, for the list of commands */
    const char *about;        /* a paragraph for --help */
    int (*run)(const struct command *self, int argc, char **argv);
} command;

int cmd_render(const command *self, int argc, char **argv);
int cmd_explain(const command *self, int argc, char **argv);
int cmd_sanitise(const command *self, int argc, char **argv);
int cmd_strip(const command *self, int argc, char **argv);
int cmd_index(const command *self, int argc, char **argv);
int cmd_related(const command *self, int argc, char **argv);
int cmd_config(const command *self, int argc, char **argv);
int cmd_plugin(const command *self, int argc, char **argv);
int cmd_serve(const command *self, int argc, char **argv);

/* ---- messages, on standard error ---------------------------------------------------- */

/* "SOURCE: message" and a newline. */
void say(const char *source, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* One line as it is, but for controls. */
void say_line(const char *message);
/* "SOURCE:LINE: path: message". The error's own source wins over `source`; `above` is the
 * number of lines that stand before the document in its file. */
void say_error(const char *source, const encart_error *err, unsigned long above);
/* Prints the warnings and errors of an array of diagnostics (docs/schema/report.json), each
 * with its source line where that can be read: those of the engine's plugins can. `engine`
 * may be NULL. Returns how many were errors. */
size_t say_diagnostics(const char *source, const encart_engine *engine, const char *json,
                       size_t n);
/* Prints the sanitiser's removed list: "SOURCE:LINE: what was done [rule]", each. */
void say_removed(const char *source, const char *json, size_t n);
/* How many errors of an array of diagnostics have a path that begins with `path`. */
size_t diagnostics_below(const char *path, const char *json, size_t n);
/* A usage error of a command, with the way to its help. Returns EXIT_USAGE. */
int say_usage(const command *self, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* ---- the engine ---------------------------------------------------------------------- */

/* Options that several commands take. `tools_done` frees what came of them. */
typedef struct tools {
    const char *config, *collection_path, *plugins_dir;
    opt_list plugins;
    int no_plugins; /* renders run none; the plugins are still known to load and strip */
    int bare;       /* not even known */
    char bundled[WHERE_SIZE]; /* where the bundled plugins are, once looked for */
    encart_builder *builder;
    encart_engine *engine;
    encart_collection *collection;
} tools;

/* Rows for an option table, bound to `t`. */
#define TOOLS_OPT_CONFIG(t) \
    {"config", 'c', OPT_STRING, "FILE", "read this configuration (JSON or data-only Lua)", \
     &(t)->config, 0, 0}
#define TOOLS_OPT_COLLECTION(t) \
    {"collection", 'C', OPT_STRING, "FILE", "the other articles, made by encart index", \
     &(t)->collection_path, 0, 0}
#define TOOLS_OPT_PLUGIN(t) \
    {"plugin", 'p', OPT_LIST, "DIR", "add and enable the plugin in this folder", \
     &(t)->plugins, 0, 0}
#define TOOLS_OPT_NO_PLUGINS(t) \
    {"no-plugins", 0, OPT_FLAG, NULL, "run no plugin, not even the bundled ones", \
     &(t)->no_plugins, 0, 0}
#define TOOLS_OPT_PLUGINS_DIR(t) \
    {"plugins-dir", 0, OPT_STRING, "DIR", \
     "where the bundled plugins are ($ENCART_PLUGINS; else as installed)", \
     &(t)->plugins_dir, 0, 0}

/* Builds the engine and opens the collection, when one is named, with `flags`. What is
 * wrong with configuration or plugins is printed; only what leaves no engine fails.
 * Returns an exit code. */
int tools_open(tools *t, unsigned flags);
/* The steps of the above, for commands that want one only. */
int tools_collection(tools *t, unsigned flags);
int tools_builder(tools *t);
int tools_engine(tools *t);
void tools_done(tools *t);
/* For another builder: the plugin paths that the options of `t` ask for, and the names of the
 * plugins that are on by default (none where the bundled ones are not there). */
int tools_add_paths(tools *t, encart_builder *builder, encart_error *err);
const char *const *tools_bundled(tools *t, size_t *n);

#endif
