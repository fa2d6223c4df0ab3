/* From configuration to engine, through the public interface: every fault is a diagnostic
 * with file, line and path; nothing but memory fails an engine. */
#include <encart/encart.h>

#include "tests/suite.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SECTION "<section><a href=sms:1>a</a><audio src=/x></audio></section>"

static encart_engine *engine_of(const char *config, int plugins)
{
    encart_builder *b;
    encart_engine *e;
    encart_error err;

    ck_assert_int_eq(encart_builder_new(&b, NULL, &err), ENCART_OK);
    ck_assert_int_eq(encart_builder_plugin_path(b, suite_src("plugins"), &err), ENCART_OK);
    if (plugins) {
        encart_builder_plugin_enable(b, "lire-aussi", NULL);
        encart_builder_plugin_enable(b, "related", NULL);
    }
    if (config)
        ck_assert_msg(encart_builder_config_json(b, config, strlen(config), "site.json",
                                                 &err) == ENCART_OK,
                      "%s", err.message);
    ck_assert_msg(encart_engine_new(&e, b, &err) == ENCART_OK, "%s: %s",
                  config ? config : "", err.message);
    encart_builder_free(b);
    return e;
}

/* Expects exactly one diagnostic that holds each of the four. */
static void expect_one(const char *config, int line, const char *path, const char *message)
{
    encart_engine *e = engine_of(config, 1);
    json_t *all = json_loads(encart_engine_diagnostics(e, NULL), 0, NULL), *d;

    ck_assert_msg(json_array_size(all) == 1, "%s", encart_engine_diagnostics(e, NULL));
    d = json_array_get(all, 0);
    ck_assert_str_eq(json_string_value(json_object_get(d, "source")), "site.json");
    ck_assert_int_eq(json_integer_value(json_object_get(d, "line")), line);
    ck_assert_str_eq(json_string_value(json_object_get(d, "path")), path);
    ck_assert_msg(strstr(json_string_value(json_object_get(d, "message")), message) != NULL,
                  "%s", json_string_value(json_object_get(d, "message")));
    json_decref(all);
    encart_engine_free(e);
}

START_TEST(faults_of_configuration_have_file_line_path_and_advice)
{
    expect_one("{\n \"plugns\": {}}", 2, "plugns", "did you mean “plugins”");
    expect_one("{\n \"plugins\": {\n  \"lire-aussi\": {\"cuont\": 2}}}", 3,
               "plugins.lire-aussi.cuont", "did you mean “count”");
    expect_one("{\"plugins\": {\"related\":\n {\"count\": \"four\"}}}", 2,
               "plugins.related.count", "expected an integer");
    expect_one("{\"plugins\": {\"related\":\n {\"count\": 1000}}}", 2,
               "plugins.related.count", "maximum");
    expect_one("{\"placement\":\n\n {\"box_words\": -1}}", 3, "placement.box_words",
               "outside 0..100000");
    expect_one("{\"slots\": {\n\"bodi\": {}}}", 2, "slots.bodi", "unknown slot");
    expect_one("{\"slots\": {\"body\": {\"priority\":\n [1]}}}", 2,
               "slots.body.priority[0]", "expected a string, found an integer");
    expect_one("{\"sites\": {\"a.b\": {\n\"plugin\": {}}}}", 2, "sites.\"a.b\".plugin",
               "did you mean “plugins”");
    expect_one("{\"typography\": {\n\"mode\": \"lables\"}}", 2, "typography.mode",
               "“lables” is none of labels, inserted, all (did you mean “labels”?)");
    expect_one("{\"sites\": {\"a\": {\"typography\": {\"space_fine\": 160}}}}", 1,
               "sites.a.typography.space_fine", "expected a string, found an integer");
    expect_one("{\"typography\": {\"locale\": \"de\"}}", 1, "typography.locale",
               "“de” is none of fr, fr-CA, fr-CH, ar, none");
    expect_one("{\"sections\": {\"S\": {\"typography\": {\"spacefine\": \"u00a0\"}}}}", 1,
               "sections.S.typography.spacefine", "did you mean “space_fine”");
    expect_one("{\"plugins\": {\n\"lire-aussi\": 5}}", 2, "plugins.lire-aussi",
               "expected an object of settings, true or false, found an integer");
    expect_one("{\"site\": {\"features\":\n {\"plan\": []}}}", 2, "site.features.plan",
               "expected a string, an integer, true or false, found an array");
    expect_one("{\"site\": {\"routes\": [\"x\"]}}", 1, "site.routes",
               "expected an object of URLs");
    expect_one("{\"site\": {\"routes\": {\"Tag\": \"/\"}}}", 1, "site.routes.Tag",
               "a route's name is a letter");
    expect_one("{\"site\": {\"routes\": {\"tag\": 5}}}", 1, "site.routes.tag",
               "expected a URL as a string, found an integer");
}
END_TEST

static void expect_route(const char *template, const char *message)
{
    char config[256];

    snprintf(config, sizeof config, "{\"site\": {\"routes\":\n {\"tag\": \"%s\"}}}", template);
    expect_one(config, 2, "site.routes.tag", message);
}

