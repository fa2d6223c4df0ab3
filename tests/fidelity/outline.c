/* A tree as lines: "<p", words, "</p". First the tree is made canonical in the few
 * respects that fidelity.h lists.
 */
#include "tests/fidelity/fidelity.h"

static encart__node_id next_of(const encart__tree *t, encart__node_id n)
{
    return encart__tree_next(t, ENCART__ROOT, n, 0);
}

static int is_block(const encart__tree *t, encart__node_id n)
{
    const encart__node *k = &t->nodes[n];

    return k->kind == ENCART__NODE_ELEMENT &&
           (encart__tag_flags(k->tag) & ENCART__F_BLOCK);
}

static encart__kind kind_of(const encart__tree *t, encart__node_id n)
{
    return t->nodes[n].kind == ENCART__NODE_ELEMENT ? encart__kind_of(t->nodes[n].tag)
                                                    : ENCART__K_PHRASING;
}

static encart__holds holds_of(const encart__tree *t, encart__node_id n)
{
    return t->nodes[n].kind == ENCART__NODE_ELEMENT ? encart__holds_of(t->nodes[n].tag)
                                                    : ENCART__H_FLOW;
}

static int is_blank(const encart__tree *t, encart__node_id n)
{
    return t->nodes[n].kind == ENCART__NODE_TEXT &&
           encart__str_trim(encart__tree_text_of(t, n)).n == 0;
}

/* ---- formatting: kept in `line` of the text nodes, then the elements in line go ---- */

static unsigned bit_of(const encart__tree *t, encart__node_id n)
{
    static const uint16_t tags[] = {ENCART__T_B,  ENCART__T_CODE, ENCART__T_EM,
                                    ENCART__T_I,  ENCART__T_S,    ENCART__T_SMALL,
                                    ENCART__T_STRONG, ENCART__T_U};
    encart__str href;

    for (unsigned i = 0; i < sizeof tags / sizeof *tags; i++)
        if (encart__tree_is(t, n, tags[i]))
            return 1u << i;
    return encart__tree_is(t, n, ENCART__T_A) &&
                   encart__tree_attr(t, n, ENCART__A_HREF, &href) && href.n &&
                   href.p[0] != '#'
               ? 1u << 31
               : 0;
}

static void note_formatting(encart__tree *t)
{
    for (encart__node_id n = ENCART__ROOT; n; n = next_of(t, n)) {
        t->nodes[n].line = bit_of(t, n);
        if (n != ENCART__ROOT)
            t->nodes[n].line |= t->nodes[t->nodes[n].parent].line;
    }
}

/* Images stay as leaves that count as content when they have a source. */
static void drop_inline(encart__tree *t)
{
    for (encart__node_id n = ENCART__ROOT, next; n; n = next) {
        const encart__node *k = &t->nodes[n];

        next = next_of(t, n);
        if (k->kind == ENCART__NODE_COMMENT ||
            (encart__tree_is(t, n, ENCART__T_IMG) &&
             !encart__tree_attr(t, n, ENCART__A_SRC, NULL)))
            encart__tree_remove(t, n);
        else if (k->kind == ENCART__NODE_ELEMENT && !is_block(t, n) &&
                 k->tag != ENCART__T_BR && k->tag != ENCART__T_IMG)
            encart__tree_unwrap(t, n);
    }
}

/* ---- parts and their homes --------------------------------------------------------- */

/* Puts `n` and the brothers after it that `goes` says into a new element. */
static void wrap_run(encart__tree *t, encart__node_id n, uint16_t tag,
                     int (*goes)(const encart__tree *, encart__node_id))
{
    encart__node_id box = encart__tree_element(t, tag), next;

    encart__tree_before(t, n, box);
    for (; n && goes(t, n); n = next) {
        next = t->nodes[n].next;
        encart__tree_append(t, box, n);
    }
}

static int is_li(const encart__tree *t, encart__node_id n)
{
    return kind_of(t, n) == ENCART__K_LI || is_blank(t, n);
}

static int is_term(const encart__tree *t, encart__node_id n)
{
    return kind_of(t, n) == ENCART__K_TERM || is_blank(t, n);
}

static int is_no_li(const encart__tree *t, encart__node_id n)
{
    return kind_of(t, n) != ENCART__K_LI;
}

static int is_no_term(const encart__tree *t, encart__node_id n)
{
    return kind_of(t, n) != ENCART__K_TERM;
}

