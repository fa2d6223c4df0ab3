/* The solver. Pins first, then boxes that belong to a block, then group after group in the order of priority; each group takes
 * the best set of gaps that is left. Start reading at encart__place().
 *
 * The boxes of a group stand in the order of their targets (`at`, then the array) and keep
 * the largest `gap` of its wishes between them. So the best set is found by dynamic
 * programming over (wish, gap), one byte of memory per cell: most boxes first, then the
 * least cost, then the earliest gap for the first wish, for the second, and so on. A wish
 * that finds no gap in that order tries once more alone, so that no legal gap stays empty
 * while a box waits for one. */
#include "core/place/gaps.h"

enum {
    CONTINUATION = 300,
    DIALOGUE = 200,
    STEM = 20,
    STEMS_MOST = 200
};

/* A box more outweighs any cost: costs are below 2^20, wishes below 2^20. */
#define BOX_GAIN ((int64_t)1 << 41)

enum { TAKE = 1, PLACE = 2 }; /* decisions of a cell */

typedef struct solver {
    encart__gaps gaps;
    encart__wish *wishes;
    size_t wish_count;
    size_t *members; /* of the group at hand: indexes of wishes */
    size_t member_count;
    size_t *order; /* all wishes, as they choose */
    uint8_t *done; /* of each wish */
    uint8_t *cells;  /* decisions: member_count rows */
    uint32_t *next;  /* first gap far enough behind each gap, gaps.count = none */
    int64_t *best, *with; /* rows of the programme, gaps.count + 1 long */
} solver;

/* ---- cost ---------------------------------------------------------------------------- */

static int has_stem(const encart__wish *w, uint32_t stem)
{
    size_t low = 0, high = w->stem_count;

    while (low < high) {
        size_t mid = low + (high - low) / 2;

        if (w->stems[mid] == stem)
            return 1;
        if (w->stems[mid] < stem)
            low = mid + 1;
        else
            high = mid;
    }
    return 0;
}

/* What the stems of the block before the gap share with the box's topic is worth. */
static int32_t topic_bonus(const encart__block *b, const encart__wish *w)
{
    int32_t bonus = 0;

    if (!w->stems || !w->stem_count)
        return 0;
    for (uint32_t i = 0; i < b->stem_count && bonus < STEMS_MOST; i++)
        if (has_stem(w, b->stems[i]))
            bonus += STEM;
    return bonus;
}

/* A sentence seems to go on over the gap. Only paragraphs end with a full stop. */
static int continues(const encart__block *b)
{
    return (b[0].kind == ENCART__BLOCK_PARAGRAPH && b[0].words &&
            !(b[0].flags & ENCART__BLOCK_ENDS_SENTENCE)) ||
           (b[1].kind == ENCART__BLOCK_PARAGRAPH &&
            (b[1].flags & ENCART__BLOCK_STARTS_LOWER));
}

int32_t encart__place_cost(const encart__block *blocks, size_t count, size_t gap,
                           const encart__wish *wish)
{
    const encart__block *b = &blocks[gap], *last = &blocks[count - 1];
    int64_t total = (int64_t)last->before + last->words, cost, away;

    away = (int64_t)encart__gap_before(blocks, gap) * 1000 -
           (int64_t)encart__wish_target(wish) * total;
    cost = total ? (away < 0 ? -away : away) / total : 0;
    if (continues(b))
        cost += CONTINUATION;
    if (b[0].flags & b[1].flags & ENCART__BLOCK_STARTS_DIALOGUE)
        cost += DIALOGUE;
    return (int32_t)cost - topic_bonus(b, wish);
}

/* ---- answers ------------------------------------------------------------------------- */

