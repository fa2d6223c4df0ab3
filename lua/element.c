/* encart.html: constructors of elements. An element is a plain table: [0] its tag, [1..n]
 * its children, string keys its attributes; a metatable of ours marks it. What the policy
 * refuses is an error here, at the plugin's own line. */
#include "lua/run.h"
#include "core/base/error.h"
#include "core/base/limits.h"

#include <stdio.h>

int encart__lua_is_element(lua_State *L, int index, uint16_t *tag)
{
    lua_Integer v = 0;
    int ours;

    index = lua_absindex(L, index);
    if (!lua_istable(L, index) || !lua_getmetatable(L, index))
        return 0;
    ours = lua_topointer(L, -1) == encart__lua_of(L)->element_meta;
    lua_pop(L, 1);
    if (!ours)
        return 0;
    if (lua_rawgeti(L, index, 0) == LUA_TNUMBER)
        v = lua_tointeger(L, -1);
    lua_pop(L, 1);
    *tag = v > 0 && v < ENCART__T_COUNT ? (uint16_t)v : 0;
    return *tag != 0;
}

/* ---- attributes ------------------------------------------------------------------------ */

/* Attribute names in Lua may use "_" for "-": aria_label, but "data-…" must be quoted. */
static int attr_fault(lua_State *L, uint16_t tag, const char *name, const char *why)
{
    return luaL_error(L, "encart.html.%s: attribute “%s”: %s", encart__tag_name(tag).p,
                      name, why);
}

static const char not_here[] = "is not allowed here";

/* One that may not stand here: the nearest that may. */
static int attr_refused(lua_State *L, uint16_t tag, const char *name)
{
    const encart__policy *policy = encart__run_of(L)->policy;
    const char *names[ENCART__A_COUNT];
    size_t n = 0;

    for (uint16_t attr = 1; attr < ENCART__A_COUNT; attr++)
        if (encart__policy_attr(policy, tag, attr, encart__attr_name(attr)))
            names[n++] = encart__attr_name(attr).p;
    encart__lua_charge(L, 2 * ENCART__A_COUNT);
    lua_pushfstring(L, "%s%s", not_here, encart__lua_hint(L, name, names, n));
    return attr_fault(L, tag, name, lua_tostring(L, -1));
}

/* NULL when the attribute may stand, else why it may not. */
static const char *why_not(encart__run *run, uint16_t tag, uint16_t attr, encart__str name,
                           encart__str value)
{
    const char *why = NULL;

    if (attr == ENCART__A_DATA_ENCART)
        return "is set by Encart";
    if (attr == ENCART__A_ID &&
        !encart__str_starts(value, run->editing ? ENCART__STR("a-") : ENCART__STR("e-")))
        return run->editing ? "ids come from doc:id()" : "ids come from ctx.anchor()";
    if (!encart__policy_attr(run->policy, tag, attr, name))
        return not_here;
    if (tag == ENCART__T_IFRAME && attr == ENCART__A_NAME &&
        !encart__str_starts(value, ENCART__STR("e-")))
        return "names of frames come from ctx.anchor()";
    if (encart__policy_value(run->policy, tag, attr, name, value, ENCART__STR_EMPTY,
                             &run->scratch, &why) == ENCART__ATTR_DROP)
        return why && strcmp(why, "url") == 0 ? "its URL is not allowed"
                                              : "its value is not allowed";
    return NULL;
}

static size_t attr_cost(encart__str name, encart__str value)
{
    return 10 + name.n / 8 + value.n / 8;
}

/* The value at the top as text, true as "". False when there is none: false, or a value that
 * no attribute can have. */
static int attr_value(lua_State *L, encart__str *value)
{
    if (lua_type(L, -1) == LUA_TBOOLEAN && lua_toboolean(L, -1)) {
        lua_pop(L, 1);
        lua_pushliteral(L, "");
    }
    value->p = lua_tolstring(L, -1, &value->n);
    return value->p != NULL;
}

