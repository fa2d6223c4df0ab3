/* Any bytes as a URL and as a srcset: normalising twice changes nothing, and what comes
 * out is safe in an attribute. A line break separates the URL from a base. */
#include "fuzz/fuzz.h"

#include "core/base/utf8.h"
#include "core/sanitise/policy.h"
#include "core/sanitise/url.h"

static void check_bytes(encart__str s)
{
    FUZZ_CHECK(encart__utf8_valid(s) == s.n);
    for (size_t i = 0; i < s.n; i++)
        FUZZ_CHECK((unsigned char)s.p[i] > ' ' && !strchr("\"<>`\x7F", s.p[i]));
}

static void check_url(encart__str url, encart__str base)
{
    encart__strbuf once, twice;
    encart__url a, b;
    char scheme[32];

    encart__strbuf_init(&once, NULL, 0);
    encart__strbuf_init(&twice, NULL, 0);
    if (encart__url_normalise(url, base, &once, &a)) {
        check_bytes(encart__strbuf_view(&once));
        FUZZ_CHECK(encart__url_normalise(encart__strbuf_view(&once), base, &twice, &b));
        FUZZ_CHECK(encart__str_eq(encart__strbuf_view(&once), encart__strbuf_view(&twice)));
        FUZZ_CHECK(encart__str_eq(a.scheme, b.scheme) && encart__str_eq(a.host, b.host));
        encart__url_scheme(encart__strbuf_view(&once), scheme);
        FUZZ_CHECK(encart__str_eq(encart__str_sub(a.scheme, 0, 31), encart__str_z(scheme)));
    }
    encart__url_key(url, base, &once);
    FUZZ_CHECK(!once.failed);
    encart__strbuf_free(&once);
    encart__strbuf_free(&twice);
}

/* Candidates written and read again are the same. */
static void check_srcset(encart__str value)
{
    encart__strbuf once, twice, url;
    encart__srcset it;

    encart__strbuf_init(&once, NULL, 0);
    encart__strbuf_init(&twice, NULL, 0);
    encart__strbuf_init(&url, NULL, 0);
    encart__srcset_init(&it, value);
    while (encart__srcset_next(&it))
        if (encart__url_normalise(it.url, ENCART__STR_EMPTY, &url, NULL))
            encart__srcset_add(&once, encart__strbuf_view(&url), it.descriptor);
    encart__srcset_init(&it, encart__strbuf_view(&once));
    while (encart__srcset_next(&it))
        encart__srcset_add(&twice, it.url, it.descriptor);
    FUZZ_CHECK(it.skipped == 0);
    FUZZ_CHECK(encart__str_eq(encart__strbuf_view(&once), encart__strbuf_view(&twice)));
    encart__strbuf_free(&once);
    encart__strbuf_free(&twice);
    encart__strbuf_free(&url);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    encart__str all = {(const char *)data, size};
    const char *lf = size ? memchr(all.p, '\n', size) : NULL;
    size_t cut = lf ? (size_t)(lf - all.p) : size;

    check_url(encart__str_sub(all, 0, cut), ENCART__STR_EMPTY);
    check_url(encart__str_sub(all, 0, cut), ENCART__STR("https://example.org:81/a/b?c#d"));
    if (lf)
        check_url(encart__str_sub(all, 0, cut), encart__str_sub(all, cut + 1, size));
    check_srcset(all);
    return 0;
}
