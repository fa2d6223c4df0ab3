/* Labels by binary search; the prescan by the steps of the standard, over 1024 bytes. */
#include "core/html/charset.h"

#include <stdint.h>

enum { PRESCAN = 1024 };

enum {
#define ENCODING(id, name, iconv) ENCODING_##id,
#include "core/html/labels.def"
#undef ENCODING
    ENCODING_COUNT
};

static const encart__encoding encodings[ENCODING_COUNT] = {
#define ENCODING(id, name, iconv) {name, iconv},
#include "core/html/labels.def"
#undef ENCODING
};

static const struct {
    encart__str label;
    uint8_t encoding;
} labels[] = {
#define LABEL(label, id) {{label, sizeof label - 1}, ENCODING_##id},
#include "core/html/labels.def"
#undef LABEL
};

const encart__encoding encart__utf8 = {"utf-8", NULL};
const encart__encoding encart__windows1252 = {"windows-1252", NULL};
const encart__encoding encart__utf16le = {"utf-16le", NULL};
const encart__encoding encart__utf16be = {"utf-16be", NULL};

/* The encodings that decode.c reads itself are known to it by address. */
static const encart__encoding *shared(size_t i)
{
    switch (i) {
    case ENCODING_UTF_8:
        return &encart__utf8;
    case ENCODING_WINDOWS_1252:
        return &encart__windows1252;
    case ENCODING_UTF_16LE:
        return &encart__utf16le;
    case ENCODING_UTF_16BE:
        return &encart__utf16be;
    default:
        return &encodings[i];
    }
}

const encart__encoding *encart__encoding_of(encart__str label)
{
    size_t low = 0, high = sizeof labels / sizeof *labels;
    char lower[32];

    label = encart__str_trim(label);
    if (label.n >= sizeof lower)
        return NULL;
    for (size_t i = 0; i < label.n; i++)
        lower[i] = (char)encart__lower((unsigned char)label.p[i]);
    while (low < high) {
        size_t mid = (low + high) / 2;
        int c = encart__str_cmp((encart__str){lower, label.n}, labels[mid].label);

        if (c == 0)
            return shared(labels[mid].encoding);
        if (c < 0)
            high = mid;
        else
            low = mid + 1;
    }
    return NULL;
}

const encart__encoding *encart__encoding_declared(encart__str label)
{
    const encart__encoding *e = encart__encoding_of(label);

    return e == &encart__utf16le || e == &encart__utf16be ? &encart__utf8 : e;
}

/* ---- the prescan ------------------------------------------------------------------- */

typedef struct scan {
    const char *p;
    size_t i, n;
} scan;

static int at(const scan *s, size_t ahead)
{
    return s->i + ahead < s->n ? (unsigned char)s->p[s->i + ahead] : -1;
}

static int looking_at(const scan *s, encart__str word)
{
    return s->n - s->i >= word.n &&
           encart__str_ieq(encart__str_n(s->p + s->i, word.n), word);
}

static void skip_past(scan *s, encart__str mark)
{
    size_t found = encart__str_find(encart__str_n(s->p + s->i, s->n - s->i), mark);

    s->i = found == (size_t)-1 ? s->n : s->i + found + mark.n;
}

static void skip_space(scan *s)
{
    while (s->i < s->n && encart__is_space(at(s, 0)))
        s->i++;
}

static encart__str quoted_value(scan *s, int quote)
{
    size_t from = ++s->i, to;

    while (s->i < s->n && at(s, 0) != quote)
        s->i++;
    to = s->i;
    s->i += s->i < s->n;
    return encart__str_n(s->p + from, to - from);
}

static encart__str attr_value(scan *s)
{
    size_t from;

    skip_space(s);
    if (at(s, 0) == '"' || at(s, 0) == '\'')
        return quoted_value(s, at(s, 0));
    from = s->i;
    while (s->i < s->n && !encart__is_space(at(s, 0)) && at(s, 0) != '>')
        s->i++;
    return encart__str_n(s->p + from, s->i - from);
}

/* "Get an attribute": false at the end of the tag. */
static int attribute(scan *s, encart__str *name, encart__str *value)
{
    size_t from, to;

    while (s->i < s->n && (encart__is_space(at(s, 0)) || at(s, 0) == '/'))
        s->i++;
    if (s->i >= s->n || at(s, 0) == '>')
        return 0;
    from = s->i++;
    while (s->i < s->n && !encart__is_space(at(s, 0)) && !strchr("=/>", at(s, 0)))
        s->i++;
    to = s->i;
    *name = encart__str_n(s->p + from, to - from);
    *value = ENCART__STR_EMPTY;
    skip_space(s);
    if (at(s, 0) != '=') {
        s->i = to;
        return 1;
    }
    s->i++;
    *value = attr_value(s);
    return 1;
}

