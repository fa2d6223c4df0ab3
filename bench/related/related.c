/* How good the related articles are: nDCG@5 on a collection with judgements, beside bare
 * FTS5 BM25 with 25 terms on the same table.
 *
 * encart-bench-related FOLDER [QUERIES]: the folder holds docs.jsonl or docs.jsonl.gz and
 * qrels-inline.tsv, qrels-box.tsv, neardups.tsv as far as they exist; see README.md.
 * It is linked with the rooms, not with the library: it makes articles by hand. */
#include "core/collection/store.h"
#include "core/collection/terms.h"
#include "core/collection/weigh.h"
#include "core/load/article.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { AT = 5, QUERIES = 500, BM25_TERMS = 25, BM25_ROWS = 400 };

typedef struct document {
    char *id;
    json_t *json;
    encart_article article;
    encart__ref *tags;
} document;

typedef struct judgement {
    char query[40], doc[40];
} judgement;

typedef struct bench {
    document *docs;
    size_t count;
    json_t *by_id; /* id → index */
    json_t *copies; /* "a b" of near-copies, both orders */
    encart_collection *c;
    char path[64];
} bench;

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void die(const char *what, const char *detail)
{
    fprintf(stderr, "encart-bench-related: %s: %s\n", what, detail);
    exit(1);
}

/* ---- reading -------------------------------------------------------------------------- */

static encart__str member(const json_t *o, const char *name)
{
    return encart__str_z(json_string_value(json_object_get(o, name)));
}

static void make_article(document *d)
{
    encart_article *a = &d->article;
    json_t *tags = json_object_get(d->json, "tags");

    a->alloc = encart__alloc_default;
    a->id = member(d->json, "id");
    a->title = member(d->json, "title");
    a->lang = member(d->json, "lang");
    a->text = member(d->json, "body");
    if (member(d->json, "lede").n > a->text.n) /* some bodies are cut, their lede is not */
        a->text = member(d->json, "lede");
    a->section.name = member(d->json, "category");
    a->url = a->summary = ENCART__STR_EMPTY;
    encart__date_parse(member(d->json, "date"), &a->published);
    a->tag_count = json_array_size(tags);
    a->tags = d->tags = calloc(a->tag_count + 1, sizeof *d->tags);
    for (size_t i = 0; i < a->tag_count; i++)
        d->tags[i].name = encart__str_z(json_string_value(json_array_get(tags, i)));
    d->id = strdup(a->id.p);
}

static FILE *open_documents(const char *folder)
{
    char command[5000];
    FILE *f;

    snprintf(command, sizeof command, "%s/docs.jsonl", folder);
    f = fopen(command, "r");
    if (f)
        return f;
    if (strchr(folder, '\''))
        die("no quotes in the folder's name, please", folder);
    snprintf(command, sizeof command, "gzip -dc '%s/docs.jsonl.gz'", folder);
    return popen(command, "r");
}

static void read_documents(bench *b, const char *folder)
{
    FILE *f = open_documents(folder);
    char *line = NULL;
    size_t size = 0, cap = 0;

    b->by_id = json_object();
    while (f && getline(&line, &size, f) > 0) {
        json_t *o = json_loads(line, 0, NULL);

        if (!o)
            die("not JSON", line);
        if (b->count == cap) {
            cap = cap ? 2 * cap : 1024;
            b->docs = realloc(b->docs, cap * sizeof *b->docs);
        }
        memset(&b->docs[b->count], 0, sizeof *b->docs);
        b->docs[b->count].json = o;
        make_article(&b->docs[b->count]);
        json_object_set_new(b->by_id, b->docs[b->count].id, json_integer((json_int_t)b->count));
        b->count++;
    }
    free(line);
    if (f)
        fclose(f);
    if (b->count == 0)
        die("no documents", folder);
}

static const document *document_of(const bench *b, const char *id)
{
    json_t *at = json_object_get(b->by_id, id);

    return at ? &b->docs[json_integer_value(at)] : NULL;
}

