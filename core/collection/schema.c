/* What stands in the file: tables, versions, and whether the file is ours at all. */
#include "core/collection/store.h"

const char *const encart__sql_text[ENCART__SQL_COUNT] = {
#define STATEMENT(name, sql) sql,
#include "core/collection/statements.def"
#undef STATEMENT
};

/* migrations[v] brings version v to v + 1. A released entry is never changed.
 *
 * text      titles, ledes and bodies, folded and stemmed: an ordinary FTS5 table.
 * vector    the article's terms (see terms.h) and its sample of 4-grams.
 * term      how many articles have the term; term 0 counts the articles.
 * neighbour the most related articles of each, with raw scores: no dates, no filters.
 *           No foreign keys: fifty rows an article, and put.c cleans both sides itself.
 * pending   articles whose neighbours are still to be computed; empty after a commit. */
static const char *const migrations[ENCART__SCHEMA_VERSION] = {
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE article (doc INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,"
    " url TEXT NOT NULL, url_key TEXT NOT NULL, title TEXT NOT NULL,"
    " title_key TEXT NOT NULL, lang TEXT NOT NULL, section TEXT NOT NULL,"
    " published INTEGER, published_offset INTEGER NOT NULL,"
    " published_form INTEGER NOT NULL, modified TEXT NOT NULL, summary TEXT NOT NULL,"
    " image_url TEXT NOT NULL, image_alt TEXT NOT NULL, image_width INTEGER NOT NULL,"
    " image_height INTEGER NOT NULL, tags TEXT NOT NULL, origin TEXT NOT NULL,"
    " stamp TEXT NOT NULL, generation INTEGER NOT NULL, text_hash INTEGER NOT NULL);"
    "CREATE INDEX article_url ON article (url_key) WHERE url_key <> '';"
    "CREATE INDEX article_title ON article (title_key) WHERE title_key <> '';"
    "CREATE INDEX article_origin ON article (origin, generation) WHERE origin <> '';"
    "CREATE VIRTUAL TABLE text USING fts5 (title, lede, body, tokenize = 'unicode61');"
    "CREATE TABLE vector (doc INTEGER PRIMARY KEY REFERENCES article (doc) ON DELETE"
    " CASCADE, terms BLOB NOT NULL, grams BLOB NOT NULL);"
    "CREATE TABLE term (term INTEGER PRIMARY KEY, df INTEGER NOT NULL);"
    "CREATE TABLE neighbour (doc INTEGER NOT NULL, other INTEGER NOT NULL,"
    " score INTEGER NOT NULL, PRIMARY KEY (doc, other)) WITHOUT ROWID;"
    "CREATE INDEX neighbour_other ON neighbour (other);"
    "CREATE TABLE pending (doc INTEGER PRIMARY KEY REFERENCES article (doc) ON DELETE"
    " CASCADE);",
};

/* A pragma's or a count's only value. */
static int ask(encart_collection *c, encart_error *err, const char *sql, int64_t *out)
{
    sqlite3_stmt *st = NULL;
    int rc = sqlite3_prepare_v2(c->db, sql, -1, &st, NULL);

    if (rc == SQLITE_OK)
        rc = sqlite3_step(st);
    if (rc == SQLITE_ROW)
        *out = sqlite3_column_int64(st, 0);
    sqlite3_finalize(st);
    return rc == SQLITE_ROW ? ENCART_OK : encart__store_fail(c, err);
}

static int run(encart_collection *c, encart_error *err, const char *sql)
{
    return sqlite3_exec(c->db, sql, NULL, NULL, NULL) == SQLITE_OK
               ? ENCART_OK
               : encart__store_fail(c, err);
}

static int refuse(encart_collection *c, encart_error *err, const char *what)
{
    encart__error(err, ENCART_ECORRUPT, ENCART_STAGE_COLLECTION, "%s: %s", c->path, what);
    encart__error_at(err, encart__str_z(c->path), 0, 0, 0);
    return ENCART_ECORRUPT;
}

/* Whether it is ours; *version is then its schema's, 0 for an empty file. */
static int whose(encart_collection *c, encart_error *err, int64_t *version)
{
    int64_t id = 0, tables = 0;
    int status = ask(c, err, "PRAGMA application_id", &id);

    if (!status)
        status = ask(c, err, "PRAGMA user_version", version);
    if (!status)
        status = ask(c, err, "SELECT count(*) FROM sqlite_schema", &tables);
    if (status)
        return status;
    if (id == 0 && tables == 0 && *version == 0)
        return ENCART_OK;
    if (id != ENCART__APPLICATION_ID)
        return refuse(c, err, "a database of another application, not a collection");
    if (*version < 1 || *version > ENCART__SCHEMA_VERSION) {
        encart__error(err, ENCART_ECORRUPT, ENCART_STAGE_COLLECTION,
                      "%s: made by a later Encart (schema %lld, this one knows up to %d)",
                      c->path, (long long)*version, ENCART__SCHEMA_VERSION);
        return refuse(c, err, "");
    }
    return ENCART_OK;
}

static int migrate(encart_collection *c, encart_error *err)
{
    int64_t version;
    char mark[96];
    int status = run(c, err, "BEGIN IMMEDIATE");

    if (status)
        return status;
    /* Asked again under the lock: another process may have been quicker. */
    status = whose(c, err, &version);
    for (; !status && version < ENCART__SCHEMA_VERSION; version++)
        status = run(c, err, migrations[version]);
    sqlite3_snprintf(sizeof mark, mark, "PRAGMA application_id = %d; PRAGMA user_version = %d",
                     ENCART__APPLICATION_ID, ENCART__SCHEMA_VERSION);
    if (!status)
        status = run(c, err, mark);
    if (!status)
        status = run(c, err, "COMMIT");
    if (status)
        sqlite3_exec(c->db, "ROLLBACK", NULL, NULL, NULL);
    return status;
}

/* A file of ours can still lack a table: damage, or somebody's hand. */
static int complete(encart_collection *c, encart_error *err)
{
    int64_t tables = 0;
    int status = ask(c, err,
                     "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name IN "
                     "('meta', 'article', 'text', 'vector', 'term', 'neighbour', 'pending')",
                     &tables);

    if (!status && tables != 7)
        return refuse(c, err, "a collection with missing tables");
    return status;
}

int encart__schema_check(encart_collection *c, encart_error *err)
{
    int64_t version = 0;
    int status = whose(c, err, &version);

    if (status)
        return status;
    if (version < ENCART__SCHEMA_VERSION) {
        if (version == 0 && !(c->flags & ENCART_COLLECTION_CREATE))
            return refuse(c, err, "an empty file, not a collection");
        if (c->read_only)
            return refuse(c, err, "made by an earlier Encart: open it once for writing");
        status = run(c, err, "PRAGMA journal_mode = WAL");
        if (!status)
            status = migrate(c, err);
    }
    if (!status && !c->read_only)
        status = run(c, err, "PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON");
    return status ? status : complete(c, err);
}
