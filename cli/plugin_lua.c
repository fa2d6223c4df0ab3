/* Lua tests: tests/NAME.lua, each `it` of it in a state of its own, inside the real sandbox.
 *
 * The command line has only the public interface, and that has all it takes: a folder is made
 * in which cli/test_runner.lua is the plugin, with the test file and the plugin's own lib/ and
 * locales/ beside it, and is rendered. What it has to tell comes out in holes. A test that asks
 * for a page ends there; the page is rendered by the plugin itself, in an engine of its own, and
 * the test is run again with it. Start reading at plugin_lua().
 */
#include "cli/plugin.h"
#include "cli/scratch.h"
#include "cli/snippet.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_PAGES = 50 }; /* that one test asks for */

#define FILE_CHUNK "lib/encart_test/file.lua"
#define PLAN_FILE "lib/encart_test/plan.lua"
#define SOURCE_SIZE 512

typedef struct lua_file {
    const char *dir, *plugin, *file; /* file: "tests/note.lua" */
    char folder[4096];               /* the runner's plugin */
    plugin_result *done;
    void *user;
    json_t *names;                   /* of its tests */
} lua_file;

/* ---- one render of the runner ---------------------------------------------------------------- */

/* What it told: {"hole": name, "params": {…}} each. */
static int heard(void *user, const char *name, const char *params, size_t n,
                 encart_reply *reply)
{
    (void)reply;
    json_array_append_new(user, json_pack("{s:s, s:o?}", "hole", name, "params",
                                          json_loadb(params, n, 0, NULL)));
    return ENCART_OK;
}

static int write_plan(const lua_file *f, size_t which, const json_t *answers)
{
    char path[4200];
    FILE *out;

    snprintf(path, sizeof path, "%s/" PLAN_FILE, f->folder);
    out = fopen(path, "w");
    if (!out)
        return 0;
    fprintf(out, "return { run = %zu, answers = ", which);
    lua_text_put(out, answers, 8);
    fputs(" }\n", out);
    return fclose(out) == 0;
}

static encart_engine *runner_engine(const lua_file *f)
{
    static const char config[] = "{\"limits\": {\"time_ms\": -1}}";
    encart_builder *b = NULL;
    encart_engine *engine = NULL;
    encart_error err = {0};

    if (encart_builder_new(&b, NULL, &err) ||
        encart_builder_plugin_enable(b, f->folder, &err) ||
        encart_builder_config_json(b, config, sizeof config - 1, "limits", &err) ||
        encart_engine_new(&engine, b, &err))
        say_error(f->file, &err, 0);
    encart_builder_free(b);
    return engine;
}

/* The runner's result with its diagnostics; NULL when it does not render. */
static encart_result *render_runner(const encart_engine *engine)
{
    encart_article *article = NULL;
    encart_result *result = NULL;

    if (!encart_article_load(&article, engine, "<p>x</p>", 8, NULL, NULL))
        encart_render(&result, engine, article, NULL, NULL);
    encart_article_free(article);
    return result;
}

/* In messages, the test file has its own name. */
static void own_name(const lua_file *f, const char *text, char *out, size_t size)
{
    char chunk[128];
    size_t n = (size_t)snprintf(chunk, sizeof chunk, "%s/" FILE_CHUNK, f->plugin), at = 0;

    while (*text && at + 1 < size) {
        if (strncmp(text, chunk, n) == 0) {
            at += (size_t)snprintf(out + at, size - at, "%s/%s", f->plugin, f->file);
            at = at < size ? at : size - 1;
            text += n;
        } else {
            out[at++] = *text++;
        }
    }
    out[at] = '\0';
}

/* "demo/tests/note.lua:7: expected…" cut into its parts. */
static int cut_place(const char *text, char source[SOURCE_SIZE], unsigned long *line,
                     const char **message)
{
    const char *colon = strstr(text, ".lua:");
    size_t n = colon ? (size_t)(colon - text) + 4 : 0;
    char *end;

    if (!n || n >= SOURCE_SIZE || strcspn(text, " \n") < n)
        return 0;
    *line = strtoul(text + n + 1, &end, 10);
    if (strncmp(end, ": ", 2) != 0 || !*line)
        return 0;
    snprintf(source, SOURCE_SIZE, "%.*s", (int)n, text);
    *message = end + 2;
    return 1;
}

/* The runner's own init.lua is not the plugin's of that name. */
static int is_runner(const lua_file *f, const char *source)
{
    size_t n = strlen(f->plugin);

    return strncmp(source, f->plugin, n) == 0 && strcmp(source + n, "/init.lua") == 0;
}

/* The message of an error in the sandbox, with the line that it names. */
static void tell(plugin_faults *faults, const lua_file *f, const char *text)
{
    char own[4096], source[SOURCE_SIZE], path[4700];
    snippet at = {.path = ""};

    own_name(f, text, own, sizeof own);
    if (!cut_place(own, source, &at.line, &at.message) || is_runner(f, source)) {
        plugin_fault(faults, "%s", at.message ? at.message : own);
        return;
    }
    snprintf(path, sizeof path, "%s%s", f->dir, source + strcspn(source, "/"));
    plugin_fault_at(faults, source, path, &at);
}

