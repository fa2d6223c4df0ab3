/* From a tree to runs of text and back. See typography.h; runs.c has the rules. */
#include "core/i18n/typography.h"
#include "core/base/vec.h"
#include "core/i18n/chars.h"
#include "core/i18n/run.h"
#include "core/text/text.h"

const char *const encart__typography_locales[] = {"fr", "fr-CA", "fr-CH",
                                                  "ar", "none",  NULL};
const char *const encart__typography_modes[] = {"labels", "inserted", "all", NULL};
const char *const encart__typography_spaces[] = {"u202f", "u00a0", NULL};

#define NBSP ENCART__CP_NBSP
#define FINE ENCART__CP_FINE

/* France: Imprimerie nationale, Lexique. Quebec writes no space before ; ! ? and groups
 * figures as CLDR says. Switzerland has the fine space everywhere. */
static const encart__typo_rules all_rules[] = {
    {"fr", 1, .colon = NBSP, .high = FINE, .inner = NBSP, .group = FINE},
    {"fr-CA", 1, .colon = NBSP, .high = 0, .inner = NBSP, .group = NBSP},
    {"fr-CH", 1, .colon = FINE, .high = FINE, .inner = FINE, .group = FINE},
    {"ar", 0, 0, 0, 0, 0},
};

/* ---- which rules ---- */

static const encart__typo_rules *rules_named(encart__str tag)
{
    for (size_t i = 0; i < sizeof all_rules / sizeof *all_rules; i++)
        if (encart__str_ieq(tag, encart__str_z(all_rules[i].tag)))
            return &all_rules[i];
    return NULL;
}

/* The rules for text of `lang` into *out; false when it has none. */
static int rules_for(const encart__typography *t, encart__str lang,
                     encart__typo_rules *out)
{
    encart__str primary = encart__lang_primary(lang);
    const encart__typo_rules *found = rules_named(t->locale.n ? t->locale : lang);

    if (!found && !t->locale.n)
        found = rules_named(primary);
    if (!found ||
        !encart__str_eq(encart__lang_primary(encart__str_z(found->tag)), primary))
        return 0;
    *out = *found;
    if (t->no_fine) {
        uint32_t *const spaces[] = {&out->colon, &out->high, &out->inner, &out->group};

        for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++)
            if (*spaces[i] == FINE)
                *spaces[i] = NBSP;
    }
    return 1;
}

int encart__typography_applies(const encart__typography *t, encart__str lang)
{
    encart__typo_rules rules;

    return rules_for(t, lang, &rules);
}

/* ---- edits into text ---- */

/* Appends the part [from, to) of a run with its edits, beginning with the edit *next.
 * What an edit puts in stands where its last byte stood. True when there was any. */
static int write_edited(encart__str run, size_t from, size_t to,
                        const encart__edits *edits, size_t *next, encart__strbuf *out)
{
    int any = 0;

    while (*next < edits->count && edits->list[*next].at < to) {
        const encart__edit *e = &edits->list[*next];
        size_t end = e->at + e->len;

        any = 1;
        if (e->at > from)
            encart__strbuf_add(out, run.p + from, e->at - from);
        from = end < to ? end : to;
        if (end > to) /* goes on in the next part */
            return any;
        encart__strbuf_add(out, e->with, e->n);
        ++*next;
    }
    encart__strbuf_add(out, run.p + from, to - from);
    return any;
}

static void edits_free(encart__edits *e)
{
    encart__free(e->alloc, e->list, e->cap * sizeof *e->list);
}

void encart__typography_text(const encart__typography *t, encart__str lang,
                             encart__str text, encart__strbuf *out)
{
    encart__typo_rules rules;
    encart__edits edits = {.alloc = out->alloc};
    size_t next = 0;

    if (!rules_for(t, lang, &rules)) {
        encart__strbuf_str(out, text);
        return;
    }
    encart__run_edits(&rules, text, &edits);
    write_edited(text, 0, text.n, &edits, &next, out);
    if (edits.failed)
        out->failed = ENCART_ENOMEM;
    edits_free(&edits);
}

