/* Looks at an article without rendering it: headings, indented, and links with where they
 * lead. A CMS makes an outline of it, or checks its links.
 *
 *     cc walk.c $(pkg-config --cflags --libs encart) -o walk
 *     ./walk article.txt */
#include <encart/encart.h>

#include <stdio.h>
#include <string.h>

static char document[1 << 20];

/* The text below `top`. */
static void print_text(const encart_article *article, encart_node top)
{
    encart_node end = encart_node_skip(article, top), at = top;
    size_t n;

    while ((at = encart_node_next(article, at)) != end) {
        const char *text = encart_node_text(article, at, &n);

        if (encart_node_type(article, at) == ENCART_NODE_TEXT)
            fwrite(text, 1, n, stdout);
    }
    putchar('\n');
}

static void print_outline(const encart_article *article)
{
    printf("%s\n", encart_article_title(article));
    for (encart_node at = encart_article_root(article); at;
         at = encart_node_next(article, at)) {
        const char *name = encart_node_name(article, at), *href;
        size_t n;

        if (strlen(name) == 2 && name[0] == 'h' && name[1] >= '2' && name[1] <= '6') {
            printf("%*s", 2 * (name[1] - '1'), "");
            print_text(article, at);
        }
        if (strcmp(name, "a") == 0 &&
            (href = encart_node_attribute(article, at, "href", &n))) {
            printf("-> %.*s: ", (int)n, href);
            print_text(article, at);
        }
    }
}

int main(int argc, char **argv)
{
    encart_builder *builder = NULL;
    encart_engine *engine = NULL;
    encart_article *article = NULL;
    encart_error err = {0};
    FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
    size_t n;
    int failed = 0;

    if (!file) {
        fprintf(stderr, "usage: walk ARTICLE\n");
        return 2;
    }
    n = fread(document, 1, sizeof document, file);
    fclose(file);

    if (encart_builder_new(&builder, NULL, &err) ||
        encart_engine_new(&engine, builder, &err) ||
        encart_article_load(&article, engine, document, n, NULL, &err)) {
        fprintf(stderr, "%s: %s\n", argv[1], err.message);
        failed = 1;
    } else {
        print_outline(article);
    }

    encart_article_free(article);
    encart_engine_free(engine);
    encart_builder_free(builder);
    return failed;
}
