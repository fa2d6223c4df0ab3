/* Real documents, where a folder of them is given. */
#ifndef ENCART__BENCH_REAL_H
#define ENCART__BENCH_REAL_H

#include "bench/sanitise/docs.h"

/* Below `folder`: article bodies of articles/fragments-*.jsonl (member html), and what
 * WordPress stored, in wordpress/: posts (JSON of its REST interface), exports (WXR),
 * blocks. What is not there is passed over. */
void real_clean(docs *out, const char *folder);
/* articles/html: whole pages, in UTF-8. */
void real_dirty(docs *out, const char *folder);

#endif
