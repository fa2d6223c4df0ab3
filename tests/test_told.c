/* The removed list: what was found, what was done, where, and by which rule. */
#include "core/base/limits.h"
#include "core/sanitise/profile.h"
#include "core/sanitise/told.h"
#include "tests/sanitised.h"

#include <stdio.h>

static const char *const rules[] = {
#define REMOVAL(id, name, text) name,
#include "core/sanitise/policy_rules.def"
#undef REMOVAL
};
#define RULES (sizeof rules / sizeof rules[0])

static int reached[RULES];

static void setup(void)
{
    memset(reached, 0, sizeof reached);
}

static void reach(const char *rule)
{
    size_t i = 0;

    while (i < RULES && strcmp(rules[i], rule) != 0)
        i++;
    ck_assert_msg(i < RULES, "the rule \"%s\" is not in policy_rules.def", rule);
    reached[i] = 1;
}

typedef struct told_case {
    const char *profile, *html, *rule, *text;
    uint32_t line;
} told_case;

static void expect(const told_case *c)
{
    encart__sanitise_opts o = opts_of(c->profile);
    encart__arena arena;
    encart__diags told;
    encart__tree t;
    int found = 0;

    o.accessible = 1;
    o.base = ENCART__STR("https://e.example/a/");
    encart__arena_init(&arena, NULL, 0);
    encart__diags_init(&told, &arena, 100);
    encart__tree_init(&t, NULL);
    ck_assert_int_eq(encart__sanitise_html(&t, encart__str_z(c->html), &o, &told, NULL, NULL),
                     ENCART_OK);
    for (const encart__diag *d = told.first; d; d = d->next) {
        reach(d->rule);
        found |= strcmp(d->rule, c->rule) == 0 && d->line == c->line &&
                 strstr(d->message.p, c->text) != NULL;
    }
    for (const encart__diag *d = told.first; d && !found; d = d->next)
        printf("%s:%u: %s\n", d->rule, d->line, d->message.p);
    ck_assert_msg(found, "%s: no %s: %s", c->html, c->rule, c->text);
    encart__tree_free(&t);
    encart__arena_free(&arena);
}

static const told_case cases[] = {
    {"article", "a\n<blink>b</blink>", "unknown-element", "<blink> lost its tags", 2},
    {"article", "a\n<button>b</button>", "forbidden-element", "<button> lost its tags", 2},
    {"article", "<script>a b\nc</script>", "raw-text", "<script> was removed with all", 1},
    {"article", "<style>a b\nc</style>", "raw-text", "(words: 3)", 1},
    {"article", "\n<svg><text>a b</text></svg>", "raw-text", "<svg> was removed with all", 2},
    {"article", "<center>a</center>", "element-changed", "<center> became", 1},
    {"strict", "<h2>a</h2>", "element-changed", "<h2> became", 1},
    {"article", "<p onclick=x>a", "attribute", "\"onclick\" of <p> was removed", 1},
    {"article", "<p style=x>a", "attribute", "\"style\" of <p> was removed", 1},
    {"article", "<aside data-encart='related/list'>a</aside>", "attribute", "(mark)", 1},
    {"article", "<img src=a sizes=100vw>", "value", "(without-srcset)", 1},
    {"article", "<p lang='fr_FR!'>a", "value", "\"lang\" of <p> was removed (lang)", 1},
    {"article", "<img src=/a width=50%>", "value", "\"width\" of <img>", 1},
    {"article", "<p dir=RTL>a", "value-changed", "from \"RTL\" to \"rtl\"", 1},
    {"article", "<img src=/a width=640px>", "value-changed", "from \"640px\" to \"640\"", 1},
    {"article", "<a href='javascript:x'>a</a>", "url", "\"href\" of <a> was removed", 1},
    {"article", "<img src='data:image/png,x'>", "url", "\"src\" of <img>", 1},
    {"article", "<a href='#none'>a</a>", "url", "no element has the id \"a-none\"", 1},
    {"article", "<a href='../b'>a</a>", "url-changed", "to \"https://e.example/b\"", 1},
    {"article", "<img src=/a srcset='/b 1x, javascript:x 2x'>", "srcset", "was changed", 1},
    {"article", "<img src=/a srcset='javascript:x'>", "srcset", "was removed", 1},
    {"article", "<img src=/a srcset='/b 1x'>", "url-changed", "\"srcset\" of <img>", 1},
    {"article", "<p id=b>a", "id-prefixed", "from \"b\" to \"a-b\"", 1},
    {"article", "<p id=b>a<a href='#b'>c</a>", "id-prefixed", "from \"#b\" to \"#a-b\"", 1},
    {"article", "<p id=b>a\n<p id=b>c", "duplicate-id", "\"a-b\" stood before", 2},
    {"article", "<p class='b 9'>a", "class", "from \"b 9\" to \"b\"", 1},
    {"article", "<p class='encart-x'>a", "class", "was removed (class)", 1},
    {"article", "<p class=' b '>a", "value-changed", "to \"b\"", 1},
    {"article", "<a href=/b target=_blank>a</a>", "forced", "rel=\"noopener\"", 1},
    {"article", "<video src=/v></video>", "forced", "<video> got controls", 1},
    {"embeds", "<iframe src=https://www.youtube.com/embed/x sandbox></iframe>", "forced",
     "<iframe> got Encart's sandbox", 1},
    {"embeds", "\n<iframe src=https://x.example/></iframe>", "embed", "became a link", 2},
    {"article", "<iframe src=https://x.example/></iframe>", "embed", "became a link", 1},
    {"article", "<img alt=x>", "incomplete", "<img> without a source", 1},
    {"article", "a\n<!-- b -->", "comment", "the comment \" b \" was removed", 2},
    {"article", "a\n<span>b</span>", "empty-element", "<span> that says nothing", 2},
    {"article", "<h2></h2>a", "empty-element", "", 1},
    {"article", "<h2>a</h2><h5>b</h5>", "heading-level", "", 1},
    {"article", "<img src=/a>", "alt-added", "", 1},
    {"article", "<a href=/b><img src=/a alt=''></a>", "link-named", "", 1},
    {"article", "<dl><dt>a</dl>", "list-without-pairs", "", 1},
};
#define CASES (sizeof cases / sizeof cases[0])

