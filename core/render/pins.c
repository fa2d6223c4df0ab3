/* Editor's pins: where a box shall stand, and which shall not stand at all. They are
 * comments of the body, each at its place, or the member `pins` of the article document,
 * which names its places. Both end in the same wishes; the solver has the last word. */
#include "core/base/error.h"
#include "core/render/locate.h"
#include "core/render/overrides.h"
#include "core/text/text.h"

#include <stdio.h>

#define NAMES_MAX 256 /* that a misspelt one is compared with */
#define PATH_SIZE 64

/* A pin while it is being read. */
typedef struct {
    encart__render *r;
    const char *path;    /* "pins.here[2]"; NULL for a comment */
    encart__str source;
    uint32_t line;
} pin;

/* ---- telling ---------------------------------------------------------------------------- */

/* The line of a path in the document; of the member `pins`, when it cannot be found. */
static uint32_t line_in(const pin *p, encart__str path)
{
    encart__str text = p->r->article->pins.json;
    uint32_t line = encart__locate(text, encart__str_sub(path, sizeof "pins." - 1, path.n));

    return p->line && line ? p->line + line - 1 : p->line;
}

static void tell(const pin *p, const char *member, const char *message)
{
    encart__diag *d =
        encart__diag_add(&p->r->diags, ENCART__WARNING, "pin", "%s", message);
    char path[PATH_SIZE * 2];

    if (!d)
        return;
    d->source = p->source;
    d->line = p->line;
    if (!p->path)
        return;
    snprintf(path, sizeof path, "%s%s%s", p->path, *member ? "." : "", member);
    d->path = encart__arena_str(&p->r->arena, encart__str_z(path));
    d->line = line_in(p, d->path);
}

static void tell_near(const pin *p, const char *member, const char *what, encart__str found,
                      const char *near)
{
    char message[400];
    int n = (int)(found.n > 80 ? 80 : found.n), at;

    at = snprintf(message, sizeof message, "no %s “%.*s”", what, n, found.p);
    if (near)
        snprintf(message + at, sizeof message - (size_t)at, " (did you mean “%.80s”?)",
                 near);
    tell(p, member, message);
}

/* ---- boxes ------------------------------------------------------------------------------- */

/* "lire-aussi" names all boxes of the plugin, "lire-aussi/links" one. */
static int pin_names(encart__str name, const encart__built *b)
{
    return encart__str_eq(name, b->name) || encart__str_eq(name, b->box.plugin->name);
}

/* Whether an installed plugin has it; if not, the nearest name is told. */
static int is_known(const pin *p, const char *member, encart__str name)
{
    const encart_engine *e = p->r->engine;
    const char *names[NAMES_MAX];
    size_t n = 0;

    for (size_t i = 0; i < e->plugin_count; i++) {
        if (encart__str_eq(e->plugins[i]->name, name))
            return 1;
        if (n < NAMES_MAX)
            names[n++] = e->plugins[i]->name.p;
    }
    for (size_t i = 0; i < e->known.count; i++) {
        if (encart__str_eq(e->known.boxes[i].name, name))
            return 1;
        if (n < NAMES_MAX)
            names[n++] = e->known.boxes[i].name.p;
    }
    if (n)
        tell_near(p, member, "plugin or box", name, encart__nearest(name, names, n));
    return 0;
}

static void forbid(const pin *p, const char *member, encart__str name)
{
    if (!is_known(p, member, name))
        return;
    for (size_t i = 0; i < p->r->box_count; i++)
        if (pin_names(name, &p->r->boxes[i]))
            p->r->boxes[i].box.wish.forbidden = 1;
}

/* One pin holds one box: the first that no other pin holds. */
static void hold(const pin *p, const char *member, encart__str name, int32_t gap)
{
    if (!is_known(p, member, name))
        return;
    for (size_t i = 0; i < p->r->box_count; i++) {
        encart__built *b = &p->r->boxes[i];

        if (!pin_names(name, b) || b->slot != ENCART__SLOT_BODY || b->outcome ||
            b->box.wish.pin >= 0)
            continue;
        b->box.wish.pin = gap;
        return;
    }
}

/* ---- comments ---------------------------------------------------------------------------- */

