/* A host's own policy: each thing that it may change, and each that it may not. */
#include "core/sanitise/policy_make.h"
#include "tests/sanitised.h"

#include <stdio.h>

static encart__arena arena;
static encart__maker m;

static void setup(void)
{
    encart__arena_init(&arena, NULL, 0);
}

static void teardown(void)
{
    encart__arena_free(&arena);
}

static void from(const char *profile)
{
    ck_assert(encart__maker_init(&m, encart__policy_named(encart__str_z(profile)), &arena));
}

#define S(z) encart__str_z(z)
#define OK(call) ck_assert_msg(call, "%s: %s", #call, m.why)
#define NO(call, text)                                                                   \
    do {                                                                                 \
        ck_assert_msg(!(call), "%s was allowed", #call);                                 \
        ck_assert_msg(strstr(m.why, text) != NULL, "%s: %s", #call, m.why);              \
    } while (0)
#define ALLOW(name) encart__maker_allow_element(&m, S(name))
#define DENY(name) encart__maker_deny_element(&m, S(name))
#define ALLOW_ATTR(element, name) encart__maker_allow_attr(&m, S(element), S(name))
#define DENY_ATTR(element, name) encart__maker_deny_attr(&m, S(element), S(name))

/* What comes out of `html` by the policy made, which leaves that as it is. */
static void gives(const char *html, const char *base, const char *want)
{
    encart__sanitise_opts o = {.policy = m.policy, .base = S(base)};
    sanitised a = sanitise(S(html), &o), b;

    ck_assert_msg(!a.self_check, "self-check: %s", html);
    ck_assert_str_eq(encart__strbuf_z(&a.html), want);
    o.base = ENCART__STR_EMPTY;
    b = sanitise(encart__strbuf_view(&a.html), &o);
    ck_assert_str_eq(encart__strbuf_z(&b.html), want);
    encart__strbuf_free(&a.html);
    encart__strbuf_free(&b.html);
}
#define GIVES(html, want) gives(html, "", want)

#define FRAME(src, title)                                                                \
    "<iframe loading=\"lazy\" referrerpolicy=\"strict-origin-when-cross-origin\""         \
    " sandbox=\"allow-scripts allow-same-origin allow-popups allow-presentation\""         \
    " src=\"" src "\" title=\"" title "\"></iframe>"

START_TEST(elements_are_allowed_with_what_they_need)
{
    from("article");
    GIVES("<section>a</section>", "<div>a</div>\n");
    OK(ALLOW("section"));
    OK(ALLOW("article"));
    GIVES("<article><section>a</section></article>",
          "<article><section>a</section></article>\n");
    from("strict");
    OK(ALLOW("ul"));
    GIVES("<ul><li>a<li>b</ul><ol><li>c</ol>",
          "<ul><li>a</li><li>b</li></ul>\n<div><ul><li>c</li></ul></div>\n");
    OK(ALLOW("h2"));
    GIVES("<h1>a</h1><h4>b</h4>", "<h1>a</h1>\n<h4>b</h4>\n");
    OK(ALLOW("table"));
    OK(ALLOW("img"));
    GIVES("<table><tr><td>a</table><img src=/x alt=y class=z>",
          "<table><tbody><tr><td>a</td></tr></tbody></table>\n<img alt=\"y\" src=\"/x\">");
}
END_TEST

START_TEST(elements_are_denied_with_what_needs_them)
{
    from("article");
    OK(DENY("audio"));
    OK(DENY("ul"));
    OK(DENY("td"));
    GIVES("<ol><li>a</ol><dl><dt>b<dd>c</dl><table><tr><td>d</table><audio src=/x></audio>",
          "<div><p>a</p></div>\n<dl><dt>b</dt><dd>c</dd></dl>\n<div><p>d</p></div>\n");
    OK(DENY("dt"));
    OK(DENY("script"));
    GIVES("<dl><dt>b</dl>", "<div><p>b</p></div>\n");
    NO(DENY("p"), "Encart writes it");
    NO(DENY("a"), "Encart writes it");
    NO(DENY("blokquote"), "unknown element");
    ck_assert_str_eq(m.near, "blockquote");
}
END_TEST

START_TEST(headings_go_together)
{
    static const char *const all[] = {"h1", "h2", "h3", "h4", "h5", "h6"};

    from("article");
    OK(DENY("h1"));
    NO(encart__maker_finish(&m), "together");
    GIVES("<h1>a</h1>", "<h1>a</h1>\n");
    for (size_t i = 0; i < 6; i++)
        OK(DENY(all[i]));
    OK(encart__maker_finish(&m));
    GIVES("<h1>a</h1><h4>b</h4>", "<p>a</p>\n<p>b</p>\n");
}
END_TEST

START_TEST(what_runs_loads_or_parses_otherwise_is_never_allowed)
{
    static const struct {
        const char *name, *why;
    } never[] = {
#define NEVER_ELEMENT(id, why) {NULL, why},
#define NEVER_ATTR(name, why)
#define NEVER_SCHEME(name, why)
#include "core/sanitise/policy_never.def"
#undef NEVER_ELEMENT
    };
    static const uint16_t ids[] = {
#define NEVER_ELEMENT(id, why) ENCART__T_##id,
#include "core/sanitise/policy_never.def"
#undef NEVER_ELEMENT
#undef NEVER_ATTR
#undef NEVER_SCHEME
    };
    static const char *const forms[] = {"form", "input", "button", "select", "textarea",
                                        "option", "label", "fieldset", "output"};

    from("embeds");
    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++)
        NO(ALLOW(encart__tag_name(ids[i]).p), never[i].why);
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
        NO(ALLOW(forms[i]), "forms");
    NO(ALLOW("marquee"), "no rule");
    NO(ALLOW("x-widget"), "unknown element");
    ck_assert_ptr_null(m.near);
    NO(ALLOW("sektion"), "unknown element");
    ck_assert_str_eq(m.near, "section");
    GIVES("<script>x</script><form>a</form><svg><a>b</a></svg><x-widget>c</x-widget>",
          "<div>a</div>\nc");
}
END_TEST

START_TEST(attributes_are_allowed_where_a_rule_says_what_they_hold)
{
    from("article");
    OK(ALLOW_ATTR("p", "style"));
    OK(ALLOW_ATTR("a", "download"));
    OK(ALLOW_ATTR("*", "aria-label"));
    OK(ALLOW_ATTR("figure", "role"));
    GIVES("<p style='TEXT-ALIGN : Center; position:fixed; color:red'>a</p>"
          "<h2 style='text-align:center'>b</h2>",
          "<p style=\"text-align:center\">a</p>\n<h2>b</h2>\n");
    GIVES("<ul aria-label=x><li>a</ul>", "<ul aria-label=\"x\"><li>a</li></ul>\n");
    GIVES("<p><a href=/f download=f.pdf>a</a></p>",
          "<p><a download=\"f.pdf\" href=\"/f\">a</a></p>\n");
    GIVES("<figure role=group>a</figure><figure role=button>b</figure>",
          "<figure role=\"group\">a</figure>\n<figure>b</figure>\n");
    NO(ALLOW_ATTR("p", "src"), "no rule");
    NO(ALLOW_ATTR("p", "align"), "no rule");
    NO(ALLOW_ATTR("p", "stile"), "unknown attribute");
    ck_assert_str_eq(m.near, "style");
    NO(ALLOW_ATTR("section", "style"), "allow it first");
    NO(ALLOW_ATTR("zz", "style"), "unknown element");
    from("strict");
    OK(ALLOW_ATTR("*", "class"));
    GIVES("<p class=a>b</p>", "<p class=\"a\">b</p>\n");
}
END_TEST

START_TEST(a_style_is_words_of_the_list_in_its_order)
{
    char style[1100];

    from("article");
    OK(ALLOW_ATTR("p", "style"));
    GIVES("<p style='text-align:right;font-weight:bold; text-align:left;'>a</p>",
          "<p style=\"font-weight:bold;text-align:left\">a</p>\n");
    GIVES("<p style='text-align:left;text-align:url(x)'>a</p>",
          "<p style=\"text-align:left\">a</p>\n");
    GIVES("<p style='text-align'>a</p><p style='position:fixed;top:0'>b</p>"
          "<p style=';:;'>c</p><p style=''>d</p>",
          "<p>a</p>\n<p>b</p>\n<p>c</p>\n<p>d</p>\n");
    snprintf(style, sizeof style, "<p style='%*stext-align:left'>a</p>", 1024 - 15, "");
    GIVES(style, "<p style=\"text-align:left\">a</p>\n");
    snprintf(style, sizeof style, "<p style='%*stext-align:left'>a</p>", 1024 - 14, "");
    GIVES(style, "<p>a</p>\n");
}
END_TEST

/* The removed list names what the sanitiser has no number of its own for. */
static void told(const char *html, const char *what)
{
    encart__sanitise_opts o = {.policy = m.policy};
    encart__diags removed;
    encart__tree t;

    encart__tree_init(&t, NULL);
    encart__diags_init(&removed, &arena, 10);
    ck_assert_int_eq(encart__sanitise_html(&t, S(html), &o, &removed, NULL, NULL), ENCART_OK);
    ck_assert_uint_eq(removed.count, 1);
    ck_assert_msg(strstr(removed.first->message.p, what) != NULL, "%s",
                  removed.first->message.p);
    encart__tree_free(&t);
}

#define LONG_128                                                                         \
    "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"                     \
    "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define LONG_1024 LONG_128 LONG_128 LONG_128 LONG_128 LONG_128 LONG_128 LONG_128 LONG_128
#define LONG LONG_1024 LONG_1024 LONG_1024 LONG_1024 "0"
#define DATA_60 "data-5678901234567890123456789012345678901234567890123456789"

START_TEST(data_attributes_of_the_hosts_own_are_text)
{
    from("article");
    OK(ALLOW_ATTR("p", "data-note"));
    OK(ALLOW_ATTR("*", "data-x-1"));
    OK(ALLOW_ATTR("p", "data-lang"));
    GIVES("<p data-note='<b>' data-x-1 data-y=2 data-lang=q>a</p><div data-note=1 data-x-1=2>b</div>",
          "<p data-lang=\"q\" data-note=\"&lt;b&gt;\" data-x-1=\"\">a</p>\n"
          "<div data-x-1=\"2\">b</div>\n");
    NO(ALLOW_ATTR("p", "data-encart"), "Encart's");
    NO(ALLOW_ATTR("p", "data-encart-x"), "unknown attribute");
    NO(ALLOW_ATTR("p", "data-a b"), "unknown attribute");
    NO(ALLOW_ATTR("p", "data-"), "unknown attribute");
    OK(ALLOW_ATTR("p", DATA_60 "1234"));
    NO(ALLOW_ATTR("p", DATA_60 "12345"), "unknown attribute");
    ck_assert(encart__policy_attr(m.policy, ENCART__T_P, ENCART__A_OTHER, S("data-note")));
    ck_assert(!encart__policy_attr(m.policy, ENCART__T_DIV, ENCART__A_OTHER, S("data-note")));
    OK(DENY_ATTR("*", "data-note"));
    OK(DENY_ATTR("*", "data-lang"));
    GIVES("<p data-note=1 data-x-1=2 data-lang=q>a</p>", "<p data-x-1=\"2\">a</p>\n");
    told("<p data-x-1='" LONG "'>a</p>", "the attribute \"data-x-1\" of <p> was removed");
    /* Denied, or told why not: never left as it was unseen. */
    NO(DENY_ATTR("p", "data-x-1"), "deny it on \"*\"");
    NO(DENY_ATTR("*", "data-x-2"), "unknown attribute");
    ck_assert_str_eq(m.near, "data-x-1");
    OK(DENY_ATTR("*", "data-anything-else"));
    OK(ALLOW_ATTR("h2", "data-two"));
    OK(ALLOW_ATTR("h3", "data-two"));
    OK(DENY_ATTR("h2", "data-two"));
    GIVES("<h2 data-two=1>a</h2><h3 data-two=2>b</h3>",
          "<h2>a</h2>\n<h3 data-two=\"2\">b</h3>\n");
}
END_TEST

START_TEST(attributes_that_run_or_clobber_are_never_allowed)
{
    static const char *const never[] = {
#define NEVER_ELEMENT(id, why)
#define NEVER_ATTR(name, why) name,
#define NEVER_SCHEME(name, why)
#include "core/sanitise/policy_never.def"
#undef NEVER_ELEMENT
#undef NEVER_ATTR
#undef NEVER_SCHEME
        "onclick", "onerror", "on", "onfuture", "xlink:href", "xmlns:x"};

    from("embeds");
    for (size_t i = 0; i < sizeof never / sizeof never[0]; i++) {
        ck_assert(!ALLOW_ATTR("*", never[i]));
        ck_assert(!ALLOW_ATTR("a", never[i]));
        ck_assert_msg(!strstr(m.why, "unknown"), "%s: %s", never[i], m.why);
        OK(DENY_ATTR("*", never[i]));
    }
    NO(ALLOW_ATTR("p", "checked"), "no rule");
}
END_TEST

START_TEST(attributes_are_denied_but_those_that_encart_needs)
{
    from("embeds");
    OK(DENY_ATTR("*", "title"));
    OK(DENY_ATTR("a", "target"));
    OK(DENY_ATTR("*", "srcset"));
    GIVES("<p title=x>a <a href=/b target=_blank title=c>d</a><img src=/e srcset='/f 2x' alt=g></p>",
          "<p>a <a href=\"/b\">d</a><img alt=\"g\" src=\"/e\"></p>\n");
    GIVES("<iframe src=https://www.youtube.com/embed/x title=t></iframe>",
          FRAME("https://www.youtube.com/embed/x", "t"));
    NO(DENY_ATTR("iframe", "sandbox"), "needs it");
    NO(DENY_ATTR("a", "href"), "needs it");
    NO(DENY_ATTR("img", "alt"), "needs it");
    NO(DENY_ATTR("img", "src"), "needs it");
    NO(DENY_ATTR("a", "rel"), "needs it");
    NO(DENY_ATTR("video", "controls"), "needs it");
    NO(DENY_ATTR("iframe", "src"), "needs it");
    NO(DENY_ATTR("iframe", "title"), "needs it");
    NO(DENY_ATTR("iframe", "loading"), "needs it");
    NO(DENY_ATTR("iframe", "referrerpolicy"), "needs it");
    OK(DENY_ATTR("iframe", "allow"));
    NO(DENY_ATTR("ifrane", "allow"), "unknown element");
    ck_assert_str_eq(m.near, "iframe");
    NO(DENY_ATTR("p", "titel"), "unknown attribute");
    ck_assert_str_eq(m.near, "title");
}
END_TEST

/* What the builder makes of itself must stand too: li without list, td without row… */
static void stays_as_it_is(void)
{
    static const char html[] =
        "<li>a<dt>b<dd>c<td>d<table>e<caption>f</caption><col><tr><th>g<td>h</table>"
        "<ul>i<li>j<ol>k<li>l</ul></ol><details>m<summary>n</summary>o</details>"
        "<figure>p<figcaption>q</figure><picture><source srcset=/a><img src=/b></picture>"
        "<ruby>r<rt>s<rp>t</ruby><video src=/c><track src=/d>u</video><h1>v<h4>w</h4>"
        "<p>x<blockquote>y<pre>z<hr><section><article>a<nav>b</nav></article></section>"
        "<iframe src=https://www.youtube.com/embed/x></iframe><b><p>c</b>d<a href=/e><p>f</a>";
    encart__sanitise_opts o = {.policy = m.policy, .paragraphs = 1, .accessible = 1};
    sanitised a = sanitise(ENCART__STR(html), &o), b;

    ck_assert(!a.self_check);
    b = sanitise(encart__strbuf_view(&a.html), &o);
    ck_assert_str_eq(encart__strbuf_z(&b.html), encart__strbuf_z(&a.html));
    encart__strbuf_free(&a.html);
    encart__strbuf_free(&b.html);
}

START_TEST(each_element_may_be_denied_or_allowed_alone)
{
    for (uint16_t tag = 1; tag < ENCART__T_COUNT; tag++) {
        from("embeds");
        DENY(encart__tag_name(tag).p);
        encart__maker_finish(&m);
        stays_as_it_is();
        from("strict");
        ALLOW(encart__tag_name(tag).p);
        stays_as_it_is();
    }
}
END_TEST

#define SCHEME(name) encart__maker_allow_scheme(&m, S(name))

START_TEST(schemes_are_added_and_taken_away)
{
    static const char *const never[] = {
#define NEVER_ELEMENT(id, why)
#define NEVER_ATTR(name, why)
#define NEVER_SCHEME(name, why) name,
#include "core/sanitise/policy_never.def"
#undef NEVER_ELEMENT
#undef NEVER_ATTR
#undef NEVER_SCHEME
    };

    from("article");
    OK(SCHEME("sms"));
    OK(encart__maker_deny_scheme(&m, S("http")));
    GIVES("<p><a href='sms:+33100000000'>a</a><a href=http://b.example/>b</a>"
          "<img src=http://c.example/ alt=c><img src=sms:1 alt=d></p>",
          "<p><a href=\"sms:+33100000000\">a</a>b</p>\n");
    for (size_t i = 0; i < sizeof never / sizeof never[0]; i++)
        ck_assert(!SCHEME(never[i]));
    NO(SCHEME("javascript"), "it runs code");
    NO(SCHEME("data"), "data_images");
    NO(SCHEME("JavaScript"), "lower case");
    NO(SCHEME("java\tscript"), "lower case");
    NO(SCHEME("sms:"), "without colon");
    NO(SCHEME(""), "expected");
    NO(SCHEME("1a"), "lower case");
    NO(encart__maker_allow_scheme(&m, encart__str_n("a\0b", 3)), "lower case");
    NO(SCHEME("a_b"), "lower case");
    OK(SCHEME("web+a-1.b"));
    NO(SCHEME("a23456789012345678901234567890123"), "expected");
    OK(SCHEME("sms"));
    ck_assert_uint_eq(m.policy->scheme_count, 5);
    NO(encart__maker_deny_scheme(&m, S("mailtoo")), "not allowed anyway");
    ck_assert_str_eq(m.near, "mailto");
}
END_TEST

#define HOST(name) encart__maker_allow_host(&m, S(name))

#define LABEL_63 "a12345678901234567890123456789012345678901234567890123456789012"

START_TEST(players_are_of_the_hosts_named)
{
    static const char *const wrong[] = {"",         "localhost",          "https://a.example",
                                        "a.example:8080", "a.example/x",   "*.a.example",
                                        "A.example", "a..example",         "-a.example",
                                        "a.example.", "u@a.example",       "a.-b.example",
                                        "a-.example", ".a.example",        LABEL_63 "4.example"};

    from("article");
    OK(ALLOW("iframe"));
    OK(HOST("player.example.org"));
    OK(HOST("a-b.1.example"));
    OK(HOST(LABEL_63 ".example"));
    OK(encart__maker_deny_host(&m, S("www.youtube.com")));
    GIVES("<iframe src=https://player.example.org/1></iframe>",
          FRAME("https://player.example.org/1", "player.example.org"));
    GIVES("<iframe src=https://www.youtube.com/embed/x></iframe>",
          "<a href=\"https://www.youtube.com/embed/x\">www.youtube.com</a>");
    gives("<iframe src=/own></iframe>", "https://player.example.org/",
          "<a href=\"https://player.example.org/own\">player.example.org</a>");
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        NO(HOST(wrong[i]), "expected a whole host");
    NO(encart__maker_deny_host(&m, S("player.vimeo.org")), "not allowed anyway");
    ck_assert_str_eq(m.near, "player.vimeo.com");
}
END_TEST

START_TEST(classes_go_by_pattern)
{
    from("article");
    OK(encart__maker_allow_class(&m, S("align*")));
    OK(encart__maker_allow_class(&m, S("wp-*-image")));
    OK(encart__maker_deny_class(&m, S("*right")));
    GIVES("<p class='alignleft alignright wp-block-image wp-x wp-image encart-x'>a</p>",
          "<p class=\"alignleft wp-block-image\">a</p>\n");
    from("article");
    OK(encart__maker_deny_class(&m, S("js-*")));
    GIVES("<p class='js-x x'>a</p><p class='js-'>b</p>", "<p class=\"x\">a</p>\n<p>b</p>\n");
    NO(encart__maker_allow_class(&m, S("encart-*")), "own boxes");
    NO(encart__maker_allow_class(&m, S("a b")), "expected a class");
    NO(encart__maker_deny_class(&m, S("")), "expected a class");
    NO(encart__maker_deny_class(&m, encart__str_n("a\0b", 3)), "expected a class");
    NO(encart__maker_deny_class(&m, S(LABEL_63 LABEL_63 "123")), "expected a class");
    OK(encart__maker_deny_class(&m, S(LABEL_63 LABEL_63 "12")));
    OK(encart__maker_allow_class(&m, S("*")));
    GIVES("<p class='encart-x x'>a</p>", "<p class=\"x\">a</p>\n");
    from("article");
    OK(encart__maker_allow_class(&m, S("align*")));
    OK(encart__maker_deny_class(&m, S("*")));
    GIVES("<p class='x alignleft encart-in-x'>a</p>", "<p class=\"encart-in-x\">a</p>\n");
}
END_TEST

START_TEST(data_images_are_raster_images_in_base64)
{
    from("article");
    GIVES("<img src='data:image/png;base64,iVBORw0=' alt=a>", "");
    m.policy->data_images = 1;
    GIVES("<img src=' DATA:image/PNG;Base64,iVBORw0=' alt=a>",
          "<img alt=\"a\" src=\"data:image/png;base64,iVBORw0=\">");
    GIVES("<img src='data:image/svg+xml;base64,PHN2Zz4=' alt=a>b", "b");
    GIVES("<img src='data:text/html;base64,PHN2Zz4=' alt=a>b", "b");
    GIVES("<img src='data:image/png,<svg>' alt=a>b", "b");
    GIVES("<img src='data:image/png;base64,a=b' alt=a>b", "b");
    GIVES("<img src='data:image/png;base64,' alt=a>b", "b");
    GIVES("<img src='data:image/png;base64,a===' alt=a>b", "b");
    GIVES("<img src='data:image/png;base64,a+/9==' alt=a>",
          "<img alt=\"a\" src=\"data:image/png;base64,a+/9==\">");
    GIVES("<img src='/x' alt=a><img src=y alt=b>",
          "<img alt=\"a\" src=\"/x\"><img alt=\"b\" src=\"y\">");
    GIVES("<p><a href='data:image/png;base64,iVBORw0='>a</a></p>", "<p>a</p>\n");
    GIVES("<video src='data:image/png;base64,iVBORw0='>a</video>",
          "<video controls=\"\">a</video>");
}
END_TEST

START_TEST(data_images_are_of_256_KiB_at_the_most)
{
    static const char head[] = "<img alt=\"a\" src=\"data:image/png;base64,";
    const size_t most = (size_t)256 << 10, header = 22;
    char *html = malloc(most + 100);

    from("article");
    m.policy->data_images = 1;
    for (int over = 0; over < 2; over++) {
        encart__sanitise_opts o = {.policy = m.policy};
        size_t n = sizeof head - 1, digits = most - header + (size_t)over;
        sanitised s;

        memcpy(html, head, n);
        memset(html + n, 'A', digits);
        memcpy(html + n + digits, "\">", 3);
        s = sanitise(encart__str_z(html), &o);
        ck_assert(encart__str_is(encart__strbuf_view(&s.html), over ? "" : html));
        encart__strbuf_free(&s.html);
    }
    free(html);
}
END_TEST

START_TEST(lists_are_bounded_and_profiles_stay_as_they_are)
{
    char name[32];

    from("article");
    for (int i = 0; i < 200; i++) {
        snprintf(name, sizeof name, "s%d", i);
        encart__maker_allow_scheme(&m, S(name));
        snprintf(name, sizeof name, "data-s%d", i);
        encart__maker_allow_attr(&m, S("p"), S(name));
    }
    ck_assert_uint_eq(m.policy->scheme_count, 128);
    NO(SCHEME("one-more"), "more than 128");
    NO(encart__maker_deny_scheme(&m, S("mailtoo")), "not allowed anyway");
    NO(ALLOW_ATTR("p", "data-one-more"), "more than 64");
    ck_assert_uint_eq(m.policy->data_count, 64);
    OK(DENY("audio"));
    from("article");
    ck_assert_uint_eq(m.policy->scheme_count, 4);
    ck_assert(m.policy->element[ENCART__T_AUDIO]);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("policy_own");
    TCase *c = tcase_create("policy_own");

    tcase_add_checked_fixture(c, setup, teardown);
    tcase_add_test(c, elements_are_allowed_with_what_they_need);
    tcase_add_test(c, elements_are_denied_with_what_needs_them);
    tcase_add_test(c, headings_go_together);
    tcase_add_test(c, what_runs_loads_or_parses_otherwise_is_never_allowed);
    tcase_add_test(c, attributes_are_allowed_where_a_rule_says_what_they_hold);
    tcase_add_test(c, a_style_is_words_of_the_list_in_its_order);
    tcase_add_test(c, data_attributes_of_the_hosts_own_are_text);
    tcase_add_test(c, attributes_that_run_or_clobber_are_never_allowed);
    tcase_add_test(c, attributes_are_denied_but_those_that_encart_needs);
    tcase_add_test(c, each_element_may_be_denied_or_allowed_alone);
    tcase_add_test(c, schemes_are_added_and_taken_away);
    tcase_add_test(c, players_are_of_the_hosts_named);
    tcase_add_test(c, classes_go_by_pattern);
    tcase_add_test(c, data_images_are_raster_images_in_base64);
    tcase_add_test(c, data_images_are_of_256_KiB_at_the_most);
    tcase_add_test(c, lists_are_bounded_and_profiles_stay_as_they_are);
    suite_add_tcase(s, c);
    return suite_main("test_policy_own", s);
}
