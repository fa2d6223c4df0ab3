/* Fails each allocation of each golden case in turn: either a clean error or the exact
 * bytes, never a leak, never anything else. */
#include "tests/golden.h"
#include "tests/suite.h"

#include <stdlib.h>
#include <string.h>

static golden_case *cases;
static size_t count;

/* A run under a failing allocator may lose boxes (a plugin that gets no memory), never the
 * page: the HTML must be one of whole boxes, so it is only compared when nothing failed. */
static int try_one(const golden_case *c, size_t fail_at, int after, const char *want,
                   size_t *total)
{
    suite_alloc a;
    golden_run run;
    int reached;

    suite_alloc_init(&a);
    a.fail_at = fail_at;
    a.fail_after = after;
    run = golden_render(c, NULL, 0, 1, &a.vtable);
    reached = fail_at == 0 || a.count >= fail_at;
    *total = a.count;
    ck_assert_msg(a.live == 0, "%s: allocation %zu%s: %zu blocks leak", c->name, fail_at,
                  after ? "+" : "", a.live);
    if (run.status)
        ck_assert_msg(run.status == ENCART_ENOMEM, "%s: allocation %zu: %s %s", c->name,
                      fail_at, encart_status_name(run.status), run.error.message);
    else if (fail_at == 0)
        ck_assert_str_eq(run.html, want);
    else
        ck_assert(strlen(run.html) > 0);
    golden_run_free(&run);
    return reached;
}

START_TEST(each_allocation_may_fail)
{
    const golden_case *c = &cases[_i];
    golden_run good = golden_render(c, NULL, 0, 1, NULL);
    size_t total = 0, ignored, step, tried = 0;

    ck_assert_int_eq(good.status, ENCART_OK);
    try_one(c, 0, 0, good.html, &total);
    ck_assert_uint_gt(total, 20);
    /* Every one of the first 400, then a spread of the rest; all in make check-full. */
    for (size_t i = 1; i <= total; i += step) {
        step = i < 400 || getenv("ENCART_FULL") ? 1 : 1 + total / 400;
        try_one(c, i, 0, good.html, &ignored);
        try_one(c, i, 1, good.html, &ignored);
        tried++;
    }
    ck_assert_uint_gt(tried, 20);
    golden_run_free(&good);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("oom");
    TCase *c = tcase_create("oom");
    int status;

    count = golden_load(&cases);
    tcase_set_timeout(c, 600);
    tcase_add_loop_test(c, each_allocation_may_fail, 0, (int)count);
    suite_add_tcase(s, c);
    status = suite_main("test_oom", s);
    golden_free(cases, count);
    return status;
}
