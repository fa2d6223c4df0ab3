/* One code point folded, one word folded: shared by the files of this room only. */
#ifndef ENCART__FOLD_H
#define ENCART__FOLD_H

#include "core/text/text.h"

enum {
    ENCART__WORD_MAX = 192 /* bytes of a folded or lower-case word; longer ones are cut */
};

/* Writes what `cp` folds to (see encart__text_fold) and returns its length; 0 when the
 * code point is dropped. Every space gives " ". */
size_t encart__fold_cp(char out[ENCART__FOLD_MAX], uint32_t cp);
/* Folds a word into `out`; returns the length. What passes the buffer is cut. */
size_t encart__fold_word(char out[ENCART__WORD_MAX], encart__str word);
/* Lower case with its accents, as the stemmers want it; combining accents of the Western
 * European letters are composed. */
size_t encart__lower_word(char out[ENCART__WORD_MAX], encart__str word);

#endif
