/* Selectors: what Selectors Level 4 says of each, errors with their place, bounds,
 * fuel. */
#include "core/edit/selector.h"
#include "core/sanitise/sanitise.h"
#include "tests/suite.h"

static const char fixture[] =
    "<h2 id=h class='Titre grand'>Un titre</h2>"
    "<p id=p1 class='lede chapeau' lang=fr-CA>Une <em id=e1>lede</em>.</p>"
    "<p id=p2>Deux <a id=a1 href='https://example.org/a.html' title='Un lien'>lien</a> et "
    "<a id=a2 href='https://example.org/b.pdf' hreflang=EN>un <b id=b1>autre</b></a>.</p>"
    "<ul id=u class=grand><li id=l1>un</li><li id=l2>deux <em id=e2>et</em></li>"
    "<li id=l3>trois</li><li id=l4>quatre</li><li id=l5>cinq</li></ul>"
    "<div id=d><p id=p3></p><p id=p4> \n </p><h3 id=h3>Petit</h3><p id=p5>fin</p></div>"
    "<figure id=f><img id=i src=https://example.org/i.jpg alt=''>"
    "<figcaption id=c>Une <em id=e3>image</em></figcaption></figure>";

typedef struct fixture_tree {
    encart__tree tree;
    encart__arena arena;
    encart__diags removed;
} fixture_tree;

static void open_html(fixture_tree *f, const char *html)
{
    encart__sanitise_opts opts = {.policy = NULL};

    encart__arena_init(&f->arena, NULL, 0);
    encart__diags_init(&f->removed, &f->arena, 0);
    encart__tree_init(&f->tree, NULL);
    ck_assert_int_eq(encart__sanitise_html(&f->tree, encart__str_z(html), &opts, &f->removed,
                                           NULL, NULL),
                     ENCART_OK);
}

static void close_html(fixture_tree *f)
{
    encart__tree_free(&f->tree);
    encart__arena_free(&f->arena);
}

static const encart__policy *article(void)
{
    return encart__policy_named(ENCART__STR("article"));
}

static encart__selector parsed(const char *css)
{
    encart__selector s;
    encart_error err;

    if (encart__selector_parse(&s, encart__str_z(css), article(), NULL, &err))
        ck_abort_msg("%s: column %u: %s", css, err.column, err.message);
    return s;
}

/* The ids of what is found, as the author wrote them. */
static void found(const encart__tree *t, const char *css, encart__strbuf *out)
{
    encart__selector s = parsed(css);
    encart__query q;
    encart__node_id node;
    encart__str id;
    long fuel = 1000000;

    encart__strbuf_clear(out);
    encart__query_init(&q, &s, t, ENCART__ROOT);
    while ((node = encart__query_next(&q, &fuel))) {
        if (out->size)
            encart__strbuf_putc(out, ' ');
        ck_assert(encart__tree_attr(t, node, ENCART__A_ID, &id));
        encart__strbuf_str(out, encart__str_sub(id, 2, id.n));
    }
    ck_assert_int_ge(fuel, 0);
}

typedef struct pair {
    const char *css, *ids;
} pair;

static void expect(const char *html, const pair *pairs, size_t n)
{
    fixture_tree f;
    encart__strbuf out;

    open_html(&f, html);
    encart__strbuf_init(&out, NULL, 0);
    for (size_t i = 0; i < n; i++) {
        found(&f.tree, pairs[i].css, &out);
        if (strcmp(encart__strbuf_z(&out), pairs[i].ids) != 0)
            ck_abort_msg("%s found “%s”, not “%s”", pairs[i].css, encart__strbuf_z(&out),
                         pairs[i].ids);
    }
    encart__strbuf_free(&out);
    close_html(&f);
}
#define EXPECT(...)                                                                      \
    do {                                                                                 \
        static const pair pairs[] = {__VA_ARGS__};                                       \
        expect(fixture, pairs, sizeof pairs / sizeof *pairs);                            \
    } while (0)

