/* Hostile plugins: each ends by error, by value or by budget, and the process lives. Every
 * reproducer of tests/lua/hostile.lua runs in every context of tests/lua_hostile.c, on an
 * ordinary stack and on a small one. A hang is a test that runs out of time. */
#include "lua/lexcheck.h"
#include "tests/lua_hostile.h"
#include "tests/small_stack.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TIMEOUT_S 60

static lua_host h;

static void fresh(void)
{
    lua_host_init(&h, NULL);
    h.time_ms = 0; /* the default deadline */
}

static void drop(void)
{
    lua_host_free(&h);
}

/* ---- reproducers in contexts ------------------------------------------------------------ */

/* A fault tells where to look: the plugin's file and line, and the hook. */
static void told_where(const hostile_case *c, const hostile_context *context,
                       hostile_end end)
{
    const char *rule = end == HOSTILE_BUDGET ? "plugin-budget"
                       : end == HOSTILE_ERROR ? "plugin-error" : "plugin-load";
    const char *file = end == HOSTILE_REFUSED ? "/probe/init.lua" : "probe/init.lua";
    const encart__diag *d = h.diags.first;

    while (d && strcmp(d->rule, rule) != 0)
        d = d->next;
    ck_assert_msg(d != NULL, "%s: nothing told", c->name);
    ck_assert_msg(strstr(d->source.p, file) != NULL, "%s: %s", c->name, lua_host_diags(&h));
    ck_assert_msg(d->line > 0 || strstr(d->message.p, "file is larger"), "%s: no line: %s",
                  c->name, lua_host_diags(&h));
    if (end != HOSTILE_REFUSED && !c->whole)
        ck_assert_str_eq(d->path.p, context->hook);
}

static void run_cell(const hostile_case *c, const hostile_context *context)
{
    hostile_end expected = hostile_expected(c, context), end = hostile_run(&h, c, context);

    ck_assert_msg(hostile_agrees(expected, end), "%s, %s: ended by %s, not by %s: %s",
                  c->name, context->name, hostile_end_name(end), hostile_end_name(expected),
                  lua_host_diags(&h));
    if (end != HOSTILE_VALUE)
        told_where(c, context, end);
    if (end == HOSTILE_BUDGET)
        ck_assert(h.stats.dead);
}

/* Cells in the order of the table; a reproducer that is a whole file has one. */
static int contexts_of(const hostile_case *c)
{
    return c->whole ? 1 : hostile_context_count;
}

static int count_cells(void)
{
    int count, cells = 0;
    const hostile_case *cases = hostile_cases(&count);

    for (int i = 0; i < count; i++)
        cells += contexts_of(&cases[i]);
    return cells;
}

static void run_nth(int n)
{
    int count;
    const hostile_case *c = hostile_cases(&count);

    ck_assert_int_gt(count, 0);
    for (; n >= contexts_of(c); c++)
        n -= contexts_of(c);
    run_cell(c, &hostile_contexts[n]);
}

