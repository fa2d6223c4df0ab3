/* Canonical bytes: one way to write each tree. */
#include "core/serialise/serialise.h"
#include "tests/suite.h"

#include <stdlib.h>

#define FFFD "\xEF\xBF\xBD"

static encart__node_id element(encart__tree *t, encart__node_id parent, uint16_t tag)
{
    encart__node_id id = encart__tree_element(t, tag);

    encart__tree_append(t, parent, id);
    return id;
}

static void text(encart__tree *t, encart__node_id parent, const char *z)
{
    encart__tree_append(t, parent, encart__tree_text(t, encart__str_z(z)));
}

static void expect(const encart__tree *t, const char *want)
{
    encart__strbuf out;

    encart__strbuf_init(&out, NULL, 0);
    encart__serialise(t, &out);
    ck_assert_str_eq(encart__strbuf_z(&out), want);
    encart__strbuf_free(&out);
}

START_TEST(text_and_attributes_are_escaped_each_in_its_way)
{
    static const char raw[] = "a & < > \" ' ` \xC2\xA0 \xC2\xA9 \r é\n\t\x01\x1F\x7F";
    encart__strbuf out;

    encart__strbuf_init(&out, NULL, 0);
    encart__escape_text(&out, encart__str_z(raw));
    ck_assert_str_eq(encart__strbuf_z(&out), "a &amp; &lt; &gt; \" ' ` &nbsp; \xC2\xA9 \n "
                                             "é\n\t" FFFD FFFD "\x7F");
    encart__strbuf_clear(&out);
    encart__escape_attr(&out, encart__str_z(raw));
    ck_assert_str_eq(encart__strbuf_z(&out),
                     "a &amp; &lt; &gt; &quot; ' &#96; &nbsp; \xC2\xA9 \n é\n\t" FFFD FFFD
                     "\x7F");
    encart__strbuf_clear(&out);
    encart__escape_text(&out, (encart__str){"\0&\xC2", 3});
    ck_assert_str_eq(encart__strbuf_z(&out), FFFD "&amp;\xC2");
    encart__strbuf_free(&out);
}
END_TEST

START_TEST(blocks_of_the_root_end_with_a_newline)
{
    encart__tree t;
    encart__node_id p, div;

    encart__tree_init(&t, NULL);
    expect(&t, "");
    p = element(&t, ENCART__ROOT, ENCART__T_P);
    text(&t, p, "un");
    text(&t, element(&t, p, ENCART__T_EM), "deux");
    text(&t, ENCART__ROOT, "bare ");
    text(&t, element(&t, ENCART__ROOT, ENCART__T_A), "link");
    div = element(&t, ENCART__ROOT, ENCART__T_DIV);
    element(&t, div, ENCART__T_P);
    element(&t, ENCART__ROOT, ENCART__T_HR);
    expect(&t, "<p>un<em>deux</em></p>\nbare <a>link</a><div><p></p></div>\n<hr>\n");
    encart__tree_free(&t);
}
END_TEST

START_TEST(one_node_is_written_without_a_newline)
{
    encart__tree t;
    encart__node_id p, em;
    encart__strbuf out;

    encart__tree_init(&t, NULL);
    encart__strbuf_init(&out, NULL, 0);
    p = element(&t, ENCART__ROOT, ENCART__T_P);
    em = element(&t, p, ENCART__T_EM);
    text(&t, em, "x");
    text(&t, p, "y");
    element(&t, ENCART__ROOT, ENCART__T_P);
    encart__serialise_node(&t, p, &out);
    encart__serialise_node(&t, em, &out);
    encart__serialise_node(&t, t.nodes[em].first, &out);
    encart__serialise_node(&t, 0, &out);
    ck_assert_str_eq(encart__strbuf_z(&out), "<p><em>x</em>y</p><em>x</em>x");
    encart__strbuf_free(&out);
    encart__tree_free(&t);
}
END_TEST

START_TEST(attributes_stand_in_the_order_of_their_names)
{
    encart__tree t;
    encart__node_id img;

    encart__tree_init(&t, NULL);
    img = element(&t, ENCART__ROOT, ENCART__T_IMG);
    encart__tree_attr_set_other(&t, img, ENCART__STR("data-b"), ENCART__STR("2"));
    encart__tree_attr_set(&t, img, ENCART__A_SRC, ENCART__STR("/a?b&c"));
    encart__tree_attr_set_other(&t, img, ENCART__STR("data-a"), ENCART__STR("1"));
    encart__tree_attr_set(&t, img, ENCART__A_ALT, ENCART__STR(""));
    encart__tree_attr_set(&t, img, ENCART__A_HEIGHT, ENCART__STR("3"));
    expect(&t, "<img alt=\"\" height=\"3\" src=\"/a?b&amp;c\" data-a=\"1\" data-b=\"2\">");
    encart__tree_free(&t);
}
END_TEST

