/* Layers over a site's scope, for one render. */
#ifndef ENCART__OVERRIDES_H
#define ENCART__OVERRIDES_H

#include "core/render/pipeline.h"

typedef struct encart__layer {
    const char *path;    /* stands before each path in messages: "overrides" */
    encart__str source;  /* where it came from, for messages */
    encart__str text;    /* its JSON, to find lines in; may be empty */
    uint32_t line;       /* where that begins; 0 = lines are not told */
    int of_article;      /* turns on only what the site offers */
    encart__diags *diags;
} encart__layer;

/* Lays `members` (an object of the shape of a scope's part) over r->scope, which becomes the
 * render's own. Faults are told, each member's own. Returns a status. */
int encart__overrides_lay(encart__render *r, const json_t *members, const encart__layer *l);
/* The article's, as far as the site lets it; the host's for this render. */
int encart__overrides_article(encart__render *r);
int encart__overrides_option(encart__render *r, const char *json);
/* An article's member as JSON, a new reference; NULL when there is none, or it cannot be
 * read, which is told under `name`. */
json_t *encart__raw_read(encart__render *r, const encart__raw *raw, const char *name);
void encart__overrides_end(encart__render *r);

#endif
