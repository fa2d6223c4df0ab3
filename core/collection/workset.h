/* Articles and posting lists read from the database, kept while many lists are computed.
 * Bounded: encart__workset_trim() drops everything once it has grown large. */
#ifndef ENCART__COLLECTION_WORKSET_H
#define ENCART__COLLECTION_WORKSET_H

#include "core/base/arena.h"
#include "core/collection/neighbours.h"

typedef struct encart__document {
    int64_t doc;
    encart__vector vector;
    uint32_t *grams;
    size_t gram_count;
    uint64_t lang, url, title; /* hashes of language and keys, 0 = none */
    int64_t published;
    int dated;
    int pending; /* its own list is still to be made */
} encart__document;

typedef struct encart__posting {
    int64_t *docs;
    size_t count;
} encart__posting;

typedef struct encart__hit {
    int64_t doc;
    uint64_t weight;
} encart__hit;

typedef struct encart__workset {
    encart_collection *c;
    encart__arena arena;   /* documents and postings */
    encart__arena scratch; /* of one list */
    int64_t articles; /* in the collection */
    encart__map doc_map, posting_map, hit_map;
    encart__document **docs;
    size_t doc_count, doc_cap;
    encart__posting *postings;
    size_t posting_count, posting_cap;
    encart__hit *hits;
    size_t hit_count, hit_cap;
} encart__workset;

int encart__workset_init(encart__workset *w, encart_collection *c, encart_error *err);
void encart__workset_free(encart__workset *w);
/* After each list: keeps memory bounded. */
void encart__workset_trim(encart__workset *w);
/* The document with this number; *out is NULL when there is none. */
int encart__workset_document(encart__workset *w, encart_error *err, int64_t doc,
                             encart__document **out);
/* A vector of terms, weighed by what the collection knows now; in the workset's arena. */
int encart__workset_weigh(encart__workset *w, encart_error *err, const encart__term *terms,
                          size_t count, encart__vector *out);
/* The articles that have a stem, the newest first. */
int encart__workset_posting(encart__workset *w, encart_error *err, uint32_t term,
                            encart__str stem, encart__posting *out);
/* The hash of a key, 0 for "". */
uint64_t encart__key_hash(encart__str key);

#endif
