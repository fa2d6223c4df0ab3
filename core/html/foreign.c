/* Which content is foreign (svg, math), as far as a tokenizer can know.
 *
 * A stack holds what is open from the outermost svg or math on, HTML elements inside
 * integration points included; of the HTML elements outside, only their numbers by name
 * are known. So these differ from a tree builder:
 *   - an HTML end tag that a tree builder would ignore because of a special element in
 *     between closes here;
 *   - implied end tags inside integration points are known for p, li, dt, dd, option and
 *     the parts of tables only;
 *   - scopes (button, list, table) are not looked at.
 * Nothing rests on it but the reading of CDATA sections and of raw text elements inside
 * foreign content, all of which the policy drops; our own output never has such content.
 */
#include "core/html/lexer.h"

enum { SPACE_HTML, SPACE_SVG, SPACE_MATH };
enum {
    POINT_NONE,
    POINT_HTML,      /* HTML integration point */
    POINT_TEXT,      /* MathML text integration point */
    POINT_ANNOTATION /* annotation-xml that is none: svg only */
};

static const encart__foreign_entry *top(const encart__foreign *f)
{
    return &f->entry[f->depth - 1];
}

static encart__str entry_name(const encart__lexer *l, const encart__foreign_entry *e)
{
    return (encart__str){encart__strbuf_z(&l->out->bytes) + e->name, e->len};
}

int encart__foreign_cdata(const encart__lexer *l)
{
    const encart__foreign *f = &l->foreign;

    return f->depth && (f->over || top(f)->space != SPACE_HTML);
}

static uint32_t key_of(encart__str name)
{
    uint32_t key = (uint32_t)name.n;

    for (size_t i = 0; i < name.n && i < 16; i++)
        key = key * 31 + (unsigned char)name.p[i];
    return key;
}

static int has_name(const encart__lexer *l, const encart__foreign_entry *e, uint32_t key,
                    encart__str name)
{
    return e->key == key && encart__str_eq(name, entry_name(l, e));
}

static int one_of(encart__str name, const char *const *list)
{
    for (; *list; list++)
        if (encart__str_is(name, *list))
            return 1;
    return 0;
}

/* annotation-xml holds HTML when its encoding says so. */
static int holds_html(const encart__lexer *l, const encart__token *k)
{
    for (uint32_t i = 0; i < k->attr_count; i++) {
        const encart__token_attr *a = &l->out->attr[k->attr + i];
        encart__str v = encart__token_attr_value(l->out, a);

        if (encart__str_is(encart__token_attr_name(l->out, a), "encoding"))
            return encart__str_ieq(v, ENCART__STR("text/html")) ||
                   encart__str_ieq(v, ENCART__STR("application/xhtml+xml"));
    }
    return 0;
}

static uint8_t point_of(const encart__lexer *l, const encart__token *k, int space)
{
    static const char *const svg[] = {"desc", "foreignobject", "title", NULL};
    static const char *const math[] = {"mi", "mn", "mo", "ms", "mtext", NULL};
    encart__str name = encart__token_text(l->out, k);

    if (space == SPACE_SVG)
        return one_of(name, svg) ? POINT_HTML : POINT_NONE;
    if (space != SPACE_MATH)
        return POINT_NONE;
    if (one_of(name, math))
        return POINT_TEXT;
    if (encart__str_is(name, "annotation-xml"))
        return holds_html(l, k) ? POINT_HTML : POINT_ANNOTATION;
    return POINT_NONE;
}

static void push(encart__lexer *l, const encart__token *k, int space)
{
    encart__foreign *f = &l->foreign;

    if (f->depth == ENCART__FOREIGN_DEPTH) {
        f->over++;
        return;
    }
    f->entry[f->depth++] = (encart__foreign_entry){
        k->text_off, k->text_len, key_of(encart__token_text(l->out, k)), (uint8_t)space,
        point_of(l, k, space)};
}

static void pop_to(encart__foreign *f, uint32_t depth)
{
    f->depth = depth;
    f->over = 0;
}

/* The start tags that end foreign content wherever they stand. */
static int breaks_out(const encart__lexer *l, const encart__token *k)
{
    encart__str ignored;

    switch (k->tag) {
    case ENCART__T_B: case ENCART__T_BIG: case ENCART__T_BLOCKQUOTE: case ENCART__T_BODY:
    case ENCART__T_BR: case ENCART__T_CENTER: case ENCART__T_CODE: case ENCART__T_DD:
    case ENCART__T_DIV: case ENCART__T_DL: case ENCART__T_DT: case ENCART__T_EM:
    case ENCART__T_EMBED: case ENCART__T_H1: case ENCART__T_H2: case ENCART__T_H3:
    case ENCART__T_H4: case ENCART__T_H5: case ENCART__T_H6: case ENCART__T_HEAD:
    case ENCART__T_HR: case ENCART__T_I: case ENCART__T_IMG: case ENCART__T_LI:
    case ENCART__T_LISTING: case ENCART__T_MENU: case ENCART__T_META: case ENCART__T_NOBR:
    case ENCART__T_OL: case ENCART__T_P: case ENCART__T_PRE: case ENCART__T_RUBY:
    case ENCART__T_S: case ENCART__T_SMALL: case ENCART__T_SPAN: case ENCART__T_STRIKE:
    case ENCART__T_STRONG: case ENCART__T_SUB: case ENCART__T_SUP: case ENCART__T_TABLE:
    case ENCART__T_TT: case ENCART__T_U: case ENCART__T_UL: case ENCART__T_VAR:
        return 1;
    case ENCART__T_FONT:
        return encart__token_attr_get(l->out, k, ENCART__A_COLOR, &ignored) ||
               encart__token_attr_get(l->out, k, ENCART__A_FACE, &ignored) ||
               encart__token_attr_get(l->out, k, ENCART__A_SIZE, &ignored);
    default:
        return 0;
    }
}

