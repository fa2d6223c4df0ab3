/* What the files of the tokenizer share; nobody outside core/html includes it.
 *
 * The token bytes begin with a copy of the input, so text and names that need no change
 * are slices of it: offset in the input = offset in the bytes. What must change (a
 * reference, an upper-case name, U+0000) is appended after it.
 */
#ifndef ENCART__LEXER_H
#define ENCART__LEXER_H

#include "core/html/tokenize.h"

/* Foreign elements deeper than this are only counted. */
#define ENCART__FOREIGN_DEPTH 256

typedef struct encart__foreign_entry {
    uint32_t name, len; /* lower-cased, in the token bytes */
    uint32_t key;       /* differs for most names: end tags walk the stack */
    uint8_t space;      /* which namespace */
    uint8_t point;      /* which kind of integration point */
} encart__foreign_entry;

/* See foreign.c. */
typedef struct encart__foreign {
    uint32_t depth, over;
    uint32_t open[ENCART__T_COUNT]; /* HTML elements open outside foreign content */
    encart__foreign_entry entry[ENCART__FOREIGN_DEPTH];
} encart__foreign;

/* Names without a number that the tag at hand has already: open addressing, 1-based
 * index of the attribute among the tag's. Twice as many slots as attributes are kept. */
#define ENCART__ATTR_SLOTS 512

typedef struct encart__lexer {
    encart__tokens *out;
    const char *p; /* the input */
    size_t n, i;   /* its size, and where we are */
    int scripting;
    uint32_t line;
    size_t line_at; /* `line` is the line of this offset */
    encart__token text; /* the open text token */
    int text_open;
    uint64_t seen[(ENCART__A_COUNT + 63) / 64]; /* attribute numbers of the tag at hand */
    uint16_t slot[ENCART__ATTR_SLOTS];
    int slots_used;
    encart__foreign foreign;
} encart__lexer;

static inline int encart__lex_peek(const encart__lexer *l, size_t at)
{
    return at < l->n ? (unsigned char)l->p[at] : -1;
}

/* tokenize.c: making tokens. The line of `src`, which never goes back. */
uint32_t encart__lex_line(encart__lexer *l, size_t src);
/* The open text is complete. */
void encart__lex_flush(encart__lexer *l);
void encart__lex_push(encart__lexer *l, const encart__token *k);
/* Adds [from,to) of the input to the open text: as it is (NUL becomes U+FFFD), or with
 * its references decoded. `flags` other than those of the open text begin a new one. */
void encart__lex_text(encart__lexer *l, size_t from, size_t to, uint8_t flags);
void encart__lex_text_decoded(encart__lexer *l, size_t from, size_t to, uint8_t flags);
/* A slice of the input with U+0000 replaced, lower-cased on demand; appended to the bytes
 * only when that changes anything. */
void encart__lex_slice(encart__lexer *l, size_t from, size_t to, int lower, uint32_t *off,
                       uint32_t *len);

/* tag.c: at "<" or "</" and a letter. Fills `k`, moves on; false when the input ended
 * inside the tag, which then does not exist. The token is not pushed yet. */
int encart__lex_tag(encart__lexer *l, encart__token *k);

/* comment.c: at "<!--", at any other "<!" or "<?" or "</", at "<!doctype". */
void encart__lex_comment(encart__lexer *l);
void encart__lex_bogus(encart__lexer *l, size_t skip);
void encart__lex_doctype(encart__lexer *l);

/* rawtext.c: the state that the start tag switches to. */
encart__token_state encart__raw_state(uint16_t tag, int scripting);
/* From the current place, in `state`, to its end tag (which is pushed) or the end. */
void encart__lex_raw(encart__lexer *l, encart__token_state state, encart__str name);
/* The rest of a CDATA section. */
void encart__lex_cdata(encart__lexer *l);

/* foreign.c */
/* Sets ENCART__TOKEN_FOREIGN; true when the HTML rules apply to the start tag, so that
 * raw text states count. */
int encart__foreign_start(encart__lexer *l, encart__token *k);
void encart__foreign_end(encart__lexer *l, encart__token *k);
/* The same for the tags of most documents, which hold no foreign content: false when the
 * functions above must look. */
static inline int encart__foreign_passes(encart__lexer *l, const encart__token *k)
{
    encart__foreign *f = &l->foreign;

    if (f->depth || k->tag == ENCART__T_SVG || k->tag == ENCART__T_MATH)
        return 0;
    if (k->type == ENCART__TOKEN_END)
        f->open[k->tag] -= f->open[k->tag] > 0;
    else if (k->tag && !(encart__tag_flags(k->tag) & (ENCART__F_VOID | ENCART__F_RAW)))
        f->open[k->tag]++;
    return 1;
}
/* Whether "<![CDATA[" opens a section here. */
int encart__foreign_cdata(const encart__lexer *l);
static inline uint8_t encart__foreign_flag(const encart__lexer *l)
{
    return l->foreign.depth ? ENCART__TOKEN_FOREIGN : 0;
}

/* entities.c: all references of `s`. */
void encart__lex_decode(encart__str s, int in_attr, encart__strbuf *out, uint32_t *errors);

#endif
