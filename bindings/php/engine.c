/* Encart\Engine, and the functions that use the engine of the ini settings. */
#include "php_encart.h"

#include <zend_exceptions.h>

static zend_object_handlers handlers;

/* ---- the object -------------------------------------------------------------------------- */

static zend_object *create(zend_class_entry *ce)
{
    php_encart_engine *e = zend_object_alloc(sizeof *e, ce);

    e->core = NULL;
    ZVAL_UNDEF(&e->services);
    ZVAL_UNDEF(&e->log);
    zend_object_std_init(&e->std, ce);
    object_properties_init(&e->std, ce);
    e->std.handlers = &handlers;
    return &e->std;
}

static void release(zend_object *object)
{
    php_encart_engine *e = PHP_ENCART_FROM(php_encart_engine, object);

    php_encart_core_release(e->core);
    zval_ptr_dtor(&e->services);
    zval_ptr_dtor(&e->log);
    zend_object_std_dtor(object);
}

/* Callables may hold the engine that holds them. */
static HashTable *get_gc(zend_object *object, zval **table, int *n)
{
    php_encart_engine *e = PHP_ENCART_FROM(php_encart_engine, object);
    zend_get_gc_buffer *buffer = zend_get_gc_buffer_create();

    zend_get_gc_buffer_add_zval(buffer, &e->services);
    zend_get_gc_buffer_add_zval(buffer, &e->log);
    zend_get_gc_buffer_use(buffer, table, n);
    return zend_std_get_properties(object);
}

static php_encart_engine *made(zend_object *object)
{
    php_encart_engine *e = PHP_ENCART_FROM(php_encart_engine, object);

    if (!e->core)
        zend_throw_error(NULL, "Encart\\Engine was not constructed");
    return e->core ? e : NULL;
}

/* ---- from arguments to a recipe ---------------------------------------------------------- */

/* What had to be made for a recipe; the rest is borrowed from the arguments. */
typedef struct {
    php_encart_recipe recipe;
    zval made; /* array */
    zval services, log; /* held by `made` too: a callable may change what it came from */
    bool shared;
} arguments;

static bool wrong(const char *option, const char *expected)
{
    if (!EG(exception))
        zend_argument_type_error(2, "option \"%s\" must be %s", option, expected);
    return false;
}

static void hold(arguments *a, zval *value)
{
    Z_TRY_ADDREF_P(value);
    add_next_index_zval(&a->made, value);
}

/* The absolute name of a file that the script may use, kept in `a`; NULL when it threw. */
static zend_string *absolute(arguments *a, const zval *value)
{
    char full[MAXPATHLEN];

    if (Z_TYPE_P(value) != IS_STRING || strlen(Z_STRVAL_P(value)) != Z_STRLEN_P(value) ||
        !expand_filepath(Z_STRVAL_P(value), full) || !php_encart_path_allowed(full))
        return NULL;
    add_next_index_string(&a->made, full);
    return Z_STR_P(zend_hash_index_find(Z_ARRVAL(a->made),
                                        zend_hash_num_elements(Z_ARRVAL(a->made)) - 1));
}

/* Copies a list of strings, each name with a slash (or every one) made absolute. */
static HashTable *list_of(arguments *a, const zval *value, const char *option, bool folders)
{
    zval list, *item;
    zend_string *path;

    if (Z_TYPE_P(value) != IS_ARRAY) {
        wrong(option, "an array of strings");
        return NULL;
    }
    array_init(&list);
    ZEND_HASH_FOREACH_VAL(Z_ARRVAL_P(value), item) {
        ZVAL_DEREF(item);
        if (Z_TYPE_P(item) != IS_STRING || !Z_STRLEN_P(item) ||
            strlen(Z_STRVAL_P(item)) != Z_STRLEN_P(item)) {
            wrong(option, "an array of strings");
            break;
        }
        path = folders || strchr(Z_STRVAL_P(item), '/') ? absolute(a, item) : Z_STR_P(item);
        if (!path) {
            wrong(option, "an array of strings");
            break;
        }
        add_next_index_str(&list, zend_string_copy(path));
    }
    ZEND_HASH_FOREACH_END();
    add_next_index_zval(&a->made, &list);
    return EG(exception) ? NULL : Z_ARRVAL(list);
}

