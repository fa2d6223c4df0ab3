/* Names of slots and rules, and the sentences that explain the rules. */
#include "core/place/place.h"

static const char *const slot_names[ENCART__SLOT_COUNT] = {
    "head", "before-title", "after-title", "after-lede",
    "body", "after-body",   "aside",       "footer"};

const char *encart__slot_name(encart__slot slot)
{
    return (unsigned)slot < ENCART__SLOT_COUNT ? slot_names[slot] : "";
}

int encart__slot_of(encart__str name)
{
    for (int i = 0; i < ENCART__SLOT_COUNT; i++)
        if (encart__str_is(name, slot_names[i]))
            return i;
    return -1;
}

static const struct {
    const char *name, *explanation;
} rules[ENCART__RULE_COUNT] = {
    [ENCART__RULE_NONE] = {"none", "a box may stand here"},
    [ENCART__RULE_AFTER_HEADING] =
        {"after-heading", "the block before introduces the next one"},
    [ENCART__RULE_BEFORE_LIST_INTRO] =
        {"before-list-intro", "the block before announces a list, quotation or figure"},
    [ENCART__RULE_INSIDE] = {"inside", "the gap lies within one unit, such as a gallery"},
    [ENCART__RULE_COLUMN] = {"column", "the gap lies in a column or between two"},
    [ENCART__RULE_GROUP] = {"group", "the gap lies in a panel beside the main flow"},
    [ENCART__RULE_NEAR_FLOAT] = {"near-float", "an aligned image stands just before"},
    [ENCART__RULE_NEAR_BOX] = {"near-box", "another box is too near"},
    [ENCART__RULE_HEAD] = {"head", "too near the beginning"},
    [ENCART__RULE_TAIL] = {"tail", "too near the end"},
    [ENCART__RULE_MIN_WORDS] = {"min-words", "there are too few words for a box"},
    [ENCART__RULE_AVOID] = {"avoid", "the box avoids a neighbour of this kind"},
    [ENCART__RULE_WINDOW] = {"window", "too far from where the box wants to stand"},
    [ENCART__RULE_TAKEN] = {"taken", "another box stands here"},
    [ENCART__RULE_MAX] = {"max", "the article has as many boxes as it may have"},
    [ENCART__RULE_PINNED] = {"pinned", "an editor decided otherwise"},
    [ENCART__RULE_AFTER] = {"after", "the box belongs right after another block"},
};

const char *encart__rule_name(encart__rule rule)
{
    return (unsigned)rule < ENCART__RULE_COUNT ? rules[rule].name : "";
}

const char *encart__rule_explanation(encart__rule rule)
{
    return (unsigned)rule < ENCART__RULE_COUNT ? rules[rule].explanation : "";
}
