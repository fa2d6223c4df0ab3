/* One walk, parents before children: what a flattened element held stands in its place when
 * it is met, so that every node is moved once. See flatten.h. */
#include "core/edit/flatten.h"

typedef struct {
    encart__tree *t;
    encart__node_id top;
    const encart__fates *f;
    int plain; /* flatten_all: comments go, and links within the page */
} walk;

/* ---- facts about elements --------------------------------------------------------------- */

/* What means nothing outside of its parent. */
static const struct {
    uint16_t part, in[5];
} parts[] = {
    {ENCART__T_FIGCAPTION, {ENCART__T_FIGURE}},
    {ENCART__T_SUMMARY, {ENCART__T_DETAILS}},
    {ENCART__T_LEGEND, {ENCART__T_FIELDSET}},
    {ENCART__T_LI, {ENCART__T_UL, ENCART__T_OL, ENCART__T_MENU}},
    {ENCART__T_DT, {ENCART__T_DL, ENCART__T_DIV}},
    {ENCART__T_DD, {ENCART__T_DL, ENCART__T_DIV}},
    {ENCART__T_CAPTION, {ENCART__T_TABLE}},
    {ENCART__T_COLGROUP, {ENCART__T_TABLE}},
    {ENCART__T_COL, {ENCART__T_COLGROUP, ENCART__T_TABLE}},
    {ENCART__T_THEAD, {ENCART__T_TABLE}},
    {ENCART__T_TBODY, {ENCART__T_TABLE}},
    {ENCART__T_TFOOT, {ENCART__T_TABLE}},
    {ENCART__T_TR, {ENCART__T_TABLE, ENCART__T_THEAD, ENCART__T_TBODY, ENCART__T_TFOOT}},
    {ENCART__T_TD, {ENCART__T_TR}},
    {ENCART__T_TH, {ENCART__T_TR}},
    {ENCART__T_SOURCE, {ENCART__T_PICTURE, ENCART__T_AUDIO, ENCART__T_VIDEO}},
    {ENCART__T_TRACK, {ENCART__T_AUDIO, ENCART__T_VIDEO}},
    {ENCART__T_RT, {ENCART__T_RUBY}},
    {ENCART__T_RP, {ENCART__T_RUBY}},
};

/* Whether its parent, being flattened, left it without meaning. */
static int is_orphan(const encart__tree *t, encart__node_id node)
{
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (parts[i].part != t->nodes[node].tag)
            continue;
        for (size_t j = 0; j < 5 && parts[i].in[j]; j++)
            if (encart__tree_is(t, t->nodes[node].parent, parts[i].in[j]))
                return 0;
        return 1;
    }
    return 0;
}

static int is_block(const encart__tree *t, encart__node_id node)
{
    return t->nodes[node].kind == ENCART__NODE_ELEMENT &&
           (encart__tag_flags(t->nodes[node].tag) & ENCART__F_BLOCK);
}

/* Whether paragraphs may stand in it. */
static int takes_paragraphs(const encart__tree *t, encart__node_id node)
{
    static const uint16_t never[] = {ENCART__T_P,  ENCART__T_PRE,  ENCART__T_SUMMARY,
                                     ENCART__T_UL, ENCART__T_OL,   ENCART__T_MENU,
                                     ENCART__T_DL, ENCART__T_TABLE};
    unsigned flags = encart__tag_flags(t->nodes[node].tag);

    if (t->nodes[node].kind == ENCART__NODE_ROOT)
        return 1;
    for (size_t i = 0; i < sizeof never / sizeof *never; i++)
        if (t->nodes[node].tag == never[i])
            return 0;
    if (encart__tree_is(t, node, ENCART__T_TD) || encart__tree_is(t, node, ENCART__T_TH))
        return 1;
    return is_block(t, node) && !(flags & (ENCART__F_HEADING | ENCART__F_TABLE));
}

static int is_title(const encart__tree *t, encart__node_id node)
{
    return (encart__tag_flags(t->nodes[node].tag) & ENCART__F_HEADING) ||
           encart__tree_is(t, node, ENCART__T_SUMMARY) ||
           encart__tree_is(t, node, ENCART__T_LEGEND);
}

