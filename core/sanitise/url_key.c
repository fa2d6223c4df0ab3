/* Two links lead to the same page when their keys are equal. A key is no URL to follow. */
#include "core/sanitise/policy.h"
#include "core/sanitise/url.h"

/* Parameters that only tell where a reader came from. */
static int is_tracking(encart__str name)
{
    static const char *const names[] = {"dclid",  "fbclid",  "gclid", "igshid", "mc_cid",
                                        "mc_eid", "msclkid", "xtor",  "yclid",  NULL};

    if (name.n >= 4 && encart__str_ieq(encart__str_sub(name, 0, 4), ENCART__STR("utm_")))
        return 1;
    for (size_t i = 0; names[i]; i++)
        if (encart__str_ieq(name, encart__str_z(names[i])))
            return 1;
    return 0;
}

static int is_unreserved(int c)
{
    return encart__is_alnum(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

static int hex_value(int c)
{
    if (encart__is_digit(c))
        return c - '0';
    c = encart__lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static void percent(encart__strbuf *out, int c)
{
    static const char hex[] = "0123456789ABCDEF";

    encart__strbuf_putc(out, '%');
    encart__strbuf_putc(out, hex[c >> 4 & 15]);
    encart__strbuf_putc(out, hex[c & 15]);
}

/* One spelling of each character: "é" and "%c3%a9" are "%C3%A9", "%41" is "A". */
static void add_same(encart__strbuf *out, encart__str s)
{
    for (size_t i = 0; i < s.n; i++) {
        int c = (unsigned char)s.p[i], high, low;

        if (c == '%' && i + 2 < s.n &&
            (high = hex_value((unsigned char)s.p[i + 1])) >= 0 &&
            (low = hex_value((unsigned char)s.p[i + 2])) >= 0) {
            c = high * 16 + low;
            i += 2;
            if (is_unreserved(c))
                encart__strbuf_putc(out, (char)c);
            else
                percent(out, c);
        } else if (c >= 0x80) {
            percent(out, c);
        } else {
            encart__strbuf_putc(out, (char)c);
        }
    }
}

static void add_query(encart__strbuf *out, encart__str query)
{
    char separator = '?';

    while (query.n) {
        const char *amp = memchr(query.p, '&', query.n);
        size_t n = amp ? (size_t)(amp - query.p) : query.n, equals = 0;

        while (equals < n && query.p[equals] != '=')
            equals++;
        if (n && !is_tracking(encart__str_sub(query, 0, equals))) {
            encart__strbuf_putc(out, separator);
            add_same(out, encart__str_sub(query, 0, n));
            separator = '&';
        }
        query = encart__str_sub(query, amp ? n + 1 : n, query.n);
    }
}

static void add_authority(encart__strbuf *out, const encart__url *u)
{
    encart__strbuf_puts(out, "//");
    if (u->user.n) {
        encart__strbuf_str(out, u->user);
        encart__strbuf_putc(out, '@');
    }
    /* A site answers with and without "www." alike. */
    encart__strbuf_str(out, encart__str_starts(u->host, ENCART__STR("www."))
                                ? encart__str_sub(u->host, 4, u->host.n)
                                : u->host);
    /* Without a scheme the normaliser cannot know which port is the default. */
    if (u->port.n && !encart__str_is(u->port, "443") && !encart__str_is(u->port, "80")) {
        encart__strbuf_putc(out, ':');
        encart__strbuf_str(out, u->port);
    }
}

void encart__url_key(encart__str url, encart__str base, encart__strbuf *out)
{
    encart__strbuf canonical;
    encart__url u;

    encart__strbuf_clear(out);
    encart__strbuf_init(&canonical, out->alloc, out->max);
    if (encart__url_normalise(url, base, &canonical, &u)) {
        while (u.has_authority && u.path.n && u.path.p[u.path.n - 1] == '/')
            u.path.n--;
        if (u.scheme.n || u.has_authority) {
            encart__strbuf_str(out, encart__str_is(u.scheme, "http") || !u.scheme.n
                                        ? ENCART__STR("https")
                                        : u.scheme);
            encart__strbuf_putc(out, ':');
        }
        if (u.has_authority)
            add_authority(out, &u);
        add_same(out, u.path);
        add_query(out, u.query);
    }
    if (canonical.failed)
        out->failed = canonical.failed;
    encart__strbuf_free(&canonical);
}
