/* Values of attributes: checked and written in one canonical way, so that a second check
 * changes nothing. Each kind of policy_attrs.def has one small function; start reading at
 * the table `checks`.
 */
#include "core/sanitise/policy_check.h"

/* Appends in ASCII lower case; returns what was appended. */
static encart__str lowered(encart__strbuf *out, encart__str s)
{
    size_t from = out->size;

    for (size_t i = 0; i < s.n; i++)
        encart__strbuf_putc(out, (char)encart__lower((unsigned char)s.p[i]));
    return encart__str_sub(encart__strbuf_view(out), from, out->size);
}

/* ---- numbers, words, texts ------------------------------------------------------------- */

/* Leading digits after an optional sign, as browsers read integers; "50%" is none. */
static int read_int(encart__str v, int64_t *out)
{
    size_t i = 0, digits = 0;
    int negative = v.n && v.p[0] == '-';
    int64_t n = 0;

    if (v.n && (v.p[0] == '-' || v.p[0] == '+'))
        i++;
    for (; i < v.n && encart__is_digit((unsigned char)v.p[i]); i++, digits++) {
        if (n > 100000000)
            return 0;
        n = n * 10 + (v.p[i] - '0');
    }
    *out = negative ? -n : n;
    return digits > 0 && (i == v.n || v.p[i] != '%');
}

static void write_int(encart__strbuf *out, int64_t n)
{
    char digits[24];
    size_t at = sizeof digits;
    uint64_t left = n < 0 ? (uint64_t)-n : (uint64_t)n;

    do
        digits[--at] = (char)('0' + left % 10);
    while ((left /= 10) != 0);
    if (n < 0)
        digits[--at] = '-';
    encart__strbuf_add(out, digits + at, sizeof digits - at);
}

static const char *bounded_int(const encart__check *c, int64_t least, int64_t most)
{
    encart__str v = encart__str_trim(c->value);
    int64_t n;

    if (!read_int(v, &n) || n < least || n > most)
        return "number";
    write_int(c->out, n);
    return NULL;
}

static const char *check_count(const encart__check *c)
{
    return bounded_int(c, 0, 100000);
}

static const char *check_integer(const encart__check *c)
{
    return bounded_int(c, -1000000, 1000000);
}

static const char *check_span(const encart__check *c)
{
    return bounded_int(c, 1, 1000);
}

static const char *check_rowspan(const encart__check *c)
{
    return bounded_int(c, 0, 65534);
}

static const char *check_flag(const encart__check *c)
{
    (void)c; /* present is true, whatever it says: the canonical value is empty */
    return NULL;
}

static const char *check_text(const encart__check *c)
{
    if (c->value.n > ENCART__MAX_TEXT)
        return "too-long";
    encart__strbuf_str(c->out, c->value);
    return NULL;
}

static const char *check_short(const encart__check *c)
{
    encart__str v = encart__str_trim(c->value);

    if (v.n == 0 || v.n > 32 || !encart__is_among(v, "-+.:"))
        return "value";
    encart__strbuf_str(c->out, v);
    return NULL;
}

/* What embeds and hosts put into data-*: ids, addresses, words. */
static const char *check_token(const encart__check *c)
{
    encart__str v = encart__str_trim(c->value);

    if (v.n > 256 || !encart__is_among(v, "-_.:/,+=@ "))
        return "value";
    encart__strbuf_str(c->out, v);
    return NULL;
}

static const char *check_word(const encart__check *c)
{
    encart__str v = encart__str_trim(c->value);

    if (v.n == 0 || v.n > ENCART__MAX_WORD || !encart__is_among(v, "- "))
        return "value";
    lowered(c->out, v);
    return NULL;
}

static const char *check_list(const encart__check *c)
{
    encart__str v = lowered(c->out, encart__str_trim(encart__str_sub(c->value, 0, 64)));

    return encart__policy_word(c->kind, v) ? NULL : "value";
}

/* BCP 47 by shape: subtags of 1 to 8 letters and digits, the first of letters. */
static const char *check_lang(const encart__check *c)
{
    encart__str v = encart__str_trim(c->value);
    size_t run = 0, subtags = 1;

    for (size_t i = 0; i < v.n; i++) {
        if (v.p[i] == '-') {
            if (run == 0)
                return "lang";
            run = 0;
            subtags++;
        } else if (!encart__is_alnum((unsigned char)v.p[i]) || ++run > 8 ||
                   (subtags == 1 && !encart__is_alpha((unsigned char)v.p[i]))) {
            return "lang";
        }
    }
    if (run == 0 || v.n > 35)
        return "lang";
    encart__strbuf_str(c->out, v);
    return NULL;
}

/* Dates, times, weeks and durations have one small alphabet; which of them it is, is the
 * writer's affair. */
static const char *check_date(const encart__check *c)
{
    encart__str v = encart__str_trim(c->value);

    if (v.n == 0 || v.n > 64 || !encart__is_among(v, "-+:. "))
        return "date";
    encart__strbuf_str(c->out, v);
    return NULL;
}

