/* A text as part of an address: what people and machines can type. */
#include "core/base/utf8.h"
#include "core/text/fold.h"
#include "core/text/text.h"

static int is_slug_char(int c)
{
    return (c >= 'a' && c <= 'z') || encart__is_digit(c);
}

/* Cut at the last dash; a single word that is too long, at its length. */
static void shorten(encart__strbuf *out, size_t from, size_t most)
{
    size_t end = from + most;

    if (out->size <= end)
        return;
    while (end > from && out->data[end] != '-')
        end--;
    encart__strbuf_truncate(out, end > from ? end : from + most);
}

void encart__text_slug(encart__str s, encart__strbuf *out)
{
    size_t from = out->size, i = 0, n;
    char piece[ENCART__FOLD_MAX];
    int apart = 0;
    uint32_t cp;

    /* One more than it may have, so that it is seen whether a word ends there. */
    while (i < s.n && out->size - from <= ENCART__SLUG_MAX && !out->failed) {
        i += encart__utf8_decode(s.p + i, s.n - i, &cp);
        n = encart__fold_cp(piece, cp);
        for (size_t k = 0; k < n; k++) {
            if (!is_slug_char((unsigned char)piece[k])) {
                apart = 1;
                continue;
            }
            if (apart && out->size > from)
                encart__strbuf_putc(out, '-');
            apart = 0;
            encart__strbuf_putc(out, piece[k]);
        }
    }
    if (!out->failed)
        shorten(out, from, ENCART__SLUG_MAX);
}
