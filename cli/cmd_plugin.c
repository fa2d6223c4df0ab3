/* encart plugin: the tools of people who write plugins. Start reading at `actions`. */
#include "cli/plugin.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct job {
    const char *dir; /* new: where */
    int update, json;
    unsigned passed, failed;
    json_t *runs; /* with --json: what each came to */
} job;

/* ---- a folder ------------------------------------------------------------------------- */

/* The folder's whole path, whose end is the plugin's name; malloc'd. NULL with a message. */
static char *whole_path(const char *dir)
{
    char *path = realpath(dir, NULL);

    if (!path)
        say(dir, "%s", strerror(errno));
    return path;
}

/* Keys that one catalogue has and another has not: a mere note to a site, which shows the
 * other language's words. Returns how many. */
static size_t say_incomplete(const char *json, size_t n)
{
    json_t *list = json_loadb(json, n, 0, NULL), *d;
    size_t i, count = 0;

    json_array_foreach(list, i, d) {
        const char *rule = json_string_value(json_object_get(d, "rule"));

        if (!rule || strcmp(rule, "catalogue") != 0)
            continue;
        say(json_string_value(json_object_get(d, "source")), "%s",
            json_string_value(json_object_get(d, "message")));
        count++;
    }
    json_decref(list);
    return count;
}

/* The engine with this plugin alone; what is wrong with it is told. Returns how many faults
 * there were, or -1. */
static int open_plugin(tools *t, const char *dir)
{
    encart_error err = {0};
    const char *json;
    size_t n, faults;

    if (encart_builder_new(&t->builder, NULL, &err) ||
        encart_builder_plugin_enable(t->builder, dir, &err) ||
        encart_engine_new(&t->engine, t->builder, &err)) {
        say_error(dir, &err, 0);
        return -1;
    }
    json = encart_engine_diagnostics(t->engine, &n);
    faults = say_diagnostics(dir, t->engine, json, n) + say_incomplete(json, n);
    encart_engine_plugins(t->engine, &n);
    return n > 2 ? (int)faults : 1;
}

/* ---- describe --------------------------------------------------------------------------- */

static int describe(job *j, const char *dir)
{
    tools t = {0};
    const char *json;
    size_t n;
    json_t *list;
    char *path = whole_path(dir);
    int status = !path || open_plugin(&t, path) ? EXIT_FAILED : EXIT_DONE;

    if (!status) {
        json = encart_engine_plugins(t.engine, &n);
        list = json_loadb(json, n, 0, NULL);
        json_dumpf(json_array_get(list, 0), stdout, j->json ? 0 : JSON_INDENT(2));
        putchar('\n');
        json_decref(list);
    }
    tools_done(&t);
    free(path);
    return status;
}

/* ---- check and test ----------------------------------------------------------------------- */

/* Counts a run, prints its line, and with --json keeps what was told. */
static void finish_run(void *user, plugin_faults *f)
{
    job *j = user;
    json_t *told = f->told ? f->told : json_array();
    const char *test = strchr(f->file, '/') + 1;
    char name[512];

    if (f->run)
        snprintf(name, sizeof name, "%s/%s", f->plugin, f->name);
    else
        snprintf(name, sizeof name, "%s/%s: %s", f->plugin, test, f->name);
    j->passed += !f->count;
    j->failed += f->count > 0;
    if (!j->json)
        printf("%s - %s\n", f->count ? "not ok" : "ok", name);
    else
        json_array_append_new(j->runs, json_pack("{s:s, s:s, s:s, s:b, s:O?}", "plugin",
                                                 f->plugin, "file", f->file, "name", f->name,
                                                 "ok", !f->count, "faults", told));
    json_decref(told);
}

