/* The solver: each rule by an example. test_place_search.c has it on generated articles. */
#include "tests/place_kit.h"

#include <stdlib.h>

#define CHECK_RULE(got, want)                                                            \
    ck_assert_str_eq(encart__rule_name((encart__rule)(got)), encart__rule_name(want))

/* ---- names --------------------------------------------------------------------------- */

START_TEST(slots_and_rules_have_names_that_are_found_again)
{
    for (int i = 0; i < ENCART__SLOT_COUNT; i++) {
        encart__str name = encart__str_z(encart__slot_name((encart__slot)i));

        ck_assert_int_eq(encart__slot_of(name), i);
    }
    ck_assert_int_eq(encart__slot_of(ENCART__STR("sidebar")), -1);
    ck_assert_int_eq(encart__slot_of(ENCART__STR("")), -1);
    for (int i = 0; i < ENCART__RULE_COUNT; i++) {
        ck_assert_uint_gt(strlen(encart__rule_name((encart__rule)i)), 2);
        ck_assert_uint_gt(strlen(encart__rule_explanation((encart__rule)i)), 10);
        for (int j = 0; j < i; j++)
            ck_assert_str_ne(encart__rule_name((encart__rule)i),
                             encart__rule_name((encart__rule)j));
    }
}
END_TEST

/* ---- one rule each ------------------------------------------------------------------- */

/* Ten paragraphs of 60 words, the fifth replaced by what the test is about. */
static void expect_after_fifth(encart__block_kind kind, uint32_t words, unsigned flags,
                               encart__block_kind next, encart__rule want)
{
    article a = {.count = 0};
    encart__wish w = wish_at(500);

    paragraphs(&a, 4, 60);
    add(&a, kind, words, flags);
    add(&a, next, 60, ENCART__BLOCK_ENDS_SENTENCE);
    paragraphs(&a, 4, 60);
    place(&a, NULL, &w, 1);
    CHECK_RULE(w.refused[4], want);
    ck_assert_int_ge(w.placed, 0);
    CHECK_RULE(w.refused[w.placed], ENCART__RULE_NONE);
}

START_TEST(a_box_never_separates_a_heading_from_what_it_heads)
{
    expect_after_fifth(ENCART__BLOCK_HEADING, 5, 0, ENCART__BLOCK_PARAGRAPH,
                       ENCART__RULE_AFTER_HEADING);
    expect_after_fifth(ENCART__BLOCK_PARAGRAPH, 5, ENCART__BLOCK_FAKE_HEADING,
                       ENCART__BLOCK_PARAGRAPH, ENCART__RULE_AFTER_HEADING);
    expect_after_fifth(ENCART__BLOCK_PARAGRAPH, 40, ENCART__BLOCK_ENDS_COLON,
                       ENCART__BLOCK_PARAGRAPH, ENCART__RULE_AFTER_HEADING);
}
END_TEST

START_TEST(a_box_never_stands_between_a_colon_and_its_list)
{
    expect_after_fifth(ENCART__BLOCK_PARAGRAPH, 40, ENCART__BLOCK_ENDS_COLON,
                       ENCART__BLOCK_LIST, ENCART__RULE_BEFORE_LIST_INTRO);
    expect_after_fifth(ENCART__BLOCK_PARAGRAPH, 40, ENCART__BLOCK_ENDS_COLON,
                       ENCART__BLOCK_TABLE, ENCART__RULE_BEFORE_LIST_INTRO);
    expect_after_fifth(ENCART__BLOCK_PARAGRAPH, 40, ENCART__BLOCK_ENDS_SENTENCE,
                       ENCART__BLOCK_LIST, ENCART__RULE_NONE);
}
END_TEST

START_TEST(figures_in_a_row_are_one_gallery)
{
    expect_after_fifth(ENCART__BLOCK_FIGURE, 3, 0, ENCART__BLOCK_FIGURE,
                       ENCART__RULE_INSIDE);
}
END_TEST

