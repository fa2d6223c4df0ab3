/* Matching from right to left, without recursion on the tree.
 *
 * An element's ancestors are a line, and so are its earlier siblings. On such a line the
 * nearest match is as good as any farther one for all that stands further left, so of each
 * kind only the last choice is ever taken back: the last "~" as long as no ">" or " " was
 * passed since, then the last " ". So a match costs at most (ancestors × siblings) of each
 * compound, never a power of the number of combinators. */
#include "core/edit/selector.h"

static int list_matches(encart__query *q, uint8_t list, encart__node_id node);

/* False when there is none left. */
static int spend(encart__query *q, size_t units)
{
    if (q->fuel >= 0)
        q->fuel -= (long)units;
    return q->fuel >= 0;
}

static int is_element(const encart__query *q, encart__node_id node)
{
    return q->tree->nodes[node].kind == ENCART__NODE_ELEMENT;
}

static encart__node_id previous(encart__query *q, encart__node_id node)
{
    do
        node = q->tree->nodes[node].prev;
    while (node && spend(q, 1) && !is_element(q, node));
    return node;
}

/* ---- attributes -------------------------------------------------------------------- */

static int same(encart__str a, encart__str b, int fold)
{
    return fold ? encart__str_ieq(a, b) : encart__str_eq(a, b);
}

static int has_word(encart__str value, encart__str word, int fold)
{
    size_t i = 0, from;

    while (i < value.n && word.n) {
        while (i < value.n && encart__is_space((unsigned char)value.p[i]))
            i++;
        from = i;
        while (i < value.n && !encart__is_space((unsigned char)value.p[i]))
            i++;
        if (same(encart__str_sub(value, from, i), word, fold))
            return 1;
    }
    return 0;
}

static int contains(encart__str value, encart__str part, int fold)
{
    for (size_t i = 0; i + part.n <= value.n; i++)
        if (same(encart__str_sub(value, i, i + part.n), part, fold))
            return 1;
    return 0;
}

static int value_matches(char op, encart__str value, encart__str want, int fold)
{
    size_t tail = value.n - (want.n < value.n ? want.n : value.n);

    switch (op) {
    case 0:
        return 1;
    case '=':
        return same(value, want, fold);
    case '~':
        return has_word(value, want, fold);
    case '|':
        return same(encart__str_sub(value, 0, want.n), want, fold) &&
               (value.n == want.n || value.p[want.n] == '-');
    case '^':
        return want.n && same(encart__str_sub(value, 0, want.n), want, fold);
    case '$':
        return want.n && same(encart__str_sub(value, tail, value.n), want, fold);
    default:
        return want.n && contains(value, want, fold);
    }
}

static int attr_value(const encart__query *q, encart__node_id node, uint16_t name,
                      encart__str spelling, encart__str *value)
{
    const encart__tree *t = q->tree;

    if (name)
        return encart__tree_attr(t, node, name, value);
    for (uint32_t a = t->nodes[node].attr; a; a = t->attrs[a].next) {
        if (t->attrs[a].name ||
            !encart__str_eq(encart__tree_attr_spelling(t, &t->attrs[a]), spelling))
            continue;
        *value = encart__tree_attr_value(t, &t->attrs[a]);
        return 1;
    }
    return 0;
}

static int attr_matches(encart__query *q, const encart__simple *s, encart__node_id node)
{
    const encart__selector *sel = q->selector;
    encart__str want = {sel->text + s->text, s->n},
                other = {sel->text + s->other, s->other_n};
    encart__str value;

    if (!attr_value(q, node, s->name, other, &value))
        return 0;
    /* Looking for a part may compare it at each byte. */
    if (!spend(q, 1 + value.n / 16 + (s->op == '*' ? value.n * want.n / 64 : 0)))
        return 0;
    return value_matches(s->op, value, want, s->flags);
}

static int named(encart__query *q, uint16_t attr, const encart__simple *s,
                 encart__node_id node)
{
    encart__str want = {q->selector->text + s->text, s->n}, value;

    if (!encart__tree_attr(q->tree, node, attr, &value) || !spend(q, 1 + value.n / 16))
        return 0;
    return attr == ENCART__A_ID ? encart__str_eq(value, want) : has_word(value, want, 0);
}

/* ---- among siblings ---------------------------------------------------------------- */

enum { ANY_TAG = 0xFFFF };

static int counts(const encart__query *q, encart__node_id node, uint16_t tag)
{
    return is_element(q, node) && (tag == ANY_TAG || q->tree->nodes[node].tag == tag);
}

