/* Filling an encart_error: fixed arrays, no allocation, the first error wins. */
#ifndef ENCART__ERROR_H
#define ENCART__ERROR_H

#include "core/base/str.h"

#include <encart/types.h>

/* Clears it; NULL is fine everywhere below. */
void encart__error_clear(encart_error *err);
/* Sets status, stage and message unless an error stands already. Returns `status`, so
 * that a caller can write: return encart__error(err, …). */
int encart__error(encart_error *err, int status, int stage, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* Adds where it was; only what is not set yet. */
void encart__error_at(encart_error *err, encart__str source, uint32_t line,
                      uint32_t column, uint64_t offset);
void encart__error_path(encart_error *err, const char *path);
/* ENCART_ENOMEM with its standard message. */
int encart__error_nomem(encart_error *err, int stage);
/* The standard message of any other status, for sticky failures. */
int encart__error_status(encart_error *err, int status, int stage);
/* Line and column (from 1, column in code points) of a byte offset. */
void encart__line_of(encart__str text, size_t offset, uint32_t *line, uint32_t *column);

/* The name in `names` (count entries) nearest to `word`, NULL when none is near enough to
 * be worth a "did you mean". Damerau-Levenshtein, at most a third of the length. */
const char *encart__nearest(encart__str word, const char *const *names, size_t count);

#endif
