/* The builder where it seldom comes to: controls, parts without a home, comments among
 * brothers, limits of depth and of formatting that is opened again.
 */
#include "tests/sanitised.h"

#include "core/base/limits.h"

START_TEST(controls_hold_what_they_may_and_the_rest_keeps_its_words)
{
    static const pair pairs[] = {
        /* a form in a table, or in a form, is none */
        {"<table><form><tr><td>a</table>",
         "<table><tbody><tr><td>a</td></tr></tbody></table>"},
        {"<table><tbody><form><tr><td>a</table>",
         "<table><tbody><tr><td>a</td></tr></tbody></table>"},
        {"<table><tr><form><td>a<input name=b></form></table>",
         "<table><tbody><tr><td>a<input name=\"b\"></td></tr></tbody></table>"},
        {"<form>a<form>b</form>c</form>d", "<form>ab</form>cd"},
        {"<table><tr><td><form>a</form></table>",
         "<table><tbody><tr><td><form>a</form></td></tr></tbody></table>"},
        /* an option is text */
        {"<select><option>a<!--encart:here x-->b<b>c</b></select>",
         "<select><option>abc</option></select>"},
        {"<select><optgroup label=a><option>b<optgroup label=c><option>d</select>",
         "<select><optgroup label=\"a\"><option>b</option></optgroup>"
         "<optgroup label=\"c\"><option>d</option></optgroup></select>"},
        {"<option>a<optgroup>b", "a b"},
        {"<textarea>a<!--b--><b>c</textarea>",
         "<textarea>a&lt;!--b--&gt;&lt;b&gt;c</textarea>"},
        /* text in a line, nothing in its like */
        {"<label>a<div>b</div><label>c</label></label>", "<label>a b c</label>"},
        {"<button>a<p>b</p><a href=/x>c</a></button>", "<button>a b c</button>"},
        {"<a href=/x><label>b<input name=c></label></a>",
         "<a href=\"/x\"></a><label>b<input name=\"c\"></label>"},
        {"<fieldset><legend>a<h2>b</h2></legend><legend>c</legend>d</fieldset>",
         "<fieldset><legend>a b</legend><div>c</div>d</fieldset>"},
        {"<fieldset>a<legend>b</legend></fieldset>",
         "<fieldset>a<div>b</div></fieldset>"},
        {"<legend>a</legend>", "<div>a</div>"},
    };

    EXPECT_PAIRS(pairs, "plugin-forms");
}
END_TEST

START_TEST(parts_keep_their_place_among_their_brothers)
{
    static const pair pairs[] = {
        /* a comment is no brother */
        {"<details><!--encart:here a--><summary>b</summary>c</details>",
         "<details><!--encart:here a--><summary>b</summary>c</details>"},
        {"<figure><!--encart:here a--><img src=/x alt=y><figcaption>a</figcaption>"
         "<figcaption>b</figcaption></figure>",
         "<figure><!--encart:here a--><img alt=\"y\" src=\"/x\"><figcaption>a</figcaption>"
         "<div>b</div></figure>"},
        {"<details>a<summary>b</summary></details>",
         "<details>a<div>b</div></details>"},
        {"<summary>a</summary><figcaption>b</figcaption><caption>c</caption>",
         "<div>a</div><div>b</div>c"},
        {"<blockquote>a<figcaption>b</figcaption></blockquote>",
         "<blockquote>a<div>b</div></blockquote>"},
        {"<picture><img src=/a alt=b><source srcset=/c><img src=/d alt=e></picture>",
         "<picture><img alt=\"b\" src=\"/a\"></picture><img alt=\"e\" src=\"/d\">"},
        {"<picture><track src=/d><source srcset=/c><img src=/a alt=b></picture>",
         "<picture><source srcset=\"/c\"><img alt=\"b\" src=\"/a\"></picture>"},
        /* one head, columns before rows */
        {"<table><thead><tr><td>a<thead><tr><td>b<colgroup><col></table>",
         "<table><thead><tr><td>a</td></tr></thead><tbody><tr><td>b</td></tr></tbody></table>"},
        {"<table><col><colgroup><col span=2><tr><td>a</table>",
         "<table><colgroup><col></colgroup><colgroup><col span=\"2\"></colgroup><tbody>"
         "<tr><td>a</td></tr></tbody></table>"},
        {"<ruby>a<rt>b<rp>)<div><rt>c</div></ruby>",
         "<ruby>a<rt>b</rt><rp>)</rp></ruby><div>c</div>"},
        {"<dl><div><dt>a<dd>b</div><div>c</div></dl>",
         "<dl><div><dt>a</dt><dd>b</dd></div><div><dd>c</dd></div></dl>"},
    };

    EXPECT_PAIRS(pairs, "article");
}
END_TEST

