/* Plain text of an element straight from the tokens, and the comparison of lines. */
#include "core/base/utf8.h"
#include "core/load/page_tree.h"

/* Appends `s` with runs of white space as one space; none at the beginning of `out`. */
static void add_collapsed(encart__strbuf *out, encart__str s, size_t start)
{
    uint32_t cp;
    size_t n;

    for (size_t i = 0; i < s.n; i += n) {
        n = encart__utf8_decode(s.p + i, s.n - i, &cp);
        if (!encart__cp_is_space(cp))
            encart__strbuf_add(out, s.p + i, n);
        else if (out->size > start && out->data[out->size - 1] != ' ')
            encart__strbuf_putc(out, ' ');
    }
}

void encart__page_text(const encart__tokens *tokens, size_t i, size_t max,
                       encart__strbuf *out)
{
    const encart__token *first = &tokens->token[i];
    int raw = (encart__tag_flags(first->tag) & ENCART__F_RAW) != 0;
    size_t start = out->size, depth = 0;

    if (encart__tag_flags(first->tag) & ENCART__F_VOID)
        return;
    for (size_t end = tokens->count - i > max ? i + max : tokens->count; i < end; i++) {
        const encart__token *k = &tokens->token[i];
        int tag = k->type == ENCART__TOKEN_START || k->type == ENCART__TOKEN_END;

        if (tag && k->tag == first->tag &&
            (depth += k->type == ENCART__TOKEN_START ? 1 : (size_t)-1) == 0)
            break;
        if (tag &&
            (k->tag == ENCART__T_BR || (encart__tag_flags(k->tag) & ENCART__F_BLOCK)))
            add_collapsed(out, ENCART__STR(" "), start);
        else if (k->type == ENCART__TOKEN_TEXT &&
                 (raw || !(k->flags & ENCART__TOKEN_RAW)))
            add_collapsed(out, encart__token_text(tokens, k), start);
    }
    if (out->size > start && out->data[out->size - 1] == ' ')
        encart__strbuf_truncate(out, out->size - 1);
}

/* The next word character in lower case from *i on, 0 at the end. */
static uint32_t next_letter(encart__str s, size_t *i)
{
    uint32_t cp;

    while (*i < s.n) {
        *i += encart__utf8_decode(s.p + *i, s.n - *i, &cp);
        if (encart__cp_is_word(cp) && !encart__cp_is_ignorable(cp))
            return encart__cp_lower(cp);
    }
    return 0;
}

int encart__page_same(encart__str a, encart__str b, int prefix)
{
    size_t i = 0, j = 0, same = 0;
    uint32_t x, y;

    do {
        x = next_letter(a, &i);
        y = next_letter(b, &j);
        same += x && x == y;
    } while (x && x == y);
    if (!x && !y)
        return same > 0;
    if (!prefix || (x && y))
        return 0;
    /* One has ended: how much of the other is left? */
    return same >= 12 && (x ? a.n - i : b.n - j) * 3 <= (x ? a.n : b.n);
}