static size_t read_pairs(const char *folder, const char *name, judgement **out)
{
    char path[5000], line[400];
    size_t count = 0, cap = 0;
    FILE *f;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    f = fopen(path, "r");
    *out = NULL;
    while (f && fgets(line, sizeof line, f)) {
        if (count == cap) {
            cap = cap ? 2 * cap : 1024;
            *out = realloc(*out, cap * sizeof **out);
        }
        if (sscanf(line, "%39s %39s", (*out)[count].query, (*out)[count].doc) == 2)
            count++;
    }
    if (f)
        fclose(f);
    return count;
}

static void read_copies(bench *b, const char *folder)
{
    judgement *pairs;
    size_t n = read_pairs(folder, "neardups.tsv", &pairs);
    char key[100];

    b->copies = json_object();
    for (size_t i = 0; i < n; i++) {
        snprintf(key, sizeof key, "%s %s", pairs[i].query, pairs[i].doc);
        json_object_set_new(b->copies, key, json_true());
        snprintf(key, sizeof key, "%s %s", pairs[i].doc, pairs[i].query);
        json_object_set_new(b->copies, key, json_true());
    }
    free(pairs);
}

/* ---- indexing ------------------------------------------------------------------------- */

static void fill(bench *b)
{
    encart_collection_options options = {sizeof options, ENCART_COLLECTION_CREATE, 0};
    encart_error err = {0};
    double start, put;

    snprintf(b->path, sizeof b->path, "/tmp/bench-related-%ld.db", (long)getpid());
    unlink(b->path);
    if (encart_collection_open(&b->c, b->path, &options, NULL, &err))
        die("open", err.message);
    start = now();
    encart_collection_begin(b->c, &err);
    for (size_t i = 0; i < b->count; i++)
        if (encart_collection_put(b->c, &b->docs[i].article, NULL, &err))
            die("put", err.message);
    put = now();
    if (encart_collection_commit(b->c, &err))
        die("commit", err.message);
    printf("%zu articles indexed in %.1f s (put %.1f s, lists %.1f s)\n", b->count,
           now() - start, put - start, now() - put);
}

/* ---- bare BM25 ------------------------------------------------------------------------ */

typedef struct stem {
    char word[200];
    int count;
    int64_t df;
    double weight;
} stem;

static int by_word(const void *a, const void *b)
{
    return strcmp(((const stem *)a)->word, ((const stem *)b)->word);
}

static int by_weight(const void *a, const void *b)
{
    double x = ((const stem *)a)->weight, y = ((const stem *)b)->weight;

    return x > y ? -1 : x < y;
}

static int64_t df_of(sqlite3 *db, const char *word)
{
    sqlite3_stmt *st;
    int64_t df = 1;

    sqlite3_prepare_v2(db, "SELECT df FROM term WHERE term = ?", -1, &st, NULL);
    sqlite3_bind_int64(st, 1, encart__term_of(encart__str_z(word)));
    if (sqlite3_step(st) == SQLITE_ROW)
        df = sqlite3_column_int64(st, 0);
    sqlite3_finalize(st);
    return df;
}

/* The article's stems, each once, the best TF-IDF first. */
static size_t best_stems(sqlite3 *db, const char *text, int64_t all, stem **out)
{
    size_t n = 0, kept = 0;
    stem *s = malloc((strlen(text) / 2 + 2) * sizeof *s);

    while (*text) {
        size_t len = strcspn(text, " ");

        if (len && len < sizeof s->word) {
            memcpy(s[n].word, text, len);
            s[n].word[len] = '\0';
            s[n++].count = 1;
        }
        text += len + (text[len] == ' ');
    }
    qsort(s, n, sizeof *s, by_word);
    for (size_t i = 0; i < n; i++) {
        if (kept && strcmp(s[kept - 1].word, s[i].word) == 0)
            s[kept - 1].count++;
        else
            s[kept++] = s[i];
    }
    for (size_t i = 0; i < kept; i++) {
        s[i].df = df_of(db, s[i].word);
        s[i].weight = (double)s[i].count * encart__idf((uint64_t)all, (uint64_t)s[i].df);
    }
    qsort(s, kept, sizeof *s, by_weight);
    *out = s;
    return kept;
}

