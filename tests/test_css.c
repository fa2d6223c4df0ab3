/* Stylesheets of plugins: what may stand, what a hostile one tries, and where that is told. */
#include "core/plugin/css.h"
#include "tests/suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int check(const char *css, encart__css_fault *fault)
{
    *fault = (encart__css_fault){0, ""};
    return encart__css_check(encart__str_z(css), ENCART__STR("ad"), fault);
}

static void stands(const char *css)
{
    encart__css_fault f;

    ck_assert_msg(check(css, &f), "%s: %s", css, f.text);
}

static void refused(const char *css, const char *why)
{
    encart__css_fault f;

    ck_assert_msg(!check(css, &f), "was let in: %s", css);
    ck_assert_msg(strstr(f.text, why) != NULL, "%s: %s", css, f.text);
    ck_assert_uint_ge(f.line, 1);
}

/* As the whole of a rule's declarations. */
static void refused_inside(const char *declarations, const char *why)
{
    char css[512];

    snprintf(css, sizeof css, ".encart-ad { color: red; %s }", declarations);
    refused(css, why);
}

START_TEST(what_a_box_needs_may_stand)
{
    stands("");
    stands("/* nothing */ \n\t");
    stands(".encart-ad{color:red}");
    stands(".encart-in-ad, .encart-in-ad-word:hover, .encart-in-ad_list > dt + dd { color: red }");
    stands(".encart-ad-slot > p, [data-encart^=\"ad/\"] li + li::before { content: \"\xE2\x80\xBA\" / \"\";"
           " margin: 0 auto; margin-inline-end: .5em; }");
    stands("[ data-encart = 'ad/x' ] a:hover:not(.y, :first-child) { color: rgb(0 0 0 / 50%) }");
    stands(".encart-ad_x :is(h2, h3):nth-child(2n + 1)::after { --gap: calc(1px + (2em * 3)) }");
    stands("@media (min-width: 64em) and (width < 80em), print { .encart-ad { color: red } }");
    stands("@supports (display: grid) and (not (gap: 1px)) { @container x (width >= 3em) {"
           " .encart-ad { grid-template: [a] 1fr [b] / repeat(2, minmax(0, 1fr)) } } }");
    stands(".encart-ad { position: RELATIVE; background: linear-gradient(90deg, #fff 0 5px, red) }");
    stands(".encart-ad:has(img) p ~ p { color: red; ; }");
    stands(".encart-ad { letter-spacing: -.02em; z-index: -1; font: 1rem/1.5 var(--sans) }");
    stands(".encart-ad p[title~=\"a;}b\"][lang|='fr' i] { color: red }");
    stands(".encart-ad { content: \"/* } */ { @import\" } .encart-ad-b { color: red }");
}
END_TEST

START_TEST(a_selector_begins_with_the_plugin_s_own)
{
    refused("p { color: red }", "begins with .encart-ad or [data-encart^=\"ad/\"], found “p”");
    refused("* { color: red }", "begins with");
    refused("body .encart-ad { color: red }", "begins with");
    refused(".encart { color: red }", "begins with");
    refused(".encart-related { color: red }", "begins with");
    refused(".encart-adx { color: red }", "begins with");
    refused(".encart-in { color: red }", "begins with");
    refused(".encart-in-adx { color: red }", "begins with");
    refused(".encart-in-toc { color: red }", "begins with");
    refused(".encart-in-ad + p { color: red }", "“+” leaves the plugin's box");
    refused(".encart-ad, h1 { color: red }", "found “h1”");
    refused(".encart-ad, { color: red }", "begins with");
    refused(":is(.encart-ad, body) { color: red }", "begins with");
    refused(":root { color: red }", "begins with");
    refused("[data-encart] { color: red }", "begins with");
    refused("[data-encart^=\"ad\"] { color: red }", "begins with");
    refused("[data-encart*=\"ad/\"] { color: red }", "begins with");
    refused("[data-encart$=\"ad/x\"] { color: red }", "begins with");
    refused("[data-encart^=\"related/\"] { color: red }", "begins with");
    refused("[data-encart^=ad] { color: red }", "begins with");
    refused("[data-encart^=\"ad/\" i] { color: red }", "begins with");
    refused("[class^=\"encart-ad\"] { color: red }", "begins with");
    refused("#x { color: red }", "begins with");
    refused("& p { color: red }", "begins with");
    refused("/* .encart-ad */ p { color: red }", "found “p”");
}
END_TEST

