/* The Lua side of core/plugin/runtime.h: transform, propose, build, end. Start reading
 * here. */
#include "lua/run.h"
#include "core/base/limits.h"
#include "core/text/text.h"

#include <stdio.h>

/* ---- diagnostics ----------------------------------------------------------------------- */

void encart__run_tell(encart__run *run, encart__level level, const char *rule,
                      const encart__lua_fault *fault)
{
    encart__diags *diags = run->opts.diags;
    encart__diag *d;
    char hook[96];

    if (run->box.n && run->after)
        snprintf(hook, sizeof hook, "%s(%.*s) after block %zu", run->hook, (int)run->box.n,
                 run->box.p, run->after);
    else if (run->box.n)
        snprintf(hook, sizeof hook, "%s(%.*s)", run->hook, (int)run->box.n, run->box.p);
    else
        snprintf(hook, sizeof hook, "%s", run->hook);
    if (run->lua.dead)
        d = encart__diag_add(diags, level, rule, "%s (fuel %ld of %ld, memory %zu of %zu "
                             "bytes)", fault->text, run->lua.fuel_max - run->lua.fuel,
                             run->lua.fuel_max, run->lua.used, run->lua.limit);
    else
        d = encart__diag_add(diags, level, rule, "%s", fault->text);
    if (!d)
        return;
    d->source = fault->source[0]
                    ? encart__arena_str(diags->arena, encart__str_z(fault->source))
                    : encart__arena_str(diags->arena, run->plugin->pub.name);
    d->path = encart__arena_str(diags->arena, encart__str_z(hook));
    d->line = fault->line > 0 ? (uint32_t)fault->line : 0;
}

static void tell_fault(encart__run *run)
{
    encart__run_tell(run, ENCART__FAULT, run->lua.dead ? "plugin-budget" : "plugin-error",
                     &run->lua.fault);
}

/* Before anything runs: memory or stack. */
static encart__run *refuse(const encart__run_opts *opts, const char *rule, const char *why)
{
    encart__diag *d = encart__diag_add(opts->diags, ENCART__FAULT, rule, "%s", why);

    if (d)
        d->source = encart__arena_str(opts->diags->arena, opts->plugin->name);
    return NULL;
}

/* Every entry asks: a box may be built on another thread, or deeper in the stack. */
static int stack_ok(const encart__run_opts *opts, encart__lua_stack *stack)
{
    size_t left, need;
    char why[128];

    if (encart__lua_stack_ok(stack, &left, &need))
        return 1;
    snprintf(why, sizeof why, "this thread has %zu KiB of stack left; a plugin needs %zu "
             "KiB", left >> 10, need >> 10);
    refuse(opts, "plugin-stack", why);
    return 0;
}

/* ---- languages ------------------------------------------------------------------------- */

static const encart__catalogue *catalogue_of(const encart__lua_plugin *p, encart__str lang)
{
    for (size_t i = 0; lang.n && i < p->catalogue_count; i++)
        if (encart__str_eq(p->catalogues[i].lang, lang))
            return &p->catalogues[i];
    return NULL;
}

/* "fr-CA" → its own catalogue, then "fr", then "en", then the first there is. Plurals and
 * dates follow the catalogue that was found: those of the region where its language is the
 * one that was asked for. */
static void choose_locale(encart__run *run)
{
    encart__str lang = run->opts.lang, primary = encart__lang_primary(lang);

    run->catalogue = catalogue_of(run->plugin, lang);
    if (!run->catalogue)
        run->catalogue = catalogue_of(run->plugin, primary);
    if (!run->catalogue)
        run->catalogue = catalogue_of(run->plugin, ENCART__STR("en"));
    if (!run->catalogue && run->plugin->catalogue_count)
        run->catalogue = &run->plugin->catalogues[0];
    if (run->catalogue &&
        !encart__str_eq(encart__lang_primary(run->catalogue->lang), primary))
        lang = run->catalogue->lang;
    run->locale = encart__locale_of(lang);
}

/* ---- propose --------------------------------------------------------------------------- */

static void keep_box(lua_State *L, encart__run *run, int index, uint8_t *returned)
{
    const uint32_t *handle = lua_touserdata(L, index);
    int ours = 0;

    if (lua_type(L, index) == LUA_TUSERDATA && lua_getmetatable(L, index)) {
        encart__lua_reg_get(L, ENCART__REG_BOX);
        ours = lua_rawequal(L, -1, -2);
        lua_pop(L, 2);
    }
    if (!ours || !handle || *handle >= run->box_count)
        luaL_error(L, "propose: must return boxes made by ctx.box(), or nothing; found a "
                   "%s", luaL_typename(L, index));
    returned[*handle] = 1;
}

