/* ctx.box: from a plugin's wish to a proposal, every member checked; and the building of a
 * box that was placed. */
#include "lua/run.h"
#include "core/base/limits.h"
#include "core/plugin/wish.h"

#include <stdio.h>

#define BOX_FN "ctx.box"
#define MAX_WORDS 1000000
#define TOPIC_BYTES ((size_t)4096) /* of a topic; the rest is not read */

static int unknown_box(lua_State *L, encart__str id)
{
    const char *near = encart__box_near(&encart__run_of(L)->plugin->pub, id);

    if (near)
        return encart__lua_argerror(L, BOX_FN, 1, "the manifest announces no box “%s” (did "
                                    "you mean “%s”?)", id.p, near);
    return encart__lua_argerror(L, BOX_FN, 1, "the manifest announces no box “%s” in boxes",
                                id.p);
}

/* ---- members of place ------------------------------------------------------------------ */

static int member_fault(lua_State *L, const char *member, const char *expected)
{
    return encart__lua_argerror(L, BOX_FN, 2, "%s: expected %s, found %s", member, expected,
                                lua_type(L, -1) == LUA_TNUMBER ? "a number"
                                                               : luaL_typename(L, -1));
}

static uint32_t thousandths(lua_State *L, const char *member)
{
    lua_Number v;

    if (lua_type(L, -1) != LUA_TNUMBER)
        member_fault(L, member, "a number from 0 to 1");
    v = lua_tonumber(L, -1);
    if (!(v >= 0 && v <= 1))
        encart__lua_argerror(L, BOX_FN, 2, "%s: outside of 0 to 1", member);
    return (uint32_t)(v * 1000 + 0.5);
}

static uint32_t words(lua_State *L, const char *member)
{
    int ok = 0;
    lua_Integer v = lua_type(L, -1) == LUA_TNUMBER ? lua_tointegerx(L, -1, &ok) : 0;

    if (!ok || v < 0 || v > MAX_WORDS)
        member_fault(L, member, "a number of words from 0 to 1000000");
    return (uint32_t)v;
}

/* The string at the top is not one of `names`. */
static void unknown_word(lua_State *L, const char *member, const char *why,
                         const char *const *names, size_t count)
{
    const char *found = lua_tostring(L, -1);

    encart__lua_argerror(L, BOX_FN, 2, "%s: “%s” is %s%s", member, found, why,
                         encart__lua_hint(L, found, names, count));
}

static void read_at(lua_State *L, encart__wish *w)
{
    static const char *const words_of_at[] = {"start", "after-lede", "middle", "end"};
    static const uint32_t values[] = {0, 0, 500, 1000};

    if (lua_type(L, -1) != LUA_TSTRING) {
        w->at = thousandths(L, "place.at");
        return;
    }
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        if (strcmp(lua_tostring(L, -1), words_of_at[i]) == 0) {
            w->at = values[i];
            return;
        }
    unknown_word(L, "place.at", "none of start, after-lede, middle, end", words_of_at, 4);
}

static void read_after(lua_State *L, encart__wish *w)
{
    size_t blocks = encart__run_of(L)->opts.article->block_count;
    int ok = 0;
    lua_Integer v = lua_type(L, -1) == LUA_TNUMBER ? lua_tointegerx(L, -1, &ok) : 0;

    if (!ok)
        member_fault(L, "place.after", "the number of a block");
    if (v < 1 || (size_t)v > blocks)
        encart__lua_argerror(L, BOX_FN, 2, "place.after: no block %d: the body has %d",
                             (int)v, (int)blocks);
    w->after = (uint32_t)v;
}

static void read_window(lua_State *L, encart__wish *w)
{
    w->window = thousandths(L, "place.window");
}

static void read_gap(lua_State *L, encart__wish *w)
{
    w->gap = words(L, "place.gap");
}

static void read_lead(lua_State *L, encart__wish *w)
{
    w->lead = words(L, "place.lead");
}

static void read_tail(lua_State *L, encart__wish *w)
{
    w->tail = words(L, "place.tail");
}

static void read_unit(lua_State *L, encart__wish *w)
{
    (void)w;
    if (lua_type(L, -1) != LUA_TSTRING || strcmp(lua_tostring(L, -1), "words") != 0)
        member_fault(L, "place.unit", "\"words\"");
}

