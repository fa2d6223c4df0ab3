/* Validation as a table of types; every fault names the path, what stood there and what
 * may stand there. Knows no Lua and no configuration file. */
#include "core/plugin/settings.h"
#include "core/base/error.h"
#include "core/base/limits.h"
#include "core/base/strbuf.h"
#include "core/plugin/forms.h"
#include "core/sanitise/policy.h"

#include <math.h>
#include <stdio.h>

#define RULE "plugin-setting"
#define NUMBER_TEXT 40
#define PATH_TEXT 512
#define MAP_KEY_TEXT 81 /* of a name in a path */

/* In the order of encart__setting_type; "text" is a string. */
static const struct {
    const char *name, *expected, *many;
} types[] = {
    {"boolean", "true or false", "booleans"},
    {"integer", "an integer", "integers"},
    {"number", "a number", "numbers"},
    {"string", "a string", "strings"},
    {"enum", "one of its values", "its values"},
    {"url", "a URL as a string", "URLs"},
    {"list", "a list", NULL},
    {"color", "a color: “#rgb” or “#rrggbb”", "colors"},
    {"date", "a date: “2026-01-31”, or with a time", "dates"},
    {"duration", "a duration: seconds, or “1h30m” of w, d, h, m, s", "durations"},
    {"slug", "a slug: a-z, 0-9 and single dashes", "slugs"},
    {"map", "an object", NULL},
};

/* Those that hold others last. */
static const char *const type_names[] = {
    "boolean", "integer", "number",   "string", "text", "enum", "url",
    "color",   "date",    "duration", "slug",   "list", "map",  NULL};
enum { ITEM_NAMES = sizeof type_names / sizeof *type_names - 3 };

const char *const *encart__setting_type_names(void)
{
    return type_names;
}

size_t encart__setting_item_names(void)
{
    return ITEM_NAMES;
}

const char *encart__setting_type_name(encart__setting_type type)
{
    return types[type].name;
}

int encart__setting_type_of(encart__str name)
{
    if (encart__str_is(name, "text"))
        return ENCART__SET_STRING;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (encart__str_is(name, types[i].name))
            return (int)i;
    return -1;
}

const char *encart__json_kind(const json_t *value)
{
    switch (json_typeof(value)) {
    case JSON_OBJECT: return "an object";
    case JSON_ARRAY: return "an array";
    case JSON_STRING: return "a string";
    case JSON_INTEGER: return "an integer";
    case JSON_REAL: return "a number";
    case JSON_TRUE:
    case JSON_FALSE: return "a boolean";
    default: return "null";
    }
}

/* Recursion is bounded by `depth`. */
int encart__json_fits(const json_t *value, int depth)
{
    json_t *one;
    const char *key;
    size_t i;

    if (!json_is_object(value) && !json_is_array(value))
        return 1;
    if (depth == 0)
        return 0;
    json_array_foreach(value, i, one)
        if (!encart__json_fits(one, depth - 1))
            return 0;
    json_object_foreach((json_t *)(uintptr_t)value, key, one)
        if (!encart__json_fits(one, depth - 1))
            return 0;
    return 1;
}

/* Decimal without the locale: an integer, or three digits after the point at most. */
static const char *number_text(char out[NUMBER_TEXT], double v)
{
    long long milli;
    int n;

    if (!(fabs(v) < 1e15)) {
        snprintf(out, NUMBER_TEXT, "%s", v < 0 ? "a huge negative number" : "a huge number");
        return out;
    }
    milli = llround(v * 1000);
    n = snprintf(out, NUMBER_TEXT, "%s%lld", milli < 0 ? "-" : "", llabs(milli) / 1000);
    if (milli % 1000) {
        n += snprintf(out + n, NUMBER_TEXT - (size_t)n, ".%03lld", llabs(milli) % 1000);
        while (out[n - 1] == '0')
            out[--n] = '\0';
    }
    return out;
}

