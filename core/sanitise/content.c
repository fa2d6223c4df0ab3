/* The tables of content.h. */
#include "core/sanitise/content.h"

static const uint8_t kinds[ENCART__T_COUNT] = {
#define CONTENT(tag, kind, holds) [ENCART__T_##tag] = ENCART__K_##kind,
#include "core/sanitise/content.def"
#undef CONTENT
};

static const uint8_t holders[ENCART__T_COUNT] = {
#define CONTENT(tag, kind, holds) [ENCART__T_##tag] = ENCART__H_##holds,
#include "core/sanitise/content.def"
#undef CONTENT
};

#define K(name) ENCART__BIT(ENCART__K_##name)
#define INLINE (K(PHRASING) | K(IMAGE))

static const unsigned masks[ENCART__H_COUNT] = {
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
    [ENCART__H_FIELDSET] = INLINE | K(FLOW) | K(LEGEND),
};

static const uint16_t wrappers[ENCART__H_COUNT] = {
    [ENCART__H_LIST] = ENCART__T_LI,     [ENCART__H_DL] = ENCART__T_DD,
    [ENCART__H_GROUP] = ENCART__T_DD,    [ENCART__H_TABLE] = ENCART__T_TBODY,
    [ENCART__H_ROWS] = ENCART__T_TR,     [ENCART__H_CELLS] = ENCART__T_TD,
};

encart__kind encart__kind_of(uint16_t tag)
{
    return tag < ENCART__T_COUNT ? (encart__kind)kinds[tag] : ENCART__K_PHRASING;
}

encart__holds encart__holds_of(uint16_t tag)
{
    return tag < ENCART__T_COUNT ? (encart__holds)holders[tag] : ENCART__H_PHRASING;
}

unsigned encart__holds_mask(encart__holds holds)
{
    return masks[holds];
}

uint16_t encart__holds_wrapper(encart__holds holds)
{
    return wrappers[holds];
}

unsigned encart__holds_inside(unsigned parent, encart__holds holds)
{
    unsigned inherited = parent & (INLINE | K(FLOW));

    if (holds == ENCART__H_TRANSPARENT)
        return inherited;
    return holds == ENCART__H_MEDIA ? inherited | masks[holds] : masks[holds];
}

unsigned encart__inside_bits(uint16_t tag)
{
    switch (tag) {
    case ENCART__T_A: return ENCART__IN_A;
    case ENCART__T_BUTTON: return ENCART__IN_BUTTON;
    case ENCART__T_LABEL: return ENCART__IN_LABEL;
    case ENCART__T_FORM: return ENCART__IN_FORM;
    case ENCART__T_PRE:
    case ENCART__T_TEXTAREA: return ENCART__IN_PRE;
    case ENCART__T_CAPTION: return ENCART__NO_TABLE;
    case ENCART__T_ADDRESS:
    case ENCART__T_DT:
    case ENCART__T_LEGEND:
    case ENCART__T_TH: return ENCART__NO_HEADING;
    default: return 0;
    }
}
