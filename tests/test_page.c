/* Page metadata and body finding: what a whole page says of itself, and which of its
 * words are the article. */
#include "core/base/limits.h"
#include "core/load/page.h"
#include "suite.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct {
    encart_article a;
    encart__tokens tokens;
    uint8_t *keep;
    encart__strbuf text; /* kept text; each tag is a space */
    int status;
} page;

/* Reads a page with the given allocator; check status before anything else. */
static void page_read(page *p, encart__str html, const encart_allocator *alloc)
{
    memset(p, 0, sizeof *p);
    encart__arena_init(&p->a.arena, alloc, 0);
    encart__diags_init(&p->a.diags, &p->a.arena, 0);
    p->a.comments.count = -1;
    encart__tokens_init(&p->tokens, alloc);
    encart__strbuf_init(&p->text, NULL, ENCART__HARD_INPUT);
    p->status = encart__tokenize(&p->tokens, html, 0);
    if (!p->status)
        p->status = encart__page_metadata(&p->a, &p->tokens);
    if (p->status)
        return;
    p->keep = calloc(p->tokens.count + 1, 1);
    p->status = encart__page_body(p->keep, &p->a, &p->tokens, &p->a.diags);
    for (size_t i = 0; !p->status && i < p->tokens.count; i++) {
        const encart__token *k = &p->tokens.token[i];

        if (!p->keep[i])
            continue;
        if (k->type == ENCART__TOKEN_TEXT)
            encart__strbuf_str(&p->text, encart__token_text(&p->tokens, k));
        else
            encart__strbuf_putc(&p->text, ' ');
    }
}

static void page_free(page *p)
{
    free(p->keep);
    encart__strbuf_free(&p->text);
    encart__tokens_free(&p->tokens);
    encart__arena_free(&p->a.arena);
}

static page *of(const char *html)
{
    static page p;

    page_free(&p);
    page_read(&p, encart__str_z(html), &encart__alloc_default);
    ck_assert_int_eq(p.status, ENCART_OK);
    return &p;
}

static int says(const page *p, const char *words)
{
    return strstr(encart__strbuf_z(&p->text), words) != NULL;
}

static void check_str(encart__str s, const char *wanted)
{
    ck_assert_msg(encart__str_is(s, wanted), "\"%.*s\", not \"%s\"", (int)s.n, s.p,
                  wanted);
}

static void check_date(const encart__date *d, const char *wanted)
{
    char text[40];

    encart__date_format(text, d);
    ck_assert_str_eq(text, wanted);
}

#define PROSE                                                                     \
    "Le vent a tourné dans la nuit, et avec lui les bateaux du vieux port, qui " \
    "attendaient depuis trois jours, ont quitté le quai l'un après l'autre sans bruit."
#define PROSE2                                                                    \
    "Personne, dans le village, ne se souvient d'un départ aussi discret ; les " \
    "anciens, "                                                                   \
    "eux, disent que le calme annonce toujours, tôt ou tard, un long hiver de tempêtes."
#define ARTICLE "<p>" PROSE "</p><p>" PROSE2 "</p>"
#define WRAP(head, body) \
    "<!DOCTYPE html><html><head>" head "</head><body>" body "</body></html>"

/* ---- title ---- */

START_TEST(the_site_is_cut_off_the_title)
{
    check_str(
        of(WRAP("<title>Le départ des bateaux du port | Ouest Marine</title>", ARTICLE))
            ->a.title,
        "Le départ des bateaux du port");
    check_str(of(WRAP("<title>Départ - Ouest</title>"
                      "<meta property=og:site_name content=Ouest>",
                      ARTICLE))
                  ->a.title,
              "Départ");
    check_str(of(WRAP("<title>Ouest Marine - Départ du port</title>"
                      "<meta property=og:site_name content='Ouest Marine'>",
                      ARTICLE))
                  ->a.title,
              "Départ du port");
}
END_TEST

