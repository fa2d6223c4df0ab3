/* Members are declared in tables; checking and reading walk those tables. docs/schema/
 * config.json says the same to people. */
#include "core/render/config.h"
#include "core/base/error.h"
#include "core/base/limits.h"
#include "core/i18n/typography.h"
#include "core/plugin/manifest.h"
#include "core/plugin/settings.h"
#include "core/render/route.h"

#include <stdio.h>
#include <string.h>

typedef enum {
    T_OBJECT, T_INT, T_BOOL, T_STRING, T_STRINGS, T_BY_ELEMENT, T_PLUGINS, T_SCOPES, T_SLOTS,
    T_CHOICE, T_PATHS, T_FEATURES, T_ROUTES, T_CHANNELS, T_BOXES, T_ELEMENTS, T_ATTRIBUTES,
    T_ANY
} type;

typedef struct member {
    const char *name;
    type type;
    const void *of;               /* an object's members; a choice's words */
    int min, max;                 /* of an integer */
} member;

static const member site_members[] = {
    {"name", T_STRING, NULL, 0, 0}, {"url", T_STRING, NULL, 0, 0},
    {"features", T_FEATURES, NULL, 0, 0}, {"routes", T_ROUTES, NULL, 0, 0},
    {NULL, T_ANY, NULL, 0, 0}};
static const member placement_members[] = {
    {"box_blocks", T_INT, NULL, 0, 100},   {"box_words", T_INT, NULL, 0, 100000},
    {"head_blocks", T_INT, NULL, 0, 1000}, {"tail_blocks", T_INT, NULL, 0, 1000},
    {"min_words", T_INT, NULL, 0, 100000}, {"min_before", T_INT, NULL, 0, 100000},
    {NULL, T_ANY, NULL, 0, 0}};
static const member slot_members[] = {{"max", T_INT, NULL, 0, 100},
                                      {"priority", T_STRINGS, NULL, 0, 0},
                                      {NULL, T_ANY, NULL, 0, 0}};
static const member related_members[] = {{"half_life_days", T_INT, NULL, 0, 36500},
                                         {"min_score", T_INT, NULL, 0, 1000},
                                         {NULL, T_ANY, NULL, 0, 0}};
static const member typography_members[] = {
    {"mode", T_CHOICE, encart__typography_modes, 0, 0},
    {"space_fine", T_CHOICE, encart__typography_spaces, 0, 0},
    {"locale", T_CHOICE, encart__typography_locales, 0, 0},
    {NULL, T_ANY, NULL, 0, 0}};
static const member limit_members[] = {{"fuel", T_INT, NULL, 1000, 2000000000},
                                       {"time_ms", T_INT, NULL, -1, 60000},
                                       {"memory_kib", T_INT, NULL, 64, 1048576},
                                       {"output_kib", T_INT, NULL, 1, 65536},
                                       {NULL, T_ANY, NULL, 0, 0}};
/* The names in them are read by config_sanitise.c. */
static const member allow_members[] = {{"elements", T_STRINGS, NULL, 0, 0},
                                       {"attributes", T_BY_ELEMENT, NULL, 0, 0},
                                       {"schemes", T_STRINGS, NULL, 0, 0},
                                       {"embed_hosts", T_STRINGS, NULL, 0, 0},
                                       {NULL, T_ANY, NULL, 0, 0}};
static const member deny_members[] = {{"elements", T_STRINGS, NULL, 0, 0},
                                      {"attributes", T_BY_ELEMENT, NULL, 0, 0},
                                      {"schemes", T_STRINGS, NULL, 0, 0},
                                      {"embed_hosts", T_STRINGS, NULL, 0, 0},
                                      {"classes", T_STRINGS, NULL, 0, 0},
                                      {NULL, T_ANY, NULL, 0, 0}};
static const member sanitise_members[] = {{"profile", T_STRING, NULL, 0, 0},
                                          {"allow", T_OBJECT, allow_members, 0, 0},
                                          {"deny", T_OBJECT, deny_members, 0, 0},
                                          {"classes", T_STRINGS, NULL, 0, 0},
                                          {"data_images", T_BOOL, NULL, 0, 0},
                                          {"repair", T_STRING, NULL, 0, 0},
                                          {NULL, T_ANY, NULL, 0, 0}};
