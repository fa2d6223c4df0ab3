/* The tokenizer against the standard's text, hostile inputs, real pages and failing
 * allocations. */
#include "core/html/tokenize.h"
#include "core/base/limits.h"
#include "tests/suite.h"
#include "tests/token_text.h"
#include "tests/tokenize_cases.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

/* What holds of every result: spans in order and within the input, slices within the
 * bytes, numbers that fit their spelling, no two texts side by side that are one. */
static void check_tokens(const encart__tokens *t, encart__str input)
{
    uint32_t at = 0, line = 1;

    for (size_t i = 0; i < t->count; i++) {
        const encart__token *k = &t->token[i], *before = i ? k - 1 : NULL;

        ck_assert_uint_ge(k->src, at);
        ck_assert_uint_ge(k->src_end, k->src);
        ck_assert_uint_le(k->src_end, input.n);
        ck_assert_uint_ge(k->line, line);
        at = k->src_end;
        line = k->line;
        ck_assert_uint_le((size_t)k->text_off + k->text_len, t->bytes.size);
        ck_assert_uint_le((size_t)k->attr + k->attr_count, t->attr_count);
        ck_assert_uint_le(k->attr_count, ENCART__MAX_ATTRS);
        if (k->type == ENCART__TOKEN_START || k->type == ENCART__TOKEN_END)
            ck_assert_uint_eq(k->tag, encart__tag_id(encart__token_text(t, k)));
        if (before && k->type == ENCART__TOKEN_TEXT && before->type == ENCART__TOKEN_TEXT)
            ck_assert_int_ne(k->flags & ENCART__TOKEN_RAW, before->flags & ENCART__TOKEN_RAW);
    }
    for (size_t i = 0; i < t->attr_count; i++) {
        const encart__token_attr *a = &t->attr[i];

        ck_assert_uint_le((size_t)a->value_off + a->value_len, t->bytes.size);
        ck_assert_uint_eq(a->name, encart__attr_id(encart__token_attr_name(t, a)));
    }
}

static void expect_from(encart__str input, int scripting, encart__token_state state,
                        const char *last_tag, const char *want)
{
    encart__tokens t;
    encart__strbuf got;

    encart__tokens_init(&t, NULL);
    encart__strbuf_init(&got, NULL, 0);
    ck_assert_int_eq(
        encart__tokenize_from(&t, input, scripting, state, encart__str_z(last_tag)), 0);
    check_tokens(&t, input);
    print_tokens(&got, &t);
    ck_assert_msg(strcmp(encart__strbuf_z(&got), want) == 0, "[%s]\n gave %s\n want %s",
                  input.p, encart__strbuf_z(&got), want);
    encart__strbuf_free(&got);
    encart__tokens_free(&t);
}

static void expect(const char *input, const char *want)
{
    expect_from(encart__str_z(input), 1, ENCART__STATE_DATA, "", want);
}

static void expect_all(const token_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++)
        expect(cases[i].input, cases[i].tokens);
}
#define EXPECT_ALL(cases) expect_all(cases, sizeof cases / sizeof *cases)

START_TEST(text_and_what_only_looks_like_markup)
{
    EXPECT_ALL(data_cases);
}
END_TEST

START_TEST(tags_and_attributes)
{
    EXPECT_ALL(tag_cases);
}
END_TEST

START_TEST(a_tag_cut_off_by_the_end_never_was)
{
    EXPECT_ALL(tag_eof_cases);
}
END_TEST

START_TEST(comments_in_every_state)
{
    EXPECT_ALL(comment_cases);
}
END_TEST

START_TEST(doctypes)
{
    EXPECT_ALL(doctype_cases);
}
END_TEST

START_TEST(references_in_text)
{
    EXPECT_ALL(reference_cases);
}
END_TEST

START_TEST(references_in_attributes)
{
    EXPECT_ALL(attr_reference_cases);
}
END_TEST

START_TEST(raw_text_elements)
{
    EXPECT_ALL(raw_cases);
}
END_TEST

START_TEST(script_data_with_its_escapes)
{
    EXPECT_ALL(script_cases);
}
END_TEST

START_TEST(svg_and_math)
{
    EXPECT_ALL(foreign_cases);
}
END_TEST

START_TEST(noscript_is_markup_without_scripting)
{
    expect_from(ENCART__STR("<noscript><p></noscript>"), 0, ENCART__STATE_DATA, "",
                "<noscript> <p> </noscript>");
}
END_TEST

