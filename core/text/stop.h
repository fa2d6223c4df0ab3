/* The tables of stop words, for stem.c. */
#ifndef ENCART__STOP_H
#define ENCART__STOP_H

#include "core/base/str.h"

typedef struct encart__stop_table {
    const char *lang;
    const char *const *words; /* folded, bytewise order */
    size_t count;
} encart__stop_table;

/* NULL when there is none for this primary subtag. */
const encart__stop_table *encart__stop_table_for(encart__str lang);

#endif
