/* Native plugins, through the public interface: their boxes stand beside those of plugins in
 * Lua, what they write is sanitised, what goes wrong is told and costs a box. */
#include <encart/encart.h>

#include "tests/suite.h"

#include <jansson.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- a plugin that does as it is told -------------------------------------------------- */

#define MANIFEST                                                                         \
    "{\"name\": \"greeting\", \"version\": \"1.0.0\", \"api\": 1,"                           \
    " \"title\": {\"en\": \"Greeting\"}, \"uses\": [\"service.related\", \"time\","          \
    " \"service.weather\"], \"slots\": [\"body\", \"footer\"],"                              \
    " \"boxes\": {\"note\": {\"slot\": \"body\", \"element\": \"aside\"},"                   \
    "             \"foot\": {\"slot\": \"footer\", \"element\": \"p\"}},"                    \
    " \"settings\": {\"words\": {\"type\": \"string\", \"default\": \"Bonjour\"},"           \
    "                \"count\": {\"type\": \"integer\", \"default\": 1, \"min\": 0, \"max\": 20}},"  \
    " \"needs\": {\"related\": {\"limit\": 12}, \"weather\": {\"params\": {\"place\": \"$words\"}}}}"

/* What it does: members that are NULL or 0 are left out. */
typedef struct script {
    const char *html;                      /* of the box `foot` */
    int (*write)(encart_context *ctx, encart_reply *reply); /* or this, in its place */
    const char *body;                      /* place of the box `note`; "" = the middle */
    int notes;                             /* how many of them */
    int status, content_status;
    void (*ask)(encart_context *ctx);      /* in propose */
    int *released;
} script;

static int write_foot(void *user, encart_context *ctx, const encart_at *at,
                      encart_reply *reply)
{
    const script *s = user;

    ck_assert_str_eq(at->slot, "footer");
    ck_assert_ptr_null(at->prev);
    ck_assert_uint_eq(at->struct_size, sizeof *at);
    if (s->write)
        return s->write(ctx, reply);
    encart_reply_add(reply, s->html, ENCART_TO_NUL);
    return s->content_status;
}

static int write_note(void *user, encart_context *ctx, const encart_at *at,
                      encart_reply *reply)
{
    char html[200];

    (void)user;
    (void)ctx;
    snprintf(html, sizeof html, "<aside class='encart' aria-label='N%zu'><p>%zu of %zu, %s, "
             "%s</p></aside>", at->index, at->index, at->of, at->prev, at->next);
    return encart_reply_add(reply, html, strlen(html));
}

static void count_release(void *user)
{
    const script *s = user;

    if (s->released)
        ++*s->released;
}

static int propose(void *user, encart_context *ctx)
{
    const script *s = user;
    encart_box box = {sizeof box, NULL, NULL, 5, write_foot, user, count_release};

    if (s->ask)
        s->ask(ctx);
    if (s->html || s->write)
        ck_assert_int_eq(encart_context_box(ctx, "foot", &box), ENCART_OK);
    box.content = write_note;
    box.weight = 0;
    box.place = s->body && *s->body ? s->body : NULL;
    for (int i = 0; i < s->notes; i++)
        encart_context_box(ctx, "note", &box);
    return s->status;
}

/* ---- a render -------------------------------------------------------------------------- */

static const char *config = "{}";

static int answer(void *user, const char *service, const char *request, size_t n,
                  encart_reply *reply)
{
    static const char json[] =
        "{\"related\": [{\"url\": \"https://a.example/1\", \"title\": \"Un\"},"
        " {\"url\": \"https://a.example/2\", \"title\": \"Deux\", \"score\": 5,"
        "  \"published\": \"2024-01-02\", \"image\": {\"url\": \"/i.jpg\", \"width\": 3}}]}";
    static const char sky[] = "{\"value\": {\"sky\": \"rain\"}, \"max_age\": 90}";

    (void)user;
    ck_assert_uint_eq(strlen(request), n);
    if (strcmp(service, "related") == 0)
        return encart_reply_set(reply, json, sizeof json - 1);
    ck_assert_ptr_nonnull(strstr(request, "\"params\":{\"place\":\"Bonjour\"}"));
    return encart_reply_set(reply, sky, sizeof sky - 1);
}

