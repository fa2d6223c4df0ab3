/* Documents in memory and in files: see docs.h for the format. */
#include "bench/sanitise/docs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void text_add(text *t, const char *p, size_t n)
{
    if (t->n + n + 1 > t->cap && !t->failed) {
        size_t cap = (t->n + n + 1) * 2;
        char *data = realloc(t->data, cap);

        t->failed = !data;
        if (data) {
            t->data = data;
            t->cap = cap;
        }
    }
    if (t->failed || !n)
        return;
    memcpy(t->data + t->n, p, n);
    t->n += n;
    t->data[t->n] = '\0';
}

void text_puts(text *t, const char *z)
{
    text_add(t, z, strlen(z));
}

void text_free(text *t)
{
    free(t->data);
    *t = (text){0};
}

text text_of_file(const char *path)
{
    char chunk[16384];
    text t = {0};
    FILE *f = fopen(path, "rb");
    size_t n;

    if (!f) {
        t.failed = 1;
        return t;
    }
    while ((n = fread(chunk, 1, sizeof chunk, f)) > 0)
        text_add(&t, chunk, n);
    t.failed |= ferror(f) != 0;
    fclose(f);
    return t;
}

void docs_take(docs *d, text *t)
{
    if (d->count == d->cap && !d->failed) {
        size_t cap = d->cap ? d->cap * 2 : 64;
        text *doc = realloc(d->doc, cap * sizeof *doc);

        d->failed = !doc;
        if (doc) {
            d->doc = doc;
            d->cap = cap;
        }
    }
    d->failed |= t->failed;
    if (d->failed || !t->n) {
        text_free(t);
        return;
    }
    d->bytes += t->n;
    d->doc[d->count++] = *t;
    *t = (text){0};
}

void docs_free(docs *d)
{
    for (size_t i = 0; i < d->count; i++)
        text_free(&d->doc[i]);
    free(d->doc);
    *d = (docs){0};
}

int docs_write(const docs *d, const char *path)
{
    FILE *f = fopen(path, "wb");
    int ok = f != NULL;

    for (size_t i = 0; ok && i < d->count; i++)
        ok = fprintf(f, "%zu\n", d->doc[i].n) > 0 &&
             fwrite(d->doc[i].data, 1, d->doc[i].n, f) == d->doc[i].n &&
             fputc('\n', f) != EOF;
    if (f)
        ok = fclose(f) == 0 && ok;
    return ok;
}

/* One document at `at`; the place after it, NULL when the file is broken there. */
static const char *read_one(docs *d, const char *at, const char *end)
{
    char *digits_end;
    unsigned long n = strtoul(at, &digits_end, 10); /* the file ends in a NUL */
    text t = {0};

    if (digits_end == at || *digits_end != '\n' || n > (size_t)(end - digits_end) - 1)
        return NULL;
    text_add(&t, digits_end + 1, n);
    docs_take(d, &t);
    return digits_end + 1 + n + 1;
}

int docs_read(docs *d, const char *path)
{
    text file = text_of_file(path);
    const char *at = file.data, *end = file.data ? file.data + file.n : NULL;

    d->failed |= file.failed;
    while (!d->failed && at && at < end) {
        at = read_one(d, at, end);
        d->failed |= at == NULL;
    }
    text_free(&file);
    return !d->failed;
}
