/* Articles of blocks that are numbers alone, wishes for boxes in them, and the solver on both: for
 * the test programs of core/place. */
#ifndef ENCART__PLACE_KIT_H
#define ENCART__PLACE_KIT_H

#include "core/place/place.h"
#include "tests/suite.h"

enum { MOST_BLOCKS = 64, MOST_WISHES = 6 };

typedef struct article {
    encart__block blocks[MOST_BLOCKS];
    uint32_t stems[MOST_BLOCKS][4];
    size_t count;
} article;

static inline encart__block *add(article *a, encart__block_kind kind, uint32_t words,
                                 unsigned flags)
{
    encart__block *b = &a->blocks[a->count];

    *b = (encart__block){.kind = (uint8_t)kind, .words = words, .flags = (uint16_t)flags};
    b->before = a->count ? b[-1].before + b[-1].words : 0;
    b->stems = a->stems[a->count++];
    return b;
}

/* `n` paragraphs of `words` words that end as sentences do. */
static inline void paragraphs(article *a, size_t n, uint32_t words)
{
    while (n-- > 0)
        add(a, ENCART__BLOCK_PARAGRAPH, words, ENCART__BLOCK_ENDS_SENTENCE);
}

static inline encart__wish wish_at(uint32_t at)
{
    return (encart__wish){.at = at, .window = 1000, .pin = -1};
}

static encart__arena arena;

/* Of the site, the defaults where `rules` is NULL. */
static inline void place(const article *a, const encart__place_rules *rules, encart__wish *w,
                         size_t n)
{
    encart__place_rules defaults;

    encart__place_rules_init(&defaults);
    ck_assert_int_eq(encart__place(a->blocks, a->count, rules ? rules : &defaults, w, n,
                                   &arena),
                     ENCART_OK);
}

static inline void setup(void)
{
    encart__arena_init(&arena, NULL, 0);
}

static inline void teardown(void)
{
    encart__arena_free(&arena);
}

#endif
