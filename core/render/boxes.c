/* Plugins propose, the solver places, chosen boxes are built from top to bottom. A fault
 * of a plugin costs its box and nothing else. */
#include "core/base/error.h"
#include "core/base/limits.h"
#include "core/plugin/manifest.h"
#include "core/render/pipeline.h"
#include "core/render/topic.h"
#include "core/sanitise/sanitise.h"
#include "core/serialise/serialise.h"
#include "core/text/text.h"

#include <stdlib.h>
#include <string.h>

#define NO_WISH ((size_t)-1)
#define BOXES_EACH 16 /* proposals of one plugin in one render */

/* ---- services for a running plugin --------------------------------------------------------- */

static const encart__related *service_related(void *user, size_t *count)
{
    return encart__candidates(user, count);
}

static int service_used(void *user, encart__str url)
{
    encart__render *r = user;

    return encart__links_has(&r->links, url);
}

static const encart__str *service_published(void *user, encart__str box, size_t *count)
{
    encart__render *r = user;

    *count = 0;
    for (size_t i = 0; i < r->box_count; i++) {
        if (!r->boxes[i].done || !encart__str_eq(r->boxes[i].name, box))
            continue;
        *count = r->boxes[i].link_count;
        return r->boxes[i].links;
    }
    return NULL;
}

/* ---- propose -------------------------------------------------------------------------------- */

static encart__str box_name(encart__render *r, const encart__box *box)
{
    encart__strbuf b;
    encart__str name;

    encart__strbuf_init(&b, r->arena.alloc, 512);
    encart__strbuf_str(&b, box->plugin->name);
    encart__strbuf_putc(&b, '/');
    encart__strbuf_str(&b, box->id);
    r->arena.failed |= b.failed != 0;
    name = encart__arena_str(&r->arena, encart__strbuf_view(&b));
    encart__strbuf_free(&b);
    return name;
}

encart__run_opts encart__boxes_options(encart__render *r, size_t plugin)
{
    const encart__enabled *p = &r->scope->plugins[plugin];
    encart__run_opts o = {0};

    o.plugin = p->plugin;
    o.run = r->runs[plugin];
    o.article = r->article;
    o.settings = p->settings;
    o.services = &r->services;
    o.lang = r->lang;
    o.page_lang = r->article->lang;
    o.typography = &r->scope->typography;
    o.now = r->now;
    o.site_name = r->scope->site_name;
    o.site_url = r->scope->site_url;
    o.site_features = r->scope->features;
    o.format = r->format;
    o.channel = r->channel->name;
    o.top_anchor = r->top_id;
    o.heading_level = r->scope->heading_level;
    o.fuel = r->engine->limits.fuel;
    o.memory = r->engine->limits.memory;
    o.time_ms = r->engine->limits.time_ms;
    o.diags = &r->diags;
    o.arena = &r->arena;
    o.alloc = &r->engine->alloc;
    return o;
}

static void propose_one(encart__render *r, size_t index)
{
    encart__run_opts o = encart__boxes_options(r, index);
    encart__box boxes[BOXES_EACH];
    size_t count = 0;

    memset(boxes, 0, sizeof boxes);
    r->runs[index] = o.plugin->runtime->propose(&o, boxes, BOXES_EACH, &count);
    for (size_t i = 0; r->runs[index] && i < count; i++) {
        encart__built *b = &r->boxes[r->box_count++];

        b->box = boxes[i];
        b->run = r->runs[index];
        b->name = box_name(r, &boxes[i]);
        b->wish = NO_WISH;
        b->slot = boxes[i].slot;
        b->gap = -1;
        b->box.wish.group = (uint32_t)index;
    }
}

