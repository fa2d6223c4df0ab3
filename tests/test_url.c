/* URLs as browsers read them, keys for comparing, srcset. */
#include "core/sanitise/url.h"
#include "core/sanitise/policy.h"
#include "tests/suite.h"

typedef struct url_case {
    const char *url, *base, *want; /* want NULL = refused */
} url_case;

static void expect_case(const url_case *c)
{
    encart__strbuf out, again;
    int good;

    encart__strbuf_init(&out, NULL, 0);
    encart__strbuf_init(&again, NULL, 0);
    good = encart__url_normalise(encart__str_z(c->url), encart__str_z(c->base), &out, NULL);
    if (!c->want) {
        ck_assert_msg(!good, "[%s] gave %s", c->url, encart__strbuf_z(&out));
    } else {
        ck_assert_msg(good, "[%s] refused", c->url);
        ck_assert_msg(strcmp(encart__strbuf_z(&out), c->want) == 0, "[%s] on [%s]\n gave %s",
                      c->url, c->base, encart__strbuf_z(&out));
        ck_assert(encart__url_normalise(encart__strbuf_view(&out), encart__str_z(c->base),
                                        &again, NULL));
        ck_assert_str_eq(encart__strbuf_z(&again), c->want);
    }
    encart__strbuf_free(&out);
    encart__strbuf_free(&again);
}

static void expect_all(const url_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++)
        expect_case(&cases[i]);
}
#define EXPECT_ALL(cases) expect_all(cases, sizeof cases / sizeof *cases)

START_TEST(white_space_and_controls_are_taken_off)
{
    static const url_case cases[] = {
        {"  https://a.fr/x \n", "", "https://a.fr/x"},
        {"\x01\x1F https://a.fr/\x02", "", "https://a.fr/"},
        {"ht\ntp\ts://a.\r\nfr/x", "", "https://a.fr/x"},
        {"java\nscript:alert(1)", "", "javascript:alert(1)"},
        {" \x01" "jAvA\tScRiPt\n:x", "", "javascript:x"},
        {"", "", ""},
        {"\t \n", "", ""},
        {"\x01", "https://a.fr/b?c#d", "https://a.fr/b?c"},
    };

    EXPECT_ALL(cases);
}
END_TEST

START_TEST(schemes_are_found_as_browsers_find_them)
{
    static const struct {
        const char *url, *scheme;
    } cases[] = {
        {"http://a", "http"},          {"HTTP://a", "http"},
        {"JavaScript:x", "javascript"}, {" \x01java\tscript:x", "javascript"},
        {"java script:x", ""},         {"java\vscript:x", ""},
        {"javascript&colon;x", ""},    {"1http:x", ""},
        {"-a:x", ""},                  {"a+b-c.1:x", "a+b-c.1"},
        {":x", ""},                    {"/a:b", ""},
        {"?a:b", ""},                  {"#a:b", ""},
        {"a/b:c", ""},                 {"", ""},
        {"mailto", ""},                {"\xC3\xA9:x", ""},
        {"\xEF\xBD\x8A" "avascript:x", ""}, {"data:text/html,x", "data"},
        {"a234567890123456789012345678901234567890:", "a234567890123456789012345678901"},
    };
    char scheme[32];

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        encart__url_scheme(encart__str_z(cases[i].url), scheme);
        ck_assert_msg(strcmp(scheme, cases[i].scheme) == 0, "%s: %s", cases[i].url, scheme);
    }
}
END_TEST

