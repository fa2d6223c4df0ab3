/* Queued edits: each does what it says, in order; what an earlier one took away is
 * skipped; the links stay whole; policy and content model hold for the result,
 * whatever was asked. */
#include "core/edit/edits.h"
#include "core/edit/selector.h"
#include "core/sanitise/sanitise.h"
#include "core/serialise/serialise.h"
#include "tests/suite.h"

static const encart__policy *article(void)
{
    return encart__policy_named(ENCART__STR("article"));
}

static void read_html(encart__tree *t, const char *html, const encart__policy *policy)
{
    encart__sanitise_opts opts = {.policy = policy};

    encart__tree_init(t, NULL);
    ck_assert_int_eq(
        encart__sanitise_html(t, encart__str_z(html), &opts, NULL, NULL, NULL),
        ENCART_OK);
}

/* The first element that `css` finds. */
static encart__handle find(const encart__edits *e, const char *css)
{
    encart__selector s;
    encart__query q;
    long fuel = 100000;

    ck_assert_int_eq(
        encart__selector_parse(&s, encart__str_z(css), article(), NULL, NULL), ENCART_OK);
    encart__query_init(&q, &s, e->tree, ENCART__ROOT);
    return encart__edits_handle(e, encart__query_next(&q, &fuel));
}

/* A holder of what a plugin might make: more than an article may have. */
static encart__node_id content(encart__edits *e, const char *html)
{
    encart__node_id holder = encart__edits_holder(e);
    encart__tree made;

    if (!holder)
        return 0;
    read_html(&made, html, encart__policy_named(ENCART__STR("plugin-forms")));
    for (encart__node_id n = made.nodes[ENCART__ROOT].first; n; n = made.nodes[n].next)
        encart__tree_append(e->tree, holder, encart__tree_import(e->tree, &made, n));
    encart__tree_free(&made);
    return holder;
}

typedef struct step {
    const char *css;
    encart__edit_op op;
    const char *one, *value;
} step;

static int has_content(encart__edit_op op)
{
    return op <= ENCART__EDIT_WRAP;
}

static encart__edit_verdict record(encart__edits *e, const step *s)
{
    encart__handle h = find(e, s->css);

    if (s->op > ENCART__EDIT_REMOVE)
        return encart__edits_set(e, s->op, h, encart__str_z(s->one),
                                 encart__str_z(s->value));
    return encart__edits_put(e, s->op, h, has_content(s->op) ? content(e, s->one) : 0);
}

/* What `html` is after the steps, before policy and content model or after. */
static void edited(const char *html, const step *steps, int model, size_t skipped,
                   const char *want)
{
    encart__tree t;
    encart__edits e;
    encart__strbuf out;

    read_html(&t, html, article());
    encart__edits_init(&e, &t, 1);
    for (; steps->css; steps++)
        ck_assert_int_eq(record(&e, steps), ENCART__EDIT_TAKEN);
    ck_assert_int_eq(encart__edits_apply(&e), ENCART_OK);
    ck_assert_uint_eq(e.skipped, skipped);
    ck_assert_uint_eq(e.applied + e.skipped, e.count);
    encart__edits_free(&e);
    ck_assert_ptr_null(encart__tree_check(&t));
    if (model)
        ck_assert_int_eq(encart__model(&t, article(), NULL), ENCART_OK);
    ck_assert_ptr_null(encart__tree_check(&t));
    encart__strbuf_init(&out, NULL, 0);
    encart__serialise(&t, &out);
    while (out.size && out.data[out.size - 1] == '\n')
        encart__strbuf_truncate(&out, out.size - 1);
    ck_assert_str_eq(encart__strbuf_z(&out), want);
    encart__strbuf_free(&out);
    encart__tree_free(&t);
}
#define EDITED(html, want, ...)                  \
    do {                                         \
        const step steps[] = {__VA_ARGS__, {0}}; \
        edited(html, steps, 0, 0, want);         \
        edited(html, steps, 1, 0, want);         \
    } while (0)
