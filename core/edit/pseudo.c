/* Pseudo-classes: those without an argument, an+b, and lists of selectors. */
#include "core/edit/reader.h"
#include "core/base/error.h"

enum argument { NOTHING, NUMBERS, LIST, RELATIVE };

static const struct {
    const char *name;
    uint8_t kind, flags, argument;
} pseudos[] = {
    {"empty", ENCART__SIMPLE_EMPTY, 0, NOTHING},
    {"first-child", ENCART__SIMPLE_NTH, 0, NOTHING},
    {"first-of-type", ENCART__SIMPLE_NTH, ENCART__NTH_OF_TYPE, NOTHING},
    {"has", ENCART__SIMPLE_HAS, 0, RELATIVE},
    {"is", ENCART__SIMPLE_IS, 0, LIST},
    {"last-child", ENCART__SIMPLE_NTH, ENCART__NTH_FROM_END, NOTHING},
    {"last-of-type", ENCART__SIMPLE_NTH, ENCART__NTH_FROM_END | ENCART__NTH_OF_TYPE,
     NOTHING},
    {"not", ENCART__SIMPLE_NOT, 0, LIST},
    {"nth-child", ENCART__SIMPLE_NTH, 0, NUMBERS},
    {"nth-last-child", ENCART__SIMPLE_NTH, ENCART__NTH_FROM_END, NUMBERS},
    {"nth-last-of-type", ENCART__SIMPLE_NTH, ENCART__NTH_FROM_END | ENCART__NTH_OF_TYPE,
     NUMBERS},
    {"nth-of-type", ENCART__SIMPLE_NTH, ENCART__NTH_OF_TYPE, NUMBERS},
    {"only-child", ENCART__SIMPLE_NTH, 0, NOTHING},
    {"only-of-type", ENCART__SIMPLE_NTH, ENCART__NTH_OF_TYPE, NOTHING},
    {"scope", ENCART__SIMPLE_SCOPE, 0, NOTHING},
    {"where", ENCART__SIMPLE_IS, 0, LIST},
};
#define PSEUDOS (sizeof pseudos / sizeof *pseudos)

/* ---- an+b -------------------------------------------------------------------------- */

/* Digits, saturating far above any count of siblings; false when there are none. */
static int read_digits(encart__reader *r, int32_t *out)
{
    size_t start = r->at;

    *out = 0;
    for (; encart__is_digit(encart__peek(r, 0)); r->at++)
        if (*out < 100000000)
            *out = *out * 10 + (encart__peek(r, 0) - '0');
    return r->at > start;
}

/* A keyword that ends here. */
static int read_word(encart__reader *r, encart__str word)
{
    encart__str here = encart__str_sub(r->css, r->at, r->at + word.n);
    int after = encart__peek(r, word.n);

    if (!encart__str_ieq(here, word) || encart__is_alnum(after) || after == '-')
        return 0;
    r->at += word.n;
    return 1;
}

/* What follows the "n": nothing, or a sign and digits, with space around the sign. */
static int read_offset(encart__reader *r, int32_t *b)
{
    int sign;

    encart__skip_space(r);
    sign = encart__peek(r, 0);
    if (sign != '+' && sign != '-')
        return !r->status;
    r->at++;
    encart__skip_space(r);
    if (!read_digits(r, b))
        return encart__expected(r, "a number");
    if (sign == '-')
        *b = -*b;
    return 1;
}

static int read_numbers(encart__reader *r, encart__simple *s)
{
    static const char what[] = "an+b, a number, odd or even";
    int sign = encart__peek(r, 0), digits;
    int32_t value;

    s->a = 2;
    s->b = 1;
    if (read_word(r, ENCART__STR("odd")))
        return 1;
    s->b = 0;
    if (read_word(r, ENCART__STR("even")))
        return 1;
    r->at += sign == '+' || sign == '-';
    digits = read_digits(r, &value);
    if (!digits)
        value = 1;
    if (sign == '-')
        value = -value;
    s->a = value;
    if (encart__lower(encart__peek(r, 0)) == 'n') {
        r->at++;
        return read_offset(r, &s->b);
    }
    s->a = 0;
    s->b = value;
    return digits || encart__expected(r, what);
}

