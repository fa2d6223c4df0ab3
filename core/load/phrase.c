/* One code point at a time; the folds are those that headings and labels need, not those
 * of searching (core/text). */
#include "core/load/phrase.h"

#include "core/base/utf8.h"

static int is_mark(uint32_t cp) /* combining marks, Arabic vowel signs */
{
    return (cp >= 0x300 && cp <= 0x36F) || (cp >= 0x64B && cp <= 0x65F) || cp == 0x670;
}

static int is_apostrophe(uint32_t cp)
{
    return cp == 0x2019 || cp == 0x2018 || cp == 0x2BC || cp == 0xB4 || cp == '`';
}

static uint32_t fold_latin1(uint32_t cp) /* U+00E0..U+00FF */
{
    static const char base[] = "aaaaaa\0ceeeeiiii\0nooooo\0\0uuuuy\0y";
    char c = base[cp - 0xE0];

    return c ? (uint32_t)c : cp;
}

static uint32_t fold_arabic(uint32_t cp)
{
    switch (cp) {
    case 0x622: /* alef with madda, hamza above, hamza below; wasla */
    case 0x623:
    case 0x625:
    case 0x671:
        return 0x627;
    case 0x624: /* waw with hamza */
        return 0x648;
    case 0x626: /* yeh with hamza, alef maksura */
    case 0x649:
        return 0x64A;
    case 0x629: /* teh marbuta */
        return 0x647;
    default:
        return cp;
    }
}

static uint32_t fold(uint32_t cp)
{
    cp = encart__cp_lower(cp);
    if (cp >= 0xE0 && cp <= 0xFF)
        return fold_latin1(cp);
    if (cp >= 0x622 && cp <= 0x671)
        return fold_arabic(cp);
    if (is_apostrophe(cp))
        return '\'';
    if ((cp >= 0x2010 && cp <= 0x2015) || cp == 0x2212)
        return '-';
    return cp;
}

size_t encart__phrase_skip_spaces(encart__str s, size_t at)
{
    uint32_t cp;

    while (at < s.n) {
        size_t len = encart__utf8_decode(s.p + at, s.n - at, &cp);

        if (!encart__cp_is_space(cp) && !encart__cp_is_ignorable(cp))
            break;
        at += len;
    }
    return at;
}

uint32_t encart__phrase_next(encart__str s, size_t *at)
{
    uint32_t cp;

    while (*at < s.n) {
        *at += encart__utf8_decode(s.p + *at, s.n - *at, &cp);
        if (encart__cp_is_space(cp)) {
            *at = encart__phrase_skip_spaces(s, *at);
            return ' ';
        }
        if (!is_mark(cp) && !encart__cp_is_ignorable(cp))
            return fold(cp);
    }
    return 0;
}

static int word_goes_on(encart__str s, size_t at)
{
    uint32_t cp = encart__phrase_next(s, &at);

    return cp && encart__cp_is_word(cp);
}

/* Past the vowel signs that belong to the letter before. */
static size_t skip_marks(encart__str s, size_t at)
{
    uint32_t cp;

    while (at < s.n) {
        size_t len = encart__utf8_decode(s.p + at, s.n - at, &cp);

        if (!is_mark(cp))
            break;
        at += len;
    }
    return at;
}

size_t encart__phrase_at(encart__str s, size_t at, const char *phrase)
{
    encart__str want = encart__str_z(phrase);
    uint32_t wanted = 0;

    for (size_t i = 0; i < want.n;) {
        i += encart__utf8_decode(want.p + i, want.n - i, &wanted);
        if (encart__phrase_next(s, &at) != wanted)
            return ENCART__NOWHERE;
    }
    at = skip_marks(s, at);
    return encart__cp_is_word(wanted) && word_goes_on(s, at) ? ENCART__NOWHERE : at;
}

size_t encart__phrase_longest(encart__str s, size_t at, const char *const *phrases,
                              size_t count)
{
    size_t best = ENCART__NOWHERE;

    for (size_t i = 0; i < count; i++) {
        size_t end = encart__phrase_at(s, at, phrases[i]);

        if (end != ENCART__NOWHERE && (best == ENCART__NOWHERE || end > best))
            best = end;
    }
    return best;
}

encart__str encart__phrase_trim(encart__str s)
{
    size_t start = encart__phrase_skip_spaces(s, 0), end = start, at = start;
    uint32_t cp;

    while (at < s.n) {
        at += encart__utf8_decode(s.p + at, s.n - at, &cp);
        if (!encart__cp_is_space(cp) && !encart__cp_is_ignorable(cp))
            end = at;
    }
    return encart__str_sub(s, start, end);
}
