/* From a path in a configuration ("sites.\"a.b\".plugins.x.y") back to its line. */
#ifndef ENCART__LOCATE_H
#define ENCART__LOCATE_H

#include "core/base/str.h"

#include <stdint.h>

/* The line (from 1) on which the member at `path` stands in JSON or data-only Lua text; 0
 * when it is not there. Members are separated by dots, names with dots quoted, array
 * elements written [2]. */
uint32_t encart__locate(encart__str source, encart__str path);

#endif
