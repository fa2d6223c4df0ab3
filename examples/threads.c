/* One engine and one article, many threads: a server in small. No lock is needed, and every
 * thread gets the same bytes.
 *
 *     cc -pthread threads.c $(pkg-config --cflags --libs encart) -o threads
 *     ./threads article.txt "$(pkg-config --variable=plugindir encart)"
 *
 * docs/embedding.md tells what may be shared. */
#include <encart/encart.h>

#include <pthread.h>
#include <stdio.h>
#include <string.h>

enum { THREADS = 4, PAGES = 25 };

static char document[1 << 20];

/* What all threads look at, and none changes. */
typedef struct site {
    const encart_engine *engine;
    const encart_article *article;
    const char *expected; /* the page, as the first render made it */
} site;

/* What one thread has for itself. */
typedef struct reader {
    pthread_t thread;
    const site *site;
    int same; /* pages that were the expected ones */
    encart_error err;
} reader;

static void *read_pages(void *user)
{
    reader *r = user;

    for (int i = 0; i < PAGES; i++) {
        encart_result *result = NULL;

        if (encart_render(&result, r->site->engine, r->site->article, NULL, &r->err))
            break;
        r->same += strcmp(encart_result_html(result, NULL), r->site->expected) == 0;
        encart_result_free(result);
    }
    return NULL;
}

/* How many pages of all were the expected ones. */
static int serve(const site *s)
{
    reader readers[THREADS] = {0};
    int started = 0, same = 0;

    for (; started < THREADS; started++) {
        readers[started].site = s;
        if (pthread_create(&readers[started].thread, NULL, read_pages, &readers[started]))
            break;
    }
    for (int i = 0; i < started; i++) {
        pthread_join(readers[i].thread, NULL);
        if (readers[i].err.status)
            fprintf(stderr, "thread %d: %s\n", i, readers[i].err.message);
        same += readers[i].same;
    }
    return same;
}

/* All that is done once, before the threads begin. */
static int new_engine(encart_engine **out, const char *plugins, encart_error *err)
{
    encart_builder *builder = NULL;
    int status = encart_builder_new(&builder, NULL, err);

    if (!status)
        status = encart_builder_plugin_path(builder, plugins, err);
    if (!status)
        status = encart_builder_plugin_enable(builder, "footer-controls", err);
    if (!status)
        status = encart_engine_new(out, builder, err);
    encart_builder_free(builder);
    return status;
}

static size_t read_document(const char *path)
{
    FILE *file = fopen(path, "rb");
    size_t n = file ? fread(document, 1, sizeof document, file) : 0;

    if (file)
        fclose(file);
    return n;
}

int main(int argc, char **argv)
{
    encart_engine *engine = NULL;
    encart_article *article = NULL;
    encart_result *first = NULL;
    encart_error err = {0};
    int same = 0;
    size_t n;

    if (argc != 3) {
        fprintf(stderr, "usage: threads ARTICLE FOLDER-OF-PLUGINS\n");
        return 2;
    }
    n = read_document(argv[1]);
    if (new_engine(&engine, argv[2], &err) ||
        encart_article_load(&article, engine, document, n, NULL, &err) ||
        encart_render(&first, engine, article, NULL, &err))
        fprintf(stderr, "%s: %s\n", argv[1], err.message);
    else
        same = serve(&(site){engine, article, encart_result_html(first, NULL)});
    printf("%d pages by %d threads, %d as expected\n", THREADS * PAGES, THREADS, same);
    encart_result_free(first);
    encart_article_free(article);
    encart_engine_free(engine);
    return same != THREADS * PAGES;
}
