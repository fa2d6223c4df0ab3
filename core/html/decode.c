/* Bytes to clean UTF-8. Whatever the encoding, the last step is decode_clean(). */
#include "core/html/decode.h"
#include "core/base/error.h"
#include "core/base/limits.h"
#include "core/base/scan.h"
#include "core/base/utf8.h"
#include "core/html/charset.h"

#include <errno.h>
#include <iconv.h>

#define REPLACEMENT "\xEF\xBF\xBD"
#define UTF8_BOM "\xEF\xBB\xBF"

typedef struct repairs {
    size_t count;
    size_t first; /* where the first stands, as an offset into the output */
} repairs;

static void replace(encart__strbuf *out, repairs *r)
{
    if (r->count++ == 0)
        r->first = out->size;
    encart__strbuf_puts(out, REPLACEMENT);
}

/* At CR, a control or a bad sequence, where run_length() ends. Returns its length. */
static size_t odd(encart__str s, encart__strbuf *out, repairs *r)
{
    uint32_t cp;

    if (s.p[0] == '\r') {
        encart__strbuf_putc(out, '\n');
        return s.n > 1 && s.p[1] == '\n' ? 2 : 1;
    }
    replace(out, r);
    return encart__utf8_decode(s.p, s.n, &cp);
}

/* The length of the valid sequence that begins at u[0] >= 0x80, 0 when there is none.
 * What European text is full of is looked at here, the rest by encart__utf8_decode(). */
static inline size_t sequence(const unsigned char *u, size_t n)
{
    uint32_t cp;
    size_t len;

    if (n > 1 && u[0] >= 0xC2 && u[0] < 0xE0)
        return (u[1] & 0xC0) == 0x80 ? 2 : 0;
    if (n > 2 && u[0] > 0xE0 && u[0] < 0xED)
        return (u[1] & 0xC0) == 0x80 && (u[2] & 0xC0) == 0x80 ? 3 : 0;
    len = encart__utf8_decode((const char *)u, n, &cp);
    return cp != 0xFFFD || (len == 3 && memcmp(u, REPLACEMENT, 3) == 0) ? len : 0;
}

/* Runs end at CR, a control or a bad sequence; valid sequences go on within them. */
static size_t run_length(encart__str s)
{
    size_t i = 0, len;

    for (;;) {
        i += encart__scan(s.p + i, s.n - i, ENCART__SET_UNDECODED);
        if (i == s.n || (unsigned char)s.p[i] < 0x80)
            return i;
        while (i < s.n && (unsigned char)s.p[i] >= 0x80) {
            len = sequence((const unsigned char *)s.p + i, s.n - i);
            if (!len)
                return i;
            i += len;
        }
    }
}

#ifdef ENCART__SCAN_SSE2
static unsigned between(__m128i v, int low, int high)
{
    return (unsigned)_mm_movemask_epi8(
        _mm_and_si128(_mm_cmpgt_epi8(v, _mm_set1_epi8((char)(low - 1))),
                      _mm_cmplt_epi8(v, _mm_set1_epi8((char)(high + 1)))));
}

/* Whether a block that holds more than ASCII is made of sequences of two or three bytes
 * whose first byte allows any continuation. A bit for each byte: those that must be
 * continuations are those that are, whatever the text, without a branch. `*due`: the
 * continuations that this block begins with; then those that the next one does. */
static int is_usual(__m128i v, unsigned high, unsigned *due)
{
    unsigned next = /* 80 to BF */
        (unsigned)_mm_movemask_epi8(_mm_cmplt_epi8(v, _mm_set1_epi8(-64)));
    unsigned two = between(v, 0xC2 - 256, 0xDF - 256);
    unsigned three = /* not E0, ED */
        between(v, 0xE1 - 256, 0xEC - 256) | between(v, 0xEE - 256, 0xEF - 256);
    unsigned want = (two | three) << 1 | three << 2 | *due;

    *due = want >> 16;
    return (want & 0xFFFF) == next && (next | two | three) == high;
}

