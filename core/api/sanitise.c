/* Exports: the pure functions on bytes. */
#include "core/base/error.h"
#include "core/base/limits.h"
#include "core/html/decode.h"
#include "core/render/engine.h"
#include "core/render/holes.h"
#include "core/sanitise/profile.h"
#include "core/sanitise/sanitise.h"

#include <encart/render.h>

#include <string.h>

static int invalid(encart_error *err, const char *what)
{
    return encart__error(err, ENCART_EINVAL, ENCART_STAGE_SANITISE, "%s", what);
}

void encart_sanitise_options_init(encart_sanitise_options *options)
{
    if (!options)
        return;
    memset(options, 0, sizeof *options);
    options->struct_size = sizeof *options;
}

static int check_size(size_t n, size_t max, encart_error *err)
{
    size_t limit = max ? max : ENCART__MAX_INPUT;

    if (limit > ENCART__HARD_INPUT)
        limit = ENCART__HARD_INPUT;
    if (n <= limit)
        return ENCART_OK;
    return encart__error(err, ENCART_ELIMIT, ENCART_STAGE_SANITISE,
                         "the document has %zu bytes, the limit is %zu", n, limit);
}

/* Named by the caller, else the site's own, else "article". */
static const encart__policy *policy_of(const encart_engine *engine, const char *name)
{
    const char *const *names = encart__policy_names();

    if (!name && engine->known.policy)
        return engine->known.policy;
    for (; name && *names; names++)
        if (strcmp(name, *names) == 0)
            break;
    return *names ? encart__policy_named(encart__str_z(name ? name : "article")) : NULL;
}

static int take_options(encart__sanitise_opts *out, const encart_engine *engine,
                        const encart_sanitise_options *in, size_t *max, encart_error *err)
{
    encart_sanitise_options o;
    size_t n = in ? in->struct_size : 0;

    memset(&o, 0, sizeof o);
    if (in)
        memcpy(&o, in, n < sizeof o ? n : sizeof o);
    memset(out, 0, sizeof *out);
    out->policy = policy_of(engine, o.profile);
    if (!out->policy)
        return encart__error(err, ENCART_EINVAL, ENCART_STAGE_SANITISE,
                             "profile: expected “strict”, “article” or “embeds”, found “%s”",
                             o.profile);
    out->base = encart__str_z(o.url);
    out->paragraphs = o.paragraphs == ENCART_ON;
    out->accessible = o.accessible == ENCART_ON;
    out->heading_base = o.heading_base;
    if (!encart__repair_mode(o.repair, &out->always_repair))
        return encart__error(err, ENCART_EINVAL, ENCART_STAGE_SANITISE,
                             "repair: expected “auto” or “always”, found “%s”", o.repair);
    *max = o.max_bytes;
    return ENCART_OK;
}

/* The list is bounded; its last entry then tells how many are not on it. */
static int write_removed(encart_buffer **out, encart__diags *diags,
                         const encart__alloc *alloc)
{
    uint32_t rest = diags->count - diags->kept;
    encart__strbuf b;
    encart__jsonw w;

    diags->max = diags->kept + 1;
    if (rest && !encart__diag_add(diags, ENCART__NOTE,
                                  encart__removal_name(ENCART__R_NOT_LISTED),
                                  "and %u more", (unsigned)rest))
        return ENCART_ENOMEM;
    encart__strbuf_init(&b, alloc, 0);
    encart__jsonw_init(&w, &b);
    encart__diags_json(diags, &w);
    return encart__strbuf_take(&b, out);
}

static int sanitise(encart_buffer **out, encart_buffer **removed, const encart__alloc *alloc,
                    encart__str html, const encart__sanitise_opts *o, encart_error *err)
{
    encart__str decoded = html;
    encart__arena arena;
    encart__diags diags;
    encart__strbuf text, canonical;
    char charset[32];
    int status = ENCART_OK;

    encart__arena_init(&arena, alloc, 0);
    encart__diags_init(&diags, &arena, ENCART__MAX_REMOVED);
    if (!removed)
        diags.max = 0; /* nobody asks: entries are counted, not made */
    encart__strbuf_init(&text, alloc, 0);
    encart__strbuf_init(&canonical, alloc, 0);
    if (!encart__is_decoded(html)) {
        status = encart__decode(html, ENCART__STR("utf-8"), &text, charset, &diags, err);
        decoded = encart__strbuf_view(&text);
    }
    if (!status)
        status = encart__sanitise_bytes(&canonical, decoded, o, &diags, err);
    if (!status)
        status = encart__strbuf_take(&canonical, out);
    if (!status && removed)
        status = write_removed(removed, &diags, alloc);
    encart__strbuf_free(&canonical);
    encart__strbuf_free(&text);
    encart__arena_free(&arena);
    return status;
}

int encart_sanitise(encart_buffer **out, encart_buffer **removed,
                    const encart_engine *engine, const char *html, size_t n,
                    const encart_sanitise_options *options, encart_error *err)
{
    encart__sanitise_opts o;
    size_t max = 0;
    int status;

    encart__error_clear(err);
    if (!out || !engine || (!html && n))
        return invalid(err, "encart_sanitise: an argument is NULL");
    *out = NULL;
    if (removed)
        *removed = NULL;
    status = take_options(&o, engine, options, &max, err);
    if (!status)
        status = check_size(n, max, err);
    if (!status)
        status = sanitise(out, removed, &engine->alloc, encart__str_n(html, n), &o, err);
    if (status) {
        encart_buffer_free(*out);
        *out = NULL;
        encart__error_status(err, status, ENCART_STAGE_SANITISE);
    }
    return status;
}

int encart_strip(encart_buffer **out, const encart_engine *engine, const char *html,
                 size_t n, encart_error *err)
{
    encart__strbuf b;
    int status;

    encart__error_clear(err);
    if (!out || !engine || (!html && n))
        return invalid(err, "encart_strip: an argument is NULL");
    *out = NULL;
    status = check_size(n, 0, err);
    if (status)
        return status;
    encart__strbuf_init(&b, &engine->alloc, 0);
    status = encart__strip(&b, encart__str_n(html, n), &engine->known, &engine->alloc, err);
    if (status)
        encart__strbuf_free(&b);
    else
        status = encart__strbuf_take(&b, out);
    return status ? encart__error_status(err, status, ENCART_STAGE_SANITISE) : ENCART_OK;
}

int encart_fill_holes(encart_buffer **out, const char *html, size_t n, encart_hole_fn fn,
                      void *user, encart_error *err)
{
    encart__strbuf b;
    int status;

    encart__error_clear(err);
    if (!out || !fn || (!html && n))
        return encart__error(err, ENCART_EINVAL, ENCART_STAGE_RENDER,
                             "encart_fill_holes: an argument is NULL");
    *out = NULL;
    if (n > ENCART__MAX_OUTPUT)
        return encart__error(err, ENCART_ELIMIT, ENCART_STAGE_RENDER,
                             "the page has %zu bytes, the limit is %zu", n,
                             ENCART__MAX_OUTPUT);
    encart__strbuf_init(&b, &encart__alloc_default, ENCART__MAX_OUTPUT);
    status = encart__fill_holes(&b, encart__str_n(html, n), fn, user, err);
    if (!status)
        status = encart__strbuf_take(&b, out);
    encart__strbuf_free(&b);
    return status ? encart__error_status(err, status, ENCART_STAGE_RENDER) : ENCART_OK;
}
