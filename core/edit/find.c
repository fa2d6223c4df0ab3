/* Finding terms. They stand sorted by their folded bytes; from each beginning of a word
 * the range of those that still fit is narrowed byte by byte, so that a thousand terms
 * cost little more than one. Start reading at encart__finder_next(). */
#include "core/edit/find.h"
#include "core/base/utf8.h"
#include "core/text/text.h"

#include <stdlib.h>

/* ---- terms ------------------------------------------------------------------------- */

size_t encart__term_fold(char *out, encart__str term, int accents)
{
    char piece[ENCART__FOLD_MAX];
    size_t used = 0, at = 0, n;
    int space = 0;

    if (term.n > ENCART__TERM_BYTES)
        return 0;
    while (at < term.n) {
        n = encart__text_fold_next(term, &at, accents, piece);
        if (n == 1 && piece[0] == ' ') {
            space = used > 0;
            continue;
        }
        if (used + n + 1 > ENCART__TERM_FOLDED)
            return 0;
        if (n && space)
            out[used++] = ' ';
        memcpy(out + used, piece, n);
        used += n;
        space = space && !n;
    }
    return used;
}

static int by_text(const void *a, const void *b)
{
    const encart__term *x = a, *y = b;
    int order = encart__str_cmp(x->folded, y->folded);

    return order ? order : (x->index > y->index) - (x->index < y->index);
}

size_t encart__terms_sort(encart__term *terms, size_t count)
{
    size_t kept = 0;

    if (count)
        qsort(terms, count, sizeof *terms, by_text);
    for (size_t i = 0; i < count; i++)
        if (terms[i].folded.n &&
            (!kept || !encart__str_eq(terms[i].folded, terms[kept - 1].folded)))
            terms[kept++] = terms[i];
    return kept;
}

/* ---- one place --------------------------------------------------------------------- */

/* The terms that go on with what was read. */
typedef struct range {
    size_t low, high;
    size_t depth; /* bytes read */
} range;

