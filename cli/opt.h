/* Command-line options from a table: long and short names, --help, unknown options
 * answered with the nearest name. Knows nothing of Encart. */
#ifndef CLI_OPT_H
#define CLI_OPT_H

#include <stddef.h>
#include <stdio.h>

typedef enum opt_kind {
    OPT_FLAG,   /* `to` is an int *, set to 1 */
    OPT_STRING, /* `to` is a const char **, borrowed from argv; the last one wins */
    OPT_LIST,   /* `to` is an opt_list * */
    OPT_NUMBER  /* `to` is an int *, checked against min and max */
} opt_kind;

typedef struct opt {
    const char *name; /* without dashes; NULL ends a table */
    char letter;      /* 0 = none */
    opt_kind kind;
    const char *metavar;
    const char *help;
    void *to;
    int min, max;
} opt;

#define OPT_END {NULL, 0, OPT_FLAG, NULL, NULL, NULL, 0, 0}

/* Strings borrowed from argv. Free `item` with free(). */
typedef struct opt_list {
    const char **item;
    size_t count;
} opt_list;

/* opt_parse() leaves the operands (all that is no option; everything after "--") at the
 * front of argv and returns their number, or one of these. */
enum { OPT_ERROR = -1, OPT_HELP = -2 };

/* argv[0] is the command's name. On error `message` (of `size` bytes) says what is wrong. */
int opt_parse(const opt *table, int argc, char **argv, char *message, size_t size);
/* The table for people, one option a line or two. */
void opt_help(const opt *table, FILE *to);
/* The name nearest to `word`, NULL when none is near. */
const char *opt_nearest(const char *word, const char *const *names, size_t count);
/* Appends; 0 without memory. */
int opt_list_add(opt_list *list, const char *item);

#endif
