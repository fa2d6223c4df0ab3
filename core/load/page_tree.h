/* A light element tree over a page's tokens, and what its elements hold: the ground on
 * which page_score.c finds the body and page_clean.c takes the furniture out.
 *
 * Nodes are in document order, so a subtree is a range of nodes and of tokens, sums run
 * backwards over one array, and nothing recurses. It repairs nesting just well enough to
 * tell blocks apart; the tree builder that readers rely on is the sanitiser's.
 */
#ifndef ENCART__PAGE_TREE_H
#define ENCART__PAGE_TREE_H

#include "core/html/tokenize.h"

/* What the words of class, id, role and itemprop say of an element. */
enum {
    ENCART__W_BODY = 1 << 0,    /* names the body of an article and nothing else */
    ENCART__W_TEXT = 1 << 1,    /* usual on the way to it: content, post, main… */
    ENCART__W_LEDE = 1 << 2,    /* standfirst, chapô, summary */
    ENCART__W_CUT = 1 << 3,     /* furniture: share bars, related lists, newsletters… */
    ENCART__W_SOFT = 1 << 4,    /* furniture when it does not read as prose */
    ENCART__W_COMMENT = 1 << 5, /* readers' words */
    ENCART__W_BYLINE = 1 << 6,  /* author's name */
    ENCART__W_HIDE = 1 << 7,    /* for screen readers, or for nobody */
    ENCART__W_DATE = 1 << 8,
    ENCART__W_NOT = 1 << 9 /* what follows in the name does not count: no-comments,
                              has-sidebar, category-social */
};

enum {
    ENCART__P_HIDDEN =
        1,             /* hidden, display:none, aria-hidden, an aid for screen readers */
    ENCART__P_CUT = 2, /* not of the body */
    ENCART__P_KEEP = 4 /* of the body */
};

typedef struct encart__pnode {
    uint32_t token, end;   /* its start tag; one past its last token */
    uint32_t parent, last; /* last: one past its last descendant */
    uint16_t tag, words;   /* words: ENCART__W_… */
    uint8_t flags;
    /* Code points other than white space, of prose (no script, no hidden text). */
    uint32_t own, own_linked, own_commas; /* in this block, not in a block inside it */
    uint32_t chars, linked, commas;       /* in the whole subtree */
    uint32_t links;                       /* a elements in the subtree */
    uint32_t cards, carded; /* links to other articles; characters in them */
    uint64_t mass, junk;    /* for scoring: prose; all else that is read */
} encart__pnode;

typedef struct encart__ptree {
    const encart__alloc *alloc;
    const encart__tokens *tokens;
    encart__pnode *node; /* node 0 stands for the whole input */
    uint32_t *owner;     /* for each token the innermost element around it, or itself */
    size_t count, cap;
} encart__ptree;

/* Builds and measures. ENCART_OK or ENCART_ENOMEM. */
int encart__ptree_build(encart__ptree *tree, const encart__tokens *tokens);
void encart__ptree_free(encart__ptree *tree);
/* Sums chars, linked, commas and links of every subtree, leaving out what is cut. */
void encart__ptree_sum(encart__ptree *tree);

/* Kinds of the words in a class or id attribute, or of one word list of ours. */
unsigned encart__page_words(encart__str names);
/* The same for all naming attributes of a start tag. */
unsigned encart__page_words_of(const encart__tokens *tokens, const encart__token *k);
/* Whether the start tag says that its element is not seen. */
int encart__page_hidden(const encart__tokens *tokens, const encart__token *k);

/* Whether two lines have the same words, whatever the case and punctuation. With
 * `prefix`, also when one begins with the other and is at least three fifths of it. */
int encart__page_same(encart__str a, encart__str b, int prefix);
/* The plain text of the element that begins at token `i`, white space collapsed; reads at
 * most `max` tokens. Appends to `out`. */
void encart__page_text(const encart__tokens *tokens, size_t i, size_t max,
                       encart__strbuf *out);

/* Finds the elements of the body and marks them ENCART__P_KEEP; *found is false when
 * there is nothing that reads as an article. Returns a status. */
int encart__page_choose(encart__ptree *tree, int trust_words, int *found);
/* Marks furniture in the whole tree, by what it is and by its words. Returns a status. */
int encart__page_prune(encart__ptree *tree, int trust_words);
/* Marks lists of other articles: cards of a linked heading and a few words each. */
void encart__page_cut_cards(encart__ptree *tree);
/* Marks furniture inside what was chosen, by how it reads. Returns a status. */
int encart__page_clean(encart__ptree *tree, encart__str title);

static inline int encart__page_is(const encart__ptree *t, size_t i, unsigned flags)
{
    return (t->node[i].flags & flags) != 0;
}

#endif
