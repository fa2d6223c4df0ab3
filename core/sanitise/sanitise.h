/* Hostile tokens in, safe tree out. docs: sanitiser line in docs/ARCHITECTURE.md.
 *
 * filter (policy on tokens) → repair (libtidy, one file) or the token builder → model
 * (content model and policy on the tree) → canonical bytes and self-check.
 */
#ifndef ENCART__SANITISE_H
#define ENCART__SANITISE_H

#include "core/base/diag.h"
#include "core/html/tokenize.h"
#include "core/sanitise/policy.h"
#include "core/tree/tree.h"

#include <encart/types.h>

typedef struct encart__sanitise_opts {
    const encart__policy *policy; /* NULL = the article profile */
    encart__str base;       /* resolves relative URLs when not empty */
    int paragraphs;         /* two or more br divide a p or the root level */
    int accessible;         /* ruling 16 */
    int heading_base;       /* with accessible: highest heading becomes this, 0 = 2 */
    int plugin_marks;       /* keep data-encart on author/… and plugin boxes (load) */
    int always_repair;      /* libtidy also for what nests: 1, or -1 for "not even when
                             * the policy says so"; 0 = as the policy says */
} encart__sanitise_opts;

/* The option `repair`: NULL, "auto" or "always"; false when it is none of them. */
int encart__repair_mode(const char *repair, int *always);

/* Sanitises the tokens whose keep[i] is not 0 (keep NULL = all) into `out` (initialised by
 * the caller, empty). What was removed or changed goes to `removed`: rules such as
 * "unknown-element", "forbidden-element", "attribute", "url", "raw-text", "flattened",
 * "id-prefixed", "alt-added". Returns a status. */
int encart__sanitise_tokens(encart__tree *out, const encart__tokens *tokens,
                            const uint8_t *keep, const encart__sanitise_opts *opts,
                            encart__diags *removed, encart_error *err);

/* Decoded HTML text to tree: tokenize, then the above. */
int encart__sanitise_html(encart__tree *out, encart__str html,
                          const encart__sanitise_opts *opts, encart__diags *removed,
                          const encart__alloc *alloc, encart_error *err);

/* Decoded HTML text to its canonical bytes, appended to `out`. */
int encart__sanitise_bytes(encart__strbuf *out, encart__str html,
                           const encart__sanitise_opts *opts, encart__diags *removed,
                           encart_error *err);

/* Reads our own canonical bytes back without libtidy (strict: a fragment that the
 * serialiser would write in just this way). ENCART_EPARSE when the bytes are not canonical
 * by `policy`; the caller then sanitises in full. */
int encart__canonical_read(encart__tree *out, encart__str html,
                           const encart__policy *policy, encart_error *err);

/* Applies content model and policy to a tree in place (after a transform, or to trees that
 * plugins built): afterwards parse(serialise(tree)) = tree in any container. */
int encart__model(encart__tree *t, const encart__policy *policy, encart__diags *removed);

#endif
