/* Any bytes as an article's HTML: a second sanitising changes nothing, the tree is whole,
 * and the strict reader knows the bytes for canonical. The last byte may choose an
 * allocation that fails. */
#include "fuzz/fuzz.h"

#include "core/base/utf8.h"
#include "core/html/decode.h"
#include "core/sanitise/sanitise.h"
#include "core/serialise/serialise.h"

/* Sanitises and writes; the status. */
static int sanitise(encart__str html, const encart__sanitise_opts *opts,
                    const encart__alloc *alloc, encart__strbuf *out)
{
    encart__tree tree;
    int status;

    encart__tree_init(&tree, alloc);
    status = encart__sanitise_html(&tree, html, opts, NULL, alloc, NULL);
    if (status == ENCART_OK) {
        FUZZ_CHECK(!encart__tree_check(&tree));
        encart__serialise(&tree, out);
    }
    encart__tree_free(&tree);
    return status;
}

static void check_canonical(encart__str html, const encart__policy *policy)
{
    encart__strbuf again;
    encart__tree tree;

    encart__tree_init(&tree, NULL);
    encart__strbuf_init(&again, NULL, 0);
    FUZZ_CHECK(encart__canonical_read(&tree, html, policy, NULL) == ENCART_OK);
    encart__serialise(&tree, &again);
    FUZZ_CHECK(encart__str_eq(encart__strbuf_view(&again), html));
    encart__strbuf_free(&again);
    encart__tree_free(&tree);
}

static void check_failing(encart__str html, const encart__sanitise_opts *opts,
                          unsigned options)
{
    encart__strbuf out;
    fuzz_alloc alloc;
    int status;

    fuzz_alloc_init(&alloc, options + 1);
    encart__strbuf_init(&out, NULL, 0);
    status = sanitise(html, opts, &alloc.vtable, &out);
    FUZZ_CHECK(status == ENCART_OK || status == ENCART_ENOMEM);
    FUZZ_CHECK(alloc.failed || status == ENCART_OK);
    FUZZ_CHECK(alloc.live == 0);
    encart__strbuf_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const policies[] = {"article", "strict", "embeds"};
    unsigned options = size ? data[size - 1] : 0;
    encart__sanitise_opts opts = {.policy = NULL};
    encart__strbuf text, once, twice;

    opts.policy = encart__policy_named(encart__str_z(policies[options % 3]));
    encart__strbuf_init(&text, NULL, 0);
    encart__strbuf_init(&once, NULL, 0);
    encart__strbuf_init(&twice, NULL, 0);
    encart__decode_utf8((encart__str){(const char *)data, size}, &text, NULL);
    FUZZ_CHECK(sanitise(encart__strbuf_view(&text), &opts, NULL, &once) == ENCART_OK);
    FUZZ_CHECK(encart__utf8_valid(encart__strbuf_view(&once)) == once.size);
    FUZZ_CHECK(sanitise(encart__strbuf_view(&once), &opts, NULL, &twice) == ENCART_OK);
    FUZZ_CHECK(encart__str_eq(encart__strbuf_view(&once), encart__strbuf_view(&twice)));
    check_canonical(encart__strbuf_view(&once), opts.policy);
    check_failing(encart__strbuf_view(&text), &opts, options);
    encart__strbuf_free(&text);
    encart__strbuf_free(&once);
    encart__strbuf_free(&twice);
    return 0;
}
