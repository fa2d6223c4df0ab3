/* French microtypography, row by row of the design's table, through text and through a
 * tree; then what must hold of any text. In the strings here ~ is U+00A0, ^ is U+202F.
 */
#include "core/i18n/typography.h"
#include "core/base/utf8.h"
#include "tests/suite.h"

#include <stdio.h>
#include <stdlib.h>

#define COUNT_OF(a) (sizeof(a) / sizeof *(a))

static const char *const french[] = {"fr", "fr-CA", "fr-CH"};
static const encart__typography usual = {ENCART__TYPOGRAPHY_INSERTED, {"", 0}, 0};

/* ~ and ^ into the spaces that they stand for; malloc'd. */
static char *spaced(const char *s)
{
    char *out = malloc(strlen(s) * 3 + 1), *p = out;

    for (; *s; s++)
        p += sprintf(p, "%s",
                     *s == '~'   ? "\xC2\xA0"
                     : *s == '^' ? "\xE2\x80\xAF"
                                 : (char[]){*s, 0});
    *p = '\0';
    return out;
}

/* And back, so that a failure can be read. */
static char *readable(encart__str s)
{
    char *out = malloc(s.n + 1), *p = out;

    for (size_t i = 0; i < s.n;) {
        encart__str left = encart__str_sub(s, i, s.n);
        int nbsp = encart__str_starts(left, ENCART__STR("\xC2\xA0"));
        int fine = encart__str_starts(left, ENCART__STR("\xE2\x80\xAF"));

        *p++ = nbsp ? '~' : fine ? '^' : s.p[i];
        i += nbsp ? 2 : fine ? 3 : 1;
    }
    *p = '\0';
    return out;
}

static char *typeset(const encart__typography *t, const char *lang, encart__str in)
{
    encart__strbuf b;
    char *out;

    encart__strbuf_init(&b, NULL, 0);
    encart__typography_text(t, encart__str_z(lang), in, &b);
    ck_assert_int_eq(b.failed, 0);
    out = strdup(encart__strbuf_z(&b));
    encart__strbuf_free(&b);
    return out;
}

/* ---- trees ---- */

static encart__node_id open(encart__tree *t, encart__node_id up, const char *tag)
{
    encart__node_id e = encart__tree_element(t, encart__tag_id(encart__str_z(tag)));

    encart__tree_append(t, up, e);
    return e;
}

/* A tree from the little markup of these tests: <tag>, <tag a=v>, </>, <br>, text. */
static void build(encart__tree *t, const char *markup)
{
    char *text = spaced(markup), *p = text, name[32], attr[32], value[32];
    encart__node_id at = ENCART__ROOT, e;

    encart__tree_init(t, NULL);
    while (*p) {
        size_t n = strcspn(p, "<");

        if (n)
            encart__tree_append(t, at, encart__tree_text(t, encart__str_n(p, n)));
        p += n;
        if (!*p)
            break;
        n = strcspn(p, ">") + 1;
        if (p[1] == '/') {
            at = t->nodes[at].parent;
        } else {
            int found = sscanf(p, "<%31[a-z0-9] %31[a-z:]=%31[^>]", name, attr, value);

            e = open(t, at, name);
            if (found == 3)
                encart__tree_attr_set(t, e, encart__attr_id(encart__str_z(attr)),
                                      encart__str_z(value));
            if (!(encart__tag_flags(t->nodes[e].tag) & ENCART__F_VOID))
                at = e;
        }
        p += n;
    }
    free(text);
}

/* The same markup again: <tag> without attributes. */
static char *written(const encart__tree *t)
{
    encart__iter it;
    encart__strbuf b;
    char *out;

    encart__strbuf_init(&b, NULL, 0);
    encart__iter_init(&it, t, ENCART__ROOT);
    while (encart__iter_next(&it)) {
        const encart__node *n = &t->nodes[it.at];
        int is_void = encart__tag_flags(n->tag) & ENCART__F_VOID;

        if (n->kind == ENCART__NODE_TEXT)
            encart__strbuf_str(&b, encart__tree_text_of(t, it.at));
        else if (n->kind == ENCART__NODE_ELEMENT && !it.leave)
            encart__strbuf_printf(&b, "<%s>", encart__tag_name(n->tag).p);
        else if (n->kind == ENCART__NODE_ELEMENT && !is_void)
            encart__strbuf_puts(&b, "</>");
    }
    out = readable(encart__strbuf_view(&b));
    encart__strbuf_free(&b);
    return out;
}

