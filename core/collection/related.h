/* What the pipeline needs of a collection beyond the public header. */
#ifndef ENCART__COLLECTION_RELATED_H
#define ENCART__COLLECTION_RELATED_H

#include "core/load/article.h"

#include <encart/collection.h>

/* As encart_collection_related_to(), but as structs in `arena`. A stored list (one look-up)
 * serves an article whose id or URL is in the collection, unless its text has changed;
 * otherwise it is computed by full text. */
int encart__collection_related(encart_collection *c, const encart_article *article,
                               const encart_related_options *options,
                               encart__related **out, size_t *count,
                               encart__arena *arena, encart_error *err);
/* The article titled so, or at this URL (one of them not empty). ENCART_ENOTFOUND… */
int encart__collection_find(encart_collection *c, encart__str url, encart__str title,
                            encart__related *out, encart__arena *arena, encart_error *err);
/* What a report should tell about how the file was opened; "" = nothing. Static text. */
const char *encart__collection_notice(const encart_collection *c);

#endif
