/* Between JavaScript values and the library's: options by table, text, documents, errors. A new
 * member of an options struct is one line in its table. */
#include "node_encart.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WRONG_TYPE "ERR_INVALID_ARG_TYPE"
#define WRONG_VALUE "ERR_INVALID_ARG_VALUE"

#define AT(kind, type, member, name) {name, NODE_##kind, offsetof(type, member), 0}
#define END {NULL, NODE_TEXT, 0, 0}

const node_option node_load_table[] = {
    AT(TEXT, encart_load_options, format, "format"),
    AT(TEXT, encart_load_options, lang, "lang"),
    AT(TEXT, encart_load_options, url, "url"),
    AT(TEXT, encart_load_options, source, "source"),
    AT(TEXT, encart_load_options, site, "site"),
    AT(TEXT, encart_load_options, profile, "profile"),
    AT(SWITCH, encart_load_options, paragraphs, "paragraphs"),
    AT(SWITCH, encart_load_options, accessible, "accessible"),
    AT(INT, encart_load_options, heading_base, "headingBase"),
    AT(SIZE, encart_load_options, max_bytes, "maxBytes"),
    AT(TEXT, encart_load_options, repair, "repair"),
    AT(TEXT, encart_load_options, body_begin, "bodyBegin"),
    AT(TEXT, encart_load_options, body_end, "bodyEnd"),
    END,
};

const node_option node_render_table[] = {
    AT(TEXT, encart_render_options, format, "format"),
    AT(TEXT, encart_render_options, lang, "lang"),
    AT(TEXT, encart_render_options, site, "site"),
    AT(TEXT, encart_render_options, now, "now"),
    {"answers", NODE_BYTES, offsetof(encart_render_options, answers),
     offsetof(encart_render_options, answers_size)},
    AT(BOOL, encart_render_options, no_plugins, "noPlugins"),
    AT(BOOL, encart_render_options, report_timings, "reportTimings"),
    AT(FORM, encart_render_options, explain, "explain"),
    AT(JSON, encart_render_options, overrides, "overrides"),
    AT(TEXT, encart_render_options, channel, "channel"),
    END,
};

const node_option node_sanitise_table[] = {
    AT(TEXT, encart_sanitise_options, profile, "profile"),
    AT(TEXT, encart_sanitise_options, url, "url"),
    AT(SWITCH, encart_sanitise_options, paragraphs, "paragraphs"),
    AT(SWITCH, encart_sanitise_options, accessible, "accessible"),
    AT(INT, encart_sanitise_options, heading_base, "headingBase"),
    AT(SIZE, encart_sanitise_options, max_bytes, "maxBytes"),
    AT(TEXT, encart_sanitise_options, repair, "repair"),
    END,
};

static const char *const wanted[] = {
    [NODE_TEXT] = "a string without NUL characters",
    [NODE_INT] = "an integer of 32 bits",
    [NODE_SIZE] = "an integer from 0",
    [NODE_BOOL] = "a boolean",
    [NODE_SWITCH] = "a boolean",
    [NODE_JSON] = "an object, or JSON without NUL characters",
    [NODE_BYTES] = "an object, or JSON",
    [NODE_FORM] = "one of \"none\", \"text\", \"html\"",
};

/* ---- errors ------------------------------------------------------------------------------ */

bool node_ok(napi_env env, napi_status status)
{
    const napi_extended_error_info *info = NULL;
    const char *message = NULL;
    bool pending = false;

    if (status == napi_ok)
        return true;
    if (napi_get_last_error_info(env, &info) == napi_ok && info)
        message = info->error_message;
    if (napi_is_exception_pending(env, &pending) == napi_ok && !pending)
        napi_throw_error(env, "ERR_NAPI", message ? message : "a call of Node's failed");
    return false;
}

