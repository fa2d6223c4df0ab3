/* What becomes of elements in line when something else ends, or when a block must stand
 * where they are. This is the standard's list of active formatting elements and its
 * adoption agency, for a tree where no block stands in formatting, links apart: what
 * cannot go around a block goes on inside it.
 *
 * Two things can happen to an element in line. It was cut but is open still (`open`): it
 * goes on wherever the next text is, until the block that it was opened in ends. Or that
 * has ended: then formatting is opened again in the next text, until its own end tag
 * comes; the content of a table cell neither sees the formatting of outside nor leaves
 * its own behind.
 */
#include "core/sanitise/builder.h"

#define PHRASING ENCART__BIT(ENCART__K_PHRASING)

enum {
    ARK = 3,            /* alike formatting elements that go on */
    MOST_ADOPTIONS = 8, /* of one end tag, as in the standard */
    MOST_REOPENED = 250000 /* elements that stand again, in all */
};
/* Attributes that stand again may take so many bytes, or as many as all others. */
#define MOST_COPIED ((size_t)1 << 16)

#define NONE ((size_t)-1)

static int is_formatting(uint16_t tag)
{
    return (encart__tag_flags(tag) & ENCART__F_FORMATTING) != 0;
}

/* ---- cuts -------------------------------------------------------------------------- */

static int is_inline(const encart__open *e)
{
    if (e->holds == ENCART__H_TRANSPARENT)
        return 1;
    return e->holds == ENCART__H_PHRASING && encart__kind_of(e->as) == ENCART__K_PHRASING;
}

static size_t lowest_block(const encart__builder *b, size_t from)
{
    for (size_t i = from; i < b->depth; i++)
        if (encart__open_block(&b->stack[i]))
            return i;
    return NONE;
}

/* Blocks from entry `lowest` on end: what waits and was opened in them ends too, or is
 * formatting that goes on after them. */
static void leave_blocks(encart__builder *b, size_t lowest, uint16_t level)
{
    size_t kept = 0;

    for (size_t i = 0; i < b->pending_count; i++) {
        encart__pending p = b->pending[i];

        if (p.level >= lowest) {
            if (!p.listed)
                continue;
            p.open = 0;
            p.level = level;
        }
        b->pending[kept++] = p;
    }
    b->pending_count = kept;
}

static void remember(encart__builder *b, const encart__open *e, int open, uint16_t level)
{
    if (b->pending_count == ENCART__MAX_PENDING) {
        memmove(b->pending, b->pending + 1, sizeof b->pending - sizeof b->pending[0]);
        b->pending_count--;
    }
    b->pending[b->pending_count++] =
        (encart__pending){e->key, e->tag, e->as, open ? e->level : level, e->born,
                          (uint8_t)open, e->listed, ENCART__AGAIN};
    b->cuts++;
}

/* Closes the entries from `depth` on; `ended` is the one that has its end here. */
static void cut(encart__builder *b, size_t depth, size_t ended, encart__cut how)
{
    size_t lowest = lowest_block(b, depth);
    uint16_t level = b->stack[depth - 1].block;

    if (b->pending_count && lowest != NONE)
        leave_blocks(b, lowest, level);
    /* Outermost first, so that they nest the same way when they are opened again. */
    for (size_t i = depth; i < b->depth; i++) {
        const encart__open *e = &b->stack[i];
        int open = lowest == NONE || b->keyed ? how == ENCART__CUT_BLOCK
                                              : e->level < lowest;

        if (i == ended || encart__open_nothing(e) || e->key == ENCART__NO_KEY)
            continue;
        if (open ? is_inline(e) : e->listed)
            remember(b, e, open, level);
    }
    while (b->depth > depth)
        encart__builder_pop(b);
    while (how == ENCART__CUT_END && encart__builder_top(b)->ended)
        encart__builder_pop(b);
}

void encart__builder_cut(encart__builder *b, size_t depth, encart__cut how)
{
    cut(b, depth, NONE, how);
}

void encart__builder_close(encart__builder *b, size_t i)
{
    cut(b, i, i, ENCART__CUT_END);
}

/* ---- what waits -------------------------------------------------------------------- */

/* Formatting that is opened again and again must not outgrow the input, neither in elements
 * nor in their attributes: past that it ends with its block. */
static int is_dear(const encart__builder *b)
{
    return b->reopened > MOST_REOPENED ||
           (b->copied > MOST_COPIED && b->copied > b->tree->pool.size / 2);
}

static int may_stand(const encart__builder *b, const encart__pending *p)
{
    return !encart__builder_too_deep(b, p->as) && !is_dear(b);
}

static void stand_again(encart__builder *b, const encart__pending *p)
{
    encart__open *e;

    encart__builder_push(b, p->tag, p->as, p->key, p->again);
    b->reopened++;
    e = encart__builder_top(b);
    e->born = p->born;
    e->listed = p->listed;
    if (p->open)
        e->level = p->level;
}

