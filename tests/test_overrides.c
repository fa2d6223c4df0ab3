/* What an article's editor decides over the site's configuration: settings, and boxes pinned
 * in metadata; and what the host says of one render. Through the public interface. */
#include <encart/encart.h>

#include "tests/suite.h"

#include <jansson.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SITE                                                                               \
    "\"plugins\":{\"lire-aussi\":{\"count\":2,\"older\":false},\"related\":{},"            \
    "\"ad-slot\":false,\"reading-time\":{}},"

typedef struct outcome {
    char *html;
    json_t *report;
} outcome;

static encart_engine *engine_of(const char *config)
{
    encart_builder *b;
    encart_engine *e;
    encart_error err;

    ck_assert_int_eq(encart_builder_new(&b, NULL, &err), ENCART_OK);
    encart_builder_plugin_path(b, suite_src("plugins"), NULL);
    ck_assert_msg(encart_builder_config_json(b, config, strlen(config), "site.json", &err) ==
                      ENCART_OK,
                  "%s", err.message);
    ck_assert_int_eq(encart_engine_new(&e, b, &err), ENCART_OK);
    ck_assert_str_eq(encart_engine_diagnostics(e, NULL), "[]");
    encart_builder_free(b);
    return e;
}

/* Twelve paragraphs of 40 words; the seventh block is a heading, the last but one has an id. */
static char *body_of(void)
{
    char *out = calloc(1, 20000);

    for (int i = 1; i <= 12; i++) {
        if (i == 7)
            strcat(out, "<h2>Après l’eau, la terre</h2>");
        strcat(out, i == 11 ? "<p id=fin>" : "<p>");
        for (int j = 0; j < 8; j++)
            strcat(out, "Les mots suivent les mots. ");
        strcat(out, "</p>");
    }
    return out;
}

/* A document with these members, on lines of their own. */
static char *document(const char *members)
{
    static const char head[] =
        "{\"encart\":1,\"lang\":\"fr\",\"title\":\"Titre\",\"published\":\"2024-10-20\","
        "\"related\":[{\"url\":\"/a\",\"title\":\"Aa\"},{\"url\":\"/b\",\"title\":\"Bb\"},"
        "{\"url\":\"/c\",\"title\":\"Cc\"},{\"url\":\"/d\",\"title\":\"Dd\"},"
        "{\"url\":\"/e\",\"title\":\"Ee\"},{\"url\":\"/f\",\"title\":\"Ff\"}],\n";
    char *body = body_of(), *out = malloc(strlen(body) + strlen(members) + 2000);
    json_t *value = json_string(body);
    char *quoted = json_dumps(value, JSON_ENCODE_ANY);

    sprintf(out, "%s%s\"body\":{\"value\":%s}}", head, members, quoted);
    json_decref(value);
    free(quoted);
    free(body);
    return out;
}

static outcome render_document(const encart_engine *e, const char *doc,
                               const encart_render_options *o)
{
    encart_load_options lo = ENCART_LOAD_OPTIONS_INIT;
    encart_article *a;
    encart_result *r;
    encart_error err;
    outcome out;

    lo.format = strncmp(doc, "encart-saved", 12) ? "json" : "saved";
    lo.source = "doc.json";
    ck_assert_msg(encart_article_load(&a, e, doc, strlen(doc), &lo, &err) == ENCART_OK, "%s",
                  err.message);
    ck_assert_msg(encart_render(&r, e, a, o, &err) == ENCART_OK, "%s", err.message);
    out.html = strdup(encart_result_html(r, NULL));
    out.report = json_loads(encart_result_report(r, NULL), 0, NULL);
    ck_assert_ptr_nonnull(out.report);
    encart_result_free(r);
    encart_article_free(a);
    return out;
}

static outcome render(const char *config, const char *members, const char *overrides)
{
    encart_engine *e = engine_of(config);
    encart_render_options o = ENCART_RENDER_OPTIONS_INIT;
    char *doc = document(members);
    outcome out;

    o.overrides = overrides;
    out = render_document(e, doc, &o);
    free(doc);
    encart_engine_free(e);
    return out;
}

static void done(outcome *o)
{
    free(o->html);
    json_decref(o->report);
}