START_TEST(states_to_begin_in)
{
    expect_from(ENCART__STR("a&lt;<b></title>c"), 1, ENCART__STATE_RCDATA, "title",
                "r\"a<<b>\" </title> \"c\"");
    expect_from(ENCART__STR("a&lt;</xmp></title>c"), 1, ENCART__STATE_RAWTEXT, "xmp",
                "r\"a&lt;\" </xmp> </title> \"c\"");
    expect_from(ENCART__STR("<!--<script></script></script>"), 1, ENCART__STATE_SCRIPT,
                "script", "r\"<!--<script></script>\" </script>");
    expect_from(ENCART__STR("</plaintext>"), 1, ENCART__STATE_PLAINTEXT, "plaintext",
                "r\"</plaintext>\"");
    expect_from(ENCART__STR("a]]]>b&amp;"), 1, ENCART__STATE_CDATA, "", "r\"a]\" \"b&\"");
    expect_from(ENCART__STR("</title>"), 1, ENCART__STATE_RCDATA, "", "r\"</title>\"");
}
END_TEST

START_TEST(nul_becomes_the_replacement_character)
{
    static const char input[] = "a\0b<p\0 c\0=\0'd\0'>&\0amp;<!--\0--><title>\0</title>";

    expect_from((encart__str){input, sizeof input - 1}, 1, ENCART__STATE_DATA, "",
                "\"a\xEF\xBF\xBD" "b\" <p\xEF\xBF\xBD "
                "c\xEF\xBF\xBD=\"\xEF\xBF\xBD'd\xEF\xBF\xBD'\"> \"&\xEF\xBF\xBD" "amp;\" "
                "{\xEF\xBF\xBD} <title> r\"\xEF\xBF\xBD\" </title>");
}
END_TEST

START_TEST(spans_lines_and_white_space_are_told)
{
    static const char input[] = "\n<p\na>\n \t</p>\nx&amp;\ny<!--\n\n--><b>";
    static const struct {
        uint32_t src, end, line, space;
    } want[] = {{0, 1, 1, 1},   {1, 6, 2, 0},   {6, 9, 3, 1},  {9, 13, 4, 0},
                {13, 22, 4, 0}, {22, 31, 6, 0}, {31, 34, 8, 0}};
    encart__tokens t;

    encart__tokens_init(&t, NULL);
    ck_assert_int_eq(encart__tokenize(&t, encart__str_z(input), 1), 0);
    ck_assert_uint_eq(t.count, sizeof want / sizeof *want);
    for (size_t i = 0; i < t.count; i++) {
        ck_assert_uint_eq(t.token[i].src, want[i].src);
        ck_assert_uint_eq(t.token[i].src_end, want[i].end);
        ck_assert_uint_eq(t.token[i].line, want[i].line);
        ck_assert_int_eq(!!(t.token[i].flags & ENCART__TOKEN_SPACE), (int)want[i].space);
    }
    encart__tokens_free(&t);
}
END_TEST

START_TEST(attributes_are_found_by_number)
{
    encart__tokens t;
    encart__str value;

    encart__tokens_init(&t, NULL);
    encart__tokenize(&t, ENCART__STR("<a x=0 HREF='/u&amp;v' href=no>"), 1);
    ck_assert_uint_eq(t.count, 1);
    ck_assert_int_eq(encart__token_attr_get(&t, t.token, ENCART__A_HREF, &value), 1);
    ck_assert(encart__str_is(value, "/u&v"));
    ck_assert_int_eq(encart__token_attr_get(&t, t.token, ENCART__A_SRC, &value), 0);
    encart__tokens_free(&t);
}
END_TEST

START_TEST(parse_errors_are_counted)
{
    encart__tokens t;

    encart__tokens_init(&t, NULL);
    encart__tokenize(&t, ENCART__STR("<!doctype html><p a='b' c=d>x&amp;<br></p><!--y-->"), 1);
    ck_assert_uint_eq(t.errors, 0);
    encart__tokenize(&t, ENCART__STR("<p a=1 a=2><3 &amp &zz; <!-->"), 1);
    ck_assert_uint_eq(t.errors, 5);
    encart__tokens_free(&t);
}
END_TEST

