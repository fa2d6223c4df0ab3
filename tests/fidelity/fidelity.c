/* One document, twice: libgumbo's tree after the policy, and ours. */
#include "tests/fidelity/fidelity.h"

#include <stdlib.h>

/* ---- the two trees ----------------------------------------------------------------------- */

static int is_direct(encart__str html, const encart__sanitise_opts *o)
{
    encart__tokens tokens;
    encart__clean clean;
    encart__tree t;
    encart__dresser dresser = {&t, &clean};
    encart__builder *b = malloc(sizeof *b);
    encart__diags none = {0};
    int direct;

    encart__tokens_init(&tokens, NULL);
    encart__clean_init(&clean, NULL);
    encart__tree_init(&t, NULL);
    encart__tokenize(&tokens, html, 1);
    encart__filter(&clean, &tokens, NULL, o, &none);
    encart__build(b, &clean, &dresser);
    direct = !b->irregular && !t.failed;
    encart__tree_free(&t);
    encart__clean_free(&clean);
    encart__tokens_free(&tokens);
    free(b);
    return direct;
}

/* ---- words ------------------------------------------------------------------------------- */

typedef struct {
    encart__str *at;
    size_t count;
} bag;

static int by_bytes(const void *a, const void *b)
{
    const encart__str *x = a, *y = b;
    int order = memcmp(x->p, y->p, x->n < y->n ? x->n : y->n);

    return order ? order : (x->n > y->n) - (x->n < y->n);
}

static bag sorted_words(encart__str lines, size_t count)
{
    bag b = {malloc((count + 1) * sizeof *b.at), 0};

    while (lines.n && b.count < count) {
        const char *end = memchr(lines.p, '\n', lines.n);
        size_t n = end ? (size_t)(end - lines.p) : lines.n;

        b.at[b.count++] = encart__str_sub(lines, 0, n);
        lines = encart__str_sub(lines, n + 1, lines.n);
    }
    qsort(b.at, b.count, sizeof *b.at, by_bytes);
    return b;
}

/* Words that only one of the sides has, whatever their order. */
static void count_words(verdict *v, const outline *theirs, const outline *ours)
{
    bag a = sorted_words(encart__strbuf_view(&theirs->words), theirs->count);
    bag b = sorted_words(encart__strbuf_view(&ours->words), ours->count);
    size_t i = 0, j = 0;

    while (i < a.count || j < b.count) {
        int order = i == a.count ? 1 : j == b.count ? -1 : by_bytes(&a.at[i], &b.at[j]);

        v->lost += order < 0;
        v->added += order > 0;
        i += order <= 0;
        j += order >= 0;
    }
    free(a.at);
    free(b.at);
}

/* ---- the first difference ---------------------------------------------------------------- */

static void quote(encart__strbuf *out, encart__str lines, size_t from, int most)
{
    while (from < lines.n && most-- > 0) {
        const char *end = memchr(lines.p + from, '\n', lines.n - from);
        size_t n = end ? (size_t)(end - lines.p) - from : lines.n - from;

        encart__strbuf_putc(out, ' ');
        encart__strbuf_str(out, encart__str_sub(lines, from, from + n));
        from += n + 1;
    }
    encart__strbuf_putc(out, '\n');
}

static void first_difference(verdict *v, encart__str a, encart__str b)
{
    size_t at = 0, line;

    while (at < a.n && at < b.n && a.p[at] == b.p[at])
        at++;
    while (at && (at >= a.n || a.p[at - 1] != '\n'))
        at--;
    line = at;
    for (int back = 0; back < 8 && line; back++)
        for (line--; line && a.p[line - 1] != '\n';)
            line--;
    encart__strbuf_puts(&v->first, "  after ");
    quote(&v->first, encart__str_sub(a, 0, at), line, 8);
    encart__strbuf_puts(&v->first, "  html5 ");
    quote(&v->first, a, at, 8);
    encart__strbuf_puts(&v->first, "  ours  ");
    quote(&v->first, b, at, 8);
}

void verdict_of(verdict *v, encart__str html)
{
    encart__sanitise_opts o = {.policy = encart__policy_named(ENCART__STR("article")),
                               .base = ENCART__STR_EMPTY};
    encart__tree t;
    outline theirs, ours;

    memset(v, 0, sizeof *v);
    encart__strbuf_init(&v->first, NULL, 0);
    encart__tree_init(&t, NULL);
    if (html5_tree(&t, html, o.policy))
        abort();
    outline_make(&theirs, &t);
    encart__tree_free(&t);
    encart__tree_init(&t, NULL);
    if (encart__sanitise_html(&t, html, &o, NULL, NULL, NULL))
        abort();
    outline_make(&ours, &t);
    encart__tree_free(&t);
    v->blocks = encart__str_eq(encart__strbuf_view(&theirs.blocks),
                               encart__strbuf_view(&ours.blocks));
    v->dressed = encart__str_eq(encart__strbuf_view(&theirs.dressed),
                                encart__strbuf_view(&ours.dressed));
    v->words = encart__str_eq(encart__strbuf_view(&theirs.words),
                              encart__strbuf_view(&ours.words));
    v->words_in = theirs.count;
    v->direct = is_direct(html, &o);
    count_words(v, &theirs, &ours);
    if (!v->blocks)
        first_difference(v, encart__strbuf_view(&theirs.blocks),
                         encart__strbuf_view(&ours.blocks));
    else if (!v->dressed)
        first_difference(v, encart__strbuf_view(&theirs.dressed),
                         encart__strbuf_view(&ours.dressed));
    outline_free(&theirs);
    outline_free(&ours);
}

void verdict_free(verdict *v)
{
    encart__strbuf_free(&v->first);
}
