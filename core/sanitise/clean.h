/* What the filter lets through: tokens with allowed names and checked attributes only.
 * Everything after the filter reads these, never the input.
 */
#ifndef ENCART__CLEAN_H
#define ENCART__CLEAN_H

#include "core/base/arena.h"
#include "core/sanitise/builder.h"
#include "core/sanitise/profile.h"
#include "core/sanitise/sanitise.h"

typedef enum encart__clean_type {
    ENCART__CLEAN_START,
    ENCART__CLEAN_VOID, /* an element without content */
    ENCART__CLEAN_END,
    ENCART__CLEAN_TEXT,
    ENCART__CLEAN_COMMENT
} encart__clean_type;

typedef struct encart__clean_token {
    uint8_t type;
    uint8_t unused; /* an end tag that closed nothing when the tokens were built */
    uint16_t tag, written; /* the element it is, and was in the input */
    uint32_t at, n; /* text: a slice; tags: first attribute and number */
    uint32_t line;
} encart__clean_token;

typedef struct encart__clean_attr {
    uint16_t name;
    uint32_t at, n; /* a slice */
} encart__clean_attr;

/* Slices are of the tokens' bytes, with this bit in `at`, as long as nothing changes,
 * else of `bytes`. */
#define ENCART__CLEAN_SOURCE 0x80000000u

typedef struct encart__clean {
    const encart__alloc *alloc;
    encart__str source; /* the tokens' bytes: they must outlive this */
    const encart__policy *policy; /* names attributes from ENCART__A_COUNT on */
    encart__clean_token *token;
    encart__clean_attr *attr;
    encart__strbuf bytes;
    size_t count, cap, attr_count, attr_cap;
    int failed;
} encart__clean;

void encart__clean_init(encart__clean *c, const encart__alloc *alloc);
/* Room for so many tokens at once. */
void encart__clean_reserve(encart__clean *c, size_t tokens);
void encart__clean_free(encart__clean *c);

static inline encart__str encart__clean_slice(const encart__clean *c, uint32_t at,
                                              uint32_t n)
{
    if (at & ENCART__CLEAN_SOURCE)
        return (encart__str){c->source.p + (at & ~ENCART__CLEAN_SOURCE), n};
    return (encart__str){encart__strbuf_z(&c->bytes) + at, n};
}

/* clean.c: makers; failure is sticky. Text that follows text joins it. */
encart__clean_token *encart__clean_add(encart__clean *c, encart__clean_type type,
                                       uint16_t tag, uint32_t line);
void encart__clean_add_text(encart__clean *c, encart__str text, uint32_t line);
/* To the token added last. */
void encart__clean_add_attr(encart__clean *c, uint16_t name, encart__str value);
int encart__clean_has_attr(const encart__clean *c, const encart__clean_token *k,
                           uint16_t name, encart__str *value);
/* Puts the attributes of token `key` on a node: the builder's `dress`. Without id when
 * the element stands `again`. */
typedef struct encart__dresser {
    encart__tree *tree;
    const encart__clean *clean;
} encart__dresser;
void encart__clean_dress(void *dresser, encart__node_id node, uint32_t key, int again);

/* filter.c: policy on tokens. */
void encart__filter(encart__clean *out, const encart__tokens *tokens, const uint8_t *keep,
                    const encart__sanitise_opts *opts, encart__diags *removed);

/* What the link says that stands for an iframe: where to, and a text, which may be a part of
 * `url`. False when it may lead nowhere. */
int encart__filter_frame(const encart__tokens *tokens, const encart__token *k,
                         const encart__sanitise_opts *opts, encart__strbuf *url,
                         encart__str *text);

/* filter_attrs.c: the attributes of one start tag, checked, to the token added last.
 * `marked`: inside an author's box, or it is one. False when the element must go (an
 * image without a source). */
int encart__filter_attrs(encart__clean *out, const encart__tokens *tokens,
                         const encart__token *k, uint16_t tag,
                         const encart__sanitise_opts *opts, int marked,
                         encart__strbuf *scratch, encart__diags *removed);

/* build.c: the tokens through the builder; marks end tags that closed nothing. */
void encart__build(encart__builder *b, encart__clean *clean, encart__dresser *dresser);

/* repair.c: the tokens through libtidy and then the builder. False when libtidy would cost
 * too much, spent its budget, or moved or lost words: the tree is then of no use. True when
 * the tree is good, or has failed. */
int encart__repair(encart__builder *b, const encart__clean *clean,
                   encart__dresser *dresser, const encart__alloc *alloc);

/* compared.c: `built` is what encart__build() has just made. Afterwards libtidy's tree of the
 * same tokens, when it has the same words in the same blocks, those apart that HTML 5 would
 * have moved out of a table; else as before, or failed. */
void encart__repair_compared(encart__builder *b, const encart__clean *clean,
                             encart__tree *built);

/* Passes over a tree. Each returns a status; ENCART_ENOMEM when there was no memory. */

/* model.c: what encart__model() does, without the policy's part. */
int encart__rebuild(encart__tree *t);
/* ids.c: the first of equal ids wins; links to what is not there, links without a target
 * and spans without an attribute lose their tags. 1 when tags went, else 0. */
int encart__settle_ids(encart__tree *t, const encart__policy *policy,
                       encart__diags *removed);
/* frames.c: of a policy that has them, only frames stay that a link beside them leads to an
 * embed host, and only links that lead there into such a frame. 1 when something went. */
int encart__settle_frames(encart__tree *t, const encart__policy *policy,
                          encart__diags *removed);
/* accessible.c, paragraphs.c: rulings 16 and 15. */
void encart__accessible(encart__tree *t, int heading_base, encart__diags *removed);
void encart__paragraphs(encart__tree *t);

#endif
