/* The solver on thousands of generated articles: against an exhaustive search written from the
 * definitions alone, and, where articles are too long for that, against each rule. */
#include "tests/place_kit.h"

#include <limits.h>
#include <stdlib.h>

/* ---- generated articles, rules and wishes --------------------------------------------- */

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

/* ---- the exhaustive search ------------------------------------------------------------ */

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

int main(void)
{
    Suite *s = suite_create("place_search");
    TCase *c = tcase_create("place_search");

    tcase_add_checked_fixture(c, setup, teardown);
    tcase_set_timeout(c, 120);
    tcase_add_test(c, placement_equals_exhaustive_search);
    tcase_add_test(c, no_rule_is_broken_and_no_legal_gap_is_left_unused);
    tcase_add_test(c, the_order_of_the_array_decides_nothing_between_priorities);
    suite_add_tcase(s, c);
    return suite_main("test_place_search", s);
}
