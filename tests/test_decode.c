/* Bytes of any encoding to clean UTF-8. */
#include "core/html/decode.h"
#include "core/base/utf8.h"
#include "core/html/charset.h"
#include "tests/suite.h"

#include <stdio.h>
#include <stdlib.h>

#define FFFD "\xEF\xBF\xBD"
#define BYTES(literal) ((encart__str){(literal), sizeof(literal) - 1})

static void expect_utf8(encart__str in, const char *want, size_t replaced)
{
    encart__strbuf out;
    size_t count = 0;

    encart__strbuf_init(&out, NULL, 0);
    encart__decode_utf8(in, &out, &count);
    ck_assert_str_eq(encart__strbuf_z(&out), want);
    ck_assert_uint_eq(count, replaced);
    ck_assert_uint_eq(encart__utf8_valid(encart__strbuf_view(&out)), out.size);
    encart__strbuf_free(&out);
}

static void expect(encart__str in, const char *charset, const char *want, const char *name)
{
    encart__strbuf out;
    char got[32];

    encart__strbuf_init(&out, NULL, 0);
    ck_assert_int_eq(encart__decode(in, encart__str_z(charset), &out, got, NULL, NULL), 0);
    ck_assert_str_eq(encart__strbuf_z(&out), want);
    ck_assert_str_eq(got, name);
    encart__strbuf_free(&out);
}

START_TEST(newlines_become_lf)
{
    expect_utf8(BYTES("a\r\nb\rc\nd\r\r\n\n"), "a\nb\nc\nd\n\n\n", 0);
    expect_utf8(BYTES("\r"), "\n", 0);
    expect_utf8(BYTES(""), "", 0);
}
END_TEST

START_TEST(controls_become_the_replacement_character)
{
    expect_utf8(BYTES("a\0b\x01\x0B\x1F"), "a" FFFD "b" FFFD FFFD FFFD, 4);
    expect_utf8(BYTES("\t\n\f \x7F"), "\t\n\f \x7F", 0);
}
END_TEST

START_TEST(bad_sequences_become_one_replacement_per_maximal_subpart)
{
    expect_utf8(BYTES("\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80"), "é€😀", 0);
    expect_utf8(BYTES("\x80\xFF"), FFFD FFFD, 2);
    expect_utf8(BYTES("\xC0\xAF"), FFFD FFFD, 2);
    expect_utf8(BYTES("\xE2\x82"), FFFD, 1);
    expect_utf8(BYTES("\xE2\x82x"), FFFD "x", 1);
    expect_utf8(BYTES("\xF0\x9F\x98x"), FFFD "x", 1);
    expect_utf8(BYTES("\xED\xA0\x80"), FFFD FFFD FFFD, 3);
    expect_utf8(BYTES("\xF4\x90\x80\x80"), FFFD FFFD FFFD FFFD, 4);
    expect_utf8(BYTES("\xC3"), FFFD, 1);
    expect_utf8(BYTES("\xE2\r\n"), FFFD "\n", 1);
    expect_utf8(BYTES(FFFD), FFFD, 0);
}
END_TEST

START_TEST(only_a_leading_byte_order_mark_is_dropped)
{
    expect_utf8(BYTES("\xEF\xBB\xBFx\xEF\xBB\xBF"), "x\xEF\xBB\xBF", 0);
    expect_utf8(BYTES("\xEF\xBB"), FFFD, 1);
}
END_TEST

