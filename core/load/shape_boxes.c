/* An author's « Lire aussi » lines become boxes with a type, in place, every word kept:
 *
 *   aside.encart.encart-read-also[aria-label][data-encart="author/read-also"]
 *     p > span.encart-label "Lire aussi :" + " " + the title, link or text
 *     ul                                    when a list of links followed the label
 */
#include "core/load/inline.h"
#include "core/load/label.h"
#include "core/load/phrase.h"
#include "core/base/utf8.h"

#define MARK ENCART__STR("author/read-also")

typedef struct {
    encart__loading *l;
    encart__tree *t;
    encart__inline in;
    encart__strbuf buf;   /* label text, then names */
    encart__strbuf names; /* aria-labels given so far, each with a newline after it */
    unsigned named;
    int failed;
} shaper;

#define MOST_NAMED 64u

/* Empties a buffer without forgetting that memory ran out. */
static void fresh(encart__strbuf *b, int *failed)
{
    *failed |= b->failed != 0;
    encart__strbuf_clear(b);
}

/* Up to three words may stand beside the links (« et », « abonnés »). */
#define WORDS_BESIDE 3u

/* Whether words follow a br after the label: then the title ends there. */
static int goes_on_below(const shaper *s, const encart__label *label)
{
    encart__str text = encart__strbuf_view(&s->in.text);

    for (size_t i = 0; i < s->in.count; i++) {
        size_t at = s->in.piece[i].start;

        if (at >= label->title &&
            encart__tree_is(s->t, s->in.piece[i].node, ENCART__T_BR) &&
            encart__phrase_skip_spaces(text, at) < text.n)
            return 1;
    }
    return 0;
}

/* Without a colon the label may be the beginning of a sentence or of a button's text:
 * « Read more about the palettes ». A title begins as one, unless a French label stands
 * before the link: « Lire aussi <a>comment la mer monte</a> ». */
static int stands_apart(const shaper *s, const encart__label *label)
{
    encart__str text = encart__strbuf_view(&s->in.text);

    if (s->in.first_link_at > label->title)
        return 0;
    return encart__title_like(encart__str_sub(text, label->title, text.n)) ||
           (label->french && s->in.first_link_at >= label->words);
}

/* Whether a line whose label was found is a box: by its links, else by its title. */
static int is_box(shaper *s, encart__node_id node, const encart__label *label)
{
    encart__str text = encart__strbuf_view(&s->in.text);

    if (label->title >= text.n || s->in.media)
        return 0;
    if (encart__label_titled(text, label) && !goes_on_below(s, label))
        return 1;
    if (label->sep == ENCART__SEP_NONE && !label->strong)
        return 0;
    encart__inline_read(&s->in, s->t, node, label->title);
    return s->in.links && s->in.outside <= WORDS_BESIDE &&
           (label->sep != ENCART__SEP_NONE || stands_apart(s, label));
}

/* The label as it is written; in French a no-break space before its colon. */
static void label_text(shaper *s, const encart__label *label)
{
    encart__str text = encart__strbuf_view(&s->in.text);
    encart__str sep =
        encart__phrase_trim(encart__str_sub(text, label->words, label->end));
    encart__str words = encart__phrase_trim(encart__str_sub(text, 0, label->words));

    fresh(&s->buf, &s->failed);
    for (size_t at = 0; at < words.n;) {
        char c = words.p[at++];

        encart__strbuf_putc(&s->buf, encart__is_space((unsigned char)c) ? ' ' : c);
    }
    if (!sep.n)
        return;
    if (label->sep == ENCART__SEP_COLON && label->french)
        encart__strbuf_puts(&s->buf, "\u00A0");
    else if (label->sep != ENCART__SEP_COLON && label->sep != ENCART__SEP_DOTS)
        encart__strbuf_putc(&s->buf, ' ');
    encart__strbuf_str(&s->buf, sep);
}

/* Removes an empty node and the elements that hold nothing but it, up to `top`. */
static void prune(encart__tree *t, encart__node_id node, encart__node_id top)
{
    while (node && node != top) {
        encart__node_id parent = t->nodes[node].parent;

        if (t->nodes[node].kind == ENCART__NODE_ELEMENT && t->nodes[node].first)
            return;
        encart__tree_remove(t, node);
        node = parent;
    }
}

/* Takes the bytes before `cut` out of the line. */
static void cut_front(shaper *s, encart__node_id top, size_t cut)
{
    for (size_t i = 0; i < s->in.count; i++) {
        const encart__piece *p = &s->in.piece[i];
        encart__str text = encart__tree_text_of(s->t, p->node);
        size_t n = encart__tree_is(s->t, p->node, ENCART__T_BR) ? 1 : text.n;

        if (p->start >= cut)
            break;
        if (p->start + n <= cut)
            prune(s->t, p->node, top);
        else
            encart__tree_text_set(s->t, p->node,
                                  encart__str_sub(text, cut - p->start, n));
    }
}