static void expect_tree(const encart__typography *t, const char *lang, const char *in,
                        const char *want)
{
    encart__tree tree;

    build(&tree, in);
    for (int run = 1; run <= 2; run++) {
        char *got;

        ck_assert_int_eq(
            encart__typography_tree(t, encart__str_z(lang), &tree, ENCART__ROOT), 0);
        ck_assert_ptr_null(encart__tree_check(&tree));
        got = written(&tree);
        ck_assert_msg(strcmp(got, want) == 0, "%s, run %d:\n   %s\ngave %s\nnot  %s",
                      lang, run, in, got, want);
        free(got);
    }
    encart__tree_free(&tree);
}

/* ---- the table ---- */

static const struct {
    const char *in;
    const char *want[3]; /* fr, fr-CA, fr-CH; NULL = as fr */
} rows[] = {
    /* The colon: only a space that stands there changes. */
    {"mot : suite", {"mot~: suite", NULL, "mot^: suite"}},
    {"mot :", {"mot~:", NULL, "mot^:"}},
    {"mot: suite", {"mot: suite"}},
    {"http://x.fr/a?b=c;d", {"http://x.fr/a?b=c;d"}},
    {"à 12:30 et à 12 :30", {"à 12:30 et à 12 :30"}},
    {"std::x et std :: x", {"std::x et std :: x"}},
    {"mot :p mot :) mot :-) mot :/ mot :'(", {"mot :p mot :) mot :-) mot :/ mot :'("}},
    {"mot ;) mot ;-)", {"mot ;) mot ;-)"}},
    /* High punctuation. */
    {"mot ; mot", {"mot^; mot", "mot; mot", NULL}},
    {"mot !", {"mot^!", "mot!", NULL}},
    {"mot ?", {"mot^?", "mot?", NULL}},
    {"mot ?!", {"mot^?!", "mot?!", NULL}},
    {"mot !!! ?", {"mot^!!!^?", "mot!!!?", NULL}},
    {"mot! mot? mot;", {"mot! mot? mot;"}},
    {"a != b et ?x=1", {"a != b et ?x=1"}},
    {"(mot ?)", {"(mot^?)", "(mot?)", NULL}},
    {"( !", {"( !"}},
    {" ! mot", {" ! mot"}},
    {"mot  \n !", {"mot^!", "mot!", NULL}},
    /* Quotes. */
    {"« x »", {"«~x~»", NULL, "«^x^»"}},
    {"«x»", {"«~x~»", NULL, "«^x^»"}},
    {"«x» : «y» !", {"«~x~»~: «~y~»^!", "«~x~»~: «~y~»!", "«^x^»^: «^y^»^!"}},
    {"dit \"x\".", {"dit «~x~».", NULL, "dit «^x^»."}},
    {"\"x \"y\" z\"", {"«~x “y” z~»", NULL, "«^x “y” z^»"}},
    {"« x \"y\" z »", {"«~x “y” z~»", NULL, "«^x “y” z^»"}},
    {"\"l'eau\" ?", {"«~l’eau~»^?", "«~l’eau~»?", "«^l’eau^»^?"}},
    {"(\"x\")", {"(«~x~»)", NULL, "(«^x^»)"}},
    {"\"x \"y", {"\"x \"y"}},
    {"un \"x", {"un \"x"}},
    {"un 12\" et un 7\"", {"un 12\" et un 7\""}},
    {"« » et «»", {"« » et «»"}},
    /* Apostrophes. */
    {"l'eau", {"l’eau"}},
    {"aujourd'hui", {"aujourd’hui"}},
    {"L'État d'Ève, l'11", {"L’État d’Ève, l’11"}},
    {"en 2'33\"", {"en 2'33\""}},
    {"\"x\" en 2'33\"", {"«~x~» en 2'33\"", NULL, "«^x^» en 2'33\""}},
    {"rock 'n' roll", {"rock 'n' roll"}},
    {"l'\"x\"", {"l’«~x~»", NULL, "l’«^x^»"}},
    {"l'a@b.fr o'b@c.fr", {"l'a@b.fr o'b@c.fr"}},
    /* Dots. */
    {"et...", {"et…"}},
    {"et... mais", {"et… mais"}},
    {"et.. mais.... ../x .../x", {"et.. mais.... ../x .../x"}},
    /* Figures. */
    {"10 000 €", {"10^000~€", "10~000~€", NULL}},
    {"10 000,5 %", {"10^000,5~%", "10~000,5~%", NULL}},
    {"1 234 567 lecteurs", {"1^234^567 lecteurs", "1~234~567 lecteurs", NULL}},
    {"en 2019 300 morts", {"en 2019 300 morts"}},
    {"01 23 45 67 89", {"01 23 45 67 89"}},
    {"0800 123 456", {"0800 123 456"}},
    {"012 345", {"012 345"}},
    {"12 345 6", {"12 345 6"}},
    {"50%", {"50%"}},
    /* A word space that does not break. */
    {"n° 5", {"n°~5"}},
    {"p. 12", {"p.~12"}},
    {"cap. 12", {"cap. 12"}},
    {"M. X", {"M.~X"}},
    {"M. x", {"M. x"}},
    {"Mme Y et Mlle Z", {"Mme~Y et Mlle~Z"}},
    {"art. 3", {"art.~3"}},
    {"l'art. 3", {"l’art.~3"}},
    {"5 km", {"5~km"}},
    {"5 kmx", {"5 kmx"}},
    {"90 km/h", {"90~km/h"}},
    {"à 3 s'il", {"à 3 s’il"}},
    {"20 h 30", {"20~h~30"}},
    {"20h 30", {"20h~30"}},
    {"h 30", {"h 30"}},
    {"le mot h 30", {"le mot h 30"}},
    {"XXe siècle", {"XXe~siècle"}},
    {"les XIXe siècles", {"les XIXe~siècles"}},
    {"21e siècle", {"21e~siècle"}},
    {"Xe siècles2", {"Xe siècles2"}},
    {"ce siècle", {"ce siècle"}},
    /* Only by options that change the markup or are not there. */
    {"1er 2e Mme", {"1er 2e Mme"}},
    {"2019-2020", {"2019-2020"}},
    /* What is there already is made the same. */
    {"mot~! mot^: «^x^» 10~000~€",
     {"mot^! mot~: «~x~» 10^000~€", "mot! mot~: «~x~» 10~000~€",
      "mot^! mot^: «^x^» 10^000~€"}},
    {"mot ~ !", {"mot^!", "mot!", NULL}},
    {"~mot~mot^mot", {"~mot~mot^mot"}},
    {"", {""}},
    {" ", {" "}},
};

