/* The table for people. Everything goes through a line that knows its column, so that no
 * line is too long and no control character of an article reaches a terminal. Long runs of
 * blocks between gaps that say the same are folded. Start at encart__explain_write(). */
#include "core/render/explain_facts.h"

#include "core/base/utf8.h"

enum {
    COLUMNS = 100,
    RUN_SHOWN = 6, /* blocks of a run of like gaps that are listed one by one */
    RUNS_SHOWN = 1000
};

typedef struct line {
    encart__strbuf *out;
    unsigned column;
    int blank; /* the last thing written was a space */
    int full;
} line;

typedef struct writer {
    const encart__explain *x;
    line l;
    encart__strbuf text; /* scratch */
} writer;

/* ---- lines --------------------------------------------------------------------------- */

static void put_cp(line *l, uint32_t cp)
{
    if (l->full)
        return;
    if (l->column == COLUMNS - 1) {
        cp = 0x2026;
        l->full = 1;
    }
    encart__strbuf_utf8(l->out, cp);
    l->column++;
    l->blank = cp == ' ';
}

/* Text of the article: every kind of space is one space, controls and marks that could
 * turn a terminal's line around are left out. */
static void put_str(line *l, encart__str s)
{
    uint32_t cp;

    for (size_t i = 0; i < s.n && !l->full;) {
        i += encart__utf8_decode(s.p + i, s.n - i, &cp);
        if (encart__cp_is_space(cp)) {
            if (!l->blank)
                put_cp(l, ' ');
        } else if (cp >= 0x20 && (cp < 0x7F || cp > 0x9F) && !encart__cp_is_ignorable(cp)) {
            put_cp(l, cp);
        }
    }
}

static void put(line *l, const char *z)
{
    for (; *z; z++)
        put_cp(l, (unsigned char)*z);
}

static void put_number(line *l, uint64_t n, unsigned width)
{
    char digits[24];
    unsigned at = sizeof digits;

    digits[--at] = '\0';
    do {
        digits[--at] = (char)('0' + n % 10);
        n /= 10;
    } while (n);
    for (unsigned len = (unsigned)sizeof digits - 1 - at; len < width; len++)
        put_cp(l, ' ');
    put(l, digits + at);
}

static void pad_to(line *l, unsigned column)
{
    while (l->column < column)
        put_cp(l, ' ');
    l->blank = 1;
}

static void end_line(line *l)
{
    encart__strbuf_putc(l->out, '\n');
    l->column = 0;
    l->blank = 0;
    l->full = 0;
}

/* Behind the next word, and the spaces before it. */
static size_t next_word(encart__str s, size_t at)
{
    int word = 0;
    uint32_t cp;

    for (size_t n; at < s.n; at += n) {
        n = encart__utf8_decode(s.p + at, s.n - at, &cp);
        if (word && encart__cp_is_space(cp))
            break;
        word |= !encart__cp_is_space(cp);
    }
    return at;
}

/* As put_str(), with further lines from `indent` on. */
static void put_wrapped(line *l, encart__str s, unsigned indent)
{
    for (size_t i = 0, end; i < s.n; i = end) {
        encart__str word;

        end = next_word(s, i);
        word = encart__str_sub(s, i, end);
        if (l->column > indent && l->column + encart__utf8_length(word) >= COLUMNS) {
            end_line(l);
            pad_to(l, indent);
        }
        put_str(l, word);
    }
}

static void put_count(line *l, uint64_t n, const char *what)
{
    put_number(l, n, 0);
    put_cp(l, ' ');
    put(l, what);
    if (n != 1)
        put_cp(l, 's');
}

static void heading(writer *w, const char *z)
{
    end_line(&w->l);
    put(&w->l, z);
    end_line(&w->l);
}

/* ---- gaps ---------------------------------------------------------------------------- */

/* Whether two gaps would show the same line. */
static int same_gap(const encart__explain *x, size_t a, size_t b)
{
    for (size_t i = 0; i < x->box_count; i++) {
        const encart__explain_box *box = &x->boxes[i];

        if (!box->wish || !box->wish->refused)
            continue;
        if (box->wish->placed == (int32_t)a || box->wish->placed == (int32_t)b ||
            box->wish->refused[a] != box->wish->refused[b])
            return 0;
    }
    return 1;
}

