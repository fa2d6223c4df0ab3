/* What is stored of an article besides its text, and how it is found. */
#ifndef ENCART__COLLECTION_RECORD_H
#define ENCART__COLLECTION_RECORD_H

#include "core/base/jsonw.h"
#include "core/collection/store.h"
#include "core/load/article.h"

typedef struct encart__record {
    int64_t doc;
    encart__str id, url, title, lang, section, modified, summary, tags, url_key, title_key;
    encart__date published;
    encart__image image;
} encart__record;

/* Lookups: *doc is 0 when there is none. */
int encart__find_id(encart_collection *c, encart_error *err, encart__str id, int64_t *doc);
/* `url` as in a page whose address is `base`. */
int encart__find_url(encart_collection *c, encart_error *err, encart__str url,
                     encart__str base, int64_t *doc);
int encart__find_title(encart_collection *c, encart_error *err, encart__str title,
                       int64_t *doc);
/* The number of an article: by its id, else its URL, else its title. */
int encart__find_article(encart_collection *c, encart_error *err, const encart_article *a,
                         int64_t *doc);

/* Reads a record into `arena`; found = 0 when it is gone. */
int encart__record_read(encart_collection *c, encart_error *err, int64_t doc,
                        encart__arena *arena, encart__record *out, int *found);
void encart__record_related(const encart__record *r, int score, encart__related *out);
/* Members of the record, within an object that the caller opens and closes. */
void encart__record_json(const encart__record *r, encart__jsonw *w, int brief);

#endif
