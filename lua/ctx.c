/* The context object: one table that knows its names. What a plugin's capabilities do not
 * cover is absent, and reading it is an error that says which capability is missing. */
#include "lua/run.h"
#include "core/base/error.h"
#include "core/text/text.h"

#include <stdio.h>

static const char registry_keys[ENCART__REG_COUNT];

void encart__lua_reg_get(lua_State *L, int key)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &registry_keys[key]);
}

void encart__lua_reg_set(lua_State *L, int key)
{
    lua_rawsetp(L, LUA_REGISTRYINDEX, &registry_keys[key]);
}

void encart__lua_set_str(lua_State *L, const char *name, encart__str s)
{
    if (s.n == 0 || !s.p)
        return;
    encart__lua_push_str(L, s);
    lua_setfield(L, -2, name);
}

const char *encart__lua_hint(lua_State *L, const char *key, const char *const *names,
                             size_t count)
{
    const char *near = encart__nearest(encart__str_z(key), names, count);

    if (near)
        return lua_pushfstring(L, " (did you mean “%s”?)", near);
    return lua_pushliteral(L, "");
}

int encart__lua_unknown(lua_State *L, const char *what, const char *key,
                        const char *const *names, size_t count)
{
    return luaL_error(L, "%s.%s: unknown field%s", what, key,
                      encart__lua_hint(L, key, names, count));
}

/* ---- read-only views ------------------------------------------------------------------- */

/* Upvalues: data, what, names (light userdata, may be NULL). */
static int frozen_index(lua_State *L)
{
    const char *const *names = lua_touserdata(L, lua_upvalueindex(3));
    const char *key;
    size_t n = 0;

    lua_settop(L, 2);
    lua_pushvalue(L, 2);
    if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL || !names)
        return 1;
    if (lua_type(L, 2) != LUA_TSTRING)
        return 1;
    key = lua_tostring(L, 2);
    for (; names[n]; n++)
        if (strcmp(names[n], key) == 0)
            return 1;
    return encart__lua_unknown(L, lua_touserdata(L, lua_upvalueindex(2)), key, names, n);
}

static int frozen_newindex(lua_State *L)
{
    return luaL_error(L, "%s: cannot be changed",
                      (const char *)lua_touserdata(L, lua_upvalueindex(2)));
}

/* pairs() over a view walks the data. */
static int frozen_pairs(lua_State *L)
{
    lua_getglobal(L, "pairs");
    lua_pushvalue(L, lua_upvalueindex(1));
    if (!lua_isfunction(L, -2))
        return luaL_error(L, "pairs: not a function any more");
    encart__lua_apply(L, 1, 3);
    return 3;
}

static void set_event(lua_State *L, const char *event, lua_CFunction f, int data,
                      const void *what, const void *names)
{
    lua_pushvalue(L, data);
    lua_pushlightuserdata(L, (void *)(uintptr_t)what);
    lua_pushlightuserdata(L, (void *)(uintptr_t)names);
    lua_pushcclosure(L, f, 3);
    lua_setfield(L, -2, event);
}

void encart__lua_freeze(lua_State *L, const char *what, const char *const *names)
{
    int data = lua_gettop(L);

    lua_createtable(L, 0, 0);
    lua_createtable(L, 0, 4);
    set_event(L, "__index", frozen_index, data, what, names);
    set_event(L, "__newindex", frozen_newindex, data, what, names);
    set_event(L, "__pairs", frozen_pairs, data, what, names);
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, -2);
    lua_replace(L, data);
}

/* ---- members --------------------------------------------------------------------------- */

static void push_locale(lua_State *L)
{
    encart__lua_push_str(L, encart__locale_tag(encart__run_of(L)->locale));
}

static void push_format(lua_State *L)
{
    encart__lua_push_str(L, encart__run_of(L)->opts.format);
}

static void push_channel(lua_State *L)
{
    encart__lua_push_str(L, encart__run_of(L)->opts.channel);
}

static void push_top(lua_State *L)
{
    encart__lua_push_str(L, encart__run_of(L)->opts.top_anchor);
}

#define ALWAYS ENCART__CAN_COUNT

