/* Look-up by perfect hashes of the names in the tables. */
#include "core/tree/names.h"
#include "core/tree/names.inc"

#include <endian.h>

const encart__name encart__tags[ENCART__T_COUNT] = {
    {{"", 0}, 0},
#define TAG(id, name, flags) {{name, sizeof name - 1}, flags},
#include "core/tree/tags.def"
#undef TAG
};

const encart__name encart__attrs[ENCART__A_COUNT] = {
    {{"", 0}, 0},
#define ATTR(id, name) {{name, sizeof name - 1}, 0},
#include "core/tree/attrs.def"
#undef ATTR
};

static inline uint64_t eight(const char *p)
{
    uint64_t v;

    memcpy(&v, p, sizeof v);
    return le64toh(v);
}

static inline uint64_t four(const char *p)
{
    uint32_t v;

    memcpy(&v, p, sizeof v);
    return le32toh(v);
}

static inline uint64_t three(encart__str s)
{
    return (uint64_t)(unsigned char)s.p[0] | (uint64_t)(unsigned char)s.p[s.n / 2] << 8 |
           (uint64_t)(unsigned char)s.p[s.n - 1] << 16;
}

/* What scripts/make-names.py made the slots for: the length and two pieces of the name,
 * which overlap in the middle. */
static inline uint64_t key_of(encart__str s)
{
    uint64_t last;

    if (s.n < 4)
        return (s.n ? three(s) : 0) ^ s.n;
    last = s.n < 8 ? four(s.p + s.n - 4) : eight(s.p + s.n - 8);
    return (s.n < 8 ? four(s.p) : eight(s.p)) ^ (last << 21 | last >> 43) ^ s.n;
}

/* Names of the same length, at least one. */
static inline int same_name(encart__str a, encart__str b)
{
    if (a.n < 4)
        return three(a) == three(b);
    if (a.n < 8)
        return four(a.p) == four(b.p) && four(a.p + a.n - 4) == four(b.p + a.n - 4);
    return eight(a.p) == eight(b.p) && (a.n <= 16 || memcmp(a.p, b.p, a.n) == 0) &&
           eight(a.p + a.n - 8) == eight(b.p + a.n - 8);
}

static inline uint16_t look_up(const encart__name *table, const uint8_t *slots, uint64_t factor,
                        encart__str name)
{
    unsigned at = slots[(key_of(name) * factor) >> (64 - NAME_BITS)];

    return at && name.n == table[at].name.n && same_name(name, table[at].name) ? (uint16_t)at
                                                                               : 0;
}

uint16_t encart__tag_id(encart__str name)
{
    return look_up(encart__tags, tag_slots, TAG_FACTOR, name);
}

uint16_t encart__attr_id(encart__str name)
{
    return look_up(encart__attrs, attr_slots, ATTR_FACTOR, name);
}
