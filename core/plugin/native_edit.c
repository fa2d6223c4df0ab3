/* The article in the hands of a plugin in C: finding its nodes, and edits of them. The same
 * edits as those of plugins in Lua; what differs is that content comes as HTML, which passes
 * the article's policy here, and the whole article once more when all edits are applied. */
#include "core/base/limits.h"
#include "core/edit/edits.h"
#include "core/plugin/manifest.h"
#include "core/plugin/native.h"

#include <limits.h>

#include <encart/edit.h>

static const encart__policy *policy_of(const encart_context *ctx)
{
    const encart_article *a = ctx->opts.article;

    return a->policy ? a->policy : encart__policy_named(ENCART__STR("article"));
}

/* ---- finding ------------------------------------------------------------------------- */

/* Reads the selector into the context, unless it is there from the last call. */
static int read_selector(encart_context *ctx, const char *css)
{
    encart_error err = {0};
    int status;

    if (ctx->selector_css && strcmp(ctx->selector_css, css) == 0)
        return ctx->selector_sound;
    if (!ctx->selector)
        ctx->selector = encart__arena_alloc(ctx->opts.arena, sizeof *ctx->selector);
    ctx->selector_css = encart__arena_z(ctx->opts.arena, encart__str_z(css));
    if (!ctx->selector || !ctx->selector_css)
        return 0;
    status = encart__selector_parse(ctx->selector, encart__str_z(css), policy_of(ctx),
                                    ctx->opts.alloc, &err);
    ctx->selector_sound = status == ENCART_OK;
    ctx->opts.arena->failed |= status == ENCART_ENOMEM;
    if (status)
        encart__native_tell(ctx, ENCART__FAULT, "plugin-error",
                            "the selector “%.80s”, column %u: %s", css, err.column,
                            err.message);
    return ctx->selector_sound;
}

encart__node_id encart__native_select(encart_context *ctx, const char *css,
                                      encart__node_id after)
{
    const encart__tree *t = &ctx->opts.article->tree;
    long fuel = LONG_MAX;
    encart__query q;

    after = after ? after : ENCART__ROOT;
    if (after >= t->node_count || t->nodes[after].kind == ENCART__NODE_DEAD ||
        !read_selector(ctx, css))
        return 0;
    encart__query_init(&q, ctx->selector, t, ENCART__ROOT);
    q.at = after;
    return encart__query_next(&q, &fuel);
}

/* ---- verdicts ------------------------------------------------------------------------ */

static int tell_why(encart_context *ctx, const char *what)
{
    encart__native_tell(ctx, ENCART__FAULT, "plugin-error", "%s", what);
    return ENCART_EINVAL;
}

static int answer(encart_context *ctx, encart__edit_verdict v)
{
    switch (v) {
    case ENCART__EDIT_TAKEN: return ENCART_OK;
    case ENCART__EDIT_STALE:
        return tell_why(ctx, "an edit of what is no element of the document");
    case ENCART__EDIT_GONE:
        return tell_why(ctx, "an edit before this one takes the element away");
    case ENCART__EDIT_HOLLOW: return tell_why(ctx, "the element can have no content");
    case ENCART__EDIT_MISSHAPEN:
        return tell_why(ctx, "what is put around an element must be one element that can have "
                             "content");
    case ENCART__EDIT_FAILED: break;
    }
    if (ctx->edits->failed == ENCART_ENOMEM)
        ctx->opts.arena->failed = 1;
    else
        encart__native_tell(ctx, ENCART__FAULT, "plugin-output",
                            "more than %d edits, or more content than an article may have",
                            ENCART__EDITS);
    return ctx->edits->failed;
}

static int may_edit(encart_context *ctx)
{
    if (!ctx->edits)
        tell_why(ctx, "the article is edited in transform only");
    return ctx->edits != NULL;
}

/* ---- content ------------------------------------------------------------------------- */

static int is_list(const encart__tree *t, encart__node_id node)
{
    return encart__tree_is(t, node, ENCART__T_UL) || encart__tree_is(t, node, ENCART__T_OL);
}

/* The element whose child the content becomes. */
static encart__node_id parent_of(const encart__tree *t, encart__node_id node, int edit)
{
    int inside = edit == ENCART_EDIT_PREPEND || edit == ENCART_EDIT_APPEND;

    return inside ? node : t->nodes[node].parent;
}

