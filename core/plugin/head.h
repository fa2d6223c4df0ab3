/* What plugins may put into the head of a page, as data. Default deny: neither code nor style
 * is ever loaded from there, and nothing claims the site for others.
 *
 * A head element is a node of the tree, checked: meta with `name` or `property` and `content`,
 * link with `rel`, `href` and what else belongs to a link, or script with its JSON as text.
 */
#ifndef ENCART__HEAD_H
#define ENCART__HEAD_H

#include "core/base/str.h"

enum {
    ENCART__HEAD_ONCE = 1,  /* a page has it once */
    ENCART__HEAD_GROUP = 2, /* one box gives all that begin so, as often as it wants */
    ENCART__HEAD_URL = 4    /* its content is an address */
};

typedef enum encart__head_sort {
    ENCART__HEAD_NAME,     /* <meta name> */
    ENCART__HEAD_PROPERTY, /* <meta property> */
    ENCART__HEAD_REL,      /* <link rel> */
    ENCART__HEAD_SORTS
} encart__head_sort;

/* An entry of the tables. */
typedef struct encart__head_name {
    const char *name; /* "og:title"; "og:image*" stands for all that begin with "og:image" */
    const char *key;  /* what two elements that say the same have in common: "meta og:title" */
    unsigned flags;
} encart__head_name;

/* The entry for a name, NULL when it is not allowed. */
const encart__head_name *encart__head_find(encart__head_sort sort, encart__str name);
/* The names of a sort, for messages, at most `max` and ENCART__HEAD_MOST; how many. */
#define ENCART__HEAD_MOST 40
size_t encart__head_list(encart__head_sort sort, const char **names, size_t max);

#endif
