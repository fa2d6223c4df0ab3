/* The states of comments, doctypes, CDATA sections and character references. */
#include "tests/reference_states.h"

/* ---- 13.2.5.41 to 13.2.5.52: comments -------------------------------------------------- */

void bogus_comment(reference *r, int c)
{
    if (!ends(r, c, emit_comment))
        add(&r->data, c);
}

/* It looks ahead and consumes what it knows. */
void declaration_open(reference *r, int c)
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

void comment_start(reference *r, int c)
{
    if (c == '-')
        r->now = comment_start_dash;
    else if (c == '>')
        ends(r, c, emit_comment);
    else
        again(r, comment);
}

void comment_start_dash(reference *r, int c)
{
    if (c == '-') {
        r->now = comment_end;
    } else if (!ends(r, c, emit_comment)) {
        add(&r->data, '-');
        again(r, comment);
    }
}

void comment(reference *r, int c)
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

void comment_less_than(reference *r, int c)
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

void comment_bang(reference *r, int c)
{
    if (c == '-')
        r->now = comment_bang_dash;
    else
        again(r, comment);
}

void comment_bang_dash(reference *r, int c)
{
    if (c == '-')
        r->now = comment_bang_dash_dash;
    else
        again(r, comment_end_dash);
}

void comment_bang_dash_dash(reference *r, int c)
{
    (void)c;
    again(r, comment_end);
}

void comment_end_dash(reference *r, int c)
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

void comment_end(reference *r, int c)
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

void comment_end_bang(reference *r, int c)
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

void doctype(reference *r, int c)
{
    if (c == EOF)
        ends(r, c, emit_doctype);
    else if (encart__is_space(c))
        r->now = before_doctype_name;
    else
        again(r, before_doctype_name);
}

void before_doctype_name(reference *r, int c)
{
    if (encart__is_space(c) || ends(r, c, emit_doctype))
        return;
    add_lower(&r->data, c);
    r->now = doctype_name;
}

void doctype_name(reference *r, int c)
{
    if (encart__is_space(c))
        r->now = after_doctype_name;
    else if (!ends(r, c, emit_doctype))
        add_lower(&r->data, c);
}

void after_doctype_name(reference *r, int c)
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

void after_public_keyword(reference *r, int c)
{
    around_id(r, c, before_public_id, public_id_double, public_id_single);
}

void before_public_id(reference *r, int c)
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

void public_id_double(reference *r, int c)
{
    inside_id(r, c, '"', after_public_id);
}

void public_id_single(reference *r, int c)
{
    inside_id(r, c, '\'', after_public_id);
}

void after_public_id(reference *r, int c)
{
    around_id(r, c, between_ids, system_id_double, system_id_single);
}

void between_ids(reference *r, int c)
{
    around_id(r, c, between_ids, system_id_double, system_id_single);
}

void after_system_keyword(reference *r, int c)
{
    around_id(r, c, before_system_id, system_id_double, system_id_single);
}

void before_system_id(reference *r, int c)
{
    around_id(r, c, before_system_id, system_id_double, system_id_single);
}

void system_id_double(reference *r, int c)
{
    inside_id(r, c, '"', after_system_id);
}

void system_id_single(reference *r, int c)
{
    inside_id(r, c, '\'', after_system_id);
}

void after_system_id(reference *r, int c)
{
    around_id(r, c, after_system_id, NULL, NULL);
}

void bogus_doctype(reference *r, int c)
{
    ends(r, c, emit_doctype);
}

/* ---- 13.2.5.69 to 13.2.5.71: CDATA sections -------------------------------------------- */

void cdata(reference *r, int c)
{
    if (c == ']')
        r->now = cdata_bracket;
    else if (c == EOF)
        end_of_file(r);
    else
        emit(r, c);
}

void cdata_bracket(reference *r, int c)
{
    if (c == ']') {
        r->now = cdata_end;
    } else {
        emit(r, ']');
        again(r, cdata);
    }
}

void cdata_end(reference *r, int c)
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

static int is_hex(int c)
{
    return encart__is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static void give(reference *r, encart__str s)
{
    encart__strbuf_str(r->in_attr ? &r->value : &r->text, s);
}

/* "Flush code points consumed as a character reference." */
static void give_back(reference *r)
{
    give(r, encart__strbuf_view(&r->temp));
}

void reference_start(reference *r, int c)
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

void named_reference(reference *r, int c)
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

void ambiguous_ampersand(reference *r, int c)
{
    if (encart__is_alnum(c))
        add(r->in_attr ? &r->value : &r->text, c);
    else
        again(r, r->back);
}

void numeric_reference(reference *r, int c)
{
    r->code = 0;
    if (c == 'x' || c == 'X') {
        add(&r->temp, c);
        r->now = hex_start;
    } else {
        again(r, decimal_start);
    }
}

void hex_start(reference *r, int c)
{
    if (!is_hex(c))
        give_back(r);
    again(r, is_hex(c) ? hex_reference : r->back);
}

void decimal_start(reference *r, int c)
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
    if (code == '\r')
        return '\n'; /* ours; browsers read it so after one more round */
    if (code < 0x20 && code != '\t' && code != '\n' && code != '\f')
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

void hex_reference(reference *r, int c)
{
    int value = encart__is_digit(c) ? c - '0' : encart__lower(c) - 'a' + 10;

    digit(r, c, 16, (uint32_t)value, is_hex(c));
}

void decimal_reference(reference *r, int c)
{
    digit(r, c, 10, (uint32_t)(c - '0'), encart__is_digit(c));
}
