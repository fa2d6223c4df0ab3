/* Asks the library's own direct builder, by the first half of the sanitiser's line. */
#include "bench/sanitise/needs_repair.h"

#include "core/html/decode.h"
#include "core/sanitise/clean.h"

#include <stdlib.h>

static int irregular(const encart__tokens *tokens, encart__clean *clean,
                     encart__tree *tree)
{
    encart__sanitise_opts opts = {.policy = encart__policy_named(ENCART__STR("article"))};
    encart__diags removed = {0};
    encart__dresser dresser = {tree, clean};
    encart__builder *b = calloc(1, sizeof *b);
    int result = -1;

    encart__filter(clean, tokens, NULL, &opts, &removed);
    if (b && !clean->failed) {
        encart__build(b, clean, &dresser);
        result = tree->failed ? -1 : b->irregular || b->cuts;
    }
    free(b);
    return result;
}

int needs_repair(const char *html, size_t n)
{
    const encart__alloc *alloc = &encart__alloc_default;
    encart__strbuf text;
    encart__tokens tokens;
    encart__clean clean;
    encart__tree tree;
    int result = -1;

    encart__strbuf_init(&text, alloc, 0);
    encart__tokens_init(&tokens, alloc);
    encart__clean_init(&clean, alloc);
    encart__tree_init(&tree, alloc);
    encart__decode_utf8(encart__str_n(html, n), &text, NULL);
    if (!text.failed && !encart__tokenize(&tokens, encart__strbuf_view(&text), 1))
        result = irregular(&tokens, &clean, &tree);
    encart__tree_free(&tree);
    encart__clean_free(&clean);
    encart__tokens_free(&tokens);
    encart__strbuf_free(&text);
    return result;
}
