/* The content model: what comes out of the builder is legal, and is left alone after. */
#include "tests/sanitised.h"

#include <stdio.h>

START_TEST(optional_end_tags_are_implied)
{
    static const pair pairs[] = {
        {"<p>a<p>b", "<p>a</p><p>b</p>"},
        {"<ul><li>a<li>b</ul>c", "<ul><li>a</li><li>b</li></ul>c"},
        {"<dl><dt>a<dd>b<dt>c</dl>", "<dl><dt>a</dt><dd>b</dd><dt>c</dt></dl>"},
        {"<table><tr><td>a<td>b<tr><th>c</table>",
         "<table><tbody><tr><td>a</td><td>b</td></tr><tr><th>c</th></tr></tbody></table>"},
        {"<p>a<ul><li>b</ul>", "<p>a</p><ul><li>b</li></ul>"},
        {"<ul><li>a<ul><li>b</ul><li>c</ul>",
         "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"},
    };

    EXPECT_PAIRS(pairs, "article");
}
END_TEST

START_TEST(orphans_get_a_parent_or_lose_their_tags)
{
    static const pair pairs[] = {
        {"<li>a</li><li>b</li>", "<ul><li>a</li><li>b</li></ul>"},
        {"<dt>a</dt><dd>b</dd>", "<dl><dt>a</dt><dd>b</dd></dl>"},
        {"<td>a</td><td>b</td>", "a b"},
        {"<tr><td>a</td></tr>", "a"},
        {"<p>x<caption>a</caption>b", "<p>x ab</p>"},
        {"<figcaption>a</figcaption>", "<div>a</div>"},
        {"<summary>a</summary>", "<div>a</div>"},
        {"x<source src=a.mp4><track src=b.vtt>y", "xy"},
        {"<rt>a</rt>b", "ab"},
        {"<option>a<option>b", "<div>a</div><div>b</div>"},
        {"<option>a<optgroup>b<option>c", "<div>a</div><div>b<div>c</div></div>"},
        {"<option>a<p>b<option>c", "<div>a<p>b</p><div>c</div></div>"},
    };

    EXPECT_PAIRS(pairs, "article");
}
END_TEST

START_TEST(words_in_holders_of_elements_get_an_element)
{
    static const pair pairs[] = {
        {"<ul>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>"},
        {"<ul><p>a</p></ul>", "<ul><li><p>a</p></li></ul>"},
        {"<dl>a<dt>b</dl>", "<dl><dd>a</dd><dt>b</dt></dl>"},
        {"<table><tr>a<td>b</table>",
         "a<table><tbody><tr><td>b</td></tr></tbody></table>"},
    };

    EXPECT_PAIRS(pairs, "article");
}
END_TEST

START_TEST(nothing_stands_in_its_like)
{
    static const pair pairs[] = {
        {"<a href=x>a<a href=y>b</a>c</a>", "<a href=\"x\">a</a><a href=\"y\">b</a>c"},
        {"<h2>a<h3>b</h3></h2>", "<h2>a</h2><h3>b</h3>"},
        {"<table><caption>a</caption><caption>b</caption><tr><td>c</table>",
         "<table><caption>a</caption><tbody><tr><td><div>b</div></td></tr>"
         "<tr><td>c</td></tr></tbody></table>"},
        {"<details><summary>a</summary><summary>b</summary></details>",
         "<details><summary>a</summary><div>b</div></details>"},
    };

    EXPECT_PAIRS(pairs, "article");
}
END_TEST

START_TEST(blocks_never_stand_in_a_line)
{
    static const pair pairs[] = {
        {"<p>a<div>b</div>c</p>", "<p>a</p><div>b</div>c"},
        {"<b><p>x</p><p>y</p></b>", "<p><b>x</b></p><p><b>y</b></p>"},
        {"<span lang=ar><p>x</p></span>", "<p><span lang=\"ar\">x</span></p>"},
        {"<a href=x><div>a</div></a>", "<a href=\"x\"><div>a</div></a>"},
        {"<p><a href=x>a</a></p><ins><p>b</p></ins>",
         "<p><a href=\"x\">a</a></p><ins><p>b</p></ins>"},
    };

    EXPECT_PAIRS(pairs, "article");
}
END_TEST