/* What lies over a scope for one render: the article's own part, above all. */
#define OVERRIDE_MEMBERS                                                                 \
    {"plugins", T_PLUGINS, NULL, 0, 0},                                                  \
        {"placement", T_OBJECT, placement_members, 0, 0},                                \
        {"slots", T_SLOTS, slot_members, 0, 0},                                          \
        {"related", T_OBJECT, related_members, 0, 0}, {"heading_level", T_INT, NULL, 2, 6}
static const member override_members[] = {OVERRIDE_MEMBERS, {NULL, T_ANY, NULL, 0, 0}};
/* Of a channel, its part of a scope among them. */
static const member channel_members[] = {{"like", T_CHOICE, encart__channel_names, 0, 0},
                                         {"boxes", T_BOXES, NULL, 0, 0},
                                         {"elements", T_ELEMENTS, NULL, 0, 0},
                                         {"attributes", T_ATTRIBUTES, NULL, 0, 0},
                                         {"holes", T_BOOL, NULL, 0, 0},
                                         OVERRIDE_MEMBERS,
                                         {NULL, T_ANY, NULL, 0, 0}};
/* Members of a scope: the top level, a site, a section. */
#define SCOPE_MEMBERS                                                                    \
    {"site", T_OBJECT, site_members, 0, 0}, {"plugins", T_PLUGINS, NULL, 0, 0},          \
        {"placement", T_OBJECT, placement_members, 0, 0},                                \
        {"slots", T_SLOTS, slot_members, 0, 0},                                          \
        {"related", T_OBJECT, related_members, 0, 0},                                    \
        {"typography", T_OBJECT, typography_members, 0, 0},                              \
        {"overridable", T_PATHS, override_members, 0, 0},                                \
        {"top_anchor", T_STRING, NULL, 0, 0}, {"heading_level", T_INT, NULL, 2, 6}
static const member section_scope[] = {SCOPE_MEMBERS, {NULL, T_ANY, NULL, 0, 0}};
static const member site_scope[] = {
    SCOPE_MEMBERS, {"sections", T_SCOPES, section_scope, 0, 0},
    {"channels", T_CHANNELS, channel_members, 0, 0}, {NULL, T_ANY, NULL, 0, 0}};
static const member top_scope[] = {
    SCOPE_MEMBERS,
    {"sections", T_SCOPES, section_scope, 0, 0},
    {"sites", T_SCOPES, site_scope, 0, 0},
    {"channels", T_CHANNELS, channel_members, 0, 0},
    {"limits", T_OBJECT, limit_members, 0, 0},
    {"sanitise", T_OBJECT, sanitise_members, 0, 0},
    {"$schema", T_STRING, NULL, 0, 0},
    {NULL, T_ANY, NULL, 0, 0}};

#define PATH_MAX_LEN 512
#define MEMBERS_MAX 24

static const char *type_of(const json_t *v)
{
    static const char *const names[] = {"an object", "an array",  "a string", "an integer",
                                        "a number",  "true",      "false",    "null"};
    int t = (int)json_typeof(v);

    return t >= 0 && t < 8 ? names[t] : "nothing";
}

static void path_join(char out[PATH_MAX_LEN], const char *base, const char *name)
{
    const char *dot = *base ? "." : "";
    const char *quote = strpbrk(name, ".[\" *") ? "\"" : "";

    snprintf(out, PATH_MAX_LEN, "%s%s%s%s%s", base, dot, quote, name, quote);
}

static void report(encart__diags *d, const char *rule, const char *path,
                   const char *message)
{
    encart__diag *e = encart__diag_add(d, ENCART__FAULT, rule, "%s", message);

    if (e)
        e->path = encart__arena_str(d->arena, encart__str_z(path));
}

static void wrong_type(encart__diags *d, const char *path, const char *want,
                       const json_t *got)
{
    char message[256];

    snprintf(message, sizeof message, "expected %s, found %s", want, type_of(got));
    report(d, "config-type", path, message);
}

