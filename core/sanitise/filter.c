/* Policy on tokens: forbidden elements lose their tags, what is not prose goes whole, and
 * only checked attributes pass. After this stage nothing of the input's markup is left
 * but names from the tables.
 */
#include "core/sanitise/clean.h"
#include "core/sanitise/told.h"
#include "core/sanitise/url.h"

typedef struct {
    encart__clean *out;
    const encart__tokens *tokens;
    const uint8_t *keep;
    const encart__sanitise_opts *opts;
    encart__diags *removed;
    encart__strbuf scratch;
    size_t last_end[ENCART__T_COUNT]; /* index + 1 of the last end tag of each element, */
    int ends_known;                   /* once somebody asked */
    uint16_t mark_tag; /* the author's box that is open, and its like in it */
    uint32_t mark_depth;
    int eat_newline; /* the token before was a pre's or textarea's start */
} filter;

static int kept(const filter *f, size_t i)
{
    return !f->keep || f->keep[i];
}

/* Index + 1 of the last end tag of an element. */
static size_t last_end(filter *f, uint16_t tag)
{
    if (!f->ends_known)
        for (size_t i = 0; i < f->tokens->count; i++)
            if (f->tokens->token[i].type == ENCART__TOKEN_END)
                f->last_end[f->tokens->token[i].tag] = i + 1;
    f->ends_known = 1;
    return f->last_end[tag];
}

/* The element of token `i` loses its tags; up to `next` its content goes with it. */
static void report(filter *f, size_t i, size_t next)
{
    const encart__token *k = &f->tokens->token[i];
    size_t words = 0;

    if (!encart__told(f->removed, ENCART__WARNING))
        return;
    for (size_t at = i + 1; at < next; at++)
        if (f->tokens->token[at].type == ENCART__TOKEN_TEXT)
            words += encart__count_words(
                encart__token_text(f->tokens, &f->tokens->token[at]));
    encart__tell_forbidden(f->removed, k->line, k->tag, encart__token_text(f->tokens, k),
                           next > i + 1, words);
}

/* The token after the content of the element that starts at `i`. Where its end tag is
 * missing, what follows the last end tag of its kind is prose again. */
static size_t after_content(filter *f, size_t i)
{
    const encart__token *tokens = f->tokens->token;
    uint16_t tag = tokens[i].tag;
    size_t last = last_end(f, tag);
    int depth = 1;

    if ((encart__tag_flags(tag) & ENCART__F_RAW) && i + 1 < f->tokens->count &&
        tokens[i + 1].type == ENCART__TOKEN_TEXT &&
        (tokens[i + 1].flags & ENCART__TOKEN_RAW))
        return i + 2;
    if (last <= i)
        return i + 1;
    for (size_t at = i + 1; at < last; at++) {
        if (tokens[at].tag != tag)
            continue;
        if (tokens[at].type == ENCART__TOKEN_START &&
            !(tokens[at].flags & ENCART__TOKEN_SELF_CLOSING &&
              tokens[at].flags & ENCART__TOKEN_FOREIGN))
            depth++;
        else if (tokens[at].type == ENCART__TOKEN_END && --depth == 0)
            return at + 1;
    }
    return last;
}

/* Elements of svg and math that may hold HTML: inside them an HTML start tag is content,
 * elsewhere it ends the foreign element, as in a browser. */
static int is_integration_point(const filter *f, const encart__token *k)
{
    static const char *const names[] = {
        "foreignobject", "desc", "title", "annotation-xml", "mi", "mo", "mn", "ms",
        "mtext"};
    encart__str name = encart__token_text(f->tokens, k);

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (encart__str_is(name, names[i]))
            return 1;
    return 0;
}

/* After the svg or math that begins at `i`: behind its end tag, or at the HTML tag that
 * breaks out of it, or ends an element around it. An <svg> that nobody closed must not
 * swallow an article. */
