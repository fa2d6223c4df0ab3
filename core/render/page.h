/* The page template: metadata and ready HTML in, one whole document out. It knows no
 * article, plugin or placement; whatever it is given as HTML is already safe. */
#ifndef ENCART__PAGE_H
#define ENCART__PAGE_H

#include "core/base/date.h"
#include "core/base/strbuf.h"

typedef struct encart__page_link { /* a name, and where it leads when url is not empty */
    encart__str name, url;
} encart__page_link;

/* All strings plain text, empty when unknown, except those named HTML. */
typedef struct encart__page {
    encart__str lang, dir; /* of the article; dir empty = by language */
    encart__str labels;    /* language of "By", "Published on" and dates; empty = lang */
    encart__str title, subtitle, summary, url;
    encart__page_link site, section;
    const encart__page_link *authors;
    size_t author_count;
    encart__date published, modified;
    encart__str image_url, image_alt;
    int image_width, image_height; /* 0 = unknown */
    encart__str top_id;            /* of the html element; empty = "top" */
    /* Whether `head` says it already, so that the template does not: "meta og:title",
     * "link canonical", "meta og:image*". NULL = nothing. */
    int (*given)(const void *user, const char *key);
    const void *given_user;
    encart__str css; /* more of the page's style; it cannot leave its element */
    /* HTML */
    encart__str head, before_title, after_title, body, after_body, aside, footer;
} encart__page;

/* Appends the document. Failure is sticky in `out`. */
void encart__page_write(encart__strbuf *out, const encart__page *page);

#endif
