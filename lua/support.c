/* What the library's files share: buffers, sorting, sorted keys, argument errors. */
#include "lua/libs.h"
#include "core/base/limits.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>

#define PIECE ((size_t)512) /* of source, for the parser */

static int names(encart__str source, const char *word)
{
    return encart__str_find(source, encart__str_z(word)) != (size_t)-1;
}

/* Wherever the word stands: in a comment too. Who names the table of globals itself can
 * reach all that is in it. */
unsigned encart__libs_named(encart__str source)
{
    unsigned which = 0;

    if (names(source, "_ENV"))
        return ENCART__LIB_ALL;
    if (names(source, "table"))
        which |= ENCART__LIB_TABLE;
    if (names(source, "utf8"))
        which |= ENCART__LIB_UTF8;
    if (names(source, "math"))
        which |= ENCART__LIB_MATH;
    return which;
}

void encart__lua_open_libs(lua_State *L, unsigned which)
{
    encart__lua_open_base(L);
    encart__lua_open_string(L);
    if (which & ENCART__LIB_TABLE)
        encart__lua_open_table(L);
    if (which & ENCART__LIB_UTF8)
        encart__lua_open_utf8(L);
    if (which & ENCART__LIB_MATH)
        encart__lua_open_math(L);
}

typedef struct {
    encart__str rest;
    const char *chunk;
    int line; /* of the last piece's end */
} reading;

static const char *next_piece(lua_State *L, void *user, size_t *n)
{
    reading *r = user;
    const char *piece = r->rest.p;

    encart__lua_look(L);
    *n = r->rest.n < PIECE ? r->rest.n : PIECE;
    for (size_t i = 0; i < *n; i++)
        r->line += piece[i] == '\n';
    encart__lua_reads(L, r->chunk, r->line);
    r->rest = encart__str_sub(r->rest, *n, r->rest.n);
    return piece;
}

void encart__lua_load_text(lua_State *L, encart__str source, const char *chunk)
{
    reading r = {source, chunk, 1};

    if (lua_load(L, next_piece, &r, chunk, "t") != LUA_OK)
        lua_error(L);
}

void encart__lua_new_lib(lua_State *L, const char *name, const luaL_Reg *functions,
                         int count)
{
    lua_createtable(L, 0, count);
    for (; functions->name; functions++) {
        lua_pushcfunction(L, functions->func);
        lua_setfield(L, -2, functions->name);
    }
    lua_pushvalue(L, -1);
    lua_setglobal(L, name);
}

int encart__lua_argerror(lua_State *L, const char *function, int arg, const char *format,
                         ...)
{
    char text[256];
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    return luaL_error(L, "bad argument #%d to '%s': %s", arg, function, text);
}

/* The size of a long list is one that neither a hash part (3 * 2^k values) nor Lua's stack
 * (2^k + 5) has: state.c knows those by their sizes. */
void encart__lua_new_list(lua_State *L, size_t n)
{
    lua_createtable(L, (int)(n < 4096 ? n : n / 16 * 16 + 24), 0);
}

/* ---- buffers --------------------------------------------------------------------------- */

void encart__buf_init(encart__buf *b, lua_State *L)
{
    *b = (encart__buf){.L = L};
    luaL_checkstack(L, LUA_MINSTACK, NULL);
    lua_pushnil(L);
    b->slot = lua_gettop(L);
}

static void buf_reserve(encart__buf *b, size_t more)
{
    size_t need = b->n + more, cap = b->cap ? b->cap * 2 : 64;
    char *p;

    if (more > ENCART__PLUGIN_STRING || need > ENCART__PLUGIN_STRING)
        luaL_error(b->L, "resulting string too large");
    if (need <= b->cap)
        return;
    cap = cap < need ? need : cap;
    p = lua_newuserdatauv(b->L, cap, 0);
    if (b->n)
        memcpy(p, b->p, b->n);
    lua_replace(b->L, b->slot);
    b->p = p;
    b->cap = cap;
}

