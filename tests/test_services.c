/* What plugins ask of the site and its host, through the public interface: features, the
 * addresses of routes, services of any name; and all that can be wrong with an answer. */
#include <encart/encart.h>

#include "tests/suite.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SITE                                                                             \
    "{\"site\": {\"name\": \"Le Journal\", \"url\": \"https://journal.example/fr/\","    \
    "  \"features\": {\"newsletter\": true, \"plan\": \"gold\", \"pages\": 3},"          \
    "  \"routes\": {\"comment\": \"https://c.example/?a={id}\", \"tag\": \"/tag/{slug}/\"," \
    "   \"mail\": \"mailto:?subject={title}\", \"print\": \"print/{id}\"}}}"
#define USES "uses = { 'service.weather' }, "

typedef struct host {
    const char *config, *answers;
    const char *manifest; /* more members of it */
    const char *reply;    /* of the callback; NULL: it fails */
    const char *service;  /* that is registered, NULL = none */
    int calls;
    char request[1024]; /* the last one */
} host;

typedef struct outcome {
    int status;
    char *text; /* of the box */
    json_t *report;
    char *plan;
} outcome;

/* ---- a plugin of the test -------------------------------------------------------------- */

static char top[] = "/tmp/encart-services-XXXXXX";

static void write_file(const char *file, const char *text)
{
    char path[256];
    FILE *f;

    snprintf(path, sizeof path, "%s/probe/%s", top, file);
    f = fopen(path, "w");
    ck_assert_ptr_nonnull(f);
    fputs(text, f);
    ck_assert_int_eq(fclose(f), 0);
}

/* The box's paragraph holds what the Lua expression gives. */
static void write_plugin(const char *manifest, const char *lua)
{
    char text[2048], path[256];

    strcpy(top + sizeof top - 7, "XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(top));
    snprintf(path, sizeof path, "%s/probe", top);
    ck_assert_int_eq(mkdir(path, 0700), 0);
    snprintf(text, sizeof text,
             "return { name = 'probe', version = '1', api = 1, %s slots = { 'footer' },"
             " boxes = { it = { slot = 'footer', element = 'p' } } }", manifest);
    write_file("manifest.lua", text);
    snprintf(text, sizeof text,
             "return { propose = function(ctx)\n"
             "  return ctx.box('it', { content = encart.html.p(tostring(%s)) })\nend }", lua);
    write_file("init.lua", text);
}

static void remove_plugin(void)
{
    static const char *const files[] = {"probe/init.lua", "probe/manifest.lua", "probe", ""};
    char path[256];

    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        snprintf(path, sizeof path, "%s/%s", top, files[i]);
        remove(path);
    }
}

static int answer(void *user, const char *service, const char *request, size_t n,
                  encart_reply *reply)
{
    host *h = user;

    ck_assert_str_eq(service, h->service);
    ck_assert_uint_eq(strlen(request), n);
    snprintf(h->request, sizeof h->request, "%s", request);
    h->calls++;
    return h->reply ? encart_reply_set(reply, h->reply, strlen(h->reply)) : 7;
}

static encart_engine *engine_of(host *h, const char *lua, const encart_allocator *alloc,
                                int *status)
{
    const char *config = h->config ? h->config : SITE;
    encart_builder *b = NULL;
    encart_engine *e = NULL;
    char path[256];

    write_plugin(h->manifest ? h->manifest : "", lua);
    snprintf(path, sizeof path, "%s/probe", top);
    *status = encart_builder_new(&b, alloc, NULL);
    if (!*status)
        *status = encart_builder_config_json(b, config, strlen(config), "site.json", NULL);
    if (!*status)
        *status = encart_builder_plugin_enable(b, path, NULL);
    if (!*status && h->service)
        *status = encart_builder_service(b, h->service, answer, h, NULL);
    if (!*status)
        *status = encart_engine_new(&e, b, NULL);
    encart_builder_free(b);
    remove_plugin();
    return e;
}

/* ---- a render -------------------------------------------------------------------------- */

