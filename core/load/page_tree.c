/* Building the page's element tree, and measuring its text.
 *
 * An end tag finds its element through chains: each open element remembers where the
 * element before it of the same name stands, and where the nearest block and the nearest
 * barrier (table cell, table…) stand. So every token costs constant time besides the
 * elements it closes, whatever the nesting.
 */
#include "core/load/page_tree.h"
#include "core/base/limits.h"
#include "core/base/utf8.h"
#include "core/base/vec.h"

enum {
    UNKNOWN_LOOK = 16 /* open elements of unknown names compared with an end tag's */
};

typedef struct {
    uint32_t node;
    uint32_t same;                 /* stack place of the open element of the same tag */
    uint32_t block, barrier, list; /* nearest below or at this place */
} open_element;

typedef struct {
    encart__ptree *tree;
    const encart__tokens *tokens;
    open_element *open;
    size_t depth, cap;
    uint32_t top[ENCART__T_COUNT]; /* stack place of the innermost; 0 = none */
    int failed;
} builder;

static int is_barrier(uint16_t tag)
{
    switch (tag) {
    case ENCART__T_HTML:
    case ENCART__T_TABLE:
    case ENCART__T_TD:
    case ENCART__T_TH:
    case ENCART__T_CAPTION:
    case ENCART__T_OBJECT:
    case ENCART__T_TEMPLATE:
        return 1;
    default:
        return 0;
    }
}

static int is_list(uint16_t tag)
{
    return tag == ENCART__T_UL || tag == ENCART__T_OL || tag == ENCART__T_DL ||
           tag == ENCART__T_MENU || tag == ENCART__T_DIR || is_barrier(tag);
}

/* Pushes an element; place 0 of the stack is the root. */
static void push(builder *b, size_t token, uint16_t tag)
{
    encart__ptree *t = b->tree;
    encart__pnode *n;
    open_element *o, below = {0, 0, 0, 0, 0};

    if (!encart__vec_grow(t->alloc, (void **)&t->node, &t->cap, t->count, sizeof *t->node,
                          0) ||
        !encart__vec_grow(t->alloc, (void **)&b->open, &b->cap, b->depth, sizeof *b->open,
                          0)) {
        b->failed = ENCART_ENOMEM;
        return;
    }
    n = &t->node[t->count];
    *n = (encart__pnode){.token = (uint32_t)token, .tag = tag};
    if (b->depth) {
        below = b->open[b->depth - 1];
        n->parent = below.node;
    }
    o = &b->open[b->depth];
    *o = below;
    o->node = (uint32_t)t->count++;
    o->same = b->top[tag];
    if (encart__tag_flags(tag) & ENCART__F_BLOCK)
        o->block = (uint32_t)b->depth;
    if (is_barrier(tag))
        o->barrier = (uint32_t)b->depth;
    if (is_list(tag))
        o->list = (uint32_t)b->depth;
    b->top[tag] = (uint32_t)b->depth;
    b->depth++;
}

/* Closes elements down to stack place `place`, which goes too; the root stays. */
static void pop_to(builder *b, uint32_t place, uint32_t end)
{
    while (b->depth > place && b->depth > 1) {
        open_element *o = &b->open[--b->depth];
        encart__pnode *n = &b->tree->node[o->node];

        n->end = end;
        n->last = (uint32_t)b->tree->count;
        b->top[n->tag] = o->same;
    }
}

/* Closes the innermost `tag` if it is open above `limit`. */
static void close_above(builder *b, uint16_t tag, uint32_t limit, size_t token)
{
    if (b->top[tag] > limit)
        pop_to(b, b->top[tag], (uint32_t)token);
}

static int is_metadata(uint16_t tag)
{
    switch (tag) {
    case ENCART__T_BASE:
    case ENCART__T_LINK:
    case ENCART__T_META:
    case ENCART__T_NOSCRIPT:
    case ENCART__T_SCRIPT:
    case ENCART__T_STYLE:
    case ENCART__T_TEMPLATE:
    case ENCART__T_TITLE:
        return 1;
    default:
        return 0;
    }
}

