/* Native plugins: boxes that a host makes in C. They are proposed, placed, sanitised and told
 * of like those of plugins written in Lua. */
#ifndef ENCART_PLUGIN_H
#define ENCART_PLUGIN_H

#include <encart/engine.h>
#include <encart/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What a plugin is told in one render: valid while its own callbacks run, on their thread.
 * Pointers had from it are borrowed until that render ends. Since 0.1. */
typedef struct encart_context encart_context;

/** Where a box is built.
 *
 * index, of      this box among the plugin's placed ones, from 1.
 * slot           "body", "footer"…
 * heading_level  for a heading inside the box, 2 to 6.
 * prev, next     kinds of the blocks around it: "paragraph", "figure"…; NULL but in the body.
 */
typedef struct encart_at {
    size_t struct_size;
    size_t index;
    size_t of;
    const char *slot;
    int heading_level;
    const char *prev;
    const char *next;
} encart_at;

/** Writes the HTML of a box that was placed, by encart_reply_add() and encart_reply_text(): one
 * element, the one that the manifest announces, with what it holds.
 *
 * The HTML is trusted no more than an article's: what no plugin's box may hold is taken out,
 * and the report tells.
 *
 * @param user  as in encart_box.
 * @param ctx   borrowed for the call. @param at borrowed for the call.
 * @param reply borrowed for the call; nothing written: there is no box.
 * @return 0; any other number: there is no box, and the report says that it failed.
 */
typedef int (*encart_content_fn)(void *user, encart_context *ctx, const encart_at *at,
                                 encart_reply *reply);

/** A box to propose. All zero but `struct_size` and `content` is the default.
 *
 * place    copied: where in the body it would like to stand, as JSON with the members of
 *          `place` in Lua: {"at": 0.3, "window": 0.2, "otherwise": "relax"}; NULL = the middle.
 * topic    copied: text that draws the box to its subject.
 * weight   order in a slot other than the body, -1000 to 1000.
 * content  called when the box is placed, after all plugins have proposed.
 * user     for `content`; taken: `release` (may be NULL) is called with it once, at the end
 *          of the render or when encart_context_box() fails.
 */
typedef struct encart_box {
    size_t struct_size;
    const char *place;
    const char *topic;
    int weight;
    encart_content_fn content;
    void *user;
    void (*release)(void *user);
} encart_box;

/** A native plugin.
 *
 * manifest  copied: JSON of the shape of a manifest.lua, with `name`, `version`, `api`,
 *           `slots`, `boxes`, `settings`, `uses`, `needs`. A native plugin has no box in the
 *           slot "head".
 * propose   called in each render; it calls encart_context_box() as often as it has boxes. It
 *           returns 0, or any other number for a failure: then it has none. NULL for a plugin
 *           that only edits.
 * user      for both callbacks: borrowed until the last engine is freed. Renders of several
 *           threads use it at the same time.
 * transform called in each render before any plugin proposes; it edits the article by
 *           encart_context_edit() and its like (encart/edit.h). Needs "tree.edit". It returns
 *           0, or any other number for a failure: then none of its edits is applied, and
 *           `propose` is not called. NULL: it does not edit.
 */
typedef struct encart_plugin_def {
    size_t struct_size;
    const char *manifest;
    int (*propose)(void *user, encart_context *ctx);
    void *user;
    int (*transform)(void *user, encart_context *ctx);
} encart_plugin_def;

/** Adds a native plugin, for all articles unless the configuration says otherwise:
 * `"plugins": {"NAME": false}`, or an object with settings. It wins over a folder of its name.
 *
 * @param def copied.
 * @return ENCART_OK; ENCART_EINVAL; ENCART_ECONFIG for a faulty manifest or a name that was
 *         given already, with path and message; ENCART_ENOMEM.
 * Threads: one thread at a time for one builder. Since 0.1.
 */
