/* The strict reader and what comes after it: what is not byte for byte as the serialiser
 * writes it is not taken, a tree that differs from its bytes is found out, and what cannot
 * be trusted comes out as words.
 */
#include "core/sanitise/strict.h"
#include "core/sanitise/profile.h"
#include "tests/sanitised.h"

static const encart__policy *profile(const char *name)
{
    return encart__policy_named(encart__str_z(name));
}

static int strict(const char *html, const char *name)
{
    encart__tree t;
    int status;

    encart__tree_init(&t, NULL);
    status = encart__strict_read(&t, encart__str_z(html), profile(name));
    encart__tree_free(&t);
    return status;
}

#define FRAME                                                                            \
    "<iframe loading=\"lazy\" referrerpolicy=\"strict-origin-when-cross-origin\""          \
    " sandbox=\"allow-scripts allow-same-origin allow-popups allow-presentation\""

/* Each is what the serialiser writes of itself. */
static const struct {
    const char *profile, *html;
} taken[] = {
    {"article", ""},
    {"article", "a"},
    {"article", "<p>a &amp; b &lt; c &gt; d&nbsp;e \" ` ' é</p>\n"},
    {"article", "<p title=\"a &amp; b &lt; c &gt; d&nbsp;e &quot; &#96; ' é\">f</p>\n"},
    {"article", "<p>a<br>b</p>\n<hr>\n<p>c</p>\n"},
    {"article", "<p><a href=\"/a\" rel=\"noopener\" target=\"_blank\">a</a></p>\n"},
    {"article", "<p><a href=\"/a\" target=\"_self\">a</a><a id=\"a-b\"></a></p>\n"},
    {"article", "<p><a href=\"mailto:a@example.org\">a</a><a href=\"a:b/c\">b</a></p>\n"},
    {"article", "<img alt=\"\" src=\"/a\"><img alt=\"\" sizes=\"1px\" srcset=\"/a 1w\">"},
    {"article", "<video controls=\"\"><track src=\"/a\">b</video>"},
    {"article", "<pre>a\n\n b</pre>\n"},
    {"article", "<!--encart:here a--><p>b<!--encart:none c--></p>\n"},
    {"article", "<picture><source srcset=\"/a\"><img alt=\"\" src=\"/b\"></picture>"},
    {"article", "<p data-encart=\"author/read-also\"><span class=\"encart-x\">a</span></p>\n"},
    {"article", "<aside data-encart=\"author/read-also\">a</aside>\n"},
    {"embeds", FRAME " src=\"https://www.youtube.com/embed/x\" title=\"a\"></iframe>"},
    {"plugin-forms", "<form><textarea>a\n\nb</textarea></form>\n"},
};

START_TEST(what_the_serialiser_writes_is_taken)
{
    for (size_t i = 0; i < sizeof taken / sizeof taken[0]; i++) {
        int known = !strstr(taken[i].html, "a:b/c");

        ck_assert_msg(strict(taken[i].html, taken[i].profile) ==
                          (known ? ENCART_OK : ENCART_EPARSE),
                      "%s", taken[i].html);
    }
}
END_TEST