/* Everything that is asked of one run. `golden`: the bytes too. */
static void one_run(job *j, const plugin_case *c, const char *lang, const json_t *settings,
                    size_t number, int golden)
{
    plugin_run r = {.at = c, .lang = lang, .settings = settings};
    plugin_faults f = {.run = &r, .plugin = c->plugin, .file = c->file, .name = r.name};

    snprintf(r.name, sizeof r.name, number ? "%s%s%s.%zu" : "%s%s%s", c->name,
             lang ? "." : "", lang ? lang : "", number);
    if (!plugin_run_go(&r)) {
        f.count++;
    } else {
        plugin_properties(&f);
        if (golden)
            plugin_expect(&f);
        if (golden)
            plugin_golden(&f, j->update);
    }
    finish_run(j, &f);
    plugin_run_free(&r);
}

/* A case for each language and each of its settings. */
static void each_run(job *j, const plugin_case *c, int golden)
{
    const json_t *lang = json_object_get(c->spec, "lang");
    const json_t *settings = json_object_get(c->spec, "settings");
    size_t langs = json_is_array(lang) ? json_array_size(lang) : 1;
    size_t sets = json_is_array(settings) ? json_array_size(settings) : 1;

    for (size_t i = 0; i < langs; i++)
        for (size_t k = 0; k < sets; k++)
            one_run(j, c,
                    json_string_value(json_is_array(lang) ? json_array_get(lang, i) : lang),
                    json_is_array(settings) ? json_array_get(settings, k) : settings,
                    sets > 1 ? k + 1 : 0, golden);
}

static int is_test(const struct dirent *e, const char *end)
{
    size_t n = strlen(e->d_name), m = strlen(end);

    return n > m && n < 100 && e->d_name[0] != '.' && strcmp(e->d_name + n - m, end) == 0;
}

static int is_case(const struct dirent *e)
{
    return is_test(e, ".json");
}

static int is_lua(const struct dirent *e)
{
    return is_test(e, ".lua");
}

/* A folder whose tests are run. */
typedef struct folder {
    const char *dir, *plugin;
    json_t *uses; /* its capabilities */
    int golden;
} folder;

static void one_case(job *j, const folder *at, const char *file)
{
    char name[128];
    plugin_case c = {at->dir, at->plugin, file, name, NULL};
    plugin_faults f = {.plugin = at->plugin, .file = file, .name = "reads", .count = 1};

    snprintf(name, sizeof name, "%.*s", (int)strlen(file) - 11, file + 6);
    if (plugin_case_read(&c))
        each_run(j, &c, at->golden);
    else
        finish_run(j, &f);
    json_decref(c.spec);
}

static void one_lua(job *j, const folder *at, const char *file)
{
    plugin_lua(at->dir, at->plugin, file, at->uses, finish_run, j);
}

/* All tests of a kind, in the order of their names. Returns how many there are. */
static int each_file(job *j, const folder *at, int (*is)(const struct dirent *),
                     void (*one)(job *, const folder *, const char *))
{
    char path[4096], file[128];
    struct dirent **entry = NULL;
    int n;

    snprintf(path, sizeof path, "%s/tests", at->dir);
    n = scandir(path, &entry, is, alphasort);
    for (int i = 0; i < n; i++) {
        snprintf(file, sizeof file, "tests/%s", entry[i]->d_name);
        one(j, at, file);
        free(entry[i]);
    }
    free(entry);
    return n < 0 ? 0 : n;
}

/* What the engine's list of plugins says of the first. */
static json_t *uses_of(const encart_engine *engine)
{
    size_t n;
    const char *json = encart_engine_plugins(engine, &n);
    json_t *list = json_loadb(json, n, 0, NULL);
    json_t *uses = json_incref(json_object_get(json_array_get(list, 0), "uses"));

    json_decref(list);
    return uses;
}

static int loads(job *j, folder *at)
{
    tools t = {0};
    plugin_faults names = {.plugin = at->plugin, .file = "init.lua"};
    int faults = open_plugin(&t, at->dir);

    if (!faults)
        plugin_names(&names, at->dir);
    faults += (int)names.count;
    at->uses = faults ? NULL : uses_of(t.engine);
    tools_done(&t);
    if (!j->json)
        printf(faults ? "not ok - %s: the plugin does not load\n"
                      : "ok - %s: manifest, settings, catalogues, code\n",
               at->plugin);
    else
        json_array_append_new(j->runs, json_pack("{s:s, s:s, s:b, s:O*}", "plugin", at->plugin,
                                                 "name", "loads", "ok", !faults, "faults",
                                                 names.told));
    json_decref(names.told);
    j->passed += !faults;
    j->failed += faults != 0;
    return !faults;
}

