/* One engine, eight threads: what they make at the same time is what one makes alone.
 * libtidy and Lua are the system's, which ThreadSanitizer does not watch; equal results
 * are what shows that they are used well. Real inputs come in where they are.
 */
#include <encart/encart.h>

#include "tests/crossed.h"
#include "tests/golden.h"

#include <dirent.h>
#include <pthread.h>
#include <stdio.h>

enum { THREADS = 8, CROSSED = 300, MOST_DOCUMENTS = 4000 };

typedef struct document {
    char name[256];
    char *bytes;
    size_t n;
    const char *format; /* of encart_load_options */
} document;

static struct {
    document doc[MOST_DOCUMENTS];
    size_t count;
    encart_engine *engine;
    int always; /* the engine's configuration sends every document through libtidy */
    pthread_barrier_t start;
} all;

/* ---- inputs ----------------------------------------------------------------------------- */

static void add(const char *name, char *bytes, size_t n, const char *format)
{
    document *d = &all.doc[all.count];

    if (!bytes || all.count == MOST_DOCUMENTS) {
        free(bytes);
        return;
    }
    snprintf(d->name, sizeof d->name, "%s", name);
    d->bytes = bytes;
    d->n = n;
    d->format = format;
    all.count++;
}

static void add_crossed(void)
{
    encart__strbuf html;
    char name[64];

    encart__strbuf_init(&html, NULL, 0);
    for (size_t i = 0; i < CROSSED; i++) {
        crossed_document(&html, i);
        snprintf(name, sizeof name, "crossed %zu", i);
        add(name, strdup(encart__strbuf_z(&html)), html.size, "html");
    }
    encart__strbuf_free(&html);
}

static void add_golden(void)
{
    golden_case *cases;
    size_t count = golden_load(&cases);

    for (size_t i = 0; i < count; i++)
        add(cases[i].name, strndup(cases[i].in, cases[i].in_size), cases[i].in_size, NULL);
    golden_free(cases, count);
}

static int is_html(const struct dirent *e)
{
    size_t n = strlen(e->d_name);

    return n > 5 && strcmp(e->d_name + n - 5, ".html") == 0;
}

/* Every `step`th file of a folder of the real inputs. */
static void add_folder(const char *name, int step, const char *format)
{
    char dir[4200], path[4500];
    struct dirent **files;
    int count;

    if (!suite_data())
        return;
    snprintf(dir, sizeof dir, "%s/%s", suite_data(), name);
    count = scandir(dir, &files, is_html, alphasort);
    for (int i = 0; i < count; i++) {
        size_t n = 0;
        char *bytes;

        snprintf(path, sizeof path, "%s/%s", dir, files[i]->d_name);
        bytes = i % step ? NULL : suite_read(path, &n);
        add(files[i]->d_name, bytes, n, format);
        free(files[i]);
    }
    if (count >= 0)
        free(files);
}

static void collect(void)
{
    int step = getenv("ENCART_FULL") ? 1 : 10;

    all.count = 0;
    add_crossed();
    add_golden();
    add_folder("articles/html", step, "page");
    add_folder("wordpress/blocks", step, "html");
    add_folder("tidy-crashers", step, "html");
}

/* ---- work ------------------------------------------------------------------------------- */

/* FNV-1a over bytes and their number. */
static uint64_t hash(uint64_t h, const char *bytes, size_t n)
{
    h = (h ^ n) * 0x100000001b3u;
    for (size_t i = 0; i < n; i++)
        h = (h ^ (unsigned char)bytes[i]) * 0x100000001b3u;
    return h;
}

static uint64_t hash_status(uint64_t h, int status)
{
    return hash(h, (const char *)&status, sizeof status);
}

static uint64_t sanitise_one(uint64_t h, const document *d, const char *repair)
{
    encart_sanitise_options o = ENCART_SANITISE_OPTIONS_INIT;
    encart_buffer *out = NULL, *removed = NULL;
    const char *bytes;
    size_t n = 0;
    int status;

    o.repair = repair;
    status = encart_sanitise(&out, &removed, all.engine, d->bytes, d->n, &o, NULL);
    h = hash_status(h, status);
    bytes = encart_buffer_data(out, &n);
    h = hash(h, bytes, n);
    bytes = encart_buffer_data(removed, &n);
    h = hash(h, bytes, n);
    encart_buffer_free(out);
    encart_buffer_free(removed);
    return h;
}

