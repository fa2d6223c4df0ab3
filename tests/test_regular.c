/* The short way for regular documents: what it takes, what it leaves, and that its bytes
 * are those of the long way.
 */
#include "core/html/decode.h"
#include "core/sanitise/profile.h"
#include "core/sanitise/regular.h"
#include "tests/sanitised.h"

#include <dirent.h>
#include <stdint.h>
#include <stdio.h>

/* By the short way alone. */
static int shortly(encart__strbuf *out, const char *html, const encart__sanitise_opts *o)
{
    encart__strbuf_init(out, NULL, 0);
    return encart__regular(out, encart__str_z(html), o, &encart__alloc_default);
}

static void expect_taken(const char *html, const char *profile, const char *want)
{
    encart__sanitise_opts o = opts_of(profile);
    sanitised s = sanitise(encart__str_z(html), &o);
    encart__strbuf out;

    ck_assert_msg(shortly(&out, html, &o) == ENCART_OK, "not taken: %s", html);
    ck_assert_str_eq(encart__strbuf_z(&out), want);
    ck_assert_str_eq(encart__strbuf_z(&s.html), want);
    encart__strbuf_free(&out);
    encart__strbuf_free(&s.html);
}

/* ---- what it takes ------------------------------------------------------------------ */

static const pair taken[] = {
    {"", ""},
    {" \n ", ""},
    {"a", "a"},
    {"  a b  ", "a b  "},
    {"<p>a</p>", "<p>a</p>\n"},
    {"<p>a</p>\n\n<p>b</p>\n", "<p>a</p>\n<p>b</p>\n"},
    {"<p> a </p>", "<p> a </p>\n"},
    {"<p> <b>a</b> </p>", "<p><b>a</b></p>\n"},
    {"<p><b>a</b> <i>b</i></p>", "<p><b>a</b> <i>b</i></p>\n"},
    {"<ul>\n<li>a</li>\n<li>b</li>\n</ul>", "<ul><li>a</li><li>b</li></ul>\n"},
    {"<P>a<BR/>b</P>", NULL},
    {"<p>a<br />b<br>c</p>", "<p>a<br>b<br>c</p>\n"},
    {"<hr/><h2>a</h2>", "<hr>\n<h2>a</h2>\n"},
    /* references and what must be escaped */
    {"a &amp; b &lt; c &gt; d&nbsp;e", "a &amp; b &lt; c &gt; d&nbsp;e"},
    {"&eacute;&#233;&#xE9;&quot;&#39;&rsquo;&#150;", "ééé\"'’–"},
    {"a & b &nosuch; &amp &lt c > d\xC2\xA0" "e\xC2\xAB", "a &amp; b &amp;nosuch; &amp; &lt; c &gt; d&nbsp;e«"},
    /* attributes: those of the policy, in their order */
    {"<a title='a \"b\"' href=/c?d&amp;e target=_blank onclick=f()>g</a>",
     "<a href=\"/c?d&amp;e\" rel=\"noopener\" target=\"_blank\" title=\"a &quot;b&quot;\">g</a>"},
    {"<p style=\"font-size:3em\" lang=fr>a</p>", "<p lang=\"fr\">a</p>\n"},
    {"<p id=a>b</p><a href=#a>c</a>", "<p id=\"a-a\">b</p>\n<a href=\"#a-a\">c</a>"},
    {"<img src=a.jpg alt=b>", "<img alt=\"b\" src=\"a.jpg\">"},
    {"<video src=a.mp4></video>", NULL},
    {"<video></video><audio></audio>", NULL},
    {"<video controls><track></video>", NULL},
    {"<picture><source><img src=a></picture>", NULL},
    {"a&", "a&amp;"},
    /* what leaves no trace: the text goes on */
    {"a<!-- b -->c", "ac"},
    {"<p> <!-- a --> b</p>", "<p>  b</p>\n"},
    {"<p>a<foo:bar x=y>b</foo:bar>c</p>", "<p>abc</p>\n"},
    {"<p>a<img>b</p>", "<p>ab</p>\n"},
    {"<p>a<span style=\"color:red\">b</span>c</p>", "<p>abc</p>\n"},
    {"<p> <span>a</span></p>", "<p>a</p>\n"},
    {"<p>a <span>b</span> </p>", "<p>a b </p>\n"},
    {"<p>a<a>b</a> </p>", "<p>ab</p>\n"},
    {"<p>a<a name=b>c</a></p>", "<p>a<a id=\"a-b\">c</a></p>\n"},
    {"a</div>b", "ab"},
    /* counterparts */
    {"<acronym>a</acronym><strike>b</strike>", "<abbr>a</abbr><s>b</s>"},
    {"<center>a</center><section>b</section>", "<div>a</div>\n<div>b</div>\n"},
    /* pre keeps its white space, but for newlines at its head */
    {"<pre>\n\n a\n <b> </b>\n</pre>", "<pre> a\n <b> </b>\n</pre>\n"},
    {"<pre><code>\na</code></pre>", "<pre><code>\na</code></pre>\n"},
    /* a frame that may not stand */
    {"<p><iframe src=https://a.example/b title=c></iframe></p>",
     "<p><a href=\"https://a.example/b\">c</a></p>\n"},
    {"<p>a<iframe src=javascript:b></iframe></p>", "<p>a</p>\n"},
    /* the content model */
    {"<figure><img src=a><figcaption>b</figcaption></figure>", NULL},
    {"<table><caption>a</caption><tbody><tr><td>b</td></tr></tbody></table>",
     "<table><caption>a</caption><tbody><tr><td>b</td></tr></tbody></table>\n"},
};