/* Says of every gap what refuses it to the wish as things stand now. */
static void refuse_gaps(solver *s, encart__wish *w)
{
    int32_t held = encart__wish_held(w);

    for (size_t g = 0; g < s->gaps.count; g++) {
        if (w->forbidden || (w->pin >= 0 && (size_t)w->pin != g))
            w->refused[g] = ENCART__RULE_PINNED;
        else if (held >= 0 && (size_t)held != g)
            w->refused[g] = ENCART__RULE_AFTER;
        else if (held >= 0)
            w->refused[g] = (uint8_t)encart__gap_pin_refusal(&s->gaps, g);
        else
            w->refused[g] = (uint8_t)encart__gap_refusal(&s->gaps, g, w, 0);
    }
}

/* The commonest reason; the first of the enumeration among equals. */
static encart__rule commonest(const encart__wish *w, size_t gaps)
{
    size_t counts[ENCART__RULE_COUNT] = {0}, best = ENCART__RULE_NONE;

    if (w->forbidden)
        return ENCART__RULE_PINNED;
    if (gaps == 0)
        return ENCART__RULE_MIN_WORDS;
    for (size_t g = 0; g < gaps; g++)
        counts[w->refused[g]]++;
    counts[ENCART__RULE_NONE] = 0;
    for (size_t r = 1; r < ENCART__RULE_COUNT; r++)
        if (counts[r] > counts[best])
            best = r;
    return (encart__rule)best;
}

static void place_at(solver *s, encart__wish *w, size_t gap, int relaxed)
{
    w->placed = (int32_t)gap;
    w->relaxed = relaxed;
    w->cost = encart__place_cost(s->gaps.blocks, s->gaps.block_count, gap, w);
    encart__gaps_take(&s->gaps, gap, relaxed ? 0 : w->gap);
}

/* ---- held ---------------------------------------------------------------------------- */

/* Where an editor, or the block it belongs to, holds the wish. */
static void place_held(solver *s, encart__wish *w)
{
    size_t gap = (size_t)encart__wish_held(w);
    encart__rule rule;

    refuse_gaps(s, w);
    if (gap >= s->gaps.count) { /* where no gap is; after the last block there is none */
        w->why = w->pin >= 0 ? ENCART__RULE_INSIDE : ENCART__RULE_TAIL;
        return;
    }
    rule = (encart__rule)w->refused[gap];
    if (rule)
        w->why = rule;
    else
        place_at(s, w, gap, 0);
}

/* ---- groups -------------------------------------------------------------------------- */

/* The largest distance that a wish of the group keeps. */
static uint32_t group_keep(const solver *s, size_t n)
{
    uint32_t keep = 0;

    for (size_t i = 0; i < n; i++)
        if (s->wishes[s->members[i]].gap > keep)
            keep = s->wishes[s->members[i]].gap;
    return keep;
}

/* For each gap the first one that is far enough behind it. */
static void find_next(solver *s, uint32_t keep)
{
    const encart__gaps *g = &s->gaps;
    uint64_t words = keep > g->rules->box_words ? keep : g->rules->box_words;
    size_t blocks = g->rules->box_blocks ? g->rules->box_blocks : 1, to = 0;

    for (size_t i = 0; i < g->count; i++) {
        uint64_t from = encart__gap_before(g->blocks, i) + words;

        if (to < i + blocks)
            to = i + blocks < g->count ? i + blocks : g->count;
        while (to < g->count && encart__gap_before(g->blocks, to) < from)
            to++;
        s->next[i] = (uint32_t)to;
    }
}

/* One wish's row, from the row of the wishes after it: s->best[g] is the gain of those in
 * gaps g and later, and becomes that of this wish and those after it. */
static void solve_row(solver *s, const encart__wish *w, uint8_t *cells)
{
    const encart__gaps *g = &s->gaps;

    s->with[g->count] = -1; /* placing it is impossible */
    for (size_t i = g->count; i-- > 0;) {
        int64_t gain = -1;

        cells[i] = 0;
        if (w->refused[i] == ENCART__RULE_NONE)
            gain = BOX_GAIN + s->best[s->next[i]] -
                   encart__place_cost(g->blocks, g->block_count, i, w);
        s->with[i] = s->with[i + 1];
        if (gain >= 0 && gain >= s->with[i]) {
            s->with[i] = gain;
            cells[i] = TAKE;
        }
    }
    for (size_t i = 0; i < g->count; i++)
        if (s->with[i] >= 0 && s->with[i] >= s->best[i]) {
            s->best[i] = s->with[i];
            cells[i] |= PLACE;
        }
}