START_TEST(a_picture_ends_with_its_image)
{
    static const pair pairs[] = {
        {"<picture><source srcset=a.webp><img src=a.jpg></picture>",
         "<picture><source srcset=\"a.webp\"><img src=\"a.jpg\"></picture>"},
        {"<picture><source srcset=a.webp></picture>b", "b"},
        {"<picture><img src=a.jpg>words</picture>",
         "<picture><img src=\"a.jpg\"></picture>words"},
    };

    EXPECT_PAIRS(pairs, "article");
}
END_TEST

START_TEST(white_space_beside_blocks_goes_and_the_rest_stays)
{
    static const pair pairs[] = {
        {"<p>a</p> \n <p>b</p>", "<p>a</p><p>b</p>"},
        {"<p>a <em> b </em>c</p>", "<p>a <em> b </em>c</p>"},
        {"<p><b>a</b> <i>b</i></p>", "<p><b>a</b> <i>b</i></p>"},
        {"<pre>  a\t b </pre>", "<pre>  a\t b </pre>"},
        {"<section>a</section><section>b</section>", "<div>a</div><div>b</div>"},
    };

    EXPECT_PAIRS(pairs, "article");
}
END_TEST

START_TEST(what_is_too_deep_is_flattened_and_keeps_its_words)
{
    encart__sanitise_opts o = opts_of("article");
    encart__strbuf in;
    sanitised s;
    size_t depth = 0, deepest = 0;

    encart__strbuf_init(&in, NULL, 0);
    for (int i = 0; i < 5000; i++)
        encart__strbuf_printf(&in, "<div>%d<ul><li>", i);
    s = sanitise(encart__strbuf_view(&in), &o);
    ck_assert_int_eq(s.status, ENCART_OK);
    ck_assert(!s.self_check);
    for (size_t i = 0; i + 1 < s.html.size; i++) {
        if (s.html.data[i] == '<')
            depth += s.html.data[i + 1] == '/' ? (size_t)-1 : 1;
        deepest = depth > deepest ? depth : deepest;
    }
    ck_assert_uint_eq(depth, 0);
    ck_assert_uint_le(deepest, 200);
    ck_assert_uint_gt(deepest, 150);
    ck_assert_ptr_nonnull(strstr(s.html.data, "4998"));
    ck_assert_ptr_nonnull(strstr(s.html.data, "4999"));
    encart__strbuf_free(&s.html);
    encart__strbuf_free(&in);
}
END_TEST

/* Each of these was once kept as words only. */
START_TEST(an_element_that_goes_leaves_nothing_behind)
{
    static const pair pairs[] = {
        /* A pre whose first text begins with a newline loses it with each reading. */
        {"<pre><picture>\n\nx</picture></pre>", "<pre>x</pre>"},
        {"<table><picture><pre>\n\nx", "<pre>x</pre><table></table>"},
        {"<pre><picture>\n <source srcset=a.webp>\n<img src=a.jpg></picture>x</pre>",
         "<pre><picture><source srcset=\"a.webp\"><img src=\"a.jpg\"></picture>x</pre>"},
        /* White space in front of a link that ends within its list is beside the list. */
        {"<i>a</i> <a href=x><ul><li><a href=y>b</a></ul>",
         "<i>a</i><ul><li><a href=\"y\">b</a></li></ul>"},
        {"<i>a</i> <a href=x>b<ul><li><a href=y>c</a></ul>",
         "<i>a</i> <a href=\"x\">b</a><ul><li><a href=\"y\">c</a></li></ul>"},
        /* White space at a block's edge may have comments in it, and may lose its link. */
        {"<p>a<br> <!--encart:none x--> <!--encart:here y--> </p>",
         "<p>a<br><!--encart:none x--><!--encart:here y--></p>"},
        {"<p>a<br> <!--encart:none x--> b</p>", "<p>a<br> <!--encart:none x--> b</p>"},
        {"<i>a</i> <!--encart:none x--> <a href=x><ul><li><a href=y>b</a></ul>",
         "<i>a</i><!--encart:none x--><ul><li><a href=\"y\">b</a></li></ul>"},
    };

    EXPECT_PAIRS(pairs, "article");
}
END_TEST

