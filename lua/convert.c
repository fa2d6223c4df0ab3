/* From an element to the tree. The constructors have checked it, but a plugin may have
 * changed its table since: raw access only, everything is looked at again, and depth,
 * nodes and bytes are bounded. */
#include "lua/run.h"
#include "core/base/limits.h"
#include "core/base/utf8.h"

enum { ATTR_SHORT = 4096 }; /* bytes of a value that needs no look at the budget first */

/* ---- text ------------------------------------------------------------------------------ */

/* Control characters but tab and newline cannot stand in HTML. */
static int is_control(unsigned char c)
{
    return (c < 0x20 && c != '\t' && c != '\n') || c == 0x7F;
}

static int is_clean(encart__str s)
{
    unsigned char all = 0;

    for (size_t i = 0; i < s.n; i++) {
        all |= (unsigned char)s.p[i];
        if (is_control((unsigned char)s.p[i]))
            return 0;
    }
    return all < 0x80 || encart__utf8_valid(s) == s.n;
}

encart__str encart__lua_cleaned(encart__run *run, encart__str s)
{
    encart__strbuf *out = &run->scratch;
    size_t i = 0;
    uint32_t cp;

    if (is_clean(s))
        return s;
    encart__strbuf_clear(out);
    while (i < s.n) {
        i += encart__utf8_decode(s.p + i, s.n - i, &cp);
        if (cp >= 0x80)
            encart__strbuf_utf8(out, cp);
        else if (!is_control((unsigned char)cp))
            encart__strbuf_putc(out, (char)cp);
        else if (cp == '\r')
            encart__strbuf_putc(out, ' ');
    }
    return encart__strbuf_view(out);
}

/* A box, or all that a transform puts in. */
static const char *whole(const encart__building *b)
{
    return b->box ? "the box" : "the content";
}

void encart__lua_count(lua_State *L, encart__building *b, size_t nodes, size_t bytes)
{
    encart__lua_charge(L, 10 * nodes + bytes / 8);
    b->nodes += nodes;
    b->bytes += bytes;
    if (b->nodes > ENCART__BOX_NODES)
        luaL_error(L, "%s has more than %d nodes", whole(b), ENCART__BOX_NODES);
    if (b->bytes > ENCART__PLUGIN_OUTPUT)
        luaL_error(L, "%s is larger than %d KiB", whole(b),
                   (int)(ENCART__PLUGIN_OUTPUT >> 10));
}

encart__str encart__lua_text(lua_State *L, encart__building *b, encart__str s)
{
    encart__lua_charge(L, 10);
    encart__lua_count(L, b, 0, s.n);
    return encart__lua_cleaned(b->run, s);
}

static void check_tree(lua_State *L, const encart__building *b)
{
    if (b->out->failed)
        luaL_error(L, "out of memory");
}

/* Neighbouring strings become one text node, as a parser would make them. */
static void add_text(lua_State *L, encart__building *b, encart__node_id parent)
{
    encart__node_id last = encart__tree_node(b->out, parent)->last;
    encart__strbuf joined;
    encart__str s;

    s.p = lua_tolstring(L, -1, &s.n);
    encart__lua_count(L, b, 1, s.n);
    s = encart__lua_cleaned(b->run, s);
    if (s.n == 0)
        return;
    if (!last || encart__tree_node(b->out, last)->kind != ENCART__NODE_TEXT) {
        encart__tree_append(b->out, parent, encart__tree_text(b->out, s));
        check_tree(L, b);
        return;
    }
    encart__strbuf_init(&joined, b->out->alloc, 0);
    encart__strbuf_str(&joined, encart__tree_text_of(b->out, last));
    encart__strbuf_str(&joined, s);
    encart__tree_text_set(b->out, last, encart__strbuf_view(&joined));
    if (joined.failed)
        b->out->failed = joined.failed;
    encart__strbuf_free(&joined);
    check_tree(L, b);
}

/* ---- attributes ------------------------------------------------------------------------ */

static int attr_allowed(const encart__building *b, uint16_t tag, uint16_t id,
                        encart__str name)
{
    return id != ENCART__A_DATA_ENCART &&
           encart__policy_attr(b->run->policy, tag, id, name);
}

/* Element, keys, value at the top. */
static void check_attr(lua_State *L, const encart__building *b, encart__node_id node,
                       encart__str name)
{
    uint16_t tag = encart__tree_node(b->out, node)->tag, id = encart__attr_id(name);

    if (lua_type(L, -1) != LUA_TSTRING && lua_type(L, -1) != LUA_TNUMBER)
        luaL_error(L, "%s: attribute “%s” is a %s", encart__tag_name(tag).p, name.p,
                   luaL_typename(L, -1));
    if (!attr_allowed(b, tag, id, name))
        luaL_error(L, "%s: attribute “%s” is not allowed here", encart__tag_name(tag).p,
                   name.p);
}

