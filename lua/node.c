/* Nodes of the document, as transform() holds them: a handle each, made once, so that
 * they can be compared. Reading sees the document as it was when the hook began; the
 * methods that change something give the node back, so that they can be chained. */
#include "lua/transform.h"
#include "core/base/limits.h"
#include "core/text/text.h"

#include <stdio.h>

/* ---- handles ------------------------------------------------------------------- */

enum { PAGE = 1024 }; /* no table of a state may have many keys that are no list */

/* Pushes the table in which the node's handle stands. */
static void push_page(lua_State *L, encart__node_id node)
{
    encart__lua_reg_get(L, ENCART__REG_NODES);
    if (lua_rawgeti(L, -1, (lua_Integer)(node / PAGE)) == LUA_TNIL) {
        lua_pop(L, 1);
        lua_createtable(L, 0, 8);
        lua_pushvalue(L, -1);
        lua_rawseti(L, -3, (lua_Integer)(node / PAGE));
    }
    lua_remove(L, -2);
}

void encart__node_push(lua_State *L, encart__editing *e, encart__node_id node)
{
    encart__handle *h;

    encart__lua_charge(L, 5);
    push_page(L, node);
    if (lua_rawgeti(L, -1, (lua_Integer)node) == LUA_TNIL) {
        lua_pop(L, 1);
        h = lua_newuserdatauv(L, sizeof *h, 0);
        *h = encart__edits_handle(e->edits, node);
        encart__lua_reg_get(L, ENCART__REG_NODE);
        lua_setmetatable(L, -2);
        lua_pushvalue(L, -1);
        lua_rawseti(L, -3, (lua_Integer)node);
    }
    lua_remove(L, -2);
}

/* What a method is called on. */
typedef struct {
    const char *name; /* "node:set" */
    encart__editing *editing;
    encart__handle handle;
    encart__node_id node;
    const encart__tree *tree;
    uint16_t tag;
} self;

static self self_of(lua_State *L, const char *name)
{
    self s = {.name = name};
    const encart__handle *h = lua_touserdata(L, 1);
    int ours = 0;

    if (lua_type(L, 1) == LUA_TUSERDATA && lua_getmetatable(L, 1)) {
        encart__lua_reg_get(L, ENCART__REG_NODE);
        ours = lua_rawequal(L, -1, -2);
        lua_pop(L, 2);
    }
    if (!ours || !h)
        luaL_error(L, "%s: called on a %s; write node:%s(…), with a colon", name,
                   luaL_typename(L, 1), name + sizeof "node:" - 1);
    encart__lua_charge(L, 2);
    s.editing = encart__editing_of(L, name);
    s.handle = *h;
    s.node = encart__edits_node(s.editing->edits, s.handle);
    if (!s.node)
        luaL_error(L, "%s: the node is of another document", name);
    s.tree = s.editing->edits->tree;
    s.tag = s.tree->nodes[s.node].tag;
    return s;
}

int encart__edit_answer(lua_State *L, const char *name, uint16_t tag,
                        encart__edit_verdict v)
{
    const encart__edits *edits = encart__editing_of(L, name)->edits;

    switch (v) {
    case ENCART__EDIT_TAKEN:
        break;
    case ENCART__EDIT_STALE:
        return luaL_error(L, "%s: the node is of another document", name);
    case ENCART__EDIT_GONE:
        return luaL_error(L, "%s: an earlier edit takes this node away", name);
    case ENCART__EDIT_HOLLOW:
        return luaL_error(L, "%s: %s has no content", name, encart__tag_name(tag).p);
    case ENCART__EDIT_MISSHAPEN:
        return luaL_error(L, "%s: %s", name,
                          strstr(name, ":wrap")
                              ? "one element that can hold the node expected"
                              : "no attribute and no class has such a name");
    case ENCART__EDIT_FAILED:
        if (edits->failed == ENCART_ELIMIT)
            return luaL_error(L, "%s: more than %d edits", name, ENCART__EDITS);
        return luaL_error(L, "out of memory");
    }
    lua_settop(L, 1);
    return 1;
}

