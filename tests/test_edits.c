/* Queued edits: each does what it says, in order; what an earlier one took away is
 * skipped; the links stay whole; policy and content model hold for the result,
 * whatever was asked. */
#include "core/edit/edits.h"
#include "core/edit/selector.h"
#include "core/sanitise/sanitise.h"
#include "core/serialise/serialise.h"
#include "tests/suite.h"

#include <stdio.h>

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
    encart__edit_op op = (encart__edit_op)draw(ENCART__EDIT_PART_WRAP + 1);
    encart__handle h = {draw((unsigned)e->limit), 1};
    size_t from = draw(6);
    encart__part r;

    if (op >= ENCART__EDIT_PART_REPLACE) {
        if (draw(2))
            encart__edits_range(e, ENCART__EDIT_WRAP, h, (uint32_t)from,
                                (uint32_t)from + 1, content(e, contents[3]));
        if (encart__edits_part(e, h, from, from + draw(6), &r) == ENCART__EDIT_TAKEN)
            encart__edits_put_part(e, op, &r, content(e, contents[draw(10)]));
        return;
    }
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

/* ---- parts ------------------------------------------------------------------------- */

typedef struct part {
    size_t from, to;
    encart__edit_op op;
    const char *content; /* NULL: nothing in its place */
} part;

/* What the first p of `html` is when its parts have been changed. */
static void parted(const char *html, const part *parts, size_t skipped, const char *want)
{
    encart__tree t;
    encart__edits e;
    encart__strbuf out;
    encart__part r;

    read_html(&t, html, article());
    encart__edits_init(&e, &t, 1);
    for (; parts->to; parts++) {
        ck_assert_int_eq(
            encart__edits_part(&e, find(&e, "p"), parts->from, parts->to, &r),
            ENCART__EDIT_TAKEN);
        ck_assert_int_eq(encart__edits_put_part(
                             &e, parts->op, &r,
                             parts->content ? content(&e, parts->content) : 0),
                         ENCART__EDIT_TAKEN);
    }
    encart__strbuf_init(&out, NULL, 0);
    ck_assert_int_eq(encart__edits_apply(&e), ENCART_OK);
    ck_assert_uint_eq(e.skipped, skipped);
    encart__edits_free(&e);
    ck_assert_ptr_null(encart__tree_check(&t));
    ck_assert_int_eq(encart__model(&t, article(), NULL), ENCART_OK);
    encart__serialise(&t, &out);
    ck_assert_str_eq(encart__strbuf_z(&out), want);
    encart__strbuf_free(&out);
    encart__tree_free(&t);
}
#define PARTED(html, want, ...)                  \
    do {                                         \
        const part parts[] = {__VA_ARGS__, {0}}; \
        parted(html, parts, 0, want);            \
    } while (0)

START_TEST(a_part_of_a_text_is_changed)
{
    static const char html[] = "<p>abc<b>de</b>f<br>g</p>";

    PARTED(html, "<p>a<i>x</i>c<b>de</b>f<br>g</p>\n",
           {1, 2, ENCART__EDIT_PART_REPLACE, "<i>x</i>"});
    PARTED(html, "<p>x<b>de</b>f<br>g</p>\n", {0, 3, ENCART__EDIT_PART_REPLACE, "x"});
    PARTED(html, "<p>ag</p>\n", {1, 7, ENCART__EDIT_PART_REPLACE, NULL});
    PARTED(html, "<p>x</p>\n", {0, 8, ENCART__EDIT_PART_REPLACE, "x"});
    PARTED(html, "<p>a<i>+bc<b>de</b>f</i><br>g</p>\n",
           {1, 6, ENCART__EDIT_PART_WRAP, "<i>+</i>"});
    PARTED(html, "<p>abc<b>d<i>+e</i></b>f<br>g</p>\n",
           {4, 5, ENCART__EDIT_PART_WRAP, "<i>+</i>"});
    PARTED(html, "<p>abc<b><i>+de</i></b>f<br>g</p>\n",
           {3, 5, ENCART__EDIT_PART_WRAP, "<i>+</i>"});
    PARTED(html, "<p>abc<i>+<b>de</b>f</i><br>g</p>\n",
           {3, 6, ENCART__EDIT_PART_WRAP, "<i>+</i>"});
    PARTED(html, "<p>a<i>+bc<b>de</b></i>f<br>g</p>\n",
           {1, 5, ENCART__EDIT_PART_WRAP, "<i>+</i>"});
    PARTED(html, "<p>abc<b>de</b>fxg</p>\n", {6, 7, ENCART__EDIT_PART_REPLACE, "x"});
}
END_TEST

