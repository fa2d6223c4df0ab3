/* Where the installed data is. An installation may be a copy of what was configured: staged
 * with DESTDIR, or moved as a whole. So the data is looked for beside the program first, as far
 * from it as the one configured folder is from the other, and then where it was configured.
 */
#include "cli/where.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int is_folder(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* How much of both is the same, up to a slash: "/usr/bin", "/usr/share/encart" → "/usr". */
static size_t common(const char *a, const char *b)
{
    size_t n = 0, slash = 0;

    for (; a[n] && a[n] == b[n]; n++)
        if (a[n] == '/')
            slash = n;
    return slash;
}

/* The folder that holds the program; false where the system does not tell. */
static int program_folder(char out[WHERE_SIZE])
{
    ssize_t n = readlink("/proc/self/exe", out, WHERE_SIZE - 1);
    char *slash;

    if (n <= 0)
        return 0;
    out[n] = '\0';
    slash = strrchr(out, '/');
    if (!slash)
        return 0;
    *slash = '\0';
    return 1;
}

/* A program in ROOT/bin has its data in ROOT/share/encart, wherever ROOT is. */
static int beside(const char *leaf, char out[WHERE_SIZE])
{
    const size_t same = common(BIN_DIR, DATA_DIR);
    const char *tail = BIN_DIR + same;
    size_t n;

    if (!program_folder(out))
        return 0;
    n = strlen(out);
    if (n < strlen(tail) || strcmp(out + n - strlen(tail), tail) != 0)
        return 0;
    n -= strlen(tail);
    snprintf(out + n, WHERE_SIZE - n, "%s/%s", DATA_DIR + same, leaf);
    return is_folder(out);
}

const char *where_data(const char *leaf, char out[WHERE_SIZE])
{
    if (!beside(leaf, out))
        snprintf(out, WHERE_SIZE, DATA_DIR "/%s", leaf);
    return out;
}
