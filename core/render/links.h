/* The set of URLs that a page links already, compared by their keys. */
#ifndef ENCART__LINKS_H
#define ENCART__LINKS_H

#include "core/base/arena.h"
#include "core/base/strbuf.h"

#include <stdint.h>

typedef struct encart__links {
    encart__arena *arena;
    uint64_t *slot; /* hashes of URL keys; 0 = free */
    size_t count, cap;
    encart__str base; /* relative links are compared as resolved against it */
    encart__strbuf scratch;
} encart__links;

void encart__links_init(encart__links *l, encart__arena *arena, encart__str base);
void encart__links_free(encart__links *l);
/* Sticky failure lies in the arena and in `scratch`. */
void encart__links_add(encart__links *l, encart__str url);
int encart__links_has(encart__links *l, encart__str url);

#endif
