/* Encart\Article and Encart\Result: what was loaded, and what came of a render. */
#include "php_encart.h"

static zend_object_handlers article_handlers, result_handlers;

/* ---- Article ----------------------------------------------------------------------------- */

static zend_object *article_create(zend_class_entry *ce)
{
    php_encart_article *a = zend_object_alloc(sizeof *a, ce);

    a->handle = NULL;
    a->core = NULL;
    zend_object_std_init(&a->std, ce);
    object_properties_init(&a->std, ce);
    a->std.handlers = &article_handlers;
    return &a->std;
}

static void article_release(zend_object *object)
{
    php_encart_article *a = PHP_ENCART_FROM(php_encart_article, object);

    encart_article_free(a->handle);
    php_encart_core_release(a->core);
    zend_object_std_dtor(object);
}

void php_encart_article_object(zval *out, encart_article *handle, php_encart_core *core)
{
    php_encart_article *a;

    object_init_ex(out, php_encart_ce_article);
    a = PHP_ENCART_FROM(php_encart_article, Z_OBJ_P(out));
    a->handle = handle;
    a->core = core;
    core->refs++;
}

/* Only the library makes articles and results: nobody sees an object without a handle. */
ZEND_METHOD(Encart_Article, __construct)
{
    ZEND_PARSE_PARAMETERS_NONE();
}

ZEND_METHOD(Encart_Article, id)
{
    ZEND_PARSE_PARAMETERS_NONE();
    RETURN_STRING(encart_article_id(PHP_ENCART_THIS(php_encart_article)->handle));
}

ZEND_METHOD(Encart_Article, title)
{
    ZEND_PARSE_PARAMETERS_NONE();
    RETURN_STRING(encart_article_title(PHP_ENCART_THIS(php_encart_article)->handle));
}

ZEND_METHOD(Encart_Article, html)
{
    const char *bytes;
    size_t n;

    ZEND_PARSE_PARAMETERS_NONE();
    bytes = encart_article_html(PHP_ENCART_THIS(php_encart_article)->handle, &n);
    RETURN_STRINGL(bytes, n);
}

ZEND_METHOD(Encart_Article, text)
{
    const char *bytes;
    size_t n;

    ZEND_PARSE_PARAMETERS_NONE();
    bytes = encart_article_text(PHP_ENCART_THIS(php_encart_article)->handle, &n);
    RETURN_STRINGL(bytes, n);
}

/* NULL when it threw. */
static encart_buffer *written(zval *this,
                              int (*write)(encart_buffer **, const encart_article *,
                                           encart_error *))
{
    encart_buffer *buffer = NULL;
    encart_error err = {0};
    int status =
        write(&buffer, PHP_ENCART_FROM(php_encart_article, Z_OBJ_P(this))->handle, &err);

    if (status)
        php_encart_throw(status, &err);
    return buffer;
}

ZEND_METHOD(Encart_Article, json)
{
    encart_buffer *buffer;

    ZEND_PARSE_PARAMETERS_NONE();
    buffer = written(ZEND_THIS, encart_article_json);
    if (buffer)
        RETURN_STR(php_encart_string(buffer));
}

ZEND_METHOD(Encart_Article, toArray)
{
    encart_buffer *buffer;
    const char *bytes;
    size_t n;

    ZEND_PARSE_PARAMETERS_NONE();
    buffer = written(ZEND_THIS, encart_article_json);
    if (!buffer)
        return;
    bytes = encart_buffer_data(buffer, &n);
    php_encart_from_json(return_value, bytes, n);
    encart_buffer_free(buffer);
}

ZEND_METHOD(Encart_Article, save)
{
    encart_buffer *buffer;

    ZEND_PARSE_PARAMETERS_NONE();
    buffer = written(ZEND_THIS, encart_article_save);
    if (buffer)
        RETURN_STR(php_encart_string(buffer));
}

/* ---- Result ------------------------------------------------------------------------------ */

static zend_object *result_create(zend_class_entry *ce)
{
    php_encart_result *r = zend_object_alloc(sizeof *r, ce);

    r->handle = NULL;
    zend_object_std_init(&r->std, ce);
    object_properties_init(&r->std, ce);
    r->std.handlers = &result_handlers;
    return &r->std;
}

static void result_release(zend_object *object)
{
    encart_result_free(PHP_ENCART_FROM(php_encart_result, object)->handle);
    zend_object_std_dtor(object);
}

void php_encart_result_object(zval *out, encart_result *handle)
{
    object_init_ex(out, php_encart_ce_result);
    PHP_ENCART_FROM(php_encart_result, Z_OBJ_P(out))->handle = handle;
}

ZEND_METHOD(Encart_Result, __construct)
{
    ZEND_PARSE_PARAMETERS_NONE();
}

static void bytes_of(INTERNAL_FUNCTION_PARAMETERS,
                     const char *(*what)(const encart_result *, size_t *))
{
    const char *bytes;
    size_t n;

    ZEND_PARSE_PARAMETERS_NONE();
    bytes = what(PHP_ENCART_THIS(php_encart_result)->handle, &n);
    RETURN_STRINGL(bytes, n);
}

ZEND_METHOD(Encart_Result, html)
{
    bytes_of(INTERNAL_FUNCTION_PARAM_PASSTHRU, encart_result_html);
}

ZEND_METHOD(Encart_Result, reportJson)
{
    bytes_of(INTERNAL_FUNCTION_PARAM_PASSTHRU, encart_result_report);
}

ZEND_METHOD(Encart_Result, css)
{
    bytes_of(INTERNAL_FUNCTION_PARAM_PASSTHRU, encart_result_css);
}

ZEND_METHOD(Encart_Result, explain)
{
    bytes_of(INTERNAL_FUNCTION_PARAM_PASSTHRU, encart_result_explain);
}

ZEND_METHOD(Encart_Result, __toString)
{
    bytes_of(INTERNAL_FUNCTION_PARAM_PASSTHRU, encart_result_html);
}

ZEND_METHOD(Encart_Result, report)
{
    const char *bytes;
    size_t n;

    ZEND_PARSE_PARAMETERS_NONE();
    bytes = encart_result_report(PHP_ENCART_THIS(php_encart_result)->handle, &n);
    php_encart_from_json(return_value, bytes, n);
}

ZEND_METHOD(Encart_Result, slot)
{
    const char *bytes;
    char *slot;
    size_t slot_size, n;

    ZEND_PARSE_PARAMETERS_START(1, 1)
        Z_PARAM_PATH(slot, slot_size)
    ZEND_PARSE_PARAMETERS_END();
    (void)slot_size;
    bytes = encart_result_slot(PHP_ENCART_THIS(php_encart_result)->handle, slot, &n);
    if (!bytes) {
        zend_argument_value_error(1, "must be \"head\", \"before-title\", \"after-title\", "
                                     "\"after-lede\", \"after-body\", \"aside\" or \"footer\"");
        RETURN_THROWS();
    }
    RETURN_STRINGL(bytes, n);
}

void php_encart_setup_article(void)
{
    php_encart_setup(php_encart_ce_article, &article_handlers,
                     XtOffsetOf(php_encart_article, std), article_create, article_release);
    php_encart_setup(php_encart_ce_result, &result_handlers,
                     XtOffsetOf(php_encart_result, std), result_create, result_release);
}
