/* Which articles are near each other: candidates by full text, order by cosine. */
#ifndef ENCART__COLLECTION_NEIGHBOURS_H
#define ENCART__COLLECTION_NEIGHBOURS_H

#include "core/base/limits.h"
#include "core/collection/store.h"
#include "core/collection/terms.h"
#include "core/collection/weigh.h"

typedef struct encart__neighbour {
    int64_t doc;
    int64_t score; /* 0..ENCART__SCORE_ONE, no dates */
    int64_t published;
    int dated;
    int64_t raw; /* the score before freshness, once that was applied */
} encart__neighbour;

/* The neighbours of an article by full text, best first, at most ENCART__MAX_RELATED.
 * `self` is its number in the collection, 0 when it is not there; `lang` the language of
 * the neighbours. Within a transaction. */
int encart__neighbours_of(encart_collection *c, encart_error *err, const encart__terms *t,
                          encart__str lang, const encart__date *published, int64_t self,
                          encart__neighbour *out, size_t *count);

/* The same for a stored article, from its stored text. */
int encart__neighbours_of_doc(encart_collection *c, encart_error *err, int64_t doc,
                              encart__str lang, encart__neighbour *out, size_t *count);

/* Computes the lists that are pending, tells their neighbours, and writes the lexicon:
 * the last step of every write. Within a write transaction. */
int encart__neighbours_settle(encart_collection *c, encart_error *err);

#endif
