/* A page with a hostile plugin is the page without it: through the public interface, each
 * reproducer of tests/lua/hostile.lua beside a bundled plugin whose box stays. */
#include <encart/encart.h>

#include "tests/lua_hostile.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char manifest[] =
    "return { name = 'probe', version = '1', api = 1,\n"
    "  uses = { 'article.blocks', 'tree.edit' },\n"
    "  slots = { 'body', 'footer' },\n"
    "  boxes = { note = { slot = 'footer', element = 'p' },\n"
    "            side = { slot = 'body', element = 'aside' } } }\n";
static const hostile_context contexts[] = {
    {"propose", "propose",
     "return { propose = function(ctx)\n(function() @ end)()\n"
     "return ctx.box('note', { content = encart.html.p 'x' }) end }", LETS_THROUGH},
    {"transform", "transform",
     "return { transform = function(ctx, doc) doc:first('p'):remove()\n"
     "(function() @ end)() end,\n"
     "propose = function(ctx) return ctx.box('note', { content = encart.html.p 'x' }) end }",
     LETS_THROUGH},
    {"content", "content(side) after block 2",
     "return { propose = function(ctx) return ctx.box('side', { content = function()\n"
     "(function() @ end)() return encart.html.aside 'x' end,\n"
     "place = { at = 0.5, lead = 0, tail = 0 } }) end }", LETS_THROUGH},
};
#define CONTEXTS ((int)(sizeof contexts / sizeof *contexts))

/* ---- a folder with the plugin ---------------------------------------------------------- */

static char folder[64];

static void write_file(const char *name, encart__str text)
{
    char path[128];
    FILE *f;

    snprintf(path, sizeof path, "%s/probe/%s", folder, name);
    f = fopen(path, "w");
    ck_assert_ptr_nonnull(f);
    fwrite(text.p, 1, text.n, f);
    fclose(f);
}

static void make_plugin(encart__str init)
{
    char path[128];

    strcpy(folder, "/tmp/encart-page-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/probe", folder);
    ck_assert_int_eq(mkdir(path, 0700), 0);
    write_file("manifest.lua", encart__str_z(manifest));
    write_file("init.lua", init);
}

static void remove_plugin(void)
{
    static const char *const names[] = {"/probe/init.lua", "/probe/manifest.lua", "/probe", ""};
    char path[128];

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "%s%s", folder, names[i]);
        remove(path);
    }
}

/* ---- renders --------------------------------------------------------------------------- */

static encart_engine *engine_with(int probe)
{
    encart_engine *e;
    encart_builder *b;
    encart_error err;

    ck_assert_int_eq(encart_builder_new(&b, NULL, &err), ENCART_OK);
    encart_builder_plugin_path(b, suite_src("plugins"), NULL);
    encart_builder_plugin_enable(b, "footer-controls", NULL);
    if (probe) {
        encart_builder_plugin_path(b, folder, NULL);
        encart_builder_plugin_enable(b, "probe", NULL);
    }
    ck_assert_msg(encart_engine_new(&e, b, &err) == ENCART_OK, "%s", err.message);
    encart_builder_free(b);
    return e;
}

/* Long enough for a box between its paragraphs. */
static const char *article(void)
{
    enum { PARAGRAPHS = 4, SENTENCES = 12 };
    static const char sentence[] = "Le conseil s'est réuni mardi à la mairie, où le projet a "
                                   "été présenté aux habitants. ";
    static char html[PARAGRAPHS * (SENTENCES * sizeof sentence + 8)];

    html[0] = '\0';
    for (int i = 0; i < PARAGRAPHS; i++) {
        strcat(html, "<p>");
        for (int k = 0; k < SENTENCES; k++)
            strcat(html, sentence);
        strcat(html, "</p>");
    }
    return html;
}

/* The fragment and the report: both malloc'd. */
static char *page_of(encart_engine *e, char **report)
{
    encart_load_options o = ENCART_LOAD_OPTIONS_INIT;
    encart_article *a;
    encart_result *r;
    encart_error err;
    char *html;

    o.format = "html";
    ck_assert_int_eq(encart_article_load(&a, e, article(), strlen(article()), &o, &err),
                     ENCART_OK);
    ck_assert_int_eq(encart_render(&r, e, a, NULL, &err), ENCART_OK);
    html = strdup(encart_result_html(r, NULL));
    *report = strdup(encart_result_report(r, NULL));
    encart_result_free(r);
    encart_article_free(a);
    return html;
}

/* ---- the test -------------------------------------------------------------------------- */

/* The report's fault of the plugin. */
static void check_report(const char *report, const char *hook)
{
    json_t *all = json_loads(report, 0, NULL), *d;
    const char *source, *path;
    int found = 0;
    size_t i;

    json_array_foreach(json_object_get(all, "diagnostics"), i, d) {
        source = json_string_value(json_object_get(d, "source"));
        path = json_string_value(json_object_get(d, "path"));
        found |= source && path && strcmp(source, "probe/init.lua") == 0 &&
                 strcmp(path, hook) == 0 && json_is_integer(json_object_get(d, "line")) &&
                 strcmp(json_string_value(json_object_get(d, "level")), "error") == 0;
    }
    ck_assert_msg(found, "%s: %s", hook, report);
    json_decref(all);
}

static void compare(const hostile_case *c, const hostile_context *context)
{
    encart_engine *with, *without = engine_with(0);
    char *report, *page, *expected = page_of(without, &report);

    free(report);
    with = engine_with(1);
    page = page_of(with, &report);
    if (strstr(page, "probe/") == NULL) {
        ck_assert_str_eq(page, expected);
        if (c->ends == HOSTILE_REFUSED)
            ck_assert_ptr_nonnull(strstr(encart_engine_diagnostics(with, NULL),
                                         "probe/init.lua"));
        else
            check_report(report, context->hook);
    } else {
        ck_assert_msg(c->ends == HOSTILE_VALUE || c->ends == HOSTILE_EITHER,
                      "%s, %s: a box: %s", c->name, context->name, page);
    }
    ck_assert_ptr_nonnull(strstr(page, "footer-controls/"));
    free(page);
    free(expected);
    free(report);
    encart_engine_free(with);
    encart_engine_free(without);
}

START_TEST(a_page_with_a_hostile_plugin_is_whole)
{
    int count;
    const hostile_case *cases = hostile_cases(&count), *c = &cases[_i / CONTEXTS];
    const hostile_context *context = &contexts[_i % CONTEXTS];
    encart__strbuf init;

    ck_assert_int_gt(count, 0);
    if (c->whole)
        return; /* their hooks are their own: tests/test_lua_sandbox.c */
    hostile_source(&init, c, context);
    make_plugin(encart__strbuf_view(&init));
    compare(c, context);
    remove_plugin();
    encart__strbuf_free(&init);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("lua_page");
    TCase *c = tcase_create("page");
    int count;

    hostile_cases(&count);
    tcase_set_timeout(c, 60);
    tcase_add_loop_test(c, a_page_with_a_hostile_plugin_is_whole, 0,
                        count ? count * CONTEXTS : 1);
    suite_add_tcase(s, c);
    return s;
}

int main(void)
{
    return suite_main("test_lua_page", suite());
}
