/* Recording edits and applying them. Strings wait as detached text nodes of the tree, so
 * there is one memory to fail and to bound. Start reading at encart__edits_apply(). */
#include "core/edit/edits.h"
#include "core/base/limits.h"
#include "core/base/vec.h"

enum { NAME_BYTES = 128 };

/* ---- recording --------------------------------------------------------------------- */

void encart__edits_init(encart__edits *e, encart__tree *tree, uint32_t generation)
{
    memset(e, 0, sizeof *e);
    e->tree = tree;
    e->alloc = tree->alloc;
    e->generation = generation;
    e->limit = (encart__node_id)tree->node_count;
}

void encart__edits_free(encart__edits *e)
{
    encart__free(e->alloc, e->list, e->cap * sizeof *e->list);
    encart__free(e->alloc, e->gone, e->limit);
    encart__free(e->alloc, e->ranges, e->range_cap * sizeof *e->ranges);
    e->ranges = NULL;
    e->range_count = e->range_cap = 0;
    encart__edit_ids_free(e);
    encart__free(e->alloc, e->marks, e->mark_cap * sizeof *e->marks);
    e->marks = NULL;
    e->mark_count = e->mark_cap = 0;
    e->list = NULL;
    e->gone = NULL;
    e->count = e->cap = 0;
}

encart__node_id encart__edits_node(const encart__edits *e, encart__handle handle)
{
    if (handle.generation != e->generation || handle.node >= e->limit ||
        e->tree->nodes[handle.node].kind != ENCART__NODE_ELEMENT)
        return 0;
    return handle.node;
}

static encart__edit_verdict fail(encart__edits *e, int status)
{
    if (!e->failed)
        e->failed = status;
    return ENCART__EDIT_FAILED;
}

static int takes_away(encart__edit_op op)
{
    return op == ENCART__EDIT_REMOVE || op == ENCART__EDIT_REPLACE ||
           op == ENCART__EDIT_UNWRAP;
}

static int fills(encart__edit_op op)
{
    return op == ENCART__EDIT_PREPEND || op == ENCART__EDIT_APPEND ||
           op == ENCART__EDIT_TEXT;
}

static int is_void(const encart__tree *t, encart__node_id node)
{
    return (encart__tag_flags(t->nodes[node].tag) & ENCART__F_VOID) != 0;
}

/* What is put into the document itself has no element around it. */
static int is_document(const encart__edits *e, encart__edit_op op, encart__handle handle)
{
    return handle.node == ENCART__ROOT && handle.generation == e->generation &&
           (op == ENCART__EDIT_PREPEND || op == ENCART__EDIT_APPEND);
}

static encart__edit_verdict may(const encart__edits *e, encart__edit_op op,
                                encart__handle handle)
{
    encart__node_id node = is_document(e, op, handle) ? ENCART__ROOT
                                                      : encart__edits_node(e, handle);

    if (e->failed)
        return ENCART__EDIT_FAILED;
    if (!node)
        return ENCART__EDIT_STALE;
    if (e->gone && e->gone[node] && op != ENCART__EDIT_REMOVE)
        return ENCART__EDIT_GONE;
    return fills(op) && is_void(e->tree, node) ? ENCART__EDIT_HOLLOW : ENCART__EDIT_TAKEN;
}

static encart__edit_verdict mark_gone(encart__edits *e, encart__node_id node)
{
    if (!e->gone)
        e->gone = encart__calloc(e->alloc, e->limit, 1);
    if (!e->gone)
        return fail(e, ENCART_ENOMEM);
    e->gone[node] = 1;
    return ENCART__EDIT_TAKEN;
}

encart__edit_verdict encart__edits_keep(encart__edits *e, encart__edit edit)
{
    void *list = e->list;

    if (e->tree->failed)
        return fail(e, e->tree->failed);
    if (e->count + e->range_count >= ENCART__EDITS)
        return fail(e, ENCART_ELIMIT);
    if (!encart__vec_grow(e->alloc, &list, &e->cap, e->count, sizeof edit, ENCART__EDITS))
        return fail(e, ENCART_ENOMEM);
    e->list = list;
    e->list[e->count++] = edit;
    return takes_away((encart__edit_op)edit.op) ? mark_gone(e, edit.node)
                                                : ENCART__EDIT_TAKEN;
}

