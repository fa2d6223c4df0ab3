/* Policy and content model on a finished tree: every node goes through the builder again,
 * into a new tree that takes the old one's place.
 */
#include "core/sanitise/clean.h"
#include "core/sanitise/told.h"

typedef struct {
    encart__tree *from, *to;
    const encart__policy *policy; /* NULL: the policy holds already */
    encart__diags *removed;
    encart__strbuf scratch;
    encart__node_id mark; /* the author's box that the walk is in */
} walk;

static int is_marked(const encart__tree *t, encart__node_id node)
{
    encart__str mark;

    return encart__policy_may_mark(t->nodes[node].tag) &&
           encart__tree_attr(t, node, ENCART__A_DATA_ENCART, &mark) &&
           encart__str_eq(mark, ENCART__AUTHOR_MARK);
}

static void copy_attr(walk *w, encart__node_id node, encart__node_id old,
                      const encart__attr *a, int again)
{
    encart__str value = encart__tree_attr_value(w->from, a);
    encart__str name = encart__tree_attr_spelling(w->from, a);
    const char *why = "attribute";

    if (again && a->name == ENCART__A_ID)
        return;
    if (!w->policy) {
        encart__tree_attr_set_other(w->to, node, name, value);
        return;
    }
    if (encart__policy_value_in(w->policy, w->from->nodes[old].tag, a->name, name, value,
                                ENCART__STR_EMPTY, w->mark != 0, &w->scratch,
                                &why) == ENCART__ATTR_KEEP) {
        encart__tree_attr_set_other(w->to, node, name, encart__strbuf_view(&w->scratch));
        return;
    }
    if (w->scratch.failed)
        w->to->failed = ENCART_ENOMEM;
    encart__tell_dropped(w->removed, w->from->nodes[old].line, w->from->nodes[old].tag,
                         name, why);
}

static void dress(void *user, encart__node_id node, uint32_t key, int again)
{
    walk *w = user;

    w->to->nodes[node].line = w->from->nodes[key].line;
    for (uint32_t a = w->from->nodes[key].attr; a; a = w->from->attrs[a].next)
        copy_attr(w, node, key, &w->from->attrs[a], again);
}

/* The element that `id` is to be: itself, a counterpart, or 0. */
static uint16_t element_of(const walk *w, encart__node_id id)
{
    uint16_t tag = w->from->nodes[id].tag;

    if (!w->policy || (w->mark && encart__policy_may_mark(tag)))
        return tag;
    return encart__policy_counterpart(w->policy, tag);
}

static int is_void(uint16_t tag)
{
    return encart__holds_of(tag) == ENCART__H_NOTHING;
}

static void enter(walk *w, encart__builder *b, encart__node_id id)
{
    uint16_t tag;

    if (!w->mark && is_marked(w->from, id))
        w->mark = id;
    tag = element_of(w, id);
    if (!tag)
        encart__tell_element(w->removed, ENCART__WARNING, w->from->nodes[id].line,
                             ENCART__R_FORBIDDEN, w->from->nodes[id].tag,
                             "lost its tags: it may not stand here");
    else if (is_void(tag))
        encart__builder_void(b, tag, id);
    else
        encart__builder_start(b, tag, id);
}

static void leave(walk *w, encart__builder *b, encart__node_id id)
{
    uint16_t tag = element_of(w, id);

    if (tag && !is_void(tag))
        encart__builder_end(b, tag, id);
    if (w->mark == id)
        w->mark = 0;
}

static void comment(walk *w, encart__builder *b, encart__str text)
{
    if (!w->policy)
        encart__builder_comment(b, text);
    else if (encart__policy_comment(w->policy, text, &w->scratch))
        encart__builder_comment(b, encart__strbuf_view(&w->scratch));
    if (w->scratch.failed)
        w->to->failed = ENCART_ENOMEM;
}

static void feed(walk *w, encart__builder *b)
{
    encart__iter it;
    int hidden = 0;

    encart__iter_init(&it, w->from, ENCART__ROOT);
    while (encart__iter_next(&it) && !w->to->failed) {
        const encart__node *n = &w->from->nodes[it.at];

        if (n->kind == ENCART__NODE_ELEMENT && !element_of(w, it.at) &&
            (encart__tag_flags(n->tag) & ENCART__F_NOTPROSE))
            hidden += it.leave ? -1 : 1;
        if (hidden)
            continue;
        if (n->kind == ENCART__NODE_ELEMENT && !it.leave)
            enter(w, b, it.at);
        else if (n->kind == ENCART__NODE_ELEMENT)
            leave(w, b, it.at);
        else if (n->kind == ENCART__NODE_TEXT)
            encart__builder_text(b, encart__tree_text_of(w->from, it.at));
        else if (n->kind == ENCART__NODE_COMMENT)
            comment(w, b, encart__tree_text_of(w->from, it.at));
    }
    encart__builder_finish(b);
}

/* The tree anew; on failure the old one stays and its `failed` says why. */
static int rebuild(encart__tree *t, const encart__policy *policy, encart__diags *removed)
{
    encart__tree out;
    walk w = {t, &out, policy, removed, {0}, 0};
    encart__builder *b = encart__malloc(t->alloc, sizeof *b);
    int status;

    if (!b || t->failed) {
        encart__free(t->alloc, b, sizeof *b);
        return t->failed ? t->failed : (t->failed = ENCART_ENOMEM);
    }
    encart__tree_init(&out, t->alloc);
    encart__strbuf_init(&w.scratch, t->alloc, 0);
    encart__builder_init(b, &out, dress, &w, 1);
    feed(&w, b);
    encart__strbuf_free(&w.scratch);
    encart__free(t->alloc, b, sizeof *b);
    status = out.failed;
    if (status) {
        t->failed = status;
        encart__tree_free(&out);
        return status;
    }
    encart__tree_free(t);
    *t = out;
    return ENCART_OK;
}

int encart__rebuild(encart__tree *t)
{
    return rebuild(t, NULL, NULL);
}

int encart__model(encart__tree *t, const encart__policy *policy, encart__diags *removed)
{
    encart__diags none = {0};
    int status;

    if (!removed)
        removed = &none;
    status = rebuild(t, policy, removed);

    if (!status && encart__settle_frames(t, policy, removed) +
                       encart__settle_ids(t, policy, removed))
        status = t->failed ? t->failed : encart__rebuild(t);
    return status;
}
