/* The host's allocator, with a header-free interface: whoever allocates knows the size. */
#ifndef ENCART__ALLOC_H
#define ENCART__ALLOC_H

#include <encart/types.h>

typedef encart_allocator encart__alloc;

/* malloc, realloc, free. */
extern const encart__alloc encart__alloc_default;

/* NULL on failure or when size is 0. */
void *encart__malloc(const encart__alloc *a, size_t size);
/* The same, zeroed; the product is checked. */
void *encart__calloc(const encart__alloc *a, size_t count, size_t size);
void *encart__realloc(const encart__alloc *a, void *ptr, size_t old, size_t size);
void encart__free(const encart__alloc *a, void *ptr, size_t size);

/* Overflow-checked sums: false when the result does not fit. */
static inline int encart__add(size_t a, size_t b, size_t *out)
{
    return !__builtin_add_overflow(a, b, out);
}
static inline int encart__mul(size_t a, size_t b, size_t *out)
{
    return !__builtin_mul_overflow(a, b, out);
}

#endif
