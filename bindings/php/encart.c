/* The module: ini settings, phpinfo(), the functions, and calls from the library into PHP. */
#include "php_encart.h"

#include <ext/spl/spl_exceptions.h>
#include <ext/standard/info.h>
#include <php_ini.h>
#include <zend_exceptions.h>
#include <zend_fibers.h>
#include <zend_interfaces.h>

ZEND_DECLARE_MODULE_GLOBALS(encart)

zend_class_entry *php_encart_ce_exception, *php_encart_ce_engine, *php_encart_ce_article,
    *php_encart_ce_result, *php_encart_ce_collection;

/* ---- calls into PHP ---------------------------------------------------------------------- */

enum { NESTED_MAX = 4 }; /* renders inside of a service of a render, and so on */

bool php_encart_enter(php_encart_frame *frame, HashTable *services, zval *log)
{
    if (ENCART_G(depth) >= NESTED_MAX) {
        encart_error err = {0};

        snprintf(err.message, sizeof err.message,
                 "calls of Encart stand in one another more than %d deep", NESTED_MAX);
        php_encart_throw(ENCART_EINVAL, &err);
        return false;
    }
    *frame = (php_encart_frame){ENCART_G(frame), services, log, false};
    ENCART_G(frame) = frame;
    ENCART_G(depth)++;
    return true;
}

bool php_encart_leave(php_encart_frame *frame, void (*drop)(void *), void *handle)
{
    ENCART_G(frame) = frame->outer;
    ENCART_G(depth)--;
    if (frame->bailed) {
        if (drop)
            drop(handle);
        zend_bailout();
    }
    return !EG(exception);
}

/* Calls `fn`. PHP may throw, or die by longjmp (memory_limit, a fatal error): that must not
 * cross the library's frames, so it waits in `frame` until they are gone. Nor may a fibre be
 * left in here and entered again later, in another order. */
static bool call(php_encart_frame *frame, zval *fn, zval *ret, uint32_t count, zval *args)
{
    volatile bool done = false;

    ZVAL_UNDEF(ret);
    zend_fiber_switch_block();
    zend_try
    {
        done = call_user_function(NULL, NULL, fn, ret, count, args) == SUCCESS;
    }
    zend_catch
    {
        frame->bailed = true;
    }
    zend_end_try();
    zend_fiber_switch_unblock();
    return done && !frame->bailed && !EG(exception) && !Z_ISUNDEF_P(ret);
}

static bool dying(const php_encart_frame *frame)
{
    return frame->bailed || EG(exception);
}

static void drop(const php_encart_frame *frame, zval *a, zval *b)
{
    if (frame->bailed)
        return; /* PHP throws its whole memory away */
    zval_ptr_dtor(a);
    zval_ptr_dtor(b);
}

/* The answer of a callable to the library. Null: none. */
static int give(encart_reply *reply, zval *value, const char *what)
{
    zend_string *json;
    int status;

    if (Z_TYPE_P(value) == IS_NULL)
        return ENCART_ENOTFOUND;
    if (Z_TYPE_P(value) == IS_STRING)
        return encart_reply_set(reply, Z_STRVAL_P(value), Z_STRLEN_P(value));
    if (Z_TYPE_P(value) != IS_ARRAY) {
        zend_type_error("service \"%s\" must give array|string|null, %s given", what,
                        zend_zval_type_name(value));
        return ENCART_EINVAL;
    }
    json = php_encart_to_json(value, false, false);
    if (!json)
        return ENCART_EINVAL;
    status = encart_reply_set(reply, ZSTR_VAL(json), ZSTR_LEN(json));
    zend_string_release(json);
    return status;
}

int php_encart_service(void *user, const char *service, const char *request, size_t n,
                       encart_reply *reply)
{
    php_encart_frame *frame = ENCART_G(frame);
    zval *fn, args[2], ret;
    int status = ENCART_ENOTFOUND;

    (void)user;
    if (!frame || dying(frame) || !frame->services)
        return ENCART_ENOTFOUND;
    fn = zend_hash_str_find(frame->services, service, strlen(service));
    if (!fn)
        return ENCART_ENOTFOUND;
    php_encart_from_json(&args[0], request, n);
    ZVAL_STRING(&args[1], service);
    if (call(frame, fn, &ret, 2, args))
        status = give(reply, &ret, service);
    else
        status = ENCART_EINVAL;
    drop(frame, &args[0], &args[1]);
    if (!frame->bailed)
        zval_ptr_dtor(&ret);
    return status;
}

