/* The article's main flow. Wrappers say nothing of how they are laid out: a div may be a
 * part of the story, a column, or a panel in the middle of it. What decides is
 *
 *  - how much of the words a wrapper holds. Two thirds of the article's: the main flow goes
 *    on in it, whatever it is called. Less than a third of its parent's, between paragraphs
 *    that are not in wrappers: it is a group, such as a panel.
 *  - what stands beside it. A wrapper that is a proper part of the article and holds
 *    nothing but a few wrappers of several blocks each is a row of columns; so is one whose
 *    class says it and whose children are wrappers.
 *
 * A `section` or `article` is a part of the story by its name. Class names only add: the
 * rules hold without them. One pass over the wrappers gives their roles, one over the
 * blocks gives the gaps; see encart__flow_mark(). */
#include "core/place/flow.h"

enum { ROW_MOST = 6 }; /* more than so many beside each other are no columns */

enum { ROW = 1, COLUMN = 2, STACK = 4, NARROW = 8 }; /* hints */

typedef enum role {
    TRUNK, /* the root, and what holds two thirds of it */
    MAIN,
    COLUMNAR,
    GROUP
} role;

/* ---- what class names say ------------------------------------------------------------ */

static const struct {
    const char *words; /* as they stand between dashes, spaces and digits */
    uint8_t hint;
} hint_words[] = {
    {"row", ROW},           {"columns", ROW},          {"cols", ROW},
    {"grid", ROW},          {"flex", ROW},             {"masonry", ROW},
    {"colonnes", ROW},      {"column", COLUMN},        {"col", COLUMN},
    {"colonne", COLUMN},    {"half", COLUMN},          {"one-third", COLUMN},
    {"two-third", COLUMN},  {"two-thirds", COLUMN},    {"one-fourth", COLUMN},
    {"three-fourth", COLUMN}, {"one-quarter", COLUMN}, {"three-quarter", COLUMN},
    {"flex-col", STACK},    {"flex-column", STACK},    {"is-vertical", STACK},
    {"media-text", NARROW}, {"media-body", NARROW},
};

static int ends_word(int c)
{
    return c == '-' || c == '_' || c == ':' || encart__is_space(c);
}

/* Whether `words` stand at v[at], as whole words; digits after them do not count. */
static int says(encart__str v, size_t at, const char *words)
{
    for (; *words; words++, at++) {
        int c = at < v.n ? encart__lower((unsigned char)v.p[at]) : 0;

        if ((c == '_' ? '-' : c) != *words)
            return 0;
    }
    while (at < v.n && encart__is_digit((unsigned char)v.p[at]))
        at++;
    return at == v.n || ends_word((unsigned char)v.p[at]);
}

static uint8_t hints_of(const encart__tree *t, encart__node_id node)
{
    unsigned hints = 0;
    encart__str v;

    if (!encart__tree_attr(t, node, ENCART__A_CLASS, &v))
        return 0;
    for (size_t at = 0; at < v.n; at++)
        if (at == 0 || ends_word((unsigned char)v.p[at - 1]))
            for (size_t i = 0; i < sizeof hint_words / sizeof *hint_words; i++)
                if (says(v, at, hint_words[i].words))
                    hints |= hint_words[i].hint;
    if (hints & STACK) /* "flex flex-col" */
        hints &= ~(unsigned)(ROW | COLUMN);
    return (uint8_t)hints;
}

/* ---- what is counted ------------------------------------------------------------------ */

/* The wrappers around the blocks, while one goes from block to block. */
typedef struct place {
    encart__wrapper *wrappers;
    size_t count, next; /* the next wrapper to begin */
    uint32_t in;        /* the innermost */
    uint32_t left;      /* the outermost that the last block ended, 0 = none */
} place;

static void enter(place *p, uint32_t block)
{
    while (p->next < p->count && p->wrappers[p->next].first == block)
        p->in = (uint32_t)p->next++;
}

static void leave(place *p, uint32_t block)
{
    p->left = 0;
    while (p->in && p->wrappers[p->in].past == block + 1) {
        p->left = p->in;
        p->in = p->wrappers[p->in].parent;
    }
}

/* Prose that only the main flow has beside wrappers; a row may have pictures. */
static int is_prose(const encart__block *b)
{
    const unsigned other = 1u << ENCART__BLOCK_FIGURE | 1u << ENCART__BLOCK_EMBED |
                           1u << ENCART__BLOCK_RULE;

    return !(other >> b->kind & 1);
}