static int verdict(lua_State *L, const self *s, encart__edit_verdict v)
{
    return encart__edit_answer(L, s->name, s->tag, v);
}

/* ---- attributes ---------------------------------------------------------------- */

enum { NAME_BYTES = 64 };

/* The name of an attribute at index 2, in lower case. */
static encart__str name_at(lua_State *L, const self *s, char out[NAME_BYTES])
{
    encart__str name;

    if (lua_type(L, 2) != LUA_TSTRING)
        encart__lua_argerror(L, s->name, 1, "the name of an attribute expected, got %s",
                             luaL_typename(L, 2));
    name.p = lua_tolstring(L, 2, &name.n);
    if (name.n == 0 || name.n >= NAME_BYTES)
        encart__lua_argerror(L, s->name, 1, "no attribute has such a name");
    for (size_t i = 0; i < name.n; i++)
        out[i] = (char)encart__lower((unsigned char)name.p[i]);
    out[name.n] = '\0';
    return (encart__str){out, name.n};
}

/* node:get(name): the attribute's value, "" when it has none, or nil. */
static int node_get(lua_State *L)
{
    self s = self_of(L, "node:get");
    char buffer[NAME_BYTES];
    encart__str name = name_at(L, &s, buffer);

    lua_pushnil(L);
    for (uint32_t a = s.tree->nodes[s.node].attr; a; a = s.tree->attrs[a].next) {
        const encart__attr *at = &s.tree->attrs[a];

        encart__lua_charge(L, 1);
        if (encart__str_eq(encart__tree_attr_spelling(s.tree, at), name)) {
            encart__lua_charge(L, at->len / 8);
            encart__lua_push_str(L, encart__tree_attr_value(s.tree, at));
            break;
        }
    }
    return 1;
}

/* What the policy refuses is an error at the plugin's line. */
static void check_attr(lua_State *L, const self *s, encart__str name, encart__str value)
{
    char why[ENCART__EDIT_FAULT];

    if (!encart__edits_attr_ok(s->editing->policy, s->tag, name, value,
                               &encart__run_of(L)->scratch, why))
        luaL_error(L, "%s: %s", s->name, why);
}

/* An id is one element's. What it is to be stands in the scratch buffer, as the policy spells
 * it. */
static void check_id(lua_State *L, const self *s)
{
    encart__edits *edits = s->editing->edits;
    encart__str id = encart__strbuf_view(&encart__run_of(L)->scratch);

    encart__lua_charge(L, 5 + (edits->tree->node_count - edits->ids.seen) / 8);
    if (encart__edits_id_taken(edits, id, s->node)) {
        lua_pushlstring(L, id.p, id.n);
        luaL_error(L, "%s: another element has the id “%s”; doc:id() makes a free one",
                   s->name, lua_tostring(L, -1));
    }
    encart__edits_id_give(edits, id, s->node);
}

static encart__str value_at(lua_State *L, const self *s, int index)
{
    encart__str value = ENCART__STR_EMPTY;

    if (lua_type(L, index) == LUA_TBOOLEAN)
        return value;
    if (lua_type(L, index) != LUA_TSTRING && lua_type(L, index) != LUA_TNUMBER)
        encart__lua_argerror(L, s->name, index - 1, "a string expected, got %s",
                             luaL_typename(L, index));
    value.p = lua_tolstring(L, index, &value.n);
    return encart__content_text(L, s->editing, value);
}

/* node:set(name, value): true is an attribute without a value, false and nil take it
 * away. */
