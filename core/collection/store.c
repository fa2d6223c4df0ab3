/* The connection: opening, locking, statements, transactions, what SQLite's errors mean.
 * It knows no article. */
#include "core/collection/store.h"

#include <errno.h>
#include <sched.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#define BUSY_MS 2000

/* ---- errors --------------------------------------------------------------------------- */

static const struct {
    int code, status;
    const char *what;
} meanings[] = {
    {SQLITE_BUSY, ENCART_EBUSY, "locked by another process"},
    {SQLITE_LOCKED, ENCART_EBUSY, "locked by another connection"},
    {SQLITE_NOTADB, ENCART_ECORRUPT, "not a SQLite database"},
    {SQLITE_CORRUPT, ENCART_ECORRUPT, "the database is damaged"},
    {SQLITE_SCHEMA, ENCART_ECORRUPT, "the database is damaged"},
    {SQLITE_ERROR, ENCART_ECORRUPT, "the database is not as Encart made it"},
    {SQLITE_NOMEM, ENCART_ENOMEM, "out of memory"},
    {SQLITE_READONLY, ENCART_EIO, "opened for reading only"},
    {SQLITE_FULL, ENCART_EIO, "the disk is full"},
    {SQLITE_CANTOPEN, ENCART_EIO, "cannot be opened"},
    {SQLITE_PERM, ENCART_EIO, "no permission"},
    {SQLITE_TOOBIG, ENCART_ELIMIT, "too large for the database"},
};

static int fail_with(encart_collection *c, encart_error *err, int status, const char *what,
                     const char *detail)
{
    encart__error(err, status, ENCART_STAGE_COLLECTION, "%s: %s%s%s%s", c->path, what,
                  *detail ? " (" : "", detail, *detail ? ")" : "");
    encart__error_at(err, encart__str_z(c->path), 0, 0, 0);
    return status;
}

int encart__store_fail(encart_collection *c, encart_error *err)
{
    int code = c->db ? sqlite3_errcode(c->db) : SQLITE_CANTOPEN;

    for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++)
        if (meanings[i].code == (code & 0xFF))
            return fail_with(c, err, meanings[i].status, meanings[i].what,
                             meanings[i].status == ENCART_ECORRUPT
                                 ? sqlite3_errmsg(c->db) : "");
    return fail_with(c, err, ENCART_EIO, "cannot be read or written",
                     c->db ? sqlite3_errmsg(c->db) : "");
}

int encart__store_nomem(encart_collection *c, encart_error *err)
{
    (void)c;
    return encart__error_nomem(err, ENCART_STAGE_COLLECTION);
}

/* ---- statements ----------------------------------------------------------------------- */

static int bind_one(sqlite3_stmt *st, int at, char type, va_list *args)
{
    encart__str s;
    const void *blob;
    int64_t number;
    int set;

    switch (type) {
    case 'i':
        return sqlite3_bind_int64(st, at, va_arg(*args, int64_t));
    case 's':
        s = va_arg(*args, encart__str);
        return sqlite3_bind_text64(st, at, s.p ? s.p : "", s.n, SQLITE_STATIC, SQLITE_UTF8);
    case 'b':
        blob = va_arg(*args, const void *);
        return sqlite3_bind_blob64(st, at, blob ? blob : "", va_arg(*args, size_t),
                                   SQLITE_STATIC);
    case 'o':
        set = va_arg(*args, int);
        number = va_arg(*args, int64_t);
        return set ? sqlite3_bind_int64(st, at, number) : sqlite3_bind_null(st, at);
    default:
        return sqlite3_bind_null(st, at);
    }
}

static sqlite3_stmt *prepare(encart_collection *c, encart__sql_id id)
{
    if (!c->statements[id])
        sqlite3_prepare_v3(c->db, encart__sql_text[id], -1, SQLITE_PREPARE_PERSISTENT,
                           &c->statements[id], NULL);
    return c->statements[id];
}

static sqlite3_stmt *sql_v(encart_collection *c, encart_error *err, encart__sql_id id,
                           const char *types, va_list *args)
{
    sqlite3_stmt *st = prepare(c, id);
    int rc = st ? SQLITE_OK : SQLITE_ERROR;

    for (int i = 0; types[i] && rc == SQLITE_OK; i++)
        rc = bind_one(st, i + 1, types[i], args);
    if (rc == SQLITE_OK)
        return st;
    encart__store_fail(c, err);
    return NULL;
}

