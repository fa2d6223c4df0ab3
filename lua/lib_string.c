/* The string library: stock semantics, bounded results, fuel for every byte that is
 * touched. Letters are ASCII; no dump, no pack. */
#include "lua/libs.h"
#include "core/base/limits.h"

#include <string.h>

static encart__str check_str(lua_State *L, int arg)
{
    encart__str s;

    s.p = luaL_checklstring(L, arg, &s.n);
    return s;
}

/* A start position from 1; past the end stays past the end. */
static size_t start_position(lua_Integer pos, size_t n)
{
    if (pos > 0)
        return (size_t)pos;
    if (pos == 0 || pos < -(lua_Integer)n)
        return 1;
    return n + (size_t)pos + 1;
}

static size_t end_position(lua_Integer pos, size_t n)
{
    if (pos > (lua_Integer)n)
        return n;
    if (pos >= 0)
        return (size_t)pos;
    return pos < -(lua_Integer)n ? 0 : n + (size_t)pos + 1;
}

static int str_len(lua_State *L)
{
    lua_pushinteger(L, (lua_Integer)check_str(L, 1).n);
    return 1;
}

static int str_sub(lua_State *L)
{
    encart__str s = check_str(L, 1);
    size_t from = start_position(luaL_checkinteger(L, 2), s.n);
    size_t to = end_position(luaL_optinteger(L, 3, -1), s.n);

    if (from <= to)
        lua_pushlstring(L, s.p + from - 1, to - from + 1);
    else
        lua_pushliteral(L, "");
    return 1;
}

static int str_byte(lua_State *L)
{
    encart__str s = check_str(L, 1);
    lua_Integer first = luaL_optinteger(L, 2, 1);
    size_t from = start_position(first, s.n);
    size_t to = end_position(luaL_optinteger(L, 3, first), s.n);

    if (from > to)
        return 0;
    if (to - from >= ENCART__PLUGIN_RESULTS)
        return luaL_error(L, "string.byte: more than %d results", ENCART__PLUGIN_RESULTS);
    luaL_checkstack(L, (int)(to - from + 1), NULL);
    encart__lua_charge(L, to - from + 1);
    for (size_t i = from; i <= to; i++)
        lua_pushinteger(L, (unsigned char)s.p[i - 1]);
    return (int)(to - from + 1);
}

static int str_char(lua_State *L)
{
    int n = lua_gettop(L);
    encart__buf b;

    encart__lua_charge(L, (size_t)n);
    encart__buf_init(&b, L);
    for (int i = 1; i <= n; i++) {
        lua_Unsigned c = (lua_Unsigned)luaL_checkinteger(L, i);

        luaL_argcheck(L, c <= 255, i, "value out of range");
        encart__buf_char(&b, (char)c);
    }
    encart__buf_push(&b);
    return 1;
}

/* Pushes a copy with each byte passed through `map`, reversed when asked. */
static int transformed(lua_State *L, int (*map)(int), int reversed)
{
    encart__str s = check_str(L, 1);
    char *p = lua_newuserdatauv(L, s.n + 1, 0);

    encart__lua_charge(L, s.n / 8);
    for (size_t i = 0; i < s.n; i++)
        p[i] = (char)map((unsigned char)s.p[reversed ? s.n - 1 - i : i]);
    lua_pushlstring(L, p, s.n);
    return 1;
}

static int same(int c)
{
    return c;
}

static int upper(int c)
{
    return c >= 'a' && c <= 'z' ? c - 32 : c;
}

static int str_lower(lua_State *L)
{
    return transformed(L, encart__lower, 0);
}

static int str_upper(lua_State *L)
{
    return transformed(L, upper, 0);
}

static int str_reverse(lua_State *L)
{
    return transformed(L, same, 1);
}

static int str_rep(lua_State *L)
{
    encart__str s = check_str(L, 1), sep;
    lua_Integer n = luaL_checkinteger(L, 2);
    size_t unit, total;
    char *p;

    sep.p = luaL_optlstring(L, 3, "", &sep.n);
    if (n <= 0 || s.n + sep.n == 0) {
        lua_pushliteral(L, "");
        return 1;
    }
    unit = s.n + sep.n;
    if (!encart__mul(unit, (size_t)n, &total) || total - sep.n > ENCART__PLUGIN_STRING)
        return luaL_error(L, "resulting string too large");
    encart__lua_charge(L, (size_t)n);
    p = lua_newuserdatauv(L, total, 0);
    for (lua_Integer i = 0; i < n; i++, p += unit) {
        memcpy(p, s.p, s.n);
        memcpy(p + s.n, sep.p, sep.n);
    }
    lua_pushlstring(L, p - total, total - sep.n);
    return 1;
}

/* ---- patterns -------------------------------------------------------------------------- */

static int has_specials(encart__str p)
{
    for (size_t i = 0; i < p.n; i++)
        if (p.p[i] && strchr("^$*+?.([%-", p.p[i]))
            return 1;
    return 0;
}

