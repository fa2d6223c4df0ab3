/* The library that plugins see in place of Lua's own, and what its files share. */
#ifndef ENCART__LUA_LIBS_H
#define ENCART__LUA_LIBS_H

#include "lua/state.h"

#include <jansson.h>

/* Libraries that are opened where a source names them: no plugin can tell the difference,
 * and a state is made for each render. The base library and string always are. */
enum { ENCART__LIB_TABLE = 1, ENCART__LIB_UTF8 = 2, ENCART__LIB_MATH = 4,
       ENCART__LIB_ALL = 7 };
unsigned encart__libs_named(encart__str source);
/* Fills the globals. May raise. */
void encart__lua_open_libs(lua_State *L, unsigned which);
void encart__lua_open_base(lua_State *L);
void encart__lua_open_string(lua_State *L);
void encart__lua_open_table(lua_State *L);
void encart__lua_open_utf8(lua_State *L);
void encart__lua_open_math(lua_State *L);

/* Pushes the function that `source` is compiled to, or raises. The parser has no hook, so
 * it gets its text in pieces, with a look at the clock before each. */
void encart__lua_load_text(lua_State *L, encart__str source, const char *chunk);

/* Sets a new table with `functions` as global `name`; leaves it on the stack. */
void encart__lua_new_lib(lua_State *L, const char *name, const luaL_Reg *functions,
                         int count);

/* Pushes a table with room for a list of n values. */
void encart__lua_new_list(lua_State *L, size_t n);
/* tostring() without addresses: pushes a string. May call __tostring. */
const char *encart__lua_tostring(lua_State *L, int index, size_t *n);
/* Pushes an array with the keys of the table at `index`: numbers ascending, then strings
 * bytewise. Raises for keys of other types. Returns their number. */
lua_Integer encart__lua_keys(lua_State *L, int index);
/* The same without the array, where they are few: they lie on the stack then, and are told
 * by number. */
enum { ENCART__FEW_KEYS = 16 };
typedef struct encart__keys {
    lua_Integer n;
    int base; /* what lies below them, or below the array */
    int few;
    uint8_t order[ENCART__FEW_KEYS];
} encart__keys;
void encart__keys_of(lua_State *L, int index, encart__keys *keys);
/* Pushes the key i, from 1; its type. */
int encart__keys_push(lua_State *L, const encart__keys *keys, lua_Integer i);
/* Raises "bad argument #2 to 'ctx.box': …". */
int encart__lua_argerror(lua_State *L, const char *function, int arg, const char *format,
                         ...) __attribute__((format(printf, 4, 5)));

/* A string under construction, kept in a userdata on the Lua stack: no C stack, and an
 * error simply drops it. */
typedef struct encart__buf {
    lua_State *L;
    int slot; /* of the userdata */
    char *p;
    size_t n, cap;
} encart__buf;
void encart__buf_init(encart__buf *b, lua_State *L); /* pushes one value */
void encart__buf_add(encart__buf *b, const char *p, size_t n);
void encart__buf_char(encart__buf *b, char c);
/* Appends the string at the top and pops it. */
void encart__buf_value(encart__buf *b);
void encart__buf_push(encart__buf *b); /* pushes the result */

/* Stable merge sort of indexes; `before` may raise. `spare` has room for n. */
typedef int (*encart__before_fn)(void *user, uint32_t a, uint32_t b);
void encart__merge_sort(uint32_t *items, uint32_t *spare, size_t n,
                        encart__before_fn before, void *user);

/* One attempt at a pattern, from lib_match.c. */
#define ENCART__CAPTURES 32
typedef struct encart__match {
    lua_State *L;
    const char *src, *src_end, *pat_end;
    int level, depth;
    struct {
        const char *start;
        ptrdiff_t len;
    } capture[ENCART__CAPTURES];
} encart__match;
void encart__match_init(encart__match *m, lua_State *L, encart__str src, encart__str pat);
/* The end of the match of pattern `p` at `s`, or NULL. */
const char *encart__match_at(encart__match *m, const char *s, const char *p);
/* Pushes all captures (the whole match when there are none); returns their number. */
int encart__match_push(encart__match *m, const char *s, const char *e);
void encart__match_push_one(encart__match *m, int i, const char *s, const char *e);

/* string.format, from lib_format.c. */
int encart__lua_format(lua_State *L);

/* The plain table at the top as JSON of about `max` bytes at most; pops it. *root is what was
 * made, after a raise too: the caller's to free. Errors begin with `what`. From data.c. */
void encart__lua_to_json(lua_State *L, const char *what, size_t max, json_t **root);

#endif
