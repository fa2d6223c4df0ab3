/* Between PHP values and the library's: options by table, JSON both ways, errors. A new member
 * of an options struct is one line in its table. */
#include "php_encart.h"

#include <ext/json/php_json.h>
#include <ext/spl/spl_exceptions.h>
#include <zend_exceptions.h>
#include <zend_smart_str.h>

/* ---- options ----------------------------------------------------------------------------- */

#define AT(kind, type, name) {#name, PHP_ENCART_##kind, offsetof(type, name), 0}

const php_encart_option php_encart_load_table[] = {
    AT(STRING, encart_load_options, format),
    AT(STRING, encart_load_options, lang),
    AT(STRING, encart_load_options, url),
    AT(STRING, encart_load_options, source),
    AT(STRING, encart_load_options, site),
    AT(STRING, encart_load_options, profile),
    AT(SWITCH, encart_load_options, paragraphs),
    AT(SWITCH, encart_load_options, accessible),
    AT(INT, encart_load_options, heading_base),
    AT(SIZE, encart_load_options, max_bytes),
    AT(STRING, encart_load_options, repair),
    AT(STRING, encart_load_options, body_begin),
    AT(STRING, encart_load_options, body_end),
    {NULL, PHP_ENCART_STRING, 0, 0},
};

const php_encart_option php_encart_render_table[] = {
    AT(STRING, encart_render_options, format),
    AT(STRING, encart_render_options, lang),
    AT(STRING, encart_render_options, site),
    AT(STRING, encart_render_options, now),
    {"answers", PHP_ENCART_BYTES, offsetof(encart_render_options, answers),
     offsetof(encart_render_options, answers_size)},
    AT(BOOL, encart_render_options, no_plugins),
    AT(BOOL, encart_render_options, report_timings),
    AT(FORM, encart_render_options, explain),
    AT(JSON, encart_render_options, overrides),
    AT(STRING, encart_render_options, channel),
    {NULL, PHP_ENCART_STRING, 0, 0},
};

const php_encart_option php_encart_sanitise_table[] = {
    AT(STRING, encart_sanitise_options, profile),
    AT(STRING, encart_sanitise_options, url),
    AT(SWITCH, encart_sanitise_options, paragraphs),
    AT(SWITCH, encart_sanitise_options, accessible),
    AT(INT, encart_sanitise_options, heading_base),
    AT(SIZE, encart_sanitise_options, max_bytes),
    AT(STRING, encart_sanitise_options, repair),
    {NULL, PHP_ENCART_STRING, 0, 0},
};

const php_encart_option php_encart_open_table[] = {
    {"create", PHP_ENCART_FLAG, offsetof(encart_collection_options, flags),
     ENCART_COLLECTION_CREATE},
    {"readonly", PHP_ENCART_FLAG, offsetof(encart_collection_options, flags),
     ENCART_COLLECTION_READONLY},
    AT(INT, encart_collection_options, busy_ms),
    {NULL, PHP_ENCART_STRING, 0, 0},
};

const php_encart_option php_encart_put_table[] = {
    AT(STRING, encart_put_options, origin),
    AT(STRING, encart_put_options, stamp),
    {NULL, PHP_ENCART_STRING, 0, 0},
};

const php_encart_option php_encart_related_table[] = {
    AT(INT, encart_related_options, limit),
    AT(STRING, encart_related_options, as_of),
    AT(INT, encart_related_options, half_life_days),
    AT(INT, encart_related_options, min_score),
    AT(STRING, encart_related_options, lang),
    {NULL, PHP_ENCART_STRING, 0, 0},
};

static const char *const wanted[] = {
    [PHP_ENCART_STRING] = "a string without NUL bytes",
    [PHP_ENCART_INT] = "an integer from -2147483648 to 2147483647",
    [PHP_ENCART_SIZE] = "an integer from 0",
    [PHP_ENCART_BOOL] = "a bool",
    [PHP_ENCART_SWITCH] = "a bool",
    [PHP_ENCART_FLAG] = "a bool",
    [PHP_ENCART_JSON] = "an array, or JSON without NUL bytes",
    [PHP_ENCART_BYTES] = "an array, or JSON",
    [PHP_ENCART_FORM] = "one of \"none\", \"text\", \"html\"",
};

