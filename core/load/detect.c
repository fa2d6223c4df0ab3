/* What the bytes are, told from their beginning. Saying wrongly "html" loses markup signs
 * that were meant as text, so a tag must be one that HTML knows and look like one. */
#include "core/base/utf8.h"
#include "core/load/load.h"
#include "core/tree/names.h"

#define LOOK ((size_t)256 << 10) /* how far a tag is searched */
#define EARLY ((size_t)4 << 10)  /* where a page's own tags are expected */

static encart__str skip_bom(encart__str s)
{
    return encart__str_starts(s, ENCART__STR("\xEF\xBB\xBF")) ? encart__str_sub(s, 3, s.n)
                                                              : s;
}

static size_t skip_spaces(encart__str s, size_t at)
{
    while (at < s.n && encart__is_space((unsigned char)s.p[at]))
        at++;
    return at;
}

/* { "name" : … or {}: nobody begins a text like that. */
static int looks_json(encart__str s)
{
    size_t at = skip_spaces(s, 0);

    if (at >= s.n || s.p[at] != '{')
        return 0;
    at = skip_spaces(s, at + 1);
    if (at < s.n && s.p[at] == '}')
        return skip_spaces(s, at + 1) == s.n;
    if (at >= s.n || s.p[at] != '"')
        return 0;
    for (at++; at < s.n && s.p[at] != '"' && s.p[at] != '\n'; at++)
        at += s.p[at] == '\\';
    at = skip_spaces(s, at + 1);
    return at < s.n && s.p[at] == ':';
}

typedef struct {
    uint16_t tag;
    int closing;
    int doctype;
    size_t at;
} found;

/* Reads "<name" or "</name" at s[at] == '<'; false when it is no tag that HTML knows. */
static int read_tag(encart__str s, size_t at, found *out)
{
    char name[16];
    size_t n = 0;

    *out = (found){.at = at++};
    if (at < s.n && s.p[at] == '!') {
        out->doctype =
            encart__str_ieq(encart__str_sub(s, at, at + 8), ENCART__STR("!doctype"));
        return out->doctype;
    }
    if (at < s.n && s.p[at] == '/') {
        out->closing = 1;
        at++;
    }
    while (at < s.n && n < sizeof name && encart__is_alnum((unsigned char)s.p[at]))
        name[n++] = (char)encart__lower(s.p[at++]);
    if (n == 0 || at >= s.n || !strchr(" \t\r\n\f/>", s.p[at]))
        return 0;
    out->tag = encart__tag_id((encart__str){name, n});
    return out->tag != ENCART__T_UNKNOWN;
}

static int is_page_tag(const found *f)
{
    return f->doctype || f->tag == ENCART__T_HTML || f->tag == ENCART__T_HEAD ||
           f->tag == ENCART__T_BODY || f->tag == ENCART__T_TITLE ||
           f->tag == ENCART__T_META || (f->tag == ENCART__T_ARTICLE && !f->closing);
}

/* A tag that no text is likely to talk about: an end tag, or one without end. */
static int is_markup(const found *f)
{
    return f->closing ||
           (encart__tag_flags(f->tag) & (ENCART__F_VOID | ENCART__F_BLOCK)) != 0;
}

/* A tag of the page itself near the beginning, else any markup in the first part. */
static const char *by_tags(encart__str s)
{
    size_t limit = s.n < LOOK ? s.n : LOOK, first = skip_spaces(s, 0);
    int html = 0;

    for (size_t at = 0; at < limit; at++) {
        const char *p = memchr(s.p + at, '<', limit - at);
        found f;

        if (!p)
            break;
        at = (size_t)(p - s.p);
        if (!read_tag(s, at, &f)) {
            html |= at == first &&
                    encart__str_starts(encart__str_sub(s, at, s.n), ENCART__STR("<!--"));
            continue;
        }
        if (is_page_tag(&f) && at < EARLY)
            return "page";
        html |= is_markup(&f) || at == first;
        if (html && at >= EARLY)
            break;
    }
    return html ? "html" : "text";
}

const char *encart__load_detect(encart__str bytes)
{
    encart__str s = skip_bom(bytes);

    if (encart__str_starts(s, ENCART__STR("encart-saved ")))
        return "saved";
    if (looks_json(s))
        return "json";
    return by_tags(s);
}