static bool read_paths(arguments *a, zval *value)
{
    a->recipe.plugin_paths = list_of(a, value, "plugin_paths", true);
    return a->recipe.plugin_paths != NULL;
}

static bool read_plugins(arguments *a, zval *value)
{
    a->recipe.plugins = list_of(a, value, "plugins", false);
    return a->recipe.plugins != NULL;
}

static bool read_collection(arguments *a, zval *value)
{
    if (Z_TYPE_P(value) == IS_OBJECT && Z_OBJCE_P(value) == php_encart_ce_collection) {
        a->recipe.store = PHP_ENCART_FROM(php_encart_collection, Z_OBJ_P(value))->store;
        if (a->shared || !a->recipe.store)
            return wrong("collection", "a path, where an engine is shared");
        return true;
    }
    if (Z_TYPE_P(value) != IS_STRING)
        return wrong("collection", "a path or an Encart\\Collection");
    a->recipe.collection = Z_STRLEN_P(value) ? absolute(a, value) : ZSTR_EMPTY_ALLOC();
    return a->recipe.collection || wrong("collection", "a path or an Encart\\Collection");
}

static bool read_services(arguments *a, zval *value)
{
    zend_string *name;
    zval *fn;

    if (Z_TYPE_P(value) != IS_ARRAY)
        return wrong("services", "an array of callables by name");
    ZEND_HASH_FOREACH_STR_KEY_VAL(Z_ARRVAL_P(value), name, fn) {
        ZVAL_DEREF(fn);
        if (!name || !zend_is_callable(fn, 0, NULL))
            return wrong("services", "an array of callables by name");
    }
    ZEND_HASH_FOREACH_END();
    hold(a, value);
    ZVAL_COPY_VALUE(&a->services, value);
    a->recipe.services = Z_ARRVAL(a->services);
    return true;
}

static bool read_log(arguments *a, zval *value)
{
    if (!zend_is_callable(value, 0, NULL))
        return wrong("log", "a callable");
    hold(a, value);
    ZVAL_COPY_VALUE(&a->log, value);
    a->recipe.log = &a->log;
    return true;
}

static const struct {
    const char *name;
    bool (*read)(arguments *, zval *);
} engine_options[] = {
    {"plugin_paths", read_paths}, {"plugins", read_plugins}, {"collection", read_collection},
    {"services", read_services},  {"log", read_log},
};

static bool read_option(arguments *a, const zend_string *name, zval *value)
{
    for (size_t i = 0; name && i < sizeof engine_options / sizeof *engine_options; i++)
        if (zend_string_equals_cstr(name, engine_options[i].name,
                                    strlen(engine_options[i].name)))
            return Z_TYPE_P(value) == IS_NULL || engine_options[i].read(a, value);
    zend_argument_value_error(2, "has no option \"%s\"", name ? ZSTR_VAL(name) : "0");
    return false;
}

static bool read_config(arguments *a, HashTable *array, zend_string *string)
{
    const char *p;
    zval value;

    if (array) {
        ZVAL_ARR(&value, array);
        a->recipe.json = php_encart_to_json(&value, true, false);
        if (a->recipe.json)
            add_next_index_str(&a->made, a->recipe.json);
        return a->recipe.json != NULL;
    }
    if (!string)
        return true;
    p = ZSTR_VAL(string) + strspn(ZSTR_VAL(string), " \t\r\n");
    if (*p == '{' || *p == '[') { /* a list is wrong, and is told as such */
        a->recipe.json = string;
        return true;
    }
    ZVAL_STR(&value, string);
    a->recipe.config = absolute(a, &value);
    if (!a->recipe.config && !EG(exception))
        zend_argument_value_error(1, "must be JSON or the name of a file");
    return a->recipe.config != NULL;
}

static bool read_arguments(arguments *a, HashTable *array, zend_string *string,
                           HashTable *options)
{
    zend_string *name;
    zval *value;

    array_init(&a->made);
    ZVAL_UNDEF(&a->services);
    ZVAL_UNDEF(&a->log);
    if (!read_config(a, array, string))
        return false;
    if (options) {
        ZEND_HASH_FOREACH_STR_KEY_VAL(options, name, value) {
            ZVAL_DEREF(value);
            if (!read_option(a, name, value))
                return false;
        }
        ZEND_HASH_FOREACH_END();
    }
    return true;
}