void php_encart_log(void *user, int level, const char *message)
{
    php_encart_frame *frame = ENCART_G(frame);
    zval args[2], ret;

    (void)user;
    if (!frame || dying(frame) || !frame->log || Z_ISUNDEF_P(frame->log))
        return;
    ZVAL_LONG(&args[0], level);
    ZVAL_STRING(&args[1], message);
    call(frame, frame->log, &ret, 2, args);
    drop(frame, &args[1], &ret);
}

typedef struct {
    php_encart_frame *frame;
    zval *fn;
} hole_call;

int php_encart_hole(void *user, const char *name, const char *params, size_t n,
                    encart_reply *reply)
{
    const hole_call *h = user;
    zval args[2], ret;
    int status = ENCART_EINVAL;

    if (dying(h->frame))
        return ENCART_EINVAL;
    ZVAL_STRING(&args[0], name);
    php_encart_from_json(&args[1], params, n);
    if (call(h->frame, h->fn, &ret, 2, args)) {
        if (Z_TYPE(ret) == IS_NULL)
            status = ENCART_ENOTFOUND;
        else if (Z_TYPE(ret) == IS_STRING)
            status = encart_reply_set(reply, Z_STRVAL(ret), Z_STRLEN(ret));
        else
            zend_type_error("hole \"%s\" must be filled with ?string, %s given", name,
                            zend_zval_type_name(&ret));
    }
    drop(h->frame, &args[0], &args[1]);
    if (!h->frame->bailed)
        zval_ptr_dtor(&ret);
    return status;
}

/* ---- functions --------------------------------------------------------------------------- */

ZEND_FUNCTION(Encart_version)
{
    ZEND_PARSE_PARAMETERS_NONE();
    RETURN_STRING(encart_version());
}

static void drop_buffer(void *buffer)
{
    encart_buffer_free(buffer);
}

ZEND_FUNCTION(Encart_fill_holes)
{
    zend_string *html;
    zend_fcall_info fci;
    zend_fcall_info_cache fcc;
    php_encart_frame frame;
    encart_buffer *out = NULL;
    encart_error err = {0};
    hole_call h = {&frame, NULL};
    int status;

    ZEND_PARSE_PARAMETERS_START(2, 2)
        Z_PARAM_STR(html)
        Z_PARAM_FUNC(fci, fcc)
    ZEND_PARSE_PARAMETERS_END();

    h.fn = &fci.function_name;
    if (!php_encart_enter(&frame, NULL, NULL))
        RETURN_THROWS();
    status = encart_fill_holes(&out, ZSTR_VAL(html), ZSTR_LEN(html), php_encart_hole, &h, &err);
    if (!php_encart_leave(&frame, drop_buffer, out)) {
        encart_buffer_free(out);
        RETURN_THROWS();
    }
    if (status) {
        php_encart_throw(status, &err);
        RETURN_THROWS();
    }
    RETURN_STR(php_encart_string(out));
}

/* sanitise() and strip() stand with the methods of the same names in engine.c. */
ZEND_FUNCTION(Encart_sanitise);
ZEND_FUNCTION(Encart_strip);

#include "encart_arginfo.h"

/* ---- ini settings and phpinfo() ---------------------------------------------------------- */

/* Set by who runs the server: they name files that every script may then use. */
PHP_INI_BEGIN()
    STD_PHP_INI_ENTRY("encart.config", "", PHP_INI_SYSTEM, OnUpdateString, config,
                      zend_encart_globals, encart_globals)
    STD_PHP_INI_ENTRY("encart.plugin_path", PLUGIN_DIR ":" SITE_PLUGIN_DIR, PHP_INI_SYSTEM,
                      OnUpdateString, plugin_path, zend_encart_globals, encart_globals)
    STD_PHP_INI_ENTRY("encart.plugins", "lire-aussi,related,footer-controls", PHP_INI_SYSTEM,
                      OnUpdateString, plugins, zend_encart_globals, encart_globals)
    STD_PHP_INI_ENTRY("encart.collection", "", PHP_INI_SYSTEM, OnUpdateString, collection,
                      zend_encart_globals, encart_globals)
    STD_PHP_INI_ENTRY("encart.revalidate_freq", "2", PHP_INI_SYSTEM, OnUpdateLongGEZero,
                      revalidate_freq, zend_encart_globals, encart_globals)
    STD_PHP_INI_ENTRY("encart.max_engines", "8", PHP_INI_SYSTEM, OnUpdateLongGEZero,
                      max_engines, zend_encart_globals, encart_globals)