/* The div ends around a caption, but not what is around the figure. */
START_TEST(a_caption_goes_to_its_figure)
{
    static const pair pairs[] = {
        {"<figure><div><img src=a.jpg><figcaption>b</figcaption></div></figure>c",
         "<figure><div><img src=\"a.jpg\"></div><figcaption>b</figcaption></figure>c"},
        {"<div><figure><div><img src=a.jpg><figcaption>b</figcaption>c</div>d</figure>e</div>f",
         "<div><figure><div><img src=\"a.jpg\"></div><figcaption>b</figcaption>c d</figure>"
         "e</div>f"},
        {"<figure><figcaption>a</figcaption><div>b<figcaption>c</figcaption>d</div></figure>",
         "<figure><figcaption>a</figcaption><div>b<div>c</div>d</div></figure>"},
        {"<figure>a<section><figcaption>b</section>c</figure>",
         "<figure>a<div></div><figcaption>b</figcaption>c</figure>"},
        {"<figure>a<blockquote><figcaption>b</blockquote>c</figure>",
         "<figure>a<blockquote><div>b</div></blockquote>c</figure>"},
        {"<figure>a<details>b<figcaption>c</details>d</figure>",
         "<figure>a<details>b<div>c</div></details>d</figure>"},
        {"<details>a<div>b<summary>c</summary>d</div>e</details>",
         "<details>a<div>b<div>c</div>d</div>e</details>"},
        {"<figure><a href=x><div><img src=a.jpg><figcaption>b</figcaption></div></a></figure>",
         "<figure><a href=\"x\"><div><img src=\"a.jpg\"></div></a>"
         "<figcaption><a href=\"x\">b</a></figcaption></figure>"},
    };

    EXPECT_PAIRS(pairs, "article");
}
END_TEST

/* A link around a figure that ends in it goes on in the caption and beside it. */
START_TEST(a_caption_is_not_a_child_of_a_link)
{
    static const pair pairs[] = {
        {"<a href=x><figure><figcaption>a</figcaption><img src=b.jpg><a href=y>c</a></figure>",
         "<figure><figcaption><a href=\"x\">a</a></figcaption>"
         "<a href=\"x\"><img src=\"b.jpg\"></a><a href=\"y\">c</a></figure>"},
        {"<a href=x><figure><img src=a.jpg><figcaption>b</figcaption>c<a href=y>d</a></figure>",
         "<figure><a href=\"x\"><img src=\"a.jpg\"></a>"
         "<figcaption><a href=\"x\">b</a></figcaption><a href=\"x\">c</a>"
         "<a href=\"y\">d</a></figure>"},
        {"<a href=x><figure><img src=a.jpg><figcaption>b</figcaption><a href=y>c</a></figure>",
         "<figure><a href=\"x\"><img src=\"a.jpg\"></a>"
         "<figcaption><a href=\"x\">b</a></figcaption><a href=\"y\">c</a></figure>"},
        {"<a href=x><figure><img src=a.jpg><figcaption></figcaption><a href=y>b</a></figure>",
         "<figure><a href=\"x\"><img src=\"a.jpg\"></a><figcaption></figcaption>"
         "<a href=\"y\">b</a></figure>"},
        {"<a href=x><figure><img src=a.jpg><figcaption>b <a href=y>c</a></figcaption></figure>",
         "<figure><a href=\"x\"><img src=\"a.jpg\"></a>"
         "<figcaption><a href=\"x\">b </a><a href=\"y\">c</a></figcaption></figure>"},
        {"<a href=x id=k><figure><figcaption>a <a href=y>b</a></figcaption></figure>",
         "<figure><figcaption><a href=\"x\" id=\"a-k\">a </a><a href=\"y\">b</a>"
         "</figcaption></figure>"},
        {"<a href=x id=k><div><div>a<a href=y>b</a></div></div>",
         "<div><div><a href=\"x\" id=\"a-k\">a</a><a href=\"y\">b</a></div></div>"},
    };

    EXPECT_PAIRS(pairs, "article");
}
END_TEST

