/* Documents, and the files in which they reach every peer, whatever its language.
 *
 * A corpus is one file NAME.docs: for each document its length in bytes in decimal, LF,
 * its bytes (any bytes at all), LF. */
#ifndef ENCART__BENCH_DOCS_H
#define ENCART__BENCH_DOCS_H

#include <stddef.h>

/* A growing string. Failure is sticky: append freely, look once. */
typedef struct text {
    char *data; /* malloc'd, NULL while empty */
    size_t n, cap;
    int failed;
} text;

void text_add(text *t, const char *p, size_t n);
void text_puts(text *t, const char *z);
void text_free(text *t);

/* A whole file; failed when it could not be read. */
text text_of_file(const char *path);

typedef struct docs {
    text *doc; /* malloc'd */
    size_t count, cap, bytes;
    int failed; /* no memory, or a file could not be read */
} docs;

/* The text is taken. An empty one is not a document. */
void docs_take(docs *d, text *t);
void docs_free(docs *d);

/* Both return 1, else 0 and errno tells. */
int docs_write(const docs *d, const char *path);
int docs_read(docs *d, const char *path);

#endif
