/* Blocks: what is one, what it says of itself, and where a box after it goes. */
#include "core/place/block.h"
#include "core/text/text.h"
#include "tests/suite.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- a reader of tiny, well-formed markup, so that cases are readable ---------------- */

static size_t upto(const char *z, const char *stops)
{
    return strcspn(z, stops);
}

/* name="value" pairs up to the tag's end. */
static const char *read_attrs(encart__tree *t, encart__node_id node, const char *z)
{
    while (*z == ' ') {
        size_t name = upto(++z, "="), value = upto(z + name + 2, "\"");
        encart__str n = {z, name}, v = {z + name + 2, value};
        uint16_t id = encart__attr_id(n);

        ck_assert_int_eq(z[name + 1], '"');
        if (id)
            encart__tree_attr_set(t, node, id, v);
        else
            encart__tree_attr_set_other(t, node, n, v);
        z += name + value + 3;
    }
    ck_assert_int_eq(*z, '>');
    return z + 1;
}

static void read_markup(encart__tree *t, const char *z)
{
    encart__node_id parent = ENCART__ROOT, node;
    size_t n;

    while (*z) {
        if (z[0] == '<' && z[1] == '/') {
            n = upto(z, ">");
            ck_assert(encart__str_eq((encart__str){z + 2, n - 2},
                                     encart__tag_name(t->nodes[parent].tag)));
            parent = t->nodes[parent].parent;
            z += n + 1;
        } else if (strncmp(z, "<!--", 4) == 0) {
            n = (size_t)(strstr(z, "-->") - z);
            encart__tree_append(t, parent, encart__tree_comment(t, (encart__str){z + 4, n - 4}));
            z += n + 3;
        } else if (*z == '<') {
            n = upto(z + 1, " >");
            node = encart__tree_element(t, encart__tag_id((encart__str){z + 1, n}));
            encart__tree_append(t, parent, node);
            z = read_attrs(t, node, z + 1 + n);
            if (!(encart__tag_flags(t->nodes[node].tag) & ENCART__F_VOID))
                parent = node;
        } else {
            n = upto(z, "<");
            encart__tree_append(t, parent, encart__tree_text(t, (encart__str){z, n}));
            z += n;
        }
    }
    ck_assert_uint_eq(parent, ENCART__ROOT);
}

/* ---- the bench ----------------------------------------------------------------------- */

static encart__tree tree;
static encart__strbuf html;
static encart__arena arena;
static encart__block *blocks;
static size_t count;

static void cut(const char *markup)
{
    encart__span *spans;

    encart__tree_init(&tree, NULL);
    encart__strbuf_init(&html, &encart__alloc_default, 0);
    encart__arena_init(&arena, NULL, 0);
    read_markup(&tree, markup);
    ck_assert_ptr_null(encart__tree_check(&tree));
    spans = encart__arena_zalloc(&arena, tree.node_count * sizeof *spans);
    encart__serialise_spans(&tree, &html, spans);
    ck_assert_int_eq(encart__blocks(&blocks, &count, &tree, spans, ENCART__STR("fr"), &arena,
                                    NULL),
                     ENCART_OK);
}

static void drop(void)
{
    encart__tree_free(&tree);
    encart__strbuf_free(&html);
    encart__arena_free(&arena);
}

static void add_kind(encart__strbuf *b, const encart__block *block)
{
    if (b->size)
        encart__strbuf_putc(b, ' ');
    encart__strbuf_puts(b, encart__block_kind_name((encart__block_kind)block->kind));
    if (block->level)
        encart__strbuf_int(b, block->level);
}

/* Cuts `markup` and compares the kinds, "heading2 paragraph"; blocks stay for more. */
static void expect_kinds(const char *markup, const char *want)
{
    encart__strbuf b;

    cut(markup);
    encart__strbuf_init(&b, &encart__alloc_default, 0);
    for (size_t i = 0; i < count; i++)
        add_kind(&b, &blocks[i]);
    ck_assert_msg(strcmp(encart__strbuf_z(&b), want) == 0, "%s\n  gave %s\n  want %s", markup,
                  encart__strbuf_z(&b), want);
    encart__strbuf_free(&b);
}

