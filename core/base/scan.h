/* Finding the first byte of a set, 16 bytes at a time where the processor has SSE2, else
 * by a table: what the tokenizer, the decoder and the serialiser spend their time on.
 *
 * Both ways give the same answers; with ENCART_NO_SIMD defined only the table is used.
 */
#ifndef ENCART__SCAN_H
#define ENCART__SCAN_H

#include "core/base/str.h"

#include <stdint.h>

#if defined(__SSE2__) && !defined(ENCART_NO_SIMD)
#define ENCART__SCAN_SSE2 1
#include <emmintrin.h>
#endif

/* The sets. NBSP is told by its first byte, 0xC2. */
enum {
    ENCART__SET_MARKUP = 1 << 0,    /* < & NUL: what ends plain text for the tokenizer */
    ENCART__SET_UNDECODED = 1 << 1, /* CR, C0 controls but TAB, LF, FF; all from 0x80 */
    ENCART__SET_TEXT = 1 << 2,      /* what the serialiser must look at in text */
    ENCART__SET_ATTR = 1 << 3,      /* and in attribute values */
    ENCART__SET_SPACE = 1 << 4,     /* ASCII white space */
    ENCART__SET_TAG_END = 1 << 5,   /* what ends a tag's name: white space / > */
    ENCART__SET_NAME_END = 1 << 6,  /* what ends an attribute's name: that and = */
    ENCART__SET_VALUE_END = 1 << 7, /* what ends a value without quotes: white space > */
    ENCART__SET_CHANGES = 1 << 8,   /* A to Z, NUL: a name with one is spelt anew */
    ENCART__SET_DECODES = 1 << 9,   /* & NUL: a value with one is decoded */
    ENCART__SET_ODD_NAME = 1 << 10, /* " ' <: parse errors in an attribute's name */
    ENCART__SET_ODD_VALUE = 1 << 11 /* " ' < = `: and in a value without quotes */
};
extern const uint16_t encart__byte_sets[256];

static inline unsigned encart__sets_of(char c)
{
    return encart__byte_sets[(unsigned char)c];
}

static inline int encart__in_set(char c, unsigned set)
{
    return (encart__sets_of(c) & set) != 0;
}

static inline size_t encart__scan_table(const char *p, size_t n, size_t i, unsigned set)
{
    while (i < n && !encart__in_set(p[i], set))
        i++;
    return i;
}

#ifdef ENCART__SCAN_SSE2
static inline __m128i encart__scan_is(__m128i v, char c)
{
    return _mm_cmpeq_epi8(v, _mm_set1_epi8(c));
}

/* Controls that decoded text cannot hold. */
static inline __m128i encart__scan_control(__m128i v)
{
    __m128i low = _mm_cmpeq_epi8(_mm_min_epu8(v, _mm_set1_epi8(0x1F)), v);
    __m128i kept =
        _mm_or_si128(_mm_or_si128(encart__scan_is(v, '\t'), encart__scan_is(v, '\n')),
                     encart__scan_is(v, '\f'));

    return _mm_andnot_si128(kept, low);
}

static inline unsigned encart__scan_hits(const char *p, unsigned set, char quote)
{
    __m128i v = _mm_loadu_si128((const __m128i *)(const void *)p), m;

    if (set == ENCART__SET_UNDECODED)
        return (unsigned)_mm_movemask_epi8(_mm_or_si128(v, encart__scan_control(v)));
    m = encart__scan_is(v, '&');
    if (set == ENCART__SET_MARKUP) {
        m = _mm_or_si128(m, encart__scan_is(v, quote));
        return (unsigned)_mm_movemask_epi8(_mm_or_si128(m, encart__scan_is(v, '\0')));
    }
    m = _mm_or_si128(m, _mm_or_si128(encart__scan_is(v, '<'), encart__scan_is(v, '>')));
    m = _mm_or_si128(
        m, _mm_or_si128(encart__scan_is(v, (char)0xC2), encart__scan_control(v)));
    if (set == ENCART__SET_ATTR)
        m = _mm_or_si128(m,
                         _mm_or_si128(encart__scan_is(v, '"'), encart__scan_is(v, '`')));
    return (unsigned)_mm_movemask_epi8(m);
}

static inline unsigned encart__scan_differ(const char *p, const char *q)
{
    return 0xFFFFu ^ (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(
                         _mm_loadu_si128((const __m128i *)(const void *)p),
                         _mm_loadu_si128((const __m128i *)(const void *)q)));
}

/* The last 16 bytes are read again rather than one by one. */
static inline size_t encart__scan_wide(const char *p, size_t n, size_t i, unsigned set,
                                       char quote)
{
    unsigned hits;

    for (; n - i >= 16; i += 16)
        if ((hits = encart__scan_hits(p + i, set, quote)))
            return i + (size_t)__builtin_ctz(hits);
    if (i == n)
        return n;
    hits = encart__scan_hits(p + n - 16, set, quote) & (0xFFFFu << (16 - (n - i)));
    return hits ? n - 16 + (size_t)__builtin_ctz(hits) : n;
}
#endif

/* Offset of the first byte of p[0..n) that is in the set (MARKUP, UNDECODED, TEXT or
 * ATTR), n when there is none. */
static inline size_t encart__scan(const char *p, size_t n, unsigned set)
{
#ifdef ENCART__SCAN_SSE2
    if (n >= 16)
        return encart__scan_wide(p, n, 0, set, '<');
#endif
    return encart__scan_table(p, n, 0, set);
}

/* The same where `room` bytes may be read from `p`, at least n: a short text in a longer one
 * is looked at in one piece. */
static inline size_t encart__scan_room(const char *p, size_t n, size_t room, unsigned set)
{
#ifdef ENCART__SCAN_SSE2
    if (n < 16 && room >= 16) {
        unsigned hits = encart__scan_hits(p, set, '<') & ((1u << n) - 1);

        return hits ? (size_t)__builtin_ctz(hits) : n;
    }
#else
    (void)room;
#endif
    return encart__scan(p, n, set);
}

/* Offset of the first byte of p[0..n) that is in the set or not that of q. */
static inline size_t encart__scan_same(const char *p, const char *q, size_t n, size_t room,
                                       unsigned set)
{
    size_t i = 0;

#ifdef ENCART__SCAN_SSE2
    for (; i < n && room - i >= 16; i += 16) {
        unsigned hits = encart__scan_hits(p + i, set, '<') | encart__scan_differ(p + i, q + i);

        if (n - i < 16)
            hits &= (1u << (n - i)) - 1;
        if (hits)
            return i + (size_t)__builtin_ctz(hits);
    }
    i = i < n ? i : n;
#else
    (void)room;
#endif
    while (i < n && p[i] == q[i] && !encart__in_set(p[i], set))
        i++;
    return i;
}

/* As encart__scan() for the closing quote of an attribute value, "&" or NUL. */
static inline size_t encart__scan_quoted(const char *p, size_t n, char quote)
{
    size_t i = 0;

#ifdef ENCART__SCAN_SSE2
    if (n >= 16)
        return encart__scan_wide(p, n, 0, ENCART__SET_MARKUP, quote);
#endif
    while (i < n && p[i] != quote && p[i] != '&' && p[i] != '\0')
        i++;
    return i;
}

#endif