/* ---- runs of a tree ---- */

typedef struct segment { /* a text node's part of the run */
    encart__node_id node;
    size_t start, end;
} segment;

typedef struct scope { /* an element that decides what holds below it */
    encart__node_id node;
    uint8_t code, foreign, fixed; /* the last: translate=no */
} scope;

typedef struct pass {
    encart__tree *tree;
    encart__typo_rules rules;
    encart__str primary; /* subtag of the rules' language */
    encart__strbuf run, text;
    segment *segments;
    size_t segment_count, segment_cap;
    scope *scopes; /* the innermost last */
    size_t scope_count, scope_cap;
    encart__edits edits;
    int failed;
} pass;

static void write_back(pass *p)
{
    size_t next = 0;

    for (size_t i = 0; i < p->segment_count; i++) {
        const segment *s = &p->segments[i];

        encart__strbuf_clear(&p->text);
        if (write_edited(encart__strbuf_view(&p->run), s->start, s->end, &p->edits, &next,
                         &p->text) &&
            !p->text.failed)
            encart__tree_text_set(p->tree, s->node, encart__strbuf_view(&p->text));
        if (p->text.failed)
            p->failed = p->text.failed;
    }
}

static void end_run(pass *p)
{
    if (p->run.failed)
        p->failed = p->run.failed;
    if (p->segment_count && !p->failed) {
        p->edits.count = 0;
        encart__run_edits(&p->rules, encart__strbuf_view(&p->run), &p->edits);
        if (p->edits.failed)
            p->failed = ENCART_ENOMEM;
        else if (p->edits.count)
            write_back(p);
    }
    encart__strbuf_clear(&p->run);
    p->segment_count = 0;
}

static int is_left(const pass *p)
{
    const scope *s = p->scope_count ? &p->scopes[p->scope_count - 1] : NULL;

    return s && (s->code || s->foreign || s->fixed);
}

/* Text that stays: the words beside it see only whether it begins and ends with a space.
 */
static void add_object(pass *p, encart__str text)
{
    size_t n;

    if (encart__typo_space(encart__cp_at(text, 0, &n)))
        encart__strbuf_puts(&p->run, ENCART__RUN_LINE_BREAK);
    encart__strbuf_puts(&p->run, ENCART__RUN_OBJECT);
    if (encart__typo_space(encart__cp_before(text, text.n)))
        encart__strbuf_puts(&p->run, ENCART__RUN_LINE_BREAK);
}

static void add_text(pass *p, encart__node_id node)
{
    encart__str text = encart__tree_text_of(p->tree, node);
    void *data = p->segments;

    if (!text.n)
        return;
    if (is_left(p)) {
        add_object(p, text);
        return;
    }
    if (!encart__vec_grow(p->tree->alloc, &data, &p->segment_cap, p->segment_count,
                          sizeof *p->segments, 0)) {
        p->failed = ENCART_ENOMEM;
        return;
    }
    p->segments = data;
    p->segments[p->segment_count++] = (segment){node, p->run.size, p->run.size + text.n};
    encart__strbuf_str(&p->run, text);
}

/* Text that is meant character by character. */
static int is_code(uint16_t tag)
{
    static const uint16_t tags[] = {
        ENCART__T_CODE,      ENCART__T_KBD,  ENCART__T_LISTING, ENCART__T_PRE,
        ENCART__T_PLAINTEXT, ENCART__T_SAMP, ENCART__T_TT,      ENCART__T_VAR};

    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (tags[i] == tag)
            return 1;
    return (encart__tag_flags(tag) & ENCART__F_NOTPROSE) != 0;
}

static scope scope_of(const pass *p, encart__node_id node)
{
    scope s = {0};
    encart__str value;

    if (p->scope_count)
        s = p->scopes[p->scope_count - 1];
    s.node = node;
    s.code |= is_code(p->tree->nodes[node].tag) != 0;
    if (encart__tree_attr(p->tree, node, ENCART__A_LANG, &value) ||
        encart__tree_attr(p->tree, node, ENCART__A_XML_LANG, &value))
        s.foreign = !encart__str_eq(encart__lang_primary(value), p->primary);
    if (encart__tree_attr(p->tree, node, ENCART__A_TRANSLATE, &value))
        s.fixed = encart__str_ieq(value, ENCART__STR("no"));
    return s;
}

