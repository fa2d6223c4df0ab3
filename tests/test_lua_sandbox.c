/* Hostile plugins: each ends by error, by value or by budget; the process lives and the
 * page stays. Every reproducer runs bare, inside pcall, and inside a content function. */
#include "lua/lexcheck.h"
#include "tests/lua_host.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define TIME_MS 100
#define TIMEOUT_S 20

static lua_host h;

static void fresh(void)
{
    lua_host_init(&h, NULL);
    h.time_ms = TIME_MS;
}

static void drop(void)
{
    lua_host_free(&h);
}

/* ---- reproducers ----------------------------------------------------------------------- */

static const struct {
    const char *name, *code;
} hostile[] = {
    {"loop", "while true do end"},
    {"pcall_loop", "while true do pcall(function() while true do end end) end"},
    {"pcall_tree", "local function f() pcall(f) pcall(f) end while true do f() end"},
    {"xpcall_handler", "local function s() while true do end end xpcall(s, s)"},
    {"pattern_star", "return ('a'):rep(30):find(('a*'):rep(30) .. 'b')"},
    {"pattern_lazy", "return ('a'):rep(200):find('.-.-.-.-.-b')"},
    {"pattern_quad", "return ('x'):rep(20000):gsub('.-y', '')"},
    {"gmatch_long", "for w in ('ab '):rep(3e5 // 1 | 0):gmatch('%a-%s-') do end"},
    {"gsub_grow", "local s = 'x' for i = 1, 40 do s = s:gsub('.', '%0%0%0%0%0%0%0%0') end"},
    {"rep_empty", "return (''):rep(1 << 62)"},
    {"rep_huge", "return ('x'):rep(1 << 33)"},
    {"plain_find", "return ('a'):rep(1 << 20):find(('a'):rep(1 << 19) .. 'b', 1, true)"},
    {"find_many", "local s, p = ('a'):rep(900000), ('a'):rep(400000) .. 'b' "
                  "while true do s:find(p, 1, true) end"},
    {"format_wide", "while true do local _ = ('%99.99f'):rep(4):format(1e300, 1e300, 1e300, "
                    "1e300) end"},
    {"byte_all", "local s = ('x'):rep(900000) while true do s:byte(1, -1) end"},
    {"byte_pcall", "local s = ('x'):rep(900000) while true do pcall(s.byte, s, 1, -1) end"},
    {"unpack_wide", "while true do pcall(table.unpack, {}, 1, 900000) end"},
    {"move_forever", "table.move({}, 1, math.maxinteger - 1, 1, {})"},
    {"insert_len", "table.insert(setmetatable({}, {__len = function() return 1 << 53 end}), 1, "
                   "'x')"},
    {"remove_len", "table.remove(setmetatable({}, {__len = function() return 1 << 53 end}), 1)"},
    {"concat_index", "table.concat(setmetatable({}, {__index = function() return '' end}), '', "
                     "1, 1 << 53)"},
    {"concat_end", "return table.concat({}, '', math.maxinteger, math.maxinteger)"},
    {"sort_true", "local t = {} for i = 1, 20000 do t[i] = i end table.sort(t, function() "
                  "return true end)"},
    {"sort_error", "local t = {3, 2, 1} while true do pcall(table.sort, t, function() error 'x' "
                   "end) end"},
    {"sort_big", "local t = {} for i = 1, 2e5 do t[i] = -i end for i = 1, 40 do table.sort(t) "
                 "t[1], t[9] = t[9], t[1] end"},
    {"next_sparse", "local t = {} for i = 1, 2e5 do t[i] = i end for i = 1, 2e5 do t[i] = nil "
                    "end while true do next(t) end"},
    {"pairs_sparse", "local t = {} for i = 1, 2e5 do t[i] = i end for i = 1, 2e5 do t[i] = nil "
                     "end while true do pairs(t) end"},
    {"gc_spin", "setmetatable({}, {__gc = function() while true do end end})"},
    {"copy_big", "local s = 'x' for i = 1, 20 do s = s .. s end while true do local t = s .. 'y' "
                 "end"},
    {"eq_big", "local s = 'x' for i = 1, 19 do s = s .. s end local a, b = s .. 'a', s .. 'b' "
               "while true do local _ = a == b end"},
    {"lt_big", "local s = 'x' for i = 1, 19 do s = s .. s end local a, b = s .. 'a', s .. 'b' "
               "while true do local _ = a < b end"},
    {"deep_lua", "local function f() return 1 + f() end return f()"},
    {"deep_pcall", "local function f() return pcall(f) end return f()"},
    {"deep_gsub", "local function f() return (('x'):gsub('x', f)) end return f()"},
    {"deep_index", "local t = setmetatable({}, {}) getmetatable(t).__index = function(t, k) "
                   "return t[k .. 'x'] end return t.x"},
    {"deep_tostring", "local t = setmetatable({}, {__tostring = function(t) return tostring(t) "
                      "end}) return tostring(t)"},
    {"deep_concat", "local t = setmetatable({}, {}) getmetatable(t).__concat = function(a, b) "
                    "return a .. b end return t .. t"},
    {"deep_eq", "local m = {} m.__eq = function(a, b) return setmetatable({}, m) == "
                "setmetatable({}, m) end return setmetatable({}, m) == setmetatable({}, m)"},
    {"deep_sort", "local function f() table.sort({2, 1}, function() f() end) end f()"},
    {"deep_map", "local function f() encart.map({1}, f) end f()"},
    {"deep_vararg", "local function b(n, ...) if n == 0 then return end return b(n - 1, 1, ...) "
                    "end b(220000)"},
    {"select_wide", "local function b(n, ...) if n == 0 then while true do select(2, ...) end "
                    "end return b(n - 1, 1, ...) end b(200)"},
    {"mem", "local t = {} while true do t[#t + 1] = ('x'):rep(1000) .. #t end"},
    {"mem_pcall", "while true do pcall(function() local t = {} while true do t[#t + 1] = {} end "
                  "end) end"},
    {"mem_swallow", "local t = {} while true do pcall(function() t[#t + 1] = ('x'):rep(1 << 20) "
                    ".. #t end) end"},
    {"err_object", "error(setmetatable({}, {__tostring = function() error 'boom' end}))"},
    {"err_nil", "error(nil)"},
    {"chunk_of_keys", "while true do pairs {1, 2, 3, a = 1, b = 2} end"},
    {"tostring_spin", "local t = setmetatable({}, {__tostring = function() while true do end "
                      "end}) while true do pcall(string.format, '%s', t) end"},
    {"index_spin", "local t = setmetatable({}, {__index = function() while true do end end}) "
                   "while true do pcall(function() return t.x end) end"},
    {"element_nest", "local e = encart.html.p 'x' for i = 1, 1e6 do e = encart.html.p(e) end"},
    {"list_cycle", "local t = {} t[1] = t return encart.html.p(t)"},
    {"list_sparse", "return encart.html.p { [1 << 40] = 'x', [-5] = 'y', [1.5] = 'z' }"},
    {"env_gone", "_ENV = nil return x"},
    {"utf8_long", "local s = ('é'):rep(400000) while true do utf8.len(s) end"},
    {"warn_flood", "while true do WARN('x') end"},
    {"coroutine_close", "local c = false for i = 1, 20000 do local p = c c = "
                        "coroutine.create(function() end) end"},
    {"collect", "while true do collectgarbage() end"},
    {"load_endless", "return load(function() return 'x = 1 ' end)"},
};
#define HOSTILE ((int)(sizeof hostile / sizeof *hostile))

