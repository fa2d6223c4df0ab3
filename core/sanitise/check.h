/* For the self-check and its tests. */
#ifndef ENCART__CHECK_H
#define ENCART__CHECK_H

#include "core/tree/tree.h"

/* Same nodes, texts and attributes (in any order), whatever their indexes. */
int encart__tree_equal(const encart__tree *a, const encart__tree *b);

#endif