static const char *row_want(size_t row, size_t locale)
{
    const char *want = rows[row].want[locale];

    return want ? want : rows[row].want[0];
}

START_TEST(each_row_of_the_table)
{
    char *in = spaced(rows[_i].in);

    for (size_t l = 0; l < COUNT_OF(french); l++) {
        char *once = typeset(&usual, french[l], encart__str_z(in));
        char *twice = typeset(&usual, french[l], encart__str_z(once));
        char *got = readable(encart__str_z(once));

        ck_assert_msg(strcmp(got, row_want((size_t)_i, l)) == 0,
                      "%s:\n   %s\ngave %s\nnot  %s", french[l], rows[_i].in, got,
                      row_want((size_t)_i, l));
        ck_assert_str_eq(twice, once);
        free(got);
        free(once);
        free(twice);
    }
    free(in);
}
END_TEST

static int is_boundary(const char *s, size_t at)
{
    return ((unsigned char)s[at] & 0xC0) != 0x80;
}

/* p > text[0, from) + em > text[from, to) + text[to, …). */
static void split(encart__tree *t, const char *s, size_t from, size_t to)
{
    encart__node_id p, em;

    encart__tree_init(t, NULL);
    p = open(t, ENCART__ROOT, "p");
    encart__tree_append(t, p, encart__tree_text(t, encart__str_n(s, from)));
    em = open(t, p, "em");
    encart__tree_append(t, em, encart__tree_text(t, encart__str_n(s + from, to - from)));
    encart__tree_append(t, p, encart__tree_text(t, encart__str_z(s + to)));
}

