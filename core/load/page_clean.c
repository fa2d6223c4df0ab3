/* Taking furniture out of the element that was chosen: what is not prose by how it reads,
 * the heading that repeats the title, and headings left with nothing under them. */
#include "core/load/page_found.h"
#include "core/load/page_tree.h"

enum {
    DENSE_PERCENT = 55, /* of a box's characters in links: a menu */
    PLAIN_PERCENT = 80, /* the same for a list that has no class: an author's, maybe */
    LINE_PERCENT = 85,  /* and for a paragraph of several links */
    SOFT_PROSE = 140,   /* mass above which a softly named element is prose */
    TITLE_LOOK = 120,   /* tokens read of a heading */
    PROSE_MIN = 80,     /* characters of a block that is prose for certain */
    LABEL_MAX = 32,
    ADDRESS_MAX = 400,
    LONE_MAX = 60 /* characters of a line that may be a label */
};

typedef struct {
    encart__ptree *tree;
    encart__str title;
    encart__strbuf text;
    uint32_t title_heading; /* the node that repeats the title, 0 = none */
    uint32_t first, last;   /* first and last block of prose */
} cleaner;

static int is_group(uint16_t tag)
{
    switch (tag) {
    case ENCART__T_UL:
    case ENCART__T_OL:
    case ENCART__T_DL:
    case ENCART__T_DIV:
    case ENCART__T_SECTION:
    case ENCART__T_HEADER:
    case ENCART__T_TABLE:
    case ENCART__T_ARTICLE:
    case ENCART__T_CENTER:
    case ENCART__T_DETAILS:
        return 1;
    default:
        return 0;
    }
}

/* A box or list made of links: a menu, a list of other articles, a bar of tags. A bare
 * list amid the prose is the author's. */
static int is_menu(const cleaner *c, uint32_t i)
{
    const encart__ptree *t = c->tree;
    const encart__pnode *n = &t->node[i];
    uint64_t linked = (uint64_t)n->linked * 100, chars = n->chars;
    int plain = (n->tag == ENCART__T_UL || n->tag == ENCART__T_OL) &&
                t->tokens->token[n->token].attr_count == 0;

    if (chars == 0 || n->links < 2 || (plain && i < c->last))
        return 0;
    if (n->tag == ENCART__T_P)
        return n->links > 2 && linked > chars * LINE_PERCENT;
    return is_group(n->tag) && linked > chars * (plain ? PLAIN_PERCENT : DENSE_PERCENT);
}

static encart__str line_of(cleaner *c, const encart__pnode *n)
{
    encart__strbuf_clear(&c->text);
    encart__page_text(c->tree->tokens, n->token, TITLE_LOOK, &c->text);
    return encart__strbuf_view(&c->text);
}

static int repeats_title(cleaner *c, const encart__pnode *n)
{
    int level = encart__heading_level(n->tag);

    if (level == 0 || level > 2 || c->title.n == 0)
        return 0;
    return encart__page_same(line_of(c, n), c->title, 1);
}

static int is_soft_furniture(const encart__pnode *n)
{
    if (!(n->words & ENCART__W_SOFT) || (n->words & ENCART__W_BODY))
        return 0;
    if (n->tag == ENCART__T_ARTICLE || n->tag == ENCART__T_MAIN ||
        n->tag == ENCART__T_BODY || n->tag == ENCART__T_FIGURE ||
        n->tag == ENCART__T_FIGCAPTION || n->tag == ENCART__T_CITE || n->chars == 0)
        return 0;
    return n->mass < SOFT_PROSE || n->linked * 2 > n->chars;
}

/* An inline element that stands where blocks stand, as a theme's date and author do. */
static int is_loose(const encart__ptree *t, const encart__pnode *n)
{
    if (n->tag != ENCART__T_TIME && !(n->words & ENCART__W_SOFT))
        return 0;
    return !(encart__tag_flags(n->tag) & ENCART__F_BLOCK) &&
           is_group(t->node[n->parent].tag);
}

