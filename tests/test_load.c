/* Bytes to article: detection, plain text, fragments, pages, boxes, residue, errors. */
#include "tests/load_kit.h"

#define BOX(name, label, title)                                               \
    "<aside aria-label=\"" name "\" class=\"encart encart-read-also\" "       \
    "data-encart=\"author/read-also\"><p><span class=\"encart-label\">" label \
    "</span> " title "</p></aside>\n"

/* ---- what the bytes are -------------------------------------------------------------
 */

START_TEST(formats_are_told_from_the_beginning)
{
    static const struct {
        const char *bytes, *format;
    } cases[] = {
        {"encart-saved 1\n", "saved"},
        {"{\"encart\": 1}", "json"},
        {"\xEF\xBB\xBF \n{ \"body\" : {}}", "json"},
        {"{}", "json"},
        {"{\"title\": \"sans fin", "json"},
        {"{\"a\\\"b\": 3, oups", "json"},
        {"{Moussalaha} est un programme", "text"},
        {"<!DOCTYPE html><p>x", "page"},
        {"\xEF\xBB\xBF<html lang=fr>", "page"},
        {"<!-- c --><head><title>x</title>", "page"},
        {"<article class=x><p>y</p></article>", "page"},
        {"<p>un</p>", "html"},
        {"un<br>deux", "html"},
        {"un <b>mot</b> gras", "html"},
        {"<!-- wp:paragraph -->\n<p>x</p>", "html"},
        {"Le signe <b> met en gras", "text"},
        {"5 < 6 et 7 > 3", "text"},
        {"a <b et c", "text"},
        {"<monsieur> dit-il", "text"},
        {"Bonjour", "text"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_msg(strcmp(encart__load_detect(encart__str_z(cases[i].bytes)),
                             cases[i].format) == 0,
                      "%s: %s", cases[i].bytes,
                      encart__load_detect(encart__str_z(cases[i].bytes)));
}
END_TEST

/* ---- plain text ----------------------------------------------------------------------
 */

START_TEST(text_has_a_title_a_lede_and_paragraphs)
{
    encart_article *a = kit_load("\n\n  Le titre \n\nLe chapeau\nsur deux lignes.\n \t \n"
                                 "Un <b>signe</b> & un autre.\n",
                                 "text");

    ck_assert_str_eq(a->title.p, "Le titre");
    ck_assert_str_eq(a->summary.p, "Le chapeau sur deux lignes.");
    ck_assert_str_eq(a->html.p, "<p>Le chapeau sur deux lignes.</p>\n"
                                "<p>Un &lt;b&gt;signe&lt;/b&gt; &amp; un autre.</p>\n");
    ck_assert_str_eq(a->text.p,
                     "Le chapeau sur deux lignes.\n\nUn <b>signe</b> & un autre.");
    ck_assert_str_eq(a->lang.p, "fr");
    ck_assert_str_eq(a->dir.p, "ltr");
    ck_assert_str_eq(a->format.p, "text");
    ck_assert_uint_eq(a->block_count, 2);
    ck_assert_uint_eq(a->words, 11);
    ck_assert_uint_eq(a->tree.nodes[a->blocks[1].node].line, 8);
    encart__article_release(a);
}
END_TEST

START_TEST(text_without_blank_lines_has_a_paragraph_a_line)
{
    kit_expect("Titre\r\nUn.\r\nDeux.\r\n", "text", "<p>Un.</p>\n<p>Deux.</p>\n");
    kit_expect("\xEF\xBB\xBFTitre\rUn.\rDeux.", "text", "<p>Un.</p>\n<p>Deux.</p>\n");
    kit_expect("Titre seul", "text", "");
}
END_TEST

START_TEST(spaces_of_the_author_are_kept)
{
    kit_expect("T\n\n\u00A0\tIl dit\u00A0: «\u202Foui\u202F»\tet part.", "text",
               "<p>Il dit&nbsp;: «\u202Foui\u202F» et part.</p>\n");
}
END_TEST

START_TEST(a_read_also_line_becomes_a_typed_box)
{
    encart_article *a =
        kit_load("T\n\nUn.\n\nLire aussi : Le port & la ville\n\nDeux.", "text");

    ck_assert_str_eq(a->html.p,
                     "<p>Un.</p>\n" BOX("Lire aussi", "Lire aussi&nbsp;:",
                                        "Le port &amp; la ville") "<p>Deux.</p>\n");
    ck_assert_uint_eq(a->author_box_count, 1);
    ck_assert_str_eq(a->author_boxes[0].title.p, "Le port & la ville");
    ck_assert_str_eq(a->author_boxes[0].href.p, "");
    ck_assert_uint_eq(a->author_boxes[0].line, 5);
    ck_assert(encart__str_is(encart__str_sub(a->html, a->author_boxes[0].title_start,
                                             a->author_boxes[0].title_end),
                             "Le port &amp; la ville"));
    ck_assert_int_eq(a->blocks[1].kind, ENCART__BLOCK_BOX);
    encart__article_release(a);
}
END_TEST

START_TEST(a_read_also_line_is_seen_without_blank_lines_around_it)
{
    kit_expect("T\n\nUne phrase.\nLire aussi : Le titre\nde deux lignes\n\nFin.", "text",
               "<p>Une phrase.</p>\n" BOX("Lire aussi", "Lire aussi&nbsp;:",
                                          "Le titre de deux lignes") "<p>Fin.</p>\n");
    kit_expect(
        "T\n\nUn long paragraphe qui dit\nlire aussi : un mot de plus\n\nFin.", "text",
        "<p>Un long paragraphe qui dit lire aussi : un mot de plus</p>\n<p>Fin.</p>\n");
    kit_expect(
        "T\n\nLire aussi : Un\nLire aussi : Deux\n\nFin.", "text",
        BOX("Lire aussi", "Lire aussi&nbsp;:", "Un")
            BOX("Lire aussi&nbsp;: Deux", "Lire aussi&nbsp;:", "Deux") "<p>Fin.</p>\n");
}
END_TEST

START_TEST(the_residue_of_a_theme_is_mapped_and_not_printed)
{
    encart_article *a =
        kit_load("T\n\nUn.\n\nDeux.\n\nArticles similaires\n\n"
                 "Laisser un commentaire\n\nBouton retour en haut de la page",
                 "text");

    ck_assert_str_eq(a->html.p, "<p>Un.</p>\n<p>Deux.</p>\n");
    ck_assert_uint_eq(a->residue, ENCART__RESIDUE_RELATED | ENCART__RESIDUE_COMMENTS |
                                      ENCART__RESIDUE_TOP);
    ck_assert_int_eq(a->comments.status, ENCART__COMMENTS_OPEN);
    ck_assert_uint_eq(a->diags.count, 3);
    ck_assert_str_eq(a->diags.first->rule, "residue");
    ck_assert_uint_eq(a->diags.first->line, 7); /* in the article's order */
    ck_assert_uint_eq(a->diags.first->next->line, 9);
    ck_assert_uint_eq(a->diags.last->line, 11);
    ck_assert_ptr_null(a->diags.last->next);
    encart__article_release(a);
}
END_TEST

START_TEST(residue_is_only_looked_for_at_the_end)
{
    kit_expect(
        "T\n\nUn.\n\nArticles similaires\n\nDeux phrases. Encore une.", "text",
        "<p>Un.</p>\n<p>Articles similaires</p>\n<p>Deux phrases. Encore une.</p>\n");
    kit_expect("T\n\nArticles similaires", "text", "<p>Articles similaires</p>\n");
    kit_expect("T\n\nUn.\n\nPartager :\nFacebook Twitter\nLes commentaires sont fermés.",
               "text", "<p>Un.</p>\n");
}
END_TEST

START_TEST(titles_under_similar_articles_go_with_it)
{
    kit_expect(
        "T\n\nUn.\n\nArticles similaires\n\nLe port de Tanger\n\nLa ville de Fès\n\n"
        "Laisser un commentaire",
        "text", "<p>Un.</p>\n");
    kit_expect("T\n\nUn.\n\nArticles similaires\n\nLe port de Tanger\n\nIl a plu hier.",
               "text",
               "<p>Un.</p>\n<p>Articles similaires</p>\n<p>Le port de Tanger</p>\n"
               "<p>Il a plu hier.</p>\n");
}
END_TEST

START_TEST(closed_comments_are_mapped)
{
    encart_article *a = kit_load("T\n\nUn.\n\nLes commentaires sont fermés.", "text");

    ck_assert_int_eq(a->comments.status, ENCART__COMMENTS_CLOSED);
    ck_assert_uint_eq(a->residue, ENCART__RESIDUE_COMMENTS_CLOSED);
    encart__article_release(a);
}
END_TEST

START_TEST(arabic_text_is_arabic_without_being_told)
{
    encart_article *a = kit_load("عنوان المقال\n\nنص الفقرة الأولى.\n\n"
                                 "اقرأ أيضا: عنوان آخر\n\nالفقرة الثانية.\n\nاترك تعليقًا",
                                 "text");

    ck_assert_str_eq(a->lang.p, "ar");
    ck_assert_str_eq(a->dir.p, "rtl");
    ck_assert_uint_eq(a->author_box_count, 1);
    ck_assert_str_eq(a->author_boxes[0].title.p, "عنوان آخر");
    ck_assert_uint_eq(a->residue, ENCART__RESIDUE_COMMENTS);
    encart__article_release(a);
}
END_TEST

START_TEST(bad_bytes_become_replacement_characters)
{
    encart_article *a = kit_load("Été\n\nUn caf\xC3\xA9 et \xFF un th\xC3\xA9.", NULL);

    ck_assert_str_eq(a->html.p, "<p>Un café et \uFFFD un thé.</p>\n");
    ck_assert(kit_has_diag(&a->diags, "bad-bytes"));
    encart__article_release(a);
    a = kit_load("Titre\n\nUn caf\xE9 d'\xE9t\xE9.", NULL);
    ck_assert_str_eq(a->text.p, "Un café d'été.");
    ck_assert_str_eq(a->charset.p, "windows-1252");
    encart__article_release(a);
}
END_TEST

START_TEST(utf16_is_read_by_its_mark)
{
    static const char bytes[] = "\xFF\xFET\0\n\0\n\0\xC9\0t\0\xE9\0.\0";
    encart_article *a = kit_load_n((encart__str){bytes, sizeof bytes - 1}, NULL);

    ck_assert_str_eq(a->title.p, "T");
    ck_assert_str_eq(a->text.p, "Été.");
    encart__article_release(a);
}
END_TEST

/* ---- fragments ------------------------------------------------------------------------
 */

START_TEST(a_heading_at_the_beginning_is_the_title)
{
    encart_article *a =
        kit_load("\n<!-- c --><h1 class=x>Le <em>titre</em> &amp;\n suite</h1>"
                 "<p>Un.</p>",
                 NULL);

    ck_assert_str_eq(a->title.p, "Le titre & suite");
    ck_assert_str_eq(a->html.p, "<p>Un.</p>\n");
    ck_assert_str_eq(a->format.p, "html");
    encart__article_release(a);
    a = kit_load("<p>Un.</p><h1>Pas un titre</h1>", NULL);
    ck_assert_str_eq(a->title.p, "");
    ck_assert(strstr(a->text.p, "Pas un titre") != NULL);
    encart__article_release(a);
    a = kit_load("<h1>Jamais fermé <p>Un.</p>", NULL);
    ck_assert(strstr(a->text.p, "Jamais fermé") != NULL);
    encart__article_release(a);
}
END_TEST

START_TEST(paragraphs_of_all_shapes_become_boxes)
{
    static const struct {
        const char *in, *out;
    } cases[] = {
        {"<p>Lire aussi : <a href=\"/a\">Titre</a></p>",
         BOX("Lire aussi", "Lire aussi&nbsp;:", "<a href=\"/a\">Titre</a>")},
        {"<p><strong>Lire aussi :</strong> <a href=\"/a\">Titre</a></p>",
         BOX("Lire aussi", "Lire aussi&nbsp;:", "<a href=\"/a\">Titre</a>")},
        {"<p><b><i>Lire aussi : </i><a href=\"/a\">Titre</a></b></p>",
         BOX("Lire aussi", "Lire aussi&nbsp;:", "<a href=\"/a\">Titre</a>")},
        {"<p><a href=\"/a\">À lire aussi\u00A0: Titre</a></p>",
         BOX("À lire aussi", "À lire aussi&nbsp;:", "<a href=\"/a\">Titre</a>")},
        {"<p><em>Lire aussi : Vu dans <i>Dune</i> hier</em></p>",
         BOX("Lire aussi", "Lire aussi&nbsp;:", "Vu dans <i>Dune</i> hier")},
        {"<p><strong>LIRE AUSSI</strong> <a href=\"/a\">Titre</a></p>",
         BOX("LIRE AUSSI", "LIRE AUSSI", "<a href=\"/a\">Titre</a>")},
        {"<div><span>À lire aussi</span><a href=\"/a\">Titre</a></div>",
         BOX("À lire aussi", "À lire aussi", "<a href=\"/a\">Titre</a>")},
        {"<p>Lire aussi : <a href=\"/a\">Un</a> et <a href=\"/b\">Deux</a></p>",
         BOX("Lire aussi",
             "Lire aussi&nbsp;:", "<a href=\"/a\">Un</a> et <a href=\"/b\">Deux</a>")},
        {"<p>Lire aussi <a href=\"/a\">comment la mer monte</a></p>",
         BOX("Lire aussi", "Lire aussi", "<a href=\"/a\">comment la mer monte</a>")},
        {"<p>Read more <a href=\"/a\">Flood warnings across the north</a></p>",
         BOX("Read more", "Read more", "<a href=\"/a\">Flood warnings across the north</a>")},
        {"<p><a href=\"/a\">Read also Flood warnings across the north</a></p>",
         BOX("Read also", "Read also", "<a href=\"/a\">Flood warnings across the north</a>")},
        {"<h4>Read also: <a href=\"/a\">Title</a></h4>",
         BOX("Read also", "Read also:", "<a href=\"/a\">Title</a>")},
        {"<div>→ Lire aussi – Un titre</div>",
         BOX("Lire aussi", "→ Lire aussi –", "Un titre")},
        {"<p dir=\"rtl\" lang=\"ar\">اقرأ أيضاً: <a href=\"/a\">عنوان</a></p>",
         "<aside aria-label=\"اقرأ أيضاً\" class=\"encart encart-read-also\" "
         "data-encart=\"author/read-also\" dir=\"rtl\" lang=\"ar\"><p>"
         "<span class=\"encart-label\">اقرأ أيضاً:</span> <a "
         "href=\"/a\">عنوان</a></p></aside>\n"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        kit_expect(cases[i].in, "html", cases[i].out);
}
END_TEST

START_TEST(prose_with_links_stays_prose)
{
    static const char *const cases[] = {
        "<p>Lire aussi <a href=\"/a\">Les Misérables</a> de Hugo reste un plaisir "
        "rare.</p>\n",
        "<p>Lire <a href=\"/a\">Les Années</a></p>\n",
        "<p>Voir aussi la page <a href=\"/a\">douze du rapport</a> annuel de la "
        "Cour.</p>\n",
        "<div class=\"button\"><a class=\"button__link\" href=\"/a\">Read more about the palettes "
        "in the handbook.</a></div>\n",
        "<p><a href=\"/a\">Read more</a></p>\n",
        "<p>Read more <a href=\"/a\">about the palettes</a></p>\n",
        "<p>See also <a href=\"/a\">the appendix</a>.</p>\n",
        "<p><a href=\"/a\">Lire aussi la deuxième partie</a></p>\n",
        "<blockquote><p>Lire aussi : <a href=\"/a\">Titre</a></p></blockquote>\n",
        "<ul><li>Lire aussi : <a href=\"/a\">Titre</a></li></ul>\n",
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        kit_expect(cases[i], "html", cases[i]);
}
END_TEST

START_TEST(a_label_and_a_list_of_links_are_one_box)
{
    encart_article *a =
        kit_load("<p>Un.</p><h3>À lire aussi</h3><ul><li><a href=\"/a\">A</a></li>"
                 "<li><a href=\"/b\">B</a></li></ul><p>Deux.</p>",
                 "html");

    ck_assert_uint_eq(a->author_box_count, 1);
    ck_assert_str_eq(a->author_boxes[0].title.p, "A");
    ck_assert_str_eq(a->author_boxes[0].href.p, "/a");
    ck_assert_uint_eq(a->link_count, 2);
    ck_assert(strstr(a->html.p, "À lire aussi</span></p><ul><li>") != NULL);
    encart__article_release(a);
    kit_expect(
        "<p>Lire aussi :</p><p><strong><a href=\"/a\">A</a></strong></p><p>Fin.</p>",
        "html",
        BOX("Lire aussi", "Lire aussi&nbsp;:", "<a href=\"/a\">A</a>") "<p>Fin.</p>\n");
    a = kit_load(
        "<h3>À lire aussi</h3><ul><li><a href=\"/a\">A</a> et du texte</li></ul>",
        "html");
    ck_assert_uint_eq(a->author_box_count, 0);
    encart__article_release(a);
}
END_TEST

START_TEST(boxes_of_the_same_wording_have_names_of_their_own)
{
    encart_article *a = kit_load("<p>Lire aussi : <a href=\"/a\">Un</a></p>"
                                 "<p>Lire aussi : <a href=\"/b\">Deux</a></p>"
                                 "<p>Lire aussi : <a href=\"/c\">Deux</a></p>",
                                 "html");
    encart__str first, second;

    ck_assert(encart__tree_attr(&a->tree, a->author_boxes[0].node, ENCART__A_ARIA_LABEL,
                                &first));
    ck_assert(encart__tree_attr(&a->tree, a->author_boxes[1].node, ENCART__A_ARIA_LABEL,
                                &second));
    ck_assert(encart__str_is(first, "Lire aussi"));
    ck_assert(encart__str_is(second, "Lire aussi\u00A0: Deux"));
    ck_assert(!encart__tree_attr(&a->tree, a->author_boxes[2].node, ENCART__A_ARIA_LABEL,
                                 NULL));
    encart__article_release(a);
}
END_TEST

START_TEST(a_line_between_single_breaks_is_a_box_too)
{
    kit_expect(
        "<p>Une phrase.<br>Lire aussi : <a href=\"/a\">Titre</a><br>Une autre.</p>",
        "html",
        "<p>Une phrase.</p>\n" BOX("Lire aussi", "Lire aussi&nbsp;:",
                                   "<a href=\"/a\">Titre</a>") "<p>Une autre.</p>\n");
    kit_expect("<p>Rose,<br>lire aussi : <br>poème</p>", "html",
               "<p>Rose,<br>lire aussi : <br>poème</p>\n");
}
END_TEST

START_TEST(residue_of_html_is_taken_out_with_its_lists)
{
    encart_article *a = kit_load(
        "<div><p>Un.</p><p>Deux.</p></div><h3>Articles similaires</h3><ul><li><a "
        "href=\"/z\">Z"
        "</a></li></ul><p>Partager sur Facebook<br>Copier le lien</p><div><h3>Laisser un "
        "commentaire</h3></div><ul><li>Facebook Twitter</li></ul>",
        "html");

    ck_assert_str_eq(a->html.p, "<div><p>Un.</p><p>Deux.</p></div>\n");
    ck_assert_uint_eq(a->residue, ENCART__RESIDUE_RELATED | ENCART__RESIDUE_COMMENTS |
                                      ENCART__RESIDUE_SHARE);
    ck_assert_uint_eq(a->link_count, 0);
    encart__article_release(a);
}
END_TEST

START_TEST(links_are_listed_once_in_order)
{
    encart_article *a = kit_load("<p><a href=\"/b\">1</a> <a href=\"/a\">2</a> "
                                 "<a href=\"/b\">3</a></p>",
                                 "html");

    ck_assert_uint_eq(a->link_count, 2);
    ck_assert_str_eq(a->links[0].p, "/b");
    ck_assert_str_eq(a->links[1].p, "/a");
    encart__article_release(a);
}
END_TEST

/* ---- marks
 * ------------------------------------------------------------------------------ */

START_TEST(our_own_boxes_are_taken_out_again)
{
    kit_expect("<span id=\"encart-top\" data-encart=\"core/top\"></span><p>Un.</p>"
               "<aside data-encart=\"lire-aussi/links\"><p>x</p><aside>y</aside></aside>"
               "<p>Deux.</p><section data-encart=\"related/list\"><h2>Z</h2></section>",
               "html", "<p>Un.</p>\n<p>Deux.</p>\n");
}
END_TEST

START_TEST(foreign_marks_lose_the_mark_and_keep_the_words)
{
    encart_article *a = kit_load("<div data-encart=\"lire-aussi/links\">un</div>"
                                 "<p data-encart=\"autre/boite\">deux</p>"
                                 "<aside data-encart=\"lire-aussi/links\">trois",
                                 "html");

    ck_assert(strstr(a->text.p, "un") && strstr(a->text.p, "deux") &&
              strstr(a->text.p, "trois"));
    ck_assert_ptr_null(strstr(a->html.p, "data-encart"));
    ck_assert(kit_has_diag(&a->diags, "foreign-mark"));
    encart__article_release(a);
}
END_TEST

START_TEST(a_mark_never_swallows_what_its_element_does_not_hold)
{
    encart_article *a =
        kit_load("<div><aside data-encart=\"lire-aussi/links\"><p>x</p></div>"
                 "<p>Un.</p></aside>",
                 "html");

    ck_assert_str_eq(a->text.p, "x\n\nUn.");
    ck_assert_ptr_null(strstr(a->html.p, "data-encart"));
    encart__article_release(a);
}
END_TEST

START_TEST(strip_gives_the_article_back)
{
    encart_article *a =
        kit_load("<p>Un.</p><p>Lire aussi : Titre</p><p>Deux.</p>", "html");
    size_t from = a->author_boxes[0].title_start, to = a->author_boxes[0].title_end;
    encart__strbuf rendered, out;

    encart__strbuf_init(&rendered, NULL, 0);
    encart__strbuf_init(&out, NULL, 0);
    encart__strbuf_puts(&rendered,
                        "<span id=\"encart-top\" data-encart=\"core/top\"></span>\n");
    encart__strbuf_add(&rendered, a->html.p, from);
    encart__strbuf_puts(&rendered, "<a href=\"/t\" data-encart=\"core/link\">");
    encart__strbuf_add(&rendered, a->html.p + from, to - from);
    encart__strbuf_puts(&rendered, "</a>");
    encart__strbuf_puts(&rendered, a->html.p + to);
    encart__strbuf_puts(&rendered,
                        "<section data-encart=\"related/list\"><h2>Z</h2></section>\n");
    ck_assert_int_eq(encart__strip(&out, encart__strbuf_view(&rendered), &kit_known,
                                   &encart__alloc_default, NULL),
                     ENCART_OK);
    ck_assert_str_eq(encart__strbuf_z(&out), a->html.p);
    encart__strbuf_free(&rendered);
    encart__strbuf_free(&out);
    encart__article_release(a);
}
END_TEST

START_TEST(thousands_of_open_marks_take_linear_time)
{
    encart__strbuf b;
    encart_article *a;

    encart__strbuf_init(&b, NULL, 0);
    for (int i = 0; i < 40000; i++)
        encart__strbuf_puts(&b, "<aside data-encart=\"lire-aussi/links\">");
    encart__strbuf_puts(&b, "fin");
    a = kit_load_n(encart__strbuf_view(&b), "html");
    ck_assert(strstr(a->text.p, "fin") != NULL);
    encart__article_release(a);
    encart__strbuf_free(&b);
}
END_TEST

/* ---- pages
 * ------------------------------------------------------------------------------ */

START_TEST(a_page_gives_metadata_and_body)
{
    encart_article *a = kit_load(
        "<!DOCTYPE html><html lang=\"fr\"><head><title>Le port | Journal</title>"
        "<meta property=\"og:title\" content=\"Le port\">"
        "</head><body><nav><a href=\"/\">Accueil</a></nav><article><h1>Le port</h1>"
        "<p>Le port a grandi de moitié en dix ans, disent les comptes de la ville : deux "
        "quais, une gare, des entrepôts, et sur la colline les maisons de ceux qui, "
        "venus "
        "de la montagne, y ont trouvé du travail, un toit et des voisins.</p>"
        "<p>Lire aussi : <a href=\"b.html\">La ville</a></p>"
        "<p>Il emploie deux mille personnes, et davantage encore pendant la saison, "
        "quand les "
        "chalutiers rentrent chargés, que les halles ouvrent la nuit, et que les camions "
        "attendent jusque sur la route de la corniche.</p>"
        "<p>La ville, elle, n’a pas suivi : ni les écoles, ni les routes, ni l’hôpital, "
        "dont "
        "la construction, promise trois fois, commencera peut-être au printemps.</p>"
        "</article><footer>Mentions</footer></body></html>",
        NULL);

    ck_assert_str_eq(a->format.p, "page");
    ck_assert_str_eq(a->title.p, "Le port");
    ck_assert_uint_eq(a->author_box_count, 1);
    ck_assert_ptr_null(strstr(a->text.p, "Accueil"));
    ck_assert_ptr_null(strstr(a->text.p, "Mentions"));
    ck_assert(strstr(a->text.p, "deux mille personnes") != NULL);
    encart__article_release(a);
}
END_TEST

START_TEST(addresses_of_a_page_are_resolved_and_checked)
{
    static const char page[] =
        "<!DOCTYPE html><html><head><base href=\"/sub/\"><title>T</title>"
        "<link rel=canonical href=\"https://journal.example/port\"><link rel=next "
        "href=\"javascript:alert(1)\">"
        "</head><body><article><p>Un texte assez long pour être le corps de l’article, "
        "avec "
        "<a href=\"x.html\">un lien</a> dedans.</p></article></body></html>";
    encart_load_options options = ENCART_LOAD_OPTIONS_INIT;
    encart_article *a;

    options.url = "https://journal.example/autre";
    ck_assert_int_eq(encart__load(&a, NULL, ENCART__STR(page), &options, NULL, NULL),
                     ENCART_OK);
    ck_assert_str_eq(a->url.p, "https://journal.example/port");
    ck_assert_str_eq(a->link_next.p, "");
    ck_assert_uint_eq(a->link_count, 1);
    ck_assert_str_eq(a->links[0].p, "https://journal.example/sub/x.html");
    encart__article_release(a);
}
END_TEST

/* ---- options and errors
 * -------------------------------------------------------------------- */

START_TEST(the_language_of_the_option_wins)
{
    encart_load_options options = ENCART_LOAD_OPTIONS_INIT;
    encart_article *a;

    options.lang = "ar-MA";
    options.site = "journal";
    ck_assert_int_eq(encart__load(&a, NULL,
                                  ENCART__STR("{\"lang\":\"en\",\"dir\":\"ltr\","
                                              "\"body\":{\"value\":\"<p>x\"}}"),
                                  &options, NULL, NULL),
                     ENCART_OK);
    ck_assert_str_eq(a->lang.p, "ar-MA");
    ck_assert_str_eq(a->dir.p, "rtl");
    ck_assert_str_eq(a->site.p, "journal");
    encart__article_release(a);
}
END_TEST

START_TEST(wrong_options_are_named)
{
    static const struct {
        encart_load_options options;
        const char *message;
    } cases[] = {
        {{.struct_size = sizeof(encart_load_options), .format = "htm"},
         "did you mean \"html\""},
        {{.struct_size = sizeof(encart_load_options), .profile = "plugin"},
         "profile \"plugin\""},
        {{.struct_size = sizeof(encart_load_options), .lang = "français!"},
         "language tag"},
        {{.struct_size = sizeof(encart_load_options), .heading_base = 7},
         "heading_base is 7"},
        {{.struct_size = sizeof(encart_load_options), .body_begin = "<main>"},
         "body_begin and body_end"},
        {{.struct_size = sizeof(encart_load_options), .body_begin = "", .body_end = "x"},
         "body_begin and body_end"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        encart_article *a;
        encart_error err;

        ck_assert_int_eq(
            encart__load(&a, NULL, ENCART__STR("x"), &cases[i].options, NULL, &err),
            ENCART_EINVAL);
        ck_assert_ptr_null(a);
        ck_assert_msg(strstr(err.message, cases[i].message) != NULL, "%s", err.message);
    }
}
END_TEST

static void expect_error(encart__str bytes, const char *format, int status,
                         const char *words, uint32_t line)
{
    encart_article *a;
    encart_error err;

    ck_assert_int_eq(kit_try(&a, bytes, format, NULL, &err), status);
    ck_assert_ptr_null(a);
    ck_assert_msg(strstr(err.message, words) != NULL, "%s", err.message);
    ck_assert_str_eq(err.source, "essai");
    ck_assert_uint_eq(err.line, line);
    ck_assert_int_eq(err.stage, ENCART_STAGE_LOAD);
}

START_TEST(what_is_no_document_gets_one_clear_error)
{
    encart_load_options options = ENCART_LOAD_OPTIONS_INIT;
    encart_article *a;
    encart_error err;

    expect_error(ENCART__STR(""), NULL, ENCART_EPARSE, "is empty", 1);
    expect_error(ENCART__STR(" \n\u00A0\t"), NULL, ENCART_EPARSE,
                 "nothing but white space", 1);
    expect_error(ENCART__STR("%PDF-1.4 xyz"), NULL, ENCART_EPARSE, "PDF", 1);
    expect_error(ENCART__STR("a\0b"), NULL, ENCART_EPARSE, "binary", 1);
    options.max_bytes = 10;
    ck_assert_int_eq(
        encart__load(&a, NULL, ENCART__STR("douze octets"), &options, NULL, &err),
        ENCART_ELIMIT);
    ck_assert(strstr(err.message, "12 bytes") && strstr(err.message, "limit is 10"));
}
END_TEST

/* ---- real inputs, memory
 * ------------------------------------------------------------------- */

/* `text` without white space of any kind. */
static char *squeezed(encart__str text)
{
    char *out = malloc(text.n + 1);
    size_t n = 0;

    for (size_t i = 0; i < text.n; i++) {
        static const char *const wide[] = {"\u00A0", "\u202F"};
        size_t skip = encart__is_space((unsigned char)text.p[i]) ? 1 : 0;

        for (size_t j = 0; j < 2; j++)
            if (encart__str_starts(encart__str_sub(text, i, text.n),
                                   encart__str_z(wide[j])))
                skip = strlen(wide[j]);
        if (skip)
            i += skip - 1;
        else
            out[n++] = text.p[i];
    }
    out[n] = '\0';
    return out;
}

#define MARKED(inside)                                                                   \
    "<!DOCTYPE html><html lang=en><head><title>T – Site</title>"                         \
    "<meta property=og:title content=T></head><body><article><p>Not this.</p>"           \
    "<h1>T</h1>" inside "<p>Nor this, with <time datetime=2024-05-02>a date</time>.</p>" \
    "</article></body></html>"

static int try_marked(encart_article **a, const char *z, const char *format,
                      const encart_allocator *alloc, encart_error *err)
{
    encart_load_options o = ENCART_LOAD_OPTIONS_INIT;

    o.format = format;
    o.body_begin = "<!--a-->";
    o.body_end = "<!--/a-->";
    return encart__load(a, alloc, encart__str_z(z), &o, &kit_known, err);
}

START_TEST(the_body_of_a_page_is_what_the_host_marks)
{
    static const char z[] = MARKED("<!--a--><p>Tiny.<!--/a-->");
    encart_article *a;

    ck_assert_int_eq(try_marked(&a, z, NULL, NULL, NULL), ENCART_OK);
    ck_assert_str_eq(a->format.p, "page");
    ck_assert_str_eq(a->html.p, "<p>Tiny.</p>\n");
    ck_assert_str_eq(a->title.p, "T");
    ck_assert_str_eq(a->lang.p, "en");
    ck_assert(a->published.set);
    ck_assert(!kit_has_diag(&a->diags, "no-article"));
    encart__article_release(a);
    ck_assert_int_eq(try_marked(&a, MARKED("<!--a--><h1>T</h1><p>x<!--/a-->"), "page", NULL,
                                NULL),
                     ENCART_OK);
    ck_assert_int_eq(a->title_in_body, 1);
    ck_assert_str_eq(a->html.p, "<p>x</p>\n");
    encart__article_release(a);
    ck_assert_int_eq(try_marked(&a, MARKED("<!--a--><!--/a-->"), "page", NULL, NULL),
                     ENCART_OK);
    ck_assert_str_eq(a->html.p, "");
    encart__article_release(a);
}
END_TEST

START_TEST(marks_are_for_pages)
{
    encart_article *a;

    ck_assert_int_eq(try_marked(&a, "<p>Un.<!--a--></p>", "html", NULL, NULL), ENCART_OK);
    ck_assert_str_eq(a->html.p, "<p>Un.</p>\n");
    encart__article_release(a);
}
END_TEST

START_TEST(marks_that_are_not_there_once_are_an_error)
{
    static const struct {
        const char *page, *message;
    } cases[] = {
        {MARKED("<p>x</p>"), "“<!--a-->” stands nowhere in the page"},
        {MARKED("<!--a--><p>x</p>"), "“<!--/a-->” stands nowhere in the page"},
        {MARKED("<!--a--><!--a--><p>x</p><!--/a-->"), "“<!--a-->” stands more than once"},
        {MARKED("<!--a--><p>x</p><!--/a--><!--/a-->"), "“<!--/a-->” stands more than once"},
        {MARKED("<!--/a--><p>x</p><!--a-->"), "the article ends before it begins"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        encart_article *a;
        encart_error err;

        ck_assert_int_eq(try_marked(&a, cases[i].page, "page", NULL, &err), ENCART_EPARSE);
        ck_assert_ptr_null(a);
        ck_assert_msg(strstr(err.message, cases[i].message) != NULL, "%s", err.message);
    }
}
END_TEST

START_TEST(a_marked_page_without_memory_is_reported_and_leaks_nothing)
{
    static const char z[] = MARKED("<!--a--><p>Un.</p><p>Lire aussi : Deux</p><!--/a-->");
    encart_article *a;
    suite_alloc sa;
    size_t total;

    suite_alloc_init(&sa);
    ck_assert_int_eq(try_marked(&a, z, "page", &sa.vtable, NULL), ENCART_OK);
    encart__article_release(a);
    total = sa.count;
    ck_assert_uint_gt(total, 20);
    for (size_t i = 1; i <= total; i++) {
        suite_alloc_init(&sa);
        sa.fail_at = i;
        ck_assert_int_eq(try_marked(&a, z, "page", &sa.vtable, NULL), ENCART_ENOMEM);
        ck_assert_ptr_null(a);
        ck_assert_uint_eq(sa.live, 0);
    }
}
END_TEST

START_TEST(the_seed_article_is_kept_to_the_character)
{
    const char *dir = suite_data();
    char path[4200], *bytes, *want, *have;
    encart_article *a;
    encart__strbuf all;
    size_t n, end;

    if (!dir)
        skip_test("no real inputs beside the checkout");
    snprintf(path, sizeof path, "%s/articles/moussalaha.txt", dir);
    bytes = suite_read(path, &n);
    ck_assert_ptr_nonnull(bytes);
    a = kit_load_n((encart__str){bytes, n}, NULL);
    encart__strbuf_init(&all, NULL, 0);
    encart__strbuf_str(&all, a->title);
    encart__strbuf_str(&all, a->text);
    end = encart__str_find((encart__str){bytes, n}, ENCART__STR("Articles similaires"));
    want = squeezed((encart__str){bytes, end});
    have = squeezed(encart__strbuf_view(&all));
    ck_assert_str_eq(have, want);
    ck_assert_uint_eq(a->block_count, 6);
    ck_assert_uint_eq(a->author_box_count, 1);
    ck_assert_str_eq(
        a->author_boxes[0].title.p,
        "Lutte contre le terrorisme : La DGST au cœur de l’affaire Cole Bridges");
    ck_assert_uint_eq(a->residue, ENCART__RESIDUE_RELATED | ENCART__RESIDUE_COMMENTS |
                                      ENCART__RESIDUE_TOP);
    ck_assert(encart__str_starts(a->text, a->summary));
    free(want);
    free(have);
    free(bytes);
    encart__strbuf_free(&all);
    encart__article_release(a);
}
END_TEST

START_TEST(every_failed_allocation_is_reported_and_leaks_nothing)
{
    kit_starve(
        ENCART__STR("Titre\n\nUn « mot ».\nSuite\n\nLire aussi : Titre\n\nDeux.\n\n"
                    "Articles similaires\n\nUn titre ou deux\n\nPartager :"),
        NULL, 300);
    kit_starve(ENCART__STR("<h1>T &amp; t</h1><p>Un <a href=\"/a\">lien</a>.</p>"
                           "<aside data-encart=\"lire-aussi/links\">x</aside>"
                           "<p><b>Lire aussi :</b> <a href=\"/b\">Titre</a></p>"
                           "<p>Un.<br>Lire aussi : Deux<br>Trois.</p>"
                           "<h3>À lire aussi</h3><ul><li><a href=\"/c\">C</a></li></ul>"
                           "<p>Fin.</p><p>Laisser un commentaire</p>"),
               NULL, 300);
    kit_starve(
        ENCART__STR("<!DOCTYPE html><html lang=fr><head><title>T</title></head><body>"
                    "<article><h1>T</h1><p>Un long texte, une virgule, et la suite de "
                    "la phrase.</p><p>Deux.</p></article></body></html>"),
        NULL, 300);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("load");
    TCase *c = tcase_create("load");

    tcase_set_timeout(c, 120);
    tcase_add_test(c, formats_are_told_from_the_beginning);
    tcase_add_test(c, text_has_a_title_a_lede_and_paragraphs);
    tcase_add_test(c, text_without_blank_lines_has_a_paragraph_a_line);
    tcase_add_test(c, spaces_of_the_author_are_kept);
    tcase_add_test(c, a_read_also_line_becomes_a_typed_box);
    tcase_add_test(c, a_read_also_line_is_seen_without_blank_lines_around_it);
    tcase_add_test(c, the_residue_of_a_theme_is_mapped_and_not_printed);
    tcase_add_test(c, residue_is_only_looked_for_at_the_end);
    tcase_add_test(c, titles_under_similar_articles_go_with_it);
    tcase_add_test(c, closed_comments_are_mapped);
    tcase_add_test(c, arabic_text_is_arabic_without_being_told);
    tcase_add_test(c, bad_bytes_become_replacement_characters);
    tcase_add_test(c, utf16_is_read_by_its_mark);
    tcase_add_test(c, a_heading_at_the_beginning_is_the_title);
    tcase_add_test(c, paragraphs_of_all_shapes_become_boxes);
    tcase_add_test(c, prose_with_links_stays_prose);
    tcase_add_test(c, a_label_and_a_list_of_links_are_one_box);
    tcase_add_test(c, boxes_of_the_same_wording_have_names_of_their_own);
    tcase_add_test(c, a_line_between_single_breaks_is_a_box_too);
    tcase_add_test(c, residue_of_html_is_taken_out_with_its_lists);
    tcase_add_test(c, links_are_listed_once_in_order);
    tcase_add_test(c, our_own_boxes_are_taken_out_again);
    tcase_add_test(c, foreign_marks_lose_the_mark_and_keep_the_words);
    tcase_add_test(c, a_mark_never_swallows_what_its_element_does_not_hold);
    tcase_add_test(c, strip_gives_the_article_back);
    tcase_add_test(c, thousands_of_open_marks_take_linear_time);
    tcase_add_test(c, a_page_gives_metadata_and_body);
    tcase_add_test(c, addresses_of_a_page_are_resolved_and_checked);
    tcase_add_test(c, the_language_of_the_option_wins);
    tcase_add_test(c, wrong_options_are_named);
    tcase_add_test(c, what_is_no_document_gets_one_clear_error);
    tcase_add_test(c, the_body_of_a_page_is_what_the_host_marks);
    tcase_add_test(c, marks_are_for_pages);
    tcase_add_test(c, marks_that_are_not_there_once_are_an_error);
    tcase_add_test(c, a_marked_page_without_memory_is_reported_and_leaks_nothing);
    tcase_add_test(c, the_seed_article_is_kept_to_the_character);
    tcase_add_test(c, every_failed_allocation_is_reported_and_leaks_nothing);
    suite_add_tcase(s, c);
    return suite_main("test_load", s);
}
