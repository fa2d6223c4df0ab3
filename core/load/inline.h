/* The text of one line-like element (p, heading, div of inline content) with the way back
 * from each byte to its text node. */
#ifndef ENCART__INLINE_H
#define ENCART__INLINE_H

#include "core/load/loading.h"

typedef struct encart__piece {
    encart__node_id
        node;       /* a text node, a br (one newline), or 0: a space that is not there */
    uint32_t start; /* its first byte in `text` */
} encart__piece;

typedef struct encart__inline {
    encart__strbuf text;
    encart__piece *piece;
    size_t count, cap;
    uint32_t links;   /* a elements with href that have text */
    uint32_t outside; /* words outside of links */
    encart__node_id first_link;
    size_t first_link_at; /* offset of its text */
    int media;            /* holds an image, video, frame…: not only words */
    int failed;           /* out of memory */
} encart__inline;

void encart__inline_init(encart__inline *in, const encart__alloc *alloc);
void encart__inline_free(encart__inline *in);
/* Reads the element afresh. The words outside of links are counted from byte `from` on.
 */
void encart__inline_read(encart__inline *in, const encart__tree *t, encart__node_id node,
                         size_t from);

/* Whether an element is one line of text: p, heading, or another block without blocks. */
int encart__is_line(const encart__tree *t, encart__node_id node);
/* Whether it only holds other blocks: descend into it. */
int encart__is_wrapper(const encart__tree *t, encart__node_id node);
/* A text node of white space only, or a comment. */
int encart__is_blank(const encart__tree *t, encart__node_id node);
/* A ul or ol whose every item is one link and nothing else. */
int encart__is_link_list(encart__inline *in, const encart__tree *t, encart__node_id node);

#endif
