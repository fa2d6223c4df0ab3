/* The page template and the table for people: what stands where, escaped, in every
 * language, and within its bounds. Browsers and checkers see real pages elsewhere. */
#include "core/render/explain_facts.h"
#include "core/render/page.h"
#include "core/base/utf8.h"
#include "tests/suite.h"

#include <stdlib.h>

static encart__strbuf out;

static void setup(void)
{
    encart__strbuf_init(&out, &encart__alloc_default, 0);
}

static void teardown(void)
{
    encart__strbuf_free(&out);
}

static const char *write_page(const encart__page *p)
{
    encart__strbuf_clear(&out);
    encart__page_write(&out, p);
    ck_assert_int_eq(out.failed, 0);
    return encart__strbuf_z(&out);
}

#define HAS(z) ck_assert_msg(strstr(encart__strbuf_z(&out), (z)) != NULL, "no %s", (z))
#define HAS_NOT(z) ck_assert_msg(strstr(encart__strbuf_z(&out), (z)) == NULL, "%s", (z))

static size_t count_of(const char *z)
{
    size_t n = 0;

    for (const char *p = encart__strbuf_z(&out); (p = strstr(p, z)) != NULL; p++)
        n++;
    return n;
}

static encart__page french(void)
{
    encart__page p = {0};

    p.lang = ENCART__STR("fr");
    p.title = ENCART__STR("L\xE2\x80\x99" "eau & le feu <ici>");
    p.body = ENCART__STR("<p>Un.</p>\n");
    encart__date_parse(ENCART__STR("2024-10-01T10:00:00+01:00"), &p.published);
    return p;
}

START_TEST(the_document_has_its_parts_in_order)
{
    static const char *const parts[] = {
        "<!DOCTYPE html>\n<html lang=\"fr\" dir=\"ltr\" id=\"top\">", "<meta charset=\"utf-8\">",
        "<title>", "<style>", "<!--head-->", "</head>", "<body>", "<header class=\"page-head\">",
        "<main>", "<article>", "<!--before-title-->", "<h1>", "Publi\xC3\xA9", "<!--after-title-->",
        "<p>Un.</p>", "</article>", "<!--after-body-->", "<!--aside-->", "</main>",
        "<footer class=\"page-foot\">", "<!--footer-->", "</footer>", "</body>\n</html>\n"};
    encart__page p = french();
    const char *at;

    p.site.name = ENCART__STR("Essai");
    p.head = ENCART__STR("<!--head-->");
    p.before_title = ENCART__STR("<!--before-title-->");
    p.after_title = ENCART__STR("<!--after-title-->");
    p.after_body = ENCART__STR("<!--after-body-->");
    p.aside = ENCART__STR("<!--aside-->");
    p.footer = ENCART__STR("<!--footer-->");
    at = write_page(&p);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        at = strstr(at, parts[i]);
        ck_assert_msg(at != NULL, "missing or out of order: %s", parts[i]);
    }
}
END_TEST

START_TEST(metadata_is_escaped)
{
    encart__page p = french();
    encart__page_link author = {ENCART__STR("A <b> \"c\""), ENCART__STR("/a?b=1&c=\"2\"")};

    p.summary = ENCART__STR("\"><script>x</script>");
    p.authors = &author;
    p.author_count = 1;
    p.site = (encart__page_link){ENCART__STR("<i>"), ENCART__STR("/\"x")};
    p.url = ENCART__STR("https://e.org/?a=1&b=2");
    p.top_id = ENCART__STR("a\"b");
    write_page(&p);
    HAS("<h1>L\xE2\x80\x99" "eau &amp; le feu &lt;ici&gt;</h1>");
    HAS("feu &lt;ici&gt; \xE2\x80\x93 &lt;i&gt;</title>");
    HAS("<link rel=\"canonical\" href=\"https://e.org/?a=1&amp;b=2\">");
    HAS("href=\"/a?b=1&amp;c=&quot;2&quot;\"");
    HAS_NOT("<script>");
    HAS_NOT("<b>");
    HAS_NOT("a\"b\"");
}
END_TEST

