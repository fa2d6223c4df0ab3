/* The bundled plugins, byte for byte: markup of the design, wording of three languages. */
#include "tests/lua_host.h"

#include <stdlib.h>
#include <string.h>

#define NBSP "\xC2\xA0"

static lua_host h;

static void fresh(void)
{
    lua_host_init(&h, NULL);
}

static void drop(void)
{
    lua_host_free(&h);
}

static void candidates(void)
{
    encart__date_parse(ENCART__STR("2024-10-20"), &h.article.published);
    lua_host_relate(&h, "/new", "Plus récent", "fr", "2024-11-01");
    lua_host_relate(&h, "/a", "Premier <titre>", "fr", "2024-10-01");
    lua_host_relate(&h, "/b", "Second", "en", "2024-09-01");
    lua_host_relate(&h, "/c", "Troisième", "", "");
    lua_host_relate(&h, "/d", "Quatrième", "fr-CA", "2023-01-02");
}

static void expect(size_t box, size_t index, size_t of, const char *html)
{
    char *got = lua_host_build(&h, box, index, of);

    ck_assert_msg(got != NULL, "nothing built: %s", lua_host_diags(&h));
    ck_assert_str_eq(got, html);
    free(got);
}

static void propose(const char *plugin, const char *settings, size_t boxes)
{
    ck_assert_msg(lua_host_load(&h, plugin), "%s", lua_host_diags(&h));
    ck_assert_msg(lua_host_propose(&h, settings) == boxes, "%zu boxes: %s", h.box_count,
                  lua_host_diags(&h));
}

/* ---- lire-aussi ------------------------------------------------------------------------ */

START_TEST(lire_aussi_links_the_best_earlier_article)
{
    candidates();
    propose("lire-aussi", NULL, 1);
    ck_assert_str_eq(h.boxes[0].topic.p, "Premier <titre>");
    ck_assert_uint_eq(h.boxes[0].wish.at, 400);
    ck_assert_int_eq(h.boxes[0].slot, ENCART__SLOT_BODY);
    expect(0, 1, 1,
           "<aside aria-label=\"Lire aussi\" class=\"encart encart-read-also\"><p>"
           "<span class=\"encart-label\">Lire aussi&nbsp;:</span> "
           "<a href=\"/a\">Premier &lt;titre&gt;</a></p></aside>");
    ck_assert_ptr_null(h.diags.first);
}
END_TEST

START_TEST(lire_aussi_names_each_further_box_by_its_title)
{
    candidates();
    propose("lire-aussi", "{\"boxes\": 2}", 2);
    ck_assert_uint_eq(h.boxes[0].wish.at, 333);
    ck_assert_uint_eq(h.boxes[1].wish.at, 667);
    expect(1, 2, 2,
           "<aside aria-label=\"Lire aussi&nbsp;: Second\" class=\"encart encart-read-also\">"
           "<p><span class=\"encart-label\">Lire aussi&nbsp;:</span> "
           "<a href=\"/b\" hreflang=\"en\" lang=\"en\">Second</a></p></aside>");
}
END_TEST

START_TEST(lire_aussi_has_a_distinct_name_beside_an_author_s_own_box)
{
    candidates();
    h.article.author_box_count = 1;
    propose("lire-aussi", NULL, 1);
    expect(0, 1, 1,
           "<aside aria-label=\"Lire aussi&nbsp;: Premier &lt;titre&gt;\" "
           "class=\"encart encart-read-also\"><p><span class=\"encart-label\">Lire aussi&nbsp;:</span> "
           "<a href=\"/a\">Premier &lt;titre&gt;</a></p></aside>");
}
END_TEST

START_TEST(lire_aussi_makes_a_list_of_several_links_in_a_box)
{
    candidates();
    propose("lire-aussi", "{\"count\": 2, \"label\": \"À lire\xC2\xA0:\"}", 1);
    expect(0, 1, 1,
           "<aside aria-label=\"À lire\" class=\"encart encart-read-also\"><p>"
           "<span class=\"encart-label\">À lire&nbsp;:</span></p><ul>"
           "<li><a href=\"/a\">Premier &lt;titre&gt;</a></li>"
           "<li><a href=\"/b\" hreflang=\"en\" lang=\"en\">Second</a></li></ul></aside>");
}
END_TEST

