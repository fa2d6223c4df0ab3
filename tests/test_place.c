/* The solver: each rule by an example, then thousands of generated articles against an
 * exhaustive search written from the definitions alone. */
#include "core/place/place.h"
#include "tests/suite.h"

#include <limits.h>
#include <stdlib.h>

enum { MOST_BLOCKS = 64, MOST_WISHES = 6 };

typedef struct article {
    encart__block blocks[MOST_BLOCKS];
    uint32_t stems[MOST_BLOCKS][4];
    size_t count;
} article;

static encart__block *add(article *a, encart__block_kind kind, uint32_t words,
                          unsigned flags)
{
    encart__block *b = &a->blocks[a->count];

    *b = (encart__block){.kind = (uint8_t)kind, .words = words, .flags = (uint16_t)flags};
    b->before = a->count ? b[-1].before + b[-1].words : 0;
    b->stems = a->stems[a->count++];
    return b;
}

/* `n` paragraphs of `words` words that end as sentences do. */
static void paragraphs(article *a, size_t n, uint32_t words)
{
    while (n-- > 0)
        add(a, ENCART__BLOCK_PARAGRAPH, words, ENCART__BLOCK_ENDS_SENTENCE);
}

static encart__wish wish_at(uint32_t at)
{
    return (encart__wish){.at = at, .window = 1000, .pin = -1};
}

static encart__arena arena;

static void place(const article *a, const encart__place_rules *rules, encart__wish *w,
                  size_t n)
{
    encart__place_rules defaults;

    encart__place_rules_init(&defaults);
    ck_assert_int_eq(encart__place(a->blocks, a->count, rules ? rules : &defaults, w, n,
                                   &arena),
                     ENCART_OK);
}

static void setup(void)
{
    encart__arena_init(&arena, NULL, 0);
}

static void teardown(void)
{
    encart__arena_free(&arena);
}

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

/* ---- against exhaustive search ------------------------------------------------------- */

static uint64_t seed;

static uint32_t random_below(uint32_t n)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (uint32_t)((seed >> 11) % n);
}

static void random_article(article *a, size_t blocks)
{
    static const uint8_t kinds[] = {
        ENCART__BLOCK_PARAGRAPH, ENCART__BLOCK_PARAGRAPH, ENCART__BLOCK_PARAGRAPH,
        ENCART__BLOCK_PARAGRAPH, ENCART__BLOCK_PARAGRAPH, ENCART__BLOCK_PARAGRAPH,
        ENCART__BLOCK_HEADING,   ENCART__BLOCK_FIGURE,    ENCART__BLOCK_LIST,
        ENCART__BLOCK_QUOTE,     ENCART__BLOCK_BOX};

    a->count = 0;
    while (a->count < blocks) {
        encart__block *b = add(a, kinds[random_below(sizeof kinds)], random_below(90), 0);

        for (unsigned bit = 1; bit <= ENCART__BLOCK_FLOAT; bit <<= 1)
            if (random_below(bit == ENCART__BLOCK_ENDS_SENTENCE ? 2 : 12) == 0)
                b->flags = (uint16_t)(b->flags | bit);
        for (uint32_t s = random_below(3); b->stem_count < 3; s += 1 + random_below(3))
            b->stems[b->stem_count++] = s;
    }
}

static void random_rules(encart__place_rules *r)
{
    encart__place_rules_init(r);
    r->box_blocks = random_below(4);
    r->box_words = random_below(3) * 50;
    r->head_blocks = random_below(4);
    r->tail_blocks = random_below(4);
    r->min_words = random_below(2) * 150;
    r->min_before = random_below(100);
    r->max_boxes = random_below(6);
}

static const uint32_t topic_stems[] = {1, 2, 4, 6, 7};