static void apply_comment(encart__render *r, encart__node_id at, int32_t gap)
{
    encart__str text = encart__str_trim(encart__tree_text_of(&r->article->tree, at));
    int here = encart__str_starts(text, ENCART__STR("encart:here "));
    pin p = {r, NULL, ENCART__STR_EMPTY, r->article->tree.nodes[at].line};

    if (!here && !encart__str_starts(text, ENCART__STR("encart:none ")))
        return;
    text = encart__str_trim(encart__str_sub(text, sizeof "encart:here " - 1, text.n));
    if (!here)
        forbid(&p, "", text);
    else if (gap >= 0)
        hold(&p, "", text, gap);
}

/* Each comment belongs to the gap after the last block before it. */
static void apply_comments(encart__render *r)
{
    const encart__tree *t = &r->article->tree;
    int32_t gap = -1, last = (int32_t)r->article->block_count - 2;
    size_t next = 0;

    for (encart__node_id at = ENCART__ROOT; at;
         at = encart__tree_next(t, ENCART__ROOT, at, 0)) {
        if (next < r->article->block_count && r->article->blocks[next].node == at) {
            next++;
            gap = gap < last ? gap + 1 : last;
        } else if (t->nodes[at].kind == ENCART__NODE_COMMENT) {
            apply_comment(r, at, gap);
        }
    }
}

/* ---- places of metadata ------------------------------------------------------------------- */

/* The block that has this id, or holds the element that has it; block_count when none. */
static size_t block_of_id(const encart_article *a, encart__str id)
{
    const encart__tree *t = &a->tree;
    size_t next = 0;
    encart__str other;

    for (encart__node_id at = ENCART__ROOT; at;
         at = encart__tree_next(t, ENCART__ROOT, at, 0)) {
        next += next < a->block_count && a->blocks[next].node == at;
        if (t->nodes[at].kind != ENCART__NODE_ELEMENT ||
            !encart__tree_attr(t, at, ENCART__A_ID, &other))
            continue;
        if (encart__str_eq(other, id) ||
            (encart__str_starts(other, ENCART__STR("a-")) && /* as sanitising writes it */
             encart__str_eq(encart__str_sub(other, 2, other.n), id)))
            return next ? next - 1 : a->block_count;
    }
    return a->block_count;
}

/* A heading's words as titles are compared. */
static encart__str words_of(encart__render *r, encart__str text)
{
    encart__strbuf b;
    encart__str out;

    encart__strbuf_init(&b, r->arena.alloc, 0);
    encart__text_key(text, &b);
    out = encart__arena_str(&r->arena, encart__strbuf_view(&b));
    r->arena.failed |= b.failed != 0;
    encart__strbuf_free(&b);
    return out;
}

static encart__str heading_text(encart__render *r, const encart__block *block)
{
    encart__strbuf b;
    encart__str out;

    encart__strbuf_init(&b, r->arena.alloc, 0);
    encart__tree_prose(&r->article->tree, block->node, " ", &b);
    out = encart__arena_str(&r->arena, encart__strbuf_view(&b));
    r->arena.failed |= b.failed != 0;
    encart__strbuf_free(&b);
    return out;
}

/* The first heading with these words; block_count, and told, when there is none. */
static size_t block_of_heading(const pin *p, const char *member, encart__str text)
{
    const encart_article *a = p->r->article;
    encart__str wanted = words_of(p->r, text);
    const char *names[NAMES_MAX];
    size_t n = 0;

    for (size_t i = 0; i < a->block_count; i++) {
        encart__str heading;

        if (a->blocks[i].kind != ENCART__BLOCK_HEADING)
            continue;
        heading = heading_text(p->r, &a->blocks[i]);
        if (encart__str_eq(words_of(p->r, heading), wanted))
            return i;
        if (n < NAMES_MAX)
            names[n++] = heading.p;
    }
    tell_near(p, member, "heading", text, encart__nearest(text, names, n));
    return a->block_count;
}

