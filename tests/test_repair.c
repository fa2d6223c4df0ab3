/* libtidy, contained: what it repairs, what it may not touch, and that neither a failed
 * allocation nor a hostile shape gets out of the box.
 */
#include "tests/sanitised.h"
#include "core/html/decode.h"

#include <dirent.h>
#include <locale.h>
#include <pthread.h>
#include <stdio.h>
#include <time.h>

/* Filters `html` and gives it to libtidy alone. 1 when libtidy's tree was taken. */
static int repaired(const char *html, encart__strbuf *out)
{
    encart__sanitise_opts o = opts_of("article");
    encart__tokens tokens;
    encart__clean clean;
    encart__tree t;
    encart__dresser dresser = {&t, &clean};
    encart__builder *b = malloc(sizeof *b);
    encart__diags none = {0};
    int ok;

    encart__tokens_init(&tokens, NULL);
    encart__clean_init(&clean, NULL);
    encart__tree_init(&t, NULL);
    ck_assert_int_eq(encart__tokenize(&tokens, encart__str_z(html), 1), ENCART_OK);
    encart__filter(&clean, &tokens, NULL, &o, &none);
    encart__build(b, &clean, &dresser);
    encart__tree_free(&t);
    encart__tree_init(&t, NULL);
    ok = encart__repair(b, &clean, &dresser, NULL);
    if (ok)
        encart__serialise(&t, out);
    encart__tree_free(&t);
    encart__clean_free(&clean);
    encart__tokens_free(&tokens);
    free(b);
    return ok;
}

START_TEST(legal_markup_comes_back_as_it_was)
{
    static const char *const cases[] = {
        "<p>a <em> b </em>c</p>\n",
        "<p>a<br>b <img alt=\"y\" src=\"x.jpg\"> c</p>\n<hr>\n",
        "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>\n",
        "<table><caption>t</caption><tbody><tr><td>a</td><th>b</th></tr></tbody></table>\n",
        "<figure><picture><source srcset=\"a.webp\"><img src=\"a.jpg\"></picture>"
        "<figcaption>b</figcaption></figure>\n",
        "<details open=\"\"><summary>a</summary><p>b</p></details>\n",
        "<p><ruby>a<rp>(</rp><rt>b</rt><rp>)</rp></ruby> <time datetime=\"2024\">c</time></p>\n",
        "<blockquote cite=\"https://example.org/\"><p>a</p></blockquote>\n",
        "<pre>  a\n   b\n</pre>\n",
        "<p class=\"k\" id=\"a-x\" lang=\"ar\">a</p>\n",
        "<!--encart:here lire-aussi--><p>a</p>\n",
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        encart__strbuf out;

        encart__strbuf_init(&out, NULL, 0);
        ck_assert_msg(repaired(cases[i], &out), "%s", cases[i]);
        ck_assert_str_eq(encart__strbuf_z(&out), cases[i]);
        encart__strbuf_free(&out);
    }
}
END_TEST

START_TEST(crossed_formatting_is_nested_again)
{
    static const pair pairs[] = {
        {"<p>a <b>b <i>c</b> d</i> e</p>", "<p>a <b>b <i>c</i></b><i> d</i> e</p>"},
        {"<b>a<p>b</b>c</p>", "<b>a</b><p><b>b</b>c</p>"},
    };

    EXPECT_PAIRS(pairs, "article");
}
END_TEST

START_TEST(the_hosts_locale_is_left_alone)
{
    char before[256];
    encart__strbuf out;

    setenv("LC_ALL", "C.UTF-8", 1);
    ck_assert_ptr_nonnull(setlocale(LC_ALL, "C"));
    strcpy(before, setlocale(LC_ALL, NULL));
    encart__strbuf_init(&out, NULL, 0);
    ck_assert(repaired("<p>a</p>", &out));
    ck_assert_str_eq(setlocale(LC_ALL, NULL), before);
    encart__strbuf_free(&out);
}
END_TEST

START_TEST(words_that_would_move_are_not_given_away)
{
    encart__strbuf out;

    encart__strbuf_init(&out, NULL, 0);
    /* libtidy puts the words of a table's row in front of the table. */
    ck_assert(!repaired("<table><tr><td>un</td></tr>deux<tr><td>trois</td></tr></table>",
                        &out));
    ck_assert_str_eq(
        clean_of("<table><tr><td>un</td></tr>deux<tr><td>trois</td></tr></table>", "article"),
        "<table><tbody><tr><td>un</td></tr><tr><td>deux</td></tr>"
        "<tr><td>trois</td></tr></tbody></table>");
    encart__strbuf_free(&out);
}
END_TEST

START_TEST(shapes_that_cost_libtidy_seconds_never_reach_it)
{
    static const char *const shapes[] = {"<font><div>", "<b><div>", "<b><i><u><p>a",
                                         "<a href=x><p>"};
    encart__strbuf in, out;

    encart__strbuf_init(&in, NULL, 0);
    encart__strbuf_init(&out, NULL, 0);
    for (size_t s = 1; s < sizeof shapes / sizeof shapes[0]; s++) {
        encart__strbuf_clear(&in);
        for (int i = 0; i < 300; i++)
            encart__strbuf_puts(&in, shapes[s]);
        ck_assert_msg(!repaired(encart__strbuf_z(&in), &out), "%s", shapes[s]);
    }
    encart__strbuf_free(&in);
    encart__strbuf_free(&out);
}
END_TEST

