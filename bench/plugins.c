/* make bench-plugins: what a plugin costs in a render, beside libtidy's parse of the same
 * article in the same run.
 *
 *   state    a Lua state of its own: made and dropped
 *   library  the same with all that a plugin sees
 *   NAME     a bundled plugin from its first hook to its last built box, state included; the
 *            comment control with its whole form
 *   render   encart_render() of the loaded article: without plugins, and with these three as
 *            they are without any configuration
 *
 * Microseconds of processor time, the best of several passes: other work on the machine only
 * adds. Without an argument: an article written here and, where there is a folder of real ones
 * (ENCART_DATA), the first news story and the first page of it; else the files named. */
#include "config.h"

#include "core/load/load.h"
#include "lua/run.h"
#include "tests/lua_host.h"

#include <encart/encart.h>

#ifdef HAVE_TIDY_TIDY_H
#include <tidy/tidy.h>
#include <tidy/tidybuffio.h>
#else
#include <tidy.h>
#include <tidybuffio.h>
#endif

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { PASSES = 9, ROUNDS = 400, PARAGRAPHS = 12 };

static const char *const plugins[] = {"lire-aussi", "related", "footer-controls"};

typedef struct work {
    lua_host h;
    encart__str bytes;
    encart_engine *engine;
    encart_article *article;
} work;

/* ---- measuring ------------------------------------------------------------------------- */

static double now_us(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static double best_us(int rounds, void (*f)(work *w), work *w)
{
    double best = 0;

    f(w);
    for (int pass = 0; pass < PASSES; pass++) {
        double us = now_us();

        for (int i = 0; i < rounds; i++)
            f(w);
        us = (now_us() - us) / rounds;
        best = pass == 0 || us < best ? us : best;
    }
    return best;
}

/* ---- what is measured ------------------------------------------------------------------ */

static const encart__lua_limits limits = {2000000, (size_t)8 << 20, 50, 1};

static void fresh_state(work *w)
{
    encart__lua s;

    (void)w;
    encart__lua_init(&s, NULL, &limits);
    encart__lua_free(&s);
}

static int open_all(lua_State *L)
{
    encart__lua_open_libs(L, ENCART__LIB_ALL);
    encart__lua_open_encart(L);
    encart__lua_open_require(L);
    return 0;
}

static void with_library(work *w)
{
    encart__lua s;

    (void)w;
    if (encart__lua_init(&s, NULL, &limits))
        encart__lua_call(&s, open_all, NULL);
    encart__lua_free(&s);
}

/* As the pipeline does it: propose, build each box, end. */
static void one_plugin(work *w)
{
    lua_host *h = &w->h;
    encart__tree t;

    lua_host_again(h);
    for (size_t i = 0; i < h->box_count; i++) {
        encart__at at = {i + 1, h->box_count, h->boxes[i].slot, NULL, NULL, 2};

        encart__tree_init(&t, h->alloc);
        encart__lua_runtime.build(h->run, &h->boxes[i], &at, &t);
        encart__tree_free(&t);
    }
}

static void tidy_parse(work *w)
{
    TidyDoc doc = tidyCreate();
    TidyBuffer in, messages;

    tidyBufInit(&in);
    tidyBufInit(&messages);
    tidyBufAppend(&in, (void *)(uintptr_t)w->bytes.p, (unsigned)w->bytes.n);
    tidySetErrorBuffer(doc, &messages);
    tidyOptSetBool(doc, TidyQuiet, yes);
    tidyOptSetValue(doc, TidyCharEncoding, "utf8");
    tidyParseBuffer(doc, &in);
    tidyBufFree(&in);
    tidyBufFree(&messages);
    tidyRelease(doc);
}

/* ---- a whole render -------------------------------------------------------------------- */

static void whole_render(work *w)
{
    encart_result *r = NULL;

    if (encart_render(&r, w->engine, w->article, NULL, NULL))
        abort();
    encart_result_free(r);
}

/* Of the related articles the host has six, found beforehand. */
static int answer(void *user, const char *service, const char *request, size_t n,
                  encart_reply *reply)
{
    encart_reply_add(reply, "[", 1);
    for (int i = 0; i < 6; i++) {
        char one[120];

        snprintf(one, sizeof one, "%s{\"url\": \"/%d\", \"title\": \"Un titre d'une longueur "
                 "ordinaire\", \"lang\": \"fr\"}", i ? ", " : "", i);
        encart_reply_add(reply, one, ENCART_TO_NUL);
    }
    (void)user;
    (void)service;
    (void)request;
    (void)n;
    return encart_reply_add(reply, "]", 1);
}

static int make_engine(work *w, int plugged)
{
    encart_builder *b = NULL;
    int status = encart_builder_new(&b, NULL, NULL);

    if (!status)
        status = encart_builder_plugin_path(b, suite_src("plugins"), NULL);
    if (!status)
        status = encart_builder_service(b, "related", answer, NULL, NULL);
    for (size_t i = 0; !status && plugged && i < sizeof plugins / sizeof *plugins; i++)
        status = encart_builder_plugin_enable(b, plugins[i], NULL);
    if (!status)
        status = encart_engine_new(&w->engine, b, NULL);
    encart_builder_free(b);
    return status;
}

static void row(const char *name, double us, double tidy)
{
    printf("  %-18s %8.1f us  %6.3f of tidy\n", name, us, us / tidy);
}

static void render_row(const char *name, work *w, const char *format, int plugged,
                       double tidy)
{
    encart_load_options options = ENCART_LOAD_OPTIONS_INIT;

    options.format = format;
    w->engine = NULL;
    w->article = NULL;
    if (make_engine(w, plugged) || encart_article_load(&w->article, w->engine, w->bytes.p,
                                                       w->bytes.n, &options, NULL))
        fprintf(stderr, "%s: cannot be measured\n", name);
    else
        row(name, best_us(ROUNDS, whole_render, w), tidy);
    encart_article_free(w->article);
    encart_engine_free(w->engine);
}

/* ---- one article ----------------------------------------------------------------------- */

static void candidates(lua_host *h)
{
    static const char *const urls[] = {"/a", "/b", "/c", "/d", "/e", "/f"};

    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++)
        lua_host_relate(h, urls[i], "Un titre d'une longueur ordinaire", "fr", "2024-01-02");
}

