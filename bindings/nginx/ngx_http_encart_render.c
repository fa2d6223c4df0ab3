/* Bytes in, bytes out: the page that was collected becomes the page that is sent. Start reading
 * at ngx_http_encart_render(). Whatever is in doubt, the page stays as it was. */
#include "ngx_http_encart.h"

#include <jansson.h>
#include <ngx_md5.h>
#include <sys/stat.h>
#include <time.h>

/* Where a page says that what plugins make for a slot shall stand. */
static const struct {
    const char *slot;
    ngx_str_t marker;
} slots[] = {
    {"head", ngx_string("<!--encart:head-->")},
    {"before-title", ngx_string("<!--encart:before-title-->")},
    {"after-title", ngx_string("<!--encart:after-title-->")},
    {"aside", ngx_string("<!--encart:aside-->")},
};

enum {
    SLOTS = sizeof slots / sizeof *slots,
    CHARSET_WITHIN = 1024, /* bytes in which the HTML Standard wants a page's charset */
    SETTLED = 2, /* seconds: a file that changes twice within has one time perhaps */
    MAX_PIECES = 2 * (SLOTS + 1) + 4
};

static const ngx_str_t style_open = ngx_string("<style>\n");
static const ngx_str_t style_close = ngx_string("</style>\n");

typedef struct {
    ngx_http_request_t *r;
    ngx_http_encart_ctx_t *ctx;
    ngx_http_encart_loc_conf_t *conf;
    const char *value[NGX_HTTP_ENCART_VALUES]; /* NULL = not said */
    ngx_str_t page;
    size_t begin, end; /* of the article in a page with markers */
    uint64_t deadline; /* microseconds */
    encart_article *article;
    encart_result *result;
    ngx_http_encart_page_t *out;
    ngx_http_encart_cache_t *cache; /* NULL: the page is neither looked for nor kept */
    ngx_str_t key;
    uint64_t max_age; /* seconds; 0 = for ever */
    unsigned unsettled : 1; /* what it is made of is changing just now */
} job_t;

static ngx_int_t decline(job_t *j, ngx_http_encart_status_e status)
{
    j->ctx->status = status;
    return NGX_DECLINED;
}

static ngx_int_t failed(job_t *j, const char *step, const encart_error *err)
{
    ngx_log_error(NGX_LOG_ERR, j->r->connection->log, 0,
                  "encart: %s failed, the page stays as it was: %s: %s (line %uD, path \"%s\")",
                  step, encart_status_name(err->status), err->message, err->line, err->path);
    return decline(j, err->status == ENCART_ELIMIT ? NGX_HTTP_ENCART_SIZE
                                                   : NGX_HTTP_ENCART_FAILED);
}