START_TEST(a_box_keeps_away_from_an_aligned_image)
{
    article a = {.count = 0};
    encart__wish w = wish_at(500);

    paragraphs(&a, 4, 60);
    add(&a, ENCART__BLOCK_FIGURE, 0, ENCART__BLOCK_FLOAT);
    paragraphs(&a, 5, 60);
    place(&a, NULL, &w, 1);
    CHECK_RULE(w.refused[3], ENCART__RULE_NONE); /* before the image */
    CHECK_RULE(w.refused[4], ENCART__RULE_NEAR_FLOAT);
    CHECK_RULE(w.refused[5], ENCART__RULE_NEAR_FLOAT);
    CHECK_RULE(w.refused[6], ENCART__RULE_NONE);
}
END_TEST

START_TEST(opening_and_ending_stay_free)
{
    article a = {.count = 0};
    encart__wish w = wish_at(0);

    paragraphs(&a, 6, 90);
    place(&a, NULL, &w, 1);
    CHECK_RULE(w.refused[0], ENCART__RULE_HEAD);
    CHECK_RULE(w.refused[1], ENCART__RULE_NONE);
    CHECK_RULE(w.refused[3], ENCART__RULE_NONE);
    CHECK_RULE(w.refused[4], ENCART__RULE_TAIL);
    ck_assert_int_eq(w.placed, 1);
}
END_TEST

START_TEST(short_articles_get_no_box)
{
    article a = {.count = 0}, b = {.count = 0};
    encart__wish w = wish_at(500);

    paragraphs(&a, 7, 21); /* 147 words */
    place(&a, NULL, &w, 1);
    ck_assert_int_eq(w.placed, -1);
    CHECK_RULE(w.why, ENCART__RULE_MIN_WORDS);
    paragraphs(&b, 8, 19); /* 152 words: the gap after 76 is too early, after 95 is not */
    place(&b, NULL, &w, 1);
    CHECK_RULE(w.refused[3], ENCART__RULE_MIN_WORDS);
    ck_assert_int_eq(w.placed, 4);
}
END_TEST

START_TEST(nothing_breaks_without_gaps)
{
    article a = {.count = 0};
    encart__wish w = wish_at(500), pinned = wish_at(500);

    pinned.pin = 0;
    place(&a, NULL, &w, 1);
    ck_assert_int_eq(w.placed, -1);
    CHECK_RULE(w.why, ENCART__RULE_MIN_WORDS);
    paragraphs(&a, 1, 500);
    place(&a, NULL, &w, 1);
    ck_assert_int_eq(w.placed, -1);
    place(&a, NULL, &pinned, 1);
    ck_assert_int_eq(pinned.placed, -1);
    CHECK_RULE(pinned.why, ENCART__RULE_INSIDE);
    place(&a, NULL, NULL, 0);
}
END_TEST

START_TEST(two_boxes_have_two_blocks_and_120_words_between_them)
{
    article few = {.count = 0}, many = {.count = 0};
    encart__wish w[2] = {wish_at(500), wish_at(500)};

    w[1].group = 1;
    w[1].priority = 1;
    paragraphs(&few, 12, 50); /* blocks suffice before words do: 3 x 50 >= 120 */
    place(&few, NULL, w, 2);
    ck_assert_int_eq(w[0].placed, 5);
    ck_assert_int_eq(w[1].placed, 2);
    CHECK_RULE(w[1].refused[5], ENCART__RULE_TAKEN);
    CHECK_RULE(w[1].refused[4], ENCART__RULE_NEAR_BOX);
    CHECK_RULE(w[1].refused[3], ENCART__RULE_NEAR_BOX);
    paragraphs(&many, 12, 200); /* one block has words enough, but it is one */
    place(&many, NULL, w, 2);
    ck_assert_int_eq(w[0].placed, 5);
    ck_assert_int_eq(w[1].placed, 3);
    CHECK_RULE(w[1].refused[4], ENCART__RULE_NEAR_BOX);
}
END_TEST

