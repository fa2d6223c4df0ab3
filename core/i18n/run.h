/* A run of text and the edits that typography wants in it. runs.c finds the edits,
 * typography.c gathers the runs of a tree and writes them back.
 */
#ifndef ENCART__I18N_RUN_H
#define ENCART__I18N_RUN_H

#include "core/i18n/typography.h"

/* Stand in a run for what is not its text: an image, code, words of another language;
 * a line break, or a space that is not ours. */
#define ENCART__RUN_OBJECT "\xEF\xBF\xBC"     /* U+FFFC */
#define ENCART__RUN_LINE_BREAK "\xE2\x80\xA8" /* U+2028 */

/* The spaces of a locale; 0 = none may stand there. */
typedef struct encart__typo_rules {
    const char *tag;
    int french;
    uint32_t colon; /* before : */
    uint32_t high;  /* before ; ! ? */
    uint32_t inner; /* inside « » */
    uint32_t group; /* between groups of three figures */
} encart__typo_rules;

/* The bytes [at, at + len) of a run become those of `with`. */
typedef struct encart__edit {
    size_t at;
    uint32_t len;
    uint8_t n;
    char with[7];
} encart__edit;

typedef struct encart__edits {
    const encart__alloc *alloc;
    encart__edit *list; /* in order, none overlaps another */
    size_t count, cap;
    int failed;
} encart__edits;

/* Linear in the length of `text`. */
void encart__run_edits(const encart__typo_rules *rules, encart__str text,
                       encart__edits *out);

/* words.c: what stands before a space at the end of `before`, or at the beginning of
 * `after`. */
int encart__typo_unit(encart__str after);
int encart__typo_abbreviation(encart__str before, uint32_t next);
int encart__typo_century(encart__str before, encart__str after);
/* Whether the token that begins at s.p is no prose: an address of the web or of mail. Its
 * length, whatever it is, is set. */
int encart__typo_literal(encart__str s, size_t *length);

#endif