/* As it is after policy and content model. */
#define SETTLED(html, want, ...)                 \
    do {                                         \
        const step steps[] = {__VA_ARGS__, {0}}; \
        edited(html, steps, 1, 0, want);         \
    } while (0)

START_TEST(content_goes_where_it_is_told)
{
    static const char html[] = "<p>a<b>b</b>c</p>";

    EDITED(html, "<p>a<i>x</i>y<b>b</b>c</p>",
           {"b", ENCART__EDIT_BEFORE, "<i>x</i>y", 0});
    EDITED(html, "<p>a<b>b</b><i>x</i>yc</p>", {"b", ENCART__EDIT_AFTER, "<i>x</i>y", 0});
    EDITED(html, "<p>a<b><i>x</i>yb</b>c</p>",
           {"b", ENCART__EDIT_PREPEND, "<i>x</i>y", 0});
    EDITED(html, "<p>a<b>b<i>x</i>y</b>c</p>",
           {"b", ENCART__EDIT_APPEND, "<i>x</i>y", 0});
    EDITED(html, "<p>a<i>x</i>yc</p>", {"b", ENCART__EDIT_REPLACE, "<i>x</i>y", 0});
    EDITED(html, "<p>a<i>x<b>b</b></i>c</p>", {"b", ENCART__EDIT_WRAP, "<i>x</i>", 0});
    EDITED(html, "<p>abc</p>", {"b", ENCART__EDIT_UNWRAP, 0, 0});
    EDITED(html, "<p>ac</p>", {"b", ENCART__EDIT_REMOVE, 0, 0});
    EDITED(html, "<p>a<b>x &amp; y</b>c</p>", {"b", ENCART__EDIT_TEXT, "x & y", 0});
    EDITED(html, "<p>x</p>", {"p", ENCART__EDIT_TEXT, "x", 0});
    EDITED(html, "<h2>x</h2>\n<p>a<b>b</b>c</p>",
           {"p", ENCART__EDIT_BEFORE, "<h2>x</h2>", 0});
    EDITED(html, "<p>a<b>b</b>c</p>\n<p>x</p>", {"p", ENCART__EDIT_AFTER, "<p>x</p>", 0});
    EDITED(html, "<p>a<b>b</b>c</p>", {"b", ENCART__EDIT_BEFORE, "", 0});
    EDITED(html, "<p>ac</p>", {"b", ENCART__EDIT_REPLACE, "", 0});
}
END_TEST

START_TEST(attributes_and_classes)
{
    static const char html[] = "<p class='a b' lang=fr>x</p>";

    EDITED(html, "<p class=\"a b\" lang=\"en\">x</p>",
           {"p", ENCART__EDIT_ATTR, "lang", "en"});
    EDITED(html, "<p class=\"a b\" lang=\"fr\" title=\"&quot;\">x</p>",
           {"p", ENCART__EDIT_ATTR, "title", "\""});
    EDITED(html, "<p lang=\"fr\">x</p>", {"p", ENCART__EDIT_ATTR_REMOVE, "class", 0});
    EDITED(html, "<p class=\"a b\" lang=\"fr\">x</p>",
           {"p", ENCART__EDIT_ATTR_REMOVE, "title", 0});
    EDITED(html, "<p class=\"a b c\" lang=\"fr\">x</p>",
           {"p", ENCART__EDIT_CLASS, "c", 0});
    EDITED(html, "<p class=\"b a\" lang=\"fr\">x</p>", {"p", ENCART__EDIT_CLASS, "a", 0});
    EDITED(html, "<p class=\"b\" lang=\"fr\">x</p>",
           {"p", ENCART__EDIT_CLASS_REMOVE, "a", 0});
    EDITED(html, "<p lang=\"fr\">x</p>", {"p", ENCART__EDIT_CLASS_REMOVE, "a", 0},
           {"p", ENCART__EDIT_CLASS_REMOVE, "b", 0});
    EDITED("<p>x</p>", "<p class=\"c\">x</p>", {"p", ENCART__EDIT_CLASS, "c", 0});
    SETTLED("<p id=x>x</p><p><a href=#x>y</a></p>", "<p id=\"a-y\">x</p>\n<p>y</p>",
            {"#x", ENCART__EDIT_ATTR, "id", "y"});
}
END_TEST

