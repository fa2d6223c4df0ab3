/* libtidy, contained: what it repairs, what it may not touch, and that neither a failed
 * allocation nor a hostile shape gets out of the box.
 */
#include "tests/crossed.h"
#include "core/html/decode.h"
#include "core/sanitise/repair.h"

#include <dirent.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

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

/* Neither is what the builder had no room for. */
START_TEST(what_was_flattened_is_not_given_away)
{
    encart__strbuf in, out;

    encart__strbuf_init(&in, NULL, 0);
    encart__strbuf_init(&out, NULL, 0);
    encart__strbuf_puts(&in, "<table>un<tr><td>deux</table><h1>");
    for (int i = 0; i < 255; i++)
        encart__strbuf_puts(&in, "<p>");
    ck_assert(repaired(encart__strbuf_z(&in), &out));
    encart__strbuf_puts(&in, "<ul><li>trois");
    ck_assert(!repaired(encart__strbuf_z(&in), &out));
    encart__strbuf_free(&in);
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

/* ---- memory that runs out, a budget that is spent --------------------------------------- */

static int try_mode(suite_alloc *a, const char *html, encart__strbuf *out, int always)
{
    encart__sanitise_opts o = opts_of("article");
    encart__tree t;
    int status;

    encart__strbuf_clear(out);
    encart__tree_init(&t, &a->vtable);
    o.accessible = o.paragraphs = 1;
    o.always_repair = always;
    status = encart__sanitise_html(&t, encart__str_z(html), &o, NULL, &a->vtable, NULL);
    if (!status)
        encart__serialise(&t, out);
    encart__tree_free(&t);
    ck_assert_uint_eq(a->live, 0);
    return status;
}

static int try_with(suite_alloc *a, const char *html, encart__strbuf *out)
{
    return try_mode(a, html, out, 1);
}

/* Allocation i alone (`after` 0), or it and all later ones. What the article comes to never
 * depends on how much memory was left: the very bytes, or ENCART_ENOMEM. */
static int fails_well(const char *html, size_t i, int after, const encart__strbuf *want)
{
    suite_alloc a;
    encart__strbuf out;
    int status;

    suite_alloc_init(&a);
    a.fail_at = i;
    a.fail_after = after;
    encart__strbuf_init(&out, NULL, 0);
    status = try_with(&a, html, &out);
    if (!status)
        ck_assert_str_eq(encart__strbuf_z(&out), encart__strbuf_z(want));
    else
        ck_assert_int_eq(status, ENCART_ENOMEM);
    encart__strbuf_free(&out);
    return status == ENCART_ENOMEM;
}

START_TEST(each_failed_allocation_is_survived)
{
    /* Words in front of a table's rows: the builder alone would not do. */
    static const char asks_libtidy[] = "<table>hors<tr><td>dans</table>";
    char html[8192];
    suite_alloc a;
    encart__strbuf want;
    size_t total, failed = 0;

    snprintf(html, sizeof html, "%s%s", asks_libtidy, crossed_documents[_i]);
    encart__strbuf_init(&want, NULL, 0);
    for (int i = 0; i < 2; i++) { /* the first of a process allocates more */
        suite_alloc_init(&a);
        ck_assert_int_eq(try_with(&a, html, &want), ENCART_OK);
    }
    total = a.count;
    ck_assert_uint_gt(total, 15);
    for (size_t i = 1; i <= total; i++) {
        failed += (size_t)fails_well(html, i, 0, &want);
        ck_assert(fails_well(html, i, 1, &want));
    }
    ck_assert_uint_gt(failed, total / 2);
    encart__strbuf_free(&want);
}
END_TEST

enum { CHILD_DONE = 0, CHILD_WENT_ON = 1, CHILD_WRONG = 2 };

/* In a process in which libtidy has not run: allocation i fails, and another document
 * comes after it. */
static int first_document(size_t i)
{
    static const char in[] = "<table>a<tr><td>b</table><p>c <b>d <i>e</b> f</i> g</p>";
    static const char want[] = "<p>a</p>\n<table><tbody><tr><td>b</td></tr></tbody></table>\n"
                               "<p>c <b>d <i>e</i></b><i> f</i> g</p>\n";
    encart__strbuf out;
    suite_alloc first, second;
    int status, right;

    encart__strbuf_init(&out, NULL, 0);
    suite_alloc_init(&first);
    suite_alloc_init(&second);
    first.fail_at = i;
    status = try_with(&first, in, &out);
    right = status ? status == ENCART_ENOMEM : strcmp(encart__strbuf_z(&out), want) == 0;
    status = try_with(&second, in, &out);
    right &= !status && strcmp(encart__strbuf_z(&out), want) == 0;
    encart__strbuf_free(&out);
    if (first.count < i)
        return CHILD_DONE;
    return right ? CHILD_WENT_ON : CHILD_WRONG;
}

START_TEST(each_failed_allocation_of_the_first_document_is_survived)
{
    int status = CHILD_WENT_ON;
    size_t i = 0;

    while (status == CHILD_WENT_ON) {
        pid_t pid;

        i++;
        fflush(NULL); /* the child ends as a whole process does: nothing twice */
        pid = fork();
        if (pid == 0)
            exit(first_document(i));
        ck_assert_int_eq(waitpid(pid, &status, 0), pid);
        ck_assert(WIFEXITED(status));
        status = WEXITSTATUS(status);
    }
    ck_assert_int_eq(status, CHILD_DONE);
    ck_assert_uint_gt(i, 20);
}
END_TEST

/* Filters document `html` and gives it to libtidy with this budget; what libtidy does not
 * give back is built as make_tree() of sanitise.c does. */
static int within(const char *html, encart__repair_budget *budget, suite_alloc *a,
                  encart__strbuf *out)
{
    encart__sanitise_opts o = opts_of("article");
    encart__tokens tokens;
    encart__clean clean;
    encart__tree t;
    encart__dresser dresser = {&t, &clean};
    encart__builder *b = malloc(sizeof *b);
    encart__diags none = {0};
    int taken;

    encart__strbuf_clear(out);
    encart__tokens_init(&tokens, &a->vtable);
    encart__clean_init(&clean, &a->vtable);
    encart__tree_init(&t, &a->vtable);
    ck_assert_int_eq(encart__tokenize(&tokens, encart__str_z(html), 1), ENCART_OK);
    encart__filter(&clean, &tokens, NULL, &o, &none);
    taken = budget && encart__repair_within(b, &clean, &dresser, &a->vtable, budget);
    if (!taken) {
        encart__tree_free(&t);
        encart__tree_init(&t, &a->vtable);
        encart__build(b, &clean, &dresser);
    }
    ck_assert_int_eq(t.failed, 0);
    ck_assert_ptr_null(encart__tree_check(&t));
    encart__serialise(&t, out);
    encart__tree_free(&t);
    encart__clean_free(&clean);
    encart__tokens_free(&tokens);
    free(b);
    ck_assert_uint_eq(a->live, 0);
    return taken;
}

#define PLENTY (encart__repair_budget){100000, (size_t)64 << 20}

/* One document with budgets from nothing to just what it takes. */
typedef struct spending {
    const char *html;
    encart__repair_budget need; /* allocations and bytes that libtidy takes when it may */
    encart__strbuf whole, fall_back, out;
    int taken;
    suite_alloc alloc;
} spending;

static void spending_init(spending *s, const char *html)
{
    encart__repair_budget left = PLENTY;

    s->html = html;
    suite_alloc_init(&s->alloc);
    encart__strbuf_init(&s->whole, NULL, 0);
    encart__strbuf_init(&s->fall_back, NULL, 0);
    encart__strbuf_init(&s->out, NULL, 0);
    within(html, NULL, &s->alloc, &s->fall_back);
    s->taken = within(html, &left, &s->alloc, &s->whole);
    s->need = (encart__repair_budget){PLENTY.allocations - left.allocations,
                                      PLENTY.bytes - left.bytes};
}

/* Too little gives the fall-back's bytes, enough libtidy's. */
static void spend(spending *s, encart__repair_budget budget)
{
    int enough = budget.allocations >= s->need.allocations && budget.bytes >= s->need.bytes;
    int taken = within(s->html, &budget, &s->alloc, &s->out);

    ck_assert_int_eq(taken, enough && s->taken);
    ck_assert_str_eq(encart__strbuf_z(&s->out),
                     encart__strbuf_z(taken ? &s->whole : &s->fall_back));
}

static void spending_free(spending *s)
{
    encart__strbuf_free(&s->whole);
    encart__strbuf_free(&s->fall_back);
    encart__strbuf_free(&s->out);
}

START_TEST(the_budget_may_be_spent_at_any_allocation)
{
    spending s;

    spending_init(&s, crossed_documents[_i]);
    ck_assert_uint_gt(s.need.allocations, 100);
    for (size_t n = 0; n <= s.need.allocations; n++)
        spend(&s, (encart__repair_budget){n, PLENTY.bytes});
    spending_free(&s);
}
END_TEST

START_TEST(the_memory_of_the_budget_may_be_spent_anywhere)
{
    spending s;

    spending_init(&s, crossed_documents[_i]);
    for (size_t n = 0; n < s.need.bytes; n += 64)
        spend(&s, (encart__repair_budget){PLENTY.allocations, n});
    spend(&s, (encart__repair_budget){PLENTY.allocations, s.need.bytes + 64});
    spending_free(&s);
}
END_TEST

/* Past the bounds and with a budget that would do: libtidy is left before it overflows. */
START_TEST(the_stack_is_looked_at_inside_libtidy)
{
    encart__repair_budget budget = {1000000, (size_t)256 << 20}, shallow = budget;
    encart__strbuf in, out;
    suite_alloc a;

    encart__strbuf_init(&in, NULL, 0);
    encart__strbuf_init(&out, NULL, 0);
    suite_alloc_init(&a);
    for (int i = 0; i < 100; i++)
        encart__strbuf_puts(&in, "<div>a");
    ck_assert(within(encart__strbuf_z(&in), &shallow, &a, &out));
    for (int i = 0; i < 5000; i++)
        encart__strbuf_puts(&in, "<div>a");
    ck_assert(!within(encart__strbuf_z(&in), &budget, &a, &out));
    ck_assert_uint_gt(budget.allocations, 0);
    encart__strbuf_free(&in);
    encart__strbuf_free(&out);
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

/* Empty blocks stay, with white space in them or without their end tag; formatting that
 * libtidy leaves empty in front of a block goes. */
START_TEST(empty_blocks_are_the_writers)
{
    static const char *const cases[][2] = {
        {"<figure> \n</figure><p>a</p>", "<figure></figure>\n<p>a</p>\n"},
        {"<ul><li>a</li><li class=k></ul>", "<ul><li>a</li><li class=\"k\"></li></ul>\n"},
        {"<b><p>a</p></b>", "<p><b>a</b></p>\n"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        encart__strbuf out;

        encart__strbuf_init(&out, NULL, 0);
        ck_assert_msg(repaired(cases[i][0], &out), "%s", cases[i][0]);
        ck_assert_str_eq(encart__strbuf_z(&out), cases[i][1]);
        encart__strbuf_free(&out);
    }
}
END_TEST

/* What HTML 5 moves out of a table goes in front of it. Everything else stands where the
 * builder has it, or libtidy's tree is not taken: it would move the li into a second list
 * and the heading out of the dt. */
START_TEST(only_what_has_no_place_in_a_table_moves)
{
    static const pair pairs[] = {
        {"<div>x<table>a<tr><td>b</table>y</div>",
         "<div>xa<table><tbody><tr><td>b</td></tr></tbody></table>y</div>"},
        {"<table><p>a<p>b<tr><td>c<p>d</table>", "<p>a</p><p>b</p>"
         "<table><tbody><tr><td>c<p>d</p></td></tr></tbody></table>"},
        {"<table>a<thead><tr><td>b<tbody><tr><td>c</table>",
         "a<table><thead><tr><td>b</td></tr></thead><tbody><tr><td>c</td></tr></tbody></table>"},
        {"<div class=x></div><table>a<caption>b</caption><tr><td>c</table>",
         "<div class=\"x\"></div>a<table><caption>b</caption>"
         "<tbody><tr><td>c</td></tr></tbody></table>"},
        {"<ul><div><li>a</li></div></ul><table>b<tr><td>c</table>",
         "<ul><li><div><ul><li>a</li></ul></div></li></ul>"
         "<table><tbody><tr><td>b</td></tr><tr><td>c</td></tr></tbody></table>"},
        {"<dl><dt><h3>a</h3></dl><table>b<tr><td>c</table>", "<dl><dt>a</dt></dl>"
         "<table><tbody><tr><td>b</td></tr><tr><td>c</td></tr></tbody></table>"},
    };

    EXPECT_PAIRS(pairs, "article");
}
END_TEST

/* The builder takes legal markup alone unless it is told otherwise. */
START_TEST(repair_always_takes_libtidy_for_what_nests)
{
    suite_alloc direct, always;
    encart__strbuf out;
    static const char html[] = "<p>a <em>b</em> c</p><ul><li>d</li></ul>";

    encart__strbuf_init(&out, NULL, 0);
    for (int i = 0; i < 2; i++) { /* the first of a process allocates more */
        suite_alloc_init(&direct);
        suite_alloc_init(&always);
        ck_assert_int_eq(try_mode(&direct, html, &out, 0), ENCART_OK);
        ck_assert_str_eq(encart__strbuf_z(&out),
                         "<p>a <em>b</em> c</p>\n<ul><li>d</li></ul>\n");
        ck_assert_int_eq(try_mode(&always, html, &out, 1), ENCART_OK);
        ck_assert_str_eq(encart__strbuf_z(&out),
                         "<p>a <em>b</em> c</p>\n<ul><li>d</li></ul>\n");
    }
    ck_assert_uint_gt(always.count, direct.count);
    encart__strbuf_free(&out);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("repair");
    TCase *c = tcase_create("repair");

    tcase_set_timeout(c, 300);
    tcase_add_test(c, legal_markup_comes_back_as_it_was);
    tcase_add_test(c, crossed_formatting_is_nested_again);
    tcase_add_test(c, words_that_would_move_are_not_given_away);
    tcase_add_test(c, what_was_flattened_is_not_given_away);
    tcase_add_test(c, shapes_that_cost_libtidy_seconds_never_reach_it);
    tcase_add_loop_test(c, each_failed_allocation_is_survived, 0, CROSSED_DOCUMENTS);
    tcase_add_test(c, each_failed_allocation_of_the_first_document_is_survived);
    tcase_add_loop_test(c, the_budget_may_be_spent_at_any_allocation, 0, CROSSED_DOCUMENTS);
    tcase_add_loop_test(c, the_memory_of_the_budget_may_be_spent_anywhere, 0,
                        CROSSED_DOCUMENTS);
    tcase_add_test(c, the_stack_is_looked_at_inside_libtidy);
    tcase_add_test(c, empty_blocks_are_the_writers);
    tcase_add_test(c, only_what_has_no_place_in_a_table_moves);
    tcase_add_test(c, repair_always_takes_libtidy_for_what_nests);
    tcase_add_test(c, files_that_crash_libtidy_are_read_on_a_small_stack);
    suite_add_tcase(s, c);
    return suite_main("test_repair", s);
}
