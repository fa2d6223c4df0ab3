/* The order of a render: read options, let the article be edited, ask for what is related,
 * propose, place, build, splice, report. Nothing a plugin does can fail it. */
#include "core/base/error.h"
#include "core/base/limits.h"
#include "core/render/overrides.h"
#include "core/text/text.h"

#include <string.h>

static int fail(encart_error *err, int status)
{
    return encart__error_status(err, status, ENCART_STAGE_RENDER);
}

static void init(encart__render *r, const encart_engine *e, const encart_article *a)
{
    memset(r, 0, sizeof *r);
    r->engine = e;
    r->article = a;
    encart__arena_init(&r->arena, &e->alloc, 0);
    encart__diags_init(&r->diags, &r->arena, 0);
    encart__links_init(&r->links, &r->arena, a->url);
    encart__strbuf_init(&r->bytes, &e->alloc, 0);
    encart__strbuf_init(&r->html, &e->alloc, 0);
    encart__strbuf_init(&r->report, &e->alloc, 0);
    encart__strbuf_init(&r->explain, &e->alloc, 0);
    encart__strbuf_init(&r->css, &e->alloc, 0);
    for (int s = 0; s < ENCART__SLOT_COUNT; s++)
        encart__strbuf_init(&r->slots[s], &e->alloc, 0);
    encart__tree_init(&r->scratch, &e->alloc);
}

static void release(encart__render *r)
{
    encart__boxes_end(r);
    encart__overrides_end(r);
    encart__asks_free(r);
    json_decref(r->answers);
    encart__links_free(&r->links);
    encart__strbuf_free(&r->bytes);
    encart__strbuf_free(&r->html);
    encart__strbuf_free(&r->report);
    encart__strbuf_free(&r->explain);
    encart__strbuf_free(&r->css);
    for (int s = 0; s < ENCART__SLOT_COUNT; s++)
        encart__strbuf_free(&r->slots[s]);
    encart__tree_free(&r->scratch);
    encart__article_release(r->edited);
    encart__arena_free(&r->arena);
}

static int read_answers(encart__render *r, const encart_render_options *o,
                        encart_error *err)
{
    json_error_t where;

    if (!o->answers || !o->answers_size)
        return ENCART_OK;
    if (o->answers_size > ENCART__MAX_ANSWER)
        return encart__error(err, ENCART_ELIMIT, ENCART_STAGE_RENDER,
                             "the answers are larger than %zu bytes", ENCART__MAX_ANSWER);
    r->answers = json_loadb(o->answers, o->answers_size, JSON_REJECT_DUPLICATES, &where);
    if (r->answers && json_is_object(r->answers))
        return ENCART_OK;
    encart__error(err, ENCART_EPARSE, ENCART_STAGE_RENDER, "the answers: %s",
                  r->answers ? "expected a JSON object" : where.text);
    encart__error_at(err, ENCART__STR("answers"), (uint32_t)(r->answers ? 1 : where.line),
                     (uint32_t)(r->answers ? 1 : where.column), 0);
    return ENCART_EPARSE;
}

/* The scope of this render: the site's and section's, and what lies over it. */
static int set_scope(encart__render *r, const encart_render_options *o, encart_error *err)
{
    int status;

    r->scope = encart__scope_for(r->engine, o->site ? encart__str_z(o->site) : r->article->site,
                                 &r->article->section);
    status = encart__outlet_choose(r, o->channel, err);
    if (status || r->no_plugins)
        return status;
    if (r->article->overrides.json.n)
        status = encart__overrides_article(r);
    if (!status && r->channel->overlay)
        status = encart__overrides_channel(r);
    if (!status)
        status = encart__overrides_option(r, o->overrides);
    return status ? fail(err, status) : ENCART_OK;
}

/* The anchor of the page's top: a page has its own, a fragment lives in the host's. */
static encart__str top_of(const encart__render *r)
{
    if (r->page)
        return ENCART__STR("top");
    return r->scope->top_anchor.n ? r->scope->top_anchor : ENCART__STR("encart-top");
}

