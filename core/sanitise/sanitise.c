/* The line: tokens, filter, builder or libtidy, passes over the tree, self-check. */
#include "core/sanitise/clean.h"
#include "core/sanitise/check.h"
#include "core/sanitise/regular.h"
#include "core/sanitise/strict.h"
#include "core/serialise/serialise.h"
#include "core/base/error.h"
#include "core/base/scratch.h"

int encart__repair_mode(const char *repair, int *always)
{
    int is_auto = repair && strcmp(repair, "auto") == 0;

    *always = repair && strcmp(repair, "always") == 0 ? 1 : -is_auto;
    return *always || !repair;
}

/* What the tokens need: the builder alone, or libtidy's opinion as well. */
static void make_tree(encart__tree *out, encart__clean *clean, encart__builder *b,
                      int always)
{
    encart__dresser dresser = {out, clean};

    /* A third of the tokens are end tags; text and values are of the source as a rule. */
    encart__tree_reserve(out, clean->count * 3 / 4 + 4, clean->source.n * 3 / 4);
    encart__build(b, clean, &dresser);
    if (!out->failed && (always || b->irregular))
        encart__repair_compared(b, clean, out);
}

/* A pass that takes tags away may leave something around them that says nothing, and what a
 * rebuild joins may be empty: each looks at the other's work until nothing changes. What is
 * left after that, the self-check sees. */
static void passes(encart__tree *t, const encart__sanitise_opts *opts,
                   encart__diags *removed)
{
    enum { ROUNDS = 8 };
    int changed = encart__settle_frames(t, opts->policy, removed);

    changed |= encart__settle_ids(t, opts->policy, removed);
    if (opts->accessible && !t->failed) {
        encart__accessible(t, opts->heading_base, removed);
        changed = 1;
    }
    if (opts->paragraphs && !t->failed) {
        encart__paragraphs(t);
        changed = 1;
    }
    for (int round = 0; changed && !t->failed && round < ROUNDS; round++) {
        encart__rebuild(t);
        changed = !t->failed && encart__settle_ids(t, opts->policy, removed);
    }
    if (changed && !t->failed)
        encart__rebuild(t);
}

/* The words alone, a paragraph for each block: what is left when we do not trust our own
 * work. */
static int words_only(encart__tree *t)
{
    encart__strbuf prose;
    encart__str rest;

    encart__strbuf_init(&prose, t->alloc, 0);
    encart__tree_prose(t, ENCART__ROOT, "\n\n", &prose);
    if (prose.failed)
        t->failed = prose.failed;
    encart__tree_clear(t);
    rest = encart__strbuf_view(&prose);
    while (rest.n && !t->failed) {
        size_t end = encart__str_find(rest, ENCART__STR("\n\n"));
        encart__str line = encart__str_trim(encart__str_sub(rest, 0, end));
        encart__node_id p = line.n ? encart__tree_element(t, ENCART__T_P) : 0;

        encart__tree_append(t, ENCART__ROOT, p);
        encart__tree_append(t, p, p ? encart__tree_text(t, line) : 0);
        rest = end == (size_t)-1 ? ENCART__STR_EMPTY
                                 : encart__str_sub(rest, end + 2, rest.n);
    }
    encart__strbuf_free(&prose);
    return t->failed;
}

/* By the whole line: filter and builder must leave the bytes as they are. */
static int reads_back(const encart__tree *t, encart__str html,
                      const encart__policy *policy)
{
    encart__tree again;
    int status;

    encart__tree_init(&again, t->alloc);
    status = encart__canonical_read(&again, html, policy, NULL);
    if (!status && !encart__tree_equal(t, &again))
        status = ENCART_EPARSE;
    encart__tree_free(&again);
    return status;
}

/* Leaves the canonical bytes in `html`. */
static int self_check(encart__tree *t, encart__strbuf *html,
                      const encart__sanitise_opts *opts, encart__diags *removed)
{
    size_t from = html->size;
    encart__str bytes;
    int status;

    encart__serialise(t, html);
    if (html->failed)
        return html->failed;
    bytes = encart__str_sub(encart__strbuf_view(html), from, html->size);
    status = encart__strict_same(t, bytes, opts->policy);
    if (status == ENCART_EPARSE)
        status = reads_back(t, bytes, opts->policy);
    if (status != ENCART_EPARSE)
        return status;
    encart__diag_add(
        removed, ENCART__FAULT, "self-check",
        "the result would not be read back as it is: only its words are kept");
    status = words_only(t);
    encart__strbuf_truncate(html, from);
    encart__serialise(t, html);
    return status ? status : html->failed;
}

