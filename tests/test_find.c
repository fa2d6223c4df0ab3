/* Words in text: what is met and what is not, against a reference that looks at every
 * place for every term, on random articles; edits of words; and hostile inputs, whose
 * steps are counted. */
#include "core/base/utf8.h"
#include "core/edit/edits.h"
#include "core/edit/find.h"
#include "core/sanitise/sanitise.h"
#include "core/serialise/serialise.h"
#include "core/text/text.h"
#include "tests/suite.h"

#include <stdio.h>
#include <stdlib.h>

enum { TERMS = 40, FOUND = 400 };

typedef struct terms {
    char text[TERMS][ENCART__TERM_FOLDED];
    encart__term list[TERMS];
    size_t count;
} terms;

static void fold_terms(terms *t, const char *const *words, size_t n, int accents)
{
    for (size_t i = 0; i < n; i++) {
        size_t length = encart__term_fold(t->text[i], encart__str_z(words[i]), accents);

        t->list[i] = (encart__term){{t->text[i], length}, (uint32_t)i, 0};
    }
    t->count = encart__terms_sort(t->list, n);
}

static void read_html(encart__tree *t, const char *html)
{
    encart__sanitise_opts opts = {.policy = encart__policy_named(ENCART__STR("article"))};

    encart__tree_init(t, NULL);
    ck_assert_int_eq(
        encart__sanitise_html(t, encart__str_z(html), &opts, NULL, NULL, NULL),
        ENCART_OK);
}

/* ---- cases ------------------------------------------------------------------------- */

/* Finds the terms of `list` (separated by "|") in `html` and wraps each in a b. */
static char *marked(const char *html, const char *list, int accents, int first,
                    const char *not_within)
{
    char copy[1000], *words[TERMS];
    encart__selector css;
    encart__strbuf out;
    encart__finder f;
    encart__edits e;
    encart__found found;
    encart__tree t;
    terms all;
    size_t n = 0;
    long fuel = 1000000;
    char *text;

    snprintf(copy, sizeof copy, "%s", list);
    for (char *w = strtok(copy, "|"); w; w = strtok(NULL, "|"))
        words[n++] = w;
    fold_terms(&all, (const char *const *)words, n, accents);
    read_html(&t, html);
    encart__edits_init(&e, &t, 1);
    encart__finder_init(&f, &t, all.list, all.count);
    f.accents = accents;
    f.first = first;
    if (not_within) {
        ck_assert_int_eq(
            encart__selector_parse(&css, encart__str_z(not_within), NULL, NULL, NULL),
            ENCART_OK);
        f.not_within = &css;
    }
    while (encart__finder_next(&f, &found, &fuel)) {
        encart__node_id holder = encart__edits_holder(&e);

        encart__tree_append(&t, holder, encart__tree_element(&t, ENCART__T_B));
        ck_assert_int_eq(encart__edits_range(&e, ENCART__EDIT_WRAP,
                                             encart__edits_handle(&e, found.text),
                                             found.from, found.to, holder),
                         ENCART__EDIT_TAKEN);
    }
    ck_assert_int_eq(encart__edits_apply(&e), ENCART_OK);
    ck_assert_ptr_null(encart__tree_check(&t));
    encart__edits_free(&e);
    encart__strbuf_init(&out, NULL, 0);
    encart__serialise(&t, &out);
    text = strdup(encart__strbuf_z(&out));
    encart__strbuf_free(&out);
    encart__tree_free(&t);
    return text;
}

