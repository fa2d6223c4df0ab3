/* Which element holds the article: prose weighs for it, everything else against it.
 *
 * Every block of text has a mass (long sentences outside links) or junk (links, scraps).
 * An element's score is the mass inside it less a share of the junk, times what its names
 * promise. Going up the tree from the article gathers junk faster than mass, going down
 * loses mass: the article is where the score is highest.
 */
#include "core/load/load.h"
#include "core/load/page_tree.h"

enum {
    MASS_MIN = 25,         /* characters outside links that may be prose */
    MASS_FULL = 160,       /* a block this long is prose for certain */
    MASS_COMMA = 10,       /* sentences have commas, labels have none */
    JUNK_PERCENT = 60,     /* how much a character of junk weighs */
    ARTICLE_MIN = 120,     /* mass below which a page has no article */
    READ_ALSO_MAX = 300,   /* characters, */
    READ_ALSO_TOKENS = 40, /* and tokens, of a line that may name another article */
    JOIN_MIN = 80,         /* characters of a sibling that is joined */
    LEDE_MIN = 40,         /* characters of a heading that is a standfirst */
    JOIN_LEVELS = 4,
    BODY_PERCENT = 88 /* of the mass that a body inside the winner must have */
};

/* Shares of the page's text, in percent, above which an element is not furniture. */
enum { SHARE_TAG = 40, SHARE_WORDS = 40, SHARE_COMMENT = 85, SHARE_HIDDEN = 60 };

typedef enum { PLAIN, NEVER, FURNITURE, CONTAINER } role_kind;

static role_kind tag_role(uint16_t tag)
{
    switch (tag) {
    case ENCART__T_SCRIPT:
    case ENCART__T_STYLE:
    case ENCART__T_TEMPLATE:
    case ENCART__T_SELECT:
    case ENCART__T_TEXTAREA:
    case ENCART__T_INPUT:
    case ENCART__T_HEAD:
    case ENCART__T_DATALIST:
    case ENCART__T_NOSCRIPT:
    case ENCART__T_NOFRAMES:
    case ENCART__T_LINK:
    case ENCART__T_META:
    case ENCART__T_TITLE:
        return NEVER;
    case ENCART__T_NAV:
    case ENCART__T_ASIDE:
    case ENCART__T_FOOTER:
    case ENCART__T_FORM:
    case ENCART__T_DIALOG:
    case ENCART__T_SEARCH:
    case ENCART__T_FIELDSET:
    case ENCART__T_LABEL:
    case ENCART__T_MENU:
    case ENCART__T_BUTTON:
        return FURNITURE;
    case ENCART__T_HTML:
    case ENCART__T_BODY:
    case ENCART__T_ARTICLE:
    case ENCART__T_MAIN:
        return CONTAINER;
    default:
        return PLAIN;
    }
}

static int share(const encart__ptree *t, const encart__pnode *n)
{
    uint32_t all = t->node[0].chars;

    return all ? (int)((uint64_t)n->chars * 100 / all) : 0;
}

/* An author's or an editor's « Lire aussi : … » of one link, and a box that says so. */
static int is_read_also(const encart__ptree *t, const encart__pnode *n,
                        encart__strbuf *line)
{
    const encart__token *k = &t->tokens->token[n->token];
    encart__str mark;
    size_t label, title;

    if (encart__token_attr_get(t->tokens, k, ENCART__A_DATA_ENCART, &mark) &&
        encart__str_starts(mark, ENCART__STR("author/")))
        return 1;
    if (n->links > 1 || n->chars == 0 || n->chars > READ_ALSO_MAX)
        return 0;
    encart__strbuf_clear(line);
    encart__page_text(t->tokens, n->token, READ_ALSO_TOKENS, line);
    return encart__read_also(encart__strbuf_view(line), &label, &title);
}

