/* string.format: the conversions of the manual, but no %p (an address) and bounded
 * results. Runs in the C locale, as everything in a plugin does. */
#include "lua/libs.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define SPEC_MAX 16
#define ITEM_MAX 512 /* "%99.99f" of 1e308 has 408 bytes */

typedef struct {
    char text[SPEC_MAX]; /* "%-10.3", room for "ll" and the letter */
    size_t n;
    int precision; /* -1 = none given */
    int plain;     /* neither flags, width nor precision */
} spec;

static int take_digits(const char **p, const char *end, spec *s)
{
    int value = 0;

    for (int i = 0; i < 2 && *p < end && encart__is_digit((unsigned char)**p); i++) {
        value = value * 10 + (**p - '0');
        s->text[s->n++] = *(*p)++;
    }
    return value;
}

/* Reads flags, width and precision after "%"; raises when they are too long. */
static void read_spec(lua_State *L, const char **p, const char *end, spec *s)
{
    const char *start = *p;

    *s = (spec){.text = "%", .n = 1, .precision = -1};
    while (*p < end && **p && strchr("-+ #0", **p) && s->n < 6)
        s->text[s->n++] = *(*p)++;
    take_digits(p, end, s);
    if (*p < end && **p == '.') {
        s->text[s->n++] = *(*p)++;
        s->precision = take_digits(p, end, s);
    }
    if (*p >= end || encart__is_digit((unsigned char)**p) || strchr("-+ #0.", **p))
        luaL_error(L, "invalid format string to 'format'");
    s->plain = *p == start;
}

/* Flags allowed for a conversion; precision or not. */
static void check_spec(lua_State *L, const spec *s, const char *flags, int precision,
                       char letter)
{
    size_t i = 1;

    while (i < s->n && s->text[i] && strchr(flags, s->text[i]))
        i++;
    if ((i < s->n && strchr("-+ #0", s->text[i])) || (!precision && s->precision >= 0))
        luaL_error(L, "invalid conversion '%s%c' to 'format'", s->text, letter);
}

static void finish(spec *s, const char *letters)
{
    size_t n = strlen(letters);

    memcpy(s->text + s->n, letters, n + 1);
}

/* The formats are built above from checked parts only. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static int print_integer(char *out, const spec *s, lua_Integer v)
{
    return snprintf(out, ITEM_MAX, s->text, (long long)v);
}

static int print_number(char *out, const spec *s, lua_Number v)
{
    return snprintf(out, ITEM_MAX, s->text, v);
}

static int print_char(char *out, const spec *s, int c)
{
    return snprintf(out, ITEM_MAX, s->text, c);
}

static int print_string(char *out, const spec *s, const char *v)
{
    return snprintf(out, ITEM_MAX, s->text, v);
}
#pragma GCC diagnostic pop

static void add_item(encart__buf *b, const char *item, int n)
{
    encart__lua_charge(b->L, 8 + (size_t)(n > 0 ? n : 0));
    encart__buf_add(b, item, n > 0 ? (size_t)n : 0);
}

static void add_integer(encart__buf *b, spec *s, int arg, char letter)
{
    const char *flags = letter == 'd' || letter == 'i' ? "-+0 "
                        : letter == 'u' ? "-0" : "-#0";
    char item[ITEM_MAX], letters[4] = {'l', 'l', letter, '\0'};

    check_spec(b->L, s, flags, 1, letter);
    finish(s, letters);
    add_item(b, item, print_integer(item, s, luaL_checkinteger(b->L, arg)));
}

static void add_number(encart__buf *b, spec *s, int arg, char letter)
{
    char item[ITEM_MAX], letters[2] = {letter, '\0'};

    check_spec(b->L, s, "-+#0 ", 1, letter);
    finish(s, letters);
    add_item(b, item, print_number(item, s, luaL_checknumber(b->L, arg)));
}

static void add_char(encart__buf *b, spec *s, int arg)
{
    char item[ITEM_MAX];

    check_spec(b->L, s, "-", 0, 'c');
    finish(s, "c");
    add_item(b, item, print_char(item, s, (int)luaL_checkinteger(b->L, arg)));
}

static void add_string(encart__buf *b, spec *s, int arg)
{
    char item[ITEM_MAX];
    size_t n;
    const char *v;

    luaL_checkany(b->L, arg);
    v = encart__lua_tostring(b->L, arg, &n);
    check_spec(b->L, s, "-", 1, 's');
    encart__lua_charge(b->L, n / 16);
    if (s->plain || (s->precision < 0 && n >= 100)) {
        encart__buf_add(b, v, n);
    } else {
        luaL_argcheck(b->L, strlen(v) == n, arg, "string contains zeros");
        finish(s, "s");
        add_item(b, item, print_string(item, s, v));
    }
    lua_settop(b->L, b->slot);
}

/* ---- %q: a value as Lua reads it ------------------------------------------------------- */

