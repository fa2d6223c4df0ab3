/* Holes: places of what no cache may hold, filled after it. One is a comment in the one form
 * that the serialiser writes; text and attribute values can hold none, since "<" is escaped
 * in both. What only looks like a hole stays as it is, and what is put in is not read. */
#include "core/render/holes.h"
#include "core/base/base64.h"
#include "core/base/error.h"
#include "core/base/limits.h"
#include "core/plugin/hole.h"
#include "core/plugin/reply.h"

#include <jansson.h>
#include <string.h>

#define BEGIN ENCART__STR("<!--encart:hole ")
#define END ENCART__STR("-->")
#define NONE ((size_t)-1)

typedef struct {
    char name[ENCART__HOLE_NAME + 1];
    encart__str letters; /* of its params; empty when it has none */
    size_t size;         /* of the whole comment */
} hole;

typedef struct {
    encart__strbuf *out;
    encart_hole_fn fn;
    void *user;
    encart__strbuf params;
    encart_error *err;
} filling;

/* ---- reading --------------------------------------------------------------------------- */

/* What stands before the next "<" or ">", so that no byte is looked at for two holes. */
static encart__str up_to_bracket(encart__str s)
{
    size_t n = 0, most = ENCART__HOLE_NAME + 1 + ENCART__HOLE_LETTERS + END.n;

    while (n < s.n && n < most && s.p[n] != '<' && s.p[n] != '>')
        n++;
    return encart__str_sub(s, 0, n);
}

/* `s` begins with BEGIN: whether it is a hole. */
static int read_hole(encart__str s, hole *h)
{
    encart__str rest = encart__str_sub(s, BEGIN.n, s.n), text = up_to_bracket(rest), name;
    size_t space;

    if (!encart__str_ends(text, ENCART__STR("--")) ||
        !encart__str_starts(encart__str_sub(rest, text.n, rest.n), ENCART__STR(">")))
        return 0;
    h->size = BEGIN.n + text.n + 1;
    text.n -= 2;
    space = encart__str_find(text, ENCART__STR(" "));
    name = encart__str_sub(text, 0, space);
    h->letters = encart__str_sub(text, name.n + 1, text.n);
    if (!encart__hole_named(name) || (space != NONE && h->letters.n == 0))
        return 0;
    memcpy(h->name, name.p, name.n);
    h->name[name.n] = '\0';
    return 1;
}

/* Its params as JSON: an object or an array, as ctx.hole() writes them. */
static int read_params(filling *f, const hole *h)
{
    json_error_t e;
    json_t *v = NULL;

    encart__strbuf_clear(&f->params);
    if (h->letters.n == 0) {
        encart__strbuf_puts(&f->params, "{}");
        return 1;
    }
    if (!encart__base64_get(&f->params, h->letters) || f->params.failed)
        return 0;
    v = json_loadb(encart__strbuf_z(&f->params), f->params.size, 0, &e);
    if (!v && json_error_code(&e) == json_error_out_of_memory)
        f->params.failed = ENCART_ENOMEM;
    json_decref(v);
    return v != NULL;
}

/* ---- filling --------------------------------------------------------------------------- */

/* Asks the host: its HTML, nothing, or the hole as it was. */
static int fill(filling *f, const hole *h, encart__str as_it_was)
{
    encart_reply reply;
    int status;

    encart__strbuf_init(&reply.json, f->out->alloc, ENCART__MAX_ANSWER);
    status = f->fn(f->user, h->name, encart__strbuf_z(&f->params), f->params.size, &reply);
    if (status == ENCART_OK)
        status = reply.json.failed;
    if (status == ENCART_OK)
        encart__strbuf_str(f->out, encart__strbuf_view(&reply.json));
    encart__strbuf_free(&reply.json);
    if (status == ENCART_ENOTFOUND) {
        encart__strbuf_str(f->out, as_it_was);
        return ENCART_OK;
    }
    if (status)
        return encart__error(f->err, status < 0 ? status : ENCART_EINVAL,
                             ENCART_STAGE_RENDER, "the hole “%s” was not filled", h->name);
    return ENCART_OK;
}

/* `rest` begins where a hole may: copies or fills what stands there, and tells its size. */
static int take(filling *f, encart__str rest, size_t *size)
{
    hole h;
    int is_hole = read_hole(rest, &h);

    *size = is_hole ? h.size : BEGIN.n;
    if (is_hole && read_params(f, &h))
        return fill(f, &h, encart__str_sub(rest, 0, h.size));
    if (f->params.failed)
        return f->params.failed;
    encart__strbuf_add(f->out, rest.p, *size);
    return ENCART_OK;
}

int encart__fill_holes(encart__strbuf *out, encart__str html, encart_hole_fn fn, void *user,
                       encart_error *err)
{
    filling f = {.out = out, .fn = fn, .user = user, .err = err};
    int status = ENCART_OK;

    encart__strbuf_init(&f.params, out->alloc, ENCART__HOLE_LETTERS);
    while (!status && !out->failed && html.n) {
        size_t size = encart__str_find(html, BEGIN);

        encart__strbuf_str(out, encart__str_sub(html, 0, size));
        html = encart__str_sub(html, size, html.n);
        if (!html.n)
            break;
        status = take(&f, html, &size);
        html = encart__str_sub(html, size, html.n);
    }
    encart__strbuf_free(&f.params);
    if (!status)
        status = out->failed;
    return status ? encart__error_status(err, status, ENCART_STAGE_RENDER) : ENCART_OK;
}