static encart__wish random_wish(uint32_t groups)
{
    static const uint32_t ats[] = {0, 250, 333, 400, 500, 500, 667, 750, 1000};
    encart__wish w = wish_at(ats[random_below(9)]);

    w.window = random_below(2) ? 1000 : random_below(600);
    w.gap = random_below(3) ? 0 : random_below(200);
    w.lead = random_below(3) ? 0 : random_below(200);
    w.tail = random_below(3) ? 0 : random_below(200);
    w.avoid = random_below(3) ? 0 : 1u << random_below(12);
    w.otherwise = (int)random_below(3);
    w.group = random_below(groups);
    w.priority = (int)random_below(3);
    w.pin = random_below(12) ? -1 : (int32_t)random_below(14);
    w.after = random_below(12) ? 0 : 1 + (uint32_t)random_below(14);
    w.forbidden = random_below(16) == 0;
    w.stems = random_below(2) ? topic_stems : NULL;
    w.stem_count = 5;
    return w;
}

/* What the definitions say, in their own words: no sweep, no table. */
typedef struct oracle {
    const article *a;
    const encart__place_rules *rules;
    const encart__wish *wishes;
    size_t wish_count;
    int placed[MOST_WISHES];
    int relaxed[MOST_WISHES];
} oracle;

static uint32_t words_of(const article *a, int from, int to) /* blocks from..to-1 */
{
    uint32_t n = 0;

    for (int i = from; i < to; i++)
        n += a->blocks[i].words;
    return n;
}

/* Whether blocks from..to-1 are distance enough. */
static int apart(const oracle *o, int from, int to, uint32_t keep)
{
    uint32_t need = keep > o->rules->box_words ? keep : o->rules->box_words;

    return (uint32_t)(to - from) >= o->rules->box_blocks &&
           words_of(o->a, from, to) >= need;
}

static int far_from_boxes(const oracle *o, int gap, uint32_t keep)
{
    for (int i = 0; i < (int)o->a->count; i++)
        if (o->a->blocks[i].kind == ENCART__BLOCK_BOX &&
            !(i <= gap ? apart(o, i + 1, gap + 1, keep) : apart(o, gap + 1, i, keep)))
            return 0;
    for (size_t i = 0; i < o->wish_count; i++) {
        int p = o->placed[i];
        uint32_t k = o->relaxed[i] ? 0 : o->wishes[i].gap;

        k = k > keep ? k : keep;
        if (p < 0)
            continue;
        if (p == gap || !(p < gap ? apart(o, p + 1, gap + 1, k) : apart(o, gap + 1, p + 1, k)))
            return 0;
    }
    return 1;
}

static int joined(const oracle *o, int gap)
{
    const encart__block *b = &o->a->blocks[gap];

    return b->kind == ENCART__BLOCK_HEADING ||
           (b->flags & (ENCART__BLOCK_ENDS_COLON | ENCART__BLOCK_FAKE_HEADING)) ||
           (b[0].kind == ENCART__BLOCK_FIGURE && b[1].kind == ENCART__BLOCK_FIGURE);
}

static size_t boxes_now(const oracle *o)
{
    size_t n = 0;

    for (size_t i = 0; i < o->a->count; i++)
        n += o->a->blocks[i].kind == ENCART__BLOCK_BOX;
    for (size_t i = 0; i < o->wish_count; i++)
        n += o->placed[i] >= 0;
    return n;
}

static size_t room(const oracle *o)
{
    size_t n = boxes_now(o);

    if (!o->rules->max_boxes)
        return SIZE_MAX;
    return n < o->rules->max_boxes ? o->rules->max_boxes - n : 0;
}

static int site_allows(const oracle *o, int gap, uint32_t keep)
{
    const article *a = o->a;
    int n = (int)a->count;
    uint32_t before = words_of(a, 0, gap + 1);

    return !joined(o, gap) && !(a->blocks[gap].flags & ENCART__BLOCK_FLOAT) &&
           !(gap && (a->blocks[gap - 1].flags & ENCART__BLOCK_FLOAT)) &&
           words_of(a, 0, n) >= o->rules->min_words && before >= o->rules->min_before &&
           (uint32_t)gap + 1 >= o->rules->head_blocks &&
           (uint32_t)(n - 1 - gap) >= o->rules->tail_blocks && room(o) > 0 &&
           far_from_boxes(o, gap, keep);
}

