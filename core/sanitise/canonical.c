/* Reading our own bytes back, without libtidy: by the strict reader, or, where that one
 * is not sure, by looking whether the filter and the builder change anything.
 */
#include "core/sanitise/check.h"
#include "core/sanitise/clean.h"
#include "core/sanitise/strict.h"
#include "core/serialise/serialise.h"
#include "core/base/error.h"

static int has_same(const encart__tree *a, const encart__attr *at, const encart__tree *b,
                    encart__node_id other)
{
    for (uint32_t i = b->nodes[other].attr; i; i = b->attrs[i].next)
        if (b->attrs[i].name == at->name &&
            (at->name || encart__str_eq(encart__tree_attr_spelling(a, at),
                                        encart__tree_attr_spelling(b, &b->attrs[i]))))
            return encart__str_eq(encart__tree_attr_value(a, at),
                                  encart__tree_attr_value(b, &b->attrs[i]));
    return 0;
}

static int same_attrs(const encart__tree *a, const encart__node *x, const encart__tree *b,
                      encart__node_id other)
{
    size_t count = 0;

    for (uint32_t i = x->attr; i; i = a->attrs[i].next, count++)
        if (!has_same(a, &a->attrs[i], b, other))
            return 0;
    for (uint32_t i = b->nodes[other].attr; i; i = b->attrs[i].next)
        count--;
    return count == 0;
}

int encart__tree_equal(const encart__tree *a, const encart__tree *b)
{
    encart__iter i, j;

    encart__iter_init(&i, a, ENCART__ROOT);
    encart__iter_init(&j, b, ENCART__ROOT);
    for (;;) {
        int more = encart__iter_next(&i);
        const encart__node *x, *y;

        if (more != encart__iter_next(&j))
            return 0;
        if (!more)
            return 1;
        x = &a->nodes[i.at];
        y = &b->nodes[j.at];
        if (i.leave != j.leave || x->kind != y->kind || x->tag != y->tag)
            return 0;
        if (!i.leave && (!encart__str_eq(encart__tree_text_of(a, i.at),
                                         encart__tree_text_of(b, j.at)) ||
                         !same_attrs(a, x, b, j.at)))
            return 0;
    }
}

static void read_tokens(encart__tree *out, const encart__tokens *tokens,
                        const encart__policy *policy)
{
    encart__sanitise_opts opts = {.policy = policy, .plugin_marks = 1};
    encart__diags none = {0}; /* max 0: nobody reads them */
    encart__clean clean;
    encart__dresser dresser = {out, &clean};
    encart__builder *b = encart__malloc(out->alloc, sizeof *b);

    encart__clean_init(&clean, out->alloc);
    if (b)
        encart__filter(&clean, tokens, NULL, &opts, &none);
    if (!b || clean.failed)
        out->failed = b ? clean.failed : ENCART_ENOMEM;
    else
        encart__build(b, &clean, &dresser);
    if (!out->failed && encart__settle_ids(out, policy, &none) && !out->failed)
        out->failed = ENCART_EPARSE;
    encart__clean_free(&clean);
    encart__free(out->alloc, b, sizeof *b);
}

/* By the grammar alone. ENCART_EPARSE when that is not enough. */
static int read_strictly(encart__tree *out, encart__str html,
                         const encart__policy *policy)
{
    encart__diags none = {0};
    int status;

    if (encart__policy_is_plugin(policy)) /* whose links may follow its ids */
        return ENCART_EPARSE;
    status = encart__strict_read(out, html, policy);
    if (!status && (encart__settle_ids(out, policy, &none) || none.count))
        status = out->failed ? out->failed : ENCART_EPARSE;
    return status;
}

/* By the whole line: what it changes in nothing, to the byte, is canonical. */
static int read_by_repair(encart__tree *out, encart__str html,
                          const encart__policy *policy)
{
    encart__tokens tokens;
    encart__strbuf again;
    int status;

    encart__tokens_init(&tokens, out->alloc);
    encart__strbuf_init(&again, out->alloc, 0);
    status = encart__tokenize(&tokens, html, 1);
    if (!status) {
        read_tokens(out, &tokens, policy);
        status = out->failed;
    }
    if (!status) {
        encart__serialise(out, &again);
        status = again.failed;
        if (!status && !encart__str_eq(html, encart__strbuf_view(&again)))
            status = ENCART_EPARSE;
    }
    encart__tokens_free(&tokens);
    encart__strbuf_free(&again);
    return status;
}

int encart__canonical_read(encart__tree *out, encart__str html,
                           const encart__policy *policy, encart_error *err)
{
    int status = read_strictly(out, html, policy);

    if (status == ENCART_EPARSE) {
        encart__tree_clear(out);
        status = read_by_repair(out, html, policy);
    }
    if (status == ENCART_EPARSE)
        return encart__error(err, status, ENCART_STAGE_SANITISE,
                             "the HTML is not as Encart writes it");
    return status ? encart__error_status(err, status, ENCART_STAGE_SANITISE) : ENCART_OK;
}
