/* The same clean tokens through the direct builder and through libtidy: both keep every
 * word in its order, and where the direct builder found nothing to repair and a place for
 * each element, libtidy's tree has the same blocks around the same words. */
#include "fuzz/case.h"

#include "core/sanitise/clean.h"

/* What is not white space, in order. */
static void add_words(encart__strbuf *out, encart__str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!encart__is_space((unsigned char)s.p[i]))
            encart__strbuf_putc(out, s.p[i]);
}

static void words_of_tokens(encart__strbuf *out, const encart__clean *clean)
{
    for (size_t i = 0; i < clean->count; i++) {
        const encart__clean_token *k = &clean->token[i];

        if (k->type == ENCART__CLEAN_TEXT)
            add_words(out, encart__clean_slice(clean, k->at, k->n));
    }
}

/* Takes "<p>" off the end of `out`; false when it does not end so. */
static int take_back(encart__strbuf *out, encart__str name)
{
    encart__str all = encart__strbuf_view(out);
    size_t n = name.n + 2;

    if (all.n < n || all.p[all.n - n] != '<' || all.p[all.n - 1] != '>' ||
        !encart__str_eq(encart__str_sub(all, all.n - n + 1, all.n - 1), name))
        return 0;
    encart__strbuf_truncate(out, all.n - n);
    return 1;
}

static void edge(encart__strbuf *out, encart__str name, int end)
{
    if (end && take_back(out, name)) /* libtidy drops some elements without content */
        return;
    encart__strbuf_puts(out, end ? "</" : "<");
    encart__strbuf_str(out, name);
    encart__strbuf_putc(out, '>');
}

/* The words of a tree and, with `blocks`, the edges of its block elements between them. */
static void outline(encart__strbuf *out, const encart__tree *t, int blocks)
{
    encart__iter it;

    encart__iter_init(&it, t, ENCART__ROOT);
    while (encart__iter_next(&it)) {
        const encart__node *n = &t->nodes[it.at];

        if (n->kind == ENCART__NODE_TEXT)
            add_words(out, encart__tree_text_of(t, it.at));
        else if (blocks && n->kind == ENCART__NODE_ELEMENT &&
                 encart__tag_flags(n->tag) & ENCART__F_BLOCK)
            edge(out, encart__tag_name(n->tag), it.leave);
    }
}

/* Whether each start tag has an element: those without a place are gone. */
static int all_placed(const encart__tree *t, const encart__clean *clean)
{
    uint32_t elements[ENCART__T_COUNT] = {0};

    for (size_t i = 0; i < t->node_count; i++)
        if (t->nodes[i].kind == ENCART__NODE_ELEMENT)
            elements[t->nodes[i].tag]++;
    for (size_t i = 0; i < clean->count; i++) {
        const encart__clean_token *k = &clean->token[i];

        if ((k->type == ENCART__CLEAN_START || k->type == ENCART__CLEAN_VOID) &&
            elements[k->tag]-- == 0)
            return 0;
    }
    return 1;
}

typedef struct built {
    encart__strbuf words, blocks;
    int taken, placed;
    uint32_t irregular, flattened;
} built;

/* One builder, from the tokens to the outlines of its tree. */
static void build(built *r, encart__clean *clean, encart__builder *b, int tidy)
{
    encart__tree t;
    encart__dresser dresser = {&t, clean};

    encart__strbuf_init(&r->words, NULL, 0);
    encart__strbuf_init(&r->blocks, NULL, 0);
    encart__tree_init(&t, NULL);
    r->taken = 1;
    r->placed = 0;
    if (tidy)
        r->taken = encart__repair(b, clean, &dresser, NULL);
    else
        encart__build(b, clean, &dresser);
    r->irregular = b->irregular;
    r->flattened = b->flattened;
    FUZZ_CHECK(!t.failed);
    if (r->taken) {
        FUZZ_CHECK(!encart__tree_check(&t));
        r->placed = all_placed(&t, clean);
        outline(&r->words, &t, 0);
        outline(&r->blocks, &t, 1);
    }
    encart__tree_free(&t);
}

static void built_free(built *r)
{
    encart__strbuf_free(&r->words);
    encart__strbuf_free(&r->blocks);
}

static void compare(encart__clean *clean, encart__builder *b)
{
    encart__strbuf words;
    built direct, tidy;

    encart__strbuf_init(&words, NULL, 0);
    words_of_tokens(&words, clean);
    build(&direct, clean, b, 0);
    FUZZ_CHECK(
        encart__str_eq(encart__strbuf_view(&direct.words), encart__strbuf_view(&words)));
    build(&tidy, clean, b, 1);
    if (tidy.taken) {
        FUZZ_CHECK(encart__str_eq(encart__strbuf_view(&tidy.words),
                                  encart__strbuf_view(&words)));
        if (!direct.irregular && !direct.flattened && direct.placed)
            FUZZ_CHECK(encart__str_eq(encart__strbuf_view(&tidy.blocks),
                                      encart__strbuf_view(&direct.blocks)));
    }
    built_free(&direct);
    built_free(&tidy);
    encart__strbuf_free(&words);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    encart__builder *b = malloc(sizeof *b);
    encart__diags none = {0};
    encart__tokens tokens;
    encart__clean clean;
    fuzz_case c;

    if (!b)
        return 0;
    fuzz_case_init(&c, data, size);
    encart__tokens_init(&tokens, NULL);
    encart__clean_init(&clean, NULL);
    FUZZ_CHECK(encart__tokenize(&tokens, encart__strbuf_view(&c.html), 1) == ENCART_OK);
    encart__filter(&clean, &tokens, NULL, &c.opts, &none);
    FUZZ_CHECK(!clean.failed);
    compare(&clean, b);
    encart__clean_free(&clean);
    encart__tokens_free(&tokens);
    fuzz_case_free(&c);
    free(b);
    return 0;
}
