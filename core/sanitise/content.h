/* The content model as numbers: what an element is to its parent, what it may hold. */
#ifndef ENCART__CONTENT_H
#define ENCART__CONTENT_H

#include "core/tree/names.h"

typedef enum encart__kind {
    ENCART__K_PHRASING, ENCART__K_FLOW, ENCART__K_IMAGE, ENCART__K_LI, ENCART__K_TERM,
    ENCART__K_CAPTION, ENCART__K_COLGROUP, ENCART__K_COL, ENCART__K_ROWGROUP,
    ENCART__K_TR, ENCART__K_CELL, ENCART__K_SOURCE, ENCART__K_RUBYTEXT,
    ENCART__K_FIGCAPTION, ENCART__K_SUMMARY, ENCART__K_LEGEND, ENCART__K_OPTION,
    ENCART__K_OPTGROUP, ENCART__K_COUNT
} encart__kind;

typedef enum encart__holds {
    ENCART__H_PHRASING, ENCART__H_FLOW, ENCART__H_TRANSPARENT, ENCART__H_MEDIA,
    ENCART__H_LIST, ENCART__H_DL, ENCART__H_GROUP /* div in dl */, ENCART__H_TABLE,
    ENCART__H_ROWS, ENCART__H_CELLS, ENCART__H_COLS, ENCART__H_PICTURE, ENCART__H_RUBY,
    ENCART__H_SELECT, ENCART__H_OPTIONS, ENCART__H_TEXT, ENCART__H_NOTHING,
    ENCART__H_FIGURE, ENCART__H_DETAILS, ENCART__H_FIELDSET, ENCART__H_COUNT
} encart__holds;

extern const uint8_t encart__content_kind[ENCART__T_COUNT];
extern const uint8_t encart__content_holds[ENCART__T_COUNT];
extern const unsigned encart__content_mask[ENCART__H_COUNT];
extern const uint8_t encart__content_bits[ENCART__T_COUNT];

static inline encart__kind encart__kind_of(uint16_t tag)
{
    return (encart__kind)encart__content_kind[tag < ENCART__T_COUNT ? tag : 0];
}
static inline encart__holds encart__holds_of(uint16_t tag)
{
    return (encart__holds)encart__content_holds[tag < ENCART__T_COUNT ? tag : 0];
}

#define ENCART__BIT(n) (1u << (n))
/* The kinds that may stand inside; 0 bits for TRANSPARENT and MEDIA, which take their
 * parent's. */
static inline unsigned encart__holds_mask(encart__holds holds)
{
    return encart__content_mask[holds];
}
/* The kinds that may stand in such a holder inside one with the mask `parent`, whose rules
 * TRANSPARENT and MEDIA take over. */
static inline unsigned encart__holds_inside(unsigned parent, encart__holds holds)
{
    unsigned inherited = parent & (ENCART__BIT(ENCART__K_PHRASING) |
                                   ENCART__BIT(ENCART__K_IMAGE) | ENCART__BIT(ENCART__K_FLOW));

    if (holds != ENCART__H_TRANSPARENT && holds != ENCART__H_MEDIA)
        inherited = 0;
    return inherited | encart__content_mask[holds];
}
/* The element that must be between a holder of elements only and anything else: li for a
 * list, dd for dl, tbody for table, tr, td; 0 when there is none. */
uint16_t encart__holds_wrapper(encart__holds holds);

/* What is so of all that stands inside an element, however deep. */
enum {
    ENCART__IN_A = 1,
    ENCART__IN_BUTTON = 2,
    ENCART__IN_LABEL = 4,
    ENCART__IN_FORM = 8,
    ENCART__IN_PRE = 16,
    ENCART__NO_HEADING = 32,
    ENCART__NO_TABLE = 64
};

/* Those of one element. */
static inline unsigned encart__inside_bits(uint16_t tag)
{
    return encart__content_bits[tag < ENCART__T_COUNT ? tag : 0];
}

#endif
