/* The math library without random: the same input gives the same bytes. */
#include "lua/libs.h"

#include <math.h>

#define PI 3.141592653589793238462643383279502884

/* A whole number: an integer where it fits. */
static void push_whole(lua_State *L, lua_Number v)
{
    lua_Integer i;

    if (lua_numbertointeger(v, &i))
        lua_pushinteger(L, i);
    else
        lua_pushnumber(L, v);
}

static int push_rounded(lua_State *L, lua_Number (*round)(lua_Number))
{
    if (lua_isinteger(L, 1))
        lua_settop(L, 1);
    else
        push_whole(L, round(luaL_checknumber(L, 1)));
    return 1;
}

static int math_floor(lua_State *L)
{
    return push_rounded(L, floor);
}

static int math_ceil(lua_State *L)
{
    return push_rounded(L, ceil);
}

static int math_abs(lua_State *L)
{
    if (lua_isinteger(L, 1)) {
        lua_Integer v = lua_tointeger(L, 1);

        lua_pushinteger(L, v < 0 ? (lua_Integer)(0u - (lua_Unsigned)v) : v);
    } else {
        lua_pushnumber(L, fabs(luaL_checknumber(L, 1)));
    }
    return 1;
}

static int fmod_integers(lua_State *L)
{
    lua_Integer a = lua_tointeger(L, 1), b = lua_tointeger(L, 2);

    luaL_argcheck(L, b != 0, 2, "zero");
    lua_pushinteger(L, b == -1 ? 0 : a % b);
    return 1;
}

static int math_fmod(lua_State *L)
{
    if (lua_isinteger(L, 1) && lua_isinteger(L, 2))
        return fmod_integers(L);
    lua_pushnumber(L, fmod(luaL_checknumber(L, 1), luaL_checknumber(L, 2)));
    return 1;
}

static int math_modf(lua_State *L)
{
    lua_Number v, whole;

    if (lua_isinteger(L, 1)) {
        lua_settop(L, 1);
        lua_pushnumber(L, 0);
        return 2;
    }
    v = luaL_checknumber(L, 1);
    whole = v < 0 ? ceil(v) : floor(v);
    push_whole(L, whole);
    lua_pushnumber(L, v == whole ? 0.0 : v - whole);
    return 2;
}

static int math_sqrt(lua_State *L)
{
    lua_pushnumber(L, sqrt(luaL_checknumber(L, 1)));
    return 1;
}

static int math_exp(lua_State *L)
{
    lua_pushnumber(L, exp(luaL_checknumber(L, 1)));
    return 1;
}

static int math_sin(lua_State *L)
{
    lua_pushnumber(L, sin(luaL_checknumber(L, 1)));
    return 1;
}

static int math_cos(lua_State *L)
{
    lua_pushnumber(L, cos(luaL_checknumber(L, 1)));
    return 1;
}

static int math_tan(lua_State *L)
{
    lua_pushnumber(L, tan(luaL_checknumber(L, 1)));
    return 1;
}

static int math_asin(lua_State *L)
{
    lua_pushnumber(L, asin(luaL_checknumber(L, 1)));
    return 1;
}

static int math_acos(lua_State *L)
{
    lua_pushnumber(L, acos(luaL_checknumber(L, 1)));
    return 1;
}

static int math_atan(lua_State *L)
{
    lua_Number y = luaL_checknumber(L, 1);

    lua_pushnumber(L, atan2(y, luaL_optnumber(L, 2, 1)));
    return 1;
}

static int math_deg(lua_State *L)
{
    lua_pushnumber(L, luaL_checknumber(L, 1) * (180.0 / PI));
    return 1;
}

static int math_rad(lua_State *L)
{
    lua_pushnumber(L, luaL_checknumber(L, 1) * (PI / 180.0));
    return 1;
}

static int math_log(lua_State *L)
{
    lua_Number v = luaL_checknumber(L, 1), base;

    if (lua_isnoneornil(L, 2)) {
        lua_pushnumber(L, log(v));
        return 1;
    }
    base = luaL_checknumber(L, 2);
    lua_pushnumber(L, base == 2 ? log2(v) : base == 10 ? log10(v) : log(v) / log(base));
    return 1;
}

static int extreme(lua_State *L, int largest)
{
    int n = lua_gettop(L), best = 1;

    luaL_checknumber(L, 1);
    encart__lua_charge(L, (size_t)n);
    for (int i = 2; i <= n; i++) {
        luaL_checknumber(L, i);
        if (largest ? lua_compare(L, best, i, LUA_OPLT) : lua_compare(L, i, best, LUA_OPLT))
            best = i;
    }
    lua_pushvalue(L, best);
    return 1;
}

static int math_max(lua_State *L)
{
    return extreme(L, 1);
}

static int math_min(lua_State *L)
{
    return extreme(L, 0);
}

static int math_tointeger(lua_State *L)
{
    int ok;
    lua_Integer v = lua_tointegerx(L, 1, &ok);

    luaL_checkany(L, 1);
    if (ok)
        lua_pushinteger(L, v);
    else
        lua_pushnil(L);
    return 1;
}

static int math_type(lua_State *L)
{
    luaL_checkany(L, 1);
    if (lua_type(L, 1) == LUA_TNUMBER)
        lua_pushstring(L, lua_isinteger(L, 1) ? "integer" : "float");
    else
        lua_pushnil(L);
    return 1;
}

static int math_ult(lua_State *L)
{
    lua_pushboolean(L, (lua_Unsigned)luaL_checkinteger(L, 1) <
                       (lua_Unsigned)luaL_checkinteger(L, 2));
    return 1;
}

void encart__lua_open_math(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"abs", math_abs},     {"acos", math_acos},     {"asin", math_asin},
        {"atan", math_atan},   {"ceil", math_ceil},     {"cos", math_cos},
        {"deg", math_deg},     {"exp", math_exp},       {"floor", math_floor},
        {"fmod", math_fmod},   {"log", math_log},       {"max", math_max},
        {"min", math_min},     {"modf", math_modf},     {"rad", math_rad},
        {"sin", math_sin},     {"sqrt", math_sqrt},     {"tan", math_tan},
        {"tointeger", math_tointeger}, {"type", math_type}, {"ult", math_ult},
        {NULL, NULL},
    };

    encart__lua_new_lib(L, "math", functions, 25);
    lua_pushinteger(L, LUA_MAXINTEGER);
    lua_setfield(L, -2, "maxinteger");
    lua_pushinteger(L, LUA_MININTEGER);
    lua_setfield(L, -2, "mininteger");
    lua_pushnumber(L, HUGE_VAL);
    lua_setfield(L, -2, "huge");
    lua_pushnumber(L, PI);
    lua_setfield(L, -2, "pi");
    lua_pop(L, 1);
}
