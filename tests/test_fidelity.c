/* What the direct builder makes is what an HTML 5 parser makes, after the policy: small
 * cases of our own, each also checked against libgumbo as the test runs; random markup;
 * and real documents where they are. tests/fidelity/fidelity.h says what is compared and
 * how.
 */
#include "tests/fidelity/fidelity.h"
#include "tests/sanitised.h"

#include <stdio.h>

static const pair cases[] = {
    /* implied end tags */
    {"<p>a<p>b", "<p>a</p><p>b</p>"},
    {"<p>a<div>b</div>c", "<p>a</p><div>b</div>c"},
    {"<p>a<ul><li>b</ul>c", "<p>a</p><ul><li>b</li></ul>c"},
    {"<p>a<table><tr><td>b</table>c",
     "<p>a</p><table><tbody><tr><td>b</td></tr></tbody></table>c"},
    {"<p>a<hr>b", "<p>a</p><hr>b"},
    {"<p>a<h2>b</h2>c", "<p>a</p><h2>b</h2>c"},
    {"<p>a<blockquote>b</blockquote>", "<p>a</p><blockquote>b</blockquote>"},
    {"<p>a<pre>b</pre>", "<p>a</p><pre>b</pre>"},
    {"<ul><li>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>"},
    {"<ol><li>a<ol><li>b</ol><li>c</ol>",
     "<ol><li>a<ol><li>b</li></ol></li><li>c</li></ol>"},
    {"<ul><li>a<p>b<li>c</ul>", "<ul><li>a<p>b</p></li><li>c</li></ul>"},
    {"<ul><li><div>a<li>b</ul>", "<ul><li><div>a</div></li><li>b</li></ul>"},
    {"<ul><li><blockquote>a<li>b</blockquote><li>c</ul>",
     "<ul><li><blockquote>a<ul><li>b</li></ul></blockquote></li><li>c</li></ul>"},
    {"<ul><li><section>a<li>b</section></ul>",
     "<ul><li><div>a<ul><li>b</li></ul></div></li></ul>"},
    {"<dl><dt>a<dd>b<dt>c<dd>d</dl>",
     "<dl><dt>a</dt><dd>b</dd><dt>c</dt><dd>d</dd></dl>"},
    {"<dl><dt>a<dd><p>b<dt>c</dl>", "<dl><dt>a</dt><dd><p>b</p></dd><dt>c</dt></dl>"},
    {"<dl><div><dt>a<dd>b</div><div><dt>c<dd>d</div></dl>",
     "<dl><div><dt>a</dt><dd>b</dd></div><div><dt>c</dt><dd>d</dd></div></dl>"},
    {"<table><tr><td>a<td>b<tr><th>c</table>",
     "<table><tbody><tr><td>a</td><td>b</td></tr><tr><th>c</th></tr></tbody>"
     "</table>"},
    {"<table><thead><tr><th>a<tbody><tr><td>b<tfoot><tr><td>c</table>",
     "<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>b</td></tr></tbody>"
     "<tfoot><tr><td>c</td></tr></tfoot></table>"},
    {"<table><caption>a<tr><td>b</table>",
     "<table><caption>a</caption><tbody><tr><td>b</td></tr></tbody></table>"},
    {"<table><colgroup><col><tr><td>a</table>",
     "<table><colgroup><col></colgroup><tbody><tr><td>a</td></tr></tbody></table>"},
    {"<table><td>a<td>b</table>",
     "<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>"},
    {"<table><tr><td><div>a<tr><td>b</table>",
     "<table><tbody><tr><td><div>a</div></td></tr><tr><td>b</td></tr></tbody>"
     "</table>"},
    {"<ruby>a<rp>(<rt>b<rp>)</ruby>", "<ruby>a<rp>(</rp><rt>b</rt><rp>)</rp></ruby>"},
    /* stray end tags */
    {"a</div>b", "ab"},
    {"a</p>b", "a b"},
    {"<p>a</p></p>b", "<p>a</p>b"},
    {"<div>a</p>b</div>", "<div>a b</div>"},
    {"a</br>b", "a<br>b"},
    {"a</b>b</i>c", "abc"},
    {"<p>a</span>b</p>", "<p>ab</p>"},
    {"<div>a</section>b</div>", "<div>ab</div>"},
    {"<ul><li>a</ul></li>b", "<ul><li>a</li></ul>b"},
    {"a</li>b</ul>c", "abc"},
    {"a</td>b</tr>c</table>d", "abcd"},
    {"<table><tr><td>a</div>b</table>",
     "<table><tbody><tr><td>ab</td></tr></tbody></table>"},
    {"<h2>a</h3>b", "<h2>a</h2>b"},
    {"<div><h2>a</div>b", "<div><h2>a</h2></div>b"},
    {"a</dd>b</dt>c", "abc"},
    {"<p><b>a</div>b</b>c", "<p><b>ab</b>c</p>"},
    /* end tags that close more */
    {"<div><p>a<ul><li>b</div>c", "<div><p>a</p><ul><li>b</li></ul></div>c"},
    {"<div><div>a</section></div>b</div>c", "<div><div>a</div>b</div>c"},
    {"<section><div>a</section>b", "<div><div>a</div></div>b"},
    {"<div><section>a</div>b</section>c", "<div><div>a</div></div>bc"},
    {"<div><span>a</div>b</span>c", "<div>a</div>bc"},
    {"<blockquote><p>a<em>b</blockquote>c",
     "<blockquote><p>a<em>b</em></p></blockquote><em>c</em>"},
    {"<table><tr><td><ul><li>a</table>b",
     "<table><tbody><tr><td><ul><li>a</li></ul></td></tr></tbody></table>b"},
    {"<dl><dd>a<dl><dt>b</dd>c</dl>d",
     "<dl><dd>a<dl><dt>b</dt></dl></dd><dd>c</dd></dl>d"},
    {"<ul><li>a<ul><li>b</ul>c</li>d</ul>e",
     "<ul><li>a<ul><li>b</li></ul>c</li><li>d</li></ul>e"},
    {"<div><form>a<div>b</form>c</div>d</div>e",
     "<div><div>a<div>bc</div></div>d</div>e"},
    {"<b><form>a</form><form>b</form></b>c", "<div><b>a</b></div><div><b>b</b></div>c"},
    {"<figure><figcaption>a</figure>b", "<figure><figcaption>a</figcaption></figure>b"},
    {"<details><summary>a<p>b</details>c",
     "<details><summary>a b</summary></details>c"},
    /* formatting */
    {"<b>a<p>b</p>c</b>d", "<b>a</b><p><b>b</b></p><b>c</b>d"},
    {"<b><p>a</p><p>b</p></b>c", "<p><b>a</b></p><p><b>b</b></p>c"},
    {"<p><b>a<p>b</b>c", "<p><b>a</b></p><p><b>b</b>c</p>"},
    {"<p><b><i>a<p>b</i>c</b>d", "<p><b><i>a</i></b></p><p><b><i>b</i>c</b>d</p>"},
    {"<b>a<i>b</b>c</i>d", "<b>a<i>b</i></b><i>c</i>d"},
    {"<p>a <b>b <i>c</b> d</i> e", "<p>a <b>b <i>c</i></b><i> d</i> e</p>"},
    {"<b>a<p>b</b>c", "<b>a</b><p><b>b</b>c</p>"},
    {"<b>a<div>b<p>c</b>d</div>e", "<b>a</b><div><b>b</b><p><b>c</b>d</p></div>e"},
    {"<i><b><p>a</i>b</b>c", "<p><i><b>a</b></i><b>b</b>c</p>"},
    {"<em>a<ul><li>b<li>c</ul>d</em>e",
     "<em>a</em><ul><li><em>b</em></li><li><em>c</em></li></ul><em>d</em>e"},
    {"<ul><li><b>a<li>b</b>c</ul>d", "<ul><li><b>a</b></li><li><b>b</b>c</li></ul>d"},
    {"<p><b><b><b><b>a<p>b",
     "<p><b><b><b><b>a</b></b></b></b></p><p><b><b><b>b</b></b></b></p>"},
    {"<p><b class=x><b class=y><b class=x><b class=x><b class=x>a<p>b",
     "<p><b class=\"x\"><b class=\"y\"><b class=\"x\"><b class=\"x\">"
     "<b class=\"x\">a</b></b></b></b></b></p><p><b class=\"y\"><b class=\"x\">"
     "<b class=\"x\"><b class=\"x\">b</b></b></b></b></p>"},
    {"<b>a<table><tr><td>b</table>c</b>d",
     "<b>a</b><table><tbody><tr><td><b>b</b></td></tr></tbody></table><b>c</b>d"},
    {"<table><tr><td><b>a<td>b<tr><td>c</table>d",
     "<table><tbody><tr><td><b>a</b></td><td>b</td></tr><tr><td>c</td></tr>"
     "</tbody></table>d"},
    {"<b><table><tr><td>a</b>b</table>c</b>d",
     "<table><tbody><tr><td><b>ab</b></td></tr></tbody></table><b>c</b>d"},
    {"<code>a<pre>b</code>c</pre>d", "<code>a</code><pre><code>b</code>c</pre>d"},
    {"<s>a<div><s>b</div>c</s>d</s>e",
     "<s>a</s><div><s><s>b</s></s></div><s><s>c</s>d</s>e"},
    {"<small><p>a</small>b</p>c", "<p><small>a</small>b</p>c"},
    {"<h2><b>a<h3>b</h3>c", "<h2><b>a</b></h2><h3><b>b</b></h3><b>c</b>"},
    {"<b></b><i>a</b>b</i>c", "<i>ab</i>c"},
    {"<u><p>a</p></u><p>b</p>", "<p><u>a</u></p><p>b</p>"},
    {"<p><strong>a</p><p>b</strong>c</p>",
     "<p><strong>a</strong></p><p><strong>b</strong>c</p>"},
    {"<div><em>a</div><div>b</em>c</div>",
     "<div><em>a</em></div><div><em>b</em>c</div>"},
    {"<tt>a</tt><strike>b<p>c</strike>d</p>", "<code>a</code><s>b</s><p><s>c</s>d</p>"},
    {"<font><b>a</font>b</b>c", "<b>ab</b>c"},
    /* other elements in line */
    {"<span lang=ar><p>a</p><p>b</p></span>c",
     "<p><span lang=\"ar\">a</span></p><p><span lang=\"ar\">b</span></p>c"},
    {"<p><span lang=ar>a<p>b</span>c", "<p><span lang=\"ar\">a</span></p><p>bc</p>"},
    {"<span lang=ar>a<p>b</span>c</p>d",
     "<span lang=\"ar\">a</span><p><span lang=\"ar\">bc</span></p>"
     "<span lang=\"ar\">d</span>"},
    {"<p><b>a<span lang=ar>b</b>c</span>d",
     "<p><b>a<span lang=\"ar\">b</span></b>cd</p>"},
    {"<ins>a<p>b</p></ins>c", "<ins>a<p>b</p></ins>c"},
    {"<ins><p>a</ins>b</p>c", "<ins><p>ab</p>c</ins>"},
    {"<q>a<div>b</div>c</q>d", "<q>a</q><div><q>b</q></div><q>c</q>d"},
    {"<cite>a<b>b</cite>c</b>d", "<cite>a<b>b</b></cite><b>c</b>d"},
    {"<sub>a<sup>b</sub>c</sup>d", "<sub>a<sup>b</sup></sub>cd"},
    /* links */
    {"<a href=x>a<a href=y>b</a>c</a>d", "<a href=\"x\">a</a><a href=\"y\">b</a>cd"},
    {"<a href=x><div>a</div></a>b", "<a href=\"x\"><div>a</div></a>b"},
    {"<a href=x><div>a</a>b</div>c", "<div><a href=\"x\">a</a>b</div>c"},
    {"<a href=x>a<div>b<p>c</a>d</p>e</div>f",
     "<a href=\"x\">a</a><div><a href=\"x\">b</a><p><a href=\"x\">c</a>d</p>e"
     "</div>f"},
    {"<a href=x><div>a<a href=y>b</a></div>c</a>d",
     "<div><a href=\"x\">a</a><a href=\"y\">b</a></div>cd"},
    {"<p><a href=x>a<p>b</a>c",
     "<p><a href=\"x\">a</a></p><p><a href=\"x\">b</a>c</p>"},
    {"<a href=x><h2>a</a>b</h2>c", "<h2><a href=\"x\">a</a>b</h2>c"},
    {"<a href=x><ul><li>a</a>b<li>c</ul>d",
     "<ul><li><a href=\"x\">a</a>b</li><li>c</li></ul>d"},
    {"<b><a href=x><p>a</b>b</a>c",
     "<p><b><a href=\"x\">a</a></b><a href=\"x\">b</a>c</p>"},
    {"<a href=x><b><p>a</a>b</b>c", "<p><a href=\"x\"><b>a</b></a><b>b</b>c</p>"},
    {"<a href=x><p>a<table><tr><td>b</a>c</table>d",
     "<a href=\"x\"><p>a</p><table><tbody><tr><td>bc</td></tr></tbody></table>d"
     "</a>"},
    {"<p><a href=x>a</p>b</a>c", "<p><a href=\"x\">a</a></p><a href=\"x\">b</a>c"},
    /* lists and headings in the wrong place */
    {"<li>a</li><li>b</li>c", "<ul><li>a</li><li>b</li></ul>c"},
    {"<li>a<p>b</li><p>c<li>d",
     "<ul><li>a<p>b</p></li></ul><p>c</p><ul><li>d</li></ul>"},
    {"<ul>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>"},
    {"<ul><ul><li>a</ul><li>b</ul>", "<ul><li><ul><li>a</li></ul></li><li>b</li></ul>"},
    {"<ul><a href=x><li>a<li>b</a></ul>c",
     "<ul><li><a href=\"x\">a</a></li><li><a href=\"x\">b</a></li></ul>c"},
    {"<ul><div><li>a<li>b</div><li>c</ul>",
     "<ul><li><div><ul><li>a</li><li>b</li></ul></div></li><li>c</li></ul>"},
    {"<ul><br><li>a</ul>", "<ul><li>a</li></ul>"},
    {"<dt>a<dd>b<p>c</dd>d", "<dl><dt>a</dt><dd>b<p>c</p></dd></dl>d"},
    {"<h2>a<p>b</p>c</h2>d", "<h2>a b c</h2>d"},
    {"<h2>a<hr>b</h2>c", "<h2>a</h2><hr>b c"},
    {"<h2>a<ul><li>b</h2>c", "<h2>a</h2><ul><li>b</li></ul>c"},
    {"<h2>a<h3>b</h3>c</h2>d", "<h2>a</h2><h3>b</h3>cd"},
    {"<pre>a<p>b</p>c</pre>d", "<pre>abc</pre>d"},
    {"<figcaption>a</figcaption>b", "<div>a</div>b"},
    {"<summary>a</summary>b", "<div>a</div>b"},
    {"<figure>a<figcaption>b<p>c</figure>",
     "<figure>a<figcaption>b<p>c</p></figcaption></figure>"},
    /* open at the end */
    {"<div><p>a", "<div><p>a</p></div>"},
    {"<table><tr><td>a", "<table><tbody><tr><td>a</td></tr></tbody></table>"},
    {"<ul><li><b>a", "<ul><li><b>a</b></li></ul>"},
    {"<b><p>a", "<p><b>a</b></p>"},
    {"<a href=x><div>a", "<a href=\"x\"><div>a</div></a>"},
    {"<dl><dd><i>a", "<dl><dd><i>a</i></dd></dl>"},
};

