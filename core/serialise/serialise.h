/* Tree to canonical bytes: one way to write each tree, so that a browser reads the same
 * tree back in any context.
 *
 * Lower case, double quotes, escapes & < > and NBSP, in attributes " and ` too, no
 * optional tag left out, void elements only from the table, attributes in the order of
 * their names in attrs.def (then others bytewise), a leading newline of pre doubled. Each
 * child of the root that is a block element is followed by a newline; nothing else is
 * added. What no parser would read back as itself is not written: an element without a
 * name loses its tags, an impossible attribute name its attribute, a C0 control becomes
 * U+FFFD, and CR becomes LF.
 */
#ifndef ENCART__SERIALISE_H
#define ENCART__SERIALISE_H

#include "core/tree/tree.h"

/* Where a node stands in the bytes. */
typedef struct encart__span {
    encart__node_id node;
    uint32_t start, inner, inner_end, end; /* [start,end) with tags, [inner,inner_end) without */
} encart__span;

/* Appends the children of the root. */
void encart__serialise(const encart__tree *t, encart__strbuf *out);
/* Appends one node and what is below it, without the newline after a block. */
void encart__serialise_node(const encart__tree *t, encart__node_id node,
                            encart__strbuf *out);
/* As encart__serialise(), and fills spans[id] for every element `id` (array of
 * t->node_count entries, zeroed by the caller). Offsets count from out's size at the call. */
void encart__serialise_spans(const encart__tree *t, encart__strbuf *out,
                             encart__span *spans);

/* Escapes for text and for double-quoted attribute values. */
void encart__escape_text(encart__strbuf *out, encart__str s);
void encart__escape_attr(encart__strbuf *out, encart__str s);
/* The same for a slice that `room` bytes may be read of, at least its own: short ones are
 * faster then. */
void encart__escape_text_in(encart__strbuf *out, encart__str s, size_t room);
void encart__escape_attr_in(encart__strbuf *out, encart__str s, size_t room);

#endif