static int wish_allows(const oracle *o, int gap, const encart__wish *w)
{
    const article *a = o->a;
    int64_t total = words_of(a, 0, (int)a->count), before = words_of(a, 0, gap + 1);
    int64_t away = llabs(before * 1000 - w->at * total);

    return !(w->avoid >> a->blocks[gap].kind & 1) &&
           !(w->avoid >> a->blocks[gap + 1].kind & 1) && before >= w->lead &&
           total - before >= w->tail && (w->window >= 1000 || away <= w->window * total);
}

static int allows(const oracle *o, int gap, const encart__wish *w)
{
    return site_allows(o, gap, w->gap) && wish_allows(o, gap, w);
}

static int legal_somewhere(const oracle *o, const encart__wish *w)
{
    for (int g = 0; g + 1 < (int)o->a->count; g++)
        if (allows(o, g, w))
            return 1;
    return 0;
}

static int32_t cost_of(const oracle *o, int gap, const encart__wish *w)
{
    return encart__place_cost(o->a->blocks, o->a->count, (size_t)gap, w);
}

/* Exhaustive choice for a set of wishes, in their order of standing. */
typedef struct search {
    const oracle *o;
    const size_t *set;
    size_t n;
    uint32_t keep;
    int at[MOST_WISHES], best[MOST_WISHES];
    int found, best_count;
    int64_t best_cost;
} search;

/* Unplaced counts as behind every gap. */
static int earlier(const search *s)
{
    for (size_t i = 0; i < s->n; i++) {
        int x = s->at[i] < 0 ? INT_MAX : s->at[i];
        int y = s->best[i] < 0 ? INT_MAX : s->best[i];

        if (x != y)
            return x < y;
    }
    return 0;
}

static void judge(search *s)
{
    int count = 0, better;
    int64_t cost = 0;

    for (size_t i = 0; i < s->n; i++)
        if (s->at[i] >= 0) {
            count++;
            cost += cost_of(s->o, s->at[i], &s->o->wishes[s->set[i]]);
        }
    better = !s->found || count > s->best_count ||
             (count == s->best_count && cost < s->best_cost) ||
             (count == s->best_count && cost == s->best_cost && earlier(s));
    if (better) {
        memcpy(s->best, s->at, sizeof s->at);
        s->found = 1;
        s->best_count = count;
        s->best_cost = cost;
    }
}

static void try_all(search *s, size_t i, int last)
{
    if (i == s->n) {
        judge(s);
        return;
    }
    s->at[i] = -1;
    try_all(s, i + 1, last);
    for (int g = last + 1; g + 1 < (int)s->o->a->count; g++) {
        if ((last >= 0 && !apart(s->o, last + 1, g + 1, s->keep)) ||
            !allows(s->o, g, &s->o->wishes[s->set[i]]))
            continue;
        s->at[i] = g;
        try_all(s, i + 1, g);
    }
}

static void oracle_set(oracle *o, const size_t *set, size_t n)
{
    search s = {.o = o, .set = set, .n = n};

    for (size_t i = 0; i < n; i++)
        if (o->wishes[set[i]].gap > s.keep)
            s.keep = o->wishes[set[i]].gap;
    try_all(&s, 0, -1);
    for (size_t i = 0; i < n; i++)
        o->placed[set[i]] = s.best[i];
}

static int cheapest(const oracle *o, const encart__wish *w, int relax)
{
    int32_t least = INT32_MAX;
    int best = -1;

    for (int g = 0; g + 1 < (int)o->a->count; g++)
        if ((relax ? site_allows(o, g, 0) : allows(o, g, w)) && cost_of(o, g, w) < least) {
            least = cost_of(o, g, w);
            best = g;
        }
    return best;
}

static void oracle_group(oracle *o, const size_t *group, size_t n)
{
    size_t from = 0, set[MOST_WISHES], count;

    do {
        size_t left = room(o);

        for (count = 0; from < n && count < left; from++)
            if (legal_somewhere(o, &o->wishes[group[from]]))
                set[count++] = group[from];
        for (size_t i = 1; i < count; i++) /* by target, stable */
            for (size_t j = i; j > 0 && o->wishes[set[j - 1]].at > o->wishes[set[j]].at; j--) {
                size_t t = set[j];

                set[j] = set[j - 1];
                set[j - 1] = t;
            }
        if (count)
            oracle_set(o, set, count);
    } while (count);
}