START_TEST(what_ends_inside_a_block_ends_where_it_was_written)
{
    static const pair pairs[] = {
        {"<h2>a<p>b</p><h3>c</h3></h2>", "<h2>a b</h2><h3>c</h3>"},
        {"<h2>a<ul><li>b</ul>c</h2>", "<h2>a</h2><ul><li>b</li></ul>c"},
        {"<details><summary>a<h2>b</h2><p>c</p></summary>d</details>",
         "<details><summary>a<h2>b</h2>c</summary>d</details>"},
        {"<a href=/x><div>a<p>b</a>c</div>d",
         "<div><a href=\"/x\">a</a><p><a href=\"/x\">b</a>c</p></div>d"},
        {"<a href=/x><ul><li>a</a>b</ul>",
         "<ul><li><a href=\"/x\">a</a>b</li></ul>"},
        {"<i><b lang=fr>a</i>b<p>c",
         "<i><b lang=\"fr\">a</b></i><b lang=\"fr\">b</b><p><b lang=\"fr\">c</b></p>"},
        /* of alike formatting three go on, of unlike all */
        {"<p><b>1<b>2<b>3<b>4<p>a",
         "<p><b>1<b>2<b>3<b>4</b></b></b></b></p><p><b><b><b>a</b></b></b></p>"},
        {"<p><b>1<b lang=fr>2<b lang=en>3<b title=x lang=fr>4<p>a",
         "<p><b>1<b lang=\"fr\">2<b lang=\"en\">3<b lang=\"fr\" title=\"x\">4</b></b></b></b></p>"
         "<p><b><b lang=\"fr\"><b lang=\"en\"><b lang=\"fr\" title=\"x\">a</b></b></b></b></p>"},
        {"<p><b lang=fr>1<b lang=fr>2<b lang=fr>3<b title=x>4<p>a",
         "<p><b lang=\"fr\">1<b lang=\"fr\">2<b lang=\"fr\">3<b title=\"x\">4</b></b></b></b></p>"
         "<p><b lang=\"fr\"><b lang=\"fr\"><b lang=\"fr\"><b title=\"x\">a</b></b></b></b></p>"},
    };

    EXPECT_PAIRS(pairs, "article");
}
END_TEST

START_TEST(what_goes_as_a_whole_ends_at_its_own_end_tag)
{
    static const pair pairs[] = {
        {"<template>a<template>b</template>c</template>d", "d"},
        {"<svg><svg>a</svg>b</svg>c", "c"},
        {"<svg><svg/></svg>a<svg><desc><b>x</b></desc>y</svg>z", "az"},
        {"<svg></desc>a</svg>b<svg><title>c</svg>d", "bd"},
        {"<math><mi>a<p>b</mi></math>c", "c"},
        {"<iframe src=javascript:x></iframe>a<iframe></iframe>b<iframe src=/x></iframe>c",
         "abc"},
    };

    EXPECT_PAIRS(pairs, "article");
}
END_TEST

START_TEST(a_box_in_an_authors_box_ends_before_it)
{
    static const char html[] = "<aside data-encart=author/read-also>a<p data-encart="
                               "author/read-also>b</p><aside>c</aside>d</aside><aside>e</aside>";
    encart__sanitise_opts o = {.plugin_marks = 1}; /* no policy: the article profile */
    sanitised s = sanitise(ENCART__STR(html), &o);

    ck_assert_str_eq(encart__strbuf_z(&s.html),
                     "<aside data-encart=\"author/read-also\">a<p data-encart=\"author/read-also\">"
                     "b</p><aside>c</aside>d</aside>\n<div>e</div>\n");
    encart__strbuf_free(&s.html);
}
END_TEST

/* ---- limits -------------------------------------------------------------------------- */

