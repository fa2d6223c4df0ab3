/* See quotes.h. */
#include "core/i18n/quotes.h"
#include "core/i18n/chars.h"

enum { DEPTH_MAX = 30 };

static int in(uint32_t cp, const uint32_t *set, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (set[i] == cp)
            return 1;
    return 0;
}
#define IN(cp, set) in(cp, set, sizeof(set) / sizeof *(set))

/* ( [ { « “ " ' ’ - – — / */
static int may_open_after(uint32_t cp)
{
    static const uint32_t set[] = {'(',  '[',    '{', 0xAB,   0x201C, '"',
                                   '\'', 0x2019, '-', 0x2013, 0x2014, '/'};

    return encart__typo_blank(cp) || IN(cp, set);
}

static int may_open_before(uint32_t cp)
{
    static const uint32_t closing[] = {'!', '?', ';', ':',  ',',
                                       ')', ']', '}', 0xBB, 0x201D};

    return !encart__typo_blank(cp) && !IN(cp, closing);
}

static int may_close_before(uint32_t cp)
{
    static const uint32_t set[] = {'.',    ',',    ';',  ':',    '!',   '?', 0x2026,
                                   ')',    ']',    '}',  '"',    '-',   '/', '\'',
                                   0x2019, 0x201D, 0xBB, 0x2013, 0x2014};

    return encart__typo_blank(cp) || IN(cp, set);
}

/* The " of 2'33": two digits at most between it and an apostrophe. */
static int is_second(encart__str s, size_t at)
{
    size_t digits = 0;

    while (digits < 3 && digits < at &&
           encart__is_digit((unsigned char)s.p[at - 1 - digits]))
        digits++;
    return digits > 0 && digits < 3 &&
           encart__typo_apostrophe(encart__cp_before(s, at - digits));
}

static encart__quote_kind open_one(encart__quotes *q, int straight)
{
    if (q->depth >= DEPTH_MAX) {
        q->broken = 1;
        return ENCART__QUOTE_NONE;
    }
    q->straight &= ~(1u << q->depth);
    q->straight |= (uint32_t)straight << q->depth;
    q->depth++;
    return q->depth > 1 ? ENCART__QUOTE_OPEN_INNER : ENCART__QUOTE_OPEN;
}

static int inside_straight(const encart__quotes *q)
{
    return q->depth > 0 && q->straight >> (q->depth - 1) & 1;
}

static encart__quote_kind close_one(encart__quotes *q)
{
    q->depth--;
    return q->depth > 0 ? ENCART__QUOTE_CLOSE_INNER : ENCART__QUOTE_CLOSE;
}

static encart__quote_kind straight(encart__quotes *q, encart__str s, size_t at)
{
    size_t n;
    uint32_t before = encart__cp_before(s, at), after = encart__cp_at(s, at + 1, &n);

    if (encart__typo_digit(before) && (!inside_straight(q) || is_second(s, at)))
        return ENCART__QUOTE_NONE;
    if (may_open_after(before) && may_open_before(after))
        return open_one(q, 1);
    if (!encart__typo_blank(before) && may_close_before(after) && inside_straight(q))
        return close_one(q);
    q->broken = 1;
    return ENCART__QUOTE_NONE;
}

encart__quote_kind encart__quotes_step(encart__quotes *q, encart__str s, size_t at,
                                       uint32_t cp)
{
    if (cp == '"')
        return straight(q, s, at);
    if (cp == ENCART__CP_OPEN)
        open_one(q, 0);
    else if (cp == ENCART__CP_CLOSE && inside_straight(q))
        q->broken = 1; /* they cross */
    else if (cp == ENCART__CP_CLOSE && q->depth)
        close_one(q);
    return ENCART__QUOTE_NONE;
}

int encart__quotes_paired(encart__str s)
{
    encart__quotes q = {0, 0, 0};
    int any = 0;
    size_t n;

    for (size_t at = 0; at < s.n && !q.broken; at += n) {
        uint32_t cp = encart__cp_at(s, at, &n);

        any |= encart__quotes_step(&q, s, at, cp) != ENCART__QUOTE_NONE;
    }
    for (unsigned d = 0; d < q.depth; d++)
        if (q.straight >> d & 1)
            return 0;
    return any && !q.broken;
}
