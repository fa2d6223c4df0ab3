/* The explanation as a page of its own: the article's outline with every gap between two
 * blocks, green where a box could have stood, and in it the box, or who was refused by which
 * rule. No script; the styles are in it. Start at encart__explain_html().
 */
#include "core/render/explain_facts.h"
#include "core/base/utf8.h"
#include "core/serialise/serialise.h"

enum {
    BLOCKS_SHOWN = 2000,
    LETTERS_SHOWN = 280 /* of a block's words */
};

typedef struct writer {
    const encart__explain *x;
    encart__strbuf *out;
    encart__strbuf text; /* scratch */
} writer;

static const char head[] =
    "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width\">\n<title>";

static const char style[] =
    "</title>\n<style>\n"
    ":root { color-scheme: light dark; }\n"
    "body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 56rem;\n"
    "  padding-inline: 1rem; }\n"
    "h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin-block-start: 2rem; }\n"
    "ol, ul { list-style: none; padding: 0; }\n"
    ".block { border-inline-start: 3px solid #8888; margin-block: .4rem;\n"
    "  padding-inline-start: .75rem; }\n"
    ".block > span { opacity: .75; font-size: .85rem; display: block; }\n"
    ".gap { margin-inline-start: 2rem; font-size: .9rem; }\n"
    ".gap summary { cursor: pointer; } .gap ul { margin-inline-start: 1rem; }\n"
    ".free summary { font-weight: 600; }\n"
    ".free summary::before { content: \"○ \"; } .refused summary::before { content: \"× \"; }\n"
    ".box { border: 2px solid; border-radius: .4rem; margin: .6rem 0 .6rem 2rem;\n"
    "  padding: .5rem .75rem; }\n"
    "code { font-size: .9em; } dt { font-weight: 600; } dd { margin: 0 0 .5rem; }\n"
    "</style>\n<main>\n";

/* ---- words ------------------------------------------------------------------------------ */

static void put(writer *w, const char *html)
{
    encart__strbuf_puts(w->out, html);
}

static void put_number(writer *w, uint64_t n)
{
    encart__strbuf_printf(w->out, "%llu", (unsigned long long)n);
}

static void put_count(writer *w, uint64_t n, const char *what)
{
    put_number(w, n);
    put(w, " ");
    put(w, what);
    put(w, n == 1 ? "" : "s");
}

/* Where to cut after so many letters. */
static size_t cut_at(encart__str s, size_t letters)
{
    uint32_t cp;
    size_t i = 0;

    while (i < s.n && letters-- > 0)
        i += encart__utf8_decode(s.p + i, s.n - i, &cp);
    return i;
}

/* Text of the article, in its own language and direction. */
static void put_text(writer *w, encart__str s)
{
    size_t n = cut_at(s, LETTERS_SHOWN);

    put(w, "<bdi");
    if (w->x->lang.n) {
        put(w, " lang=\"");
        encart__escape_attr(w->out, w->x->lang);
        put(w, "\"");
    }
    put(w, ">");
    encart__escape_text(w->out, encart__str_sub(s, 0, n));
    put(w, n < s.n ? "…</bdi>" : "</bdi>");
}

static void put_name(writer *w, encart__str name)
{
    put(w, "<code>");
    encart__escape_text(w->out, name);
    put(w, "</code>");
}

static void put_heading(writer *w, const char *title)
{
    put(w, "<h2>");
    put(w, title);
    put(w, "</h2>\n");
}

/* ---- gaps ------------------------------------------------------------------------------- */

/* "rule: sentence: names" of one rule, when some box gives it. */
static void put_rule(writer *w, size_t gap, encart__rule rule)
{
    const encart__explain *x = w->x;
    int any = 0;

    for (size_t i = 0; i < x->box_count; i++) {
        if (!encart__explain_says(x, i, gap, rule))
            continue;
        if (!any++) {
            put(w, "<li>");
            put(w, rule ? encart__rule_name(rule) : "free");
            put(w, ": ");
            put(w, rule ? encart__rule_explanation(rule)
                        : "it could have stood here, and stands elsewhere");
            put(w, ": ");
        } else {
            put(w, ", ");
        }
        put_name(w, x->boxes[i].name);
    }
    put(w, any ? "</li>\n" : "");
}

