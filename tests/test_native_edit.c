/* Native plugins that edit the article and leave holes in their boxes, through the public
 * interface: what they may do, what is made of what they may not, and that nothing is lost when
 * memory runs out. */
#include <encart/encart.h>

#include "tests/suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MANIFEST(uses)                                                                   \
    "{\"name\": \"editor\", \"version\": \"1.0.0\", \"api\": 1, \"uses\": [" uses "],"         \
    " \"slots\": [\"footer\"], \"boxes\": {\"foot\": {\"slot\": \"footer\", \"element\": \"p\"}}}"
#define EDITS MANIFEST("\"tree.edit\"")
#define CUTS MANIFEST("\"tree.edit\", \"article.cut\"")

static const char document[] =
    "<h2 id=eins>Un</h2><p class='lede big'>Deux <b>mots</b> <a href=/x>ici</a>.</p>"
    "<ul><li>A</li></ul><p><img src=/i.png alt=I></p><p>Fin</p>";

/* What the plugin does; members that are NULL are left out. */
typedef struct script {
    const char *manifest;
    int (*transform)(encart_context *ctx);
    int (*propose)(encart_context *ctx);
} script;

static int transform(void *user, encart_context *ctx)
{
    return ((const script *)user)->transform(ctx);
}

static int propose(void *user, encart_context *ctx)
{
    const script *s = user;

    return s->propose ? s->propose(ctx) : 0;
}

typedef struct outcome {
    encart_engine *engine;
    encart_article *article;
    encart_result *result;
    int status;
} outcome;

static void drop(outcome *out)
{
    encart_result_free(out->result);
    encart_article_free(out->article);
    encart_engine_free(out->engine);
}

static void run(script *s, const encart_allocator *alloc, outcome *out)
{
    encart_plugin_def def = {sizeof def, s->manifest, propose, s,
                             s->transform ? transform : NULL};
    encart_builder *b = NULL;
    int status = encart_builder_new(&b, alloc, NULL);

    memset(out, 0, sizeof *out);
    if (!status)
        status = encart_builder_plugin_native(b, &def, NULL);
    if (!status)
        status = encart_engine_new(&out->engine, b, NULL);
    encart_builder_free(b);
    if (!status)
        status = encart_article_load(&out->article, out->engine, document,
                                     sizeof document - 1, NULL, NULL);
    if (!status)
        status = encart_render(&out->result, out->engine, out->article, NULL, NULL);
    out->status = status;
}

static void has(const char *text, const char *part)
{
    ck_assert_msg(strstr(text, part) != NULL, "no %s\nin %s", part, text);
}

static void lacks(const char *text, const char *part)
{
    ck_assert_msg(strstr(text, part) == NULL, "%s\nin %s", part, text);
}

/* Renders; the page has `html`, and the report has `told` (NULL = no diagnostic at all). */
static void expect_by(const char *manifest, int (*edit)(encart_context *), const char *html,
                      const char *told)
{
    script s = {manifest, edit, NULL};
    outcome out;

    run(&s, NULL, &out);
    ck_assert_int_eq(out.status, ENCART_OK);
    has(encart_result_html(out.result, NULL), html);
    has(encart_result_report(out.result, NULL), told ? told : "\"diagnostics\":[]");
    drop(&out);
}

static void expect(int (*edit)(encart_context *), const char *html, const char *told)
{
    expect_by(EDITS, edit, html, told);
}

#define UNCHANGED                                                                        \
    "<h2 id=\"a-eins\">Un</h2>\n<p class=\"lede big\">Deux <b>mots</b> <a href=\"/x\">ici</a>.</p>\n" \
    "<ul><li>A</li></ul>\n<p><img alt=\"I\" src=\"/i.png\"></p>\n<p>Fin</p>"

/* ---- each edit --------------------------------------------------------------------------- */

static encart_node first(encart_context *ctx, const char *selector)
{
    return encart_context_select(ctx, selector, 0);
}

static int put(encart_context *ctx, const char *selector, int edit, const char *html)
{
    return encart_context_edit(ctx, first(ctx, selector), edit, html,
                               html ? ENCART_TO_NUL : 0);
}

