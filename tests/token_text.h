/* Tokens as text, for tests: "text", r"raw text", <start a="1">, <start/> when
 * self-closing,
 * </end>, {comment}, {{bogus comment}}, !doctype; "^" before what is inside svg or math.
 */
#ifndef TOKEN_TEXT_H
#define TOKEN_TEXT_H

#include "core/html/tokenize.h"

static inline void print_text(encart__strbuf *out, encart__str s, const char *quote)
{
    static const char odd[] = "\n\r\t\f";

    encart__strbuf_puts(out, quote);
    for (size_t i = 0; i < s.n; i++) {
        const char *at = strchr(odd, s.p[i]);

        if (at && *at) {
            encart__strbuf_putc(out, '\\');
            encart__strbuf_putc(out, "nrtf"[at - odd]);
            continue;
        }
        if (s.p[i] == '"' && *quote)
            encart__strbuf_putc(out, '\\');
        encart__strbuf_putc(out, s.p[i]);
    }
    encart__strbuf_puts(out, quote);
}

static inline void print_start(encart__strbuf *out, const encart__tokens *t,
                               const encart__token *k)
{
    encart__strbuf_putc(out, '<');
    encart__strbuf_str(out, encart__token_text(t, k));
    for (uint32_t i = 0; i < k->attr_count; i++) {
        const encart__token_attr *a = &t->attr[k->attr + i];

        encart__strbuf_putc(out, ' ');
        encart__strbuf_str(out, encart__token_attr_name(t, a));
        encart__strbuf_puts(out, "=\"");
        print_text(out, encart__token_attr_value(t, a), "");
        encart__strbuf_putc(out, '"');
    }
    encart__strbuf_puts(out, k->flags & ENCART__TOKEN_SELF_CLOSING ? "/>" : ">");
}

static inline void print_around(encart__strbuf *out, const char *before, encart__str s,
                                const char *after)
{
    encart__strbuf_puts(out, before);
    print_text(out, s, "");
    encart__strbuf_puts(out, after);
}

static inline void print_token(encart__strbuf *out, const encart__tokens *t,
                               const encart__token *k)
{
    encart__str text = encart__token_text(t, k);
    int bogus = k->flags & ENCART__TOKEN_BOGUS;

    if (k->flags & ENCART__TOKEN_FOREIGN)
        encart__strbuf_putc(out, '^');
    switch (k->type) {
    case ENCART__TOKEN_TEXT:
        if (k->flags & ENCART__TOKEN_RAW)
            encart__strbuf_putc(out, 'r');
        print_text(out, text, "\"");
        break;
    case ENCART__TOKEN_START:
        print_start(out, t, k);
        break;
    case ENCART__TOKEN_END:
        print_around(out, "</", text, ">");
        break;
    case ENCART__TOKEN_COMMENT:
        print_around(out, bogus ? "{{" : "{", text, bogus ? "}}" : "}");
        break;
    default:
        print_around(out, "!", text, "");
    }
}

static inline void print_tokens(encart__strbuf *out, const encart__tokens *t)
{
    for (size_t i = 0; i < t->count; i++) {
        if (i)
            encart__strbuf_putc(out, ' ');
        print_token(out, t, &t->token[i]);
    }
}

#endif
