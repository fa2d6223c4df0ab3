/* One function for each state, in the order of 13.2.5 and with its names: state(r, c) is
 * called with the next input character, or EOF. "Reconsume in" is again(). Start reading
 * at data().
 */
#include "tests/reference_tokenizer.h"
#include "core/base/limits.h"
#include "tests/token_text.h"

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

static state data, rcdata, rawtext, script_data, plaintext, tag_open, end_tag_open,
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

/* ---- what the states do ---------------------------------------------------------------- */

static int is_hex(int c)
{
    return encart__is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static void again(reference *r, state *in)
{
    r->now = in;
    r->i--;
}

static void add(encart__strbuf *b, int c)
{
    encart__strbuf_putc(b, (char)c);
}

static void add_lower(encart__strbuf *b, int c)
{
    encart__strbuf_putc(b, (char)encart__lower(c));
}

static int is(const encart__strbuf *b, const char *z)
{
    return encart__str_is(encart__strbuf_view(b), z);
}

/* Two tokens are a space apart. */
static void separate(reference *r)
{
    if (r->out->size)
        encart__strbuf_putc(r->out, ' ');
}

static void flush(reference *r)
{
    if (!r->text.size)
        return;
    separate(r);
    if (r->raw)
        encart__strbuf_putc(r->out, 'r');
    print_text(r->out, encart__strbuf_view(&r->text), "\"");
    encart__strbuf_clear(&r->text);
}

static void emit(reference *r, int c)
{
    encart__strbuf_putc(&r->text, (char)c);
}

static void emit_all(reference *r, const char *z)
{
    encart__strbuf_puts(&r->text, z);
}

static void end_of_file(reference *r)
{
    flush(r);
    r->done = 1;
}

static void new_tag(reference *r, int end)
{
    encart__strbuf_clear(&r->tag);
    encart__strbuf_clear(&r->name);
    encart__strbuf_clear(&r->value);
    encart__strbuf_clear(&r->attrs);
    encart__strbuf_clear(&r->names);
    r->end_tag = end;
    r->self_closing = 0;
    r->attr_count = 0;
}

/* "When the user agent leaves the attribute name state": of equal names the first wins. */
static void attr_done(reference *r)
{
    char line[2] = "\n";
    encart__strbuf needle;

    if (!r->name.size)
        return;
    encart__strbuf_init(&needle, NULL, 0);
    encart__strbuf_puts(&needle, line);
    encart__strbuf_str(&needle, encart__strbuf_view(&r->name));
    encart__strbuf_puts(&needle, line);
    if (encart__str_find(encart__strbuf_view(&r->names), encart__strbuf_view(&needle)) ==
            (size_t)-1 &&
        r->attr_count < ENCART__MAX_ATTRS && !r->end_tag) {
        encart__strbuf_str(&r->names, encart__strbuf_view(&needle));
        encart__strbuf_putc(&r->attrs, ' ');
        encart__strbuf_str(&r->attrs, encart__strbuf_view(&r->name));
        encart__strbuf_puts(&r->attrs, "=\"");
        print_text(&r->attrs, encart__strbuf_view(&r->value), "");
        encart__strbuf_putc(&r->attrs, '"');
        r->attr_count++;
    }
    encart__strbuf_free(&needle);
}

static void new_attr(reference *r)
{
    attr_done(r);
    encart__strbuf_clear(&r->name);
    encart__strbuf_clear(&r->value);
}

/* What the tree builder makes of a start tag: 13.2.6.4. */
static void switch_by_name(reference *r)
{
    static const char *const rcdatas[] = {"title", "textarea"};
    static const char *const rawtexts[] = {"style", "xmp", "iframe", "noembed", "noframes"};

    for (size_t i = 0; i < sizeof rcdatas / sizeof *rcdatas; i++)
        if (is(&r->tag, rcdatas[i]))
            r->now = rcdata;
    for (size_t i = 0; i < sizeof rawtexts / sizeof *rawtexts; i++)
        if (is(&r->tag, rawtexts[i]))
            r->now = rawtext;
    if (is(&r->tag, "noscript") && r->scripting)
        r->now = rawtext;
    if (is(&r->tag, "script"))
        r->now = script_data;
    if (is(&r->tag, "plaintext"))
        r->now = plaintext;
    r->raw = r->now != data;
}

static void emit_tag(reference *r)
{
    attr_done(r);
    flush(r);
    r->now = data;
    r->raw = 0;
    if (!r->end_tag && (is(&r->tag, "svg") || is(&r->tag, "math"))) {
        r->foreign = r->done = 1;
        return;
    }
    separate(r);
    encart__strbuf_puts(r->out, r->end_tag ? "</" : "<");
    encart__strbuf_str(r->out, encart__strbuf_view(&r->tag));
    encart__strbuf_str(r->out, encart__strbuf_view(&r->attrs));
    encart__strbuf_puts(r->out, r->self_closing && !r->end_tag ? "/>" : ">");
    if (r->end_tag)
        return;
    encart__strbuf_clear(&r->last_start);
    encart__strbuf_str(&r->last_start, encart__strbuf_view(&r->tag));
    switch_by_name(r);
}

static void new_comment(reference *r, int bogus)
{
    encart__strbuf_clear(&r->data);
    r->bogus = bogus;
}

static void emit_comment(reference *r)
{
    flush(r);
    separate(r);
    encart__strbuf_puts(r->out, r->bogus ? "{{" : "{");
    print_text(r->out, encart__strbuf_view(&r->data), "");
    encart__strbuf_puts(r->out, r->bogus ? "}}" : "}");
}

static void emit_doctype(reference *r)
{
    flush(r);
    separate(r);
    encart__strbuf_putc(r->out, '!');
    print_text(r->out, encart__strbuf_view(&r->data), "");
}

/* ">" or the end of the input, where both end a token. True when it was one of them. */
static int ends(reference *r, int c, void (*token)(reference *))
{
    if (c != '>' && c != EOF)
        return 0;
    token(r);
    r->now = data;
    if (c == EOF)
        end_of_file(r);
    return 1;
}

static int next_are(const reference *r, const char *z, int any_case)
{
    size_t n = strlen(z);
    encart__str here = encart__str_n(r->p + r->i, n);

    if (r->i > r->n || r->n - r->i < n)
        return 0;
    return any_case ? encart__str_ieq(here, encart__str_z(z)) : encart__str_is(here, z);
}

/* ---- 13.2.5.1 to 13.2.5.8: text and tags ----------------------------------------------- */

static void refer(reference *r, int in_attr)
{
    r->back = r->now;
    r->in_attr = in_attr;
    r->now = reference_start;
}

static void data(reference *r, int c)
{
    if (c == '&')
        refer(r, 0);
    else if (c == '<')
        r->now = tag_open;
    else if (c == EOF)
        end_of_file(r);
    else
        emit(r, c);
}

static void rcdata(reference *r, int c)
{
    r->home = rcdata;
    if (c == '&')
        refer(r, 0);
    else if (c == '<')
        r->now = raw_less_than;
    else if (c == EOF)
        end_of_file(r);
    else
        emit(r, c);
}

static void rawtext(reference *r, int c)
{
    r->home = rawtext;
    if (c == '<')
        r->now = raw_less_than;
    else if (c == EOF)
        end_of_file(r);
    else
        emit(r, c);
}

static void script_data(reference *r, int c)
{
    r->home = script_data;
    if (c == '<')
        r->now = script_less_than;
    else if (c == EOF)
        end_of_file(r);
    else
        emit(r, c);
}

static void plaintext(reference *r, int c)
{
    if (c == EOF)
        end_of_file(r);
    else
        emit(r, c);
}

static void tag_open(reference *r, int c)
{
    if (c == '!') {
        r->now = declaration_open;
    } else if (c == '/') {
        r->now = end_tag_open;
    } else if (encart__is_alpha(c)) {
        new_tag(r, 0);
        again(r, tag_name);
    } else if (c == '?') {
        new_comment(r, 1);
        again(r, bogus_comment);
    } else {
        emit(r, '<');
        again(r, data);
    }
}

static void end_tag_open(reference *r, int c)
{
    if (encart__is_alpha(c)) {
        new_tag(r, 1);
        again(r, tag_name);
    } else if (c == '>') {
        r->now = data;
    } else if (c == EOF) {
        emit_all(r, "</");
        end_of_file(r);
    } else {
        new_comment(r, 1);
        again(r, bogus_comment);
    }
}

static void tag_name(reference *r, int c)
{
    if (encart__is_space(c))
        r->now = before_attr_name;
    else if (c == '/')
        r->now = self_closing_start;
    else if (c == '>')
        emit_tag(r);
    else if (c == EOF)
        end_of_file(r);
    else
        add_lower(&r->tag, c);
}

/* ---- 13.2.5.9 to 13.2.5.14, .16, .17, .24, .25: end tags of raw text ------------------- */

static void raw_less_than(reference *r, int c)
{
    if (c == '/') {
        encart__strbuf_clear(&r->temp);
        r->now = raw_end_tag_open;
    } else {
        emit(r, '<');
        again(r, r->home);
    }
}

static void raw_end_tag_open(reference *r, int c)
{
    if (encart__is_alpha(c)) {
        new_tag(r, 1);
        again(r, raw_end_tag_name);
    } else {
        emit_all(r, "</");
        again(r, r->home);
    }
}

static void raw_end_tag_name(reference *r, int c)
{
    int appropriate = encart__str_eq(encart__strbuf_view(&r->tag),
                                     encart__strbuf_view(&r->last_start));

    if (appropriate && encart__is_space(c)) {
        r->now = before_attr_name;
    } else if (appropriate && c == '/') {
        r->now = self_closing_start;
    } else if (appropriate && c == '>') {
        emit_tag(r);
    } else if (encart__is_alpha(c)) {
        add_lower(&r->tag, c);
        add(&r->temp, c);
    } else {
        emit_all(r, "</");
        encart__strbuf_str(&r->text, encart__strbuf_view(&r->temp));
        again(r, r->home);
    }
}

/* ---- 13.2.5.15 to 13.2.5.31: script data ----------------------------------------------- */

static void script_less_than(reference *r, int c)
{
    if (c == '!') {
        r->now = escape_start;
        emit_all(r, "<!");
    } else {
        raw_less_than(r, c);
    }
}

static void escape_start(reference *r, int c)
{
    if (c == '-') {
        r->now = escape_start_dash;
        emit(r, c);
    } else {
        again(r, script_data);
    }
}

static void escape_start_dash(reference *r, int c)
{
    if (c == '-') {
        r->now = escaped_dash_dash;
        emit(r, c);
    } else {
        again(r, script_data);
    }
}

static void escaped(reference *r, int c)
{
    r->home = escaped;
    if (c == '-') {
        r->now = escaped_dash;
        emit(r, c);
    } else if (c == '<') {
        r->now = escaped_less_than;
    } else if (c == EOF) {
        end_of_file(r);
    } else {
        r->now = escaped;
        emit(r, c);
    }
}

static void escaped_dash(reference *r, int c)
{
    if (c == '-') {
        r->now = escaped_dash_dash;
        emit(r, c);
    } else {
        escaped(r, c);
    }
}

static void escaped_dash_dash(reference *r, int c)
{
    if (c == '-') {
        emit(r, c);
    } else if (c == '>') {
        r->now = script_data;
        emit(r, c);
    } else {
        escaped(r, c);
    }
}

static void escaped_less_than(reference *r, int c)
{
    r->home = escaped;
    if (c == '/') {
        encart__strbuf_clear(&r->temp);
        r->now = raw_end_tag_open;
    } else if (encart__is_alpha(c)) {
        encart__strbuf_clear(&r->temp);
        emit(r, '<');
        again(r, double_escape_start);
    } else {
        emit(r, '<');
        again(r, escaped);
    }
}

static void double_escape_start(reference *r, int c)
{
    if (encart__is_space(c) || c == '/' || c == '>') {
        r->now = is(&r->temp, "script") ? double_escaped : escaped;
        emit(r, c);
    } else if (encart__is_alpha(c)) {
        add_lower(&r->temp, c);
        emit(r, c);
    } else {
        again(r, escaped);
    }
}

static void double_escaped(reference *r, int c)
{
    if (c == EOF) {
        end_of_file(r);
        return;
    }
    r->now = c == '-'   ? double_escaped_dash
             : c == '<' ? double_escaped_less_than
                        : double_escaped;
    emit(r, c);
}

static void double_escaped_dash(reference *r, int c)
{
    double_escaped(r, c);
    if (c == '-')
        r->now = double_escaped_dash_dash;
}

static void double_escaped_dash_dash(reference *r, int c)
{
    double_escaped(r, c);
    if (c == '-')
        r->now = double_escaped_dash_dash;
    else if (c == '>')
        r->now = script_data;
}

static void double_escaped_less_than(reference *r, int c)
{
    if (c == '/') {
        encart__strbuf_clear(&r->temp);
        r->now = double_escape_end;
        emit(r, c);
    } else {
        again(r, double_escaped);
    }
}

static void double_escape_end(reference *r, int c)
{
    if (encart__is_space(c) || c == '/' || c == '>') {
        r->now = is(&r->temp, "script") ? escaped : double_escaped;
        emit(r, c);
    } else if (encart__is_alpha(c)) {
        add_lower(&r->temp, c);
        emit(r, c);
    } else {
        again(r, double_escaped);
    }
}

/* ---- 13.2.5.32 to 13.2.5.40: attributes ------------------------------------------------ */

static void before_attr_name(reference *r, int c)
{
    if (encart__is_space(c))
        return;
    if (c == '/' || c == '>' || c == EOF) {
        again(r, after_attr_name);
        return;
    }
    new_attr(r);
    r->now = attr_name;
    if (c == '=')
        add(&r->name, c);
    else
        again(r, attr_name);
}

static void attr_name(reference *r, int c)
{
    if (encart__is_space(c) || c == '/' || c == '>' || c == EOF)
        again(r, after_attr_name);
    else if (c == '=')
        r->now = before_attr_value;
    else
        add_lower(&r->name, c);
}

static void after_attr_name(reference *r, int c)
{
    if (encart__is_space(c))
        return;
    if (c == '/') {
        r->now = self_closing_start;
    } else if (c == '=') {
        r->now = before_attr_value;
    } else if (c == '>') {
        emit_tag(r);
    } else if (c == EOF) {
        end_of_file(r);
    } else {
        new_attr(r);
        again(r, attr_name);
    }
}

static void before_attr_value(reference *r, int c)
{
    if (encart__is_space(c))
        return;
    if (c == '"')
        r->now = attr_value_double;
    else if (c == '\'')
        r->now = attr_value_single;
    else if (c == '>')
        emit_tag(r);
    else
        again(r, attr_value_unquoted);
}

static void attr_value_quoted(reference *r, int c, int quote)
{
    if (c == quote)
        r->now = after_attr_value;
    else if (c == '&')
        refer(r, 1);
    else if (c == EOF)
        end_of_file(r);
    else
        add(&r->value, c);
}

static void attr_value_double(reference *r, int c)
{
    attr_value_quoted(r, c, '"');
}

static void attr_value_single(reference *r, int c)
{
    attr_value_quoted(r, c, '\'');
}

static void attr_value_unquoted(reference *r, int c)
{
    if (encart__is_space(c))
        r->now = before_attr_name;
    else if (c == '&')
        refer(r, 1);
    else if (c == '>')
        emit_tag(r);
    else if (c == EOF)
        end_of_file(r);
    else
        add(&r->value, c);
}

static void after_attr_value(reference *r, int c)
{
    if (encart__is_space(c))
        r->now = before_attr_name;
    else if (c == '/')
        r->now = self_closing_start;
    else if (c == '>')
        emit_tag(r);
    else if (c == EOF)
        end_of_file(r);
    else
        again(r, before_attr_name);
}

static void self_closing_start(reference *r, int c)
{
    if (c == '>') {
        r->self_closing = 1;
        emit_tag(r);
    } else if (c == EOF) {
        end_of_file(r);
    } else {
        again(r, before_attr_name);
    }
}

/* ---- 13.2.5.41 to 13.2.5.52: comments -------------------------------------------------- */

static void bogus_comment(reference *r, int c)
{
    if (!ends(r, c, emit_comment))
        add(&r->data, c);
}

/* It looks ahead and consumes what it knows. */
static void declaration_open(reference *r, int c)
{
    (void)c;
    r->i--;
    new_comment(r, 0);
    if (next_are(r, "--", 0)) {
        r->i += 2;
        r->now = comment_start;
    } else if (next_are(r, "doctype", 1)) {
        r->i += 7;
        r->now = doctype;
    } else {
        new_comment(r, 1);
        r->now = bogus_comment;
    }
}

static void comment_start(reference *r, int c)
{
    if (c == '-')
        r->now = comment_start_dash;
    else if (c == '>')
        ends(r, c, emit_comment);
    else
        again(r, comment);
}

static void comment_start_dash(reference *r, int c)
{
    if (c == '-') {
        r->now = comment_end;
    } else if (!ends(r, c, emit_comment)) {
        add(&r->data, '-');
        again(r, comment);
    }
}

static void comment(reference *r, int c)
{
    if (c == '<') {
        add(&r->data, c);
        r->now = comment_less_than;
    } else if (c == '-') {
        r->now = comment_end_dash;
    } else if (c == EOF) {
        ends(r, c, emit_comment);
    } else {
        add(&r->data, c);
    }
}

static void comment_less_than(reference *r, int c)
{
    if (c == '!') {
        add(&r->data, c);
        r->now = comment_bang;
    } else if (c == '<') {
        add(&r->data, c);
    } else {
        again(r, comment);
    }
}

static void comment_bang(reference *r, int c)
{
    if (c == '-')
        r->now = comment_bang_dash;
    else
        again(r, comment);
}

static void comment_bang_dash(reference *r, int c)
{
    if (c == '-')
        r->now = comment_bang_dash_dash;
    else
        again(r, comment_end_dash);
}

static void comment_bang_dash_dash(reference *r, int c)
{
    (void)c;
    again(r, comment_end);
}

static void comment_end_dash(reference *r, int c)
{
    if (c == '-') {
        r->now = comment_end;
    } else if (c == EOF) {
        ends(r, c, emit_comment);
    } else {
        add(&r->data, '-');
        again(r, comment);
    }
}

static void comment_end(reference *r, int c)
{
    if (c == '!') {
        r->now = comment_end_bang;
    } else if (c == '-') {
        add(&r->data, '-');
    } else if (!ends(r, c, emit_comment)) {
        encart__strbuf_puts(&r->data, "--");
        again(r, comment);
    }
}

static void comment_end_bang(reference *r, int c)
{
    if (c == '-') {
        encart__strbuf_puts(&r->data, "--!");
        r->now = comment_end_dash;
    } else if (!ends(r, c, emit_comment)) {
        encart__strbuf_puts(&r->data, "--!");
        again(r, comment);
    }
}

/* ---- 13.2.5.53 to 13.2.5.68: doctype; the identifiers are of no interest --------------- */

static void doctype(reference *r, int c)
{
    if (c == EOF)
        ends(r, c, emit_doctype);
    else if (encart__is_space(c))
        r->now = before_doctype_name;
    else
        again(r, before_doctype_name);
}

static void before_doctype_name(reference *r, int c)
{
    if (encart__is_space(c) || ends(r, c, emit_doctype))
        return;
    add_lower(&r->data, c);
    r->now = doctype_name;
}

static void doctype_name(reference *r, int c)
{
    if (encart__is_space(c))
        r->now = after_doctype_name;
    else if (!ends(r, c, emit_doctype))
        add_lower(&r->data, c);
}

static void after_doctype_name(reference *r, int c)
{
    if (encart__is_space(c) || ends(r, c, emit_doctype))
        return;
    r->i--;
    r->now = next_are(r, "public", 1)   ? after_public_keyword
             : next_are(r, "system", 1) ? after_system_keyword
                                        : bogus_doctype;
    r->i += r->now == bogus_doctype ? 0 : 6;
}

/* The states around the identifiers: white space, a quote, the end, or nonsense. */
static void around_id(reference *r, int c, state *space, state *double_id, state *single_id)
{
    if (encart__is_space(c))
        r->now = space;
    else if (c == '"' && double_id)
        r->now = double_id;
    else if (c == '\'' && single_id)
        r->now = single_id;
    else if (!ends(r, c, emit_doctype))
        again(r, bogus_doctype);
}

static void after_public_keyword(reference *r, int c)
{
    around_id(r, c, before_public_id, public_id_double, public_id_single);
}

static void before_public_id(reference *r, int c)
{
    around_id(r, c, before_public_id, public_id_double, public_id_single);
}

static void inside_id(reference *r, int c, int quote, state *after)
{
    if (c == quote)
        r->now = after;
    else
        ends(r, c, emit_doctype);
}

static void public_id_double(reference *r, int c)
{
    inside_id(r, c, '"', after_public_id);
}

static void public_id_single(reference *r, int c)
{
    inside_id(r, c, '\'', after_public_id);
}

static void after_public_id(reference *r, int c)
{
    around_id(r, c, between_ids, system_id_double, system_id_single);
}

static void between_ids(reference *r, int c)
{
    around_id(r, c, between_ids, system_id_double, system_id_single);
}

static void after_system_keyword(reference *r, int c)
{
    around_id(r, c, before_system_id, system_id_double, system_id_single);
}

static void before_system_id(reference *r, int c)
{
    around_id(r, c, before_system_id, system_id_double, system_id_single);
}

static void system_id_double(reference *r, int c)
{
    inside_id(r, c, '"', after_system_id);
}

static void system_id_single(reference *r, int c)
{
    inside_id(r, c, '\'', after_system_id);
}

static void after_system_id(reference *r, int c)
{
    around_id(r, c, after_system_id, NULL, NULL);
}

static void bogus_doctype(reference *r, int c)
{
    ends(r, c, emit_doctype);
}

/* ---- 13.2.5.69 to 13.2.5.71: CDATA sections -------------------------------------------- */

static void cdata(reference *r, int c)
{
    if (c == ']')
        r->now = cdata_bracket;
    else if (c == EOF)
        end_of_file(r);
    else
        emit(r, c);
}

static void cdata_bracket(reference *r, int c)
{
    if (c == ']') {
        r->now = cdata_end;
    } else {
        emit(r, ']');
        again(r, cdata);
    }
}

static void cdata_end(reference *r, int c)
{
    if (c == ']') {
        emit(r, c);
    } else if (c == '>') {
        flush(r);
        r->raw = 0;
        r->now = data;
    } else {
        emit_all(r, "]]");
        again(r, cdata);
    }
}

/* ---- 13.2.5.72 to 13.2.5.80: character references -------------------------------------- */

static void give(reference *r, encart__str s)
{
    encart__strbuf_str(r->in_attr ? &r->value : &r->text, s);
}

/* "Flush code points consumed as a character reference." */
static void give_back(reference *r)
{
    give(r, encart__strbuf_view(&r->temp));
}

static void reference_start(reference *r, int c)
{
    encart__strbuf_clear(&r->temp);
    add(&r->temp, '&');
    if (encart__is_alnum(c)) {
        again(r, named_reference);
    } else if (c == '#') {
        add(&r->temp, c);
        r->now = numeric_reference;
    } else {
        give_back(r);
        again(r, r->back);
    }
}

typedef struct entity {
    const char *name;
    uint32_t first, second;
} entity;

/* "Consume the maximum number of characters possible": the longest name in the table. */
static const entity *longest_entity(const reference *r)
{
    static const entity all[] = {
#define ENTITY(name, first, second) {name, first, second},
#include "core/html/entities.inc"
#undef ENTITY
    };
    const entity *best = NULL;

    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i].name[0] == r->p[r->i] && next_are(r, all[i].name, 0) &&
            (!best || strlen(all[i].name) > strlen(best->name)))
            best = &all[i];
    return best;
}