static int engine_of(encart_engine **e, script *s, const encart_allocator *alloc, int lua)
{
    encart_plugin_def def = {sizeof def, MANIFEST, propose, s, NULL};
    encart_builder *b = NULL;
    encart_error err;
    int status = encart_builder_new(&b, alloc, &err);

    if (!status)
        status = encart_builder_plugin_path(b, suite_src("plugins"), &err);
    if (!status && lua > 1)
        status = encart_builder_plugin_enable(b, "lire-aussi", &err);
    if (!status)
        status = encart_builder_plugin_native(b, &def, &err);
    if (!status && lua)
        status = encart_builder_plugin_enable(b, "footer-controls", &err);
    if (!status)
        status = encart_builder_service(b, "related", answer, NULL, &err);
    if (!status)
        status = encart_builder_service(b, "weather", answer, NULL, &err);
    if (!status)
        status = encart_builder_config_json(b, config, strlen(config), "site.json", &err);
    if (!status)
        status = encart_engine_new(e, b, &err);
    encart_builder_free(b);
    return status;
}

static encart_article *article_of(const encart_engine *e, int *status)
{
    static const char head[] =
        "{\"id\": \"x\", \"url\": \"https://a.example/x\", \"lang\": \"fr\", \"title\": \"T\","
        " \"published\": \"2024-10-20T10:20:30Z\", \"body\": {\"format\": \"html\", \"value\": \"";
    char *text = malloc(40000), *p = text;
    encart_article *a = NULL;

    p += sprintf(p, "%s", head);
    for (int i = 0; i < 16; i++) {
        p += sprintf(p, "<p>%d", i);
        for (int w = 0; w < 50; w++)
            p += sprintf(p, " mot%d", w);
        p += sprintf(p, ".</p>");
    }
    p += sprintf(p, "\"}}");
    *status = encart_article_load(&a, e, text, (size_t)(p - text), NULL, NULL);
    free(text);
    return a;
}

typedef struct outcome {
    int status;
    char *html, *footer;
    char *report;
} outcome;

static char *copy(const char *text)
{
    return strdup(text ? text : "");
}

static int go_lua(script *s, int lua, const encart_allocator *alloc, outcome *out)
{
    encart_engine *e = NULL;
    encart_article *a = NULL;
    encart_result *r = NULL;

    memset(out, 0, sizeof *out);
    out->status = engine_of(&e, s, alloc, lua);
    if (!out->status)
        a = article_of(e, &out->status);
    if (!out->status)
        out->status = encart_render(&r, e, a, NULL, NULL);
    out->html = copy(encart_result_html(r, NULL));
    out->footer = copy(encart_result_slot(r, "footer", NULL));
    out->report = copy(encart_result_report(r, NULL));
    encart_result_free(r);
    encart_article_free(a);
    encart_engine_free(e);
    return out->status;
}

static void go(script *s, outcome *out)
{
    ck_assert_int_eq(go_lua(s, 0, NULL, out), ENCART_OK);
}

static void drop(outcome *out)
{
    free(out->html);
    free(out->footer);
    free(out->report);
}

static void has(const char *text, const char *part)
{
    ck_assert_msg(strstr(text, part) != NULL, "no %s in %.3000s", part, text);
}

static void lacks(const char *text, const char *part)
{
    ck_assert_msg(strstr(text, part) == NULL, "%s in %.3000s", part, text);
}

/* ---- boxes ------------------------------------------------------------------------------ */

START_TEST(its_boxes_are_placed_marked_and_reported_like_any)
{
    script s = {.html = "<p>Au revoir &amp; merci</p>", .body = "{\"at\": 0.5}", .notes = 2};
    outcome out;

    go(&s, &out);
    ck_assert_str_eq(out.footer,
                     "<p data-encart=\"greeting/foot\">Au revoir &amp; merci</p>\n");
    has(out.html, "<aside aria-label=\"N1\" class=\"encart\" data-encart=\"greeting/note\">"
                  "<p>1 of 3, paragraph, paragraph</p></aside>");
    has(out.html, "<p>2 of 3, paragraph, paragraph</p>");
    has(out.report, "{\"box\":\"greeting/foot\",\"slot\":\"footer\",\"placed\":true,");
    has(out.report, "{\"name\":\"greeting\",\"version\":\"1.0.0\"");
    has(out.report, "\"diagnostics\":[]");
    drop(&out);
}
END_TEST