enum { BARE, IN_PCALL, IN_CONTENT, IN_TOP, WAYS };
static const char *const wraps[WAYS] = {
    "return { propose = function(ctx) WARN = ctx.warn; (function() %s end)() end }",
    "return { propose = function(ctx) WARN = ctx.warn; pcall(function() %s end) "
    "while true do end end }",
    "return { propose = function(ctx) WARN = ctx.warn; return ctx.box('note', { content = "
    "function() pcall(function() %s end) (function() %s end)() end }) end }",
    "WARN = WARN or function() end; local f = function() %s end f() "
    "return { propose = function() end }",
};

static double cpu_now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void run_way(int i, int way)
{
    char code[2048];

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    snprintf(code, sizeof code, wraps[way], hostile[i].code, hostile[i].code);
#pragma GCC diagnostic pop
    ck_assert_msg(lua_host_write(&h, code), "not loaded: %s", lua_host_diags(&h));
    if (lua_host_propose(&h, NULL))
        free(lua_host_build(&h, 0, 1, 1));
    lua_host_end(&h);
}

/* ASan and other tests beside us make the clock coarse: twice the deadline and a bit. */
#define MOST_S (TIME_MS / 1000.0 * 2 + 0.5)

static void end_in_time(int i, int way)
{
    double start = cpu_now(), spent;

    run_way(i, way);
    spent = cpu_now() - start;
    ck_assert_msg(spent < MOST_S, "%s: %.2f s", hostile[i].name, spent);
    if (way == IN_PCALL) /* nothing may swallow the end of the budget */
        ck_assert_msg(!h.plugin || h.stats.dead, "%s: not stopped", hostile[i].name);
}

