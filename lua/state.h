/* One Lua state in an arena of its own, with fuel: what everything else in this room runs
 * in. It knows no plugin, article or tree.
 *
 * A state is made, entered some times through encart__lua_call(), and dropped whole: no
 * garbage collection, no finalisers, no lua_close(). Once a budget is spent the state is
 * dead, and every tick and every function of ours raises again, whatever pcall catches.
 */
#ifndef ENCART__LUA_STATE_H
#define ENCART__LUA_STATE_H

#include "core/base/alloc.h"
#include "core/base/str.h"

#include <lauxlib.h>
#include <lua.h>

#include <locale.h>
#include <stdint.h>

typedef enum encart__death {
    ENCART__ALIVE,
    ENCART__DEAD_FUEL,
    ENCART__DEAD_CLOCK,
    ENCART__DEAD_MEMORY, /* its own cap */
    ENCART__DEAD_STACK,  /* Lua's stack: too many calls, or values, at once */
    ENCART__DEAD_TABLE,  /* one table with too many keys that are no list */
    ENCART__DEAD_HOST    /* the host's allocator gave NULL */
} encart__death;

typedef struct encart__lua_fault {
    char text[512];
    char source[128]; /* "lire-aussi/init.lua" */
    int line;         /* 0 = unknown */
    int died;         /* this is where it died, whoever caught that on the way */
} encart__lua_fault;

struct encart__lua_chunk;

typedef struct encart__lua {
    lua_State *L;
    const encart__alloc *alloc;
    struct encart__lua_chunk *chunks;
    char *top, *end;    /* free part of the newest chunk */
    char *last;         /* newest block: it can grow in place */
    size_t used, limit; /* bytes given out in all */
    size_t widest;      /* largest block that is no string: bounds any table */
    size_t longest;     /* longest string: bounds any comparison */
    /* Lua's stack: where it is, its size and first size, what it may be; what a doubling
     * falls short of twice the bytes. */
    void *stack;
    size_t stack_bytes, stack_first, stack_most, stack_short;
    int moving;         /* it is being enlarged in place: pointers into it are none */
    size_t node_bytes;  /* of one slot of a table's hash part */
    size_t nodes_most;  /* of one table, SIZE_MAX = any */
    void *fresh;        /* the newest block that is no object, or the last enlarged one */
    size_t fresh_bytes;
    int pace;           /* instructions between two ticks */
    long fuel, fuel_max;
    long until_clock;   /* fuel left before the clock is read again */
    encart__death dead;
    int callbacks;      /* nested calls from our C into Lua */
    int64_t time_max;   /* thread CPU time, -1 = no bound */
    int64_t began;      /* the thread's CPU time at the first entry */
    int64_t inside;     /* time between entry and return, of the entries before this one */
    int64_t entered;
    int64_t seen; /* coarse time of the last reading of the clock */
    const char *stack_low; /* the C stack may not grow below it */
    encart__lua_fault fault;
    char called[128]; /* where the function that we called last is defined, and its line: */
    int called_line;  /* the place of a fault found after it has returned */
    const void *element_meta; /* metatable of elements; nothing moves, as there is no GC */
    void *user; /* what runs in it */
} encart__lua;

typedef struct encart__lua_limits {
    long fuel;
    size_t memory;
    int time_ms; /* thread CPU time, -1 = none */
    int hostile; /* bound also what a single instruction can cost: stack and tables */
} encart__lua_limits;

/* Makes the state, without any library. False without memory; free it all the same. */
int encart__lua_init(encart__lua *s, const encart__alloc *alloc,
                     const encart__lua_limits *limits);
void encart__lua_free(encart__lua *s);
/* CPU time that it took so far, 0 where it has no bound. */
int64_t encart__lua_cpu_ns(const encart__lua *s);

/* Calls f(L) with `arg` as light userdata 1, in the C locale, in protected mode. False on
 * failure: s->fault then tells what and where. */
int encart__lua_call(encart__lua *s, lua_CFunction f, void *arg);
/* The stack of a thread; `end` NULL = none is known. */
typedef struct encart__lua_stack {
    const char *low, *end;
} encart__lua_stack;
/* Whether this thread has the stack that a plugin needs; bytes left, and needed. Asking for
 * a thread's stack is dear: `known` keeps it, and serves while its thread is in it. */
int encart__lua_stack_ok(encart__lua_stack *known, size_t *left, size_t *need);
/* The function at the top is about to be called: notes where it is defined. */
void encart__lua_calls(lua_State *L);
/* The chunk `name` ("@file") is being compiled and has been read up to this line. */
void encart__lua_reads(lua_State *L, const char *name, int line);
/* Where the plugin is: file and line of the innermost Lua function; when none runs, of the
 * one that was called last. */
void encart__lua_locate(lua_State *L, encart__lua_fault *fault);
/* A plugin's words on their way to a log or a terminal: control characters become spaces,
 * what is not UTF-8 question marks. */
void encart__lua_clean(char *text);
/* What killed it, as a sentence; NULL when alive. */
const char *encart__lua_death_text(const encart__lua *s);

static inline encart__lua *encart__lua_of(lua_State *L)
{
    return *(encart__lua **)lua_getextraspace(L);
}

/* Spends fuel; raises when there is none left, or the deadline has passed. */
void encart__lua_charge(lua_State *L, size_t units);
/* Spends one unit and looks at the clock. */
void encart__lua_look(lua_State *L);
/* The price of a walk by lua_next(), which passes empty slots too. */
void encart__lua_charge_next(lua_State *L);
/* The price of one key of such a walk, which may have to be looked for. */
void encart__lua_charge_step(lua_State *L);
/* Around each call from C into Lua: bounds their depth and the C stack, and looks at the
 * clock. */
void encart__lua_enter(lua_State *L);
void encart__lua_leave(lua_State *L);
/* After a protected call inside a library function: back to `callbacks`, and out again
 * when the state has died. An error that was caught has its price: finding the words for
 * its message may have taken long. */
void encart__lua_caught(lua_State *L, int callbacks, int status);

/* lua_call() from C: bounded. */
static inline void encart__lua_apply(lua_State *L, int args, int results)
{
    encart__lua_enter(L);
    lua_call(L, args, results);
    encart__lua_leave(L);
}

#endif
