/* Start tags, text and end tags in any order go in; a tree that keeps the content model
 * comes out. Both the clean tokens and every finished tree go through it, so there is
 * one place that knows what may stand where. It knows nothing of tidy or of attribute
 * policy.
 *
 * What the builder makes, it leaves as it is when it is fed its own work again. The flags
 * of a node (ENCART__HAS_… of content.h) are the builder's while it makes the tree.
 *
 * Words never go: a start tag that has no legal place becomes nothing, an implied parent
 * is made, or what is in the way is closed. Everything else is as the HTML Standard's
 * tree construction has it, but that a block never stands in formatting: what a block
 * cuts goes on inside it (formatting.c), at most ENCART__MAX_PENDING elements of it.
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

/* Whether an element has stood before; what has goes when it is left empty. */
enum {
    ENCART__FIRST,
    ENCART__AGAIN, /* and its id is taken */
    ENCART__MOVED  /* but nothing is left of where */
};

typedef struct encart__open {
    encart__node_id node; /* of the nearest entry that has one */
    uint32_t key;         /* the caller's name for the element */
    unsigned mask;        /* kinds that may stand inside */
    uint16_t tag, as;     /* as written; as built, 0: no place, its end is awaited */
    uint8_t holds, bits;
    uint16_t real, scope; /* nodes and table cells up to here */
    uint16_t block;       /* entry of the nearest block, itself when it is one */
    uint16_t level, born; /* `block` and `scope` where it was first opened */
    uint8_t listed;       /* in the standard's list of active formatting elements */
    uint8_t ended;        /* a form after its end tag: it goes with what is open in it */
    uint8_t again;        /* ENCART__FIRST… */
    uint8_t edge;         /* the builder's `edge` and `space` when it was opened */
    encart__node_id space;
} encart__open;

/* An element in line that goes on in the next text. */
typedef struct encart__pending {
    uint32_t key;
    uint16_t tag, as, level, born;
    uint8_t open;   /* it was never closed: a block had to stand where it cannot */
    uint8_t listed; /* it goes on after its block has ended */
    uint8_t again;
} encart__pending;

typedef struct encart__builder {
    encart__tree *tree;
    /* Gives a new node its attributes; `again` when the element stands a second time. */
    void (*dress)(void *user, encart__node_id node, uint32_t key, int again);
    /* Whether two elements have the same attributes; NULL: none do. */
    int (*same)(void *user, uint32_t key, uint32_t other);
    void *user;
    int keyed; /* ends are found by key: the input is a tree */
    size_t depth;
    encart__pending pending[ENCART__MAX_PENDING];
    size_t pending_count;
    uint32_t over[ENCART__T_COUNT]; /* starts that found the stack full */
    uint16_t live[ENCART__T_COUNT]; /* open elements of each name */
    size_t copied;                  /* bytes of attributes that stand again */
    uint32_t reopened;              /* elements that stand again */
    uint16_t scope;
    int form;              /* a form was begun and has not had its end tag */
    int edge;              /* the last thing built was a block's edge */
    int gap;               /* a block without a place was here: words must not meet */
    encart__node_id space; /* the white space built last, dropped at a block's edge */
    uint32_t irregular;    /* what HTML 5 would have moved, and the builder has not */
    uint32_t flattened;    /* elements that were too deep */
    uint32_t deepest, cuts; /* what repair by libtidy would meet */
    encart__open stack[ENCART__MAX_STACK]; /* last: never cleared as a whole */
} encart__builder;

/* The builder is large: make it in an arena, not on a thread's stack. */
void encart__builder_init(encart__builder *b, encart__tree *tree,
                          void (*dress)(void *, encart__node_id, uint32_t, int),
                          void *user, int keyed);
/* An element that has content; key may be ENCART__NO_KEY. */
void encart__builder_start(encart__builder *b, uint16_t tag, uint32_t key);
/* The same for an element that was written as another: `written` is what its end tag and
 * the rules of HTML 5 know it by. */
void encart__builder_open(encart__builder *b, uint16_t written, uint16_t tag,
                          uint32_t key);
/* An element without content: no end follows. */
void encart__builder_void(encart__builder *b, uint16_t tag, uint32_t key);
/* 1 when the end tag closed something. */
int encart__builder_end(encart__builder *b, uint16_t tag, uint32_t key);
void encart__builder_text(encart__builder *b, encart__str text);
void encart__builder_comment(encart__builder *b, encart__str text);
void encart__builder_finish(encart__builder *b);

/* ---- between builder.c, formatting.c and fit.c ------------------------------------- */

typedef enum encart__cut {
    ENCART__CUT_END,  /* something has ended: what was opened inside it ends with it, but
                         for formatting, which goes on */
    ENCART__CUT_BLOCK /* a block must stand here: everything in line goes on inside it */
} encart__cut;

static inline encart__open *encart__builder_top(encart__builder *b)
{
    return &b->stack[b->depth - 1];
}
static inline int encart__open_nothing(const encart__open *e)
{
    return e->as == 0;
}
static inline int encart__open_block(const encart__open *e)
{
    return (encart__tag_flags(e->as ? e->as : e->tag) & ENCART__F_BLOCK) != 0;
}
/* Where HTML 5 would put content in front of the table. */
static inline int encart__open_table_part(const encart__open *e)
{
    return e->holds == ENCART__H_TABLE || e->holds == ENCART__H_ROWS ||
           e->holds == ENCART__H_CELLS;
}
static inline int encart__opens_scope(uint16_t tag)
{
    return tag == ENCART__T_TD || tag == ENCART__T_TH || tag == ENCART__T_CAPTION;
}
/* builder.c: builds the element in the top and makes it the top; the other way round. */
void encart__builder_push(encart__builder *b, uint16_t tag, uint16_t as, uint32_t key,
                          int again);
void encart__builder_pop(encart__builder *b);
void encart__builder_drop_space(encart__builder *b, encart__node_id space);
/* An element that has no place, or no longer, but whose end must be known. */
void encart__builder_await(encart__builder *b, uint16_t tag, uint32_t key);
int encart__builder_too_deep(const encart__builder *b, uint16_t tag);
/* Opens an element nobody wrote; false when it is too deep for it. */
int encart__builder_imply(encart__builder *b, uint16_t tag);

/* formatting.c: closes until `depth` entries are left. */
void encart__builder_cut(encart__builder *b, size_t depth, encart__cut cut);
/* Closes entry `i` for good, with all that stands in it. */
void encart__builder_close(encart__builder *b, size_t i);
/* Opens again what goes on in the top. */
void encart__builder_reopen(encart__builder *b);
/* Takes what waits to be opened again from the list: the element of a key; that of a tag
 * which an end tag here means. */
int encart__builder_forget_key(encart__builder *b, uint32_t key);
int encart__builder_forget_tag(encart__builder *b, uint16_t tag);
void encart__builder_forget_links(encart__builder *b, uint16_t tag);
void encart__builder_forget_scope(encart__builder *b);
/* Before a formatting element is opened: of three alike, one goes on no longer. */
void encart__builder_ark(encart__builder *b, uint16_t tag, uint32_t key);
/* The end of the innermost formatting element `tag`, blocks or not. 0: there is none. */
int encart__builder_end_formatting(encart__builder *b, uint16_t tag);

/* fit.c: makes the top such that *tag may stand in it; may change *tag to a counterpart.
 * False when its tags must be dropped. */
int encart__builder_fit(encart__builder *b, uint16_t *tag);
/* The same for text. */
int encart__builder_fit_text(encart__builder *b);

#endif