START_TEST(a_dash_inside_the_title_stays)
{
    check_str(of(WRAP("<title>Vent - marée</title>", ARTICLE))->a.title, "Vent - marée");
    check_str(of(WRAP("<title>Le vent tourne encore - le port se vide | Ouest</title>",
                      "<h1>Le vent tourne encore - le port se vide</h1>" ARTICLE))
                  ->a.title,
              "Le vent tourne encore - le port se vide");
}
END_TEST

START_TEST(references_and_tags_in_titles_are_resolved)
{
    check_str(of(WRAP("<meta property='og:title' content='L&amp;#8217;hiver &amp;amp; "
                      "&lt;em&gt;le port&lt;/em&gt;'>",
                      ARTICLE))
                  ->a.title,
              "L’hiver & le port");
}
END_TEST

START_TEST(without_any_title_the_first_heading_is_one)
{
    check_str(of("<h1>Le <b>port</b>\n vide</h1>" ARTICLE)->a.title, "Le port vide");
    check_str(of(ARTICLE)->a.title, "");
}
END_TEST

/* ---- JSON-LD ---- */

#define LD(json) WRAP("<script type='application/ld+json'>" json "</script>", ARTICLE)

START_TEST(jsonld_gives_the_article)
{
    page *p = of(LD("{\"@type\":\"NewsArticle\",\"headline\":\"Le port\","
                    "\"datePublished\":\"2024-10-20T10:00:00+02:00\","
                    "\"dateModified\":\"2024-10-21\",\"articleSection\":[\"Mer\"],"
                    "\"author\":[{\"@type\":\"Person\",\"name\":\"Ana Lopez\","
                    "\"url\":\"https://e.org/ana\",\"jobTitle\":\"Grand&amp;reporter\","
                    "\"description\":\"Suit les <i>ports</i>.\",\"image\":"
                    "{\"@type\":\"ImageObject\",\"url\":\"https://e.org/ana.jpg\"}},"
                    "\"Par Jean Roux\"],"
                    "\"keywords\":\"mer, port\",\"isAccessibleForFree\":\"False\","
                    "\"image\":{\"url\":\"https://e.org/i.jpg\",\"width\":640,"
                    "\"height\":\"480px\"},\"commentCount\":7}"));

    check_str(p->a.title, "Le port");
    check_date(&p->a.published, "2024-10-20T10:00:00+02:00");
    check_date(&p->a.modified, "2024-10-21");
    check_str(p->a.section.name, "Mer");
    ck_assert_uint_eq(p->a.author_count, 2);
    check_str(p->a.authors[0].name, "Ana Lopez");
    check_str(p->a.authors[0].url, "https://e.org/ana");
    check_str(p->a.authors[1].name, "Jean Roux");
    check_str(p->a.profiles[0].role, "Grand&reporter");
    check_str(p->a.profiles[0].bio, "Suit les ports.");
    check_str(p->a.profiles[0].image.url, "https://e.org/ana.jpg");
    check_str(p->a.profiles[1].role, "");
    ck_assert_uint_eq(p->a.tag_count, 2);
    check_str(p->a.access, "paid");
    check_str(p->a.image.url, "https://e.org/i.jpg");
    ck_assert_int_eq(p->a.image.width, 640);
    ck_assert_int_eq(p->a.image.height, 480);
    ck_assert_int_eq(p->a.comments.count, 7);
}
END_TEST

START_TEST(jsonld_graphs_and_references_are_followed)
{
    page *p =
        of(LD("[{\"@context\":\"https://schema.org\",\"@graph\":[{\"@type\":\"Person\","
              "\"@id\":\"#ana\",\"name\":\"Ana Lopez\"},{\"@type\":\"WebPage\","
              "\"name\":\"Autre\"},{\"@type\":[\"Thing\",\"Article\"],"
              "\"headline\":\"Le port\",\"author\":{\"@id\":\"#ana\"}}]}]"));

    check_str(p->a.title, "Le port");
    ck_assert_uint_eq(p->a.author_count, 1);
    check_str(p->a.authors[0].name, "Ana Lopez");
}
END_TEST