static void unknown(encart__diags *d, const char *path, const char *name,
                    const member *known)
{
    const char *names[MEMBERS_MAX], *near;
    char message[256];
    size_t n = 0;

    for (; known[n].name && n < MEMBERS_MAX; n++)
        names[n] = known[n].name;
    near = encart__nearest(encart__str_z(name), names, n);
    if (near)
        snprintf(message, sizeof message, "unknown member (did you mean “%s”?)", near);
    else
        snprintf(message, sizeof message, "unknown member");
    report(d, "config-unknown", path, message);
}

static void check_int(encart__diags *d, const char *path, const member *m,
                      const json_t *v)
{
    char message[128];
    json_int_t i = json_integer_value(v);

    if (!json_is_integer(v)) {
        wrong_type(d, path, "an integer", v);
    } else if (i < m->min || i > m->max) {
        snprintf(message, sizeof message, "%lld is outside %d..%d", (long long)i, m->min,
                 m->max);
        report(d, "config-range", path, message);
    }
}

/* Which of the words a string is, `otherwise` when it is none. */
static size_t choice_of(const char *const *words, const json_t *v, size_t otherwise)
{
    for (size_t i = 0; json_is_string(v) && words[i]; i++)
        if (strcmp(words[i], json_string_value(v)) == 0)
            return i;
    return otherwise;
}

static void check_choice(encart__diags *d, const char *path, const char *const *words,
                         const json_t *v)
{
    char message[256];
    const char *near;
    size_t n = 0, at = 0;

    while (words[n])
        n++;
    if (!json_is_string(v)) {
        wrong_type(d, path, "a string", v);
        return;
    }
    if (choice_of(words, v, n) < n)
        return;
    at += (size_t)snprintf(message, sizeof message, "“%.40s” is none of",
                           json_string_value(v));
    for (size_t i = 0; i < n; i++)
        at += (size_t)snprintf(message + at, sizeof message - at, "%s %s", i ? "," : "",
                               words[i]);
    near = encart__nearest(encart__str_z(json_string_value(v)), words, n);
    if (near)
        snprintf(message + at, sizeof message - at, " (did you mean “%s”?)", near);
    report(d, "config-value", path, message);
}

static void check_strings(encart__diags *d, const char *path, const json_t *v)
{
    char inner[PATH_MAX_LEN];
    size_t i;
    json_t *item;

    if (!json_is_array(v)) {
        wrong_type(d, path, "an array of strings", v);
        return;
    }
    json_array_foreach(v, i, item) {
        snprintf(inner, sizeof inner, "%.480s[%zu]", path, i);
        if (!json_is_string(item))
            wrong_type(d, inner, "a string", item);
    }
}

/* The shape is three scopes deep by its own tables (top, sites, sections), so that checks
 * may call each other: input cannot deepen it. */
static void check_object(encart__diags *d, const char *base, const member *known,
                         const json_t *v);

static void check_slots(encart__diags *d, const char *base, const json_t *v)
{
    char path[PATH_MAX_LEN];
    const char *name;
    json_t *value;

    if (!json_is_object(v)) {
        wrong_type(d, base, "an object of slots", v);
        return;
    }
    json_object_foreach((json_t *)(uintptr_t)v, name, value) {
        path_join(path, base, name);
        if (encart__slot_of(encart__str_z(name)) < 0)
            report(d, "config-unknown", path, "unknown slot");
        else
            check_object(d, path, slot_members, value);
    }
}

static void check_by_element(encart__diags *d, const char *base, const json_t *v)
{
    char path[PATH_MAX_LEN];
    const char *name;
    json_t *value;

    if (!json_is_object(v)) {
        wrong_type(d, base, "an object of elements", v);
        return;
    }
    json_object_foreach((json_t *)(uintptr_t)v, name, value) {
        path_join(path, base, name);
        check_strings(d, path, value);
    }
}

static void check_plugins(encart__diags *d, const char *base, const json_t *v)
{
    char path[PATH_MAX_LEN];
    const char *name;
    json_t *value;

    if (!json_is_object(v)) {
        wrong_type(d, base, "an object of plugins", v);
        return;
    }
    json_object_foreach((json_t *)(uintptr_t)v, name, value) {
        path_join(path, base, name);
        if (!json_is_object(value) && !json_is_boolean(value))
            wrong_type(d, path, "an object of settings, true or false", value);
    }
}

