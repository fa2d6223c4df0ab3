/* A progress bar on standard error, only where a terminal shows it. */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <stdint.h>

typedef struct progress {
    int on;
    uint64_t total, done;    /* bytes of input */
    unsigned long articles;  /* read so far */
    int64_t began, drawn;    /* milliseconds of a clock that only goes forward */
} progress;

void progress_begin(progress *p, uint64_t total, int quiet);
/* Draws at most ten times a second. */
void progress_step(progress *p, uint64_t bytes);
/* Takes the bar away, so that a message or the result has the line for itself. */
void progress_clear(progress *p);

#endif
