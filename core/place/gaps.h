/* The gaps of one article while boxes are being placed: what the site's rules say of each,
 * and how near the next box is. Private to core/place. */
#ifndef ENCART__GAPS_H
#define ENCART__GAPS_H

#include "core/place/place.h"

typedef struct encart__gap_state {
    uint8_t fixed;   /* encart__rule that blocks and article alone give, never changes */
    uint8_t hard;    /* `fixed` is one that not even a pin overrides */
    uint8_t taken;   /* a box that we placed stands here */
    uint8_t pressed; /* within the words that a placed box keeps free around itself */
    uint32_t keep;   /* of the box placed here: words to any other box */
    uint32_t near_words, near_blocks; /* to the nearest box, ours or the author's */
} encart__gap_state;

typedef struct encart__gaps {
    const encart__block *blocks;
    size_t block_count, count; /* count = block_count - 1, or 0 */
    const encart__place_rules *rules;
    encart__gap_state *gap;
    uint32_t total; /* words of the body */
    size_t boxes;   /* the author's and those placed so far */
} encart__gaps;

/* Memory from `arena`; ENCART_OK or ENCART_ENOMEM. */
int encart__gaps_init(encart__gaps *g, const encart__block *blocks, size_t count,
                      const encart__place_rules *rules, encart__arena *arena);
/* Marks a gap as taken by a box that keeps `keep` words free around itself. Distances are
 * only right again after encart__gaps_measure(). */
void encart__gaps_take(encart__gaps *g, size_t gap, uint32_t keep);
void encart__gaps_measure(encart__gaps *g);

/* Words before a gap. */
static inline uint32_t encart__gap_before(const encart__block *blocks, size_t gap)
{
    return blocks[gap].before + blocks[gap].words;
}
static inline uint32_t encart__wish_target(const encart__wish *w)
{
    return w->at < 1000 ? w->at : 1000;
}
/* The gap that is the wish's only one: an editor's, else that of the block it belongs to. It may
 * be past the last gap; -1 when the wish may choose. */
static inline int32_t encart__wish_held(const encart__wish *w)
{
    return w->pin >= 0 || !w->after ? w->pin : (int32_t)w->after - 1;
}
/* How many boxes may still be placed. */
size_t encart__gaps_left(const encart__gaps *g);
/* The first rule that refuses the gap to the wish; `relax` leaves the wish's own demands
 * (avoid, window, lead, tail, gap) aside and looks at the site's alone. */
encart__rule encart__gap_refusal(const encart__gaps *g, size_t gap, const encart__wish *w,
                                 int relax);
/* The same for a gap that an editor pinned. */
encart__rule encart__gap_pin_refusal(const encart__gaps *g, size_t gap);

#endif
