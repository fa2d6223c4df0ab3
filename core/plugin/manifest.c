/* The manifest: from JSON to the struct. Members are a table; every fault is told with its
 * path, not only the first. */
#include "core/plugin/manifest.h"
#include "core/base/error.h"
#include "core/base/limits.h"
#include "core/plugin/settings.h"

#include <stdio.h>

#define RULE "plugin-manifest"
#define PATH_TEXT 256
#define API_LEVEL 1
#define NAME_MAX_BYTES 41
#define LIST_MOST 64

typedef struct {
    encart__plugin *pub;
    encart__str source;
    encart__arena *arena;
    encart__diags *diags;
    int ok;
} reader;

static void name_source(reader *r, encart__diag *d)
{
    d->source = encart__arena_str(r->diags->arena, r->source);
}

static encart__diag *fault(reader *r, const char *path, encart__diag *d)
{
    if (d) {
        name_source(r, d);
        d->path = encart__arena_str(r->diags->arena, encart__str_z(path));
    }
    r->ok = 0;
    return d;
}

#define FAULT(r, path, ...)                                                              \
    fault(r, path, encart__diag_add((r)->diags, ENCART__FAULT, RULE, __VA_ARGS__))

static encart__str text_of(reader *r, const json_t *v)
{
    return encart__arena_str(r->arena, encart__str_n(json_string_value(v),
                                                         json_string_length(v)));
}

static int want(reader *r, const json_t *v, const char *path, int ok, const char *expected)
{
    if (!ok)
        FAULT(r, path, "expected %s, found %s", expected, encart__json_kind(v));
    return ok;
}

/* ---- capabilities ---------------------------------------------------------------------- */

static const char *const capabilities[ENCART__CAN_COUNT + 1] = {
    "article.blocks", "service.related", "time", "forms", "tree.edit",
    "html.raw", "article.cut", "embeds", NULL,
};

const char *encart__capability_name(encart__capability capability)
{
    return capabilities[capability];
}

int encart__capability_of(encart__str name)
{
    for (int i = 0; i < ENCART__CAN_COUNT; i++)
        if (encart__str_is(name, capabilities[i]))
            return i;
    return -1;
}

const encart__policy *encart__plugin_policy(const encart__plugin *p)
{
    int forms = encart__plugin_can(p, ENCART__CAN_FORMS);

    if (encart__plugin_can(p, ENCART__CAN_EMBED))
        return encart__policy_named(forms ? ENCART__STR("plugin-forms-embeds")
                                          : ENCART__STR("plugin-embeds"));
    return encart__policy_named(forms ? ENCART__STR("plugin-forms") : ENCART__STR("plugin"));
}

/* ---- names ----------------------------------------------------------------------------- */

int encart__is_name(encart__str s)
{
    if (s.n < 2 || s.n > NAME_MAX_BYTES || s.p[0] < 'a' || s.p[0] > 'z')
        return 0;
    for (size_t i = 1; i < s.n; i++)
        if (!(s.p[i] >= 'a' && s.p[i] <= 'z') && !encart__is_digit(s.p[i]) && s.p[i] != '-')
            return 0;
    return 1;
}

static void unknown_name(reader *r, const char *path, const char *what, const char *name,
                         const char *const *names, size_t count)
{
    const char *near = encart__nearest(encart__str_z(name), names, count);

    if (near)
        FAULT(r, path, "unknown %s “%.80s” (did you mean “%s”?)", what, name, near);
    else
        FAULT(r, path, "unknown %s “%.80s”", what, name);
}

/* ---- members --------------------------------------------------------------------------- */

static void read_name(reader *r, const json_t *v)
{
    if (!want(r, v, "name", json_is_string(v), "a string"))
        return;
    r->pub->name = text_of(r, v);
    if (!encart__is_name(r->pub->name))
        FAULT(r, "name", "a name is a letter and 1 to 40 of a-z, 0-9 and -");
}

static void read_version(reader *r, const json_t *v)
{
    if (want(r, v, "version", json_is_string(v), "a string"))
        r->pub->version = text_of(r, v);
}

static void read_license(reader *r, const json_t *v)
{
    if (want(r, v, "license", json_is_string(v), "a string"))
        r->pub->license = text_of(r, v);
}

