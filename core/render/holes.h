/* Filling the holes that plugins left: docs/holes.md. */
#ifndef ENCART__HOLES_H
#define ENCART__HOLES_H

#include "core/base/strbuf.h"

#include <encart/render.h>

/* Appends `html` to `out` with every hole that `fn` answers filled. Returns a status. */
int encart__fill_holes(encart__strbuf *out, encart__str html, encart_hole_fn fn, void *user,
                       encart_error *err);

#endif
