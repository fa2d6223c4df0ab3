/* Measuring, for every peer written in C: the command line, the passes, the rows.
 *
 *   PROGRAM [--folder DIR] [--corpus NAME] [--only PEER] [--seconds S]
 *
 * Each row is "corpus TAB peer TAB MB/s TAB bytes out", MB being 10^6 bytes of input: the
 * median of several passes in processor time of this process, so that a busy machine
 * disturbs it little. The drivers in other languages write the same rows. */
#ifndef ENCART__BENCH_MEASURE_H
#define ENCART__BENCH_MEASURE_H

#include <stddef.h>

typedef struct peer {
    const char *name;
    /* Handles one document. Returns how many bytes came out, 0 from a mere parser. */
    size_t (*work)(void *user, const char *html, size_t n);
    void *user;
} peer;

/* Measures every peer on every corpus asked for. Returns main()'s status. */
int measure_main(int argc, char **argv, const peer *peers, size_t count);

#endif
