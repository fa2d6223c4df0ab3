/* Where a box would like to stand, as data. */
#ifndef ENCART__WISH_H
#define ENCART__WISH_H

#include "core/place/place.h"

#include <jansson.h>

enum { ENCART__WISH_FAULT = 200 };

/* No wish: in the middle, or anywhere. */
void encart__wish_init(encart__wish *w);

/* Reads an object such as {"at": 0.3, "otherwise": "relax"}, the members of encart.Place in
 * lua/encart.lua. False, and what is wrong in `why`, at the first fault. */
int encart__wish_json(encart__wish *w, const json_t *place, char why[ENCART__WISH_FAULT]);

#endif
