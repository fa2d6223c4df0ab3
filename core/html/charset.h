/* Which encoding bytes are in: labels of the Encoding Standard, and the page's own word.
 * It converts nothing; decode.c does. */
#ifndef ENCART__CHARSET_H
#define ENCART__CHARSET_H

#include "core/base/str.h"

typedef struct encart__encoding {
    const char *name;  /* lower case: "utf-8", "windows-1252", "utf-16le" */
    const char *iconv; /* its name for iconv, NULL where decode.c needs none */
} encart__encoding;

extern const encart__encoding encart__utf8;
extern const encart__encoding encart__windows1252;
extern const encart__encoding encart__utf16le;
extern const encart__encoding encart__utf16be;

/* The encoding of a label ("Latin1", " UTF8 "); NULL when nobody knows it. */
const encart__encoding *encart__encoding_of(encart__str label);

/* The label that the page gives within its first 1024 bytes, by an XML declaration or by
 * meta (the prescan of 13.2.3.2); empty when it gives none. A slice of `bytes`. */
encart__str encart__charset_declared(encart__str bytes);

/* The encoding of a declared label: a page that can be read as ASCII so far is not in
 * UTF-16, whatever it says. NULL when the label is not known. */
const encart__encoding *encart__encoding_declared(encart__str label);

#endif
