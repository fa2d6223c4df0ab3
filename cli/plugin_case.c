/* A case of a plugin's tests and its runs: the article, the engine with the plugin alone, the
 * mocked services, the render.
 */
#include "cli/plugin.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* json_pack gives NULL for what is no UTF-8: it was said all the same. */
static void record(plugin_faults *f, json_t *fault)
{
    if (!f->told)
        f->told = json_array();
    json_array_append_new(f->told, fault);
}

void plugin_fault(plugin_faults *f, const char *format, ...)
{
    char message[4096], source[512];
    va_list args;

    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    f->count++;
    snprintf(source, sizeof source, "%s/%s", f->plugin, f->file);
    say(source, "%s: %s", f->name, message);
    record(f, json_pack("{s:s}", "message", message));
}

void plugin_fault_at(plugin_faults *f, const char *source, const char *path,
                     const snippet *at)
{
    char run[512];

    f->count++;
    snprintf(run, sizeof run, "in “%s” of %s/%s", f->name ? f->name : "", f->plugin, f->file);
    say_place(source, path, at, f->name ? run : NULL);
    record(f, json_pack("{s:s, s:s, s:I}", "message", at->message, "source", source, "line",
                        (json_int_t)at->line));
}

static int ends_in(const char *text, const char *end)
{
    size_t n = strlen(text), m = strlen(end);

    return n >= m && strcmp(text + n - m, end) == 0;
}

/* The line where a member of that path stands: that of its last name's first use. */
static unsigned long member_line(const char *path, const char *key)
{
    const char *last = strrchr(key, '.');
    char word[160];

    snprintf(word, sizeof word, ends_in(path, ".json") ? "\"%s\"" : "%s",
             last ? last + 1 : key);
    return snippet_line_with(path, word);
}

/* ---- reading ------------------------------------------------------------------------------ */

static const struct {
    const char *name;
    const char *want;
    int object, array, string;
} members[] = {
    {"article", "a file beside it, or an article document", 1, 0, 1},
    {"lang", "a language, or an array of them", 0, 1, 1},
    {"settings", "an object, or an array of them", 1, 1, 0},
    {"now", "an RFC 3339 date-time", 0, 0, 1},
    {"url", "the article's address", 0, 0, 1},
    {"related", "an array as in docs/schema/answers.json", 0, 1, 0},
    {"services", "an array as in docs/schema/answers.json", 0, 1, 0},
    {"site", "an object as in docs/schema/config.json", 1, 0, 0},
    {"expect", "an object", 1, 0, 0},
    {"about", "a sentence for people", 0, 0, 1},
};

#define MEMBERS (sizeof members / sizeof *members)

/* What is wrong with a member of the case, at its line, with the nearest name. */
static void say_member(const plugin_case *c, const char *key, const char *message,
                       const char *near)
{
    char source[512], path[4096], text[512];
    snippet at = {.path = key, .message = text};

    snprintf(source, sizeof source, "%s/%s", c->plugin, c->file);
    snprintf(path, sizeof path, "%s/%s", c->dir, c->file);
    snprintf(text, sizeof text, near ? "%s (did you mean “%s”?)" : "%s", message, near);
    at.line = member_line(path, key);
    say_place(source, path, &at, NULL);
}

static int check_member(const plugin_case *c, const char *key, const json_t *value)
{
    const char *names[MEMBERS], *near;
    char text[128];
    size_t i = 0;

    while (i < MEMBERS && strcmp(key, members[i].name) != 0)
        i++;
    if (i < MEMBERS) {
        if ((members[i].object && json_is_object(value)) ||
            (members[i].array && json_is_array(value)) ||
            (members[i].string && json_is_string(value)))
            return 1;
        snprintf(text, sizeof text, "expected %s", members[i].want);
        say_member(c, key, text, NULL);
        return 0;
    }
    for (i = 0; i < MEMBERS; i++)
        names[i] = members[i].name;
    near = opt_nearest(key, names, MEMBERS);
    say_member(c, key, "unknown member", near);
    return 0;
}

int plugin_case_check(const plugin_case *c)
{
    const char *key;
    json_t *value;
    int ok = 1;

    json_object_foreach(c->spec, key, value)
        ok &= check_member(c, key, value);
    if (ok && !json_object_get(c->spec, "article")) {
        say_member(c, "article", "missing; expected a file beside it, or an article document",
                   NULL);
        ok = 0;
    }
    return ok;
}

static void say_json_error(const plugin_case *c, const char *path, const json_error_t *err)
{
    char source[512];
    snippet at = {.path = "", .message = err->text};

    snprintf(source, sizeof source, "%s/%s", c->plugin, c->file);
    at.line = err->line > 0 ? (unsigned long)err->line : 0;
    at.column = err->column > 0 ? (unsigned long)err->column : 0;
    say_place(source, path, &at, NULL);
}

int plugin_case_read(plugin_case *c)
{
    char path[4096];
    json_error_t err;

    snprintf(path, sizeof path, "%s/%s", c->dir, c->file);
    c->spec = json_load_file(path, JSON_REJECT_DUPLICATES, &err);
    if (!c->spec) {
        say_json_error(c, path, &err);
        return 0;
    }
    if (!json_is_object(c->spec)) {
        say(path, "expected an object");
        return 0;
    }
    return plugin_case_check(c);
}

/* ---- the engine --------------------------------------------------------------------------- */

/* What the case says, whatever was asked. */
static int mocked(void *user, const char *service, const char *request, size_t n,
                  encart_reply *reply)
{
    json_t *list = json_object_get(((const plugin_case *)user)->spec, "related");
    char *text = list ? json_dumps(list, 0) : NULL;
    int status;

    (void)service;
    (void)request;
    (void)n;
    status = text ? encart_reply_set(reply, text, strlen(text)) : 1;
    free(text);
    return status;
}