encart__node_id encart__edits_holder(encart__edits *e)
{
    encart__node_id holder = encart__tree_element(e->tree, ENCART__T_DIV);

    if (!holder)
        fail(e, e->tree->failed);
    return holder;
}

/* One element, with room for what it is to be put around. */
int encart__edit_can_wrap(const encart__tree *t, encart__node_id holder)
{
    encart__node_id first = t->nodes[holder].first;

    return first && !t->nodes[first].next &&
           t->nodes[first].kind == ENCART__NODE_ELEMENT && !is_void(t, first);
}

encart__edit_verdict encart__edits_put(encart__edits *e, encart__edit_op op,
                                       encart__handle handle, encart__node_id content)
{
    encart__edit_verdict v = may(e, op, handle);

    if (v != ENCART__EDIT_TAKEN)
        return v;
    if (op == ENCART__EDIT_WRAP && !encart__edit_can_wrap(e->tree, content))
        return ENCART__EDIT_MISSHAPEN;
    return encart__edits_keep(e, (encart__edit){(uint8_t)op, handle.node, content, 0});
}

/* What an attribute or a class can be called. Marks are Encart's own. */
static int is_name(encart__str s)
{
    if (encart__attr_id(s) == ENCART__A_DATA_ENCART)
        return 0;
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] <= ' ' || strchr("\"'<>/=", s.p[i]))
            return 0;
    return s.n > 0 && s.n <= NAME_BYTES;
}

encart__edit_verdict encart__edits_set(encart__edits *e, encart__edit_op op,
                                       encart__handle handle, encart__str one,
                                       encart__str value)
{
    encart__edit_verdict v = may(e, op, handle);
    encart__edit edit = {(uint8_t)op, handle.node, 0, 0};

    if (v != ENCART__EDIT_TAKEN)
        return v;
    if (op != ENCART__EDIT_TEXT && !is_name(one))
        return ENCART__EDIT_MISSHAPEN;
    edit.one = encart__tree_text(e->tree, one);
    if (op == ENCART__EDIT_ATTR)
        edit.value = encart__tree_text(e->tree, value);
    return encart__edits_keep(e, edit);
}

/* ---- attributes -------------------------------------------------------------------- */

/* A name that waits, in memory that does not move. */
static encart__str name_of(const encart__tree *t, encart__node_id text,
                           char name[NAME_BYTES])
{
    encart__str s = encart__tree_text_of(t, text);

    memcpy(name, s.p, s.n);
    return (encart__str){name, s.n};
}

static void set_attr(encart__tree *t, const encart__edit *edit)
{
    char name[NAME_BYTES];

    encart__tree_attr_set_other(t, edit->node, name_of(t, edit->one, name),
                                encart__tree_text_of(t, edit->value));
}

static void remove_attr(encart__tree *t, const encart__edit *edit)
{
    encart__str name = encart__tree_text_of(t, edit->one);
    uint32_t *link = &t->nodes[edit->node].attr;

    while (*link) {
        encart__attr *a = &t->attrs[*link];

        if (encart__str_eq(encart__tree_attr_spelling(t, a), name))
            *link = a->next;
        else
            link = &a->next;
    }
}

/* The classes of `value` but `word`, each once more. */
static void other_classes(encart__str value, encart__str word, encart__strbuf *out)
{
    size_t i = 0, from;

    while (i < value.n) {
        while (i < value.n && encart__is_space((unsigned char)value.p[i]))
            i++;
        from = i;
        while (i < value.n && !encart__is_space((unsigned char)value.p[i]))
            i++;
        if (i == from || encart__str_eq(encart__str_sub(value, from, i), word))
            continue;
        if (out->size)
            encart__strbuf_putc(out, ' ');
        encart__strbuf_str(out, encart__str_sub(value, from, i));
    }
}

static void set_class(encart__tree *t, const encart__edit *edit)
{
    encart__str word = encart__tree_text_of(t, edit->one), value = ENCART__STR_EMPTY;
    encart__strbuf classes;

    encart__strbuf_init(&classes, t->alloc, 0);
    encart__tree_attr(t, edit->node, ENCART__A_CLASS, &value);
    other_classes(value, word, &classes);
    if (edit->op == ENCART__EDIT_CLASS) {
        if (classes.size)
            encart__strbuf_putc(&classes, ' ');
        encart__strbuf_str(&classes, word);
    }
    if (classes.failed)
        t->failed = classes.failed;
    else if (classes.size)
        encart__tree_attr_set(t, edit->node, ENCART__A_CLASS,
                              encart__strbuf_view(&classes));
    else
        encart__tree_attr_remove(t, edit->node, ENCART__A_CLASS);
    encart__strbuf_free(&classes);
}

