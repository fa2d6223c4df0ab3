/* A host's own policy: schemes, hosts of players, patterns of classes. */
#include "core/sanitise/policy_make.h"
#include "core/base/error.h"

#define LIST_MAX 128 /* of any list; those of the profiles are shorter */
#define NAME_MAX_LEN 253 /* of a host; nothing else is longer */

static const struct {
    const char *name, *why;
} never_schemes[] = {
#define NEVER_ELEMENT(id, why)
#define NEVER_ATTR(name, why)
#define NEVER_SCHEME(name, why) {name, why},
#include "core/sanitise/policy_never.def"
#undef NEVER_ELEMENT
#undef NEVER_ATTR
#undef NEVER_SCHEME
};

static int refuse(encart__maker *m, const char *why)
{
    m->why = why;
    m->near = NULL;
    return 0;
}

static size_t find(const encart__str *list, size_t n, encart__str name)
{
    size_t i = 0;

    while (i < n && !encart__str_eq(list[i], name))
        i++;
    return i;
}

/* The list without entry `without` (n = none) and with `more` (empty = none), anew: it
 * may be shared with a profile. */
static void relist(encart__maker *m, const encart__str **list, size_t *n, size_t without,
                   encart__str more)
{
    encart__str *all = encart__arena_array(m->arena, *n + 1, sizeof *all);
    size_t kept = 0;

    if (!all)
        return;
    for (size_t i = 0; i < *n; i++)
        if (i != without)
            all[kept++] = (*list)[i];
    if (more.n)
        all[kept++] = encart__arena_str(m->arena, more);
    *list = all;
    *n = kept;
}

static int add(encart__maker *m, const encart__str **list, size_t *n, encart__str name)
{
    if (find(*list, *n, name) < *n)
        return 1;
    if (*n >= LIST_MAX)
        return refuse(m, "more than 128 entries");
    relist(m, list, n, *n, name);
    return 1;
}

static int drop(encart__maker *m, const encart__str **list, size_t *n, encart__str name,
                const char *unknown)
{
    size_t at = find(*list, *n, name);
    const char *names[LIST_MAX];

    if (at < *n) {
        relist(m, list, n, at, ENCART__STR_EMPTY);
        return 1;
    }
    for (size_t i = 0; i < *n; i++)
        names[i] = (*list)[i].p;
    refuse(m, unknown);
    m->near = encart__nearest(name, names, *n);
    return 0;
}

static int all_of(encart__str s, const char *more, size_t most)
{
    for (size_t i = 0; i < s.n; i++) {
        int c = (unsigned char)s.p[i];

        if (!(c >= 'a' && c <= 'z') && !encart__is_digit(c) && (!c || !strchr(more, c)))
            return 0;
    }
    return s.n > 0 && s.n <= most;
}

/* ---- schemes ----------------------------------------------------------------------- */

int encart__maker_allow_scheme(encart__maker *m, encart__str name)
{
    if (!all_of(name, "+-.", 31) || !encart__is_alpha((unsigned char)name.p[0]))
        return refuse(m,
                      "expected a scheme in lower case, without colon, such as \"sms\"");
    for (size_t i = 0; i < sizeof never_schemes / sizeof never_schemes[0]; i++)
        if (encart__str_is(name, never_schemes[i].name))
            return refuse(m, never_schemes[i].why);
    return add(m, &m->policy->schemes, &m->policy->scheme_count, name);
}

int encart__maker_deny_scheme(encart__maker *m, encart__str name)
{
    return drop(m, &m->policy->schemes, &m->policy->scheme_count, name,
                "this scheme is not allowed anyway");
}

/* ---- hosts ------------------------------------------------------------------------- */

/* Labels between dots, at least two, none empty or with a hyphen at its end. */
static int is_host(encart__str s)
{
    size_t run = 0, labels = 0;

    if (!all_of(s, ".-", NAME_MAX_LEN))
        return 0;
    for (size_t i = 0; i <= s.n; i++) {
        if (i < s.n && s.p[i] != '.') {
            if ((s.p[i] == '-' && !run) || ++run > 63)
                return 0;
            continue;
        }
        if (!run || s.p[i - 1] == '-')
            return 0;
        run = 0;
        labels++;
    }
    return labels >= 2;
}

int encart__maker_allow_host(encart__maker *m, encart__str name)
{
    if (!is_host(name))
        return refuse(m, "expected a whole host in lower case, without scheme, port and "
                         "path, such as \"player.example.org\"");
    return add(m, &m->policy->hosts, &m->policy->host_count, name);
}

int encart__maker_deny_host(encart__maker *m, encart__str name)
{
    return drop(m, &m->policy->hosts, &m->policy->host_count, name,
                "this host is not allowed anyway");
}

/* ---- classes ----------------------------------------------------------------------- */

static int is_pattern(encart__str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!encart__is_alnum((unsigned char)s.p[i]) &&
            (!s.p[i] || !strchr("-_*", s.p[i])))
            return 0;
    return s.n > 0 && s.n <= 128;
}

static const char pattern_shape[] =
    "expected a class, or a pattern with * for any characters, such as \"align*\"";

int encart__maker_allow_class(encart__maker *m, encart__str pattern)
{
    if (!is_pattern(pattern))
        return refuse(m, pattern_shape);
    if (encart__str_starts(pattern, ENCART__STR("encart")))
        return refuse(m, "names that begin with \"encart\" are of Encart's own boxes");
    return add(m, &m->policy->classes, &m->policy->class_count, pattern);
}

int encart__maker_deny_class(encart__maker *m, encart__str pattern)
{
    if (!is_pattern(pattern))
        return refuse(m, pattern_shape);
    return add(m, &m->policy->no_classes, &m->policy->no_class_count, pattern);
}
