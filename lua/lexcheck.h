/* What must be refused before Lua's own parser sees a source file. */
#ifndef ENCART__LUA_LEXCHECK_H
#define ENCART__LUA_LEXCHECK_H

#include "core/base/str.h"

#include <stdint.h>

/* NULL when `source` may be compiled, else what is wrong with it and in which line. Linear,
 * no allocation. */
const char *encart__lexcheck(encart__str source, uint32_t *line);

#endif
