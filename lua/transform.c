/* transform(ctx, doc): a plugin with the capability tree.edit changes the article.
 * What it holds are handles, what it asks for are edits that wait; see
 * core/edit/edits.h. Selectors are compiled once in a state. Start reading at
 * encart__run_transform(). */
#include "lua/transform.h"
#include "core/base/error.h"
#include "core/base/limits.h"
#include "core/text/text.h"

#include <stdio.h>

encart__editing *encart__editing_of(lua_State *L, const char *name)
{
    encart__editing *e = encart__run_of(L)->editing;

    if (!e)
        luaL_error(L, "%s: the document can be used only while transform() runs", name);
    return e;
}

/* ---- content ------------------------------------------------------------------- */

static void check_tree(lua_State *L, const encart__editing *e)
{
    if (e->edits->tree->failed)
        luaL_error(L, "out of memory");
}

encart__node_id encart__content_of(lua_State *L, encart__editing *e)
{
    e->content.root = 0;
    encart__lua_hold(L);
    encart__lua_convert(L, &e->content);
    lua_pop(L, 1);
    if (e->edits->tree->nodes[e->content.root].attr)
        luaL_error(L, "attributes stand in an element, not in a list of content");
    return e->content.root;
}

encart__str encart__content_text(lua_State *L, encart__editing *e, encart__str s)
{
    encart__str text = encart__lua_text(L, &e->content, s);

    check_tree(L, e);
    if (text.p == s.p)
        return s;
    text.p = lua_pushlstring(L, text.p, text.n); /* it was in the scratch buffer */
    return text;
}

/* ---- selectors ----------------------------------------------------------------- */

static void parse(lua_State *L, const char *name, encart__selector *s, encart__str css)
{
    const encart__run *run = encart__run_of(L);
    encart_error err;

    if (encart__selector_parse(s, css, run->editing->policy, run->opts.alloc, &err) ==
        ENCART_OK)
        return;
    if (err.status == ENCART_ENOMEM)
        luaL_error(L, "out of memory");
    luaL_error(L, "%s: the selector at column %d: %s", name, (int)err.column,
               err.message);
}

const encart__selector *encart__selector_at(lua_State *L, const char *name, int index)
{
    encart__selector *s;
    encart__str css;

    if (lua_type(L, index) != LUA_TSTRING)
        encart__lua_argerror(L, name, 1, "a selector expected, got %s",
                             luaL_typename(L, index));
    encart__lua_reg_get(L, ENCART__REG_SELECTORS);
    lua_pushvalue(L, index);
    if (lua_rawget(L, -2) != LUA_TNIL) {
        lua_remove(L, -2);
        return lua_touserdata(L, -1);
    }
    lua_pop(L, 1);
    css.p = lua_tolstring(L, index, &css.n);
    encart__lua_charge(L, 100 + css.n);
    s = lua_newuserdatauv(L, sizeof *s, 0);
    parse(L, name, s, css);
    lua_pushvalue(L, index);
    lua_pushvalue(L, -2);
    lua_rawset(L, -4);
    lua_remove(L, -2);
    return s;
}

void encart__spent(lua_State *L, long left)
{
    long spent = encart__lua_of(L)->fuel - left;

    encart__lua_charge(L, spent > 0 ? (size_t)spent : 0);
}

typedef struct {
    encart__query query;
    uint32_t generation;
} search;

/* Upvalues: the search, its selector. */
static int next_found(lua_State *L)
{
    search *s = lua_touserdata(L, lua_upvalueindex(1));
    encart__editing *e = encart__editing_of(L, "select");
    long fuel = encart__lua_of(L)->fuel;
    encart__node_id node;

    if (s->generation != e->edits->generation)
        return luaL_error(L, "select: begun on another document");
    encart__lua_charge(L, 5);
    node = encart__query_next(&s->query, &fuel);
    encart__spent(L, fuel);
    if (node)
        encart__node_push(L, e, node);
    else
        lua_pushnil(L);
    return 1;
}

void encart__select_push(lua_State *L, const char *name, encart__node_id top)
{
    encart__editing *e = encart__editing_of(L, name);
    const encart__selector *selector = encart__selector_at(L, name, 2);
    search *s = lua_newuserdatauv(L, sizeof *s, 0);

    encart__query_init(&s->query, selector, e->edits->tree, top);
    s->generation = e->edits->generation;
    lua_insert(L, -2);
    lua_pushcclosure(L, next_found, 2);
}