START_TEST(a_pin_and_a_priority_hold_for_it_and_strip_takes_it_out)
{
    static const char html[] = "<p>Un.</p><!--encart:here greeting--><p>Deux.</p><p>Trois.</p>";
    script s = {.notes = 1};
    encart_engine *e;
    encart_article *a;
    encart_result *r;
    encart_buffer *bare;

    ck_assert_int_eq(engine_of(&e, &s, NULL, 0), ENCART_OK);
    ck_assert_int_eq(encart_article_load(&a, e, html, sizeof html - 1, NULL, NULL), ENCART_OK);
    ck_assert_int_eq(encart_render(&r, e, a, NULL, NULL), ENCART_OK);
    has(encart_result_html(r, NULL), "<p>1 of 1, paragraph, paragraph</p></aside>");
    ck_assert_int_eq(encart_strip(&bare, e, encart_result_html(r, NULL),
                                  strlen(encart_result_html(r, NULL)), NULL), ENCART_OK);
    ck_assert_str_eq(encart_buffer_data(bare, NULL),
                     "<p>Un.</p>\n<!--encart:here greeting--><p>Deux.</p>\n<p>Trois.</p>\n");
    encart_buffer_free(bare);
    encart_result_free(r);
    encart_article_free(a);
    encart_engine_free(e);
}
END_TEST

START_TEST(it_stands_beside_plugins_in_lua_and_keeps_its_distance)
{
    script s = {.notes = 2, .html = "<p>F</p>"};
    outcome out;
    const char *first, *lua;

    ck_assert_int_eq(go_lua(&s, 2, NULL, &out), ENCART_OK);
    first = strstr(out.html, "greeting/note");
    lua = strstr(out.html, "lire-aussi/links");
    ck_assert_ptr_nonnull(first);
    ck_assert_ptr_nonnull(lua);
    ck_assert_uint_gt((size_t)labs((long)(first - lua)), 600);
    has(out.footer, "<p data-encart=\"greeting/foot\">F</p>");
    has(out.footer, "footer-controls/top");
    has(out.report, "\"diagnostics\":[]");
    drop(&out);
}
END_TEST

START_TEST(the_configuration_sets_it_and_turns_it_off)
{
    script s = {.html = "<p>F</p>"};
    outcome out;

    config = "{\"plugins\": {\"greeting\": false}}";
    go(&s, &out);
    ck_assert_str_eq(out.footer, "");
    drop(&out);
    config = "{}";
}
END_TEST

static void ask_settings(encart_context *ctx)
{
    size_t n;

    ck_assert_str_eq(encart_context_settings(ctx, &n), "{\"count\":3,\"words\":\"Bonjour\"}");
    ck_assert_uint_eq(n, 29);
    has(encart_context_site(ctx, NULL), "\"name\":\"Le Journal\"");
    has(encart_context_site(ctx, NULL), "\"features\":{\"plan\":\"gold\"}");
    ck_assert_str_eq(encart_context_url(ctx, "tag", "{\"slug\": \"a b\"}"),
                     "https://j.example/t/a%20b");
    ck_assert_ptr_null(encart_context_url(ctx, "nothing", NULL));
}

START_TEST(settings_are_checked_like_those_of_any_plugin)
{
    script s = {.ask = ask_settings};
    encart_engine *e;
    outcome out;

    config = "{\"plugins\": {\"greeting\": {\"count\": 3}}, \"site\": {\"name\": \"Le Journal\","
             "\"url\": \"https://j.example/\", \"features\": {\"plan\": \"gold\"},"
             "\"routes\": {\"tag\": \"/t/{slug}\"}}}";
    go(&s, &out);
    has(out.report, "\"diagnostics\":[]");
    drop(&out);
    config = "{\"plugins\": {\"greeting\": {\"cuont\": 3}}}";
    ck_assert_int_eq(engine_of(&e, &s, NULL, 0), ENCART_OK);
    has(encart_engine_diagnostics(e, NULL), "did you mean “count”");
    has(encart_engine_plugins(e, NULL), "\"native\":true");
    lacks(encart_engine_plugins(e, NULL), "folder");
    encart_engine_free(e);
    config = "{}";
}
END_TEST