/* Whose children the content is: of a list that comes into a list, its items. The sanitiser
 * has put one around them. */
static encart__node_id content_top(const encart__tree *t, const encart__tree *into,
                                   encart__node_id parent)
{
    encart__node_id first = t->nodes[ENCART__ROOT].first;

    if (is_list(into, parent) && is_list(t, first) && !t->nodes[first].next)
        return first;
    return ENCART__ROOT;
}

/* White space at an end of words is part of the text that they come into, though it is none of
 * a document's. */
static void add_space(encart__tree *into, encart__node_id holder, const encart__node *beside,
                      char c)
{
    int is_block = beside->kind == ENCART__NODE_ELEMENT &&
                   (encart__tag_flags(beside->tag) & ENCART__F_BLOCK);

    if (encart__is_space((unsigned char)c) && beside->kind != ENCART__NODE_DEAD && !is_block)
        encart__tree_append(into, holder, encart__tree_text(into, ENCART__STR(" ")));
}

static void add_content(encart__tree *into, encart__node_id holder, const encart__tree *t,
                        encart__node_id top, encart__str html)
{
    const encart__node *parent = &t->nodes[top];

    if (!html.n)
        return;
    add_space(into, holder, &t->nodes[parent->first], html.p[0]);
    for (encart__node_id n = parent->first; n; n = t->nodes[n].next)
        encart__tree_append(into, holder, encart__tree_import(into, t, n));
    add_space(into, holder, &t->nodes[parent->last], html.p[html.n - 1]);
}

/* A holder of what the HTML is; 0 when it cannot be had. */
static encart__node_id content_of(encart_context *ctx, encart__node_id node, int edit,
                                  encart__str html)
{
    encart__tree *into = ctx->edits->tree, t;
    encart__node_id holder = encart__edits_holder(ctx->edits);

    encart__tree_init(&t, ctx->opts.alloc);
    if (holder && encart__native_html(ctx, html, policy_of(ctx), &t))
        add_content(into, holder, &t,
                    content_top(&t, into, parent_of(into, node, edit)), html);
    else
        holder = 0;
    encart__tree_free(&t);
    return holder;
}

static int put(encart_context *ctx, encart__edit_op op, encart__node_id node, int edit,
               encart__str html)
{
    encart__handle handle = encart__edits_handle(ctx->edits, node);
    encart__node_id content = 0;

    if (op == ENCART__EDIT_CUT && !encart__plugin_can(ctx->plugin, ENCART__CAN_CUT)) {
        encart__native_tell(ctx, ENCART__FAULT, "plugin-error",
                            "the manifest’s uses must name “%s”",
                            encart__capability_name(ENCART__CAN_CUT));
        return ENCART_EINVAL;
    }
    if (node != ENCART__ROOT && !encart__edits_node(ctx->edits, handle))
        return answer(ctx, ENCART__EDIT_STALE);
    if (op <= ENCART__EDIT_WRAP) {
        content = content_of(ctx, node, edit, html);
        if (!content)
            return ctx->opts.arena->failed || ctx->edits->failed == ENCART_ENOMEM
                       ? ENCART_ENOMEM : ENCART_EINVAL;
    }
    return answer(ctx, encart__edits_put(ctx->edits, op, handle, content));
}

/* ---- edits --------------------------------------------------------------------------- */

static int put_text(encart_context *ctx, encart__node_id node, encart__str text)
{
    encart__strbuf buffer;
    int status;

    encart__strbuf_init(&buffer, ctx->opts.alloc, 0);
    text = encart__native_decoded(ctx, text, &buffer);
    status = buffer.failed ? buffer.failed
                           : answer(ctx, encart__edits_set(
                                             ctx->edits, ENCART__EDIT_TEXT,
                                             encart__edits_handle(ctx->edits, node), text,
                                             ENCART__STR_EMPTY));
    encart__strbuf_free(&buffer);
    return status;
}

