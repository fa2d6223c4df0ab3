/* Fixed-point arithmetic of TF-IDF. */
#include "core/collection/weigh.h"

uint32_t encart__log2(uint64_t x)
{
    unsigned whole = 63u - (unsigned)__builtin_clzll(x);
    uint64_t m = whole > 31 ? x >> (whole - 31) : x << (31 - whole); /* 1..2 in 1/2^31 */
    uint32_t out = whole << 16;

    for (uint32_t bit = 1u << 15; bit; bit >>= 1) {
        m = m * m >> 31;
        if (m >> 32) {
            m >>= 1;
            out |= bit;
        }
    }
    return out;
}

uint64_t encart__isqrt(uint64_t x)
{
    uint64_t root = 0, bit = (uint64_t)1 << 62;

    while (bit > x)
        bit >>= 2;
    for (; bit; bit >>= 2) {
        if (x >= root + bit) {
            x -= root + bit;
            root = (root >> 1) + bit;
        } else {
            root >>= 1;
        }
    }
    return root;
}

uint32_t encart__idf(uint64_t all, uint64_t df)
{
    uint64_t most = 2 * all + 1, has = 2 * (df ? df : 1), log;

    if (most <= has)
        return 1;
    log = encart__log2(most) - encart__log2(has);
    /* Its root: measured, plain IDF lets rare words drown the subject. */
    return (uint32_t)encart__isqrt(log << 16) + 1;
}

uint32_t encart__weight(unsigned tf, uint32_t idf)
{
    /* 1 + ln(tf), in 1/256; ln 2 = 177 / 256. */
    uint32_t times = tf > ENCART__TF_UNIT
                         ? encart__log2(tf) - encart__log2(ENCART__TF_UNIT)
                         : 0;

    return (uint32_t)((uint64_t)idf * (256 + (times * 177u >> 16)) >> 8);
}

int64_t encart__decay(int64_t score, int64_t seconds, int half_life_days)
{
    /* 2^(-i/16) in 1/65536; between two entries by straight line. */
    static const uint32_t step[17] = {65536, 62757, 60097, 57549, 55109, 52773,
                                      50535, 48393, 46341, 44376, 42495, 40693,
                                      38968, 37316, 35734, 34219, 32768};
    uint64_t apart = seconds < 0 ? 0 - (uint64_t)seconds : (uint64_t)seconds;
    uint64_t life = (uint64_t)(half_life_days > 0 ? half_life_days : 0) * 86400;
    uint64_t halves, rest, part, factor;

    if (!life || score <= 0)
        return score;
    halves = apart / life;
    if (halves > 40)
        return 0;
    rest = (apart % life) * 4096 / life; /* 1/4096 of a half-life */
    part = rest & 255;
    factor = (step[rest >> 8] * (256 - part) + step[(rest >> 8) + 1] * part) >> 8;
    return (int64_t)(((uint64_t)score * factor >> 16) >> halves);
}

/* Both loops step without branches: which list is behind cannot be foreseen. */
int64_t encart__cosine(const encart__vector *a, const encart__vector *b)
{
    uint64_t sum = 0;
    size_t i = 0, j = 0;

    while (i < a->count && j < b->count) {
        uint32_t x = a->terms[i], y = b->terms[j];

        sum += (uint64_t)a->weights[i] * b->weights[j] &
               -(uint64_t)((x == y) & (a->weights[i] >= a->floor));
        i += x <= y;
        j += y <= x;
    }
    sum = sum * ENCART__SCORE_ONE >> 30;
    return sum > ENCART__SCORE_ONE ? ENCART__SCORE_ONE : (int64_t)sum;
}

int encart__near_copy(const uint32_t *a, size_t na, const uint32_t *b, size_t nb)
{
    size_t i = 0, j = 0, same = 0, least = na < nb ? na : nb;

    while (i < na && j < nb) {
        uint32_t x = a[i], y = b[j];

        same += x == y;
        i += x <= y;
        j += y <= x;
    }
    if (same < 2) /* chance, between two short texts */
        return 0;
    /* Of all 4-grams: Jaccard 0.3 or containment 0.6. A sample of one in four strays by a
     * few hundredths: stay on the safe side of both. */
    return same * 100 >= (na + nb - same) * 26 || same * 100 >= least * 52;
}
