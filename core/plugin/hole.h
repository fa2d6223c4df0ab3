/* What those who make holes and those who fill them agree on. */
#ifndef ENCART__HOLE_H
#define ENCART__HOLE_H

#include "core/base/str.h"

/* Whether a hole can have this name: a letter, then letters, digits and "-", which is neither
 * doubled nor last. */
int encart__hole_named(encart__str name);

#endif
