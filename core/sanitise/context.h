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
encart__context encart__context_root(void);
/* An element `tag` inside `parent`. */
encart__context encart__context_of(const encart__context *parent, uint16_t tag);

int encart__context_takes(const encart__context *c, uint16_t tag);
int encart__context_takes_text(const encart__context *c);
/* Says that the element (0 = text) now stands inside. */
void encart__context_took(encart__context *c, uint16_t tag);

static inline int encart__context_has(const encart__context *c, encart__kind kind)
{
    return (c->seen & ENCART__BIT(kind)) != 0;
}

#endif
