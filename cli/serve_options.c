/* See serve.h: options as tables. A member that the public structs get is a line here. */
#include "cli/serve.h"

#include <limits.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

typedef enum kind {
    TEXT,   /* const char * */
    NUMBER, /* int */
    SIZE,   /* size_t */
    FLAG,   /* int: false, true */
    SWITCH, /* int: ENCART_OFF, ENCART_ON */
    EXPLAIN, /* int: "text", "html" */
    JSON    /* const char *, made of a value, or a string that holds JSON */
} kind;

typedef struct row {
    const char *name;
    kind kind;
    size_t offset;
} row;

#define LOAD(name, kind) {#name, kind, offsetof(encart_load_options, name)}
static const row load_rows[] = {
    LOAD(format, TEXT),       LOAD(lang, TEXT),         LOAD(url, TEXT),
    LOAD(source, TEXT),       LOAD(site, TEXT),         LOAD(profile, TEXT),
    LOAD(paragraphs, SWITCH), LOAD(accessible, SWITCH), LOAD(heading_base, NUMBER),
    LOAD(max_bytes, SIZE),    LOAD(repair, TEXT),       LOAD(body_begin, TEXT),
    LOAD(body_end, TEXT),     {NULL, TEXT, 0}};

/* `answers` has a size beside it, and is a member of the request. */
#define RENDER(name, kind) {#name, kind, offsetof(encart_render_options, name)}
static const row render_rows[] = {
    RENDER(format, TEXT),
    RENDER(lang, TEXT),
    RENDER(site, TEXT),
    RENDER(now, TEXT),
    RENDER(answers, JSON),
    RENDER(no_plugins, FLAG),
    RENDER(report_timings, FLAG),
    RENDER(explain, EXPLAIN),
    RENDER(overrides, JSON),
    RENDER(channel, TEXT),
    {NULL, TEXT, 0}};

#define SANITISE(name, kind) {#name, kind, offsetof(encart_sanitise_options, name)}
static const row sanitise_rows[] = {
    SANITISE(profile, TEXT),      SANITISE(url, TEXT),
    SANITISE(paragraphs, SWITCH), SANITISE(accessible, SWITCH),
    SANITISE(heading_base, NUMBER), SANITISE(max_bytes, SIZE),
    SANITISE(repair, TEXT),       {NULL, TEXT, 0}};

#define RELATED(name, kind) {#name, kind, offsetof(encart_related_options, name)}
static const row related_rows[] = {
    RELATED(limit, NUMBER),     RELATED(as_of, TEXT), RELATED(half_life_days, NUMBER),
    RELATED(min_score, NUMBER), RELATED(lang, TEXT),  {NULL, TEXT, 0}};

/* What was cut out of a request may end within a character: its bytes become "?". */
static void make_valid(char *z)
{
    while (*z) {
        unsigned char c = (unsigned char)*z;
        int more = c < 0x80 ? 0 : c < 0xE0 ? 1 : c < 0xF0 ? 2 : 3, have = 0;

        while (have < more && ((unsigned char)z[have + 1] & 0xC0) == 0x80)
            have++;
        if (have < more || (c & 0xC0) == 0x80)
            memset(z, '?', (size_t)have + 1);
        z += have + 1;
    }
}

int serve_fault(encart_error *err, int status, const char *path, const char *format, ...)
{
    va_list args;

    memset(err, 0, sizeof *err);
    err->status = status;
    snprintf(err->path, sizeof err->path, "%s", path);
    va_start(args, format);
    vsnprintf(err->message, sizeof err->message, format, args);
    va_end(args);
    make_valid(err->path);
    make_valid(err->message);
    return status;
}

/* ---- one value --------------------------------------------------------------------- */

static int wrong(encart_error *err, const char *path, const row *r, const char *expected)
{
    char where[128];

    snprintf(where, sizeof where, "%s.%s", path, r->name);
    return serve_fault(err, ENCART_EINVAL, where, "expected %s", expected);
}

static int set_text(void *to, const json_t *v, const char *path, const row *r,
                    encart_error *err)
{
    if (!json_is_string(v))
        return wrong(err, path, r, "a string");
    *(const char **)to = json_string_value(v);
    return ENCART_OK;
}

static int set_number(void *to, const json_t *v, const char *path, const row *r,
                      encart_error *err)
{
    json_int_t n = json_integer_value(v);

    if (!json_is_integer(v) || n < 0 || n > INT_MAX)
        return wrong(err, path, r, "a whole number that is not negative");
    if (r->kind == SIZE)
        *(size_t *)to = (size_t)n;
    else
        *(int *)to = (int)n;
    return ENCART_OK;
}