static void write_match(const stem *s, size_t n, char *out, size_t size)
{
    size_t used = 0;

    out[0] = '\0';
    for (size_t i = 0; i < n && i < BM25_TERMS; i++)
        used += (size_t)snprintf(out + used, size - used, "%s\"%s\"", i ? " OR " : "",
                                 s[i].word);
}

/* Ids of the best rows but the query's own, dates honoured; returns their number. */
static int bm25(bench *b, const document *q, int as_of, char ids[AT][40])
{
    sqlite3 *db = b->c->db;
    sqlite3_stmt *st;
    char match[BM25_TERMS * 210];
    stem *stems;
    size_t n;
    int found = 0;

    sqlite3_prepare_v2(db, "SELECT title || ' ' || lede || ' ' || body FROM text WHERE "
                       "rowid = (SELECT doc FROM article WHERE id = ?)", -1, &st, NULL);
    sqlite3_bind_text(st, 1, q->id, -1, SQLITE_STATIC);
    sqlite3_step(st);
    n = best_stems(db, (const char *)sqlite3_column_text(st, 0), (int64_t)b->count, &stems);
    write_match(stems, n, match, sizeof match);
    sqlite3_finalize(st);
    free(stems);
    sqlite3_prepare_v2(db, "SELECT a.id, a.published FROM (SELECT rowid AS doc, rank FROM "
                       "text WHERE text MATCH ? ORDER BY rank LIMIT ?) JOIN article a "
                       "USING (doc) ORDER BY rank", -1, &st, NULL);
    sqlite3_bind_text(st, 1, match, -1, SQLITE_STATIC);
    sqlite3_bind_int(st, 2, BM25_ROWS);
    while (found < AT && sqlite3_step(st) == SQLITE_ROW) {
        const char *id = (const char *)sqlite3_column_text(st, 0);

        if (strcmp(id, q->id) != 0 &&
            (!as_of || sqlite3_column_int64(st, 1) <= q->article.published.epoch))
            snprintf(ids[found++], 40, "%s", id);
    }
    sqlite3_finalize(st);
    return found;
}

/* ---- ours ----------------------------------------------------------------------------- */

static int ours(bench *b, const document *q, const encart_related_options *options,
                char ids[AT][40])
{
    encart_buffer *buffer;
    encart_error err = {0};
    json_t *list, *item;
    size_t i;

    if (encart_collection_related(&buffer, b->c, q->id, options, &err))
        die("related", err.message);
    list = json_loads(encart_buffer_data(buffer, NULL), 0, NULL);
    encart_buffer_free(buffer);
    json_array_foreach(list, i, item)
        snprintf(ids[i], 40, "%s", json_string_value(json_object_get(item, "id")));
    i = json_array_size(list);
    json_decref(list);
    return (int)i;
}

/* ---- measuring ------------------------------------------------------------------------ */

typedef struct figure {
    double ndcg, seconds;
    size_t queries, shown, copies;
} figure;

static double ndcg(char ids[AT][40], int n, const judgement *j, size_t relevant)
{
    static const double gain[AT] = {1.0, 0.6309297535714575, 0.5, 0.43067655807339306,
                                    0.38685280723454163};
    double dcg = 0, ideal = 0;

    for (size_t i = 0; i < relevant && i < AT; i++)
        ideal += gain[i];
    for (int i = 0; i < n; i++)
        for (size_t k = 0; k < relevant; k++)
            if (strcmp(ids[i], j[k].doc) == 0)
                dcg += gain[i];
    return dcg / ideal;
}