static int node_set(lua_State *L)
{
    self s = self_of(L, "node:set");
    char buffer[NAME_BYTES];
    encart__str name = name_at(L, &s, buffer), value;

    if (lua_gettop(L) < 3)
        return encart__lua_argerror(L, s.name, 2,
                                    "a value expected; false takes the "
                                    "attribute away");
    if (!lua_toboolean(L, 3))
        return verdict(L, &s,
                       encart__edits_set(s.editing->edits, ENCART__EDIT_ATTR_REMOVE,
                                         s.handle, name, ENCART__STR_EMPTY));
    value = value_at(L, &s, 3);
    check_attr(L, &s, name, value);
    if (encart__attr_id(name) == ENCART__A_ID)
        check_id(L, &s);
    return verdict(
        L, &s,
        encart__edits_set(s.editing->edits, ENCART__EDIT_ATTR, s.handle, name, value));
}

/* ---- classes ------------------------------------------------------------------- */

static encart__str class_at(lua_State *L, const self *s)
{
    encart__str word;

    if (lua_type(L, 2) != LUA_TSTRING)
        encart__lua_argerror(L, s->name, 1, "a class expected, got %s",
                             luaL_typename(L, 2));
    word.p = lua_tolstring(L, 2, &word.n);
    encart__lua_charge(L, word.n / 8);
    for (size_t i = 0; i < word.n || i == 0; i++)
        if (word.n == 0 || encart__is_space((unsigned char)word.p[i]))
            encart__lua_argerror(L, s->name, 1, "one class expected, got “%s”", word.p);
    return word;
}

static int node_add_class(lua_State *L)
{
    self s = self_of(L, "node:add_class");
    encart__str word = encart__content_text(L, s.editing, class_at(L, &s));

    check_attr(L, &s, ENCART__STR("class"), word);
    return verdict(L, &s,
                   encart__edits_set(s.editing->edits, ENCART__EDIT_CLASS, s.handle, word,
                                     ENCART__STR_EMPTY));
}

static int node_remove_class(lua_State *L)
{
    self s = self_of(L, "node:remove_class");
    encart__str word = encart__content_text(L, s.editing, class_at(L, &s));

    return verdict(L, &s,
                   encart__edits_set(s.editing->edits, ENCART__EDIT_CLASS_REMOVE,
                                     s.handle, word, ENCART__STR_EMPTY));
}

static int node_has_class(lua_State *L)
{
    self s = self_of(L, "node:has_class");
    encart__str word = class_at(L, &s), rest = ENCART__STR_EMPTY;
    size_t i = 0, from;
    int found = 0;

    encart__tree_attr(s.tree, s.node, ENCART__A_CLASS, &rest);
    encart__lua_charge(L, 1 + rest.n / 8);
    while (i < rest.n && !found) {
        while (i < rest.n && encart__is_space((unsigned char)rest.p[i]))
            i++;
        from = i;
        while (i < rest.n && !encart__is_space((unsigned char)rest.p[i]))
            i++;
        found = encart__str_eq(encart__str_sub(rest, from, i), word);
    }
    lua_pushboolean(L, found);
    return 1;
}

/* ---- content ------------------------------------------------------------------- */

/* node:text() reads, node:text(s) writes. */
static int node_text(lua_State *L)
{
    self s = self_of(L, "node:text");

    if (lua_gettop(L) > 1)
        return verdict(L, &s,
                       encart__edits_set(s.editing->edits, ENCART__EDIT_TEXT, s.handle,
                                         value_at(L, &s, 2), ENCART__STR_EMPTY));
    encart__lua_push_prose(L, s.tree, s.node);
    return 1;
}

/* node:raw(): its text as it stands, white space and all; what node:range() counts in. */
static int node_raw(lua_State *L)
{
    self s = self_of(L, "node:raw");
    encart__strbuf *out = &encart__run_of(L)->scratch;
    size_t nodes;

    encart__strbuf_clear(out);
    nodes = encart__raw_text(s.tree, s.node, out);
    encart__lua_charge(L, 10 + nodes + out->size / 4);
    if (out->failed)
        luaL_error(L, "out of memory");
    encart__lua_push_str(L, encart__strbuf_view(out));
    return 1;
}

