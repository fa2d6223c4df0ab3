/* Where may an element stand? Ancestors are closed, parents implied, or it is refused. */
#include "core/sanitise/builder.h"

#define K(name) ENCART__BIT(ENCART__K_##name)
#define H(name) ENCART__BIT(ENCART__H_##name)

/* Blocks that hold blocks, but for those where a part is at home. */
#define BLOCKS (H(FLOW) | H(LIST) | H(DL) | H(GROUP) | H(TABLE))

/* Parts that need a parent of their own. `homes` are the holders to look for among the
 * ancestors, `stops` the holders that end the search, `orphan` what the part becomes
 * without a home (0: its tags go), `parent` the home that is then made for it. */
static const struct part {
    unsigned homes, stops;
    uint16_t orphan, parent;
} parts[ENCART__K_COUNT] = {
    [ENCART__K_LI] = {H(LIST), 0, 0, ENCART__T_UL},
    [ENCART__K_TERM] = {H(DL) | H(GROUP), 0, 0, ENCART__T_DL},
    [ENCART__K_CAPTION] = {H(TABLE), 0, ENCART__T_DIV, 0},
    [ENCART__K_COLGROUP] = {H(TABLE), 0, 0, 0},
    [ENCART__K_COL] = {H(COLS) | H(TABLE), 0, 0, 0},
    [ENCART__K_ROWGROUP] = {H(TABLE), 0, 0, 0},
    [ENCART__K_TR] = {H(ROWS) | H(TABLE), 0, 0, 0},
    [ENCART__K_CELL] = {H(CELLS) | H(ROWS) | H(TABLE), 0, 0, 0},
    [ENCART__K_RUBYTEXT] = {H(RUBY), H(FLOW) | H(TABLE) | H(LIST), 0, 0},
    [ENCART__K_FIGCAPTION] = {H(FIGURE), BLOCKS | H(DETAILS) | H(FIELDSET), ENCART__T_DIV, 0},
    [ENCART__K_SUMMARY] = {H(DETAILS), BLOCKS | H(FIGURE) | H(FIELDSET), ENCART__T_DIV, 0},
    [ENCART__K_LEGEND] = {H(FIELDSET), BLOCKS | H(FIGURE) | H(DETAILS), ENCART__T_DIV, 0},
    [ENCART__K_OPTION] = {H(SELECT) | H(OPTIONS), H(FLOW), 0, 0},
    [ENCART__K_OPTGROUP] = {H(SELECT), H(FLOW), 0, 0},
};

static unsigned has_of(const encart__builder *b, const encart__open *e)
{
    return b->tree->nodes[e->node].flags;
}

/* An element that was made for what stands in the wrong place: HTML 5 has none there. */
static int is_made(const encart__open *e)
{
    return e->key == ENCART__NO_KEY && !e->tag && e->as;
}

/* A list that parts without a home made ends where something else begins. */
static int is_made_for_parts(const encart__open *e)
{
    return is_made(e) && (e->holds == ENCART__H_LIST || e->holds == ENCART__H_DL);
}

/* An li or dt looks for its home through these only, and through its like. */
static int is_seen_through(const encart__open *e, encart__kind kind)
{
    return !encart__open_block(e) || e->tag == ENCART__T_DIV || e->tag == ENCART__T_P ||
           e->tag == ENCART__T_ADDRESS || (e->as && encart__kind_of(e->as) == kind);
}

/* The entry that is home to an li, dt or dd. */
static size_t find_list(const encart__builder *b, const struct part *p, encart__kind kind)
{
    int blocks = 0;

    for (size_t i = b->depth; i-- > 0;) {
        const encart__open *e = &b->stack[i];

        if (p->homes & ENCART__BIT(e->holds) && !encart__open_nothing(e))
            return i;
        if (!is_seen_through(e, kind) || (is_made(e) && blocks))
            return 0;
        blocks |= encart__open_block(e) && e->as != ENCART__T_P;
    }
    return 0;
}