/* In the order of their names: they are searched by halves. */
static const struct {
    const char *name;
    lua_CFunction call;            /* a function of ctx, or… */
    void (*push)(lua_State *L);    /* …a value, made at its first reading */
    encart__capability capability; /* ALWAYS = needs none */
} members[] = {
    {"anchor", encart__ctx_anchor, NULL, ALWAYS},
    {"article", NULL, encart__ctx_article, ALWAYS},
    {"blocks", NULL, encart__ctx_blocks, ENCART__CAN_BLOCKS},
    {"box", encart__ctx_box, NULL, ALWAYS},
    {"channel", NULL, push_channel, ALWAYS},
    {"date", encart__ctx_date, NULL, ALWAYS},
    {"format", NULL, push_format, ALWAYS},
    {"fragment", encart__ctx_fragment, NULL, ENCART__CAN_RAW},
    {"hole", encart__ctx_hole, NULL, ALWAYS},
    {"iso", encart__ctx_iso, NULL, ALWAYS},
    {"jsonld", encart__ctx_jsonld, NULL, ALWAYS},
    {"link", encart__ctx_link, NULL, ALWAYS},
    {"list", encart__ctx_list, NULL, ALWAYS},
    {"locale", NULL, push_locale, ALWAYS},
    {"meta", encart__ctx_meta, NULL, ALWAYS},
    {"now", encart__ctx_now, NULL, ENCART__CAN_TIME},
    {"num", encart__ctx_num, NULL, ALWAYS},
    {"published", encart__ctx_published, NULL, ALWAYS},
    {"random", encart__ctx_random, NULL, ALWAYS},
    {"related", encart__ctx_related, NULL, ENCART__CAN_RELATED},
    {"service", encart__ctx_service, NULL, ALWAYS},
    {"settings", NULL, encart__ctx_settings, ALWAYS},
    {"site", NULL, encart__ctx_site, ALWAYS},
    {"slug", encart__ctx_slug, NULL, ALWAYS},
    {"t", encart__ctx_t, NULL, ALWAYS},
    {"top", NULL, push_top, ALWAYS},
    {"url", encart__ctx_url, NULL, ALWAYS},
    {"used", encart__ctx_used, NULL, ALWAYS},
    {"warn", encart__ctx_warn, NULL, ALWAYS},
};
#define MEMBERS (sizeof members / sizeof *members)

static int unknown_member(lua_State *L, const char *key)
{
    const char *names[MEMBERS];

    for (size_t i = 0; i < MEMBERS; i++)
        names[i] = members[i].name;
    return encart__lua_unknown(L, "ctx", key, names, MEMBERS);
}

static size_t member_named(const char *key)
{
    size_t low = 0, high = MEMBERS;

    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = strcmp(key, members[middle].name);

        if (order == 0)
            return middle;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return MEMBERS;
}

/* Upvalue 1: what was made so far. */
static int ctx_index(lua_State *L)
{
    const encart__run *run = encart__run_of(L);
    const char *key;
    size_t i;

    lua_settop(L, 2);
    lua_pushvalue(L, 2);
    if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL)
        return 1;
    if (lua_type(L, 2) != LUA_TSTRING)
        return luaL_error(L, "ctx: its fields have names, found a %s", luaL_typename(L, 2));
    key = lua_tostring(L, 2);
    i = member_named(key);
    if (i == MEMBERS)
        return unknown_member(L, key);
    if (members[i].capability != ALWAYS &&
        !encart__lua_plugin_can(run->plugin, members[i].capability))
        return luaL_error(L, "ctx.%s: the manifest's uses does not name the capability "
                          "“%s”", key, encart__capability_name(members[i].capability));
    if (members[i].call)
        lua_pushcfunction(L, members[i].call);
    else
        members[i].push(L);
    lua_pushvalue(L, 2);
    lua_pushvalue(L, -2);
    lua_rawset(L, lua_upvalueindex(1));
    return 1;
}

static int ctx_newindex(lua_State *L)
{
    return luaL_error(L, "ctx cannot be changed");
}

static void open_box_metatable(lua_State *L)
{
    lua_createtable(L, 0, 1);
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    encart__lua_reg_set(L, ENCART__REG_BOX);
    lua_createtable(L, 4, 0);
    encart__lua_reg_set(L, ENCART__REG_CONTENTS);
}