/* Pops to the nearest HTML element or integration point, or out of it all. */
static void break_out(encart__foreign *f)
{
    uint32_t depth = f->depth;

    while (depth && f->entry[depth - 1].space != SPACE_HTML &&
           f->entry[depth - 1].point != POINT_HTML &&
           f->entry[depth - 1].point != POINT_TEXT)
        depth--;
    pop_to(f, depth);
}

/* Whether a start tag is read by the rules for foreign content. */
static int foreign_rules(const encart__lexer *l, const encart__token *k)
{
    static const char *const glyphs[] = {"malignmark", "mglyph", NULL};
    const encart__foreign *f = &l->foreign;

    if (!f->depth)
        return 0;
    if (f->over)
        return 1;
    if (top(f)->space == SPACE_HTML || top(f)->point == POINT_HTML)
        return 0;
    if (top(f)->point == POINT_TEXT)
        return one_of(encart__token_text(l->out, k), glyphs);
    return top(f)->point != POINT_ANNOTATION || k->tag != ENCART__T_SVG;
}

/* HTML elements that a start tag of `tag` closes when they are the current node. */
static int closes(uint16_t tag, encart__str open)
{
    unsigned flags = encart__tag_flags(tag);

    if (encart__str_is(open, "p"))
        return (flags & ENCART__F_BLOCK) != 0;
    if (encart__str_is(open, "dt") || encart__str_is(open, "dd"))
        return tag == ENCART__T_DT || tag == ENCART__T_DD;
    if (encart__str_is(open, "td") || encart__str_is(open, "th"))
        return tag == ENCART__T_TD || tag == ENCART__T_TH || tag == ENCART__T_TR;
    return (tag == ENCART__T_LI || tag == ENCART__T_OPTION || tag == ENCART__T_TR) &&
           encart__str_eq(open, encart__tag_name(tag));
}

/* A start tag by the HTML rules inside an integration point. */
static void html_inside(encart__lexer *l, const encart__token *k)
{
    encart__foreign *f = &l->foreign;

    if (top(f)->space == SPACE_HTML && closes(k->tag, entry_name(l, top(f))))
        pop_to(f, f->depth - 1);
    if (encart__raw_state(k->tag, l->scripting) == ENCART__STATE_DATA &&
        !(encart__tag_flags(k->tag) & ENCART__F_VOID))
        push(l, k, SPACE_HTML);
}

int encart__foreign_start(encart__lexer *l, encart__token *k)
{
    encart__foreign *f = &l->foreign;
    int root = k->tag == ENCART__T_SVG || k->tag == ENCART__T_MATH, space;

    if (foreign_rules(l, k)) {
        if (!breaks_out(l, k)) {
            k->flags |= ENCART__TOKEN_FOREIGN;
            space = top(f)->space;
            if (!(k->flags & ENCART__TOKEN_SELF_CLOSING))
                push(l, k, space);
            return 0;
        }
        break_out(f);
    }
    if (root) {
        k->flags |= ENCART__TOKEN_FOREIGN;
        if (!(k->flags & ENCART__TOKEN_SELF_CLOSING))
            push(l, k, k->tag == ENCART__T_SVG ? SPACE_SVG : SPACE_MATH);
        return 0;
    }
    k->flags |= encart__foreign_flag(l);
    if (f->depth)
        html_inside(l, k);
    else
        encart__foreign_passes(l, k);
    return 1;
}

/* An end tag that closes an HTML element outside closes the foreign content with it. */
static void html_end_outside(encart__foreign *f, uint16_t tag)
{
    if (!tag || !f->open[tag] || tag == ENCART__T_BODY || tag == ENCART__T_HTML)
        return;
    f->open[tag]--;
    pop_to(f, 0);
}

/* An end tag by the HTML rules: up to the nearest integration point. */
static void html_end(encart__lexer *l, const encart__token *k)
{
    encart__foreign *f = &l->foreign;
    encart__str name = encart__token_text(l->out, k);
    uint32_t key = key_of(name);

    for (uint32_t i = f->depth; i > 0; i--) {
        const encart__foreign_entry *e = &f->entry[i - 1];

        if (e->point != POINT_NONE)
            return;
        if (e->space == SPACE_HTML && has_name(l, e, key, name)) {
            pop_to(f, i - 1);
            return;
        }
    }
    html_end_outside(f, k->tag);
}

/* An end tag by the rules for foreign content. */
static void foreign_end(encart__lexer *l, const encart__token *k)
{
    encart__foreign *f = &l->foreign;
    encart__str name = encart__token_text(l->out, k);
    uint32_t key = key_of(name);

    if (k->tag == ENCART__T_P || k->tag == ENCART__T_BR) {
        break_out(f);
        html_end(l, k);
        return;
    }
    for (uint32_t i = f->depth; i > 0 && f->entry[i - 1].space != SPACE_HTML; i--)
        if (has_name(l, &f->entry[i - 1], key, name)) {
            pop_to(f, i - 1);
            return;
        }
    html_end(l, k);
}

void encart__foreign_end(encart__lexer *l, encart__token *k)
{
    encart__foreign *f = &l->foreign;
    int root = k->tag == ENCART__T_SVG || k->tag == ENCART__T_MATH;
    uint8_t inside = encart__foreign_flag(l);

    if (!f->depth)
        return; /* </svg> of nothing */
    if (f->over)
        f->over--;
    else if (top(f)->space == SPACE_HTML)
        html_end(l, k);
    else
        foreign_end(l, k);
    if (f->depth || root)
        k->flags |= inside;
}