static void check_kinds(const char *markup, const char *want)
{
    expect_kinds(markup, want);
    drop();
}

/* The canonical bytes with a bar where a box would go after each block. */
static void check_gaps(const char *markup, const char *want)
{
    encart__strbuf b;
    size_t at = 0;

    cut(markup);
    encart__strbuf_init(&b, &encart__alloc_default, 0);
    for (size_t i = 0; i < count; i++) {
        ck_assert_uint_ge(blocks[i].gap, blocks[i].end);
        ck_assert_uint_ge(blocks[i].gap, at);
        encart__strbuf_add(&b, html.data + at, blocks[i].gap - at);
        encart__strbuf_putc(&b, blocks[i].flags & ENCART__BLOCK_GAP_AT_ROOT ? '|' : '!');
        at = blocks[i].gap;
    }
    encart__strbuf_add(&b, html.data + at, html.size - at);
    ck_assert_str_eq(encart__strbuf_z(&b), want);
    encart__strbuf_free(&b);
    drop();
}

static void check_flags(const char *text, unsigned want)
{
    char markup[4096];

    snprintf(markup, sizeof markup, "<p>%s</p>", text);
    cut(markup);
    ck_assert_uint_eq(count, 1);
    ck_assert_msg(blocks[0].flags == (want | ENCART__BLOCK_GAP_AT_ROOT), "%s: flags %u",
                  text, blocks[0].flags & ~(unsigned)ENCART__BLOCK_GAP_AT_ROOT);
    drop();
}

/* ---- kinds --------------------------------------------------------------------------- */

START_TEST(each_element_has_its_kind)
{
    check_kinds("<h2>A</h2><p>b</p><figure><img src=\"x\"></figure><ul><li>c</li></ul>"
                "<blockquote><p>d</p></blockquote><table><tr><td>e</td></tr></table>"
                "<pre>f</pre><details><summary>g</summary></details><hr>"
                "<aside>h</aside><dl><dt>i</dt></dl>",
                "heading2 paragraph figure list quote table pre details rule other list");
}
END_TEST

START_TEST(what_a_paragraph_shows_decides)
{
    check_kinds("<p><a href=\"/\"><img src=\"x\"></a></p>", "figure");
    check_kinds("<p>\xC2\xA0<img src=\"x\"> </p>", "figure"); /* NBSP shows nothing */
    check_kinds("<p>Vu\xC2\xA0: <img src=\"x\"></p>", "paragraph");
    check_kinds("<p><iframe src=\"x\"></iframe></p>", "embed");
    check_kinds("<figure><iframe src=\"x\"></iframe><figcaption>c</figcaption></figure>",
                "embed");
    check_kinds("<iframe src=\"x\"></iframe><p>a</p>", "embed paragraph");
    check_kinds("<blockquote class=\"twitter-tweet\"><p>a</p></blockquote>", "embed");
}
END_TEST

START_TEST(marked_elements_are_boxes)
{
    check_kinds("<aside data-encart=\"author/read-also\"><p>Lire aussi</p></aside>"
                "<div data-encart=\"x/y\"><p>a</p><p>b</p></div>",
                "box box");
}
END_TEST

START_TEST(what_shows_nothing_is_no_block)
{
    check_kinds("<p></p><p> \xC2\xA0</p><div></div><!--encart:here x--> <p>a</p>\n",
                "paragraph");
    check_kinds("", "");
    check_kinds("<div><p></p></div>", "");
}
END_TEST

START_TEST(text_outside_paragraphs_is_one_block_up_to_the_next_element)
{
    check_kinds("un <em>deux</em> trois<p>quatre</p>cinq", "paragraph paragraph paragraph");
    cut("un <em>deux</em> &<p>x</p>");
    ck_assert_uint_eq(blocks[0].words, 2);
    ck_assert_uint_eq(blocks[0].start, 0);
    ck_assert_uint_eq(blocks[0].end, blocks[1].start);
    drop();
}
END_TEST