static size_t times(const char *html, const char *needle)
{
    size_t n = 0;

    for (; (html = strstr(html, needle)); html += strlen(needle))
        n++;
    return n;
}

/* How many links the first read-also box has. */
static size_t links_of(const outcome *o)
{
    const char *box = strstr(o->html, "data-encart=\"lire-aussi/links\"");
    const char *end = box ? strstr(box, "</aside>") : NULL;
    size_t n = 0;

    ck_assert_ptr_nonnull(end);
    for (; (box = strstr(box, "<a ")) && box < end; box++)
        n++;
    return n;
}

/* The report's entry of a box, NULL when it was not proposed. */
static const json_t *box_of(const outcome *o, const char *name)
{
    size_t i;
    json_t *v;

    json_array_foreach(json_object_get(o->report, "boxes"), i, v) {
        if (strcmp(json_string_value(json_object_get(v, "box")), name) == 0)
            return v;
    }
    return NULL;
}

static const char *why_of(const outcome *o, const char *name)
{
    const char *why = json_string_value(json_object_get(box_of(o, name), "why"));

    return why ? why : "";
}

static int gap_of(const outcome *o, const char *name)
{
    const json_t *gap = json_object_get(box_of(o, name), "gap");

    return gap ? (int)json_integer_value(gap) : -1;
}

/* A diagnostic of the render, as "SOURCE:LINE: PATH: MESSAGE"; "" when there is no such. */
static const char *told(const outcome *o, size_t at)
{
    static char text[600];
    const json_t *d = json_array_get(json_object_get(o->report, "diagnostics"), at);
    const char *source = json_string_value(json_object_get(d, "source"));
    const char *path = json_string_value(json_object_get(d, "path"));

    if (!d)
        return "";
    snprintf(text, sizeof text, "%s:%d: %s: %s", source ? source : "",
             (int)json_integer_value(json_object_get(d, "line")), path ? path : "",
             json_string_value(json_object_get(d, "message")));
    return text;
}

/* ---- settings ---------------------------------------------------------------------------- */

START_TEST(an_article_overrides_its_site_member_by_member)
{
    outcome plain = render("{" SITE "\"placement\":{\"head_blocks\":2}}", "", NULL);
    outcome o = render("{" SITE "\"placement\":{\"head_blocks\":2}}",
                       "\"overrides\":{\"plugins\":{\"related\":false,"
                       "\"lire-aussi\":{\"count\":1}},\"placement\":{\"head_blocks\":9}},",
                       NULL);

    ck_assert_uint_eq(links_of(&plain), 2);
    ck_assert_uint_eq(links_of(&o), 1);
    ck_assert_ptr_nonnull(box_of(&plain, "related/cards"));
    ck_assert_str_eq(told(&o, 0), "");
    ck_assert_ptr_null(box_of(&o, "related/cards"));
    ck_assert_ptr_nonnull(box_of(&o, "reading-time/time"));
    ck_assert_int_lt(gap_of(&plain, "lire-aussi/links"), 8);
    ck_assert_int_ge(gap_of(&o, "lire-aussi/links"), 8);
    done(&plain);
    done(&o);
}
END_TEST

START_TEST(a_faulty_override_is_told_and_keeps_the_sites_value)
{
    outcome site = render("{" SITE "\"heading_level\":3}", "", NULL);
    outcome o = render("{" SITE "\"heading_level\":3}",
                       "\"overrides\": {\n \"plugins\": {\n"
                       "  \"lire-aussi\": {\"cuont\": 1,\n   \"count\": \"two\"},\n"
                       "  \"relatd\": {}\n },\n"
                       " \"placement\": {\"box_wrods\": 1},\n \"heading_level\": 9,\n"
                       " \"limits\": {\"fuel\": 2000000000}\n},\n",
                       NULL);
    size_t n = json_array_size(json_object_get(o.report, "diagnostics"));
    static const char *const all[] = {
        "doc.json:4: overrides.plugins.lire-aussi.cuont: unknown setting (did you mean "
        "“count”?)",
        "doc.json:5: overrides.plugins.lire-aussi.count: expected an integer, found a string",
        "doc.json:6: overrides.plugins.relatd: no such plugin (did you mean “related”?)",
        "doc.json:8: overrides.placement.box_wrods: unknown member (did you mean "
        "“box_words”?)",
        "doc.json:9: overrides.heading_level: 9 is outside 2..6",
        "doc.json:10: overrides.limits: unknown member"};

    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        size_t at = 0;

        while (at < n && strcmp(told(&o, at), all[i]) != 0)
            at++;
        ck_assert_msg(at < n, "not told: %s", all[i]);
    }
    ck_assert_uint_eq(n, 6);
    ck_assert_str_eq(o.html, site.html);
    done(&site);
    done(&o);
}
END_TEST

