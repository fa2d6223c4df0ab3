/* What those who make holes and those who fill them agree on. */
#ifndef ENCART__HOLE_H
#define ENCART__HOLE_H

#include "core/base/strbuf.h"

#include <jansson.h>

/* How params are written: ASCII, whose letters of base64url never have two dashes in a row, as
 * must not stand in a comment. */
#define ENCART__HOLE_JSON ((size_t)JSON_COMPACT | JSON_SORT_KEYS | JSON_ENSURE_ASCII)

/* Whether a hole can have this name: a letter, then letters, digits and "-", which is neither
 * doubled nor last. */
int encart__hole_named(encart__str name);
/* Appends the text of the comment that is the hole; `params` is such JSON, or empty. */
void encart__hole_write(encart__strbuf *out, encart__str name, encart__str params);

#endif
