/* ctx.meta, ctx.link, ctx.jsonld: typed data for the head of a page. Each makes a node of a
 * tree that the run keeps, checked here, at the plugin's line; the pipeline writes it. A plugin
 * holds a piece (piece.c), which can stand in a box of the slot "head" and nowhere else. */
#include "lua/run.h"
#include "core/base/limits.h"
#include "core/plugin/head.h"
#include "core/sanitise/url.h"

#define META_FN "ctx.meta"
#define LINK_FN "ctx.link"
#define JSONLD_FN "ctx.jsonld"

/* ---- making ---------------------------------------------------------------------------- */

/* The run's tree of head elements; bounded, since what is made need not be used. */
static encart__tree *head_tree(lua_State *L)
{
    encart__run *run = encart__run_of(L);

    if (!run->has_head)
        encart__tree_init(&run->head, run->opts.alloc);
    run->has_head = 1;
    if (run->head.node_count > ENCART__HEAD_NODES ||
        run->head.pool.size > ENCART__PLUGIN_OUTPUT)
        luaL_error(L, "more than %d head elements, or %d KiB of them, in one render",
                   ENCART__HEAD_NODES / 2, (int)(ENCART__PLUGIN_OUTPUT >> 10));
    return &run->head;
}

void encart__lua_free_head(encart__run *run)
{
    if (run->has_head)
        encart__tree_free(&run->head);
    run->has_head = 0;
}

static encart__node_id new_element(lua_State *L, uint16_t tag)
{
    encart__tree *t = head_tree(L);
    encart__node_id node = encart__tree_element(t, tag);

    encart__lua_charge(L, 50);
    if (t->failed)
        luaL_error(L, "out of memory");
    return node;
}

static void set_attr(lua_State *L, encart__node_id node, uint16_t attr, encart__str value)
{
    encart__tree *t = &encart__run_of(L)->head;

    encart__lua_charge(L, 10 + value.n / 8);
    encart__tree_attr_set(t, node, attr, value);
    if (t->failed)
        luaL_error(L, "out of memory");
}

/* ---- reading --------------------------------------------------------------------------- */

/* One plain table, all of whose keys are among `names`. */
static void check_members(lua_State *L, const char *fn, const char *const *names,
                          size_t count)
{
    encart__keys keys;

    if (!lua_istable(L, 1) || lua_getmetatable(L, 1))
        encart__lua_argerror(L, fn, 1, "a plain table expected, got %s",
                             luaL_typename(L, 1));
    lua_settop(L, 1);
    encart__keys_of(L, 1, &keys);
    for (lua_Integer i = 1; i <= keys.n; i++) {
        const char *key =
            encart__keys_push(L, &keys, i) == LUA_TSTRING ? lua_tostring(L, -1) : "1";
        size_t m = 0;

        while (m < count && strcmp(names[m], key) != 0)
            m++;
        if (m == count)
            encart__lua_unknown(L, fn, key, names, count);
        lua_pop(L, 1);
    }
    lua_settop(L, 1);
}

/* The member as text without control characters, on the stack as long as it is used; p NULL
 * when there is none. */
static encart__str member(lua_State *L, const char *fn, const char *name)
{
    encart__str s = {NULL, 0};

    lua_pushstring(L, name);
    if (lua_rawget(L, 1) == LUA_TNIL)
        return s;
    if (lua_type(L, -1) != LUA_TSTRING && lua_type(L, -1) != LUA_TNUMBER)
        encart__lua_argerror(L, fn, 1, "%s: a string expected, got %s", name,
                             luaL_typename(L, -1));
    s.p = lua_tolstring(L, -1, &s.n);
    if (s.n > ENCART__HEAD_VALUE)
        encart__lua_argerror(L, fn, 1, "%s: longer than %d bytes", name,
                             (int)ENCART__HEAD_VALUE);
    encart__lua_charge(L, 10 + s.n / 8);
    s = encart__lua_cleaned(encart__run_of(L), s);
    encart__lua_push_str(L, s);
    s.p = lua_tolstring(L, -1, &s.n);
    return s;
}

static encart__str needed(lua_State *L, const char *fn, const char *name)
{
    encart__str s = member(L, fn, name);

    if (!s.n)
        encart__lua_argerror(L, fn, 1, "%s: missing", name);
    return s;
}

