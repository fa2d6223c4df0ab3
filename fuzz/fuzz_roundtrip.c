/* What is written is read back as the same tree: by our strict reader and by libgumbo, a
 * parser that shares no code with us, in every container that a host may put it in. */
#include "fuzz/case.h"

#include "core/sanitise/check.h"
#include "tests/gumbo_tree.h"

static void check_strict(const encart__tree *t, encart__str html,
                         const encart__policy *policy)
{
    encart__tree again;

    encart__tree_init(&again, NULL);
    FUZZ_CHECK(encart__canonical_read(&again, html, policy, NULL) == ENCART_OK);
    FUZZ_CHECK(!encart__tree_check(&again));
    FUZZ_CHECK(encart__tree_equal(t, &again));
    encart__tree_free(&again);
}

static void check_gumbo(const encart__tree *t, encart__str html, unsigned choice)
{
    static const GumboTag contexts[] = {GUMBO_TAG_DIV,        GUMBO_TAG_BODY,
                                        GUMBO_TAG_TD,         GUMBO_TAG_LI,
                                        GUMBO_TAG_BLOCKQUOTE, GUMBO_TAG_SECTION};
    encart__tree again;

    if (!gumbo_knows(html))
        return;
    FUZZ_CHECK(gumbo_tree(&again, html,
                          contexts[choice % (sizeof contexts / sizeof *contexts)]));
    FUZZ_CHECK(encart__tree_equal(t, &again));
    encart__tree_free(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    encart__strbuf out;
    encart__tree tree;
    fuzz_case c;

    fuzz_case_init(&c, data, size);
    encart__strbuf_init(&out, NULL, 0);
    FUZZ_CHECK(!fuzz_sanitise(&tree, encart__strbuf_view(&c.html), &c.opts, NULL));
    encart__serialise(&tree, &out);
    check_strict(&tree, encart__strbuf_view(&out), c.opts.policy);
    check_gumbo(&tree, encart__strbuf_view(&out), c.spare);
    encart__strbuf_free(&out);
    encart__tree_free(&tree);
    fuzz_case_free(&c);
    return 0;
}