/* "near-box: a/b, c/d" for one rule; false when no box gives it as its reason. */
static int put_rule(writer *w, size_t gap, encart__rule rule, int some)
{
    const encart__explain *x = w->x;
    int first = 1;

    for (size_t i = 0; i < x->box_count && !w->l.full; i++) {
        if (!encart__explain_says(x, i, gap, rule))
            continue;
        if (first) {
            put(&w->l, some ? "; " : "");
            put(&w->l, rule ? encart__rule_name(rule) : "free");
        }
        put(&w->l, first ? ": " : ", ");
        put_str(&w->l, x->boxes[i].name);
        first = 0;
    }
    return !first;
}

static int put_box_at(writer *w, size_t gap)
{
    int any = 0;

    for (size_t i = 0; i < w->x->box_count; i++) {
        const encart__explain_box *b = &w->x->boxes[i];

        if (!encart__explain_stands(b, gap))
            continue;
        put(&w->l, "  >> ");
        put_str(&w->l, b->name);
        put(&w->l, b->wish->pin >= 0 ? " (pinned)" : b->wish->after ? " (after its block)"
                   : b->wish->relaxed ? " (relaxed)" : "");
        put(&w->l, "  ");
        put_str(&w->l, encart__explain_box_text(b, &w->text));
        end_line(&w->l);
        any = 1;
    }
    return any;
}

/* The line of the gap; `more` gaps behind it say the same. */
static void put_gap(writer *w, size_t gap, size_t more)
{
    int some = 0;

    if (put_box_at(w, gap) || !encart__explain_has_wishes(w->x))
        return;
    put(&w->l, "     - ");
    for (int r = 1; r <= ENCART__RULE_COUNT; r++) /* what is free comes last */
        some |= put_rule(w, gap, (encart__rule)(r % ENCART__RULE_COUNT), some);
    if (more) {
        put(&w->l, "  (also the next ");
        put_count(&w->l, more, "gap");
        put(&w->l, ")");
    }
    end_line(&w->l);
}

/* ---- the outline --------------------------------------------------------------------- */

static void put_block(writer *w, size_t i)
{
    const encart__block *b = &w->x->blocks[i];

    put_number(&w->l, i + 1, 4);
    put_number(&w->l, b->words, 7);
    put(&w->l, "  ");
    put(&w->l, encart__block_kind_name((encart__block_kind)b->kind));
    if (b->level)
        put_number(&w->l, b->level, 0);
    pad_to(&w->l, 24);
    put_str(&w->l, encart__explain_block_text(w->x, b, &w->text));
    end_line(&w->l);
}

/* Blocks from..to-1, the middle of a long run in one line. */
static void put_blocks(writer *w, size_t from, size_t to)
{
    const encart__block *b = w->x->blocks;

    if (to - from <= RUN_SHOWN) {
        for (size_t i = from; i < to; i++)
            put_block(w, i);
        return;
    }
    put_block(w, from);
    put_block(w, from + 1);
    put(&w->l, "        ... ");
    put_count(&w->l, to - from - 3, "block");
    put(&w->l, ", ");
    put_count(&w->l, b[to - 1].before - b[from + 2].before, "word");
    end_line(&w->l);
    put_block(w, to - 1);
}

static void put_outline(writer *w)
{
    const encart__explain *x = w->x;
    size_t gaps = x->block_count ? x->block_count - 1 : 0, next, runs = 0;

    if (!x->block_count)
        return;
    end_line(&w->l);
    put(&w->l, "   #  words  block");
    end_line(&w->l);
    put_block(w, 0);
    for (size_t g = 0; g < gaps; g = next) {
        if (++runs > RUNS_SHOWN) {
            put(&w->l, "        ... ");
            put_count(&w->l, gaps - g, "block");
            put(&w->l, " more");
            end_line(&w->l);
            return;
        }
        for (next = g + 1; next < gaps && same_gap(x, g, next);)
            next++;
        put_gap(w, g, next - g - 1);
        put_blocks(w, g + 1, next + 1);
    }
}

/* ---- what stands elsewhere, and what does not ---------------------------------------- */

