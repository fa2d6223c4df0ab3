/* Channels: what web, feed, amp, mail and app get of boxes and elements, by default and by
 * configuration. Through the public interface. */
#include <encart/encart.h>

#include "tests/suite.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PLUGINS                                                                            \
    "\"plugins\":{\"lire-aussi\":{\"older\":false},\"related\":{},\"footer-controls\":{}," \
    "\"ad-slot\":{}}"

typedef struct outcome {
    int status;
    encart_error err;
    char *html;
    json_t *report;
} outcome;

static encart_engine *engine_of(const char *config, const char *diagnostics)
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
    if (diagnostics)
        ck_assert_str_eq(encart_engine_diagnostics(e, NULL), diagnostics);
    encart_builder_free(b);
    return e;
}

/* Ten paragraphs, the author's line among them, and what a channel may not take. */
static char *document(const char *members)
{
    char *out = calloc(1, 30000);

    sprintf(out,
            "{\"lang\":\"fr\",\"title\":\"Titre\",%s\"comments\":{\"status\":\"open\","
            "\"action\":\"/c\"},\"related\":[{\"url\":\"/a\",\"title\":\"Aa\"},"
            "{\"url\":\"/b\",\"title\":\"Bb\"},{\"url\":\"/c\",\"title\":\"Cc\"},"
            "{\"url\":\"/d\",\"title\":\"Dd\"},{\"url\":\"/e\",\"title\":\"Ee\"}],"
            "\"body\":{\"value\":\"",
            members);
    for (int i = 0; i < 10; i++) {
        strcat(out, "<p>");
        for (int j = 0; j < 10; j++)
            strcat(out, "Les mots suivent les mots. ");
        strcat(out, i == 8 ? "</p><p>Lire aussi : La digue</p>" : "</p>");
        if (i == 4)
            strcat(out, "<details><summary>Plus</summary><p>Dedans.</p></details>"
                        "<p><img src='/i' alt='Un pont' loading='lazy' srcset='/j 2x'></p>"
                        "<video src='/v.mp4' title='Le film'></video>");
    }
    strcat(out, "\"}}");
    return out;
}

static outcome render(const char *config, const char *members, const char *channel)
{
    encart_engine *e = engine_of(config, "[]");
    encart_render_options o = ENCART_RENDER_OPTIONS_INIT;
    char *doc = document(members);
    encart_article *a;
    encart_result *r;
    outcome out = {0};

    o.channel = channel;
    o.answers = "{\"titles\":{\"La digue\":{\"url\":\"/digue\"}}}";
    o.answers_size = strlen(o.answers);
    ck_assert_msg(encart_article_load(&a, e, doc, strlen(doc), NULL, &out.err) == ENCART_OK,
                  "%s", out.err.message);
    out.status = encart_render(&r, e, a, &o, &out.err);
    if (!out.status) {
        out.html = strdup(encart_result_html(r, NULL));
        out.report = json_loads(encart_result_report(r, NULL), 0, NULL);
    }
    encart_result_free(r);
    encart_article_free(a);
    free(doc);
    encart_engine_free(e);
    return out;
}

static void done(outcome *o)
{
    free(o->html);
    json_decref(o->report);
}

static int has(const outcome *o, const char *needle)
{
    return strstr(o->html, needle) != NULL;
}

/* A member of the report's entry for a box, "" when it has none. */
static const char *of_box(const outcome *o, const char *name, const char *member)
{
    const char *v = NULL;
    size_t i;
    json_t *b;

    json_array_foreach(json_object_get(o->report, "boxes"), i, b) {
        if (strcmp(json_string_value(json_object_get(b, "box")), name) == 0)
            v = json_string_value(json_object_get(b, member));
    }
    return v ? v : "";
}

START_TEST(the_web_gets_all_of_it)
{
    outcome plain = render("{" PLUGINS "}", "", NULL), web = render("{" PLUGINS "}", "", "web");

    ck_assert_str_eq(plain.html, web.html);
    ck_assert_str_eq(json_string_value(json_object_get(web.report, "channel")), "web");
    ck_assert(has(&web, "data-encart=\"related/cards\""));
    ck_assert(has(&web, "<a data-encart=\"core/link\" href=\"/digue\">La digue</a>"));
    ck_assert(has(&web, "loading=\"lazy\""));
    done(&plain);
    done(&web);
}
END_TEST

