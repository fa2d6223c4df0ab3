/* Frames that a link fills: what a plugin builds keeps only pairs of an empty frame and a link
 * to an embed host, and nothing that reaches a window outside of its box.
 */
#include "core/sanitise/sanitise.h"
#include "core/serialise/serialise.h"
#include "tests/suite.h"

#include <stdio.h>

#define EMBED "https://www.youtube-nocookie.com/embed/x"
#define SANDBOX "allow-scripts allow-same-origin allow-popups allow-presentation"

static encart__tree t;

static void set(encart__node_id node, const char *name, const char *value)
{
    if (value)
        encart__tree_attr_set_other(&t, node, encart__str_z(name), encart__str_z(value));
}

static encart__node_id element(uint16_t tag)
{
    encart__node_id node = encart__tree_element(&t, tag);

    encart__tree_append(&t, ENCART__ROOT, node);
    return node;
}

static void put_link(const char *href, const char *target)
{
    encart__node_id a = element(ENCART__T_A);

    set(a, "href", href);
    set(a, "target", target);
    encart__tree_append(&t, a, encart__tree_text(&t, ENCART__STR("a")));
}

static encart__node_id put_frame(const char *name)
{
    encart__node_id f = element(ENCART__T_IFRAME);

    set(f, "name", name);
    set(f, "title", "T");
    set(f, "width", "560");
    set(f, "height", "315");
    return f;
}

static void begin(void)
{
    encart__tree_init(&t, NULL);
}

/* What the policy of `profile` makes of the tree, and makes of it again. */
static void becomes(const char *profile, const char *want)
{
    const encart__policy *policy = encart__policy_named(encart__str_z(profile));

    for (int pass = 0; pass < 2; pass++) {
        encart__strbuf html;

        ck_assert_int_eq(encart__model(&t, policy, NULL), ENCART_OK);
        encart__strbuf_init(&html, NULL, 0);
        encart__serialise(&t, &html);
        ck_assert_str_eq(encart__strbuf_z(&html), want);
        encart__strbuf_free(&html);
    }
    encart__tree_free(&t);
}

#define FRAME(name)                                                                      \
    "<iframe height=\"315\" name=\"" name "\" sandbox=\"" SANDBOX                            \
    "\" title=\"T\" width=\"560\"></iframe>"
#define LINK(href, target) "<a href=\"" href "\" target=\"" target "\">a</a>"
#define PLAIN(href) "<a href=\"" href "\">a</a>"

START_TEST(a_frame_and_the_link_that_fills_it_stand)
{
    begin();
    put_link(EMBED, "e-x_1");
    put_frame("e-x_1");
    becomes("plugin-embeds", LINK(EMBED, "e-x_1") FRAME("e-x_1"));
    begin(); /* in any order, and with forms */
    put_frame("e-x_1");
    put_link(EMBED, "e-x_1");
    becomes("plugin-forms-embeds", FRAME("e-x_1") LINK(EMBED, "e-x_1"));
}
END_TEST

START_TEST(the_sandbox_is_ours_whatever_was_written)
{
    begin();
    put_link(EMBED, "e-x");
    set(put_frame("e-x"), "sandbox", "allow-top-navigation allow-modals");
    becomes("plugin-embeds", LINK(EMBED, "e-x") FRAME("e-x"));
}
END_TEST

START_TEST(a_frame_has_no_source)
{
    static const char *const sources[][2] = {
        {"src", EMBED}, {"src", "javascript:alert(1)"}, {"srcdoc", "<script>x</script>"},
        {"allow", "camera; microphone"}, {"onload", "x()"}, {"csp", "x"}};
    encart__node_id f;

    for (size_t i = 0; i < sizeof sources / sizeof sources[0]; i++) {
        begin();
        put_link(EMBED, "e-x");
        f = put_frame("e-x");
        set(f, sources[i][0], sources[i][1]);
        becomes("plugin-embeds", LINK(EMBED, "e-x") FRAME("e-x"));
    }
}
END_TEST

/* Otherwise the reader's click would open a window that knows ours. */
START_TEST(a_target_without_its_frame_goes)
{
    begin();
    put_link(EMBED, "e-other");
    becomes("plugin-embeds", PLAIN(EMBED));
    begin();
    put_link(EMBED, "e-x");
    put_link(EMBED, "e-y");
    put_frame("e-x");
    becomes("plugin-embeds", LINK(EMBED, "e-x") PLAIN(EMBED) FRAME("e-x"));
}
END_TEST

