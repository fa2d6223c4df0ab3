/* What must hold of every render: strip(render(x)) = N(x), render(render(x)) = render(x),
 * a sanitised fragment stays as it is, threads and saved articles give the same bytes. */
#include "tests/golden.h"
#include "tests/suite.h"

#include <jansson.h>
#include <locale.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

static golden_case *cases;
static size_t count;

static int is_fragment(const golden_case *c)
{
    return !c->options || !strstr(c->options, "\"page\"");
}

START_TEST(strip_gives_the_fragment_without_plugins)
{
    const golden_case *c = &cases[_i];
    golden_run with = golden_render(c, NULL, 0, 1, NULL);
    golden_run without = golden_render(c, NULL, 0, 0, NULL);
    encart_engine *e;
    encart_buffer *b;

    ck_assert_int_eq(with.status | without.status, ENCART_OK);
    if (is_fragment(c)) {
        ck_assert_int_eq(golden_engine(&e, c, 1, NULL, NULL), ENCART_OK);
        ck_assert_int_eq(encart_strip(&b, e, with.html, with.html_size, NULL), ENCART_OK);
        ck_assert_str_eq(encart_buffer_data(b, NULL), without.html);
        encart_buffer_free(b);
        encart_engine_free(e);
    }
    golden_run_free(&with);
    golden_run_free(&without);
}
END_TEST

/* The host keeps the metadata and hands the rendered body in again. */
static char *with_body(const golden_case *c, const char *html)
{
    json_t *doc = json_loadb(c->in, c->in_size, 0, NULL);
    json_t *body = json_object_get(doc, "body");
    char *out;

    ck_assert_ptr_nonnull(body);
    json_object_set_new(body, "format", json_string("html"));
    json_object_set_new(body, "value", json_string(html));
    out = json_dumps(doc, 0);
    json_decref(doc);
    return out;
}

START_TEST(rendering_a_render_changes_nothing)
{
    golden_case c = cases[_i];
    golden_run one, two;
    char *again;

    if (c.in[0] != '{' || !is_fragment(&c))
        return;
    one = golden_render(&c, NULL, 0, 1, NULL);
    ck_assert_int_eq(one.status, ENCART_OK);
    again = with_body(&c, one.html);
    c.in = again;
    c.in_size = strlen(again);
    two = golden_render(&c, NULL, 0, 1, NULL);
    ck_assert_int_eq(two.status, ENCART_OK);
    ck_assert_str_eq(two.html, one.html);
    free(again);
    golden_run_free(&one);
    golden_run_free(&two);
}
END_TEST

START_TEST(a_sanitised_fragment_stays_as_it_is)
{
    const golden_case *c = &cases[_i];
    encart_engine *e;
    encart_buffer *one, *two;
    size_t n;
    const char *p;

    ck_assert_int_eq(golden_engine(&e, c, 1, NULL, NULL), ENCART_OK);
    ck_assert_int_eq(encart_sanitise(&one, NULL, e, c->in, c->in_size, NULL, NULL), 0);
    p = encart_buffer_data(one, &n);
    ck_assert_int_eq(encart_sanitise(&two, NULL, e, p, n, NULL, NULL), 0);
    ck_assert_str_eq(encart_buffer_data(two, NULL), p);
    encart_buffer_free(one);
    encart_buffer_free(two);
    encart_engine_free(e);
}
END_TEST

static char *render_html(const encart_engine *e, const encart_article *a)
{
    encart_result *r;
    char *out = NULL;

    if (encart_render(&r, e, a, NULL, NULL) == ENCART_OK)
        out = strdup(encart_result_html(r, NULL));
    encart_result_free(r);
    return out;
}