START_TEST(every_named_reference_is_found_by_its_longest_name)
{
    static const struct {
        const char *name;
        uint32_t first, second;
    } all[] = {
#define ENTITY(name, first, second) {name, first, second},
#include "core/html/entities.inc"
#undef ENTITY
    };
    encart__strbuf in, out, want;

    encart__strbuf_init(&in, NULL, 0);
    encart__strbuf_init(&out, NULL, 0);
    encart__strbuf_init(&want, NULL, 0);
    ck_assert_uint_eq(sizeof all / sizeof *all, 2231);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        encart__strbuf_clear(&in);
        encart__strbuf_clear(&out);
        encart__strbuf_clear(&want);
        encart__strbuf_printf(&in, "&%s.", all[i].name);
        encart__strbuf_utf8(&want, all[i].first);
        if (all[i].second)
            encart__strbuf_utf8(&want, all[i].second);
        encart__strbuf_putc(&want, '.');
        encart__entities_decode(encart__strbuf_view(&in), 0, &out);
        ck_assert_str_eq(encart__strbuf_z(&out), encart__strbuf_z(&want));
    }
    encart__strbuf_free(&in);
    encart__strbuf_free(&out);
    encart__strbuf_free(&want);
}
END_TEST

/* ---- hostile ------------------------------------------------------------------------ */

static void repeat(encart__strbuf *b, const char *z, size_t times)
{
    for (size_t i = 0; i < times; i++)
        encart__strbuf_puts(b, z);
}

START_TEST(repetition_of_anything_is_read_to_the_end)
{
    static const char *const pieces[] = {
        "<", "</", "<!", "<!-", "<!--", "-", "--!", "--", "<a ", "<a b='", "<a b=\"x\" ",
        "&", "&#", "&#x", "&am", "&#x41", "<?", "<![CDATA[", "]]", "]", "<svg>", "<svg><desc>",
        "<math><mi>", "</svg>", "</p>", "<p>", "<title>", "</title", "<script>", "<script><!--",
        "<!--<script>", "</script", "<style>", "<textarea>", "<plaintext>", "<!doctype ", "=",
        "'", "\"", ">", "\n", "<svg><title>", "<svg><g>", "</g>", "<a a=1 ", "<font color>",
        "&ampx", "&notit;", "&CounterClockwiseContourIntegra",
    };
    encart__strbuf b;
    encart__tokens t;

    encart__strbuf_init(&b, NULL, 0);
    encart__tokens_init(&t, NULL);
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        encart__strbuf_clear(&b);
        repeat(&b, pieces[i], 4000);
        ck_assert_int_eq(encart__tokenize(&t, encart__strbuf_view(&b), 1), 0);
        check_tokens(&t, encart__strbuf_view(&b));
        encart__strbuf_clear(&b);
        repeat(&b, "<svg><g>", 300);
        repeat(&b, pieces[i], 4000);
        ck_assert_int_eq(encart__tokenize(&t, encart__strbuf_view(&b), 1), 0);
        check_tokens(&t, encart__strbuf_view(&b));
    }
    encart__strbuf_free(&b);
    encart__tokens_free(&t);
}
END_TEST

START_TEST(of_14000_attributes_the_first_are_kept)
{
    encart__strbuf b;
    encart__tokens t;

    encart__strbuf_init(&b, NULL, 0);
    encart__tokens_init(&t, NULL);
    encart__strbuf_puts(&b, "<p");
    for (int i = 0; i < 14000; i++)
        encart__strbuf_printf(&b, " a%d=%d", i / 2, i);
    encart__strbuf_puts(&b, ">x<p id=a id=b x=1 x=2>");
    ck_assert_int_eq(encart__tokenize(&t, encart__strbuf_view(&b), 1), 0);
    check_tokens(&t, encart__strbuf_view(&b));
    ck_assert_uint_eq(t.count, 3);
    ck_assert_uint_eq(t.token[0].attr_count, ENCART__MAX_ATTRS);
    for (uint32_t i = 0; i < ENCART__MAX_ATTRS; i++) {
        char value[16];

        snprintf(value, sizeof value, "%u", 2 * i);
        ck_assert(encart__str_is(encart__token_attr_value(&t, &t.attr[i]), value));
    }
    ck_assert_uint_eq(t.token[2].attr_count, 2);
    encart__strbuf_free(&b);
    encart__tokens_free(&t);
}
END_TEST