START_TEST(lire_aussi_takes_a_spare_link_when_its_own_is_used_meanwhile)
{
    candidates();
    propose("lire-aussi", NULL, 1);
    h.used[h.used_count++] = ENCART__STR("/a");
    h.used[h.used_count++] = ENCART__STR("/b");
    expect(0, 1, 1,
           "<aside aria-label=\"Lire aussi\" class=\"encart encart-read-also\"><p>"
           "<span class=\"encart-label\">Lire aussi&nbsp;:</span> "
           "<a href=\"/c\">Troisième</a></p></aside>");
}
END_TEST

START_TEST(lire_aussi_builds_nothing_when_every_link_is_used)
{
    candidates();
    propose("lire-aussi", NULL, 1);
    h.used[0] = ENCART__STR("/a");
    h.used[1] = ENCART__STR("/b");
    h.used[2] = ENCART__STR("/c");
    h.used[3] = ENCART__STR("/d");
    h.used_count = 4;
    ck_assert_ptr_null(lua_host_build(&h, 0, 1, 1));
    ck_assert_ptr_null(h.diags.first);
}
END_TEST

START_TEST(lire_aussi_proposes_nothing_without_candidates)
{
    propose("lire-aussi", NULL, 0);
    ck_assert_ptr_null(h.diags.first);
}
END_TEST

START_TEST(lire_aussi_proposes_no_more_boxes_than_it_can_fill)
{
    candidates();
    propose("lire-aussi", "{\"boxes\": 3, \"count\": 2}", 2);
}
END_TEST

START_TEST(lire_aussi_speaks_arabic_and_falls_back_to_english)
{
    candidates();
    h.lang = "ar";
    propose("lire-aussi", NULL, 1);
    expect(0, 1, 1,
           "<aside aria-label=\"اقرأ أيضًا\" class=\"encart encart-read-also\"><p>"
           "<span class=\"encart-label\">اقرأ أيضًا:</span> "
           "<a href=\"/a\">Premier &lt;titre&gt;</a></p></aside>");
    lua_host_end(&h);
    h.lang = "pt-BR";
    lua_host_propose(&h, NULL);
    expect(0, 1, 1,
           "<aside aria-label=\"Read also\" class=\"encart encart-read-also\"><p>"
           "<span class=\"encart-label\">Read also:</span> "
           "<a href=\"/a\">Premier &lt;titre&gt;</a></p></aside>");
}
END_TEST

/* ---- related --------------------------------------------------------------------------- */

START_TEST(related_lists_links_with_dates)
{
    candidates();
    propose("related", "{\"count\": 3}", 1);
    ck_assert_int_eq(h.boxes[0].slot, ENCART__SLOT_AFTER_BODY);
    expect(0, 1, 1,
           "<section aria-labelledby=\"e-related\" class=\"encart encart-related\">"
           "<h2 id=\"e-related\">Articles similaires</h2><ul>"
           "<li><a href=\"/new\">Plus récent</a> "
           "<time datetime=\"2024-11-01\">1er nov. 2024</time></li>"
           "<li><a href=\"/a\">Premier &lt;titre&gt;</a> "
           "<time datetime=\"2024-10-01\">1er oct. 2024</time></li>"
           "<li><a href=\"/b\" hreflang=\"en\" lang=\"en\">Second</a> "
           "<time datetime=\"2024-09-01\">1er sept. 2024</time></li></ul></section>");
    ck_assert_ptr_null(h.diags.first);
}
END_TEST

START_TEST(related_leaves_out_what_is_linked_by_then)
{
    candidates();
    propose("related", "{\"count\": 3, \"dates\": false}", 1);
    h.used[h.used_count++] = ENCART__STR("/a");
    expect(0, 1, 1,
           "<section aria-labelledby=\"e-related\" class=\"encart encart-related\">"
           "<h2 id=\"e-related\">Articles similaires</h2><ul>"
           "<li><a href=\"/new\">Plus récent</a></li>"
           "<li><a href=\"/b\" hreflang=\"en\" lang=\"en\">Second</a></li>"
           "<li><a href=\"/c\">Troisième</a></li></ul></section>");
}
END_TEST

