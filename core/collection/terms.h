/* What the collection knows of an article's text: folded stems for full text, a vector of
 * weighed terms for likeness, a sample of 4-grams for copies. */
#ifndef ENCART__COLLECTION_TERMS_H
#define ENCART__COLLECTION_TERMS_H

#include "core/collection/map.h"
#include "core/load/article.h"
#include "core/text/text.h"

enum { ENCART__TITLE, ENCART__LEDE, ENCART__BODY, ENCART__FIELDS };

typedef struct encart__term {
    uint32_t term;
    uint32_t tf; /* in 1/ENCART__TF_UNIT */
} encart__term;

typedef struct encart__terms {
    const encart__alloc *alloc;
    encart__strbuf stems[ENCART__FIELDS]; /* separated by spaces */
    encart__term *terms;                  /* sorted by term, each once */
    size_t count, cap;
    uint32_t *grams; /* sorted, each once */
    size_t gram_count, gram_cap;
    uint64_t hash; /* of everything that goes into the above */
    encart__map index; /* while it is being made */
} encart__terms;

/* Returns a status; free in any case. */
int encart__terms_make(encart__terms *t, const encart__alloc *alloc,
                       encart__stemmer *stemmer, const encart_article *article);
void encart__terms_free(encart__terms *t);
/* Only the hash of the article, to know whether its text has changed. */
uint64_t encart__terms_hash(const encart_article *article);
/* The term that a stem stands for; never ENCART__TERM_ARTICLES. */
uint32_t encart__term_of(encart__str stem);

/* The stored form of terms: five bytes each, four of the term (little-endian) and its tf.
 * Of grams: four bytes each. */
void encart__terms_pack(const encart__terms *t, encart__strbuf *out);
void encart__grams_pack(const encart__terms *t, encart__strbuf *out);
enum { ENCART__TERM_BYTES = 5, ENCART__GRAM_BYTES = 4 };
encart__term encart__term_read(const char *p);
uint32_t encart__gram_read(const char *p);

#endif
