/* What libtidy would make of documents that nest, beside what the builder makes of them:
 * each *.html file of the folders, counted by class of difference. `repair` = always takes
 * libtidy's tree up to "elements in line", the builder's otherwise.
 *
 *   encart-differences [--list] [--show CLASS] FOLDER...
 *
 * --list tells the class of each document, --show prints both trees of those of a class.
 */
#include "core/html/decode.h"
#include "core/sanitise/clean.h"
#include "core/serialise/serialise.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef enum difference {
    NEEDED, /* it does not nest: libtidy repairs it in any case */
    REFUSED,
    SAME,
    SPACE,
    INLINE,
    BLOCKS,
    WORDS,
    FAILED,
    CLASSES
} difference;

static const char *const class_names[CLASSES] = {
    "does not nest", "refused", "same bytes", "white space", "elements in line", "blocks",
    "words",         "failed"};

static int list;
static difference show; /* NEEDED is none */

static int is_white(char c)
{
    return c == ' ' || c == '\n' || c == '\t';
}

/* Name of the tag at `p`, which follows "<" or "</". */
static uint16_t tag_at(const char *p)
{
    size_t n = strspn(p, "abcdefghijklmnopqrstuvwxyz0123456789");

    return encart__tag_id(encart__str_n(p, n));
}

/* What of the canonical bytes counts: `blocks` tags of blocks, `all` every tag. White space
 * never does. */
static void skeleton(const encart__strbuf *html, int blocks, int all, encart__strbuf *out)
{
    const char *p = encart__strbuf_z(html);

    encart__strbuf_clear(out);
    while (*p) {
        const char *end = p + 1;

        if (*p == '<') {
            int close = p[1] == '/';

            while (*end && *end != '>')
                end++;
            if (all || (blocks && (encart__tag_flags(tag_at(p + 1 + close)) & ENCART__F_BLOCK)))
                encart__strbuf_str(out, encart__str_n(p, (size_t)(end + 1 - p)));
            end += *end != '\0';
        } else if (!is_white(*p)) {
            encart__strbuf_putc(out, *p);
        }
        p = end;
    }
}

static int same(const encart__strbuf *a, const encart__strbuf *b, int blocks, int all)
{
    encart__strbuf x, y;
    int equal;

    encart__strbuf_init(&x, NULL, 0);
    encart__strbuf_init(&y, NULL, 0);
    skeleton(a, blocks, all, &x);
    skeleton(b, blocks, all, &y);
    equal = encart__str_eq(encart__strbuf_view(&x), encart__strbuf_view(&y));
    encart__strbuf_free(&x);
    encart__strbuf_free(&y);
    return equal;
}

static difference compare(const encart__strbuf *a, const encart__strbuf *b)
{
    if (encart__str_eq(encart__strbuf_view(a), encart__strbuf_view(b)))
        return SAME;
    if (!same(a, b, 0, 0))
        return WORDS;
    if (!same(a, b, 1, 0))
        return BLOCKS;
    return same(a, b, 1, 1) ? SPACE : INLINE;
}

/* As sanitise.c ends: spans that say nothing go, so their loss is no difference. */
static void finish(encart__tree *t, encart__strbuf *out)
{
    encart__diags none = {0};

    if (encart__settle_ids(t, encart__policy_named(ENCART__STR("article")), &none))
        encart__rebuild(t);
    encart__serialise(t, out);
}

/* The clean tokens by the builder into `a`, by libtidy into `b`. */
static difference build(encart__clean *clean, encart__builder *builder, encart__strbuf *a,
                        encart__strbuf *b)
{
    encart__tree direct, repaired;
    encart__dresser one = {&direct, clean}, other = {&repaired, clean};
    difference d = NEEDED;

    encart__tree_init(&direct, NULL);
    encart__tree_init(&repaired, NULL);
    encart__build(builder, clean, &one);
    if (!builder->irregular)
        d = encart__repair(builder, clean, &other, NULL) ? SAME : REFUSED;
    finish(&direct, a);
    finish(&repaired, b);
    if (direct.failed || repaired.failed)
        d = FAILED;
    encart__tree_free(&direct);
    encart__tree_free(&repaired);
    return d == SAME ? compare(a, b) : d;
}

static difference both_ways(const char *bytes, size_t n)
{
    encart__sanitise_opts o = {.policy = encart__policy_named(ENCART__STR("article"))};
    encart__builder *builder = malloc(sizeof *builder);
    encart__diags none = {0};
    encart__strbuf text, a, b;
    encart__tokens tokens;
    encart__clean clean;
    difference d = FAILED;

    encart__strbuf_init(&text, NULL, 0);
    encart__strbuf_init(&a, NULL, 0);
    encart__strbuf_init(&b, NULL, 0);
    encart__tokens_init(&tokens, NULL);
    encart__clean_init(&clean, NULL);
    encart__decode_utf8(encart__str_n(bytes, n), &text, NULL);
    if (builder && !encart__tokenize(&tokens, encart__strbuf_view(&text), 1)) {
        encart__filter(&clean, &tokens, NULL, &o, &none);
        d = build(&clean, builder, &a, &b);
    }
    if (show && d == show)
        printf("---- builder\n%s---- libtidy\n%s", encart__strbuf_z(&a),
               encart__strbuf_z(&b));
    encart__clean_free(&clean);
    encart__tokens_free(&tokens);
    encart__strbuf_free(&text);
    encart__strbuf_free(&a);
    encart__strbuf_free(&b);
    free(builder);
    return d;
}

static char *read_file(const char *path, size_t *n)
{
    FILE *f = fopen(path, "rb");
    char *bytes = NULL;
    long size;

    if (f && fseek(f, 0, SEEK_END) == 0 && (size = ftell(f)) > 0 &&
        (bytes = malloc((size_t)size))) {
        rewind(f);
        *n = fread(bytes, 1, (size_t)size, f);
    }
    if (f)
        fclose(f);
    return bytes;
}

static int is_html(const struct dirent *e)
{
    size_t n = strlen(e->d_name);

    return n > 5 && strcmp(e->d_name + n - 5, ".html") == 0;
}

static void folder(const char *dir, size_t counts[CLASSES])
{
    struct dirent **files;
    int count = scandir(dir, &files, is_html, alphasort);

    for (int i = 0; i < count; i++) {
        char path[4096];
        size_t n = 0;
        char *bytes;

        snprintf(path, sizeof path, "%s/%s", dir, files[i]->d_name);
        bytes = read_file(path, &n);
        if (bytes) {
            difference d = both_ways(bytes, n);

            counts[d]++;
            if (list)
                printf("%s: %s\n", class_names[d], path);
        }
        free(bytes);
        free(files[i]);
    }
    if (count >= 0)
        free(files);
}

static difference class_of(const char *name)
{
    for (int d = 0; d < CLASSES; d++)
        if (strcmp(name, class_names[d]) == 0)
            return (difference)d;
    return NEEDED;
}

int main(int argc, char **argv)
{
    size_t counts[CLASSES] = {0};

    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--list") == 0)
            list = 1;
        else if (strcmp(argv[i], "--show") == 0 && i + 1 < argc)
            show = class_of(argv[++i]);
        else
            folder(argv[i], counts);
    }
    for (int d = 0; d < CLASSES; d++)
        printf("%-18s %zu\n", class_names[d], counts[d]);
    return counts[WORDS] || counts[FAILED];
}