static void oracle_rest(oracle *o, size_t i)
{
    const encart__wish *w = &o->wishes[i];

    if (o->placed[i] < 0)
        o->placed[i] = cheapest(o, w, 0);
    if (o->placed[i] < 0 && w->otherwise == ENCART__OTHERWISE_RELAX) {
        o->placed[i] = cheapest(o, w, 1);
        o->relaxed[i] = o->placed[i] >= 0;
    }
}

static size_t oracle_order(const oracle *o, size_t *order)
{
    size_t n = 0;

    for (int p = 0; p < 3; p++)
        for (size_t i = 0; i < o->wish_count; i++)
            if (o->wishes[i].priority == p)
                order[n++] = i;
    return n;
}

static void oracle_pin(oracle *o, size_t i, int pin)
{
    if (o->wishes[i].forbidden || pin < 0 || pin + 1 >= (int)o->a->count || joined(o, pin))
        return;
    for (size_t j = 0; j < o->wish_count; j++)
        if (o->placed[j] == pin)
            return;
    o->placed[i] = pin;
}

static void oracle_solve(oracle *o)
{
    size_t order[MOST_WISHES], group[MOST_WISHES], n = oracle_order(o, order), members;
    uint8_t done[MOST_WISHES] = {0};

    for (size_t i = 0; i < n; i++) {
        o->placed[i] = -1;
        o->relaxed[i] = 0;
    }
    for (size_t i = 0; i < n; i++)
        if (o->wishes[order[i]].pin >= 0 || o->wishes[order[i]].forbidden) {
            oracle_pin(o, order[i], o->wishes[order[i]].pin);
            done[order[i]] = 1;
        }
    for (size_t i = 0; i < n; i++)
        if (!done[order[i]] && o->wishes[order[i]].after) {
            oracle_pin(o, order[i], (int)o->wishes[order[i]].after - 1);
            done[order[i]] = 1;
        }
    for (size_t i = 0; i < n; i++) {
        members = 0;
        for (size_t j = i; j < n; j++)
            if (!done[order[j]] && !done[order[i]] &&
                o->wishes[order[j]].group == o->wishes[order[i]].group)
                group[members++] = order[j];
        for (size_t j = 0; j < members; j++)
            done[group[j]] = 1;
        oracle_group(o, group, members);
        for (size_t j = 0; j < members; j++)
            oracle_rest(o, group[j]);
    }
}

START_TEST(placement_equals_exhaustive_search)
{
    encart__wish w[MOST_WISHES];
    encart__place_rules rules;
    size_t n, placed = 0, together = 0, relaxed = 0;
    oracle o = {0};
    article a;

    for (uint64_t round = 1; round <= 6000; round++) {
        seed = round * 0x9E3779B97F4A7C15u;
        random_article(&a, 1 + random_below(13));
        random_rules(&rules);
        n = 1 + random_below(4);
        for (size_t i = 0; i < n; i++)
            w[i] = random_wish(1 + random_below(3));
        place(&a, &rules, w, n);
        o.a = &a;
        o.rules = &rules;
        o.wishes = w;
        o.wish_count = n;
        oracle_solve(&o);
        for (size_t i = 0, here = 0; i < n; i++) {
            ck_assert_msg(w[i].placed == o.placed[i],
                          "article %u, wish %zu: placed in %d, exhaustive search says %d",
                          (unsigned)round, i, w[i].placed, o.placed[i]);
            ck_assert_int_eq(w[i].relaxed, o.relaxed[i]);
            placed += w[i].placed >= 0;
            relaxed += w[i].relaxed != 0;
            here += w[i].placed >= 0;
            together += here > 1;
        }
        encart__arena_free(&arena);
    }
    ck_assert_uint_gt(placed, 2000); /* the generator makes articles that can hold boxes */
    ck_assert_uint_gt(together, 500);
    ck_assert_uint_gt(relaxed, 50);
}
END_TEST

/* ---- properties on longer articles --------------------------------------------------- */

