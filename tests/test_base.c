/* The base: slices, UTF-8, growing strings, arenas, dates, errors, JSON out. */
#include "core/base/arena.h"
#include "core/base/base64.h"
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#endif
#include "core/base/date.h"
#include "core/base/diag.h"
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/jsonw.h"
#include "core/base/utf8.h"
#include "core/base/vec.h"
#include "tests/suite.h"

#include <stdio.h>
#include <string.h>

START_TEST(slices_are_compared_cut_and_searched)
{
    encart__str s = ENCART__STR("  Un mot \n");

    ck_assert(encart__str_is(encart__str_trim(s), "Un mot"));
    ck_assert_uint_eq(encart__str_find(s, ENCART__STR("mot")), 5);
    ck_assert(encart__str_find(s, ENCART__STR("mots")) == (size_t)-1);
    ck_assert_uint_eq(encart__str_find(s, ENCART__STR_EMPTY), 0);
    ck_assert(encart__str_ieq(ENCART__STR("ABC"), ENCART__STR("abc")));
    ck_assert(!encart__str_ieq(ENCART__STR("É"), ENCART__STR("é"))); /* ASCII only */
    ck_assert_int_lt(encart__str_cmp(ENCART__STR("a"), ENCART__STR("ab")), 0);
    ck_assert(encart__str_ends(ENCART__STR("x.lua"), ENCART__STR(".lua")));
    ck_assert_uint_eq(encart__str_sub(s, 4, 2).n, 0);
    ck_assert_uint_eq(encart__str_sub(s, 90, 99).n, 0);
}
END_TEST

/* RFC 4648 §10, without its padding; the last two letters of the alphabet. */
START_TEST(base64_has_one_form_for_all_bytes)
{
    static const char *const pairs[][2] = {
        {"", ""}, {"f", "Zg"}, {"fo", "Zm8"}, {"foo", "Zm9v"}, {"foob", "Zm9vYg"},
        {"fooba", "Zm9vYmE"}, {"foobar", "Zm9vYmFy"}, {"\xFB\xEF\xFF", "--__"},
    };
    static const char *const others[] = {"Z", "Zh", "Zm9", "Zg==", "Zg=", "Z g", "Zm9v\n", "+/++"};
    encart__strbuf b;

    encart__strbuf_init(&b, NULL, 0);
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        encart__strbuf_clear(&b);
        encart__base64_put(&b, encart__str_z(pairs[i][0]));
        ck_assert_str_eq(encart__strbuf_z(&b), pairs[i][1]);
        encart__strbuf_clear(&b);
        ck_assert(encart__base64_get(&b, encart__str_z(pairs[i][1])));
        ck_assert_str_eq(encart__strbuf_z(&b), pairs[i][0]);
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        ck_assert_msg(!encart__base64_get(&b, encart__str_z(others[i])), "%s", others[i]);
    encart__strbuf_free(&b);
}
END_TEST

START_TEST(utf8_takes_shortest_forms_only_and_reports_maximal_subparts)
{
    static const struct {
        const char *bytes;
        size_t n, len;
        uint32_t cp;
    } cases[] = {
        {"a", 1, 1, 'a'},
        {"\xC3\xA9", 2, 2, 0xE9},
        {"\xE2\x80\xAF", 3, 3, 0x202F},
        {"\xF0\x9F\x98\x80", 4, 4, 0x1F600},
        {"\xC0\xAF", 2, 1, 0xFFFD},         /* overlong */
        {"\xE0\x80\xAF", 3, 1, 0xFFFD},     /* overlong */
        {"\xED\xA0\x80", 3, 1, 0xFFFD},     /* surrogate */
        {"\xF4\x90\x80\x80", 4, 1, 0xFFFD}, /* above U+10FFFF */
        {"\xE2\x80", 2, 2, 0xFFFD},         /* cut short: one subpart of two bytes */
        {"\xE2\x80x", 3, 2, 0xFFFD},
        {"\x80", 1, 1, 0xFFFD},
        {"\xFF", 1, 1, 0xFFFD},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t cp;

        ck_assert_uint_eq(encart__utf8_decode(cases[i].bytes, cases[i].n, &cp), cases[i].len);
        ck_assert_uint_eq(cp, cases[i].cp);
    }
}
END_TEST

