/* A loaded article as bytes, and back at copy speed:
 *
 *   encart-saved 1\n
 *   <bytes of JSON> <bytes of HTML> <residue bits>\n
 *   the article document without its body, \n, the canonical HTML
 *
 * The HTML is trusted only as far as it reads as canonical; any other is sanitised like a
 * stranger's, so that a tampered file is as harmless as any input. */
#include "core/load/loading.h"

#define MAGIC "encart-saved 1\n"

void encart__article_save(const encart_article *a, encart__strbuf *out)
{
    encart__strbuf json;

    encart__strbuf_init(&json, out->alloc, 0);
    encart__article_write(a, &json, 0, 0);
    encart__strbuf_puts(out, MAGIC);
    encart__strbuf_printf(out, "%zu %zu %u\n", json.size, a->html.n, a->residue);
    encart__strbuf_str(out, encart__strbuf_view(&json));
    encart__strbuf_putc(out, '\n');
    encart__strbuf_str(out, a->html);
    if (json.failed && !out->failed)
        out->failed = json.failed;
    encart__strbuf_free(&json);
}

/* A decimal number of at most 10 digits and the byte after it. */
static int read_number(encart__str *s, char after, size_t *out)
{
    size_t n = 0, i = 0;

    for (; i < s->n && i < 10 && encart__is_digit((unsigned char)s->p[i]); i++)
        n = n * 10 + (size_t)(s->p[i] - '0');
    if (i == 0 || i >= s->n || s->p[i] != after)
        return 0;
    *s = encart__str_sub(*s, i + 1, s->n);
    *out = n;
    return 1;
}

typedef struct {
    encart__str json, html;
    size_t residue;
} parts;

static int split(encart__loading *l, encart__str bytes, parts *out)
{
    size_t json, html, need;

    if (!encart__str_starts(bytes, ENCART__STR(MAGIC)))
        return encart__load_fail(
            l, ENCART_EUNSUPPORTED, 1,
            "expected \"encart-saved 1\" on the first line: this file "
            "is of another version");
    bytes = encart__str_sub(bytes, sizeof MAGIC - 1, bytes.n);
    if (!read_number(&bytes, ' ', &json) || !read_number(&bytes, ' ', &html) ||
        !read_number(&bytes, '\n', &out->residue))
        return encart__load_fail(l, ENCART_EPARSE, 2,
                                 "expected the sizes of the JSON and of the HTML");
    if (!encart__add(json, html, &need) || !encart__add(need, 1, &need) ||
        need != bytes.n || bytes.p[json] != '\n')
        return encart__load_fail(
            l, ENCART_EPARSE, 2,
            "the saved article is damaged: %zu bytes follow, and its "
            "header tells of %zu",
            bytes.n, need);
    out->json = encart__str_sub(bytes, 0, json);
    out->html = encart__str_sub(bytes, json + 1, bytes.n);
    return ENCART_OK;
}

/* The fast way; ENCART_EPARSE when the HTML is not what we would write. */
static int read_canonical(encart__loading *l, encart__str html)
{
    encart_article *a = l->a;
    int status = encart__canonical_read(&a->tree, html, a->policy, NULL);

    if (status == ENCART_EPARSE) {
        encart__tree_free(&a->tree);
        encart__tree_init(&a->tree, &a->alloc);
        return a->tree.failed ? encart__load_nomem(l) : ENCART_EPARSE;
    }
    return status ? encart__error_status(l->err, status, ENCART_STAGE_LOAD) : ENCART_OK;
}

int encart__load_saved(encart__loading *l, encart__str bytes)
{
    encart_article *a = l->a;
    encart__diag *d;
    parts p;
    int status = split(l, bytes, &p);

    if (!status)
        status = encart__json_members(l, p.json, 1, NULL);
    if (status)
        return status;
    a->residue = (unsigned)p.residue & 31u;
    status = read_canonical(l, p.html);
    if (status != ENCART_EPARSE)
        return status;
    d = encart__diag_add(&a->diags, ENCART__WARNING, "not-canonical",
                         "the saved HTML is not as it was written: sanitised anew");
    if (d)
        d->source = encart__arena_str(&a->arena, l->source);
    return encart__load_html(l, p.html, 0);
}