int encart__native_edit(encart_context *ctx, encart__node_id node, int edit,
                        encart__str html)
{
    static const int8_t ops[] = {
        [ENCART_EDIT_BEFORE] = ENCART__EDIT_BEFORE,
        [ENCART_EDIT_AFTER] = ENCART__EDIT_AFTER,
        [ENCART_EDIT_PREPEND] = ENCART__EDIT_PREPEND,
        [ENCART_EDIT_APPEND] = ENCART__EDIT_APPEND,
        [ENCART_EDIT_REPLACE] = ENCART__EDIT_REPLACE,
        [ENCART_EDIT_WRAP] = ENCART__EDIT_WRAP,
        [ENCART_EDIT_UNWRAP] = ENCART__EDIT_UNWRAP,
        [ENCART_EDIT_REMOVE] = ENCART__EDIT_REMOVE,
        [ENCART_EDIT_TEXT] = ENCART__EDIT_TEXT,
        [ENCART_EDIT_CUT] = ENCART__EDIT_CUT,
    };

    if (!may_edit(ctx))
        return ENCART_EINVAL;
    if (edit < ENCART_EDIT_BEFORE || edit > ENCART_EDIT_CUT)
        return tell_why(ctx, "there is no such edit");
    if (edit == ENCART_EDIT_TEXT)
        return put_text(ctx, node, html);
    return put(ctx, (encart__edit_op)ops[edit], node, edit, html);
}

/* An id is one element's; `id` is as the policy spells it. */
static int take_id(encart_context *ctx, encart__node_id node, encart__str id)
{
    if (encart__edits_id_taken(ctx->edits, id, node)) {
        encart__native_tell(ctx, ENCART__FAULT, "plugin-error",
                            "another element has the id “%.*s”",
                            (int)(id.n < 80 ? id.n : 80), id.p);
        return ENCART_EINVAL;
    }
    encart__edits_id_give(ctx->edits, id, node);
    return ENCART_OK;
}

static int set(encart_context *ctx, encart__node_id node, encart__edit_op op,
               encart__str name, encart__str value)
{
    int is_class = op == ENCART__EDIT_CLASS;
    encart__str attr = is_class ? ENCART__STR("class") : name;
    uint16_t tag = ctx->edits->tree->nodes[node].tag;
    char why[ENCART__EDIT_FAULT];
    encart__strbuf spelled;
    int status = ENCART_OK;

    encart__strbuf_init(&spelled, ctx->opts.alloc, 0);
    if (!encart__edits_attr_ok(policy_of(ctx), tag, attr, is_class ? name : value, &spelled,
                               why))
        status = tell_why(ctx, why);
    else if (encart__attr_id(attr) == ENCART__A_ID)
        status = take_id(ctx, node, encart__strbuf_view(&spelled));
    ctx->opts.arena->failed |= spelled.failed == ENCART_ENOMEM;
    encart__strbuf_free(&spelled);
    if (status)
        return status;
    return answer(ctx, encart__edits_set(ctx->edits, op,
                                         encart__edits_handle(ctx->edits, node), name, value));
}

/* Whether there is an element to set something of. */
static int known(encart_context *ctx, encart__node_id node)
{
    if (!may_edit(ctx))
        return 0;
    if (encart__edits_node(ctx->edits, encart__edits_handle(ctx->edits, node)))
        return 1;
    answer(ctx, ENCART__EDIT_STALE);
    return 0;
}

int encart__native_attr(encart_context *ctx, encart__node_id node, encart__str name,
                        const char *value)
{
    encart__strbuf buffer;
    encart__str text;
    int status;

    if (!known(ctx, node))
        return ENCART_EINVAL;
    if (!value)
        return answer(ctx, encart__edits_set(ctx->edits, ENCART__EDIT_ATTR_REMOVE,
                                             encart__edits_handle(ctx->edits, node), name,
                                             ENCART__STR_EMPTY));
    encart__strbuf_init(&buffer, ctx->opts.alloc, 0);
    text = encart__native_decoded(ctx, encart__str_z(value), &buffer);
    status = buffer.failed ? buffer.failed : set(ctx, node, ENCART__EDIT_ATTR, name, text);
    encart__strbuf_free(&buffer);
    return status;
}

int encart__native_class(encart_context *ctx, encart__node_id node, encart__str word, int on)
{
    if (!known(ctx, node))
        return ENCART_EINVAL;
    if (on)
        return set(ctx, node, ENCART__EDIT_CLASS, word, ENCART__STR_EMPTY);
    return answer(ctx, encart__edits_set(ctx->edits, ENCART__EDIT_CLASS_REMOVE,
                                         encart__edits_handle(ctx->edits, node), word,
                                         ENCART__STR_EMPTY));
}