/* Results are boxes, nil, or one list of boxes. */
static void keep_results(lua_State *L, encart__run *run, int first, uint8_t *returned)
{
    int top = lua_gettop(L);

    luaL_checkstack(L, 8, NULL);
    for (int i = first; i <= top; i++) {
        lua_Integer n;

        if (!lua_toboolean(L, i))
            continue;
        if (!lua_istable(L, i)) {
            keep_box(L, run, i, returned);
            continue;
        }
        if (lua_getmetatable(L, i))
            luaL_error(L, "propose: returned a table with a metatable");
        n = (lua_Integer)lua_rawlen(L, i);
        for (lua_Integer j = 1; j <= n; j++) {
            encart__lua_charge(L, 1);
            lua_rawgeti(L, i, j);
            if (lua_toboolean(L, -1))
                keep_box(L, run, lua_gettop(L), returned);
            lua_pop(L, 1);
        }
    }
}

/* Boxes made but not returned are forgotten; the order is that of ctx.box(). */
static void drop_others(encart__run *run, const uint8_t *returned)
{
    size_t kept = 0;

    for (size_t i = 0; i < run->box_count; i++)
        if (returned[i])
            run->boxes[kept++] = run->boxes[i];
    run->box_count = kept;
}

void encart__lua_start(lua_State *L, encart__run *run)
{
    run->started = 1;
    encart__lua_open_libs(L, run->plugin->libs);
    encart__lua_open_encart(L);
    encart__lua_open_require(L);
    encart__lua_load_file(L, encart__lua_file_named(run->plugin, ENCART__STR("init.lua")));
    encart__lua_calls(L);
    encart__lua_apply(L, 0, 1);
    if (!lua_istable(L, -1) || lua_getmetatable(L, -1))
        luaL_error(L, "init.lua must return a plain table with propose(), not a %s",
                   luaL_typename(L, -1));
    encart__lua_reg_set(L, ENCART__REG_PLUGIN);
}

int encart__lua_push_hook(lua_State *L, const char *name)
{
    encart__lua_reg_get(L, ENCART__REG_PLUGIN);
    lua_pushstring(L, name);
    lua_rawget(L, -2);
    lua_remove(L, -2);
    if (lua_isfunction(L, -1))
        return 1;
    if (!lua_isnil(L, -1))
        luaL_error(L, "init.lua: %s must be a function, not a %s", name,
                   luaL_typename(L, -1));
    lua_pop(L, 1);
    return 0;
}

/* Whether the plugin has a transform(), which it must be allowed to have. */
static int edits(lua_State *L, const encart__run *run)
{
    if (!encart__lua_push_hook(L, "transform"))
        return 0;
    lua_pop(L, 1);
    if (!encart__lua_plugin_can(run->plugin, ENCART__CAN_EDIT))
        luaL_error(L, "transform: the manifest's uses does not name the capability “%s”",
                   encart__capability_name(ENCART__CAN_EDIT));
    return 1;
}

/* Calls the hook, raw. A plugin that edits may have no boxes. */
static void call_propose(lua_State *L, encart__run *run)
{
    int optional = edits(L, run), first;
    uint8_t *returned;

    if (!encart__lua_push_hook(L, "propose")) {
        if (!optional)
            luaL_error(L, "init.lua must return a table with the function propose");
        return;
    }
    run->hook = "propose";
    encart__lua_calls(L);
    encart__ctx_push(L);
    first = lua_gettop(L) - 1;
    encart__lua_apply(L, 1, LUA_MULTRET);
    returned = lua_newuserdatauv(L, run->box_count + 1, 0);
    memset(returned, 0, run->box_count + 1);
    lua_insert(L, first);
    keep_results(L, run, first + 1, returned);
    drop_others(run, returned);
}

static int propose_protected(lua_State *L)
{
    encart__run *run = lua_touserdata(L, 1);

    if (!run->started)
        encart__lua_start(L, run);
    call_propose(L, run);
    return 0;
}