static void put_slots(writer *w)
{
    int any = 0;

    for (size_t i = 0; i < w->x->box_count; i++) {
        const encart__explain_box *b = &w->x->boxes[i];

        if (!b->done || (b->wish && b->wish->placed >= 0))
            continue;
        if (!any++)
            heading(w, "In other slots");
        put(&w->l, "  ");
        put(&w->l, encart__slot_name(b->slot));
        pad_to(&w->l, 16);
        put_str(&w->l, b->name);
        put(&w->l, "  ");
        put_str(&w->l, encart__explain_box_text(b, &w->text));
        end_line(&w->l);
    }
}

static void put_reason(writer *w, const encart__explain_box *b)
{
    encart__rule rule = encart__explain_why(b);

    if (rule) {
        put(&w->l, encart__rule_name(rule));
        put(&w->l, ": ");
    }
    put(&w->l, encart__explain_reason(b));
}

static void put_unplaced(writer *w)
{
    int any = 0;

    for (size_t i = 0; i < w->x->box_count; i++) {
        const encart__explain_box *b = &w->x->boxes[i];

        if (b->done)
            continue;
        if (!any++)
            heading(w, "Not placed");
        put(&w->l, "  ");
        put_str(&w->l, b->name);
        put(&w->l, "  ");
        put_reason(w, b);
        end_line(&w->l);
    }
}

static void put_quiet(writer *w)
{
    for (size_t i = 0; i < w->x->quiet_count; i++) {
        if (!i)
            heading(w, "Without a box");
        put(&w->l, "  ");
        put_str(&w->l, w->x->quiet[i].name);
        put(&w->l, "  ");
        put(&w->l, w->x->quiet[i].why);
        end_line(&w->l);
    }
}

static void put_own(writer *w)
{
    for (size_t i = 0; i < w->x->own_count; i++) {
        const encart__explain_own *own = &w->x->own[i];

        if (!i)
            heading(w, "The author's own boxes");
        put(&w->l, "  ");
        put_str(&w->l, own->title);
        end_line(&w->l);
        put(&w->l, "    ");
        if (own->href.n)
            put_str(&w->l, own->href);
        else
            put(&w->l, encart__explain_no_link);
        end_line(&w->l);
    }
}

static void put_diag(writer *w, const encart__diag *d)
{
    static const char *const levels[] = {"note", "warning", "fault"};

    put(&w->l, "  ");
    put(&w->l, levels[d->level]);
    put(&w->l, " ");
    put(&w->l, d->rule);
    put(&w->l, ": ");
    put_str(&w->l, d->source);
    if (d->source.n && d->line) {
        put(&w->l, ":");
        put_number(&w->l, d->line, 0);
    }
    put(&w->l, d->source.n ? ": " : "");
    put_wrapped(&w->l, d->message, 4);
    end_line(&w->l);
}

static void put_diags(writer *w)
{
    uint32_t more = 0;
    int any = 0;

    for (size_t i = 0; i < w->x->diags_count; i++) {
        const encart__diags *list = w->x->diags[i];

        for (const encart__diag *d = list->first; d; d = d->next) {
            if (!any++)
                heading(w, "Diagnostics");
            put_diag(w, d);
        }
        more += list->count - list->kept;
    }
    if (more) {
        put(&w->l, "  and ");
        put_number(&w->l, more, 0);
        put(&w->l, " more");
        end_line(&w->l);
    }
}

void encart__explain_write(encart__strbuf *out, const encart__explain *x)
{
    const encart__block *last = x->block_count ? &x->blocks[x->block_count - 1] : NULL;
    writer w = {.x = x, .l = {.out = out}};

    encart__strbuf_init(&w.text, out->alloc, 0);
    put_str(&w.l, x->title);
    if (x->title.n)
        end_line(&w.l);
    put_count(&w.l, x->block_count, "block");
    put(&w.l, ", ");
    put_count(&w.l, last ? last->before + last->words : 0, "word");
    end_line(&w.l);
    put_outline(&w);
    put_slots(&w);
    put_unplaced(&w);
    put_quiet(&w);
    put_own(&w);
    put_diags(&w);
    if (w.text.failed && !out->failed)
        out->failed = w.text.failed;
    encart__strbuf_free(&w.text);
}
