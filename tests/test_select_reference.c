/* Generated selectors over generated trees, against a reference that knows nothing of
 * ours: it never sees the text, tries every choice, and counts siblings anew each
 * time. With ENCART_SELECT_CASES (a file) the cases are written there, for a browser to
 * judge: tests/browser/select.js. */
#include "core/base/jsonw.h"
#include "core/edit/selector.h"
#include "tests/suite.h"

#include <stdio.h>
#include <stdlib.h>

enum { ROUNDS = 40000, MAX_NODES = 26, MAX_PARTS = 4, MAX_SIMPLES = 3, MAX_LIST = 2 };

static uint32_t seed;

static unsigned draw(unsigned n)
{
    seed ^= seed << 13;
    seed ^= seed >> 17;
    seed ^= seed << 5;
    return seed % n;
}

/* ---- trees ------------------------------------------------------------------------- */

static const uint16_t tags[] = {ENCART__T_DIV, ENCART__T_P, ENCART__T_B};
static const char *const tag_names[] = {"div", "p", "b"};
static const char *const classes[] = {"a", "b", "c"};
static const char *const ids[] = {"x", "y", "z"};
static const char *const titles[] = {"one", "one two", "one-two", "ONE", "", "two"};

static void dress(encart__tree *t, encart__node_id node)
{
    char value[16];

    if (draw(2)) {
        snprintf(value, sizeof value, draw(2) ? "%s" : " %s  %s", classes[draw(3)],
                 classes[draw(3)]);
        encart__tree_attr_set(t, node, ENCART__A_CLASS, encart__str_z(value));
    }
    if (draw(5) == 0)
        encart__tree_attr_set(t, node, ENCART__A_ID, encart__str_z(ids[draw(3)]));
    if (draw(2))
        encart__tree_attr_set(t, node, ENCART__A_TITLE, encart__str_z(titles[draw(6)]));
}

static void make_tree(encart__tree *t)
{
    encart__node_id nodes[MAX_NODES] = {ENCART__ROOT};
    size_t count = 1 + draw(MAX_NODES - 1);

    encart__tree_clear(t);
    for (size_t i = 1; i < count; i++) {
        encart__node_id parent = nodes[draw(2) ? i - 1 : draw((unsigned)i)];

        nodes[i] = encart__tree_element(t, tags[draw(3)]);
        encart__tree_append(t, parent, nodes[i]);
        dress(t, nodes[i]);
        if (draw(4) == 0)
            encart__tree_append(
                t, nodes[i], encart__tree_text(t, encart__str_z(draw(2) ? " \n" : "w")));
    }
}

/* ---- selectors --------------------------------------------------------------------- */

typedef struct complex complex;

typedef struct simple {
    encart__simple_kind kind;
    unsigned pick, value, fold; /* class, id, title; operator's argument */
    char op;
    int a, b, of_type, from_end;
    complex *list[MAX_LIST];
    size_t list_n;
} simple;

typedef struct compound {
    int tag; /* -1 = none */
    simple simples[MAX_SIMPLES];
    size_t n;
    char combinator; /* to the left; the first one's is the lead */
} compound;

struct complex {
    compound parts[MAX_PARTS];
    size_t n;
};

static complex *make_complex(int depth, int in_has, int relative);

static void make_nth(simple *s)
{
    s->a = (int)draw(7) - 3;
    s->b = (int)draw(7) - 2;
    s->of_type = draw(2) == 0;
    s->from_end = draw(2) == 0;
}

static void make_list(simple *s, int depth, int in_has)
{
    s->list_n = 1 + draw(MAX_LIST);
    for (size_t i = 0; i < s->list_n; i++)
        s->list[i] = make_complex(depth + 1, in_has || s->kind == ENCART__SIMPLE_HAS,
                                  s->kind == ENCART__SIMPLE_HAS);
}