/* "plugins.related.count": its first part is a member that can be overridden. */
static void check_path(encart__diags *d, const char *at, const member *known,
                       const json_t *v)
{
    encart__str path = encart__str_z(json_string_value(v));
    encart__str first = encart__str_sub(path, 0, encart__str_find(path, ENCART__STR(".")));
    char name[128];

    if (!json_is_string(v)) {
        wrong_type(d, at, "a string", v);
        return;
    }
    for (const member *m = known; m->name; m++)
        if (encart__str_is(first, m->name))
            return;
    snprintf(name, sizeof name, "%.*s", (int)(first.n > 100 ? 100 : first.n), first.p);
    unknown(d, at, name, known);
}

static void check_paths(encart__diags *d, const char *base, const member *known,
                        const json_t *v)
{
    char inner[PATH_MAX_LEN];
    size_t i;
    json_t *item;

    if (json_is_boolean(v))
        return;
    if (!json_is_array(v)) {
        wrong_type(d, base, "true, false or an array of paths", v);
        return;
    }
    json_array_foreach(v, i, item) {
        snprintf(inner, sizeof inner, "%.480s[%zu]", base, i);
        check_path(d, inner, known, item);
    }
}

/* A name of a channel's boxes, elements or attributes; false, and told, when it is none. */
static int check_fate_name(encart__diags *d, const char *path, type of, const char *name)
{
    const encart__name *known = of == T_ELEMENTS ? encart__tags : encart__attrs;
    size_t count = of == T_ELEMENTS ? (size_t)ENCART__T_COUNT : (size_t)ENCART__A_COUNT;
    const char *names[(int)ENCART__A_COUNT + (int)ENCART__T_COUNT];
    const char *what = of == T_ELEMENTS ? "element" : "attribute", *near;
    encart__str word = encart__str_z(name);
    char message[256];

    if (of == T_BOXES) {
        if (strcmp(name, "*") == 0 || strchr(name, '/'))
            return 1;
        report(d, "config-value", path, "expected “plugin/box”, “plugin/*” or “*”");
        return 0;
    }
    if (of == T_ELEMENTS ? encart__tag_id(word) != 0
                         : encart__attr_id(word) && strcmp(name, "data-encart") != 0)
        return 1;
    for (size_t i = 0; i < count; i++)
        names[i] = known[i].name.p;
    near = encart__nearest(word, names + 1, count - 1);
    if (near && strcmp(near, name) != 0)
        snprintf(message, sizeof message, "no such %s (did you mean “%s”?)", what, near);
    else
        snprintf(message, sizeof message, "no %s that a channel can drop", what);
    report(d, "config-unknown", path, message);
    return 0;
}

static void check_fates(encart__diags *d, const char *base, type of, const json_t *v)
{
    static const char *const kept_or_not[] = {"keep", "drop", NULL};
    char path[PATH_MAX_LEN];
    const char *name;
    json_t *value;

    if (!json_is_object(v)) {
        wrong_type(d, base, "an object of keep, flatten and drop", v);
        return;
    }
    json_object_foreach((json_t *)(uintptr_t)v, name, value) {
        path_join(path, base, name);
        if (check_fate_name(d, path, of, name))
            check_choice(d, path, of == T_ATTRIBUTES ? kept_or_not : encart__fate_names,
                         value);
    }
}

static void check_scopes(encart__diags *d, const char *base, const member *known,
                         const json_t *v)
{
    char path[PATH_MAX_LEN];
    const char *name;
    json_t *value;

    if (!json_is_object(v)) {
        wrong_type(d, base, "an object", v);
        return;
    }
    json_object_foreach((json_t *)(uintptr_t)v, name, value) {
        path_join(path, base, name);
        check_object(d, path, known, value);
    }
}

static int is_feature(const json_t *v)
{
    return json_is_string(v) || json_is_boolean(v) || json_is_integer(v);
}

static void check_feature(encart__diags *d, const char *path, const char *name,
                          const json_t *v)
{
    (void)name;
    if (!is_feature(v))
        wrong_type(d, path, "a string, an integer, true or false", v);
}

static const char *route_fault(const json_t *v)
{
    return encart__route_fault(encart__str_n(json_string_value(v), json_string_length(v)),
                               NULL);
}