static void read_api(reader *r, const json_t *v)
{
    if (want(r, v, "api", json_is_integer(v), "an integer") &&
        json_integer_value(v) != API_LEVEL)
        FAULT(r, "api", "level %lld is not offered; this Encart offers %d",
              (long long)json_integer_value(v), API_LEVEL);
}

static void read_title(reader *r, const json_t *v)
{
    if (want(r, v, "title", json_is_object(v), "a table of languages"))
        r->pub->title = json_incref((json_t *)(uintptr_t)v);
}

/* "service.weather": a service of a name that is nobody else's. */
static int is_service(encart__str capability)
{
    static const char prefix[] = "service.";
    encart__str name = encart__str_sub(capability, sizeof prefix - 1, capability.n);

    return encart__str_starts(capability, ENCART__STR(prefix)) && encart__is_name(name) &&
           !encart__str_is(name, "url") && !encart__str_is(name, "title");
}

static void read_uses(reader *r, const json_t *v)
{
    size_t i;
    json_t *item;
    char path[PATH_TEXT];

    if (json_is_object(v) && json_object_size(v) == 0)
        return;
    if (!want(r, v, "uses", json_is_array(v) && json_array_size(v) <= LIST_MOST,
              "a list of capabilities"))
        return;
    r->pub->uses = encart__arena_array(r->arena, json_array_size(v),
                                       sizeof *r->pub->uses);
    json_array_foreach(v, i, item) {
        int which;

        snprintf(path, sizeof path, "uses[%zu]", i + 1);
        if (!want(r, item, path, json_is_string(item), "a string") || !r->pub->uses)
            continue;
        which = encart__capability_of(encart__str_z(json_string_value(item)));
        if (which < 0 && !is_service(encart__str_z(json_string_value(item)))) {
            unknown_name(r, path, "capability", json_string_value(item), capabilities,
                         ENCART__CAN_COUNT);
            continue;
        }
        r->pub->uses[r->pub->uses_count++] = text_of(r, item);
        if (which >= 0)
            r->pub->capabilities |= 1u << which;
    }
}

static int read_slot(reader *r, const json_t *v, const char *path)
{
    const char *names[ENCART__SLOT_COUNT];
    int slot;

    if (!want(r, v, path, json_is_string(v), "the name of a slot"))
        return -1;
    slot = encart__slot_of(encart__str_z(json_string_value(v)));
    if (slot >= 0)
        return slot;
    for (int i = 0; i < ENCART__SLOT_COUNT; i++)
        names[i] = encart__slot_name((encart__slot)i);
    unknown_name(r, path, "slot", json_string_value(v), names, ENCART__SLOT_COUNT);
    return -1;
}

static void read_slots(reader *r, const json_t *v)
{
    size_t i;
    json_t *item;
    char path[PATH_TEXT];

    if (json_is_object(v) && json_object_size(v) == 0)
        return;
    if (!want(r, v, "slots", json_is_array(v), "a list of slots"))
        return;
    json_array_foreach(v, i, item) {
        int slot;

        snprintf(path, sizeof path, "slots[%zu]", i + 1);
        slot = read_slot(r, item, path);
        if (slot >= 0)
            r->pub->slots |= 1u << slot;
    }
}

/* ---- boxes ----------------------------------------------------------------------------- */

/* A box of the head has no element of its own. False after a fault. */
static int read_element(reader *r, const char *path, const json_t *v, int slot,
                        uint16_t *tag)
{
    *tag = json_is_string(v) ? encart__tag_id(encart__str_z(json_string_value(v))) : 0;
    if (slot == ENCART__SLOT_HEAD && v)
        FAULT(r, path, "a box of the slot “head” has no element: it is what ctx.meta, "
              "ctx.link and ctx.jsonld make");
    else if (slot != ENCART__SLOT_HEAD && !*tag)
        FAULT(r, path, "expected the name of the box's outermost element");
    return slot == ENCART__SLOT_HEAD ? !v : *tag != 0;
}

