/* The filter: it holds a response's header back, collects its body up to a bound, and sends
 * both anew, or as they came. Whether to look at a response at all is the table of doubts.
 * Start reading at header_filter() and body_filter(). */
#include "ngx_http_encart.h"

enum {
    FIRST_BYTES = 16 * 1024, /* collected, of a response that does not tell its size */
    ETAG_LEN = 2 + 2 * 16
};

static const ngx_str_t statuses[NGX_HTTP_ENCART_STATUSES] = {
    [NGX_HTTP_ENCART_PENDING] = ngx_string("unfinished"),
    [NGX_HTTP_ENCART_RENDERED] = ngx_string("rendered"),
    [NGX_HTTP_ENCART_CACHED] = ngx_string("cached"),
    [NGX_HTTP_ENCART_NOT_MODIFIED] = ngx_string("not-modified"),
    [NGX_HTTP_ENCART_HEAD] = ngx_string("head"),
    [NGX_HTTP_ENCART_SUBREQUEST] = ngx_string("subrequest"),
    [NGX_HTTP_ENCART_METHOD] = ngx_string("method"),
    [NGX_HTTP_ENCART_STATUS] = ngx_string("status"),
    [NGX_HTTP_ENCART_TYPE] = ngx_string("type"),
    [NGX_HTTP_ENCART_ENCODING] = ngx_string("encoding"),
    [NGX_HTTP_ENCART_CHARSET] = ngx_string("charset"),
    [NGX_HTTP_ENCART_NO_TRANSFORM] = ngx_string("no-transform"),
    [NGX_HTTP_ENCART_ALREADY] = ngx_string("already"),
    [NGX_HTTP_ENCART_SIZE] = ngx_string("size"),
    [NGX_HTTP_ENCART_EMPTY] = ngx_string("empty"),
    [NGX_HTTP_ENCART_BINARY] = ngx_string("binary"),
    [NGX_HTTP_ENCART_MARKERS] = ngx_string("markers"),
    [NGX_HTTP_ENCART_WHOLE_PAGE] = ngx_string("whole-page"),
    [NGX_HTTP_ENCART_LOSSY] = ngx_string("lossy"),
    [NGX_HTTP_ENCART_BUDGET] = ngx_string("budget"),
    [NGX_HTTP_ENCART_NO_ENGINE] = ngx_string("no-engine"),
    [NGX_HTTP_ENCART_FAILED] = ngx_string("failed"),
};

static ngx_http_output_header_filter_pt next_header;
static ngx_http_output_body_filter_pt next_body;

/* ---- doubts ------------------------------------------------------------------------------ */

static ngx_table_elt_t *header_at(ngx_list_part_t **part, ngx_uint_t *i)
{
    while (*part && *i >= (*part)->nelts) {
        *part = (*part)->next;
        *i = 0;
    }
    return *part ? (ngx_table_elt_t *)(*part)->elts + (*i)++ : NULL;
}

static int is_named(const ngx_table_elt_t *h, const char *name)
{
    size_t n = ngx_strlen(name);

    return h->hash && h->key.len == n && ngx_strncasecmp(h->key.data, (u_char *)name, n) == 0;
}

/* Whether a header of the response has this name and, unless NULL, this word in its value. */
static int has_header(ngx_http_request_t *r, const char *name, const char *word)
{
    ngx_list_part_t *part = &r->headers_out.headers.part;
    ngx_table_elt_t *h;
    ngx_uint_t i = 0;

    while ((h = header_at(&part, &i)) != NULL)
        if (is_named(h, name) &&
            (!word || ngx_strlcasestrn(h->value.data, h->value.data + h->value.len,
                                       (u_char *)word, ngx_strlen(word) - 1)))
            return 1;
    return 0;
}

static int is_other_charset(ngx_http_request_t *r)
{
    ngx_str_t s = r->headers_out.charset;

    if (s.len >= 2 && s.data[0] == '"') {
        s.data++;
        s.len -= 2;
    }
    return s.len && (s.len != 5 || ngx_strncasecmp(s.data, (u_char *)"utf-8", 5) != 0);
}

