/* The byte sets in words, and the two ways of looking for them against each other. */
#include "core/base/scan.h"
#include "tests/suite.h"

#include <stdlib.h>

/* What each set holds, said again by rule. */
static unsigned sets_by_rule(int c)
{
    int control = (c < 0x20 && c != '\t' && c != '\n' && c != '\f');
    int space = c && strchr(" \t\n\f\r", c);
    int written = control || c == 0xC2 || (c && strchr("&<>", c));
    unsigned sets = 0;

    sets |= c == 0 || strchr("<&", c) ? ENCART__SET_MARKUP : 0;
    sets |= control || c >= 0x80 ? ENCART__SET_UNDECODED : 0;
    sets |= written ? ENCART__SET_TEXT : 0;
    sets |= written || (c && strchr("\"`", c)) ? ENCART__SET_ATTR : 0;
    sets |= space ? ENCART__SET_SPACE : 0;
    sets |= space || (c && strchr("/>", c)) ? ENCART__SET_TAG_END : 0;
    sets |= space || (c && strchr("/>=", c)) ? ENCART__SET_NAME_END : 0;
    sets |= space || c == '>' ? ENCART__SET_VALUE_END : 0;
    sets |= c == 0 || (c >= 'A' && c <= 'Z') ? ENCART__SET_CHANGES : 0;
    sets |= c == 0 || c == '&' ? ENCART__SET_DECODES : 0;
    sets |= c && strchr("\"'<", c) ? ENCART__SET_ODD_NAME : 0;
    sets |= c && strchr("\"'<=`", c) ? ENCART__SET_ODD_VALUE : 0;
    return sets;
}

START_TEST(each_byte_is_in_the_sets_that_the_rules_say)
{
    for (int c = 0; c < 256; c++)
        ck_assert_msg(encart__sets_of((char)c) == sets_by_rule(c), "byte 0x%02x", c);
}
END_TEST

static const unsigned wide_sets[] = {ENCART__SET_MARKUP, ENCART__SET_UNDECODED,
                                     ENCART__SET_TEXT, ENCART__SET_ATTR};

/* The text lies at the end of its block, so that a byte too far is seen. */
START_TEST(a_byte_of_a_set_is_found_at_every_place_and_never_past_the_end)
{
    for (size_t n = 0; n <= 70; n++) {
        char *text = malloc(n ? n : 1);

        memset(text, 'a', n);
        for (size_t at = 0; at <= n; at++) {
            for (int c = 0; c < 256; c++) {
                if (at < n)
                    text[at] = (char)c;
                for (size_t k = 0; k < sizeof wide_sets / sizeof *wide_sets; k++)
                    ck_assert_uint_eq(encart__scan(text, n, wide_sets[k]),
                                      encart__scan_table(text, n, 0, wide_sets[k]));
            }
            if (at < n)
                text[at] = 'a';
        }
        free(text);
    }
}
END_TEST

/* The same for a short text in a longer one, and for one that must equal another: both end
 * where their memory does. */
START_TEST(short_texts_and_equal_texts_end_at_the_same_byte)
{
    for (size_t n = 0; n <= 40; n++) {
        for (size_t room = n; room <= n + 20; room++) {
            char *text = malloc(room ? room : 1), *same = malloc(room ? room : 1);

            memset(text, 'a', room);
            memset(same, 'a', room);
            if (room > n)
                text[n] = '<'; /* behind the text: never seen */
            for (size_t at = 0; at <= n; at++) {
                if (at < n)
                    text[at] = same[at] = '<';
                ck_assert_uint_eq(encart__scan_room(text, n, room, ENCART__SET_TEXT), at);
                ck_assert_uint_eq(encart__scan_same(text, same, n, room, ENCART__SET_TEXT),
                                  at);
                if (at < n)
                    text[at] = 'b';
                ck_assert_uint_eq(encart__scan_same(text, same, n, room, ENCART__SET_ATTR),
                                  at);
                if (at < n)
                    text[at] = same[at] = 'a';
            }
            free(text);
            free(same);
        }
    }
}
END_TEST

START_TEST(a_value_ends_at_its_own_quote_or_where_it_must_be_decoded)
{
    static const char bytes[] = "\"'&`<";

    for (size_t n = 1; n <= 40; n++) {
        for (size_t at = 0; at < n; at++) {
            for (size_t k = 0; k < sizeof bytes; k++) {
                char *text = malloc(n);
                int stops = bytes[k] == '\'' || bytes[k] == '&' || bytes[k] == '\0';

                memset(text, 'a', n);
                text[at] = bytes[k];
                ck_assert_uint_eq(encart__scan_quoted(text, n, '\''), stops ? at : n);
                free(text);
            }
        }
    }
}
END_TEST

int main(void)
{
    Suite *s = suite_create("scan");
    TCase *c = tcase_create("scan");

    tcase_set_timeout(c, 60);
    tcase_add_test(c, each_byte_is_in_the_sets_that_the_rules_say);
    tcase_add_test(c, a_byte_of_a_set_is_found_at_every_place_and_never_past_the_end);
    tcase_add_test(c, short_texts_and_equal_texts_end_at_the_same_byte);
    tcase_add_test(c, a_value_ends_at_its_own_quote_or_where_it_must_be_decoded);
    suite_add_tcase(s, c);
    return suite_main("scan", s);
}
