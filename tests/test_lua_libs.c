/* Our library against Lua's own: the same script in both, the same answers. What differs
 * by intent (order, addresses, bounds) is tested by itself. */
#include "lua/libs.h"
#include "tests/suite.h"

#include <lualib.h>

#include <stdlib.h>
#include <string.h>

#define PLENTY_FUEL 2000000000L
#define PLENTY_MEMORY ((size_t)1 << 30)

static encart__lua ours;
static const char *script;

static void fresh(void)
{
    encart__lua_limits limits = {PLENTY_FUEL, PLENTY_MEMORY, -1, 0};

    ck_assert(encart__lua_init(&ours, NULL, &limits));
}

static void drop(void)
{
    encart__lua_free(&ours);
}

/* Runs `script`, leaves its value in the registry as "out". */
static int run_script(lua_State *L)
{
    encart__lua_open_libs(L, ENCART__LIB_ALL);
    if (luaL_loadbufferx(L, script, strlen(script), "@test.lua", "t") != LUA_OK)
        return lua_error(L);
    encart__lua_apply(L, 0, 1);
    lua_setfield(L, LUA_REGISTRYINDEX, "out");
    return 0;
}

static void run_ours(const char *code)
{
    script = code;
    ck_assert_msg(encart__lua_call(&ours, run_script, NULL), "%s:%d: %s",
                  ours.fault.source, ours.fault.line, ours.fault.text);
}

/* The value of `code` as a string. */
static const char *value_of(const char *code)
{
    run_ours(code);
    lua_getfield(ours.L, LUA_REGISTRYINDEX, "out");
    return lua_type(ours.L, -1) == LUA_TSTRING ? lua_tostring(ours.L, -1) : NULL;
}

/* The message with which `code` ends. */
static const char *fault_of(const char *code)
{
    script = code;
    ck_assert_msg(!encart__lua_call(&ours, run_script, NULL), "no error");
    return ours.fault.text;
}

START_TEST(library_gives_the_answers_of_stock_lua)
{
    size_t n, differences = 0;
    char *code = suite_read(suite_src("tests/lua/differential.lua"), &n);
    lua_State *stock = luaL_newstate();
    lua_Integer count;

    ck_assert_ptr_nonnull(code);
    luaL_openlibs(stock);
    ck_assert_msg(luaL_loadbufferx(stock, code, n, "@test.lua", "t") == LUA_OK &&
                      lua_pcall(stock, 0, 1, 0) == LUA_OK,
                  "stock: %s", lua_tostring(stock, -1));
    run_ours(code);
    lua_getfield(ours.L, LUA_REGISTRYINDEX, "out");
    count = (lua_Integer)lua_rawlen(stock, -1);
    ck_assert_int_gt(count, 40000);
    ck_assert_int_eq((lua_Integer)lua_rawlen(ours.L, -1), count);
    for (lua_Integer i = 1; i <= count; i++) {
        lua_rawgeti(stock, -1, i);
        lua_rawgeti(ours.L, -1, i);
        if (strcmp(lua_tostring(stock, -1), lua_tostring(ours.L, -1)) != 0 &&
            differences++ < 400)
            fprintf(stderr, "stock: %s\nours:  %s\n", lua_tostring(stock, -1),
                    lua_tostring(ours.L, -1));
        lua_pop(stock, 1);
        lua_pop(ours.L, 1);
    }
    lua_close(stock);
    free(code);
    ck_assert_uint_eq(differences, 0);
}
END_TEST

START_TEST(pairs_gives_numbers_then_strings_in_order)
{
    ck_assert_str_eq(value_of("local o = {}\n"
                              "for k, v in pairs {z = 1, a = 2, [3] = 3, [-1] = 4, [1.5] = 5,"
                              " b = 6, ab = 7, [1] = 8} do o[#o + 1] = k .. '=' .. v end\n"
                              "return table.concat(o, ' ')"),
                     "-1=4 1=8 1.5=5 3=3 a=2 ab=7 b=6 z=1");
}
END_TEST

START_TEST(next_walks_in_the_order_of_pairs)
{
    ck_assert_str_eq(value_of("local o, k, v = {}, nil, nil\n"
                              "local t = {b = 1, a = 2, 10, 20}\n"
                              "repeat k, v = next(t, k) if k then o[#o + 1] = k .. v end\n"
                              "until not k\n"
                              "return table.concat(o, ' ') .. tostring(next({}))"),
                     "110 220 a2 b1nil");
}
END_TEST

/* An integer that a float cannot tell from its neighbour still has its place. */
START_TEST(pairs_orders_integers_and_floats_exactly)
{
    ck_assert_str_eq(value_of("local o = {}\n"
                              "for _, v in pairs {[math.maxinteger] = 'd', [2.0^63] = 'e',\n"
                              " [-2.0^63 * 2] = 'a', [math.mininteger] = 'b', [0.5] = 'c',\n"
                              " [math.huge] = 'f', [-math.huge] = '0'} do o[#o + 1] = v end\n"
                              "local p, k = {}, nil\n"
                              "local t = {[math.maxinteger] = 'd', [2.0^63] = 'e', [0.5] = 'c'}\n"
                              "repeat k = next(t, k) p[#p + 1] = t[k or ''] until not k\n"
                              "return table.concat(o) .. ' ' .. table.concat(p)"),
                     "0abcdef cde");
}
END_TEST

