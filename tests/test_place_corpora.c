/* Placement in real pages and articles: scripted plugins through the real engine, and what comes out checked
 * by other means than the solver's: the rules, the order of the plugins, the gaps left unused.
 * Real inputs: skipped where they are absent. */
#include <encart/encart.h>

#include "tests/suite.h"

#include <ctype.h>
#include <dirent.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PAGES_MAX 250
#define PLUGINS 3

/* Two boxes chosen together; one that is near where they want to be; one with a topic. */
static const char *const names[PLUGINS] = {"pa", "pb", "pc"};
static const char *const proposals[PLUGINS] = {
    "{ ctx.box('box', { place = { at = 0.33 }, content = text }),"
    "  ctx.box('box', { place = { at = 0.67 }, content = text }) }",
    "{ ctx.box('box', { place = { at = 0.4, window = 0.3, gap = 200 }, content = text }) }",
    "{ ctx.box('box', { place = { at = 0.5, avoid = { 'figure', 'table' } }, content = text }) }"};

static char folder[] = "/tmp/encart-place-XXXXXX";

static void write_file(const char *plugin, const char *name, const char *text)
{
    char path[300];
    FILE *f;

    snprintf(path, sizeof path, "%s/%s/%s", folder, plugin, name);
    f = fopen(path, "w");
    ck_assert_ptr_nonnull(f);
    fputs(text, f);
    fclose(f);
}

static void write_plugins(void)
{
    char text[1000], path[300];

    ck_assert_ptr_nonnull(mkdtemp(folder));
    for (int i = 0; i < PLUGINS; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        ck_assert_int_eq(mkdir(path, 0700), 0);
        snprintf(text, sizeof text,
                 "return { name = '%s', version = '1', api = 1, slots = { 'body' },\n"
                 "  boxes = { box = { slot = 'body', element = 'aside' } } }\n",
                 names[i]);
        write_file(names[i], "manifest.lua", text);
        snprintf(text, sizeof text,
                 "local text = encart.html.aside { encart.html.p { '' , '—' } }\n"
                 "return { propose = function(ctx) return %s end }\n",
                 proposals[i]);
        write_file(names[i], "init.lua", text);
    }
}

static void remove_plugins(void)
{
    static const char *const files[] = {"/manifest.lua", "/init.lua", ""};
    char path[300];

    for (int i = 0; i < PLUGINS; i++)
        for (int k = 0; k < 3; k++) {
            snprintf(path, sizeof path, "%s/%s%s", folder, names[i], files[k]);
            remove(path);
        }
    remove(folder);
}

/* The plugins enabled in the order of the permutation. */
static encart_engine *engine_of(const int order[PLUGINS])
{
    encart_builder *b;
    encart_engine *e;

    ck_assert_int_eq(encart_builder_new(&b, NULL, NULL), 0);
    encart_builder_plugin_path(b, folder, NULL);
    for (int i = 0; i < PLUGINS; i++)
        encart_builder_plugin_enable(b, names[order[i]], NULL);
    ck_assert_int_eq(encart_engine_new(&e, b, NULL), 0);
    ck_assert_str_eq(encart_engine_diagnostics(e, NULL), "[]");
    encart_builder_free(b);
    return e;
}

/* ---- one page ---------------------------------------------------------------------------- */

typedef struct tally {
    size_t pages, placements, gaps, violations;
} tally;

static void violation(tally *t, const char *page, const char *what)
{
    t->violations++;
    printf("%s: %s\n", page, what);
    fflush(stdout); /* a failed test does not */
}

/* Bytes of words: letters, digits, and UTF-8 beyond but for spaces and quotes. */
static int is_word(const unsigned char *p)
{
    if (p[0] == 0xC2 || (p[0] == 0xE2 && p[1] == 0x80))
        return 0;
    return isalnum(p[0]) || p[0] >= 0xC3;
}

