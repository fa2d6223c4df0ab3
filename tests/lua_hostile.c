/* See lua_hostile.h. */
#include "tests/lua_hostile.h"

#include <lauxlib.h>
#include <lualib.h>

#include <stdlib.h>
#include <string.h>

#define BOX "ctx.box('note', { content = "
#define ELEMENT "encart.html.p 'x'"

/* A hook more is a row more. The last two swallow every error that can be swallowed. */
const hostile_context hostile_contexts[] = {
    {"plain", "propose",
     "return { propose = function(ctx) local box = " BOX ELEMENT " });\n"
     "(function() @ end)() return box end }", LETS_THROUGH},
    {"file", "load",
     "local ctx;\n(function() @ end)()\n"
     "return { propose = function(ctx) return " BOX ELEMENT " }) end }", LETS_THROUGH},
    {"callback", "propose",
     "return { propose = function(ctx) local box = " BOX ELEMENT " });\n"
     "table.sort({ 2, 1 }, function() ('x'):gsub('x', function()\n@ end) end)\n"
     "return box end }", LETS_THROUGH},
    {"metamethod", "propose",
     "return { propose = function(ctx) local box = " BOX ELEMENT " });\n"
     "local t = setmetatable({}, { __index = function() (function() @ end)() end })\n"
     "local _ = t.x return box end }", LETS_THROUGH},
    {"content", "content(note)",
     "return { propose = function(ctx) return " BOX "function()\n"
     "(function() @ end)() return " ELEMENT " end }) end }", LETS_THROUGH},
    {"pcall", "propose",
     "return { propose = function(ctx) local box = " BOX ELEMENT " })\n"
     "pcall(function() @ end) return box end }", SWALLOWS},
    {"content-pcall", "content(note)",
     "return { propose = function(ctx) return " BOX "function()\n"
     "pcall(function() @ end) return " ELEMENT " end }) end }", SWALLOWS},
    {"pcall-loop", "propose",
     "return { propose = function(ctx)\n"
     "while true do pcall(function() @ end) end end }", SWALLOWS_FOR_EVER},
};
const int hostile_context_count = (int)(sizeof hostile_contexts / sizeof *hostile_contexts);

static const char *const end_names[] = {"refused", "value", "error", "budget", "either"};

const char *hostile_end_name(hostile_end end)
{
    return end < HOSTILE_UNKNOWN ? end_names[end] : "unknown";
}

static hostile_end end_named(const char *name)
{
    int end = HOSTILE_REFUSED;

    while (end < HOSTILE_UNKNOWN && strcmp(end_names[end], name) != 0)
        end++;
    return (hostile_end)end;
}

/* ---- the table ------------------------------------------------------------------------- */

/* The string `index` of the list at the top; it lives as long as the state. */
static encart__str member(lua_State *stock, int index)
{
    encart__str s = {"", 0};

    if (lua_rawgeti(stock, -1, index) == LUA_TSTRING)
        s.p = lua_tolstring(stock, -1, &s.n);
    lua_pop(stock, 1);
    return s;
}

static hostile_case *read_cases(lua_State *stock, int count)
{
    hostile_case *cases = calloc((size_t)count + 1, sizeof *cases);

    for (int i = 0; cases && i < count; i++) {
        lua_rawgeti(stock, -1, i + 1);
        cases[i] = (hostile_case){member(stock, 1).p, end_named(member(stock, 2).p),
                                  member(stock, 3), member(stock, 4).n > 0};
        lua_pop(stock, 1);
    }
    return cases;
}

const hostile_case *hostile_cases(int *count)
{
    static hostile_case *cases;
    static int found;
    static lua_State *stock; /* keeps the strings */

    if (!stock && (stock = luaL_newstate())) {
        luaL_openlibs(stock);
        if (luaL_dofile(stock, suite_src("tests/lua/hostile.lua")) == LUA_OK) {
            found = (int)lua_rawlen(stock, -1);
            cases = read_cases(stock, found);
        } else {
            fprintf(stderr, "%s\n", lua_tostring(stock, -1));
        }
    }
    *count = cases ? found : 0;
    return cases;
}

/* ---- cells ----------------------------------------------------------------------------- */

hostile_end hostile_expected(const hostile_case *c, const hostile_context *context)
{
    if (c->ends == HOSTILE_REFUSED || c->whole || context->errors == LETS_THROUGH)
        return c->ends;
    if (context->errors == SWALLOWS_FOR_EVER)
        return HOSTILE_BUDGET;
    return c->ends == HOSTILE_ERROR ? HOSTILE_VALUE : c->ends;
}

int hostile_agrees(hostile_end expected, hostile_end found)
{
    if (expected == HOSTILE_EITHER)
        return found == HOSTILE_ERROR || found == HOSTILE_BUDGET || found == HOSTILE_VALUE;
    return expected == found;
}

void hostile_source(encart__strbuf *out, const hostile_case *c,
                    const hostile_context *context)
{
    const char *code = strchr(context->init, '@');

    encart__strbuf_init(out, NULL, 0);
    if (c->whole) {
        encart__strbuf_str(out, c->code);
        return;
    }
    encart__strbuf_add(out, context->init, (size_t)(code - context->init));
    encart__strbuf_str(out, c->code);
    encart__strbuf_puts(out, code + 1);
}

static hostile_end how_it_ended(lua_host *h, const char *html)
{
    const encart__diag *d;

    for (d = h->diags.first; d; d = d->next) {
        if (strcmp(d->rule, "plugin-budget") == 0)
            return HOSTILE_BUDGET;
        if (strcmp(d->rule, "plugin-error") == 0)
            return HOSTILE_ERROR;
    }
    return html ? HOSTILE_VALUE : HOSTILE_UNKNOWN;
}

hostile_end hostile_run(lua_host *h, const hostile_case *c, const hostile_context *context)
{
    encart__strbuf init;
    hostile_end end = HOSTILE_REFUSED;
    char *html = NULL;

    hostile_source(&init, c, context);
    if (lua_host_write_n(h, encart__strbuf_view(&init))) {
        if (lua_host_propose(h, NULL))
            html = lua_host_build(h, 0, 1, 1);
        end = how_it_ended(h, html);
        lua_host_end(h);
    }
    free(html);
    encart__strbuf_free(&init);
    return end;
}
