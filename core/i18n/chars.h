/* What a character is to typography. Spellings that a run of the pass turns into each
 * other are the same here, so that a second run sees what the first one saw. */
#ifndef ENCART__I18N_CHARS_H
#define ENCART__I18N_CHARS_H

#include "core/base/utf8.h"

enum {
    ENCART__CP_NBSP = 0xA0,
    ENCART__CP_THIN = 0x2009,
    ENCART__CP_FINE = 0x202F,
    ENCART__CP_LINE_BREAK = 0x2028,
    ENCART__CP_OBJECT = 0xFFFC,
    ENCART__CP_OPEN = 0xAB,  /* « */
    ENCART__CP_CLOSE = 0xBB, /* » */
    ENCART__CP_APOSTROPHE = 0x2019,
    ENCART__CP_ELLIPSIS = 0x2026
};

/* The character at `at`, 0 at the end; its length in *n. */
static inline uint32_t encart__cp_at(encart__str s, size_t at, size_t *n)
{
    uint32_t cp = 0;

    *n = at < s.n ? encart__utf8_decode(s.p + at, s.n - at, &cp) : 0;
    return cp;
}

/* The character that ends at `at`, 0 at the beginning. The text is valid. */
static inline uint32_t encart__cp_before(encart__str s, size_t at)
{
    size_t start = at, n;

    while (start > 0 && at - start < 4) {
        start--;
        if (((unsigned char)s.p[start] & 0xC0) != 0x80)
            break;
    }
    return start < at ? encart__cp_at(s, start, &n) : 0;
}

/* A space that the pass may change. */
static inline int encart__typo_space(uint32_t cp)
{
    return encart__is_space((int)cp) || cp == ENCART__CP_NBSP || cp == ENCART__CP_THIN ||
           cp == ENCART__CP_FINE;
}

/* Nothing to read: a space, a line break, the edge of the run. */
static inline int encart__typo_blank(uint32_t cp)
{
    return cp == 0 || cp == ENCART__CP_LINE_BREAK || encart__typo_space(cp);
}

static inline int encart__typo_digit(uint32_t cp)
{
    return cp >= '0' && cp <= '9';
}

static inline int encart__typo_letter(uint32_t cp)
{
    return !encart__typo_digit(cp) && encart__cp_is_word(cp);
}

static inline int encart__typo_apostrophe(uint32_t cp)
{
    return cp == '\'' || cp == ENCART__CP_APOSTROPHE;
}

static inline int encart__typo_quote(uint32_t cp)
{
    return cp == '"' || cp == ENCART__CP_OPEN || cp == ENCART__CP_CLOSE || cp == 0x201C ||
           cp == 0x201D;
}

#endif