static int is_media(const encart__tree *t, encart__node_id node)
{
    static const uint16_t media[] = {ENCART__T_IFRAME, ENCART__T_AUDIO, ENCART__T_VIDEO,
                                     ENCART__T_EMBED, ENCART__T_OBJECT};

    for (size_t i = 0; i < sizeof media / sizeof *media; i++)
        if (encart__tree_is(t, node, media[i]))
            return 1;
    return 0;
}

/* ---- unwrapping --------------------------------------------------------------------------- */

static int is_blank(const encart__tree *t, encart__node_id node)
{
    return t->nodes[node].kind == ENCART__NODE_TEXT &&
           encart__str_trim(encart__tree_text_of(t, node)).n == 0;
}

/* A paragraph before `ref`, and where its words go: into a strong line for a title. */
static encart__node_id open_line(encart__tree *t, encart__node_id ref, int strong)
{
    encart__node_id p = encart__tree_element(t, ENCART__T_P), inner;

    encart__tree_before(t, ref, p);
    if (!strong)
        return p;
    inner = encart__tree_element(t, ENCART__T_STRONG);
    encart__tree_append(t, p, inner);
    return inner;
}

/* The children of `from` before `ref`, runs of words in paragraphs of their own. */
static void move_lines(encart__tree *t, encart__node_id from, encart__node_id ref, int strong)
{
    encart__node_id line = 0, c = t->nodes[from].first, next;
    encart__node_id end = t->nodes[from].last == ref ? t->nodes[ref].prev
                                                     : t->nodes[from].last;

    for (; end && c; c = c == end ? 0 : next) {
        next = t->nodes[c].next;
        if (is_block(t, c)) {
            line = 0;
            encart__tree_before(t, ref, c);
        } else if (t->nodes[c].kind == ENCART__NODE_COMMENT && !line) {
            encart__tree_before(t, ref, c);
        } else if (!line && is_blank(t, c)) {
            encart__tree_remove(t, c);
        } else {
            line = line ? line : open_line(t, ref, strong);
            encart__tree_append(t, line, c);
        }
        if (t->failed)
            return;
    }
}

/* Words that stood in blocks of their own do not run together. */
static void part(encart__tree *t, encart__node_id node)
{
    if (t->nodes[node].prev)
        encart__tree_before(t, node, encart__tree_text(t, ENCART__STR(" ")));
    if (t->nodes[node].next)
        encart__tree_after(t, node, encart__tree_text(t, ENCART__STR(" ")));
}

static void unwrap(encart__tree *t, encart__node_id node)
{
    if (is_block(t, node) && takes_paragraphs(t, t->nodes[node].parent)) {
        move_lines(t, node, node, is_title(t, node));
        if (!t->failed)
            encart__tree_remove(t, node);
        return;
    }
    if (is_block(t, node))
        part(t, node);
    encart__tree_unwrap(t, node);
}

/* ---- what is no wrapper -------------------------------------------------------------------- */

/* Where a player or frame leads; of a player, its first source. */
static encart__str address_of(const encart__tree *t, encart__node_id node)
{
    encart__str url = ENCART__STR_EMPTY;

    if (encart__tree_attr(t, node, ENCART__A_SRC, &url) ||
        encart__tree_attr(t, node, ENCART__A_DATA, &url))
        return url;
    for (encart__node_id c = t->nodes[node].first; c; c = t->nodes[c].next)
        if (encart__tree_is(t, c, ENCART__T_SOURCE) &&
            encart__tree_attr(t, c, ENCART__A_SRC, &url))
            return url;
    return url;
}

/* What a link to it says, when it holds no words for those who cannot play it. */
static encart__str name_of(const encart__tree *t, encart__node_id node, encart__str url)
{
    encart__str name;

    if (encart__tree_attr(t, node, ENCART__A_TITLE, &name) && encart__str_trim(name).n)
        return name;
    if (encart__tree_attr(t, node, ENCART__A_ARIA_LABEL, &name) && encart__str_trim(name).n)
        return name;
    return url;
}

