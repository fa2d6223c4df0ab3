/* From text to the compiled selector: lists, combinators, compounds, attributes. Start
 * reading at encart__selector_parse(). */
#include "core/edit/reader.h"
#include "core/base/error.h"
#include "core/base/utf8.h"

/* ---- parts ------------------------------------------------------------------------- */

static int too_many(encart__reader *r, const char *what, int most)
{
    return encart__reject(r, r->at, ENCART_ELIMIT, "more than %d %s", most, what);
}

encart__simple *encart__simple_new(encart__reader *r, uint8_t compound, uint8_t kind)
{
    encart__selector *s = r->out;
    uint8_t *link = &s->compounds[compound].first;

    if (s->simple_n + 1 >= ENCART__SELECTOR_SIMPLES) {
        too_many(r, "simple selectors", ENCART__SELECTOR_SIMPLES - 1);
        return NULL;
    }
    while (*link)
        link = &s->simples[*link].next;
    *link = ++s->simple_n;
    s->simples[*link].kind = kind;
    return &s->simples[*link];
}

static uint8_t compound_new(encart__reader *r)
{
    if (r->out->compound_n + 1 >= ENCART__SELECTOR_COMPOUNDS)
        return (uint8_t)too_many(r, "compound selectors", ENCART__SELECTOR_COMPOUNDS - 1);
    return ++r->out->compound_n;
}

static uint8_t complex_new(encart__reader *r)
{
    if (r->out->complex_n + 1 >= ENCART__SELECTOR_COMPLEXES)
        return (uint8_t)too_many(r, "selectors in lists", ENCART__SELECTOR_COMPLEXES - 1);
    return ++r->out->complex_n;
}

/* ---- elements, classes, ids -------------------------------------------------------- */

static int unknown_element(encart__reader *r, size_t at, encart__str name)
{
    const char *names[ENCART__T_COUNT], *near;

    for (size_t i = 1; i < ENCART__T_COUNT; i++)
        names[i - 1] = encart__tags[i].name.p;
    near = encart__nearest(name, names, ENCART__T_COUNT - 1);
    return encart__reject(r, at, ENCART_EPARSE, "HTML has no element “%.*s”%s%s%s",
                          (int)(name.n > 40 ? 40 : name.n), name.p,
                          near ? " (did you mean “" : "", near ? near : "",
                          near ? "”?)" : "");
}

static int no_namespace(encart__reader *r)
{
    if (encart__peek(r, 0) == '|' && encart__peek(r, 1) != '=')
        return encart__reject(r, r->at, ENCART_EPARSE, "namespaces are not known here");
    return 1;
}

static int read_type(encart__reader *r, uint8_t compound)
{
    size_t at = r->at;
    encart__simple *s;
    encart__read name;
    uint16_t tag;

    if (encart__peek(r, 0) == '*') {
        r->at++;
        return no_namespace(r);
    }
    if (!encart__read_lower(r, "an element", &name) || !no_namespace(r))
        return 0;
    tag = encart__tag_id(encart__read_str(r->out, name.at, name.n));
    if (!tag)
        return unknown_element(r, at, encart__read_str(r->out, name.at, name.n));
    r->out->text_n = name.at;
    s = encart__simple_new(r, compound, ENCART__SIMPLE_TAG);
    if (s)
        s->name = tag;
    return s != NULL;
}

static int read_class(encart__reader *r, uint8_t compound)
{
    encart__simple *s;
    encart__read name;

    r->at++;
    if (!encart__read_name(r, "a class after “.”", &name))
        return 0;
    s = encart__simple_new(r, compound, ENCART__SIMPLE_CLASS);
    if (s) {
        s->text = name.at;
        s->n = name.n;
    }
    return s != NULL;
}

/* What the policy makes of an id stands in the document. What it would drop is found
 * nowhere, and so is what is written. */
static int settle_id(encart__reader *r, encart__read *name)
{
    encart__str written = encart__read_str(r->out, name->at, name->n);
    encart__strbuf spelled;
    const char *why;

    if (!r->policy)
        return 1;
    encart__strbuf_init(&spelled, r->alloc, 0);
    if (encart__policy_value(r->policy, ENCART__T_P, ENCART__A_ID, ENCART__STR("id"),
                             written, ENCART__STR_EMPTY, &spelled,
                             &why) == ENCART__ATTR_KEEP) {
        r->out->text_n = name->at;
        encart__read_add(r, encart__strbuf_z(&spelled), spelled.size);
        name->n = (uint16_t)(r->out->text_n - name->at);
    }
    if (spelled.failed)
        encart__reject(r, r->at, ENCART_ENOMEM, "out of memory");
    encart__strbuf_free(&spelled);
    return !r->status;
}

