/* Exports: what a native plugin is told, and says. */
#include "core/base/limits.h"
#include "core/i18n/i18n.h"
#include "core/load/load.h"
#include "core/plugin/hole.h"
#include "core/plugin/manifest.h"
#include "core/plugin/native.h"
#include "core/plugin/reply.h"
#include "core/plugin/settings.h"
#include "core/serialise/serialise.h"

#include <stdlib.h>
#include <string.h>

#define WARNINGS_MOST 20

/* ---- replies ----------------------------------------------------------------------------- */

int encart_reply_set(encart_reply *reply, const char *json, size_t n)
{
    if (!reply || (!json && n))
        return ENCART_EINVAL;
    encart__strbuf_clear(&reply->json);
    encart__strbuf_add(&reply->json, json, n);
    return reply->json.failed;
}

static encart__str counted(const char *bytes, size_t n)
{
    return n == ENCART_TO_NUL ? encart__str_z(bytes) : encart__str_n(bytes, n);
}

int encart_reply_add(encart_reply *reply, const char *bytes, size_t n)
{
    if (!reply || (!bytes && n))
        return ENCART_EINVAL;
    encart__strbuf_str(&reply->json, counted(bytes, n));
    return reply->json.failed;
}

int encart_reply_text(encart_reply *reply, const char *text, size_t n)
{
    if (!reply || (!text && n))
        return ENCART_EINVAL;
    encart__escape_attr(&reply->json, counted(text, n));
    return reply->json.failed;
}

/* ---- boxes ------------------------------------------------------------------------------- */

/* A caller built against an earlier header has a shorter struct: the rest is zero. */
static void take_box(encart_box *out, const encart_box *in)
{
    memset(out, 0, sizeof *out);
    memcpy(out, in, in->struct_size < sizeof *out ? in->struct_size : sizeof *out);
}

int encart_context_box(encart_context *ctx, const char *id, const encart_box *box)
{
    encart_box b;
    int status = ENCART_EINVAL;

    if (!box)
        return status;
    take_box(&b, box);
    if (ctx && id && strcmp(ctx->hook, "propose") == 0)
        status = encart__native_propose(ctx, encart__str_z(id), &b);
    else if (ctx)
        encart__native_tell(ctx, ENCART__FAULT, "plugin-error",
                            "boxes are proposed by their name, and in propose only");
    if (status && b.release)
        b.release(b.user);
    return status;
}

/* ---- holes ------------------------------------------------------------------------------- */

/* The params as they stand in a hole, for free(); NULL, and told, when they are none. */
static char *hole_params(encart_context *ctx, const char *params)
{
    json_t *v = json_loads(params, JSON_REJECT_DUPLICATES, NULL);
    char *json = v && (json_is_object(v) || json_is_array(v))
                     ? json_dumps(v, ENCART__HOLE_JSON) : NULL;

    json_decref(v);
    if (json && strlen(json) <= ENCART__HOLE_PARAMS)
        return json;
    free(json);
    encart__native_tell(ctx, ENCART__FAULT, "plugin-error", "the params of a hole are a JSON "
                        "object or array of at most %zu bytes", ENCART__HOLE_PARAMS);
    return NULL;
}

/* From now on a comment of this text is a hole of the box that is written. */
static int know_hole(encart_context *ctx, encart__str text)
{
    encart__hole_text *hole = encart__arena_zalloc(ctx->opts.arena, sizeof *hole);

    if (!hole)
        return ENCART_ENOMEM;
    hole->text = encart__arena_str(ctx->opts.arena, text);
    hole->next = ctx->holes;
    ctx->holes = hole;
    return ctx->opts.arena->failed ? ENCART_ENOMEM : ENCART_OK;
}

static int write_hole(encart_context *ctx, encart_reply *reply, const char *name,
                      const char *params, encart__strbuf *text)
{
    char *json = params ? hole_params(ctx, params) : NULL;
    int status;

    if (params && !json)
        return ENCART_EINVAL;
    encart__hole_write(text, encart__str_z(name), encart__str_z(json ? json : ""));
    free(json);
    if (text->failed) {
        ctx->opts.arena->failed = 1;
        return ENCART_ENOMEM;
    }
    status = know_hole(ctx, encart__strbuf_view(text));
    if (status)
        return status;
    encart__strbuf_puts(&reply->json, "<!--");
    encart__strbuf_str(&reply->json, encart__strbuf_view(text));
    encart__strbuf_puts(&reply->json, "-->");
    return reply->json.failed;
}