static size_t after_foreign(filter *f, size_t i)
{
    const encart__token *tokens = f->tokens->token;
    size_t last = last_end(f, tokens[i].tag), points = 0, depth = 1;

    if (last <= i || (tokens[i].flags & ENCART__TOKEN_SELF_CLOSING))
        return i + 1;
    for (size_t at = i + 1; at < last; at++) {
        const encart__token *k = &tokens[at];
        int foreign = (k->flags & ENCART__TOKEN_FOREIGN) != 0;
        int opens =
            k->type == ENCART__TOKEN_START && !(k->flags & ENCART__TOKEN_SELF_CLOSING);

        if (k->type != ENCART__TOKEN_START && k->type != ENCART__TOKEN_END)
            continue;
        if (!foreign && !points)
            return at;
        if (!foreign)
            continue;
        if (is_integration_point(f, k)) {
            points += opens ? 1 : 0;
            points -= k->type == ENCART__TOKEN_END && points ? 1 : 0;
        } else if (k->tag == tokens[i].tag) {
            depth += opens ? 1 : 0;
            if (k->type == ENCART__TOKEN_END && --depth == 0)
                return at + 1;
        }
    }
    return last;
}

int encart__filter_frame(const encart__tokens *tokens, const encart__token *k,
                         const encart__sanitise_opts *opts, encart__strbuf *url,
                         encart__str *text)
{
    encart__url parts;
    encart__str src;

    if (!encart__token_attr_get(tokens, k, ENCART__A_SRC, &src) ||
        !encart__url_check(opts->policy, src, opts->base, 1, url) ||
        !encart__url_normalise(src, opts->base, url, &parts) || !parts.host.n)
        return 0;
    *text = ENCART__STR_EMPTY;
    if (encart__token_attr_get(tokens, k, ENCART__A_TITLE, text))
        *text = encart__str_trim(*text);
    if (!text->n)
        *text = parts.host;
    return 1;
}

/* An iframe that may not stand becomes a link to what it would have shown. */
static void link_instead(filter *f, const encart__token *k)
{
    encart__str text;

    if (!encart__filter_frame(f->tokens, k, f->opts, &f->scratch, &text) ||
        !encart__clean_add(f->out, ENCART__CLEAN_START, ENCART__T_A, k->line))
        return;
    encart__clean_add_attr(f->out, ENCART__A_HREF, encart__strbuf_view(&f->scratch));
    encart__clean_add_text(f->out, text, k->line);
    encart__clean_add(f->out, ENCART__CLEAN_END, ENCART__T_A, k->line);
    encart__tell_element(f->removed, ENCART__WARNING, k->line, ENCART__R_EMBED, k->tag,
                         "became a link to what it would have shown");
}

static int is_void(uint16_t tag)
{
    return (encart__tag_flags(tag) & ENCART__F_VOID) || tag == ENCART__T_IFRAME;
}

/* Whether a start tag begins an author's own box. */
static int begins_mark(const filter *f, const encart__token *k)
{
    encart__str mark;

    return f->opts->plugin_marks && encart__policy_may_mark(k->tag) &&
           encart__token_attr_get(f->tokens, k, ENCART__A_DATA_ENCART, &mark) &&
           encart__str_eq(mark, ENCART__AUTHOR_MARK);
}

static void count_mark(filter *f, const encart__token *k, int begins)
{
    if (begins && !f->mark_depth)
        f->mark_tag = k->tag;
    if ((begins && !f->mark_depth) || (f->mark_depth && k->tag == f->mark_tag))
        f->mark_depth++;
}

/* The element that this start or end tag is to be, 0 = its tags go. */
static uint16_t element_of(const filter *f, const encart__token *k, int marked)
{
    if (k->flags & ENCART__TOKEN_FOREIGN)
        return 0;
    if (marked && encart__policy_may_mark(k->tag))
        return k->tag;
    return encart__policy_counterpart(f->opts->policy, k->tag);
}

static void emit_start(filter *f, const encart__token *k, uint16_t tag, int marked)
{
    size_t attrs = f->out->attr_count, bytes = f->out->bytes.size;
    encart__clean_token *made = encart__clean_add(
        f->out, is_void(tag) ? ENCART__CLEAN_VOID : ENCART__CLEAN_START, tag, k->line);

    if (!made)
        return;
    made->written = k->tag;
    if (!encart__filter_attrs(f->out, f->tokens, k, tag, f->opts, marked, &f->scratch,
                              f->removed)) {
        f->out->count--;
        f->out->attr_count = attrs;
        encart__strbuf_truncate(&f->out->bytes, bytes); /* text goes on at its end */
        if (tag == ENCART__T_IFRAME)
            link_instead(f, k);
        return;
    }
    f->eat_newline = tag == ENCART__T_PRE || tag == ENCART__T_TEXTAREA;
    if (tag == ENCART__T_SPAN && !f->out->token[f->out->count - 1].n) /* see build.c */
        encart__tell_element(f->removed, ENCART__NOTE, k->line, ENCART__R_EMPTY, tag,
                             "that says nothing lost its tags");
}

