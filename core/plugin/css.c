/* See css.h. The grammar is that of CSS Syntax Level 3, less what nobody needs for a box. A
 * fault ends everything: the reader then gives END for ever. Start reading at
 * encart__css_check(). */
#include "core/plugin/css.h"
#include "core/base/utf8.h"
#include "core/plugin/css_names.h"

#include <stdarg.h>
#include <stdio.h>

enum { MOST_RULES_DEEP = 4, MOST_BRACKETS = 8 };

typedef enum { END, SPACE, IDENT, FUNCTION, AT, HASH, STRING, NUMBER, PUNCT } kind;

typedef struct {
    kind kind;
    char c;           /* of PUNCT */
    encart__str text; /* of IDENT and FUNCTION without "(", AT without "@", STRING without
                         quotes */
    size_t at;
} token;

typedef struct {
    encart__str css, plugin;
    size_t at;
    encart__css_fault *fault;
    int failed;
} reader;

static void fault_at(reader *r, size_t at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static void fault_at(reader *r, size_t at, const char *format, ...)
{
    va_list args;

    if (r->failed)
        return;
    r->failed = 1;
    r->fault->line = 1;
    for (size_t i = 0; i < at && i < r->css.n; i++)
        r->fault->line += r->css.p[i] == '\n';
    va_start(args, format);
    vsnprintf(r->fault->text, sizeof r->fault->text, format, args);
    va_end(args);
}

/* ---- bytes ----------------------------------------------------------------------------- */

static int begins(encart__str s, size_t at, const char *z)
{
    return encart__str_starts(encart__str_sub(s, at, s.n), encart__str_z(z));
}

/* What may stand nowhere, not in comments and strings either. */
static void check_bytes(reader *r)
{
    encart__str s = r->css;

    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];

        if (c == '\\')
            fault_at(r, i, "escapes (“\\”) are not allowed");
        else if ((c < 0x20 && !encart__is_space(c)) || c == 0x7F)
            fault_at(r, i, "control characters are not allowed");
        else if (begins(s, i, "</") || begins(s, i, "<!") || begins(s, i, "-->"))
            fault_at(r, i, "“%.2s” is not allowed: it looks like markup", s.p + i);
    }
    if (encart__utf8_valid(s) != s.n)
        fault_at(r, encart__utf8_valid(s), "not valid UTF-8");
}

/* ---- tokens ---------------------------------------------------------------------------- */

static int peek(const reader *r, size_t more)
{
    return r->at + more < r->css.n ? (unsigned char)r->css.p[r->at + more] : 0;
}

static int is_name_start(int c)
{
    return encart__is_alpha(c) || c == '_';
}

static int is_name(int c)
{
    return encart__is_alnum(c) || c == '_' || c == '-';
}

static int starts_name(const reader *r)
{
    return is_name_start(peek(r, 0)) ||
           (peek(r, 0) == '-' && (is_name_start(peek(r, 1)) || peek(r, 1) == '-'));
}

static int starts_number(const reader *r)
{
    size_t i = peek(r, 0) == '+' || peek(r, 0) == '-';

    return encart__is_digit(peek(r, i)) ||
           (peek(r, i) == '.' && encart__is_digit(peek(r, i + 1)));
}

static encart__str read_name(reader *r)
{
    size_t from = r->at;

    while (is_name(peek(r, 0)))
        r->at++;
    return encart__str_sub(r->css, from, r->at);
}

static void skip_comments(reader *r)
{
    size_t end;

    while (begins(r->css, r->at, "/*")) {
        end = encart__str_find(encart__str_sub(r->css, r->at + 2, r->css.n),
                               ENCART__STR("*/"));
        if (end == (size_t)-1) {
            fault_at(r, r->at, "a comment has no end");
            r->at = r->css.n;
        } else {
            r->at += end + 4;
        }
    }
}

static void read_string(reader *r, token *t)
{
    char quote = r->css.p[r->at++];
    size_t from = r->at;

    while (r->at < r->css.n && peek(r, 0) != quote && peek(r, 0) != '\n' &&
           peek(r, 0) != '\r' && peek(r, 0) != '\f')
        r->at++;
    t->kind = STRING;
    t->text = encart__str_sub(r->css, from, r->at);
    if (peek(r, 0) != quote)
        fault_at(r, t->at, "a string has no end on its line");
    r->at++;
}

static void skip_digits(reader *r)
{
    while (encart__is_digit(peek(r, 0)))
        r->at++;
}

