/* The member `sanitise` of the configuration: from names to a policy. What it cannot have
 * is told with its path, all of it at once, and left out.
 */
#include "core/render/config.h"
#include "core/sanitise/policy_make.h"
#include "core/sanitise/sanitise.h"

#include <stdio.h>

#define PATH_MAX_LEN 512

typedef struct reading {
    encart__maker maker;
    encart__diags *diags; /* NULL: told already */
    const char *verb;     /* "allowed" or "denied" */
} reading;

typedef int (*name_fn)(encart__maker *m, encart__str name);

static encart__str str_of(const json_t *v)
{
    return encart__str_n(json_string_value(v), json_string_length(v));
}

static void report(const reading *r, const char *path, const char *name)
{
    const char *why = r->maker.why, *near = r->maker.near;
    encart__diag *d;

    if (!r->diags)
        return;
    if (near)
        d = encart__diag_add(r->diags, ENCART__FAULT, "config-policy",
                             "“%.64s” cannot be %s: %s (did you mean “%s”?)", name,
                             r->verb, why, near);
    else
        d = encart__diag_add(r->diags, ENCART__FAULT, "config-policy",
                             "“%.64s” cannot be %s: %s", name, r->verb, why);
    if (d)
        d->path = encart__arena_str(r->diags->arena, encart__str_z(path));
}

/* What is no string is told by the check of the whole configuration. */
static void read_names(reading *r, const json_t *list, const char *path, name_fn fn)
{
    char at[PATH_MAX_LEN];
    size_t i;
    json_t *v;

    json_array_foreach((json_t *)(uintptr_t)list, i, v)
    {
        snprintf(at, sizeof at, "%.480s[%zu]", path, i);
        if (json_is_string(v) && !fn(&r->maker, str_of(v)))
            report(r, at, json_string_value(v));
    }
}

typedef int (*attr_fn)(encart__maker *m, encart__str element, encart__str name);

static void read_attrs(reading *r, const json_t *by_element, const char *path, attr_fn fn)
{
    char at[PATH_MAX_LEN];
    const char *element;
    json_t *list, *v;
    size_t i;

    json_object_foreach((json_t *)(uintptr_t)by_element, element, list)
    {
        const char *quote = strcmp(element, "*") == 0 ? "\"" : "";

        json_array_foreach(list, i, v)
        {
            snprintf(at, sizeof at, "%.64s.%s%.64s%s[%zu]", path, quote, element, quote,
                     i);
            if (json_is_string(v) && !fn(&r->maker, encart__str_z(element), str_of(v)))
                report(r, at, json_string_value(v));
        }
    }
}

static void read_allow(reading *r, const json_t *allow)
{
    r->verb = "allowed";
    read_names(r, json_object_get(allow, "elements"), "sanitise.allow.elements",
               encart__maker_allow_element);
    read_attrs(r, json_object_get(allow, "attributes"), "sanitise.allow.attributes",
               encart__maker_allow_attr);
    read_names(r, json_object_get(allow, "schemes"), "sanitise.allow.schemes",
               encart__maker_allow_scheme);
    read_names(r, json_object_get(allow, "embed_hosts"), "sanitise.allow.embed_hosts",
               encart__maker_allow_host);
}

static void read_deny(reading *r, const json_t *deny)
{
    r->verb = "denied";
    read_names(r, json_object_get(deny, "elements"), "sanitise.deny.elements",
               encart__maker_deny_element);
    if (!encart__maker_finish(&r->maker))
        report(r, "sanitise.deny.elements", "h1");
    read_attrs(r, json_object_get(deny, "attributes"), "sanitise.deny.attributes",
               encart__maker_deny_attr);
    read_names(r, json_object_get(deny, "schemes"), "sanitise.deny.schemes",
               encart__maker_deny_scheme);
    read_names(r, json_object_get(deny, "embed_hosts"), "sanitise.deny.embed_hosts",
               encart__maker_deny_host);
    read_names(r, json_object_get(deny, "classes"), "sanitise.deny.classes",
               encart__maker_deny_class);
}

static const encart__policy *profile_of(const json_t *own, encart__diags *diags)
{
    const json_t *v = json_object_get(own, "profile");
    const char *const *names = encart__policy_names();
    encart__diag *d;

    for (; json_is_string(v) && *names; names++)
        if (encart__str_is(str_of(v), *names))
            return encart__policy_named(str_of(v));
    if (json_is_string(v)) {
        d = encart__diag_add(diags, ENCART__FAULT, "config-policy",
                             "expected “strict”, “article” or “embeds”, found “%.64s”",
                             json_string_value(v));
        if (d)
            d->path = ENCART__STR("sanitise.profile");
    }
    return encart__policy_named(ENCART__STR("article"));
}

/* Whether libtidy is to see every document. */
static uint8_t repair_of(const json_t *own, encart__diags *diags)
{
    const json_t *v = json_object_get(own, "repair");
    int always = 0;
    encart__diag *d;

    if (!json_is_string(v) || encart__repair_mode(json_string_value(v), &always))
        return always > 0;
    d = encart__diag_add(diags, ENCART__FAULT, "config-policy",
                         "expected “auto” or “always”, found “%.64s”",
                         json_string_value(v));
    if (d)
        d->path = ENCART__STR("sanitise.repair");
    return 0;
}

/* The policy that `own` describes; with `widest` all that it may let in, beginning with
 * the widest profile. */
static const encart__policy *make(const json_t *own, int widest, encart__diags *diags,
                                  encart__arena *arena)
{
    reading r = {{0}, widest ? NULL : diags, ""};
    const encart__policy *profile =
        widest ? encart__policy_named(ENCART__STR("embeds")) : profile_of(own, diags);

    if (!encart__maker_init(&r.maker, profile, arena))
        return NULL;
    r.maker.policy->data_images = json_is_true(json_object_get(own, "data_images"));
    read_allow(&r, json_object_get(own, "allow"));
    if (!widest) {
        r.maker.policy->always_repair = repair_of(own, diags);
        read_names(&r, json_object_get(own, "classes"), "sanitise.classes",
                   encart__maker_allow_class);
        read_deny(&r, json_object_get(own, "deny"));
    }
    return arena->failed ? NULL : r.maker.policy;
}

int encart__config_policy(encart__known *known, const json_t *config,
                          encart__diags *diags, encart__arena *arena)
{
    const json_t *own = json_object_get(config, "sanitise");

    if (!json_is_object(own))
        return 1;
    known->policy = make(own, 0, diags, arena);
    known->widest = make(own, 1, diags, arena);
    return known->policy && known->widest;
}
