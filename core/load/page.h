/* A whole page: where its body is, and what its head says. Found on tokens, before the
 * policy removes classes. */
#ifndef ENCART__PAGE_H
#define ENCART__PAGE_H

#include "core/base/arena.h"
#include "core/base/date.h"
#include "core/base/diag.h"
#include "core/html/tokenize.h"
#include "core/load/article.h"

/* Fills the metadata members of `a` (title, lang, published, modified, authors, section,
 * tags, image, url, summary, access, comments…) from title, meta, Open Graph, JSON-LD
 * (jansson; @graph and arrays too), link[rel], time, h1 and the usual byline markup. Only
 * members that are still empty are set. `a`'s arena owns the strings. Returns a status. */
int encart__page_metadata(encart_article *a, const encart__tokens *tokens);

/* Marks the tokens of the article's body in keep[0..count): 1 = body, 0 = the rest of the
 * page. Furniture inside the body (share bars, related lists, newsletter forms, comments,
 * hidden elements) is left out; author's figures, quotes, lists, tables and « Lire aussi »
 * lines are kept. The heading that repeats the title is left out. When nothing looks like
 * an article, everything of body is kept, and a diagnostic "no-article" says so. */
int encart__page_body(uint8_t *keep, const encart_article *a, const encart__tokens *tokens,
                      encart__diags *diags);

#endif