/* "links" and its table become "lire-aussi/links", slot, tag. */
static void read_box(reader *r, const char *id, const json_t *v)
{
    encart__box_kind *box = &r->pub->boxes[r->pub->box_count];
    char path[PATH_TEXT], name[PATH_TEXT];
    uint16_t tag;
    int slot;

    snprintf(path, sizeof path, "boxes.%s", id);
    if (!encart__is_name(encart__str_z(id)))
        FAULT(r, path, "a box id is a letter and 1 to 40 of a-z, 0-9 and -");
    if (!want(r, v, path, json_is_object(v), "{ slot = …, element = … }"))
        return;
    snprintf(path, sizeof path, "boxes.%s.slot", id);
    slot = json_object_get(v, "slot") ? read_slot(r, json_object_get(v, "slot"), path) : -1;
    if (!json_object_get(v, "slot"))
        FAULT(r, path, "missing: the slot where the box goes");
    snprintf(path, sizeof path, "boxes.%s.element", id);
    if (!read_element(r, path, json_object_get(v, "element"), slot, &tag) || slot < 0)
        return;
    snprintf(path, sizeof path, "boxes.%s.slot", id);
    if (!(r->pub->slots & 1u << slot))
        FAULT(r, path, "its slot “%s” is not in slots",
              encart__slot_name((encart__slot)slot));
    snprintf(name, sizeof name, "%s/%s", r->pub->name.p, id);
    box->name = encart__arena_str(r->arena, encart__str_z(name));
    box->slot = (encart__slot)slot;
    box->tag = tag;
    r->pub->box_count++;
}

static void read_boxes(reader *r, const json_t *v)
{
    const char *id;
    json_t *box;

    if (!want(r, v, "boxes", json_is_object(v) && json_object_size(v) <= LIST_MOST,
              "a table of boxes"))
        return;
    r->pub->boxes = encart__arena_array(r->arena, json_object_size(v),
                                        sizeof *r->pub->boxes);
    if (!r->pub->boxes)
        return;
    json_object_foreach((json_t *)(uintptr_t)v, id, box)
        read_box(r, id, box);
}

/* ---- settings -------------------------------------------------------------------------- */

static void read_bound(reader *r, const json_t *v, const char *path, const char *key,
                       int *has, double *out)
{
    char inner[PATH_TEXT + 64];
    const json_t *bound = json_object_get(v, key);

    snprintf(inner, sizeof inner, "%s.%s", path, key);
    if (!bound || !want(r, bound, inner, json_is_number(bound), "a number"))
        return;
    *has = 1;
    *out = json_number_value(bound);
}

static void read_values(reader *r, const json_t *v, const char *path, encart__setting *s)
{
    const json_t *list = json_object_get(v, "values");
    size_t i;
    json_t *item;

    if (!json_is_array(list) || json_array_size(list) > LIST_MOST) {
        FAULT(r, path, "an enum needs a list of values");
        return;
    }
    s->values = encart__arena_array(r->arena, json_array_size(list), sizeof *s->values);
    json_array_foreach(list, i, item) {
        if (want(r, item, path, json_is_string(item), "strings as values") && s->values)
            s->values[s->value_count++] = text_of(r, item);
    }
}

static void read_type(reader *r, const json_t *v, const char *path, encart__setting *s)
{
    const json_t *type = json_object_get(v, "type");
    char inner[PATH_TEXT + 64];
    size_t count = 0;
    int which;

    snprintf(inner, sizeof inner, "%s.type", path);
    if (!json_is_string(type)) {
        FAULT(r, inner, "missing: the setting's type");
        return;
    }
    which = encart__setting_type_of(encart__str_z(json_string_value(type)));
    if (which >= 0) {
        s->type = (encart__setting_type)which;
        return;
    }
    while (encart__setting_type_names()[count])
        count++;
    unknown_name(r, inner, "type", json_string_value(type), encart__setting_type_names(),
                 count);
}

/* What a list or a map holds. */
static void read_of(reader *r, const json_t *v, const char *path, encart__setting *s)
{
    const json_t *of = json_object_get(v, "of");
    char inner[PATH_TEXT + 64];
    int which = ENCART__SET_STRING;

    s->of = ENCART__SET_STRING;
    if (!of)
        return;
    snprintf(inner, sizeof inner, "%s.of", path);
    if (s->type != ENCART__SET_LIST && s->type != ENCART__SET_MAP) {
        FAULT(r, inner, "only a list and a map hold something");
        return;
    }
    if (!want(r, of, inner, json_is_string(of), "the name of a type"))
        return;
    which = encart__setting_type_of(encart__str_z(json_string_value(of)));
    if (which < 0)
        unknown_name(r, inner, "type", json_string_value(of), encart__setting_type_names(),
                     encart__setting_item_names());
    else if (which == ENCART__SET_LIST || which == ENCART__SET_MAP)
        FAULT(r, inner, "a list or a map holds no lists and no maps");
    else
        s->of = (encart__setting_type)which;
}

