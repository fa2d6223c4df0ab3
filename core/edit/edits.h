/* Edits of a tree that wait: recorded against handles, applied in their order, together.
 *
 * Whoever records sees the tree as it was all the time, so a walk never meets what it put
 * in. Content is made in the tree itself, detached, and linked when the edits are applied.
 * Applied edits leave a tree with whole links, not one that the policy holds for: pass it
 * through encart__model() afterwards. A tree whose edits are dropped is as it was, but for
 * nodes that nothing links.
 */
#ifndef ENCART__EDITS_H
#define ENCART__EDITS_H

#include "core/sanitise/policy.h"
#include "core/tree/tree.h"

typedef enum encart__edit_op {
    ENCART__EDIT_BEFORE,
    ENCART__EDIT_AFTER,
    ENCART__EDIT_PREPEND,
    ENCART__EDIT_APPEND,
    ENCART__EDIT_REPLACE,
    ENCART__EDIT_WRAP, /* the content is one element, which the node enters at its end */
    ENCART__EDIT_UNWRAP, /* the node's tags go, its children stay */
    ENCART__EDIT_REMOVE,
    ENCART__EDIT_TEXT, /* the text takes the place of all that is inside */
    ENCART__EDIT_ATTR,
    ENCART__EDIT_ATTR_REMOVE,
    ENCART__EDIT_CLASS,
    ENCART__EDIT_CLASS_REMOVE,
    ENCART__EDIT_PART_REPLACE,
    ENCART__EDIT_PART_WRAP,
    ENCART__EDIT_CUT /* all that comes after the node in the document goes */
} encart__edit_op;

typedef struct encart__edit {
    uint8_t op;
    encart__node_id node; /* of a part: its first mark */
    encart__node_id
        one; /* content: a holder of nodes; text; name of attribute or class */
    encart__node_id value; /* of an attribute; the last mark of a part */
} encart__edit;

/* An element of a tree at one time; of no use with other edits. */
typedef struct encart__handle {
    encart__node_id node;
    uint32_t generation;
} encart__handle;

/* Words of a text that are to be wrapped or replaced. */
typedef struct encart__edit_range {
    encart__node_id text;
    uint32_t from, to; /* bytes of it */
    encart__node_id content;
    uint32_t order;
    int wraps;
} encart__edit_range;

/* A part of the text of an element: siblings from byte `from` of the first, when that is a
 * text, up to byte `to` of the last. */
typedef struct encart__part {
    encart__node_id first, last;
    uint32_t from, to;
    uint32_t generation;
} encart__part;

/* Where an end of an edited part is to stand: an empty text, which nothing that reads the
 * document sees and no other edit moves. */
typedef struct encart__edit_mark {
    encart__node_id node;
    uint32_t offset; /* in a text */
    encart__node_id mark;
    uint32_t order;
    uint8_t ends; /* a part, rather than begins one */
    uint8_t in_text;
} encart__edit_mark;

/* Who has an id: its hash (0 = free slot) and the element, 0 when it was only promised. */
typedef struct encart__edit_id {
    uint64_t hash;
    encart__node_id owner;
} encart__edit_id;

typedef struct encart__edit_ids {
    encart__edit_id *slot; /* open addressing; NULL as long as nobody asked */
    size_t size, count;
    size_t seen; /* nodes before this one were looked at */
} encart__edit_ids;

typedef struct encart__edits {
    encart__tree *tree;
    const encart__alloc *alloc; /* the tree's: it may be given away first */
    encart__edit *list;
    size_t count, cap;
    encart__edit_range *ranges;
    size_t range_count, range_cap;
    encart__node_id limit; /* nodes from here on are content, not document */
    uint32_t generation;   /* of the handles */
    uint8_t *gone; /* 1 for each node that an edit takes away; NULL as long as none */
    size_t applied, skipped;
    int failed; /* 0, ENCART_ENOMEM or ENCART_ELIMIT */
    encart__edit_ids ids;
    encart__edit_mark *marks;
    size_t mark_count, mark_cap;
} encart__edits;

/* Begins to record edits of `tree`, which is the caller's. No two of a render may have
 * the same generation; 0 is none. */
void encart__edits_init(encart__edits *e, encart__tree *tree, uint32_t generation);
/* What was recorded is dropped. The tree stays. */
void encart__edits_free(encart__edits *e);

static inline encart__handle encart__edits_handle(const encart__edits *e,
                                                  encart__node_id node)
{
    return (encart__handle){node, e->generation};
}
/* The element of a handle; 0 when it is of another time, or of none. */
encart__node_id encart__edits_node(const encart__edits *e, encart__handle handle);