/* The place of an element among its siblings, from 1. What was counted last is remembered
 * for each depth, so that a walk in document order counts each sibling once. */
static encart__counted *count_to(encart__query *q, encart__node_id node, uint16_t tag)
{
    encart__node_id parent = q->tree->nodes[node].parent, at;
    uint32_t depth = encart__tree_depth(q->tree, node), steps = 0;
    encart__counted *c = &q->counted[depth % ENCART__COUNTED][tag % ENCART__COUNTED];

    spend(q, depth);
    if (c->parent != parent || c->tag != tag)
        *c = (encart__counted){.parent = parent, .tag = tag};
    for (at = node; at && at != c->node && spend(q, 1); at = q->tree->nodes[at].prev)
        steps += counts(q, at, tag) != 0;
    c->index = steps + (at ? c->index : 0);
    c->node = node;
    return c;
}

static uint32_t count_all(encart__query *q, encart__counted *c)
{
    encart__node_id at = q->tree->nodes[c->node].next;

    if (c->total)
        return c->total;
    c->total = c->index;
    for (; at && spend(q, 1); at = q->tree->nodes[at].next)
        c->total += counts(q, at, c->tag) != 0;
    return c->total;
}

static int nth_matches(encart__query *q, const encart__simple *s, encart__node_id node)
{
    int of_type = s->flags & ENCART__NTH_OF_TYPE;
    encart__counted *c = count_to(q, node, of_type ? q->tree->nodes[node].tag : ANY_TAG);
    int64_t index = c->index, over;

    if (s->flags & ENCART__NTH_FROM_END)
        index = (int64_t)count_all(q, c) - index + 1;
    over = index - s->b;
    return s->a ? over % s->a == 0 && over / s->a >= 0 : over == 0;
}

/* Level 4: nothing below it but comments and white space. */
static int is_empty(encart__query *q, encart__node_id node)
{
    encart__node_id at = q->tree->nodes[node].first;

    for (; at && spend(q, 1); at = q->tree->nodes[at].next) {
        if (is_element(q, at))
            return 0;
        if (q->tree->nodes[at].kind == ENCART__NODE_TEXT) {
            encart__str text = encart__tree_text_of(q->tree, at);

            if (!spend(q, text.n / 16) || encart__str_trim(text).n)
                return 0;
        }
    }
    return 1;
}

/* ---- compounds --------------------------------------------------------------------- */

static int has_matches(encart__query *q, const encart__simple *s, encart__node_id node);

static int simple_matches(encart__query *q, const encart__simple *s, encart__node_id node)
{
    switch ((encart__simple_kind)s->kind) {
    case ENCART__SIMPLE_TAG:
        return q->tree->nodes[node].tag == s->name;
    case ENCART__SIMPLE_CLASS:
        return named(q, ENCART__A_CLASS, s, node);
    case ENCART__SIMPLE_ID:
        return named(q, ENCART__A_ID, s, node);
    case ENCART__SIMPLE_ATTR:
        return attr_matches(q, s, node);
    case ENCART__SIMPLE_NTH:
        return nth_matches(q, s, node);
    case ENCART__SIMPLE_EMPTY:
        return is_empty(q, node);
    case ENCART__SIMPLE_SCOPE:
        return node == q->top;
    case ENCART__SIMPLE_ANCHOR:
        return node == q->anchor;
    case ENCART__SIMPLE_NOT:
        return !list_matches(q, s->list, node);
    case ENCART__SIMPLE_IS:
        return list_matches(q, s->list, node);
    case ENCART__SIMPLE_HAS:
        return has_matches(q, s, node);
    }
    return 0;
}

/* The root is no element: only :scope can be it. */
static int root_matches(const encart__query *q, const encart__compound *c,
                        encart__node_id node)
{
    const encart__simple *simples = q->selector->simples;

    if (node != q->top || !c->first)
        return 0;
    for (uint8_t i = c->first; i; i = simples[i].next)
        if (simples[i].kind != ENCART__SIMPLE_SCOPE)
            return 0;
    return 1;
}

static int compound_matches(encart__query *q, uint8_t compound, encart__node_id node)
{
    const encart__selector *sel = q->selector;
    const encart__compound *c = &sel->compounds[compound];

    if (!spend(q, 1))
        return 0;
    if (!is_element(q, node))
        return root_matches(q, c, node);
    for (uint8_t i = c->first; i; i = sel->simples[i].next)
        if (!spend(q, 1) || !simple_matches(q, &sel->simples[i], node))
            return 0;
    return q->fuel >= 0;
}

/* ---- combinators ------------------------------------------------------------------- */