static void check_members(reader *r, const json_t *v, const char *path,
                          const char *const *names, size_t count)
{
    char inner[PATH_TEXT + 64];
    const char *key;
    json_t *value;
    size_t i;

    json_object_foreach((json_t *)(uintptr_t)v, key, value) {
        for (i = 0; i < count && strcmp(names[i], key) != 0; i++)
            ;
        if (i < count)
            continue;
        snprintf(inner, sizeof inner, "%s%s%s", path, *path ? "." : "", key);
        unknown_name(r, inner, "member", key, names, count);
    }
}

static void read_setting(reader *r, const char *name, const json_t *v)
{
    static const char *const members[] = {"default", "label", "max",   "min", "optional",
                                          "type",    "values", "help", "of"};
    encart__setting *s = &r->pub->settings[r->pub->setting_count];
    char path[PATH_TEXT];

    snprintf(path, sizeof path, "settings.%s", name);
    if (!want(r, v, path, json_is_object(v), "a table"))
        return;
    check_members(r, v, path, members, sizeof members / sizeof *members);
    s->name = encart__arena_str(r->arena, encart__str_z(name));
    read_type(r, v, path, s);
    read_bound(r, v, path, "min", &s->has_min, &s->min);
    read_bound(r, v, path, "max", &s->has_max, &s->max);
    read_of(r, v, path, s);
    if (s->type == ENCART__SET_ENUM || s->of == ENCART__SET_ENUM)
        read_values(r, v, path, s);
    s->value = json_object_get(v, "default");
    if (!s->value && !json_is_true(json_object_get(v, "optional")))
        FAULT(r, path, "needs a default, or optional = true");
    snprintf(path, sizeof path, "settings.%s.default", name);
    if (s->value && r->ok && !encart__setting_check(s, s->value, path, r->diags)) {
        r->ok = 0;
        if (r->diags->last)
            name_source(r, r->diags->last);
    }
    json_incref(s->value);
    r->pub->setting_count++;
}

static void read_settings(reader *r, const json_t *v)
{
    const char *name;
    json_t *setting;

    if (!want(r, v, "settings",
              json_is_object(v) && json_object_size(v) <= ENCART__PLUGIN_SETTINGS,
              "a table of at most 64 settings"))
        return;
    r->pub->settings = encart__arena_array(r->arena, json_object_size(v),
                                           sizeof *r->pub->settings);
    if (!r->pub->settings)
        return;
    json_object_foreach((json_t *)(uintptr_t)v, name, setting)
        read_setting(r, name, setting);
}

/* ---- needs ----------------------------------------------------------------------------- */

const encart__box_kind *encart__box_named(const encart__plugin *p, encart__str id)
{
    encart__str head = p->name;

    for (size_t i = 0; i < p->box_count; i++) {
        encart__str name = p->boxes[i].name;

        if (name.n == head.n + 1 + id.n && encart__str_ends(name, id) &&
            name.p[head.n] == '/')
            return &p->boxes[i];
    }
    return NULL;
}

const char *encart__box_near(const encart__plugin *p, encart__str id)
{
    const char *names[LIST_MOST];
    size_t n = 0;

    for (; n < p->box_count && n < LIST_MOST; n++)
        names[n] = p->boxes[n].name.p + p->name.n + 1;
    return encart__nearest(id, names, n);
}

int encart__plugin_may_ask(const encart__plugin *p, encart__str service)
{
    static const char prefix[] = "service.";

    for (size_t i = 0; i < p->uses_count; i++)
        if (encart__str_starts(p->uses[i], ENCART__STR(prefix)) &&
            encart__str_eq(encart__str_sub(p->uses[i], sizeof prefix - 1, p->uses[i].n),
                           service))
            return 1;
    return 0;
}

const encart__need *encart__need_of(const encart__plugin *p, encart__str service)
{
    for (size_t i = 0; i < p->need_count; i++)
        if (encart__str_eq(p->needs[i].service, service))
            return &p->needs[i];
    return NULL;
}