static int is_group(const encart__tree *t, encart__node_id n)
{
    return encart__tree_is(t, n, ENCART__T_DIV) &&
           holds_of(t, t->nodes[n].parent) == ENCART__H_DL;
}

static void settle_children(encart__tree *t, encart__node_id n)
{
    int list = holds_of(t, n) == ENCART__H_LIST;
    int terms = holds_of(t, n) == ENCART__H_DL || is_group(t, n);

    if (!list && !terms)
        return;
    for (encart__node_id c = t->nodes[n].first, next; c; c = next) {
        next = t->nodes[c].next;
        if (is_blank(t, c) || encart__tree_is(t, c, ENCART__T_BR)) {
            encart__tree_remove(t, c);
        } else if (list ? is_no_li(t, c) : is_no_term(t, c) && !is_group(t, c)) {
            wrap_run(t, c, list ? ENCART__T_LI : ENCART__T_DD,
                     list ? is_no_li : is_no_term);
            next = t->nodes[t->nodes[c].parent].next;
        }
    }
}

static void settle_part(encart__tree *t, encart__node_id n)
{
    encart__node_id parent = t->nodes[n].parent;

    if (kind_of(t, n) == ENCART__K_LI && holds_of(t, parent) != ENCART__H_LIST)
        wrap_run(t, n, ENCART__T_UL, is_li);
    if (kind_of(t, n) == ENCART__K_TERM && holds_of(t, parent) != ENCART__H_DL &&
        !is_group(t, parent))
        wrap_run(t, n, ENCART__T_DL, is_term);
}

static void settle_misplaced(encart__tree *t, encart__node_id n)
{
    encart__holds home = holds_of(t, t->nodes[n].parent);
    encart__kind kind = kind_of(t, n);

    if ((kind == ENCART__K_FIGCAPTION && home != ENCART__H_FIGURE) ||
        (kind == ENCART__K_SUMMARY && home != ENCART__H_DETAILS) ||
        (kind == ENCART__K_LEGEND && home != ENCART__H_FIELDSET))
        t->nodes[n].tag = ENCART__T_DIV;
}

/* ---- what may hold no blocks, or no headings --------------------------------------- */

static int inside(const encart__tree *t, encart__node_id n, int (*is)(uint16_t))
{
    for (n = t->nodes[n].parent; n && n != ENCART__ROOT; n = t->nodes[n].parent)
        if (is(t->nodes[n].tag))
            return 1;
    return 0;
}

static int is_line(uint16_t tag)
{
    return encart__heading_level(tag) || tag == ENCART__T_PRE;
}

static int is_summary(uint16_t tag)
{
    return tag == ENCART__T_SUMMARY;
}

static int holds_no_heading(uint16_t tag)
{
    return tag == ENCART__T_DT || tag == ENCART__T_TH || tag == ENCART__T_ADDRESS;
}

static int is_wrapper(uint16_t tag)
{
    return encart__kind_of(tag) == ENCART__K_FLOW && tag != ENCART__T_HR &&
           !encart__heading_level(tag) &&
           (encart__holds_of(tag) == ENCART__H_FLOW || tag == ENCART__T_P);
}

static void put_break(encart__tree *t, encart__node_id before)
{
    encart__tree_before(t, before, encart__tree_element(t, ENCART__T_BR));
}

static void unwrap(encart__tree *t, encart__node_id n, encart__node_id *next)
{
    put_break(t, n);
    encart__tree_after(t, n, encart__tree_element(t, ENCART__T_BR));
    *next = t->nodes[n].first ? t->nodes[n].first : t->nodes[n].next;
    encart__tree_unwrap(t, n);
}

/* `n` and what follows it in its parent move behind that. */
static void split(encart__tree *t, encart__node_id n)
{
    encart__node_id parent = t->nodes[n].parent, before;

    put_break(t, n);
    encart__tree_append(t, parent, encart__tree_element(t, ENCART__T_BR));
    for (encart__node_id last = t->nodes[parent].last;; last = before) {
        before = t->nodes[last].prev;
        encart__tree_after(t, parent, last);
        if (last == n)
            return;
    }
}