/* Key at -2, value at -1; sets it in the element below them. Pops the value. */
static void add_attr(lua_State *L, int element, uint16_t tag)
{
    encart__str name, value;
    const char *why;

    name.p = lua_tolstring(L, -2, &name.n);
    if (!attr_value(L, &value)) {
        if (!lua_isboolean(L, -1))
            attr_fault(L, tag, name.p, "must be a string, a number or a boolean");
        lua_pop(L, 1);
        return;
    }
    encart__lua_charge(L, attr_cost(name, value));
    why = why_not(encart__run_of(L), tag, encart__attr_id(name), name, value);
    if (why == not_here)
        attr_refused(L, tag, name.p);
    if (why)
        attr_fault(L, tag, name.p, why);
    lua_pushvalue(L, -2);
    lua_insert(L, -2);
    lua_rawset(L, element);
}

/* ---- children -------------------------------------------------------------------------- */

typedef struct {
    lua_State *L;
    int element;
    uint16_t tag;
    lua_Integer count;
} making;

/* The table, with room for what is known to come, that it need not grow. */
static void begin(making *m, size_t attrs, size_t children)
{
    lua_State *L = m->L;

    lua_createtable(L, (int)children, (int)attrs + 1);
    lua_pushinteger(L, m->tag);
    lua_rawseti(L, -2, 0);
    lua_replace(L, m->element);
}

static void append(making *m)
{
    if (encart__tag_flags(m->tag) & ENCART__F_VOID)
        luaL_error(m->L, "encart.html.%s: the element has no content",
                   encart__tag_name(m->tag).p);
    lua_rawseti(m->L, m->element, ++m->count);
}

static void add_child(making *m, int depth);

/* The usual list has few items and no gaps: no order is to be found. False, with nothing
 * done, for any other. */
static int add_all(making *m, int list, int depth)
{
    lua_State *L = m->L;
    lua_Integer n = (lua_Integer)lua_rawlen(L, list), keys = 0;

    if (n > ENCART__FEW_KEYS)
        return 0;
    for (lua_pushnil(L); keys <= n && lua_next(L, list); keys++) {
        lua_pop(L, 1);
        if (!lua_isinteger(L, -1) || lua_tointeger(L, -1) < 1 || lua_tointeger(L, -1) > n)
            break;
    }
    if (keys != n || lua_gettop(L) > list) {
        lua_settop(L, list);
        return 0;
    }
    encart__lua_charge(L, (size_t)n);
    for (lua_Integer i = 1; i <= n; i++) {
        lua_rawgeti(L, list, i);
        add_child(m, depth + 1);
    }
    lua_settop(L, list - 1);
    return 1;
}

/* The list at the top: its items become children. */
static void add_list(making *m, int depth)
{
    lua_State *L = m->L;
    int list = lua_gettop(L);
    encart__keys keys;

    if (depth > ENCART__BOX_DEPTH)
        luaL_error(L, "encart.html.%s: lists nested too deep", encart__tag_name(m->tag).p);
    if (lua_getmetatable(L, -1))
        luaL_error(L, "encart.html.%s: a child is a table with a metatable",
                   encart__tag_name(m->tag).p);
    encart__lua_charge_next(L);
    if (add_all(m, list, depth))
        return;
    encart__keys_of(L, list, &keys);
    for (lua_Integer i = 1; i <= keys.n; i++) {
        if (encart__keys_push(L, &keys, i) != LUA_TNUMBER)
            luaL_error(L, "encart.html.%s: “%s” stands in a list of children; attributes "
                       "belong to the element itself", encart__tag_name(m->tag).p,
                       lua_tostring(L, -1));
        lua_rawget(L, list);
        add_child(m, depth + 1);
    }
    lua_settop(L, list - 1);
}

