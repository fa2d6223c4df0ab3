/* One plugin's run for one render: a state, the context it was given, its boxes. */
#ifndef ENCART__LUA_RUN_H
#define ENCART__LUA_RUN_H

#include "lua/libs.h"
#include "lua/plugin.h"
#include "core/i18n/i18n.h"
#include "core/plugin/clock.h"
#include "core/sanitise/policy.h"

struct encart__run {
    encart__lua lua;
    encart__lua_stack stack; /* of the thread that it runs on */
    const encart__lua_plugin *plugin;
    encart__run_opts opts;
    const encart__policy *policy; /* of what it builds */
    const encart__catalogue *catalogue; /* of labels; NULL when it has none */
    const encart__locale *locale; /* of plurals, dates, numbers */
    const char *hook;    /* what runs: "load", "propose", "content" */
    encart__str box;     /* id of the box whose content is built */
    size_t after;        /* …in the body: after which block, from 1; 0 elsewhere */
    encart__box *boxes;  /* proposals, in the render's arena */
    size_t box_count, box_max;
    int warnings;        /* of ctx.warn and its like */
    struct encart__editing *editing; /* while transform() runs */
    encart__read_date read; /* of ctx.now */
    uint64_t randoms;    /* how often ctx.random was called */
    int started;         /* init.lua has run */
    int failed;          /* transform() has failed: no other hook is called */
    int edition;         /* how often the article was exchanged for an edited one */
    encart__strbuf scratch; /* for one step at a time; outlives a raise */
    json_t *hidden;      /* hidden form fields of the host, parsed */
    int hidden_read;
    json_t *params; /* of the last hole, address or service */
    struct encart__fragment *fragments; /* of ctx.fragment, freed with the run */
    size_t fragment_bytes;
    encart__tree head; /* elements of ctx.meta, ctx.link, ctx.jsonld: detached */
    int has_head;
};

static inline encart__run *encart__run_of(lua_State *L)
{
    return encart__lua_of(L)->user;
}

/* Keys of the registry: addresses, so that no plugin can name them. */
enum {
    ENCART__REG_ELEMENT,  /* metatable of elements */
    ENCART__REG_BOX,      /* metatable of box handles */
    ENCART__REG_PIECE,    /* metatable of what piece.c makes */
    ENCART__REG_CONTENTS, /* array: contents of proposed boxes */
    ENCART__REG_MODULES,  /* what require() has loaded */
    ENCART__REG_CTX,
    ENCART__REG_PLUGIN,    /* what init.lua returned */
    ENCART__REG_DOC,       /* metatable of the document */
    ENCART__REG_NODE,      /* metatable of nodes */
    ENCART__REG_NODES,     /* nodes by index */
    ENCART__REG_SELECTORS, /* compiled, by text */
    ENCART__REG_RANGE,     /* metatable of ranges of text */
    ENCART__REG_COUNT
};
void encart__lua_reg_get(lua_State *L, int key);
void encart__lua_reg_set(lua_State *L, int key); /* pops the value */

static inline void encart__lua_push_str(lua_State *L, encart__str s)
{
    lua_pushlstring(L, s.p ? s.p : "", s.n);
}
/* t[name] = s for the table at the top; nothing when `s` is empty. */
void encart__lua_set_str(lua_State *L, const char *name, encart__str s);

/* The global `encart` and require(). */
void encart__lua_open_encart(lua_State *L);
void encart__lua_open_require(lua_State *L);
/* Pushes the module `file`, compiled by us; raises when there is none. */
void encart__lua_load_file(lua_State *L, const encart__lua_file *file);

/* Pushes ctx. */
void encart__ctx_push(lua_State *L);
/* Functions of ctx. */
int encart__ctx_box(lua_State *L);
int encart__ctx_related(lua_State *L);
int encart__ctx_slug(lua_State *L);
int encart__ctx_service(lua_State *L);
int encart__ctx_url(lua_State *L);
int encart__ctx_used(lua_State *L);
int encart__ctx_published(lua_State *L);
int encart__ctx_anchor(lua_State *L);
int encart__ctx_fragment(lua_State *L);
int encart__ctx_hole(lua_State *L);
int encart__ctx_jsonld(lua_State *L);
int encart__ctx_link(lua_State *L);
int encart__ctx_meta(lua_State *L);
int encart__ctx_now(lua_State *L);
int encart__ctx_random(lua_State *L);
int encart__ctx_t(lua_State *L);
int encart__ctx_num(lua_State *L);
int encart__ctx_date(lua_State *L);
int encart__ctx_iso(lua_State *L);
int encart__ctx_list(lua_State *L);
int encart__ctx_warn(lua_State *L);
/* A warning at the plugin's line that called us. */
void encart__ctx_warn_at(lua_State *L, const char *text);
/* Lazy members: each pushes its value. */
void encart__ctx_article(lua_State *L);
void encart__ctx_blocks(lua_State *L);
void encart__ctx_settings(lua_State *L);
void encart__ctx_site(lua_State *L);
void encart__ctx_push_image(lua_State *L, const encart__image *image);
void encart__ctx_set_date(lua_State *L, const char *name, const encart__date *d);

