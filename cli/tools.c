/* From the common options to an engine and a collection. */
#include "cli/cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* On by default; a configuration may switch each off. */
static const char *const bundled[] = {"lire-aussi", "related", "footer-controls"};

#define BUNDLED_COUNT (sizeof bundled / sizeof *bundled)

int tools_collection(tools *t, unsigned flags)
{
    encart_collection_options o = ENCART_COLLECTION_OPTIONS_INIT;
    encart_error err = {0};

    o.flags = flags;
    if (!encart_collection_open(&t->collection, t->collection_path, &o, NULL, &err))
        return EXIT_DONE;
    if (err.status == ENCART_ENOTFOUND)
        say(t->collection_path, "no such collection; make it with "
                                "“encart index --collection FILE PATH…”");
    else
        say_error(t->collection_path, &err, 0);
    return EXIT_FAILED;
}

static const char *bundled_dir(tools *t)
{
    const char *env = getenv("ENCART_PLUGINS");

    if (t->plugins_dir)
        return t->plugins_dir;
    return env && *env ? env : where_data("plugins", t->bundled);
}

static int is_folder(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* The bundled plugins first, then what the site has installed, where it has. */
int tools_add_paths(tools *t, encart_builder *builder, encart_error *err)
{
    const char *const dirs[] = {bundled_dir(t), SITE_PLUGIN_DIR};
    int status = ENCART_OK;

    for (size_t i = 0; !status && i < sizeof dirs / sizeof *dirs; i++)
        if (is_folder(dirs[i]))
            status = encart_builder_plugin_path(builder, dirs[i], err);
    return status;
}

const char *const *tools_bundled(tools *t, size_t *n)
{
    *n = is_folder(bundled_dir(t)) ? BUNDLED_COUNT : 0;
    return bundled;
}

static int add_paths(tools *t, encart_error *err)
{
    if (!t->bare && !t->no_plugins && !is_folder(bundled_dir(t)))
        say(bundled_dir(t), "no such folder; expected the one that holds the bundled plugins");
    return tools_add_paths(t, t->builder, err);
}

/* The library takes what holds a slash for a folder, and all else for a name. */
static int enable_folder(tools *t, const char *dir, encart_error *err)
{
    char name[4096];

    if (strchr(dir, '/') || !is_folder(dir))
        return encart_builder_plugin_enable(t->builder, dir, err);
    snprintf(name, sizeof name, "./%s", dir);
    return encart_builder_plugin_enable(t->builder, name, err);
}

static int enable(tools *t, encart_error *err)
{
    int status = ENCART_OK;

    /* Where there is no folder, that was said once. */
    for (size_t i = 0; !status && !t->bare && is_folder(bundled_dir(t)) && i < BUNDLED_COUNT;
         i++)
        status = encart_builder_plugin_enable(t->builder, bundled[i], err);
    for (size_t i = 0; !status && i < t->plugins.count; i++)
        status = enable_folder(t, t->plugins.item[i], err);
    return status;
}

int tools_builder(tools *t)
{
    encart_error err = {0};
    int status = encart_builder_new(&t->builder, NULL, &err);

    if (!status)
        status = add_paths(t, &err);
    if (!status && t->config)
        status = encart_builder_config_file(t->builder, t->config, &err);
    if (!status)
        status = enable(t, &err);
    if (!status && t->collection)
        status = encart_builder_collection(t->builder, t->collection, &err);
    if (!status)
        return EXIT_DONE;
    say_error(t->config ? t->config : "encart", &err, 0);
    return EXIT_FAILED;
}

int tools_engine(tools *t)
{
    encart_error err = {0};

    if (!encart_engine_new(&t->engine, t->builder, &err))
        return EXIT_DONE;
    say_error(t->config ? t->config : "encart", &err, 0);
    return EXIT_FAILED;
}

int tools_open(tools *t, unsigned flags)
{
    int status = t->collection_path ? tools_collection(t, flags) : EXIT_DONE;
    const char *json;
    size_t n;

    if (!status)
        status = tools_builder(t);
    if (!status)
        status = tools_engine(t);
    if (status)
        return status;
    json = encart_engine_diagnostics(t->engine, &n);
    say_diagnostics(t->config ? t->config : "encart", t->engine, json, n);
    return EXIT_DONE;
}

void tools_done(tools *t)
{
    encart_engine_free(t->engine);
    encart_builder_free(t->builder);
    encart_collection_close(t->collection);
    free(t->plugins.item);
}
