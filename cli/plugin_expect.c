/* What a case expects of its run, and what is expected of every plugin's. */
#include "cli/plugin.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Of a plugin's budget: more would leave no room for longer articles. */
enum { FUEL_LIMIT = 2000000, SHARE = 10 };

static const char *html_of(const plugin_run *r)
{
    return encart_result_html(r->result, NULL);
}

/* ---- what the case says ------------------------------------------------------------------- */

/* Whether the report has the box, and it stands. */
static int stands(const plugin_run *r, const char *box, const char **why)
{
    const json_t *list = json_object_get(r->report, "boxes"), *one;
    size_t i;

    *why = "it was not proposed";
    json_array_foreach(list, i, one) {
        const char *name = json_string_value(json_object_get(one, "box"));
        const char *reason = json_string_value(json_object_get(one, "why"));

        if (!name || strcmp(name, box) != 0)
            continue;
        if (json_is_true(json_object_get(one, "placed")))
            return 1;
        *why = reason ? reason : "it had nothing to show";
    }
    return 0;
}

static void expect_boxes(plugin_faults *f, const json_t *list, int wanted)
{
    const json_t *one;
    const char *why;
    size_t i;

    json_array_foreach(list, i, one) {
        const char *box = json_string_value(one);

        if (!box || stands(f->run, box, &why) == wanted)
            continue;
        if (wanted)
            plugin_fault(f, "expected the box %s in the page: %s", box, why);
        else
            plugin_fault(f, "expected no box %s, it is in the page", box);
    }
}

static void expect_text(plugin_faults *f, const json_t *list, int wanted)
{
    const json_t *one;
    size_t i;

    json_array_foreach(list, i, one) {
        const char *text = json_string_value(one);

        if (text && (strstr(f->run->html, text) != NULL) != wanted)
            plugin_fault(f, wanted ? "expected in the page: %s" : "expected nowhere: %s",
                         text);
    }
}

/* Each expected message is a part of one that was told. */
static int was_told(const plugin_run *r, const char *part)
{
    const json_t *list = json_object_get(r->report, "diagnostics"), *one;
    size_t i;

    json_array_foreach(list, i, one) {
        const char *message = json_string_value(json_object_get(one, "message"));

        if (message && strstr(message, part))
            return 1;
    }
    return 0;
}

static void expect_told(plugin_faults *f, const json_t *list)
{
    const json_t *one;
    size_t i;

    json_array_foreach(list, i, one)
        if (json_is_string(one) && !was_told(f->run, json_string_value(one)))
            plugin_fault(f, "expected a diagnostic that says: %s", json_string_value(one));
}

static void refuse_unknown(plugin_faults *f, const json_t *expect)
{
    static const char *const names[] = {"boxes", "absent", "contains", "lacks", "diagnostics"};
    enum { NAMES = sizeof names / sizeof *names };
    const char *key, *near;
    json_t *value;

    json_object_foreach((json_t *)(uintptr_t)expect, key, value) {
        size_t i = 0;

        while (i < NAMES && strcmp(key, names[i]) != 0)
            i++;
        if (i < NAMES && json_is_array(value))
            continue;
        near = i < NAMES ? NULL : opt_nearest(key, names, NAMES);
        if (near)
            plugin_fault(f, "expect.%s: unknown member (did you mean “%s”?)", key, near);
        else
            plugin_fault(f, "expect.%s: %s", key,
                         i < NAMES ? "expected an array of strings" : "unknown member");
    }
}

void plugin_expect(plugin_faults *f)
{
    const json_t *expect = json_object_get(f->run->at->spec, "expect");

    refuse_unknown(f, expect);
    expect_boxes(f, json_object_get(expect, "boxes"), 1);
    expect_boxes(f, json_object_get(expect, "absent"), 0);
    expect_text(f, json_object_get(expect, "contains"), 1);
    expect_text(f, json_object_get(expect, "lacks"), 0);
    expect_told(f, json_object_get(expect, "diagnostics"));
}

