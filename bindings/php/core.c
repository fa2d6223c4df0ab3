/* From a recipe to an engine, and the engines that outlive requests.
 *
 * A kept engine is found by all that it was made of. Every encart.revalidate_freq seconds the
 * files behind it are looked at: when one changed, a new engine takes its place, and the old
 * one goes with its last article. An engine never changes, so a forked child may go on using
 * its parent's; a collection opens its file anew there by itself. */
#include "php_encart.h"

#include <dirent.h>
#include <sys/stat.h>
#include <time.h>
#include <zend_exceptions.h>
#include <zend_smart_str.h>

/* ---- counted handles --------------------------------------------------------------------- */

php_encart_store *php_encart_store_open(const char *path, const encart_collection_options *o)
{
    encart_collection *handle = NULL;
    encart_error err = {0};
    php_encart_store *store;
    int status = encart_collection_open(&handle, path, o, NULL, &err);

    if (status) {
        php_encart_throw(status, &err);
        return NULL;
    }
    store = pecalloc(1, sizeof *store, 1);
    store->handle = handle;
    store->refs = 1;
    return store;
}

void php_encart_store_release(php_encart_store *store)
{
    if (!store || --store->refs)
        return;
    encart_collection_close(store->handle);
    pefree(store, 1);
}

void php_encart_core_release(php_encart_core *core)
{
    if (!core || --core->refs)
        return;
    encart_engine_free(core->handle);
    php_encart_store_release(core->store);
    pefree(core, 1);
}

static void drop_core(void *core)
{
    php_encart_core_release(core);
}

/* ---- building ---------------------------------------------------------------------------- */

/* Calls `each` for the parts of an ini setting's list; false as soon as it fails. */
static bool split(const char *list, char separator,
                  bool (*each)(encart_builder *, const char *, encart_error *),
                  encart_builder *b, encart_error *err)
{
    char part[MAXPATHLEN];

    while (list && *list) {
        size_t n = strcspn(list, (char[]){separator, 0});

        if (n && n < sizeof part) {
            memcpy(part, list, n);
            part[n] = 0;
            if (!each(b, part, err))
                return false;
        }
        list += n + (list[n] != 0);
    }
    return true;
}

static bool add_path(encart_builder *b, const char *dir, encart_error *err)
{
    return !encart_builder_plugin_path(b, dir, err);
}

static bool add_path_that_is(encart_builder *b, const char *dir, encart_error *err)
{
    struct stat st;

    return stat(dir, &st) != 0 || !S_ISDIR(st.st_mode) || add_path(b, dir, err);
}

static bool enable(encart_builder *b, const char *name, encart_error *err)
{
    return !encart_builder_plugin_enable(b, name, err);
}

static bool each_of(HashTable *list, encart_builder *b,
                    bool (*each)(encart_builder *, const char *, encart_error *),
                    encart_error *err)
{
    zval *value;

    if (list) {
        ZEND_HASH_FOREACH_VAL(list, value) {
            if (!each(b, Z_STRVAL_P(value), err))
                return false;
        }
        ZEND_HASH_FOREACH_END();
    }
    return true;
}

static bool add_config(const php_encart_recipe *r, encart_builder *b, encart_error *err)
{
    if (r->json)
        return !encart_builder_config_json(b, ZSTR_VAL(r->json), ZSTR_LEN(r->json), "config",
                                           err);
    if (r->config)
        return !encart_builder_config_file(b, ZSTR_VAL(r->config), err);
    return !*ENCART_G(config) || !encart_builder_config_file(b, ENCART_G(config), err);
}

static bool add_services(HashTable *services, encart_builder *b, encart_error *err)
{
    zend_string *name;

    if (services) {
        ZEND_HASH_FOREACH_STR_KEY(services, name) {
            if (encart_builder_service(b, ZSTR_VAL(name), php_encart_service, NULL, err))
                return false;
        }
        ZEND_HASH_FOREACH_END();
    }
    return true;
}

