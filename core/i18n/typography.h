/* French microtypography (and the little that Arabic asks for): the right space before
 * : ; ! ? and inside « », between figures and before units; straight quotes, apostrophes
 * and three dots made what they stand for. A space is put in inside « » only; elsewhere
 * one that stands there becomes the right one.
 *
 * A second run changes nothing. What is not white space stays, in its order, but for
 * " ' and "...", which become « » “ ” ’ and ….
 */
#ifndef ENCART__TYPOGRAPHY_H
#define ENCART__TYPOGRAPHY_H

#include "core/tree/tree.h"

/* Whose text: of the catalogues, of all that plugins insert, of articles too. */
typedef enum encart__typography_mode {
    ENCART__TYPOGRAPHY_LABELS,
    ENCART__TYPOGRAPHY_INSERTED,
    ENCART__TYPOGRAPHY_ALL
} encart__typography_mode;

typedef struct encart__typography {
    encart__typography_mode mode;
    encart__str locale; /* whose rules: fr fr-CA fr-CH ar none; "" = as the text's tag */
    int no_fine;        /* U+00A0 for U+202F, for fonts that do not have it */
} encart__typography;

/* NULL-terminated: what `locale`, `mode` and `space_fine` may be. */
extern const char *const encart__typography_locales[];
extern const char *const encart__typography_modes[];
extern const char *const encart__typography_spaces[]; /* u202f u00a0 */

/* Whether text of the language `lang` has rules at all. */
int encart__typography_applies(const encart__typography *t, encart__str lang);

/* All text below `top`, whose language is `lang` where no attribute says otherwise.
 * Inline elements are seen through, blocks end a run. Code, what is not prose, what is in
 * another language and what is not to be translated is left. ENCART_OK, ENCART_ENOMEM or
 * ENCART_ELIMIT. */
int encart__typography_tree(const encart__typography *t, encart__str lang,
                            encart__tree *tree, encart__node_id top);

/* One text; appended to `out`, unchanged where there is nothing to change. */
void encart__typography_text(const encart__typography *t, encart__str lang,
                             encart__str text, encart__strbuf *out);

#endif