START_TEST(jsonld_in_comments_with_raw_line_ends_and_stray_commas_is_read)
{
    check_str(of(LD("<!-- //<![CDATA[\n{\"@type\":\"Article\",\"headline\":\"Le\nport\",}"
                    "\n//]]> -->"))
                  ->a.title,
              "Le port");
}
END_TEST

START_TEST(broken_jsonld_costs_nothing_else)
{
    page *p = of(WRAP("<title>Le port se vide encore</title>"
                      "<script type='application/ld+json'>{\"@type\":</script>"
                      "<script type='application/ld+json'>{\"@type\":\"Article\","
                      "\"datePublished\":\"hier\",\"author\":17,\"image\":[[]]}</script>",
                      ARTICLE));

    check_str(p->a.title, "Le port se vide encore");
    ck_assert(!p->a.published.set);
    ck_assert_uint_eq(p->a.author_count, 0);
}
END_TEST

/* ---- dates ---- */

static const struct {
    const char *text, *date;
} dates[] = {
    {"Publié le 21 août 2017 à 17h45", "2017-08-21T17:45:00Z"},
    {"le 1er mars 2024", "2024-03-01"},
    {"August 3rd, 2017 5:45 PM", "2017-08-03T17:45:00Z"},
    {"3. März 2021", "2021-03-03"},
    {"21.08.2017, 09:05 Uhr", "2017-08-21T09:05:00Z"},
    {"Mon, 21 Aug 2017 17:45:00 +0200", "2017-08-21T17:45:00+02:00"},
    {"2017/08/21", "2017-08-21"},
    {"08/21/2017", "2017-08-21"},
    {"20170821", "2017-08-21"},
    {"الاثنين 21 أغسطس 2017", "2017-08-21"},
    {"٢١ يوليو ٢٠١٩", "2019-07-21"},
    {"10 de enero de 2020", "2020-01-10"},
};

START_TEST(dates_in_words_are_read)
{
    char html[512];

    snprintf(html, sizeof html, WRAP("", "<p class='post-date'>%s</p>" ARTICLE),
             dates[_i].text);
    check_date(&of(html)->a.published, dates[_i].date);
}
END_TEST

static const char *const no_dates[] = {
    "31 février 2020",          "32.01.2020", "mars", "12/2020", "3 mai", "1789-07-14",
    "appelez le 04 12 20 20 11"};

START_TEST(what_is_no_date_is_none)
{
    char html[512];

    snprintf(html, sizeof html, WRAP("", "<p class='date'>%s</p>" ARTICLE), no_dates[_i]);
    ck_assert(!of(html)->a.published.set);
}
END_TEST

START_TEST(a_meta_date_wins_over_markup_and_address)
{
    check_date(&of(WRAP("<link rel=canonical href='https://e.org/2017/01/02/x'>"
                        "<meta property='article:published_time' content='2024-05-06'>",
                        "<time datetime='2020-01-01'>x</time>" ARTICLE))
                    ->a.published,
               "2024-05-06");
    check_date(
        &of(WRAP("<link rel=canonical href='https://e.org/2017/01/02/x'>", ARTICLE))
             ->a.published,
        "2017-01-02");
}
END_TEST

/* ---- authors, tags, language and the rest ---- */

static const struct {
    const char *byline, *names;
} bylines[] = {
    {"Par Jean Roux", "Jean Roux"},
    {"By Ana Lopez and Jim Doe", "Ana Lopez|Jim Doe"},
    {"Publié par : Jean Roux, le 3 mai 2020", "Jean Roux"},
    {"Ana Lopez, Jim Doe, Lee Poe", "Ana Lopez|Jim Doe|Lee Poe"},
    {"Dupont, Jean", "Dupont, Jean"},
    {"Orange avec AFP", "Orange avec AFP"},
    {"بقلم سارة علي", "سارة علي"},
    {"https://e.org/ana", ""},
    {"3 mai 2020", ""},
    {"redaction@e.org", ""},
};