START_TEST(the_larger_gap_of_two_boxes_holds)
{
    article a = {.count = 0};
    encart__wish w[2] = {wish_at(500), wish_at(500)};

    paragraphs(&a, 20, 50);
    w[0].gap = 300;
    w[1].group = 1;
    w[1].priority = 1;
    place(&a, NULL, w, 2);
    ck_assert_int_eq(w[0].placed, 9);
    ck_assert_int_eq(w[1].placed, 3); /* its own wish would have let it stand at 6 */
    w[0].gap = 0;
    w[1].gap = 300;
    place(&a, NULL, w, 2);
    ck_assert_int_eq(w[1].placed, 3);
}
END_TEST

START_TEST(the_authors_box_counts_like_any_other)
{
    article a = {.count = 0};
    encart__place_rules rules;
    encart__wish w = wish_at(500);

    paragraphs(&a, 5, 60);
    add(&a, ENCART__BLOCK_BOX, 12, 0);
    paragraphs(&a, 6, 60);
    place(&a, NULL, &w, 1);
    for (int g = 3; g <= 6; g++)
        CHECK_RULE(w.refused[g], ENCART__RULE_NEAR_BOX);
    ck_assert_int_eq(w.placed, 7);
    encart__place_rules_init(&rules);
    rules.max_boxes = 1;
    place(&a, &rules, &w, 1);
    ck_assert_int_eq(w.placed, -1);
    CHECK_RULE(w.why, ENCART__RULE_MAX);
}
END_TEST

START_TEST(a_wish_may_avoid_neighbours_and_keep_to_its_window)
{
    article a = {.count = 0};
    encart__wish w = wish_at(500);

    paragraphs(&a, 4, 100);
    add(&a, ENCART__BLOCK_QUOTE, 100, 0);
    paragraphs(&a, 5, 100);
    w.avoid = 1u << ENCART__BLOCK_QUOTE;
    w.window = 250;
    place(&a, NULL, &w, 1);
    CHECK_RULE(w.refused[3], ENCART__RULE_AVOID);
    CHECK_RULE(w.refused[4], ENCART__RULE_AVOID);
    CHECK_RULE(w.refused[1], ENCART__RULE_WINDOW);
    CHECK_RULE(w.refused[7], ENCART__RULE_WINDOW);
    ck_assert_int_eq(w.placed, 5);
    w.lead = 650;
    place(&a, NULL, &w, 1);
    CHECK_RULE(w.refused[5], ENCART__RULE_HEAD);
    ck_assert_int_eq(w.placed, 6);
    w.tail = 350;
    place(&a, NULL, &w, 1);
    CHECK_RULE(w.refused[6], ENCART__RULE_TAIL);
    ck_assert_int_eq(w.placed, -1);
}
END_TEST

/* ---- cost ---------------------------------------------------------------------------- */

START_TEST(cost_counts_distance_continuation_dialogue_and_topic)
{
    article a = {.count = 0};
    encart__wish w = wish_at(500);
    const uint32_t topic[] = {3, 5, 8, 9};

    paragraphs(&a, 10, 100);
    ck_assert_int_eq(encart__place_cost(a.blocks, a.count, 4, &w), 0);
    ck_assert_int_eq(encart__place_cost(a.blocks, a.count, 2, &w), 200);
    a.blocks[4].flags = 0;
    ck_assert_int_eq(encart__place_cost(a.blocks, a.count, 4, &w), 300);
    a.blocks[4].flags = ENCART__BLOCK_ENDS_SENTENCE;
    a.blocks[5].flags |= ENCART__BLOCK_STARTS_LOWER;
    ck_assert_int_eq(encart__place_cost(a.blocks, a.count, 4, &w), 300);
    a.blocks[5].flags = ENCART__BLOCK_STARTS_DIALOGUE;
    ck_assert_int_eq(encart__place_cost(a.blocks, a.count, 4, &w), 0);
    a.blocks[4].flags |= ENCART__BLOCK_STARTS_DIALOGUE;
    ck_assert_int_eq(encart__place_cost(a.blocks, a.count, 4, &w), 200);
    memcpy(a.blocks[4].stems, (uint32_t[]){1, 3, 8}, 3 * sizeof(uint32_t));
    a.blocks[4].stem_count = 3;
    w.stems = topic;
    w.stem_count = 4;
    ck_assert_int_eq(encart__place_cost(a.blocks, a.count, 4, &w), 160);
    a.blocks[4].kind = ENCART__BLOCK_LIST; /* a list may end without a full stop */
    a.blocks[4].flags = 0;
    ck_assert_int_eq(encart__place_cost(a.blocks, a.count, 4, &w), -40);
}
END_TEST