int encart__select_matches(lua_State *L, const char *name, encart__node_id node)
{
    encart__editing *e = encart__editing_of(L, name);
    const encart__selector *selector = encart__selector_at(L, name, 2);
    long fuel = encart__lua_of(L)->fuel;
    encart__query q;
    int found;

    encart__query_init(&q, selector, e->edits->tree, ENCART__ROOT);
    found = encart__query_matches(&q, node, &fuel);
    encart__spent(L, fuel);
    lua_pop(L, 1);
    return found;
}

/* ---- the document -------------------------------------------------------------- */

/* The document at index 1, and so many arguments with it. */
static void check_doc(lua_State *L, const char *name, int most)
{
    int ours = 0;

    if (lua_istable(L, 1) && lua_getmetatable(L, 1)) {
        encart__lua_reg_get(L, ENCART__REG_DOC);
        ours = lua_rawequal(L, -1, -2);
        lua_pop(L, 2);
    }
    if (!ours)
        luaL_error(L, "%s: called with a dot; write doc:%s(…), with a colon", name,
                   name + sizeof "doc:" - 1);
    lua_settop(L, most);
}

static int doc_select(lua_State *L)
{
    check_doc(L, "doc:select", 2);
    encart__select_push(L, "doc:select", ENCART__ROOT);
    return 1;
}

/* doc:first(css): what doc:select() would give first, or nil. */
static int doc_first(lua_State *L)
{
    check_doc(L, "doc:first", 2);
    encart__select_push(L, "doc:first", ENCART__ROOT);
    lua_call(L, 0, 1);
    return 1;
}

static int doc_text(lua_State *L)
{
    check_doc(L, "doc:text", 2);
    encart__lua_push_prose(L, encart__editing_of(L, "doc:text")->edits->tree,
                           ENCART__ROOT);
    return 1;
}

/* doc:cut(node): the article ends there. */
static int doc_cut(lua_State *L)
{
    check_doc(L, "doc:cut", 2);
    return encart__node_cut(L);
}

/* doc:find(terms, options): an iterator over words of the text. */
static int doc_find(lua_State *L)
{
    check_doc(L, "doc:find", 3);
    encart__find_push(L);
    return 1;
}

static int doc_put(lua_State *L, const char *name, encart__edit_op op)
{
    int n = lua_gettop(L);
    encart__editing *e;

    check_doc(L, name, 2);
    e = encart__editing_of(L, name);
    if (n != 2)
        return encart__lua_argerror(L, name, 1,
                                    "one content expected: an element, a "
                                    "string, or a list of them");
    return encart__edit_answer(
        L, name, 0,
        encart__edits_put(e->edits, op, encart__edits_handle(e->edits, ENCART__ROOT),
                          encart__content_of(L, e)));
}

static int doc_append(lua_State *L)
{
    return doc_put(L, "doc:append", ENCART__EDIT_APPEND);
}
static int doc_prepend(lua_State *L)
{
    return doc_put(L, "doc:prepend", ENCART__EDIT_PREPEND);
}

static const char ID_FN[] = "doc:id";

/* The words at `index` as an id of the article, in the scratch buffer; empty when nothing of
 * them can stand in one. */
static void spell_id(lua_State *L, const encart__editing *e, int index)
{
    encart__run *run = encart__run_of(L);
    char slug[ENCART__SLUG_MAX];
    encart__str s;
    size_t n;

    if (lua_type(L, index) != LUA_TSTRING)
        encart__lua_argerror(L, ID_FN, index - 1, "words expected, got %s",
                             luaL_typename(L, index));
    s.p = lua_tolstring(L, index, &s.n);
    encart__lua_charge(L, 10 + s.n);
    encart__strbuf_clear(&run->scratch);
    encart__text_slug(s, &run->scratch);
    n = run->scratch.size;
    memcpy(slug, encart__strbuf_z(&run->scratch), n);
    encart__strbuf_clear(&run->scratch);
    if (n && encart__policy_value(e->policy, ENCART__T_P, ENCART__A_ID,
                                  ENCART__STR("id"), encart__str_n(slug, n),
                                  ENCART__STR_EMPTY, &run->scratch,
                                  NULL) == ENCART__ATTR_DROP)
        encart__strbuf_clear(&run->scratch);
}

