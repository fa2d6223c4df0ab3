/* Which names a plugin's stylesheet may use: lists, each ended by NULL, in lower case. */
#ifndef ENCART__CSS_NAMES_H
#define ENCART__CSS_NAMES_H

#include "core/base/str.h"

extern const char *const encart__css_at_rules[];
extern const char *const encart__css_condition_functions[];
extern const char *const encart__css_pseudos[];
extern const char *const encart__css_pseudo_functions[];
extern const char *const encart__css_functions[]; /* in values */
extern const char *const encart__css_positions[]; /* values of position */

/* Whether the name is in the list; case is none in CSS. */
int encart__css_named(encart__str name, const char *const *list);

typedef enum encart__css_rule { /* for the value of a property */
    ENCART__CSS_ANY,
    ENCART__CSS_NOT_NEGATIVE, /* no length below 0, and none that is computed */
    ENCART__CSS_POSITION,
    ENCART__CSS_REFUSED
} encart__css_rule;
encart__css_rule encart__css_rule_of(encart__str property);

#endif