static int before(encart_context *ctx)
{
    return put(ctx, "p.lede", ENCART_EDIT_BEFORE, "<p>Avant</p>");
}
static int after(encart_context *ctx)
{
    return put(ctx, "h2", ENCART_EDIT_AFTER, "<p>Après");
}
static int prepend(encart_context *ctx)
{
    return put(ctx, "p.lede", ENCART_EDIT_PREPEND, "<i>Tout</i> ");
}
static int append(encart_context *ctx)
{
    return put(ctx, "p.lede", ENCART_EDIT_APPEND, " Et 5 &lt; 6");
}
static int replace(encart_context *ctx)
{
    return put(ctx, "p.lede b", ENCART_EDIT_REPLACE, "<em>mots</em>");
}
static int wrap(encart_context *ctx)
{
    return put(ctx, "p.lede", ENCART_EDIT_WRAP, "<blockquote></blockquote>");
}
static int unwrap(encart_context *ctx)
{
    return put(ctx, "p.lede a", ENCART_EDIT_UNWRAP, NULL);
}
static int take_away(encart_context *ctx)
{
    return put(ctx, "ul", ENCART_EDIT_REMOVE, NULL);
}
static int text(encart_context *ctx)
{
    return put(ctx, "p.lede", ENCART_EDIT_TEXT, "<b> & \xFF");
}
static int cut(encart_context *ctx)
{
    return put(ctx, "p.lede", ENCART_EDIT_CUT, NULL);
}
static int around(encart_context *ctx)
{
    encart_node root = encart_article_root(encart_context_document(ctx));

    encart_context_edit(ctx, root, ENCART_EDIT_PREPEND, "<p>Tout premier</p>", ENCART_TO_NUL);
    return encart_context_edit(ctx, root, ENCART_EDIT_APPEND, "<p>Tout dernier</p>",
                               ENCART_TO_NUL);
}

START_TEST(each_edit_does_what_it_says)
{
    expect(before, "</h2>\n<p>Avant</p>\n<p class=\"lede big\">", NULL);
    expect(after, "Un</h2>\n<p>Après</p>\n<p class=", NULL);
    expect(prepend, "<p class=\"lede big\"><i>Tout</i> Deux", NULL);
    expect(append, "ici</a>. Et 5 &lt; 6</p>", NULL);
    expect(replace, "Deux <em>mots</em> <a", NULL);
    expect(wrap, "<blockquote><p class=\"lede big\">Deux", NULL);
    expect(unwrap, "</b> ici.</p>", NULL);
    expect(take_away, "ici</a>.</p>\n<p><img", NULL);
    expect(text, "<p class=\"lede big\">&lt;b&gt; &amp; \xEF\xBF\xBD</p>", NULL);
    expect(around, "<p>Tout premier</p>\n<h2", NULL);
    expect(around, "<p>Fin</p>\n<p>Tout dernier</p>", NULL);
    expect_by(CUTS, cut, "ici</a>.</p>\n", NULL);
}
END_TEST

static int items(encart_context *ctx)
{
    put(ctx, "ul", ENCART_EDIT_PREPEND, "<li>0</li>");
    put(ctx, "ul", ENCART_EDIT_APPEND, "<ol><li>C</li><li>D</li></ol>");
    return put(ctx, "li", ENCART_EDIT_AFTER, "<li>B");
}

START_TEST(items_come_into_the_list_that_is_there)
{
    expect(items, "<ul><li>0</li><li>A</li><li>B</li><li>C</li><li>D</li></ul>", NULL);
}
END_TEST

static int attributes(encart_context *ctx)
{
    encart_node link = first(ctx, "a"), lede = first(ctx, ".lede");

    return encart_context_set_attribute(ctx, link, "href", "/y?a=1&b=\"2\"") ||
           encart_context_set_attribute(ctx, link, "title", "5 < 6") ||
           encart_context_set_attribute(ctx, first(ctx, "h2"), "id", NULL) ||
           encart_context_set_attribute(ctx, lede, "id", "zwei") ||
           encart_context_set_class(ctx, lede, "first", 1) ||
           encart_context_set_class(ctx, lede, "big", 0);
}

START_TEST(attributes_and_classes_are_set_and_taken_away)
{
    expect(attributes, "<h2>Un</h2>\n<p class=\"lede first\" id=\"a-zwei\">", NULL);
    expect(attributes, "<a href=\"/y?a=1&amp;b=%222%22\" title=\"5 &lt; 6\">ici</a>", NULL);
}
END_TEST

static int count_all(encart_context *ctx)
{
    const encart_article *document_now = encart_context_document(ctx);
    encart_node at = 0;
    char list[200] = "";

    encart_context_edit(ctx, first(ctx, "h2"), ENCART_EDIT_BEFORE, "<p>Neu</p>", ENCART_TO_NUL);
    while ((at = encart_context_select(ctx, "p, li", at)))
        snprintf(list + strlen(list), sizeof list - strlen(list), "%s ",
                 encart_node_name(document_now, at));
    ck_assert_str_eq(list, "p li p p "); /* not what it has put in */
    return 0;
}

