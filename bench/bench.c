/* make bench: how many articles a second, beside libtidy alone on the same bytes.
 *
 *   cold     bytes to HTML: load, sanitise, render, free; no plugin
 *   warm     a loaded article to HTML; no plugin
 *   plugins  a loaded article to HTML with the bundled plugins
 *   tidy     libtidy's own parse and save
 *
 * Each figure is the median of several passes over a corpus, in processor time of this
 * process, so that a busy machine disturbs it little. It uses the public API only. */
#include "config.h"

#include "bench/corpus.h"

#include <encart/encart.h>

#ifdef HAVE_TIDY_TIDY_H
#include <tidy/tidy.h>
#include <tidy/tidybuffio.h>
#else
#include <tidy.h>
#include <tidybuffio.h>
#endif

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>

enum { PASSES = 7 };

static const double least_pass = 0.05; /* seconds; shorter passes are repeated */

typedef struct bench {
    encart_engine *plain, *plugged; /* plugged may be NULL */
    const corpus *c;
    encart_article **articles; /* of the corpus, loaded by `engine` */
    const encart_engine *engine;
} bench;

/* ---- memory -------------------------------------------------------------------------- */

typedef struct meter {
    size_t live, peak;
} meter;

static void *meter_alloc(void *user, size_t size)
{
    meter *m = user;
    void *p = malloc(size);

    m->live += p ? size : 0;
    m->peak = m->live > m->peak ? m->live : m->peak;
    return p;
}

static void *meter_realloc(void *user, void *ptr, size_t old, size_t size)
{
    meter *m = user;
    void *p = realloc(ptr, size);

    m->live += p ? size - old : 0;
    m->peak = m->live > m->peak ? m->live : m->peak;
    return p;
}

static void meter_free(void *user, void *ptr, size_t size)
{
    meter *m = user;

    free(ptr);
    m->live -= size;
}

/* ---- engines ------------------------------------------------------------------------- */

static encart_engine *engine_new(const encart_allocator *alloc, const char *plugins)
{
    static const char *const names[] = {"lire-aussi", "related", "footer-controls"};
    encart_builder *b;
    encart_engine *e = NULL;
    encart_error err;
    int status = encart_builder_new(&b, alloc, &err);

    if (!status && plugins) {
        status = encart_builder_plugin_path(b, plugins, &err);
        for (size_t i = 0; !status && i < sizeof names / sizeof *names; i++)
            status = encart_builder_plugin_enable(b, names[i], &err);
    }
    if (!status)
        status = encart_engine_new(&e, b, &err);
    encart_builder_free(b);
    if (status)
        fprintf(stderr, "bench: %s\n", err.message);
    return e;
}

static encart_article *load(const encart_engine *e, const corpus *c, const document *d)
{
    encart_load_options o = ENCART_LOAD_OPTIONS_INIT;
    encart_article *a = NULL;
    encart_error err;

    o.format = c->format;
    o.max_bytes = 64u << 20;
    if (encart_article_load(&a, e, d->bytes, d->n, &o, &err))
        fprintf(stderr, "bench: %s: %s\n", c->name, err.message);
    return a;
}

static size_t render(const encart_engine *e, const encart_article *a)
{
    encart_result *r = NULL;
    encart_error err;
    size_t n = 0;

    if (!a)
        return 0;
    if (encart_render(&r, e, a, NULL, &err))
        fprintf(stderr, "bench: render: %s\n", err.message);
    encart_result_html(r, &n);
    encart_result_free(r);
    return n;
}

/* ---- what is measured ---------------------------------------------------------------- */

static size_t cold(bench *b)
{
    size_t bytes = 0;

    for (size_t i = 0; i < b->c->count; i++) {
        encart_article *a = load(b->engine, b->c, &b->c->docs[i]);

        bytes += render(b->engine, a);
        encart_article_free(a);
    }
    return bytes;
}

static size_t warm(bench *b)
{
    size_t bytes = 0;

    for (size_t i = 0; i < b->c->count; i++)
        bytes += render(b->engine, b->articles[i]);
    return bytes;
}

static size_t tidy_one(const document *d)
{
    TidyDoc doc = tidyCreate();
    TidyBuffer in, out, messages;
    size_t n;

    tidyBufInit(&in);
    tidyBufInit(&out);
    tidyBufInit(&messages);
    tidyBufAppend(&in, d->bytes, (unsigned)d->n);
    tidySetErrorBuffer(doc, &messages);
    tidyOptSetBool(doc, TidyForceOutput, yes);
    tidyOptSetBool(doc, TidyQuiet, yes);
    tidyOptSetInt(doc, TidyWrapLen, 0);
    tidyOptSetValue(doc, TidyCharEncoding, "utf8");
    tidyParseBuffer(doc, &in);
    tidySaveBuffer(doc, &out);
    n = out.size;
    tidyBufFree(&in);
    tidyBufFree(&out);
    tidyBufFree(&messages);
    tidyRelease(doc);
    return n;
}