START_TEST(many_attributes_are_sorted_too)
{
    encart__tree t;
    encart__node_id p;
    encart__strbuf want;

    encart__tree_init(&t, NULL);
    encart__strbuf_init(&want, NULL, 0);
    p = element(&t, ENCART__ROOT, ENCART__T_SPAN);
    encart__strbuf_puts(&want, "<span");
    for (int i = 0; i < 60; i++) {
        char name[3] = {(char)('a' + (59 - i) / 26), (char)('a' + (59 - i) % 26), '\0'};
        char sorted[3] = {(char)('a' + i / 26), (char)('a' + i % 26), '\0'};

        encart__tree_attr_set_other(&t, p, encart__str_z(name), ENCART__STR("v"));
        encart__strbuf_printf(&want, " %s=\"v\"", sorted);
    }
    encart__strbuf_puts(&want, "></span>");
    expect(&t, encart__strbuf_z(&want));
    encart__strbuf_free(&want);
    encart__tree_free(&t);
}
END_TEST

START_TEST(impossible_names_are_not_written)
{
    static const char *const bad[] = {"a b", "a\"", "a=b", "a>", "a/b", "A", "a\n", "<a", "'"};
    encart__tree t;
    encart__node_id p, odd;

    encart__tree_init(&t, NULL);
    p = element(&t, ENCART__ROOT, ENCART__T_P);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        encart__tree_attr_set_other(&t, p, encart__str_z(bad[i]), ENCART__STR("x"));
    encart__tree_attr_set_other(&t, p, ENCART__STR("data-é"), ENCART__STR("x"));
    odd = element(&t, p, ENCART__T_UNKNOWN);
    text(&t, odd, "kept");
    expect(&t, "<p data-é=\"x\">kept</p>\n");
    encart__tree_free(&t);
}
END_TEST

START_TEST(void_elements_have_no_content_and_no_end)
{
    encart__tree t;
    encart__node_id br, p;

    encart__tree_init(&t, NULL);
    p = element(&t, ENCART__ROOT, ENCART__T_P);
    br = element(&t, p, ENCART__T_BR);
    text(&t, br, "cannot be");
    element(&t, p, ENCART__T_WBR);
    expect(&t, "<p><br><wbr></p>\n");
    encart__tree_free(&t);
}
END_TEST

START_TEST(a_newline_after_pre_is_doubled)
{
    encart__tree t;

    encart__tree_init(&t, NULL);
    text(&t, element(&t, ENCART__ROOT, ENCART__T_PRE), "\nx");
    text(&t, element(&t, ENCART__ROOT, ENCART__T_PRE), "x\n");
    text(&t, element(&t, element(&t, ENCART__ROOT, ENCART__T_PRE), ENCART__T_B), "\nx");
    text(&t, element(&t, ENCART__ROOT, ENCART__T_P), "\nx");
    element(&t, ENCART__ROOT, ENCART__T_PRE);
    text(&t, element(&t, ENCART__ROOT, ENCART__T_TEXTAREA), "\n");
    expect(&t, "<pre>\n\nx</pre>\n<pre>x\n</pre>\n<pre><b>\nx</b></pre>\n<p>\nx</p>\n"
               "<pre></pre>\n<textarea>\n\n</textarea>");
    encart__tree_free(&t);
}
END_TEST

START_TEST(comments_that_could_end_early_are_left_out)
{
    static const char *const comments[] = {"encart:here x", "a--b", "a>", "<!", "a-", "-"};
    encart__tree t;

    encart__tree_init(&t, NULL);
    for (size_t i = 0; i < sizeof comments / sizeof *comments; i++)
        encart__tree_append(&t, ENCART__ROOT,
                            encart__tree_comment(&t, encart__str_z(comments[i])));
    expect(&t, "<!--encart:here x-->");
    encart__tree_free(&t);
}
END_TEST

