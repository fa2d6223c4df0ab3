/* The main flow: gaps in columns and panels are refused, those of the story are not. Each
 * case is a body, in which `40` inside a paragraph stands for so many words, and what the
 * rules say of its gaps: `.` nothing, `c` column, `g` group, `-` something else. */
#include "core/place/gaps.h"
#include "tests/load_kit.h"

/* ---- bodies -------------------------------------------------------------------------- */

/* "<p>3</p>" becomes "<p>Mot mot mot.</p>". */
static void fill(encart__strbuf *out, const char *body)
{
    while (*body) {
        if (body[0] == '>' && body[1] >= '0' && body[1] <= '9') {
            char *end;
            long n = strtol(body + 1, &end, 10);

            encart__strbuf_puts(out, ">Mot");
            for (long i = 1; i < n; i++)
                encart__strbuf_puts(out, " mot");
            encart__strbuf_putc(out, '.');
            body = end;
        } else {
            encart__strbuf_putc(out, *body++);
        }
    }
}

static encart_article *load_filled(const char *body)
{
    encart_article *a;
    encart__strbuf html;

    encart__strbuf_init(&html, &encart__alloc_default, 0);
    fill(&html, body);
    a = kit_load_n(encart__strbuf_view(&html), "html");
    encart__strbuf_free(&html);
    return a;
}

/* As a policy would have it that lets sections in: <div class="section"> becomes one. */
static void cut_with_sections(encart_article *a)
{
    encart__node_id at = ENCART__ROOT;
    encart__strbuf html;
    encart__span *spans;
    encart__str v;

    while ((at = encart__tree_next(&a->tree, ENCART__ROOT, at, 0)))
        if (encart__tree_attr(&a->tree, at, ENCART__A_CLASS, &v) &&
            encart__str_is(v, "section"))
            a->tree.nodes[at].tag = ENCART__T_SECTION;
    encart__strbuf_init(&html, &encart__alloc_default, 0);
    spans = encart__arena_zalloc(&a->arena, a->tree.node_count * sizeof *spans);
    encart__serialise_spans(&a->tree, &html, spans);
    ck_assert_int_eq(encart__blocks(&a->blocks, &a->block_count, &a->tree, spans, a->lang,
                                    &a->arena, NULL),
                     ENCART_OK);
    encart__strbuf_free(&html);
}

/* Only what the flow says: no distances. */
static void said(const encart_article *a, char *out, size_t room)
{
    encart__place_rules none = {0};
    encart__gaps g;
    encart__arena arena;

    encart__arena_init(&arena, NULL, 0);
    ck_assert_int_eq(encart__gaps_init(&g, a->blocks, a->block_count, &none, &arena),
                     ENCART_OK);
    ck_assert_uint_lt(g.count, room);
    for (size_t i = 0; i < g.count; i++) {
        int rule = g.gap[i].fixed;

        out[i] = rule == ENCART__RULE_NONE     ? '.'
                 : rule == ENCART__RULE_COLUMN ? 'c'
                 : rule == ENCART__RULE_GROUP  ? 'g'
                                               : '-';
    }
    out[g.count] = 0;
    encart__arena_free(&arena);
}

/* ---- cases ------------------------------------------------------------------------------ */

#define P "<p>40</p>"
#define PP P P
#define P4 PP PP
#define COLUMN(words) "<div class=\"x-column\">" words "</div>"
#define ROW(columns) "<div class=\"x-columns\">" columns "</div>"
#define DIV(words) "<div>" words "</div>"
#define SECTION(words) "<div class=\"section\">" words "</div>"
#define H "<h2>3</h2>"
#define IMG "<figure><img src=\"a.png\" alt=\"\"></figure>"