/* Words of the text in [from,to), as a reader without the library would count them. */
static size_t words_between(const char *from, const char *to)
{
    const unsigned char *p = (const unsigned char *)from;
    size_t n = 0;
    int inside = 0;

    for (; p < (const unsigned char *)to && *p; p++) {
        if (*p == '<') {
            p = (const unsigned char *)strchr((const char *)p, '>');
            inside = 0;
            if (!p)
                break;
        } else if (p[0] == 0xC2 || (p[0] == 0xE2 && p[1] == 0x80)) {
            p += p[0] == 0xC2 ? 1 : 2;
            inside = 0;
        } else if (*p >= 0xE3 && *p <= 0xE9) { /* Chinese and Japanese: each is a word */
            n += p[0] != 0xE3 || p[1] != 0x80;
            inside = 0;
        } else if (*p < 0x80 || *p >= 0xC0) {
            n += is_word(p) && !inside;
            inside = is_word(p);
        }
    }
    return n;
}

/* Every box in the HTML: not behind a heading, and words enough around it. The library counts
 * words by Unicode, this by bytes: a tenth is left between them. */
static void check_html(tally *t, const char *page, const char *html)
{
    const char *at = html, *last = html;
    int first = 1;

    while ((at = strstr(at, "<aside"))) {
        const char *end = strstr(at, "</aside>"), *tag = strchr(at, '>'), *before = at;
        const char *mark = strstr(at, "data-encart=\"p");
        int author = strstr(at, "author/read-also") && strstr(at, "author/read-also") < tag;

        if (!end || !tag)
            break;
        if (!author && (!mark || mark > tag)) {
            at = tag;
            continue;
        }
        while (before > html && isspace((unsigned char)before[-1]))
            before--;
        if (!author && before - html >= 5 && before[-5] == '<' && before[-4] == '/' &&
            before[-3] == 'h' && isdigit((unsigned char)before[-2]))
            violation(t, page, "a box behind a heading");
        if (!author && words_between(last, at) < (first ? 72u : 108u))
            violation(t, page, first ? "a box too early" : "two boxes too near");
        first = 0;
        at = last = end + strlen("</aside>");
    }
}

/* What the report says of the same: distances to the word, and no legal gap left unused. */
static void check_report(tally *t, const char *page, const json_t *report)
{
    const json_t *gaps = json_object_get(report, "gaps");
    json_int_t last = -1;
    size_t i, k;
    json_t *gap, *box;

    t->gaps += json_array_size(gaps);
    json_array_foreach(gaps, i, gap) {
        json_int_t words = json_integer_value(json_object_get(gap, "words_before"));
        const char *after = json_string_value(json_object_get(gap, "after"));

        if (!json_object_get(gap, "box"))
            continue;
        t->placements++;
        if (strcmp(after, "heading") == 0)
            violation(t, page, "the report has a box behind a heading");
        if (words < 80 || i < 1 || i + 2 > json_array_size(gaps))
            violation(t, page, "the report has a box in the head or the tail");
        if (last >= 0 && words - last < 120)
            violation(t, page, "the report has two boxes too near");
        last = words;
    }
    json_array_foreach(json_object_get(report, "boxes"), k, box) {
        const char *name = json_string_value(json_object_get(box, "box"));

        if (json_is_true(json_object_get(box, "placed")) || strcmp(name, "pa/box") == 0)
            continue;
        json_array_foreach(gaps, i, gap) {
            if (!json_object_get(json_object_get(gap, "refused"), name))
                violation(t, page, "a box is unplaced with a legal gap in its window");
        }
    }
}

static void check_document(tally *t, encart_engine *const engines[2], const char *page,
                           const char *bytes, size_t n)
{
    char *html[2] = {NULL, NULL};

    for (int i = 0; i < 2; i++) {
        encart_article *a;
        encart_result *r;

        if (encart_article_load(&a, engines[i], bytes, n, NULL, NULL))
            break; /* no article: other tests look at those */
        ck_assert_int_eq(encart_render(&r, engines[i], a, NULL, NULL), ENCART_OK);
        html[i] = strdup(encart_result_html(r, NULL));
        if (i == 0) {
            json_t *report = json_loads(encart_result_report(r, NULL), 0, NULL);

            t->pages++;
            check_report(t, page, report);
            check_html(t, page, html[0]);
            json_decref(report);
        }
        encart_result_free(r);
        encart_article_free(a);
    }
    if (html[0] && (!html[1] || strcmp(html[0], html[1]) != 0))
        violation(t, page, "the order of the plugins makes another page");
    free(html[0]);
    free(html[1]);
}

/* ---- corpora ----------------------------------------------------------------------------- */

