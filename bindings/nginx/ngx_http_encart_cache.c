/* Rendered pages that a worker keeps, found by the bytes that they were made of. The least
 * recently asked for go first when the room is used up. It knows nothing of requests. */
#include "ngx_http_encart.h"

typedef struct {
    ngx_str_node_t node; /* the key; must stand first */
    ngx_queue_t recent;
    ngx_http_encart_page_t page;
    uint64_t until; /* of seconds(); 0 = for ever */
    size_t size;    /* of all of it; the key and the page's bytes follow */
} entry_t;

struct ngx_http_encart_cache_s {
    ngx_rbtree_t tree;
    ngx_rbtree_node_t sentinel;
    ngx_queue_t recent; /* the first was asked for last */
    size_t room, used;
};

/* A clock that nobody sets. */
static uint64_t seconds(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec + 1;
}

ngx_http_encart_cache_t *ngx_http_encart_cache_new(size_t room, ngx_log_t *log)
{
    ngx_http_encart_cache_t *cache = ngx_alloc(sizeof *cache, log);

    if (!cache)
        return NULL;
    ngx_rbtree_init(&cache->tree, &cache->sentinel, ngx_str_rbtree_insert_value);
    ngx_queue_init(&cache->recent);
    cache->room = room;
    cache->used = 0;
    return cache;
}

static void forget(ngx_http_encart_cache_t *cache, entry_t *e)
{
    ngx_rbtree_delete(&cache->tree, &e->node.node);
    ngx_queue_remove(&e->recent);
    cache->used -= e->size;
    ngx_free(e);
}

static void forget_last(ngx_http_encart_cache_t *cache)
{
    forget(cache, ngx_queue_data(ngx_queue_last(&cache->recent), entry_t, recent));
}

void ngx_http_encart_cache_free(ngx_http_encart_cache_t *cache)
{
    while (cache && !ngx_queue_empty(&cache->recent))
        forget_last(cache);
    ngx_free(cache);
}

static uint32_t hash_of(ngx_str_t key)
{
    return ngx_murmur_hash2(key.data, key.len);
}

/* By a hash and then by all bytes: two keys of one hash are two pages. */
static entry_t *find(ngx_http_encart_cache_t *cache, ngx_str_t key)
{
    return (entry_t *)ngx_str_rbtree_lookup(&cache->tree, &key, hash_of(key));
}

const ngx_http_encart_page_t *ngx_http_encart_cache_get(ngx_http_encart_cache_t *cache,
                                                        ngx_str_t key)
{
    entry_t *e = find(cache, key);

    if (!e)
        return NULL;
    if (e->until && e->until <= seconds()) {
        forget(cache, e);
        return NULL;
    }
    ngx_queue_remove(&e->recent);
    ngx_queue_insert_head(&cache->recent, &e->recent);
    return &e->page;
}

static entry_t *entry_new(ngx_str_t key, const ngx_http_encart_page_t *page, size_t size,
                          ngx_log_t *log)
{
    entry_t *e = ngx_alloc(size, log);
    u_char *to;

    if (!e)
        return NULL;
    to = (u_char *)e + sizeof *e;
    e->node.node.key = hash_of(key);
    e->node.str.len = key.len;
    e->node.str.data = to;
    e->page = *page;
    e->page.bytes.data = ngx_cpymem(to, key.data, key.len);
    if (page->bytes.len)
        ngx_memcpy(e->page.bytes.data, page->bytes.data, page->bytes.len);
    e->size = size;
    return e;
}

void ngx_http_encart_cache_put(ngx_http_encart_cache_t *cache, ngx_str_t key,
                               const ngx_http_encart_page_t *page, uint64_t max_age,
                               ngx_log_t *log)
{
    size_t size = sizeof(entry_t) + key.len + page->bytes.len;
    entry_t *e = find(cache, key);

    if (e)
        forget(cache, e);
    if (size > cache->room)
        return;
    while (cache->room - cache->used < size)
        forget_last(cache);
    e = entry_new(key, page, size, log);
    if (!e)
        return;
    e->until = max_age ? seconds() + max_age : 0;
    ngx_rbtree_insert(&cache->tree, &e->node.node);
    ngx_queue_insert_head(&cache->recent, &e->recent);
    cache->used += size;
}
