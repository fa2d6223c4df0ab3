/* Where words begin and end, and what is counted as one. */
#include "core/base/utf8.h"
#include "core/text/fold.h"
#include "core/text/text.h"

/* Scripts written without spaces: each ideograph and kana is a word. */
static int stands_alone(uint32_t cp)
{
    return (cp >= 0x3041 && cp <= 0x30FF) || (cp >= 0x31F0 && cp <= 0x31FF) ||
           (cp >= 0x3400 && cp <= 0x4DBF) || (cp >= 0x4E00 && cp <= 0x9FFF) ||
           (cp >= 0xF900 && cp <= 0xFAFF) || (cp >= 0xFF66 && cp <= 0xFF9D) ||
           (cp >= 0x20000 && cp <= 0x3FFFF);
}

int encart__text_joined(uint32_t left, uint32_t right)
{
    return left && right && encart__cp_is_word(left) && encart__cp_is_word(right) &&
           !stands_alone(left) && !stands_alone(right);
}

/* A combining mark belongs to a word but begins none. */
static int begins_word(uint32_t cp)
{
    return encart__cp_is_word(cp) && !(cp >= 0x300 && cp <= 0x36F);
}

/* The end of the word that goes on at `i`. Ignorable characters do not divide. */
static size_t word_end(encart__str s, size_t i)
{
    uint32_t cp;
    size_t n, end = i;

    while (i < s.n) {
        if ((unsigned char)s.p[i] < 0x80) {
            if (!encart__is_alnum((unsigned char)s.p[i]))
                break;
            end = ++i;
            continue;
        }
        n = encart__utf8_decode(s.p + i, s.n - i, &cp);
        if (encart__cp_is_ignorable(cp)) {
            i += n;
            continue;
        }
        if (!encart__cp_is_word(cp) || stands_alone(cp))
            break;
        end = i += n;
    }
    return end;
}

int encart__text_next(encart__str s, size_t *at, encart__str *word)
{
    uint32_t cp;
    size_t n, i = *at;

    while (i < s.n) {
        n = encart__utf8_decode(s.p + i, s.n - i, &cp);
        if (begins_word(cp) && !encart__cp_is_ignorable(cp)) {
            *at = stands_alone(cp) ? i + n : word_end(s, i + n);
            *word = encart__str_sub(s, i, *at);
            return 1;
        }
        i += n;
    }
    *at = s.n;
    return 0;
}

uint32_t encart__text_words(encart__str s)
{
    encart__str word;
    uint32_t count = 0;
    size_t at = 0;

    while (encart__text_next(s, &at, &word))
        count++;
    return count;
}

void encart__text_each(encart__str s, int (*each)(void *user, encart__str folded_word),
                       void *user)
{
    char folded[ENCART__WORD_MAX];
    encart__str word;
    size_t at = 0, n;

    while (encart__text_next(s, &at, &word)) {
        n = encart__fold_word(folded, word);
        if (n && !each(user, encart__str_n(folded, n)))
            return;
    }
}

int encart__text_content(encart__stemmer *st, encart__str word, encart__str *stem)
{
    char folded[ENCART__WORD_MAX];
    encart__str f = {folded, encart__fold_word(folded, word)};
    uint32_t cp = 0;

    if (f.n == 0)
        return 0;
    if (encart__utf8_decode(f.p, f.n, &cp) == f.n && !stands_alone(cp))
        return 0;
    if (encart__is_stop(st, f))
        return 0;
    *stem = encart__stem(st, word);
    return stem->n > 0;
}

void encart__text_stems(encart__stemmer *st, encart__str s, encart__strbuf *out)
{
    encart__str word, stem;
    size_t at = 0, start = out->size;

    while (encart__text_next(s, &at, &word)) {
        if (!encart__text_content(st, word, &stem))
            continue;
        if (out->size > start)
            encart__strbuf_putc(out, ' ');
        encart__strbuf_str(out, stem);
    }
}