static void fault_path(encart__diags *diags, encart__diag *d, const char *path)
{
    if (d)
        d->path = encart__arena_str(diags->arena, encart__str_z(path));
}

/* As much of `s` as has room, in whole characters. */
static void cut(char *out, size_t size, encart__str s)
{
    size_t n = s.n < size ? s.n : size - 1;

    while (n < s.n && n > 0 && ((unsigned char)s.p[n] & 0xC0) == 0x80)
        n--;
    memcpy(out, s.p, n);
    out[n] = '\0';
}

static int wrong_type(const encart__setting *s, const json_t *value, const char *path,
                      encart__diags *diags)
{
    fault_path(diags,
               encart__diag_add(diags, ENCART__FAULT, RULE, "expected %s, found %s",
                                types[s->type].expected, encart__json_kind(value)),
               path);
    return 0;
}

static int check_range(const encart__setting *s, double v, const char *path,
                       encart__diags *diags)
{
    char value[NUMBER_TEXT], bound[NUMBER_TEXT];
    int low = s->has_min && v < s->min, high = s->has_max && v > s->max;

    if (!low && !high && isfinite(v))
        return 1;
    number_text(value, v);
    number_text(bound, low ? s->min : s->max);
    fault_path(diags,
               isfinite(v)
                   ? encart__diag_add(diags, ENCART__FAULT, RULE, "%s is %s %s", value,
                                      low ? "below the minimum" : "above the maximum",
                                      bound)
                   : encart__diag_add(diags, ENCART__FAULT, RULE, "not a finite number"),
               path);
    return 0;
}

static int check_number(const encart__setting *s, const json_t *value, const char *path,
                        encart__diags *diags)
{
    double v;

    if (!json_is_number(value))
        return wrong_type(s, value, path, diags);
    v = json_number_value(value);
    if (s->type == ENCART__SET_INTEGER && json_is_real(value) &&
        (v != floor(v) || fabs(v) > 9007199254740992.0))
        return wrong_type(s, value, path, diags);
    return check_range(s, v, path, diags);
}

/* The value list of an enum as text, for the message. */
static void values_text(const encart__setting *s, char *out, size_t size)
{
    size_t n = 0;

    out[0] = '\0';
    for (size_t i = 0; i < s->value_count && n + 1 < size; i++) {
        int more = snprintf(out + n, size - n, "%s%.*s", i ? ", " : "",
                            (int)s->values[i].n, s->values[i].p);
        n += more > 0 ? (size_t)more : 0;
    }
}

static int check_enum(const encart__setting *s, const json_t *value, const char *path,
                      encart__diags *diags)
{
    encart__str v;
    char list[256];

    if (!json_is_string(value))
        return wrong_type(s, value, path, diags);
    v = encart__str_n(json_string_value(value), json_string_length(value));
    for (size_t i = 0; i < s->value_count; i++)
        if (encart__str_eq(v, s->values[i]))
            return 1;
    values_text(s, list, sizeof list);
    fault_path(diags,
               encart__diag_add(diags, ENCART__FAULT, RULE,
                                "“%.*s” is none of its values: %s",
                                (int)(v.n > 80 ? 80 : v.n), v.p, list),
               path);
    return 0;
}

static int check_string(const encart__setting *s, const json_t *value, const char *path,
                        encart__diags *diags)
{
    if (!json_is_string(value))
        return wrong_type(s, value, path, diags);
    if (json_string_length(value) <= ENCART__SETTING_BYTES)
        return 1;
    fault_path(diags,
               encart__diag_add(diags, ENCART__FAULT, RULE, "longer than %d bytes",
                                ENCART__SETTING_BYTES),
               path);
    return 0;
}