static int sanitise(encart__tree *out, encart__strbuf *html, const encart__tokens *tokens,
                    const uint8_t *keep, const encart__sanitise_opts *opts,
                    encart__diags *removed, encart_error *err)
{
    encart__sanitise_opts o = *opts;
    encart__diags none = {0};
    encart__clean clean;
    encart__builder *b = encart__malloc(out->alloc, sizeof *b);

    if (!removed)
        removed = &none; /* max 0: entries are counted, never made */
    if (!o.policy)
        o.policy = encart__policy_named(ENCART__STR("article"));
    encart__clean_init(&clean, out->alloc);
    if (b)
        encart__filter(&clean, tokens, keep, &o, removed);
    if (!b || clean.failed)
        out->failed = !b ? ENCART_ENOMEM : clean.failed;
    else
        make_tree(out, &clean, b,
                  o.always_repair > 0 || (!o.always_repair && o.policy->always_repair));
    if (b && !out->failed && b->flattened)
        encart__diag_add(removed, ENCART__WARNING, "flattened",
                         "%u elements were nested too deep and lost their tags",
                         (unsigned)b->flattened);
    encart__clean_free(&clean);
    encart__free(out->alloc, b, sizeof *b);
    if (!out->failed)
        passes(out, &o, removed);
    if (!out->failed)
        out->failed = self_check(out, html, &o, removed);
    return out->failed ? encart__error_status(err, out->failed, ENCART_STAGE_SANITISE)
                       : ENCART_OK;
}

int encart__sanitise_tokens(encart__tree *out, const encart__tokens *tokens,
                            const uint8_t *keep, const encart__sanitise_opts *opts,
                            encart__diags *removed, encart_error *err)
{
    encart__strbuf html;
    int status;

    encart__strbuf_init(&html, out->alloc, 0);
    status = sanitise(out, &html, tokens, keep, opts, removed, err);
    encart__strbuf_free(&html);
    return status;
}

/* The block that a small document's tokens and nodes fit in. Of a large one only what is
 * asked for again and again, as values are checked. */
static size_t scratch_size(size_t n)
{
    size_t need = sizeof(encart__builder) + 8192 + n * 16;

    return need <= (size_t)1 << 19 ? need : (size_t)1 << 16;
}

/* Through tokens and a tree. */
static int the_long_way(encart__strbuf *out, encart__str html,
                        const encart__sanitise_opts *opts, encart__diags *removed,
                        const encart__alloc *alloc, encart_error *err)
{
    encart__tokens tokens;
    encart__tree tree;
    int status;

    encart__tokens_init(&tokens, alloc);
    tokens.unlined = !removed || !removed->max;
    encart__tree_init(&tree, alloc);
    status = encart__tokenize(&tokens, html, 1);
    if (status)
        encart__error_status(err, status, ENCART_STAGE_SANITISE);
    else
        status = sanitise(&tree, out, &tokens, NULL, opts, removed, err);
    encart__tree_free(&tree);
    encart__tokens_free(&tokens);
    return status;
}

/* A list of what was removed is made by the long way only. */
int encart__sanitise_bytes(encart__strbuf *out, encart__str html,
                           const encart__sanitise_opts *opts, encart__diags *removed,
                           encart_error *err)
{
    encart__sanitise_opts o = *opts;
    encart__scratch scratch;
    int status = ENCART_EPARSE;

    if (!o.policy)
        o.policy = encart__policy_named(ENCART__STR("article"));
    encart__scratch_init(&scratch, out->alloc, scratch_size(html.n));
    encart__strbuf_reserve(out, html.n + html.n / 16 + 64);
    if ((!removed || !removed->max) && encart__regular_may(&o, html))
        status = encart__regular(out, html, &o, &scratch.alloc);
    if (status == ENCART_ENOMEM)
        encart__error_status(err, status, ENCART_STAGE_SANITISE);
    else if (status != ENCART_OK)
        status = the_long_way(out, html, &o, removed, &scratch.alloc, err);
    encart__scratch_free(&scratch);
    return status;
}

int encart__sanitise_html(encart__tree *out, encart__str html,
                          const encart__sanitise_opts *opts, encart__diags *removed,
                          const encart__alloc *alloc, encart_error *err)
{
    encart__tokens tokens;
    int status;

    encart__tokens_init(&tokens, alloc);
    status = encart__tokenize(&tokens, html, 1);
    if (status)
        encart__error_status(err, status, ENCART_STAGE_SANITISE);
    else
        status = encart__sanitise_tokens(out, &tokens, NULL, opts, removed, err);
    encart__tokens_free(&tokens);
    return status;
}