START_TEST(terms_are_met_where_their_words_stand)
{
    static const struct {
        const char *html, *terms;
        int accents, first;
        const char *not_within, *want;
    } cases[] = {
        {"<p>L’OTAN, l’otan.</p>", "OTAN", 1, 0, NULL,
         "<p>L’<b>OTAN</b>, l’<b>otan</b>.</p>"},
        {"<p>OTAN et OTAN</p>", "OTAN", 1, 1, NULL, "<p><b>OTAN</b> et OTAN</p>"},
        {"<p>OTANs, lOTAN, OTAN2</p>", "OTAN", 1, 0, NULL, "<p>OTANs, lOTAN, OTAN2</p>"},
        {"<p>le code\xC2\xA0"
         "du  travail</p>",
         "Code du travail", 1, 0, NULL, "<p>le <b>code&nbsp;du  travail</b></p>"},
        {"<p>congres, congrès, CONGRÈS</p>", "congrès", 1, 0, NULL,
         "<p>congres, <b>congrès</b>, <b>CONGRÈS</b></p>"},
        {"<p>congres, congrès</p>", "congrès", 0, 0, NULL,
         "<p><b>congres</b>, <b>congrès</b></p>"},
        {"<p>congre\xCC\x80s, congre</p>", "congrès|congre", 1, 0, NULL,
         "<p><b>congre\xCC\x80s</b>, <b>congre</b></p>"},
        {"<p>OT\xC2\xAD"
         "AN</p>",
         "otan", 1, 0, NULL,
         "<p><b>OT\xC2\xAD"
         "AN</b></p>"},
        {"<p>rendez‑vous, rendez</p>", "rendez-vous|rendez", 1, 0, NULL,
         "<p><b>rendez‑vous</b>, <b>rendez</b></p>"},
        {"<p>code du travail, code</p>", "code|code du travail|travail", 1, 0, NULL,
         "<p><b>code du travail</b>, <b>code</b></p>"},
        {"<p>code du travail, code du travail</p>", "code du travail|code", 1, 1, NULL,
         "<p><b>code du travail</b>, <b>code</b> du travail</p>"},
        {"<p>un<em>code</em> <em>code</em>s, <em>code</em></p>", "code", 1, 0, NULL,
         "<p>un<em>code</em> <em>code</em>s, <em><b>code</b></em></p>"},
        {"<p>a<br>code<br>b</p><p>code</p>x<p>code</p>", "code", 1, 0, NULL,
         "<p>a<br><b>code</b><br>b</p><p><b>code</b></p>x<p><b>code</b></p>"},
        {"<p>un<a href=\"/x\">code</a>code <a href=\"/x\">code</a> code</p>", "code", 1,
         0, "a",
         "<p>un<a href=\"/x\">code</a>code <a href=\"/x\">code</a> <b>code</b></p>"},
        {"<p>C++, C+, .NET</p>", "c++|.net", 1, 0, NULL,
         "<p><b>C++</b>, C+, <b>.NET</b></p>"},
        {"<p>قال الناتو، والناتو</p>", "الناتو", 1, 0, NULL,
         "<p>قال <b>الناتو</b>، والناتو</p>"},
        {"<p>日本の首相</p>", "首相", 1, 0, NULL, "<p>日本の<b>首相</b></p>"},
        {"<p>a a a a</p>", "a a", 1, 0, NULL, "<p><b>a a</b> <b>a a</b></p>"},
        {"<p>nothing</p>", "\xC2\xAD| ", 1, 0, NULL, "<p>nothing</p>"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *got = marked(cases[i].html, cases[i].terms, cases[i].accents,
                           cases[i].first, cases[i].not_within);
        encart__strbuf want;
        encart__tree t;

        /* Written as the serialiser does: through a tree. */
        read_html(&t, cases[i].want);
        encart__strbuf_init(&want, NULL, 0);
        encart__serialise(&t, &want);
        ck_assert_msg(strcmp(got, encart__strbuf_z(&want)) == 0, "%s in %s: %s",
                      cases[i].terms, cases[i].html, got);
        encart__strbuf_free(&want);
        encart__tree_free(&t);
        free(got);
    }
}
END_TEST

/* ---- the reference ----------------------------------------------------------------- */

static uint32_t state;

static uint32_t random_below(uint32_t n)
{
    state = state * 1664525u + 1013904223u;
    return (state >> 8) % n;
}

static void random_text(encart__strbuf *out, uint32_t pieces)
{
    static const char *const letters[] = {
        "a", "b", "A", "é",        "e", "e\xCC\x81",    " ", "\xC2\xA0", " ",
        " ", "-", "’", "\xC2\xAD", "œ", "\xE2\x80\x91", "1"};

    while (pieces-- > 0)
        encart__strbuf_puts(out, letters[random_below(sizeof letters / sizeof *letters)]);
}

static void random_article(encart__strbuf *out)
{
    static const char *const tags[] = {"em", "strong", "b", "code"};

    encart__strbuf_clear(out);
    for (uint32_t p = 1 + random_below(3); p > 0; p--) {
        encart__strbuf_puts(out, "<p>");
        for (uint32_t k = random_below(5); k > 0; k--) {
            const char *tag = tags[random_below(4)];

            random_text(out, random_below(8));
            encart__strbuf_puts(out, random_below(6) ? "" : "<br>");
            encart__strbuf_printf(out, "<%s>", tag);
            random_text(out, random_below(6));
            encart__strbuf_printf(out, "</%s>", tag);
        }
        random_text(out, random_below(9));
        encart__strbuf_puts(out, "</p>");
    }
}

/* The characters of a line: each with its text node and where it begins there. */
typedef struct character {
    uint32_t cp;
    encart__node_id text;
    uint32_t at, end;
    int out; /* in a code element */
} character;

static size_t read_line(const encart__tree *t, encart__node_id *at, character *line)
{
    size_t n = 0;

    while (*at) {
        const encart__node *node = &t->nodes[*at];
        encart__str s = encart__tree_text_of(t, *at);

        if (node->kind == ENCART__NODE_ELEMENT &&
            (node->tag == ENCART__T_P || node->tag == ENCART__T_BR) && n)
            return n;
        for (uint32_t i = 0; node->kind == ENCART__NODE_TEXT && i < s.n;) {
            character *c = &line[n++];
            uint32_t from = i;

            i += (uint32_t)encart__utf8_decode(s.p + i, s.n - i, &c->cp);
            c->text = *at;
            c->at = from;
            c->end = i;
            c->out = encart__tree_inside(t, *at, ENCART__T_CODE);
            if (encart__cp_is_ignorable(c->cp))
                n--;
        }
        *at = encart__tree_next(t, ENCART__ROOT, *at, 0);
    }
    return n;
}

/* Whether the characters from..to of one text, folded, are the term. */
static int is_term(const encart__tree *t, const character *line, size_t from, size_t to,
                   encart__str term, int accents)
{
    encart__str s = encart__str_sub(encart__tree_text_of(t, line[from].text),
                                    line[from].at, line[to - 1].end);
    char folded[ENCART__TERM_FOLDED];
    size_t n = s.n <= ENCART__TERM_BYTES ? encart__term_fold(folded, s, accents) : 0;

    return !encart__cp_is_space(line[from].cp) && !encart__cp_is_space(line[to - 1].cp) &&
           encart__str_eq(encart__str_n(folded, n), term);
}

static int is_mark(uint32_t cp)
{
    return cp >= 0x300 && cp <= 0x36F;
}

/* The longest term from here: where it ends in the line; 0 = none. */
static size_t longest(const encart__tree *t, const character *line, size_t n, size_t from,
                      const terms *all, int accents, int first, size_t *which)
{
    size_t best = 0;

    for (size_t to = from + 1; to <= n && line[to - 1].text == line[from].text; to++) {
        if (to < n &&
            (encart__text_joined(line[to - 1].cp, line[to].cp) || is_mark(line[to].cp)))
            continue;
        for (size_t k = 0; k < all->count; k++)
            if (!(first && all->list[k].found) &&
                is_term(t, line, from, to, all->list[k].folded, accents)) {
                best = to;
                *which = k;
            }
    }
    return best;
}

static size_t reference(const encart__tree *t, terms *all, int accents, int first,
                        encart__found *out)
{
    static character line[4000];
    encart__node_id at = ENCART__ROOT;
    size_t count = 0, n, which, end;

    while ((at = encart__tree_next(t, ENCART__ROOT, at, 0)) != 0) {
        n = read_line(t, &at, line);
        for (size_t i = 0; i < n;) {
            end = line[i].out || is_mark(line[i].cp) ||
                          (i && encart__text_joined(line[i - 1].cp, line[i].cp))
                      ? 0
                      : longest(t, line, n, i, all, accents, first, &which);
            if (end) {
                all->list[which].found = 1;
                out[count++] = (encart__found){line[i].text, line[i].at,
                                               line[end - 1].end, all->list[which].index};
            }
            i = end ? end : i + 1;
        }
        if (!at)
            break;
    }
    return count;
}

START_TEST(random_articles_agree_with_the_reference)
{
    encart__found want[FOUND], got;
    encart__strbuf html, words[TERMS];
    encart__selector code;
    size_t met = 0;

    state = (uint32_t)_i + 1;
    ck_assert_int_eq(encart__selector_parse(&code, ENCART__STR("code"), NULL, NULL, NULL),
                     ENCART_OK);
    encart__strbuf_init(&html, NULL, 0);
    for (size_t i = 0; i < TERMS; i++)
        encart__strbuf_init(&words[i], NULL, 0);
    for (int round = 0; round < 400; round++) {
        int accents = (int)random_below(2), first = (int)random_below(2);
        const char *list[TERMS];
        terms a, b;
        encart__tree t;
        encart__finder f;
        size_t n = 1 + random_below(TERMS), count, i = 0;
        long fuel = 1000000;

        random_article(&html);
        for (size_t k = 0; k < n; k++) {
            encart__strbuf_clear(&words[k]);
            random_text(&words[k], 1 + random_below(4));
            list[k] = encart__strbuf_z(&words[k]);
        }
        fold_terms(&a, list, n, accents);
        fold_terms(&b, list, n, accents);
        read_html(&t, encart__strbuf_z(&html));
        count = reference(&t, &a, accents, first, want);
        encart__finder_init(&f, &t, b.list, b.count);
        f.accents = accents;
        f.first = first;
        f.not_within = &code;
        for (; encart__finder_next(&f, &got, &fuel); i++) {
            ck_assert_msg(i < count && got.text == want[i].text &&
                              got.from == want[i].from && got.index == want[i].index,
                          "%s: “%s” at %u of node %u (%zu of %zu), not %s at %u of %u",
                          encart__strbuf_z(&html), list[got.index], got.from, got.text, i,
                          count, i < count ? list[want[i].index] : "none",
                          i < count ? want[i].from : 0, i < count ? want[i].text : 0);
            ck_assert_uint_ge(got.to, want[i].to); /* what says nothing may follow */
        }
        ck_assert_msg(i == count, "%s: %zu of %zu, no “%s”", encart__strbuf_z(&html), i,
                      count, i < count ? list[want[i].index] : "");
        met += count;
        encart__tree_free(&t);
    }
    ck_assert_uint_gt(met, 400);
    encart__strbuf_free(&html);
    for (size_t i = 0; i < TERMS; i++)
        encart__strbuf_free(&words[i]);
}
END_TEST

/* ---- cost -------------------------------------------------------------------------- */

static long cost(const char *html, encart__term *list, size_t count)
{
    encart__finder f;
    encart__found found;
    encart__tree t;
    long fuel = 1000000000;

    read_html(&t, html);
    encart__finder_init(&f, &t, list, count);
    while (encart__finder_next(&f, &found, &fuel))
        ;
    encart__tree_free(&t);
    return 1000000000 - fuel;
}

static char *repeated(const char *before, const char *what, size_t n, const char *after)
{
    size_t length = strlen(what);
    char *s = malloc(strlen(before) + n * length + strlen(after) + 1), *at = s;

    at += sprintf(at, "%s", before);
    for (size_t i = 0; i < n; i++, at += length)
        memcpy(at, what, length);
    strcpy(at, after);
    return s;
}

START_TEST(a_thousand_terms_cost_little_more_than_one)
{
    static char names[1000][16];
    static encart__term list[1000];
    char *html = repeated("<p>", "ab0500x terme ab12 autre ", 1000, "</p>");
    long one, all;

    for (size_t i = 0; i < 1000; i++) {
        int n = snprintf(names[i], sizeof names[i], "ab%04zu", i);

        list[i] = (encart__term){{names[i], (size_t)n}, (uint32_t)i, 0};
    }
    one = cost(html, list, 1);
    all = cost(html, list, encart__terms_sort(list, 1000));
    ck_assert_msg(all < 3 * one, "%ld for one, %ld for a thousand", one, all);
    free(html);
}
END_TEST

START_TEST(hostile_inputs_cost_as_much_as_they_are_long)
{
    static const struct {
        const char *term, *piece;
    } cases[] = {
        {"a a a a a a a a a a a a a a a a a a a a a a a a a b", "a "},
        {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", "a"},
        {"a b", "a                "},
        {"ab", "<b>a</b><i></i>"},
        {"a", "<b>a</b><i></i>"},
        {"a", "a\xC2\xAD"},
        {"a", "<b>\xC2\xAD</b>"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char folded[ENCART__TERM_FOLDED];
        encart__term term = {{folded, 0}, 0, 0};
        char *half = repeated("<p>", cases[i].piece, 4000, "</p>"),
             *whole = repeated("<p>", cases[i].piece, 8000, "</p>");
        long a, b;

        term.folded.n = encart__term_fold(folded, encart__str_z(cases[i].term), 1);
        a = cost(half, &term, 1);
        b = cost(whole, &term, 1);
        ck_assert_msg(b < 2 * a + a / 4, "%s: %ld, then %ld", cases[i].piece, a, b);
        free(half);
        free(whole);
    }
}
END_TEST

START_TEST(without_fuel_nothing_is_found)
{
    char folded[ENCART__TERM_FOLDED];
    encart__term term = {{folded, 0}, 0, 0};
    encart__finder f;
    encart__found found;
    encart__tree t;

    term.folded.n = encart__term_fold(folded, ENCART__STR("code"), 1);
    read_html(&t, "<p>un code</p>");
    for (long given = 0; given < 12; given++) {
        long fuel = given;

        encart__finder_init(&f, &t, &term, 1);
        ck_assert(!encart__finder_next(&f, &found, &fuel));
        ck_assert_int_lt(fuel, 0);
    }
    encart__tree_free(&t);
}
END_TEST

/* ---- edits of words ---------------------------------------------------------------- */

START_TEST(words_that_overlap_are_edited_once)
{
    encart__tree t;
    encart__edits e;
    encart__strbuf out;
    encart__handle text;
    static const uint32_t places[][2] = {{4, 7}, {0, 3}, {2, 5}, {4, 5}, {8, 11}};

    read_html(&t, "<p>one two six</p>");
    encart__edits_init(&e, &t, 7);
    text = encart__edits_handle(&e, t.nodes[t.nodes[ENCART__ROOT].first].first);
    for (size_t i = 0; i < 5; i++) {
        encart__node_id holder = encart__edits_holder(&e);

        if (i != 4)
            encart__tree_append(&t, holder, encart__tree_element(&t, ENCART__T_B));
        else
            encart__tree_append(&t, holder, encart__tree_text(&t, ENCART__STR("SIX")));
        ck_assert_int_eq(
            encart__edits_range(&e, i == 4 ? ENCART__EDIT_REPLACE : ENCART__EDIT_WRAP,
                                text, places[i][0], places[i][1], holder),
            ENCART__EDIT_TAKEN);
    }
    ck_assert_int_eq(encart__edits_range(&e, ENCART__EDIT_REPLACE, text, 3, 3, 0),
                     ENCART__EDIT_STALE);
    ck_assert_int_eq(encart__edits_range(&e, ENCART__EDIT_REPLACE, text, 3, 12, 0),
                     ENCART__EDIT_STALE);
    ck_assert_int_eq(
        encart__edits_range(&e, ENCART__EDIT_WRAP, text, 0, 1, encart__edits_holder(&e)),
        ENCART__EDIT_MISSHAPEN);
    ck_assert_int_eq(encart__edits_apply(&e), ENCART_OK);
    ck_assert_uint_eq(e.applied, 3);
    ck_assert_uint_eq(e.skipped, 2);
    ck_assert_ptr_null(encart__tree_check(&t));
    encart__strbuf_init(&out, NULL, 0);
    encart__serialise(&t, &out);
    ck_assert_ptr_nonnull(
        strstr(encart__strbuf_z(&out), "<p><b>one</b> <b>two</b> SIX</p>"));
    encart__strbuf_free(&out);
    encart__edits_free(&e);
    encart__tree_free(&t);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("find");
    TCase *c = tcase_create("find");

    tcase_add_test(c, terms_are_met_where_their_words_stand);
    tcase_add_loop_test(c, random_articles_agree_with_the_reference, 0, 10);
    tcase_add_test(c, a_thousand_terms_cost_little_more_than_one);
    tcase_add_test(c, hostile_inputs_cost_as_much_as_they_are_long);
    tcase_add_test(c, without_fuel_nothing_is_found);
    tcase_add_test(c, words_that_overlap_are_edited_once);
    suite_add_tcase(s, c);
    return s;
}

int main(void)
{
    return suite_main("test_find", suite());
}