/* What needs no copy is just what decoding leaves as it is, wherever a block begins. */
START_TEST(decoded_bytes_are_known_without_a_copy)
{
    static const char *const bits[] = {
        "a", "bc", "def ", "\n", "\t", "\xC3\xA9", "\xE2\x80\x99", "\xF0\x9F\x98\x80",
        "\xE0\xA4\x84", "\xED\x9F\xBF", "\xC2\xA0", "abcdefghijklmnop", "\xEF\xBF\xBD",
        "\xD8\xA7\xD9\x84", "<p>", "&amp;", "\r", "\x01", "\xC3", "\x80", "\xE2\x80",
        "\xED\xA0\x80", "\xC0\xAF", "\xE0\x80\x80", "\xF5\x80\x80\x80", "\xF0\x9F",
    };
    enum { GOOD = 16, ALL = sizeof bits / sizeof *bits };
    encart__strbuf in, out;
    uint32_t seed = 1;
    int clean = 0;

    encart__strbuf_init(&in, NULL, 0);
    encart__strbuf_init(&out, NULL, 0);
    for (int i = 0; i < 60000; i++) {
        encart__strbuf_clear(&in);
        encart__strbuf_clear(&out);
        for (int k = i % 23; k >= 0; k--) {
            seed = seed * 1664525u + 1013904223u;
            encart__strbuf_puts(&in, bits[(seed >> 16) % (k == 0 && i % 3 ? ALL : GOOD)]);
        }
        encart__decode_utf8(encart__strbuf_view(&in), &out, NULL);
        ck_assert_int_eq(encart__is_decoded(encart__strbuf_view(&in)),
                         encart__str_eq(encart__strbuf_view(&in), encart__strbuf_view(&out)));
        clean += encart__is_decoded(encart__strbuf_view(&in));
    }
    ck_assert_int_gt(clean, 20000);
    ck_assert_int_lt(clean, 59000);
    ck_assert(!encart__is_decoded(ENCART__STR("\xEF\xBB\xBF" "a")));
    encart__strbuf_free(&in);
    encart__strbuf_free(&out);
}
END_TEST

START_TEST(the_byte_order_mark_wins)
{
    expect(BYTES("\xEF\xBB\xBF\xC3\xA9"), "iso-8859-1", "é", "utf-8");
    expect(BYTES("\xFF\xFE\xE9\x00\r\x00\n\x00\x3D\xD8\x00\xDE"), "", "é\n😀", "utf-16le");
    expect(BYTES("\xFE\xFF\x00\xE9\x00\x00"), "utf-8", "é" FFFD, "utf-16be");
}
END_TEST

START_TEST(utf16_that_is_broken_is_repaired)
{
    expect(BYTES("\xFF\xFE\x3D\xD8x\x00"), "", FFFD "x", "utf-16le");
    expect(BYTES("\xFF\xFE\x00\xDEx\x00"), "", FFFD "x", "utf-16le");
    expect(BYTES("\xFF\xFEx\x00y"), "", "x" FFFD, "utf-16le");
    expect(BYTES("\xFF\xFE\x3D\xD8"), "", FFFD, "utf-16le");
    expect(BYTES("\xFF\xFE"), "", "", "utf-16le");
    /* A high surrogate before what is no low one: above, and high again. */
    expect(BYTES("\xFF\xFE\x3D\xD8\x00\xE0"), "", FFFD "\xEE\x80\x80", "utf-16le");
    expect(BYTES("\xFF\xFE\x3D\xD8\x3D\xD8\x00\xDE"), "", FFFD "\xF0\x9F\x98\x80",
           "utf-16le");
    expect(BYTES("\xFE\xFF\xDB\xFF\xDF\xFF\xD7\xFF"), "",
           "\xF4\x8F\xBF\xBF\xED\x9F\xBF", "utf-16be");
}
END_TEST

START_TEST(the_caller_s_charset_comes_next)
{
    expect(BYTES("\xE9\xA4<meta charset=utf-8>"), "ISO-8859-15", "é€<meta charset=utf-8>",
           "iso-8859-15");
    expect(BYTES("\xE9\x80\x81"), "latin1", "é€\xC2\x81", "windows-1252");
    expect(BYTES("\xC7\xE1"), "windows-1256", "ال", "windows-1256");
    expect(BYTES("\xC7\xE4"), "iso-8859-6", "ال", "iso-8859-6");
    expect(BYTES("\xCF\xF0"), " CP1251 ", "Пр", "windows-1251");
    expect(BYTES("\x93\xFA\x96\x7B"), "Shift_JIS", "日本", "shift_jis");
    expect(BYTES("a\x00"), "utf-16le", "a", "utf-16le");
    expect(BYTES(""), "shift_jis", "", "shift_jis");
}
END_TEST