START_TEST(what_is_not_known_leaves_no_trace)
{
    encart__page p = {.lang = ENCART__STR("fr"), .title = ENCART__STR("T")};

    write_page(&p);
    HAS_NOT("canonical");
    HAS_NOT("description");
    HAS_NOT("class=\"page-byline");
    HAS_NOT("name=\"author\"");
    HAS_NOT("page-subtitle\"");
    HAS_NOT("<time");
    HAS_NOT("<footer");
    HAS_NOT("<header class");
    HAS_NOT("content=\"\"");
    HAS("<title>T</title>");
}
END_TEST

START_TEST(a_page_without_title_still_has_one_heading)
{
    encart__page p = {.lang = ENCART__STR("ar")};

    write_page(&p);
    HAS("<h1 class=\"page-hidden\">\xD8\xA8\xD9\x84\xD8\xA7 \xD8\xB9\xD9\x86\xD9\x88"
        "\xD8\xA7\xD9\x86</h1>");
    HAS("dir=\"rtl\"");
    HAS_NOT("<title></title>");
}
END_TEST

START_TEST(dates_and_authors_read_as_in_their_language)
{
    encart__page p = french();
    encart__page_link authors[3] = {{ENCART__STR("A"), ENCART__STR("")},
                                    {ENCART__STR("B"), ENCART__STR("/b")},
                                    {ENCART__STR("C"), ENCART__STR("")}};

    p.authors = authors;
    p.author_count = 3;
    write_page(&p);
    HAS("<meta name=\"author\" content=\"A, B, C\">\n");
    HAS(">Par <span class=\"page-author\">A</span>, <span");
    HAS("<a rel=\"author\" href=\"/b\">B</a></span> et <span");
    HAS("Publi\xC3\xA9 le <time datetime=\"2024-10-01T10:00:00+01:00\">1er octobre 2024</time>");
    p.labels = ENCART__STR("en");
    write_page(&p);
    HAS("Published on <time datetime=\"2024-10-01T10:00:00+01:00\">1 October 2024</time>");
    HAS("<p class=\"page-byline page-extra\" lang=\"en\">");
    p.labels = ENCART__STR_EMPTY;
    p.lang = ENCART__STR("ar-MA");
    write_page(&p);
    HAS("1 \xD8\xA3\xD9\x83\xD8\xAA\xD9\x88\xD8\xA8\xD8\xB1 2024</time>");
    HAS("lang=\"ar-MA\" dir=\"rtl\"");
    HAS_NOT("page-extra\" lang");
}
END_TEST

static int gives_author(const void *user, const char *key)
{
    (void)user;
    return strcmp(key, "meta author") == 0;
}

START_TEST(a_reader_view_finds_the_authors_in_the_head_only)
{
    encart__page p = french();
    encart__page_link author = {ENCART__STR("A & \"B\""), ENCART__STR("")};

    p.authors = &author;
    p.author_count = 1;
    p.section.name = ENCART__STR("Ville");
    write_page(&p);
    HAS("<meta name=\"author\" content=\"A &amp; &quot;B&quot;\">\n");
    HAS("<p class=\"page-section page-extra\">Ville</p>");
    HAS("<p class=\"page-byline page-extra\">");
    p.given = gives_author;
    write_page(&p);
    HAS_NOT("name=\"author\"");
}
END_TEST

START_TEST(a_correction_of_the_same_day_is_not_told)
{
    encart__page p = french();

    encart__date_parse(ENCART__STR("2024-10-01T18:00:00+01:00"), &p.modified);
    write_page(&p);
    HAS_NOT("mis \xC3\xA0 jour");
    HAS("<meta property=\"article:modified_time\" content=\"2024-10-01T18:00:00+01:00\">");
    encart__date_parse(ENCART__STR("2024-10-12"), &p.modified);
    write_page(&p);
    HAS(", mis \xC3\xA0 jour le <time datetime=\"2024-10-12\">12 octobre 2024</time>");
}
END_TEST