static void named_reference(reference *r, int c)
{
    const entity *e;
    int next;

    (void)c;
    r->i--;
    e = longest_entity(r);
    if (!e) {
        give_back(r);
        r->now = ambiguous_ampersand;
        return;
    }
    encart__strbuf_puts(&r->temp, e->name);
    r->i += strlen(e->name);
    r->now = r->back;
    next = r->i < r->n ? (unsigned char)r->p[r->i] : EOF;
    if (r->in_attr && r->p[r->i - 1] != ';' && (next == '=' || encart__is_alnum(next))) {
        give_back(r);
        return;
    }
    encart__strbuf_clear(&r->temp);
    encart__strbuf_utf8(&r->temp, e->first);
    if (e->second)
        encart__strbuf_utf8(&r->temp, e->second);
    give_back(r);
}

static void ambiguous_ampersand(reference *r, int c)
{
    if (encart__is_alnum(c))
        add(r->in_attr ? &r->value : &r->text, c);
    else
        again(r, r->back);
}

static void numeric_reference(reference *r, int c)
{
    r->code = 0;
    if (c == 'x' || c == 'X') {
        add(&r->temp, c);
        r->now = hex_start;
    } else {
        again(r, decimal_start);
    }
}

static void hex_start(reference *r, int c)
{
    if (!is_hex(c))
        give_back(r);
    again(r, is_hex(c) ? hex_reference : r->back);
}