static void make_simple(simple *s, int depth, int in_has)
{
    static const encart__simple_kind kinds[] = {
        ENCART__SIMPLE_CLASS, ENCART__SIMPLE_CLASS, ENCART__SIMPLE_ID,
        ENCART__SIMPLE_ATTR,  ENCART__SIMPLE_NTH,   ENCART__SIMPLE_NTH,
        ENCART__SIMPLE_EMPTY, ENCART__SIMPLE_SCOPE, ENCART__SIMPLE_NOT,
        ENCART__SIMPLE_IS,    ENCART__SIMPLE_HAS};

    memset(s, 0, sizeof *s);
    do
        s->kind = kinds[draw(depth < 2 ? 11 : 8)];
    while (s->kind == ENCART__SIMPLE_HAS && in_has);
    s->pick = draw(3);
    s->value = draw(6);
    s->fold = draw(2);
    s->op = "?=~|^$*"[draw(7)];
    if (s->kind == ENCART__SIMPLE_NTH)
        make_nth(s);
    else if (s->kind >= ENCART__SIMPLE_NOT)
        make_list(s, depth, in_has);
}

static complex *make_complex(int depth, int in_has, int relative)
{
    complex *c = calloc(1, sizeof *c);

    ck_assert_ptr_nonnull(c);
    c->n = 1 + draw(MAX_PARTS - (unsigned)depth);
    for (size_t i = 0; i < c->n; i++) {
        compound *p = &c->parts[i];

        p->tag = draw(2) ? (int)draw(3) : -1;
        p->n = draw(3) ? draw(2) : draw(MAX_SIMPLES);
        p->combinator = i || relative ? " >+~"[draw(4)] : 0;
        for (size_t j = 0; j < p->n; j++)
            make_simple(&p->simples[j], depth, in_has);
    }
    return c;
}

static void free_complex(complex *c)
{
    for (size_t i = 0; i < c->n; i++)
        for (size_t j = 0; j < c->parts[i].n; j++)
            for (size_t k = 0; k < c->parts[i].simples[j].list_n; k++)
                free_complex(c->parts[i].simples[j].list[k]);
    free(c);
}

/* ---- their text -------------------------------------------------------------------- */

static void write_complex(const complex *c, encart__strbuf *b);

static void space(encart__strbuf *b)
{
    static const char *const spaces[] = {"", "", " ", "\n ", "/* > */", " /**/\t"};

    encart__strbuf_puts(b, spaces[draw(6)]);
}

static void write_attr(const simple *s, encart__strbuf *b)
{
    encart__strbuf_puts(b, draw(2) ? "[title" : "[TITLE");
    space(b);
    if (s->op != '?') {
        if (s->op != '=')
            encart__strbuf_putc(b, s->op);
        encart__strbuf_printf(b, draw(2) ? "=\"%s\"" : "= '%s'", titles[s->value]);
        encart__strbuf_puts(b, s->fold ? "i" : "");
    }
    encart__strbuf_putc(b, ']');
}

static void write_nth(const simple *s, encart__strbuf *b)
{
    encart__strbuf_printf(b, ":nth%s-%s(", s->from_end ? "-last" : "",
                          s->of_type ? "of-type" : "child");
    space(b);
    if (s->a == 2 && s->b == 1)
        encart__strbuf_puts(b, "oDd");
    else if (s->a)
        encart__strbuf_printf(b, draw(2) ? "%dn %c %d" : "%dN%c%d", s->a,
                              s->b < 0 ? '-' : '+', abs(s->b));
    else
        encart__strbuf_printf(b, "%d", s->b);
    space(b);
    encart__strbuf_putc(b, ')');
}

static void write_list(const simple *s, encart__strbuf *b)
{
    encart__strbuf_puts(b, s->kind == ENCART__SIMPLE_NOT  ? ":not("
                           : s->kind == ENCART__SIMPLE_IS ? (draw(2) ? ":is(" : ":where(")
                                                          : ":HAS(");
    for (size_t i = 0; i < s->list_n; i++) {
        encart__strbuf_puts(b, i ? "," : "");
        space(b);
        write_complex(s->list[i], b);
        space(b);
    }
    encart__strbuf_putc(b, ')');
}

