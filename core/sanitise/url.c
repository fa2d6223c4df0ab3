/* The URL Standard's parser as far as links need it: split, then write canonically.
 * Start reading at encart__url_normalise(). */
#include "core/sanitise/url.h"
#include "core/base/scan.h"
#include "core/base/utf8.h"

/* ---- characters -------------------------------------------------------------------- */

enum {
    SET_ALL = 1,  /* never bare in a URL of ours */
    SET_PATH = 2, /* not in a path */
    SET_USER = 4  /* not in user information */
};

static const uint8_t encode_set[128] = {
    [0x00] = 1, [0x01] = 1, [0x02] = 1, [0x03] = 1, [0x04] = 1, [0x05] = 1, [0x06] = 1,
    [0x07] = 1, [0x08] = 1, [0x09] = 1, [0x0A] = 1, [0x0B] = 1, [0x0C] = 1, [0x0D] = 1,
    [0x0E] = 1, [0x0F] = 1, [0x10] = 1, [0x11] = 1, [0x12] = 1, [0x13] = 1, [0x14] = 1,
    [0x15] = 1, [0x16] = 1, [0x17] = 1, [0x18] = 1, [0x19] = 1, [0x1A] = 1, [0x1B] = 1,
    [0x1C] = 1, [0x1D] = 1, [0x1E] = 1, [0x1F] = 1, [' '] = 1,  ['"'] = 1,  ['<'] = 1,
    ['>'] = 1,  ['`'] = 1,  [0x7F] = 1, ['{'] = 2,  ['}'] = 2,  ['@'] = 4,  ['['] = 4,
    [']'] = 4,  ['^'] = 4,  ['|'] = 4,
};

static void percent(encart__strbuf *out, const char *p, size_t n)
{
    static const char hex[] = "0123456789ABCDEF";

    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)p[i];

        encart__strbuf_putc(out, '%');
        encart__strbuf_putc(out, hex[c >> 4]);
        encart__strbuf_putc(out, hex[c & 15]);
    }
}

/* Spaces, controls and what nobody sees; a character of an invalid sequence too. */
static int is_hidden(uint32_t cp)
{
    return cp < 0xA0 || cp == 0xFFFD || encart__cp_is_space(cp) ||
           encart__cp_is_ignorable(cp);
}

/* The length of what stays as it is: ASCII that is in none of the sets. */
static size_t plain_run(encart__str s, size_t i, int sets)
{
    size_t from = i;

    for (; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];

        if (c >= 0x80 || (encode_set[c] & (sets | SET_ALL)))
            break;
    }
    return i - from;
}

/* Appends with what is in one of `sets` percent-encoded; other characters stay. */
static void encode(encart__strbuf *out, encart__str s, int sets)
{
    size_t i = 0, len;
    uint32_t cp;
    char bytes[4];

    while (i < s.n) {
        len = plain_run(s, i, sets);
        encart__strbuf_add(out, s.p + i, len);
        i += len;
        if (i == s.n)
            return;
        len = 1;
        if ((unsigned char)s.p[i] < 0x80) {
            percent(out, s.p + i, 1);
        } else {
            len = encart__utf8_decode(s.p + i, s.n - i, &cp);
            if (is_hidden(cp))
                percent(out, bytes, encart__utf8_encode(bytes, cp));
            else
                encart__strbuf_add(out, s.p + i, len);
        }
        i += len;
    }
}

static int is_slash(int c)
{
    return c == '/' || c == '\\';
}

