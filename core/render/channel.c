/* The built-in channels as a table, and what a site's configuration changes in them.
 * docs/channels.md says why the defaults are what they are. */
#include "core/render/channel.h"
#include "core/base/error.h"

#define NAMES_MAX 64

const char *const encart__channel_names[] = {"web", "feed", "amp", "mail", "app", NULL};
const char *const encart__fate_names[] = {"keep", "flatten", "drop", NULL};

#define CONTROLS                                                                         \
    ENCART__T_FORM, ENCART__T_INPUT, ENCART__T_SELECT, ENCART__T_TEXTAREA, ENCART__T_BUTTON
#define FRAMES                                                                           \
    ENCART__T_IFRAME, ENCART__T_AUDIO, ENCART__T_VIDEO, ENCART__T_EMBED, ENCART__T_OBJECT

/* In the order of encart__channel_names; lists end with 0. */
static const struct {
    encart__fate boxes, author;    /* of plugins; the author's own « Lire aussi » lines */
    const char *flattened[3];      /* boxes that are flattened all the same */
    uint16_t drop[6], flatten[8];  /* elements */
    uint16_t attrs[6];             /* attributes that go */
} defaults[] = {
    {ENCART__KEEP, ENCART__KEEP, {0}, {0}, {0}, {0}},
    {ENCART__DROP, ENCART__FLATTEN, {0}, {0}, {0}, {0}},
    {ENCART__KEEP, ENCART__KEEP, {0}, {CONTROLS}, {FRAMES, ENCART__T_PICTURE},
     {ENCART__A_LOADING, ENCART__A_DECODING, ENCART__A_FETCHPRIORITY}},
    {ENCART__DROP, ENCART__FLATTEN, {"lire-aussi/*", "related/*"}, {CONTROLS},
     {FRAMES, ENCART__T_PICTURE, ENCART__T_DETAILS},
     {ENCART__A_LOADING, ENCART__A_DECODING, ENCART__A_FETCHPRIORITY, ENCART__A_SRCSET,
      ENCART__A_SIZES}},
    {ENCART__DROP, ENCART__FLATTEN, {"lire-aussi/*"}, {CONTROLS}, {0}, {0}},
};

/* ---- filling ------------------------------------------------------------------------------ */

static int word_of(const char *const *words, const json_t *v)
{
    for (int i = 0; json_is_string(v) && words[i]; i++)
        if (strcmp(words[i], json_string_value(v)) == 0)
            return i;
    return -1;
}

static void set_defaults(encart__channel *c, encart__str name, int like)
{
    c->name = name;
    c->like = like;
    c->holes = like == 0;
    c->plain = like == 0;
    for (size_t i = 0; i < 6 && defaults[like].drop[i]; i++)
        c->fates.element[defaults[like].drop[i]] = ENCART__DROP;
    for (size_t i = 0; i < 8 && defaults[like].flatten[i]; i++)
        c->fates.element[defaults[like].flatten[i]] = ENCART__FLATTEN;
    for (size_t i = 0; i < 6 && defaults[like].attrs[i]; i++)
        c->fates.attr[defaults[like].attrs[i]] = ENCART__DROP;
}

static void set_fates(encart__channel *c, const json_t *channel)
{
    const char *name;
    json_t *value;

    json_object_foreach(json_object_get(channel, "elements"), name, value) {
        uint16_t tag = encart__tag_id(encart__str_z(name));
        int fate = word_of(encart__fate_names, value);

        if (tag && fate >= 0)
            c->fates.element[tag] = (uint8_t)fate;
    }
    json_object_foreach(json_object_get(channel, "attributes"), name, value) {
        uint16_t attr = encart__attr_id(encart__str_z(name));
        int fate = word_of(encart__fate_names, value);

        if (attr && attr != ENCART__A_DATA_ENCART && fate >= 0)
            c->fates.attr[attr] = fate != ENCART__KEEP;
    }
}

