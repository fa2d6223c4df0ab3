/* A plugin's init.lua and an article: whatever the plugin does, its boxes are trees of what
 * the policy for plugins allows, the same ones on each run, with the same fuel; with an
 * allocation that fails nothing leaks. An input is the source, a line "--ARTICLE" and HTML;
 * its last byte says which allocation fails. */
#include "core/load/load.h"
#include "core/plugin/settings.h"
#include "core/sanitise/sanitise.h"
#include "core/serialise/serialise.h"
#include "fuzz/fuzz.h"
#include "lua/plugin.h"

enum { BOXES = 8, FUEL = 200000, TIME_MS = 2000, MEMORY = 2 << 20 };

static const char manifest[] =
    "return { name = 'probe', version = '1', api = 1,\n"
    "  uses = { 'article.blocks', 'service.related', 'time', 'forms' },\n"
    "  slots = { 'body', 'footer' },\n"
    "  boxes = { note = { slot = 'footer', element = 'p' },\n"
    "            side = { slot = 'body', element = 'aside' } },\n"
    "  settings = { count = { type = 'integer', default = 2 } } }\n";
static const char labels[] =
    "return { read = 'Lire {n}', many = { one = '{n} lien', other = '{n} liens' } }";

/* What one run gave, to be compared with the next. */
typedef struct outcome {
    encart__strbuf html, told;
    encart__run_stats stats;
    int by_clock;
} outcome;

/* ---- services -------------------------------------------------------------------------- */

static const encart__related *related(void *user, size_t *count)
{
    static encart__related list[2];

    (void)user;
    list[0] = (encart__related){.url = ENCART__STR("/a"), .title = ENCART__STR("Un <titre>"),
                                .lang = ENCART__STR("fr"), .source = ENCART__STR("index")};
    list[1] = (encart__related){.url = ENCART__STR("/b"), .title = ENCART__STR("Deux"),
                                .source = ENCART__STR("editor"), .score = 900};
    *count = 2;
    return list;
}

static int used(void *user, encart__str url)
{
    (void)user;
    return url.n % 2 == 0;
}

static const encart__str *published(void *user, encart__str box, size_t *count)
{
    static encart__str urls[1];

    (void)user;
    urls[0] = ENCART__STR("/a");
    *count = 1;
    return box.n % 2 ? urls : NULL;
}

/* ---- a plugin made in memory ----------------------------------------------------------- */

static void add_file(encart__lua_plugin *p, const char *name, encart__str source)
{
    p->files[p->file_count++] =
        (encart__lua_file){encart__str_z(name), source, ENCART__STR_EMPTY};
}

static void add_labels(encart__lua_plugin *p)
{
    json_t *entries = encart__lua_data(encart__str_z(labels), "fr.lua", NULL, &p->alloc);

    if (entries)
        p->catalogues[p->catalogue_count++] =
            (encart__catalogue){ENCART__STR("fr"), entries};
}

static encart__plugin *plugin_new(encart__str source, encart__diags *diags,
                                  const encart__alloc *alloc)
{
    encart__lua_plugin *p = encart__calloc(alloc, 1, sizeof *p);
    int ok;

    if (!p)
        return NULL;
    p->alloc = *alloc;
    encart__arena_init(&p->arena, &p->alloc, 0);
    p->pub.runtime = &encart__lua_runtime;
    p->pub.data = p;
    p->pub.name = p->pub.version = p->pub.license = p->pub.related_limit =
        ENCART__STR_EMPTY;
    p->pub.folder = ENCART__STR("probe");
    p->files = encart__arena_array(&p->arena, 1, sizeof *p->files);
    p->catalogues = encart__arena_array(&p->arena, 1, sizeof *p->catalogues);
    p->pub.manifest = encart__lua_data(encart__str_z(manifest), "manifest.lua", NULL,
                                       &p->alloc);
    ok = p->files && p->catalogues && p->pub.manifest &&
         encart__manifest_read(&p->pub, ENCART__STR("probe/manifest.lua"), &p->arena, diags);
    if (ok) {
        add_file(p, "init.lua", source);
        add_labels(p);
        ok = encart__lua_compile(p, &p->files[0], "@probe/init.lua", diags);
    }
    if (ok)
        return &p->pub;
    encart__lua_plugin_unload(&p->pub, alloc);
    return NULL;
}

/* ---- one run --------------------------------------------------------------------------- */

/* What was built passes the policy unchanged in kind: made into bytes, those are what the
 * sanitiser makes of them. */
static void check_bytes(encart__str html, const encart__policy *policy)
{
    encart__sanitise_opts o = {.policy = policy, .base = ENCART__STR_EMPTY,
                               .plugin_marks = 1};
    encart__strbuf again;

    encart__strbuf_init(&again, NULL, 0);
    FUZZ_CHECK(encart__sanitise_bytes(&again, html, &o, NULL, NULL) == ENCART_OK);
    FUZZ_CHECK(encart__str_eq(encart__strbuf_view(&again), html));
    encart__strbuf_free(&again);
}