/* Reads the decisions from the first wish on. */
static void follow(solver *s, size_t n)
{
    size_t gap = 0, gaps = s->gaps.count;

    for (size_t i = 0; i < n && gap < gaps; i++) {
        const uint8_t *cells = s->cells + i * gaps;

        if (!(cells[gap] & PLACE))
            continue;
        while (!(cells[gap] & TAKE))
            gap++;
        place_at(s, &s->wishes[s->members[i]], gap, 0);
        gap = s->next[gap];
    }
}

/* Places s->members[0..n), which are in the order in which they shall stand. */
static void solve_set(solver *s, size_t n)
{
    size_t gaps = s->gaps.count;

    find_next(s, group_keep(s, n));
    memset(s->best, 0, (gaps + 1) * sizeof *s->best);
    for (size_t i = n; i-- > 0;)
        solve_row(s, &s->wishes[s->members[i]], s->cells + i * gaps);
    follow(s, n);
    encart__gaps_measure(&s->gaps);
}

static int has_legal_gap(const solver *s, const encart__wish *w)
{
    return memchr(w->refused, ENCART__RULE_NONE, s->gaps.count) != NULL;
}

/* The next wishes of the group that have a legal gap, at most as many as may still be
 * placed: past the maximum the plugin's own order decides. Returns how many were put into
 * s->members; *from moves on. */
static size_t choose_set(solver *s, const size_t *group, size_t n, size_t *from)
{
    size_t left = encart__gaps_left(&s->gaps), count = 0;

    for (; *from < n && count < left; ++*from) {
        encart__wish *w = &s->wishes[group[*from]];

        refuse_gaps(s, w);
        if (has_legal_gap(s, w))
            s->members[count++] = group[*from];
    }
    return count;
}

/* By target, then by index: insertion sort, stable, and groups are small. */
static void sort_members(solver *s, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        size_t m = s->members[i], j = i;

        for (; j > 0 && s->wishes[s->members[j - 1]].at > s->wishes[m].at; j--)
            s->members[j] = s->members[j - 1];
        s->members[j] = m;
    }
}

/* A wish alone takes the cheapest gap that is legal, the earliest among equals. */
static void place_alone(solver *s, encart__wish *w, int relax)
{
    int32_t cost, least = INT32_MAX;
    size_t best = s->gaps.count;

    for (size_t g = 0; g < s->gaps.count; g++) {
        if (encart__gap_refusal(&s->gaps, g, w, relax) != ENCART__RULE_NONE)
            continue;
        cost = encart__place_cost(s->gaps.blocks, s->gaps.block_count, g, w);
        if (cost < least) {
            least = cost;
            best = g;
        }
    }
    if (best == s->gaps.count)
        return;
    place_at(s, w, best, relax);
    encart__gaps_measure(&s->gaps);
}

/* A wish that its group left out: alone, then relaxed when it said so, else the reasons. */
static void place_rest(solver *s, encart__wish *w)
{
    if (w->placed < 0)
        place_alone(s, w, 0);
    if (w->placed >= 0)
        return;
    refuse_gaps(s, w);
    w->why = commonest(w, s->gaps.count);
    if (w->otherwise == ENCART__OTHERWISE_RELAX)
        place_alone(s, w, 1);
}

static void place_group(solver *s, const size_t *group, size_t n)
{
    size_t from = 0, count;

    while ((count = choose_set(s, group, n, &from)) > 0) {
        sort_members(s, count);
        solve_set(s, count);
    }
    for (size_t i = 0; i < n; i++)
        place_rest(s, &s->wishes[group[i]]);
}