static void count_own(encart__wrapper *w, const encart__block *b)
{
    w->loose += b->words;
    w->kids++;
    w->lone += is_prose(b) != 0;
}

static void measure(const encart__tree *t, encart__wrapper *w, size_t n,
                    const encart__block *blocks, size_t block_count)
{
    place p = {w, n, 1, 0, 0};

    for (uint32_t i = 0; i < block_count; i++) {
        enter(&p, i);
        count_own(&w[p.in], &blocks[i]);
        leave(&p, i);
    }
    for (size_t i = 0; i < n; i++) {
        const encart__block *last = &blocks[w[i].past - 1];

        w[i].words = last->before + last->words - blocks[w[i].first].before;
        w[i].hints = i ? hints_of(t, w[i].node) : 0;
        w[w[i].parent].kids += i > 0;
        w[w[i].parent].thick += i > 0 && w[i].past - w[i].first > 1;
    }
}

/* ---- roles ------------------------------------------------------------------------------ */

static int at_least(uint32_t words, unsigned thirds, uint32_t of)
{
    return (uint64_t)words * 3 >= (uint64_t)of * thirds;
}

/* Its children stand beside each other. */
static int is_row(const encart__wrapper *w)
{
    if (w->kids < 2 || (w->role == TRUNK && w->kids > ROW_MOST))
        return 0;
    if ((w->hints & ROW) && !at_least(w->loose, 1, w->words))
        return 1;
    return w->role != TRUNK && !(w->hints & STACK) && w->kids <= ROW_MOST &&
           w->lone == 0 && w->thick > 1;
}

static int is_part(const encart__tree *t, encart__node_id node)
{
    return encart__tree_is(t, node, ENCART__T_SECTION) ||
           encart__tree_is(t, node, ENCART__T_ARTICLE) ||
           encart__tree_is(t, node, ENCART__T_MAIN);
}

static int is_column(const encart__tree *t, const encart__wrapper *w,
                     const encart__wrapper *parent)
{
    return parent->kids > 1 &&
           ((w->hints & COLUMN) || (is_row(parent) && !is_part(t, w->node)));
}

/* That of wrappers[i]; those around it have theirs. */
static role role_of(const encart__tree *t, const encart__wrapper *wrappers, size_t i)
{
    const encart__wrapper *w = &wrappers[i], *parent = &wrappers[w->parent];

    if (parent->role == COLUMNAR || parent->role == GROUP)
        return (role)parent->role;
    if (parent->role == TRUNK && at_least(w->words, 2, wrappers[0].words))
        return TRUNK;
    if ((w->hints & NARROW) || is_column(t, w, parent))
        return COLUMNAR;
    if (is_part(t, w->node) || at_least(w->words, 1, parent->words) ||
        !at_least(parent->loose, 1, parent->words))
        return MAIN;
    return GROUP;
}

/* ---- gaps ------------------------------------------------------------------------------- */

/* The flag for the gap behind `block`, which is in wrapper p->in. */
static unsigned gap_flag(const encart__tree *t, const place *p, uint32_t block)
{
    const encart__wrapper *w = &p->wrappers[p->in], *next = &p->wrappers[p->next];

    if (w->role == COLUMNAR || is_row(w))
        return ENCART__BLOCK_GAP_COLUMN;
    if (w->role == GROUP)
        return ENCART__BLOCK_GAP_GROUP;
    return p->left && p->next < p->count && next->first == block + 1 &&
                   is_column(t, &p->wrappers[p->left], w) && is_column(t, next, w)
               ? ENCART__BLOCK_GAP_COLUMN
               : 0;
}

void encart__flow_mark(const encart__tree *t, encart__wrapper *wrappers, size_t count,
                       encart__block *blocks, size_t block_count)
{
    place p = {wrappers, count, 1, 0, 0};

    if (!block_count)
        return;
    measure(t, wrappers, count, blocks, block_count);
    wrappers[0].role = TRUNK;
    for (size_t i = 1; i < count; i++)
        wrappers[i].role = (uint8_t)role_of(t, wrappers, i);
    for (uint32_t i = 0; i < block_count; i++) {
        enter(&p, i);
        leave(&p, i);
        blocks[i].flags |= (uint16_t)gap_flag(t, &p, i);
    }
}