static bool describe(const php_encart_recipe *r, encart_builder *b, php_encart_store *store,
                     encart_error *err)
{
    if (r->log)
        encart_builder_set_log(b, php_encart_log, NULL);
    return each_of(r->plugin_paths, b, add_path, err) &&
           split(ENCART_G(plugin_path), ':', add_path_that_is, b, err) &&
           add_config(r, b, err) &&
           (r->plugins ? each_of(r->plugins, b, enable, err)
                       : split(ENCART_G(plugins), ',', enable, b, err)) &&
           add_services(r->services, b, err) &&
           (!store || !encart_builder_collection(b, store->handle, err));
}

static const char *collection_of(const php_encart_recipe *r)
{
    return r->collection ? ZSTR_VAL(r->collection) : ENCART_G(collection);
}

/* The recipe's collection, held for the caller; NULL for none. False when it threw. */
static bool open_store(const php_encart_recipe *r, php_encart_store **store)
{
    encart_collection_options o = ENCART_COLLECTION_OPTIONS_INIT;

    *store = r->store;
    if (*store) {
        (*store)->refs++;
        return true;
    }
    if (!*collection_of(r))
        return true;
    o.flags = ENCART_COLLECTION_CREATE;
    *store = php_encart_store_open(collection_of(r), &o);
    return *store != NULL;
}

static encart_engine *build(const php_encart_recipe *r, php_encart_store *store,
                            encart_error *err)
{
    encart_builder *b = NULL;
    encart_engine *engine = NULL;

    if (!encart_builder_new(&b, NULL, err) && describe(r, b, store, err))
        encart_engine_new(&engine, b, err);
    encart_builder_free(b);
    return engine;
}

php_encart_core *php_encart_core_new(const php_encart_recipe *r)
{
    php_encart_frame frame;
    php_encart_core *core;
    php_encart_store *store;
    encart_error err = {0};

    if (!open_store(r, &store))
        return NULL;
    core = pecalloc(1, sizeof *core, 1);
    core->refs = 1;
    core->store = store;
    if (!php_encart_enter(&frame, NULL, r->log)) {
        php_encart_core_release(core);
        return NULL;
    }
    core->handle = build(r, store, &err);
    if (php_encart_leave(&frame, drop_core, core) && !core->handle)
        php_encart_throw(err.status, &err);
    if (!EG(exception))
        return core;
    php_encart_core_release(core);
    return NULL;
}

/* ---- engines that are kept --------------------------------------------------------------- */

typedef struct {
    php_encart_core *core;
    uint64_t signature; /* of the files behind it, when it was built */
    time_t checked;
    uint64_t used;
} kept_engine;

enum { PLUGIN_DEPTH = 4 }; /* folders below a plugin path that are looked at */

static void kept_drop(zval *value)
{
    kept_engine *k = Z_PTR_P(value);

    php_encart_core_release(k->core);
    pefree(k, 1);
}

void php_encart_kept_init(HashTable *kept)
{
    zend_hash_init(kept, 8, NULL, kept_drop, 1);
}

static void mix(uint64_t *h, const void *bytes, size_t n)
{
    const unsigned char *p = bytes;

    while (n--)
        *h = (*h ^ *p++) * 1099511628211u;
}

/* A number that changes when the file does; folders read in any order give the same sum. */
static uint64_t file_signature(const char *path, const struct stat *st)
{
    uint64_t h = 14695981039346656037u;

    mix(&h, path, strlen(path));
    mix(&h, &st->st_ino, sizeof st->st_ino);
    mix(&h, &st->st_size, sizeof st->st_size);
    mix(&h, &st->st_mtim.tv_sec, sizeof st->st_mtim.tv_sec);
    mix(&h, &st->st_mtim.tv_nsec, sizeof st->st_mtim.tv_nsec);
    return h;
}

