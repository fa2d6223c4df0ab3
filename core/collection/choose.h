/* A list of related articles: what is wished, what is taken, what was chosen. */
#ifndef ENCART__COLLECTION_CHOOSE_H
#define ENCART__COLLECTION_CHOOSE_H

#include "core/base/arena.h"
#include "core/collection/neighbours.h"
#include "core/collection/record.h"
#include "core/collection/related.h"

/* What a list must not name: the article itself, what it links to, what stands already. */
typedef struct encart__taken {
    encart__map urls, titles; /* hashes of keys */
    encart__arena *arena;
    const uint32_t **grams; /* of the article and of each chosen one */
    size_t *gram_counts;
    size_t count, cap;
} encart__taken;

typedef struct encart__wish { /* encart_related_options with its defaults filled in */
    size_t limit;
    int has_as_of, half_life;
    int64_t as_of, min_score;
    encart__str lang; /* "" = the article's own */
} encart__wish;

typedef struct encart__chosen {
    encart__record record;
    int64_t raw, score;
} encart__chosen;

typedef struct encart__list {
    encart__chosen *items;
    size_t count;
} encart__list;

/* Checks the options and fills the defaults in. */
int encart__wish_read(encart__wish *out, const encart_related_options *o,
                      encart_error *err);
/* For an article at hand, stored or not. Everything chosen lives in `arena`. */
int encart__related_to(encart_collection *c, encart_error *err, const encart_article *a,
                       const encart__wish *w, encart__arena *arena, encart__list *out);
/* For a stored article. Within a transaction. */
int encart__related_stored(encart_collection *c, encart_error *err,
                           const encart__record *self, const encart__wish *w,
                           encart__arena *arena, encart__list *out);

#endif
