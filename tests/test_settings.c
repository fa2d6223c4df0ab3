/* Settings with a form of their own, lists and maps: what a configuration gets wrong is
 * told with its path, what is right arrives in one canonical way. */
#include "core/base/limits.h"
#include "core/plugin/forms.h"
#include "core/plugin/settings.h"
#include "tests/lua_host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEAD                                                                   \
    "return { name = 'probe', version = '1', api = 1, slots = { 'footer' },\n" \
    "boxes = { note = { slot = 'footer', element = 'p' } }, settings = {\n"

static const char manifest[] = HEAD
    "ink = { type = 'color', default = '#ABC' },\n"
    "day = { type = 'date', optional = true },\n"
    "wait = { type = 'duration', default = '1h30m', max = 7200 },\n"
    "topic = { type = 'slug', default = 'a-b' },\n"
    "terms = { type = 'map', default = { OTAN = 'Traité', ['Code du travail'] = '/code' "
    "} },\n"
    "sizes = { type = 'map', of = 'integer', min = 1, default = {} },\n"
    "kinds = { type = 'list', of = 'enum', values = { 'one', 'two' }, default = {} },\n"
    "steps = { type = 'list', of = 'duration', default = { '1m' } } } }\n";

static lua_host h;

static void fresh(void)
{
    lua_host_init(&h, NULL);
}

static void drop(void)
{
    lua_host_free(&h);
}

static int load(const char *of, const char *init)
{
    const char *files[] = {"manifest.lua", of, "init.lua", init, NULL};

    return lua_host_write_files(&h, files);
}

/* ---- forms
 * ----------------------------------------------------------------------------- */

START_TEST(forms_have_one_canonical_text)
{
    static const struct {
        size_t (*form)(char out[ENCART__FORM_BYTES], encart__str s);
        const char *text, *canonical; /* "" = none */
    } cases[] = {
        {encart__form_color, "#aBc", "#aabbcc"},
        {encart__form_color, "#A0b1C2", "#a0b1c2"},
        {encart__form_color, "red", ""},
        {encart__form_color, "#abcd", ""},
        {encart__form_color, "#ggg", ""},
        {encart__form_color, "", ""},
        {encart__form_color, "#", ""},
        {encart__form_date, "2026-01-31", "2026-01-31"},
        {encart__form_date, "2026-01-31 09:30", "2026-01-31T09:30:00Z"},
        {encart__form_date, "2026-02-30", ""},
        {encart__form_date, "tomorrow", ""},
        {encart__form_slug, "code-2026", "code-2026"},
        {encart__form_slug, "-a", ""},
        {encart__form_slug, "a-", ""},
        {encart__form_slug, "a--b", ""},
        {encart__form_slug, "A", ""},
        {encart__form_slug, "é", ""},
        {encart__form_slug, "", ""},
    };
    char out[ENCART__FORM_BYTES];

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t n = cases[i].form(out, encart__str_z(cases[i].text));

        ck_assert_msg(n == strlen(cases[i].canonical), "%s: %zu", cases[i].text, n);
        if (n)
            ck_assert_str_eq(out, cases[i].canonical);
    }
}
END_TEST

START_TEST(durations_are_seconds)
{
    static const struct {
        const char *text;
        int64_t seconds; /* -1 = none */
    } cases[] = {
        {"90s", 90},
        {"1h30m", 5400},
        {"2d", 172800},
        {"1w2d3h4m5s", 788645},
        {"0s", 0},
        {"36525d", 3155760000},
        {"36526d", -1},
        {"5217w7d", -1},
        {"", -1},
        {"90", -1},
        {"s", -1},
        {"1m1h", -1},
        {"1h1h", -1},
        {"1x", -1},
        {"-1s", -1},
        {"1.5h", -1},
        {"99999999999999999999s", -1},
        {"1h ", -1},
    };
    int64_t seconds;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int ok = encart__form_duration(encart__str_z(cases[i].text), &seconds);

        ck_assert_msg((ok ? seconds : -1) == cases[i].seconds, "%s: %lld", cases[i].text,
                      (long long)seconds);
    }
}
END_TEST

/* ---- from a configuration
 * -------------------------------------------------------------- */

static char *applied(const char *settings)
{
    json_t *given = json_loads(settings, 0, NULL), *all;
    char *text;

    ck_assert_msg(load(manifest, "return { propose = function() end }"), "%s",
                  lua_host_diags(&h));
    all = encart__settings_apply(h.plugin, given, "plugins.x", &h.diags);
    text = json_dumps(all, JSON_COMPACT | JSON_SORT_KEYS);
    json_decref(all);
    json_decref(given);
    return text;
}