static int is_free(const encart__explain *x, size_t gap)
{
    for (size_t i = 0; i < x->box_count; i++)
        if (encart__explain_says(x, i, gap, ENCART__RULE_NONE))
            return 1;
    return 0;
}

/* The first rule that refused somebody, for the line that is seen at once. */
static encart__rule first_rule(const encart__explain *x, size_t gap)
{
    for (int rule = 1; rule < ENCART__RULE_COUNT; rule++)
        for (size_t i = 0; i < x->box_count; i++)
            if (encart__explain_says(x, i, gap, (encart__rule)rule))
                return (encart__rule)rule;
    return ENCART__RULE_NONE;
}

static int put_box(writer *w, size_t gap)
{
    int any = 0;

    for (size_t i = 0; i < w->x->box_count; i++) {
        const encart__explain_box *b = &w->x->boxes[i];

        if (!encart__explain_stands(b, gap))
            continue;
        put(w, "<li class=\"box\">");
        put_name(w, b->name);
        put(w, b->wish->pin >= 0 ? " (pinned by an editor)"
               : b->wish->after ? " (after the block it belongs to)"
               : b->wish->relaxed ? " (its own wishes given up)"
                                  : "");
        put(w, "<br>");
        put_text(w, encart__explain_box_text(b, &w->text));
        put(w, "</li>\n");
        any = 1;
    }
    return any;
}

static void put_gap(writer *w, size_t gap)
{
    int free_here = is_free(w->x, gap);
    encart__rule rule = first_rule(w->x, gap);

    if (put_box(w, gap) || !encart__explain_has_wishes(w->x))
        return;
    put(w, free_here ? "<li class=\"gap free\">" : "<li class=\"gap refused\">");
    put(w, "<details><summary>");
    put(w, free_here ? "free" : encart__rule_name(rule));
    put(w, ": ");
    put(w, free_here ? "a box could have stood here" : encart__rule_explanation(rule));
    put(w, "</summary>\n<ul>\n");
    for (int i = 0; i < ENCART__RULE_COUNT; i++)
        put_rule(w, gap, (encart__rule)i);
    put(w, "</ul></details></li>\n");
}

/* ---- the outline -------------------------------------------------------------------------- */

static void put_block(writer *w, size_t i)
{
    const encart__block *b = &w->x->blocks[i];

    put(w, "<li class=\"block\"><span>");
    put_number(w, i + 1);
    put(w, " · ");
    put(w, encart__block_kind_name((encart__block_kind)b->kind));
    if (b->level) {
        put(w, " ");
        put_number(w, b->level);
    }
    put(w, " · ");
    put_count(w, b->words, "word");
    put(w, "</span>");
    put_text(w, encart__explain_block_text(w->x, b, &w->text));
    put(w, "</li>\n");
}

static void put_outline(writer *w)
{
    size_t count = w->x->block_count, shown = count < BLOCKS_SHOWN ? count : BLOCKS_SHOWN;

    if (!count)
        return;
    put_heading(w, "Outline");
    put(w, "<ol>\n");
    for (size_t i = 0; i < shown; i++) {
        put_block(w, i);
        if (i + 1 < count)
            put_gap(w, i);
    }
    put(w, "</ol>\n");
    if (shown < count) {
        put(w, "<p>… and ");
        put_count(w, count - shown, "more block");
        put(w, ".</p>\n");
    }
}

/* ---- what stands elsewhere, and what does not --------------------------------------------- */

static int is_elsewhere(const encart__explain_box *b)
{
    return b->done && !(b->wish && b->wish->placed >= 0);
}

static void put_slots(writer *w)
{
    int any = 0;

    for (size_t i = 0; i < w->x->box_count; i++) {
        const encart__explain_box *b = &w->x->boxes[i];

        if (!is_elsewhere(b))
            continue;
        if (!any++) {
            put_heading(w, "In other slots");
            put(w, "<dl>\n");
        }
        put(w, "<dt>");
        put(w, encart__slot_name(b->slot));
        put(w, ": ");
        put_name(w, b->name);
        put(w, "</dt><dd>");
        put_text(w, encart__explain_box_text(b, &w->text));
        put(w, "</dd>\n");
    }
    put(w, any ? "</dl>\n" : "");
}