/* The label in the value of `content`: "text/html; charset=…". */
static encart__str content_charset(encart__str content)
{
    static const encart__str word = {"charset", 7};
    scan s = {content.p, 0, content.n};

    for (; s.i < s.n; s.i++) {
        if (!looking_at(&s, word))
            continue;
        s.i += word.n;
        skip_space(&s);
        if (at(&s, 0) != '=') {
            s.i--;
            continue;
        }
        s.i++;
        skip_space(&s);
        content = encart__str_sub(content, s.i, content.n);
        if (content.n && (content.p[0] == '"' || content.p[0] == '\'')) {
            const char *end = memchr(content.p + 1, content.p[0], content.n - 1);

            return end ? encart__str_sub(content, 1, (size_t)(end - content.p))
                       : ENCART__STR_EMPTY;
        }
        for (s.i = 0; s.i < content.n; s.i++)
            if (encart__is_space((unsigned char)content.p[s.i]) || content.p[s.i] == ';')
                break;
        return encart__str_sub(content, 0, s.i);
    }
    return ENCART__STR_EMPTY;
}

/* Inside a meta tag: its label, empty when it has none that counts. */
static encart__str meta(scan *s)
{
    encart__str name, value, charset = ENCART__STR_EMPTY, pragma = ENCART__STR_EMPTY;
    int is_pragma = 0;

    while (attribute(s, &name, &value)) {
        if (encart__str_ieq(name, ENCART__STR("charset")) && !charset.n)
            charset = value;
        else if (encart__str_ieq(name, ENCART__STR("content")) && !pragma.n)
            pragma = content_charset(value);
        else if (encart__str_ieq(name, ENCART__STR("http-equiv")))
            is_pragma = encart__str_ieq(value, ENCART__STR("content-type"));
    }
    if (s->i >= s->n) /* cut off: nothing in it counts */
        return ENCART__STR_EMPTY;
    if (charset.n)
        return charset;
    return is_pragma ? pragma : ENCART__STR_EMPTY;
}

/* "Get an XML encoding": of a declaration that is whole, the value of encoding, in quotes.
 * It counts only where no meta does. */
static encart__str xml_encoding(encart__str bytes)
{
    scan s = {bytes.p, 0, encart__str_find(bytes, ENCART__STR(">"))};
    encart__str label;
    int quote;

    if (s.n == (size_t)-1 || !looking_at(&s, ENCART__STR("<?xml")) ||
        !encart__is_space(at(&s, 5)))
        return ENCART__STR_EMPTY;
    skip_past(&s, ENCART__STR("encoding"));
    skip_space(&s);
    if (at(&s, 0) != '=')
        return ENCART__STR_EMPTY;
    s.i++;
    skip_space(&s);
    quote = at(&s, 0);
    if (quote != '"' && quote != '\'')
        return ENCART__STR_EMPTY;
    label = quoted_value(&s, quote);
    return s.p[s.i - 1] == quote ? label : ENCART__STR_EMPTY;
}

/* At "<": a label, or what begins here is skipped. */
static encart__str markup(scan *s)
{
    int c = at(s, 1), end = c == '/';
    encart__str name, value;

    if (looking_at(s, ENCART__STR("<!--"))) {
        s->i += 2; /* "<!-->" is a comment too */
        skip_past(s, ENCART__STR("-->"));
        return ENCART__STR_EMPTY;
    } else if (looking_at(s, ENCART__STR("<meta")) &&
               (encart__is_space(at(s, 5)) || at(s, 5) == '/')) {
        s->i += 6;
        return meta(s);
    } else if (encart__is_alpha(end ? at(s, 2) : c)) {
        while (s->i < s->n && !encart__is_space(at(s, 0)) && at(s, 0) != '>')
            s->i++;
        while (attribute(s, &name, &value))
            ;
    } else if (c == '!' || c == '/' || c == '?') {
        skip_past(s, ENCART__STR(">"));
        return ENCART__STR_EMPTY;
    }
    s->i++;
    return ENCART__STR_EMPTY;
}

encart__str encart__charset_declared(encart__str bytes)
{
    scan s = {bytes.p, 0, bytes.n < PRESCAN ? bytes.n : PRESCAN};
    encart__str label = ENCART__STR_EMPTY;

    while (!label.n && s.i < s.n) {
        const char *lt = memchr(s.p + s.i, '<', s.n - s.i);

        if (!lt)
            break;
        s.i = (size_t)(lt - s.p);
        label = markup(&s);
    }
    return label.n ? label : xml_encoding(encart__str_n(s.p, s.n));
}
