/* Click-to-load without a script: an empty frame, and a link beside it whose target is the
 * frame's name. What a box may do with a window stays within the box: a frame has a name of
 * its own, no source and Encart's sandbox, and stands only where a link of the same tree
 * leads it to an embed host; a target is the name of such a frame, or the policy's own word.
 */
#include "core/sanitise/clean.h"
#include "core/sanitise/policy_check.h"
#include "core/sanitise/told.h"

#define FRAMES_MOST 16 /* in one tree; the rest goes */

typedef struct {
    encart__node_id node;
    encart__str name;
    int shown; /* a link leads it somewhere */
} frame;

typedef struct {
    encart__tree *t;
    const encart__policy *policy;
    encart__diags *removed;
    frame frames[FRAMES_MOST];
    size_t count;
    int changed;
} settling;

static frame *frame_named(settling *s, encart__str name)
{
    for (size_t i = 0; i < s->count; i++)
        if (encart__str_eq(s->frames[i].name, name))
            return &s->frames[i];
    return NULL;
}

/* Names, titles and sizes; the first of equal names wins. */
static void find_frames(settling *s)
{
    encart__tree *t = s->t;
    frame f = {0};

    for (encart__node_id n = ENCART__ROOT; n; n = encart__tree_next(t, ENCART__ROOT, n, 0)) {
        encart__str title;

        if (!encart__tree_is(t, n, ENCART__T_IFRAME) || s->count == FRAMES_MOST ||
            !encart__tree_attr(t, n, ENCART__A_TITLE, &title) ||
            !encart__str_trim(title).n || encart__tree_attr(t, n, ENCART__A_SRC, NULL) ||
            !encart__tree_attr(t, n, ENCART__A_WIDTH, NULL) ||
            !encart__tree_attr(t, n, ENCART__A_HEIGHT, NULL) ||
            !encart__tree_attr(t, n, ENCART__A_NAME, &f.name) || frame_named(s, f.name))
            continue;
        f.node = n;
        s->frames[s->count++] = f;
    }
}

static int leads_to_an_embed(const settling *s, encart__node_id link)
{
    encart__strbuf url;
    encart__check c = {.policy = s->policy, .tag = ENCART__T_A, .kind = ENCART__V_EMBED,
                       .base = ENCART__STR_EMPTY, .out = &url};
    int does;

    if (!encart__tree_attr(s->t, link, ENCART__A_HREF, &c.value))
        return 0;
    encart__strbuf_init(&url, s->t->alloc, 0);
    does = !encart__check_embed(&c);
    if (url.failed)
        s->t->failed = url.failed;
    encart__strbuf_free(&url);
    return does;
}

/* A link that is to open in a frame, and does not: its target goes. */
static void settle_link(settling *s, encart__node_id link)
{
    encart__str target;
    frame *f;

    if (!encart__tree_attr(s->t, link, ENCART__A_TARGET, &target) ||
        !encart__str_starts(target, ENCART__STR("e-")))
        return;
    f = frame_named(s, target);
    if (f && leads_to_an_embed(s, link)) {
        f->shown = 1;
        return;
    }
    encart__tell_dropped(s->removed, s->t->nodes[link].line, ENCART__T_A,
                         encart__attr_name(ENCART__A_TARGET), "frame");
    encart__tree_attr_remove(s->t, link, ENCART__A_TARGET);
    s->changed = 1;
}

static int is_shown(const settling *s, encart__node_id node)
{
    for (size_t i = 0; i < s->count; i++)
        if (s->frames[i].node == node)
            return s->frames[i].shown;
    return 0;
}

static void settle_frame(settling *s, encart__node_id node)
{
    encart__tree *t = s->t;

    if (is_shown(s, node)) {
        encart__tree_attr_set(t, node, ENCART__A_SANDBOX, ENCART__EMBED_SANDBOX);
        return;
    }
    encart__tell_element(s->removed, ENCART__WARNING, t->nodes[node].line,
                         ENCART__R_INCOMPLETE, ENCART__T_IFRAME,
                         "went: a frame has a name, title, width and height, and a link "
                         "to an embed host with its name as target");
    encart__tree_remove(t, node);
    s->changed = 1;
}

int encart__settle_frames(encart__tree *t, const encart__policy *policy,
                          encart__diags *removed)
{
    settling s = {.t = t, .policy = policy, .removed = removed};

    if (!policy || !policy->frames)
        return 0;
    find_frames(&s);
    for (encart__node_id n = ENCART__ROOT; n; n = encart__tree_next(t, ENCART__ROOT, n, 0))
        if (encart__tree_is(t, n, ENCART__T_A))
            settle_link(&s, n);
    for (encart__node_id n = ENCART__ROOT, next; n; n = next) {
        next = encart__tree_next(t, ENCART__ROOT, n, 0);
        if (encart__tree_is(t, n, ENCART__T_IFRAME))
            settle_frame(&s, n);
    }
    return s.changed;
}