static int check_url(const encart__setting *s, const json_t *value, const char *path,
                     encart__diags *diags)
{
    encart__strbuf clean;
    int ok;

    if (!check_string(s, value, path, diags))
        return 0;
    encart__strbuf_init(&clean, NULL, 0);
    ok = encart__url_check(encart__policy_named(ENCART__STR("article")),
                           encart__str_z(json_string_value(value)), ENCART__STR_EMPTY, 0,
                           &clean);
    encart__strbuf_free(&clean);
    if (!ok)
        fault_path(diags,
                   encart__diag_add(diags, ENCART__FAULT, RULE,
                                    "not a URL that a page may link to"),
                   path);
    return ok;
}

/* ---- forms ----------------------------------------------------------------------------- */

/* The canonical text of a setting that has a form; 0 when it has not this one. */
static size_t form_of(const encart__setting *s, const json_t *value,
                      char out[ENCART__FORM_BYTES])
{
    encart__str text;

    if (!json_is_string(value))
        return 0;
    text = encart__str_n(json_string_value(value), json_string_length(value));
    switch (s->type) {
    case ENCART__SET_COLOR: return encart__form_color(out, text);
    case ENCART__SET_DATE: return encart__form_date(out, text);
    case ENCART__SET_SLUG: return encart__form_slug(out, text);
    default: return 0;
    }
}

static int wrong_form(const encart__setting *s, const json_t *value, const char *path,
                      encart__diags *diags)
{
    char text[NUMBER_TEXT + 4];
    encart__str v;

    if (!json_is_string(value))
        return wrong_type(s, value, path, diags);
    v = encart__str_n(json_string_value(value), json_string_length(value));
    cut(text, sizeof text, v);
    fault_path(diags,
               encart__diag_add(diags, ENCART__FAULT, RULE, "“%s” is not %s", text,
                                types[s->type].expected),
               path);
    return 0;
}

static int check_form(const encart__setting *s, const json_t *value, const char *path,
                      encart__diags *diags)
{
    char out[ENCART__FORM_BYTES];

    return form_of(s, value, out) || wrong_form(s, value, path, diags);
}

static const encart__setting not_negative = {.type = ENCART__SET_DURATION, .has_min = 1};

/* Seconds; false when it is neither a whole number of them nor such a text. */
static int seconds_of(const json_t *value, int64_t *seconds)
{
    if (json_is_string(value))
        return encart__form_duration(encart__str_n(json_string_value(value),
                                                   json_string_length(value)),
                                     seconds);
    if (!json_is_integer(value) || json_integer_value(value) < 0)
        return 0;
    *seconds = json_integer_value(value);
    return 1;
}

static int check_duration(const encart__setting *s, const json_t *value, const char *path,
                          encart__diags *diags)
{
    int64_t seconds;

    if (!seconds_of(value, &seconds))
        return json_is_integer(value) ? check_range(&not_negative, -1, path, diags)
                                      : wrong_form(s, value, path, diags);
    return check_range(s, (double)seconds, path, diags);
}

/* ---- lists and maps -------------------------------------------------------------------- */

static int check_item(const encart__setting *s, const json_t *value, const char *path,
                      size_t *bytes, encart__diags *diags)
{
    encart__setting item = *s;

    item.type = s->of;
    *bytes += json_is_string(value) ? json_string_length(value) : 0;
    return encart__setting_check(&item, value, path, diags);
}

static int wrong_kind(const encart__setting *s, const json_t *value, const char *path,
                      encart__diags *diags)
{
    fault_path(diags,
               encart__diag_add(diags, ENCART__FAULT, RULE, "expected %s of %s, found %s",
                                types[s->type].expected, types[s->of].many,
                                encart__json_kind(value)),
               path);
    return 0;
}

static int check_size(size_t items, size_t bytes, const char *path, encart__diags *diags)
{
    if (items <= ENCART__SETTING_ITEMS && bytes <= ENCART__SETTING_ALL)
        return 1;
    fault_path(diags,
               items > ENCART__SETTING_ITEMS
                   ? encart__diag_add(diags, ENCART__FAULT, RULE, "more than %d entries",
                                      ENCART__SETTING_ITEMS)
                   : encart__diag_add(diags, ENCART__FAULT, RULE, "longer than %zu bytes",
                                      ENCART__SETTING_ALL),
               path);
    return 0;
}