static void keep_box(outcome *out, encart__tree *t, encart__node_id root,
                     const encart__alloc *alloc, encart__arena *arena)
{
    const encart__policy *policy = encart__policy_named(ENCART__STR("plugin-forms"));
    encart__diags removed;
    encart__strbuf html;

    encart__tree_append(t, ENCART__ROOT, root);
    encart__diags_init(&removed, arena, 0);
    if (t->failed || encart__model(t, policy, &removed) || t->failed)
        return;
    FUZZ_CHECK(!encart__tree_check(t));
    encart__strbuf_init(&html, alloc, 0);
    encart__serialise(t, &html);
    if (!html.failed) {
        check_bytes(encart__strbuf_view(&html), policy);
        encart__strbuf_str(&out->html, encart__strbuf_view(&html));
    }
    encart__strbuf_free(&html);
}

static void build(outcome *out, encart__run *run, const encart__box *box, size_t i,
                  const encart__run_opts *o)
{
    const encart_article *a = o->article;
    encart__at at = {i + 1, i + 1, box->slot, NULL, NULL, 2};
    encart__node_id root;
    encart__tree t;

    if (box->slot == ENCART__SLOT_BODY && a->block_count > 1) {
        at.prev = &a->blocks[0];
        at.next = &a->blocks[1];
    }
    encart__tree_init(&t, o->alloc);
    root = encart__lua_runtime.build(run, box, &at, &t);
    if (root)
        keep_box(out, &t, root, o->alloc, o->arena);
    encart__tree_free(&t);
}

static void keep_told(outcome *out, const encart__diags *diags)
{
    for (const encart__diag *d = diags->first; d; d = d->next)
        encart__strbuf_printf(&out->told, "%s %s:%u %s %s\n", d->rule, d->source.p, d->line,
                              d->path.p, d->message.p);
}

static void run(outcome *out, encart__str source, const encart_article *a,
                const encart__alloc *alloc)
{
    const encart__services services = {.related = related, .used = used,
                                       .published = published};
    encart__box boxes[BOXES];
    encart__arena arena;
    encart__diags diags;
    size_t count = 0;
    encart__run *started;
    encart__run_opts o = {
        .article = a, .services = &services, .lang = ENCART__STR("fr"),
        .page_lang = ENCART__STR("fr"), .format = ENCART__STR("fragment"),
        .top_anchor = ENCART__STR("encart-top"), .heading_level = 2, .fuel = FUEL,
        .memory = MEMORY, .time_ms = TIME_MS, .diags = &diags, .arena = &arena,
        .alloc = alloc,
    };
    encart__plugin *p;

    memset(out, 0, sizeof *out);
    encart__strbuf_init(&out->html, NULL, 0);
    encart__strbuf_init(&out->told, NULL, 0);
    encart__arena_init(&arena, alloc, 0);
    encart__diags_init(&diags, &arena, 0);
    p = plugin_new(source, &diags, alloc);
    if (p) {
        o.plugin = p;
        o.settings = encart__settings_apply(p, NULL, "plugins.probe", &diags);
        started = encart__lua_runtime.propose(&o, boxes, BOXES, &count);
        for (size_t i = 0; started && i < count; i++)
            build(out, started, &boxes[i], i, &o);
        encart__lua_runtime.end(started, &out->stats);
        json_decref((json_t *)(uintptr_t)o.settings);
    }
    keep_told(out, &diags);
    encart__lua_plugin_unload(p, alloc);
    encart__arena_free(&arena);
}

static void outcome_free(outcome *out)
{
    encart__strbuf_free(&out->html);
    encart__strbuf_free(&out->told);
}

/* ---- the target ------------------------------------------------------------------------ */

/* Twice the same, then with an allocation that fails. */
static void run_thrice(encart__str source, const encart_article *a, size_t fail_at)
{
    outcome first, second, failing;
    fuzz_alloc alloc;

    run(&first, source, a, &encart__alloc_default);
    run(&second, source, a, &encart__alloc_default);
    if (!first.stats.by_clock && !second.stats.by_clock) {
        FUZZ_CHECK(encart__str_eq(encart__strbuf_view(&first.html),
                                  encart__strbuf_view(&second.html)));
        FUZZ_CHECK(encart__str_eq(encart__strbuf_view(&first.told),
                                  encart__strbuf_view(&second.told)));
        FUZZ_CHECK(first.stats.fuel == second.stats.fuel);
    }
    fuzz_alloc_init(&alloc, fail_at);
    run(&failing, source, a, &alloc.vtable);
    FUZZ_CHECK(alloc.live == 0);
    outcome_free(&first);
    outcome_free(&second);
    outcome_free(&failing);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char mark[] = "\n--ARTICLE\n";
    encart_load_options options = ENCART_LOAD_OPTIONS_INIT;
    encart__str all = {(const char *)data, size}, source = all, html;
    const char *at = size ? memmem(data, size, mark, sizeof mark - 1) : NULL;
    const encart__known known = {.boxes = NULL, .count = 0};
    encart_article *a = NULL;
    encart_error err;

    html = ENCART__STR("<p>Un texte.</p><p>Un autre.</p>");
    if (at) {
        source.n = (size_t)(at - all.p);
        html = encart__str_sub(all, source.n + sizeof mark - 1, all.n);
    }
    options.format = "html";
    if (encart__load(&a, NULL, html, &options, &known, &err))
        return 0;
    run_thrice(source, a, size ? data[size - 1] + 1u : 1);
    encart__article_release(a);
    return 0;
}