START_TEST(headings_may_stand_in_a_summary)
{
    static const pair pairs[] = {
        {"<details><summary><h3>a</h3></summary>b</details>",
         "<details><summary><h3>a</h3></summary>b</details>"},
        {"<details><summary>a <h3>b<h2>c</h2> d</summary>e</details>",
         "<details><summary>a <h3>b</h3><h2>c</h2> d</summary>e</details>"},
        {"<details><summary><b>a<h3>b</h3></b></summary>c</details>",
         "<details><summary><b>a</b><h3><b>b</b></h3></summary>c</details>"},
        {"<details><summary>a<div><h3>b</h3>c</div><p>d</summary>e</details>",
         "<details><summary>a<h3>b</h3>c d</summary>e</details>"},
        {"<dl><dt><details><summary><h3>a</h3></summary></details></dl>",
         "<dl><dt><details><summary>a</summary></details></dt></dl>"},
    };

    EXPECT_PAIRS(pairs, "article");
}
END_TEST

/* Start tags that say nothing are waited for inside a holder of elements; words behind many
 * of them must find a place all the same. */
START_TEST(words_are_kept_however_many_tags_are_open)
{
    static const char *const shapes[][2] = {
        {"", "<ul>"},      {"", "<dl>"},     {"", "<table>"},          {"", "<table><tr>"},
        {"<ul>", ""},      {"<dl>", ""},     {"<table>", ""},          {"<picture>", ""},
        {"<picture>", "<b>"}, {"<picture>", "<h2>"}, {"<table><colgroup>", ""},
    };

    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++)
        for (int n = 0; n < 270; n += n < 30 || n > 235 ? 1 : 50) {
            encart__strbuf in;

            encart__strbuf_init(&in, NULL, 0);
            encart__strbuf_puts(&in, shapes[i][0]);
            for (int k = 0; k < n; k++)
                encart__strbuf_puts(&in, "<span>");
            encart__strbuf_puts(&in, shapes[i][1]);
            encart__strbuf_puts(&in, "mot");
            ck_assert_msg(strstr(clean_of(encart__strbuf_z(&in), "article"), "mot") != NULL,
                          "%s, %d spans, %s", shapes[i][0], n, shapes[i][1]);
            encart__strbuf_free(&in);
        }
}
END_TEST

/* Also one that a block cut, and that would go on with the next words. */
START_TEST(a_link_ends_where_a_control_begins)
{
    static const pair pairs[] = {
        {"<a href=x>a<input value=b>c</a>", "<a href=\"x\">a</a><input value=\"b\">c"},
        {"<h1><a href=x>a<ul><input value=b>c", "<h1><a href=\"x\">a</a></h1>"
         "<ul><li><input value=\"b\">c</li></ul>"},
        {"<h1><a href=x>a<ul><select><option>b</select>c", "<h1><a href=\"x\">a</a></h1>"
         "<ul><li><select><option>b</option></select>c</li></ul>"},
    };

    EXPECT_PAIRS(pairs, "plugin-forms");
}
END_TEST

/* The made list has ended where the span began. */
START_TEST(a_list_of_orphans_ends_with_them)
{
    static const pair pairs[] = {
        {"<li>a</li><span>b</span>", "<ul><li>a</li></ul>b"},
        {"<dt>a</dt><span>b</span>", "<dl><dt>a</dt></dl>b"},
    };

    EXPECT_PAIRS(pairs, "article");
}
END_TEST

/* ---- what is rare ----------------------------------------------------------------------- */