START_TEST(edits_apply_in_their_order)
{
    static const char html[] = "<p>a<b>b</b>c</p>";

    EDITED(html, "<p>a12<b>b</b>c</p>", {"b", ENCART__EDIT_BEFORE, "1", 0},
           {"b", ENCART__EDIT_BEFORE, "2", 0});
    EDITED(html, "<p>a<b>b</b>21c</p>", {"b", ENCART__EDIT_AFTER, "1", 0},
           {"b", ENCART__EDIT_AFTER, "2", 0});
    EDITED(html, "<p>a<i>1<u>2<b>b</b></u></i>c</p>",
           {"b", ENCART__EDIT_WRAP, "<i>1</i>", 0},
           {"b", ENCART__EDIT_WRAP, "<u>2</u>", 0});
    EDITED(html, "<p>a<b class=\"x\">2</b>c</p>", {"b", ENCART__EDIT_TEXT, "1", 0},
           {"b", ENCART__EDIT_CLASS, "x", 0}, {"b", ENCART__EDIT_TEXT, "2", 0});
    EDITED(html, "<p>1<b>b</b>c</p>", {"p", ENCART__EDIT_PREPEND, "1", 0},
           {"p", ENCART__EDIT_TEXT, "", 0}, {"p", ENCART__EDIT_APPEND, "1<b>b</b>c", 0});
}
END_TEST

START_TEST(an_edit_of_what_went_is_skipped)
{
    static const char html[] = "<div><p>a<b>b</b></p></div><p>c</p>";
    const step removed[] = {{"div", ENCART__EDIT_REMOVE, 0, 0},
                            {"b", ENCART__EDIT_TEXT, "x", 0},
                            {"div > p", ENCART__EDIT_BEFORE, "x", 0},
                            {"div", ENCART__EDIT_REMOVE, 0, 0},
                            {0}};
    const step replaced[] = {
        {"div > p", ENCART__EDIT_TEXT, "x", 0}, {"b", ENCART__EDIT_CLASS, "y", 0}, {0}};
    const step unwrapped[] = {{"div", ENCART__EDIT_UNWRAP, 0, 0},
                              {"b", ENCART__EDIT_TEXT, "x", 0},
                              {"div", ENCART__EDIT_REMOVE, 0, 0},
                              {0}};

    edited(html, removed, 1, 3, "<p>c</p>");
    edited(html, replaced, 1, 1, "<div><p>x</p></div>\n<p>c</p>");
    edited(html, unwrapped, 1, 1, "<p>a<b>x</b></p>\n<p>c</p>");
}
END_TEST

