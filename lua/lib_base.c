/* The base functions. Ours differ from stock where stock hangs (pcall that swallows the
 * end of a budget), reveals addresses (tostring), or depends on the process (pairs). */
#include "lua/libs.h"
#include "core/base/limits.h"

#include <stdlib.h>

static int base_assert(lua_State *L)
{
    luaL_checkany(L, 1);
    if (lua_toboolean(L, 1))
        return lua_gettop(L);
    if (lua_gettop(L) == 1)
        return luaL_error(L, "assertion failed!");
    lua_settop(L, 2);
    return lua_error(L);
}

static int base_error(lua_State *L)
{
    int level = (int)luaL_optinteger(L, 2, 1);

    lua_settop(L, 1);
    if (lua_type(L, 1) == LUA_TSTRING && level > 0) {
        luaL_where(L, level);
        lua_insert(L, 1);
        lua_concat(L, 2);
    }
    return lua_error(L);
}

static int base_pcall(lua_State *L)
{
    int callbacks = encart__lua_of(L)->callbacks, status;

    luaL_checkany(L, 1);
    lua_pushboolean(L, 1);
    lua_insert(L, 1);
    encart__lua_enter(L);
    status = lua_pcall(L, lua_gettop(L) - 2, LUA_MULTRET, 0);
    encart__lua_caught(L, callbacks, status);
    if (status == LUA_OK)
        return lua_gettop(L);
    lua_pushboolean(L, 0);
    lua_replace(L, 1);
    return 2;
}

static int base_type(lua_State *L)
{
    luaL_checkany(L, 1);
    lua_pushstring(L, luaL_typename(L, 1));
    return 1;
}

/* ---- tables without metamethods ------------------------------------------------------- */

static int base_rawequal(lua_State *L)
{
    luaL_checkany(L, 1);
    luaL_checkany(L, 2);
    lua_pushboolean(L, lua_rawequal(L, 1, 2));
    return 1;
}

static int base_rawlen(lua_State *L)
{
    luaL_argexpected(L, lua_istable(L, 1) || lua_type(L, 1) == LUA_TSTRING, 1,
                     "table or string");
    lua_pushinteger(L, (lua_Integer)lua_rawlen(L, 1));
    return 1;
}

static int base_rawget(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    luaL_checkany(L, 2);
    lua_settop(L, 2);
    lua_rawget(L, 1);
    return 1;
}

static int base_rawset(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    luaL_checkany(L, 2);
    luaL_checkany(L, 3);
    lua_settop(L, 3);
    lua_rawset(L, 1);
    return 1;
}

static int base_getmetatable(lua_State *L)
{
    luaL_checkany(L, 1);
    if (!lua_getmetatable(L, 1))
        return 0;
    lua_pushliteral(L, "__metatable");
    if (lua_rawget(L, -2) == LUA_TNIL)
        lua_pop(L, 1);
    return 1;
}

/* Finalisers would run outside every budget; weak tables and names serve no plugin. */
static void refuse_events(lua_State *L, int metatable)
{
    static const char *const refused[] = {"__gc", "__close", "__mode", "__name"};

    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        lua_pushstring(L, refused[i]);
        if (lua_rawget(L, metatable) != LUA_TNIL)
            luaL_error(L, "setmetatable: %s is not available", refused[i]);
        lua_pop(L, 1);
    }
}

static int base_setmetatable(lua_State *L)
{
    int type = lua_type(L, 2);

    luaL_checktype(L, 1, LUA_TTABLE);
    luaL_argexpected(L, type == LUA_TNIL || type == LUA_TTABLE, 2, "nil or table");
    if (type == LUA_TTABLE)
        refuse_events(L, 2);
    if (lua_getmetatable(L, 1)) {
        lua_pushliteral(L, "__metatable");
        if (lua_rawget(L, -2) != LUA_TNIL)
            return luaL_error(L, "cannot change a protected metatable");
    }
    lua_settop(L, 2);
    lua_setmetatable(L, 1);
    return 1;
}

/* ---- traversal ------------------------------------------------------------------------- */

