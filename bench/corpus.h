/* What the bench reads: documents made here from a fixed seed, and real pages where a
 * folder of them is given. */
#ifndef ENCART__BENCH_CORPUS_H
#define ENCART__BENCH_CORPUS_H

#include <stddef.h>

typedef struct document {
    char *bytes; /* malloc'd */
    size_t n;
} document;

typedef struct corpus {
    const char *name, *format; /* format as in encart_load_options */
    document *docs;            /* malloc'd */
    size_t count;
    int html; /* libtidy can read it too */
} corpus;

enum { CORPORA = 6 };

/* Fills `out`; the last one holds the *.html files of `folder` (NULL = none) in the order
 * of their names. Returns how many were filled, 0 without memory. */
size_t corpora_make(corpus out[CORPORA], const char *folder);
void corpora_free(corpus *c, size_t count);

#endif
