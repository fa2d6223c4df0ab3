/* Blocks: the top-level flow elements of a body, between which boxes may stand. */
#ifndef ENCART__BLOCK_H
#define ENCART__BLOCK_H

#include "core/base/arena.h"
#include "core/serialise/serialise.h"
#include "core/tree/tree.h"

typedef enum encart__block_kind {
    ENCART__BLOCK_PARAGRAPH,
    ENCART__BLOCK_HEADING,
    ENCART__BLOCK_FIGURE, /* figure, or a paragraph of images only */
    ENCART__BLOCK_LIST,
    ENCART__BLOCK_QUOTE,
    ENCART__BLOCK_TABLE,
    ENCART__BLOCK_PRE,
    ENCART__BLOCK_EMBED, /* iframe, audio, video, quoted post */
    ENCART__BLOCK_DETAILS,
    ENCART__BLOCK_RULE,  /* hr */
    ENCART__BLOCK_BOX,   /* author's or marked box: data-encart */
    ENCART__BLOCK_OTHER
} encart__block_kind;

enum {
    ENCART__BLOCK_ENDS_COLON = 1,
    ENCART__BLOCK_ENDS_SENTENCE = 2, /* . ! ? … » ” " ) and Arabic ؟ ۔ */
    ENCART__BLOCK_STARTS_LOWER = 4,
    ENCART__BLOCK_STARTS_DIALOGUE = 8, /* « “ — – */
    ENCART__BLOCK_FAKE_HEADING = 16,   /* p that is only strong or b, and short */
    ENCART__BLOCK_FLOAT = 32,          /* aligned image: class alignleft, float-right… */
    ENCART__BLOCK_GAP_AT_ROOT = 64,    /* `gap` lies at the root level: a box written there
                                          (and only there) is followed by a newline */
    ENCART__BLOCK_GAP_COLUMN = 128,    /* `gap` lies in a column, or between two */
    ENCART__BLOCK_GAP_GROUP = 256      /* `gap` lies in a small part of the article that
                                          the main flow passes by: a panel */
};

typedef struct encart__block {
    encart__node_id node;
    uint8_t kind;  /* encart__block_kind */
    uint8_t level; /* headings: 1..6 */
    uint16_t flags;
    uint32_t words, chars; /* of visible text; chars are code points */
    uint32_t start, end;   /* span in the canonical bytes */
    uint32_t before;       /* words of all blocks before it */
    uint32_t gap; /* offset in the canonical bytes where a box after this block goes: the
                     end of the block, or of the wrappers that end with it, the newline
                     that follows children of the root included */
    uint32_t *stems; /* sorted distinct 32-bit hashes of its content stems */
    uint32_t stem_count;
} encart__block;

const char *encart__block_kind_name(encart__block_kind kind); /* "paragraph"… */

/* Cuts the tree into blocks: children of the root, and of pure wrappers (div, section,
 * article, main without text of their own, without float). A run of inline siblings is one
 * block; what shows nothing is none. Blocks past ENCART__MAX_BLOCKS are left out. `spans`
 * are those of the serialiser. `lang` chooses the stemmer. Returns a status; the array is
 * in `arena`. */
int encart__blocks(encart__block **out, size_t *count, const encart__tree *t,
                   const encart__span *spans, encart__str lang, encart__arena *arena,
                   const encart__alloc *alloc);

#endif