static bool set_fields(napi_env env, const encart_error *err, int status, napi_value *argv)
{
    static const char *const stages[] = {"",      "config", "load",   "sanitise",
                                         "plugin", "place",  "render", "collection"};
    const char *name = encart_status_name(status);
    const char *message = err->message[0] ? err->message : name;
    size_t stage = err->stage >= 0 && (size_t)err->stage < sizeof stages / sizeof *stages
                       ? (size_t)err->stage
                       : 0;
    const char *texts[] = {message, name, stages[stage], err->source, err->path};
    int64_t numbers[] = {status, err->line, err->column, (int64_t)err->offset};

    for (size_t i = 0; i < 5; i++)
        if (!node_ok(env, napi_create_string_utf8(env, texts[i], NAPI_AUTO_LENGTH, argv + i)))
            return false;
    for (size_t i = 0; i < 4; i++)
        if (!node_ok(env, napi_create_int64(env, numbers[i], argv + 5 + i)))
            return false;
    return true;
}

napi_value node_error(napi_env env, int status, const encart_error *err)
{
    napi_value class, argv[9], out;
    void *data = NULL;

    if (!node_ok(env, napi_get_instance_data(env, &data)) ||
        !set_fields(env, err, status, argv) ||
        !node_ok(env,
                 napi_get_reference_value(env, ((node_data *)data)->error_class, &class)) ||
        !node_ok(env, napi_new_instance(env, class, 9, argv, &out)))
        return NULL;
    return out;
}

void node_throw(napi_env env, int status, const encart_error *err)
{
    napi_value error = node_error(env, status, err);

    if (error)
        node_ok(env, napi_throw(env, error));
}

void node_throw_memory(napi_env env)
{
    const encart_error err = {.message = "out of memory"};

    node_throw(env, ENCART_ENOMEM, &err);
}

/* ---- bytes out of JavaScript ------------------------------------------------------------- */

static char *hold(napi_env env, node_held **held, size_t n)
{
    node_held *h = n < SIZE_MAX - sizeof *h - 1 ? malloc(sizeof *h + n + 1) : NULL;

    if (!h) {
        node_throw_memory(env);
        return NULL;
    }
    h->next = *held;
    *held = h;
    h->bytes[n] = '\0';
    return h->bytes;
}

void node_held_free(node_held *held)
{
    while (held) {
        node_held *next = held->next;

        free(held);
        held = next;
    }
}

char *node_text(napi_env env, napi_value value, node_held **held, size_t *n)
{
    char *bytes;

    if (!node_ok(env, napi_get_value_string_utf8(env, value, NULL, 0, n)))
        return NULL;
    bytes = hold(env, held, *n);
    if (!bytes || !node_ok(env, napi_get_value_string_utf8(env, value, bytes, *n + 1, n)))
        return NULL;
    return bytes;
}

/* Half a pair of surrogates, which JSON.stringify() writes as an escape: it becomes U+FFFD, as in
 * any other text. */
static char *whole(char *json)
{
    for (char *p = json; (p = strchr(p, '\\')) != NULL; p += 2)
        if (p[1] == 'u' && p[2] == 'd' && strchr("89abcdef", p[3]))
            memcpy(p + 2, "fffd", 4);
    return json;
}

/* JSON.stringify(value); it may call code of the script's. */
static char *stringify(napi_env env, napi_value value, node_held **held, size_t *n)
{
    napi_value global, json, function, text;
    napi_valuetype type;
    char *out;

    if (!node_ok(env, napi_get_global(env, &global)) ||
        !node_ok(env, napi_get_named_property(env, global, "JSON", &json)) ||
        !node_ok(env, napi_get_named_property(env, json, "stringify", &function)) ||
        !node_ok(env, napi_call_function(env, json, function, 1, &value, &text)) ||
        !node_ok(env, napi_typeof(env, text, &type)))
        return NULL;
    if (type != napi_string) {
        napi_throw_type_error(env, WRONG_TYPE, "an object cannot be written as JSON");
        return NULL;
    }
    out = node_text(env, text, held, n);
    return out ? whole(out) : NULL;
}

static char *copy_array(napi_env env, napi_value value, node_held **held, size_t *n)
{
    napi_typedarray_type type;
    void *data;
    char *out;

    if (!node_ok(env, napi_get_typedarray_info(env, value, &type, n, &data, NULL, NULL)))
        return NULL;
    if (type != napi_uint8_array) {
        napi_throw_type_error(env, WRONG_TYPE, "bytes must be in a Uint8Array or a Buffer");
        return NULL;
    }
    out = hold(env, held, *n);
    if (out && *n)
        memcpy(out, data, *n);
    return out;
}