START_TEST(wide_tables_scroll_in_a_box_that_the_keyboard_reaches)
{
    encart__page p = french();

    p.body = ENCART__STR(
        "<table><tbody><tr><td>1</td><td>2</td><td>3</td></tr></tbody></table>\n"
        "<p>a</p>\n"
        "<table><tbody><tr><th>1</th><th>2</th><td>3</td><td><table><tbody><tr><td>x</td>"
        "</tr></tbody></table></td></tr></tbody></table>\n<p>b</p>\n");
    write_page(&p);
    ck_assert_uint_eq(count_of("<div class=\"page-scroll\""), 1);
    HAS("<p>a</p>\n<div class=\"page-scroll\" role=\"group\" tabindex=\"0\" "
        "aria-label=\"Tableau 1\"><table><tbody><tr><th>1");
    HAS("</td></tr></tbody></table></div>\n<p>b</p>");
}
END_TEST

START_TEST(broken_tables_lose_no_byte)
{
    static const char *const bodies[] = {
        "<table", "</table>", "<table></table></table>",
        "<table><tr><td>1<td>2<td>3<td>4</tr>", "<", "a<table>b</table", "<tablex></tablex>"};
    encart__page p = french();

    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        p.body = encart__str_z(bodies[i]);
        write_page(&p);
        ck_assert_uint_ge(out.size, p.body.n);
        HAS("</div>\n</article>");
    }
}
END_TEST

START_TEST(a_footer_is_never_put_into_a_footer)
{
    encart__page p = french();

    p.footer = ENCART__STR("<footer class=\"encart-footer\"><p>x</p></footer>\n");
    write_page(&p);
    HAS("<div class=\"page-foot\">\n<footer class=\"encart-footer\">");
    ck_assert_uint_eq(count_of("<footer"), 1);
    p.footer = ENCART__STR("<p>x</p>\n");
    write_page(&p);
    HAS("<footer class=\"page-foot\">\n<p>x</p>\n</footer>");
}
END_TEST

START_TEST(the_stylesheet_is_inline_whole_and_calm)
{
    encart__page p = french();
    const char *style, *end;

    style = strstr(write_page(&p), "<style>");
    ck_assert_ptr_nonnull(style);
    end = strstr(style, "</style>");
    ck_assert_ptr_nonnull(end);
    ck_assert_ptr_null(strchr(style + 7, '<') == end ? NULL : style);
    HAS("prefers-color-scheme: dark");
    HAS("@media print");
    HAS(":focus-visible");
    HAS_NOT("scroll-behavior");
    HAS_NOT("@import");
    HAS_NOT("@font-face");
    HAS_NOT("url(");
    HAS_NOT("margin-left");
    HAS_NOT("padding-right");
    HAS_NOT("text-align: left");
    ck_assert_uint_eq(count_of("{"), count_of("}"));
}
END_TEST

static int page_with(const encart_allocator *alloc)
{
    encart__page p = french();
    encart__strbuf b;
    int failed;

    encart__strbuf_init(&b, alloc, 0);
    encart__page_write(&b, &p);
    failed = b.failed;
    encart__strbuf_free(&b);
    return failed;
}

START_TEST(every_failed_allocation_is_sticky_and_leaks_nothing)
{
    suite_alloc sa;
    size_t total;

    suite_alloc_init(&sa);
    ck_assert_int_eq(page_with(&sa.vtable), ENCART_OK);
    total = sa.count;
    for (size_t i = 1; i <= total; i++) {
        suite_alloc_init(&sa);
        sa.fail_at = i;
        ck_assert_int_eq(page_with(&sa.vtable), ENCART_ENOMEM);
        ck_assert_uint_eq(sa.live, 0);
    }
}
END_TEST