static void check_route(encart__diags *d, const char *path, const char *name,
                        const json_t *v)
{
    const char *why;

    if (!encart__is_name(encart__str_z(name)))
        report(d, "config-value", path, "a route's name is a letter and 1 to 40 of a-z, 0-9 "
               "and -");
    else if (!json_is_string(v))
        wrong_type(d, path, "a URL as a string", v);
    else if ((why = route_fault(v)) != NULL)
        report(d, "config-value", path, why);
}

static void check_each(encart__diags *d, const char *base, const char *want,
                       void (*check)(encart__diags *d, const char *path, const char *name,
                                     const json_t *v),
                       const json_t *v)
{
    char path[PATH_MAX_LEN];
    const char *name;
    json_t *value;

    if (!json_is_object(v)) {
        wrong_type(d, base, want, v);
        return;
    }
    json_object_foreach((json_t *)(uintptr_t)v, name, value) {
        path_join(path, base, name);
        check(d, path, name, value);
    }
}

static void check_member(encart__diags *d, const char *path, const member *m,
                         const json_t *v)
{
    switch (m->type) {
    case T_OBJECT:
        check_object(d, path, m->of, v);
        break;
    case T_CHOICE:
        check_choice(d, path, m->of, v);
        break;
    case T_INT:
        check_int(d, path, m, v);
        break;
    case T_STRING:
        if (!json_is_string(v))
            wrong_type(d, path, "a string", v);
        break;
    case T_BOOL:
        if (!json_is_boolean(v))
            wrong_type(d, path, "true or false", v);
        break;
    case T_STRINGS:
        check_strings(d, path, v);
        break;
    case T_BY_ELEMENT:
        check_by_element(d, path, v);
        break;
    case T_PLUGINS:
        check_plugins(d, path, v);
        break;
    case T_SLOTS:
        check_slots(d, path, v);
        break;
    case T_PATHS:
        check_paths(d, path, m->of, v);
        break;
    case T_BOXES:
    case T_ELEMENTS:
    case T_ATTRIBUTES:
        check_fates(d, path, m->type, v);
        break;
    case T_CHANNELS:
    case T_SCOPES:
        check_scopes(d, path, m->of, v);
        break;
    case T_FEATURES:
        check_each(d, path, "an object of features", check_feature, v);
        break;
    case T_ROUTES:
        check_each(d, path, "an object of URLs", check_route, v);
        break;
    case T_ANY:
        break;
    }
}

static void check_object(encart__diags *d, const char *base, const member *known,
                         const json_t *v)
{
    char path[PATH_MAX_LEN];
    const char *name;
    json_t *value;

    if (!json_is_object(v)) {
        wrong_type(d, base, "an object", v);
        return;
    }
    json_object_foreach((json_t *)(uintptr_t)v, name, value) {
        const member *m = known;

        while (m->name && strcmp(m->name, name) != 0)
            m++;
        path_join(path, base, name);
        if (m->name)
            check_member(d, path, m, value);
        else
            unknown(d, path, name, known);
    }
}

void encart__config_check(const json_t *config, encart__diags *diags)
{
    check_object(diags, "", top_scope, config);
}

void encart__overrides_check(const json_t *overrides, const char *path, encart__diags *diags)
{
    check_object(diags, path, override_members, overrides);
}

int encart__config_merge(json_t *into, const json_t *more)
{
    json_t *copy = more ? json_deep_copy(more) : NULL;
    int ok;

    if (!more)
        return 1;
    ok = copy && json_object_update_recursive(into, copy) == 0;
    json_decref(copy);
    return ok;
}

/* ---- reading ------------------------------------------------------------------------ */

static json_int_t get_int(const json_t *object, const char *name, json_int_t fallback,
                          json_int_t min, json_int_t max)
{
    const json_t *v = json_object_get(object, name);

    if (!json_is_integer(v))
        return fallback;
    return json_integer_value(v) < min || json_integer_value(v) > max
               ? fallback
               : json_integer_value(v);
}

static encart__str get_str(const json_t *object, const char *name, encart__arena *arena)
{
    const json_t *v = json_object_get(object, name);

    if (!json_is_string(v))
        return ENCART__STR_EMPTY;
    return encart__arena_str(arena, encart__str_n(json_string_value(v), json_string_length(v)));
}