void encart__boxes_begin(encart__render *r)
{
    size_t n = r->no_plugins ? 0 : r->scope->plugin_count;

    r->runs = encart__arena_array(&r->arena, n + 1, sizeof(encart__run *));
    r->stats = encart__arena_array(&r->arena, n + 1, sizeof *r->stats);
    r->edits = encart__arena_array(&r->arena, n + 1, sizeof *r->edits);
    r->boxes = encart__arena_array(&r->arena, n * BOXES_EACH + 1, sizeof *r->boxes);
    r->services =
        (encart__services){r, service_related, service_used, service_published,
                           encart__ask_service, encart__ask_url};
}

void encart__boxes_propose(encart__render *r)
{
    size_t n = r->no_plugins ? 0 : r->scope->plugin_count;

    for (size_t i = 0; i < n && !r->arena.failed; i++)
        if (!r->edits[i].refused)
            propose_one(r, i);
}

/* ---- place ---------------------------------------------------------------------------------- */

static int pattern_matches(encart__str pattern, encart__str name)
{
    if (pattern.n && pattern.p[pattern.n - 1] == '*')
        return encart__str_starts(name, encart__str_sub(pattern, 0, pattern.n - 1));
    return encart__str_eq(pattern, name);
}

static int priority_of(const encart__render *r, const encart__built *b)
{
    size_t i = 0;

    while (i < r->scope->priority_count && !pattern_matches(r->scope->priority[i], b->name))
        i++;
    return (int)i;
}

/* Who chooses first: the site's order, then weight, then name; stable for equals. */
static int chooses_before(const encart__built *a, const encart__built *b)
{
    int c;

    if (a->box.wish.priority != b->box.wish.priority)
        return a->box.wish.priority < b->box.wish.priority;
    if (a->box.weight != b->box.weight)
        return a->box.weight < b->box.weight;
    c = encart__str_cmp(a->name, b->name);
    return c < 0;
}

static void sort_boxes(encart__render *r)
{
    for (size_t i = 1; i < r->box_count; i++) {
        encart__built b = r->boxes[i];
        size_t j = i;

        for (; j > 0 && chooses_before(&b, &r->boxes[j - 1]); j--)
            r->boxes[j] = r->boxes[j - 1];
        r->boxes[j] = b;
    }
}

/* The flag turns all boxes off that a reader sees. */
static int refuses_boxes(const encart_article *a)
{
    for (size_t i = 0; i < a->flag_count; i++)
        if (encart__str_is(a->flags[i], "no-insert"))
            return 1;
    return 0;
}

static int collect_wishes(encart__render *r)
{
    int refuse = refuses_boxes(r->article);

    r->wishes = encart__arena_array(&r->arena, r->box_count + 1, sizeof *r->wishes);
    if (!r->wishes)
        return ENCART_ENOMEM;
    for (size_t i = 0; i < r->box_count; i++) {
        encart__built *b = &r->boxes[i];
        encart__wish *w = &r->wishes[r->wish_count];

        if (b->slot != ENCART__SLOT_HEAD)
            b->box.wish.forbidden |= refuse;
        if (b->slot != ENCART__SLOT_BODY || b->outcome)
            continue;
        *w = b->box.wish;
        w->placed = -1;
        w->refused = NULL;
        if (encart__topic_stems(b->box.topic, r->article->lang, w, &r->arena))
            return ENCART_ENOMEM;
        b->wish = r->wish_count++;
    }
    return ENCART_OK;
}

static void take_answers(encart__render *r)
{
    for (size_t i = 0; i < r->box_count; i++) {
        encart__built *b = &r->boxes[i];
        const encart__wish *w;

        if (b->wish == NO_WISH) {
            if (b->box.wish.forbidden && !b->outcome)
                b->outcome = "forbidden";
            continue;
        }
        w = &r->wishes[b->wish];
        b->gap = w->placed;
        if (w->placed >= 0)
            continue;
        if (w->otherwise == ENCART__OTHERWISE_AFTER_BODY && !w->forbidden)
            b->slot = ENCART__SLOT_AFTER_BODY;
        else
            b->outcome = w->forbidden ? "forbidden" : "no-gap";
    }
}