/* Whether the key at `a` comes after the key at `b`, in the order of pairs(). */
static int key_after(lua_State *L, int a, int b)
{
    encart__str x, y;

    if (lua_type(L, a) != lua_type(L, b))
        return lua_type(L, a) == LUA_TSTRING;
    if (lua_type(L, a) == LUA_TNUMBER)
        return lua_compare(L, b, a, LUA_OPLT);
    x.p = lua_tolstring(L, a, &x.n);
    y.p = lua_tolstring(L, b, &y.n);
    return encart__str_cmp(x, y) > 0;
}

static int is_ordered(lua_State *L, int index)
{
    return lua_type(L, index) == LUA_TNUMBER || lua_type(L, index) == LUA_TSTRING;
}

/* The smallest key above `key`: the same walk as pairs(), one step at a time. */
static int base_next(lua_State *L)
{
    int from_start;

    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 2);
    from_start = lua_isnil(L, 2);
    luaL_argexpected(L, from_start || is_ordered(L, 2), 2, "number, string or nil");
    encart__lua_charge_next(L);
    lua_pushnil(L); /* 3: the best key so far */
    for (lua_pushnil(L); lua_next(L, 1);) {
        encart__lua_charge_step(L);
        lua_pop(L, 1);
        if (!is_ordered(L, 4))
            return luaL_error(L, "next: a key is a %s; only numbers and strings have an "
                              "order", luaL_typename(L, 4));
        if ((from_start || key_after(L, 4, 2)) &&
            (lua_isnil(L, 3) || key_after(L, 3, 4))) {
            lua_pushvalue(L, 4);
            lua_replace(L, 3);
        }
    }
    lua_settop(L, 3);
    if (lua_isnil(L, 3))
        return 1;
    lua_pushvalue(L, 3);
    lua_rawget(L, 1);
    return 2;
}

/* Upvalues: the table, its keys in order, how many were handed out. */
static int pairs_step(lua_State *L)
{
    lua_Integer i = lua_tointeger(L, lua_upvalueindex(3));

    for (;;) {
        encart__lua_charge_step(L);
        i++;
        if (lua_rawgeti(L, lua_upvalueindex(2), i) == LUA_TNIL)
            return 1;
        lua_pushvalue(L, -1);
        if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL)
            break;
        lua_pop(L, 2);
    }
    lua_pushinteger(L, i);
    lua_replace(L, lua_upvalueindex(3));
    return 2;
}

static int base_pairs(lua_State *L)
{
    luaL_checkany(L, 1);
    if (luaL_getmetafield(L, 1, "__pairs") != LUA_TNIL) {
        lua_pushvalue(L, 1);
        encart__lua_apply(L, 1, 3);
        return 3;
    }
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_pushvalue(L, 1);
    encart__lua_keys(L, 1);
    lua_pushinteger(L, 0);
    lua_pushcclosure(L, pairs_step, 3);
    lua_pushvalue(L, 1);
    lua_pushnil(L);
    return 3;
}

static int ipairs_step(lua_State *L)
{
    lua_Integer i = luaL_checkinteger(L, 2);

    encart__lua_charge(L, 1);
    i = (lua_Integer)((lua_Unsigned)i + 1);
    lua_pushinteger(L, i);
    encart__lua_enter(L);
    lua_geti(L, 1, i);
    encart__lua_leave(L);
    return lua_isnil(L, -1) ? 1 : 2;
}

static int base_ipairs(lua_State *L)
{
    luaL_checkany(L, 1);
    lua_pushcfunction(L, ipairs_step);
    lua_pushvalue(L, 1);
    lua_pushinteger(L, 0);
    return 3;
}

static int base_select(lua_State *L)
{
    int n = lua_gettop(L);
    lua_Integer i;

    encart__lua_charge(L, 1 + (size_t)n / 8);
    if (lua_type(L, 1) == LUA_TSTRING && *lua_tostring(L, 1) == '#') {
        lua_pushinteger(L, n - 1);
        return 1;
    }
    i = luaL_checkinteger(L, 1);
    if (i < 0)
        i = n + i;
    else if (i > n)
        i = n;
    luaL_argcheck(L, i >= 1, 1, "index out of range");
    return n - (int)i;
}

/* ---- numbers and strings --------------------------------------------------------------- */

static int digit_of(int c)
{
    if (encart__is_digit(c))
        return c - '0';
    return encart__is_alpha(c) ? encart__lower(c) - 'a' + 10 : 99;
}