/* The length of what is plain ASCII and such sequences, in blocks of 16 bytes. */
static size_t usual_blocks(encart__str s)
{
    unsigned due = 0;
    size_t i = 0;

    for (; s.n - i >= 16; i += 16) {
        __m128i v = _mm_loadu_si128((const __m128i *)(const void *)(s.p + i));
        unsigned high = (unsigned)_mm_movemask_epi8(v), before = due;

        if (_mm_movemask_epi8(encart__scan_control(v)))
            break;
        if ((high | due) && !is_usual(v, high, &due)) {
            due = before;
            break;
        }
    }
    while (i && due) { /* the sequence that the last block cut */
        i--;
        due = (unsigned char)s.p[i] < 0xC0;
    }
    return i;
}
#else
static size_t usual_blocks(encart__str s)
{
    (void)s;
    return 0;
}
#endif

int encart__is_decoded(encart__str bytes)
{
    size_t i;

    if (encart__str_starts(bytes, ENCART__STR(UTF8_BOM)))
        return 0;
    i = usual_blocks(bytes);
    return run_length(encart__str_sub(bytes, i, bytes.n)) == bytes.n - i;
}

static void decode_clean(encart__str s, encart__strbuf *out, repairs *r)
{
    if (encart__str_starts(s, ENCART__STR(UTF8_BOM)))
        s = encart__str_sub(s, 3, s.n);
    encart__strbuf_reserve(out, s.n);
    while (s.n && !out->failed) {
        size_t run = run_length(s);

        encart__strbuf_add(out, s.p, run);
        s = encart__str_sub(s, run, s.n);
        if (s.n)
            s = encart__str_sub(s, odd(s, out, r), s.n);
    }
}

void encart__decode_utf8(encart__str bytes, encart__strbuf *out, size_t *replaced)
{
    repairs r = {0, 0};

    decode_clean(bytes, out, &r);
    if (replaced)
        *replaced = r.count;
}

/* ---- other encodings, to UTF-8 that may still hold CR and controls ----------------- */

/* windows-1252, whose five holes are C1 controls, as browsers read them. */
static void from_windows1252(encart__str s, encart__strbuf *out)
{
    static const uint16_t high[32] = {
        0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
        0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,   0x017D, 0x8F,
        0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
        0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178,
    };

    for (size_t i = 0; i < s.n && !out->failed; i++) {
        unsigned char c = (unsigned char)s.p[i];

        if (c < 0x80)
            encart__strbuf_putc(out, (char)c);
        else
            encart__strbuf_utf8(out, c < 0xA0 ? high[c - 0x80] : c);
    }
}

static uint32_t unit_at(encart__str s, size_t i, int big)
{
    unsigned char a = (unsigned char)s.p[i], b = (unsigned char)s.p[i + 1];

    return big ? (uint32_t)a << 8 | b : (uint32_t)b << 8 | a;
}

static void from_utf16(encart__str s, int big, encart__strbuf *out, repairs *r)
{
    size_t i = 0;

    while (i + 1 < s.n && !out->failed) {
        uint32_t u = unit_at(s, i, big), low = i + 3 < s.n ? unit_at(s, i + 2, big) : 0;

        i += 2;
        if (u >= 0xD800 && u < 0xDC00 && low >= 0xDC00 && low < 0xE000) {
            encart__strbuf_utf8(out, 0x10000 + ((u - 0xD800) << 10) + (low - 0xDC00));
            i += 2;
        } else if (u >= 0xD800 && u < 0xE000) {
            replace(out, r);
        } else {
            encart__strbuf_utf8(out, u);
        }
    }
    if (i < s.n)
        replace(out, r);
}