START_TEST(rare_nestings_keep_words_and_markup)
{
    static const pair pairs[] = {
        {"<p>a<picture id=k></picture>b</p>", "<p>ab</p>"},
        {"a<picture></p><img src=b.jpg></picture>",
         "a<picture><img src=\"b.jpg\"></picture>"},
        {"<picture><track src=a.vtt><img src=b.jpg><img src=c.jpg></picture>",
         "<picture><img src=\"b.jpg\"></picture><img src=\"c.jpg\">"},
        {"<ul><span><li>a</ul>", "<ul><li>a</li></ul>"},
        {"<figure><h2>a<p>b<figcaption>c</figure>",
         "<figure><h2>a b</h2><figcaption>c</figcaption></figure>"},
        /* Formatting of outside is not that of a cell. */
        {"<p><b>a</p><table><tr><td><picture><img src=b.jpg></picture>c</table>",
         "<p><b>a</b></p><table><tbody><tr><td><picture><img src=\"b.jpg\"></picture>c</td></tr>"
         "</tbody></table>"},
        /* Of alike formatting three go on. */
        {"<p><i><i><i><i>a</i><i>b</p><p>c",
         "<p><i><i><i><i>a</i><i>b</i></i></i></i></p><p><i><i><i>c</i></i></i></p>"},
        /* A link that cannot change places with the block in it: both end. */
        {"<a href=x><ins>a<p>b</a>c</p></ins>d",
         "<a href=\"x\"><ins>a</ins><p><ins>b</ins></p></a>cd"},
    };

    EXPECT_PAIRS(pairs, "article");
}
END_TEST

START_TEST(rare_nestings_of_controls_keep_words_and_markup)
{
    static const pair pairs[] = {
        {"<table><form><tbody><form><tr><form><td>a</table>",
         "<table><tbody><tr><td>a</td></tr></tbody></table>"},
        {"<form><dl><dd>a</form>b", "<form><dl><dd>a</dd><dd>b</dd></dl></form>"},
        {"<select><option> </option><option>a</p>b<!--encart:none x-->c</select>",
         "<select><option></option><option>abc</option></select>"},
        {"<fieldset><legend>a<div>b</div></legend>c</fieldset>",
         "<fieldset><legend>a b</legend>c</fieldset>"},
        {"<a href=x><fieldset><legend>a</legend>b<a href=y>c</a></fieldset>",
         "<fieldset><legend><a href=\"x\">a</a></legend><a href=\"x\">b</a>"
         "<a href=\"y\">c</a></fieldset>"},
    };

    EXPECT_PAIRS(pairs, "plugin-forms");
}
END_TEST

/* Formatting that would go on, and more of it, at the greatest depth. */
START_TEST(formatting_ends_at_the_greatest_depth)
{
    for (int depth = 185; depth < 202; depth++) {
        encart__strbuf in;
        const char *out;

        encart__strbuf_init(&in, NULL, 0);
        for (int i = 0; i < depth; i++)
            encart__strbuf_puts(&in, "<div>");
        encart__strbuf_puts(&in, "<p><b><i><u><s><code>un<p>deux<small>trois");
        out = clean_of(encart__strbuf_z(&in), "article");
        ck_assert_ptr_nonnull(strstr(out, "un"));
        ck_assert_ptr_nonnull(strstr(out, "deux"));
        ck_assert_ptr_nonnull(strstr(out, "trois"));
        encart__strbuf_free(&in);
    }
}
END_TEST

/* Sanitises `head` and then `unit` n times; returns the size of what comes out, and
 * whether it holds `last`. */
static size_t size_of(const char *head, const char *unit, int n, const char *last, int *has)
{
    encart__sanitise_opts o = opts_of("article");
    encart__strbuf in;
    sanitised s;
    size_t size;

    encart__strbuf_init(&in, NULL, 0);
    encart__strbuf_puts(&in, head);
    for (int i = 0; i < n; i++)
        encart__strbuf_puts(&in, unit);
    s = sanitise(encart__strbuf_view(&in), &o);
    ck_assert_int_eq(s.status, ENCART_OK);
    ck_assert(!s.self_check);
    size = s.html.size;
    *has = strstr(encart__strbuf_z(&s.html), last) != NULL;
    encart__strbuf_free(&s.html);
    encart__strbuf_free(&in);
    return size;
}

