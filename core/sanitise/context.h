/* What may stand inside an open element, as a few numbers: its own rules and those that
 * it inherits. For readers that refuse what does not fit; fit.c is for the one that
 * repairs.
 */
#ifndef ENCART__CONTEXT_H
#define ENCART__CONTEXT_H

#include "core/sanitise/content.h"

typedef struct encart__context {
    unsigned mask; /* kinds that may stand inside */
    unsigned seen; /* kinds that do */
    uint8_t holds, bits, last_kind, has_content;
} encart__context;

/* The root of a fragment. */
static inline encart__context encart__context_root(void)
{
    encart__context c = {encart__holds_mask(ENCART__H_FLOW), 0, ENCART__H_FLOW, 0, 0, 0};

    return c;
}

/* An element `tag` inside `parent`. */
static inline encart__context encart__context_of(const encart__context *parent, uint16_t tag)
{
    encart__context c = {0, 0, (uint8_t)encart__holds_of(tag), parent->bits, 0, 0};

    if (tag == ENCART__T_DIV && parent->holds == ENCART__H_DL)
        c.holds = ENCART__H_GROUP;
    c.mask = encart__holds_inside(parent->mask, (encart__holds)c.holds);
    c.bits |= (uint8_t)encart__inside_bits(tag);
    return c;
}

/* Interactive content, labels, forms, tables and headings do not stand everywhere. */
static inline int encart__context_forbids(unsigned bits, uint16_t tag)
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

/* Parts that have their place among their brothers. */
static inline int encart__context_has_turn(const encart__context *c, uint16_t tag, encart__kind kind)
{
    switch (kind) {
    case ENCART__K_CAPTION:
    case ENCART__K_SUMMARY:
    case ENCART__K_LEGEND:
        return !c->has_content;
    case ENCART__K_FIGCAPTION:
        return !(c->seen & ENCART__BIT(ENCART__K_FIGCAPTION));
    case ENCART__K_COLGROUP:
        return !c->has_content || c->last_kind != ENCART__K_ROWGROUP;
    case ENCART__K_ROWGROUP:
        return tag != ENCART__T_THEAD || !c->has_content ||
               c->last_kind != ENCART__K_ROWGROUP;
    default:
        return 1;
    }
}

static inline int encart__context_takes(const encart__context *c, uint16_t tag)
{
    encart__kind kind = encart__kind_of(tag);

    if (encart__context_forbids(c->bits, tag))
        return 0;
    if (tag == ENCART__T_DIV && c->holds == ENCART__H_DL)
        return 1;
    if (c->holds == ENCART__H_PICTURE && c->seen & ENCART__BIT(ENCART__K_IMAGE))
        return 0;
    if (c->holds == ENCART__H_PICTURE && kind == ENCART__K_SOURCE &&
        tag != ENCART__T_SOURCE)
        return 0;
    return (c->mask & ENCART__BIT(kind)) && encart__context_has_turn(c, tag, kind);
}

static inline int encart__context_takes_text(const encart__context *c)
{
    return (c->mask & ENCART__BIT(ENCART__K_PHRASING)) || c->holds == ENCART__H_TEXT;
}

/* Says that the element (0 = text) now stands inside. */
static inline void encart__context_took(encart__context *c, uint16_t tag)
{
    c->has_content = 1;
    c->last_kind = tag ? (uint8_t)encart__kind_of(tag) : ENCART__K_PHRASING;
    if (tag)
        c->seen |= ENCART__BIT(c->last_kind);
}

static inline int encart__context_has(const encart__context *c, encart__kind kind)
{
    return (c->seen & ENCART__BIT(kind)) != 0;
}

#endif
