/* CSS Syntax Level 3 as far as selectors need it: identifiers, strings, escapes,
 * comments. Escapes are undone on the way into the selector's text. */
#include "core/edit/reader.h"
#include "core/base/error.h"
#include "core/base/utf8.h"

#include <stdarg.h>
#include <stdio.h>

/* ---- errors ------------------------------------------------------------------------ */

static int fail(encart__reader *r, size_t at, int status, const char *message)
{
    uint32_t line, column;

    if (r->status)
        return 0;
    r->status = status;
    encart__line_of(r->css, at, &line, &column);
    encart__error(r->err, status, ENCART_STAGE_PLUGIN, "%s", message);
    encart__error_at(r->err, ENCART__STR("selector"), line, column, at);
    return 0;
}

int encart__reject(encart__reader *r, size_t at, int status, const char *format, ...)
{
    char message[200];
    va_list args;

    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    return fail(r, at, status, message);
}

int encart__expected(encart__reader *r, const char *what)
{
    uint32_t cp;
    size_t n;

    if (r->at >= r->css.n)
        return encart__reject(r, r->at, ENCART_EPARSE, "expected %s, found the end",
                              what);
    n = encart__utf8_decode(r->css.p + r->at, r->css.n - r->at, &cp);
    return encart__reject(r, r->at, ENCART_EPARSE, "expected %s, found “%.*s”", what,
                          (int)n, r->css.p + r->at);
}

/* ---- space ------------------------------------------------------------------------- */

void encart__skip_comments(encart__reader *r)
{
    while (encart__peek(r, 0) == '/' && encart__peek(r, 1) == '*') {
        encart__str rest = encart__str_sub(r->css, r->at + 2, r->css.n);
        size_t end = encart__str_find(rest, ENCART__STR("*/"));

        if (end == (size_t)-1)
            encart__reject(r, r->at, ENCART_EPARSE, "the comment has no end");
        else
            r->at += end + 4;
    }
}

int encart__skip_space(encart__reader *r)
{
    int seen = 0;

    for (;;) {
        encart__skip_comments(r);
        if (!encart__is_space(encart__peek(r, 0)))
            return seen;
        seen = 1;
        r->at++;
    }
}

int encart__pass(encart__reader *r, int c, const char *what)
{
    if (encart__peek(r, 0) != c)
        return encart__expected(r, what);
    r->at++;
    return 1;
}

/* ---- names ------------------------------------------------------------------------- */

int encart__read_add(encart__reader *r, const char *p, size_t n)
{
    encart__selector *s = r->out;

    if (n > sizeof s->text - s->text_n)
        return encart__reject(r, r->at, ENCART_ELIMIT, "the selector is too long");
    memcpy(s->text + s->text_n, p, n);
    s->text_n = (uint16_t)(s->text_n + n);
    return 1;
}

static int add_code_point(encart__reader *r, uint32_t cp)
{
    char utf8[4];

    return encart__read_add(r, utf8, encart__utf8_encode(utf8, cp ? cp : 0xFFFD));
}

static int starts_name(int c)
{
    return encart__is_alpha(c) || c == '_' || c >= 0x80;
}

static int is_newline(int c)
{
    return c == '\n' || c == '\r' || c == '\f';
}

/* A backslash that escapes what follows it. */
static int at_escape(const encart__reader *r, size_t ahead)
{
    return encart__peek(r, ahead) == '\\' && r->at + ahead + 1 < r->css.n &&
           !is_newline(encart__peek(r, ahead + 1));
}

int encart__at_name(const encart__reader *r)
{
    int c = encart__peek(r, 0), second = encart__peek(r, 1);

    if (c == '-')
        return starts_name(second) || second == '-' || at_escape(r, 1);
    return starts_name(c) || at_escape(r, 0);
}

static int hex_value(int c)
{
    if (encart__is_digit(c))
        return c - '0';
    c = encart__lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* What follows a backslash: one to six hex digits and a space, or one code point. */
static int read_escape(encart__reader *r)
{
    uint32_t cp = 0;
    int digits = 0;

    r->at++;
    while (digits < 6 && hex_value(encart__peek(r, 0)) >= 0) {
        cp = cp * 16 + (uint32_t)hex_value(encart__peek(r, 0));
        r->at++;
        digits++;
    }
    if (!digits) {
        r->at += encart__utf8_decode(r->css.p + r->at, r->css.n - r->at, &cp);
        return add_code_point(r, cp);
    }
    if (encart__peek(r, 0) == '\r' && encart__peek(r, 1) == '\n')
        r->at++;
    if (encart__is_space(encart__peek(r, 0)))
        r->at++;
    return add_code_point(r, cp);
}

int encart__read_name(encart__reader *r, const char *what, encart__read *out)
{
    out->at = r->out->text_n;
    if (!encart__at_name(r))
        return encart__expected(r, what);
    for (;;) {
        int c = encart__peek(r, 0);
        char byte = (char)c;

        if (at_escape(r, 0)) {
            read_escape(r);
        } else if (starts_name(c) || encart__is_digit(c) || c == '-') {
            encart__read_add(r, &byte, 1);
            r->at++;
        } else {
            break;
        }
    }
    out->n = (uint16_t)(r->out->text_n - out->at);
    return !r->status;
}

int encart__read_lower(encart__reader *r, const char *what, encart__read *out)
{
    if (!encart__read_name(r, what, out))
        return 0;
    for (size_t i = out->at; i < r->out->text_n; i++)
        r->out->text[i] = (char)encart__lower((unsigned char)r->out->text[i]);
    return 1;
}

/* A backslash in a string: an escape, or a newline that is not there. */
static void read_string_escape(encart__reader *r)
{
    if (!is_newline(encart__peek(r, 1))) {
        read_escape(r);
        return;
    }
    r->at += encart__peek(r, 1) == '\r' && encart__peek(r, 2) == '\n' ? 3 : 2;
}

int encart__read_string(encart__reader *r, encart__read *out)
{
    size_t start = r->at;
    int quote = encart__peek(r, 0);

    out->at = r->out->text_n;
    r->at++;
    while (!r->status && r->at < r->css.n && encart__peek(r, 0) != quote) {
        char byte = r->css.p[r->at];

        if (is_newline((unsigned char)byte))
            break;
        if (byte == '\\' && r->at + 1 < r->css.n) {
            read_string_escape(r);
            continue;
        }
        encart__read_add(r, &byte, 1);
        r->at++;
    }
    if (encart__peek(r, 0) != quote)
        return encart__reject(r, start, ENCART_EPARSE, "the string has no closing %c",
                              quote);
    r->at++;
    out->n = (uint16_t)(r->out->text_n - out->at);
    return 1;
}