START_TEST(a_route_that_could_lead_elsewhere_is_refused)
{
    expect_route("", "expected a URL");
    expect_route("/tag/{slug", "braces hold the name of a parameter");
    expect_route("/tag/slug}", "braces hold the name of a parameter");
    expect_route("/tag/{}", "braces hold the name of a parameter");
    expect_route("/tag/{+slug}", "braces hold the name of a parameter");
    expect_route("/tag/{a}{?b}", "braces hold the name of a parameter");
    expect_route("https://{host}/", "must not be part of the scheme or the host");
    expect_route("//{host}/", "must not be part of the scheme or the host");
    expect_route("{scheme}://a.example/", "must not be part of the scheme or the host");
    expect_route("https://{user}@a.example/", "must not be part of the scheme or the host");
    expect_route("https://a.example{rest}", "must not be part of the scheme or the host");
    expect_route("https://a.example:{port}/", "not a URL that a page may link to");
    expect_route("javascript:{code}", "not a URL that a page may link to");
}
END_TEST

START_TEST(what_a_policy_cannot_have_is_told_with_its_place)
{
    expect_one("{\"sanitise\": {\"allow\": {\"elements\": [\"section\",\n \"script\"]}}}", 2,
               "sanitise.allow.elements[1]", "“script” cannot be allowed: it runs code");
    expect_one("{\"sanitise\": {\"allow\": {\"elements\": [\n\"sektion\"]}}}", 2,
               "sanitise.allow.elements[0]", "did you mean “section”");
    expect_one("{\"sanitise\": {\"allow\": {\"attributes\": {\"p\": [],\n\"*\": [\"onclick\"]}}}}",
               2, "sanitise.allow.attributes.\"*\"[0]", "it runs code");
    expect_one("{\"sanitise\":\n {\"allow\": {\"schemes\": [\"javascript\"]}}}", 2,
               "sanitise.allow.schemes[0]", "it runs code");
    expect_one("{\"sanitise\": {\"allow\": {\"embed_hosts\": [\"https://a.example/\"]}}}", 1,
               "sanitise.allow.embed_hosts[0]", "expected a whole host");
    expect_one("{\"sanitise\": {\"repair\": \"never\"}}", 1, "sanitise.repair",
               "expected “auto” or “always”, found “never”");
    expect_one("{\"sanitise\": {\"data_images\": 1}}", 1, "sanitise.data_images",
               "expected true or false");
}
END_TEST

/* Expects that no engine is built, and an error that holds each of the four. */
static void expect_none(const char *config, unsigned line, const char *path,
                        const char *message)
{
    encart_builder *b;
    encart_engine *e;
    encart_error err;

    ck_assert_int_eq(encart_builder_new(&b, NULL, NULL), ENCART_OK);
    ck_assert_int_eq(
        encart_builder_config_json(b, config, strlen(config), "site.json", NULL), ENCART_OK);
    ck_assert_msg(encart_engine_new(&e, b, &err) == ENCART_ECONFIG, "%s", config);
    ck_assert_ptr_null(e);
    ck_assert_str_eq(err.source, "site.json");
    ck_assert_uint_eq(err.line, line);
    ck_assert_str_eq(err.path, path);
    ck_assert_msg(strstr(err.message, message) != NULL, "%s", err.message);
    encart_builder_free(b);
}

/* It would let in more than its author wrote. */
START_TEST(a_policy_that_cannot_be_narrowed_as_it_says_makes_no_engine)
{
    expect_none("{\"sanitise\": {\"deny\": {\"elements\": [\"audio\",\n \"blokquote\"]}}}", 2,
                "sanitise.deny.elements[1]", "did you mean “blockquote”");
    expect_none("{\"sanitise\": {\"deny\": {\"elements\": [\"p\"]}}}", 1,
                "sanitise.deny.elements[0]", "Encart writes it itself");
    expect_none("{\"sanitise\": {\"deny\": {\"attributes\": {\"p\": [\"titel\"]}}}}", 1,
                "sanitise.deny.attributes.p[0]", "did you mean “title”");
    expect_none("{\"sanitise\": {\"deny\": {\"attributes\": {\"*\": [\"data-bluesky-uris\"]}}}}",
                1, "sanitise.deny.attributes.\"*\"[0]", "did you mean “data-bluesky-uri”");
    expect_none("{\"sanitise\": {\"deny\": {\"schemes\": [\"mailtoo\"]}}}", 1,
                "sanitise.deny.schemes[0]", "did you mean “mailto”");
    expect_none("{\"sanitise\": {\"deny\": {\"embed_hosts\": [\"www.youtube.con\"]}}}", 1,
                "sanitise.deny.embed_hosts[0]", "did you mean “www.youtube.com”");
    expect_none("{\"sanitise\": {\"deny\": {\"elements\": [1]}}}", 1,
                "sanitise.deny.elements[0]", "expected a string");
    expect_none("{\"sanitise\": {\"deny\": {\"element\": []}}}", 1, "sanitise.deny.element",
                "did you mean “elements”");
    expect_none("{\"sanitise\": []}", 1, "sanitise", "expected an object");
    expect_none("{\"sanitize\": {\"profile\": \"strict\"}}", 1, "sanitize",
                "did you mean “sanitise”");
    expect_none("{\"sites\": {\"a.b\": {\"sanitise\": {}}}}", 1, "sites.\"a.b\".sanitise",
                "unknown member");
    expect_none("{\"sanitise\": {\"deny\": {\"attributes\": {\"iframe\": [\"sandbox\"]}}}}", 1,
               "sanitise.deny.attributes.iframe[0]", "“sandbox” cannot be denied");
    expect_none("{\"sanitise\": {\"deny\": {\"elements\": [\"h1\"]}}}", 1,
               "sanitise.deny.elements", "together");
    expect_none("{\"sanitise\": {\"deny\": {\"classes\": [\"a b\"]}}}", 1,
               "sanitise.deny.classes[0]", "expected a class");
    expect_none("{\"sanitise\": {\"classes\": [\"encart-*\"]}}", 1, "sanitise.classes[0]",
               "own boxes");
    expect_none("{\"sanitise\": {\"profile\": \"plugin\"}}", 1, "sanitise.profile",
               "found “plugin”");
    expect_none("{\"sanitise\": {\"alow\": {}}}", 1, "sanitise.alow", "did you mean “allow”");
    expect_none("{\"sanitise\": {\"deny\": {\"attributes\": [\"a\"]}}}", 1,
               "sanitise.deny.attributes", "expected an object of elements");
    expect_none("{\"sanitise\": {\"deny\": {\"attributes\": {\"a\": \"b\"}}}}", 1,
               "sanitise.deny.attributes.a", "expected an array of strings");
}
END_TEST