START_TEST(what_cannot_be_is_refused_at_once)
{
    encart__handle h, other, image;
    encart__edits e;
    encart__tree t;

    read_html(&t, "<p>a<b>b</b><img src=https://example.org/i.jpg></p>", article());
    encart__edits_init(&e, &t, 7);
    h = find(&e, "b");
    image = find(&e, "img");
    other = (encart__handle){h.node, 6};
    ck_assert_int_eq(encart__edits_put(&e, ENCART__EDIT_REMOVE, other, 0),
                     ENCART__EDIT_STALE);
    other = (encart__handle){t.nodes[h.node].first, 7}; /* a text */
    ck_assert_int_eq(encart__edits_put(&e, ENCART__EDIT_REMOVE, other, 0),
                     ENCART__EDIT_STALE);
    other = (encart__handle){content(&e, "<p>x</p>"), 7}; /* no node of the document */
    ck_assert_int_eq(encart__edits_put(&e, ENCART__EDIT_REMOVE, other, 0),
                     ENCART__EDIT_STALE);
    other = (encart__handle){4000000000u, 7};
    ck_assert_int_eq(encart__edits_put(&e, ENCART__EDIT_REMOVE, other, 0),
                     ENCART__EDIT_STALE);
    other = (encart__handle){ENCART__ROOT, 7};
    ck_assert_int_eq(encart__edits_put(&e, ENCART__EDIT_REMOVE, other, 0),
                     ENCART__EDIT_STALE);
    ck_assert_int_eq(encart__edits_put(&e, ENCART__EDIT_APPEND, image, content(&e, "x")),
                     ENCART__EDIT_HOLLOW);
    ck_assert_int_eq(encart__edits_set(&e, ENCART__EDIT_TEXT, image, ENCART__STR("x"),
                                       ENCART__STR_EMPTY),
                     ENCART__EDIT_HOLLOW);
    for (int i = 0; i < 4; i++) {
        static const char *const wrappers[] = {"", "x", "<hr>", "<p>a</p><p>b</p>"};

        ck_assert_int_eq(
            encart__edits_put(&e, ENCART__EDIT_WRAP, h, content(&e, wrappers[i])),
            ENCART__EDIT_MISSHAPEN);
    }
    for (int i = 0; i < 4; i++) {
        static const char *const names[] = {"", "a b", "a=b", "data-encart"};

        ck_assert_int_eq(encart__edits_set(&e, ENCART__EDIT_ATTR, h,
                                           encart__str_z(names[i]), ENCART__STR("x")),
                         ENCART__EDIT_MISSHAPEN);
    }
    ck_assert_uint_eq(e.count, 0);
    ck_assert_int_eq(encart__edits_put(&e, ENCART__EDIT_REMOVE, h, 0),
                     ENCART__EDIT_TAKEN);
    ck_assert_int_eq(encart__edits_put(&e, ENCART__EDIT_UNWRAP, h, 0), ENCART__EDIT_GONE);
    ck_assert_int_eq(
        encart__edits_set(&e, ENCART__EDIT_CLASS, h, ENCART__STR("x"), ENCART__STR_EMPTY),
        ENCART__EDIT_GONE);
    ck_assert_int_eq(encart__edits_put(&e, ENCART__EDIT_REMOVE, h, 0),
                     ENCART__EDIT_TAKEN);
    encart__edits_free(&e);
    encart__tree_free(&t);
}
END_TEST

/* Whatever is asked for, the article stays one. */
START_TEST(nothing_unsafe_or_invalid_is_left)
{
    SETTLED("<p>a</p>", "<p>a</p>", {"p", ENCART__EDIT_ATTR, "onclick", "alert(1)"},
            {"p", ENCART__EDIT_ATTR, "x-y", "z"},
            {"p", ENCART__EDIT_CLASS, "encart-box", 0});
    SETTLED("<p><a href=https://example.org/>a</a></p>", "<p>a</p>",
            {"a", ENCART__EDIT_ATTR, "href", " java\tscript:alert(1)"});
    SETTLED("<p>a</p>", "<p>a</p>\n<div>x</div>",
            {"p", ENCART__EDIT_AFTER, "<form action=/x><button>x</button></form>", 0});
    SETTLED("<p>a</p>", "<p>a</p>\n<div>x</div>",
            {"p", ENCART__EDIT_APPEND, "<div>x</div>", 0});
    SETTLED("<ul><li>a</li></ul>", "<ul><li>a</li><li>x</li></ul>",
            {"li", ENCART__EDIT_AFTER, "x", 0});
    SETTLED("<p><a href=/x>a</a></p>", "<p><a href=\"/x\">a</a><a href=\"/y\">b</a></p>",
            {"a", ENCART__EDIT_APPEND, "<a href=/y>b</a>", 0});
    SETTLED("<p>a</p>", "<p>&lt;b&gt;</p>", {"p", ENCART__EDIT_TEXT, "<b>", 0});
    SETTLED("<p>a</p><p id=x>b</p>", "<p id=\"a-x\">a</p>\n<p>b</p>",
            {"p", ENCART__EDIT_ATTR, "id", "x"});
}
END_TEST