START_TEST(utf8_encodes_every_scalar_value_as_it_decodes_it)
{
    char bytes[4];
    uint32_t back;

    for (uint32_t cp = 0; cp <= 0x10FFFF; cp++) {
        size_t n = encart__utf8_encode(bytes, cp);

        ck_assert_uint_eq(encart__utf8_decode(bytes, n, &back), n);
        ck_assert_uint_eq(back, cp >= 0xD800 && cp <= 0xDFFF ? 0xFFFD : cp);
    }
    ck_assert_uint_eq(encart__utf8_valid(ENCART__STR("caf\xC3\xA9\xFFx")), 5);
    ck_assert_uint_eq(encart__utf8_valid(ENCART__STR("\xEF\xBF\xBD!")), 4);
    ck_assert_uint_eq(encart__utf8_length(ENCART__STR("caf\xC3\xA9")), 4);
}
END_TEST

START_TEST(letters_know_their_case_and_class)
{
    ck_assert_uint_eq(encart__cp_lower(0xC9), 0xE9);   /* É */
    ck_assert_uint_eq(encart__cp_lower(0x152), 0x153); /* Œ */
    ck_assert_uint_eq(encart__cp_lower(0x178), 0xFF);  /* Ÿ */
    ck_assert_uint_eq(encart__cp_lower(0xD7), 0xD7);   /* × is no letter */
    ck_assert_uint_eq(encart__cp_lower(0x416), 0x436); /* Ж */
    ck_assert(encart__cp_is_upper(0xC0) && !encart__cp_is_upper(0xE0));
    ck_assert(encart__cp_is_word(0x627) && encart__cp_is_word(0xE9) && encart__cp_is_word('7'));
    ck_assert(!encart__cp_is_word(0xAB) && !encart__cp_is_word(0x2019) &&
              !encart__cp_is_word(0x61F) && !encart__cp_is_word(0x202F));
    ck_assert(encart__cp_is_space(0xA0) && encart__cp_is_space(0x202F) &&
              !encart__cp_is_space(0x200B));
    ck_assert(encart__cp_is_ignorable(0x200B) && encart__cp_is_ignorable(0x640));
}
END_TEST

START_TEST(strings_stop_at_their_maximum_and_stay_valid)
{
    encart__strbuf b;

    encart__strbuf_init(&b, NULL, 5);
    encart__strbuf_puts(&b, "abc");
    encart__strbuf_puts(&b, "def");
    ck_assert_int_eq(b.failed, ENCART_ELIMIT);
    ck_assert_str_eq(encart__strbuf_z(&b), "abc");
    encart__strbuf_putc(&b, 'x');
    ck_assert_str_eq(encart__strbuf_z(&b), "abc");
    encart__strbuf_clear(&b);
    encart__strbuf_printf(&b, "%d-%s", 7, "x");
    ck_assert_str_eq(encart__strbuf_z(&b), "7-x");
    encart__strbuf_free(&b);
    ck_assert_str_eq(encart__strbuf_z(&b), "");
}
END_TEST

START_TEST(long_formats_are_written_whole)
{
    encart__strbuf b;
    char word[1001];

    memset(word, 'w', 1000);
    word[1000] = '\0';
    encart__strbuf_init(&b, NULL, 0);
    encart__strbuf_printf(&b, "<%s>", word);
    ck_assert_uint_eq(b.size, 1002);
    ck_assert_int_eq(b.data[1001], '>');
    encart__strbuf_free(&b);
}
END_TEST