START_TEST(faults_of_a_policy_are_all_told_and_the_rest_holds)
{
    encart_engine *e = engine_of("{\"sanitise\": {"
                                 " \"allow\": {\"elements\": [\"svg\", \"section\", \"form\"],"
                                 "             \"schemes\": [\"data\", \"sms\"]},"
                                 " \"deny\": {\"elements\": [\"audio\"]}}}",
                                 0);
    json_t *all = json_loads(encart_engine_diagnostics(e, NULL), 0, NULL);
    encart_buffer *out;

    ck_assert_uint_eq(json_array_size(all), 3);
    json_decref(all);
    ck_assert_int_eq(encart_sanitise(&out, NULL, e, SECTION, sizeof SECTION - 1, NULL, NULL),
                     ENCART_OK);
    ck_assert_str_eq(encart_buffer_data(out, NULL),
                     "<section><a href=\"sms:1\">a</a></section>\n");
    encart_buffer_free(out);
    encart_engine_free(e);
}
END_TEST

/* libtidy carries an ins into its blocks. */
static void expect_repair(const char *config, const char *repair, const char *want)
{
    static const char html[] = "<ins><p>a</p><p>b</p></ins>";
    encart_sanitise_options o = ENCART_SANITISE_OPTIONS_INIT;
    encart_engine *e = engine_of(config, 0);
    encart_buffer *out;

    o.repair = repair;
    ck_assert_int_eq(encart_sanitise(&out, NULL, e, html, sizeof html - 1, &o, NULL),
                     ENCART_OK);
    ck_assert_str_eq(encart_buffer_data(out, NULL), want);
    encart_buffer_free(out);
    encart_engine_free(e);
}

START_TEST(a_site_says_when_libtidy_is_asked_and_its_host_has_the_last_word)
{
    static const char built[] = "<ins><p>a</p><p>b</p></ins>";
    static const char tidied[] = "<p><ins>a</ins></p>\n<p><ins>b</ins></p>\n";
    static const char always[] = "{\"sanitise\": {\"repair\": \"always\"}}";

    expect_repair("{}", NULL, built);
    expect_repair("{}", "always", tidied);
    expect_repair(always, NULL, tidied);
    expect_repair(always, "auto", built);
    expect_repair("{\"sanitise\": {\"repair\": \"auto\"}}", NULL, built);
}
END_TEST

#define FRAGMENT                                                                         \
    "<section><p class='wp-x y'>Un. <img src='data:image/gif;base64,R0lG' alt=b></p>"      \
    "</section><iframe src='https://player.example.org/1'></iframe>"
#define OWN                                                                              \
    "{\"sanitise\": {\"profile\": \"embeds\", \"data_images\": true, \"classes\": [\"wp-*\"],"  \
    " \"allow\": {\"elements\": [\"section\"], \"embed_hosts\": [\"player.example.org\"]}}}"

/* The fragment as `engine` loads it, and as strip() leaves that. */
static void load_and_strip(const encart_engine *e, const char *html, const char *profile,
                           char *loaded, char *stripped, size_t size)
{
    encart_load_options o = ENCART_LOAD_OPTIONS_INIT;
    encart_render_options r = ENCART_RENDER_OPTIONS_INIT;
    encart_article *a;
    encart_result *result;
    encart_buffer *out;
    encart_error err;

    o.format = "html";
    o.profile = profile;
    r.no_plugins = 1;
    ck_assert_msg(encart_article_load(&a, e, html, strlen(html), &o, &err) == ENCART_OK,
                  "%s", err.message);
    ck_assert_int_eq(encart_render(&result, e, a, &r, &err), ENCART_OK);
    snprintf(loaded, size, "%s", encart_result_html(result, NULL));
    ck_assert_int_eq(encart_strip(&out, e, loaded, strlen(loaded), &err), ENCART_OK);
    snprintf(stripped, size, "%s", encart_buffer_data(out, NULL));
    encart_buffer_free(out);
    encart_result_free(result);
    encart_article_free(a);
}

