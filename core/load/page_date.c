/* Dates as pages write them for people: « lundi 21 août 2017 à 17h45 », "August 21, 2017
 * 5:45 PM", "21.08.2017", "Mon, 21 Aug 2017 17:45:00 +0200", in Latin and Arabic digits.
 */
#include "core/base/utf8.h"
#include "core/load/page_found.h"

enum {
    TEXT_MAX = 300, /* bytes of a line that are read */
    PIECES_MAX = 48,
    WORD_MAX = 24,
    YEAR_FIRST = 1900,
    YEAR_LAST = 2100
};

typedef enum { NUMBER, MONTH, JOINER, PM, HOUR_SIGN, ZULU, OTHER } piece_kind;

typedef struct {
    piece_kind kind;
    int value, digits;
    char before; /* the character in front of it */
} piece;

typedef struct {
    piece piece[PIECES_MAX];
    size_t count;
} pieces;

static const struct {
    const char *word;
    piece_kind kind;
    int value;
} vocabulary[] = {
#define M(word, number) {word, MONTH, number},
#define J(word) {word, JOINER, 0},
#include "core/load/page_months.def"
#undef M
#undef J
    {"pm", PM, 12}, {"am", PM, 0},    {"h", HOUR_SIGN, 0},
    {"z", ZULU, 0}, {"gmt", ZULU, 0}, {"utc", ZULU, 0},
};

/* Digits of ASCII, Arabic-Indic and extended Arabic-Indic; -1 for anything else. */
static int digit_of(uint32_t cp)
{
    if (cp >= '0' && cp <= '9')
        return (int)(cp - '0');
    if (cp >= 0x660 && cp <= 0x669)
        return (int)(cp - 0x660);
    return cp >= 0x6F0 && cp <= 0x6F9 ? (int)(cp - 0x6F0) : -1;
}

static void add_word(piece *p, encart__str word)
{
    p->kind = OTHER;
    for (size_t i = 0; i < sizeof vocabulary / sizeof *vocabulary; i++)
        if (vocabulary[i].word[0] == *word.p && encart__str_is(word, vocabulary[i].word)) {
            p->kind = vocabulary[i].kind;
            p->value = vocabulary[i].value;
            return;
        }
}

/* Reads the run of digits or letters at *i; false when there is neither. */
static int read_piece(encart__str s, size_t *i, piece *p)
{
    char word[WORD_MAX + 4];
    size_t n = 0, at = *i, step;
    uint32_t cp;
    int numeric;

    encart__utf8_decode(s.p + at, s.n - at, &cp);
    numeric = digit_of(cp) >= 0;
    if (!numeric && !encart__cp_is_word(cp))
        return 0;
    while (at < s.n) {
        step = encart__utf8_decode(s.p + at, s.n - at, &cp);
        if ((digit_of(cp) >= 0) != numeric || !encart__cp_is_word(cp))
            break;
        if (numeric && p->digits < 9) {
            p->value = p->value * 10 + digit_of(cp);
            p->digits++;
        } else if (!numeric && n < WORD_MAX) {
            n += encart__utf8_encode(word + n, encart__cp_lower(cp));
        }
        at += step;
    }
    *i = at;
    if (!numeric)
        add_word(p, (encart__str){word, n});
    return 1;
}

static void divide(pieces *out, encart__str s)
{
    char before = ' ';
    uint32_t cp;

    out->count = 0;
    s.n = s.n < TEXT_MAX ? s.n : TEXT_MAX;
    for (size_t i = 0; i < s.n && out->count < PIECES_MAX;) {
        piece p = {NUMBER, 0, 0, before};

        if (read_piece(s, &i, &p)) {
            out->piece[out->count++] = p;
            before = 'x'; /* glued to a piece: 17h45 */
        } else {
            before = s.p[i];
            i += encart__utf8_decode(s.p + i, s.n - i, &cp);
        }
    }
}

typedef struct {
    int year, month, day;
} civil;

static const piece *at(const pieces *p, size_t i)
{
    static const piece nothing = {OTHER, 0, 0, 0};

    return i < p->count ? &p->piece[i] : &nothing;
}

static int is_year(const piece *p)
{
    return p->kind == NUMBER && p->digits == 4 && p->value >= YEAR_FIRST &&
           p->value <= YEAR_LAST;
}

static int is_small(const piece *p, int max)
{
    return p->kind == NUMBER && p->digits <= 2 && p->value >= 1 && p->value <= max;
}

static int is_joined(const piece *p)
{
    return p->before == '-' || p->before == '/' || p->before == '.';
}

static size_t skip_joiners(const pieces *p, size_t i)
{
    while (at(p, i)->kind == JOINER)
        i++;
    return i;
}