static encart__run *run_new(const encart__run_opts *opts, const encart__lua_stack *stack,
                            size_t max)
{
    encart__lua_limits limits = {
        opts->fuel ? opts->fuel : ENCART__PLUGIN_FUEL,
        opts->memory ? opts->memory : ENCART__PLUGIN_MEMORY,
        opts->time_ms ? opts->time_ms : ENCART__PLUGIN_TIME_MS,
        1,
    };
    encart__run *run = encart__calloc(opts->alloc, 1, sizeof *run);

    if (!run)
        return NULL;
    run->opts = *opts;
    run->stack = *stack;
    run->plugin = opts->plugin->data;
    run->policy = encart__plugin_policy(&run->plugin->pub);
    run->hook = "load";
    run->box = ENCART__STR_EMPTY;
    run->box_max = max;
    run->boxes = encart__arena_array(opts->arena, max + 1, sizeof *run->boxes);
    encart__strbuf_init(&run->scratch, opts->alloc, ENCART__PLUGIN_STRING);
    choose_locale(run);
    if (!run->boxes || !encart__lua_init(&run->lua, opts->alloc, &limits)) {
        encart__lua_free(&run->lua);
        encart__free(opts->alloc, run, sizeof *run);
        return NULL;
    }
    run->lua.user = run;
    return run;
}

static encart__run *transform(const encart__run_opts *opts, encart__edits *edits, int *ok)
{
    encart__lua_stack stack = {NULL, NULL};
    encart__run *run;

    *ok = 0;
    if (!stack_ok(opts, &stack))
        return NULL;
    run = run_new(opts, &stack, 0);
    if (!run)
        return refuse(opts, "plugin-memory", "out of memory");
    *ok = encart__run_transform(run, edits);
    run->failed = !*ok;
    if (run->failed)
        tell_fault(run);
    return run;
}

/* The run that transform() began, which reads the article anew. */
static encart__run *go_on(const encart__run_opts *opts, size_t max)
{
    encart__run *run = opts->run;

    run->opts = *opts;
    run->edition++;
    run->boxes = encart__arena_array(opts->arena, max + 1, sizeof *run->boxes);
    run->box_max = run->boxes ? max : 0;
    return run;
}

static encart__run *propose(const encart__run_opts *opts, encart__box *boxes, size_t max,
                            size_t *count)
{
    encart__lua_stack stack = {NULL, NULL};
    encart__run *run;

    *count = 0;
    if (opts->run && opts->run->failed)
        return opts->run;
    if (!stack_ok(opts, opts->run ? &opts->run->stack : &stack))
        return opts->run;
    run = opts->run ? go_on(opts, max) : run_new(opts, &stack, max);
    if (!run)
        return refuse(opts, "plugin-memory", "out of memory");
    if (!encart__lua_call(&run->lua, propose_protected, run)) {
        tell_fault(run);
        run->box_count = 0;
    }
    for (size_t i = 0; i < run->box_count; i++)
        boxes[i] = run->boxes[i];
    *count = run->box_count;
    return run;
}

/* ---- build, end ------------------------------------------------------------------------ */

static encart__node_id build(encart__run *run, const encart__box *box, const encart__at *at,
                             encart__tree *out)
{
    encart__building b = {.run = run, .box = box, .at = at, .out = out};

    if (!stack_ok(&run->opts, &run->stack))
        return 0;
    run->hook = "content";
    run->box = box->id;
    run->after = at->prev ? (size_t)(at->prev - run->opts.article->blocks) + 1 : 0;
    if (!encart__lua_call(&run->lua, encart__lua_build, &b)) {
        tell_fault(run);
        encart__tree_remove(out, b.root);
        b.root = 0;
    }
    run->box = ENCART__STR_EMPTY;
    return b.root;
}

static void end(encart__run *run, encart__run_stats *stats)
{
    const encart__alloc *alloc;

    if (!run)
        return;
    if (stats)
        *stats = (encart__run_stats){
            run->lua.fuel_max - run->lua.fuel, run->lua.used,
            encart__lua_cpu_ns(&run->lua),
            run->lua.dead != ENCART__ALIVE, run->lua.dead == ENCART__DEAD_CLOCK,
            run->read.max_age, run->read.grain};
    alloc = run->opts.alloc;
    json_decref(run->hidden);
    json_decref(run->params);
    encart__lua_free_fragments(run);
    encart__lua_free_head(run);
    encart__strbuf_free(&run->scratch);
    encart__lua_free(&run->lua);
    encart__free(alloc, run, sizeof *run);
}

const encart__runtime encart__lua_runtime = {
    encart__lua_plugin_load, encart__lua_plugin_unload, transform, propose, build, end,
    encart__lua_data,
};
