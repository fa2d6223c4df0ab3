/* Numbers and lists as a language writes them. */
#include "core/i18n/locale.h"

#include <math.h>
#include <stdio.h>

enum { DECIMALS = 6 };

/* Under any locale printf begins with the whole part and ends with the decimals, both in
 * ASCII; the locale's sign between them is not looked at. */
size_t encart__digits(char out[ENCART__DIGITS_MAX], double v)
{
    char text[ENCART__DIGITS_MAX];
    size_t whole = 0, n = 0, decimals = DECIMALS;
    int length;

    if (!isfinite(v) || fabs(v) >= 1e15)
        return 0;
    length = snprintf(text, sizeof text, "%.*f", DECIMALS, fabs(v));
    if (length <= DECIMALS || (size_t)length >= sizeof text)
        return 0;
    while (encart__is_digit((unsigned char)text[whole]))
        whole++;
    while (decimals && text[(size_t)length - DECIMALS + decimals - 1] == '0')
        decimals--;
    if (v < 0 && (decimals || whole > 1 || text[0] != '0'))
        out[n++] = '-';
    memcpy(out + n, text, whole);
    n += whole;
    if (decimals) {
        out[n++] = '.';
        memcpy(out + n, text + length - DECIMALS, decimals);
        n += decimals;
    }
    out[n] = '\0';
    return n;
}

static void add_grouped(const encart__locale *l, encart__str whole, encart__strbuf *out)
{
    for (size_t i = 0; i < whole.n; i++) {
        if (i > 0 && (whole.n - i) % 3 == 0)
            encart__strbuf_puts(out, l->number.group);
        encart__strbuf_putc(out, whole.p[i]);
    }
}

void encart__number_words(const encart__locale *l, encart__str digits,
                          encart__strbuf *out)
{
    size_t start = digits.n && digits.p[0] == '-', point = start;

    if (start)
        encart__strbuf_puts(out, l->number.minus);
    while (point < digits.n && digits.p[point] != '.')
        point++;
    add_grouped(l, encart__str_sub(digits, start, point), out);
    if (point < digits.n) {
        encart__strbuf_puts(out, l->number.decimal);
        encart__strbuf_str(out, encart__str_sub(digits, point + 1, digits.n));
    }
}

encart__str encart__list_separator(const encart__locale *l, size_t i, size_t n)
{
    if (i == 0)
        return ENCART__STR_EMPTY;
    if (n == 2)
        return encart__str_z(l->list.pair);
    return encart__str_z(i + 1 < n ? l->list.between : l->list.last);
}
