/* A growing array of any type in the host's memory. Failure is sticky, as in strbuf. */
#ifndef ENCART__VEC_H
#define ENCART__VEC_H

#include "core/base/alloc.h"

/* Doubles the array; false without memory or past `max` elements (0 = none). */
int encart__vec_more(const encart__alloc *alloc, void **data, size_t *cap, size_t count,
                     size_t size, size_t max);

/* Makes room for one more element of `size` bytes; false as above. */
static inline int encart__vec_grow(const encart__alloc *alloc, void **data, size_t *cap,
                                   size_t count, size_t size, size_t max)
{
    return count < *cap || encart__vec_more(alloc, data, cap, count, size, max);
}

#endif
