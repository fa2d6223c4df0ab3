/* What the parts of this room share while one article is being loaded. */
#ifndef ENCART__LOADING_H
#define ENCART__LOADING_H

#include "core/base/error.h"
#include "core/load/load.h"
#include "core/sanitise/sanitise.h"

typedef struct encart__loading {
    encart_article *a;
    const encart_load_options *options; /* never NULL, of our own size */
    const encart__known *known;         /* may be NULL */
    encart__str source;                 /* name of the input in messages */
    encart_error *err;
} encart__loading;

/* One reader for each format; `utf8` is decoded text. All return a status. */
/* titled: the first line is the title when the article has none yet. */
int encart__load_text(encart__loading *l, encart__str utf8, int titled);
int encart__load_html(encart__loading *l, encart__str utf8, int page);
int encart__load_json(encart__loading *l, encart__str bytes);
int encart__load_saved(encart__loading *l, encart__str bytes);

/* The members of an article document, without its body; `json` is text that stands for an
 * object. plain: strings are text already (what we wrote ourselves). The body's format
 * and value (borrowed from `body_memory`, to be freed by the caller) are set when it has
 * one. */
typedef struct encart__json_body {
    int given;
    encart__strbuf format, value;
} encart__json_body;
int encart__json_members(encart__loading *l, encart__str json, int plain,
                         encart__json_body *body);

/* On the finished tree: author's boxes are given their type, a theme's residue at the end
 * is taken out. Returns a status. */
int encart__shape_boxes(encart__loading *l);
int encart__shape_residue(encart__loading *l);

/* Canonical bytes, blocks, prose, links, author's boxes; language and direction. */
int encart__finish(encart__loading *l);

/* A failure of reading, with the input's name and line (0 = unknown). */
int encart__load_fail(encart__loading *l, int status, uint32_t line, const char *format,
                      ...) __attribute__((format(printf, 4, 5)));
/* Out of memory. */
int encart__load_nomem(encart__loading *l);

/* Names of the ENCART__RESIDUE_… bits, lowest first, NULL at the end. */
extern const char *const encart__residue_names[];

/* After the metadata of a page: its addresses checked and resolved; `given` is the
 * host's, for a page that does not tell its own. */
void encart__clean_addresses(encart_article *a, encart__str given);

/* Plain text of a member or heading: character references and tags decoded (unless
 * `plain`), white space folded, trimmed; in the article's arena. */
encart__str encart__plain_text(encart_article *a, encart__str s, int plain);

#endif