static void construct(php_encart_engine *e, INTERNAL_FUNCTION_PARAMETERS, bool shared)
{
    HashTable *array = NULL, *options = NULL;
    zend_string *string = NULL;
    arguments a = {.shared = shared};

    (void)return_value;
    ZEND_PARSE_PARAMETERS_START(0, 2)
        Z_PARAM_OPTIONAL
        Z_PARAM_ARRAY_HT_OR_STR_OR_NULL(array, string)
        Z_PARAM_ARRAY_HT(options)
    ZEND_PARSE_PARAMETERS_END();

    if (read_arguments(&a, array, string, options)) {
        php_encart_core *core = shared ? php_encart_core_shared(&a.recipe)
                                       : php_encart_core_new(&a.recipe);

        /* A log callable may have constructed this object in between. */
        if (core && e->core) {
            php_encart_core_release(core);
            zend_throw_error(NULL, "Encart\\Engine is already constructed");
        } else if (core) {
            e->core = core;
            ZVAL_COPY(&e->services, &a.services);
            ZVAL_COPY(&e->log, &a.log);
        }
    }
    zval_ptr_dtor(&a.made);
}

ZEND_METHOD(Encart_Engine, __construct)
{
    php_encart_engine *e = PHP_ENCART_THIS(php_encart_engine);

    if (e->core) {
        zend_throw_error(NULL, "Encart\\Engine is already constructed");
        RETURN_THROWS();
    }
    construct(e, INTERNAL_FUNCTION_PARAM_PASSTHRU, false);
}

ZEND_METHOD(Encart_Engine, shared)
{
    object_init_ex(return_value, php_encart_ce_engine);
    construct(PHP_ENCART_FROM(php_encart_engine, Z_OBJ_P(return_value)),
              INTERNAL_FUNCTION_PARAM_PASSTHRU, true);
}

/* ---- load, plan, render ------------------------------------------------------------------ */

static bool enter(php_encart_engine *e, php_encart_frame *frame)
{
    return php_encart_enter(frame,
                            Z_TYPE(e->services) == IS_ARRAY ? Z_ARRVAL(e->services) : NULL,
                            &e->log);
}

static void drop_article(void *article)
{
    encart_article_free(article);
}

static void drop_result(void *result)
{
    encart_result_free(result);
}

static void drop_buffer(void *buffer)
{
    encart_buffer_free(buffer);
}

static void load_bytes(php_encart_engine *e, zval *out, const zend_string *bytes,
                       const encart_load_options *o)
{
    php_encart_frame frame;
    encart_article *article = NULL;
    encart_error err = {0};
    int status;

    if (!enter(e, &frame))
        return;
    status = encart_article_load(&article, e->core->handle, ZSTR_VAL(bytes), ZSTR_LEN(bytes), o,
                                 &err);
    if (!php_encart_leave(&frame, drop_article, article))
        encart_article_free(article);
    else if (status)
        php_encart_throw(status, &err);
    else
        php_encart_article_object(out, article, e->core);
}

static void load(php_encart_engine *e, zval *out, HashTable *array, zend_string *bytes,
                 HashTable *options, uint32_t arg)
{
    encart_load_options o = ENCART_LOAD_OPTIONS_INIT;
    zval held, value;

    if (php_encart_options(&o, php_encart_load_table, options, arg, &held)) {
        if (array) {
            ZVAL_ARR(&value, array);
            bytes = php_encart_to_json(&value, true, true);
            o.format = "json";
        }
        if (bytes)
            load_bytes(e, out, bytes, &o);
        if (array && bytes)
            zend_string_release(bytes);
    }
    zval_ptr_dtor(&held);
}

ZEND_METHOD(Encart_Engine, load)
{
    php_encart_engine *e = made(Z_OBJ_P(ZEND_THIS));
    HashTable *array = NULL, *options = NULL;
    zend_string *bytes = NULL;

    ZEND_PARSE_PARAMETERS_START(1, 2)
        Z_PARAM_ARRAY_HT_OR_STR(array, bytes)
        Z_PARAM_OPTIONAL
        Z_PARAM_ARRAY_HT(options)
    ZEND_PARSE_PARAMETERS_END();
    if (e)
        load(e, return_value, array, bytes, options, 2);
}

