/* The runtime of plugins in C. Their code is trusted, what they write is not: it passes the
 * sanitiser with the policy of plugins' boxes, and the pipeline treats it as any other. */
#include "core/plugin/native.h"
#include "core/base/limits.h"
#include "core/html/decode.h"
#include "core/plugin/manifest.h"
#include "core/plugin/reply.h"
#include "core/plugin/settings.h"
#include "core/plugin/wish.h"
#include "core/sanitise/sanitise.h"

#include <stdio.h>
#include <time.h>

#define TOPIC_BYTES ((size_t)4096) /* of a topic; the rest is not read */
#define MANIFEST "manifest"        /* what its faults are said to be of */
#define REMOVED_TOLD 20            /* of what the policy takes out of one box */

typedef struct encart__native {
    encart__plugin pub; /* first: what core sees */
    encart__alloc alloc;
    encart__arena arena;
    encart_plugin_def def;
} native;

/* ---- load, unload ---------------------------------------------------------------------- */

static int fault(encart__diags *diags, const char *path, encart__diag *d)
{
    if (d) {
        d->source = ENCART__STR(MANIFEST);
        d->path = encart__arena_str(diags->arena, encart__str_z(path));
    }
    return 0;
}

/* The callback and the capability come together. */
static int check_transform(const encart__plugin *p, encart__diags *diags)
{
    const native *n = p->data;
    const char *name = encart__capability_name(ENCART__CAN_EDIT);

    if (n->def.transform && !encart__plugin_can(p, ENCART__CAN_EDIT))
        return fault(diags, "uses",
                     encart__diag_add(diags, ENCART__FAULT, "plugin-manifest",
                                      "“%s” is missing: the plugin has a transform", name));
    if (!n->def.transform && encart__plugin_can(p, ENCART__CAN_EDIT))
        return fault(diags, "uses",
                     encart__diag_add(diags, ENCART__FAULT, "plugin-manifest",
                                      "“%s” without a transform", name));
    return 1;
}

/* What a manifest may say, but not that of a native plugin. */
static int check_native(const encart__plugin *p, encart__diags *diags)
{
    static const encart__capability not_ours[] = {ENCART__CAN_RAW, ENCART__CAN_BLOCKS,
                                                  ENCART__CAN_EMBED};

    for (size_t i = 0; i < sizeof not_ours / sizeof *not_ours; i++)
        if (encart__plugin_can(p, not_ours[i]))
            return fault(diags, "uses",
                         encart__diag_add(diags, ENCART__FAULT, "plugin-manifest",
                                          "native plugins have no “%s”",
                                          encart__capability_name(not_ours[i])));
    if (p->asset_count)
        return fault(diags, "assets",
                     encart__diag_add(diags, ENCART__FAULT, "plugin-manifest",
                                      "native plugins have no stylesheets: they have no folder"));
    if (p->slots & 1u << ENCART__SLOT_HEAD)
        return fault(diags, "slots",
                     encart__diag_add(diags, ENCART__FAULT, "plugin-manifest",
                                      "native plugins have no boxes in the slot “head”"));
    return check_transform(p, diags);
}

static int read_manifest(native *p, encart__diags *diags)
{
    json_error_t where;
    encart__diag *d;

    p->pub.manifest = json_loads(p->def.manifest, JSON_REJECT_DUPLICATES, &where);
    if (json_is_object(p->pub.manifest))
        return encart__manifest_read(&p->pub, ENCART__STR(MANIFEST), &p->arena, diags) &&
               check_native(&p->pub, diags);
    d = encart__diag_add(diags, ENCART__FAULT, "plugin-manifest", "not a JSON object: %s",
                         p->pub.manifest ? "it is something else" : where.text);
    fault(diags, "", d);
    if (d && !p->pub.manifest && where.line > 0)
        d->line = (uint32_t)where.line;
    return 0;
}

static void unload(encart__plugin *plugin, const encart__alloc *alloc)
{
    native *p;
    encart__alloc a;

    (void)alloc;
    if (!plugin)
        return;
    p = plugin->data;
    a = p->alloc;
    encart__manifest_release(plugin);
    encart__arena_free(&p->arena);
    encart__free(&a, p, sizeof *p);
}