sqlite3_stmt *encart__sql(encart_collection *c, encart_error *err, encart__sql_id id,
                          const char *types, ...)
{
    va_list args;
    sqlite3_stmt *st;

    va_start(args, types);
    st = sql_v(c, err, id, types, &args);
    va_end(args);
    return st;
}

int encart__step(encart_collection *c, encart_error *err, sqlite3_stmt *st)
{
    int rc = st ? sqlite3_step(st) : SQLITE_ERROR, status;

    if (rc == SQLITE_ROW)
        return 1;
    status = rc == SQLITE_DONE ? ENCART_OK : encart__store_fail(c, err);
    sqlite3_reset(st);
    return status;
}

int encart__exec(encart_collection *c, encart_error *err, encart__sql_id id,
                 const char *types, ...)
{
    va_list args;
    sqlite3_stmt *st;
    int row;

    va_start(args, types);
    st = sql_v(c, err, id, types, &args);
    va_end(args);
    row = encart__step(c, err, st);
    sqlite3_reset(st);
    return row < 0 ? row : ENCART_OK;
}

encart__str encart__column(sqlite3_stmt *st, int column)
{
    const void *bytes = sqlite3_column_blob(st, column);

    return encart__str_n(bytes, (size_t)sqlite3_column_bytes(st, column));
}

/* ---- transactions --------------------------------------------------------------------- */

/* What the lexicon knows is void once another connection has committed. */
static int check_version(encart_collection *c, encart_error *err)
{
    sqlite3_stmt *st = encart__sql(c, err, ENCART__SQL_DATA_VERSION, "");
    int row = encart__step(c, err, st);
    int64_t version = row == 1 ? sqlite3_column_int64(st, 0) : -1;

    sqlite3_reset(st);
    if (version != c->lexicon.version || c->lexicon.count > (size_t)1 << 20)
        encart__lexicon_drop(&c->lexicon);
    c->lexicon.version = version;
    return row < 0 ? row : ENCART_OK;
}

int encart__store_begin(encart_collection *c, encart_error *err, int write)
{
    int status;

    if (c->transaction)
        return write ? encart__exec(c, err, ENCART__SQL_SAVE, "") : ENCART_OK;
    status = encart__exec(c, err, write ? ENCART__SQL_BEGIN_WRITE : ENCART__SQL_BEGIN, "");
    if (status)
        return status;
    status = check_version(c, err);
    return status ? encart__store_end(c, err, status) : ENCART_OK;
}

/* SQLite itself rolls back when the disk is full: then nobody's transaction is left. */
static void lost_transaction(encart_collection *c)
{
    if (sqlite3_get_autocommit(c->db)) {
        c->transaction = 0;
        encart__lexicon_drop(&c->lexicon);
    }
}

int encart__store_end(encart_collection *c, encart_error *err, int status)
{
    if (c->transaction) {
        if (status)
            encart__exec(c, NULL, ENCART__SQL_SAVE_UNDO, "");
        encart__exec(c, NULL, ENCART__SQL_SAVE_DONE, "");
        lost_transaction(c);
        return status;
    }
    if (!status)
        status = encart__exec(c, err, ENCART__SQL_COMMIT, "");
    if (status) {
        if (!sqlite3_get_autocommit(c->db))
            encart__exec(c, NULL, ENCART__SQL_ROLLBACK, "");
        encart__lexicon_drop(&c->lexicon);
    }
    return status;
}

void encart__store_end_read(encart_collection *c)
{
    if (!c->transaction && !sqlite3_get_autocommit(c->db))
        encart__exec(c, NULL, ENCART__SQL_COMMIT, "");
}

/* ---- connection ----------------------------------------------------------------------- */

static int exists(const encart_collection *c, const char *suffix)
{
    char name[4096];
    int n = snprintf(name, sizeof name, "%s%s", c->path, suffix);

    return n > 0 && (size_t)n < sizeof name && access(name, F_OK) == 0;
}

static int folder_writable(const encart_collection *c)
{
    char name[4096];
    const char *slash = strrchr(c->path, '/');
    size_t n = slash ? (size_t)(slash - c->path) : 0;

    if (!slash)
        return access(".", W_OK) == 0;
    if (n >= sizeof name)
        return 0;
    memcpy(name, c->path, n);
    name[n] = '\0';
    return access(n ? name : "/", W_OK) == 0;
}

