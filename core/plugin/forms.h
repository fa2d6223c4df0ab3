/* Settings whose text has a form of its own: read, and written in one canonical way. */
#ifndef ENCART__FORMS_H
#define ENCART__FORMS_H

#include "core/base/str.h"

#include <stdint.h>

enum { ENCART__FORM_BYTES = 128 };

/* Each writes the canonical form, NUL-terminated, and returns its length; 0 when `s` has
 * not the form.
 *   color  "#abc" or "#aabbcc": the long one in lower case
 *   date   RFC 3339, a date alone or with a time
 *   slug   a-z and 0-9, single dashes between them, at most 100 */
size_t encart__form_color(char out[ENCART__FORM_BYTES], encart__str s);
size_t encart__form_date(char out[ENCART__FORM_BYTES], encart__str s);
size_t encart__form_slug(char out[ENCART__FORM_BYTES], encart__str s);

/* "90s", "1h30m", "2d", "1w": numbers with their units, the larger ones first, each once.
 * False when it is none, or longer than a hundred years. */
int encart__form_duration(encart__str s, int64_t *seconds);

#endif
