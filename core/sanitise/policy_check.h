/* What the checks of attribute values share. Start reading at the table in
 * policy_value.c; policy_urls.c, policy_names.c and policy_style.c hold the larger kinds.
 */
#ifndef ENCART__POLICY_CHECK_H
#define ENCART__POLICY_CHECK_H

#include "core/sanitise/profile.h"

#define ENCART__MAX_URL ((size_t)8192)
#define ENCART__MAX_TEXT ((size_t)4096)
#define ENCART__MAX_WORD ((size_t)128)
#define ENCART__MAX_STYLE ((size_t)1024)
#define ENCART__MAX_DATA_IMAGE ((size_t)256 << 10)

typedef struct encart__check {
    const encart__policy *policy;
    uint16_t tag;
    int marked; /* inside an author's own box */
    encart__value kind;
    encart__str value, base;
    encart__strbuf *out;
} encart__check;

/* Each check writes to c->out and returns NULL, or the rule that was broken. What it
 * wrote passes it again unchanged. */
typedef const char *(*encart__check_fn)(const encart__check *c);

const char *encart__check_link(const encart__check *c);
const char *encart__check_media(const encart__check *c);
const char *encart__check_action(const encart__check *c);
const char *encart__check_embed(const encart__check *c);
const char *encart__check_srcset(const encart__check *c);

const char *encart__check_id(const encart__check *c);
const char *encart__check_idrefs(const encart__check *c);
const char *encart__check_class(const encart__check *c);
const char *encart__check_name(const encart__check *c);
const char *encart__check_mark(const encart__check *c);
const char *encart__check_frame_name(const encart__check *c);
const char *encart__check_target(const encart__check *c);

const char *encart__check_style(const encart__check *c);

/* The id's canonical form, with the prefix of the policy, appended to c->out. */
const char *encart__id_prefixed(const encart__check *c, encart__str id);

/* The next word of `rest`, between white space; false at the end. */
int encart__next_word(encart__str *rest, encart__str *word);
/* Letters, digits and the characters of `more` only. */
int encart__is_among(encart__str s, const char *more);

#endif
