/* The strict reader of canonical bytes: one pass by their grammar, no repair, no doubt.
 *
 * Canonical bytes name every element's start and end, so a stack and the tables are
 * enough: the policy says which names and values may stand, the content model where. What
 * it takes is as the serialiser writes it, and sanitising it again changes nothing; what
 * it does not take may still be canonical (more attributes or levels than it cares for),
 * and encart__canonical_read() then looks again by the long way.
 */
#ifndef ENCART__STRICT_H
#define ENCART__STRICT_H

#include "core/sanitise/policy.h"
#include "core/tree/tree.h"

/* ENCART_OK when `html` is canonical by `policy` and is read as just this tree;
 * ENCART_EPARSE when that is not sure, ENCART_ENOMEM. */
int encart__strict_same(const encart__tree *tree, encart__str html,
                        const encart__policy *policy);

/* The same without a tree to compare with; ids and the links to them are the caller's to
 * check, as below. */
int encart__strict_check(encart__str html, const encart__policy *policy,
                         const encart__alloc *alloc);

/* Makes the tree, in `out` (initialised, empty; of no use on failure), of bytes that anybody
 * may have written. Ids and the links to them are the caller's to check. */
int encart__strict_read(encart__tree *out, encart__str html,
                        const encart__policy *policy);

#endif