START_TEST(nothing_beside_the_box_is_reached)
{
    refused(".encart-ad ~ p { display: none }", "“~” leaves the plugin's box");
    refused(".encart-ad+p { display: none }", "“+” leaves");
    refused(".encart-ad/**/~/**/* { display: none }", "“~” leaves");
    refused(".encart-ad:not(.x) + * > p { display: none }", "“+” leaves");
    refused("[data-encart=\"ad/x\"] ~ * { display: none }", "“~” leaves");
    refused(".encart-ad || td { color: red }", "expected");
    refused(".encart-ad > + p { color: red }", "expected");
    refused(".encart-ad|p { color: red }", "expected");
    refused(".encart-ad & { color: red }", "expected");
    refused(".encart-ad::backdrop { color: red }", "“:backdrop” is not allowed");
    refused(".encart-ad:host(p) { color: red }", "is not allowed");
    refused(".encart-ad::slotted(p) { color: red }", "is not allowed");
    refused(".encart-ad:not(p { color: red }", "closing bracket expected");
    refused(".encart-ad:is(:root(x)) { color: red }", "“root(” is not allowed");
    refused(".encart-ad:nth-child(2n ! 1) { color: red }", "closing bracket expected");
    refused(".encart-ad[x=y; { color: red }", "closing bracket expected");
    refused(".encart-ad(x) { color: red }", "begins with");
    refused(".encart-ad x(y) { color: red }", "expected");
}
END_TEST

START_TEST(nothing_is_loaded_or_run)
{
    refused("@import \"x.css\";", "“@import” is not allowed; @media");
    refused("@import url(x.css);", "“@import” is not allowed");
    refused("@charset \"utf-8\";", "“@charset” is not allowed");
    refused("@namespace x url(y);", "“@namespace” is not allowed");
    refused("@font-face { src: url(x) }", "“@font-face” is not allowed");
    refused("@keyframes x { from { color: red } }", "“@keyframes” is not allowed");
    refused("@layer x { .encart-ad { color: red } }", "“@layer” is not allowed");
    refused("@scope (body) { .encart-ad { color: red } }", "“@scope” is not allowed");
    refused("@page { margin: 0 }", "“@page” is not allowed");
    refused("@property --x { syntax: '*' }", "“@property” is not allowed");
    refused_inside("background: url(//evil.example/x)", "“url(” is not allowed");
    refused_inside("background: URL('x')", "“URL(” is not allowed");
    refused_inside("background: image-set('x' 1x)", "“image-set(” is not allowed");
    refused_inside("background: -webkit-image-set('x' 1x)", "is not allowed");
    refused_inside("background: src('x')", "“src(” is not allowed");
    refused_inside("--x: url(x)", "“url(” is not allowed");
    refused_inside("width: expression(alert(1))", "“expression(” is not allowed");
    refused_inside("width: calc(1px + expression(1))", "“expression(” is not allowed");
    refused_inside("width: calc(1expression(1))", "follows what is no function");
    refused_inside("width: calc(#expression(1))", "follows what is no function");
    refused_inside("filter: progid:DXImageTransform.Microsoft.x()", "expected");
    refused_inside("behavior: none", "behavior is not allowed");
    refused_inside("-moz-binding: none", "-moz-binding is not allowed");
    refused_inside("background: u\\72l(x)", "escapes");
    refused_inside("background: element(#x)", "“element(” is not allowed");
    refused("@supports selector(a) { .encart-ad { color: red } }", "“selector(” is not allowed");
}
END_TEST

START_TEST(it_stays_in_its_element)
{
    refused("</style><script>x()</script>", "looks like markup");
    refused(".encart-ad { content: \"</style>\" }", "looks like markup");
    refused("/* </style> */", "looks like markup");
    refused("<!-- .encart-ad { color: red } -->", "looks like markup");
    refused(".encart-ad { color: red } -->", "looks like markup");
    refused(".encart-ad { content: \"\x01\" }", "control characters");
    refused(".encart-ad { content: \"\xFF\" }", "not valid UTF-8");
    refused(".encart-ad\xC3\xA9 { color: red }", "only ASCII");
    refused(".encart-ad { content: \"\\3c/style>\" }", "escapes");
}
END_TEST

START_TEST(the_box_stays_in_its_place)
{
    refused_inside("position: fixed", "position: “fixed” is not allowed; static and relative are");
    refused_inside("POSITION:STICKY", "“STICKY” is not allowed");
    refused_inside("position: absolute", "“absolute” is not allowed");
    refused_inside("position: var(--p)", "“var(” is not allowed");
    refused_inside("position: -webkit-sticky", "is not allowed");
    refused_inside("-webkit-transform: scale(99)", "-webkit-transform is not allowed");
    refused_inside("inset: 0", "inset is not allowed: it takes a box out of its place");
    refused_inside("inset-block-start: 0", "is not allowed");
    refused_inside("top: 0", "top is not allowed");
    refused_inside("margin-top: -99px", "“-99px” is not allowed; lengths from 0 on are");
    refused_inside("margin: 0-5px", "“-5px” is not allowed");
    refused_inside("margin: 0 -.5px", "“-.5px” is not allowed");
    refused_inside("margin: calc(0px - 99px)", "“calc(” is not allowed");
    refused_inside("margin: var(--x)", "“var(” is not allowed");
    refused_inside("color: blue !important", "the site has the last word");
}
END_TEST