static void plugin_row(work *w, const char *name, double tidy)
{
    size_t boxes;
    double us;

    if (!lua_host_load(&w->h, name))
        return;
    boxes = lua_host_propose(&w->h, NULL);
    us = best_us(ROUNDS, one_plugin, w);
    printf("  %-18s %8.1f us  %6.3f of tidy; %zu boxes, fuel %ld, %zu KiB\n", name, us,
           us / tidy, boxes, w->h.stats.fuel, w->h.stats.memory >> 10);
}

static int measure(const char *name, encart__str bytes, const char *format)
{
    encart_load_options options = ENCART_LOAD_OPTIONS_INIT;
    encart_article *a = NULL;
    encart_error err = {0};
    work w = {.bytes = bytes};
    double tidy;

    options.format = format;
    if (encart__load(&a, NULL, bytes, &options, NULL, &err)) {
        fprintf(stderr, "%s: %s\n", name, err.message);
        return 0;
    }
    tidy = best_us(20, tidy_parse, &w);
    printf("%s (%zu bytes, %zu blocks); tidy's parse: %.1f us\n", name, bytes.n,
           a->block_count, tidy);
    row("state", best_us(ROUNDS, fresh_state, &w), tidy);
    row("library", best_us(ROUNDS, with_library, &w), tidy);
    for (size_t i = 0; i < sizeof plugins / sizeof *plugins; i++) {
        lua_host_init(&w.h, NULL);
        w.h.article = *a;
        w.h.time_ms = 0; /* the default deadline, as in a render */
        candidates(&w.h);
        plugin_row(&w, plugins[i], tidy);
        fputs(lua_host_diags(&w.h), stdout);
        lua_host_free(&w.h);
    }
    render_row("render, no plugin", &w, format, 0, tidy);
    render_row("render, all three", &w, format, 1, tidy);
    encart__article_release(a);
    return 1;
}

/* ---- articles -------------------------------------------------------------------------- */

static int measure_own(void)
{
    encart__strbuf b;
    int ok;

    encart__strbuf_init(&b, NULL, 0);
    encart__strbuf_puts(&b, "<h1>Un titre</h1>");
    for (int i = 0; i < PARAGRAPHS; i++)
        encart__strbuf_puts(&b, "<p>Le conseil s'est réuni <em>mardi</em> à la mairie, où "
                                "<a href=\"/x\">le projet</a> a été présenté aux habitants "
                                "du quartier, qui l'attendaient depuis longtemps.</p>");
    ok = measure("an article of ours", encart__strbuf_view(&b), "html");
    encart__strbuf_free(&b);
    return ok;
}

static int measure_file(const char *path)
{
    size_t n, len = strlen(path);
    char *bytes = suite_read(path, &n);
    int is_text = len > 4 && strcmp(path + len - 4, ".txt") == 0;
    int ok = bytes && measure(path, encart__str_n(bytes, n), is_text ? "text" : "page");

    free(bytes);
    return ok;
}

/* The first name of the folder that ends so. */
static int measure_first(const char *folder, const char *end)
{
    struct dirent **names;
    char path[4096];
    int n = scandir(folder, &names, NULL, alphasort), ok = 1, found = 0;

    for (int i = 0; i < n; i++) {
        size_t len = strlen(names[i]->d_name);

        if (!found && len > strlen(end) &&
            strcmp(names[i]->d_name + len - strlen(end), end) == 0) {
            found = 1;
            snprintf(path, sizeof path, "%s/%s", folder, names[i]->d_name);
            ok = measure_file(path);
        }
        free(names[i]);
    }
    if (n >= 0)
        free(names);
    return ok;
}

int main(int argc, char **argv)
{
    const char *data = suite_data();
    char folder[4096];
    int ok = 1;

    for (int i = 1; i < argc; i++)
        ok &= measure_file(argv[i]);
    if (argc > 1)
        return ok ? EXIT_SUCCESS : EXIT_FAILURE;
    ok = measure_own();
    if (data) {
        snprintf(folder, sizeof folder, "%s/articles", data);
        ok &= measure_first(folder, ".txt");
        snprintf(folder, sizeof folder, "%s/articles/html", data);
        ok &= measure_first(folder, ".html");
    }
    return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
