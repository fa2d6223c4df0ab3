/* The real documents: pages, fragments, and what WordPress stores. Read-only, and absent
 * from most machines.
 */
#include "tests/fidelity/fidelity.h"
#include "core/html/decode.h"
#include "tests/suite.h"

#include <dirent.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct {
    const char *data, *corpus;
    corpus_fn *each;
    void *user;
} reading;

static void give(const reading *r, const char *name, const char *bytes, size_t n)
{
    encart__strbuf html;

    encart__strbuf_init(&html, NULL, 0);
    encart__decode_utf8(encart__str_n(bytes, n), &html, NULL);
    r->each(r->user, r->corpus, name, encart__strbuf_view(&html));
    encart__strbuf_free(&html);
}

/* ---- inside a file ----------------------------------------------------------------- */

static void whole_file(const reading *r, const char *name, const char *bytes, size_t n)
{
    give(r, name, bytes, n);
}

/* Each object `content` with its member `rendered` or `raw`, at any depth that a list of
 * posts has. */
static void in_json(const reading *r, const char *name, json_t *value, int depth,
                    int *count)
{
    char title[600];
    const char *key;
    json_t *inner;
    size_t i;

    if (depth > 8)
        return;
    json_array_foreach(value, i, inner)
        in_json(r, name, inner, depth + 1, count);
    json_object_foreach(value, key, inner) {
        json_t *html = json_object_get(inner, "rendered");

        if (!json_is_string(html))
            html = json_object_get(inner, "raw");
        if (strcmp(key, "content") == 0 && json_string_length(html)) {
            snprintf(title, sizeof title, "%s:%d", name, ++*count);
            give(r, title, json_string_value(html), json_string_length(html));
        }
        in_json(r, name, inner, depth + 1, count);
    }
}

static void json_file(const reading *r, const char *name, const char *bytes, size_t n)
{
    json_t *root = json_loadb(bytes, n, 0, NULL);
    int count = 0;

    in_json(r, name, root, 0, &count);
    json_decref(root);
}

/* Each line an object with a member `html`. */
static void json_lines(const reading *r, const char *name, const char *bytes, size_t n)
{
    encart__str rest = encart__str_n(bytes, n);
    char title[600];

    for (int line = 1; rest.n; line++) {
        const char *end = memchr(rest.p, '\n', rest.n);
        size_t length = end ? (size_t)(end - rest.p) : rest.n;
        json_t *root = json_loadb(rest.p, length, 0, NULL);
        json_t *html = json_object_get(root, "html");

        snprintf(title, sizeof title, "%s:%d", name, line);
        if (html)
            give(r, title, json_string_value(html), json_string_length(html));
        json_decref(root);
        rest = encart__str_sub(rest, length + 1, rest.n);
    }
}

/* Each <content:encoded><![CDATA[…]]>, of a feed too. */
static void xml_file(const reading *r, const char *name, const char *bytes, size_t n)
{
    static const char start[] = "<content:encoded><![CDATA[";
    static const char stop[] = "]]></content:encoded>";
    const char *at = bytes, *end;
    char title[600];

    (void)n; /* a NUL follows the bytes */
    for (int count = 1; (at = strstr(at, start)) != NULL; count++) {
        at += sizeof start - 1;
        end = strstr(at, stop);
        if (!end)
            return;
        snprintf(title, sizeof title, "%s:%d", name, count);
        if (end > at)
            give(r, title, at, (size_t)(end - at));
        at = end;
    }
}

/* ---- folders ----------------------------------------------------------------------- */

typedef void file_fn(const reading *r, const char *name, const char *bytes, size_t n);

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static void folder(const reading *r, const char *path, const char *ending, file_fn *read)
{
    char dir[4096], file[8192];
    struct dirent **names = NULL;
    int count;

    snprintf(dir, sizeof dir, "%s/%s", r->data, path);
    count = scandir(dir, &names, NULL, by_name);
    for (int i = 0; i < count; i++) {
        const char *name = names[i]->d_name;
        size_t n = strlen(name), m = strlen(ending), size = 0;
        char *bytes;

        snprintf(file, sizeof file, "%s/%s", dir, name);
        if (n > m && strcmp(name + n - m, ending) == 0 &&
            (bytes = suite_read(file, &size)) != NULL) {
            read(r, name, bytes, size);
            free(bytes);
        }
        free(names[i]);
    }
    free(names);
}

void corpora_each(const char *data, corpus_fn *each, void *user)
{
    static const struct {
        const char *corpus, *path, *ending;
        file_fn *read;
    } all[] = {
        {"pages", "articles/html", ".html", whole_file},
        {"fragments", "articles", ".jsonl", json_lines},
        {"wordpress rest", "wordpress/rest", ".json", json_file},
        {"wordpress posts", "wordpress/derived-fr", ".json", json_file},
        {"wordpress posts", "wordpress/derived-fr", ".xml", xml_file},
        {"wordpress blocks", "wordpress/blocks", ".html", whole_file},
        {"wordpress misc", "wordpress/misc", ".html", whole_file},
        {"wordpress misc", "wordpress/misc", ".xml", xml_file},
        {"wordpress wxr", "wordpress/wxr", ".xml", xml_file},
    };

    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        reading r = {data, all[i].corpus, each, user};

        folder(&r, all[i].path, all[i].ending, all[i].read);
    }
}