START_TEST(what_is_right_is_written_canonically)
{
    char *text = applied("{}");

    ck_assert_str_eq(text,
                     "{\"ink\":\"#aabbcc\",\"kinds\":[],\"sizes\":{},\"steps\":[60],"
                     "\"terms\":{\"Code du travail\":\"/code\",\"OTAN\":\"Traité\"},"
                     "\"topic\":\"a-b\",\"wait\":5400}");
    free(text);
    drop();
    fresh();
    text = applied(
        "{\"wait\": 30, \"day\": \"2026-01-31 09:30\", \"terms\": {\"É\": \"x\"},"
        " \"sizes\": {\"a\": 2.0}, \"kinds\": [\"two\"], \"steps\": [\"1h\", 5]}");
    ck_assert_str_eq(text, "{\"day\":\"2026-01-31T09:30:00Z\",\"ink\":\"#aabbcc\","
                           "\"kinds\":[\"two\"],\"sizes\":{\"a\":2},\"steps\":[3600,5],"
                           "\"terms\":{\"É\":\"x\"},\"topic\":\"a-b\",\"wait\":30}");
    ck_assert_msg(!h.diags.first, "%s", lua_host_diags(&h));
    free(text);
}
END_TEST

START_TEST(what_is_wrong_is_told_with_its_path)
{
    static const struct {
        const char *settings, *path, *message;
    } cases[] = {
        {"{\"ink\": \"red\"}", "ink", "“red” is not a color: “#rgb” or “#rrggbb”"},
        {"{\"ink\": 3}", "ink", "expected a color"},
        {"{\"day\": \"soon\"}", "day", "“soon” is not a date"},
        {"{\"topic\": \"Á b\"}", "topic", "“Á b” is not a slug"},
        {"{\"wait\": \"1h1h\"}", "wait", "“1h1h” is not a duration"},
        {"{\"wait\": \"3h\"}", "wait", "10800 is above the maximum 7200"},
        {"{\"wait\": -1}", "wait", "-1 is below the minimum 0"},
        {"{\"wait\": 1.5}", "wait", "expected a duration"},
        {"{\"terms\": [\"OTAN\"]}", "terms",
         "expected an object of strings, found an array"},
        {"{\"terms\": {\"OTAN\": 3}}", "terms.OTAN",
         "expected a string, found an integer"},
        {"{\"terms\": {\"a b\": 3}}", "terms.\"a b\"", "expected a string"},
        {"{\"terms\": {\"\": \"x\"}}", "terms.\"\"", "a name without letters"},
        {"{\"sizes\": {\"a\": 0}}", "sizes.a", "0 is below the minimum 1"},
        {"{\"kinds\": [\"one\", \"six\"]}", "kinds[1]", "“six” is none of its values"},
        {"{\"kinds\": {\"a\": \"one\"}}", "kinds", "expected a list of its values"},
        {"{\"steps\": [\"x\"]}", "steps[0]", "“x” is not a duration"},
    };
    char path[64];

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const encart__diag *d;

        free(applied(cases[i].settings));
        d = lua_host_told(&h, cases[i].message);
        ck_assert_msg(d != NULL, "%s: %s", cases[i].settings, lua_host_diags(&h));
        snprintf(path, sizeof path, "plugins.x.%s", cases[i].path);
        ck_assert_str_eq(d->path.p, path);
        drop();
        fresh();
    }
}
END_TEST

static char *many(size_t count, size_t key, size_t value)
{
    char *text = malloc(64 + count * (key + value + 24)), *at = text;

    at += sprintf(at, "{\"terms\": {");
    for (size_t i = 0; i < count; i++) {
        at += sprintf(at, "%s\"%05zu", i ? ", " : "", i);
        for (size_t k = 5; k < key; k++)
            *at++ = 'k';
        at += sprintf(at, "\": \"");
        for (size_t k = 0; k < value; k++)
            *at++ = 'v';
        *at++ = '"';
    }
    strcpy(at, "}}");
    return text;
}

static const char *told_of(size_t count, size_t key, size_t value)
{
    char *settings = many(count, key, value);

    drop();
    fresh();
    free(applied(settings));
    free(settings);
    return h.diags.first ? h.diags.first->message.p : "";
}

