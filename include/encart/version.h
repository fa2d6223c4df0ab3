/* The version of the header and, at run time, of the library that is linked. */
#ifndef ENCART_VERSION_H
#define ENCART_VERSION_H

#include <encart/types.h>

#define ENCART_VERSION_MAJOR 0
#define ENCART_VERSION_MINOR 1
#define ENCART_VERSION_PATCH 0
#define ENCART_VERSION_STRING "0.1.0"

#ifdef __cplusplus
extern "C" {
#endif

/** "major.minor.patch" of the linked library.
 *
 * @return borrowed for ever. Threads: safe. Since 0.1.
 */
ENCART_API const char *encart_version(void);

/** major << 16 | minor << 8 | patch of the linked library, for bindings to check.
 *
 * Threads: safe. Since 0.1.
 */
ENCART_API uint32_t encart_version_number(void);

#ifdef __cplusplus
}
#endif
#endif