static const char article[] =
    "{\"id\": \"42\", \"url\": \"https://journal.example/fr/a\", \"lang\": \"fr\","
    " \"title\": \"T\", \"body\": {\"format\": \"html\", \"value\": \"<p>Un.</p>\"}}";

static char *text_of(const encart_result *r)
{
    const char *html = encart_result_slot(r, "footer", NULL);
    const char *from = html ? strstr(html, "<p data-encart=\"probe/it\">") : NULL;
    const char *to = from ? strstr(from, "</p>") : NULL;

    from = from ? strchr(from, '>') + 1 : NULL;
    return to ? strndup(from, (size_t)(to - from)) : NULL;
}

static int go(host *h, const char *lua, const encart_allocator *alloc, outcome *out)
{
    encart_render_options o = ENCART_RENDER_OPTIONS_INIT;
    encart_engine *e;
    encart_article *a = NULL;
    encart_result *r = NULL;
    encart_buffer *plan = NULL;

    memset(out, 0, sizeof *out);
    e = engine_of(h, lua, alloc, &out->status);
    o.answers = h->answers;
    o.answers_size = h->answers ? strlen(h->answers) : 0;
    if (!out->status)
        out->status = encart_article_load(&a, e, article, sizeof article - 1, NULL, NULL);
    if (!out->status)
        out->status = encart_plan(&plan, e, a, &o, NULL);
    if (!out->status)
        out->status = encart_render(&r, e, a, &o, NULL);
    if (!out->status) {
        out->plan = strdup(encart_buffer_data(plan, NULL));
        out->text = text_of(r);
        out->report = json_loads(encart_result_report(r, NULL), 0, NULL);
    }
    encart_buffer_free(plan);
    encart_result_free(r);
    encart_article_free(a);
    encart_engine_free(e);
    return out->status;
}

static void drop(outcome *out)
{
    free(out->text);
    free(out->plan);
    json_decref(out->report);
}

/* A member of the report as text, in a static buffer. */
static const char *part(const outcome *out, const char *name)
{
    static char text[3000];
    char *p = json_dumps(json_object_get(out->report, name), JSON_COMPACT | JSON_ENCODE_ANY);

    snprintf(text, sizeof text, "%s", p ? p : "");
    free(p);
    return text;
}

/* What the box says; `told` (or "[]") is a part of the diagnostics. */
static void expect(host *h, const char *lua, const char *text, const char *told)
{
    outcome out;

    ck_assert_int_eq(go(h, lua, NULL, &out), ENCART_OK);
    ck_assert_msg(out.text != NULL, "%s: %s", lua, part(&out, "diagnostics"));
    ck_assert_str_eq(out.text, text);
    ck_assert_msg(strstr(part(&out, "diagnostics"), told) != NULL, "%s: %s", lua,
                  part(&out, "diagnostics"));
    drop(&out);
}

static void expect_fault(host *h, const char *lua, const char *told)
{
    outcome out;

    ck_assert_int_eq(go(h, lua, NULL, &out), ENCART_OK);
    ck_assert_ptr_null(out.text);
    ck_assert_msg(strstr(part(&out, "diagnostics"), told) != NULL, "%s: %s", lua,
                  part(&out, "diagnostics"));
    drop(&out);
}

/* ---- features --------------------------------------------------------------------------- */

START_TEST(features_are_what_the_site_says)
{
    host h = {0}, bare = {.config = "{}"};

    expect(&h, "ctx.site.features.newsletter", "true", "[]");
    expect(&h, "ctx.site.features.plan .. ctx.site.features.pages", "gold3", "[]");
    expect(&h, "ctx.site.features.unknown", "nil", "[]");
    expect(&bare, "ctx.site.features.newsletter", "nil", "[]");
    expect_fault(&h, "(function() ctx.site.features.plan = 1 end)()", "cannot be changed");
}
END_TEST

/* ---- addresses -------------------------------------------------------------------------- */

