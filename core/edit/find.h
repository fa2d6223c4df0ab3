/* Words in the text of a tree: many terms at once, in one pass.
 *
 * A term is met where its words stand, whatever their case, spaces (a no-break space is
 * one), apostrophes and dashes; with `accents` Latin letters have to have theirs. It
 * begins and ends where a word does, by the letters beside it, those of the next element
 * of the line too; an apostrophe and a dash divide words. It lies in one text node. Where
 * several begin at the same place, the longest is met; what was met is not looked into
 * again.
 *
 * Each place of the text is looked at once for all terms, and for as long as one of them
 * goes on: at most the length of the longest. Every step is charged to the caller's fuel.
 */
#ifndef ENCART__FIND_H
#define ENCART__FIND_H

#include "core/edit/selector.h"

enum {
    ENCART__TERM_BYTES = 256, /* of one as it is written */
    ENCART__TERM_FOLDED = 520 /* room for it folded */
};

typedef struct encart__term {
    encart__str folded;
    uint32_t index; /* the caller's number */
    uint8_t found;
} encart__term;

/* Folds a term into `out`, which has ENCART__TERM_FOLDED bytes. Returns the length: 0 for
 * one without anything to find, and for one that is longer than it may be. */
size_t encart__term_fold(char *out, encart__str term, int accents);
/* Puts terms in the order that the finder needs, without the empty ones and those that
 * stand twice (the lower index stays). Returns how many are left. */
size_t encart__terms_sort(encart__term *terms, size_t count);

typedef struct encart__finder {
    const encart__tree *tree;
    encart__term *terms;
    size_t count;
    int accents, first;                          /* `first`: each term once */
    const encart__selector *within, *not_within; /* elements; NULL = anywhere, nowhere */
    encart__query in, out;
    encart__iter at;
    encart__node_id on, off; /* the outermost elements around that they match; 0 = none */
    uint32_t before;         /* the character before, of the same line; 0 = none */
    uint32_t after;          /* the one after the text node, once it is known */
    int after_known;
    int reading; /* whether `at` is a text that is being read… */
    size_t pos;  /* …from here on */
} encart__finder;

/* `terms` are sorted, and stay the caller's. The tree may get detached nodes meanwhile.
 * Options are members to be set after it: accents, first, within, not_within. */
void encart__finder_init(encart__finder *f, const encart__tree *t, encart__term *terms,
                         size_t count);

typedef struct encart__found {
    encart__node_id text;
    uint32_t from, to; /* bytes of it */
    uint32_t index;    /* of the term */
} encart__found;

/* The next one in document order; false when there is none, or when *fuel falls below 0:
 * the answer then means nothing. */
int encart__finder_next(encart__finder *f, encart__found *out, long *fuel);

#endif
