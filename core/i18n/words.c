/* The words beside which a space must not break: units, abbreviations, centuries; and
 * what is no words at all. Facts as tables, and bounded looks around one space.
 */
#include "core/i18n/chars.h"
#include "core/i18n/run.h"

#define COUNT_OF(a) (sizeof(a) / sizeof *(a))

/* Longer ones before those that they begin with. */
static const char *const signs[] = {"€", "%", "‰", "$", "£", "¥", "°"};
static const char *const units[] = {
    "km/h", "km²", "km³", "km",  "kg",  "kWh", "kW",  "kHz",  "ko",  "cm²", "cm³",
    "cm",   "mm²", "mm³", "mm",  "min", "mg",  "ml",  "mL",   "m²",  "m³",  "m/s",
    "ms",   "m",   "MWh", "MW",  "MHz", "Mo",  "GWh", "GW",   "GHz", "Go",  "TWh",
    "To",   "ha",  "hl",  "hPa", "h",   "cl",  "cL",  "dl",   "l",   "L",   "g",
    "t",    "s",   "Hz",  "Wh",  "W",   "V",   "dB",  "kcal", "bar",
};

/* Before a number; before a name. */
static const char *const before_number[] = {"n°",  "N°",    "nº",   "Nº",   "p.",
                                            "pp.", "P.",    "art.", "Art.", "vol.",
                                            "t.",  "chap.", "fig.", "Fig.", "§"};
static const char *const before_name[] = {"M.",    "MM.", "Mme", "Mmes", "Mlle",
                                          "Mlles", "Mgr", "Dr",  "Pr",   "Me"};

/* A word ends before this character; "3 s'il" is no second. */
static int ends_word(uint32_t cp)
{
    return !encart__cp_is_word(cp) && !encart__typo_apostrophe(cp) && cp != 0xB2 &&
           cp != 0xB3;
}

int encart__typo_unit(encart__str after)
{
    size_t n;

    for (size_t i = 0; i < COUNT_OF(signs); i++)
        if (encart__str_starts(after, encart__str_z(signs[i])))
            return 1;
    for (size_t i = 0; i < COUNT_OF(units); i++) {
        encart__str unit = encart__str_z(units[i]);

        if (encart__str_starts(after, unit))
            return ends_word(encart__cp_at(after, unit.n, &n));
    }
    return 0;
}

/* Whether `s` ends with one of the words, and it begins there. */
static int ends_with(encart__str s, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        encart__str w = encart__str_z(words[i]);

        if (encart__str_ends(s, w) &&
            !encart__cp_is_word(encart__cp_before(s, s.n - w.n)))
            return 1;
    }
    return 0;
}

int encart__typo_abbreviation(encart__str before, uint32_t next)
{
    if (encart__typo_digit(next))
        return ends_with(before, before_number, COUNT_OF(before_number));
    return encart__cp_is_upper(next) &&
           ends_with(before, before_name, COUNT_OF(before_name));
}

/* ---- centuries ---- */

enum { NUMERAL_MAX = 8 };

static encart__str without_ordinal(encart__str s)
{
    static const char *const endings[] = {"er", "ème", "ᵉ", "e"};

    for (size_t i = 0; i < COUNT_OF(endings); i++)
        if (encart__str_ends(s, encart__str_z(endings[i])))
            return encart__str_sub(s, 0, s.n - strlen(endings[i]));
    return ENCART__STR_EMPTY;
}

static size_t tail_of(encart__str s, const char *set)
{
    size_t n = 0;

    while (n < s.n && n <= NUMERAL_MAX && strchr(set, s.p[s.n - 1 - n]))
        n++;
    return n;
}

/* "XXe siècle", "21e siècles". */
int encart__typo_century(encart__str before, encart__str after)
{
    encart__str word = ENCART__STR("siècle");
    size_t n, numeral;

    if (!encart__str_starts(after, word))
        return 0;
    after = encart__str_sub(after, word.n, after.n);
    if (encart__str_starts(after, ENCART__STR("s")))
        after = encart__str_sub(after, 1, after.n);
    if (encart__cp_is_word(encart__cp_at(after, 0, &n)))
        return 0;
    before = without_ordinal(before);
    numeral = tail_of(before, "IVXLCDM");
    if (!numeral)
        numeral = tail_of(before, "0123456789");
    return numeral && numeral <= NUMERAL_MAX &&
           !encart__cp_is_word(encart__cp_before(before, before.n - numeral));
}

/* ---- addresses ---- */

/* Tokens end at spaces and at what may stand around an address. */
static int ends_token(uint32_t cp)
{
    return encart__typo_blank(cp) || encart__typo_quote(cp) || cp == ENCART__CP_OBJECT ||
           (cp < 0x80 && strchr("()[]<>", (int)cp));
}

static int has_address(encart__str token)
{
    if (encart__str_starts(token, ENCART__STR("www.")) ||
        encart__str_find(token, ENCART__STR("://")) != (size_t)-1)
        return 1;
    for (size_t i = 1; i + 1 < token.n; i++)
        if (token.p[i] == '@' && encart__is_alnum((unsigned char)token.p[i - 1]) &&
            encart__is_alnum((unsigned char)token.p[i + 1]))
            return 1;
    return 0;
}

int encart__typo_literal(encart__str s, size_t *length)
{
    size_t at = 0, n;

    while (!ends_token(encart__cp_at(s, at, &n)))
        at += n;
    *length = at;
    return has_address(encart__str_sub(s, 0, at));
}