/* ---- the table ----------------------------------------------------------------------- */

static encart__arena arena;

static void explain(encart__block *blocks, size_t n, encart__wish *wishes,
                    const encart__explain_box *boxes, size_t box_count, size_t wish_count)
{
    encart__place_rules rules;
    encart__explain x = {.title = ENCART__STR("Un\ntitre\x1B[31m"), .blocks = blocks,
                         .block_count = n, .boxes = boxes, .box_count = box_count};

    encart__place_rules_init(&rules);
    ck_assert_int_eq(encart__place(blocks, n, &rules, wishes, wish_count, &arena), ENCART_OK);
    encart__strbuf_clear(&out);
    encart__explain_write(&out, &x);
    ck_assert_int_eq(out.failed, 0);
}

static void fill(encart__block *blocks, size_t n)
{
    for (size_t i = 0; i < n; i++)
        blocks[i] = (encart__block){.words = 60, .before = (uint32_t)i * 60,
                                    .flags = ENCART__BLOCK_ENDS_SENTENCE};
}

START_TEST(the_table_tells_what_stands_where_and_why_not)
{
    encart__wish w[2] = {{.at = 500, .window = 1000, .pin = -1},
                         {.at = 0, .window = 10, .pin = -1, .group = 1, .priority = 1}};
    encart__explain_box boxes[3] = {
        {.name = ENCART__STR("lire-aussi/links"), .wish = &w[0], .done = 1,
         .slot = ENCART__SLOT_BODY,
         .html = ENCART__STR("<aside class=\"x\"><p>Lire &amp; relire</p></aside>")},
        {.name = ENCART__STR("pub/une"), .wish = &w[1], .outcome = "no-gap"},
        {.name = ENCART__STR("related/list"), .done = 1, .slot = ENCART__SLOT_AFTER_BODY,
         .html = ENCART__STR("<p>Suite</p>")}};
    encart__block blocks[8];

    fill(blocks, 8);
    encart__arena_init(&arena, NULL, 0);
    explain(blocks, 8, w, boxes, 3, 2);
    HAS("Un titre[31m\n8 blocks, 480 words\n");
    HAS("   1     60  paragraph");
    HAS("  >> lire-aussi/links  Lire & relire\n");
    HAS("     - head: lire-aussi/links, pub/une");
    HAS("near-box: pub/une");
    HAS("free: lire-aussi/links");
    HAS("In other slots\n  after-body    related/list  Suite\n");
    HAS("Not placed\n  pub/une  ");
    encart__arena_free(&arena);
}
END_TEST

START_TEST(the_page_tells_the_same)
{
    encart__wish w[2] = {{.at = 500, .window = 1000, .pin = -1},
                         {.at = 0, .window = 10, .pin = -1, .group = 1, .priority = 1}};
    encart__explain_box boxes[3] = {
        {.name = ENCART__STR("lire-aussi/links"), .wish = &w[0], .done = 1,
         .slot = ENCART__SLOT_BODY,
         .html = ENCART__STR("<aside><p>Lire &amp; <b>relire</b></p></aside>")},
        {.name = ENCART__STR("pub/une"), .wish = &w[1], .outcome = "no-gap"},
        {.name = ENCART__STR("related/list"), .done = 1, .slot = ENCART__SLOT_AFTER_BODY,
         .html = ENCART__STR("<p>Suite</p>")}};
    encart__explain x = {.title = ENCART__STR("Un <titre>"), .lang = ENCART__STR("fr"),
                         .boxes = boxes, .box_count = 3};
    encart__block blocks[8];

    fill(blocks, 8);
    encart__arena_init(&arena, NULL, 0);
    explain(blocks, 8, w, boxes, 3, 2);
    x.blocks = blocks;
    x.block_count = 8;
    encart__strbuf_clear(&out);
    encart__explain_html(&out, &x);
    ck_assert_int_eq(out.failed, 0);
    HAS("<title>Un &lt;titre&gt;</title>");
    HAS("<p>8 blocks, 480 words</p>");
    HAS("<span>1 · paragraph · 60 words</span>");
    HAS("<li class=\"box\"><code>lire-aussi/links</code><br><bdi lang=\"fr\">Lire &amp; relire</bdi>");
    HAS("<li class=\"gap free\"><details><summary>free: a box could have stood here</summary>");
    HAS("<li class=\"gap refused\"><details><summary>head: too near the beginning</summary>");
    HAS("<code>lire-aussi/links</code>, <code>pub/une</code></li>");
    HAS("<dt>after-body: <code>related/list</code></dt><dd><bdi lang=\"fr\">Suite</bdi></dd>");
    HAS("<dt><code>pub/une</code></dt><dd>");
    encart__arena_free(&arena);
}
END_TEST

