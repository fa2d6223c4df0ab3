/* What a page says about its own addresses is hearsay: each must be one that may stand in
 * a link, and relative ones are resolved against the page's own. */
#include "core/load/loading.h"

static void clean(encart_article *a, encart__str *url, encart__str base, int media)
{
    encart__strbuf out;

    if (!url->n)
        return;
    encart__strbuf_init(&out, &a->alloc, 0);
    if (encart__url_check(a->policy, *url, base, media, &out))
        *url = encart__arena_str(&a->arena, encart__strbuf_view(&out));
    else
        *url = ENCART__STR_EMPTY;
    if (out.failed)
        a->arena.failed = 1;
    encart__strbuf_free(&out);
}

void encart__clean_addresses(encart_article *a, encart__str given)
{
    encart__str *const links[] = {&a->link_prev, &a->link_next, &a->link_amp,
                                  &a->link_canonical, &a->section.url};

    clean(a, &a->url, given, 0);
    if (!a->url.n)
        a->url = given;
    for (size_t i = 0; i < sizeof links / sizeof *links; i++)
        clean(a, links[i], a->url, 0);
    for (size_t i = 0; i < a->author_count; i++)
        clean(a, &a->authors[i].url, a->url, 0);
    for (size_t i = 0; a->profiles && i < a->author_count; i++)
        clean(a, &a->profiles[i].image.url, a->url, 1);
    for (size_t i = 0; i < a->tag_count; i++)
        clean(a, &a->tags[i].url, a->url, 0);
    clean(a, &a->image.url, a->url, 1);
}