static const char crossed[] =
    "<p>un <b>deux <i>trois</b> quatre</i></p><ul>cinq<li id=x>six</ul>"
    "<table><tr><td><b>sept<p>huit</b></table><a href='#x'>neuf</a><!--encart:here p-->";

static int try_with(suite_alloc *a)
{
    encart__sanitise_opts o = opts_of("article");
    encart__tree t;
    int status;

    encart__tree_init(&t, &a->vtable);
    o.accessible = o.paragraphs = 1;
    status = encart__sanitise_html(&t, encart__str_z(crossed), &o, NULL, &a->vtable, NULL);
    encart__tree_free(&t);
    return status;
}

START_TEST(each_failed_allocation_is_survived)
{
    suite_alloc a;
    size_t total, nomem = 0;

    suite_alloc_init(&a);
    ck_assert_int_eq(try_with(&a), ENCART_OK);
    ck_assert_uint_eq(a.live, 0);
    total = a.count;
    ck_assert_uint_gt(total, 30);
    for (int after = 0; after < 2; after++) {
        for (size_t i = 1; i <= total; i++) {
            int status;

            suite_alloc_init(&a);
            a.fail_at = i;
            a.fail_after = after;
            status = try_with(&a);
            ck_assert_msg(status == ENCART_OK || status == ENCART_ENOMEM, "%d", status);
            ck_assert_uint_eq(a.live, 0);
            nomem += status == ENCART_ENOMEM;
            if (after)
                ck_assert_int_eq(status, ENCART_ENOMEM);
        }
    }
    ck_assert_uint_gt(nomem, total);
}
END_TEST

/* ---- hostile files, on a small stack --------------------------------------------------- */

static double cpu_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

typedef struct {
    char worst_name[512];
    double worst;
    size_t files, most_bytes;
} hostile;

static void one_file(hostile *h, const char *path, const char *name)
{
    encart__sanitise_opts o = opts_of("article");
    size_t n = 0;
    char *bytes = suite_read(path, &n);
    encart__strbuf html;
    encart__tree t;
    suite_alloc a;
    double start, spent;

    ck_assert_ptr_nonnull(bytes);
    suite_alloc_init(&a);
    encart__strbuf_init(&html, NULL, 0);
    encart__decode_utf8(encart__str_n(bytes, n), &html, NULL);
    encart__tree_init(&t, &a.vtable);
    start = cpu_ms();
    ck_assert_int_eq(encart__sanitise_html(&t, encart__strbuf_view(&html), &o, NULL,
                                           &a.vtable, NULL), ENCART_OK);
    spent = cpu_ms() - start;
    if (a.live_bytes > h->most_bytes)
        h->most_bytes = a.live_bytes;
    if (spent > h->worst) {
        h->worst = spent;
        snprintf(h->worst_name, sizeof h->worst_name, "%s", name);
    }
    h->files++;
    encart__tree_free(&t);
    encart__strbuf_free(&html);
    free(bytes);
}

static void *all_files(void *user)
{
    char dir[4096], path[8192];
    struct dirent *e;
    DIR *d;

    snprintf(dir, sizeof dir, "%s/tidy-crashers", suite_data());
    d = opendir(dir);
    ck_assert_ptr_nonnull(d);
    while ((e = readdir(d))) {
        size_t n = strlen(e->d_name);

        if (n < 5 || strcmp(e->d_name + n - 5, ".html") != 0)
            continue;
        snprintf(path, sizeof path, "%s/%s", dir, e->d_name);
        one_file(user, path, e->d_name);
    }
    closedir(d);
    return NULL;
}

START_TEST(files_that_crash_libtidy_are_read_on_a_small_stack)
{
    hostile h = {0};
    pthread_attr_t attr;
    pthread_t thread;

    if (!suite_data())
        skip_test("no real data");
    ck_assert_int_eq(pthread_attr_init(&attr), 0);
    ck_assert_int_eq(pthread_attr_setstacksize(&attr, (size_t)256 << 10), 0);
    ck_assert_int_eq(pthread_create(&thread, &attr, all_files, &h), 0);
    pthread_join(thread, NULL);
    pthread_attr_destroy(&attr);
    fprintf(stderr, "%zu hostile files, the slowest %s: %.0f ms\n", h.files, h.worst_name,
            h.worst);
    ck_assert_uint_gt(h.files, 50);
    ck_assert_double_lt(h.worst, 1000.0);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("repair");
    TCase *c = tcase_create("repair");

    tcase_set_timeout(c, 300);
    tcase_add_test(c, legal_markup_comes_back_as_it_was);
    tcase_add_test(c, crossed_formatting_is_nested_again);
    tcase_add_test(c, the_hosts_locale_is_left_alone);
    tcase_add_test(c, words_that_would_move_are_not_given_away);
    tcase_add_test(c, shapes_that_cost_libtidy_seconds_never_reach_it);
    tcase_add_test(c, each_failed_allocation_is_survived);
    tcase_add_test(c, files_that_crash_libtidy_are_read_on_a_small_stack);
    suite_add_tcase(s, c);
    return suite_main("test_repair", s);
}