START_TEST(the_topic_bonus_has_a_limit)
{
    article a = {.count = 0};
    encart__wish w = wish_at(200);
    uint32_t stems[40];

    for (uint32_t i = 0; i < 40; i++)
        stems[i] = i * 7;
    paragraphs(&a, 5, 100);
    a.blocks[0].stems = stems;
    a.blocks[0].stem_count = 40;
    w.stems = stems;
    w.stem_count = 40;
    ck_assert_int_eq(encart__place_cost(a.blocks, a.count, 0, &w), -200);
}
END_TEST

START_TEST(the_earlier_of_two_equal_gaps_wins)
{
    article a = {.count = 0};
    encart__wish w = wish_at(500);

    paragraphs(&a, 9, 100); /* gaps 3 and 4 are equally far from the middle */
    place(&a, NULL, &w, 1);
    ck_assert_int_eq(w.placed, 3);
}
END_TEST

START_TEST(the_topic_draws_a_box)
{
    article a = {.count = 0};
    encart__wish w = wish_at(500);
    const uint32_t topic[] = {4, 6};

    paragraphs(&a, 20, 30);
    memcpy(a.blocks[11].stems, topic, sizeof topic);
    a.blocks[11].stem_count = 2;
    place(&a, NULL, &w, 1);
    ck_assert_int_eq(w.placed, 9);
    w.stems = topic;
    w.stem_count = 2;
    place(&a, NULL, &w, 1);
    ck_assert_int_eq(w.placed, 9); /* 100 away, 40 gained */
    a.blocks[10].stem_count = 2;
    memcpy(a.blocks[10].stems, topic, sizeof topic);
    w.at = 530;
    place(&a, NULL, &w, 1);
    ck_assert_int_eq(w.placed, 10);
}
END_TEST

/* ---- editors, maximum, otherwise ----------------------------------------------------- */

START_TEST(a_pin_overrides_distances_but_no_heading)
{
    article a = {.count = 0};
    encart__wish w[3] = {wish_at(500), wish_at(500), wish_at(500)};

    paragraphs(&a, 5, 60);
    add(&a, ENCART__BLOCK_HEADING, 4, 0);
    paragraphs(&a, 5, 60);
    w[1].pin = 0; /* in the head */
    w[1].group = 1;
    w[2].pin = 5; /* below the heading */
    w[2].group = 2;
    place(&a, NULL, w, 3);
    ck_assert_int_eq(w[1].placed, 0);
    CHECK_RULE(w[1].refused[1], ENCART__RULE_PINNED);
    ck_assert_int_eq(w[2].placed, -1);
    CHECK_RULE(w[2].why, ENCART__RULE_AFTER_HEADING);
    CHECK_RULE(w[0].refused[1], ENCART__RULE_NEAR_BOX); /* the pinned box counts */
    ck_assert_int_eq(w[0].placed, 4);
}
END_TEST