START_TEST(parts_of_one_text_do_not_move_each_other)
{
    static const char html[] = "<p>abcdef</p>";

    PARTED(html, "<p>1b2d3f</p>\n", {4, 5, ENCART__EDIT_PART_REPLACE, "3"},
           {0, 1, ENCART__EDIT_PART_REPLACE, "1"},
           {2, 3, ENCART__EDIT_PART_REPLACE, "2"});
    PARTED(html, "<p>12ef</p>\n", {2, 4, ENCART__EDIT_PART_REPLACE, "2"},
           {0, 2, ENCART__EDIT_PART_REPLACE, "1"});
    PARTED(html, "<p>a<i>+b<b>+cd</b>e</i>f</p>\n",
           {1, 5, ENCART__EDIT_PART_WRAP, "<i>+</i>"},
           {2, 4, ENCART__EDIT_PART_WRAP, "<b>+</b>"});
}
END_TEST

START_TEST(the_first_of_equal_parts_is_around_the_others)
{
    PARTED("<p>abc<b>d</b></p>", "<p><i>1<u>2ab</u></i>c<b>d</b></p>\n",
           {0, 2, ENCART__EDIT_PART_WRAP, "<i>1</i>"},
           {0, 2, ENCART__EDIT_PART_WRAP, "<u>2</u>"});
    PARTED("<p><b>ab</b>c<br>d</p>", "<p><i>1<b>ab</b>c<u>2<br></u></i>d</p>\n",
           {0, 4, ENCART__EDIT_PART_WRAP, "<i>1</i>"},
           {3, 4, ENCART__EDIT_PART_WRAP, "<u>2</u>"});
    PARTED("<p>ab<br>c</p>", "<p>ab<i>1<u>2<br>c</u></i></p>\n",
           {2, 4, ENCART__EDIT_PART_WRAP, "<i>1</i>"},
           {2, 4, ENCART__EDIT_PART_WRAP, "<u>2</u>"});
}
END_TEST

/* Words that doc:find met, and parts, of one text: whichever was recorded first. */
START_TEST(words_and_parts_of_one_text_go_together)
{
    static const struct {
        uint32_t word[2];
        size_t part[2], skipped;
        const char *want;
    } cases[] = {
        {{2, 4}, {4, 6}, 0, "<p>ab<u>+cd</u><i>+ef</i>gh</p>\n"},
        {{4, 6}, {2, 4}, 0, "<p>ab<i>+cd</i><u>+ef</u>gh</p>\n"},
        {{2, 4}, {2, 4}, 0, "<p>ab<i>+<u>+cd</u></i>efgh</p>\n"},
        {{2, 4}, {1, 7}, 0, "<p>a<i>+b<u>+cd</u>efg</i>h</p>\n"},
        {{6, 8}, {0, 1}, 0, "<p><i>+a</i>bcdef<u>+gh</u></p>\n"},
        {{2, 4}, {3, 7}, 1, "<p>abc<i>+defg</i>h</p>\n"},
    };

    for (size_t i = 0; i < 2 * (sizeof cases / sizeof *cases); i++) {
        const uint32_t *word = cases[i / 2].word;
        const size_t *bounds = cases[i / 2].part;
        encart__edits e;
        encart__part p;
        encart__tree t;
        encart__strbuf out;
        encart__handle text;

        read_html(&t, "<p>abcdefgh</p>", article());
        encart__edits_init(&e, &t, 1);
        text = encart__edits_handle(&e, t.nodes[find(&e, "p").node].first);
        if (i % 2)
            encart__edits_range(&e, ENCART__EDIT_WRAP, text, word[0], word[1],
                                content(&e, "<u>+</u>"));
        encart__edits_part(&e, find(&e, "p"), bounds[0], bounds[1], &p);
        encart__edits_put_part(&e, ENCART__EDIT_PART_WRAP, &p, content(&e, "<i>+</i>"));
        if (i % 2 == 0)
            encart__edits_range(&e, ENCART__EDIT_WRAP, text, word[0], word[1],
                                content(&e, "<u>+</u>"));
        ck_assert_int_eq(encart__edits_apply(&e), ENCART_OK);
        ck_assert_uint_eq(e.skipped, cases[i / 2].skipped);
        encart__edits_free(&e);
        ck_assert_ptr_null(encart__tree_check(&t));
        ck_assert_int_eq(encart__model(&t, article(), NULL), ENCART_OK);
        encart__strbuf_init(&out, NULL, 0);
        encart__serialise(&t, &out);
        ck_assert_str_eq(encart__strbuf_z(&out), cases[i / 2].want);
        encart__strbuf_free(&out);
        encart__tree_free(&t);
    }
}
END_TEST

