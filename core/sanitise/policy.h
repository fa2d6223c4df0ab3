/* What may stand in the output, as data. Default deny. */
#ifndef ENCART__POLICY_H
#define ENCART__POLICY_H

#include "core/tree/names.h"
#include "core/base/strbuf.h"

typedef struct encart__policy encart__policy;

/* The built-in profiles: "strict", "article", "embeds"; and "plugin": article plus
 * nav, section, aside, header, footer, data-encart and aria-*; "plugin-forms" adds form
 * controls. NULL for an unknown name. Static, immutable, shared. */
const encart__policy *encart__policy_named(encart__str name);
/* NULL-terminated list of the names above that a host may choose. */
const char *const *encart__policy_names(void);

int encart__policy_element(const encart__policy *p, uint16_t tag);
/* Whether the attribute may stand on the element at all (its value is checked below). */
int encart__policy_attr(const encart__policy *p, uint16_t tag, uint16_t attr,
                        encart__str spelling);

typedef enum encart__attr_verdict {
    ENCART__ATTR_KEEP,   /* `out` holds the value to write */
    ENCART__ATTR_DROP    /* `why` (static, kebab-case) tells the rule */
} encart__attr_verdict;

/* Checks and normalises one attribute value into `out` (cleared first): URLs by scheme and
 * resolved against `base` (empty = as they are), srcset candidate by candidate, ids
 * prefixed (ruling 5), classes by pattern, integers, enumerations, dates, languages. */
encart__attr_verdict encart__policy_value(const encart__policy *p, uint16_t tag,
                                          uint16_t attr, encart__str spelling,
                                          encart__str value, encart__str base,
                                          encart__strbuf *out, const char **why);

/* URL of a link or medium: cleaned, its scheme allowed, resolved when base is not empty.
 * False when it must not stand. */
int encart__url_check(const encart__policy *p, encart__str url, encart__str base, int media,
                      encart__strbuf *out);
/* For comparing links: without fragment, tracking parameters (utm_*, fbclid, gclid),
 * default port, leading "www." and trailing slash, host in lower case, scheme http = https. */
void encart__url_key(encart__str url, encart__str base, encart__strbuf *out);

#endif
