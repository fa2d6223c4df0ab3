/* Which documents Encart builds itself, and which it hands to libtidy first. */
#ifndef ENCART__BENCH_NEEDS_REPAIR_H
#define ENCART__BENCH_NEEDS_REPAIR_H

#include <stddef.h>

/* 1 when the nesting of this document needs repair, 0 when not, -1 without memory. */
int needs_repair(const char *html, size_t n);

#endif