/* The entry that is home to the part, 0 when there is none. */
static size_t find_home(encart__builder *b, const struct part *p, encart__kind kind)
{
    if (kind == ENCART__K_LI || kind == ENCART__K_TERM)
        return find_list(b, p, kind);
    for (size_t i = b->depth; i-- > 0;) {
        const encart__open *e = &b->stack[i];

        if (p->homes & ENCART__BIT(e->holds))
            return i;
        /* A wrapper without a meaning of its own does not hide a ruby or a figure. */
        if (p->stops & ENCART__BIT(e->holds) && e->as != ENCART__T_DIV &&
            !encart__open_nothing(e))
            return 0;
    }
    return 0;
}

static int orphan(encart__builder *b, const struct part *p, uint16_t *tag)
{
    if (p->parent) {
        if (!encart__builder_imply(b, p->parent))
            return 0;
        encart__builder_top(b)->tag = 0; /* no end tag means it */
        return 1;
    }
    /* Outside a table its parts are nothing; only a second caption becomes a block. */
    *tag = encart__tag_flags(*tag) & ENCART__F_TABLE ? 0 : p->orphan;
    return *tag != 0;
}

/* A div between a part and its home ends, but its end tag is still to come. */
static void go_home(encart__builder *b, size_t home)
{
    size_t count = b->depth;

    encart__builder_cut(b, home + 1, ENCART__CUT_END);
    for (size_t i = home + 1; i < count; i++) {
        encart__open e = b->stack[i]; /* closed, but not written over: b->depth <= i */

        if (e.as == ENCART__T_DIV || (encart__open_nothing(&e) && e.tag != ENCART__T_P))
            encart__builder_await(b, e.tag, e.key);
    }
}

/* One step for a part; 1 = go on, 0 = drop. */
static int place_part(encart__builder *b, uint16_t *tag)
{
    encart__kind kind = encart__kind_of(*tag);
    const struct part *p = &parts[kind];
    size_t home = find_home(b, p, kind);
    uint16_t wrapper;

    if (!home)
        return orphan(b, p, tag);
    if (home + 1 < b->depth) {
        if (p->stops & H(FLOW) && !encart__has_turn(has_of(b, &b->stack[home]), *tag))
            return orphan(b, p, tag);
        if (kind == ENCART__K_FIGCAPTION)
            go_home(b, home);
        else
            encart__builder_cut(b, home + 1, ENCART__CUT_END);
        return 1;
    }
    wrapper = kind == ENCART__K_COL
                  ? ENCART__T_COLGROUP
                  : encart__holds_wrapper((encart__holds)encart__builder_top(b)->holds);
    if (kind == ENCART__K_COL &&
        !encart__has_turn(has_of(b, encart__builder_top(b)), wrapper))
        return 0;
    return encart__builder_imply(b, wrapper);
}

/* Elements whose words may go on without them inside a heading: wrappers of text. */
static int is_wrapper(uint16_t tag)
{
    return encart__holds_of(tag) == ENCART__H_FLOW || tag == ENCART__T_P;
}

/* Holders of text in a line that a block does not simply close. */
static int is_firm(const encart__open *e)
{
    return encart__heading_level(e->as) || e->as == ENCART__T_PRE ||
           e->as == ENCART__T_SUMMARY || e->as == ENCART__T_LEGEND ||
           e->as == ENCART__T_LABEL || e->as == ENCART__T_BUTTON;
}

/* A heading or pre that a block closes is open still to HTML 5, and so are the wrappers
 * that had no place in it: their ends are awaited. Only a heading ends a heading. */
static void cut_for_block(encart__builder *b, size_t depth, uint16_t tag)
{
    size_t count = b->depth;

    encart__builder_cut(b, depth, ENCART__CUT_BLOCK);
    for (size_t i = depth; i < count; i++) {
        encart__open e = b->stack[i]; /* closed, but not written over: b->depth <= i */

        if (i + 1 == count && encart__heading_level(e.as) && encart__heading_level(tag))
            return;
        if (encart__heading_level(e.as) || e.as == ENCART__T_PRE ||
            (encart__open_nothing(&e) && encart__open_block(&e) && e.tag != ENCART__T_P))
            encart__builder_await(b, e.tag, e.key);
    }
}

