/* The report: who inserted what, where and why; docs/schema/report.json is its shape. */
#include "core/base/jsonw.h"
#include "core/render/pipeline.h"

#include <encart/version.h>

#include <stdio.h>
#include <string.h>

static void write_article(encart__jsonw *w, const encart_article *a)
{
    encart__jsonw_key(w, "article");
    encart__jsonw_open(w, '{');
    encart__jsonw_kopt(w, "id", a->id);
    encart__jsonw_kopt(w, "url", a->url);
    encart__jsonw_kopt(w, "title", a->title);
    encart__jsonw_kstr(w, "lang", a->lang);
    encart__jsonw_kstr(w, "format", a->format);
    encart__jsonw_kopt(w, "charset", a->charset);
    encart__jsonw_kint(w, "words", a->words);
    encart__jsonw_kint(w, "blocks", (int64_t)a->block_count);
    encart__jsonw_close(w, '}');
}

static void write_links(encart__jsonw *w, const encart__built *b)
{
    encart__jsonw_key(w, "links");
    encart__jsonw_open(w, '[');
    for (size_t i = 0; i < b->link_count; i++)
        encart__jsonw_str(w, b->links[i]);
    encart__jsonw_close(w, ']');
}

static const char *why_of(const encart__render *r, const encart__built *b)
{
    if (b->done)
        return NULL;
    if (b->outcome && strcmp(b->outcome, "no-gap") == 0)
        return encart__rule_name(r->wishes[b->wish].why);
    return b->outcome;
}

static void write_box(encart__jsonw *w, const encart__render *r, const encart__built *b)
{
    const char *why = why_of(r, b);

    encart__jsonw_open(w, '{');
    encart__jsonw_kstr(w, "box", b->name);
    encart__jsonw_kstr(w, "slot", encart__str_z(encart__slot_name(b->slot)));
    encart__jsonw_kbool(w, "placed", b->done);
    if (b->fate)
        encart__jsonw_kstr(w, "channel", encart__str_z(encart__fate_names[b->fate]));
    if (b->done && b->gap >= 0) {
        encart__jsonw_kint(w, "gap", b->gap);
        encart__jsonw_kint(w, "cost", r->wishes[b->wish].cost);
        encart__jsonw_kint(w, "words_before",
                           r->article->blocks[b->gap].before +
                               r->article->blocks[b->gap].words);
        if (r->wishes[b->wish].relaxed)
            encart__jsonw_kbool(w, "relaxed", 1);
    }
    if (why)
        encart__jsonw_kstr(w, "why", encart__str_z(why));
    if (b->done)
        write_links(w, b);
    encart__jsonw_close(w, '}');
}

static void write_boxes(encart__jsonw *w, const encart__render *r)
{
    encart__jsonw_key(w, "boxes");
    encart__jsonw_open(w, '[');
    for (size_t i = 0; i < r->box_count; i++)
        write_box(w, r, &r->boxes[i]);
    encart__jsonw_close(w, ']');
}

/* What the host has to fill: nothing here is to be cached but the places. */
static void write_holes(encart__jsonw *w, const encart__render *r)
{
    encart__jsonw_key(w, "holes");
    encart__jsonw_open(w, '[');
    for (size_t i = 0; i < r->box_count; i++) {
        const encart__built *b = &r->boxes[i];

        for (size_t j = 0; b->done && j < b->hole_count; j++) {
            encart__jsonw_open(w, '{');
            encart__jsonw_kstr(w, "hole", b->holes[j]);
            encart__jsonw_kstr(w, "box", b->name);
            encart__jsonw_close(w, '}');
        }
    }
    encart__jsonw_close(w, ']');
}

static void write_gap(encart__jsonw *w, const encart__render *r, size_t gap)
{
    const encart__block *b = &r->article->blocks[gap];

    encart__jsonw_open(w, '{');
    encart__jsonw_kint(w, "gap", (int64_t)gap);
    encart__jsonw_kstr(w, "after", encart__str_z(encart__block_kind_name(b->kind)));
    encart__jsonw_kstr(w, "before", encart__str_z(encart__block_kind_name(b[1].kind)));
    encart__jsonw_kint(w, "words_before", b->before + b->words);
    encart__jsonw_key(w, "refused");
    encart__jsonw_open(w, '{');
    for (size_t i = 0; i < r->box_count; i++) {
        const encart__built *x = &r->boxes[i];
        const encart__wish *wish = x->wish == (size_t)-1 ? NULL : &r->wishes[x->wish];

        if (!wish)
            continue;
        if (wish->placed == (int32_t)gap)
            continue;
        if (wish->refused && wish->refused[gap])
            encart__jsonw_kstr(w, x->name.p,
                               encart__str_z(encart__rule_name(wish->refused[gap])));
    }
    encart__jsonw_close(w, '}');
    for (size_t i = 0; i < r->box_count; i++)
        if (r->boxes[i].done && r->boxes[i].gap == (int32_t)gap)
            encart__jsonw_kstr(w, "box", r->boxes[i].name);
    encart__jsonw_close(w, '}');
}