static void put_unplaced(writer *w)
{
    int any = 0;

    for (size_t i = 0; i < w->x->box_count; i++) {
        const encart__explain_box *b = &w->x->boxes[i];
        encart__rule rule = encart__explain_why(b);

        if (b->done)
            continue;
        if (!any++) {
            put_heading(w, "Not placed");
            put(w, "<dl>\n");
        }
        put(w, "<dt>");
        put_name(w, b->name);
        put(w, "</dt><dd>");
        put(w, rule ? encart__rule_name(rule) : "");
        put(w, rule ? ": " : "");
        encart__escape_text(w->out, encart__str_z(encart__explain_reason(b)));
        put(w, "</dd>\n");
    }
    put(w, any ? "</dl>\n" : "");
}

static void put_quiet(writer *w)
{
    for (size_t i = 0; i < w->x->quiet_count; i++) {
        if (!i) {
            put_heading(w, "Without a box");
            put(w, "<dl>\n");
        }
        put(w, "<dt>");
        put_name(w, w->x->quiet[i].name);
        put(w, "</dt><dd>");
        put(w, w->x->quiet[i].why);
        put(w, "</dd>\n");
    }
    put(w, w->x->quiet_count ? "</dl>\n" : "");
}

static void put_own(writer *w)
{
    for (size_t i = 0; i < w->x->own_count; i++) {
        const encart__explain_own *own = &w->x->own[i];

        if (!i) {
            put_heading(w, "The author’s own boxes");
            put(w, "<dl>\n");
        }
        put(w, "<dt>");
        put_text(w, own->title);
        put(w, "</dt><dd>");
        if (own->href.n)
            encart__escape_text(w->out, own->href);
        else
            put(w, encart__explain_no_link);
        put(w, "</dd>\n");
    }
    put(w, w->x->own_count ? "</dl>\n" : "");
}

static void put_diag(writer *w, const encart__diag *d)
{
    static const char *const levels[] = {"note", "warning", "fault"};

    put(w, "<li>");
    put(w, levels[d->level]);
    put(w, " <code>");
    put(w, d->rule);
    put(w, "</code> ");
    encart__escape_text(w->out, d->source);
    if (d->source.n && d->line) {
        put(w, ":");
        put_number(w, d->line);
    }
    put(w, d->source.n ? ": " : "");
    encart__escape_text(w->out, d->message);
    put(w, "</li>\n");
}

static void put_diags(writer *w)
{
    uint32_t more = 0;
    int any = 0;

    for (size_t i = 0; i < w->x->diags_count; i++) {
        const encart__diags *list = w->x->diags[i];

        for (const encart__diag *d = list->first; d; d = d->next) {
            if (!any++) {
                put_heading(w, "Diagnostics");
                put(w, "<ul>\n");
            }
            put_diag(w, d);
        }
        more += list->count - list->kept;
    }
    put(w, any ? "</ul>\n" : "");
    if (more) {
        put(w, "<p>… and ");
        put_number(w, more);
        put(w, " more.</p>\n");
    }
}

void encart__explain_html(encart__strbuf *out, const encart__explain *x)
{
    const encart__block *last = x->block_count ? &x->blocks[x->block_count - 1] : NULL;
    encart__str title = x->title.n ? x->title : ENCART__STR("An article without a title");
    writer w = {.x = x, .out = out};

    encart__strbuf_init(&w.text, out->alloc, 0);
    put(&w, head);
    encart__escape_text(out, title);
    put(&w, style);
    put(&w, "<h1>");
    put_text(&w, title);
    put(&w, "</h1>\n<p>");
    put_count(&w, x->block_count, "block");
    put(&w, ", ");
    put_count(&w, last ? last->before + last->words : 0, "word");
    put(&w, "</p>\n");
    put_outline(&w);
    put_slots(&w);
    put_unplaced(&w);
    put_quiet(&w);
    put_own(&w);
    put_diags(&w);
    put(&w, "</main>\n</html>\n");
    if (w.text.failed && !out->failed)
        out->failed = w.text.failed;
    encart__strbuf_free(&w.text);
}