PHP_INI_END()

static PHP_GINIT_FUNCTION(encart)
{
#if defined(ZTS) && defined(COMPILE_DL_ENCART)
    ZEND_TSRMLS_CACHE_UPDATE();
#endif
    memset(encart_globals, 0, sizeof *encart_globals);
    php_encart_kept_init(&encart_globals->kept);
}

static PHP_GSHUTDOWN_FUNCTION(encart)
{
    zend_hash_destroy(&encart_globals->kept);
}

static PHP_MINIT_FUNCTION(encart)
{
    (void)type;
    if (encart_version_number() >> 16 != ENCART_VERSION_MAJOR ||
        (ENCART_VERSION_MAJOR == 0 &&
         encart_version_number() >> 8 != (uint32_t)ENCART_VERSION_MINOR)) {
        php_error_docref(NULL, E_CORE_WARNING, "built for libencart %s, found %s",
                         ENCART_VERSION_STRING, encart_version());
        return FAILURE;
    }
    REGISTER_INI_ENTRIES();
    php_encart_ce_exception = register_class_Encart_Exception(spl_ce_RuntimeException);
    php_encart_ce_engine = register_class_Encart_Engine();
    php_encart_ce_article = register_class_Encart_Article();
    php_encart_ce_result = register_class_Encart_Result(zend_ce_stringable);
    php_encart_ce_collection = register_class_Encart_Collection(zend_ce_countable);
    php_encart_setup_engine();
    php_encart_setup_article();
    php_encart_setup_collection();
    return SUCCESS;
}

static PHP_MSHUTDOWN_FUNCTION(encart)
{
    (void)type;
    UNREGISTER_INI_ENTRIES();
    return SUCCESS;
}

static PHP_RINIT_FUNCTION(encart)
{
    (void)type;
    (void)module_number;
#if defined(ZTS) && defined(COMPILE_DL_ENCART)
    ZEND_TSRMLS_CACHE_UPDATE();
#endif
    ENCART_G(frame) = NULL;
    ENCART_G(depth) = 0;
    return SUCCESS;
}

static PHP_RSHUTDOWN_FUNCTION(encart)
{
    (void)type;
    (void)module_number;
    php_encart_end_request();
    return SUCCESS;
}

static PHP_MINFO_FUNCTION(encart)
{
    char kept[16];

    snprintf(kept, sizeof kept, "%u", zend_hash_num_elements(&ENCART_G(kept)));
    php_info_print_table_start();
    php_info_print_table_row(2, "Encart", "enabled");
    php_info_print_table_row(2, "Extension version", ENCART_VERSION_STRING);
    php_info_print_table_row(2, "Library version", encart_version());
    php_info_print_table_row(2, "Engines kept in this process", kept);
    php_info_print_table_end();
    DISPLAY_INI_ENTRIES();
    (void)zend_module;
}

static const zend_module_dep dependencies[] = {
    ZEND_MOD_REQUIRED("json") ZEND_MOD_REQUIRED("spl") ZEND_MOD_END};

zend_module_entry encart_module_entry = {
    STANDARD_MODULE_HEADER_EX,
    NULL,
    dependencies,
    "encart",
    ext_functions,
    PHP_MINIT(encart),
    PHP_MSHUTDOWN(encart),
    PHP_RINIT(encart),
    PHP_RSHUTDOWN(encart),
    PHP_MINFO(encart),
    ENCART_VERSION_STRING,
    PHP_MODULE_GLOBALS(encart),
    PHP_GINIT(encart),
    PHP_GSHUTDOWN(encart),
    NULL,
    STANDARD_MODULE_PROPERTIES_EX};

#ifdef COMPILE_DL_ENCART
#ifdef ZTS
ZEND_TSRMLS_CACHE_DEFINE()
#endif
ZEND_GET_MODULE(encart)
#endif
