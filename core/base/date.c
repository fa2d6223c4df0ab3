/* Calendar arithmetic on days since the epoch (Gregorian, 400-year eras). */
#include "core/base/date.h"

#include <stdio.h>

int64_t encart__days_from_civil(int year, int month, int day)
{
    int64_t y = month <= 2 ? (int64_t)year - 1 : year;
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t yoe = y - era * 400;
    int64_t doy = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;

    return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

static void civil_from_days(int64_t z, int *year, int *month, int *day)
{
    int64_t era, doe, yoe, doy, mp;

    z += 719468;
    era = (z >= 0 ? z : z - 146096) / 146097;
    doe = z - era * 146097;
    yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    mp = (5 * doy + 2) / 153;
    *day = (int)(doy - (153 * mp + 2) / 5 + 1);
    *month = (int)(mp < 10 ? mp + 3 : mp - 9);
    *year = (int)(yoe + era * 400 + (*month <= 2));
}

static int number(encart__str *s, size_t digits, int *out)
{
    int v = 0;

    if (s->n < digits)
        return 0;
    for (size_t i = 0; i < digits; i++) {
        if (!encart__is_digit((unsigned char)s->p[i]))
            return 0;
        v = v * 10 + (s->p[i] - '0');
    }
    *s = encart__str_sub(*s, digits, s->n);
    *out = v;
    return 1;
}

static int skip(encart__str *s, char c)
{
    if (s->n == 0 || s->p[0] != c)
        return 0;
    *s = encart__str_sub(*s, 1, s->n);
    return 1;
}

static int month_days(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return days[month - 1] + (month == 2 && leap);
}

static int parse_zone(encart__str *s, int *minutes)
{
    int sign, h, m = 0;

    *minutes = 0;
    *s = encart__str_trim(*s);
    if (s->n == 0 || skip(s, 'Z') || skip(s, 'z'))
        return s->n == 0;
    if (encart__str_is(*s, "UTC") || encart__str_is(*s, "GMT"))
        return 1;
    sign = skip(s, '-') ? -1 : skip(s, '+') ? 1 : 0;
    if (!sign || !number(s, 2, &h))
        return 0;
    skip(s, ':');
    if (s->n && !number(s, 2, &m))
        return 0;
    *minutes = sign * (h * 60 + m);
    return s->n == 0 && h < 24 && m < 60;
}

static int parse_time(encart__str *s, int *seconds)
{
    int h, m, sec = 0, digit;

    if (!number(s, 2, &h) || !skip(s, ':') || !number(s, 2, &m))
        return 0;
    if (skip(s, ':')) {
        if (!number(s, 2, &sec))
            return 0;
        if (skip(s, '.') || skip(s, ','))
            while (number(s, 1, &digit))
                ;
    }
    *seconds = h * 3600 + m * 60 + sec;
    return h < 24 && m < 60 && sec <= 60;
}

int encart__date_parse(encart__str s, encart__date *out)
{
    int year, month, day, seconds = 0, minutes = 0, has_time = 0;

    *out = (encart__date){0};
    s = encart__str_trim(s);
    if (!number(&s, 4, &year) || !skip(&s, '-') || !number(&s, 2, &month) ||
        !skip(&s, '-') || !number(&s, 2, &day))
        return 0;
    if (month < 1 || month > 12 || day < 1 || day > month_days(year, month))
        return 0;
    if (s.n) {
        if (!skip(&s, 'T') && !skip(&s, 't') && !skip(&s, ' '))
            return 0;
        if (!parse_time(&s, &seconds) || !parse_zone(&s, &minutes))
            return 0;
        has_time = 1;
    }
    out->epoch = encart__days_from_civil(year, month, day) * 86400 + seconds -
                 (int64_t)minutes * 60;
    out->offset = minutes;
    out->set = 1;
    out->has_time = (uint8_t)has_time;
    return 1;
}

static int64_t local_days(const encart__date *d, int64_t *seconds)
{
    int64_t t = d->epoch + (int64_t)d->offset * 60;
    int64_t days = t >= 0 ? t / 86400 : -((86399 - t) / 86400);

    *seconds = t - days * 86400;
    return days;
}

void encart__date_civil(const encart__date *d, int *year, int *month, int *day)
{
    int64_t seconds;

    civil_from_days(local_days(d, &seconds), year, month, day);
}

size_t encart__date_format(char out[40], const encart__date *d)
{
    int year, month, day, n, off = d->offset < 0 ? -d->offset : d->offset;
    int64_t seconds;

    out[0] = '\0';
    if (!d->set)
        return 0;
    civil_from_days(local_days(d, &seconds), &year, &month, &day);
    n = snprintf(out, 40, "%04d-%02d-%02d", year, month, day);
    if (!d->has_time)
        return (size_t)n;
    n += snprintf(out + n, 40 - (size_t)n, "T%02d:%02d:%02d", (int)(seconds / 3600),
                  (int)(seconds / 60 % 60), (int)(seconds % 60));
    if (off == 0)
        n += snprintf(out + n, 40 - (size_t)n, "Z");
    else
        n += snprintf(out + n, 40 - (size_t)n, "%c%02d:%02d", d->offset < 0 ? '-' : '+',
                      off / 60 % 100, off % 60);
    return (size_t)n;
}
