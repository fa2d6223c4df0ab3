/* Repair of nesting by libtidy, for sanitise.c and for tests. Nothing of libtidy is seen
 * here. docs/libtidy.md says what it may touch and what that costs.
 */
#ifndef ENCART__REPAIR_H
#define ENCART__REPAIR_H

#include "core/sanitise/clean.h"

/* What libtidy may spend on one document; afterwards, what is left of it. */
typedef struct encart__repair_budget {
    size_t allocations;
    size_t bytes;
} encart__repair_budget;

encart__repair_budget encart__repair_budget_of(const encart__clean *clean);

/* encart__repair() of clean.h without the bounds before it, and with this budget. */
int encart__repair_within(encart__builder *b, const encart__clean *clean,
                          encart__dresser *dresser, const encart__alloc *alloc,
                          encart__repair_budget *budget);

#endif