int encart__native_load(encart__plugin **out, const encart_plugin_def *def,
                        encart__diags *diags, const encart__alloc *alloc)
{
    native *p = encart__calloc(alloc, 1, sizeof *p);
    int sound, failed;

    *out = NULL;
    if (!p)
        return ENCART_ENOMEM;
    p->alloc = *alloc;
    p->def = *def;
    encart__arena_init(&p->arena, &p->alloc, 0);
    p->pub.data = p;
    p->pub.runtime = &encart__native_runtime;
    p->pub.name = p->pub.version = p->pub.license = p->pub.folder = p->pub.related_limit =
        ENCART__STR_EMPTY;
    sound = read_manifest(p, diags);
    failed = p->arena.failed || diags->arena->failed;
    if (sound && !failed)
        *out = &p->pub;
    else
        unload(&p->pub, alloc);
    return failed ? ENCART_ENOMEM : sound ? ENCART_OK : ENCART_ECONFIG;
}

/* ---- telling --------------------------------------------------------------------------- */

void encart__native_tell(encart_context *ctx, encart__level level, const char *rule,
                         const char *format, ...)
{
    encart__diags *diags = ctx->opts.diags;
    encart__diag *d;
    char message[512], hook[96];
    va_list args;

    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    if (ctx->box.n && ctx->after)
        snprintf(hook, sizeof hook, "%s(%s) after block %zu", ctx->hook, ctx->box.p,
                 ctx->after);
    else if (ctx->box.n)
        snprintf(hook, sizeof hook, "%s(%s)", ctx->hook, ctx->box.p);
    else
        snprintf(hook, sizeof hook, "%s", ctx->hook);
    d = encart__diag_add(diags, level, rule, "%s", message);
    if (!d)
        return;
    d->source = ctx->plugin->name;
    d->path = encart__arena_str(diags->arena, encart__str_z(hook));
}

const char *encart__native_keep(encart_context *ctx, encart__strbuf *text, encart__str *kept,
                                size_t *n)
{
    int ok = !text->failed;

    if (ok)
        *kept = encart__arena_str(ctx->opts.arena, encart__strbuf_view(text));
    ctx->opts.arena->failed |= !ok;
    encart__strbuf_free(text);
    if (n)
        *n = kept->n;
    return ok && !ctx->opts.arena->failed ? kept->p : NULL;
}

/* ---- transform, propose ---------------------------------------------------------------- */

static int64_t cpu_now(void)
{
    struct timespec t;

    return clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t) == 0
               ? (int64_t)t.tv_sec * 1000000000 + t.tv_nsec : 0;
}

static encart__str topic_of(const encart_context *ctx, const char *topic)
{
    encart__str s = encart__str_z(topic);

    if (s.n > TOPIC_BYTES)
        for (s.n = TOPIC_BYTES; s.n && (s.p[s.n] & 0xC0) == 0x80;)
            s.n--;
    return encart__arena_str(ctx->opts.arena, s);
}

/* Reads box->place into the wish; what is wrong in `why`. */
static int read_place(encart__wish *w, const char *place, char why[ENCART__WISH_FAULT])
{
    json_error_t where;
    json_t *v;
    int ok;

    if (!place)
        return 1;
    v = json_loads(place, JSON_REJECT_DUPLICATES, &where);
    ok = v && encart__wish_json(w, v, why);
    if (!v)
        snprintf(why, ENCART__WISH_FAULT, "place: not JSON: %s", where.text);
    json_decref(v);
    return ok;
}

static int is_twice(const encart_context *ctx, const encart__box_kind *kind, encart__str id)
{
    for (size_t i = 0; kind->slot != ENCART__SLOT_BODY && i < ctx->box_count; i++)
        if (encart__str_eq(ctx->boxes[i].id, id))
            return 1;
    return 0;
}

