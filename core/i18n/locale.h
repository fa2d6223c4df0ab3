/* The shape of a locale's facts; locales.c has them. */
#ifndef ENCART__I18N_LOCALE_H
#define ENCART__I18N_LOCALE_H

#include "core/i18n/i18n.h"

typedef struct encart__month_names {
    const char *name[12];
} encart__month_names;

typedef struct encart__day_names {
    const char *name[7]; /* from Sunday */
} encart__day_names;

struct encart__locale {
    const char *tag;
    /* The category of |n| and its whole part. */
    const char *(*plural)(double n, double whole);
    struct {
        const char *group, *decimal, *minus;
    } number;
    const encart__month_names *months, *short_months;
    const encart__day_names *days;
    /* short medium long full. d day, 0 day in two digits, 1 day with French "1er"; n
     * month, m month in two digits, M its name, b its short name; Y year, y its last two
     * digits; D weekday. Other bytes stand for themselves. */
    const char *dates[4];
    struct {
        const char *between, *last, *pair;
    } list;
};

const char *encart__plural_fr(double n, double whole);
const char *encart__plural_en(double n, double whole);
const char *encart__plural_ar(double n, double whole);

#endif