/* ---- order --------------------------------------------------------------------------- */

/* Indexes of all wishes by priority, then by index. */
static void order_wishes(solver *s)
{
    for (size_t i = 0; i < s->wish_count; i++) {
        size_t j = i;

        for (; j > 0 && s->wishes[s->order[j - 1]].priority > s->wishes[i].priority; j--)
            s->order[j] = s->order[j - 1];
        s->order[j] = i;
    }
}

/* Collects the group of s->order[at], in that order: a group chooses when its first member
 * does. */
static size_t collect_group(solver *s, size_t at, size_t *group)
{
    uint32_t id = s->wishes[s->order[at]].group;
    size_t n = 0;

    for (size_t i = at; i < s->wish_count; i++) {
        size_t m = s->order[i];

        if (!s->done[m] && s->wishes[m].group == id) {
            s->done[m] = 1;
            group[n++] = m;
        }
    }
    return n;
}

static void place_pins(solver *s)
{
    for (size_t i = 0; i < s->wish_count; i++) {
        encart__wish *w = &s->wishes[s->order[i]];

        if (w->forbidden) {
            refuse_gaps(s, w);
            w->why = ENCART__RULE_PINNED;
        } else if (w->pin >= 0) {
            place_held(s, w);
        } else {
            continue;
        }
        s->done[s->order[i]] = 1;
    }
}

/* The boxes that belong to a block, in what editors left. */
static void place_followers(solver *s)
{
    for (size_t i = 0; i < s->wish_count; i++) {
        encart__wish *w = &s->wishes[s->order[i]];

        if (s->done[s->order[i]] || !w->after)
            continue;
        place_held(s, w);
        s->done[s->order[i]] = 1;
    }
}

static int prepare(solver *s, encart__arena *answers, encart__arena *scratch)
{
    size_t gaps = s->gaps.count, n = s->wish_count;

    s->members = encart__arena_array(scratch, n, sizeof *s->members);
    s->order = encart__arena_array(scratch, n, sizeof *s->order);
    s->done = encart__arena_zalloc(scratch, n);
    s->cells = encart__arena_array(scratch, n, gaps);
    s->next = encart__arena_array(scratch, gaps, sizeof *s->next);
    s->best = encart__arena_array(scratch, gaps + 1, sizeof *s->best);
    s->with = encart__arena_array(scratch, gaps + 1, sizeof *s->with);
    for (size_t i = 0; i < n; i++) {
        encart__wish *w = &s->wishes[i];

        w->placed = -1;
        w->relaxed = 0;
        w->cost = 0;
        w->why = ENCART__RULE_NONE;
        w->refused = encart__arena_zalloc(answers, gaps);
        if (!w->refused)
            return ENCART_ENOMEM;
    }
    return scratch->failed ? ENCART_ENOMEM : ENCART_OK;
}

int encart__place(const encart__block *blocks, size_t count,
                  const encart__place_rules *rules, encart__wish *wishes,
                  size_t wish_count, encart__arena *arena)
{
    solver s = {.wishes = wishes, .wish_count = wish_count};
    encart__arena scratch;
    size_t *group;
    int status;

    encart__arena_init(&scratch, arena->alloc, 0);
    status = encart__gaps_init(&s.gaps, blocks, count, rules, &scratch);
    if (!status)
        status = prepare(&s, arena, &scratch);
    group = encart__arena_array(&scratch, wish_count, sizeof *group);
    if (!status && !group)
        status = ENCART_ENOMEM;
    if (!status) {
        order_wishes(&s);
        place_pins(&s);
        place_followers(&s);
        encart__gaps_measure(&s.gaps);
        for (size_t i = 0; i < wish_count; i++)
            if (!s.done[s.order[i]])
                place_group(&s, group, collect_group(&s, i, group));
    }
    encart__arena_free(&scratch);
    return status;
}