/* sizes and media: lengths, conditions and their operators, without url( or quotes. */
static const char *check_sizes(const encart__check *c)
{
    encart__str v = encart__str_trim(c->value);

    if (v.n == 0 || v.n > 512 || !encart__is_among(v, " ():,.%+*/-<>="))
        return "sizes";
    lowered(c->out, v);
    if (encart__str_find(encart__strbuf_view(c->out), ENCART__STR("url")) != (size_t)-1)
        return "sizes";
    return NULL;
}

static const char *check_mime(const encart__check *c)
{
    encart__str v = encart__str_trim(c->value);

    if (v.n == 0 || v.n > ENCART__MAX_WORD || !encart__is_among(v, "/+-.;=, ") ||
        encart__str_find(v, ENCART__STR("/")) == (size_t)-1)
        return "value";
    lowered(c->out, v);
    return NULL;
}

static const char *check_ol_type(const encart__check *c)
{
    encart__str v = encart__str_trim(c->value);

    if (v.n != 1 || !strchr("1aAiI", v.p[0]))
        return "value";
    encart__strbuf_str(c->out, v);
    return NULL;
}

#define WORD(literal) {literal, sizeof literal - 1}

/* Of the known words those that were written, each once, in their order. */
static const char *check_rel(const encart__check *c)
{
    static const encart__str words[] = {
        WORD("nofollow"), WORD("noopener"), WORD("noreferrer"), WORD("sponsored"),
        WORD("ugc"),      WORD("external"), WORD("author"),     WORD("license"),
        WORD("tag"),      WORD("bookmark"), WORD("next"),       WORD("prev"),
        WORD("help"),     WORD("search"),
    };
    encart__str rest = c->value, word;
    uint32_t seen = 0;

    while (encart__next_word(&rest, &word)) {
        for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
            if (word.n != words[i].n || (seen & (1u << i)) ||
                !encart__str_ieq(word, words[i]))
                continue;
            seen |= 1u << i;
            if (c->out->size)
                encart__strbuf_putc(c->out, ' ');
            encart__strbuf_str(c->out, words[i]);
        }
    }
    return seen ? NULL : "value";
}

/* Whatever was written: filter_attrs.c sets it, and a reader of our bytes finds just this. */
static const char *check_sandbox(const encart__check *c)
{
    encart__strbuf_str(c->out, ENCART__EMBED_SANDBOX);
    return NULL;
}

/* Features that a player needs and that ask nothing of the reader; their allow-lists go. */
static const char *check_allow(const encart__check *c)
{
    static const encart__str features[] = {WORD("encrypted-media"), WORD("fullscreen"),
                                           WORD("picture-in-picture")};
    unsigned asked = 0;
    encart__str rest = c->value, word;

    for (size_t n; rest.n; rest = encart__str_sub(rest, n, rest.n)) {
        const char *end = memchr(rest.p, ';', rest.n);
        encart__str one = encart__str_sub(rest, 0, end ? (size_t)(end - rest.p) : rest.n);

        n = one.n + (end != NULL);
        if (!encart__next_word(&one, &word))
            continue;
        for (unsigned i = 0; i < 3; i++)
            if (encart__str_ieq(word, features[i]))
                asked |= 1u << i;
    }
    for (unsigned i = 0; i < 3; i++) {
        if (!(asked & 1u << i))
            continue;
        encart__strbuf_puts(c->out, c->out->size ? "; " : "");
        encart__strbuf_str(c->out, features[i]);
    }
    return asked ? NULL : "value";
}

static const char *check_none(const encart__check *c)
{
    (void)c;
    return "attribute";
}

static const encart__check_fn checks[ENCART__V_COUNT_OF] = {
    [ENCART__V_NONE] = check_none,
#define VALUE(id, check, text) [ENCART__V_##id] = check,
#include "core/sanitise/policy_values.def"
#undef VALUE
};

encart__attr_verdict encart__policy_value_in(const encart__policy *p, uint16_t tag,
                                             uint16_t attr, encart__str spelling,
                                             encart__str value, encart__str base,
                                             int marked, encart__strbuf *out,
                                             const char **why)
{
    encart__check c = {p, tag, marked, ENCART__V_NONE, value, base, out};
    const char *wrong;

    encart__strbuf_clear(out);
    if (attr == ENCART__A_OTHER)
        attr = encart__attr_id(spelling);
    c.kind = encart__policy_rule(p, tag, attr);
    if ((marked && attr == ENCART__A_ARIA_LABEL && encart__policy_may_mark(tag)) ||
        (attr == ENCART__A_OTHER && encart__policy_data(p, tag, spelling)))
        c.kind = ENCART__V_TEXT;
    wrong = checks[c.kind](&c);
    if (wrong && why)
        *why = wrong;
    return wrong || out->failed ? ENCART__ATTR_DROP : ENCART__ATTR_KEEP;
}

encart__attr_verdict encart__policy_value(const encart__policy *p, uint16_t tag,
                                          uint16_t attr, encart__str spelling,
                                          encart__str value, encart__str base,
                                          encart__strbuf *out, const char **why)
{
    return encart__policy_value_in(p, tag, attr, spelling, value, base, 0, out, why);
}

