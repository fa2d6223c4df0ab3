/* Documents made from a fixed seed: the same bytes on every machine. */
#ifndef ENCART__BENCH_MADE_H
#define ENCART__BENCH_MADE_H

#include "bench/sanitise/docs.h"

/* Article bodies as content management systems store them. */
void made_clean(docs *out);
/* Whole pages, and what people paste: Word, mail, old editors, tag soup. */
void made_dirty(docs *out);

#endif
