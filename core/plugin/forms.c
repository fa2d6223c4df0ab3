/* Colours, dates, slugs, durations: what a newsroom writes into a configuration. */
#include "core/plugin/forms.h"
#include "core/base/date.h"

#define CENTURY ((int64_t)36525 * 86400)
#define SLUG_BYTES 100

static int is_hex(char c)
{
    return encart__is_digit(c) || (encart__lower(c) >= 'a' && encart__lower(c) <= 'f');
}

size_t encart__form_color(char out[ENCART__FORM_BYTES], encart__str s)
{
    size_t digits = s.n ? s.n - 1 : 0, each = digits == 3 ? 2 : 1, n = 0;

    if ((digits != 3 && digits != 6) || s.p[0] != '#')
        return 0;
    out[n++] = '#';
    for (size_t i = 1; i < s.n; i++) {
        if (!is_hex(s.p[i]))
            return 0;
        for (size_t k = 0; k < each; k++)
            out[n++] = (char)encart__lower(s.p[i]);
    }
    out[n] = '\0';
    return n;
}

size_t encart__form_date(char out[ENCART__FORM_BYTES], encart__str s)
{
    encart__date date;

    return encart__date_parse(s, &date) ? encart__date_format(out, &date) : 0;
}

size_t encart__form_slug(char out[ENCART__FORM_BYTES], encart__str s)
{
    int dash = 1; /* none may come first */

    if (s.n == 0 || s.n > SLUG_BYTES)
        return 0;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];

        if (!(c >= 'a' && c <= 'z') && !encart__is_digit(c) && (c != '-' || dash))
            return 0;
        dash = c == '-';
        out[i] = c;
    }
    out[s.n] = '\0';
    return dash ? 0 : s.n;
}

int encart__form_duration(encart__str s, int64_t *seconds)
{
    static const struct {
        char letter;
        int32_t seconds;
    } units[] = {{'w', 604800}, {'d', 86400}, {'h', 3600}, {'m', 60}, {'s', 1}};
    size_t unit = 0, i = 0;

    *seconds = 0;
    while (i < s.n) {
        size_t from = i;
        int64_t count = 0;

        for (; i < s.n && encart__is_digit(s.p[i]) && count < CENTURY; i++)
            count = count * 10 + (s.p[i] - '0');
        if (i == from || i == s.n)
            return 0;
        while (unit < sizeof units / sizeof *units && units[unit].letter != s.p[i])
            unit++;
        if (unit == sizeof units / sizeof *units || count > CENTURY)
            return 0;
        *seconds += count * units[unit++].seconds;
        if (*seconds > CENTURY)
            return 0;
        i++;
    }
    return s.n > 0;
}
