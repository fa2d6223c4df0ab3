/* Ranges: parts of the text as transform() holds them, from node:range() and doc:find().
 * What changes something gives the range back. */
#include "lua/transform.h"
#include "core/base/limits.h"

/* User value 1: the term that was asked for, of words. */
typedef struct {
    encart__part part;
    int words; /* of one text, from doc:find(): whose edits come before all others */
} range;

typedef struct {
    const char *name; /* "range:wrap" */
    encart__editing *editing;
    const range *range;
    const encart__tree *tree;
} self;

static self self_of(lua_State *L, const char *name)
{
    self s = {.name = name};
    const range *r = lua_touserdata(L, 1);
    int ours = 0;

    if (lua_type(L, 1) == LUA_TUSERDATA && lua_getmetatable(L, 1)) {
        encart__lua_reg_get(L, ENCART__REG_RANGE);
        ours = lua_rawequal(L, -1, -2);
        lua_pop(L, 2);
    }
    if (!ours || !r)
        luaL_error(L, "%s: called on a %s; write range:%s(…), with a colon", name,
                   luaL_typename(L, 1), name + sizeof "range:" - 1);
    encart__lua_charge(L, 2);
    s.editing = encart__editing_of(L, name);
    s.range = r;
    s.tree = s.editing->edits->tree;
    if (r->part.generation != s.editing->edits->generation)
        luaL_error(L, "%s: the range is of another document", name);
    return s;
}

/* ---- making one ---------------------------------------------------------------- */

static int position(lua_State *L, const char *name, int index, size_t *out)
{
    int ok = 0;
    lua_Integer n = lua_type(L, index) == LUA_TNUMBER ? lua_tointegerx(L, index, &ok) : 0;

    if (!ok || n < 0 || n > UINT32_MAX)
        return encart__lua_argerror(L, name, index - 1,
                                    "a position in node:raw() expected");
    *out = (size_t)n;
    return 0;
}

/* Where a character begins: a range has whole ones. */
static int between(encart__str s, size_t at)
{
    return at >= s.n || ((unsigned char)s.p[at] & 0xC0) != 0x80;
}

/* The bytes from argument 2 to argument 3, the last among them, as strings have it. */
int encart__range_push(lua_State *L, const char *name, encart__handle element)
{
    encart__editing *e = encart__editing_of(L, name);
    encart__strbuf *text = &encart__run_of(L)->scratch;
    encart__edit_verdict v;
    range *r;
    size_t from, to, nodes;

    position(L, name, 2, &from);
    position(L, name, 3, &to);
    encart__strbuf_clear(text);
    nodes = encart__raw_text(e->edits->tree, element.node, text);
    encart__lua_charge(L, 50 + 2 * nodes + text->size / 8);
    if (text->failed)
        return luaL_error(L, "out of memory");
    if (from < 1 || to < from || to > text->size ||
        !between(encart__strbuf_view(text), from - 1) ||
        !between(encart__strbuf_view(text), to))
        return luaL_error(L, "%s: from %d to %d is no part of the %d bytes of its text",
                          name, (int)from, (int)to, (int)text->size);
    r = lua_newuserdatauv(L, sizeof *r, 1);
    r->words = 0;
    v = encart__edits_part(e->edits, element, from - 1, to, &r->part);
    if (v == ENCART__EDIT_MISSHAPEN) {
        lua_pushnil(L);
        return 1;
    }
    if (v != ENCART__EDIT_TAKEN)
        return encart__edit_answer(L, name, 0, v);
    encart__lua_reg_get(L, ENCART__REG_RANGE);
    lua_setmetatable(L, -2);
    return 1;
}

void encart__range_found(lua_State *L, const encart__editing *e,
                         const encart__found *found, int terms)
{
    range *r = lua_newuserdatauv(L, sizeof *r, 1);

    *r = (range){
        {found->text, found->text, found->from, found->to, e->edits->generation}, 1};
    lua_rawgeti(L, terms, (lua_Integer)found->index);
    lua_setiuservalue(L, -2, 1);
    encart__lua_reg_get(L, ENCART__REG_RANGE);
    lua_setmetatable(L, -2);
}

/* ---- methods ------------------------------------------------------------------- */