/* ---- what holds of every plugin ------------------------------------------------------------- */

/* One that the case expects is no fault. */
static int is_expected(const plugin_run *r, const char *message)
{
    const json_t *list =
        json_object_get(json_object_get(r->at->spec, "expect"), "diagnostics"), *one;
    size_t i;

    json_array_foreach(list, i, one)
        if (json_is_string(one) && strstr(message, json_string_value(one)))
            return 1;
    return 0;
}

static void tell_one(plugin_faults *f, const json_t *d, const char *message)
{
    const char *source = json_string_value(json_object_get(d, "source"));
    json_int_t line = json_integer_value(json_object_get(d, "line"));
    snippet at = {.path = "", .message = message};
    char path[4096];

    at.line = line > 0 ? (unsigned long)line : 0;
    if (!source || !at.line)
        plugin_fault(f, "%s", message);
    else if (snippet_find(f->run->engine, source, path, sizeof path))
        plugin_fault_at(f, source, path, &at);
    else
        plugin_fault_at(f, source, NULL, &at);
}

static void nothing_is_told(plugin_faults *f)
{
    const json_t *list = json_object_get(f->run->report, "diagnostics"), *d;
    size_t i;

    json_array_foreach(list, i, d) {
        const char *level = json_string_value(json_object_get(d, "level"));
        const char *message = json_string_value(json_object_get(d, "message"));

        if (level && message && strcmp(level, "note") != 0 && !is_expected(f->run, message))
            tell_one(f, d, message);
    }
}

static encart_result *render_again(const plugin_run *r, int no_plugins)
{
    encart_render_options o;
    encart_result *again = NULL;

    plugin_run_options(r, &o);
    o.no_plugins = no_plugins;
    encart_render(&again, r->engine, r->article, &o, NULL);
    return again;
}

static void gives_the_same_twice(plugin_faults *f)
{
    encart_result *again = render_again(f->run, 0);

    if (!again || strcmp(encart_result_html(again, NULL), html_of(f->run)) != 0 ||
        strcmp(encart_result_report(again, NULL),
               encart_result_report(f->run->result, NULL)) != 0)
        plugin_fault(f, "a second render of the same article gave other bytes");
    encart_result_free(again);
}

/* Whether the plugin edited the article: then it is not as it was. */
static int has_edited(const plugin_run *r)
{
    const json_t *list = json_object_get(r->report, "plugins"), *one;
    size_t i;

    json_array_foreach(list, i, one)
        if (json_object_get(one, "edits"))
            return 1;
    return 0;
}

/* The boxes can be taken out again: the article is as it was. */
static void strips(plugin_faults *f)
{
    encart_result *bare = render_again(f->run, 1);
    encart_buffer *out = NULL;
    size_t n;
    const char *html = encart_result_html(f->run->result, &n);

    if (!bare || encart_strip(&out, f->run->engine, html, n, NULL))
        plugin_fault(f, "the page cannot be stripped of the plugin's boxes");
    else if (!has_edited(f->run) &&
             strcmp(encart_buffer_data(out, NULL), html_of(&(plugin_run){.result = bare})))
        plugin_fault(f, "without its boxes the page is not the article as it was");
    encart_buffer_free(out);
    encart_result_free(bare);
}

static void is_cheap(plugin_faults *f)
{
    const json_t *list = json_object_get(f->run->report, "plugins"), *one;
    size_t i;

    json_array_foreach(list, i, one) {
        json_int_t fuel = json_integer_value(json_object_get(one, "fuel"));

        if (fuel > FUEL_LIMIT / SHARE)
            plugin_fault(f, "it spent %lld of a budget of %d; more than a tenth",
                         (long long)fuel, FUEL_LIMIT);
    }
}

void plugin_properties(plugin_faults *f)
{
    nothing_is_told(f);
    gives_the_same_twice(f);
    strips(f);
    is_cheap(f);
    plugin_audit(f, f->run->html, f->run->html_size);
}
