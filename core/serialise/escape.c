/* Escaping by context. What needs no escape is copied in runs. */
#include "core/serialise/serialise.h"
#include "core/base/scan.h"

/* Controls cannot come from decoded input; what a plugin makes becomes U+FFFD, so that
 * reading our bytes back gives the same again. */
static const char *replacement(unsigned char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '`':
        return "&#96;";
    case '\r': /* written as a reference, it would be LF after one more round */
        return "\n";
    default:
        return "\xEF\xBF\xBD";
    }
}

static int is_nbsp(encart__str s, size_t i)
{
    return i + 1 < s.n && (unsigned char)s.p[i + 1] == 0xA0;
}

/* `room` bytes may be read from s.p. */
static inline void escape(encart__strbuf *out, encart__str s, size_t room, unsigned set)
{
    size_t run = 0, i = encart__scan_room(s.p, s.n, room, set);

    while (i < s.n) {
        int c2 = (unsigned char)s.p[i] == 0xC2, nbsp = c2 && is_nbsp(s, i);

        if (!c2 || nbsp) {
            encart__strbuf_add(out, s.p + run, i - run);
            encart__strbuf_puts(out,
                                nbsp ? "&nbsp;" : replacement((unsigned char)s.p[i]));
            run = i + 1 + (size_t)nbsp;
        }
        i += 1 + (size_t)nbsp;
        i += encart__scan_room(s.p + i, s.n - i, room - i, set);
    }
    if (run < s.n)
        encart__strbuf_add(out, s.p + run, s.n - run);
}

void encart__escape_text(encart__strbuf *out, encart__str s)
{
    escape(out, s, s.n, ENCART__SET_TEXT);
}

void encart__escape_text_in(encart__strbuf *out, encart__str s, size_t room)
{
    escape(out, s, room, ENCART__SET_TEXT);
}

void encart__escape_attr(encart__strbuf *out, encart__str s)
{
    escape(out, s, s.n, ENCART__SET_ATTR);
}

void encart__escape_attr_in(encart__strbuf *out, encart__str s, size_t room)
{
    escape(out, s, room, ENCART__SET_ATTR);
}