START_TEST(related_is_all_or_nothing)
{
    candidates();
    propose("related", NULL, 1);
    h.used[0] = ENCART__STR("/a");
    h.used[1] = ENCART__STR("/b");
    h.used[2] = ENCART__STR("/c");
    h.used_count = 3;
    ck_assert_ptr_null(lua_host_build(&h, 0, 1, 1));
    ck_assert_ptr_null(h.diags.first);
    lua_host_end(&h);
    h.related_count = 2;
    h.used_count = 0;
    ck_assert_uint_eq(lua_host_propose(&h, NULL), 0);
}
END_TEST

START_TEST(related_shows_images_when_asked)
{
    candidates();
    h.related[0].image = (encart__image){.url = ENCART__STR("/i.jpg"), .alt = ENCART__STR("x"),
                                         .caption = ENCART__STR_EMPTY,
                                         .credit = ENCART__STR_EMPTY, .width = 300,
                                         .height = 200};
    propose("related", "{\"count\": 1, \"min\": 1, \"images\": true, \"dates\": false}", 1);
    expect(0, 1, 1,
           "<section aria-labelledby=\"e-related\" class=\"encart encart-related\">"
           "<h2 id=\"e-related\">Articles similaires</h2><ul><li><a href=\"/new\">"
           "<img alt=\"\" decoding=\"async\" height=\"200\" loading=\"lazy\" "
           "src=\"/i.jpg\" width=\"300\">Plus récent</a></li></ul></section>");
}
END_TEST

/* ---- footer-controls ------------------------------------------------------------------- */

#define TOP_FR                                                                           \
    "<footer class=\"encart encart-footer\"><p class=\"encart-top\">"                    \
    "<a href=\"#encart-top\">Retour en haut de la page</a></p></footer>"

START_TEST(footer_links_to_the_site_s_form_and_to_the_top)
{
    h.article.url = ENCART__STR("https://example.org/a#x");
    propose("footer-controls", NULL, 2);
    expect(0, 1, 1,
           "<section aria-labelledby=\"e-footer-controls_comments\" "
           "class=\"encart encart-comments\">"
           "<h2 id=\"e-footer-controls_comments\">Commentaires</h2>"
           "<p><a href=\"https://example.org/a#respond\">Laisser un commentaire</a></p>"
           "</section>");
    expect(1, 1, 1, TOP_FR);
    ck_assert_ptr_null(h.diags.first);
}
END_TEST

START_TEST(footer_says_that_comments_are_closed)
{
    h.article.comments.status = ENCART__COMMENTS_CLOSED;
    h.article.comments.count = 1234;
    propose("footer-controls", NULL, 2);
    expect(0, 1, 1,
           "<section aria-labelledby=\"e-footer-controls_comments\" "
           "class=\"encart encart-comments\">"
           "<h2 id=\"e-footer-controls_comments\">1\xE2\x80\xAF""234 commentaires</h2>"
           "<p>Les commentaires sont fermés.</p></section>");
}
END_TEST

START_TEST(footer_has_no_comments_where_there_are_none)
{
    h.article.comments.status = ENCART__COMMENTS_NONE;
    propose("footer-controls", NULL, 1);
    expect(0, 1, 1, TOP_FR);
}
END_TEST