/* {"plugins": {NAME: settings}, "site": …}; no clock, so that a run is the same on every
 * machine. */
static char *config_of(const plugin_run *r)
{
    json_t *config = json_pack("{s:{s:o}, s:{s:i}, s:O*}", "plugins", r->at->plugin,
                               r->settings ? json_deep_copy(r->settings) : json_object(),
                               "limits", "time_ms", -1, "site",
                               json_object_get(r->at->spec, "site"));
    char *text = json_dumps(config, 0);

    json_decref(config);
    return text;
}

/* A setting that the plugin has not, or with another type: at its line of the case. What the
 * library says of "plugins.demo.least" is the case's "settings.least". Returns how many. */
static size_t say_settings(const plugin_run *r, const char *json, size_t n)
{
    json_t *list = json_loadb(json, n, 0, NULL), *d;
    size_t i, count = 0, len = strlen("plugins.") + strlen(r->at->plugin);

    json_array_foreach(list, i, d) {
        const char *level = json_string_value(json_object_get(d, "level"));
        const char *path = json_string_value(json_object_get(d, "path"));
        char key[160];

        if (!level || strcmp(level, "note") == 0)
            continue;
        count++;
        snprintf(key, sizeof key, "settings%s", path && strlen(path) > len ? path + len : "");
        say_member(r->at, key, json_string_value(json_object_get(d, "message")), NULL);
    }
    json_decref(list);
    return count;
}

static int make_engine(plugin_run *r)
{
    char *config = config_of(r);
    encart_builder *b = NULL;
    encart_error err = {0};
    const char *json;
    size_t n, faults = 1;

    if (!config || encart_builder_new(&b, NULL, &err) ||
        encart_builder_plugin_enable(b, r->at->dir, &err) ||
        encart_builder_config_json(b, config, strlen(config), r->at->file, &err) ||
        encart_builder_service(b, "related", mocked, (void *)(uintptr_t)r->at, &err) ||
        encart_engine_new(&r->engine, b, &err)) {
        say_error(r->at->file, &err, 0);
    } else {
        json = encart_engine_diagnostics(r->engine, &n);
        faults = say_settings(r, json, n);
    }
    encart_builder_free(b);
    free(config);
    return !faults;
}

/* ---- the article -------------------------------------------------------------------------- */

/* The document's bytes: of a file of tests/, or written in the case itself. */
static int document(const plugin_run *r, bytes *out, char *source, size_t size)
{
    const json_t *article = json_object_get(r->at->spec, "article");

    if (json_is_string(article)) {
        snprintf(source, size, "%s/tests/%s", r->at->dir, json_string_value(article));
        return io_read(source, IO_MAX, out) == 0;
    }
    snprintf(source, size, "%s/%s", r->at->dir, r->at->file);
    out->data = json_dumps(article, 0);
    out->size = out->data ? strlen(out->data) : 0;
    return out->data != NULL;
}

static int load_article(plugin_run *r)
{
    encart_load_options o = ENCART_LOAD_OPTIONS_INIT;
    encart_error err = {0};
    char source[4096];
    bytes in = {NULL, 0};
    int ok;

    if (!document(r, &in, source, sizeof source))
        return 0;
    o.source = source;
    o.lang = r->lang;
    o.url = json_string_value(json_object_get(r->at->spec, "url"));
    if (json_is_object(json_object_get(r->at->spec, "article")))
        o.format = "json";
    ok = !encart_article_load(&r->article, r->engine, in.data, in.size, &o, &err);
    free(in.data);
    if (!ok)
        say_error(source, &err, 0);
    return ok;
}

/* A fragment has no place for some slots; what stands there is to be looked at all the same. */
static int write_html(plugin_run *r)
{
    static const char *const others[] = {"head", "before-title", "after-title", "after-lede",
                                         "aside"};
    FILE *f = open_memstream(&r->html, &r->html_size);
    size_t n;
    const char *text = encart_result_html(r->result, &n);

    if (!f)
        return 0;
    fwrite(text, 1, n, f);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        text = encart_result_slot(r->result, others[i], &n);
        if (n)
            fprintf(f, "<!-- %s -->\n%s", others[i], text);
    }
    return fclose(f) == 0;
}

void plugin_run_options(const plugin_run *r, encart_render_options *o)
{
    encart_render_options_init(o);
    o->now = json_string_value(json_object_get(r->at->spec, "now"));
    o->lang = r->lang;
    o->answers = r->answers;
    o->answers_size = r->answers ? strlen(r->answers) : 0;
}

/* Services are answered as a host answers a plan. */
static int mock_answers(plugin_run *r)
{
    json_t *services = json_object_get(r->at->spec, "services"), *answers;

    if (!services)
        return 1;
    answers = json_pack("{s:O}", "services", services);
    r->answers = json_dumps(answers, 0);
    json_decref(answers);
    return r->answers != NULL;
}

int plugin_run_go(plugin_run *r)
{
    encart_render_options o;
    encart_error err = {0};
    const char *json;
    size_t n;

    if (!make_engine(r) || !load_article(r) || !mock_answers(r))
        return 0;
    plugin_run_options(r, &o);
    if (encart_render(&r->result, r->engine, r->article, &o, &err)) {
        say_error(r->at->file, &err, 0);
        return 0;
    }
    json = encart_result_report(r->result, &n);
    r->report = json_loadb(json, n, 0, NULL);
    return r->report != NULL && write_html(r);
}

void plugin_run_free(plugin_run *r)
{
    free(r->html);
    free(r->answers);
    json_decref(r->report);
    encart_result_free(r->result);
    encart_article_free(r->article);
    encart_engine_free(r->engine);
}