static int is_furniture(const encart__ptree *t, const encart__pnode *n, int trust_words)
{
    role_kind role = tag_role(n->tag);
    int part = share(t, n);

    if (role == NEVER)
        return 1;
    if (n->tag == ENCART__T_HTML || n->tag == ENCART__T_BODY)
        return 0;
    if (n->flags & ENCART__P_HIDDEN)
        return part < SHARE_HIDDEN;
    if (role == FURNITURE && part < SHARE_TAG)
        return 1;
    if (!trust_words || (n->words & ENCART__W_BODY))
        return 0;
    if ((n->words & ENCART__W_COMMENT) && part < SHARE_COMMENT)
        return 1;
    return role != CONTAINER && (n->words & ENCART__W_CUT) && part < SHARE_WORDS;
}

int encart__page_prune(encart__ptree *t, int trust_words)
{
    encart__strbuf line;
    int status;

    for (size_t i = 0; i < t->count; i++)
        t->node[i].flags &= (uint8_t) ~(ENCART__P_CUT | ENCART__P_KEEP);
    encart__ptree_sum(t);
    encart__strbuf_init(&line, t->alloc, 0);
    for (size_t i = 1; i < t->count; i++) {
        encart__pnode *n = &t->node[i];

        if ((t->node[n->parent].flags & ENCART__P_CUT) ||
            (is_furniture(t, n, trust_words) && !is_read_also(t, n, &line)))
            n->flags |= ENCART__P_CUT;
    }
    status = line.failed ? ENCART_ENOMEM : ENCART_OK;
    encart__strbuf_free(&line);
    encart__ptree_sum(t);
    encart__page_cut_cards(t);
    encart__ptree_sum(t);
    return status;
}

/* Mass and junk of one block's own text. Headings are neither. */
static void weigh(encart__pnode *n)
{
    uint64_t plain = n->own - n->own_linked;

    n->mass = n->junk = 0;
    if (encart__heading_level(n->tag) || n->tag == ENCART__T_FIGCAPTION)
        return;
    if (n->own_linked > plain || plain < MASS_MIN) {
        n->junk = n->own;
        return;
    }
    n->mass = plain < MASS_FULL ? plain * plain / MASS_FULL : plain;
    n->mass += (uint64_t)MASS_COMMA * n->own_commas;
    n->junk = n->own_linked / 2;
}

static void weigh_all(encart__ptree *t)
{
    for (size_t i = 0; i < t->count; i++)
        weigh(&t->node[i]);
    for (size_t i = t->count; i-- > 1;) {
        encart__pnode *n = &t->node[i], *up = &t->node[n->parent];

        if (n->flags & ENCART__P_CUT) {
            n->mass = n->junk = 0;
            continue;
        }
        up->mass += n->mass;
        up->junk += n->junk;
    }
}

/* What tag and names promise, in percent. */
static int promise(const encart__pnode *n)
{
    static const struct {
        uint16_t tag, percent;
    } tags[] = {
        {ENCART__T_ARTICLE, 125}, {ENCART__T_MAIN, 110},  {ENCART__T_BODY, 80},
        {ENCART__T_HTML, 70},     {ENCART__T_P, 50},      {ENCART__T_LI, 60},
        {ENCART__T_UL, 70},       {ENCART__T_OL, 70},     {ENCART__T_BLOCKQUOTE, 60},
        {ENCART__T_FIGURE, 30},   {ENCART__T_HEADER, 60}, {ENCART__T_TR, 70},
        {ENCART__T_SPAN, 60},     {ENCART__T_A, 20},      {ENCART__T_DL, 70},
    };
    int percent = 100;

    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (tags[i].tag == n->tag)
            percent = tags[i].percent;
    if (n->words & ENCART__W_BODY)
        percent = percent * 140 / 100;
    else if (n->words & ENCART__W_TEXT)
        percent = percent * 110 / 100;
    if (n->words & (ENCART__W_SOFT | ENCART__W_CUT | ENCART__W_LEDE))
        percent = percent * 85 / 100;
    return percent;
}