/* What is wrong with the wish for a box, in `why`; what is right, in `out`. */
static int read_box(encart_context *ctx, encart__str id, const encart_box *box,
                    encart__box *out, char why[ENCART__WISH_FAULT])
{
    const encart__box_kind *kind = encart__box_named(ctx->plugin, id);
    const char *near = kind ? NULL : encart__box_near(ctx->plugin, id);

    *out = (encart__box){.plugin = ctx->plugin, .topic = topic_of(ctx, box->topic),
                         .weight = box->weight};
    encart__wish_init(&out->wish);
    if (!kind && near)
        snprintf(why, ENCART__WISH_FAULT, "the manifest announces no box “%.40s” (did you "
                 "mean “%s”?)", id.p, near);
    else if (!kind)
        snprintf(why, ENCART__WISH_FAULT, "the manifest announces no box “%.40s”", id.p);
    else if (is_twice(ctx, kind, id))
        snprintf(why, ENCART__WISH_FAULT, "the box “%.40s” is proposed twice", id.p);
    else if (box->place && kind->slot != ENCART__SLOT_BODY)
        snprintf(why, ENCART__WISH_FAULT, "place: only for the slot “body”");
    else if (box->weight < -1000 || box->weight > 1000)
        snprintf(why, ENCART__WISH_FAULT, "weight: expected -1000 to 1000");
    else if (!box->content)
        snprintf(why, ENCART__WISH_FAULT, "content: missing");
    else if (read_place(&out->wish, box->place, why))
        why[0] = '\0';
    if (why[0])
        return 0;
    out->slot = kind->slot;
    out->id = encart__str_sub(kind->name, kind->name.n - id.n, kind->name.n);
    return 1;
}

int encart__native_propose(encart_context *ctx, encart__str id, const encart_box *box)
{
    char why[ENCART__WISH_FAULT] = "";
    encart__box *out = &ctx->boxes[ctx->box_count];

    if (ctx->box_count >= ctx->box_max) {
        encart__native_tell(ctx, ENCART__FAULT, "plugin-error", "more than %zu boxes",
                            ctx->box_max);
        return ENCART_ELIMIT;
    }
    if (!read_box(ctx, id, box, out, why)) {
        encart__native_tell(ctx, ENCART__FAULT, "plugin-error", "%s", why);
        return ENCART_EINVAL;
    }
    if (ctx->opts.arena->failed)
        return ENCART_ENOMEM;
    ctx->contents[ctx->box_count] =
        (encart__native_content){box->content, box->user, box->release};
    out->content = (int)++ctx->box_count;
    return ENCART_OK;
}

/* The context for `hook`, that of opts->run when there is one: what the article was before it
 * was edited is forgotten. NULL without memory. */
static encart_context *context_of(const encart__run_opts *opts, const char *hook, size_t max)
{
    encart_context *ctx = (encart_context *)opts->run;

    if (!ctx)
        ctx = encart__calloc(opts->alloc, 1, sizeof *ctx);
    if (!ctx)
        return NULL;
    ctx->plugin = opts->plugin;
    ctx->opts = *opts;
    ctx->hook = hook;
    ctx->box = ctx->article = ctx->settings = ctx->site = ctx->related = ENCART__STR_EMPTY;
    ctx->boxes = encart__arena_array(opts->arena, max + 1, sizeof *ctx->boxes);
    ctx->contents = encart__arena_array(opts->arena, max + 1, sizeof *ctx->contents);
    ctx->box_max = ctx->boxes && ctx->contents ? max : 0;
    return ctx;
}

static encart__run *transform(const encart__run_opts *opts, encart__edits *edits, int *ok)
{
    const native *p = opts->plugin->data;
    encart_context *ctx = context_of(opts, "transform", 0);
    int64_t before = cpu_now();
    int status;

    *ok = 0;
    if (!ctx || !ctx->boxes || !ctx->contents) {
        opts->arena->failed = 1;
        return (encart__run *)ctx;
    }
    ctx->edits = edits;
    status = p->def.transform(p->def.user, ctx);
    ctx->edits = NULL;
    if (status)
        encart__native_tell(ctx, ENCART__FAULT, "plugin-error", "transform returned %d",
                            status);
    ctx->failed = status != 0;
    *ok = !ctx->failed;
    ctx->cpu_ns += cpu_now() - before;
    return (encart__run *)ctx;
}

