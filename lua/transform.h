/* What the files of the transform hook share. */
#ifndef ENCART__LUA_TRANSFORM_H
#define ENCART__LUA_TRANSFORM_H

#include "core/edit/find.h"
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
/* Raises "NAME: …" unless the edit was taken; then the value at index 1 is all that is left,
 * for a method to return. `tag` is the node's. */
int encart__edit_answer(lua_State *L, const char *name, uint16_t tag,
                        encart__edit_verdict v);
/* doc:cut(), with the document and a node. */
int encart__node_cut(lua_State *L);

/* range.c: the metatable of ranges; the range from arguments 2 and 3 of a method of the
 * element, nil when no one element has it; the range of words that were found, whose terms
 * stand in the table at index `terms`. */
void encart__range_open(lua_State *L);
int encart__range_push(lua_State *L, const char *name, encart__handle element);
void encart__range_found(lua_State *L, const encart__editing *e,
                         const encart__found *found, int terms);

/* piece.c: a part of the article as content; `first` 0: nothing. */
void encart__lua_push_copy(lua_State *L, const encart__part *part);

/* find.c: the iterator over what is found of the terms at index 2 with the options at
 * index 3. */
void encart__find_push(lua_State *L);

#endif