START_TEST(an_address_is_a_filled_template_on_the_site)
{
    host h = {0}, bare = {.config = "{\"site\": {\"routes\": {\"tag\": \"/t/{slug}\"}}}"};

    expect(&h, "ctx.url('comment', { id = 'a/b&c?' })", "https://c.example/?a=a%2Fb%26c%3F",
           "[]");
    expect(&h, "ctx.url('tag', { slug = 'été' })", "https://journal.example/tag/%C3%A9t%C3%A9/",
           "[]");
    expect(&h, "ctx.url('print', { id = 42, more = 'x' })",
           "https://journal.example/fr/print/42", "[]");
    expect(&h, "ctx.url('mail', { title = 'A & B' })", "mailto:?subject=A%20%26%20B", "[]");
    expect(&h, "ctx.url('tag', { slug = '//evil.example' })",
           "https://journal.example/tag/%2F%2Fevil.example/", "[]");
    expect(&bare, "ctx.url('tag', { slug = 'a' })", "/t/a", "[]");
}
END_TEST

START_TEST(a_route_that_is_not_there_is_nil_and_a_slip_is_noted)
{
    host h = {0};

    expect(&h, "ctx.url('subscribe')", "nil", "[]");
    expect(&h, "ctx.url('coment')", "nil",
           "the site has no route “coment” (did you mean “comment”?)");
    expect(&h, "ctx.url('coment')", "nil", "\"level\":\"note\"");
    expect(&h, "ctx.url('tag')", "nil", "the route “tag”: expected text or an integer as “slug”");
    expect(&h, "ctx.url('tag', { slug = {} })", "nil", "as “slug”");
    expect(&h, "ctx.url('tag', { slug = true })", "nil", "\"line\":2");
    expect(&h, "ctx.url('tag', { slug = ('x'):rep(8000) }):len()", "8029", "[]");
    expect_fault(&h, "ctx.url()", "the name of a route expected");
    expect_fault(&h, "ctx.url('tag', 'x')", "a table of parameters expected, got string");
    expect_fault(&h, "ctx.url('tag', { 'x' })", "parameters have names");
}
END_TEST

START_TEST(the_host_may_say_addresses_of_its_own)
{
    host h = {.answers = "{\"urls\": {\"print\": \"/p/{id}?x=1\", \"tag\": \"javascript:{a}\"}}"};
    outcome out;

    ck_assert_int_eq(go(&h, "ctx.url('print', { id = 7 })", NULL, &out), ENCART_OK);
    ck_assert_str_eq(out.text, "https://journal.example/p/7?x=1");
    ck_assert_ptr_nonnull(strstr(part(&out, "dependencies"),
                                 "{\"url\":\"print\",\"source\":\"answers\"}"));
    drop(&out);
    expect(&h, "ctx.url('tag', { a = 1 })", "nil", "“tag”: not a URL that a page may link to");
    expect(&h, "ctx.url('comment', { id = 1 })", "https://c.example/?a=1", "[]");
}
END_TEST

START_TEST(the_hosts_callback_answers_addresses_once)
{
    host h = {.service = "url",
              .reply = "{\"value\": \"/x?a\", \"tags\": [\"t1\"], \"max_age\": 60}"};
    outcome out;

    ck_assert_int_eq(go(&h, "ctx.url('any', { b = 2 }) .. ctx.url('any', { b = 2 })", NULL,
                        &out), ENCART_OK);
    ck_assert_str_eq(out.text, "https://journal.example/x?ahttps://journal.example/x?a");
    ck_assert_int_eq(h.calls, 1);
    ck_assert_ptr_nonnull(strstr(h.request, "\"service\":\"url\",\"plugin\":\"probe\","
                                            "\"route\":\"any\",\"params\":{\"b\":2},"
                                            "\"article\":{\"id\":\"42\""));
    ck_assert_ptr_nonnull(strstr(part(&out, "dependencies"),
                                 "{\"url\":\"any\",\"params\":{\"b\":2},\"source\":\"host\","
                                 "\"tags\":[\"t1\"],\"max_age\":60}"));
    ck_assert_str_eq(part(&out, "max_age"), "60");
    drop(&out);
    h.reply = "\"/y\"";
    expect(&h, "ctx.url('any')", "https://journal.example/y", "[]");
    h.reply = "null";
    expect(&h, "ctx.url('any')", "nil", "[]");
    expect(&h, "ctx.url('comment', { id = 1 })", "https://c.example/?a=1", "[]");
    h.reply = "\"javascript:alert(1)\"";
    expect(&h, "ctx.url('any')", "nil", "not a URL that a page may link to");
    h.reply = "[1]";
    expect(&h, "ctx.url('any')", "nil", "“url” is no object with the member “value”");
    h.reply = "{\"value\": 5}";
    expect(&h, "ctx.url('any')", "nil", "the host's answer is no URL");
    h.reply = NULL;
    expect(&h, "ctx.url('comment', { id = 1 })", "https://c.example/?a=1", "gave no answer");
}
END_TEST

