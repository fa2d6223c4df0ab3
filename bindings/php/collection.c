/* Encart\Collection: the other articles of the site. */
#include "php_encart.h"

#include <zend_exceptions.h>

static zend_object_handlers handlers;

static zend_object *create(zend_class_entry *ce)
{
    php_encart_collection *c = zend_object_alloc(sizeof *c, ce);

    c->store = NULL;
    zend_object_std_init(&c->std, ce);
    object_properties_init(&c->std, ce);
    c->std.handlers = &handlers;
    return &c->std;
}

static void release(zend_object *object)
{
    php_encart_store_release(PHP_ENCART_FROM(php_encart_collection, object)->store);
    zend_object_std_dtor(object);
}

void php_encart_collection_object(zval *out, php_encart_store *store)
{
    object_init_ex(out, php_encart_ce_collection);
    PHP_ENCART_FROM(php_encart_collection, Z_OBJ_P(out))->store = store;
    store->refs++;
}

/* NULL, with an exception, for an object whose constructor failed. */
static php_encart_store *store_of(zval *this)
{
    php_encart_store *store = PHP_ENCART_FROM(php_encart_collection, Z_OBJ_P(this))->store;

    if (!store)
        zend_throw_error(NULL, "Encart\\Collection was not constructed");
    return store;
}

static bool failed(int status, const encart_error *err)
{
    if (status < 0)
        php_encart_throw(status, err);
    return status < 0;
}

ZEND_METHOD(Encart_Collection, __construct)
{
    encart_collection_options o = ENCART_COLLECTION_OPTIONS_INIT;
    php_encart_collection *c = PHP_ENCART_THIS(php_encart_collection);
    HashTable *options = NULL;
    char full[MAXPATHLEN], *path;
    size_t path_size;
    zval held;

    ZEND_PARSE_PARAMETERS_START(1, 2)
        Z_PARAM_PATH(path, path_size)
        Z_PARAM_OPTIONAL
        Z_PARAM_ARRAY_HT(options)
    ZEND_PARSE_PARAMETERS_END();

    if (c->store) {
        zend_throw_error(NULL, "Encart\\Collection is already constructed");
        RETURN_THROWS();
    }
    if (!path_size || !expand_filepath(path, full)) {
        zend_argument_value_error(1, "must be the name of a file");
        RETURN_THROWS();
    }
    if (php_encart_path_allowed(full) &&
        php_encart_options(&o, php_encart_open_table, options, 2, &held))
        c->store = php_encart_store_open(full, &o);
}

/* ---- one article ------------------------------------------------------------------------- */

ZEND_METHOD(Encart_Collection, put)
{
    encart_put_options o = ENCART_PUT_OPTIONS_INIT;
    php_encart_store *store = store_of(ZEND_THIS);
    HashTable *options = NULL;
    encart_error err = {0};
    zend_object *article;
    zval held;

    ZEND_PARSE_PARAMETERS_START(1, 2)
        Z_PARAM_OBJ_OF_CLASS(article, php_encart_ce_article)
        Z_PARAM_OPTIONAL
        Z_PARAM_ARRAY_HT(options)
    ZEND_PARSE_PARAMETERS_END();
    if (!store)
        RETURN_THROWS();
    if (php_encart_options(&o, php_encart_put_table, options, 2, &held))
        failed(encart_collection_put(store->handle,
                                     PHP_ENCART_FROM(php_encart_article, article)->handle, &o,
                                     &err),
               &err);
    zval_ptr_dtor(&held);
}

ZEND_METHOD(Encart_Collection, remove)
{
    php_encart_store *store = store_of(ZEND_THIS);
    encart_error err = {0};
    size_t id_size;
    int status;
    char *id;

    ZEND_PARSE_PARAMETERS_START(1, 1)
        Z_PARAM_PATH(id, id_size)
    ZEND_PARSE_PARAMETERS_END();
    (void)id_size;
    if (!store)
        RETURN_THROWS();
    status = encart_collection_remove(store->handle, id, &err);
    if (status == ENCART_ENOTFOUND)
        RETURN_FALSE;
    if (failed(status, &err))
        RETURN_THROWS();
    RETURN_TRUE;
}

/* JSON of the library's as an array; null for an article that is not there. */
static void give(zval *out, int status, encart_buffer *buffer, const encart_error *err)
{
    const char *bytes;
    size_t n;

    if (status == ENCART_ENOTFOUND || failed(status, err))
        return;
    bytes = encart_buffer_data(buffer, &n);
    php_encart_from_json(out, bytes, n);
    encart_buffer_free(buffer);
}

ZEND_METHOD(Encart_Collection, get)
{
    php_encart_store *store = store_of(ZEND_THIS);
    encart_buffer *buffer = NULL;
    encart_error err = {0};
    size_t id_size;
    int status;
    char *id;

    ZEND_PARSE_PARAMETERS_START(1, 1)
        Z_PARAM_PATH(id, id_size)
    ZEND_PARSE_PARAMETERS_END();
    (void)id_size;
    if (!store)
        RETURN_THROWS();
    status = encart_collection_get(&buffer, store->handle, id, &err);
    give(return_value, status, buffer, &err);
}