void encart__builder_reopen(encart__builder *b)
{
    encart__pending all[ENCART__MAX_PENDING];
    size_t count = b->pending_count, kept = 0;

    if (!count || !(encart__builder_top(b)->mask & PHRASING))
        return;
    memcpy(all, b->pending, count * sizeof *all);
    for (size_t i = 0; i < count; i++) {
        if (!all[i].open && all[i].born != b->scope)
            b->pending[kept++] = all[i];
        else if (may_stand(b, &all[i]))
            stand_again(b, &all[i]);
    }
    b->pending_count = kept;
}

static void forget(encart__builder *b, size_t i)
{
    memmove(&b->pending[i], &b->pending[i + 1],
            (b->pending_count - i - 1) * sizeof b->pending[0]);
    b->pending_count--;
}

int encart__builder_forget_key(encart__builder *b, uint32_t key)
{
    for (size_t i = b->pending_count; i-- > 0;) {
        if (b->pending[i].key == key) {
            forget(b, i);
            return 1;
        }
    }
    return 0;
}

int encart__builder_forget_tag(encart__builder *b, uint16_t tag)
{
    for (size_t i = b->pending_count; i-- > 0;) {
        const encart__pending *p = &b->pending[i];

        if (p->tag == tag && (is_formatting(tag)
                                  ? p->born == b->scope
                                  : p->level == encart__builder_top(b)->block)) {
            forget(b, i);
            return 1;
        }
    }
    return 0;
}

/* A link that waits to be opened again ends where another link or control begins. */
void encart__builder_forget_links(encart__builder *b, uint16_t tag)
{
    size_t kept = 0;

    if (!(encart__tag_flags(tag) & ENCART__F_INTERACTIVE))
        return;
    for (size_t i = 0; i < b->pending_count; i++)
        if (b->pending[i].tag != ENCART__T_A)
            b->pending[kept++] = b->pending[i];
    b->pending_count = kept;
}

/* A table cell has ended. */
void encart__builder_forget_scope(encart__builder *b)
{
    size_t kept = 0;

    b->scope--;
    for (size_t i = 0; i < b->pending_count; i++)
        if (b->pending[i].born <= b->scope)
            b->pending[kept++] = b->pending[i];
    b->pending_count = kept;
}

/* ---- formatting -------------------------------------------------------------------- */

void encart__builder_ark(encart__builder *b, uint16_t tag, uint32_t key)
{
    encart__open *first = NULL;
    int count = 0;

    if (b->live[tag] < ARK || !b->same || !is_formatting(tag))
        return;
    for (size_t i = b->depth; i-- > 1 && count < ARK;) {
        encart__open *e = &b->stack[i];

        if (e->as == tag && e->listed && b->same(b->user, e->key, key)) {
            first = e;
            count++;
        }
    }
    if (count == ARK)
        first->listed = 0;
}

/* Entries from `i` + 1 to `j` have moved one down, and `i` to `j`. */
static void renumber(uint16_t *at, size_t i, size_t j)
{
    if (*at > i && *at <= j)
        (*at)--;
}

static void rotate(encart__builder *b, size_t i, size_t j)
{
    encart__open moved = b->stack[i];

    memmove(&b->stack[i], &b->stack[i + 1], (j - i) * sizeof moved);
    b->stack[j] = moved;
    for (size_t k = i; k < b->depth; k++) {
        renumber(&b->stack[k].block, i, j);
        renumber(&b->stack[k].level, i, j);
    }
    for (size_t k = 0; k < b->pending_count; k++)
        renumber(&b->pending[k].level, i, j);
}

/* The entries between a link and the block in it: start tags without a place only. */
static int is_adoptable(const encart__builder *b, size_t i, size_t j)
{
    if (b->stack[i].holds != ENCART__H_TRANSPARENT || is_dear(b))
        return 0;
    for (size_t k = i + 1; k < j; k++)
        if (!encart__open_nothing(&b->stack[k]))
            return 0;
    return 1;
}

/* The link of entry `a` once more. */
static encart__node_id make_link(encart__builder *b, const encart__open *a, int again)
{
    encart__node_id link = encart__tree_element(b->tree, ENCART__T_A);
    size_t bytes = b->tree->pool.size;

    if (link)
        b->dress(b->user, link, a->key, again == ENCART__AGAIN);
    b->copied += b->tree->pool.size - bytes;
    return link;
}

/* The same around all that is in a node. */
static encart__node_id link_inside(encart__builder *b, const encart__open *a,
                                   encart__node_id node, int again)
{
    encart__node_id link = make_link(b, a, again);

    encart__tree_move_children(b->tree, node, link);
    encart__tree_append(b->tree, node, link);
    return link;
}

static int is_caption(const encart__tree *t, encart__node_id node)
{
    encart__kind kind = encart__kind_of(t->nodes[node].tag);

    return kind == ENCART__K_FIGCAPTION || kind == ENCART__K_LEGEND;
}