START_TEST(the_site_owns_what_an_article_may_override)
{
    const char *members = "\"overrides\":{\"plugins\":{\"related\":false,"
                          "\"lire-aussi\":{\"count\":1,\"at\":0.9}}},";
    outcome none = render("{" SITE "\"overridable\":false}", members, NULL);
    outcome some = render("{" SITE "\"overridable\":[\"plugins.lire-aussi.count\"]}", members,
                          NULL);
    outcome host = render("{" SITE "\"overridable\":false}", "",
                          "{\"plugins\":{\"related\":false}}");

    ck_assert_ptr_nonnull(box_of(&none, "related/cards"));
    ck_assert_str_eq(told(&none, 0), "doc.json:2: overrides.plugins: the site’s configuration "
                                     "lets no article override this");
    ck_assert_ptr_nonnull(box_of(&some, "related/cards"));
    ck_assert_uint_eq(json_array_size(json_object_get(some.report, "diagnostics")), 2);
    ck_assert_uint_eq(links_of(&none), 2);
    ck_assert_uint_eq(links_of(&some), 1);
    ck_assert_int_eq(gap_of(&some, "lire-aussi/links"), gap_of(&none, "lire-aussi/links"));
    ck_assert_ptr_null(box_of(&host, "related/cards"));
    ck_assert_str_eq(told(&host, 0), "");
    done(&none);
    done(&some);
    done(&host);
}
END_TEST

START_TEST(an_article_turns_on_only_what_its_site_names)
{
    const char *config = "{\"plugins\":{\"related\":{},\"tags\":false},"
                         "\"overridable\":[\"plugins.ad-slot\",\"plugins.tags\",\"plugins\"],"
                         "\"sites\":{\"other\":{\"plugins\":{\"reading-time\":{},"
                         "\"tags\":true}}}}";
    outcome off = render(config, "", NULL);
    outcome o = render(config,
                       "\"tags\":[{\"name\":\"Eau\",\"url\":\"/eau\"}],"
                       "\"overrides\":{\"plugins\":{\"ad-slot\":{\"slots\":1},"
                       "\"tags\":true,\"reading-time\":{}}},",
                       NULL);
    outcome host = render(config, "", "{\"plugins\":{\"reading-time\":{}}}");

    ck_assert_ptr_null(box_of(&off, "ad-slot/ad"));
    ck_assert_ptr_nonnull(box_of(&o, "ad-slot/ad"));
    ck_assert_ptr_nonnull(box_of(&o, "tags/list"));
    ck_assert_ptr_null(box_of(&o, "reading-time/time"));
    ck_assert_str_eq(told(&o, 0),
                     "doc.json:2: overrides.plugins.reading-time: the site’s configuration "
                     "names no such plugin for this article");
    ck_assert_ptr_nonnull(box_of(&host, "reading-time/time"));
    done(&off);
    done(&o);
    done(&host);
}
END_TEST

START_TEST(the_render_has_the_last_word_and_its_faults_fail_nothing)
{
    outcome o = render("{" SITE "\"placement\":{}}",
                       "\"overrides\":{\"plugins\":{\"lire-aussi\":{\"count\":3}}},",
                       "{\"plugins\":{\"lire-aussi\":{\"count\":4}}}");
    outcome bad = render("{" SITE "\"placement\":{}}", "", "{\"plugins\":\n{,");
    outcome list = render("{" SITE "\"placement\":{}}", "", "[]");

    ck_assert_uint_eq(links_of(&o), 4);
    ck_assert_ptr_nonnull(strstr(told(&bad, 0), "render option:2: overrides: "));
    ck_assert_str_eq(told(&list, 0), "render option:1: overrides: expected a JSON object");
    ck_assert_str_eq(bad.html, list.html);
    done(&o);
    done(&bad);
    done(&list);
}
END_TEST