START_TEST(a_feed_has_the_article_and_nothing_of_ours)
{
    outcome o = render("{" PLUGINS "}", "", "feed");

    ck_assert(!has(&o, "data-encart") && !has(&o, "encart-") && !has(&o, "<aside"));
    ck_assert(has(&o, "<p>Lire aussi : <a href=\"/digue\">La digue</a></p>") ||
              has(&o, "<p>Lire aussi\xC2\xA0: <a href=\"/digue\">La digue</a></p>") ||
              has(&o, "<p>Lire aussi&nbsp;: <a href=\"/digue\">La digue</a></p>"));
    ck_assert(has(&o, "<video") && has(&o, "<details>") && has(&o, "loading=\"lazy\""));
    ck_assert_str_eq(of_box(&o, "related/cards", "why"), "channel");
    ck_assert_str_eq(of_box(&o, "related/cards", "channel"), "drop");
    ck_assert_str_eq(of_box(&o, "lire-aussi/links", "why"), "channel");
    done(&o);
}
END_TEST

START_TEST(mail_gets_words_and_links)
{
    outcome o = render("{" PLUGINS "}", "\"channel\":\"mail\",", NULL);

    ck_assert_str_eq(json_string_value(json_object_get(o.report, "channel")), "mail");
    ck_assert(!has(&o, "data-encart") && !has(&o, "class=") && !has(&o, "<form"));
    ck_assert(has(&o, "<p><strong>Plus</strong></p>\n<p>Dedans.</p>"));
    ck_assert(has(&o, "<img alt=\"Un pont\" src=\"/i\">"));
    ck_assert(has(&o, "<p><a href=\"/v.mp4\">Le film</a></p>"));
    ck_assert(has(&o, "<p><strong>Articles similaires</strong></p>\n<ul><li><a href="));
    ck_assert_str_eq(of_box(&o, "lire-aussi/links", "channel"), "flatten");
    ck_assert_str_eq(of_box(&o, "lire-aussi/links", "why"), "");
    ck_assert_str_eq(of_box(&o, "footer-controls/comments", "why"), "channel");
    done(&o);
}
END_TEST

/* Half a box is none: a form, or a hole that nobody fills, takes the box with it. */
START_TEST(amp_keeps_boxes_but_for_those_with_forms_or_holes)
{
    outcome o = render("{\"channels\":{\"amp\":{\"elements\":{\"form\":\"keep\","
                       "\"input\":\"keep\",\"textarea\":\"keep\",\"button\":\"keep\"}}},"
                       "\"plugins\":{\"footer-controls\":{\"csrf\":true}}}",
                       "", "amp");
    outcome form = render("{" PLUGINS "}", "", "amp");

    ck_assert_str_eq(of_box(&o, "footer-controls/comments", "why"), "channel");
    ck_assert_str_eq(of_box(&form, "footer-controls/comments", "why"), "channel");
    ck_assert_uint_eq(json_array_size(json_object_get(o.report, "holes")), 0);
    ck_assert(has(&form, "data-encart=\"related/cards\"") && !has(&form, "<form"));
    ck_assert(has(&form, "data-encart=\"footer-controls/top\""));
    done(&o);
    done(&form);
}
END_TEST