/* PENDING: none that the header shows. */
static ngx_http_encart_status_e doubt(ngx_http_request_t *r, ngx_http_encart_loc_conf_t *conf)
{
    if (r != r->main)
        return NGX_HTTP_ENCART_SUBREQUEST;
    if (!(r->method & (NGX_HTTP_GET | NGX_HTTP_HEAD)))
        return NGX_HTTP_ENCART_METHOD;
    if (r->headers_out.status != NGX_HTTP_OK)
        return NGX_HTTP_ENCART_STATUS;
    if (!ngx_http_test_content_type(r, &conf->types))
        return NGX_HTTP_ENCART_TYPE;
    if (r->headers_out.content_encoding && r->headers_out.content_encoding->value.len)
        return NGX_HTTP_ENCART_ENCODING;
    if (is_other_charset(r))
        return NGX_HTTP_ENCART_CHARSET;
    if (has_header(r, "Cache-Control", "no-transform"))
        return NGX_HTTP_ENCART_NO_TRANSFORM;
    if (has_header(r, "X-Encart", NULL))
        return NGX_HTTP_ENCART_ALREADY;
    if (r->headers_out.content_length_n > (off_t)conf->max_size)
        return NGX_HTTP_ENCART_SIZE;
    if (!conf->recipe->engine)
        return NGX_HTTP_ENCART_NO_ENGINE;
    return r->method == NGX_HTTP_HEAD ? NGX_HTTP_ENCART_HEAD : NGX_HTTP_ENCART_PENDING;
}

/* ---- headers of a rendered response ------------------------------------------------------ */

static ngx_table_elt_t *add_header(ngx_http_request_t *r, const char *name, u_char *value,
                                   size_t n)
{
    ngx_table_elt_t *h = ngx_list_push(&r->headers_out.headers);

    if (!h)
        return NULL;
    h->hash = 1;
#if nginx_version >= 1023000
    h->next = NULL;
#endif
    h->key.data = (u_char *)name;
    h->key.len = ngx_strlen(name);
    h->value.data = value;
    h->value.len = n;
    h->lowcase_key = NULL;
    return h;
}

static void drop_headers(ngx_http_request_t *r, const char *const *names, size_t count)
{
    ngx_list_part_t *part = &r->headers_out.headers.part;
    ngx_table_elt_t *h;
    ngx_uint_t i = 0;

    while ((h = header_at(&part, &i)) != NULL)
        for (size_t k = 0; k < count; k++)
            if (is_named(h, names[k]))
                h->hash = 0;
}

/* What tells of the old bytes. */
static void forget_old_bytes(ngx_http_request_t *r)
{
    static const char *const digests[] = {"Digest", "Content-MD5", "Content-Digest",
                                          "Repr-Digest"};

    ngx_http_clear_content_length(r);
    ngx_http_clear_accept_ranges(r);
    ngx_http_clear_last_modified(r);
    ngx_http_clear_etag(r);
    drop_headers(r, digests, sizeof digests / sizeof *digests);
}

/* A box is missing that the next rendering may have: no cache shall keep this one. */
static ngx_int_t forbid_caching(ngx_http_request_t *r)
{
    static const char *const names[] = {"Cache-Control", "Expires"};
    static u_char value[] = "no-cache";

    drop_headers(r, names, sizeof names / sizeof *names);
    return add_header(r, "Cache-Control", value, sizeof value - 1) ? NGX_OK : NGX_ERROR;
}

/* The same bytes have the same tag, from every worker and server. */
static ngx_int_t set_etag(ngx_http_request_t *r, const ngx_http_encart_page_t *page)
{
    u_char *value = ngx_pnalloc(r->pool, ETAG_LEN), *p = value;

    if (!value)
        return NGX_ERROR;
    *p++ = '"';
    p = ngx_hex_dump(p, (u_char *)page->md5, sizeof page->md5);
    *p = '"';
    r->headers_out.etag = add_header(r, "ETag", value, ETAG_LEN);
    return r->headers_out.etag ? NGX_OK : NGX_ERROR;
}

