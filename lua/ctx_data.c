/* What a plugin reads: the article, its blocks, its settings. Fresh tables made at the
 * first reading, behind read-only views. */
#include "lua/run.h"
#include "core/base/limits.h"
#include "core/place/block.h"

void encart__ctx_set_date(lua_State *L, const char *name, const encart__date *d)
{
    char text[40];
    size_t n = encart__date_format(text, d);

    if (n == 0)
        return;
    lua_pushlstring(L, text, n);
    lua_setfield(L, -2, name);
}

static void set_int(lua_State *L, const char *name, int v)
{
    lua_pushinteger(L, v);
    lua_setfield(L, -2, name);
}

void encart__ctx_push_image(lua_State *L, const encart__image *image)
{
    lua_createtable(L, 0, 6);
    encart__lua_set_str(L, "url", image->url);
    encart__lua_set_str(L, "alt", image->alt);
    encart__lua_set_str(L, "caption", image->caption);
    encart__lua_set_str(L, "credit", image->credit);
    if (image->width > 0)
        set_int(L, "width", image->width);
    if (image->height > 0)
        set_int(L, "height", image->height);
}

/* ---- JSON ------------------------------------------------------------------------------ */

static void push_json(lua_State *L, const json_t *v, int depth);

static void push_json_array(lua_State *L, const json_t *v, int depth)
{
    size_t n = json_array_size(v);

    lua_createtable(L, n < 1024 ? (int)n : 0, 0);
    for (size_t i = 0; i < n; i++) {
        push_json(L, json_array_get(v, i), depth + 1);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

static void push_json_object(lua_State *L, const json_t *v, int depth)
{
    json_t *object = (json_t *)(uintptr_t)v, *value;
    const char *key;

    lua_createtable(L, 0, 0);
    json_object_foreach(object, key, value) {
        lua_pushstring(L, key);
        push_json(L, value, depth + 1);
        lua_rawset(L, -3);
    }
}

static void push_json(lua_State *L, const json_t *v, int depth)
{
    if (depth > ENCART__DATA_DEPTH)
        luaL_error(L, "data nested too deep");
    luaL_checkstack(L, 4, NULL);
    encart__lua_charge(L, 2);
    switch (v ? json_typeof(v) : JSON_NULL) {
    case JSON_OBJECT: push_json_object(L, v, depth); break;
    case JSON_ARRAY: push_json_array(L, v, depth); break;
    case JSON_STRING:
        lua_pushlstring(L, json_string_value(v), json_string_length(v));
        break;
    case JSON_INTEGER: lua_pushinteger(L, json_integer_value(v)); break;
    case JSON_REAL: lua_pushnumber(L, json_real_value(v)); break;
    case JSON_TRUE: lua_pushboolean(L, 1); break;
    case JSON_FALSE: lua_pushboolean(L, 0); break;
    default: lua_pushnil(L);
    }
}

void encart__lua_push_json(lua_State *L, const json_t *v)
{
    push_json(L, v, 0);
}

/* ---- settings -------------------------------------------------------------------------- */

/* A map behind a view of its own; the table of settings is at the top. */
static void freeze_map(lua_State *L, encart__str name)
{
    const char *what;

    if (lua_getfield(L, -1, name.p) != LUA_TTABLE) {
        lua_pop(L, 1);
        return;
    }
    what = lua_pushfstring(L, "ctx.settings.%s", name.p); /* the arena frees nothing */
    lua_pop(L, 1);
    encart__lua_freeze(L, what, NULL);
    lua_setfield(L, -2, name.p);
}

void encart__ctx_settings(lua_State *L)
{
    encart__run *run = encart__run_of(L);
    const encart__plugin *p = &run->plugin->pub;
    const char **names = lua_newuserdatauv(L, (p->setting_count + 1) * sizeof *names, 0);

    for (size_t i = 0; i < p->setting_count; i++)
        names[i] = p->settings[i].name.p;
    names[p->setting_count] = NULL;
    /* The arena frees nothing, so `names` lives as long as the state does. */
    if (json_is_object(run->opts.settings))
        encart__lua_push_json(L, run->opts.settings);
    else
        lua_createtable(L, 0, 0);
    for (size_t i = 0; i < p->setting_count; i++)
        if (p->settings[i].type == ENCART__SET_MAP)
            freeze_map(L, p->settings[i].name);
    encart__lua_freeze(L, "ctx.settings", names);
}

/* ---- article --------------------------------------------------------------------------- */

static void push_ref(lua_State *L, const encart__ref *ref)
{
    lua_createtable(L, 0, 4);
    encart__lua_set_str(L, "id", ref->id);
    encart__lua_set_str(L, "name", ref->name);
    encart__lua_set_str(L, "url", ref->url);
    encart__lua_set_str(L, "kind", ref->kind);
}

static void set_refs(lua_State *L, const char *name, const encart__ref *refs, size_t n)
{
    lua_createtable(L, n < 1024 ? (int)n : 0, 0);
    for (size_t i = 0; i < n; i++) {
        push_ref(L, &refs[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    encart__lua_charge(L, 5 * n);
    lua_setfield(L, -2, name);
}

static void set_authors(lua_State *L, const encart_article *a)
{
    lua_createtable(L, a->author_count < 1024 ? (int)a->author_count : 0, 0);
    for (size_t i = 0; i < a->author_count; i++) {
        const encart__profile *p = a->profiles ? &a->profiles[i] : NULL;

        push_ref(L, &a->authors[i]);
        if (p) {
            encart__lua_set_str(L, "bio", p->bio);
            encart__lua_set_str(L, "role", p->role);
        }
        if (p && p->image.url.n) {
            encart__ctx_push_image(L, &p->image);
            lua_setfield(L, -2, "image");
        }
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    encart__lua_charge(L, 10 * a->author_count);
    lua_setfield(L, -2, "authors");
}

static void set_flags(lua_State *L, const encart_article *a)
{
    lua_createtable(L, 0, 0);
    for (size_t i = 0; i < a->flag_count; i++) {
        encart__lua_push_str(L, a->flags[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_setfield(L, -2, "flags");
}

/* Hidden fields come as a JSON object {name: value}; a list of {name, value} keeps their
 * order. Parsed once; the run owns the JSON. */
static void set_hidden(lua_State *L, encart__run *run)
{
    encart__str text = run->opts.article->comments.hidden;
    const char *name;
    json_t *value;
    lua_Integer n = 0;

    if (!run->hidden_read && text.n)
        run->hidden = json_loadb(text.p, text.n, 0, NULL);
    run->hidden_read = 1;
    lua_createtable(L, 0, 0);
    if (json_is_object(run->hidden)) {
        json_object_foreach(run->hidden, name, value) {
            if (!json_is_string(value) && !json_is_integer(value))
                continue;
            lua_createtable(L, 0, 2);
            lua_pushstring(L, name);
            lua_setfield(L, -2, "name");
            encart__lua_push_json(L, value);
            lua_tolstring(L, -1, NULL);
            lua_setfield(L, -2, "value");
            lua_rawseti(L, -2, ++n);
        }
    }
    lua_setfield(L, -2, "hidden");
}

static void set_comments(lua_State *L, encart__run *run)
{
    static const char *const statuses[] = {"unknown", "open", "closed", "none"};
    const encart_article *a = run->opts.article;

    lua_createtable(L, 0, 4);
    lua_pushstring(L, statuses[a->comments.status]);
    lua_setfield(L, -2, "status");
    if (a->comments.count >= 0)
        set_int(L, "count", a->comments.count);
    encart__lua_set_str(L, "action", a->comments.action);
    set_hidden(L, run);
    lua_setfield(L, -2, "comments");
}

static void push_neighbour(lua_State *L, encart__str url, encart__str title)
{
    if (!url.n) {
        lua_pushnil(L);
        return;
    }
    lua_createtable(L, 0, 2);
    encart__lua_set_str(L, "url", url);
    encart__lua_set_str(L, "title", title);
}

static void set_links(lua_State *L, const encart_article *a)
{
    static const char *const names[] = {"prev", "next", "amp", "canonical", NULL};

    lua_createtable(L, 0, 4);
    encart__lua_set_str(L, "amp", a->link_amp);
    encart__lua_set_str(L, "canonical", a->link_canonical);
    push_neighbour(L, a->link_prev, a->link_prev_title);
    lua_setfield(L, -2, "prev");
    push_neighbour(L, a->link_next, a->link_next_title);
    lua_setfield(L, -2, "next");
    encart__lua_freeze(L, "ctx.article.links", names);
    lua_setfield(L, -2, "links");
}

static const char *const article_names[] = {
    "id",       "url",     "lang",   "dir",    "kind",   "channel",  "title",
    "subtitle", "summary", "access", "site",   "words",  "published", "modified",
    "section",  "tags",    "authors", "flags", "image",  "comments", "author_boxes",
    "links", NULL,
};

static void set_strings(lua_State *L, const encart_article *a)
{
    const struct {
        const char *name;
        encart__str value;
    } strings[] = {
        {"id", a->id},           {"url", a->url},         {"lang", a->lang},
        {"dir", a->dir},         {"kind", a->kind},       {"channel", a->channel},
        {"title", a->title},     {"subtitle", a->subtitle}, {"summary", a->summary},
        {"access", a->access},   {"site", a->site},
    };

    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++)
        encart__lua_set_str(L, strings[i].name, strings[i].value);
}

void encart__ctx_article(lua_State *L)
{
    encart__run *run = encart__run_of(L);
    const encart_article *a = run->opts.article;

    encart__lua_charge(L, 50);
    lua_createtable(L, 0, 24);
    set_strings(L, a);
    set_int(L, "words", (int)a->words);
    set_int(L, "author_boxes", (int)a->author_box_count);
    encart__ctx_set_date(L, "published", &a->published);
    encart__ctx_set_date(L, "modified", &a->modified);
    if (a->section.name.n) {
        push_ref(L, &a->section);
        lua_setfield(L, -2, "section");
    }
    set_refs(L, "tags", a->tags, a->tag_count);
    set_authors(L, a);
    set_flags(L, a);
    if (a->image.url.n) {
        encart__ctx_push_image(L, &a->image);
        lua_setfield(L, -2, "image");
    }
    set_comments(L, run);
    set_links(L, a);
    encart__lua_freeze(L, "ctx.article", article_names);
}

/* ---- site -------------------------------------------------------------------------------- */

void encart__ctx_site(lua_State *L)
{
    static const char *const names[] = {"name", "url", "features", NULL};
    const encart__run_opts *o = &encart__run_of(L)->opts;

    lua_createtable(L, 0, 3);
    encart__lua_set_str(L, "name", o->site_name);
    encart__lua_set_str(L, "url", o->site_url);
    if (o->site_features)
        encart__lua_push_json(L, o->site_features);
    else
        lua_createtable(L, 0, 0);
    encart__lua_freeze(L, "ctx.site.features", NULL);
    lua_setfield(L, -2, "features");
    encart__lua_freeze(L, "ctx.site", names);
}

/* ---- blocks ---------------------------------------------------------------------------- */

void encart__lua_push_prose(lua_State *L, const encart__tree *t, encart__node_id node)
{
    encart__run *run = encart__run_of(L);
    size_t units = 10;

    for (encart__node_id at = node; at; at = encart__tree_next(t, node, at, 0))
        units += 1 + (t->nodes[at].kind == ENCART__NODE_TEXT ? t->nodes[at].len / 4 : 0);
    encart__lua_charge(L, units);
    encart__strbuf_clear(&run->scratch);
    encart__tree_prose(t, node, " ", &run->scratch);
    encart__lua_push_str(L, encart__strbuf_view(&run->scratch));
}

/* Upvalues: index of the block, edition of the article that it is of. */
static int block_text(lua_State *L)
{
    const encart__run *run = encart__run_of(L);
    const encart_article *a = run->opts.article;

    if (lua_tointeger(L, lua_upvalueindex(2)) != run->edition)
        return luaL_error(L, "ctx.blocks: the article was edited since; read ctx.blocks "
                          "again");
    encart__lua_push_prose(L, &a->tree,
                           a->blocks[lua_tointeger(L, lua_upvalueindex(1))].node);
    return 1;
}

/* Blocks past this number are rare and cost a table each. */
#define MOST_BLOCKS 5000

void encart__ctx_blocks(lua_State *L)
{
    const encart_article *a = encart__run_of(L)->opts.article;
    size_t n = a->block_count < MOST_BLOCKS ? a->block_count : MOST_BLOCKS;

    lua_createtable(L, (int)n, 0);
    for (size_t i = 0; i < n; i++) {
        const encart__block *b = &a->blocks[i];
        encart__str id, link;

        encart__lua_charge(L, 10);
        lua_createtable(L, 0, 5);
        lua_pushstring(L, encart__block_kind_name((encart__block_kind)b->kind));
        lua_setfield(L, -2, "kind");
        set_int(L, "words", (int)b->words);
        if (b->level)
            set_int(L, "level", b->level);
        if (encart__tree_attr(&a->tree, b->node, ENCART__A_ID, &id))
            encart__lua_set_str(L, "id", id);
        link = encart__lua_block_link(L, b);
        if (link.n)
            encart__lua_set_str(L, "link", link);
        lua_pushinteger(L, (lua_Integer)i);
        lua_pushinteger(L, encart__run_of(L)->edition);
        lua_pushcclosure(L, block_text, 2);
        lua_setfield(L, -2, "text");
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}
