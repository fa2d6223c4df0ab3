/* The tree: links stay whole after every mutation, failure is sticky, walks are flat. */
#include "core/tree/tree.h"
#include "tests/suite.h"

#define CHECK_TREE(t) ck_assert_ptr_null(encart__tree_check(t))

static encart__node_id element(encart__tree *t, encart__node_id parent, uint16_t tag)
{
    encart__node_id id = encart__tree_element(t, tag);

    encart__tree_append(t, parent, id);
    CHECK_TREE(t);
    return id;
}

static void text(encart__tree *t, encart__node_id parent, const char *z)
{
    encart__tree_append(t, parent, encart__tree_text(t, encart__str_z(z)));
    CHECK_TREE(t);
}

static void expect_prose(const encart__tree *t, const char *want)
{
    encart__strbuf b;

    encart__strbuf_init(&b, t->alloc, 0);
    encart__tree_prose(t, ENCART__ROOT, "\n\n", &b);
    ck_assert_str_eq(encart__strbuf_z(&b), want);
    encart__strbuf_free(&b);
}

START_TEST(names_are_sorted_and_found)
{
    for (uint16_t i = 1; i < ENCART__T_COUNT; i++)
        ck_assert_int_eq(encart__tag_id(encart__tag_name(i)), i);
    for (uint16_t i = 1; i < ENCART__A_COUNT; i++)
        ck_assert_int_eq(encart__attr_id(encart__attr_name(i)), i);
    ck_assert_int_eq(encart__tag_id(ENCART__STR("blink")), ENCART__T_UNKNOWN);
    ck_assert_int_eq(encart__heading_level(ENCART__T_H4), 4);
    ck_assert_int_eq(encart__heading_level(ENCART__T_HR), 0);
}
END_TEST

START_TEST(mutations_keep_the_links_whole)
{
    encart__tree t;
    encart__node_id a, b, c, wrap;

    encart__tree_init(&t, NULL);
    a = element(&t, ENCART__ROOT, ENCART__T_P);
    text(&t, a, "un ");
    b = element(&t, ENCART__ROOT, ENCART__T_P);
    text(&t, b, "deux");
    c = encart__tree_element(&t, ENCART__T_HR);
    encart__tree_before(&t, b, c);
    CHECK_TREE(&t);
    encart__tree_after(&t, b, c);
    CHECK_TREE(&t);
    wrap = encart__tree_wrap(&t, b, ENCART__T_DIV);
    CHECK_TREE(&t);
    ck_assert_uint_eq(t.nodes[b].parent, wrap);
    expect_prose(&t, "un\n\ndeux");
    encart__tree_unwrap(&t, wrap);
    CHECK_TREE(&t);
    ck_assert_uint_eq(t.nodes[b].parent, ENCART__ROOT);
    encart__tree_move_children(&t, b, a);
    CHECK_TREE(&t);
    encart__tree_remove(&t, b);
    CHECK_TREE(&t);
    expect_prose(&t, "un deux");
    encart__tree_remove(&t, ENCART__ROOT); /* refused */
    CHECK_TREE(&t);
    encart__tree_free(&t);
}
END_TEST

START_TEST(attributes_are_set_replaced_and_removed)
{
    encart__tree t;
    encart__node_id a;
    encart__str v;

    encart__tree_init(&t, NULL);
    a = element(&t, ENCART__ROOT, ENCART__T_A);
    encart__tree_attr_set(&t, a, ENCART__A_HREF, ENCART__STR("/x"));
    encart__tree_attr_set(&t, a, ENCART__A_HREF, ENCART__STR("/y"));
    encart__tree_attr_set_other(&t, a, ENCART__STR("data-z"), ENCART__STR("1"));
    encart__tree_attr_set_other(&t, a, ENCART__STR("href"), ENCART__STR("/z"));
    CHECK_TREE(&t);
    ck_assert(encart__tree_attr(&t, a, ENCART__A_HREF, &v));
    ck_assert(encart__str_is(v, "/z"));
    encart__tree_attr_remove(&t, a, ENCART__A_HREF);
    ck_assert(!encart__tree_attr(&t, a, ENCART__A_HREF, NULL));
    ck_assert_uint_ne(t.nodes[a].attr, 0);
    CHECK_TREE(&t);
    encart__tree_free(&t);
}
END_TEST

