/* See strict.h. Start reading at read_all(); each step says no as soon as a byte is not
 * the one that the serialiser would have written. */
#include "core/sanitise/strict.h"
#include "core/base/limits.h"
#include "core/base/scan.h"
#include "core/sanitise/context.h"
#include "core/sanitise/escaped.h"
#include "core/sanitise/profile.h"

enum {
    MOST_LEVELS = 192, /* under ENCART__MAX_DEPTH, with room for implied parts */
    MOST_ATTRS = 48
};

typedef struct level {
    encart__node_id node, last; /* the element, and its child read last */
    encart__context inside;
    uint16_t tag;
    uint8_t has_attrs, marked;
} level;

typedef struct attr {
    uint16_t name;
    encart__str value;
} attr;

typedef struct reader {
    encart__str html;
    size_t i;
    const encart__policy *policy;
    encart__tree *make;       /* one of the two, */
    const encart__tree *same; /* or neither */
    size_t depth;
    int edge;  /* the last thing read was a block's edge */
    int blank; /* white space that a block's edge would drop was */
    uint32_t line;
    size_t line_at;
    encart__strbuf decoded, checked;
    attr attrs[MOST_ATTRS];
    size_t attr_count;
    level stack[MOST_LEVELS];
} reader;

static level *top(reader *r)
{
    return &r->stack[r->depth];
}

static int is_block(uint16_t tag)
{
    return (encart__tag_flags(tag) & ENCART__F_BLOCK) != 0;
}

static int eat(reader *r, char c)
{
    if (r->i >= r->html.n || r->html.p[r->i] != c)
        return 0;
    r->i++;
    return 1;
}

/* A block begins or ends: the blank that it would drop must not be there. */
static int edge_is_clear(reader *r)
{
    int clear = !r->blank;

    r->edge = 1;
    r->blank = 0;
    return clear;
}

/* ---- the tree, compared or made --------------------------------------------------- */

static uint32_t line_here(reader *r)
{
    const char *p = r->html.p + r->line_at, *end = r->html.p + r->i;

    while (p < end && (p = memchr(p, '\n', (size_t)(end - p)))) {
        r->line++;
        p++;
    }
    r->line_at = r->i;
    return r->line;
}

/* The bytes of the pool from a slice on. */
static size_t room_at(const encart__tree *t, encart__str s)
{
    return (size_t)(encart__strbuf_z(&t->pool) + t->pool.size - s.p);
}

/* The node of `same` that must come next. */
static encart__node_id expected(reader *r)
{
    const level *l = top(r);

    return l->last ? r->same->nodes[l->last].next : r->same->nodes[l->node].first;
}

/* As many attributes as were read: each of those was found there. */
static int has_no_more_attrs(const reader *r, const encart__node *n)
{
    size_t left = r->attr_count;

    for (uint32_t i = n->attr; i; i = r->same->attrs[i].next)
        if (left-- == 0)
            return 0;
    return left == 0;
}

static encart__node_id make_element(reader *r, uint16_t tag)
{
    encart__node_id node = encart__tree_element(r->make, tag);

    encart__tree_append(r->make, top(r)->node, node);
    for (size_t k = 0; node && k < r->attr_count; k++)
        encart__tree_attr_set(r->make, node, r->attrs[k].name, r->attrs[k].value);
    if (node)
        r->make->nodes[node].line = line_here(r);
    return node;
}

/* The node of the element whose attributes were read; 0 when it is not the right one. */
static encart__node_id element(reader *r, uint16_t tag)
{
    encart__node_id node;

    if (r->make)
        return make_element(r, tag);
    if (!r->same)
        return ENCART__ROOT; /* any */
    node = expected(r);
    return has_no_more_attrs(r, &r->same->nodes[node]) ? node : 0;
}

static encart__node_id comment_node(reader *r, encart__str s)
{
    encart__node_id node;

    if (r->make) {
        node = encart__tree_comment(r->make, s);
        encart__tree_append(r->make, top(r)->node, node);
        return node;
    }
    if (!r->same)
        return ENCART__ROOT;
    node = expected(r);
    return node && r->same->nodes[node].kind == ENCART__NODE_COMMENT &&
                   encart__str_eq(s, encart__tree_text_of(r->same, node))
               ? node
               : 0;
}

/* The text that stands here, up to the next tag; also in *s. */
static encart__node_id text_node(reader *r, encart__str *s)
{
    encart__node_id node;

    if (r->make) {
        if (!encart__escaped_read(r->html, &r->i, '<', &r->decoded, s))
            return 0;
        node = encart__tree_text(r->make, *s);
        encart__tree_append(r->make, top(r)->node, node);
        return node;
    }
    if (!r->same)
        return encart__escaped_read(r->html, &r->i, '<', NULL, s) ? ENCART__ROOT : 0;
    node = expected(r);
    if (!node || r->same->nodes[node].kind != ENCART__NODE_TEXT)
        return 0;
    *s = encart__tree_text_of(r->same, node);
    return encart__escaped_same(r->html, &r->i, '<', *s, room_at(r->same, *s)) ? node : 0;
}

