/* Places inside JSON text that jansson has read already: raw members, and the offset of a
 * path for error messages. Nothing here recurses. */
#ifndef ENCART__JSON_TEXT_H
#define ENCART__JSON_TEXT_H

#include "core/base/str.h"

/* Deepest nesting of brackets; it is looked at before the text is parsed. */
int encart__json_deeper(encart__str json, unsigned most);

/* The members of the object that `json` is: set *at to 0 first; false at the end. `key`
 * is raw, between its quotes; `value` is raw too. */
int encart__json_member(encart__str json, size_t *at, encart__str *key,
                        encart__str *value);

/* Offset of the value at a path such as "authors[2].name"; the deepest part of it that is
 * there, when not all is. */
size_t encart__json_locate(encart__str json, const char *path);

#endif
