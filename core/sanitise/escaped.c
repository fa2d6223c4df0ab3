/* See escaped.h. */
#include "core/sanitise/escaped.h"
#include "core/base/scan.h"

typedef struct escape {
    encart__str written, text;
    int attr_only;
} escape;

/* At "&": one of the escapes that the serialiser writes; NULL for any other. */
static const escape *escape_at(encart__str rest, char stop)
{
    static const escape escapes[] = {
        {{"&nbsp;", 6}, {"\xC2\xA0", 2}, 0}, {{"&amp;", 5}, {"&", 1}, 0},
        {{"&lt;", 4}, {"<", 1}, 0},          {{"&gt;", 4}, {">", 1}, 0},
        {{"&quot;", 6}, {"\"", 1}, 1},       {{"&#96;", 5}, {"`", 1}, 1},
    };

    for (size_t k = 0; rest.n > 1 && k < sizeof escapes / sizeof *escapes; k++)
        if (rest.p[1] == escapes[k].written.p[1] &&
            (stop == '"' || !escapes[k].attr_only) &&
            encart__str_starts(rest, escapes[k].written))
            return &escapes[k];
    return NULL;
}

/* At a byte of the set: the first of a character that is no NBSP? */
static int is_plain(encart__str rest)
{
    return (unsigned char)rest.p[0] == 0xC2 &&
           !(rest.n > 1 && (unsigned char)rest.p[1] == 0xA0);
}

/* Over what needs no look; the set is known to the loop. */
static size_t skip(encart__str rest, char stop)
{
    return stop == '"' ? encart__scan(rest.p, rest.n, ENCART__SET_ATTR)
                       : encart__scan(rest.p, rest.n, ENCART__SET_TEXT);
}

int encart__escaped_read(encart__str html, size_t *at, char stop, encart__strbuf *decoded,
                         encart__str *out)
{
    size_t from = *at, run = from, i = from;
    const escape *e;

    for (;;) {
        encart__str rest = {html.p + i, html.n - i};
        size_t n = skip(rest, stop);

        i += n;
        rest = encart__str_sub(rest, n, rest.n);
        if (!rest.n || rest.p[0] == stop)
            break;
        if (is_plain(rest)) {
            i++;
            continue;
        }
        e = rest.p[0] == '&' ? escape_at(rest, stop) : NULL;
        if (!e)
            return 0;
        if (decoded && run == from)
            encart__strbuf_clear(decoded);
        if (decoded) {
            encart__strbuf_add(decoded, html.p + run, i - run);
            encart__strbuf_str(decoded, e->text);
            run = i + e->written.n;
        }
        i += e->written.n;
    }
    *at = i;
    *out = (encart__str){html.p + from, i - from};
    if (run == from)
        return 1;
    encart__strbuf_add(decoded, html.p + run, i - run);
    *out = encart__strbuf_view(decoded);
    return !decoded->failed;
}

int encart__escaped_same(encart__str html, size_t *at, char stop, encart__str want,
                         size_t room)
{
    size_t i = *at, k = 0;
    const escape *e;

    for (;;) {
        encart__str rest = {html.p + i, html.n - i};
        size_t n = rest.n < want.n - k ? rest.n : want.n - k;
        size_t most = rest.n < room - k ? rest.n : room - k;
        size_t same = stop == '"' /* so that each loop knows its set */
                          ? encart__scan_same(rest.p, want.p + k, n, most,
                                              ENCART__SET_ATTR)
                          : encart__scan_same(rest.p, want.p + k, n, most,
                                              ENCART__SET_TEXT);

        i += same;
        k += same;
        if (k == want.n)
            break;
        rest = encart__str_sub(html, i, html.n);
        if (!rest.n)
            return 0;
        if (is_plain(rest) && want.p[k] == rest.p[0]) {
            i++;
            k++;
            continue;
        }
        e = rest.p[0] == '&' ? escape_at(rest, stop) : NULL;
        if (!e || !encart__str_starts(encart__str_sub(want, k, want.n), e->text))
            return 0;
        i += e->written.n;
        k += e->text.n;
    }
    *at = i;
    return i == html.n || html.p[i] == stop;
}