static void check_pair(const article *a, const encart__place_rules *r,
                       const encart__wish *x, const encart__wish *y)
{
    int from = x->placed < y->placed ? x->placed : y->placed;
    int to = x->placed < y->placed ? y->placed : x->placed;
    uint32_t gx = x->relaxed ? 0 : x->gap, gy = y->relaxed ? 0 : y->gap;
    uint32_t need = gx > gy ? gx : gy;

    need = need > r->box_words ? need : r->box_words;
    ck_assert_int_lt(from, to);
    if ((x->pin >= 0 || x->after) && (y->pin >= 0 || y->after))
        return; /* editors may put boxes side by side, and so may their blocks */
    ck_assert_uint_ge((uint32_t)(to - from), r->box_blocks);
    ck_assert_uint_ge(words_of(a, from + 1, to + 1), need);
}

START_TEST(no_rule_is_broken_and_no_legal_gap_is_left_unused)
{
    encart__wish w[MOST_WISHES];
    encart__place_rules rules;
    article a;

    for (uint64_t round = 1; round <= 3000; round++) {
        oracle o = {.a = &a, .rules = &rules, .wishes = w, .wish_count = MOST_WISHES};

        seed = round * 0xD1B54A32D192ED03u;
        random_article(&a, 2 + random_below(MOST_BLOCKS - 2));
        random_rules(&rules);
        for (size_t i = 0; i < MOST_WISHES; i++)
            w[i] = random_wish(3);
        place(&a, &rules, w, MOST_WISHES);
        for (size_t i = 0; i < MOST_WISHES; i++) {
            o.placed[i] = w[i].placed;
            o.relaxed[i] = w[i].relaxed;
            for (size_t j = 0; j < i; j++)
                if (w[i].placed >= 0 && w[j].placed >= 0)
                    check_pair(&a, &rules, &w[i], &w[j]);
        }
        for (size_t i = 0; i < MOST_WISHES; i++) {
            if (w[i].placed >= 0) {
                ck_assert(!joined(&o, w[i].placed));
                ck_assert(w[i].relaxed || w[i].refused[w[i].placed] == ENCART__RULE_NONE);
                ck_assert(!w[i].forbidden);
            } else {
                ck_assert(w[i].why != ENCART__RULE_NONE);
                ck_assert(w[i].pin >= 0 || w[i].after || w[i].forbidden ||
                          !legal_somewhere(&o, &w[i]));
            }
        }
        encart__arena_free(&arena);
    }
}
END_TEST

START_TEST(the_order_of_the_array_decides_nothing_between_priorities)
{
    encart__wish w[MOST_WISHES], back[MOST_WISHES];
    encart__place_rules rules;
    article a;

    for (uint64_t round = 1; round <= 1000; round++) {
        seed = round * 0xA24BAED4963EE407u;
        random_article(&a, 2 + random_below(MOST_BLOCKS - 2));
        random_rules(&rules);
        for (size_t i = 0; i < MOST_WISHES; i++) {
            w[i] = random_wish(1);
            w[i].group = (uint32_t)i;
            w[i].priority = (int)(i * 5 % MOST_WISHES);
            back[MOST_WISHES - 1 - i] = w[i];
        }
        place(&a, &rules, w, MOST_WISHES);
        place(&a, &rules, back, MOST_WISHES);
        for (size_t i = 0; i < MOST_WISHES; i++) {
            const encart__wish *x = &w[i], *y = &back[MOST_WISHES - 1 - i];

            ck_assert_int_eq(x->placed, y->placed);
            ck_assert_int_eq(x->why, y->why);
            ck_assert_int_eq(x->cost, y->cost);
            ck_assert_int_eq(memcmp(x->refused, y->refused, a.count - 1), 0);
        }
        encart__arena_free(&arena);
    }
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
    tcase_add_test(c, placement_equals_exhaustive_search);
    tcase_add_test(c, no_rule_is_broken_and_no_legal_gap_is_left_unused);
    tcase_add_test(c, the_order_of_the_array_decides_nothing_between_priorities);
    tcase_add_test(c, a_hundred_thousand_blocks_are_no_trouble);
    tcase_add_test(c, every_failed_allocation_is_reported_and_leaks_nothing);
    suite_add_tcase(s, c);
    return suite_main("test_place", s);
}
