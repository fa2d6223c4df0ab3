/* The table of reproducers of tests/lua/hostile.lua, and the contexts in which each of
 * them runs: a cell is one reproducer in one context. */
#ifndef ENCART__LUA_HOSTILE_H
#define ENCART__LUA_HOSTILE_H

#include "tests/lua_host.h"

typedef enum hostile_end {
    HOSTILE_REFUSED, /* not loaded */
    HOSTILE_VALUE,
    HOSTILE_ERROR,
    HOSTILE_BUDGET,
    HOSTILE_EITHER,  /* in a table only: an error or a budget */
    HOSTILE_UNKNOWN
} hostile_end;

typedef struct hostile_case {
    const char *name;
    hostile_end ends;
    encart__str code;
    int whole; /* a file of its own, in no context */
} hostile_case;

typedef struct hostile_context {
    const char *name, *hook; /* hook as diagnostics have it */
    const char *init;        /* init.lua with "@" where the code goes */
    enum { LETS_THROUGH, SWALLOWS, SWALLOWS_FOR_EVER } errors;
} hostile_context;

extern const hostile_context hostile_contexts[];
extern const int hostile_context_count;

/* The table, read once; count 0 when it cannot be read. */
const hostile_case *hostile_cases(int *count);
/* How a cell has to end. */
hostile_end hostile_expected(const hostile_case *c, const hostile_context *context);
int hostile_agrees(hostile_end expected, hostile_end found);
const char *hostile_end_name(hostile_end end);
/* Loads, proposes, builds: how it ended. The host keeps diagnostics and stats. */
hostile_end hostile_run(lua_host *h, const hostile_case *c, const hostile_context *context);
/* init.lua of a cell: free it with encart__strbuf_free(). */
void hostile_source(encart__strbuf *out, const hostile_case *c,
                    const hostile_context *context);

#endif