/* Equal in blocks, formatting and words, without libtidy, and settled. */
static void expect_equal(const char *html)
{
    verdict v;

    verdict_of(&v, encart__str_z(html));
    ck_assert_msg(v.blocks && v.dressed && v.words, "%s\n%s", html,
                  encart__strbuf_z(&v.first));
    ck_assert_msg(v.direct, "%s: needs libtidy", html);
    ck_assert_uint_eq(v.lost + v.added, 0);
    verdict_free(&v);
}

START_TEST(small_cases_are_built_as_html5_builds_them)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect_equal(cases[i].in);
    EXPECT_PAIRS(cases, "article");
}
END_TEST

START_TEST(a_comparison_sees_each_kind_of_difference)
{
    /* Words that the standard moves in front of a table stay where they were written. */
    static const char moved[] = "<table><tr><td>a</td></tr>b<tr><td>c</td></tr></table>";
    verdict v;

    verdict_of(&v, encart__str_z(moved));
    ck_assert(!v.blocks);
    ck_assert(!v.words);
    ck_assert(!v.direct);
    ck_assert_uint_eq(v.lost + v.added, 0);
    ck_assert_uint_eq(v.words_in, 3);
    verdict_free(&v);
    /* The cells' tags are ignored by the parser, and the words joined. */
    verdict_of(&v, ENCART__STR("a<td>b</td>c"));
    ck_assert(!v.blocks);
    ck_assert_uint_eq(v.lost, 1);
    ck_assert_uint_eq(v.added, 2);
    verdict_free(&v);
}
END_TEST