START_TEST(a_site_says_what_its_channels_get)
{
    outcome o = render(
        "{" PLUGINS ",\"channels\":{\"feed\":{\"boxes\":{\"related/*\":\"keep\","
        "\"author/read-also\":\"drop\",\"*\":\"drop\"},\"plugins\":{\"related\":{\"count\":3}},"
        "\"elements\":{\"video\":\"drop\"},\"attributes\":{\"srcset\":\"drop\"}},"
        "\"kiosk\":{\"like\":\"mail\",\"boxes\":{\"*\":\"flatten\"},"
        "\"plugins\":{\"ad-slot\":false}}}}",
        "\"overrides\":{\"plugins\":{\"related\":{\"count\":5}}},", "feed");
    const char *cards = strstr(o.html, "related/cards");
    size_t n = 0;

    ck_assert_ptr_nonnull(cards);
    for (; (cards = strstr(cards, "<li>")); cards += 4)
        n++;
    ck_assert_uint_eq(n, 3); /* the channel has the word after the article */
    ck_assert(!has(&o, "Lire aussi") && !has(&o, "<video") && !has(&o, "srcset"));
    ck_assert(has(&o, "loading=\"lazy\""));
    done(&o);
    o = render("{" PLUGINS ",\"channels\":{\"kiosk\":{\"like\":\"mail\",\"boxes\":{\"*\":"
               "\"flatten\"},\"plugins\":{\"ad-slot\":false}}},"
               "\"sites\":{\"b\":{\"channels\":{\"kiosk\":{\"boxes\":{\"*\":\"drop\"}}}}}}",
               "", "kiosk");
    ck_assert_str_eq(of_box(&o, "related/cards", "channel"), "flatten");
    ck_assert_str_eq(of_box(&o, "ad-slot/ad", "slot"), ""); /* off: nothing was proposed */
    ck_assert(!has(&o, "data-encart"));
    done(&o);
}
END_TEST

START_TEST(faults_of_channels_are_told_with_their_place)
{
    encart_engine *e = engine_of(
        "{\"plugins\":{\"related\":{}},\"channels\":{\"feed\":{\n\"boxs\":{},\n"
        "\"boxes\":{\"related\":\"drop\",\n\"related/*\":\"dorp\"},\n"
        "\"elements\":{\"vidoe\":\"drop\"},\n\"attributes\":{\"loadin\":\"drop\",\n"
        "\"srcset\":\"flatten\"},\n\"plugins\":{\"related\":{\"cuont\":1}}},\n"
        "\"x\":{\"like\":\"mial\"}}}",
        NULL);
    const char *all = encart_engine_diagnostics(e, NULL);
    static const char *const expected[] = {
        "\"path\":\"channels.feed.boxs\",\"line\":2,\"message\":\"unknown member (did you mean "
        "“boxes”?)\"",
        "\"path\":\"channels.feed.boxes.related\",\"line\":3,\"message\":\"expected "
        "“plugin/box”, “plugin/*” or “*”\"",
        "“dorp” is none of keep, flatten, drop (did you mean “drop”?)",
        "no such element (did you mean “video”?)",
        "no such attribute (did you mean “loading”?)",
        "“flatten” is none of keep, drop",
        "\"path\":\"channels.feed.plugins.related.cuont\",\"line\":8,\"message\":\"unknown "
        "setting (did you mean “count”?)\"",
        "“mial” is none of web, feed, amp, mail, app (did you mean “mail”?)"};

    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
        ck_assert_msg(strstr(all, expected[i]) != NULL, "%s\nnot in %s", expected[i], all);
    encart_engine_free(e);
}
END_TEST

START_TEST(an_unknown_channel_fails_the_caller_and_no_article)
{
    outcome asked = render("{" PLUGINS "}", "", "fede");
    outcome told = render("{" PLUGINS "}", "\"channel\":\"fede\",", NULL);
    outcome web = render("{" PLUGINS "}", "", NULL);

    ck_assert_int_eq(asked.status, ENCART_EINVAL);
    ck_assert_str_eq(asked.err.message, "channel: no “fede” (did you mean “feed”?)");
    ck_assert_str_eq(told.html, web.html);
    ck_assert_str_eq(json_string_value(json_object_get(
                         json_array_get(json_object_get(told.report, "diagnostics"), 0),
                         "message")),
                     "no channel “fede” (did you mean “feed”?): web is made");
    done(&asked);
    done(&told);
    done(&web);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("channels");
    TCase *tc = tcase_create("channels");

    tcase_add_test(tc, the_web_gets_all_of_it);
    tcase_add_test(tc, a_feed_has_the_article_and_nothing_of_ours);
    tcase_add_test(tc, mail_gets_words_and_links);
    tcase_add_test(tc, amp_keeps_boxes_but_for_those_with_forms_or_holes);
    tcase_add_test(tc, a_site_says_what_its_channels_get);
    tcase_add_test(tc, faults_of_channels_are_told_with_their_place);
    tcase_add_test(tc, an_unknown_channel_fails_the_caller_and_no_article);
    suite_add_tcase(s, tc);
    return suite_main("test_channels", s);
}
