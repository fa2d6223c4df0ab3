/* A theme's furniture at the end of the body, scraped as text: recognised, noted in
 * article->residue, told, and taken out. It is read from the end upwards and stops at the
 * first thing that may be prose. Something of the body always stays. */
#include "core/load/inline.h"
#include "core/load/label.h"
#include "core/load/phrase.h"

const char *const encart__residue_names[] = {"related",     "comments", "comments-closed",
                                             "back-to-top", "share",    NULL};

/* How many titles may stand between « Articles similaires » and the end. */
#define MOST_TITLES 12

typedef struct {
    encart__loading *l;
    encart__tree *t;
    encart__inline in;
} sweeper;

/* The element in document order before `node` (0 = the end) which is a line, a list or
 * anything else that wrappers hold; 0 when a bare text or nothing is met. */
static encart__node_id block_before(const encart__tree *t, encart__node_id node)
{
    encart__node_id at = node ? t->nodes[node].prev : t->nodes[ENCART__ROOT].last;
    encart__node_id parent = node ? t->nodes[node].parent : ENCART__ROOT;

    for (;;) {
        while (at && encart__is_blank(t, at))
            at = t->nodes[at].prev;
        if (!at) {
            if (parent <= ENCART__ROOT)
                return 0;
            at = t->nodes[parent].prev;
            parent = t->nodes[parent].parent;
            continue;
        }
        if (t->nodes[at].kind != ENCART__NODE_ELEMENT)
            return 0;
        if (!encart__is_wrapper(t, at))
            return at;
        parent = at;
        at = t->nodes[at].last;
    }
}

/* Furniture bits of a text whose every line (br) is furniture, else 0. */
static unsigned residue_of_lines(encart__str text)
{
    unsigned bits = 0;

    while (text.n) {
        const char *nl = memchr(text.p, '\n', text.n);
        size_t n = nl ? (size_t)(nl - text.p) : text.n;
        encart__str line = encart__phrase_trim(encart__str_sub(text, 0, n));
        unsigned bit = encart__residue_of(line);

        if (line.n && !bit)
            return 0;
        bits |= bit;
        text = encart__str_sub(text, n + 1, text.n);
    }
    return bits;
}

static unsigned residue_of_line(sweeper *s, encart__node_id node)
{
    encart__str text;
    unsigned bits;

    encart__inline_read(&s->in, s->t, node, 0);
    text = encart__strbuf_view(&s->in.text);
    if (s->in.media || text.n > 2000)
        return 0;
    bits = encart__residue_of(text);
    return bits ? bits : residue_of_lines(text);
}

static int is_list(const encart__tree *t, encart__node_id node)
{
    return encart__tree_is(t, node, ENCART__T_UL) ||
           encart__tree_is(t, node, ENCART__T_OL);
}

static unsigned residue_of_list(sweeper *s, encart__node_id list)
{
    unsigned bits = 0;

    for (encart__node_id c = s->t->nodes[list].first; c; c = s->t->nodes[c].next) {
        unsigned bit;

        if (encart__is_blank(s->t, c))
            continue;
        bit = residue_of_line(s, c);
        if (!bit)
            return 0;
        bits |= bit;
    }
    return bits;
}

static unsigned residue_of_block(sweeper *s, encart__node_id node)
{
    if (encart__is_line(s->t, node))
        return residue_of_line(s, node);
    return is_list(s->t, node) ? residue_of_list(s, node) : 0;
}

/* A line that may be an entry of a theme's list of related articles: no sentence. */
static int is_entry(sweeper *s, encart__node_id node)
{
    if (is_list(s->t, node))
        return encart__is_link_list(&s->in, s->t, node);
    if (!encart__is_line(s->t, node))
        return 0;
    encart__inline_read(&s->in, s->t, node, 0);
    return !s->in.media && encart__title_like(encart__strbuf_view(&s->in.text));
}

static void tell(sweeper *s, encart__node_id node)
{
    encart_article *a = s->l->a;
    encart__strbuf text;
    encart__diag *d;

    encart__strbuf_init(&text, &a->alloc, 0);
    encart__tree_prose(s->t, node, " ", &text);
    d = encart__diag_add(&a->diags, ENCART__NOTE, "residue",
                         "left out what a theme had left in the text: %.300s",
                         encart__strbuf_z(&text));
    if (d) {
        d->source = encart__arena_str(&a->arena, s->l->source);
        d->line = s->t->nodes[node].line;
    }
    if (text.failed)
        a->arena.failed = 1;
    encart__strbuf_free(&text);
}

/* Takes a block out, and the wrappers that held nothing else. */
static void take_out(sweeper *s, encart__node_id node)
{
    encart__node_id parent = s->t->nodes[node].parent, c;

    tell(s, node);
    encart__tree_remove(s->t, node);
    while (parent > ENCART__ROOT) {
        for (c = s->t->nodes[parent].first; c && encart__is_blank(s->t, c);)
            c = s->t->nodes[c].next;
        if (c)
            return;
        node = parent;
        parent = s->t->nodes[node].parent;
        encart__tree_remove(s->t, node);
    }
}

/* Up from `last` over entries to a line « Articles similaires »: that line, or 0. */
static encart__node_id find_list_head(sweeper *s, encart__node_id last)
{
    encart__node_id at = last;

    for (int i = 0; i < MOST_TITLES && at && is_entry(s, at); i++) {
        at = block_before(s->t, at);
        if (at && residue_of_block(s, at) & ENCART__RESIDUE_RELATED)
            return at;
    }
    return 0;
}

static void take_list(sweeper *s, encart__node_id head)
{
    encart__node_id last;

    do {
        last = block_before(s->t, 0);
        take_out(s, last);
    } while (last != head);
    s->l->a->residue |= ENCART__RESIDUE_RELATED;
}

static void sweep(sweeper *s)
{
    encart__node_id last, head;
    unsigned bits;

    while ((last = block_before(s->t, 0)) && block_before(s->t, last)) {
        bits = residue_of_block(s, last);
        if (bits) {
            s->l->a->residue |= bits;
            take_out(s, last);
            continue;
        }
        head = find_list_head(s, last);
        if (!head || !block_before(s->t, head))
            return;
        take_list(s, head);
    }
}

/* Swept from the end, told from the beginning: what was told since `before` turns around. */
static void turn_around(encart__diags *d, encart__diag *before)
{
    encart__diag **link = before ? &before->next : &d->first;
    encart__diag *at = *link, *turned = NULL, *next;

    if (at)
        d->last = at;
    for (; at; at = next) {
        next = at->next;
        at->next = turned;
        turned = at;
    }
    *link = turned;
}

/* What the furniture says about the page is worth keeping. */
static void map_comments(encart_article *a)
{
    if (a->comments.status != ENCART__COMMENTS_UNKNOWN)
        return;
    if (a->residue & ENCART__RESIDUE_COMMENTS_CLOSED)
        a->comments.status = ENCART__COMMENTS_CLOSED;
    else if (a->residue & ENCART__RESIDUE_COMMENTS)
        a->comments.status = ENCART__COMMENTS_OPEN;
}

int encart__shape_residue(encart__loading *l)
{
    sweeper s = {.l = l, .t = &l->a->tree};
    encart__diag *before = l->a->diags.last;
    int failed;

    encart__inline_init(&s.in, &l->a->alloc);
    sweep(&s);
    turn_around(&l->a->diags, before);
    map_comments(l->a);
    failed = s.in.failed;
    encart__inline_free(&s.in);
    return failed || l->a->arena.failed ? encart__load_nomem(l) : ENCART_OK;
}
