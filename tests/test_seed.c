/* The first article that must come out to perfection: a French news story as plain text,
 * with a hand-written « Lire aussi » line and a theme's residue. Real input: skipped where
 * it is absent; tests/golden/fr-text has the same shape in our own words. */
#include <encart/encart.h>

#include "tests/suite.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SEED_TITLE "Lutte contre le terrorisme : la DGST au cœur de l’affaire Cole Bridges"

static const char *const subjects[] = {
    "coopération judiciaire", "réinsertion des détenus", "lutte contre le terrorisme",
    "échanges de renseignement", "formation des magistrats", "programme de réconciliation",
    "sécurité régionale", "ministère public", "prévention de l’extrémisme",
    "accords bilatéraux", "conseil municipal", "récolte des olives", "championnat de rugby",
    "festival de musique", "transport ferroviaire", "marché immobilier", "rentrée scolaire",
    "énergie solaire", "pêche côtière", "patrimoine ancien", "barrage hydraulique",
    "recherche médicale", "tourisme rural", "commerce extérieur"};

static encart_engine *engine_with(encart_collection *c)
{
    static const char *const plugins[] = {"lire-aussi", "related", "footer-controls"};
    encart_builder *b;
    encart_engine *e;

    ck_assert_int_eq(encart_builder_new(&b, NULL, NULL), 0);
    encart_builder_plugin_path(b, suite_src("plugins"), NULL);
    for (size_t i = 0; i < 3; i++)
        encart_builder_plugin_enable(b, plugins[i], NULL);
    encart_builder_collection(b, c, NULL);
    ck_assert_int_eq(encart_engine_new(&e, b, NULL), 0);
    encart_builder_free(b);
    return e;
}

static void put(encart_collection *c, const encart_engine *e, const char *id,
                const char *title, const char *subject, int n)
{
    char json[4000];
    encart_article *a;
    encart_error err;

    snprintf(json, sizeof json,
             "{\"id\":\"%s\",\"url\":\"https://example.org/%s\",\"lang\":\"fr\","
             "\"title\":\"%s\",\"published\":\"2024-%02d-10T08:00:00Z\",\"body\":{"
             "\"format\":\"text\",\"value\":\"Cet article numéro %d parle de %s au Maroc et en "
             "France.\\n\\nLa %s occupe les deux pays depuis des années, et la "
             "délégation numéro %d en a fait son sujet.\\n\\nUn mot propre à lui : "
             "sujet%d, détail%d, exemple%d.\"}}",
             id, id, title, n % 9 + 1, n, subject, subject, n, n, n * 7, n * 13);
    ck_assert_msg(encart_article_load(&a, e, json, strlen(json), NULL, &err) == 0, "%s",
                  err.message);
    ck_assert_msg(encart_collection_put(c, a, NULL, &err) == 0, "%s", err.message);
    encart_article_free(a);
}

static encart_collection *collection_of(const char *path, const encart_engine *e)
{
    encart_collection_options o = ENCART_COLLECTION_OPTIONS_INIT;
    encart_collection *c;
    char id[32], title[200];

    o.flags = ENCART_COLLECTION_CREATE;
    ck_assert_int_eq(encart_collection_open(&c, path, &o, NULL, NULL), 0);
    put(c, e, "cole", SEED_TITLE, "lutte contre le terrorisme", 1);
    for (int i = 0; i < 24; i++) {
        snprintf(id, sizeof id, "n%d", i);
        snprintf(title, sizeof title, "Dossier %d : %s", i, subjects[i]);
        put(c, e, id, title, subjects[i], i + 2);
    }
    return c;
}

