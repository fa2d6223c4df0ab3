/* Two or more line breaks in a row were meant as paragraphs (ruling 15): a p, or a run of
 * text at the root, is divided there. The words and all else stay as they are.
 */
#include "core/sanitise/clean.h"

static int is_blank_text(const encart__tree *t, encart__node_id n)
{
    return t->nodes[n].kind == ENCART__NODE_TEXT &&
           encart__str_trim(encart__tree_text_of(t, n)).n == 0;
}

/* If two or more br begin at `n` (white space between them counts as nothing), the node
 * after the last of them and *found = 1. */
static encart__node_id after_breaks(const encart__tree *t, encart__node_id n, int *found)
{
    int count = 0;

    *found = 0;
    if (!encart__tree_is(t, n, ENCART__T_BR))
        return n;
    while (n && (encart__tree_is(t, n, ENCART__T_BR) || is_blank_text(t, n))) {
        count += encart__tree_is(t, n, ENCART__T_BR);
        n = t->nodes[n].next;
    }
    *found = count >= 2;
    return n;
}

static void remove_until(encart__tree *t, encart__node_id n, encart__node_id stop)
{
    while (n && n != stop) {
        encart__node_id next = t->nodes[n].next;

        encart__tree_remove(t, n);
        n = next;
    }
}

/* A second p like the first, without its id. */
static encart__node_id like(encart__tree *t, encart__node_id p)
{
    encart__node_id twin = encart__tree_element(t, ENCART__T_P);
    encart__str value;

    if (!twin)
        return 0;
    t->nodes[twin].line = t->nodes[p].line;
    for (uint32_t a = t->nodes[p].attr; a; a = t->attrs[a].next) {
        uint16_t name = t->attrs[a].name;

        if (name == ENCART__A_ID)
            continue;
        value = encart__tree_attr_value(t, &t->attrs[a]);
        encart__tree_attr_set(t, twin, name, value);
    }
    return twin;
}

/* What follows a break goes to a new paragraph, as soon as something does. */
static void divide(encart__tree *t, encart__node_id p)
{
    encart__node_id n = t->nodes[p].first, here = p, next;
    int filled = 0, due = 0, found;

    for (; n && !t->failed; n = next) {
        next = after_breaks(t, n, &found);
        if (found) {
            remove_until(t, n, next);
            due = filled;
            continue;
        }
        next = t->nodes[n].next;
        if (due) {
            encart__node_id twin = like(t, p);

            encart__tree_after(t, here, twin);
            here = twin;
        }
        due = 0;
        filled = 1;
        if (here != p)
            encart__tree_append(t, here, n);
    }
}

static int is_inline(const encart__tree *t, encart__node_id n)
{
    const encart__node *k = &t->nodes[n];

    if (k->kind == ENCART__NODE_TEXT)
        return 1;
    return k->kind == ENCART__NODE_ELEMENT && !(encart__tag_flags(k->tag) & ENCART__F_BLOCK);
}

/* An element in line that holds a block, such as a link around a figure, is no text. */
static int holds_block(const encart__tree *t, encart__node_id top)
{
    for (encart__node_id n = top; n; n = encart__tree_next(t, top, n, 0))
        if (t->nodes[n].kind == ENCART__NODE_ELEMENT &&
            (encart__tag_flags(t->nodes[n].tag) & ENCART__F_BLOCK))
            return 1;
    return 0;
}

/* Runs of text at the root become paragraphs when there is anything in them. */
static void wrap_runs(encart__tree *t)
{
    encart__node_id n = t->nodes[ENCART__ROOT].first, next, p = 0;

    for (; n; n = next) {
        next = t->nodes[n].next;
        if (!is_inline(t, n) || holds_block(t, n)) {
            p = 0;
            continue;
        }
        if (!p && (is_blank_text(t, n) || encart__tree_is(t, n, ENCART__T_BR))) {
            encart__tree_remove(t, n);
            continue;
        }
        if (!p) {
            p = encart__tree_element(t, ENCART__T_P);
            encart__tree_before(t, n, p);
        }
        encart__tree_append(t, p, n);
    }
}

void encart__paragraphs(encart__tree *t)
{
    encart__node_id next;

    wrap_runs(t);
    for (encart__node_id n = ENCART__ROOT; n && !t->failed; n = next) {
        int is_p = encart__tree_is(t, n, ENCART__T_P);

        next = encart__tree_next(t, ENCART__ROOT, n, is_p);
        if (is_p)
            divide(t, n);
    }
}
