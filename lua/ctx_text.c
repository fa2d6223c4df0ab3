/* Words for readers: catalogues, plurals, numbers, dates, lists; and for addresses. */
#include "lua/run.h"
#include "core/text/text.h"

#include <stdio.h>

/* ---- catalogues ------------------------------------------------------------------------ */

/* The entry in the run's catalogue, else in the English one. */
static const json_t *entry_named(const encart__run *run, const char *key)
{
    const encart__lua_plugin *p = run->plugin;
    const json_t *v = run->catalogue ? json_object_get(run->catalogue->entries, key) : NULL;

    for (size_t i = 0; !v && i < p->catalogue_count; i++)
        if (encart__str_is(p->catalogues[i].lang, "en"))
            v = json_object_get(p->catalogues[i].entries, key);
    return v;
}

/* ctx.t's argument 2, `n`: picks the plural form. */
static const json_t *form_of(lua_State *L, const encart__run *run, const json_t *entry)
{
    const json_t *form = NULL;
    double n = 0;

    if (!json_is_object(entry))
        return entry;
    if (lua_istable(L, 2)) {
        lua_pushliteral(L, "n");
        if (lua_rawget(L, 2) == LUA_TNUMBER)
            n = lua_tonumber(L, -1);
        lua_pop(L, 1);
    }
    form = json_object_get(entry, encart__plural(run->locale, n));
    return form ? form : json_object_get(entry, "other");
}

/* A number in ASCII digits; an integer of Lua may have more than a double can tell. */
static size_t digits_of(lua_State *L, int index, char out[ENCART__DIGITS_MAX])
{
    size_t n;

    if (lua_isinteger(L, index))
        return (size_t)snprintf(out, ENCART__DIGITS_MAX, "%lld",
                                (long long)lua_tointeger(L, index));
    n = encart__digits(out, lua_tonumber(L, index));
    if (!n)
        luaL_error(L, "a number is too large to be written out");
    return n;
}

static void add_number(lua_State *L, encart__buf *b, int index)
{
    encart__run *run = encart__run_of(L);
    char digits[ENCART__DIGITS_MAX];
    size_t n = digits_of(L, index, digits);

    encart__strbuf_clear(&run->scratch);
    encart__number_words(run->locale, encart__str_n(digits, n), &run->scratch);
    encart__buf_add(b, encart__strbuf_z(&run->scratch), run->scratch.size);
}

/* The variable `name` of the table at 2. Numbers are written as the language does. */
static void add_variable(lua_State *L, encart__buf *b, encart__str name)
{
    encart__str s;

    if (lua_istable(L, 2)) {
        lua_pushlstring(L, name.p, name.n);
        lua_rawget(L, 2);
    } else {
        lua_pushnil(L);
    }
    if (lua_type(L, -1) == LUA_TNUMBER) {
        add_number(L, b, lua_gettop(L));
    } else if (lua_type(L, -1) == LUA_TSTRING) {
        s.p = lua_tolstring(L, -1, &s.n);
        encart__buf_add(b, s.p, s.n);
    } else {
        luaL_error(L, "ctx.t: the variable “%s” is missing", lua_pushlstring(L, name.p,
                                                                             name.n));
    }
    lua_pop(L, 1);
}

/* "{name}" stands for a variable; other braces are text. */
static void add_template(lua_State *L, encart__buf *b, encart__str t)
{
    size_t i = 0, end;

    while (i < t.n) {
        for (end = i + 1; t.p[i] == '{' && end < t.n &&
                          (encart__is_alnum((unsigned char)t.p[end]) || t.p[end] == '_');
             end++)
            ;
        if (t.p[i] == '{' && end < t.n && t.p[end] == '}' && end > i + 1) {
            add_variable(L, b, encart__str_sub(t, i + 1, end));
            i = end + 1;
        } else {
            encart__buf_char(b, t.p[i++]);
        }
    }
}

/* The label with the site's typography, on the stack; what variables bring in is not its
 * own text. */
static encart__str push_typeset(lua_State *L, encart__run *run, encart__str text)
{
    const encart__typography *t = run->opts.typography;

    if (t && encart__typography_applies(t, encart__locale_tag(run->locale))) {
        encart__strbuf_clear(&run->scratch);
        encart__typography_text(t, encart__locale_tag(run->locale), text, &run->scratch);
        if (run->scratch.failed)
            luaL_error(L, "out of memory");
        text = encart__strbuf_view(&run->scratch);
    }
    encart__lua_push_str(L, text);
    text.p = lua_tolstring(L, -1, &text.n);
    return text;
}

/* ctx.t(key, variables): a label. A key that no catalogue has is shown itself, with a
 * warning. */