START_TEST(a_walk_does_not_meet_what_was_put_in)
{
    expect(count_all, "<p>Neu</p>\n<h2", NULL);
}
END_TEST

/* ---- what may not be --------------------------------------------------------------------- */

static int hostile(encart_context *ctx)
{
    return put(ctx, "h2", ENCART_EDIT_AFTER,
               "<p onclick=x>H<script>alert(1)</script><a href=javascript:x>l</a></p>"
               "<!--encart:hole csrf--><!--encart:here lire-aussi-->"
               "<aside data-encart=\"related/cards\">f</aside>");
}

static int after_it_is_gone(encart_context *ctx)
{
    encart_node list = first(ctx, "ul");

    ck_assert_int_eq(encart_context_edit(ctx, list, ENCART_EDIT_REMOVE, NULL, 0), ENCART_OK);
    ck_assert_int_eq(encart_context_edit(ctx, list, ENCART_EDIT_AFTER, "x", 1),
                     ENCART_EINVAL);
    return 0;
}

static int refused(encart_context *ctx)
{
    encart_node h2 = first(ctx, "h2"), img = first(ctx, "img"), p = first(ctx, "p");

    ck_assert_int_eq(encart_context_edit(ctx, 0, ENCART_EDIT_AFTER, "x", 1), ENCART_EINVAL);
    ck_assert_int_eq(encart_context_edit(ctx, 99999, ENCART_EDIT_REMOVE, NULL, 0),
                     ENCART_EINVAL);
    ck_assert_int_eq(encart_context_edit(ctx, h2, 0, "x", 1), ENCART_EINVAL);
    ck_assert_int_eq(encart_context_edit(ctx, h2, 99, "x", 1), ENCART_EINVAL);
    ck_assert_int_eq(encart_context_edit(ctx, img, ENCART_EDIT_APPEND, "x", 1),
                     ENCART_EINVAL);
    ck_assert_int_eq(encart_context_edit(ctx, h2, ENCART_EDIT_WRAP, "<p>a</p><p>b</p>",
                                         ENCART_TO_NUL), ENCART_EINVAL);
    ck_assert_int_eq(encart_context_edit(ctx, h2, ENCART_EDIT_CUT, NULL, 0), ENCART_EINVAL);
    ck_assert_int_eq(encart_context_edit(ctx, h2, ENCART_EDIT_AFTER, NULL, 5),
                     ENCART_EINVAL);
    ck_assert_int_eq(encart_context_set_attribute(ctx, p, "onclick", "x"), ENCART_EINVAL);
    ck_assert_int_eq(encart_context_set_attribute(ctx, p, "data-encart", "x"), ENCART_EINVAL);
    ck_assert_int_eq(encart_context_set_attribute(ctx, first(ctx, "a"), "href",
                                                  "javascript:x"), ENCART_EINVAL);
    ck_assert_int_eq(encart_context_set_attribute(ctx, p, "id", "eins"), ENCART_EINVAL);
    ck_assert_int_eq(encart_context_set_attribute(ctx, 0, "id", "x"), ENCART_EINVAL);
    ck_assert_int_eq(encart_context_set_class(ctx, p, "two words", 1), ENCART_EINVAL);
    ck_assert_uint_eq(encart_context_select(ctx, "p[", 0), 0);
    ck_assert_uint_eq(encart_context_select(ctx, "p[", 0), 0);
    ck_assert_uint_eq(encart_context_select(ctx, "p", 99999), 0);
    return 0;
}

START_TEST(what_an_article_may_not_hold_does_not_come_in)
{
    expect(hostile, "</h2>\n<p>Hl</p>\n<div>f</div>\n<p class", "\"level\":\"warning\"");
    expect(hostile, "<p>Hl</p>", "the attribute \\\"onclick\\\" of");
}
END_TEST

START_TEST(what_cannot_be_edited_is_told_and_nothing_changes)
{
    static const char *const told[] = {
        "an edit of what is no element of the document", "there is no such edit",
        "the element can have no content", "must be one element that can have content",
        "must name “article.cut”", "“onclick” is not allowed on p",
        "“data-encart” is set by Encart", "its value is not allowed",
        "another element has the id “a-eins”", "the selector “p[”, column"};

    for (size_t i = 0; i < sizeof told / sizeof *told; i++)
        expect(refused, UNCHANGED, told[i]);
    expect(after_it_is_gone, "ici</a>.</p>\n<p><img",
           "an edit before this one takes the element away");
}
END_TEST

