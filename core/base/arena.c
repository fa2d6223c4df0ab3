/* A list of chunks, the newest first; each is filled from its start. */
#include "core/base/arena.h"

#include <stddef.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define WITH_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WITH_ASAN 1
#endif
#endif
#ifdef WITH_ASAN
#include <sanitizer/asan_interface.h>
#endif

#define ALIGN _Alignof(max_align_t)
#define CHUNK_FIRST ((size_t)4096)
#define CHUNK_MOST ((size_t)1 << 20)

/* Under ASan, what is not handed out may not be touched, nor the ALIGN bytes after each
 * object: overruns inside a chunk are seen. */
#if defined(WITH_ASAN) && !defined(ENCART_ARENA_MALLOC)
enum { REDZONE = ALIGN };
#define poison(p, n) ASAN_POISON_MEMORY_REGION(p, n)
#define unpoison(p, n) ASAN_UNPOISON_MEMORY_REGION(p, n)
#else
enum { REDZONE = 0 };
#define poison(p, n) ((void)(p), (void)(n))
#define unpoison(p, n) ((void)(p), (void)(n))
#endif

struct encart__chunk {
    encart__chunk *next;
    size_t size; /* of the whole chunk, this header included */
    size_t used;
    max_align_t data[];
};

void encart__arena_init(encart__arena *arena, const encart__alloc *alloc, size_t limit)
{
    *arena = (encart__arena){alloc ? alloc : &encart__alloc_default, NULL, 0, limit, 0};
}

void encart__arena_free(encart__arena *arena)
{
    encart__chunk *c = arena->chunks, *next;

    for (; c; c = next) {
        next = c->next;
        unpoison(c, c->size); /* the host's allocator may look at it */
        encart__free(arena->alloc, c, c->size);
    }
    encart__arena_init(arena, arena->alloc, arena->limit);
}

static size_t chunk_size(const encart__arena *arena, size_t need)
{
#ifdef ENCART_ARENA_MALLOC
    (void)arena;
    return need;
#else
    size_t size = arena->chunks ? arena->chunks->size * 2 : CHUNK_FIRST;

    if (size > CHUNK_MOST)
        size = CHUNK_MOST;
    return size < need ? need : size;
#endif
}

static encart__chunk *chunk_new(encart__arena *arena, size_t size)
{
    size_t need;
    encart__chunk *c;

    if (!encart__add(size, offsetof(encart__chunk, data), &need))
        return NULL;
    need = chunk_size(arena, need);
    c = encart__malloc(arena->alloc, need);
    if (!c)
        return NULL;
    c->next = arena->chunks;
    c->size = need;
    c->used = offsetof(encart__chunk, data);
    poison(c->data, need - c->used);
    arena->chunks = c;
    return c;
}

void *encart__arena_alloc(encart__arena *arena, size_t size)
{
    encart__chunk *c = arena->chunks;
    size_t rounded, total;
    void *p;

    if (size == 0)
        size = 1;
#ifdef ENCART_ARENA_MALLOC
    rounded = size;
#else
    if (!encart__add(size, ALIGN - 1 + REDZONE, &rounded))
        goto fail;
    rounded &= ~(ALIGN - 1);
#endif
    if (!encart__add(arena->used, rounded, &total) ||
        (arena->limit && total > arena->limit))
        goto fail;
    if (!c || c->size - c->used < rounded) {
        c = chunk_new(arena, rounded);
        if (!c)
            goto fail;
    }
    p = (char *)c + c->used;
    unpoison(p, size);
    c->used += rounded;
    arena->used = total;
    return p;
fail:
    arena->failed = 1;
    return NULL;
}

void *encart__arena_zalloc(encart__arena *arena, size_t size)
{
    void *p = encart__arena_alloc(arena, size);

    if (p)
        memset(p, 0, size);
    return p;
}

void *encart__arena_array(encart__arena *arena, size_t count, size_t size)
{
    size_t total;

    if (!encart__mul(count, size, &total)) {
        arena->failed = 1;
        return NULL;
    }
    return encart__arena_zalloc(arena, total);
}

encart__str encart__arena_str(encart__arena *arena, encart__str s)
{
    size_t size;
    char *p;

    if (!encart__add(s.n, 1, &size)) {
        arena->failed = 1;
        return ENCART__STR_EMPTY;
    }
    p = encart__arena_alloc(arena, size);
    if (!p)
        return ENCART__STR_EMPTY;
    if (s.n)
        memcpy(p, s.p, s.n);
    p[s.n] = '\0';
    return (encart__str){p, s.n};
}

const char *encart__arena_z(encart__arena *arena, encart__str s)
{
    return encart__arena_str(arena, s).p;
}