/* "$city": the name of a setting. */
static const char *setting_of(const json_t *v)
{
    const char *text = json_string_value(v);

    return text && text[0] == '$' ? text + 1 : NULL;
}

json_t *encart__need_params(const encart__need *need, const json_t *settings)
{
    json_t *out = json_object(), *v;
    const char *key;

    json_object_foreach((json_t *)(uintptr_t)need->params, key, v) {
        if (setting_of(v))
            v = json_object_get(settings, setting_of(v));
        if (out && v && json_object_set(out, key, v) != 0) {
            json_decref(out);
            return NULL;
        }
    }
    return out;
}

static void check_params(reader *r, const char *path, const json_t *params)
{
    const char *names[ENCART__PLUGIN_SETTINGS], *key;
    char inner[PATH_TEXT + 64];
    json_t *v;

    for (size_t i = 0; i < r->pub->setting_count; i++)
        names[i] = r->pub->settings[i].name.p;
    json_object_foreach((json_t *)(uintptr_t)params, key, v) {
        size_t i = 0;

        while (setting_of(v) && i < r->pub->setting_count &&
               strcmp(names[i], setting_of(v)) != 0)
            i++;
        snprintf(inner, sizeof inner, "%s.%s", path, key);
        if (setting_of(v) && i == r->pub->setting_count)
            unknown_name(r, inner, "setting", setting_of(v), names, i);
    }
}

static void read_need(reader *r, const char *name, const json_t *v)
{
    static const char *const members[] = {"params"};
    encart__need *need = &r->pub->needs[r->pub->need_count];
    const json_t *params = json_object_get(v, "params");
    char path[PATH_TEXT];

    snprintf(path, sizeof path, "needs.%s", name);
    if (!encart__plugin_may_ask(r->pub, encart__str_z(name)))
        FAULT(r, path, "the manifest's uses does not name the capability “service.%s”", name);
    if (!want(r, v, path, json_is_object(v), "{ params = … }"))
        return;
    check_members(r, v, path, members, 1);
    snprintf(path, sizeof path, "needs.%s.params", name);
    if (params && !want(r, params, path, json_is_object(params), "a table of parameters"))
        return;
    check_params(r, path, params);
    need->service = encart__arena_str(r->arena, encart__str_z(name));
    need->params = params;
    r->pub->need_count++;
}

static void read_related(reader *r, const json_t *v)
{
    const json_t *limit = json_object_get(v, "limit");
    char text[32];

    if (json_is_integer(limit)) {
        snprintf(text, sizeof text, "%lld", (long long)json_integer_value(limit));
        r->pub->related_limit = encart__arena_str(r->arena, encart__str_z(text));
    } else if (json_is_string(limit) && json_string_value(limit)[0] == '$') {
        r->pub->related_limit = text_of(r, limit);
    } else {
        FAULT(r, "needs.related.limit", "expected a number or \"$setting\"");
    }
}

static void read_needs(reader *r, const json_t *v)
{
    const char *name;
    json_t *need;

    if (!want(r, v, "needs", json_is_object(v) && json_object_size(v) <= LIST_MOST,
              "a table of services"))
        return;
    r->pub->needs = encart__arena_array(r->arena, json_object_size(v), sizeof *r->pub->needs);
    if (!r->pub->needs)
        return;
    json_object_foreach((json_t *)(uintptr_t)v, name, need) {
        if (strcmp(name, "related") == 0)
            read_related(r, need);
        else
            read_need(r, name, need);
    }
}

/* A list of plugins' names. */
static void read_names(reader *r, const json_t *v, const char *path, encart__str **out,
                       size_t *count)
{
    size_t i;
    json_t *item;

    if (!v || (json_is_object(v) && json_object_size(v) == 0))
        return;
    if (!want(r, v, path, json_is_array(v) && json_array_size(v) <= LIST_MOST,
              "a list of plugins"))
        return;
    *out = encart__arena_array(r->arena, json_array_size(v), sizeof **out);
    json_array_foreach(v, i, item) {
        if (!want(r, item, path, json_is_string(item), "names of plugins") || !*out)
            return;
        (*out)[(*count)++] = text_of(r, item);
    }
}

