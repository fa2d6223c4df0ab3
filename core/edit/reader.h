/* What the two halves of the selector parser share: characters, names, errors. */
#ifndef ENCART__SELECTOR_READER_H
#define ENCART__SELECTOR_READER_H

#include "core/edit/selector.h"

typedef struct encart__reader {
    encart__selector *out;
    encart__str css;
    size_t at;
    const encart__policy *policy;
    const encart__alloc *alloc;
    encart_error *err;
    int status; /* the first failure; nothing is read after it */
    int depth;  /* of lists in parentheses */
    int in_has;
} encart__reader;

/* A slice of out->text. */
typedef struct encart__read {
    uint16_t at, n;
} encart__read;

/* The character at `at + ahead`, 0 at the end and after a failure. */
static inline int encart__peek(const encart__reader *r, size_t ahead)
{
    return !r->status && r->at + ahead < r->css.n ? (unsigned char)r->css.p[r->at + ahead]
                                                  : 0;
}
static inline encart__str encart__read_str(const encart__selector *s, uint16_t at,
                                           uint16_t n)
{
    return (encart__str){s->text + at, n};
}

/* Fails at the character where it stands: "expected WHAT, found …". Returns 0. */
int encart__expected(encart__reader *r, const char *what);
/* Fails at `at` with a sentence. Returns 0. */
int encart__reject(encart__reader *r, size_t at, int status, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Passes comments; passes white space and comments and tells whether there was a
 * space. */
void encart__skip_comments(encart__reader *r);
int encart__skip_space(encart__reader *r);
/* Passes `c` or fails. */
int encart__pass(encart__reader *r, int c, const char *what);

/* Whether an identifier starts here (CSS Syntax, "would start an ident sequence"). */
int encart__at_name(const encart__reader *r);
/* An identifier, and one in ASCII lower case; `what` it was to be, for the error. */
int encart__read_name(encart__reader *r, const char *what, encart__read *out);
int encart__read_lower(encart__reader *r, const char *what, encart__read *out);
/* A string from its opening quotation mark. */
int encart__read_string(encart__reader *r, encart__read *out);
/* Bytes to out->text. */
int encart__read_add(encart__reader *r, const char *p, size_t n);

/* parse.c: a new simple selector at the end of the compound; 0 when there are too
 * many. */
encart__simple *encart__simple_new(encart__reader *r, uint8_t compound, uint8_t kind);
/* parse.c: a selector list up to what cannot belong to it; the first complex. */
uint8_t encart__read_list(encart__reader *r, int relative);
/* pseudo.c: from the colon. */
int encart__read_pseudo(encart__reader *r, uint8_t compound);

#endif
