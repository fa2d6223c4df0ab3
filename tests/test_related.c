/* Related articles: what belongs in a list, what never does, and that stored lists are
 * what a fresh computation would give. */
#include "core/base/utf8.h"
#include "core/collection/related.h"
#include "core/collection/store.h"
#include "core/collection/weigh.h"
#include "tests/suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define MANY 40

static char folder[32], file[64];
static encart_collection *c;

static void setup(void)
{
    encart_collection_options o = {sizeof o, ENCART_COLLECTION_CREATE, 0};

    strcpy(folder, "/tmp/encart-test-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(file, sizeof file, "%s/c.db", folder);
    ck_assert_int_eq(encart_collection_open(&c, file, &o, NULL, NULL), ENCART_OK);
}

static void teardown(void)
{
    encart_collection_close(c);
    unlink(file);
    rmdir(folder);
}

static encart_article article(const char *id, const char *title, const char *text)
{
    encart_article a;

    memset(&a, 0, sizeof a);
    a.alloc = encart__alloc_default;
    a.id = encart__str_z(id);
    a.title = encart__str_z(title);
    a.text = encart__str_z(text);
    a.lang = ENCART__STR("fr");
    a.url = a.summary = a.section.name = ENCART__STR_EMPTY;
    return a;
}

static void put(const char *id, const char *title, const char *text, const char *date)
{
    encart_article a = article(id, title, text);
    char url[80];

    snprintf(url, sizeof url, "https://exemple.fr/%s", id);
    a.url = encart__str_z(url);
    if (date)
        ck_assert(encart__date_parse(encart__str_z(date), &a.published));
    ck_assert_int_eq(encart_collection_put(c, &a, NULL, NULL), ENCART_OK);
}

/* Six articles on three subjects. */
static void put_news(void)
{
    put("peche1", "La pêche côtière en crise", "Les pêcheurs de la côte manquent de "
        "poisson. La sardine se fait rare, disent les marins du port.", "2024-01-01");
    put("peche2", "La sardine revient au port", "Après un hiver difficile, les pêcheurs "
        "du port retrouvent la sardine et vendent leur poisson à la criée.", "2024-01-20");
    put("peche3", "Quotas : les marins inquiets", "Les quotas de sardine inquiètent les "
        "marins. Le poisson est là, assure le port, et les pêcheurs attendent.",
        "2024-03-01");
    put("foot1", "Le club gagne la coupe", "Le club local remporte la coupe après une "
        "finale tendue. Les supporters fêtent les joueurs.", "2024-01-02");
    put("foot2", "Finale de la coupe : les joueurs racontent", "Les joueurs du club "
        "racontent la finale de la coupe et saluent leurs supporters.", "2024-01-05");
    put("vote1", "Le conseil vote le budget", "Le conseil municipal adopte son budget. "
        "L’opposition dénonce une hausse des impôts.", "2024-01-03");
}

/* Ids of the list, separated by spaces. */
static const char *ids_to(const encart_article *a, const encart_related_options *o)
{
    static char out[2000];
    encart__related *list;
    encart__arena arena;
    size_t n;

    encart__arena_init(&arena, NULL, 0);
    ck_assert_int_eq(encart__collection_related(c, a, o, &list, &n, &arena, NULL),
                     ENCART_OK);
    out[0] = '\0';
    for (size_t i = 0; i < n; i++) {
        ck_assert_int_ge(list[i].score, 0);
        ck_assert_int_le(list[i].score, 1000);
        snprintf(out + strlen(out), sizeof out - strlen(out), "%s%s", i ? " " : "",
                 list[i].id.p);
    }
    encart__arena_free(&arena);
    return out;
}

static int json_has(const char *id, const encart_related_options *o, const char *word)
{
    encart_buffer *b;
    int has;

    ck_assert_int_eq(encart_collection_related(&b, c, id, o, NULL), ENCART_OK);
    has = strstr(encart_buffer_data(b, NULL), word) != NULL;
    encart_buffer_free(b);
    return has;
}

START_TEST(related_articles_share_the_subject)
{
    put_news();
    ck_assert(json_has("peche1", NULL, "\"id\":\"peche2\""));
    ck_assert(json_has("peche1", NULL, "\"id\":\"peche3\""));
    ck_assert(json_has("foot1", NULL, "\"id\":\"foot2\""));
    ck_assert(!json_has("peche1", NULL, "peche1"));
    ck_assert(json_has("peche1", NULL, "\"why\":{\"text\":"));
}
END_TEST

START_TEST(unrelated_articles_do_not_fill_the_list)
{
    put_news();
    ck_assert(!json_has("peche1", NULL, "vote1"));
    ck_assert(!json_has("peche1", NULL, "foot"));
    ck_assert(!json_has("vote1", NULL, "\"id\""));
}
END_TEST

START_TEST(as_of_leaves_later_articles_out)
{
    encart_related_options o = ENCART_RELATED_OPTIONS_INIT;

    put_news();
    o.as_of = "2024-01-20T23:00:00Z";
    ck_assert(json_has("peche1", &o, "peche2"));
    ck_assert(!json_has("peche1", &o, "peche3"));
    o.as_of = "2024-01-20";
    ck_assert(json_has("peche1", &o, "peche2"));
}
END_TEST

START_TEST(freshness_prefers_articles_of_those_days)
{
    encart_article q = article("q", "Sardine : le port espère", "Les pêcheurs du port "
                               "espèrent la sardine, les marins le poisson.");
    encart_related_options o = ENCART_RELATED_OPTIONS_INIT;

    put_news();
    o.half_life_days = 1;
    encart__date_parse(ENCART__STR("2024-03-02"), &q.published);
    ck_assert_int_eq(strncmp(ids_to(&q, &o), "peche3", 6), 0);
    encart__date_parse(ENCART__STR("2024-01-20"), &q.published);
    ck_assert_int_eq(strncmp(ids_to(&q, &o), "peche2", 6), 0);
    encart__date_parse(ENCART__STR("2024-01-01"), &q.published);
    ck_assert_int_eq(strncmp(ids_to(&q, &o), "peche1", 6), 0);
}
END_TEST

START_TEST(an_article_that_is_not_stored_gets_its_list_too)
{
    encart_article q = article("", "Sardine : le port espère", "Les pêcheurs du port "
                               "espèrent la sardine, les marins le poisson.");
    encart_buffer *b;

    put_news();
    ck_assert_ptr_nonnull(strstr(ids_to(&q, NULL), "peche2"));
    ck_assert_int_eq(encart_collection_related_to(&b, c, &q, NULL, NULL), ENCART_OK);
    ck_assert_ptr_nonnull(strstr(encart_buffer_data(b, NULL), "peche2"));
    encart_buffer_free(b);
}
END_TEST

START_TEST(what_the_body_links_to_is_left_out)
{
    encart_article q = article("", "Sardine : le port espère", "Les pêcheurs du port "
                               "espèrent la sardine, les marins le poisson.");
    encart__str links[] = {ENCART__STR("/peche2?utm_source=x")};
    encart__author_box box = {.title = ENCART__STR("QUOTAS: les marins inquiets.")};

    put_news();
    q.url = ENCART__STR("https://www.exemple.fr/q");
    q.links = links;
    q.link_count = 1;
    ck_assert_ptr_null(strstr(ids_to(&q, NULL), "peche2"));
    ck_assert_ptr_nonnull(strstr(ids_to(&q, NULL), "peche3"));
    q.author_boxes = &box;
    q.author_box_count = 1;
    ck_assert_ptr_null(strstr(ids_to(&q, NULL), "peche3"));
    ck_assert_ptr_nonnull(strstr(ids_to(&q, NULL), "peche1"));
}
END_TEST

static const char long_text[] =
    "Sardine et poisson ont quitté le large depuis l’hiver ; au port, pêcheurs et marins "
    "attendent une aide de la région et comptent leurs prises de sardine. Plusieurs "
    "bateaux restent à quai, les criées ferment plus tôt, les mareyeurs cherchent ailleurs. "
    "Le comité des pêches demande une réunion avec le préfet avant la fin du mois pour "
    "parler des quotas, du carburant et des dettes qui pèsent sur les équipages.";

START_TEST(copies_of_the_article_are_never_shown)
{
    encart_article q = article("q", "Titre tout autre", long_text);

    put_news();
    put("copie", "Une dépêche reprise", long_text, NULL);
    ck_assert_ptr_null(strstr(ids_to(&q, NULL), "copie"));
    ck_assert_ptr_nonnull(strstr(ids_to(&q, NULL), "peche1"));
}
END_TEST

START_TEST(of_two_copies_one_is_shown)
{
    encart_article q = article("q", "Sardine : le port espère", "Les pêcheurs du port "
                               "espèrent la sardine, les marins le poisson et les quotas.");
    const char *ids;

    put_news();
    put("copieA", "Une dépêche reprise", long_text, NULL);
    put("copieB", "La même dépêche ailleurs", long_text, NULL);
    ids = ids_to(&q, NULL);
    ck_assert_int_eq((strstr(ids, "copieA") != NULL) + (strstr(ids, "copieB") != NULL), 1);
}
END_TEST

START_TEST(the_same_title_or_address_is_never_shown)
{
    encart_article q = article("q", "LA SARDINE REVIENT AU PORT !", "Les pêcheurs du port "
                               "espèrent la sardine, les marins le poisson.");

    put_news();
    ck_assert_ptr_null(strstr(ids_to(&q, NULL), "peche2"));
    q.title = ENCART__STR("Sardine");
    q.url = ENCART__STR("http://exemple.fr/peche3/");
    ck_assert_ptr_null(strstr(ids_to(&q, NULL), "peche3"));
}
END_TEST

START_TEST(another_language_is_left_out)
{
    encart_article e = article("en", "Sardine port", "La sardine, le port, les pêcheurs, "
                               "le poisson, les marins.");
    encart_related_options o = ENCART_RELATED_OPTIONS_INIT;

    put_news();
    e.lang = ENCART__STR("en");
    ck_assert_int_eq(encart_collection_put(c, &e, NULL, NULL), ENCART_OK);
    ck_assert(!json_has("peche1", NULL, "\"id\":\"en\""));
    o.lang = "en-GB";
    ck_assert(!json_has("peche1", &o, "peche2"));
}
END_TEST

START_TEST(arabic_and_english_articles_are_related_too)
{
    encart_article a[4] = {
        article("ar1", "الصيد في المدينة", "يقول الصيادون إن السردين نادر في الميناء هذا العام."),
        article("ar2", "عودة السردين", "عاد السردين إلى الميناء ويفرح الصيادون بعودته."),
        article("en1", "Fishing fleet stays home", "Fishermen say sardines are rare near the "
                "harbour."),
        article("en2", "Sardines return", "The harbour welcomes its fishermen and sardines."),
    };

    for (int i = 0; i < 4; i++) {
        a[i].lang = i < 2 ? ENCART__STR("ar") : ENCART__STR("en");
        ck_assert_int_eq(encart_collection_put(c, &a[i], NULL, NULL), ENCART_OK);
    }
    ck_assert(json_has("ar1", NULL, "ar2"));
    ck_assert(json_has("en2", NULL, "en1"));
    ck_assert(!json_has("en2", NULL, "ar"));
}
END_TEST

START_TEST(options_are_checked)
{
    static const encart_related_options wrong[] = {
        {sizeof *wrong, 51, NULL, 0, 0, NULL},
        {sizeof *wrong, -1, NULL, 0, 0, NULL},
        {sizeof *wrong, 0, "hier", 0, 0, NULL},
        {sizeof *wrong, 0, NULL, -1, 0, NULL},
        {sizeof *wrong, 0, NULL, 0, 1001, NULL},
    };
    encart_related_options o = ENCART_RELATED_OPTIONS_INIT;
    encart_error err;
    encart_buffer *b;

    put_news();
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        ck_assert_int_eq(encart_collection_related(&b, c, "peche1", &wrong[i], &err),
                         ENCART_EINVAL);
        ck_assert_ptr_null(b);
        ck_assert_str_ne(err.message, "");
    }
    ck_assert_int_eq(encart_collection_related(&b, c, "rien", NULL, NULL), ENCART_ENOTFOUND);
    o.limit = 1;
    ck_assert(!json_has("peche1", &o, "},{\"id\""));
    o.min_score = 1000;
    ck_assert(!json_has("peche1", &o, "\"id\""));
}
END_TEST

