/* One run of text, from left to right: for each stretch of white space the rule that says
 * what it must be, for each quote, apostrophe and dot what it stands for. Every decision
 * looks at a bounded stretch on both sides, but for groups of figures and addresses,
 * which are looked through once.
 */
#include "core/base/vec.h"
#include "core/i18n/chars.h"
#include "core/i18n/quotes.h"
#include "core/i18n/run.h"

#define KEEP UINT32_MAX /* the white space stays as it is; 0 = it goes */

typedef struct scan {
    const encart__typo_rules *rules;
    encart__str s;
    size_t at;
    uint32_t left;      /* the character before `at`, 0 at the beginning */
    size_t word;        /* where the last white space ended */
    int after_number;   /* a digit stood before that white space */
    size_t figures_end; /* of the groups of figures looked at last */
    int grouped;        /* they are one number: 10 000 */
    int paired;         /* the run's straight quotes are */
    encart__quotes quotes;
    encart__edits *out;
} scan;

static encart__str rest(const scan *c, size_t at)
{
    return encart__str_sub(c->s, at, c->s.n);
}

static encart__str before(const scan *c)
{
    return encart__str_sub(c->s, 0, c->at);
}

/* ---- edits ---- */

static void edit(scan *c, size_t at, size_t len, const uint32_t *with, size_t count)
{
    encart__edits *e = c->out;
    encart__edit one = {at, (uint32_t)len, 0, ""};
    void *list = e->list;

    for (size_t i = 0; i < count; i++)
        if (with[i])
            one.n = (uint8_t)(one.n + encart__utf8_encode(one.with + one.n, with[i]));
    if (one.n == len && memcmp(c->s.p + at, one.with, len) == 0)
        return;
    if (e->failed ||
        !encart__vec_grow(e->alloc, &list, &e->cap, e->count, sizeof *e->list, 0)) {
        e->failed = 1;
        return;
    }
    e->list = list;
    e->list[e->count++] = one;
}

static void edit_one(scan *c, size_t at, size_t len, uint32_t with)
{
    edit(c, at, len, &with, 1);
}

/* ---- white space ---- */

/* What may follow a colon or semicolon after a space: prose goes on, no smiley, no time.
 */
static int ends_clause(uint32_t cp)
{
    return encart__typo_blank(cp) || encart__typo_quote(cp);
}

static int ends_sentence(uint32_t cp)
{
    return ends_clause(cp) || encart__typo_apostrophe(cp) || cp == ENCART__CP_ELLIPSIS ||
           (cp < 0x80 && strchr(".,;:)]", (int)cp));
}

static int is_opening(uint32_t cp)
{
    return cp == '(' || cp == '[' || cp == '{';
}

/* Before : ; ! ?, which stands at `at`. */
static uint32_t before_mark(const scan *c, size_t at, uint32_t mark)
{
    size_t n;

    if (is_opening(c->left))
        return KEEP;
    if (mark == ':')
        return ends_clause(encart__cp_at(c->s, at + 1, &n)) ? c->rules->colon : KEEP;
    if (mark == ';')
        return ends_clause(encart__cp_at(c->s, at + 1, &n)) ? c->rules->high : KEEP;
    while (at < c->s.n && (c->s.p[at] == '!' || c->s.p[at] == '?'))
        at++;
    return ends_sentence(encart__cp_at(c->s, at, &n)) ? c->rules->high : KEEP;
}

/* "20 h 30": whether an h of hours ends at c->at and minutes stand at `at`. */
static int is_hour(const scan *c, size_t at)
{
    size_t digits = 0;

    if (c->left != 'h')
        return 0;
    if (c->at - c->word == 1 ? !c->after_number
                             : !encart__is_digit((unsigned char)c->s.p[c->at - 2]))
        return 0;
    while (digits < 3 && at + digits < c->s.n &&
           encart__is_digit((unsigned char)c->s.p[at + digits]))
        digits++;
    return digits == 1 || digits == 2;
}

/* Inside numbers and names a space does not break. */
static uint32_t inside_phrase(const scan *c, size_t end, uint32_t right)
{
    if (encart__typo_digit(c->left)) {
        if (c->grouped && end < c->figures_end)
            return c->rules->group;
        if (encart__typo_unit(rest(c, end)))
            return ENCART__CP_NBSP;
    }
    if (is_hour(c, end) || encart__typo_abbreviation(before(c), right) ||
        encart__typo_century(before(c), rest(c, end)))
        return ENCART__CP_NBSP;
    return KEEP;
}

static uint32_t arabic_space(uint32_t right)
{
    return right == 0x60C || right == 0x61B || right == 0x61F ? 0 : KEEP; /* ، ؛ ؟ */
}

/* What the white space from c->at to `end` must be. */
static uint32_t space_between(const scan *c, size_t end)
{
    size_t n;
    uint32_t right = encart__cp_at(c->s, end, &n);

    if (encart__typo_blank(c->left) || encart__typo_blank(right))
        return KEEP;
    if (!c->rules->french)
        return arabic_space(right);
    if (c->left == ENCART__CP_OPEN)
        return right == ENCART__CP_CLOSE ? KEEP : c->rules->inner;
    if (right == ENCART__CP_CLOSE)
        return c->rules->inner;
    if (right == ':' || right == ';' || right == '!' || right == '?')
        return before_mark(c, end, right);
    return inside_phrase(c, end, right);
}