static void expect_settled(const encart__strbuf *html, size_t words, size_t most)
{
    encart__sanitise_opts o = opts_of("article");
    sanitised a = sanitise(encart__strbuf_view(html), &o), b;
    size_t found = 0;

    ck_assert_int_eq(a.status, ENCART_OK);
    ck_assert(!a.self_check);
    for (const char *p = encart__strbuf_z(&a.html); (p = strstr(p, "mot")); p++)
        found++;
    ck_assert_uint_eq(found, words);
    ck_assert_msg(a.html.size <= most, "%zu bytes of %zu", a.html.size, html->size);
    b = sanitise(encart__strbuf_view(&a.html), &o);
    ck_assert(encart__str_eq(encart__strbuf_view(&a.html), encart__strbuf_view(&b.html)));
    encart__strbuf_free(&a.html);
    encart__strbuf_free(&b.html);
}

/* Just under the deepest level and just past it, whatever comes to stand there. */
START_TEST(at_the_deepest_level_words_stay_and_nothing_moves_the_second_time)
{
    static const char *const inner[] = {
        "mot", "<p>mot", "<i>mot", "<b><i>mot</b>mot", "<ul><li>mot", "<li>mot", "<dt>mot",
        "<table><td>mot", "<img src=/x alt=y>mot", "<hr>mot", "<p>mot<hr>mot", "<h2>mot<p>mot",
        "<figure><figcaption>mot", "<a href=/x><p>mot</a>mot", "<details><summary>mot",
        "<pre>mot", "<ruby>mot<rt>mot", "<table>mot", "<ul>mot", "<video controls>mot"};
    static const char *const outer[] = {"<div>", "<b>x<div>"};
    encart__strbuf html;

    encart__strbuf_init(&html, NULL, 0);
    for (size_t o = 0; o < sizeof outer / sizeof outer[0]; o++)
        for (size_t i = 0; i < sizeof inner / sizeof inner[0]; i++)
            for (int depth = ENCART__MAX_DEPTH - 4; depth <= ENCART__MAX_DEPTH; depth++) {
                size_t words = 0;

                encart__strbuf_clear(&html);
                encart__strbuf_puts(&html, "<p><b>");
                for (int k = 0; k < depth; k++)
                    encart__strbuf_puts(&html, outer[o]);
                encart__strbuf_puts(&html, inner[i]);
                for (const char *p = inner[i]; (p = strstr(p, "mot")); p++)
                    words++;
                expect_settled(&html, words, (size_t)1 << 20);
            }
    encart__strbuf_free(&html);
}
END_TEST

/* Formatting that nobody closed is opened again in each paragraph, but not without end. */
START_TEST(formatting_that_is_opened_again_does_not_outgrow_the_text)
{
    encart__strbuf html;

    encart__strbuf_init(&html, NULL, 0);
    encart__strbuf_puts(&html, "<b><i><u><s><em><strong><code><small><sub>");
    for (int i = 0; i < 30000; i++)
        encart__strbuf_puts(&html, "<p>mot");
    expect_settled(&html, 30000, (size_t)8 << 20);
    encart__strbuf_free(&html);
}
END_TEST

START_TEST(attributes_that_are_written_again_do_not_either)
{
    static const char *const heads[] = {"<b title=\"", "<a href=\"/"};
    encart__strbuf html;

    encart__strbuf_init(&html, NULL, 0);
    for (size_t h = 0; h < sizeof heads / sizeof heads[0]; h++) {
        encart__strbuf_clear(&html);
        encart__strbuf_puts(&html, heads[h]);
        for (int i = 0; i < 4000; i++)
            encart__strbuf_putc(&html, 'x');
        encart__strbuf_puts(&html, "\">");
        for (int i = 0; i < 2000; i++)
            encart__strbuf_puts(&html, "<p>mot</p>");
        encart__strbuf_puts(&html, "</a>");
        expect_settled(&html, 2000, (size_t)1 << 19);
    }
    encart__strbuf_free(&html);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("builder");
    TCase *c = tcase_create("builder");

    tcase_add_test(c, controls_hold_what_they_may_and_the_rest_keeps_its_words);
    tcase_add_test(c, parts_keep_their_place_among_their_brothers);
    tcase_add_test(c, what_ends_inside_a_block_ends_where_it_was_written);
    tcase_add_test(c, what_goes_as_a_whole_ends_at_its_own_end_tag);
    tcase_add_test(c, a_box_in_an_authors_box_ends_before_it);
    tcase_add_test(c, at_the_deepest_level_words_stay_and_nothing_moves_the_second_time);
    tcase_add_test(c, formatting_that_is_opened_again_does_not_outgrow_the_text);
    tcase_add_test(c, attributes_that_are_written_again_do_not_either);
    suite_add_tcase(s, c);
    return suite_main("test_builder", s);
}