static char *all_text(const encart__tree *t)
{
    encart__strbuf b;
    char *out;

    encart__strbuf_init(&b, NULL, 0);
    for (encart__node_id at = ENCART__ROOT; at;
         at = encart__tree_next(t, ENCART__ROOT, at, 0))
        if (t->nodes[at].kind == ENCART__NODE_TEXT)
            encart__strbuf_str(&b, encart__tree_text_of(t, at));
    out = readable(encart__strbuf_view(&b));
    encart__strbuf_free(&b);
    return out;
}

START_TEST(each_row_across_inline_tags_at_every_position)
{
    char *in = spaced(rows[_i].in);
    size_t n = strlen(in);
    encart__tree t;

    for (size_t l = 0; l < COUNT_OF(french); l++)
        for (size_t from = 0; from <= n; from++)
            for (size_t to = from; to <= n; to++) {
                char *got;

                if (!is_boundary(in, from) || !is_boundary(in, to))
                    continue;
                split(&t, in, from, to);
                ck_assert_int_eq(encart__typography_tree(&usual, encart__str_z(french[l]),
                                                         &t, ENCART__ROOT),
                                 0);
                ck_assert_ptr_null(encart__tree_check(&t));
                got = all_text(&t);
                ck_assert_str_eq(got, row_want((size_t)_i, l));
                free(got);
                encart__tree_free(&t);
            }
    free(in);
}
END_TEST

/* ---- where, and where not ---- */