START_TEST(wrapping_again_and_again_is_flattened)
{
    encart__edits e;
    encart__tree t;

    read_html(&t, "<p>a</p>", article());
    encart__edits_init(&e, &t, 1);
    for (int i = 0; i < 1000; i++)
        ck_assert_int_eq(record(&e, &(step){"p", ENCART__EDIT_WRAP, "<div></div>", 0}),
                         ENCART__EDIT_TAKEN);
    ck_assert_int_eq(encart__edits_apply(&e), ENCART_OK);
    encart__edits_free(&e);
    ck_assert_int_eq(encart__model(&t, article(), NULL), ENCART_OK);
    ck_assert_ptr_null(encart__tree_check(&t));
    for (encart__node_id n = 1; n < t.node_count; n++)
        ck_assert_uint_le(encart__tree_depth(&t, n), 200);
    encart__tree_free(&t);
}
END_TEST

START_TEST(their_number_is_bounded)
{
    encart__edit_verdict v = ENCART__EDIT_TAKEN;
    encart__edits e;
    encart__tree t;
    encart__handle h;
    int n = 0;

    read_html(&t, "<p>a</p>", article());
    encart__edits_init(&e, &t, 1);
    h = find(&e, "p");
    for (; v == ENCART__EDIT_TAKEN && n < 20000; n++)
        v = encart__edits_set(&e, ENCART__EDIT_TEXT, h, ENCART__STR("x"),
                              ENCART__STR_EMPTY);
    ck_assert_int_eq(v, ENCART__EDIT_FAILED);
    ck_assert_int_eq(e.failed, ENCART_ELIMIT);
    ck_assert_int_eq(n, 10001);
    ck_assert_int_eq(encart__edits_apply(&e), ENCART_ELIMIT);
    encart__edits_free(&e);
    encart__tree_free(&t);
}
END_TEST

/* ---- any edits --------------------------------------------------------------------- */

static uint32_t seed = 77;

static unsigned draw(unsigned n)
{
    seed ^= seed << 13;
    seed ^= seed >> 17;
    seed ^= seed << 5;
    return seed % n;
}

static void record_any(encart__edits *e)
{
    static const char *const contents[] = {"x",
                                           "",
                                           "<p>x</p>",
                                           "<b>x</b>y",
                                           "<table><tr><td>x</td></tr></table>",
                                           "<ul><li>x</ul>",
                                           "<nav>x</nav>",
                                           "<a href=/x>x</a>",
                                           "<div><p>x</p>y</div>",
                                           "<h2>x</h2>"};
    static const char *const names[] = {"class", "id",      "href",
                                        "title", "onclick", "colspan"};
    encart__edit_op op = (encart__edit_op)draw(ENCART__EDIT_CLASS_REMOVE + 1);
    encart__handle h = {draw((unsigned)e->limit), 1};

    if (op > ENCART__EDIT_REMOVE)
        encart__edits_set(e, op, h,
                          encart__str_z(op == ENCART__EDIT_TEXT ? " x" : names[draw(6)]),
                          ENCART__STR("x y"));
    else
        encart__edits_put(e, op, h, has_content(op) ? content(e, contents[draw(10)]) : 0);
}

/* The result is what a second sanitising leaves as it is. */
static void expect_canonical(const encart__tree *t)
{
    encart__strbuf once, twice;
    encart__tree again;

    encart__strbuf_init(&once, NULL, 0);
    encart__strbuf_init(&twice, NULL, 0);
    encart__serialise(t, &once);
    read_html(&again, encart__strbuf_z(&once), article());
    encart__serialise(&again, &twice);
    ck_assert_str_eq(encart__strbuf_z(&once), encart__strbuf_z(&twice));
    encart__tree_free(&again);
    encart__strbuf_free(&once);
    encart__strbuf_free(&twice);
}

