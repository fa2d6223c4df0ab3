/* Escaping by context. What needs no escape is copied in runs. */
#include "core/serialise/serialise.h"

enum {
    IN_TEXT = 1,
    IN_ATTR = 2
};

/* Bytes at which a run of plain text may end, and in which context. 0xC2 begins NBSP.
 * Controls cannot come from decoded input; what a plugin makes becomes U+FFFD, so that
 * reading our bytes back gives the same again. */
static const uint8_t special[256] = {
    [0x00] = 3, [0x01] = 3, [0x02] = 3, [0x03] = 3, [0x04] = 3, [0x05] = 3, [0x06] = 3,
    [0x07] = 3, [0x08] = 3, [0x0B] = 3, [0x0D] = 3, [0x0E] = 3, [0x0F] = 3, [0x10] = 3,
    [0x11] = 3, [0x12] = 3, [0x13] = 3, [0x14] = 3, [0x15] = 3, [0x16] = 3, [0x17] = 3,
    [0x18] = 3, [0x19] = 3, [0x1A] = 3, [0x1B] = 3, [0x1C] = 3, [0x1D] = 3, [0x1E] = 3,
    [0x1F] = 3, ['&'] = 3,  ['<'] = 3,  ['>'] = 3,  ['"'] = 2,  ['`'] = 2,  [0xC2] = 3,
};

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
    case '\r':
        return "&#13;";
    default:
        return "\xEF\xBF\xBD";
    }
}

static void escape(encart__strbuf *out, encart__str s, int context)
{
    size_t run = 0;

    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        int nbsp = c == 0xC2 && i + 1 < s.n && (unsigned char)s.p[i + 1] == 0xA0;

        if (!(special[c] & context) || (c == 0xC2 && !nbsp))
            continue;
        encart__strbuf_add(out, s.p + run, i - run);
        encart__strbuf_puts(out, nbsp ? "&nbsp;" : replacement(c));
        i += (size_t)nbsp;
        run = i + 1;
    }
    if (run < s.n)
        encart__strbuf_add(out, s.p + run, s.n - run);
}

void encart__escape_text(encart__strbuf *out, encart__str s)
{
    escape(out, s, IN_TEXT);
}

void encart__escape_attr(encart__strbuf *out, encart__str s)
{
    escape(out, s, IN_ATTR);
}
