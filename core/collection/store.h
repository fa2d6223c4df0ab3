/* The database of a collection: its handle, its statements, its errors. The only header of
 * this room that knows SQLite.
 *
 * Every public function goes encart__store_enter() … encart__store_leave(); between the
 * two the handle belongs to the caller's thread and its connection is valid. */
#ifndef ENCART__COLLECTION_STORE_H
#define ENCART__COLLECTION_STORE_H

#include "core/base/error.h"
#include "core/base/strbuf.h"
#include "core/base/vec.h"
#include "core/collection/lexicon.h"
#include "core/text/text.h"

#include <encart/collection.h>

#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <sys/stat.h>

#define ENCART__APPLICATION_ID 0x456E6361 /* "Enca" */
#define ENCART__SCHEMA_VERSION 1

/* One name for each statement of statements.def. */
typedef enum encart__sql_id {
#define STATEMENT(name, sql) ENCART__SQL_##name,
#include "core/collection/statements.def"
#undef STATEMENT
    ENCART__SQL_COUNT
} encart__sql_id;

struct encart_collection {
    encart__alloc alloc;
    char *path;
    size_t path_size;
    unsigned flags;
    int busy_ms;
    int read_only;
    int immutable;       /* opened so: the file is watched for changes */
    const char *notice;  /* static: what a report should tell, "" = nothing */
    struct stat seen;    /* of the file, when it was opened immutable */

    pthread_mutex_t mutex;
    _Atomic long pid; /* of the process that opened the connection; -1 while reopening */

    sqlite3 *db;
    sqlite3_stmt *statements[ENCART__SQL_COUNT];
    int transaction;    /* begun by the caller */
    int64_t generation; /* of the running sweep, 0 = none */
    encart__lexicon lexicon;
    encart__stemmer *stemmer;
    char stemmer_lang[4];
};

/* Takes the handle; reopens it after a fork or when an immutable file has changed. */
int encart__store_enter(encart_collection *c, encart_error *err);
void encart__store_leave(encart_collection *c);
/* Fills `err` from SQLite's last error and returns the status it stands for. */
int encart__store_fail(encart_collection *c, encart_error *err);
int encart__store_nomem(encart_collection *c, encart_error *err);

/* The statement with its values bound: i int64_t, s encart__str, b const void * and
 * size_t, o int (0: NULL) and int64_t. Returns NULL when SQLite refuses, with `err` filled. */
sqlite3_stmt *encart__sql(encart_collection *c, encart_error *err, encart__sql_id id,
                          const char *types, ...);
/* 1 = a row, 0 = no more (and the statement is reset), or a negative status. */
int encart__step(encart_collection *c, encart_error *err, sqlite3_stmt *statement);
/* Runs a statement that gives no rows. */
int encart__exec(encart_collection *c, encart_error *err, encart__sql_id id,
                 const char *types, ...);
/* Bytes of a column, valid until the next step. */
encart__str encart__column(sqlite3_stmt *statement, int column);

/* A transaction of our own: begins nothing when one is open already. `write` takes the
 * lock at once. The lexicon is dropped when another process has written meanwhile. */
int encart__store_begin(encart_collection *c, encart_error *err, int write);
/* Ends what encart__store_begin() began: commits when `status` is ENCART_OK. */
int encart__store_end(encart_collection *c, encart_error *err, int status);

/* Ends a transaction that only read. */
void encart__store_end_read(encart_collection *c);

/* The stemmer of the language, kept in the handle. NULL without memory. */
encart__stemmer *encart__store_stemmer(encart_collection *c, encart__str lang);

/* schema.c: checks whose database this is, makes or migrates it. */
int encart__schema_check(encart_collection *c, encart_error *err);
extern const char *const encart__sql_text[ENCART__SQL_COUNT];

#endif