static uint32_t get_u32(const json_t *object, const member *table, const char *name,
                        uint32_t fallback)
{
    while (table->name && strcmp(table->name, name) != 0)
        table++;
    return (uint32_t)get_int(object, name, fallback, table->min, table->max);
}

/* What is not given, or faulty, stays as it is. */
static void read_rules(encart__place_rules *r, const json_t *merged)
{
    const json_t *p = json_object_get(merged, "placement");
    const json_t *body = json_object_get(json_object_get(merged, "slots"), "body");

    r->box_blocks = get_u32(p, placement_members, "box_blocks", r->box_blocks);
    r->box_words = get_u32(p, placement_members, "box_words", r->box_words);
    r->head_blocks = get_u32(p, placement_members, "head_blocks", r->head_blocks);
    r->tail_blocks = get_u32(p, placement_members, "tail_blocks", r->tail_blocks);
    r->min_words = get_u32(p, placement_members, "min_words", r->min_words);
    r->min_before = get_u32(p, placement_members, "min_before", r->min_before);
    r->max_boxes = get_u32(body, slot_members, "max", r->max_boxes);
}

static int read_priority(encart__scope *s, const json_t *merged, encart__arena *arena)
{
    const json_t *body = json_object_get(json_object_get(merged, "slots"), "body");
    const json_t *list = json_object_get(body, "priority");
    size_t i, n = json_array_size(list);

    if (n == 0)
        return 1;
    s->priority_count = 0;
    s->priority = encart__arena_array(arena, n, sizeof *s->priority);
    if (!s->priority)
        return 0;
    for (i = 0; i < n; i++) {
        const json_t *v = json_array_get(list, i);

        if (json_is_string(v))
            s->priority[s->priority_count++] =
                encart__arena_str(arena, encart__str_z(json_string_value(v)));
    }
    return !arena->failed;
}

static int fill_plugins(encart__scope *s, const json_t *merged, const encart_engine *e,
                        const char *prefix, encart__diags *diags, encart__arena *arena)
{
    const json_t *wanted = json_object_get(merged, "plugins");
    char path[PATH_MAX_LEN];

    s->plugins = encart__arena_array(arena, e->plugin_count + 1, sizeof *s->plugins);
    if (!s->plugins)
        return 0;
    for (size_t i = 0; i < e->plugin_count; i++) {
        const encart__plugin *p = e->plugins[i];
        const json_t *given = json_object_getn(wanted, p->name.p, p->name.n);
        json_t *settings;

        if (!given || json_is_false(given))
            continue;
        snprintf(path, sizeof path, "%s%splugins.%s", prefix, *prefix ? "." : "", p->name.p);
        settings = encart__settings_apply(p, json_is_object(given) ? given : NULL, path, diags);
        if (!settings) /* a fault, told by now: the plugin runs with its defaults */
            settings = encart__settings_apply(p, NULL, path, diags);
        if (!settings)
            return 0;
        s->plugins[s->plugin_count++] = (encart__enabled){p, settings, 0};
    }
    return 1;
}

static int is_route(const char *name, const json_t *v)
{
    return encart__is_name(encart__str_z(name)) && json_is_string(v) && !route_fault(v);
}

static int is_any_feature(const char *name, const json_t *v)
{
    (void)name;
    return is_feature(v);
}

/* The sound members of `object`, NULL when it has none. False without memory. */
static int fill_sound(json_t **out, const json_t *object,
                      int (*sound)(const char *name, const json_t *v))
{
    const char *name;
    json_t *value;

    if (json_object_size(object) == 0)
        return 1;
    *out = json_object();
    if (!*out)
        return 0;
    json_object_foreach((json_t *)(uintptr_t)object, name, value) {
        if (sound(name, value) && json_object_set(*out, name, value) != 0)
            return 0;
    }
    return 1;
}

static int fill_site(encart__scope *s, const json_t *site, encart__arena *arena)
{
    s->site_name = get_str(site, "name", arena);
    s->site_url = get_str(site, "url", arena);
    return fill_sound(&s->features, json_object_get(site, "features"), is_any_feature) &&
           fill_sound(&s->routes, json_object_get(site, "routes"), is_route);
}