static encart__run *propose(const encart__run_opts *opts, encart__box *boxes, size_t max,
                            size_t *count)
{
    const native *p = opts->plugin->data;
    encart_context *ctx = (encart_context *)opts->run;
    int64_t before = cpu_now();
    int status;

    *count = 0;
    if (!p->def.propose || (ctx && ctx->failed))
        return opts->run;
    ctx = context_of(opts, "propose", max);
    if (!ctx || !ctx->box_max) {
        opts->arena->failed = 1;
        return (encart__run *)ctx;
    }
    status = p->def.propose(p->def.user, ctx);
    if (status)
        encart__native_tell(ctx, ENCART__FAULT, "plugin-error", "propose returned %d", status);
    else
        *count = ctx->box_count;
    for (size_t i = 0; i < *count; i++)
        boxes[i] = ctx->boxes[i];
    ctx->cpu_ns += cpu_now() - before;
    return (encart__run *)ctx;
}

/* ---- build ----------------------------------------------------------------------------- */

static int is_blank(encart__str s)
{
    return encart__str_trim(s).n == 0;
}

static int is_hole(const encart_context *ctx, encart__str text)
{
    for (const encart__hole_text *h = ctx->holes; h; h = h->next)
        if (encart__str_eq(h->text, text))
            return 1;
    return 0;
}

/* Pins are the editors', and a hole in HTML of others is none of the plugin's. */
static void drop_comments(const encart_context *ctx, encart__tree *t)
{
    encart__node_id next;

    for (encart__node_id at = encart__tree_next(t, ENCART__ROOT, ENCART__ROOT, 0); at;
         at = next) {
        next = encart__tree_next(t, ENCART__ROOT, at, 0);
        if (t->nodes[at].kind == ENCART__NODE_COMMENT &&
            !is_hole(ctx, encart__tree_text_of(t, at)))
            encart__tree_remove(t, at);
    }
}

/* The one element that there may be; 0 when there is anything else. */
static encart__node_id only_element(const encart__tree *t, uint16_t tag)
{
    encart__node_id found = 0;

    for (encart__node_id at = t->nodes[ENCART__ROOT].first; at; at = t->nodes[at].next) {
        if (t->nodes[at].kind == ENCART__NODE_TEXT && is_blank(encart__tree_text_of(t, at)))
            continue;
        if (found || !encart__tree_is(t, at, tag))
            return 0;
        found = at;
    }
    return found;
}

/* The sanitised tree as the box's; 0 with a fault. */
static encart__node_id settle(encart_context *ctx, encart__tree *t)
{
    const encart__box_kind *kind = encart__box_named(ctx->plugin, ctx->box);
    encart__node_id root = only_element(t, kind->tag);

    if (!root)
        encart__native_tell(ctx, ENCART__FAULT, "plugin-error",
                            "the content must be one element %s, as the manifest says",
                            encart__tag_name(kind->tag).p);
    else if (t->node_count > ENCART__BOX_NODES)
        encart__native_tell(ctx, ENCART__FAULT, "plugin-output",
                            "the box has more than %d nodes", ENCART__BOX_NODES);
    else
        encart__tree_detach(t, root);
    return t->node_count > ENCART__BOX_NODES ? 0 : root;
}

static int sanitise(encart_context *ctx, encart__str html, const encart__policy *policy,
                    encart__tree *out)
{
    const encart__sanitise_opts o = {.policy = policy, .base = ENCART__STR_EMPTY};
    encart__diags removed;
    encart_error err = {0};
    int status;

    encart__diags_init(&removed, ctx->opts.arena, REMOVED_TOLD);
    status = encart__sanitise_html(out, html, &o, &removed, ctx->opts.alloc, &err);
    ctx->opts.arena->failed |= status == ENCART_ENOMEM;
    if (status) {
        encart__native_tell(ctx, ENCART__FAULT, "plugin-output", "%s", err.message);
        return 0;
    }
    for (const encart__diag *d = removed.first; d; d = d->next)
        if (strcmp(d->rule, "id-prefixed") != 0)
            encart__native_tell(ctx, ENCART__WARNING, d->rule, "%s", d->message.p);
    drop_comments(ctx, out);
    return 1;
}

