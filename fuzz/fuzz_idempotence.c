/* Sanitising twice is sanitising once, with the same options and with none; and what
 * comes out needs no sanitising: the strict reader takes it as it is. */
#include "fuzz/case.h"

static void check_strict(encart__str html, const encart__policy *policy)
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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    encart__sanitise_opts plain = {.policy = NULL};
    encart__strbuf once, twice;
    fuzz_case c;

    fuzz_case_init(&c, data, size);
    plain.policy = c.opts.policy;
    plain.plugin_marks = c.opts.plugin_marks;
    encart__strbuf_init(&once, NULL, 0);
    encart__strbuf_init(&twice, NULL, 0);
    FUZZ_CHECK(!fuzz_sanitised(&once, encart__strbuf_view(&c.html), &c.opts, NULL));
    FUZZ_CHECK(!fuzz_sanitised(&twice, encart__strbuf_view(&once), &c.opts, NULL));
    FUZZ_CHECK(encart__str_eq(encart__strbuf_view(&once), encart__strbuf_view(&twice)));
    FUZZ_CHECK(!fuzz_sanitised(&twice, encart__strbuf_view(&once), &plain, NULL));
    FUZZ_CHECK(encart__str_eq(encart__strbuf_view(&once), encart__strbuf_view(&twice)));
    check_strict(encart__strbuf_view(&once), c.opts.policy);
    encart__strbuf_free(&once);
    encart__strbuf_free(&twice);
    fuzz_case_free(&c);
    return 0;
}