/* ---- content ----------------------------------------------------------------------- */

/* What the holder has comes before `ref`, or to the end of `parent` when that is 0. */
static void move_before(encart__tree *t, encart__node_id holder, encart__node_id parent,
                        encart__node_id ref)
{
    encart__node_id child;

    while ((child = t->nodes[holder].first)) {
        if (ref)
            encart__tree_before(t, ref, child);
        else
            encart__tree_append(t, parent, child);
    }
}

static void set_text(encart__tree *t, const encart__edit *edit)
{
    encart__node_id child;

    while ((child = t->nodes[edit->node].first))
        encart__tree_remove(t, child);
    if (t->nodes[edit->one].len)
        encart__tree_append(t, edit->node, edit->one);
}

static void wrap(encart__tree *t, const encart__edit *edit)
{
    encart__node_id outer = t->nodes[edit->one].first;

    encart__tree_before(t, edit->node, outer);
    encart__tree_append(t, outer, edit->node);
}

/* What comes after it, and after each element around it. */
static void cut(encart__tree *t, encart__node_id node)
{
    encart__node_id next;

    for (; node && node != ENCART__ROOT; node = t->nodes[node].parent)
        while ((next = t->nodes[node].next))
            encart__tree_remove(t, next);
}

static void apply_one(encart__tree *t, const encart__edit *edit)
{
    const encart__node *n = &t->nodes[edit->node];

    switch ((encart__edit_op)edit->op) {
    case ENCART__EDIT_BEFORE:
        move_before(t, edit->one, n->parent, edit->node);
        break;
    case ENCART__EDIT_AFTER:
        move_before(t, edit->one, n->parent, n->next);
        break;
    case ENCART__EDIT_PREPEND:
        move_before(t, edit->one, edit->node, n->first);
        break;
    case ENCART__EDIT_APPEND:
        move_before(t, edit->one, edit->node, 0);
        break;
    case ENCART__EDIT_REPLACE:
        move_before(t, edit->one, n->parent, edit->node);
        encart__tree_remove(t, edit->node);
        break;
    case ENCART__EDIT_WRAP:
        wrap(t, edit);
        break;
    case ENCART__EDIT_UNWRAP:
        encart__tree_unwrap(t, edit->node);
        break;
    case ENCART__EDIT_REMOVE:
        encart__tree_remove(t, edit->node);
        break;
    case ENCART__EDIT_TEXT:
        set_text(t, edit);
        break;
    case ENCART__EDIT_ATTR:
        set_attr(t, edit);
        break;
    case ENCART__EDIT_ATTR_REMOVE:
        remove_attr(t, edit);
        break;
    case ENCART__EDIT_CLASS:
    case ENCART__EDIT_CLASS_REMOVE:
        set_class(t, edit);
        break;
    case ENCART__EDIT_PART_REPLACE:
    case ENCART__EDIT_PART_WRAP:
        encart__part_apply(t, edit);
        break;
    case ENCART__EDIT_CUT:
        cut(t, edit->node);
        break;
    }
}

/* Whether an earlier edit left what this one is about. */
static int stands(const encart__tree *t, const encart__edit *edit)
{
    if (edit->op == ENCART__EDIT_PART_REPLACE || edit->op == ENCART__EDIT_PART_WRAP)
        return encart__part_stands(t, edit);
    return t->nodes[edit->node].kind != ENCART__NODE_DEAD;
}

int encart__edits_apply(encart__edits *e)
{
    if (!e->failed)
        encart__edits_set_marks(e);
    if (!e->failed)
        encart__edits_apply_ranges(e);
    for (size_t i = 0; i < e->count && !e->failed && !e->tree->failed; i++) {
        if (!stands(e->tree, &e->list[i])) {
            e->skipped++;
            continue;
        }
        apply_one(e->tree, &e->list[i]);
        e->applied++;
    }
    return e->failed ? e->failed : e->tree->failed;
}
