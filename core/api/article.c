/* Exports: article documents. */
#include "core/base/error.h"
#include "core/base/limits.h"
#include "core/load/load.h"
#include "core/render/engine.h"

#include <string.h>

static int invalid(encart_error *err, const char *what)
{
    return encart__error(err, ENCART_EINVAL, ENCART_STAGE_LOAD, "%s", what);
}

void encart_load_options_init(encart_load_options *options)
{
    if (!options)
        return;
    memset(options, 0, sizeof *options);
    options->struct_size = sizeof *options;
}

/* A caller built against an earlier header has a shorter struct: the rest is zero. */
static void take_options(encart_load_options *out, const encart_load_options *in)
{
    size_t n = in ? in->struct_size : 0;

    encart_load_options_init(out);
    if (in)
        memcpy(out, in, n < sizeof *out ? n : sizeof *out);
    out->struct_size = sizeof *out;
}

int encart_article_load(encart_article **out, const encart_engine *engine, const char *bytes,
                        size_t n, const encart_load_options *options, encart_error *err)
{
    encart_load_options o;

    encart__error_clear(err);
    if (!out || !engine || (!bytes && n))
        return invalid(err, "encart_article_load: an argument is NULL");
    *out = NULL;
    take_options(&o, options);
    return encart__load(out, &engine->alloc, encart__str_n(bytes, n), &o, &engine->known,
                        err);
}

void encart_article_free(encart_article *article)
{
    if (article)
        encart__article_release(article);
}

static int give(encart__strbuf *b, encart_buffer **out, encart_error *err)
{
    int status = encart__strbuf_take(b, out);

    return status ? encart__error_status(err, status, ENCART_STAGE_LOAD) : ENCART_OK;
}

int encart_article_save(encart_buffer **out, const encart_article *article,
                        encart_error *err)
{
    encart__strbuf b;

    encart__error_clear(err);
    if (!out || !article)
        return invalid(err, "encart_article_save: an argument is NULL");
    encart__strbuf_init(&b, &article->alloc, 0);
    encart__article_save(article, &b);
    return give(&b, out, err);
}

int encart_article_json(encart_buffer **out, const encart_article *article,
                        encart_error *err)
{
    encart__strbuf b;

    encart__error_clear(err);
    if (!out || !article)
        return invalid(err, "encart_article_json: an argument is NULL");
    encart__strbuf_init(&b, &article->alloc, 0);
    encart__article_write(article, &b, 1, 1);
    return give(&b, out, err);
}

static const char *text_of(encart__str s, size_t *n)
{
    if (n)
        *n = s.n;
    return s.p ? s.p : "";
}

const char *encart_article_html(const encart_article *article, size_t *n)
{
    return text_of(article ? article->html : ENCART__STR_EMPTY, n);
}

const char *encart_article_text(const encart_article *article, size_t *n)
{
    return text_of(article ? article->text : ENCART__STR_EMPTY, n);
}

const char *encart_article_title(const encart_article *article)
{
    return text_of(article ? article->title : ENCART__STR_EMPTY, NULL);
}

const char *encart_article_id(const encart_article *article)
{
    return text_of(article ? article->id : ENCART__STR_EMPTY, NULL);
}
