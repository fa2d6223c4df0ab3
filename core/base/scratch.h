/* Memory for one short task: pieces of one block of the host's, cut off its front. What
 * does not fit comes from the host as ever, so whoever allocates frees as ever.
 *
 * Sanitising a small document asks for some thirty pieces; without this, asking takes
 * longer than the work. A piece that grows or is freed while it is the last one costs
 * nothing. Under AddressSanitizer, and with ENCART_ARENA_MALLOC defined, every piece is
 * the host's, so that each overrun is seen.
 */
#ifndef ENCART__SCRATCH_H
#define ENCART__SCRATCH_H

#include "core/base/alloc.h"

typedef struct encart__scratch {
    encart__alloc alloc; /* hand &scratch.alloc to the task */
    const encart__alloc *host;
    char *block;
    size_t size, used, last; /* `last`: where the last piece begins */
} encart__scratch;

/* Without memory for the block, or with size 0, everything comes from the host. */
void encart__scratch_init(encart__scratch *s, const encart__alloc *host, size_t size);
/* When all pieces are freed, or will never be used again. */
void encart__scratch_free(encart__scratch *s);

#endif