/* ---- attributes ------------------------------------------------------------------- */

static encart__str rest_of(const reader *r)
{
    return (encart__str){r->html.p + r->i, r->html.n - r->i};
}

static encart__str name_here(reader *r, unsigned ends)
{
    size_t from = r->i;

    while (r->i < r->html.n && !encart__in_set(r->html.p[r->i], ends))
        r->i++;
    return encart__str_sub(r->html, from, r->i);
}

/* A decoded value must outlive the next one: it moves to `checked`, whose room is made
 * once so that earlier ones stay where they are. */
static int keep_value(reader *r, encart__str *value)
{
    size_t at = r->checked.size;

    if (value->p != encart__strbuf_z(&r->decoded))
        return 1;
    if (!r->checked.cap)
        encart__strbuf_reserve(&r->checked, 4096);
    if (!encart__strbuf_fits(&r->checked, value->n))
        return 0;
    encart__strbuf_str(&r->checked, *value);
    value->p = r->checked.data + at;
    return 1;
}

/* The value up to the quote: that of the tree, or what the bytes say. */
static int value_here(reader *r, attr *a)
{
    const encart__tree *t = r->same;
    uint32_t i;

    if (!r->same)
        return encart__escaped_read(r->html, &r->i, '"', &r->decoded, &a->value) &&
               keep_value(r, &a->value);
    i = t->nodes[expected(r)].attr;
    while (i && t->attrs[i].name != a->name)
        i = t->attrs[i].next;
    if (!i)
        return 0;
    a->value = encart__tree_attr_value(t, &t->attrs[i]);
    return encart__escaped_same(r->html, &r->i, '"', a->value, room_at(t, a->value));
}

/* After the space: name="value", the names in the order of their numbers. */
static int one_attr(reader *r)
{
    attr *a = &r->attrs[r->attr_count];

    if (r->attr_count == MOST_ATTRS)
        return 0;
    a->name = encart__attr_id(name_here(r, ENCART__SET_NAME_END));
    if (!a->name || (r->attr_count && a[-1].name >= a->name) || !eat(r, '=') ||
        !eat(r, '"') || !value_here(r, a) || !eat(r, '"'))
        return 0;
    r->attr_count++;
    return 1;
}

/* Up to ">", which is eaten. */
static int read_attrs(reader *r)
{
    r->attr_count = 0;
    encart__strbuf_clear(&r->checked);
    while (eat(r, ' '))
        if (!one_attr(r))
            return 0;
    return eat(r, '>');
}

static const encart__str *find(const reader *r, uint16_t name)
{
    for (size_t k = 0; k < r->attr_count; k++)
        if (r->attrs[k].name == name)
            return &r->attrs[k].value;
    return NULL;
}

/* As the policy would write it. */
static int value_holds(reader *r, uint16_t tag, const attr *a, int marked)
{
    const char *why;

    return encart__policy_value_in(r->policy, tag, a->name, encart__attr_name(a->name),
                                   a->value, ENCART__STR_EMPTY, marked, &r->decoded,
                                   &why) == ENCART__ATTR_KEEP &&
           encart__str_eq(a->value, encart__strbuf_view(&r->decoded));
}

/* A URL without a scheme, or with one that a browser only follows; whatever the policy's own
 * reader of URLs has made of it. */
static int is_harmless(encart__str url)
{
    size_t i = 0;

    if (encart__str_starts(url, ENCART__STR("https://")) ||
        encart__str_starts(url, ENCART__STR("http://")))
        return 1;
    while (i < url.n && (encart__is_alnum((unsigned char)url.p[i]) ||
                         memchr("/?#.-_", url.p[i], 6)))
        i++;
    return i == url.n || (i > 0 && memchr(url.p, '/', i)) || url.p[0] == '#';
}

/* The policy has just written these values: only those that a browser would act on are
 * looked at again. */
static int attr_holds(reader *r, uint16_t tag, const attr *a, int marked)
{
    encart__value kind = encart__policy_rule(r->policy, tag, a->name);

    switch (r->make ? ENCART__V_NONE : kind) {
    case ENCART__V_LINK:
    case ENCART__V_MEDIA:
        return is_harmless(a->value) || value_holds(r, tag, a, marked);
    case ENCART__V_NONE:
    case ENCART__V_ACTION:
    case ENCART__V_EMBED:
    case ENCART__V_MARK:
    case ENCART__V_SANDBOX:
    case ENCART__V_STYLE:
        return value_holds(r, tag, a, marked);
    default:
        return 1;
    }
}

