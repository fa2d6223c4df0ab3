/* How `repair` = always differs from auto: sanitises each *.html file of the folders both
 * ways and counts the documents of each class of difference.
 *
 *   encart-differences [--list] FOLDER...
 *
 * Names of documents whose words or blocks differ are always printed, with --list those of
 * every class but "same bytes".
 */
#include "core/html/decode.h"
#include "core/sanitise/sanitise.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef enum difference { SAME, SPACE, INLINE, BLOCKS, WORDS, FAILED, CLASSES } difference;

static const char *const class_names[CLASSES] = {
    "same bytes", "white space", "elements in line", "blocks", "words", "failed"};

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

static int sanitise(encart__str html, int always, encart__strbuf *out)
{
    encart__sanitise_opts o = {.policy = encart__policy_named(ENCART__STR("article")),
                               .always_repair = always};

    return encart__sanitise_bytes(out, html, &o, NULL, NULL);
}

static difference both_ways(const char *bytes, size_t n)
{
    encart__strbuf text, a, b;
    difference d = FAILED;

    encart__strbuf_init(&text, NULL, 0);
    encart__strbuf_init(&a, NULL, 0);
    encart__strbuf_init(&b, NULL, 0);
    encart__decode_utf8(encart__str_n(bytes, n), &text, NULL);
    if (!sanitise(encart__strbuf_view(&text), 0, &a) &&
        !sanitise(encart__strbuf_view(&text), 1, &b))
        d = compare(&a, &b);
    encart__strbuf_free(&text);
    encart__strbuf_free(&a);
    encart__strbuf_free(&b);
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

static void folder(const char *dir, int list, size_t counts[CLASSES])
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
            if (d > INLINE || (list && d != SAME))
                printf("%s: %s\n", class_names[d], path);
        }
        free(bytes);
        free(files[i]);
    }
    if (count >= 0)
        free(files);
}

int main(int argc, char **argv)
{
    size_t counts[CLASSES] = {0};
    int list = 0;

    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--list") == 0)
            list = 1;
        else
            folder(argv[i], list, counts);
    }
    for (int d = 0; d < CLASSES; d++)
        printf("%-18s %zu\n", class_names[d], counts[d]);
    return counts[BLOCKS] || counts[WORDS] || counts[FAILED];
}