/* The first of low..high whose byte at `depth` is not below `byte`. */
static size_t bound(const encart__finder *f, const range *r, unsigned byte)
{
    size_t low = r->low, high = r->high;

    while (low < high) {
        size_t mid = low + (high - low) / 2;
        encart__str s = f->terms[mid].folded;

        if (s.n <= r->depth || (unsigned char)s.p[r->depth] < byte)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

static int narrow(const encart__finder *f, range *r, const char *piece, size_t n)
{
    for (size_t i = 0; i < n && r->low < r->high; i++, r->depth++) {
        size_t low = bound(f, r, (unsigned char)piece[i]);

        r->high = bound(f, r, (unsigned char)piece[i] + 1u);
        r->low = low;
    }
    return r->low < r->high;
}

/* Past what is nothing to a reader: soft hyphens, marks that folding drops. */
static size_t skip_silent(const encart__finder *f, encart__str s, size_t at, long *fuel)
{
    char piece[ENCART__FOLD_MAX];

    for (size_t next = at; next < s.n; at = next) {
        *fuel -= 1;
        if (encart__text_fold_next(s, &next, f->accents, piece))
            break;
    }
    return at;
}

static int is_break(uint16_t tag)
{
    unsigned flags = encart__tag_flags(tag);

    return tag == ENCART__T_BR ||
           (flags & (ENCART__F_BLOCK | ENCART__F_VOID | ENCART__F_NOTPROSE)) != 0;
}

/* The first character of a text that matching sees; 0 when there is none. */
static uint32_t first_of(encart__str s, long *fuel)
{
    uint32_t cp;

    for (size_t i = 0; i < s.n; *fuel -= 1) {
        i += encart__utf8_decode(s.p + i, s.n - i, &cp);
        if (!encart__cp_is_ignorable(cp))
            return cp;
    }
    return 0;
}

/* The character after the text node, of the same line. */
static uint32_t after_node(encart__finder *f, long *fuel)
{
    encart__iter it = f->at;

    if (f->after_known)
        return f->after;
    f->after_known = 1;
    f->after = 0;
    while (!f->after && *fuel >= 0 && encart__iter_next(&it)) {
        const encart__node *n = &f->tree->nodes[it.at];

        *fuel -= 1;
        if (n->kind == ENCART__NODE_TEXT)
            f->after = first_of(encart__tree_text_of(f->tree, it.at), fuel);
        else if (n->kind == ENCART__NODE_ROOT ||
                 (n->kind == ENCART__NODE_ELEMENT && is_break(n->tag)))
            break;
    }
    return f->after;
}

/* Whether a word ends between `last` and what stands at `at`. */
static int ends(encart__finder *f, encart__str s, size_t at, uint32_t last, long *fuel)
{
    uint32_t next;

    if (at < s.n)
        encart__utf8_decode(s.p + at, s.n - at, &next);
    else
        next = after_node(f, fuel);
    return !encart__text_joined(last, next);
}

/* The longest term that stands at `at`, which begins a word: its place among the terms,
 * and where it ends. */
static int match(encart__finder *f, encart__str s, size_t at, size_t *term, size_t *end,
                 long *fuel)
{
    range r = {0, f->count, 0};
    char piece[ENCART__FOLD_MAX];
    int found = 0, space = 0;

    while (at < s.n && *fuel >= 0) {
        uint32_t cp;
        size_t n;

        encart__utf8_decode(s.p + at, s.n - at, &cp);
        n = encart__text_fold_next(s, &at, f->accents, piece);
        *fuel -= 1;
        if (n == 0 || (space && piece[0] == ' '))
            continue;
        space = piece[0] == ' ';
        *fuel -= (long)n;
        if (!narrow(f, &r, piece, n))
            break;
        if (f->terms[r.low].folded.n != r.depth || (f->first && f->terms[r.low].found))
            continue;
        n = skip_silent(f, s, at, fuel);
        if (!ends(f, s, n, cp, fuel))
            continue;
        found = 1;
        *term = r.low;
        *end = n;
    }
    return found;
}

/* ---- the walk ---------------------------------------------------------------------- */

void encart__finder_init(encart__finder *f, const encart__tree *t, encart__term *terms,
                         size_t count)
{
    memset(f, 0, sizeof *f);
    f->tree = t;
    f->terms = terms;
    f->count = count;
    f->accents = 1;
    encart__iter_init(&f->at, t, ENCART__ROOT);
}

static int matches(encart__query *q, const encart__finder *f, const encart__selector *s,
                   encart__node_id node, long *fuel)
{
    if (!q->selector)
        encart__query_init(q, s, f->tree, ENCART__ROOT);
    return encart__query_matches(q, node, fuel);
}

static void enter(encart__finder *f, encart__node_id node, long *fuel)
{
    uint16_t tag = f->tree->nodes[node].tag;

    if (is_break(tag))
        f->before = 0;
    if (!f->off && ((encart__tag_flags(tag) & ENCART__F_NOTPROSE) ||
                    (f->not_within && matches(&f->out, f, f->not_within, node, fuel))))
        f->off = node;
    if (!f->on && f->within && matches(&f->in, f, f->within, node, fuel))
        f->on = node;
}

static void leave(encart__finder *f, encart__node_id node)
{
    if (is_break(f->tree->nodes[node].tag))
        f->before = 0;
    if (f->off == node)
        f->off = 0;
    if (f->on == node)
        f->on = 0;
}

/* What is left out still stands beside what is not: its last character counts. */
static void pass(encart__finder *f, encart__str s, long *fuel)
{
    uint32_t cp;

    for (size_t i = s.n; i > 0 && *fuel >= 0;) {
        size_t from = i - 1;

        while (from > 0 && i - from < 4 && ((unsigned char)s.p[from] & 0xC0) == 0x80)
            from--;
        encart__utf8_decode(s.p + from, i - from, &cp);
        *fuel -= 1;
        if (!encart__cp_is_ignorable(cp)) {
            f->before = cp;
            return;
        }
        i = from;
    }
}

/* The next text to read. */
static int advance(encart__finder *f, long *fuel)
{
    while (*fuel >= 0 && encart__iter_next(&f->at)) {
        const encart__node *n = &f->tree->nodes[f->at.at];

        *fuel -= 1;
        if (n->kind == ENCART__NODE_ELEMENT && f->at.leave) {
            leave(f, f->at.at);
        } else if (n->kind == ENCART__NODE_ELEMENT) {
            enter(f, f->at.at, fuel);
        } else if (n->kind == ENCART__NODE_TEXT) {
            if (!f->off && (f->on || !f->within))
                return 1;
            pass(f, encart__tree_text_of(f->tree, f->at.at), fuel);
        }
    }
    return 0;
}

/* The next one in the text that is being read. */
static int next_here(encart__finder *f, encart__found *out, long *fuel)
{
    encart__str s = encart__tree_text_of(f->tree, f->at.at);
    size_t term, end;
    uint32_t cp;

    while (f->pos < s.n && *fuel >= 0) {
        size_t from = f->pos, n = encart__utf8_decode(s.p + from, s.n - from, &cp);

        *fuel -= 1;
        f->pos += n;
        if (encart__cp_is_ignorable(cp))
            continue;
        if (!encart__cp_is_space(cp) && !encart__text_joined(f->before, cp) &&
            match(f, s, from, &term, &end, fuel)) {
            f->terms[term].found = 1;
            *out = (encart__found){f->at.at, (uint32_t)from, (uint32_t)end,
                                   f->terms[term].index};
            pass(f, encart__str_sub(s, from, end), fuel);
            f->pos = end;
            return 1;
        }
        f->before = cp;
    }
    return 0;
}

int encart__finder_next(encart__finder *f, encart__found *out, long *fuel)
{
    int found = 0;

    while (f->count && *fuel >= 0 && !found) {
        if (!f->reading && !advance(f, fuel))
            return 0;
        if (!f->reading) {
            f->reading = 1;
            f->pos = 0;
            f->after_known = 0;
        }
        found = next_here(f, out, fuel);
        f->reading = found;
    }
    return found && *fuel >= 0;
}
