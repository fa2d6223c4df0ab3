/* A host's own policy: elements and attributes. The lists are in policy_lists.c. */
#include "core/sanitise/policy_make.h"
#include "core/base/error.h"

#define COUNT(a) (sizeof(a) / sizeof(a)[0])
#define ANY ENCART__T_UNKNOWN

/* By profile, as in the tables; what is for a capability alone is for plugins. */
static const uint8_t columns[ENCART__T_COUNT] = {
#define ELEMENT(id, who) [ENCART__T_##id] = ENCART__P_##who,
#define RENAME(from, to)
#define NEED(element, other)
#include "core/sanitise/policy_elements.def"
#undef ELEMENT
#undef RENAME
#undef NEED
};

static const struct {
    uint8_t element, other;
} needs[] = {
#define ELEMENT(id, who)
#define RENAME(from, to)
#define NEED(element, other) {ENCART__T_##element, ENCART__T_##other},
#include "core/sanitise/policy_elements.def"
#undef ELEMENT
#undef RENAME
#undef NEED
};

static const struct {
    uint8_t attr, tag, who, value;
} rules[] = {
#define ANY_RULE(attr, who, value) \
    {ENCART__A_##attr, ANY, ENCART__P_##who, ENCART__V_##value},
#define RULE(attr, tag, who, value) \
    {ENCART__A_##attr, ENCART__T_##tag, ENCART__P_##who, ENCART__V_##value},
#include "core/sanitise/policy_attrs.def"
#undef ANY_RULE
#undef RULE
};
_Static_assert(ENCART__A_COUNT < 256, "attributes fit a byte");

static const char *const never_elements[ENCART__T_COUNT] = {
#define NEVER_ELEMENT(id, why) [ENCART__T_##id] = why,
#define NEVER_ATTR(name, why)
#define NEVER_SCHEME(name, why)
#include "core/sanitise/policy_never.def"
#undef NEVER_ELEMENT
#undef NEVER_ATTR
#undef NEVER_SCHEME
};

static const struct {
    const char *name, *why;
} never_attrs[] = {
#define NEVER_ELEMENT(id, why)
#define NEVER_ATTR(name, why) {name, why},
#define NEVER_SCHEME(name, why)
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

static int is_open(unsigned who)
{
    return (who & ~(unsigned)ENCART__P_CAPABLE) != 0;
}

/* Rules for any element become rules of each, so that one can be denied on one element.
 */
int encart__maker_init(encart__maker *m, const encart__policy *profile,
                       encart__arena *arena)
{
    encart__policy *p = encart__arena_alloc(arena, sizeof *p);

    *m = (encart__maker){p, arena, NULL, NULL};
    if (!p)
        return 0;
    *p = *profile;
    for (size_t tag = 1; tag < ENCART__T_COUNT; tag++)
        for (size_t attr = 1; attr < ENCART__A_COUNT; attr++)
            p->own[tag][attr] =
                (uint8_t)encart__policy_rule(profile, (uint16_t)tag, (uint16_t)attr);
    memset(p->any, ENCART__V_NONE, sizeof p->any);
    return 1;
}

/* ---- elements ---------------------------------------------------------------------- */

static int unknown_element(encart__maker *m, encart__str name)
{
    const char *names[ENCART__T_COUNT];
    size_t n = 0;

    for (uint16_t tag = 1; tag < ENCART__T_COUNT; tag++)
        if (is_open(columns[tag]))
            names[n++] = encart__tag_name(tag).p;
    refuse(m, "unknown element");
    m->near = encart__nearest(name, names, n);
    return 0;
}

/* With the attributes that the tables give it wherever it stands. */
static void grant(encart__policy *p, uint16_t tag)
{
    if (p->element[tag])
        return;
    p->element[tag] = 1;
    for (size_t i = 0; i < COUNT(rules); i++)
        if (rules[i].tag == tag && (rules[i].who & ENCART__P_ALL & ~ENCART__P_CAPABLE))
            p->own[tag][rules[i].attr] = rules[i].value;
}

static void grant_needs(encart__policy *p)
{
    for (int more = 1; more;) {
        more = 0;
        for (size_t i = 0; i < COUNT(needs); i++) {
            if (!p->element[needs[i].element] || p->element[needs[i].other])
                continue;
            grant(p, needs[i].other);
            more = 1;
        }
    }
}

int encart__maker_allow_element(encart__maker *m, encart__str name)
{
    uint16_t tag = encart__tag_id(name);

    if (!tag)
        return unknown_element(m, name);
    if (never_elements[tag])
        return refuse(m, never_elements[tag]);
    if (columns[tag] == ENCART__P_FORMS)
        return refuse(m, "forms are for plugins with the capability \"forms\"");
    if (!columns[tag])
        return refuse(m, "no rule of Encart's says what it may hold");
    grant(m->policy, tag);
    for (uint16_t h = ENCART__T_H1; encart__heading_level(tag) && h <= ENCART__T_H6; h++)
        grant(m->policy, h);
    grant_needs(m->policy);
    return 1;
}

int encart__maker_deny_element(encart__maker *m, encart__str name)
{
    uint16_t tag = encart__tag_id(name);
    uint8_t *stands = m->policy->element;

    if (!tag)
        return unknown_element(m, name);
    if (tag == ENCART__T_P || tag == ENCART__T_DIV || tag == ENCART__T_BR ||
        tag == ENCART__T_A)
        return refuse(m,
                      "Encart writes it itself, so that words stay apart and links work");
    stands[tag] = 0;
    for (int more = 1; more;) {
        more = 0;
        for (size_t i = 0; i < COUNT(needs); i++) {
            if (!stands[needs[i].element] || stands[needs[i].other])
                continue;
            stands[needs[i].element] = 0;
            more = 1;
        }
    }
    return 1;
}

int encart__maker_finish(encart__maker *m)
{
    size_t count = 0;

    for (uint16_t h = ENCART__T_H1; h <= ENCART__T_H6; h++)
        count += m->policy->element[h];
    if (count == 0 || count == 6)
        return 1;
    for (uint16_t h = ENCART__T_H1; h <= ENCART__T_H6; h++)
        m->policy->element[h] = 1;
    return refuse(m, "h1 to h6 are denied together or not at all, since levels move");
}

/* ---- attributes -------------------------------------------------------------------- */

static int starts(encart__str s, const char *prefix)
{
    return encart__str_starts(s, encart__str_z(prefix));
}

/* Why no configuration can allow it; NULL when one can. */
static const char *never_attr(encart__str name)
{
    if (starts(name, "on"))
        return "it runs code";
    if (starts(name, "xlink:") || starts(name, "xmlns:"))
        return "other rules of parsing hold after it";
    for (size_t i = 0; i < COUNT(never_attrs); i++)
        if (encart__str_is(name, never_attrs[i].name))
            return never_attrs[i].why;
    return NULL;
}

static int unknown_attr(encart__maker *m, encart__str name)
{
    const char *names[ENCART__A_COUNT];
    size_t n = 0;

    for (size_t i = 0; i < COUNT(rules); i++)
        if (is_open(rules[i].who) && (i == 0 || rules[i].attr != rules[i - 1].attr) &&
            !never_attr(encart__attr_name(rules[i].attr)))
            names[n++] = encart__attr_name(rules[i].attr).p;
    refuse(m, "unknown attribute");
    m->near = encart__nearest(name, names, n);
    return 0;
}

/* The element that a rule is for: ANY for "*". */
static int read_element(encart__maker *m, encart__str element, uint16_t *tag)
{
    *tag = ANY;
    if (encart__str_is(element, "*"))
        return 1;
    *tag = encart__tag_id(element);
    return *tag ? 1 : unknown_element(m, element);
}

static void set(encart__policy *p, uint16_t tag, uint16_t attr, uint8_t value)
{
    if (tag != ANY) {
        p->own[tag][attr] = value;
        return;
    }
    for (size_t t = 1; t < ENCART__T_COUNT; t++)
        if (!p->own[t][attr])
            p->own[t][attr] = value;
}

/* What an element of its own may have goes before what any may have. */
static int grant_attr(encart__policy *p, uint16_t tag, uint16_t attr)
{
    int granted = 0;

    for (int own = 0; own < 2; own++) {
        for (size_t i = 0; i < COUNT(rules); i++) {
            uint16_t of = rules[i].tag;

            if (rules[i].attr != attr || !is_open(rules[i].who) || (of != ANY) != own)
                continue;
            if (of != ANY && tag != ANY && of != tag)
                continue;
            set(p, of == ANY ? tag : of, attr, rules[i].value);
            granted = 1;
        }
    }
    return granted;
}

static int is_data_name(encart__str name)
{
    if (!starts(name, "data-") || starts(name, "data-encart") || name.n < 6 ||
        name.n > 64)
        return 0;
    for (size_t i = 5; i < name.n; i++)
        if (!encart__is_alnum((unsigned char)name.p[i]) && name.p[i] != '-')
            return 0;
    return 1;
}

#define DATA_MAX 64

/* A data-* name of the host's own. */
static int grant_data(encart__maker *m, uint16_t tag, encart__str name)
{
    encart__policy *p = m->policy;
    encart__data_attr *all;

    if (p->data_count >= DATA_MAX)
        return refuse(m, "more than 64 data-* attributes");
    all = encart__arena_array(m->arena, p->data_count + 1, sizeof *all);
    if (!all)
        return 1;
    if (p->data_count)
        memcpy(all, p->data, p->data_count * sizeof *all);
    all[p->data_count++] = (encart__data_attr){encart__arena_str(m->arena, name), tag};
    p->data = all;
    return 1;
}

int encart__maker_allow_attr(encart__maker *m, encart__str element, encart__str name)
{
    const char *never = never_attr(name);
    uint16_t tag, attr = encart__attr_id(name);

    if (!read_element(m, element, &tag))
        return 0;
    if (never)
        return refuse(m, never);
    if (tag != ANY && !m->policy->element[tag])
        return refuse(m, "the element may not stand here: allow it first");
    if (attr && grant_attr(m->policy, tag, attr))
        return 1;
    if (attr && is_data_name(name))
        set(m->policy, tag, attr, ENCART__V_TEXT);
    else if (attr)
        return refuse(m, "no rule of Encart's says what it may hold on this element");
    else if (is_data_name(name))
        return grant_data(m, tag, name);
    else
        return unknown_attr(m, name);
    return 1;
}

/* What Encart sets itself, or without which the element goes. */
static int is_needed(uint16_t tag, uint16_t attr)
{
    switch (tag) {
    case ENCART__T_A:
        return attr == ENCART__A_HREF || attr == ENCART__A_REL;
    case ENCART__T_IMG:
        return attr == ENCART__A_SRC || attr == ENCART__A_ALT;
    case ENCART__T_AUDIO:
    case ENCART__T_VIDEO:
        return attr == ENCART__A_CONTROLS;
    case ENCART__T_IFRAME:
        return attr == ENCART__A_SRC || attr == ENCART__A_SANDBOX ||
               attr == ENCART__A_TITLE || attr == ENCART__A_LOADING ||
               attr == ENCART__A_REFERRERPOLICY;
    default:
        return 0;
    }
}

/* A data-* name that nobody allows is as good as denied, unless one that somebody does was
 * meant. */
static int is_denied_anyway(encart__maker *m, encart__str name)
{
    const char *names[ENCART__A_COUNT + DATA_MAX];
    size_t n = 0;

    for (uint16_t attr = 1; attr < ENCART__A_COUNT; attr++)
        if (starts(encart__attr_name(attr), "data-"))
            names[n++] = encart__attr_name(attr).p;
    for (size_t i = 0; i < m->policy->data_count; i++)
        names[n++] = m->policy->data[i].name.p;
    refuse(m, "unknown attribute");
    m->near = encart__nearest(name, names, n);
    return m->near == NULL;
}

/* A data-* name of the host's own goes again. */
static int drop_data(encart__maker *m, uint16_t tag, encart__str name)
{
    encart__policy *p = m->policy;
    size_t kept = 0, known = 0;
    encart__data_attr *all =
        encart__arena_array(m->arena, p->data_count + 1, sizeof *all);

    for (size_t i = 0; all && i < p->data_count; i++) {
        int is_it = encart__str_eq(p->data[i].name, name);

        if (is_it && tag != ANY && p->data[i].tag == ANY)
            return refuse(m, "it is allowed on every element: deny it on \"*\"");
        known += (size_t)is_it;
        if (!is_it || (tag != ANY && p->data[i].tag != tag))
            all[kept++] = p->data[i];
    }
    if (!all)
        return 1;
    p->data = all;
    p->data_count = kept;
    return known || is_denied_anyway(m, name);
}

int encart__maker_deny_attr(encart__maker *m, encart__str element, encart__str name)
{
    uint16_t tag, attr = encart__attr_id(name);

    if (!read_element(m, element, &tag))
        return 0;
    if (!attr && is_data_name(name))
        return drop_data(m, tag, name);
    if (!attr)
        return never_attr(name) ? 1 : unknown_attr(m, name);
    if (tag != ANY && is_needed(tag, attr))
        return refuse(m, "Encart needs it on this element: deny the element instead");
    for (uint16_t t = 1; t < ENCART__T_COUNT; t++)
        if ((tag == ANY || t == tag) && !is_needed(t, attr))
            m->policy->own[t][attr] = ENCART__V_NONE;
    return 1;
}
