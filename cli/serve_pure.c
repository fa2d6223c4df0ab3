/* See serve.h: documents in requests, the pure functions on them, and the collection. */
#include "cli/serve.h"

#include <stdlib.h>
#include <string.h>

/* ---- documents --------------------------------------------------------------------- */

static int digit_of(char c)
{
    static const char digits[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *at = c ? strchr(digits, c) : NULL;

    return at ? (int)(at - digits) : -1;
}

/* RFC 4648 base64 with padding; -1 for anything else. `to` has room for 3 bytes of 4. */
static int base64(const char *from, size_t n, char *to, size_t *size)
{
    size_t pad = n && from[n - 1] == '=' ? 1 + (n > 1 && from[n - 2] == '=') : 0;
    unsigned long bits = 0;

    *size = 0;
    if (n % 4)
        return -1;
    for (size_t i = 0; i < n; i++) {
        int digit = i >= n - pad ? 0 : digit_of(from[i]);

        if (digit < 0)
            return -1;
        bits = (bits << 6 | (unsigned long)digit) & 0xFFFFFF;
        for (int j = 16; i % 4 == 3 && j >= 0; j -= 8)
            to[(*size)++] = (char)(bits >> j & 0xFF);
    }
    *size -= pad;
    return 0;
}

static int from_base64(const json_t *v, document *out, encart_error *err)
{
    size_t n = json_string_length(v);

    if (!json_is_string(v))
        return serve_fault(err, ENCART_EINVAL, "document_base64", "expected a string");
    out->made = malloc(n / 4 * 3 + 1);
    if (!out->made)
        return serve_fault(err, ENCART_ENOMEM, "", "out of memory");
    if (base64(json_string_value(v), n, out->made, &out->size)) {
        free(out->made);
        return serve_fault(err, ENCART_EINVAL, "document_base64", "this is not base64");
    }
    out->data = out->made;
    return ENCART_OK;
}

static int from_value(const json_t *v, document *out, encart_error *err)
{
    if (json_is_string(v)) {
        out->data = json_string_value(v);
        out->size = json_string_length(v);
        return ENCART_OK;
    }
    out->made = json_dumps(v, JSON_COMPACT);
    if (!out->made)
        return serve_fault(err, ENCART_ENOMEM, "", "out of memory");
    out->data = out->made;
    out->size = strlen(out->made);
    out->is_json = 1;
    return ENCART_OK;
}

int document_of(const json_t *request, document *out, encart_error *err)
{
    const json_t *v = json_object_get(request, "document");
    const json_t *encoded = json_object_get(request, "document_base64");

    memset(out, 0, sizeof *out);
    if (v && encoded)
        return serve_fault(err, ENCART_EINVAL, "document",
                           "“document” and “document_base64” exclude each other");
    if (encoded)
        return from_base64(encoded, out, err);
    if (!json_is_string(v) && !json_is_object(v))
        return serve_fault(err, ENCART_EINVAL, "document",
                           "expected a string, or an article document as an object");
    return from_value(v, out, err);
}

void document_done(document *d)
{
    free(d->made);
    d->made = NULL;
}

/* The same where an article document would make no sense. */
static int html_of(const json_t *request, document *out, encart_error *err)
{
    if (json_is_object(json_object_get(request, "document")))
        return serve_fault(err, ENCART_EINVAL, "document", "expected a string: HTML");
    return document_of(request, out, err);
}

/* ---- pure functions ---------------------------------------------------------------- */

static void reply_html(reply *r, const encart_buffer *html)
{
    size_t n;
    const char *text = encart_buffer_data(html, &n);

    reply_text(r, "html", text, n);
}

int op_sanitise(session *s, const json_t *request, reply *r, encart_error *err)
{
    const tools *t = session_tools(s, request, err);
    encart_buffer *html = NULL, *removed = NULL;
    encart_sanitise_options o;
    const char *json;
    document d;
    size_t n;
    int status;

    if (!t)
        return err->status;
    status = options_sanitise(&o, json_object_get(request, "options"), "options", err);
    if (status)
        return status;
    status = html_of(request, &d, err);
    if (status)
        return status;
    status = encart_sanitise(&html, &removed, t->engine, d.data, d.size, &o, err);
    if (!status) {
        reply_html(r, html);
        json = encart_buffer_data(removed, &n);
        reply_raw(r, "removed", json, n);
    }
    encart_buffer_free(html);
    encart_buffer_free(removed);
    document_done(&d);
    return status;
}

int op_strip(session *s, const json_t *request, reply *r, encart_error *err)
{
    const tools *t = session_tools(s, request, err);
    encart_buffer *html = NULL;
    document d;
    int status;

    if (!t)
        return err->status;
    status = html_of(request, &d, err);
    if (status)
        return status;
    status = encart_strip(&html, t->engine, d.data, d.size, err);
    if (!status)
        reply_html(r, html);
    encart_buffer_free(html);
    document_done(&d);
    return status;
}

/* `user` is the object of the holes' HTML; a hole that it does not name stays. */
static int fill_hole(void *user, const char *name, const char *params, size_t n,
                     encart_reply *to)
{
    const json_t *html = json_object_get(user, name);

    (void)params, (void)n;
    if (!json_is_string(html))
        return ENCART_ENOTFOUND;
    return encart_reply_set(to, json_string_value(html), json_string_length(html));
}

int op_fill_holes(session *s, const json_t *request, reply *r, encart_error *err)
{
    const json_t *page = json_object_get(request, "document");
    json_t *holes = json_object_get(request, "holes");
    encart_buffer *html = NULL;
    const char *name;
    json_t *value;
    int status;

    (void)s;
    if (!json_is_string(page))
        return serve_fault(err, ENCART_EINVAL, "document", "expected a string: HTML");
    if (!json_is_object(holes))
        return serve_fault(err, ENCART_EINVAL, "holes",
                           "expected an object: HTML by name");
    json_object_foreach(holes, name, value)
        if (!json_is_string(value))
            return serve_fault(err, ENCART_EINVAL, "holes",
                               "expected a string for “%.64s”", name);
    status = encart_fill_holes(&html, json_string_value(page), json_string_length(page),
                               fill_hole, holes, err);
    if (!status)
        reply_html(r, html);
    encart_buffer_free(html);
    return status;
}

/* ---- the collection ---------------------------------------------------------------- */

static encart_collection *collection_of(session *s, const json_t *request,
                                        encart_error *err)
{
    const tools *t = session_tools(s, request, err);

    if (t && !t->collection)
        serve_fault(err, ENCART_EINVAL, "collection", "this engine has no collection");
    return t ? t->collection : NULL;
}

static int text_member(const json_t *request, const char *name, const char **out,
                       encart_error *err)
{
    *out = json_string_value(json_object_get(request, name));
    return *out ? ENCART_OK : serve_fault(err, ENCART_EINVAL, name, "expected a string");
}

int op_put(session *s, const json_t *request, reply *r, encart_error *err)
{
    encart_collection *c = collection_of(s, request, err);
    const encart_article *article;
    encart_article *owned;
    int status;

    (void)r;
    if (!c)
        return err->status;
    status = article_of(s, request, &article, &owned, err);
    if (!status)
        status = encart_collection_put(c, article, NULL, err);
    encart_article_free(owned);
    return status;
}

int op_remove(session *s, const json_t *request, reply *r, encart_error *err)
{
    encart_collection *c = collection_of(s, request, err);
    const char *id;

    (void)r;
    if (!c || text_member(request, "article_id", &id, err))
        return err->status;
    return encart_collection_remove(c, id, err);
}

static int give_json(int status, encart_buffer *json, const char *name, reply *r)
{
    size_t n;
    const char *text = encart_buffer_data(json, &n);

    if (!status)
        reply_raw(r, name, text, n);
    encart_buffer_free(json);
    return status;
}

int op_get(session *s, const json_t *request, reply *r, encart_error *err)
{
    encart_collection *c = collection_of(s, request, err);
    encart_buffer *json = NULL;
    const char *id;
    int status;

    if (!c || text_member(request, "article_id", &id, err))
        return err->status;
    status = encart_collection_get(&json, c, id, err);
    return give_json(status, json, "document", r);
}

int op_find(session *s, const json_t *request, reply *r, encart_error *err)
{
    encart_collection *c = collection_of(s, request, err);
    const char *url = json_string_value(json_object_get(request, "url"));
    const char *title = json_string_value(json_object_get(request, "title"));
    encart_buffer *json = NULL;
    int status;

    if (!c)
        return err->status;
    if (!url == !title)
        return serve_fault(err, ENCART_EINVAL, "", "expected “url” or “title”, a string");
    status = encart_collection_find(&json, c, url, title, err);
    return give_json(status, json, "document", r);
}

int op_related(session *s, const json_t *request, reply *r, encart_error *err)
{
    encart_collection *c = collection_of(s, request, err);
    encart_related_options o;
    encart_buffer *json = NULL;
    const char *id;
    int status;

    if (!c || text_member(request, "article_id", &id, err) ||
        options_related(&o, json_object_get(request, "options"), "options", err))
        return err->status;
    status = encart_collection_related(&json, c, id, &o, err);
    return give_json(status, json, "related", r);
}