START_TEST(what_it_would_write_otherwise_is_not)
{
    static const char *const others[] = {
        /* bytes */
        "a & b", "a < b", "a > b", "a\xC2\xA0" "b", "a &quot; b", "a &#96; b", "&eacute;", "&",
        "a &nbsp b", "&amp",
        "<p title=\"a ` b\">c</p>\n", "<p title=\"a < b\">c</p>\n", "<p title=\"a\xC2\xA0\">c</p>\n",
        /* names, quotes, ends */
        "<", "</", "<!", "<!-", "<!x", "<p", "<p ", "<p title", "<p title=", "<p title=\"",
        "<p title=\"a", "<p title=\"a\"", "<p title=\"a\">", "<p title=a>b</p>\n",
        "<p title='a'>b</p>\n", "<p  title=\"a\">b</p>\n", "<p title=\"a\"/>b</p>\n",
        "<p unheard=\"of\">a</p>\n", "<p/>a</p>\n", "<zz>a</zz>", "<p>a</p >\n", "<p>a</q>\n",
        "<p>a</p", "</p>\n", "<p>a</p>", "<br></br>", "<br/>", "<pre>\na</pre>\n", "<pre>\n\na</pre>\n",
        "<p title=\"a\" lang=\"fr\">b</p>\n", "<p title=\"a\" title=\"b\">c</p>\n",
        /* comments */
        "<!--encart:here a", "<!--encart:here  a-->", "<!-- a -->", "<!--encart:hole a b-->",
        /* values */
        "<p lang=\"-\">a</p>\n", "<p class=\"a  b\">c</p>\n", "<a href=\"javascript:a\">b</a>",
        "<a href=\"HTTPS://example.org/\">b</a>", "<p style=\"color:red\">a</p>\n",
        "<p data-encart=\"related/links\">a</p>\n", "<p><aside>a</aside></p>\n",
        "<p class=\"encart-x\">a</p>\n",
        /* elements that lack something */
        "<a>b</a>", "<a href=\"/a\" target=\"_blank\">b</a>",
        "<a href=\"/a\" rel=\"nofollow\" target=\"_blank\">b</a>", "<img alt=\"\">",
        "<img alt=\"\" sizes=\"1px\" src=\"/a\">", "<video src=\"/a\"></video>",
        "<audio src=\"/a\"></audio>", "<video controls=\"\"><track></video>", "<span>a</span>",
        "<b></b>", "<picture></picture>", "<picture><source srcset=\"/a\"></picture>",
        /* where they may not be */
        "<p>a<p>b</p></p>\n", "<td>a</td>", "<ul>a</ul>\n", "<li>a</li>\n", "<b><p>a</p></b>",
        "<a href=\"/a\">b<a href=\"/c\">d</a></a>", "<h2>a<h3>b</h3></h2>\n",
        "<picture><img alt=\"\" src=\"/a\"><source srcset=\"/b\"></picture>",
        "<picture><img alt=\"\" src=\"/a\"><img alt=\"\" src=\"/b\"></picture>",
        "<table><thead><tr><td>a</td></tr></thead><caption>b</caption></table>\n",
        /* white space that goes */
        " a", "<p> </p>\n", "<p>a</p>\n ", "<div> <p>a</p></div>\n", "<div><p>a</p> </div>\n",
        "<div>a <p>b</p></div>\n\n", "<p>a</p>\n\n", "<b>a</b> <p>c</p>\n", " <p>a</p>\n",
    };

    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        ck_assert_msg(strict(others[i], "article") == ENCART_EPARSE, "%s", others[i]);
    ck_assert_int_eq(strict("<form><textarea>\na</textarea></form>\n", "plugin-forms"),
                     ENCART_EPARSE);
}
END_TEST

/* A player's frame is complete or it is not taken. */
START_TEST(a_frame_without_one_of_its_attributes_is_not_taken)
{
    static const char *const attrs[] = {
        "loading=\"lazy\"", "referrerpolicy=\"no-referrer\"",
        "sandbox=\"allow-scripts allow-same-origin allow-popups allow-presentation\"",
        "src=\"https://www.youtube.com/embed/x\"", "title=\"a\""};
    enum { ATTRS = sizeof attrs / sizeof attrs[0] };
    encart__strbuf html;

    encart__strbuf_init(&html, NULL, 0);
    for (int without = -1; without < ATTRS; without++) {
        encart__strbuf_clear(&html);
        encart__strbuf_puts(&html, "<iframe");
        for (int i = 0; i < ATTRS; i++)
            if (i != without)
                encart__strbuf_printf(&html, " %s", attrs[i]);
        encart__strbuf_puts(&html, "></iframe>");
        ck_assert_msg(strict(encart__strbuf_z(&html), "embeds") ==
                          (without < 0 ? ENCART_OK : ENCART_EPARSE),
                      "%s", encart__strbuf_z(&html));
    }
    encart__strbuf_free(&html);
}
END_TEST