int encart_context_hole(encart_context *ctx, encart_reply *reply, const char *name,
                        const char *params)
{
    encart__strbuf text;
    int status;

    if (!ctx || !reply || !name)
        return ENCART_EINVAL;
    if (!ctx->box.n || !encart__hole_named(encart__str_z(name))) {
        encart__native_tell(ctx, ENCART__FAULT, "plugin-error", "a hole stands in a box that is "
                            "written, and its name is a letter, then letters, digits and single "
                            "dashes: a-z, at most %d", ENCART__HOLE_NAME);
        return ENCART_EINVAL;
    }
    encart__strbuf_init(&text, ctx->opts.alloc, 0);
    status = write_hole(ctx, reply, name, params, &text);
    encart__strbuf_free(&text);
    return status;
}

void encart_context_warn(encart_context *ctx, const char *message)
{
    if (!ctx || !message || ctx->warnings >= WARNINGS_MOST)
        return;
    if (++ctx->warnings == WARNINGS_MOST)
        message = "further warnings are not shown";
    encart__native_tell(ctx, ENCART__WARNING, "plugin-warning", "%s", message);
}

/* ---- JSON -------------------------------------------------------------------------------- */

static const char *give(encart__str s, size_t *n)
{
    if (n)
        *n = s.n;
    return s.n ? s.p : NULL;
}

static const char *keep_json(encart_context *ctx, const json_t *v, encart__str *kept, size_t *n)
{
    char *text = json_dumps(v, JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY);

    *kept = encart__arena_str(ctx->opts.arena, encart__str_z(text));
    ctx->opts.arena->failed |= !text;
    free(text);
    return give(*kept, n);
}

const char *encart_context_article(encart_context *ctx, size_t *n)
{
    encart__strbuf b;

    if (!ctx)
        return NULL;
    if (ctx->article.n)
        return give(ctx->article, n);
    encart__strbuf_init(&b, ctx->opts.alloc, 0);
    encart__article_write(ctx->opts.article, &b, 0, 0);
    return encart__native_keep(ctx, &b, &ctx->article, n);
}

const char *encart_context_text(encart_context *ctx, size_t *n)
{
    encart__str text = ctx ? ctx->opts.article->text : ENCART__STR_EMPTY;

    if (n)
        *n = text.n;
    return text.n ? text.p : "";
}

const char *encart_context_settings(encart_context *ctx, size_t *n)
{
    if (!ctx)
        return NULL;
    if (ctx->settings.n)
        return give(ctx->settings, n);
    return keep_json(ctx, ctx->opts.settings, &ctx->settings, n);
}

static void write_features(encart__jsonw *w, const json_t *features)
{
    char *text = json_dumps(features, JSON_COMPACT | JSON_SORT_KEYS);

    if (!text) {
        w->out->failed = ENCART_ENOMEM;
        return;
    }
    encart__jsonw_key(w, "features");
    encart__jsonw_raw(w, encart__str_z(text));
    free(text);
}

const char *encart_context_site(encart_context *ctx, size_t *n)
{
    encart__strbuf b;
    encart__jsonw w;

    if (!ctx)
        return NULL;
    if (ctx->site.n)
        return give(ctx->site, n);
    encart__strbuf_init(&b, ctx->opts.alloc, 0);
    encart__jsonw_init(&w, &b);
    encart__jsonw_open(&w, '{');
    encart__jsonw_kopt(&w, "name", ctx->opts.site_name);
    encart__jsonw_kopt(&w, "url", ctx->opts.site_url);
    if (ctx->opts.site_features)
        write_features(&w, ctx->opts.site_features);
    encart__jsonw_close(&w, '}');
    return encart__native_keep(ctx, &b, &ctx->site, n);
}

/* ---- words ------------------------------------------------------------------------------- */

const char *encart_context_locale(encart_context *ctx)
{
    return ctx ? encart__locale_tag(encart__locale_of(ctx->opts.lang)).p : NULL;
}

/* Whether the manifest's uses names the capability; told when it does not. */
static int may(encart_context *ctx, encart__capability capability)
{
    if (encart__plugin_can(ctx->plugin, capability))
        return 1;
    encart__native_tell(ctx, ENCART__FAULT, "plugin-error",
                        "the manifest's uses does not name the capability “%s”",
                        encart__capability_name(capability));
    return 0;
}

const char *encart_context_now(encart_context *ctx, const char *grain)
{
    char text[40];
    size_t n = 0;

    if (!ctx || !grain || !may(ctx, ENCART__CAN_TIME))
        return NULL;
    if (!encart__now_cut(ctx->opts.now, grain, text, &n, &ctx->read))
        encart__native_tell(ctx, ENCART__FAULT, "plugin-error",
                            "now: day, hour or minute expected, found “%.40s”", grain);
    return n ? encart__arena_z(ctx->opts.arena, encart__str_n(text, n)) : NULL;
}

