/* Straight double quotes of one run: which open, which close. They are French quotes at
 * the outside and curly ones inside others. A run in which any of them has no partner
 * keeps all of them: a guess would be worse than what the author typed.
 */
#ifndef ENCART__I18N_QUOTES_H
#define ENCART__I18N_QUOTES_H

#include "core/base/str.h"

#include <stdint.h>

typedef struct encart__quotes {
    uint32_t straight; /* bit d: what opened level d was a straight one */
    unsigned depth;
    int broken;
} encart__quotes;

typedef enum encart__quote_kind {
    ENCART__QUOTE_NONE, /* no straight quote, or a sign of inches, seconds */
    ENCART__QUOTE_OPEN,
    ENCART__QUOTE_CLOSE,
    ENCART__QUOTE_OPEN_INNER,
    ENCART__QUOTE_CLOSE_INNER
} encart__quote_kind;

/* Reads the character at `at`, cp; starts with zeros. */
encart__quote_kind encart__quotes_step(encart__quotes *q, encart__str s, size_t at,
                                       uint32_t cp);
/* Whether every straight quote of the run has its partner. */
int encart__quotes_paired(encart__str s);

#endif
