/* Error records and the nearest-name search. */
#include "core/base/error.h"
#include "core/base/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void encart__error_clear(encart_error *err)
{
    if (err)
        memset(err, 0, sizeof *err);
}

/* Cuts a string that was truncated in the middle of a UTF-8 sequence. */
static void cut_valid(char *z)
{
    z[encart__utf8_valid(encart__str_z(z))] = '\0';
}

int encart__error(encart_error *err, int status, int stage, const char *format, ...)
{
    va_list args;

    if (!err || err->status)
        return status;
    err->status = status;
    err->stage = stage;
    va_start(args, format);
    vsnprintf(err->message, sizeof err->message, format, args);
    va_end(args);
    cut_valid(err->message);
    return status;
}

void encart__error_at(encart_error *err, encart__str source, uint32_t line,
                      uint32_t column, uint64_t offset)
{
    if (!err)
        return;
    if (!err->source[0]) {
        snprintf(err->source, sizeof err->source, "%.*s", (int)(source.n > 255 ? 255 : source.n),
                 source.p);
        cut_valid(err->source);
    }
    if (!err->line) {
        err->line = line;
        err->column = column;
        err->offset = offset;
    }
}

void encart__error_path(encart_error *err, const char *path)
{
    if (!err || err->path[0])
        return;
    snprintf(err->path, sizeof err->path, "%s", path);
    cut_valid(err->path);
}

int encart__error_nomem(encart_error *err, int stage)
{
    return encart__error(err, ENCART_ENOMEM, stage, "out of memory");
}

int encart__error_status(encart_error *err, int status, int stage)
{
    if (status == ENCART_ENOMEM)
        return encart__error_nomem(err, stage);
    if (status == ENCART_ELIMIT)
        return encart__error(err, status, stage, "the output passes its limit");
    return encart__error(err, status, stage, "%s", encart_status_name(status));
}

void encart__line_of(encart__str text, size_t offset, uint32_t *line, uint32_t *column)
{
    size_t start = 0;

    if (offset > text.n)
        offset = text.n;
    *line = 1;
    for (size_t i = 0; i < offset; i++) {
        if (text.p[i] == '\n') {
            ++*line;
            start = i + 1;
        }
    }
    *column = (uint32_t)encart__utf8_length(encart__str_sub(text, start, offset)) + 1;
}

#define NEAR_MAX 40

static unsigned min3(unsigned a, unsigned b, unsigned c)
{
    unsigned m = a < b ? a : b;

    return m < c ? m : c;
}

/* Optimal string alignment distance of two short strings. */
static unsigned distance(encart__str a, encart__str b)
{
    unsigned row[3][NEAR_MAX + 1];
    unsigned *two = row[0], *one = row[1], *now = row[2], *t;

    for (unsigned j = 0; j <= b.n; j++)
        one[j] = j;
    for (unsigned i = 1; i <= a.n; i++) {
        now[0] = i;
        for (unsigned j = 1; j <= b.n; j++) {
            unsigned cost = a.p[i - 1] != b.p[j - 1];

            now[j] = min3(one[j] + 1, now[j - 1] + 1, one[j - 1] + cost);
            if (i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] && a.p[i - 2] == b.p[j - 1] &&
                two[j - 2] + 1 < now[j])
                now[j] = two[j - 2] + 1;
        }
        t = two;
        two = one;
        one = now;
        now = t;
    }
    return one[b.n];
}

const char *encart__nearest(encart__str word, const char *const *names, size_t count)
{
    const char *best = NULL;
    unsigned least = (unsigned)(word.n / 3 < 1 ? 1 : word.n / 3) + 1;

    if (word.n == 0 || word.n > NEAR_MAX)
        return NULL;
    for (size_t i = 0; i < count; i++) {
        encart__str name = encart__str_z(names[i]);
        unsigned d = name.n <= NEAR_MAX ? distance(word, name) : least;

        if (d < least) {
            least = d;
            best = names[i];
        }
    }
    return best;
}

const char *encart_status_name(int status)
{
    static const char *const names[] = {
        "ENCART_OK",       "ENCART_EINVAL",       "ENCART_ENOMEM",  "ENCART_EIO",
        "ENCART_EPARSE",   "ENCART_ELIMIT",       "ENCART_ECONFIG", "ENCART_EPLUGIN",
        "ENCART_ENOTFOUND", "ENCART_EBUSY",       "ENCART_ECORRUPT",
        "ENCART_EUNSUPPORTED", "ENCART_EINTERNAL",
    };
    int count = (int)(sizeof names / sizeof *names);

    return status <= 0 && -status < count ? names[-status] : "unknown";
}