/* Appends the value at the top and pops it. nil and false are nothing. */
static void add_child(making *m, int depth)
{
    lua_State *L = m->L;
    uint16_t tag;

    encart__lua_charge(L, 2);
    luaL_checkstack(L, 8, NULL);
    switch (lua_type(L, -1)) {
    case LUA_TNIL:
        lua_pop(L, 1);
        return;
    case LUA_TBOOLEAN:
        if (lua_toboolean(L, -1))
            luaL_error(L, "encart.html.%s: a child is “true”", encart__tag_name(m->tag).p);
        lua_pop(L, 1);
        return;
    case LUA_TNUMBER:
        lua_tolstring(L, -1, NULL);
        append(m);
        return;
    case LUA_TSTRING:
        append(m);
        return;
    case LUA_TTABLE:
        if (encart__lua_is_element(L, -1, &tag))
            append(m);
        else
            add_list(m, depth);
        return;
    case LUA_TUSERDATA:
        if (encart__lua_piece_at(L, -1)) {
            encart__lua_check_piece(L, m->tag);
            append(m);
            return;
        }
        /* fall through */
    default:
        luaL_error(L, "encart.html.%s: a child is a %s", encart__tag_name(m->tag).p,
                   luaL_typename(L, -1));
    }
}

/* The value at the top as attr_value() would have it, without asking Lua for memory: a number
 * that is no integer stands for one that is wrong. `digits` takes the text of a number. */
static int seen_value(lua_State *L, char digits[24], encart__str *value)
{
    switch (lua_type(L, -1)) {
    case LUA_TSTRING:
        value->p = lua_tolstring(L, -1, &value->n);
        return 1;
    case LUA_TBOOLEAN:
        *value = ENCART__STR_EMPTY;
        return 1;
    case LUA_TNUMBER:
        if (!lua_isinteger(L, -1))
            return 0;
        value->n = (size_t)snprintf(digits, 24, "%lld", (long long)lua_tointeger(L, -1));
        value->p = digits;
        return 1;
    default:
        return 0;
    }
}

/* Whether the table holds few members, of which none is wrong, and children without gaps
 * between them: such members need no order. *keys is then how many they are, *cost what its
 * attributes cost. Where order matters, as it does for which fault is told, nothing was done, charged or allocated,
 * so that the fuel spent does not tell in which order Lua keeps its keys. */
static int is_plain(const making *m, int from, lua_Integer n, size_t *keys, size_t *cost)
{
    lua_State *L = m->L;
    encart__run *run = encart__run_of(L);
    lua_Integer children = 0;

    *keys = *cost = 0;
    for (lua_pushnil(L); lua_next(L, from); lua_pop(L, 1)) {
        encart__str name, value;
        char digits[24];

        if (++*keys > ENCART__FEW_KEYS)
            break;
        if (lua_isinteger(L, -2) && lua_tointeger(L, -2) > 0 && lua_tointeger(L, -2) <= n) {
            children++;
            continue;
        }
        if (lua_type(L, -2) != LUA_TSTRING || !seen_value(L, digits, &value))
            break;
        name.p = lua_tolstring(L, -2, &name.n);
        if (lua_isboolean(L, -1) && !lua_toboolean(L, -1))
            continue;
        if (why_not(run, m->tag, encart__attr_id(name), name, value))
            break;
        *cost += attr_cost(name, value) + name.n / 64;
    }
    *cost += *keys;
    if (lua_gettop(L) == m->element)
        return children == n;
    lua_settop(L, m->element);
    return 0;
}

/* Sets the attributes of a table that is_plain() and appends its children. */
static void add_plain(making *m, int from, lua_Integer n)
{
    lua_State *L = m->L;
    encart__str value;

    for (lua_pushnil(L); lua_next(L, from); lua_pop(L, 1)) {
        if (lua_type(L, -2) != LUA_TSTRING || !attr_value(L, &value))
            continue;
        lua_pushvalue(L, -2);
        lua_pushvalue(L, -2);
        lua_rawset(L, m->element);
    }
    for (lua_Integer i = 1; i <= n; i++) {
        lua_rawgeti(L, from, i);
        add_child(m, 1);
    }
}