START_TEST(absolute_urls_get_one_spelling)
{
    static const url_case cases[] = {
        {"HTTP://EXAMPLE.FR", "", "http://example.fr/"},
        {"http://example.fr:80/", "", "http://example.fr/"},
        {"https://example.fr:443/", "", "https://example.fr/"},
        {"https://example.fr:80/", "", "https://example.fr:80/"},
        {"https://example.fr:00444/", "", "https://example.fr:444/"},
        {"https://example.fr:/", "", "https://example.fr/"},
        {"https:example.fr", "", "https://example.fr/"},
        {"https:/example.fr", "", "https://example.fr/"},
        {"https:\\\\example.fr\\a", "", "https://example.fr/a"},
        {"https:////example.fr/a", "", "https://example.fr/a"},
        {"https:/\\/example.fr/a", "", "https://example.fr/a"},
        {"https://a.fr/b/../c", "", "https://a.fr/c"},
        {"https://a.fr/b/./c", "", "https://a.fr/b/c"},
        {"https://a.fr/b/..", "", "https://a.fr/"},
        {"https://a.fr/b/.", "", "https://a.fr/b/"},
        {"https://a.fr/../../b", "", "https://a.fr/b"},
        {"https://a.fr/b/%2E%2e/c", "", "https://a.fr/c"},
        {"https://a.fr/b/.%2e/c/%2e", "", "https://a.fr/c/"},
        {"https://a.fr/b/.../c", "", "https://a.fr/b/.../c"},
        {"https://a.fr//b//c", "", "https://a.fr//b//c"},
        {"https://a.fr/b//../c", "", "https://a.fr/b/c"},
        {"https://a.fr?q", "", "https://a.fr/?q"},
        {"https://a.fr#f", "", "https://a.fr/#f"},
        {"https://a.fr/?", "", "https://a.fr/?"},
        {"https://a.fr/#", "", "https://a.fr/#"},
        {"https://a.fr/?a/../b\\c#d/../e\\f", "", "https://a.fr/?a/../b\\c#d/../e\\f"},
        {"https://u:p@a.fr/", "", "https://u:p@a.fr/"},
        {"https://u@v@a.fr/", "", "https://u%40v@a.fr/"},
        {"https://@a.fr/", "", "https://a.fr/"},
        {"https://a.fr\\@evil.com/", "", "https://a.fr/@evil.com/"},
        {"https://a.fr/@evil.com", "", "https://a.fr/@evil.com"},
        {"https://evil.com#@a.fr/", "", "https://evil.com/#@a.fr/"},
        {"https://[::1]:8080/", "", "https://[::1]:8080/"},
        {"https://[2001:DB8::1]/", "", "https://[2001:db8::1]/"},
        {"https://ex%61mple.fr/", "", "https://example.fr/"},
        {"https://\xC3\xA9t\xC3\xA9.fr/", "", "https://\xC3\xA9t\xC3\xA9.fr/"},
        {"file:///etc/passwd", "", "file:///etc/passwd"},
        {"ftp://a.fr:21/x", "", "ftp://a.fr/x"},
    };

    EXPECT_ALL(cases);
}
END_TEST

START_TEST(what_browsers_refuse_is_refused)
{
    static const url_case cases[] = {
        {"http://", "", NULL},          {"https:", "", NULL},
        {"https://:80/", "", NULL},     {"https://u@/", "", NULL},
        {"https://a b.fr/", "", NULL},  {"https://a<b/", "", NULL},
        {"https://a.fr:x/", "", NULL},  {"https://a.fr:65536/", "", NULL},
        {"https://a.fr:99999999999999999999/", "", NULL},
        {"https://[::1/", "", NULL},    {"https://[x]/", "", NULL},
        {"https://[]/", "", NULL},
        {"https://a%2fb/", "", NULL},   {"https://a%00b/", "", NULL},
        {"https://a%2541b/", "", NULL}, {"https://a%zz/", "", NULL},
        {"https://a^b/", "", NULL},     {"https://a|b/", "", NULL},
        {"https://a\xC2\xADz.fr/", "", NULL}, {"https://a\xE2\x80\x8Bz.fr/", "", NULL},
        {"https://a\xFFz.fr/", "", NULL},  {"https://%ff.fr/", "", NULL},
        {"//", "", NULL},               {"///", "https://a.fr/", NULL},
        {"//a b/", "https://a.fr/", NULL},
    };

    EXPECT_ALL(cases);
}
END_TEST

