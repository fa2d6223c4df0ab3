/* Data-only Lua: manifests, catalogues, configuration. The chunk runs in a state without
 * any library or global, with little fuel; its value becomes JSON. Keys are sorted, so
 * that order never depends on the process. */
#include "lua/plugin.h"
#include "lua/lexcheck.h"
#include "lua/libs.h"
#include "core/base/error.h"
#include "core/base/limits.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define DATA_MEMORY ((size_t)8 << 20)
#define DATA_MS 2000 /* far beyond what any file needs */
#define PATH_TEXT 128

typedef struct {
    encart__str source;
    const char *name;
    json_t **root; /* everything made so far hangs below it: nothing leaks by a raise */
    char path[PATH_TEXT];
    size_t path_n;
    size_t left; /* bytes that it may still hold: a string of Lua's may stand a thousand times */
    int nomem;
} job;

static int fail(lua_State *L, job *j, const char *what)
{
    return luaL_error(L, "%s%s%s", j->path, j->path_n ? ": " : "", what);
}

static size_t path_push(job *j, const char *key, lua_Integer index)
{
    size_t before = j->path_n;
    int n = key ? snprintf(j->path + before, PATH_TEXT - before, "%s%s",
                           before ? "." : "", key)
                : snprintf(j->path + before, PATH_TEXT - before, "[%lld]",
                           (long long)index);

    if (n > 0)
        j->path_n = before + (size_t)n < PATH_TEXT ? before + (size_t)n : PATH_TEXT - 1;
    return before;
}

static void path_pop(job *j, size_t before)
{
    j->path_n = before;
    j->path[before] = '\0';
}

static void hold(lua_State *L, job *j, size_t bytes)
{
    if (bytes > j->left)
        fail(L, j, "too much data");
    j->left -= bytes;
}

/* The scalar at the top as JSON; NULL when it is none. */
static json_t *scalar(lua_State *L, job *j)
{
    size_t n;
    const char *s;
    json_t *v = NULL;

    switch (lua_type(L, -1)) {
    case LUA_TBOOLEAN:
        return json_boolean(lua_toboolean(L, -1));
    case LUA_TNUMBER:
        if (lua_isinteger(L, -1))
            v = json_integer(lua_tointeger(L, -1));
        else if (isfinite(lua_tonumber(L, -1)))
            v = json_real(lua_tonumber(L, -1));
        else
            fail(L, j, "not a finite number");
        break;
    case LUA_TSTRING:
        s = lua_tolstring(L, -1, &n);
        if (strlen(s) != n)
            fail(L, j, "a string holds a NUL");
        hold(L, j, n);
        v = json_stringn(s, n);
        if (!v && !(v = json_string("")))
            break;
        if (json_string_length(v) != n) {
            json_decref(v);
            fail(L, j, "a string is not valid UTF-8");
        }
        break;
    default:
        return NULL;
    }
    j->nomem |= !v;
    return v;
}

static void fill(lua_State *L, job *j, json_t *into, int depth);

/* An empty container for the table at the top: an array when its keys are 1..n. */
static json_t *container(lua_State *L, job *j)
{
    lua_Integer n = (lua_Integer)lua_rawlen(L, -1), keys = 0;
    json_t *v;

    if (lua_getmetatable(L, -1))
        fail(L, j, "a table has a metatable");
    encart__lua_charge_next(L);
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1))
        keys++;
    v = n > 0 && keys == n ? json_array() : json_object();
    j->nomem |= !v;
    return v;
}

/* Puts the value at the top into `into`, and pops it. */
static void put(lua_State *L, job *j, json_t *into, const char *key, int depth)
{
    json_t *v;
    int failed;

    hold(L, j, 2);
    v = lua_istable(L, -1) ? container(L, j) : scalar(L, j);
    if (!v && !j->nomem)
        fail(L, j, lua_isfunction(L, -1) ? "a function is not data" : "not data");
    failed = !v || (key ? json_object_set_new(into, key, v)
                        : json_array_append_new(into, v)) < 0;
    j->nomem |= failed;
    if (failed)
        luaL_error(L, "out of memory");
    if (lua_istable(L, -1))
        fill(L, j, v, depth + 1);
    lua_pop(L, 1);
}

static void fill_array(lua_State *L, job *j, json_t *into, int depth)
{
    lua_Integer n = (lua_Integer)lua_rawlen(L, -1);

    for (lua_Integer i = 1; i <= n; i++) {
        size_t before = path_push(j, NULL, i);

        encart__lua_charge(L, 1);
        lua_rawgeti(L, -1, i);
        put(L, j, into, NULL, depth);
        path_pop(j, before);
    }
}

