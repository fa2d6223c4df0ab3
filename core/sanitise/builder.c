/* The stack of open elements and what is done to the tree. Where an element may stand is
 * fit.c's affair.
 */
#include "core/sanitise/builder.h"
#include "core/base/limits.h"

/* Holders of elements only are refused this many levels early, so that their parts, which
 * may be implied later, never pass the limit. */
#define ROOM_FOR_PARTS 6

#define PHRASING ENCART__BIT(ENCART__K_PHRASING)

void encart__builder_init(encart__builder *b, encart__tree *tree,
                          void (*dress)(void *, encart__node_id, uint32_t, int),
                          void *user, int keyed)
{
    memset((char *)b + offsetof(encart__builder, pending_count), 0,
           sizeof *b - offsetof(encart__builder, pending_count));
    memset(&b->stack[0], 0, sizeof b->stack[0]); /* others are made as they open */
    b->tree = tree;
    b->dress = dress;
    b->user = user;
    b->keyed = keyed;
    b->edge = 1;
    b->depth = 1;
    b->stack[0].node = ENCART__ROOT;
    b->stack[0].key = ENCART__NO_KEY;
    b->stack[0].holds = ENCART__H_FLOW;
    b->stack[0].mask = encart__holds_mask(ENCART__H_FLOW);
}

static int is_block(uint16_t tag)
{
    return (encart__tag_flags(tag) & ENCART__F_BLOCK) != 0;
}

static int blank(encart__str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!encart__is_space((unsigned char)s.p[i]))
            return 0;
    return 1;
}

/* ---- text and white space -------------------------------------------------------------- */

/* Text that touches text is one node: a browser would read it as one. */
static void add_text(encart__builder *b, encart__str s)
{
    encart__tree *t = b->tree;
    encart__node_id parent = encart__builder_top(b)->node, last = t->nodes[parent].last;
    encart__node *n = &t->nodes[last];
    int more_space = last && last == b->space && blank(s);

    b->space = more_space ? last : 0;
    b->edge = 0;
    if (last && n->kind == ENCART__NODE_TEXT && (size_t)n->text + n->len == t->pool.size) {
        encart__strbuf_str(&t->pool, s);
        if (t->pool.failed)
            t->failed = t->failed ? t->failed : t->pool.failed;
        else
            n->len += (uint32_t)s.n;
        return;
    }
    if (last && n->kind == ENCART__NODE_TEXT) {
        encart__tree_text_set(t, last, encart__tree_text_of(t, last));
        if (!t->failed)
            add_text(b, s);
        return;
    }
    last = encart__tree_text(t, s);
    encart__tree_append(t, parent, last);
    if (blank(s))
        b->space = last;
}

/* A block begins or ends: white space beside it says nothing and goes. */
static void block_edge(encart__builder *b)
{
    if (b->space)
        encart__tree_remove(b->tree, b->space);
    b->space = 0;
    b->gap = 0;
    b->edge = 1;
}

/* A block that found no place stood here: keep the words on both sides apart. */
static void fill_gap(encart__builder *b, encart__str next)
{
    const encart__open *top = encart__builder_top(b);
    encart__node_id last = b->tree->nodes[top->node].last;
    encart__str before = ENCART__STR_EMPTY;

    if (!b->gap)
        return;
    b->gap = 0;
    if (b->edge || !(top->mask & PHRASING))
        return;
    if (last && b->tree->nodes[last].kind == ENCART__NODE_TEXT)
        before = encart__tree_text_of(b->tree, last);
    if (before.n && encart__is_space((unsigned char)before.p[before.n - 1]))
        return;
    if (next.n && encart__is_space((unsigned char)next.p[0]))
        return;
    add_text(b, top->bits & ENCART__IN_PRE ? ENCART__STR("\n") : ENCART__STR(" "));
}

/* ---- the stack ------------------------------------------------------------------------- */

static int opens_scope(uint16_t tag)
{
    return tag == ENCART__T_TD || tag == ENCART__T_TH || tag == ENCART__T_CAPTION;
}

static encart__node_id new_node(encart__builder *b, uint16_t tag, uint32_t key, int again)
{
    encart__node_id node = encart__tree_element(b->tree, tag);

    encart__tree_append(b->tree, encart__builder_top(b)->node, node);
    if (node && b->dress && key != ENCART__NO_KEY)
        b->dress(b->user, node, key, again);
    return node;
}

