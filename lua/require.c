/* require "lib.card": a file of the plugin's own folder, read at load. Once per state; a
 * module that requires itself is an error. */
#include "lua/run.h"

#include <stdio.h>

/* "lib.card" → "lib/card.lua". False when the name is not of that shape. */
static int file_of(encart__str name, char out[256])
{
    size_t n = 0;
    char before = '.';

    if (name.n == 0 || name.n > 200)
        return 0;
    for (; n < name.n; n++) {
        char c = name.p[n];

        if (!(c >= 'a' && c <= 'z') && !encart__is_digit((unsigned char)c) && c != '_' &&
            !(c == '.' && before != '.'))
            return 0;
        out[n] = c == '.' ? '/' : c;
        before = c;
    }
    if (before == '.')
        return 0;
    memcpy(out + n, ".lua", 5);
    return 1;
}

void encart__lua_load_file(lua_State *L, const encart__lua_file *file)
{
    char chunk[256];

    snprintf(chunk, sizeof chunk, "@%s/%s", encart__run_of(L)->plugin->pub.name.p,
             file->name.p);
    encart__lua_charge(L, file->code.n / 16);
    /* Our own compiler's output, held in memory since the plugin was loaded. */
    if (luaL_loadbufferx(L, file->code.p, file->code.n, chunk, "b") != LUA_OK)
        lua_error(L);
}

static int require(lua_State *L)
{
    encart__run *run = encart__run_of(L);
    const encart__lua_file *file;
    char path[256];
    encart__str name;

    if (lua_type(L, 1) != LUA_TSTRING)
        return encart__lua_argerror(L, "require", 1, "the name of a module expected");
    lua_settop(L, 1);
    name.p = lua_tolstring(L, 1, &name.n);
    encart__lua_reg_get(L, ENCART__REG_MODULES);
    lua_pushvalue(L, 1);
    if (lua_rawget(L, 2) == LUA_TLIGHTUSERDATA)
        return luaL_error(L, "require: “%s” requires itself", name.p);
    if (!lua_isnil(L, -1))
        return 1;
    file = file_of(name, path) ? encart__lua_file_named(run->plugin, encart__str_z(path))
                               : NULL;
    if (!file || !encart__str_starts(file->name, ENCART__STR("lib/")))
        return luaL_error(L, "require: the plugin has no module “%s” (modules are files "
                          "below lib/, named \"lib.NAME\")", name.p);
    lua_pushvalue(L, 1);
    lua_pushlightuserdata(L, run); /* being loaded */
    lua_rawset(L, 2);
    encart__lua_load_file(L, file);
    encart__lua_apply(L, 0, 1);
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        lua_pushboolean(L, 1);
    }
    lua_pushvalue(L, 1);
    lua_pushvalue(L, -2);
    lua_rawset(L, 2);
    return 1;
}

void encart__lua_open_require(lua_State *L)
{
    lua_createtable(L, 0, 0);
    encart__lua_reg_set(L, ENCART__REG_MODULES);
    lua_pushcfunction(L, require);
    lua_setglobal(L, "require");
}
