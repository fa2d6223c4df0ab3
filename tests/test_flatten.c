/* Flattening: words and links stay, whatever the tree; what is dropped goes whole. */
#include "core/edit/flatten.h"
#include "core/sanitise/sanitise.h"
#include "core/serialise/serialise.h"

#include "tests/small_stack.h"
#include "tests/suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static encart__tree tree_of(const char *html)
{
    encart__sanitise_opts o = {.policy = encart__policy_named(ENCART__STR("plugin-forms")),
                               .plugin_marks = 1};
    encart__diags removed;
    encart__arena arena;
    encart__tree t;

    encart__arena_init(&arena, NULL, 0);
    encart__diags_init(&removed, &arena, 0);
    encart__tree_init(&t, NULL);
    ck_assert_int_eq(encart__sanitise_html(&t, encart__str_z(html), &o, &removed, NULL, NULL),
                     ENCART_OK);
    encart__arena_free(&arena);
    return t;
}

static void expect_tree(encart__tree *t, const char *expected)
{
    encart__strbuf b;

    ck_assert_int_eq(t->failed, 0);
    ck_assert_ptr_null(encart__tree_check(t));
    encart__strbuf_init(&b, NULL, 0);
    encart__serialise(t, &b);
    ck_assert_str_eq(encart__strbuf_z(&b), expected);
    encart__strbuf_free(&b);
    encart__tree_free(t);
}

/* All of it flattened. */
static void expect(const char *html, const char *expected)
{
    encart__tree t = tree_of(html);

    encart__flatten_all(&t, ENCART__ROOT);
    expect_tree(&t, expected);
}

static void expect_fate(uint16_t tag, encart__fate fate, const char *html,
                        const char *expected)
{
    encart__fates f = {{0}, {0}};
    encart__tree t = tree_of(html);

    f.element[tag] = (uint8_t)fate;
    encart__flatten(&t, ENCART__ROOT, &f);
    expect_tree(&t, expected);
}

START_TEST(a_box_becomes_paragraphs_lists_and_links)
{
    expect("<aside class=encart aria-label=x><p><span class=l>Lire aussi :</span> "
           "<a href=/a class=b hreflang=en>A &amp; B</a></p></aside>",
           "<p>Lire aussi : <a href=\"/a\" hreflang=\"en\">A &amp; B</a></p>\n");
    expect("<section><h2 id=x>Titre</h2><ul><li><a href=/a>A</a> <time>hier</time></li>"
           "<li>B</li></ul></section>",
           "<p><strong>Titre</strong></p>\n<ul><li><a href=\"/a\">A</a> hier</li><li>B</li>"
           "</ul>\n");
    expect("<div>un <b>deux</b><p>trois</p> quatre</div>",
           "<p>un <b>deux</b></p>\n<p>trois</p>\n<p> quatre</p>\n");
    expect("<footer><a href=#top>Haut</a></footer>", "<p>Haut</p>\n");
    expect("mots nus <i>dits</i>", "<p>mots nus <i>dits</i></p>\n");
    expect("<p><img src=/i alt='Un pont'> et <img src=/j alt=''>rien</p>",
           "<p>Un pont  et rien</p>\n");
    expect("<form><p><label for=e-n>Nom</label><input id=e-n></p><p><button>Oui</button></p>"
           "</form>",
           "<p>Nom</p>\n<p>Oui</p>\n");
    expect("<div><hr></div>", "");
}
END_TEST

START_TEST(a_flattened_element_leaves_what_it_held)
{
    expect_fate(ENCART__T_FIGURE, ENCART__FLATTEN,
                "<p>a</p><figure><img src=/i alt=x><figcaption>Le <b>pont</b></figcaption>"
                "</figure><p>b</p>",
                "<p>a</p>\n<p><img alt=\"x\" src=\"/i\"></p>\n<p>Le <b>pont</b></p>\n<p>b</p>\n");
    expect_fate(ENCART__T_DETAILS, ENCART__FLATTEN,
                "<details><summary>Plus</summary>mots<p>fin</p></details>",
                "<p><strong>Plus</strong></p>\n<p>mots</p>\n<p>fin</p>\n");
    expect_fate(ENCART__T_TABLE, ENCART__FLATTEN,
                "<table><caption>T</caption><thead><tr><th>a</th></tr></thead><tbody><tr><td>b"
                "</td><td><p>c</p></td></tr></tbody></table>",
                "<p>T</p>\n<p>a</p>\n<p>b</p>\n<p>c</p>\n");
    expect_fate(ENCART__T_UL, ENCART__FLATTEN,
                "<ul><li>a<ol><li>b</li></ol></li></ul><ol><li>c</li></ol>",
                "<p>a</p>\n<ol><li>b</li></ol>\n<ol><li>c</li></ol>\n");
    expect_fate(ENCART__T_DL, ENCART__FLATTEN, "<dl><dt>a</dt><dd>b</dd></dl>",
                "<p>a</p>\n<p>b</p>\n");
    expect_fate(ENCART__T_H2, ENCART__FLATTEN, "<h2>A</h2><p>b</p>",
                "<p><strong>A</strong></p>\n<p>b</p>\n");
    expect_fate(ENCART__T_PICTURE, ENCART__FLATTEN,
                "<p><picture><source srcset=/w><img src=/i alt=x></picture></p>",
                "<p><img alt=\"x\" src=\"/i\"></p>\n");
    expect_fate(ENCART__T_P, ENCART__FLATTEN, "<p>a</p>", "<p>a</p>\n");
}
END_TEST