int encart__boxes_place(encart__render *r)
{
    int status;

    if (!r->boxes)
        return ENCART_ENOMEM;
    for (size_t i = 0; i < r->box_count; i++) {
        r->boxes[i].box.wish.priority = priority_of(r, &r->boxes[i]);
        r->boxes[i].box.wish.pin = -1;
    }
    sort_boxes(r);
    encart__outlet_boxes(r);
    encart__pins_apply(r);
    status = collect_wishes(r);
    if (!status)
        status = encart__place(r->article->blocks, r->article->block_count, &r->scope->rules,
                               r->wishes, r->wish_count, &r->arena);
    if (!status)
        take_answers(r);
    return status;
}

/* ---- build ---------------------------------------------------------------------------------- */

/* Whether an author's aside or a box built before has this accessible name. */
static int is_named(const encart__render *r, encart__str label)
{
    const encart_article *a = r->article;
    encart__str other;

    for (size_t i = 0; i < a->author_box_count; i++)
        if (encart__tree_attr(&a->tree, a->author_boxes[i].node, ENCART__A_ARIA_LABEL, &other) &&
            encart__str_eq(other, label))
            return 1;
    for (size_t i = 0; i < r->box_count; i++)
        if (label.n && encart__str_eq(r->boxes[i].label, label))
            return 1;
    return 0;
}

/* Two landmarks of one name cannot be told apart: the later one goes without, and is then
 * no landmark at all. */
static void settle_label(encart__render *r, encart__node_id root, encart__built *b)
{
    encart__str label;

    if (!encart__tree_attr(&r->scratch, root, ENCART__A_ARIA_LABEL, &label))
        return;
    if (is_named(r, label))
        encart__tree_attr_remove(&r->scratch, root, ENCART__A_ARIA_LABEL);
    else
        b->label = encart__arena_str(&r->arena, label);
}

/* The language, where it differs from the page's. */
static void dress_lang(encart__render *r, encart__node_id root)
{
    encart__tree *t = &r->scratch;

    if (!encart__str_eq(encart__lang_primary(r->lang),
                        encart__lang_primary(r->article->lang))) {
        encart__tree_attr_set(t, root, ENCART__A_LANG, r->lang);
        encart__tree_attr_set(t, root, ENCART__A_DIR,
                              encart__str_z(encart__lang_dir(r->lang)));
    }
}

/* Root attributes that are the pipeline's business: the marker and the language. */
static void dress(encart__render *r, encart__node_id root, const encart__built *b)
{
    encart__tree_attr_set(&r->scratch, root, ENCART__A_DATA_ENCART, b->name);
    dress_lang(r, root);
}

/* What a flattened box left: no marker, since it is no box any more. */
static void dress_lines(encart__render *r)
{
    const encart__tree *t = &r->scratch;

    for (encart__node_id n = t->nodes[ENCART__ROOT].first; n; n = t->nodes[n].next)
        if (t->nodes[n].kind == ENCART__NODE_ELEMENT)
            dress_lang(r, n);
}

/* The site's typography for what the plugin wrote and quoted, unless for labels only. */
static int typeset(encart__render *r, encart__node_id root)
{
    const encart__typography *t = &r->scope->typography;
    int status = ENCART_OK;

    if (t->mode != ENCART__TYPOGRAPHY_LABELS)
        status = encart__typography_tree(t, r->lang, &r->scratch, root);
    r->arena.failed |= status == ENCART_ENOMEM;
    return status;
}

static int is_top_link(const encart__render *r, encart__str href)
{
    return href.n == r->top_id.n + 1 && href.p[0] == '#' &&
           encart__str_eq(encart__str_sub(href, 1, href.n), r->top_id);
}

