/* The table library: raw access only (no __index, no __len), fuel for every element that
 * moves, a stable sort. No move. */
#include "lua/libs.h"
#include "core/base/limits.h"

static lua_Integer length_of(lua_State *L, int arg)
{
    luaL_checktype(L, arg, LUA_TTABLE);
    encart__lua_charge(L, 1);
    return (lua_Integer)lua_rawlen(L, arg);
}

/* The length of a table with gaps may be the greatest integer: the place behind it is then
 * the least one, as in stock. */
static int tab_insert(lua_State *L)
{
    lua_Integer n = (lua_Integer)((lua_Unsigned)length_of(L, 1) + 1), pos = n;

    if (lua_gettop(L) == 3) {
        pos = luaL_checkinteger(L, 2);
        luaL_argcheck(L, (lua_Unsigned)pos - 1 < (lua_Unsigned)n, 2,
                      "position out of bounds");
        encart__lua_charge(L, (size_t)n - (size_t)pos);
        for (lua_Integer i = n; i > pos; i--) {
            lua_rawgeti(L, 1, i - 1);
            lua_rawseti(L, 1, i);
        }
    } else if (lua_gettop(L) != 2) {
        return luaL_error(L, "wrong number of arguments to 'insert'");
    }
    lua_settop(L, 3 - (lua_gettop(L) == 2));
    lua_rawseti(L, 1, pos);
    return 0;
}

static int tab_remove(lua_State *L)
{
    lua_Integer n = length_of(L, 1), pos = luaL_optinteger(L, 2, n);

    if (lua_gettop(L) > 1)
        luaL_argcheck(L, (lua_Unsigned)pos - 1 <= (lua_Unsigned)n || (n == 0 && pos == 0), 2,
                      "position out of bounds");
    lua_rawgeti(L, 1, pos);
    encart__lua_charge(L, (size_t)(pos < n && pos > 0 ? n - pos : 0));
    for (; pos < n; pos++) {
        lua_rawgeti(L, 1, pos + 1);
        lua_rawseti(L, 1, pos);
    }
    if (pos >= 1 || n == 0) {
        lua_pushnil(L);
        lua_rawseti(L, 1, pos);
    }
    return 1;
}

static int tab_concat(lua_State *L)
{
    lua_Integer n = length_of(L, 1), i, last;
    encart__str sep;
    encart__buf b;

    sep.p = luaL_optlstring(L, 2, "", &sep.n);
    i = luaL_optinteger(L, 3, 1);
    last = luaL_optinteger(L, 4, n);
    encart__buf_init(&b, L);
    for (; i <= last; i++) {
        encart__lua_charge(L, 2);
        lua_rawgeti(L, 1, i);
        if (!lua_isstring(L, -1))
            return luaL_error(L, "invalid value (%s) at index %I in table for 'concat'",
                              luaL_typename(L, -1), (LUAI_UACINT)i);
        lua_tolstring(L, -1, NULL);
        encart__buf_value(&b);
        if (i == last)
            break;
        encart__buf_add(&b, sep.p, sep.n);
    }
    encart__buf_push(&b);
    return 1;
}

static int tab_pack(lua_State *L)
{
    int n = lua_gettop(L);

    encart__lua_charge(L, (size_t)n);
    lua_createtable(L, n, 1);
    lua_insert(L, 1);
    for (int i = n; i >= 1; i--)
        lua_rawseti(L, 1, i);
    lua_pushinteger(L, n);
    lua_setfield(L, 1, "n");
    return 1;
}

static int tab_unpack(lua_State *L)
{
    lua_Integer from = luaL_optinteger(L, 2, 1), to;

    luaL_checktype(L, 1, LUA_TTABLE);
    to = luaL_optinteger(L, 3, (lua_Integer)lua_rawlen(L, 1));
    if (from > to)
        return 0;
    if ((lua_Unsigned)to - (lua_Unsigned)from >= ENCART__PLUGIN_RESULTS)
        return luaL_error(L, "too many results to unpack (at most %d)",
                          ENCART__PLUGIN_RESULTS);
    luaL_checkstack(L, ENCART__PLUGIN_RESULTS, NULL);
    encart__lua_charge(L, (size_t)(to - from + 1));
    for (lua_Integer i = from; i < to; i++)
        lua_rawgeti(L, 1, i);
    lua_rawgeti(L, 1, to);
    return (int)(to - from + 1);
}

/* ---- sort ------------------------------------------------------------------------------ */

typedef struct {
    lua_State *L;
    int copy; /* stack index of a table with the values, so that nobody sees half a sort */
    int has_order;
} sorting;

static int value_before(void *user, uint32_t a, uint32_t b)
{
    sorting *s = user;
    lua_State *L = s->L;
    int before;

    encart__lua_charge(L, 4);
    if (s->has_order)
        lua_pushvalue(L, 2);
    lua_rawgeti(L, s->copy, (lua_Integer)a);
    lua_rawgeti(L, s->copy, (lua_Integer)b);
    if (s->has_order) {
        encart__lua_apply(L, 2, 1);
        before = lua_toboolean(L, -1);
        lua_pop(L, 1);
        return before;
    }
    encart__lua_enter(L);
    before = lua_compare(L, -2, -1, LUA_OPLT);
    encart__lua_leave(L);
    lua_pop(L, 2);
    return before;
}

static int tab_sort(lua_State *L)
{
    lua_Integer n = length_of(L, 1);
    sorting s = {L, 3, !lua_isnoneornil(L, 2)};
    uint32_t *order;

    if (s.has_order)
        luaL_checktype(L, 2, LUA_TFUNCTION);
    luaL_argcheck(L, n < (1 << 24), 1, "array too big");
    lua_settop(L, 2);
    encart__lua_charge(L, (size_t)n * 2);
    encart__lua_new_list(L, (size_t)n);
    order = lua_newuserdatauv(L, 2 * (size_t)n * sizeof *order + 1, 0);
    for (lua_Integer i = 1; i <= n; i++) {
        order[i - 1] = (uint32_t)i;
        lua_rawgeti(L, 1, i);
        lua_rawseti(L, 3, i);
    }
    encart__merge_sort(order, order + n, (size_t)n, value_before, &s);
    for (lua_Integer i = 1; i <= n; i++) {
        lua_rawgeti(L, 3, (lua_Integer)order[i - 1]);
        lua_rawseti(L, 1, i);
    }
    return 0;
}

void encart__lua_open_table(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"concat", tab_concat}, {"insert", tab_insert}, {"pack", tab_pack},
        {"remove", tab_remove}, {"sort", tab_sort},     {"unpack", tab_unpack},
        {NULL, NULL},
    };

    encart__lua_new_lib(L, "table", functions, 6);
    lua_pop(L, 1);
}