START_TEST(load_sanitise_and_strip_keep_to_the_sites_own_policy)
{
    encart_engine *e = engine_of(OWN, 0);
    encart_sanitise_options o = ENCART_SANITISE_OPTIONS_INIT;
    char loaded[2048], stripped[2048];
    encart_buffer *out;

    ck_assert_str_eq(encart_engine_diagnostics(e, NULL), "[]");
    load_and_strip(e, FRAGMENT, NULL, loaded, stripped, sizeof loaded);
    ck_assert_ptr_nonnull(strstr(loaded, "<section><p class=\"wp-x\">Un. "));
    ck_assert_ptr_nonnull(strstr(loaded, "src=\"data:image/gif;base64,R0lG\""));
    ck_assert_ptr_nonnull(strstr(loaded, "src=\"https://player.example.org/1\""));
    ck_assert_str_eq(stripped, loaded);
    load_and_strip(e, FRAGMENT, "article", loaded, stripped, sizeof loaded);
    ck_assert_ptr_null(strstr(loaded, "<section"));
    ck_assert_ptr_null(strstr(loaded, "data:"));
    ck_assert_ptr_null(strstr(loaded, "<iframe"));
    ck_assert_int_eq(encart_sanitise(&out, NULL, e, FRAGMENT, sizeof FRAGMENT - 1, &o, NULL),
                     ENCART_OK);
    ck_assert_ptr_nonnull(strstr(encart_buffer_data(out, NULL), "<iframe"));
    encart_buffer_free(out);
    o.profile = "plugin";
    ck_assert_int_eq(encart_sanitise(&out, NULL, e, FRAGMENT, sizeof FRAGMENT - 1, &o, NULL),
                     ENCART_EINVAL);
    encart_engine_free(e);
}
END_TEST

/* An engine with a policy of its own, whose allocation `fail_at` fails; whether it was
 * reached. */
static int try_policy(size_t fail_at)
{
    suite_alloc a;
    encart_builder *b = NULL;
    encart_engine *e = NULL;
    encart_buffer *out = NULL, *removed = NULL;
    int status;

    suite_alloc_init(&a);
    a.fail_at = fail_at;
    status = encart_builder_new(&b, &a.vtable, NULL);
    if (!status)
        status = encart_builder_config_json(b, OWN, sizeof OWN - 1, "site.json", NULL);
    if (!status)
        status = encart_engine_new(&e, b, NULL);
    if (!status)
        status = encart_sanitise(&out, &removed, e, FRAGMENT, sizeof FRAGMENT - 1, NULL, NULL);
    if (status)
        ck_assert_int_eq(status, ENCART_ENOMEM);
    else
        ck_assert_ptr_nonnull(strstr(encart_buffer_data(out, NULL), "<section><p class="));
    encart_buffer_free(out);
    encart_buffer_free(removed);
    encart_engine_free(e);
    encart_builder_free(b);
    ck_assert_uint_eq(a.live, 0);
    return a.count >= fail_at;
}

START_TEST(each_allocation_of_a_policy_may_fail)
{
    size_t n = 1;

    while (try_policy(n))
        n++;
    ck_assert_uint_gt(n, 10);
}
END_TEST

START_TEST(a_sound_configuration_gives_no_diagnostics)
{
    encart_engine *e = engine_of(
        "{\"plugins\": {\"related\": {\"count\": 5}, \"lire-aussi\": false},"
        " \"sites\": {\"default\": {\"plugins\": {\"related\": {\"count\": 4}}},"
        "  \"a.b\": {\"sections\": {\"Sport*\": {\"plugins\": {\"related\": false}}}}},"
        " \"limits\": {\"fuel\": 100000, \"time_ms\": -1}}", 1);

    ck_assert_str_eq(encart_engine_diagnostics(e, NULL), "[]");
    encart_engine_free(e);
}
END_TEST

START_TEST(plugins_are_described_by_name)
{
    encart_engine *e = engine_of(NULL, 1);
    json_t *all = json_loads(encart_engine_plugins(e, NULL), 0, NULL);

    ck_assert_uint_eq(json_array_size(all), 2);
    ck_assert_str_eq(
        json_string_value(json_object_get(json_array_get(all, 0), "name")), "lire-aussi");
    ck_assert(json_object_get(json_object_get(json_array_get(all, 0), "boxes"),
                              "lire-aussi/links") != NULL);
    ck_assert_int_eq(
        json_integer_value(json_object_get(
            json_object_get(json_object_get(json_object_get(json_array_get(all, 0),
                                                            "manifest"),
                                            "settings"),
                            "boxes"),
            "max")),
        3);
    json_decref(all);
    encart_engine_free(e);
}
END_TEST

