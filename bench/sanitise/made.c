/* What a newsroom's database and its clipboard hold, in French and English, made from
 * tables and a fixed generator. */
#include "bench/sanitise/made.h"

#include <stdint.h>
#include <stdio.h>

enum { CLEAN_DOCS = 120, DIRTY_DOCS = 60 };

typedef struct maker {
    text t;
    uint64_t state;
    int english; /* else French */
    int blocks;  /* WordPress's block comments around each block */
} maker;

#define PICK(m, table) ((table)[below((m), sizeof(table) / sizeof *(table))])

static uint32_t below(maker *m, size_t n)
{
    m->state = m->state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(m->state >> 33) % (uint32_t)n;
}

static void add(maker *m, const char *z)
{
    text_puts(&m->t, z);
}

static void number(maker *m, uint32_t low, uint32_t range)
{
    char digits[16];

    snprintf(digits, sizeof digits, "%u", (unsigned)(low + below(m, range)));
    add(m, digits);
}

/* ---- prose ------------------------------------------------------------------------- */

static const char *const french[] = {
    "la",          "ville",       "de",        "le",           "conseil",
    "régional",    "annonce",     "une",       "réforme",      "du",
    "marché",      "les",         "demandent", "des",          "réponses",
    "sur",         "l’eau",       "et",        "l’énergie",    "projet",
    "étude",       "publiée",     "que",       "hausse",       "prix",
    "sera",        "limitée",     "cette",     "année",        "dans",
    "plusieurs",   "quartiers",   "au",        "nord",         "après",
    "crue",        "historique",  "d’octobre", "selon",        "mairie",
    "qu’il",       "à",           "président", "gouvernement", "pas",
    "coronavirus", "jusqu’à",     "élections", "pour",         "en",
    "par",         "plus",        "n’a",       "été",          "L&#8217;Insee",
    "R&amp;D",     "&eacute;lus", "20&nbsp;%", "3 500",        "c’est"};

static const char *const english[] = {
    "the",       "council",    "of",     "a",         "report",
    "on",        "housing",    "and",    "that",      "residents",
    "said",      "in",         "after",  "years",     "to",
    "prices",    "would",      "rise",   "by",        "per",
    "cent",      "this",       "winter", "officials", "it’s",
    "don’t",     "minister",   "was",    "for",       "public",
    "transport", "more",       "than",   "with",      "not",
    "from",      "government", "crisis", "who",       "has",
    "been",      "its",        "energy", "policy",    "river",
    "published", "Monday",     "£1.2bn", "AT&amp;T",  "company&#8217;s",
    "–",         "2019",       "at",     "people"};

static const char *const slugs[] = {"inondations",    "economie",  "climate-report",
                                    "elections-2024", "transport", "la-crue-du-fleuve",
                                    "housing-prices", "culture",   "sport",
                                    "enquete"};

static void word(maker *m)
{
    if (m->english)
        add(m, PICK(m, english));
    else
        add(m, PICK(m, french));
}

static void words(maker *m, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        if (i)
            add(m, " ");
        word(m);
    }
}

static void address(maker *m)
{
    static const char *const sites[] = {"www.example.org", "news.example.com",
                                        "example.fr/actualites"};

    add(m, "https://");
    add(m, PICK(m, sites));
    add(m, "/2024/1");
    number(m, 0, 3);
    add(m, "/");
    add(m, PICK(m, slugs));
    add(m, "-");
    number(m, 1000, 90000);
}

static void link_to(maker *m)
{
    static const char *const rest[] = {
        "/\">", "/\" target=\"_blank\" rel=\"noopener noreferrer\">",
        "/?utm_source=site&amp;utm_medium=link\">", ".html\" title=\"Lire l’article\">"};

    add(m, "<a href=\"");
    address(m);
    add(m, PICK(m, rest));
    words(m, 2 + below(m, 4));
    add(m, "</a>");
}

static void wrapped(maker *m, const char *tag)
{
    add(m, "<");
    add(m, tag);
    add(m, ">");
    words(m, 1 + below(m, 4));
    add(m, "</");
    add(m, tag);
    add(m, ">");
}

static void phrase(maker *m)
{
    switch (below(m, 14)) {
    case 0:
    case 1:
        link_to(m);
        break;
    case 2:
        wrapped(m, "strong");
        break;
    case 3:
        wrapped(m, "em");
        break;
    case 4:
        add(m, m->english ? "“" : "«&nbsp;");
        words(m, 5 + below(m, 9));
        add(m, m->english ? "”" : "&nbsp;»");
        break;
    default:
        words(m, 4 + below(m, 9));
    }
}