/* ---- what it is told -------------------------------------------------------------------- */

static void ask_all(encart_context *ctx)
{
    json_t *a = json_loads(encart_context_article(ctx, NULL), 0, NULL);
    size_t n;

    ck_assert_str_eq(json_string_value(json_object_get(a, "title")), "T");
    ck_assert_ptr_null(json_object_get(a, "body"));
    json_decref(a);
    ck_assert_ptr_eq(encart_context_article(ctx, NULL), encart_context_article(ctx, &n));
    has(encart_context_text(ctx, NULL), "mot49.");
    ck_assert_str_eq(encart_context_locale(ctx), "fr");
    ck_assert_str_eq(encart_context_now(ctx, "hour"), "2024-10-20T10:00:00Z");
    ck_assert_str_eq(encart_context_anchor(ctx, "title"), "e-greeting_title");
    ck_assert_str_eq(encart_context_anchor(ctx, NULL), "e-greeting");
    ck_assert_ptr_null(encart_context_anchor(ctx, "a b"));
    a = json_loads(encart_context_related(ctx, NULL), 0, NULL);
    ck_assert_uint_eq(json_array_size(a), 2);
    ck_assert_str_eq(json_string_value(json_object_get(json_array_get(a, 1), "published")),
                     "2024-01-02");
    json_decref(a);
    ck_assert_int_eq(encart_context_used(ctx, "https://a.example/none"), 0);
    ck_assert_str_eq(encart_context_service(ctx, "weather", NULL, NULL), "{\"sky\":\"rain\"}");
    encart_context_warn(ctx, "by the way");
}

START_TEST(it_is_told_what_its_manifest_lets_it_ask)
{
    script s = {.ask = ask_all};
    outcome out;

    go(&s, &out);
    has(out.report, "\"rule\":\"plugin-warning\",\"source\":\"greeting\",\"path\":\"propose\","
                    "\"message\":\"by the way\"");
    has(out.report, "{\"service\":\"weather\"");
    has(out.report, "\"max_age\":90,\"plugins\"");
    has(out.report, "{\"time\":\"hour\"}");
    drop(&out);
}
END_TEST

static void ask_wrong(encart_context *ctx)
{
    encart_box box = {sizeof box, NULL, NULL, 0, write_note, NULL, NULL};

    ck_assert_ptr_null(encart_context_service(ctx, "stocks", NULL, NULL));
    ck_assert_ptr_null(encart_context_service(ctx, "weather", "[1]", NULL));
    ck_assert_ptr_null(encart_context_url(ctx, "tag", "{"));
    ck_assert_ptr_null(encart_context_now(ctx, "week"));
    ck_assert_int_eq(encart_context_box(ctx, "note", NULL), ENCART_EINVAL);
    ck_assert_int_eq(encart_context_box(ctx, NULL, &box), ENCART_EINVAL);
    ck_assert_int_eq(encart_context_box(ctx, "noet", &box), ENCART_EINVAL);
    box.place = "{\"att\": 1}";
    ck_assert_int_eq(encart_context_box(ctx, "note", &box), ENCART_EINVAL);
    box.place = "{\"at\": 2}";
    ck_assert_int_eq(encart_context_box(ctx, "note", &box), ENCART_EINVAL);
    box.place = "{\"avoid\": [\"figur\"]}";
    ck_assert_int_eq(encart_context_box(ctx, "note", &box), ENCART_EINVAL);
    box.place = "nonsense";
    ck_assert_int_eq(encart_context_box(ctx, "note", &box), ENCART_EINVAL);
    box.place = "{}";
    ck_assert_int_eq(encart_context_box(ctx, "foot", &box), ENCART_EINVAL);
    box.place = NULL;
    box.weight = 5000;
    ck_assert_int_eq(encart_context_box(ctx, "note", &box), ENCART_EINVAL);
    box.weight = 0;
    box.content = NULL;
    ck_assert_int_eq(encart_context_box(ctx, "note", &box), ENCART_EINVAL);
}

