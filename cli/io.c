/* See io.h. */
#include "cli/io.h"
#include "cli/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int is_stdio(const char *path)
{
    return !path || strcmp(path, "-") == 0;
}

const char *io_name(const char *path)
{
    return is_stdio(path) ? "standard input" : path;
}

int io_nobody(const char *path)
{
    return !path && isatty(STDIN_FILENO);
}

/* ---- reading a whole file ---------------------------------------------------------------- */

static int open_input(const char *path)
{
    struct stat st;
    int fd = is_stdio(path) ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);

    if (fd < 0 || fstat(fd, &st) != 0) {
        say(io_name(path), "%s", strerror(errno));
        return -1;
    }
    if (S_ISDIR(st.st_mode)) {
        say(io_name(path), "is a directory; expected a file");
        if (!is_stdio(path))
            close(fd);
        return -1;
    }
    return fd;
}

static int too_big(const char *path, size_t max)
{
    say(io_name(path), "larger than the limit of %zu MiB for one document", max >> 20);
    return -1;
}

static int grow(bytes *b, size_t *cap, size_t max)
{
    size_t want = *cap ? *cap * 2 : 65536;
    char *more;

    if (want > max + 2)
        want = max + 2;
    more = realloc(b->data, want);
    if (!more)
        return -1;
    b->data = more;
    *cap = want;
    return 0;
}

/* Reads at most max + 1 bytes: one too many tells that the limit is passed. */
static int read_all(int fd, const char *path, size_t max, bytes *b)
{
    size_t cap = 0;

    for (;;) {
        ssize_t n;

        if (b->size + 1 >= cap && grow(b, &cap, max)) {
            say(io_name(path), "out of memory");
            return -1;
        }
        n = read(fd, b->data + b->size, cap - b->size - 1);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            say(io_name(path), "%s", strerror(errno));
            return -1;
        }
        b->size += (size_t)n;
        if (b->size > max)
            return too_big(path, max);
        if (n == 0)
            break;
    }
    b->data[b->size] = '\0';
    return 0;
}

int io_read(const char *path, size_t max, bytes *out)
{
    struct stat st;
    int fd = open_input(path), status;

    *out = (bytes){NULL, 0};
    if (fd < 0)
        return -1;
    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0 &&
        (uintmax_t)st.st_size > max)
        status = too_big(path, max);
    else
        status = read_all(fd, path, max, out);
    if (!is_stdio(path))
        close(fd);
    if (status) {
        free(out->data);
        *out = (bytes){NULL, 0};
    }
    return status;
}

/* ---- writing ------------------------------------------------------------------------------ */

static int write_all(int fd, const char *data, size_t n)
{
    while (n) {
        ssize_t done = write(fd, data, n);

        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return -1;
        data += done;
        n -= (size_t)done;
    }
    return 0;
}

static int write_stdout(const char *data, size_t n)
{
    if (fflush(stdout) == 0 && write_all(STDOUT_FILENO, data, n) == 0)
        return 0;
    if (errno != EPIPE)
        say("standard output", "%s", strerror(errno));
    return -1;
}

/* A device or pipe cannot be replaced: it is written to as it is. */
static int write_special(const char *path, const char *data, size_t n)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    int status = fd < 0 || write_all(fd, data, n) != 0;

    if (fd >= 0 && close(fd) != 0)
        status = 1;
    if (!status)
        return 0;
    say(path, "%s", strerror(errno));
    return -1;
}

static mode_t new_mode(const struct stat *old)
{
    mode_t mask;

    if (old)
        return old->st_mode & 07777;
    mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
}

/* Writes a file beside `path`, then renames it into place. */
static int write_file(const char *path, const char *data, size_t n, const struct stat *old)
{
    char name[PATH_MAX + 16];
    int fd, bad;

    if ((size_t)snprintf(name, sizeof name, "%s.XXXXXX", path) >= sizeof name) {
        say(path, "the name is too long");
        return -1;
    }
    fd = mkostemp(name, O_CLOEXEC);
    if (fd < 0) {
        say(path, "cannot write here: %s", strerror(errno));
        return -1;
    }
    bad = write_all(fd, data, n) || fchmod(fd, new_mode(old)) || fsync(fd);
    bad = close(fd) || bad;
    if (!bad && rename(name, path) == 0)
        return 0;
    say(path, "%s", strerror(errno));
    unlink(name);
    return -1;
}

int io_write(const char *path, const char *data, size_t n)
{
    char real[PATH_MAX];
    struct stat st;

    if (is_stdio(path))
        return write_stdout(data, n);
    if (stat(path, &st) != 0)
        return write_file(path, data, n, NULL);
    if (S_ISDIR(st.st_mode)) {
        say(path, "is a directory; expected the name of a file to write");
        return -1;
    }
    if (!S_ISREG(st.st_mode))
        return write_special(path, data, n);
    return write_file(realpath(path, real) ? real : path, data, n, &st);
}

/* ---- a stream of documents --------------------------------------------------------------- */

/* Makes room behind `used`, first by moving what is left to the front. */
static int split_room(io_split *s)
{
    char *more;

    if (s->start) {
        memmove(s->buffer, s->buffer + s->start, s->used - s->start);
        s->used -= s->start;
        s->start = 0;
    }
    if (s->used + 1 < s->cap)
        return 0;
    more = realloc(s->buffer, s->cap ? s->cap * 2 : 65536);
    if (!more) {
        errno = ENOMEM;
        return -1;
    }
    s->buffer = more;
    s->cap = s->cap ? s->cap * 2 : 65536;
    return 0;
}

static int split_fill(io_split *s)
{
    ssize_t n;

    if (split_room(s))
        return -1;
    do
        n = read(s->fd, s->buffer + s->used, s->cap - s->used - 1);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return -1;
    s->used += (size_t)n;
    s->ended = n == 0;
    return 0;
}

int io_split_ready(const io_split *s)
{
    return s->used > s->start &&
           memchr(s->buffer + s->start, s->delimiter, s->used - s->start) != NULL;
}

static int split_give(io_split *s, size_t length, size_t step)
{
    s->too_long = s->too_long || length > s->max;
    s->data = s->buffer + s->start;
    s->size = s->too_long ? 0 : length;
    s->data[s->size] = '\0';
    s->start += step;
    return 1;
}

int io_split_next(io_split *s)
{
    size_t seen = 0;

    s->too_long = 0;
    for (;;) {
        size_t have = s->used - s->start;
        char *at = have > seen ? memchr(s->buffer + s->start + seen, s->delimiter, have - seen)
                               : NULL;

        if (at)
            return split_give(s, (size_t)(at - s->buffer) - s->start,
                              (size_t)(at - s->buffer) - s->start + 1);
        if (s->ended)
            return have || s->too_long ? split_give(s, have, have) : 0;
        seen = have;
        if (have > s->max) { /* drop what there is, but go on to the delimiter */
            s->too_long = 1;
            s->start = s->used;
            seen = 0;
        }
        if (split_fill(s))
            return -1;
    }
}

void io_split_free(io_split *s)
{
    free(s->buffer);
    s->buffer = s->data = NULL;
}