START_TEST(what_an_edit_tore_apart_is_skipped)
{
    static const part crossed[] = {{0, 3, ENCART__EDIT_PART_WRAP, "<i>+</i>"},
                                   {2, 5, ENCART__EDIT_PART_WRAP, "<b>+</b>"},
                                   {0}};
    static const part inside[] = {{0, 5, ENCART__EDIT_PART_REPLACE, "x"},
                                  {2, 3, ENCART__EDIT_PART_REPLACE, "y"},
                                  {0}};

    parted("<p>abcdef</p>", crossed, 1, "<p><i>+abc</i>def</p>\n");
    parted("<p>abcdef</p>", inside, 1, "<p>xf</p>\n");
}
END_TEST

START_TEST(a_part_that_no_element_has_is_refused)
{
    encart__tree t;
    encart__edits e;
    encart__part r;
    encart__handle p;

    read_html(&t, "<p>ab<b>cd</b>ef<i>gh</i></p>", article());
    encart__edits_init(&e, &t, 1);
    p = find(&e, "p");
    ck_assert_int_eq(encart__edits_part(&e, p, 1, 3, &r), ENCART__EDIT_MISSHAPEN);
    ck_assert_int_eq(encart__edits_part(&e, p, 3, 5, &r), ENCART__EDIT_MISSHAPEN);
    ck_assert_int_eq(encart__edits_part(&e, p, 3, 7, &r), ENCART__EDIT_MISSHAPEN);
    ck_assert_int_eq(encart__edits_part(&e, p, 2, 2, &r), ENCART__EDIT_MISSHAPEN);
    ck_assert_int_eq(encart__edits_part(&e, p, 6, 9, &r), ENCART__EDIT_MISSHAPEN);
    ck_assert_int_eq(encart__edits_part(&e, (encart__handle){p.node, 2}, 0, 1, &r),
                     ENCART__EDIT_STALE);
    ck_assert_int_eq(encart__edits_part(&e, p, 0, 1, &r), ENCART__EDIT_TAKEN);
    ck_assert_int_eq(
        encart__edits_put_part(&e, ENCART__EDIT_PART_WRAP, &r, content(&e, "x")),
        ENCART__EDIT_MISSHAPEN);
    r.generation = 2;
    ck_assert_int_eq(encart__edits_put_part(&e, ENCART__EDIT_PART_REPLACE, &r, 0),
                     ENCART__EDIT_STALE);
    ck_assert_uint_eq(e.count, 0);
    encart__edits_free(&e);
    encart__tree_free(&t);
}
END_TEST

/* Against the same done to a string, whatever the elements. */
START_TEST(any_part_is_that_of_the_text)
{
    static const char *const texts[] = {
        "abcdefgh", "a<b>b<i>c</i></b>d<br>e<i>f</i>gh", "<b><i>ab</i>c</b><u>d</u>efgh"};
    size_t taken = 0;

    for (int round = 0; round < 2000; round++) {
        size_t from = draw(8), to = from + 1 + draw(8);
        char html[128], want[32];
        encart__edits e;
        encart__part r;
        encart__tree t;
        encart__strbuf text;

        snprintf(html, sizeof html, "<p>%s</p>", texts[draw(3)]);
        read_html(&t, html, article());
        encart__edits_init(&e, &t, 1);
        encart__strbuf_init(&text, NULL, 0);
        encart__raw_text(&t, find(&e, "p").node, &text);
        if (encart__edits_part(&e, find(&e, "p"), from, to, &r) == ENCART__EDIT_TAKEN) {
            snprintf(want, sizeof want, "%.*sXY%s", (int)from, encart__strbuf_z(&text),
                     encart__strbuf_z(&text) + to);
            encart__edits_put_part(&e, ENCART__EDIT_PART_REPLACE, &r, content(&e, "XY"));
            ck_assert_int_eq(encart__edits_apply(&e), ENCART_OK);
            ck_assert_ptr_null(encart__tree_check(&t));
            encart__strbuf_clear(&text);
            encart__raw_text(&t, ENCART__ROOT, &text);
            ck_assert_str_eq(encart__strbuf_z(&text), want);
            taken++;
        }
        encart__strbuf_free(&text);
        encart__edits_free(&e);
        encart__tree_free(&t);
    }
    ck_assert_uint_gt(taken, 500);
}
END_TEST