static int64_t score(const encart__pnode *n)
{
    int64_t s = (int64_t)n->mass * 100 - (int64_t)n->junk * JUNK_PERCENT;

    return s <= 0 ? s : s * promise(n) / 100;
}

static uint32_t best_node(const encart__ptree *t)
{
    uint32_t best = 0;
    int64_t high = 0;

    for (size_t i = 1; i < t->count; i++) {
        const encart__pnode *n = &t->node[i];
        int64_t s;

        if (n->flags & ENCART__P_CUT)
            continue;
        s = score(n);
        if (s >= high && s > 0) { /* of equals the innermost */
            best = (uint32_t)i;
            high = s;
        }
    }
    return best;
}

/* An element named as the body inside the winner, with nearly all of its prose: what it
 * leaves out is furniture. */
static uint32_t inner_body(const encart__ptree *t, uint32_t chosen)
{
    uint64_t least = t->node[chosen].mass * BODY_PERCENT / 100;
    uint32_t best = chosen;

    if (t->node[chosen].words & ENCART__W_BODY &&
        t->node[chosen].tag != ENCART__T_ARTICLE)
        return chosen;
    for (uint32_t i = chosen + 1; i < t->node[chosen].last; i++) {
        const encart__pnode *n = &t->node[i];

        if (!(n->flags & ENCART__P_CUT) && (n->words & ENCART__W_BODY) &&
            n->mass >= least)
            best = i;
    }
    return best;
}

static void keep_subtree(encart__ptree *t, uint32_t i)
{
    for (uint32_t j = i; j < t->node[i].last; j++)
        t->node[j].flags |= ENCART__P_KEEP;
}

/* Whether a sibling on the way up is a part of the article that its markup set apart. */
static int joins(const encart__ptree *t, uint32_t i, uint32_t chosen, int level)
{
    const encart__pnode *n = &t->node[i];
    int before = i < chosen;

    if ((n->flags & ENCART__P_CUT) || n->chars == 0 || n->linked * 4 > n->chars)
        return 0;
    if ((n->words & ENCART__W_LEDE) && before &&
        (n->mass > 0 || (encart__heading_level(n->tag) && n->chars >= LEDE_MIN)))
        return 1;
    if (level > 0 || n->mass == 0)
        return 0;
    switch (n->tag) {
    case ENCART__T_P:
    case ENCART__T_BLOCKQUOTE:
    case ENCART__T_PRE:
        return n->chars >= JOIN_MIN;
    case ENCART__T_DIV:
    case ENCART__T_SECTION:
        return n->chars >= JOIN_MIN && n->mass * 10 >= t->node[chosen].mass &&
               n->junk * 4 < n->mass && !(n->words & ENCART__W_SOFT);
    default:
        return 0;
    }
}

static void join_siblings(encart__ptree *t, uint32_t chosen)
{
    uint32_t at = chosen;

    for (int level = 0; level < JOIN_LEVELS && at; level++) {
        uint32_t up = t->node[at].parent;

        if (t->node[at].tag == ENCART__T_BODY)
            return;
        for (uint32_t c = up + 1; c < t->node[up].last; c = t->node[c].last)
            if (c != at && joins(t, c, chosen, level))
                keep_subtree(t, c);
        at = up;
    }
}

int encart__page_choose(encart__ptree *t, int trust_words, int *found)
{
    uint32_t chosen;
    int status = encart__page_prune(t, trust_words);

    *found = 0;
    if (status)
        return status;
    weigh_all(t);
    chosen = best_node(t);
    if (!chosen || t->node[chosen].mass < ARTICLE_MIN)
        return ENCART_OK;
    *found = 1;
    chosen = inner_body(t, chosen);
    keep_subtree(t, chosen);
    join_siblings(t, chosen);
    return ENCART_OK;
}