START_TEST(each_change_is_told_with_line_and_rule)
{
    for (size_t i = 0; i < CASES; i++)
        expect(&cases[i]);
}
END_TEST

/* Nesting 201 deep. */
START_TEST(every_rule_of_the_table_is_used)
{
    static const char *const elsewhere[] = {"bad-bytes", "charset", "not-listed",
                                            "self-check"};
    char deep[1100] = "", *at = deep;

    for (size_t i = 0; i < CASES; i++)
        expect(&cases[i]);
    for (int i = 0; i < 201; i++)
        at += sprintf(at, "<div>");
    *at = 'x';
    expect(&(told_case){"article", deep, "flattened", "nested too deep", 0});
    for (size_t i = 0; i < 4; i++)
        reach(elsewhere[i]); /* before the filter, after it, and never */
    for (size_t i = 0; i < RULES; i++) {
        ck_assert_msg(reached[i], "nothing here gives \"%s\"", rules[i]);
        ck_assert(i == 0 || strcmp(rules[i - 1], rules[i]) < 0);
    }
}
END_TEST

START_TEST(what_needs_no_change_is_not_told)
{
    static const char html[] =
        "<p id=\"a-b\" class=\"c\" lang=\"fr\">a <a href=\"https://e.example/\" rel=\"noopener\""
        " target=\"_blank\">b</a></p>\n"
        "<video controls src=\"https://e.example/v\"><track default kind=\"captions\""
        " src=\"https://e.example/t\"></video><!--encart:here lire-aussi-->";
    encart__sanitise_opts o = opts_of("article");
    encart__arena arena;
    encart__diags told;
    encart__tree t;

    encart__arena_init(&arena, NULL, 0);
    encart__diags_init(&told, &arena, 100);
    encart__tree_init(&t, NULL);
    encart__sanitise_html(&t, ENCART__STR(html), &o, &told, NULL, NULL);
    ck_assert_msg(told.count == 0, "%s", told.first ? told.first->message.p : "");
    encart__tree_free(&t);
    encart__arena_free(&arena);
}
END_TEST

/* Of 1000 notes half the list is kept, so that 10 losses after them are told too. */
START_TEST(notes_leave_room_for_losses)
{
    encart__sanitise_opts o = opts_of("article");
    encart__strbuf html;
    encart__arena arena;
    encart__diags told;
    encart__tree t;
    size_t losses = 0;

    encart__strbuf_init(&html, NULL, 0);
    for (int i = 0; i < 1000; i++)
        encart__strbuf_puts(&html, "<p dir=LTR>a</p>");
    for (int i = 0; i < 10; i++)
        encart__strbuf_puts(&html, "<p onclick=x>a</p>");
    encart__arena_init(&arena, NULL, 0);
    encart__diags_init(&told, &arena, ENCART__MAX_REMOVED);
    encart__tree_init(&t, NULL);
    encart__sanitise_html(&t, encart__strbuf_view(&html), &o, &told, NULL, NULL);
    for (const encart__diag *d = told.first; d; d = d->next)
        losses += d->level == ENCART__WARNING;
    ck_assert_uint_eq(losses, 10);
    ck_assert_uint_eq(told.kept, ENCART__MAX_REMOVED / 2 + 10);
    ck_assert_uint_eq(told.count, 1010);
    encart__tree_free(&t);
    encart__arena_free(&arena);
    encart__strbuf_free(&html);
}
END_TEST

START_TEST(quotes_are_short_and_hold_whole_characters)
{
    char e_acute[400];

    for (size_t i = 0; i < sizeof e_acute; i += 2)
        memcpy(e_acute + i, "\xC3\xA9", 2);
    ck_assert_str_eq(encart__quoted(ENCART__STR("a\n\x1B[2Jb")).z, "a  [2Jb");
    ck_assert_str_eq(encart__quoted(ENCART__STR("")).z, "");
    for (size_t n = 90; n < 110; n++) {
        encart__quote q = encart__quoted(encart__str_n(e_acute, n));
        size_t size = strlen(q.z);

        ck_assert(size < sizeof q.z);
        ck_assert_msg(size <= n || !strcmp(q.z + size - 3, "\xE2\x80\xA6"), "%s", q.z);
        ck_assert_int_eq(size == n || !strcmp(q.z + size - 3, "\xE2\x80\xA6"), 1);
    }
}
END_TEST

int main(void)
{
    Suite *s = suite_create("told");
    TCase *c = tcase_create("told");

    tcase_add_checked_fixture(c, setup, NULL);
    tcase_add_test(c, each_change_is_told_with_line_and_rule);
    tcase_add_test(c, every_rule_of_the_table_is_used);
    tcase_add_test(c, what_needs_no_change_is_not_told);
    tcase_add_test(c, notes_leave_room_for_losses);
    tcase_add_test(c, quotes_are_short_and_hold_whole_characters);
    suite_add_tcase(s, c);
    return suite_main("test_told", s);
}