/* ---- random markup ----------------------------------------------------------------- */

enum { SOUPS = 4000 };

static uint32_t below(uint64_t *state, uint32_t n)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*state >> 33) % n;
}

/* No part of a table: those differ by design as soon as one is missing. */
static void random_markup(uint64_t *state, encart__strbuf *out)
{
    static const char *const tags[] = {
        "p",  "div", "b",  "i",  "a href=x",   "span lang=fr", "ul", "li",     "ol",
        "h2", "h3",  "hr", "br", "blockquote", "section",      "em", "strong", "form"};
    uint32_t n = 3 + below(state, 12);

    encart__strbuf_clear(out);
    for (uint32_t i = 0; i < n; i++) {
        const char *tag = tags[below(state, sizeof tags / sizeof *tags)];

        if (below(state, 3) == 0)
            encart__strbuf_printf(out, " w%u ", i);
        else if (below(state, 2))
            encart__strbuf_printf(out, "<%s>", tag);
        else
            encart__strbuf_printf(out, "</%.*s>", (int)strcspn(tag, " "), tag);
    }
    encart__strbuf_puts(out, " end ");
}

static void expect_settled(encart__str html)
{
    encart__sanitise_opts o = opts_of("article");
    sanitised once = sanitise(html, &o);
    sanitised twice = sanitise(encart__strbuf_view(&once.html), &o);

    ck_assert_msg(!once.self_check, "self-check: %.*s", (int)html.n, html.p);
    ck_assert_msg(encart__str_eq(encart__strbuf_view(&once.html),
                                 encart__strbuf_view(&twice.html)),
                  "%.*s\n  once  %s\n  twice %s", (int)html.n, html.p,
                  encart__strbuf_z(&once.html), encart__strbuf_z(&twice.html));
    encart__strbuf_free(&once.html);
    encart__strbuf_free(&twice.html);
}

