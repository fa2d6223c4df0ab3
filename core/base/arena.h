/* Memory that is freed all at once. Chunks come from the host's allocator.
 *
 * A failed allocation returns NULL and sets `failed`, which stays set: a stage may do all
 * its work and look once at the end, provided it never follows a NULL.
 * With ENCART_ARENA_MALLOC defined (configure --enable-debug-arena), every object is a chunk
 * of its own, so that ASan and valgrind see each overrun. Under ASan without it, what is not
 * handed out is poisoned, and so is a gap after each object.
 */
#ifndef ENCART__ARENA_H
#define ENCART__ARENA_H

#include "core/base/alloc.h"
#include "core/base/str.h"

typedef struct encart__chunk encart__chunk;

typedef struct encart__arena {
    const encart__alloc *alloc;
    encart__chunk *chunks;
    size_t used;  /* bytes handed out */
    size_t limit; /* 0 = none */
    int failed;
} encart__arena;

void encart__arena_init(encart__arena *arena, const encart__alloc *alloc, size_t limit);
/* Frees everything; the arena is then empty and usable again. */
void encart__arena_free(encart__arena *arena);

/* Aligned for any type; NULL on failure. Size 0 gives a valid pointer. */
void *encart__arena_alloc(encart__arena *arena, size_t size);
void *encart__arena_zalloc(encart__arena *arena, size_t size);
void *encart__arena_array(encart__arena *arena, size_t count, size_t size);
/* A copy, NUL-terminated. On failure the empty string. */
encart__str encart__arena_str(encart__arena *arena, encart__str s);
/* The same as a C string; "" on failure. */
const char *encart__arena_z(encart__arena *arena, encart__str s);

#endif
