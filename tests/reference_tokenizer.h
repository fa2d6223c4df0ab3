/* The HTML Standard's tokenizer once more, written down state by state as 13.2.5 has it
 * and not to be fast: what the real one must agree with on every input without foreign
 * content.
 */
#ifndef REFERENCE_TOKENIZER_H
#define REFERENCE_TOKENIZER_H

#include "core/html/tokenize.h"

/* Prints the tokens of `input` to `out` as token_text.h does. Stops in front of a start
 * tag svg or math and then returns 0: what follows depends on a tree builder. Two
 * deviations of ours are known to it: references to C0 controls give U+FFFD (to CR: LF), and a tag
 * has at most ENCART__MAX_ATTRS attributes. U+0000 must not be in the input. */
int reference_tokenize(encart__strbuf *out, encart__str input, int scripting,
                       encart__token_state state, encart__str last_tag);

#endif
