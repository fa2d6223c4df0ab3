/* The date as plugins may know it: no finer than they say, and for how long it is true. */
#ifndef ENCART__CLOCK_H
#define ENCART__CLOCK_H

#include "core/base/date.h"

/* What a plugin has read of the date: the finest. */
typedef struct encart__read_date {
    int64_t max_age;   /* seconds until it is over; 0 = it read none */
    const char *grain; /* "day", "hour", "minute" */
} encart__read_date;

/* NULL-terminated: the grains. */
extern const char *const encart__grains[];

/* `now` cut to the grain, as RFC 3339; its length, 0 when there is no date. What was read goes
 * into `read`. Returns false for an unknown grain. */
int encart__now_cut(encart__date now, const char *grain, char out[40], size_t *n,
                    encart__read_date *read);

#endif
