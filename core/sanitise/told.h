/* Entries of the removed list: what was found, what was done, which rule. */
#ifndef ENCART__TOLD_H
#define ENCART__TOLD_H

#include "core/base/diag.h"
#include "core/html/tokenize.h"
#include "core/sanitise/profile.h"

/* Whether an entry would be kept; else it is counted here, and need not be made. Mere
 * notes take the first half of the list only: they must not crowd out what was lost. */
int encart__told(encart__diags *removed, encart__level level);

/* A name or value of the document as a message may quote it: short, whole characters, no
 * controls. */
typedef struct encart__quote {
    char z[100];
} encart__quote;
encart__quote encart__quoted(encart__str s);

/* The attribute `name` of <tag> went: `why` is the rule that its check gave. */
void encart__tell_dropped(encart__diags *removed, uint32_t line, uint16_t tag,
                          encart__str name, const char *why);
/* It stays with another value. */
void encart__tell_changed(encart__diags *removed, uint32_t line, uint16_t tag,
                          encart__str name, encart__value kind, encart__str from,
                          encart__str to);
/* The element `name` lost its tags, or went `whole` with so many words. To be called when
 * encart__told() said yes. */
void encart__tell_forbidden(encart__diags *removed, uint32_t line, uint16_t tag,
                            encart__str name, int whole, size_t words);
size_t encart__count_words(encart__str s);
/* An id that stood before, or that a link looks for in vain. */
void encart__tell_id(encart__diags *removed, uint32_t line, encart__removal rule,
                     encart__str id);
/* A comment went. */
void encart__tell_comment(encart__diags *removed, uint32_t line, encart__str text);
/* "<tag> WHAT". */
void encart__tell_element(encart__diags *removed, encart__level level, uint32_t line,
                          encart__removal rule, uint16_t tag, const char *what);

#endif