char *node_document(napi_env env, napi_value value, node_held **held, size_t *n,
                    bool *is_object)
{
    napi_valuetype type;
    bool array = false;

    *is_object = false;
    if (!node_ok(env, napi_typeof(env, value, &type)))
        return NULL;
    if (type == napi_string)
        return node_text(env, value, held, n);
    if (type == napi_object) {
        if (!node_ok(env, napi_is_typedarray(env, value, &array)))
            return NULL;
        if (array)
            return copy_array(env, value, held, n);
        if (!node_ok(env, napi_is_array(env, value, &array)))
            return NULL;
        *is_object = !array;
    }
    if (*is_object)
        return stringify(env, value, held, n);
    napi_throw_type_error(env, WRONG_TYPE,
                          "a document must be a string, a Uint8Array or an object");
    return NULL;
}

char **node_list(napi_env env, napi_value value, const char *what, node_held **held,
                 uint32_t *n)
{
    napi_valuetype type;
    napi_value item;
    char **out, message[80];
    size_t size;
    bool is_array = false;

    snprintf(message, sizeof message, "%s must be an array of strings", what);
    if (!node_ok(env, napi_is_array(env, value, &is_array)))
        return NULL;
    if (is_array && !node_ok(env, napi_get_array_length(env, value, n)))
        return NULL;
    if (!is_array || *n > 10000) {
        napi_throw_type_error(env, WRONG_TYPE, message);
        return NULL;
    }
    out = (char **)(void *)hold(env, held, *n * sizeof *out);
    for (uint32_t i = 0; out && i < *n; i++) {
        if (!node_ok(env, napi_get_element(env, value, i, &item)) ||
            !node_ok(env, napi_typeof(env, item, &type)))
            return NULL;
        out[i] = type == napi_string ? node_text(env, item, held, &size) : NULL;
        if (!out[i] || strlen(out[i]) != size) {
            napi_throw_type_error(env, WRONG_TYPE, message);
            return NULL;
        }
    }
    return out;
}

/* ---- options ----------------------------------------------------------------------------- */

/* Each setter: 1 done, 0 not what is wanted, -1 with an exception. */
static int set_bool(napi_env env, void *at, node_kind kind, napi_value value)
{
    bool on;

    if (napi_get_value_bool(env, value, &on) != napi_ok)
        return 0;
    *(int *)at = kind == NODE_BOOL ? on : on ? ENCART_ON : ENCART_OFF;
    return 1;
}

static int set_number(napi_env env, void *at, node_kind kind, napi_value value)
{
    const double most = kind == NODE_SIZE ? 9007199254740991.0 : INT_MAX;
    const double least = kind == NODE_SIZE ? 0 : INT_MIN;
    double n;

    if (napi_get_value_double(env, value, &n) != napi_ok || !(n >= least && n <= most) ||
        n != (double)(int64_t)n)
        return 0;
    if (kind == NODE_SIZE)
        *(size_t *)at = (size_t)n;
    else
        *(int *)at = (int)n;
    return 1;
}

static int set_form(napi_env env, int *at, napi_value value)
{
    static const char *const names[] = {"none", "text", "html"};
    char name[8];
    size_t n;

    if (napi_get_value_string_utf8(env, value, name, sizeof name, &n) != napi_ok)
        return 0;
    for (int i = 0; i < 3; i++)
        if (strlen(names[i]) == n && strcmp(names[i], name) == 0) {
            *at = i;
            return 1;
        }
    return 0;
}

static int set_text(napi_env env, char *out, const node_option *o, napi_value value,
                    node_held **held)
{
    napi_valuetype type;
    char *bytes;
    size_t n;

    if (!node_ok(env, napi_typeof(env, value, &type)))
        return -1;
    if (type != napi_string && (type != napi_object || o->kind == NODE_TEXT))
        return 0;
    bytes = type == napi_string ? node_text(env, value, held, &n)
                                : stringify(env, value, held, &n);
    if (!bytes)
        return -1;
    if (o->kind != NODE_BYTES && strlen(bytes) != n)
        return 0;
    *(const char **)(void *)(out + o->offset) = bytes;
    if (o->kind == NODE_BYTES)
        *(size_t *)(void *)(out + o->extra) = n;
    return 1;
}