/* An iframe's content is not prose: old markup for browsers without frames. */
static int has_words(const encart__tree *t, encart__node_id node)
{
    encart__node_id at = node;

    if (encart__tag_flags(t->nodes[node].tag) & ENCART__F_NOTPROSE)
        return 0;
    while ((at = encart__tree_next(t, node, at, 0)))
        if (t->nodes[at].kind == ENCART__NODE_TEXT && !is_blank(t, at))
            return 1;
    return 0;
}

static void link_media(encart__tree *t, encart__node_id node)
{
    encart__str url = address_of(t, node);
    encart__node_id a, where = node;

    if (!url.n || encart__tree_inside(t, node, ENCART__T_A)) {
        if (has_words(t, node))
            encart__tree_unwrap(t, node);
        else
            encart__tree_remove(t, node);
        return;
    }
    a = encart__tree_element(t, ENCART__T_A);
    encart__tree_attr_set(t, a, ENCART__A_HREF, url);
    if (has_words(t, node))
        encart__tree_move_children(t, node, a);
    else
        encart__tree_append(t, a, encart__tree_text(t, name_of(t, node, address_of(t, node))));
    if (takes_paragraphs(t, t->nodes[node].parent)) {
        where = open_line(t, node, 0);
        encart__tree_append(t, where, a);
    } else {
        encart__tree_before(t, node, a);
    }
    if (!t->failed)
        encart__tree_remove(t, node);
}

static void write_alt(encart__tree *t, encart__node_id node)
{
    encart__str alt;

    if (encart__tree_attr(t, node, ENCART__A_ALT, &alt) && encart__str_trim(alt).n) {
        part(t, node);
        encart__tree_attr(t, node, ENCART__A_ALT, &alt);
        encart__tree_before(t, node, encart__tree_text(t, alt));
    }
    encart__tree_remove(t, node);
}

/* ---- the walk ------------------------------------------------------------------------------- */

static void flatten_one(encart__tree *t, encart__node_id node)
{
    unsigned flags = encart__tag_flags(t->nodes[node].tag);

    if (is_media(t, node))
        link_media(t, node);
    else if (encart__tree_is(t, node, ENCART__T_IMG))
        write_alt(t, node);
    else if (flags & (ENCART__F_VOID | ENCART__F_NOTPROSE))
        encart__tree_remove(t, node);
    else
        unwrap(t, node);
}

static int is_author_box(const encart__tree *t, encart__node_id node)
{
    encart__str mark;

    return encart__tree_is(t, node, ENCART__T_ASIDE) &&
           encart__tree_attr(t, node, ENCART__A_DATA_ENCART, &mark) &&
           encart__str_is(mark, "author/read-also");
}

/* A link that leads nowhere else. */
static int is_local(const encart__tree *t, encart__node_id node)
{
    encart__str href;

    return encart__tree_is(t, node, ENCART__T_A) &&
           (!encart__tree_attr(t, node, ENCART__A_HREF, &href) || !href.n || href.p[0] == '#');
}

static encart__fate fate_of(const walk *w, encart__node_id node)
{
    const encart__node *n = &w->t->nodes[node];

    if (n->kind == ENCART__NODE_COMMENT)
        return w->plain ? ENCART__DROP : ENCART__KEEP;
    if (n->kind != ENCART__NODE_ELEMENT || n->tag >= ENCART__T_COUNT)
        return ENCART__KEEP;
    if (w->f->element[n->tag] == ENCART__DROP)
        return ENCART__DROP;
    if (is_orphan(w->t, node) || (w->plain && is_local(w->t, node)))
        return ENCART__FLATTEN;
    if (n->tag == ENCART__T_P || (!w->plain && is_author_box(w->t, node)))
        return ENCART__KEEP;
    return (encart__fate)w->f->element[n->tag];
}

