/* Debian's libgumbo, an HTML 5 parser that shares no code with us, as a second reader of
 * our output: its tree as one of ours.
 */
#ifndef GUMBO_TREE_H
#define GUMBO_TREE_H

#include "core/tree/tree.h"

#include <gumbo.h>

/* Parses `html` as the content of a `context` element (GUMBO_TAG_DIV…) into `out`, which
 * is initialised here and freed by the caller. Newlines that the serialiser writes after
 * the blocks of the root are left out. False when libgumbo made no tree. */
int gumbo_tree(encart__tree *out, encart__str html, GumboTag context);

/* Whether libgumbo 0.10 reads all of `html` as the standard says: it does not put text into
 * a form ("<form>x" is an empty form and x), and makes controls from U+007F on and
 * noncharacters U+FFFD. */
int gumbo_knows(encart__str html);

#endif