static int read_options(encart__render *r, const encart_render_options *o,
                        encart_error *err)
{
    encart__str now = encart__str_z(o->now);
    int status;

    r->page = o->format && strcmp(o->format, "page") == 0;
    r->format = r->page ? ENCART__STR("page") : ENCART__STR("fragment");
    if (o->format && strcmp(o->format, r->format.p) != 0)
        return encart__error(err, ENCART_EINVAL, ENCART_STAGE_RENDER,
                             "format: expected “fragment” or “page”, found “%s”", o->format);
    if (now.n && !encart__date_parse(now, &r->now))
        return encart__error(err, ENCART_EINVAL, ENCART_STAGE_RENDER,
                             "now: expected an RFC 3339 date-time, found “%s”", o->now);
    if (!now.n)
        r->now = r->article->modified.set ? r->article->modified : r->article->published;
    if (o->lang && !encart__lang_primary(encart__str_z(o->lang)).n)
        return encart__error(err, ENCART_EINVAL, ENCART_STAGE_RENDER,
                             "lang: expected a language tag such as “fr”, found “%s”", o->lang);
    r->lang = o->lang ? encart__arena_str(&r->arena, encart__str_z(o->lang)) : r->article->lang;
    r->no_plugins = o->no_plugins != 0;
    r->timings = o->report_timings != 0;
    r->want_explain = o->explain;
    status = set_scope(r, o, err);
    if (status)
        return status;
    r->top_id = top_of(r);
    r->resolved = encart__arena_array(&r->arena, r->article->author_box_count + 1,
                                      sizeof *r->resolved);
    return r->arena.failed ? fail(err, ENCART_ENOMEM) : read_answers(r, o, err);
}

/* A caller built against an earlier header has a shorter struct: the rest is zero. */
static void take_options(encart_render_options *out, const encart_render_options *in)
{
    size_t n = in ? in->struct_size : 0;

    memset(out, 0, sizeof *out);
    if (in)
        memcpy(out, in, n < sizeof *out ? n : sizeof *out);
    out->struct_size = sizeof *out;
}

static int failure_of(const encart__render *r)
{
    if (r->arena.failed || r->links.scratch.failed == ENCART_ENOMEM)
        return ENCART_ENOMEM;
    if (r->scratch.failed == ENCART_ENOMEM)
        return ENCART_ENOMEM;
    for (int s = 0; s < ENCART__SLOT_COUNT; s++)
        if (r->slots[s].failed)
            return r->slots[s].failed;
    return r->bytes.failed    ? r->bytes.failed
           : r->html.failed   ? r->html.failed
           : r->report.failed ? r->report.failed
           : r->css.failed    ? r->css.failed
                              : r->explain.failed;
}

static int stages(encart__render *r)
{
    int status;

    encart__boxes_begin(r);
    status = encart__transform(r);
    if (!status)
        status = encart__outlet_body(r);
    if (status)
        return status;
    for (size_t i = 0; i < r->article->link_count; i++)
        encart__links_add(&r->links, r->article->links[i]);
    if (!r->no_plugins)
        encart__resolve_titles(r);
    encart__boxes_propose(r);
    status = failure_of(r);
    if (!status)
        status = encart__boxes_place(r);
    if (status)
        return status;
    encart__boxes_build(r);
    encart__boxes_end(r);
    status = failure_of(r);
    if (!status)
        status = encart__splice(r);
    if (status)
        return status;
    encart__report_write(r);
    if (r->want_explain)
        encart__explain_render(r);
    return failure_of(r);
}

/* The result outlives the engine's address, not its allocator: it carries a copy. */
static void hand_over(encart_result *out, encart__strbuf *to, encart__strbuf *from)
{
    *to = *from;
    to->alloc = &out->alloc;
    encart__strbuf_init(from, from->alloc, from->max);
}

static encart_result *result_of(encart__render *r)
{
    encart_result *out = encart__malloc(&r->engine->alloc, sizeof *out);

    if (!out)
        return NULL;
    out->alloc = r->engine->alloc;
    hand_over(out, &out->html, &r->html);
    hand_over(out, &out->report, &r->report);
    hand_over(out, &out->explain, &r->explain);
    hand_over(out, &out->css, &r->css);
    for (int s = 0; s < ENCART__SLOT_COUNT; s++)
        hand_over(out, &out->slots[s], &r->slots[s]);
    return out;
}

int encart__render_run(encart_result **out, const encart_engine *e, const encart_article *a,
                       const encart_render_options *options, encart_error *err)
{
    encart_render_options o;
    encart__render r;
    int status;

    take_options(&o, options);
    init(&r, e, a);
    status = read_options(&r, &o, err);
    if (!status) {
        status = stages(&r);
        if (!status) {
            *out = result_of(&r);
            status = *out ? ENCART_OK : ENCART_ENOMEM;
        }
        if (status)
            fail(err, status);
    }
    release(&r);
    return status;
}

int encart__plan_run(encart_buffer **out, const encart_engine *e, const encart_article *a,
                     const encart_render_options *options, encart_error *err)
{
    encart_render_options o;
    encart__render r;
    int status;

    take_options(&o, options);
    init(&r, e, a);
    status = read_options(&r, &o, err);
    if (!status) {
        encart__request_write(&r, &r.report);
        status = failure_of(&r);
        if (!status)
            status = encart__strbuf_take(&r.report, out);
        if (status)
            fail(err, status);
    }
    release(&r);
    return status;
}
