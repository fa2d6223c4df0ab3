/* Repairs for readers who do not see the page, or hear it (ruling 16). Each is reported,
 * and each leaves alone what it once made.
 */
#include "core/sanitise/clean.h"

static void report(encart__diags *removed, const encart__tree *t, encart__node_id node,
                   const char *rule, const char *message)
{
    encart__diag *d = encart__diag_add(removed, ENCART__NOTE, rule, "%s", message);

    if (d)
        d->line = t->nodes[node].line;
}

/* Whether something can be read or heard below `node`: text, a named image, a player. The
 * first image goes to *image, which is 0 before. */
static int has_name(const encart__tree *t, encart__node_id node, encart__node_id *image)
{
    encart__str value;

    for (encart__node_id n = encart__tree_next(t, node, node, 0); n;
         n = encart__tree_next(t, node, n, 0)) {
        if (t->nodes[n].kind == ENCART__NODE_TEXT &&
            encart__str_trim(encart__tree_text_of(t, n)).n)
            return 1;
        if (encart__tree_is(t, n, ENCART__T_IMG)) {
            *image = *image ? *image : n;
            if (encart__tree_attr(t, n, ENCART__A_ALT, &value) && encart__str_trim(value).n)
                return 1;
        }
        if (encart__tree_is(t, n, ENCART__T_VIDEO) || encart__tree_is(t, n, ENCART__T_AUDIO) ||
            encart__tree_is(t, n, ENCART__T_IFRAME))
            return 1;
    }
    return 0;
}

/* The first image of a link without a name gets one. */
static void name_link(encart__tree *t, encart__node_id link, encart__node_id image)
{
    encart__str title;

    if (!encart__tree_attr(t, link, ENCART__A_TITLE, &title) || !encart__str_trim(title).n)
        title = ENCART__STR("Image");
    encart__tree_attr_set(t, image, ENCART__A_ALT, title);
}

static void images(encart__tree *t, encart__diags *removed)
{
    for (encart__node_id n = ENCART__ROOT; n; n = encart__tree_next(t, ENCART__ROOT, n, 0)) {
        if (!encart__tree_is(t, n, ENCART__T_IMG) ||
            encart__tree_attr(t, n, ENCART__A_ALT, NULL))
            continue;
        encart__tree_attr_set(t, n, ENCART__A_ALT, ENCART__STR_EMPTY);
        report(removed, t, n, "alt-added", "an image without alt got alt=\"\"");
    }
}

static int needs_name(const encart__tree *t, encart__node_id n)
{
    return encart__tree_is(t, n, ENCART__T_A) || encart__heading_level(t->nodes[n].tag);
}

/* Empty links and headings lose their tags; what else is in them stays. Headings and
 * links do not nest in their like, so each node is looked at twice at the most. */
static void empties(encart__tree *t, encart__diags *removed)
{
    for (encart__node_id n = ENCART__ROOT, next; n; n = next) {
        encart__node_id image = 0;

        next = encart__tree_next(t, ENCART__ROOT, n, 0);
        if (t->nodes[n].kind != ENCART__NODE_ELEMENT || !needs_name(t, n) ||
            has_name(t, n, &image))
            continue;
        if (image && t->nodes[n].tag == ENCART__T_A) {
            name_link(t, n, image);
            report(removed, t, n, "link-named", "a link of images only got a name");
        } else if (!encart__tree_attr(t, n, ENCART__A_ID, NULL) ||
                   t->nodes[n].tag != ENCART__T_A ||
                   encart__tree_attr(t, n, ENCART__A_HREF, NULL)) {
            report(removed, t, n, "empty-element", "an empty link or heading was unwrapped");
            encart__tree_unwrap(t, n);
        }
    }
}

static int has_child(const encart__tree *t, encart__node_id node, uint16_t tag)
{
    for (encart__node_id c = t->nodes[node].first; c; c = t->nodes[c].next)
        if (encart__tree_is(t, c, tag))
            return 1;
    return 0;
}

/* Terms without definitions (old galleries are made so) are no list: the dl and its dt or
 * dd become divs, which is what they look like. */
static void lists(encart__tree *t, encart__diags *removed)
{
    for (encart__node_id n = ENCART__ROOT; n; n = encart__tree_next(t, ENCART__ROOT, n, 0)) {
        if (!encart__tree_is(t, n, ENCART__T_DL) || has_child(t, n, ENCART__T_DIV) ||
            (has_child(t, n, ENCART__T_DT) && has_child(t, n, ENCART__T_DD)))
            continue;
        report(removed, t, n, "list-without-pairs",
               "a dl without both dt and dd became a div");
        t->nodes[n].tag = ENCART__T_DIV;
        for (encart__node_id c = t->nodes[n].first; c; c = t->nodes[c].next)
            if (encart__tree_is(t, c, ENCART__T_DT) || encart__tree_is(t, c, ENCART__T_DD))
                t->nodes[c].tag = ENCART__T_DIV;
    }
}

/* Headings keep their order of rank, begin at `base`, and skip no level on the way down. */
static void headings(encart__tree *t, int base, encart__diags *removed)
{
    int was[6], is[6], depth = 0; /* the levels that are open, each below the one before */

    for (encart__node_id n = ENCART__ROOT; n; n = encart__tree_next(t, ENCART__ROOT, n, 0)) {
        int level = t->nodes[n].kind == ENCART__NODE_ELEMENT
                        ? encart__heading_level(t->nodes[n].tag)
                        : 0;
        int now;

        if (!level)
            continue;
        while (depth > 0 && was[depth - 1] >= level)
            depth--;
        now = depth ? is[depth - 1] + 1 : base;
        now = now > 6 ? 6 : now;
        was[depth] = level;
        is[depth] = now;
        depth++;
        if (now == level)
            continue;
        t->nodes[n].tag = (uint16_t)(ENCART__T_H1 + now - 1);
        report(removed, t, n, "heading-level", "a heading got the level that its place asks");
    }
}

void encart__accessible(encart__tree *t, int heading_base, encart__diags *removed)
{
    images(t, removed);
    empties(t, removed);
    lists(t, removed);
    headings(t, heading_base >= 1 && heading_base <= 6 ? heading_base : 2, removed);
}
