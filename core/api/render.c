/* Exports: plan, render, results. */
#include "core/base/error.h"
#include "core/render/pipeline.h"

#include <string.h>

static int invalid(encart_error *err, const char *what)
{
    return encart__error(err, ENCART_EINVAL, ENCART_STAGE_RENDER, "%s", what);
}

void encart_render_options_init(encart_render_options *options)
{
    if (!options)
        return;
    memset(options, 0, sizeof *options);
    options->struct_size = sizeof *options;
}

int encart_plan(encart_buffer **out, const encart_engine *engine,
                const encart_article *article, const encart_render_options *options,
                encart_error *err)
{
    encart__error_clear(err);
    if (!out || !engine || !article)
        return invalid(err, "encart_plan: an argument is NULL");
    *out = NULL;
    return encart__plan_run(out, engine, article, options, err);
}

int encart_render(encart_result **out, const encart_engine *engine,
                  const encart_article *article, const encart_render_options *options,
                  encart_error *err)
{
    encart__error_clear(err);
    if (!out || !engine || !article)
        return invalid(err, "encart_render: an argument is NULL");
    *out = NULL;
    return encart__render_run(out, engine, article, options, err);
}

static const char *bytes_of(const encart__strbuf *b, size_t *n)
{
    if (n)
        *n = b ? b->size : 0;
    return b ? encart__strbuf_z(b) : "";
}

const char *encart_result_html(const encart_result *result, size_t *n)
{
    return bytes_of(result ? &result->html : NULL, n);
}

const char *encart_result_report(const encart_result *result, size_t *n)
{
    return bytes_of(result ? &result->report : NULL, n);
}

const char *encart_result_explain(const encart_result *result, size_t *n)
{
    return bytes_of(result ? &result->explain : NULL, n);
}

const char *encart_result_css(const encart_result *result, size_t *n)
{
    return bytes_of(result ? &result->css : NULL, n);
}

const char *encart_result_slot(const encart_result *result, const char *slot, size_t *n)
{
    int s = slot ? encart__slot_of(encart__str_z(slot)) : -1;

    if (n)
        *n = 0;
    if (!result || s < 0 || s == ENCART__SLOT_BODY)
        return NULL;
    return bytes_of(&result->slots[s], n);
}

void encart_result_free(encart_result *result)
{
    encart__alloc alloc;

    if (!result)
        return;
    alloc = result->alloc;
    encart__strbuf_free(&result->html);
    encart__strbuf_free(&result->report);
    encart__strbuf_free(&result->explain);
    encart__strbuf_free(&result->css);
    for (int s = 0; s < ENCART__SLOT_COUNT; s++)
        encart__strbuf_free(&result->slots[s]);
    encart__free(&alloc, result, sizeof *result);
}