static int node_range(lua_State *L)
{
    self s = self_of(L, "node:range");

    return encart__range_push(L, s.name, s.handle);
}

/* node:content(): a copy of what is inside, for another place. */
static int node_content(lua_State *L)
{
    self s = self_of(L, "node:content");
    const encart__node *n = &s.tree->nodes[s.node];
    encart__part all = {n->first, n->last, 0, s.tree->nodes[n->last].len,
                        s.handle.generation};

    encart__lua_push_copy(L, &all);
    return 1;
}

/* node:words(): how many there are in it, as the report counts them. */
static int node_words(lua_State *L)
{
    self s = self_of(L, "node:words");
    encart__str prose;

    encart__lua_push_prose(L, s.tree, s.node);
    prose.p = lua_tolstring(L, -1, &prose.n);
    encart__lua_charge(L, prose.n / 4);
    lua_pushinteger(L, (lua_Integer)encart__text_words(prose));
    return 1;
}

static int put(lua_State *L, const char *name, encart__edit_op op)
{
    self s = self_of(L, name);
    encart__node_id content;

    if (lua_gettop(L) != 2)
        return encart__lua_argerror(L, name, 1,
                                    "one content expected: an element, a "
                                    "string, or a list of them");
    content = encart__content_of(L, s.editing);
    return verdict(L, &s, encart__edits_put(s.editing->edits, op, s.handle, content));
}

static int node_after(lua_State *L)
{
    return put(L, "node:after", ENCART__EDIT_AFTER);
}
static int node_append(lua_State *L)
{
    return put(L, "node:append", ENCART__EDIT_APPEND);
}
static int node_before(lua_State *L)
{
    return put(L, "node:before", ENCART__EDIT_BEFORE);
}
static int node_prepend(lua_State *L)
{
    return put(L, "node:prepend", ENCART__EDIT_PREPEND);
}
static int node_replace(lua_State *L)
{
    return put(L, "node:replace", ENCART__EDIT_REPLACE);
}
static int node_wrap(lua_State *L)
{
    return put(L, "node:wrap", ENCART__EDIT_WRAP);
}

static int node_remove(lua_State *L)
{
    self s = self_of(L, "node:remove");

    return verdict(L, &s,
                   encart__edits_put(s.editing->edits, ENCART__EDIT_REMOVE, s.handle, 0));
}

static int node_unwrap(lua_State *L)
{
    self s = self_of(L, "node:unwrap");

    return verdict(L, &s,
                   encart__edits_put(s.editing->edits, ENCART__EDIT_UNWRAP, s.handle, 0));
}

/* doc:cut(node): nothing comes after it. */
int encart__node_cut(lua_State *L)
{
    self s;

    if (!encart__plugin_can(&encart__run_of(L)->plugin->pub, ENCART__CAN_CUT))
        return luaL_error(L, "doc:cut: the manifest’s uses must name “%s”",
                          encart__capability_name(ENCART__CAN_CUT));
    lua_settop(L, 2);
    lua_remove(L, 1);
    s = self_of(L, "node:cut");
    s.name = "doc:cut";
    return verdict(L, &s,
                   encart__edits_put(s.editing->edits, ENCART__EDIT_CUT, s.handle, 0));
}

/* ---- looking around ------------------------------------------------------------ */

static int node_select(lua_State *L)
{
    self s = self_of(L, "node:select");

    lua_settop(L, 2);
    encart__select_push(L, s.name, s.node);
    return 1;
}

static int node_matches(lua_State *L)
{
    self s = self_of(L, "node:matches");

    lua_settop(L, 2);
    lua_pushboolean(L, encart__select_matches(L, s.name, s.node));
    return 1;
}