static int check_list(const encart__setting *s, const json_t *value, const char *path,
                      encart__diags *diags)
{
    char inner[PATH_TEXT];
    size_t i, bytes = 0;
    json_t *v;
    int ok = 1;

    /* Lua writes the empty list and the empty object alike. */
    if (json_is_object(value) && json_object_size(value) == 0)
        return 1;
    if (!json_is_array(value))
        return wrong_kind(s, value, path, diags);
    if (!check_size(json_array_size(value), 0, path, diags))
        return 0;
    json_array_foreach(value, i, v) {
        snprintf(inner, sizeof inner, "%s[%zu]", path, i);
        ok &= check_item(s, v, inner, &bytes, diags);
    }
    return ok && check_size(0, bytes, path, diags);
}

/* A name that is no plain word stands in quotation marks: terms."Code du travail". */
static void map_path(char out[PATH_TEXT], const char *path, const char *key)
{
    char name[MAP_KEY_TEXT];
    size_t n = strlen(key), plain = 0;

    while (plain < n && (encart__is_alnum((unsigned char)key[plain]) ||
                         strchr("-_", key[plain]) || (unsigned char)key[plain] >= 0x80))
        plain++;
    cut(name, sizeof name, encart__str_n(key, n));
    snprintf(out, PATH_TEXT, plain == n && n ? "%s.%s" : "%s.\"%s\"", path, name);
}

static int check_key(const char *key, const char *path, encart__diags *diags)
{
    size_t n = strlen(key);

    if (n > 0 && n <= ENCART__SETTING_KEY)
        return 1;
    fault_path(diags,
               n ? encart__diag_add(diags, ENCART__FAULT, RULE,
                                    "a name longer than %d bytes", ENCART__SETTING_KEY)
                 : encart__diag_add(diags, ENCART__FAULT, RULE, "a name without letters"),
               path);
    return 0;
}

static int check_map(const encart__setting *s, const json_t *value, const char *path,
                     encart__diags *diags)
{
    char inner[PATH_TEXT];
    const char *key;
    size_t bytes = 0;
    json_t *v;
    int ok = 1;

    if (!json_is_object(value))
        return wrong_kind(s, value, path, diags);
    if (!check_size(json_object_size(value), 0, path, diags))
        return 0;
    json_object_foreach((json_t *)(uintptr_t)value, key, v) {
        map_path(inner, path, key);
        bytes += strlen(key);
        ok &= check_key(key, inner, diags) && check_item(s, v, inner, &bytes, diags);
    }
    return ok && check_size(0, bytes, path, diags);
}

static int check_boolean(const encart__setting *s, const json_t *value, const char *path,
                         encart__diags *diags)
{
    return json_is_boolean(value) || wrong_type(s, value, path, diags);
}

int encart__setting_check(const encart__setting *setting, const json_t *value,
                          const char *path, encart__diags *diags)
{
    static int (*const checks[])(const encart__setting *, const json_t *, const char *,
                                 encart__diags *) = {
        check_boolean, check_number, check_number, check_string, check_enum, check_url,
        check_list,    check_form,   check_form,   check_duration, check_form, check_map,
    };

    return checks[setting->type](setting, value, path, diags);
}

static const encart__setting *setting_named(const encart__plugin *plugin, const char *name)
{
    for (size_t i = 0; i < plugin->setting_count; i++)
        if (encart__str_is(plugin->settings[i].name, name))
            return &plugin->settings[i];
    return NULL;
}

static void unknown(const encart__plugin *plugin, const char *name, const char *path,
                    encart__diags *diags)
{
    const char *names[ENCART__PLUGIN_SETTINGS], *near;

    for (size_t i = 0; i < plugin->setting_count; i++)
        names[i] = plugin->settings[i].name.p;
    near = encart__nearest(encart__str_z(name), names, plugin->setting_count);
    fault_path(diags,
               near ? encart__diag_add(diags, ENCART__FAULT, RULE,
                                       "unknown setting (did you mean “%s”?)", near)
                    : encart__diag_add(diags, ENCART__FAULT, RULE, "unknown setting"),
               path);
}