static bool is_plain(const zval *value)
{
    return Z_TYPE_P(value) == IS_STRING &&
           strlen(Z_STRVAL_P(value)) == Z_STRLEN_P(value);
}

static bool set_bool(void *at, const php_encart_option *o, const zval *value)
{
    bool on = Z_TYPE_P(value) == IS_TRUE;

    if (!on && Z_TYPE_P(value) != IS_FALSE)
        return false;
    if (o->kind == PHP_ENCART_FLAG)
        *(unsigned *)at |= on ? (unsigned)o->extra : 0;
    else if (o->kind == PHP_ENCART_SWITCH)
        *(int *)at = on ? ENCART_ON : ENCART_OFF;
    else
        *(int *)at = on;
    return true;
}

static bool set_number(void *at, const php_encart_option *o, const zval *value)
{
    zend_long n;

    if (Z_TYPE_P(value) != IS_LONG)
        return false;
    n = Z_LVAL_P(value);
    if (o->kind == PHP_ENCART_SIZE ? n < 0 : n < INT_MIN || n > INT_MAX)
        return false;
    if (o->kind == PHP_ENCART_SIZE)
        *(size_t *)at = (size_t)n;
    else
        *(int *)at = (int)n;
    return true;
}

static bool set_form(int *at, const zval *value)
{
    static const char *const names[] = {"none", "text", "html"};

    for (int i = 0; Z_TYPE_P(value) == IS_STRING && i < 3; i++)
        if (zend_string_equals_cstr(Z_STR_P(value), names[i], strlen(names[i]))) {
            *at = i;
            return true;
        }
    return false;
}

static bool set_text(char *out, const php_encart_option *o, zval *value, zval *held)
{
    zend_string *json;

    if (Z_TYPE_P(value) == IS_STRING) {
        json = Z_STR_P(value);
        if (o->kind != PHP_ENCART_BYTES && !is_plain(value))
            return false;
        zend_string_addref(json);
    } else if (o->kind == PHP_ENCART_STRING ||
               (Z_TYPE_P(value) != IS_ARRAY && Z_TYPE_P(value) != IS_OBJECT)) {
        return false;
    } else {
        json = php_encart_to_json(value, true, false);
        if (!json)
            return false;
    }
    if (Z_ISUNDEF_P(held))
        array_init(held);
    add_next_index_str(held, json);
    *(const char **)(void *)(out + o->offset) = ZSTR_VAL(json);
    if (o->kind == PHP_ENCART_BYTES)
        *(size_t *)(void *)(out + o->extra) = ZSTR_LEN(json);
    return true;
}

static bool set(void *out, const php_encart_option *o, zval *value, zval *held)
{
    void *at = (char *)out + o->offset;

    switch (o->kind) {
    case PHP_ENCART_BOOL:
    case PHP_ENCART_SWITCH:
    case PHP_ENCART_FLAG:
        return set_bool(at, o, value);
    case PHP_ENCART_INT:
    case PHP_ENCART_SIZE:
        return set_number(at, o, value);
    case PHP_ENCART_FORM:
        return set_form(at, value);
    default:
        return set_text(out, o, value, held);
    }
}

static const php_encart_option *find_option(const php_encart_option *table,
                                            const zend_string *name)
{
    for (; name && table->name; table++)
        if (zend_string_equals_cstr(name, table->name, strlen(table->name)))
            return table;
    return NULL;
}

bool php_encart_options(void *out, const php_encart_option *table, HashTable *options,
                        uint32_t arg, zval *held)
{
    const php_encart_option *o;
    zend_string *name;
    zval *value;

    ZVAL_UNDEF(held);
    if (!options)
        return true;
    ZEND_HASH_FOREACH_STR_KEY_VAL(options, name, value) {
        ZVAL_DEREF(value);
        o = find_option(table, name);
        if (!o) {
            zend_argument_value_error(arg, "has no option \"%s\"",
                                      name ? ZSTR_VAL(name) : "0");
            return false;
        }
        /* Null is the default, as an option that is not there. */
        if (Z_TYPE_P(value) == IS_NULL || set(out, o, value, held))
            continue;
        if (!EG(exception))
            zend_argument_type_error(arg, "option \"%s\" must be %s, %s given", o->name,
                                     wanted[o->kind], zend_zval_type_name(value));
        return false;
    }
    ZEND_HASH_FOREACH_END();
    return true;
}