/* Words of a made-up vocabulary in which some subjects are shared. */
static void invent(char *out, size_t size, unsigned seed)
{
    size_t used = 0;

    for (unsigned i = 0; i < 60; i++) {
        seed = seed * 1664525u + 1013904223u;
        used += (size_t)snprintf(out + used, size - used, "mot%c%u ",
                                 'a' + (int)(seed >> 29), (seed >> 12) % 50);
    }
}

static void invent_all(int transaction)
{
    char id[16], title[40], text[2000];

    if (transaction)
        ck_assert_int_eq(encart_collection_begin(c, NULL), ENCART_OK);
    for (unsigned i = 0; i < MANY; i++) {
        snprintf(id, sizeof id, "i%u", i);
        snprintf(title, sizeof title, "Sujet %u", i);
        invent(text, sizeof text, i * 7919);
        put(id, title, text, NULL);
    }
    if (transaction)
        ck_assert_int_eq(encart_collection_commit(c, NULL), ENCART_OK);
}

START_TEST(a_stored_list_is_what_is_computed)
{
    encart_related_options o = ENCART_RELATED_OPTIONS_INIT;
    char text[2000], stored[2000];

    invent_all(1);
    o.limit = 10;
    o.min_score = 1;
    for (unsigned i = 0; i < MANY; i += 3) {
        char id[16], title[40];
        encart_article a;

        snprintf(id, sizeof id, "i%u", i);
        snprintf(title, sizeof title, "Sujet %u", i);
        invent(text, sizeof text, i * 7919);
        a = article(id, title, text);
        strcpy(stored, ids_to(&a, &o));
        ck_assert_int_gt((int)strlen(stored), 0);
        sqlite3_exec(c->db, "INSERT INTO pending SELECT doc FROM article", NULL, NULL, NULL);
        ck_assert_str_eq(ids_to(&a, &o), stored);
        sqlite3_exec(c->db, "DELETE FROM pending", NULL, NULL, NULL);
    }
}
END_TEST

