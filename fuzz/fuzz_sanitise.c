/* Any bytes as an article's HTML, with any profile and options: valid UTF-8 comes out,
 * the tree is whole, the self-check never falls back. Then once more with an allocation
 * that fails: it is reported, or it did not matter; nothing leaks. */
#include "fuzz/case.h"

#include "core/base/utf8.h"

static void check_failing(const fuzz_case *c, encart__str want)
{
    encart__strbuf out;
    fuzz_alloc alloc;
    int status;

    fuzz_alloc_init(&alloc, c->fail_at);
    encart__strbuf_init(&out, NULL, 0);
    status = fuzz_sanitised(&out, encart__strbuf_view(&c->html), &c->opts, &alloc.vtable);
    FUZZ_CHECK(status == ENCART_OK || status == ENCART_ENOMEM);
    FUZZ_CHECK(alloc.failed || status == ENCART_OK);
    if (!alloc.failed)
        FUZZ_CHECK(encart__str_eq(encart__strbuf_view(&out), want));
    FUZZ_CHECK(alloc.live == 0);
    encart__strbuf_free(&out);
}

/* To bytes at once is the same as to a tree and from there to bytes. */
static void check_bytes(const fuzz_case *c, encart__str want)
{
    encart__strbuf out;

    encart__strbuf_init(&out, NULL, 0);
    FUZZ_CHECK(encart__sanitise_bytes(&out, encart__strbuf_view(&c->html), &c->opts, NULL,
                                      NULL) == ENCART_OK);
    FUZZ_CHECK(encart__str_eq(encart__strbuf_view(&out), want));
    encart__strbuf_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    encart__strbuf out;
    fuzz_case c;

    fuzz_case_init(&c, data, size);
    encart__strbuf_init(&out, NULL, 0);
    FUZZ_CHECK(fuzz_sanitised(&out, encart__strbuf_view(&c.html), &c.opts, NULL) ==
               ENCART_OK);
    FUZZ_CHECK(encart__utf8_valid(encart__strbuf_view(&out)) == out.size);
    check_bytes(&c, encart__strbuf_view(&out));
    check_failing(&c, encart__strbuf_view(&out));
    encart__strbuf_free(&out);
    fuzz_case_free(&c);
    return 0;
}
