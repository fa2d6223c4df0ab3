/* Look-ups in the policy tables. The tables say what may stand; nothing here does. */
#include "core/sanitise/profile.h"

static const encart__policy profiles[] = {
    {"strict", ENCART__P_STRICT},   {"article", ENCART__P_ARTICLE},
    {"embeds", ENCART__P_EMBEDS},   {"plugin", ENCART__P_PLUGIN},
    {"plugin-forms", ENCART__P_FORMS},
};

static const uint8_t elements[ENCART__T_COUNT] = {
#define ELEMENT(id, who) [ENCART__T_##id] = ENCART__P_##who,
#define RENAME(from, to)
#include "core/sanitise/policy_elements.def"
#undef ELEMENT
#undef RENAME
};

static const uint16_t counterparts[ENCART__T_COUNT] = {
#define ELEMENT(id, who)
#define RENAME(from, to) [ENCART__T_##from] = ENCART__T_##to,
#include "core/sanitise/policy_elements.def"
#undef ELEMENT
#undef RENAME
};

#define ENCART__T_ANY ENCART__T_UNKNOWN
static const struct {
    uint16_t attr, tag;
    uint8_t who, value;
} rules[] = {
#define RULE(attr, tag, who, value)                                                      \
    {ENCART__A_##attr, ENCART__T_##tag, ENCART__P_##who, ENCART__V_##value},
#include "core/sanitise/policy_attrs.def"
#undef RULE
};

static const struct {
    uint8_t value;
    const char *words;
} lists[] = {
#define WORDS(value, words) {ENCART__V_##value, words},
#define HOST(name)
#include "core/sanitise/policy_words.def"
#undef WORDS
#undef HOST
};

static const char *const hosts[] = {
#define WORDS(value, words)
#define HOST(name) name,
#include "core/sanitise/policy_words.def"
#undef WORDS
#undef HOST
};

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

const encart__policy *encart__policy_named(encart__str name)
{
    for (size_t i = 0; i < COUNT(profiles); i++)
        if (encart__str_is(name, profiles[i].name))
            return &profiles[i];
    return NULL;
}

const char *const *encart__policy_names(void)
{
    static const char *const names[] = {"strict", "article", "embeds", NULL};

    return names;
}

int encart__policy_element(const encart__policy *p, uint16_t tag)
{
    return tag < ENCART__T_COUNT && (elements[tag] & p->bit) != 0;
}

uint16_t encart__policy_counterpart(const encart__policy *p, uint16_t tag)
{
    if (encart__policy_element(p, tag))
        return tag;
    tag = tag < ENCART__T_COUNT ? counterparts[tag] : 0;
    return encart__policy_element(p, tag) ? tag : 0;
}

int encart__policy_may_mark(uint16_t tag)
{
    return tag == ENCART__T_ASIDE || tag == ENCART__T_P || tag == ENCART__T_DIV;
}

int encart__policy_element_in(const encart__policy *p, uint16_t tag, int marked)
{
    return encart__policy_element(p, tag) || (marked && encart__policy_may_mark(tag));
}

/* The first rule of an attribute, by binary search. */
static size_t first_rule(uint16_t attr)
{
    size_t low = 0, high = COUNT(rules);

    while (low < high) {
        size_t mid = (low + high) / 2;

        if (rules[mid].attr < attr)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

int encart__policy_rule(const encart__policy *p, uint16_t tag, uint16_t attr,
                        encart__value *value)
{
    if (attr == ENCART__A_OTHER)
        return 0;
    for (size_t i = first_rule(attr); i < COUNT(rules) && rules[i].attr == attr; i++) {
        if ((rules[i].tag == ENCART__T_ANY || rules[i].tag == tag) &&
            (rules[i].who & p->bit)) {
            *value = (encart__value)rules[i].value;
            return 1;
        }
    }
    return 0;
}

int encart__policy_attr(const encart__policy *p, uint16_t tag, uint16_t attr,
                        encart__str spelling)
{
    encart__value value;

    if (attr == ENCART__A_OTHER)
        attr = encart__attr_id(spelling);
    return encart__policy_rule(p, tag, attr, &value);
}

int encart__policy_host(encart__str host)
{
    for (size_t i = 0; i < COUNT(hosts); i++)
        if (encart__str_is(host, hosts[i]))
            return 1;
    return 0;
}

int encart__policy_word(encart__value value, encart__str word, int *known)
{
    *known = 0;
    for (size_t i = 0; i < COUNT(lists); i++) {
        const char *at = lists[i].words;

        if (lists[i].value != value)
            continue;
        *known = 1;
        while (*at) {
            size_t n = strcspn(at, " ");

            if (encart__str_eq(word, encart__str_n(at, n)))
                return 1;
            at += n + strspn(at + n, " ");
        }
    }
    return 0;
}
