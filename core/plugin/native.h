/* Plugins in C, and what they are told: the runtime behind encart/plugin.h. */
#ifndef ENCART__NATIVE_H
#define ENCART__NATIVE_H

#include "core/edit/selector.h"
#include "core/plugin/clock.h"
#include "core/plugin/runtime.h"

#include <encart/plugin.h>

extern const encart__runtime encart__native_runtime;

/* A plugin of its definition: ENCART_OK; ENCART_ECONFIG and one or more diagnostics when its
 * manifest is not sound; ENCART_ENOMEM. *out is NULL on failure. */
int encart__native_load(encart__plugin **out, const encart_plugin_def *def,
                        encart__diags *diags, const encart__alloc *alloc);

/* A content that waits for its box to be placed. */
typedef struct encart__native_content {
    encart_content_fn build;
    void *user;
    void (*release)(void *user);
} encart__native_content;

/* The text of a hole's comment. */
typedef struct encart__hole_text {
    const struct encart__hole_text *next;
    encart__str text;
} encart__hole_text;

struct encart_context {
    const encart__plugin *plugin;
    encart__run_opts opts;
    const char *hook;   /* what runs: "transform", "propose", "content" */
    encart__str box;    /* id of the box whose content is built */
    size_t after;       /* …in the body: after which block, from 1; 0 elsewhere */
    encart__box *boxes; /* proposals, and their contents, in the render's arena */
    encart__native_content *contents;
    size_t box_count, box_max;
    encart__str article, settings, site, related; /* JSON, made when asked for */
    encart__read_date read;
    encart__edits *edits;        /* while transform runs */
    encart__selector *selector;  /* the one that was asked for last, in the arena */
    const char *selector_css;
    int selector_sound;
    const encart__hole_text *holes; /* of the box that is written */
    int failed;                  /* transform has: no other callback is called */
    int warnings;
    int64_t cpu_ns;
};

/* Proposes; what is wrong is told. Does not release box->user. A status. */
int encart__native_propose(encart_context *ctx, encart__str id, const encart_box *box);
/* HTML of the plugin's as a tree that `policy` lets through, without comments but for the holes
 * of the box at hand; false when there is none, which is told. */
int encart__native_html(encart_context *ctx, encart__str html, const encart__policy *policy,
                        encart__tree *out);
/* UTF-8 as a document has it: `s` itself, or what it becomes, in `buffer`, which the caller has
 * made and frees. */
encart__str encart__native_decoded(encart_context *ctx, encart__str s, encart__strbuf *buffer);
/* A diagnostic about this run, with plugin, hook and place. */
void encart__native_tell(encart_context *ctx, encart__level level, const char *rule,
                         const char *format, ...) __attribute__((format(printf, 4, 5)));
/* A string in the render's arena; NULL, and the render fails, without memory. */
const char *encart__native_keep(encart_context *ctx, encart__strbuf *text, encart__str *kept,
                                size_t *n);

/* ---- native_edit.c: statuses; what is wrong is told ---- */

encart__node_id encart__native_select(encart_context *ctx, const char *css,
                                      encart__node_id after);
int encart__native_edit(encart_context *ctx, encart__node_id node, int edit,
                        encart__str html);
int encart__native_attr(encart_context *ctx, encart__node_id node, encart__str name,
                        const char *value);
int encart__native_class(encart_context *ctx, encart__node_id node, encart__str word, int on);

#endif