START_TEST(names_come_out_of_bylines)
{
    char html[512], names[256] = "";
    page *p;

    snprintf(html, sizeof html, WRAP("<meta name=author content='%s'>", ARTICLE),
             bylines[_i].byline);
    p = of(html);
    for (size_t i = 0; i < p->a.author_count; i++)
        snprintf(names + strlen(names), sizeof names - strlen(names), "%s%.*s",
                 i ? "|" : "", (int)p->a.authors[i].name.n, p->a.authors[i].name.p);
    ck_assert_str_eq(names, bylines[_i].names);
}
END_TEST

START_TEST(an_author_stands_in_the_markup_when_the_head_has_none)
{
    page *p =
        of(WRAP("<meta property='article:author' content='https://f.example/x'>",
                "<p class='article-author'>Par <a href='/j'>Jean Roux</a></p>" ARTICLE));

    ck_assert_uint_eq(p->a.author_count, 1);
    check_str(p->a.authors[0].name, "Jean Roux");
}
END_TEST

START_TEST(article_tags_win_over_keywords)
{
    page *p = of(WRAP("<meta name=keywords content='a, b, c'>"
                      "<meta property='article:tag' content='Mer,Port'>"
                      "<meta property='article:tag' content='Vent'>",
                      ARTICLE));

    ck_assert_uint_eq(p->a.tag_count, 3);
    check_str(p->a.tags[1].name, "Port");
    p = of(WRAP("<meta name=keywords content='mer، ميناء,,mer'>", ARTICLE));
    ck_assert_uint_eq(p->a.tag_count, 2);
}
END_TEST

START_TEST(the_language_is_told_or_clear_or_unknown)
{
    check_str(of("<html lang=fr-CA>" ARTICLE)->a.lang, "fr-CA");
    check_str(of(WRAP("<meta property='og:locale' content='ar_MA'>", ARTICLE))->a.lang,
              "ar-MA");
    check_str(of("<p>the sea and the wind and the harbour of the old town is that of the "
                 "boats and the men of the sea with the wind that is for the town</p>")
                  ->a.lang,
              "en");
    check_str(of("<p>un deux trois quatre</p>")->a.lang, "");
    check_str(of("<html lang='\"><script>'>x")->a.lang, "");
}
END_TEST

START_TEST(links_image_and_summary_are_found)
{
    page *p = of(WRAP("<link rel=canonical href='https://e.org/a'><link rel='x next' "
                      "href='https://e.org/b'><link rel=amphtml href='https://e.org/amp'>"
                      "<meta property='og:image' content='https://e.org/i.jpg'>"
                      "<meta property='og:image:alt' content='Le quai'>"
                      "<meta property='og:image:width' content='800'>"
                      "<meta name=description content='  Un   départ. '>"
                      "<meta property='og:url' content='javascript:alert(1)'>",
                      ARTICLE));

    check_str(p->a.url, "https://e.org/a");
    check_str(p->a.link_canonical, "https://e.org/a");
    check_str(p->a.link_next, "https://e.org/b");
    check_str(p->a.link_amp, "https://e.org/amp");
    check_str(p->a.image.url, "https://e.org/i.jpg");
    check_str(p->a.image.alt, "Le quai");
    ck_assert_int_eq(p->a.image.width, 800);
    check_str(p->a.summary, "Un départ.");
}
END_TEST

START_TEST(comments_are_open_with_a_form_and_closed_when_said)
{
    page *p = of(WRAP("", ARTICLE "<form id=commentform "
                                  "action='https://e.org/wp-comments-post.php'></form>"));

    ck_assert_int_eq(p->a.comments.status, ENCART__COMMENTS_OPEN);
    check_str(p->a.comments.action, "https://e.org/wp-comments-post.php");
    p = of(WRAP("", ARTICLE "<p class=no-comments>Les commentaires sont fermés.</p>"));
    ck_assert_int_eq(p->a.comments.status, ENCART__COMMENTS_CLOSED);
    ck_assert_int_eq(of(ARTICLE)->a.comments.status, ENCART__COMMENTS_UNKNOWN);
}
END_TEST