static int read_id(encart__reader *r, uint8_t compound)
{
    encart__simple *s;
    encart__read name;

    r->at++;
    if (!encart__read_name(r, "an id after “#”", &name) || !settle_id(r, &name))
        return 0;
    s = encart__simple_new(r, compound, ENCART__SIMPLE_ID);
    if (s) {
        s->text = name.at;
        s->n = name.n;
    }
    return s != NULL;
}

/* ---- attributes -------------------------------------------------------------------- */

/* Those whose values know no case in HTML documents: HTML, "Case-sensitivity of
 * selectors". */
static int value_knows_no_case(uint16_t attr)
{
    static const uint16_t known[] = {
        ENCART__A_ALIGN,    ENCART__A_BGCOLOR,   ENCART__A_CHARSET,  ENCART__A_CHECKED,
        ENCART__A_CLEAR,    ENCART__A_COLOR,     ENCART__A_DIR,      ENCART__A_DISABLED,
        ENCART__A_ENCTYPE,  ENCART__A_FACE,      ENCART__A_HREFLANG, ENCART__A_HTTP_EQUIV,
        ENCART__A_LANG,     ENCART__A_LANGUAGE,  ENCART__A_MEDIA,    ENCART__A_METHOD,
        ENCART__A_MULTIPLE, ENCART__A_NOWRAP,    ENCART__A_READONLY, ENCART__A_REL,
        ENCART__A_SCOPE,    ENCART__A_SCROLLING, ENCART__A_SELECTED, ENCART__A_SHAPE,
        ENCART__A_TARGET,   ENCART__A_TYPE,      ENCART__A_VALIGN,
    };

    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (known[i] == attr)
            return 1;
    return 0;
}

/* "=" or one of ~ | ^ $ * before it. */
static int read_operator(encart__reader *r, char *op)
{
    int c = encart__peek(r, 0);

    *op = '=';
    if (c && strchr("~|^$*", c)) {
        *op = (char)c;
        r->at++;
    }
    return encart__pass(r, '=', "“]” or one of = ~= |= ^= $= *=");
}

/* " i" or " s" after the value. */
static int read_case(encart__reader *r, encart__simple *s)
{
    int c = encart__lower(encart__peek(r, 0));

    if (c == ']')
        return 1;
    if (c != 'i' && c != 's')
        return encart__expected(r, "“]”, “i” or “s”");
    s->flags = c == 'i';
    r->at++;
    encart__skip_space(r);
    return 1;
}

static int read_value(encart__reader *r, encart__simple *s)
{
    int c;
    encart__read value;

    encart__skip_space(r);
    c = encart__peek(r, 0);
    if (c == '"' || c == '\''
            ? !encart__read_string(r, &value)
            : !encart__read_name(r, "a value in quotation marks, or a name", &value))
        return 0;
    s->text = value.at;
    s->n = value.n;
    encart__skip_space(r);
    return read_case(r, s);
}

static int read_attr(encart__reader *r, uint8_t compound)
{
    encart__simple *s;
    encart__read name;

    r->at++;
    encart__skip_space(r);
    if (!encart__read_lower(r, "an attribute after “[”", &name) || !no_namespace(r))
        return 0;
    s = encart__simple_new(r, compound, ENCART__SIMPLE_ATTR);
    if (!s)
        return 0;
    s->name = encart__attr_id(encart__read_str(r->out, name.at, name.n));
    s->other = name.at;
    s->other_n = name.n;
    s->flags = (uint8_t)value_knows_no_case(s->name);
    encart__skip_space(r);
    if (encart__peek(r, 0) != ']' && (!read_operator(r, &s->op) || !read_value(r, s)))
        return 0;
    return encart__pass(r, ']', "“]”");
}

/* ---- compounds and what joins them ------------------------------------------------- */

static int read_simple(encart__reader *r, uint8_t compound)
{
    switch (encart__peek(r, 0)) {
    case '.':
        return read_class(r, compound);
    case '#':
        return read_id(r, compound);
    case '[':
        return read_attr(r, compound);
    default:
        return encart__read_pseudo(r, compound);
    }
}