/* The innermost element around all of it, nil at the top level. */
static int range_parent(lua_State *L)
{
    self s = self_of(L, "range:parent");
    encart__node_id parent = s.tree->nodes[s.range->part.first].parent;

    if (s.tree->nodes[parent].kind == ENCART__NODE_ELEMENT)
        encart__node_push(L, s.editing, parent);
    else
        lua_pushnil(L);
    return 1;
}

/* Its text as it stands. */
static void push_text(lua_State *L)
{
    self s = self_of(L, "range:text");
    encart__strbuf *out = &encart__run_of(L)->scratch;
    size_t nodes;

    encart__strbuf_clear(out);
    nodes = encart__part_text(s.tree, &s.range->part, out);
    encart__lua_charge(L, nodes + out->size / 8);
    if (out->failed)
        luaL_error(L, "out of memory");
    encart__lua_push_str(L, encart__strbuf_view(out));
}

/* range:content(): a copy of what it has, for another place. */
static int range_content(lua_State *L)
{
    encart__lua_push_copy(L, &self_of(L, "range:content").range->part);
    return 1;
}

static int edit(lua_State *L, const self *s, int wraps, encart__node_id content)
{
    const encart__part *p = &s->range->part;
    encart__edits *edits = s->editing->edits;
    encart__edit_verdict v;

    if (s->range->words)
        v = encart__edits_range(edits, wraps ? ENCART__EDIT_WRAP : ENCART__EDIT_REPLACE,
                                encart__edits_handle(edits, p->first), p->from, p->to,
                                content);
    else
        v = encart__edits_put_part(
            edits, wraps ? ENCART__EDIT_PART_WRAP : ENCART__EDIT_PART_REPLACE, p, content);
    if (v == ENCART__EDIT_MISSHAPEN)
        return luaL_error(L, "%s: one element that can hold the words expected", s->name);
    return encart__edit_answer(L, s->name, 0, v);
}

static int put(lua_State *L, const char *name, int wraps)
{
    self s = self_of(L, name);

    if (lua_gettop(L) != 2)
        return encart__lua_argerror(L, name, 1, "one content expected");
    return edit(L, &s, wraps, encart__content_of(L, s.editing));
}

static int range_replace(lua_State *L)
{
    return put(L, "range:replace", 0);
}
static int range_wrap(lua_State *L)
{
    return put(L, "range:wrap", 1);
}

static int range_remove(lua_State *L)
{
    self s = self_of(L, "range:remove");

    return edit(L, &s, 0, encart__edits_holder(s.editing->edits));
}

/* ---- the metatable ------------------------------------------------------------- */

static const luaL_Reg methods[] = {
    {"content", range_content}, {"parent", range_parent}, {"remove", range_remove},
    {"replace", range_replace}, {"wrap", range_wrap}};
#define METHODS (sizeof methods / sizeof *methods)

static int range_index(lua_State *L)
{
    const char *names[METHODS + 2] = {"term", "text"}, *key;

    lua_settop(L, 2);
    if (lua_type(L, 2) != LUA_TSTRING)
        return luaL_error(L, "range: its members have names, found a %s",
                          luaL_typename(L, 2));
    key = lua_tostring(L, 2);
    if (strcmp(key, "term") == 0) {
        self_of(L, "range:term");
        lua_getiuservalue(L, 1, 1);
        return 1;
    }
    if (strcmp(key, "text") == 0) {
        push_text(L);
        return 1;
    }
    for (size_t i = 0; i < METHODS; i++) {
        names[i + 2] = methods[i].name;
        if (strcmp(key, methods[i].name) == 0) {
            lua_pushcfunction(L, methods[i].func);
            return 1;
        }
    }
    return encart__lua_unknown(L, "range", key, names, METHODS + 2);
}

static int range_newindex(lua_State *L)
{
    return luaL_error(L, "range: nothing can be assigned");
}

static int range_tostring(lua_State *L)
{
    push_text(L);
    return 1;
}

void encart__range_open(lua_State *L)
{
    lua_createtable(L, 0, 4);
    lua_pushcfunction(L, range_index);
    lua_setfield(L, -2, "__index");
    lua_pushcfunction(L, range_newindex);
    lua_setfield(L, -2, "__newindex");
    lua_pushcfunction(L, range_tostring);
    lua_setfield(L, -2, "__tostring");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    encart__lua_reg_set(L, ENCART__REG_RANGE);
}
