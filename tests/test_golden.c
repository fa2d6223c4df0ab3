/* Every golden case gives exactly its bytes, twice. ENCART_UPDATE_GOLDEN=1 writes them
 * instead (make update-golden): then read the diff. */
#include "tests/golden.h"
#include "tests/suite.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static golden_case *cases;
static size_t count;

static void compare(const golden_case *c, const char *name, const char *got)
{
    char path[4400];
    size_t n = 0;
    char *want;
    FILE *f;

    snprintf(path, sizeof path, "%s/%s", c->dir, name);
    if (getenv("ENCART_UPDATE_GOLDEN")) {
        f = fopen(path, "wb");
        ck_assert_ptr_nonnull(f);
        fputs(got, f);
        fclose(f);
        return;
    }
    want = suite_read(path, &n);
    ck_assert_msg(want != NULL, "%s is missing: make update-golden", path);
    ck_assert_msg(strcmp(want, got) == 0, "%s differs; got:\n%.1500s", path,
                  got);
    free(want);
}

START_TEST(case_gives_its_bytes)
{
    const golden_case *c = &cases[_i];
    golden_run one = golden_render(c, NULL, 0, 1, NULL);
    golden_run two = golden_render(c, NULL, 0, 1, NULL);
    json_t *report;

    ck_assert_msg(one.status == ENCART_OK, "%s: %s", c->name, one.error.message);
    ck_assert_str_eq(one.html, two.html);
    ck_assert_str_eq(one.explain, two.explain);
    ck_assert_str_eq(one.report, two.report);
    report = json_loads(one.report, JSON_REJECT_DUPLICATES, NULL);
    ck_assert_msg(json_is_object(report), "%s: the report is not JSON", c->name);
    ck_assert_uint_ge(json_array_size(json_object_get(report, "plugins")), 2);
    json_decref(report);
    compare(c, "out.html", one.html);
    compare(c, "explain.txt", one.explain);
    golden_run_free(&one);
    golden_run_free(&two);
}
END_TEST

START_TEST(cases_are_there)
{
    ck_assert_uint_ge(count, 8);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("golden");
    TCase *c = tcase_create("golden");
    int status;

    count = golden_load(&cases);
    tcase_set_timeout(c, 60);
    tcase_add_test(c, cases_are_there);
    tcase_add_loop_test(c, case_gives_its_bytes, 0, (int)count);
    suite_add_tcase(s, c);
    status = suite_main("test_golden", s);
    golden_free(cases, count);
    return status;
}
