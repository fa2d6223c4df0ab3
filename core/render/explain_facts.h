/* What the two writers of explain.h, text and page, both ask. */
#ifndef ENCART__EXPLAIN_FACTS_H
#define ENCART__EXPLAIN_FACTS_H

#include "core/render/explain.h"

/* The words of a block, and of a box as it stands in the output: some hundred bytes, in
 * `scratch`. */
encart__str encart__explain_block_text(const encart__explain *x, const encart__block *b,
                                       encart__strbuf *scratch);
encart__str encart__explain_box_text(const encart__explain_box *b, encart__strbuf *scratch);

int encart__explain_has_wishes(const encart__explain *x);
int encart__explain_stands(const encart__explain_box *b, size_t gap);
/* Whether box `box` gives `rule` as its reason not to stand in the gap (ENCART__RULE_NONE: it
 * could have stood there), and is the first of its name that does. */
int encart__explain_says(const encart__explain *x, size_t box, size_t gap,
                         encart__rule rule);

/* Of an author's own box. */
extern const char encart__explain_no_link[];

/* Why a box stands nowhere: the placement's rule or ENCART__RULE_NONE, and a sentence. */
encart__rule encart__explain_why(const encart__explain_box *b);
const char *encart__explain_reason(const encart__explain_box *b);

#endif