static int hex_value(int c)
{
    if (encart__is_digit(c))
        return c - '0';
    c = encart__lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* ---- splitting --------------------------------------------------------------------- */

typedef struct split {
    encart__str scheme; /* as written */
    encart__str rest;   /* path, after the scheme, before "?" */
    encart__str query, fragment;
    int has_query, has_fragment;
} split;

static int is_skipped(char c)
{
    return c == '\t' || c == '\n' || c == '\r';
}

/* Without C0 and space at the ends, TAB, LF and CR anywhere: a slice of `url` when there are
 * none inside, else written to `own`. */
static encart__str clean(encart__str url, encart__strbuf *own)
{
    size_t from = 0, to = url.n, run;

    while (from < to && (unsigned char)url.p[from] <= ' ')
        from++;
    while (to > from && (unsigned char)url.p[to - 1] <= ' ')
        to--;
    for (run = from; run < to && !is_skipped(url.p[run]); run++)
        ;
    if (run == to)
        return encart__str_sub(url, from, to);
    for (size_t i = from; i < to; i++)
        if (!is_skipped(url.p[i]))
            encart__strbuf_putc(own, url.p[i]);
    return encart__strbuf_view(own);
}

/* The length of the scheme without its colon, 0 when there is none. */
static size_t scheme_length(encart__str s)
{
    size_t i = 0;

    if (!s.n || !encart__is_alpha((unsigned char)s.p[0]))
        return 0;
    while (i < s.n && (encart__is_alnum((unsigned char)s.p[i]) || s.p[i] == '+' ||
                       s.p[i] == '-' || s.p[i] == '.'))
        i++;
    return i < s.n && s.p[i] == ':' ? i : 0;
}

/* Cuts off at the first `mark`. */
static int cut(encart__str *s, char mark, encart__str *tail)
{
    const char *at = s->n ? memchr(s->p, mark, s->n) : NULL;
    size_t i;

    *tail = ENCART__STR_EMPTY;
    if (!at)
        return 0;
    i = (size_t)(at - s->p);
    *tail = encart__str_sub(*s, i + 1, s->n);
    s->n = i;
    return 1;
}

static split split_url(encart__str s)
{
    size_t n = scheme_length(s);
    split u = {.scheme = encart__str_sub(s, 0, n)};

    u.rest = n ? encart__str_sub(s, n + 1, s.n) : s;
    u.has_fragment = cut(&u.rest, '#', &u.fragment);
    u.has_query = cut(&u.rest, '?', &u.query);
    return u;
}

typedef struct special {
    encart__str scheme;
    unsigned port;
} special;

/* The schemes whose URLs have a host and where "\" means "/"; NULL for any other. */
static const special *special_of(encart__str scheme)
{
    static const special list[] = {
        {{"http", 4}, 80}, {{"https", 5}, 443}, {{"ftp", 3}, 21},
        {{"ws", 2}, 80},   {{"wss", 3}, 443},   {{"file", 4}, 0},
    };

    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        if (encart__str_ieq(scheme, list[i].scheme))
            return &list[i];
    return NULL;
}

static size_t leading_slashes(encart__str s)
{
    size_t i = 0;

    while (i < s.n && is_slash(s.p[i]))
        i++;
    return i;
}

/* ---- writing ----------------------------------------------------------------------- */

/* Offsets into the output, since it moves while it grows. */
typedef struct mark {
    size_t from, to;
} mark;

typedef struct writer {
    encart__strbuf *out;
    mark scheme, user, host, port, path, query, fragment;
    int has_authority, has_query, has_fragment;
} writer;

static mark mark_from(const writer *w, size_t from)
{
    return (mark){from, w->out->size};
}

static void write_scheme(writer *w, encart__str scheme)
{
    for (size_t i = 0; i < scheme.n; i++)
        encart__strbuf_putc(w->out, (char)encart__lower((unsigned char)scheme.p[i]));
    w->scheme = mark_from(w, 0);
    encart__strbuf_putc(w->out, ':');
}

/* Percent-decoded and in lower case. */
static void decode_host(encart__str s, encart__strbuf *out)
{
    for (size_t i = 0; i < s.n; i++) {
        int c = (unsigned char)s.p[i];

        if (c == '%' && i + 2 < s.n && hex_value((unsigned char)s.p[i + 1]) >= 0 &&
            hex_value((unsigned char)s.p[i + 2]) >= 0) {
            c = hex_value((unsigned char)s.p[i + 1]) * 16 +
                hex_value((unsigned char)s.p[i + 2]);
            i += 2;
        }
        encart__strbuf_putc(out, (char)encart__lower(c));
    }
}

static int host_is_good(encart__str s)
{
    size_t len;
    uint32_t cp;

    for (size_t i = 0; i < s.n; i += len) {
        unsigned char c = (unsigned char)s.p[i];

        len = 1;
        if (c < 0x80) {
            if (c <= ' ' || c == 0x7F || strchr("#/:<>?@[\\]^`{|}%\"", c))
                return 0;
            continue;
        }
        len = encart__utf8_decode(s.p + i, s.n - i, &cp);
        if (is_hidden(cp))
            return 0;
    }
    return s.n > 0;
}

static int ipv6_is_good(encart__str s)
{
    for (size_t i = 1; i + 1 < s.n; i++)
        if (hex_value((unsigned char)s.p[i]) < 0 && s.p[i] != ':' && s.p[i] != '.')
            return 0;
    return s.n > 3 && s.p[s.n - 1] == ']';
}

static int write_host(writer *w, encart__str s, int may_be_empty)
{
    size_t from = w->out->size;
    encart__str made;

    if (s.n && s.p[0] == '[') {
        for (size_t i = 0; i < s.n; i++)
            encart__strbuf_putc(w->out, (char)encart__lower((unsigned char)s.p[i]));
        w->host = mark_from(w, from);
        return ipv6_is_good(s);
    }
    decode_host(s, w->out);
    w->host = mark_from(w, from);
    made = encart__str_sub(encart__strbuf_view(w->out), from, w->out->size);
    return host_is_good(made) || (may_be_empty && !s.n);
}

/* False when it is no port. The scheme's own port, or an empty one, is not written. */
static int write_port(writer *w, encart__str s, unsigned own)
{
    unsigned port = 0;
    size_t from;

    for (size_t i = 0; i < s.n; i++) {
        if (!encart__is_digit((unsigned char)s.p[i]))
            return 0;
        port = port * 10 + (unsigned)(s.p[i] - '0');
        if (port > 65535)
            return 0;
    }
    if (!s.n || (own && port == own))
        return 1;
    encart__strbuf_putc(w->out, ':');
    from = w->out->size;
    encart__strbuf_int(w->out, port);
    w->port = mark_from(w, from);
    return 1;
}

/* Where the last `c` of `s` stands; (size_t)-1 for nowhere. */
static size_t last_of(encart__str s, char c)
{
    size_t i = s.n;

    while (i > 0 && s.p[i - 1] != c)
        i--;
    return i - 1;
}

/* "//" user "@" host ":" port. */
static int write_authority(writer *w, encart__str s, const special *sp)
{
    size_t at = last_of(s, '@'), colon, from;
    int file = sp && !sp->port;
    encart__str port = ENCART__STR_EMPTY;

    encart__strbuf_puts(w->out, "//");
    w->has_authority = 1;
    if (at != (size_t)-1) {
        if (at > 0) {
            from = w->out->size;
            encode(w->out, encart__str_sub(s, 0, at), SET_PATH | SET_USER);
            w->user = mark_from(w, from);
            encart__strbuf_putc(w->out, '@');
        }
        s = encart__str_sub(s, at + 1, s.n);
    }
    colon = last_of(s, ':');
    if (colon != (size_t)-1 && !memchr(s.p + colon, ']', s.n - colon)) {
        port = encart__str_sub(s, colon + 1, s.n);
        s = encart__str_sub(s, 0, colon);
    }
    return write_host(w, s, file) && write_port(w, port, sp ? sp->port : 0);
}

/* "." or "..", also spelt with %2e: how many dots; 0 for any other segment. */
static int dots(encart__str s)
{
    int count = 0;

    while (s.n && count < 3) {
        size_t len = s.p[0] == '.' ? 1 : 0;

        if (!len && s.n >= 3 && s.p[0] == '%' && s.p[1] == '2' &&
            encart__lower(s.p[2]) == 'e')
            len = 3;
        if (!len)
            return 0;
        s = encart__str_sub(s, len, s.n);
        count++;
    }
    return count < 3 ? count : 0;
}

static void pop_segment(writer *w)
{
    size_t size = w->out->size;

    while (size > w->path.from && w->out->data[size - 1] != '/')
        size--;
    encart__strbuf_truncate(w->out, size > w->path.from ? size - 1 : w->path.from);
}

/* Appends the segments of `s` to the path, each with "/" before it, dots resolved. */
static void write_segments(writer *w, encart__str s)
{
    size_t i = 0, from;
    int last = 0, count;
    encart__str segment;

    while (!last && !w->out->failed) {
        for (from = i; i < s.n && !is_slash(s.p[i]); i++)
            ;
        segment = encart__str_sub(s, from, i);
        last = i++ == s.n;
        count = dots(segment);
        if (count == 2)
            pop_segment(w);
        if (count == 0 || last)
            encart__strbuf_putc(w->out, '/');
        if (count == 0)
            encode(w->out, segment, SET_PATH);
    }
}

/* A path that stays relative, or has no host: its segments as they are. */
static void write_path_as_is(writer *w, encart__str s)
{
    size_t from = 0;

    for (size_t i = 0; i <= s.n; i++) {
        if (i < s.n && !is_slash(s.p[i]))
            continue;
        encode(w->out, encart__str_sub(s, from, i), SET_PATH);
        if (i < s.n)
            encart__strbuf_putc(w->out, '/');
        from = i + 1;
    }
}

static void write_tail(writer *w, const split *u)
{
    size_t from = w->out->size;

    w->path.to = from;
    w->has_query = u->has_query;
    w->has_fragment = u->has_fragment;
    if (u->has_query) {
        encart__strbuf_putc(w->out, '?');
        encode(w->out, u->query, 0);
        w->query = mark_from(w, from + 1);
    }
    from = w->out->size;
    if (u->has_fragment) {
        encart__strbuf_putc(w->out, '#');
        encode(w->out, u->fragment, 0);
        w->fragment = mark_from(w, from + 1);
    }
}

/* ---- the kinds of URL -------------------------------------------------------------- */

/* mailto:, tel:, data:, javascript:, anything with a path of its own kind. */
static int write_opaque(writer *w, const split *u)
{
    write_scheme(w, u->scheme);
    w->path.from = w->out->size;
    encode(w->out, u->rest, 0);
    write_tail(w, u);
    return 1;
}

/* After the slashes: host, then path. `sp` NULL: the scheme is the page's. */
static int write_hosted(writer *w, const split *u, encart__str rest, const special *sp)
{
    size_t i = 0;

    while (i < rest.n && !is_slash(rest.p[i]))
        i++;
    if (!write_authority(w, encart__str_sub(rest, 0, i), sp))
        return 0;
    w->path.from = w->out->size;
    write_segments(w, encart__str_sub(rest, i < rest.n ? i + 1 : i, rest.n));
    write_tail(w, u);
    return 1;
}

/* A file's host may be empty, so only two slashes belong to it. */
static encart__str after_slashes(encart__str rest, const special *sp)
{
    size_t n = leading_slashes(rest);

    if (sp && !sp->port && n > 2)
        n = 2;
    return encart__str_sub(rest, n, rest.n);
}

static int write_absolute(writer *w, const split *u, const special *sp)
{
    write_scheme(w, u->scheme);
    return write_hosted(w, u, after_slashes(u->rest, sp), sp);
}

/* Nothing to resolve against. */
static int write_relative(writer *w, const split *u)
{
    if (leading_slashes(u->rest) >= 2)
        return write_hosted(w, u, after_slashes(u->rest, NULL), NULL);
    write_path_as_is(w, u->rest);
    write_tail(w, u);
    return 1;
}

/* Copies scheme, authority and, for want of an own one, path and query of the base, whose
 * canonical spelling is `b`. */
static void write_resolved_path(writer *w, split *u, const encart__url *b)
{
    size_t n = b->path.n;

    w->path.from = w->out->size;
    if (!u->rest.n) {
        encart__strbuf_str(w->out, b->path);
        if (!u->has_query) {
            u->has_query = b->has_query;
            u->query = b->query;
        }
        return;
    }
    if (is_slash(u->rest.p[0])) {
        write_segments(w, encart__str_sub(u->rest, 1, u->rest.n));
        return;
    }
    while (n > 0 && b->path.p[n - 1] != '/')
        n--;
    encart__strbuf_add(w->out, b->path.p, n ? n - 1 : 0);
    write_segments(w, u->rest);
}

static int write_resolved(writer *w, split *u, const encart__url *b)
{
    const special *sp = special_of(b->scheme);

    write_scheme(w, b->scheme);
    if (leading_slashes(u->rest) >= 2)
        return write_hosted(w, u, after_slashes(u->rest, sp), sp);
    encart__strbuf_puts(w->out, "//");
    w->has_authority = 1;
    if (b->user.n) {
        w->user.from = w->out->size;
        encart__strbuf_str(w->out, b->user);
        w->user.to = w->out->size;
        encart__strbuf_putc(w->out, '@');
    }
    w->host.from = w->out->size;
    encart__strbuf_str(w->out, b->host);
    w->host.to = w->out->size;
    if (b->port.n) {
        encart__strbuf_putc(w->out, ':');
        w->port.from = w->out->size;
        encart__strbuf_str(w->out, b->port);
        w->port.to = w->out->size;
    }
    write_resolved_path(w, u, b);
    write_tail(w, u);
    return 1;
}

/* `base` NULL: none, or none that relative URLs can be resolved against. */
static int write_url(writer *w, encart__str cleaned, const encart__url *base)
{
    split u = split_url(cleaned);
    const special *sp = special_of(u.scheme);

    if (u.scheme.n && !sp)
        return write_opaque(w, &u);
    /* "https:page" on an https page is a relative URL, in every browser. */
    if (sp && base && leading_slashes(u.rest) < 2 &&
        encart__str_ieq(u.scheme, base->scheme))
        return write_resolved(w, &u, base);
    if (sp)
        return write_absolute(w, &u, sp);
    return base ? write_resolved(w, &u, base) : write_relative(w, &u);
}

static encart__str slice(const encart__strbuf *out, mark m)
{
    return m.to > m.from ? encart__str_sub(encart__strbuf_view(out), m.from, m.to)
                         : ENCART__STR_EMPTY;
}

static int normalise(encart__str url, const encart__url *base, encart__strbuf *out,
                     encart__url *parts)
{
    writer w = {.out = out};
    encart__strbuf cleaned;
    int good;

    encart__strbuf_clear(out);
    encart__strbuf_init(&cleaned, out->alloc, out->max);
    good = write_url(&w, clean(url, &cleaned), base) && !cleaned.failed;
    if (cleaned.failed && !out->failed)
        out->failed = cleaned.failed;
    encart__strbuf_free(&cleaned);
    *parts = (encart__url){
        slice(out, w.scheme),   slice(out, w.user), slice(out, w.host),
        slice(out, w.port),     slice(out, w.path), slice(out, w.query),
        slice(out, w.fragment), w.has_authority,    w.has_query,
        w.has_fragment,
    };
    return good && !out->failed;
}

/* ---- what is canonical already ----------------------------------------------------- */

static int is_host_char(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
}

/* The first byte from `i` on that must be encoded, or is `end`. */
static size_t skip_plain(encart__str s, size_t i, char end)
{
    for (; i < s.n && s.p[i] != end; i++) {
        unsigned char c = (unsigned char)s.p[i];

        if (c >= 0x80 || (encode_set[c] & SET_ALL))
            break;
    }
    return i;
}

#ifdef ENCART__SCAN_SSE2
/* Which of 16 bytes are letters, digits or one of - . / _ */
static unsigned plain16(const char *p)
{
    __m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);
    __m128i low = _mm_or_si128(v, _mm_set1_epi8(0x20));
    __m128i letter = _mm_and_si128(_mm_cmpgt_epi8(low, _mm_set1_epi8('a' - 1)),
                                   _mm_cmplt_epi8(low, _mm_set1_epi8('z' + 1)));
    __m128i other = _mm_and_si128(_mm_cmpgt_epi8(v, _mm_set1_epi8('-' - 1)),
                                  _mm_cmplt_epi8(v, _mm_set1_epi8('9' + 1)));

    other = _mm_or_si128(other, encart__scan_is(v, '_'));
    return (unsigned)_mm_movemask_epi8(_mm_or_si128(letter, other));
}