START_TEST(unsafe_characters_are_encoded_and_others_stay_readable)
{
    static const url_case cases[] = {
        {"https://a.fr/a b", "", "https://a.fr/a%20b"},
        {"https://a.fr/\"<>`{}", "", "https://a.fr/%22%3C%3E%60%7B%7D"},
        {"https://a.fr/?\"<> `{}", "", "https://a.fr/?%22%3C%3E%20%60{}"},
        {"https://a.fr/#\"<> `", "", "https://a.fr/#%22%3C%3E%20%60"},
        {"https://a.fr/\x01\x7F", "", "https://a.fr/%01%7F"},
        {"https://a.fr/l'\xC3\xA9t\xC3\xA9", "", "https://a.fr/l'\xC3\xA9t\xC3\xA9"},
        {"https://a.fr/\xD8\xA7\xD9\x84", "", "https://a.fr/\xD8\xA7\xD9\x84"},
        {"https://a.fr/%20%zz%", "", "https://a.fr/%20%zz%"},
        {"https://a.fr/a\xC2\xA0" "b", "", "https://a.fr/a%C2%A0b"},
        {"https://a.fr/a\xE2\x80\xAE" "b", "", "https://a.fr/a%E2%80%AEb"},
        {"https://a.fr/a\xFF" "b", "", "https://a.fr/a%EF%BF%BDb"},
        {"https://a.fr/a,b;c=d&e(f)*g!h$i~j", "", "https://a.fr/a,b;c=d&e(f)*g!h$i~j"},
    };

    EXPECT_ALL(cases);
}
END_TEST

START_TEST(schemes_of_their_own_kind_keep_their_path)
{
    static const url_case cases[] = {
        {"MAILTO:Jean.Dupont@a.fr?subject=a b", "", "mailto:Jean.Dupont@a.fr?subject=a%20b"},
        {"tel:+33 1 23", "", "tel:+33%201%2023"},
        {"data:text/html,<script>", "https://a.fr/", "data:text/html,%3Cscript%3E"},
        {"javascript:\"x\"//\\", "https://a.fr/", "javascript:%22x%22//\\"},
        {"foo://BAR/../b", "", "foo://BAR/../b"},
        {"urn:a/../b#c", "", "urn:a/../b#c"},
        {"about:blank", "", "about:blank"},
        {"x:", "", "x:"},
    };

    EXPECT_ALL(cases);
}
END_TEST

START_TEST(relative_urls_are_resolved_against_the_base)
{
    static const char base[] = "https://u@Example.fr:8080/a/b/c?d#e";
    static const url_case cases[] = {
        {"", base, "https://u@example.fr:8080/a/b/c?d"},
        {"#x", base, "https://u@example.fr:8080/a/b/c?d#x"},
        {"?x", base, "https://u@example.fr:8080/a/b/c?x"},
        {"?", base, "https://u@example.fr:8080/a/b/c?"},
        {"x", base, "https://u@example.fr:8080/a/b/x"},
        {"./x", base, "https://u@example.fr:8080/a/b/x"},
        {".", base, "https://u@example.fr:8080/a/b/"},
        {"..", base, "https://u@example.fr:8080/a/"},
        {"../x", base, "https://u@example.fr:8080/a/x"},
        {"../../../x", base, "https://u@example.fr:8080/x"},
        {"..\\x", base, "https://u@example.fr:8080/a/x"},
        {"/x", base, "https://u@example.fr:8080/x"},
        {"\\x", base, "https://u@example.fr:8080/x"},
        {"/../x", base, "https://u@example.fr:8080/x"},
        {"/", base, "https://u@example.fr:8080/"},
        {"x/y/", base, "https://u@example.fr:8080/a/b/x/y/"},
        {"//h.fr", base, "https://h.fr/"},
        {"//h.fr/x", base, "https://h.fr/x"},
        {"\\\\h.fr\\x", base, "https://h.fr/x"},
        {"/\\h.fr/x", base, "https://h.fr/x"},
        {"///h.fr/x", base, "https://h.fr/x"},
        {"/\t/h.fr/x", base, "https://h.fr/x"},
        {"/.//h.fr/x", base, "https://u@example.fr:8080//h.fr/x"},
        {"https:x", base, "https://u@example.fr:8080/a/b/x"},
        {"https:/x", base, "https://u@example.fr:8080/x"},
        {"https:?x", base, "https://u@example.fr:8080/a/b/c?x"},
        {"http:x", base, "http://x/"},
        {"https:\\\\h.fr", base, "https://h.fr/"},
        {"x:y", base, "x:y"},
        {"./x:y", base, "https://u@example.fr:8080/a/b/x:y"},
        {"x", "https://a.fr", "https://a.fr/x"},
        {"", "https://a.fr", "https://a.fr/"},
        {"//h.fr:443/", "https://a.fr", "https://h.fr/"},
        {"x", "mailto:a@b.fr", "x"},
        {"x", "relative/base", "x"},
        {"x", "//host/base/", "x"},
        {"x", "https://", "x"},
    };

    EXPECT_ALL(cases);
}
END_TEST

