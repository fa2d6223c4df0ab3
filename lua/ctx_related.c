/* ctx.related: the one list of candidates, filtered; ctx.used and ctx.published: what is
 * linked already. */
#include "lua/run.h"
#include "core/base/error.h"
#include "core/text/text.h"

#define FN "ctx.related"

typedef struct {
    lua_Integer limit;
    encart__str lang, section;
    int older, unused;
    int exclude; /* stack index of the list, 0 = none */
} filter;

static int filter_fault(lua_State *L, const char *member, const char *expected)
{
    return encart__lua_argerror(L, FN, 1, "%s: expected %s, found %s", member, expected,
                                luaL_typename(L, -1));
}

static void read_limit(lua_State *L, filter *f)
{
    int ok = 0;

    f->limit = lua_type(L, -1) == LUA_TNUMBER ? lua_tointegerx(L, -1, &ok) : 0;
    if (!ok || f->limit < 0)
        filter_fault(L, "limit", "a number");
}

static encart__str string_member(lua_State *L, const char *member)
{
    encart__str s;

    if (lua_type(L, -1) != LUA_TSTRING)
        filter_fault(L, member, "a string");
    s.p = lua_tolstring(L, -1, &s.n);
    return s;
}

static void read_lang(lua_State *L, filter *f)
{
    f->lang = encart__lang_primary(string_member(L, "lang"));
}

static void read_section(lua_State *L, filter *f)
{
    f->section = string_member(L, "section");
}

static int boolean_member(lua_State *L, const char *member)
{
    if (!lua_isboolean(L, -1))
        filter_fault(L, member, "true or false");
    return lua_toboolean(L, -1);
}

static void read_older(lua_State *L, filter *f)
{
    f->older = boolean_member(L, "older");
}

static void read_unused(lua_State *L, filter *f)
{
    f->unused = boolean_member(L, "unused");
}

static void read_exclude(lua_State *L, filter *f)
{
    if (!lua_istable(L, -1) || lua_getmetatable(L, -1))
        filter_fault(L, "exclude", "a list of URLs");
    lua_pushvalue(L, -1);
    lua_replace(L, 2);
    f->exclude = 2;
}

static const struct {
    const char *name;
    void (*read)(lua_State *L, filter *f);
} members[] = {
    {"exclude", read_exclude}, {"lang", read_lang},       {"limit", read_limit},
    {"older", read_older},     {"section", read_section}, {"unused", read_unused},
};
#define MEMBERS (sizeof members / sizeof *members)

/* Stack: 1 the filter's table, 2 room for the exclude list. */
static void read_filter(lua_State *L, filter *f)
{
    const char *names[MEMBERS];
    lua_Integer n;
    size_t m;

    for (m = 0; m < MEMBERS; m++)
        names[m] = members[m].name;
    n = encart__lua_keys(L, 1);
    for (lua_Integer i = 1; i <= n; i++) {
        const char *key = lua_rawgeti(L, 3, i) == LUA_TSTRING ? lua_tostring(L, -1) : "1";

        for (m = 0; m < MEMBERS && strcmp(names[m], key) != 0; m++)
            ;
        if (m == MEMBERS)
            encart__lua_unknown(L, FN, key, names, MEMBERS);
        lua_rawget(L, 1);
        members[m].read(L, f);
        lua_settop(L, 3);
    }
    lua_settop(L, 2);
}

static int excluded(lua_State *L, int list, encart__str url)
{
    lua_Integer n = (lua_Integer)lua_rawlen(L, list);
    int found = 0;

    encart__lua_charge(L, (size_t)n);
    for (lua_Integer i = 1; i <= n && !found; i++) {
        if (lua_rawgeti(L, list, i) == LUA_TSTRING) {
            encart__str s;

            s.p = lua_tolstring(L, -1, &s.n);
            found = encart__str_eq(s, url);
        }
        lua_pop(L, 1);
    }
    return found;
}

/* Not newer than the article, as far as both dates are known; what an editor chose stays. */
static int is_older(const encart_article *a, const encart__related *r)
{
    if (!a->published.set || !r->published.set || encart__str_is(r->source, "editor"))
        return 1;
    return r->published.epoch < a->published.epoch;
}

static int is_itself(const encart_article *a, const encart__related *r)
{
    return (a->url.n && encart__str_eq(a->url, r->url)) ||
           (a->id.n && r->id.n && encart__str_eq(a->id, r->id));
}