START_TEST(a_frame_is_led_to_embed_hosts_only)
{
    static const char *const hrefs[] = {
        "https://evil.example/embed/x", "http://www.youtube.com/embed/x",
        "https://www.youtube.com.evil.example/x", "https://www.youtube.com:444/x",
        "/embed/x", "#x", "mailto:a@example.org"};
    char want[256];

    for (size_t i = 0; i < sizeof hrefs / sizeof hrefs[0]; i++) {
        begin();
        put_link(hrefs[i], "e-x");
        put_frame("e-x");
        snprintf(want, sizeof want, PLAIN("%s"), hrefs[i]);
        becomes("plugin-embeds", want);
    }
    begin(); /* what no link may lead to at all */
    put_link("javascript:alert(1)", "e-x");
    put_frame("e-x");
    becomes("plugin-embeds", "a");
    begin(); /* a host that frames of plugins have, and articles have not */
    put_link("https://platform.twitter.com/embed/Tweet.html?id=1", "e-x");
    put_frame("e-x");
    becomes("plugin-embeds",
            LINK("https://platform.twitter.com/embed/Tweet.html?id=1", "e-x") FRAME("e-x"));
}
END_TEST

START_TEST(a_frame_without_a_link_or_a_name_or_a_title_or_a_size_goes)
{
    static const char *const needed[] = {"name", "title", "width", "height"};

    begin();
    put_frame("e-x");
    becomes("plugin-embeds", "");
    for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++) {
        encart__node_id f;

        begin();
        put_link(EMBED, "e-x");
        f = put_frame("e-x");
        encart__tree_attr_remove(&t, f, encart__attr_id(encart__str_z(needed[i])));
        becomes("plugin-embeds", PLAIN(EMBED));
    }
}
END_TEST

START_TEST(no_name_reaches_another_window)
{
    static const char *const names_of_windows[] = {"_top", "_parent", "top", "opener", "e-X"};

    for (size_t i = 0; i < sizeof names_of_windows / sizeof names_of_windows[0]; i++) {
        begin();
        put_link(EMBED, names_of_windows[i]);
        put_frame(names_of_windows[i]);
        becomes("plugin-embeds", PLAIN(EMBED));
    }
}
END_TEST

START_TEST(of_two_frames_of_one_name_the_first_stays)
{
    begin();
    put_link(EMBED, "e-x");
    put_frame("e-x");
    put_frame("e-x");
    becomes("plugin-embeds", LINK(EMBED, "e-x") FRAME("e-x"));
}
END_TEST

START_TEST(frames_are_of_no_other_policy)
{
    static const char *const others[] = {"strict", "article", "plugin", "plugin-forms"};

    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        begin();
        put_link(EMBED, "e-x");
        put_frame("e-x");
        becomes(others[i], PLAIN(EMBED));
    }
}
END_TEST

/* HTML that comes as a string has no frames, whatever the policy. */
START_TEST(the_sanitiser_lets_no_frame_in)
{
    const encart__sanitise_opts o = {
        .policy = encart__policy_named(ENCART__STR("plugin-embeds"))};
    encart__strbuf html;
    encart_error err = {0};

    encart__strbuf_init(&html, NULL, 0);
    ck_assert_int_eq(encart__sanitise_bytes(
                         &html, ENCART__STR("<p>" LINK(EMBED, "e-x") FRAME("e-x")), &o, NULL,
                         &err), ENCART_OK);
    ck_assert_str_eq(encart__strbuf_z(&html), "<p>" PLAIN(EMBED) "</p>\n");
    encart__strbuf_free(&html);
}
END_TEST

START_TEST(each_failed_allocation_is_told)
{
    const encart__policy *policy = encart__policy_named(ENCART__STR("plugin-embeds"));
    int status = ENCART_ENOMEM;

    for (size_t n = 1; status == ENCART_ENOMEM && n < 200; n++) {
        encart__alloc alloc;
        suite_alloc a;

        suite_alloc_init(&a);
        a.fail_at = n;
        a.fail_after = 1;
        alloc = a.vtable;
        encart__tree_init(&t, &alloc);
        put_link(EMBED, "e-x");
        put_frame("e-x");
        status = t.failed ? t.failed : encart__model(&t, policy, NULL);
        encart__tree_free(&t);
        ck_assert_uint_eq(a.live, 0);
    }
    ck_assert_int_eq(status, ENCART_OK);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("frames");
    TCase *c = tcase_create("frames");

    tcase_add_test(c, a_frame_and_the_link_that_fills_it_stand);
    tcase_add_test(c, the_sandbox_is_ours_whatever_was_written);
    tcase_add_test(c, a_frame_has_no_source);
    tcase_add_test(c, a_target_without_its_frame_goes);
    tcase_add_test(c, a_frame_is_led_to_embed_hosts_only);
    tcase_add_test(c, a_frame_without_a_link_or_a_name_or_a_title_or_a_size_goes);
    tcase_add_test(c, no_name_reaches_another_window);
    tcase_add_test(c, of_two_frames_of_one_name_the_first_stays);
    tcase_add_test(c, frames_are_of_no_other_policy);
    tcase_add_test(c, the_sanitiser_lets_no_frame_in);
    tcase_add_test(c, each_failed_allocation_is_told);
    suite_add_tcase(s, c);
    return suite_main("test_frames", s);
}
