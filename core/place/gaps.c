/* Rules about single gaps (elements.md section 1). Each is a small predicate; the tables
 * give their order, which is also the order in which a reason is named. Distances are
 * measured in two sweeps, so that a question costs nothing. */
#include "core/place/gaps.h"

enum { FAR = UINT32_MAX };

void encart__place_rules_init(encart__place_rules *rules)
{
    *rules = (encart__place_rules){.box_blocks = 2, .box_words = 120, .head_blocks = 2,
                                   .tail_blocks = 2, .min_words = 150, .min_before = 80};
}

/* ---- what blocks alone forbid -------------------------------------------------------- */

static int introduces_list(const encart__gaps *g, size_t gap)
{
    const unsigned kinds = 1u << ENCART__BLOCK_LIST | 1u << ENCART__BLOCK_QUOTE |
                           1u << ENCART__BLOCK_PRE | 1u << ENCART__BLOCK_FIGURE |
                           1u << ENCART__BLOCK_TABLE;

    return (g->blocks[gap].flags & ENCART__BLOCK_ENDS_COLON) &&
           (kinds >> g->blocks[gap + 1].kind & 1);
}

static int introduces_next(const encart__gaps *g, size_t gap)
{
    const encart__block *b = &g->blocks[gap];

    return b->kind == ENCART__BLOCK_HEADING ||
           (b->flags & (ENCART__BLOCK_FAKE_HEADING | ENCART__BLOCK_ENDS_COLON));
}

/* Figures in a row are one gallery. */
static int within_gallery(const encart__gaps *g, size_t gap)
{
    return g->blocks[gap].kind == ENCART__BLOCK_FIGURE &&
           g->blocks[gap + 1].kind == ENCART__BLOCK_FIGURE;
}

static int in_column(const encart__gaps *g, size_t gap)
{
    return g->blocks[gap].flags & ENCART__BLOCK_GAP_COLUMN;
}

static int in_group(const encart__gaps *g, size_t gap)
{
    return g->blocks[gap].flags & ENCART__BLOCK_GAP_GROUP;
}

static int beside_float(const encart__gaps *g, size_t gap)
{
    return (g->blocks[gap].flags & ENCART__BLOCK_FLOAT) ||
           (gap > 0 && (g->blocks[gap - 1].flags & ENCART__BLOCK_FLOAT));
}

static int too_short(const encart__gaps *g, size_t gap)
{
    (void)gap;
    return g->total < g->rules->min_words;
}

static int in_head(const encart__gaps *g, size_t gap)
{
    return gap + 1 < g->rules->head_blocks;
}

static int in_tail(const encart__gaps *g, size_t gap)
{
    return g->count - gap < g->rules->tail_blocks;
}

static int too_early(const encart__gaps *g, size_t gap)
{
    return encart__gap_before(g->blocks, gap) < g->rules->min_before;
}

static const struct {
    uint8_t rule, hard;
    int (*holds)(const encart__gaps *g, size_t gap);
} fixed_rules[] = {
    {ENCART__RULE_BEFORE_LIST_INTRO, 1, introduces_list},
    {ENCART__RULE_AFTER_HEADING, 1, introduces_next},
    {ENCART__RULE_INSIDE, 1, within_gallery},
    {ENCART__RULE_COLUMN, 0, in_column},
    {ENCART__RULE_GROUP, 0, in_group},
    {ENCART__RULE_NEAR_FLOAT, 0, beside_float},
    {ENCART__RULE_MIN_WORDS, 0, too_short},
    {ENCART__RULE_HEAD, 0, in_head},
    {ENCART__RULE_TAIL, 0, in_tail},
    {ENCART__RULE_MIN_WORDS, 0, too_early},
};

static void set_fixed(encart__gaps *g, size_t gap)
{
    for (size_t i = 0; i < sizeof fixed_rules / sizeof *fixed_rules; i++)
        if (fixed_rules[i].holds(g, gap)) {
            g->gap[gap].fixed = fixed_rules[i].rule;
            g->gap[gap].hard = fixed_rules[i].hard;
            return;
        }
}

int encart__gaps_init(encart__gaps *g, const encart__block *blocks, size_t count,
                      const encart__place_rules *rules, encart__arena *arena)
{
    *g = (encart__gaps){.blocks = blocks, .block_count = count, .rules = rules,
                        .count = count ? count - 1 : 0};
    g->gap = encart__arena_array(arena, g->count, sizeof *g->gap);
    if (!g->gap)
        return ENCART_ENOMEM;
    if (count)
        g->total = blocks[count - 1].before + blocks[count - 1].words;
    for (size_t i = 0; i < count; i++)
        g->boxes += blocks[i].kind == ENCART__BLOCK_BOX;
    for (size_t i = 0; i < g->count; i++) {
        g->gap[i] = (encart__gap_state){0};
        set_fixed(g, i);
    }
    encart__gaps_measure(g);
    return ENCART_OK;
}

