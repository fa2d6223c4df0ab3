/* make fidelity: how true the sanitiser is to real documents, and where it is not.
 * encart-fidelity [FILE]: the same for one document of your own.
 */
#include "tests/fidelity/fidelity.h"
#include "core/html/decode.h"
#include "tests/suite.h"

#include <stdio.h>
#include <stdlib.h>

enum { CORPORA = 16 };

typedef struct {
    const char *name;
    size_t documents, blocks, dressed, order, direct, words, lost, added;
} sums;

typedef struct {
    sums of[CORPORA];
    size_t count;
} table;

static sums *sums_of(table *t, const char *name)
{
    for (size_t i = 0; i < t->count; i++)
        if (strcmp(t->of[i].name, name) == 0)
            return &t->of[i];
    t->of[t->count].name = name;
    return &t->of[t->count++];
}

static void one(void *user, const char *corpus, const char *document, encart__str html)
{
    sums *s = sums_of(user, corpus);
    verdict v;

    verdict_of(&v, html);
    s->documents++;
    s->blocks += (size_t)v.blocks;
    s->dressed += (size_t)v.dressed;
    s->order += (size_t)v.words;
    s->direct += (size_t)v.direct;
    s->words += v.words_in;
    s->lost += v.lost;
    s->added += v.added;
    if (!v.blocks || !v.dressed || !v.words || !v.direct)
        printf("%s%s%s%s%s %s\n%s", v.blocks ? "" : "BLOCKS ",
               v.dressed ? "" : "FORMATTING ", v.words ? "" : "WORDS ",
               v.direct ? "" : "libtidy ", corpus, document,
               encart__strbuf_z(&v.first));
    if (v.lost || v.added)
        printf("  words lost %zu, added %zu\n", v.lost, v.added);
    verdict_free(&v);
}

static void print(const sums *s)
{
    printf("%-17s %5zu %8zu %6zu %6zu %6zu %6zu %6zu %6zu %6.1f %%\n", s->name,
           s->documents, s->words, s->lost, s->added, s->order, s->blocks, s->dressed,
           s->direct,
           s->documents ? 100.0 * (double)s->direct / (double)s->documents : 0.0);
}

static void print_all(const table *t)
{
    sums all = {"all", 0, 0, 0, 0, 0, 0, 0, 0};

    printf("\n%-17s %5s %8s %6s %6s %6s %6s %6s %6s\n", "corpus", "docs", "words", "lost",
           "added", "order", "blocks", "format", "direct");
    for (size_t i = 0; i < t->count; i++) {
        const sums *s = &t->of[i];

        print(s);
        all.documents += s->documents;
        all.words += s->words;
        all.lost += s->lost;
        all.added += s->added;
        all.order += s->order;
        all.blocks += s->blocks;
        all.dressed += s->dressed;
        all.direct += s->direct;
    }
    print(&all);
}

static int one_file(const char *path, table *t)
{
    size_t n = 0;
    char *bytes = suite_read(path, &n);
    encart__strbuf html;

    if (!bytes) {
        perror(path);
        return EXIT_FAILURE;
    }
    encart__strbuf_init(&html, NULL, 0);
    encart__decode_utf8(encart__str_n(bytes, n), &html, NULL);
    one(t, "file", path, encart__strbuf_view(&html));
    encart__strbuf_free(&html);
    free(bytes);
    return EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
    table t = {0};
    int status = EXIT_SUCCESS;

    for (int i = 1; i < argc && !status; i++)
        status = one_file(argv[i], &t);
    if (argc < 2 && !suite_data()) {
        puts("encart-fidelity: no real documents here (ENCART_DATA)");
        return EXIT_SUCCESS;
    }
    if (argc < 2)
        corpora_each(suite_data(), one, &t);
    print_all(&t);
    return status;
}