/* What the sandbox has to say when a test did not come to an end: a budget, a syntax error. */
static int tell_report(plugin_faults *faults, const lua_file *f, const char *json, size_t n)
{
    json_t *root = json_loadb(json, n, 0, NULL), *d;
    const json_t *list = json_is_array(root) ? root : json_object_get(root, "diagnostics");
    int count = 0;
    size_t i;

    json_array_foreach((json_t *)(uintptr_t)list, i, d) {
        const char *level = json_string_value(json_object_get(d, "level"));
        const char *source = json_string_value(json_object_get(d, "source"));
        const char *message = json_string_value(json_object_get(d, "message"));
        json_int_t line = json_integer_value(json_object_get(d, "line"));
        char text[2048];

        if (!level || !message || strcmp(level, "note") == 0)
            continue;
        if (source && strncmp(source, f->folder, strlen(f->folder)) == 0)
            source += strlen(f->folder) - strlen(f->plugin);
        snprintf(text, sizeof text, "%s:%lld: %s", source ? source : f->file, (long long)line,
                 message);
        tell(faults, f, text);
        count++;
    }
    json_decref(root);
    return count;
}

/* Everything that one render told; NULL with faults. */
static json_t *run_once(plugin_faults *faults, const lua_file *f, size_t which,
                        const json_t *answers)
{
    encart_engine *engine = write_plan(f, which, answers) ? runner_engine(f) : NULL;
    encart_result *result = NULL;
    encart_buffer *out = NULL;
    json_t *told = json_array();
    const char *text;
    size_t n;

    if (engine) {
        text = encart_engine_diagnostics(engine, &n);
        if (!tell_report(faults, f, text, n))
            result = render_runner(engine);
    }
    if (result) {
        text = encart_result_html(result, &n);
        encart_fill_holes(&out, text, n, heard, told, NULL);
        text = encart_result_report(result, &n);
        tell_report(faults, f, text, n);
    } else if (!faults->count) {
        plugin_fault(faults, "the test cannot be run");
    }
    encart_buffer_free(out);
    encart_result_free(result);
    encart_engine_free(engine);
    if (!faults->count)
        return told;
    json_decref(told);
    return NULL;
}

/* ---- pages ---------------------------------------------------------------------------------- */

/* The case as tests/NAME.json would have it, rendered by the plugin, and held to what holds
 * of every page. */
static json_t *page_for(plugin_faults *faults, const lua_file *f, json_t *spec)
{
    plugin_case c = {f->dir, f->plugin, f->file, faults->name, spec};
    plugin_run r = {.at = &c};
    json_t *page = NULL;

    if (plugin_case_check(&c)) {
        r.lang = json_string_value(json_object_get(spec, "lang"));
        r.settings = json_object_get(spec, "settings");
        if (plugin_run_go(&r)) {
            faults->run = &r;
            plugin_properties(faults);
            plugin_expect(faults);
            faults->run = NULL;
            page = plugin_page(&r);
        }
        plugin_run_free(&r);
    }
    return page ? page : json_pack("{s:s}", "failed", "the case is not right; see above");
}

/* ---- one test -------------------------------------------------------------------------------- */

/* Runs it until it needs no page more. */
static void run_test(plugin_faults *faults, const lua_file *f, size_t which)
{
    json_t *answers = json_array(), *told;
    int more = 1;

    while (more && (told = run_once(faults, f, which, answers))) {
        const json_t *last = json_array_get(told, 0);
        const char *hole = json_string_value(json_object_get(last, "hole"));
        json_t *params = json_object_get(last, "params");

        more = hole && strcmp(hole, "render") == 0;
        if (more && json_array_size(answers) < MOST_PAGES)
            json_array_append_new(answers, page_for(faults, f, params));
        else if (more)
            tell(faults, f, "more than 50 pages in one test");
        else if (hole && strcmp(hole, "failed") == 0)
            tell(faults, f, json_string_value(json_object_get(params, "message")));
        else if (!hole || strcmp(hole, "passed") != 0)
            tell(faults, f, "the test told nothing");
        more = more && !faults->count;
        json_decref(told);
    }
    json_decref(answers);
}

static void each_test(lua_file *f)
{
    const json_t *one;
    size_t i;

    json_array_foreach(f->names, i, one) {
        const char *name =
            json_string_value(json_object_get(json_object_get(one, "params"), "name"));
        plugin_faults faults = {.plugin = f->plugin, .file = f->file, .name = name};

        run_test(&faults, f, i + 1);
        f->done(f->user, &faults);
    }
}

/* The tests' names: the file is read, and nothing of it run. */
static void list_tests(lua_file *f)
{
    plugin_faults faults = {.plugin = f->plugin, .file = f->file, .name = "reads"};
    json_t *none = json_array();

    f->names = run_once(&faults, f, 0, none);
    if (f->names && !json_array_size(f->names))
        plugin_fault(&faults, "no test: it(\"does …\", function() … end)");
    if (faults.count)
        f->done(f->user, &faults);
    json_decref(none);
}

void plugin_lua(const char *dir, const char *plugin, const char *file, const json_t *uses,
                plugin_result *done, void *user)
{
    lua_file f = {.dir = dir, .plugin = plugin, .file = file, .done = done, .user = user};
    char *scratch = scratch_make(dir, plugin, file, uses);
    plugin_faults faults = {.plugin = plugin, .file = file, .name = "reads"};

    if (scratch) {
        snprintf(f.folder, sizeof f.folder, "%s/%s", scratch, plugin);
        list_tests(&f);
        each_test(&f);
        json_decref(f.names);
    } else {
        plugin_fault(&faults, "no folder can be made for its run");
        done(user, &faults);
    }
    scratch_remove(scratch);
}