START_TEST(footer_has_a_form_where_the_host_takes_comments)
{
    char *got;

    h.article.comments.action = ENCART__STR("/commentaires");
    h.article.comments.hidden = ENCART__STR("{\"_nonce\": \"a\\\"b\", \"post\": 12}");
    h.article.comments.count = 1;
    propose("footer-controls", NULL, 2);
    got = lua_host_build(&h, 0, 1, 1);
    ck_assert_msg(got != NULL, "%s", lua_host_diags(&h));
    ck_assert_ptr_nonnull(strstr(got, "<form action=\"/commentaires\" method=\"post\">"));
    ck_assert_ptr_nonnull(strstr(got, "<p>1 commentaire</p>"));
    ck_assert_ptr_nonnull(strstr(got, "<input name=\"_nonce\" type=\"hidden\" "
                                      "value=\"a&quot;b\">"));
    ck_assert_ptr_nonnull(strstr(got, "name=\"post\" type=\"hidden\" value=\"12\""));
    ck_assert_ptr_nonnull(strstr(got, "autocomplete=\"email\""));
    ck_assert_ptr_nonnull(strstr(got, "avec" "&nbsp;" "*."));
    free(got);
    ck_assert_ptr_null(h.diags.first);
}
END_TEST

START_TEST(footer_form_without_any_address_posts_to_the_page)
{
    char *got;

    propose("footer-controls", "{\"honeypot\": false, \"consent\": false, \"top\": false}", 1);
    got = lua_host_build(&h, 0, 1, 1);
    ck_assert_msg(got != NULL, "%s", lua_host_diags(&h));
    ck_assert_ptr_nonnull(strstr(got, "<form method=\"post\">"));
    ck_assert_ptr_null(strstr(got, "action="));
    ck_assert_ptr_null(strstr(got, "checkbox"));
    ck_assert_ptr_null(strstr(got, "url2"));
    free(got);
}
END_TEST

START_TEST(footer_counts_in_arabic)
{
    static const struct {
        int count;
        const char *words;
    } cases[] = {{1, "تعليق واحد"}, {2, "تعليقان"}, {3, "3 تعليقات"}, {11, "11 تعليقًا"},
                 {100, "100 تعليق"}};

    h.lang = "ar";
    h.article.comments.status = ENCART__COMMENTS_CLOSED;
    ck_assert(lua_host_load(&h, "footer-controls"));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *got;

        h.article.comments.count = cases[i].count;
        ck_assert_uint_eq(lua_host_propose(&h, NULL), 2);
        got = lua_host_build(&h, 0, 1, 1);
        ck_assert_ptr_nonnull(strstr(got, cases[i].words));
        free(got);
        lua_host_end(&h);
    }
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("lua_plugins");
    TCase *c = tcase_create("bundled");

    tcase_add_checked_fixture(c, fresh, drop);
    tcase_add_test(c, lire_aussi_links_the_best_earlier_article);
    tcase_add_test(c, lire_aussi_names_each_further_box_by_its_title);
    tcase_add_test(c, lire_aussi_has_a_distinct_name_beside_an_author_s_own_box);
    tcase_add_test(c, lire_aussi_makes_a_list_of_several_links_in_a_box);
    tcase_add_test(c, lire_aussi_takes_a_spare_link_when_its_own_is_used_meanwhile);
    tcase_add_test(c, lire_aussi_builds_nothing_when_every_link_is_used);
    tcase_add_test(c, lire_aussi_proposes_nothing_without_candidates);
    tcase_add_test(c, lire_aussi_proposes_no_more_boxes_than_it_can_fill);
    tcase_add_test(c, lire_aussi_speaks_arabic_and_falls_back_to_english);
    tcase_add_test(c, related_lists_links_with_dates);
    tcase_add_test(c, related_leaves_out_what_is_linked_by_then);
    tcase_add_test(c, related_is_all_or_nothing);
    tcase_add_test(c, related_shows_images_when_asked);
    tcase_add_test(c, footer_links_to_the_site_s_form_and_to_the_top);
    tcase_add_test(c, footer_says_that_comments_are_closed);
    tcase_add_test(c, footer_has_no_comments_where_there_are_none);
    tcase_add_test(c, footer_has_a_form_where_the_host_takes_comments);
    tcase_add_test(c, footer_form_without_any_address_posts_to_the_page);
    tcase_add_test(c, footer_counts_in_arabic);
    suite_add_tcase(s, c);
    return s;
}

int main(void)
{
    return suite_main("test_lua_plugins", suite());
}
