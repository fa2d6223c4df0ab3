/* Services and addresses: from the host's answers, else its callback, else (addresses only)
 * the configuration. What is wrong with an answer is told, and costs no more than that
 * answer. */
#include "core/render/asks.h"
#include "core/base/error.h"
#include "core/base/limits.h"
#include "core/plugin/manifest.h"
#include "core/plugin/settings.h"
#include "core/render/pipeline.h"
#include "core/plugin/reply.h"
#include "core/render/route.h"
#include "core/sanitise/policy.h"

#include <stdlib.h>
#include <string.h>

#define URL_BYTES ((size_t)65536)
#define NEAR_MOST 256 /* names among which the nearest is looked for */
#define FOR_EVER (-1)

/* The report has room for so many diagnostics of all plugins: none may fill it. */
#define TOLD_MOST 20

static void tell(encart__render *r, encart__str who, encart__diag *d)
{
    if (d && who.n)
        d->source = encart__arena_str(&r->arena, who);
}

#define TELL(r, who, level, ...)                                                         \
    do {                                                                                 \
        if ((r)->asks_told++ < TOLD_MOST)                                                \
            tell(r, who, encart__diag_add(&(r)->diags, level, "service", __VA_ARGS__));  \
    } while (0)

/* ---- the host -------------------------------------------------------------------------- */

static json_t *read_reply(encart__render *r, const encart__service *service,
                          const encart__strbuf *reply, encart__str who)
{
    const size_t flags = JSON_REJECT_DUPLICATES | JSON_DECODE_ANY;
    json_error_t where;
    json_t *answer;

    if (reply->failed == ENCART_ENOMEM) {
        r->arena.failed = 1;
        return NULL;
    }
    if (reply->failed) {
        TELL(r, who, ENCART__WARNING, "the answer of the service “%s” is larger than %zu bytes",
             service->name.p, ENCART__MAX_ANSWER);
        return NULL;
    }
    answer = json_loadb(encart__strbuf_z(reply), reply->size, flags, &where);
    if (!answer)
        TELL(r, who, ENCART__WARNING, "the answer of the service “%s” is not JSON: line %d: %s",
             service->name.p, where.line, where.text);
    return answer;
}

json_t *encart__ask_host(encart__render *r, const encart__service *service,
                         const encart__strbuf *request, encart__str who)
{
    encart_reply reply;
    json_t *answer = NULL;

    encart__strbuf_init(&reply.json, r->arena.alloc, ENCART__MAX_ANSWER);
    if (request->failed || service->fn(service->user, service->name.p,
                                       encart__strbuf_z(request), request->size, &reply))
        TELL(r, who, ENCART__WARNING, "the service “%s” gave no answer", service->name.p);
    else
        answer = read_reply(r, service, &reply.json, who);
    encart__strbuf_free(&reply.json);
    return answer;
}

static void write_need(const encart__render *r, encart__jsonw *w, const encart__ask *a,
                       encart__str who)
{
    encart__jsonw_open(w, '{');
    encart__jsonw_kstr(w, "service", a->service);
    encart__jsonw_kopt(w, "plugin", who);
    encart__jsonw_kopt(w, "route", a->route);
    encart__jsonw_key(w, "params");
    encart__jsonw_raw(w, a->params);
    encart__request_article(r, w);
    encart__jsonw_close(w, '}');
}

static json_t *call(encart__render *r, const encart__service *service, const encart__ask *a,
                    encart__str who)
{
    encart__strbuf request;
    encart__jsonw w;
    json_t *answer;

    encart__strbuf_init(&request, r->arena.alloc, 0);
    encart__jsonw_init(&w, &request);
    write_need(r, &w, a, who);
    answer = encart__ask_host(r, service, &request, who);
    encart__strbuf_free(&request);
    return answer;
}

/* ---- questions ------------------------------------------------------------------------- */

static encart__str params_text(encart__render *r, const json_t *params)
{
    char *text;
    encart__str s;

    if (json_object_size(params) == 0)
        return ENCART__STR("{}");
    text = json_dumps(params, JSON_COMPACT | JSON_SORT_KEYS);
    if (!text)
        r->arena.failed = 1;
    s = encart__arena_str(&r->arena, encart__str_z(text));
    free(text);
    return s;
}

