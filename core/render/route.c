/* Templates are read twice: once by the configuration, which refuses what could lead to
 * another host, and at each use. */
#include "core/render/route.h"
#include "core/sanitise/policy.h"
#include "core/sanitise/url.h"

#include <string.h>

/* ---- reading --------------------------------------------------------------------------- */

/* Cuts the text up to the next place off `rest`, and the name in its braces; the name is
 * empty at the end. False for braces that hold no name. */
static int next_place(encart__str *rest, encart__str *text, encart__str *name)
{
    size_t open = 0, close;

    while (open < rest->n && rest->p[open] != '{' && rest->p[open] != '}')
        open++;
    *text = encart__str_sub(*rest, 0, open);
    *name = ENCART__STR_EMPTY;
    if (open == rest->n) {
        *rest = ENCART__STR_EMPTY;
        return 1;
    }
    for (close = open + 1; close < rest->n; close++)
        if (!encart__is_alnum((unsigned char)rest->p[close]) && rest->p[close] != '_')
            break;
    *name = encart__str_sub(*rest, open + 1, close);
    if (rest->p[open] == '}' || close == rest->n || rest->p[close] != '}' || !name->n)
        return 0;
    *rest = encart__str_sub(*rest, close + 1, rest->n);
    return 1;
}

/* ---- filling --------------------------------------------------------------------------- */

static int is_unreserved(unsigned char c)
{
    return encart__is_alnum(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

static void add_encoded(encart__strbuf *out, encart__str s)
{
    static const char hex[] = "0123456789ABCDEF";

    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];

        if (is_unreserved(c)) {
            encart__strbuf_putc(out, (char)c);
            continue;
        }
        encart__strbuf_putc(out, '%');
        encart__strbuf_putc(out, hex[c >> 4]);
        encart__strbuf_putc(out, hex[c & 15]);
    }
}

static int add_param(encart__strbuf *out, const json_t *v)
{
    if (json_is_string(v))
        add_encoded(out, encart__str_n(json_string_value(v), json_string_length(v)));
    else if (json_is_integer(v))
        encart__strbuf_int(out, json_integer_value(v));
    else
        return 0;
    return 1;
}

int encart__route_fill(encart__str template, const json_t *params, encart__strbuf *out,
                       encart__str *name)
{
    encart__str text;

    while (template.n) {
        if (!next_place(&template, &text, name))
            return 0;
        encart__strbuf_str(out, text);
        if (name->n && !add_param(out, json_object_getn(params, name->p, name->n)))
            return 0;
    }
    return 1;
}

/* ---- checking -------------------------------------------------------------------------- */

/* The template with `letter` in each place; false when it has no sound braces. */
static int fill_with(encart__str template, char letter, encart__strbuf *out)
{
    encart__str text, name;

    while (template.n) {
        if (!next_place(&template, &text, &name))
            return 0;
        encart__strbuf_str(out, text);
        if (name.n)
            encart__strbuf_putc(out, letter);
    }
    return 1;
}

/* A sample as browsers read it, on the site of some host. */
static int read_sample(encart__str template, char letter, encart__strbuf *out,
                       encart__url *parts)
{
    encart__strbuf sample;
    int ok;

    encart__strbuf_init(&sample, out->alloc, 0);
    fill_with(template, letter, &sample);
    ok = encart__url_normalise(encart__strbuf_view(&sample),
                               ENCART__STR("https://route.invalid/"), out, parts) &&
         !sample.failed;
    encart__strbuf_free(&sample);
    return ok;
}

static int same_place(const encart__url *a, const encart__url *b)
{
    return encart__str_eq(a->scheme, b->scheme) && encart__str_eq(a->user, b->user) &&
           encart__str_eq(a->host, b->host) && encart__str_eq(a->port, b->port);
}

static const char *check_samples(encart__str template, encart__strbuf *a, encart__strbuf *b)
{
    const encart__policy *policy = encart__policy_named(ENCART__STR("plugin"));
    encart__url one, other;
    encart__str sample;

    if (!read_sample(template, 'a', a, &one) || !read_sample(template, 'b', b, &other))
        return "not a URL that a page may link to";
    if (!same_place(&one, &other))
        return "a place in braces must not be part of the scheme or the host";
    sample = encart__strbuf_view(a);
    return encart__url_check(policy, sample, ENCART__STR_EMPTY, 0, b)
               ? NULL
               : "not a URL that a page may link to";
}

const char *encart__route_fault(encart__str template, const encart__alloc *alloc)
{
    encart__strbuf a, b;
    const char *why = NULL;

    if (!template.n || template.n > ENCART__ROUTE_BYTES)
        return "expected a URL of at most 2048 bytes";
    encart__strbuf_init(&a, alloc, 0);
    encart__strbuf_init(&b, alloc, 0);
    if (!fill_with(template, 'a', &a))
        why = "braces hold the name of a parameter: letters, digits and _";
    if (!why)
        why = check_samples(template, &a, &b);
    encart__strbuf_free(&a);
    encart__strbuf_free(&b);
    return why;
}