static void read_order(reader *r, const json_t *v)
{
    static const char *const names[] = {"after", "before"};

    if (!want(r, v, "order", json_is_object(v), "{ after = …, before = … }"))
        return;
    check_members(r, v, "order", names, 2);
    read_names(r, json_object_get(v, "after"), "order.after", &r->pub->after,
               &r->pub->after_count);
    read_names(r, json_object_get(v, "before"), "order.before", &r->pub->before,
               &r->pub->before_count);
}

/* "assets/NAME.css", so that no path leaves the folder. */
static int is_stylesheet(encart__str s)
{
    const encart__str head = ENCART__STR("assets/"), tail = ENCART__STR(".css");

    if (s.n > 80 || s.n <= head.n + tail.n || !encart__str_starts(s, head) ||
        !encart__str_ends(s, tail))
        return 0;
    for (size_t i = head.n; i < s.n - tail.n; i++)
        if (!encart__is_alnum((unsigned char)s.p[i]) && s.p[i] != '-' && s.p[i] != '_')
            return 0;
    return 1;
}

static void read_assets(reader *r, const json_t *v)
{
    static const char *const names[] = {"css"};
    const json_t *css;
    char path[PATH_TEXT];
    size_t i;
    json_t *item;

    if (!want(r, v, "assets", json_is_object(v), "{ css = { … } }"))
        return;
    check_members(r, v, "assets", names, 1);
    css = json_object_get(v, "css");
    if (!css || (json_is_object(css) && json_object_size(css) == 0))
        return;
    if (!want(r, css, "assets.css", json_is_array(css) &&
              json_array_size(css) <= ENCART__ASSETS, "a list of at most 8 stylesheets"))
        return;
    r->pub->assets = encart__arena_array(r->arena, ENCART__ASSETS, sizeof *r->pub->assets);
    json_array_foreach(css, i, item) {
        snprintf(path, sizeof path, "assets.css[%zu]", i + 1);
        if (!want(r, item, path, json_is_string(item), "a stylesheet's path") ||
            !r->pub->assets)
            continue;
        if (!is_stylesheet(encart__str_z(json_string_value(item))))
            FAULT(r, path, "expected a path such as assets/%s.css", r->pub->name.p);
        else
            r->pub->assets[r->pub->asset_count++] =
                (encart__asset){text_of(r, item), ENCART__STR_EMPTY, 0};
    }
}

static void read_nothing(reader *r, const json_t *v)
{
    (void)r;
    (void)v; /* kept in the manifest for hosts and tools */
}

enum { ALWAYS = 1, FOR_BOXES = 2 }; /* a plugin that edits may have none */

/* In the order in which they must be read: boxes look at name and slots. */
static const struct {
    const char *name;
    void (*read)(reader *r, const json_t *v);
    int required;
} members[] = {
    {"name", read_name, ALWAYS},
    {"version", read_version, ALWAYS},
    {"api", read_api, ALWAYS},
    {"license", read_license, 0},
    {"title", read_title, 0},
    {"uses", read_uses, 0},
    {"slots", read_slots, FOR_BOXES},
    {"boxes", read_boxes, FOR_BOXES},
    {"settings", read_settings, 0},
    {"needs", read_needs, 0},
    {"homepage", read_nothing, 0},
    {"order", read_order, 0},
    {"conflicts", read_nothing, 0},
    {"assets", read_assets, 0},
};
#define MEMBERS (sizeof members / sizeof *members)

int encart__manifest_read(encart__plugin *p, encart__str source, encart__arena *arena,
                          encart__diags *diags)
{
    reader r = {p, source, arena, diags, 1};
    const char *names[MEMBERS];

    for (size_t i = 0; i < MEMBERS; i++)
        names[i] = members[i].name;
    check_members(&r, p->manifest, "", names, MEMBERS);
    for (size_t i = 0; i < MEMBERS; i++) {
        const json_t *v = json_object_get(p->manifest, members[i].name);

        if (v)
            members[i].read(&r, v);
        else if (members[i].required == ALWAYS ||
                 (members[i].required && !encart__plugin_can(p, ENCART__CAN_EDIT)))
            FAULT(&r, members[i].name, "missing");
    }
    if (arena->failed)
        FAULT(&r, "", "out of memory");
    return r.ok;
}

void encart__manifest_release(encart__plugin *p)
{
    for (size_t i = 0; i < p->setting_count; i++)
        json_decref(p->settings[i].value);
    json_decref(p->title);
    json_decref(p->manifest);
}