START_TEST(without_a_base_relative_urls_stay_relative)
{
    static const url_case cases[] = {
        {"x", "", "x"},
        {"../x/./y", "", "../x/./y"},
        {"/x\\y", "", "/x/y"},
        {"\\x", "", "/x"},
        {"#a b", "", "#a%20b"},
        {"?a", "", "?a"},
        {"\\\\evil.com/x", "", "//evil.com/x"},
        {"/\\EVIL.com", "", "//evil.com/"},
        {"////evil.com", "", "//evil.com/"},
        {"//a.fr:80/x/../y", "", "//a.fr:80/y"},
        {"./javascript:x", "", "./javascript:x"},
        {"a b:c", "", "a%20b:c"},
    };

    EXPECT_ALL(cases);
}
END_TEST

START_TEST(the_parts_are_told)
{
    encart__strbuf out;
    encart__url u;

    encart__strbuf_init(&out, NULL, 0);
    ck_assert(encart__url_normalise(ENCART__STR("HTTPS://U:P@A.fr:81\\b?c#d"),
                                    ENCART__STR_EMPTY, &out, &u));
    ck_assert(encart__str_is(u.scheme, "https") && encart__str_is(u.user, "U:P"));
    ck_assert(encart__str_is(u.host, "a.fr") && encart__str_is(u.port, "81"));
    ck_assert(encart__str_is(u.path, "/b") && encart__str_is(u.query, "c"));
    ck_assert(encart__str_is(u.fragment, "d") && u.has_authority && u.has_query);
    ck_assert(encart__url_normalise(ENCART__STR("x"), ENCART__STR("https://v@a.fr:8/b/c?d"),
                                    &out, &u));
    ck_assert(encart__str_is(u.scheme, "https") && encart__str_is(u.user, "v"));
    ck_assert(encart__str_is(u.host, "a.fr") && encart__str_is(u.port, "8"));
    ck_assert(encart__str_is(u.path, "/b/x") && !u.has_query && !u.has_fragment);
    ck_assert(encart__url_normalise(ENCART__STR("mailto:a@b?c"), ENCART__STR_EMPTY, &out, &u));
    ck_assert(encart__str_is(u.scheme, "mailto") && encart__str_is(u.path, "a@b"));
    ck_assert(encart__str_is(u.query, "c") && !u.has_authority);
    ck_assert(encart__url_normalise(ENCART__STR("//h/p"), ENCART__STR_EMPTY, &out, &u));
    ck_assert(u.scheme.n == 0 && u.has_authority && encart__str_is(u.host, "h"));
    encart__strbuf_free(&out);
}
END_TEST

