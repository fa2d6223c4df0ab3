/* Manifest, settings, context, constructors: what an author gets wrong is told with its
 * place; what is right arrives. And every allocation failing in turn. */
#include "core/base/error.h"
#include "core/plugin/settings.h"
#include "lua/plugin.h"
#include "lua/run.h"
#include "tests/lua_host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static lua_host h;

static void fresh(void)
{
    lua_host_init(&h, NULL);
}

static void drop(void)
{
    lua_host_free(&h);
}

/* ---- data files ------------------------------------------------------------------------- */

static char *data(const char *source, encart_error *err)
{
    json_t *v;
    char *text;

    memset(err, 0, sizeof *err);
    v = encart__lua_runtime.data(encart__str_z(source), "conf.lua", err, NULL);
    text = v ? json_dumps(v, JSON_COMPACT) : NULL;
    json_decref(v);
    return text;
}

START_TEST(data_becomes_json_with_sorted_keys)
{
    encart_error err;
    char *got = data("-- a comment\nreturn { b = 1, a = { 'x', 2.5, true }, c = {}, "
                     "d = 'é' .. 'h', [\"lemonde.fr\"] = { n = -3 } }", &err);

    ck_assert_msg(got != NULL, "%s", err.message);
    ck_assert_str_eq(got, "{\"a\":[\"x\",2.5,true],\"b\":1,\"c\":{},\"d\":\"éh\","
                          "\"lemonde.fr\":{\"n\":-3}}");
    free(got);
}
END_TEST

START_TEST(data_faults_have_line_and_path)
{
    static const struct {
        const char *source, *message;
        uint32_t line;
    } cases[] = {
        {"return {\n a = = 1 }", "unexpected symbol", 2},
        {"return {\n a = { b = { 1, print } } }", "", 0},
        {"return { a = { 1, x = 2 } }", "a: a table mixes a list", 0},
        {"return { a = { f = function() end } }", "a.f: a function is not data", 0},
        {"return { a = { 1, { z = 1/0 } } }", "a[2].z: not a finite number", 0},
        {"local t = {} t.t = t return t", "contains itself", 0},
        {"return { s = '\\xFF' }", "s: a string is not valid UTF-8", 0},
        {"while true do end", "its fuel is spent", 0},
        {"\nreturn os.time()", "nil value", 2},
        {"return ('x'):rep(10)", "index a string value", 1},
        {"return 7", "must return a table", 0},
        {"local s = 'x' s = s .. s .. s .. s s = s .. s .. s .. s s = s .. s .. s .. s "
         "s = s .. s .. s .. s s = s .. s .. s .. s s = s .. s .. s .. s s = s .. s .. s .. s "
         "s = s .. s .. s .. s local t = { s, s, s, s, s, s, s, s } "
         "return { t, t, t, t, t, t, t, t, t, t, t, t, t, t, t, t, t }",
         "[16][8]: too much data", 0},
        {"\033Lua", "compiled Lua", 1},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        encart_error err;
        char *got = data(cases[i].source, &err);

        if (i == 1) { /* print is nil: a hole, no fault */
            free(got);
            continue;
        }
        ck_assert_msg(got == NULL, "case %zu gave %s", i, got);
        ck_assert_msg(strstr(err.message, cases[i].message), "case %zu: %s", i, err.message);
        ck_assert_str_eq(err.source, "conf.lua");
        ck_assert_msg(cases[i].line == 0 || err.line == cases[i].line, "case %zu: line %u", i,
                      err.line);
    }
}
END_TEST

/* ---- manifest --------------------------------------------------------------------------- */

static void manifest_fault(const char *manifest, const char *path, const char *message)
{
    const char *files[] = {"manifest.lua", manifest, "init.lua", "return {}", NULL};
    const encart__diag *d;

    fresh();
    ck_assert_msg(!lua_host_write_files(&h, files), "was loaded: %s", manifest);
    d = lua_host_told(&h, message);
    ck_assert_msg(d != NULL, "%s gave: %s", manifest, lua_host_diags(&h));
    ck_assert_str_eq(d->path.p, path);
    ck_assert_ptr_nonnull(strstr(d->source.p, "manifest.lua"));
    drop();
}

#define HEAD "return { name = 'probe', version = '1', api = 1, slots = {'body'}, "
#define BOXES "boxes = { links = { slot = 'body', element = 'aside' } }, "