START_TEST(a_buffer_takes_the_bytes_over)
{
    suite_alloc a;
    encart__strbuf b;
    encart_buffer *out;
    size_t n;

    suite_alloc_init(&a);
    encart__strbuf_init(&b, &a.vtable, 0);
    encart__strbuf_puts(&b, "donné");
    ck_assert_int_eq(encart__strbuf_take(&b, &out), ENCART_OK);
    ck_assert_str_eq(encart_buffer_data(out, &n), "donné");
    ck_assert_uint_eq(n, 6);
    encart_buffer_free(out);
    ck_assert_uint_eq(a.live, 0);
    encart_buffer_free(NULL);
    ck_assert_str_eq(encart_buffer_data(NULL, &n), "");
    a.fail_at = a.count + 1;
    ck_assert_int_eq(encart__buffer_new(&out, &a.vtable, ENCART__STR("x")), ENCART_ENOMEM);
    ck_assert_ptr_null(out);
    ck_assert_uint_eq(a.live, 0);
}
END_TEST

START_TEST(an_arena_aligns_limits_and_frees)
{
    suite_alloc a;
    encart__arena arena;

    suite_alloc_init(&a);
    encart__arena_init(&arena, &a.vtable, 100000);
    for (size_t i = 1; i < 200; i++) {
        char *p = encart__arena_alloc(&arena, i);

        ck_assert_ptr_nonnull(p);
        memset(p, 0xFF, i);
        ck_assert_uint_eq((uintptr_t)p % _Alignof(max_align_t), 0);
    }
    ck_assert_ptr_null(encart__arena_alloc(&arena, 100000));
    ck_assert_int_eq(arena.failed, 1);
    ck_assert_ptr_null(encart__arena_array(&arena, (size_t)-1, 16));
    encart__arena_free(&arena);
    ck_assert_int_eq(arena.failed, 0);
    ck_assert_str_eq(encart__arena_z(&arena, ENCART__STR("copie")), "copie");
    encart__arena_free(&arena);
    ck_assert_uint_eq(a.live, 0);
}
END_TEST

/* Both ways of --enable-debug-arena; without ASan nobody watches. */
START_TEST(an_arenas_objects_have_poison_behind_them)
{
#ifdef __SANITIZE_ADDRESS__
    encart__arena arena;

    encart__arena_init(&arena, NULL, 0);
    for (size_t n = 1; n < 100; n++) {
        char *p = encart__arena_alloc(&arena, n);

        ck_assert_int_eq(__asan_address_is_poisoned(p), 0);
        ck_assert_int_eq(__asan_address_is_poisoned(p + n - 1), 0);
        ck_assert_int_ne(__asan_address_is_poisoned(p + n), 0);
    }
    encart__arena_free(&arena);
#else
    skip_test("no AddressSanitizer in this build");
#endif
}
END_TEST

START_TEST(an_arena_without_memory_gives_the_empty_string)
{
    suite_alloc a;
    encart__arena arena;

    suite_alloc_init(&a);
    a.fail_at = 1;
    encart__arena_init(&arena, &a.vtable, 0);
    ck_assert_str_eq(encart__arena_z(&arena, ENCART__STR("x")), "");
    ck_assert_int_eq(arena.failed, 1);
    encart__arena_free(&arena);
}
END_TEST

static void expect_date(const char *in, const char *out)
{
    encart__date d;
    char text[40];
    int ok = encart__date_parse(encart__str_z(in), &d);

    ck_assert_msg(ok == (out != NULL), "%s", in);
    if (!out)
        return;
    encart__date_format(text, &d);
    ck_assert_str_eq(text, out);
}

START_TEST(dates_are_read_as_pages_write_them)
{
    expect_date("2024-10-20T10:00:00+01:00", "2024-10-20T10:00:00+01:00");
    expect_date("2024-10-20T10:00:00Z", "2024-10-20T10:00:00Z");
    expect_date("2024-10-20 10:00", "2024-10-20T10:00:00Z");
    expect_date("2024-10-20T10:00:00.123-0330", "2024-10-20T10:00:00-03:30");
    expect_date(" 2024-02-29 ", "2024-02-29");
    expect_date("1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z");
    expect_date("0001-01-01", "0001-01-01");
    expect_date("2023-02-29", NULL);
    expect_date("2024-13-01", NULL);
    expect_date("2024-10-20T25:00:00Z", NULL);
    expect_date("2024-10-20T10:00:00+9900", NULL);
    expect_date("20 octobre 2024", NULL);
    expect_date("", NULL);
}
END_TEST