/* Replaces the table at the top by a read-only view. Reading a name that is neither set
 * nor in `names` (NULL-terminated, may be NULL: any name) is an error: "ctx.article.titel:
 * unknown field". `what` and `names` must outlive the state. */
void encart__lua_freeze(lua_State *L, const char *what, const char *const *names);
/* Pushes " (did you mean “near”?)", or "" when no name is near. */
const char *encart__lua_hint(lua_State *L, const char *key, const char *const *names,
                             size_t count);
/* Raises "what.key: unknown field (did you mean …?)". */
int encart__lua_unknown(lua_State *L, const char *what, const char *key,
                        const char *const *names, size_t count);
/* JSON as Lua values. */
void encart__lua_push_json(lua_State *L, const json_t *v);

/* The registry index of a box's content is box->content. Called protected, with a
 * encart__building. */
typedef struct encart__building {
    encart__run *run;
    const encart__box *box;
    const encart__at *at;
    encart__tree *out;
    encart__node_id root; /* 0 when there is no content */
    size_t nodes, bytes;
} encart__building;
int encart__lua_build(lua_State *L);
/* Whether the value at `index` is an element; its tag. */
int encart__lua_is_element(lua_State *L, int index, uint16_t *tag);
/* Converts the element at the top into b->out; raises on anything that does not fit. */
void encart__lua_convert(lua_State *L, encart__building *b);

/* piece.c: the piece at `index`, or NULL; raises where the one at the top cannot stand in
 * `tag`; appends it to an element of b->out. */
typedef struct encart__piece encart__piece;
void encart__lua_free_fragments(encart__run *run);
/* A piece for a node of run->head; the node of the piece at `index`, 0 for any other value. */
void encart__lua_push_head(lua_State *L, encart__node_id node);
encart__node_id encart__lua_head_node(lua_State *L, int index);
const encart__piece *encart__lua_piece_at(lua_State *L, int index);
void encart__lua_check_piece(lua_State *L, uint16_t tag);
void encart__lua_add_piece(lua_State *L, encart__building *b, encart__node_id parent);

/* ctx_head.c: raises unless the value at the top can be the content of a box of the head; with
 * `b`, appends it to b->root. */
void encart__lua_head_box(lua_State *L, const encart__box_kind *kind, encart__building *b);
void encart__lua_free_head(encart__run *run);

/* The value at the top as the child of a new div: nil, text, an element or a list. */
void encart__lua_hold(lua_State *L);
/* `s` as HTML can have it, counted; in the scratch buffer when it had to change. */
encart__str encart__lua_text(lua_State *L, encart__building *b, encart__str s);
/* The same without the counting; and that alone: raises where a box holds too much. */
encart__str encart__lua_cleaned(encart__run *run, encart__str s);
void encart__lua_count(lua_State *L, encart__building *b, size_t nodes, size_t bytes);
/* block_link.c: where a block leads that is only a link, or an address; empty for any other.
 * In run->scratch or the article. */
encart__str encart__lua_block_link(lua_State *L, const encart__block *block);

/* Pushes the prose below a node. */
void encart__lua_push_prose(lua_State *L, const encart__tree *t, encart__node_id node);

/* Runs init.lua, once. */
void encart__lua_start(lua_State *L, encart__run *run);
/* Pushes the plugin's function `name`; false when it has none. */
int encart__lua_push_hook(lua_State *L, const char *name);
/* transform.c: false when the hook failed. */
typedef struct encart__editing encart__editing;
int encart__run_transform(encart__run *run, encart__edits *edits);

/* A diagnostic about this run, with hook and place. */
void encart__run_tell(encart__run *run, encart__level level, const char *rule,
                      const encart__lua_fault *fault);

#endif