/* Names and values may come out of the tree itself, whose bytes move as it grows. */
START_TEST(an_attribute_may_be_named_by_a_part_of_the_tree)
{
    encart__node_id node, leaf;
    encart__str words;
    encart__tree t;

    encart__tree_init(&t, NULL);
    node = element(&t, ENCART__ROOT, ENCART__T_P);
    leaf = encart__tree_text(&t, ENCART__STR("data-name"));
    encart__tree_append(&t, node, leaf);
    for (int i = 0; i < 12; i++) { /* so often that it has to move */
        size_t room = t.pool.cap - t.pool.size;
        encart__str filler = {"................................................................"
                              "................................................................",
                              room > 6 && room < 134 ? room - 6 : 64};

        encart__tree_text_set(&t, encart__tree_text(&t, filler), filler);
        words = encart__tree_text_of(&t, leaf);
        encart__tree_attr_remove(&t, node, ENCART__A_OTHER);
        encart__tree_attr_set_other(&t, node, words, words);
        CHECK_TREE(&t);
        ck_assert(encart__str_eq(
            encart__tree_attr_spelling(&t, &t.attrs[t.nodes[node].attr]),
            ENCART__STR("data-name")));
    }
    encart__tree_free(&t);
}
END_TEST

START_TEST(clone_and_import_copy_everything)
{
    encart__tree t, u;
    encart__node_id p, copy;

    encart__tree_init(&t, NULL);
    p = element(&t, ENCART__ROOT, ENCART__T_P);
    encart__tree_attr_set(&t, p, ENCART__A_LANG, ENCART__STR("ar"));
    text(&t, element(&t, p, ENCART__T_EM), "a");
    text(&t, p, "b");
    ck_assert_int_eq(encart__tree_clone(&u, &t), ENCART_OK);
    CHECK_TREE(&u);
    copy = encart__tree_import(&u, &t, p);
    encart__tree_append(&u, ENCART__ROOT, copy);
    CHECK_TREE(&u);
    ck_assert(encart__tree_attr(&u, copy, ENCART__A_LANG, NULL));
    encart__tree_free(&t);
    expect_prose(&u, "ab\n\nab");
    encart__tree_free(&u);
}
END_TEST

START_TEST(iterator_enters_and_leaves_each_element_once)
{
    encart__tree t;
    encart__iter it;
    int enters = 0, leaves = 0, depth = 0, deepest = 0;

    encart__tree_init(&t, NULL);
    for (encart__node_id at = ENCART__ROOT, i = 0; i < 50000; i++) {
        encart__node_id child = encart__tree_element(&t, ENCART__T_DIV);

        encart__tree_append(&t, i < 3 ? ENCART__ROOT : at, child);
        at = child;
    }
    CHECK_TREE(&t);
    encart__iter_init(&it, &t, ENCART__ROOT);
    while (encart__iter_next(&it)) {
        depth += it.leave ? -1 : 1;
        enters += !it.leave;
        leaves += it.leave;
        deepest = depth > deepest ? depth : deepest;
    }
    ck_assert_int_eq(enters, 50001);
    ck_assert_int_eq(leaves, 50001);
    ck_assert_int_eq(depth, 0);
    ck_assert_int_gt(deepest, 49000);
    encart__tree_free(&t);
}
END_TEST

static int build(const encart_allocator *alloc)
{
    encart__tree t, u;
    int failed;

    encart__tree_init(&t, alloc);
    for (int i = 0; i < 40; i++) {
        encart__node_id p = encart__tree_element(&t, ENCART__T_P);

        encart__tree_append(&t, ENCART__ROOT, p);
        encart__tree_attr_set(&t, p, ENCART__A_CLASS, ENCART__STR("une classe"));
        encart__tree_append(&t, p, encart__tree_text(&t, ENCART__STR("du texte")));
        encart__tree_wrap(&t, p, ENCART__T_DIV);
    }
    failed = t.failed;
    if (!failed) {
        failed = encart__tree_clone(&u, &t);
        if (!failed)
            encart__tree_free(&u);
    }
    encart__tree_free(&t);
    return failed;
}

START_TEST(every_failed_allocation_is_reported_and_leaks_nothing)
{
    suite_alloc a;
    size_t total;

    suite_alloc_init(&a);
    ck_assert_int_eq(build(&a.vtable), ENCART_OK);
    ck_assert_uint_eq(a.live, 0);
    total = a.count;
    ck_assert_uint_gt(total, 5);
    for (size_t i = 1; i <= total; i++) {
        suite_alloc_init(&a);
        a.fail_at = i;
        ck_assert_int_eq(build(&a.vtable), ENCART_ENOMEM);
        ck_assert_uint_eq(a.live, 0);
    }
}
END_TEST

int main(void)
{
    Suite *s = suite_create("tree");
    TCase *c = tcase_create("tree");

    tcase_add_test(c, names_are_sorted_and_found);
    tcase_add_test(c, mutations_keep_the_links_whole);
    tcase_add_test(c, attributes_are_set_replaced_and_removed);
    tcase_add_test(c, an_attribute_may_be_named_by_a_part_of_the_tree);
    tcase_add_test(c, clone_and_import_copy_everything);
    tcase_add_test(c, iterator_enters_and_leaves_each_element_once);
    tcase_add_test(c, every_failed_allocation_is_reported_and_leaks_nothing);
    suite_add_tcase(s, c);
    return suite_main("test_tree", s);
}
