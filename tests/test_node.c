/* The tree of an article through the public interface: all of it is reached, in order, by
 * whatever way, and no number that a caller makes up does harm. */
#include <encart/encart.h>

#include "tests/suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char document[] =
    "<p lang=de id=eins>5 &lt; 6 <b>und</b> <a href='/x?a=1&amp;b=2'>mehr</a></p>\n\n"
    "<!--encart:here lire-aussi-->"
    "<ul><li>A<li>B</ul><figure><img src=/i.png alt=\"&quot;\"><figcaption>C</figcaption>"
    "</figure><p data-note='eigen'>Ende";

static encart_engine *engine;

static void open_engine(void)
{
    static const char config[] =
        "{\"sanitise\": {\"allow\": {\"attributes\": {\"p\": [\"data-note\"]}}}}";
    encart_builder *b;
    encart_error err;

    ck_assert_int_eq(encart_builder_new(&b, NULL, &err), ENCART_OK);
    ck_assert_msg(encart_builder_config_json(b, config, strlen(config), "c", &err) ==
                      ENCART_OK, "%s", err.message);
    ck_assert_msg(encart_engine_new(&engine, b, &err) == ENCART_OK, "%s", err.message);
    encart_builder_free(b);
}

static void close_engine(void)
{
    encart_engine_free(engine);
}

static encart_article *load(const char *bytes, size_t n, const char *format)
{
    encart_load_options options = ENCART_LOAD_OPTIONS_INIT;
    encart_article *a;
    encart_error err;

    options.format = format;
    ck_assert_msg(encart_article_load(&a, engine, bytes, n, &options, &err) == ENCART_OK,
                  "%s", err.message);
    return a;
}

/* ---- a picture of the tree ------------------------------------------------------------- */

typedef struct picture {
    char text[1 << 16];
    size_t n;
} picture;

static void draw(picture *p, const char *bytes, size_t n)
{
    ck_assert_uint_lt(p->n + n, sizeof p->text);
    memcpy(p->text + p->n, bytes, n);
    p->text[p->n += n] = '\0';
}

static void draw_z(picture *p, const char *z)
{
    draw(p, z, strlen(z));
}

static int depth_of(const encart_article *a, encart_node node)
{
    int depth = -1;

    while ((node = encart_node_parent(a, node)))
        depth++;
    return depth;
}

static int by_name(const void *x, const void *y)
{
    return strcmp(x, y);
}

/* In the order of their names; each value is asked for in both ways. */
static void draw_attributes(picture *p, const encart_article *a, encart_node node)
{
    const char *name, *value;
    size_t name_n, value_n, count = 0;
    char names[8][32];

    while (encart_node_attribute_at(a, node, count, &name, &name_n, &value, &value_n)) {
        size_t n;

        ck_assert(count < 8 && name_n < sizeof *names);
        snprintf(names[count], sizeof *names, "%.*s", (int)name_n, name);
        ck_assert_ptr_eq(encart_node_attribute(a, node, names[count++], &n), value);
        ck_assert_uint_eq(n, value_n);
    }
    ck_assert_uint_eq(name_n + value_n, 0);
    ck_assert_str_eq(value, "");
    qsort(names, count, sizeof *names, by_name);
    for (size_t i = 0; i < count; i++) {
        value = encart_node_attribute(a, node, names[i], &value_n);
        draw_z(p, " ");
        draw_z(p, names[i]);
        draw_z(p, "=");
        draw(p, value, value_n);
    }
}

/* A line for each node: two spaces for each level, then what it is. */
static void draw_node(picture *p, const encart_article *a, encart_node node)
{
    const char *text;
    size_t n;

    for (int i = depth_of(a, node); i > 0; i--)
        draw_z(p, "  ");
    text = encart_node_text(a, node, &n);
    switch (encart_node_type(a, node)) {
    case ENCART_NODE_ELEMENT:
        ck_assert_uint_eq(n, 0);
        draw_z(p, encart_node_name(a, node));
        draw_attributes(p, a, node);
        break;
    case ENCART_NODE_TEXT:
        draw_z(p, "«");
        draw(p, text, n);
        draw_z(p, "»");
        break;
    case ENCART_NODE_COMMENT:
        draw_z(p, "!");
        draw(p, text, n);
        break;
    default:
        ck_abort_msg("node %u is of type %d", node, encart_node_type(a, node));
    }
    draw_z(p, "\n");
}

static void draw_article(picture *p, const encart_article *a)
{
    p->n = 0;
    for (encart_node at = encart_article_root(a); (at = encart_node_next(a, at));)
        draw_node(p, a, at);
}

static picture drawn;

START_TEST(a_walk_sees_each_node_and_what_is_said_of_it)
{
    encart_article *a = load(document, strlen(document), "html");

    draw_article(&drawn, a);
    ck_assert_str_eq(drawn.text,
                     "p id=a-eins lang=de\n"
                     "  «5 < 6 »\n"
                     "  b\n"
                     "    «und»\n"
                     "  « »\n"
                     "  a href=/x?a=1&b=2\n"
                     "    «mehr»\n"
                     "!encart:here lire-aussi\n"
                     "ul\n"
                     "  li\n"
                     "    «A»\n"
                     "  li\n"
                     "    «B»\n"
                     "figure\n"
                     "  img alt=\" src=/i.png\n"
                     "  figcaption\n"
                     "    «C»\n"
                     "p data-note=eigen\n"
                     "  «Ende»\n");
    encart_article_free(a);
}
END_TEST

/* ---- the links between them ------------------------------------------------------------ */

