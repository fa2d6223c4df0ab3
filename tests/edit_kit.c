/* See edit_kit.h. */
#include "tests/edit_kit.h"
#include "tests/plugin_kit.h"
#include "tests/suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_PLUGINS = 4 };

encart_engine *engine_of(const plugin *plugins, const encart_allocator *alloc, int *status)
{
    char manifests[MOST_PLUGINS][512];
    kit_plugin list[MOST_PLUGINS + 1] = {{NULL, {NULL}}};

    for (size_t i = 0; plugins[i].name; i++) {
        const plugin *p = &plugins[i];

        ck_assert_uint_lt(i, MOST_PLUGINS);
        snprintf(manifests[i], sizeof manifests[i],
                 "return { name = \"%s\", version = \"1\", api = 1, %s }", p->name,
                 p->manifest ? p->manifest : "uses = { \"tree.edit\" }");
        list[i] = (kit_plugin){p->name,
                               {"manifest.lua", manifests[i], "init.lua", p->init}};
    }
    return kit_engine(list, alloc, status);
}

void render_with(outcome *out, const encart_engine *e, const char *html, int no_plugins)
{
    encart_render_options ro = ENCART_RENDER_OPTIONS_INIT;
    encart_load_options lo = ENCART_LOAD_OPTIONS_INIT;
    encart_article *a = NULL;
    encart_result *r = NULL;

    memset(out, 0, sizeof *out);
    lo.format = "html";
    ro.no_plugins = no_plugins;
    out->status = encart_article_load(&a, e, html, strlen(html), &lo, NULL);
    if (!out->status)
        out->status = encart_render(&r, e, a, &ro, NULL);
    if (!out->status) {
        out->html = strdup(encart_result_html(r, NULL));
        out->report = json_loads(encart_result_report(r, NULL), 0, NULL);
        ck_assert_ptr_nonnull(out->report);
    }
    encart_result_free(r);
    encart_article_free(a);
}

outcome render(const plugin *plugins, const char *html)
{
    int status;
    encart_engine *e = engine_of(plugins, NULL, &status);
    outcome out;

    ck_assert_int_eq(status, ENCART_OK);
    ck_assert_msg(strcmp(encart_engine_diagnostics(e, NULL), "[]") == 0, "%s",
                  encart_engine_diagnostics(e, NULL));
    render_with(&out, e, html, 0);
    ck_assert_int_eq(out.status, ENCART_OK);
    encart_engine_free(e);
    return out;
}

void drop(outcome *out)
{
    free(out->html);
    json_decref(out->report);
}

char *diagnostics(const outcome *out)
{
    return json_dumps(json_object_get(out->report, "diagnostics"), 0);
}