/* One call of iconv. False when the input is used up. */
static int convert_some(iconv_t cd, char **in, size_t *left, encart__strbuf *out,
                        repairs *r)
{
    char chunk[4096], *to = chunk;
    size_t room = sizeof chunk, before = *left;
    size_t status = iconv(cd, in, left, &to, &room);
    int error = errno;

    encart__strbuf_add(out, chunk, sizeof chunk - room);
    if (status != (size_t)-1)
        return 0;
    if (error == E2BIG && *left < before)
        return 1;
    replace(out, r); /* bad or cut off: one byte is given up */
    if (*left) {
        ++*in;
        --*left;
    }
    return *left > 0;
}

/* False when this iconv does not know the encoding. */
static int from_iconv(encart__str s, const char *name, encart__strbuf *out, repairs *r)
{
    iconv_t cd = iconv_open("UTF-8", name);
    char *in, tail[64], *to = tail;
    size_t left = s.n, room = sizeof tail;

    if (cd == (iconv_t)-1)
        return 0;
    memcpy(&in, &s.p, sizeof in); /* iconv does not write there; its type cannot say so */
    while (left && !out->failed && convert_some(cd, &in, &left, out, r))
        ;
    if (iconv(cd, NULL, NULL, &to, &room) != (size_t)-1)
        encart__strbuf_add(out, tail, sizeof tail - room);
    iconv_close(cd);
    return 1;
}

/* ---- choosing ---------------------------------------------------------------------- */

typedef struct choice {
    const encart__encoding *encoding;
    const char *by;      /* for the diagnostic */
    encart__str unknown; /* a label that nobody knows */
    int converted;       /* the bytes were made UTF-8 first */
} choice;

static const encart__encoding *by_bom(encart__str s)
{
    if (encart__str_starts(s, ENCART__STR(UTF8_BOM)))
        return &encart__utf8;
    if (encart__str_starts(s, ENCART__STR("\xFF\xFE")))
        return &encart__utf16le;
    return encart__str_starts(s, ENCART__STR("\xFE\xFF")) ? &encart__utf16be : NULL;
}

static const encart__encoding *by_bytes(encart__str s)
{
    return encart__utf8_valid(s) == s.n ? &encart__utf8 : &encart__windows1252;
}

static choice choose(encart__str bytes, encart__str charset)
{
    choice c = {by_bom(bytes), "its byte order mark", ENCART__STR_EMPTY, 0};
    encart__str label;

    if (c.encoding)
        return c;
    c.by = "the caller";
    c.encoding = charset.n ? encart__encoding_of(charset) : NULL;
    if (c.encoding)
        return c;
    c.unknown = charset;
    label = encart__charset_declared(bytes);
    c.by = "the page";
    c.encoding = label.n ? encart__encoding_declared(label) : NULL;
    if (c.encoding)
        return c;
    if (label.n)
        c.unknown = label;
    c.by = "its bytes";
    c.encoding = by_bytes(bytes);
    return c;
}

/* A label from the input, fit for a message: ASCII, short. */
static void printable(encart__str s, char out[33])
{
    size_t n = s.n < 32 ? s.n : 32;

    for (size_t i = 0; i < n; i++)
        out[i] = s.p[i] >= 0x20 && s.p[i] < 0x7F ? s.p[i] : '?';
    out[n] = '\0';
}

static void tell_choice(encart__diags *diags, const choice *c)
{
    char label[33];

    if (!diags)
        return;
    if (c->unknown.n) {
        printable(c->unknown, label);
        encart__diag_add(diags, ENCART__WARNING, "charset",
                         "the charset \"%s\" is not known; read as %s", label,
                         c->encoding->name);
    } else if (c->encoding != &encart__utf8) {
        encart__diag_add(diags, ENCART__NOTE, "charset", "read as %s, by %s",
                         c->encoding->name, c->by);
    }
}

