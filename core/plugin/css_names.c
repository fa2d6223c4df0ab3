/* The tables of css.c. Functions that load something (url, src, image, image-set, cross-fade,
 * element, paint) are in none of them, nor is whatever comes after us. */
#include "core/plugin/css_names.h"

#include <stddef.h>

const char *const encart__css_at_rules[] = {"media", "supports", "container", NULL};

const char *const encart__css_condition_functions[] = {"and", "calc", "not", "or", NULL};

const char *const encart__css_pseudos[] = {
    "active",       "after",         "any-link",     "before",        "checked",
    "disabled",     "empty",         "enabled",      "first-child",   "first-letter",
    "first-line",   "first-of-type", "focus",        "focus-visible", "focus-within",
    "hover",        "invalid",       "last-child",   "last-of-type",  "link",
    "marker",       "only-child",    "only-of-type", "open",          "optional",
    "placeholder",  "required",      "target",       "user-invalid",  "user-valid",
    "valid",        "visited",       NULL};

const char *const encart__css_pseudo_functions[] = {
    "dir",         "has",         "is",  "lang", "not", "nth-child", "nth-last-child",
    "nth-last-of-type", "nth-of-type", "where", NULL};

const char *const encart__css_functions[] = {
    "blur", "brightness", "calc", "circle", "clamp", "color", "color-mix", "conic-gradient",
    "contrast", "counter", "counters", "cubic-bezier", "ellipse", "fit-content", "grayscale",
    "hsl", "hsla", "hwb", "inset", "lab", "lch", "light-dark", "linear-gradient", "max", "min",
    "minmax", "oklab", "oklch", "opacity", "polygon", "radial-gradient", "repeat",
    "repeating-conic-gradient", "repeating-linear-gradient", "repeating-radial-gradient", "rgb",
    "rgba", "round", "saturate", "sepia", "steps", "var", NULL};

const char *const encart__css_positions[] = {"static", "relative", NULL};

/* Which moves a box, or draws it where another stands; and what old browsers ran as code. */
static const struct {
    const char *name;
    int begins; /* all properties that begin so */
    encart__css_rule rule;
} properties[] = {
    {"behavior", 0, ENCART__CSS_REFUSED},   {"binding", 0, ENCART__CSS_REFUSED},
    {"bottom", 0, ENCART__CSS_REFUSED},     {"inset", 1, ENCART__CSS_REFUSED},
    {"left", 0, ENCART__CSS_REFUSED},       {"margin", 1, ENCART__CSS_NOT_NEGATIVE},
    {"offset", 1, ENCART__CSS_REFUSED},     {"position", 0, ENCART__CSS_POSITION},
    {"right", 0, ENCART__CSS_REFUSED},      {"scale", 0, ENCART__CSS_REFUSED},
    {"top", 0, ENCART__CSS_REFUSED},        {"transform", 1, ENCART__CSS_REFUSED},
    {"translate", 0, ENCART__CSS_REFUSED},  {"zoom", 0, ENCART__CSS_REFUSED},
};

int encart__css_named(encart__str name, const char *const *list)
{
    for (; *list; list++)
        if (encart__str_ieq(name, encart__str_z(*list)))
            return 1;
    return 0;
}

/* Without "-webkit-" and its like; "--x" is a custom property, whose value is only used where
 * its own rule holds. */
static encart__str plain_name(encart__str s)
{
    size_t dash;

    if (s.n < 2 || s.p[0] != '-' || s.p[1] == '-')
        return s;
    dash = encart__str_find(encart__str_sub(s, 1, s.n), ENCART__STR("-"));
    return dash == (size_t)-1 ? s : encart__str_sub(s, dash + 2, s.n);
}

encart__css_rule encart__css_rule_of(encart__str property)
{
    encart__str name = plain_name(property);

    for (size_t i = 0; i < sizeof properties / sizeof *properties; i++) {
        encart__str known = encart__str_z(properties[i].name);

        if (encart__str_ieq(properties[i].begins ? encart__str_sub(name, 0, known.n) : name,
                            known))
            return properties[i].rule;
    }
    return ENCART__CSS_ANY;
}
