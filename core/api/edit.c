/* Exports: the article in the hands of a native plugin. */
#include "core/plugin/native.h"

#include <encart/edit.h>

#include <string.h>

const encart_article *encart_context_document(encart_context *ctx)
{
    return ctx ? ctx->opts.article : NULL;
}

encart_node encart_context_select(encart_context *ctx, const char *selector,
                                  encart_node after)
{
    return ctx && selector ? encart__native_select(ctx, selector, after) : 0;
}

int encart_context_edit(encart_context *ctx, encart_node node, int edit, const char *html,
                        size_t n)
{
    encart__str s = ENCART__STR_EMPTY;

    if (!ctx || (!html && n))
        return ENCART_EINVAL;
    if (html)
        s = n == ENCART_TO_NUL ? encart__str_z(html) : encart__str_n(html, n);
    return encart__native_edit(ctx, node, edit, s);
}

int encart_context_set_attribute(encart_context *ctx, encart_node node, const char *name,
                                 const char *value)
{
    return ctx && name ? encart__native_attr(ctx, node, encart__str_z(name), value)
                       : ENCART_EINVAL;
}

int encart_context_set_class(encart_context *ctx, encart_node node, const char *word, int on)
{
    return ctx && word ? encart__native_class(ctx, node, encart__str_z(word), on)
                       : ENCART_EINVAL;
}
