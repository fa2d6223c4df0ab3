/* Character references (13.2.5.72 to 13.2.5.80): named by longest prefix in a sorted
 * table, numeric with the windows-1252 corrections.
 *
 * Two deviations from the standard, so that a second pass over our own output reads what
 * the first one read: a reference to CR gives LF, since browsers write such a CR raw and
 * read that as LF; one to a C0 control other than TAB, LF and FF gives U+FFFD, as
 * encart__decode_utf8() does with the raw character.
 */
#include "core/html/lexer.h"

#include <stddef.h>

/* All names in one block without pointers, so that the table needs no relocation. */
#define MEMBER_AT(line) name_##line
#define MEMBER(line) MEMBER_AT(line)
struct names {
#define ENTITY(name, first, second) char MEMBER(__LINE__)[sizeof name];
#include "core/html/entities.inc"
#undef ENTITY
};

static const struct names names = {
#define ENTITY(name, first, second) name,
#include "core/html/entities.inc"
#undef ENTITY
};

typedef struct entity {
    uint16_t name; /* offset in `names` */
    uint8_t len;
    uint16_t second; /* 0 = one code point only */
    uint32_t first;
} entity;

static const entity entities[] = {
#define ENTITY(name, first, second)                                                      \
    {offsetof(struct names, MEMBER(__LINE__)), sizeof name - 1, second, first},
#include "core/html/entities.inc"
#undef ENTITY
};
enum { ENTITY_COUNT = sizeof entities / sizeof *entities };

/* Where the names of each letter begin; those of a letter end where the next one's begin. */
static const uint16_t first_of[128] = {
#define ENTITY(name, first, second)
#define FIRST(letter, index) [letter] = index,
#include "core/html/entities.inc"
#undef FIRST
#undef ENTITY
};

/* What browsers read for &#128; to &#159;; 0 = the number itself. */
static const uint16_t windows_1252[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
};

/* The byte of entity `i` at `k`, 0 past its end. */
static unsigned char byte_at(size_t i, size_t k)
{
    const char *name = (const char *)&names + entities[i].name;

    return (unsigned char)name[k];
}

