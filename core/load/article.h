/* The loaded article: metadata, sanitised tree, canonical bytes, blocks. Immutable after
 * encart__load(). All strings live in its arena and are NUL-terminated plain text. */
#ifndef ENCART__ARTICLE_H
#define ENCART__ARTICLE_H

#include "core/base/arena.h"
#include "core/base/date.h"
#include "core/base/diag.h"
#include "core/place/block.h"
#include "core/sanitise/policy.h"
#include "core/tree/tree.h"

#include <encart/article.h>

typedef struct encart__ref { /* author, section, tag */
    encart__str id, name, url, kind;
} encart__ref;

typedef struct encart__image {
    encart__str url, alt, caption, credit;
    int width, height; /* 0 = unknown */
} encart__image;

/* What is known of an author besides. */
typedef struct encart__profile {
    encart__str bio, role;
    encart__image image;
} encart__profile;

/* Another article, as an editor, a host or a collection names it. */
typedef struct encart__related {
    encart__str id, url, title, lang, section, source; /* source: editor, host, index */
    encart__date published;
    encart__image image;
    int score; /* thousandths, 0 = unknown */
} encart__related;

/* A « Lire aussi » line that the author wrote. In the tree it is
 * aside.encart.encart-read-also[aria-label][data-encart="author/read-also"] >
 *   p > span.encart-label "Lire aussi :" + " " + (a[href] title | title as text). */
typedef struct encart__author_box {
    encart__node_id node;        /* the aside */
    encart__str title;           /* plain text after the label; the first link's text when
                                    it has several */
    encart__str href;            /* "" when the author gave no link: resolve it */
    uint32_t title_start, title_end; /* span of the title in the canonical bytes, to be
                                        wrapped in a link when href is empty */
    encart__span box, label; /* of the aside and of the label's span, in these bytes */
    uint32_t line;
} encart__author_box;

/* A member of the article document that a render reads: its own JSON text. */
typedef struct encart__raw {
    encart__str json; /* "" when there is none */
    uint32_t line;    /* where it begins in the document, 0 = unknown */
} encart__raw;

enum { /* a theme's furniture found as text at the end of the body, and mapped */
    ENCART__RESIDUE_RELATED = 1,
    ENCART__RESIDUE_COMMENTS = 2,
    ENCART__RESIDUE_COMMENTS_CLOSED = 4,
    ENCART__RESIDUE_TOP = 8,
    ENCART__RESIDUE_SHARE = 16
};

typedef enum encart__comment_status {
    ENCART__COMMENTS_UNKNOWN,
    ENCART__COMMENTS_OPEN,
    ENCART__COMMENTS_CLOSED,
    ENCART__COMMENTS_NONE
} encart__comment_status;

struct encart_article {
    encart__alloc alloc;
    encart__arena arena;

    encart__str id, url, lang, dir, kind, channel, title, subtitle, summary, access;
    encart__ref *authors, *tags;
    size_t author_count, tag_count;
    encart__profile *profiles; /* of the authors, one for each; NULL = nothing is known */
    encart__ref section;
    encart__date published, modified;
    encart__image image;
    encart__str *flags;
    size_t flag_count;
    struct {
        encart__comment_status status;
        int count; /* -1 = unknown */
        encart__str action;
        encart__str fields, hidden; /* JSON text as given, may be empty */
    } comments;
    encart__related *related;
    size_t related_count;
    encart__str link_prev, link_next, link_amp, link_canonical;
    encart__str link_prev_title, link_next_title; /* of those articles, may be empty */
    encart__raw overrides, pins; /* what its editor decided about boxes */
    encart__str source;          /* name of the input, for messages about these */
    encart__str x; /* JSON object of unknown members, may be empty */

    int title_in_body;   /* an h1 opened the fragment: it is the title, left the tree, and
                            a fragment writes it back */
    encart__str format;  /* what it was loaded as: text html page json saved */
    encart__str charset; /* of the input */
    encart__str site;
    const encart__policy *policy;

    encart__tree tree;
    encart__str html; /* canonical bytes of the tree */
    encart__str text; /* prose of the tree, blocks separated by "\n\n" */
    encart__block *blocks;
    size_t block_count;
    uint32_t words; /* of the body */
    encart__author_box *author_boxes;
    size_t author_box_count;
    encart__str *links; /* href of every a in the body, in order, each once */
    size_t link_count;
    unsigned residue; /* ENCART__RESIDUE_… */

    encart__diags removed; /* by the sanitiser */
    encart__diags diags;   /* everything else that load has to tell */
};

/* So many, empty; NULL without memory. */
static inline encart__profile *encart__profiles_new(encart__arena *arena, size_t count)
{
    const encart__str none = ENCART__STR_EMPTY;
    encart__profile *p = encart__arena_array(arena, count, sizeof *p);

    for (size_t i = 0; p && i < count; i++)
        p[i] = (encart__profile){none, none, {none, none, none, none, 0, 0}};
    return p;
}

#endif
