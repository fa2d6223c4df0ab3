/* Bytes to article: detect, decode, read metadata, find the body, sanitise, model. */
#ifndef ENCART__LOAD_H
#define ENCART__LOAD_H

#include "core/html/tokenize.h"
#include "core/i18n/typography.h"
#include "core/load/article.h"
#include "core/place/place.h"

/* What an engine knows that loading must: the boxes that the installed plugins make, the
 * site's own policy, and whether an article's own text gets the site's typography. */
typedef struct encart__known {
    const encart__box_kind *boxes;
    size_t count;
    const encart__policy *policy; /* where no profile is named; NULL = "article" */
    const encart__policy *widest; /* all that any policy may let in; NULL = "embeds" */
    /* Of the article, whose site and section are known by then; NULL for none. The
     * function itself may be NULL. */
    const encart__typography *(*typography)(const void *user, const encart_article *a);
    const void *user;
} encart__known;

/* The whole of encart_article_load() but for the engine. Boxes of an earlier render that
 * `known` (may be NULL) lists are taken out first (ruling 2). A document that tells no
 * language is French, or Arabic when most of its letters are. A saved article is read under
 * the profile of `options`, not under the one it was saved with. */
int encart__load(encart_article **out, const encart__alloc *alloc, encart__str bytes,
                 const encart_load_options *options, const encart__known *known,
                 encart_error *err);

/* Clears keep[i] for the tokens of our own boxes: elements whose data-encart names a known
 * box and whose tag is that box's, core/top, and the tags (not the text) of links marked
 * core/link, which a render put around an author's title. Other data-encart attributes but
 * author/… are reported to `diags` (may be NULL) and dropped by the policy. ENCART_OK or
 * ENCART_ENOMEM. */
int encart__marks_clear(uint8_t *keep, const encart__tokens *tokens,
                        const encart__known *known, encart__diags *diags);

/* encart_strip(): the fragment without our boxes, canonical. */
int encart__strip(encart__strbuf *out, encart__str html, const encart__known *known,
                  const encart__alloc *alloc, encart_error *err);

/* What the bytes are: "saved", "json", "page", "html" or "text". */
const char *encart__load_detect(encart__str bytes);

/* A line or heading that a theme left: an ENCART__RESIDUE_… bit, or 0. Exact wordings in
 * fr, en, ar after folding; never a sentence. */
unsigned encart__residue_of(encart__str line);

/* Recognises « Lire aussi : … » at the start of a paragraph's plain text, in any usual
 * spelling of fr, en and ar. True with *label_end set to the byte offset just after the
 * label's colon or dash, *title_start to the first byte of the title. Prose such as
 * « Lire aussi souvent que possible… » is not. */
int encart__read_also(encart__str text, size_t *label_end, size_t *title_start);

/* The article as the document of docs/schema/article.json: with_body its canonical HTML,
 * with_load the member "load". */
void encart__article_write(const encart_article *a, encart__strbuf *out, int with_body,
                           int with_load);
/* The member "image"; nothing when there is none. */
void encart__image_write(encart__jsonw *w, const encart__image *image);
/* encart_article_save(): a line "encart-saved 1", the JSON, and the HTML with lengths. */
void encart__article_save(const encart_article *a, encart__strbuf *out);
void encart__article_release(encart_article *a);
/* A copy of `of` with another body, which must be what policy and content model leave; it
 * is taken, on failure too. The copy borrows from `of` all that is no part of the body. */
int encart__article_edited(encart_article **out, const encart_article *of,
                           encart__tree *body);

#endif