/* Whether "/." stands in the 16 bytes and the one before them. */
static int dots16(const char *p)
{
    __m128i dot = _mm_set1_epi8('.'), slash = _mm_set1_epi8('/');
    __m128i at = _mm_loadu_si128((const __m128i *)(const void *)p);
    __m128i before = _mm_loadu_si128((const __m128i *)(const void *)(p - 1));

    return _mm_movemask_epi8(
               _mm_and_si128(_mm_cmpeq_epi8(at, dot), _mm_cmpeq_epi8(before, slash))) != 0;
}

/* From a path's first "/" on: whole blocks of plain bytes, up to the last "/" in them. */
static size_t skip_blocks(encart__str s, size_t i)
{
    size_t at = i + 1;

    while (s.n - at >= 16 && plain16(s.p + at) == 0xFFFF && !dots16(s.p + at))
        at += 16;
    while (at > i + 1 && (at == s.n || s.p[at] != '/'))
        at--;
    return at > i + 1 ? at : i;
}
#else
static size_t skip_blocks(encart__str s, size_t i)
{
    (void)s;
    return i;
}
#endif

/* After the host: segments of which none is of dots, in any spelling. */
static size_t skip_plain_path(encart__str s, size_t i)
{
    i = skip_blocks(s, i);
    while (i < s.n && s.p[i] == '/') {
        if (++i < s.n && (s.p[i] == '.' || s.p[i] == '%'))
            return i;
        for (; i < s.n && s.p[i] != '/'; i++) {
            unsigned char c = (unsigned char)s.p[i];

            if (c >= 0x80 || (encode_set[c] & (SET_PATH | SET_ALL)) || c == '\\' ||
                c == '?' || c == '#')
                return i;
        }
    }
    return i;
}