START_TEST(a_saved_article_renders_the_same)
{
    const golden_case *c = &cases[_i];
    encart_load_options lo = ENCART_LOAD_OPTIONS_INIT;
    encart_engine *e;
    encart_article *a, *b;
    encart_buffer *saved, *again;
    const char *bytes;
    size_t n;
    char *x, *y;

    ck_assert_int_eq(golden_engine(&e, c, 1, NULL, NULL), ENCART_OK);
    ck_assert_int_eq(encart_article_load(&a, e, c->in, c->in_size, NULL, NULL), ENCART_OK);
    ck_assert_int_eq(encart_article_save(&saved, a, NULL), ENCART_OK);
    lo.format = "saved";
    bytes = encart_buffer_data(saved, &n);
    ck_assert_int_eq(encart_article_load(&b, e, bytes, n, &lo, NULL), ENCART_OK);
    ck_assert_int_eq(encart_article_save(&again, b, NULL), ENCART_OK);
    ck_assert_str_eq(encart_buffer_data(again, NULL), bytes);
    x = render_html(e, a);
    y = render_html(e, b);
    ck_assert_ptr_nonnull(x);
    ck_assert_str_eq(x, y);
    free(x);
    free(y);
    encart_buffer_free(saved);
    encart_buffer_free(again);
    encart_article_free(a);
    encart_article_free(b);
    encart_engine_free(e);
}
END_TEST

typedef struct {
    const encart_engine *engine;
    const encart_article *article;
    const char *want;
    int wrong;
} job;

static void *thread_main(void *arg)
{
    job *j = arg;

    for (int i = 0; i < 20; i++) {
        char *html = render_html(j->engine, j->article);

        j->wrong += !html || strcmp(html, j->want) != 0;
        free(html);
    }
    return NULL;
}

START_TEST(eight_threads_give_the_bytes_of_one)
{
    encart_engine *e;
    encart_article *a;
    pthread_t threads[8];
    job jobs[8];
    char *want;

    ck_assert_int_eq(golden_engine(&e, &cases[0], 1, NULL, NULL), ENCART_OK);
    ck_assert_int_eq(encart_article_load(&a, e, cases[0].in, cases[0].in_size, NULL, NULL), 0);
    want = render_html(e, a);
    ck_assert_ptr_nonnull(want);
    for (int i = 0; i < 8; i++) {
        jobs[i] = (job){e, a, want, 0};
        ck_assert_int_eq(pthread_create(&threads[i], NULL, thread_main, &jobs[i]), 0);
    }
    for (int i = 0; i < 8; i++) {
        pthread_join(threads[i], NULL);
        ck_assert_int_eq(jobs[i].wrong, 0);
    }
    free(want);
    encart_article_free(a);
    encart_engine_free(e);
}
END_TEST

START_TEST(the_locale_is_left_alone_and_does_not_matter)
{
    static const char *const locales[] = {"C", "C.UTF-8", "fr_FR.UTF-8", "tr_TR.UTF-8"};
    golden_run first = golden_render(&cases[0], NULL, 0, 1, NULL), run;

    for (size_t i = 0; i < sizeof locales / sizeof *locales; i++) {
        const char *set = setlocale(LC_ALL, locales[i]);
        char *before;

        if (!set)
            continue;
        before = strdup(setlocale(LC_ALL, NULL));
        run = golden_render(&cases[0], NULL, 0, 1, NULL);
        ck_assert_str_eq(run.html, first.html);
        ck_assert_str_eq(setlocale(LC_ALL, NULL), before);
        free(before);
        golden_run_free(&run);
    }
    golden_run_free(&first);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("invariants");
    TCase *c = tcase_create("invariants");
    int status;

    count = golden_load(&cases);
    tcase_set_timeout(c, 120);
    tcase_add_loop_test(c, strip_gives_the_fragment_without_plugins, 0, (int)count);
    tcase_add_loop_test(c, rendering_a_render_changes_nothing, 0, (int)count);
    tcase_add_loop_test(c, a_sanitised_fragment_stays_as_it_is, 0, (int)count);
    tcase_add_loop_test(c, a_saved_article_renders_the_same, 0, (int)count);
    tcase_add_test(c, eight_threads_give_the_bytes_of_one);
    tcase_add_test(c, the_locale_is_left_alone_and_does_not_matter);
    suite_add_tcase(s, c);
    status = suite_main("test_invariants", s);
    golden_free(cases, count);
    return status;
}