/* Whether the client has these bytes already. A tag of 32 digits in quotes stands for itself. */
static int is_known(ngx_http_request_t *r)
{
    ngx_table_elt_t *known = r->headers_in.if_none_match;
    ngx_str_t etag = r->headers_out.etag->value;

    return known && (ngx_strcmp(known->value.data, "*") == 0 ||
                     memmem(known->value.data, known->value.len, etag.data, etag.len));
}

static void set_type(ngx_http_request_t *r, ngx_http_encart_loc_conf_t *conf)
{
    if (conf->format != NGX_HTTP_ENCART_MARKED) {
        ngx_str_set(&r->headers_out.content_type, "text/html");
        r->headers_out.content_type_len = r->headers_out.content_type.len;
        r->headers_out.content_type_lowcase = NULL;
    }
    r->headers_out.content_type.len = r->headers_out.content_type_len;
    ngx_str_set(&r->headers_out.charset, "utf-8");
}

static void set_not_modified(ngx_http_request_t *r)
{
    r->headers_out.status = NGX_HTTP_NOT_MODIFIED;
    r->headers_out.status_line.len = 0;
    r->headers_out.content_type.len = 0;
    ngx_http_clear_content_length(r);
}

static ngx_int_t set_headers(ngx_http_request_t *r, ngx_http_encart_ctx_t *ctx,
                             const ngx_http_encart_page_t *page)
{
    static u_char rendered[] = "rendered";

    forget_old_bytes(r);
    set_type(r, ngx_http_get_module_loc_conf(r, ngx_http_encart_filter_module));
    r->headers_out.content_length_n = (off_t)page->bytes.len;
    if (set_etag(r, page) != NGX_OK ||
        !add_header(r, "X-Encart", rendered, sizeof rendered - 1) ||
        (ctx->uncacheable && forbid_caching(r) != NGX_OK))
        return NGX_ERROR;
    if (is_known(r)) {
        ctx->status = NGX_HTTP_ENCART_NOT_MODIFIED;
        set_not_modified(r);
    }
    return NGX_OK;
}

/* ---- sending ----------------------------------------------------------------------------- */

static ngx_int_t send_last(ngx_http_request_t *r, u_char *data, size_t n)
{
    ngx_buf_t *b = ngx_calloc_buf(r->pool);
    ngx_chain_t out = {b, NULL};

    if (!b)
        return NGX_ERROR;
    b->start = b->pos = data;
    b->end = b->last = data + n;
    b->memory = n > 0;
    b->last_buf = b->last_in_chain = 1;
    return next_body(r, &out);
}

static ngx_int_t send_header_now(ngx_http_request_t *r, ngx_http_encart_ctx_t *ctx)
{
    ctx->collecting = 0;
    return next_header(r);
}

/* What was collected goes out as it came, then `rest`, NULL when all of it was collected. */
static ngx_int_t send_old(ngx_http_request_t *r, ngx_http_encart_ctx_t *ctx, ngx_chain_t *rest)
{
    ngx_int_t rc = send_header_now(r, ctx);
    ngx_chain_t out = {ctx->page, rest};

    if (rc == NGX_ERROR || rc > NGX_OK)
        return rc;
    if (!rest)
        return send_last(r, ctx->page->pos, (size_t)(ctx->page->last - ctx->page->pos));
    return next_body(r, ctx->page->pos == ctx->page->last ? rest : &out);
}

static ngx_int_t send_new(ngx_http_request_t *r, ngx_http_encart_ctx_t *ctx,
                          const ngx_http_encart_page_t *page)
{
    ngx_int_t rc;

    if (set_headers(r, ctx, page) != NGX_OK)
        return NGX_ERROR;
    rc = send_header_now(r, ctx);
    if (rc == NGX_ERROR || rc > NGX_OK)
        return rc;
    ngx_pfree(r->pool, ctx->page->start);
    return send_last(r, page->bytes.data, r->header_only ? 0 : page->bytes.len);
}