static void note_depth(encart__builder *b)
{
    if (b->depth > b->deepest)
        b->deepest = (uint32_t)b->depth;
}

/* Builds the element in the top and makes it the top. `tag` is how its end is written. */
static void push(encart__builder *b, uint16_t tag, uint16_t as, uint32_t key, int again)
{
    const encart__open *top = encart__builder_top(b);
    encart__open *e = &b->stack[b->depth];

    *e = *top;
    e->key = key;
    e->tag = tag;
    e->as = as;
    e->again = (uint8_t)again;
    e->holds = (uint8_t)encart__holds_of(as);
    if (as == ENCART__T_DIV && top->holds == ENCART__H_DL)
        e->holds = ENCART__H_GROUP;
    e->mask = encart__holds_inside(top->mask, (encart__holds)e->holds);
    e->bits |= (uint8_t)encart__inside_bits(as);
    e->real++;
    if (is_block(as))
        block_edge(b);
    e->edge = (uint8_t)b->edge;
    e->space = b->space;
    e->node = new_node(b, as, key, again);
    b->space = 0;
    b->edge = is_block(as);
    if (opens_scope(as))
        e->scope = ++b->scope;
    b->depth++;
    note_depth(b);
}

/* A start tag without a place: its content goes on in the top. */
static void push_nothing(encart__builder *b, uint16_t tag, uint32_t key)
{
    encart__open *e;

    if (is_block(tag))
        b->gap = 1;
    if (b->depth == ENCART__MAX_STACK) {
        b->over[tag]++;
        return;
    }
    e = &b->stack[b->depth];
    *e = *encart__builder_top(b);
    e->key = key;
    e->tag = tag;
    e->as = 0;
    b->depth++;
}

static int nothing_open(const encart__open *e)
{
    return e->as == 0;
}

/* Elements that leave no trace when they end without content: a picture without its image,
 * and what a block cut before anything stood in it, since it goes on in the block. It then
 * stands there for the first time. */
static int leaves_nothing(encart__builder *b, const encart__open *e)
{
    const encart__node *n = &b->tree->nodes[e->node];

    if (e->as == ENCART__T_PICTURE) {
        for (encart__node_id c = n->first; c; c = b->tree->nodes[c].next)
            if (encart__tree_is(b->tree, c, ENCART__T_IMG))
                return 0;
        return 1;
    }
    for (size_t i = b->pending_count; !n->first && i-- > 0;) {
        if (b->pending[i].key == e->key && e->key != ENCART__NO_KEY) {
            b->pending[i].again = e->again;
            return 1;
        }
    }
    return 0;
}

static void forget_scope(encart__builder *b)
{
    size_t kept = 0;

    b->scope--;
    for (size_t i = 0; i < b->pending_count; i++)
        if (b->pending[i].scope <= b->scope)
            b->pending[kept++] = b->pending[i];
    b->pending_count = kept;
}

static void pop(encart__builder *b)
{
    encart__open e = b->stack[--b->depth];

    if (nothing_open(&e)) {
        b->gap |= is_block(e.tag);
        return;
    }
    if (is_block(e.as))
        block_edge(b);
    else
        b->edge = 0;
    b->space = 0;
    if (leaves_nothing(b, &e)) {
        encart__tree_remove(b->tree, e.node);
        b->edge = e.edge;
        b->space = e.space;
    }
    if (opens_scope(e.as))
        forget_scope(b);
}

static int end_is_optional(uint16_t tag)
{
    switch (encart__kind_of(tag)) {
    case ENCART__K_LI:
    case ENCART__K_TERM:
    case ENCART__K_TR:
    case ENCART__K_CELL:
    case ENCART__K_ROWGROUP:
    case ENCART__K_COLGROUP:
    case ENCART__K_CAPTION:
    case ENCART__K_RUBYTEXT:
    case ENCART__K_OPTION:
    case ENCART__K_OPTGROUP:
        return 1;
    default:
        return tag == ENCART__T_P;
    }
}