START_TEST(what_stands_again_and_again_does_not_outgrow_the_input)
{
    char head[4096];
    int ends;

    snprintf(head, sizeof head, "<p><b title=\"%03000d\">", 0);
    ck_assert_uint_lt(size_of(head, "<p>a</p>", 1000, "<p>a</p>", &ends), 400000);
    ck_assert(ends);
    ck_assert_uint_lt(size_of("<p><b><i><u><s><code><small><sub><em>", "<p>a</p>", 40000,
                              "<p>a</p>", &ends),
                      40000 * strlen("<p>a</p>\n") + 250100 * strlen("<small></small>"));
    ck_assert(ends);
}
END_TEST

static encart__node_id put(encart__tree *t, encart__node_id parent, uint16_t tag)
{
    encart__node_id n = encart__tree_element(t, tag);

    encart__tree_append(t, parent, n);
    return n;
}

static void expect_model(encart__tree *t, const char *profile, const char *want)
{
    encart__strbuf out;
    encart__tree again;
    const encart__policy *p = encart__policy_named(encart__str_z(profile));

    ck_assert_int_eq(encart__model(t, p, NULL), ENCART_OK);
    ck_assert_ptr_null(encart__tree_check(t));
    encart__strbuf_init(&out, NULL, 0);
    encart__serialise(t, &out);
    ck_assert_str_eq(encart__strbuf_z(&out), want);
    encart__tree_init(&again, NULL);
    ck_assert_int_eq(encart__canonical_read(&again, encart__strbuf_view(&out), p, NULL),
                     ENCART_OK);
    ck_assert(encart__tree_equal(t, &again));
    encart__tree_free(&again);
    encart__strbuf_free(&out);
    encart__tree_free(t);
}

START_TEST(a_tree_that_a_plugin_built_is_made_legal)
{
    encart__tree t;
    encart__node_id p, a;

    encart__tree_init(&t, NULL);
    p = put(&t, ENCART__ROOT, ENCART__T_P);
    encart__tree_append(&t, p, encart__tree_text(&t, ENCART__STR("un")));
    a = put(&t, p, ENCART__T_UL);
    encart__tree_append(&t, a, encart__tree_text(&t, ENCART__STR("deux")));
    put(&t, ENCART__ROOT, ENCART__T_SCRIPT);
    a = put(&t, ENCART__ROOT, ENCART__T_A);
    encart__tree_attr_set(&t, a, ENCART__A_HREF, ENCART__STR("javascript:x"));
    encart__tree_append(&t, a, encart__tree_text(&t, ENCART__STR("trois")));
    encart__tree_attr_set_other(&t, p, ENCART__STR("onclick"), ENCART__STR("x"));
    encart__tree_attr_set(&t, p, ENCART__A_ID, ENCART__STR("e-un"));
    expect_model(&t, "plugin",
                 "<p id=\"e-un\">un</p>\n<ul><li>deux</li></ul>\ntrois");
}
END_TEST

START_TEST(text_nodes_that_touch_become_one)
{
    encart__tree t;
    encart__node_id p;

    encart__tree_init(&t, NULL);
    p = put(&t, ENCART__ROOT, ENCART__T_P);
    encart__tree_append(&t, p, encart__tree_text(&t, ENCART__STR("a ")));
    encart__tree_append(&t, p, encart__tree_text(&t, ENCART__STR(" b")));
    put(&t, p, ENCART__T_SPAN);
    encart__tree_append(&t, p, encart__tree_text(&t, ENCART__STR("c")));
    expect_model(&t, "article", "<p>a  bc</p>\n");
}
END_TEST

/* Formatting around blocks ends in front of each and stands in it, its id but once; what the
 * policy does not know goes, its prose stays. */
