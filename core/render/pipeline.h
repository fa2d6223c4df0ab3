/* One render, from its options to its result. render.c is the order of the stages; each
 * other file here is one of them. */
#ifndef ENCART__PIPELINE_H
#define ENCART__PIPELINE_H

#include "core/base/strbuf.h"
#include "core/render/asks.h"
#include "core/render/engine.h"
#include "core/render/links.h"

#include <encart/render.h>

/* A box on its way: proposed, placed, built. */
typedef struct encart__built {
    encart__box box;
    encart__run *run;
    encart__str name;    /* "lire-aussi/links" */
    size_t wish;         /* index in `wishes`, (size_t)-1 outside the body */
    encart__slot slot;   /* where it ended: its own slot, or after-body by `otherwise` */
    int32_t gap;         /* -1 outside the body */
    encart__fate fate;   /* by the channel */
    int done;            /* built, with bytes */
    uint32_t off, len;   /* its bytes in `bytes` */
    encart__str label;   /* its accessible name, when it is a landmark */
    encart__str *links;  /* what it links */
    size_t link_count;
    encart__str *holes;  /* "csrf": the name of each */
    size_t hole_count;
    const char *outcome; /* when not done: "no-gap", "empty", "failed", "channel" */
} encart__built;

/* A title of an author's « Lire aussi » line that was found. */
typedef struct encart__resolved {
    int found;
    encart__related article;
    const char *source; /* "answers" or "collection" */
} encart__resolved;

/* Bytes to put in at an offset of the canonical HTML, in the place of so many there. */
typedef struct encart__insertion {
    uint32_t at, cut;
    encart__str bytes;
} encart__insertion;

/* What came of a plugin's transform. */
typedef struct encart__edit_stats {
    size_t applied, skipped;
    int refused; /* it did not start: nor will propose() */
    int failed;  /* so will propose() */
    int cut;     /* it cut the article: words that are left, and that are gone */
    uint32_t words_kept, words_cut;
} encart__edit_stats;

typedef struct encart__render {
    const encart_engine *engine;
    const encart_article *article; /* the host's, or `edited` */
    encart_article *edited;        /* by transforms; NULL as long as nothing was */
    uint32_t generation;           /* of handles: one for each plugin that edits */
    const encart__scope *scope;    /* the engine's, or `own` */
    const encart__channel *channel;
    encart__fate author;           /* of the author's own « Lire aussi » lines, by it */
    encart__scope *own;            /* with this render's layers; NULL without any */
    encart__arena arena;
    encart__diags diags;
    json_t *answers; /* NULL or an object */
    encart__str format, lang, top_id;
    encart__date now;
    int no_plugins, timings, page, want_explain;

    int have_related;
    encart__related *related;
    size_t related_count;
    const char *related_source;

    encart__ask *asks; /* what plugins asked of the host, in their order */
    unsigned asks_told; /* diagnostics of that */

    encart__resolved *resolved; /* one for each of the article's author boxes */
    encart__links links;

    encart__run **runs; /* one for each of the scope's plugins, NULL = did not start */
    encart__run_stats *stats;
    encart__edit_stats *edits;
    encart__services services;
    encart__built *boxes;
    size_t box_count;
    encart__wish *wishes;
    size_t wish_count;
    encart__strbuf bytes; /* of all built boxes */
    encart__tree scratch; /* boxes are built here, one after the other */
    struct encart__said *said; /* what boxes of the head say, each by one of them */

    encart__strbuf slots[ENCART__SLOT_COUNT];
    encart__strbuf html, report, explain, css;
    int uses_top; /* a box links to the top anchor that we must provide */
    int by_clock; /* a plugin was stopped by its deadline */
    int unread;   /* the collection could not be read: it may be tomorrow */
} encart__render;

struct encart_result {
    encart__alloc alloc;
    encart__strbuf html, report, explain, css;
    encart__strbuf slots[ENCART__SLOT_COUNT];
};

/* The whole of encart_render() and encart_plan(). */
int encart__render_run(encart_result **out, const encart_engine *e, const encart_article *a,
                       const encart_render_options *options, encart_error *err);
int encart__plan_run(encart_buffer **out, const encart_engine *e, const encart_article *a,
                     const encart_render_options *options, encart_error *err);

/* candidates.c: the related list, asked for once, and the author's titles. */
size_t encart__related_limit(const encart__render *r);
const encart__related *encart__candidates(encart__render *r, size_t *count);
void encart__resolve_titles(encart__render *r);
void encart__request_write(encart__render *r, encart__strbuf *out);
void encart__request_related(const encart__render *r, encart__jsonw *w);
/* The member "article" of a request: which it is about. */
void encart__request_article(const encart__render *r, encart__jsonw *w);

/* transform.c: the plugins that edit the article. Returns a status. */
int encart__transform(encart__render *r);
/* From here on everything reads the article with this body, which is taken. A status. */
int encart__adopt(encart__render *r, encart__tree *body);

/* outlet.c: which channel, and what it does to body and boxes. */
int encart__outlet_choose(encart__render *r, const char *asked, encart_error *err);
int encart__outlet_body(encart__render *r);
/* Sets the fate of each box; one that is dropped has its outcome. */
void encart__outlet_boxes(encart__render *r);
/* Shapes a box in the scratch tree, before the policy sees it; false when the channel cannot
 * take it after all. */
int encart__outlet_shape(encart__render *r, encart__built *b, encart__node_id root);

/* boxes.c: propose, place, build. */
void encart__boxes_begin(encart__render *r);
encart__run_opts encart__boxes_options(encart__render *r, size_t plugin);
void encart__boxes_propose(encart__render *r);
int encart__boxes_place(encart__render *r);
void encart__boxes_build(encart__render *r);
void encart__boxes_end(encart__render *r);
/* Ends the run of one plugin; what it spent is added to what it had spent before. */
void encart__boxes_end_run(encart__render *r, size_t plugin);

/* Takes what was written since b->off for the box, unless it is too much. False then. */
int encart__boxes_seal(encart__render *r, encart__built *b);

/* head.c: writes a box of the head, of the elements below `root` in the scratch tree. */
void encart__head_build(encart__render *r, encart__built *b, encart__node_id root);
/* Whether a box says this already: "meta og:title", "link canonical". */
int encart__head_gives(const encart__render *r, const char *key);

/* pins.c: what an editor asked of single boxes, in comments and in metadata. */
void encart__pins_apply(encart__render *r);

/* assets.c: the stylesheets of the plugins that show something here. */
int encart__shows(const encart__render *r, size_t plugin);
void encart__assets_gather(encart__render *r);

/* splice.c: boxes and resolved links into the canonical bytes; slots; page or fragment. */
int encart__splice(encart__render *r);

/* outline.c: the table for people. */
void encart__explain_render(encart__render *r);

/* report.c */
void encart__report_write(encart__render *r);

#endif
