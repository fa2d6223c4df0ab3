/* What an output gets: which boxes and elements a channel keeps, flattens or drops. */
#ifndef ENCART__CHANNEL_H
#define ENCART__CHANNEL_H

#include "core/base/arena.h"
#include "core/edit/flatten.h"

#include <jansson.h>

typedef struct encart__box_fate {
    encart__str pattern; /* a box, a plugin and a star for all of its boxes, a star */
    encart__fate fate;
} encart__box_fate;

typedef struct encart__channel {
    encart__str name;
    int like;               /* index of the built-in channel whose defaults it has */
    int holes;              /* whether its holes can be filled */
    int plain;              /* keeps everything: nothing is to be done */
    encart__fates fates;
    encart__box_fate *boxes; /* the site's own, before the defaults */
    size_t box_count;
    json_t *overlay; /* a reference: the settings that it lays over the article's */
} encart__channel;

typedef struct encart__channels {
    encart__channel *list; /* the built-in ones first, "web" first of all */
    size_t count;
} encart__channels;

/* NULL-terminated: web, feed… */
extern const char *const encart__channel_names[];
extern const char *const encart__fate_names[]; /* keep, flatten, drop */

/* Fills the built-in channels and those of the member `channels` (NULL = none), which was
 * checked: what is faulty in it is passed over. False without memory. */
int encart__channels_fill(encart__channels *c, const json_t *given, encart__arena *arena);
void encart__channels_release(encart__channels *c);
/* NULL when there is none of this name. */
const encart__channel *encart__channel_named(const encart__channels *c, encart__str name);
/* The known name nearest to one, NULL when none is near. */
const char *encart__channel_near(const encart__channels *c, encart__str name);
/* What becomes of a box "plugin/box"; "author/read-also" is the author's own line. */
encart__fate encart__channel_box(const encart__channel *c, encart__str box);

#endif
