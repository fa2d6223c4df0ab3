/* The stylesheets of plugins: only of those that have a box here or have edited the article, in
 * the order of their names. They were checked when they were loaded. */
#include "core/plugin/manifest.h"
#include "core/render/pipeline.h"

/* A box of the head cannot be seen, and a flattened one has no class. */
static int has_box(const encart__render *r, const encart__plugin *p)
{
    for (size_t i = 0; i < r->box_count; i++)
        if (r->boxes[i].done && !r->boxes[i].fate && r->boxes[i].box.plugin == p &&
            r->boxes[i].slot != ENCART__SLOT_HEAD)
            return 1;
    return 0;
}

/* A class of its edits, when the article comes again and there is nothing left to edit. Words
 * of the text that look like one do no harm. */
static int left_its_class(const encart__render *r, const encart__plugin *p)
{
    const encart__str head = ENCART__STR("encart-in-");
    encart__str rest = r->article->html;
    size_t at;

    if (!(p->capabilities & 1u << ENCART__CAN_EDIT))
        return 0;
    while ((at = encart__str_find(rest, head)) != (size_t)-1) {
        rest = encart__str_sub(rest, at + head.n, rest.n);
        if (encart__str_starts(rest, p->name))
            return 1;
    }
    return 0;
}

int encart__shows(const encart__render *r, size_t plugin)
{
    const encart__plugin *p = r->scope->plugins[plugin].plugin;

    return r->edits[plugin].applied || has_box(r, p) || left_its_class(r, p);
}

void encart__assets_gather(encart__render *r)
{
    for (size_t i = 0; !r->no_plugins && i < r->scope->plugin_count; i++) {
        const encart__plugin *p = r->scope->plugins[i].plugin;

        if (!p->asset_count || !encart__shows(r, i))
            continue;
        for (size_t a = 0; a < p->asset_count; a++) {
            encart__strbuf_str(&r->css, p->assets[a].css);
            if (p->assets[a].css.n)
                encart__strbuf_putc(&r->css, '\n');
        }
    }
}
