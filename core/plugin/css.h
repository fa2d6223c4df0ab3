/* A plugin's stylesheet, looked at before it may stand in a page: it can style the plugin's own
 * boxes and nothing else, loads nothing, and cannot leave its element.
 *
 * Tokens only, one pass, no recursion. What is not known to be harmless is refused, so that no
 * browser has to understand it as we do:
 * - each selector begins with `.encart-NAME`, alone or with more after a dash, with
 *   `.encart-in-NAME`, which is what the plugin's edits leave in the article, or with
 *   `[data-encart^="NAME/"]`, `[data-encart="NAME/box"]`; a sibling is reached only from inside;
 * - at-rules are @media, @supports and @container, four deep at most; rules are not nested;
 * - functions are those of a list: no url(), image-set(), expression();
 * - nothing is fixed, sticky, absolute, moved or scaled out of its place, or !important;
 * - no escapes, no characters but ASCII outside of strings and comments, no markup anywhere.
 */
#ifndef ENCART__CSS_H
#define ENCART__CSS_H

#include "core/base/str.h"

#include <stdint.h>

typedef struct encart__css_fault {
    uint32_t line;
    char text[224];
} encart__css_fault;

/* True when `css` may stand in a page for the plugin; else the first fault. */
int encart__css_check(encart__str css, encart__str plugin, encart__css_fault *fault);

#endif