static int attrs_hold(reader *r, uint16_t tag, int marked)
{
    for (size_t k = 0; k < r->attr_count; k++)
        if (!attr_holds(r, tag, &r->attrs[k], marked))
            return 0;
    return 1;
}

/* What filter_attrs.c sees to for the element as a whole. */
static int complete(const reader *r, uint16_t tag)
{
    const encart__str *target, *rel;

    switch (tag) {
    case ENCART__T_A:
        target = find(r, ENCART__A_TARGET);
        rel = find(r, ENCART__A_REL);
        return (find(r, ENCART__A_HREF) || find(r, ENCART__A_ID)) &&
               (!target || !encart__str_is(*target, "_blank") ||
                (rel && encart__str_find(*rel, ENCART__STR("noopener")) != (size_t)-1));
    case ENCART__T_IMG:
    case ENCART__T_SOURCE:
        return find(r, ENCART__A_SRCSET) ||
               (find(r, ENCART__A_SRC) && !find(r, ENCART__A_SIZES));
    case ENCART__T_TRACK:
        return find(r, ENCART__A_SRC) != NULL;
    case ENCART__T_AUDIO:
    case ENCART__T_VIDEO:
        return find(r, ENCART__A_CONTROLS) != NULL;
    case ENCART__T_IFRAME:
        return find(r, ENCART__A_SRC) && find(r, ENCART__A_TITLE) &&
               find(r, ENCART__A_LOADING) && find(r, ENCART__A_REFERRERPOLICY) &&
               find(r, ENCART__A_SANDBOX);
    case ENCART__T_SPAN:
        return r->attr_count > 0;
    default:
        return 1;
    }
}

/* ---- elements --------------------------------------------------------------------- */

static int begins_mark(const reader *r, uint16_t tag)
{
    const encart__str *mark = find(r, ENCART__A_DATA_ENCART);

    return mark && encart__policy_may_mark(tag) &&
           encart__str_eq(*mark, ENCART__AUTHOR_MARK);
}

/* No newline begins a pre: a parser would drop it. */
static int pre_begins(const reader *r, uint16_t tag)
{
    return (tag != ENCART__T_PRE && tag != ENCART__T_TEXTAREA) || r->i == r->html.n ||
           r->html.p[r->i] != '\n';
}

/* The serialiser ends each block of the root with a newline. */
static int root_newline(reader *r, uint16_t tag)
{
    return r->depth || !is_block(tag) || eat(r, '\n');
}

static int push(reader *r, uint16_t tag, encart__node_id node, int marked)
{
    level *l;

    if (r->depth + 1 == MOST_LEVELS)
        return 0;
    l = &r->stack[r->depth + 1];
    l->node = node;
    l->last = 0;
    l->inside = encart__context_of(&top(r)->inside, tag);
    l->tag = tag;
    l->has_attrs = r->attr_count > 0;
    l->marked = (uint8_t)marked;
    r->depth++;
    return pre_begins(r, tag);
}

/* The element whose name stands here: the one that must come next, or any. */
static uint16_t tag_here(reader *r)
{
    encart__str rest = rest_of(r), name;
    const encart__node *n;

    if (!r->same)
        return encart__tag_id(name_here(r, ENCART__SET_TAG_END));
    n = &r->same->nodes[expected(r)];
    name = encart__tag_name(n->tag);
    if (n->kind != ENCART__NODE_ELEMENT || !encart__str_starts(rest, name) ||
        name.n == rest.n || !encart__in_set(rest.p[name.n], ENCART__SET_TAG_END))
        return 0;
    r->i += name.n;
    return n->tag;
}

/* After "<" and before a letter. */
static int start_tag(reader *r)
{
    uint16_t tag = tag_here(r);
    encart__node_id node;
    level *l = top(r);
    int marked;

    if (!tag || !read_attrs(r))
        return 0;
    marked = l->marked || begins_mark(r, tag);
    if (!encart__policy_element_in(r->policy, tag, marked) ||
        !encart__context_takes(&l->inside, tag) || !attrs_hold(r, tag, marked) ||
        !complete(r, tag) || (is_block(tag) && !edge_is_clear(r)))
        return 0;
    node = element(r, tag);
    if (!node)
        return 0;
    l->last = node;
    encart__context_took(&l->inside, tag);
    r->edge = is_block(tag);
    r->blank = 0;
    if (encart__tag_flags(tag) & ENCART__F_VOID)
        return root_newline(r, tag);
    return push(r, tag, node, marked);
}