START_TEST(a_plugin_enabled_by_its_folder_is_set_by_its_name)
{
    static const char config[] = "{\"plugins\": {\"lire-aussi\": {\"cuont\": 2}}}";
    encart_builder *b = NULL;
    encart_engine *e = NULL;
    const char *told;

    ck_assert_int_eq(encart_builder_new(&b, NULL, NULL), ENCART_OK);
    encart_builder_plugin_enable(b, suite_src("plugins/lire-aussi"), NULL);
    encart_builder_config_json(b, config, sizeof config - 1, NULL, NULL);
    ck_assert_int_eq(encart_engine_new(&e, b, NULL), ENCART_OK);
    told = encart_engine_diagnostics(e, NULL);
    ck_assert_ptr_null(strstr(told, "no plugin"));
    ck_assert_ptr_nonnull(strstr(told, "did you mean “count”"));
    encart_engine_free(e);
    encart_builder_free(b);
}
END_TEST

START_TEST(a_missing_plugin_is_a_diagnostic_not_a_failure)
{
    encart_engine *e = engine_of("{\"plugins\": {\"no-such-thing\": {}}}", 0);

    ck_assert_ptr_nonnull(
        strstr(encart_engine_diagnostics(e, NULL), "no plugin “no-such-thing”"));
    ck_assert_str_eq(encart_engine_plugins(e, NULL), "[]");
    encart_engine_free(e);
}
END_TEST

START_TEST(broken_json_is_refused_with_its_line)
{
    encart_builder *b;
    encart_error err;

    encart_builder_new(&b, NULL, NULL);
    ck_assert_int_eq(encart_builder_config_json(b, "{\n\"a\": }", 8, "x.json", &err),
                     ENCART_ECONFIG);
    ck_assert_str_eq(err.source, "x.json");
    ck_assert_uint_eq(err.line, 2);
    ck_assert_int_eq(encart_builder_config_json(b, "[]", 2, NULL, &err), ENCART_ECONFIG);
    ck_assert_str_eq(err.message, "expected an object at the top level");
    ck_assert_int_eq(encart_builder_config_json(b, "{\"a\":1,\"a\":2}", 13, NULL, &err),
                     ENCART_ECONFIG);
    ck_assert_int_eq(encart_builder_config_file(b, "/nonexistent.json", &err), ENCART_EIO);
    ck_assert_int_eq(encart_builder_plugin_path(b, "/nonexistent", &err), ENCART_EIO);
    ck_assert_int_eq(encart_builder_service(b, "Related", NULL, NULL, &err), ENCART_EINVAL);
    ck_assert_ptr_nonnull(strstr(err.message, "“related”"));
    encart_builder_free(b);
}
END_TEST

START_TEST(arguments_are_checked)
{
    encart_builder *b;
    encart_engine *e;
    encart_article *a;
    encart_result *r;
    encart_buffer *buf;
    encart_allocator half = {NULL, NULL, NULL, NULL};
    encart_error err;

    ck_assert_int_eq(encart_builder_new(NULL, NULL, &err), ENCART_EINVAL);
    ck_assert_int_eq(encart_builder_new(&b, &half, &err), ENCART_EINVAL);
    ck_assert_ptr_null(b);
    ck_assert_int_eq(encart_engine_new(&e, NULL, &err), ENCART_EINVAL);
    ck_assert_int_eq(encart_article_load(&a, NULL, "x", 1, NULL, &err), ENCART_EINVAL);
    ck_assert_int_eq(encart_render(&r, NULL, NULL, NULL, &err), ENCART_EINVAL);
    ck_assert_int_eq(encart_sanitise(&buf, NULL, NULL, "x", 1, NULL, &err), ENCART_EINVAL);
    ck_assert_int_eq(encart_strip(&buf, NULL, "x", 1, &err), ENCART_EINVAL);
    encart_builder_free(NULL);
    encart_engine_free(NULL);
    encart_article_free(NULL);
    encart_result_free(NULL);
    ck_assert_str_eq(encart_result_html(NULL, NULL), "");
    ck_assert_str_eq(encart_article_title(NULL), "");
    ck_assert_str_eq(encart_version(), ENCART_VERSION_STRING);
    ck_assert_uint_eq(encart_version_number(), ENCART_VERSION_MAJOR << 16 |
                                                   ENCART_VERSION_MINOR << 8 |
                                                   ENCART_VERSION_PATCH);
}
END_TEST

static encart_article *load(const encart_engine *e, const char *text)
{
    encart_article *a = NULL;
    encart_error err;

    ck_assert_msg(encart_article_load(&a, e, text, strlen(text), NULL, &err) == ENCART_OK, "%s",
                  err.message);
    return a;
}

static const char article[] =
    "{\"id\":\"x\",\"url\":\"https://example.org/x\",\"lang\":\"fr\",\"title\":\"T\","
    "\"section\":{\"name\":\"Sport\"},"
    "\"body\":{\"format\":\"html\",\"value\":\"<p>Un.</p><p>Deux.</p><p>Trois.</p>\"}}";

static int fill_it(void *user, const char *name, const char *params, size_t n,
                   encart_reply *reply)
{
    ck_assert_str_eq(name, "csrf");
    ck_assert_str_eq(params, "{}");
    ck_assert_uint_eq(n, 2);
    return encart_reply_set(reply, user, strlen(user));
}

