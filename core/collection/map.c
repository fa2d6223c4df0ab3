/* Linear probing at no more than half full. */
#include "core/collection/map.h"

#include <string.h>

void encart__map_init(encart__map *m, const encart__alloc *alloc)
{
    *m = (encart__map){alloc, NULL, NULL, 0, 0};
}

void encart__map_free(encart__map *m)
{
    encart__free(m->alloc, m->keys, m->cap * sizeof *m->keys);
    encart__free(m->alloc, m->values, m->cap * sizeof *m->values);
    encart__map_init(m, m->alloc);
}

void encart__map_clear(encart__map *m)
{
    if (m->count)
        memset(m->values, 0xFF, m->cap * sizeof *m->values);
    m->count = 0;
}

/* The slot of `key`, or the free one where it belongs. */
static size_t slot(const encart__map *m, uint64_t key)
{
    size_t i = (size_t)(key * 0x9E3779B97F4A7C15u >> 20) & (m->cap - 1);

    while (m->values[i] != UINT32_MAX && m->keys[i] != key)
        i = (i + 1) & (m->cap - 1);
    return i;
}

static int resize(encart__map *m, size_t cap)
{
    encart__map bigger = {m->alloc, NULL, NULL, cap, m->count};
    size_t bytes;

    if (!encart__mul(cap, sizeof *m->keys, &bytes))
        return 0;
    bigger.keys = encart__malloc(m->alloc, bytes);
    bigger.values = encart__malloc(m->alloc, cap * sizeof *m->values);
    if (!bigger.keys || !bigger.values) {
        encart__map_free(&bigger);
        return 0;
    }
    memset(bigger.values, 0xFF, cap * sizeof *m->values);
    for (size_t i = 0; i < m->cap; i++) {
        if (m->values[i] != UINT32_MAX) {
            size_t to = slot(&bigger, m->keys[i]);

            bigger.keys[to] = m->keys[i];
            bigger.values[to] = m->values[i];
        }
    }
    encart__map_free(m);
    *m = bigger;
    return 1;
}

int encart__map_reserve(encart__map *m, size_t more)
{
    size_t cap = m->cap ? m->cap : 64, need;

    if (!encart__add(m->count, more, &need) || !encart__mul(need, 2, &need))
        return 0;
    while (cap < need)
        if (!encart__mul(cap, 2, &cap))
            return 0;
    return cap == m->cap || resize(m, cap);
}

uint32_t encart__map_get(const encart__map *m, uint64_t key)
{
    return m->cap ? m->values[slot(m, key)] : UINT32_MAX;
}

int encart__map_put(encart__map *m, uint64_t key, uint32_t value)
{
    size_t i;

    if (!encart__map_reserve(m, 1))
        return 0;
    i = slot(m, key);
    m->keys[i] = key;
    m->values[i] = value;
    m->count++;
    return 1;
}