/* Whether the entry takes the element as it is. A div in a list that parts made is none. */
static int takes(const encart__builder *b, const encart__open *e, uint16_t tag)
{
    return encart__holds_takes((encart__holds)e->holds, e->mask, has_of(b, e), tag) &&
           !(e->holds == ENCART__H_DL && tag == ENCART__T_DIV && is_made_for_parts(e));
}

/* A block where only text may stand: close up to the next place for blocks. */
static int place_block(encart__builder *b, uint16_t tag)
{
    size_t i = b->depth - 1;

    while (i > 0 && !takes(b, &b->stack[i], tag) &&
           !encart__holds_wrapper((encart__holds)b->stack[i].holds)) {
        if (is_firm(&b->stack[i]) &&
            (is_wrapper(tag) || !encart__heading_level(b->stack[i].as)) &&
            b->stack[i].as != ENCART__T_PRE)
            return 0;
        if (b->stack[i].as == ENCART__T_PRE && is_wrapper(tag))
            return 0;
        if (b->stack[i].holds == ENCART__H_TEXT || b->stack[i].holds == ENCART__H_SELECT)
            return 0;
        i--;
    }
    cut_for_block(b, i + 1, tag);
    return 1;
}

/* Something in line where only elements of one kind may stand. */
static int place_inline(encart__builder *b)
{
    size_t i = b->depth - 1;
    const encart__open *holder;
    uint16_t wrapper;

    while (encart__open_nothing(&b->stack[i])) /* the root takes what is in line */
        i--;
    holder = &b->stack[i];
    wrapper = encart__holds_wrapper((encart__holds)holder->holds);
    if (holder->holds == ENCART__H_TEXT)
        return 0;
    if (!wrapper || is_made_for_parts(holder)) {
        encart__builder_cut(b, i, ENCART__CUT_END);
        return 1;
    }
    b->irregular += encart__open_table_part(holder);
    if (!encart__builder_imply(b, wrapper))
        return 0;
    encart__builder_top(b)->tag = 0;
    if (wrapper == ENCART__T_TD)
        b->tree->nodes[encart__builder_top(b)->node].flags |= ENCART__HAS_MISPLACED;
    return 1;
}

/* ---- what may not stand inside its like -------------------------------------------- */

static int allowed_inside(encart__builder *b, uint16_t tag)
{
    unsigned bits = encart__builder_top(b)->bits;

    if (!encart__inside_forbids(bits, tag))
        return 1;
    /* A link ends where another one, or a control, begins. */
    return (encart__tag_flags(tag) & ENCART__F_INTERACTIVE) && !(bits & ENCART__IN_BUTTON) &&
           encart__builder_end_formatting(b, ENCART__T_A) &&
           !encart__inside_forbids(encart__builder_top(b)->bits, tag);
}

int encart__builder_fit(encart__builder *b, uint16_t *tag)
{
    if (!allowed_inside(b, *tag))
        return 0;
    for (int steps = 0; steps < 12; steps++) {
        encart__kind kind = encart__kind_of(*tag);
        encart__open *top = encart__builder_top(b);
        int go;

        if (takes(b, top, *tag)) {
            const struct part *p = &parts[kind];

            if (!p->homes || encart__has_turn(has_of(b, top), *tag))
                return 1;
            *tag = *tag == ENCART__T_THEAD ? ENCART__T_TBODY : p->orphan;
            if (!*tag)
                return 0;
            continue;
        }
        if (kind == ENCART__K_SOURCE)
            go = 0;
        else if (parts[kind].homes)
            go = place_part(b, tag);
        else if (kind == ENCART__K_FLOW &&
                 !encart__holds_wrapper((encart__holds)top->holds))
            go = place_block(b, *tag);
        else
            go = place_inline(b);
        if (!go)
            return 0;
    }
    return 0;
}

int encart__builder_fit_text(encart__builder *b)
{
    for (int steps = 0; steps < 12; steps++) {
        encart__open *top = encart__builder_top(b);

        if ((top->mask & K(PHRASING)) || top->holds == ENCART__H_TEXT)
            return 1;
        if (!place_inline(b))
            return 0;
    }
    return 0;
}