void encart__buf_add(encart__buf *b, const char *p, size_t n)
{
    buf_reserve(b, n);
    if (n)
        memcpy(b->p + b->n, p, n);
    b->n += n;
}

void encart__buf_char(encart__buf *b, char c)
{
    encart__buf_add(b, &c, 1);
}

void encart__buf_value(encart__buf *b)
{
    size_t n;
    const char *p = lua_tolstring(b->L, -1, &n);

    encart__buf_add(b, p, n);
    lua_pop(b->L, 1);
}

void encart__buf_push(encart__buf *b)
{
    lua_pushlstring(b->L, b->n ? b->p : "", b->n);
}

/* ---- sorting --------------------------------------------------------------------------- */

static void merge(const uint32_t *from, uint32_t *to, size_t low, size_t mid, size_t high,
                  encart__before_fn before, void *user)
{
    size_t i = low, j = mid, k = low;

    while (i < mid && j < high)
        to[k++] = before(user, from[j], from[i]) ? from[j++] : from[i++];
    while (i < mid)
        to[k++] = from[i++];
    while (j < high)
        to[k++] = from[j++];
}

void encart__merge_sort(uint32_t *items, uint32_t *spare, size_t n,
                        encart__before_fn before, void *user)
{
    uint32_t *from = items, *to = spare, *swap;

    for (size_t width = 1; width < n; width *= 2) {
        for (size_t low = 0; low < n; low += 2 * width) {
            size_t mid = low + width < n ? low + width : n;
            size_t high = low + 2 * width < n ? low + 2 * width : n;

            merge(from, to, low, mid, high, before, user);
        }
        swap = from;
        from = to;
        to = swap;
    }
    if (from != items)
        memcpy(items, from, n * sizeof *items);
}

/* ---- sorted keys ----------------------------------------------------------------------- */

typedef struct {
    encart__str text; /* of a string key; p NULL for a number */
    lua_Integer integer;
    lua_Number number;
    int is_integer;
} sort_key;

/* An integer and a float that is no whole number of their range, which would be an integer
 * as a key. */
static int integer_before(lua_Integer i, lua_Number n)
{
    lua_Integer whole;

    return lua_numbertointeger(floor(n), &whole) ? i <= whole : n > 0;
}

static int number_before(const sort_key *a, const sort_key *b)
{
    if (a->is_integer && b->is_integer)
        return a->integer < b->integer;
    if (!a->is_integer && !b->is_integer)
        return a->number < b->number;
    return a->is_integer ? integer_before(a->integer, b->number)
                         : !integer_before(b->integer, a->number);
}

static int key_before(void *user, uint32_t a, uint32_t b)
{
    const sort_key *x = (const sort_key *)user + a, *y = (const sort_key *)user + b;

    if (!x->text.p || !y->text.p)
        return !x->text.p && (y->text.p || number_before(x, y));
    return encart__str_cmp(x->text, y->text) < 0;
}

static void read_key(lua_State *L, sort_key *key)
{
    *key = (sort_key){.integer = 0};
    if (lua_type(L, -1) == LUA_TSTRING) {
        key->text.p = lua_tolstring(L, -1, &key->text.n);
    } else if (lua_type(L, -1) == LUA_TNUMBER) {
        key->is_integer = lua_isinteger(L, -1);
        if (key->is_integer)
            key->integer = lua_tointeger(L, -1);
        else
            key->number = lua_tonumber(L, -1);
    } else {
        luaL_error(L, "pairs: a key is a %s; only numbers and strings have an order",
                   luaL_typename(L, -1));
    }
}

static size_t count_keys(lua_State *L, int index)
{
    size_t n = 0;

    encart__lua_charge_next(L);
    for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1)) {
        encart__lua_charge_step(L);
        n++;
    }
    return n;
}

