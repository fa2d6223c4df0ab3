/* See serve.h: one line of JSON, built in one buffer. */
#include "cli/serve.h"

#include <stdlib.h>
#include <string.h>

static int append(const char *text, size_t n, void *to)
{
    reply *r = to;

    if (!r->failed && r->size + n + 1 > r->cap) {
        size_t want = (r->size + n + 1) * 2;
        char *more = want > r->size ? realloc(r->data, want) : NULL;

        r->failed = more == NULL;
        if (more) {
            r->data = more;
            r->cap = want;
        }
    }
    if (r->failed)
        return -1;
    memcpy(r->data + r->size, text, n);
    r->size += n;
    return 0;
}

static void put(reply *r, const char *z)
{
    append(z, strlen(z), r);
}

/* The comma is there unless the member is its object's first. */
static void name_member(reply *r, const char *name)
{
    if (!r->failed && r->size && r->data[r->size - 1] != '{')
        put(r, ",");
    put(r, "\"");
    put(r, name);
    put(r, "\":");
}

void reply_raw(reply *r, const char *name, const char *json, size_t n)
{
    name_member(r, name);
    append(json, n, r);
}

void reply_value(reply *r, const char *name, const json_t *value)
{
    name_member(r, name);
    if (json_dump_callback(value, append, r, JSON_COMPACT | JSON_ENCODE_ANY))
        r->failed = 1;
}

void reply_text(reply *r, const char *name, const char *text, size_t n)
{
    json_t *value = json_stringn(text, n);

    reply_value(r, name, value);
    json_decref(value);
}

void reply_number(reply *r, const char *name, json_int_t n)
{
    char digits[32];

    snprintf(digits, sizeof digits, "%" JSON_INTEGER_FORMAT, n);
    reply_raw(r, name, digits, strlen(digits));
}

void reply_open(reply *r, const char *name)
{
    name_member(r, name);
    put(r, "{");
}

void reply_close(reply *r)
{
    put(r, "}");
}

void reply_begin(reply *r, const json_t *id, int ok)
{
    r->size = 0;
    r->failed = 0;
    put(r, "{");
    if (id)
        reply_value(r, "id", id);
    else
        reply_raw(r, "id", "null", 4);
    reply_raw(r, "ok", ok ? "true" : "false", ok ? 4 : 5);
}

void reply_end(reply *r)
{
    put(r, "}\n");
}

void reply_error(reply *r, const json_t *id, const encart_error *err)
{
    const char *code = encart_status_name(err->status);

    reply_begin(r, id, 0);
    reply_open(r, "error");
    reply_text(r, "code", code, strlen(code));
    reply_number(r, "status", err->status);
    reply_text(r, "message", err->message, strlen(err->message));
    if (*err->source)
        reply_text(r, "source", err->source, strlen(err->source));
    if (*err->path)
        reply_text(r, "path", err->path, strlen(err->path));
    if (err->line)
        reply_number(r, "line", err->line);
    if (err->column)
        reply_number(r, "column", err->column);
    reply_close(r);
    reply_end(r);
}