static uint64_t render_one(uint64_t h, const document *d)
{
    encart_load_options load = ENCART_LOAD_OPTIONS_INIT;
    encart_render_options o = ENCART_RENDER_OPTIONS_INIT;
    encart_article *article = NULL;
    encart_result *result = NULL;
    size_t n = 0;
    int status;

    load.format = d->format;
    o.now = "2024-05-01T12:00:00Z";
    status = encart_article_load(&article, all.engine, d->bytes, d->n, &load, NULL);
    h = hash_status(h, status);
    if (status)
        return h;
    status = encart_render(&result, all.engine, article, &o, NULL);
    h = hash_status(h, status);
    if (!status) {
        const char *html = encart_result_html(result, &n);

        h = hash(h, html, n);
        html = encart_result_report(result, &n);
        h = hash(h, html, n);
    }
    encart_result_free(result);
    encart_article_free(article);
    return h;
}

typedef struct worker {
    pthread_t thread;
    size_t first; /* each begins elsewhere, so that different documents meet */
    uint64_t result[MOST_DOCUMENTS];
} worker;

static void work_all(worker *w)
{
    for (size_t k = 0; k < all.count; k++) {
        size_t i = (w->first + k) % all.count;
        const document *d = &all.doc[i];
        uint64_t h = all.always ? sanitise_one(0, d, NULL)
                                : sanitise_one(sanitise_one(0, d, "always"), d, "auto");

        w->result[i] = render_one(h, d);
    }
}

static void *work(void *user)
{
    pthread_barrier_wait(&all.start);
    work_all(user);
    return NULL;
}

#define ALWAYS "{\"sanitise\": {\"repair\": \"always\"}}"

static encart_engine *engine_with_plugins(void)
{
    static const char *const plugins[] = {"lire-aussi", "related", "footer-controls"};
    encart_builder *b;
    encart_engine *e;

    ck_assert_int_eq(encart_builder_new(&b, NULL, NULL), 0);
    encart_builder_plugin_path(b, suite_src("plugins"), NULL);
    if (all.always)
        ck_assert_int_eq(encart_builder_config_json(b, ALWAYS, sizeof ALWAYS - 1, NULL, NULL),
                         0);
    for (size_t i = 0; i < sizeof plugins / sizeof plugins[0]; i++)
        ck_assert_int_eq(encart_builder_plugin_enable(b, plugins[i], NULL), 0);
    ck_assert_int_eq(encart_engine_new(&e, b, NULL), 0);
    encart_builder_free(b);
    return e;
}

/* What nests goes through libtidy, which carries an ins into its blocks, or does not. */
static void expect_repair(void)
{
    static const char html[] = "<ins><p>a</p><p>b</p></ins>";
    encart_buffer *out = NULL;

    ck_assert_int_eq(encart_sanitise(&out, NULL, all.engine, html, sizeof html - 1, NULL, NULL),
                     ENCART_OK);
    ck_assert_str_eq(encart_buffer_data(out, NULL),
                     all.always ? "<p><ins>a</ins></p>\n<p><ins>b</ins></p>\n" : html);
    encart_buffer_free(out);
}

/* The threads come first: libtidy's first document of the process is made by one of them.
 * Once as the host asks for each document, and once where a site's configuration sends all
 * of them through libtidy, loading and rendering too. */
START_TEST(eight_threads_make_what_one_makes)
{
    static worker alone, many[THREADS];

    all.always = _i;
    collect();
    all.engine = engine_with_plugins();
    pthread_barrier_init(&all.start, NULL, THREADS);
    for (size_t t = 0; t < THREADS; t++) {
        many[t].first = all.count * t / THREADS;
        ck_assert_int_eq(pthread_create(&many[t].thread, NULL, work, &many[t]), 0);
    }
    for (size_t t = 0; t < THREADS; t++)
        pthread_join(many[t].thread, NULL);
    work_all(&alone);
    for (size_t t = 0; t < THREADS; t++)
        for (size_t i = 0; i < all.count; i++)
            ck_assert_msg(many[t].result[i] == alone.result[i], "%s", all.doc[i].name);
    expect_repair();
    fprintf(stderr, "%zu documents, %d threads%s\n", all.count, THREADS,
            all.always ? ", all through libtidy" : "");
    for (size_t i = 0; i < all.count; i++)
        free(all.doc[i].bytes);
    pthread_barrier_destroy(&all.start);
    encart_engine_free(all.engine);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("threads");
    TCase *c = tcase_create("threads");

    tcase_set_timeout(c, 1800);
    tcase_add_loop_test(c, eight_threads_make_what_one_makes, 0, 2);
    suite_add_tcase(s, c);
    return suite_main("test_threads", s);
}
