/* Holes are filled: the exact form only, in their order, whatever stands around them. */
#include "core/base/limits.h"
#include "core/render/holes.h"
#include "core/plugin/reply.h"
#include "tests/suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Answers "name" with "[name params]"; "none" with nothing, "later" not at all, "self" with a
 * hole, "stop" by failing, "huge" with too much. */
static int answer(void *user, const char *name, const char *params, size_t n,
                  encart_reply *reply)
{
    int *asked = user;

    ++*asked;
    ck_assert_uint_eq(strlen(params), n);
    if (strcmp(name, "none") == 0)
        return ENCART_OK;
    if (strcmp(name, "later") == 0)
        return ENCART_ENOTFOUND;
    if (strcmp(name, "stop") == 0)
        return 7;
    if (strcmp(name, "self") == 0) {
        encart__strbuf_puts(&reply->json, "<!--encart:hole self-->");
        return ENCART_OK;
    }
    if (strcmp(name, "huge") == 0) {
        encart__strbuf_reserve(&reply->json, ENCART__MAX_ANSWER + 1);
        return ENCART_OK;
    }
    encart__strbuf_puts(&reply->json, "[");
    encart__strbuf_puts(&reply->json, name);
    encart__strbuf_puts(&reply->json, " ");
    encart__strbuf_puts(&reply->json, params);
    encart__strbuf_puts(&reply->json, "]");
    return ENCART_OK;
}

static int fill(encart__strbuf *out, encart__str html, const encart__alloc *alloc,
                int *asked, encart_error *err)
{
    memset(err, 0, sizeof *err);
    *asked = 0;
    encart__strbuf_init(out, alloc, 0);
    return encart__fill_holes(out, html, answer, asked, err);
}

static void fills(encart__str html, const char *want, int calls)
{
    encart__strbuf out;
    encart_error err;
    int asked;

    ck_assert_int_eq(fill(&out, html, NULL, &asked, &err), ENCART_OK);
    ck_assert_str_eq(encart__strbuf_z(&out), want);
    ck_assert_uint_eq(out.size, strlen(want));
    ck_assert_int_eq(asked, calls);
    encart__strbuf_free(&out);
}

static void fills_z(const char *html, const char *want, int calls)
{
    fills(encart__str_z(html), want, calls);
}

START_TEST(holes_are_filled_in_their_order)
{
    fills_z("", "", 0);
    fills_z("<p>a</p>", "<p>a</p>", 0);
    fills_z("<!--encart:hole a-->", "[a {}]", 1);
    fills_z("<p><!--encart:hole a-1 eyJiIjoxfQ--></p><!--encart:hole a-->c",
            "<p>[a-1 {\"b\":1}]</p>[a {}]c", 2);
    fills_z("x<!--encart:hole b W10-->y", "x[b []]y", 1);
    fills_z("x<!--encart:hole none-->y", "xy", 1);
    fills_z("x<!--encart:hole later W10-->y", "x<!--encart:hole later W10-->y", 1);
}
END_TEST

START_TEST(what_is_put_in_is_not_read_again)
{
    fills_z("<!--encart:hole self--><!--encart:hole a-->", "<!--encart:hole self-->[a {}]", 2);
}
END_TEST

/* Other spellings, ends that are missing, params that are none: they stay, byte for byte. */
START_TEST(only_the_exact_form_is_a_hole)
{
    static const char *const others[] = {
        "<!--encart:hole", "<!--encart:hole ", "<!--encart:hole a", "<!--encart:hole a--",
        "<!--encart:hole a->", "<!--encart:hole a--x>", "<!--encart:hole a --->",
        "<!--encart:hole -->", "<!--encart:hole  a-->", "<!--encart:hole a -->",
        "<!-- encart:hole a-->", "<!--ENCART:hole a-->", "<!--encart:hole A-->",
        "<!--encart:hole 1a-->", "<!--encart:hole a--b-->", "<!--encart:hole a- W10-->",
        "<!--encart:hole a_b-->", "<!--encart:hole a W10 W10-->", "<!--encart:hole a\n-->",
        "<!--encart:hole a W10=-->", "<!--encart:hole a W11-->", "<!--encart:hole a W-->",
        "<!--encart:hole a W+0-->", "<!--encart:hole a MQ-->", "<!--encart:hole a Ww-->",
        "<!--encart:hole a W10--!>", "&lt;!--encart:hole a--&gt;", "<!--encart:here a-->",
        "<!--encart:hole a<!--encart:hole ",
    };

    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        char html[256], want[256];

        fills_z(others[i], others[i], 0);
        snprintf(html, sizeof html, "%s<!--encart:hole a-->", others[i]);
        snprintf(want, sizeof want, "%s[a {}]", others[i]);
        fills_z(html, want, 1);
    }
}
END_TEST

