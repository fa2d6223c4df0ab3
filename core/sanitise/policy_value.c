/* Values of attributes: checked and written in one canonical way, so that a second check
 * changes nothing. Each kind of policy_attrs.def has one small function; start reading at
 * the table `checks`.
 */
#include "core/sanitise/profile.h"
#include "core/base/date.h"
#include "core/sanitise/url.h"

#define MAX_URL ((size_t)8192)
#define MAX_TEXT ((size_t)4096)
#define MAX_WORD ((size_t)128)
#define MAX_NAME (MAX_WORD * 3 + 8) /* an id of MAX_WORD bytes, spelled out */
#define MAX_CLASSES 20

typedef struct {
    const encart__policy *policy;
    uint16_t tag;
    int marked;
    encart__value kind;
    encart__str value, base;
    encart__strbuf *out;
} check;

/* Each check writes to c->out and returns NULL, or the rule that was broken. */
typedef const char *(*check_fn)(const check *c);

static int next_word(encart__str *rest, encart__str *word)
{
    size_t i = 0, start;

    while (i < rest->n && encart__is_space((unsigned char)rest->p[i]))
        i++;
    start = i;
    while (i < rest->n && !encart__is_space((unsigned char)rest->p[i]))
        i++;
    *word = encart__str_sub(*rest, start, i);
    *rest = encart__str_sub(*rest, i, rest->n);
    return word->n > 0;
}

static int is_name_char(int c)
{
    return encart__is_alnum(c) || c == '-' || c == '_';
}

/* [A-Za-z][A-Za-z0-9_-]* of bounded length. */
static int is_name(encart__str s)
{
    if (s.n == 0 || s.n > MAX_NAME || !encart__is_alpha((unsigned char)s.p[0]))
        return 0;
    for (size_t i = 1; i < s.n; i++)
        if (!is_name_char((unsigned char)s.p[i]))
            return 0;
    return 1;
}

static int is_among(encart__str s, const char *more)
{
    for (size_t i = 0; i < s.n; i++)
        if (!encart__is_alnum((unsigned char)s.p[i]) &&
            (s.p[i] == '\0' || !strchr(more, s.p[i])))
            return 0;
    return 1;
}

/* Appends in ASCII lower case; returns what was appended. */
static encart__str lowered(encart__strbuf *out, encart__str s)
{
    size_t from = out->size;

    for (size_t i = 0; i < s.n; i++)
        encart__strbuf_putc(out, (char)encart__lower((unsigned char)s.p[i]));
    return encart__str_sub(encart__strbuf_view(out), from, out->size);
}

/* ---- URLs ------------------------------------------------------------------------------ */

static int scheme_allowed(encart__str scheme, int media)
{
    static const char *const schemes[] = {"http", "https", "mailto", "tel"};

    for (size_t i = 0; i < (media ? 2u : 4u); i++)
        if (encart__str_is(scheme, schemes[i]))
            return 1;
    return scheme.n == 0;
}

int encart__url_check(const encart__policy *p, encart__str url, encart__str base, int media,
                      encart__strbuf *out)
{
    encart__url parts;

    (void)p; /* every profile has the same schemes; a host's own would be asked here */
    encart__strbuf_clear(out);
    if (url.n > MAX_URL || !encart__url_normalise(url, base, out, &parts))
        return 0;
    if (!scheme_allowed(parts.scheme, media) || out->size > MAX_URL)
        return 0;
    if (encart__str_is(parts.scheme, "http") || encart__str_is(parts.scheme, "https"))
        return parts.host.n > 0 && parts.user.n == 0;
    return parts.user.n == 0 && out->size > 0;
}

/* PREFIX + name, the same for an id and for what refers to it. Bytes that are not of a
 * name are spelled as _xx, so that the result has the form that a second pass leaves. */
static const char *id_prefixed(const check *c, encart__str id)
{
    encart__str prefix = encart__policy_is_plugin(c->policy) ? ENCART__STR("e-")
                                                             : ENCART__STR("a-");

    if (encart__str_starts(id, prefix) && is_name(encart__str_sub(id, 2, id.n))) {
        encart__strbuf_str(c->out, id);
        return NULL;
    }
    if (id.n == 0 || id.n > MAX_WORD)
        return "id";
    encart__strbuf_str(c->out, prefix);
    if (!encart__is_alpha((unsigned char)id.p[0]))
        encart__strbuf_putc(c->out, 'x');
    for (size_t i = 0; i < id.n; i++) {
        unsigned char byte = (unsigned char)id.p[i];

        if (encart__is_space(byte))
            return "id";
        if (is_name_char(byte))
            encart__strbuf_putc(c->out, (char)byte);
        else
            encart__strbuf_printf(c->out, "_%02x", byte);
    }
    return NULL;
}

