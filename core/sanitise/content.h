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
    ENCART__H_FIGURE, ENCART__H_DETAILS, ENCART__H_SUMMARY, ENCART__H_FIELDSET,
    ENCART__H_COUNT
} encart__holds;

extern const uint8_t encart__content_kind[ENCART__T_COUNT];
extern const uint8_t encart__content_holds[ENCART__T_COUNT];
extern const unsigned encart__content_mask[ENCART__H_COUNT];
extern const uint8_t encart__content_bits[ENCART__T_COUNT];

/* Tags are numbers of names.h: nobody makes another. */
static inline encart__kind encart__kind_of(uint16_t tag)
{
    return (encart__kind)encart__content_kind[tag];
}
static inline encart__holds encart__holds_of(uint16_t tag)
{
    return (encart__holds)encart__content_holds[tag];
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

/* The holder that `tag` is in a holder: a div in a dl groups its terms. */
static inline encart__holds encart__holds_in(encart__holds parent, uint16_t tag)
{
    if (tag == ENCART__T_DIV && parent == ENCART__H_DL)
        return ENCART__H_GROUP;
    return encart__holds_of(tag);
}

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
    return encart__content_bits[tag];
}

/* What an element has for children already, as far as a part's turn depends on it. */
enum {
    ENCART__HAS_CONTENT = 1, /* anything but comments */
    ENCART__HAS_FIGCAPTION = 2,
    ENCART__HAS_IMAGE = 4,
    ENCART__HAS_ROWS_LAST = 8,
    ENCART__HAS_MISPLACED = 16 /* a cell made for what HTML 5 moves in front of its table */
};

extern const uint8_t encart__content_adds[ENCART__K_COUNT];

/* The same after one more child of that kind; text is PHRASING. */
static inline unsigned encart__has_with(unsigned has, encart__kind kind)
{
    return (has & ~(unsigned)ENCART__HAS_ROWS_LAST) | encart__content_adds[kind];
}

/* ---- may it stand here? The reader that refuses and the builder that repairs both ask: -- */

/* Interactive content, labels, forms, tables and headings do not stand everywhere: inside
 * an element with these bits. */
static inline int encart__inside_forbids(unsigned bits, uint16_t tag)
{
    if (encart__tag_flags(tag) & ENCART__F_INTERACTIVE &&
        bits & (ENCART__IN_BUTTON | ENCART__IN_A))
        return 1;
    switch (tag) {
    case ENCART__T_LABEL:
        return bits & ENCART__IN_LABEL;
    case ENCART__T_FORM:
        return bits & ENCART__IN_FORM;
    case ENCART__T_TABLE:
        return bits & ENCART__NO_TABLE;
    default:
        return encart__heading_level(tag) && bits & ENCART__NO_HEADING;
    }
}

/* As a child of such a holder, `mask` being the kinds that it takes there. */
static inline int encart__holds_takes(encart__holds holds, unsigned mask, unsigned has,
                                      uint16_t tag)
{
    encart__kind kind = encart__kind_of(tag);

    if (!(mask & ENCART__BIT(kind)))
        return (tag == ENCART__T_DIV && holds == ENCART__H_DL) ||
               (encart__heading_level(tag) && holds == ENCART__H_SUMMARY);
    return holds != ENCART__H_PICTURE ||
           (!(has & ENCART__HAS_IMAGE) &&
            (kind == ENCART__K_IMAGE || tag == ENCART__T_SOURCE));
}

/* Among its brothers: a caption and a summary come first, and once; columns before rows; a
 * table's head before its other rows. */
static inline int encart__has_turn(unsigned has, uint16_t tag)
{
    switch (encart__kind_of(tag)) {
    case ENCART__K_CAPTION:
    case ENCART__K_SUMMARY:
    case ENCART__K_LEGEND:
        return !(has & ENCART__HAS_CONTENT);
    case ENCART__K_FIGCAPTION:
        return !(has & ENCART__HAS_FIGCAPTION);
    case ENCART__K_COLGROUP:
        return !(has & ENCART__HAS_ROWS_LAST);
    case ENCART__K_ROWGROUP:
        return tag != ENCART__T_THEAD || !(has & ENCART__HAS_ROWS_LAST);
    default:
        return 1;
    }
}

#endif