encart__str encart__native_decoded(encart_context *ctx, encart__str s, encart__strbuf *buffer)
{
    if (encart__is_decoded(s))
        return s;
    encart__decode_utf8(s, buffer, NULL);
    ctx->opts.arena->failed |= buffer->failed == ENCART_ENOMEM;
    return encart__strbuf_view(buffer);
}

int encart__native_html(encart_context *ctx, encart__str html, const encart__policy *policy,
                        encart__tree *out)
{
    encart__strbuf buffer;
    int ok;

    encart__strbuf_init(&buffer, ctx->opts.alloc, 0);
    html = encart__native_decoded(ctx, html, &buffer);
    ok = !buffer.failed && sanitise(ctx, html, policy, out);
    encart__strbuf_free(&buffer);
    return ok;
}

static encart__node_id read_reply(encart_context *ctx, encart__strbuf *reply,
                                  encart__tree *out)
{
    encart__str html = encart__strbuf_view(reply);

    if (reply->failed) {
        encart__native_tell(ctx, ENCART__FAULT, "plugin-output", "more than %zu bytes of HTML",
                            ENCART__MAX_ANSWER);
        return 0;
    }
    if (is_blank(html) ||
        !encart__native_html(ctx, html, encart__plugin_policy(ctx->plugin), out))
        return 0;
    return settle(ctx, out);
}

static const char *kind_of(const encart__block *b)
{
    return b ? encart__block_kind_name((encart__block_kind)b->kind) : NULL;
}

static encart__node_id build(encart__run *run, const encart__box *box, const encart__at *at,
                             encart__tree *out)
{
    encart_context *ctx = (encart_context *)run;
    const encart__native_content *c = &ctx->contents[box->content - 1];
    const encart_at place = {sizeof place, at->index, at->of, encart__slot_name(at->slot),
                             at->heading_level, kind_of(at->prev), kind_of(at->next)};
    int64_t before = cpu_now();
    encart__node_id root = 0;
    encart_reply reply;
    int status;

    ctx->hook = "content";
    ctx->box = box->id;
    ctx->after = at->prev ? (size_t)(at->prev - ctx->opts.article->blocks) + 1 : 0;
    ctx->holes = NULL;
    encart__strbuf_init(&reply.json, ctx->opts.alloc, ENCART__MAX_ANSWER);
    status = c->build(c->user, ctx, &place, &reply);
    ctx->opts.arena->failed |= reply.json.failed == ENCART_ENOMEM;
    if (status)
        encart__native_tell(ctx, ENCART__FAULT, "plugin-error", "the content returned %d",
                            status);
    else
        root = read_reply(ctx, &reply.json, out);
    encart__strbuf_free(&reply.json);
    ctx->box = ENCART__STR_EMPTY;
    ctx->cpu_ns += cpu_now() - before;
    return root;
}

/* ---- end ------------------------------------------------------------------------------- */

static void end(encart__run *run, encart__run_stats *stats)
{
    encart_context *ctx = (encart_context *)run;

    if (!ctx)
        return;
    for (size_t i = 0; i < ctx->box_count; i++)
        if (ctx->contents[i].release)
            ctx->contents[i].release(ctx->contents[i].user);
    if (stats)
        *stats = (encart__run_stats){.cpu_ns = ctx->cpu_ns, .max_age = ctx->read.max_age,
                                     .grain = ctx->read.grain};
    encart__free(ctx->opts.alloc, ctx, sizeof *ctx);
}

/* No folder: check_native() refuses what would need one. */
const encart__runtime encart__native_runtime = {
    .unload = unload, .transform = transform, .propose = propose, .build = build, .end = end,
};
