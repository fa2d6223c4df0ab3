/* Things worth telling that are no failure: removals, repairs, plugin faults. Bounded.
 *
 * The list lives in an arena; past its maximum entries are only counted.
 */
#ifndef ENCART__DIAG_H
#define ENCART__DIAG_H

#include "core/base/arena.h"
#include "core/base/jsonw.h"

typedef enum encart__level {
    ENCART__NOTE,    /* done as usual, worth knowing */
    ENCART__WARNING, /* something was repaired or left out */
    ENCART__FAULT    /* something did not work */
} encart__level;

typedef struct encart__diag {
    struct encart__diag *next;
    encart__level level;
    const char *rule; /* static, kebab-case: "unknown-element", "plugin-error"… */
    encart__str source; /* file or plugin, may be empty */
    encart__str path;   /* place inside a JSON or configuration document, may be empty */
    uint32_t line, column; /* 0 = unknown */
    encart__str message;
} encart__diag;

typedef struct encart__diags {
    encart__arena *arena;
    encart__diag *first, *last;
    uint32_t count;   /* all, also those not kept */
    uint32_t kept, max;
} encart__diags;

/* max 0 = ENCART__MAX_DIAGS. */
void encart__diags_init(encart__diags *d, encart__arena *arena, uint32_t max);
/* The new entry, for the caller to add source, path, line to; NULL past the maximum or
 * without memory. `rule` must be a string literal. */
encart__diag *encart__diag_add(encart__diags *d, encart__level level, const char *rule,
                               const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* Writes an array of {level, rule, source?, path?, line?, column?, message}. */
void encart__diags_json(const encart__diags *d, encart__jsonw *w);

#endif