START_TEST(then_the_page_s_own_word)
{
    static const struct {
        const char *page, *name;
    } pages[] = {
        {"<meta charset=iso-8859-1>\xE9", "windows-1252"},
        {"<META CHARSET = 'ISO-8859-15' >\xE9", "iso-8859-15"},
        {"<meta/charset=\"latin1\"/>\xE9", "windows-1252"},
        {"<meta http-equiv=Content-Type content='text/html; charset=windows-1256'>x",
         "windows-1256"},
        {"<meta content='text/html;charset = \"koi8-r\"' http-equiv=content-type>x", "koi8-r"},
        {"<meta content='charset charset=koi8-r;x' http-equiv=content-type>x", "koi8-r"},
        {"<!DOCTYPE html><html lang=fr><!-- <meta charset=koi8-r> --><meta charset=big5>x",
         "big5"},
        {"<?xml version='1.0' encoding='iso-8859-15'?><p>x", "iso-8859-15"},
        {"<title a='<meta charset=koi8-r>'></title><meta charset=big5>x", "big5"},
        {"<meta name=x><meta charset=big5>x", "big5"},
        {"<meta charset=x-user-defined>x", "windows-1252"},
        {"<meta charset=utf-16>x", "utf-8"},
        {"<meta charset=utf-16be>x", "utf-8"},
        {"<meta http-equiv=content-type content=\"text/html; charset='koi8-r'\">x", "koi8-r"},
        {"<meta charset=big5 charset=koi8-r>x", "big5"},
        {"<meta http-equiv=content-type content='a; charset=big5' content='charset=koi8-r'>",
         "big5"},
        {"<meta http-equiv=content-type content='charset=big5\tx'>", "big5"},
        {"<meta http-equiv=content-type content='charset=\"big5\" x'>", "big5"},
        {"<?xml\tencoding='big5'?>", "big5"},
        {"<?xml version=\"1.0\" encoding = \"koi8-r\"?><p>x", "koi8-r"},
        {"<?xml version='1.0' encoding='koi8-r'?><meta charset=big5>x", "big5"},
        {"</p x=y><? x ?><!x><meta charset=big5>", "big5"},
        {"<p\n<a><meta charset=big5>", "big5"},
        {"<meta charset=utf-8>\xC3\xA9", "utf-8"},
    };
    encart__strbuf out;
    char got[32];

    encart__strbuf_init(&out, NULL, 0);
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        encart__strbuf_clear(&out);
        ck_assert_int_eq(encart__decode(encart__str_z(pages[i].page), ENCART__STR_EMPTY,
                                        &out, got, NULL, NULL),
                         0);
        ck_assert_msg(strcmp(got, pages[i].name) == 0, "%s: %s", pages[i].page, got);
    }
    encart__strbuf_free(&out);
}
END_TEST

START_TEST(what_is_no_declaration_is_not_taken_for_one)
{
    static const char *const pages[] = {
        "<metacharset=big5>x", "<meta content='text/html; charset=big5'>x",
        "<!-- <meta charset=big5>", "<p title='<meta charset=big5>'>x",
        "<meta http-equiv=content-type content='charset'>", "<meta charset=>", "<meta",
        "<meta charset", "<meta charset='big5", "<?php <meta charset=big5> ?>",
        "</p <meta charset=big5>",
        "<?xmly encoding='big5'?>", "<?xml version='1.0'?>",
        /* cut off, or not as XML has it */
        "<?xml encoding='big5", "<?xml encoding='big5'", "<?xml encoding='big5?><p>'x",
        "<?xml encoding='big5\">", "<?xml encoding='>", "<?xml encoding=big5?>",
        "<?xml encoding 'big5'?>", "<?xml version='1.0'?><p title=\"encoding='big5'\">",
        "<meta http-equiv=content-type content='charset=\"big5'>",
        "<meta http-equiv=content-type content='charset='>",
        "<meta http-equiv=refresh content='charset=big5'>",
    };

    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        expect(encart__str_z(pages[i]), "", pages[i], "utf-8");
}
END_TEST

START_TEST(a_declaration_past_1024_bytes_does_not_count)
{
    encart__strbuf b;

    encart__strbuf_init(&b, NULL, 0);
    for (int i = 0; i < 1010; i++)
        encart__strbuf_putc(&b, ' ');
    encart__strbuf_puts(&b, "<meta charset=koi8-r>");
    ck_assert_uint_eq(encart__charset_declared(encart__strbuf_view(&b)).n, 0);
    ck_assert(encart__str_is(
        encart__charset_declared(encart__str_sub(encart__strbuf_view(&b), 10, b.size)),
        "koi8-r"));
    encart__strbuf_free(&b);
}
END_TEST

START_TEST(else_the_bytes_decide)
{
    expect(BYTES("\xC3\xA9"), "", "é", "utf-8");
    expect(BYTES("\xE9t\xE9 \x85"), "", "été …", "windows-1252");
    expect(BYTES("\xE9"), "no-such-charset", "é", "windows-1252");
}
END_TEST

