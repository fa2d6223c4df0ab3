/* What the fuzz targets share: a check that aborts, and an allocator that fails at a
 * chosen call and knows what was not freed. The targets are run by libFuzzer
 * (--enable-fuzzers) or, in make check, by replay.c over the files of fuzz/corpus. */
#ifndef ENCART__FUZZ_H
#define ENCART__FUZZ_H

#include <encart/types.h>

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define FUZZ_CHECK(what)                                                                 \
    do {                                                                                 \
        if (!(what)) {                                                                   \
            fprintf(stderr, "%s:%d: %s does not hold\n", __FILE__, __LINE__, #what);     \
            abort();                                                                     \
        }                                                                                \
    } while (0)

typedef struct fuzz_alloc {
    encart_allocator vtable;
    size_t count, fail_at; /* fail_at 0 = never */
    size_t live;
    int failed;
} fuzz_alloc;

static int fuzz_refuse(fuzz_alloc *a)
{
    int refuse = ++a->count == a->fail_at;

    a->failed |= refuse;
    return refuse;
}

static void *fuzz_malloc(void *user, size_t size)
{
    fuzz_alloc *a = user;
    void *p = fuzz_refuse(a) ? NULL : malloc(size);

    a->live += p != NULL;
    return p;
}

static void *fuzz_realloc(void *user, void *ptr, size_t old, size_t size)
{
    fuzz_alloc *a = user;

    (void)old;
    return fuzz_refuse(a) ? NULL : realloc(ptr, size);
}

static void fuzz_free(void *user, void *ptr, size_t size)
{
    fuzz_alloc *a = user;

    (void)size;
    a->live--;
    free(ptr);
}

static inline void fuzz_alloc_init(fuzz_alloc *a, size_t fail_at)
{
    memset(a, 0, sizeof *a);
    a->vtable = (encart_allocator){fuzz_malloc, fuzz_realloc, fuzz_free, a};
    a->fail_at = fail_at;
}

#endif