static void open_scope(pass *p, encart__node_id node)
{
    scope s = scope_of(p, node);
    const scope *up = p->scope_count ? &p->scopes[p->scope_count - 1] : NULL;
    void *data = p->scopes;

    if (up ? s.code == up->code && s.foreign == up->foreign && s.fixed == up->fixed
           : !s.code && !s.foreign && !s.fixed)
        return;
    if (!encart__vec_grow(p->tree->alloc, &data, &p->scope_cap, p->scope_count,
                          sizeof *p->scopes, 0)) {
        p->failed = ENCART_ENOMEM;
        return;
    }
    p->scopes = data;
    p->scopes[p->scope_count++] = s;
}

/* A word of a run does not reach over its edges. A button's text is its own. */
static int ends_run(uint16_t tag)
{
    return encart__tag_flags(tag) & ENCART__F_BLOCK || tag == ENCART__T_BUTTON ||
           tag == ENCART__T_RT || tag == ENCART__T_RP;
}

static void enter(pass *p, encart__node_id node)
{
    uint16_t tag = p->tree->nodes[node].tag;

    if (ends_run(tag))
        end_run(p);
    else if (tag == ENCART__T_BR)
        encart__strbuf_puts(&p->run, ENCART__RUN_LINE_BREAK);
    else if (tag != ENCART__T_WBR && encart__tag_flags(tag) & ENCART__F_VOID)
        encart__strbuf_puts(&p->run, ENCART__RUN_OBJECT);
    open_scope(p, node);
}

static void leave(pass *p, encart__node_id node)
{
    if (ends_run(p->tree->nodes[node].tag))
        end_run(p);
    if (p->scope_count && p->scopes[p->scope_count - 1].node == node)
        p->scope_count--;
}

/* A hole is filled with what nobody knows yet; an editor's pin is nothing to a reader. */
static void add_comment(pass *p, encart__node_id node)
{
    if (encart__str_starts(encart__tree_text_of(p->tree, node), ENCART__STR("encart:hole ")))
        encart__strbuf_puts(&p->run, ENCART__RUN_OBJECT);
}

static void walk(pass *p, encart__node_id top)
{
    encart__iter it;

    encart__iter_init(&it, p->tree, top);
    while (!p->failed && encart__iter_next(&it)) {
        int kind = p->tree->nodes[it.at].kind;

        if (kind == ENCART__NODE_TEXT)
            add_text(p, it.at);
        else if (kind == ENCART__NODE_COMMENT)
            add_comment(p, it.at);
        else if (kind == ENCART__NODE_ELEMENT && it.leave)
            leave(p, it.at);
        else if (kind == ENCART__NODE_ELEMENT)
            enter(p, it.at);
    }
    if (!p->failed)
        end_run(p);
}

int encart__typography_tree(const encart__typography *t, encart__str lang,
                            encart__tree *tree, encart__node_id top)
{
    pass p = {.tree = tree};

    if (!rules_for(t, lang, &p.rules) || tree->failed)
        return tree->failed;
    p.primary = encart__lang_primary(encart__str_z(p.rules.tag));
    p.edits.alloc = tree->alloc;
    encart__strbuf_init(&p.run, tree->alloc, 0);
    encart__strbuf_init(&p.text, tree->alloc, 0);
    walk(&p, top);
    encart__strbuf_free(&p.run);
    encart__strbuf_free(&p.text);
    encart__free(tree->alloc, p.segments, p.segment_cap * sizeof *p.segments);
    encart__free(tree->alloc, p.scopes, p.scope_cap * sizeof *p.scopes);
    edits_free(&p.edits);
    return p.failed ? p.failed : tree->failed;
}