static int fail_late(encart_context *ctx)
{
    ck_assert_int_eq(take_away(ctx), 0);
    return 7;
}

static int never(encart_context *ctx)
{
    (void)ctx;
    ck_abort_msg("propose was called");
    return 0;
}

START_TEST(a_transform_that_fails_changes_nothing)
{
    script s = {EDITS, fail_late, never};
    outcome out;

    run(&s, NULL, &out);
    ck_assert_int_eq(out.status, ENCART_OK);
    has(encart_result_html(out.result, NULL), UNCHANGED);
    has(encart_result_report(out.result, NULL), "transform returned 7");
    drop(&out);
}
END_TEST

START_TEST(the_capability_and_the_callback_come_together)
{
    script s = {MANIFEST(""), before, NULL};
    outcome out;

    run(&s, NULL, &out);
    ck_assert_int_eq(out.status, ENCART_ECONFIG);
    drop(&out);
    s = (script){EDITS, NULL, NULL};
    run(&s, NULL, &out);
    ck_assert_int_eq(out.status, ENCART_ECONFIG);
    drop(&out);
}
END_TEST

/* ---- the other callbacks ------------------------------------------------------------------ */

static int edit_too_late(encart_context *ctx)
{
    ck_assert_int_eq(before(ctx), ENCART_EINVAL);
    ck_assert_int_eq(encart_context_set_class(ctx, first(ctx, "p"), "x", 1), ENCART_EINVAL);
    return 0;
}

static int see_edited(encart_context *ctx)
{
    has(encart_article_html(encart_context_document(ctx), NULL), "<p>Avant</p>");
    has(encart_context_text(ctx, NULL), "Avant");
    ck_assert_uint_ne(first(ctx, "h2 + p:not(.lede)"), 0);
    return edit_too_late(ctx);
}

START_TEST(propose_sees_the_edited_article_and_cannot_edit_it)
{
    script s = {EDITS, before, see_edited};
    outcome out;

    run(&s, NULL, &out);
    ck_assert_int_eq(out.status, ENCART_OK);
    has(encart_result_html(out.result, NULL), "</h2>\n<p>Avant</p>\n");
    has(encart_result_report(out.result, NULL), "edited in transform only");
    drop(&out);
}
END_TEST

static int write_holes(void *user, encart_context *ctx, const encart_at *at,
                       encart_reply *reply)
{
    (void)user;
    (void)at;
    encart_reply_add(reply, "<p>Vous : ", ENCART_TO_NUL);
    ck_assert_int_eq(encart_context_hole(ctx, reply, "reader", "{\"b\": \"é--\", \"a\": 1}"),
                     ENCART_OK);
    ck_assert_int_eq(encart_context_hole(ctx, reply, "a", NULL), ENCART_OK);
    ck_assert_int_eq(encart_context_hole(ctx, reply, "A b", NULL), ENCART_EINVAL);
    ck_assert_int_eq(encart_context_hole(ctx, reply, "a", "5"), ENCART_EINVAL);
    ck_assert_int_eq(encart_context_hole(ctx, reply, "a", "{"), ENCART_EINVAL);
    ck_assert_int_eq(encart_context_hole(NULL, reply, "a", NULL), ENCART_EINVAL);
    return encart_reply_add(reply, "<!--encart:hole reader--><!--encart:here x-->.</p>",
                            ENCART_TO_NUL);
}

static int propose_holes(encart_context *ctx)
{
    encart_box box = {sizeof box, NULL, NULL, 0, write_holes, NULL, NULL};

    return encart_context_box(ctx, "foot", &box);
}

static int fill(void *user, const char *name, const char *params, size_t n,
                encart_reply *reply)
{
    (void)user;
    encart_reply_add(reply, name, ENCART_TO_NUL);
    return encart_reply_add(reply, params, n);
}

START_TEST(its_holes_are_filled_and_no_others)
{
    script s = {MANIFEST(""), NULL, propose_holes};
    encart_buffer *filled;
    const char *html;
    outcome out;
    size_t n;

    run(&s, NULL, &out);
    ck_assert_int_eq(out.status, ENCART_OK);
    html = encart_result_html(out.result, &n);
    has(html, "<!--encart:hole reader eyJ");
    has(html, "--><!--encart:hole a-->.</p>");
    lacks(html, "encart:here");
    has(encart_result_report(out.result, NULL),
        "\"holes\":[{\"hole\":\"reader\",\"box\":\"editor/foot\"},"
        "{\"hole\":\"a\",\"box\":\"editor/foot\"}]");
    has(encart_result_report(out.result, NULL), "a hole stands in a box that is written");
    has(encart_result_report(out.result, NULL), "the params of a hole are a JSON object");
    ck_assert_int_eq(encart_fill_holes(&filled, html, n, fill, NULL, NULL), ENCART_OK);
    has(encart_buffer_data(filled, NULL), ": reader{\"a\":1,\"b\":\"\\u00E9--\"}a{}.</p>");
    encart_buffer_free(filled);
    drop(&out);
}
END_TEST