START_TEST(a_gap_holds_one_pinned_box)
{
    article a = {.count = 0};
    encart__wish w[2] = {wish_at(500), wish_at(500)};

    paragraphs(&a, 8, 60);
    w[0].pin = w[1].pin = 3;
    w[0].priority = 1;
    w[1].group = 1;
    place(&a, NULL, w, 2);
    ck_assert_int_eq(w[1].placed, 3);
    ck_assert_int_eq(w[0].placed, -1);
    CHECK_RULE(w[0].why, ENCART__RULE_TAKEN);
}
END_TEST

/* It belongs to the block before it, at any distance from words, edges and other boxes. */
START_TEST(a_box_stands_right_after_its_block)
{
    article a = {.count = 0};
    encart__wish w[3] = {wish_at(500), wish_at(500), wish_at(500)};

    paragraphs(&a, 3, 60);
    add(&a, ENCART__BLOCK_HEADING, 4, 0);
    paragraphs(&a, 7, 60);
    w[1].after = 1;
    w[1].group = 1;
    w[2].after = 2;
    w[2].group = 1;
    place(&a, NULL, w, 3);
    ck_assert_int_eq(w[1].placed, 0);
    ck_assert_int_eq(w[2].placed, 1);
    CHECK_RULE(w[1].refused[2], ENCART__RULE_AFTER);
    CHECK_RULE(w[0].refused[2], ENCART__RULE_NEAR_BOX); /* they count for others */
    ck_assert_int_ge(w[0].placed, 4);
}
END_TEST

START_TEST(a_box_whose_block_introduces_the_next_or_is_the_last_stands_nowhere)
{
    article a = {.count = 0};
    encart__wish w[2] = {wish_at(500), wish_at(500)};

    paragraphs(&a, 3, 60);
    add(&a, ENCART__BLOCK_HEADING, 4, 0);
    paragraphs(&a, 3, 60);
    w[0].after = 4;
    w[0].otherwise = ENCART__OTHERWISE_RELAX;
    w[1].after = 7;
    place(&a, NULL, w, 2);
    ck_assert_int_eq(w[0].placed, -1);
    CHECK_RULE(w[0].why, ENCART__RULE_AFTER_HEADING);
    ck_assert_int_eq(w[1].placed, -1);
    CHECK_RULE(w[1].why, ENCART__RULE_TAIL);
}
END_TEST

START_TEST(an_editors_pin_comes_before_the_block_of_a_box)
{
    article a = {.count = 0};
    encart__wish w[3] = {wish_at(500), wish_at(500), wish_at(500)};

    paragraphs(&a, 8, 60);
    w[0].after = 3;
    w[1].pin = 2; /* whoever chooses first */
    w[1].priority = 1;
    w[2].after = 4;
    w[2].pin = 6;
    place(&a, NULL, w, 3);
    ck_assert_int_eq(w[0].placed, -1);
    CHECK_RULE(w[0].why, ENCART__RULE_TAKEN);
    ck_assert_int_eq(w[1].placed, 2);
    ck_assert_int_eq(w[2].placed, 6);
}
END_TEST

START_TEST(a_forbidden_box_stands_nowhere)
{
    article a = {.count = 0};
    encart__wish w = wish_at(500);

    paragraphs(&a, 8, 60);
    w.forbidden = 1;
    w.otherwise = ENCART__OTHERWISE_RELAX;
    place(&a, NULL, &w, 1);
    ck_assert_int_eq(w.placed, -1);
    CHECK_RULE(w.why, ENCART__RULE_PINNED);
    CHECK_RULE(w.refused[3], ENCART__RULE_PINNED);
}
END_TEST

START_TEST(past_the_maximum_the_first_wishes_of_a_group_are_placed)
{
    article a = {.count = 0};
    encart__place_rules rules;
    encart__wish w[3] = {wish_at(800), wish_at(500), wish_at(200)};

    paragraphs(&a, 20, 60);
    encart__place_rules_init(&rules);
    rules.max_boxes = 2;
    place(&a, &rules, w, 3);
    ck_assert_int_eq(w[0].placed, 15);
    ck_assert_int_eq(w[1].placed, 9);
    ck_assert_int_eq(w[2].placed, -1);
    CHECK_RULE(w[2].why, ENCART__RULE_MAX);
}
END_TEST