START_TEST(hostile_code_ends)
{
    end_in_time(_i, BARE);
}
END_TEST

START_TEST(hostile_code_ends_inside_pcall)
{
    end_in_time(_i, IN_PCALL);
}
END_TEST

START_TEST(hostile_code_ends_inside_a_content_function)
{
    end_in_time(_i, IN_CONTENT);
}
END_TEST

/* Without the clock the fuel alone must end it, in bounded time. */
START_TEST(hostile_code_ends_by_fuel_alone)
{
    double start = cpu_now(), spent;

    h.time_ms = -1;
    run_way(_i, IN_PCALL);
    spent = cpu_now() - start;
    ck_assert_msg(spent < 8, "%s: %.2f s without a clock", hostile[_i].name, spent);
}
END_TEST

/* The same fuel is spent on every run: budgets are part of the output. */
START_TEST(fuel_is_deterministic)
{
    long fuel = 0;

    h.time_ms = -1;
    ck_assert(lua_host_write(&h, "return { propose = function(ctx) local t = {} for i = 1, 100 "
                                 "do t['k' .. i] = ('x'):rep(i) end for k, v in pairs(t) do "
                                 "v:find('x-y') end return ctx.box('note', { content = "
                                 "encart.html.p('a') }) end }"));
    for (int i = 0; i < 3; i++) {
        ck_assert_uint_eq(lua_host_propose(&h, NULL), 1);
        lua_host_end(&h);
        ck_assert_int_gt(h.stats.fuel, 1000);
        ck_assert(i == 0 || h.stats.fuel == fuel);
        fuel = h.stats.fuel;
    }
}
END_TEST

/* ---- threads with small stacks ---------------------------------------------------------- */

static void *run_all(void *arg)
{
    int *i = arg;

    for (int way = 0; way < WAYS; way++)
        run_way(*i, way);
    return NULL;
}

static void on_stack(size_t size, void *(*f)(void *), void *arg)
{
    pthread_attr_t attr;
    pthread_t t;

    pthread_attr_init(&attr);
    ck_assert_int_eq(pthread_attr_setstacksize(&attr, size), 0);
    ck_assert_int_eq(pthread_create(&t, &attr, f, arg), 0);
    pthread_join(t, NULL);
    pthread_attr_destroy(&attr);
}

START_TEST(hostile_code_ends_on_a_small_stack)
{
    int i = _i;

    on_stack((size_t)256 << 10, run_all, &i);
}
END_TEST

static void *propose_bundled(void *arg)
{
    (void)arg;
    lua_host_relate(&h, "/a", "A", "fr", "");
    if (lua_host_load(&h, "lire-aussi") && lua_host_propose(&h, NULL))
        free(lua_host_build(&h, 0, 1, 1));
    return NULL;
}

START_TEST(bundled_plugins_run_on_256_kib_of_stack)
{
    on_stack((size_t)256 << 10, propose_bundled, NULL);
    ck_assert_msg(h.box_count == 1 && !h.diags.first, "%s", lua_host_diags(&h));
}
END_TEST

START_TEST(a_stack_of_64_kib_is_refused_with_its_size)
{
    ck_assert(lua_host_load(&h, "lire-aussi"));
    lua_host_relate(&h, "/a", "A", "fr", "");
    on_stack((size_t)64 << 10, propose_bundled, NULL);
    ck_assert_uint_eq(h.box_count, 0);
    ck_assert_msg(lua_host_told(&h, "KiB of stack left"), "%s", lua_host_diags(&h));
}
END_TEST