static int set_flag(void *to, const json_t *v, const char *path, const row *r,
                    encart_error *err)
{
    if (!json_is_boolean(v))
        return wrong(err, path, r, "true or false");
    if (r->kind == SWITCH)
        *(int *)to = json_is_true(v) ? ENCART_ON : ENCART_OFF;
    else
        *(int *)to = json_is_true(v);
    return ENCART_OK;
}

static int set_explain(void *to, const json_t *v, const char *path, const row *r,
                       encart_error *err)
{
    const char *z = json_is_string(v) ? json_string_value(v) : "";

    if (strcmp(z, "text") != 0 && strcmp(z, "html") != 0)
        return wrong(err, path, r, "“text” or “html”");
    *(int *)to = *z == 't' ? ENCART_EXPLAIN_TEXT : ENCART_EXPLAIN_HTML;
    return ENCART_OK;
}

static int set_json(void *to, const json_t *v, render_job *job, encart_error *err)
{
    char *made;

    if (json_is_string(v)) {
        *(const char **)to = json_string_value(v);
        return ENCART_OK;
    }
    made = json_dumps(v, JSON_COMPACT | JSON_ENCODE_ANY);
    if (!made)
        return serve_fault(err, ENCART_ENOMEM, "", "out of memory");
    job->owned[job->count++] = made;
    *(const char **)to = made;
    return ENCART_OK;
}

static int set(void *options, const row *r, const json_t *v, const char *path,
               render_job *job, encart_error *err)
{
    void *to = (char *)options + r->offset;

    if (json_is_null(v))
        return ENCART_OK;
    switch (r->kind) {
    case TEXT:
        return set_text(to, v, path, r, err);
    case NUMBER:
    case SIZE:
        return set_number(to, v, path, r, err);
    case FLAG:
    case SWITCH:
        return set_flag(to, v, path, r, err);
    case EXPLAIN:
        return set_explain(to, v, path, r, err);
    case JSON:
        break;
    }
    return set_json(to, v, job, err);
}

/* ---- all of them ------------------------------------------------------------------- */

static int unknown(const char *name, const row *rows, const char *path, encart_error *err)
{
    const char *names[24], *near;
    char where[128];
    size_t n = 0;

    for (; rows[n].name && n < 24; n++)
        names[n] = rows[n].name;
    near = opt_nearest(name, names, n);
    snprintf(where, sizeof where, "%s.%.100s", path, name);
    if (near)
        return serve_fault(err, ENCART_EINVAL, where,
                           "no such option (did you mean “%s”?)", near);
    return serve_fault(err, ENCART_EINVAL, where, "no such option");
}

static int fill(void *options, const row *rows, const json_t *from, const char *path,
                render_job *job, encart_error *err)
{
    const char *name;
    json_t *value;

    if (!from || json_is_null(from))
        return ENCART_OK;
    if (!json_is_object(from))
        return serve_fault(err, ENCART_EINVAL, path, "expected an object");
    /* jansson has no way to walk an object that is const; nothing is changed. */
    json_object_foreach((json_t *)(uintptr_t)from, name, value) {
        const row *r = rows;
        int status;

        while (r->name && strcmp(r->name, name) != 0)
            r++;
        status = r->name ? set(options, r, value, path, job, err)
                         : unknown(name, rows, path, err);
        if (status)
            return status;
    }
    return ENCART_OK;
}

int options_load(encart_load_options *o, const json_t *from, const char *path,
                 encart_error *err)
{
    encart_load_options_init(o);
    return fill(o, load_rows, from, path, NULL, err);
}

int options_sanitise(encart_sanitise_options *o, const json_t *from, const char *path,
                     encart_error *err)
{
    encart_sanitise_options_init(o);
    return fill(o, sanitise_rows, from, path, NULL, err);
}

int options_related(encart_related_options *o, const json_t *from, const char *path,
                    encart_error *err)
{
    memset(o, 0, sizeof *o);
    o->struct_size = sizeof *o;
    return fill(o, related_rows, from, path, NULL, err);
}

int options_render(render_job *job, const json_t *from, const char *path,
                   encart_error *err)
{
    int status;

    memset(job, 0, sizeof *job);
    encart_render_options_init(&job->o);
    status = fill(&job->o, render_rows, from, path, job, err);
    job->o.answers_size = job->o.answers ? strlen(job->o.answers) : 0;
    return status;
}

void options_render_done(render_job *job)
{
    while (job->count)
        free(job->owned[--job->count]);
}

static json_t *names_of(const row *rows)
{
    json_t *list = json_array();

    for (; rows->name; rows++)
        json_array_append_new(list, json_string(rows->name));
    return list;
}

json_t *options_names(void)
{
    return json_pack("{s:o, s:o, s:o, s:o}", "load", names_of(load_rows), "render",
                     names_of(render_rows), "sanitise", names_of(sanitise_rows),
                     "related", names_of(related_rows));
}