/* Takes white space and br off the end. */
static void cut_back(shaper *s, encart__node_id top)
{
    for (size_t i = s->in.count; i-- > 0;) {
        encart__node_id node = s->in.piece[i].node;
        encart__str text = encart__tree_text_of(s->t, node), kept;
        size_t n = text.n;

        if (!node)
            continue;
        if (s->t->nodes[node].kind == ENCART__NODE_DEAD)
            break;
        while (n && encart__is_space((unsigned char)text.p[n - 1]))
            n--;
        kept = encart__str_sub(text, 0, n);
        if (kept.n == text.n && text.n)
            break;
        if (kept.n) {
            encart__tree_text_set(s->t, node, kept);
            break;
        }
        prune(s->t, node, top);
    }
}

static int is_plain_wrapper(const encart__tree *t, encart__node_id node)
{
    static const uint16_t tags[] = {ENCART__T_STRONG, ENCART__T_B,    ENCART__T_EM,
                                    ENCART__T_I,      ENCART__T_U,    ENCART__T_SPAN,
                                    ENCART__T_SMALL,  ENCART__T_FONT, ENCART__T_MARK};

    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (encart__tree_is(t, node, tags[i]))
            return 1;
    return 0;
}

/* « <strong><em>titre</em></strong> »: emphasis of the whole line says nothing. */
static void unwrap_only_child(encart__tree *t, encart__node_id top)
{
    encart__node_id only;

    while ((only = t->nodes[top].first) && only == t->nodes[top].last &&
           is_plain_wrapper(t, only) && t->nodes[only].first)
        encart__tree_unwrap(t, only);
}

static encart__node_id text_element(shaper *s, encart__node_id parent, uint16_t tag)
{
    encart__node_id node = encart__tree_element(s->t, tag);

    encart__tree_append(s->t, parent, node);
    return node;
}

/* The name without arrows and colon: what a screen reader announces. */
static encart__str spoken(encart__str label)
{
    size_t start = label.n, end = 0, at = 0;
    uint32_t cp;

    while (at < label.n) {
        size_t from = at;

        at += encart__utf8_decode(label.p + at, label.n - at, &cp);
        if (!encart__cp_is_word(cp))
            continue;
        if (start > from)
            start = from;
        end = at;
    }
    return encart__str_sub(label, start < end ? start : 0, end);
}

static int name_taken(const shaper *s, encart__str name)
{
    encart__str all = encart__strbuf_view(&s->names);

    while (all.n) {
        const char *nl = memchr(all.p, '\n', all.n);
        size_t n = nl ? (size_t)(nl - all.p) : all.n;

        if (encart__str_ieq(encart__str_sub(all, 0, n), name))
            return 1;
        all = encart__str_sub(all, n + 1, all.n);
    }
    return 0;
}

/* Two landmarks must not share a name: the second box of a wording is called after its
 * title as well, and a third of the same title has no name. */
static void name_box(shaper *s, encart__node_id aside, encart__node_id span)
{
    encart__str label;

    fresh(&s->buf, &s->failed);
    encart__tree_prose(s->t, span, " ", &s->buf);
    label = spoken(encart__strbuf_view(&s->buf));
    if (name_taken(s, label)) {
        fresh(&s->buf, &s->failed);
        encart__tree_prose(s->t, aside, " ", &s->buf);
        label = encart__phrase_trim(encart__strbuf_view(&s->buf));
    }
    if (label.n == 0 || label.n > 512 || s->named >= MOST_NAMED || name_taken(s, label)) {
        encart__tree_attr_remove(s->t, aside, ENCART__A_ARIA_LABEL);
        return;
    }
    encart__tree_attr_set(s->t, aside, ENCART__A_ARIA_LABEL, label);
    encart__strbuf_str(&s->names, label);
    encart__strbuf_putc(&s->names, '\n');
    s->named++;
}

/* The empty box before `node`, with its label; *span and *p are its parts. */
static encart__node_id open_box(shaper *s, encart__node_id node, encart__node_id *span,
                                encart__node_id *p)
{
    static const uint16_t kept[] = {ENCART__A_LANG, ENCART__A_DIR};
    encart__tree *t = s->t;
    encart__node_id aside = encart__tree_element(t, ENCART__T_ASIDE);
    encart__str value;

    encart__tree_before(t, node, aside);
    encart__tree_attr_set(t, aside, ENCART__A_CLASS,
                          ENCART__STR("encart encart-read-also"));
    encart__tree_attr_set(t, aside, ENCART__A_DATA_ENCART, MARK);
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        if (encart__tree_attr(t, node, kept[i], &value))
            encart__tree_attr_set(t, aside, kept[i], value);
    *p = text_element(s, aside, ENCART__T_P);
    *span = text_element(s, *p, ENCART__T_SPAN);
    encart__tree_attr_set(t, *span, ENCART__A_CLASS, ENCART__STR("encart-label"));
    encart__tree_append(t, *span, encart__tree_text(t, encart__strbuf_view(&s->buf)));
    if (aside)
        t->nodes[aside].line = t->nodes[node].line;
    return aside;
}

