/* Article documents in: load, save, look at. */
#ifndef ENCART_ARTICLE_H
#define ENCART_ARTICLE_H

#include <encart/types.h>

#ifdef __cplusplus
extern "C" {
#endif

#define ENCART_DEFAULT 0
#define ENCART_ON 1
#define ENCART_OFF 2

/** How to load. All zero is the default of everything.
 *
 * format     borrowed: "text", "html" (a fragment), "page" (a whole page), "json" (the
 *            article document of docs/schema/article.json), "saved" (encart_article_save());
 *            NULL = detected.
 * lang       borrowed: BCP 47 tag that wins over the document's own; NULL = the
 *            document's, else "ar" when most of its letters are Arabic, else "fr".
 * url        borrowed: the article's address when the document does not tell.
 * source     borrowed: the name of the input in messages.
 * site       borrowed: the site whose configuration applies; NULL = "default".
 * profile    borrowed: "strict", "article" or "embeds", as docs/policy.md has them; NULL =
 *            the site's own (`sanitise` of the configuration), else "article".
 * paragraphs ENCART_ON (default): two or more <br> in a row divide a paragraph.
 * accessible ENCART_ON (default): missing alt, empty links, skipped heading levels are
 *            repaired, each repair reported.
 * heading_base level of the body's highest heading, 1..6; 0 = 2.
 * max_bytes  largest input accepted; 0 = 32 MiB.
 * repair     borrowed: "auto": libtidy repairs what does not nest; "always": every document
 *            goes through it. Same words, same blocks (docs/libtidy.md). NULL: as the
 *            configuration says, else "auto".
 * body_begin, body_end  borrowed: two texts that a page has around its article, each once:
 *            all between them is the body, read as a fragment, and the page around it tells
 *            the metadata. NULL, or a document that is no page: the body is looked for.
 */
typedef struct encart_load_options {
    size_t struct_size;
    const char *format;
    const char *lang;
    const char *url;
    const char *source;
    const char *site;
    const char *profile;
    int paragraphs;
    int accessible;
    int heading_base;
    size_t max_bytes;
    const char *repair;
    const char *body_begin;
    const char *body_end;
} encart_load_options;

#define ENCART_LOAD_OPTIONS_INIT                                                         \
    {sizeof(encart_load_options), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}

/** Fills `options` with the defaults, for callers who cannot use the macro. Since 0.1. */
ENCART_API void encart_load_options_init(encart_load_options *options);

/** Loads and sanitises an article document.
 *
 * @param out     owned: free with encart_article_free(). NULL on failure.
 * @param engine  borrowed until the article is freed.
 * @param bytes   borrowed for the call, `n` bytes.
 * @param options borrowed, NULL for the defaults.
 * @param err     filled on failure; may be NULL.
 * @return ENCART_OK; ENCART_EPARSE (empty, binary, wrong JSON: `path` tells where; a page
 *         without `body_begin` or `body_end`, or with more than one);
 *         ENCART_ELIMIT; ENCART_EUNSUPPORTED (a body format that is not built in);
 *         ENCART_EINVAL; ENCART_ENOMEM.
 * Threads: safe, any number at once with one engine. May call: allocator, log.
 * Source: HTML Living Standard 13.2.5 (tokenisation); docs/schema/article.json. Since 0.1.
 */
ENCART_API int encart_article_load(encart_article **out, const encart_engine *engine,
                                   const char *bytes, size_t n,
                                   const encart_load_options *options,
                                   encart_error *err);

/** Frees an article (taken; NULL is fine). Since 0.1. */
ENCART_API void encart_article_free(encart_article *article);

/** Writes the loaded article (metadata and canonical HTML), to be loaded again at copy
 * speed with format "saved", without libtidy.
 *
 * @param out owned: free with encart_buffer_free(). NULL on failure.
 * @return ENCART_OK; ENCART_ENOMEM. Threads: safe. Since 0.1.
 */
ENCART_API int encart_article_save(encart_buffer **out, const encart_article *article,
                                   encart_error *err);

/** The metadata and what load did, as JSON (docs/schema/article.json, the body as
 * canonical HTML, and the member "load" with removals, repairs and diagnostics).
 *
 * @param out owned: free with encart_buffer_free(). Threads: safe. Since 0.1.
 */
ENCART_API int encart_article_json(encart_buffer **out, const encart_article *article,
                                   encart_error *err);

/** The canonical HTML of the body, without boxes.
 *
 * @return borrowed until encart_article_free(). Threads: safe. Since 0.1.
 */
ENCART_API const char *encart_article_html(const encart_article *article, size_t *n);

/** The title, plain text, "" when there is none. @return borrowed until
 * encart_article_free(). Threads: safe. Since 0.1. */
ENCART_API const char *encart_article_title(const encart_article *article);

/** The id, "" when there is none. Borrowed as above. Since 0.1. */
ENCART_API const char *encart_article_id(const encart_article *article);

/** The plain text of the body, paragraphs separated by a blank line. Borrowed as above.
 * Since 0.1. */
ENCART_API const char *encart_article_text(const encart_article *article, size_t *n);

#ifdef __cplusplus
}
#endif
#endif