static void sentence(maker *m)
{
    static const char *const ends[] = {". ", ". ", ". ", ".&nbsp;", " ? ", "… "};
    uint32_t n = 1 + below(m, 3);

    add(m, m->english ? "The " : "Ainsi ");
    phrase(m);
    while (n-- > 0) {
        add(m, below(m, 2) ? ", " : " ");
        phrase(m);
    }
    add(m, PICK(m, ends));
}

static void sentences(maker *m, uint32_t n)
{
    while (n-- > 0)
        sentence(m);
}

/* ---- clean blocks ------------------------------------------------------------------ */

static void block_open(maker *m, const char *name)
{
    if (!m->blocks)
        return;
    add(m, "<!-- wp:");
    add(m, name);
    add(m, " -->\n");
}

static void block_close(maker *m, const char *name)
{
    add(m, "\n");
    if (!m->blocks)
        return;
    add(m, "<!-- /wp:");
    add(m, name);
    add(m, " -->\n\n");
}

static void paragraph(maker *m)
{
    block_open(m, "paragraph");
    add(m, "<p>");
    sentences(m, 1 + below(m, 3));
    if (below(m, 6) == 0)
        add(m, "<br />");
    if (below(m, 3) == 0)
        sentence(m);
    add(m, "</p>");
    block_close(m, "paragraph");
}

static void heading(maker *m)
{
    int third = below(m, 3) == 0;

    block_open(m, third ? "heading {\"level\":3}" : "heading");
    add(m, third ? "<h3>" : m->blocks ? "<h2 class=\"wp-block-heading\">" : "<h2>");
    words(m, 4 + below(m, 6));
    add(m, third ? "</h3>" : "</h2>");
    block_close(m, "heading");
}

static void list(maker *m)
{
    int ordered = below(m, 4) == 0;
    uint32_t n = 3 + below(m, 4);

    block_open(m, ordered ? "list {\"ordered\":true}" : "list");
    add(m, ordered ? "<ol>" : "<ul>");
    while (n-- > 0) {
        add(m, "<li>");
        phrase(m);
        add(m, "</li>\n");
    }
    add(m, ordered ? "</ol>" : "</ul>");
    block_close(m, "list");
}

static void quote(maker *m)
{
    block_open(m, "quote");
    add(m, m->blocks ? "<blockquote class=\"wp-block-quote\"><p>" : "<blockquote><p>");
    sentences(m, 1 + below(m, 2));
    add(m, "</p>");
    if (below(m, 2))
        wrapped(m, "cite");
    add(m, "</blockquote>");
    block_close(m, "quote");
}

static void source_set(maker *m, uint32_t id)
{
    static const int widths[] = {300, 768, 1024, 1536};
    char one[120];

    add(m, " srcset=\"");
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
        snprintf(
            one, sizeof one,
            "%shttps://media.example.org/wp-content/uploads/2024/10/photo-%u-%d.jpg %dw",
            i ? ", " : "", (unsigned)id, widths[i], widths[i]);
        add(m, one);
    }
    add(m, "\" sizes=\"(max-width: 1024px) 100vw, 1024px\"");
}

static void figure(maker *m)
{
    uint32_t id = 100 + below(m, 9000);
    char one[320];

    block_open(m, "image {\"sizeSlug\":\"large\"}");
    snprintf(one, sizeof one,
             "<figure class=\"wp-block-image size-large\"><img loading=\"lazy\" "
             "decoding=\"async\" width=\"1024\" height=\"683\" "
             "src=\"https://media.example.org/"
             "wp-content/uploads/2024/10/photo-%u-1024.jpg\" alt=\"",
             (unsigned)id);
    add(m, one);
    words(m, 3 + below(m, 5));
    snprintf(one, sizeof one, "\" class=\"wp-image-%u\"", (unsigned)id);
    add(m, one);
    if (below(m, 3))
        source_set(m, id);
    add(m, "/>");
    add(m, m->blocks ? "<figcaption class=\"wp-element-caption\">" : "<figcaption>");
    phrase(m);
    add(m, "</figcaption></figure>");
    block_close(m, "image");
}

static void table(maker *m)
{
    uint32_t rows = 3 + below(m, 5);

    block_open(m, "table");
    add(m, "<figure class=\"wp-block-table\"><table><thead><tr><th>");
    word(m);
    add(m, "</th><th>");
    word(m);
    add(m, "</th></tr></thead><tbody>");
    while (rows-- > 0) {
        add(m, "<tr><td>");
        words(m, 2);
        add(m, "</td><td>");
        number(m, 1, 5000);
        add(m, "</td></tr>");
    }
    add(m, "</tbody></table></figure>");
    block_close(m, "table");
}