/* The choices that can still be taken back: a compound, and where it was tried last. */
typedef struct {
    uint8_t up, across; /* 0 = none */
    encart__node_id up_at, across_at;
} choices;

/* From `at`, where `c` matches, to the first node where what is left of it may match. */
static encart__node_id step(encart__query *q, const encart__compound *c,
                            encart__node_id at, choices *open)
{
    int sideways = c->combinator == '+' || c->combinator == '~';

    at = sideways ? previous(q, at) : q->tree->nodes[at].parent;
    if (!sideways)
        open->across = 0;
    if (c->combinator == ' ') {
        open->up = c->left;
        open->up_at = at;
    } else if (c->combinator == '~') {
        open->across = c->left;
        open->across_at = at;
    }
    return at;
}

/* The next node to try after a failure, and in *compound what to try; 0 = no match. */
static encart__node_id take_back(encart__query *q, choices *open, uint8_t *compound)
{
    if (open->across) {
        open->across_at = previous(q, open->across_at);
        *compound = open->across;
        if (open->across_at)
            return open->across_at;
        open->across = 0;
    }
    *compound = open->up;
    if (!open->up)
        return 0;
    open->up_at = q->tree->nodes[open->up_at].parent;
    return open->up_at;
}

static int complex_matches(encart__query *q, uint8_t complex, encart__node_id node)
{
    const encart__compound *compounds = q->selector->compounds;
    uint8_t at = q->selector->complexes[complex].last;
    choices open = {0, 0, 0, 0};

    if (!compound_matches(q, at, node))
        return 0;
    while (compounds[at].left) {
        uint8_t left = compounds[at].left;

        node = step(q, &compounds[at], node, &open);
        while (!node || !compound_matches(q, left, node)) {
            node = take_back(q, &open, &left);
            if (!node || q->fuel < 0)
                return 0;
        }
        at = left;
    }
    return 1;
}

static int list_matches(encart__query *q, uint8_t list, encart__node_id node)
{
    for (; list; list = q->selector->complexes[list].next)
        if (complex_matches(q, list, node))
            return 1;
    return 0;
}

/* ---- :has() ------------------------------------------------------------------------ */

/* Whether it matches an element below `top`; its children only unless `deep`. */
static int matches_below(encart__query *q, uint8_t complex, encart__node_id top, int deep)
{
    encart__node_id at = encart__tree_next(q->tree, top, top, 0);

    for (; at && spend(q, 1); at = encart__tree_next(q->tree, top, at, !deep))
        if (is_element(q, at) && complex_matches(q, complex, at))
            return 1;
    return 0;
}

/* Whether it matches a later sibling, or what is below one. */
static int matches_after(encart__query *q, uint8_t complex, encart__node_id node,
                         int deep)
{
    encart__node_id at = q->tree->nodes[node].next;

    for (; at && spend(q, 1); at = q->tree->nodes[at].next) {
        if (!is_element(q, at))
            continue;
        if (complex_matches(q, complex, at) || (deep && matches_below(q, complex, at, 1)))
            return 1;
    }
    return 0;
}

static int has_matches(encart__query *q, const encart__simple *s, encart__node_id node)
{
    encart__node_id outer = q->anchor;
    int found = 0;

    q->anchor = node;
    for (uint8_t i = s->list; i && !found; i = q->selector->complexes[i].next) {
        const encart__complex *c = &q->selector->complexes[i];

        found = c->lead == ' ' || c->lead == '>' ? matches_below(q, i, node, c->deep)
                                                 : matches_after(q, i, node, c->deep);
    }
    q->anchor = outer;
    return found;
}

/* ---- queries ----------------------------------------------------------------------- */

void encart__query_init(encart__query *q, const encart__selector *s,
                        const encart__tree *t, encart__node_id top)
{
    memset(q, 0, sizeof *q);
    q->selector = s;
    q->tree = t;
    q->top = q->at = top;
}

int encart__query_matches(encart__query *q, encart__node_id node, long *fuel)
{
    int found;

    q->fuel = *fuel;
    found = is_element(q, node) && list_matches(q, q->selector->list, node);
    *fuel = q->fuel;
    return found && q->fuel >= 0;
}

encart__node_id encart__query_next(encart__query *q, long *fuel)
{
    int found = 0;

    while (q->at && *fuel >= 0 && !found) {
        q->at = encart__tree_next(q->tree, q->top, q->at, 0);
        *fuel -= 1;
        found = q->at && encart__query_matches(q, q->at, fuel);
    }
    return found ? q->at : 0;
}