/* First entity in [low, high) whose byte `k` is not below `c`; all share k bytes. */
static size_t lower_bound(size_t low, size_t high, size_t k, unsigned char c)
{
    while (low < high) {
        size_t mid = (low + high) / 2;

        if (byte_at(mid, k) < c)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

/* The entity with the longest name that `s` begins with, NULL when there is none. */
static const entity *longest_prefix(encart__str s)
{
    size_t low, high;
    const entity *best = NULL;

    if (!s.n || !encart__is_alpha((unsigned char)s.p[0]))
        return NULL;
    low = first_of[(unsigned char)s.p[0]];
    high = s.p[0] == 'z' ? ENTITY_COUNT
           : s.p[0] == 'Z' ? first_of['a']
                           : first_of[(unsigned char)s.p[0] + 1];
    for (size_t k = 1; k < s.n; k++) {
        unsigned char c = (unsigned char)s.p[k];

        if (!encart__is_alnum(c) && c != ';')
            break;
        low = lower_bound(low, high, k, c);
        high = lower_bound(low, high, k, (unsigned char)(c + 1));
        if (low == high)
            break;
        if (entities[low].len == k + 1)
            best = &entities[low];
    }
    return best;
}

static uint32_t corrected(uint32_t cp, uint32_t *errors)
{
    if (cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF)) {
        ++*errors;
        return 0xFFFD;
    }
    if (cp < 0x20 && cp != '\t' && cp != '\n' && cp != '\f') {
        ++*errors;
        return cp == '\r' ? '\n' : 0xFFFD;
    }
    if (cp >= 0x80 && cp < 0xA0) {
        ++*errors;
        return windows_1252[cp - 0x80] ? windows_1252[cp - 0x80] : cp;
    }
    return cp;
}

static inline int digit_value(int c, int hex)
{
    if (encart__is_digit(c))
        return c - '0';
    c |= 0x20;
    return hex && c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* s begins with "&#". Returns the bytes it read, 0 when that is no reference. */
static size_t numeric(encart__str s, encart__strbuf *out, uint32_t *errors)
{
    int hex = s.n > 2 && (s.p[2] | 0x20) == 'x', digit;
    size_t start = hex ? 3 : 2, i = start;
    uint32_t cp = 0;

    for (; i < s.n && (digit = digit_value((unsigned char)s.p[i], hex)) >= 0; i++)
        if (cp <= 0x10FFFF)
            cp = cp * (hex ? 16 : 10) + (uint32_t)digit;
    if (i == start) {
        ++*errors;
        return 0;
    }
    if (i < s.n && s.p[i] == ';')
        i++;
    else
        ++*errors;
    encart__strbuf_utf8(out, corrected(cp, errors));
    return i;
}

/* An unknown name that ends with a semicolon is a parse error. */
static void note_unknown(encart__str s, uint32_t *errors)
{
    size_t i = 1;

    while (i < s.n && encart__is_alnum((unsigned char)s.p[i]))
        i++;
    *errors += i < s.n && s.p[i] == ';';
}

typedef struct frequent {
    char letter, rest[5]; /* after "&": up to the semicolon */
    uint8_t len;          /* of `rest` */
    uint8_t size;
    char text[2];
} frequent;

/* What text is full of, without a search. NULL when it is none of these. */
static const frequent *frequent_at(encart__str s)
{
    static const frequent few[] = {
        {'a', "mp;", 3, 1, "&"}, {'n', "bsp;", 4, 2, {'\xC2', '\xA0'}},
        {'l', "t;", 2, 1, "<"},  {'g', "t;", 2, 1, ">"},
        {'q', "uot;", 4, 1, "\""},
    };
    const frequent *f = few, *end = few + sizeof few / sizeof *few;
    size_t i = 0;

    while (f < end && f->letter != s.p[1])
        f++;
    if (f == end || s.n < (size_t)f->len + 2)
        return NULL;
    while (i < f->len && s.p[2 + i] == f->rest[i])
        i++;
    return i == f->len ? f : NULL;
}

static size_t named(encart__str s, int in_attr, encart__strbuf *out, uint32_t *errors)
{
    const frequent *f = frequent_at(s);
    const entity *e;
    size_t len;
    int next;

    if (f) {
        encart__strbuf_add(out, f->text, f->size);
        return (size_t)f->len + 2;
    }
    e = longest_prefix(encart__str_sub(s, 1, s.n));
    if (!e) {
        note_unknown(s, errors);
        return 0;
    }
    len = 1 + (size_t)e->len;
    next = len < s.n ? (unsigned char)s.p[len] : 0;
    if (s.p[len - 1] != ';') {
        if (in_attr && (next == '=' || encart__is_alnum(next)))
            return 0;
        ++*errors;
    }
    encart__strbuf_utf8(out, e->first);
    if (e->second)
        encart__strbuf_utf8(out, e->second);
    return len;
}

size_t encart__reference(encart__str s, int in_attr, encart__strbuf *out,
                         uint32_t *errors)
{
    if (s.n < 2)
        return 0;
    if (s.p[1] == '#')
        return numeric(s, out, errors);
    return encart__is_alnum((unsigned char)s.p[1]) ? named(s, in_attr, out, errors) : 0;
}

void encart__lex_decode(encart__str s, int in_attr, encart__strbuf *out, uint32_t *errors)
{
    while (s.n && !out->failed) {
        const char *amp = memchr(s.p, '&', s.n);
        size_t plain = amp ? (size_t)(amp - s.p) : s.n, len;

        encart__strbuf_add(out, s.p, plain);
        s = encart__str_sub(s, plain, s.n);
        if (!s.n)
            return;
        len = encart__reference(s, in_attr, out, errors);
        if (!len) {
            encart__strbuf_putc(out, '&');
            len = 1;
        }
        s = encart__str_sub(s, len, s.n);
    }
}

void encart__entities_decode(encart__str s, int in_attr, encart__strbuf *out)
{
    uint32_t errors = 0;

    encart__lex_decode(s, in_attr, out, &errors);
}