START_TEST(a_name_and_its_params_have_a_greatest_size)
{
    char html[256], want[256], name[ENCART__HOLE_NAME + 2];

    memset(name, 'n', sizeof name);
    name[ENCART__HOLE_NAME] = '\0';
    snprintf(html, sizeof html, "<!--encart:hole %s-->", name);
    snprintf(want, sizeof want, "[%s {}]", name);
    fills_z(html, want, 1);
    name[ENCART__HOLE_NAME] = 'n';
    name[ENCART__HOLE_NAME + 1] = '\0';
    snprintf(html, sizeof html, "<!--encart:hole %s-->", name);
    fills_z(html, html, 0);
}
END_TEST

/* Many begin and none ends: the work grows with the input, or this takes hours. */
START_TEST(a_page_of_beginnings_stays_as_it_is)
{
    const char begin[] = "<!--encart:hole a ", letters[] = "<!--encart:hole a AAAAAAAAAAAAAAA";
    const size_t n = (size_t)16 << 20;
    char *html = malloc(n + 1);

    ck_assert_ptr_nonnull(html);
    for (int round = 0; round < 2; round++) {
        const char *part = round ? letters : begin;
        size_t size = strlen(part);

        for (size_t i = 0; i < n; i++)
            html[i] = part[i % size];
        html[n] = '\0';
        fills_z(html, html, 0);
    }
    memset(html + sizeof begin - 1, 'A', n - sizeof begin + 1);
    fills_z(html, html, 0);
    free(html);
}
END_TEST

START_TEST(a_host_that_fails_ends_it)
{
    static const struct {
        const char *html;
        int status;
    } cases[] = {{"<!--encart:hole a--><!--encart:hole stop--><!--encart:hole a-->",
                  ENCART_EINVAL},
                 {"<!--encart:hole a--><!--encart:hole huge-->", ENCART_ELIMIT}};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        encart__strbuf out;
        encart_error err;
        int asked;

        ck_assert_int_eq(fill(&out, encart__str_z(cases[i].html), NULL, &asked, &err),
                         cases[i].status);
        ck_assert_int_eq(asked, 2);
        ck_assert_int_eq(err.status, cases[i].status);
        ck_assert_int_eq(err.stage, ENCART_STAGE_RENDER);
        ck_assert_ptr_nonnull(strstr(err.message, i ? "“huge”" : "“stop”"));
        encart__strbuf_free(&out);
    }
}
END_TEST

START_TEST(each_allocation_may_fail)
{
    const encart__str html = ENCART__STR("<p>a<!--encart:hole b eyJjIjoiZCJ9-->e"
                                         "<!--encart:hole later--><!--encart:hole f-->");
    size_t failed = 0;

    for (int after = 0; after < 2; after++)
        for (size_t n = 1;; n++) {
            suite_alloc a;
            encart__strbuf out;
            encart_error err;
            int asked, status;

            suite_alloc_init(&a);
            a.fail_at = n;
            a.fail_after = after;
            status = fill(&out, html, &a.vtable, &asked, &err);
            ck_assert_int_eq(status, a.count >= n ? ENCART_ENOMEM : ENCART_OK);
            ck_assert_int_eq(err.status, status);
            encart__strbuf_free(&out);
            ck_assert_uint_eq(a.live, 0);
            if (a.count < n)
                break;
            failed++;
        }
    ck_assert_uint_gt(failed, 4);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("holes");
    TCase *c = tcase_create("fill");

    tcase_set_timeout(c, 120);
    tcase_add_test(c, holes_are_filled_in_their_order);
    tcase_add_test(c, what_is_put_in_is_not_read_again);
    tcase_add_test(c, only_the_exact_form_is_a_hole);
    tcase_add_test(c, a_name_and_its_params_have_a_greatest_size);
    tcase_add_test(c, a_page_of_beginnings_stays_as_it_is);
    tcase_add_test(c, a_host_that_fails_ends_it);
    tcase_add_test(c, each_allocation_may_fail);
    suite_add_tcase(s, c);
    return s;
}

int main(void)
{
    return suite_main("test_holes", suite());
}