static void quote_string(encart__buf *b, encart__str v)
{
    char code[8];

    encart__buf_char(b, '"');
    for (size_t i = 0; i < v.n; i++) {
        unsigned char c = (unsigned char)v.p[i];

        if (c == '"' || c == '\\' || c == '\n') {
            encart__buf_char(b, '\\');
            encart__buf_char(b, (char)c);
        } else if (c < 32 || c == 127) {
            int next = i + 1 < v.n && encart__is_digit((unsigned char)v.p[i + 1]);

            snprintf(code, sizeof code, next ? "\\%03d" : "\\%d", c);
            encart__buf_add(b, code, strlen(code));
        } else {
            encart__buf_char(b, (char)c);
        }
    }
    encart__buf_char(b, '"');
}

static void quote_number(encart__buf *b, int arg)
{
    char item[64];
    lua_Number v = lua_tonumber(b->L, arg);

    if (lua_isinteger(b->L, arg)) {
        lua_Integer i = lua_tointeger(b->L, arg);

        snprintf(item, sizeof item, i == LUA_MININTEGER ? "0x%llx" : "%lld", (long long)i);
    } else if (v != v) {
        snprintf(item, sizeof item, "(0/0)");
    } else if (isinf(v)) {
        snprintf(item, sizeof item, v > 0 ? "1e9999" : "-1e9999");
    } else {
        snprintf(item, sizeof item, "%a", v);
    }
    encart__buf_add(b, item, strlen(item));
}

static void add_quoted(encart__buf *b, const spec *s, int arg)
{
    encart__str v;

    if (!s->plain)
        luaL_error(b->L, "specifier '%%q' cannot have modifiers");
    switch (lua_type(b->L, arg)) {
    case LUA_TSTRING:
        v.p = lua_tolstring(b->L, arg, &v.n);
        encart__lua_charge(b->L, v.n);
        quote_string(b, v);
        break;
    case LUA_TNUMBER:
        quote_number(b, arg);
        break;
    case LUA_TNIL:
    case LUA_TBOOLEAN:
        encart__lua_tostring(b->L, arg, NULL);
        encart__buf_value(b);
        break;
    default:
        luaL_argerror(b->L, arg, "value has no literal form");
    }
}

/* ---- the format string ----------------------------------------------------------------- */

static void add_conversion(encart__buf *b, const char **p, const char *end, int arg)
{
    spec s;
    char letter;

    read_spec(b->L, p, end, &s);
    letter = *(*p)++;
    if (letter && strchr("diuoxX", letter))
        add_integer(b, &s, arg, letter);
    else if (letter && strchr("aAeEfgG", letter))
        add_number(b, &s, arg, letter);
    else if (letter == 'c')
        add_char(b, &s, arg);
    else if (letter == 's')
        add_string(b, &s, arg);
    else if (letter == 'q')
        add_quoted(b, &s, arg);
    else
        luaL_error(b->L, "invalid conversion '%s%c' to 'format'", s.text, letter);
}

int encart__lua_format(lua_State *L)
{
    int top = lua_gettop(L), arg = 1;
    size_t n;
    const char *p = luaL_checklstring(L, 1, &n), *end = p + n;
    encart__buf b;

    encart__lua_charge(L, n / 8);
    encart__buf_init(&b, L);
    while (p < end) {
        if (*p != '%') {
            encart__buf_char(&b, *p++);
        } else if (++p < end && *p == '%') {
            encart__buf_char(&b, *p++);
        } else {
            if (++arg > top)
                return luaL_argerror(L, arg, "no value");
            add_conversion(&b, &p, end, arg);
        }
    }
    encart__buf_push(&b);
    return 1;
}