static void embed(maker *m)
{
    block_open(m, "html");
    add(m, "<iframe width=\"560\" height=\"315\" src=\"https://www.youtube.com/embed/"
           "aBcDeFgHiJk\" title=\"Vidéo\" frameborder=\"0\" allow=\"accelerometer; "
           "autoplay; "
           "clipboard-write; encrypted-media\" allowfullscreen></iframe>");
    block_close(m, "html");
}

static void clean_block(maker *m)
{
    static void (*const kinds[])(maker *) = {heading, figure, list,    quote,
                                             heading, figure, heading, table};
    uint32_t pick = below(m, 40);

    if (pick < sizeof kinds / sizeof *kinds)
        kinds[pick](m);
    else if (pick == 39 && below(m, 5) == 0)
        embed(m);
    else
        paragraph(m);
}

void made_clean(docs *out)
{
    for (uint32_t i = 0; i < CLEAN_DOCS; i++) {
        maker m = {{0}, 1000 + i, i % 3 == 2, i % 2};
        uint32_t n = 6 + below(&m, 20);

        while (n-- > 0)
            clean_block(&m);
        docs_take(out, &m.t);
    }
}

/* ---- what people paste ------------------------------------------------------------- */

static void word_start(maker *m)
{
    add(m,
        "<html xmlns:o=\"urn:schemas-microsoft-com:office:office\" "
        "xmlns:w=\"urn:schemas-microsoft-com:office:word\"><head><meta name=Generator "
        "content=\"Microsoft Word 15\"><style><!--\n p.MsoNormal {mso-style-parent:\"\"; "
        "margin:0cm; font-size:12.0pt;}\n--></style><!--[if gte mso 9]><xml><o:Office"
        "DocumentSettings><o:AllowPNG/></o:OfficeDocumentSettings></xml><![endif]-->"
        "</head><body lang=FR link=\"#0563C1\"><div class=WordSection1>\n");
}

static void word_paragraph(maker *m)
{
    add(m,
        "<p class=MsoNormal style='margin-bottom:6.0pt;text-align:justify'><span lang=FR "
        "style='font-size:11.0pt;font-family:\"Calibri\",sans-serif'>");
    sentences(m, 2);
    if (below(m, 3) == 0)
        add(m, "<b style='mso-bidi-font-weight:normal'><i>");
    words(m, 6);
    add(m, below(m, 2) ? "<o:p></o:p></span></p>\n\n" : "<o:p>&nbsp;</o:p></span></p>\n");
}

static void word_list(maker *m)
{
    add(m,
        "<p class=MsoListParagraph style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'>"
        "<![if !supportLists]><span style='font-family:Symbol'>·<span style='font:7.0pt "
        "\"Times New Roman\"'>&nbsp;&nbsp; </span></span><![endif]><span lang=FR>");
    phrase(m);
    add(m, "<o:p></o:p></span></p>\n");
}

static void mail_paragraph(maker *m)
{
    add(m, "<div dir=\"ltr\" style=\"font-family:Arial;color:#333\"><span style=\"color: "
           "rgb(34, 34, 34)\">");
    sentences(m, 2 + below(m, 3));
    add(m, "</span><br><br></div>\n");
}

static void soup(maker *m)
{
    static const char *const mess[] = {
        "<b>gras <i>les deux</b> penché</i> ",
        "<font size=2 face=Arial><p>dans une police</font> ",
        "<table border=0 width=100%><tr><td>un<td>deux<tr><td>trois</table>",
        "<span style=\"color: #333\"><h2>Un titre dans un span</h2></span>",
        "<center><a href=http://example.org/a?b=1&c=2>un lien <a href=\"/b\">puis un "
        "autre</a>",
        "<p><div>un bloc dans un paragraphe</div></p>",
        "<ul><li>un<li>deux<ul><li>trois</ul></ul>",
        "<table><p>hors de la cellule<tr><td>dedans</td></tr></table>",
        "<a href='x'><b>un lien</a> qui déborde</b>",
        "5 < 6 & 7 > 6 <3 &nbsp &eacute&copy; <unknown-tag foo=bar>mot</unknown-tag>",
        "<!-- un commentaire -- mal formé -><br/><hr>",
        "<img src=photo.jpg width=300 onclick=\"zoom(this)\" alt='une photo'>"};

    add(m, below(m, 2) ? "<p>" : "<div>");
    sentences(m, 1 + below(m, 3));
    add(m, PICK(m, mess));
    sentence(m);
    add(m, below(m, 3) ? "</p>\n" : "</div>\n");
}

/* ---- pages ------------------------------------------------------------------------- */