/* glibc's and musl's memmem() are linear in both lengths. */
static int find_plain(lua_State *L, encart__str s, encart__str p, size_t init)
{
    const char *found;

    encart__lua_charge(L, 1 + s.n / 16 + p.n / 8);
    found = p.n ? memmem(s.p + init, s.n - init, p.p, p.n) : s.p + init;
    if (!found) {
        lua_pushnil(L);
        return 1;
    }
    lua_pushinteger(L, found - s.p + 1);
    lua_pushinteger(L, found - s.p + (lua_Integer)p.n);
    return 2;
}

static int push_found(encart__match *m, const char *s, const char *e, int find)
{
    if (!find)
        return encart__match_push(m, s, e);
    lua_pushinteger(m->L, s - m->src + 1);
    lua_pushinteger(m->L, e - m->src);
    return 2 + encart__match_push(m, NULL, NULL);
}

static int find_pattern(lua_State *L, encart__str s, encart__str p, size_t init, int find)
{
    encart__match m;
    int anchored = p.n && p.p[0] == '^';
    const char *at = s.p + init, *e;

    if (anchored)
        p = encart__str_sub(p, 1, p.n);
    encart__match_init(&m, L, s, p);
    do {
        e = encart__match_at(&m, at, p.p);
        if (e)
            return push_found(&m, at, e, find);
    } while (at++ < m.src_end && !anchored);
    lua_pushnil(L);
    return 1;
}

static int find_or_match(lua_State *L, int find)
{
    encart__str s = check_str(L, 1), p = check_str(L, 2);
    size_t init = start_position(luaL_optinteger(L, 3, 1), s.n) - 1;

    if (init > s.n) {
        lua_pushnil(L);
        return 1;
    }
    encart__lua_charge(L, p.n / 8);
    if (find && (lua_toboolean(L, 4) || !has_specials(p)))
        return find_plain(L, s, p, init);
    return find_pattern(L, s, p, init, find);
}

static int str_find(lua_State *L)
{
    return find_or_match(L, 1);
}

static int str_match(lua_State *L)
{
    return find_or_match(L, 0);
}

/* Upvalues: string, pattern, next position (from 0), end of the last match (-1 none). */
static int gmatch_step(lua_State *L)
{
    encart__str s, p;
    lua_Integer at = lua_tointeger(L, lua_upvalueindex(3));
    lua_Integer last = lua_tointeger(L, lua_upvalueindex(4));
    encart__match m;
    const char *e;

    s.p = lua_tolstring(L, lua_upvalueindex(1), &s.n);
    p.p = lua_tolstring(L, lua_upvalueindex(2), &p.n);
    encart__match_init(&m, L, s, p);
    for (; at <= (lua_Integer)s.n; at++) {
        e = encart__match_at(&m, s.p + at, p.p);
        if (!e || e - s.p == last)
            continue;
        lua_pushinteger(L, e - s.p);
        lua_copy(L, -1, lua_upvalueindex(3));
        lua_replace(L, lua_upvalueindex(4));
        return encart__match_push(&m, s.p + at, e);
    }
    lua_pushinteger(L, (lua_Integer)s.n + 1);
    lua_replace(L, lua_upvalueindex(3));
    return 0;
}

static int str_gmatch(lua_State *L)
{
    encart__str s = check_str(L, 1);
    size_t init;

    check_str(L, 2);
    init = start_position(luaL_optinteger(L, 3, 1), s.n) - 1;
    lua_settop(L, 2);
    lua_pushinteger(L, (lua_Integer)(init > s.n ? s.n + 1 : init));
    lua_pushinteger(L, -1);
    lua_pushcclosure(L, gmatch_step, 4);
    return 1;
}

/* "%1" and its like in the replacement. */
static void add_template(encart__match *m, encart__buf *b, const char *s, const char *e)
{
    encart__str t;

    t.p = lua_tolstring(m->L, 3, &t.n);
    encart__lua_charge(m->L, t.n / 8);
    for (size_t i = 0; i < t.n; i++) {
        if (t.p[i] != '%') {
            encart__buf_char(b, t.p[i]);
            continue;
        }
        i++;
        if (i < t.n && t.p[i] == '%') {
            encart__buf_char(b, '%');
        } else if (i < t.n && t.p[i] == '0') {
            encart__buf_add(b, s, (size_t)(e - s));
        } else if (i < t.n && encart__is_digit((unsigned char)t.p[i])) {
            encart__match_push_one(m, t.p[i] - '1', s, e);
            lua_tolstring(m->L, -1, NULL);
            encart__buf_value(b);
        } else {
            luaL_error(m->L, "invalid use of '%%' in replacement string");
        }
    }
}

