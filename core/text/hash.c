/* The hash of everything that is stored: its value is part of the file format. */
#include "core/text/text.h"

uint64_t encart__hash(encart__str s)
{
    uint64_t h = 0xCBF29CE484222325u;

    for (size_t i = 0; i < s.n; i++)
        h = (h ^ (unsigned char)s.p[i]) * 0x100000001B3u;
    /* FNV's low bits are weak for short keys: the finaliser of MurmurHash3. */
    h = (h ^ h >> 33) * 0xFF51AFD7ED558CCDu;
    h = (h ^ h >> 33) * 0xC4CEB9FE1A85EC53u;
    return h ^ h >> 33;
}