ZEND_METHOD(Encart_Article, load)
{
    zend_object *engine;
    php_encart_engine *e;
    HashTable *array = NULL, *options = NULL;
    zend_string *bytes = NULL;

    ZEND_PARSE_PARAMETERS_START(2, 3)
        Z_PARAM_OBJ_OF_CLASS(engine, php_encart_ce_engine)
        Z_PARAM_ARRAY_HT_OR_STR(array, bytes)
        Z_PARAM_OPTIONAL
        Z_PARAM_ARRAY_HT(options)
    ZEND_PARSE_PARAMETERS_END();
    e = made(engine);
    if (e)
        load(e, return_value, array, bytes, options, 3);
}

static void plan(php_encart_engine *e, zval *out, const encart_article *article,
                 const encart_render_options *o)
{
    encart_buffer *buffer = NULL;
    encart_error err = {0};
    php_encart_frame frame;
    const char *bytes;
    size_t n;
    int status;

    if (!enter(e, &frame))
        return;
    status = encart_plan(&buffer, e->core->handle, article, o, &err);
    if (php_encart_leave(&frame, drop_buffer, buffer)) {
        if (status) {
            php_encart_throw(status, &err);
        } else {
            bytes = encart_buffer_data(buffer, &n);
            php_encart_from_json(out, bytes, n);
        }
    }
    encart_buffer_free(buffer);
}

static void render(php_encart_engine *e, zval *out, const encart_article *article,
                   const encart_render_options *o)
{
    encart_result *result = NULL;
    encart_error err = {0};
    php_encart_frame frame;
    int status;

    if (!enter(e, &frame))
        return;
    status = encart_render(&result, e->core->handle, article, o, &err);
    if (!php_encart_leave(&frame, drop_result, result))
        encart_result_free(result);
    else if (status)
        php_encart_throw(status, &err);
    else
        php_encart_result_object(out, result);
}

static void with_article(INTERNAL_FUNCTION_PARAMETERS,
                         void (*step)(php_encart_engine *, zval *, const encart_article *,
                                      const encart_render_options *))
{
    encart_render_options o = ENCART_RENDER_OPTIONS_INIT;
    php_encart_engine *e = made(Z_OBJ_P(ZEND_THIS));
    HashTable *options = NULL;
    zend_object *article;
    zval held;

    ZEND_PARSE_PARAMETERS_START(1, 2)
        Z_PARAM_OBJ_OF_CLASS(article, php_encart_ce_article)
        Z_PARAM_OPTIONAL
        Z_PARAM_ARRAY_HT(options)
    ZEND_PARSE_PARAMETERS_END();
    if (!e)
        return;
    if (php_encart_options(&o, php_encart_render_table, options, 2, &held))
        step(e, return_value, PHP_ENCART_FROM(php_encart_article, article)->handle, &o);
    zval_ptr_dtor(&held);
}

ZEND_METHOD(Encart_Engine, plan)
{
    with_article(INTERNAL_FUNCTION_PARAM_PASSTHRU, plan);
}

ZEND_METHOD(Encart_Engine, render)
{
    with_article(INTERNAL_FUNCTION_PARAM_PASSTHRU, render);
}

/* ---- sanitise, strip --------------------------------------------------------------------- */

static void give_removed(zval *reference, encart_buffer *removed)
{
    const char *bytes;
    zval list;
    size_t n;

    if (reference) {
        bytes = encart_buffer_data(removed, &n);
        php_encart_from_json(&list, bytes, n);
        ZEND_TRY_ASSIGN_REF_TMP(reference, &list);
    }
    encart_buffer_free(removed);
}

static void sanitise(zval *out, php_encart_core *core, const zend_string *html,
                     HashTable *options, zval *reference)
{
    encart_sanitise_options o = ENCART_SANITISE_OPTIONS_INIT;
    encart_buffer *clean = NULL, *removed = NULL;
    encart_error err = {0};
    int status;
    zval held;

    if (!php_encart_options(&o, php_encart_sanitise_table, options, 2, &held)) {
        zval_ptr_dtor(&held);
        return;
    }
    status = encart_sanitise(&clean, reference ? &removed : NULL, core->handle, ZSTR_VAL(html),
                             ZSTR_LEN(html), &o, &err);
    zval_ptr_dtor(&held);
    if (status) {
        php_encart_throw(status, &err);
        return;
    }
    ZVAL_STR(out, php_encart_string(clean));
    give_removed(reference, removed);
}

