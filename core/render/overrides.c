/* What lies over a site's scope for one render: what the article's editor decided, and what
 * the host says of this one render. The engine's scope is shared and never touched: the
 * first layer makes a copy, in the render's arena, that borrows all it does not change. A
 * faulty member is told and leaves the site's value. */
#include "core/render/overrides.h"
#include "core/base/error.h"
#include "core/load/json_text.h"
#include "core/plugin/settings.h"
#include "core/render/config.h"
#include "core/render/locate.h"

#include <stdio.h>

#define PATH_SIZE 512
#define MOST_DEPTH 64u
#define LEVELS 3 /* plugins, related, count: no layer is looked into deeper */

/* ---- the scope's copy ------------------------------------------------------------------ */

static int own_scope(encart__render *r)
{
    const encart__scope *base = r->scope;
    size_t size = r->engine->plugin_count + 1;

    if (r->own)
        return 1;
    r->own = encart__arena_alloc(&r->arena, sizeof *r->own);
    if (!r->own)
        return 0;
    *r->own = *base;
    r->own->plugin_count = 0;
    r->own->plugins = encart__arena_array(&r->arena, size, sizeof *r->own->plugins);
    for (size_t i = 0; r->own->plugins && i < base->plugin_count; i++) {
        r->own->plugins[i] = base->plugins[i];
        r->own->plugins[i].borrowed = 1;
        r->own->plugin_count++;
    }
    r->scope = r->own;
    return r->own->plugins != NULL;
}

static void drop_settings(encart__enabled *p)
{
    if (!p->borrowed)
        json_decref(p->settings);
}

void encart__overrides_end(encart__render *r)
{
    for (size_t i = 0; r->own && i < r->own->plugin_count; i++)
        drop_settings(&r->own->plugins[i]);
}

static void turn_off(encart__scope *s, size_t at)
{
    drop_settings(&s->plugins[at]);
    memmove(&s->plugins[at], &s->plugins[at + 1],
            (--s->plugin_count - at) * sizeof *s->plugins);
}

/* Plugins stand by name: where this one stands, or would. */
static size_t place_of(const encart__scope *s, encart__str name, int *on)
{
    size_t i = 0;

    while (i < s->plugin_count && encart__str_cmp(s->plugins[i].plugin->name, name) < 0)
        i++;
    *on = i < s->plugin_count && encart__str_eq(s->plugins[i].plugin->name, name);
    return i;
}

static int set_plugin(encart__scope *s, const encart__plugin *p, const json_t *given,
                      const char *path, encart__diags *diags)
{
    int on;
    size_t at = place_of(s, p->name, &on);
    json_t *settings;

    if (json_is_false(given)) {
        if (on)
            turn_off(s, at);
        return 1;
    }
    if (on && json_is_true(given))
        return 1;
    settings = encart__settings_over(p, on ? s->plugins[at].settings : NULL, given, path,
                                     diags);
    if (!settings)
        return 0;
    if (on)
        turn_off(s, at);
    memmove(&s->plugins[at + 1], &s->plugins[at],
            (s->plugin_count++ - at) * sizeof *s->plugins);
    s->plugins[at] = (encart__enabled){p, settings, 0};
    return 1;
}

/* ---- what may be overridden ------------------------------------------------------------- */

static void tell(encart__diags *d, const char *rule, const char *path, const char *message)
{
    encart__diag *e = encart__diag_add(d, ENCART__FAULT, rule, "%s", message);

    if (e)
        e->path = encart__arena_str(d->arena, encart__str_z(path));
}

/* Whether `inner` is `outer` or a member below it. */
static int is_below(encart__str inner, encart__str outer)
{
    return encart__str_starts(inner, outer) &&
           (inner.n == outer.n || inner.p[outer.n] == '.');
}

typedef enum { REFUSED, PARTLY, ALLOWED } permit;

static permit may_override(const encart__overridable *o, encart__str path)
{
    permit found = o->all ? ALLOWED : REFUSED;

    for (size_t i = 0; i < o->count && found != ALLOWED; i++) {
        if (is_below(path, o->paths[i]))
            found = ALLOWED;
        else if (is_below(o->paths[i], path))
            found = PARTLY;
    }
    return found;
}

/* Takes out what the site has not given into the article's hands. As deep as LEVELS, which
 * no input can change. */
static void keep_to_permits(json_t *object, const encart__overridable *o, const char *path,
                            int level, encart__diags *diags)
{
    char inner[PATH_SIZE];
    const char *name;
    json_t *value;
    void *next;

    json_object_foreach_safe(object, next, name, value) {
        permit p;

        snprintf(inner, sizeof inner, "%s.%s", path, name);
        p = may_override(o, encart__str_z(strchr(inner, '.') + 1));
        if (p == ALLOWED)
            continue;
        if (p == PARTLY && json_is_object(value) && level < LEVELS) {
            keep_to_permits(value, o, inner, level + 1, diags);
            continue;
        }
        tell(diags, "override-refused", inner,
             "the site’s configuration lets no article override this");
        json_object_del(object, name);
    }
}

/* Over a site's scope, for one render. */
typedef struct layer {
    const char *path;    /* stands before each path in messages: "overrides" */
    encart__str source;  /* where it came from, for messages */
    encart__str text;    /* its JSON, to find lines in; may be empty */
    uint32_t line;       /* where that begins; 0 = lines are not told */
    int of_article;      /* turns on only what the site offers */
    encart__diags *diags;
} layer;