/* Returns the index of the next token to read. */
static size_t start_tag(filter *f, size_t i)
{
    const encart__token *k = &f->tokens->token[i];
    int begins = begins_mark(f, k);
    uint16_t tag = element_of(f, k, begins || f->mark_depth);
    unsigned flags = encart__tag_flags(k->tag);
    size_t next = i + 1;

    if (tag) {
        if (tag != k->tag)
            encart__tell_element(f->removed, ENCART__NOTE, k->line,
                                 ENCART__R_ELEMENT_CHANGED, k->tag,
                                 "became its plain counterpart");
        if (!is_void(tag))
            count_mark(f, k, begins);
        emit_start(f, k, tag, begins || f->mark_depth);
        return tag == ENCART__T_IFRAME ? after_content(f, i) : i + 1;
    }
    if (k->tag == ENCART__T_SVG || k->tag == ENCART__T_MATH)
        next = after_foreign(f, i);
    else if ((flags & ENCART__F_NOTPROSE) && k->tag != ENCART__T_HEAD)
        next = after_content(f, i);
    report(f, i, next);
    if (k->tag == ENCART__T_IFRAME && !(k->flags & ENCART__TOKEN_FOREIGN))
        link_instead(f, k);
    return next;
}

static void end_tag(filter *f, const encart__token *k)
{
    uint16_t tag = element_of(f, k, f->mark_depth > 0);
    encart__clean_token *made;

    if (k->tag == ENCART__T_BR) { /* browsers make a line break of it */
        encart__clean_add(f->out, ENCART__CLEAN_VOID, ENCART__T_BR, k->line);
        return;
    }
    if (!tag || is_void(tag))
        return;
    made = encart__clean_add(f->out, ENCART__CLEAN_END, tag, k->line);
    if (made)
        made->written = k->tag;
    if (f->mark_depth && k->tag == f->mark_tag)
        f->mark_depth--;
}

static void text(filter *f, const encart__token *k, int eat)
{
    encart__str s = encart__token_text(f->tokens, k);

    if (eat && s.n && s.p[0] == '\n')
        s = encart__str_sub(s, 1, s.n);
    encart__clean_add_text(f->out, s, k->line);
}

static void comment(filter *f, const encart__token *k)
{
    encart__clean_token *c;

    if ((k->flags & ENCART__TOKEN_BOGUS) ||
        !encart__policy_comment(f->opts->policy, encart__token_text(f->tokens, k),
                                &f->scratch)) {
        encart__tell_comment(f->removed, k->line, encart__token_text(f->tokens, k));
        return;
    }
    c = encart__clean_add(f->out, ENCART__CLEAN_COMMENT, 0, k->line);
    encart__strbuf_str(&f->out->bytes, encart__strbuf_view(&f->scratch));
    if (f->out->bytes.failed)
        f->out->failed = f->out->bytes.failed;
    else if (c)
        c->n = (uint32_t)f->scratch.size;
}

static size_t one_token(filter *f, size_t i)
{
    const encart__token *k = &f->tokens->token[i];
    int eat = f->eat_newline;

    f->eat_newline = 0;
    switch (k->type) {
    case ENCART__TOKEN_START:
        return start_tag(f, i);
    case ENCART__TOKEN_END:
        end_tag(f, k);
        break;
    case ENCART__TOKEN_TEXT:
        text(f, k, eat);
        break;
    case ENCART__TOKEN_COMMENT:
        comment(f, k);
        break;
    default:
        break;
    }
    return i + 1;
}

void encart__filter(encart__clean *out, const encart__tokens *tokens, const uint8_t *keep,
                    const encart__sanitise_opts *opts, encart__diags *removed)
{
    filter f = {
        .out = out, .tokens = tokens, .keep = keep, .opts = opts, .removed = removed};

    out->source = encart__strbuf_view(&tokens->bytes);
    encart__clean_reserve(out, tokens->count);
    encart__strbuf_init(&f.scratch, out->alloc, 0);
    for (size_t i = 0; i < tokens->count && !out->failed;)
        i = kept(&f, i) ? one_token(&f, i) : i + 1;
    if (f.scratch.failed && !out->failed)
        out->failed = f.scratch.failed;
    encart__strbuf_free(&f.scratch);
}