START_TEST(types_classes_and_ids)
{
    EXPECT({"p", "p1 p2 p3 p4 p5"}, {"P", "p1 p2 p3 p4 p5"}, {"p, h2, h3", "h p1 p2 p3 p4 h3 p5"},
           {"*", "h p1 e1 p2 a1 a2 b1 u l1 l2 e2 l3 l4 l5 d p3 p4 h3 p5 f i c e3"},
           {".grand", "h u"}, {"ul.grand", "u"}, {"*.grand", "h u"}, {".Grand", ""},
           {".titre", ""}, {".Titre.grand", "h"}, {".gran", ""}, {"#p2", "p2"},
           {"p#p2", "p2"}, {"#P2", ""}, {"h2#p2", ""}, {"  p  ", "p1 p2 p3 p4 p5"},
           {"p,p", "p1 p2 p3 p4 p5"}, {"/* un */p/* deux */.lede", "p1"});
}
END_TEST

START_TEST(attributes)
{
    EXPECT({"[href]", "a1 a2"}, {"[HREF]", "a1 a2"}, {"[ href ]", "a1 a2"}, {"[data-x]", ""},
           {"[title='Un lien']", "a1"}, {"[title=\"Un lien\"]", "a1"}, {"[title='un lien']", ""},
           {"[title='un lien' i]", "a1"}, {"[title=\"un lien\"I]", "a1"},
           {"[title~=lien]", "a1"}, {"[title~=Un]", "a1"}, {"[title~=li]", ""},
           {"[title~='Un lien']", ""}, {"[title~='']", ""}, {"[class~=grand]", "h u"},
           {"[lang|=fr]", "p1"}, {"[lang|=FR]", "p1"}, {"[lang|=fr-CA]", "p1"},
           {"[lang|=f]", ""}, {"[hreflang=en]", "a2"}, {"[hreflang=en s]", ""},
           {"[href^='https://']", "a1 a2"}, {"[href^='HTTPS']", ""}, {"[href^='']", ""},
           {"[href$='.pdf']", "a2"}, {"[href$=PDF i]", "a2"}, {"[href$='']", ""},
           {"[href*=example]", "a1 a2"}, {"[href*='b.p']", "a2"}, {"[href*='']", ""},
           {"a[href][title]", "a1"}, {"[alt='']", "i"}, {"[id=a-p1]", "p1"}, {"[id=p1]", ""});
}
END_TEST

START_TEST(combinators)
{
    EXPECT({"p em", "e1"}, {"figure em", "e3"}, {"p > a > b", "b1"}, {"p>a>b", "b1"},
           {"p b", "b1"}, {"p > b", ""}, {"h2 + p", "p1"}, {"p + p", "p2 p4"},
           {"h2 ~ p", "p1 p2"}, {"h2~p", "p1 p2"}, {"p ~ h3 + p", "p5"}, {"h3 ~ p", "p5"},
           {"li + li + li", "l3 l4 l5"}, {"li ~ li em", "e2"}, {"ul em, p em", "e1 e2"},
           {"h2 ~ ul > li ~ li + li", "l3 l4 l5"}, {":scope > p", "p1 p2"},
           {":scope > * > p", "p3 p4 p5"}, {"div\tp", "p3 p4 p5"}, {"div/**/ p", "p3 p4 p5"},
           {"* p", "p3 p4 p5"}, {"p ~ ul ~ div > p", "p3 p4 p5"});
}
END_TEST

