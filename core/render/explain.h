/* The report for people: the article's outline with every gap, what stands in it or what
 * refused whom, then the other slots, what was not placed, which plugins have no box, where the
 * author's own boxes lead, and what else there is to tell. */
#ifndef ENCART__EXPLAIN_H
#define ENCART__EXPLAIN_H

#include "core/base/diag.h"
#include "core/place/place.h"
#include "core/tree/tree.h"

typedef struct encart__explain_box {
    encart__str name;          /* "lire-aussi/links" */
    encart__slot slot;         /* where it ended */
    const encart__wish *wish;  /* answered, for the body slot; NULL elsewhere */
    int done;                  /* it stands in the output */
    const char *outcome;       /* when it does not: "no-gap", "empty", "forbidden"… */
    encart__str html;          /* of the box when done, canonical bytes */
} encart__explain_box;

/* A plugin that is on and proposed no box. */
typedef struct encart__explain_quiet {
    encart__str name;
    const char *why;
} encart__explain_quiet;

/* A « Lire aussi » line that the author wrote. */
typedef struct encart__explain_own {
    encart__str title;
    encart__str href; /* "" where no article with this title was found */
} encart__explain_own;

typedef struct encart__explain {
    encart__str title, lang; /* of the article */
    const encart__tree *tree;  /* of the blocks, for their first words; NULL = without */
    const encart__block *blocks;
    size_t block_count;
    const encart__explain_box *boxes;
    size_t box_count;
    const encart__explain_quiet *quiet;
    size_t quiet_count;
    const encart__explain_own *own;
    size_t own_count;
    const encart__diags *const *diags; /* lists, in this order */
    size_t diags_count;
} encart__explain;

/* Appends plain UTF-8 text, lines of at most 100 code points. Failure is sticky in `out`. */
void encart__explain_write(encart__strbuf *out, const encart__explain *x);
/* The same as a page in HTML. */
void encart__explain_html(encart__strbuf *out, const encart__explain *x);

#endif
