/* Settings of a plugin: what a site gives, checked against what the manifest declares. */
#ifndef ENCART__SETTINGS_H
#define ENCART__SETTINGS_H

#include "core/plugin/runtime.h"

/* The complete settings of `plugin`: `given` (an object; NULL, null or true for none)
 * checked, defaults filled in, optional ones left out when not given.
 *
 * All faults are collected in `diags`, each with its path below `path_prefix`
 * ("plugins.lire-aussi") and the nearest name; a faulty setting keeps its default, so that
 * a typing error costs a newsroom one setting and not a box. Returns a new reference, NULL
 * only without memory. */
json_t *encart__settings_apply(const encart__plugin *plugin, const json_t *given,
                               const char *path_prefix, encart__diags *diags);

/* The same for one article: `given` laid over `base`, which are complete settings (NULL: the
 * defaults). A faulty setting keeps what `base` has. */
json_t *encart__settings_over(const encart__plugin *plugin, const json_t *base,
                              const json_t *given, const char *path_prefix,
                              encart__diags *diags);

/* Checks one value; false and one entry in `diags` when it does not fit. `path` is the
 * whole path of the value. For defaults in a manifest and for the above. */
int encart__setting_check(const encart__setting *setting, const json_t *value,
                          const char *path, encart__diags *diags);

/* "boolean", "integer"…; and back, -1 for an unknown name. */
const char *encart__setting_type_name(encart__setting_type type);
int encart__setting_type_of(encart__str name);
/* NULL-terminated: every type name that a manifest may write; and those of them that a
 * list or a map may hold. */
const char *const *encart__setting_type_names(void);
size_t encart__setting_item_names(void);

/* Whether a value is nested no deeper than so many arrays and objects. */
int encart__json_fits(const json_t *value, int depth);

/* "a string", "an array"… of any JSON value. */
const char *encart__json_kind(const json_t *value);

#endif
