/* Bytes in and out: whole files with a limit, streams cut at a delimiter, output that is
 * complete or not there at all. Messages go to standard error. */
#ifndef CLI_IO_H
#define CLI_IO_H

#include <stddef.h>

/* The library's own default limit for a document. */
#define IO_MAX ((size_t)32 << 20)

typedef struct bytes {
    char *data; /* malloc'd, a NUL follows; free with free() */
    size_t size;
} bytes;

/* Reads a file, or standard input when `path` is NULL or "-". 0, or -1 with a message. */
int io_read(const char *path, size_t max, bytes *out);
/* How messages name that input: "-" is "standard input". */
const char *io_name(const char *path);
/* Whether `path` means standard input and a person sits there, who forgot the file. */
int io_nobody(const char *path);

/* Writes a file as a whole (a new file takes the old one's place), or to standard output
 * when `path` is NULL or "-". 0, or -1 with a message (none for a closed pipe). */
int io_write(const char *path, const char *data, size_t n);

/* A stream cut into documents. Set fd, delimiter and max, zero the rest. */
typedef struct io_split {
    int fd, delimiter;
    size_t max;          /* a longer document is skipped and `too_long` set */
    char *data;          /* the document, a NUL follows; valid until the next call */
    size_t size;
    int too_long;
    char *buffer;
    size_t cap, used, start;
    int ended;
} io_split;

/* 1 = a document, 0 = the end, -1 = a read error (errno) or no memory (ENOMEM). A last
 * document without delimiter counts when it is not empty. */
int io_split_next(io_split *s);
/* Whether the next document is there already, without reading. */
int io_split_ready(const io_split *s);
void io_split_free(io_split *s);

#endif