/* ---- services --------------------------------------------------------------------------- */

START_TEST(a_service_is_asked_beforehand_and_answered)
{
    host h = {.manifest = USES "settings = { city = { type = 'string', default = 'Senne' } },"
                          " needs = { weather = { params = { place = '$city', days = 2 } } },",
              .answers = "{\"services\": [{\"service\": \"weather\", \"params\": {}, \"value\": 1},"
                         " {\"service\": \"weather\", \"params\": {\"days\": 2, \"place\":"
                         " \"Senne\"}, \"value\": {\"t\": [3, 4.5]}, \"tags\": [\"w\"]}]}"};
    outcome out;

    ck_assert_int_eq(go(&h, "ctx.service('weather').t[2]", NULL, &out), ENCART_OK);
    ck_assert_str_eq(out.text, "4.5");
    ck_assert_ptr_nonnull(strstr(out.plan, "{\"service\":\"weather\",\"plugin\":\"probe\","
                                           "\"params\":{\"days\":2,\"place\":\"Senne\"},"
                                           "\"article\":{\"id\":\"42\""));
    ck_assert_ptr_nonnull(strstr(part(&out, "dependencies"),
                                 "{\"service\":\"weather\",\"params\":{\"days\":2,"
                                 "\"place\":\"Senne\"},\"source\":\"answers\","
                                 "\"tags\":[\"w\"]}"));
    ck_assert_str_eq(part(&out, "max_age"), "");
    ck_assert_str_eq(part(&out, "diagnostics"), "[]");
    drop(&out);
    expect(&h, "ctx.service('weather', {})", "1", "[]");
    expect(&h, "ctx.service('weather', { place = 'Gand' })", "nil",
           "nobody answers the service “weather”");
    expect(&h, "(function() local w = ctx.service 'weather'; w.t = 5;"
               " return ctx.service('weather').t[1] end)()", "3", "[]");
}
END_TEST

START_TEST(a_callback_answers_once_for_each_question)
{
    host h = {.manifest = USES, .service = "weather",
              .reply = "{\"value\": {\"t\": 3}, \"max_age\": 0}"};
    outcome out;

    ck_assert_int_eq(go(&h, "ctx.service('weather', { a = 1 }).t +"
                            " ctx.service('weather', { a = 1 }).t +"
                            " ctx.service('weather', { a = 2 }).t", NULL, &out), ENCART_OK);
    ck_assert_str_eq(out.text, "9");
    ck_assert_int_eq(h.calls, 2);
    ck_assert_str_eq(part(&out, "cacheable"), "false");
    ck_assert_str_eq(part(&out, "max_age"), "");
    drop(&out);
    h.reply = "{\"value\": null}";
    expect(&h, "ctx.service('weather')", "nil", "[]");
    h.reply = "{\"value\": [1, 2]}";
    expect(&h, "#ctx.service('weather')", "2", "[]");
}
END_TEST

