/* The article document: every member read and written back, every wrong type named by its
 * path, unknown members untouched. */
#include "core/load/json_text.h"
#include "tests/load_kit.h"

#include <jansson.h>

#define BODY "\"body\":{\"format\":\"text\",\"value\":\"Un.\\n\\nDeux.\"}"

static const char whole[] =
    "{\"encart\":1,\"id\":\"a-42\",\"url\":\"https://journal.example/"
    "port\",\"lang\":\"fr-CA\","
    "\"dir\":\"ltr\",\"kind\":\"news\",\"channel\":\"web\",\"title\":\"Le port &amp; la "
    "<em>ville</em>\",\"subtitle\":\"Dix ans\",\"summary\":\"En bref\",\n"
    "\"body\":{\"format\":\"html\",\"value\":\"<p>Un.</p>\"},\n"
    "\"authors\":[{\"id\":\"1\",\"name\":\"A. "
    "B.\",\"url\":\"https://journal.example/ab\",\"role\":\"Grand &amp; reporter\","
    "\"bio\":\"<b>Suit</b> les ports.\",\"image\":{\"url\":\"/ab.jpg\",\"width\":9}},"
    "\"C. D.\"],\n"
    "\"published\":\"2024-10-20T10:00:00+01:00\",\"modified\":\"2024-10-21\",\n"
    "\"section\":{\"id\":\"eco\",\"name\":\"Économie\"},"
    "\"tags\":[{\"name\":\"Tanger\",\"kind\":\"place\"}],\n"
    "\"image\":{\"url\":\"https://journal.example/i.jpg\",\"alt\":\"Un "
    "quai\",\"width\":800,"
    "\"height\":600,\"caption\":\"Le quai\",\"credit\":\"AFP\"},\n"
    "\"access\":\"paid\",\"flags\":[\"no-insert\"],\n"
    "\"comments\":{\"status\":\"open\",\"count\":3,\"action\":\"https://journal.example/"
    "c\","
    "\"fields\":[{\"name\":\"nom\"}],\"hidden\":{\"post\":42}},\n"
    "\"related\":[{\"id\":\"r\",\"url\":\"https://journal.example/r\",\"title\":\"R\","
    "\"lang\":\"fr\",\"published\":\"2024-01-02\",\"section\":\"Monde\",\"score\":0.5,"
    "\"source\":\"host\"}],\n"
    "\"links\":{\"prev\":\"https://journal.example/p\",\"next\":{\"url\":"
    "\"https://journal.example/n\",\"title\":\"Le <i>quai</i> &amp; nous\"},\"canonical\":"
    "\"https://journal.example/port\"},\n"
    "\"x\":{\"grand\": 12345678901234567, \"pi\": 3.10},\"wp:meta\":[1, 2.50,null]}";

START_TEST(every_member_is_read)
{
    encart_article *a = kit_load(whole, NULL);

    ck_assert_str_eq(a->format.p, "json");
    ck_assert_str_eq(a->id.p, "a-42");
    ck_assert_str_eq(a->url.p, "https://journal.example/port");
    ck_assert_str_eq(a->lang.p, "fr-CA");
    ck_assert_str_eq(a->title.p, "Le port & la ville");
    ck_assert_str_eq(a->subtitle.p, "Dix ans");
    ck_assert_uint_eq(a->author_count, 2);
    ck_assert_str_eq(a->authors[1].name.p, "C. D.");
    ck_assert_str_eq(a->profiles[0].role.p, "Grand & reporter");
    ck_assert_str_eq(a->profiles[0].bio.p, "Suit les ports.");
    ck_assert_str_eq(a->profiles[0].image.url.p, "/ab.jpg");
    ck_assert_int_eq(a->profiles[0].image.width, 9);
    ck_assert_str_eq(a->profiles[1].bio.p, "");
    ck_assert_str_eq(a->profiles[1].image.url.p, "");
    ck_assert(a->published.set && a->published.offset == 60);
    ck_assert(a->modified.set && !a->modified.has_time);
    ck_assert_str_eq(a->section.name.p, "Économie");
    ck_assert_str_eq(a->tags[0].kind.p, "place");
    ck_assert_int_eq(a->image.width, 800);
    ck_assert_str_eq(a->access.p, "paid");
    ck_assert_str_eq(a->flags[0].p, "no-insert");
    ck_assert_int_eq(a->comments.status, ENCART__COMMENTS_OPEN);
    ck_assert_int_eq(a->comments.count, 3);
    ck_assert_str_eq(a->comments.hidden.p, "{\"post\":42}");
    ck_assert_str_eq(a->comments.fields.p, "[{\"name\":\"nom\"}]");
    ck_assert_int_eq(a->related[0].score, 500);
    ck_assert_str_eq(a->related[0].section.p, "Monde");
    ck_assert_str_eq(a->link_prev.p, "https://journal.example/p");
    ck_assert_str_eq(a->link_prev_title.p, "");
    ck_assert_str_eq(a->link_next.p, "https://journal.example/n");
    ck_assert_str_eq(a->link_next_title.p, "Le quai & nous");
    ck_assert_str_eq(a->x.p, "{\"grand\":12345678901234567,\"pi\":3.10,"
                             "\"wp:meta\":[1, 2.50,null]}");
    ck_assert_str_eq(a->html.p, "<p>Un.</p>\n");
    encart__article_release(a);
}
END_TEST

