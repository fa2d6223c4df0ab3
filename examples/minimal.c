/* The smallest host: one article file in, a finished fragment out.
 *
 *     cc minimal.c $(pkg-config --cflags --libs encart) -o minimal
 *     ./minimal article.txt >article.html
 *
 * A CMS keeps the engine for as long as it runs, loads an article when it is published
 * (encart_article_save() keeps the result) and renders it for each page view. */
#include <encart/encart.h>

#include <stdio.h>

static char document[1 << 20];

static int complain(const char *what, const encart_error *err)
{
    fprintf(stderr, "%s:%lu: %s\n", err->source[0] ? err->source : what,
            (unsigned long)err->line, err->message);
    return 1;
}

int main(int argc, char **argv)
{
    encart_builder *builder = NULL;
    encart_engine *engine = NULL;
    encart_article *article = NULL;
    encart_result *result = NULL;
    encart_error err = {0};
    FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
    size_t n;
    int failed = 1;

    if (!file) {
        fprintf(stderr, "usage: minimal ARTICLE\n");
        return 2;
    }
    n = fread(document, 1, sizeof document, file);
    fclose(file);

    if (encart_builder_new(&builder, NULL, &err) ||
        encart_engine_new(&engine, builder, &err) ||
        encart_article_load(&article, engine, document, n, NULL, &err) ||
        encart_render(&result, engine, article, NULL, &err))
        complain(argv[1], &err);
    else
        failed = puts(encart_result_html(result, NULL)) == EOF;

    encart_result_free(result);
    encart_article_free(article);
    encart_engine_free(engine);
    encart_builder_free(builder);
    return failed;
}