START_TEST(what_it_gets_wrong_is_told)
{
    static const char *const told[] = {
        "the capability “service.stocks”", "parameters: expected a JSON object",
        "day, hour or minute expected, found “week”", "boxes are proposed by their name",
        "no box “noet” (did you mean “note”?)", "place.att: unknown member (did you mean “at”?)",
        "place.at: expected a number from 0 to 1", "place.avoid: expected an array of kinds",
        "place: not JSON", "place: only for the slot “body”", "weight: expected -1000 to 1000",
        "content: missing",
    };
    script s = {.ask = ask_wrong, .html = "<p>F</p>"};
    outcome out;

    go(&s, &out);
    for (size_t i = 0; i < sizeof told / sizeof *told; i++)
        has(out.report, told[i]);
    has(out.footer, "<p data-encart=\"greeting/foot\">F</p>");
    drop(&out);
}
END_TEST

/* ---- what it writes --------------------------------------------------------------------- */

static void expect_footer(const char *html, const char *footer, const char *told)
{
    script s = {.html = html};
    outcome out;

    go(&s, &out);
    ck_assert_str_eq(out.footer, footer);
    has(out.report, told);
    drop(&out);
}

#define FOOT(inner) "<p data-encart=\"greeting/foot\">" inner "</p>\n"

START_TEST(hostile_html_is_sanitised)
{
    expect_footer("<p onclick=x()>a<script>alert(1)</script><img src=x onerror=y></p>",
                  FOOT("a<img src=\"x\">"), "script");
    expect_footer("<p><a href=javascript:x>b</a></p>", FOOT("b"), "\"rule\":\"url\"");
    expect_footer("<p style='position:fixed'>c<style>*{}</style>", FOOT("c"), "style");
    expect_footer("<p>d<input name=e></p>", FOOT("d"), "forbidden-element");
    expect_footer("<p data-encart='other/box'>e</p>", FOOT("e"), "\"diagnostics\":[");
    expect_footer("<p>f<!--encart:hole csrf--><!--encart:none lire-aussi--></p>", FOOT("f"),
                  "\"holes\":[]");
    expect_footer("<p>g\xFFh</p>", FOOT("g\xEF\xBF\xBDh"), "\"diagnostics\":[]");
    expect_footer("<p id=x>i</p>", "<p data-encart=\"greeting/foot\" id=\"e-x\">i</p>\n", "");
}
END_TEST

START_TEST(what_is_not_the_announced_element_is_no_box)
{
    static const char told[] = "the content must be one element p, as the manifest says";

    expect_footer("<div>a</div>", "", told);
    expect_footer("text", "", told);
    expect_footer("<p>a</p><p>b</p>", "", told);
    expect_footer("<p>a</p>text", "", told);
    expect_footer("<script>x</script>", "", told);
    expect_footer(" \n", "", "\"why\":\"empty\"");
    expect_footer("\n <p>a</p>\n<!-- b -->", FOOT("a"), "");
}
END_TEST

static int write_nothing(encart_context *ctx, encart_reply *reply)
{
    (void)ctx;
    (void)reply;
    return 0;
}

static int write_huge(encart_context *ctx, encart_reply *reply)
{
    (void)ctx;
    encart_reply_add(reply, "<p>", 3);
    for (int i = 0; i < 6000; i++)
        encart_reply_add(reply, "<b>xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx</b>", 61);
    return 0;
}

static int write_long(encart_context *ctx, encart_reply *reply)
{
    static char text[300000];

    (void)ctx;
    memset(text, 'x', sizeof text);
    encart_reply_add(reply, "<p>", 3);
    return encart_reply_text(reply, text, sizeof text);
}

static int write_endless(encart_context *ctx, encart_reply *reply)
{
    static const char text[1000] = {'x'};
    int status = 0;

    (void)ctx;
    for (int i = 0; i < 5000; i++)
        status = encart_reply_add(reply, text, sizeof text);
    ck_assert_int_eq(status, ENCART_ELIMIT);
    return 0;
}

