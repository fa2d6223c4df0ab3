/* Between the two files of the reference tokenizer: its states, by the names that 13.2.5
 * gives them, and what they do.
 */
#ifndef REFERENCE_STATES_H
#define REFERENCE_STATES_H

#include "tests/reference_tokenizer.h"

#include <stdio.h>

typedef struct reference reference;
typedef void state(reference *r, int c);

struct reference {
    const char *p; /* the input */
    size_t n, i;
    int scripting, done, foreign;
    state *now, *back;           /* back: the return state */
    state *home;                 /* RCDATA, RAWTEXT or script data, plain or escaped */
    int raw;                     /* characters are those of a raw text element */
    encart__strbuf *out, text;   /* text: characters not yet a token */
    encart__strbuf temp;         /* the temporary buffer */
    encart__strbuf last_start;   /* what an appropriate end tag is named */
    encart__strbuf tag, name, value; /* tag name; the current attribute */
    encart__strbuf attrs, names; /* attributes as printed; their names, a line each */
    encart__strbuf data;         /* of the comment or doctype */
    int end_tag, self_closing, bogus, in_attr;
    unsigned attr_count;
    uint32_t code;
};

state data, rcdata, rawtext, script_data, plaintext, tag_open, end_tag_open,
    tag_name, raw_less_than, raw_end_tag_open, raw_end_tag_name, script_less_than,
    escape_start, escape_start_dash, escaped, escaped_dash, escaped_dash_dash,
    escaped_less_than, double_escape_start, double_escaped, double_escaped_dash,
    double_escaped_dash_dash, double_escaped_less_than, double_escape_end,
    before_attr_name, attr_name, after_attr_name, before_attr_value, attr_value_double,
    attr_value_single, attr_value_unquoted, after_attr_value, self_closing_start,
    bogus_comment, declaration_open, comment_start, comment_start_dash, comment,
    comment_less_than, comment_bang, comment_bang_dash, comment_bang_dash_dash,
    comment_end_dash, comment_end, comment_end_bang, doctype, before_doctype_name,
    doctype_name, after_doctype_name, after_public_keyword, before_public_id,
    public_id_double, public_id_single, after_public_id, between_ids,
    after_system_keyword, before_system_id, system_id_double, system_id_single,
    after_system_id, bogus_doctype, cdata, cdata_bracket, cdata_end, reference_start,
    named_reference, ambiguous_ampersand, numeric_reference, hex_start, decimal_start,
    hex_reference, decimal_reference;

/* "Reconsume in". */
void again(reference *r, state *in);
void add(encart__strbuf *b, int c);
void add_lower(encart__strbuf *b, int c);
void emit(reference *r, int c);
void emit_all(reference *r, const char *z);
void end_of_file(reference *r);
/* The characters are a token now. */
void flush(reference *r);
void new_comment(reference *r, int bogus);
void emit_comment(reference *r);
void emit_doctype(reference *r);
/* ">" or the end of the input, where both end a token. True when it was one of them. */
int ends(reference *r, int c, void (*token)(reference *));
int next_are(const reference *r, const char *z, int any_case);

#endif