START_TEST(holes_are_filled_without_an_engine)
{
    static const char html[] = "<p>a<!--encart:hole csrf-->b</p>";
    char token[] = "<input type=hidden>";
    encart_buffer *out = NULL;
    encart_error err;
    size_t n;

    ck_assert_int_eq(encart_fill_holes(&out, html, strlen(html), fill_it, token, &err),
                     ENCART_OK);
    ck_assert_str_eq(encart_buffer_data(out, &n), "<p>a<input type=hidden>b</p>");
    ck_assert_uint_eq(n, 28);
    encart_buffer_free(out);
    ck_assert_int_eq(encart_fill_holes(&out, NULL, 0, fill_it, token, NULL), ENCART_OK);
    encart_buffer_free(out);
    ck_assert_int_eq(encart_fill_holes(NULL, html, 1, fill_it, NULL, &err), ENCART_EINVAL);
    ck_assert_int_eq(encart_fill_holes(&out, NULL, 1, fill_it, NULL, &err), ENCART_EINVAL);
    ck_assert_int_eq(encart_fill_holes(&out, html, 1, NULL, NULL, &err), ENCART_EINVAL);
    ck_assert_int_eq(encart_fill_holes(&out, html, (size_t)257 << 20, fill_it, NULL, &err),
                     ENCART_ELIMIT);
    ck_assert_ptr_null(out);
    ck_assert_int_eq(err.status, ENCART_ELIMIT);
}
END_TEST

START_TEST(options_of_a_render_are_checked)
{
    encart_engine *e = engine_of(NULL, 1);
    encart_article *a = load(e, article);
    encart_render_options o = ENCART_RENDER_OPTIONS_INIT;
    encart_result *r;
    encart_error err;

    o.format = "pdf";
    ck_assert_int_eq(encart_render(&r, e, a, &o, &err), ENCART_EINVAL);
    ck_assert_ptr_nonnull(strstr(err.message, "“pdf”"));
    ck_assert_ptr_null(r);
    o.format = NULL;
    o.now = "yesterday";
    ck_assert_int_eq(encart_render(&r, e, a, &o, &err), ENCART_EINVAL);
    o.now = NULL;
    o.answers = "{\"related\": [";
    o.answers_size = strlen(o.answers);
    ck_assert_int_eq(encart_render(&r, e, a, &o, &err), ENCART_EPARSE);
    ck_assert_str_eq(err.source, "answers");
    o.answers = "{\"related\": [{\"title\": \"no url\"}, 5]}";
    o.answers_size = strlen(o.answers);
    ck_assert_int_eq(encart_render(&r, e, a, &o, &err), ENCART_OK);
    ck_assert_ptr_nonnull(strstr(encart_result_report(r, NULL), "related[1]"));
    encart_result_free(r);
    encart_article_free(a);
    encart_engine_free(e);
}
END_TEST

START_TEST(a_plan_names_what_a_render_will_ask)
{
    encart_engine *e = engine_of(NULL, 1);
    encart_article *a = load(e, "Un titre\n\nUn chapeau.\n\nLire aussi : Un autre titre\n\nFin.");
    encart_buffer *plan;
    json_t *root, *needs;

    ck_assert_int_eq(encart_plan(&plan, e, a, NULL, NULL), ENCART_OK);
    root = json_loads(encart_buffer_data(plan, NULL), 0, NULL);
    needs = json_object_get(root, "needs");
    ck_assert_uint_eq(json_array_size(needs), 2);
    ck_assert_int_ge(
        json_integer_value(json_object_get(json_array_get(needs, 0), "limit")), 12);
    ck_assert_str_eq(json_string_value(json_object_get(json_array_get(needs, 1), "title")),
                     "Un autre titre");
    json_decref(root);
    encart_buffer_free(plan);
    encart_article_free(a);
    encart_engine_free(e);
}
END_TEST

static int answer(void *user, const char *service, const char *request, size_t n,
                  encart_reply *reply)
{
    const char *json = user;

    ck_assert_str_eq(service, "related");
    ck_assert_uint_eq(strlen(request), n);
    return json ? encart_reply_set(reply, json, strlen(json)) : 1;
}

static char *with_service(const char *json)
{
    encart_builder *b;
    encart_engine *e;
    encart_article *a;
    encart_result *r;
    char *out;

    encart_builder_new(&b, NULL, NULL);
    encart_builder_plugin_path(b, suite_src("plugins"), NULL);
    encart_builder_plugin_enable(b, "related", NULL);
    encart_builder_service(b, "related", answer, (void *)(uintptr_t)json, NULL);
    ck_assert_int_eq(encart_engine_new(&e, b, NULL), ENCART_OK);
    encart_builder_free(b);
    a = load(e, article);
    ck_assert_int_eq(encart_render(&r, e, a, NULL, NULL), ENCART_OK);
    out = malloc(strlen(encart_result_html(r, NULL)) + strlen(encart_result_report(r, NULL)) + 1);
    strcpy(out, encart_result_html(r, NULL));
    strcat(out, encart_result_report(r, NULL));
    encart_result_free(r);
    encart_article_free(a);
    encart_engine_free(e);
    return out;
}