static int write_text(encart_context *ctx, encart_reply *reply)
{
    static const char text[] = "<b> & \"q\"";

    ck_assert_ptr_nonnull(encart_context_settings(ctx, NULL));
    encart_reply_add(reply, "<p title=\"", 10);
    encart_reply_text(reply, text, sizeof text - 1);
    encart_reply_add(reply, "\">", 2);
    encart_reply_text(reply, text, sizeof text - 1);
    return encart_reply_add(reply, "</p>", 4);
}

static int write_another(encart_context *ctx, encart_reply *reply)
{
    encart_box box = {sizeof box, NULL, NULL, 0, write_note, NULL, NULL};

    ck_assert_int_eq(encart_context_box(ctx, "note", &box), ENCART_EINVAL);
    return encart_reply_add(reply, "<p>F</p>", 8);
}

static void expect_written(int (*write)(encart_context *, encart_reply *), const char *footer,
                           const char *told)
{
    script s = {.write = write};
    outcome out;

    go(&s, &out);
    ck_assert_str_eq(out.footer, footer);
    has(out.report, told);
    drop(&out);
}

START_TEST(a_box_has_the_limits_of_any_box)
{
    expect_written(write_nothing, "", "\"why\":\"empty\"");
    expect_written(write_huge, "", "the box has more than 2000 nodes");
    expect_written(write_long, "", "bytes of HTML, at most 262144 are allowed");
    expect_written(write_endless, "", "more than 4194304 bytes of HTML");
    expect_written(write_text, "<p data-encart=\"greeting/foot\" title=\"&lt;b&gt; &amp; "
                               "&quot;q&quot;\">&lt;b&gt; &amp; «&nbsp;q&nbsp;»</p>\n",
                   "\"diagnostics\":[]");
    expect_written(write_another, FOOT("F"), "in propose only");
}
END_TEST

/* ---- failures --------------------------------------------------------------------------- */

START_TEST(a_callback_that_fails_costs_its_boxes_and_not_the_page)
{
    script s = {.html = "<p>F</p>", .notes = 1, .status = 3};
    outcome out;

    go(&s, &out);
    lacks(out.html, "greeting");
    has(out.html, "mot49.");
    has(out.report, "\"path\":\"propose\",\"message\":\"propose returned 3\"");
    drop(&out);
    s.status = 0;
    s.content_status = -7;
    go(&s, &out);
    lacks(out.footer, "greeting/foot");
    has(out.html, "greeting/note");
    has(out.report, "\"path\":\"content(foot)\",\"message\":\"the content returned -7\"");
    drop(&out);
}
END_TEST

START_TEST(what_a_box_holds_is_released_once)
{
    int released = 0;
    script s = {.html = "<p>F</p>", .notes = 20, .released = &released};
    outcome out;

    go(&s, &out);
    ck_assert_int_eq(released, 21);
    has(out.report, "more than 16 boxes");
    drop(&out);
    released = 0;
    s.status = 1;
    go(&s, &out);
    ck_assert_int_eq(released, 21);
    drop(&out);
    released = 0;
    s.status = 0;
    s.notes = 1;
    s.body = "{\"bad\": 1}";
    go(&s, &out);
    ck_assert_int_eq(released, 2);
    drop(&out);
}
END_TEST

static void expect_manifest(const char *manifest, unsigned line, const char *path,
                            const char *message)
{
    encart_plugin_def def = {sizeof def, manifest, propose, NULL, NULL};
    encart_builder *b;
    encart_error err;

    ck_assert_int_eq(encart_builder_new(&b, NULL, NULL), ENCART_OK);
    ck_assert_int_eq(encart_builder_plugin_native(b, &def, &err), ENCART_ECONFIG);
    ck_assert_uint_eq(err.line, line);
    ck_assert_str_eq(err.path, path);
    has(err.message, message);
    encart_builder_free(b);
}

#define BASE "{\"name\": \"ab\", \"version\": \"1\", \"api\": 1, "
#define BOX "\"boxes\": {\"aa\": {\"slot\": \"footer\", \"element\": \"p\"}}, "