static void decimal_start(reference *r, int c)
{
    if (!encart__is_digit(c))
        give_back(r);
    again(r, encart__is_digit(c) ? decimal_reference : r->back);
}

/* 13.2.5.80: the table of the standard, its rows without a change left out. */
static uint32_t corrected(uint32_t code)
{
    static const uint32_t rows[][2] = {
        {0x80, 0x20AC}, {0x82, 0x201A}, {0x83, 0x0192}, {0x84, 0x201E}, {0x85, 0x2026},
        {0x86, 0x2020}, {0x87, 0x2021}, {0x88, 0x02C6}, {0x89, 0x2030}, {0x8A, 0x0160},
        {0x8B, 0x2039}, {0x8C, 0x0152}, {0x8E, 0x017D}, {0x91, 0x2018}, {0x92, 0x2019},
        {0x93, 0x201C}, {0x94, 0x201D}, {0x95, 0x2022}, {0x96, 0x2013}, {0x97, 0x2014},
        {0x98, 0x02DC}, {0x99, 0x2122}, {0x9A, 0x0161}, {0x9B, 0x203A}, {0x9C, 0x0153},
        {0x9E, 0x017E}, {0x9F, 0x0178}};

    if (code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF) || code == 0)
        return 0xFFFD;
    if (code < 0x20 && code != '\t' && code != '\n' && code != '\f' && code != '\r')
        return 0xFFFD; /* ours; the standard keeps it and calls it an error */
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i][0] == code)
            return rows[i][1];
    return code;
}