static void write_gaps(encart__jsonw *w, const encart__render *r)
{
    encart__jsonw_key(w, "gaps");
    encart__jsonw_open(w, '[');
    for (size_t g = 0; r->wish_count && g + 1 < r->article->block_count; g++)
        write_gap(w, r, g);
    encart__jsonw_close(w, ']');
}

static void write_author_boxes(encart__jsonw *w, const encart__render *r)
{
    const encart_article *a = r->article;

    encart__jsonw_key(w, "author_boxes");
    encart__jsonw_open(w, '[');
    for (size_t i = 0; i < a->author_box_count; i++) {
        const encart__resolved *x = &r->resolved[i];

        encart__jsonw_open(w, '{');
        encart__jsonw_kstr(w, "title", a->author_boxes[i].title);
        encart__jsonw_kbool(w, "linked", x->found || a->author_boxes[i].href.n);
        encart__jsonw_kopt(w, "href", x->found ? x->article.url : a->author_boxes[i].href);
        if (x->found) {
            encart__jsonw_kopt(w, "article", x->article.id);
            encart__jsonw_kstr(w, "source", encart__str_z(x->source));
        }
        if (a->author_boxes[i].line)
            encart__jsonw_kint(w, "line", a->author_boxes[i].line);
        encart__jsonw_close(w, '}');
    }
    encart__jsonw_close(w, ']');
}

static void write_residue(encart__jsonw *w, unsigned residue)
{
    static const struct {
        unsigned bit;
        const char *name;
    } names[] = {{ENCART__RESIDUE_RELATED, "related"},
                 {ENCART__RESIDUE_COMMENTS, "comments"},
                 {ENCART__RESIDUE_COMMENTS_CLOSED, "comments-closed"},
                 {ENCART__RESIDUE_TOP, "back-to-top"},
                 {ENCART__RESIDUE_SHARE, "share"}};

    encart__jsonw_key(w, "residue");
    encart__jsonw_open(w, '[');
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (residue & names[i].bit)
            encart__jsonw_z(w, names[i].name);
    encart__jsonw_close(w, ']');
}

static void write_slots(encart__jsonw *w, const encart__render *r)
{
    encart__jsonw_key(w, "slots");
    encart__jsonw_open(w, '{');
    for (int s = 0; s < ENCART__SLOT_COUNT; s++)
        if (s != ENCART__SLOT_BODY && r->slots[s].size)
            encart__jsonw_kstr(w, encart__slot_name((encart__slot)s),
                               encart__strbuf_view(&r->slots[s]));
    encart__jsonw_close(w, '}');
}

/* The plugin that looked at the date and has to look again first; NULL when none did. */
static const encart__run_stats *soonest(const encart__render *r)
{
    const encart__run_stats *found = NULL;

    for (size_t i = 0; !r->no_plugins && i < r->scope->plugin_count; i++)
        if (r->stats[i].max_age && (!found || r->stats[i].max_age < found->max_age))
            found = &r->stats[i];
    return found;
}

/* What must purge this page from a cache: the article itself and all that was read. */
static void write_dependencies(encart__jsonw *w, const encart__render *r)
{
    const encart_article *a = r->article;

    encart__jsonw_key(w, "dependencies");
    encart__jsonw_open(w, '[');
    if (a->id.n) {
        encart__jsonw_open(w, '{');
        encart__jsonw_kstr(w, "article", a->id);
        encart__jsonw_close(w, '}');
    }
    if (r->have_related && r->related_source) {
        encart__jsonw_open(w, '{');
        encart__jsonw_kstr(w, "related", a->id);
        encart__jsonw_kstr(w, "source", encart__str_z(r->related_source));
        encart__jsonw_close(w, '}');
    }
    for (size_t i = 0; r->have_related && i < r->related_count; i++) {
        encart__jsonw_open(w, '{');
        encart__jsonw_kstr(w, "article", r->related[i].id.n ? r->related[i].id
                                                            : r->related[i].url);
        encart__jsonw_close(w, '}');
    }
    for (size_t i = 0; i < a->author_box_count; i++) {
        if (a->author_boxes[i].href.n || !a->author_boxes[i].title.n)
            continue;
        encart__jsonw_open(w, '{');
        encart__jsonw_kstr(w, "title", a->author_boxes[i].title);
        encart__jsonw_close(w, '}');
    }
    encart__asks_report(r, w);
    if (soonest(r)) {
        encart__jsonw_open(w, '{');
        encart__jsonw_kstr(w, "time", encart__str_z(soonest(r)->grain));
        encart__jsonw_close(w, '}');
    }
    encart__jsonw_close(w, ']');
}

