/* Look-ups in the policy tables. The tables say what may stand; nothing here does. */
#include "core/sanitise/profile.h"

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

/* Those of articles, then those that only frames of plugins are led to. */
static const encart__str hosts[] = {
#define WORDS(value, words)
#define STYLE(property, words)
#define HOST(name) {name, sizeof name - 1},
#define FRAME_HOST(name) {name, sizeof name - 1},
#include "core/sanitise/policy_words.def"
#undef WORDS
#undef STYLE
#undef HOST
};
enum {
    ARTICLE_HOSTS = 0
#define WORDS(value, words)
#define STYLE(property, words)
#define HOST(name) +1
#include "core/sanitise/policy_words.def"
#undef WORDS
#undef STYLE
#undef HOST
};

/* What links may lead to; media and forms keep to the first two. */
static const encart__str schemes[] = {
    {"https", 5}, {"http", 4}, {"mailto", 6}, {"tel", 3}};

#define PROFILE strict
#define NAME "strict"
#define BIT ENCART__P_STRICT
#define PLUGIN 0
#include "core/sanitise/policy_profile.inc"

#define PROFILE article
#define NAME "article"
#define BIT ENCART__P_ARTICLE
#define PLUGIN 0
#include "core/sanitise/policy_profile.inc"

#define PROFILE embeds
#define NAME "embeds"
#define BIT ENCART__P_EMBEDS
#define PLUGIN 0
#include "core/sanitise/policy_profile.inc"

#define PROFILE plugin
#define NAME "plugin"
#define BIT ENCART__P_PLUGIN
#define PLUGIN 1
#include "core/sanitise/policy_profile.inc"

#define PROFILE plugin_forms
#define NAME "plugin-forms"
#define BIT ENCART__P_FORMS
#define PLUGIN 1
#include "core/sanitise/policy_profile.inc"

#define PROFILE plugin_embeds
#define NAME "plugin-embeds"
#define BIT ENCART__P_FRAMES
#define PLUGIN 1
#include "core/sanitise/policy_profile.inc"

#define PROFILE plugin_forms_embeds
#define NAME "plugin-forms-embeds"
#define BIT (ENCART__P_FORMS | ENCART__P_FRAMES)
#define PLUGIN 1
#include "core/sanitise/policy_profile.inc"

static const encart__policy *const profiles[] = {
    &strict, &article, &embeds, &plugin, &plugin_forms, &plugin_embeds, &plugin_forms_embeds};

static const uint16_t counterparts[ENCART__T_COUNT] = {
#define ELEMENT(id, who)
#define RENAME(from, to) [ENCART__T_##from] = ENCART__T_##to,
#define NEED(element, other)
#include "core/sanitise/policy_elements.def"
#undef ELEMENT
#undef RENAME
#undef NEED
};

/* The words of each closed list, separated by one space. */
static const char *const lists[ENCART__V_COUNT_OF] = {
#define WORDS(value, words) [ENCART__V_##value] = words,
#define STYLE(property, words)
#define HOST(name)
#include "core/sanitise/policy_words.def"
#undef WORDS
#undef STYLE
#undef HOST
};

const char *encart__removal_name(encart__removal rule)
{
    static const char *const removals[ENCART__R_COUNT] = {
#define REMOVAL(id, name, text) [ENCART__R_##id] = name,
#include "core/sanitise/policy_rules.def"
#undef REMOVAL
    };

    return removals[rule];
}

const encart__policy *encart__policy_named(encart__str name)
{
    for (size_t i = 0; i < COUNT(profiles); i++)
        if (encart__str_is(name, profiles[i]->name))
            return profiles[i];
    return NULL;
}

const char *const *encart__policy_names(void)
{
    static const char *const names[] = {"strict", "article", "embeds", NULL};

    return names;
}

int encart__policy_element(const encart__policy *p, uint16_t tag)
{
    return tag < ENCART__T_COUNT && p->element[tag];
}

uint16_t encart__policy_counterpart(const encart__policy *p, uint16_t tag)
{
    if (tag >= ENCART__T_COUNT)
        return 0;
    while (tag && !p->element[tag])
        tag = counterparts[tag]; /* a short way without circles */
    return tag;
}

int encart__policy_may_mark(uint16_t tag)
{
    return tag == ENCART__T_ASIDE || tag == ENCART__T_P || tag == ENCART__T_DIV;
}

int encart__policy_element_in(const encart__policy *p, uint16_t tag, int marked)
{
    return encart__policy_element(p, tag) || (marked && encart__policy_may_mark(tag));
}

int encart__policy_attr(const encart__policy *p, uint16_t tag, uint16_t attr,
                        encart__str spelling)
{
    if (attr == ENCART__A_OTHER)
        attr = encart__attr_id(spelling);
    return encart__policy_rule(p, tag, attr) != ENCART__V_NONE ||
           (attr == ENCART__A_OTHER && encart__policy_data(p, tag, spelling));
}

uint16_t encart__policy_data(const encart__policy *p, uint16_t tag, encart__str name)
{
    for (size_t i = 0; i < p->data_count; i++)
        if ((!p->data[i].tag || p->data[i].tag == tag) &&
            encart__str_eq(p->data[i].name, name))
            return (uint16_t)(ENCART__A_COUNT + i);
    return 0;
}

encart__str encart__policy_attr_name(const encart__policy *p, uint16_t attr)
{
    return attr < ENCART__A_COUNT ? encart__attr_name(attr)
                                  : p->data[attr - ENCART__A_COUNT].name;
}

int encart__policy_word(encart__value value, encart__str word)
{
    const char *at = lists[value];

    while (at) {
        size_t n = strcspn(at, " ");

        if (n == word.n && memcmp(at, word.p, n) == 0)
            return 1;
        at = at[n] ? at + n + 1 : NULL;
    }
    return 0;
}