START_TEST(regular_documents_are_written_at_once)
{
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++) {
        encart__sanitise_opts o = opts_of("article");
        sanitised s;

        if (taken[i].out) {
            expect_taken(taken[i].in, "article", taken[i].out);
            continue;
        }
        s = sanitise(encart__str_z(taken[i].in), &o); /* or not: the bytes are the same */
        encart__strbuf_free(&s.html);
    }
}
END_TEST

START_TEST(other_profiles_have_their_own_rules)
{
    expect_taken("<h1>a</h1>", "article", "<h1>a</h1>\n");
    expect_taken("<aside>a</aside><figure>b</figure>", "strict", "<div>a</div>\n<div>b</div>\n");
    expect_taken("<p>a<img src=b></p>", "strict", "<p>a</p>\n");
    expect_taken("<p>a</p>", "embeds", "<p>a</p>\n");
}
END_TEST

/* ---- what it leaves ----------------------------------------------------------------- */

static const char *const left[] = {
    "<p>a",               /* not closed */
    "<p>a</div></p>",     /* closes nothing here */
    "<b><i>a</b></i>",    /* crossed */
    "</p>",               /* makes an empty p */
    "</br>",
    "<p><div>a</div></p>", /* the p ends before the div */
    "<ul>a</ul>",
    "<td>a</td>",
    "<a href=b>c<a href=d>e</a></a>",
    "<b></b>",
    "<picture></picture>",
    "<script>a</script>",
    "<svg></svg>",
    "<textarea>a</textarea>",
    "<iframe src=https://a.example/>b</iframe>",
    "<!doctype html>",
    "<?php a ?>",
    "<!--a--!>b-->",
    "<!-->a-->",
    "<!--->a-->",
    "<!--a",
    "<!--encart:here a-->", /* stays: for the long way */
    "a<b",
    "<p title='a",
    "a < b",
    "a\x01" "b",
    "<p>&#32;<b>a</b></p>",
    "<p id=a>b</p><p id=a>c</p>",
    "<a href=#a>b</a>",
    "<p><a> b</a></p>",
    "<a><p>b</p></a>",
    "<a>b<a href=c>d</a></a>",
    "<span><p>a</p></span>",
    "<form>a</form>",
    "<!-- a -- b -->",
    "a&#32;b",             /* white space that was not there to be seen */
    "<pre>\n",
    "<p>x<a>",
    "<p>a</p",
    "<p>a</p x",
    "<!--a--",
    "a</",
    "a</1>",
};

START_TEST(what_is_not_regular_is_left_and_nothing_is_written)
{
    encart__sanitise_opts o = opts_of("article");
    encart__strbuf out;

    for (size_t i = 0; i < sizeof left / sizeof *left; i++) {
        sanitised s = sanitise(encart__str_z(left[i]), &o);

        encart__strbuf_free(&s.html);
        encart__strbuf_init(&out, NULL, 0);
        encart__strbuf_puts(&out, "before");
        ck_assert_msg(encart__regular(&out, encart__str_z(left[i]), &o,
                                      &encart__alloc_default) == ENCART_EPARSE,
                      "taken: %s", left[i]);
        ck_assert_str_eq(encart__strbuf_z(&out), "before");
        encart__strbuf_free(&out);
    }
}
END_TEST