START_TEST(relax_gives_up_the_wish_but_not_the_sites_rules)
{
    article a = {.count = 0};
    encart__wish w = wish_at(0);

    paragraphs(&a, 8, 60);
    w.window = 50;
    place(&a, NULL, &w, 1);
    ck_assert_int_eq(w.placed, -1);
    CHECK_RULE(w.why, ENCART__RULE_WINDOW);
    w.otherwise = ENCART__OTHERWISE_AFTER_BODY;
    place(&a, NULL, &w, 1);
    ck_assert_int_eq(w.placed, -1);
    w.otherwise = ENCART__OTHERWISE_RELAX;
    place(&a, NULL, &w, 1);
    ck_assert_int_eq(w.placed, 1); /* not 0: the head stays free */
    ck_assert_int_eq(w.relaxed, 1);
    w.at = 500;
    w.window = 1000;
    place(&a, NULL, &w, 1);
    ck_assert_int_eq(w.relaxed, 0);
}
END_TEST

START_TEST(who_has_priority_chooses_first)
{
    article a = {.count = 0};
    encart__wish w[2] = {wish_at(500), wish_at(500)};

    paragraphs(&a, 12, 100);
    w[1].group = 7;
    w[0].priority = 2;
    w[1].priority = 1;
    place(&a, NULL, w, 2);
    ck_assert_int_eq(w[1].placed, 5);
    ck_assert_int_eq(w[0].placed, 3);
    w[1].priority = 2; /* now the array decides */
    place(&a, NULL, w, 2);
    ck_assert_int_eq(w[0].placed, 5);
}
END_TEST

START_TEST(a_group_prefers_two_boxes_to_one_in_the_best_gap)
{
    article a = {.count = 0};
    encart__wish w[2] = {wish_at(450), wish_at(550)};

    /* Legal gaps are 1..6; only 1..4 leave room for a second box of 250 words. */
    paragraphs(&a, 9, 60);
    w[0].gap = w[1].gap = 250;
    place(&a, NULL, w, 2);
    ck_assert_int_eq(w[0].placed, 1);
    ck_assert_int_eq(w[1].placed, 6);
}
END_TEST

START_TEST(a_box_out_of_the_groups_order_still_finds_the_only_legal_gap)
{
    article a = {.count = 0};
    encart__wish w[2] = {wish_at(400), wish_at(600)};

    paragraphs(&a, 6, 100);
    add(&a, ENCART__BLOCK_QUOTE, 100, 0);
    paragraphs(&a, 6, 100);
    w[0].lead = 900;  /* first by target, but only late gaps are legal */
    w[1].tail = 900;
    place(&a, NULL, w, 2);
    ck_assert_int_ge(w[0].placed, 8);
    ck_assert_int_ge(w[1].placed, 1);
    ck_assert_int_le(w[1].placed, 3);
}
END_TEST

/* ---- size and memory ----------------------------------------------------------------- */

START_TEST(a_hundred_thousand_blocks_are_no_trouble)
{
    size_t n = 100000;
    encart__block *blocks = calloc(n, sizeof *blocks);
    encart__place_rules rules;
    encart__wish w[20];
    int32_t last = -1;

    ck_assert_ptr_nonnull(blocks);
    for (size_t i = 0; i < n; i++) {
        blocks[i].words = 10;
        blocks[i].before = (uint32_t)i * 10;
        blocks[i].flags = ENCART__BLOCK_ENDS_SENTENCE;
    }
    for (uint32_t i = 0; i < 20; i++)
        w[i] = wish_at((i + 1) * 1000 / 21);
    encart__place_rules_init(&rules);
    ck_assert_int_eq(encart__place(blocks, n, &rules, w, 20, &arena), ENCART_OK);
    for (uint32_t i = 0; i < 20; i++) {
        ck_assert_int_gt(w[i].placed, last);
        last = w[i].placed;
    }
    free(blocks);
}
END_TEST

