/* A slice of bytes: not owned, not NUL-terminated unless the maker says so. */
#ifndef ENCART__STR_H
#define ENCART__STR_H

#include <stddef.h>
#include <string.h>

typedef struct encart__str {
    const char *p; /* never NULL once set; "" when empty */
    size_t n;
} encart__str;

#define ENCART__STR(literal) ((encart__str){(literal), sizeof(literal) - 1})
#define ENCART__STR_EMPTY ((encart__str){"", 0})

static inline encart__str encart__str_n(const char *p, size_t n)
{
    return (encart__str){p ? p : "", p ? n : 0};
}

static inline encart__str encart__str_z(const char *z)
{
    return (encart__str){z ? z : "", z ? strlen(z) : 0};
}

static inline int encart__str_eq(encart__str a, encart__str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static inline int encart__str_is(encart__str a, const char *z)
{
    return encart__str_eq(a, encart__str_z(z));
}

/* Bytewise order, shorter first among equals. */
int encart__str_cmp(encart__str a, encart__str b);
/* ASCII case only; never the locale. */
int encart__str_ieq(encart__str a, encart__str b);
static inline int encart__str_starts(encart__str s, encart__str prefix)
{
    return s.n >= prefix.n && (prefix.n == 0 || memcmp(s.p, prefix.p, prefix.n) == 0);
}
int encart__str_ends(encart__str s, encart__str suffix);
/* Offset of the first `needle`, or (size_t)-1. */
size_t encart__str_find(encart__str s, encart__str needle);
/* Without ASCII white space at both ends. */
encart__str encart__str_trim(encart__str s);
static inline encart__str encart__str_sub(encart__str s, size_t from, size_t to)
{
    to = to > s.n ? s.n : to;
    from = from > to ? to : from;
    return (encart__str){s.p + from, to - from};
}

static inline int encart__is_space(int c) /* the HTML Standard's ASCII whitespace */
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}
static inline int encart__is_alpha(int c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
static inline int encart__is_digit(int c)
{
    return c >= '0' && c <= '9';
}
static inline int encart__is_alnum(int c)
{
    return encart__is_alpha(c) || encart__is_digit(c);
}
static inline int encart__lower(int c)
{
    return c >= 'A' && c <= 'Z' ? c + 32 : c;
}

#endif
