/* A JSON writer over a strbuf: commas and escapes are its business, order is yours.
 *
 * Members come out in the order written, strings as valid UTF-8 (bad bytes become
 * U+FFFD), "<" as \u003C so that the text may stand inside a script element of a page.
 */
#ifndef ENCART__JSONW_H
#define ENCART__JSONW_H

#include "core/base/strbuf.h"

typedef struct encart__jsonw {
    encart__strbuf *out;
    int comma; /* a comma is due before the next value or key */
} encart__jsonw;

void encart__jsonw_init(encart__jsonw *w, encart__strbuf *out);
void encart__jsonw_open(encart__jsonw *w, char bracket);  /* '{' or '[' */
void encart__jsonw_close(encart__jsonw *w, char bracket); /* '}' or ']' */
void encart__jsonw_key(encart__jsonw *w, const char *key);
void encart__jsonw_key_str(encart__jsonw *w, encart__str key);
void encart__jsonw_str(encart__jsonw *w, encart__str s);
void encart__jsonw_z(encart__jsonw *w, const char *z);
void encart__jsonw_int(encart__jsonw *w, int64_t v);
void encart__jsonw_bool(encart__jsonw *w, int v);
void encart__jsonw_null(encart__jsonw *w);
/* JSON text that is known to be valid, verbatim. */
void encart__jsonw_raw(encart__jsonw *w, encart__str json);

/* Key and value at once; the _opt form writes nothing when the string is empty. */
void encart__jsonw_kstr(encart__jsonw *w, const char *key, encart__str s);
void encart__jsonw_kopt(encart__jsonw *w, const char *key, encart__str s);
void encart__jsonw_kint(encart__jsonw *w, const char *key, int64_t v);
void encart__jsonw_kbool(encart__jsonw *w, const char *key, int v);

#endif