static const char *check_link(const check *c)
{
    encart__str v = encart__str_trim(c->value);

    if (c->tag == ENCART__T_A && v.n && v.p[0] == '#') {
        if (encart__policy_is_plugin(c->policy)) {
            encart__url_check(c->policy, v, ENCART__STR_EMPTY, 0, c->out);
            return c->out->size ? NULL : "url";
        }
        encart__strbuf_putc(c->out, '#');
        return id_prefixed(c, encart__str_sub(v, 1, v.n)) ? "link-target" : NULL;
    }
    return encart__url_check(c->policy, v, c->base, 0, c->out) ? NULL : "url";
}

static const char *check_media(const check *c)
{
    return encart__url_check(c->policy, c->value, c->base, 1, c->out) ? NULL : "url";
}

static const char *check_action(const check *c)
{
    return encart__url_check(c->policy, c->value, c->base, 1, c->out) ? NULL : "url";
}

static const char *check_embed(const check *c)
{
    encart__url parts;
    encart__str v = c->value;

    if (v.n > MAX_URL || !encart__url_normalise(v, c->base, c->out, &parts))
        return "embed";
    if (!encart__str_is(parts.scheme, "https") || parts.user.n || parts.port.n)
        return "embed";
    return encart__policy_host(parts.host) ? NULL : "embed";
}

static const char *check_srcset(const check *c)
{
    encart__srcset it;
    encart__strbuf one;
    int failed = 0;

    if (c->value.n > MAX_URL * 4)
        return "srcset";
    encart__strbuf_init(&one, c->out->alloc, 0);
    encart__srcset_init(&it, c->value);
    while (encart__srcset_next(&it)) {
        if (encart__url_check(c->policy, it.url, c->base, 1, &one))
            encart__srcset_add(c->out, encart__strbuf_view(&one), it.descriptor);
        failed |= one.failed;
    }
    encart__strbuf_free(&one);
    if (failed)
        c->out->failed = ENCART_ENOMEM;
    return c->out->size ? NULL : "srcset";
}

/* ---- names ----------------------------------------------------------------------------- */

static const char *check_id(const check *c)
{
    return id_prefixed(c, encart__str_trim(c->value));
}

static const char *check_idrefs(const check *c)
{
    encart__str rest = c->value, word;

    while (next_word(&rest, &word)) {
        size_t size = c->out->size;

        if (size > MAX_TEXT)
            return "idrefs";
        if (size)
            encart__strbuf_putc(c->out, ' ');
        if (id_prefixed(c, word))
            encart__strbuf_truncate(c->out, size);
    }
    return c->out->size ? NULL : "idrefs";
}

static int class_allowed(const check *c, encart__str word)
{
    if (!is_name(word))
        return 0;
    return c->marked || encart__policy_is_plugin(c->policy) ||
           word.n < 6 || !encart__str_ieq(encart__str_sub(word, 0, 6), ENCART__STR("encart"));
}

static const char *check_class(const check *c)
{
    encart__str rest = c->value, word;
    int count = 0;

    while (count < MAX_CLASSES && next_word(&rest, &word)) {
        if (!class_allowed(c, word))
            continue;
        if (count++)
            encart__strbuf_putc(c->out, ' ');
        encart__strbuf_str(c->out, word);
    }
    return count ? NULL : "class";
}

static const char *check_name(const check *c)
{
    encart__str v = encart__str_trim(c->value);

    if (v.n == 0 || v.n > MAX_WORD || !is_among(v, "-_.:[]") ||
        (!encart__is_alpha((unsigned char)v.p[0]) && v.p[0] != '_')) /* _token, _wpnonce */
        return "name";
    encart__strbuf_str(c->out, v);
    return NULL;
}