/* Each reader below returns the piece after the date that begins at `i`, or 0. */
static size_t day_month_year(const pieces *p, size_t i, civil *c)
{
    size_t month = skip_joiners(p, i + 1), year = skip_joiners(p, month + 1);

    if (!is_small(at(p, i), 31) || at(p, month)->kind != MONTH || !is_year(at(p, year)))
        return 0;
    *c = (civil){at(p, year)->value, at(p, month)->value, at(p, i)->value};
    return year + 1;
}

static size_t month_day_year(const pieces *p, size_t i, civil *c)
{
    size_t year = skip_joiners(p, i + 2);

    if (at(p, i)->kind != MONTH || !is_small(at(p, i + 1), 31) || !is_year(at(p, year)))
        return 0;
    *c = (civil){at(p, year)->value, at(p, i)->value, at(p, i + 1)->value};
    return year + 1;
}

static size_t year_month_day(const pieces *p, size_t i, civil *c)
{
    if (!is_year(at(p, i)) || !is_small(at(p, i + 1), 12) ||
        !is_small(at(p, i + 2), 31) || !is_joined(at(p, i + 1)) ||
        !is_joined(at(p, i + 2)))
        return 0;
    *c = (civil){at(p, i)->value, at(p, i + 1)->value, at(p, i + 2)->value};
    return i + 3;
}

/* 21/08/2017; where only the other order exists (08/21/2017), that one. */
static size_t numbers_year(const pieces *p, size_t i, civil *c)
{
    int day = at(p, i)->value, month = at(p, i + 1)->value;

    if (!is_small(at(p, i), 31) || !is_small(at(p, i + 1), 31) ||
        !is_year(at(p, i + 2)) || !is_joined(at(p, i + 1)) || !is_joined(at(p, i + 2)))
        return 0;
    if (month > 12) {
        month = day;
        day = at(p, i + 1)->value;
    }
    *c = (civil){at(p, i + 2)->value, month, day};
    return month <= 12 ? i + 3 : 0;
}

static size_t compact(const pieces *p, size_t i, civil *c)
{
    int v = at(p, i)->value;

    if (at(p, i)->kind != NUMBER || at(p, i)->digits != 8 || v / 10000 < YEAR_FIRST ||
        v / 10000 > YEAR_LAST)
        return 0;
    *c = (civil){v / 10000, v / 100 % 100, v % 100};
    return i + 1;
}

/* The time of day that follows soon: 17:45, 17h45, 5:45 PM; then a zone. */
static void read_time(const pieces *p, size_t i, encart__strbuf *out)
{
    size_t h = i, m;
    int hour;

    while (h < i + 3 && at(p, h)->kind != NUMBER && h < p->count)
        h++;
    m = at(p, h + 1)->kind == HOUR_SIGN ? h + 2 : h + 1;
    if (at(p, h)->kind != NUMBER || at(p, h)->digits > 2 || at(p, h)->value > 23 ||
        at(p, m)->kind != NUMBER || at(p, m)->digits != 2 || at(p, m)->value > 59 ||
        (m == h + 1 && at(p, m)->before != ':'))
        return;
    hour = at(p, h)->value;
    i = m + 1;
    if (at(p, i)->kind == NUMBER && at(p, i)->before == ':' && at(p, i)->digits == 2)
        i++; /* seconds */
    if (at(p, i)->kind == PM && hour <= 12)
        hour = hour % 12 + at(p, i++)->value;
    encart__strbuf_printf(out, "T%02d:%02d:00", hour, at(p, m)->value);
    if (at(p, i)->kind == NUMBER && at(p, i)->digits == 4 && at(p, i)->value < 2400 &&
        (at(p, i)->before == '+' || at(p, i)->before == '-'))
        encart__strbuf_printf(out, "%c%04d", at(p, i)->before, at(p, i)->value);
}

static int make(const pieces *p, size_t next, const civil *c, encart__date *out)
{
    encart__strbuf text;
    int ok;

    encart__strbuf_init(&text, NULL, 0);
    encart__strbuf_printf(&text, "%04d-%02d-%02d", c->year, c->month, c->day);
    read_time(p, next, &text);
    ok = encart__date_parse(encart__strbuf_view(&text), out);
    encart__strbuf_free(&text);
    return ok;
}

int encart__page_date(encart__str text, encart__date *out)
{
    static size_t (*const readers[])(const pieces *, size_t, civil *) = {
        year_month_day, day_month_year, month_day_year, numbers_year, compact};
    pieces p;
    civil c;
    size_t next;

    if (encart__date_parse(text, out))
        return out->epoch > -2208988800; /* 1900: before it, a default of some system */
    divide(&p, text);
    for (size_t i = 0; i < p.count; i++)
        for (size_t r = 0; r < sizeof readers / sizeof *readers; r++)
            if ((next = readers[r](&p, i, &c)) && make(&p, next, &c, out))
                return 1;
    return 0;
}