/* Looks at the file before SQLite does, for errors that say what is wrong. */
static int look(encart_collection *c, encart_error *err)
{
    struct stat st;
    int create = (c->flags & ENCART_COLLECTION_CREATE) && !c->read_only;

    if (stat(c->path, &st) != 0) {
        if ((errno == ENOENT && create))
            return ENCART_OK;
        if (errno == ENOENT || errno == ENOTDIR)
            return fail_with(c, err, ENCART_ENOTFOUND, "no such collection", "");
        return fail_with(c, err, ENCART_EIO, "cannot be read", "");
    }
    if (S_ISDIR(st.st_mode))
        return fail_with(c, err, ENCART_EIO, "a directory, not a collection", "");
    if (!S_ISREG(st.st_mode))
        return fail_with(c, err, ENCART_EIO, "not a regular file", "");
    if (access(c->path, R_OK) != 0)
        return fail_with(c, err, ENCART_EIO, "cannot be read: no permission", "");
    c->seen = st;
    if (!c->read_only && access(c->path, W_OK) != 0)
        c->read_only = 1;
    return ENCART_OK;
}

/* An immutable connection takes no lock and writes no journal, so it is safe only while
 * nobody writes: no -wal stands beside the file. In a folder that we cannot write to, a
 * -wal without its -shm cannot be read at all; then the file itself must do. */
static void choose_mode(encart_collection *c)
{
    int writable = folder_writable(c), wal = exists(c, "-wal");

    if (!writable)
        c->read_only = 1;
    c->notice = "";
    c->immutable = c->read_only && (!wal || (!writable && !exists(c, "-shm")));
    if (c->immutable && !writable)
        c->notice = wal ? "the collection's folder is read-only and holds an unfinished "
                          "journal: its last changes are not seen"
                        : "the collection's folder is read-only: opened immutable";
}

/* The path as a URI, in which "%", "?" and "#" have no meaning of their own. */
static void write_uri(const encart_collection *c, encart__strbuf *out)
{
    encart__strbuf_puts(out, c->path[0] == '/' ? "file://" : "file:");
    for (const char *p = c->path; *p; p++) {
        if (*p == '%' || *p == '?' || *p == '#')
            encart__strbuf_printf(out, "%%%02X", (unsigned)*p);
        else
            encart__strbuf_putc(out, *p);
    }
    encart__strbuf_puts(out, c->immutable ? "?immutable=1" : "?immutable=0");
}

static void disconnect(encart_collection *c)
{
    for (size_t i = 0; i < ENCART__SQL_COUNT; i++) {
        sqlite3_finalize(c->statements[i]);
        c->statements[i] = NULL;
    }
    sqlite3_close_v2(c->db);
    c->db = NULL;
    c->transaction = 0;
    encart__lexicon_drop(&c->lexicon);
    c->lexicon.version = -1;
}

static int open_uri(encart_collection *c, encart_error *err)
{
    encart__strbuf uri;
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI, rc;

    if (c->read_only)
        flags |= SQLITE_OPEN_READONLY;
    else
        flags |= SQLITE_OPEN_READWRITE |
                 (c->flags & ENCART_COLLECTION_CREATE ? SQLITE_OPEN_CREATE : 0);
    encart__strbuf_init(&uri, &c->alloc, 0);
    write_uri(c, &uri);
    if (uri.failed) {
        encart__strbuf_free(&uri);
        return encart__store_nomem(c, err);
    }
    rc = sqlite3_open_v2(encart__strbuf_z(&uri), &c->db, flags, NULL);
    encart__strbuf_free(&uri);
    if (rc != SQLITE_OK)
        return encart__store_fail(c, err);
    sqlite3_extended_result_codes(c->db, 1);
    sqlite3_busy_timeout(c->db, c->busy_ms);
    return ENCART_OK;
}

static int connect_file(encart_collection *c, encart_error *err)
{
    int status;

    c->read_only = (c->flags & ENCART_COLLECTION_READONLY) != 0;
    status = look(c, err);
    if (status)
        return status;
    choose_mode(c);
    status = open_uri(c, err);
    if (!status)
        status = encart__schema_check(c, err);
    if (status)
        disconnect(c);
    return status;
}

/* Whether somebody wrote to a file that we opened as immutable. */
static int outdated(const encart_collection *c)
{
    struct stat st;

    if (!c->immutable || stat(c->path, &st) != 0)
        return 0;
    return st.st_ino != c->seen.st_ino || st.st_size != c->seen.st_size ||
           st.st_mtim.tv_sec != c->seen.st_mtim.tv_sec ||
           st.st_mtim.tv_nsec != c->seen.st_mtim.tv_nsec ||
           (folder_writable(c) && exists(c, "-wal"));
}