/* Of a box, what a reader would meet, line by line. */
START_TEST(a_box_is_told_by_its_lines_without_what_nobody_reads)
{
    static const struct {
        const char *html, *text;
    } cases[] = {
        {"<h2>Titre</h2><ul><li><a href=\"/a\">Un</a>  <time>1er</time></li><li>Deux</li></ul>",
         "Titre \xC2\xB7 Un 1er \xC2\xB7 Deux"},
        {"<p><label>Nom <span aria-hidden=\"true\">*</span></label><input></p>"
         "<p aria-hidden=\"true\"><label>Miel</label></p>\n<p>Fin</p>", "Nom \xC2\xB7 Fin"},
        {"<p title=\"a > b\">x<br>y</p>", "x y"},
        {"<div aria-hidden=\"true\">a<div>b</div>c</div>d", "d"},
        {"<!--encart:hole csrf-->a<p aria-hidden=\"true\">", "a"},
        {"", ""},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        encart__explain_box b = {.html = encart__str_z(cases[i].html)};
        encart__str text = encart__explain_box_text(&b, &out);

        ck_assert_msg(encart__str_is(text, cases[i].text), "%s: “%.*s”", cases[i].html,
                      (int)text.n, text.p);
    }
}
END_TEST

/* Where nothing stands and nothing was refused, and what a message says at its end. */
START_TEST(quiet_plugins_authors_boxes_and_long_messages_are_told_whole)
{
    static const encart__explain_quiet quiet[] = {{ENCART__STR("related"), "no article"}};
    static const encart__explain_own own[] = {
        {ENCART__STR("Un <titre>"), {0}}, {ENCART__STR("Deux"), ENCART__STR("/deux")}};
    encart__diags diags;
    const encart__diags *lists[] = {&diags};
    encart__explain x = {.quiet = quiet, .quiet_count = 1, .own = own, .own_count = 2,
                         .diags = lists, .diags_count = 1};

    encart__arena_init(&arena, NULL, 0);
    encart__diags_init(&diags, &arena, 0);
    encart__diag_add(&diags, ENCART__NOTE, "long", "%s", "Un message bien trop long pour une "
                     "seule ligne de cent signes, dont la fin compte autant que le début, FIN");
    encart__strbuf_clear(&out);
    encart__explain_write(&out, &x);
    HAS("\nWithout a box\n  related  no article\n");
    HAS("\nThe author's own boxes\n  Un <titre>\n    no link: no article with this title was "
        "found\n  Deux\n    /deux\n");
    HAS("  note long: Un message bien trop long pour une seule ligne de cent signes, dont la fin "
        "compte\n    autant que le d\xC3\xA9" "but, FIN\n");
    encart__strbuf_clear(&out);
    encart__explain_html(&out, &x);
    HAS("<dt><code>related</code></dt><dd>no article</dd>");
    HAS("<dt><bdi>Un &lt;titre&gt;</bdi></dt><dd>no link: no article");
    HAS("<dt><bdi>Deux</bdi></dt><dd>/deux</dd>");
    encart__arena_free(&arena);
}
END_TEST

