/* Values that name things: ids and what refers to them, classes, marks, comments. */
#include "core/sanitise/policy_check.h"

#define MAX_NAME (ENCART__MAX_WORD * 3 + 8) /* an id of that many bytes, spelled out */
#define MAX_CLASSES 20

int encart__next_word(encart__str *rest, encart__str *word)
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

int encart__is_among(encart__str s, const char *more)
{
    for (size_t i = 0; i < s.n; i++)
        if (!encart__is_alnum((unsigned char)s.p[i]) &&
            (s.p[i] == '\0' || !strchr(more, s.p[i])))
            return 0;
    return 1;
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

/* PREFIX + name, the same for an id and for what refers to it. Bytes that are not of a
 * name are spelled as _xx, so that the result has the form that a second pass leaves. */
const char *encart__id_prefixed(const encart__check *c, encart__str id)
{
    static const char hex[] = "0123456789abcdef";
    encart__str prefix =
        encart__policy_is_plugin(c->policy) ? ENCART__STR("e-") : ENCART__STR("a-");

    if (encart__str_starts(id, prefix) && is_name(encart__str_sub(id, 2, id.n))) {
        encart__strbuf_str(c->out, id);
        return NULL;
    }
    if (id.n == 0 || id.n > ENCART__MAX_WORD)
        return "id";
    encart__strbuf_str(c->out, prefix);
    if (!encart__is_alpha((unsigned char)id.p[0]))
        encart__strbuf_putc(c->out, 'x');
    for (size_t i = 0; i < id.n; i++) {
        unsigned char byte = (unsigned char)id.p[i];

        if (encart__is_space(byte))
            return "id";
        if (is_name_char(byte)) {
            encart__strbuf_putc(c->out, (char)byte);
            continue;
        }
        encart__strbuf_putc(c->out, '_');
        encart__strbuf_putc(c->out, hex[byte >> 4]);
        encart__strbuf_putc(c->out, hex[byte & 15]);
    }
    return NULL;
}

/* ---- names ------------------------------------------------------------------------ */

const char *encart__check_id(const encart__check *c)
{
    return encart__id_prefixed(c, encart__str_trim(c->value));
}

const char *encart__check_idrefs(const encart__check *c)
{
    encart__str rest = c->value, word;

    while (encart__next_word(&rest, &word)) {
        size_t size = c->out->size;

        if (size > ENCART__MAX_TEXT)
            return "idrefs";
        if (size)
            encart__strbuf_putc(c->out, ' ');
        if (encart__id_prefixed(c, word))
            encart__strbuf_truncate(c->out, size);
    }
    return c->out->size ? NULL : "idrefs";
}

/* "*" stands for any characters. Linear in the word for each star, both are short. */
static int matches(encart__str pattern, encart__str s)
{
    size_t p = 0, i = 0, star = (size_t)-1, from = 0;

    while (i < s.n) {
        if (p < pattern.n && pattern.p[p] == '*') {
            star = p++;
            from = i;
        } else if (p < pattern.n && pattern.p[p] == s.p[i]) {
            p++;
            i++;
        } else if (star != (size_t)-1) {
            p = star + 1;
            i = ++from;
        } else {
            return 0;
        }
    }
    while (p < pattern.n && pattern.p[p] == '*')
        p++;
    return p == pattern.n;
}

static int matches_one(const encart__str *patterns, size_t n, encart__str word)
{
    for (size_t i = 0; i < n; i++)
        if (matches(patterns[i], word))
            return 1;
    return 0;
}

/* Our own names begin with "encart", in any case: they are for plugins and authors'
 * boxes. */
static int is_ours(encart__str word)
{
    return word.n >= 6 &&
           encart__str_ieq(encart__str_sub(word, 0, 6), ENCART__STR("encart"));
}

/* By such a class a plugin finds again, and styles, what it has made of the article's text: it
 * is part of the article, which comes again as one. */
static int is_left_in_text(encart__str word)
{
    return encart__str_starts(word, ENCART__STR("encart-in-"));
}

static int class_allowed(const encart__check *c, encart__str word)
{
    const encart__policy *p = c->policy;

    if (!is_name(word))
        return 0;
    if (is_ours(word))
        return is_left_in_text(word) || c->marked || encart__policy_is_plugin(p);
    if (p->class_count && !matches_one(p->classes, p->class_count, word))
        return 0;
    return !p->no_class_count || !matches_one(p->no_classes, p->no_class_count, word);
}

const char *encart__check_class(const encart__check *c)
{
    encart__str rest = c->value, word;
    int count = 0;

    while (count < MAX_CLASSES && encart__next_word(&rest, &word)) {
        if (!class_allowed(c, word))
            continue;
        if (count++)
            encart__strbuf_putc(c->out, ' ');
        encart__strbuf_str(c->out, word);
    }
    return count ? NULL : "class";
}

const char *encart__check_name(const encart__check *c)
{
    encart__str v = encart__str_trim(c->value);

    if (v.n == 0 || v.n > ENCART__MAX_WORD || !encart__is_among(v, "-_.:[]") ||
        (!encart__is_alpha((unsigned char)v.p[0]) &&
         v.p[0] != '_')) /* _token, _wpnonce */
        return "name";
    encart__strbuf_str(c->out, v);
    return NULL;
}

/* A window's name that nothing else has: not "_top", not what a form or a script names. */
const char *encart__check_frame_name(const encart__check *c)
{
    encart__str v = encart__str_trim(c->value);

    if (v.n < 3 || v.n > ENCART__MAX_WORD || !encart__str_starts(v, ENCART__STR("e-")))
        return "frame";
    for (size_t i = 2; i < v.n; i++)
        if (!(v.p[i] >= 'a' && v.p[i] <= 'z') && !encart__is_digit((unsigned char)v.p[i]) &&
            v.p[i] != '-' && v.p[i] != '_')
            return "frame";
    encart__strbuf_str(c->out, v);
    return NULL;
}

/* Whether the frame is there, and where the link leads, is asked of the whole box: frames.c. */
const char *encart__check_target(const encart__check *c)
{
    encart__str v = encart__str_trim(encart__str_sub(c->value, 0, 64));

    for (size_t i = 0; i < v.n; i++)
        encart__strbuf_putc(c->out, (char)encart__lower((unsigned char)v.p[i]));
    if (encart__policy_word(c->kind, encart__strbuf_view(c->out)))
        return NULL;
    encart__strbuf_clear(c->out);
    return c->policy->frames && !encart__check_frame_name(c) ? NULL : "value";
}

/* "plugin/box" of plugins; of articles only the author's own box. */
const char *encart__check_mark(const encart__check *c)
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

/* ---- comments --------------------------------------------------------------------- */

static int pin_name(encart__str s)
{
    return s.n > 0 && s.n <= ENCART__MAX_WORD &&
           encart__is_alpha((unsigned char)s.p[0]) && encart__is_among(s, "-_/") &&
           encart__str_find(s, ENCART__STR("--")) == (size_t)-1;
}

int encart__policy_comment(const encart__policy *p, encart__str text, encart__strbuf *out)
{
    encart__str rest = text, verb, name, data = ENCART__STR_EMPTY, more;
    int hole;

    encart__strbuf_clear(out);
    if (!encart__next_word(&rest, &verb) || verb.p[0] != 'e' ||
        !encart__next_word(&rest, &name) || !pin_name(name))
        return 0;
    hole = encart__str_is(verb, "encart:hole");
    if (hole ? !encart__policy_is_plugin(p)
             : !encart__str_is(verb, "encart:here") &&
                   !encart__str_is(verb, "encart:none"))
        return 0;
    if (hole && encart__next_word(&rest, &data) &&
        (data.n > ENCART__MAX_TEXT * 4 || !encart__is_among(data, "-_=")))
        return 0;
    if (encart__next_word(&rest, &more))
        return 0;
    encart__strbuf_str(out, verb);
    encart__strbuf_putc(out, ' ');
    encart__strbuf_str(out, name);
    if (data.n) {
        encart__strbuf_putc(out, ' ');
        encart__strbuf_str(out, data);
    }
    /* The serialiser writes no comment that an old parser could end early. */
    return !out->failed &&
           !encart__str_ends(encart__strbuf_view(out), ENCART__STR("-")) &&
           encart__str_find(encart__strbuf_view(out), ENCART__STR("--")) == (size_t)-1;
}
