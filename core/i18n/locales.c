/* The facts, from CLDR 48 (numbers, gregorian calendar, list patterns), and two that
 * French typography adds to them: the minus is U+2212, and the first of a month is "1er".
 */
#include "core/i18n/locale.h"
#include "core/text/text.h"

#define NBSP "\xC2\xA0"
#define NNBSP "\xE2\x80\xAF" /* U+202F */
#define LRM "\xE2\x80\x8E"
#define RLM "\xE2\x80\x8F"
#define MINUS "\xE2\x88\x92" /* U+2212 */

static const encart__month_names months_fr = {
    {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
     "octobre", "novembre", "décembre"}};
static const encart__month_names short_months_fr = {
    {"janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.",
     "nov.", "déc."}};
static const encart__month_names short_months_ca = {
    {"janv.", "févr.", "mars", "avr.", "mai", "juin", "juill.", "août", "sept.", "oct.",
     "nov.", "déc."}};
static const encart__day_names days_fr = {
    {"dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"}};

static const encart__month_names months_en = {
    {"January", "February", "March", "April", "May", "June", "July", "August",
     "September", "October", "November", "December"}};
static const encart__month_names short_months_en = {
    {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}};
static const encart__day_names days_en = {
    {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"}};

static const encart__month_names months_ar = {
    {"يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر",
     "أكتوبر", "نوفمبر", "ديسمبر"}};
static const encart__day_names days_ar = {
    {"الأحد", "الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت"}};

#define FRENCH_LIST {", ", " et ", " et "}

/* The language itself before its regions. */
static const encart__locale locales[] = {
    {"fr", encart__plural_fr, {NNBSP, ",", MINUS}, &months_fr, &short_months_fr, &days_fr,
     {"0/m/Y", "1 b Y", "1 M Y", "D 1 M Y"}, FRENCH_LIST},
    {"fr-CA", encart__plural_fr, {NBSP, ",", MINUS}, &months_fr, &short_months_ca,
     &days_fr, {"Y-m-0", "1 b Y", "1 M Y", "D 1 M Y"}, FRENCH_LIST},
    {"fr-CH", encart__plural_fr, {NNBSP, ",", MINUS}, &months_fr, &short_months_fr,
     &days_fr, {"0.m.y", "1 b Y", "1 M Y", "D, 1 M Y"}, FRENCH_LIST},
    {"en", encart__plural_en, {",", ".", "-"}, &months_en, &short_months_en, &days_en,
     {"n/d/y", "b d, Y", "M d, Y", "D, M d, Y"}, {", ", ", and ", " and "}},
    {"ar", encart__plural_ar, {",", ".", LRM "-"}, &months_ar, &months_ar, &days_ar,
     {"d" RLM "/n" RLM "/Y", "0" RLM "/m" RLM "/Y", "d M Y", "D، d M Y"},
     {" و", " و", " و"}},
};
#define LOCALES (sizeof locales / sizeof *locales)

/* "fr_ca" is "fr-CA". */
static int same_tag(encart__str a, const char *tag)
{
    for (size_t i = 0; i < a.n; i++) {
        int c = a.p[i] == '_' ? '-' : encart__lower((unsigned char)a.p[i]);

        if (c != encart__lower((unsigned char)tag[i])) /* its NUL too */
            return 0;
    }
    return tag[a.n] == '\0';
}

static const encart__locale *named(encart__str tag)
{
    for (size_t i = 0; i < LOCALES; i++)
        if (same_tag(tag, locales[i].tag))
            return &locales[i];
    return NULL;
}

const encart__locale *encart__locale_of(encart__str lang)
{
    const encart__locale *l = named(lang);

    if (!l)
        l = named(encart__lang_primary(lang));
    return l ? l : named(ENCART__STR("en"));
}

encart__str encart__locale_tag(const encart__locale *l)
{
    return encart__str_z(l->tag);
}
