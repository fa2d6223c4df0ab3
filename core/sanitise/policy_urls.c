/* Values that are URLs: which schemes, hosts and data: images may stand. How a URL is
 * read is url.c's affair.
 */
#include "core/sanitise/policy_check.h"
#include "core/sanitise/url.h"

static int listed(const encart__str *list, size_t n, encart__str s)
{
    for (size_t i = 0; i < n; i++)
        if (encart__str_eq(list[i], s))
            return 1;
    return 0;
}

static int is_web(encart__str scheme)
{
    return encart__str_eq(scheme, ENCART__STR("https")) ||
           encart__str_eq(scheme, ENCART__STR("http"));
}

int encart__url_check(const encart__policy *p, encart__str url, encart__str base,
                      int media, encart__strbuf *out)
{
    encart__url parts;

    encart__strbuf_clear(out);
    if (url.n > ENCART__MAX_URL || !encart__url_normalise(url, base, out, &parts))
        return 0;
    if (out->size == 0 || out->size > ENCART__MAX_URL || parts.user.n)
        return 0;
    if (!parts.scheme.n)
        return 1;
    if (!listed(p->schemes, p->scheme_count, parts.scheme))
        return 0;
    return is_web(parts.scheme) ? parts.host.n > 0 : !media;
}

/* "#x" of an article follows the ids; of a plugin it may name what the page has. */
static const char *check_in_page(const encart__check *c, encart__str v)
{
    if (encart__policy_is_plugin(c->policy)) {
        encart__url_check(c->policy, v, ENCART__STR_EMPTY, 0, c->out);
        return c->out->size ? NULL : "url";
    }
    encart__strbuf_putc(c->out, '#');
    return encart__id_prefixed(c, encart__str_sub(v, 1, v.n)) ? "link-target" : NULL;
}

const char *encart__check_link(const encart__check *c)
{
    encart__str v = encart__str_trim(c->value);

    if (c->tag == ENCART__T_A && v.n && v.p[0] == '#')
        return check_in_page(c, v);
    return encart__url_check(c->policy, v, c->base, 0, c->out) ? NULL : "url";
}

/* ---- images inside the document ---------------------------------------------------- */

static size_t data_header(encart__str s)
{
    static const encart__str headers[] = {
        {"data:image/png;base64,", 22},  {"data:image/jpeg;base64,", 23},
        {"data:image/gif;base64,", 22},  {"data:image/webp;base64,", 23},
        {"data:image/avif;base64,", 23},
    };

    for (size_t i = 0; i < sizeof headers / sizeof headers[0]; i++)
        if (encart__str_ieq(encart__str_sub(s, 0, headers[i].n), headers[i]))
            return headers[i].n;
    return 0;
}

/* Raster images in base64 only: an SVG is a document that runs. */
static const char *check_data_image(const encart__check *c, encart__str v)
{
    size_t from = data_header(v), i = from, end = v.n;

    if (!from || v.n > ENCART__MAX_DATA_IMAGE)
        return "data-image";
    while (end > i && v.n - end < 2 && v.p[end - 1] == '=')
        end--;
    while (i < end &&
           (encart__is_alnum((unsigned char)v.p[i]) || v.p[i] == '+' || v.p[i] == '/'))
        i++;
    if (i < end || end == from)
        return "data-image";
    for (i = 0; i < from; i++)
        encart__strbuf_putc(c->out, (char)encart__lower((unsigned char)v.p[i]));
    encart__strbuf_str(c->out, encart__str_sub(v, from, v.n));
    return NULL;
}

const char *encart__check_media(const encart__check *c)
{
    encart__str v = encart__str_trim(c->value);

    if (c->policy->data_images && c->tag == ENCART__T_IMG && v.n >= 5 &&
        encart__str_ieq(encart__str_sub(v, 0, 5), ENCART__STR("data:")))
        return check_data_image(c, v);
    return encart__url_check(c->policy, v, c->base, 1, c->out) ? NULL : "url";
}

const char *encart__check_action(const encart__check *c)
{
    return encart__url_check(c->policy, c->value, c->base, 1, c->out) ? NULL : "url";
}

/* ---- players and candidates -------------------------------------------------------- */

/* Whether the article itself is of `host`: what the sandbox of a player allows would let
 * such a frame out of it. */
static int is_own_host(const encart__check *c, encart__str host)
{
    encart__strbuf canonical;
    encart__url base;
    int own;

    if (!c->base.n)
        return 0;
    encart__strbuf_init(&canonical, c->out->alloc, 0);
    own = encart__url_normalise(c->base, ENCART__STR_EMPTY, &canonical, &base) &&
          encart__str_eq(base.host, host);
    if (canonical.failed)
        c->out->failed = canonical.failed;
    encart__strbuf_free(&canonical);
    return own;
}

const char *encart__check_embed(const encart__check *c)
{
    encart__url parts;
    encart__str v = c->value;

    if (v.n > ENCART__MAX_URL || !encart__url_normalise(v, c->base, c->out, &parts))
        return "embed";
    if (!encart__str_is(parts.scheme, "https") || parts.user.n || parts.port.n)
        return "embed";
    return listed(c->policy->hosts, c->policy->host_count, parts.host) &&
                   !is_own_host(c, parts.host)
               ? NULL
               : "embed";
}

const char *encart__check_srcset(const encart__check *c)
{
    encart__srcset it;
    encart__strbuf one;
    int failed = 0;

    if (c->value.n > ENCART__MAX_URL * 4)
        return "srcset";
    encart__strbuf_init(&one, c->out->alloc, 0);
    encart__srcset_init(&it, c->value);
    while (encart__srcset_next(&it)) {
        if (encart__url_check(c->policy, it.url, c->base, 1, &one))
            encart__srcset_add(c->out, encart__strbuf_view(&one), it.descriptor);
        failed |= one.failed;
    }
    encart__strbuf_free(&one);
    if (failed)
        c->out->failed = ENCART_ENOMEM;
    return c->out->size ? NULL : "srcset";
}