START_TEST(what_is_known_already_stays)
{
    page p;

    page_read(&p, ENCART__STR("x"), &encart__alloc_default);
    encart__tokens_free(&p.tokens);
    encart__tokens_init(&p.tokens, &encart__alloc_default);
    p.a.title = ENCART__STR("Le mien");
    encart__tokenize(&p.tokens, ENCART__STR("<title>Un autre</title>"), 0);
    ck_assert_int_eq(encart__page_metadata(&p.a, &p.tokens), ENCART_OK);
    check_str(p.a.title, "Le mien");
    page_free(&p);
}
END_TEST

/* ---- body ---- */

#define MENU                                                                          \
    "<ul><li><a href=/a>Accueil du site</a><li><a href=/b>Politique et société</a>" \
    "<li><a href=/c>Culture et spectacles</a></ul>"

START_TEST(menus_and_margins_are_left_out)
{
    page *p = of(WRAP("<title>Le départ</title>",
                      "<div>" MENU "</div><div><div class=x>" ARTICLE "</div><div>" MENU
                      "</div></div><footer><p>" PROSE "</p></footer>"));

    ck_assert(says(p, "les anciens"));
    ck_assert(!says(p, "Culture"));
    ck_assert_uint_eq(p->a.diags.count, 0);
}
END_TEST

START_TEST(furniture_inside_the_body_is_left_out)
{
    static const char *const furniture[] = {
        "<div class='share-bar'>Partager cela</div>",
        "<aside><p>Notre lettre du soir</p></aside>",
        "<div class='relatedPosts'><a href=/x>À voir</a></div>",
        "<form><label>Votre adresse</label><input></form>",
        "<div id=comments><p>Premier !</p></div>",
        "<p hidden>Caché</p>",
        "<p style='color:red; DISPLAY : none'>Caché</p>",
        "<span class='screen-reader-text'>Caché</span>",
        "<div role=navigation>Suite</div>",
        "<script>var x = 'Caché';</script>",
        "<button>Agrandir</button>",
        "<div class='newsletter-signup'><p>Inscrivez-vous</p></div>",
    };
    static const char *const words[] = {"Partager", "Notre lettre", "voir",
                                        "adresse",  "Premier",      "Caché",
                                        "Suite",    "Agrandir",     "Inscri"};
    encart__strbuf b;
    page *p;

    encart__strbuf_init(&b, NULL, 0);
    encart__strbuf_puts(&b, "<body><article><p>" PROSE "</p>");
    for (size_t i = 0; i < sizeof furniture / sizeof *furniture; i++)
        encart__strbuf_puts(&b, furniture[i]);
    encart__strbuf_puts(&b, "<p>" PROSE2 "</p></article>");
    p = of(encart__strbuf_z(&b));
    ck_assert(says(p, "les bateaux") && says(p, "les anciens"));
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        ck_assert_msg(!says(p, words[i]), "%s", words[i]);
    encart__strbuf_free(&b);
}
END_TEST

START_TEST(figures_quotes_lists_tables_and_read_also_lines_stay)
{
    page *p = of(WRAP("", "<article><p>" PROSE "</p><figure><img src=i.jpg alt=quai>"
                          "<figcaption>Le quai vide</figcaption></figure>"
                          "<blockquote><p>Nous partons</p></blockquote>"
                          "<p>Lire aussi : <a href=/x>Le port oublié</a></p>"
                          "<ul><li>la mer<li>le vent</ul><table><tr><td>12 nœuds</table>"
                          "<h2>Un hiver</h2><p>" PROSE2 "</p></article>"));
    static const char *const words[] = {"Le quai vide", "Nous partons", "Lire aussi",
                                        "oublié",       "la mer",       "le vent",
                                        "12 nœuds",     "Un hiver"};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        ck_assert_msg(says(p, words[i]), "%s", words[i]);
}
END_TEST

