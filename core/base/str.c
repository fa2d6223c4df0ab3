/* Comparing and cutting slices, ASCII rules only. */
#include "core/base/str.h"

int encart__str_cmp(encart__str a, encart__str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int c = n ? memcmp(a.p, b.p, n) : 0;

    if (c)
        return c;
    return a.n < b.n ? -1 : a.n > b.n;
}

int encart__str_ieq(encart__str a, encart__str b)
{
    if (a.n != b.n)
        return 0;
    for (size_t i = 0; i < a.n; i++)
        if (encart__lower((unsigned char)a.p[i]) != encart__lower((unsigned char)b.p[i]))
            return 0;
    return 1;
}

int encart__str_ends(encart__str s, encart__str suffix)
{
    return s.n >= suffix.n &&
           (suffix.n == 0 || memcmp(s.p + s.n - suffix.n, suffix.p, suffix.n) == 0);
}

size_t encart__str_find(encart__str s, encart__str needle)
{
    const char *at = s.p, *end = s.p + s.n;

    if (needle.n == 0)
        return 0;
    while ((size_t)(end - at) >= needle.n) {
        at = memchr(at, needle.p[0], (size_t)(end - at) - needle.n + 1);
        if (!at)
            break;
        if (memcmp(at, needle.p, needle.n) == 0)
            return (size_t)(at - s.p);
        at++;
    }
    return (size_t)-1;
}

encart__str encart__str_trim(encart__str s)
{
    while (s.n && encart__is_space((unsigned char)s.p[0])) {
        s.p++;
        s.n--;
    }
    while (s.n && encart__is_space((unsigned char)s.p[s.n - 1]))
        s.n--;
    return s;
}