START_TEST(what_is_written_reads_back_the_same)
{
    encart_article *a = kit_load(whole, NULL), *b;
    char *first = kit_written(a, 0), *second;
    json_t *json = json_loads(first, JSON_REJECT_DUPLICATES, NULL);

    ck_assert_ptr_nonnull(json);
    json_decref(json);
    b = kit_load(first, NULL);
    second = kit_written(b, 0);
    ck_assert_str_eq(first, second);
    free(first);
    free(second);
    encart__article_release(a);
    encart__article_release(b);
}
END_TEST

START_TEST(the_load_member_is_valid_json_and_ignored_on_reading)
{
    encart_article *a = kit_load(
                       "T\n\nUn.\n\nLire aussi : Un titre\n\nDeux.\n\nPartager :",
                       "text"),
                   *b;
    encart__strbuf out;
    json_t *json, *load;

    encart__strbuf_init(&out, NULL, 0);
    encart__article_write(a, &out, 1, 1);
    json = json_loads(encart__strbuf_z(&out), 0, NULL);
    load = json_object_get(json, "load");
    ck_assert_str_eq(
        json_string_value(json_array_get(json_object_get(load, "residue"), 0)), "share");
    ck_assert_str_eq(json_string_value(json_object_get(
                         json_array_get(json_object_get(load, "boxes"), 0), "title")),
                     "Un titre");
    json_decref(json);
    b = kit_load_n(encart__strbuf_view(&out), NULL);
    ck_assert_str_eq(b->x.p, "");
    ck_assert_str_eq(b->html.p, a->html.p);
    encart__strbuf_free(&out);
    encart__article_release(a);
    encart__article_release(b);
}
END_TEST

