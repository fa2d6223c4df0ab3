/* UTF-8 as Unicode defines it: shortest form, no surrogates, up to U+10FFFF. */
#ifndef ENCART__UTF8_H
#define ENCART__UTF8_H

#include "core/base/str.h"

#include <stdint.h>

/* Decodes the sequence at s[0..n), n > 0. Returns its length, 1..4, and sets *cp. What is
 * not valid gives U+FFFD and the length of its maximal subpart (Unicode 3.9, as the
 * Encoding Standard), so that decoding goes on after it. */
size_t encart__utf8_decode(const char *s, size_t n, uint32_t *cp);
/* Writes 1..4 bytes; what is not a scalar value is written as U+FFFD. */
size_t encart__utf8_encode(char out[4], uint32_t cp);
/* Length of the valid prefix: s.n when all of it is valid. */
size_t encart__utf8_valid(encart__str s);
/* Code points; each byte of an invalid sequence's subpart counts as one subpart. */
size_t encart__utf8_length(encart__str s);
/* White space of Unicode (White_Space), NBSP and U+202F included. */
int encart__cp_is_space(uint32_t cp);
/* Letters and digits of the scripts we meet: all above U+007F that is not punctuation,
 * symbol or space as listed in the implementation. */
int encart__cp_is_word(uint32_t cp);
/* Lower case of Latin, Greek and Cyrillic letters; others are themselves. */
uint32_t encart__cp_lower(uint32_t cp);
int encart__cp_is_upper(uint32_t cp);
/* Default_Ignorable characters that matching skips: soft hyphen, ZWJ, ZWNJ, directional
 * marks, BOM, tatweel. */
int encart__cp_is_ignorable(uint32_t cp);

#endif
