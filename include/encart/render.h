/* Finished HTML out: plan, render, results, and the pure functions on bytes. */
#ifndef ENCART_RENDER_H
#define ENCART_RENDER_H

#include <encart/engine.h>
#include <encart/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/** In which form encart_result_explain() tells of a render. Since 0.1. */
typedef enum encart_explain {
    ENCART_EXPLAIN_NONE,
    ENCART_EXPLAIN_TEXT,
    ENCART_EXPLAIN_HTML
} encart_explain;

/** How to render. All zero is the default of everything.
 *
 * format   borrowed: "fragment" (default: body with its boxes, then the slots after-body
 *          and footer) or "page" (a whole document).
 * lang     borrowed: language of labels and dates; NULL = the article's.
 * site     borrowed: the site whose configuration applies; NULL = "default".
 * now      borrowed: RFC 3339 date-time that plugins see as now; NULL = the article's
 *          `modified`, else its `published`, else plugins are told that there is none. The library
 *          never reads a clock for its output, so that the same input gives the same bytes.
 * answers, answers_size  borrowed: JSON that answers encart_plan() (docs/schema/answers.json).
 * no_plugins     non-zero: no plugin runs.
 * report_timings non-zero: the report holds times, and is then not reproducible.
 * explain        ENCART_EXPLAIN_TEXT, ENCART_EXPLAIN_HTML: what encart_result_explain()
 *                returns is made too, as a table or as a page; 0: it is not.
 * overrides      borrowed: JSON object of what holds for this render only, over what the site
 *                and the article say: `plugins`, `placement`, `slots`… as the article
 *                document's `overrides` (docs/schema/article.json). It turns on only plugins
 *                that the engine has loaded; its faults are told in the report.
 * channel        borrowed: what the output is for: "web", "feed", "amp", "mail", "app" or one
 *                of the configuration's own (docs/channels.md); NULL = the article's, else
 *                "web".
 */
typedef struct encart_render_options {
    size_t struct_size;
    const char *format;
    const char *lang;
    const char *site;
    const char *now;
    const char *answers;
    size_t answers_size;
    int no_plugins;
    int report_timings;
    int explain;
    const char *overrides;
    const char *channel;
} encart_render_options;

#define ENCART_RENDER_OPTIONS_INIT {sizeof(encart_render_options), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}

/** Fills `options` with the defaults, for callers who cannot use the macro. Since 0.1. */
ENCART_API void encart_render_options_init(encart_render_options *options);

/** What a render will ask the host for, as JSON (docs/schema/request.json): fetch the
 * answers in your own way and hand them to encart_render() in `answers`.
 *
 * @param out owned: free with encart_buffer_free(). NULL on failure.
 * @return ENCART_OK; ENCART_EINVAL; ENCART_ENOMEM. Threads: safe. Since 0.1.
 */
ENCART_API int encart_plan(encart_buffer **out, const encart_engine *engine,
                           const encart_article *article,
                           const encart_render_options *options, encart_error *err);

/** Renders `article`: plugins propose boxes, the solver places them, bytes come out.
 *
 * A plugin's fault, a missing related article or a service without answer costs a box,
 * never the page: the report tells.
 *
 * @param out     owned: free with encart_result_free(). NULL on failure: show the
 *                original content then.
 * @param engine  borrowed for the call. @param article borrowed for the call.
 * @param options borrowed, NULL for the defaults.
 * @return ENCART_OK; ENCART_EINVAL (names the option); ENCART_EPARSE (answers are not
 *         JSON); ENCART_ELIMIT; ENCART_ENOMEM.
 * Threads: safe, any number at once with the same engine and article.
 * May call: allocator, log, services, the collection. Since 0.1.
 */
ENCART_API int encart_render(encart_result **out, const encart_engine *engine,
                             const encart_article *article,
                             const encart_render_options *options, encart_error *err);

/** The HTML. @return borrowed until encart_result_free(); NUL-terminated. Since 0.1. */
ENCART_API const char *encart_result_html(const encart_result *result, size_t *n);

/** The report, JSON (docs/schema/report.json). Borrowed as above. Since 0.1. */
ENCART_API const char *encart_result_report(const encart_result *result, size_t *n);

/** The HTML of one slot: "head", "before-title", "after-title", "after-lede",
 * "after-body", "aside", "footer". @return borrowed as above; NULL when there is no such
 * slot, "" when it is empty. Since 0.1. */
ENCART_API const char *encart_result_slot(const encart_result *result, const char *slot,
                                          size_t *n);

