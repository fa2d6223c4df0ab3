/* Titles and names arrive from CMSes with character references and tags in them: here
 * they become the text that a reader would see. */
#include "core/base/utf8.h"
#include "core/html/decode.h"
#include "core/load/loading.h"
#include "core/load/phrase.h"

static int is_tag_name(encart__str s)
{
    char lower[16];

    if (s.n > sizeof lower)
        return 0;
    for (size_t i = 0; i < s.n; i++)
        lower[i] = (char)encart__lower(s.p[i]);
    return encart__tag_id((encart__str){lower, s.n}) != ENCART__T_UNKNOWN;
}

/* "<em>", "</em>", "<br/>": a tag that HTML knows, with its end. « 5 < 6 » is text. */
static int has_tags(encart__str s)
{
    for (size_t i = 0; i + 2 < s.n; i++) {
        size_t from, to;

        if (s.p[i] != '<')
            continue;
        from = to = i + 1 + (s.p[i + 1] == '/');
        while (to < s.n && encart__is_alnum((unsigned char)s.p[to]))
            to++;
        if (to > from && to < s.n && strchr(" />", s.p[to]) &&
            memchr(s.p + to, '>', s.n - to) && is_tag_name(encart__str_sub(s, from, to)))
            return 1;
    }
    return 0;
}

static int breaks_word(const encart__token *k)
{
    return (k->type == ENCART__TOKEN_START || k->type == ENCART__TOKEN_END) &&
           (k->tag == ENCART__T_BR || (encart__tag_flags(k->tag) & ENCART__F_BLOCK));
}

static void add_text_of(encart__str html, encart__strbuf *out)
{
    encart__tokens t;

    encart__tokens_init(&t, out->alloc);
    if (encart__tokenize(&t, html, 0) != ENCART_OK && !out->failed)
        out->failed = t.failed;
    for (size_t i = 0; i < t.count && !t.failed; i++) {
        const encart__token *k = &t.token[i];

        if (k->type == ENCART__TOKEN_TEXT && !(k->flags & ENCART__TOKEN_RAW))
            encart__strbuf_str(out, encart__token_text(&t, k));
        else if (breaks_word(k))
            encart__strbuf_putc(out, ' ');
    }
    encart__tokens_free(&t);
}

/* Runs of ASCII white space become one space; other spaces are the author's. */
static encart__str folded(encart__arena *arena, encart__str s)
{
    char *p, *to;

    s = encart__phrase_trim(s);
    p = to = encart__arena_alloc(arena, s.n + 1);
    if (!p)
        return ENCART__STR_EMPTY;
    for (size_t i = 0; i < s.n; i++) {
        if (!encart__is_space((unsigned char)s.p[i]))
            *to++ = s.p[i];
        else if (to > p && to[-1] != ' ')
            *to++ = ' ';
    }
    *to = '\0';
    return (encart__str){p, (size_t)(to - p)};
}

encart__str encart__plain_text(encart_article *a, encart__str s, int plain)
{
    encart__strbuf clean, text;
    encart__str out = ENCART__STR_EMPTY;

    encart__strbuf_init(&clean, &a->alloc, 0);
    encart__strbuf_init(&text, &a->alloc, 0);
    encart__decode_utf8(s, &clean, NULL);
    s = encart__strbuf_view(&clean);
    if (!plain && has_tags(s)) {
        add_text_of(s, &text);
        s = encart__strbuf_view(&text);
    } else if (!plain && s.n && memchr(s.p, '&', s.n)) {
        encart__entities_decode(s, 0, &text);
        s = encart__strbuf_view(&text);
    }
    if (clean.failed || text.failed)
        a->arena.failed = 1;
    else
        out = folded(&a->arena, s);
    encart__strbuf_free(&clean);
    encart__strbuf_free(&text);
    return out;
}