static int at_simple(const encart__reader *r)
{
    int c = encart__peek(r, 0);

    return c && strchr(".#[:", c) != NULL;
}

/* 0 on failure. */
static uint8_t read_compound(encart__reader *r)
{
    uint8_t compound = compound_new(r);

    if (!compound)
        return 0;
    if (encart__peek(r, 0) == '*' || encart__at_name(r)) {
        if (!read_type(r, compound))
            return 0;
    } else if (!at_simple(r)) {
        return (uint8_t)encart__expected(r, "a selector");
    }
    encart__skip_comments(r);
    while (at_simple(r)) {
        if (!read_simple(r, compound))
            return 0;
        encart__skip_comments(r);
    }
    return r->status ? 0 : compound;
}

static int at_end(const encart__reader *r)
{
    int c = encart__peek(r, 0);

    return r->at >= r->css.n || c == ',' || c == ')';
}

/* Passes a combinator: '>', '+', '~', or ' ' when there was only space; 0 at the end. */
static char read_combinator(encart__reader *r)
{
    int space = encart__skip_space(r), c = encart__peek(r, 0);

    if (r->status || at_end(r))
        return 0;
    if (c == '>' || c == '+' || c == '~') {
        r->at++;
        encart__skip_space(r);
        return (char)c;
    }
    if (!space)
        encart__expected(r, encart__at_name(r) || c == '*'
                                ? "the element's name before its classes and attributes"
                                : "a combinator, “,” or the end");
    return ' ';
}

/* The compound that stands for the element :has() is asked of. */
static uint8_t read_anchor(encart__reader *r, encart__complex *c)
{
    uint8_t anchor = compound_new(r);
    int lead = encart__peek(r, 0);

    if (!anchor || !encart__simple_new(r, anchor, ENCART__SIMPLE_ANCHOR))
        return 0;
    c->lead = ' ';
    if (lead == '>' || lead == '+' || lead == '~') {
        c->lead = (char)lead;
        r->at++;
        encart__skip_space(r);
    }
    return anchor;
}

static uint8_t read_complex(encart__reader *r, int relative)
{
    uint8_t index = complex_new(r), left = 0, at;
    encart__complex *c = &r->out->complexes[index];
    char combinator = 0;

    if (!index)
        return 0;
    if (relative) {
        left = read_anchor(r, c);
        combinator = c->lead;
    }
    do {
        at = read_compound(r);
        if (!at)
            return 0;
        r->out->compounds[at].left = left;
        r->out->compounds[at].combinator = combinator;
        left = at;
        combinator = read_combinator(r);
        c->deep |= combinator == ' ' || combinator == '>';
    } while (combinator && !r->status);
    c->last = left;
    c->deep |= c->lead == ' ';
    return r->status ? 0 : index;
}

uint8_t encart__read_list(encart__reader *r, int relative)
{
    uint8_t first = 0, last = 0, at;

    do {
        r->at += last != 0; /* the comma */
        encart__skip_space(r);
        at = read_complex(r, relative);
        if (!at)
            return 0;
        if (last)
            r->out->complexes[last].next = at;
        else
            first = at;
        last = at;
    } while (encart__peek(r, 0) == ',');
    return r->status ? 0 : first;
}

int encart__selector_parse(encart__selector *out, encart__str css,
                           const encart__policy *policy, const encart__alloc *alloc,
                           encart_error *err)
{
    encart__reader r = {
        .out = out, .css = css, .policy = policy, .alloc = alloc, .err = err};
    size_t text = encart__utf8_valid(css),
           nul = encart__str_find(css, (encart__str){"", 1});

    memset(out, 0, sizeof *out);
    encart__error_clear(err);
    if (css.n > ENCART__SELECTOR_BYTES)
        encart__reject(&r, 0, ENCART_ELIMIT, "the selector has more than %d bytes",
                       ENCART__SELECTOR_BYTES);
    else if (text < css.n || nul != (size_t)-1)
        encart__reject(&r, nul < text ? nul : text, ENCART_EPARSE,
                       "expected text in UTF-8, found a byte that is none");
    else
        out->list = encart__read_list(&r, 0);
    if (!r.status && r.at < css.n)
        encart__expected(&r, "“,” or the end");
    return r.status;
}