static void write_simple(const simple *s, encart__strbuf *b)
{
    if (s->kind == ENCART__SIMPLE_CLASS)
        encart__strbuf_printf(b, ".%s", classes[s->pick]);
    else if (s->kind == ENCART__SIMPLE_ID)
        encart__strbuf_printf(b, "#%s", ids[s->pick]);
    else if (s->kind == ENCART__SIMPLE_ATTR)
        write_attr(s, b);
    else if (s->kind == ENCART__SIMPLE_NTH)
        write_nth(s, b);
    else if (s->kind == ENCART__SIMPLE_EMPTY || s->kind == ENCART__SIMPLE_SCOPE)
        encart__strbuf_puts(b, s->kind == ENCART__SIMPLE_EMPTY ? ":empty" : ":scope");
    else
        write_list(s, b);
}

static void write_complex(const complex *c, encart__strbuf *b)
{
    for (size_t i = 0; i < c->n; i++) {
        const compound *p = &c->parts[i];

        if (p->combinator == ' ')
            encart__strbuf_puts(b, i ? " " : "");
        space(b);
        if (p->combinator && p->combinator != ' ')
            encart__strbuf_putc(b, p->combinator);
        space(b);
        if (p->tag >= 0)
            encart__strbuf_puts(b, tag_names[p->tag]);
        else if (!p->n)
            encart__strbuf_putc(b, '*');
        for (size_t j = 0; j < p->n; j++)
            write_simple(&p->simples[j], b);
    }
}

/* ---- the reference ----------------------------------------------------------------- */

static int matches(const encart__tree *t, const complex *c, size_t i,
                   encart__node_id node, encart__node_id anchor);

static int is_element(const encart__tree *t, encart__node_id node)
{
    return t->nodes[node].kind == ENCART__NODE_ELEMENT;
}

static int has_word(const char *value, const char *word)
{
    char words[64], *at;

    snprintf(words, sizeof words, "%s", value);
    for (at = strtok(words, " "); at; at = strtok(NULL, " "))
        if (strcmp(at, word) == 0)
            return 1;
    return 0;
}

static int get(const encart__tree *t, encart__node_id node, uint16_t attr, char out[64])
{
    encart__str v;

    if (!encart__tree_attr(t, node, attr, &v))
        return 0;
    snprintf(out, 64, "%.*s", (int)v.n, v.p);
    return 1;
}

static void lower(char *z)
{
    for (; *z; z++)
        *z = (char)encart__lower(*z);
}

static int attr_matches(const encart__tree *t, const simple *s, encart__node_id node)
{
    char value[64], want[64];
    size_t n;

    if (!get(t, node, ENCART__A_TITLE, value) || s->op == '?')
        return s->op == '?' && get(t, node, ENCART__A_TITLE, value);
    snprintf(want, sizeof want, "%s", titles[s->value]);
    if (s->fold) {
        lower(value);
        lower(want);
    }
    n = strlen(want);
    switch (s->op) {
    case '=':
        return strcmp(value, want) == 0;
    case '~':
        return n && !strchr(want, ' ') && has_word(value, want);
    case '|':
        return strncmp(value, want, n) == 0 && (value[n] == '\0' || value[n] == '-');
    case '^':
        return n && strncmp(value, want, n) == 0;
    case '$':
        return n && strlen(value) >= n && strcmp(value + strlen(value) - n, want) == 0;
    default:
        return n && strstr(value, want) != NULL;
    }
}

static int nth_matches(const encart__tree *t, const simple *s, encart__node_id node)
{
    encart__node_id at = node;
    int index = 0;

    for (; at; at = s->from_end ? t->nodes[at].next : t->nodes[at].prev)
        index +=
            is_element(t, at) && (!s->of_type || t->nodes[at].tag == t->nodes[node].tag);
    for (int n = 0; n < 100; n++)
        if (s->a * n + s->b == index)
            return 1;
    return 0;
}

static int is_empty(const encart__tree *t, encart__node_id node)
{
    for (encart__node_id at = t->nodes[node].first; at; at = t->nodes[at].next)
        if (is_element(t, at) ||
            strchr(encart__tree_text_of(t, at).p, 'w') == encart__tree_text_of(t, at).p)
            return 0;
    return 1;
}

