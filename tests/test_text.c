/* Words: which spellings are the same, where words end, what a stem is. */
#include "core/base/utf8.h"
#include "core/text/fold.h"
#include "core/text/stop.h"
#include "core/text/text.h"
#include "tests/suite.h"

#include <stdlib.h>

typedef void make_fn(encart__str in, encart__strbuf *out);

static void expect(make_fn *make, const char *in, const char *want)
{
    encart__strbuf b;

    encart__strbuf_init(&b, &encart__alloc_default, 0);
    make(encart__str_z(in), &b);
    ck_assert_str_eq(encart__strbuf_z(&b), want);
    encart__strbuf_free(&b);
}

static void expect_stems(const char *lang, const char *in, const char *want)
{
    encart__stemmer *s = encart__stemmer_new(NULL, encart__str_z(lang));
    encart__strbuf b;

    ck_assert_ptr_nonnull(s);
    encart__strbuf_init(&b, &encart__alloc_default, 0);
    encart__text_stems(s, encart__str_z(in), &b);
    ck_assert_str_eq(encart__strbuf_z(&b), want);
    encart__strbuf_free(&b);
    encart__stemmer_free(s);
}

START_TEST(folding_drops_case_accents_and_spelling)
{
    static const char *const cases[][2] = {
        {"", ""},
        {"  \n\t ", ""},
        {"Élysée", "elysee"},
        {"E\u0301lyse\u0301e", "elysee"},
        {"ŒUVRE, œuvre", "oeuvre, oeuvre"},
        {"Straße STRASSE", "strasse strasse"},
        {"Ça\u00A0: «\u202Fl’eau\u202F»", "ca : \" l'eau \""},
        {"10\u202F000\u00A0€", "10 000 €"},
        {"l`un l´autre lʼon", "l'un l'autre l'on"},
        {"„deux“ “trois”", "\"deux\" \"trois\""},
        {"a–b—c−d‑e", "a-b-c-d-e"},
        {"et…", "et..."},
        {"co\u00ADopé\u200Bra\u2060tion", "cooperation"},
        {"ﬁn eﬀet", "fin effet"},
        {"Łódź Øre Þór İstanbul Ÿ", "lodz ore thor istanbul y"},
        {"ＡＢｃ１２", "abc12"},
        {"ΑΘΗΝΑ Москва", "αθηνα москва"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect(encart__text_fold, cases[i][0], cases[i][1]);
}
END_TEST

START_TEST(slugs_are_for_addresses)
{
    static const char *const cases[][2] = {
        {"", ""},
        {" — !", ""},
        {"Contexte et enjeux", "contexte-et-enjeux"},
        {"L’eau, l'Œuvre & le « reste »…", "l-eau-l-oeuvre-le-reste"},
        {"-- 2024 : l’année --", "2024-l-annee"},
        {"مقالات ذات صلة", ""},
        {"قمة G7 في ٢٠٢٤", "g7-2024"},
        {"Москва x", "x"},
        {"Ein sehr langer Titel, der nicht enden will und dann endet er doch, endlich",
         "ein-sehr-langer-titel-der-nicht-enden-will-und-dann-endet-er"},
        {"Ein sehr langer Titel, der nicht enden will und dann endete er doch",
         "ein-sehr-langer-titel-der-nicht-enden-will-und-dann-endete"},
        {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
         "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect(encart__text_slug, cases[i][0], cases[i][1]);
}
END_TEST

START_TEST(folding_unifies_arabic_spellings)
{
    expect(encart__text_fold, "أيضًا", "ايضا");
    expect(encart__text_fold, "إلى", "الي");
    expect(encart__text_fold, "آخر مسؤول بيئة", "اخر مسوول بييه");
    expect(encart__text_fold, "مقـــالات", "مقالات");
    expect(encart__text_fold, "مُحَمَّد", "محمد");
    expect(encart__text_fold, "٢٠٢٤ ۲۰۲۴", "2024 2024");
    expect(encart__text_fold, "لماذا؟ نعم، لا؛", "لماذا? نعم, لا;");
}
END_TEST

START_TEST(folding_twice_changes_nothing)
{
    encart__strbuf one, two;
    char raw[8];

    encart__strbuf_init(&one, &encart__alloc_default, 0);
    encart__strbuf_init(&two, &encart__alloc_default, 0);
    for (uint32_t cp = 1; cp < 0x11000; cp++) {
        size_t n = encart__utf8_encode(raw, cp);

        encart__strbuf_clear(&one);
        encart__strbuf_clear(&two);
        encart__text_fold(encart__str_n(raw, n), &one);
        encart__text_fold(encart__strbuf_view(&one), &two);
        ck_assert_msg(encart__str_eq(encart__strbuf_view(&one), encart__strbuf_view(&two)),
                      "U+%04X folds to \"%s\", and that to \"%s\"", (unsigned)cp,
                      encart__strbuf_z(&one), encart__strbuf_z(&two));
    }
    encart__strbuf_free(&one);
    encart__strbuf_free(&two);
}
END_TEST

START_TEST(folding_any_bytes_gives_valid_text)
{
    encart__strbuf b;
    char raw[64];
    uint32_t seed = 1;

    encart__strbuf_init(&b, &encart__alloc_default, 0);
    for (int round = 0; round < 20000; round++) {
        for (size_t i = 0; i < sizeof raw; i++) {
            seed = seed * 1664525u + 1013904223u;
            raw[i] = (char)(seed >> 24);
        }
        encart__strbuf_clear(&b);
        encart__text_fold(encart__str_n(raw, sizeof raw), &b);
        encart__text_key(encart__str_n(raw, sizeof raw), &b);
        ck_assert_uint_eq(encart__utf8_valid(encart__strbuf_view(&b)), b.size);
        encart__text_words(encart__str_n(raw, sizeof raw));
    }
    encart__strbuf_free(&b);
}
END_TEST

START_TEST(titles_that_readers_call_the_same_have_one_key)
{
    const char *want = "lutte contre le terrorisme la dgst au coeur de l affaire cole bridges";
    static const char *const same[] = {
        "Lutte contre le terrorisme : La DGST au cœur de l’affaire Cole Bridges",
        "lutte contre le terrorisme: la dgst au coeur de l'affaire cole bridges.",
        "« Lutte contre le terrorisme\u00A0: La DGST au cœur de l’affaire Cole Bridges »",
        "LUTTE CONTRE LE TERRORISME\u202F: LA DGST AU CŒUR DE L’AFFAIRE COLE BRIDGES !",
        "  Lutte  contre le\nterrorisme – La DGST au cœur de l’affaire “Cole Bridges”…",
    };

    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        expect(encart__text_key, same[i], want);
    expect(encart__text_key, "?!…", "");
    expect(encart__text_key, "C’est l’été", "c est l ete");
    expect(encart__text_key, "Lutte contre", "lutte contre");
}
END_TEST

START_TEST(words_are_counted_as_people_count)
{
    static const struct {
        const char *text;
        uint32_t words;
    } cases[] = {
        {"", 0},
        {" ... – « » ", 0},
        {"un", 1},
        {"L’eau d'ici", 4},
        {"arc-en-ciel", 3},
        {"co\u00ADopération", 1},
        {"e\u0301te\u0301", 1},
        {"\u0301 seul", 1},
        {"3,5 millions", 3},
        {"مرحبا بالعالم، نعم", 3},
        {"東京は", 3},
        {"Tokyo東京", 3},
        {"mot\xFFmot", 2},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_msg(encart__text_words(encart__str_z(cases[i].text)) == cases[i].words,
                      "\"%s\": %u words", cases[i].text,
                      (unsigned)encart__text_words(encart__str_z(cases[i].text)));
}
END_TEST

struct gather {
    encart__strbuf out;
    int left;
};

static int gather(void *user, encart__str word)
{
    struct gather *g = user;

    encart__strbuf_str(&g->out, word);
    encart__strbuf_putc(&g->out, '|');
    return --g->left;
}

START_TEST(each_gives_folded_words_until_told_to_stop)
{
    struct gather g = {.left = 3};

    encart__strbuf_init(&g.out, &encart__alloc_default, 0);
    encart__text_each(ENCART__STR("À l’École\u00A0: œufs, sœurs"), gather, &g);
    ck_assert_str_eq(encart__strbuf_z(&g.out), "a|l|ecole|");
    encart__strbuf_free(&g.out);
}
END_TEST

START_TEST(a_word_without_end_is_cut_not_overrun)
{
    struct gather g = {.left = 100};
    size_t n = 100000;
    char *word = malloc(n);
    encart__stemmer *s = encart__stemmer_new(NULL, ENCART__STR("fr"));

    encart__strbuf_init(&g.out, &encart__alloc_default, 0);
    for (size_t i = 0; i < n; i += 2)
        memcpy(word + i, "\u00E9", 2);
    ck_assert_uint_eq(encart__text_words(encart__str_n(word, n)), 1);
    encart__text_each(encart__str_n(word, n), gather, &g);
    ck_assert_uint_eq(g.out.size, ENCART__WORD_MAX + 1);
    ck_assert_uint_le(encart__stem(s, encart__str_n(word, n)).n, ENCART__WORD_MAX);
    encart__stemmer_free(s);
    encart__strbuf_free(&g.out);
    free(word);
}
END_TEST

START_TEST(stems_join_the_forms_of_a_word)
{
    expect_stems("fr", "Les manifestations, la MANIFESTATION", "manifest manifest");
    expect_stems("fr-CA", "l’écologie écologiques e\u0301cologique", "ecolog ecolog ecolog");
    expect_stems("en", "The running runners were connected", "run runner connect");
    expect_stems("EN-gb", "connections connecting", "connect connect");
    expect_stems("ar", "المدرسة في مدرسة", "مدرس مدرس");
    expect_stems("fr", "", "");
    expect_stems("fr", "et de la les à", "");
    expect_stems("fr", "1er mai 2020 : 5 km", "1er 2020 km");
}
END_TEST

START_TEST(an_unknown_language_is_only_folded)
{
    expect_stems("tlh", "Les Manifestations", "les manifestations");
    expect_stems("", "Élections", "elections");
    expect_stems("french", "Élections", "elections");
    expect_stems("ja", "東京", "東 京");
}
END_TEST

START_TEST(every_language_of_the_table_has_its_algorithm)
{
    static const char *const langs[] = {"ar", "de", "en", "es", "fr", "it", "nl", "pt"};
    encart__str stem;

    for (size_t i = 0; i < sizeof langs / sizeof *langs; i++) {
        encart__stemmer *s = encart__stemmer_new(NULL, encart__str_z(langs[i]));

        ck_assert_ptr_nonnull(s);
        stem = encart__stem(s, ENCART__STR("Information"));
        ck_assert_uint_gt(stem.n, 0);
        encart__stemmer_free(s);
    }
    encart__stemmer_free(NULL);
}
END_TEST

START_TEST(stop_words_are_sorted_folded_and_known)
{
    static const char *const langs[] = {"ar", "en", "fr"};
    encart__strbuf b;

    encart__strbuf_init(&b, &encart__alloc_default, 0);
    for (size_t l = 0; l < 3; l++) {
        const encart__stop_table *t = encart__stop_table_for(encart__str_z(langs[l]));
        encart__stemmer *s = encart__stemmer_new(NULL, encart__str_z(langs[l]));

        ck_assert_ptr_nonnull(t);
        for (size_t i = 0; i < t->count; i++) {
            encart__strbuf_clear(&b);
            encart__text_fold(encart__str_z(t->words[i]), &b);
            ck_assert_str_eq(encart__strbuf_z(&b), t->words[i]);
            ck_assert(i == 0 || strcmp(t->words[i - 1], t->words[i]) < 0);
            ck_assert(encart__is_stop(s, encart__str_z(t->words[i])));
        }
        ck_assert(!encart__is_stop(s, ENCART__STR("terrorisme")));
        ck_assert(!encart__is_stop(s, ENCART__STR_EMPTY));
        encart__stemmer_free(s);
    }
    ck_assert_ptr_null(encart__stop_table_for(ENCART__STR("de")));
    encart__strbuf_free(&b);
}
END_TEST

START_TEST(the_hash_is_the_same_everywhere)
{
    ck_assert_uint_eq(encart__hash(ENCART__STR_EMPTY), 0xEFD01F60BA992926u);
    ck_assert_uint_ne(encart__hash(ENCART__STR("a")), encart__hash(ENCART__STR("b")));
    ck_assert_uint_ne(encart__hash(ENCART__STR("ab")), encart__hash(ENCART__STR("ba")));
}
END_TEST

START_TEST(language_tags_give_their_primary_subtag)
{
    static const char *const cases[][2] = {
        {"fr", "fr"},       {"fr-CA", "fr"}, {"FR_fr", "fr"}, {"Ar-MA", "ar"},
        {"zh-Hant-TW", "zh"}, {"ckb", "ckb"}, {"CKB-IQ", "ckb"}, {"", ""},
        {"f", ""},          {"french", ""},  {"x-klingon", ""}, {"fr.UTF-8", ""},
        {"fr CA", ""},      {"-fr", ""},     {"ZZ", "zz"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        encart__str got = encart__lang_primary(encart__str_z(cases[i][0]));

        ck_assert_msg(encart__str_is(got, cases[i][1]), "\"%s\"", cases[i][0]);
    }
}
END_TEST

START_TEST(direction_follows_the_language)
{
    ck_assert_str_eq(encart__lang_dir(ENCART__STR("ar-MA")), "rtl");
    ck_assert_str_eq(encart__lang_dir(ENCART__STR("HE")), "rtl");
    ck_assert_str_eq(encart__lang_dir(ENCART__STR("ckb")), "rtl");
    ck_assert_str_eq(encart__lang_dir(ENCART__STR("fr")), "ltr");
    ck_assert_str_eq(encart__lang_dir(ENCART__STR("")), "ltr");
}
END_TEST

START_TEST(without_memory_nothing_is_made_and_nothing_leaks)
{
    suite_alloc a;
    encart__strbuf b;

    suite_alloc_init(&a);
    a.fail_at = 1;
    ck_assert_ptr_null(encart__stemmer_new(&a.vtable, ENCART__STR("fr")));
    ck_assert_uint_eq(a.live, 0);
    a.count = 0;
    encart__strbuf_init(&b, &a.vtable, 0);
    encart__text_fold(ENCART__STR("Été"), &b);
    ck_assert_int_eq(b.failed, ENCART_ENOMEM);
    encart__strbuf_free(&b);
    ck_assert_uint_eq(a.live, 0);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("text");
    TCase *fold = tcase_create("fold"), *words = tcase_create("words");

    tcase_add_test(fold, folding_drops_case_accents_and_spelling);
    tcase_add_test(fold, slugs_are_for_addresses);
    tcase_add_test(fold, folding_unifies_arabic_spellings);
    tcase_add_test(fold, folding_twice_changes_nothing);
    tcase_add_test(fold, folding_any_bytes_gives_valid_text);
    tcase_add_test(fold, titles_that_readers_call_the_same_have_one_key);
    tcase_add_test(words, words_are_counted_as_people_count);
    tcase_add_test(words, each_gives_folded_words_until_told_to_stop);
    tcase_add_test(words, a_word_without_end_is_cut_not_overrun);
    tcase_add_test(words, stems_join_the_forms_of_a_word);
    tcase_add_test(words, an_unknown_language_is_only_folded);
    tcase_add_test(words, every_language_of_the_table_has_its_algorithm);
    tcase_add_test(words, stop_words_are_sorted_folded_and_known);
    tcase_add_test(words, the_hash_is_the_same_everywhere);
    tcase_add_test(words, language_tags_give_their_primary_subtag);
    tcase_add_test(words, direction_follows_the_language);
    tcase_add_test(words, without_memory_nothing_is_made_and_nothing_leaks);
    suite_add_tcase(s, fold);
    suite_add_tcase(s, words);
    return suite_main("test_text", s);
}