START_TEST(a_service_answers_fails_or_talks_nonsense_and_the_page_comes_out)
{
    char *out = with_service("[{\"url\":\"https://example.org/1\",\"title\":\"Un\"},"
                             "{\"url\":\"https://example.org/2\",\"title\":\"Deux\"},"
                             "{\"url\":\"https://example.org/x\",\"title\":\"Moi-même\"},"
                             "{\"url\":\"https://example.org/2/?utm_source=a\",\"title\":\"Deux\"},"
                             "{\"url\":\"https://example.org/3\",\"title\":\"Trois\"}]");

    ck_assert_ptr_nonnull(strstr(out, "href=\"https://example.org/3\""));
    ck_assert_ptr_null(strstr(out, "Moi-même"));
    ck_assert_ptr_null(strstr(out, "utm_source"));
    free(out);
    out = with_service("[{]");
    ck_assert_ptr_nonnull(strstr(out, "is not JSON"));
    ck_assert_ptr_nonnull(strstr(out, "<p>Trois.</p>"));
    free(out);
    out = with_service("{\"related\": 5}");
    ck_assert_ptr_nonnull(strstr(out, "is not an array"));
    free(out);
    out = with_service(NULL);
    ck_assert_ptr_nonnull(strstr(out, "gave no answer"));
    free(out);
}
END_TEST

START_TEST(the_section_of_an_article_chooses_its_scope)
{
    encart_engine *e = engine_of(
        "{\"sections\": {\"Sp*\": {\"plugins\": {\"related\": false}}},"
        " \"sites\": {\"s.org\": {\"plugins\": {\"lire-aussi\": false}}}}", 1);
    encart_article *a = load(e, article);
    encart_render_options o = ENCART_RENDER_OPTIONS_INIT;
    encart_result *r;
    json_t *report;

    ck_assert_int_eq(encart_render(&r, e, a, &o, NULL), ENCART_OK);
    report = json_loads(encart_result_report(r, NULL), 0, NULL);
    ck_assert_uint_eq(json_array_size(json_object_get(report, "plugins")), 1);
    json_decref(report);
    encart_result_free(r);
    o.site = "S.org";
    ck_assert_int_eq(encart_render(&r, e, a, &o, NULL), ENCART_OK);
    report = json_loads(encart_result_report(r, NULL), 0, NULL);
    ck_assert_uint_eq(json_array_size(json_object_get(report, "plugins")), 0);
    json_decref(report);
    encart_result_free(r);
    encart_article_free(a);
    encart_engine_free(e);
}
END_TEST

/* The fragment and what is said of it, under a configuration of typography. */
static char *typeset(const char *typography, const char *site, const char *html)
{
    char config[600];
    encart_load_options lo = ENCART_LOAD_OPTIONS_INIT;
    encart_engine *e;
    encart_article *a;
    encart_result *r;
    char *out;

    snprintf(config, sizeof config,
             "{\"plugins\": {\"lire-aussi\": false, \"related\": {\"min\": 1}}%s%s}",
             *typography ? ", " : "", typography);
    e = engine_of(config, 1);
    lo.lang = "fr";
    lo.site = site;
    ck_assert_int_eq(encart_article_load(&a, e, html, strlen(html), &lo, NULL), ENCART_OK);
    ck_assert_int_eq(encart_render(&r, e, a,
                                   &(encart_render_options){
                                       .struct_size = sizeof(encart_render_options),
                                       .answers = "{\"related\": [{\"url\": \"/x\", \"title\":"
                                                  " \"L'eau : x ?\"}]}",
                                       .answers_size = strlen("{\"related\": [{\"url\": \"/x\","
                                                              " \"title\": \"L'eau : x ?\"}]}")},
                                   NULL),
                     ENCART_OK);
    out = strdup(encart_result_html(r, NULL));
    encart_result_free(r);
    encart_article_free(a);
    encart_engine_free(e);
    return out;
}

static void expect_typeset(const char *typography, const char *site, const char *body,
                           const char *box)
{
    char *got = typeset(typography, site, "<h1>L'un ?</h1><p>L'eau : y !</p>");

    ck_assert_msg(strstr(got, body) != NULL, "%s: no %s in %s", typography, body, got);
    ck_assert_msg(strstr(got, box) != NULL, "%s: no %s in %s", typography, box, got);
    free(got);
}

START_TEST(a_site_says_whose_words_get_its_typography)
{
    const char *as_written = "<h1>L'un ?</h1>\n<p>L'eau : y !</p>";
    const char *box = ">L’eau&nbsp;: x\xE2\x80\xAF?</a>";

    expect_typeset("", NULL, as_written, box);
    expect_typeset("\"typography\": {\"mode\": \"inserted\"}", NULL, as_written, box);
    expect_typeset("\"typography\": {\"mode\": \"labels\"}", NULL, as_written,
                   ">L'eau : x ?</a>");
    expect_typeset("\"typography\": {\"mode\": \"all\"}", NULL,
                   "<h1>L’un\xE2\x80\xAF?</h1>\n<p>L’eau&nbsp;: y\xE2\x80\xAF!</p>", box);
    expect_typeset("\"typography\": {\"space_fine\": \"u00a0\"}", NULL, as_written,
                   ">L’eau&nbsp;: x&nbsp;?</a>");
    expect_typeset("\"typography\": {\"locale\": \"fr-CA\"}", NULL, as_written,
                   ">L’eau&nbsp;: x?</a>");
    expect_typeset("\"typography\": {\"locale\": \"none\", \"mode\": \"all\"}", NULL,
                   as_written, ">L'eau : x ?</a>");
    /* An article's text has the typography of the site that it was loaded for. */
    expect_typeset("\"sites\": {\"ch\": {\"typography\": {\"mode\": \"all\", \"locale\": "
                   "\"fr-CH\"}}}",
                   "ch", "<p>L’eau\xE2\x80\xAF: y\xE2\x80\xAF!</p>", ">L’eau\xE2\x80\xAF: x");
    expect_typeset("\"sites\": {\"ch\": {\"typography\": {\"mode\": \"all\"}}}", "other",
                   as_written, box);
}
END_TEST