static int list_matches(const encart__tree *t, const simple *s, encart__node_id node,
                        encart__node_id anchor)
{
    for (size_t i = 0; i < s->list_n; i++)
        if (matches(t, s->list[i], s->list[i]->n - 1, node, anchor))
            return 1;
    return 0;
}

/* Any element of the document may be what :has() looks for. */
static int has_matches(const encart__tree *t, const simple *s, encart__node_id anchor)
{
    for (encart__node_id at = 1; at < t->node_count; at++)
        if (is_element(t, at) && list_matches(t, s, at, anchor))
            return 1;
    return 0;
}

static int simple_matches(const encart__tree *t, const simple *s, encart__node_id node)
{
    char value[64];

    switch (s->kind) {
    case ENCART__SIMPLE_CLASS:
        return get(t, node, ENCART__A_CLASS, value) && has_word(value, classes[s->pick]);
    case ENCART__SIMPLE_ID:
        return get(t, node, ENCART__A_ID, value) && strcmp(value, ids[s->pick]) == 0;
    case ENCART__SIMPLE_ATTR:
        return attr_matches(t, s, node);
    case ENCART__SIMPLE_NTH:
        return nth_matches(t, s, node);
    case ENCART__SIMPLE_EMPTY:
        return is_empty(t, node);
    case ENCART__SIMPLE_NOT:
        return !list_matches(t, s, node, 0);
    case ENCART__SIMPLE_IS:
        return list_matches(t, s, node, 0);
    case ENCART__SIMPLE_HAS:
        return has_matches(t, s, node);
    default: /* :scope is the root, which is no element */
        return 0;
    }
}

static int compound_matches(const encart__tree *t, const compound *p,
                            encart__node_id node)
{
    if (node == ENCART__ROOT) {
        for (size_t j = 0; j < p->n; j++)
            if (p->simples[j].kind != ENCART__SIMPLE_SCOPE)
                return 0;
        return p->n && p->tag < 0;
    }
    if (!is_element(t, node) || (p->tag >= 0 && t->nodes[node].tag != tags[p->tag]))
        return 0;
    for (size_t j = 0; j < p->n; j++)
        if (!simple_matches(t, &p->simples[j], node))
            return 0;
    return 1;
}

/* What is left of part `i`, whose combinator it is: the part before, or the anchor. */
static int left_matches(const encart__tree *t, const complex *c, size_t i,
                        encart__node_id node, encart__node_id anchor)
{
    return i ? matches(t, c, i - 1, node, anchor) : node == anchor;
}

static int matches(const encart__tree *t, const complex *c, size_t i,
                   encart__node_id node, encart__node_id anchor)
{
    char combinator = c->parts[i].combinator;
    encart__node_id at = node;

    if (!compound_matches(t, &c->parts[i], node))
        return 0;
    if (!combinator)
        return 1;
    for (;;) {
        do
            at = combinator == ' ' || combinator == '>' ? t->nodes[at].parent
                                                        : t->nodes[at].prev;
        while (at && t->nodes[at].kind == ENCART__NODE_TEXT);
        if (!at)
            return 0;
        if (left_matches(t, c, i, at, anchor))
            return 1;
        if (combinator == '>' || combinator == '+')
            return 0;
    }
}

/* ---- for a browser ------------------------------------------------------------- */

static void write_attr_of(encart__jsonw *w, const encart__tree *t, encart__node_id node,
                          uint16_t attr)
{
    encart__str value;

    if (encart__tree_attr(t, node, attr, &value))
        encart__jsonw_kstr(w, encart__attr_name(attr).p, value);
}

static void write_node(encart__jsonw *w, const encart__tree *t, encart__node_id node)
{
    const encart__node *n = &t->nodes[node];

    encart__jsonw_open(w, '{');
    encart__jsonw_kint(w, "n", node);
    encart__jsonw_kint(w, "parent", n->parent);
    if (n->kind == ENCART__NODE_TEXT) {
        encart__jsonw_kstr(w, "text", encart__tree_text_of(t, node));
    } else {
        encart__jsonw_kstr(w, "tag", encart__tag_name(n->tag));
        write_attr_of(w, t, node, ENCART__A_CLASS);
        write_attr_of(w, t, node, ENCART__A_ID);
        write_attr_of(w, t, node, ENCART__A_TITLE);
    }
    encart__jsonw_close(w, '}');
}