START_TEST(keys_of_links_to_one_page_are_equal)
{
    static const struct {
        const char *url, *key;
    } cases[] = {
        {"http://A.fr/x/", "https://a.fr/x"},
        {"https://a.fr:443/x#part", "https://a.fr/x"},
        {"http://a.fr:80/x?", "https://a.fr/x"},
        {"//a.fr/x", "https://a.fr/x"},
        {"https://a.fr/x?utm_source=b&UTM_medium=c", "https://a.fr/x"},
        {"https://a.fr/x?id=1&fbclid=2&p=3&gclid=4", "https://a.fr/x?id=1&p=3"},
        {"https://a.fr/x?&&id=1&", "https://a.fr/x?id=1"},
        {"https://a.fr/x?utm=1", "https://a.fr/x?utm=1"},
        {"https://a.fr/\xC3\xA9", "https://a.fr/%C3%A9"},
        {"https://a.fr/%c3%a9", "https://a.fr/%C3%A9"},
        {"https://a.fr/%7Ex%2fy", "https://a.fr/~x%2Fy"},
        {"https://a.fr/%41%2d%2E%5f%39%3B", "https://a.fr/A-._9%3B"},
        {"https://a.fr/x?a=%4", "https://a.fr/x?a=%4"},
        {"https://a.fr/x?a=%g1%1g", "https://a.fr/x?a=%g1%1g"},
        {"https://a.fr:8080/x", "https://a.fr:8080/x"},
        {"http://a.fr:443/x", "https://a.fr/x"},
        {"https://u@a.fr/x", "https://u@a.fr/x"},
        {"https://www.A.fr/x", "https://a.fr/x"},
        {"https://www2.a.fr/x", "https://www2.a.fr/x"},
        {"https://a.fr", "https://a.fr"},
        {"https://a.fr/", "https://a.fr"},
        {"y", "https://site.fr/a/y"},
        {"/y/?x", "https://site.fr/y?x"},
        {"mailto:a@b.fr", "mailto:a@b.fr"},
        {"https://a b/", ""},
    };
    encart__strbuf out;

    encart__strbuf_init(&out, NULL, 0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        encart__url_key(encart__str_z(cases[i].url), ENCART__STR("https://site.fr/a/b"), &out);
        ck_assert_msg(strcmp(encart__strbuf_z(&out), cases[i].key) == 0, "%s gave %s",
                      cases[i].url, encart__strbuf_z(&out));
    }
    encart__url_key(ENCART__STR("/x/y"), ENCART__STR_EMPTY, &out);
    ck_assert_str_eq(encart__strbuf_z(&out), "/x/y");
    encart__url_key(ENCART__STR("//a.fr:80/y"), ENCART__STR_EMPTY, &out);
    ck_assert_str_eq(encart__strbuf_z(&out), "https://a.fr/y");
    encart__strbuf_free(&out);
}
END_TEST

START_TEST(srcset_is_split_as_the_standard_says)
{
    static const struct {
        const char *in, *want;
        int skipped;
    } cases[] = {
        {"", "", 0},
        {" , ,", "", 0},
        {"a.jpg", "a.jpg", 0},
        {"a.jpg 2x", "a.jpg 2x", 0},
        {"a 1x, b 2x", "a 1x, b 2x", 0},
        {"a 1x,b 2x", "a 1x, b 2x", 0},
        {"a,b", "a,b", 0},
        {"a, b", "a, b", 0},
        {"a,,, b", "a, b", 0},
        {",a", "a", 0},
        {"a 320w,\n\tb 640w", "a 320w, b 640w", 0},
        {"a 320w 200h", "a 320w", 0},
        {"a 1.5x, b .5x, c 1e3x", "a 1.5x, b .5x, c 1e3x", 0},
        {"a 0x", "a 0x", 0},
        {"a 1E+2x, b 1e-2x", "a 1E+2x, b 1e-2x", 0},
        {"a 1ez, b", "b", 1},
        {"a 1e+x, b", "b", 1},
        {"a 1e2.x, b", "b", 1},
        {"a w, b", "b", 1},
        {"a 1x2w, b", "b", 1},
        {"a 1h 2h 3w, b", "b", 1},
        {"a 1x 2h, b", "b", 1},
        {"a 2h 1x, b", "b", 1},
        {"a 3w 1x, b", "b", 1},
        {"a 3w 4w, b", "b", 1},
        {"a 3w 0h, b", "b", 1},
        {"a 1x 2x, b", "b", 1},
        {"a 1x 3w, b", "b", 1},
        {"a 0w, b", "b", 1},
        {"a 3.0w, b", "b", 1},
        {"a -1x, b", "b", 1},
        {"a 1.x, b", "b", 1},
        {"a 1ex, b", "b", 1},
        {"a x, b", "b", 1},
        {"a 200h, b", "b", 1},
        {"a foo, b", "b", 1},
        {"a foo(1, 2), b", "b", 1},
        {"a ( , b", "", 1},
        {"data:image/png;base64,AAAA 1x, b 2x", "data:image/png;base64,AAAA 1x, b 2x", 0},
        {"javascript:x 1x", "javascript:x 1x", 0},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        encart__srcset it;
        encart__strbuf out;

        encart__strbuf_init(&out, NULL, 0);
        encart__srcset_init(&it, encart__str_z(cases[i].in));
        while (encart__srcset_next(&it))
            encart__srcset_add(&out, it.url, it.descriptor);
        ck_assert_msg(strcmp(encart__strbuf_z(&out), cases[i].want) == 0, "[%s] gave [%s]",
                      cases[i].in, encart__strbuf_z(&out));
        ck_assert_int_eq(it.skipped, cases[i].skipped);
        encart__strbuf_free(&out);
    }
}
END_TEST