/* What is deeper or has more attributes than the strict reader cares for is looked at by
 * the long way, and is as canonical. */
START_TEST(what_is_too_much_for_it_is_read_by_the_long_way)
{
    encart__strbuf html;
    encart__tree t;

    encart__strbuf_init(&html, NULL, 0);
    encart__tree_init(&t, NULL);
    for (int i = 0; i < 195; i++)
        encart__strbuf_puts(&html, "<div>");
    encart__strbuf_puts(&html, "a");
    for (int i = 0; i < 195; i++)
        encart__strbuf_puts(&html, "</div>");
    encart__strbuf_puts(&html, "\n");
    ck_assert_int_eq(strict(encart__strbuf_z(&html), "article"), ENCART_EPARSE);
    ck_assert_int_eq(encart__canonical_read(&t, encart__strbuf_view(&html),
                                            profile("article"), NULL),
                     ENCART_OK);
    ck_assert_uint_eq(t.node_count, 198); /* none, root, 195 and a text */
    encart__tree_free(&t);
    encart__strbuf_free(&html);
}
END_TEST

/* ---- trees against bytes ------------------------------------------------------------- */

static void read_tree(encart__tree *t, const char *html)
{
    encart__tree_init(t, NULL);
    ck_assert_msg(encart__canonical_read(t, encart__str_z(html), profile("article"), NULL) ==
                      ENCART_OK,
                  "%s", html);
}

/* Canonical, and no two the same. */
static const char *const apart[] = {
    "",
    "a",
    "b",
    "<p>a</p>\n",
    "<p>b</p>\n",
    "<p>a</p>\nb",
    "<p>a</p>\n<p>b</p>\n",
    "<p>a<b>b</b></p>\n",
    "<p>a<i>b</i></p>\n",
    "<p>a<br></p>\n",
    "<p><b>a</b></p>\n",
    "<p title=\"a\">a</p>\n",
    "<p title=\"b\">a</p>\n",
    "<p lang=\"a\">a</p>\n",
    "<p lang=\"a\" title=\"a\">a</p>\n",
    "<div>a</div>\n",
    "<!--encart:here a-->",
    "<!--encart:here b-->",
    "<!--encart:here a--><p>a</p>\n",
    /* escapes, and characters that share a byte with one that is escaped */
    "ab",
    "a&amp;",
    "a&amp;b",
    "a&lt;",
    "a&nbsp;",
    "a\xC2\xAB",
    "a\xC2\xBB",
    "a\xC2\xAB" "b",
    "<p title=\"a&quot;\">a</p>\n",
    "<p title=\"a&#96;\">a</p>\n",
    "<p title=\"a\xC2\xAB\">a</p>\n",
    "<p title=\"aa\">a</p>\n",
};
enum { APART = sizeof apart / sizeof apart[0] };

START_TEST(a_tree_is_the_same_as_its_own_bytes_only)
{
    for (int i = 0; i < APART; i++) {
        encart__tree a, b;

        read_tree(&a, apart[i]);
        for (int k = 0; k < APART; k++) {
            int same = encart__strict_same(&a, encart__str_z(apart[k]), profile("article"));

            ck_assert_msg(same == (i == k ? ENCART_OK : ENCART_EPARSE), "%s against %s",
                          apart[i], apart[k]);
            read_tree(&b, apart[k]);
            ck_assert_msg(encart__tree_equal(&a, &b) == (i == k), "%s and %s", apart[i],
                          apart[k]);
            encart__tree_free(&b);
        }
        encart__tree_free(&a);
    }
}
END_TEST

