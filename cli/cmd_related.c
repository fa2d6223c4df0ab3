/* encart related: the neighbours of an article, from the collection. */
#include "cli/args.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct job {
    tools tools;
    const char *id, *file, *lang;
    int json;
    encart_related_options want;
} job;

static const char *member(const json_t *object, const char *name)
{
    const char *value = json_string_value(json_object_get(object, name));

    return value ? value : "";
}

/* One article a line: score, day, title, address. */
static int print_table(const char *json, size_t n)
{
    json_t *list = json_loadb(json, n, 0, NULL), *a;
    size_t i;

    json_array_foreach(list, i, a)
        printf("%4d  %-10.10s  %s  <%s>\n",
               (int)json_integer_value(json_object_get(a, "score")), member(a, "published"),
               member(a, "title"), member(a, "url"));
    json_decref(list);
    return fflush(stdout) ? EXIT_FAILED : EXIT_DONE;
}

static int print(const job *j, const encart_buffer *found)
{
    size_t n;
    const char *json = encart_buffer_data(found, &n);

    if (!j->json)
        return print_table(json, n);
    return io_write(NULL, json, n) || io_write(NULL, "\n", 1) ? EXIT_FAILED : EXIT_DONE;
}

static int by_id(job *j, encart_buffer **found)
{
    encart_error err = {0};

    if (!encart_collection_related(found, j->tools.collection, j->id, &j->want, &err))
        return EXIT_DONE;
    if (err.status == ENCART_ENOTFOUND)
        say(j->tools.collection_path, "no article with the id “%s”", j->id);
    else
        say_error(j->tools.collection_path, &err, 0);
    return EXIT_FAILED;
}

static int by_file(job *j, encart_buffer **found)
{
    encart_load_options o = ENCART_LOAD_OPTIONS_INIT;
    encart_article *article = NULL;
    encart_error err = {0};
    bytes in;
    int status;

    if (io_read(j->file, IO_MAX, &in))
        return EXIT_FAILED;
    o.source = io_name(j->file);
    o.lang = j->lang;
    status = encart_article_load(&article, j->tools.engine, in.data, in.size, &o, &err);
    free(in.data);
    if (status) {
        say_error(io_name(j->file), &err, 0);
        return EXIT_FAILED;
    }
    status = encart_collection_related_to(found, j->tools.collection, article, &j->want, &err);
    encart_article_free(article);
    if (!status)
        return EXIT_DONE;
    say_error(j->tools.collection_path, &err, 0);
    return EXIT_FAILED;
}

static int run(job *j)
{
    encart_buffer *found = NULL;
    int status;

    j->want.lang = j->lang;
    status = tools_open(&j->tools, 0);
    if (!status)
        status = j->file ? by_file(j, &found) : by_id(j, &found);
    if (!status)
        status = print(j, found);
    encart_buffer_free(found);
    return status;
}

int cmd_related(const command *self, int argc, char **argv)
{
    job j = {.want = ENCART_RELATED_OPTIONS_INIT};
    const opt table[] = {
        TOOLS_OPT_COLLECTION(&j.tools), TOOLS_OPT_PLUGINS_DIR(&j.tools),
        {"file", 0, OPT_STRING, "INPUT", "the article in this file, which need not be indexed",
         &j.file, 0, 0},
        {"number", 'n', OPT_NUMBER, "N", "how many at the most (5)", &j.want.limit, 1, 50},
        {"as-of", 0, OPT_STRING, "DATE", "leave out what was published later (RFC 3339)",
         &j.want.as_of, 0, 0},
        {"half-life", 0, OPT_NUMBER, "DAYS", "an article so many days away counts half",
         &j.want.half_life_days, 1, 36500},
        {"min-score", 0, OPT_NUMBER, "SCORE", "leave out what scores less (0 to 1000)",
         &j.want.min_score, 0, 1000},
        {"lang", 'l', OPT_STRING, "LANG", "only this language; else the article's own",
         &j.lang, 0, 0},
        {"json", 'j', OPT_FLAG, NULL, "print JSON", &j.json, 0, 0},
        OPT_END};
    int n, status = args_parse(self, table, argc, argv, &n);

    if (status == ARGS_GO && !j.tools.collection_path)
        status = say_usage(self, "--collection FILE is needed");
    if (status == ARGS_GO && n + (j.file != NULL) != 1)
        status = say_usage(self, "expected one ID, or --file INPUT");
    if (status == ARGS_GO) {
        j.id = n ? argv[0] : NULL;
        status = run(&j);
    }
    tools_done(&j.tools);
    return status;
}
