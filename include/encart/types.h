/* Handles, status codes, error, allocator and log: what every other header needs. */
#ifndef ENCART_TYPES_H
#define ENCART_TYPES_H

#include <stddef.h>
#include <stdint.h>

#if defined(_WIN32)
#define ENCART_API
#elif defined(__GNUC__)
#define ENCART_API __attribute__((visibility("default")))
#else
#define ENCART_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/** Collects configuration, plugin folders and services; one engine is built from it. */
typedef struct encart_builder encart_builder;
/** Immutable once built; shared freely by all threads. */
typedef struct encart_engine encart_engine;
/** Metadata and a sanitised body. Immutable once loaded; rendered any number of times. */
typedef struct encart_article encart_article;
/** Owns every byte that one render handed out. */
typedef struct encart_result encart_result;
/** The other articles of the site. */
typedef struct encart_collection encart_collection;
/** Bytes that the library made and the caller owns. */
typedef struct encart_buffer encart_buffer;

/* Status: every fallible call returns ENCART_OK or one of these negative numbers. */
#define ENCART_OK 0
#define ENCART_EINVAL (-1)       /* an argument of the caller's is wrong */
#define ENCART_ENOMEM (-2)       /* the allocator returned NULL */
#define ENCART_EIO (-3)          /* a file could not be read or written */
#define ENCART_EPARSE (-4)       /* the document cannot be read */
#define ENCART_ELIMIT (-5)       /* a limit was passed; the message names it */
#define ENCART_ECONFIG (-6)      /* the configuration is wrong */
#define ENCART_EPLUGIN (-7)      /* a plugin cannot be loaded */
#define ENCART_ENOTFOUND (-8)    /* no such article, file or slot */
#define ENCART_EBUSY (-9)        /* the database is locked by someone else */
#define ENCART_ECORRUPT (-10)    /* the database is damaged or not ours */
#define ENCART_EUNSUPPORTED (-11) /* a format that is known but not built in */
#define ENCART_EINTERNAL (-12)   /* a bug in Encart: please report it */

/* Where in the line a failure arose. */
#define ENCART_STAGE_NONE 0
#define ENCART_STAGE_CONFIG 1
#define ENCART_STAGE_LOAD 2
#define ENCART_STAGE_SANITISE 3
#define ENCART_STAGE_PLUGIN 4
#define ENCART_STAGE_PLACE 5
#define ENCART_STAGE_RENDER 6
#define ENCART_STAGE_COLLECTION 7

/** What went wrong, on the caller's stack. The first failure of a call wins.
 *
 * `line` and `column` count from 1, 0 = unknown; `column` is in code points; `offset` is
 * in bytes. `source` names the input (file, plugin); `path` the place inside a JSON
 * document ("authors[2].name"). The arrays are always NUL-terminated valid UTF-8.
 */
typedef struct encart_error {
    int status;
    int stage;
    uint32_t line;
    uint32_t column;
    uint64_t offset;
    char source[256];
    char path[128];
    char message[512];
    uint64_t reserved[4];
} encart_error;

/** Where the library's memory comes from. All three functions or none.
 *
 * alloc(size) and realloc(ptr, old_size, new_size) return NULL on failure; size is never
 * 0; the alignment is that of max_align_t; free(NULL) is never called. Must be callable
 * from every thread that uses the engine.
 */
typedef struct encart_allocator {
    void *(*alloc)(void *user, size_t size);
    void *(*realloc)(void *user, void *ptr, size_t old_size, size_t new_size);
    void (*free)(void *user, void *ptr, size_t size);
    void *user;
} encart_allocator;

#define ENCART_LOG_DEBUG 0
#define ENCART_LOG_INFO 1
#define ENCART_LOG_WARNING 2
#define ENCART_LOG_ERROR 3

/** `message` is borrowed for the call: NUL-terminated UTF-8 without a final newline. */
typedef void (*encart_log_fn)(void *user, int level, const char *message);

/** The bytes of `buffer`; `*size` (may be NULL) is set to their number.
 *
 * @param buffer borrowed; NULL gives "" and 0.
 * @return borrowed until encart_buffer_free(); a NUL follows the last byte.
 * Threads: safe. Since 0.1.
 */
ENCART_API const char *encart_buffer_data(const encart_buffer *buffer, size_t *size);

/** Frees `buffer` (taken; NULL is fine). Threads: safe for distinct buffers. Since 0.1. */
ENCART_API void encart_buffer_free(encart_buffer *buffer);

/** The name of a status, for example "ENCART_ELIMIT"; "unknown" for any other number.
 *
 * @return borrowed for ever. Threads: safe. Since 0.1.
 */
ENCART_API const char *encart_status_name(int status);

#ifdef __cplusplus
}
#endif
#endif
