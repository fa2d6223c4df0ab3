/* encart index: files, folders and JSONL into a collection.
 *
 * Articles are committed in batches, so a run that is killed at any moment leaves whole
 * articles only, and the next run skips what is there: each document has an origin (its
 * file, or file#line) and a stamp that changes when the document does. */
#include "cli/args.h"
#include "cli/progress.h"
#include "cli/walk.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BATCH 200 /* articles in one transaction */

typedef struct job {
    tools tools;
    walk walk;
    progress progress;
    const char *lang, *base_url;
    int prune, quiet;
    int open;        /* a transaction is */
    unsigned waiting; /* puts in it */
    unsigned long put, kept, bad;
    size_t removed;
} job;

/* A document on its way into the collection. */
typedef struct document {
    const walk_file *file;
    const char *origin;
    char stamp[64];
    const char *format;  /* NULL = detected */
    unsigned long above; /* lines before it in its file */
    const char *data;
    size_t size;
} document;

/* ---- transactions ------------------------------------------------------------------------ */

/* The collection itself failed: nothing more can be done. */
static int broken(job *j, const encart_error *err)
{
    progress_clear(&j->progress);
    say_error(j->tools.collection_path, err, 0);
    return EXIT_FAILED;
}

static int commit(job *j)
{
    encart_error err = {0};

    if (!j->open)
        return EXIT_DONE;
    j->open = 0;
    j->waiting = 0;
    return encart_collection_commit(j->tools.collection, &err) ? broken(j, &err) : EXIT_DONE;
}

static int begin(job *j)
{
    encart_error err = {0};

    if (j->open)
        return EXIT_DONE;
    if (encart_collection_begin(j->tools.collection, &err))
        return broken(j, &err);
    j->open = 1;
    return EXIT_DONE;
}

/* ---- one document ------------------------------------------------------------------------ */

/* The document is no good; the others go on. */
static void reject(job *j, const document *d, const encart_error *err)
{
    progress_clear(&j->progress);
    say_error(d->file->path, err, d->above);
    j->bad++;
    /* It is there, if broken: pruning must leave its last good version. */
    if (j->prune)
        encart_collection_fresh(j->tools.collection, d->origin, NULL, NULL);
}

/* The address of a document that tells none: its place below the path that was named. */
static char *url_of(const job *j, const document *d)
{
    const char *path = d->file->path + d->file->root;
    char *url;

    if (!j->base_url)
        return NULL;
    if (!d->file->root && strrchr(path, '/'))
        path = strrchr(path, '/');
    path += strspn(path, "/");
    return asprintf(&url, "%s%s%s", j->base_url,
                    j->base_url[strlen(j->base_url) - 1] == '/' ? "" : "/", path) < 0
               ? NULL
               : url;
}

static encart_article *load(job *j, const document *d)
{
    encart_load_options o = ENCART_LOAD_OPTIONS_INIT;
    encart_article *article = NULL;
    encart_error err = {0};
    char *url = url_of(j, d);

    o.format = d->format;
    o.lang = j->lang;
    o.source = d->file->path;
    o.url = url;
    if (encart_article_load(&article, j->tools.engine, d->data, d->size, &o, &err))
        reject(j, d, &err);
    free(url);
    return article;
}

static int put(job *j, const document *d)
{
    encart_put_options o = ENCART_PUT_OPTIONS_INIT;
    encart_article *article = load(j, d);
    encart_error err = {0};
    int status;

    if (!article)
        return EXIT_DONE;
    if (begin(j)) {
        encart_article_free(article);
        return EXIT_FAILED;
    }
    o.origin = d->origin;
    o.stamp = d->stamp;
    status = encart_collection_put(j->tools.collection, article, &o, &err);
    encart_article_free(article);
    if (status == ENCART_EINVAL)
        reject(j, d, &err);
    else if (status)
        return broken(j, &err);
    else
        j->put++;
    return ++j->waiting < BATCH ? EXIT_DONE : commit(j);
}

/* 1 when the collection has it as it is, 0 when not, -1 when the collection failed. */
static int fresh(job *j, const document *d)
{
    encart_error err = {0};
    int known = encart_collection_fresh(j->tools.collection, d->origin, d->stamp, &err);

    if (known < 0) {
        broken(j, &err);
        return -1;
    }
    j->kept += known == 1;
    return known == 1;
}

/* ---- files ------------------------------------------------------------------------------- */

static int index_document(job *j, const walk_file *f, const char *origin)
{
    document d = {.file = f, .origin = origin};
    int known, status;
    bytes in;

    snprintf(d.stamp, sizeof d.stamp, "%llu-%lld", (unsigned long long)f->size,
             (long long)f->mtime_ns);
    known = fresh(j, &d);
    if (known)
        return known < 0 ? EXIT_FAILED : EXIT_DONE;
    progress_clear(&j->progress);
    if (io_read(f->path, IO_MAX, &in)) {
        j->bad++;
        if (j->prune)
            encart_collection_fresh(j->tools.collection, origin, NULL, NULL);
        return EXIT_DONE;
    }
    d.data = in.data;
    d.size = in.size;
    status = put(j, &d);
    free(in.data);
    return status;
}

/* FNV-1a, 64 bits: a line's stamp, since a file's date would change all its lines. */
static uint64_t hash(const char *data, size_t n)
{
    uint64_t h = 0xcbf29ce484222325u;

    for (size_t i = 0; i < n; i++)
        h = (h ^ (unsigned char)data[i]) * 0x100000001b3u;
    return h;
}

static int is_blank(const char *data, size_t n)
{
    return strspn(data, " \t\r") >= n;
}