START_TEST(commas_at_the_ends_of_a_candidate_are_encoded)
{
    encart__strbuf out;

    encart__strbuf_init(&out, NULL, 0);
    encart__srcset_add(&out, ENCART__STR(",a,b,,"), ENCART__STR("2x"));
    encart__srcset_add(&out, ENCART__STR(","), ENCART__STR_EMPTY);
    encart__srcset_add(&out, ENCART__STR_EMPTY, ENCART__STR("1x"));
    ck_assert_str_eq(encart__strbuf_z(&out), "%2Ca,b%2C%2C 2x, %2C");
    encart__strbuf_free(&out);
}
END_TEST

static int same_parts(const encart__url *a, const encart__url *b)
{
    return encart__str_eq(a->scheme, b->scheme) && encart__str_eq(a->host, b->host) &&
           encart__str_eq(a->port, b->port) && encart__str_eq(a->path, b->path) &&
           encart__str_eq(a->user, b->user) && encart__str_eq(a->query, b->query) &&
           encart__str_eq(a->fragment, b->fragment) && a->has_query == b->has_query &&
           a->has_fragment == b->has_fragment && a->has_authority == b->has_authority;
}

/* A space in front is taken off, and keeps the short way from being taken. */
START_TEST(the_short_way_gives_what_the_long_one_gives)
{
    static const char *const bits[] = {
        "a", "b.c", ".", "..", "/", "/", "?", "#", "%", "%2e", "%2E", "\\", ":", "@", "~",
        "A", "-", "_", "{", "|", "^", "\"", "'", "<", " ", "\xC3\xA9", "&", "=", ",", "[", "1",
    };
    encart__strbuf url, fast, slow;
    uint32_t seed = 7;
    int accepted = 0;

    encart__strbuf_init(&url, NULL, 0);
    encart__strbuf_init(&fast, NULL, 0);
    encart__strbuf_init(&slow, NULL, 0);
    for (int i = 0; i < 100000; i++) {
        encart__url a, b;
        int good;

        encart__strbuf_clear(&url);
        encart__strbuf_puts(&url, i & 1 ? " https://" : " http://h.x/");
        for (int k = 0; k < 6 + (i & 63); k++) {
            seed = seed * 1664525u + 1013904223u;
            encart__strbuf_puts(&url, bits[(seed >> 16) % (sizeof bits / sizeof *bits)]);
        }
        good = encart__url_normalise(encart__str_sub(encart__strbuf_view(&url), 1, url.size),
                                     ENCART__STR_EMPTY, &fast, &a);
        ck_assert_int_eq(good, encart__url_normalise(encart__strbuf_view(&url),
                                                     ENCART__STR_EMPTY, &slow, &b));
        if (!good)
            continue;
        accepted++;
        ck_assert_str_eq(encart__strbuf_z(&fast), encart__strbuf_z(&slow));
        ck_assert_msg(same_parts(&a, &b), "%s", encart__strbuf_z(&url));
    }
    ck_assert_int_gt(accepted, 5000);
    encart__strbuf_free(&url);
    encart__strbuf_free(&fast);
    encart__strbuf_free(&slow);
}
END_TEST

