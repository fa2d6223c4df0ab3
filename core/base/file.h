/* Reading a whole regular file, with a bound. The only place where core opens files, apart
 * from SQLite. */
#ifndef ENCART__FILE_H
#define ENCART__FILE_H

#include "core/base/strbuf.h"

#include <encart/types.h>

/* Appends the file's bytes. ENCART_EIO (missing, unreadable, a directory: the message says
 * which), ENCART_ELIMIT past `max` bytes, ENCART_ENOMEM. */
int encart__file_read(const char *path, size_t max, encart__strbuf *out, int stage,
                      encart_error *err);
int encart__is_dir(const char *path);

#endif