/* Elements that say nothing when they are empty. */
static int says_something(const level *l)
{
    if (l->tag == ENCART__T_PICTURE)
        return encart__context_has(&l->inside, ENCART__K_IMAGE);
    return l->last || l->has_attrs || !(encart__tag_flags(l->tag) & ENCART__F_FORMATTING);
}

/* After "</". */
static int end_tag(reader *r)
{
    const level *l = top(r);
    encart__str name = encart__tag_name(l->tag);
    int block = is_block(l->tag);

    if (!r->depth || !encart__str_starts(rest_of(r), name))
        return 0;
    r->i += name.n;
    if (!eat(r, '>') ||
        !says_something(l) || (r->same && expected(r)) || (block && !edge_is_clear(r)))
        return 0;
    r->edge = block;
    r->blank = 0;
    r->depth--;
    return root_newline(r, l->tag);
}

/* After "<!--". */
static int comment(reader *r)
{
    encart__str rest = rest_of(r), text;
    size_t size = encart__str_find(rest, ENCART__STR("-->"));

    if (size == (size_t)-1 || top(r)->inside.holds == ENCART__H_TEXT)
        return 0;
    text = encart__str_sub(rest, 0, size);
    if (!encart__policy_comment(r->policy, text, &r->decoded) ||
        !encart__str_eq(text, encart__strbuf_view(&r->decoded)))
        return 0;
    r->i += size + 3;
    top(r)->last = comment_node(r, text);
    return top(r)->last != 0;
}

static int markup(reader *r)
{
    r->i++;
    if (eat(r, '/'))
        return end_tag(r);
    if (!eat(r, '!'))
        return start_tag(r);
    return eat(r, '-') && eat(r, '-') && comment(r);
}

/* ---- text ------------------------------------------------------------------------- */

static int all_blank(encart__str s)
{
    size_t i = 0;

    while (i < s.n && encart__in_set(s.p[i], ENCART__SET_SPACE))
        i++;
    return i == s.n;
}

/* White space that the builder would drop: beside a block's edge, at the head of the
 * root. */
static int would_go(const reader *r, encart__str s, int blank)
{
    const level *l = &r->stack[r->depth];

    if (l->inside.bits & ENCART__IN_PRE)
        return 0;
    return r->edge && (blank || (!r->depth && encart__in_set(s.p[0], ENCART__SET_SPACE)));
}

static int text(reader *r)
{
    level *l = top(r);
    encart__str s;
    int blank;

    if (!encart__context_takes_text(&l->inside))
        return 0;
    l->last = text_node(r, &s);
    if (!l->last)
        return 0;
    blank = all_blank(s);
    if (would_go(r, s, blank))
        return 0;
    encart__context_took(&l->inside, 0);
    r->edge = 0;
    r->blank = blank && !(l->inside.bits & ENCART__IN_PRE);
    return 1;
}

static int read_all(reader *r)
{
    while (r->i < r->html.n)
        if (!(r->html.p[r->i] == '<' ? markup(r) : text(r)))
            return 0;
    return r->depth == 0 && edge_is_clear(r) && !(r->same && expected(r));
}

static int run(reader *r, encart__str html, const encart__policy *policy,
               const encart__alloc *alloc)
{
    int ok;

    r->html = html;
    r->i = 0;
    r->policy = policy;
    r->depth = 0;
    r->edge = 1;
    r->blank = 0;
    r->line = 1;
    r->line_at = 0;
    r->stack[0] = (level){ENCART__ROOT, 0, encart__context_root(), 0, 0, 0};
    encart__strbuf_init(&r->decoded, alloc, 0);
    encart__strbuf_init(&r->checked, alloc, 0);
    ok = read_all(r);
    if (r->decoded.failed || r->checked.failed)
        ok = -1;
    encart__strbuf_free(&r->decoded);
    encart__strbuf_free(&r->checked);
    return ok < 0 ? ENCART_ENOMEM : ok ? ENCART_OK : ENCART_EPARSE;
}

int encart__strict_same(const encart__tree *tree, encart__str html,
                        const encart__policy *policy)
{
    reader r;

    r.make = NULL;
    r.same = tree;
    return run(&r, html, policy, tree->alloc);
}

int encart__strict_check(encart__str html, const encart__policy *policy,
                         const encart__alloc *alloc)
{
    reader r;

    r.make = NULL;
    r.same = NULL;
    return run(&r, html, policy, alloc);
}

int encart__strict_read(encart__tree *out, encart__str html, const encart__policy *policy)
{
    reader r;
    int status;

    r.make = out;
    r.same = NULL;
    encart__tree_reserve(out, html.n / 32, html.n);
    status = run(&r, html, policy, out->alloc);
    return out->failed ? out->failed : status;
}
