/* From configuration to an engine: builder, plugins, services. */
#ifndef ENCART_ENGINE_H
#define ENCART_ENGINE_H

#include <encart/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A reply that a host fills while it answers a service, fills a hole, or writes the box of a
 * native plugin. */
typedef struct encart_reply encart_reply;

/** Answers one request of one service, on the calling thread.
 *
 * @param user    as registered.
 * @param service borrowed: "related", for example.
 * @param request borrowed: one need of docs/schema/request.json as JSON, `n` bytes.
 * @param reply   borrowed for the call: give the answer with encart_reply_set().
 * @return 0, or any other number for "no answer": the render goes on without it and the
 *         report says so. It may render another article with the same engine, but must not
 *         free the engine or the article at hand.
 */
typedef int (*encart_service_fn)(void *user, const char *service, const char *request,
                                 size_t n, encart_reply *reply);

/** Gives the answer of a service: JSON as described in docs/schema/answers.json; or the HTML
 * of a hole (encart_hole_fn). The last one given counts.
 *
 * @param json copied, `n` bytes.
 * @return ENCART_OK; ENCART_ENOMEM; ENCART_ELIMIT past 4 MiB.
 * Threads: only inside the service's own call. Since 0.1.
 */
ENCART_API int encart_reply_set(encart_reply *reply, const char *json, size_t n);

/** As a number of bytes: up to the NUL. */
#define ENCART_TO_NUL ((size_t)-1)

/** Adds to the answer: HTML as it is, or a part of the JSON.
 *
 * @param bytes copied, `n` bytes, or ENCART_TO_NUL.
 * @return ENCART_OK; ENCART_ENOMEM; ENCART_ELIMIT past 4 MiB: the answer then is of no use.
 * Threads: only inside the call that has the reply. Since 0.1.
 */
ENCART_API int encart_reply_add(encart_reply *reply, const char *bytes, size_t n);

/** The same for text in HTML, or in a quoted attribute: what has a meaning in HTML is escaped.
 * Since 0.1. */
ENCART_API int encart_reply_text(encart_reply *reply, const char *text, size_t n);

/** Makes an empty builder.
 *
 * @param out   owned: free with encart_builder_free(). NULL on failure.
 * @param alloc copied; NULL for malloc, realloc and free.
 * @param err   filled on failure; may be NULL.
 * @return ENCART_OK; ENCART_ENOMEM; ENCART_EINVAL when `alloc` is incomplete.
 * Threads: safe. Since 0.1.
 */
ENCART_API int encart_builder_new(encart_builder **out, const encart_allocator *alloc,
                                  encart_error *err);

/** Frees a builder (taken; NULL is fine). Engines built from it live on. Since 0.1. */
ENCART_API void encart_builder_free(encart_builder *builder);

/** Sets the log callback of the engines built from now on; NULL for silence. Since 0.1. */
ENCART_API void encart_builder_set_log(encart_builder *builder, encart_log_fn log,
                                       void *user);

/** Reads a configuration file: JSON, or data-only Lua when the name ends in ".lua".
 *
 * The shape is docs/schema/config.json. Later files override earlier ones member by
 * member. Plugin settings are checked when the engine is built.
 *
 * @param path borrowed: a regular file of at most 1 MiB.
 * @return ENCART_OK; ENCART_EIO; ENCART_ECONFIG with source, line and path; ENCART_ENOMEM.
 * Threads: one thread at a time for one builder. Since 0.1.
 */
ENCART_API int encart_builder_config_file(encart_builder *builder, const char *path,
                                          encart_error *err);

/** The same from memory, as JSON. `source` (borrowed, may be NULL) names it in messages.
 * Since 0.1. */
ENCART_API int encart_builder_config_json(encart_builder *builder, const char *json,
                                          size_t n, const char *source,
                                          encart_error *err);

/** Adds a folder in which plugins are looked up by name, in the order of the calls.
 *
 * Nothing is enabled by being found. @param dir copied. Since 0.1.
 */
ENCART_API int encart_builder_plugin_path(encart_builder *builder, const char *dir,
                                          encart_error *err);

/** Enables a plugin for all articles, as `"plugins": {"NAME": {}}` in a configuration.
 *
 * @param name_or_dir copied: a name looked up in the plugin paths, or (when it holds a
 *        slash) the plugin's own folder.
 * Since 0.1.
 */
ENCART_API int encart_builder_plugin_enable(encart_builder *builder,
                                            const char *name_or_dir, encart_error *err);

/** Registers a service that the host answers itself; `fn` NULL removes it.
 *
 * "related" is asked for related articles, "url" for addresses (ctx.url), any other name by
 * plugins that need it (ctx.service). What the host put into `answers` is not asked again.
 *
 * @param service copied: a letter and 1 to 40 of a-z, 0-9 and -, but not "title".
 * @param user    borrowed until the last engine is freed.
 * @return ENCART_OK; ENCART_EINVAL for what no service can be called; ENCART_ENOMEM.
 * Since 0.1.
 */
ENCART_API int encart_builder_service(encart_builder *builder, const char *service,
                                      encart_service_fn fn, void *user,
                                      encart_error *err);

/** Lets renders look articles up in `collection` (borrowed until the last engine built
 * from this builder is freed; NULL removes it). A host's own service wins over it.
 * Since 0.1. */
ENCART_API int encart_builder_collection(encart_builder *builder,
                                         encart_collection *collection,
                                         encart_error *err);

/** Builds the engine: loads the plugins, checks the configuration against them.
 *
 * A plugin that cannot be loaded is left out and a diagnostic says so; it is not a
 * failure. A configuration that is wrong is not one either: the faulty setting keeps its
 * default. See encart_engine_diagnostics(). But where a fault would leave the site's policy
 * wider than it was written (a name in `sanitise.deny` that is misspelt or cannot be denied,
 * a faulty `profile` or `classes`), there is no engine: the error is the first of these
 * faults, the log has them all.
 *
 * @param out     owned: free with encart_engine_free(). NULL on failure.
 * @param builder borrowed; may be used again, or freed, afterwards.
 * @return ENCART_OK; ENCART_ENOMEM; ENCART_ECONFIG with source, line and path.
 * Threads: one thread at a time for one builder; the engine is shared freely. Since 0.1.
 */
ENCART_API int encart_engine_new(encart_engine **out, const encart_builder *builder,
                                 encart_error *err);

/** Frees an engine (taken; NULL is fine). Articles and results made with it must be freed
 * before. Threads: when no other thread uses it. Since 0.1. */
ENCART_API void encart_engine_free(encart_engine *engine);

/** All that was wrong with the configuration and the plugins, as a JSON array of
 * diagnostics (docs/schema/report.json#/$defs/diagnostic), "[]" when nothing was.
 *
 * @return borrowed until encart_engine_free(). Threads: safe. Since 0.1.
 */
ENCART_API const char *encart_engine_diagnostics(const encart_engine *engine, size_t *n);

/** The enabled plugins, as a JSON array of {name, version, title, folder, uses, boxes,
 * settings, assets, manifest}: the names of the settings, path, size and hash of each stylesheet,
 * and the whole manifest as JSON, from which a back-office makes its forms without running the
 * plugin. A native one has `native` in place of a folder. @return borrowed until
 * encart_engine_free(). Threads: safe. Since 0.1. */
ENCART_API const char *encart_engine_plugins(const encart_engine *engine, size_t *n);

#ifdef __cplusplus
}
#endif
#endif
