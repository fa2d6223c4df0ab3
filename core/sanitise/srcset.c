/* srcset, split as the HTML Standard's "parse a srcset attribute" does. */
#include "core/sanitise/url.h"

void encart__srcset_init(encart__srcset *it, encart__str value)
{
    *it = (encart__srcset){value, ENCART__STR_EMPTY, ENCART__STR_EMPTY, 0};
}

static size_t digits(encart__str s, size_t i)
{
    while (i < s.n && encart__is_digit((unsigned char)s.p[i]))
        i++;
    return i;
}

/* "12", of which one digit is not 0 when it must be positive. */
static int is_integer(encart__str s, int positive)
{
    size_t zeros = 0;

    while (zeros < s.n && s.p[zeros] == '0')
        zeros++;
    return s.n && digits(s, 0) == s.n && !(positive && zeros == s.n);
}

/* A valid floating-point number that is not negative. */
static int is_number(encart__str s)
{
    size_t i = digits(s, 0), from = i;

    if (i < s.n && s.p[i] == '.') {
        from = i + 1;
        i = digits(s, from);
        if (i == from)
            return 0;
    } else if (i == 0) {
        return 0;
    }
    if (i < s.n && (s.p[i] == 'e' || s.p[i] == 'E')) {
        from = i + 1;
        if (from < s.n && (s.p[from] == '-' || s.p[from] == '+'))
            from++;
        i = digits(s, from);
        if (i == from)
            return 0;
    }
    return i == s.n;
}

/* What the descriptors of one candidate have said so far. */
typedef struct candidate {
    encart__str main; /* the one with w or x */
    int width, density, height, error;
} candidate;

/* One of at least one character. */
static void descriptor(candidate *c, encart__str s)
{
    encart__str number = encart__str_sub(s, 0, s.n - 1);

    switch (s.p[s.n - 1]) {
    case 'w':
        c->error |= c->width || c->density || !is_integer(number, 1);
        c->width = 1;
        c->main = s;
        break;
    case 'x':
        c->error |= c->width || c->density || c->height || !is_number(number);
        c->density = 1;
        c->main = s;
        break;
    case 'h':
        c->error |= c->height || c->density || !is_integer(number, 1);
        c->height = 1;
        break;
    default:
        c->error = 1;
    }
}

/* Descriptors up to the comma that ends them; commas in parentheses do not. */
static candidate descriptors(encart__srcset *it)
{
    encart__str s = it->rest;
    candidate c = {.main = ENCART__STR_EMPTY};
    size_t i = 0, from = 0;
    int depth = 0;

    for (;; i++) {
        int at = i < s.n ? (unsigned char)s.p[i] : -1;
        int ends = at < 0 || (!depth && (at == ',' || encart__is_space(at)));

        if (ends && i > from)
            descriptor(&c, encart__str_sub(s, from, i));
        if (at < 0 || (ends && at == ','))
            break;
        if (ends)
            from = i + 1;
        else if (at == '(')
            depth = 1;
        else if (at == ')')
            depth = 0;
    }
    it->rest = encart__str_sub(s, i < s.n ? i + 1 : s.n, s.n);
    c.error |= c.height && !c.width;
    return c;
}

/* After space and commas, what stands up to the next space: it begins with neither. */
static encart__str next_url(encart__srcset *it)
{
    encart__str s = it->rest;
    size_t from = 0, to;

    while (from < s.n && (encart__is_space((unsigned char)s.p[from]) || s.p[from] == ','))
        from++;
    for (to = from; to < s.n && !encart__is_space((unsigned char)s.p[to]); to++)
        ;
    it->rest = encart__str_sub(s, to, s.n);
    return encart__str_sub(s, from, to);
}

int encart__srcset_next(encart__srcset *it)
{
    for (;;) {
        encart__str url = next_url(it);
        candidate c = {.main = ENCART__STR_EMPTY};
        size_t n = url.n;

        if (!n)
            return 0;
        while (url.p[n - 1] == ',')
            n--;
        if (n == url.n)
            c = descriptors(it);
        if (!c.error) {
            it->url = encart__str_sub(url, 0, n);
            it->descriptor = c.main;
            return 1;
        }
        it->skipped++;
    }
}

void encart__srcset_add(encart__strbuf *out, encart__str url, encart__str descriptor_)
{
    size_t from = 0, to = url.n;

    if (!url.n)
        return;
    if (out->size)
        encart__strbuf_puts(out, ", ");
    for (; from < to && url.p[from] == ','; from++)
        encart__strbuf_puts(out, "%2C");
    while (to > from && url.p[to - 1] == ',')
        to--;
    encart__strbuf_str(out, encart__str_sub(url, from, to));
    for (size_t i = to; i < url.n; i++)
        encart__strbuf_puts(out, "%2C");
    if (descriptor_.n) {
        encart__strbuf_putc(out, ' ');
        encart__strbuf_str(out, descriptor_);
    }
}