/* The element around it, nil at the top level. */
static int node_parent(lua_State *L)
{
    self s = self_of(L, "node:parent");
    encart__node_id parent = s.tree->nodes[s.node].parent;

    if (s.tree->nodes[parent].kind == ENCART__NODE_ELEMENT)
        encart__node_push(L, s.editing, parent);
    else
        lua_pushnil(L);
    return 1;
}

/* The element before or after it, or nil. */
static int sibling(lua_State *L, const char *name, int back)
{
    self s = self_of(L, name);
    encart__node_id n = s.node;

    do
        n = back ? s.tree->nodes[n].prev : s.tree->nodes[n].next;
    while (n && s.tree->nodes[n].kind != ENCART__NODE_ELEMENT);
    if (n)
        encart__node_push(L, s.editing, n);
    else
        lua_pushnil(L);
    return 1;
}

static int node_next(lua_State *L)
{
    return sibling(L, "node:next", 0);
}
static int node_prev(lua_State *L)
{
    return sibling(L, "node:prev", 1);
}

/* ---- the metatable ------------------------------------------------------------- */

static const luaL_Reg methods[] = {
    {"add_class", node_add_class},
    {"after", node_after},
    {"append", node_append},
    {"before", node_before},
    {"content", node_content},
    {"get", node_get},
    {"has_class", node_has_class},
    {"matches", node_matches},
    {"next", node_next},
    {"parent", node_parent},
    {"prepend", node_prepend},
    {"prev", node_prev},
    {"range", node_range},
    {"raw", node_raw},
    {"remove", node_remove},
    {"remove_class", node_remove_class},
    {"replace", node_replace},
    {"select", node_select},
    {"set", node_set},
    {"text", node_text},
    {"unwrap", node_unwrap},
    {"words", node_words},
    {"wrap", node_wrap},
};
#define METHODS (sizeof methods / sizeof *methods)

static int unknown(lua_State *L, const char *key)
{
    const char *names[METHODS + 1] = {"tag"};

    for (size_t i = 0; i < METHODS; i++)
        names[i + 1] = methods[i].name;
    return encart__lua_unknown(L, "node", key, names, METHODS + 1);
}

/* Upvalue 1: the methods. */
static int node_index(lua_State *L)
{
    self s;

    lua_settop(L, 2);
    lua_pushvalue(L, 2);
    if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL)
        return 1;
    if (lua_type(L, 2) != LUA_TSTRING)
        return luaL_error(L, "node: its methods have names, found a %s",
                          luaL_typename(L, 2));
    if (strcmp(lua_tostring(L, 2), "tag") != 0)
        return unknown(L, lua_tostring(L, 2));
    s = self_of(L, "node:tag");
    encart__lua_push_str(L, encart__tag_name(s.tag));
    return 1;
}

static int node_newindex(lua_State *L)
{
    return luaL_error(L,
                      "node: nothing can be assigned; attributes are set by node:set()");
}

static int node_tostring(lua_State *L)
{
    self s = self_of(L, "node:tostring");

    lua_pushfstring(L, "<%s>", encart__tag_name(s.tag).p);
    return 1;
}

void encart__node_open(lua_State *L)
{
    lua_createtable(L, 0, 4);
    lua_createtable(L, 0, (int)METHODS);
    for (size_t i = 0; i < METHODS; i++) {
        lua_pushcfunction(L, methods[i].func);
        lua_setfield(L, -2, methods[i].name);
    }
    lua_pushcclosure(L, node_index, 1);
    lua_setfield(L, -2, "__index");
    lua_pushcfunction(L, node_newindex);
    lua_setfield(L, -2, "__newindex");
    lua_pushcfunction(L, node_tostring);
    lua_setfield(L, -2, "__tostring");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    encart__lua_reg_set(L, ENCART__REG_NODE);
    lua_createtable(L, 16, 0);
    encart__lua_reg_set(L, ENCART__REG_NODES);
}
