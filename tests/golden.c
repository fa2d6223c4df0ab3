/* See golden.h. */
#include "tests/golden.h"
#include "tests/suite.h"

#include <dirent.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const inputs[] = {"in.txt", "in.html", "in.json"};
static const char *const bundled[] = {"lire-aussi", "related", "footer-controls"};

static int by_name(const void *a, const void *b)
{
    return strcmp(((const golden_case *)a)->name, ((const golden_case *)b)->name);
}

static int load_one(golden_case *c, const char *name)
{
    char path[4400];

    snprintf(c->name, sizeof c->name, "%s", name);
    snprintf(c->dir, sizeof c->dir, "%s", suite_src("tests/golden"));
    snprintf(c->dir + strlen(c->dir), sizeof c->dir - strlen(c->dir), "/%s", name);
    for (size_t i = 0; i < 3 && !c->in; i++) {
        snprintf(path, sizeof path, "%s/%s", c->dir, inputs[i]);
        c->in = suite_read(path, &c->in_size);
    }
    snprintf(path, sizeof path, "%s/options.json", c->dir);
    c->options = suite_read(path, &c->options_size);
    return c->in != NULL;
}

size_t golden_load(golden_case **out)
{
    DIR *dir = opendir(suite_src("tests/golden"));
    golden_case *all = calloc(200, sizeof *all);
    struct dirent *entry;
    size_t n = 0;

    *out = all;
    while (dir && (entry = readdir(dir)) && n < 200)
        if (entry->d_name[0] != '.' && load_one(&all[n], entry->d_name))
            n++;
    if (dir)
        closedir(dir);
    qsort(all, n, sizeof *all, by_name);
    return n;
}

void golden_free(golden_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        free(cases[i].in);
        free(cases[i].options);
    }
    free(cases);
}

static json_t *options_of(const golden_case *c)
{
    json_error_t e;
    json_t *o = c->options ? json_loadb(c->options, c->options_size, 0, &e) : json_object();

    if (!o)
        fprintf(stderr, "%s/options.json:%d: %s\n", c->dir, e.line, e.text);
    return o;
}

static const char *string(const json_t *o, const char *name)
{
    return json_string_value(json_object_get(o, name));
}

static int fill_builder(encart_builder *b, const json_t *o, int plugins, encart_error *err)
{
    json_t *config = json_object_get(o, "config");
    int status = encart_builder_plugin_path(b, suite_src("plugins"), err);

    for (size_t i = 0; !status && plugins && i < 3; i++)
        status = encart_builder_plugin_enable(b, bundled[i], err);
    if (!plugins)
        json_object_del(config, "plugins");
    if (!status && config) {
        char *text = json_dumps(config, 0);

        status = encart_builder_config_json(b, text, strlen(text), "options.json", err);
        free(text);
    }
    return status;
}

int golden_engine(encart_engine **out, const golden_case *c, int plugins,
                  const encart_allocator *alloc, encart_error *err)
{
    json_t *o = options_of(c);
    encart_builder *b = NULL;
    int status = encart_builder_new(&b, alloc, err);

    *out = NULL;
    if (!status)
        status = fill_builder(b, o, plugins, err);
    if (!status)
        status = encart_engine_new(out, b, err);
    encart_builder_free(b);
    json_decref(o);
    return status;
}

static void keep(golden_run *run, const encart_result *r)
{
    run->html = strdup(encart_result_html(r, &run->html_size));
    run->explain = strdup(encart_result_explain(r, NULL));
    run->report = strdup(encart_result_report(r, NULL));
}

static void render(golden_run *run, const encart_engine *e, const encart_article *a,
                   const json_t *o, int plugins)
{
    encart_render_options ro = ENCART_RENDER_OPTIONS_INIT;
    json_t *answers = json_object_get(o, "answers");
    char *text = answers ? json_dumps(answers, 0) : NULL;
    encart_result *r = NULL;

    ro.format = string(o, "format");
    ro.lang = string(o, "lang");
    ro.explain = 1;
    ro.now = string(o, "now");
    ro.no_plugins = !plugins || json_is_true(json_object_get(o, "no_plugins"));
    ro.answers = text;
    ro.answers_size = text ? strlen(text) : 0;
    run->status = encart_render(&r, e, a, &ro, &run->error);
    if (!run->status)
        keep(run, r);
    encart_result_free(r);
    free(text);
}

golden_run golden_render(const golden_case *c, const char *in, size_t n, int plugins,
                         const encart_allocator *alloc)
{
    encart_load_options lo = ENCART_LOAD_OPTIONS_INIT;
    golden_run run = {0};
    json_t *o = options_of(c), *load = json_object_get(o, "load");
    encart_engine *e = NULL;
    encart_article *a = NULL;

    lo.format = in ? "html" : string(load, "format");
    lo.lang = string(load, "lang");
    lo.url = string(load, "url");
    lo.source = c->name;
    run.status = golden_engine(&e, c, plugins, alloc, &run.error);
    if (!run.status)
        run.status = encart_article_load(&a, e, in ? in : c->in, in ? n : c->in_size, &lo,
                                         &run.error);
    if (!run.status)
        render(&run, e, a, o, plugins);
    encart_article_free(a);
    encart_engine_free(e);
    json_decref(o);
    return run;
}

void golden_run_free(golden_run *run)
{
    free(run->html);
    free(run->explain);
    free(run->report);
    memset(run, 0, sizeof *run);
}
