/* The version of the linked library. */
#include <encart/version.h>

const char *encart_version(void)
{
    return ENCART_VERSION_STRING;
}

uint32_t encart_version_number(void)
{
    return (uint32_t)ENCART_VERSION_MAJOR << 16 | ENCART_VERSION_MINOR << 8 |
           ENCART_VERSION_PATCH;
}