/* An address of the web, absolute where the article's is. */
static encart__str address(lua_State *L, const char *fn, const char *name, encart__str value)
{
    encart__run *run = encart__run_of(L);
    encart__strbuf *out = &run->scratch;
    char scheme[32];
    int ok;

    encart__lua_charge(L, 20 + value.n / 4);
    ok = encart__url_check(run->policy, value, run->opts.article->url, 0, out);
    encart__url_scheme(encart__strbuf_view(out), scheme);
    if (!ok || (*scheme && strcmp(scheme, "http") != 0 && strcmp(scheme, "https") != 0))
        encart__lua_argerror(L, fn, 1, "%s: “%s” is no address of the web", name, value.p);
    encart__lua_push_str(L, encart__strbuf_view(out));
    value.p = lua_tolstring(L, -1, &value.n);
    return value;
}

static const encart__head_name *entry_of(lua_State *L, const char *fn, const char *member,
                                         encart__head_sort sort, encart__str name)
{
    const encart__head_name *entry = encart__head_find(sort, name);
    const char *names[ENCART__HEAD_MOST];
    size_t n;

    if (entry)
        return entry;
    if (sort != ENCART__HEAD_REL && encart__head_find(!sort, name))
        encart__lua_argerror(L, fn, 1, "“%s” is a %s: write %s = …", name.p,
                             sort ? "name" : "property", sort ? "name" : "property");
    n = encart__head_list(sort, names, ENCART__HEAD_MOST);
    encart__lua_charge(L, 2 * n);
    encart__lua_argerror(L, fn, 1, "%s: “%s” may not stand in the head%s", member, name.p,
                         encart__lua_hint(L, name.p, names, n));
    return NULL;
}

/* ---- ctx.meta -------------------------------------------------------------------------- */

/* ctx.meta { name = … or property = …, content = … } */
int encart__ctx_meta(lua_State *L)
{
    static const char *const names[] = {"content", "name", "property"};
    const encart__head_name *entry;
    encart__str name, property, content;
    encart__node_id node;

    check_members(L, META_FN, names, 3);
    name = member(L, META_FN, "name");
    property = member(L, META_FN, "property");
    if (!name.n == !property.n)
        return encart__lua_argerror(L, META_FN, 1, "one of name and property expected");
    content = needed(L, META_FN, "content");
    entry = name.n ? entry_of(L, META_FN, "name", ENCART__HEAD_NAME, name)
                   : entry_of(L, META_FN, "property", ENCART__HEAD_PROPERTY, property);
    if (entry->flags & ENCART__HEAD_URL)
        content = address(L, META_FN, "content", content);
    node = new_element(L, ENCART__T_META);
    set_attr(L, node, name.n ? ENCART__A_NAME : ENCART__A_PROPERTY,
             name.n ? name : property);
    set_attr(L, node, ENCART__A_CONTENT, content);
    encart__lua_push_head(L, node);
    return 1;
}

/* ---- ctx.link -------------------------------------------------------------------------- */

/* Whether all of it is letters, digits and `others`. */
static int is_made_of(encart__str s, const char *others)
{
    for (size_t i = 0; i < s.n; i++)
        if (!encart__is_alnum((unsigned char)s.p[i]) && !(s.p[i] && strchr(others, s.p[i])))
            return 0;
    return 1;
}

static const struct {
    const char *name;
    uint16_t attr;
    const char *others; /* than letters and digits, NULL = text */
    const char *expected;
} link_members[] = {
    {"hreflang", ENCART__A_HREFLANG, "-", "a language"},
    {"media", ENCART__A_MEDIA, " ():-,./", "a media query"},
    {"sizes", ENCART__A_SIZES, " ", "sizes such as 32x32, or any"},
    {"title", ENCART__A_TITLE, NULL, NULL},
    {"type", ENCART__A_TYPE, "/.+-", "a media type such as application/rss+xml"},
};
#define LINK_MEMBERS (sizeof link_members / sizeof *link_members)

/* ctx.link { rel = …, href = …, … } */
int encart__ctx_link(lua_State *L)
{
    const char *names[LINK_MEMBERS + 2] = {"rel", "href"};
    encart__str rel, href, value;
    encart__node_id node;

    for (size_t i = 0; i < LINK_MEMBERS; i++)
        names[i + 2] = link_members[i].name;
    luaL_checkstack(L, 2 * LINK_MEMBERS + 16, NULL);
    check_members(L, LINK_FN, names, LINK_MEMBERS + 2);
    rel = needed(L, LINK_FN, "rel");
    entry_of(L, LINK_FN, "rel", ENCART__HEAD_REL, rel);
    href = address(L, LINK_FN, "href", needed(L, LINK_FN, "href"));
    node = new_element(L, ENCART__T_LINK);
    set_attr(L, node, ENCART__A_REL, rel);
    set_attr(L, node, ENCART__A_HREF, href);
    for (size_t i = 0; i < LINK_MEMBERS; i++) {
        value = member(L, LINK_FN, link_members[i].name);
        if (!value.n)
            continue;
        if (link_members[i].others && !is_made_of(value, link_members[i].others))
            return encart__lua_argerror(L, LINK_FN, 1, "%s: expected %s, found “%s”",
                                        link_members[i].name, link_members[i].expected,
                                        value.p);
        set_attr(L, node, link_members[i].attr, value);
    }
    encart__lua_push_head(L, node);
    return 1;
}

