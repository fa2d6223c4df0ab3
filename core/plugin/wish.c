/* Members as a table. lua/ctx_box.c reads the same of Lua tables. */
#include "core/plugin/wish.h"
#include "core/base/error.h"

#include <stdio.h>
#include <string.h>

#define MAX_WORDS 1000000

void encart__wish_init(encart__wish *w)
{
    memset(w, 0, sizeof *w);
    w->at = 500;
    w->window = 1000;
    w->pin = w->placed = -1;
}

/* ---- values ---------------------------------------------------------------------------- */

static const char *thousandths(const json_t *v, uint32_t *out)
{
    double x = json_number_value(v);

    if (!json_is_number(v) || !(x >= 0 && x <= 1))
        return "a number from 0 to 1";
    *out = (uint32_t)(x * 1000 + 0.5);
    return NULL;
}

static const char *words(const json_t *v, uint32_t *out)
{
    json_int_t n = json_integer_value(v);

    if (!json_is_integer(v) || n < 0 || n > MAX_WORDS)
        return "a number of words from 0 to 1000000";
    *out = (uint32_t)n;
    return NULL;
}

static int is_text(const json_t *v, const char *text)
{
    return json_is_string(v) && strcmp(json_string_value(v), text) == 0;
}

/* ---- members: each tells what it expected, NULL when it found it ------------------------- */

static const char *read_at(const json_t *v, encart__wish *w)
{
    if (!json_is_string(v))
        return thousandths(v, &w->at);
    if (is_text(v, "start") || is_text(v, "after-lede"))
        w->at = 0;
    else if (is_text(v, "middle"))
        w->at = 500;
    else if (is_text(v, "end"))
        w->at = 1000;
    else
        return "a number from 0 to 1, or start, after-lede, middle or end";
    return NULL;
}

static const char *read_after(const json_t *v, encart__wish *w)
{
    json_int_t n = json_integer_value(v);

    if (!json_is_integer(v) || n < 1 || n > MAX_WORDS)
        return "the number of a block, from 1";
    w->after = (uint32_t)n;
    return NULL;
}

static const char *read_window(const json_t *v, encart__wish *w)
{
    return thousandths(v, &w->window);
}

static const char *read_gap(const json_t *v, encart__wish *w)
{
    return words(v, &w->gap);
}

static const char *read_lead(const json_t *v, encart__wish *w)
{
    return words(v, &w->lead);
}

static const char *read_tail(const json_t *v, encart__wish *w)
{
    return words(v, &w->tail);
}

static const char *read_unit(const json_t *v, encart__wish *w)
{
    (void)w;
    return is_text(v, "words") ? NULL : "“words”";
}

static const char *read_avoid(const json_t *v, encart__wish *w)
{
    const json_t *one;
    size_t i;

    if (!json_is_array(v))
        return "an array of kinds of blocks";
    json_array_foreach(v, i, one) {
        int k = 0;

        while (k <= ENCART__BLOCK_OTHER &&
               !is_text(one, encart__block_kind_name((encart__block_kind)k)))
            k++;
        if (k > ENCART__BLOCK_OTHER)
            return "an array of kinds of blocks";
        w->avoid |= 1u << k;
    }
    return NULL;
}

static const char *read_otherwise(const json_t *v, encart__wish *w)
{
    if (is_text(v, "drop"))
        w->otherwise = ENCART__OTHERWISE_DROP;
    else if (is_text(v, "after-body"))
        w->otherwise = ENCART__OTHERWISE_AFTER_BODY;
    else if (is_text(v, "relax"))
        w->otherwise = ENCART__OTHERWISE_RELAX;
    else
        return "drop, after-body or relax";
    return NULL;
}

static const struct {
    const char *name;
    const char *(*read)(const json_t *v, encart__wish *w);
} members[] = {
    {"after", read_after},
    {"at", read_at},     {"avoid", read_avoid}, {"gap", read_gap},   {"lead", read_lead},
    {"otherwise", read_otherwise},              {"tail", read_tail}, {"unit", read_unit},
    {"window", read_window},
};
#define MEMBERS (sizeof members / sizeof *members)

static int unknown(const char *key, char why[ENCART__WISH_FAULT])
{
    const char *names[MEMBERS], *near;

    for (size_t i = 0; i < MEMBERS; i++)
        names[i] = members[i].name;
    near = encart__nearest(encart__str_z(key), names, MEMBERS);
    if (near)
        snprintf(why, ENCART__WISH_FAULT, "place.%.40s: unknown member (did you mean “%s”?)",
                 key, near);
    else
        snprintf(why, ENCART__WISH_FAULT, "place.%.40s: unknown member", key);
    return 0;
}

int encart__wish_json(encart__wish *w, const json_t *place, char why[ENCART__WISH_FAULT])
{
    const char *key, *expected;
    json_t *v;

    if (!json_is_object(place)) {
        snprintf(why, ENCART__WISH_FAULT, "place: expected a JSON object");
        return 0;
    }
    json_object_foreach((json_t *)(uintptr_t)place, key, v) {
        size_t i = 0;

        while (i < MEMBERS && strcmp(members[i].name, key) != 0)
            i++;
        if (i == MEMBERS)
            return unknown(key, why);
        expected = members[i].read(v, w);
        if (expected) {
            snprintf(why, ENCART__WISH_FAULT, "place.%s: expected %s", key, expected);
            return 0;
        }
    }
    return 1;
}