START_TEST(calendar_goes_there_and_back)
{
    encart__date d = {0};
    int y, m, day;

    d.set = 1;
    for (int64_t i = -400000; i < 400000; i += 7) {
        d.epoch = i * 86400;
        encart__date_civil(&d, &y, &m, &day);
        ck_assert_int_eq(encart__days_from_civil(y, m, day), i);
    }
}
END_TEST

START_TEST(the_first_error_wins_and_never_overflows)
{
    encart_error e;
    char longer[2000];

    memset(longer, 0xC3, sizeof longer);
    longer[sizeof longer - 1] = '\0';
    encart__error_clear(&e);
    ck_assert_int_eq(encart__error(&e, ENCART_EPARSE, ENCART_STAGE_LOAD, "a%s", longer),
                     ENCART_EPARSE);
    ck_assert_str_eq(e.message, "a"); /* what is not UTF-8 is cut off */
    encart__error(&e, ENCART_ENOMEM, ENCART_STAGE_LOAD, "later");
    ck_assert_int_eq(e.status, ENCART_EPARSE);
    encart__error_at(&e, ENCART__STR("f.txt"), 3, 4, 20);
    encart__error_at(&e, ENCART__STR("other"), 9, 9, 9);
    ck_assert_str_eq(e.source, "f.txt");
    ck_assert_uint_eq(e.line, 3);
    encart__error_path(&e, "a.b");
    ck_assert_str_eq(e.path, "a.b");
    ck_assert_int_eq(encart__error(NULL, ENCART_EIO, 0, "x"), ENCART_EIO);
    ck_assert_str_eq(encart_status_name(ENCART_ELIMIT), "ENCART_ELIMIT");
    ck_assert_str_eq(encart_status_name(ENCART_EINTERNAL), "ENCART_EINTERNAL");
    ck_assert_str_eq(encart_status_name(7), "unknown");
    ck_assert_str_eq(encart_status_name(-99), "unknown");
}
END_TEST

START_TEST(lines_and_columns_count_from_one_in_code_points)
{
    encart__str s = ENCART__STR("un\ndé x\n");
    uint32_t line, column;

    encart__line_of(s, 0, &line, &column);
    ck_assert_uint_eq(line, 1);
    ck_assert_uint_eq(column, 1);
    encart__line_of(s, 7, &line, &column); /* the x after é of two bytes */
    ck_assert_uint_eq(line, 2);
    ck_assert_uint_eq(column, 4);
    encart__line_of(s, 999, &line, &column);
    ck_assert_uint_eq(line, 3);
}
END_TEST

START_TEST(the_nearest_name_is_near)
{
    static const char *const names[] = {"count", "min", "images", "label"};

    ck_assert_str_eq(encart__nearest(ENCART__STR("cuont"), names, 4), "count");
    ck_assert_str_eq(encart__nearest(ENCART__STR("image"), names, 4), "images");
    ck_assert_ptr_null(encart__nearest(ENCART__STR("colour"), names, 4));
    ck_assert_ptr_null(encart__nearest(ENCART__STR(""), names, 4));
}
END_TEST

START_TEST(json_is_escaped_for_scripts_and_valid_utf8)
{
    encart__strbuf b;
    encart__jsonw w;

    encart__strbuf_init(&b, NULL, 0);
    encart__jsonw_init(&w, &b);
    encart__jsonw_open(&w, '{');
    encart__jsonw_kstr(&w, "a", ENCART__STR("</script>\"\\\n\x01\xFF\xE2\x80\xA8é"));
    encart__jsonw_kint(&w, "b", -5);
    encart__jsonw_kopt(&w, "none", ENCART__STR_EMPTY);
    encart__jsonw_key(&w, "c");
    encart__jsonw_open(&w, '[');
    encart__jsonw_bool(&w, 1);
    encart__jsonw_null(&w);
    encart__jsonw_raw(&w, ENCART__STR("[1]"));
    encart__jsonw_close(&w, ']');
    encart__jsonw_close(&w, '}');
    ck_assert_str_eq(encart__strbuf_z(&b),
                     "{\"a\":\"\\u003C/script>\\\"\\\\\\n\\u0001\xEF\xBF\xBD\\u2028é\","
                     "\"b\":-5,\"c\":[true,null,[1]]}");
    encart__strbuf_free(&b);
}
END_TEST