static void collect_links(encart__render *r, encart__built *b)
{
    const encart__tree *t = &r->scratch;
    encart__node_id at;
    encart__str href;
    size_t count = 0;

    for (at = ENCART__ROOT; at; at = encart__tree_next(t, ENCART__ROOT, at, 0))
        count += encart__tree_is(t, at, ENCART__T_A);
    b->links = encart__arena_array(&r->arena, count + 1, sizeof *b->links);
    if (!b->links)
        return;
    for (at = ENCART__ROOT; at; at = encart__tree_next(t, ENCART__ROOT, at, 0)) {
        if (!encart__tree_is(t, at, ENCART__T_A) ||
            !encart__tree_attr(t, at, ENCART__A_HREF, &href))
            continue;
        if (href.n && href.p[0] == '#') {
            r->uses_top |= is_top_link(r, href);
            continue;
        }
        b->links[b->link_count++] = encart__arena_str(&r->arena, href);
        encart__links_add(&r->links, href);
    }
}

/* A box's only comments: lua/piece.c makes no others. */
static void collect_holes(encart__render *r, encart__built *b)
{
    const encart__tree *t = &r->scratch;
    encart__node_id at;
    size_t count = 0;

    for (at = ENCART__ROOT; at; at = encart__tree_next(t, ENCART__ROOT, at, 0))
        count += t->nodes[at].kind == ENCART__NODE_COMMENT;
    b->holes = count ? encart__arena_array(&r->arena, count, sizeof *b->holes) : NULL;
    if (!b->holes)
        return;
    for (at = ENCART__ROOT; at; at = encart__tree_next(t, ENCART__ROOT, at, 0)) {
        encart__str name;

        if (t->nodes[at].kind != ENCART__NODE_COMMENT)
            continue;
        name = encart__tree_text_of(t, at);
        name = encart__str_sub(name, sizeof "encart:hole " - 1, name.n);
        name = encart__str_sub(name, 0, encart__str_find(name, ENCART__STR(" ")));
        b->holes[b->hole_count++] = encart__arena_str(&r->arena, name);
    }
}

int encart__boxes_seal(encart__render *r, encart__built *b)
{
    b->len = (uint32_t)(r->bytes.size - b->off);
    b->done = b->len <= r->engine->limits.output;
    if (b->done)
        return 1;
    encart__strbuf_truncate(&r->bytes, b->off);
    b->outcome = "too-large";
    encart__diag_add(&r->diags, ENCART__FAULT, "plugin-output",
                     "%s: %u bytes of HTML, at most %zu are allowed", b->name.p, b->len,
                     r->engine->limits.output);
    return 0;
}

static void finish(encart__render *r, encart__built *b)
{
    const encart__policy *policy = encart__plugin_policy(b->box.plugin);
    encart__diags removed;
    encart__node_id root = r->scratch.nodes[ENCART__ROOT].first;

    if (!encart__outlet_shape(r, b, root))
        return;
    if (b->fate == ENCART__FLATTEN)
        dress_lines(r);
    encart__diags_init(&removed, &r->arena, 20);
    if (encart__model(&r->scratch, policy, &removed))
        return;
    root = r->scratch.nodes[ENCART__ROOT].first;
    if (!root || r->scratch.nodes[root].kind != ENCART__NODE_ELEMENT) {
        b->outcome = "empty";
        return;
    }
    for (const encart__diag *d = removed.first; d; d = d->next) {
        encart__diag *e = encart__diag_add(&r->diags, ENCART__WARNING, d->rule, "%s: %s",
                                           b->name.p, d->message.p);
        if (e)
            e->source = b->box.plugin->name;
    }
    b->off = (uint32_t)r->bytes.size;
    encart__serialise_node(&r->scratch, root, &r->bytes);
    while ((root = r->scratch.nodes[root].next)) { /* of a flattened box */
        encart__strbuf_putc(&r->bytes, '\n');
        encart__serialise_node(&r->scratch, root, &r->bytes);
    }
    if (!encart__boxes_seal(r, b))
        return;
    collect_links(r, b);
    collect_holes(r, b);
}