static void run_tests(job *j, folder *at)
{
    int n;

    if (!loads(j, at))
        return;
    n = each_file(j, at, is_case, one_case);
    if (at->golden)
        n += each_file(j, at, is_lua, one_lua);
    if (!n)
        say(at->dir, "no tests/*.json and no tests/*.lua; docs/plugins.md tells how to write "
                     "one");
}

static int run_folder(job *j, const char *dir, int golden)
{
    char *path = whole_path(dir);
    folder at = {.dir = path, .plugin = path ? strrchr(path, '/') + 1 : "", .golden = golden};

    if (path)
        run_tests(j, &at);
    else
        j->failed++;
    json_decref(at.uses);
    free(path);
    return j->failed ? EXIT_FAILED : EXIT_DONE;
}

static int check(job *j, const char *dir)
{
    return run_folder(j, dir, 0);
}

static int test(job *j, const char *dir)
{
    return run_folder(j, dir, 1);
}

static int make_new(job *j, const char *name)
{
    return plugin_new(j->dir ? j->dir : ".", name);
}

/* ---- the command ---------------------------------------------------------------------------- */

static const struct {
    const char *name;
    int (*run)(job *j, const char *operand);
    int counts; /* it ends with how many passed */
} actions[] = {
    {"new", make_new, 0},
    {"describe", describe, 0},
    {"check", check, 1},
    {"test", test, 1},
};

#define ACTIONS (sizeof actions / sizeof *actions)

static int unknown(const command *self, const char *word)
{
    const char *names[ACTIONS], *near;

    for (size_t i = 0; i < ACTIONS; i++)
        names[i] = actions[i].name;
    near = opt_nearest(word, names, ACTIONS);
    if (near)
        return say_usage(self, "unknown action “%s” (did you mean “%s”?)", word, near);
    return say_usage(self, "expected new, describe, check or test, found “%s”", word);
}

static void print_counts(const job *j)
{
    json_t *all;

    if (!j->json) {
        printf("%u passed, %u failed\n", j->passed, j->failed);
        return;
    }
    all = json_pack("{s:i, s:i, s:O}", "passed", (int)j->passed, "failed", (int)j->failed,
                    "runs", j->runs);
    json_dumpf(all, stdout, JSON_COMPACT);
    putchar('\n');
    json_decref(all);
}

static int each_operand(job *j, size_t action, int n, char **operand)
{
    int status = EXIT_DONE;

    j->runs = json_array();
    for (int i = 0; i < n; i++)
        if (actions[action].run(j, operand[i]))
            status = EXIT_FAILED;
    if (actions[action].counts)
        print_counts(j);
    json_decref(j->runs);
    return status;
}

int cmd_plugin(const command *self, int argc, char **argv)
{
    job j = {0};
    const opt table[] = {
        {"dir", 'd', OPT_STRING, "DIR", "new: where to make the folder, else here", &j.dir, 0,
         0},
        {"update", 'u', OPT_FLAG, NULL, "test: write the golden files anew", &j.update, 0, 0},
        {"json", 'j', OPT_FLAG, NULL, "JSON on one line: what describe, check or test found", &j.json, 0, 0},
        OPT_END};
    int n, status = args_parse(self, table, argc, argv, &n);
    size_t i = 0;

    if (status != ARGS_GO)
        return status;
    while (n && i < ACTIONS && strcmp(argv[0], actions[i].name) != 0)
        i++;
    if (!n || i == ACTIONS)
        return unknown(self, n ? argv[0] : "");
    if (n < 2)
        return say_usage(self, i ? "expected the plugin's folder" : "expected a NAME");
    return each_operand(&j, i, n - 1, argv + 1);
}