static ngx_int_t finish(ngx_http_request_t *r, ngx_http_encart_ctx_t *ctx)
{
    ngx_http_encart_page_t page = {.boxes = 0};

    switch (ngx_http_encart_render(r, ctx, &page)) {
    case NGX_OK:
        return send_new(r, ctx, &page);
    case NGX_DECLINED:
        return send_old(r, ctx, NULL);
    default:
        return NGX_ERROR;
    }
}

/* ---- collecting -------------------------------------------------------------------------- */

static ngx_int_t begin_page(ngx_http_request_t *r, ngx_http_encart_ctx_t *ctx)
{
    off_t told = r->headers_out.content_length_n;

    ctx->page = ngx_create_temp_buf(r->pool, told > 0 ? (size_t)told : FIRST_BYTES);
    return ctx->page ? NGX_OK : NGX_ERROR;
}

static ngx_int_t grow(ngx_http_request_t *r, ngx_buf_t *page, size_t more)
{
    size_t n = (size_t)(page->last - page->pos), room = 2 * (size_t)(page->end - page->start);
    u_char *data;

    if ((size_t)(page->end - page->last) >= more)
        return NGX_OK;
    room = ngx_max(room, n + more);
    data = ngx_pnalloc(r->pool, room);
    if (!data)
        return NGX_ERROR;
    ngx_memcpy(data, page->pos, n);
    ngx_pfree(r->pool, page->start);
    page->start = page->pos = data;
    page->last = data + n;
    page->end = data + room;
    return NGX_OK;
}

/* Takes one buffer. NGX_DECLINED: it cannot be collected, and was not touched. */
static ngx_int_t collect(ngx_http_request_t *r, ngx_http_encart_ctx_t *ctx, ngx_buf_t *b)
{
    ngx_http_encart_loc_conf_t *conf =
        ngx_http_get_module_loc_conf(r, ngx_http_encart_filter_module);
    size_t n = (size_t)ngx_buf_size(b);

    if (n && !ngx_buf_in_memory(b)) {
        ctx->status = NGX_HTTP_ENCART_BINARY;
        return NGX_DECLINED;
    }
    if (n > conf->max_size - (size_t)(ctx->page->last - ctx->page->pos)) {
        ctx->status = NGX_HTTP_ENCART_SIZE;
        return NGX_DECLINED;
    }
    if (n && grow(r, ctx->page, n) != NGX_OK)
        return NGX_ERROR;
    if (n)
        ctx->page->last = ngx_cpymem(ctx->page->last, b->pos, n);
    b->pos = b->last;
    return NGX_OK;
}

/* ---- the two filters --------------------------------------------------------------------- */

static ngx_int_t header_filter(ngx_http_request_t *r)
{
    ngx_http_encart_loc_conf_t *conf =
        ngx_http_get_module_loc_conf(r, ngx_http_encart_filter_module);
    ngx_http_encart_ctx_t *ctx;

    if (!conf->enable)
        return next_header(r);
    ctx = ngx_pcalloc(r->pool, sizeof *ctx);
    if (!ctx)
        return NGX_ERROR;
    ngx_http_set_ctx(r, ctx, ngx_http_encart_filter_module);
    ctx->status = doubt(r, conf);
    if (ctx->status == NGX_HTTP_ENCART_HEAD)
        forget_old_bytes(r);
    if (ctx->status != NGX_HTTP_ENCART_PENDING)
        return next_header(r);
    if (begin_page(r, ctx) != NGX_OK)
        return NGX_ERROR;
    ctx->collecting = 1;
    /* Ranges would be cut from the old bytes, and before this filter sees them. */
    ngx_http_clear_accept_ranges(r);
    r->main_filter_need_in_memory = 1;
    r->filter_need_in_memory = 1;
    return NGX_OK;
}

