/* The stack of open elements and what is done to the tree. Where an element may stand is
 * fit.c's affair, what becomes of formatting that is cut formatting.c's.
 */
#include "core/sanitise/builder.h"
#include "core/base/limits.h"

/* Holders of elements only are refused this many levels early, so that their parts, which
 * may be implied later, never pass the limit. Nor may ends that are awaited take this room:
 * words would find no place. */
#define ROOM_FOR_PARTS 6

#define PHRASING ENCART__BIT(ENCART__K_PHRASING)

void encart__builder_init(encart__builder *b, encart__tree *tree,
                          void (*dress)(void *, encart__node_id, uint32_t, int),
                          void *user, int keyed)
{
    memset(b, 0, offsetof(encart__builder, stack));
    memset(b->stack, 0, sizeof *b->stack);
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

static size_t leading_space(encart__str s)
{
    size_t i = 0;

    while (i < s.n && encart__is_space((unsigned char)s.p[i]))
        i++;
    return i;
}

static int blank(encart__str s)
{
    return leading_space(s) == s.n;
}

/* ---- what stands in an element: its node's flags ---------------------------------- */

static void note_child(encart__tree *t, encart__node_id parent, encart__kind kind)
{
    t->nodes[parent].flags = (uint8_t)encart__has_with(t->nodes[parent].flags, kind);
}

/* Takes a child away that is no part. */
static void drop_child(encart__tree *t, encart__node_id node)
{
    encart__node *parent = &t->nodes[t->nodes[node].parent], *last;

    encart__tree_remove(t, node);
    last = &t->nodes[parent->last];
    if (!parent->first)
        parent->flags &= ENCART__HAS_MISPLACED;
    else if (last->kind == ENCART__NODE_ELEMENT)
        parent->flags = (uint8_t)encart__has_with(parent->flags,
                                                  encart__kind_of(last->tag));
}

/* ---- text and white space ---------------------------------------------------------- */

/* Text that touches text is one node: a browser would read it as one. */
static void add_text(encart__builder *b, encart__str s)
{
    encart__tree *t = b->tree;
    encart__node_id parent = encart__builder_top(b)->node, last = t->nodes[parent].last;
    encart__node *n = &t->nodes[last];
    int more_space = last && last == b->space && blank(s);

    b->space = more_space ? last : 0;
    b->edge = 0;
    if (last && n->kind == ENCART__NODE_TEXT) {
        if ((size_t)n->text + n->len != t->pool.size) /* what stood in between went */
            encart__tree_text_set(t, last, encart__tree_text_of(t, last));
        encart__strbuf_str(&t->pool, s);
        if (t->pool.failed)
            t->failed = t->pool.failed;
        else
            n->len += (uint32_t)s.n;
        return;
    }
    last = encart__tree_text(t, s);
    encart__tree_append_new(t, parent, last);
    note_child(t, parent, ENCART__K_PHRASING);
    if (blank(s))
        b->space = last;
}

/* White space that ends with this node, comments in between. */
void encart__builder_drop_space(encart__builder *b, encart__node_id space)
{
    encart__tree *t = b->tree;
    encart__node_id prev;

    for (; space; space = prev) {
        prev = t->nodes[space].prev;
        if (t->nodes[space].kind == ENCART__NODE_COMMENT)
            continue;
        if (t->nodes[space].kind != ENCART__NODE_TEXT ||
            !blank(encart__tree_text_of(t, space)))
            return;
        drop_child(t, space);
    }
}

/* A block begins or ends: white space beside it says nothing and goes. */
static void block_edge(encart__builder *b)
{
    if (b->space)
        encart__builder_drop_space(b, b->space);
    b->space = 0;
    b->gap = 0;
    b->edge = 1;
}

/* A block that found no place stood here: keep the words on both sides apart. */
static inline void fill_gap(encart__builder *b, encart__str next)
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

/* ---- the stack --------------------------------------------------------------------- */

static encart__node_id new_node(encart__builder *b, uint16_t tag, uint32_t key, int again)
{
    encart__node_id node = encart__tree_element(b->tree, tag);
    encart__node_id parent = encart__builder_top(b)->node;
    size_t bytes = b->tree->pool.size;

    encart__tree_append_new(b->tree, parent, node);
    note_child(b->tree, parent, encart__kind_of(tag));
    if (node && key != ENCART__NO_KEY)
        b->dress(b->user, node, key, again == ENCART__AGAIN);
    if (again)
        b->copied += b->tree->pool.size - bytes;
    return node;
}

static void note_depth(encart__builder *b)
{
    if (b->depth > b->deepest)
        b->deepest = (uint32_t)b->depth;
}

/* The top's copy, as a new top: what both kinds of entries have in common. */
static encart__open *push_copy(encart__builder *b, uint16_t tag, uint16_t as,
                               uint32_t key)
{
    const encart__open *top = encart__builder_top(b);
    encart__open *e = &b->stack[b->depth];

    *e = *top;
    e->key = key;
    e->tag = tag;
    e->as = as;
    e->level = top->block;
    e->born = b->scope;
    e->ended = 0;
    e->listed = (encart__tag_flags(as) & ENCART__F_FORMATTING) != 0;
    if (encart__open_block(e))
        e->block = (uint16_t)b->depth;
    return e;
}

/* `tag` is how its end is written. */
void encart__builder_push(encart__builder *b, uint16_t tag, uint16_t as, uint32_t key,
                          int again)
{
    const encart__open *top = encart__builder_top(b);
    encart__open *e = push_copy(b, tag, as, key);

    e->again = (uint8_t)again;
    e->holds = (uint8_t)encart__holds_in((encart__holds)top->holds, as);
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
    b->live[as]++;
    if (encart__opens_scope(as))
        e->scope = ++b->scope;
    b->depth++;
    note_depth(b);
}

/* Parts without a home are not even waited for: HTML 5 ignores their end tags too. */
static int is_awaited(uint16_t tag)
{
    encart__kind kind = encart__kind_of(tag);

    return kind == ENCART__K_FLOW || kind == ENCART__K_PHRASING || kind == ENCART__K_LI ||
           kind == ENCART__K_TERM;
}

void encart__builder_await(encart__builder *b, uint16_t tag, uint32_t key)
{
    if (b->depth >= ENCART__MAX_STACK - ROOM_FOR_PARTS) {
        b->over[tag]++;
        return;
    }
    push_copy(b, tag, 0, key);
    b->depth++;
}

/* A start tag without a place: its content goes on in the top. */
static void push_nothing(encart__builder *b, uint16_t written, uint16_t tag, uint32_t key)
{
    if (is_block(tag))
        b->gap = 1;
    if (is_awaited(tag))
        encart__builder_await(b, written, key);
}

/* Neither words nor anything else that is seen or named. */
static int is_hollow(const encart__tree *t, encart__node_id top)
{
    for (encart__node_id n = encart__tree_next(t, top, top, 0); n;
         n = encart__tree_next(t, top, n, 0)) {
        const encart__node *k = &t->nodes[n];

        if (k->kind == ENCART__NODE_TEXT && blank(encart__tree_text_of(t, n)))
            continue;
        if (k->kind != ENCART__NODE_ELEMENT ||
            encart__tree_attr(t, n, ENCART__A_ID, NULL))
            return 0;
        if (encart__kind_of(k->tag) == ENCART__K_PHRASING
                ? encart__holds_of(k->tag) == ENCART__H_NOTHING && k->tag != ENCART__T_BR
                : k->tag != ENCART__T_P)
            return 0;
    }
    return 1;
}

/* Elements that leave no trace when they end without content: a picture without its
 * image, what was implied or stands again, and what a block cut before anything stood in
 * it, since it goes on in the block. It then stands there for the first time. */
static int leaves_nothing(encart__builder *b, const encart__open *e)
{
    const encart__node *n = &b->tree->nodes[e->node];

    if (e->as == ENCART__T_PICTURE)
        return !(n->flags & ENCART__HAS_IMAGE);
    if (e->key == ENCART__NO_KEY)
        return is_hollow(b->tree, e->node);
    if (n->first)
        return 0;
    for (size_t i = b->pending_count; i-- > 0;) {
        if (b->pending[i].key == e->key) {
            b->pending[i].again = e->again;
            return 1;
        }
    }
    return e->again;
}

void encart__builder_pop(encart__builder *b)
{
    encart__open e = b->stack[--b->depth];

    if (encart__open_nothing(&e)) {
        b->gap |= is_block(e.tag);
        return;
    }
    if (is_block(e.as))
        block_edge(b);
    else
        b->edge = 0;
    b->space = 0;
    b->live[e.as]--;
    if (leaves_nothing(b, &e)) {
        drop_child(b->tree, e.node);
        b->edge = e.edge;
        b->space = e.space;
    }
    if (encart__opens_scope(e.as))
        encart__builder_forget_scope(b);
}

int encart__builder_too_deep(const encart__builder *b, uint16_t tag)
{
    size_t real = b->stack[b->depth - 1].real;

    if (real < ENCART__MAX_DEPTH - ROOM_FOR_PARTS &&
        b->depth < ENCART__MAX_STACK - ROOM_FOR_PARTS)
        return 0;
    switch (encart__holds_of(tag)) {
    case ENCART__H_LIST:
    case ENCART__H_DL:
    case ENCART__H_TABLE:
    case ENCART__H_PICTURE:
    case ENCART__H_SELECT:
        return 1;
    default:
        return real >= ENCART__MAX_DEPTH || b->depth >= ENCART__MAX_STACK;
    }
}

int encart__builder_imply(encart__builder *b, uint16_t tag)
{
    uint16_t as = tag;

    if (encart__builder_too_deep(b, tag) || (encart__kind_of(tag) == ENCART__K_FLOW &&
                                             !encart__builder_fit(b, &as)))
        return 0;
    encart__builder_push(b, tag, as, ENCART__NO_KEY, 0);
    return 1;
}

/* ---- events ------------------------------------------------------------------------ */

/* An option ends where another one or a group begins, whatever they are here. */
static void end_option(encart__builder *b, uint16_t written)
{
    if ((written == ENCART__T_OPTION || written == ENCART__T_OPTGROUP) &&
        encart__builder_top(b)->tag == ENCART__T_OPTION)
        encart__builder_close(b, b->depth - 1);
}

/* A form that stands directly in a table, or in another, is none to HTML 5. */
static int is_no_form(encart__builder *b, uint16_t written)
{
    if (written != ENCART__T_FORM || b->keyed)
        return 0;
    if (b->form || encart__open_table_part(encart__builder_top(b)))
        return 1;
    b->form = 1;
    return 0;
}

void encart__builder_open(encart__builder *b, uint16_t written, uint16_t tag,
                          uint32_t key)
{
    uint16_t as = tag;

    if (b->tree->failed || is_no_form(b, written))
        return;
    if (written != tag)
        end_option(b, written);
    if (encart__builder_too_deep(b, tag)) {
        b->flattened++;
        push_nothing(b, written, tag, key);
        return;
    }
    if (!encart__builder_fit(b, &as) || encart__builder_too_deep(b, as)) {
        push_nothing(b, written, tag, key);
        return;
    }
    if (b->pending_count)
        encart__builder_forget_links(b, as);
    if (encart__kind_of(as) == ENCART__K_PHRASING) {
        if (b->pending_count)
            encart__builder_reopen(b);
        fill_gap(b, ENCART__STR_EMPTY);
        if (encart__builder_too_deep(b, as)) {
            push_nothing(b, written, tag, key);
            return;
        }
        encart__builder_ark(b, as, key);
    }
    encart__builder_push(b, written, as, key, 0);
}

void encart__builder_start(encart__builder *b, uint16_t tag, uint32_t key)
{
    encart__builder_open(b, tag, tag, key);
}

void encart__builder_void(encart__builder *b, uint16_t tag, uint32_t key)
{
    uint16_t as = tag;

    if (b->tree->failed || !encart__builder_fit(b, &as))
        return;
    if (is_block(as)) {
        block_edge(b);
    } else {
        if (b->pending_count) {
            encart__builder_forget_links(b, as);
            encart__builder_reopen(b);
        }
        fill_gap(b, ENCART__STR_EMPTY);
    }
    new_node(b, as, key, 0);
    b->space = 0;
    b->edge = is_block(as);
}

/* Elements-only holders ignore white space; anywhere else it stays unless a block's edge
 * is beside it. */
static int blank_is_dropped(encart__builder *b)
{
    const encart__open *top = encart__builder_top(b);

    if (!(top->mask & PHRASING) && top->holds != ENCART__H_TEXT)
        return 1;
    return b->edge && !(top->bits & ENCART__IN_PRE);
}

/* Between the blocks of the root the serialiser writes newlines: white space that begins
 * a text there is none of its content. */
static encart__str content_of(const encart__builder *b, encart__str text)
{
    if (!b->edge || b->stack[b->depth - 1].node != ENCART__ROOT)
        return text;
    return encart__str_sub(text, leading_space(text), text.n);
}

/* Of newlines that begin a pre each round through a browser takes one: none stays. */
static encart__str without_newlines(const encart__builder *b, encart__str text)
{
    const encart__node *top = &b->tree->nodes[b->stack[b->depth - 1].node];
    size_t i = 0;

    if (top->first || (top->tag != ENCART__T_PRE && top->tag != ENCART__T_TEXTAREA))
        return text;
    while (i < text.n && text.p[i] == '\n')
        i++;
    return encart__str_sub(text, i, text.n);
}

void encart__builder_text(encart__builder *b, encart__str text)
{
    int empty = blank(text);

    if (b->tree->failed || (empty && blank_is_dropped(b)))
        return;
    if (!(encart__builder_top(b)->mask & PHRASING) && !encart__builder_fit_text(b))
        return;
    if (encart__builder_top(b)->bits & ENCART__IN_PRE)
        text = without_newlines(b, text);
    text = content_of(b, text);
    if (!text.n)
        return;
    if (!empty && b->pending_count)
        encart__builder_reopen(b);
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

/* ---- ends -------------------------------------------------------------------------- */

/* What the end tag of a block does not look through. */
static int hides(const encart__open *e, uint16_t tag)
{
    encart__kind kind = encart__kind_of(tag);

    if (encart__open_nothing(e))
        return 0;
    if (e->as == ENCART__T_TABLE)
        return 1;
    if (encart__opens_scope(e->as))
        return tag != ENCART__T_TABLE && kind != ENCART__K_TR &&
               kind != ENCART__K_ROWGROUP && kind != ENCART__K_CELL;
    return kind == ENCART__K_LI && e->holds == ENCART__H_LIST;
}

/* The entry that the end tag of a block closes, 0 when there is none. */
static size_t find_block(const encart__builder *b, uint16_t tag)
{
    int heading = encart__heading_level(tag) != 0;

    for (size_t i = b->depth; i-- > 1;) {
        const encart__open *e = &b->stack[i];

        if (e->tag == tag || (heading && encart__heading_level(e->tag)))
            return i;
        if (hides(e, tag))
            return 0;
    }
    return 0;
}

/* The same for what stands in line and is no formatting: it ends in its own block. */
static size_t find_inline(const encart__builder *b, uint16_t tag)
{
    for (size_t i = b->depth; i-- > 1;) {
        const encart__open *e = &b->stack[i];

        if (e->tag == tag && !encart__open_nothing(e) &&
            e->level != b->stack[b->depth - 1].block)
            return 0;
        if (e->tag == tag)
            return i;
        if (encart__open_block(e))
            return 0;
    }
    return 0;
}

static size_t find_key(const encart__builder *b, uint32_t key)
{
    for (size_t i = b->depth; i-- > 1;)
        if (b->stack[i].key == key)
            return i;
    return 0;
}

/* What ends with its parent, and what was opened further out and stands here again. */
static int ends_with_form(const encart__open *e, size_t form)
{
    encart__kind kind = encart__kind_of(e->as);

    return e->level < form || e->as == ENCART__T_P || kind == ENCART__K_LI ||
           kind == ENCART__K_TERM;
}

/* A form ends without what was opened in it: that stays where it is, and open. */
static int end_form(encart__builder *b)
{
    size_t i = find_block(b, ENCART__T_FORM), from = b->depth;

    b->form = 0;
    if (!i)
        return 0;
    while (from > i + 1 && ends_with_form(&b->stack[from - 1], i))
        from--;
    if (from == i + 1) {
        encart__builder_close(b, i);
        return 1;
    }
    b->stack[i].ended = 1;
    b->stack[i].tag = 0;
    if (from < b->depth)
        encart__builder_close(b, from);
    return 1;
}

/* The end that a tree tells: of this very element. */
static int end_keyed(encart__builder *b, uint32_t key)
{
    size_t i = find_key(b, key);

    if (i)
        encart__builder_close(b, i);
    return i || encart__builder_forget_key(b, key);
}

int encart__builder_end(encart__builder *b, uint16_t tag, uint32_t key)
{
    unsigned flags = encart__tag_flags(tag);
    size_t i;

    if (b->tree->failed)
        return 0;
    if (b->keyed)
        return end_keyed(b, key);
    if (b->over[tag]) {
        b->over[tag]--;
        b->gap |= is_block(tag);
        return 1;
    }
    if (flags & ENCART__F_FORMATTING)
        return encart__builder_end_formatting(b, tag);
    if (!(flags & ENCART__F_BLOCK) && encart__builder_forget_tag(b, tag))
        return 1;
    if (tag == ENCART__T_FORM)
        return end_form(b);
    if (flags & ENCART__F_BLOCK || tag == ENCART__T_SELECT) /* options are blocks */
        i = find_block(b, tag);
    else
        i = find_inline(b, tag);
    if (i)
        encart__builder_close(b, i);
    else if (tag == ENCART__T_P) /* an empty p stood here */
        b->gap = 1;
    return i != 0;
}

void encart__builder_finish(encart__builder *b)
{
    b->pending_count = 0;
    while (b->depth > 1)
        encart__builder_pop(b);
    block_edge(b);
}