/* What a host allows of its own has no number to go by. */
START_TEST(attributes_of_the_hosts_own_are_left)
{
    static const encart__data_attr data[] = {{{"data-own", 8}, ENCART__T_UNKNOWN}};
    encart__policy own = *encart__policy_named(ENCART__STR("article"));
    encart__sanitise_opts o = {.policy = &own};
    encart__strbuf out;

    own.data = data;
    own.data_count = 1;
    ck_assert_int_eq(shortly(&out, "<p data-own=a>b</p>", &o), ENCART_EPARSE);
    encart__strbuf_free(&out);
    ck_assert_int_eq(shortly(&out, "<p data-other=a>b</p>", &o), ENCART_OK);
    ck_assert_str_eq(encart__strbuf_z(&out), "<p>b</p>\n");
    encart__strbuf_free(&out);
}
END_TEST

START_TEST(more_levels_ids_or_attributes_than_it_cares_for_are_left)
{
    encart__sanitise_opts o = opts_of("article");
    encart__strbuf html, out;

    for (int kind = 0; kind < 2; kind++) {
        encart__strbuf_init(&html, NULL, 0);
        for (int i = 0; i < 180; i++)
            encart__strbuf_printf(&html, kind ? "<p id=n%d>a</p>" : "<div>", i);
        for (int i = 0; !kind && i < 180; i++)
            encart__strbuf_puts(&html, "</div>");
        ck_assert_int_eq(shortly(&out, encart__strbuf_z(&html), &o), ENCART_EPARSE);
        encart__strbuf_free(&out);
        encart__strbuf_free(&html);
    }
}
END_TEST

START_TEST(options_that_need_a_tree_are_not_for_it)
{
    encart__str html = ENCART__STR("<p>a</p>");
    encart__sanitise_opts o = opts_of("article");

    ck_assert(encart__regular_may(&o, html));
    ck_assert(!encart__regular_may(&o, (encart__str){html.p, (size_t)64 << 20}));
    o.paragraphs = 1;
    ck_assert(!encart__regular_may(&o, html));
    o = opts_of("article");
    o.accessible = 1;
    ck_assert(!encart__regular_may(&o, html));
    o = opts_of("article");
    o.plugin_marks = 1;
    ck_assert(!encart__regular_may(&o, html));
    o = opts_of("article");
    o.always_repair = 1;
    ck_assert(!encart__regular_may(&o, html));
    o = opts_of("plugin");
    ck_assert(!encart__regular_may(&o, html));
}
END_TEST

/* ---- the same bytes as the long way --------------------------------------------------- */

static const char *const pieces[] = {
    "<p>", "<span>", "<a>", "<b>", "<em>", "<div>", "<pre>", "<ul>", "<li>", "<figure>",
    "<figcaption>", "<h2>", "<font>", "<o:p>", "<center>", "<table>", "<tr>", "<td>",
    "<strike>", "<details>", "<summary>", "<picture>", "<blockquote>", "<section>", "<code>",
    "<button>", "<form>", "<a href=#a>", "<a id=a>", "<span lang=fr>", "<video src=v>",
    /* without an end tag */
    " ", "\n", "\n\n", "x", "y ", "&nbsp;", "&#32;", "&amp;", "&lt", ">", "<br>", "<hr>",
    "<img>", "<img src=x>", "<source srcset=x>", "<!--c-->", "</div>", "</p>",
    "<iframe src=http://a.b/></iframe>",
};
enum { PIECES = sizeof pieces / sizeof *pieces, WITH_END = 31 };

static uint64_t state = 88172645463325252u;

static size_t below(size_t n)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (size_t)(state % n);
}

/* Pieces in any order, what is open closed in order: but for some it nests. */
static void make_soup(encart__strbuf *html, size_t most)
{
    encart__str open[64];
    size_t depth = 0, count = 1 + below(most);

    encart__strbuf_clear(html);
    for (size_t i = 0; i < count; i++) {
        size_t k = below(PIECES + 12);

        if (k < PIECES) {
            encart__str piece = encart__str_z(pieces[k]);

            encart__strbuf_str(html, piece);
            if (k < WITH_END && depth < 64)
                open[depth++] = encart__str_sub(piece, 1, strcspn(piece.p, " >"));
        } else if (depth) {
            encart__strbuf_puts(html, "</");
            encart__strbuf_str(html, open[--depth]);
            encart__strbuf_puts(html, ">");
        }
    }
    while (depth) {
        encart__strbuf_puts(html, "</");
        encart__strbuf_str(html, open[--depth]);
        encart__strbuf_puts(html, ">");
    }
}