static void settle_lines(encart__tree *t)
{
    for (encart__node_id n = ENCART__ROOT, next; n; n = next) {
        uint16_t tag = t->nodes[n].tag;
        int in_line = is_block(t, n) && is_line(t->nodes[t->nodes[n].parent].tag);

        next = next_of(t, n);
        if ((in_line && is_wrapper(tag)) ||
            (is_block(t, n) && inside(t, n, is_summary)) ||
            (encart__heading_level(tag) && inside(t, n, holds_no_heading)))
            unwrap(t, n, &next);
        else if (in_line)
            split(t, n);
    }
}

/* ---- lines ------------------------------------------------------------------------- */

static int holds_nothing(const encart__tree *t, encart__node_id top)
{
    for (encart__node_id n = encart__tree_next(t, top, top, 0); n;
         n = encart__tree_next(t, top, n, 0))
        if (t->nodes[n].kind == ENCART__NODE_TEXT ? !is_blank(t, n)
                                                  : t->nodes[n].tag != ENCART__T_BR)
            return 0;
    return 1;
}

static void drop_empty(encart__tree *t)
{
    for (encart__node_id n = ENCART__ROOT, next; n; n = next) {
        int empty = encart__tree_is(t, n, ENCART__T_P) && holds_nothing(t, n);

        next = encart__tree_next(t, ENCART__ROOT, n, empty);
        if (!empty)
            continue;
        put_break(t, n);
        encart__tree_remove(t, n);
    }
}

typedef struct {
    outline *o;
    int in_word;
    unsigned dress;
} writer;

static void end_word(writer *w)
{
    if (!w->in_word)
        return;
    encart__strbuf_putc(&w->o->blocks, '\n');
    encart__strbuf_putc(&w->o->dressed, '\n');
    encart__strbuf_putc(&w->o->words, '\n');
    w->in_word = 0;
}

static void put_char(writer *w, char c, unsigned dress)
{
    if (encart__is_space((unsigned char)c)) {
        end_word(w);
        return;
    }
    if (!w->in_word)
        w->o->count++;
    if (!w->in_word || dress != w->dress)
        encart__strbuf_printf(&w->o->dressed, "%s[%x]", w->in_word ? "\n" : "", dress);
    w->in_word = 1;
    w->dress = dress;
    encart__strbuf_putc(&w->o->blocks, c);
    encart__strbuf_putc(&w->o->dressed, c);
    encart__strbuf_putc(&w->o->words, c);
}

static void put_tag(writer *w, const char *open, uint16_t tag)
{
    encart__str name = encart__tag_name(tag);

    end_word(w);
    encart__strbuf_printf(&w->o->blocks, "%s%s\n", open, name.p);
    encart__strbuf_printf(&w->o->dressed, "%s%s\n", open, name.p);
}

static void write_node(writer *w, const encart__tree *t, const encart__iter *it)
{
    uint16_t tag = t->nodes[it->at].tag;
    encart__str s;

    if (t->nodes[it->at].kind == ENCART__NODE_TEXT) {
        s = encart__tree_text_of(t, it->at);
        for (size_t i = 0; i < s.n; i++)
            put_char(w, s.p[i], t->nodes[it->at].line);
    } else if (tag == ENCART__T_BR) {
        end_word(w);
    } else if (is_block(t, it->at)) {
        if (encart__kind_of(tag) != ENCART__K_COL &&
            encart__kind_of(tag) != ENCART__K_COLGROUP)
            put_tag(w, it->leave ? "</" : "<", tag);
    }
}

void outline_make(outline *o, encart__tree *t)
{
    writer w = {o, 0, 0};
    encart__iter it;

    *o = (outline){0};
    encart__strbuf_init(&o->blocks, NULL, 0);
    encart__strbuf_init(&o->dressed, NULL, 0);
    encart__strbuf_init(&o->words, NULL, 0);
    note_formatting(t);
    drop_inline(t);
    drop_empty(t);
    for (encart__node_id n = ENCART__ROOT; n; n = next_of(t, n))
        settle_misplaced(t, n);
    for (encart__node_id n = ENCART__ROOT; n; n = next_of(t, n)) {
        settle_part(t, n);
        settle_children(t, n);
    }
    settle_lines(t);
    encart__iter_init(&it, t, ENCART__ROOT);
    while (encart__iter_next(&it))
        write_node(&w, t, &it);
    end_word(&w);
}

void outline_free(outline *o)
{
    encart__strbuf_free(&o->blocks);
    encart__strbuf_free(&o->dressed);
    encart__strbuf_free(&o->words);
}
