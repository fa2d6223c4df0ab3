/* The names and texts of holes: they stand in a comment, which no "--" may end early. */
#include "core/plugin/hole.h"
#include "core/base/base64.h"
#include "core/base/limits.h"

int encart__hole_named(encart__str s)
{
    if (s.n == 0 || s.n > ENCART__HOLE_NAME || s.p[s.n - 1] == '-')
        return 0;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];

        if (c >= 'a' && c <= 'z')
            continue;
        if (i == 0 || !(encart__is_digit(c) || (c == '-' && s.p[i - 1] != '-')))
            return 0;
    }
    return 1;
}

void encart__hole_write(encart__strbuf *out, encart__str name, encart__str params)
{
    encart__strbuf_puts(out, "encart:hole ");
    encart__strbuf_str(out, name);
    if (params.n)
        encart__strbuf_putc(out, ' ');
    encart__base64_put(out, params);
}