START_TEST(what_is_wrong_with_an_answer_is_told)
{
    static const struct {
        const char *reply, *told;
    } cases[] = {
        {NULL, "the service “weather” gave no answer"},
        {"", "is not JSON"},
        {"{\"value\": ", "is not JSON: line 1"},
        {"{\"value\": 1, \"value\": 2}", "is not JSON"},
        {"5", "is no object with the member “value”"},
        {"[{\"value\": 1}]", "is no object with the member “value”"},
        {"{\"valeu\": 1}", "is no object with the member “value”"},
        {"{\"value\": 1, \"tags\": \"x\"}", "“tags” that are no array of strings"},
        {"{\"value\": 1, \"tags\": [1]}", "“tags” that are no array of strings"},
        {"{\"value\": 1, \"max_age\": -1}", "“max_age” that is no number of seconds"},
        {"{\"value\": 1, \"max_age\": \"1\"}", "“max_age” that is no number of seconds"},
        {"{\"value\": [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}",
         "is nested too deep"},
    };
    host h = {.manifest = USES, .service = "weather"};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        h.reply = cases[i].reply;
        expect(&h, "ctx.service('weather')", "nil", cases[i].told);
    }
}
END_TEST

/* A value of `n` bytes in one string, or of as many numbers. */
static char *large(size_t n, int list)
{
    char *text = malloc(n + 32), *p = text;

    p += sprintf(p, list ? "{\"value\": [1" : "{\"value\": \"");
    for (size_t i = 0; i < n; i += 2, p += 2)
        memcpy(p, list ? ",1" : "xx", 2);
    strcpy(p, list ? "]}" : "\"}");
    return text;
}

START_TEST(a_huge_answer_costs_the_plugin_its_budget_and_not_the_page)
{
    host h = {.manifest = USES, .service = "weather"};
    char *reply = large((size_t)5 << 20, 0);

    h.reply = reply;
    expect(&h, "ctx.service('weather')", "nil", "gave no answer");
    free(reply);
    h.reply = reply = large((size_t)1 << 20, 0);
    expect(&h, "#ctx.service('weather')", "1048576", "[]");
    free(reply);
    h.reply = reply = large((size_t)3 << 20, 1);
    expect_fault(&h, "#ctx.service('weather')", "plugin-budget");
    free(reply);
}
END_TEST

START_TEST(a_plugin_asks_only_what_its_manifest_names)
{
    host h = {.manifest = USES};

    expect_fault(&h, "ctx.service('stocks')",
                 "the manifest's uses does not name the capability “service.stocks”");
    expect_fault(&h, "ctx.service('related')", "are had from ctx.related");
    expect_fault(&h, "ctx.service('weather', 5)", "a table of parameters expected, got number");
    expect_fault(&h, "ctx.service('weather', { a = ('x'):rep(9000) })", "ctx.service: params");
    expect(&h, "(function() for i = 1, 300 do ctx.service('weather', { i = i }) end return nil end)()",
           "nil", "more than 256 questions in one render");
}
END_TEST

static void expect_manifest(const char *members, const char *told)
{
    host h = {.manifest = members};
    encart_engine *e;
    int status;

    e = engine_of(&h, "1", NULL, &status);
    ck_assert_int_eq(status, ENCART_OK);
    ck_assert_msg(strstr(encart_engine_diagnostics(e, NULL), told) != NULL, "%s",
                  encart_engine_diagnostics(e, NULL));
    encart_engine_free(e);
}

START_TEST(faults_of_needs_are_told)
{
    expect_manifest("needs = { weather = {} },", "does not name the capability “service.weather”");
    expect_manifest(USES "needs = { weather = { parms = {} } },", "did you mean “params”");
    expect_manifest(USES "needs = { weather = { params = { 1 } } },", "a table of parameters");
    expect_manifest(USES "settings = { city = { type = 'string', default = '' } },"
                    "needs = { weather = { params = { p = '$ciyt' } } },",
                    "unknown setting “ciyt” (did you mean “city”?)");
    expect_manifest("uses = { 'service.url' },", "unknown capability “service.url”");
    expect_manifest("uses = { 'service.W' },", "unknown capability “service.W”");
}
END_TEST