START_TEST(a_faulty_manifest_is_refused_with_its_place)
{
    expect_manifest("{\n\"name\": }", 2, "", "not a JSON object");
    expect_manifest("[]", 0, "", "not a JSON object");
    expect_manifest(BASE "\"slots\": [\"footer\"]}", 0, "boxes", "missing");
    expect_manifest(BASE BOX "\"slots\": [\"foter\"]}", 0, "slots[1]", "did you mean “footer”");
    expect_manifest(BASE BOX "\"slots\": [\"footer\"], \"seting\": {}}", 0, "seting",
                    "unknown member");
    expect_manifest(BASE BOX "\"slots\": [\"footer\"], \"uses\": [\"tree.edit\"]}", 0, "uses",
                    "“tree.edit” without a transform");
    expect_manifest(BASE BOX "\"slots\": [\"footer\"], \"uses\": [\"html.raw\"]}", 0, "uses",
                    "native plugins have no “html.raw”");
    expect_manifest(BASE BOX "\"slots\": [\"footer\"], \"assets\": {\"css\":"
                    " [\"assets/ab.css\"]}}", 0, "assets", "no stylesheets");
    expect_manifest(BASE "\"slots\": [\"head\"], \"boxes\": {\"aa\": {\"slot\": \"head\"}}}", 0,
                    "slots", "the slot “head”");
}
END_TEST

START_TEST(arguments_are_checked)
{
    encart_plugin_def def = {sizeof def, MANIFEST, propose, NULL, NULL};
    encart_plugin_def bare = {sizeof bare, MANIFEST, NULL, NULL, NULL};
    encart_builder *b;
    encart_error err;

    ck_assert_int_eq(encart_builder_new(&b, NULL, NULL), ENCART_OK);
    ck_assert_int_eq(encart_builder_plugin_native(NULL, &def, &err), ENCART_EINVAL);
    ck_assert_int_eq(encart_builder_plugin_native(b, NULL, &err), ENCART_EINVAL);
    ck_assert_int_eq(encart_builder_plugin_native(b, &bare, &err), ENCART_EINVAL);
    ck_assert_int_eq(encart_builder_plugin_native(b, &def, &err), ENCART_OK);
    ck_assert_int_eq(encart_builder_plugin_native(b, &def, &err), ENCART_ECONFIG);
    has(err.message, "“greeting” was given already");
    encart_builder_free(b);
    ck_assert_int_eq(encart_reply_add(NULL, "a", 1), ENCART_EINVAL);
    ck_assert_int_eq(encart_reply_text(NULL, "a", 1), ENCART_EINVAL);
    ck_assert_ptr_null(encart_context_article(NULL, NULL));
    ck_assert_ptr_null(encart_context_settings(NULL, NULL));
    ck_assert_ptr_null(encart_context_locale(NULL));
    ck_assert_str_eq(encart_context_text(NULL, NULL), "");
    encart_context_warn(NULL, "x");
}
END_TEST

/* ---- memory, threads -------------------------------------------------------------------- */

/* As ask_all(), with an allocator that fails. */
static void ask_softly(encart_context *ctx)
{
    encart_context_article(ctx, NULL);
    encart_context_settings(ctx, NULL);
    encart_context_site(ctx, NULL);
    encart_context_now(ctx, "day");
    encart_context_anchor(ctx, "x");
    encart_context_related(ctx, NULL);
    encart_context_url(ctx, "tag", "{\"slug\": \"a b\"}");
}

static int propose_softly(void *user, encart_context *ctx)
{
    script *s = user;
    encart_box box = {sizeof box, "{\"at\": 0.4}", "un sujet", 0, write_note, user, count_release};

    ask_softly(ctx);
    if (encart_context_box(ctx, "note", &box))
        s->notes++;
    box.place = NULL;
    box.content = write_foot;
    return encart_context_box(ctx, "foot", &box) ? 1 : 0;
}