START_TEST(manifest_faults_name_the_member)
{
    static const struct {
        const char *manifest, *path, *message;
    } cases[] = {
        {HEAD BOXES "sloots = {} }", "sloots", "did you mean “slots”?"},
        {HEAD "}", "boxes", "missing"},
        {HEAD BOXES "uses = { 'servce.related' } }", "uses[1]", "did you mean “service.related”?"},
        {HEAD BOXES "uses = { 'network' } }", "uses[1]", "unknown capability “network”"},
        {HEAD BOXES "settings = { n = { type = 'intger', default = 1 } } }", "settings.n.type",
         "did you mean “integer”?"},
        {HEAD BOXES "settings = { n = { type = 'integer', default = 9, max = 6 } } }",
         "settings.n.default", "9 is above the maximum 6"},
        {HEAD BOXES "settings = { n = { type = 'integer' } } }", "settings.n",
         "needs a default, or optional = true"},
        {HEAD "boxes = { links = { slot = 'bdy', element = 'aside' } } }", "boxes.links.slot",
         "did you mean “body”?"},
        {HEAD "boxes = { links = { slot = 'footer', element = 'aside' } } }", "boxes.links.slot",
         "is not in slots"},
        {"return { name = 'probe', version = '1', api = 2, slots = {'body'}, " BOXES "}", "api",
         "level 2 is not offered"},
        {"return { name = 'Probe', version = '1', api = 1, slots = {'body'}, " BOXES "}", "name",
         "a name is a letter"},
        {"return { name = 'probe', version = 1, api = 1, slots = {'body'}, " BOXES "}", "version",
         "expected a string, found an integer"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        manifest_fault(cases[i].manifest, cases[i].path, cases[i].message);
    fresh();
}
END_TEST

START_TEST(a_folder_that_is_no_plugin_is_told)
{
    ck_assert(!lua_host_load(&h, "/nonexistent/plugin"));
    ck_assert_msg(lua_host_told(&h, "cannot be opened"), "%s", lua_host_diags(&h));
    ck_assert(!lua_host_load(&h, suite_src("tests/suite.h")));
    ck_assert_msg(lua_host_told(&h, "this is a file"), "%s", lua_host_diags(&h));
    ck_assert(!lua_host_load(&h, suite_src("tests/lua")));
    ck_assert_msg(lua_host_told(&h, "cannot be opened"), "%s", lua_host_diags(&h));
}
END_TEST

START_TEST(a_catalogue_with_wrong_entries_is_told)
{
    const char *files[] = {"manifest.lua", HEAD BOXES "}", "init.lua", "return {}",
                           "locales/fr.lua", "return { a = { one = 'x' } }", NULL};

    ck_assert(!lua_host_write_files(&h, files));
    ck_assert_msg(lua_host_told(&h, "plural forms with “other”"), "%s", lua_host_diags(&h));
}
END_TEST

/* ---- settings --------------------------------------------------------------------------- */

static const encart__diag *setting_fault(const char *settings, const char *message)
{
    drop();
    fresh();
    ck_assert(lua_host_load(&h, "related"));
    ck_assert_uint_eq(lua_host_propose(&h, settings), 0);
    ck_assert_msg(lua_host_told(&h, message), "%s gave: %s", settings, lua_host_diags(&h));
    return lua_host_told(&h, message);
}

START_TEST(settings_faults_name_path_and_nearest)
{
    ck_assert_str_eq(setting_fault("{\"cuont\": 3}", "did you mean “count”?")->path.p,
                     "plugins.x.cuont");
    ck_assert_str_eq(setting_fault("{\"count\": 9}", "9 is above the maximum 6")->path.p,
                     "plugins.x.count");
    setting_fault("{\"count\": 0}", "0 is below the minimum 1");
    setting_fault("{\"count\": \"4\"}", "expected an integer, found a string");
    setting_fault("{\"count\": 2.5}", "expected an integer, found a number");
    setting_fault("{\"count\": 1e300}", "expected an integer");
    setting_fault("{\"dates\": 1}", "expected true or false, found an integer");
    setting_fault("{\"title\": []}", "expected a string, found an array");
    setting_fault("[1]", "expected an object of settings, found an array");
    setting_fault("{\"count\": 9, \"zzz\": 1}", "unknown setting");
    ck_assert_msg(lua_host_told(&h, "above the maximum"), "only one fault was told");
}
END_TEST

START_TEST(settings_are_completed_by_defaults)
{
    json_t *given = json_pack("{s:f}", "count", 3.0), *all;
    char *text;

    ck_assert(lua_host_load(&h, "related"));
    all = encart__settings_apply(h.plugin, given, "p", &h.diags);
    text = json_dumps(all, JSON_COMPACT | JSON_SORT_KEYS);
    ck_assert_str_eq(text, "{\"count\":3,\"dates\":true,\"images\":false,\"min\":3,"
                           "\"same_language\":false}");
    free(text);
    json_decref(all);
    json_decref(given);
}
END_TEST

/* ---- the context ------------------------------------------------------------------------ */

/* Runs `body` as propose(ctx); what it returns is the text of a box. */
static char *say(const char *body)
{
    char code[4096];

    snprintf(code, sizeof code, "local E = encart.html\nreturn { propose = function(ctx)\n"
             "local function f() %s end\nlocal v = f()\nreturn ctx.box('note', { content = "
             "E.p(tostring(v)) }) end }", body);
    ck_assert_msg(lua_host_write(&h, code), "%s", lua_host_diags(&h));
    if (lua_host_propose(&h, NULL) != 1)
        return NULL;
    return lua_host_build(&h, 0, 1, 1);
}

static void says(const char *body, const char *text)
{
    char *got = say(body), want[512];

    snprintf(want, sizeof want, "<p>%s</p>", text);
    ck_assert_msg(got != NULL, "%s: %s", body, lua_host_diags(&h));
    ck_assert_str_eq(got, want);
    free(got);
}

static void fails(const char *body, const char *message)
{
    char *got;

    drop();
    fresh();
    got = say(body);
    ck_assert_msg(got == NULL, "%s gave %s", body, got);
    ck_assert_msg(lua_host_told(&h, message), "%s: %s", body, lua_host_diags(&h));
    ck_assert_uint_eq(lua_host_told(&h, message)->line, 3);
    ck_assert_str_eq(lua_host_told(&h, message)->source.p, "probe/init.lua");
}

START_TEST(context_gives_the_article)
{
    h.article.comments.count = 7;
    says("return ctx.article.title .. ctx.article.lang .. ctx.article.comments.count",
         "Un titrefr7");
    says("return ctx.settings.count .. tostring(ctx.settings.note)", "2nil");
    says("local n = 0 for k in pairs(ctx.article) do n = n + 1 end return n > 3", "true");
    says("return ctx.locale .. ctx.format .. ctx.top", "frfragmentencart-top");
    says("return ctx.channel", "web");
    says("return ctx.now() .. ' ' .. ctx.now('hour') .. ' ' .. ctx.now('minute')",
         "2024-10-20 2024-10-20T10:00:00+01:00 2024-10-20T10:20:00+01:00");
    says("return ctx.anchor() .. ctx.anchor('a-b')", "e-probee-probe_a-b");
}
END_TEST

/* From 2024-10-20T10:20:30+01:00. */
START_TEST(the_date_that_was_read_bounds_the_age)
{
    static const struct {
        const char *code, *grain;
        int age;
    } cases[] = {
        {"", NULL, 0},
        {"ctx.now()", "day", 13 * 3600 + 39 * 60 + 30},
        {"ctx.now 'hour'", "hour", 39 * 60 + 30},
        {"ctx.now 'minute'", "minute", 30},
        {"ctx.now 'minute' ctx.now()", "minute", 30},
        {"ctx.now() ctx.now 'hour'", "hour", 39 * 60 + 30},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char code[128];

        snprintf(code, sizeof code, "return { propose = function(ctx) %s end }", cases[i].code);
        ck_assert_msg(lua_host_write(&h, code), "%s", lua_host_diags(&h));
        lua_host_propose(&h, NULL);
        lua_host_end(&h);
        ck_assert_int_eq(h.stats.max_age, cases[i].age);
        ck_assert_pstr_eq(h.stats.grain, cases[i].grain);
    }
}
END_TEST

START_TEST(context_gives_neighbours_and_site)
{
    says("return tostring(ctx.article.links.prev) .. tostring(ctx.site.name)", "nilnil");
    h.article.link_next = ENCART__STR("/next");
    h.article.link_next_title = ENCART__STR("Demain");
    h.site_name = "Le Journal";
    h.site_url = "https://journal.example/";
    says("local l = ctx.article.links return tostring(l.prev) .. l.next.url .. l.next.title",
         "nil/nextDemain");
    says("return ctx.site.name .. ' ' .. ctx.site.url", "Le Journal https://journal.example/");
    fails("return ctx.article.links.nxt", "ctx.article.links.nxt: unknown field (did you mean "
          "“next”?)");
    fails("return ctx.site.nme", "ctx.site.nme: unknown field (did you mean “name”?)");
    fails("ctx.site.name = 'x'", "ctx.site: cannot be changed");
}
END_TEST

/* Fifty numbers, as one string that the caller frees. */
static char *randoms(int n)
{
    char code[512];
    char *got;

    snprintf(code, sizeof code, "return { propose = function(ctx) local t = {} for i = 1, 50 do "
             "t[i] = ctx.random(%d) end return ctx.box('note', { content = encart.html.p("
             "table.concat(t, ' ')) }) end }", n);
    ck_assert_msg(lua_host_write(&h, code), "%s", lua_host_diags(&h));
    ck_assert_msg(lua_host_propose(&h, NULL) == 1, "%s", lua_host_diags(&h));
    got = lua_host_build(&h, 0, 1, 1);
    ck_assert_ptr_nonnull(got);
    return got;
}

START_TEST(random_is_the_same_for_the_same_article_only)
{
    char *first = randoms(6), *again = randoms(6), *other, *at = first + 3;
    int seen[7] = {0};

    ck_assert_str_eq(first, again);
    for (int i = 0; i < 50; i++) {
        long v = strtol(at, &at, 10);

        ck_assert(v >= 1 && v <= 6);
        seen[v]++;
    }
    for (int v = 1; v <= 6; v++) /* one in 10,000 if they are even; and it does not change */
        ck_assert_int_gt(seen[v], 0);
    h.article.id = ENCART__STR("another");
    other = randoms(6);
    ck_assert_str_ne(first, other);
    free(first);
    free(again);
    free(other);
    says("return ctx.random(1) .. (ctx.random(2147483647) > 6 and 'large' or 'small')",
         "1large");
    fails("return ctx.random()", "an integer from 1 to 2147483647");
    fails("return ctx.random(0)", "an integer from 1 to 2147483647");
    fails("return ctx.random(1.5)", "an integer from 1 to 2147483647");
    fails("return ctx.random('3')", "an integer from 1 to 2147483647");
}
END_TEST

START_TEST(context_speaks_french)
{
    says("return ctx.num(1234567.5) .. ' ' .. ctx.num(-999)",
         "1\xE2\x80\xAF""234\xE2\x80\xAF""567,5 \xE2\x88\x92""999");
    says("return ctx.date('2024-02-01', 'full')", "jeudi 1er février 2024");
    says("return ctx.date('2024-10-20T23:30:00-05:00', 'short')", "20/10/2024");
    says("return ctx.list { 'a', 'b', 'c' } .. ctx.list {} .. ctx.list { 'x' }", "a, b et cx");
    says("return ctx.iso('2024-10-20 10:00')", "2024-10-20T10:00:00Z");
}
END_TEST

START_TEST(context_speaks_the_french_of_the_page)
{
    h.lang = "fr-CA";
    says("return ctx.locale .. ' ' .. ctx.date('2024-10-01', 'short')", "fr-CA 2024-10-01");
    says("return ctx.num(12345)", "12&nbsp;345");
    h.lang = "fr-BE";
    says("return ctx.locale", "fr");
}
END_TEST

START_TEST(labels_have_the_typography_of_the_site)
{
    static const encart__typography french = {ENCART__TYPOGRAPHY_LABELS, {"", 0}, 0};
    const char *files[] = {
        "manifest.lua", "return { name = 'probe', version = '1', api = 1, slots = { 'footer' },"
        " boxes = { note = { slot = 'footer', element = 'p' } } }",
        "init.lua", "return { propose = function(ctx) return ctx.box('note', { content ="
        " encart.html.p { ctx.t('l', { n = 1000, x = \"l'eau !\" }), ' :' } }) end }",
        "locales/fr.lua", "return { l = \"d'{x} : {n} ?\" }", NULL};
    char *got;

    for (int with = 0; with < 2; with++) {
        h.typography = with ? &french : NULL;
        ck_assert_msg(lua_host_write_files(&h, files), "%s", lua_host_diags(&h));
        ck_assert_msg(lua_host_propose(&h, NULL) == 1, "%s", lua_host_diags(&h));
        got = lua_host_build(&h, 0, 1, 1);
        /* What comes in by a variable, and what the plugin writes itself, is not a label. */
        ck_assert_str_eq(got, with ? "<p>d’l'eau !&nbsp;: 1\xE2\x80\xAF""000\xE2\x80\xAF? :</p>"
                                   : "<p>d'l'eau ! : 1\xE2\x80\xAF""000 ? :</p>");
        free(got);
    }
}
END_TEST

START_TEST(context_faults_are_told_at_the_plugin_s_line)
{
    fails("return ctx.artcile", "did you mean “article”?");
    fails("return ctx.article.titel", "ctx.article.titel: unknown field (did you mean “title”?)");
    fails("return ctx.settings.cuont", "did you mean “count”?");
    fails("ctx.article.title = 'x'", "cannot be changed");
    fails("ctx.x = 1", "ctx cannot be changed");
    fails("return ctx.published('a/b')", "only inside a content function");
    fails("return ctx.related { limt = 2 }", "did you mean “limit”?");
    fails("return ctx.related { limit = '2' }", "limit: expected a number");
    fails("return ctx.date('soon')", "is not a date");
    fails("return ctx.box('nte', {})", "did you mean “note”?");
    fails("return ctx.box('note', { slot = 'body' })", "the manifest says “footer”");
    fails("return ctx.box('note', {})", "content: missing");
    fails("return ctx.box('note', { content = E.div 'x' })", "an element p, as the manifest says");
    fails("return ctx.box('note', { content = E.p 'x', place = {} })", "only for the slot “body”");
    fails("return ctx.box('side', { content = E.aside 'x', place = { at = 2 } })", "0 to 1");
    fails("return ctx.box('side', { content = E.aside 'x', place = { avoid = {'hading'} } })",
          "place.avoid: “hading” is no kind of block (did you mean “heading”?)");
    fails("return ctx.box('side', { content = E.aside 'x', place = { avoid = { {} } } })",
          "place.avoid: expected a list of kinds of blocks, found table");
    fails("return ctx.box('side', { content = E.aside 'x', place = { at = 'midle' } })",
          "(did you mean “middle”?)");
    fails("return ctx.box('side', { content = E.aside 'x', place = { otherwise = 'dorp' } })",
          "(did you mean “drop”?)");
    fails("return ctx.box('side', { content = E.aside 'x', place = { laed = 1 } })",
          "ctx.box place.laed: unknown field (did you mean “lead”?)");
    fails("return ctx.box('side', { contnet = E.aside 'x' })", "did you mean “content”?");
    fails("return ctx.now 'hours'", "did you mean “hour”?");
    fails("return require 'lib.none'", "no module");
    fails("return require '../x'", "no module");
}
END_TEST

START_TEST(constructors_refuse_at_the_plugin_s_line)
{
    fails("return E.script 'x'", "not allowed");
    fails("return E.blnk 'x'", "encart.html.blnk: HTML has no such element");
    fails("return E.asdie 'x'", "no such element (did you mean “aside”?)");
    fails("return E.figcaptoin 'x'", "no such element (did you mean “figcaption”?)");
    fails("return E.scrpt 'x'", "encart.html.scrpt: HTML has no such element");
    fails("return E.input {}", "forms");
    fails("return E.iframe { name = 'e-x' }", "empty frames need the capability “embeds”");
    fails("return E.a { target = 'e-x', 'x' }", "target");
    fails("return E.a { href = ' JavaScript:alert(1)', 'x' }", "href");
    fails("return E.p { onclick = 'x()' }", "onclick");
    fails("return E.p { style = 'x' }", "style");
    fails("return E.p { id = 'top' }", "ctx.anchor()");
    fails("return E.p { ['data-encart'] = 'a/b' }", "set by Encart");
    fails("return E.p { class = {} }", "must be a string");
    fails("return E.br 'x'", "no content");
    fails("return E.p(true)", "“true”");
    fails("return E.p { { class = 'x' } }", "attributes belong to the element");
    fails("return E.p(function() end)", "a child is a function");
}
END_TEST

static char *build_of(const char *content)
{
    char code[2048];

    snprintf(code, sizeof code, "local E = encart.html\nreturn { propose = function(ctx) return "
             "ctx.box('note', { content = %s }) end }", content);
    ck_assert_msg(lua_host_write(&h, code), "%s", lua_host_diags(&h));
    ck_assert_msg(lua_host_propose(&h, NULL) == 1, "%s", lua_host_diags(&h));
    return lua_host_build(&h, 0, 1, 1);
}

static void builds(const char *content, const char *html)
{
    char *got = build_of(content);

    ck_assert_msg(got != NULL, "%s: %s", content, lua_host_diags(&h));
    ck_assert_str_eq(got, html);
    free(got);
}

START_TEST(strings_are_always_text)
{
    builds("E.p { '<b>&amp;</b>', ' ', 'x' }", "<p>&lt;b&gt;&amp;amp;&lt;/b&gt; x</p>");
    builds("E.p { title = '\"<>&' }", "<p title=\"&quot;&lt;&gt;&amp;\"></p>");
    builds("E.p 'a\\0b\\rc\\xFFd'", "<p>ab c\xEF\xBF\xBD""d</p>");
}
END_TEST

START_TEST(children_are_flattened_and_holes_skipped)
{
    builds("E.p { nil, 'a', false, { 'b', { E.b 'c', nil, 'd' } }, 12, [9] = 'z' }",
           "<p>ab<b>c</b>d12z</p>");
    builds("E.p(E.b 'x')", "<p><b>x</b></p>");
    builds("E.p(encart.map({ 1, 2, 3 }, function(i) return i ~= 2 and E.b(i) or nil end))",
           "<p><b>1</b><b>3</b></p>");
    builds("E.p(encart.compact({ 'a', nil, false, 'b' }, 4))", "<p>ab</p>");
}
END_TEST

START_TEST(one_element_may_stand_twice)
{
    builds("(function() local e = E.b 'x' return E.p { e, e } end)()",
           "<p><b>x</b><b>x</b></p>");
}
END_TEST

START_TEST(content_functions_know_their_place_and_may_decline)
{
    builds("function(at) return E.p(at.index .. at.of .. at.slot .. at.heading_level) end",
           "<p>11footer2</p>");
    ck_assert_ptr_null(build_of("function() return nil end"));
    ck_assert_ptr_null(h.diags.first);
    ck_assert_ptr_null(build_of("function() error 'no' end"));
    ck_assert_str_eq(h.diags.last->path.p, "content(note)");
    ck_assert_str_eq(h.diags.last->message.p, "no");
}
END_TEST

/* ---- holes ------------------------------------------------------------------------------ */

START_TEST(a_hole_is_a_comment_of_its_name_and_params)
{
    static const char *const cases[][2] = {
        {"E.p { 'a', hole 'csrf', 'b' }", "<p>a<!--encart:hole csrf-->b</p>"},
        {"E.p(hole('a-1', { z = 1, a = { true, 'é>~' } }))",
         "<p><!--encart:hole a-1 eyJhIjpbdHJ1ZSwiXHUwMEU5Pn4iXSwieiI6MX0--></p>"},
        {"E.p { { hole('x', {}) }, hole 'x' }",
         "<p><!--encart:hole x e30--><!--encart:hole x--></p>"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char code[512];
        char *got;

        snprintf(code, sizeof code, "local E = encart.html return { propose = function(ctx) "
                 "local hole = ctx.hole return ctx.box('note', { content = %s }) end }",
                 cases[i][0]);
        ck_assert_msg(lua_host_write(&h, code), "%s", lua_host_diags(&h));
        ck_assert_msg(lua_host_propose(&h, NULL) == 1, "%s", lua_host_diags(&h));
        got = lua_host_build(&h, 0, 1, 1);
        ck_assert_msg(got != NULL, "%s", lua_host_diags(&h));
        ck_assert_str_eq(got, cases[i][1]);
        free(got);
    }
}
END_TEST

START_TEST(a_hole_that_cannot_be_is_refused_at_the_plugin_s_line)
{
    fails("return ctx.hole()", "the name of a hole expected");
    fails("return ctx.hole 'Csrf'", "a name is a letter");
    fails("return ctx.hole 'a--b'", "a name is a letter");
    fails("return ctx.hole 'a-'", "a name is a letter");
    fails("return ctx.hole(('n'):rep(65))", "at most 64");
    fails("return ctx.hole('a', 'b')", "a table of plain data expected, got string");
    fails("return ctx.hole('a', { b = { print = function() end } })",
          "params.b.print: a function is not data");
    fails("return ctx.hole('a', { ctx })", "params[1]: a table has a metatable");
    fails("return ctx.hole('a', { E.p 'x' })", "params[1]: a table has a metatable");
    fails("return ctx.hole('a', { ctx.hole 'a' })", "params[1]: not data");
    fails("return ctx.hole('a', { b = 0 / 0 })", "params.b: not a finite number");
    fails("return ctx.hole('a', { b = '\\xFF' })", "params.b: a string is not valid UTF-8");
    fails("local t = {} t.t = t return ctx.hole('a', t)", "contains itself");
    fails("return ctx.hole('a', { ('x'):rep(8200) })", "too much data");
    fails("return ctx.hole('a', { ('é'):rep(3000) })", "more than 8192 bytes");
    fails("return ctx.box('note', { content = ctx.hole 'a' })", "must be an element p");
    fails("return E.p { title = ctx.hole 'a' }", "must be a string");
    fails("return E.br(ctx.hole 'a')", "neither a hole nor a fragment can stand here");
}
END_TEST

/* Each table is there twice in the next: 2^30 in all, if nothing counted. */
START_TEST(params_do_not_grow_without_end)
{
    fails("local t = { 1 } for _ = 1, 30 do t = { t, t } end return ctx.hole('a', t)",
          "too much data");
    fails("local s, t = ('x'):rep(1000), {} for i = 1, 5000 do t[i] = s end "
          "return ctx.hole('a', t)", "too much data");
}
END_TEST

/* ---- fragments -------------------------------------------------------------------------- */

/* The HTML of a box that holds ctx.fragment(`html`), malloc'd. */
static char *fragment_of(const char *html)
{
    char code[1024];

    snprintf(code, sizeof code, "return { propose = function(ctx)\nreturn ctx.box('note', { "
             "content = encart.html.p { 'a', ctx.fragment([==[%s]==]), 'b' } }) end }", html);
    ck_assert_msg(lua_host_write(&h, code), "%s", lua_host_diags(&h));
    ck_assert_msg(lua_host_propose(&h, NULL) == 1, "%s", lua_host_diags(&h));
    return lua_host_build(&h, 0, 1, 1);
}

START_TEST(a_fragment_passes_the_sanitiser)
{
    static const char *const cases[][2] = {
        {"", "<p>ab</p>"},
        {"x <b>y</b> &amp; z", "<p>ax <b>y</b> &amp; zb</p>"},
        {"<b onclick=x()>y<script>z</script>", "<p>a<b>y</b>b</p>"},
        {"<a href='javascript:x()'>y</a>", "<p>ayb</p>"},
        {"<i id=top>x</i> <a href='#top'>y</a>", "<p>a<i>x</i> <a>y</a>b</p>"},
        {"<b data-encart='lire-aussi/links'>x</b>", "<p>a<b>x</b>b</p>"},
        {"x<!--encart:here lire-aussi--><!--encart:hole csrf-->y", "<p>axyb</p>"},
        {"<input name=y><select><option>x</select>z", "<p>azb</p>"},
        {"</p><i>x", "<p>a<i>x</i>b</p>"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *got = fragment_of(cases[i][0]);

        ck_assert_msg(got != NULL, "%s", lua_host_diags(&h));
        ck_assert_str_eq(got, cases[i][1]);
        free(got);
    }
}
END_TEST

START_TEST(what_a_fragment_loses_is_told_at_the_plugin_s_line)
{
    const encart__diag *d;

    free(fragment_of("<script>x</script>y"));
    d = lua_host_told(&h, "ctx.fragment: ");
    ck_assert_msg(d != NULL, "%s", lua_host_diags(&h));
    ck_assert_str_eq(d->source.p, "probe/init.lua");
    ck_assert_uint_eq(d->line, 2);
    ck_assert_ptr_nonnull(strstr(d->message.p, "script"));
}
END_TEST

START_TEST(a_fragment_that_cannot_be_is_refused_at_the_plugin_s_line)
{
    fails("return ctx.fragment()", "HTML expected, got no");
    fails("return ctx.fragment(7)", "HTML expected, got number");
    fails("return ctx.fragment(('x'):rep(256 * 1024 + 1))", "more than 256 KiB in one render");
    fails("for _ = 1, 5 do ctx.fragment(('x'):rep(60 * 1024)) end", "more than 256 KiB");
    fails("while true do ctx.fragment '<p>x' end", "fuel");
    fails("return ctx.box('note', { content = ctx.fragment '<p>x' })", "must be an element p");
    fails("return E.br(ctx.fragment 'a')", "neither a hole nor a fragment can stand here");
}
END_TEST

START_TEST(a_fragment_counts_in_its_box)
{
    char *got = fragment_of("<b>x</b>]==] .. ('<i>y</i>'):rep(1100) .. [==[");

    ck_assert_ptr_null(got);
    ck_assert_msg(lua_host_told(&h, "more than 2000 nodes"), "%s", lua_host_diags(&h));
}
END_TEST

START_TEST(modules_are_loaded_once_and_never_in_a_circle)
{
    const char *good[] = {"manifest.lua", HEAD BOXES "}", "init.lua",
                          "local a, b = require 'lib.a', require 'lib.a'\n"
                          "return { propose = function(ctx) ctx.warn(tostring(a == b) .. a.n) end }",
                          "lib/a.lua", "N = (N or 0) + 1 return { n = N }", NULL};
    const char *circle[] = {"manifest.lua", HEAD BOXES "}", "init.lua", "return require 'lib.a'",
                            "lib/a.lua", "return require 'lib.a'", NULL};

    ck_assert_msg(lua_host_write_files(&h, good), "%s", lua_host_diags(&h));
    lua_host_propose(&h, NULL);
    ck_assert_msg(lua_host_told(&h, "true1"), "%s", lua_host_diags(&h));
    ck_assert(lua_host_write_files(&h, circle));
    lua_host_propose(&h, NULL);
    ck_assert_msg(lua_host_told(&h, "requires itself"), "%s", lua_host_diags(&h));
}
END_TEST

START_TEST(boxes_that_are_not_returned_are_forgotten)
{
    ck_assert(lua_host_write(&h, "return { propose = function(ctx) ctx.box('note', { content = "
                                 "encart.html.p 'a' }) return ctx.box('side', { content = "
                                 "encart.html.aside 'b', topic = 'T', weight = 3, place = { at = "
                                 "'end', gap = 100, window = 0.25, avoid = { 'heading', 'box' }, "
                                 "otherwise = 'after-body' } }) end }"));
    ck_assert_msg(lua_host_propose(&h, NULL) == 1, "%s", lua_host_diags(&h));
    ck_assert_str_eq(h.boxes[0].id.p, "side");
    ck_assert_str_eq(h.boxes[0].topic.p, "T");
    ck_assert_int_eq(h.boxes[0].weight, 3);
    ck_assert_uint_eq(h.boxes[0].wish.at, 1000);
    ck_assert_uint_eq(h.boxes[0].wish.gap, 100);
    ck_assert_uint_eq(h.boxes[0].wish.window, 250);
    ck_assert_uint_eq(h.boxes[0].wish.avoid,
                      1u << ENCART__BLOCK_HEADING | 1u << ENCART__BLOCK_BOX);
    ck_assert_int_eq(h.boxes[0].wish.otherwise, ENCART__OTHERWISE_AFTER_BODY);
    ck_assert_int_eq(h.boxes[0].wish.pin, -1);
}
END_TEST

static void embeds(const char *code)
{
    const char *files[] = {"manifest.lua", HEAD BOXES "uses = { 'embeds', 'article.blocks' } }",
                           "init.lua", code, NULL};

    ck_assert_msg(lua_host_write_files(&h, files), "%s", lua_host_diags(&h));
    lua_host_propose(&h, NULL);
}

#define CODE(content, place)                                                              \
    "local E = encart.html return { propose = function(ctx) return ctx.box('links', "     \
    "{ content = E.aside { " content " }, place = { " place " } }) end }"

START_TEST(frames_take_their_names_from_the_anchor)
{
    char *got;

    embeds(CODE("E.iframe { name = 'top' }", ""));
    ck_assert_msg(lua_host_told(&h, "names of frames come from ctx.anchor()"), "%s",
                  lua_host_diags(&h));
    embeds(CODE("E.iframe { name = ctx.anchor '1', src = 'https://www.youtube.com/x' }", ""));
    ck_assert_msg(lua_host_told(&h, "“src”: is not allowed here"), "%s", lua_host_diags(&h));
    embeds(CODE("E.iframe 'x'", ""));
    embeds(CODE("E.iframe { name = ctx.anchor '1', width = 5 }", ""));
    got = lua_host_build(&h, 0, 1, 1);
    ck_assert_str_eq(got, "<aside><iframe name=\"e-probe_1\" width=\"5\"></iframe></aside>");
    free(got);
}
END_TEST

START_TEST(a_box_names_the_block_that_it_follows)
{
    static const encart__block blocks[3];

    h.article.blocks = (encart__block *)(uintptr_t)blocks;
    h.article.block_count = 3;
    embeds(CODE("", "after = 1"));
    ck_assert_uint_eq(h.boxes[0].wish.after, 1);
    embeds(CODE("", "after = 4"));
    ck_assert_msg(lua_host_told(&h, "place.after: no block 4: the body has 3"), "%s", lua_host_diags(&h));
    embeds(CODE("", "after = 0"));
    ck_assert_msg(lua_host_told(&h, "place.after: no block 0"), "%s", lua_host_diags(&h));
    embeds(CODE("", "after = 'x'"));
    ck_assert_msg(lua_host_told(&h, "place.after: expected the number of a block"), "%s",
                  lua_host_diags(&h));
}
END_TEST

START_TEST(a_capability_that_is_not_named_is_absent)
{
    const char *files[] = {"manifest.lua", HEAD BOXES "}", "init.lua",
                           "return { propose = function(ctx) return ctx.related {} end }", NULL};

    ck_assert(lua_host_write_files(&h, files));
    lua_host_propose(&h, NULL);
    ck_assert_msg(lua_host_told(&h, "“service.related”"), "%s", lua_host_diags(&h));
}
END_TEST

/* ---- allocations failing ---------------------------------------------------------------- */

/* One load, propose, build of a bundled plugin; true when a box came out. */
static int whole_run(const char *name, suite_alloc *a)
{
    char *got = NULL;

    lua_host_init(&h, a ? &a->vtable : NULL);
    h.article.url = ENCART__STR("/this");
    lua_host_relate(&h, "/a", "A", "fr", "2024-01-01");
    lua_host_relate(&h, "/b", "B", "fr", "2024-01-02");
    lua_host_relate(&h, "/c", "C", "en", "2024-01-03");
    if (lua_host_load(&h, name) && lua_host_propose(&h, NULL))
        got = lua_host_build(&h, 0, 1, 1);
    lua_host_free(&h);
    free(got);
    return got != NULL;
}

static const char *const bundled[] = {"lire-aussi", "related", "footer-controls"};

START_TEST(each_allocation_may_fail)
{
    for (int after = 0; after < 2; after++) {
        for (size_t n = 1; n < 2000; n++) {
            suite_alloc a;
            int built;

            suite_alloc_init(&a);
            a.fail_at = n;
            a.fail_after = after;
            built = whole_run(bundled[_i], &a);
            ck_assert_uint_eq(a.live, 0);
            if (a.count < n) {
                ck_assert_msg(built, "nothing failed and nothing was built");
                break;
            }
        }
    }
    fresh();
}
END_TEST

/* The same of holes and fragments. */
static int pieces(const encart_allocator *vtable)
{
    char *got = NULL;

    lua_host_init(&h, vtable);
    if (lua_host_write(&h, "return { propose = function(ctx) return ctx.box('note', { content = "
                           "encart.html.p { ctx.hole('a', { b = { 1, 'c' } }), "
                           "ctx.fragment '<table>x<script>y</script><p id=z>w\\xFF' } }) end }") &&
        lua_host_propose(&h, NULL))
        got = lua_host_build(&h, 0, 1, 1);
    lua_host_free(&h);
    free(got);
    return got != NULL;
}

START_TEST(each_allocation_of_pieces_may_fail)
{
    size_t n = 1;

    for (;; n++) {
        suite_alloc a;
        int built;

        suite_alloc_init(&a);
        a.fail_at = n;
        a.fail_after = _i;
        built = pieces(&a.vtable);
        ck_assert_uint_eq(a.live, 0);
        if (a.count < n) {
            ck_assert_msg(built, "nothing failed and nothing was built");
            break;
        }
    }
    ck_assert_uint_gt(n, 30);
    fresh();
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("lua_api");
    TCase *c = tcase_create("api");

    tcase_set_timeout(c, 120);
    tcase_add_checked_fixture(c, fresh, drop);
    tcase_add_test(c, data_becomes_json_with_sorted_keys);
    tcase_add_test(c, data_faults_have_line_and_path);
    tcase_add_test(c, manifest_faults_name_the_member);
    tcase_add_test(c, a_folder_that_is_no_plugin_is_told);
    tcase_add_test(c, a_catalogue_with_wrong_entries_is_told);
    tcase_add_test(c, settings_faults_name_path_and_nearest);
    tcase_add_test(c, settings_are_completed_by_defaults);
    tcase_add_test(c, context_gives_the_article);
    tcase_add_test(c, the_date_that_was_read_bounds_the_age);
    tcase_add_test(c, context_gives_neighbours_and_site);
    tcase_add_test(c, random_is_the_same_for_the_same_article_only);
    tcase_add_test(c, context_speaks_french);
    tcase_add_test(c, context_speaks_the_french_of_the_page);
    tcase_add_test(c, labels_have_the_typography_of_the_site);
    tcase_add_test(c, context_faults_are_told_at_the_plugin_s_line);
    tcase_add_test(c, constructors_refuse_at_the_plugin_s_line);
    tcase_add_test(c, strings_are_always_text);
    tcase_add_test(c, children_are_flattened_and_holes_skipped);
    tcase_add_test(c, one_element_may_stand_twice);
    tcase_add_test(c, content_functions_know_their_place_and_may_decline);
    tcase_add_test(c, a_hole_is_a_comment_of_its_name_and_params);
    tcase_add_test(c, a_hole_that_cannot_be_is_refused_at_the_plugin_s_line);
    tcase_add_test(c, params_do_not_grow_without_end);
    tcase_add_test(c, a_fragment_passes_the_sanitiser);
    tcase_add_test(c, what_a_fragment_loses_is_told_at_the_plugin_s_line);
    tcase_add_test(c, a_fragment_that_cannot_be_is_refused_at_the_plugin_s_line);
    tcase_add_test(c, a_fragment_counts_in_its_box);
    tcase_add_test(c, modules_are_loaded_once_and_never_in_a_circle);
    tcase_add_test(c, boxes_that_are_not_returned_are_forgotten);
    tcase_add_test(c, a_capability_that_is_not_named_is_absent);
    tcase_add_test(c, frames_take_their_names_from_the_anchor);
    tcase_add_test(c, a_box_names_the_block_that_it_follows);
    tcase_add_loop_test(c, each_allocation_may_fail, 0, 3);
    tcase_add_loop_test(c, each_allocation_of_pieces_may_fail, 0, 2);
    suite_add_tcase(s, c);
    return s;
}

int main(void)
{
    return suite_main("test_lua_api", suite());
}