/** The stylesheets of the plugins that have a box in this result or have edited the article,
 * now or in an earlier render of it, for a host of fragments to put into its page: CSS that
 * styles their boxes and what they made of the text, loads nothing, and may stand in a <style>
 * element as it is. In a page it stands there already. The report's `assets` tells which, with a
 * hash of each. Borrowed as above; "" when there is none. Since 0.1. */
ENCART_API const char *encart_result_css(const encart_result *result, size_t *n);

/** The report for people: who inserted what, where and why, which gap refused whom. UTF-8, a
 * table in plain text or a page in HTML, as the option `explain` asked; "" when it did not.
 * Borrowed as above. Since 0.1. */
ENCART_API const char *encart_result_explain(const encart_result *result, size_t *n);

/** Frees a result (taken; NULL is fine). Since 0.1. */
ENCART_API void encart_result_free(encart_result *result);

/** How to sanitise. All zero is the default of everything; members as in
 * encart_load_options, but `paragraphs` and `accessible` are off by default.
 */
typedef struct encart_sanitise_options {
    size_t struct_size;
    const char *profile;
    const char *url;
    int paragraphs;
    int accessible;
    int heading_base;
    size_t max_bytes;
    const char *repair;
} encart_sanitise_options;

#define ENCART_SANITISE_OPTIONS_INIT {sizeof(encart_sanitise_options), 0, 0, 0, 0, 0, 0, 0}

/** Fills `options` with the defaults, for callers who cannot use the macro. Since 0.1. */
ENCART_API void encart_sanitise_options_init(encart_sanitise_options *options);

/** HTML in, canonical safe fragment out: nothing in it can run, no prose is lost.
 *
 * @param out     owned: free with encart_buffer_free(). NULL on failure.
 * @param removed owned likewise, or NULL when not wanted: a JSON array of what was
 *                removed or changed, where and by which rule.
 * @param html    borrowed for the call, `n` bytes, any bytes at all.
 * @return ENCART_OK; ENCART_EINVAL; ENCART_ELIMIT; ENCART_ENOMEM.
 * Threads: safe. Source: HTML Living Standard 13.2.5; docs/policy.md. Since 0.1.
 */
ENCART_API int encart_sanitise(encart_buffer **out, encart_buffer **removed,
                               const encart_engine *engine, const char *html, size_t n,
                               const encart_sanitise_options *options, encart_error *err);

/** The article without our boxes: strip(render(x)) is the fragment rendered with no
 * plugins enabled. Input and output are fragments.
 *
 * @param out owned: free with encart_buffer_free(). Threads: safe. Since 0.1.
 */
ENCART_API int encart_strip(encart_buffer **out, const encart_engine *engine,
                            const char *html, size_t n, encart_error *err);

/** Tells what stands in a hole that a plugin left (`ctx.hole`): what no cache may hold.
 *
 * @param user   as given to encart_fill_holes().
 * @param name   borrowed: the hole's name, for example "csrf"; NUL-terminated.
 * @param params borrowed: what the plugin says of it, a JSON object or array of `n` bytes,
 *               NUL-terminated; "{}" when it says nothing.
 * @param reply  borrowed for the call: give HTML with encart_reply_set(). It is put in as it
 *               is: escape what is not yours. Without it, the hole is closed and empty.
 * @return ENCART_OK; ENCART_ENOTFOUND: the hole stays, for who fills it later; any other
 *         number ends encart_fill_holes() with it.
 */
typedef int (*encart_hole_fn)(void *user, const char *name, const char *params, size_t n,
                              encart_reply *reply);

/** Fills the holes of HTML that encart_render() made: after a cache, for one reader.
 *
 * Needs no engine and keeps nothing: bytes in, bytes out. Bytes that are no hole stay as they
 * are, and what `fn` gives is not looked at again. Where HTML of others was added, see to it
 * that it holds no comment that looks like a hole.
 *
 * @param out  owned: free with encart_buffer_free(). NULL on failure.
 * @param html borrowed for the call, `n` bytes, any bytes at all.
 * @param fn   called for each hole, in their order, on the calling thread.
 * @return ENCART_OK; ENCART_EINVAL; ENCART_ELIMIT (256 MiB in or out, 4 MiB in a hole);
 *         ENCART_ENOMEM; what `fn` returned. Threads: safe. Since 0.1.
 */
ENCART_API int encart_fill_holes(encart_buffer **out, const char *html, size_t n,
                                 encart_hole_fn fn, void *user, encart_error *err);

#ifdef __cplusplus
}
#endif
#endif