/* ---- JSON -------------------------------------------------------------------------------- */

static const char *json_error(php_json_error_code code)
{
    switch (code) {
    case PHP_JSON_ERROR_DEPTH:
        return "it is nested too deep";
    case PHP_JSON_ERROR_RECURSION:
        return "it contains itself";
    case PHP_JSON_ERROR_INF_OR_NAN:
        return "INF and NAN are no numbers of JSON";
    case PHP_JSON_ERROR_UTF8:
    case PHP_JSON_ERROR_UTF16:
        return "a string is not UTF-8";
    default:
        return "it holds what JSON has no type for";
    }
}

zend_string *php_encart_to_json(zval *value, bool object, bool lenient)
{
    int flags = PHP_JSON_UNESCAPED_SLASHES | PHP_JSON_UNESCAPED_UNICODE |
                PHP_JSON_PRESERVE_ZERO_FRACTION |
                (lenient ? PHP_JSON_INVALID_UTF8_SUBSTITUTE : 0);
    php_json_error_code before = JSON_G(error_code), code;
    smart_str out = {0};

    if (object && Z_TYPE_P(value) == IS_ARRAY && zend_hash_num_elements(Z_ARRVAL_P(value)) == 0)
        return ZSTR_INIT_LITERAL("{}", 0);
    php_json_encode_ex(&out, value, flags, PHP_JSON_PARSER_DEFAULT_DEPTH);
    code = JSON_G(error_code);
    JSON_G(error_code) = before; /* what json_last_error() tells is the script's */
    if (code == PHP_JSON_ERROR_NONE && !EG(exception)) {
        smart_str_0(&out);
        return out.s ? out.s : ZSTR_EMPTY_ALLOC();
    }
    if (!EG(exception))
        zend_value_error("A value cannot be written as JSON: %s", json_error(code));
    smart_str_free(&out);
    return NULL;
}

void php_encart_from_json(zval *out, const char *json, size_t n)
{
    if (php_json_decode_ex(out, json, n, PHP_JSON_OBJECT_AS_ARRAY,
                           PHP_JSON_PARSER_DEFAULT_DEPTH) == FAILURE ||
        Z_TYPE_P(out) != IS_ARRAY) {
        zval_ptr_dtor(out);
        array_init(out);
    }
}

zend_string *php_encart_string(encart_buffer *buffer)
{
    size_t n;
    const char *bytes = encart_buffer_data(buffer, &n);
    zend_string *s = zend_string_init(bytes, n, 0);

    encart_buffer_free(buffer);
    return s;
}

/* ---- errors ------------------------------------------------------------------------------ */

static const char *const stages[] = {"",      "config", "load",   "sanitise",
                                     "plugin", "place",  "render", "collection"};

static void set_string(zend_object *o, const char *name, const char *value)
{
    zend_update_property_string(php_encart_ce_exception, o, name, strlen(name), value);
}

static void set_long(zend_object *o, const char *name, uint64_t value)
{
    zend_update_property_long(php_encart_ce_exception, o, name, strlen(name),
                              (zend_long)value);
}

void php_encart_throw(int status, const encart_error *err)
{
    const char *message = err->message[0] ? err->message : encart_status_name(status);
    size_t stage = err->stage >= 0 && (size_t)err->stage < sizeof stages / sizeof *stages
                       ? (size_t)err->stage
                       : 0;
    zend_object *o = zend_throw_exception(php_encart_ce_exception, message, status);

    if (!o)
        return;
    set_string(o, "status", encart_status_name(status));
    set_string(o, "stage", stages[stage]);
    set_string(o, "source", err->source);
    set_string(o, "path", err->path);
    set_long(o, "sourceLine", err->line);
    set_long(o, "sourceColumn", err->column);
    set_long(o, "sourceOffset", err->offset);
}

bool php_encart_path_allowed(const char *path)
{
    encart_error err = {.stage = ENCART_STAGE_CONFIG};

    if (!php_check_open_basedir_ex(path, 0))
        return true;
    snprintf(err.source, sizeof err.source, "%s", path);
    snprintf(err.message, sizeof err.message, "outside of open_basedir");
    php_encart_throw(ENCART_EIO, &err);
    return false;
}