/* ---- wrappers ------------------------------------------------------------------------ */

START_TEST(pure_wrappers_are_entered)
{
    check_kinds("<div><p>a</p><section><h2>b</h2><p>c</p></section></div><p>d</p>",
                "paragraph heading2 paragraph paragraph");
    check_kinds("<article><main><div><p>a</p></div></main></article>", "paragraph");
}
END_TEST

START_TEST(wrappers_with_text_or_float_are_not)
{
    check_kinds("<div>texte <p>a</p><p>b</p></div>", "other");
    check_kinds("<div>texte <em>seul</em></div>", "paragraph");
    check_kinds("<div class=\"x alignright\"><p>a</p><p>b</p></div>", "other");
    check_kinds("<div style=\"color:red; FLOAT : left\"><p>a</p><p>b</p></div>", "other");
    check_kinds("<div class=\"wp-block-gallery\"><figure><img src=\"x\"></figure></div>",
                "figure");
    check_kinds("<form><p>a</p><p>b</p></form>", "other");
}
END_TEST

START_TEST(a_wrapper_of_an_image_and_its_caption_is_a_figure)
{
    char long_one[1200] = "<div><img src=\"x\">";

    check_kinds("<div><img src=\"x\"><p>La l\xC3\xA9gende</p></div>", "figure");
    for (int i = 0; i < 12; i++) /* an article that begins with an image is none */
        strcat(long_one, "<p>Une phrase assez longue pour \xC3\xAAtre de la prose.</p>");
    strcat(long_one, "</div>");
    expect_kinds(long_one, "figure paragraph paragraph paragraph paragraph paragraph "
                           "paragraph paragraph paragraph paragraph paragraph paragraph "
                           "paragraph");
    drop();
}
END_TEST

/* ---- gaps ---------------------------------------------------------------------------- */

START_TEST(a_gap_follows_its_block_and_the_newline_after_it)
{
    check_gaps("<h2>a</h2><p>b</p><p>c</p>", "<h2>a</h2>\n|<p>b</p>\n|<p>c</p>\n|");
}
END_TEST

START_TEST(a_gap_lies_inside_a_wrapper_only_between_its_own_blocks)
{
    check_gaps("<p>a</p><div><p>b</p><p>c</p></div><p>d</p>",
               "<p>a</p>\n|<div><p>b</p>!<p>c</p></div>\n|<p>d</p>\n|");
    check_gaps("<div><section><p>a</p></section><p>b</p></div>",
               "<div><section><p>a</p></section>!<p>b</p></div>\n|");
    check_gaps("<div><div><p>a</p></div></div><div><p>b</p><p></p></div>",
               "<div><div><p>a</p></div></div>\n|<div><p>b</p><p></p></div>\n|");
}
END_TEST

START_TEST(an_empty_wrapper_moves_no_gap)
{
    check_gaps("<p>a</p><div><p></p></div><p>b</p>",
               "<p>a</p>\n|<div><p></p></div>\n<p>b</p>\n|");
}
END_TEST

START_TEST(a_gap_after_bare_text_counts_escapes_and_comments)
{
    check_gaps("a & b<!--encart:none x--><p>c</p>d",
               "a &amp; b<!--encart:none x-->|<p>c</p>\n|d|");
}
END_TEST

/* ---- flags and counts ---------------------------------------------------------------- */

START_TEST(ends_and_beginnings_are_seen)
{
    enum {
        S = ENCART__BLOCK_ENDS_SENTENCE,
        C = ENCART__BLOCK_ENDS_COLON,
        L = ENCART__BLOCK_STARTS_LOWER,
        D = ENCART__BLOCK_STARTS_DIALOGUE
    };

    check_flags("Une phrase.", S);
    check_flags("Une phrase\xE2\x80\xA6 ", S);
    check_flags("Une phrase", 0);
    check_flags("Est-ce \xC2\xAB fini \xC2\xBB", S);
    check_flags("Il faut\xC2\xA0:", C);
    check_flags("Il faut \xE2\x80\xAF:\xC2\xA0", C);
    check_flags("et la suite.", S | L);
    check_flags("\xC3\xA9t\xC3\xA9.", S | L);
    check_flags("\xC3\x89t\xC3\xA9.", S);
    check_flags("(suite)", S | L);
    check_flags("\xC2\xAB\xC2\xA0Oui\xC2\xA0\xC2\xBB", S | D);
    check_flags("\xE2\x80\x94 Non.", S | D);
    check_flags("\xD9\x87\xD9\x84\xD8\x9F", S); /* Arabic has no case and its own mark */
}
END_TEST