const char *encart_context_anchor(encart_context *ctx, const char *name)
{
    encart__str s = encart__str_z(name), kept = ENCART__STR_EMPTY;
    encart__strbuf b;

    for (size_t i = 0; i < s.n; i++)
        if (!(s.p[i] >= 'a' && s.p[i] <= 'z') && !encart__is_digit(s.p[i]) && s.p[i] != '-')
            return NULL;
    if (!ctx)
        return NULL;
    encart__strbuf_init(&b, ctx->opts.alloc, 0);
    encart__strbuf_puts(&b, "e-");
    encart__strbuf_str(&b, ctx->plugin->name);
    encart__strbuf_puts(&b, s.n ? "_" : "");
    encart__strbuf_str(&b, s);
    return encart__native_keep(ctx, &b, &kept, NULL);
}

/* ---- services ---------------------------------------------------------------------------- */

static void write_related(encart__jsonw *w, const encart__related *r)
{
    char date[40];

    encart__jsonw_open(w, '{');
    encart__jsonw_kopt(w, "id", r->id);
    encart__jsonw_kstr(w, "url", r->url);
    encart__jsonw_kstr(w, "title", r->title);
    encart__jsonw_kopt(w, "lang", r->lang);
    if (encart__date_format(date, &r->published))
        encart__jsonw_kstr(w, "published", encart__str_z(date));
    encart__jsonw_kopt(w, "section", r->section);
    encart__image_write(w, &r->image);
    encart__jsonw_kint(w, "score", r->score);
    encart__jsonw_close(w, '}');
}

const char *encart_context_related(encart_context *ctx, size_t *n)
{
    const encart__related *all;
    size_t count = 0;
    encart__strbuf b;
    encart__jsonw w;

    if (!ctx || !may(ctx, ENCART__CAN_RELATED))
        return NULL;
    if (ctx->related.n)
        return give(ctx->related, n);
    all = ctx->opts.services->related(ctx->opts.services->user, &count);
    encart__strbuf_init(&b, ctx->opts.alloc, 0);
    encart__jsonw_init(&w, &b);
    encart__jsonw_open(&w, '[');
    for (size_t i = 0; all && i < count; i++)
        write_related(&w, &all[i]);
    encart__jsonw_close(&w, ']');
    return encart__native_keep(ctx, &b, &ctx->related, n);
}

int encart_context_used(encart_context *ctx, const char *url)
{
    return ctx && url &&
           ctx->opts.services->used(ctx->opts.services->user, encart__str_z(url));
}

/* Parameters as JSON: an object. False when they are told to be none. */
static int read_params(encart_context *ctx, const char *text, json_t **out)
{
    *out = NULL;
    if (!text)
        return 1;
    if (strlen(text) <= ENCART__ASK_PARAMS)
        *out = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
    if (json_is_object(*out) && encart__json_fits(*out, ENCART__DATA_DEPTH))
        return 1;
    encart__native_tell(ctx, ENCART__FAULT, "plugin-error",
                        "parameters: expected a JSON object of at most %zu bytes",
                        ENCART__ASK_PARAMS);
    json_decref(*out);
    *out = NULL;
    return 0;
}

const char *encart_context_url(encart_context *ctx, const char *route, const char *params)
{
    encart__str url = ENCART__STR_EMPTY;
    const char *why = NULL;
    json_t *p;

    if (!ctx || !route || !read_params(ctx, params, &p))
        return NULL;
    url = ctx->opts.services->url(ctx->opts.services->user, ctx->plugin, encart__str_z(route),
                                  p, &why);
    json_decref(p);
    if (why)
        encart_context_warn(ctx, why);
    return url.n ? url.p : NULL;
}

/* For a call without parameters, those of the manifest. False without memory. */
static int need_params(encart_context *ctx, encart__str name, json_t **out)
{
    const encart__need *need = *out ? NULL : encart__need_of(ctx->plugin, name);

    if (need)
        *out = encart__need_params(need, ctx->opts.settings);
    ctx->opts.arena->failed |= need && !*out;
    return !need || *out;
}

const char *encart_context_service(encart_context *ctx, const char *name, const char *params,
                                   size_t *n)
{
    encart__str service = encart__str_z(name), kept = ENCART__STR_EMPTY;
    const json_t *value = NULL;
    json_t *p;

    if (!ctx || !name)
        return NULL;
    if (!encart__plugin_may_ask(ctx->plugin, service) || encart__str_is(service, "related")) {
        encart__native_tell(ctx, ENCART__FAULT, "plugin-error",
                            "the manifest's uses does not name the capability “service.%.40s”",
                            name);
        return NULL;
    }
    if (!read_params(ctx, params, &p))
        return NULL;
    if (need_params(ctx, service, &p))
        value = ctx->opts.services->service(ctx->opts.services->user, ctx->plugin, service, p);
    json_decref(p);
    return value && !json_is_null(value) ? keep_json(ctx, value, &kept, n) : NULL;
}
