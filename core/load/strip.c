/* The article without our boxes: bytes in, canonical bytes out. */
#include "core/base/error.h"
#include "core/html/decode.h"
#include "core/load/load.h"
#include "core/sanitise/sanitise.h"
#include "core/serialise/serialise.h"

static int strip_tokens(encart__tree *tree, const encart__tokens *t,
                        const encart__known *known, encart__diags *removed,
                        encart_error *err)
{
    /* The widest profile: what the host once let in is not ours to take out. */
    encart__sanitise_opts opts = {.policy = known && known->widest
                                                ? known->widest
                                                : encart__policy_named(ENCART__STR("embeds")),
                                  .plugin_marks = 1};
    uint8_t *keep = encart__malloc(t->alloc, t->count + 1);
    int status;

    if (!keep)
        return encart__error_nomem(err, ENCART_STAGE_SANITISE);
    memset(keep, 1, t->count);
    status = encart__marks_clear(keep, t, known, NULL);
    if (status)
        status = encart__error_status(err, status, ENCART_STAGE_SANITISE);
    else
        status = encart__sanitise_tokens(tree, t, keep, &opts, removed, err);
    encart__free(t->alloc, keep, t->count + 1);
    return status;
}

static int strip_text(encart__strbuf *out, encart__str text, const encart__known *known,
                      const encart__alloc *alloc, encart_error *err)
{
    encart__arena arena;
    encart__diags removed;
    encart__tokens t;
    encart__tree tree;
    int status;

    encart__arena_init(&arena, alloc, 0);
    encart__diags_init(&removed, &arena, 1);
    encart__tokens_init(&t, alloc);
    encart__tree_init(&tree, alloc);
    status = encart__tokenize(&t, text, 1);
    if (status)
        status = encart__error_status(err, status, ENCART_STAGE_SANITISE);
    else
        status = strip_tokens(&tree, &t, known, &removed, err);
    if (!status)
        encart__serialise(&tree, out);
    encart__tree_free(&tree);
    encart__tokens_free(&t);
    encart__arena_free(&arena);
    return status;
}

int encart__strip(encart__strbuf *out, encart__str html, const encart__known *known,
                  const encart__alloc *alloc, encart_error *err)
{
    encart__strbuf text;
    int status = ENCART_OK;

    encart__strbuf_init(&text, alloc, 0);
    encart__decode_utf8(html, &text, NULL);
    if (text.failed)
        status = encart__error_status(err, text.failed, ENCART_STAGE_SANITISE);
    if (!status)
        status = strip_text(out, encart__strbuf_view(&text), known, alloc, err);
    if (!status && out->failed)
        status = encart__error_status(err, out->failed, ENCART_STAGE_SANITISE);
    encart__strbuf_free(&text);
    return status;
}