static encart__str trim_lua(encart__str s)
{
    while (s.n && (encart__is_space((unsigned char)s.p[0]) || s.p[0] == '\v'))
        s.p++, s.n--;
    while (s.n && (encart__is_space((unsigned char)s.p[s.n - 1]) || s.p[s.n - 1] == '\v'))
        s.n--;
    return s;
}

static int to_number_in_base(lua_State *L)
{
    lua_Integer base = luaL_checkinteger(L, 2);
    lua_Unsigned v = 0;
    encart__str s;
    int negative = 0;

    luaL_checktype(L, 1, LUA_TSTRING);
    luaL_argcheck(L, base >= 2 && base <= 36, 2, "base out of range");
    s.p = lua_tolstring(L, 1, &s.n);
    encart__lua_charge(L, s.n / 16);
    s = trim_lua(s);
    if (s.n && (s.p[0] == '-' || s.p[0] == '+')) {
        negative = s.p[0] == '-';
        s.p++, s.n--;
    }
    for (size_t i = 0; i < s.n; i++) {
        int d = digit_of((unsigned char)s.p[i]);

        if (d >= base)
            s.n = 0;
        v = v * (lua_Unsigned)base + (lua_Unsigned)d;
    }
    if (s.n == 0)
        lua_pushnil(L);
    else
        lua_pushinteger(L, (lua_Integer)(negative ? 0u - v : v));
    return 1;
}

static int base_tonumber(lua_State *L)
{
    size_t n;
    const char *s;

    if (!lua_isnoneornil(L, 2))
        return to_number_in_base(L);
    luaL_checkany(L, 1);
    if (lua_type(L, 1) == LUA_TNUMBER) {
        lua_settop(L, 1);
        return 1;
    }
    s = lua_type(L, 1) == LUA_TSTRING ? lua_tolstring(L, 1, &n) : NULL;
    if (s) {
        encart__lua_charge(L, n / 16);
        if (lua_stringtonumber(L, s) == n + 1)
            return 1;
    }
    lua_pushnil(L);
    return 1;
}

static void push_plain(lua_State *L, int index)
{
    switch (lua_type(L, index)) {
    case LUA_TNUMBER:
    case LUA_TSTRING:
        lua_pushvalue(L, index);
        lua_tolstring(L, -1, NULL);
        break;
    case LUA_TBOOLEAN:
        lua_pushstring(L, lua_toboolean(L, index) ? "true" : "false");
        break;
    default:
        lua_pushstring(L, luaL_typename(L, index)); /* never an address */
    }
}

const char *encart__lua_tostring(lua_State *L, int index, size_t *n)
{
    index = lua_absindex(L, index);
    luaL_checkstack(L, 4, NULL);
    if (luaL_getmetafield(L, index, "__tostring") != LUA_TNIL) {
        lua_pushvalue(L, index);
        encart__lua_apply(L, 1, 1);
        if (!lua_isstring(L, -1))
            luaL_error(L, "'__tostring' must return a string");
    } else {
        push_plain(L, index);
    }
    return lua_tolstring(L, -1, n);
}

static int base_tostring(lua_State *L)
{
    luaL_checkany(L, 1);
    encart__lua_tostring(L, 1, NULL);
    return 1;
}

/* A table of globals that need not grow, in the place of Lua's. */
void encart__lua_open_base(lua_State *L)
{
    enum { GLOBALS = 32 };
    static const luaL_Reg functions[] = {
        {"assert", base_assert},     {"error", base_error},
        {"getmetatable", base_getmetatable}, {"ipairs", base_ipairs},
        {"next", base_next},         {"pairs", base_pairs},
        {"pcall", base_pcall},       {"rawequal", base_rawequal},
        {"rawget", base_rawget},     {"rawlen", base_rawlen},
        {"rawset", base_rawset},     {"select", base_select},
        {"setmetatable", base_setmetatable}, {"tonumber", base_tonumber},
        {"tostring", base_tostring}, {"type", base_type},
    };

    lua_createtable(L, 0, GLOBALS);
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        lua_pushcfunction(L, functions[i].func);
        lua_setfield(L, -2, functions[i].name);
    }
    lua_pushliteral(L, LUA_VERSION);
    lua_setfield(L, -2, "_VERSION");
    lua_rawseti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
}