START_TEST(an_editors_read_also_box_stays_and_a_list_of_articles_goes)
{
    page *p = of(WRAP("", "<article><p>" PROSE "</p><aside class=related><p>Lire aussi : "
                          "<a href=/x>Le port oublié</a></p></aside><p>" PROSE2 "</p>"
                          "<section><h2>Encore</h2><div><h3><a href=/1>Le premier des "
                          "autres</a></h3><p>Un mot.</p></div><div><h3><a href=/2>Le "
                          "second des autres</a></h3><p>Un autre mot.</p></div></section>"
                          "</article>"));

    ck_assert(says(p, "Lire aussi") && says(p, "Le port oublié") &&
              says(p, "les anciens"));
    ck_assert(!says(p, "Le second") && !says(p, "Encore"));
    ck_assert(
        says(of(WRAP("", "<article><p>" PROSE "</p><aside data-encart='author/read-also'>"
                         "Notre choix</aside><p>" PROSE2 "</p></article>")),
             "Notre choix"));
}
END_TEST

START_TEST(the_date_and_author_above_the_text_are_no_part_of_it)
{
    page *p = of(WRAP("", "<article><p>Par Jean Roux</p><time>4 mai 2020</time><p>" PROSE
                          "</p><p>Publicité</p><p>" PROSE2 "</p><p>Le 3 mai 2020</p>"
                          "</article>"));

    ck_assert(!says(p, "Jean Roux") && !says(p, "4 mai") && !says(p, "Publicité"));
    ck_assert(says(p, "Le 3 mai")); /* below, it may be prose */
}
END_TEST

START_TEST(the_heading_that_repeats_the_title_is_left_out)
{
    page *p = of(WRAP("<meta property=og:title content='Le port se vide'>",
                      "<article><h1>Le Port se vide&nbsp;!</h1>" ARTICLE
                      "<h2>Un autre titre</h2><p>" PROSE "</p></article>"));

    ck_assert(!says(p, "se vide"));
    ck_assert(says(p, "Un autre titre"));
}
END_TEST

START_TEST(a_lede_outside_the_body_is_joined)
{
    page *p = of(WRAP(
        "", "<div><div class=chapo><p>Les bateaux quittent le port après trois "
            "longs jours d'attente, dans le calme et sans un mot.</p></div>"
            "<div class=share>x</div><div class='article-body'>" ARTICLE "</div></div>"));

    ck_assert(says(p, "longs jours") && says(p, "les anciens"));
}
END_TEST

START_TEST(words_that_are_negated_cut_nothing)
{
    ck_assert(
        says(of(WRAP("", "<div class='no-comments has-sidebar category-social'><p>" PROSE
                         "</p><p>" PROSE2 "</p></div>")),
             "les anciens"));
}
END_TEST

START_TEST(misleading_class_names_do_not_cost_the_article)
{
    page *p = of(WRAP("", "<div class='comments'>" ARTICLE "</div>"));

    ck_assert(says(p, "les bateaux") && says(p, "les anciens"));
    ck_assert(
        says(of(WRAP("", "<form class=sidebar>" ARTICLE "</form>")), "les anciens"));
}
END_TEST

START_TEST(unclosed_elements_do_not_swallow_the_article)
{
    ck_assert(says(
        of("<body><a name=top><div class=share><svg><path></div><div>" ARTICLE "</div>"),
        "les anciens"));
    ck_assert(says(
        of("<body><ul><li><a href=/x>un<li><a href=/y>deux</ul><p>" PROSE "<p>" PROSE2),
        "les anciens"));
    ck_assert(
        says(of("<body><table><tr><td>" PROSE "<br><br>" PROSE2 "</table></div></p>"),
             "les anciens"));
}
END_TEST