/* With its unit. Exactly as browsers do: "0-5px" is two numbers, the second below 0. */
static void read_number(reader *r, token *t)
{
    size_t from = r->at, sign;

    r->at += peek(r, 0) == '+' || peek(r, 0) == '-';
    skip_digits(r);
    if (peek(r, 0) == '.' && encart__is_digit(peek(r, 1))) {
        r->at++;
        skip_digits(r);
    }
    sign = peek(r, 1) == '+' || peek(r, 1) == '-';
    if (encart__lower(peek(r, 0)) == 'e' && encart__is_digit(peek(r, 1 + sign))) {
        r->at += 1 + sign;
        skip_digits(r);
    }
    if (peek(r, 0) == '%')
        r->at++;
    else if (starts_name(r))
        read_name(r);
    t->kind = NUMBER;
    t->text = encart__str_sub(r->css, from, r->at);
}

static void read_word(reader *r, token *t)
{
    t->text = read_name(r);
    t->kind = peek(r, 0) == '(' ? FUNCTION : IDENT;
    r->at += t->kind == FUNCTION;
}

static void read_punct(reader *r, token *t)
{
    t->kind = PUNCT;
    t->c = r->css.p[r->at++];
    if ((unsigned char)t->c >= 0x80)
        fault_at(r, t->at, "only ASCII is allowed outside of strings and comments");
    if ((t->c == '@' || t->c == '#') && (t->c == '#' ? is_name(peek(r, 0)) : starts_name(r))) {
        t->kind = t->c == '#' ? HASH : AT;
        t->text = read_name(r);
    }
}

static token next(reader *r)
{
    token t = {END, 0, ENCART__STR_EMPTY, r->at};

    skip_comments(r);
    t.at = r->at;
    if (r->failed || r->at >= r->css.n)
        return t;
    if (encart__is_space(peek(r, 0))) {
        t.kind = SPACE;
        while (encart__is_space(peek(r, 0)))
            r->at++;
    } else if (peek(r, 0) == '"' || peek(r, 0) == '\'') {
        read_string(r, &t);
    } else if (starts_number(r)) {
        read_number(r, &t);
    } else if (starts_name(r)) {
        read_word(r, &t);
    } else {
        read_punct(r, &t);
    }
    if ((t.kind == NUMBER || t.kind == HASH) && peek(r, 0) == '(')
        fault_at(r, t.at, "a “(” follows what is no function");
    if (r->failed)
        t.kind = END;
    return t;
}

static token next_solid(reader *r)
{
    token t = next(r);

    while (t.kind == SPACE)
        t = next(r);
    return t;
}

static int is(token t, char c)
{
    return t.kind == PUNCT && t.c == c;
}

/* What stands there, for a message. */
static encart__str shown(const reader *r, token t)
{
    return t.kind == END     ? ENCART__STR("the end")
           : t.kind == SPACE ? ENCART__STR("white space")
                             : encart__str_sub(r->css, t.at, r->at < t.at + 40 ? r->at : t.at + 40);
}

static void unexpected(reader *r, token t, const char *where, const char *expected)
{
    encart__str found = shown(r, t);

    fault_at(r, t.at, "%s: %s expected, found “%.*s”", where, expected, (int)found.n, found.p);
}

/* ---- brackets -------------------------------------------------------------------------- */

typedef struct {
    char open[MOST_BRACKETS];
    int count;
} brackets;

/* Counts ( ) [ ] as a browser pairs them; true when the token was one of them. */
static int paired(reader *r, brackets *b, token t)
{
    int opens = t.kind == FUNCTION || is(t, '(') || is(t, '[');

    if (!opens && !is(t, ')') && !is(t, ']'))
        return 0;
    if (opens && b->count == MOST_BRACKETS)
        fault_at(r, t.at, "brackets are nested deeper than %d", MOST_BRACKETS);
    else if (opens)
        b->open[b->count++] = is(t, '[') ? ']' : ')';
    else if (!b->count || b->open[b->count - 1] != t.c)
        fault_at(r, t.at, "a “%c” closes nothing", t.c);
    else
        b->count--;
    return 1;
}

static void check_function(reader *r, token t, const char *const *allowed, const char *where)
{
    if (t.kind == FUNCTION && !encart__css_named(t.text, allowed))
        fault_at(r, t.at, "“%.*s(” is not allowed in %s", (int)t.text.n, t.text.p, where);
}

/* ---- selectors ------------------------------------------------------------------------- */

static int begins_with_name(const reader *r, encart__str s, encart__str head)
{
    encart__str name = r->plugin, tail = encart__str_sub(s, head.n, s.n);

    return encart__str_starts(s, head) && encart__str_starts(tail, name) &&
           (tail.n == name.n || tail.p[name.n] == '-' || tail.p[name.n] == '_');
}