/* "-2", "-3"… until nobody has it. */
static void number_id(lua_State *L, encart__edits *edits, encart__strbuf *id)
{
    size_t n = id->size;

    encart__lua_charge(L, 5 + (edits->tree->node_count - edits->ids.seen) / 8);
    for (int i = 2; encart__edits_id_taken(edits, encart__strbuf_view(id), 0); i++) {
        encart__lua_charge(L, 5);
        encart__strbuf_truncate(id, n);
        encart__strbuf_putc(id, '-');
        encart__strbuf_int(id, i);
    }
    encart__edits_id_give(edits, encart__strbuf_view(id), 0);
    if (id->failed || edits->failed)
        luaL_error(L, "out of memory");
}

/* doc:id(words, otherwise): an id that nothing in the document has, made of the words; of
 * others where nothing of them can stand in an id. */
static int doc_id(lua_State *L)
{
    encart__strbuf *id = &encart__run_of(L)->scratch;
    encart__editing *e;

    check_doc(L, ID_FN, 3);
    e = encart__editing_of(L, ID_FN);
    spell_id(L, e, 2);
    if (!id->size && !lua_isnil(L, 3))
        spell_id(L, e, 3);
    if (!id->size) {
        lua_pushliteral(L, "section");
        lua_replace(L, 3);
        spell_id(L, e, 3);
    }
    number_id(L, e->edits, id);
    encart__lua_push_str(L, encart__strbuf_view(id));
    return 1;
}

static const luaL_Reg methods[] = {{"append", doc_append},
                                   {"cut", doc_cut},
                                   {"find", doc_find},
                                   {"first", doc_first},
                                   {"id", doc_id},
                                   {"prepend", doc_prepend},
                                   {"select", doc_select},
                                   {"text", doc_text},
                                   {NULL, NULL}};

static int doc_index(lua_State *L)
{
    const char *names[sizeof methods / sizeof *methods], *key;
    size_t i = 0;

    if (lua_type(L, 2) != LUA_TSTRING)
        return luaL_error(L, "doc: its methods have names, found a %s",
                          luaL_typename(L, 2));
    key = lua_tostring(L, 2);
    for (; methods[i].name; i++) {
        if (strcmp(methods[i].name, key) == 0) {
            lua_pushcfunction(L, methods[i].func);
            return 1;
        }
        names[i] = methods[i].name;
    }
    return encart__lua_unknown(L, "doc", key, names, i);
}

static int doc_newindex(lua_State *L)
{
    return luaL_error(L, "doc cannot be changed: what it holds is, by its nodes");
}

static void push_doc(lua_State *L)
{
    lua_createtable(L, 0, 0);
    lua_createtable(L, 0, 3);
    lua_pushcfunction(L, doc_index);
    lua_setfield(L, -2, "__index");
    lua_pushcfunction(L, doc_newindex);
    lua_setfield(L, -2, "__newindex");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_pushvalue(L, -1);
    encart__lua_reg_set(L, ENCART__REG_DOC);
    lua_setmetatable(L, -2);
}

/* ---- the hook ------------------------------------------------------------------ */

/* What constructors let through is up to the article's policy as long as the hook runs;
 * what init.lua keeps of them for its boxes is not. */
static int transform_protected(lua_State *L)
{
    encart__editing *e = lua_touserdata(L, 1);
    encart__run *run = e->content.run;

    encart__lua_start(L, run);
    if (!encart__lua_push_hook(L, "transform"))
        return 0;
    run->hook = "transform";
    encart__node_open(L);
    encart__range_open(L);
    lua_createtable(L, 0, 8);
    encart__lua_reg_set(L, ENCART__REG_SELECTORS);
    encart__lua_calls(L);
    encart__ctx_push(L);
    push_doc(L);
    run->editing = e;
    run->policy = e->policy;
    encart__lua_apply(L, 2, 0);
    return 0;
}

static const encart__policy *policy_of(const encart_article *a)
{
    return a->policy ? a->policy : encart__policy_named(ENCART__STR("article"));
}

int encart__run_transform(encart__run *run, encart__edits *edits)
{
    encart__editing e = {.edits = edits, .policy = policy_of(run->opts.article)};
    const encart__policy *boxes = run->policy;
    int ok;

    e.content.run = run;
    e.content.out = edits->tree;
    ok = encart__lua_call(&run->lua, transform_protected, &e);
    run->editing = NULL;
    run->policy = boxes;
    return ok;
}