static int index_line(job *j, const walk_file *f, const char *path, io_split *in,
                      unsigned long line)
{
    char origin[PATH_MAX + 32];
    document d = {.file = f, .origin = origin, .format = "json", .above = line - 1,
                  .data = in->data, .size = in->size};
    encart_error err = {.status = ENCART_ELIMIT};
    int known;

    if (in->too_long) {
        snprintf(err.message, sizeof err.message,
                 "a line longer than the limit of %zu MiB for one document", in->max >> 20);
        err.line = 1;
        reject(j, &d, &err);
        return EXIT_DONE;
    }
    if (is_blank(in->data, in->size))
        return EXIT_DONE;
    snprintf(origin, sizeof origin, "%s#%lu", path, line);
    snprintf(d.stamp, sizeof d.stamp, "%016llx",
             (unsigned long long)hash(in->data, in->size));
    known = fresh(j, &d);
    return known < 0 ? EXIT_FAILED : known ? EXIT_DONE : put(j, &d);
}

static int index_lines(job *j, const walk_file *f, const char *path)
{
    io_split in = {.fd = open(f->path, O_RDONLY | O_CLOEXEC), .delimiter = '\n',
                   .max = IO_MAX};
    int got = 0, status = EXIT_DONE;

    for (unsigned long line = 1; in.fd >= 0 && !status && (got = io_split_next(&in)) > 0;
         line++) {
        status = index_line(j, f, path, &in, line);
        progress_step(&j->progress, in.size + 1);
    }
    if (in.fd < 0 || got < 0) {
        progress_clear(&j->progress);
        say(f->path, "%s", strerror(errno));
        j->bad++;
    }
    io_split_free(&in);
    if (in.fd >= 0)
        close(in.fd);
    return status;
}

static int index_file(job *j, const walk_file *f)
{
    char real[PATH_MAX];
    const char *path = realpath(f->path, real) ? real : f->path;
    int status;

    if (f->lines)
        return index_lines(j, f, path);
    status = index_document(j, f, path);
    progress_step(&j->progress, f->size);
    return status;
}

/* ---- the run ----------------------------------------------------------------------------- */

/* What was not seen has gone; but where a path could not be read, nothing is known. */
static int sweep(job *j)
{
    encart_error err = {0};

    if (j->walk.errors) {
        say(j->tools.collection_path, "nothing is pruned, since a path could not be read");
        return EXIT_DONE;
    }
    return encart_collection_sweep(j->tools.collection, &j->removed, &err) ? broken(j, &err)
                                                                           : EXIT_DONE;
}

static int summary(const job *j)
{
    encart_error err = {0};
    uint64_t count;

    if (encart_collection_count(j->tools.collection, &count, &err)) {
        say_error(j->tools.collection_path, &err, 0);
        return EXIT_FAILED;
    }
    if (!j->quiet)
        printf("%s: %lu indexed, %lu unchanged, %zu removed, %lu failed; %llu articles\n",
               j->tools.collection_path, j->put, j->kept, j->removed,
               j->bad + (unsigned long)j->walk.errors, (unsigned long long)count);
    return EXIT_DONE;
}

static int index_all(job *j)
{
    encart_error err = {0};
    int status = EXIT_DONE;

    if (j->prune && encart_collection_mark(j->tools.collection, &err))
        return broken(j, &err);
    progress_begin(&j->progress, j->walk.bytes, j->quiet);
    for (size_t i = 0; !status && i < j->walk.count; i++)
        status = index_file(j, &j->walk.file[i]);
    if (!status)
        status = commit(j);
    if (!status && j->prune)
        status = sweep(j);
    progress_clear(&j->progress);
    return status ? status : summary(j);
}

static int run(job *j, char **paths, int count)
{
    int status;

    for (int i = 0; i < count; i++) {
        if (!walk_add(&j->walk, paths[i])) {
            say("encart index", "out of memory");
            return EXIT_FAILED;
        }
    }
    if (j->walk.errors && !j->walk.count)
        return EXIT_FAILED;
    status = tools_open(&j->tools, ENCART_COLLECTION_CREATE);
    if (!status)
        status = index_all(j);
    return status || j->bad || j->walk.errors ? EXIT_FAILED : EXIT_DONE;
}

int cmd_index(const command *self, int argc, char **argv)
{
    job j = {0};
    const opt table[] = {
        TOOLS_OPT_COLLECTION(&j.tools),
        {"prune", 0, OPT_FLAG, NULL, "remove what was indexed from files and is not there now",
         &j.prune, 0, 0},
        {"base-url", 0, OPT_STRING, "URL", "address of the folder, for documents without one",
         &j.base_url, 0, 0},
        {"lang", 'l', OPT_STRING, "LANG", "the articles' language, over what they say",
         &j.lang, 0, 0},
        {"quiet", 'q', OPT_FLAG, NULL, "no progress bar, no summary", &j.quiet, 0, 0},
        TOOLS_OPT_CONFIG(&j.tools), TOOLS_OPT_PLUGINS_DIR(&j.tools), OPT_END};
    int n, status = args_parse(self, table, argc, argv, &n);

    if (status == ARGS_GO && !j.tools.collection_path)
        status = say_usage(self, "--collection FILE is needed");
    if (status == ARGS_GO && n == 0)
        status = say_usage(self, "no PATH: name files or folders to index");
    if (status == ARGS_GO && j.base_url && !*j.base_url)
        status = say_usage(self, "--base-url is empty");
    if (status == ARGS_GO)
        status = run(&j, argv, n);
    walk_free(&j.walk);
    tools_done(&j.tools);
    return status;
}
