/* The frame of every test program: a libcheck suite, its counts written where
 * ENCART_COUNTS says (a folder), skips that say why. */
#ifndef ENCART__SUITE_H
#define ENCART__SUITE_H

#include <check.h>
#include <stddef.h>

/* Runs `suite`, prints its results, writes "passed failed skipped" to
 * $ENCART_COUNTS/<program>.counts. Returns the exit status. */
int suite_main(const char *program, Suite *suite);

/* Ends the running test as skipped: it is counted as such and `why` is printed. */
#define skip_test(why)                                                                   \
    do {                                                                                 \
        suite_skip(why);                                                                 \
        return;                                                                          \
    } while (0)
void suite_skip(const char *why);

/* The folder with real inputs (ENCART_DATA, else ../shared/data beside the checkout), or
 * NULL where it is absent. */
const char *suite_data(void);
/* A file of the source tree (srcdir is known to make check), or of the data folder:
 * malloc'd bytes with a NUL after them, NULL when it cannot be read. */
char *suite_read(const char *path, size_t *n);
/* $srcdir/`path`, in a static buffer of its own for each of 8 calls. */
const char *suite_src(const char *path);

/* An allocator that counts, fails on demand, and knows what is not freed. Not for threads. */
#include <encart/types.h>
typedef struct suite_alloc {
    encart_allocator vtable; /* hand &sa.vtable to the code under test */
    size_t count;            /* allocations asked for so far */
    size_t fail_at;          /* this one fails (from 1); 0 = none */
    int fail_after;          /* and all later ones too */
    size_t live, live_bytes;
} suite_alloc;
void suite_alloc_init(suite_alloc *a);

#endif