/* A line above the prose with a date or an author's name, and nothing else. */
static int is_dateline(cleaner *c, uint32_t i)
{
    const encart__pnode *n = &c->tree->node[i];
    int block = n->own > 0 && n->own <= LONE_MAX && n->own == n->chars;
    encart__date date;
    encart__str line;

    if (i > c->first || encart__heading_level(n->tag) || n->tag == ENCART__T_FIGCAPTION ||
        (!block && !is_loose(c->tree, n)))
        return 0;
    line = line_of(c, n);
    return line.n > 0 && line.n <= 2 * LONE_MAX &&
           (encart__page_date(line, &date) || encart__page_is_byline(line));
}

/* A line that only labels an advertisement or a button, or an address that is no link. */
static int is_label(cleaner *c, const encart__pnode *n)
{
    static const char *const labels[] = {
#define LABEL(text) text,
#include "core/load/page_labels.def"
#undef LABEL
    };
    encart__str line;

    if (n->own == 0 || n->own != n->chars || n->tag == ENCART__T_TD ||
        n->tag == ENCART__T_TH || n->tag == ENCART__T_PRE)
        return 0;
    if (n->own > (n->tag == ENCART__T_DIV ? ADDRESS_MAX : LABEL_MAX))
        return 0;
    line = line_of(c, n);
    if (n->tag == ENCART__T_DIV && encart__str_starts(line, ENCART__STR("http")) &&
        encart__str_find(line, ENCART__STR("://")) < 6 && !memchr(line.p, ' ', line.n) &&
        n->own_linked == 0)
        return 1;
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (encart__page_same(line, encart__str_z(labels[i]), 0))
            return 1;
    return 0;
}

static void find_prose(cleaner *c)
{
    for (uint32_t i = 1; i < c->tree->count; i++) {
        const encart__pnode *n = &c->tree->node[i];

        if ((n->flags & (ENCART__P_KEEP | ENCART__P_CUT)) == ENCART__P_KEEP &&
            n->own > n->own_linked * 2 && n->own >= PROSE_MIN) {
            c->first = c->first ? c->first : i;
            c->last = i;
        }
    }
}

static void cut(encart__ptree *t, uint32_t i)
{
    for (uint32_t j = i; j < t->node[i].last; j++)
        t->node[j].flags |= ENCART__P_CUT;
}

/* Labels above the title's heading: section, date, badges. */
static void cut_before_title(cleaner *c)
{
    encart__ptree *t = c->tree;
    const encart__pnode *h = &t->node[c->title_heading];

    for (uint32_t i = 1; i < c->title_heading; i++) {
        encart__pnode *n = &t->node[i];

        if ((n->flags & ENCART__P_KEEP) && !(n->flags & ENCART__P_CUT) &&
            n->end <= h->token && n->mass == 0 && n->chars <= LONE_MAX &&
            !encart__heading_level(n->tag) &&
            (encart__tag_flags(n->tag) & ENCART__F_BLOCK))
            cut(t, i);
    }
}

/* A heading is left alone when only headings follow it until the end. */
static void cut_last_headings(encart__ptree *t)
{
    int text = 0;

    for (uint32_t i = (uint32_t)t->count; i-- > 1 && !text;) {
        encart__pnode *n = &t->node[i];

        if (!(n->flags & ENCART__P_KEEP) || (n->flags & ENCART__P_CUT))
            continue;
        if (encart__heading_level(n->tag))
            cut(t, i);
        else
            text = n->own > 0 || n->tag == ENCART__T_IMG || n->tag == ENCART__T_IFRAME;
    }
}

int encart__page_clean(encart__ptree *t, encart__str title)
{
    cleaner c = {t, title, {0}, 0, 0, 0};
    int status;

    encart__strbuf_init(&c.text, t->alloc, 0);
    find_prose(&c);
    for (uint32_t i = 1; i < t->count; i++) {
        encart__pnode *n = &t->node[i];

        if (!(n->flags & ENCART__P_KEEP) || (n->flags & ENCART__P_CUT))
            continue;
        if (repeats_title(&c, n)) {
            c.title_heading = c.title_heading ? c.title_heading : i;
            cut(t, i);
        } else if (is_menu(&c, i) || is_soft_furniture(n) || is_dateline(&c, i) ||
                   is_label(&c, n)) {
            cut(t, i);
        }
    }
    if (c.title_heading)
        cut_before_title(&c);
    cut_last_headings(t);
    status = c.text.failed ? ENCART_ENOMEM : ENCART_OK;
    encart__strbuf_free(&c.text);
    return status;
}