typedef enum encart__edit_verdict {
    ENCART__EDIT_TAKEN,
    ENCART__EDIT_STALE,     /* the handle is of another time */
    ENCART__EDIT_GONE,      /* an edit before this one takes the node itself away */
    ENCART__EDIT_HOLLOW,    /* the element can have no content */
    ENCART__EDIT_MISSHAPEN, /* a wrapper that is not one element with room; a bad name; a
                               part that no one element has */
    ENCART__EDIT_FAILED     /* e->failed says why */
} encart__edit_verdict;

/* A detached node for content to be appended to. */
encart__node_id encart__edits_holder(encart__edits *e);
/* `content` is such a holder for the first six operations, and 0 for unwrap, remove
 * and cut.
 * Taking away what is taken away already is taken, and skipped when applied. The root's
 * handle is good for PREPEND and APPEND. */
encart__edit_verdict encart__edits_put(encart__edits *e, encart__edit_op op,
                                       encart__handle handle, encart__node_id content);
/* TEXT, ATTR_REMOVE and the classes have one string, ATTR a name and a value. Names
 * are in lower case. The classes of an element are those that stand in its attribute. */
encart__edit_verdict encart__edits_set(encart__edits *e, encart__edit_op op,
                                       encart__handle handle, encart__str one,
                                       encart__str value);

/* WRAP or REPLACE of the words from..to of a text, whose handle is made like that of an
 * element; they begin and end with characters. Of those that overlap, the one that begins
 * first is applied, and of these the one that was recorded first. */
encart__edit_verdict encart__edits_range(encart__edits *e, encart__edit_op op,
                                         encart__handle text, uint32_t from, uint32_t to,
                                         encart__node_id content);

/* ranges.c, for the following. */
void encart__edits_apply_ranges(encart__edits *e);

/* ---- part.c ---- */

/* The text below `node` as it stands, a line break as a newline. Returns the nodes seen. */
size_t encart__raw_text(const encart__tree *t, encart__node_id node, encart__strbuf *out);
/* The bytes from `from` up to `to` of that text of the element. MISSHAPEN where there are
 * none, or where they begin and end in different elements. */
encart__edit_verdict encart__edits_part(const encart__edits *e, encart__handle element,
                                        size_t from, size_t to, encart__part *out);
/* What it has: its text, and a copy of all at the end of `parent`. Return the nodes seen. */
size_t encart__part_text(const encart__tree *t, const encart__part *p,
                         encart__strbuf *out);
size_t encart__part_copy(encart__tree *t, const encart__part *p, encart__node_id parent);
/* PART_REPLACE (`content` 0: nothing in its place) and PART_WRAP. What an earlier edit tore
 * apart is skipped when applied. Of parts that begin and end at the same places, the one that
 * was recorded first is around the others. */
encart__edit_verdict encart__edits_put_part(encart__edits *e, encart__edit_op op,
                                            const encart__part *p,
                                            encart__node_id content);
/* For encart__edits_apply(): cuts the texts where parts begin and end; whether both ends of
 * an edit's part stand, in order, in one element; applies it. */
void encart__edits_set_marks(encart__edits *e);
int encart__part_stands(const encart__tree *t, const encart__edit *edit);
void encart__part_apply(encart__tree *t, const encart__edit *edit);
/* edits.c, for part.c. */
encart__edit_verdict encart__edits_keep(encart__edits *e, encart__edit edit);
int encart__edit_can_wrap(const encart__tree *t, encart__node_id holder);

/* ---- attr.c ---- */

enum { ENCART__EDIT_FAULT = 240 };
/* Whether an element of this tag may have the attribute (its name in lower case) with this
 * value, which `spelled` then has as the policy spells it; else what is wrong, in `why`. */
int encart__edits_attr_ok(const encart__policy *policy, uint16_t tag, encart__str name,
                          encart__str value, encart__strbuf *spelled,
                          char why[ENCART__EDIT_FAULT]);

/* ---- ids.c ---- */

/* Whether an id, in the form that the document's policy gives it, is another's than `by`'s:
 * of the document as it was, of content, or set or promised since. A promise counts only
 * when `by` is 0. */
int encart__edits_id_taken(encart__edits *e, encart__str id, encart__node_id by);
/* From now on it is `owner`'s; 0 promises it. */
void encart__edits_id_give(encart__edits *e, encart__str id, encart__node_id owner);
void encart__edit_ids_free(encart__edits *e);

/* Applies all of them: those of words, which change no element, then the others in their
 * order. Those of nodes that an earlier one took away with what
 * was around them are skipped. Returns a status: on failure the tree is of no use. */
int encart__edits_apply(encart__edits *e);

#endif
