/* Addresses of a site by the name of their route. A template is a URL in which {name} stands
 * for a parameter, percent-encoded (RFC 6570, level 1). */
#ifndef ENCART__ROUTE_H
#define ENCART__ROUTE_H

#include "core/base/strbuf.h"

#include <jansson.h>

#define ENCART__ROUTE_BYTES ((size_t)2048) /* of a template */

/* NULL for a template that can be filled, whatever with: its parameters change neither scheme
 * nor host. Else what is wrong with it. */
const char *encart__route_fault(encart__str template, const encart__alloc *alloc);

/* Appends the template with `params` (an object, or NULL) in its places: a URL, neither
 * resolved nor checked. False when a parameter is missing or is neither text nor integer:
 * *name then is its name. */
int encart__route_fill(encart__str template, const json_t *params, encart__strbuf *out,
                       encart__str *name);

#endif
