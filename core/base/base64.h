/* base64url without padding (RFC 4648 §5), in its one canonical form. */
#ifndef ENCART__BASE64_H
#define ENCART__BASE64_H

#include "core/base/strbuf.h"

/* Appends the letters of `bytes`. */
void encart__base64_put(encart__strbuf *out, encart__str bytes);
/* Appends the bytes of `letters`; false when encart__base64_put() writes no such letters:
 * others, padding, a length or last letter that no bytes give. `out` may then hold some. */
int encart__base64_get(encart__strbuf *out, encart__str letters);

#endif
