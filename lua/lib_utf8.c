/* The utf8 library. Strict decoding is that of core/base/utf8.h; "lax" takes the old forms
 * up to 2^31, as stock does. */
#include "lua/libs.h"
#include "core/base/limits.h"

#define MAX_LAX 0x7FFFFFFFu

static int is_continuation(const char *p)
{
    return ((unsigned char)*p & 0xC0) == 0x80;
}

/* Length of the sequence at s[0..n), 0 when it is not valid. */
static size_t decode(const char *s, size_t n, int strict, uint32_t *cp)
{
    unsigned char c = (unsigned char)s[0];
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000, 0x200000, 0x4000000};
    size_t len = 0;

    *cp = c;
    if (c < 0x80)
        return 1;
    while (len < 8 && c & (0x80 >> len))
        len++;
    if (len < 2 || len > 6 || len > n)
        return 0;
    *cp = c & (0x7Fu >> len);
    for (size_t i = 1; i < len; i++) {
        if (!is_continuation(s + i))
            return 0;
        *cp = *cp << 6 | ((unsigned char)s[i] & 0x3F);
    }
    if (*cp < least[len])
        return 0;
    if (strict && (*cp > 0x10FFFF || (*cp >= 0xD800 && *cp <= 0xDFFF)))
        return 0;
    return len;
}

static size_t encode(char out[6], uint32_t cp)
{
    size_t len = cp < 0x80 ? 1 : cp < 0x800 ? 2 : cp < 0x10000 ? 3
               : cp < 0x200000 ? 4 : cp < 0x4000000 ? 5 : 6;

    if (len == 1) {
        out[0] = (char)cp;
        return 1;
    }
    for (size_t i = len - 1; i > 0; i--, cp >>= 6)
        out[i] = (char)(0x80 | (cp & 0x3F));
    out[0] = (char)((0xFF00u >> len & 0xFF) | cp);
    return len;
}

/* A relative position as an offset from 1; 0 when before the start. */
static lua_Integer position(lua_Integer pos, size_t n)
{
    if (pos >= 0)
        return pos;
    return 0u - (size_t)pos > n ? 0 : (lua_Integer)n + pos + 1;
}

static int utf8_char(lua_State *L)
{
    int n = lua_gettop(L);
    char bytes[6];
    encart__buf b;

    encart__lua_charge(L, (size_t)n);
    encart__buf_init(&b, L);
    for (int i = 1; i <= n; i++) {
        lua_Unsigned cp = (lua_Unsigned)luaL_checkinteger(L, i);

        luaL_argcheck(L, cp <= MAX_LAX, i, "value out of range");
        encart__buf_add(&b, bytes, encode(bytes, (uint32_t)cp));
    }
    encart__buf_push(&b);
    return 1;
}

static int utf8_len(lua_State *L)
{
    size_t n, len;
    const char *s = luaL_checklstring(L, 1, &n);
    lua_Integer i = position(luaL_optinteger(L, 2, 1), n), count = 0;
    lua_Integer j = position(luaL_optinteger(L, 3, -1), n);
    int lax = lua_toboolean(L, 4);
    uint32_t cp;

    luaL_argcheck(L, i >= 1 && i - 1 <= (lua_Integer)n, 2, "initial position out of bounds");
    luaL_argcheck(L, j <= (lua_Integer)n, 3, "final position out of bounds");
    encart__lua_charge(L, n / 4);
    for (i--; i < j; i += (lua_Integer)len, count++) {
        len = decode(s + i, n - (size_t)i, !lax, &cp);
        if (len == 0) {
            lua_pushnil(L);
            lua_pushinteger(L, i + 1);
            return 2;
        }
    }
    lua_pushinteger(L, count);
    return 1;
}