/* Most URLs of articles are written as we would: http(s), host, path, nothing to change.
 * Their parts are slices of `url` then. False when it must be read properly. */
static int read_plain(encart__str url, encart__url *u)
{
    size_t colon = encart__str_starts(url, ENCART__STR("https://"))  ? 5
                   : encart__str_starts(url, ENCART__STR("http://")) ? 4
                                                                     : 0;
    size_t host = colon + 3, path = host, i;

    if (!colon)
        return 0;
    while (path < url.n && is_host_char((unsigned char)url.p[path]))
        path++;
    if (path == host || path == url.n || url.p[path] != '/')
        return 0;
    i = skip_plain_path(url, path);
    *u = (encart__url){encart__str_sub(url, 0, colon),
                       ENCART__STR_EMPTY,
                       encart__str_sub(url, host, path),
                       ENCART__STR_EMPTY,
                       encart__str_sub(url, path, i),
                       ENCART__STR_EMPTY,
                       ENCART__STR_EMPTY,
                       1,
                       0,
                       0};
    if (i < url.n && url.p[i] == '?') {
        size_t from = i + 1;

        i = skip_plain(url, from, '#');
        u->query = encart__str_sub(url, from, i);
        u->has_query = 1;
    }
    if (i < url.n && url.p[i] == '#') {
        size_t from = i + 1;

        i = skip_plain(url, from, '\0');
        u->fragment = encart__str_sub(url, from, i);
        u->has_fragment = 1;
    }
    return i == url.n;
}

