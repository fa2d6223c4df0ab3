/* CLDR's cardinal rules. */
#include "core/i18n/locale.h"

#include <math.h>

/* i = 0,1: also 0.5 and 1.9. Millions take "de": 1 000 000 de lecteurs. */
const char *encart__plural_fr(double n, double whole)
{
    if (whole == 0 || whole == 1)
        return "one";
    if (n == whole && fmod(whole, 1e6) == 0)
        return "many";
    return "other";
}

const char *encart__plural_en(double n, double whole)
{
    (void)whole;
    return n == 1 ? "one" : "other";
}

const char *encart__plural_ar(double n, double whole)
{
    static const char *const small[] = {"zero", "one", "two"};
    double hundred = fmod(whole, 100);

    if (n != whole)
        return "other";
    if (n <= 2)
        return small[(int)n];
    if (hundred >= 3 && hundred <= 10)
        return "few";
    return hundred >= 11 ? "many" : "other";
}

const char *encart__plural(const encart__locale *l, double n)
{
    n = fabs(n);
    if (!isfinite(n))
        return "other";
    if (n < 1e9) /* as it is written: with six decimals */
        n = round(n * 1e6) / 1e6;
    return l->plural(n, floor(n));
}