START_TEST(places_among_siblings)
{
    EXPECT({"li:first-child", "l1"}, {"li:last-child", "l5"}, {"em:only-child", "e1 e2 e3"},
           {"h3:first-of-type", "h3"}, {"p:first-child", "p3"}, {"p:last-of-type", "p2 p5"},
           {"h3:only-of-type", "h3"}, {"h3:only-child", ""}, {"p:first-of-type", "p1 p3"},
           {"li:nth-child(2)", "l2"}, {"li:nth-child(odd)", "l1 l3 l5"},
           {"li:nth-child(EVEN)", "l2 l4"}, {"li:nth-child(2n+1)", "l1 l3 l5"},
           {"li:nth-child( 2n + 1 )", "l1 l3 l5"}, {"li:nth-child(+3n-2)", "l1 l4"},
           {"li:nth-child(n)", "l1 l2 l3 l4 l5"}, {"li:nth-child(-n+3)", "l1 l2 l3"},
           {"li:nth-child(n+4)", "l4 l5"}, {"li:nth-child(0n+2)", "l2"},
           {"li:nth-child(-2n+4)", "l2 l4"}, {"li:nth-child(0)", ""}, {"li:nth-child(-1)", ""},
           {"li:nth-child(99999999999999n+2)", "l2"}, {"li:nth-child(N)", "l1 l2 l3 l4 l5"},
           {"li:nth-last-child(2)", "l4"}, {"li:nth-last-child(-n+2)", "l4 l5"},
           {"p:nth-of-type(2)", "p2 p4"}, {"p:nth-last-of-type(1)", "p2 p5"},
           {"p:nth-child(2)", "p1 p4"}, {"p:empty", "p3 p4"}, {"img:empty", "i"});
}
END_TEST

START_TEST(lists_in_parentheses)
{
    EXPECT({"p:not(.lede)", "p2 p3 p4 p5"}, {"p:not(:empty, .lede)", "p2 p5"},
           {"li:not(:first-child):not(:last-child)", "l2 l3 l4"}, {"em:not(p em)", "e2 e3"},
           {":is(h2, h3)", "h h3"}, {":where(h2,h3)", "h h3"}, {":is(ul, figure) em", "e2 e3"},
           {"p:is(.lede, h2 ~ p)", "p1 p2"}, {"p:has(em)", "p1"}, {"p:has(> b)", ""},
           {"p:has(b)", "p2"}, {"p:has(> a > b)", "p2"}, {"p:has(+ ul)", "p2"},
           {"p:has(~ ul)", "p1 p2"}, {"h2:has(~ figure em)", "h"}, {"p:has(~ ul em)", "p1 p2"},
           {"p:has(+ p + ul)", "p1"}, {"p:has(a, em)", "p1 p2"}, {"p:not(:has(a, em))", "p3 p4 p5"},
           {":has(> li:nth-child(5))", "u"}, {"div:has(p + h3)", "d"}, {"div:has(ul)", ""},
           {"li:has(em):not(:last-child) + li", "l3"}, {":is(:not(:is(p, li)))#h", "h"},
           {"p:has(:scope a)", ""}, {"figure:has(img) > figcaption", "c"},
           {"ul:has(> li > em)", "u"}, {"ul:has(> em)", ""}, {":has(> p:empty)", "d"});
}
END_TEST

/* An id stands in the document as the policy spells it; the author's name finds it. */
START_TEST(an_id_is_found_by_what_the_author_called_it)
{
    static const pair pairs[] = {
        {"#x", "x"},
        {"#a-x", "x"},
        {"#caf\xC3\xA9", "caf_c3_a9"},
        {"#caf\\e9", "caf_c3_a9"},
        {"#a-caf_c3_a9", "caf_c3_a9"},
        {"#\\31 23", "x123"},
        {"#o\\:n", "o_3an"},
        {"[href='#a-x']", "l"},
        {"[href='#x']", ""},
    };

    expect("<p id=x>a</p><p id=a-x>b</p><p id=caf\xC3\xA9>c</p><p id=123>d</p>"
           "<p id='o:n'>e <a id=l href=#x>f</a></p>",
           pairs, sizeof pairs / sizeof *pairs);
}
END_TEST

START_TEST(escapes_in_names_and_strings)
{
    EXPECT({".\\6c ede", "p1"}, {".\\00006cede", "p1"}, {".l\\e de", ""}, {".le\\64 e", "p1"},
           {"\\70", "p1 p2 p3 p4 p5"}, {"[title='Un\\20lien']", "a1"},
           {"[title='Un \\\nlien']", "a1"}, {"[title=Un\\ lien]", "a1"}, {".\\0", ""},
           {".-x", ""}, {".--", ""}, {"[title=\"\\55n lien\"]", "a1"});
}
END_TEST