/* The question, and whether it is a new one; NULL when there are too many. */
static encart__ask *ask(encart__render *r, encart__str service, encart__str route,
                        const json_t *params, int *fresh)
{
    encart__str text = params_text(r, params);
    encart__ask **at = &r->asks;
    size_t count = 0;

    *fresh = 0;
    for (; *at; at = &(*at)->next, count++)
        if (encart__str_eq((*at)->service, service) && encart__str_eq((*at)->route, route) &&
            encart__str_eq((*at)->params, text))
            return *at;
    if (count >= ENCART__ASKS)
        return NULL;
    *at = encart__arena_zalloc(&r->arena, sizeof **at);
    if (!*at)
        return NULL;
    (*at)->service = encart__arena_str(&r->arena, service);
    (*at)->route = encart__arena_str(&r->arena, route);
    (*at)->params = text;
    (*at)->url = ENCART__STR_EMPTY;
    (*at)->max_age = FOR_EVER;
    *fresh = 1;
    return *at;
}

/* ---- answers --------------------------------------------------------------------------- */

static int are_strings(const json_t *list)
{
    const json_t *one;
    size_t i;

    if (!list)
        return 1;
    json_array_foreach(list, i, one)
        if (!json_is_string(one))
            return 0;
    return json_is_array(list);
}

/* What is wrong with an answer, NULL when nothing is. */
static const char *answer_fault(const json_t *answer)
{
    const json_t *age = json_object_get(answer, "max_age");

    if (!json_object_get(answer, "value"))
        return "is no object with the member “value”";
    if (!encart__json_fits(answer, ENCART__DATA_DEPTH))
        return "is nested too deep";
    if (!are_strings(json_object_get(answer, "tags")))
        return "has “tags” that are no array of strings";
    if (age && (!json_is_integer(age) || json_integer_value(age) < 0))
        return "has a “max_age” that is no number of seconds";
    return NULL;
}

/* Takes the answer, which may be NULL. */
static void take(encart__render *r, encart__ask *a, json_t *answer, const char *source,
                 encart__str who)
{
    const json_t *age = json_object_get(answer, "max_age");
    const char *why = answer ? answer_fault(answer) : NULL;

    if (!answer)
        return;
    if (why) {
        TELL(r, who, ENCART__WARNING, "the answer of the service “%s” %s", a->service.p, why);
        json_decref(answer);
        return;
    }
    a->answer = answer;
    a->source = source;
    if (age)
        a->max_age = json_integer_value(age);
}

static int same_params(const json_t *a, const json_t *b)
{
    if (json_object_size(a) == 0)
        return (!b || json_is_object(b)) && json_object_size(b) == 0;
    return json_equal(a, b);
}

/* The host's answer to the plan: the need as it was asked for, and a value. */
static json_t *given(const encart__render *r, const encart__ask *a, const json_t *params)
{
    json_t *list = json_object_get(r->answers, "services"), *one;
    size_t i;

    json_array_foreach(list, i, one) {
        const json_t *name = json_object_get(one, "service");

        if (json_is_string(name) && encart__str_is(a->service, json_string_value(name)) &&
            same_params(params, json_object_get(one, "params")))
            return json_incref(one);
    }
    return NULL;
}

/* Once for a service, whatever it was asked. */
static void tell_nobody(encart__render *r, const encart__ask *a, encart__str who)
{
    for (const encart__ask *b = r->asks; b != a; b = b->next)
        if (encart__str_eq(b->service, a->service) && !b->answer)
            return;
    TELL(r, who, ENCART__WARNING, "nobody answers the service “%s”", a->service.p);
}

const json_t *encart__ask_service(void *user, const encart__plugin *plugin,
                                  encart__str name, const json_t *params)
{
    encart__render *r = user;
    const encart__service *service = encart__service_named(r->engine, name);
    int fresh;
    encart__ask *a = ask(r, name, ENCART__STR_EMPTY, params, &fresh);
    json_t *answer;

    if (!a) {
        TELL(r, plugin->name, ENCART__WARNING, "more than %d questions in one render",
             ENCART__ASKS);
        return NULL;
    }
    if (!fresh)
        return json_object_get(a->answer, "value");
    answer = given(r, a, params);
    if (answer)
        take(r, a, answer, "answers", plugin->name);
    else if (service)
        take(r, a, call(r, service, a, plugin->name), "host", plugin->name);
    else
        tell_nobody(r, a, plugin->name);
    return json_object_get(a->answer, "value");
}

