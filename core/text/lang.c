/* Language tags: their primary subtag and their direction. */
#include "core/text/text.h"

/* All pairs of letters, so that "FR" has a lower-case form that nobody must free. */
#define ROW(a)                                                                           \
    a "a" a "b" a "c" a "d" a "e" a "f" a "g" a "h" a "i" a "j" a "k" a "l" a "m" a      \
      "n" a "o" a "p" a "q" a "r" a "s" a "t" a "u" a "v" a "w" a "x" a "y" a "z"
static const char pairs[] = ROW("a") ROW("b") ROW("c") ROW("d") ROW("e") ROW("f") ROW("g")
    ROW("h") ROW("i") ROW("j") ROW("k") ROW("l") ROW("m") ROW("n") ROW("o") ROW("p")
    ROW("q") ROW("r") ROW("s") ROW("t") ROW("u") ROW("v") ROW("w") ROW("x") ROW("y")
    ROW("z");

static int is_lower(encart__str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < 'a' || s.p[i] > 'z')
            return 0;
    return 1;
}

encart__str encart__lang_primary(encart__str lang)
{
    /* Three letters are rare, and in capitals rarer: those that news is written in. */
    static const char *const threes[] = {"ast", "ckb", "fil", "gsw", "hsb", "kab",
                                         "nds", "sco", "und", "zgh"};
    size_t n = 0;

    while (n < lang.n && encart__is_alpha((unsigned char)lang.p[n]))
        n++;
    if (n < 2 || n > 3 || (n < lang.n && lang.p[n] != '-' && lang.p[n] != '_'))
        return ENCART__STR_EMPTY;
    lang.n = n;
    if (is_lower(lang))
        return lang;
    if (n == 2)
        return encart__str_n(pairs + 2 * (26 * (encart__lower(lang.p[0]) - 'a') +
                                          encart__lower(lang.p[1]) - 'a'), 2);
    for (size_t i = 0; i < sizeof threes / sizeof *threes; i++)
        if (encart__str_ieq(lang, encart__str_z(threes[i])))
            return encart__str_z(threes[i]);
    return ENCART__STR_EMPTY;
}

const char *encart__lang_dir(encart__str lang)
{
    static const char *const rtl[] = {"ar", "fa", "he", "ur", "ps",
                                      "ckb", "dv", "sd", "ug", "yi"};
    encart__str primary = encart__lang_primary(lang);

    for (size_t i = 0; i < sizeof rtl / sizeof *rtl; i++)
        if (encart__str_is(primary, rtl[i]))
            return "rtl";
    return "ltr";
}