START_TEST(without_a_context_there_is_nothing)
{
    ck_assert_ptr_null(encart_context_document(NULL));
    ck_assert_uint_eq(encart_context_select(NULL, "p", 0), 0);
    ck_assert_int_eq(encart_context_edit(NULL, 1, ENCART_EDIT_REMOVE, NULL, 0),
                     ENCART_EINVAL);
    ck_assert_int_eq(encart_context_set_attribute(NULL, 1, "id", "x"), ENCART_EINVAL);
    ck_assert_int_eq(encart_context_set_class(NULL, 1, "x", 1), ENCART_EINVAL);
}
END_TEST

/* ---- memory ------------------------------------------------------------------------------ */

/* Whatever fails, it goes on: the render must know by itself. */
static int edit_softly(encart_context *ctx)
{
    encart_node p = first(ctx, "p");

    before(ctx);
    text(ctx);
    items(ctx);
    encart_context_set_attribute(ctx, p, "id", "zw\xFF");
    encart_context_set_class(ctx, p, "first", 1);
    return 0;
}

static int write_softly(void *user, encart_context *ctx, const encart_at *at,
                        encart_reply *reply)
{
    (void)user;
    (void)at;
    encart_reply_add(reply, "<p>", 3);
    encart_context_hole(ctx, reply, "a", "{\"k\": [1, 2]}");
    return encart_reply_add(reply, "</p>", 4);
}

static int propose_softly(encart_context *ctx)
{
    encart_box box = {sizeof box, NULL, NULL, 0, write_softly, NULL, NULL};

    encart_context_box(ctx, "foot", &box);
    return 0;
}

/* Its page when all is well, for the next to be compared with. */
static int try_one(size_t fail_at, char *want, size_t size)
{
    script s = {EDITS, edit_softly, propose_softly};
    suite_alloc alloc;
    outcome out;

    suite_alloc_init(&alloc);
    alloc.fail_at = fail_at;
    run(&s, &alloc.vtable, &out);
    if (out.status)
        ck_assert_msg(out.status == ENCART_ENOMEM, "allocation %zu: %d", fail_at, out.status);
    else if (!*want)
        snprintf(want, size, "%s", encart_result_html(out.result, NULL));
    else
        ck_assert_msg(strcmp(encart_result_html(out.result, NULL), want) == 0,
                      "allocation %zu: %s", fail_at, encart_result_html(out.result, NULL));
    drop(&out);
    ck_assert_uint_eq(alloc.live, 0);
    return alloc.count >= fail_at;
}

START_TEST(each_allocation_may_fail)
{
    static char want[4096];
    size_t n = 1;

    try_one(0, want, sizeof want);
    has(want, "<p>Avant</p>");
    has(want, "<!--encart:hole a ");
    while (try_one(n, want, sizeof want))
        n++;
    ck_assert_uint_gt(n, 100);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("native_edit");
    TCase *c = tcase_create("native_edit");

    tcase_set_timeout(c, 120);
    tcase_add_test(c, each_edit_does_what_it_says);
    tcase_add_test(c, items_come_into_the_list_that_is_there);
    tcase_add_test(c, attributes_and_classes_are_set_and_taken_away);
    tcase_add_test(c, a_walk_does_not_meet_what_was_put_in);
    tcase_add_test(c, what_an_article_may_not_hold_does_not_come_in);
    tcase_add_test(c, what_cannot_be_edited_is_told_and_nothing_changes);
    tcase_add_test(c, a_transform_that_fails_changes_nothing);
    tcase_add_test(c, the_capability_and_the_callback_come_together);
    tcase_add_test(c, propose_sees_the_edited_article_and_cannot_edit_it);
    tcase_add_test(c, its_holes_are_filled_and_no_others);
    tcase_add_test(c, without_a_context_there_is_nothing);
    tcase_add_test(c, each_allocation_may_fail);
    suite_add_tcase(s, c);
    return suite_main("test_native_edit", s);
}
