/* A host's own policy: a built-in profile, copied, and what the host allows and denies.
 * It is immutable once made. What no host can allow is in policy_never.def.
 */
#ifndef ENCART__POLICY_MAKE_H
#define ENCART__POLICY_MAKE_H

#include "core/base/arena.h"
#include "core/sanitise/profile.h"

typedef struct encart__maker {
    encart__policy *policy; /* in the arena */
    encart__arena *arena;   /* its `failed` tells that there was no memory */
    const char *why;        /* of the last refusal, static */
    const char *near;       /* the name that may have been meant, or NULL */
} encart__maker;

/* Begins with a copy of `profile`. False without memory. */
int encart__maker_init(encart__maker *m, const encart__policy *profile,
                       encart__arena *arena);

/* Each returns 1, or 0 when it refuses: the policy is then unchanged and m->why says why.
 * Allow first, then deny: what is denied last stays denied. Names are in lower case. */
int encart__maker_allow_element(encart__maker *m, encart__str name);
int encart__maker_deny_element(encart__maker *m, encart__str name);
/* element "*" = every element that may have it. */
int encart__maker_allow_attr(encart__maker *m, encart__str element, encart__str name);
int encart__maker_deny_attr(encart__maker *m, encart__str element, encart__str name);
int encart__maker_allow_scheme(encart__maker *m, encart__str name);
int encart__maker_deny_scheme(encart__maker *m, encart__str name);
int encart__maker_allow_host(encart__maker *m, encart__str name);
int encart__maker_deny_host(encart__maker *m, encart__str name);
/* Patterns of classes, "*" for any characters: the only ones that stay, and those that
 * go. */
int encart__maker_allow_class(encart__maker *m, encart__str pattern);
int encart__maker_deny_class(encart__maker *m, encart__str pattern);

/* After the last element was denied. */
int encart__maker_finish(encart__maker *m);

#endif
