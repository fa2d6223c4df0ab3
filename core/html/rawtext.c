/* RCDATA, RAWTEXT, script data with its escaped states, PLAINTEXT and CDATA sections
 * (13.2.5.2 to 13.2.5.5, 13.2.5.9 to 13.2.5.31, 13.2.5.69 to 13.2.5.71). */
#include "core/html/lexer.h"

static const struct {
    uint16_t tag;
    encart__token_state state;
} raw_tags[] = {
    {ENCART__T_IFRAME, ENCART__STATE_RAWTEXT},
    {ENCART__T_NOEMBED, ENCART__STATE_RAWTEXT},
    {ENCART__T_NOFRAMES, ENCART__STATE_RAWTEXT},
    {ENCART__T_PLAINTEXT, ENCART__STATE_PLAINTEXT},
    {ENCART__T_SCRIPT, ENCART__STATE_SCRIPT},
    {ENCART__T_STYLE, ENCART__STATE_RAWTEXT},
    {ENCART__T_TEXTAREA, ENCART__STATE_RCDATA},
    {ENCART__T_TITLE, ENCART__STATE_RCDATA},
    {ENCART__T_XMP, ENCART__STATE_RAWTEXT},
};

encart__token_state encart__raw_state(uint16_t tag, int scripting)
{
    if (!(encart__tag_flags(tag) & ENCART__F_RAW))
        return ENCART__STATE_DATA;
    if (tag == ENCART__T_NOSCRIPT)
        return scripting ? ENCART__STATE_RAWTEXT : ENCART__STATE_DATA;
    for (size_t i = 0; i < sizeof raw_tags / sizeof *raw_tags; i++)
        if (raw_tags[i].tag == tag)
            return raw_tags[i].state;
    return ENCART__STATE_DATA;
}

/* Whether `name` and a character that ends a tag name stand at `at`. */
static int name_at(const encart__lexer *l, size_t at, encart__str name)
{
    int c = encart__lex_peek(l, at + name.n);

    return name.n && at < l->n && l->n - at > name.n &&
           (encart__is_space(c) || c == '/' || c == '>') &&
           encart__str_ieq(encart__str_n(l->p + at, name.n), name);
}

static int end_tag_at(const encart__lexer *l, size_t at, encart__str name)
{
    return encart__lex_peek(l, at + 1) == '/' && name_at(l, at + 2, name);
}

/* The offset of the appropriate end tag, or the end of the input. */
static size_t raw_end(const encart__lexer *l, encart__str name)
{
    size_t at = l->i;
    const char *lt;

    while (at < l->n && (lt = memchr(l->p + at, '<', l->n - at))) {
        at = (size_t)(lt - l->p);
        if (end_tag_at(l, at, name))
            return at;
        at++;
    }
    return l->n;
}

/* Script data: inside "<!--" … "-->" a "<script" hides the next "</script". */
typedef enum { SCRIPT_PLAIN, SCRIPT_ESCAPED, SCRIPT_DOUBLE } script_mode;

/* At "<", which does not end the script: what comes after it, and in which mode. */
static size_t script_less_than(const encart__lexer *l, size_t at, script_mode *mode,
                               int *dashes)
{
    static const encart__str script = {"script", 6};

    *dashes = 0;
    if (*mode == SCRIPT_PLAIN && l->n - at >= 4 && memcmp(l->p + at, "<!--", 4) == 0) {
        *mode = SCRIPT_ESCAPED;
        *dashes = 2;
        return at + 4;
    }
    if (*mode == SCRIPT_ESCAPED && name_at(l, at + 1, script)) {
        *mode = SCRIPT_DOUBLE;
        return at + 8;
    }
    if (*mode == SCRIPT_DOUBLE && end_tag_at(l, at, script)) {
        *mode = SCRIPT_ESCAPED;
        return at + 9;
    }
    return at + 1;
}

static size_t script_end(const encart__lexer *l, encart__str name)
{
    script_mode mode = SCRIPT_PLAIN;
    size_t at = l->i;
    int dashes = 0;

    while (at < l->n) {
        char c = l->p[at];

        if (c == '<') {
            if (mode != SCRIPT_DOUBLE && end_tag_at(l, at, name))
                return at;
            at = script_less_than(l, at, &mode, &dashes);
            continue;
        }
        if (c == '>' && dashes >= 2)
            mode = SCRIPT_PLAIN;
        dashes = c == '-' ? dashes + (dashes < 2) : 0;
        at++;
    }
    return l->n;
}

/* The end tag of a raw element closes it and nothing else: the tracker of foreign content
 * never saw it open. */
static void raw_end_tag(encart__lexer *l)
{
    encart__token k;

    if (l->i >= l->n || !encart__lex_tag(l, &k))
        return;
    encart__lex_flush(l);
    k.flags |= encart__foreign_flag(l);
    encart__lex_push(l, &k);
}

void encart__lex_raw(encart__lexer *l, encart__token_state state, encart__str name)
{
    size_t to = l->n;

    if (state == ENCART__STATE_SCRIPT)
        to = script_end(l, name);
    else if (state != ENCART__STATE_PLAINTEXT)
        to = raw_end(l, name);
    if (state == ENCART__STATE_RCDATA)
        encart__lex_text_decoded(l, l->i, to, ENCART__TOKEN_RAW);
    else
        encart__lex_text(l, l->i, to, ENCART__TOKEN_RAW);
    l->i = to;
    raw_end_tag(l);
}

void encart__lex_cdata(encart__lexer *l)
{
    size_t found = encart__str_find(encart__str_n(l->p + l->i, l->n - l->i),
                                    ENCART__STR("]]>"));
    size_t to = found == (size_t)-1 ? l->n : l->i + found;

    encart__lex_text(l, l->i, to, ENCART__TOKEN_RAW);
    l->out->errors += to == l->n;
    l->i = to == l->n ? to : to + 3;
}