/* ---- what is refused before it runs ----------------------------------------------------- */

static void refuse(const char *code, const char *why)
{
    ck_assert_msg(!lua_host_write(&h, code), "was loaded");
    ck_assert_msg(lua_host_told(&h, why), "%s", lua_host_diags(&h));
}

START_TEST(compiled_lua_is_refused)
{
    refuse("\033Lua", "compiled Lua");
}
END_TEST

START_TEST(long_chains_of_fields_are_refused)
{
    char code[20000] = "local t = {} t.a = t return t";
    size_t n = strlen(code);

    for (int i = 0; i < 4000; i++, n += 2)
        memcpy(code + n, ".a", 3);
    memcpy(code + n, ".b.c", 5);
    refuse(code, "in a row");
}
END_TEST

START_TEST(chains_through_parentheses_are_refused)
{
    char code[4096];
    size_t n = 0;

    n += (size_t)sprintf(code, "local t = {} return ((t");
    for (int i = 0; i < 60; i++)
        n += (size_t)sprintf(code + n, ".a");
    n += (size_t)sprintf(code + n, ")");
    for (int i = 0; i < 60; i++)
        n += (size_t)sprintf(code + n, "[1]");
    sprintf(code + n, ")");
    refuse(code, "in a row");
}
END_TEST

START_TEST(deep_brackets_are_refused)
{
    char code[1024] = "return ";

    memset(code + 7, '(', 300);
    code[307] = '1';
    memset(code + 308, ')', 300);
    code[608] = '\0';
    refuse(code, "nested deeper");
}
END_TEST

START_TEST(to_be_closed_variables_are_refused)
{
    refuse("local x <close> = nil\nreturn {}", "to-be-closed");
    ck_assert_uint_eq(h.diags.last->line, 1);
    refuse("local x < \n close > = nil\nreturn {}", "to-be-closed");
}
END_TEST

START_TEST(a_syntax_error_names_its_line)
{
    const encart__diag *d;

    refuse("return {\n  propose = function(ctx\n}", "expected");
    d = lua_host_told(&h, "expected");
    ck_assert_uint_eq(d->line, 3);
    ck_assert_ptr_nonnull(strstr(d->source.p, "probe/init.lua"));
}
END_TEST

START_TEST(ordinary_files_pass_the_lexical_check)
{
    static const char *const files[] = {
        "plugins/lire-aussi/init.lua",      "plugins/related/init.lua",
        "plugins/footer-controls/init.lua", "plugins/footer-controls/lib/form.lua",
        "tests/lua/differential.lua",
    };
    uint32_t line;

    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        size_t n;
        char *code = suite_read(suite_src(files[i]), &n);

        ck_assert_ptr_nonnull(code);
        ck_assert_ptr_null(encart__lexcheck(encart__str_n(code, n), &line));
        free(code);
    }
}
END_TEST

/* ---- what a plugin returns -------------------------------------------------------------- */

static void end_with(const char *init, const char *why)
{
    ck_assert_msg(lua_host_write(&h, init), "%s", lua_host_diags(&h));
    if (lua_host_propose(&h, NULL))
        ck_assert_ptr_null(lua_host_build(&h, 0, 1, 1));
    ck_assert_msg(lua_host_told(&h, why), "%s", lua_host_diags(&h));
    drop();
    fresh();
}

START_TEST(a_returned_table_with_a_metatable_is_refused)
{
    end_with("return { propose = function() return setmetatable({}, {__index = function() error "
             "'boom' end}) end }", "metatable");
    end_with("return setmetatable({}, {__index = function() error 'boom' end})",
             "plain table");
}
END_TEST

START_TEST(a_content_that_contains_itself_is_refused)
{
    end_with("return { propose = function(ctx) local t = {} t[1] = t return ctx.box('note', {slot "
             "= 'footer', content = t}) end }", "must be an element p");
    end_with("return { propose = function(ctx) local e = encart.html.p('x') e[1] = e return "
             "ctx.box('note', {content = e}) end }", "contains itself");
}
END_TEST

START_TEST(an_error_object_that_is_no_string_is_told_by_its_type)
{
    end_with("return { propose = function() error(setmetatable({}, {__tostring = function() "
             "error 'boom' end})) end }", "error object (a table value)");
}
END_TEST

