/* Whether everybody can use what a plugin emits: names, labels, alternatives. It reads
 * canonical HTML, in which each tag is lower case, each value stands in double quotes and each
 * element has its end; only what is inside a plugin's box is judged.
 */
#include "cli/plugin.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_LEVELS = 64, VALUE_SIZE = 256 };

typedef struct element {
    char name[24];
    int named; /* words, an image's alternative, or a label that says what it is */
    int filled; /* it holds something */
} element;

typedef struct audit {
    plugin_faults *faults;
    const char *html;
    element open[MOST_LEVELS];
    size_t depth;
    char box[VALUE_SIZE]; /* of the box that is open */
    size_t box_depth;     /* its level, from 1; 0: none */
    int heading;          /* level of the last heading of the page, 1: the title */
} audit;

/* ---- a tag -------------------------------------------------------------------------------- */

static size_t name_length(const char *p)
{
    return strcspn(p, " >");
}

/* The value of an attribute of the tag that begins at `tag`; false when it has none. */
static int attr(const char *tag, const char *name, char value[VALUE_SIZE])
{
    const char *at = tag + name_length(tag);
    size_t wanted = strlen(name), n;

    while (*at == ' ') {
        const char *equals = strchr(++at, '='), *end;

        if (!equals || !(end = strchr(equals + 2, '"')))
            return 0;
        n = (size_t)(end - equals) - 2;
        if ((size_t)(equals - at) == wanted && strncmp(at, name, wanted) == 0) {
            snprintf(value, VALUE_SIZE, "%.*s", (int)(n < VALUE_SIZE ? n : VALUE_SIZE - 1),
                     equals + 2);
            return 1;
        }
        at = end + 1;
    }
    return 0;
}

static int has(const char *tag, const char *name)
{
    char value[VALUE_SIZE];

    return attr(tag, name, value) && value[0];
}

static const char *after_tag(const char *tag)
{
    const char *at = tag + name_length(tag);

    while (*at == ' ') {
        const char *quote = strchr(at, '"');

        at = quote ? strchr(quote + 1, '"') : NULL;
        if (!at)
            return tag + strlen(tag);
        at++;
    }
    return *at ? at + 1 : at;
}

static int is_one_of(const char *name, const char *const *list)
{
    for (; *list; list++)
        if (strcmp(name, *list) == 0)
            return 1;
    return 0;
}

static int is_void(const char *name)
{
    static const char *const list[] = {"br", "hr", "img", "input", "source", "track", "wbr",
                                       "col", "meta", "link", NULL};

    return is_one_of(name, list);
}

/* ---- what is asked -------------------------------------------------------------------------- */

/* How often `before` and the value and a quote stand in the page: ids, labels. */
static unsigned count_of(const audit *a, const char *before, const char *value)
{
    char wanted[VALUE_SIZE + 16];
    unsigned count = 0;

    snprintf(wanted, sizeof wanted, "%s%s\"", before, value);
    for (const char *at = a->html; (at = strstr(at, wanted)); at++)
        count++;
    return count;
}

/* Each word of the value is an id of the page. */
static void expect_targets(audit *a, const char *tag, const char *name)
{
    char value[VALUE_SIZE], *rest = value, *word;

    if (!attr(tag, name, value))
        return;
    while ((word = strtok_r(rest, " ", &rest)))
        if (!count_of(a, " id=\"", word))
            plugin_fault(a->faults, "%s: %s names “%s”, and no element has that id", a->box,
                         name, word);
}

static void check_ids(audit *a, const char *tag)
{
    char id[VALUE_SIZE];

    if (attr(tag, "id", id) && count_of(a, " id=\"", id) > 1)
        plugin_fault(a->faults, "%s: the id “%s” stands more than once in the page", a->box,
                     id);
    expect_targets(a, tag, "aria-labelledby");
    expect_targets(a, tag, "aria-describedby");
    expect_targets(a, tag, "for");
}

static int inside_label(const audit *a)
{
    for (size_t i = 0; i < a->depth; i++)
        if (strcmp(a->open[i].name, "label") == 0)
            return 1;
    return 0;
}

/* A field that a person fills in has a label that can be seen or read out. */
static void check_field(audit *a, const char *tag, const char *name)
{
    static const char *const fields[] = {"input", "textarea", "select", NULL};
    static const char *const silent[] = {"hidden", "submit", "button", "reset", NULL};
    char type[VALUE_SIZE], id[VALUE_SIZE];

    if (!is_one_of(name, fields) || (attr(tag, "type", type) && is_one_of(type, silent)) ||
        has(tag, "aria-label") || has(tag, "aria-labelledby") || inside_label(a) ||
        (attr(tag, "id", id) && count_of(a, " for=\"", id)))
        return;
    plugin_fault(a->faults, "%s: a field (%s) without a label: <label for=…>", a->box, name);
}

