/* Plural rules, dates and numbers of French, English and Arabic (Unicode CLDR, the
 * cardinal rules and the Gregorian calendar). Data and small rules; no Lua, no locale of
 * the process. */
#include "lua/run.h"

#include <math.h>

/* ---- plurals --------------------------------------------------------------------------- */

static const char *plural_fr(double n, double whole)
{
    if (whole == 0 || whole == 1)
        return "one";
    if (n == whole && whole >= 1e6 && fmod(whole, 1e6) == 0)
        return "many";
    return "other";
}

static const char *plural_ar(double n, double whole)
{
    double hundred = fmod(whole, 100);

    if (n != whole)
        return "other";
    if (n == 0)
        return "zero";
    if (n == 1)
        return "one";
    if (n == 2)
        return "two";
    if (hundred >= 3 && hundred <= 10)
        return "few";
    return hundred >= 11 ? "many" : "other";
}

const char *encart__plural(encart__str lang, double n)
{
    n = fabs(n);
    if (!isfinite(n))
        return "other";
    if (encart__str_is(lang, "fr"))
        return plural_fr(n, floor(n));
    if (encart__str_is(lang, "ar"))
        return plural_ar(n, floor(n));
    return n == 1 ? "one" : "other";
}

/* ---- dates ----------------------------------------------------------------------------- */

typedef struct {
    const char *months[12], *short_months[12], *days[7];
    const char *patterns[4]; /* short medium long full */
} calendar;

/* d day, j day with French "1er", m and y in two or four digits, D weekday, M month, b
 * month in short, Y year. */
static const calendar french = {
    {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
     "octobre", "novembre", "décembre"},
    {"janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.",
     "nov.", "déc."},
    {"dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"},
    {"0/m/Y", "j b Y", "j M Y", "D j M Y"},
};

static const calendar english = {
    {"January", "February", "March", "April", "May", "June", "July", "August", "September",
     "October", "November", "December"},
    {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
    {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
    {"Y-m-0", "b d, Y", "M d, Y", "D, M d, Y"},
};

static const calendar arabic = {
    {"يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر",
     "أكتوبر", "نوفمبر", "ديسمبر"},
    {"يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر",
     "أكتوبر", "نوفمبر", "ديسمبر"},
    {"الأحد", "الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت"},
    {"0/m/Y", "d b Y", "d M Y", "D، d M Y"},
};

static const calendar *calendar_of(encart__str lang)
{
    if (encart__str_is(lang, "fr"))
        return &french;
    return encart__str_is(lang, "ar") ? &arabic : &english;
}

static int weekday(int year, int month, int day) /* 0 = Sunday */
{
    int64_t days = encart__days_from_civil(year, month, day);

    return (int)((days % 7 + 7 + 4) % 7);
}

static void add_field(const calendar *c, char field, int year, int month, int day,
                      encart__strbuf *out)
{
    switch (field) {
    case 'D': encart__strbuf_puts(out, c->days[weekday(year, month, day)]); break;
    case 'M': encart__strbuf_puts(out, c->months[month - 1]); break;
    case 'b': encart__strbuf_puts(out, c->short_months[month - 1]); break;
    case 'Y': encart__strbuf_printf(out, "%d", year); break;
    case 'm': encart__strbuf_printf(out, "%02d", month); break;
    case '0': encart__strbuf_printf(out, "%02d", day); break;
    case 'd': encart__strbuf_printf(out, "%d", day); break;
    case 'j': encart__strbuf_printf(out, day == 1 ? "%der" : "%d", day); break;
    default: encart__strbuf_putc(out, field);
    }
}

int encart__date_words(encart__str lang, encart__str style, const encart__date *d,
                       encart__strbuf *out)
{
    static const char *const styles[] = {"short", "medium", "long", "full"};
    const calendar *c = calendar_of(lang);
    int year, month, day;

    encart__date_civil(d, &year, &month, &day);
    for (size_t i = 0; i < sizeof styles / sizeof *styles; i++) {
        if (!encart__str_is(style, styles[i]))
            continue;
        for (const char *p = c->patterns[i]; *p; p++)
            add_field(c, *p, year, month, day, out);
        return 1;
    }
    return 0;
}

/* ---- numbers --------------------------------------------------------------------------- */

/* Digits in groups of three; French parts them by U+202F and has a decimal comma. */
void encart__number_words(encart__str lang, encart__str digits, encart__strbuf *out)
{
    int fr = encart__str_is(lang, "fr");
    encart__str whole = digits;
    size_t point;

    if (whole.n && whole.p[0] == '-') {
        encart__strbuf_puts(out, fr ? "\xE2\x88\x92" : "-");
        whole = encart__str_sub(whole, 1, whole.n);
    }
    for (point = 0; point < whole.n && whole.p[point] != '.'; point++)
        ;
    for (size_t i = 0; i < point; i++) {
        if (i > 0 && (point - i) % 3 == 0)
            encart__strbuf_puts(out, fr ? "\xE2\x80\xAF" : ",");
        encart__strbuf_putc(out, whole.p[i]);
    }
    if (point < whole.n) {
        encart__strbuf_putc(out, fr ? ',' : '.');
        encart__strbuf_str(out, encart__str_sub(whole, point + 1, whole.n));
    }
}