/* "encart-NAME" of a box, "encart-in-NAME" of the article, alone or with more after "-" or "_". */
static int is_own_class(const reader *r, encart__str s)
{
    return begins_with_name(r, s, ENCART__STR("encart-")) ||
           begins_with_name(r, s, ENCART__STR("encart-in-"));
}

/* After "[": data-encart, ^= or =, "NAME/…", and the bracket. */
static int is_own_mark(reader *r)
{
    token t = next_solid(r);
    encart__str name = r->plugin;

    if (t.kind != IDENT || !encart__str_is(t.text, "data-encart"))
        return 0;
    t = next_solid(r);
    if (is(t, '^'))
        t = next(r);
    if (!is(t, '='))
        return 0;
    t = next_solid(r);
    return t.kind == STRING && encart__str_starts(t.text, name) && t.text.n > name.n &&
           t.text.p[name.n] == '/' && is(next_solid(r), ']');
}

static void anchor(reader *r, token t)
{
    int own = 0;

    if (is(t, '[')) {
        own = is_own_mark(r);
    } else if (is(t, '.')) {
        token name = next(r);

        own = name.kind == IDENT && is_own_class(r, name.text);
    }
    if (!own) {
        encart__str found = shown(r, t);

        fault_at(r, t.at, "a selector begins with .encart-%.*s or [data-encart^=\"%.*s/\"], "
                 "found “%.*s”", (int)r->plugin.n, r->plugin.p, (int)r->plugin.n, r->plugin.p,
                 (int)found.n, found.p);
    }
}

static int is_selector_punct(token t)
{
    return t.kind == PUNCT && t.c && strchr("()[].,:>+~*=^$|", t.c);
}

/* Up to the bracket that closes what `first` has opened. */
static void inner(reader *r, token first, const char *const *functions)
{
    brackets b = {{0}, 0};

    paired(r, &b, first);
    while (b.count && !r->failed) {
        token t = next(r);

        check_function(r, t, functions, "a selector");
        if (t.kind == END || t.kind == AT || (t.kind == PUNCT && !is_selector_punct(t)))
            unexpected(r, t, "a selector", "a closing bracket");
        paired(r, &b, t);
    }
}

static void pseudo(reader *r)
{
    token t = next(r);

    if (is(t, ':'))
        t = next(r);
    if (t.kind == FUNCTION && encart__css_named(t.text, encart__css_pseudo_functions))
        inner(r, t, encart__css_pseudo_functions);
    else if (t.kind != IDENT || !encart__css_named(t.text, encart__css_pseudos))
        fault_at(r, t.at, "a selector: “:%.*s” is not allowed", (int)shown(r, t).n,
                 shown(r, t).p);
}

static int is_combinator(token t)
{
    return is(t, '>') || is(t, '+') || is(t, '~');
}

/* One piece of a compound selector. */
static void simple(reader *r, token t)
{
    if (is(t, '.')) {
        t = next(r);
        if (t.kind != IDENT)
            unexpected(r, t, "a selector", "the name of a class");
    } else if (is(t, ':')) {
        pseudo(r);
    } else if (is(t, '[')) {
        inner(r, t, encart__css_pseudo_functions);
    } else if (t.kind != IDENT && t.kind != HASH && !is(t, '*')) {
        unexpected(r, t, "a selector", "a class, an element, “{” or “,”");
    }
}

/* From its anchor to the "," or "{" that is returned. Beside the box stand others: only inside
 * it a sibling is its own. */
static token selector(reader *r, token t)
{
    int inside = 0;

    anchor(r, t);
    t = next(r);
    while (!r->failed && !is(t, ',') && !is(t, '{')) {
        int space = t.kind == SPACE;

        if (space)
            t = next_solid(r);
        if (is(t, ',') || is(t, '{'))
            break;
        if ((is(t, '+') || is(t, '~')) && !inside)
            fault_at(r, t.at, "a selector: “%c” leaves the plugin's box", t.c);
        if (is_combinator(t)) {
            inside |= is(t, '>');
            t = next_solid(r);
        } else {
            inside |= space;
        }
        simple(r, t);
        t = next(r);
    }
    return t;
}

/* ---- declarations ---------------------------------------------------------------------- */

static int is_value_punct(token t)
{
    return t.kind == PUNCT && t.c && strchr("(),/%+-*[]", t.c);
}