static void drop_attributes(encart__tree *t, encart__node_id node, const encart__fates *f)
{
    uint32_t *link = &t->nodes[node].attr;

    while (*link) {
        encart__attr *a = &t->attrs[*link];

        if (f->attr[a->name])
            *link = a->next;
        else
            link = &a->next;
    }
}

static void run_walk(const walk *w)
{
    encart__tree *t = w->t;
    encart__node_id at = t->nodes[w->top].first, after, before;

    while (at && !t->failed) {
        encart__fate fate = fate_of(w, at);

        if (fate == ENCART__KEEP) {
            if (t->nodes[at].kind == ENCART__NODE_ELEMENT)
                drop_attributes(t, at, w->f);
            at = encart__tree_next(t, w->top, at, 0);
            continue;
        }
        /* What comes instead is met next: it stands between these two. */
        before = t->nodes[at].prev;
        after = t->nodes[at].parent;
        if (fate == ENCART__DROP) {
            encart__node_id next = encart__tree_next(t, w->top, at, 1);

            encart__tree_remove(t, at);
            at = next;
            continue;
        }
        flatten_one(t, at);
        if (before)
            at = t->nodes[before].next ? t->nodes[before].next
                                       : encart__tree_next(t, w->top, before, 1);
        else
            at = t->nodes[after].first ? t->nodes[after].first
                                       : encart__tree_next(t, w->top, after, 1);
    }
}

void encart__flatten(encart__tree *t, encart__node_id top, const encart__fates *f)
{
    walk w = {t, top, f, 0};

    run_walk(&w);
}

void encart__flatten_all(encart__tree *t, encart__node_id top)
{
    static const uint16_t kept[] = {ENCART__T_P,   ENCART__T_UL, ENCART__T_OL,     ENCART__T_LI,
                                    ENCART__T_A,   ENCART__T_EM, ENCART__T_STRONG, ENCART__T_B,
                                    ENCART__T_I,   ENCART__T_BR, ENCART__T_SUP,
                                    ENCART__T_SUB};
    static const uint16_t attrs[] = {ENCART__A_HREF, ENCART__A_HREFLANG, ENCART__A_LANG,
                                     ENCART__A_DIR};
    encart__fates f;
    walk w = {t, top, &f, 1};
    encart__node_id last;

    memset(f.element, ENCART__FLATTEN, sizeof f.element);
    memset(f.attr, ENCART__DROP, sizeof f.attr);
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        f.element[kept[i]] = ENCART__KEEP;
    for (size_t i = 0; i < sizeof attrs / sizeof *attrs; i++)
        f.attr[attrs[i]] = ENCART__KEEP;
    run_walk(&w);
    /* Words that a phrase left bare get their paragraph: moved before a mark at the end. */
    last = encart__tree_element(t, ENCART__T_P);
    encart__tree_append(t, top, last);
    if (t->failed)
        return;
    move_lines(t, top, last, 0);
    if (!t->failed)
        encart__tree_remove(t, last);
}

/* ---- questions -------------------------------------------------------------------------------- */

int encart__fates_touch(const encart__fates *f, const encart__tree *t, encart__node_id top)
{
    for (encart__node_id at = top; (at = encart__tree_next(t, top, at, 0));) {
        const encart__node *n = &t->nodes[at];

        if (n->kind != ENCART__NODE_ELEMENT || n->tag >= ENCART__T_COUNT)
            continue;
        if (f->element[n->tag] && n->tag != ENCART__T_P && !is_author_box(t, at))
            return 1;
        for (uint32_t a = n->attr; a; a = t->attrs[a].next)
            if (f->attr[t->attrs[a].name])
                return 1;
    }
    return 0;
}

int encart__fates_drop(const encart__fates *f, const encart__tree *t, encart__node_id top)
{
    for (encart__node_id at = top; (at = encart__tree_next(t, top, at, 0));)
        if (t->nodes[at].kind == ENCART__NODE_ELEMENT &&
            t->nodes[at].tag < ENCART__T_COUNT &&
            f->element[t->nodes[at].tag] == ENCART__DROP)
            return 1;
    return 0;
}