START_TEST(long_urls_take_linear_time)
{
    static const char *const pieces[] = {"/..", "../", "/.", "\\", "//", "%2e%2e/", "@", ":",
                                         "a/../", ",", " 1x,", "(", "%", "?", "#", "\t"};
    encart__strbuf url, out;
    encart__srcset it;

    encart__strbuf_init(&url, NULL, 0);
    encart__strbuf_init(&out, NULL, 0);
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        encart__strbuf_clear(&url);
        encart__strbuf_puts(&url, "https://a.fr/");
        for (int k = 0; k < 100000; k++)
            encart__strbuf_puts(&url, pieces[i]);
        encart__url_normalise(encart__strbuf_view(&url), ENCART__STR("https://b.fr/"), &out,
                              NULL);
        encart__url_key(encart__str_sub(encart__strbuf_view(&url), 13, url.size),
                        encart__strbuf_view(&url), &out);
        encart__srcset_init(&it, encart__strbuf_view(&url));
        while (encart__srcset_next(&it))
            ck_assert_uint_gt(it.url.n, 0);
    }
    encart__strbuf_free(&url);
    encart__strbuf_free(&out);
}
END_TEST

START_TEST(each_allocation_may_fail)
{
    suite_alloc sa;

    suite_alloc_init(&sa);
    for (size_t fail = 1, failed = 1; failed; fail++) {
        encart__strbuf out;
        int good;

        sa.count = 0;
        sa.fail_at = fail;
        encart__strbuf_init(&out, &sa.vtable, 0);
        good = encart__url_normalise(ENCART__STR("../a-rather-long-path-to-make-it-grow/"
                                                 "because-there-are-64-bytes-at-first"),
                                     ENCART__STR("https://example.fr/b/c/"), &out, NULL);
        failed = out.failed != 0;
        ck_assert_int_eq(good, !failed);
        ck_assert(failed || fail > 3);
        encart__strbuf_clear(&out);
        sa.count = 0;
        encart__url_key(ENCART__STR("x"), ENCART__STR("https://example.fr/"), &out);
        ck_assert(out.failed || strcmp(encart__strbuf_z(&out), "https://example.fr/x") == 0);
        encart__strbuf_free(&out);
        ck_assert_uint_eq(sa.live, 0);
    }
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("url");
    TCase *c = tcase_create("url");

    tcase_set_timeout(c, 60);
    tcase_add_test(c, white_space_and_controls_are_taken_off);
    tcase_add_test(c, schemes_are_found_as_browsers_find_them);
    tcase_add_test(c, absolute_urls_get_one_spelling);
    tcase_add_test(c, what_browsers_refuse_is_refused);
    tcase_add_test(c, unsafe_characters_are_encoded_and_others_stay_readable);
    tcase_add_test(c, schemes_of_their_own_kind_keep_their_path);
    tcase_add_test(c, relative_urls_are_resolved_against_the_base);
    tcase_add_test(c, without_a_base_relative_urls_stay_relative);
    tcase_add_test(c, the_parts_are_told);
    tcase_add_test(c, keys_of_links_to_one_page_are_equal);
    tcase_add_test(c, srcset_is_split_as_the_standard_says);
    tcase_add_test(c, commas_at_the_ends_of_a_candidate_are_encoded);
    tcase_add_test(c, the_short_way_gives_what_the_long_one_gives);
    tcase_add_test(c, long_urls_take_linear_time);
    tcase_add_test(c, each_allocation_may_fail);
    suite_add_tcase(s, c);
    return s;
}

int main(void)
{
    return suite_main("test_url", suite());
}