/* The ends that a start tag implies. */
static void imply_ends(builder *b, uint16_t tag, size_t token)
{
    const open_element *o;
    uint16_t top_tag;

    if (b->tree->node[b->open[b->depth - 1].node].tag == ENCART__T_HEAD &&
        !is_metadata(tag))
        pop_to(b, (uint32_t)b->depth - 1, (uint32_t)token);
    o = &b->open[b->depth - 1];
    if (encart__tag_flags(tag) & ENCART__F_BLOCK)
        close_above(b, ENCART__T_P, o->barrier, token);
    o = &b->open[b->depth - 1];
    top_tag = b->tree->node[o->node].tag;
    if (encart__heading_level(tag) && encart__heading_level(top_tag))
        pop_to(b, (uint32_t)b->depth - 1, (uint32_t)token);
    switch (tag) {
    case ENCART__T_LI:
        close_above(b, tag, o->list, token);
        break;
    case ENCART__T_DT:
    case ENCART__T_DD:
        close_above(b, ENCART__T_DT, o->list, token);
        close_above(b, ENCART__T_DD, b->open[b->depth - 1].list, token);
        break;
    case ENCART__T_TD:
    case ENCART__T_TH:
        close_above(b, ENCART__T_TD, b->top[ENCART__T_TABLE], token);
        close_above(b, ENCART__T_TH, b->top[ENCART__T_TABLE], token);
        break;
    case ENCART__T_TR:
        close_above(b, tag, b->top[ENCART__T_TABLE], token);
        break;
    case ENCART__T_TBODY:
    case ENCART__T_THEAD:
    case ENCART__T_TFOOT:
        close_above(b, ENCART__T_THEAD, b->top[ENCART__T_TABLE], token);
        close_above(b, ENCART__T_TBODY, b->top[ENCART__T_TABLE], token);
        close_above(b, ENCART__T_TFOOT, b->top[ENCART__T_TABLE], token);
        break;
    case ENCART__T_OPTION:
        close_above(b, tag, o->barrier, token);
        break;
    case ENCART__T_BODY:
        close_above(b, ENCART__T_HEAD, 0, token);
        break;
    case ENCART__T_A: /* links do not nest */
        close_above(b, tag, o->block, token);
        break;
    default:
        break;
    }
}