START_TEST(bad_bytes_of_other_encodings_are_replaced)
{
    expect(BYTES("a\xA1z"), "iso-8859-6", "a" FFFD "z", "iso-8859-6");
    expect(BYTES("a\x81"), "shift_jis", "a" FFFD, "shift_jis");
}
END_TEST

START_TEST(long_input_is_converted_whole)
{
    encart__strbuf in, out;
    char got[32];

    encart__strbuf_init(&in, NULL, 0);
    encart__strbuf_init(&out, NULL, 0);
    for (int i = 0; i < 20000; i++)
        encart__strbuf_puts(&in, "\x93\xFA\r\n");
    ck_assert_int_eq(encart__decode(encart__strbuf_view(&in), ENCART__STR("sjis"), &out, got,
                                    NULL, NULL),
                     0);
    ck_assert_uint_eq(out.size, 80000);
    for (size_t i = 0; i < out.size; i += 4)
        ck_assert_int_eq(memcmp(out.data + i, "日\n", 4), 0);
    encart__strbuf_free(&in);
    encart__strbuf_free(&out);
}
END_TEST

START_TEST(diagnostics_tell_the_charset_and_the_first_bad_line)
{
    static const struct {
        const char *bytes, *charset;
        const char *rule[2];
        const char *message; /* of the last */
        uint32_t line;
    } cases[] = {
        {"\xC3\xA9", "", {NULL, NULL}, NULL, 0},
        {"\xE9", "", {"charset", NULL}, "read as windows-1252, by its bytes", 0},
        {"x", "n\x01pe", {"charset", NULL}, "the charset \"n?pe\" is not known; read as utf-8", 0},
        {"x", "n\xC3\xA9\x7F", {"charset", NULL}, "the charset \"n???\" is not known; read as utf-8", 0},
        {"<meta charset=nope>\xE9", "", {"charset", NULL},
         "the charset \"nope\" is not known; read as windows-1252", 0},
        {"<meta charset=latin1>", "", {"charset", NULL}, "read as windows-1252, by the page", 0},
        {"\xFF", "utf-8", {"bad-bytes", NULL}, "1 bad byte sequence or control became U+FFFD", 1},
        {"a\r\nb\n\x01 \xFF\n\x02", "utf-8", {"bad-bytes", NULL},
         "3 bad byte sequences or controls became U+FFFD", 3},
        {"a\nb\xA1\n\x02", "iso-8859-6", {"charset", "bad-bytes"},
         "2 bad byte sequences or controls became U+FFFD", 2},
        {"a\n\x02\n\xA1", "iso-8859-6", {"charset", "bad-bytes"},
         "2 bad byte sequences or controls became U+FFFD", 2},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        encart__strbuf out;
        encart__arena arena;
        encart__diags diags;
        const encart__diag *d;
        char got[32];

        encart__arena_init(&arena, &encart__alloc_default, 0);
        encart__diags_init(&diags, &arena, 0);
        encart__strbuf_init(&out, NULL, 0);
        encart__strbuf_puts(&out, "before\n\n");
        encart__decode(encart__str_z(cases[i].bytes), encart__str_z(cases[i].charset), &out,
                       got, &diags, NULL);
        d = diags.first;
        for (int k = 0; k < 2 && cases[i].rule[k]; k++, d = d->next) {
            ck_assert_ptr_nonnull(d);
            ck_assert_str_eq(d->rule, cases[i].rule[k]);
        }
        ck_assert_ptr_null(d);
        if (cases[i].message) {
            ck_assert(encart__str_is(diags.last->message, cases[i].message));
            ck_assert_uint_eq(diags.last->line, cases[i].line);
        }
        encart__strbuf_free(&out);
        encart__arena_free(&arena);
    }
}
END_TEST

START_TEST(every_label_is_found_and_its_conversion_exists)
{
    static const char *const all[] = {
#define LABEL(label, id) label,
#include "core/html/labels.def"
#undef LABEL
    };

    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        const encart__encoding *e = encart__encoding_of(encart__str_z(all[i]));

        ck_assert_msg(e != NULL, "%s", all[i]);
        expect(BYTES("a"), all[i], strncmp(e->name, "utf-16", 6) ? "a" : FFFD, e->name);
    }
    ck_assert_ptr_null(encart__encoding_of(ENCART__STR("")));
    ck_assert_ptr_null(encart__encoding_of(ENCART__STR("utf-7")));
    ck_assert_ptr_null(encart__encoding_of(
        ENCART__STR("a-label-that-is-longer-than-any-label-there-is")));
}
END_TEST

