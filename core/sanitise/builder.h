/* Start tags, text and end tags in any order go in; a tree that keeps the content model
 * comes out. Both the clean tokens and every finished tree go through it, so there is one
 * place that knows what may stand where. It knows nothing of tidy or of attribute policy.
 *
 * What the builder makes, it leaves as it is when it is fed its own work again.
 *
 * Words never go: a start tag that has no legal place becomes nothing, an implied parent
 * is made, or what is in the way is closed. Formatting that a block cuts is opened again in
 * the next text, as browsers do, at most ENCART__MAX_PENDING elements of it.
 */
#ifndef ENCART__BUILDER_H
#define ENCART__BUILDER_H

#include "core/sanitise/content.h"
#include "core/tree/tree.h"

enum {
    ENCART__MAX_STACK = 256,  /* open start tags, those without a node included */
    ENCART__MAX_PENDING = 8
};

#define ENCART__NO_KEY UINT32_MAX

typedef struct encart__open {
    encart__node_id node; /* of the nearest entry that has one */
    uint32_t key;         /* the caller's name for the element */
    unsigned mask;        /* kinds that may stand inside */
    uint16_t tag, as;     /* as written; as built, 0: it has no place, its end is awaited */
    uint8_t holds, bits;
    uint16_t real, scope; /* nodes and table cells up to here */
    uint8_t again;        /* the element has stood before */
    uint8_t edge;         /* the builder's `edge` and `space` when it was opened */
    encart__node_id space;
} encart__open;

typedef struct encart__pending {
    uint32_t key;
    uint16_t tag, scope;
    int again; /* it has stood before: without its id now */
} encart__pending;

typedef struct encart__builder {
    encart__tree *tree;
    /* Gives a new node its attributes; `again` when the element stands a second time. */
    void (*dress)(void *user, encart__node_id node, uint32_t key, int again);
    void *user;
    int keyed; /* ends are found by key: the input is a tree */
    encart__open stack[ENCART__MAX_STACK];
    size_t depth;
    encart__pending pending[ENCART__MAX_PENDING];
    size_t pending_count;
    uint32_t over[ENCART__T_COUNT]; /* starts that found the stack full */
    uint16_t scope;
    int edge;              /* the last thing built was a block's edge */
    int gap;               /* a block without a place ended or began: words must not meet */
    encart__node_id space; /* the white space built last, dropped at a block's edge */
    uint32_t irregular;    /* repairs that no optional tag explains */
    uint32_t flattened;    /* elements that were too deep */
    uint32_t deepest, most_formatting, cuts; /* what repair by libtidy would meet */
} encart__builder;

/* The builder is large: make it in an arena, not on a thread's stack. */
void encart__builder_init(encart__builder *b, encart__tree *tree,
                          void (*dress)(void *, encart__node_id, uint32_t, int),
                          void *user, int keyed);
/* An element that has content; key may be ENCART__NO_KEY. */
void encart__builder_start(encart__builder *b, uint16_t tag, uint32_t key);
/* An element without content: no end follows. */
void encart__builder_void(encart__builder *b, uint16_t tag, uint32_t key);
/* 1 when the end tag closed something. */
int encart__builder_end(encart__builder *b, uint16_t tag, uint32_t key);
void encart__builder_text(encart__builder *b, encart__str text);
void encart__builder_comment(encart__builder *b, encart__str text);
void encart__builder_finish(encart__builder *b);

/* ---- between builder.c and fit.c ------------------------------------------------------- */

typedef enum encart__cut {
    ENCART__CUT_END,   /* by the end of an ancestor: formatting goes on */
    ENCART__CUT_BLOCK, /* by a block: everything in line goes on inside it */
    ENCART__CUT_FINAL  /* nothing goes on */
} encart__cut;

static inline encart__open *encart__builder_top(encart__builder *b)
{
    return &b->stack[b->depth - 1];
}
/* Closes until `depth` entries are left. */
void encart__builder_cut(encart__builder *b, size_t depth, encart__cut cut);
/* Opens an element nobody wrote; false when it is too deep for it. */
int encart__builder_imply(encart__builder *b, uint16_t tag);

/* fit.c: makes the top such that *tag may stand in it; may change *tag to a counterpart.
 * False when its tags must be dropped. */
int encart__builder_fit(encart__builder *b, uint16_t *tag);
/* The same for text. */
int encart__builder_fit_text(encart__builder *b);

#endif