static void rebase(encart__str *s, const char *from, const char *to)
{
    if (s->n)
        s->p = to + (s->p - from);
}

/* Writes the URL as it is; its parts become slices of the copy. */
static int copy_plain(encart__str url, encart__strbuf *out, encart__url *u)
{
    const char *to;

    encart__strbuf_clear(out);
    encart__strbuf_str(out, url);
    to = encart__strbuf_z(out);
    rebase(&u->scheme, url.p, to);
    rebase(&u->host, url.p, to);
    rebase(&u->path, url.p, to);
    rebase(&u->query, url.p, to);
    rebase(&u->fragment, url.p, to);
    return !out->failed;
}

int encart__url_normalise(encart__str url, encart__str base, encart__strbuf *out,
                          encart__url *parts)
{
    encart__url ignored, base_parts;
    encart__strbuf base_out;
    int hierarchical, good;

    if (!parts)
        parts = &ignored;
    if (read_plain(url, parts))
        return copy_plain(url, out, parts);
    encart__strbuf_init(&base_out, out->alloc, out->max);
    hierarchical = base.n && normalise(base, NULL, &base_out, &base_parts) &&
                   base_parts.has_authority && base_parts.scheme.n;
    good = normalise(url, hierarchical ? &base_parts : NULL, out, parts);
    if (base_out.failed && !out->failed)
        out->failed = base_out.failed;
    encart__strbuf_free(&base_out);
    return good && !out->failed;
}

void encart__url_scheme(encart__str url, char scheme[32])
{
    size_t from = 0, n = 0;

    while (from < url.n && (unsigned char)url.p[from] <= ' ')
        from++;
    for (scheme[0] = '\0'; from < url.n; from++) {
        int c = (unsigned char)url.p[from];

        if (c == '\t' || c == '\n' || c == '\r')
            continue;
        if (c == ':') {
            scheme[n] = '\0';
            return;
        }
        if (!(encart__is_alpha(c) ||
              (n && (encart__is_digit(c) || c == '+' || c == '-' || c == '.'))))
            break;
        if (n < 31)
            scheme[n++] = (char)encart__lower(c);
    }
    scheme[0] = '\0';
}