static ngx_int_t body_filter(ngx_http_request_t *r, ngx_chain_t *in)
{
    ngx_http_encart_ctx_t *ctx = ngx_http_get_module_ctx(r, ngx_http_encart_filter_module);

    if (!ctx || !ctx->collecting || !in)
        return next_body(r, in);
    for (ngx_chain_t *link = in; link; link = link->next) {
        ngx_int_t rc = collect(r, ctx, link->buf);

        if (rc == NGX_DECLINED)
            return send_old(r, ctx, link);
        if (rc != NGX_OK)
            return rc;
        if (link->buf->last_buf)
            return finish(r, ctx);
    }
    return NGX_OK;
}

/* ---- variables --------------------------------------------------------------------------- */

static void *asked(ngx_http_request_t *r, ngx_http_variable_value_t *v)
{
    ngx_http_encart_ctx_t *ctx = ngx_http_get_module_ctx(r, ngx_http_encart_filter_module);

    v->valid = ctx != NULL;
    v->not_found = ctx == NULL;
    v->no_cacheable = 1;
    return ctx;
}

static ngx_int_t get_status(ngx_http_request_t *r, ngx_http_variable_value_t *v, uintptr_t data)
{
    ngx_http_encart_ctx_t *ctx = asked(r, v);

    (void)data;
    if (ctx) {
        v->data = statuses[ctx->status].data;
        v->len = statuses[ctx->status].len & 0xfffffff;
    }
    return NGX_OK;
}

static ngx_int_t set_number(ngx_http_request_t *r, ngx_http_variable_value_t *v, uint64_t n)
{
    u_char *text = ngx_pnalloc(r->pool, NGX_INT64_LEN);

    if (!text)
        return NGX_ERROR;
    v->data = text;
    v->len = (unsigned)(ngx_sprintf(text, "%uL", n) - text) & 0xfffffff;
    return NGX_OK;
}

static ngx_int_t get_boxes(ngx_http_request_t *r, ngx_http_variable_value_t *v, uintptr_t data)
{
    ngx_http_encart_ctx_t *ctx = asked(r, v);

    (void)data;
    return ctx ? set_number(r, v, ctx->boxes) : NGX_OK;
}

static ngx_int_t get_time(ngx_http_request_t *r, ngx_http_variable_value_t *v, uintptr_t data)
{
    ngx_http_encart_ctx_t *ctx = asked(r, v);

    (void)data;
    return ctx ? set_number(r, v, ctx->time_us) : NGX_OK;
}

static ngx_int_t add_variables(ngx_conf_t *cf)
{
    static const struct {
        ngx_str_t name;
        ngx_http_get_variable_pt get;
    } all[] = {
        {ngx_string("encart_status"), get_status},
        {ngx_string("encart_boxes"), get_boxes},
        {ngx_string("encart_time_us"), get_time},
    };

    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        ngx_str_t name = all[i].name;
        ngx_http_variable_t *v = ngx_http_add_variable(cf, &name, NGX_HTTP_VAR_NOCACHEABLE);

        if (!v)
            return NGX_ERROR;
        v->get_handler = all[i].get;
    }
    return NGX_OK;
}

/* ---- the module -------------------------------------------------------------------------- */

static ngx_int_t init(ngx_conf_t *cf)
{
    next_header = ngx_http_top_header_filter;
    ngx_http_top_header_filter = header_filter;
    next_body = ngx_http_top_body_filter;
    ngx_http_top_body_filter = body_filter;
    return ngx_http_encart_check_engines(cf);
}

static ngx_http_module_t hooks = {
    .preconfiguration = add_variables,
    .postconfiguration = init,
    .create_main_conf = ngx_http_encart_create_main_conf,
    .init_main_conf = ngx_http_encart_init_main_conf,
    .create_loc_conf = ngx_http_encart_create_loc_conf,
    .merge_loc_conf = ngx_http_encart_merge_loc_conf,
};

ngx_module_t ngx_http_encart_filter_module = {
    NGX_MODULE_V1,
    &hooks,
    ngx_http_encart_commands,
    NGX_HTTP_MODULE,
    NULL,
    NULL,
    ngx_http_encart_init_process,
    NULL,
    NULL,
    ngx_http_encart_exit_process,
    NULL,
    NGX_MODULE_V1_PADDING,
};
