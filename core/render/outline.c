/* Hands a finished render to the table for people. */
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

void encart__explain_render(encart__render *r)
{
    const encart__diags *diags[] = {&r->article->diags, &r->diags};
    encart__explain_box *boxes = encart__arena_array(&r->arena, r->box_count + 1, sizeof *boxes);
    encart__explain x = {0};

    if (!boxes)
        return;
    for (size_t i = 0; i < r->box_count; i++)
        fill_box(r, &r->boxes[i], &boxes[i]);
    x.title = r->article->title;
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