START_TEST(any_edits_leave_a_whole_and_canonical_tree)
{
    static const char html[] =
        "<h2 id=a>a</h2><p class=b>b <a href=/x>c <i>d</i></a> "
        "e</p><ul><li>f<li>g<ul><li>h</ul>"
        "</ul><figure><img src=/i.jpg "
        "alt=''><figcaption>j</figcaption></figure><table><caption>k"
        "</caption><tr><th>l<td>m</table><dl><dt>n<dd>o</dl><blockquote><p>p</p></"
        "blockquote>"
        "<div><p>q<br>r</p>s</div><pre>t\n</pre><ruby>u<rt>v</rt></ruby>";
    size_t applied = 0, skipped = 0;

    for (int round = 0; round < 3000; round++) {
        encart__tree t;
        encart__edits e;

        read_html(&t, html, article());
        encart__edits_init(&e, &t, 1);
        for (unsigned n = 1 + draw(12); n; n--)
            record_any(&e);
        ck_assert_int_eq(encart__edits_apply(&e), ENCART_OK);
        applied += e.applied;
        skipped += e.skipped;
        encart__edits_free(&e);
        ck_assert_ptr_null(encart__tree_check(&t));
        ck_assert_int_eq(encart__model(&t, article(), NULL), ENCART_OK);
        ck_assert_ptr_null(encart__tree_check(&t));
        expect_canonical(&t);
        encart__tree_free(&t);
    }
    ck_assert_uint_gt(applied, 5000);
    ck_assert_uint_gt(skipped, 50);
}
END_TEST

/* ---- memory ------------------------------------------------------------------------ */

static int run_steps(const encart__tree *from, const encart__alloc *alloc)
{
    static const step steps[] = {{"p", ENCART__EDIT_ATTR, "lang", "en"},
                                 {"p", ENCART__EDIT_CLASS, "x", 0},
                                 {"b", ENCART__EDIT_AFTER, "<i>x</i>", 0},
                                 {"b", ENCART__EDIT_REMOVE, 0, 0},
                                 {"p", ENCART__EDIT_APPEND, "<i>y</i>", 0}};
    encart__tree view = *from, t;
    encart__edits e;
    int status;

    view.alloc = alloc;
    status = encart__tree_clone(&t, &view);
    if (status)
        return status;
    encart__edits_init(&e, &t, 1);
    for (size_t i = 0; i < sizeof steps / sizeof *steps && !e.failed; i++)
        record(&e, &steps[i]);
    status = encart__edits_apply(&e);
    encart__edits_free(&e);
    encart__tree_free(&t);
    return status;
}

START_TEST(memory_may_run_out_at_any_time)
{
    encart__tree from;
    suite_alloc a;
    size_t count;

    read_html(&from, "<p>a<b>b</b></p>", article());
    suite_alloc_init(&a);
    ck_assert_int_eq(run_steps(&from, &a.vtable), ENCART_OK);
    ck_assert_uint_eq(a.live, 0);
    count = a.count;
    ck_assert_uint_gt(count, 6);
    for (size_t n = 1; n <= count; n++) {
        suite_alloc_init(&a);
        a.fail_at = n;
        ck_assert_int_eq(run_steps(&from, &a.vtable), ENCART_ENOMEM);
        ck_assert_uint_eq(a.live, 0);
    }
    encart__tree_free(&from);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("edits");
    TCase *c = tcase_create("edits");

    tcase_add_test(c, content_goes_where_it_is_told);
    tcase_add_test(c, attributes_and_classes);
    tcase_add_test(c, edits_apply_in_their_order);
    tcase_add_test(c, an_edit_of_what_went_is_skipped);
    tcase_add_test(c, what_cannot_be_is_refused_at_once);
    tcase_add_test(c, nothing_unsafe_or_invalid_is_left);
    tcase_add_test(c, wrapping_again_and_again_is_flattened);
    tcase_add_test(c, their_number_is_bounded);
    tcase_add_test(c, any_edits_leave_a_whole_and_canonical_tree);
    tcase_add_test(c, memory_may_run_out_at_any_time);
    suite_add_tcase(s, c);
    return suite_main("test_edits", s);
}