static void check_children(const encart_article *a, encart_node node)
{
    encart_node before = 0;

    for (encart_node at = encart_node_first_child(a, node); at;
         at = encart_node_next_sibling(a, at)) {
        ck_assert_uint_eq(encart_node_parent(a, at), node);
        ck_assert_uint_eq(encart_node_previous_sibling(a, at), before);
        before = at;
    }
    ck_assert_uint_eq(encart_node_last_child(a, node), before);
}

/* The next that is not below it, by another way than encart_node_skip() takes. */
static encart_node beyond(const encart_article *a, encart_node node)
{
    encart_node at = node, up;

    while ((at = encart_node_next(a, at))) {
        for (up = encart_node_parent(a, at); up && up != node;)
            up = encart_node_parent(a, up);
        if (!up)
            return at;
    }
    return 0;
}

START_TEST(all_ways_through_it_agree)
{
    encart_article *a = load(document, strlen(document), "html");
    encart_node root = encart_article_root(a);
    size_t seen = 0;

    ck_assert_int_eq(encart_node_type(a, root), ENCART_NODE_ROOT);
    ck_assert_uint_eq(encart_node_parent(a, root), 0);
    ck_assert_uint_eq(encart_node_skip(a, root), 0);
    ck_assert_str_eq(encart_node_name(a, root), "");
    for (encart_node at = root; at; at = encart_node_next(a, at)) {
        check_children(a, at);
        ck_assert_uint_eq(encart_node_skip(a, at), at == root ? 0 : beyond(a, at));
        seen++;
    }
    ck_assert_uint_eq(seen, 20);
    encart_article_free(a);
}
END_TEST

START_TEST(a_node_knows_the_line_it_came_from)
{
    static const char two[] = "<p>un</p>\n\n<p>deux</p>";
    encart_article *a = load(two, strlen(two), "html");
    encart_node first = encart_node_first_child(a, encart_article_root(a));

    ck_assert_uint_eq(encart_node_line(a, first), 1);
    ck_assert_uint_eq(encart_node_line(a, encart_node_next_sibling(a, first)), 3);
    ck_assert_uint_eq(encart_node_line(a, encart_article_root(a)), 0);
    encart_article_free(a);
}
END_TEST

START_TEST(a_saved_article_has_the_same_tree)
{
    static picture again;
    encart_article *a = load(document, strlen(document), "html"), *b;
    encart_buffer *saved;
    encart_error err;
    const char *bytes;
    size_t n;

    draw_article(&drawn, a);
    ck_assert_int_eq(encart_article_save(&saved, a, &err), ENCART_OK);
    bytes = encart_buffer_data(saved, &n);
    b = load(bytes, n, "saved");
    draw_article(&again, b);
    ck_assert_uint_gt(again.n, 100);
    ck_assert_str_eq(again.text, drawn.text);
    encart_buffer_free(saved);
    encart_article_free(a);
    encart_article_free(b);
}
END_TEST

/* ---- what is no node ------------------------------------------------------------------- */

static void expect_nothing(const encart_article *a, encart_node node)
{
    const char *name = "?", *value = "?";
    size_t n = 9, m = 9;

    ck_assert_int_eq(encart_node_type(a, node), ENCART_NODE_NONE);
    ck_assert_uint_eq(encart_node_next(a, node), 0);
    ck_assert_uint_eq(encart_node_skip(a, node), 0);
    ck_assert_uint_eq(encart_node_parent(a, node), 0);
    ck_assert_uint_eq(encart_node_first_child(a, node), 0);
    ck_assert_uint_eq(encart_node_last_child(a, node), 0);
    ck_assert_uint_eq(encart_node_next_sibling(a, node), 0);
    ck_assert_uint_eq(encart_node_previous_sibling(a, node), 0);
    ck_assert_uint_eq(encart_node_line(a, node), 0);
    ck_assert_str_eq(encart_node_name(a, node), "");
    ck_assert_str_eq(encart_node_text(a, node, &n), "");
    ck_assert_uint_eq(n, 0);
    ck_assert_ptr_null(encart_node_attribute(a, node, "id", &m));
    ck_assert_uint_eq(m, 0);
    ck_assert_int_eq(encart_node_attribute_at(a, node, 0, &name, &n, &value, &m), 0);
    ck_assert_str_eq(name, "");
    ck_assert_str_eq(value, "");
}

START_TEST(numbers_that_are_no_nodes_are_nothing)
{
    encart_article *a = load(document, strlen(document), "html");
    encart_node most = 0;

    for (encart_node at = encart_article_root(a); at; at = encart_node_next(a, at))
        most = at > most ? at : most;
    expect_nothing(a, 0);
    expect_nothing(a, most + 100000);
    expect_nothing(a, UINT32_MAX);
    expect_nothing(NULL, 1);
    ck_assert_uint_eq(encart_article_root(NULL), 0);
    ck_assert_ptr_null(encart_node_attribute(a, most, NULL, NULL));
    ck_assert_int_eq(encart_node_attribute_at(a, most, SIZE_MAX, NULL, NULL, NULL, NULL), 0);
    encart_article_free(a);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("node");
    TCase *c = tcase_create("node");

    tcase_add_checked_fixture(c, open_engine, close_engine);
    tcase_add_test(c, a_walk_sees_each_node_and_what_is_said_of_it);
    tcase_add_test(c, all_ways_through_it_agree);
    tcase_add_test(c, a_node_knows_the_line_it_came_from);
    tcase_add_test(c, a_saved_article_has_the_same_tree);
    tcase_add_test(c, numbers_that_are_no_nodes_are_nothing);
    suite_add_tcase(s, c);
    return suite_main("test_node", s);
}