START_TEST(a_soup_of_tags_gives_the_same_bytes_both_ways)
{
    static const char *const profiles[] = {"article", "strict", "embeds"};
    size_t short_ones = 0;
    encart__strbuf html;

    encart__strbuf_init(&html, NULL, 0);
    for (int i = 0; i < 20000; i++) {
        encart__sanitise_opts o = opts_of(profiles[below(3)]);
        encart__strbuf out;
        sanitised s;

        make_soup(&html, 12);
        s = sanitise(encart__strbuf_view(&html), &o); /* compares them */
        encart__strbuf_free(&s.html);
        short_ones += shortly(&out, encart__strbuf_z(&html), &o) == ENCART_OK;
        encart__strbuf_free(&out);
    }
    encart__strbuf_free(&html);
    ck_assert_msg(short_ones > 2000, "only %zu were regular", short_ones);
}
END_TEST

/* Each file of a folder of the real inputs. */
static size_t compare_folder(const char *folder)
{
    char path[4096];
    struct dirent *e;
    size_t count = 0, n;
    DIR *d;

    snprintf(path, sizeof path, "%s/%s", suite_data(), folder);
    d = opendir(path);
    ck_assert_msg(d != NULL, "%s", path);
    while ((e = readdir(d))) {
        encart__sanitise_opts o = opts_of("article");
        encart__strbuf text;
        char *bytes;
        sanitised s;

        snprintf(path, sizeof path, "%s/%s/%s", suite_data(), folder, e->d_name);
        bytes = e->d_name[0] == '.' ? NULL : suite_read(path, &n);
        if (!bytes)
            continue;
        encart__strbuf_init(&text, NULL, 0);
        encart__decode_utf8((encart__str){bytes, n}, &text, NULL);
        s = sanitise(encart__strbuf_view(&text), &o);
        encart__strbuf_free(&s.html);
        encart__strbuf_free(&text);
        free(bytes);
        count++;
    }
    closedir(d);
    return count;
}

START_TEST(real_pages_give_the_same_bytes_both_ways)
{
    if (!suite_data())
        skip_test("the folder of real inputs is not there");
    ck_assert_uint_gt(compare_folder("articles/html"), 20);
    ck_assert_uint_gt(compare_folder("tidy-crashers"), 20);
}
END_TEST

/* ---- no memory ---------------------------------------------------------------------- */

START_TEST(without_memory_it_says_so_and_leaves_the_output_as_it_was)
{
    static const char html[] =
        "<p id=a title='b &amp; c'>d&eacute;<span>e</span></p><img src=f><a href=#a>g</a>"
        "<iframe src=https://h.example/></iframe>";
    encart__sanitise_opts o = opts_of("article");
    suite_alloc a;
    size_t total = 0;

    suite_alloc_init(&a);
    for (size_t i = 0; i == 0 || i <= total; i++) {
        encart__strbuf out;
        int status;

        suite_alloc_init(&a);
        a.fail_at = i;
        encart__strbuf_init(&out, NULL, 0);
        encart__strbuf_puts(&out, "before");
        status = encart__regular(&out, ENCART__STR(html), &o, &a.vtable);
        if (!i) {
            total = a.count;
            ck_assert_int_eq(status, ENCART_OK);
        } else {
            ck_assert_int_eq(status, ENCART_ENOMEM);
            ck_assert_str_eq(encart__strbuf_z(&out), "before");
        }
        ck_assert_uint_eq(a.live, 0);
        encart__strbuf_free(&out);
    }
    ck_assert_uint_gt(total, 3);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("regular");
    TCase *t = tcase_create("regular");

    tcase_add_test(t, regular_documents_are_written_at_once);
    tcase_add_test(t, other_profiles_have_their_own_rules);
    tcase_add_test(t, what_is_not_regular_is_left_and_nothing_is_written);
    tcase_add_test(t, attributes_of_the_hosts_own_are_left);
    tcase_add_test(t, more_levels_ids_or_attributes_than_it_cares_for_are_left);
    tcase_add_test(t, options_that_need_a_tree_are_not_for_it);
    tcase_add_test(t, a_soup_of_tags_gives_the_same_bytes_both_ways);
    tcase_add_test(t, real_pages_give_the_same_bytes_both_ways);
    tcase_add_test(t, without_memory_it_says_so_and_leaves_the_output_as_it_was);
    suite_add_tcase(s, t);
    return suite_main("test_regular", s);
}
