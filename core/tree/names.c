/* Look-up by binary search over the sorted tables. */
#include "core/tree/names.h"

typedef struct {
    encart__str name;
    unsigned flags;
} entry;

static const entry tags[] = {
    {{"", 0}, 0},
#define TAG(id, name, flags) {{name, sizeof name - 1}, flags},
#include "core/tree/tags.def"
#undef TAG
};

static const entry attrs[] = {
    {{"", 0}, 0},
#define ATTR(id, name) {{name, sizeof name - 1}, 0},
#include "core/tree/attrs.def"
#undef ATTR
};

static uint16_t look_up(const entry *table, size_t count, encart__str name)
{
    size_t low = 1, high = count;

    while (low < high) {
        size_t mid = (low + high) / 2;
        int c = encart__str_cmp(name, table[mid].name);

        if (c == 0)
            return (uint16_t)mid;
        if (c < 0)
            high = mid;
        else
            low = mid + 1;
    }
    return 0;
}

uint16_t encart__tag_id(encart__str name)
{
    return look_up(tags, ENCART__T_COUNT, name);
}

uint16_t encart__attr_id(encart__str name)
{
    return look_up(attrs, ENCART__A_COUNT, name);
}

encart__str encart__tag_name(uint16_t tag)
{
    return tag < ENCART__T_COUNT ? tags[tag].name : ENCART__STR_EMPTY;
}

encart__str encart__attr_name(uint16_t attr)
{
    return attr < ENCART__A_COUNT ? attrs[attr].name : ENCART__STR_EMPTY;
}

unsigned encart__tag_flags(uint16_t tag)
{
    return tag < ENCART__T_COUNT ? tags[tag].flags : 0;
}

int encart__heading_level(uint16_t tag)
{
    return tag >= ENCART__T_H1 && tag <= ENCART__T_H6 ? tag - ENCART__T_H1 + 1 : 0;
}
