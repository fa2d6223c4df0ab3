/* What may stand inside an open element, as a few numbers: its own rules and those that
 * it inherits. For readers that refuse what does not fit; the rules are content.h's, and
 * fit.c is for the one that repairs.
 */
#ifndef ENCART__CONTEXT_H
#define ENCART__CONTEXT_H

#include "core/sanitise/content.h"

typedef struct encart__context {
    unsigned mask; /* kinds that may stand inside */
    uint8_t holds, bits, has;
} encart__context;

/* The root of a fragment. */
static inline encart__context encart__context_root(void)
{
    encart__context c = {encart__holds_mask(ENCART__H_FLOW), ENCART__H_FLOW, 0, 0};

    return c;
}

/* An element `tag` inside `parent`. */
static inline encart__context encart__context_of(const encart__context *parent, uint16_t tag)
{
    encart__holds holds = encart__holds_in((encart__holds)parent->holds, tag);
    encart__context c = {encart__holds_inside(parent->mask, holds), (uint8_t)holds,
                         (uint8_t)(parent->bits | encart__inside_bits(tag)), 0};

    return c;
}

static inline int encart__context_takes(const encart__context *c, uint16_t tag)
{
    return !encart__inside_forbids(c->bits, tag) &&
           encart__holds_takes((encart__holds)c->holds, c->mask, c->has, tag) &&
           encart__has_turn(c->has, tag);
}

static inline int encart__context_takes_text(const encart__context *c)
{
    return (c->mask & ENCART__BIT(ENCART__K_PHRASING)) || c->holds == ENCART__H_TEXT;
}

/* Says that the element (0 = text) now stands inside. */
static inline void encart__context_took(encart__context *c, uint16_t tag)
{
    c->has = (uint8_t)encart__has_with(c->has, encart__kind_of(tag));
}

/* Of the kinds that adds[] of content.c tells apart. */
static inline int encart__context_has(const encart__context *c, encart__kind kind)
{
    return (c->has & encart__content_adds[kind] & ~(unsigned)ENCART__HAS_CONTENT) != 0;
}

#endif