static uint64_t now_us(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

/* Between two steps: a step that is running cannot be stopped, the next need not begin. */
static ngx_int_t in_time(job_t *j)
{
    return now_us() <= j->deadline ? NGX_OK : decline(j, NGX_HTTP_ENCART_BUDGET);
}

/* ---- looking at the bytes ---------------------------------------------------------------- */

#define NOWHERE ((size_t)-1)

static size_t find(ngx_str_t in, size_t from, ngx_str_t what)
{
    const u_char *at = from < in.len
                           ? memmem(in.data + from, in.len - from, what.data, what.len)
                           : NULL;

    return at ? (size_t)(at - in.data) : NOWHERE;
}

/* Where it stands when it stands there once. */
static size_t find_once(ngx_str_t in, ngx_str_t what)
{
    size_t at = find(in, 0, what);

    return at != NOWHERE && find(in, at + what.len, what) != NOWHERE ? NOWHERE : at;
}

static ngx_int_t find_article(job_t *j)
{
    size_t begin = find_once(j->page, j->conf->begin);
    size_t end = find_once(j->page, j->conf->end);

    if (begin == NOWHERE || end == NOWHERE || end < begin + j->conf->begin.len)
        return decline(j, NGX_HTTP_ENCART_MARKERS);
    j->begin = begin + j->conf->begin.len;
    j->end = end;
    return NGX_OK;
}

/* A page that says of itself that it is something else than UTF-8 (the header says nothing). */
static int other_charset(ngx_str_t page)
{
    u_char *end = page.data + ngx_min(page.len, (size_t)CHARSET_WITHIN);
    u_char *at = ngx_strlcasestrn(page.data, end, (u_char *)"charset=", 8 - 1);

    if (!at)
        return 0;
    at += 8;
    while (at < end && (*at == '"' || *at == '\'' || *at == ' '))
        at++;
    return end - at < 5 || ngx_strncasecmp(at, (u_char *)"utf-8", 5) != 0;
}

/* A whole page where a fragment should be: not what the location is for. */
static int is_whole_page(ngx_str_t s)
{
    static const char *const first[] = {"<!doctype", "<html", "<?xml"};
    u_char *p = s.data, *end = s.data + s.len;

    if (end - p > 3 && ngx_memcmp(p, "\xef\xbb\xbf", 3) == 0)
        p += 3;
    while (p < end && (*p == ' ' || *p == '\t' || *p == '\r' || *p == '\n'))
        p++;
    for (size_t i = 0; i < sizeof first / sizeof *first; i++)
        if ((size_t)(end - p) >= ngx_strlen(first[i]) &&
            ngx_strncasecmp(p, (u_char *)first[i], ngx_strlen(first[i])) == 0)
            return 1;
    return 0;
}

static ngx_int_t inspect(job_t *j)
{
    static const ngx_str_t box = ngx_string(" data-encart=\"");

    if (!j->page.len)
        return decline(j, NGX_HTTP_ENCART_EMPTY);
    if (memchr(j->page.data, '\0', j->page.len))
        return decline(j, NGX_HTTP_ENCART_BINARY);
    if (find(j->page, 0, box) != NOWHERE)
        return decline(j, NGX_HTTP_ENCART_ALREADY);
    if (j->conf->format == NGX_HTTP_ENCART_FRAGMENT && is_whole_page(j->page))
        return decline(j, NGX_HTTP_ENCART_WHOLE_PAGE);
    if (j->conf->format != NGX_HTTP_ENCART_MARKED)
        return NGX_OK;
    return other_charset(j->page) ? decline(j, NGX_HTTP_ENCART_CHARSET) : find_article(j);
}

/* ---- values of directives ---------------------------------------------------------------- */

static ngx_int_t evaluate(job_t *j)
{
    for (ngx_uint_t i = 0; i < NGX_HTTP_ENCART_VALUES; i++) {
        ngx_str_t s;
        u_char *z;

        if (!j->conf->value[i])
            continue;
        if (ngx_http_complex_value(j->r, j->conf->value[i], &s) != NGX_OK)
            return NGX_ERROR;
        z = ngx_pnalloc(j->r->pool, s.len + 1);
        if (!z)
            return NGX_ERROR;
        ngx_memcpy(z, s.data, s.len);
        z[s.len] = '\0';
        j->value[i] = s.len ? (const char *)z : NULL;
    }
    return NGX_OK;
}

/* The header says what the bytes are; HTML that may be a whole page is looked at. */
static const char *format_of(job_t *j)
{
    ngx_str_t *type = &j->r->headers_out.content_type;
    size_t n = j->r->headers_out.content_type_len;

    if (j->conf->format == NGX_HTTP_ENCART_MARKED)
        return "page";
    if (n == 16 && ngx_strncasecmp(type->data, (u_char *)"application/json", n) == 0)
        return "json";
    if (n == 10 && ngx_strncasecmp(type->data, (u_char *)"text/plain", n) == 0)
        return "text";
    return j->conf->format == NGX_HTTP_ENCART_FRAGMENT ? "html" : NULL;
}

/* ---- pages that were rendered before ----------------------------------------------------- */

/* All that a page depends on. What has no place here (the configuration, the plugins, the
 * engine) does not change while a worker lives. */
typedef struct {
    const ngx_http_encart_loc_conf_t *conf;
    struct {
        ino_t inode;
        off_t size;
        struct timespec changed;
    } file[2]; /* of the collection; all zero: it is not there */
} key_head_t;

static void look_at_collection(job_t *j, key_head_t *head)
{
    const ngx_http_encart_recipe_t *recipe = j->conf->recipe;
    const ngx_str_t *name[] = {&recipe->collection, &recipe->collection_log};
    time_t now = time(NULL);
    struct stat s;

    if (!recipe->collection.len)
        return;
    for (size_t i = 0; i < 2; i++) {
        if (stat((const char *)name[i]->data, &s))
            continue;
        head->file[i].inode = s.st_ino;
        head->file[i].size = s.st_size;
        head->file[i].changed = s.st_mtim;
        j->unsettled |= s.st_mtim.tv_sec + SETTLED >= now;
    }
}

/* A string that may be NULL; in a key, strings cannot run into each other. */
static size_t put_string(u_char *to, const char *s)
{
    size_t n = s ? ngx_strlen(s) + 1 : 0;

    if (to) {
        *to++ = s ? 1 : 0;
        ngx_memcpy(to, s ? s : "", n);
    }
    return n + 1;
}

/* The strings of a key; `to` may be NULL, then they are only measured. */
static size_t put_strings(job_t *j, u_char *to)
{
    size_t n = put_string(to, format_of(j));

    for (ngx_uint_t i = 0; i < NGX_HTTP_ENCART_VALUES; i++)
        n += put_string(to ? to + n : NULL, j->value[i]);
    return n;
}

static ngx_int_t make_key(job_t *j)
{
    key_head_t head;
    u_char *to;

    ngx_memzero(&head, sizeof head); /* the gaps between members too */
    head.conf = j->conf;
    look_at_collection(j, &head);
    j->key.len = sizeof head + put_strings(j, NULL) + j->page.len;
    j->key.data = to = ngx_pnalloc(j->r->pool, j->key.len);
    if (!to)
        return NGX_ERROR;
    to = ngx_cpymem(to, &head, sizeof head);
    to += put_strings(j, to);
    ngx_memcpy(to, j->page.data, j->page.len);
    return NGX_OK;
}

/* NGX_DONE: *out is a page that was rendered of the very same; NGX_DECLINED: that stayed. */
static ngx_int_t look_up(job_t *j)
{
    const ngx_http_encart_page_t *page;

    if (!j->cache)
        return NGX_OK;
    if (make_key(j) != NGX_OK)
        return NGX_ERROR;
    page = ngx_http_encart_cache_get(j->cache, j->key);
    if (!page)
        return NGX_OK;
    if (page->status != NGX_HTTP_ENCART_RENDERED)
        return decline(j, page->status);
    *j->out = *page;
    j->out->bytes.data = ngx_pnalloc(j->r->pool, page->bytes.len);
    if (!j->out->bytes.data)
        return NGX_ERROR;
    ngx_memcpy(j->out->bytes.data, page->bytes.data, page->bytes.len);
    j->ctx->status = NGX_HTTP_ENCART_CACHED;
    return NGX_DONE;
}

static void keep(job_t *j)
{
    j->out->status = j->ctx->status;
    if (j->cache && !j->unsettled && !j->ctx->uncacheable)
        ngx_http_encart_cache_put(j->cache, j->key, j->out, j->max_age,
                                  j->r->connection->log);
}

/* ---- load -------------------------------------------------------------------------------- */

static ngx_int_t load(job_t *j)
{
    encart_load_options o = ENCART_LOAD_OPTIONS_INIT;
    encart_error err = {0};

    o.format = format_of(j);
    o.lang = j->value[NGX_HTTP_ENCART_LANG];
    o.url = j->value[NGX_HTTP_ENCART_URL];
    o.site = j->value[NGX_HTTP_ENCART_SITE];
    o.source = "response";
    if (j->conf->format == NGX_HTTP_ENCART_MARKED) {
        o.body_begin = (const char *)j->conf->begin.data;
        o.body_end = (const char *)j->conf->end.data;
    }
    if (encart_article_load(&j->article, j->conf->recipe->engine, (const char *)j->page.data,
                            j->page.len, &o, &err))
        return failed(j, "loading", &err);
    return NGX_OK;
}

/* ---- render ------------------------------------------------------------------------------ */

static int is_rule(const json_t *diagnostic, const char *rule)
{
    const char *its = json_string_value(json_object_get(diagnostic, "rule"));

    return its && strcmp(its, rule) == 0;
}

/* Whether a list of the report has an entry of this rule. */
static int tells(const json_t *report, const char *list, const char *rule)
{
    const json_t *one;
    size_t i;

    json_array_foreach(json_object_get(report, list), i, one)
        if (is_rule(one, rule))
            return 1;
    return 0;
}

/* Bytes of the article that are put into a page of another encoding would be wrong there. */
static int is_utf8(const json_t *report)
{
    const json_t *article = json_object_get(report, "article");
    const char *charset = json_string_value(json_object_get(article, "charset"));

    return charset && strcmp(charset, "utf-8") == 0 && !tells(report, "load", "bad-bytes");
}

/* Whether what was removed begins with the tag of one of these. */
static int is_element(const json_t *diagnostic, const char *const *names)
{
    const char *text = json_string_value(json_object_get(diagnostic, "message"));
    size_t n = text && *text == '<' ? strcspn(text + 1, " >") : 0;

    for (; n && *names; names++)
        if (strlen(*names) == n && strncmp(text + 1, *names, n) == 0)
            return 1;
    return 0;
}

/* What a reader would miss: forms, players, scripts. Clean-up of markup is no loss. */
static int is_loss(const json_t *one)
{
    static const char *const parts[] = {"form",   "input", "button", "select", "textarea",
                                        "object", "embed", "canvas", "svg",    NULL};
    static const char *const style[] = {"style", NULL};

    if (is_rule(one, "embed"))
        return 1;
    if (is_rule(one, "raw-text"))
        return !is_element(one, style);
    return (is_rule(one, "forbidden-element") || is_rule(one, "unknown-element")) &&
           is_element(one, parts);
}

/* What cannot be seen before a page with markers was read. */
static ngx_int_t look_for_loss(job_t *j, const json_t *report)
{
    const json_t *one;
    size_t i;

    if (j->conf->format != NGX_HTTP_ENCART_MARKED)
        return NGX_OK;
    if (!is_utf8(report))
        return decline(j, NGX_HTTP_ENCART_CHARSET);
    if (!j->conf->keep_original)
        return NGX_OK;
    json_array_foreach(json_object_get(report, "removed"), i, one)
        if (is_loss(one))
            return decline(j, NGX_HTTP_ENCART_LOSSY);
    return NGX_OK;
}

static ngx_int_t read_report(job_t *j)
{
    size_t n, i;
    const char *text = encart_result_report(j->result, &n);
    json_t *box, *report = json_loadb(text, n, 0, NULL);
    ngx_int_t rc;

    if (!report)
        return NGX_ERROR;
    json_array_foreach(json_object_get(report, "boxes"), i, box)
        j->out->boxes += json_is_true(json_object_get(box, "placed"));
    j->ctx->uncacheable = !json_is_true(json_object_get(report, "cacheable"));
    j->max_age = (uint64_t)json_integer_value(json_object_get(report, "max_age"));
    rc = look_for_loss(j, report);
    if (rc != NGX_OK)
        keep(j);
    json_decref(report);
    return rc;
}

static ngx_int_t render(job_t *j)
{
    encart_render_options o = ENCART_RENDER_OPTIONS_INIT;
    encart_error err = {0};

    o.format = j->conf->format == NGX_HTTP_ENCART_PAGE ? "page" : "fragment";
    o.lang = j->value[NGX_HTTP_ENCART_LANG];
    o.site = j->value[NGX_HTTP_ENCART_SITE];
    o.channel = j->value[NGX_HTTP_ENCART_CHANNEL];
    o.now = j->value[NGX_HTTP_ENCART_NOW];
    o.overrides = j->value[NGX_HTTP_ENCART_OVERRIDES];
    o.answers = j->value[NGX_HTTP_ENCART_ANSWERS];
    o.answers_size = o.answers ? strlen(o.answers) : 0;
    if (encart_render(&j->result, j->conf->recipe->engine, j->article, &o, &err))
        return failed(j, "rendering", &err);
    return read_report(j);
}

/* ---- put together ------------------------------------------------------------------------ */

typedef struct {
    ngx_str_t piece[MAX_PIECES];
    ngx_uint_t count;
    size_t copied; /* of the page */
} pieces_t;

static void add(pieces_t *p, const void *data, size_t n)
{
    if (n) {
        p->piece[p->count].data = (u_char *)data;
        p->piece[p->count++].len = n;
    }
}

static void add_page(pieces_t *p, ngx_str_t page, size_t to)
{
    add(p, page.data + p->copied, to - p->copied);
    p->copied = to;
}

static void add_slot(pieces_t *p, job_t *j, ngx_uint_t slot)
{
    size_t n;
    const char *html = encart_result_slot(j->result, slots[slot].slot, &n);

    add(p, html, html ? n : 0);
    if (slot != 0)
        return;
    html = encart_result_css(j->result, &n);
    if (n) {
        add(p, style_open.data, style_open.len);
        add(p, html, n);
        add(p, style_close.data, style_close.len);
    }
}

/* Slots whose markers stand in from..to of the page, in the page's order. */
static void add_slots(pieces_t *p, job_t *j, const size_t *at, size_t from, size_t to)
{
    for (;;) {
        ngx_uint_t next = SLOTS;

        for (ngx_uint_t i = 0; i < SLOTS; i++)
            if (at[i] != NOWHERE && at[i] >= from && at[i] < to &&
                (next == SLOTS || at[i] < at[next]))
                next = i;
        if (next == SLOTS)
            return;
        from = at[next] + slots[next].marker.len;
        add_page(p, j->page, from);
        add_slot(p, j, next);
    }
}

/* Outside the markers, every byte of the page stays. */
static void assemble(pieces_t *p, job_t *j)
{
    size_t at[SLOTS], n;
    const char *html = encart_result_html(j->result, &n);

    if (j->conf->format != NGX_HTTP_ENCART_MARKED) {
        add(p, html, n);
        return;
    }
    for (ngx_uint_t i = 0; i < SLOTS; i++)
        at[i] = find_once(j->page, slots[i].marker);
    add_slots(p, j, at, 0, j->begin);
    add_page(p, j->page, j->begin);
    add(p, html, n);
    p->copied = j->end;
    add_slots(p, j, at, j->end, j->page.len);
    add_page(p, j->page, j->page.len);
}

static void sum(ngx_http_encart_page_t *page)
{
    ngx_md5_t md5;

    ngx_md5_init(&md5);
    ngx_md5_update(&md5, page->bytes.data, page->bytes.len);
    ngx_md5_final(page->md5, &md5);
}

static ngx_int_t write_out(job_t *j)
{
    pieces_t p = {.count = 0};
    ngx_str_t *out = &j->out->bytes;
    u_char *to;

    assemble(&p, j);
    out->len = 0;
    for (ngx_uint_t i = 0; i < p.count; i++)
        out->len += p.piece[i].len;
    if (!out->len)
        return decline(j, NGX_HTTP_ENCART_EMPTY);
    to = out->data = ngx_pnalloc(j->r->pool, out->len);
    if (!to)
        return NGX_ERROR;
    for (ngx_uint_t i = 0; i < p.count; i++)
        to = ngx_cpymem(to, p.piece[i].data, p.piece[i].len);
    sum(j->out);
    j->ctx->status = NGX_HTTP_ENCART_RENDERED;
    keep(j);
    return NGX_OK;
}

ngx_int_t ngx_http_encart_render(ngx_http_request_t *r, ngx_http_encart_ctx_t *ctx,
                                 ngx_http_encart_page_t *out)
{
    static ngx_int_t (*const step[])(job_t *) = {inspect,   evaluate, look_up, load,
                                                 in_time, render,   write_out};
    ngx_http_encart_main_conf_t *mcf =
        ngx_http_get_module_main_conf(r, ngx_http_encart_filter_module);
    job_t j = {.r = r, .ctx = ctx, .out = out, .cache = mcf->cache};
    uint64_t began = now_us();
    ngx_int_t rc = NGX_OK;

    j.conf = ngx_http_get_module_loc_conf(r, ngx_http_encart_filter_module);
    j.page.data = ctx->page->pos;
    j.page.len = (size_t)(ctx->page->last - ctx->page->pos);
    j.deadline = began + (uint64_t)j.conf->budget * 1000;
    for (size_t i = 0; rc == NGX_OK && i < sizeof step / sizeof *step; i++)
        rc = step[i](&j);
    encart_result_free(j.result);
    encart_article_free(j.article);
    ctx->time_us = now_us() - began;
    if (rc == NGX_DONE)
        rc = NGX_OK;
    ctx->boxes = rc == NGX_OK ? out->boxes : 0;
    return rc;
}