START_TEST(neighbours_learn_of_new_and_removed_articles)
{
    invent_all(0);
    put_news();
    ck_assert(json_has("peche1", NULL, "peche3"));
    ck_assert_int_eq(encart_collection_remove(c, "peche3", NULL), ENCART_OK);
    ck_assert(!json_has("peche1", NULL, "peche3"));
    put("peche4", "Sardine : nouvelle saison", "Une saison nouvelle pour la sardine : les "
        "pêcheurs du port reprennent la mer, le poisson revient, les marins sourient.", NULL);
    ck_assert(json_has("peche1", NULL, "peche4"));
    put("peche4", "Le conseil et le budget", "Le budget du conseil municipal et les impôts.",
        NULL);
    ck_assert(!json_has("peche1", NULL, "peche4"));
    ck_assert(json_has("vote1", NULL, "peche4"));
}
END_TEST

START_TEST(a_list_within_an_open_transaction_is_complete)
{
    ck_assert_int_eq(encart_collection_begin(c, NULL), ENCART_OK);
    put_news();
    ck_assert(json_has("peche1", NULL, "peche2"));
    ck_assert_int_eq(encart_collection_commit(c, NULL), ENCART_OK);
    ck_assert(json_has("peche1", NULL, "peche2"));
}
END_TEST