START_TEST(a_short_bold_paragraph_is_a_fake_heading)
{
    check_flags("<strong>Le contexte</strong>", ENCART__BLOCK_FAKE_HEADING);
    check_flags("<span><b>Le</b> <b>contexte</b></span>", ENCART__BLOCK_FAKE_HEADING);
    check_flags("<strong>Paris</strong> est loin", 0);
    check_flags("<strong>un deux trois quatre cinq six sept huit neuf dix onze douze treize "
                "quatorze quinze seize</strong>",
                ENCART__BLOCK_STARTS_LOWER);
}
END_TEST

START_TEST(aligned_images_are_floats)
{
    static const char *const floats[] = {
        "<p><img src=\"x\" class=\"size-full alignleft\"></p>",
        "<figure class=\"float-right\"><img src=\"x\"></figure>",
        "<p><img src=\"x\" style=\"float:right\">texte</p>",
        "<p><img src=\"x\" align=\"LEFT\"></p>"};
    static const char *const others[] = {
        "<p><img src=\"x\" class=\"aligncenter\"></p>",
        "<p><img src=\"x\" style=\"margin-left:0;float:none\"></p>",
        "<p align=\"left\">texte</p>", "<p><span class=\"left\">texte</span></p>"};

    for (int i = 0; i < 4; i++) {
        cut(floats[i]);
        ck_assert_msg(blocks[0].flags & ENCART__BLOCK_FLOAT, "%s", floats[i]);
        drop();
        cut(others[i]);
        ck_assert_msg(!(blocks[0].flags & ENCART__BLOCK_FLOAT), "%s", others[i]);
        drop();
    }
}
END_TEST

START_TEST(words_and_characters_are_those_of_visible_text)
{
    cut("<p>L\xE2\x80\x99\xC3\xA9t\xC3\xA9 <em>der</em>nier</p><p>deux mots</p>");
    ck_assert_uint_eq(blocks[0].words, 3);
    ck_assert_uint_eq(blocks[0].chars, 13);
    ck_assert_uint_eq(blocks[0].before, 0);
    ck_assert_uint_eq(blocks[1].before, 3);
    ck_assert_uint_eq(blocks[1].words, 2);
    drop();
}
END_TEST

START_TEST(stems_are_sorted_distinct_and_shared_between_forms)
{
    int shared = 0;

    cut("<p>Les coop\xC3\xA9rations judiciaires, les coop\xC3\xA9rations.</p>"
        "<p>La coop\xC3\xA9ration</p><p>le la les</p>");
    ck_assert_uint_eq(blocks[0].stem_count, 2);
    ck_assert_uint_lt(blocks[0].stems[0], blocks[0].stems[1]);
    ck_assert_uint_eq(blocks[1].stem_count, 1);
    for (int i = 0; i < 2; i++)
        shared += blocks[0].stems[i] == blocks[1].stems[0];
    ck_assert_int_eq(shared, 1);
    ck_assert_uint_eq(blocks[2].stem_count, 0);
    drop();
}
END_TEST

/* ---- size and memory ----------------------------------------------------------------- */

static void fill(encart__tree *t, size_t n, int deep)
{
    encart__node_id parent = ENCART__ROOT;

    for (size_t i = 0; i < n; i++) {
        encart__node_id p = encart__tree_element(t, ENCART__T_P);

        if (deep && i % 4 == 0) {
            encart__node_id div = encart__tree_element(t, ENCART__T_DIV);

            encart__tree_append(t, parent, div);
            parent = div;
        }
        encart__tree_append(t, parent, p);
        encart__tree_append(t, p, encart__tree_text(t, ENCART__STR("Un mot ou deux.")));
    }
}

