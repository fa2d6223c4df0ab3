/* The tables of content.h. */
#include "core/sanitise/content.h"

const uint8_t encart__content_kind[ENCART__T_COUNT] = {
#define CONTENT(tag, kind, holds) [ENCART__T_##tag] = ENCART__K_##kind,
#include "core/sanitise/content.def"
#undef CONTENT
};

const uint8_t encart__content_holds[ENCART__T_COUNT] = {
#define CONTENT(tag, kind, holds) [ENCART__T_##tag] = ENCART__H_##holds,
#include "core/sanitise/content.def"
#undef CONTENT
};

#define K(name) ENCART__BIT(ENCART__K_##name)
#define INLINE (K(PHRASING) | K(IMAGE))

const unsigned encart__content_mask[ENCART__H_COUNT] = {
    [ENCART__H_PHRASING] = INLINE,
    [ENCART__H_FLOW] = INLINE | K(FLOW),
    [ENCART__H_MEDIA] = K(SOURCE),
    [ENCART__H_LIST] = K(LI),
    [ENCART__H_DL] = K(TERM),
    [ENCART__H_GROUP] = K(TERM),
    [ENCART__H_TABLE] = K(CAPTION) | K(COLGROUP) | K(ROWGROUP),
    [ENCART__H_ROWS] = K(TR),
    [ENCART__H_CELLS] = K(CELL),
    [ENCART__H_COLS] = K(COL),
    [ENCART__H_PICTURE] = K(SOURCE) | K(IMAGE),
    [ENCART__H_RUBY] = INLINE | K(RUBYTEXT),
    [ENCART__H_SELECT] = K(OPTION) | K(OPTGROUP),
    [ENCART__H_OPTIONS] = K(OPTION),
    [ENCART__H_FIGURE] = INLINE | K(FLOW) | K(FIGCAPTION),
    [ENCART__H_DETAILS] = INLINE | K(FLOW) | K(SUMMARY),
    [ENCART__H_SUMMARY] = INLINE, /* and headings, but nothing else of their kind */
    [ENCART__H_FIELDSET] = INLINE | K(FLOW) | K(LEGEND),
};

static const uint16_t wrappers[ENCART__H_COUNT] = {
    [ENCART__H_LIST] = ENCART__T_LI,     [ENCART__H_DL] = ENCART__T_DD,
    [ENCART__H_GROUP] = ENCART__T_DD,    [ENCART__H_TABLE] = ENCART__T_TBODY,
    [ENCART__H_ROWS] = ENCART__T_TR,     [ENCART__H_CELLS] = ENCART__T_TD,
};

uint16_t encart__holds_wrapper(encart__holds holds)
{
    return wrappers[holds];
}

const uint8_t encart__content_adds[ENCART__K_COUNT] = {
    [ENCART__K_PHRASING] = ENCART__HAS_CONTENT,
    [ENCART__K_FLOW] = ENCART__HAS_CONTENT,
    [ENCART__K_IMAGE] = ENCART__HAS_CONTENT | ENCART__HAS_IMAGE,
    [ENCART__K_LI] = ENCART__HAS_CONTENT,
    [ENCART__K_TERM] = ENCART__HAS_CONTENT,
    [ENCART__K_CAPTION] = ENCART__HAS_CONTENT,
    [ENCART__K_COLGROUP] = ENCART__HAS_CONTENT,
    [ENCART__K_COL] = ENCART__HAS_CONTENT,
    [ENCART__K_ROWGROUP] = ENCART__HAS_CONTENT | ENCART__HAS_ROWS_LAST,
    [ENCART__K_TR] = ENCART__HAS_CONTENT,
    [ENCART__K_CELL] = ENCART__HAS_CONTENT,
    [ENCART__K_SOURCE] = ENCART__HAS_CONTENT,
    [ENCART__K_RUBYTEXT] = ENCART__HAS_CONTENT,
    [ENCART__K_FIGCAPTION] = ENCART__HAS_CONTENT | ENCART__HAS_FIGCAPTION,
    [ENCART__K_SUMMARY] = ENCART__HAS_CONTENT,
    [ENCART__K_LEGEND] = ENCART__HAS_CONTENT,
    [ENCART__K_OPTION] = ENCART__HAS_CONTENT,
    [ENCART__K_OPTGROUP] = ENCART__HAS_CONTENT,
};

const uint8_t encart__content_bits[ENCART__T_COUNT] = {
    [ENCART__T_A] = ENCART__IN_A,
    [ENCART__T_BUTTON] = ENCART__IN_BUTTON,
    [ENCART__T_LABEL] = ENCART__IN_LABEL,
    [ENCART__T_FORM] = ENCART__IN_FORM,
    [ENCART__T_PRE] = ENCART__IN_PRE,
    [ENCART__T_TEXTAREA] = ENCART__IN_PRE,
    [ENCART__T_CAPTION] = ENCART__NO_TABLE,
    [ENCART__T_ADDRESS] = ENCART__NO_HEADING,
    [ENCART__T_DT] = ENCART__NO_HEADING,
    [ENCART__T_LEGEND] = ENCART__NO_HEADING,
    [ENCART__T_TH] = ENCART__NO_HEADING,
};