START_TEST(players_and_frames_become_links)
{
    expect_fate(ENCART__T_VIDEO, ENCART__FLATTEN,
                "<p>a</p><video src=/v.mp4 title='Le film'></video>",
                "<p>a</p>\n<p><a href=\"/v.mp4\">Le film</a></p>\n");
    expect_fate(ENCART__T_AUDIO, ENCART__FLATTEN,
                "<figure><audio><source src=/a.mp3>Écouter</audio><figcaption>c</figcaption>"
                "</figure>",
                "<figure><p><a href=\"/a.mp3\">Écouter</a></p><figcaption>c</figcaption>"
                "</figure>\n");
    expect_fate(ENCART__T_VIDEO, ENCART__FLATTEN, "<p>a <video src=/v></video> b</p>",
                "<p>a <a href=\"/v\">/v</a> b</p>\n");
}
END_TEST

START_TEST(what_is_dropped_goes_with_all_it_holds)
{
    expect_fate(ENCART__T_FIGURE, ENCART__DROP,
                "<p>a</p><figure><img src=/i alt=x><figcaption>c</figcaption></figure><p>b</p>",
                "<p>a</p>\n<p>b</p>\n");
    expect_fate(ENCART__T_B, ENCART__DROP, "<p><b>a</b></p>", "<p></p>\n");
}
END_TEST

START_TEST(attributes_go_and_boxes_of_the_author_stay)
{
    encart__fates f = {{0}, {0}};
    encart__tree t = tree_of("<p><img src=/i alt='' loading=lazy srcset='/j 2x'></p>"
                             "<aside data-encart=author/read-also><p>Lire</p></aside>");

    f.attr[ENCART__A_LOADING] = f.attr[ENCART__A_SRCSET] = ENCART__DROP;
    f.element[ENCART__T_ASIDE] = ENCART__FLATTEN;
    ck_assert_int_eq(encart__fates_touch(&f, &t, ENCART__ROOT), 1);
    encart__flatten(&t, ENCART__ROOT, &f);
    ck_assert_int_eq(encart__fates_touch(&f, &t, ENCART__ROOT), 0);
    expect_tree(&t, "<p><img alt=\"\" src=\"/i\"></p>\n"
                    "<aside data-encart=\"author/read-also\"><p>Lire</p></aside>\n");
}
END_TEST

/* ---- any tree ----------------------------------------------------------------------------- */

static char *prose(const encart__tree *t)
{
    encart__strbuf b;
    char *out, *to;

    encart__strbuf_init(&b, NULL, 0);
    encart__tree_prose(t, ENCART__ROOT, " ", &b);
    out = to = strdup(encart__strbuf_z(&b));
    for (const char *from = out; *from; from++) /* spaces may move */
        if (!encart__is_space((unsigned char)*from))
            *to++ = *from;
    *to = '\0';
    encart__strbuf_free(&b);
    return out;
}

/* A tree of words, wrappers, lists, tables, headings: what elements nest in by the model. */
static void grow(char *html, size_t size, unsigned *seed)
{
    static const char *const open[] = {
        "<p>", "<div>", "<ul><li>", "<table><tr><td>", "<h3>", "<section>", "<figure>", "<b>",
        "<a href=/x>", "<details><summary>s</summary>", "<dl><dt>t</dt><dd>", "<blockquote>",
        "<span>"};
    static const char *const close[] = {
        "</p>", "</div>", "</li></ul>", "</td></tr></table>", "</h3>", "</section>",
        "<figcaption>f</figcaption></figure>", "</b>", "</a>", "</details>", "</dd></dl>",
        "</blockquote>", "</span>"};
    unsigned stack[40], depth = 0, n = 0;

    html[0] = '\0';
    for (unsigned i = 0; i < 60 && strlen(html) + 200 < size; i++) {
        unsigned r = *seed = *seed * 1103515245u + 12345u;

        r = r >> 16;
        if (depth < 40 && r % 3 == 0) {
            stack[depth] = r / 3 % 13;
            strcat(html, open[stack[depth++]]);
        } else if (depth && r % 3 == 1) {
            strcat(html, close[stack[--depth]]);
        } else {
            sprintf(html + strlen(html), "mot%u ", n++);
        }
    }
    while (depth)
        strcat(html, close[stack[--depth]]);
}

