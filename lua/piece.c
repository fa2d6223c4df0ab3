/* What a plugin can put among the children of an element and cannot look into: holes, for
 * what no cache may hold, HTML that has passed the sanitiser, and copies of the article's
 * parts. A piece is a userdata; it never changes. */
#include "lua/transform.h"
#include "core/base/limits.h"
#include "core/plugin/hole.h"
#include "core/sanitise/content.h"
#include "core/sanitise/sanitise.h"

#define HOLE_FN "ctx.hole"
#define FRAGMENT_FN "ctx.fragment"
#define REMOVED_TOLD 5 /* of what the sanitiser takes out of one fragment */

/* The sanitiser's tree is no memory of Lua's: the run has a list of them. */
typedef struct encart__fragment {
    struct encart__fragment *next;
    encart__tree tree;
} fragment;

struct encart__piece {
    const fragment *html; /* NULL for all others */
    encart__node_id head; /* of run->head: what stands in the head only; 0 for any other */
    encart__part copy;    /* of the article; generation 0 for any other */
    size_t n;
    char text[]; /* of its comment */
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

static void push_piece(lua_State *L, const fragment *html, encart__node_id head,
                       encart__str text)
{
    encart__piece *piece = lua_newuserdatauv(L, sizeof *piece + text.n, 0);

    memset(piece, 0, sizeof *piece);
    piece->html = html;
    piece->head = head;
    piece->n = text.n;
    memcpy(piece->text, text.p, text.n);
    encart__lua_reg_get(L, ENCART__REG_PIECE);
    lua_setmetatable(L, -2);
}

void encart__lua_push_head(lua_State *L, encart__node_id node)
{
    push_piece(L, NULL, node, ENCART__STR_EMPTY);
}

encart__node_id encart__lua_head_node(lua_State *L, int index)
{
    const encart__piece *piece = encart__lua_piece_at(L, index);

    return piece ? piece->head : 0;
}

/* Anywhere but where a parser reads only text. */
void encart__lua_check_piece(lua_State *L, uint16_t tag)
{
    encart__holds holds = encart__holds_of(tag);

    if (encart__lua_head_node(L, -1))
        luaL_error(L, "encart.html.%s: what ctx.meta, ctx.link and ctx.jsonld make stands in "
                   "a box of the slot “head” only", encart__tag_name(tag).p);
    if (holds == ENCART__H_TEXT || holds == ENCART__H_NOTHING)
        luaL_error(L, "encart.html.%s: neither a hole nor a fragment can stand here",
                   encart__tag_name(tag).p);
}

static void add_hole(lua_State *L, encart__building *b, encart__node_id parent,
                     encart__str text)
{
    if (!b->box)
        luaL_error(L, "a hole stands in a box only, not in an article");
    encart__lua_count(L, b, 1, text.n);
    encart__tree_append(b->out, parent, encart__tree_comment(b->out, text));
}

static void add_html(lua_State *L, encart__building *b, encart__node_id parent,
                     const encart__tree *html)
{
    encart__lua_count(L, b, html->node_count, html->pool.size);
    for (encart__node_id n = html->nodes[ENCART__ROOT].first; n; n = html->nodes[n].next)
        encart__tree_append(b->out, parent, encart__tree_import(b->out, html, n));
}

void encart__lua_push_copy(lua_State *L, const encart__part *part)
{
    encart__piece *piece = lua_newuserdatauv(L, sizeof *piece, 0);

    memset(piece, 0, sizeof *piece);
    piece->copy = *part;
    encart__lua_reg_get(L, ENCART__REG_PIECE);
    lua_setmetatable(L, -2);
}

/* Counted before it is copied, so that an article cannot be doubled without bound. */
static void add_copy(lua_State *L, encart__building *b, encart__node_id parent,
                     const encart__part *part)
{
    const encart__editing *e = encart__run_of(L)->editing;
    const encart__tree *t = b->out;
    size_t nodes = 0, bytes = 0;

    if (b->box || !e || e->edits->generation != part->generation)
        luaL_error(L, "a part of the article stands only in the article that it is of");
    if (!part->first)
        return;
    for (encart__node_id top = part->first;; top = t->nodes[top].next) {
        for (encart__node_id n = top; n; n = encart__tree_next(t, top, n, 0)) {
            nodes++;
            bytes += t->nodes[n].len;
        }
        if (top == part->last)
            break;
    }
    encart__lua_count(L, b, nodes, bytes);
    encart__part_copy(b->out, part, parent);
}

void encart__lua_add_piece(lua_State *L, encart__building *b, encart__node_id parent)
{
    const encart__piece *piece = encart__lua_piece_at(L, -1);

    encart__lua_check_piece(L, encart__tree_node(b->out, parent)->tag);
    if (piece->html)
        add_html(L, b, parent, &piece->html->tree);
    else if (piece->copy.generation)
        add_copy(L, b, parent, &piece->copy);
    else
        add_hole(L, b, parent, encart__str_n(piece->text, piece->n));
    if (b->out->failed)
        luaL_error(L, "out of memory");
}

/* ---- holes ----------------------------------------------------------------------------- */

/* The plain table at `index` as JSON in a new userdata. */
static encart__str push_params(lua_State *L, int index)
{
    encart__run *run = encart__run_of(L);
    size_t n;
    char *p;

    json_decref(run->params);
    run->params = NULL;
    lua_pushvalue(L, index);
    encart__lua_to_json(L, HOLE_FN ": params", ENCART__HOLE_PARAMS, &run->params);
    n = json_dumpb(run->params, NULL, 0, ENCART__HOLE_JSON);
    if (n == 0)
        luaL_error(L, "out of memory");
    if (n > ENCART__HOLE_PARAMS)
        luaL_error(L, HOLE_FN ": params: more than %d bytes as JSON",
                   (int)ENCART__HOLE_PARAMS);
    encart__lua_charge(L, n);
    p = lua_newuserdatauv(L, n, 0);
    n = json_dumpb(run->params, p, n, ENCART__HOLE_JSON);
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
    encart__hole_write(text, name, params);
    if (text->failed)
        return luaL_error(L, "out of memory");
    push_piece(L, NULL, 0, encart__strbuf_view(text));
    return 1;
}

/* ---- fragments ------------------------------------------------------------------------- */

void encart__lua_free_fragments(encart__run *run)
{
    while (run->fragments) {
        fragment *f = run->fragments;

        run->fragments = f->next;
        encart__tree_free(&f->tree);
        encart__free(run->opts.alloc, f, sizeof *f);
    }
}

/* From here on the run frees it. */
static fragment *new_fragment(lua_State *L)
{
    encart__run *run = encart__run_of(L);
    fragment *f = encart__calloc(run->opts.alloc, 1, sizeof *f);

    if (!f)
        luaL_error(L, "out of memory");
    encart__tree_init(&f->tree, run->opts.alloc);
    f->next = run->fragments;
    run->fragments = f;
    return f;
}

/* A page has each id once, and those of articles begin with "a-" as these do: so ids go, and
 * links to them. So do pins, which are the editors'. */
static void disarm(encart__tree *t)
{
    encart__node_id next;
    encart__str href;

    for (encart__node_id at = encart__tree_next(t, ENCART__ROOT, ENCART__ROOT, 0); at;
         at = next) {
        next = encart__tree_next(t, ENCART__ROOT, at, 0);
        if (t->nodes[at].kind == ENCART__NODE_COMMENT) {
            encart__tree_remove(t, at);
            continue;
        }
        if (t->nodes[at].kind != ENCART__NODE_ELEMENT)
            continue;
        encart__tree_attr_remove(t, at, ENCART__A_ID);
        if (encart__tree_attr(t, at, ENCART__A_HREF, &href) && href.n && href.p[0] == '#')
            encart__tree_attr_remove(t, at, ENCART__A_HREF);
    }
}

/* What comes before the sanitiser: sizes, fuel, stack. */
static void check_html(lua_State *L, encart__str html)
{
    encart__run *run = encart__run_of(L);
    size_t left, need;

    run->fragment_bytes += html.n;
    if (run->fragment_bytes > ENCART__PLUGIN_OUTPUT)
        luaL_error(L, FRAGMENT_FN ": more than %d KiB in one render",
                   (int)(ENCART__PLUGIN_OUTPUT >> 10));
    encart__lua_charge(L, 2000 + 4 * html.n);
    if (!encart__lua_stack_ok(&run->stack, &left, &need))
        luaL_error(L, FRAGMENT_FN ": this thread has %d KiB of stack left; it needs %d KiB",
                   (int)(left >> 10), (int)(need >> 10));
}

/* ctx.fragment(html): HTML that the site trusts as much as an article, which is not at all:
 * the article's sanitiser makes of it what may stand. */
int encart__ctx_fragment(lua_State *L)
{
    encart__run *run = encart__run_of(L);
    const encart__sanitise_opts opts = {.policy = run->opts.article->policy};
    encart__diags removed;
    encart_error err = {0};
    encart__str html;
    fragment *f;

    if (lua_type(L, 1) != LUA_TSTRING)
        return encart__lua_argerror(L, FRAGMENT_FN, 1, "HTML expected, got %s",
                                    luaL_typename(L, 1));
    html.p = lua_tolstring(L, 1, &html.n);
    check_html(L, html);
    f = new_fragment(L);
    encart__diags_init(&removed, run->opts.arena, REMOVED_TOLD);
    if (encart__sanitise_html(&f->tree, encart__lua_cleaned(run, html), &opts, &removed,
                              run->opts.alloc, &err))
        return luaL_error(L, FRAGMENT_FN ": %s", err.message);
    encart__lua_look(L);
    disarm(&f->tree);
    for (const encart__diag *d = removed.first; d; d = d->next) {
        lua_pushfstring(L, FRAGMENT_FN ": %s", d->message.p);
        encart__ctx_warn_at(L, lua_tostring(L, -1));
    }
    push_piece(L, f, 0, ENCART__STR_EMPTY);
    return 1;
}