/* A link without address is no link: its words stay. */
static void unwrap_empty_links(encart__tree *t, encart__node_id top)
{
    encart__node_id at = top, next;

    for (at = encart__tree_next(t, top, top, 0); at; at = next) {
        next = encart__tree_next(t, top, at, 0);
        if (encart__tree_is(t, at, ENCART__T_A) &&
            !encart__tree_attr(t, at, ENCART__A_HREF, NULL))
            encart__tree_unwrap(t, at);
    }
}

/* The line becomes a box; returns it. */
static encart__node_id make_box(shaper *s, encart__node_id node,
                                const encart__label *label)
{
    encart__node_id aside, span, p;

    label_text(s, label);
    cut_front(s, node, label->title);
    cut_back(s, node);
    unwrap_empty_links(s->t, node);
    unwrap_only_child(s->t, node);
    aside = open_box(s, node, &span, &p);
    if (s->t->nodes[node].first)
        encart__tree_append(s->t, p, encart__tree_text(s->t, ENCART__STR(" ")));
    encart__tree_move_children(s->t, node, p);
    encart__tree_remove(s->t, node);
    name_box(s, aside, span);
    return aside;
}

static encart__node_id next_element(const encart__tree *t, encart__node_id node)
{
    do
        node = t->nodes[node].next;
    while (node && encart__is_blank(t, node));
    return node;
}

/* A label alone (paragraph or heading) before a list of links, or a paragraph that is one
 * link: they belong together. What a theme calls its own list is left to residue. */
static encart__node_id make_list_box(shaper *s, encart__node_id node,
                                     const encart__label *label)
{
    encart__node_id list = next_element(s->t, node), aside, span, p;
    encart__inline other;
    int links;

    if (!list || (!label->strong && !encart__tree_is(s->t, list, ENCART__T_UL)))
        return 0;
    encart__inline_init(&other, s->in.text.alloc);
    links = encart__is_link_list(&other, s->t, list);
    if (!links && label->sep != ENCART__SEP_NONE &&
        encart__tree_is(s->t, list, ENCART__T_P)) {
        encart__inline_read(&other, s->t, list, 0);
        links = other.links == 1 && other.outside == 0 && !other.media ? 2 : 0;
    }
    s->failed |= other.failed;
    encart__inline_free(&other);
    if (!links)
        return 0;
    label_text(s, label);
    aside = open_box(s, node, &span, &p);
    if (links == 2) {
        encart__tree_append(s->t, p, encart__tree_text(s->t, ENCART__STR(" ")));
        unwrap_only_child(s->t, list);
        encart__tree_move_children(s->t, list, p);
        encart__tree_remove(s->t, list);
    } else {
        encart__tree_append(s->t, aside, list);
    }
    encart__tree_remove(s->t, node);
    name_box(s, aside, span);
    return aside;
}

static int is_furniture(encart__str text)
{
    return encart__residue_of(text) == ENCART__RESIDUE_RELATED;
}

/* The br child of a paragraph at which the line from `first` on ends, 0 = its end. */
static encart__node_id line_end(const encart__tree *t, encart__node_id first)
{
    while (first && !encart__tree_is(t, first, ENCART__T_BR))
        first = t->nodes[first].next;
    return first;
}

/* Moves the siblings from `first` up to (not including) `end` into a new paragraph that
 * stands before `ref`. */
static encart__node_id new_line(encart__tree *t, encart__node_id ref,
                                encart__node_id first, encart__node_id end)
{
    encart__node_id line = encart__tree_element(t, ENCART__T_P), next;

    encart__tree_before(t, ref, line);
    for (; line && first && first != end; first = next) {
        next = t->nodes[first].next;
        encart__tree_append(t, line, first);
    }
    if (line)
        t->nodes[line].line = t->nodes[ref].line;
    return line;
}

/* The line of `p` from `first` to `end` in a paragraph of its own before `p` when it is a
 * box by itself; otherwise nothing is changed and 0 returned. */