static void build_one(encart__render *r, encart__built *b, size_t index, size_t of)
{
    const encart__block *blocks = r->article->blocks;
    encart__at at = {index, of, b->slot, NULL, NULL, r->scope->heading_level};
    encart__node_id root;

    if (b->gap >= 0) {
        at.prev = &blocks[b->gap];
        at.next = &blocks[b->gap + 1];
    }
    encart__tree_free(&r->scratch);
    encart__tree_init(&r->scratch, &r->engine->alloc);
    root = b->box.plugin->runtime->build(b->run, &b->box, &at, &r->scratch);
    if (!root) {
        b->outcome = "empty";
        return;
    }
    encart__tree_append(&r->scratch, ENCART__ROOT, root);
    if (b->slot == ENCART__SLOT_HEAD) {
        encart__head_build(r, b, root);
        return;
    }
    dress(r, root, b);
    if (b->fate != ENCART__FLATTEN)
        settle_label(r, root, b);
    if (!r->scratch.failed && !typeset(r, root))
        finish(r, b);
}

/* The next box to build: in the body by gap, elsewhere by slot, weight and name. */
static int builds_before(const encart__built *a, const encart__built *b)
{
    int body_a = a->gap >= 0, body_b = b->gap >= 0;

    if (body_a != body_b)
        return body_a;
    if (body_a)
        return a->gap < b->gap;
    if (a->slot != b->slot)
        return a->slot < b->slot;
    if (a->box.weight != b->box.weight)
        return a->box.weight < b->box.weight;
    return encart__str_cmp(a->name, b->name) < 0;
}

static size_t placed_of(const encart__render *r, const encart__plugin *p)
{
    size_t n = 0;

    for (size_t i = 0; i < r->box_count; i++)
        n += r->boxes[i].box.plugin == p && !r->boxes[i].outcome;
    return n;
}

/* From here on the array is in building order, which is reading order too. */
static void order_boxes(encart__render *r)
{
    for (size_t i = 1; i < r->box_count; i++) {
        encart__built b = r->boxes[i];
        size_t j = i;

        for (; j > 0 && builds_before(&b, &r->boxes[j - 1]); j--)
            r->boxes[j] = r->boxes[j - 1];
        r->boxes[j] = b;
    }
}

void encart__boxes_build(encart__render *r)
{
    order_boxes(r);
    for (size_t i = 0; i < r->box_count; i++) {
        encart__built *b = &r->boxes[i];
        size_t index = 1;

        if (b->outcome)
            continue;
        for (size_t j = 0; j < i; j++)
            index += r->boxes[j].box.plugin == b->box.plugin && !r->boxes[j].outcome;
        build_one(r, b, index, placed_of(r, b->box.plugin));
        if (!b->done && !b->outcome)
            b->outcome = "failed";
    }
}

static void add_stats(encart__run_stats *all, const encart__run_stats *s)
{
    all->fuel += s->fuel;
    all->memory += s->memory;
    all->cpu_ns += s->cpu_ns;
    all->dead |= s->dead;
    all->by_clock |= s->by_clock;
    if (s->max_age && (!all->max_age || s->max_age < all->max_age)) {
        all->max_age = s->max_age;
        all->grain = s->grain;
    }
}

void encart__boxes_end_run(encart__render *r, size_t plugin)
{
    encart__run_stats s = {0};

    if (!r->runs[plugin])
        return;
    r->scope->plugins[plugin].plugin->runtime->end(r->runs[plugin], &s);
    add_stats(&r->stats[plugin], &s);
    r->by_clock |= s.by_clock;
    r->runs[plugin] = NULL;
}

void encart__boxes_end(encart__render *r)
{
    size_t n = r->runs && !r->no_plugins ? r->scope->plugin_count : 0;

    for (size_t i = 0; i < n; i++)
        encart__boxes_end_run(r, i);
}