/* ---- addresses ------------------------------------------------------------------------- */

static const char *reason(encart__render *r, encart__str route, const char *what,
                          encart__str name)
{
    encart__strbuf b;
    const char *why;

    encart__strbuf_init(&b, r->arena.alloc, 0);
    encart__strbuf_puts(&b, "the route “");
    encart__strbuf_str(&b, route);
    encart__strbuf_puts(&b, "”: ");
    encart__strbuf_puts(&b, what);
    if (name.n) {
        encart__strbuf_puts(&b, " “");
        encart__strbuf_str(&b, name);
        encart__strbuf_puts(&b, "”");
    }
    why = encart__arena_z(&r->arena, encart__strbuf_view(&b));
    encart__strbuf_free(&b);
    return why;
}

/* A URL as plugins get it: on the site, and one that a page may link to. */
static encart__str settle(encart__render *r, encart__str route, encart__str url,
                          const char **why)
{
    const encart__policy *policy = encart__policy_named(ENCART__STR("plugin"));
    encart__str settled = ENCART__STR_EMPTY;
    encart__strbuf clean;

    encart__strbuf_init(&clean, r->arena.alloc, URL_BYTES);
    if (encart__url_check(policy, url, r->scope->site_url, 0, &clean))
        settled = encart__arena_str(&r->arena, encart__strbuf_view(&clean));
    else
        *why = reason(r, route, "not a URL that a page may link to", ENCART__STR_EMPTY);
    r->arena.failed |= clean.failed == ENCART_ENOMEM;
    encart__strbuf_free(&clean);
    return settled;
}

static encart__str fill(encart__render *r, encart__str route, const json_t *template,
                        const json_t *params, const char **why)
{
    encart__str name = ENCART__STR_EMPTY, url = ENCART__STR_EMPTY;
    encart__str text = encart__str_n(json_string_value(template), json_string_length(template));
    encart__strbuf b;

    encart__strbuf_init(&b, r->arena.alloc, URL_BYTES);
    if (!encart__route_fill(text, params, &b, &name))
        *why = reason(r, route, "expected text or an integer as", name);
    else if (b.failed == ENCART_ELIMIT)
        *why = reason(r, route, "the URL is too long", ENCART__STR_EMPTY);
    else
        url = settle(r, route, encart__strbuf_view(&b), why);
    r->arena.failed |= b.failed == ENCART_ENOMEM;
    encart__strbuf_free(&b);
    return url;
}

/* From the host's answers, whose templates nobody has looked at. */
static encart__str fill_answer(encart__render *r, encart__str route, const json_t *template,
                               const json_t *params, const char **why)
{
    encart__str text = encart__str_n(json_string_value(template), json_string_length(template));
    int fresh;
    encart__ask *a = ask(r, ENCART__STR("url"), route, NULL, &fresh);
    const char *fault = encart__route_fault(text, r->arena.alloc);

    if (a)
        a->source = "answers";
    if (!fault)
        return fill(r, route, template, params, why);
    *why = reason(r, route, fault, ENCART__STR_EMPTY);
    return ENCART__STR_EMPTY;
}

/* The host's callback says a URL, or an object with `value`, or null for none. */
static void take_url(encart__render *r, encart__ask *a, json_t *answer, encart__str who)
{
    const json_t *value;

    if (json_is_string(answer) || json_is_null(answer))
        answer = json_pack("{s:o}", "value", answer);
    take(r, a, answer, "host", who);
    value = json_object_get(a->answer, "value");
    if (json_is_string(value))
        a->url = settle(r, a->route, encart__str_z(json_string_value(value)), &a->why);
    else if (a->answer && !json_is_null(value))
        a->why = reason(r, a->route, "the host's answer is no URL", ENCART__STR_EMPTY);
}

static const encart__ask *ask_url(encart__render *r, const encart__service *service,
                                  const encart__plugin *plugin, encart__str route,
                                  const json_t *params)
{
    int fresh;
    encart__ask *a = ask(r, service->name, route, params, &fresh);

    if (fresh)
        take_url(r, a, call(r, service, a, plugin->name), plugin->name);
    return a;
}

