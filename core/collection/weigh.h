/* Weights and scores in integers only, so that every machine gives the same list. */
#ifndef ENCART__COLLECTION_WEIGH_H
#define ENCART__COLLECTION_WEIGH_H

#include <stddef.h>
#include <stdint.h>

enum {
    ENCART__TF_UNIT = 4,          /* one plain occurrence */
    ENCART__SCORE_ONE = 1000000,  /* the perfect score */
    ENCART__WEIGHT_ONE = 1 << 15  /* the length of a weighed vector */
};

/* log2(x) in 1/65536, x > 0. */
uint32_t encart__log2(uint64_t x);
uint64_t encart__isqrt(uint64_t x);
/* How much a term says: of `all` articles, `df` have it. In 1/65536. */
uint32_t encart__idf(uint64_t all, uint64_t df);
/* Weight of a term found `tf` units often, before the vector's length is made one. */
uint32_t encart__weight(unsigned tf, uint32_t idf);
/* `score` after `seconds` (either sign) at a half-life of so many days; 0 = no decay. */
int64_t encart__decay(int64_t score, int64_t seconds, int half_life_days);

/* Sorted terms with their weights; the length of the vector is ENCART__WEIGHT_ONE. */
typedef struct encart__vector {
    uint32_t *terms;
    uint16_t *weights;
    size_t count;
    uint16_t floor; /* weight of the last term that counts when this one asks */
} encart__vector;
/* How much of `asking` the other one has, 0..ENCART__SCORE_ONE: the cosine, of `asking`
 * only the terms from its floor up. */
int64_t encart__cosine(const encart__vector *asking, const encart__vector *other);

/* Whether two sorted samples of 4-grams are those of near-copies. */
int encart__near_copy(const uint32_t *a, size_t na, const uint32_t *b, size_t nb);

#endif