START_TEST(rules_and_brackets_are_whole)
{
    refused(".encart-ad { color: red", "a rule has no “}”");
    refused(".encart-ad { color: red } }", "a “}” closes nothing");
    refused("@media print { .encart-ad { color: red }", "an at-rule has no “}”");
    refused("}", "a “}” closes nothing");
    refused(".encart-ad", "expected, found “the end”");
    refused("/* x", "a comment has no end");
    refused(".encart-ad { content: \"x\n\" }", "a string has no end on its line");
    refused(".encart-ad { content: 'x }", "a string has no end on its line");
    refused_inside("grid-template: ([)]", "a “)” closes nothing");
    refused_inside("color: rgb(0", "expected");
    refused_inside("color: )", "a “)” closes nothing");
    refused_inside("width: calc(((((((((1)))))))))", "deeper than 8");
    refused_inside("p { color: red }", "“:” after the property expected");
    refused_inside("& p { color: red }", "the name of a property");
    refused_inside(".x { color: red }", "the name of a property");
    refused_inside("a:hover { color: red }", "rules are not nested");
    refused_inside("--x: { color: red }", "rules are not nested");
    refused("@media print { @media print { @media print { @media print { @media print {"
            " .encart-ad { color: red } } } } } }", "nested deeper than 4");
    refused("@media print; .encart-ad { color: red }", "“{” expected, found “;”");
    refused("@media", "“{” expected, found “the end”");
}
END_TEST

START_TEST(a_fault_has_its_line)
{
    encart__css_fault f;

    ck_assert(!check(".encart-ad {\n  color: red;\n  top: 0;\n}", &f));
    ck_assert_uint_eq(f.line, 3);
    ck_assert(!check("/*\n\n*/\np { color: red }", &f));
    ck_assert_uint_eq(f.line, 4);
}
END_TEST

/* Long and deep input takes no stack, and a cut never reads past the end. */
START_TEST(every_cut_of_a_sheet_is_read_within_its_bytes)
{
    static const char css[] =
        "/*x*/@media (width < 5em){.encart-ad:not(.a,[b='c'])>p+p::before{content:\"d\" /"
        " \"\";width:calc(1px + 2e-3em);margin:0 1%}}[data-encart^='ad/']{color:#fff}";

    const size_t first = (size_t)(strstr(css, "[data") - css);

    for (size_t n = 0; n < sizeof css; n++) {
        char *copy = malloc(n ? n : 1);
        encart__css_fault f = {0, ""};
        int ok;

        memcpy(copy, css, n);
        ok = encart__css_check(encart__str_n(copy, n), ENCART__STR("ad"), &f);
        ck_assert_msg(ok == (n == 0 || n == 5 || n == first || n == sizeof css - 1),
                      "%zu: %s", n, f.text);
        free(copy);
    }
}
END_TEST

START_TEST(deep_input_takes_no_stack)
{
    char *css = malloc(1 << 20);
    encart__css_fault f;

    memset(css, '(', 1 << 20);
    memcpy(css, ".encart-ad{a:", 13);
    ck_assert(!encart__css_check(encart__str_n(css, 1 << 20), ENCART__STR("ad"), &f));
    memset(css, '{', 1 << 20);
    ck_assert(!encart__css_check(encart__str_n(css, 1 << 20), ENCART__STR("ad"), &f));
    memset(css, '/', 1 << 20);
    ck_assert(!encart__css_check(encart__str_n(css, 1 << 20), ENCART__STR("ad"), &f));
    free(css);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("css");
    TCase *c = tcase_create("css");

    tcase_add_test(c, what_a_box_needs_may_stand);
    tcase_add_test(c, a_selector_begins_with_the_plugin_s_own);
    tcase_add_test(c, nothing_beside_the_box_is_reached);
    tcase_add_test(c, nothing_is_loaded_or_run);
    tcase_add_test(c, it_stays_in_its_element);
    tcase_add_test(c, the_box_stays_in_its_place);
    tcase_add_test(c, rules_and_brackets_are_whole);
    tcase_add_test(c, a_fault_has_its_line);
    tcase_add_test(c, every_cut_of_a_sheet_is_read_within_its_bytes);
    tcase_add_test(c, deep_input_takes_no_stack);
    suite_add_tcase(s, c);
    return s;
}

int main(void)
{
    return suite_main("test_css", suite());
}