ZEND_METHOD(Encart_Collection, find)
{
    php_encart_store *store = store_of(ZEND_THIS);
    char *url = NULL, *title = NULL;
    size_t url_size, title_size;
    encart_buffer *buffer = NULL;
    encart_error err = {0};
    int status;

    ZEND_PARSE_PARAMETERS_START(0, 2)
        Z_PARAM_OPTIONAL
        Z_PARAM_PATH_OR_NULL(url, url_size)
        Z_PARAM_PATH_OR_NULL(title, title_size)
    ZEND_PARSE_PARAMETERS_END();
    (void)url_size;
    (void)title_size;
    if (!store)
        RETURN_THROWS();
    if (!url == !title) {
        zend_value_error("Encart\\Collection::find() looks by exactly one of url and title");
        RETURN_THROWS();
    }
    status = encart_collection_find(&buffer, store->handle, url, title, &err);
    give(return_value, status, buffer, &err);
}

ZEND_METHOD(Encart_Collection, related)
{
    encart_related_options o = ENCART_RELATED_OPTIONS_INIT;
    php_encart_store *store = store_of(ZEND_THIS);
    encart_buffer *buffer = NULL;
    HashTable *options = NULL;
    zend_object *article = NULL;
    zend_string *id = NULL;
    encart_error err = {0};
    int status;
    zval held;

    ZEND_PARSE_PARAMETERS_START(1, 2)
        Z_PARAM_OBJ_OF_CLASS_OR_STR(article, php_encart_ce_article, id)
        Z_PARAM_OPTIONAL
        Z_PARAM_ARRAY_HT(options)
    ZEND_PARSE_PARAMETERS_END();
    if (!store)
        RETURN_THROWS();
    if (php_encart_options(&o, php_encart_related_table, options, 2, &held)) {
        status = article ? encart_collection_related_to(
                               &buffer, store->handle,
                               PHP_ENCART_FROM(php_encart_article, article)->handle, &o, &err)
                         : encart_collection_related(&buffer, store->handle, ZSTR_VAL(id), &o,
                                                     &err);
        give(return_value, status, buffer, &err);
        if (status == ENCART_ENOTFOUND)
            array_init(return_value);
    }
    zval_ptr_dtor(&held);
}

/* ---- many articles ----------------------------------------------------------------------- */

static bool begin(php_encart_store *store)
{
    encart_error err = {0};

    if (failed(encart_collection_begin(store->handle, &err), &err))
        return false;
    store->open_transaction = true;
    return true;
}

/* After the callable: what it returned is kept only if its work is. PHP may be dying. */
static void finish(php_encart_store *store, bool good)
{
    encart_error err = {0};
    int status = good ? encart_collection_commit(store->handle, &err) : ENCART_OK;

    if (!good || status)
        encart_collection_rollback(store->handle, NULL);
    store->open_transaction = false;
    if (status)
        php_encart_throw(status, &err);
}

ZEND_METHOD(Encart_Collection, transaction)
{
    php_encart_store *store = store_of(ZEND_THIS);
    zend_fcall_info_cache fcc;
    zend_fcall_info fci;
    zval self;

    ZEND_PARSE_PARAMETERS_START(1, 1)
        Z_PARAM_FUNC(fci, fcc)
    ZEND_PARSE_PARAMETERS_END();
    if (!store || !begin(store))
        RETURN_THROWS();
    ZVAL_COPY_VALUE(&self, ZEND_THIS);
    fci.retval = return_value;
    fci.params = &self;
    fci.param_count = 1;
    /* Should PHP die in here, the transaction is undone when its collection is closed, or at
     * the end of the request. */
    finish(store, zend_call_function(&fci, &fcc) == SUCCESS && !EG(exception));
}

ZEND_METHOD(Encart_Collection, mark)
{
    php_encart_store *store = store_of(ZEND_THIS);
    encart_error err = {0};

    ZEND_PARSE_PARAMETERS_NONE();
    if (store)
        failed(encart_collection_mark(store->handle, &err), &err);
}

ZEND_METHOD(Encart_Collection, fresh)
{
    php_encart_store *store = store_of(ZEND_THIS);
    char *origin, *stamp = NULL;
    size_t origin_size, stamp_size;
    encart_error err = {0};
    int status;

    ZEND_PARSE_PARAMETERS_START(1, 2)
        Z_PARAM_PATH(origin, origin_size)
        Z_PARAM_OPTIONAL
        Z_PARAM_PATH_OR_NULL(stamp, stamp_size)
    ZEND_PARSE_PARAMETERS_END();
    (void)origin_size;
    (void)stamp_size;
    if (!store)
        RETURN_THROWS();
    status = encart_collection_fresh(store->handle, origin, stamp, &err);
    if (failed(status, &err))
        RETURN_THROWS();
    RETURN_BOOL(status);
}

ZEND_METHOD(Encart_Collection, sweep)
{
    php_encart_store *store = store_of(ZEND_THIS);
    encart_error err = {0};
    size_t removed = 0;

    ZEND_PARSE_PARAMETERS_NONE();
    if (!store || failed(encart_collection_sweep(store->handle, &removed, &err), &err))
        RETURN_THROWS();
    RETURN_LONG((zend_long)removed);
}

ZEND_METHOD(Encart_Collection, count)
{
    php_encart_store *store = store_of(ZEND_THIS);
    encart_error err = {0};
    uint64_t count = 0;

    ZEND_PARSE_PARAMETERS_NONE();
    if (!store || failed(encart_collection_count(store->handle, &count, &err), &err))
        RETURN_THROWS();
    RETURN_LONG((zend_long)count);
}

void php_encart_setup_collection(void)
{
    php_encart_setup(php_encart_ce_collection, &handlers,
                     XtOffsetOf(php_encart_collection, std), create, release);
}