int encart__ctx_t(lua_State *L)
{
    encart__run *run = encart__run_of(L);
    const json_t *entry;
    encart__str text;
    encart__buf b;

    if (lua_type(L, 1) != LUA_TSTRING)
        return encart__lua_argerror(L, "ctx.t", 1, "the key of a label expected, got %s",
                                    luaL_typename(L, 1));
    if (!lua_isnoneornil(L, 2) && (!lua_istable(L, 2) || lua_getmetatable(L, 2)))
        return encart__lua_argerror(L, "ctx.t", 2, "a plain table of variables expected");
    lua_settop(L, 2);
    entry = entry_named(run, lua_tostring(L, 1));
    if (!entry) {
        encart__ctx_warn_at(L, lua_pushfstring(L, "ctx.t: no catalogue has the key “%s”",
                                               lua_tostring(L, 1)));
        lua_settop(L, 1);
        return 1;
    }
    entry = form_of(L, run, entry);
    text = encart__str_n(json_string_value(entry), json_string_length(entry));
    encart__lua_charge(L, 10 + text.n / 4);
    text = push_typeset(L, run, text);
    if (!text.n || !memchr(text.p, '{', text.n))
        return 1;
    encart__buf_init(&b, L);
    add_template(L, &b, text);
    encart__buf_push(&b);
    return 1;
}

/* ---- numbers, dates, lists ------------------------------------------------------------- */

int encart__ctx_num(lua_State *L)
{
    encart__buf b;

    if (lua_type(L, 1) != LUA_TNUMBER)
        return encart__lua_argerror(L, "ctx.num", 1, "a number expected, got %s",
                                    luaL_typename(L, 1));
    lua_settop(L, 1);
    encart__buf_init(&b, L);
    add_number(L, &b, 1);
    encart__buf_push(&b);
    return 1;
}

static encart__date check_date(lua_State *L, const char *function)
{
    encart__date d = {0};
    encart__str s;

    if (lua_type(L, 1) != LUA_TSTRING) {
        encart__lua_argerror(L, function, 1, "a date expected, got %s",
                             luaL_typename(L, 1));
        return d;
    }
    s.p = lua_tolstring(L, 1, &s.n);
    if (!encart__date_parse(s, &d))
        encart__lua_argerror(L, function, 1, "“%.40s” is not a date", s.p);
    return d;
}

/* ctx.date(date, style): "20 octobre 2024". Styles: short, medium, long (default), full. */
int encart__ctx_date(lua_State *L)
{
    encart__run *run = encart__run_of(L);
    encart__date d = check_date(L, "ctx.date");
    const char *style = luaL_optstring(L, 2, "long");

    encart__lua_charge(L, 20);
    encart__strbuf_clear(&run->scratch);
    if (!encart__date_words(run->locale, encart__str_z(style), &d, &run->scratch))
        return encart__lua_argerror(L, "ctx.date", 2, "short, medium, long or full "
                                    "expected, found “%s”", style);
    encart__lua_push_str(L, encart__strbuf_view(&run->scratch));
    return 1;
}

/* ctx.iso(date): as the attribute datetime wants it. */
int encart__ctx_iso(lua_State *L)
{
    encart__date d = check_date(L, "ctx.iso");
    char text[40];

    lua_pushlstring(L, text, encart__date_format(text, &d));
    return 1;
}

/* ctx.list(items): "a, b et c". */
int encart__ctx_list(lua_State *L)
{
    const encart__locale *locale = encart__run_of(L)->locale;
    size_t n;
    encart__buf b;

    if (!lua_istable(L, 1))
        return encart__lua_argerror(L, "ctx.list", 1, "a list of strings expected, got %s",
                                    luaL_typename(L, 1));
    lua_settop(L, 1);
    n = lua_rawlen(L, 1);
    encart__buf_init(&b, L);
    for (size_t i = 0; i < n; i++) {
        encart__str separator = encart__list_separator(locale, i, n);

        encart__lua_charge(L, 2);
        encart__buf_add(&b, separator.p, separator.n);
        if (lua_rawgeti(L, 1, (lua_Integer)i + 1) != LUA_TSTRING)
            return encart__lua_argerror(L, "ctx.list", 1, "item %d is a %s", (int)i + 1,
                                        luaL_typename(L, -1));
        encart__buf_value(&b);
    }
    encart__buf_push(&b);
    return 1;
}

/* ctx.slug(text): "contexte-et-enjeux"; "" when nothing of the text can stand in one. */
int encart__ctx_slug(lua_State *L)
{
    encart__run *run = encart__run_of(L);
    encart__str s;

    if (lua_type(L, 1) != LUA_TSTRING)
        return encart__lua_argerror(L, "ctx.slug", 1, "a string expected, got %s",
                                    luaL_typename(L, 1));
    s.p = lua_tolstring(L, 1, &s.n);
    encart__lua_charge(L, 10 + s.n);
    encart__strbuf_clear(&run->scratch);
    encart__text_slug(s, &run->scratch);
    if (run->scratch.failed)
        return luaL_error(L, "out of memory");
    encart__lua_push_str(L, encart__strbuf_view(&run->scratch));
    return 1;
}
