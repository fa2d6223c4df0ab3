/* See scratch.h. */
#include "core/base/scratch.h"

#include <stdint.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__) && !defined(ENCART_ARENA_MALLOC)
#define ENCART_ARENA_MALLOC
#endif

#define ALIGN _Alignof(max_align_t)

static size_t rounded(size_t size)
{
    return (size + ALIGN - 1) & ~(ALIGN - 1);
}

/* The offset of a piece of the block; `size` for anything else. */
static size_t offset_of(const encart__scratch *s, const void *p)
{
    uintptr_t at = (uintptr_t)p - (uintptr_t)s->block;

    return s->block && at < s->size ? (size_t)at : s->size;
}

static void *scratch_alloc(void *user, size_t size)
{
    encart__scratch *s = user;

    if (size > s->size || rounded(size) > s->size - s->used)
        return encart__malloc(s->host, size);
    s->last = s->used;
    s->used += rounded(size);
    return s->block + s->last;
}

static void scratch_free(void *user, void *p, size_t size)
{
    encart__scratch *s = user;
    size_t at = offset_of(s, p);

    if (at == s->size)
        encart__free(s->host, p, size);
    else if (at == s->last)
        s->used = at;
}

static void *scratch_realloc(void *user, void *p, size_t old, size_t size)
{
    encart__scratch *s = user;
    size_t at = offset_of(s, p);
    void *to;

    if (at == s->size)
        return encart__realloc(s->host, p, old, size);
    if (at == s->last && size <= s->size && rounded(size) <= s->size - at) {
        s->used = at + rounded(size);
        return p;
    }
    to = scratch_alloc(s, size);
    if (to)
        memcpy(to, p, old < size ? old : size);
    return to;
}

void encart__scratch_init(encart__scratch *s, const encart__alloc *host, size_t size)
{
#ifdef ENCART_ARENA_MALLOC
    size = 0;
#endif
    *s = (encart__scratch){{scratch_alloc, scratch_realloc, scratch_free, s},
                           host ? host : &encart__alloc_default,
                           NULL,
                           rounded(size),
                           0,
                           0};
    s->block = size ? encart__malloc(s->host, s->size) : NULL;
    if (!s->block)
        s->size = 0;
}

void encart__scratch_free(encart__scratch *s)
{
    encart__free(s->host, s->block, s->size);
    s->block = NULL;
    s->size = s->used = 0;
}
