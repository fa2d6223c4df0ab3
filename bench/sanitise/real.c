/* Finds documents in files that hold other things too. All in the order of their names,
 * so that a corpus is the same whenever it is made. */
#include "bench/sanitise/real.h"

#include "core/html/decode.h"

#include <dirent.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- files of a folder ------------------------------------------------------------- */

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name); /* bytewise, whatever the locale */
}

static int ends_with(const char *z, const char *end)
{
    size_t n = strlen(z), m = strlen(end);

    return n >= m && strcmp(z + n - m, end) == 0;
}

/* Gives each file of FOLDER/SUB whose name ends so to `take`, which may change it. */
static void each_file(docs *out, const char *folder, const char *sub, const char *end,
                      void (*take)(docs *out, text *file))
{
    char path[4096];
    struct dirent **names = NULL;
    int n;

    snprintf(path, sizeof path, "%s/%s", folder, sub);
    n = scandir(path, &names, NULL, by_name);
    for (int i = 0; i < n; i++) {
        if (ends_with(names[i]->d_name, end)) {
            text t;

            snprintf(path, sizeof path, "%s/%s/%s", folder, sub, names[i]->d_name);
            t = text_of_file(path);
            out->failed |= t.failed;
            if (t.n)
                take(out, &t);
            text_free(&t);
        }
        free(names[i]);
    }
    free(names);
}

/* ---- JSON -------------------------------------------------------------------------- */

static void take_string(docs *out, const json_t *s)
{
    text t = {0};

    if (!json_is_string(s))
        return;
    text_add(&t, json_string_value(s), json_string_length(s));
    docs_take(out, &t);
}

/* One post: its body as stored, else as rendered. */
static void take_post(docs *out, const json_t *post)
{
    const json_t *content = json_object_get(post, "content");
    const json_t *raw = json_object_get(content, "raw");

    take_string(out, raw ? raw : json_object_get(content, "rendered"));
}

static void take_posts(docs *out, text *file)
{
    json_t *all = json_loadb(file->data, file->n, 0, NULL);

    if (json_is_object(all))
        take_post(out, all);
    for (size_t i = 0; i < json_array_size(all); i++)
        take_post(out, json_array_get(all, i));
    json_decref(all);
}

static void take_lines(docs *out, text *file)
{
    char *rest = file->data;

    for (char *line = strsep(&rest, "\n"); line; line = strsep(&rest, "\n")) {
        json_t *one = json_loads(line, 0, NULL);

        take_string(out, json_object_get(one, "html"));
        json_decref(one);
    }
}

/* ---- other files ------------------------------------------------------------------- */

/* The bodies in an export; two CDATA sections in a row, for "]]>", are not joined. */
static void take_export(docs *out, text *file)
{
    static const char open[] = "<content:encoded><![CDATA[", close[] = "]]>";
    const char *at = file->data;

    while ((at = strstr(at, open)) != NULL) {
        const char *from = at + sizeof open - 1, *to = strstr(from, close);
        text t = {0};

        if (!to)
            return;
        text_add(&t, from, (size_t)(to - from));
        docs_take(out, &t);
        at = to;
    }
}

static void take_whole(docs *out, text *file)
{
    docs_take(out, file);
}

/* Every peer reads UTF-8; what is UTF-8 already stays as it is. */
static void take_page(docs *out, text *file)
{
    encart__strbuf utf8;
    size_t replaced = 0;
    char charset[32];

    encart__strbuf_init(&utf8, &encart__alloc_default, 0);
    encart__decode_utf8(encart__str_n(file->data, file->n), &utf8, &replaced);
    if (replaced) {
        encart__strbuf_clear(&utf8);
        if (encart__decode(encart__str_n(file->data, file->n), ENCART__STR_EMPTY, &utf8,
                           charset, NULL, NULL))
            out->failed = 1;
        text_free(file);
        text_add(file, encart__strbuf_z(&utf8), utf8.size);
    }
    out->failed |= utf8.failed != 0;
    encart__strbuf_free(&utf8);
    docs_take(out, file);
}

void real_clean(docs *out, const char *folder)
{
    each_file(out, folder, "articles", ".jsonl", take_lines);
    each_file(out, folder, "wordpress/rest", ".json", take_posts);
    each_file(out, folder, "wordpress/derived-fr", ".json", take_posts);
    each_file(out, folder, "wordpress/derived-fr", ".xml", take_export);
    each_file(out, folder, "wordpress/wxr", ".xml", take_export);
    each_file(out, folder, "wordpress/blocks", ".html", take_whole);
}

void real_dirty(docs *out, const char *folder)
{
    each_file(out, folder, "articles/html", ".html", take_page);
}