static size_t tidy_all(bench *b)
{
    size_t bytes = 0;

    for (size_t i = 0; i < b->c->count; i++)
        bytes += tidy_one(&b->c->docs[i]);
    return bytes;
}

/* ---- measuring ----------------------------------------------------------------------- */

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* Documents a second: the median of PASSES passes. */
static double rate(bench *b, size_t (*work)(bench *b))
{
    double times[PASSES], start, spent;
    volatile size_t sink = 0;

    sink += work(b); /* warms caches, and shows what fails */
    for (int i = 0; i < PASSES; i++) {
        unsigned rounds = 0;

        start = now();
        do {
            sink += work(b);
            rounds++;
            spent = now() - start;
        } while (spent < least_pass);
        times[i] = spent / rounds;
    }
    qsort(times, PASSES, sizeof *times, by_size);
    return (double)b->c->count / times[PASSES / 2];
}

static double rate_warm(bench *b, encart_engine *e)
{
    double result;

    if (!e)
        return 0;
    b->engine = e;
    b->articles = calloc(b->c->count, sizeof(encart_article *));
    if (!b->articles)
        return 0;
    for (size_t i = 0; i < b->c->count; i++)
        b->articles[i] = load(e, b->c, &b->c->docs[i]);
    result = rate(b, warm);
    for (size_t i = 0; i < b->c->count; i++)
        encart_article_free(b->articles[i]);
    free(b->articles);
    return result;
}

/* The most memory that one document of the corpus takes, from bytes to HTML. */
static size_t peak_of(const corpus *c, const char *plugins)
{
    meter m = {0, 0};
    encart_allocator alloc = {meter_alloc, meter_realloc, meter_free, &m};
    encart_engine *e = engine_new(&alloc, plugins);
    size_t base = m.live, most = 0;

    for (size_t i = 0; e && i < c->count; i++) {
        encart_article *a;

        m.peak = base;
        a = load(e, c, &c->docs[i]);
        render(e, a);
        encart_article_free(a);
        most = m.peak - base > most ? m.peak - base : most;
    }
    encart_engine_free(e);
    return most;
}

static void ratio(double ours, double theirs)
{
    if (theirs > 0)
        printf(" %7.2f", ours / theirs);
    else
        printf(" %7s", "-");
}

static void run(bench *b, const char *plugins)
{
    size_t bytes = 0;
    double c, w, p, t = 0;

    for (size_t i = 0; i < b->c->count; i++)
        bytes += b->c->docs[i].n;
    b->engine = b->plain;
    c = rate(b, cold);
    w = rate_warm(b, b->plain);
    p = rate_warm(b, b->plugged);
    if (b->c->html)
        t = rate(b, tidy_all);
    printf("%-16s %5zu %7.1f %9.0f %9.0f %9.0f %9.0f", b->c->name, b->c->count,
           (double)bytes / 1024 / (double)b->c->count, c, w, p, t);
    ratio(c, t);
    ratio(w, t);
    printf(" %8.2f\n", (double)peak_of(b->c, plugins) / 1048576);
    fflush(stdout);
}

/* ---- main ---------------------------------------------------------------------------- */

static int is_folder(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* `name` in the folder that the environment names, else at `fallback` beside the source. */
static const char *folder(char out[4096], const char *variable, const char *fallback,
                          const char *name)
{
    const char *env = getenv(variable), *src = getenv("srcdir");

    if (env && *env)
        snprintf(out, 4096, "%s%s", env, name);
    else
        snprintf(out, 4096, "%s/%s%s", src && *src ? src : ".", fallback, name);
    return is_folder(out) ? out : NULL;
}

int main(void)
{
    char data[4096], plugins[4096];
    const char *pages = folder(data, "ENCART_DATA", "../shared/data", "/articles/html");
    const char *plugged = folder(plugins, "ENCART_PLUGINS", "plugins", "");
    corpus c[CORPORA];
    size_t n = corpora_make(c, pages);
    bench b = {engine_new(NULL, NULL), plugged ? engine_new(NULL, plugged) : NULL, NULL,
               NULL, NULL};
    struct rusage usage;

    if (!n || !b.plain) {
        fputs("bench: no memory\n", stderr);
        return EXIT_FAILURE;
    }
    if (!pages)
        puts("No folder of real pages (ENCART_DATA): generated documents only.");
    printf("Documents a second of processor time, median of %d passes; MiB: most memory for "
           "one document.\n\n", PASSES);
    printf("%-16s %5s %7s %9s %9s %9s %9s %7s %7s %8s\n", "corpus", "docs", "kB/doc", "cold",
           "warm", "plugins", "tidy", "cold/t", "warm/t", "MiB");
    for (size_t i = 0; i < n; i++) {
        b.c = &c[i];
        run(&b, plugged);
    }
    getrusage(RUSAGE_SELF, &usage);
    printf("\nPeak resident memory of the whole bench: %ld MiB\n", usage.ru_maxrss / 1024);
    encart_engine_free(b.plain);
    encart_engine_free(b.plugged);
    corpora_free(c, n);
    return EXIT_SUCCESS;
}
