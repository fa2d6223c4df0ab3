/* What a plugin asks of the site and its host: ctx.url, ctx.service. The pipeline has the
 * answers; here are only the plugin's mistakes. */
#include "lua/run.h"
#include "core/base/limits.h"

#define URL_FN "ctx.url"
#define SERVICE_FN "ctx.service"

/* The parameters at index 2 as JSON, which the run frees; NULL when there are none. */
static const json_t *params_at_2(lua_State *L, const char *function, const char *what)
{
    encart__run *run = encart__run_of(L);

    json_decref(run->params);
    run->params = NULL;
    if (lua_isnoneornil(L, 2))
        return NULL;
    if (!lua_istable(L, 2))
        encart__lua_argerror(L, function, 2, "a table of parameters expected, got %s",
                             luaL_typename(L, 2));
    lua_pushvalue(L, 2);
    encart__lua_to_json(L, what, ENCART__ASK_PARAMS, &run->params);
    if (json_is_array(run->params) && json_array_size(run->params))
        encart__lua_argerror(L, function, 2, "parameters have names: found a list");
    return json_is_object(run->params) ? run->params : NULL;
}

static encart__str name_at_1(lua_State *L, const char *function, const char *what)
{
    encart__str name;

    if (lua_type(L, 1) != LUA_TSTRING)
        encart__lua_argerror(L, function, 1, "the name of a %s expected, got %s", what,
                             luaL_typename(L, 1));
    name.p = lua_tolstring(L, 1, &name.n);
    encart__lua_charge(L, 50 + name.n);
    return name;
}

/* ctx.url(route, params): nil when the site has no such route. */
int encart__ctx_url(lua_State *L)
{
    encart__run *run = encart__run_of(L);
    const encart__services *s = run->opts.services;
    encart__str route = name_at_1(L, URL_FN, "route"), url = ENCART__STR_EMPTY;
    const json_t *params = params_at_2(L, URL_FN, URL_FN ": params");
    const char *why = NULL;

    if (s && s->url)
        url = s->url(s->user, &run->plugin->pub, route, params, &why);
    encart__lua_charge(L, 10 + url.n / 8);
    if (why)
        encart__ctx_warn_at(L, why);
    if (url.n)
        encart__lua_push_str(L, url);
    else
        lua_pushnil(L);
    return 1;
}

static void check_capability(lua_State *L, const encart__run *run, encart__str name)
{
    if (encart__str_is(name, "related"))
        luaL_error(L, SERVICE_FN ": related articles are had from ctx.related");
    if (!encart__plugin_may_ask(&run->plugin->pub, name))
        luaL_error(L, SERVICE_FN ": the manifest's uses does not name the capability "
                   "“service.%s”", name.p);
}

/* The parameters that the manifest tells, for a call without any. */
static const json_t *params_of_need(lua_State *L, encart__run *run, encart__str name)
{
    const encart__need *need = encart__need_of(&run->plugin->pub, name);

    if (!need)
        return NULL;
    run->params = encart__need_params(need, run->opts.settings);
    if (!run->params)
        luaL_error(L, "out of memory");
    return run->params;
}

/* What pushing the value costs beside its tables. */
static void charge_value(lua_State *L, const json_t *value)
{
    size_t n = value ? json_dumpb(value, NULL, 0, JSON_COMPACT | JSON_ENCODE_ANY) : 0;

    encart__lua_charge(L, n / 8);
}

/* ctx.service(name, params): what the host answers, as plain data; nil when it does not. */
int encart__ctx_service(lua_State *L)
{
    encart__run *run = encart__run_of(L);
    const encart__services *s = run->opts.services;
    encart__str name = name_at_1(L, SERVICE_FN, "service");
    const json_t *params, *value = NULL;

    check_capability(L, run, name);
    params = params_at_2(L, SERVICE_FN, SERVICE_FN ": params");
    if (lua_isnoneornil(L, 2))
        params = params_of_need(L, run, name);
    if (s && s->service)
        value = s->service(s->user, &run->plugin->pub, name, params);
    charge_value(L, value);
    encart__lua_push_json(L, value);
    return 1;
}