START_TEST(maps_are_bounded)
{
    ck_assert_str_eq(told_of(ENCART__SETTING_ITEMS, 5, 1), "");
    ck_assert_str_eq(told_of(ENCART__SETTING_ITEMS + 1, 5, 1), "more than 2000 entries");
    ck_assert_str_eq(told_of(1, ENCART__SETTING_KEY, 1), "");
    ck_assert_str_eq(told_of(1, ENCART__SETTING_KEY + 1, 1),
                     "a name longer than 200 bytes");
    ck_assert_str_eq(told_of(1, 5, ENCART__SETTING_BYTES + 1), "longer than 16384 bytes");
    ck_assert_str_eq(told_of(17, 5, ENCART__SETTING_BYTES), "longer than 262144 bytes");
}
END_TEST

START_TEST(manifests_say_what_a_list_holds)
{
    static const struct {
        const char *manifest, *path, *message;
    } cases[] = {
        {HEAD "a = { type = 'map', of = 'sting', default = {} } } }", "settings.a.of",
         "did you mean “string”?"},
        {HEAD "a = { type = 'map', of = 'map', default = {} } } }", "settings.a.of",
         "holds no lists and no maps"},
        {HEAD "a = { type = 'string', of = 'url', default = '' } } }", "settings.a.of",
         "only a list and a map"},
        {HEAD "a = { type = 'map', of = 'enum', default = {} } } }", "settings.a",
         "an enum needs a list of values"},
        {HEAD "a = { type = 'map', default = { x = 1 } } } }", "settings.a.default.x",
         "expected a string, found an integer"},
        {HEAD "a = { type = 'colour', default = '#fff' } } }", "settings.a.type",
         "did you mean “color”?"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const encart__diag *d;

        ck_assert(!load(cases[i].manifest, "return {}"));
        d = lua_host_told(&h, cases[i].message);
        ck_assert_msg(d != NULL, "%s: %s", cases[i].manifest, lua_host_diags(&h));
        ck_assert_str_eq(d->path.p, cases[i].path);
        drop();
        fresh();
    }
}
END_TEST

/* ---- in a plugin
 * ----------------------------------------------------------------------- */

/* What init.lua's f(ctx) gives, as the text of a box; NULL when it fails. */
static char *say(const char *body, const char *settings)
{
    char code[1024];

    snprintf(
        code, sizeof code,
        "local function f(ctx) %s end\nreturn { propose = function(ctx) local v = "
        "f(ctx) return ctx.box('note', { content = encart.html.p(tostring(v)) }) end }",
        body);
    ck_assert_msg(load(manifest, code), "%s", lua_host_diags(&h));
    return lua_host_propose(&h, settings) == 1 ? lua_host_build(&h, 0, 1, 1) : NULL;
}

START_TEST(a_plugin_reads_a_map_in_the_order_of_its_names)
{
    char *got = say("local t = {} for k, v in pairs(ctx.settings.terms) do "
                    "t[#t + 1] = k .. '=' .. v end return table.concat(t, ',') .. "
                    "tostring(ctx.settings.terms.none)",
                    "{\"terms\": {\"b\": \"2\", \"É\": \"3\", \"a\": \"1\"}}");

    ck_assert_msg(got != NULL, "%s", lua_host_diags(&h));
    ck_assert_msg(strstr(got, ">a=1,b=2,É=3nil<") != NULL, "%s", got);
    free(got);
}
END_TEST

START_TEST(a_plugin_cannot_change_a_map)
{
    ck_assert(!say("ctx.settings.terms.a = 'x'", "{}"));
    ck_assert_msg(lua_host_told(&h, "ctx.settings.terms: cannot be changed") != NULL,
                  "%s", lua_host_diags(&h));
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("settings");
    TCase *c = tcase_create("settings");

    tcase_add_checked_fixture(c, fresh, drop);
    tcase_add_test(c, forms_have_one_canonical_text);
    tcase_add_test(c, durations_are_seconds);
    tcase_add_test(c, what_is_right_is_written_canonically);
    tcase_add_test(c, what_is_wrong_is_told_with_its_path);
    tcase_add_test(c, maps_are_bounded);
    tcase_add_test(c, manifests_say_what_a_list_holds);
    tcase_add_test(c, a_plugin_reads_a_map_in_the_order_of_its_names);
    tcase_add_test(c, a_plugin_cannot_change_a_map);
    suite_add_tcase(s, c);
    return s;
}

int main(void)
{
    return suite_main("test_settings", suite());
}
