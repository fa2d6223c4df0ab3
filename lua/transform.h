/* What the three files of the transform hook share. */
#ifndef ENCART__LUA_TRANSFORM_H
#define ENCART__LUA_TRANSFORM_H

#include "core/edit/selector.h"
#include "lua/run.h"

/* The transform hook at work: on the C stack while it runs, run->editing meanwhile. */
struct encart__editing {
    encart__edits *edits;
    const encart__policy *policy; /* of the article */
    encart__building content;     /* counts all that the hook makes */
};

/* transform.c: raises "NAME: …" unless transform() runs. */
encart__editing *encart__editing_of(lua_State *L, const char *name);
/* The selector whose text is at `index`: pushes its userdata. `name` is the function that
 * it was given to. */
const encart__selector *encart__selector_at(lua_State *L, const char *name, int index);
/* Charges what was spent down to `left` by something that stops of itself. */
void encart__spent(lua_State *L, long left);
/* Pushes the iterator over what the selector at index 2 finds below `top`. */
void encart__select_push(lua_State *L, const char *name, encart__node_id top);
/* Whether it matches `node`. */
int encart__select_matches(lua_State *L, const char *name, encart__node_id node);
/* Turns the value at the top into a holder of nodes, and pops it. */
encart__node_id encart__content_of(lua_State *L, encart__editing *e);
/* A string of the plugin, as a document can have it; counted. */
encart__str encart__content_text(lua_State *L, encart__editing *e, encart__str s);

/* node.c: the metatable of nodes, and the node at its own userdata: the same each
 * time. */
void encart__node_open(lua_State *L);
void encart__node_push(lua_State *L, encart__editing *e, encart__node_id node);

/* find.c: the metatable of ranges, and the iterator over what is found of the terms at
 * index 2 with the options at index 3. */
void encart__find_open(lua_State *L);
void encart__find_push(lua_State *L);

#endif
