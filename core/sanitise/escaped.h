/* Text and attribute values as the serialiser writes them, read back: no escape but its
 * own, and none left out. */
#ifndef ENCART__ESCAPED_H
#define ENCART__ESCAPED_H

#include "core/base/strbuf.h"

/* What stands in `html` from *at to the byte `stop` ('"' in a value, '<' in text, which the
 * end of `html` ends too). Both move *at there, and are false when a byte on the way should
 * have been escaped. */

/* A slice of `html` when nothing in it is escaped, else of `decoded`; always of `html`, with
 * its escapes, when that is NULL. */
int encart__escaped_read(encart__str html, size_t *at, char stop, encart__strbuf *decoded,
                         encart__str *out);
/* Whether it says `want`; `room` bytes may be read from want.p, at least want.n. */
int encart__escaped_same(encart__str html, size_t *at, char stop, encart__str want,
                         size_t room);

#endif