/* One line: the selector, the nodes in document order, the numbers of those found. */
static void write_case(FILE *out, const encart__tree *t, const encart__strbuf *css,
                       const encart__node_id *found, size_t count)
{
    encart__node_id at = ENCART__ROOT;
    encart__strbuf line;
    encart__jsonw w;

    encart__strbuf_init(&line, NULL, 0);
    encart__jsonw_init(&w, &line);
    encart__jsonw_open(&w, '{');
    encart__jsonw_kstr(&w, "css", encart__strbuf_view(css));
    encart__jsonw_key(&w, "nodes");
    encart__jsonw_open(&w, '[');
    while ((at = encart__tree_next(t, ENCART__ROOT, at, 0)))
        write_node(&w, t, at);
    encart__jsonw_close(&w, ']');
    encart__jsonw_key(&w, "found");
    encart__jsonw_open(&w, '[');
    for (size_t i = 0; i < count; i++)
        encart__jsonw_int(&w, found[i]);
    encart__jsonw_close(&w, ']');
    encart__jsonw_close(&w, '}');
    fprintf(out, "%s\n", encart__strbuf_z(&line));
    encart__strbuf_free(&line);
}

/* ---- against each other -------------------------------------------------------- */

static size_t compare(const encart__tree *t, const complex *c, const encart__strbuf *css,
                      FILE *out)
{
    encart__selector s;
    encart__query q;
    encart_error err;
    encart__node_id found, all[MAX_NODES];
    long fuel = 10000000;
    size_t count = 0;

    if (encart__selector_parse(&s, encart__strbuf_view(css), NULL, NULL, &err))
        ck_abort_msg("%s: column %u: %s", css->data, err.column, err.message);
    encart__query_init(&q, &s, t, ENCART__ROOT);
    found = encart__query_next(&q, &fuel);
    for (encart__node_id at = ENCART__ROOT; at;
         at = encart__tree_next(t, ENCART__ROOT, at, 0)) {
        int want = is_element(t, at) && matches(t, c, c->n - 1, at, 0);

        if (want != (found == at))
            ck_abort_msg("%s: node %u %s", css->data, at,
                         want ? "is missed" : "is found");
        if (found == at)
            found = encart__query_next(&q, &fuel);
        if (want)
            all[count++] = at;
    }
    ck_assert_int_ge(fuel, 0);
    if (out)
        write_case(out, t, css, all, count);
    return count;
}

START_TEST(any_selector_finds_what_the_reference_finds)
{
    encart__strbuf css;
    encart__tree t;
    size_t found = 0, with = 0;
    const char *file = getenv("ENCART_SELECT_CASES");
    FILE *out = file ? fopen(file, "w") : NULL;

    ck_assert_int_eq(file != NULL, out != NULL);
    seed = 20240607;
    encart__tree_init(&t, NULL);
    encart__strbuf_init(&css, NULL, 0);
    for (int round = 0; round < ROUNDS; round++) {
        complex *c = make_complex(0, 0, 0);
        size_t before = found;

        make_tree(&t);
        encart__strbuf_clear(&css);
        write_complex(c, &css);
        found += compare(&t, c, &css, out);
        with += found > before;
        free_complex(c);
    }
    ck_assert_uint_gt(with, ROUNDS / 8); /* they are not all empty */
    ck_assert_uint_gt(found, ROUNDS / 2);
    if (out)
        ck_assert_int_eq(fclose(out), 0);
    encart__strbuf_free(&css);
    encart__tree_free(&t);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("select_reference");
    TCase *c = tcase_create("select_reference");

    tcase_add_test(c, any_selector_finds_what_the_reference_finds);
    suite_add_tcase(s, c);
    return suite_main("test_select_reference", s);
}