/* Appends what replaces s..e, by template, table or function. */
static void add_replacement(encart__match *m, encart__buf *b, const char *s,
                            const char *e)
{
    lua_State *L = m->L;
    int type = lua_type(L, 3);

    if (type == LUA_TSTRING || type == LUA_TNUMBER) {
        add_template(m, b, s, e);
        return;
    }
    if (type == LUA_TFUNCTION) {
        lua_pushvalue(L, 3);
        encart__lua_apply(L, encart__match_push(m, s, e), 1);
    } else {
        encart__match_push_one(m, 0, s, e);
        encart__lua_enter(L);
        lua_gettable(L, 3);
        encart__lua_leave(L);
    }
    if (!lua_toboolean(L, -1)) {
        lua_pop(L, 1);
        encart__buf_add(b, s, (size_t)(e - s));
        return;
    }
    if (!lua_isstring(L, -1))
        luaL_error(L, "invalid replacement value (a %s)", luaL_typename(L, -1));
    lua_tolstring(L, -1, NULL);
    encart__buf_value(b);
}

static int str_gsub(lua_State *L)
{
    encart__str s = check_str(L, 1), p = check_str(L, 2);
    int type = lua_type(L, 3), anchored = p.n && p.p[0] == '^';
    lua_Integer most = luaL_optinteger(L, 4, (lua_Integer)s.n + 1), n = 0;
    const char *at = s.p, *e, *last = NULL;
    encart__match m;
    encart__buf b;

    luaL_argexpected(L, type == LUA_TNUMBER || type == LUA_TSTRING ||
                     type == LUA_TFUNCTION || type == LUA_TTABLE, 3,
                     "string/function/table");
    if (type == LUA_TNUMBER)
        lua_tolstring(L, 3, NULL);
    if (anchored)
        p = encart__str_sub(p, 1, p.n);
    encart__match_init(&m, L, s, p);
    encart__buf_init(&b, L);
    while (n < most) {
        e = encart__match_at(&m, at, p.p);
        if (e && e != last) {
            n++;
            add_replacement(&m, &b, at, e);
            at = last = e;
        } else if (at < m.src_end) {
            encart__buf_char(&b, *at++);
        } else {
            break;
        }
        if (anchored)
            break;
    }
    encart__buf_add(&b, at, (size_t)(m.src_end - at));
    encart__buf_push(&b);
    lua_pushinteger(L, n);
    return 2;
}

/* ---- arithmetic of numerals ------------------------------------------------------------ */

/* Pushes the number that `index` is or spells. */
static int push_number(lua_State *L, int index)
{
    encart__str s;

    if (lua_type(L, index) == LUA_TNUMBER) {
        lua_pushvalue(L, index);
        return 1;
    }
    if (lua_type(L, index) != LUA_TSTRING)
        return 0;
    s.p = lua_tolstring(L, index, &s.n);
    encart__lua_charge(L, s.n / 16);
    return lua_stringtonumber(L, s.p) == s.n + 1;
}

/* One operand is a string. The other one's own event goes first if it is neither string
 * nor number; without one this is an error. Upvalues: the event's name, lua_arith's code. */
static int arithmetic(lua_State *L)
{
    const char *event = lua_tostring(L, lua_upvalueindex(1));
    int op = (int)lua_tointeger(L, lua_upvalueindex(2));

    lua_settop(L, 2);
    if (push_number(L, 1) && push_number(L, 2)) {
        lua_arith(L, op);
        return 1;
    }
    lua_settop(L, 2);
    if (lua_type(L, 2) == LUA_TSTRING || luaL_getmetafield(L, 2, event) == LUA_TNIL)
        return luaL_error(L, "attempt to perform arithmetic on a %s value",
                          luaL_typename(L, lua_type(L, 1) == LUA_TSTRING &&
                                               lua_type(L, 2) != LUA_TSTRING ? 2 : 1));
    lua_insert(L, 1);
    encart__lua_apply(L, 2, 1);
    return 1;
}

static void set_arithmetic(lua_State *L)
{
    static const struct {
        const char *event;
        int op;
    } events[] = {
        {"__add", LUA_OPADD}, {"__sub", LUA_OPSUB},   {"__mul", LUA_OPMUL},
        {"__mod", LUA_OPMOD}, {"__pow", LUA_OPPOW},   {"__div", LUA_OPDIV},
        {"__unm", LUA_OPUNM}, {"__idiv", LUA_OPIDIV},
    };

    for (size_t i = 0; i < sizeof events / sizeof *events; i++) {
        lua_pushstring(L, events[i].event);
        lua_pushvalue(L, -1);
        lua_pushinteger(L, events[i].op);
        lua_pushcclosure(L, arithmetic, 2);
        lua_rawset(L, -3);
    }
}

void encart__lua_open_string(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"byte", str_byte},   {"char", str_char},     {"find", str_find},
        {"format", encart__lua_format},               {"gmatch", str_gmatch},
        {"gsub", str_gsub},   {"len", str_len},       {"lower", str_lower},
        {"match", str_match}, {"rep", str_rep},       {"reverse", str_reverse},
        {"sub", str_sub},     {"upper", str_upper},   {NULL, NULL},
    };

    encart__lua_new_lib(L, "string", functions, 13);
    lua_createtable(L, 0, 10);
    set_arithmetic(L);
    lua_pushvalue(L, -2);
    lua_setfield(L, -2, "__index");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_pushliteral(L, "");
    lua_insert(L, -2);
    lua_setmetatable(L, -2);
    lua_pop(L, 2);
}