static const struct {
    const char *what, *body, *gaps;
} cases[] = {
    {"no wrapper", P4 P4, "......."},
    {"one around all", DIV(P4 P4), "......."},
    {"several around all", DIV(DIV(SECTION(DIV(P4 P4)))), "......."},
    {"the second half in one", PP P DIV(PP P), "....."},
    {"most in one, the lede outside", P DIV(P4), "...."},
    {"two parts, cut by an image", DIV(P4) IMG DIV(P4), "........"},
    {"two parts, and nothing around", DIV(P4) DIV(P4), "......."},
    {"parts in the body's wrapper", DIV(DIV(P4) DIV(P4)), "......."},
    {"sections", SECTION(H PP) SECTION(H PP), "-..-."},
    {"a section between paragraphs", PP PP PP SECTION(H PP) P4, "......-....."},
    {"chapters in div", DIV(DIV(H PP) DIV(H PP) DIV(H PP) DIV(H PP)), "-..-..-..-."},
    {"a div for each paragraph", DIV(DIV(P) DIV(P) DIV(P) DIV(P)), "..."},
    {"many of some paragraphs", DIV(DIV(PP) DIV(PP) IMG DIV(PP) DIV(PP) DIV(PP) DIV(PP)),
     "............"},
    {"many of some paragraphs in a grid",
     "<div class=\"grid\">" DIV(PP) DIV(PP) IMG DIV(PP) DIV(PP) DIV(PP) DIV(PP) "</div>",
     "............"},
    {"paragraphs in a grid", "<div class=\"content-grid\">" P4 P4 "</div>", "......."},

    {"columns by class", P4 ROW(COLUMN(PP) COLUMN(PP)) P4, "....ccc...."},
    {"columns by class, all the article", ROW(COLUMN(P4) COLUMN(P4)), "ccccccc"},
    {"columns by class, deep",
     P4 ROW(COLUMN(DIV(PP)) COLUMN(DIV(PP) DIV(PP))) P4, "....ccccc...."},
    {"columns without row", PP P "<div class=\"one_half\">" PP "</div><div class=\"one_half "
                            "last\">" PP "</div>" PP P, "...ccc..."},
    {"columns that nothing names", P4 DIV(DIV(PP P) DIV(PP P)) P4, "....ccccc...."},
    {"and in sections", SECTION(P4) SECTION(DIV(DIV(PP) DIV(PP))),
     "....ccc"},
    {"a picture beside words, by class",
     P4 "<div class=\"media-text\">" IMG DIV(P4) "</div>" P4, "....cccc...."},
    {"a column of most words in a small row",
     P4 ROW(COLUMN(PP PP P) COLUMN(P)) P4, "....ccccc...."},
    {"the story in the main column", ROW(COLUMN(P4 P4) COLUMN(P)), ".......c"},
    {"a row of one column", "<div class=\"row\">" COLUMN(P4 P4) "</div>", "......."},
    {"rows of one column", "<div class=\"row\">" COLUMN(P4) "</div><div class=\"row\">" COLUMN(
                               P4) "</div>", "......."},
    {"a row of two under a row of one", "<div class=\"row\">" COLUMN(P4) "</div><div "
                                        "class=\"row\">" COLUMN(PP) COLUMN(PP) "</div>",
     "....ccc"},
    {"a stack", "<div class=\"flex flex-col\">" DIV(PP) DIV(PP) "</div>", "..."},
    {"a word with col in it", P4 "<div class=\"protocol\">" P4 P4 "</div>", "..........."},

    {"a panel", P4 DIV(H PP) P4, "....-g...."},
    {"a panel in the body's wrapper", DIV(P4 DIV(PP) P4), "....g...."},
    {"a wrapper in a panel", P4 DIV(DIV(SECTION(PP))) P4, "....g...."},
    {"images in a wrapper", P4 DIV("<p><img src=\"a.png\" alt=\"\"></p>" PP) P4, "....gg...."},
    {"a box for each of two paragraphs", P4 DIV(P) P P DIV(P) P4, "..........."},
};

START_TEST(gaps_are_those_of_the_main_flow)
{
    encart_article *a = load_filled(cases[_i].body);
    char got[64];

    cut_with_sections(a);
    said(a, got, sizeof got);
    ck_assert_msg(strcmp(got, cases[_i].gaps) == 0, "%s: %s instead of %s", cases[_i].what,
                  got, cases[_i].gaps);
    encart__article_release(a);
}
END_TEST

/* ---- the solver ---------------------------------------------------------------------- */

static int32_t placed(const encart_article *a, encart__wish w)
{
    encart__place_rules rules;
    encart__arena arena;

    encart__place_rules_init(&rules);
    encart__arena_init(&arena, NULL, 0);
    ck_assert_int_eq(encart__place(a->blocks, a->block_count, &rules, &w, 1, &arena),
                     ENCART_OK);
    encart__arena_free(&arena);
    return w.placed;
}

START_TEST(a_box_keeps_out_of_columns_unless_an_editor_puts_it_there)
{
    encart_article *a = load_filled(P4 ROW(COLUMN(P4) COLUMN(P4)) P4);
    encart__wish w = {.at = 520, .window = 1000, .pin = -1};

    ck_assert_int_eq(placed(a, w), 11); /* behind the columns, not in the second */
    w.window = 100;
    w.otherwise = ENCART__OTHERWISE_RELAX;
    ck_assert_int_eq(placed(a, w), 11); /* a wish that gives way does not give way here */
    w.otherwise = ENCART__OTHERWISE_DROP;
    ck_assert_int_eq(placed(a, w), -1);
    w.pin = 5;
    ck_assert_int_eq(placed(a, w), 5);
    w.pin = -1;
    w.after = 6; /* belongs to the sixth block */
    ck_assert_int_eq(placed(a, w), 5);
    encart__article_release(a);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("flow");
    TCase *c = tcase_create("flow");

    tcase_add_loop_test(c, gaps_are_those_of_the_main_flow, 0,
                        (int)(sizeof cases / sizeof *cases));
    tcase_add_test(c, a_box_keeps_out_of_columns_unless_an_editor_puts_it_there);
    suite_add_tcase(s, c);
    return suite_main("test_flow", s);
}