static void digit(reference *r, int c, uint32_t base, uint32_t value, int ok)
{
    if (ok) {
        if (r->code <= 0x10FFFF)
            r->code = r->code * base + value;
        return;
    }
    encart__strbuf_clear(&r->temp);
    encart__strbuf_utf8(&r->temp, corrected(r->code));
    give_back(r);
    r->now = r->back;
    if (c != ';')
        r->i--;
}

static void hex_reference(reference *r, int c)
{
    int value = encart__is_digit(c) ? c - '0' : encart__lower(c) - 'a' + 10;

    digit(r, c, 16, (uint32_t)value, is_hex(c));
}

static void decimal_reference(reference *r, int c)
{
    digit(r, c, 10, (uint32_t)(c - '0'), encart__is_digit(c));
}

/* ---- the whole ------------------------------------------------------------------------- */

static encart__strbuf *const *buffers(reference *r, encart__strbuf *all[9])
{
    encart__strbuf *const list[] = {&r->text,  &r->temp,  &r->last_start, &r->tag, &r->name,
                                    &r->value, &r->attrs, &r->names,      &r->data};

    memcpy(all, list, sizeof list);
    return all;
}

int reference_tokenize(encart__strbuf *out, encart__str input, int scripting,
                       encart__token_state start, encart__str last_tag)
{
    static state *const starts[] = {data, rcdata, rawtext, script_data, plaintext, cdata};
    encart__strbuf *all[9];
    reference r = {.p = input.p, .n = input.n, .scripting = scripting, .out = out};

    buffers(&r, all);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        encart__strbuf_init(all[i], NULL, 0);
    encart__strbuf_str(&r.last_start, last_tag);
    r.now = starts[start];
    r.raw = start != ENCART__STATE_DATA;
    while (!r.done) {
        int c = r.i < r.n ? (unsigned char)r.p[r.i] : EOF;

        r.i++;
        r.now(&r, c);
    }
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        encart__strbuf_free(all[i]);
    return !r.foreign;
}
