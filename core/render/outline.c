/* Hands a finished render to the table for people: what stands and what does not, and who proposed
 * nothing. */
#include "core/render/explain.h"
#include "core/render/pipeline.h"

static void fill_box(const encart__render *r, const encart__built *b,
                     encart__explain_box *out)
{
    out->name = b->name;
    out->slot = b->slot;
    out->wish = b->wish == (size_t)-1 ? NULL : &r->wishes[b->wish];
    out->done = b->done;
    out->outcome = b->outcome;
    out->html = encart__str_n(encart__strbuf_z(&r->bytes) + b->off, b->len);
}

static int proposed(const encart__render *r, const encart__plugin *p)
{
    for (size_t i = 0; i < r->box_count; i++)
        if (r->boxes[i].box.plugin == p)
            return 1;
    return 0;
}

static const char *why_quiet(const encart__render *r, size_t plugin)
{
    const encart__edit_stats *edits = &r->edits[plugin];

    if (edits->refused || edits->failed || r->stats[plugin].dead)
        return "it failed, see below";
    if (edits->applied)
        return "it edited the article";
    if (r->scope->plugins[plugin].plugin->related_limit.n && r->have_related &&
        !r->related_count)
        return "no related article is known";
    return "it proposed none for this article";
}

static void fill_quiet(encart__render *r, encart__explain *x)
{
    size_t count = r->no_plugins ? 0 : r->scope->plugin_count;
    encart__explain_quiet *list = encart__arena_array(&r->arena, count + 1, sizeof *list);

    for (size_t i = 0; list && i < count; i++) {
        const encart__plugin *p = r->scope->plugins[i].plugin;

        if (!proposed(r, p))
            list[x->quiet_count++] = (encart__explain_quiet){p->name, why_quiet(r, i)};
    }
    x->quiet = list;
}

static void fill_own(encart__render *r, encart__explain *x)
{
    const encart_article *a = r->article;
    encart__explain_own *list =
        encart__arena_array(&r->arena, a->author_box_count + 1, sizeof *list);

    for (size_t i = 0; list && i < a->author_box_count; i++) {
        const encart__resolved *found = &r->resolved[i];

        list[x->own_count++] = (encart__explain_own){
            a->author_boxes[i].title,
            found->found ? found->article.url : a->author_boxes[i].href};
    }
    x->own = list;
}

void encart__explain_render(encart__render *r)
{
    const encart__diags *diags[] = {&r->article->diags, &r->diags};
    encart__explain_box *boxes = encart__arena_array(&r->arena, r->box_count + 1, sizeof *boxes);
    encart__explain x = {0};

    if (!boxes)
        return;
    for (size_t i = 0; i < r->box_count; i++)
        fill_box(r, &r->boxes[i], &boxes[i]);
    fill_quiet(r, &x);
    fill_own(r, &x);
    x.title = r->article->title;
    x.lang = r->article->lang;
    x.tree = &r->article->tree;
    x.blocks = r->article->blocks;
    x.block_count = r->article->block_count;
    x.boxes = boxes;
    x.box_count = r->box_count;
    x.diags = diags;
    x.diags_count = sizeof diags / sizeof *diags;
    if (r->want_explain == ENCART_EXPLAIN_HTML)
        encart__explain_html(&r->explain, &x);
    else
        encart__explain_write(&r->explain, &x);
}