/* The caption in `link`, and whether it is open. */
static encart__node_id caption_in(const encart__builder *b, encart__node_id link, int *open)
{
    encart__node_id n = b->tree->nodes[link].first;

    while (n && !is_caption(b->tree, n))
        n = b->tree->nodes[n].next;
    *open = 0;
    for (size_t i = b->depth; i-- > 1;)
        *open |= b->stack[i].node == n;
    return n;
}

/* A caption is a child of its figure, not of the link that is in it now: the link ends in
 * front of it, goes on in it (in an open one as the next block, so not here) and after it.
 * The last of these links is returned. */
static encart__node_id free_caption(encart__builder *b, const encart__open *a,
                                    encart__node_id link)
{
    encart__tree *t = b->tree;
    int open;
    encart__node_id caption = caption_in(b, link, &open), n, next, last;

    if (!caption)
        return link;
    n = t->nodes[caption].next;
    if (!open && t->nodes[caption].first)
        link_inside(b, a, caption, ENCART__AGAIN);
    if (!t->nodes[caption].prev) {
        encart__tree_before(t, link, caption);
        return link;
    }
    encart__tree_after(t, link, caption);
    if (!n)
        return link;
    last = make_link(b, a, ENCART__AGAIN);
    encart__tree_after(t, caption, last);
    for (; n; n = next) {
        next = t->nodes[n].next;
        encart__tree_append(t, last, n);
    }
    return last;
}

/* Moves the block behind the link and what is in the block into a second one, which is
 * returned; 0 when the block is a list or so: then the link goes on further inside. */
static encart__node_id swap_nodes(encart__builder *b, encart__open *a,
                                  const encart__open *block)
{
    encart__tree *t = b->tree;
    encart__node_id first = encart__open_nothing(a) ? 0 : a->node, second = 0;

    encart__tree_after(t, first, block->node);
    if (first && t->nodes[first].first) {
        a->again = ENCART__AGAIN;
    } else if (first) { /* white space in front of it is beside a block now */
        encart__tree_remove(t, first);
        encart__builder_drop_space(b, a->space);
        a->again = a->again ? a->again : ENCART__MOVED;
    }
    if (block->mask & PHRASING)
        second = link_inside(b, a, block->node, a->again);
    if (second && (block->holds == ENCART__H_FIGURE || block->holds == ENCART__H_FIELDSET))
        second = free_caption(b, a, second);
    return second;
}

/* The link of entry `i` changes places with the block of entry `j`. Without a node of its
 * own the link is a start tag without a place. */
static void adopt(encart__builder *b, size_t i, size_t j)
{
    encart__node_id second = swap_nodes(b, &b->stack[i], &b->stack[j]);
    int had = !encart__open_nothing(&b->stack[i]);
    encart__open *a, *block;

    rotate(b, i, j);
    for (size_t k = i; k < j; k++) {
        b->stack[k].bits &= (uint8_t)~ENCART__IN_A;
        b->stack[k].real = (uint16_t)(b->stack[k].real - had);
        if (encart__open_nothing(&b->stack[k]))
            b->stack[k].node = b->stack[i - 1].node;
    }
    block = &b->stack[j - 1];
    a = &b->stack[j];
    a->as = second ? ENCART__T_A : 0;
    a->node = second ? second : block->node;
    a->block = a->level = block->block;
    a->real = (uint16_t)(block->real + (second != 0));
    a->mask = encart__holds_inside(block->mask, ENCART__H_TRANSPARENT);
    a->edge = 1;
    a->space = 0;
}

/* The block of the lowest entry above `i` that has a node. */
static size_t block_above(const encart__builder *b, size_t i)
{
    for (size_t k = i + 1; k < b->depth; k++)
        if (!encart__open_nothing(&b->stack[k]) && encart__open_block(&b->stack[k]))
            return k;
    return NONE;
}

/* The adoption agency: the element of entry `i` ends here, and the blocks that were
 * opened in it do not. */
static void end_here(encart__builder *b, size_t i)
{
    size_t j = block_above(b, i);

    for (int n = 0; j != NONE && n < MOST_ADOPTIONS; n++) {
        if (!is_adoptable(b, i, j))
            break;
        adopt(b, i, j);
        i = j;
        j = block_above(b, i);
    }
    if (j != NONE)
        b->irregular++;
    encart__builder_close(b, i);
}

int encart__builder_end_formatting(encart__builder *b, uint16_t tag)
{
    if (encart__builder_forget_tag(b, tag))
        return 1;
    for (size_t i = b->depth; i-- > 1;) {
        const encart__open *e = &b->stack[i];

        if (e->tag == tag) {
            if (e->born != b->scope)
                return 0;
            end_here(b, i);
            return 1;
        }
        if (e->as == ENCART__T_TABLE || encart__opens_scope(e->as))
            return 0;
    }
    return 0;
}
