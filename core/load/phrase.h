/* Finding fixed wordings in real text: letters are folded while they are compared, so
 * that nothing is allocated and every offset is one of the original bytes. */
#ifndef ENCART__PHRASE_H
#define ENCART__PHRASE_H

#include "core/base/str.h"

#include <stdint.h>

#define ENCART__NOWHERE ((size_t)-1)

/* The folded code point at s[*at], which moves past it: lower case, Latin accents off,
 * Arabic letter forms unified, diacritics and ignorable characters skipped, apostrophes
 * "'", hyphens and dashes "-", a run of any spaces " ". 0 at the end. */
uint32_t encart__phrase_next(encart__str s, size_t *at);

/* The offset just after `phrase` (written folded) when it stands at s[at] and a word ends
 * there, else ENCART__NOWHERE. */
size_t encart__phrase_at(encart__str s, size_t at, const char *phrase);
/* The same for whichever of the phrases is the longest there. */
size_t encart__phrase_longest(encart__str s, size_t at, const char *const *phrases,
                              size_t count);
#define ENCART__PHRASE_ANY(s, at, array)                                                 \
    encart__phrase_longest(s, at, array, sizeof(array) / sizeof *(array))

/* The offset of the first byte from `at` on that is no white space. */
size_t encart__phrase_skip_spaces(encart__str s, size_t at);

/* Without white space of any kind and ignorable characters at both ends. */
encart__str encart__phrase_trim(encart__str s);

#endif
