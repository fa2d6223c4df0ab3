/* What the render's channel does: to the article's body after all edits, so that boxes are
 * placed in what comes out; to each box before the policy sees it. */
#include "core/base/error.h"
#include "core/render/pipeline.h"
#include "core/sanitise/sanitise.h"

/* ---- which ---------------------------------------------------------------------------------- */

/* A caller's mistake is the caller's; an article keeps its page. */
static int unknown(encart__render *r, const char *asked, encart__str name, encart_error *err)
{
    const char *near = encart__channel_near(r->scope->channels, name);
    int n = (int)(name.n > 40 ? 40 : name.n);
    encart__diag *d;

    if (asked)
        return encart__error(err, ENCART_EINVAL, ENCART_STAGE_RENDER,
                             near ? "channel: no “%.*s” (did you mean “%s”?)"
                                  : "channel: no “%.*s”",
                             n, name.p, near);
    d = encart__diag_add(&r->diags, ENCART__WARNING, "channel",
                         near ? "no channel “%.*s” (did you mean “%s”?): web is made"
                              : "no channel “%.*s”: web is made",
                         n, name.p, near);
    if (d) {
        d->source = r->article->source;
        d->path = ENCART__STR("channel");
    }
    r->channel = &r->scope->channels->list[0];
    return ENCART_OK;
}

int encart__outlet_choose(encart__render *r, const char *asked, encart_error *err)
{
    encart__str name = asked ? encart__str_z(asked) : r->article->channel;

    if (!name.n && !asked)
        name = ENCART__STR("web");
    r->channel = encart__channel_named(r->scope->channels, name);
    if (!r->channel && unknown(r, asked, name, err))
        return ENCART_EINVAL;
    r->author = encart__channel_box(r->channel, ENCART__STR("author/read-also"));
    return ENCART_OK;
}

/* ---- body ------------------------------------------------------------------------------------ */

int encart__outlet_body(encart__render *r)
{
    const encart__fates *f = &r->channel->fates;
    encart__diags removed;
    encart__tree body;
    int status;

    if (r->channel->plain || !encart__fates_touch(f, &r->article->tree, ENCART__ROOT))
        return ENCART_OK;
    status = encart__tree_clone(&body, &r->article->tree);
    if (status)
        return status;
    encart__diags_init(&removed, &r->arena, 1); /* what the model mends of it is no news */
    encart__flatten(&body, ENCART__ROOT, f);
    status = body.failed ? body.failed
                         : encart__model(&body, r->article->policy, &removed);
    if (!status)
        status = encart__adopt(r, &body);
    encart__tree_free(&body);
    return status;
}

/* ---- boxes ----------------------------------------------------------------------------------- */

void encart__outlet_boxes(encart__render *r)
{
    for (size_t i = 0; i < r->box_count && !r->channel->plain; i++) {
        encart__built *b = &r->boxes[i];

        b->fate = encart__channel_box(r->channel, b->name);
        if (b->slot == ENCART__SLOT_HEAD && b->fate == ENCART__FLATTEN)
            b->fate = ENCART__DROP; /* it has no words */
        if (b->fate == ENCART__DROP)
            b->outcome = "channel";
    }
}

static int has_hole(const encart__tree *t, encart__node_id root)
{
    for (encart__node_id at = root; at; at = encart__tree_next(t, root, at, 0))
        if (t->nodes[at].kind == ENCART__NODE_COMMENT)
            return 1;
    return 0;
}

/* An empty frame is nothing without a browser, whatever the channel makes of players. */
static int has_frame(const encart__tree *t, encart__node_id root)
{
    for (encart__node_id at = root; at; at = encart__tree_next(t, root, at, 0))
        if (encart__tree_is(t, at, ENCART__T_IFRAME))
            return 1;
    return 0;
}

/* Half a box is none: what holds something that the channel drops goes as a whole. */
static int can_stand(const encart__render *r, encart__node_id root)
{
    const encart__channel *c = r->channel;
    const encart__tree *t = &r->scratch;

    return c->fates.element[t->nodes[root].tag] != ENCART__DROP &&
           !encart__fates_drop(&c->fates, t, root) && (c->holes || !has_hole(t, root)) &&
           (c->fates.element[ENCART__T_IFRAME] == ENCART__KEEP || !has_frame(t, root));
}

int encart__outlet_shape(encart__render *r, encart__built *b, encart__node_id root)
{
    const encart__channel *c = r->channel;

    if (c->plain || b->slot == ENCART__SLOT_HEAD)
        return 1;
    if (b->fate == ENCART__KEEP && c->fates.element[r->scratch.nodes[root].tag] == ENCART__FLATTEN)
        b->fate = ENCART__FLATTEN;
    if (b->fate == ENCART__FLATTEN) {
        encart__flatten_all(&r->scratch, ENCART__ROOT);
        return 1;
    }
    if (!can_stand(r, root)) {
        b->fate = ENCART__DROP;
        b->outcome = "channel";
        return 0;
    }
    encart__flatten(&r->scratch, ENCART__ROOT, &c->fates);
    return 1;
}