START_TEST(the_builder_takes_services_of_any_name)
{
    encart_builder *b;
    encart_engine *e;
    encart_error err;

    ck_assert_int_eq(encart_builder_new(&b, NULL, NULL), ENCART_OK);
    ck_assert_int_eq(encart_builder_service(b, "Bad name", answer, NULL, &err), ENCART_EINVAL);
    ck_assert_ptr_nonnull(strstr(err.message, "“Bad name”"));
    ck_assert_int_eq(encart_builder_service(b, "weather", answer, NULL, &err), ENCART_OK);
    ck_assert_int_eq(encart_builder_service(b, "relatde", answer, NULL, &err), ENCART_OK);
    ck_assert_int_eq(encart_engine_new(&e, b, NULL), ENCART_OK);
    ck_assert_ptr_nonnull(strstr(encart_engine_diagnostics(e, NULL),
                                 "“relatde” (did you mean “related”?)"));
    ck_assert_ptr_null(strstr(encart_engine_diagnostics(e, NULL), "weather"));
    encart_engine_free(e);
    ck_assert_int_eq(encart_builder_service(b, "relatde", NULL, NULL, &err), ENCART_OK);
    ck_assert_int_eq(encart_engine_new(&e, b, NULL), ENCART_OK);
    ck_assert_str_eq(encart_engine_diagnostics(e, NULL), "[]");
    encart_engine_free(e);
    encart_builder_free(b);
}
END_TEST

/* ---- memory ----------------------------------------------------------------------------- */

static int try_one(size_t fail_at)
{
    host h = {.manifest = USES "needs = { weather = { params = { a = 1 } } },",
              .service = "weather", .reply = "{\"value\": \"v\", \"tags\": [\"t\"]}",
              .answers = "{\"urls\": {\"print\": \"/p/{id}\"}}"};
    suite_alloc a;
    outcome out;

    suite_alloc_init(&a);
    a.fail_at = fail_at;
    go(&h, "ctx.service('weather') .. ctx.url('tag', { slug = 'x' }) ..\n"
           "ctx.url('print', { id = 1 }) .. ctx.site.features.plan", &a.vtable, &out);
    if (out.status)
        ck_assert_int_eq(out.status, ENCART_ENOMEM);
    else if (a.count < fail_at)
        ck_assert_str_eq(out.text, "vhttps://journal.example/tag/x/"
                                   "https://journal.example/p/1gold");
    drop(&out);
    ck_assert_uint_eq(a.live, 0);
    return a.count >= fail_at;
}

START_TEST(each_allocation_may_fail)
{
    size_t n = 1;

    while (try_one(n))
        n++;
    ck_assert_uint_gt(n, 50);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("services");
    TCase *c = tcase_create("services");

    tcase_set_timeout(c, 300);
    tcase_add_test(c, features_are_what_the_site_says);
    tcase_add_test(c, an_address_is_a_filled_template_on_the_site);
    tcase_add_test(c, a_route_that_is_not_there_is_nil_and_a_slip_is_noted);
    tcase_add_test(c, the_host_may_say_addresses_of_its_own);
    tcase_add_test(c, the_hosts_callback_answers_addresses_once);
    tcase_add_test(c, a_service_is_asked_beforehand_and_answered);
    tcase_add_test(c, a_callback_answers_once_for_each_question);
    tcase_add_test(c, what_is_wrong_with_an_answer_is_told);
    tcase_add_test(c, a_huge_answer_costs_the_plugin_its_budget_and_not_the_page);
    tcase_add_test(c, a_plugin_asks_only_what_its_manifest_names);
    tcase_add_test(c, faults_of_needs_are_told);
    tcase_add_test(c, the_builder_takes_services_of_any_name);
    tcase_add_test(c, each_allocation_may_fail);
    suite_add_tcase(s, c);
    return suite_main("test_services", s);
}