static void page_head(maker *m)
{
    add(m, "<!DOCTYPE html>\n<html lang=\"fr\"><head><meta charset=\"utf-8\"><title>");
    words(m, 8);
    add(m,
        " — Journal</title>\n<meta name=\"viewport\" content=\"width=device-width\">\n");
    for (int i = 0; i < 14; i++) {
        add(m, "<meta property=\"og:article:tag\" content=\"");
        words(m, 5);
        add(m, "\">\n<link rel=\"preload\" as=\"style\" href=\"");
        address(m);
        add(m, ".css\">\n");
    }
    add(m, "<style>body { margin: 0 } .a > .b::before { content: \"<p>\" }</style>\n");
}

static void script(maker *m, uint32_t lines)
{
    add(m, "<script>\n");
    while (lines-- > 0) {
        add(m, "window.dataLayer.push({\"event\": \"view\", \"n\": ");
        number(m, 0, 9999);
        add(m, ", \"ok\": 1 < 2 && \"</\" + \"div>\", \"section\": \"");
        add(m, PICK(m, slugs));
        add(m, "\"});\n");
    }
    add(m, "</script>\n");
}

static void menu(maker *m)
{
    add(m,
        "<header class=\"site-header js-sticky\"><nav aria-label=\"Principal\"><ul>\n");
    for (int i = 0; i < 40; i++) {
        add(m, "<li class=\"menu-item menu-item-type-taxonomy\"><a class=\"c-nav__link\" "
               "href=\"");
        address(m);
        add(m, "\" data-track=\"nav\"><svg width=\"8\" height=\"8\" viewBox=\"0 0 8 "
               "8\"><path "
               "d=\"M0 0h8v8H0z\"/></svg><span>");
        words(m, 2);
        add(m, "</span></a></li>\n");
    }
    add(m, "</ul></nav><form action=\"/recherche\"><label>Chercher <input name=\"q\" "
           "type=\"search\"></label><button>OK</button></form></header>\n");
}

static void teasers(maker *m)
{
    add(m, "<aside class=\"related\"><h2>À lire aussi</h2>\n");
    for (int i = 0; i < 20; i++) {
        add(m, "<div class=\"card card--small\" data-id=\"");
        number(m, 1, 99999);
        add(m, "\"><a href=\"");
        address(m);
        add(m, "\"><img class=\"lazy\" data-src=\"/i.jpg\" "
               "src=\"data:image/gif;base64,R0lGODlhAQABAAAAACw=\" "
               "alt=\"\"><h3>");
        words(m, 8);
        add(m, "</h3></a><time datetime=\"2024-10-20\">20 octobre</time></div>\n");
    }
    add(m, "</aside>\n");
}

static void page(maker *m)
{
    uint32_t n = 10 + below(m, 20);

    page_head(m);
    script(m, 10 + below(m, 60));
    add(m, "</head><body class=\"single single-post\">\n");
    menu(m);
    add(m, "<main id=\"main\"><article><h1>");
    words(m, 9);
    add(m, "</h1>\n");
    while (n-- > 0) {
        clean_block(m);
        if (below(m, 8) == 0)
            add(m, "<div class=\"ad\" id=\"ad-1\"></div>\n");
    }
    add(m, "</article>");
    teasers(m);
    add(m, "</main><footer><p>© Journal</p></footer>\n");
    script(m, 40);
    add(m, "<noscript><img "
           "src=\"https://stats.example.org/p.gif\"></noscript></body></html>\n");
}

/* ---- dirty documents --------------------------------------------------------------- */

static void word_document(maker *m)
{
    uint32_t n = 10 + below(m, 30);

    word_start(m);
    while (n-- > 0)
        below(m, 5) ? word_paragraph(m) : word_list(m);
    add(m, "</div></body></html>\n");
}

static void pasted(maker *m)
{
    uint32_t n = 8 + below(m, 20);

    while (n-- > 0)
        below(m, 3) ? mail_paragraph(m) : soup(m);
}

/* A page whose template or article is broken in a few places. */
static void broken_page(maker *m)
{
    page_head(m);
    add(m, "</head><body><font face=Verdana>");
    menu(m);
    add(m, "<table width=760 align=center><tr><td valign=top>");
    for (int i = 0; i < 12; i++)
        below(m, 4) ? paragraph(m) : soup(m);
    add(m, "<td width=200>");
    teasers(m);
    add(m, "</table></font>");
    script(m, 20);
}

void made_dirty(docs *out)
{
    static void (*const kinds[])(maker *) = {page, word_document, pasted, broken_page,
                                             page};

    for (uint32_t i = 0; i < DIRTY_DOCS; i++) {
        maker m = {{0}, 5000 + i, i % 4 == 3, 0};

        kinds[i % (sizeof kinds / sizeof *kinds)](&m);
        docs_take(out, &m.t);
    }
}