static void fill_object(lua_State *L, job *j, json_t *into, int depth)
{
    lua_Integer n = encart__lua_keys(L, -1);

    for (lua_Integer i = 1; i <= n; i++) {
        const char *key;
        size_t before;

        lua_rawgeti(L, -1, i); /* table keys key */
        if (lua_type(L, -1) != LUA_TSTRING)
            fail(L, j, "a table mixes a list with named members, or has gaps");
        key = lua_tostring(L, -1);
        hold(L, j, strlen(key));
        before = path_push(j, key, 0);
        lua_pushvalue(L, -1);
        lua_rawget(L, -4);     /* table keys key value */
        put(L, j, into, key, depth);
        lua_pop(L, 1);
        path_pop(j, before);
    }
    lua_pop(L, 1);
}

/* The table at the top; depth is bounded, so a cycle ends as too deep. */
static void fill(lua_State *L, job *j, json_t *into, int depth)
{
    if (depth > ENCART__DATA_DEPTH)
        fail(L, j, "tables nested too deep, or a table that contains itself");
    luaL_checkstack(L, 8, NULL);
    if (json_is_array(into))
        fill_array(L, j, into, depth);
    else
        fill_object(L, j, into, depth);
}

/* The table at the top as JSON, in j->root. */
static void convert(lua_State *L, job *j)
{
    *j->root = container(L, j);
    if (!*j->root)
        luaL_error(L, "out of memory");
    fill(L, j, *j->root, 1);
}

void encart__lua_to_json(lua_State *L, const char *what, size_t max, json_t **root)
{
    job j = {.root = root, .left = max};

    path_push(&j, what, 0);
    convert(L, &j);
    lua_pop(L, 1);
}

/* Syntax errors carry "name:line:" in their text only. */
static void compile(lua_State *L, job *j)
{
    char chunk[160];

    snprintf(chunk, sizeof chunk, "@%s", j->name);
    encart__lua_load_text(L, j->source, chunk);
    lua_createtable(L, 0, 0);
    lua_setupvalue(L, -2, 1); /* _ENV: an empty table */
}

static int run(lua_State *L)
{
    job *j = lua_touserdata(L, 1);

    compile(L, j);
    encart__lua_apply(L, 0, 1);
    if (!lua_istable(L, -1))
        return luaL_error(L, "the file must return a table, not a %s",
                          luaL_typename(L, -1));
    convert(L, j);
    return 0;
}

/* "name:12: what" → its line and "what". */
static const char *split_place(const char *text, const char *name, uint32_t *line)
{
    size_t n = strlen(name);
    char *end;
    long v;

    if (strncmp(text, name, n) != 0 || text[n] != ':')
        return text;
    v = strtol(text + n + 1, &end, 10);
    if (end == text + n + 1 || *end != ':' || v <= 0)
        return text;
    *line = (uint32_t)v;
    return end[1] == ' ' ? end + 2 : end + 1;
}

static int tell(encart_error *err, const encart__lua *s, const job *j)
{
    uint32_t line = s->fault.line > 0 ? (uint32_t)s->fault.line : 0;
    const char *text = split_place(s->fault.text, j->name, &line);

    if (j->nomem || s->dead == ENCART__DEAD_HOST)
        return encart__error_nomem(err, ENCART_STAGE_CONFIG);
    encart__error(err, ENCART_ECONFIG, ENCART_STAGE_CONFIG, "%s", text);
    encart__error_at(err, encart__str_z(j->name), line, 0, 0);
    return 0;
}

json_t *encart__lua_data(encart__str source, const char *name, encart_error *err,
                         const encart__alloc *alloc)
{
    encart__lua_limits limits = {ENCART__DATA_FUEL + (long)source.n, DATA_MEMORY, DATA_MS,
                                 0};
    json_t *root = NULL;
    job j = {.source = source, .name = name, .root = &root, .left = DATA_MEMORY};
    encart__lua s;
    uint32_t line;
    const char *refused = encart__lexcheck(source, &line);

    if (refused) {
        encart__error(err, ENCART_ECONFIG, ENCART_STAGE_CONFIG, "%s", refused);
        encart__error_at(err, encart__str_z(name), line, 0, 0);
        return NULL;
    }
    if (!encart__lua_init(&s, alloc, &limits)) {
        encart__error_nomem(err, ENCART_STAGE_CONFIG);
    } else if (!encart__lua_call(&s, run, &j)) {
        tell(err, &s, &j);
        json_decref(root);
        root = NULL;
    }
    encart__lua_free(&s);
    return root;
}