/* In a forked child: the parent's connection must not be used, nor closed (closing would
 * drop the parent's locks), nor its mutex trusted. One thread does this, others wait. */
static void leave_parent(encart_collection *c)
{
    long self = (long)getpid(), seen = atomic_load(&c->pid);

    while (seen != self) {
        if (seen == -1 || !atomic_compare_exchange_strong(&c->pid, &seen, -1)) {
            sched_yield();
            seen = atomic_load(&c->pid);
            continue;
        }
        pthread_mutex_init(&c->mutex, NULL);
        memset(c->statements, 0, sizeof c->statements);
        c->db = NULL;
        c->transaction = 0;
        encart__lexicon_drop(&c->lexicon);
        atomic_store(&c->pid, self);
        seen = self;
    }
}

int encart__store_enter(encart_collection *c, encart_error *err)
{
    int status = ENCART_OK;

    encart__error_clear(err);
    if (!c)
        return encart__error(err, ENCART_EINVAL, ENCART_STAGE_COLLECTION,
                             "no collection was given");
    leave_parent(c);
    pthread_mutex_lock(&c->mutex);
    if (c->db && outdated(c))
        disconnect(c);
    if (!c->db)
        status = connect_file(c, err);
    if (status)
        pthread_mutex_unlock(&c->mutex);
    return status;
}

void encart__store_leave(encart_collection *c)
{
    pthread_mutex_unlock(&c->mutex);
}

encart__stemmer *encart__store_stemmer(encart_collection *c, encart__str lang)
{
    lang = encart__lang_primary(lang);
    if (c->stemmer && encart__str_is(lang, c->stemmer_lang))
        return c->stemmer;
    encart__stemmer_free(c->stemmer);
    memcpy(c->stemmer_lang, lang.p, lang.n);
    c->stemmer_lang[lang.n] = '\0';
    c->stemmer = encart__stemmer_new(&c->alloc, lang);
    return c->stemmer;
}

/* ---- the handle ----------------------------------------------------------------------- */

static void release(encart_collection *c)
{
    encart__alloc alloc = c->alloc;

    if (atomic_load(&c->pid) == (long)getpid())
        disconnect(c);
    encart__lexicon_free(&c->lexicon);
    encart__stemmer_free(c->stemmer);
    pthread_mutex_destroy(&c->mutex);
    encart__free(&alloc, c->path, c->path_size);
    encart__free(&alloc, c, sizeof *c);
}

static encart_collection *handle_new(const char *path,
                                     const encart_collection_options *options,
                                     const encart__alloc *alloc)
{
    encart_collection *c = encart__calloc(alloc, 1, sizeof *c);

    if (!c)
        return NULL;
    c->alloc = *alloc;
    c->flags = options ? options->flags : 0;
    c->busy_ms = options && options->busy_ms > 0 ? options->busy_ms : BUSY_MS;
    c->notice = "";
    c->path_size = strlen(path) + 1;
    c->path = encart__malloc(alloc, c->path_size);
    if (!c->path) {
        encart__free(alloc, c, sizeof *c);
        return NULL;
    }
    memcpy(c->path, path, c->path_size);
    pthread_mutex_init(&c->mutex, NULL);
    atomic_init(&c->pid, (long)getpid());
    encart__lexicon_init(&c->lexicon, &c->alloc);
    return c;
}

int encart_collection_open(encart_collection **out, const char *path,
                           const encart_collection_options *options,
                           const encart_allocator *alloc, encart_error *err)
{
    encart_collection *c;
    int status;

    encart__error_clear(err);
    if (!out)
        return encart__error(err, ENCART_EINVAL, ENCART_STAGE_COLLECTION, "out is NULL");
    *out = NULL;
    if (!path || !*path)
        return encart__error(err, ENCART_EINVAL, ENCART_STAGE_COLLECTION,
                             "the collection's path is empty");
    c = handle_new(path, options, alloc ? alloc : &encart__alloc_default);
    if (!c)
        return encart__error_nomem(err, ENCART_STAGE_COLLECTION);
    status = connect_file(c, err);
    if (status)
        release(c);
    else
        *out = c;
    return status;
}

void encart_collection_close(encart_collection *collection)
{
    if (collection)
        release(collection);
}
