/* A plugin in C: under each article, how many comments it has, from the host's own memory.
 *
 *     cc native.c $(pkg-config --cflags --libs encart) -o native
 *     ./native article.txt >article.html
 *
 * docs/native-plugins.md explains it. */
#include <encart/encart.h>

#include <stdio.h>

static char document[1 << 20];

/* What a CMS knows, and no article document has to hold. */
typedef struct forum {
    const char *thread;
    int comments;
} forum;

static const char manifest[] =
    "{\"name\": \"forum\", \"version\": \"1.0.0\", \"api\": 1,"
    " \"title\": {\"en\": \"Discussion\"},"
    " \"slots\": [\"footer\"],"
    " \"boxes\": {\"thread\": {\"slot\": \"footer\", \"element\": \"p\"}}}";

/* Called only when the box stands in the page. */
static int write_thread(void *user, encart_context *ctx, const encart_at *at,
                        encart_reply *reply)
{
    const forum *f = user;
    char rest[64];

    (void)ctx;
    (void)at;
    snprintf(rest, sizeof rest, "\">%d comments</a></p>", f->comments);
    encart_reply_add(reply, "<p><a href=\"", ENCART_TO_NUL);
    encart_reply_text(reply, f->thread, ENCART_TO_NUL); /* text is escaped */
    return encart_reply_add(reply, rest, ENCART_TO_NUL);
}

static int propose(void *user, encart_context *ctx)
{
    encart_box box = {sizeof box, NULL, NULL, 0, write_thread, user, NULL};

    return encart_context_box(ctx, "thread", &box);
}

static int complain(const encart_error *err)
{
    fprintf(stderr, "%s: %s: %s\n", err->source, err->path, err->message);
    return 1;
}

static int render(const encart_engine *engine, size_t n, encart_error *err)
{
    encart_article *article = NULL;
    encart_result *result = NULL;
    int status = encart_article_load(&article, engine, document, n, NULL, err);

    if (!status)
        status = encart_render(&result, engine, article, NULL, err);
    if (!status)
        puts(encart_result_html(result, NULL));
    encart_result_free(result);
    encart_article_free(article);
    return status;
}

int main(int argc, char **argv)
{
    forum talk = {"https://talk.example/?thread=7&sort=new", 12};
    encart_plugin_def plugin = {sizeof plugin, manifest, propose, &talk, NULL};
    encart_builder *builder = NULL;
    encart_engine *engine = NULL;
    encart_error err = {0};
    FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
    size_t n;
    int failed = 0;

    if (!file) {
        fprintf(stderr, "usage: native ARTICLE\n");
        return 2;
    }
    n = fread(document, 1, sizeof document, file);
    fclose(file);
    if (encart_builder_new(&builder, NULL, &err) ||
        encart_builder_plugin_native(builder, &plugin, &err) ||
        encart_engine_new(&engine, builder, &err) || render(engine, n, &err))
        failed = complain(&err);
    encart_engine_free(engine);
    encart_builder_free(builder);
    return failed;
}
