/* doc:find(terms, options): words of the text, as transform() finds them, each as a range.
 * Start reading at encart__find_push(). */
#include "lua/transform.h"
#include "core/base/error.h"
#include "core/base/limits.h"
#include "core/edit/find.h"

#define FN "doc:find"

/* ---- options ----------------------------------------------------------------------- */

static int boolean_option(lua_State *L, const char *name)
{
    if (!lua_isboolean(L, -1))
        encart__lua_argerror(L, FN, 2, "%s: expected true or false, found %s", name,
                             luaL_typename(L, -1));
    return lua_toboolean(L, -1);
}

/* Compiled selectors live as long as the state does. */
static const encart__selector *selector_option(lua_State *L, const char *name)
{
    if (lua_type(L, -1) != LUA_TSTRING)
        encart__lua_argerror(L, FN, 2, "%s: expected a selector, found %s", name,
                             luaL_typename(L, -1));
    return encart__selector_at(L, FN, lua_gettop(L));
}

static void read_accents(lua_State *L, encart__finder *f)
{
    f->accents = boolean_option(L, "accents");
}

static void read_first(lua_State *L, encart__finder *f)
{
    f->first = boolean_option(L, "first");
}

static void read_not_within(lua_State *L, encart__finder *f)
{
    f->not_within = selector_option(L, "not_within");
}

static void read_within(lua_State *L, encart__finder *f)
{
    f->within = selector_option(L, "within");
}

static const struct {
    const char *name;
    void (*read)(lua_State *L, encart__finder *f);
} options[] = {
    {"accents", read_accents},
    {"first", read_first},
    {"not_within", read_not_within},
    {"within", read_within},
};
#define OPTIONS (sizeof options / sizeof *options)

static void read_option(lua_State *L, encart__finder *f, const char *key)
{
    const char *names[OPTIONS];

    for (size_t i = 0; i < OPTIONS; i++) {
        names[i] = options[i].name;
        if (strcmp(names[i], key) == 0) {
            options[i].read(L, f);
            return;
        }
    }
    encart__lua_unknown(L, FN, key, names, OPTIONS);
}

/* The table at index 3. */
static void read_options(lua_State *L, encart__finder *f)
{
    int top = lua_gettop(L);
    lua_Integer n;

    if (lua_isnil(L, 3))
        return;
    if (!lua_istable(L, 3) || lua_getmetatable(L, 3))
        encart__lua_argerror(L, FN, 2, "a plain table of options expected, got %s",
                             luaL_typename(L, 3));
    n = encart__lua_keys(L, 3);
    for (lua_Integer i = 1; i <= n; i++) {
        if (lua_rawgeti(L, top + 1, i) != LUA_TSTRING)
            encart__lua_argerror(L, FN, 2, "options have names");
        lua_pushvalue(L, -1);
        lua_rawget(L, 3);
        read_option(L, f, lua_tostring(L, top + 2));
        lua_settop(L, top + 1);
    }
    lua_settop(L, top);
}

/* ---- terms ------------------------------------------------------------------------- */

/* Puts the terms, a string or a list of them, into the table at index 4. */
static lua_Integer copy_terms(lua_State *L)
{
    lua_Integer n = 1;

    lua_createtable(L, 1, 0);
    if (lua_type(L, 2) == LUA_TSTRING) {
        lua_pushvalue(L, 2);
        lua_rawseti(L, 4, 1);
        return n;
    }
    if (!lua_istable(L, 2) || lua_getmetatable(L, 2))
        encart__lua_argerror(L, FN, 1, "a term or a list of terms expected, got %s",
                             luaL_typename(L, 2));
    n = (lua_Integer)lua_rawlen(L, 2);
    if (n > ENCART__FIND_TERMS)
        encart__lua_argerror(L, FN, 1, "more than %d terms", ENCART__FIND_TERMS);
    for (lua_Integer i = 1; i <= n; i++) {
        encart__lua_charge(L, 2);
        if (lua_rawgeti(L, 2, i) != LUA_TSTRING)
            encart__lua_argerror(L, FN, 1, "the term %d is a %s", (int)i,
                                 luaL_typename(L, -1));
        lua_rawseti(L, 4, i);
    }
    return n;
}

/* Folds the terms of the table at index 4; the texts are strings of the table at 5. */
static size_t fold_terms(lua_State *L, encart__term *terms, lua_Integer n, int accents)
{
    char folded[ENCART__TERM_FOLDED];

    for (lua_Integer i = 1; i <= n; i++) {
        encart__term *term = &terms[i - 1];
        encart__str s;

        lua_rawgeti(L, 4, i);
        s.p = lua_tolstring(L, -1, &s.n);
        if (s.n > ENCART__TERM_BYTES)
            encart__lua_argerror(L, FN, 1, "the term %d is longer than %d bytes", (int)i,
                                 ENCART__TERM_BYTES);
        encart__lua_charge(L, 20 + s.n); /* and its share of the sorting */
        lua_pop(L, 1);
        term->folded.n = encart__term_fold(folded, s, accents);
        term->folded.p = lua_pushlstring(L, folded, term->folded.n);
        term->index = (uint32_t)i;
        term->found = 0;
        lua_rawseti(L, 5, i);
    }
    return encart__terms_sort(terms, (size_t)n);
}

/* ---- the iterator ------------------------------------------------------------------ */

typedef struct search {
    encart__finder finder;
    uint32_t generation;
} search;

/* Upvalues: the search, its terms as asked for, folded, in order. */
static int next_found(lua_State *L)
{
    search *s = lua_touserdata(L, lua_upvalueindex(1));
    encart__editing *e = encart__editing_of(L, FN);
    long fuel = encart__lua_of(L)->fuel;
    encart__found found;
    int is_found;

    if (s->generation != e->edits->generation)
        return luaL_error(L, FN ": begun on another document");
    encart__lua_charge(L, 5);
    is_found = encart__finder_next(&s->finder, &found, &fuel);
    encart__spent(L, fuel);
    if (is_found)
        encart__range_found(L, e, &found, lua_upvalueindex(2));
    else
        lua_pushnil(L);
    return 1;
}

void encart__find_push(lua_State *L)
{
    const encart__editing *e = encart__editing_of(L, FN);
    lua_Integer n = copy_terms(L);
    encart__term *terms;
    search *s;

    lua_createtable(L, (int)n, 0);
    s = lua_newuserdatauv(L, sizeof *s, 0);
    terms = lua_newuserdatauv(L, ((size_t)n + 1) * sizeof *terms, 0);
    encart__finder_init(&s->finder, e->edits->tree, terms, 0);
    s->generation = e->edits->generation;
    read_options(L, &s->finder);
    s->finder.count = fold_terms(L, terms, n, s->finder.accents);
    lua_pushvalue(L, 6);
    lua_insert(L, 4); /* 4 search, 5 terms, 6 texts, 7 search again, 8 their order */
    lua_remove(L, 7);
    lua_pushcclosure(L, next_found, 4);
}