START_TEST(no_word_is_lost_from_any_tree)
{
    static char html[8000];
    unsigned seed = 7;

    for (int i = 0; i < 1500; i++) {
        encart__fates f = {{0}, {0}};
        encart__tree t, whole;
        char *before, *after, *all;

        grow(html, sizeof html, &seed);
        t = tree_of(html);
        ck_assert_int_eq(encart__tree_clone(&whole, &t), ENCART_OK);
        before = prose(&t);
        for (int k = 0; k < 5; k++)
            f.element[(seed >> (k * 5)) % ENCART__T_COUNT] = ENCART__FLATTEN;
        f.element[ENCART__T_TABLE] = f.element[ENCART__T_DIV] = ENCART__FLATTEN;
        encart__flatten(&t, ENCART__ROOT, &f);
        encart__flatten_all(&whole, ENCART__ROOT);
        after = prose(&t);
        all = prose(&whole);
        ck_assert_ptr_null(encart__tree_check(&t));
        ck_assert_ptr_null(encart__tree_check(&whole));
        ck_assert_msg(strcmp(before, after) == 0, "%s\n%s\n%s", html, before, after);
        ck_assert_msg(strcmp(before, all) == 0, "%s\n%s\n%s", html, before, all);
        free(before);
        free(after);
        free(all);
        encart__tree_free(&t);
        encart__tree_free(&whole);
    }
}
END_TEST

/* As deep and as wide as a tree can be: no stack, no square. */
START_TEST(depth_and_width_are_no_trouble)
{
    encart__tree t;
    encart__node_id at = ENCART__ROOT, n;

    encart__tree_init(&t, NULL);
    for (int i = 0; i < 100000; i++) {
        n = encart__tree_element(&t, ENCART__T_DIV);
        encart__tree_append(&t, at, n);
        at = n;
    }
    for (int i = 0; i < 100000; i++)
        encart__tree_append(&t, at, encart__tree_element(&t, ENCART__T_P));
    encart__flatten_all(&t, ENCART__ROOT);
    ck_assert_int_eq(t.failed, 0);
    ck_assert_ptr_null(encart__tree_check(&t));
    n = 0;
    for (at = t.nodes[ENCART__ROOT].first; at; at = t.nodes[at].next)
        n += encart__tree_is(&t, at, ENCART__T_P);
    ck_assert_uint_eq(n, 100000);
    encart__tree_free(&t);
}
END_TEST

START_TEST(every_failed_allocation_is_sticky_and_leaks_nothing)
{
    suite_alloc sa;
    encart__tree from = tree_of("<section><h2>T</h2><figure><img src=/i alt=x><figcaption>c"
                                "</figcaption></figure><video src=/v></video> a</section>");

    for (size_t i = 1; i < 100; i++) {
        encart__tree t;

        suite_alloc_init(&sa);
        sa.fail_at = i;
        encart__tree_init(&t, (const encart__alloc *)&sa.vtable);
        encart__tree_append(&t, ENCART__ROOT,
                            encart__tree_import(&t, &from, from.nodes[ENCART__ROOT].first));
        encart__flatten_all(&t, ENCART__ROOT);
        ck_assert(t.failed == ENCART_ENOMEM || sa.count < i);
        encart__tree_free(&t);
        ck_assert_uint_eq(sa.live, 0);
    }
    encart__tree_free(&from);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("flatten");
    TCase *tc = tcase_create("flatten");

    tcase_add_test(tc, a_box_becomes_paragraphs_lists_and_links);
    tcase_add_test(tc, a_flattened_element_leaves_what_it_held);
    tcase_add_test(tc, players_and_frames_become_links);
    tcase_add_test(tc, what_is_dropped_goes_with_all_it_holds);
    tcase_add_test(tc, attributes_go_and_boxes_of_the_author_stay);
    tcase_add_test(tc, no_word_is_lost_from_any_tree);
    tcase_add_test(tc, depth_and_width_are_no_trouble);
    tcase_add_test(tc, every_failed_allocation_is_sticky_and_leaks_nothing);
    suite_add_tcase(s, tc);
    return suite_main("test_flatten", s);
}
