/* One function for each state, in the order of 13.2.5 and with its names: state(r, c) is
 * called with the next input character, or EOF. Here are text, tags, raw text, script data
 * and attributes; reference_markup.c has the others. Start reading at data().
 */
#include "tests/reference_states.h"
#include "core/base/limits.h"
#include "tests/token_text.h"

/* ---- what the states do ---------------------------------------------------------------- */

void again(reference *r, state *in)
{
    r->now = in;
    r->i--;
}

void add(encart__strbuf *b, int c)
{
    encart__strbuf_putc(b, (char)c);
}

void add_lower(encart__strbuf *b, int c)
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

void flush(reference *r)
{
    if (!r->text.size)
        return;
    separate(r);
    if (r->raw)
        encart__strbuf_putc(r->out, 'r');
    print_text(r->out, encart__strbuf_view(&r->text), "\"");
    encart__strbuf_clear(&r->text);
}

void emit(reference *r, int c)
{
    encart__strbuf_putc(&r->text, (char)c);
}

void emit_all(reference *r, const char *z)
{
    encart__strbuf_puts(&r->text, z);
}

void end_of_file(reference *r)
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

void new_comment(reference *r, int bogus)
{
    encart__strbuf_clear(&r->data);
    r->bogus = bogus;
}

void emit_comment(reference *r)
{
    flush(r);
    separate(r);
    encart__strbuf_puts(r->out, r->bogus ? "{{" : "{");
    print_text(r->out, encart__strbuf_view(&r->data), "");
    encart__strbuf_puts(r->out, r->bogus ? "}}" : "}");
}

void emit_doctype(reference *r)
{
    flush(r);
    separate(r);
    encart__strbuf_putc(r->out, '!');
    print_text(r->out, encart__strbuf_view(&r->data), "");
}

int ends(reference *r, int c, void (*token)(reference *))
{
    if (c != '>' && c != EOF)
        return 0;
    token(r);
    r->now = data;
    if (c == EOF)
        end_of_file(r);
    return 1;
}

int next_are(const reference *r, const char *z, int any_case)
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

void data(reference *r, int c)
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

void rcdata(reference *r, int c)
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

void rawtext(reference *r, int c)
{
    r->home = rawtext;
    if (c == '<')
        r->now = raw_less_than;
    else if (c == EOF)
        end_of_file(r);
    else
        emit(r, c);
}

void script_data(reference *r, int c)
{
    r->home = script_data;
    if (c == '<')
        r->now = script_less_than;
    else if (c == EOF)
        end_of_file(r);
    else
        emit(r, c);
}

void plaintext(reference *r, int c)
{
    if (c == EOF)
        end_of_file(r);
    else
        emit(r, c);
}

void tag_open(reference *r, int c)
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

void end_tag_open(reference *r, int c)
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

void tag_name(reference *r, int c)
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

void raw_less_than(reference *r, int c)
{
    if (c == '/') {
        encart__strbuf_clear(&r->temp);
        r->now = raw_end_tag_open;
    } else {
        emit(r, '<');
        again(r, r->home);
    }
}

void raw_end_tag_open(reference *r, int c)
{
    if (encart__is_alpha(c)) {
        new_tag(r, 1);
        again(r, raw_end_tag_name);
    } else {
        emit_all(r, "</");
        again(r, r->home);
    }
}

void raw_end_tag_name(reference *r, int c)
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

void script_less_than(reference *r, int c)
{
    if (c == '!') {
        r->now = escape_start;
        emit_all(r, "<!");
    } else {
        raw_less_than(r, c);
    }
}

void escape_start(reference *r, int c)
{
    if (c == '-') {
        r->now = escape_start_dash;
        emit(r, c);
    } else {
        again(r, script_data);
    }
}

void escape_start_dash(reference *r, int c)
{
    if (c == '-') {
        r->now = escaped_dash_dash;
        emit(r, c);
    } else {
        again(r, script_data);
    }
}

void escaped(reference *r, int c)
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

void escaped_dash(reference *r, int c)
{
    if (c == '-') {
        r->now = escaped_dash_dash;
        emit(r, c);
    } else {
        escaped(r, c);
    }
}

void escaped_dash_dash(reference *r, int c)
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

void escaped_less_than(reference *r, int c)
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

void double_escape_start(reference *r, int c)
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

void double_escaped(reference *r, int c)
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

void double_escaped_dash(reference *r, int c)
{
    double_escaped(r, c);
    if (c == '-')
        r->now = double_escaped_dash_dash;
}

void double_escaped_dash_dash(reference *r, int c)
{
    double_escaped(r, c);
    if (c == '-')
        r->now = double_escaped_dash_dash;
    else if (c == '>')
        r->now = script_data;
}

void double_escaped_less_than(reference *r, int c)
{
    if (c == '/') {
        encart__strbuf_clear(&r->temp);
        r->now = double_escape_end;
        emit(r, c);
    } else {
        again(r, double_escaped);
    }
}

void double_escape_end(reference *r, int c)
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

void before_attr_name(reference *r, int c)
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

void attr_name(reference *r, int c)
{
    if (encart__is_space(c) || c == '/' || c == '>' || c == EOF)
        again(r, after_attr_name);
    else if (c == '=')
        r->now = before_attr_value;
    else
        add_lower(&r->name, c);
}

void after_attr_name(reference *r, int c)
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

void before_attr_value(reference *r, int c)
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

void attr_value_double(reference *r, int c)
{
    attr_value_quoted(r, c, '"');
}

void attr_value_single(reference *r, int c)
{
    attr_value_quoted(r, c, '\'');
}

void attr_value_unquoted(reference *r, int c)
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

void after_attr_value(reference *r, int c)
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

void self_closing_start(reference *r, int c)
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
