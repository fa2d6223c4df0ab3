/* What the files of this room know of a policy beyond policy.h. */
#ifndef ENCART__PROFILE_H
#define ENCART__PROFILE_H

#include "core/sanitise/policy.h"

_Static_assert(ENCART__T_COUNT < 256, "elements fit a byte of a policy");

/* How an attribute's value is checked: the last column of policy_attrs.def. */
typedef enum encart__value {
    ENCART__V_NONE, /* the attribute may not stand */
#define VALUE(id, check, text) ENCART__V_##id,
#include "core/sanitise/policy_values.def"
#undef VALUE
    ENCART__V_COUNT_OF
} encart__value;

/* The rules that the removed list names. */
typedef enum encart__removal {
#define REMOVAL(id, name, text) ENCART__R_##id,
#include "core/sanitise/policy_rules.def"
#undef REMOVAL
    ENCART__R_COUNT
} encart__removal;
/* Static, for encart__diag_add(). */
const char *encart__removal_name(encart__removal rule);

enum {
    ENCART__P_STRICT = 1,
    ENCART__P_ARTICLE = 2,
    ENCART__P_EMBEDS = 4,
    ENCART__P_PLUGIN = 8,
    ENCART__P_FORMS = 16,
    ENCART__P_HOST = 32,
    ENCART__P_FRAMES = 64,
    ENCART__P_ALL = 95,
    ENCART__P_RICH = 94,
    ENCART__P_PRESS = 6,
    ENCART__P_EMBED = 4,
    ENCART__P_FRAME = 68,
    ENCART__P_PLUG = 88,
    ENCART__P_CAPABLE = 80 /* what only a capability brings: no host can allow it */
};

/* A data-* attribute that a host allows; tag 0 = on any element. */
typedef struct encart__data_attr {
    encart__str name;
    uint16_t tag;
} encart__data_attr;

/* A policy is a table that is only read: a look-up is one or two loads. The built-in ones
 * are static, a host's own is in its engine's memory. */
struct encart__policy {
    const char *name;
    uint8_t plugin;                               /* of what plugins make */
    uint8_t frames;                               /* empty frames that links lead to */
    uint8_t data_images;                          /* data: URLs of raster images */
    uint8_t always_repair;                        /* libtidy also for what nests */
    uint8_t element[ENCART__T_COUNT];             /* 1 = may stand */
    uint8_t any[ENCART__A_COUNT];                 /* encart__value, on any element… */
    uint8_t own[ENCART__T_COUNT][ENCART__A_COUNT]; /* …unless one of its own is here */
    const encart__str *schemes, *hosts;           /* of URLs; of players */
    const encart__str *classes, *no_classes;      /* patterns; no `classes` = all */
    const encart__data_attr *data;
    size_t scheme_count, host_count, class_count, no_class_count, data_count;
};

/* Whether it is a table of plugins' output. */
static inline int encart__policy_is_plugin(const encart__policy *p)
{
    return p->plugin;
}

/* What an attribute's value is checked as; ENCART__V_NONE when it may not stand there. */
static inline encart__value encart__policy_rule(const encart__policy *p, uint16_t tag,
                                                uint16_t attr)
{
    return (encart__value)(p->own[tag][attr] ? p->own[tag][attr] : p->any[attr]);
}

/* The element that may stand for `tag`: itself, its counterpart, or 0. */
uint16_t encart__policy_counterpart(const encart__policy *p, uint16_t tag);

/* The number of the host's own data-* attribute, from ENCART__A_COUNT; 0 = it is none. */
uint16_t encart__policy_data(const encart__policy *p, uint16_t tag, encart__str name);
/* Its name; the static names of all others. */
encart__str encart__policy_attr_name(const encart__policy *p, uint16_t attr);

/* Whether `word` (in lower case) stands in the closed list of `value`. */
int encart__policy_word(encart__value value, encart__str word);

/* What the frame of a player may do. */
#define ENCART__EMBED_SANDBOX                                                            \
    ENCART__STR("allow-scripts allow-same-origin allow-popups allow-presentation")

/* The mark of an author's own box, and the elements that may carry it in an article. */
#define ENCART__AUTHOR_MARK ENCART__STR("author/read-also")
int encart__policy_may_mark(uint16_t tag);

/* May `tag` stand, and `attr` with this value on it, when the element is, or is inside
 * (`marked`), an author's box? The box may be an aside and keep our class names. */
int encart__policy_element_in(const encart__policy *p, uint16_t tag, int marked);
encart__attr_verdict encart__policy_value_in(const encart__policy *p, uint16_t tag,
                                             uint16_t attr, encart__str spelling,
                                             encart__str value, encart__str base,
                                             int marked, encart__strbuf *out,
                                             const char **why);

/* "encart:here NAME" and "encart:none NAME"; for plugins also "encart:hole NAME DATA".
 * Loose about white space; writes the one canonical form to `out` (cleared first). */
int encart__policy_comment(const encart__policy *p, encart__str text, encart__strbuf *out);

#endif