/* The keys as C structs in a userdata, which is pushed; their bytes in all. */
static sort_key *read_keys(lua_State *L, int index, size_t n, size_t *bytes)
{
    sort_key *keys = lua_newuserdatauv(L, n * sizeof *keys + 1, 0);
    size_t i = 0;

    *bytes = 0;
    for (lua_pushnil(L); lua_next(L, index) && i < n; lua_pop(L, 1)) {
        encart__lua_charge_step(L);
        lua_pop(L, 1);
        read_key(L, &keys[i]);
        *bytes += keys[i++].text.n;
        lua_pushnil(L); /* stands for the value that the loop pops */
    }
    return keys;
}

static size_t log2_of(size_t n)
{
    size_t bits = 0;

    while (n >>= 1)
        bits++;
    return bits;
}

/* The usual table: its keys stay on Lua's stack, and are put in order as they come. Their
 * number, or one more than is few and nothing on the stack. */
static size_t few_keys(lua_State *L, int index, uint8_t order[ENCART__FEW_KEYS])
{
    sort_key keys[ENCART__FEW_KEYS];
    int base = lua_gettop(L);
    size_t n = 0, bytes = 0;

    encart__lua_charge_next(L);
    for (lua_pushnil(L); lua_next(L, index); n++) {
        size_t at = n;

        lua_pop(L, 1);
        if (n == ENCART__FEW_KEYS) {
            lua_settop(L, base);
            return n + 1;
        }
        read_key(L, &keys[n]);
        bytes += keys[n].text.n;
        for (; at > 0 && key_before(keys, (uint32_t)n, order[at - 1]); at--)
            order[at] = order[at - 1];
        order[at] = (uint8_t)n;
        lua_pushvalue(L, -1);
    }
    encart__lua_charge(L, n + bytes / 64 * n);
    return n;
}

static void many_keys(lua_State *L, int index)
{
    size_t n = count_keys(L, index), bytes;
    sort_key *keys = read_keys(L, index, n, &bytes);
    uint32_t *order;

    encart__lua_charge(L, (n + bytes / 64) * (log2_of(n) + 1)); /* the comparisons */
    order = lua_newuserdatauv(L, 2 * n * sizeof *order + 1, 0);
    for (size_t i = 0; i < n; i++)
        order[i] = (uint32_t)i;
    encart__merge_sort(order, order + n, n, key_before, keys);
    encart__lua_new_list(L, n);
    for (size_t i = 0; i < n; i++) {
        const sort_key *k = &keys[order[i]];

        if (k->text.p)
            lua_pushlstring(L, k->text.p, k->text.n);
        else if (k->is_integer)
            lua_pushinteger(L, k->integer);
        else
            lua_pushnumber(L, k->number);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_replace(L, -3);
    lua_pop(L, 1);
}

void encart__keys_of(lua_State *L, int index, encart__keys *keys)
{
    size_t n;

    index = lua_absindex(L, index);
    luaL_checkstack(L, ENCART__FEW_KEYS + 8, NULL);
    keys->base = lua_gettop(L);
    n = few_keys(L, index, keys->order);
    keys->few = n <= ENCART__FEW_KEYS;
    if (!keys->few) {
        many_keys(L, index);
        n = (size_t)lua_rawlen(L, -1);
    }
    keys->n = (lua_Integer)n;
}

int encart__keys_push(lua_State *L, const encart__keys *keys, lua_Integer i)
{
    if (!keys->few)
        return lua_rawgeti(L, keys->base + 1, i);
    lua_pushvalue(L, keys->base + 1 + keys->order[i - 1]);
    return lua_type(L, -1);
}

lua_Integer encart__lua_keys(lua_State *L, int index)
{
    encart__keys keys;

    encart__keys_of(L, index, &keys);
    if (!keys.few)
        return keys.n;
    lua_createtable(L, (int)keys.n, 0);
    for (lua_Integer i = 1; i <= keys.n; i++) {
        encart__keys_push(L, &keys, i);
        lua_rawseti(L, -2, i);
    }
    lua_insert(L, keys.base + 1);
    lua_settop(L, keys.base + 1);
    return keys.n;
}