/* What is in the collection's file from now on. */
static void spoil(const char *file)
{
    FILE *f = fopen(file, "wb");

    ck_assert_ptr_nonnull(f);
    for (int i = 0; i < 100000; i++)
        fputc('x', f);
    fclose(f);
}

static void expect_kept(const encart_engine *e, const char *member)
{
    static const char text[] = "Le pont\n\nLes travaux commencent.\n\nIls durent deux mois.\n";
    encart_article *a;
    encart_result *r;

    ck_assert_int_eq(encart_article_load(&a, e, text, sizeof text - 1, NULL, NULL), ENCART_OK);
    ck_assert_int_eq(encart_render(&r, e, a, NULL, NULL), ENCART_OK);
    ck_assert_msg(strstr(encart_result_report(r, NULL), member) != NULL, "%s",
                  encart_result_report(r, NULL));
    encart_result_free(r);
    encart_article_free(a);
}

static void open_with(const char *file, encart_collection **c, encart_engine **e)
{
    encart_collection_options o = {sizeof o, ENCART_COLLECTION_CREATE, 0};
    encart_builder *b;

    ck_assert_int_eq(encart_collection_open(c, file, &o, NULL, NULL), ENCART_OK);
    ck_assert_int_eq(encart_builder_new(&b, NULL, NULL), ENCART_OK);
    ck_assert_int_eq(encart_builder_plugin_path(b, suite_src("plugins"), NULL), ENCART_OK);
    ck_assert_int_eq(encart_builder_plugin_enable(b, "related", NULL), ENCART_OK);
    ck_assert_int_eq(encart_builder_collection(b, *c, NULL), ENCART_OK);
    ck_assert_int_eq(encart_engine_new(e, b, NULL), ENCART_OK);
    encart_builder_free(b);
}

START_TEST(a_page_made_without_its_collection_is_not_to_be_kept)
{
    char folder[] = "/tmp/encart-test-XXXXXX", file[64];
    encart_collection *c;
    encart_engine *e;

    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(file, sizeof file, "%s/c.db", folder);
    open_with(file, &c, &e);
    expect_kept(e, "\"cacheable\":true");
    encart_engine_free(e);
    encart_collection_close(c);
    open_with(file, &c, &e);
    spoil(file);
    expect_kept(e, "\"cacheable\":false");
    encart_engine_free(e);
    encart_collection_close(c);
    unlink(file);
    rmdir(folder);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("engine");
    TCase *c = tcase_create("engine");

    tcase_set_timeout(c, 60);
    tcase_add_test(c, faults_of_configuration_have_file_line_path_and_advice);
    tcase_add_test(c, a_route_that_could_lead_elsewhere_is_refused);
    tcase_add_test(c, what_a_policy_cannot_have_is_told_with_its_place);
    tcase_add_test(c, a_policy_that_cannot_be_narrowed_as_it_says_makes_no_engine);
    tcase_add_test(c, faults_of_a_policy_are_all_told_and_the_rest_holds);
    tcase_add_test(c,
                   a_site_says_when_libtidy_is_asked_and_its_host_has_the_last_word);
    tcase_add_test(c, each_allocation_of_a_policy_may_fail);
    tcase_add_test(c, load_sanitise_and_strip_keep_to_the_sites_own_policy);
    tcase_add_test(c, a_sound_configuration_gives_no_diagnostics);
    tcase_add_test(c, plugins_are_described_by_name);
    tcase_add_test(c, a_plugin_enabled_by_its_folder_is_set_by_its_name);
    tcase_add_test(c, a_missing_plugin_is_a_diagnostic_not_a_failure);
    tcase_add_test(c, broken_json_is_refused_with_its_line);
    tcase_add_test(c, arguments_are_checked);
    tcase_add_test(c, holes_are_filled_without_an_engine);
    tcase_add_test(c, options_of_a_render_are_checked);
    tcase_add_test(c, a_plan_names_what_a_render_will_ask);
    tcase_add_test(c, a_service_answers_fails_or_talks_nonsense_and_the_page_comes_out);
    tcase_add_test(c, a_site_says_whose_words_get_its_typography);
    tcase_add_test(c, the_section_of_an_article_chooses_its_scope);
    tcase_add_test(c, a_page_made_without_its_collection_is_not_to_be_kept);
    suite_add_tcase(s, c);
    return suite_main("test_engine", s);
}
