/* The article with another body: what a render works on after a transform. */
#include "core/load/loading.h"

/* What encart__finish() makes anew. */
static void forget_body(encart_article *a)
{
    a->html = a->text = ENCART__STR_EMPTY;
    a->blocks = NULL;
    a->block_count = 0;
    a->words = 0;
    a->author_boxes = NULL;
    a->author_box_count = 0;
    a->links = NULL;
    a->link_count = 0;
}

int encart__article_edited(encart_article **out, const encart_article *of,
                           encart__tree *body)
{
    encart_load_options none = ENCART_LOAD_OPTIONS_INIT;
    encart__loading l = {.options = &none, .source = ENCART__STR_EMPTY};
    encart_article *a = encart__malloc(&of->alloc, sizeof *a);
    int status;

    *out = NULL;
    if (!a) {
        encart__tree_free(body);
        return ENCART_ENOMEM;
    }
    *a = *of;
    forget_body(a);
    encart__arena_init(&a->arena, &a->alloc, 0);
    a->tree = *body;
    memset(body, 0, sizeof *body);
    l.a = a;
    status = encart__finish(&l);
    if (status)
        encart__article_release(a);
    else
        *out = a;
    return status;
}
