/* The short way for documents that need no repair: from the bytes to the canonical bytes in
 * one pass, without tokens and without a tree.
 *
 * Most of what a newsroom stores nests as it should. Of such a document every element ends
 * with its own end tag, stands where the content model lets it, and keeps its name; what
 * the policy does with its attributes, what becomes of white space, and which comments and
 * tags go, is then known where it stands. At the first thing that is not so this way gives
 * up, and the document goes the long way, whose bytes these would have been.
 */
#ifndef ENCART__REGULAR_H
#define ENCART__REGULAR_H

#include "core/sanitise/sanitise.h"

/* Whether the options ask for nothing but the policy. */
int encart__regular_may(const encart__sanitise_opts *opts, encart__str html);
/* ENCART_OK: the canonical bytes stand behind what `out` held, and were read back.
 * ENCART_EPARSE: the document is not regular. ENCART_ENOMEM. On failure `out` is as it was;
 * `alloc` gives what is needed on the way. */
int encart__regular(encart__strbuf *out, encart__str html, const encart__sanitise_opts *opts,
                    const encart__alloc *alloc);

#endif
