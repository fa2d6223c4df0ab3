/* Which documents can be built as they are written, and which have a broken nesting. */
#ifndef ENCART__BENCH_NEEDS_REPAIR_H
#define ENCART__BENCH_NEEDS_REPAIR_H

#include <stddef.h>

/* 1 when formatting must go on behind a block that cut it, or something be moved; 0 when
 * not; -1 without memory. */
int needs_repair(const char *html, size_t n);

#endif