static void fill_typography(encart__typography *t, const json_t *o)
{
    size_t locale = choice_of(encart__typography_locales, json_object_get(o, "locale"),
                              SIZE_MAX);

    t->mode = (encart__typography_mode)choice_of(encart__typography_modes,
                                                 json_object_get(o, "mode"),
                                                 ENCART__TYPOGRAPHY_INSERTED);
    t->no_fine = choice_of(encart__typography_spaces, json_object_get(o, "space_fine"), 0) != 0;
    t->locale = locale == SIZE_MAX ? ENCART__STR_EMPTY
                                   : encart__str_z(encart__typography_locales[locale]);
}

static int fill_overridable(encart__overridable *o, const json_t *given,
                            encart__arena *arena)
{
    size_t i;
    json_t *v;

    o->all = !given || json_is_true(given);
    if (!json_is_array(given))
        return 1;
    o->paths = encart__arena_array(arena, json_array_size(given) + 1, sizeof *o->paths);
    json_array_foreach(given, i, v) {
        if (o->paths && json_is_string(v))
            o->paths[o->count++] =
                encart__arena_str(arena, encart__str_z(json_string_value(v)));
    }
    return o->paths != NULL;
}

/* "plugins.toc" or "plugins.toc.depth" stands among the paths. */
static int is_offered(const encart__overridable *o, encart__str plugin)
{
    for (size_t i = 0; i < o->count; i++) {
        encart__str p = o->paths[i];

        if (!encart__str_starts(p, ENCART__STR("plugins.")))
            continue;
        p = encart__str_sub(p, sizeof "plugins." - 1, p.n);
        if (encart__str_starts(p, plugin) && (p.n == plugin.n || p.p[plugin.n] == '.'))
            return 1;
    }
    return 0;
}

/* What the site names, an article may turn on: even what the site says false to. */
static int fill_offered(encart__scope *s, const json_t *merged, const encart_engine *e,
                        encart__arena *arena)
{
    const json_t *named = json_object_get(merged, "plugins");

    s->offered = encart__arena_alloc(arena, e->plugin_count + 1);
    for (size_t i = 0; s->offered && i < e->plugin_count; i++) {
        encart__str name = e->plugins[i]->name;

        s->offered[i] = json_object_getn(named, name.p, name.n) != NULL ||
                        is_offered(&s->overridable, name);
    }
    return s->offered != NULL;
}

int encart__overrides_read(encart__scope *s, const json_t *overrides, encart__arena *arena)
{
    const json_t *related = json_object_get(overrides, "related");

    read_rules(&s->rules, overrides);
    s->heading_level = (int)get_int(overrides, "heading_level", s->heading_level, 2, 6);
    s->half_life_days = (int)get_int(related, "half_life_days", s->half_life_days, 0, 36500);
    s->min_score = (int)get_int(related, "min_score", s->min_score, 0, 1000);
    return read_priority(s, overrides, arena);
}

int encart__scope_fill(encart__scope *s, const json_t *merged, const encart_engine *e,
                       const char *prefix, encart__diags *diags, encart__arena *arena)
{
    encart__place_rules_init(&s->rules);
    fill_typography(&s->typography, json_object_get(merged, "typography"));
    s->top_anchor = get_str(merged, "top_anchor", arena);
    s->heading_level = 2;
    return fill_site(s, json_object_get(merged, "site"), arena) &&
           encart__overrides_read(s, merged, arena) &&
           fill_overridable(&s->overridable, json_object_get(merged, "overridable"), arena) &&
           fill_offered(s, merged, e, arena) &&
           fill_plugins(s, merged, e, prefix, diags, arena) && !arena->failed;
}

void encart__config_limits(encart__limits *l, const json_t *config)
{
    const json_t *o = json_object_get(config, "limits");

    l->fuel = (long)get_int(o, "fuel", ENCART__PLUGIN_FUEL, 1000, 2000000000);
    l->time_ms = (int)get_int(o, "time_ms", ENCART__PLUGIN_TIME_MS, -1, 60000);
    l->memory = (size_t)get_int(o, "memory_kib", ENCART__PLUGIN_MEMORY >> 10, 64, 1048576)
                << 10;
    l->output = (size_t)get_int(o, "output_kib", ENCART__PLUGIN_OUTPUT >> 10, 1, 65536)
                << 10;
}
