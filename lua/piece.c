/* What a plugin can put among the children of an element and cannot look into: holes, for
 * what no cache may hold. A piece is a userdata with its text behind it; it never changes. */
#include "lua/run.h"
#include "core/base/base64.h"
#include "core/base/limits.h"
#include "core/plugin/hole.h"
#include "core/sanitise/content.h"

#define HOLE_FN "ctx.hole"

struct encart__piece {
    size_t n;
    char text[]; /* of the comment */
};

const encart__piece *encart__lua_piece_at(lua_State *L, int index)
{
    const encart__piece *piece = lua_touserdata(L, index);
    int ours;

    if (lua_type(L, index) != LUA_TUSERDATA || !lua_getmetatable(L, index))
        return NULL;
    encart__lua_reg_get(L, ENCART__REG_PIECE);
    ours = lua_rawequal(L, -1, -2);
    lua_pop(L, 2);
    return ours ? piece : NULL;
}

static void push_piece(lua_State *L, encart__str text)
{
    encart__piece *piece = lua_newuserdatauv(L, sizeof *piece + text.n, 0);

    piece->n = text.n;
    memcpy(piece->text, text.p, text.n);
    encart__lua_reg_get(L, ENCART__REG_PIECE);
    lua_setmetatable(L, -2);
}

/* A comment stands wherever an element does, but where a parser reads only text. */
void encart__lua_check_piece(lua_State *L, uint16_t tag)
{
    encart__holds holds = encart__holds_of(tag);

    if (holds == ENCART__H_TEXT || holds == ENCART__H_NOTHING)
        luaL_error(L, "encart.html.%s: a hole cannot stand here, where only text can",
                   encart__tag_name(tag).p);
}

void encart__lua_add_piece(lua_State *L, encart__building *b, encart__node_id parent)
{
    const encart__piece *piece = encart__lua_piece_at(L, -1);

    encart__lua_check_piece(L, encart__tree_node(b->out, parent)->tag);
    if (!b->box)
        luaL_error(L, "a hole stands in a box only, not in an article");
    encart__tree_append(b->out, parent,
                        encart__tree_comment(b->out, encart__lua_text(L, b,
                                             encart__str_n(piece->text, piece->n))));
    if (b->out->failed)
        luaL_error(L, "out of memory");
}

/* ---- holes ----------------------------------------------------------------------------- */

/* The plain table at `index` as ASCII JSON in a new userdata. ASCII, whose letters of
 * base64url never have two dashes in a row: "--" must not stand in a comment. */
static encart__str push_params(lua_State *L, int index)
{
    encart__run *run = encart__run_of(L);
    const size_t flags = JSON_COMPACT | JSON_SORT_KEYS | JSON_ENSURE_ASCII;
    size_t n;
    char *p;

    json_decref(run->params);
    run->params = NULL;
    lua_pushvalue(L, index);
    encart__lua_to_json(L, HOLE_FN ": params", ENCART__HOLE_PARAMS, &run->params);
    n = json_dumpb(run->params, NULL, 0, flags);
    if (n == 0)
        luaL_error(L, "out of memory");
    if (n > ENCART__HOLE_PARAMS)
        luaL_error(L, HOLE_FN ": params: more than %d bytes as JSON",
                   (int)ENCART__HOLE_PARAMS);
    encart__lua_charge(L, n);
    p = lua_newuserdatauv(L, n, 0);
    n = json_dumpb(run->params, p, n, flags);
    return (encart__str){p, n};
}

/* ctx.hole(name, params): a place that the host fills after its cache. */
int encart__ctx_hole(lua_State *L)
{
    encart__run *run = encart__run_of(L);
    encart__strbuf *text = &run->scratch;
    encart__str name, params = ENCART__STR_EMPTY;

    if (lua_type(L, 1) != LUA_TSTRING)
        return encart__lua_argerror(L, HOLE_FN, 1, "the name of a hole expected, got %s",
                                    luaL_typename(L, 1));
    lua_settop(L, 2);
    name.p = lua_tolstring(L, 1, &name.n);
    encart__lua_charge(L, 20 + name.n);
    if (!encart__hole_named(name))
        return encart__lua_argerror(L, HOLE_FN, 1, "a name is a letter, then letters, digits "
                                    "and single dashes: a-z, at most %d",
                                    ENCART__HOLE_NAME);
    if (!lua_isnil(L, 2) && !lua_istable(L, 2))
        return encart__lua_argerror(L, HOLE_FN, 2, "a table of plain data expected, got %s",
                                    luaL_typename(L, 2));
    if (lua_istable(L, 2))
        params = push_params(L, 2);
    encart__strbuf_clear(text);
    encart__strbuf_puts(text, "encart:hole ");
    encart__strbuf_str(text, name);
    if (params.n)
        encart__strbuf_putc(text, ' ');
    encart__base64_put(text, params);
    if (text->failed)
        return luaL_error(L, "out of memory");
    push_piece(L, encart__strbuf_view(text));
    return 1;
}