/* Whether an element that is cut goes on in the next text. */
static int goes_on(const encart__open *e, encart__cut cut)
{
    if (nothing_open(e) || e->key == ENCART__NO_KEY || cut == ENCART__CUT_FINAL)
        return 0;
    if (cut == ENCART__CUT_END)
        return (encart__tag_flags(e->as) & ENCART__F_FORMATTING) && e->as != ENCART__T_A;
    return e->holds == ENCART__H_PHRASING && encart__kind_of(e->as) == ENCART__K_PHRASING
               ? !(encart__tag_flags(e->as) & ENCART__F_INTERACTIVE)
               : e->as == ENCART__T_A;
}

static void remember(encart__builder *b, const encart__open *e)
{
    if (b->pending_count == ENCART__MAX_PENDING) {
        memmove(b->pending, b->pending + 1, sizeof b->pending - sizeof b->pending[0]);
        b->pending_count--;
    }
    b->pending[b->pending_count++] = (encart__pending){e->key, e->tag, e->scope, 1};
}

void encart__builder_cut(encart__builder *b, size_t depth, encart__cut cut)
{
    size_t first = depth;

    /* Outermost first, so that they nest the same way when they are opened again. */
    for (; first < b->depth; first++) {
        const encart__open *e = &b->stack[first];

        if (!nothing_open(e) && !end_is_optional(e->as) && cut != ENCART__CUT_FINAL)
            b->irregular++;
        if (goes_on(e, cut)) {
            remember(b, e);
            b->cuts++;
        }
    }
    while (b->depth > depth)
        pop(b);
}

static int too_deep(const encart__builder *b, uint16_t tag)
{
    unsigned limit = ENCART__MAX_DEPTH;

    switch (encart__holds_of(tag)) {
    case ENCART__H_LIST:
    case ENCART__H_DL:
    case ENCART__H_TABLE:
    case ENCART__H_PICTURE:
    case ENCART__H_SELECT:
        limit -= ROOM_FOR_PARTS;
        break;
    default:
        break;
    }
    return b->stack[b->depth - 1].real >= limit || b->depth >= ENCART__MAX_STACK;
}

int encart__builder_imply(encart__builder *b, uint16_t tag)
{
    uint16_t as = tag;

    if (too_deep(b, tag) || (encart__kind_of(tag) == ENCART__K_FLOW &&
                             !encart__builder_fit(b, &as)))
        return 0;
    push(b, tag, as, ENCART__NO_KEY, 0);
    return 1;
}

/* ---- formatting that was cut ----------------------------------------------------------- */

static void reopen(encart__builder *b)
{
    encart__pending all[ENCART__MAX_PENDING];
    size_t count = b->pending_count, kept = 0;

    memcpy(all, b->pending, sizeof all);
    for (size_t i = 0; i < count; i++) {
        const encart__open *top = encart__builder_top(b);

        if (all[i].scope != b->scope) {
            b->pending[kept++] = all[i];
            continue;
        }
        if (!(top->mask & PHRASING) || too_deep(b, all[i].tag) ||
            (all[i].tag == ENCART__T_A && (top->bits & (ENCART__IN_A | ENCART__IN_BUTTON))))
            continue;
        push(b, all[i].tag, all[i].tag, all[i].key, all[i].again);
    }
    b->pending_count = kept;
}

static int forget(encart__builder *b, uint16_t tag, uint32_t key)
{
    for (size_t i = b->pending_count; i-- > 0;) {
        if (b->keyed ? b->pending[i].key != key : b->pending[i].tag != tag)
            continue;
        memmove(&b->pending[i], &b->pending[i + 1],
                (b->pending_count - i - 1) * sizeof b->pending[0]);
        b->pending_count--;
        return 1;
    }
    return 0;
}

/* A link that waits to be opened again ends where another link or control begins. */
static void forget_links(encart__builder *b, uint16_t tag)
{
    size_t kept = 0;

    if (!(encart__tag_flags(tag) & ENCART__F_INTERACTIVE))
        return;
    for (size_t i = 0; i < b->pending_count; i++)
        if (b->pending[i].tag != ENCART__T_A)
            b->pending[kept++] = b->pending[i];
    b->pending_count = kept;
}

/* ---- events ---------------------------------------------------------------------------- */