START_TEST(the_page_of_a_long_article_ends)
{
    size_t n = 5000;
    encart__block *blocks = calloc(n, sizeof *blocks);
    encart__explain x = {.title = ENCART__STR_EMPTY, .blocks = blocks, .block_count = n};

    ck_assert_ptr_nonnull(blocks);
    fill(blocks, n);
    encart__explain_html(&out, &x);
    HAS("<title>An article without a title</title>");
    HAS("<p>… and 3000 more blocks.</p>");
    free(blocks);
}
END_TEST

START_TEST(long_articles_are_folded_and_lines_are_short)
{
    encart__wish w = {.at = 1000, .window = 100, .pin = -1};
    encart__explain_box box = {.name = ENCART__STR("a/b"), .wish = &w, .done = 1,
                               .html = ENCART__STR("<p>x</p>")};
    size_t n = 400, lines = 0, from = 0;
    encart__block *blocks = calloc(n, sizeof *blocks);

    ck_assert_ptr_nonnull(blocks);
    fill(blocks, n);
    encart__arena_init(&arena, NULL, 0);
    explain(blocks, n, &w, &box, 1, 1);
    for (size_t i = 0; i < out.size; i++)
        if (out.data[i] == '\n') {
            ck_assert_uint_le(encart__utf8_length((encart__str){out.data + from, i - from}),
                              100);
            from = i + 1;
            lines++;
        }
    ck_assert_uint_lt(lines, 30);
    HAS("... ");
    HAS("(also the next ");
    encart__arena_free(&arena);
    free(blocks);
}
END_TEST

START_TEST(an_empty_article_has_a_table_too)
{
    encart__explain x = {.title = ENCART__STR_EMPTY};

    encart__explain_write(&out, &x);
    ck_assert_str_eq(encart__strbuf_z(&out), "0 blocks, 0 words\n");
}
END_TEST

int main(void)
{
    Suite *s = suite_create("page_template");
    TCase *c = tcase_create("page"), *e = tcase_create("explain");

    tcase_add_checked_fixture(c, setup, teardown);
    tcase_add_test(c, the_document_has_its_parts_in_order);
    tcase_add_test(c, metadata_is_escaped);
    tcase_add_test(c, what_is_not_known_leaves_no_trace);
    tcase_add_test(c, a_page_without_title_still_has_one_heading);
    tcase_add_test(c, dates_and_authors_read_as_in_their_language);
    tcase_add_test(c, a_reader_view_finds_the_authors_in_the_head_only);
    tcase_add_test(c, a_correction_of_the_same_day_is_not_told);
    tcase_add_test(c, wide_tables_scroll_in_a_box_that_the_keyboard_reaches);
    tcase_add_test(c, broken_tables_lose_no_byte);
    tcase_add_test(c, a_footer_is_never_put_into_a_footer);
    tcase_add_test(c, the_stylesheet_is_inline_whole_and_calm);
    tcase_add_test(c, every_failed_allocation_is_sticky_and_leaks_nothing);
    suite_add_tcase(s, c);
    tcase_add_checked_fixture(e, setup, teardown);
    tcase_add_test(e, the_table_tells_what_stands_where_and_why_not);
    tcase_add_test(e, the_page_tells_the_same);
    tcase_add_test(e, a_box_is_told_by_its_lines_without_what_nobody_reads);
    tcase_add_test(e, quiet_plugins_authors_boxes_and_long_messages_are_told_whole);
    tcase_add_test(e, the_page_of_a_long_article_ends);
    tcase_add_test(e, long_articles_are_folded_and_lines_are_short);
    tcase_add_test(e, an_empty_article_has_a_table_too);
    suite_add_tcase(s, e);
    return suite_main("test_page_template", s);
}