/* `first`: the line of the first repair. */
static void tell_repairs(encart__diags *diags, size_t count, uint32_t first)
{
    const char *many = count == 1 ? "" : "s";
    encart__diag *d;

    if (!diags || !count)
        return;
    d = encart__diag_add(diags, ENCART__WARNING, "bad-bytes",
                         "%zu bad byte sequence%s or control%s became U+FFFD", count,
                         many, many);
    if (d)
        d->line = first;
}

static uint32_t first_line(const repairs *r, encart__str text)
{
    uint32_t line = 0, column;

    if (r->count)
        encart__line_of(text, r->first, &line, &column);
    return line;
}

/* To UTF-8 in `raw`, unless the bytes turn out to be UTF-8 already. */
static void convert(encart__str bytes, choice *c, encart__strbuf *raw, repairs *r)
{
    const encart__encoding *e = c->encoding;

    c->converted = 1;
    if (e == &encart__utf16le || e == &encart__utf16be) {
        from_utf16(bytes, e == &encart__utf16be, raw, r);
        return;
    }
    if (e->iconv && from_iconv(bytes, e->iconv, raw, r))
        return;
    if (e->iconv) { /* known by name, but its module is not installed */
        c->unknown = encart__str_z(e->name);
        c->encoding = by_bytes(bytes);
    }
    if (c->encoding == &encart__utf8)
        c->converted = 0;
    else
        from_windows1252(bytes, raw);
}

/* The name of an encoding, cut to what the caller has room for. */
static void give_name(const encart__encoding *e, char name[32])
{
    size_t i = 0;

    for (; i < 31 && e->name[i]; i++)
        name[i] = e->name[i];
    name[i] = '\0';
}

int encart__decode(encart__str bytes, encart__str charset, encart__strbuf *out,
                   char name[32], encart__diags *diags, encart_error *err)
{
    choice c = choose(bytes, charset);
    repairs r = {0, 0}, clean = {0, 0};
    size_t start = out->size;
    uint32_t line, clean_line;
    encart__strbuf raw;

    encart__strbuf_init(&raw, out->alloc, out->max);
    if (c.encoding != &encart__utf8)
        convert(bytes, &c, &raw, &r);
    line = first_line(&r, encart__strbuf_view(&raw));
    decode_clean(c.converted ? encart__strbuf_view(&raw) : bytes, out, &clean);
    if (raw.failed)
        out->failed = raw.failed;
    encart__strbuf_free(&raw);
    give_name(c.encoding, name);
    if (out->failed)
        return encart__error_status(err, out->failed, ENCART_STAGE_LOAD);
    tell_choice(diags, &c);
    clean.first -= clean.count ? start : 0;
    clean_line =
        first_line(&clean, encart__str_sub(encart__strbuf_view(out), start, out->size));
    if (!line || (clean_line && clean_line < line))
        line = clean_line;
    tell_repairs(diags, r.count + clean.count, line);
    return ENCART_OK;
}

/* ---- what is no text at all -------------------------------------------------------- */

const char *encart__looks_binary(encart__str bytes)
{
    static const struct {
        encart__str magic;
        const char *name;
    } kinds[] = {
        {{"%PDF-", 5}, "PDF"},
        {{"\x89PNG\r\n\x1A\n", 8}, "PNG"},
        {{"\xFF\xD8\xFF", 3}, "JPEG"},
        {{"GIF87a", 6}, "GIF"},
        {{"GIF89a", 6}, "GIF"},
        {{"PK\x03\x04", 4}, "ZIP"},
        {{"\x1F\x8B", 2}, "gzip"},
        {{"\x7F"
          "ELF",
          4},
         "ELF"},
        {{"SQLite format 3", 15}, "SQLite"},
    };
    const encart__encoding *bom = by_bom(bytes);

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (encart__str_starts(bytes, kinds[i].magic))
            return kinds[i].name;
    if (bom && bom != &encart__utf8)
        return NULL;
    return bytes.n && memchr(bytes.p, 0, bytes.n < 8192 ? bytes.n : 8192) ? "binary data"
                                                                          : NULL;
}