static void check_value(reader *r, token t, encart__css_rule rule, encart__str property)
{
    int bad = 0;

    if (rule == ENCART__CSS_POSITION)
        bad = t.kind != SPACE && (t.kind != IDENT || !encart__css_named(
                                                        t.text, encart__css_positions));
    else if (rule == ENCART__CSS_NOT_NEGATIVE)
        bad = t.kind == FUNCTION || (t.kind == NUMBER && t.text.p[0] == '-');
    if (bad) {
        encart__str found = shown(r, t);

        fault_at(r, t.at, "%.*s: “%.*s” is not allowed; %s", (int)property.n, property.p,
                 (int)found.n, found.p,
                 rule == ENCART__CSS_POSITION ? "static and relative are"
                                              : "lengths from 0 on are");
    }
}

/* The value of a property, up to the ";" or "}" that is returned. */
static token value(reader *r, encart__str property, encart__css_rule rule)
{
    brackets b = {{0}, 0};

    for (;;) {
        token t = next(r);

        if (t.kind == END || (!b.count && (is(t, ';') || is(t, '}'))))
            return t;
        check_function(r, t, encart__css_functions, "a value");
        if (is(t, '!'))
            fault_at(r, t.at, "“!important” is not allowed: the site has the last word");
        else if (is(t, '{'))
            fault_at(r, t.at, "rules are not nested in rules");
        else if (t.kind == AT || (t.kind == PUNCT && !is_value_punct(t)))
            unexpected(r, t, "a value", "a word, a number, “;” or “}”");
        check_value(r, t, rule, property);
        paired(r, &b, t);
    }
}

static token declaration(reader *r, token name)
{
    encart__css_rule rule = encart__css_rule_of(name.text);
    token t = next_solid(r);

    if (rule == ENCART__CSS_REFUSED)
        fault_at(r, name.at, "%.*s is not allowed: it takes a box out of its place",
                 (int)name.text.n, name.text.p);
    if (!is(t, ':')) {
        unexpected(r, t, "a declaration", "“:” after the property");
        return t;
    }
    return value(r, name.text, rule);
}

static void declarations(reader *r)
{
    token t = next_solid(r);

    while (!r->failed && !is(t, '}')) {
        if (t.kind == IDENT)
            t = declaration(r, t);
        else if (!is(t, ';'))
            unexpected(r, t, "a rule", "the name of a property or “}”");
        if (is(t, ';'))
            t = next_solid(r);
        else if (t.kind == END)
            fault_at(r, t.at, "a rule has no “}”");
    }
}

static void style_rule(reader *r, token t)
{
    for (;;) {
        t = selector(r, t);
        if (r->failed || is(t, '{'))
            break;
        t = next_solid(r);
    }
    if (!r->failed)
        declarations(r);
}

/* ---- at-rules -------------------------------------------------------------------------- */

static int is_condition_punct(token t)
{
    return t.kind == PUNCT && t.c && strchr("():,<>=/.", t.c);
}

/* Its condition, and the brace that opens it. */
static void at_rule(reader *r, token t)
{
    brackets b = {{0}, 0};

    if (!encart__css_named(t.text, encart__css_at_rules))
        fault_at(r, t.at, "“@%.*s” is not allowed; @media, @supports and @container are",
                 (int)t.text.n, t.text.p);
    while (!r->failed) {
        t = next(r);
        if (is(t, '{') && !b.count)
            return;
        check_function(r, t, encart__css_condition_functions, "a condition");
        if (t.kind == END || t.kind == AT || t.kind == STRING || t.kind == HASH ||
            (t.kind == PUNCT && !is_condition_punct(t)))
            unexpected(r, t, "a condition", "“{”");
        paired(r, &b, t);
    }
}

static void sheet(reader *r)
{
    int depth = 0;

    for (token t = next_solid(r); t.kind != END; t = next_solid(r)) {
        if (t.kind == AT && depth == MOST_RULES_DEEP) {
            fault_at(r, t.at, "at-rules are nested deeper than %d", MOST_RULES_DEEP);
        } else if (t.kind == AT) {
            at_rule(r, t);
            depth++;
        } else if (!is(t, '}')) {
            style_rule(r, t);
        } else if (depth-- == 0) {
            fault_at(r, t.at, "a “}” closes nothing");
        }
    }
    if (depth > 0)
        fault_at(r, r->css.n, "an at-rule has no “}”");
}

int encart__css_check(encart__str css, encart__str plugin, encart__css_fault *fault)
{
    reader r = {css, plugin, 0, fault, 0};

    check_bytes(&r);
    if (!r.failed)
        sheet(&r);
    return !r.failed;
}