static int block_kind(const char *name)
{
    for (int k = 0; k <= ENCART__BLOCK_OTHER; k++)
        if (strcmp(encart__block_kind_name((encart__block_kind)k), name) == 0)
            return k;
    return -1;
}

static void unknown_kind(lua_State *L)
{
    const char *names[ENCART__BLOCK_OTHER + 1];

    for (int k = 0; k <= ENCART__BLOCK_OTHER; k++)
        names[k] = encart__block_kind_name((encart__block_kind)k);
    if (lua_type(L, -1) != LUA_TSTRING)
        member_fault(L, "place.avoid", "a list of kinds of blocks");
    unknown_word(L, "place.avoid", "no kind of block", names, ENCART__BLOCK_OTHER + 1);
}

static void read_avoid(lua_State *L, encart__wish *w)
{
    lua_Integer n;

    if (!lua_istable(L, -1))
        member_fault(L, "place.avoid", "a list of kinds of blocks");
    n = (lua_Integer)lua_rawlen(L, -1);
    for (lua_Integer i = 1; i <= n && i <= 64; i++) {
        int kind = -1;

        if (lua_rawgeti(L, -1, i) == LUA_TSTRING)
            kind = block_kind(lua_tostring(L, -1));
        if (kind < 0)
            unknown_kind(L);
        w->avoid |= 1u << kind;
        lua_pop(L, 1);
    }
}

static void read_otherwise(lua_State *L, encart__wish *w)
{
    static const char *const names[] = {"drop", "after-body", "relax"};
    static const int values[] = {ENCART__OTHERWISE_DROP, ENCART__OTHERWISE_AFTER_BODY,
                                 ENCART__OTHERWISE_RELAX};

    if (lua_type(L, -1) != LUA_TSTRING)
        member_fault(L, "place.otherwise", "drop, after-body or relax");
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        if (strcmp(lua_tostring(L, -1), names[i]) == 0) {
            w->otherwise = values[i];
            return;
        }
    unknown_word(L, "place.otherwise", "none of drop, after-body, relax", names, 3);
}

static const struct {
    const char *name;
    void (*read)(lua_State *L, encart__wish *w);
} place_members[] = {
    {"after", read_after},
    {"at", read_at},     {"avoid", read_avoid}, {"gap", read_gap},   {"lead", read_lead},
    {"otherwise", read_otherwise},              {"tail", read_tail}, {"unit", read_unit},
    {"window", read_window},
};
#define PLACE_MEMBERS (sizeof place_members / sizeof *place_members)