/* The block that `v` names, from 0; block_count, and told, when it names none. */
static size_t block_of(const pin *p, const char *member, const json_t *v)
{
    const encart_article *a = p->r->article;
    encart__str text = encart__str_n(json_string_value(v), json_string_length(v));
    json_int_t number = json_integer_value(v);
    char message[128];
    size_t found;

    if (json_is_integer(v)) {
        if (number >= 1 && (uint64_t)number <= a->block_count)
            return (size_t)number - 1;
        snprintf(message, sizeof message, "no block %lld: the body has %zu",
                 (long long)number, a->block_count);
        tell(p, member, message);
        return a->block_count;
    }
    if (!json_is_string(v)) {
        tell(p, member, "expected the number of a block, a heading’s text or “#id”");
        return a->block_count;
    }
    if (!encart__str_starts(text, ENCART__STR("#")))
        return block_of_heading(p, member, text);
    found = block_of_id(a, encart__str_sub(text, 1, text.n));
    if (found == a->block_count)
        tell_near(p, member, "element with the id", text, NULL);
    return found;
}

/* The gap that `after` or `before` names; -1, and told, when there is none. */
static int32_t gap_of(const pin *p, const json_t *v)
{
    const json_t *after = json_object_get(v, "after"), *before = json_object_get(v, "before");
    const char *member = after ? "after" : "before";
    size_t count = p->r->article->block_count, block;

    if (!after == !before) {
        tell(p, "", "expected one of “after” and “before”");
        return -1;
    }
    block = block_of(p, member, after ? after : before);
    if (block == count)
        return -1;
    if (after ? block + 1 < count : block > 0)
        return (int32_t)(after ? block : block - 1);
    tell(p, member, after ? "nothing follows the last block: boxes stand between blocks"
                          : "nothing comes before the first block: boxes stand between blocks");
    return -1;
}

/* ---- metadata ------------------------------------------------------------------------------ */

static void tell_members(const pin *p, const json_t *v, const char *const *known,
                         size_t count)
{
    const char *name;
    json_t *value;

    json_object_foreach((json_t *)(uintptr_t)v, name, value) {
        size_t i = 0;

        while (i < count && strcmp(known[i], name) != 0)
            i++;
        if (i == count)
            tell_near(p, name, "such member", encart__str_z(name),
                      encart__nearest(encart__str_z(name), known, count));
    }
}

static void apply_here(const pin *p, const json_t *v)
{
    static const char *const known[] = {"box", "after", "before"};
    const json_t *box = json_object_get(v, "box");
    int32_t gap;

    if (!json_is_object(v)) {
        tell(p, "", "expected an object with “box” and “after” or “before”");
        return;
    }
    tell_members(p, v, known, sizeof known / sizeof *known);
    if (!json_is_string(box)) {
        tell(p, "box", "expected the name of a box or a plugin");
        return;
    }
    gap = gap_of(p, v);
    if (gap >= 0)
        hold(p, "box", encart__str_z(json_string_value(box)), gap);
}

static void apply_none(const pin *p, const json_t *v)
{
    if (json_is_string(v))
        forbid(p, "", encart__str_z(json_string_value(v)));
    else
        tell(p, "", "expected the name of a box or a plugin");
}

static void apply_list(encart__render *r, const json_t *pins, const char *name,
                       void (*apply)(const pin *p, const json_t *v))
{
    const json_t *list = json_object_get(pins, name);
    char path[PATH_SIZE];
    pin p = {r, path, r->article->source, r->article->pins.line};
    size_t i;
    json_t *v;

    snprintf(path, sizeof path, "pins.%s", name);
    if (list && !json_is_array(list))
        tell(&p, "", "expected an array");
    json_array_foreach(list, i, v) {
        snprintf(path, sizeof path, "pins.%s[%zu]", name, i);
        apply(&p, v);
    }
}

static void apply_metadata(encart__render *r)
{
    static const char *const known[] = {"here", "none"};
    json_t *pins = encart__raw_read(r, &r->article->pins, "pins");
    pin p = {r, "pins", r->article->source, r->article->pins.line};

    if (!pins)
        return;
    tell_members(&p, pins, known, sizeof known / sizeof *known);
    apply_list(r, pins, "here", apply_here);
    apply_list(r, pins, "none", apply_none);
    json_decref(pins);
}

void encart__pins_apply(encart__render *r)
{
    if (r->no_plugins)
        return;
    apply_comments(r);
    apply_metadata(r);
}