START_TEST(a_reproducer_ends_as_it_must)
{
    run_nth(_i);
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

static void *run_on_thread(void *arg)
{
    run_nth(*(int *)arg);
    return NULL;
}

static void *on_stack(size_t size, void *(*f)(void *), void *arg)
{
    pthread_attr_t attr;
    void *result = NULL;
    pthread_t t;

    pthread_attr_init(&attr);
    ck_assert_int_eq(pthread_attr_setstacksize(&attr, size), 0);
    ck_assert_int_eq(pthread_create(&t, &attr, f, arg), 0);
    pthread_join(t, &result);
    pthread_attr_destroy(&attr);
    return result;
}

START_TEST(a_reproducer_ends_so_on_256_kib_of_stack)
{
    int i = _i;

    on_stack((size_t)256 << 10, run_on_thread, &i);
}
END_TEST

#define NEEDED ((size_t)192 << 10) /* without so much a plugin is not started */

/* Calls through C in each other, as deep as they may be: the stack that they touch. A
 * sanitizer's frames are larger; there the guard page alone must hold. */
static void *run_plain(void *arg)
{
    hostile_run(&h, arg, &hostile_contexts[0]);
    return NULL;
}

START_TEST(no_plugin_uses_more_stack_than_it_may)
{
    int count;
    const hostile_case *cases = hostile_cases(&count);
    size_t most = 0;

    for (int i = 0; i < count; i++) {
        size_t used;

        if (strncmp(cases[i].name, "deep_", 5) != 0)
            continue;
        used = on_small_stack((size_t)256 << 10, run_plain, (void *)(uintptr_t)&cases[i]);
        ck_assert_uint_gt(used, 0);
        most = used > most ? used : most;
        drop();
        fresh();
    }
    ck_assert_uint_gt(most, 4096);
#if !defined __SANITIZE_ADDRESS__
    ck_assert_msg(most < NEEDED, "%zu bytes of stack", most);
#endif
}
END_TEST

static const char *const bundled[] = {"lire-aussi", "related", "footer-controls"};
#define BUNDLED ((int)(sizeof bundled / sizeof *bundled))

/* Loads, proposes, builds the bundled plugin *arg. */
static void *propose_bundled(void *arg)
{
    char *html = NULL;

    lua_host_relate(&h, "/a", "A", "fr", "");
    lua_host_relate(&h, "/b", "B", "fr", "");
    lua_host_relate(&h, "/c", "C", "fr", "");
    if (lua_host_load(&h, bundled[*(int *)arg]) && lua_host_propose(&h, NULL))
        html = lua_host_build(&h, 0, 1, 1);
    return html;
}

/* What the thread makes on a small stack is what it makes on a large one. */
START_TEST(bundled_plugins_run_on_256_kib_of_stack)
{
    int i = _i;
    char *small = on_stack((size_t)256 << 10, propose_bundled, &i), *large;

    ck_assert_msg(small && !h.diags.first, "%s", lua_host_diags(&h));
    drop();
    fresh();
    large = on_stack((size_t)8 << 20, propose_bundled, &i);
    ck_assert_msg(large != NULL, "%s", lua_host_diags(&h));
    ck_assert_str_eq(small, large);
    free(small);
    free(large);
}
END_TEST

START_TEST(a_stack_of_64_kib_is_refused_with_its_size)
{
    int i = 0;

    ck_assert_ptr_null(on_stack((size_t)64 << 10, propose_bundled, &i));
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

/* Not the line of whoever caught it on the way: that is where the author would look. */
START_TEST(an_end_that_was_caught_is_told_where_it_came)
{
    ck_assert(lua_host_write(&h, "local function spin()\n while true do end\nend\n"
                                 "return { propose = function()\n pcall(spin)\n end }"));
    lua_host_propose(&h, NULL);
    ck_assert_msg(lua_host_told(&h, "stopped"), "%s", lua_host_diags(&h));
    ck_assert_uint_eq(lua_host_told(&h, "stopped")->line, 2);
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

START_TEST(an_error_s_words_are_clean)
{
    end_with("return { propose = function() error('a\\27[31m\\xFFb\\xC2\\x9Bc\\nd') end }",
             "a [31m?b  c d");
    end_with("return { propose = function(ctx) ctx.warn('x\\7' .. ('é'):rep(400)) end }", "x éé");
}
END_TEST

/* It is cut in the middle of a character, and what is left of that is none. */
START_TEST(a_long_error_ends_with_a_whole_character)
{
    const encart__diag *d;

    ck_assert(lua_host_write(&h, "return { propose = function() error(('x'):rep(510) .. 'é', 0) "
                                 "end }"));
    lua_host_propose(&h, NULL);
    d = lua_host_told(&h, "xxx");
    ck_assert_ptr_nonnull(d);
    ck_assert_int_eq(d->message.p[d->message.n - 1], '?');
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

static void add_cells(Suite *s, const char *name, const TTest *test)
{
    TCase *c = tcase_create(name);
    int cells = count_cells();

    tcase_set_timeout(c, TIMEOUT_S);
    tcase_add_checked_fixture(c, fresh, drop);
    tcase_add_loop_test(c, test, 0, cells ? cells : 1);
    suite_add_tcase(s, c);
}

static Suite *suite(void)
{
    Suite *s = suite_create("lua_sandbox");
    TCase *c = tcase_create("walls");

    add_cells(s, "contexts", a_reproducer_ends_as_it_must);
    add_cells(s, "small-stack", a_reproducer_ends_so_on_256_kib_of_stack);
    tcase_set_timeout(c, TIMEOUT_S);
    tcase_add_checked_fixture(c, fresh, drop);
    tcase_add_test(c, fuel_is_deterministic);
    tcase_add_loop_test(c, bundled_plugins_run_on_256_kib_of_stack, 0, BUNDLED);
    tcase_add_test(c, no_plugin_uses_more_stack_than_it_may);
    tcase_add_test(c, a_stack_of_64_kib_is_refused_with_its_size);
    tcase_add_test(c, compiled_lua_is_refused);
    tcase_add_test(c, long_chains_of_fields_are_refused);
    tcase_add_test(c, chains_through_parentheses_are_refused);
    tcase_add_test(c, deep_brackets_are_refused);
    tcase_add_test(c, to_be_closed_variables_are_refused);
    tcase_add_test(c, a_syntax_error_names_its_line);
    tcase_add_test(c, ordinary_files_pass_the_lexical_check);
    tcase_add_test(c, a_returned_table_with_a_metatable_is_refused);
    tcase_add_test(c, an_end_that_was_caught_is_told_where_it_came);
    tcase_add_test(c, a_content_that_contains_itself_is_refused);
    tcase_add_test(c, an_error_object_that_is_no_string_is_told_by_its_type);
    tcase_add_test(c, an_error_s_words_are_clean);
    tcase_add_test(c, a_long_error_ends_with_a_whole_character);
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
