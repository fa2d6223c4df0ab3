/* The collection: what is put is found, whatever the file is gets one clear error. */
#include "core/collection/related.h"
#include "core/collection/store.h"
#include "core/collection/terms.h"
#include "core/collection/weigh.h"
#include "tests/suite.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[] = "/tmp/encart-test-XXXXXX";
static char file[64];

static void remove_files(void)
{
    static const char *const suffixes[] = {"", "-wal", "-shm", "-journal"};
    char name[80];

    for (size_t i = 0; i < 4; i++) {
        snprintf(name, sizeof name, "%s%s", file, suffixes[i]);
        unlink(name);
    }
}

static void setup(void)
{
    strcpy(folder, "/tmp/encart-test-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(file, sizeof file, "%s/c.db", folder);
}

static void teardown(void)
{
    chmod(folder, 0755);
    remove_files();
    rmdir(folder);
}

static encart_article article(const char *id, const char *title, const char *text)
{
    encart_article a;

    memset(&a, 0, sizeof a);
    a.alloc = encart__alloc_default;
    a.id = encart__str_z(id);
    a.title = encart__str_z(title);
    a.text = encart__str_z(text);
    a.lang = ENCART__STR("fr");
    a.url = a.summary = a.section.name = ENCART__STR_EMPTY;
    a.image.url = a.image.alt = ENCART__STR_EMPTY;
    return a;
}

static int open_with(encart_collection **c, unsigned flags, const encart_allocator *alloc,
                     encart_error *err)
{
    encart_collection_options o = ENCART_COLLECTION_OPTIONS_INIT;

    o.flags = flags;
    o.busy_ms = 1;
    return encart_collection_open(c, file, &o, alloc, err);
}

static encart_collection *create(void)
{
    encart_collection *c;
    encart_error err = {0};
    int status = open_with(&c, ENCART_COLLECTION_CREATE, NULL, &err);

    ck_assert_msg(status == ENCART_OK, "%s", err.message);
    return c;
}

static void put(encart_collection *c, const encart_article *a)
{
    encart_error err = {0};

    ck_assert_msg(encart_collection_put(c, a, NULL, &err) == ENCART_OK, "%s", err.message);
}

static uint64_t count(encart_collection *c)
{
    uint64_t n = 0;

    ck_assert_int_eq(encart_collection_count(c, &n, NULL), ENCART_OK);
    return n;
}

/* The lexicon, the lists and the text must agree with the articles at any moment. */
static void check_whole(void)
{
    static const char *const zero[] = {
        "SELECT count(*) FROM pending",
        "SELECT count(*) FROM article WHERE doc NOT IN (SELECT doc FROM vector)",
        "SELECT count(*) FROM article WHERE doc NOT IN (SELECT rowid FROM text)",
        "SELECT (SELECT count(*) FROM text) - (SELECT count(*) FROM article)",
        ("SELECT ifnull((SELECT df FROM term WHERE term = 0), 0) - "
         "(SELECT count(*) FROM article)"),
        "SELECT count(*) FROM neighbour WHERE other NOT IN (SELECT doc FROM article)",
        "SELECT count(*) FROM neighbour WHERE doc = other",
        "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'",
        "SELECT count(*) FROM pragma_foreign_key_check",
    };
    sqlite3 *db;
    sqlite3_stmt *st;

    ck_assert_int_eq(sqlite3_open(file, &db), SQLITE_OK);
    for (size_t i = 0; i < sizeof zero / sizeof *zero; i++) {
        ck_assert_msg(sqlite3_prepare_v2(db, zero[i], -1, &st, NULL) == SQLITE_OK, "%s: %s",
                      zero[i], sqlite3_errmsg(db));
        ck_assert_int_eq(sqlite3_step(st), SQLITE_ROW);
        ck_assert_msg(sqlite3_column_int(st, 0) == 0, "%s", zero[i]);
        sqlite3_finalize(st);
    }
    ck_assert_int_eq(sqlite3_exec(db, "INSERT INTO text (text) VALUES ('integrity-check')",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    sqlite3_close(db);
}

static void expect_json(encart_buffer *b, const char *want)
{
    ck_assert_str_eq(encart_buffer_data(b, NULL), want);
    encart_buffer_free(b);
}

/* ---- records -------------------------------------------------------------------------- */

START_TEST(an_article_comes_back_as_it_was_put)
{
    encart_collection *c = create();
    encart_article a = article("7", "Le titre «\u00A0<b>\u00A0»", "Un texte.");
    encart__ref tags[] = {{ENCART__STR("t1"), ENCART__STR("Maroc"), ENCART__STR_EMPTY,
                           ENCART__STR("place")}};
    encart_buffer *b;

    a.url = ENCART__STR("https://exemple.fr/7");
    a.summary = ENCART__STR("Un résumé.");
    a.section.name = ENCART__STR("monde");
    a.tags = tags;
    a.tag_count = 1;
    a.image = (encart__image){ENCART__STR("https://exemple.fr/7.jpg"), ENCART__STR("alt"),
                              ENCART__STR_EMPTY, ENCART__STR_EMPTY, 640, 480};
    encart__date_parse(ENCART__STR("2024-10-20T10:00:00+01:00"), &a.published);
    encart__date_parse(ENCART__STR("2024-10-21"), &a.modified);
    put(c, &a);
    ck_assert_int_eq(encart_collection_get(&b, c, "7", NULL), ENCART_OK);
    expect_json(b, "{\"encart\":1,\"id\":\"7\",\"url\":\"https://exemple.fr/7\",\"lang\":"
                   "\"fr\",\"title\":\"Le titre «\u00A0\\u003Cb>\u00A0»\",\"summary\":"
                   "\"Un résumé.\",\"published\":\"2024-10-20T10:00:00+01:00\","
                   "\"modified\":\"2024-10-21\",\"section\":{\"name\":\"monde\"},"
                   "\"tags\":[{\"id\":\"t1\",\"name\":\"Maroc\",\"kind\":\"place\"}],"
                   "\"image\":{\"url\":\"https://exemple.fr/7.jpg\",\"alt\":\"alt\","
                   "\"width\":640,\"height\":480}}");
    encart_collection_close(c);
    check_whole();
}
END_TEST

START_TEST(putting_again_replaces)
{
    encart_collection *c = create();
    encart_article a = article("1", "Un", "Le premier texte parle de pêche.");
    encart_buffer *b;

    put(c, &a);
    a.title = ENCART__STR("Deux");
    a.text = ENCART__STR("Le second texte parle de montagne.");
    put(c, &a);
    put(c, &a);
    ck_assert_uint_eq(count(c), 1);
    ck_assert_int_eq(encart_collection_get(&b, c, "1", NULL), ENCART_OK);
    expect_json(b, "{\"encart\":1,\"id\":\"1\",\"lang\":\"fr\",\"title\":\"Deux\"}");
    ck_assert_int_eq(encart_collection_find(&b, c, NULL, "Un", NULL), ENCART_ENOTFOUND);
    encart_collection_close(c);
    check_whole();
}
END_TEST

START_TEST(an_article_without_id_keeps_the_one_it_was_given)
{
    encart_collection *c = create();
    encart_article a = article("", "Titre", "Texte un.");
    encart_put_options o = {sizeof o, "/tmp/x.html", "1"};

    a.url = ENCART__STR("https://exemple.fr/a");
    put(c, &a);
    a.text = ENCART__STR("Texte deux.");
    a.url = ENCART__STR("http://www.exemple.fr/a/?utm_source=x#y");
    put(c, &a);
    ck_assert_uint_eq(count(c), 1);
    a.url = ENCART__STR_EMPTY;
    ck_assert_int_eq(encart_collection_put(c, &a, &o, NULL), ENCART_OK);
    ck_assert_int_eq(encart_collection_put(c, &a, &o, NULL), ENCART_OK);
    ck_assert_uint_eq(count(c), 2);
    put(c, &a);
    ck_assert_uint_eq(count(c), 3);
    encart_collection_close(c);
    check_whole();
}
END_TEST

START_TEST(an_id_found_by_url_is_kept)
{
    encart_collection *c = create();
    encart_article a = article("A", "Titre", "Texte un.");
    encart_buffer *b;

    a.url = ENCART__STR("https://exemple.fr/a");
    put(c, &a);
    a.id = ENCART__STR_EMPTY;
    a.title = ENCART__STR("Nouveau");
    put(c, &a);
    ck_assert_uint_eq(count(c), 1);
    ck_assert_int_eq(encart_collection_get(&b, c, "A", NULL), ENCART_OK);
    encart_buffer_free(b);
    encart_collection_close(c);
}
END_TEST

START_TEST(titles_are_found_despite_their_spelling)
{
    static const char *const same[] = {
        "Lutte contre le terrorisme : La DGST au cœur de l’affaire Cole Bridges",
        "LUTTE CONTRE LE TERRORISME: LA DGST AU COEUR DE L'AFFAIRE COLE BRIDGES",
        "« Lutte contre le terrorisme\u00A0: la DGST au coeur de l'affaire Cole Bridges. »",
        "  Lutte contre le terrorisme\u202F:\n La DGST au cœur de l‘affaire Cole Bridges !",
    };
    encart_collection *c = create();
    encart_article a = article("dgst", same[0], "Le texte.");
    encart__arena arena;
    encart__related found;
    encart_buffer *b;

    encart__arena_init(&arena, NULL, 0);
    put(c, &a);
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        ck_assert_int_eq(encart_collection_find(&b, c, NULL, same[i], NULL), ENCART_OK);
        encart_buffer_free(b);
        ck_assert_int_eq(encart__collection_find(c, ENCART__STR_EMPTY,
                                                 encart__str_z(same[i]), &found, &arena,
                                                 NULL), ENCART_OK);
        ck_assert_str_eq(found.id.p, "dgst");
        ck_assert_str_eq(found.source.p, "index");
    }
    ck_assert_int_eq(encart_collection_find(&b, c, NULL, "Lutte contre le terrorisme", NULL),
                     ENCART_ENOTFOUND);
    ck_assert_int_eq(encart_collection_find(&b, c, NULL, "?!", NULL), ENCART_ENOTFOUND);
    encart__arena_free(&arena);
    encart_collection_close(c);
}
END_TEST

START_TEST(of_two_equal_titles_the_newer_is_found)
{
    encart_collection *c = create();
    encart_article a = article("old", "Météo", "Un."), b = article("new", "Météo", "Deux.");
    encart__related found;
    encart__arena arena;

    encart__arena_init(&arena, NULL, 0);
    encart__date_parse(ENCART__STR("2020-01-01"), &a.published);
    encart__date_parse(ENCART__STR("2021-01-01"), &b.published);
    put(c, &b);
    put(c, &a);
    ck_assert_int_eq(encart__collection_find(c, ENCART__STR_EMPTY, ENCART__STR("meteo"),
                                             &found, &arena, NULL), ENCART_OK);
    ck_assert_str_eq(found.id.p, "new");
    encart__arena_free(&arena);
    encart_collection_close(c);
}
END_TEST

START_TEST(urls_are_found_despite_their_spelling)
{
    encart_collection *c = create();
    encart_article a = article("1", "Un", "Texte.");
    encart_buffer *b;

    a.url = ENCART__STR("https://www.exemple.fr/monde/un");
    put(c, &a);
    ck_assert_int_eq(encart_collection_find(&b, c, "http://exemple.fr/monde/un/?utm_medium=m",
                                            NULL, NULL), ENCART_OK);
    encart_buffer_free(b);
    ck_assert_int_eq(encart_collection_find(&b, c, "https://exemple.fr/monde", NULL, NULL),
                     ENCART_ENOTFOUND);
    ck_assert_ptr_null(b);
    encart_collection_close(c);
}
END_TEST

START_TEST(removed_articles_leave_nothing)
{
    encart_collection *c = create();
    encart_article a = article("1", "Pêche en mer", "La pêche en mer souffre du climat.");
    encart_article b = article("2", "La mer monte", "La mer monte, la pêche recule.");
    encart_error err = {0};

    put(c, &a);
    put(c, &b);
    ck_assert_int_eq(encart_collection_remove(c, "1", NULL), ENCART_OK);
    ck_assert_int_eq(encart_collection_remove(c, "1", &err), ENCART_ENOTFOUND);
    ck_assert_ptr_nonnull(strstr(err.message, "\"1\""));
    ck_assert_uint_eq(count(c), 1);
    ck_assert_int_eq(encart_collection_remove(c, "2", NULL), ENCART_OK);
    encart_collection_close(c);
    check_whole();
}
END_TEST

START_TEST(wrong_arguments_are_told)
{
    encart_collection *c = create(), *none;
    encart_article empty = article("1", "", "");
    encart_error err = {0};
    encart_buffer *b;

    ck_assert_int_eq(encart_collection_put(c, &empty, NULL, &err), ENCART_EINVAL);
    ck_assert_int_eq(encart_collection_put(c, NULL, NULL, NULL), ENCART_EINVAL);
    ck_assert_int_eq(encart_collection_put(NULL, &empty, NULL, NULL), ENCART_EINVAL);
    ck_assert_int_eq(encart_collection_find(&b, c, NULL, NULL, NULL), ENCART_EINVAL);
    ck_assert_int_eq(encart_collection_find(&b, c, "u", "t", NULL), ENCART_EINVAL);
    ck_assert_int_eq(encart_collection_get(&b, c, "", NULL), ENCART_EINVAL);
    ck_assert_int_eq(encart_collection_related(&b, c, NULL, NULL, NULL), ENCART_EINVAL);
    ck_assert_int_eq(encart_collection_related_to(&b, c, NULL, NULL, NULL), ENCART_EINVAL);
    ck_assert_int_eq(encart_collection_open(&none, "", NULL, NULL, NULL), ENCART_EINVAL);
    ck_assert_int_eq(encart_collection_open(NULL, "x", NULL, NULL, NULL), ENCART_EINVAL);
    ck_assert_int_eq(encart_collection_commit(c, NULL), ENCART_EINVAL);
    ck_assert_int_eq(encart_collection_rollback(c, NULL), ENCART_EINVAL);
    ck_assert_int_eq(encart_collection_sweep(c, NULL, NULL), ENCART_EINVAL);
    encart_collection_close(c);
    encart_collection_close(NULL);
}
END_TEST

/* ---- transactions and sweeps ---------------------------------------------------------- */

START_TEST(a_transaction_is_all_or_nothing)
{
    encart_collection *c = create();
    encart_article a = article("1", "Un", "Premier."), b = article("2", "Deux", "Second.");

    ck_assert_int_eq(encart_collection_begin(c, NULL), ENCART_OK);
    ck_assert_int_eq(encart_collection_begin(c, NULL), ENCART_EINVAL);
    put(c, &a);
    ck_assert_int_eq(encart_collection_rollback(c, NULL), ENCART_OK);
    ck_assert_uint_eq(count(c), 0);
    ck_assert_int_eq(encart_collection_begin(c, NULL), ENCART_OK);
    put(c, &a);
    put(c, &b);
    ck_assert_int_eq(encart_collection_commit(c, NULL), ENCART_OK);
    ck_assert_uint_eq(count(c), 2);
    ck_assert_int_eq(encart_collection_begin(c, NULL), ENCART_OK);
    ck_assert_int_eq(encart_collection_remove(c, "1", NULL), ENCART_OK);
    encart_collection_close(c); /* rolls back */
    c = create();
    ck_assert_uint_eq(count(c), 2);
    encart_collection_close(c);
    check_whole();
}
END_TEST

START_TEST(a_sweep_removes_what_was_not_seen)
{
    encart_collection *c = create();
    encart_article a = article("1", "Un", "Premier."), b = article("2", "Deux", "Second.");
    encart_article d = article("3", "Trois", "Sans origine.");
    encart_put_options from_a = {sizeof from_a, "a.html", "1"};
    encart_put_options from_b = {sizeof from_b, "b.html", "1"};
    size_t removed = 9;

    put(c, &d);
    ck_assert_int_eq(encart_collection_put(c, &a, &from_a, NULL), ENCART_OK);
    ck_assert_int_eq(encart_collection_put(c, &b, &from_b, NULL), ENCART_OK);
    ck_assert_int_eq(encart_collection_mark(c, NULL), ENCART_OK);
    ck_assert_int_eq(encart_collection_fresh(c, "a.html", "1", NULL), 1);
    ck_assert_int_eq(encart_collection_fresh(c, "b.html", "2", NULL), 0);
    ck_assert_int_eq(encart_collection_fresh(c, "c.html", "1", NULL), 0);
    ck_assert_int_eq(encart_collection_fresh(c, "c.html", NULL, NULL), 0);
    ck_assert_int_eq(encart_collection_fresh(c, "a.html", NULL, NULL), 1);
    ck_assert_int_eq(encart_collection_fresh(c, NULL, NULL, NULL), 0);
    ck_assert_int_eq(encart_collection_sweep(c, &removed, NULL), ENCART_OK);
    ck_assert_uint_eq(removed, 1);
    ck_assert_uint_eq(count(c), 2);
    ck_assert_int_eq(encart_collection_sweep(c, &removed, NULL), ENCART_EINVAL);
    ck_assert_int_eq(encart_collection_mark(c, NULL), ENCART_OK);
    ck_assert_int_eq(encart_collection_put(c, &a, &from_a, NULL), ENCART_OK);
    ck_assert_int_eq(encart_collection_sweep(c, &removed, NULL), ENCART_OK);
    ck_assert_uint_eq(removed, 0);
    encart_collection_close(c);
    check_whole();
}
END_TEST

/* ---- files ---------------------------------------------------------------------------- */

static void write_file(const void *bytes, size_t n)
{
    FILE *f = fopen(file, "wb");

    ck_assert_ptr_nonnull(f);
    ck_assert_uint_eq(fwrite(bytes, 1, n, f), n);
    fclose(f);
}

static void expect_refused(unsigned flags, int status, const char *words)
{
    encart_collection *c = (encart_collection *)1;
    encart_error err = {0};

    ck_assert_int_eq(open_with(&c, flags, NULL, &err), status);
    ck_assert_ptr_null(c);
    ck_assert_int_eq(err.status, status);
    ck_assert_int_eq(err.stage, ENCART_STAGE_COLLECTION);
    ck_assert_msg(strstr(err.message, words) && strstr(err.message, file), "\"%s\"",
                  err.message);
}

START_TEST(a_missing_file_is_not_found)
{
    expect_refused(0, ENCART_ENOTFOUND, "no such");
    expect_refused(ENCART_COLLECTION_READONLY, ENCART_ENOTFOUND, "no such");
    ck_assert_int_ne(access(file, F_OK), 0);
    strcat(file, "/in/nowhere.db");
    expect_refused(ENCART_COLLECTION_CREATE, ENCART_EIO, "opened");
    snprintf(file, sizeof file, "%s/c.db", folder);
}
END_TEST

START_TEST(a_directory_is_refused)
{
    snprintf(file, sizeof file, "%s", folder);
    expect_refused(0, ENCART_EIO, "directory");
    snprintf(file, sizeof file, "%s/c.db", folder);
}
END_TEST

START_TEST(other_bytes_are_refused)
{
    char bytes[8192];

    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)(i * 7 + 3);
    write_file(bytes, sizeof bytes);
    expect_refused(0, ENCART_ECORRUPT, "not a SQLite database");
    write_file("", 0);
    expect_refused(0, ENCART_ECORRUPT, "empty");
    write_file("<p>Une page</p>", 15);
    expect_refused(ENCART_COLLECTION_CREATE, ENCART_ECORRUPT, "not a SQLite database");
}
END_TEST

static void run_sql(const char *sql)
{
    sqlite3 *db;

    ck_assert_int_eq(sqlite3_open(file, &db), SQLITE_OK);
    ck_assert_msg(sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK, "%s",
                  sqlite3_errmsg(db));
    sqlite3_close(db);
}

START_TEST(another_applications_database_is_refused_and_not_touched)
{
    run_sql("CREATE TABLE article (x); PRAGMA user_version = 1");
    expect_refused(ENCART_COLLECTION_CREATE, ENCART_ECORRUPT, "another application");
    run_sql("INSERT INTO article VALUES (1)");
}
END_TEST

START_TEST(a_later_schema_is_refused)
{
    encart_collection_close(create());
    run_sql("PRAGMA user_version = 7");
    expect_refused(ENCART_COLLECTION_CREATE, ENCART_ECORRUPT, "schema 7");
}
END_TEST

START_TEST(a_collection_without_its_tables_is_refused)
{
    encart_collection_close(create());
    run_sql("DROP TABLE neighbour");
    expect_refused(0, ENCART_ECORRUPT, "missing tables");
}
END_TEST

START_TEST(a_damaged_file_gives_errors_and_no_crash)
{
    encart_collection *c = create();
    char text[200], id[16], *bytes;
    encart_buffer *b;
    size_t n;

    for (int i = 0; i < 30; i++) {
        snprintf(text, sizeof text, "Article numéro %d sur la pêche et la mer.", i);
        snprintf(id, sizeof id, "%d", i);
        encart_article a = article(id, text, text);

        put(c, &a);
    }
    encart_collection_close(c);
    bytes = suite_read(file, &n);
    for (size_t round = 0; round < 40; round++) {
        size_t from = 4096 + round * (n - 4096) / 40;

        remove_files();
        if (round % 2) {
            char save[512];

            memcpy(save, bytes + from, sizeof save);
            memset(bytes + from, (int)(round * 37), n - from < 512 ? n - from : 512);
            write_file(bytes, n);
            memcpy(bytes + from, save, sizeof save);
        } else {
            write_file(bytes, from);
        }
        if (open_with(&c, 0, NULL, NULL) == ENCART_OK) {
            encart_article a = article("x", "La mer", "La pêche et la mer encore.");

            if (encart_collection_related(&b, c, "3", NULL, NULL) == ENCART_OK)
                encart_buffer_free(b);
            if (encart_collection_related_to(&b, c, &a, NULL, NULL) == ENCART_OK)
                encart_buffer_free(b);
            encart_collection_put(c, &a, NULL, NULL);
            encart_collection_remove(c, "4", NULL);
            encart_collection_close(c);
        }
    }
    free(bytes);
}
END_TEST

START_TEST(a_lock_held_by_another_is_busy)
{
    encart_collection *one = create(), *two = create();
    encart_article a = article("1", "Un", "Texte.");
    encart_error err = {0};

    ck_assert_int_eq(encart_collection_begin(one, NULL), ENCART_OK);
    ck_assert_int_eq(encart_collection_put(two, &a, NULL, &err), ENCART_EBUSY);
    ck_assert_ptr_nonnull(strstr(err.message, file));
    ck_assert_int_eq(encart_collection_begin(two, NULL), ENCART_EBUSY);
    ck_assert_uint_eq(count(two), 0); /* readers do not wait */
    put(one, &a);
    ck_assert_int_eq(encart_collection_commit(one, NULL), ENCART_OK);
    ck_assert_uint_eq(count(two), 1);
    put(two, &a);
    encart_collection_close(one);
    encart_collection_close(two);
    check_whole();
}
END_TEST

START_TEST(two_handles_see_each_others_words)
{
    encart_collection *one = create(), *two = create();
    encart_article a = article("1", "La pêche", "La pêche en mer.");
    encart_article b = article("2", "La mer", "La pêche à pied en mer.");

    put(one, &a);
    put(two, &b);
    put(one, &b);
    ck_assert_int_eq(encart_collection_remove(two, "1", NULL), ENCART_OK);
    ck_assert_int_eq(encart_collection_remove(one, "2", NULL), ENCART_OK);
    encart_collection_close(one);
    encart_collection_close(two);
    check_whole();
}
END_TEST

START_TEST(reading_only_leaves_no_trace_and_sees_later_changes)
{
    encart_collection *c = create(), *reader;
    encart_article a = article("1", "Un", "Texte."), b = article("2", "Deux", "Autre.");
    char wal[80];

    put(c, &a);
    encart_collection_close(c);
    ck_assert_int_eq(open_with(&reader, ENCART_COLLECTION_READONLY, NULL, NULL), ENCART_OK);
    ck_assert_uint_eq(count(reader), 1);
    snprintf(wal, sizeof wal, "%s-wal", file);
    ck_assert_int_ne(access(wal, F_OK), 0);
    ck_assert_int_eq(encart_collection_put(reader, &b, NULL, NULL), ENCART_EIO);
    c = create();
    put(c, &b);
    ck_assert_uint_eq(count(reader), 2);
    encart_collection_close(c);
    ck_assert_uint_eq(count(reader), 2);
    encart_collection_close(reader);
}
END_TEST

START_TEST(a_read_only_folder_is_opened_immutable_and_told)
{
    encart_collection *c = create();
    encart_article a = article("1", "Un", "Texte.");
    int status = 0;
    pid_t child;

    put(c, &a);
    encart_collection_close(c);
    chmod(folder, 0555);
    child = fork();
    if (child == 0) { /* as root everything is writable: become nobody */
        if (geteuid() == 0 && setuid(65534) != 0)
            _exit(9);
        if (open_with(&c, 0, NULL, NULL) != ENCART_OK)
            _exit(1);
        if (!strstr(encart__collection_notice(c), "read-only"))
            _exit(2);
        if (encart_collection_put(c, &a, NULL, NULL) != ENCART_EIO)
            _exit(3);
        _exit(count(c) == 1 ? 0 : 4);
    }
    waitpid(child, &status, 0);
    chmod(folder, 0755);
    ck_assert_int_eq(WEXITSTATUS(status), 0);
}
END_TEST

START_TEST(an_unreadable_file_is_refused)
{
    int status = 0;
    pid_t child;

    encart_collection_close(create());
    chmod(folder, 0755);
    chmod(file, 0);
    child = fork();
    if (child == 0) {
        encart_collection *c;

        if (geteuid() == 0 && setuid(65534) != 0)
            _exit(9);
        _exit(open_with(&c, 0, NULL, NULL) == ENCART_EIO ? 0 : 1);
    }
    waitpid(child, &status, 0);
    ck_assert_int_eq(WEXITSTATUS(status), 0);
}
END_TEST

START_TEST(a_forked_child_opens_its_own_connection)
{
    encart_collection *c = create();
    encart_article a = article("1", "Un", "Texte."), b = article("2", "Deux", "Autre.");
    int status = 0;
    sqlite3 *before = c->db;
    pid_t child;

    put(c, &a);
    child = fork();
    if (child == 0) {
        if (count(c) != 1 || c->db == before)
            _exit(1);
        _exit(encart_collection_put(c, &b, NULL, NULL) == ENCART_OK ? 0 : 2);
    }
    waitpid(child, &status, 0);
    ck_assert_int_eq(WEXITSTATUS(status), 0);
    ck_assert_uint_eq(count(c), 2);
    encart_collection_close(c);
    check_whole();
}
END_TEST

static void *worker(void *user)
{
    encart_collection *c = user;
    encart_buffer *b;

    for (int i = 0; i < 50; i++) {
        encart_article a = article("w", "La mer", "La pêche en mer change.");

        put(c, &a);
        if (encart_collection_related(&b, c, "w", NULL, NULL) == ENCART_OK)
            encart_buffer_free(b);
    }
    return NULL;
}

START_TEST(threads_may_share_a_handle)
{
    encart_collection *c = create();
    pthread_t threads[4];

    for (int i = 0; i < 4; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, worker, c), 0);
    for (int i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    ck_assert_uint_eq(count(c), 1);
    encart_collection_close(c);
    check_whole();
}
END_TEST

/* What a process killed in the midst of its work leaves is whole, and what it committed
 * is there. */
START_TEST(a_killed_writer_loses_nothing_committed)
{
    for (int round = 0; round < 10; round++) {
        encart_collection *c = create();
        uint64_t before = count(c);
        int pipes[2], status;
        pid_t child;
        char byte;

        encart_collection_close(c);
        ck_assert_int_eq(pipe(pipes), 0);
        child = fork();
        if (child == 0) {
            char id[32], text[200];

            c = create();
            for (int i = 0;; i++) {
                snprintf(id, sizeof id, "%d-%d", round, i);
                snprintf(text, sizeof text, "La pêche %d et la mer %d, récit %d.", i, round,
                         i % 7);
                encart_article a = article(id, text, text);

                put(c, &a);
                if (write(pipes[1], "x", 1) != 1)
                    _exit(1);
            }
        }
        for (int i = 0; i <= round; i++)
            ck_assert_int_eq(read(pipes[0], &byte, 1), 1);
        usleep((useconds_t)(round * 700));
        kill(child, SIGKILL);
        waitpid(child, &status, 0);
        close(pipes[0]);
        close(pipes[1]);
        c = create();
        ck_assert_uint_ge(count(c), before + (uint64_t)round + 1);
        encart_collection_close(c);
        check_whole();
    }
}
END_TEST

/* ---- memory --------------------------------------------------------------------------- */

static int whole_life(const encart_allocator *alloc)
{
    encart_article a = article("1", "La pêche", "La pêche en mer. Le poisson manque.");
    encart_article b = article("2", "La mer", "La pêche à pied en mer, encore.");
    encart_article d = article("", "Le poisson", "Le poisson de mer et la pêche.");
    encart_collection *c;
    encart_buffer *buffer = NULL;
    int status = open_with(&c, ENCART_COLLECTION_CREATE, alloc, NULL);

    if (status)
        return status;
    status = encart_collection_put(c, &a, NULL, NULL);
    if (!status)
        status = encart_collection_put(c, &b, NULL, NULL);
    if (!status)
        status = encart_collection_get(&buffer, c, "1", NULL);
    encart_buffer_free(buffer);
    buffer = NULL;
    if (!status)
        status = encart_collection_related(&buffer, c, "1", NULL, NULL);
    encart_buffer_free(buffer);
    buffer = NULL;
    if (!status)
        status = encart_collection_related_to(&buffer, c, &d, NULL, NULL);
    encart_buffer_free(buffer);
    if (!status)
        status = encart_collection_remove(c, "1", NULL);
    encart_collection_close(c);
    return status;
}

START_TEST(each_allocation_may_fail)
{
    suite_alloc sa;
    size_t total;

    suite_alloc_init(&sa);
    ck_assert_int_eq(whole_life(&sa.vtable), ENCART_OK);
    ck_assert_uint_eq(sa.live, 0);
    total = sa.count;
    ck_assert_uint_gt(total, 50);
    for (size_t i = 1; i <= total; i++) {
        remove_files();
        suite_alloc_init(&sa);
        sa.fail_at = i;
        ck_assert_int_eq(whole_life(&sa.vtable), ENCART_ENOMEM);
        ck_assert_uint_eq(sa.live, 0);
        if (i > 5)
            check_whole();
    }
}
END_TEST

int main(void)
{
    Suite *s = suite_create("collection");
    TCase *t = tcase_create("records"), *f = tcase_create("files");

    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_checked_fixture(f, setup, teardown);
    tcase_set_timeout(t, 60);
    tcase_set_timeout(f, 120);
    tcase_add_test(t, an_article_comes_back_as_it_was_put);
    tcase_add_test(t, putting_again_replaces);
    tcase_add_test(t, an_article_without_id_keeps_the_one_it_was_given);
    tcase_add_test(t, an_id_found_by_url_is_kept);
    tcase_add_test(t, titles_are_found_despite_their_spelling);
    tcase_add_test(t, of_two_equal_titles_the_newer_is_found);
    tcase_add_test(t, urls_are_found_despite_their_spelling);
    tcase_add_test(t, removed_articles_leave_nothing);
    tcase_add_test(t, wrong_arguments_are_told);
    tcase_add_test(t, a_transaction_is_all_or_nothing);
    tcase_add_test(t, a_sweep_removes_what_was_not_seen);
    tcase_add_test(f, a_missing_file_is_not_found);
    tcase_add_test(f, a_directory_is_refused);
    tcase_add_test(f, other_bytes_are_refused);
    tcase_add_test(f, another_applications_database_is_refused_and_not_touched);
    tcase_add_test(f, a_later_schema_is_refused);
    tcase_add_test(f, a_collection_without_its_tables_is_refused);
    tcase_add_test(f, a_damaged_file_gives_errors_and_no_crash);
    tcase_add_test(f, a_lock_held_by_another_is_busy);
    tcase_add_test(f, two_handles_see_each_others_words);
    tcase_add_test(f, reading_only_leaves_no_trace_and_sees_later_changes);
    tcase_add_test(f, a_read_only_folder_is_opened_immutable_and_told);
    tcase_add_test(f, an_unreadable_file_is_refused);
    tcase_add_test(f, a_forked_child_opens_its_own_connection);
    tcase_add_test(f, threads_may_share_a_handle);
    tcase_add_test(f, a_killed_writer_loses_nothing_committed);
    tcase_add_test(f, each_allocation_may_fail);
    suite_add_tcase(s, t);
    suite_add_tcase(s, f);
    return suite_main("test_collection", s);
}
