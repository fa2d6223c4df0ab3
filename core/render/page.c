/* The page template, from top to bottom: head, title, body, what follows it, foot. Labels
 * and month names are tables; wide tables of the body get a box in which they scroll, which
 * the keyboard can reach. Start reading at encart__page_write(). */
#include "core/render/page.h"

#include "core/serialise/serialise.h"
#include "core/text/text.h"

#include <stdio.h>

enum { WIDE_TABLE = 4 }; /* columns; narrower ones fit a small screen by wrapping */

static const char *const style[] = {
#include "core/render/style.inc"
    NULL};

typedef struct labels {
    const char *lang;
    const char *by, *and, *comma, *published, *updated, *untitled, *table;
    const char *order;  /* of a date: d day, m month, y year; the rest is copied */
    const char *first;  /* the first of a month, NULL = "1" */
    const char *month[12];
} labels;

static const labels languages[] = {
    {"fr", "Par ", " et ", ", ", "Publié le ", "mis à jour le ", "Sans titre", "Tableau",
     "d m y", "1er",
     {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
      "octobre", "novembre", "décembre"}},
    {"en", "By ", " and ", ", ", "Published on ", "updated on ", "Untitled", "Table",
     "d m y", NULL,
     {"January", "February", "March", "April", "May", "June", "July", "August", "September",
      "October", "November", "December"}},
    {"ar", "بقلم ", " و", "، ", "نُشر في ", "حُدّث في ", "بلا عنوان", "جدول",
     "d m y", NULL,
     {"يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر",
      "أكتوبر", "نوفمبر", "ديسمبر"}},
};

typedef struct writer {
    encart__strbuf *out;
    const encart__page *page;
    const labels *labels;
} writer;

/* ---- small change -------------------------------------------------------------------- */

static const labels *labels_for(encart__str lang)
{
    encart__str primary = encart__lang_primary(lang);

    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++)
        if (encart__str_ieq(primary, encart__str_z(languages[i].lang)))
            return &languages[i];
    return &languages[1];
}

static void text(writer *w, encart__str s)
{
    encart__escape_text(w->out, s);
}

static void puts_(writer *w, const char *z)
{
    encart__strbuf_puts(w->out, z);
}

/* ` name="value"` */
static void attr(writer *w, const char *name, encart__str value)
{
    encart__strbuf_printf(w->out, " %s=\"", name);
    encart__escape_attr(w->out, value);
    encart__strbuf_putc(w->out, '"');
}

static encart__str or_else(encart__str a, encart__str b)
{
    return a.n ? a : b;
}

/* ---- dates --------------------------------------------------------------------------- */

static void write_day(writer *w, int day)
{
    if (day == 1 && w->labels->first)
        puts_(w, w->labels->first);
    else
        encart__strbuf_int(w->out, day);
}

static void write_date(writer *w, const encart__date *d)
{
    int year, month, day;
    char iso[40];

    encart__date_format(iso, d);
    encart__date_civil(d, &year, &month, &day);
    encart__strbuf_printf(w->out, "<time datetime=\"%s\">", iso);
    for (const char *p = w->labels->order; *p; p++) {
        if (*p == 'd')
            write_day(w, day);
        else if (*p == 'm')
            puts_(w, w->labels->month[month - 1]);
        else if (*p == 'y')
            encart__strbuf_int(w->out, year);
        else
            encart__strbuf_putc(w->out, *p);
    }
    puts_(w, "</time>");
}

/* A correction within the first day is not worth a second date. */
static int worth_telling(const encart__page *p)
{
    return p->modified.set &&
           (!p->published.set || p->modified.epoch - p->published.epoch >= 86400);
}

/* ---- head ---------------------------------------------------------------------------- */

static int given(const writer *w, const char *key)
{
    return w->page->given && w->page->given(w->page->given_user, key);
}

static void meta(writer *w, const char *kind, const char *name, encart__str content)
{
    char key[64];

    snprintf(key, sizeof key, "meta %s", name);
    if (!content.n || given(w, key))
        return;
    encart__strbuf_printf(w->out, "<meta %s=\"%s\"", kind, name);
    attr(w, "content", content);
    puts_(w, ">\n");
}

static void meta_date(writer *w, const char *name, const encart__date *d)
{
    char iso[40];

    if (d->set && encart__date_format(iso, d))
        meta(w, "property", name, encart__str_z(iso));
}

static void meta_number(writer *w, const char *name, int n)
{
    if (n > 0)
        encart__strbuf_printf(w->out, "<meta property=\"%s\" content=\"%d\">\n", name, n);
}