static const struct {
    const char *json, *path, *words;
    int status;
    uint32_t line;
} wrong[] = {
    {"{\"title\":42," BODY "}", "title", "title: expected a string, found an integer",
     ENCART_EPARSE, 1},
    {"{\"authors\":[{},{},\n{\"name\":7}]," BODY "}", "authors[2].name",
     "authors[2].name: expected a string, found an integer", ENCART_EPARSE, 2},
    {"{\"authors\":[{\"bio\":[]}]," BODY "}", "authors[0].bio",
     "authors[0].bio: expected a string, found an array", ENCART_EPARSE, 1},
    {"{\"authors\":[{\"name\":\"A\",\n\"image\":{\"width\":-1}}]," BODY "}",
     "authors[0].image.width", "expected an integer from 0", ENCART_EPARSE, 2},
    {"{\"authors\":{}," BODY "}", "authors", "expected an array, found an object",
     ENCART_EPARSE, 1},
    {"{\"authors\":[3]," BODY "}", "authors[0]", "expected an object or a string",
     ENCART_EPARSE, 1},
    {"{\n\n\"published\":\"hier\"," BODY "}", "published",
     "expected a date such as 2024-10-20T10:00:00+01:00, found \"hier\"", ENCART_EPARSE,
     3},
    {"{\"modified\":\"2024-02-30\"," BODY "}", "modified", "found \"2024-02-30\"",
     ENCART_EPARSE, 1},
    {"{\"published\":1700000000," BODY "}", "published", "expected a date as a string",
     ENCART_EPARSE, 1},
    {"{\"dir\":\"auto\"," BODY "}", "dir", "expected ltr or rtl", ENCART_EPARSE, 1},
    {"{\"access\":\"vip\"," BODY "}", "access", "expected free, registered or paid",
     ENCART_EPARSE, 1},
    {"{\"comments\":{\"status\":\"on\"}," BODY "}", "comments.status",
     "expected open, closed or none", ENCART_EPARSE, 1},
    {"{\"comments\":{\"count\":-1}," BODY "}", "comments.count", "from 0", ENCART_EPARSE,
     1},
    {"{\"comments\":{\"fields\":{}}," BODY "}", "comments.fields", "expected an array",
     ENCART_EPARSE, 1},
    {"{\"image\":{\"width\":\"12\"}," BODY "}", "image.width", "expected an integer",
     ENCART_EPARSE, 1},
    {"{\"related\":[{\"image\":{\"alt\":[]}}]," BODY "}", "related[0].image.alt",
     "expected a string, found an array", ENCART_EPARSE, 1},
    {"{\"related\":[{\"score\":2.5}]," BODY "}", "related[0].score", "thousandths",
     ENCART_EPARSE, 1},
    {"{\"related\":[{\"source\":\"moi\"}]," BODY "}", "related[0].source",
     "editor, host or index", ENCART_EPARSE, 1},
    {"{\"flags\":[true]," BODY "}", "flags[0]", "found true", ENCART_EPARSE, 1},
    {"{\"tags\":[{\"kind\":\"x\"}]," BODY "}", "tags[0].kind", "tag, person",
     ENCART_EPARSE, 1},
    {"{\"links\":[]," BODY "}", "links", "expected an object", ENCART_EPARSE, 1},
    {"{\"links\":{\"prev\":7}," BODY "}", "links.prev", "an object or a string",
     ENCART_EPARSE, 1},
    {"{\"links\":{\"next\":{\"title\":7}}," BODY "}", "links.next.title",
     "expected a string", ENCART_EPARSE, 1},
    {"{\"x\":3," BODY "}", "x", "expected an object", ENCART_EPARSE, 1},
    {"{\"encart\":\"1\"," BODY "}", "encart", "the integer 1", ENCART_EPARSE, 1},
    {"{\"encart\":2," BODY "}", "encart", "version 1", ENCART_EUNSUPPORTED, 1},
    {"{\"title\":\"T\"}", "body",
     "expected an object with the member value, found nothing", ENCART_EPARSE, 1},
    {"{\"body\":\"<p>x\"}", "body", "found a string", ENCART_EPARSE, 1},
    {"{\"body\":{\"format\":\"html\"}}", "body.value", "expected a string, found nothing",
     ENCART_EPARSE, 1},
    {"{\"body\":{\"format\":\"markdown\",\"value\":\"# x\"}}", "body.format",
     "html or text (the formats that are built in), found \"markdown\"",
     ENCART_EUNSUPPORTED, 1},
    {"{\"body\":{\"format\":\"blocks\",\"value\":[]}}", "body.format", "found \"blocks\"",
     ENCART_EUNSUPPORTED, 1},
    {"{\"title\":\"T\",\n \"body\": {", "", "cannot be read", ENCART_EPARSE, 2},
    {"{\"title\":\"T\",\"title\":\"U\"," BODY "}", "", "duplicate", ENCART_EPARSE, 1},
    {"[1]", "", "expected an article document, found an array", ENCART_EPARSE, 1},
    {"{\"title\":\"\xFF\"," BODY "}", "", "cannot be read", ENCART_EPARSE, 1},
};

START_TEST(what_is_wrong_is_named_by_its_path)
{
    encart_article *a;
    encart_error err;
    int status = kit_try(&a, encart__str_z(wrong[_i].json), "json", NULL, &err);

    ck_assert_msg(status == wrong[_i].status, "%s: %s", wrong[_i].json,
                  encart_status_name(status));
    ck_assert_ptr_null(a);
    ck_assert_str_eq(err.path, wrong[_i].path);
    ck_assert_msg(strstr(err.message, wrong[_i].words) != NULL, "%s", err.message);
    ck_assert_uint_eq(err.line, wrong[_i].line);
    ck_assert_str_eq(err.source, "essai");
}
END_TEST

START_TEST(null_members_are_absent_ones)
{
    encart_article *a =
        kit_load("{\"id\":null,\"authors\":null,\"image\":null,\"links\":null,"
                 "\"comments\":{\"count\":null}," BODY "}",
                 NULL);

    ck_assert_str_eq(a->id.p, "");
    ck_assert_int_eq(a->comments.count, -1);
    ck_assert_str_eq(a->text.p, "Un.\n\nDeux.");
    ck_assert_str_eq(a->title.p, "");
    encart__article_release(a);
}
END_TEST

