/* HTML, a fragment or a whole page: tokens, a mask of those that are the body, then the
 * sanitiser. What the words mean is decided later, on the tree. */
#include "core/load/loading.h"
#include "core/load/page.h"
#include "core/text/text.h"

/* The href of the first base element that has one. */
static encart__str base_href(const encart__tokens *t)
{
    encart__str value;

    for (size_t i = 0; i < t->count; i++)
        if (t->token[i].type == ENCART__TOKEN_START &&
            t->token[i].tag == ENCART__T_BASE &&
            encart__token_attr_get(t, &t->token[i], ENCART__A_HREF, &value))
            return value;
    return ENCART__STR_EMPTY;
}

/* Resolved against the article's own address, as a base may be relative itself. */
static encart__str base_of(encart_article *a, const encart__tokens *t, int page)
{
    encart__str href = page ? base_href(t) : ENCART__STR_EMPTY, out = a->url;
    encart__strbuf clean;

    if (!href.n)
        return out;
    encart__strbuf_init(&clean, &a->alloc, 0);
    if (encart__url_check(a->policy, href, a->url, 0, &clean))
        out = encart__arena_str(&a->arena, encart__strbuf_view(&clean));
    if (clean.failed)
        a->arena.failed = 1;
    encart__strbuf_free(&clean);
    return out;
}

/* Wrappers that may stand before the heading which is the title. */
static int opens_quietly(const encart__token *k)
{
    if (k->type == ENCART__TOKEN_TEXT)
        return (k->flags & ENCART__TOKEN_SPACE) != 0;
    if (k->type == ENCART__TOKEN_COMMENT || k->type == ENCART__TOKEN_DOCTYPE)
        return 1;
    return k->type == ENCART__TOKEN_START &&
           (k->tag == ENCART__T_DIV || k->tag == ENCART__T_ARTICLE ||
            k->tag == ENCART__T_SECTION || k->tag == ENCART__T_MAIN ||
            k->tag == ENCART__T_HEADER || k->tag == ENCART__T_HGROUP);
}

/* The h1 with which a fragment begins: its start tag, count when there is none. */
static size_t find_h1(const uint8_t *keep, const encart__tokens *t)
{
    for (size_t i = 0; i < t->count; i++) {
        const encart__token *k = &t->token[i];

        if (!keep[i] || opens_quietly(k))
            continue;
        return k->type == ENCART__TOKEN_START && k->tag == ENCART__T_H1 ? i : t->count;
    }
    return t->count;
}

static size_t find_end(const encart__tokens *t, size_t start)
{
    for (size_t i = start + 1; i < t->count; i++) {
        const encart__token *k = &t->token[i];

        if (encart__heading_level(k->tag))
            return k->type == ENCART__TOKEN_END && k->tag == ENCART__T_H1 ? i : t->count;
        if (k->type == ENCART__TOKEN_START &&
            (k->tag == ENCART__T_P || k->tag == ENCART__T_IMG))
            return t->count; /* never closed, or more than a title */
    }
    return t->count;
}

static int same_title(const encart_article *a, encart__str title)
{
    encart__strbuf one, two;
    int same;

    encart__strbuf_init(&one, &a->alloc, 0);
    encart__strbuf_init(&two, &a->alloc, 0);
    encart__text_key(a->title, &one);
    encart__text_key(title, &two);
    same = encart__str_eq(encart__strbuf_view(&one), encart__strbuf_view(&two));
    if (one.failed || two.failed)
        same = -1;
    encart__strbuf_free(&one);
    encart__strbuf_free(&two);
    return same;
}

/* The heading's text, without tags; "" and a failed arena without memory. */
static encart__str heading_text(encart_article *a, const encart__tokens *t, size_t start,
                                size_t end)
{
    encart__strbuf text;
    encart__str out = ENCART__STR_EMPTY;

    encart__strbuf_init(&text, &a->alloc, 0);
    for (size_t i = start; i < end; i++) {
        if (t->token[i].type == ENCART__TOKEN_TEXT)
            encart__strbuf_str(&text, encart__token_text(t, &t->token[i]));
        else if (t->token[i].tag == ENCART__T_BR)
            encart__strbuf_putc(&text, ' ');
    }
    if (text.failed)
        a->arena.failed = 1;
    else
        out = encart__plain_text(a, encart__strbuf_view(&text), 1);
    encart__strbuf_free(&text);
    return out;
}

/* An h1 at the beginning of a fragment is the title, or repeats it: it leaves the body,
 * and a fragment writes it back. */