START_TEST(without_an_article_all_of_the_body_is_kept_and_said)
{
    page *p = of(WRAP("<title>t</title>", "<p>Court.</p>" MENU));

    ck_assert(says(p, "Court.") && says(p, "Culture"));
    ck_assert(!says(p, "t Court")); /* the head is no body */
    ck_assert_uint_eq(p->a.diags.count, 1);
    ck_assert_str_eq(p->a.diags.first->rule, "no-article");
    ck_assert(says(of("nu"), "nu"));
    ck_assert_int_eq(of("")->status, ENCART_OK);
}
END_TEST

/* ---- robustness ---- */

START_TEST(each_allocation_may_fail)
{
    encart__str html = ENCART__STR(WRAP(
        "<title>Le départ | Ouest</title><meta name=author content='A B'>"
        "<script type='application/ld+json'>{\"@type\":\"Article\",\"keywords\":\"a,b\","
        "\"headline\":\"Le départ\"}</script><meta name=date content='3 mai 2020'>",
        "<h1>Le départ</h1><div class=share>x</div><article>" ARTICLE "</article>"));
    suite_alloc sa;
    size_t total;
    page p;

    suite_alloc_init(&sa);
    page_read(&p, html, &sa.vtable);
    ck_assert_int_eq(p.status, ENCART_OK);
    total = sa.count;
    page_free(&p);
    ck_assert_uint_eq(sa.live, 0);
    for (size_t n = 1; n <= 2 * total; n++) {
        suite_alloc_init(&sa);
        sa.fail_at = n <= total ? n : n - total;
        sa.fail_after = n > total;
        page_read(&p, html, &sa.vtable);
        ck_assert_int_eq(p.status, ENCART_ENOMEM);
        page_free(&p);
        ck_assert_uint_eq(sa.live, 0);
    }
}
END_TEST

static const char *const patterns[] = {
    "<div>",
    "<p>",
    "<b>",
    "<a href=x>",
    "</div>",
    "<b></a>",
    "<x-y>",
    "<x-y></x-z>",
    "<table><tr><td>",
    "<li>",
    "<ul><li>",
    "<h1>",
    "<svg>",
    "<svg></div>",
    "<dd><dt>",
    "<h1>a</h1>",
    "<time>",
    "<p class=date>",
    "<script type=application/ld+json>[</script>",
    "<div class='author date share'>a, b. ",
    "<button></p>",
    "<h1 class=author><b>",
    "<meta name=keywords content=',,a,;b'>",
    "<object></b>",
};

/* Large enough for a quadratic walk to pass the suite's time limit. */
START_TEST(repeated_tags_take_linear_time)
{
    encart__strbuf b;
    page p;

    encart__strbuf_init(&b, NULL, 0);
    while (b.size < 500000)
        encart__strbuf_puts(&b, patterns[_i]);
    page_read(&p, encart__strbuf_view(&b), &encart__alloc_default);
    ck_assert_int_eq(p.status, ENCART_OK);
    page_free(&p);
    encart__strbuf_free(&b);
}
END_TEST

START_TEST(long_values_are_read_in_bounded_time)
{
    static const char *const parts[] = {", ",   " et ", "<b", "&amp;",
                                        "par ", "a - ", "1 "};
    encart__strbuf b;
    page p;

    encart__strbuf_init(&b, NULL, 0);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        encart__strbuf_clear(&b);
        encart__strbuf_puts(&b, "<meta name=author content='");
        while (b.size < 200000)
            encart__strbuf_puts(&b, parts[i]);
        encart__strbuf_puts(&b, "'><title>");
        while (b.size < 400000)
            encart__strbuf_puts(&b, parts[i]);
        page_read(&p, encart__strbuf_view(&b), &encart__alloc_default);
        ck_assert_int_eq(p.status, ENCART_OK);
        page_free(&p);
    }
    encart__strbuf_free(&b);
}
END_TEST