START_TEST(titles_are_decoded_to_plain_text)
{
    static const struct {
        const char *in, *out;
    } cases[] = {
        {"L&rsquo;été &#8211; &laquo;&nbsp;ici&nbsp;&raquo;",
         "L’été – «\u00A0ici\u00A0»"},
        {"Vu dans <i class='x'>Dune</i><br>hier", "Vu dans Dune hier"},
        {"5 < 6 et 7 > 3", "5 < 6 et 7 > 3"},
        {"A <b", "A <b"},
        {"<script>alert(1)</script>Titre", "Titre"},
        {"  R&D\\n\\t2024 ", "R&D 2024"},
        {"un\\u0000deux", "un\uFFFDdeux"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        encart_article *a;
        char json[300];

        snprintf(json, sizeof json, "{\"title\":\"%s\"," BODY "}", cases[i].in);
        a = kit_load(json, NULL);
        ck_assert_str_eq(a->title.p, cases[i].out);
        encart__article_release(a);
    }
}
END_TEST

START_TEST(addresses_that_could_run_are_left_out)
{
    encart_article *a =
        kit_load("{\"url\":\"javascript:alert(1)\",\"image\":\"java\\tscript:x\","
                 "\"links\":{\"next\":\"https://ok.example/\"}," BODY "}",
                 NULL);

    ck_assert_str_eq(a->url.p, "");
    ck_assert_str_eq(a->image.url.p, "");
    ck_assert_str_eq(a->link_next.p, "https://ok.example/");
    ck_assert(kit_has_diag(&a->diags, "url"));
    encart__article_release(a);
}
END_TEST

START_TEST(unknown_members_never_make_a_duplicate)
{
    encart_article *a = kit_load(
        "{\"x\":{\"caf\\u00e9\":1,\"b\":2},\"café\":3,\"b\":4,\"c\":5," BODY "}", NULL);

    ck_assert_str_eq(a->x.p, "{\"caf\\u00e9\":1,\"b\":2,\"c\":5}");
    encart__article_release(a);
}
END_TEST

START_TEST(nesting_is_bounded_before_parsing)
{
    encart_article *a;
    encart_error err;
    size_t n = 2000000;
    char *deep = malloc(n + 1);

    memset(deep, '[', n);
    memcpy(deep, "{\"x\":", 5);
    ck_assert_int_eq(kit_try(&a, (encart__str){deep, n}, NULL, NULL, &err),
                     ENCART_ELIMIT);
    ck_assert(strstr(err.message, "deeper than 64") != NULL);
    free(deep);
}
END_TEST

START_TEST(a_text_body_has_no_title_line)
{
    encart_article *a =
        kit_load("{\"title\":\"T\",\"body\":{\"format\":\"text\",\"value\":"
                 "\"Un.\\r\\n\\r\\nLire aussi : Un titre\\n\\nDeux.\"}}",
                 NULL);

    ck_assert_str_eq(a->text.p, "Un.\n\nLire aussi\u00A0: Un titre\n\nDeux.");
    ck_assert_uint_eq(a->author_box_count, 1);
    encart__article_release(a);
}
END_TEST

START_TEST(places_in_the_text_are_found)
{
    encart__str json = ENCART__STR("{\"a\" : [1, {\"b\\\"\":\"]\", \"c\":{}}], \"d\":2}");

    ck_assert_uint_eq(encart__json_locate(json, "a[0]"), 8);
    ck_assert_uint_eq(encart__json_locate(json, "a[1].c"), 27);
    ck_assert_uint_eq(encart__json_locate(json, "d"), 37);
    ck_assert_uint_eq(encart__json_locate(json, "none"), 0);
    ck_assert(encart__json_deeper(json, 3));
    ck_assert(!encart__json_deeper(json, 4));
}
END_TEST

START_TEST(every_failed_allocation_is_reported_and_leaks_nothing)
{
    kit_starve(ENCART__STR(whole), NULL, 300);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("json_article");
    TCase *c = tcase_create("json_article");

    tcase_set_timeout(c, 120);
    tcase_add_test(c, every_member_is_read);
    tcase_add_test(c, what_is_written_reads_back_the_same);
    tcase_add_test(c, the_load_member_is_valid_json_and_ignored_on_reading);
    tcase_add_loop_test(c, what_is_wrong_is_named_by_its_path, 0,
                        sizeof wrong / sizeof *wrong);
    tcase_add_test(c, null_members_are_absent_ones);
    tcase_add_test(c, titles_are_decoded_to_plain_text);
    tcase_add_test(c, addresses_that_could_run_are_left_out);
    tcase_add_test(c, unknown_members_never_make_a_duplicate);
    tcase_add_test(c, nesting_is_bounded_before_parsing);
    tcase_add_test(c, a_text_body_has_no_title_line);
    tcase_add_test(c, places_in_the_text_are_found);
    tcase_add_test(c, every_failed_allocation_is_reported_and_leaks_nothing);
    suite_add_tcase(s, c);
    return suite_main("test_json_article", s);
}