/* "h2" → 2; 0: no heading. */
static int heading_level(const char *name)
{
    return name[0] == 'h' && name[1] >= '1' && name[1] <= '6' && !name[2] ? name[1] - '0' : 0;
}

/* Headings are the outline by which many people move: it has one title and no gaps. */
static void check_heading(audit *a, int level)
{
    if (level == 1)
        plugin_fault(a->faults, "%s: <h1> is the page's title; at.heading_level tells the level "
                                "of a box", a->box);
    else if (level > a->heading + 1)
        plugin_fault(a->faults, "%s: <h%d> after <h%d> leaves out a level", a->box, level,
                     a->heading);
}

static void check_start(audit *a, const char *tag, const char *name)
{
    static const char *const landmarks[] = {"aside", "nav", "section", NULL};
    char value[VALUE_SIZE];

    check_ids(a, tag);
    check_field(a, tag, name);
    if (heading_level(name))
        check_heading(a, heading_level(name));
    if (strcmp(name, "img") == 0 && !attr(tag, "alt", value))
        plugin_fault(a->faults, "%s: an image without alt (alt=\"\" when it says nothing)",
                     a->box);
    if (strcmp(name, "a") == 0 && !has(tag, "href"))
        plugin_fault(a->faults, "%s: a link without href", a->box);
    if (strcmp(name, "iframe") == 0 && !has(tag, "title"))
        plugin_fault(a->faults, "%s: an iframe without title", a->box);
    if (is_one_of(name, landmarks) && !has(tag, "aria-label") && !has(tag, "aria-labelledby"))
        plugin_fault(a->faults,
                     "%s: a landmark (%s) without a name: aria-label or aria-labelledby",
                     a->box, name);
    if (attr(tag, "tabindex", value) && atoi(value) > 0)
        plugin_fault(a->faults, "%s: tabindex %s takes the page's order of focus", a->box,
                     value);
}

static void check_end(audit *a, const element *e)
{
    static const char *const spoken[] = {"a",  "button", "h1", "h2",     "h3",    "h4",
                                         "h5", "h6",     "label", "summary", NULL};

    if (is_one_of(e->name, spoken) && !e->named)
        plugin_fault(a->faults, "%s: <%s> has no words", a->box, e->name);
    if (strcmp(e->name, "p") == 0 && !e->filled)
        plugin_fault(a->faults, "%s: <p> is empty; what cannot stand in it was put behind it",
                     a->box);
}

/* ---- the walk --------------------------------------------------------------------------------- */

static void says(audit *a)
{
    for (size_t i = 0; i < a->depth; i++)
        a->open[i].named = 1;
}

/* What stands there is in all that are open. */
static void fills(audit *a)
{
    if (a->depth)
        a->open[a->depth - 1].filled = 1;
}

static void begin_box(audit *a, const char *tag)
{
    char mark[VALUE_SIZE];

    if (a->box_depth || !attr(tag, "data-encart", mark) || strncmp(mark, "author/", 7) == 0)
        return;
    memcpy(a->box, mark, sizeof a->box);
    a->box_depth = a->depth + 1;
}

static void start(audit *a, const char *tag)
{
    element e = {.named = 0};
    char alt[VALUE_SIZE];

    snprintf(e.name, sizeof e.name, "%.*s", (int)name_length(tag), tag);
    e.named = has(tag, "aria-label") || has(tag, "aria-labelledby");
    fills(a);
    begin_box(a, tag);
    if (a->box_depth)
        check_start(a, tag, e.name);
    if (heading_level(e.name))
        a->heading = heading_level(e.name);
    if (strcmp(e.name, "img") == 0 && attr(tag, "alt", alt) && alt[0])
        says(a);
    if (!is_void(e.name) && a->depth < MOST_LEVELS)
        a->open[a->depth++] = e;
}

static void end(audit *a)
{
    if (!a->depth)
        return;
    a->depth--;
    if (!a->box_depth)
        return;
    check_end(a, &a->open[a->depth]);
    if (a->depth + 1 == a->box_depth)
        a->box_depth = 0;
}

static const char *text(audit *a, const char *at)
{
    size_t n = strcspn(at, "<");

    if (strspn(at, " \t\n") < n)
        says(a);
    fills(a);
    return at + n;
}

void plugin_audit(plugin_faults *f, const char *html, size_t n)
{
    audit a = {.faults = f, .html = html, .heading = 1};
    const char *at = html;

    (void)n; /* canonical HTML holds no NUL */
    while (*at) {
        const char *close;

        if (*at != '<') {
            at = text(&a, at);
        } else if (at[1] == '!') {
            fills(&a); /* a hole is something */
            close = strstr(at, "-->");
            at = close ? close + 3 : at + strlen(at);
        } else if (at[1] == '/') {
            end(&a);
            at += strcspn(at, ">") + 1;
        } else {
            start(&a, at + 1);
            at = after_tag(at + 1);
        }
    }
}