START_TEST(an_error_tells_its_place_and_what_was_expected)
{
    static const struct {
        const char *css;
        unsigned column;
        const char *message;
    } cases[] = {
        {"", 1, "expected a selector, found the end"},
        {"p,", 3, "expected a selector, found the end"},
        {"p >", 4, "expected a selector, found the end"},
        {"p > > a", 5, "expected a selector, found “>”"},
        {"> p", 1, "expected a selector, found “>”"},
        {"p..a", 3, "expected a class after “.”, found “.”"},
        {"p.1", 3, "expected a class after “.”, found “1”"},
        {"#1", 2, "expected an id after “#”, found “1”"},
        {"p!", 2, "expected a combinator, “,” or the end, found “!”"},
        {".a p.b*", 7, "expected the element's name before its classes and attributes, "
                       "found “*”"},
        {"p)", 2, "expected “,” or the end, found “)”"},
        {"[", 2, "expected an attribute after “[”, found the end"},
        {"[a", 3, "expected “]” or one of = ~= |= ^= $= *=, found the end"},
        {"[a!=b]", 3, "expected “]” or one of = ~= |= ^= $= *=, found “!”"},
        {"[a=]", 4, "expected a value in quotation marks, or a name, found “]”"},
        {"[a=1]", 4, "expected a value in quotation marks, or a name, found “1”"},
        {"[a=b x]", 6, "expected “]”, “i” or “s”, found “x”"},
        {"[a=\"b", 4, "the string has no closing \""},
        {"[a='b\nc']", 4, "the string has no closing '"},
        {"p /* a", 3, "the comment has no end"},
        {"artcle", 1, "HTML has no element “artcle” (did you mean “article”?)"},
        {"p:frist-child", 2, "unknown pseudo-class “:frist-child” (did you mean "
                             "“:first-child”?)"},
        {"p:hover", 2, "unknown pseudo-class “:hover”"},
        {"p::before", 2, "a pseudo-element is no part of the document"},
        {"p:not", 6, "expected “(” after :not"},
        {"p:empty()", 8, ":empty takes no argument"},
        {"p:not()", 7, "expected a selector, found “)”"},
        {"p:not(a", 8, "expected “)”, found the end"},
        {"p:is(a, :nope)", 9, "unknown pseudo-class “:nope”"},
        {"p:nth-child()", 13, "expected an+b, a number, odd or even, found “)”"},
        {"p:nth-child(+ 2)", 14, "expected an+b, a number, odd or even, found “ ”"},
        {"p:nth-child(2n+)", 16, "expected a number, found “)”"},
        {"p:nth-child(2 n)", 15, "expected “)”, found “n”"},
        {"p:nth-child(odds)", 13, "expected an+b, a number, odd or even, found “o”"},
        {"p:has(:is(b:has(a)))", 12, ":has() may not stand inside :has()"},
        {"svg|a", 4, "namespaces are not known here"},
        {"*|*", 2, "namespaces are not known here"},
        {"h2, \xC3\xA9t\xC3\xA9", 5, "HTML has no element “été”"},
        {"p\xC3", 2, "expected text in UTF-8, found a byte that is none"},
        {":not(:not(:not(:not(:not(p)))))", 21, "selectors nested more than 4 deep"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        encart__selector s;
        encart_error err;

        ck_assert_msg(encart__selector_parse(&s, encart__str_z(cases[i].css), article(), NULL,
                                             &err),
                      "%s is read", cases[i].css);
        ck_assert_str_eq(err.message, cases[i].message);
        ck_assert_msg(err.column == cases[i].column, "%s: column %u, not %u", cases[i].css,
                      err.column, cases[i].column);
    }
}
END_TEST

/* `n` times `part`. */
static int parse_many(const char *part, size_t n, encart_error *err)
{
    encart__selector s;
    encart__strbuf b;
    int status;

    encart__strbuf_init(&b, NULL, 0);
    while (n--)
        encart__strbuf_puts(&b, part);
    encart__strbuf_puts(&b, "p");
    status = encart__selector_parse(&s, encart__strbuf_view(&b), article(), NULL, err);
    encart__strbuf_free(&b);
    return status;
}

START_TEST(a_selector_is_bounded)
{
    encart_error err;

    ck_assert_int_eq(parse_many("p ", 60, &err), ENCART_OK);
    ck_assert_int_eq(parse_many("p ", 90, &err), ENCART_ELIMIT);
    ck_assert_str_eq(err.message, "more than 63 compound selectors");
    ck_assert_int_eq(parse_many("p,", 30, &err), ENCART_OK);
    ck_assert_int_eq(parse_many("p,", 40, &err), ENCART_ELIMIT);
    ck_assert_str_eq(err.message, "more than 31 selectors in lists");
    ck_assert_int_eq(parse_many("p.a.b.c.d ", 30, &err), ENCART_ELIMIT);
    ck_assert_str_eq(err.message, "more than 95 simple selectors");
    ck_assert_int_eq(parse_many("p       ", 130, &err), ENCART_ELIMIT);
    ck_assert_str_eq(err.message, "the selector has more than 1000 bytes");
    ck_assert_int_eq(parse_many(".\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0 ",
                                23, &err), ENCART_OK);
    ck_assert_int_eq(parse_many("#\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0 ",
                                23, &err), ENCART_ELIMIT);
    ck_assert_str_eq(err.message, "the selector is too long");
}
END_TEST

/* What a query over the whole tree costs; the elements found in *count. */
static long cost(const encart__tree *t, const char *css, size_t *count)
{
    encart__selector s = parsed(css);
    encart__query q;
    long fuel = 100000000;

    encart__query_init(&q, &s, t, ENCART__ROOT);
    *count = 0;
    while (encart__query_next(&q, &fuel))
        ++*count;
    ck_assert_int_ge(fuel, 0);
    return 100000000 - fuel;
}

static encart__node_id nest(encart__tree *t, encart__node_id parent, uint16_t tag)
{
    encart__node_id node = encart__tree_element(t, tag);

    encart__tree_append(t, parent, node);
    return node;
}

/* With choices taken back for each combinator this would cost 150^20. */
START_TEST(a_chain_of_combinators_costs_no_power)
{
    encart__tree t;
    encart__node_id at = ENCART__ROOT;
    size_t count;

    encart__tree_init(&t, NULL);
    for (int i = 0; i < 150; i++)
        at = nest(&t, at, ENCART__T_DIV);
    for (int i = 0; i < 150; i++)
        nest(&t, at, ENCART__T_B);
    ck_assert_int_lt(cost(&t, "ul div div div div div div div div div div div div div div div "
                              "div div div div b", &count), 150 * 2000);
    ck_assert_uint_eq(count, 0);
    ck_assert_int_lt(cost(&t, "div ul ~ b ~ b ~ b ~ b ~ b ~ b ~ b ~ b ~ b ~ b ~ b", &count),
                     150 * 2000);
    ck_assert_uint_eq(count, 0);
    cost(&t, "div > div b ~ b ~ b", &count);
    ck_assert_uint_eq(count, 148);
    encart__tree_free(&t);
}
END_TEST

/* Siblings are counted once, also where others are counted in between. */
START_TEST(places_cost_a_few_steps_each)
{
    encart__tree t;
    size_t count;

    encart__tree_init(&t, NULL);
    for (int i = 0; i < 20000; i++)
        nest(&t, nest(&t, nest(&t, ENCART__ROOT, ENCART__T_P), ENCART__T_B), ENCART__T_I);
    ck_assert_int_lt(cost(&t, "p:nth-child(odd)", &count), 20000 * 16);
    ck_assert_uint_eq(count, 10000);
    ck_assert_int_lt(cost(&t, ":nth-child(2n)", &count), 60000 * 16);
    ck_assert_uint_eq(count, 10000);
    ck_assert_int_lt(cost(&t, "p:nth-last-of-type(-n+5)", &count), 20000 * 16);
    ck_assert_uint_eq(count, 5);
    encart__tree_free(&t);
}
END_TEST

START_TEST(spent_fuel_ends_a_query)
{
    encart__selector s = parsed("p:not(:has(~ ul))");
    encart__query q;
    encart__tree t;
    long fuel = 100000;
    size_t count = 0;

    encart__tree_init(&t, NULL);
    for (int i = 0; i < 5000; i++)
        nest(&t, ENCART__ROOT, ENCART__T_P);
    encart__query_init(&q, &s, &t, ENCART__ROOT);
    while (encart__query_next(&q, &fuel))
        count++;
    ck_assert_int_lt(fuel, 0);
    ck_assert_uint_lt(count, 100); /* each looks at up to 5000 siblings */
    ck_assert_uint_eq(encart__query_next(&q, &fuel), 0);
    ck_assert(!encart__query_matches(&q, 2, &fuel));
    encart__tree_free(&t);
}
END_TEST

START_TEST(a_query_below_an_element_looks_at_the_whole_document)
{
    fixture_tree f;
    encart__selector s = parsed("h2 ~ div > p"), scoped = parsed(":scope > p:last-child");
    encart__query q;
    encart__node_id div;
    long fuel = 10000;
    size_t count = 0;

    open_html(&f, fixture);
    encart__query_init(&q, &s, &f.tree, ENCART__ROOT);
    div = encart__tree_node(&f.tree, encart__query_next(&q, &fuel))->parent;
    encart__query_init(&q, &s, &f.tree, div);
    while (encart__query_next(&q, &fuel))
        count++;
    ck_assert_uint_eq(count, 3);
    encart__query_init(&q, &scoped, &f.tree, div);
    ck_assert_uint_eq(encart__query_next(&q, &fuel),
                      encart__tree_node(&f.tree, div)->last);
    ck_assert_uint_eq(encart__query_next(&q, &fuel), 0);
    close_html(&f);
}
END_TEST

START_TEST(memory_may_run_out_while_an_id_is_spelled)
{
    suite_alloc a;
    encart__selector s;
    encart_error err;
    int failed = 0;

    for (size_t n = 1; n < 20; n++) {
        int status;

        suite_alloc_init(&a);
        a.fail_at = n;
        status = encart__selector_parse(&s, ENCART__STR("p > #x, #y:not(#z)"), article(),
                                        &a.vtable, &err);
        ck_assert(status == ENCART_OK || status == ENCART_ENOMEM);
        ck_assert_uint_eq(a.live, 0);
        failed += status != ENCART_OK;
    }
    ck_assert_int_ge(failed, 3);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("select");
    TCase *tc = tcase_create("select");

    tcase_add_test(tc, types_classes_and_ids);
    tcase_add_test(tc, attributes);
    tcase_add_test(tc, combinators);
    tcase_add_test(tc, places_among_siblings);
    tcase_add_test(tc, lists_in_parentheses);
    tcase_add_test(tc, an_id_is_found_by_what_the_author_called_it);
    tcase_add_test(tc, escapes_in_names_and_strings);
    tcase_add_test(tc, an_error_tells_its_place_and_what_was_expected);
    tcase_add_test(tc, a_selector_is_bounded);
    tcase_add_test(tc, a_chain_of_combinators_costs_no_power);
    tcase_add_test(tc, places_cost_a_few_steps_each);
    tcase_add_test(tc, spent_fuel_ends_a_query);
    tcase_add_test(tc, a_query_below_an_element_looks_at_the_whole_document);
    tcase_add_test(tc, memory_may_run_out_while_an_id_is_spelled);
    suite_add_tcase(s, tc);
    return suite_main("test_select", s);
}
