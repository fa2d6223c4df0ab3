/* Names inside one document: the first of equal ids wins, links within the page lead
 * somewhere, and elements that say nothing without attributes lose their tags.
 */
#include "core/sanitise/clean.h"
#include "core/sanitise/told.h"

/* The hash stands beside the element: those of other ids are passed by without a look at
 * their elements, which may be anywhere in a large tree. */
typedef struct {
    uint32_t hash;
    encart__node_id node; /* 0 = free */
} id_slot;

typedef struct {
    const encart__tree *tree;
    id_slot *slot; /* open addressing */
    size_t mask;
} id_set;

/* FNV-1a, but that the last character is added: numbered ids, as most are, stand side by
 * side and are found in memory that is at hand. It begins with where the table lies, so that
 * an article cannot choose ids that all meet in one place. */
static uint32_t hash(const id_set *set, encart__str s)
{
    uint32_t h = 2166136261u ^ (uint32_t)((uintptr_t)set->slot >> 4);

    for (size_t i = 0; i + 1 < s.n; i++)
        h = (h ^ (unsigned char)s.p[i]) * 16777619u;
    return (h ^ (h >> 15)) + (s.n ? (unsigned char)s.p[s.n - 1] : 0);
}

/* The element of `id`; where there is none, the free place for one. */
static encart__node_id *look(const id_set *set, encart__str id)
{
    encart__str have = ENCART__STR_EMPTY;
    uint32_t h = hash(set, id);

    for (size_t i = h & set->mask;; i = (i + 1) & set->mask) {
        id_slot *slot = &set->slot[i];

        if (!slot->node) {
            slot->hash = h;
            return &slot->node;
        }
        if (slot->hash != h)
            continue;
        encart__tree_attr(set->tree, slot->node, ENCART__A_ID, &have);
        if (encart__str_eq(have, id))
            return &slot->node;
    }
}

static void first_of_each(encart__tree *t, const id_set *set, encart__diags *removed)
{
    encart__str id;

    for (encart__node_id n = ENCART__ROOT; n;
         n = encart__tree_next(t, ENCART__ROOT, n, 0)) {
        encart__node_id *slot;

        if (!encart__tree_attr(t, n, ENCART__A_ID, &id))
            continue;
        slot = look(set, id);
        if (!*slot) {
            *slot = n;
            continue;
        }
        encart__tell_id(removed, t->nodes[n].line, ENCART__R_DUPLICATE_ID, id);
        encart__tree_attr_remove(t, n, ENCART__A_ID);
    }
}

/* "#x" of a plugin may name what the page has; if it is its own "e-x", it follows. */
static void plugin_link(encart__tree *t, const id_set *set, encart__node_id a,
                        encart__str target)
{
    encart__strbuf own;

    if (*look(set, target))
        return;
    encart__strbuf_init(&own, t->alloc, 0);
    encart__strbuf_puts(&own, "#e-");
    encart__strbuf_str(&own, target);
    if (own.failed)
        t->failed = ENCART_ENOMEM;
    else if (*look(set, encart__str_sub(encart__strbuf_view(&own), 1, own.size)))
        encart__tree_attr_set(t, a, ENCART__A_HREF, encart__strbuf_view(&own));
    encart__strbuf_free(&own);
}

static void settle_link(encart__tree *t, const id_set *set, const encart__policy *policy,
                        encart__node_id a, encart__diags *removed)
{
    encart__str href, target;

    if (!encart__tree_attr(t, a, ENCART__A_HREF, &href) || !href.n || href.p[0] != '#')
        return;
    target = encart__str_sub(href, 1, href.n);
    if (encart__policy_is_plugin(policy)) {
        plugin_link(t, set, a, target);
    } else if (!*look(set, target)) {
        encart__tell_id(removed, t->nodes[a].line, ENCART__R_URL, target);
        encart__tree_attr_remove(t, a, ENCART__A_HREF);
        /* What it said of itself was said of a link: “Note 1”, a reference to a note. */
        encart__tree_attr_remove(t, a, ENCART__A_ROLE);
        encart__tree_attr_remove(t, a, ENCART__A_ARIA_LABEL);
    }
}

/* A link that leads nowhere, a span without an attribute, formatting of nothing. */
static int says_nothing(const encart__tree *t, encart__node_id n)
{
    const encart__node *k = &t->nodes[n];

    if (encart__tree_is(t, n, ENCART__T_A))
        return !encart__tree_attr(t, n, ENCART__A_HREF, NULL) &&
               !encart__tree_attr(t, n, ENCART__A_ID, NULL);
    if (k->kind != ENCART__NODE_ELEMENT || k->attr)
        return 0;
    return k->tag == ENCART__T_SPAN ||
           (!k->first && (encart__tag_flags(k->tag) & ENCART__F_FORMATTING));
}

/* What is around an element that went may say nothing without it. */
static void unwrap_empty_talk(encart__tree *t, encart__diags *removed)
{
    for (encart__node_id n = ENCART__ROOT, next; n; n = next) {
        next = encart__tree_next(t, ENCART__ROOT, n, 0);
        while (n && says_nothing(t, n)) {
            encart__node_id parent = t->nodes[n].parent;

            encart__tell_element(removed, ENCART__NOTE, t->nodes[n].line, ENCART__R_EMPTY,
                                 t->nodes[n].tag, "that says nothing lost its tags");
            encart__tree_unwrap(t, n);
            n = t->nodes[parent].first ? 0 : parent;
        }
    }
}

/* What there is to do, found without a walk. */
typedef struct {
    size_t ids;
    int links, empty_talk;
} survey;

static void survey_attrs(survey *s, const encart__tree *t, const encart__node *k)
{
    for (uint32_t i = k->attr; i; i = t->attrs[i].next) {
        const encart__attr *a = &t->attrs[i];

        s->ids += a->name == ENCART__A_ID;
        s->links |= a->name == ENCART__A_HREF && a->len &&
                    encart__tree_attr_value(t, a).p[0] == '#';
    }
}

static survey look_over(const encart__tree *t)
{
    survey s = {0, 0, 0};

    for (size_t n = ENCART__ROOT + 1; n < t->node_count; n++) {
        const encart__node *k = &t->nodes[n];

        if (k->kind != ENCART__NODE_ELEMENT)
            continue;
        if (k->attr)
            survey_attrs(&s, t, k);
        s.empty_talk |= says_nothing(t, (encart__node_id)n);
    }
    return s;
}

static void settle_names(encart__tree *t, const encart__policy *policy, size_t count,
                         encart__diags *removed)
{
    id_set set = {t, NULL, 0};
    size_t size = 8;

    while (size < count * 2 + 2)
        size *= 2;
    set.mask = size - 1;
    set.slot = encart__calloc(t->alloc, size, sizeof *set.slot);
    if (!set.slot) {
        t->failed = ENCART_ENOMEM;
        return;
    }
    first_of_each(t, &set, removed);
    for (encart__node_id n = ENCART__ROOT; n;
         n = encart__tree_next(t, ENCART__ROOT, n, 0))
        if (encart__tree_is(t, n, ENCART__T_A))
            settle_link(t, &set, policy, n, removed);
    encart__free(t->alloc, set.slot, size * sizeof *set.slot);
}

int encart__settle_ids(encart__tree *t, const encart__policy *policy,
                       encart__diags *removed)
{
    survey s = look_over(t);

    if (s.ids || s.links) {
        settle_names(t, policy, s.ids, removed);
        s = look_over(t); /* a link without a target says nothing */
    }
    if (s.empty_talk)
        unwrap_empty_talk(t, removed);
    return s.empty_talk || t->failed;
}