/* Attributes are a set; those without a number go by their spelling. */
START_TEST(trees_are_equal_whatever_the_order_of_attributes)
{
    encart__tree t[3];

    for (int i = 0; i < 3; i++) {
        encart__node_id p;

        encart__tree_init(&t[i], NULL);
        p = encart__tree_element(&t[i], ENCART__T_P);
        encart__tree_append(&t[i], ENCART__ROOT, p);
        if (i)
            encart__tree_attr_set(&t[i], p, ENCART__A_TITLE, ENCART__STR("a"));
        encart__tree_attr_set_other(&t[i], p, ENCART__STR("data-x"), ENCART__STR("1"));
        encart__tree_attr_set_other(&t[i], p,
                                    i == 2 ? ENCART__STR("data-z") : ENCART__STR("data-y"),
                                    ENCART__STR("2"));
        if (!i)
            encart__tree_attr_set(&t[i], p, ENCART__A_TITLE, ENCART__STR("a"));
    }
    ck_assert(encart__tree_equal(&t[0], &t[1]));
    ck_assert(!encart__tree_equal(&t[0], &t[2]));
    ck_assert(!encart__tree_equal(&t[2], &t[1]));
    for (int i = 0; i < 3; i++)
        encart__tree_free(&t[i]);
}
END_TEST

/* ---- the last resort ----------------------------------------------------------------- */

/* A policy that contradicts itself, as none that Encart makes can: it lets no p stand, which
 * the pass that divides paragraphs writes all the same. What comes out would not be read
 * back, so the words alone do. */
START_TEST(what_would_not_be_read_back_is_cut_down_to_its_words)
{
    static const struct {
        const char *in, *out;
    } cases[] = {
        {"un <b>deux</b><br><br><a href=/x>trois</a> &amp; quatre",
         "<p>un deux</p>\n<p>trois &amp; quatre</p>\n"},
        {"un<ul><li>deux<li>trois</ul><img src=/x alt=y>",
         "<p>un</p>\n<p>deux</p>\n<p>trois</p>\n"},
        {"<img src=/x alt=y>", ""},
    };
    encart__policy own = *profile("article");
    encart__sanitise_opts o = {.policy = &own, .paragraphs = 1};

    own.element[ENCART__T_P] = 0;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        sanitised s = sanitise(encart__str_z(cases[i].in), &o);
        encart__strbuf bytes;

        ck_assert_int_eq(s.status, ENCART_OK);
        ck_assert_msg(s.self_check, "%s", cases[i].in);
        ck_assert_str_eq(encart__strbuf_z(&s.html), cases[i].out);
        encart__strbuf_init(&bytes, NULL, 0);
        encart__strbuf_puts(&bytes, "before ");
        ck_assert_int_eq(encart__sanitise_bytes(&bytes, encart__str_z(cases[i].in), &o, NULL,
                                                NULL),
                         ENCART_OK);
        ck_assert_str_eq(encart__strbuf_z(&bytes) + 7, cases[i].out);
        encart__strbuf_free(&bytes);
        encart__strbuf_free(&s.html);
    }
}
END_TEST

int main(void)
{
    Suite *s = suite_create("strict");
    TCase *c = tcase_create("strict");

    tcase_add_test(c, what_the_serialiser_writes_is_taken);
    tcase_add_test(c, what_it_would_write_otherwise_is_not);
    tcase_add_test(c, a_frame_without_one_of_its_attributes_is_not_taken);
    tcase_add_test(c, what_is_too_much_for_it_is_read_by_the_long_way);
    tcase_add_test(c, a_tree_is_the_same_as_its_own_bytes_only);
    tcase_add_test(c, trees_are_equal_whatever_the_order_of_attributes);
    tcase_add_test(c, what_would_not_be_read_back_is_cut_down_to_its_words);
    suite_add_tcase(s, c);
    return suite_main("test_strict", s);
}