static int take_title(encart__loading *l, uint8_t *keep, const encart__tokens *t)
{
    encart_article *a = l->a;
    size_t start = find_h1(keep, t),
           end = start < t->count ? find_end(t, start) : t->count;
    encart__str title;
    int same = 1;

    if (end >= t->count)
        return ENCART_OK;
    title = heading_text(a, t, start, end);
    if (a->title.n && title.n)
        same = same_title(a, title);
    if (a->arena.failed || same < 0)
        return encart__load_nomem(l);
    if (!title.n || !same)
        return ENCART_OK;
    if (!a->title.n)
        a->title = title;
    a->title_in_body = 1;
    memset(keep + start, 0, end - start + 1);
    return ENCART_OK;
}

/* The page's own address wins over the host's. */
static int page_metadata(encart_article *a, const encart__tokens *t)
{
    encart__str given = a->url;
    int status;

    a->url = ENCART__STR_EMPTY;
    status = encart__page_metadata(a, t);
    encart__clean_addresses(a, given);
    return status;
}

static int read_metadata(encart__loading *l, const encart__tokens *t)
{
    int status = page_metadata(l->a, t);

    return status ? encart__error_status(l->err, status, ENCART_STAGE_LOAD) : ENCART_OK;
}

static int choose_body(encart__loading *l, uint8_t *keep, const encart__tokens *t,
                       int page)
{
    encart_article *a = l->a;
    int status = ENCART_OK;

    memset(keep, 1, t->count);
    if (page)
        status = page_metadata(a, t);
    if (page && !status)
        status = encart__page_body(keep, a, t, &a->diags);
    if (!status)
        status = encart__marks_clear(keep, t, l->known, &a->diags);
    if (!status && !page)
        return take_title(l, keep, t);
    return status ? encart__error_status(l->err, status, ENCART_STAGE_LOAD) : ENCART_OK;
}

static int body_tree(encart__loading *l, const encart__tokens *t, int page)
{
    encart_article *a = l->a;
    encart__sanitise_opts opts = {.policy = a->policy,
                                  .paragraphs = l->options->paragraphs != ENCART_OFF,
                                  .accessible = l->options->accessible != ENCART_OFF,
                                  .heading_base = l->options->heading_base,
                                  .plugin_marks = 1};
    uint8_t *keep = encart__malloc(&a->alloc, t->count + 1);
    int status;

    if (!keep)
        return encart__load_nomem(l);
    encart__repair_mode(l->options->repair, &opts.always_repair);
    status = choose_body(l, keep, t, page);
    opts.base = base_of(a, t, page);
    if (!status && a->arena.failed)
        status = encart__load_nomem(l);
    if (!status)
        status = encart__sanitise_tokens(&a->tree, t, keep, &opts, &a->removed, l->err);
    encart__free(&a->alloc, keep, t->count + 1);
    return status;
}

typedef int (*reader)(encart__loading *, const encart__tokens *);

static int with_tokens(encart__loading *l, encart__str utf8, reader read)
{
    encart__tokens t;
    int status;

    encart__tokens_init(&t, &l->a->alloc);
    status = encart__tokenize(&t, utf8, 1);
    if (status)
        status = encart__error_status(l->err, status, ENCART_STAGE_LOAD);
    else
        status = read(l, &t);
    encart__tokens_free(&t);
    return status;
}

static int read_fragment(encart__loading *l, const encart__tokens *t)
{
    return body_tree(l, t, 0);
}

static int read_page(encart__loading *l, const encart__tokens *t)
{
    return body_tree(l, t, 1);
}

/* Where a mark of the host's stands, which must be there once; status of the load. */
static int find_mark(encart__loading *l, encart__str page, encart__str mark, size_t *at)
{
    encart__str rest;

    *at = encart__str_find(page, mark);
    if (*at > page.n)
        return encart__load_fail(l, ENCART_EPARSE, 0, "“%.80s” stands nowhere in the page",
                                 mark.p);
    rest = encart__str_sub(page, *at + mark.n, page.n);
    if (encart__str_find(rest, mark) > rest.n)
        return ENCART_OK;
    return encart__load_fail(l, ENCART_EPARSE, 0, "“%.80s” stands more than once in the page",
                             mark.p);
}

/* A page whose host knows where its article is: all around it is read for what it tells of
 * the article, then the article as a fragment. */
static int load_marked(encart__loading *l, encart__str page)
{
    encart__str begin = encart__str_z(l->options->body_begin);
    size_t from, to;
    int status = find_mark(l, page, begin, &from);

    if (!status)
        status = find_mark(l, page, encart__str_z(l->options->body_end), &to);
    if (!status && to < from + begin.n)
        status = encart__load_fail(l, ENCART_EPARSE, 0,
                                   "the article ends before it begins: “%.80s”", begin.p);
    if (!status)
        status = with_tokens(l, page, read_metadata);
    if (!status)
        status = with_tokens(l, encart__str_sub(page, from + begin.n, to), read_fragment);
    return status;
}

int encart__load_html(encart__loading *l, encart__str utf8, int page)
{
    if (page && l->options->body_begin)
        return load_marked(l, utf8);
    return with_tokens(l, utf8, page ? read_page : read_fragment);
}
