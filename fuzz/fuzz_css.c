/* Any bytes as a plugin's stylesheet. One that may stand is read again, by braces and commas
 * alone: every selector is the plugin's, nothing is loaded, and twice the same may stand too. */
#include "fuzz/fuzz.h"

#include "core/base/strbuf.h"
#include "core/plugin/css.h"

#define PLUGIN ENCART__STR("ad")

/* In lower case, without comments, each string as two quotes with a letter between for each of
 * its bytes; so that no character in it counts. */
static void plain(encart__strbuf *out, encart__str css)
{
    for (size_t i = 0; i < css.n; i++) {
        char c = css.p[i];

        if (c == '/' && i + 1 < css.n && css.p[i + 1] == '*') {
            for (i += 2; css.p[i] != '*' || css.p[i + 1] != '/'; i++)
                FUZZ_CHECK(i + 2 < css.n);
            i++;
        } else if (c == '"' || c == '\'') {
            encart__strbuf_putc(out, '"');
            for (i++; css.p[i] != c; i++) {
                FUZZ_CHECK(i + 1 < css.n && css.p[i] != '\n');
                encart__strbuf_putc(out, encart__is_alpha(css.p[i]) ? css.p[i] : 's');
            }
            encart__strbuf_putc(out, '"');
        } else {
            encart__strbuf_putc(out, (char)encart__lower(c));
        }
    }
}

/* Each selector of a list, split at the commas outside of brackets. */
static void check_selectors(encart__str list)
{
    size_t from = 0;
    int depth = 0;

    for (size_t i = 0; i <= list.n; i++) {
        char c = i < list.n ? list.p[i] : ',';
        encart__str one;

        depth += c == '(' || c == '[';
        depth -= c == ')' || c == ']';
        if (c != ',' || depth)
            continue;
        one = encart__str_trim(encart__str_sub(list, from, i));
        FUZZ_CHECK(encart__str_starts(one, ENCART__STR(".encart-ad")) ||
                   (one.n && one.p[0] == '[' &&
                    encart__str_find(one, ENCART__STR("data-encart")) != (size_t)-1));
        from = i + 1;
    }
    FUZZ_CHECK(depth == 0);
}

/* What stands before a brace: a condition, or selectors. True for selectors. */
static int check_prelude(encart__str s)
{
    s = encart__str_trim(s);
    if (s.n && s.p[0] == '@') {
        FUZZ_CHECK(encart__str_starts(s, ENCART__STR("@media")) ||
                   encart__str_starts(s, ENCART__STR("@supports")) ||
                   encart__str_starts(s, ENCART__STR("@container")));
        return 0;
    }
    check_selectors(s);
    return 1;
}

static void check_words(encart__str s)
{
    static const char *const words[] = {"url(", "src(", "image-set(", "expression(", "@import",
                                        "</",   "<!",   "-->",        "\\",          "!"};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        FUZZ_CHECK(encart__str_find(s, encart__str_z(words[i])) == (size_t)-1);
}

static void check_rules(encart__str s)
{
    size_t from = 0;
    int depth = 0, inside = 0;

    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '{') {
            FUZZ_CHECK(!inside);
            inside = check_prelude(encart__str_sub(s, from, i));
            depth++;
        } else if (s.p[i] == '}') {
            FUZZ_CHECK(depth > 0);
            depth--;
            inside = 0;
        } else {
            continue;
        }
        from = i + 1;
    }
    FUZZ_CHECK(depth == 0 && encart__str_trim(encart__str_sub(s, from, s.n)).n == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    encart__str css = {(const char *)data, size};
    encart__css_fault fault = {0, ""};
    encart__strbuf b;

    if (!encart__css_check(css, PLUGIN, &fault)) {
        FUZZ_CHECK(fault.line > 0 && fault.text[0]);
        return 0;
    }
    encart__strbuf_init(&b, NULL, 0);
    plain(&b, css);
    check_words(encart__strbuf_view(&b));
    check_rules(encart__strbuf_view(&b));
    encart__strbuf_clear(&b);
    encart__strbuf_str(&b, css);
    encart__strbuf_putc(&b, '\n');
    encart__strbuf_str(&b, css);
    FUZZ_CHECK(encart__css_check(encart__strbuf_view(&b), PLUGIN, &fault));
    encart__strbuf_free(&b);
    return 0;
}