START_TEST(a_plugins_tree_keeps_words_and_pins)
{
    encart__tree t;
    encart__node_id b, p;

    encart__tree_init(&t, NULL);
    b = put(&t, ENCART__ROOT, ENCART__T_B);
    encart__tree_attr_set(&t, b, ENCART__A_ID, ENCART__STR("a-k"));
    encart__tree_append(&t, b, encart__tree_text(&t, ENCART__STR("un")));
    p = put(&t, b, ENCART__T_P);
    encart__tree_append(&t, p, encart__tree_text(&t, ENCART__STR("deux")));
    encart__tree_append(&t, p, encart__tree_comment(&t, ENCART__STR("encart:none x")));
    encart__tree_append(&t, p, encart__tree_comment(&t, ENCART__STR("secret")));
    p = put(&t, ENCART__ROOT, ENCART__T_OBJECT);
    encart__tree_append(&t, p, encart__tree_text(&t, ENCART__STR("trois")));
    expect_model(&t, "article",
                 "<b id=\"a-k\">un</b><p><b>deux<!--encart:none x--></b></p>\ntrois");
}
END_TEST

/* The tree as it is, or ENCART_ENOMEM in `failed` and as it was. */
START_TEST(each_failed_allocation_of_the_model_is_told)
{
    const encart__policy *policy = encart__policy_named(ENCART__STR("article"));
    size_t failures = 0, n;
    int status = ENCART_ENOMEM;

    for (n = 1; status; n++) {
        suite_alloc a;
        encart__tree t;
        encart__node_id p;

        suite_alloc_init(&a);
        encart__tree_init(&t, &a.vtable);
        p = put(&t, ENCART__ROOT, ENCART__T_P);
        encart__tree_attr_set(&t, p, ENCART__A_TITLE, ENCART__STR("a long enough title"));
        encart__tree_append(&t, p, encart__tree_text(&t, ENCART__STR("un")));
        encart__tree_append(&t, p, encart__tree_comment(&t, ENCART__STR("encart:none x")));
        a.fail_at = a.count + n;
        status = encart__model(&t, policy, NULL);
        ck_assert_int_eq(t.failed, status);
        if (status) {
            failures++;
            ck_assert_int_eq(status, ENCART_ENOMEM);
            ck_assert_int_eq(encart__model(&t, policy, NULL), ENCART_ENOMEM);
        }
        encart__tree_free(&t);
        ck_assert_uint_eq(a.live, 0);
    }
    ck_assert_uint_gt(failures, 3);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("model");
    TCase *c = tcase_create("model");

    tcase_add_test(c, optional_end_tags_are_implied);
    tcase_add_test(c, orphans_get_a_parent_or_lose_their_tags);
    tcase_add_test(c, words_in_holders_of_elements_get_an_element);
    tcase_add_test(c, nothing_stands_in_its_like);
    tcase_add_test(c, blocks_never_stand_in_a_line);
    tcase_add_test(c, a_picture_ends_with_its_image);
    tcase_add_test(c, white_space_beside_blocks_goes_and_the_rest_stays);
    tcase_add_test(c, an_element_that_goes_leaves_nothing_behind);
    tcase_add_test(c, a_caption_goes_to_its_figure);
    tcase_add_test(c, a_caption_is_not_a_child_of_a_link);
    tcase_add_test(c, headings_may_stand_in_a_summary);
    tcase_add_test(c, words_are_kept_however_many_tags_are_open);
    tcase_add_test(c, a_list_of_orphans_ends_with_them);
    tcase_add_test(c, a_link_ends_where_a_control_begins);
    tcase_add_test(c, what_is_too_deep_is_flattened_and_keeps_its_words);
    tcase_add_test(c, rare_nestings_keep_words_and_markup);
    tcase_add_test(c, rare_nestings_of_controls_keep_words_and_markup);
    tcase_add_test(c, formatting_ends_at_the_greatest_depth);
    tcase_add_test(c, what_stands_again_and_again_does_not_outgrow_the_input);
    tcase_add_test(c, a_plugins_tree_keeps_words_and_pins);
    tcase_add_test(c, each_failed_allocation_of_the_model_is_told);
    tcase_add_test(c, a_tree_that_a_plugin_built_is_made_legal);
    tcase_add_test(c, text_nodes_that_touch_become_one);
    suite_add_tcase(s, c);
    return suite_main("test_model", s);
}