START_TEST(the_document_keeps_them_when_it_is_saved_or_written)
{
    encart_engine *e = engine_of("{" SITE "\"placement\":{}}");
    char *doc = document("\"overrides\":{\"plugins\":{\"related\":false}},"
                         "\"pins\":{\"here\":[{\"box\":\"lire-aussi\",\"after\":3}]},");
    encart_article *a;
    encart_buffer *saved, *json;
    outcome one, two, three;

    ck_assert_int_eq(encart_article_load(&a, e, doc, strlen(doc), NULL, NULL), ENCART_OK);
    ck_assert_int_eq(encart_article_save(&saved, a, NULL), ENCART_OK);
    ck_assert_int_eq(encart_article_json(&json, a, NULL), ENCART_OK);
    encart_article_free(a);
    one = render_document(e, doc, NULL);
    two = render_document(e, encart_buffer_data(saved, NULL), NULL);
    three = render_document(e, encart_buffer_data(json, NULL), NULL);
    ck_assert_ptr_null(box_of(&one, "related/cards"));
    ck_assert_int_eq(gap_of(&one, "lire-aussi/links"), 2);
    ck_assert_str_eq(one.html, two.html);
    ck_assert_str_eq(one.html, three.html);
    done(&one);
    done(&two);
    done(&three);
    encart_buffer_free(saved);
    encart_buffer_free(json);
    free(doc);
    encart_engine_free(e);
}
END_TEST

START_TEST(what_is_no_object_is_refused_at_load)
{
    encart_engine *e = engine_of("{}");
    char *doc = document("\"overrides\":[],");
    encart_article *a;
    encart_error err;

    ck_assert_int_eq(encart_article_load(&a, e, doc, strlen(doc), NULL, &err), ENCART_EPARSE);
    ck_assert_str_eq(err.path, "overrides");
    free(doc);
    encart_engine_free(e);
}
END_TEST

START_TEST(no_insert_turns_off_all_that_readers_see)
{
    outcome o = render("{" SITE "\"placement\":{}}", "\"flags\":[\"no-insert\"],", NULL);

    ck_assert_str_eq(why_of(&o, "lire-aussi/links"), "forbidden");
    ck_assert_str_eq(why_of(&o, "related/cards"), "forbidden");
    ck_assert_str_eq(why_of(&o, "reading-time/time"), "forbidden");
    ck_assert_ptr_null(strstr(o.html, "data-encart"));
    done(&o);
}
END_TEST

/* Threads share the engine and the article; each render has a scope of its own. */
typedef struct {
    const encart_engine *engine;
    const encart_article *article;
    const char *html;
    int same;
} worker;

static void *work(void *user)
{
    worker *w = user;

    w->same = 1;
    for (int i = 0; i < 20; i++) {
        encart_result *r;

        if (encart_render(&r, w->engine, w->article, NULL, NULL))
            return NULL;
        w->same &= strcmp(encart_result_html(r, NULL), w->html) == 0;
        encart_result_free(r);
    }
    return NULL;
}

START_TEST(threads_may_render_overridden_articles)
{
    encart_engine *e = engine_of("{" SITE "\"placement\":{}}");
    char *doc = document("\"overrides\":{\"plugins\":{\"lire-aussi\":{\"count\":3},"
                         "\"related\":{\"count\":2}}},");
    outcome expected = render_document(e, doc, NULL);
    encart_article *a;
    pthread_t threads[4];
    worker workers[4];

    ck_assert_int_eq(encart_article_load(&a, e, doc, strlen(doc), NULL, NULL), ENCART_OK);
    for (int i = 0; i < 4; i++) {
        workers[i] = (worker){e, a, expected.html, 0};
        ck_assert_int_eq(pthread_create(&threads[i], NULL, work, &workers[i]), 0);
    }
    for (int i = 0; i < 4; i++) {
        pthread_join(threads[i], NULL);
        ck_assert_int_eq(workers[i].same, 1);
    }
    encart_article_free(a);
    done(&expected);
    free(doc);
    encart_engine_free(e);
}
END_TEST