/* ---- names ------------------------------------------------------------------------- */

static int unknown_pseudo(encart__reader *r, size_t at, encart__str name)
{
    const char *names[PSEUDOS], *near;

    for (size_t i = 0; i < PSEUDOS; i++)
        names[i] = pseudos[i].name;
    near = encart__nearest(name, names, PSEUDOS);
    return encart__reject(r, at, ENCART_EPARSE, "unknown pseudo-class “:%.*s”%s%s%s",
                          (int)(name.n > 40 ? 40 : name.n), name.p,
                          near ? " (did you mean “:" : "", near ? near : "",
                          near ? "”?)" : "");
}

/* The row of the table whose name stands here, PSEUDOS on failure. */
static size_t read_row(encart__reader *r)
{
    size_t at = r->at - 1, row = 0;
    encart__read name;
    encart__str s;

    if (encart__peek(r, 0) == ':')
        encart__reject(r, at, ENCART_EPARSE,
                       "a pseudo-element is no part of the document");
    if (!encart__read_lower(r, "a pseudo-class after “:”", &name))
        return PSEUDOS;
    s = encart__read_str(r->out, name.at, name.n);
    while (row < PSEUDOS && !encart__str_is(s, pseudos[row].name))
        row++;
    if (row == PSEUDOS)
        unknown_pseudo(r, at, s);
    r->out->text_n = name.at;
    return row;
}

/* ---- arguments --------------------------------------------------------------------- */

static int read_list_argument(encart__reader *r, size_t at, encart__simple *s)
{
    int has = s->kind == ENCART__SIMPLE_HAS, outer = r->in_has;

    if (r->depth >= ENCART__SELECTOR_DEPTH)
        return encart__reject(r, at, ENCART_ELIMIT, "selectors nested more than %d deep",
                              ENCART__SELECTOR_DEPTH);
    if (has && outer)
        return encart__reject(r, at, ENCART_EPARSE, ":has() may not stand inside :has()");
    r->depth++;
    r->in_has |= has;
    s->list = encart__read_list(r, has);
    r->in_has = outer;
    r->depth--;
    return s->list != 0;
}

static int read_argument(encart__reader *r, size_t at, size_t row, encart__simple *s)
{
    int ok;

    if (encart__peek(r, 0) != '(')
        return encart__reject(r, r->at, ENCART_EPARSE, "expected “(” after :%s",
                              pseudos[row].name);
    r->at++;
    encart__skip_space(r);
    ok = pseudos[row].argument == NUMBERS ? read_numbers(r, s)
                                          : read_list_argument(r, at, s);
    encart__skip_space(r);
    return ok && encart__pass(r, ')', "“)”");
}

/* :only-child is the first and the last. */
static int is_only(size_t row)
{
    return strncmp(pseudos[row].name, "only-", 5) == 0;
}

int encart__read_pseudo(encart__reader *r, uint8_t compound)
{
    size_t at = r->at++, row = read_row(r);
    encart__simple *s;

    if (row == PSEUDOS)
        return 0;
    s = encart__simple_new(r, compound, pseudos[row].kind);
    if (!s)
        return 0;
    s->flags = pseudos[row].flags;
    if (pseudos[row].argument != NOTHING)
        return read_argument(r, at, row, s);
    if (encart__peek(r, 0) == '(')
        return encart__reject(r, r->at, ENCART_EPARSE, ":%s takes no argument",
                              pseudos[row].name);
    s->b = 1;
    if (!is_only(row))
        return 1;
    s = encart__simple_new(r, compound, ENCART__SIMPLE_NTH);
    if (s) {
        s->flags = pseudos[row].flags | ENCART__NTH_FROM_END;
        s->b = 1;
    }
    return s != NULL;
}
