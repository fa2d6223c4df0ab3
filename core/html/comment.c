/* Comments, bogus comments and the doctype (13.2.5.41 to 13.2.5.68).
 *
 * The standard's comment states come down to this: a comment ends at "-->" or "--!>", at
 * once when ">" or "->" follows "<!--", and at the end of the input, which then swallows
 * dashes that might have begun its end.
 */
#include "core/html/lexer.h"

/* Pushes a comment with the data [from,to); the next token begins at `end`. */
static void push(encart__lexer *l, size_t from, size_t to, size_t end, uint8_t flags)
{
    encart__token k;

    encart__lex_flush(l);
    memset(&k, 0, sizeof k);
    k.type = ENCART__TOKEN_COMMENT;
    k.flags = flags | encart__foreign_flag(l);
    k.src = (uint32_t)l->i;
    k.src_end = (uint32_t)end;
    k.line = encart__lex_line(l, l->i);
    encart__lex_slice(l, from, to, 0, &k.text_off, &k.text_len);
    encart__lex_push(l, &k);
    l->i = end;
}

/* How many of the bytes before `at` are the start of an end: "--!", "--", "-". */
static size_t end_mark(const encart__lexer *l, size_t from, size_t at)
{
    const char *p = l->p + at;

    if (at - from >= 3 && p[-1] == '!' && p[-2] == '-' && p[-3] == '-')
        return 3;
    if (at - from >= 2 && p[-1] == '-' && p[-2] == '-')
        return 2;
    return at > from && p[-1] == '-';
}

void encart__lex_comment(encart__lexer *l)
{
    size_t from = l->i + 4, at = from, mark;

    if (at < l->n && l->p[at] == '-')
        at++;
    if (at < l->n && l->p[at] == '>') {
        l->out->errors++;
        push(l, from, from, at + 1, 0);
        return;
    }
    for (at = from; at < l->n; at++) {
        const char *gt = memchr(l->p + at, '>', l->n - at);

        if (!gt)
            break;
        at = (size_t)(gt - l->p);
        mark = end_mark(l, from, at);
        if (mark >= 2) {
            l->out->errors += mark == 3;
            push(l, from, at - mark, at + 1, 0);
            return;
        }
    }
    l->out->errors++;
    push(l, from, l->n - end_mark(l, from, l->n), l->n, 0);
}

/* The offset of the next ">", or the end. */
static size_t find_gt(const encart__lexer *l, size_t from)
{
    const char *gt = memchr(l->p + from, '>', l->n - from);

    return gt ? (size_t)(gt - l->p) : l->n;
}

void encart__lex_bogus(encart__lexer *l, size_t skip)
{
    size_t to = find_gt(l, l->i + skip);

    l->out->errors++;
    push(l, l->i + skip, to, to < l->n ? to + 1 : to, ENCART__TOKEN_BOGUS);
}

/* In every doctype state, quoted identifiers too, ">" ends the doctype. */
void encart__lex_doctype(encart__lexer *l)
{
    size_t from = l->i + 9, end = find_gt(l, from), to;
    encart__token k;

    encart__lex_flush(l);
    while (from < end && encart__is_space((unsigned char)l->p[from]))
        from++;
    for (to = from; to < end && !encart__is_space((unsigned char)l->p[to]); to++)
        ;
    memset(&k, 0, sizeof k);
    k.type = ENCART__TOKEN_DOCTYPE;
    k.src = (uint32_t)l->i;
    k.src_end = (uint32_t)(end < l->n ? end + 1 : end);
    k.line = encart__lex_line(l, l->i);
    encart__lex_slice(l, from, to, 1, &k.text_off, &k.text_len);
    l->out->errors += end == l->n || from == to;
    encart__lex_push(l, &k);
    l->i = k.src_end;
}
