/* The list of clean tokens. */
#include "core/sanitise/clean.h"
#include "core/base/vec.h"

void encart__clean_init(encart__clean *c, const encart__alloc *alloc)
{
    memset(c, 0, sizeof *c);
    c->alloc = alloc ? alloc : &encart__alloc_default;
    encart__strbuf_init(&c->bytes, c->alloc, UINT32_MAX / 2);
}

void encart__clean_free(encart__clean *c)
{
    encart__free(c->alloc, c->token, c->cap * sizeof *c->token);
    encart__free(c->alloc, c->attr, c->attr_cap * sizeof *c->attr);
    encart__strbuf_free(&c->bytes);
    encart__clean_init(c, c->alloc);
}

void encart__clean_reserve(encart__clean *c, size_t tokens)
{
    if (c->token || c->failed || !tokens)
        return;
    c->token = encart__malloc(c->alloc, tokens * sizeof *c->token);
    c->cap = c->token ? tokens : 0;
    if (!c->token)
        c->failed = ENCART_ENOMEM;
}

static int __attribute__((noinline)) tokens_grow(encart__clean *c)
{
    void *data = c->token;

    if (!encart__vec_more(c->alloc, &data, &c->cap, c->count, sizeof *c->token,
                          UINT32_MAX / 2))
        c->failed = ENCART_ENOMEM;
    else
        c->token = data;
    return !c->failed;
}

static int __attribute__((noinline)) attrs_grow(encart__clean *c)
{
    void *data = c->attr;

    if (!encart__vec_more(c->alloc, &data, &c->attr_cap, c->attr_count, sizeof *c->attr,
                          UINT32_MAX / 2))
        c->failed = ENCART_ENOMEM;
    else
        c->attr = data;
    return !c->failed;
}

encart__clean_token *encart__clean_add(encart__clean *c, encart__clean_type type,
                                       uint16_t tag, uint32_t line)
{
    encart__clean_token *k;

    if (c->failed || (c->count == c->cap && !tokens_grow(c)))
        return NULL;
    k = &c->token[c->count++];
    *k = (encart__clean_token){(uint8_t)type, 0, tag, tag, 0, 0, line};
    k->at = type == ENCART__CLEAN_TEXT || type == ENCART__CLEAN_COMMENT
                ? (uint32_t)c->bytes.size
                : (uint32_t)c->attr_count;
    return k;
}

/* Where the slice stands: in the source, or, copied, in the bytes. */
static uint32_t place(encart__clean *c, encart__str s)
{
    uintptr_t from = (uintptr_t)c->source.p, p = (uintptr_t)s.p;
    uint32_t at = (uint32_t)c->bytes.size;

    if (p >= from && p - from < c->source.n)
        return (uint32_t)(p - from) | ENCART__CLEAN_SOURCE;
    encart__strbuf_str(&c->bytes, s);
    if (c->bytes.failed && !c->failed)
        c->failed = c->bytes.failed;
    return at;
}

/* Text after text that does not go on where the first one ends: both are copied. */
static void join(encart__clean *c, encart__clean_token *k, encart__str text)
{
    int owned = !(k->at & ENCART__CLEAN_SOURCE) && (size_t)k->at + k->n == c->bytes.size;

    if (encart__strbuf_reserve(&c->bytes, k->n + text.n) && !owned) {
        encart__str before = encart__clean_slice(c, k->at, k->n);

        k->at = (uint32_t)c->bytes.size;
        encart__strbuf_str(&c->bytes, before);
    }
    encart__strbuf_str(&c->bytes, text);
    k->n += (uint32_t)text.n;
    if (c->bytes.failed && !c->failed)
        c->failed = c->bytes.failed;
}

void encart__clean_add_text(encart__clean *c, encart__str text, uint32_t line)
{
    encart__clean_token *k = c->count ? &c->token[c->count - 1] : NULL;

    if (text.n == 0 || c->failed)
        return;
    if (k && k->type == ENCART__CLEAN_TEXT) {
        join(c, k, text);
        return;
    }
    k = encart__clean_add(c, ENCART__CLEAN_TEXT, 0, line);
    if (!k)
        return;
    k->at = place(c, text);
    k->n = (uint32_t)text.n;
}

void encart__clean_add_attr(encart__clean *c, uint16_t name, encart__str value)
{
    uint32_t at;

    if (c->failed || (c->attr_count == c->attr_cap && !attrs_grow(c)))
        return;
    at = place(c, value);
    if (c->failed)
        return;
    c->attr[c->attr_count++] = (encart__clean_attr){name, at, (uint32_t)value.n};
    c->token[c->count - 1].n++;
}

int encart__clean_has_attr(const encart__clean *c, const encart__clean_token *k,
                           uint16_t name, encart__str *value)
{
    for (uint32_t i = 0; i < k->n; i++) {
        const encart__clean_attr *a = &c->attr[k->at + i];

        if (a->name != name)
            continue;
        if (value)
            *value = encart__clean_slice(c, a->at, a->n);
        return 1;
    }
    return 0;
}

void encart__clean_dress(void *dresser, encart__node_id node, uint32_t key, int again)
{
    const encart__dresser *d = dresser;
    const encart__clean_token *k = &d->clean->token[key];

    d->tree->nodes[node].line = k->line;
    for (uint32_t i = 0; i < k->n; i++) {
        const encart__clean_attr *a = &d->clean->attr[k->at + i];
        encart__str value = encart__clean_slice(d->clean, a->at, a->n);

        if (a->name >= ENCART__A_COUNT)
            encart__tree_attr_set_other(d->tree, node,
                                        encart__policy_attr_name(d->clean->policy, a->name),
                                        value);
        else if (!again || a->name != ENCART__A_ID)
            encart__tree_attr_add(d->tree, node, a->name, value);
    }
}
