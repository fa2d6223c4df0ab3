/* What a language says of plurals, numbers, dates and lists: the facts of Unicode's CLDR
 * for fr, fr-CA, fr-CH, en and ar. Nothing here asks the locale of the process.
 */
#ifndef ENCART__I18N_H
#define ENCART__I18N_H

#include "core/base/date.h"
#include "core/base/strbuf.h"

typedef struct encart__locale encart__locale;

/* The locale of a language tag: its own, else that of its language (fr-BE → fr), else
 * English. Never NULL. */
const encart__locale *encart__locale_of(encart__str lang);
/* Its tag: "fr-CA". */
encart__str encart__locale_tag(const encart__locale *l);

/* The plural category of a number as it is written: zero one two few many other. */
const char *encart__plural(const encart__locale *l, double n);

enum { ENCART__DIGITS_MAX = 64 };
/* A number in ASCII digits: "-12345", "1.5" (six decimals at most, no zeros at the end,
 * never an exponent). Returns the length; 0 for what is not finite, and from 1e15 on. */
size_t encart__digits(char out[ENCART__DIGITS_MAX], double v);
/* Such digits as the language writes them: grouped, with its decimal sign and minus. */
void encart__number_words(const encart__locale *l, encart__str digits,
                          encart__strbuf *out);

/* A date in words. Styles: short medium long full; false for another one. */
int encart__date_words(const encart__locale *l, encart__str style, const encart__date *d,
                       encart__strbuf *out);

/* What stands before item `i` of a list of `n`: "" at first, then ", " and " et ". */
encart__str encart__list_separator(const encart__locale *l, size_t i, size_t n);

#endif