static encart__node_id try_line(shaper *s, encart__node_id p, encart__node_id first,
                                encart__node_id end)
{
    encart__tree *t = s->t;
    encart__node_id line = new_line(t, p, first, end), c;
    encart__label label;

    if (!line)
        return 0;
    encart__inline_read(&s->in, t, line, 0);
    if (encart__label_find(encart__strbuf_view(&s->in.text), &label) &&
        is_box(s, line, &label))
        return line;
    while ((c = t->nodes[line].first)) {
        if (end)
            encart__tree_before(t, end, c);
        else
            encart__tree_append(t, p, c);
    }
    encart__tree_remove(t, line);
    return 0;
}

/* Takes `line`, which stood in `p` between the two br (0 = none), apart from what was
 * before it and after it. */
static void divide_around(encart__tree *t, encart__node_id p, encart__node_id line,
                          encart__node_id br_before, encart__node_id br_after)
{
    if (br_before) {
        new_line(t, line, t->nodes[p].first, br_before);
        encart__tree_remove(t, br_before);
    }
    encart__tree_remove(t, br_after);
    if (!t->nodes[p].first)
        encart__tree_remove(t, p);
}

/* « …phrase.<br>Lire aussi : <a>titre</a><br>Phrase… »: the first line of a paragraph
 * that is a box gets a paragraph of its own, which is returned; 0 when there is none. */
static encart__node_id divide(shaper *s, encart__node_id p)
{
    encart__tree *t = s->t;
    encart__node_id first = t->nodes[p].first, before = 0, end;

    if (!encart__tree_is(t, p, ENCART__T_P) || !line_end(t, first))
        return 0;
    while (first && !t->failed && !s->in.failed) {
        encart__node_id line;

        end = line_end(t, first);
        line = try_line(s, p, first, end);
        if (line) {
            divide_around(t, p, line, before, end);
            return line;
        }
        before = end;
        first = end ? t->nodes[end].next : 0;
    }
    return 0;
}

/* Gives the line its type when it has one; returns the node from which to go on. */
static encart__node_id shape_line(shaper *s, encart__node_id node)
{
    encart__node_id alone = divide(s, node), box = 0;
    encart__label label;
    encart__str text;

    if (alone)
        node = alone;
    encart__inline_read(&s->in, s->t, node, 0);
    text = encart__strbuf_view(&s->in.text);
    if (s->in.failed || s->t->failed || !encart__label_find(text, &label))
        return node;
    if (is_box(s, node, &label))
        box = make_box(s, node, &label);
    else if (label.title >= text.n && !s->in.media &&
             (!is_furniture(text) || label.french || label.sep != ENCART__SEP_NONE))
        box = make_list_box(s, node, &label);
    return box ? box : node;
}

/* A box that was typed before (a saved or rendered article): its parts are looked at and
 * its name is given anew; what only looks like one loses the mark. */
static void retype(shaper *s, encart__node_id aside)
{
    encart__tree *t = s->t;
    encart__node_id p = t->nodes[aside].first, span;

    while (p && encart__is_blank(t, p))
        p = t->nodes[p].next;
    span = p ? t->nodes[p].first : 0;
    if (encart__tree_is(t, p, ENCART__T_P) && encart__tree_is(t, span, ENCART__T_SPAN)) {
        name_box(s, aside, span);
        return;
    }
    encart__tree_attr_remove(t, aside, ENCART__A_DATA_ENCART);
}

static int is_typed(const encart__tree *t, encart__node_id node)
{
    encart__str mark;

    return encart__tree_is(t, node, ENCART__T_ASIDE) &&
           encart__tree_attr(t, node, ENCART__A_DATA_ENCART, &mark) &&
           encart__str_eq(mark, MARK);
}

static void shape_all(shaper *s)
{
    encart__node_id at = ENCART__ROOT;
    int skip = 0;

    while ((at = encart__tree_next(s->t, ENCART__ROOT, at, skip))) {
        skip = !encart__is_wrapper(s->t, at);
        if (is_typed(s->t, at))
            retype(s, at);
        else if (encart__is_line(s->t, at))
            at = shape_line(s, at);
        if (s->t->failed || s->in.failed || s->failed)
            return;
    }
}

int encart__shape_boxes(encart__loading *l)
{
    shaper s = {.l = l, .t = &l->a->tree};
    int failed;

    encart__inline_init(&s.in, &l->a->alloc);
    encart__strbuf_init(&s.buf, &l->a->alloc, 0);
    encart__strbuf_init(&s.names, &l->a->alloc, 0);
    shape_all(&s);
    failed = s.t->failed ? s.t->failed : s.buf.failed ? s.buf.failed : s.names.failed;
    if (!failed && (s.in.failed || s.failed))
        failed = ENCART_ENOMEM;
    encart__inline_free(&s.in);
    encart__strbuf_free(&s.buf);
    encart__strbuf_free(&s.names);
    return failed ? encart__error_status(l->err, failed, ENCART_STAGE_LOAD) : ENCART_OK;
}