/* Whether a site has a route is for plugins to ask: a name that it has not is no fault, but
 * one that is nearly right is worth a note. */
static void note_near(encart__render *r, const encart__plugin *plugin, encart__str route)
{
    const char *names[NEAR_MOST], *name, *near;
    json_t *value;
    size_t n = 0;
    int fresh;

    ask(r, ENCART__STR("route"), route, NULL, &fresh);
    if (!fresh)
        return;
    json_object_foreach(r->scope->routes, name, value) {
        if (n < NEAR_MOST)
            names[n++] = name;
    }
    near = encart__nearest(route, names, n);
    if (near)
        TELL(r, plugin->name, ENCART__NOTE, "the site has no route “%.*s” (did you mean “%s”?)",
             (int)route.n, route.p, near);
}

encart__str encart__ask_url(void *user, const encart__plugin *plugin, encart__str route,
                            const json_t *params, const char **why)
{
    encart__render *r = user;
    const encart__service *host = encart__service_named(r->engine, ENCART__STR("url"));
    const json_t *template = json_object_getn(json_object_get(r->answers, "urls"), route.p,
                                              route.n);
    const encart__ask *a;

    *why = NULL;
    if (json_is_string(template))
        return fill_answer(r, route, template, params, why);
    a = host ? ask_url(r, host, plugin, route, params) : NULL;
    if (a && (a->url.n || a->why)) {
        *why = a->why;
        return a->url;
    }
    template = json_object_getn(r->scope->routes, route.p, route.n);
    if (template)
        return fill(r, route, template, params, why);
    note_near(r, plugin, route);
    return ENCART__STR_EMPTY;
}

/* ---- plan and report ------------------------------------------------------------------- */

void encart__asks_plan(encart__render *r, encart__jsonw *w)
{
    for (size_t i = 0; !r->no_plugins && i < r->scope->plugin_count; i++) {
        const encart__enabled *e = &r->scope->plugins[i];

        for (size_t j = 0; j < e->plugin->need_count; j++) {
            const encart__need *need = &e->plugin->needs[j];
            json_t *params = encart__need_params(need, e->settings);
            int fresh = 0;
            encart__ask *a = params ? ask(r, need->service, ENCART__STR_EMPTY, params, &fresh)
                                    : NULL;

            r->arena.failed |= !params;
            if (fresh)
                write_need(r, w, a, e->plugin->name);
            json_decref(params);
        }
    }
}

static void write_tags(encart__jsonw *w, const json_t *tags)
{
    const json_t *tag;
    size_t i;

    if (!json_array_size(tags))
        return;
    encart__jsonw_key(w, "tags");
    encart__jsonw_open(w, '[');
    json_array_foreach(tags, i, tag)
        encart__jsonw_z(w, json_string_value(tag));
    encart__jsonw_close(w, ']');
}

void encart__asks_report(const encart__render *r, encart__jsonw *w)
{
    for (const encart__ask *a = r->asks; a; a = a->next) {
        if (!a->source)
            continue;
        encart__jsonw_open(w, '{');
        encart__jsonw_kstr(w, a->route.n ? "url" : "service",
                           a->route.n ? a->route : a->service);
        if (!encart__str_is(a->params, "{}")) {
            encart__jsonw_key(w, "params");
            encart__jsonw_raw(w, a->params);
        }
        encart__jsonw_kstr(w, "source", encart__str_z(a->source));
        write_tags(w, json_object_get(a->answer, "tags"));
        if (a->max_age != FOR_EVER)
            encart__jsonw_kint(w, "max_age", a->max_age);
        encart__jsonw_close(w, '}');
    }
}

int64_t encart__asks_age(const encart__render *r)
{
    int64_t least = FOR_EVER;

    for (const encart__ask *a = r->asks; a; a = a->next)
        if (a->max_age != FOR_EVER && (least == FOR_EVER || a->max_age < least))
            least = a->max_age;
    return least;
}

void encart__asks_free(encart__render *r)
{
    for (encart__ask *a = r->asks; a; a = a->next)
        json_decref(a->answer);
    r->asks = NULL;
}
