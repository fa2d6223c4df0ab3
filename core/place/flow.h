/* Which gaps lie in the article's main flow, and which in columns or groups beside it.
 * Private to core/place. */
#ifndef ENCART__FLOW_H
#define ENCART__FLOW_H

#include "core/place/block.h"

/* A wrapper that holds blocks: those from `first` up to `past`, in the order in which the
 * wrappers begin. The first of them is the root. The cutter fills in the upper half. */
typedef struct encart__wrapper {
    encart__node_id node;
    uint32_t parent;      /* its index; the root's is its own */
    uint32_t first, past; /* blocks */

    uint32_t words, loose; /* in all; of blocks that are its own children */
    uint32_t kids;         /* its own blocks, and wrappers */
    uint32_t lone;         /* of these, blocks with prose of the article's */
    uint32_t thick;        /* of these, wrappers of two blocks or more */
    uint8_t hints, role;
} encart__wrapper;

/* Marks the blocks behind which a gap is not in the main flow: ENCART__BLOCK_GAP_COLUMN,
 * ENCART__BLOCK_GAP_GROUP. */
void encart__flow_mark(const encart__tree *t, encart__wrapper *wrappers, size_t count,
                       encart__block *blocks, size_t block_count);

#endif