START_TEST(too_much_is_a_limit_not_a_crash)
{
    encart__tokens t;
    encart__strbuf b;

    encart__tokens_init(&t, NULL);
    encart__strbuf_init(&b, NULL, 0);
    ck_assert_int_eq(encart__tokenize(&t, (encart__str){"", ENCART__HARD_INPUT + 1}, 1),
                     ENCART_ELIMIT);
    encart__strbuf_reserve(&b, 3 * (ENCART__MAX_TOKENS + 1));
    repeat(&b, "<a>", ENCART__MAX_TOKENS + 1);
    ck_assert_int_eq(encart__tokenize(&t, encart__strbuf_view(&b), 1), ENCART_ELIMIT);
    ck_assert_uint_eq(t.count, ENCART__MAX_TOKENS);
    ck_assert_int_eq(encart__tokenize(&t, ENCART__STR("<a>"), 1), 0); /* usable again */
    ck_assert_uint_eq(t.count, 1);
    encart__tokens_free(&t);
    encart__strbuf_free(&b);
}
END_TEST

/* Fails each allocation of tokenizing `input`: an error, or the exact tokens. */
static void fail_each(encart__str input)
{
    encart__strbuf want, got;
    suite_alloc sa;
    size_t total;

    encart__strbuf_init(&want, NULL, 0);
    encart__strbuf_init(&got, NULL, 0);
    suite_alloc_init(&sa);
    for (size_t fail = 0, done = 0; !done; fail++) {
        encart__tokens t;
        int status;

        sa.count = 0;
        sa.fail_at = fail;
        encart__tokens_init(&t, &sa.vtable);
        status = encart__tokenize(&t, input, 1);
        total = sa.count;
        encart__strbuf_clear(&got);
        print_tokens(&got, &t);
        if (fail == 0)
            encart__strbuf_str(&want, encart__strbuf_view(&got));
        if (status == 0)
            ck_assert_str_eq(encart__strbuf_z(&got), encart__strbuf_z(&want));
        else
            ck_assert_int_eq(status, ENCART_ENOMEM);
        ck_assert(fail == 0 || status != 0 || fail > total);
        done = fail > total;
        encart__tokens_free(&t);
        ck_assert_uint_eq(sa.live, 0);
    }
    encart__strbuf_free(&want);
    encart__strbuf_free(&got);
}

START_TEST(each_allocation_may_fail)
{
    encart__strbuf input;

    encart__strbuf_init(&input, NULL, 0);
    for (size_t i = 0; i < sizeof attr_reference_cases / sizeof *attr_reference_cases; i++)
        encart__strbuf_puts(&input, attr_reference_cases[i].input);
    for (size_t i = 0; i < sizeof reference_cases / sizeof *reference_cases; i++)
        encart__strbuf_puts(&input, reference_cases[i].input);
    repeat(&input, "<P CLASS=A>&lt;&nGt;</P>", 200);
    fail_each(encart__strbuf_view(&input));
    encart__strbuf_free(&input);
}
END_TEST

/* The bytes begin with the input and have room for an eighth more: what is copied behind
 * them in one piece, and what is appended to that. */
START_TEST(each_allocation_may_fail_where_much_changes)
{
    static const struct {
        const char *before, *piece;
        int times;
        encart__str after;
    } shapes[] = {
        {"", "some plain text ", 300, {"&amp;", 5}},
        {"", "some plain text ", 300, {"\0x", 2}},
        {"a&b;", "\n&nGt;", 900, {"", 0}},
        {"<p a='", "&nGt;", 900, {"'>", 2}},
        {"<p a='", "a plain value ", 300, {"\0&amp;\0'>", 9}},
        {"<", "ABCDEFGHIJ", 300, {">", 1}},
        {"<p ", "ABCDEFGHIJ", 300, {"=x>", 3}},
        {"<!--", "a plain comment ", 300, {"\0-->", 4}},
        {"<title>", "a plain title ", 300, {"&lt;\0</title>", 13}},
        {"<svg><![CDATA[", "a plain section ", 300, {"\0]]>", 4}},
    };
    encart__strbuf input;

    encart__strbuf_init(&input, NULL, 0);
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        encart__strbuf_clear(&input);
        encart__strbuf_puts(&input, shapes[i].before);
        repeat(&input, shapes[i].piece, (size_t)shapes[i].times);
        encart__strbuf_str(&input, shapes[i].after);
        fail_each(encart__strbuf_view(&input));
    }
    encart__strbuf_free(&input);
}
END_TEST