/* The value is at the top; it has been checked. */
static encart__str set_attr(lua_State *L, encart__building *b, encart__node_id node,
                            encart__str name)
{
    uint16_t id = encart__attr_id(name);
    encart__str value;

    value.p = lua_tolstring(L, -1, &value.n);
    value = encart__lua_cleaned(b->run, value);
    if (id)
        encart__tree_attr_set(b->out, node, id, value);
    else
        encart__tree_attr_set_other(b->out, node, name, value);
    return value;
}

/* The attributes as constructors leave them: few, short, none of them wrong. These need no
 * order, since the serialiser has one. False at the first that is not so; as nothing is
 * counted then, the fuel spent does not tell in which order Lua keeps its keys. */
static int add_plain_attrs(lua_State *L, encart__building *b, encart__node_id node)
{
    uint16_t tag = encart__tree_node(b->out, node)->tag;
    int element = lua_gettop(L);
    size_t keys = 0, bytes = 0;

    encart__lua_charge_next(L);
    for (lua_pushnil(L); lua_next(L, element); lua_pop(L, 1)) {
        encart__str name;

        if (lua_isinteger(L, -2))
            continue;
        if (++keys > ENCART__FEW_KEYS || lua_type(L, -2) != LUA_TSTRING ||
            lua_type(L, -1) != LUA_TSTRING || lua_rawlen(L, -1) > ATTR_SHORT)
            break;
        name.p = lua_tolstring(L, -2, &name.n);
        if (!attr_allowed(b, tag, encart__attr_id(name), name))
            break;
        bytes += name.n + set_attr(L, b, node, name).n;
    }
    if (lua_gettop(L) > element) {
        lua_settop(L, element);
        return 0;
    }
    encart__lua_count(L, b, 0, bytes);
    check_tree(L, b);
    return 1;
}

/* The string keys of the element at the top, in their order. */
static void add_ordered_attrs(lua_State *L, encart__building *b, encart__node_id node)
{
    int element = lua_gettop(L);
    encart__keys keys;

    encart__keys_of(L, element, &keys);
    for (lua_Integer i = 1; i <= keys.n; i++) {
        encart__str name;

        if (encart__keys_push(L, &keys, i) == LUA_TSTRING) {
            name.p = lua_tolstring(L, -1, &name.n);
            lua_pushvalue(L, -1);
            lua_rawget(L, element);
            check_attr(L, b, node, name);
            encart__lua_count(L, b, 0, name.n + lua_rawlen(L, -1));
            set_attr(L, b, node, name);
            check_tree(L, b);
            lua_pop(L, 1);
        }
        lua_pop(L, 1);
    }
    lua_settop(L, element);
}

/* ---- elements -------------------------------------------------------------------------- */

static encart__node_id add_element(lua_State *L, encart__building *b,
                                   encart__node_id parent, int depth);

static void add_child(lua_State *L, encart__building *b, encart__node_id parent, int depth)
{
    switch (lua_type(L, -1)) {
    case LUA_TSTRING:
    case LUA_TNUMBER:
        add_text(L, b, parent);
        return;
    case LUA_TTABLE:
        add_element(L, b, parent, depth);
        return;
    case LUA_TUSERDATA:
        if (encart__lua_piece_at(L, -1)) {
            encart__lua_add_piece(L, b, parent);
            return;
        }
        /* fall through */
    default:
        luaL_error(L, "%s: a child is a %s",
                   encart__tag_name(encart__tree_node(b->out, parent)->tag).p,
                   luaL_typename(L, -1));
    }
}

/* What holds the content of a transform is no part of it. */
static int may_stand(const encart__building *b, uint16_t tag, int depth)
{
    return (!b->box && depth == 1) || encart__policy_element(b->run->policy, tag);
}

/* The element at the top, with all below it; parent 0 = detached. Recursion is bounded by
 * ENCART__BOX_DEPTH. */
static encart__node_id add_element(lua_State *L, encart__building *b,
                                   encart__node_id parent, int depth)
{
    encart__node_id node;
    lua_Integer n;
    uint16_t tag;

    if (depth > ENCART__BOX_DEPTH)
        luaL_error(L, "%s is nested deeper than %d elements, or contains itself", whole(b),
                   ENCART__BOX_DEPTH);
    luaL_checkstack(L, 12, NULL);
    if (!encart__lua_is_element(L, -1, &tag) || !may_stand(b, tag, depth))
        luaL_error(L, "%s holds a table that is no element", whole(b));
    encart__lua_count(L, b, 1, 2 * encart__tag_name(tag).n);
    node = encart__tree_element(b->out, tag);
    check_tree(L, b);
    if (parent)
        encart__tree_append(b->out, parent, node);
    else
        b->root = node;
    if (!add_plain_attrs(L, b, node))
        add_ordered_attrs(L, b, node);
    n = (lua_Integer)lua_rawlen(L, -1);
    if (n > 0 && encart__tag_flags(tag) & ENCART__F_VOID)
        luaL_error(L, "%s: the element has no content", encart__tag_name(tag).p);
    for (lua_Integer i = 1; i <= n; i++) {
        lua_rawgeti(L, -1, i);
        add_child(L, b, node, depth + 1);
        lua_pop(L, 1);
    }
    return node;
}

void encart__lua_convert(lua_State *L, encart__building *b)
{
    add_element(L, b, 0, 1);
}
