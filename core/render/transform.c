/* Plugins that may edit the article do so before any box is proposed, one after the
 * other: a clone of the tree, the plugin's edits, policy and content model again, and
 * from the result the article that everything after this reads. A plugin that fails,
 * or edits nothing, leaves the article as it was. */
#include "core/edit/edits.h"
#include "core/plugin/manifest.h"
#include "core/render/pipeline.h"
#include "core/sanitise/sanitise.h"

#define REMOVED_TOLD 20 /* of what the policy takes out of one plugin's edits */

/* ---- order --------------------------------------------------------------------- */

static int is_editor(const encart__plugin *p)
{
    return encart__plugin_can(p, ENCART__CAN_EDIT);
}

static int is_cutter(const encart__plugin *p)
{
    return encart__plugin_can(p, ENCART__CAN_CUT);
}

static int names(const encart__str *list, size_t n, encart__str name)
{
    while (n-- > 0)
        if (encart__str_eq(list[n], name))
            return 1;
    return 0;
}

/* Those that may cut come last, whatever an order says. */
static int comes_before(const encart__plugin *a, const encart__plugin *b)
{
    if (is_cutter(a) != is_cutter(b))
        return is_cutter(b);
    return names(b->after, b->after_count, a->name) ||
           names(a->before, a->before_count, b->name);
}

/* Whether an editor that has not had its turn must come before plugin `index`. */
static int must_wait(const encart__render *r, const uint8_t *waits, size_t index)
{
    const encart__enabled *all = r->scope->plugins;

    for (size_t i = 0; i < r->scope->plugin_count; i++)
        if (waits[i] && i != index && comes_before(all[i].plugin, all[index].plugin))
            return 1;
    return 0;
}

static void tell_circle(encart__render *r, size_t index)
{
    encart__diag *d = encart__diag_add(
        &r->diags, ENCART__WARNING, "plugin-order",
        "the orders of the plugins that edit make a circle: it is cut here");

    if (d)
        d->source = r->scope->plugins[index].plugin->name;
}

/* The next editor by the plugins' wishes, then by name; plugin_count when there is
 * none. */
static size_t next_editor(encart__render *r, uint8_t *waits)
{
    size_t n = r->scope->plugin_count, first = n;

    for (size_t i = 0; i < n; i++) {
        if (!waits[i])
            continue;
        if (first == n)
            first = i;
        if (!must_wait(r, waits, i))
            return i;
    }
    if (first < n)
        tell_circle(r, first);
    return first;
}

/* ---- one plugin ---------------------------------------------------------------- */

static void tell(encart__render *r, size_t index, encart__level level, const char *rule,
                 const char *what)
{
    encart__diag *d = encart__diag_add(&r->diags, level, rule, "%s", what);

    if (!d)
        return;
    d->source = r->scope->plugins[index].plugin->name;
    d->path = ENCART__STR("transform");
}

static void tell_removed(encart__render *r, size_t index, const encart__diags *removed)
{
    for (const encart__diag *d = removed->first; d; d = d->next)
        tell(r, index, ENCART__WARNING, d->rule, d->message.p);
}

static void tell_skipped(encart__render *r, size_t index, size_t skipped)
{
    encart__diag *d = encart__diag_add(
        &r->diags, ENCART__NOTE, "edit-skipped",
        "%zu edits of what an earlier edit had taken away were skipped", skipped);

    if (d) {
        d->source = r->scope->plugins[index].plugin->name;
        d->path = ENCART__STR("transform");
    }
}

int encart__adopt(encart__render *r, encart__tree *body)
{
    encart_article *edited;
    int status = encart__article_edited(&edited, r->article, body);

    if (status)
        return status;
    encart__article_release(r->edited);
    r->article = r->edited = edited;
    r->resolved =
        encart__arena_array(&r->arena, edited->author_box_count + 1, sizeof *r->resolved);
    return r->resolved ? ENCART_OK : ENCART_ENOMEM;
}

/* A tree that grew past a limit costs the plugin its edits, not the host its page. */
static int apply(encart__render *r, size_t index, encart__edits *e)
{
    encart__diags removed;
    int status = encart__edits_apply(e);

    encart__diags_init(&removed, &r->arena, REMOVED_TOLD);
    if (!status)
        status = encart__model(e->tree, r->article->policy, &removed);
    if (status == ENCART_ELIMIT) {
        tell(r, index, ENCART__FAULT, "plugin-output",
             "the edited article would pass a limit: the edits were dropped");
        return ENCART_OK;
    }
    if (status)
        return status;
    tell_removed(r, index, &removed);
    if (e->skipped)
        tell_skipped(r, index, e->skipped);
    r->edits[index].applied = e->applied;
    r->edits[index].skipped = e->skipped;
    return encart__adopt(r, e->tree);
}

/* What others have kept of the text that went must not come back in their boxes: they
 * propose in a state of their own, which has never seen it. */
static void forget(encart__render *r, size_t cutter)
{
    for (size_t i = 0; i < r->scope->plugin_count; i++) {
        if (i == cutter || !r->runs[i])
            continue;
        encart__boxes_end_run(r, i);
        r->edits[i].refused |= r->edits[i].failed || r->stats[i].dead;
    }
}

static int apply_cut(encart__render *r, size_t index, encart__edits *e)
{
    uint32_t words = r->article->words;
    encart__edit_stats *stats = &r->edits[index];
    int status;

    for (size_t i = 0; i < e->count; i++)
        stats->cut |= e->list[i].op == ENCART__EDIT_CUT;
    status = apply(r, index, e);
    if (!stats->cut || status)
        return status;
    stats->words_kept = r->article->words;
    stats->words_cut = words > stats->words_kept ? words - stats->words_kept : 0;
    forget(r, index);
    return status;
}

static int transform_one(encart__render *r, size_t index)
{
    encart__run_opts o = encart__boxes_options(r, index);
    encart__edits e;
    encart__tree body;
    int ok = 0, status = encart__tree_clone(&body, &r->article->tree);

    if (status)
        return status;
    encart__edits_init(&e, &body, ++r->generation);
    r->runs[index] = o.plugin->runtime->transform(&o, &e, &ok);
    r->edits[index].refused = !r->runs[index];
    r->edits[index].failed = !ok;
    if (e.failed == ENCART_ENOMEM || body.failed == ENCART_ENOMEM)
        status = ENCART_ENOMEM;
    else if (r->runs[index] && ok && e.count + e.range_count)
        status = apply_cut(r, index, &e);
    encart__edits_free(&e);
    encart__tree_free(&body);
    return status;
}

int encart__transform(encart__render *r)
{
    size_t n = r->no_plugins ? 0 : r->scope->plugin_count, next;
    uint8_t *waits = encart__arena_alloc(&r->arena, n + 1);
    int status = ENCART_OK;

    if (!waits || r->arena.failed)
        return ENCART_ENOMEM;
    for (size_t i = 0; i < n; i++)
        waits[i] = (uint8_t)is_editor(r->scope->plugins[i].plugin);
    while (n && !status && (next = next_editor(r, waits)) < n) {
        waits[next] = 0;
        status = transform_one(r, next);
    }
    return status;
}
