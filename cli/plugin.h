/* What the parts of “encart plugin” share: one plugin's folder, its test cases, their runs. */
#ifndef CLI_PLUGIN_H
#define CLI_PLUGIN_H

#include "cli/args.h"
#include "cli/cli.h"
#include "cli/io.h"
#include "cli/snippet.h"

#include <jansson.h>
#include <stdio.h>

/* plugin_new.c: makes the folder NAME (below `dir`) with a plugin that works and its test.
 * Returns an exit code. */
int plugin_new(const char *dir, const char *name);

/* One case of a plugin's tests/NAME.json. */
typedef struct plugin_case {
    const char *dir;      /* the plugin's folder */
    const char *plugin;   /* its name: the folder's */
    const char *file;     /* "tests/first.json" */
    const char *name;     /* "first" */
    json_t *spec;         /* what the file holds */
} plugin_case;

/* One run of it: a language and one of its settings. */
typedef struct plugin_run {
    const plugin_case *at;
    const char *lang;        /* NULL: the article's own */
    const json_t *settings;  /* NULL: the defaults */
    char name[160];          /* "first", "first.fr", "first.fr.2" */
    /* What it gave; free with plugin_run_free(). */
    encart_engine *engine;
    encart_article *article;
    encart_result *result;
    json_t *report;
    char *answers; /* of mocked services, NULL = none */
    char *html; /* the fragment, and below it the slots that a fragment has not */
    size_t html_size;
} plugin_run;

/* plugin_case.c: reads the file; false with messages, which name what is wrong in it. */
int plugin_case_read(plugin_case *c);
/* The same of a `spec` that is there already. */
int plugin_case_check(const plugin_case *c);
/* Renders. False with a message when there is no result. */
int plugin_run_go(plugin_run *r);
void plugin_run_free(plugin_run *r);
/* What it renders with; borrowed of the run. */
void plugin_run_options(const plugin_run *r, encart_render_options *o);

/* Where runs tell what is wrong: "demo/tests/first.json: first.fr: message". Each call
 * counts. */
typedef struct plugin_faults {
    const plugin_run *run; /* NULL where there is none: a Lua test */
    const char *plugin, *file, *name; /* name NULL: no run */
    unsigned count;
    json_t *told; /* [{"message": …, "source"?, "line"?}], freed by who counts the results */
} plugin_faults;
void plugin_fault(plugin_faults *f, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* One that has a place: "source:line: message", the line of `path`, and the run. */
void plugin_fault_at(plugin_faults *f, const char *source, const char *path,
                     const snippet *at);

/* plugin_expect.c: what the case expects, word for word. */
void plugin_expect(plugin_faults *f);
/* What holds of every plugin: the same bytes twice, strip takes its boxes out again, it
 * spends a tenth of its budget at most, nothing is complained about, and what it emits can
 * be used by everybody. */
void plugin_properties(plugin_faults *f);
/* plugin_audit.c: names of landmarks, links and buttons, alternatives of images, labels of
 * fields, order of headings, ids: in canonical HTML. */
void plugin_audit(plugin_faults *f, const char *html, size_t n);

/* plugin_names.c: names in init.lua and lib/ that the sandbox has not. */
void plugin_names(plugin_faults *f, const char *dir);

/* plugin_golden.c: the run's HTML against tests/golden/RUN.html; with `update` that file is
 * written. */
void plugin_golden(plugin_faults *f, int update);

/* Called at the end of each test, passed or not. */
typedef void plugin_result(void *user, plugin_faults *f);
/* plugin_lua.c: runs each test of tests/NAME.lua in the sandbox, with the capabilities that
 * the manifest's `uses` names. */
void plugin_lua(const char *dir, const char *plugin, const char *file, const json_t *uses,
                plugin_result *done, void *user);
/* plugin_page.c: a run as a Lua test sees it. */
json_t *plugin_page(const plugin_run *r);
/* lua_text.c: JSON as a Lua expression; what is nested deeper than `depth` is left out. */
void lua_text_put(FILE *f, const json_t *v, int depth);

#endif