/* Elements of svg and math inside which HTML stands. */
static int holds_html(encart__str name)
{
    static const char *const names[] = {
        "foreignobject", "desc",          "title", "mi", "mo", "mn", "ms",
        "mtext",         "annotation-xml"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (encart__str_is(name, names[i]))
            return 1;
    return 0;
}

/* An HTML start tag ends svg and math that were never closed, as in browsers. */
static void leave_foreign(builder *b, size_t token)
{
    while (b->depth > 1) {
        const encart__pnode *n = &b->tree->node[b->open[b->depth - 1].node];
        const encart__token *k = &b->tokens->token[n->token];

        if (!(k->flags & ENCART__TOKEN_FOREIGN) ||
            holds_html(encart__token_text(b->tokens, k)))
            return;
        pop_to(b, (uint32_t)b->depth - 1, (uint32_t)token);
    }
}

static void start_tag(builder *b, size_t i)
{
    const encart__token *k = &b->tokens->token[i];

    if ((k->tag == ENCART__T_HTML || k->tag == ENCART__T_BODY) && b->top[k->tag])
        return; /* attributes of a second one are of no use here */
    if (!(k->flags & ENCART__TOKEN_FOREIGN)) {
        leave_foreign(b, i);
        imply_ends(b, k->tag, i);
    }
    push(b, i, k->tag);
    if (b->failed)
        return;
    b->tree->owner[i] = b->open[b->depth - 1].node;
    if ((encart__tag_flags(k->tag) & ENCART__F_VOID) ||
        ((k->flags & ENCART__TOKEN_FOREIGN) && (k->flags & ENCART__TOKEN_SELF_CLOSING)))
        pop_to(b, (uint32_t)b->depth - 1, (uint32_t)i + 1);
}

/* The place of the open element of an unknown name, 0 when none is near. */
static uint32_t find_unknown(const builder *b, const encart__token *k)
{
    uint32_t place = b->top[ENCART__T_UNKNOWN];

    for (int n = 0; place && n < UNKNOWN_LOOK; n++) {
        const encart__pnode *e = &b->tree->node[b->open[place].node];

        if (encart__str_eq(encart__token_text(b->tokens, &b->tokens->token[e->token]),
                           encart__token_text(b->tokens, k)))
            return place;
        place = b->open[place].same;
    }
    return 0;
}

/* A table's own parts close across cells; anything else stays within its barrier, and an
 * inline element within its block. */
static void end_tag(builder *b, size_t i)
{
    const encart__token *k = &b->tokens->token[i];
    const open_element *o = &b->open[b->depth - 1];
    unsigned flags = encart__tag_flags(k->tag);
    uint32_t place, limit = 0;

    if (k->tag == ENCART__T_HTML || k->tag == ENCART__T_BODY)
        return; /* what follows them is still of the body */
    if (encart__heading_level(k->tag) &&
        encart__heading_level(b->tree->node[o->node].tag)) {
        place = (uint32_t)b->depth - 1; /* <h2>…</h3> */
        b->tree->owner[i] = b->open[place].node;
        pop_to(b, place, (uint32_t)i + 1);
        return;
    }
    place = k->tag == ENCART__T_UNKNOWN ? find_unknown(b, k) : b->top[k->tag];
    if (k->tag == ENCART__T_UNKNOWN || is_barrier(k->tag))
        limit = 0;
    else if (flags & ENCART__F_TABLE)
        limit = b->top[ENCART__T_TABLE];
    else if (k->tag == ENCART__T_LI)
        limit = o->list;
    else
        limit = flags & ENCART__F_BLOCK ? o->barrier : o->block;
    if (place > limit) {
        b->tree->owner[i] = b->open[place].node;
        pop_to(b, place, (uint32_t)i + 1);
    }
}

static int allocate(builder *b, encart__ptree *t, const encart__tokens *tokens)
{
    *t = (encart__ptree){.alloc = tokens->alloc, .tokens = tokens};
    *b = (builder){.tree = t, .tokens = tokens};
    t->owner = encart__calloc(t->alloc, tokens->count + 1, sizeof *t->owner);
    if (!t->owner)
        return 0;
    push(b, 0, ENCART__T_UNKNOWN); /* the root: never found by an end tag */
    return !b->failed;
}

static int count_text(encart__ptree *t);

int encart__ptree_build(encart__ptree *tree, const encart__tokens *tokens)
{
    builder b;
    int failed = allocate(&b, tree, tokens) ? 0 : ENCART_ENOMEM;

    for (size_t i = 0; !failed && i < tokens->count; i++) {
        const encart__token *k = &tokens->token[i];

        tree->owner[i] = b.open[b.depth - 1].node;
        if (k->type == ENCART__TOKEN_START)
            start_tag(&b, i);
        else if (k->type == ENCART__TOKEN_END)
            end_tag(&b, i);
        failed = b.failed;
    }
    if (!failed) {
        pop_to(&b, 1, (uint32_t)tokens->count);
        tree->node[0].end = (uint32_t)tokens->count;
        tree->node[0].last = (uint32_t)tree->count;
        failed = count_text(tree) ? 0 : ENCART_ENOMEM;
    }
    encart__free(tree->alloc, b.open, b.cap * sizeof *b.open);
    if (failed)
        encart__ptree_free(tree);
    return failed;
}

void encart__ptree_free(encart__ptree *tree)
{
    if (!tree->alloc)
        return;
    encart__free(tree->alloc, tree->node, tree->cap * sizeof *tree->node);
    encart__free(tree->alloc, tree->owner,
                 (tree->tokens->count + 1) * sizeof *tree->owner);
    *tree = (encart__ptree){0};
}

/* Sets `block` and `skip` of a node from its parent's: the nearest block around it, and
 * whether its text is unread. */
static void name_nodes(encart__ptree *t, uint32_t *block, uint8_t *skip)
{
    block[0] = 0;
    skip[0] = 0;
    for (size_t i = 1; i < t->count; i++) {
        encart__pnode *n = &t->node[i];
        const encart__token *k = &t->tokens->token[n->token];
        unsigned f = encart__tag_flags(n->tag);

        n->words = (uint16_t)encart__page_words_of(t->tokens, k);
        if (encart__page_hidden(t->tokens, k) || (n->words & ENCART__W_HIDE))
            n->flags |= ENCART__P_HIDDEN;
        block[i] = f & ENCART__F_BLOCK ? (uint32_t)i : block[n->parent];
        skip[i] = skip[n->parent] || (f & ENCART__F_NOTPROSE);
    }
}

static void measure_text(encart__pnode *n, encart__str s, int linked)
{
    uint32_t cp, chars = 0, commas = 0;

    for (size_t i = 0; i < s.n;) {
        i += encart__utf8_decode(s.p + i, s.n - i, &cp);
        if (encart__cp_is_space(cp))
            continue;
        chars++;
        commas +=
            cp == ',' || cp == 0x060C || cp == 0x3001 || cp == 0x3002 || cp == 0xFF0C;
    }
    n->own += chars;
    n->own_commas += commas;
    if (linked)
        n->own_linked += chars;
}

/* Counts the text of each block. A link that is never closed ends with its block. */
static int count_text(encart__ptree *t)
{
    uint32_t *block = encart__calloc(t->alloc, t->count, sizeof *block);
    uint8_t *skip = encart__calloc(t->alloc, t->count, 1);
    uint32_t link_end = 0;
    encart__str href;

    if (block && skip) {
        name_nodes(t, block, skip);
        for (size_t i = 0; i < t->tokens->count; i++) {
            const encart__token *k = &t->tokens->token[i];
            uint32_t o = t->owner[i];

            if (k->type == ENCART__TOKEN_START && k->tag == ENCART__T_A &&
                encart__token_attr_get(t->tokens, k, ENCART__A_HREF, &href) &&
                t->node[o].end > link_end)
                link_end = t->node[o].end;
            if (k->type == ENCART__TOKEN_TEXT && !skip[o] &&
                !(k->flags & ENCART__TOKEN_SPACE))
                measure_text(&t->node[block[o]], encart__token_text(t->tokens, k),
                             i < link_end);
        }
    }
    encart__free(t->alloc, block, t->count * sizeof *block);
    encart__free(t->alloc, skip, t->count);
    return block && skip;
}

void encart__ptree_sum(encart__ptree *t)
{
    for (size_t i = 0; i < t->count; i++) {
        encart__pnode *n = &t->node[i];

        n->chars = n->own;
        n->linked = n->own_linked;
        n->commas = n->own_commas;
        n->links = n->tag == ENCART__T_A;
    }
    for (size_t i = t->count; i-- > 1;) {
        encart__pnode *n = &t->node[i], *up = &t->node[n->parent];

        if (n->flags & ENCART__P_CUT) {
            n->chars = n->linked = n->commas = n->links = 0;
            continue;
        }
        up->chars += n->chars;
        up->linked += n->linked;
        up->commas += n->commas;
        up->links += n->links;
    }
}
