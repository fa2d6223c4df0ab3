/* What a plugin says of itself, and what it may do: the same whatever it is written in. */
#ifndef ENCART__MANIFEST_H
#define ENCART__MANIFEST_H

#include "core/plugin/runtime.h"
#include "core/sanitise/policy.h"

/* What the manifest's `uses` may name. */
typedef enum encart__capability {
    ENCART__CAN_BLOCKS,  /* article.blocks: ctx.blocks */
    ENCART__CAN_RELATED, /* service.related: ctx.related */
    ENCART__CAN_TIME,    /* time: ctx.now */
    ENCART__CAN_FORMS,   /* forms: form controls in boxes */
    ENCART__CAN_EDIT,    /* tree.edit: transform() */
    ENCART__CAN_RAW,     /* html.raw: ctx.fragment */
    ENCART__CAN_CUT,     /* article.cut: doc:cut(), after all that edit */
    ENCART__CAN_EMBED,   /* embeds: frames in boxes that a link fills */
    ENCART__CAN_COUNT
} encart__capability;
const char *encart__capability_name(encart__capability capability);
/* -1 for an unknown name. */
int encart__capability_of(encart__str name);

static inline int encart__plugin_can(const encart__plugin *p, encart__capability capability)
{
    return (p->capabilities & 1u << capability) != 0;
}

/* What may stand in its boxes. */
const encart__policy *encart__plugin_policy(const encart__plugin *p);

/* A letter and 1 to 40 of a-z, 0-9 and -: of plugins, boxes, services, routes. */
int encart__is_name(encart__str s);

/* Fills `p` from p->manifest, with strings of `arena`; false when something is wrong in it.
 * Every fault is told, as one of `source`. */
int encart__manifest_read(encart__plugin *p, encart__str source, encart__arena *arena,
                          encart__diags *diags);
/* The box of this id, without the plugin's name; NULL when the manifest announces none. */
const encart__box_kind *encart__box_named(const encart__plugin *p, encart__str id);
const char *encart__box_near(const encart__plugin *p, encart__str id); /* may be NULL */

/* Whether `uses` names "service.NAME". */
int encart__plugin_may_ask(const encart__plugin *p, encart__str service);
/* The need of a service, NULL when the manifest tells none; its parameters with the settings
 * in their places: a new reference, NULL without memory. */
const encart__need *encart__need_of(const encart__plugin *p, encart__str service);
json_t *encart__need_params(const encart__need *need, const json_t *settings);

/* What p holds of JSON. */
void encart__manifest_release(encart__plugin *p);

#endif