/* Each span holds its element's bytes, whatever stood in the buffer before. */
START_TEST(spans_cut_out_the_bytes_of_each_element)
{
    encart__tree t;
    encart__node_id p, em, pre, hr, later;
    encart__strbuf out;
    encart__span *spans;

    encart__tree_init(&t, NULL);
    encart__strbuf_init(&out, NULL, 0);
    p = element(&t, ENCART__ROOT, ENCART__T_P);
    em = element(&t, p, ENCART__T_EM);
    text(&t, em, "a&b");
    pre = element(&t, ENCART__ROOT, ENCART__T_PRE);
    text(&t, pre, "\nx");
    hr = element(&t, ENCART__ROOT, ENCART__T_HR);
    later = element(&t, ENCART__ROOT, ENCART__T_P);
    spans = calloc(t.node_count, sizeof *spans);
    encart__strbuf_puts(&out, "before");
    encart__serialise_spans(&t, &out, spans);
    ck_assert_str_eq(encart__strbuf_z(&out), "before<p><em>a&amp;b</em></p>\n<pre>\n\nx</pre>\n"
                                             "<hr>\n<p></p>\n");
    for (encart__node_id id = 2; id < t.node_count; id++) {
        encart__strbuf one;

        if (t.nodes[id].kind != ENCART__NODE_ELEMENT) {
            ck_assert_uint_eq(spans[id].node, 0);
            continue;
        }
        encart__strbuf_init(&one, NULL, 0);
        encart__serialise_node(&t, id, &one);
        ck_assert_uint_eq(spans[id].node, id);
        ck_assert(encart__str_eq(encart__strbuf_view(&one),
                                 encart__str_sub(encart__strbuf_view(&out),
                                                 6 + spans[id].start, 6 + spans[id].end)));
        encart__strbuf_free(&one);
    }
    ck_assert_uint_eq(spans[em].inner, spans[em].start + 4);
    ck_assert_uint_eq(spans[em].inner_end, spans[em].end - 5);
    ck_assert_uint_eq(spans[pre].inner, spans[pre].start + 6);
    ck_assert_uint_eq(spans[hr].inner, spans[hr].end);
    ck_assert_uint_eq(spans[hr].inner_end, spans[hr].end);
    ck_assert_uint_eq(spans[later].inner, spans[later].inner_end);
    free(spans);
    encart__strbuf_free(&out);
    encart__tree_free(&t);
}
END_TEST

START_TEST(depth_costs_no_stack)
{
    encart__tree t;
    encart__node_id at = ENCART__ROOT;
    encart__strbuf out;

    encart__tree_init(&t, NULL);
    encart__strbuf_init(&out, NULL, 0);
    for (int i = 0; i < 200000; i++)
        at = element(&t, at, ENCART__T_B);
    encart__serialise(&t, &out);
    ck_assert_uint_eq(out.size, 200000 * 7);
    encart__strbuf_free(&out);
    encart__tree_free(&t);
}
END_TEST

START_TEST(each_allocation_may_fail)
{
    encart__tree t;
    encart__node_id p;
    suite_alloc sa;
    char name[] = "data-a";

    encart__tree_init(&t, NULL);
    p = element(&t, ENCART__ROOT, ENCART__T_P);
    for (; name[5] <= 'z'; name[5]++)
        encart__tree_attr_set_other(&t, p, encart__str_z(name), ENCART__STR("value"));
    suite_alloc_init(&sa);
    for (size_t fail = 1, failed = 1; failed; fail++) {
        encart__strbuf out;

        sa.count = 0;
        sa.fail_at = fail;
        encart__strbuf_init(&out, &sa.vtable, 0);
        encart__serialise(&t, &out);
        failed = out.failed != 0;
        ck_assert(!failed || out.failed == ENCART_ENOMEM);
        ck_assert(failed || fail > 2);
        encart__strbuf_free(&out);
        ck_assert_uint_eq(sa.live, 0);
    }
    encart__tree_free(&t);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("serialise");
    TCase *c = tcase_create("serialise");

    tcase_add_test(c, text_and_attributes_are_escaped_each_in_its_way);
    tcase_add_test(c, blocks_of_the_root_end_with_a_newline);
    tcase_add_test(c, one_node_is_written_without_a_newline);
    tcase_add_test(c, attributes_stand_in_the_order_of_their_names);
    tcase_add_test(c, many_attributes_are_sorted_too);
    tcase_add_test(c, impossible_names_are_not_written);
    tcase_add_test(c, void_elements_have_no_content_and_no_end);
    tcase_add_test(c, a_newline_after_pre_is_doubled);
    tcase_add_test(c, comments_that_could_end_early_are_left_out);
    tcase_add_test(c, spans_cut_out_the_bytes_of_each_element);
    tcase_add_test(c, depth_costs_no_stack);
    tcase_add_test(c, each_allocation_may_fail);
    suite_add_tcase(s, c);
    return s;
}

int main(void)
{
    return suite_main("test_serialise", suite());
}