void encart__builder_start(encart__builder *b, uint16_t tag, uint32_t key)
{
    uint16_t as = tag;

    if (b->tree->failed)
        return;
    if (too_deep(b, tag)) {
        b->flattened++;
        push_nothing(b, tag, key);
        return;
    }
    if (!encart__builder_fit(b, &as) || too_deep(b, as)) {
        push_nothing(b, tag, key);
        return;
    }
    forget_links(b, as);
    if (encart__kind_of(as) == ENCART__K_PHRASING) {
        reopen(b);
        fill_gap(b, ENCART__STR_EMPTY);
        if (too_deep(b, as)) {
            push_nothing(b, tag, key);
            return;
        }
    }
    push(b, tag, as, key, 0);
}

void encart__builder_void(encart__builder *b, uint16_t tag, uint32_t key)
{
    uint16_t as = tag;

    if (b->tree->failed || !encart__builder_fit(b, &as))
        return;
    if (is_block(as))
        block_edge(b);
    else
        fill_gap(b, ENCART__STR_EMPTY);
    new_node(b, as, key, 0);
    b->space = 0;
    b->edge = is_block(as);
}

/* Elements-only holders ignore white space; anywhere else it stays unless a block's edge
 * is beside it. */
static int blank_is_dropped(encart__builder *b)
{
    const encart__open *top = encart__builder_top(b);

    if (top->bits & ENCART__IN_PRE)
        return 0;
    return b->edge || !(top->mask & PHRASING);
}

/* Between the blocks of the root the serialiser writes newlines: white space that begins a
 * text there is none of its content. */
static encart__str content_of(const encart__builder *b, encart__str text)
{
    size_t i = 0;

    if (!b->edge || b->stack[b->depth - 1].node != ENCART__ROOT)
        return text;
    while (i < text.n && encart__is_space((unsigned char)text.p[i]))
        i++;
    return encart__str_sub(text, i, text.n);
}

void encart__builder_text(encart__builder *b, encart__str text)
{
    int empty = blank(text);

    if (b->tree->failed || text.n == 0 || (empty && blank_is_dropped(b)))
        return;
    if (!encart__builder_fit_text(b))
        return;
    text = content_of(b, text);
    if (!empty)
        reopen(b);
    fill_gap(b, text);
    add_text(b, text);
    if (encart__builder_top(b)->bits & ENCART__IN_PRE)
        b->space = 0;
}

void encart__builder_comment(encart__builder *b, encart__str text)
{
    if (encart__builder_top(b)->holds == ENCART__H_TEXT)
        return;
    encart__tree_append(b->tree, encart__builder_top(b)->node,
                        encart__tree_comment(b->tree, text));
}

/* What an end tag does not look through, when ends are found by name. */
static int hides(const encart__open *e, uint16_t tag)
{
    encart__kind kind = encart__kind_of(tag);

    if (nothing_open(e))
        return 0;
    if (e->as == ENCART__T_TABLE)
        return 1;
    if (opens_scope(e->as))
        return tag != ENCART__T_TABLE && kind != ENCART__K_TR &&
               kind != ENCART__K_ROWGROUP && kind != ENCART__K_CELL;
    if (kind == ENCART__K_LI)
        return e->holds == ENCART__H_LIST;
    if (kind == ENCART__K_TERM)
        return e->holds == ENCART__H_DL;
    return kind == ENCART__K_PHRASING &&
           encart__holds_of(tag) != ENCART__H_TRANSPARENT && is_block(e->as);
}

static int matches(const encart__builder *b, const encart__open *e, uint16_t tag,
                   uint32_t key)
{
    if (b->keyed)
        return e->key == key;
    return e->tag == tag || (encart__heading_level(tag) && encart__heading_level(e->tag));
}

int encart__builder_end(encart__builder *b, uint16_t tag, uint32_t key)
{
    if (b->tree->failed)
        return 0;
    if (!b->keyed && b->over[tag]) {
        b->over[tag]--;
        b->gap |= is_block(tag);
        return 1;
    }
    for (size_t i = b->depth; i-- > 1;) {
        if (matches(b, &b->stack[i], tag, key)) {
            encart__builder_cut(b, i + 1, ENCART__CUT_END);
            pop(b);
            return 1;
        }
        if (!b->keyed && hides(&b->stack[i], tag))
            break;
    }
    if (forget(b, tag, key))
        return 1;
    b->irregular++;
    return 0;
}

void encart__builder_finish(encart__builder *b)
{
    encart__builder_cut(b, 1, ENCART__CUT_FINAL);
    block_edge(b);
}