/* "plugin/box" of plugins; of articles only the author's own box. */
static const char *check_mark(const check *c)
{
    encart__str v = c->value;
    size_t slash = encart__str_find(v, ENCART__STR("/"));
    int author = encart__str_eq(v, ENCART__AUTHOR_MARK);

    if (!author && !encart__policy_is_plugin(c->policy))
        return "mark";
    if (author && !encart__policy_may_mark(c->tag))
        return "mark";
    if (slash == (size_t)-1 || !is_name(encart__str_sub(v, 0, slash)) ||
        !is_name(encart__str_sub(v, slash + 1, v.n)))
        return "mark";
    encart__strbuf_str(c->out, v);
    return NULL;
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

static const char *bounded_int(const check *c, int64_t least, int64_t most)
{
    int64_t n;

    if (!read_int(encart__str_trim(c->value), &n) || n < least || n > most)
        return "number";
    encart__strbuf_int(c->out, n);
    return NULL;
}

static const char *check_count(const check *c)
{
    return bounded_int(c, 0, 100000);
}

static const char *check_integer(const check *c)
{
    return bounded_int(c, -1000000, 1000000);
}

static const char *check_span(const check *c)
{
    return bounded_int(c, 1, 1000);
}

static const char *check_rowspan(const check *c)
{
    return bounded_int(c, 0, 65534);
}

static const char *check_flag(const check *c)
{
    (void)c; /* present is true, whatever it says: the canonical value is empty */
    return NULL;
}

static const char *check_text(const check *c)
{
    if (c->value.n > MAX_TEXT)
        return "too-long";
    encart__strbuf_str(c->out, c->value);
    return NULL;
}

static const char *check_short(const check *c)
{
    encart__str v = encart__str_trim(c->value);

    if (v.n == 0 || v.n > 32 || !is_among(v, "-+.:"))
        return "value";
    encart__strbuf_str(c->out, v);
    return NULL;
}

static const char *check_word(const check *c)
{
    encart__str v = encart__str_trim(c->value);

    if (v.n == 0 || v.n > MAX_WORD || !is_among(v, "- "))
        return "value";
    lowered(c->out, v);
    return NULL;
}

static const char *check_list(const check *c)
{
    encart__str v = lowered(c->out, encart__str_trim(encart__str_sub(c->value, 0, 64)));

    return encart__policy_word(c->kind, v) ? NULL : "value";
}

/* BCP 47 by shape: subtags of 1 to 8 letters and digits, the first of letters. */
static const char *check_lang(const check *c)
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
static const char *check_date(const check *c)
{
    encart__str v = encart__str_trim(c->value);

    if (v.n == 0 || v.n > 64 || !is_among(v, "-+:. "))
        return "date";
    encart__strbuf_str(c->out, v);
    return NULL;
}

/* sizes and media: lengths, conditions and their operators, without url( or quotes. */
static const char *check_sizes(const check *c)
{
    encart__str v = encart__str_trim(c->value);

    if (v.n == 0 || v.n > 512 || !is_among(v, " ():,.%+*/-<>="))
        return "sizes";
    lowered(c->out, v);
    if (encart__str_find(encart__strbuf_view(c->out), ENCART__STR("url")) != (size_t)-1)
        return "sizes";
    return NULL;
}

static const char *check_mime(const check *c)
{
    encart__str v = encart__str_trim(c->value);

    if (v.n == 0 || v.n > MAX_WORD || !is_among(v, "/+-.;=, ") ||
        encart__str_find(v, ENCART__STR("/")) == (size_t)-1)
        return "value";
    lowered(c->out, v);
    return NULL;
}

static const char *check_ol_type(const check *c)
{
    encart__str v = encart__str_trim(c->value);

    if (v.n != 1 || !strchr("1aAiI", v.p[0]))
        return "value";
    encart__strbuf_str(c->out, v);
    return NULL;
}

/* Several words of one list, each once, in the order written. */
static const char *word_set(const check *c, const char *const *words, size_t words_n)
{
    encart__str rest = c->value, word;
    uint32_t seen = 0;
    char small[32];

    while (next_word(&rest, &word)) {
        for (size_t i = 0; word.n < sizeof small && i < words_n; i++) {
            if ((seen & (1u << i)) || !encart__str_ieq(word, encart__str_z(words[i])))
                continue;
            seen |= 1u << i;
            if (c->out->size)
                encart__strbuf_putc(c->out, ' ');
            encart__strbuf_puts(c->out, words[i]);
        }
    }
    return seen ? NULL : "value";
}

static const char *check_rel(const check *c)
{
    static const char *const words[] = {"nofollow", "noopener", "noreferrer", "sponsored",
                                        "ugc", "external", "author", "license", "tag",
                                        "bookmark", "next", "prev", "help", "search"};

    return word_set(c, words, sizeof words / sizeof words[0]);
}

static const char *check_sandbox(const check *c)
{
    static const char *const words[] = {"allow-scripts", "allow-same-origin",
                                        "allow-popups", "allow-presentation"};

    return word_set(c, words, sizeof words / sizeof words[0]);
}

static const char *check_allow(const check *c)
{
    if (!encart__str_is(c->value, "fullscreen"))
        return "value";
    encart__strbuf_str(c->out, c->value);
    return NULL;
}

static const char *check_none(const check *c)
{
    (void)c;
    return "attribute";
}

static const check_fn checks[ENCART__V_COUNT_OF] = {
    [ENCART__V_NONE] = check_none,
    [ENCART__V_ACTION] = check_action, [ENCART__V_ALLOW] = check_allow,
    [ENCART__V_BOOLEAN] = check_list, [ENCART__V_BUTTON] = check_list,
    [ENCART__V_CLASS] = check_class, [ENCART__V_COUNT] = check_count,
    [ENCART__V_DATE] = check_date, [ENCART__V_DECODING] = check_list,
    [ENCART__V_DIR] = check_list, [ENCART__V_EMBED] = check_embed,
    [ENCART__V_FLAG] = check_flag, [ENCART__V_ID] = check_id,
    [ENCART__V_IDREF] = check_id, [ENCART__V_IDREFS] = check_idrefs,
    [ENCART__V_INPUT] = check_list, [ENCART__V_INTEGER] = check_integer,
    [ENCART__V_KIND] = check_list, [ENCART__V_LANG] = check_lang,
    [ENCART__V_LINK] = check_link, [ENCART__V_LOADING] = check_list,
    [ENCART__V_MARK] = check_mark, [ENCART__V_MEDIA] = check_media,
    [ENCART__V_METHOD] = check_list, [ENCART__V_MIME] = check_mime,
    [ENCART__V_NAME] = check_name, [ENCART__V_OLTYPE] = check_ol_type,
    [ENCART__V_PRELOAD] = check_list, [ENCART__V_REFERRER] = check_list,
    [ENCART__V_REL] = check_rel, [ENCART__V_ROLE] = check_list,
    [ENCART__V_ROWSPAN] = check_rowspan, [ENCART__V_SANDBOX] = check_sandbox,
    [ENCART__V_SCOPE] = check_list, [ENCART__V_SHORT] = check_short,
    [ENCART__V_SIZES] = check_sizes, [ENCART__V_SPAN] = check_span,
    [ENCART__V_SRCSET] = check_srcset, [ENCART__V_TABINDEX] = check_list,
    [ENCART__V_TARGET] = check_list, [ENCART__V_TEXT] = check_text,
    [ENCART__V_WORD] = check_word, [ENCART__V_YESNO] = check_list,
};

encart__attr_verdict encart__policy_value_in(const encart__policy *p, uint16_t tag,
                                             uint16_t attr, encart__str spelling,
                                             encart__str value, encart__str base,
                                             int marked, encart__strbuf *out,
                                             const char **why)
{
    check c = {p, tag, marked, ENCART__V_NONE, value, base, out};
    const char *wrong;

    encart__strbuf_clear(out);
    if (attr == ENCART__A_OTHER && spelling.n)
        attr = encart__attr_id(spelling);
    c.kind = encart__policy_rule(p, tag, attr);
    if (marked && attr == ENCART__A_ARIA_LABEL && encart__policy_may_mark(tag))
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

/* ---- comments -------------------------------------------------------------------------- */

static int pin_name(encart__str s)
{
    return s.n > 0 && s.n <= MAX_WORD && encart__is_alpha((unsigned char)s.p[0]) &&
           is_among(s, "-_/") && encart__str_find(s, ENCART__STR("--")) == (size_t)-1;
}

int encart__policy_comment(const encart__policy *p, encart__str text, encart__strbuf *out)
{
    encart__str rest = text, verb, name, data = ENCART__STR_EMPTY, more;
    int hole;

    encart__strbuf_clear(out);
    if (!next_word(&rest, &verb) || !next_word(&rest, &name) || !pin_name(name))
        return 0;
    hole = encart__str_is(verb, "encart:hole");
    if (hole ? !encart__policy_is_plugin(p)
             : !encart__str_is(verb, "encart:here") && !encart__str_is(verb, "encart:none"))
        return 0;
    if (hole && next_word(&rest, &data) && (data.n > MAX_TEXT * 4 || !is_among(data, "-_=")))
        return 0;
    if (next_word(&rest, &more))
        return 0;
    encart__strbuf_str(out, verb);
    encart__strbuf_putc(out, ' ');
    encart__strbuf_str(out, name);
    if (data.n) {
        encart__strbuf_putc(out, ' ');
        encart__strbuf_str(out, data);
    }
    /* The serialiser writes no comment that an old parser could end early. */
    return !out->failed && !encart__str_ends(encart__strbuf_view(out), ENCART__STR("-")) &&
           encart__str_find(encart__strbuf_view(out), ENCART__STR("--")) == (size_t)-1;
}