START_TEST(diagnostics_are_bounded_and_counted)
{
    encart__arena arena;
    encart__diags d;

    encart__arena_init(&arena, NULL, 0);
    encart__diags_init(&d, &arena, 3);
    for (int i = 0; i < 10; i++)
        encart__diag_add(&d, ENCART__WARNING, "rule", "number %d", i);
    ck_assert_uint_eq(d.count, 10);
    ck_assert_uint_eq(d.kept, 3);
    ck_assert_str_eq(d.last->message.p, "number 2");
    encart__arena_free(&arena);
}
END_TEST

START_TEST(files_are_read_whole_or_refused_by_name)
{
    encart__strbuf b;
    encart_error e;

    encart__strbuf_init(&b, NULL, 0);
    encart__error_clear(&e);
    ck_assert_int_eq(encart__file_read("/nonexistent/x", 10, &b, 0, &e), ENCART_EIO);
    ck_assert_str_eq(e.message, "no such file");
    ck_assert_str_eq(e.source, "/nonexistent/x");
    encart__error_clear(&e);
    ck_assert_int_eq(encart__file_read("/", 10, &b, 0, &e), ENCART_EIO);
    ck_assert_str_eq(e.message, "is a directory, expected a file");
    encart__error_clear(&e);
    ck_assert_int_eq(encart__file_read(suite_src("LICENSE"), 10, &b, 0, &e), ENCART_ELIMIT);
    encart__strbuf_clear(&b);
    ck_assert_int_eq(encart__file_read(suite_src("LICENSE"), 100000, &b, 0, NULL), ENCART_OK);
    ck_assert(encart__str_starts(encart__strbuf_view(&b), ENCART__STR("MIT License")));
    encart__strbuf_free(&b);
    ck_assert(encart__is_dir("/") && !encart__is_dir("/nonexistent"));
}
END_TEST

START_TEST(vectors_grow_to_their_maximum)
{
    void *data = NULL;
    size_t cap = 0;

    for (size_t i = 0; i < 20; i++)
        ck_assert(encart__vec_grow(&encart__alloc_default, &data, &cap, i, 8, 20));
    ck_assert(!encart__vec_grow(&encart__alloc_default, &data, &cap, 20, 8, 20));
    encart__free(&encart__alloc_default, data, cap * 8);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("base");
    TCase *c = tcase_create("base");

    tcase_set_timeout(c, 60);
    tcase_add_test(c, slices_are_compared_cut_and_searched);
    tcase_add_test(c, base64_has_one_form_for_all_bytes);
    tcase_add_test(c, utf8_takes_shortest_forms_only_and_reports_maximal_subparts);
    tcase_add_test(c, utf8_encodes_every_scalar_value_as_it_decodes_it);
    tcase_add_test(c, letters_know_their_case_and_class);
    tcase_add_test(c, strings_stop_at_their_maximum_and_stay_valid);
    tcase_add_test(c, long_formats_are_written_whole);
    tcase_add_test(c, a_buffer_takes_the_bytes_over);
    tcase_add_test(c, an_arena_aligns_limits_and_frees);
    tcase_add_test(c, an_arenas_objects_have_poison_behind_them);
    tcase_add_test(c, an_arena_without_memory_gives_the_empty_string);
    tcase_add_test(c, dates_are_read_as_pages_write_them);
    tcase_add_test(c, calendar_goes_there_and_back);
    tcase_add_test(c, the_first_error_wins_and_never_overflows);
    tcase_add_test(c, lines_and_columns_count_from_one_in_code_points);
    tcase_add_test(c, the_nearest_name_is_near);
    tcase_add_test(c, json_is_escaped_for_scripts_and_valid_utf8);
    tcase_add_test(c, diagnostics_are_bounded_and_counted);
    tcase_add_test(c, files_are_read_whole_or_refused_by_name);
    tcase_add_test(c, vectors_grow_to_their_maximum);
    suite_add_tcase(s, c);
    return suite_main("test_base", s);
}
