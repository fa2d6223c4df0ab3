/* What the strict reader takes without a second look is what the whole line would have
 * left alone: the same tree, the same bytes, whichever of the two ways read it. */
#include "fuzz/case.h"

#include "core/sanitise/check.h"

static void check_taken(const encart__tree *t, const fuzz_case *c)
{
    encart__str html = encart__strbuf_view(&c->html);
    encart__sanitise_opts plain = {.policy = c->opts.policy, .plugin_marks = 1};
    encart__strbuf out;
    encart__tree whole;

    encart__strbuf_init(&out, NULL, 0);
    FUZZ_CHECK(!encart__tree_check(t));
    FUZZ_CHECK(!fuzz_sanitise(&whole, html, &plain, NULL));
    FUZZ_CHECK(encart__tree_equal(t, &whole));
    encart__serialise(t, &out);
    FUZZ_CHECK(encart__str_eq(encart__strbuf_view(&out), html));
    encart__strbuf_clear(&out);
    FUZZ_CHECK(encart__sanitise_bytes(&out, html, &plain, NULL, NULL) == ENCART_OK);
    FUZZ_CHECK(encart__str_eq(encart__strbuf_view(&out), html));
    encart__tree_free(&whole);
    encart__strbuf_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    encart__tree t;
    fuzz_case c;
    int status;

    fuzz_case_init(&c, data, size);
    encart__tree_init(&t, NULL);
    status = encart__canonical_read(&t, encart__strbuf_view(&c.html), c.opts.policy, NULL);
    FUZZ_CHECK(status == ENCART_OK || status == ENCART_EPARSE);
    if (status == ENCART_OK)
        check_taken(&t, &c);
    encart__tree_free(&t);
    fuzz_case_free(&c);
    return 0;
}
