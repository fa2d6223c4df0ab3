/* The solver: wishes and blocks in, one gap or a reason for each out. Integers only; no
 * Lua, no tree, no HTML. elements.md's rules, ruling 4's score. */
#ifndef ENCART__PLACE_H
#define ENCART__PLACE_H

#include "core/base/arena.h"
#include "core/place/block.h"

typedef enum encart__slot {
    ENCART__SLOT_HEAD,
    ENCART__SLOT_BEFORE_TITLE,
    ENCART__SLOT_AFTER_TITLE,
    ENCART__SLOT_AFTER_LEDE,
    ENCART__SLOT_BODY,
    ENCART__SLOT_AFTER_BODY,
    ENCART__SLOT_ASIDE,
    ENCART__SLOT_FOOTER,
    ENCART__SLOT_COUNT
} encart__slot;
const char *encart__slot_name(encart__slot slot);
int encart__slot_of(encart__str name); /* -1 when there is none */

/* A box that the manifest announces: `boxes = { links = { slot = "body", element = "aside" } }`.
 * Load and strip take such elements out again; nothing else can be proposed. */
typedef struct encart__box_kind {
    encart__str name; /* "lire-aussi/links" */
    uint16_t tag;     /* of the box's root element; 0 in the slot "head" */
    encart__slot slot;
} encart__box_kind;

typedef enum encart__rule { /* why a gap is refused; names in elements.md section 1 */
    ENCART__RULE_NONE,
    ENCART__RULE_AFTER_HEADING,
    ENCART__RULE_BEFORE_LIST_INTRO,
    ENCART__RULE_INSIDE,
    ENCART__RULE_COLUMN,  /* in a column, or between two */
    ENCART__RULE_GROUP,   /* in a panel that the main flow passes by */
    ENCART__RULE_NEAR_FLOAT,
    ENCART__RULE_NEAR_BOX,
    ENCART__RULE_HEAD,
    ENCART__RULE_TAIL,
    ENCART__RULE_MIN_WORDS,
    ENCART__RULE_AVOID,   /* the wish's own avoid list */
    ENCART__RULE_WINDOW,  /* outside the wish's window around its target */
    ENCART__RULE_TAKEN,   /* another box stands in this gap */
    ENCART__RULE_MAX,     /* the slot's maximum is reached */
    ENCART__RULE_PINNED,  /* an editor's pin forbids it */
    ENCART__RULE_AFTER,   /* the wish names the block that the box follows */
    ENCART__RULE_COUNT
} encart__rule;
const char *encart__rule_name(encart__rule rule);        /* "after-heading"… */
const char *encart__rule_explanation(encart__rule rule); /* a short English sentence */

/* Distances, from configuration; the defaults are those of elements.md section 1. */
typedef struct encart__place_rules {
    uint32_t box_blocks, box_words;  /* near-box: 2 blocks and 120 words, both must lie
                                        between a gap and any box */
    uint32_t head_blocks, tail_blocks; /* 2, 2 */
    uint32_t min_words, min_before;  /* 150 whole, 80 before */
    uint32_t max_boxes;              /* of the body slot, the author's counted; 0 (the
                                        default) = no maximum */
} encart__place_rules;
void encart__place_rules_init(encart__place_rules *rules);

/* RELAX: the wish's own demands (window, avoid, lead, tail, gap) are given up, the site's
 * rules are not. AFTER_BODY is the caller's business: the wish stays unplaced. */
enum { ENCART__OTHERWISE_DROP, ENCART__OTHERWISE_AFTER_BODY, ENCART__OTHERWISE_RELAX };

typedef struct encart__wish {
    uint32_t at;      /* target: thousandths of the words, 0..1000 */
    uint32_t window;  /* thousandths around the target, 1000 = anywhere */
    uint32_t gap;     /* words to any other box; the larger of both wishes holds */
    uint32_t lead, tail; /* words from start and to end */
    uint32_t avoid;   /* bits 1 << encart__block_kind of neighbours to avoid */
    int otherwise;
    int32_t pin;      /* gap an editor asked for, -1 = none; a pin overrides soft rules
                         and distances, never after-heading, inside or taken */
    uint32_t after;   /* number of the block that it belongs to, from 1; 0 = none. It stands
                         right after that or nowhere, as if pinned there; a pin comes first */
    int forbidden;    /* an editor said none */
    uint32_t group;   /* wishes of one group are chosen together: they stand in the order
                         of their targets and keep the group's largest `gap` */
    int priority;     /* smaller chooses first; ties: order of the array */
    const uint32_t *stems; /* of the box's topic: sorted distinct hashes, may be NULL */
    uint32_t stem_count;
    /* Answer */
    int32_t placed;   /* gap index, -1 = nowhere */
    int relaxed;      /* placed by OTHERWISE_RELAX */
    int32_t cost;     /* of the gap it got */
    uint8_t *refused; /* encart__rule for each gap, ENCART__RULE_NONE = legal */
    encart__rule why; /* when not placed: the commonest rule */
} encart__wish;

/* There are count - 1 gaps: gap g stands between blocks g and g + 1. Fills the answers.
 * Returns ENCART_OK or ENCART_ENOMEM. O(wishes x gaps), groups by dynamic programming. */
int encart__place(const encart__block *blocks, size_t count,
                  const encart__place_rules *rules, encart__wish *wishes,
                  size_t wish_count, encart__arena *arena);

/* Cost of a legal gap for a wish: smaller is better (ruling 4). */
int32_t encart__place_cost(const encart__block *blocks, size_t count, size_t gap,
                           const encart__wish *wish);

#endif