START_TEST(random_markup_is_built_as_html5_builds_it)
{
    uint64_t state = 20240607;
    encart__strbuf html;

    encart__strbuf_init(&html, NULL, 0);
    for (int i = 0; i < SOUPS; i++) {
        verdict v;

        random_markup(&state, &html);
        verdict_of(&v, encart__strbuf_view(&html));
        ck_assert_msg(v.blocks && v.dressed && v.words, "%s\n%s", encart__strbuf_z(&html),
                      encart__strbuf_z(&v.first));
        ck_assert_msg(v.direct, "needs libtidy: %s", encart__strbuf_z(&html));
        verdict_free(&v);
        expect_settled(encart__strbuf_view(&html));
    }
    encart__strbuf_free(&html);
}
END_TEST

/* ---- real documents ---------------------------------------------------------------- */

typedef struct {
    size_t documents, words, lost, added, blocks, dressed, direct;
} sums;

static void add(void *user, const char *corpus, const char *document, encart__str html)
{
    sums *s = user;
    verdict v;

    verdict_of(&v, html);
    if (!v.blocks || !v.direct || v.lost || v.added)
        fprintf(stderr, "%s: %s differs:\n%s", corpus, document,
                encart__strbuf_z(&v.first));
    s->documents++;
    s->words += v.words_in;
    s->lost += v.lost;
    s->added += v.added;
    s->blocks += (size_t)v.blocks;
    s->dressed += (size_t)v.dressed;
    s->direct += (size_t)v.direct;
    verdict_free(&v);
}

