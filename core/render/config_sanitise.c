/* The member `sanitise` of the configuration: from names to a policy. What it cannot have
 * is told with its path, all of it at once. A name that cannot be allowed is left out; one
 * that cannot be denied would leave the policy wider than it was written, and no engine is
 * built with that: encart__config_wider().
 */
#include "core/render/config.h"
#include "core/base/error.h"
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

typedef struct part {
    const char *name, *path;
    name_fn fn; /* NULL: by element */
} part;

static const part allow_parts[] = {
    {"elements", "sanitise.allow.elements", encart__maker_allow_element},
    {"attributes", "sanitise.allow.attributes", NULL},
    {"schemes", "sanitise.allow.schemes", encart__maker_allow_scheme},
    {"embed_hosts", "sanitise.allow.embed_hosts", encart__maker_allow_host},
    {NULL, NULL, NULL}};

static const part deny_parts[] = {
    {"elements", "sanitise.deny.elements", encart__maker_deny_element},
    {"attributes", "sanitise.deny.attributes", NULL},
    {"schemes", "sanitise.deny.schemes", encart__maker_deny_scheme},
    {"embed_hosts", "sanitise.deny.embed_hosts", encart__maker_deny_host},
    {"classes", "sanitise.deny.classes", encart__maker_deny_class},
    {NULL, NULL, NULL}};

static void read_parts(reading *r, const json_t *own, const part *p, attr_fn by_element)
{
    for (; p->name; p++) {
        const json_t *v = json_object_get(own, p->name);

        if (p->fn)
            read_names(r, v, p->path, p->fn);
        else
            read_attrs(r, v, p->path, by_element);
    }
}

static void read_deny(reading *r, const json_t *deny)
{
    r->verb = "denied";
    read_parts(r, deny, deny_parts, encart__maker_deny_attr);
    if (!encart__maker_finish(&r->maker))
        report(r, "sanitise.deny.elements", "h1");
}

/* The string member `name`; NULL when there is none. */
static const char *word_of(const json_t *own, const char *name)
{
    return json_string_value(json_object_get(own, name));
}

static void unexpected(encart__diags *diags, const char *path, const char *expected,
                       const char *found)
{
    encart__diag *d = encart__diag_add(diags, ENCART__FAULT, "config-policy",
                                       "expected %s, found “%.64s”", expected, found);

    if (d)
        d->path = encart__str_z(path);
}

static const encart__policy *profile_of(const json_t *own, encart__diags *diags)
{
    const char *name = word_of(own, "profile");
    const char *const *names = encart__policy_names();

    for (; name && *names; names++)
        if (strcmp(name, *names) == 0)
            return encart__policy_named(encart__str_z(name));
    if (name)
        unexpected(diags, "sanitise.profile", "“strict”, “article” or “embeds”", name);
    return encart__policy_named(ENCART__STR("article"));
}

/* Whether libtidy is to see every document. */
static uint8_t repair_of(const json_t *own, encart__diags *diags)
{
    const char *name = word_of(own, "repair");
    int always = 0;

    if (!encart__repair_mode(name, &always))
        unexpected(diags, "sanitise.repair", "“auto” or “always”", name);
    return always > 0;
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
    r.verb = "allowed";
    read_parts(&r, json_object_get(own, "allow"), allow_parts, encart__maker_allow_attr);
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

/* ---- what must not be wider than it was written ------------------------------------- */

/* Whether a path is `of`, or below it. */
static int is_below(encart__str path, const char *of)
{
    size_t n = strlen(of);

    return encart__str_starts(path, encart__str_z(of)) &&
           (path.n == n || path.p[n] == '.' || path.p[n] == '[');
}

/* An unknown member whose name was meant to be "sanitise", on whatever level. */
static int is_misspelt(const encart__diag *d)
{
    static const char *const name = "sanitise";
    size_t from = d->path.n;

    while (from && d->path.p[from - 1] != '.')
        from--;
    return strcmp(d->rule, "config-unknown") == 0 &&
           encart__nearest(encart__str_sub(d->path, from, d->path.n), &name, 1) != NULL;
}

const encart__diag *encart__config_wider(const encart__diags *diags)
{
    for (const encart__diag *d = diags->first; d; d = d->next)
        if (is_below(d->path, "sanitise") ? !is_below(d->path, "sanitise.allow") &&
                                                !is_below(d->path, "sanitise.data_images") &&
                                                !is_below(d->path, "sanitise.repair")
                                          : is_misspelt(d))
            return d;
    return NULL;
}
