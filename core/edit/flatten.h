/* Elements that an output cannot have, taken out of a tree: dropped with what they hold, or
 * flattened to their words and links. Linear, without recursion; the content model is the
 * caller's to apply afterwards. */
#ifndef ENCART__FLATTEN_H
#define ENCART__FLATTEN_H

#include "core/tree/tree.h"

typedef enum encart__fate { ENCART__KEEP, ENCART__FLATTEN, ENCART__DROP } encart__fate;

/* By element, and by attribute (kept or dropped). All zero keeps everything. */
typedef struct encart__fates {
    uint8_t element[ENCART__T_COUNT];
    uint8_t attr[ENCART__A_COUNT];
} encart__fates;

/* Whether something below `top` has another fate than to be kept. */
int encart__fates_touch(const encart__fates *f, const encart__tree *t, encart__node_id top);
/* Whether an element below `top` is to be dropped. */
int encart__fates_drop(const encart__fates *f, const encart__tree *t, encart__node_id top);

/* Does to all below `top` what its fate is. A flattened element leaves what it held:
 * paragraphs where it was a block, the link of an iframe or a player, an image's alternative
 * text; a heading or summary becomes a strong line. No prose is lost by it, and a paragraph
 * is flat already. Boxes of the author keep their aside. */
void encart__flatten(encart__tree *t, encart__node_id top, const encart__fates *f);
/* Leaves paragraphs, lists and words with their links of all below `top`: no class, no id,
 * no comment, no link within the page. */
void encart__flatten_all(encart__tree *t, encart__node_id top);

#endif
