/* Doubling growth with checked products. */
#include "core/base/vec.h"

int encart__vec_more(const encart__alloc *alloc, void **data, size_t *cap, size_t count,
                     size_t size, size_t max)
{
    size_t want = *cap ? *cap * 2 : 16, bytes;
    void *p;

    if (max && want > max)
        want = max;
    if (want <= count || !encart__mul(want, size, &bytes))
        return 0;
    p = encart__realloc(alloc, *data, *cap * size, bytes);
    if (!p)
        return 0;
    *data = p;
    *cap = want;
    return 1;
}
