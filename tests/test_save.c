/* Saved articles: the same article comes back without repair, and a file that somebody
 * changed is as harmless as any other input. */
#include "core/serialise/serialise.h"
#include "tests/load_kit.h"

static const char document[] =
    "{\"id\":\"7\",\"title\":\"5 &amp;lt; "
    "6\",\"lang\":\"fr\",\"published\":\"2024-10-20\","
    "\"tags\":[\"un\"],\"authors\":[\"A\",{\"name\":\"B\",\"role\":\"R\",\"bio\":\"5 &amp;lt; 6\","
    "\"image\":\"/b.png\"}],\"k\":1.50,\"body\":{\"value\":\"<h2>Titre</h2><p>Un « <b>mot</b> "
    "».</p>"
    "<p>Lire aussi : Un titre</p><p>Deux <a href='/x'>liens</a>.</p><figure><img "
    "src='/i.png'>"
    "<figcaption>Légende</figcaption></figure><p>Laisser un commentaire</p>\"}}";

static char *saved(size_t *n)
{
    encart_article *a = kit_load(document, NULL);
    char *bytes = kit_written(a, 1);

    *n = strlen(bytes);
    encart__article_release(a);
    return bytes;
}

START_TEST(a_saved_article_comes_back_the_same)
{
    encart_article *a = kit_load(document, NULL), *b;
    char *first = kit_written(a, 1), *second;

    b = kit_load(first, NULL);
    ck_assert_str_eq(b->format.p, "saved");
    ck_assert(!kit_has_diag(&b->diags, "not-canonical"));
    ck_assert_str_eq(b->title.p, "5 &lt; 6");
    ck_assert_str_eq(b->profiles[1].role.p, "R");
    ck_assert_str_eq(b->profiles[1].bio.p, "5 &lt; 6");
    ck_assert_str_eq(b->profiles[1].image.url.p, "/b.png");
    ck_assert_str_eq(b->html.p, a->html.p);
    ck_assert_str_eq(b->text.p, a->text.p);
    ck_assert_str_eq(b->x.p, "{\"k\":1.50}");
    ck_assert_uint_eq(b->residue, a->residue);
    ck_assert_uint_eq(b->residue, ENCART__RESIDUE_COMMENTS);
    ck_assert_uint_eq(b->author_box_count, 1);
    ck_assert_uint_eq(b->author_boxes[0].title_start, a->author_boxes[0].title_start);
    ck_assert_str_eq(b->author_boxes[0].title.p, "Un titre");
    ck_assert_uint_eq(b->block_count, a->block_count);
    second = kit_written(b, 1);
    ck_assert_str_eq(second, first);
    free(first);
    free(second);
    encart__article_release(a);
    encart__article_release(b);
}
END_TEST

START_TEST(changed_html_is_sanitised_like_a_strangers)
{
    static const char evil[] =
        "<p onclick=x>Un</p><script>alert(1)</script>"
        "<aside data-encart=\"author/read-also\"><b>faux</b></aside>"
        "<a href=\"javascript:x\">deux</a>";
    encart_article *a;
    char bytes[400];

    snprintf(bytes, sizeof bytes, "encart-saved 1\n12 %zu 99\n{\"encart\":1}\n%s",
             sizeof evil - 1, evil);
    a = kit_load(bytes, NULL);
    ck_assert(kit_has_diag(&a->diags, "not-canonical"));
    ck_assert_ptr_null(strstr(a->html.p, "script"));
    ck_assert_ptr_null(strstr(a->html.p, "onclick"));
    ck_assert_ptr_null(strstr(a->html.p, "data-encart"));
    ck_assert_str_eq(a->text.p, "Un\n\nfaux\n\ndeux");
    ck_assert_uint_eq(a->author_box_count, 0);
    ck_assert_uint_eq(a->residue, 99 & 31);
    encart__article_release(a);
}
END_TEST

START_TEST(damaged_files_are_refused)
{
    static const struct {
        const char *bytes;
        int status;
        const char *words;
    } cases[] = {
        {"encart-saved 2\n", ENCART_EUNSUPPORTED, "another version"},
        {"encart-saved 1\n", ENCART_EPARSE, "expected the sizes"},
        {"encart-saved 1\n12 x 0\n", ENCART_EPARSE, "expected the sizes"},
        {"encart-saved 1\n12 3\n{\"encart\":1}\nabc", ENCART_EPARSE,
         "expected the sizes"},
        {"encart-saved 1\n12 30 0\n{\"encart\":1}\nabc", ENCART_EPARSE, "is damaged"},
        {"encart-saved 1\n9999999999 9999999999 0\n{}", ENCART_EPARSE, "is damaged"},
        {"encart-saved 1\n12 3 0\n{\"encart\":x}\nabc", ENCART_EPARSE, "cannot be read"},
        {"encart-saved 1\n10 3 0\n{\"id\":333}\nabc", ENCART_EPARSE,
         "id: expected a string"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        encart_article *a;
        encart_error err;

        ck_assert_int_eq(kit_try(&a, encart__str_z(cases[i].bytes), NULL, NULL, &err),
                         cases[i].status);
        ck_assert_ptr_null(a);
        ck_assert_msg(strstr(err.message, cases[i].words) != NULL, "%s", err.message);
    }
}
END_TEST

START_TEST(any_change_of_a_byte_gives_an_error_or_a_safe_article)
{
    static const char signs[] = "<>\"'&/{}09 \n\x80z";
    size_t n;
    char *bytes = saved(&n);

    for (size_t i = 15; i < n; i++) {
        for (size_t j = 0; j < sizeof signs - 1; j += 3) {
            char was = bytes[i];
            encart_article *a;
            encart_error err;

            bytes[i] = signs[(j + i) % (sizeof signs - 1)];
            if (kit_try(&a, (encart__str){bytes, n}, "saved", NULL, &err) == ENCART_OK) {
                ck_assert_ptr_null(encart__tree_check(&a->tree));
                ck_assert_ptr_null(strstr(a->html.p, "<script"));
                encart__article_release(a);
            } else {
                ck_assert_uint_ne(err.message[0], 0);
            }
            bytes[i] = was;
        }
    }
    free(bytes);
}
END_TEST

START_TEST(every_failed_allocation_is_reported_and_leaks_nothing)
{
    size_t n;
    char *bytes = saved(&n);

    kit_starve((encart__str){bytes, n}, NULL, 300);
    free(bytes);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("save");
    TCase *c = tcase_create("save");

    tcase_set_timeout(c, 120);
    tcase_add_test(c, a_saved_article_comes_back_the_same);
    tcase_add_test(c, changed_html_is_sanitised_like_a_strangers);
    tcase_add_test(c, damaged_files_are_refused);
    tcase_add_test(c, any_change_of_a_byte_gives_an_error_or_a_safe_article);
    tcase_add_test(c, every_failed_allocation_is_reported_and_leaks_nothing);
    suite_add_tcase(s, c);
    return suite_main("test_save", s);
}