/* ---- distances ----------------------------------------------------------------------- */

void encart__gaps_take(encart__gaps *g, size_t gap, uint32_t keep)
{
    g->gap[gap].taken = 1;
    g->gap[gap].keep = keep;
    g->boxes++;
}

/* A sweep's memory: the box passed last, and how far the free room of all boxes passed so
 * far reaches. Positions are words before, or behind when sweeping backwards. */
typedef struct sweep {
    int met;
    uint32_t words;   /* position of the last box */
    size_t blocks;    /* blocks passed since */
    uint64_t reach;   /* nothing may stand before this position */
} sweep;

static void meet(sweep *s, uint32_t words, uint32_t keep)
{
    s->met = 1;
    s->words = words;
    s->blocks = 0;
    if ((uint64_t)words + keep > s->reach)
        s->reach = (uint64_t)words + keep;
}

static void measure_gap(sweep *s, encart__gap_state *gap, uint32_t words)
{
    if (s->met) {
        if (words - s->words < gap->near_words)
            gap->near_words = words - s->words;
        if (s->blocks < gap->near_blocks)
            gap->near_blocks = (uint32_t)s->blocks;
        if (words < s->reach)
            gap->pressed = 1;
    }
    if (gap->taken)
        meet(s, words, gap->keep);
}

static void measure_forwards(encart__gaps *g)
{
    sweep s = {0};

    for (size_t i = 0; i < g->count; i++) {
        uint32_t words = encart__gap_before(g->blocks, i);

        s.blocks++;
        if (g->blocks[i].kind == ENCART__BLOCK_BOX)
            meet(&s, words, 0);
        measure_gap(&s, &g->gap[i], words);
    }
}

static void measure_backwards(encart__gaps *g)
{
    sweep s = {0};

    for (size_t i = g->count; i-- > 0;) {
        uint32_t words = g->total - encart__gap_before(g->blocks, i);

        s.blocks++;
        if (g->blocks[i + 1].kind == ENCART__BLOCK_BOX)
            meet(&s, words, 0);
        measure_gap(&s, &g->gap[i], words);
    }
}

void encart__gaps_measure(encart__gaps *g)
{
    for (size_t i = 0; i < g->count; i++) {
        g->gap[i].near_words = g->gap[i].near_blocks = FAR;
        g->gap[i].pressed = 0;
    }
    measure_forwards(g);
    measure_backwards(g);
}

size_t encart__gaps_left(const encart__gaps *g)
{
    if (g->rules->max_boxes == 0)
        return SIZE_MAX;
    return g->boxes < g->rules->max_boxes ? g->rules->max_boxes - g->boxes : 0;
}

/* ---- what a wish adds ---------------------------------------------------------------- */

static int near_box(const encart__gap_state *gap, const encart__place_rules *rules,
                    uint32_t keep)
{
    uint32_t words = keep > rules->box_words ? keep : rules->box_words;

    return gap->near_blocks < rules->box_blocks || gap->near_words < words || gap->pressed;
}

/* |before - target| > window, in thousandths of the words, without rounding. */
static int out_of_window(const encart__gaps *g, size_t gap, const encart__wish *w)
{
    int64_t away = (int64_t)encart__gap_before(g->blocks, gap) * 1000 -
                   (int64_t)encart__wish_target(w) * g->total;

    return w->window < 1000 && (away < 0 ? -away : away) > (int64_t)w->window * g->total;
}

static encart__rule wish_refusal(const encart__gaps *g, size_t gap, const encart__wish *w)
{
    uint32_t before = encart__gap_before(g->blocks, gap);

    if (w->avoid & (1u << g->blocks[gap].kind | 1u << g->blocks[gap + 1].kind))
        return ENCART__RULE_AVOID;
    if (before < w->lead)
        return ENCART__RULE_HEAD;
    if (g->total - before < w->tail)
        return ENCART__RULE_TAIL;
    return out_of_window(g, gap, w) ? ENCART__RULE_WINDOW : ENCART__RULE_NONE;
}

encart__rule encart__gap_refusal(const encart__gaps *g, size_t gap, const encart__wish *w,
                                 int relax)
{
    const encart__gap_state *s = &g->gap[gap];
    encart__rule rule = (encart__rule)s->fixed;

    if (!rule && s->taken)
        rule = ENCART__RULE_TAKEN;
    if (!rule && encart__gaps_left(g) == 0)
        rule = ENCART__RULE_MAX;
    if (!rule && near_box(s, g->rules, relax ? 0 : w->gap))
        rule = ENCART__RULE_NEAR_BOX;
    return rule || relax ? rule : wish_refusal(g, gap, w);
}

encart__rule encart__gap_pin_refusal(const encart__gaps *g, size_t gap)
{
    if (g->gap[gap].hard)
        return (encart__rule)g->gap[gap].fixed;
    return g->gap[gap].taken ? ENCART__RULE_TAKEN : ENCART__RULE_NONE;
}
