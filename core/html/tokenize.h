/* The HTML Standard's tokenizer (13.2.5): decoded bytes in, tokens out, one pass, no
 * recursion. It knows element names, not policy.
 *
 * Raw text states are entered by start tag name as the tree builder would (textarea and
 * title RCDATA; style xmp iframe noembed noframes RAWTEXT; noscript RAWTEXT when
 * `scripting`; script script data; plaintext PLAINTEXT), CDATA sections are read as such
 * only inside svg and math, tracked by a counter of open foreign elements and the HTML
 * integration points.
 */
#ifndef ENCART__TOKENIZE_H
#define ENCART__TOKENIZE_H

#include "core/base/strbuf.h"
#include "core/tree/names.h"

typedef enum encart__token_type {
    ENCART__TOKEN_TEXT,
    ENCART__TOKEN_START,
    ENCART__TOKEN_END,
    ENCART__TOKEN_COMMENT,
    ENCART__TOKEN_DOCTYPE
} encart__token_type;

enum {
    ENCART__TOKEN_SELF_CLOSING = 1,
    ENCART__TOKEN_RAW = 2,      /* text of a raw text element, or of a CDATA section */
    ENCART__TOKEN_FOREIGN = 4,  /* inside svg or math: tags, these included, and text */
    ENCART__TOKEN_BOGUS = 8,    /* a bogus comment: <?php …, <%, </#, <!… */
    ENCART__TOKEN_SPACE = 16    /* text that is ASCII white space only */
};

typedef struct encart__token_attr {
    uint16_t name; /* ENCART__A_… */
    uint32_t name_off, name_len;   /* lower-cased spelling */
    uint32_t value_off, value_len; /* decoded value */
} encart__token_attr;

typedef struct encart__token {
    uint8_t type, flags;
    uint16_t tag;               /* ENCART__T_…, of start and end tags */
    uint32_t text_off, text_len; /* text, comment, doctype name; lower-cased tag name */
    uint32_t attr, attr_count;  /* first of duplicates wins; at most ENCART__MAX_ATTRS */
    uint32_t src, src_end;      /* span in the decoded input */
    uint32_t line;              /* from 1 */
} encart__token;

typedef struct encart__tokens {
    const encart__alloc *alloc;
    encart__token *token;
    encart__token_attr *attr;
    encart__strbuf bytes; /* what the offsets above point into */
    size_t count, cap, attr_count, attr_cap;
    int unlined; /* set by the caller: nobody asks for lines, they stay 0 */
    int failed;  /* 0, ENCART_ENOMEM, ENCART_ELIMIT */
    uint32_t errors; /* parse errors met, for statistics */
} encart__tokens;

void encart__tokens_init(encart__tokens *t, const encart__alloc *alloc);
void encart__tokens_free(encart__tokens *t);

/* Tokenizes a whole input (valid UTF-8 as encart__decode() gives it, at most 256 MiB) into
 * `t`. Adjacent text is one token. Returns ENCART_OK or t->failed. */
int encart__tokenize(encart__tokens *t, encart__str input, int scripting);
/* The same from a given state, for tests and for RCDATA or raw contexts: `last_tag` is
 * the appropriate end tag name. */
typedef enum encart__token_state {
    ENCART__STATE_DATA,
    ENCART__STATE_RCDATA,
    ENCART__STATE_RAWTEXT,
    ENCART__STATE_SCRIPT,
    ENCART__STATE_PLAINTEXT,
    ENCART__STATE_CDATA
} encart__token_state;
int encart__tokenize_from(encart__tokens *t, encart__str input, int scripting,
                          encart__token_state state, encart__str last_tag);

/* One tag: at "<" and a letter, which is at *at of `input`. Fills `k`, whose slices and
 * attributes are those of `t` until the next call, and moves *at behind it. False when the
 * input ends inside the tag, or `t` has failed. The same `t` and `input` each time. */
int encart__tokenize_tag(encart__tokens *t, encart__str input, size_t *at, encart__token *k);

static inline encart__str encart__token_text(const encart__tokens *t, const encart__token *k)
{
    return (encart__str){encart__strbuf_z(&t->bytes) + k->text_off, k->text_len};
}
static inline encart__str encart__token_attr_name(const encart__tokens *t,
                                                  const encart__token_attr *a)
{
    return (encart__str){encart__strbuf_z(&t->bytes) + a->name_off, a->name_len};
}
static inline encart__str encart__token_attr_value(const encart__tokens *t,
                                                   const encart__token_attr *a)
{
    return (encart__str){encart__strbuf_z(&t->bytes) + a->value_off, a->value_len};
}
/* The value of one attribute of a start tag; false when it has none. */
int encart__token_attr_get(const encart__tokens *t, const encart__token *k, uint16_t name,
                           encart__str *value);

/* The reference that `s` (it begins with "&") holds is decoded and appended to `out`; its
 * length, 0 when the "&" is only itself. Parse errors are added to *errors. */
size_t encart__reference(encart__str s, int in_attr, encart__strbuf *out,
                         uint32_t *errors);
/* Decodes character references in `s` as in text (in_attr 0) or in an attribute value,
 * and appends to `out`. */
void encart__entities_decode(encart__str s, int in_attr, encart__strbuf *out);

#endif
