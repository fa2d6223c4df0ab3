/* The default allocator and the checked entry points. */
#include "core/base/alloc.h"

#include <stdlib.h>
#include <string.h>

static void *std_alloc(void *user, size_t size)
{
    (void)user;
    return malloc(size);
}

static void *std_realloc(void *user, void *ptr, size_t old, size_t size)
{
    (void)user;
    (void)old;
    return realloc(ptr, size);
}

static void std_free(void *user, void *ptr, size_t size)
{
    (void)user;
    (void)size;
    free(ptr);
}

const encart__alloc encart__alloc_default = {std_alloc, std_realloc, std_free, NULL};

void *encart__malloc(const encart__alloc *a, size_t size)
{
    return size ? a->alloc(a->user, size) : NULL;
}

void *encart__calloc(const encart__alloc *a, size_t count, size_t size)
{
    size_t total;
    void *p;

    if (!encart__mul(count, size, &total))
        return NULL;
    p = encart__malloc(a, total);
    if (p)
        memset(p, 0, total);
    return p;
}

void *encart__realloc(const encart__alloc *a, void *ptr, size_t old, size_t size)
{
    if (!ptr)
        return encart__malloc(a, size);
    return size ? a->realloc(a->user, ptr, old, size) : NULL;
}

void encart__free(const encart__alloc *a, void *ptr, size_t size)
{
    if (ptr)
        a->free(a->user, ptr, size);
}