/* ---- real input --------------------------------------------------------------------- */

static void tokenize_file(const char *path)
{
    encart__tokens t;
    size_t n = 0;
    char *bytes = suite_read(path, &n);

    ck_assert_ptr_nonnull(bytes);
    encart__tokens_init(&t, NULL);
    ck_assert_msg(encart__tokenize(&t, (encart__str){bytes, n}, 1) == 0, "%s", path);
    check_tokens(&t, (encart__str){bytes, n});
    encart__tokens_free(&t);
    free(bytes);
}

START_TEST(inputs_that_crash_tidy_are_tokenized)
{
    char dir[4096], path[8192];
    struct dirent *e;
    size_t files = 0;
    DIR *d;

    if (!suite_data())
        skip_test("no data folder");
    snprintf(dir, sizeof dir, "%s/tidy-crashers", suite_data());
    d = opendir(dir);
    if (!d)
        skip_test("no tidy-crashers");
    while ((e = readdir(d))) {
        if (e->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "%s/%s", dir, e->d_name);
        tokenize_file(path);
        files++;
    }
    closedir(d);
    ck_assert_uint_gt(files, 30);
}
END_TEST

START_TEST(xss_payloads_are_tokenized_line_by_line)
{
    char path[4096];
    size_t n = 0, lines = 0;
    encart__tokens t;
    char *bytes, *end;

    if (!suite_data())
        skip_test("no data folder");
    snprintf(path, sizeof path, "%s/xss/dev.jsonl", suite_data());
    bytes = suite_read(path, &n);
    if (!bytes)
        skip_test("no xss payloads");
    encart__tokens_init(&t, NULL);
    for (char *p = bytes; p < bytes + n; p = end + 1, lines++) {
        encart__str line;

        end = memchr(p, '\n', (size_t)(bytes + n - p));
        if (!end)
            end = bytes + n;
        line = (encart__str){p, (size_t)(end - p)};
        ck_assert_int_eq(encart__tokenize(&t, line, 1), 0);
        check_tokens(&t, line);
    }
    ck_assert_uint_gt(lines, 1000);
    encart__tokens_free(&t);
    free(bytes);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("tokenize");
    TCase *standard = tcase_create("standard"), *hostile = tcase_create("hostile");
    TCase *real = tcase_create("real");

    tcase_add_test(standard, text_and_what_only_looks_like_markup);
    tcase_add_test(standard, tags_and_attributes);
    tcase_add_test(standard, a_tag_cut_off_by_the_end_never_was);
    tcase_add_test(standard, comments_in_every_state);
    tcase_add_test(standard, doctypes);
    tcase_add_test(standard, references_in_text);
    tcase_add_test(standard, references_in_attributes);
    tcase_add_test(standard, raw_text_elements);
    tcase_add_test(standard, script_data_with_its_escapes);
    tcase_add_test(standard, svg_and_math);
    tcase_add_test(standard, noscript_is_markup_without_scripting);
    tcase_add_test(standard, states_to_begin_in);
    tcase_add_test(standard, nul_becomes_the_replacement_character);
    tcase_add_test(standard, spans_lines_and_white_space_are_told);
    tcase_add_test(standard, attributes_are_found_by_number);
    tcase_add_test(standard, parse_errors_are_counted);
    tcase_add_test(standard, every_named_reference_is_found_by_its_longest_name);
    suite_add_tcase(s, standard);
    tcase_set_timeout(hostile, 60);
    tcase_add_test(hostile, repetition_of_anything_is_read_to_the_end);
    tcase_add_test(hostile, of_14000_attributes_the_first_are_kept);
    tcase_add_test(hostile, too_much_is_a_limit_not_a_crash);
    tcase_add_test(hostile, each_allocation_may_fail);
    tcase_add_test(hostile, each_allocation_may_fail_where_much_changes);
    suite_add_tcase(s, hostile);
    tcase_set_timeout(real, 60);
    tcase_add_test(real, inputs_that_crash_tidy_are_tokenized);
    tcase_add_test(real, xss_payloads_are_tokenized_line_by_line);
    suite_add_tcase(s, real);
    return s;
}

int main(void)
{
    return suite_main("test_tokenize", suite());
}
