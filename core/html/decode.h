/* Bytes of any encoding to the UTF-8 that the tokenizer reads. */
#ifndef ENCART__DECODE_H
#define ENCART__DECODE_H

#include "core/base/diag.h"
#include "core/base/strbuf.h"

#include <encart/types.h>

/* Appends `bytes` to `out` as valid UTF-8: BOM dropped, CR and CRLF made LF, NUL and C0
 * controls other than TAB, LF and FF made U+FFFD, bad sequences and surrogates too
 * (maximal subparts). `replaced` (may be NULL) counts the replacements. */
void encart__decode_utf8(encart__str bytes, encart__strbuf *out, size_t *replaced);

/* Whether encart__decode_utf8() would give back just these bytes: they need no copy. */
int encart__is_decoded(encart__str bytes);

/* For a whole page: the encoding is that of the BOM (UTF-8, UTF-16), else `charset` (may
 * be empty), else the page's own meta charset or XML declaration within the first 1024
 * bytes, else UTF-8 when the bytes are valid, else windows-1252. ISO-8859-1 means
 * windows-1252, as the Encoding Standard says; conversion by iconv. What was chosen is in
 * `name` ("utf-8", "windows-1252", "iso-8859-15"…). Adds diagnostics to `diags` (may be
 * NULL): "charset", "bad-bytes" with the count and the first line. */
int encart__decode(encart__str bytes, encart__str charset, encart__strbuf *out,
                   char name[32], encart__diags *diags, encart_error *err);

/* Whether the bytes look like a binary file: a NUL in the first 8 KiB without a UTF-16
 * BOM, or a known magic number (PDF, PNG, JPEG, GIF, ZIP, gzip, ELF). Returns its name
 * ("PDF", "binary data") or NULL. */
const char *encart__looks_binary(encart__str bytes);

#endif
