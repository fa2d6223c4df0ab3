/* Growth by half again, from 64 bytes; one spare byte for the NUL. */
#include "core/base/strbuf.h"
#include "core/base/limits.h"
#include "core/base/utf8.h"

#include <stdio.h>

struct encart_buffer {
    encart__alloc alloc;
    char *data;
    size_t size, cap;
};

void encart__strbuf_init(encart__strbuf *b, const encart__alloc *alloc, size_t max)
{
    *b = (encart__strbuf){alloc ? alloc : &encart__alloc_default, NULL, 0, 0,
                          max ? max : ENCART__MAX_OUTPUT, 0};
}

void encart__strbuf_free(encart__strbuf *b)
{
    encart__free(b->alloc, b->data, b->cap);
    encart__strbuf_init(b, b->alloc, b->max);
}

int encart__strbuf_reserve(encart__strbuf *b, size_t more)
{
    size_t need, cap = b->cap;
    char *data;

    if (b->failed)
        return 0;
    if (!encart__add(b->size, more, &need) || need > b->max) {
        b->failed = ENCART_ELIMIT;
        return 0;
    }
    need++;
    if (need <= cap)
        return 1;
    cap = cap + cap / 2 < need ? need : cap + cap / 2;
    if (cap < 64)
        cap = 64;
    if (cap > b->max) /* so that what fits the memory fits the maximum */
        cap = b->max + 1;
    data = encart__realloc(b->alloc, b->data, b->cap, cap);
    if (!data) {
        b->failed = ENCART_ENOMEM;
        return 0;
    }
    b->data = data;
    b->cap = cap;
    b->data[b->size] = '\0';
    return 1;
}

void encart__strbuf_utf8(encart__strbuf *b, uint32_t cp)
{
    char bytes[4];

    encart__strbuf_add(b, bytes, encart__utf8_encode(bytes, cp));
}

void encart__strbuf_int(encart__strbuf *b, int64_t value)
{
    encart__strbuf_printf(b, "%lld", (long long)value);
}

void encart__strbuf_printf(encart__strbuf *b, const char *format, ...)
{
    char small[256];
    va_list args;
    int n;

    va_start(args, format);
    n = vsnprintf(small, sizeof small, format, args);
    va_end(args);
    if (n < 0)
        return;
    if ((size_t)n < sizeof small) {
        encart__strbuf_add(b, small, (size_t)n);
        return;
    }
    if (!encart__strbuf_reserve(b, (size_t)n))
        return;
    va_start(args, format);
    vsnprintf(b->data + b->size, (size_t)n + 1, format, args);
    va_end(args);
    b->size += (size_t)n;
}

static encart_buffer *buffer_wrap(const encart__alloc *alloc, char *data, size_t size,
                                  size_t cap)
{
    encart_buffer *out = encart__malloc(alloc, sizeof *out);

    if (out)
        *out = (encart_buffer){*alloc, data, size, cap};
    return out;
}

int encart__strbuf_take(encart__strbuf *b, encart_buffer **out)
{
    int failed = b->failed;

    *out = failed ? NULL : buffer_wrap(b->alloc, b->data, b->size, b->cap);
    if (!*out) {
        encart__strbuf_free(b);
        return failed ? failed : ENCART_ENOMEM;
    }
    encart__strbuf_init(b, b->alloc, b->max);
    return ENCART_OK;
}

int encart__buffer_new(encart_buffer **out, const encart__alloc *alloc, encart__str s)
{
    encart__strbuf b;

    encart__strbuf_init(&b, alloc, 0);
    encart__strbuf_str(&b, s);
    return encart__strbuf_take(&b, out);
}

const char *encart_buffer_data(const encart_buffer *buffer, size_t *size)
{
    if (size)
        *size = buffer ? buffer->size : 0;
    return buffer && buffer->data ? buffer->data : "";
}

void encart_buffer_free(encart_buffer *buffer)
{
    encart__alloc alloc;

    if (!buffer)
        return;
    alloc = buffer->alloc;
    encart__free(&alloc, buffer->data, buffer->cap);
    encart__free(&alloc, buffer, sizeof *buffer);
}