/* Integer keys in order are children, string keys attributes. */
static void add_ordered(making *m, int from)
{
    lua_State *L = m->L;
    encart__keys keys;
    int top;

    encart__keys_of(L, from, &keys);
    top = lua_gettop(L);
    for (lua_Integer i = 1; i <= keys.n; i++) {
        int type = encart__keys_push(L, &keys, i);

        lua_pushvalue(L, -1);
        lua_rawget(L, from);
        if (type == LUA_TSTRING) {
            add_attr(L, m->element, m->tag);
            lua_pop(L, 1);
        } else {
            lua_remove(L, -2);
            add_child(m, 1);
        }
        lua_settop(L, top);
    }
}

static void add_members(making *m, int from)
{
    lua_Integer n = (lua_Integer)lua_rawlen(m->L, from);
    size_t keys, cost;

    encart__lua_charge_next(m->L);
    if (!is_plain(m, from, n, &keys, &cost)) {
        begin(m, 1, 4);
        add_ordered(m, from);
        return;
    }
    encart__lua_charge(m->L, cost);
    begin(m, keys - (size_t)n, (size_t)n);
    add_plain(m, from, n);
}

/* Upvalue 1: the tag. */
static int construct(lua_State *L)
{
    making m = {.L = L, .element = 2,
                .tag = (uint16_t)lua_tointeger(L, lua_upvalueindex(1))};
    uint16_t tag;

    if (lua_gettop(L) > 1)
        return luaL_error(L, "encart.html.%s: takes one table, or one child",
                          encart__tag_name(m.tag).p);
    lua_settop(L, 2);
    encart__lua_charge(L, 10);
    if (lua_istable(L, 1) && !encart__lua_is_element(L, 1, &tag) &&
        !lua_getmetatable(L, 1)) {
        add_members(&m, 1);
    } else {
        lua_settop(L, 2);
        begin(&m, 0, 1);
        lua_pushvalue(L, 1);
        add_child(&m, 1);
    }
    lua_settop(L, 2);
    encart__lua_reg_get(L, ENCART__REG_ELEMENT);
    lua_setmetatable(L, 2);
    return 1;
}

void encart__lua_hold(lua_State *L)
{
    lua_pushinteger(L, ENCART__T_DIV);
    lua_pushcclosure(L, construct, 1);
    lua_insert(L, -2);
    lua_call(L, 1, 1);
}

/* An element that is not: the nearest that may stand here. */
static int unknown_element(lua_State *L, const char *name)
{
    const encart__policy *policy = encart__run_of(L)->policy;
    const char *names[ENCART__T_COUNT];
    size_t n = 0;

    for (uint16_t tag = 1; tag < ENCART__T_COUNT; tag++)
        if (encart__policy_element(policy, tag))
            names[n++] = encart__tag_name(tag).p;
    encart__lua_charge(L, 2 * n);
    return luaL_error(L, "encart.html.%s: HTML has no such element%s", name,
                      encart__lua_hint(L, name, names, n));
}

/* The capability that would let the element stand, as an explanation. */
static const char *needed(const encart__run *run, uint16_t tag)
{
    if (run->editing)
        return "";
    if (tag == ENCART__T_IFRAME)
        return " (empty frames need the capability “embeds”)";
    return encart__lua_plugin_can(run->plugin, ENCART__CAN_FORMS)
               ? "" : " (form controls need the capability “forms”)";
}

/* encart.html.NAME: the constructor, made at its first use. */
static int html_index(lua_State *L)
{
    encart__run *run = encart__run_of(L);
    encart__str name;
    uint16_t tag;

    if (lua_type(L, 2) != LUA_TSTRING)
        return luaL_error(L, "encart.html: the name of an element is a string");
    name.p = lua_tolstring(L, 2, &name.n);
    tag = encart__tag_id(name);
    if (!tag)
        return unknown_element(L, name.p);
    if (!encart__policy_element(run->policy, tag))
        return luaL_error(L, "encart.html.%s: the element is not allowed in %s%s", name.p,
                          run->editing ? "an article" : "a box", needed(run, tag));
    lua_pushinteger(L, tag);
    lua_pushcclosure(L, construct, 1);
    lua_pushvalue(L, 2);
    lua_pushvalue(L, -2);
    lua_rawset(L, 1);
    return 1;
}