START_TEST(every_failed_allocation_is_reported_and_leaks_nothing)
{
    encart__wish w[3] = {wish_at(250), wish_at(500), wish_at(750)};
    encart__place_rules rules;
    article a = {.count = 0};
    suite_alloc sa;
    size_t total = 1;

    paragraphs(&a, 30, 60);
    encart__place_rules_init(&rules);
    for (size_t fail_at = 0; fail_at <= total; fail_at++) {
        encart__arena own;
        int status;

        suite_alloc_init(&sa);
        sa.fail_at = fail_at;
        encart__arena_init(&own, &sa.vtable, 0);
        status = encart__place(a.blocks, a.count, &rules, w, 3, &own);
        ck_assert_int_eq(status, fail_at ? ENCART_ENOMEM : ENCART_OK);
        total = fail_at ? total : sa.count;
        encart__arena_free(&own);
        ck_assert_uint_eq(sa.live, 0);
    }
    ck_assert_uint_ge(total, 2);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("place");
    TCase *c = tcase_create("place");

    tcase_add_checked_fixture(c, setup, teardown);
    tcase_set_timeout(c, 120);
    tcase_add_test(c, slots_and_rules_have_names_that_are_found_again);
    tcase_add_test(c, a_box_never_separates_a_heading_from_what_it_heads);
    tcase_add_test(c, a_box_never_stands_between_a_colon_and_its_list);
    tcase_add_test(c, figures_in_a_row_are_one_gallery);
    tcase_add_test(c, a_box_keeps_away_from_an_aligned_image);
    tcase_add_test(c, opening_and_ending_stay_free);
    tcase_add_test(c, short_articles_get_no_box);
    tcase_add_test(c, nothing_breaks_without_gaps);
    tcase_add_test(c, two_boxes_have_two_blocks_and_120_words_between_them);
    tcase_add_test(c, the_larger_gap_of_two_boxes_holds);
    tcase_add_test(c, the_authors_box_counts_like_any_other);
    tcase_add_test(c, a_wish_may_avoid_neighbours_and_keep_to_its_window);
    tcase_add_test(c, cost_counts_distance_continuation_dialogue_and_topic);
    tcase_add_test(c, the_topic_bonus_has_a_limit);
    tcase_add_test(c, the_earlier_of_two_equal_gaps_wins);
    tcase_add_test(c, the_topic_draws_a_box);
    tcase_add_test(c, a_pin_overrides_distances_but_no_heading);
    tcase_add_test(c, a_gap_holds_one_pinned_box);
    tcase_add_test(c, a_box_stands_right_after_its_block);
    tcase_add_test(c, a_box_whose_block_introduces_the_next_or_is_the_last_stands_nowhere);
    tcase_add_test(c, an_editors_pin_comes_before_the_block_of_a_box);
    tcase_add_test(c, a_forbidden_box_stands_nowhere);
    tcase_add_test(c, past_the_maximum_the_first_wishes_of_a_group_are_placed);
    tcase_add_test(c, relax_gives_up_the_wish_but_not_the_sites_rules);
    tcase_add_test(c, who_has_priority_chooses_first);
    tcase_add_test(c, a_group_prefers_two_boxes_to_one_in_the_best_gap);
    tcase_add_test(c, a_box_out_of_the_groups_order_still_finds_the_only_legal_gap);
    tcase_add_test(c, a_hundred_thousand_blocks_are_no_trouble);
    tcase_add_test(c, every_failed_allocation_is_reported_and_leaks_nothing);
    suite_add_tcase(s, c);
    return suite_main("test_place", s);
}