/* ---- what the plugin sees -------------------------------------------------------------- */

static json_t *normal_scalar(encart__setting_type type, json_t *value)
{
    const encart__setting s = {.type = type};
    char text[ENCART__FORM_BYTES];
    int64_t seconds;

    if (type == ENCART__SET_INTEGER && json_is_real(value))
        return json_integer((json_int_t)json_real_value(value));
    if (type == ENCART__SET_DURATION && seconds_of(value, &seconds))
        return json_integer(seconds);
    return form_of(&s, value, text) ? json_string(text) : json_incref(value);
}

static json_t *normal_list(const encart__setting *s, json_t *value)
{
    json_t *out = json_array(), *v;
    size_t i;

    json_array_foreach(value, i, v) {
        if (json_array_append_new(out, normal_scalar(s->of, v)) < 0) {
            json_decref(out);
            return NULL;
        }
    }
    return out;
}

static json_t *normal_map(const encart__setting *s, json_t *value)
{
    json_t *out = json_object(), *v;
    const char *key;

    json_object_foreach(value, key, v) {
        if (json_object_set_new(out, key, normal_scalar(s->of, v)) < 0) {
            json_decref(out);
            return NULL;
        }
    }
    return out;
}

/* 2.0 for an integer is 2, {} for a list is [], "1h" for a duration 3600. */
static json_t *normal(const encart__setting *s, json_t *value)
{
    if (s->type == ENCART__SET_LIST)
        return normal_list(s, value);
    return s->type == ENCART__SET_MAP ? normal_map(s, value)
                                      : normal_scalar(s->type, value);
}

static int apply_given(const encart__plugin *plugin, const json_t *given,
                       const char *prefix, json_t *out, encart__diags *diags)
{
    char path[PATH_TEXT];

    for (void *it = json_object_iter((json_t *)(uintptr_t)given); it;
         it = json_object_iter_next((json_t *)(uintptr_t)given, it)) {
        const char *name = json_object_iter_key(it);
        json_t *value = json_object_iter_value(it);
        const encart__setting *s = setting_named(plugin, name);

        snprintf(path, sizeof path, "%s.%s", prefix, name);
        if (!s)
            unknown(plugin, name, path, diags);
        else if (encart__setting_check(s, value, path, diags) &&
                 json_object_set_new(out, name, normal(s, value)) < 0)
            return 0;
    }
    return 1;
}

static int apply_defaults(const encart__plugin *plugin, json_t *out)
{
    for (size_t i = 0; i < plugin->setting_count; i++) {
        const encart__setting *s = &plugin->settings[i];

        if (s->value && !json_object_get(out, s->name.p) &&
            json_object_set_new(out, s->name.p, normal(s, s->value)) < 0)
            return 0;
    }
    return 1;
}

json_t *encart__settings_over(const encart__plugin *plugin, const json_t *base,
                              const json_t *given, const char *path_prefix,
                              encart__diags *diags)
{
    int none = !given || json_is_null(given) || json_is_true(given);
    json_t *out = base ? json_deep_copy(base) : json_object();

    if (!none && !json_is_object(given)) {
        fault_path(diags,
                   encart__diag_add(diags, ENCART__FAULT, RULE,
                                    "expected an object of settings, found %s",
                                    encart__json_kind(given)),
                   path_prefix);
        none = 1;
    }
    if (out && (none || apply_given(plugin, given, path_prefix, out, diags)) &&
        apply_defaults(plugin, out))
        return out;
    json_decref(out);
    return NULL;
}

json_t *encart__settings_apply(const encart__plugin *plugin, const json_t *given,
                               const char *path_prefix, encart__diags *diags)
{
    return encart__settings_over(plugin, NULL, given, path_prefix, diags);
}
