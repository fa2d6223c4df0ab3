/* base64url: what a hole says of itself stands in a comment, where "--" and ">" cannot. */
#include "core/base/base64.h"

#include <stdint.h>

static const char letters_of[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

void encart__base64_put(encart__strbuf *out, encart__str bytes)
{
    uint32_t held = 0;
    unsigned bits = 0;

    for (size_t i = 0; i < bytes.n; i++) {
        held = held << 8 | (unsigned char)bytes.p[i];
        for (bits += 8; bits >= 6; bits -= 6)
            encart__strbuf_putc(out, letters_of[held >> (bits - 6) & 63]);
    }
    if (bits)
        encart__strbuf_putc(out, letters_of[held << (6 - bits) & 63]);
}

static int value_of(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (encart__is_digit((unsigned char)c))
        return c - '0' + 52;
    return c == '-' ? 62 : c == '_' ? 63 : -1;
}

int encart__base64_get(encart__strbuf *out, encart__str letters)
{
    uint32_t held = 0;
    unsigned bits = 0;

    for (size_t i = 0; i < letters.n; i++) {
        int v = value_of(letters.p[i]);

        if (v < 0)
            return 0;
        held = held << 6 | (uint32_t)v;
        bits += 6;
        if (bits < 8)
            continue;
        bits -= 8;
        encart__strbuf_putc(out, (char)(held >> bits & 0xFF));
    }
    return letters.n % 4 != 1 && (held & ((1u << bits) - 1)) == 0;
}
