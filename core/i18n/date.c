/* Dates in words, by the patterns of a locale. */
#include "core/i18n/locale.h"

typedef struct civil {
    int year, month, day;
} civil;

static int weekday(const civil *c) /* 0 = Sunday */
{
    int64_t days = encart__days_from_civil(c->year, c->month, c->day);

    return (int)((days % 7 + 7 + 4) % 7);
}

static void add_field(const encart__locale *l, char field, const civil *c,
                      encart__strbuf *out)
{
    switch (field) {
    case 'D': encart__strbuf_puts(out, l->days->name[weekday(c)]); break;
    case 'M': encart__strbuf_puts(out, l->months->name[c->month - 1]); break;
    case 'b': encart__strbuf_puts(out, l->short_months->name[c->month - 1]); break;
    case 'n': encart__strbuf_printf(out, "%d", c->month); break;
    case 'm': encart__strbuf_printf(out, "%02d", c->month); break;
    case 'Y': encart__strbuf_printf(out, "%d", c->year); break;
    case 'y': encart__strbuf_printf(out, "%02d", c->year % 100); break;
    case 'd': encart__strbuf_printf(out, "%d", c->day); break;
    case '0': encart__strbuf_printf(out, "%02d", c->day); break;
    case '1': encart__strbuf_printf(out, c->day == 1 ? "%der" : "%d", c->day); break;
    default: encart__strbuf_putc(out, field);
    }
}

int encart__date_words(const encart__locale *l, encart__str style, const encart__date *d,
                       encart__strbuf *out)
{
    static const char *const styles[] = {"short", "medium", "long", "full"};
    civil c;

    encart__date_civil(d, &c.year, &c.month, &c.day);
    for (size_t i = 0; i < sizeof styles / sizeof *styles; i++) {
        if (!encart__str_is(style, styles[i]))
            continue;
        for (const char *p = l->dates[i]; *p; p++)
            add_field(l, *p, &c, out);
        return 1;
    }
    return 0;
}