/* The place table at the top. */
static void read_place(lua_State *L, encart__wish *w)
{
    const char *names[PLACE_MEMBERS];
    lua_Integer n;
    size_t m;

    if (!lua_istable(L, -1) || lua_getmetatable(L, -1))
        member_fault(L, "place", "a plain table");
    for (m = 0; m < PLACE_MEMBERS; m++)
        names[m] = place_members[m].name;
    n = encart__lua_keys(L, -1);
    for (lua_Integer i = 1; i <= n; i++) {
        const char *key = lua_rawgeti(L, -1, i) == LUA_TSTRING ? lua_tostring(L, -1) : "1";

        for (m = 0; m < PLACE_MEMBERS && strcmp(names[m], key) != 0; m++)
            ;
        if (m == PLACE_MEMBERS)
            encart__lua_unknown(L, BOX_FN " place", key, names, PLACE_MEMBERS);
        lua_rawget(L, -3);
        place_members[m].read(L, w);
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
}

/* ---- members of a box ------------------------------------------------------------------ */

static void read_slot(lua_State *L, encart__box *box)
{
    if (lua_type(L, -1) != LUA_TSTRING)
        member_fault(L, "slot", "the name of a slot");
    if (strcmp(lua_tostring(L, -1), encart__slot_name(box->slot)) != 0)
        encart__lua_argerror(L, BOX_FN, 2, "slot: the manifest says “%s” for this box, "
                             "found “%s”", encart__slot_name(box->slot),
                             lua_tostring(L, -1));
}

static void read_weight(lua_State *L, encart__box *box)
{
    int ok = 0;
    lua_Integer v = lua_type(L, -1) == LUA_TNUMBER ? lua_tointegerx(L, -1, &ok) : 0;

    if (!ok || v < -1000 || v > 1000)
        member_fault(L, "weight", "an integer from -1000 to 1000");
    box->weight = (int)v;
}

static void read_topic(lua_State *L, encart__box *box)
{
    encart__str s;

    if (lua_type(L, -1) != LUA_TSTRING)
        member_fault(L, "topic", "a string");
    s.p = lua_tolstring(L, -1, &s.n);
    if (s.n > TOPIC_BYTES)
        for (s.n = TOPIC_BYTES; s.n && (s.p[s.n] & 0xC0) == 0x80;)
            s.n--;
    box->topic = s; /* copied when the box is complete */
}

static void read_place_member(lua_State *L, encart__box *box)
{
    if (box->slot != ENCART__SLOT_BODY)
        encart__lua_argerror(L, BOX_FN, 2, "place: only for the slot “body”; others have "
                             "a weight");
    read_place(L, &box->wish);
}

/* An element whose tag is the announced one, or a function that will return one. */
static void check_root(lua_State *L, const encart__box_kind *kind)
{
    uint16_t tag;

    if (!encart__lua_is_element(L, -1, &tag))
        luaL_error(L, "%s: the content must be an element %s, found %s", kind->name.p,
                   encart__tag_name(kind->tag).p, luaL_typename(L, -1));
    if (tag != kind->tag)
        luaL_error(L, "%s: the content must be an element %s, as the manifest says; found "
                   "%s", kind->name.p, encart__tag_name(kind->tag).p,
                   encart__tag_name(tag).p);
}

static void check_content(lua_State *L, const encart__box_kind *kind)
{
    if (kind->slot == ENCART__SLOT_HEAD)
        encart__lua_head_box(L, kind, NULL);
    else
        check_root(L, kind);
}

static void read_content(lua_State *L, encart__box *box)
{
    if (!lua_isfunction(L, -1))
        check_content(L, encart__box_named(box->plugin, box->id));
    encart__lua_reg_get(L, ENCART__REG_CONTENTS);
    lua_pushvalue(L, -2);
    lua_rawseti(L, -2, (lua_Integer)encart__run_of(L)->box_count + 1);
    lua_pop(L, 1);
    box->content = (int)encart__run_of(L)->box_count + 1;
}

static const struct {
    const char *name;
    void (*read)(lua_State *L, encart__box *box);
} box_members[] = {
    {"content", read_content}, {"place", read_place_member}, {"slot", read_slot},
    {"topic", read_topic},     {"weight", read_weight},
};
#define BOX_MEMBERS (sizeof box_members / sizeof *box_members)

static void read_members(lua_State *L, encart__box *box)
{
    const char *names[BOX_MEMBERS];
    lua_Integer n;
    size_t m;

    for (m = 0; m < BOX_MEMBERS; m++)
        names[m] = box_members[m].name;
    n = encart__lua_keys(L, 2);
    for (lua_Integer i = 1; i <= n; i++) {
        const char *key = lua_rawgeti(L, 3, i) == LUA_TSTRING ? lua_tostring(L, -1) : "1";

        for (m = 0; m < BOX_MEMBERS && strcmp(names[m], key) != 0; m++)
            ;
        if (m == BOX_MEMBERS)
            encart__lua_unknown(L, BOX_FN, key, names, BOX_MEMBERS);
        lua_rawget(L, 2);
        box_members[m].read(L, box);
        lua_settop(L, 3);
    }
}

/* Outside of the body a box stands once. */
static void check_twice(lua_State *L, const encart__box *box)
{
    const encart__run *run = encart__run_of(L);

    if (box->slot == ENCART__SLOT_BODY)
        return;
    for (size_t i = 0; i < run->box_count; i++)
        if (encart__str_eq(run->boxes[i].id, box->id))
            encart__lua_argerror(L, BOX_FN, 1, "the box “%s” is proposed twice", box->id.p);
}

static void push_handle(lua_State *L, size_t index)
{
    uint32_t *handle = lua_newuserdatauv(L, sizeof *handle, 0);

    *handle = (uint32_t)index;
    encart__lua_reg_get(L, ENCART__REG_BOX);
    lua_setmetatable(L, -2);
}

/* ctx.box(id, { slot, place, weight, topic, content }). */
int encart__ctx_box(lua_State *L)
{
    encart__run *run = encart__run_of(L);
    const encart__box_kind *kind;
    encart__box *box;
    encart__str id;

    if (lua_type(L, 1) != LUA_TSTRING)
        return encart__lua_argerror(L, BOX_FN, 1, "the id of a box expected, got %s",
                                    luaL_typename(L, 1));
    if (!lua_istable(L, 2) || lua_getmetatable(L, 2))
        return encart__lua_argerror(L, BOX_FN, 2, "a plain table expected");
    if (strcmp(run->hook, "propose") != 0)
        return luaL_error(L, "ctx.box: boxes are proposed in propose(), not in %s",
                          run->hook);
    lua_settop(L, 2);
    id.p = lua_tolstring(L, 1, &id.n);
    kind = encart__box_named(&run->plugin->pub, id);
    if (!kind)
        return unknown_box(L, id);
    if (run->box_count >= run->box_max)
        return luaL_error(L, "ctx.box: more than %d boxes", (int)run->box_max);
    box = &run->boxes[run->box_count];
    *box = (encart__box){.plugin = &run->plugin->pub, .slot = kind->slot,
                         .topic = ENCART__STR_EMPTY};
    box->id = encart__str_sub(kind->name, kind->name.n - id.n, kind->name.n);
    encart__wish_init(&box->wish);
    check_twice(L, box);
    read_members(L, box);
    if (!box->content)
        return encart__lua_argerror(L, BOX_FN, 2, "content: missing");
    box->topic = encart__arena_str(run->opts.arena, box->topic);
    push_handle(L, run->box_count++);
    return 1;
}

/* ---- building -------------------------------------------------------------------------- */

static void push_block(lua_State *L, const char *name, const encart__block *block)
{
    if (!block)
        return;
    lua_createtable(L, 0, 3);
    lua_pushstring(L, encart__block_kind_name((encart__block_kind)block->kind));
    lua_setfield(L, -2, "kind");
    lua_pushinteger(L, block->words);
    lua_setfield(L, -2, "words");
    if (block->level) {
        lua_pushinteger(L, block->level);
        lua_setfield(L, -2, "level");
    }
    lua_setfield(L, -2, name);
}

static void push_at(lua_State *L, const encart__at *at)
{
    lua_createtable(L, 0, 6);
    lua_pushinteger(L, (lua_Integer)at->index);
    lua_setfield(L, -2, "index");
    lua_pushinteger(L, (lua_Integer)at->of);
    lua_setfield(L, -2, "of");
    lua_pushstring(L, encart__slot_name(at->slot));
    lua_setfield(L, -2, "slot");
    lua_pushinteger(L, at->heading_level >= 2 && at->heading_level <= 6
                           ? at->heading_level : 2);
    lua_setfield(L, -2, "heading_level");
    push_block(L, "prev", at->prev);
    push_block(L, "next", at->next);
}

/* Its elements below one that is never written. */
static void build_head(lua_State *L, encart__building *b, const encart__box_kind *kind)
{
    b->root = encart__tree_element(b->out, ENCART__T_HEAD);
    if (b->out->failed)
        luaL_error(L, "out of memory");
    encart__lua_head_box(L, kind, b);
}

int encart__lua_build(lua_State *L)
{
    encart__building *b = lua_touserdata(L, 1);
    const encart__box_kind *kind = encart__box_named(&b->run->plugin->pub, b->box->id);

    encart__lua_reg_get(L, ENCART__REG_CONTENTS);
    if (lua_rawgeti(L, -1, b->box->content) == LUA_TFUNCTION) {
        encart__lua_calls(L);
        push_at(L, b->at);
        encart__lua_apply(L, 1, 1);
        if (!lua_toboolean(L, -1))
            return 0;
    }
    if (kind->slot == ENCART__SLOT_HEAD) {
        build_head(L, b, kind);
        return 0;
    }
    check_root(L, kind);
    encart__lua_convert(L, b);
    return 0;
}