static int white_space(scan *c)
{
    size_t end = c->at, n;
    uint32_t cp, want;

    while (encart__typo_space(cp = encart__cp_at(c->s, end, &n)))
        end += n;
    if (end == c->at)
        return 0;
    want = space_between(c, end);
    if (want != KEEP)
        edit_one(c, c->at, end - c->at, want);
    c->after_number = encart__typo_digit(c->left);
    c->left = ' ';
    c->at = c->word = end;
    return 1;
}

/* ---- figures ---- */

static size_t digits_from(encart__str s, size_t at)
{
    size_t n = 0;

    while (at + n < s.n && encart__is_digit((unsigned char)s.p[at + n]))
        n++;
    return n;
}

/* Looks through all groups of digits that white space divides, once. They are one number
 * when the first has one to three digits and the others three: no telephone number, no
 * year before a count. */
static void figures(scan *c)
{
    size_t at = c->at, digits = digits_from(c->s, at), n;
    int ok = digits <= 3 && c->s.p[at] != '0' && !encart__cp_is_word(c->left) &&
             c->left != ENCART__CP_ELLIPSIS && /* as its three dots */
             !(c->left && c->left < 0x80 && strchr(".,:/", (int)c->left));
    size_t groups = 1;

    for (;;) {
        size_t next = at + digits;

        c->figures_end = next;
        while (encart__typo_space(encart__cp_at(c->s, next, &n)))
            next += n;
        if (next == at + digits || !digits_from(c->s, next))
            break;
        at = next;
        digits = digits_from(c->s, at);
        ok &= digits == 3;
        groups++;
    }
    c->grouped = ok && groups > 1;
}

/* ---- other characters ---- */

static void apostrophe(scan *c)
{
    size_t n;
    uint32_t next = encart__cp_at(c->s, c->at + 1, &n);

    if (encart__typo_letter(c->left) &&
        (encart__cp_is_word(next) || next == ENCART__CP_OBJECT || next == '"' ||
         next == ENCART__CP_OPEN || next == 0x201C || next == '{'))
        edit_one(c, c->at, 1, ENCART__CP_APOSTROPHE);
}

static void dots(scan *c)
{
    encart__str s = rest(c, c->at);

    if (c->left != '.' && c->left != '/' && encart__str_starts(s, ENCART__STR("...")) &&
        !(s.n > 3 && (s.p[3] == '.' || s.p[3] == '/')))
        edit_one(c, c->at, 3, ENCART__CP_ELLIPSIS);
}

static void guillemet(scan *c, size_t len, uint32_t cp)
{
    size_t n;
    uint32_t opened[] = {cp, c->rules->inner}, closed[] = {c->rules->inner, cp};
    uint32_t next = encart__cp_at(c->s, c->at + len, &n);

    if (cp == ENCART__CP_OPEN && !encart__typo_blank(next) && next != ENCART__CP_CLOSE)
        edit(c, c->at, len, opened, 2);
    else if (cp == ENCART__CP_CLOSE && !encart__typo_blank(c->left) &&
             c->left != ENCART__CP_OPEN)
        edit(c, c->at, len, closed, 2);
}

static void straight_quote(scan *c, encart__quote_kind kind)
{
    uint32_t opened[] = {ENCART__CP_OPEN, c->rules->inner};
    uint32_t closed[] = {c->rules->inner, ENCART__CP_CLOSE};

    if (!c->paired)
        return;
    switch (kind) {
    case ENCART__QUOTE_OPEN:
        edit(c, c->at, 1, opened, 2);
        break;
    case ENCART__QUOTE_CLOSE:
        edit(c, c->at, 1, closed, 2);
        break;
    case ENCART__QUOTE_OPEN_INNER:
        edit_one(c, c->at, 1, 0x201C);
        break;
    case ENCART__QUOTE_CLOSE_INNER:
        edit_one(c, c->at, 1, 0x201D);
        break;
    case ENCART__QUOTE_NONE:
        break;
    }
}

static void character(scan *c)
{
    size_t n;
    uint32_t cp = encart__cp_at(c->s, c->at, &n);
    encart__quote_kind kind = encart__quotes_step(&c->quotes, c->s, c->at, cp);

    if (c->rules->french) {
        switch (cp) {
        case '\'':
            apostrophe(c);
            break;
        case '.':
            dots(c);
            break;
        case '"':
            straight_quote(c, kind);
            break;
        case ENCART__CP_OPEN:
        case ENCART__CP_CLOSE:
            guillemet(c, n, cp);
            break;
        default:
            if (encart__typo_digit(cp) && c->at >= c->figures_end)
                figures(c);
        }
    }
    c->left = cp;
    c->at += n;
}

/* Whether a token may begin after this character. */
static int begins_token(uint32_t left)
{
    return encart__typo_blank(left) || encart__typo_quote(left) ||
           left == ENCART__CP_OBJECT || (left < 0x80 && strchr("()[]<>", (int)left));
}

/* Passes over an address; it has no quotes. */
static int literal(scan *c)
{
    size_t length;

    if (!begins_token(c->left) || !encart__typo_literal(rest(c, c->at), &length) ||
        !length)
        return 0;
    c->at += length;
    c->left = encart__cp_before(c->s, c->at);
    return 1;
}

void encart__run_edits(const encart__typo_rules *rules, encart__str text,
                       encart__edits *out)
{
    scan c = {.rules = rules, .s = text, .out = out};

    c.paired = rules->french && encart__quotes_paired(text);
    while (c.at < c.s.n)
        if (!white_space(&c) && !literal(&c))
            character(&c);
}
