/* Layers over a site's scope, for one render. */
#ifndef ENCART__OVERRIDES_H
#define ENCART__OVERRIDES_H

#include "core/render/pipeline.h"

/* Each lays members over r->scope, which becomes the render's own: the article's, as far as
 * the site lets it; the channel's; the host's for this render. Faults are told, each costs
 * its member. They return a status. */
int encart__overrides_article(encart__render *r);
int encart__overrides_channel(encart__render *r);
int encart__overrides_option(encart__render *r, const char *json);
/* An article's member as JSON, a new reference; NULL when there is none, or it cannot be
 * read, which is told under `name`. */
json_t *encart__raw_read(encart__render *r, const encart__raw *raw, const char *name);
void encart__overrides_end(encart__render *r);

#endif
