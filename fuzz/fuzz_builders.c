/* The same clean tokens through the direct builder and through libtidy: both keep every
 * word in its order. Then the tokens of the sanitised bytes, where nothing is left to
 * repair: both give the same blocks around the same words. */
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

typedef struct built {
    encart__strbuf words, blocks;
    int taken;
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
    if (tidy)
        r->taken = encart__repair(b, clean, &dresser, NULL);
    else
        encart__build(b, clean, &dresser);
    FUZZ_CHECK(!t.failed);
    if (r->taken) {
        FUZZ_CHECK(!encart__tree_check(&t));
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

/* libtidy has rules of its own for a block inside an element in line (a, ins, del) and
 * inside dt: such documents are not compared block by block. */
static int libtidy_agrees(const encart__clean *clean)
{
    size_t in_line = 0;

    for (size_t i = 0; i < clean->count; i++) {
        const encart__clean_token *k = &clean->token[i];
        int block = (encart__tag_flags(k->tag) & ENCART__F_BLOCK) != 0;

        if (k->type == ENCART__CLEAN_TEXT || k->type == ENCART__CLEAN_COMMENT)
            continue;
        if (k->tag == ENCART__T_DT || (block && in_line))
            return 0;
        if (!block && k->type == ENCART__CLEAN_START)
            in_line++;
        if (!block && k->type == ENCART__CLEAN_END && in_line)
            in_line--;
    }
    return 1;
}

static void compare(encart__clean *clean, encart__builder *b, int blocks)
{
    encart__strbuf words;
    built direct, tidy;

    encart__strbuf_init(&words, NULL, 0);
    words_of_tokens(&words, clean);
    build(&direct, clean, b, 0);
    FUZZ_CHECK(
        encart__str_eq(encart__strbuf_view(&direct.words), encart__strbuf_view(&words)));
    build(&tidy, clean, b, 1);
    if (tidy.taken)
        FUZZ_CHECK(
            encart__str_eq(encart__strbuf_view(&tidy.words), encart__strbuf_view(&words)));
    if (tidy.taken && blocks && libtidy_agrees(clean))
        FUZZ_CHECK(encart__str_eq(encart__strbuf_view(&tidy.blocks),
                                  encart__strbuf_view(&direct.blocks)));
    built_free(&direct);
    built_free(&tidy);
    encart__strbuf_free(&words);
}

static void run(encart__str html, const encart__sanitise_opts *opts, encart__builder *b,
                int blocks)
{
    encart__diags none = {0};
    encart__tokens tokens;
    encart__clean clean;

    encart__tokens_init(&tokens, NULL);
    encart__clean_init(&clean, NULL);
    FUZZ_CHECK(encart__tokenize(&tokens, html, 1) == ENCART_OK);
    encart__filter(&clean, &tokens, NULL, opts, &none);
    FUZZ_CHECK(!clean.failed);
    compare(&clean, b, blocks);
    encart__clean_free(&clean);
    encart__tokens_free(&tokens);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    encart__builder *b = malloc(sizeof *b);
    encart__strbuf canonical;
    fuzz_case c;

    if (!b)
        return 0;
    fuzz_case_init(&c, data, size);
    encart__strbuf_init(&canonical, NULL, 0);
    run(encart__strbuf_view(&c.html), &c.opts, b, 0);
    FUZZ_CHECK(!encart__sanitise_bytes(&canonical, encart__strbuf_view(&c.html), &c.opts,
                                       NULL, NULL));
    run(encart__strbuf_view(&canonical), &c.opts, b, 1);
    encart__strbuf_free(&canonical);
    fuzz_case_free(&c);
    free(b);
    return 0;
}
