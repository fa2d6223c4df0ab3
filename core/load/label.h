/* The anatomy of a « Lire aussi : titre » line. */
#ifndef ENCART__LABEL_H
#define ENCART__LABEL_H

#include "core/base/str.h"

typedef enum encart__label_sep {
    ENCART__SEP_NONE,
    ENCART__SEP_COLON,
    ENCART__SEP_DASH,
    ENCART__SEP_BAR, /* | > » → */
    ENCART__SEP_DOTS
} encart__label_sep;

typedef struct encart__label {
    size_t start; /* of the label's first word, after arrows and bullets */
    size_t words; /* just after its last word */
    size_t end;   /* just after its colon or dash */
    size_t title; /* first byte of the title; the text's size when there is none */
    encart__label_sep sep;
    int strong; /* the words alone hardly ever begin a sentence */
    int french; /* a no-break space stands before its colon */
} encart__label;

/* Whether `text` begins with a label; says nothing yet about what follows it. */
int encart__label_find(encart__str text, encart__label *out);
/* Whether the rest reads as a title rather than as a sentence going on. */
int encart__label_titled(encart__str text, const encart__label *label);
/* Whether `s` is short and built like a title: for lines of a list that lost its tags. */
int encart__title_like(encart__str s);

#endif
