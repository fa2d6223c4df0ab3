/* The files below the paths that a user names, in a fixed order. */
#ifndef CLI_WALK_H
#define CLI_WALK_H

#include <stddef.h>
#include <stdint.h>

typedef struct walk_file {
    char *path;         /* as the user would write it; owned by the list */
    size_t root;        /* length of the part that was named on the command line */
    uint64_t size;
    int64_t mtime_ns;
    int lines;          /* one article document a line */
} walk_file;

typedef struct walk {
    walk_file *file;
    size_t count, cap;
    uint64_t bytes;     /* of all files */
    size_t errors;      /* paths that could not be read: each was told */
} walk;

/* Adds the file `path`, or the documents below the folder `path`. Links to folders and
 * names that begin with a dot are passed over. 0 without memory. */
int walk_add(walk *w, const char *path);
void walk_free(walk *w);

#endif
