/* From 64-bit keys to 32-bit numbers: open addressing, no removal of single keys. */
#ifndef ENCART__COLLECTION_MAP_H
#define ENCART__COLLECTION_MAP_H

#include "core/base/alloc.h"

typedef struct encart__map {
    const encart__alloc *alloc;
    uint64_t *keys;
    uint32_t *values; /* UINT32_MAX: the slot is free, so it is no value */
    size_t cap, count; /* cap: 0 or a power of two */
} encart__map;

void encart__map_init(encart__map *m, const encart__alloc *alloc);
void encart__map_free(encart__map *m);
/* Empties it and keeps the memory. */
void encart__map_clear(encart__map *m);
/* Makes room for `more` keys; false without memory. */
int encart__map_reserve(encart__map *m, size_t more);
/* The value of `key`, UINT32_MAX when it is not there. */
uint32_t encart__map_get(const encart__map *m, uint64_t key);
/* Sets a key that is not there yet; false without memory. */
int encart__map_put(encart__map *m, uint64_t key, uint32_t value);

#endif