static void write_title(writer *w)
{
    const encart__page *p = w->page;

    puts_(w, "<title>");
    text(w, or_else(p->title, encart__str_z(w->labels->untitled)));
    if (p->site.name.n && !encart__str_eq(p->site.name, p->title)) {
        puts_(w, " – ");
        text(w, p->site.name);
    }
    puts_(w, "</title>\n");
}

static void write_image(writer *w)
{
    const encart__page *p = w->page;

    if (!p->image_url.n || given(w, "meta og:image*"))
        return;
    meta(w, "property", "og:image", p->image_url);
    meta(w, "property", "og:image:alt", p->image_alt);
    meta_number(w, "og:image:width", p->image_width);
    meta_number(w, "og:image:height", p->image_height);
}

/* All names in one: programs that show an article without its page read a single element. */
static void meta_authors(writer *w)
{
    const encart__page *p = w->page;

    if (!p->author_count || given(w, "meta author"))
        return;
    puts_(w, "<meta name=\"author\" content=\"");
    for (size_t i = 0; i < p->author_count; i++) {
        puts_(w, i ? w->labels->comma : "");
        encart__escape_attr(w->out, p->authors[i].name);
    }
    puts_(w, "\">\n");
}

static void write_metadata(writer *w)
{
    const encart__page *p = w->page;

    meta(w, "name", "description", p->summary);
    meta_authors(w);
    if (p->url.n && !given(w, "link canonical")) {
        puts_(w, "<link rel=\"canonical\"");
        attr(w, "href", p->url);
        puts_(w, ">\n");
    }
    meta(w, "property", "og:type", ENCART__STR("article"));
    meta(w, "property", "og:title", p->title);
    meta(w, "property", "og:description", p->summary);
    meta(w, "property", "og:url", p->url);
    meta(w, "property", "og:site_name", p->site.name);
    write_image(w);
    meta_date(w, "article:published_time", &p->published);
    meta_date(w, "article:modified_time", &p->modified);
    meta(w, "property", "article:section", p->section.name);
}