static size_t copies_in(const bench *b, const char *query, char ids[AT][40], int n)
{
    char key[100];
    size_t found = 0;

    for (int i = 0; i < n; i++) {
        snprintf(key, sizeof key, "%s %s", query, ids[i]);
        found += json_object_get(b->copies, key) != NULL;
        for (int k = 0; k < i; k++) {
            snprintf(key, sizeof key, "%s %s", ids[k], ids[i]);
            found += json_object_get(b->copies, key) != NULL;
        }
    }
    return found;
}

static void measure(bench *b, const char *name, const judgement *j, size_t count,
                    size_t most, int inline_use, int bare, int min_score)
{
    encart_related_options options = ENCART_RELATED_OPTIONS_INIT;
    figure f = {0};
    char ids[AT][40], date[40];

    for (size_t from = 0, to; from < count && f.queries < most; from = to) {
        const document *q = document_of(b, j[from].query);
        double start = now();
        int n;

        for (to = from; to < count && strcmp(j[to].query, j[from].query) == 0; to++)
            ;
        if (!q)
            continue;
        encart__date_format(date, &q->article.published);
        options.as_of = inline_use ? date : NULL;
        options.half_life_days = inline_use ? 30 : 0;
        options.min_score = min_score;
        start = now();
        n = bare ? bm25(b, q, inline_use, ids) : ours(b, q, &options, ids);
        f.seconds += now() - start;
        f.ndcg += ndcg(ids, n, j + from, to - from);
        f.copies += copies_in(b, q->id, ids, n);
        f.shown += (size_t)n;
        f.queries++;
    }
    if (f.queries)
        printf("%-28s nDCG@5 %.3f  (%zu queries, %.2f shown each, near-copies %zu, %.2f ms "
               "each)\n", name, f.ndcg / (double)f.queries, f.queries,
               (double)f.shown / (double)f.queries, f.copies,
               1000 * f.seconds / (double)f.queries);
}

static int by_query(const void *a, const void *b)
{
    return strcmp(((const judgement *)a)->query, ((const judgement *)b)->query);
}

static void measure_file(bench *b, const char *folder, const char *file, size_t most,
                         int inline_use)
{
    judgement *j;
    size_t n = read_pairs(folder, file, &j);
    char name[64];

    if (n)
        qsort(j, n, sizeof *j, by_query);
    snprintf(name, sizeof name, "%s bare BM25", inline_use ? "inline" : "box");
    measure(b, name, j, n, most, inline_use, 1, 0);
    snprintf(name, sizeof name, "%s Encart", inline_use ? "inline" : "box");
    measure(b, name, j, n, most, inline_use, 0, 0);
    snprintf(name, sizeof name, "%s Encart, no minimum", inline_use ? "inline" : "box");
    measure(b, name, j, n, most, inline_use, 0, 1);
    free(j);
}

static void clean(bench *b)
{
    char name[80];
    static const char *const suffixes[] = {"", "-wal", "-shm"};

    encart_collection_close(b->c);
    for (size_t i = 0; i < 3; i++) {
        snprintf(name, sizeof name, "%s%s", b->path, suffixes[i]);
        if (!getenv("KEEP"))
            unlink(name);
    }
    for (size_t i = 0; i < b->count; i++) {
        json_decref(b->docs[i].json);
        free(b->docs[i].tags);
        free(b->docs[i].id);
    }
    free(b->docs);
    json_decref(b->by_id);
    json_decref(b->copies);
}

int main(int argc, char **argv)
{
    bench b = {0};
    size_t most = argc > 2 ? strtoul(argv[2], NULL, 10) : QUERIES;

    if (argc < 2)
        die("usage", "encart-bench-related FOLDER [QUERIES]");
    read_documents(&b, argv[1]);
    read_copies(&b, argv[1]);
    fill(&b);
    measure_file(&b, argv[1], "qrels-inline.tsv", most, 1);
    measure_file(&b, argv[1], "qrels-box.tsv", most, 0);
    clean(&b);
    return 0;
}