START_TEST(binary_files_are_named)
{
    static const struct {
        encart__str bytes;
        const char *name;
    } cases[] = {
        {{"%PDF-1.4", 8}, "PDF"},
        {{"\x89PNG\r\n\x1A\n", 8}, "PNG"},
        {{"\xFF\xD8\xFF\xE0", 4}, "JPEG"},
        {{"GIF89a", 6}, "GIF"},
        {{"PK\x03\x04", 4}, "ZIP"},
        {{"\x1F\x8B\x08", 3}, "gzip"},
        {{"\x7F" "ELF", 4}, "ELF"},
        {{"abc\0def", 7}, "binary data"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_str_eq(encart__looks_binary(cases[i].bytes), cases[i].name);
    ck_assert_ptr_null(encart__looks_binary(ENCART__STR_EMPTY));
    ck_assert_ptr_null(encart__looks_binary(ENCART__STR("<p>PDF %PDF-")));
    ck_assert_ptr_null(encart__looks_binary(BYTES("\xFF\xFE<\0p\0")));
    ck_assert_ptr_null(encart__looks_binary(ENCART__STR("\xE9t\xE9")));
}
END_TEST

START_TEST(each_allocation_may_fail)
{
    static const char *const charsets[] = {"utf-8", "latin1", "shift_jis", "utf-16le"};
    suite_alloc sa;

    suite_alloc_init(&sa);
    for (size_t c = 0; c < 4; c++) {
        for (size_t fail = 1, status = 1; status; fail++) {
            encart__strbuf out;
            encart_error err;
            char got[32];

            memset(&err, 0, sizeof err);
            sa.count = 0;
            sa.fail_at = fail;
            encart__strbuf_init(&out, &sa.vtable, 0);
            status = encart__decode(BYTES("\xE9\x93\xFA\r\n\x01 and more text than fits"),
                                    encart__str_z(charsets[c]), &out, got, NULL,
                                    &err) != 0;
            ck_assert_int_eq(err.status, status ? ENCART_ENOMEM : 0);
            encart__strbuf_free(&out);
            ck_assert_uint_eq(sa.live, 0);
            ck_assert_uint_lt(fail, 100);
        }
    }
}
END_TEST

START_TEST(past_the_maximum_is_a_limit)
{
    encart__strbuf out;
    encart_error err;
    char got[32];

    memset(&err, 0, sizeof err);
    encart__strbuf_init(&out, NULL, 10);
    ck_assert_int_eq(encart__decode(ENCART__STR("eleven byte"), ENCART__STR("latin1"), &out,
                                    got, NULL, &err),
                     ENCART_ELIMIT);
    ck_assert_int_eq(err.status, ENCART_ELIMIT);
    encart__strbuf_free(&out);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("decode");
    TCase *c = tcase_create("decode");

    tcase_add_test(c, newlines_become_lf);
    tcase_add_test(c, controls_become_the_replacement_character);
    tcase_add_test(c, bad_sequences_become_one_replacement_per_maximal_subpart);
    tcase_add_test(c, only_a_leading_byte_order_mark_is_dropped);
    tcase_add_test(c, decoded_bytes_are_known_without_a_copy);
    tcase_add_test(c, the_byte_order_mark_wins);
    tcase_add_test(c, utf16_that_is_broken_is_repaired);
    tcase_add_test(c, the_caller_s_charset_comes_next);
    tcase_add_test(c, then_the_page_s_own_word);
    tcase_add_test(c, what_is_no_declaration_is_not_taken_for_one);
    tcase_add_test(c, a_declaration_past_1024_bytes_does_not_count);
    tcase_add_test(c, else_the_bytes_decide);
    tcase_add_test(c, bad_bytes_of_other_encodings_are_replaced);
    tcase_add_test(c, long_input_is_converted_whole);
    tcase_add_test(c, diagnostics_tell_the_charset_and_the_first_bad_line);
    tcase_add_test(c, every_label_is_found_and_its_conversion_exists);
    tcase_add_test(c, binary_files_are_named);
    tcase_add_test(c, each_allocation_may_fail);
    tcase_add_test(c, past_the_maximum_is_a_limit);
    suite_add_tcase(s, c);
    return s;
}

int main(void)
{
    return suite_main("test_decode", suite());
}