/* ---- ctx.jsonld ------------------------------------------------------------------------ */

static int add_text(const char *bytes, size_t n, void *out)
{
    encart__strbuf_add(out, bytes, n);
    return ((encart__strbuf *)out)->failed ? -1 : 0;
}

/* Members in the order of their names, "@context" and "@type" so first; numbers with the 15
 * digits that survive being read. */
static encart__str write_json(lua_State *L, const json_t *data)
{
    const size_t flags = JSON_COMPACT | JSON_SORT_KEYS | JSON_REAL_PRECISION(15);
    encart__strbuf *out = &encart__run_of(L)->scratch;

    encart__strbuf_clear(out);
    if (json_dump_callback(data, add_text, out, flags) || out->failed)
        luaL_error(L, "out of memory");
    if (out->size > ENCART__HEAD_JSON)
        luaL_error(L, JSONLD_FN ": more than %d KiB as JSON", (int)(ENCART__HEAD_JSON >> 10));
    encart__lua_charge(L, out->size / 2);
    return encart__strbuf_view(out);
}

/* ctx.jsonld(data): <script type="application/ld+json">, which no browser runs. */
int encart__ctx_jsonld(lua_State *L)
{
    encart__run *run = encart__run_of(L);
    encart__node_id node, text;

    if (!lua_istable(L, 1))
        return encart__lua_argerror(L, JSONLD_FN, 1, "a table of plain data expected, got "
                                    "%s", luaL_typename(L, 1));
    lua_settop(L, 1);
    node = new_element(L, ENCART__T_SCRIPT);
    json_decref(run->params);
    run->params = NULL;
    encart__lua_to_json(L, JSONLD_FN, ENCART__HEAD_JSON, &run->params);
    set_attr(L, node, ENCART__A_TYPE, ENCART__STR("application/ld+json"));
    text = encart__tree_text(&run->head, write_json(L, run->params));
    encart__tree_append(&run->head, node, text);
    if (run->head.failed)
        return luaL_error(L, "out of memory");
    encart__lua_push_head(L, node);
    return 1;
}

/* ---- a box of the head ----------------------------------------------------------------- */

static int wrong_item(lua_State *L, const encart__box_kind *kind, lua_Integer i)
{
    const char *what = encart__lua_piece_at(L, -1) ? "a hole or a fragment"
                                                   : luaL_typename(L, -1);
    uint16_t tag;

    if (encart__lua_is_element(L, -1, &tag))
        what = lua_pushfstring(L, "an element %s", encart__tag_name(tag).p);
    if (i)
        what = lua_pushfstring(L, "%s as item %d", what, (int)i);
    return luaL_error(L, "%s: a box of the slot “head” is what ctx.meta, ctx.link and "
                      "ctx.jsonld make, or a list of it; found %s", kind->name.p, what);
}

/* The value at the top, item i of its list; appended to `b` unless that is NULL. */
static void one_item(lua_State *L, const encart__box_kind *kind, lua_Integer i,
                     encart__building *b)
{
    const encart__tree *head = &encart__run_of(L)->head;
    encart__node_id node = encart__lua_head_node(L, -1);

    encart__lua_charge(L, 2);
    if (!node) {
        wrong_item(L, kind, i);
        return;
    }
    if (!b)
        return;
    encart__lua_count(L, b, 2, 0);
    encart__tree_append(b->out, b->root, encart__tree_import(b->out, head, node));
    if (b->out->failed)
        luaL_error(L, "out of memory");
}

void encart__lua_head_box(lua_State *L, const encart__box_kind *kind, encart__building *b)
{
    encart__keys keys;
    uint16_t tag;
    int list = lua_gettop(L);

    if (!lua_istable(L, list) || encart__lua_is_element(L, list, &tag)) {
        one_item(L, kind, 0, b);
        return;
    }
    if (lua_getmetatable(L, list))
        luaL_error(L, "%s: the content is a table with a metatable", kind->name.p);
    encart__keys_of(L, list, &keys);
    for (lua_Integer i = 1; i <= keys.n; i++) {
        if (encart__keys_push(L, &keys, i) != LUA_TNUMBER)
            luaL_error(L, "%s: “%s” stands in a list of head elements", kind->name.p,
                       lua_tostring(L, -1));
        lua_rawget(L, list);
        if (lua_toboolean(L, -1))
            one_item(L, kind, i, b);
        lua_pop(L, 1);
    }
    lua_settop(L, list);
}