START_TEST(arithmetic_is_exact_and_bounded)
{
    ck_assert_uint_eq(encart__log2(1), 0);
    ck_assert_uint_eq(encart__log2(1024), 10 << 16);
    ck_assert_uint_eq(encart__log2((uint64_t)1 << 63), 63u << 16);
    ck_assert_uint_eq(encart__log2(3), 103872);
    ck_assert_uint_eq(encart__isqrt(0), 0);
    ck_assert_uint_eq(encart__isqrt(99), 9);
    ck_assert_uint_eq(encart__isqrt(UINT64_MAX), 4294967295u);
    ck_assert_int_eq(encart__decay(1000, 86400, 1), 500);
    ck_assert_int_eq(encart__decay(1000, -2 * 86400, 1), 250);
    ck_assert_int_eq(encart__decay(1000, 12345, 0), 1000);
    ck_assert_int_eq(encart__decay(1000, INT64_MIN, 1), 0);
    ck_assert_int_eq(encart__decay(0, 1, 1), 0);
    for (uint64_t df = 1; df < 100; df++)
        ck_assert_uint_ge(encart__idf(100, df), encart__idf(100, df + 1));
    ck_assert_uint_gt(encart__idf(0, 0), 0);
}
END_TEST

START_TEST(samples_tell_copies_from_others)
{
    uint32_t a[100], b[100];

    for (uint32_t i = 0; i < 100; i++) {
        a[i] = i * 2;
        b[i] = i * 2 + (i >= 70); /* 70 of 100 the same */
    }
    ck_assert(encart__near_copy(a, 100, b, 100));
    ck_assert(encart__near_copy(a, 100, a, 10));
    ck_assert(!encart__near_copy(a, 100, b + 60, 40)); /* 10 of 130 */
    ck_assert(!encart__near_copy(a, 0, b, 100));
    ck_assert(!encart__near_copy(a, 0, b, 0));
}
END_TEST

int main(void)
{
    Suite *s = suite_create("related");
    TCase *t = tcase_create("lists");

    tcase_add_checked_fixture(t, setup, teardown);
    tcase_set_timeout(t, 120);
    tcase_add_test(t, related_articles_share_the_subject);
    tcase_add_test(t, unrelated_articles_do_not_fill_the_list);
    tcase_add_test(t, as_of_leaves_later_articles_out);
    tcase_add_test(t, freshness_prefers_articles_of_those_days);
    tcase_add_test(t, an_article_that_is_not_stored_gets_its_list_too);
    tcase_add_test(t, what_the_body_links_to_is_left_out);
    tcase_add_test(t, copies_of_the_article_are_never_shown);
    tcase_add_test(t, of_two_copies_one_is_shown);
    tcase_add_test(t, the_same_title_or_address_is_never_shown);
    tcase_add_test(t, another_language_is_left_out);
    tcase_add_test(t, arabic_and_english_articles_are_related_too);
    tcase_add_test(t, options_are_checked);
    tcase_add_test(t, a_stored_list_is_what_is_computed);
    tcase_add_test(t, neighbours_learn_of_new_and_removed_articles);
    tcase_add_test(t, a_list_within_an_open_transaction_is_complete);
    tcase_add_test(t, arithmetic_is_exact_and_bounded);
    tcase_add_test(t, samples_tell_copies_from_others);
    suite_add_tcase(s, t);
    return suite_main("test_related", s);
}
