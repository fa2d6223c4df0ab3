/* A growing string with a maximum. Failure is sticky: append freely, look once.
 *
 * After a failure (memory, or the maximum) appends do nothing, `failed` says which, and
 * `data` still is a valid NUL-terminated string of what fitted.
 */
#ifndef ENCART__STRBUF_H
#define ENCART__STRBUF_H

#include "core/base/alloc.h"
#include "core/base/str.h"

#include <stdarg.h>

typedef struct encart__strbuf {
    const encart__alloc *alloc;
    char *data; /* NULL while nothing was appended: use encart__strbuf_z() */
    size_t size, cap, max;
    int failed; /* 0, ENCART_ENOMEM or ENCART_ELIMIT */
} encart__strbuf;

/* max 0 = ENCART__MAX_OUTPUT. */
void encart__strbuf_init(encart__strbuf *b, const encart__alloc *alloc, size_t max);
void encart__strbuf_free(encart__strbuf *b);
static inline void encart__strbuf_truncate(encart__strbuf *b, size_t size)
{
    if (size <= b->size && b->data) {
        b->size = size;
        b->data[size] = '\0';
    }
}
/* Keeps the memory. Clears `failed`. */
static inline void encart__strbuf_clear(encart__strbuf *b)
{
    b->failed = 0;
    encart__strbuf_truncate(b, 0);
}
/* True when `more` bytes (and a NUL) fit after the call. */
int encart__strbuf_reserve(encart__strbuf *b, size_t more);

/* Room for `more` bytes and a NUL without asking for memory. */
static inline int encart__strbuf_fits(const encart__strbuf *b, size_t more)
{
    return more < b->cap - b->size && !b->failed;
}
static inline void encart__strbuf_add(encart__strbuf *b, const char *p, size_t n)
{
    if (!encart__strbuf_fits(b, n) && !encart__strbuf_reserve(b, n))
        return;
    if (n)
        memcpy(b->data + b->size, p, n);
    b->size += n;
    b->data[b->size] = '\0';
}
static inline void encart__strbuf_str(encart__strbuf *b, encart__str s)
{
    encart__strbuf_add(b, s.p, s.n);
}
static inline void encart__strbuf_puts(encart__strbuf *b, const char *z)
{
    encart__strbuf_add(b, z, strlen(z));
}
static inline void encart__strbuf_putc(encart__strbuf *b, char c)
{
    encart__strbuf_add(b, &c, 1);
}
/* A code point as UTF-8; what is not one becomes U+FFFD. */
void encart__strbuf_utf8(encart__strbuf *b, uint32_t cp);
void encart__strbuf_int(encart__strbuf *b, int64_t value);
/* Only %d %u %zu %s %c %ld %lld and friends: never %f (the locale would show). */
void encart__strbuf_printf(encart__strbuf *b, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static inline const char *encart__strbuf_z(const encart__strbuf *b)
{
    return b->data ? b->data : "";
}
static inline encart__str encart__strbuf_view(const encart__strbuf *b)
{
    return (encart__str){encart__strbuf_z(b), b->size};
}

/* Gives the bytes away as an owned encart_buffer; `b` is empty afterwards.
 * ENCART_OK, ENCART_ENOMEM or ENCART_ELIMIT; *out is NULL on failure. */
int encart__strbuf_take(encart__strbuf *b, encart_buffer **out);
/* An owned buffer with a copy of `s`. */
int encart__buffer_new(encart_buffer **out, const encart__alloc *alloc, encart__str s);

#endif