START_TEST(pairs_skips_what_was_removed_meanwhile)
{
    ck_assert_str_eq(value_of("local o, t = {}, {a = 1, b = 2, c = 3}\n"
                              "for k in pairs(t) do o[#o + 1] = k t.b = nil end\n"
                              "return table.concat(o)"),
                     "ac");
}
END_TEST

START_TEST(pairs_refuses_keys_without_an_order)
{
    ck_assert_ptr_nonnull(strstr(fault_of("for _ in pairs {[{}] = 1} do end"),
                                 "only numbers and strings"));
}
END_TEST

START_TEST(nothing_reveals_an_address)
{
    ck_assert_str_eq(value_of("return tostring({}) .. tostring(print) .. tostring(pairs) .. "
                              "string.format('%s', {}) .. tostring(pcall(string.format, '%p', "
                              "{}))"),
                     "tablenilfunctiontablefalse");
}
END_TEST

START_TEST(sort_is_stable)
{
    ck_assert_str_eq(value_of("local t = {} for i = 1, 60 do t[i] = {k = i * 7 % 3, i = i} end\n"
                              "table.sort(t, function(a, b) return a.k < b.k end)\n"
                              "for i = 2, 60 do local a, b = t[i - 1], t[i]\n"
                              "  if a.k > b.k or a.k == b.k and a.i > b.i then return 'no' end\n"
                              "end return 'stable'"),
                     "stable");
}
END_TEST

START_TEST(what_stock_offers_and_plugins_must_not_have_is_absent)
{
    ck_assert_str_eq(value_of("local o = {}\n"
                              "for _, n in ipairs {'load', 'loadstring', 'loadfile', 'dofile', "
                              "'require', 'print', 'xpcall', 'collectgarbage', 'coroutine', "
                              "'debug', 'io', 'os', 'package', '_G'} do\n"
                              "  if _ENV[n] ~= nil then o[#o + 1] = n end end\n"
                              "for _, n in ipairs {'dump', 'pack', 'unpack', 'packsize'} do\n"
                              "  if string[n] then o[#o + 1] = n end end\n"
                              "if table.move or math.random or math.randomseed then\n"
                              "  o[#o + 1] = 'more' end\n"
                              "return table.concat(o, ' ')"),
                     "");
}
END_TEST

START_TEST(methods_of_strings_are_ours)
{
    ck_assert_str_eq(value_of("return tostring(('').find == string.find and not ('').dump and "
                              "getmetatable('') == false)"),
                     "true");
}
END_TEST

START_TEST(setmetatable_refuses_what_would_run_unwatched)
{
    static const char *const events[] = {"__gc", "__close", "__mode", "__name"};
    char code[64];

    for (size_t i = 0; i < 4; i++) {
        snprintf(code, sizeof code, "setmetatable({}, {%s = 'k'})", events[i]);
        ck_assert_ptr_nonnull(strstr(fault_of(code), events[i]));
        drop();
        fresh();
    }
}
END_TEST

START_TEST(results_are_bounded_in_number_and_size)
{
    ck_assert_ptr_nonnull(strstr(fault_of("return ('x'):rep(1 << 21)"), "too large"));
    drop();
    fresh();
    ck_assert_ptr_nonnull(strstr(fault_of("return table.unpack({}, 1, 251)"), "unpack"));
    drop();
    fresh();
    ck_assert_ptr_nonnull(strstr(fault_of("return ('x'):rep(300):byte(1, -1)"), "results"));
}
END_TEST

START_TEST(faults_carry_the_line_of_the_plugin)
{
    fault_of("local x = 1\n\nreturn x.y.z");
    ck_assert_str_eq(ours.fault.source, "test.lua");
    ck_assert_int_eq(ours.fault.line, 3);
    ck_assert_ptr_null(strstr(ours.fault.text, "test.lua"));
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("lua_libs");
    TCase *c = tcase_create("library");

    tcase_set_timeout(c, 120);
    tcase_add_checked_fixture(c, fresh, drop);
    tcase_add_test(c, library_gives_the_answers_of_stock_lua);
    tcase_add_test(c, pairs_gives_numbers_then_strings_in_order);
    tcase_add_test(c, next_walks_in_the_order_of_pairs);
    tcase_add_test(c, pairs_orders_integers_and_floats_exactly);
    tcase_add_test(c, pairs_skips_what_was_removed_meanwhile);
    tcase_add_test(c, pairs_refuses_keys_without_an_order);
    tcase_add_test(c, nothing_reveals_an_address);
    tcase_add_test(c, sort_is_stable);
    tcase_add_test(c, what_stock_offers_and_plugins_must_not_have_is_absent);
    tcase_add_test(c, methods_of_strings_are_ours);
    tcase_add_test(c, setmetatable_refuses_what_would_run_unwatched);
    tcase_add_test(c, results_are_bounded_in_number_and_size);
    tcase_add_test(c, faults_carry_the_line_of_the_plugin);
    suite_add_tcase(s, c);
    return s;
}

int main(void)
{
    return suite_main("test_lua_libs", suite());
}
