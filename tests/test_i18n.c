/* Plurals, numbers, dates and lists: what CLDR 48 says of our five locales. */
#include "core/i18n/i18n.h"
#include "tests/suite.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define NB "\xC2\xA0"
#define NNB "\xE2\x80\xAF"
#define MINUS "\xE2\x88\x92"
#define COUNT_OF(a) (sizeof(a) / sizeof *(a))

static const encart__locale *locale_of(const char *tag)
{
    return encart__locale_of(encart__str_z(tag));
}

/* ---- which locale -------------------------------------------------------------------- */

START_TEST(a_tag_finds_its_locale_its_language_or_english)
{
    static const char *const cases[][2] = {
        {"fr", "fr"},       {"FR", "fr"},          {"fr-CA", "fr-CA"}, {"fr_ca", "fr-CA"},
        {"fr-CH", "fr-CH"}, {"fr-BE", "fr"},       {"fr-CA-x", "fr"},  {"en-GB", "en"},
        {"ar-MA", "ar"},    {"pt-BR", "en"},       {"", "en"},         {"f", "en"},
        {"fr-C", "fr"},     {"fr-CAN", "fr"},      {"-", "en"},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        ck_assert_msg(encart__str_is(encart__locale_tag(locale_of(cases[i][0])),
                                     cases[i][1]),
                      "%s: %s", cases[i][0], encart__locale_tag(locale_of(cases[i][0])).p);
}
END_TEST

/* ---- plurals ------------------------------------------------------------------------- */

START_TEST(plurals_follow_the_rules_of_each_language)
{
    static const struct {
        const char *lang;
        double n;
        const char *form;
    } cases[] = {
        {"fr", 0, "one"},         {"fr", 0.5, "one"},       {"fr", 1, "one"},
        {"fr", 1.999, "one"},     {"fr", 1.9999999, "other"}, {"fr", 2, "other"},
        {"fr", 1e6, "many"},      {"fr", 2e6, "many"},      {"fr", 1e15, "many"},
        {"fr", 1000001, "other"}, {"fr", 1000000.5, "other"}, {"fr", -1.5, "one"},
        {"fr", -2, "other"},      {"fr-CA", 0, "one"},      {"fr-CH", 3e6, "many"},
        {"en", 0, "other"},       {"en", 1, "one"},         {"en", -1, "one"},
        {"en", 1.5, "other"},     {"en", 1.0000001, "one"}, {"en", 2, "other"},
        {"ar", 0, "zero"},        {"ar", 1, "one"},         {"ar", 2, "two"},
        {"ar", 3, "few"},         {"ar", 10, "few"},        {"ar", 11, "many"},
        {"ar", 99, "many"},       {"ar", 100, "other"},     {"ar", 101, "other"},
        {"ar", 102, "other"},     {"ar", 103, "few"},       {"ar", 110, "few"},
        {"ar", 111, "many"},      {"ar", 199, "many"},      {"ar", 200, "other"},
        {"ar", 0.5, "other"},     {"ar", 1.5, "other"},     {"ar", -2, "two"},
        {"ar", 1e15, "other"},    {"pt", 1, "one"},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        ck_assert_msg(strcmp(encart__plural(locale_of(cases[i].lang), cases[i].n),
                             cases[i].form) == 0,
                      "%s %g: %s", cases[i].lang, cases[i].n,
                      encart__plural(locale_of(cases[i].lang), cases[i].n));
}
END_TEST

START_TEST(what_is_no_number_is_other)
{
    static const char *const langs[] = {"fr", "fr-CA", "en", "ar"};

    for (size_t i = 0; i < COUNT_OF(langs); i++) {
        ck_assert_str_eq(encart__plural(locale_of(langs[i]), (double)NAN), "other");
        ck_assert_str_eq(encart__plural(locale_of(langs[i]), (double)INFINITY), "other");
        ck_assert_str_eq(encart__plural(locale_of(langs[i]), -(double)INFINITY), "other");
    }
}
END_TEST

/* ---- numbers ------------------------------------------------------------------------- */

static void expect_number(const char *lang, double v, const char *want)
{
    char digits[ENCART__DIGITS_MAX];
    size_t n = encart__digits(digits, v);
    encart__strbuf b;

    encart__strbuf_init(&b, NULL, 0);
    encart__number_words(locale_of(lang), encart__str_n(digits, n), &b);
    ck_assert_str_eq(encart__strbuf_z(&b), want);
    encart__strbuf_free(&b);
}

START_TEST(numbers_are_written_as_the_language_does)
{
    expect_number("fr", 1234567.5, "1" NNB "234" NNB "567,5");
    expect_number("fr", -1234.25, MINUS "1" NNB "234,25");
    expect_number("fr", 999, "999");
    expect_number("fr", 1000, "1" NNB "000");
    expect_number("fr-CA", 1234567.5, "1" NB "234" NB "567,5");
    expect_number("fr-CH", 1234567.5, "1" NNB "234" NNB "567,5");
    expect_number("en", -1234567.25, "-1,234,567.25");
    expect_number("ar", 1234.5, "1,234.5");
    expect_number("ar", -12, "\xE2\x80\x8E-12");
    expect_number("fr", 0.000001, "0,000001");
}
END_TEST

START_TEST(digits_are_bounded)
{
    static const struct {
        double v;
        const char *want; /* "" = has none */
    } cases[] = {
        {0, "0"},           {-0.0, "0"},         {-0.0000001, "0"},
        {0.1, "0.1"},       {-0.5, "-0.5"},      {1.0000001, "1"},
        {0.1 + 0.2, "0.3"}, {-10, "-10"},        {999999.9999999, "1000000"},
        {1e14, "100000000000000"},               {999999999999999.0, "999999999999999"},
        {1e15, ""},         {-1e300, ""},        {(double)NAN, ""},
        {(double)INFINITY, ""},                  {-(double)INFINITY, ""},
        {5e-324, "0"},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        char digits[ENCART__DIGITS_MAX] = "";

        ck_assert_uint_eq(encart__digits(digits, cases[i].v), strlen(cases[i].want));
        ck_assert_str_eq(digits, cases[i].want);
    }
}
END_TEST

/* A locale with a decimal comma: one that is installed, else one made for this test. */
static const char *comma_locale(void)
{
    static const char *const names[] = {"fr_FR.UTF-8", "de_DE.UTF-8", "fr_FR.utf8"};
    char dir[] = "/tmp/encart-locale-XXXXXX", command[400];
    const char *found = NULL;

    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (setlocale(LC_NUMERIC, names[i]))
            return names[i];
    if (!mkdtemp(dir))
        return NULL;
    snprintf(command, sizeof command,
             "cd %s && printf 'LC_NUMERIC\\ndecimal_point \",\"\\nthousands_sep \".\"\\n"
             "grouping 3;3\\nEND LC_NUMERIC\\n' >comma.src && "
             "localedef -c -i comma.src -f UTF-8 ./fr_FR.UTF-8 >log 2>&1", dir);
    setenv("LOCPATH", dir, 1);
    if (system(command) >= 0)
        found = setlocale(LC_NUMERIC, names[0]);
    snprintf(command, sizeof command, "rm -rf %s", dir);
    return system(command) == 0 ? found : NULL;
}

START_TEST(the_locale_of_the_process_does_not_matter)
{
    char text[32];

    if (!comma_locale())
        skip_test("no locale with a decimal comma, and none could be made");
    snprintf(text, sizeof text, "%.1f", 0.5);
    ck_assert_str_eq(text, "0,5");
    expect_number("en", 1234567.25, "1,234,567.25");
    expect_number("en", -0.5, "-0.5");
    expect_number("fr", 1234567.25, "1" NNB "234" NNB "567,25");
    ck_assert_str_eq(encart__plural(locale_of("fr"), 1.5), "one");
}
END_TEST

/* ---- dates --------------------------------------------------------------------------- */

static void expect_dates(const char *lang, const char *date, const char *const want[4])
{
    static const char *const styles[] = {"short", "medium", "long", "full"};
    encart__date d;
    encart__strbuf b;

    ck_assert(encart__date_parse(encart__str_z(date), &d));
    for (size_t i = 0; i < 4; i++) {
        encart__strbuf_init(&b, NULL, 0);
        ck_assert(encart__date_words(locale_of(lang), encart__str_z(styles[i]), &d, &b));
        ck_assert_str_eq(encart__strbuf_z(&b), want[i]);
        encart__strbuf_free(&b);
    }
}

START_TEST(dates_have_the_patterns_of_the_locale)
{
    static const struct {
        const char *lang, *date;
        const char *want[4];
    } cases[] = {
        {"fr", "2024-10-01",
         {"01/10/2024", "1er oct. 2024", "1er octobre 2024", "mardi 1er octobre 2024"}},
        {"fr", "2024-02-29",
         {"29/02/2024", "29 févr. 2024", "29 février 2024", "jeudi 29 février 2024"}},
        {"fr-BE", "2024-08-11",
         {"11/08/2024", "11 août 2024", "11 août 2024", "dimanche 11 août 2024"}},
        {"fr-CA", "2024-07-14",
         {"2024-07-14", "14 juill. 2024", "14 juillet 2024", "dimanche 14 juillet 2024"}},
        {"fr-CH", "2004-12-25",
         {"25.12.04", "25 déc. 2004", "25 décembre 2004", "samedi, 25 décembre 2004"}},
        {"en", "2024-10-01",
         {"10/1/24", "Oct 1, 2024", "October 1, 2024", "Tuesday, October 1, 2024"}},
        {"ar", "2024-03-05",
         {"5\xE2\x80\x8F/3\xE2\x80\x8F/2024", "05\xE2\x80\x8F/03\xE2\x80\x8F/2024",
          "5 مارس 2024", "الثلاثاء، 5 مارس 2024"}},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        expect_dates(cases[i].lang, cases[i].date, cases[i].want);
}
END_TEST

START_TEST(a_date_is_that_of_its_own_offset)
{
    static const char *const want[4] = {"31/12/2024", "31 déc. 2024", "31 décembre 2024",
                                        "mardi 31 décembre 2024"};

    expect_dates("fr", "2024-12-31T23:30:00-05:00", want);
}
END_TEST

START_TEST(an_unknown_style_is_refused)
{
    encart__date d;
    encart__strbuf b;

    ck_assert(encart__date_parse(ENCART__STR("2024-10-01"), &d));
    encart__strbuf_init(&b, NULL, 0);
    ck_assert(!encart__date_words(locale_of("fr"), ENCART__STR("Short"), &d, &b));
    ck_assert_uint_eq(b.size, 0);
    encart__strbuf_free(&b);
}
END_TEST

/* ---- lists --------------------------------------------------------------------------- */

static void expect_list(const char *lang, size_t n, const char *want)
{
    static const char *const items[] = {"a", "b", "c", "d"};
    encart__strbuf b;

    encart__strbuf_init(&b, NULL, 0);
    for (size_t i = 0; i < n; i++) {
        encart__strbuf_str(&b, encart__list_separator(locale_of(lang), i, n));
        encart__strbuf_puts(&b, items[i]);
    }
    ck_assert_str_eq(encart__strbuf_z(&b), want);
    encart__strbuf_free(&b);
}

START_TEST(lists_are_joined_as_the_language_does)
{
    expect_list("fr", 0, "");
    expect_list("fr", 1, "a");
    expect_list("fr", 2, "a et b");
    expect_list("fr", 3, "a, b et c");
    expect_list("fr-CA", 4, "a, b, c et d");
    expect_list("en", 2, "a and b");
    expect_list("en", 3, "a, b, and c");
    expect_list("ar", 2, "a وb");
    expect_list("ar", 4, "a وb وc وd");
}
END_TEST

int main(void)
{
    Suite *s = suite_create("i18n");
    TCase *c = tcase_create("i18n");

    tcase_set_timeout(c, 120);
    tcase_add_test(c, a_tag_finds_its_locale_its_language_or_english);
    tcase_add_test(c, plurals_follow_the_rules_of_each_language);
    tcase_add_test(c, what_is_no_number_is_other);
    tcase_add_test(c, numbers_are_written_as_the_language_does);
    tcase_add_test(c, digits_are_bounded);
    tcase_add_test(c, the_locale_of_the_process_does_not_matter);
    tcase_add_test(c, dates_have_the_patterns_of_the_locale);
    tcase_add_test(c, a_date_is_that_of_its_own_offset);
    tcase_add_test(c, an_unknown_style_is_refused);
    tcase_add_test(c, lists_are_joined_as_the_language_does);
    suite_add_tcase(s, c);
    return suite_main("test_i18n", s);
}
