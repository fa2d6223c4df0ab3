/* CSS selectors over the tree: parsed once into a bounded form, then matched.
 *
 * The grammar is that of Selectors Level 4 in so far as a document without a browser has a
 * use for it:
 *   p  *  .class  #id  [a] [a=v] [a~=v] [a|=v] [a^=v] [a$=v] [a*=v], quoted or not, i and s
 *   A B   A > B   A + B   A ~ B   A, B
 *   :first-child :last-child :only-child :nth-child(an+b) :nth-last-child(an+b), the same
 *   with -of-type, :empty, :scope, :not() :is() :where() of lists, :has() of relative ones
 * Names of elements and attributes, and values of the attributes that the HTML Standard
 * lists, know no case. :empty is Level 4's: white space alone is empty.
 * Stricter than a browser, so that a slip is told and not a query without answers: what is
 * not known is an error, in :is() too, an element that HTML does not have is one, and so is
 * a string or a bracket that the end of the text leaves open.
 *
 * "#x" finds what the author called x: the text is made into an id by the document's policy,
 * which spells it "a-x" (or leaves it, when it has that form). [id=…] sees the document.
 *
 * Nothing here recurses on the tree's depth; selectors nest at most
 * ENCART__SELECTOR_DEPTH deep. Every step is charged to the caller's fuel.
 * parse.c and pseudo.c read, match.c matches.
 */
#ifndef ENCART__SELECTOR_H
#define ENCART__SELECTOR_H

#include "core/sanitise/policy.h"
#include "core/tree/tree.h"

enum {
    ENCART__SELECTOR_BYTES = 1000, /* of the text */
    ENCART__SELECTOR_SIMPLES = 96,
    ENCART__SELECTOR_COMPOUNDS = 64,
    ENCART__SELECTOR_COMPLEXES = 32,
    ENCART__SELECTOR_TEXT = 1500, /* names and values, escapes undone */
    ENCART__SELECTOR_DEPTH = 4    /* of :not, :is, :has inside each other */
};

typedef enum encart__simple_kind {
    ENCART__SIMPLE_TAG,
    ENCART__SIMPLE_CLASS,
    ENCART__SIMPLE_ID,
    ENCART__SIMPLE_ATTR,
    ENCART__SIMPLE_NTH,
    ENCART__SIMPLE_EMPTY,
    ENCART__SIMPLE_SCOPE,  /* what the query began at */
    ENCART__SIMPLE_ANCHOR, /* the element that :has() is asked of */
    ENCART__SIMPLE_NOT,
    ENCART__SIMPLE_IS,
    ENCART__SIMPLE_HAS
} encart__simple_kind;

enum { /* of ENCART__SIMPLE_NTH */
       ENCART__NTH_OF_TYPE = 1,
       ENCART__NTH_FROM_END = 2
};

/* Indexes into the selector's arrays; 0 = none. */
typedef struct encart__simple {
    uint8_t kind;
    uint8_t flags;           /* NTH: above. ATTR: 1 = the value knows no case */
    uint8_t next;            /* the next of the same compound */
    uint8_t list;            /* NOT, IS, HAS: the first complex */
    char op;                 /* ATTR: '=' '~' '|' '^' '$' '*', 0 = it is there */
    uint16_t name;           /* of element or attribute */
    uint16_t other, other_n; /* ATTR: spelling, when `name` is ENCART__A_OTHER */
    uint16_t text, n;        /* class, id, value */
    int32_t a, b;            /* NTH: every a-th from the b-th */
} encart__simple;

typedef struct encart__compound {
    uint8_t first;   /* simple selector; 0 = "*" */
    uint8_t left;    /* the compound to the left of it */
    char combinator; /* between them: ' ' '>' '+' '~' */
} encart__compound;

typedef struct encart__complex {
    uint8_t last; /* its rightmost compound: matching goes leftwards */
    uint8_t next; /* in the list */
    char lead;    /* in :has(): the combinator that follows the anchor */
    uint8_t deep; /* in :has(): what may match lies deeper than that combinator leads */
} encart__complex;

/* Plain data: it may be copied and moved. */
typedef struct encart__selector {
    encart__simple simples[ENCART__SELECTOR_SIMPLES];
    encart__compound compounds[ENCART__SELECTOR_COMPOUNDS];
    encart__complex complexes[ENCART__SELECTOR_COMPLEXES];
    char text[ENCART__SELECTOR_TEXT];
    uint16_t text_n;
    uint8_t simple_n, compound_n, complex_n;
    uint8_t list; /* the first complex of all */
} encart__selector;

/* ENCART_OK, ENCART_EPARSE, ENCART_ELIMIT or ENCART_ENOMEM; the error has line, column
 * and offset in `css`. `policy` is the document's, which says what ids are called in
 * it; without one they are as they are written. */
int encart__selector_parse(encart__selector *out, encart__str css,
                           const encart__policy *policy, const encart__alloc *alloc,
                           encart_error *err);

enum { ENCART__COUNTED = 8 };

/* Where an element stands among its siblings, as far as it was counted. */
typedef struct encart__counted {
    encart__node_id parent, node;
    uint32_t index, total; /* total 0 = not counted yet */
    uint16_t tag;
} encart__counted;

/* A selector at work on one tree, which must not change meanwhile. */
typedef struct encart__query {
    const encart__selector *selector;
    const encart__tree *tree;
    encart__node_id top, at, anchor;
    long fuel;
    encart__counted counted[ENCART__COUNTED][ENCART__COUNTED]; /* by depth and element */
} encart__query;

/* All elements below `top`, which is also :scope. */
void encart__query_init(encart__query *q, const encart__selector *s,
                        const encart__tree *t, encart__node_id top);
/* The next one in document order, 0 when there is none. A step costs about one unit; when
 * *fuel falls below 0 the answer is 0 and means nothing, and the query is over. */
encart__node_id encart__query_next(encart__query *q, long *fuel);
/* Whether the selector matches one element; with *fuel as above. */
int encart__query_matches(encart__query *q, encart__node_id node, long *fuel);

#endif