static uint64_t tree_signature(const char *path, int depth)
{
    char below[MAXPATHLEN];
    struct dirent *entry;
    struct stat st;
    uint64_t sum;
    DIR *dir;

    if (stat(path, &st) != 0)
        return 0;
    if (!S_ISDIR(st.st_mode))
        return file_signature(path, &st);
    sum = 0;
    dir = depth ? opendir(path) : NULL;
    while (dir && (entry = readdir(dir)) != NULL) {
        int n = snprintf(below, sizeof below, "%s/%s", path, entry->d_name);

        if (entry->d_name[0] != '.' && n > 0 && (size_t)n < sizeof below)
            sum += tree_signature(below, depth - 1);
    }
    if (dir)
        closedir(dir);
    return sum;
}

/* Folders among the strings of a list: plugin paths, or plugins named by their folder. */
static uint64_t list_signature(HashTable *list)
{
    uint64_t sum = 0;
    zval *value;

    if (list) {
        ZEND_HASH_FOREACH_VAL(list, value) {
            if (strchr(Z_STRVAL_P(value), '/'))
                sum += tree_signature(Z_STRVAL_P(value), PLUGIN_DEPTH);
        }
        ZEND_HASH_FOREACH_END();
    }
    return sum;
}

/* A collection's content may change, its file only by being another one. */
static uint64_t collection_signature(const char *path)
{
    struct stat st;

    return *path && stat(path, &st) == 0 ? (uint64_t)st.st_ino * 31u + (uint64_t)st.st_dev : 0;
}

static uint64_t signature_of(const php_encart_recipe *r)
{
    const char *config = r->config ? ZSTR_VAL(r->config) : ENCART_G(config);
    const char *paths = ENCART_G(plugin_path);
    uint64_t sum = collection_signature(collection_of(r)) + list_signature(r->plugin_paths) +
                   list_signature(r->plugins);

    if (!r->json && *config)
        sum += tree_signature(config, 0);
    while (paths && *paths) {
        char dir[MAXPATHLEN];
        size_t n = strcspn(paths, ":");

        snprintf(dir, sizeof dir, "%.*s", (int)MIN(n, sizeof dir - 1), paths);
        sum += tree_signature(dir, PLUGIN_DEPTH);
        paths += n + (paths[n] != 0);
    }
    return sum;
}

/* Each part with its length before it, so that no two recipes look alike. */
static void key_part(smart_str *key, char kind, const char *bytes, size_t n)
{
    smart_str_appendc(key, kind);
    smart_str_append_unsigned(key, n);
    smart_str_appendc(key, ':');
    smart_str_appendl(key, bytes, n);
}

static void key_string(smart_str *key, char kind, const zend_string *s)
{
    if (s)
        key_part(key, kind, ZSTR_VAL(s), ZSTR_LEN(s));
}

static void key_list(smart_str *key, char kind, HashTable *list)
{
    zval *value;

    if (!list)
        return;
    smart_str_appendc(key, kind);
    ZEND_HASH_FOREACH_VAL(list, value) {
        key_string(key, '-', Z_STR_P(value));
    }
    ZEND_HASH_FOREACH_END();
}

static zend_string *key_of(const php_encart_recipe *r)
{
    const char *set[] = {ENCART_G(config), ENCART_G(plugin_path), ENCART_G(plugins),
                         ENCART_G(collection)};
    smart_str key = {0};
    zend_string *name;

    for (size_t i = 0; i < sizeof set / sizeof *set; i++)
        key_part(&key, 'i', set[i], strlen(set[i]));
    key_string(&key, 'j', r->json);
    key_string(&key, 'f', r->config);
    key_string(&key, 'c', r->collection);
    key_list(&key, 'd', r->plugin_paths);
    key_list(&key, 'p', r->plugins);
    if (r->log)
        smart_str_appendc(&key, 'l');
    if (r->services) {
        ZEND_HASH_FOREACH_STR_KEY(r->services, name) {
            key_string(&key, 's', name);
        }
        ZEND_HASH_FOREACH_END();
    }
    smart_str_0(&key);
    return key.s;
}