START_TEST(real_documents_keep_their_words_and_structure)
{
    sums s = {0};

    if (!suite_data())
        skip_test("no real data");
    corpora_each(suite_data(), add, &s);
    fprintf(stderr, "%zu documents, %zu words, %zu lost, %zu added; equal blocks %zu, "
            "formatting %zu; built directly %zu\n", s.documents, s.words, s.lost, s.added,
            s.blocks, s.dressed, s.direct);
    ck_assert_uint_ge(s.documents, 600);
    ck_assert_uint_ge(s.words, 190000);
    ck_assert_uint_eq(s.lost + s.added, 0);
    /* One page has an svg that nobody closed (trafilatura, legrandcontinent). */
    ck_assert_uint_ge(s.blocks + 1, s.documents);
    ck_assert_uint_ge(s.dressed + 1, s.documents);
    ck_assert_uint_eq(s.direct, s.documents);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("fidelity");
    TCase *c = tcase_create("fidelity");

    tcase_set_timeout(c, 300);
    tcase_add_test(c, small_cases_are_built_as_html5_builds_them);
    tcase_add_test(c, a_comparison_sees_each_kind_of_difference);
    tcase_add_test(c, random_markup_is_built_as_html5_builds_it);
    tcase_add_test(c, real_documents_keep_their_words_and_structure);
    suite_add_tcase(s, c);
    return suite_main("test_fidelity", s);
}