static int set(napi_env env, void *out, const node_option *o, napi_value value,
               node_held **held)
{
    void *at = (char *)out + o->offset;

    switch (o->kind) {
    case NODE_BOOL:
    case NODE_SWITCH:
        return set_bool(env, at, o->kind, value);
    case NODE_INT:
    case NODE_SIZE:
        return set_number(env, at, o->kind, value);
    case NODE_FORM:
        return set_form(env, at, value);
    default:
        return set_text(env, out, o, value, held);
    }
}

static bool set_named(napi_env env, void *out, const node_option *table, napi_value key,
                      napi_value value, node_held **held)
{
    char name[40], message[160];
    size_t n;
    int done;

    if (!node_ok(env, napi_get_value_string_utf8(env, key, name, sizeof name, &n)))
        return false;
    while (table->name && strcmp(table->name, name) != 0)
        table++;
    if (!table->name) {
        snprintf(message, sizeof message, "there is no option \"%s\"", name);
        napi_throw_type_error(env, WRONG_VALUE, message);
        return false;
    }
    /* Undefined and null are the default, as an option that is not there. */
    if (node_is_nothing(env, value))
        return true;
    done = set(env, out, table, value, held);
    if (!done) {
        snprintf(message, sizeof message, "option \"%s\" must be %s", table->name,
                 wanted[table->kind]);
        napi_throw_type_error(env, WRONG_TYPE, message);
    }
    return done == 1;
}

bool node_options(napi_env env, void *out, const node_option *table, napi_value options,
                  node_held **held)
{
    napi_value names, key, value;
    napi_valuetype type;
    uint32_t n;

    if (node_is_nothing(env, options))
        return true;
    if (!node_ok(env, napi_typeof(env, options, &type)))
        return false;
    if (type != napi_object) {
        napi_throw_type_error(env, WRONG_TYPE, "options must be an object");
        return false;
    }
    if (!node_ok(env, napi_get_all_property_names(
                          env, options, napi_key_own_only,
                          napi_key_enumerable | napi_key_skip_symbols,
                          napi_key_numbers_to_strings, &names)) ||
        !node_ok(env, napi_get_array_length(env, names, &n)))
        return false;
    for (uint32_t i = 0; i < n; i++)
        if (!node_ok(env, napi_get_element(env, names, i, &key)) ||
            !node_ok(env, napi_get_property(env, options, key, &value)) ||
            !set_named(env, out, table, key, value, held))
            return false;
    return true;
}

/* ---- calls ------------------------------------------------------------------------------- */

bool node_arguments(napi_env env, napi_callback_info info, size_t max, napi_value *argv,
                    napi_value *self)
{
    return node_ok(env, napi_get_cb_info(env, info, &max, argv, self, NULL));
}

bool node_is_nothing(napi_env env, napi_value value)
{
    napi_valuetype type = napi_undefined;

    napi_typeof(env, value, &type);
    return type == napi_undefined || type == napi_null;
}

void *node_unwrap(napi_env env, napi_value value, const napi_type_tag *tag, const char *loud)
{
    napi_valuetype type;
    bool is_one = false;
    void *out = NULL;

    if (napi_typeof(env, value, &type) == napi_ok && type == napi_object &&
        napi_check_object_type_tag(env, value, tag, &is_one) == napi_ok && is_one &&
        napi_unwrap(env, value, &out) != napi_ok)
        out = NULL;
    if (!out && loud)
        napi_throw_type_error(env, WRONG_TYPE, loud);
    return out;
}

napi_value node_string(napi_env env, const char *bytes, size_t n)
{
    const encart_error err = {.message = "longer than a string of JavaScript can be"};
    napi_value out;

    if (napi_create_string_utf8(env, bytes, n, &out) == napi_ok)
        return out;
    node_throw(env, ENCART_ELIMIT, &err);
    return NULL;
}

napi_value node_buffer_string(napi_env env, encart_buffer *buffer)
{
    size_t n;
    const char *bytes = encart_buffer_data(buffer, &n);
    napi_value out = node_string(env, bytes, n);

    encart_buffer_free(buffer);
    return out;
}