START_TEST(an_element_that_was_changed_afterwards_is_checked_again)
{
    end_with("return { propose = function(ctx) local e = encart.html.p('x') e.onclick = 'a()' "
             "return ctx.box('note', {content = e}) end }", "onclick");
    end_with("return { propose = function(ctx) local e = encart.html.p('x') e[0] = 99999 "
             "return ctx.box('note', {content = e}) end }", "must be an element p");
    end_with("return { propose = function(ctx) local e = encart.html.p('x') e[2] = print or "
             "pairs return ctx.box('note', {content = e}) end }", "a child is a function");
    end_with("return { propose = function(ctx) local e = encart.html.p('x') e.class = {} "
             "return ctx.box('note', {content = e}) end }", "is a table");
}
END_TEST

START_TEST(a_box_with_too_much_in_it_is_refused)
{
    end_with("return { propose = function(ctx) local t = {} for i = 1, 3000 do t[i] = "
             "encart.html.br() end return ctx.box('note', {content = encart.html.p(t)}) end }",
             "more than 2000 nodes");
    end_with("return { propose = function(ctx) local t = {} for i = 1, 4 do t[i] = "
             "encart.html.span(('x'):rep(100000)) end return ctx.box('note', {content = "
             "encart.html.p(t)}) end }", "larger than 256 KiB");
}
END_TEST

START_TEST(no_state_outlives_a_render)
{
    ck_assert(lua_host_write(&h, "N = (N or 0) + 1 string.x = (string.x or 0) + 1\n"
                                 "return { propose = function(ctx) return ctx.box('note', { "
                                 "content = encart.html.p(N .. string.x) }) end }"));
    for (int i = 0; i < 2; i++) {
        char *got;

        ck_assert_uint_eq(lua_host_propose(&h, NULL), 1);
        got = lua_host_build(&h, 0, 1, 1);
        ck_assert_str_eq(got, "<p>11</p>");
        free(got);
        lua_host_end(&h);
    }
}
END_TEST

static void add_hostile(Suite *s, const char *name, const TTest *test)
{
    TCase *c = tcase_create(name);

    tcase_set_timeout(c, TIMEOUT_S);
    tcase_add_checked_fixture(c, fresh, drop);
    tcase_add_loop_test(c, test, 0, HOSTILE);
    suite_add_tcase(s, c);
}

static Suite *suite(void)
{
    Suite *s = suite_create("lua_sandbox");
    TCase *c = tcase_create("walls");

    add_hostile(s, "bare", hostile_code_ends);
    add_hostile(s, "pcall", hostile_code_ends_inside_pcall);
    add_hostile(s, "content", hostile_code_ends_inside_a_content_function);
    add_hostile(s, "fuel", hostile_code_ends_by_fuel_alone);
    add_hostile(s, "stack", hostile_code_ends_on_a_small_stack);
    tcase_add_checked_fixture(c, fresh, drop);
    tcase_add_test(c, fuel_is_deterministic);
    tcase_add_test(c, bundled_plugins_run_on_256_kib_of_stack);
    tcase_add_test(c, a_stack_of_64_kib_is_refused_with_its_size);
    tcase_add_test(c, compiled_lua_is_refused);
    tcase_add_test(c, long_chains_of_fields_are_refused);
    tcase_add_test(c, chains_through_parentheses_are_refused);
    tcase_add_test(c, deep_brackets_are_refused);
    tcase_add_test(c, to_be_closed_variables_are_refused);
    tcase_add_test(c, a_syntax_error_names_its_line);
    tcase_add_test(c, ordinary_files_pass_the_lexical_check);
    tcase_add_test(c, a_returned_table_with_a_metatable_is_refused);
    tcase_add_test(c, a_content_that_contains_itself_is_refused);
    tcase_add_test(c, an_error_object_that_is_no_string_is_told_by_its_type);
    tcase_add_test(c, an_element_that_was_changed_afterwards_is_checked_again);
    tcase_add_test(c, a_box_with_too_much_in_it_is_refused);
    tcase_add_test(c, no_state_outlives_a_render);
    suite_add_tcase(s, c);
    return s;
}

int main(void)
{
    return suite_main("test_lua_sandbox", suite());
}
