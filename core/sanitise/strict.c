/* See strict.h. Start reading at read_all(); each step says no as soon as a byte is not
 * the one that the serialiser would have written. */
#include "core/sanitise/strict.h"
#include "core/base/limits.h"
#include "core/base/scan.h"
#include "core/sanitise/context.h"
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
    const char *p;
    size_t n, i;
    const encart__policy *policy;
    encart__tree *make;       /* or */
    const encart__tree *same; /* one of the two */
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
    if (r->i >= r->n || r->p[r->i] != c)
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
    const char *p = r->p + r->line_at, *end = r->p + r->i;

    while (p < end && (p = memchr(p, '\n', (size_t)(end - p)))) {
        r->line++;
        p++;
    }
    r->line_at = r->i;
    return r->line;
}

/* The node of `same` that must come next. */
static encart__node_id expected(reader *r)
{
    const level *l = top(r);

    return l->last ? r->same->nodes[l->last].next : r->same->nodes[l->node].first;
}

static int same_attrs(const reader *r, const encart__node *n)
{
    size_t left = r->attr_count;

    for (uint32_t i = n->attr; i; i = r->same->attrs[i].next) {
        const encart__attr *a = &r->same->attrs[i];
        size_t k = 0;

        while (k < r->attr_count && r->attrs[k].name != a->name)
            k++;
        if (k == r->attr_count || !left ||
            !encart__str_eq(r->attrs[k].value, encart__tree_attr_value(r->same, a)))
            return 0;
        left--;
    }
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
    node = expected(r);
    return encart__tree_is(r->same, node, tag) && same_attrs(r, &r->same->nodes[node])
               ? node
               : 0;
}

/* A text or comment node. */
static encart__node_id leaf(reader *r, encart__node_kind kind, encart__str s)
{
    encart__node_id node;

    if (r->make) {
        node = kind == ENCART__NODE_TEXT ? encart__tree_text(r->make, s)
                                         : encart__tree_comment(r->make, s);
        encart__tree_append(r->make, top(r)->node, node);
        return node;
    }
    node = expected(r);
    return node && r->same->nodes[node].kind == kind &&
                   encart__str_eq(s, encart__tree_text_of(r->same, node))
               ? node
               : 0;
}

/* ---- bytes ------------------------------------------------------------------------ */

typedef struct escape {
    encart__str written, text;
    int attr_only;
} escape;

/* At "&": one of the escapes that the serialiser writes; NULL for any other. */
static const escape *escape_at(const reader *r, int in_attr)
{
    static const escape escapes[] = {
        {{"&nbsp;", 6}, {"\xC2\xA0", 2}, 0}, {{"&amp;", 5}, {"&", 1}, 0},
        {{"&lt;", 4}, {"<", 1}, 0},          {{"&gt;", 4}, {">", 1}, 0},
        {{"&quot;", 6}, {"\"", 1}, 1},       {{"&#96;", 5}, {"`", 1}, 1},
    };
    encart__str rest = {r->p + r->i, r->n - r->i};

    for (size_t k = 0; rest.n > 1 && k < sizeof escapes / sizeof *escapes; k++)
        if (rest.p[1] == escapes[k].written.p[1] && (in_attr || !escapes[k].attr_only) &&
            encart__str_starts(rest, escapes[k].written))
            return &escapes[k];
    return NULL;
}

/* Text or a value up to `end`, which is not eaten (text may also end with the bytes): a
 * slice of the bytes when nothing in it is escaped. False when a byte should have been.
 */
static int unescaped(reader *r, char end, encart__str *out)
{
    unsigned set = end == '"' ? ENCART__SET_ATTR : ENCART__SET_TEXT;
    size_t from = r->i, run = r->i;
    const escape *e;

    encart__strbuf_clear(&r->decoded);
    for (;;) {
        r->i += encart__scan(r->p + r->i, r->n - r->i, set);
        if (r->i == r->n || r->p[r->i] == end)
            break;
        if ((unsigned char)r->p[r->i] == 0xC2 &&
            !(r->i + 1 < r->n && (unsigned char)r->p[r->i + 1] == 0xA0)) {
            r->i++;
            continue;
        }
        e = r->p[r->i] == '&' ? escape_at(r, end == '"') : NULL;
        if (!e)
            return 0;
        encart__strbuf_add(&r->decoded, r->p + run, r->i - run);
        encart__strbuf_str(&r->decoded, e->text);
        r->i += e->written.n;
        run = r->i;
    }
    *out = (encart__str){r->p + from, r->i - from};
    if (run != from) {
        encart__strbuf_add(&r->decoded, r->p + run, r->i - run);
        *out = encart__strbuf_view(&r->decoded);
    }
    return !r->decoded.failed;
}

/* ---- attributes ------------------------------------------------------------------- */

static encart__str name_here(reader *r, unsigned ends)
{
    size_t from = r->i;

    while (r->i < r->n && !encart__in_set(r->p[r->i], ends))
        r->i++;
    return (encart__str){r->p + from, r->i - from};
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

/* After the space: name="value", the names in the order of their numbers. */
static int one_attr(reader *r)
{
    attr *a = &r->attrs[r->attr_count];

    if (r->attr_count == MOST_ATTRS)
        return 0;
    a->name = encart__attr_id(name_here(r, ENCART__SET_NAME_END));
    if (!a->name || (r->attr_count && a[-1].name >= a->name) || !eat(r, '=') ||
        !eat(r, '"') || !unescaped(r, '"', &a->value) || !eat(r, '"'))
        return 0;
    r->attr_count++;
    return keep_value(r, &a->value);
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
    return (tag != ENCART__T_PRE && tag != ENCART__T_TEXTAREA) || r->i == r->n ||
           r->p[r->i] != '\n';
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
    encart__str rest = {r->p + r->i, r->n - r->i}, name;
    const encart__node *n;

    if (r->make)
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
    encart__str name = encart__tag_name(l->tag), rest = {r->p + r->i, r->n - r->i};
    int block = is_block(l->tag);

    if (!r->depth || !encart__str_starts(rest, name))
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
    encart__str rest = {r->p + r->i, r->n - r->i}, text;
    size_t size = encart__str_find(rest, ENCART__STR("-->"));

    if (size == (size_t)-1 || top(r)->inside.holds == ENCART__H_TEXT)
        return 0;
    text = encart__str_sub(rest, 0, size);
    if (!encart__policy_comment(r->policy, text, &r->decoded) ||
        !encart__str_eq(text, encart__strbuf_view(&r->decoded)))
        return 0;
    r->i += size + 3;
    top(r)->last = leaf(r, ENCART__NODE_COMMENT, text);
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

    if (!unescaped(r, '<', &s) || !encart__context_takes_text(&l->inside))
        return 0;
    blank = all_blank(s);
    if (would_go(r, s, blank))
        return 0;
    l->last = leaf(r, ENCART__NODE_TEXT, s);
    encart__context_took(&l->inside, 0);
    r->edge = 0;
    r->blank = blank && !(l->inside.bits & ENCART__IN_PRE);
    return l->last != 0;
}

static int read_all(reader *r)
{
    while (r->i < r->n)
        if (!(r->p[r->i] == '<' ? markup(r) : text(r)))
            return 0;
    return r->depth == 0 && edge_is_clear(r) && !(r->same && expected(r));
}

static int run(reader *r, encart__str html, const encart__policy *policy,
               const encart__alloc *alloc)
{
    int ok;

    r->p = html.p;
    r->n = html.n;
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