void encart__ctx_push(lua_State *L)
{
    open_box_metatable(L);
    lua_createtable(L, 0, 0);
    lua_createtable(L, 0, 3);
    lua_createtable(L, 0, 8);
    lua_pushcclosure(L, ctx_index, 1);
    lua_setfield(L, -2, "__index");
    lua_pushcfunction(L, ctx_newindex);
    lua_setfield(L, -2, "__newindex");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, -2);
}

/* ---- small functions ------------------------------------------------------------------- */

/* ctx.anchor(): "e-related"; ctx.anchor("title"): "e-related_title". "_" stands in no
 * plugin's name, so two plugins never meet. */
int encart__ctx_anchor(lua_State *L)
{
    const char *name = luaL_optstring(L, 1, "");

    for (const char *p = name; *p; p++)
        if (!(*p >= 'a' && *p <= 'z') && !encart__is_digit((unsigned char)*p) && *p != '-')
            return encart__lua_argerror(L, "ctx.anchor", 1, "a name is made of a-z, 0-9 "
                                        "and -");
    lua_pushfstring(L, "e-%s%s%s", encart__run_of(L)->plugin->pub.name.p,
                    *name ? "_" : "", name);
    return 1;
}

/* The report has room for so many diagnostics of all plugins: none may fill it. */
#define MOST_WARNINGS 20

void encart__ctx_warn_at(lua_State *L, const char *text)
{
    encart__run *run = encart__run_of(L);
    encart__lua_fault fault = {.line = 0};

    encart__lua_charge(L, 50);
    if (run->warnings >= MOST_WARNINGS)
        return;
    if (++run->warnings == MOST_WARNINGS)
        text = "further warnings are not shown";
    snprintf(fault.text, sizeof fault.text, "%s", text);
    encart__lua_clean(fault.text);
    encart__lua_locate(L, &fault);
    encart__run_tell(run, ENCART__WARNING, "plugin-warning", &fault);
}

int encart__ctx_warn(lua_State *L)
{
    encart__ctx_warn_at(L, encart__lua_tostring(L, 1, NULL));
    return 0;
}

/* ctx.random(n): an integer from 1 to n, the same each time that this plugin renders this
 * article: it comes of the article's id (or its title), the plugin's name, and how often it
 * was asked. So a page stays the page that was cached, and golden files stay golden. */
int encart__ctx_random(lua_State *L)
{
    encart__run *run = encart__run_of(L);
    const encart_article *a = run->opts.article;
    encart__strbuf *seed = &run->scratch;
    lua_Integer n = 0;
    int ok = 0;

    if (lua_type(L, 1) == LUA_TNUMBER)
        n = lua_tointegerx(L, 1, &ok);
    if (!ok || n < 1 || n > INT32_MAX)
        return encart__lua_argerror(L, "ctx.random", 1, "an integer from 1 to 2147483647 "
                                    "expected");
    encart__strbuf_clear(seed);
    encart__strbuf_str(seed, a->id.n ? a->id : a->title);
    encart__strbuf_putc(seed, '\0');
    encart__strbuf_str(seed, run->plugin->pub.name);
    encart__strbuf_putc(seed, '\0');
    encart__strbuf_int(seed, (int64_t)++run->randoms);
    encart__lua_charge(L, 20 + seed->size / 8);
    if (seed->failed)
        return luaL_error(L, "out of memory");
    lua_pushinteger(L, 1 + (lua_Integer)((encart__hash(encart__strbuf_view(seed)) >> 32) *
                                         (uint64_t)n >> 32));
    return 1;
}

/* ctx.now(granularity): the render's date, cut to the day (default), hour or minute. */
int encart__ctx_now(lua_State *L)
{
    encart__run *run = encart__run_of(L);
    const char *name = luaL_optstring(L, 1, "day");
    char text[40];
    size_t n;

    if (!encart__now_cut(run->opts.now, name, text, &n, &run->read))
        return encart__lua_argerror(L, "ctx.now", 1, "day, hour or minute expected, found "
                                    "“%s”%s", name,
                                    encart__lua_hint(L, name, encart__grains, 3));
    if (n)
        lua_pushlstring(L, text, n);
    else
        lua_pushnil(L);
    return 1;
}