static int utf8_codepoint(lua_State *L)
{
    size_t n, len;
    const char *s = luaL_checklstring(L, 1, &n);
    lua_Integer i = position(luaL_optinteger(L, 2, 1), n);
    lua_Integer j = position(luaL_optinteger(L, 3, i), n);
    int lax = lua_toboolean(L, 4), count = 0;
    uint32_t cp;

    luaL_argcheck(L, i >= 1, 2, "out of bounds");
    luaL_argcheck(L, j <= (lua_Integer)n, 3, "out of bounds");
    luaL_checkstack(L, ENCART__PLUGIN_RESULTS, NULL);
    for (i--; i < j; i += (lua_Integer)len) {
        len = decode(s + i, n - (size_t)i, !lax, &cp);
        if (len == 0)
            return luaL_error(L, "invalid UTF-8 code");
        if (++count > ENCART__PLUGIN_RESULTS)
            return luaL_error(L, "utf8.codepoint: more than %d results",
                              ENCART__PLUGIN_RESULTS);
        lua_pushinteger(L, cp);
    }
    encart__lua_charge(L, (size_t)count);
    return count;
}

/* Moves `n` characters from offset `at`; -1 when the string ends before. */
static lua_Integer step(const char *s, lua_Integer size, lua_Integer at, lua_Integer n)
{
    for (; n < 0 && at > 0; n++) {
        do
            at--;
        while (at > 0 && is_continuation(s + at));
    }
    for (; n > 0 && at < size; n--) {
        do
            at++;
        while (at < size && is_continuation(s + at));
    }
    return n == 0 ? at : -1;
}

static int utf8_offset(lua_State *L)
{
    size_t size;
    const char *s = luaL_checklstring(L, 1, &size);
    lua_Integer n = luaL_checkinteger(L, 2), at;

    at = position(luaL_optinteger(L, 3, n >= 0 ? 1 : (lua_Integer)size + 1), size);
    luaL_argcheck(L, at >= 1 && at - 1 <= (lua_Integer)size, 3, "position out of bounds");
    encart__lua_charge(L, size / 8);
    at--;
    if (n == 0) {
        while (at > 0 && at < (lua_Integer)size && is_continuation(s + at))
            at--;
    } else {
        if (at < (lua_Integer)size && is_continuation(s + at))
            return luaL_error(L, "initial position is a continuation byte");
        at = step(s, (lua_Integer)size, at, n > 0 ? n - 1 : n);
    }
    if (at < 0)
        lua_pushnil(L);
    else
        lua_pushinteger(L, at + 1);
    return 1;
}

/* Called with the string and the position before; upvalue 1: lax. */
static int codes_step(lua_State *L)
{
    size_t n, len;
    const char *s = luaL_checklstring(L, 1, &n);
    lua_Integer at = luaL_checkinteger(L, 2), from = at;
    uint32_t cp;

    if (at < 0 || at > (lua_Integer)n)
        return 0;
    while (at > 0 && at < (lua_Integer)n && is_continuation(s + at))
        at++; /* past the character that began at `at` - 1 */
    encart__lua_charge(L, 1 + (size_t)(at - from) / 4);
    if (at >= (lua_Integer)n)
        return 0;
    len = decode(s + at, n - (size_t)at, !lua_toboolean(L, lua_upvalueindex(1)), &cp);
    if (len == 0 || ((size_t)at + len < n && is_continuation(s + at + len)))
        return luaL_error(L, "invalid UTF-8 code");
    lua_pushinteger(L, at + 1);
    lua_pushinteger(L, cp);
    return 2;
}

static int utf8_codes(lua_State *L)
{
    const char *s = luaL_checkstring(L, 1);

    if (is_continuation(s))
        return luaL_error(L, "invalid UTF-8 code");
    lua_pushboolean(L, lua_toboolean(L, 2));
    lua_pushcclosure(L, codes_step, 1);
    lua_pushvalue(L, 1);
    lua_pushinteger(L, 0);
    return 3;
}

void encart__lua_open_utf8(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"char", utf8_char},     {"codepoint", utf8_codepoint}, {"codes", utf8_codes},
        {"len", utf8_len},       {"offset", utf8_offset},       {NULL, NULL},
    };

    encart__lua_new_lib(L, "utf8", functions, 6);
    lua_pushlstring(L, "[\0-\x7F\xC2-\xFD][\x80-\xBF]*", 14);
    lua_setfield(L, -2, "charpattern");
    lua_pop(L, 1);
}
