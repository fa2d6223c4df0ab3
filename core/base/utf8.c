/* Decoding by the table of Unicode 3.9 (D92), written as conditions. */
#include "core/base/utf8.h"


size_t encart__utf8_decode(const char *s, size_t n, uint32_t *cp)
{
    const unsigned char *u = (const unsigned char *)s;
    unsigned char c = u[0], low = 0x80, high = 0xBF;
    size_t need, i;
    uint32_t v;

    *cp = 0xFFFD;
    if (c < 0x80) {
        *cp = c;
        return 1;
    }
    if (c < 0xC2 || c > 0xF4)
        return 1;
    need = c < 0xE0 ? 1 : c < 0xF0 ? 2 : 3;
    if (c == 0xE0)
        low = 0xA0;
    else if (c == 0xED)
        high = 0x9F;
    else if (c == 0xF0)
        low = 0x90;
    else if (c == 0xF4)
        high = 0x8F;
    v = c & (0x3F >> need);
    for (i = 1; i <= need; i++) {
        if (i >= n || u[i] < low || u[i] > high)
            return i;
        v = v << 6 | (u[i] & 0x3F);
        low = 0x80;
        high = 0xBF;
    }
    *cp = v;
    return need + 1;
}

size_t encart__utf8_encode(char out[4], uint32_t cp)
{
    if (cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF))
        cp = 0xFFFD;
    if (cp < 0x80) {
        out[0] = (char)cp;
        return 1;
    }
    if (cp < 0x800) {
        out[0] = (char)(0xC0 | cp >> 6);
        out[1] = (char)(0x80 | (cp & 0x3F));
        return 2;
    }
    if (cp < 0x10000) {
        out[0] = (char)(0xE0 | cp >> 12);
        out[1] = (char)(0x80 | (cp >> 6 & 0x3F));
        out[2] = (char)(0x80 | (cp & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | cp >> 18);
    out[1] = (char)(0x80 | (cp >> 12 & 0x3F));
    out[2] = (char)(0x80 | (cp >> 6 & 0x3F));
    out[3] = (char)(0x80 | (cp & 0x3F));
    return 4;
}

size_t encart__utf8_valid(encart__str s)
{
    size_t i = 0, len;
    uint32_t cp;

    while (i < s.n) {
        if ((unsigned char)s.p[i] < 0x80) {
            i++;
            continue;
        }
        len = encart__utf8_decode(s.p + i, s.n - i, &cp);
        if (cp == 0xFFFD && !(len == 3 && memcmp(s.p + i, "\xEF\xBF\xBD", 3) == 0))
            return i;
        i += len;
    }
    return i;
}

size_t encart__utf8_length(encart__str s)
{
    size_t i = 0, count = 0;
    uint32_t cp;

    while (i < s.n) {
        i += encart__utf8_decode(s.p + i, s.n - i, &cp);
        count++;
    }
    return count;
}

int encart__cp_is_space(uint32_t cp)
{
    return (cp >= 9 && cp <= 13) || cp == ' ' || cp == 0x85 || cp == 0xA0 ||
           cp == 0x1680 || (cp >= 0x2000 && cp <= 0x200A) || cp == 0x2028 ||
           cp == 0x2029 || cp == 0x202F || cp == 0x205F || cp == 0x3000;
}

int encart__cp_is_ignorable(uint32_t cp)
{
    return cp == 0xAD || cp == 0x640 || (cp >= 0x200B && cp <= 0x200F) ||
           (cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2060 && cp <= 0x2069) ||
           cp == 0xFEFF;
}

/* Ranges above U+007F that are punctuation or symbols, not parts of words. */
static const struct {
    uint32_t from, to;
} not_word[] = {
    {0x80, 0xA9},     {0xAB, 0xB4},     {0xB6, 0xB9},     {0xBB, 0xBF},
    {0xD7, 0xD7},     {0xF7, 0xF7},     {0x2C2, 0x2C5},   {0x37E, 0x37E},
    {0x387, 0x387},   {0x589, 0x58A},   {0x5BE, 0x5BE},   {0x5F3, 0x5F4},
    {0x600, 0x60F},   {0x61B, 0x61F},   {0x66A, 0x66D},   {0x6D4, 0x6D4},
    {0x964, 0x965},   {0x2000, 0x206F}, {0x20A0, 0x20CF}, {0x2100, 0x2101},
    {0x2116, 0x2117}, {0x2120, 0x2123}, {0x2190, 0x2BFF}, {0x2E00, 0x2E7F},
    {0x3000, 0x3004}, {0x3008, 0x3020}, {0x3030, 0x3030}, {0xD800, 0xF8FF},
    {0xFD3E, 0xFD3F}, {0xFE10, 0xFE6F}, {0xFEFF, 0xFEFF}, {0xFF01, 0xFF0F},
    {0xFF1A, 0xFF20}, {0xFF3B, 0xFF40}, {0xFF5B, 0xFF65}, {0xFFE0, 0xFFFF},
    {0x1F000, 0x1FAFF},
};

int encart__cp_is_word(uint32_t cp)
{
    if (cp < 0x80)
        return encart__is_alnum((int)cp);
    for (size_t i = 0; i < sizeof not_word / sizeof *not_word; i++) {
        if (cp < not_word[i].from)
            return 1;
        if (cp <= not_word[i].to)
            return 0;
    }
    return !encart__cp_is_space(cp);
}

uint32_t encart__cp_lower(uint32_t cp)
{
    if (cp < 0x80)
        return (uint32_t)encart__lower((int)cp);
    if ((cp >= 0xC0 && cp <= 0xDE && cp != 0xD7) || (cp >= 0x391 && cp <= 0x3A9) ||
        (cp >= 0x410 && cp <= 0x42F))
        return cp + 32;
    if (cp >= 0x400 && cp <= 0x40F)
        return cp + 80;
    if (cp == 0x178)
        return 0xFF;
    if (cp == 0x1E9E)
        return 0xDF;
    if (cp == 0x130)
        return 'i';
    if ((cp >= 0x100 && cp <= 0x137) || (cp >= 0x14A && cp <= 0x177) ||
        (cp >= 0x1E00 && cp <= 0x1E95) || (cp >= 0x1EA0 && cp <= 0x1EFF) ||
        (cp >= 0x460 && cp <= 0x481) || (cp >= 0x48A && cp <= 0x4BF) ||
        (cp >= 0x4D0 && cp <= 0x52F) || (cp >= 0x200 && cp <= 0x21F) ||
        (cp >= 0x222 && cp <= 0x233))
        return cp | 1;
    if ((cp >= 0x139 && cp <= 0x148) || (cp >= 0x179 && cp <= 0x17E))
        return cp & 1 ? cp + 1 : cp;
    return cp;
}

int encart__cp_is_upper(uint32_t cp)
{
    return encart__cp_lower(cp) != cp;
}