/* Visible text of canonical HTML: tags out, five escapes back, all spaces one. */
static char *text_of(const char *html)
{
    static const struct {
        const char *name;
        char c;
    } refs[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&nbsp;", ' '}};
    const char *p = strstr(html, "<body");
    char *out = malloc(strlen(html) + 1);
    size_t n = 0, i;

    for (p = p ? p : html; *p; p++) {
        char c = *p;

        if (c == '<') {
            p = strchr(p, '>');
            c = ' ';
        } else if (strncmp(p, "\xC2\xA0", 2) == 0) {
            p += 1;
            c = ' ';
        } else if (strncmp(p, "\xE2\x80\xAF", 3) == 0) {
            p += 2;
            c = ' ';
        } else if (c == '&') {
            for (i = 0; i < 5 && strncmp(p, refs[i].name, strlen(refs[i].name)) != 0;)
                i++;
            ck_assert_uint_lt(i, 5);
            c = refs[i].c;
            p += strlen(refs[i].name) - 1;
        }
        if (c == '\n')
            c = ' ';
        if (c != ' ' || (n && out[n - 1] != ' '))
            out[n++] = c;
    }
    out[n] = '\0';
    return out;
}

static size_t count_of(const char *text, const char *needle)
{
    size_t n = 0;

    for (const char *p = text; (p = strstr(p, needle)); p++)
        n++;
    return n;
}

/* Every line of the seed up to its residue, in order, to the character. */
static void expect_lines(const char *seed, const char *text)
{
    const char *at = text, *residue = strstr(seed, "Articles similaires");
    char *copy = strdup(seed), *flat, *line, *save = NULL;

    copy[residue - seed] = '\0';
    for (line = strtok_r(copy, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
        flat = text_of(line);
        while (*flat == ' ')
            memmove(flat, flat + 1, strlen(flat));
        if (*flat) {
            const char *found = strstr(at, flat);

            ck_assert_msg(found != NULL, "not in the page, or not at its place: %s", flat);
            at = found + strlen(flat);
        }
        free(flat);
    }
    free(copy);
}

static void expect_links(const char *html)
{
    const char *p = strstr(html, "encart-related\"");
    char url[128], *end;
    size_t n = 0;

    ck_assert_ptr_nonnull(p);
    for (; (p = strstr(p, "<a href=\"")) && p < strstr(html, "Laisser un commentaire"); n++) {
        snprintf(url, sizeof url, "%s", p += 9);
        end = strchr(url, '"');
        ck_assert_ptr_nonnull(end);
        end[1] = '\0';
        ck_assert_msg(count_of(html, url) == 1, "%s stands twice", url);
    }
    ck_assert_uint_ge(n, 3);
    ck_assert_uint_le(n, 6);
}

START_TEST(the_seed_comes_out_to_perfection)
{
    encart_render_options o = ENCART_RENDER_OPTIONS_INIT;
    char path[4200], db[] = "/tmp/encart-seed-XXXXXX";
    encart_engine *plain, *e;
    encart_collection *c;
    encart_article *a;
    encart_result *r;
    const char *html, *aside;
    char *seed, *text;
    size_t n;

    if (!suite_data())
        skip_test("the folder of real inputs is absent");
    snprintf(path, sizeof path, "%s/articles/moussalaha.txt", suite_data());
    seed = suite_read(path, &n);
    ck_assert_ptr_nonnull(seed);
    close(mkstemp(db));
    unlink(db);
    plain = engine_with(NULL);
    c = collection_of(db, plain);
    e = engine_with(c);
    ck_assert_int_eq(encart_article_load(&a, e, seed, n, NULL, NULL), 0);
    o.format = "page";
    ck_assert_int_eq(encart_render(&r, e, a, &o, NULL), 0);
    html = encart_result_html(r, NULL);
    text = text_of(html);
    expect_lines(seed, text);
    ck_assert_uint_eq(count_of(html, "<aside"), 1);
    aside = strstr(html, "<aside");
    ck_assert_uint_eq(count_of(aside, "href=\"https://example.org/cole\""), 1);
    ck_assert(strstr(aside, "</aside>") > strstr(aside, "https://example.org/cole"));
    expect_links(html);
    ck_assert_uint_eq(count_of(text, "Articles similaires"), 1);
    ck_assert_uint_eq(count_of(text, "Bouton retour"), 0);
    ck_assert_ptr_nonnull(strstr(html, "href=\"#top\""));
    ck_assert_ptr_nonnull(strstr(html, "id=\"top\""));
    ck_assert_ptr_nonnull(strstr(text, "Laisser un commentaire"));
    free(text);
    free(seed);
    encart_result_free(r);
    encart_article_free(a);
    encart_engine_free(e);
    encart_engine_free(plain);
    encart_collection_close(c);
    unlink(db);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("seed");
    TCase *c = tcase_create("seed");

    tcase_set_timeout(c, 120);
    tcase_add_test(c, the_seed_comes_out_to_perfection);
    suite_add_tcase(s, c);
    return suite_main("test_seed", s);
}