static int try_one(size_t fail_at, const char *want)
{
    int released = 0;
    script s = {.html = "<p onclick=x>F<b>g</p>", .released = &released};
    encart_plugin_def def = {sizeof def, MANIFEST, propose_softly, &s, NULL};
    encart_builder *b = NULL;
    encart_engine *e = NULL;
    encart_article *a = NULL;
    encart_result *r = NULL;
    suite_alloc alloc;
    int status;

    suite_alloc_init(&alloc);
    alloc.fail_at = fail_at;
    status = encart_builder_new(&b, &alloc.vtable, NULL);
    if (!status)
        status = encart_builder_plugin_native(b, &def, NULL);
    if (!status)
        status = encart_engine_new(&e, b, NULL);
    if (!status)
        a = article_of(e, &status);
    if (!status)
        status = encart_render(&r, e, a, NULL, NULL);
    if (status)
        ck_assert_msg(status == ENCART_ENOMEM, "allocation %zu: %d", fail_at, status);
    else if (alloc.count < fail_at)
        ck_assert_str_eq(encart_result_slot(r, "footer", NULL), want);
    ck_assert(released == 0 || released == 2);
    encart_result_free(r);
    encart_article_free(a);
    encart_engine_free(e);
    encart_builder_free(b);
    ck_assert_uint_eq(alloc.live, 0);
    return alloc.count >= fail_at;
}

START_TEST(each_allocation_may_fail)
{
    size_t n = 1;

    while (try_one(n, FOOT("F<b>g</b>")))
        n++;
    ck_assert_uint_gt(n, 100);
}
END_TEST

typedef struct worker {
    const encart_engine *engine;
    const encart_article *article;
    const char *want;
    int wrong;
} worker;

static void *work(void *user)
{
    worker *w = user;

    for (int i = 0; i < 50; i++) {
        encart_result *r = NULL;

        if (encart_render(&r, w->engine, w->article, NULL, NULL) ||
            strcmp(encart_result_html(r, NULL), w->want) != 0)
            w->wrong++;
        encart_result_free(r);
    }
    return NULL;
}

START_TEST(threads_share_a_native_plugin)
{
    enum { THREADS = 4 };
    script s = {.html = "<p>F</p>", .notes = 1};
    pthread_t threads[THREADS];
    worker workers[THREADS];
    encart_engine *e;
    encart_article *a;
    encart_result *r;
    int status;

    ck_assert_int_eq(engine_of(&e, &s, NULL, 2), ENCART_OK);
    a = article_of(e, &status);
    ck_assert_int_eq(encart_render(&r, e, a, NULL, NULL), ENCART_OK);
    for (int i = 0; i < THREADS; i++) {
        workers[i] = (worker){e, a, encart_result_html(r, NULL), 0};
        ck_assert_int_eq(pthread_create(&threads[i], NULL, work, &workers[i]), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        ck_assert_int_eq(workers[i].wrong, 0);
    }
    encart_result_free(r);
    encart_article_free(a);
    encart_engine_free(e);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("native");
    TCase *c = tcase_create("native");

    tcase_set_timeout(c, 300);
    tcase_add_test(c, its_boxes_are_placed_marked_and_reported_like_any);
    tcase_add_test(c, a_pin_and_a_priority_hold_for_it_and_strip_takes_it_out);
    tcase_add_test(c, it_stands_beside_plugins_in_lua_and_keeps_its_distance);
    tcase_add_test(c, the_configuration_sets_it_and_turns_it_off);
    tcase_add_test(c, settings_are_checked_like_those_of_any_plugin);
    tcase_add_test(c, it_is_told_what_its_manifest_lets_it_ask);
    tcase_add_test(c, what_it_gets_wrong_is_told);
    tcase_add_test(c, hostile_html_is_sanitised);
    tcase_add_test(c, what_is_not_the_announced_element_is_no_box);
    tcase_add_test(c, a_box_has_the_limits_of_any_box);
    tcase_add_test(c, a_callback_that_fails_costs_its_boxes_and_not_the_page);
    tcase_add_test(c, what_a_box_holds_is_released_once);
    tcase_add_test(c, a_faulty_manifest_is_refused_with_its_place);
    tcase_add_test(c, arguments_are_checked);
    tcase_add_test(c, each_allocation_may_fail);
    tcase_add_test(c, threads_share_a_native_plugin);
    suite_add_tcase(s, c);
    return suite_main("test_native", s);
}