static void strip(zval *out, php_encart_core *core, const zend_string *html)
{
    encart_buffer *bare = NULL;
    encart_error err = {0};
    int status = encart_strip(&bare, core->handle, ZSTR_VAL(html), ZSTR_LEN(html), &err);

    if (status)
        php_encart_throw(status, &err);
    else
        ZVAL_STR(out, php_encart_string(bare));
}

#define SANITISE_PARAMETERS()                                                             \
    ZEND_PARSE_PARAMETERS_START(1, 3)                                                     \
        Z_PARAM_STR(html)                                                                 \
        Z_PARAM_OPTIONAL                                                                  \
        Z_PARAM_ARRAY_HT(options)                                                         \
        Z_PARAM_ZVAL(removed)                                                             \
    ZEND_PARSE_PARAMETERS_END()

ZEND_METHOD(Encart_Engine, sanitise)
{
    php_encart_engine *e = made(Z_OBJ_P(ZEND_THIS));
    HashTable *options = NULL;
    zend_string *html;
    zval *removed = NULL;

    SANITISE_PARAMETERS();
    if (e)
        sanitise(return_value, e->core, html, options, removed);
}

ZEND_FUNCTION(Encart_sanitise)
{
    HashTable *options = NULL;
    php_encart_core *core;
    zend_string *html;
    zval *removed = NULL;

    SANITISE_PARAMETERS();
    core = php_encart_core_default();
    if (core)
        sanitise(return_value, core, html, options, removed);
    php_encart_core_release(core);
}

ZEND_METHOD(Encart_Engine, strip)
{
    php_encart_engine *e = made(Z_OBJ_P(ZEND_THIS));
    zend_string *html;

    ZEND_PARSE_PARAMETERS_START(1, 1)
        Z_PARAM_STR(html)
    ZEND_PARSE_PARAMETERS_END();
    if (e)
        strip(return_value, e->core, html);
}

ZEND_FUNCTION(Encart_strip)
{
    php_encart_core *core;
    zend_string *html;

    ZEND_PARSE_PARAMETERS_START(1, 1)
        Z_PARAM_STR(html)
    ZEND_PARSE_PARAMETERS_END();
    core = php_encart_core_default();
    if (core)
        strip(return_value, core, html);
    php_encart_core_release(core);
}

/* ---- what it is made of ------------------------------------------------------------------ */

static void tell(INTERNAL_FUNCTION_PARAMETERS,
                 const char *(*what)(const encart_engine *, size_t *))
{
    php_encart_engine *e = made(Z_OBJ_P(ZEND_THIS));
    const char *json;
    size_t n;

    ZEND_PARSE_PARAMETERS_NONE();
    if (!e)
        return;
    json = what(e->core->handle, &n);
    php_encart_from_json(return_value, json, n);
}

ZEND_METHOD(Encart_Engine, diagnostics)
{
    tell(INTERNAL_FUNCTION_PARAM_PASSTHRU, encart_engine_diagnostics);
}

ZEND_METHOD(Encart_Engine, plugins)
{
    tell(INTERNAL_FUNCTION_PARAM_PASSTHRU, encart_engine_plugins);
}

ZEND_METHOD(Encart_Engine, collection)
{
    php_encart_engine *e = made(Z_OBJ_P(ZEND_THIS));

    ZEND_PARSE_PARAMETERS_NONE();
    if (e && e->core->store)
        php_encart_collection_object(return_value, e->core->store);
}

void php_encart_setup(zend_class_entry *ce, zend_object_handlers *h, size_t offset,
                      zend_object *(*make)(zend_class_entry *), void (*drop)(zend_object *))
{
    ce->create_object = make;
    memcpy(h, zend_get_std_object_handlers(), sizeof *h);
    h->offset = (int)offset;
    h->free_obj = drop;
    h->clone_obj = NULL;
}

void php_encart_setup_engine(void)
{
    php_encart_setup(php_encart_ce_engine, &handlers, XtOffsetOf(php_encart_engine, std),
                     create, release);
    handlers.get_gc = get_gc;
}