static void write_head(writer *w)
{
    puts_(w, "<head>\n<meta charset=\"utf-8\">\n"
             "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    write_title(w);
    write_metadata(w);
    puts_(w, "<style>\n");
    for (const char *const *line = style; *line; line++)
        puts_(w, *line);
    encart__strbuf_str(w->out, w->page->css);
    puts_(w, "</style>\n");
    encart__strbuf_str(w->out, w->page->head);
    puts_(w, "</head>\n");
}

/* ---- title --------------------------------------------------------------------------- */

/* Reader views show title and authors of their own, from the head. What has the class
 * page-extra they pass over: else they would show it twice, or, where it weighs something,
 * take the whole header for text. */

/* The name, as a link when it leads somewhere. */
static void write_link(writer *w, const encart__page_link *l, const char *rel)
{
    if (!l->url.n) {
        text(w, l->name);
        return;
    }
    puts_(w, "<a");
    if (rel)
        attr(w, "rel", encart__str_z(rel));
    attr(w, "href", l->url);
    puts_(w, ">");
    text(w, l->name);
    puts_(w, "</a>");
}

static void write_site(writer *w)
{
    if (!w->page->site.name.n)
        return;
    puts_(w, "<header class=\"page-head\"><p>");
    write_link(w, &w->page->site, NULL);
    puts_(w, "</p></header>\n");
}

static void write_authors(writer *w)
{
    const encart__page *p = w->page;

    if (!p->author_count)
        return;
    puts_(w, "<span class=\"page-authors\">");
    puts_(w, w->labels->by);
    for (size_t i = 0; i < p->author_count; i++) {
        if (i)
            puts_(w, i + 1 == p->author_count ? w->labels->and : w->labels->comma);
        puts_(w, "<span class=\"page-author\">");
        write_link(w, &p->authors[i], "author");
        puts_(w, "</span>");
    }
    puts_(w, "</span>");
}

static void write_dates(writer *w)
{
    const encart__page *p = w->page;
    int updated = worth_telling(p);

    if (!p->published.set && !updated)
        return;
    puts_(w, p->author_count ? " <span class=\"page-dates\">" : "<span>");
    if (p->published.set) {
        puts_(w, w->labels->published);
        write_date(w, &p->published);
    }
    if (updated) {
        puts_(w, p->published.set ? w->labels->comma : "");
        puts_(w, w->labels->updated);
        write_date(w, &p->modified);
    }
    puts_(w, "</span>");
}

static void write_byline(writer *w)
{
    const encart__page *p = w->page;

    if (!p->author_count && !p->published.set && !p->modified.set)
        return;
    puts_(w, "<p class=\"page-byline page-extra\"");
    if (!encart__str_ieq(encart__lang_primary(p->lang), encart__str_z(w->labels->lang)))
        attr(w, "lang", encart__str_z(w->labels->lang));
    puts_(w, ">");
    write_authors(w);
    write_dates(w);
    puts_(w, "</p>\n");
}

static void write_heading(writer *w)
{
    const encart__page *p = w->page;

    puts_(w, p->title.n ? "<h1>" : "<h1 class=\"page-hidden\">");
    text(w, or_else(p->title, encart__str_z(w->labels->untitled)));
    puts_(w, "</h1>\n");
    if (p->subtitle.n) {
        puts_(w, "<p class=\"page-subtitle\">");
        text(w, p->subtitle);
        puts_(w, "</p>\n");
    }
}

static void write_article_head(writer *w)
{
    const encart__page *p = w->page;

    puts_(w, "<header>\n");
    if (p->section.name.n) {
        puts_(w, "<p class=\"page-section page-extra\">");
        write_link(w, &p->section, NULL);
        puts_(w, "</p>\n");
    }
    encart__strbuf_str(w->out, p->before_title);
    write_heading(w);
    write_byline(w);
    encart__strbuf_str(w->out, p->after_title);
    puts_(w, "</header>\n");
}

/* ---- body ---------------------------------------------------------------------------- */

/* Whether the tag `name` (with its "<") begins at s.p[at]. */
static int tag_at(encart__str s, size_t at, encart__str name)
{
    return s.n - at > name.n && memcmp(s.p + at, name.p, name.n) == 0 &&
           !encart__is_alnum((unsigned char)s.p[at + name.n]);
}

/* Cells of the first row of the table that begins at `at`. */
static size_t columns(encart__str s, size_t at)
{
    size_t n = 0;

    for (; at < s.n && !tag_at(s, at, ENCART__STR("</tr")) &&
           !tag_at(s, at, ENCART__STR("</table"));
         at++)
        n += tag_at(s, at, ENCART__STR("<td")) || tag_at(s, at, ENCART__STR("<th"));
    return n;
}

static void open_scroll(writer *w, size_t number)
{
    encart__strbuf_printf(w->out,
                          "<div class=\"page-scroll\" role=\"group\" tabindex=\"0\" "
                          "aria-label=\"%s %zu\">",
                          w->labels->table, number);
}

/* In canonical bytes "<" begins a tag wherever it stands, so a scan for tags is exact. */
static void write_body(writer *w)
{
    encart__str s = w->page->body;
    size_t from = 0, depth = 0, number = 0;
    int open = 0;

    for (size_t at = 0; at < s.n; at++) {
        if (s.p[at] != '<')
            continue;
        if (tag_at(s, at, ENCART__STR("<table")) && depth++ == 0 &&
            columns(s, at) >= WIDE_TABLE) {
            encart__strbuf_add(w->out, s.p + from, at - from);
            open_scroll(w, ++number);
            from = at;
            open = 1;
        } else if (tag_at(s, at, ENCART__STR("</table")) && depth && --depth == 0 && open) {
            at += sizeof "</table>" - 2;
            encart__strbuf_add(w->out, s.p + from, at + 1 - from);
            puts_(w, "</div>");
            from = at + 1;
            open = 0;
        }
    }
    encart__strbuf_add(w->out, s.p + from, s.n - from);
}

/* The slot's boxes stand in a footer of the page unless one of them is a footer itself. */
static void write_foot(writer *w)
{
    encart__str foot = w->page->footer;
    int own = encart__str_find(foot, ENCART__STR("<footer")) != (size_t)-1;

    if (!foot.n)
        return;
    puts_(w, own ? "<div class=\"page-foot\">\n" : "<footer class=\"page-foot\">\n");
    encart__strbuf_str(w->out, foot);
    puts_(w, own ? "</div>\n" : "</footer>\n");
}

void encart__page_write(encart__strbuf *out, const encart__page *page)
{
    writer w = {out, page, labels_for(or_else(page->labels, page->lang))};

    puts_(&w, "<!DOCTYPE html>\n<html");
    attr(&w, "lang", or_else(page->lang, ENCART__STR("und")));
    attr(&w, "dir", or_else(page->dir, encart__str_z(encart__lang_dir(page->lang))));
    attr(&w, "id", or_else(page->top_id, ENCART__STR("top")));
    puts_(&w, ">\n");
    write_head(&w);
    puts_(&w, "<body>\n");
    write_site(&w);
    puts_(&w, "<main>\n<article>\n");
    write_article_head(&w);
    puts_(&w, "<div class=\"page-body\">\n");
    write_body(&w);
    puts_(&w, "</div>\n</article>\n");
    encart__strbuf_str(out, page->after_body);
    encart__strbuf_str(out, page->aside);
    puts_(&w, "</main>\n");
    write_foot(&w);
    puts_(&w, "</body>\n</html>\n");
}