/* ---- pins -------------------------------------------------------------------------------- */

#define QUIET "{\"plugins\":{\"lire-aussi\":{\"older\":false,\"boxes\":2},\"related\":{}}}"

static void expect_gap(const char *place, int gap)
{
    char members[300];
    outcome o;

    snprintf(members, sizeof members,
             "\"pins\":{\"here\":[{\"box\":\"lire-aussi/links\",%s}]},", place);
    o = render("{\"plugins\":{\"lire-aussi\":{\"older\":false}}}", members, NULL);
    ck_assert_str_eq(told(&o, 0), "");
    ck_assert_msg(gap_of(&o, "lire-aussi/links") == gap, "%s: gap %d", place,
                  gap_of(&o, "lire-aussi/links"));
    done(&o);
}

START_TEST(a_pin_names_its_place_by_number_heading_or_id)
{
    expect_gap("\"after\":1", 0);
    expect_gap("\"before\":2", 0);
    expect_gap("\"after\":12", 11);
    expect_gap("\"before\":\"APRÈS L'EAU, la terre\"", 5);
    expect_gap("\"before\":\"#fin\"", 10);
    expect_gap("\"after\":\"#a-fin\"", 11);
}
END_TEST

START_TEST(a_pin_in_metadata_does_what_a_comment_does)
{
    encart_engine *e = engine_of(QUIET);
    char *doc = document("\"pins\":{\"here\":[{\"box\":\"lire-aussi\",\"after\":2}],"
                         "\"none\":[\"related\"]},");
    char *plain = document(""), *at = plain, *commented = calloc(1, strlen(plain) + 200);
    outcome meta = render_document(e, doc, NULL), comment, again;
    json_t *j;
    char *doc2;

    for (int i = 0; i < 2; i++)
        at = strstr(at, "</p>") + 4;
    sprintf(commented, "%.*s<!--encart:here lire-aussi--><!--encart:none related-->%s",
            (int)(at - plain), plain, at);
    comment = render_document(e, commented, NULL);
    ck_assert_int_eq(gap_of(&meta, "lire-aussi/links"), 1);
    ck_assert_int_eq(gap_of(&comment, "lire-aussi/links"), 1);
    ck_assert_str_eq(why_of(&meta, "related/cards"), "forbidden");
    ck_assert_str_eq(why_of(&comment, "related/cards"), "forbidden");
    ck_assert_int_eq(json_equal(json_object_get(meta.report, "gaps"),
                                json_object_get(comment.report, "gaps")),
                     1);
    /* the rendered body in the same document renders to the same */
    j = json_loads(doc, 0, NULL);
    json_object_set_new(json_object_get(j, "body"), "value", json_string(meta.html));
    doc2 = json_dumps(j, 0);
    again = render_document(e, doc2, NULL);
    ck_assert_str_eq(again.html, meta.html);
    json_decref(j);
    free(doc2);
    done(&again);
    done(&meta);
    done(&comment);
    free(commented);
    free(plain);
    free(doc);
    encart_engine_free(e);
}
END_TEST

START_TEST(each_of_two_pins_holds_a_box_of_its_own)
{
    outcome o = render(QUIET,
                       "\"pins\":{\"here\":[{\"box\":\"lire-aussi\",\"after\":2},"
                       "{\"box\":\"lire-aussi\",\"after\":9}]},",
                       NULL);
    const char *first = strstr(o.html, "lire-aussi/links");

    ck_assert_uint_eq(times(o.html, "data-encart=\"lire-aussi/links\""), 2);
    ck_assert_uint_eq(times(o.html, "<p") - times(first, "<p"), 2);
    done(&o);
}
END_TEST

START_TEST(a_pin_gives_way_to_no_heading_and_says_so)
{
    outcome o = render("{\"plugins\":{\"lire-aussi\":{\"older\":false}}}",
                       "\"pins\":{\"here\":[{\"box\":\"lire-aussi\",\"after\":7}]},", NULL);

    ck_assert_int_eq(gap_of(&o, "lire-aussi/links"), -1);
    ck_assert_str_eq(why_of(&o, "lire-aussi/links"), "after-heading");
    done(&o);
}
END_TEST

