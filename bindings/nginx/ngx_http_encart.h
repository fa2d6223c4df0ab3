/* The nginx module in its parts: directives and engines (conf), bytes to bytes (render), pages
 * that were rendered before (cache), and the filter between them. Names are nginx's:
 * ngx_http_encart_*. */
#ifndef NGX_HTTP_ENCART_H
#define NGX_HTTP_ENCART_H

#include <ngx_config.h>
#include <ngx_core.h>
#include <ngx_http.h>

#include <encart/encart.h>

/* What an engine is made of. Locations that say the same share one; each worker makes its own
 * after it was forked. */
typedef struct {
    ngx_array_t *configs; /* of ngx_str_t, as all lists here; NULL = none */
    ngx_array_t *plugin_paths;
    ngx_array_t *plugins;
    ngx_str_t collection;
    ngx_str_t collection_log; /* where SQLite has what is not in that file yet */
    encart_engine *engine; /* of this worker; NULL: it could not be made */
    encart_collection *store;
} ngx_http_encart_recipe_t;

/* Rendered pages that a worker keeps. */
typedef struct ngx_http_encart_cache_s ngx_http_encart_cache_t;

typedef struct {
    ngx_array_t recipes; /* of ngx_http_encart_recipe_t * */
    size_t cache_size;   /* bytes; 0 = none */
    ngx_http_encart_cache_t *cache; /* of this worker; NULL: none */
} ngx_http_encart_main_conf_t;

typedef enum {
    NGX_HTTP_ENCART_MARKED,
    NGX_HTTP_ENCART_FRAGMENT,
    NGX_HTTP_ENCART_PAGE
} ngx_http_encart_format_e;

/* Values of directives that may hold variables. */
typedef enum {
    NGX_HTTP_ENCART_LANG,
    NGX_HTTP_ENCART_SITE,
    NGX_HTTP_ENCART_CHANNEL,
    NGX_HTTP_ENCART_URL,
    NGX_HTTP_ENCART_NOW,
    NGX_HTTP_ENCART_ANSWERS,
    NGX_HTTP_ENCART_OVERRIDES,
    NGX_HTTP_ENCART_VALUES
} ngx_http_encart_value_e;

typedef struct {
    ngx_flag_t enable;
    ngx_flag_t keep_original; /* of a page whose article would lose a form, a script, a player */
    ngx_uint_t format;
    size_t max_size;
    ngx_msec_t budget;
    ngx_array_t *configs;
    ngx_array_t *plugin_paths;
    ngx_array_t *plugins;
    ngx_str_t collection;
    ngx_str_t begin; /* of the article on a page, and its end */
    ngx_str_t end;
    ngx_http_complex_value_t *value[NGX_HTTP_ENCART_VALUES];
    ngx_hash_t types;
    ngx_array_t *types_keys;
    ngx_http_encart_recipe_t *recipe;
} ngx_http_encart_loc_conf_t;

/* What became of a response: $encart_status. The texts are in ngx_http_encart_filter_module.c. */
typedef enum {
    NGX_HTTP_ENCART_PENDING,
    NGX_HTTP_ENCART_RENDERED,
    NGX_HTTP_ENCART_CACHED,
    NGX_HTTP_ENCART_NOT_MODIFIED,
    NGX_HTTP_ENCART_HEAD,
    NGX_HTTP_ENCART_SUBREQUEST,
    NGX_HTTP_ENCART_METHOD,
    NGX_HTTP_ENCART_STATUS,
    NGX_HTTP_ENCART_TYPE,
    NGX_HTTP_ENCART_ENCODING,
    NGX_HTTP_ENCART_CHARSET,
    NGX_HTTP_ENCART_NO_TRANSFORM,
    NGX_HTTP_ENCART_ALREADY,
    NGX_HTTP_ENCART_SIZE,
    NGX_HTTP_ENCART_EMPTY,
    NGX_HTTP_ENCART_BINARY,
    NGX_HTTP_ENCART_MARKERS,
    NGX_HTTP_ENCART_WHOLE_PAGE,
    NGX_HTTP_ENCART_LOSSY,
    NGX_HTTP_ENCART_BUDGET,
    NGX_HTTP_ENCART_NO_ENGINE,
    NGX_HTTP_ENCART_FAILED,
    NGX_HTTP_ENCART_STATUSES
} ngx_http_encart_status_e;

/* A rendered page, and what its header and the log tell of it. */
typedef struct {
    ngx_str_t bytes;
    u_char md5[16];
    ngx_uint_t boxes;
    ngx_http_encart_status_e status; /* RENDERED, or why the old page stays: without bytes */
} ngx_http_encart_page_t;

/* One request. */
typedef struct {
    ngx_http_encart_status_e status;
    ngx_buf_t *page; /* what has come from upstream so far */
    ngx_uint_t boxes;
    uint64_t time_us; /* for which the worker did nothing else */
    unsigned collecting : 1;
    unsigned uncacheable : 1; /* this rendering lacks something that the next may have */
} ngx_http_encart_ctx_t;

extern ngx_module_t ngx_http_encart_filter_module;
extern ngx_command_t ngx_http_encart_commands[];

void *ngx_http_encart_create_main_conf(ngx_conf_t *cf);
char *ngx_http_encart_init_main_conf(ngx_conf_t *cf, void *conf);
void *ngx_http_encart_create_loc_conf(ngx_conf_t *cf);
char *ngx_http_encart_merge_loc_conf(ngx_conf_t *cf, void *parent, void *child);

/* Makes each engine once and frees it, so that nginx -t and a reload tell what is wrong. */
ngx_int_t ngx_http_encart_check_engines(ngx_conf_t *cf);
ngx_int_t ngx_http_encart_init_process(ngx_cycle_t *cycle);
void ngx_http_encart_exit_process(ngx_cycle_t *cycle);

/* Renders ctx->page. NGX_OK: *out is the response's new body, of the request's pool, and
 * ctx->status tells whether it was made now or before; NGX_DECLINED: ctx->status says why the
 * old one stays; NGX_ERROR: no memory. */
ngx_int_t ngx_http_encart_render(ngx_http_request_t *r, ngx_http_encart_ctx_t *ctx,
                                 ngx_http_encart_page_t *out);

/* Keeps at the most `room` bytes of pages with their keys: all that went into a page. NULL: no
 * memory. */
ngx_http_encart_cache_t *ngx_http_encart_cache_new(size_t room, ngx_log_t *log);
void ngx_http_encart_cache_free(ngx_http_encart_cache_t *cache);
/* The page of this key, borrowed until the next call with this cache; NULL: there is none. */
const ngx_http_encart_page_t *ngx_http_encart_cache_get(ngx_http_encart_cache_t *cache,
                                                        ngx_str_t key);
/* Copies key and page, for so many seconds; 0 = for ever. What has no room is not kept. */
void ngx_http_encart_cache_put(ngx_http_encart_cache_t *cache, ngx_str_t key,
                               const ngx_http_encart_page_t *page, uint64_t max_age,
                               ngx_log_t *log);

#endif