/* Makes room for one more. */
static void evict(HashTable *kept)
{
    while (zend_hash_num_elements(kept) &&
           zend_hash_num_elements(kept) >= (uint32_t)ENCART_G(max_engines)) {
        zend_string *key, *oldest = NULL;
        uint64_t least = UINT64_MAX;
        kept_engine *k;

        ZEND_HASH_FOREACH_STR_KEY_PTR(kept, key, k) {
            if (k->used < least) {
                least = k->used;
                oldest = key;
            }
        }
        ZEND_HASH_FOREACH_END();
        zend_hash_del(kept, oldest);
    }
}

/* The kept engine, if its files are what they were. `*stale` is one whose files changed. */
static php_encart_core *look_up(const php_encart_recipe *r, const zend_string *key,
                                php_encart_core **stale)
{
    kept_engine *k = zend_hash_str_find_ptr(&ENCART_G(kept), ZSTR_VAL(key), ZSTR_LEN(key));
    time_t now = time(NULL);

    *stale = NULL;
    if (!k)
        return NULL;
    k->used = ++ENCART_G(ticks);
    if (now - k->checked >= ENCART_G(revalidate_freq) || now < k->checked) {
        k->checked = now;
        if (signature_of(r) != k->signature) {
            *stale = k->core;
            return NULL;
        }
    }
    return k->core;
}

static void keep(const php_encart_recipe *r, const zend_string *key, php_encart_core *core)
{
    HashTable *kept = &ENCART_G(kept);
    kept_engine *k;

    if (!ENCART_G(max_engines))
        return;
    zend_hash_str_del(kept, ZSTR_VAL(key), ZSTR_LEN(key));
    evict(kept);
    k = pemalloc(sizeof *k, 1);
    /* Signed after it was built: the collection's file may have been made on the way. */
    *k = (kept_engine){core, signature_of(r), time(NULL), ++ENCART_G(ticks)};
    core->refs++;
    zend_hash_str_update_ptr(kept, ZSTR_VAL(key), ZSTR_LEN(key), k);
}

/* Somebody is in the middle of saving a file: the last engine that could be built goes on. */
static php_encart_core *last_good(php_encart_core *stale)
{
    zval message, *text;

    if (!EG(exception) || EG(exception)->ce != php_encart_ce_exception)
        return NULL;
    text = zend_read_property(php_encart_ce_exception, EG(exception), ZEND_STRL("message"), 1,
                              &message);
    ZVAL_COPY(&message, text);
    zend_clear_exception();
    php_error_docref(NULL, E_WARNING, "The configuration changed, and cannot be used: %s",
                     Z_TYPE(message) == IS_STRING ? Z_STRVAL(message) : "");
    zval_ptr_dtor(&message);
    if (EG(exception))
        return NULL;
    stale->refs++;
    return stale;
}

php_encart_core *php_encart_core_shared(const php_encart_recipe *r)
{
    zend_string *key = key_of(r);
    php_encart_core *stale, *core = look_up(r, key, &stale);

    if (core) {
        core->refs++;
    } else {
        if (stale)
            stale->refs++;
        core = php_encart_core_new(r);
        if (core)
            keep(r, key, core);
        else if (stale)
            core = last_good(stale);
        php_encart_core_release(stale);
    }
    zend_string_release(key);
    return core;
}

php_encart_core *php_encart_core_default(void)
{
    php_encart_recipe r = {0};

    return php_encart_core_shared(&r);
}

void php_encart_end_request(void)
{
    kept_engine *k;

    ZEND_HASH_FOREACH_PTR(&ENCART_G(kept), k) {
        if (k->core->store && k->core->store->open_transaction) {
            encart_collection_rollback(k->core->store->handle, NULL);
            k->core->store->open_transaction = false;
        }
    }
    ZEND_HASH_FOREACH_END();
}