static void write_age(encart__jsonw *w, const encart__render *r)
{
    const encart__run_stats *s = soonest(r);
    int64_t age = encart__asks_age(r);

    encart__jsonw_kbool(w, "cacheable", !r->by_clock && !r->unread && age != 0);
    if (s && (age < 0 || s->max_age < age))
        age = s->max_age;
    if (age > 0)
        encart__jsonw_kint(w, "max_age", age);
}

static void write_plugins(encart__jsonw *w, const encart__render *r)
{
    encart__jsonw_key(w, "plugins");
    encart__jsonw_open(w, '[');
    for (size_t i = 0; !r->no_plugins && i < r->scope->plugin_count; i++) {
        const encart__plugin *p = r->scope->plugins[i].plugin;
        const encart__run_stats *s = &r->stats[i];

        encart__jsonw_open(w, '{');
        encart__jsonw_kstr(w, "name", p->name);
        encart__jsonw_kstr(w, "version", p->version);
        encart__jsonw_kint(w, "fuel", s->fuel);
        encart__jsonw_kint(w, "memory", (int64_t)s->memory);
        if (s->dead)
            encart__jsonw_kbool(w, "stopped", 1);
        if (r->edits[i].applied)
            encart__jsonw_kint(w, "edits", (int64_t)r->edits[i].applied);
        if (r->edits[i].skipped)
            encart__jsonw_kint(w, "edits_skipped", (int64_t)r->edits[i].skipped);
        if (r->edits[i].cut) {
            encart__jsonw_kint(w, "words_kept", r->edits[i].words_kept);
            encart__jsonw_kint(w, "words_cut", r->edits[i].words_cut);
        }
        if (r->timings)
            encart__jsonw_kint(w, "cpu_ns", s->cpu_ns);
        encart__jsonw_close(w, '}');
    }
    encart__jsonw_close(w, ']');
}

static void write_diags(encart__jsonw *w, const char *key, const encart__diags *d)
{
    encart__jsonw_key(w, key);
    encart__diags_json(d, w);
    if (d->count > d->kept) {
        char more[64];

        snprintf(more, sizeof more, "%s_not_listed", key);
        encart__jsonw_kint(w, more, d->count - d->kept);
    }
}

/* "encart_result_css()" in its parts. */
static void write_assets(encart__jsonw *w, const encart__render *r)
{
    encart__jsonw_key(w, "assets");
    encart__jsonw_open(w, '[');
    for (size_t i = 0; !r->no_plugins && i < r->scope->plugin_count; i++) {
        const encart__plugin *p = r->scope->plugins[i].plugin;

        for (size_t a = 0; a < p->asset_count && encart__shows(r, i); a++) {
            encart__jsonw_open(w, '{');
            encart__jsonw_kstr(w, "plugin", p->name);
            encart__asset_write(w, &p->assets[a]);
            encart__jsonw_close(w, '}');
        }
    }
    encart__jsonw_close(w, ']');
}

void encart__report_write(encart__render *r)
{
    encart__jsonw w;

    encart__jsonw_init(&w, &r->report);
    encart__jsonw_open(&w, '{');
    encart__jsonw_kstr(&w, "encart", ENCART__STR(ENCART_VERSION_STRING));
    encart__jsonw_kstr(&w, "format", r->format);
    encart__jsonw_kstr(&w, "lang", r->lang);
    encart__jsonw_kstr(&w, "channel", r->channel->name);
    write_article(&w, r->article);
    write_boxes(&w, r);
    write_holes(&w, r);
    write_gaps(&w, r);
    write_author_boxes(&w, r);
    write_residue(&w, r->article->residue);
    write_slots(&w, r);
    write_assets(&w, r);
    write_dependencies(&w, r);
    write_age(&w, r);
    write_plugins(&w, r);
    write_diags(&w, "removed", &r->article->removed);
    write_diags(&w, "load", &r->article->diags);
    write_diags(&w, "diagnostics", &r->diags);
    encart__jsonw_close(&w, '}');
}
