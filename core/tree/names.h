/* Element and attribute names as small numbers. Facts about them live in tags.def. */
#ifndef ENCART__NAMES_H
#define ENCART__NAMES_H

#include "core/base/str.h"

#include <stdint.h>

enum {
    ENCART__F_VOID = 1 << 0,
    ENCART__F_BLOCK = 1 << 1,
    ENCART__F_FORMATTING = 1 << 2,
    ENCART__F_HEADING = 1 << 3,
    ENCART__F_TABLE = 1 << 4,
    ENCART__F_RAW = 1 << 5,
    ENCART__F_NOTPROSE = 1 << 6,
    ENCART__F_INTERACTIVE = 1 << 7,
    ENCART__F_SECTIONING = 1 << 8,
};

/* ENCART__T_P, ENCART__T_DIV…; 0 is an element that HTML does not know. */
enum {
    ENCART__T_UNKNOWN,
#define TAG(id, name, flags) ENCART__T_##id,
#include "core/tree/tags.def"
#undef TAG
    ENCART__T_COUNT
};

/* ENCART__A_HREF…; ENCART__A_XML_LANG for "xml:lang", ENCART__A_ARIA_LABEL for
 * "aria-label"; 0 is any other name. */
enum {
    ENCART__A_OTHER,
#define ATTR(id, name) ENCART__A_##id,
#include "core/tree/attrs.def"
#undef ATTR
    ENCART__A_COUNT
};

/* Names must be in ASCII lower case already. */
uint16_t encart__tag_id(encart__str name);
uint16_t encart__attr_id(encart__str name);
typedef struct encart__name {
    encart__str name; /* NUL-terminated; "" for UNKNOWN and OTHER */
    unsigned flags;   /* ENCART__F_…, of elements */
} encart__name;
extern const encart__name encart__tags[ENCART__T_COUNT];
extern const encart__name encart__attrs[ENCART__A_COUNT];

/* "" for what is no number of a name. */
static inline encart__str encart__tag_name(uint16_t tag)
{
    return encart__tags[tag < ENCART__T_COUNT ? tag : 0].name;
}
static inline encart__str encart__attr_name(uint16_t attr)
{
    return encart__attrs[attr < ENCART__A_COUNT ? attr : 0].name;
}
static inline unsigned encart__tag_flags(uint16_t tag)
{
    return encart__tags[tag < ENCART__T_COUNT ? tag : 0].flags;
}
/* 1..6 for h1..h6, else 0. */
static inline int encart__heading_level(uint16_t tag)
{
    return tag >= ENCART__T_H1 && tag <= ENCART__T_H6 ? tag - ENCART__T_H1 + 1 : 0;
}

#endif
