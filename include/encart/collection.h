/* The other articles of the site: put, remove, look up, related. SQLite in one file. */
#ifndef ENCART_COLLECTION_H
#define ENCART_COLLECTION_H

#include <encart/types.h>

#ifdef __cplusplus
extern "C" {
#endif

#define ENCART_COLLECTION_CREATE 1u   /* make the file when it is not there */
#define ENCART_COLLECTION_READONLY 2u /* never write, not even a journal */

/** How to open. busy_ms: how long to wait for a lock, 0 = 2000. */
typedef struct encart_collection_options {
    size_t struct_size;
    unsigned flags;
    int busy_ms;
} encart_collection_options;

#define ENCART_COLLECTION_OPTIONS_INIT {sizeof(encart_collection_options), 0, 0}

/** Opens the collection in the file `path`.
 *
 * @param out     owned: close with encart_collection_close(). NULL on failure.
 * @param path    copied. @param options borrowed, NULL for the defaults.
 * @param alloc   copied, NULL for malloc (SQLite itself always uses its own).
 * @return ENCART_OK; ENCART_ENOTFOUND; ENCART_EIO; ENCART_EBUSY; ENCART_ECORRUPT (not a
 *         database, not ours, or of a later schema); ENCART_ENOMEM.
 * Threads: the handle may be shared; calls on it wait for each other. After fork() the
 * child's first call opens the file anew. Since 0.1.
 */
ENCART_API int encart_collection_open(encart_collection **out, const char *path,
                                      const encart_collection_options *options,
                                      const encart_allocator *alloc, encart_error *err);

/** Closes (taken; NULL is fine). An open transaction is rolled back. Since 0.1. */
ENCART_API void encart_collection_close(encart_collection *collection);

/** How to put. origin: the file it comes from; stamp: anything that changes when the
 * origin does. Both borrowed, may be NULL. */
typedef struct encart_put_options {
    size_t struct_size;
    const char *origin;
    const char *stamp;
} encart_put_options;

#define ENCART_PUT_OPTIONS_INIT {sizeof(encart_put_options), 0, 0}

/** Adds or replaces an article, and updates the related lists of its neighbours.
 *
 * An article without id gets one from its URL, else its origin, else its title.
 * @param article borrowed for the call.
 * @return ENCART_OK; ENCART_EBUSY; ENCART_EIO; ENCART_ECORRUPT; ENCART_ENOMEM;
 *         ENCART_EINVAL (neither title nor text). Threads: see open. Since 0.1.
 */
ENCART_API int encart_collection_put(encart_collection *collection,
                                     const encart_article *article,
                                     const encart_put_options *options,
                                     encart_error *err);

/** Removes an article and cleans the lists that name it.
 * @return ENCART_OK; ENCART_ENOTFOUND; ENCART_EBUSY; ENCART_EIO. Since 0.1. */
ENCART_API int encart_collection_remove(encart_collection *collection, const char *id,
                                        encart_error *err);

/** One article's record as JSON (docs/schema/article.json without the body's HTML).
 * @param out owned: free with encart_buffer_free(). @return ENCART_OK; ENCART_ENOTFOUND…
 * Since 0.1. */
ENCART_API int encart_collection_get(encart_buffer **out, encart_collection *collection,
                                     const char *id, encart_error *err);

/** Looks an article up by its URL, or by its title (case, accents, spaces, quotes and
 * final punctuation do not matter). Exactly one of `url` and `title` is not NULL.
 * @param out as for get. Since 0.1. */
ENCART_API int encart_collection_find(encart_buffer **out, encart_collection *collection,
                                      const char *url, const char *title,
                                      encart_error *err);

/** Which related articles. All zero is the default of everything.
 *
 * limit          how many at the most, 1..50; 0 = 5.
 * as_of          borrowed: RFC 3339; articles published after it are left out. NULL = all.
 * half_life_days freshness: an article so many days away counts half; 0 = no freshness.
 * min_score      thousandths of the perfect score, 0..1000; 0 = the library's own threshold.
 * lang           borrowed: only this language; NULL = the article's own.
 */
typedef struct encart_related_options {
    size_t struct_size;
    int limit;
    const char *as_of;
    int half_life_days;
    int min_score;
    const char *lang;
} encart_related_options;

#define ENCART_RELATED_OPTIONS_INIT {sizeof(encart_related_options), 0, 0, 0, 0, 0}

/** Articles related to the one with this id, best first.
 *
 * Never the article itself, never twice the same, never a near-copy of it or of an earlier
 * one in the list.
 * @param out owned: JSON array of {id, url, title, lang, published, section, tags, image,
 *        score, why}. @return ENCART_OK; ENCART_ENOTFOUND…  Since 0.1.
 */
ENCART_API int encart_collection_related(encart_buffer **out,
                                         encart_collection *collection, const char *id,
                                         const encart_related_options *options,
                                         encart_error *err);

/** The same for an article that need not be in the collection; articles whose link is in
 * its body are left out. Since 0.1. */
ENCART_API int encart_collection_related_to(encart_buffer **out,
                                            encart_collection *collection,
                                            const encart_article *article,
                                            const encart_related_options *options,
                                            encart_error *err);

/** A transaction around many puts. Nesting is an error. Since 0.1. */
ENCART_API int encart_collection_begin(encart_collection *collection, encart_error *err);
ENCART_API int encart_collection_commit(encart_collection *collection, encart_error *err);
ENCART_API int encart_collection_rollback(encart_collection *collection,
                                          encart_error *err);

/** Starts a sweep: until encart_collection_sweep(), every origin that is put or kept is
 * marked. Since 0.1. */
ENCART_API int encart_collection_mark(encart_collection *collection, encart_error *err);

/** Whether `origin` is already there with this `stamp`; it is then marked as kept. With
 * `stamp` NULL any stamp will do: for an origin that is there but cannot be read just now,
 * so that a sweep leaves its last good version.
 * @return 1, 0, or a negative status. Since 0.1. */
ENCART_API int encart_collection_fresh(encart_collection *collection, const char *origin,
                                       const char *stamp, encart_error *err);

/** Removes what has an origin and was not marked since encart_collection_mark().
 * @param removed set to the number removed; may be NULL. Since 0.1. */
ENCART_API int encart_collection_sweep(encart_collection *collection, size_t *removed,
                                       encart_error *err);

/** How many articles it holds. @return ENCART_OK or a negative status. Since 0.1. */
ENCART_API int encart_collection_count(encart_collection *collection, uint64_t *count,
                                       encart_error *err);

#ifdef __cplusplus
}
#endif
#endif