ENCART_API int encart_builder_plugin_native(encart_builder *builder,
                                            const encart_plugin_def *def, encart_error *err);

/** Proposes a box; only while `propose` runs. What is wrong is told in the report too.
 *
 * @param id  borrowed: as in the manifest's `boxes`.
 * @param box borrowed for the call, but for its `user`, which is taken, on failure too.
 * @return ENCART_OK; ENCART_EINVAL: no such box, proposed twice, or a faulty member;
 *         ENCART_ELIMIT: more than 16; ENCART_ENOMEM.
 * Since 0.1.
 */
ENCART_API int encart_context_box(encart_context *ctx, const char *id, const encart_box *box);

/** The article's metadata as JSON (docs/schema/article.json), without its body. NULL without
 * memory. @param n set to its bytes, may be NULL. Since 0.1. */
ENCART_API const char *encart_context_article(encart_context *ctx, size_t *n);

/** The article's text. Since 0.1. */
ENCART_API const char *encart_context_text(encart_context *ctx, size_t *n);

/** The plugin's settings as a JSON object: complete and valid. NULL without memory. Since 0.1. */
ENCART_API const char *encart_context_settings(encart_context *ctx, size_t *n);

/** The site as a JSON object: `name`, `url`, `features`, as far as the configuration has them.
 * NULL without memory. Since 0.1. */
ENCART_API const char *encart_context_site(encart_context *ctx, size_t *n);

/** The language of labels: "fr", "fr-CA", "en", "ar"… Since 0.1. */
ENCART_API const char *encart_context_locale(encart_context *ctx);

/** The render's date, RFC 3339, cut to the "day", "hour" or "minute": the report's max_age says
 * for how long that is true. Needs "time". NULL when there is none. Since 0.1. */
ENCART_API const char *encart_context_now(encart_context *ctx, const char *grain);

/** An id that no other plugin has: "e-NAME", or "e-NAME_name". NULL for a name that is not of
 * a-z, 0-9 and -. @param name borrowed; NULL or "" for the plugin's one id. Since 0.1. */
ENCART_API const char *encart_context_anchor(encart_context *ctx, const char *name);

/** The articles related to this one, best first, as a JSON array of docs/schema/answers.json
 * #/$defs/related. Needs "service.related"; NULL without it. Since 0.1. */
ENCART_API const char *encart_context_related(encart_context *ctx, size_t *n);

/** Whether the URL is linked in the body, or by a box that was built before. Since 0.1. */
ENCART_API int encart_context_used(encart_context *ctx, const char *url);

/** The address of one of the site's routes; NULL when it has none of that name.
 * @param params borrowed: a JSON object, NULL for none. Since 0.1. */
ENCART_API const char *encart_context_url(encart_context *ctx, const char *route,
                                          const char *params);

/** What a service of the host answers, as JSON; NULL when there is no answer. Needs
 * "service.NAME". @param params borrowed: a JSON object, NULL for those of the manifest's
 * `needs`. Since 0.1. */
ENCART_API const char *encart_context_service(encart_context *ctx, const char *name,
                                              const char *params, size_t *n);

/** Writes a hole into a box: a place that the host fills after its cache, for one reader, by
 * encart_fill_holes(). Only while that box is written; a hole that is not written by this
 * function is taken out.
 *
 * @param reply  where the box is written.
 * @param name   borrowed: a letter, then letters, digits and single dashes, at most 64.
 * @param params borrowed: a JSON object or array, NULL for none; at most 8 KiB.
 * @return ENCART_OK; ENCART_EINVAL; ENCART_ENOMEM. Since 0.1. */
ENCART_API int encart_context_hole(encart_context *ctx, encart_reply *reply, const char *name,
                                   const char *params);

/** A warning in the report; at most 20 in one render. @param message borrowed. Since 0.1. */
ENCART_API void encart_context_warn(encart_context *ctx, const char *message);

#ifdef __cplusplus
}
#endif
#endif
