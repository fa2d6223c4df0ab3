/* Open addressing over 64-bit hashes: two different URLs that collide would hide one
 * link of a list, once in some 10^13 pages. */
#include "core/render/links.h"
#include "core/sanitise/policy.h"
#include "core/text/text.h"

void encart__links_init(encart__links *l, encart__arena *arena, encart__str base)
{
    *l = (encart__links){arena, NULL, 0, 0, base, {0}};
    encart__strbuf_init(&l->scratch, arena->alloc, 65536);
}

void encart__links_free(encart__links *l)
{
    encart__strbuf_free(&l->scratch);
}

static uint64_t key_of(encart__links *l, encart__str url)
{
    uint64_t h;

    encart__strbuf_clear(&l->scratch);
    encart__url_key(url, l->base, &l->scratch);
    h = encart__hash(encart__strbuf_view(&l->scratch));
    return h ? h : 1;
}

static void put(uint64_t *slot, size_t cap, uint64_t h)
{
    size_t i = (size_t)h & (cap - 1);

    while (slot[i] && slot[i] != h)
        i = (i + 1) & (cap - 1);
    slot[i] = h;
}

static int grow(encart__links *l)
{
    size_t cap = l->cap ? l->cap * 2 : 64;
    uint64_t *slot = encart__arena_array(l->arena, cap, sizeof *slot);

    if (!slot)
        return 0;
    for (size_t i = 0; i < l->cap; i++)
        if (l->slot[i])
            put(slot, cap, l->slot[i]);
    l->slot = slot;
    l->cap = cap;
    return 1;
}

static int has_key(const encart__links *l, uint64_t h)
{
    if (!l->cap)
        return 0;
    for (size_t i = (size_t)h & (l->cap - 1); l->slot[i]; i = (i + 1) & (l->cap - 1))
        if (l->slot[i] == h)
            return 1;
    return 0;
}

void encart__links_add(encart__links *l, encart__str url)
{
    uint64_t h = key_of(l, url);

    if (has_key(l, h))
        return;
    if ((l->count + 1) * 2 > l->cap && !grow(l))
        return;
    put(l->slot, l->cap, h);
    l->count++;
}

int encart__links_has(encart__links *l, encart__str url)
{
    return has_key(l, key_of(l, url));
}