START_TEST(faulty_pins_are_all_told)
{
    outcome o = render(QUIET,
                       "\"pins\": {\n \"here\": [\n  {\"box\": \"lire-ausi\", \"after\": 2},\n"
                       "  {\"box\": \"related/card\", \"after\": 2},\n"
                       "  {\"box\": \"lire-aussi\", \"aftr\": 2},\n"
                       "  {\"box\": \"lire-aussi\", \"after\": 14},\n"
                       "  {\"box\": \"lire-aussi\", \"after\": 13},\n"
                       "  {\"box\": \"lire-aussi\", \"before\": \"Après l’eau, la tere\"},\n"
                       "  {\"box\": \"lire-aussi\", \"before\": \"#debut\"}, 5],\n"
                       " \"none\": [\"relatd\"],\n \"her\": []},\n",
                       NULL);
    static const char *const all[] = {
        "doc.json:12: pins.her: no such member “her” (did you mean “here”?)",
        "doc.json:4: pins.here[0].box: no plugin or box “lire-ausi” (did you mean "
        "“lire-aussi”?)",
        "doc.json:5: pins.here[1].box: no plugin or box “related/card” (did you mean "
        "“related/cards”?)",
        "doc.json:6: pins.here[2].aftr: no such member “aftr” (did you mean “after”?)",
        "doc.json:6: pins.here[2]: expected one of “after” and “before”",
        "doc.json:7: pins.here[3].after: no block 14: the body has 13",
        "doc.json:8: pins.here[4].after: nothing follows the last block: boxes stand between "
        "blocks",
        "doc.json:9: pins.here[5].before: no heading “Après l’eau, la tere” (did you mean "
        "“Après l’eau, la terre”?)",
        "doc.json:10: pins.here[6].before: no element with the id “#debut”",
        "doc.json:10: pins.here[7]: expected an object with “box” and “after” or “before”",
        "doc.json:11: pins.none[0]: no plugin or box “relatd” (did you mean “related”?)"};

    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        ck_assert_str_eq(told(&o, i), all[i]);
    ck_assert_str_eq(told(&o, sizeof all / sizeof *all), "");
    done(&o);
}
END_TEST

START_TEST(a_comment_with_a_wrong_name_is_told_too)
{
    encart_engine *e = engine_of(QUIET);
    outcome o = render_document(e, "{\"body\":{\"value\":\"<p>Un.</p>\\n"
                                   "<!--encart:none relatd--><p>Deux.</p>\"}}",
                                NULL);

    ck_assert_str_eq(told(&o, 0),
                     ":0: : no plugin or box “relatd” (did you mean “related”?)");
    done(&o);
    encart_engine_free(e);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("overrides");
    TCase *settings = tcase_create("settings"), *pins = tcase_create("pins");

    tcase_add_test(settings, an_article_overrides_its_site_member_by_member);
    tcase_add_test(settings, a_faulty_override_is_told_and_keeps_the_sites_value);
    tcase_add_test(settings, the_site_owns_what_an_article_may_override);
    tcase_add_test(settings, an_article_turns_on_only_what_its_site_names);
    tcase_add_test(settings, the_render_has_the_last_word_and_its_faults_fail_nothing);
    tcase_add_test(settings, the_document_keeps_them_when_it_is_saved_or_written);
    tcase_add_test(settings, what_is_no_object_is_refused_at_load);
    tcase_add_test(settings, no_insert_turns_off_all_that_readers_see);
    tcase_add_test(settings, threads_may_render_overridden_articles);
    tcase_add_test(pins, a_pin_names_its_place_by_number_heading_or_id);
    tcase_add_test(pins, a_pin_in_metadata_does_what_a_comment_does);
    tcase_add_test(pins, each_of_two_pins_holds_a_box_of_its_own);
    tcase_add_test(pins, a_pin_gives_way_to_no_heading_and_says_so);
    tcase_add_test(pins, faulty_pins_are_all_told);
    tcase_add_test(pins, a_comment_with_a_wrong_name_is_told_too);
    suite_add_tcase(s, settings);
    suite_add_tcase(s, pins);
    return suite_main("test_overrides", s);
}