/* ---- ids --------------------------------------------------------------------------- */

START_TEST(an_id_is_one_element_s)
{
    encart__edits e;
    encart__tree t;
    encart__str id = ENCART__STR("a-x");
    encart__node_id p, b;

    read_html(&t, "<p id=x>a<b>b</b></p>", article());
    encart__edits_init(&e, &t, 1);
    p = find(&e, "p").node;
    b = find(&e, "b").node;
    ck_assert(encart__edits_id_taken(&e, id, 0));
    ck_assert(encart__edits_id_taken(&e, id, b));
    ck_assert(!encart__edits_id_taken(&e, id, p));
    id = ENCART__STR("a-y");
    ck_assert(!encart__edits_id_taken(&e, id, 0));
    encart__edits_id_give(&e, id, 0);
    ck_assert(encart__edits_id_taken(&e, id, 0));
    ck_assert(!encart__edits_id_taken(&e, id, b));
    encart__edits_id_give(&e, id, b);
    ck_assert(encart__edits_id_taken(&e, id, p));
    ck_assert(!encart__edits_id_taken(&e, ENCART__STR("a-z"), 0));
    content(&e, "<p id=e-z>z</p>");
    ck_assert(encart__edits_id_taken(&e, ENCART__STR("e-z"), p));
    encart__edits_put(&e, ENCART__EDIT_REMOVE, find(&e, "p"), 0);
    ck_assert(!encart__edits_id_taken(&e, ENCART__STR("a-x"), b));
    encart__edits_free(&e);
    encart__tree_free(&t);
}
END_TEST

START_TEST(thousands_of_ids_are_told_apart)
{
    encart__edits e;
    encart__tree t;
    char id[16];

    read_html(&t, "<p>a</p>", article());
    encart__edits_init(&e, &t, 1);
    for (int i = 0; i < 5000; i++) {
        snprintf(id, sizeof id, "a-x%d", i);
        ck_assert(!encart__edits_id_taken(&e, encart__str_z(id), 0));
        encart__edits_id_give(&e, encart__str_z(id), 0);
    }
    for (int i = 0; i < 5000; i++) {
        snprintf(id, sizeof id, "a-x%d", i);
        ck_assert(encart__edits_id_taken(&e, encart__str_z(id), 0));
    }
    encart__edits_free(&e);
    encart__tree_free(&t);
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
    encart__part r;
    int status;

    view.alloc = alloc;
    status = encart__tree_clone(&t, &view);
    if (status)
        return status;
    encart__edits_init(&e, &t, 1);
    for (size_t i = 0; i < sizeof steps / sizeof *steps && !e.failed; i++)
        record(&e, &steps[i]);
    encart__edits_id_give(&e, ENCART__STR("a-x"), 0);
    if (encart__edits_part(&e, find(&e, "p"), 0, 1, &r) == ENCART__EDIT_TAKEN)
        encart__edits_put_part(&e, ENCART__EDIT_PART_REPLACE, &r, 0);
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
    tcase_add_test(c, a_part_of_a_text_is_changed);
    tcase_add_test(c, parts_of_one_text_do_not_move_each_other);
    tcase_add_test(c, the_first_of_equal_parts_is_around_the_others);
    tcase_add_test(c, words_and_parts_of_one_text_go_together);
    tcase_add_test(c, what_an_edit_tore_apart_is_skipped);
    tcase_add_test(c, a_part_that_no_element_has_is_refused);
    tcase_add_test(c, any_part_is_that_of_the_text);
    tcase_add_test(c, an_id_is_one_element_s);
    tcase_add_test(c, thousands_of_ids_are_told_apart);
    tcase_add_test(c, memory_may_run_out_at_any_time);
    suite_add_tcase(s, c);
    return suite_main("test_edits", s);
}