static int cut_filled(const encart_allocator *alloc, size_t n, int deep, size_t *found)
{
    encart__tree t;
    encart__strbuf bytes;
    encart__arena own;
    encart__block *b;
    encart__span *spans;
    int status = ENCART_ENOMEM;

    encart__tree_init(&t, NULL);
    fill(&t, n, deep);
    encart__strbuf_init(&bytes, &encart__alloc_default, 0);
    spans = calloc(t.node_count, sizeof *spans);
    ck_assert_ptr_nonnull(spans);
    encart__serialise_spans(&t, &bytes, spans);
    encart__arena_init(&own, alloc, 0);
    status = encart__blocks(&b, found, &t, spans, ENCART__STR("fr"), &own, alloc);
    encart__arena_free(&own);
    free(spans);
    encart__strbuf_free(&bytes);
    encart__tree_free(&t);
    return status;
}

START_TEST(many_and_deep_blocks_are_no_trouble)
{
    size_t found;

    ck_assert_int_eq(cut_filled(NULL, 120000, 0, &found), ENCART_OK);
    ck_assert_uint_eq(found, 100000); /* the rest is left out */
    ck_assert_int_eq(cut_filled(NULL, 40000, 1, &found), ENCART_OK);
    ck_assert_uint_eq(found, 40000);
}
END_TEST

START_TEST(every_failed_allocation_is_reported_and_leaks_nothing)
{
    suite_alloc sa;
    size_t total, found;

    suite_alloc_init(&sa);
    ck_assert_int_eq(cut_filled(&sa.vtable, 20, 1, &found), ENCART_OK);
    ck_assert_uint_eq(sa.live, 0);
    total = sa.count;
    ck_assert_uint_gt(total, 4);
    for (size_t i = 1; i <= total; i++) {
        suite_alloc_init(&sa);
        sa.fail_at = i;
        ck_assert_int_eq(cut_filled(&sa.vtable, 20, 1, &found), ENCART_ENOMEM);
        ck_assert_uint_eq(found, 0);
        ck_assert_uint_eq(sa.live, 0);
    }
}
END_TEST

int main(void)
{
    Suite *s = suite_create("blocks");
    TCase *c = tcase_create("blocks");

    tcase_set_timeout(c, 60);
    tcase_add_test(c, each_element_has_its_kind);
    tcase_add_test(c, what_a_paragraph_shows_decides);
    tcase_add_test(c, marked_elements_are_boxes);
    tcase_add_test(c, what_shows_nothing_is_no_block);
    tcase_add_test(c, text_outside_paragraphs_is_one_block_up_to_the_next_element);
    tcase_add_test(c, pure_wrappers_are_entered);
    tcase_add_test(c, wrappers_with_text_or_float_are_not);
    tcase_add_test(c, a_wrapper_of_an_image_and_its_caption_is_a_figure);
    tcase_add_test(c, a_gap_follows_its_block_and_the_newline_after_it);
    tcase_add_test(c, a_gap_lies_inside_a_wrapper_only_between_its_own_blocks);
    tcase_add_test(c, an_empty_wrapper_moves_no_gap);
    tcase_add_test(c, a_gap_after_bare_text_counts_escapes_and_comments);
    tcase_add_test(c, ends_and_beginnings_are_seen);
    tcase_add_test(c, a_short_bold_paragraph_is_a_fake_heading);
    tcase_add_test(c, aligned_images_are_floats);
    tcase_add_test(c, words_and_characters_are_those_of_visible_text);
    tcase_add_test(c, stems_are_sorted_distinct_and_shared_between_forms);
    tcase_add_test(c, many_and_deep_blocks_are_no_trouble);
    tcase_add_test(c, every_failed_allocation_is_reported_and_leaks_nothing);
    suite_add_tcase(s, c);
    return suite_main("test_blocks", s);
}
