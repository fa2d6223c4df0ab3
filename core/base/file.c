/* POSIX reads: the size is not trusted, only counted. */
#include "core/base/file.h"
#include "core/base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int fail(encart_error *err, int status, int stage, const char *path,
                const char *why)
{
    encart__error(err, status, stage, "%s", why);
    encart__error_at(err, encart__str_z(path), 0, 0, 0);
    return status;
}

/* strerror() is translated and not thread-safe: the few that happen, named here. */
static const char *reason(int e)
{
    switch (e) {
    case ENOENT:
        return "no such file";
    case EACCES:
    case EPERM:
        return "permission denied";
    case ENOTDIR:
        return "a part of the path is not a directory";
    case ELOOP:
        return "too many symbolic links";
    default:
        return "cannot be read";
    }
}

static int read_all(int fd, size_t max, encart__strbuf *out)
{
    char chunk[16384];
    size_t total = 0;
    ssize_t n;

    while ((n = read(fd, chunk, sizeof chunk)) != 0) {
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return ENCART_EIO;
        total += (size_t)n;
        if (total > max)
            return ENCART_ELIMIT;
        encart__strbuf_add(out, chunk, (size_t)n);
        if (out->failed)
            return out->failed;
    }
    return ENCART_OK;
}

int encart__file_read(const char *path, size_t max, encart__strbuf *out, int stage,
                      encart_error *err)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK), status;

    if (fd < 0)
        return fail(err, ENCART_EIO, stage, path, reason(errno));
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        close(fd);
        return fail(err, ENCART_EIO, stage, path,
                    S_ISDIR(st.st_mode) ? "is a directory, expected a file"
                                        : "is not a regular file");
    }
    status = read_all(fd, max, out);
    close(fd);
    if (status == ENCART_ELIMIT) {
        encart__error(err, status, stage, "the file is larger than %zu bytes", max);
        encart__error_at(err, encart__str_z(path), 0, 0, 0);
    } else if (status) {
        return fail(err, status, stage, path,
                    status == ENCART_ENOMEM ? "out of memory" : "cannot be read");
    }
    return status;
}

int encart__is_dir(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}