static int passes(lua_State *L, const filter *f, const encart__related *r)
{
    encart__run *run = encart__run_of(L);
    const encart__services *s = run->opts.services;

    encart__lua_charge(L, 10);
    if (r->url.n == 0 || r->title.n == 0 || is_itself(run->opts.article, r))
        return 0;
    if (f->lang.n && r->lang.n && !encart__str_eq(f->lang, encart__lang_primary(r->lang)))
        return 0;
    if (f->section.n && !encart__str_eq(f->section, r->section))
        return 0;
    if (f->older && !is_older(run->opts.article, r))
        return 0;
    if (f->unused && s->used && s->used(s->user, r->url))
        return 0;
    return !f->exclude || !excluded(L, f->exclude, r->url);
}

static void push_candidate(lua_State *L, const encart__related *r)
{
    lua_createtable(L, 0, 9);
    encart__lua_set_str(L, "id", r->id);
    encart__lua_set_str(L, "url", r->url);
    encart__lua_set_str(L, "title", r->title);
    encart__lua_set_str(L, "lang", r->lang);
    encart__lua_set_str(L, "section", r->section);
    encart__lua_set_str(L, "source", r->source);
    encart__ctx_set_date(L, "published", &r->published);
    lua_pushinteger(L, r->score);
    lua_setfield(L, -2, "score");
    if (r->image.url.n) {
        encart__ctx_push_image(L, &r->image);
        lua_setfield(L, -2, "image");
    }
}

/* ctx.related { limit, lang, section, older, unused, exclude }: a list, best first. */
int encart__ctx_related(lua_State *L)
{
    const encart__services *s = encart__run_of(L)->opts.services;
    const encart__related *all = NULL;
    filter f = {.limit = LUA_MAXINTEGER, .lang = ENCART__STR_EMPTY,
                .section = ENCART__STR_EMPTY};
    lua_Integer n = 0;
    size_t count = 0;

    if (!lua_isnoneornil(L, 1) && (!lua_istable(L, 1) || lua_getmetatable(L, 1)))
        return encart__lua_argerror(L, FN, 1, "a plain table expected, got %s",
                                    luaL_typename(L, 1));
    lua_settop(L, 2);
    if (lua_istable(L, 1))
        read_filter(L, &f);
    if (s && s->related)
        all = s->related(s->user, &count);
    lua_createtable(L, 0, 0);
    for (size_t i = 0; all && i < count && n < f.limit; i++) {
        if (!passes(L, &f, &all[i]))
            continue;
        push_candidate(L, &all[i]);
        lua_rawseti(L, 3, ++n);
    }
    return 1;
}

/* ctx.used(url): linked in the body, or by a box built before. */
int encart__ctx_used(lua_State *L)
{
    const encart__services *s = encart__run_of(L)->opts.services;
    encart__str url;

    if (lua_type(L, 1) != LUA_TSTRING)
        return encart__lua_argerror(L, "ctx.used", 1, "a URL expected, got %s",
                                    luaL_typename(L, 1));
    url.p = lua_tolstring(L, 1, &url.n);
    encart__lua_charge(L, 10 + url.n / 8);
    lua_pushboolean(L, s && s->used && s->used(s->user, url));
    return 1;
}

/* ctx.published("lire-aussi/links"): the URLs that this box links; nil when it stands
 * nowhere. Only while boxes are built: before, nothing is. */
int encart__ctx_published(lua_State *L)
{
    encart__run *run = encart__run_of(L);
    const encart__services *s = run->opts.services;
    const encart__str *urls = NULL;
    encart__str box;
    size_t count = 0;

    if (lua_type(L, 1) != LUA_TSTRING)
        return encart__lua_argerror(L, "ctx.published", 1, "the name of a box expected");
    if (strcmp(run->hook, "content") != 0)
        return luaL_error(L, "ctx.published: only inside a content function; in %s no box "
                          "is built yet", run->hook);
    box.p = lua_tolstring(L, 1, &box.n);
    if (s && s->published)
        urls = s->published(s->user, box, &count);
    if (!urls)
        return 0;
    lua_createtable(L, 0, 0);
    for (size_t i = 0; i < count; i++) {
        encart__lua_charge(L, 2);
        encart__lua_push_str(L, urls[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}