/* ---- one layer --------------------------------------------------------------------------- */

static void tell_no_plugin(const encart_engine *e, const char *name, const char *path,
                           encart__diags *diags)
{
    const char *names[ENCART__ENGINE_PLUGINS], *near;
    char message[256];

    for (size_t i = 0; i < e->plugin_count; i++)
        names[i] = e->plugins[i]->name.p;
    near = encart__nearest(encart__str_z(name), names, e->plugin_count);
    snprintf(message, sizeof message, near ? "no such plugin (did you mean “%s”?)"
                                           : "no such plugin", near);
    tell(diags, "override-plugin", path, message);
}

static size_t index_of(const encart_engine *e, const char *name)
{
    size_t i = 0;

    while (i < e->plugin_count && !encart__str_is(e->plugins[i]->name, name))
        i++;
    return i;
}

static int lay_plugins(encart__render *r, const json_t *plugins, const layer *l)
{
    const encart_engine *e = r->engine;
    char path[PATH_SIZE];
    const char *name;
    json_t *value;

    json_object_foreach((json_t *)(uintptr_t)plugins, name, value) {
        size_t i = index_of(e, name);

        snprintf(path, sizeof path, "%s.plugins.%s", l->path, name);
        if (i == e->plugin_count)
            tell_no_plugin(e, name, path, l->diags);
        else if (l->of_article && !r->own->offered[i])
            tell(l->diags, "override-refused", path,
                 "the site’s configuration names no such plugin for this article");
        else if ((json_is_object(value) || json_is_boolean(value)) &&
                 !set_plugin(r->own, e->plugins[i], value, path, l->diags))
            return 0;
    }
    return 1;
}

/* Source and line for the faults that were told since `before`. */
static void place_faults(const layer *l, const encart__diag *before)
{
    encart__diag *d = before ? before->next : l->diags->first;
    size_t head = strlen(l->path) + 1;

    for (; d; d = d->next) {
        uint32_t line;

        d->source = l->source;
        if (!l->line || d->path.n < head)
            continue;
        line = encart__locate(l->text, encart__str_sub(d->path, head, d->path.n));
        d->line = line ? l->line + line - 1 : 0;
    }
}

/* Lays `members`, of the shape of a scope's part, over r->scope, which becomes the render's
 * own. Each fault is told and costs its member. Returns a status. */
static int lay(encart__render *r, const json_t *members, const layer *l)
{
    const encart__diag *before = l->diags->last;
    int ok = own_scope(r);

    if (!ok)
        return ENCART_ENOMEM;
    ok = encart__overrides_read(r->own, members, &r->arena) &&
         lay_plugins(r, json_object_get(members, "plugins"), l);
    place_faults(l, before);
    return ok && !r->arena.failed ? ENCART_OK : ENCART_ENOMEM;
}

/* The object that `text` is; NULL when it is none, which is told. */
static json_t *read_object(encart__render *r, encart__str text, encart__str source,
                           uint32_t line, const char *name)
{
    json_error_t where = {.line = 0};
    json_t *v = NULL;
    encart__diag *d;

    if (!encart__json_deeper(text, MOST_DEPTH))
        v = json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, &where);
    if (json_is_object(v))
        return v;
    d = encart__diag_add(&r->diags, ENCART__FAULT, "override-json", "%s",
                         v              ? "expected a JSON object"
                         : where.text[0] ? where.text
                                         : "nested too deep");
    if (d) {
        d->source = source;
        d->path = encart__str_z(name);
        d->line = line ? line + (uint32_t)(where.line > 0 ? where.line - 1 : 0) : 0;
    }
    json_decref(v);
    return NULL;
}

json_t *encart__raw_read(encart__render *r, const encart__raw *raw, const char *name)
{
    return raw->json.n ? read_object(r, raw->json, r->article->source, raw->line, name)
                       : NULL;
}

int encart__overrides_article(encart__render *r)
{
    const encart__raw *raw = &r->article->overrides;
    layer l = {"overrides", r->article->source, raw->json, raw->line, 1, &r->diags};
    const encart__diag *before = r->diags.last;
    json_t *members = encart__raw_read(r, raw, l.path);
    int status;

    if (!members)
        return ENCART_OK;
    keep_to_permits(members, &r->scope->overridable, l.path, 1, &r->diags);
    encart__overrides_check(members, l.path, &r->diags);
    place_faults(&l, before);
    status = lay(r, members, &l);
    json_decref(members);
    return status;
}

/* Its faults were told with the engine's. */
int encart__overrides_channel(encart__render *r)
{
    encart__diags silent;
    layer l = {"channels", ENCART__STR_EMPTY, ENCART__STR_EMPTY, 0, 0, &silent};

    encart__diags_init(&silent, &r->arena, 1);
    return lay(r, r->channel->overlay, &l);
}

int encart__overrides_option(encart__render *r, const char *json)
{
    encart__str text = encart__str_z(json);
    layer l = {"overrides", ENCART__STR("render option"), text, 1, 0, &r->diags};
    const encart__diag *before = r->diags.last;
    json_t *members;
    int status;

    if (!text.n)
        return ENCART_OK;
    members = read_object(r, text, l.source, 1, l.path);
    if (!members)
        return ENCART_OK;
    encart__overrides_check(members, l.path, &r->diags);
    place_faults(&l, before);
    status = lay(r, members, &l);
    json_decref(members);
    return status;
}