START_TEST(a_rule_reaches_across_inline_tags_to_the_place_of_the_space)
{
    static const char *const cases[][2] = {
        {"<p><a>lien</> : x</>", "<p><a>lien</>~: x</>"},
        {"<p><em>x</em> !</>", "<p><em>x</>^!</>"},
        {"<p><em>x </> !</>", "<p><em>x</>^!</>"},
        {"<p>«<a> x</> »</>", "<p>«<a>~x</>~»</>"},
        {"<p>«<a>x</>»</>", "<p>«~<a>x</>~»</>"},
        {"<p>\"<a>x</>\" et l'<b>eau</>.<i>..</></>",
         "<p>«~<a>x</>~» et l’<b>eau</><i>…</></>"},
        {"<p>XX<sup>e</> siècle</>", "<p>XX<sup>e</>~siècle</>"},
        {"<p>mot<wbr> !</>", "<p>mot<wbr>^!</>"},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        expect_tree(&usual, "fr", cases[i][0], cases[i][1]);
}
END_TEST

START_TEST(blocks_and_line_breaks_divide)
{
    static const char *const cases[] = {
        "<p>mot</><p> !</>",      "<p>mot <br>!</>",   "<p>mot<br> !</>",
        "<p>\"x</><p>y\"</>",     "<p>«<br>x</>",      "<ul><li>10</><li> 000 x</></>",
        "<p>mot<button> !</></>", "<p>l'</><p>eau</>",
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        expect_tree(&usual, "fr", cases[i], cases[i]);
    expect_tree(&usual, "fr", "<p>\"vers<br>vers\" !</>", "<p>«~vers<br>vers~»^!</>");
    expect_tree(&usual, "fr", "<p><img> !</>", "<p><img>^!</>");
}
END_TEST

/* <p>Bonjour COMMENT!</p> through the pass: its first text. */
static void expect_first(const char *comment, const char *want)
{
    encart__tree t;
    encart__node_id p, first;

    encart__tree_init(&t, NULL);
    p = encart__tree_element(&t, ENCART__T_P);
    encart__tree_append(&t, ENCART__ROOT, p);
    first = encart__tree_text(&t, ENCART__STR("Bonjour "));
    encart__tree_append(&t, p, first);
    encart__tree_append(&t, p, encart__tree_comment(&t, encart__str_z(comment)));
    encart__tree_append(&t, p, encart__tree_text(&t, ENCART__STR("!")));
    ck_assert_int_eq(encart__typography_tree(&usual, ENCART__STR("fr"), &t, ENCART__ROOT), 0);
    ck_assert_msg(encart__str_is(encart__tree_text_of(&t, first), want), "%s: %.*s", comment,
                  (int)encart__tree_text_of(&t, first).n, encart__tree_text_of(&t, first).p);
    encart__tree_free(&t);
}

START_TEST(a_hole_is_content_and_a_pin_is_none)
{
    expect_first("encart:hole reader e30", "Bonjour ");
    expect_first("encart:here lire-aussi", "Bonjour\xE2\x80\xAF");
}
END_TEST

START_TEST(code_and_what_is_no_prose_stays)
{
    static const char *const tags[] = {"code",  "pre",      "kbd", "samp", "script",
                                       "style", "textarea", "tt",  "var",  "select"};
    char in[200], want[200];

    for (size_t i = 0; i < COUNT_OF(tags); i++) {
        snprintf(in, sizeof in, "<%s>l'eau : <b>\"x\" !</> 10 000 €...</>", tags[i]);
        expect_tree(&usual, "fr", in, in);
        /* What stands beside it is still text. */
        snprintf(in, sizeof in, "<span><%s>a </>l'eau ! «<%s>a</></>", tags[i], tags[i]);
        snprintf(want, sizeof want, "<span><%s>a </>l’eau^! «%s<%s>a</></>", tags[i],
                 strcmp(tags[i], "pre") == 0 ? "" : "~", tags[i]);
        expect_tree(&usual, "fr", in, want);
    }
    expect_tree(&usual, "fr", "<p><code>x</> : et <code>y</> !</>",
                "<p><code>x</>~: et <code>y</>^!</>");
}
END_TEST

START_TEST(other_languages_and_fixed_words_stay)
{
    static const char *const cases[][2] = {
        {"<p lang=en>it's : \"x\" !</>", "<p>it's : \"x\" !</>"},
        {"<p lang=_>l'x !</>", "<p>l'x !</>"},
        {"<p>l'a <i lang=en>it's x !</> ! l'a</>", "<p>l’a <i>it's x !</>^! l’a</>"},
        {"<p lang=en>it's <q lang=fr>l'eau !</> isn't</>",
         "<p>it's <q>l’eau^!</> isn't</>"},
        {"<p lang=fr-BE>l'eau !</>", "<p>l’eau^!</>"},
        {"<p xml:lang=de>l'eau !</>", "<p>l'eau !</>"},
        {"<p translate=no>l'a ! <i translate=yes>l'b !</></>", "<p>l'a ! <i>l’b^!</></>"},
        {"<p><code translate=yes>l'a !</></>", "<p><code>l'a !</></>"},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        expect_tree(&usual, "fr", cases[i][0], cases[i][1]);
    expect_tree(&usual, "en", "<p>l'eau !</>", "<p>l'eau !</>");
    expect_tree(&usual, "en", "<p lang=fr>l'eau !</>", "<p>l'eau !</>");
}
END_TEST

START_TEST(arabic_has_no_space_before_its_marks_and_no_french_rules)
{
    expect_tree(&usual, "ar", "<p>كلمة ، كلمة ؛ كلمة ؟</>", "<p>كلمة، كلمة؛ كلمة؟</>");
    expect_tree(&usual, "ar", "<p>كلمة : \"كلمة\" ! 10 000 % «x» ... l'x</>",
                "<p>كلمة : \"كلمة\" ! 10 000 % «x» ... l'x</>");
    expect_tree(&usual, "ar", "<p> ، x</>", "<p> ، x</>");
}
END_TEST

/* ---- options ---- */

START_TEST(a_site_may_do_without_the_fine_space)
{
    encart__typography t = usual;

    t.no_fine = 1;
    expect_tree(&t, "fr", "<p>« x » : y ! 10 000 €</>", "<p>«~x~»~: y~! 10~000~€</>");
    expect_tree(&t, "fr-CH", "<p>x^: y^!</>", "<p>x~: y~!</>");
    expect_tree(&t, "fr-CA", "<p>x !</>", "<p>x!</>");
}
END_TEST

START_TEST(a_site_may_say_whose_rules)
{
    encart__typography t = usual;

    t.locale = ENCART__STR("fr-CH");
    expect_tree(&t, "fr", "<p>x : y</>", "<p>x^: y</>");
    expect_tree(&t, "fr-CA", "<p>x !</>", "<p>x^!</>");
    expect_tree(&t, "ar", "<p>x ؟</>", "<p>x ؟</>");
    ck_assert(!encart__typography_applies(&t, ENCART__STR("en")));
    t.locale = ENCART__STR("none");
    expect_tree(&t, "fr", "<p>l'x !</>", "<p>l'x !</>");
    ck_assert(!encart__typography_applies(&t, ENCART__STR("fr")));
    ck_assert(encart__typography_applies(&usual, ENCART__STR("fr-BE")));
}
END_TEST

/* ---- any text ---- */

static uint32_t seed;

static uint32_t next_random(uint32_t below)
{
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % below;
}

static const char *const pieces[] = {
    " ",
    " ",
    " ",
    " ",
    "~",
    "^",
    "\n",
    "\xE2\x80\x89",
    "a",
    "l",
    "M",
    "É",
    "mot",
    "h",
    "p.",
    "n°",
    "XX",
    "e",
    "siècle",
    "km",
    "m",
    "€",
    "%",
    "1",
    "12",
    "000",
    "0",
    "345",
    ":",
    ";",
    "!",
    "?",
    ".",
    "...",
    "…",
    ",",
    "'",
    "’",
    "\"",
    "\"",
    "«",
    "»",
    "“",
    "”",
    "(",
    ")",
    "-",
    "–",
    "/",
    "://",
    "www.",
    "@",
    "x",
    "{",
    "}",
    "،",
    "؟",
    "\xEF\xBF\xBC",
    "\xE2\x80\xA8",
    "\xC2\xAD",
    "<3",
    "²",
};

static char *random_text(void)
{
    encart__strbuf b;
    char *out;

    encart__strbuf_init(&b, NULL, 0);
    for (uint32_t n = next_random(24); n; n--)
        encart__strbuf_puts(&b, pieces[next_random(COUNT_OF(pieces))]);
    out = spaced(encart__strbuf_z(&b));
    encart__strbuf_free(&b);
    return out;
}

/* Without white space, and with one spelling of what the pass may replace. */
static char *letters_of(const char *s)
{
    char *out = malloc(strlen(s) + 1), *p = out;
    encart__str left = encart__str_z(s);

    while (left.n) {
        uint32_t cp;
        size_t n = encart__utf8_decode(left.p, left.n, &cp);

        if (cp == 0x2019)
            *p++ = '\'';
        else if (cp == 0x2026)
            p += sprintf(p, "...");
        else if (cp == 0xAB || cp == 0xBB || cp == 0x201C || cp == 0x201D)
            *p++ = '"';
        else if ((!encart__cp_is_space(cp) && cp != '~' && cp != '^') || cp == 0x2028)
            p += sprintf(p, "%.*s", (int)n, left.p);
        left = encart__str_sub(left, n, left.n);
    }
    *p = '\0';
    return out;
}

START_TEST(any_text_keeps_its_letters_and_a_second_run_changes_nothing)
{
    static const char *const langs[] = {"fr", "fr-CA", "fr-CH", "ar"};
    const char *lang = langs[_i % 4];
    encart__typography t = usual;

    t.no_fine = _i >= 4;
    seed = (uint32_t)_i + 1;
    for (int round = 0; round < 15000; round++) {
        char *in = random_text();
        char *once = typeset(&t, lang, encart__str_z(in));
        char *twice = typeset(&t, lang, encart__str_z(once));
        char *before = letters_of(in), *after = letters_of(once);

        ck_assert_msg(strcmp(before, after) == 0, "%s: “%s” became “%s”", lang, in, once);
        if (strcmp(once, twice) != 0) {
            char *a = readable(encart__str_z(in)), *b = readable(encart__str_z(once)),
                 *c = readable(encart__str_z(twice));

            ck_abort_msg("%s:\n     %s\nonce  %s\ntwice %s", lang, a, b, c);
        }
        free(in);
        free(once);
        free(twice);
        free(before);
        free(after);
    }
}
END_TEST

START_TEST(any_text_is_the_same_across_inline_tags)
{
    encart__tree t;

    seed = 77;
    for (int round = 0; round < 10000; round++) {
        char *in = random_text(), *plain = typeset(&usual, "fr", encart__str_z(in));
        size_t n = strlen(in), from = next_random((uint32_t)n + 1), to;
        char *want = readable(encart__str_z(plain)), *got;

        while (!is_boundary(in, from))
            from--;
        to = from + next_random((uint32_t)(n - from) + 1);
        while (!is_boundary(in, to))
            to--;
        split(&t, in, from, to < from ? from : to);
        ck_assert_int_eq(
            encart__typography_tree(&usual, ENCART__STR("fr"), &t, ENCART__ROOT), 0);
        got = all_text(&t);
        ck_assert_str_eq(got, want);
        encart__tree_free(&t);
        free(in);
        free(plain);
        free(want);
        free(got);
    }
}
END_TEST

/* Blocks, inline elements, code, other languages and line breaks at random, with text. */
static void random_tree(encart__tree *t)
{
    static const char *const tags[] = {"p",  "em", "a",    "code", "br",  "li",
                                       "b",  "q",  "span", "img",  "wbr", "i"};
    encart__node_id at = ENCART__ROOT;

    encart__tree_init(t, NULL);
    for (uint32_t n = next_random(14); n; n--) {
        const char *tag = tags[next_random(COUNT_OF(tags))];
        encart__node_id e;
        char *text;

        if (at != ENCART__ROOT && next_random(3) == 0)
            at = t->nodes[at].parent;
        if (next_random(2)) {
            text = random_text();
            encart__tree_append(t, at, encart__tree_text(t, encart__str_z(text)));
            free(text);
            continue;
        }
        e = open(t, at, tag);
        if (next_random(5) == 0)
            encart__tree_attr_set(t, e, ENCART__A_LANG,
                                  next_random(2) ? ENCART__STR("en") : ENCART__STR("fr"));
        if (!(encart__tag_flags(t->nodes[e].tag) & ENCART__F_VOID))
            at = e;
    }
}

START_TEST(any_tree_keeps_its_letters_and_a_second_run_changes_nothing)
{
    const char *lang = french[_i % 3];
    encart__tree t;

    seed = (uint32_t)_i + 1000;
    for (int round = 0; round < 10000; round++) {
        char *before, *once = NULL, *twice, *a, *b;

        random_tree(&t);
        before = all_text(&t);
        for (int run = 0; run < 2; run++) {
            ck_assert_int_eq(
                encart__typography_tree(&usual, encart__str_z(lang), &t, ENCART__ROOT), 0);
            ck_assert_ptr_null(encart__tree_check(&t));
            if (!run)
                once = all_text(&t);
        }
        twice = all_text(&t);
        ck_assert_msg(strcmp(once, twice) == 0, "%s:\n     %s\nonce  %s\ntwice %s", lang,
                      before, once, twice);
        a = letters_of(before);
        b = letters_of(once);
        ck_assert_str_eq(a, b);
        encart__tree_free(&t);
        free(before);
        free(once);
        free(twice);
        free(a);
        free(b);
    }
}
END_TEST

/* What would be quadratic, were any rule to look again and again: at this size it would
 * not end before the test's time does. */
START_TEST(long_texts_are_read_in_linear_time)
{
    static const char *const units[] = {
        "\"", "\" ", "«",       "! ",   " !", "!",    "?",      "1 ", "123 ", "1",
        "'",  "l'",  ".",       "...",  "/",  "@",    "x@",     "a",  " ",    "~",
        "h ", "(",   "http://", "www.", "X",  "\"a ", "2'33\"", "»",
    };
    const char *unit = units[_i % (int)COUNT_OF(units)];
    char *piece = spaced(unit), *once, *twice;
    encart__strbuf b;

    encart__strbuf_init(&b, NULL, 0);
    while (b.size < (size_t)1 << 21)
        encart__strbuf_puts(&b, piece);
    once = typeset(&usual, "fr", encart__strbuf_view(&b));
    twice = typeset(&usual, "fr", encart__str_z(once));
    ck_assert_str_eq(once, twice);
    encart__strbuf_free(&b);
    free(piece);
    free(once);
    free(twice);
}
END_TEST

/* A hundred thousand elements in one run, and as many deep scopes as a tree may have. */
START_TEST(wide_and_deep_trees_are_walked_once)
{
    encart__node_id p, at;
    encart__tree t;
    size_t fine = 0;
    char *text;

    encart__tree_init(&t, NULL);
    p = open(&t, ENCART__ROOT, "p");
    for (int i = 0; i < 100000; i++) {
        at = open(&t, p, "em");
        encart__tree_append(&t, at, encart__tree_text(&t, ENCART__STR("x !")));
    }
    at = p;
    for (int i = 0; i < 100000; i++) {
        at = open(&t, at, "i");
        encart__tree_attr_set(&t, at, ENCART__A_LANG,
                              i % 2 ? ENCART__STR("fr") : ENCART__STR("en"));
    }
    encart__tree_append(&t, at, encart__tree_text(&t, ENCART__STR(" x !")));
    ck_assert_int_eq(encart__typography_tree(&usual, ENCART__STR("fr"), &t, ENCART__ROOT),
                     0);
    text = all_text(&t);
    for (const char *c = text; *c; c++)
        fine += *c == '^';
    /* "x !x !" is no end of a sentence but for the last of them. */
    ck_assert_uint_eq(fine, 2);
    free(text);
    encart__tree_free(&t);
}
END_TEST

START_TEST(each_allocation_may_fail)
{
    suite_alloc a;
    encart__tree from, t;
    int status = ENCART_ENOMEM;

    build(&from, "<p>l'<a>\"x\"</> ! <i lang=en>it's</> : 10 000 €</><p>a ; b...</>");
    for (size_t n = 0; status == ENCART_ENOMEM && n < 200; n++) {
        suite_alloc_init(&a);
        encart__tree_init(&t, &a.vtable);
        encart__tree_append(
            &t, ENCART__ROOT,
            encart__tree_import(&t, &from, from.nodes[ENCART__ROOT].first));
        a.fail_at = a.count + n + 1;
        status = encart__typography_tree(&usual, ENCART__STR("fr"), &t, ENCART__ROOT);
        ck_assert(status == ENCART_OK || status == ENCART_ENOMEM);
        ck_assert(n > 0 || status == ENCART_ENOMEM);
        encart__tree_free(&t);
        ck_assert_uint_eq(a.live, 0);
    }
    ck_assert_int_eq(status, ENCART_OK);
    encart__tree_free(&from);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("typography");
    TCase *c = tcase_create("typography");

    tcase_set_timeout(c, 120);
    tcase_add_loop_test(c, each_row_of_the_table, 0, (int)COUNT_OF(rows));
    tcase_add_loop_test(c, each_row_across_inline_tags_at_every_position, 0,
                        (int)COUNT_OF(rows));
    tcase_add_test(c, a_rule_reaches_across_inline_tags_to_the_place_of_the_space);
    tcase_add_test(c, blocks_and_line_breaks_divide);
    tcase_add_test(c, a_hole_is_content_and_a_pin_is_none);
    tcase_add_test(c, code_and_what_is_no_prose_stays);
    tcase_add_test(c, other_languages_and_fixed_words_stay);
    tcase_add_test(c, arabic_has_no_space_before_its_marks_and_no_french_rules);
    tcase_add_test(c, a_site_may_do_without_the_fine_space);
    tcase_add_test(c, a_site_may_say_whose_rules);
    tcase_add_loop_test(c, any_text_keeps_its_letters_and_a_second_run_changes_nothing, 0,
                        8);
    tcase_add_test(c, any_text_is_the_same_across_inline_tags);
    tcase_add_loop_test(c, any_tree_keeps_its_letters_and_a_second_run_changes_nothing, 0,
                        3);
    tcase_add_loop_test(c, long_texts_are_read_in_linear_time, 0, 28);
    tcase_add_test(c, wide_and_deep_trees_are_walked_once);
    tcase_add_test(c, each_allocation_may_fail);
    suite_add_tcase(s, c);
    return s;
}

int main(void)
{
    return suite_main("test_typography", suite());
}