START_TEST(random_bytes_do_no_harm)
{
    static const char alphabet[] = "<>/=\"' &;!-abdhilprstuv1{}[]:,\xC3\xA9\n";
    uint32_t seed = 1;
    char text[4096];
    page p;

    for (int round = 0; round < 300; round++) {
        for (size_t i = 0; i < sizeof text; i++) {
            seed = seed * 1664525u + 1013904223u;
            text[i] = alphabet[(seed >> 16) % (sizeof alphabet - 1)];
        }
        page_read(&p, encart__str_n(text, sizeof text), &encart__alloc_default);
        ck_assert_int_eq(p.status, ENCART_OK);
        page_free(&p);
    }
}
END_TEST

static Suite *page_suite(void)
{
    Suite *s = suite_create("page");
    TCase *title = tcase_create("title"), *ld = tcase_create("json-ld"),
          *meta = tcase_create("metadata"), *body = tcase_create("body"),
          *hard = tcase_create("robustness");

    tcase_add_test(title, the_site_is_cut_off_the_title);
    tcase_add_test(title, a_dash_inside_the_title_stays);
    tcase_add_test(title, references_and_tags_in_titles_are_resolved);
    tcase_add_test(title, without_any_title_the_first_heading_is_one);
    tcase_add_test(ld, jsonld_gives_the_article);
    tcase_add_test(ld, jsonld_graphs_and_references_are_followed);
    tcase_add_test(ld, jsonld_in_comments_with_raw_line_ends_and_stray_commas_is_read);
    tcase_add_test(ld, broken_jsonld_costs_nothing_else);
    tcase_add_loop_test(meta, dates_in_words_are_read, 0, sizeof dates / sizeof *dates);
    tcase_add_loop_test(meta, what_is_no_date_is_none, 0,
                        sizeof no_dates / sizeof *no_dates);
    tcase_add_test(meta, a_meta_date_wins_over_markup_and_address);
    tcase_add_loop_test(meta, names_come_out_of_bylines, 0,
                        sizeof bylines / sizeof *bylines);
    tcase_add_test(meta, an_author_stands_in_the_markup_when_the_head_has_none);
    tcase_add_test(meta, article_tags_win_over_keywords);
    tcase_add_test(meta, the_language_is_told_or_clear_or_unknown);
    tcase_add_test(meta, links_image_and_summary_are_found);
    tcase_add_test(meta, comments_are_open_with_a_form_and_closed_when_said);
    tcase_add_test(meta, what_is_known_already_stays);
    tcase_add_test(body, menus_and_margins_are_left_out);
    tcase_add_test(body, furniture_inside_the_body_is_left_out);
    tcase_add_test(body, figures_quotes_lists_tables_and_read_also_lines_stay);
    tcase_add_test(body, an_editors_read_also_box_stays_and_a_list_of_articles_goes);
    tcase_add_test(body, the_date_and_author_above_the_text_are_no_part_of_it);
    tcase_add_test(body, the_heading_that_repeats_the_title_is_left_out);
    tcase_add_test(body, a_lede_outside_the_body_is_joined);
    tcase_add_test(body, words_that_are_negated_cut_nothing);
    tcase_add_test(body, misleading_class_names_do_not_cost_the_article);
    tcase_add_test(body, unclosed_elements_do_not_swallow_the_article);
    tcase_add_test(body, without_an_article_all_of_the_body_is_kept_and_said);
    tcase_add_test(hard, each_allocation_may_fail);
    tcase_add_loop_test(hard, repeated_tags_take_linear_time, 0,
                        sizeof patterns / sizeof *patterns);
    tcase_add_test(hard, long_values_are_read_in_bounded_time);
    tcase_add_test(hard, random_bytes_do_no_harm);
    tcase_set_timeout(hard, 30);
    suite_add_tcase(s, title);
    suite_add_tcase(s, ld);
    suite_add_tcase(s, meta);
    suite_add_tcase(s, body);
    suite_add_tcase(s, hard);
    return s;
}

int main(void)
{
    return suite_main("test_page", page_suite());
}