/* ---- helpers --------------------------------------------------------------------------- */

/* encart.map(list, f): { f(list[1], 1), … }; nil results leave no hole. */
static int encart_map(lua_State *L)
{
    lua_Integer n, count = 0;

    if (!lua_istable(L, 1))
        return encart__lua_argerror(L, "encart.map", 1, "a list expected, got %s",
                                    luaL_typename(L, 1));
    if (!lua_isfunction(L, 2))
        return encart__lua_argerror(L, "encart.map", 2, "a function expected, got %s",
                                    luaL_typename(L, 2));
    lua_settop(L, 2);
    n = (lua_Integer)lua_rawlen(L, 1);
    lua_createtable(L, 0, 0);
    for (lua_Integer i = 1; i <= n; i++) {
        lua_pushvalue(L, 2);
        lua_rawgeti(L, 1, i);
        lua_pushinteger(L, i);
        encart__lua_apply(L, 2, 1);
        if (lua_isnil(L, -1))
            lua_pop(L, 1);
        else
            lua_rawseti(L, 3, ++count);
    }
    return 1;
}

/* encart.compact(t, n): t[1..n] without nil and false. */
static int encart_compact(lua_State *L)
{
    lua_Integer n, count = 0;

    if (!lua_istable(L, 1))
        return encart__lua_argerror(L, "encart.compact", 1, "a list expected, got %s",
                                    luaL_typename(L, 1));
    n = luaL_optinteger(L, 2, (lua_Integer)lua_rawlen(L, 1));
    lua_settop(L, 1);
    lua_createtable(L, 0, 0);
    for (lua_Integer i = 1; i <= n; i++) {
        encart__lua_charge(L, 1);
        lua_rawgeti(L, 1, i);
        if (lua_toboolean(L, -1))
            lua_rawseti(L, 2, ++count);
        else
            lua_pop(L, 1);
    }
    return 1;
}

static const char *const features[] = {
    "api.1",
    "blocks.link",
    "box.content.function",
    "embeds",
    "fragment",
    "head",
    "hole",
    "place.after",
    "place.avoid",
    "place.unit.words",
    "random",
    "related.older",
    "settings.map",
    "site",
    "slug",
    "transform",
    "transform.find",
    "transform.id",
    "transform.range",
    NULL,
};

static int encart_has(lua_State *L)
{
    const char *name = luaL_checkstring(L, 1);

    for (size_t i = 0; features[i]; i++)
        if (strcmp(features[i], name) == 0) {
            lua_pushboolean(L, 1);
            return 1;
        }
    lua_pushboolean(L, 0);
    return 1;
}

static void open_metatable(lua_State *L, int key)
{
    lua_createtable(L, 0, 1);
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    encart__lua_reg_set(L, key);
}

void encart__lua_open_encart(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"compact", encart_compact}, {"has", encart_has}, {"map", encart_map}, {NULL, NULL},
    };

    open_metatable(L, ENCART__REG_ELEMENT);
    encart__lua_reg_get(L, ENCART__REG_ELEMENT);
    encart__lua_of(L)->element_meta = lua_topointer(L, -1);
    lua_pop(L, 1);
    open_metatable(L, ENCART__REG_PIECE);
    encart__lua_new_lib(L, "encart", functions, 4);
    lua_createtable(L, 0, 16); /* html */
    lua_createtable(L, 0, 2);
    lua_pushcfunction(L, html_index);
    lua_setfield(L, -2, "__index");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, -2);
    lua_setfield(L, -2, "html");
    lua_pop(L, 1);
}
