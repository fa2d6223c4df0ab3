/* How many articles have each term: what was looked up is kept until someone else writes.
 * Changes stand in memory until encart__lexicon_flush(), within the same transaction. */
#ifndef ENCART__COLLECTION_LEXICON_H
#define ENCART__COLLECTION_LEXICON_H

#include "core/collection/map.h"

#include <encart/collection.h>

typedef struct encart__lexicon_entry {
    uint32_t term;
    int32_t changed;
    int64_t df;
} encart__lexicon_entry;

typedef struct encart__lexicon {
    encart__map map;
    encart__lexicon_entry *entries;
    size_t count, cap;
    int64_t version; /* PRAGMA data_version when it was filled */
} encart__lexicon;

enum { ENCART__TERM_ARTICLES = 0 }; /* the term that every article has */

void encart__lexicon_init(encart__lexicon *l, const encart__alloc *alloc);
void encart__lexicon_free(encart__lexicon *l);
/* Forgets everything, also changes: after a rollback. */
void encart__lexicon_drop(encart__lexicon *l);
/* Looks a term up. */
int encart__lexicon_df(encart_collection *c, encart_error *err, uint32_t term, int64_t *df);
/* Adds to a term that was looked up before: cannot fail. */
void encart__lexicon_add(encart_collection *c, uint32_t term, int by);
int encart__lexicon_flush(encart_collection *c, encart_error *err);

#endif