static void check_page(tally *t, encart_engine *const engines[2], const char *path)
{
    size_t n = 0;
    char *bytes = suite_read(path, &n);

    check_document(t, engines, strrchr(path, '/') + 1, bytes, n);
    free(bytes);
}

/* A record of a corpus as an article document: what it holds is HTML or plain text. */
static void check_record(tally *t, encart_engine *const engines[2], const json_t *record)
{
    const char *id = json_string_value(json_object_get(record, "id"));
    const char *html = json_string_value(json_object_get(record, "html"));
    json_t *content = json_object_get(record, "content"), *document;
    char *bytes;

    if (!html)
        html = json_string_value(json_object_get(content, "rendered"));
    document = json_pack("{s{ss}}", "body", "format", html ? "html" : "text");
    if (html)
        json_object_set_new(json_object_get(document, "body"), "value", json_string(html));
    else
        json_object_set_new(json_object_get(document, "body"), "value",
                            json_sprintf("%s\n\n%s",
                                         json_string_value(json_object_get(record, "lede")),
                                         json_string_value(json_object_get(record, "body"))));
    bytes = json_dumps(document, 0);
    check_document(t, engines, id ? id : "a post", bytes, strlen(bytes));
    free(bytes);
    json_decref(document);
}

/* A file of records: an array, or one on each line. */
static void check_records(tally *t, encart_engine *const engines[2], const char *data,
                          const char *name)
{
    char path[4096], *bytes, *next;
    size_t n = 0, i;
    json_t *whole, *record;

    snprintf(path, sizeof path, "%.3000s/%.500s", data, name);
    if (access(path, R_OK) != 0)
        return;
    bytes = suite_read(path, &n);
    whole = json_loadb(bytes, n, 0, NULL);
    json_array_foreach(whole, i, record)
        check_record(t, engines, record);
    for (char *line = bytes; !whole && line && *line; line = next) {
        next = strchr(line, '\n');
        record = json_loadb(line, next ? (size_t)(next - line) : strlen(line), 0, NULL);
        next = next ? next + 1 : NULL;
        if (record)
            check_record(t, engines, record);
        json_decref(record);
    }
    json_decref(whole);
    free(bytes);
}

static int is_page(const struct dirent *d)
{
    const char *dot = strrchr(d->d_name, '.');

    return dot && strcmp(dot, ".html") == 0;
}

START_TEST(placement_keeps_its_rules_on_real_articles)
{
    static const int one[PLUGINS] = {0, 1, 2}, two[PLUGINS] = {2, 1, 0};
    const char *data = suite_data();
    char path[4096], where[4096];
    struct dirent **list;
    encart_engine *engines[2];
    tally t = {0};
    int count;

    if (!data)
        skip_test("no folder with real inputs");
    snprintf(where, sizeof where, "%.3000s/articles/html", data);
    count = scandir(where, &list, is_page, alphasort);
    if (count <= 0)
        skip_test("no articles/html in the folder with real inputs");
    write_plugins();
    engines[0] = engine_of(one);
    engines[1] = engine_of(two);
    for (int i = 0; i < count; i++) {
        snprintf(path, sizeof path, "%.3500s/%.500s", where, list[i]->d_name);
        if (i < PAGES_MAX)
            check_page(&t, engines, path);
        free(list[i]);
    }
    free(list);
    check_records(&t, engines, data, "articles/fragments-orange.jsonl");
    check_records(&t, engines, data, "related/fr-orange/sample-300.jsonl");
    check_records(&t, engines, data, "wordpress/derived-fr/posts.json");
    encart_engine_free(engines[0]);
    encart_engine_free(engines[1]);
    remove_plugins();
    printf("placement in real articles: %zu articles, %zu gaps, %zu placements checked, %zu "
           "violations\n",
           t.pages, t.gaps, t.placements, t.violations);
    fflush(stdout);
    ck_assert_uint_eq(t.violations, 0);
    ck_assert_uint_gt(t.placements, 0);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("place corpora");
    TCase *tc = tcase_create("pages");

    tcase_set_timeout(tc, 120);
    tcase_add_test(tc, placement_keeps_its_rules_on_real_articles);
    suite_add_tcase(s, tc);
    return suite_main("test_place_corpora", s);
}
