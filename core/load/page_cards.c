/* Lists of other articles: two cards or more, each a heading that is one link, with a
 * picture, a date, a teaser. An article's own headings are seldom links, and what stands
 * under them is longer. */
#include "core/load/page_tree.h"

enum {
    CARD_MAX = 500,      /* characters of a card */
    CARDS_MIN = 2,       /* one linked heading is no list */
    CARDED_PERCENT = 60, /* of a list's characters that its cards hold */
    SHARE_MAX = 45       /* percent of the page's text: more is a page of such lists */
};

static int is_linked_heading(const encart__pnode *n)
{
    return encart__heading_level(n->tag) && n->chars > 0 &&
           n->linked * 10 >= n->chars * 8;
}

static int may_be_card(const encart__pnode *n)
{
    switch (n->tag) {
    case ENCART__T_LI:
    case ENCART__T_ARTICLE:
    case ENCART__T_DIV:
    case ENCART__T_SECTION:
    case ENCART__T_TD:
    case ENCART__T_A:
        return n->cards == 1 && n->chars <= CARD_MAX;
    default:
        return 0;
    }
}

/* Counts linked headings upwards; the outermost element around one of them that is short
 * enough is its card. */
static void count_cards(encart__ptree *t)
{
    for (size_t i = 0; i < t->count; i++)
        t->node[i].cards = t->node[i].carded = 0;
    for (size_t i = t->count; i-- > 1;) {
        encart__pnode *n = &t->node[i], *up = &t->node[n->parent];

        if (n->flags & ENCART__P_CUT)
            continue;
        if (is_linked_heading(n))
            n->cards = 1;
        if (may_be_card(n))
            n->carded = n->chars;
        up->cards += n->cards;
        up->carded += n->carded;
    }
}

void encart__page_cut_cards(encart__ptree *t)
{
    uint64_t all = t->node[0].chars;

    count_cards(t);
    for (uint32_t i = 1; i < t->count; i++) {
        encart__pnode *n = &t->node[i];

        if (n->flags & ENCART__P_CUT)
            continue;
        if (t->node[n->parent].flags & ENCART__P_CUT) {
            n->flags |= ENCART__P_CUT;
            continue;
        }
        if (n->cards >= CARDS_MIN && !(n->words & ENCART__W_BODY) &&
            (uint64_t)n->carded * 100 >= (uint64_t)n->chars * CARDED_PERCENT &&
            (uint64_t)n->chars * 100 <= all * SHARE_MAX)
            n->flags |= ENCART__P_CUT;
    }
}