static int set_boxes(encart__channel *c, const json_t *boxes, encart__arena *arena)
{
    encart__box_fate *out;
    const char *name;
    json_t *value;

    c->box_count = 0;
    out = encart__arena_array(arena, json_object_size(boxes) + 1, sizeof *out);
    c->boxes = out;
    json_object_foreach((json_t *)(uintptr_t)boxes, name, value) {
        int fate = word_of(encart__fate_names, value);

        if (!out || fate < 0)
            continue;
        out[c->box_count].pattern = encart__arena_str(arena, encart__str_z(name));
        out[c->box_count++].fate = (encart__fate)fate;
    }
    return out && !arena->failed;
}

static int set_given(encart__channel *c, const json_t *channel, encart__arena *arena)
{
    const json_t *holes = json_object_get(channel, "holes");

    if (!json_is_object(channel))
        return 1;
    c->plain = 0;
    c->holes = json_is_boolean(holes) ? json_is_true(holes) : c->holes;
    c->overlay = json_incref((json_t *)(uintptr_t)channel);
    set_fates(c, channel);
    return set_boxes(c, json_object_get(channel, "boxes"), arena);
}

int encart__channels_fill(encart__channels *c, const json_t *given, encart__arena *arena)
{
    size_t builtin = sizeof defaults / sizeof *defaults;
    const char *name;
    json_t *value;

    c->count = 0;
    c->list = encart__arena_array(arena, builtin + json_object_size(given) + 1,
                                  sizeof *c->list);
    if (!c->list)
        return 0;
    for (size_t i = 0; i < builtin; i++)
        set_defaults(&c->list[c->count++], encart__str_z(encart__channel_names[i]), (int)i);
    json_object_foreach((json_t *)(uintptr_t)given, name, value) {
        int like = word_of(encart__channel_names, json_object_get(value, "like"));
        encart__channel *at = NULL;

        for (size_t i = 0; i < builtin; i++)
            if (strcmp(encart__channel_names[i], name) == 0)
                at = &c->list[i];
        if (!at) {
            at = &c->list[c->count++];
            set_defaults(at, encart__arena_str(arena, encart__str_z(name)),
                         like < 0 ? 0 : like);
        }
        if (!set_given(at, value, arena))
            return 0;
    }
    return 1;
}

void encart__channels_release(encart__channels *c)
{
    for (size_t i = 0; i < c->count; i++)
        json_decref(c->list[i].overlay);
}

/* ---- asking -------------------------------------------------------------------------------- */

const encart__channel *encart__channel_named(const encart__channels *c, encart__str name)
{
    for (size_t i = 0; i < c->count; i++)
        if (encart__str_eq(c->list[i].name, name))
            return &c->list[i];
    return NULL;
}

const char *encart__channel_near(const encart__channels *c, encart__str name)
{
    const char *names[NAMES_MAX];
    size_t n = 0;

    for (; n < c->count && n < NAMES_MAX; n++)
        names[n] = c->list[n].name.p;
    return encart__nearest(name, names, n);
}

/* How closely a pattern names a box: 3 itself, 2 its plugin's, 1 any; 0 not. The author's
 * lines are no plugin's: "*" is not theirs. */
static int closeness(encart__str pattern, encart__str box)
{
    if (encart__str_eq(pattern, box))
        return 3;
    if (encart__str_is(pattern, "*"))
        return !encart__str_starts(box, ENCART__STR("author/"));
    return encart__str_ends(pattern, ENCART__STR("/*")) &&
                   encart__str_starts(box, encart__str_sub(pattern, 0, pattern.n - 1))
               ? 2
               : 0;
}

static encart__fate default_fate(int like, encart__str box)
{
    if (encart__str_starts(box, ENCART__STR("author/")))
        return defaults[like].author;
    for (size_t i = 0; i < 3 && defaults[like].flattened[i]; i++)
        if (closeness(encart__str_z(defaults[like].flattened[i]), box))
            return ENCART__FLATTEN;
    return defaults[like].boxes;
}

encart__fate encart__channel_box(const encart__channel *c, encart__str box)
{
    encart__fate fate = ENCART__KEEP;
    int best = 0;

    for (size_t i = 0; i < c->box_count; i++) {
        int near = closeness(c->boxes[i].pattern, box);

        if (near <= best)
            continue;
        best = near;
        fate = c->boxes[i].fate;
    }
    return best ? fate : default_fate(c->like, box);
}
