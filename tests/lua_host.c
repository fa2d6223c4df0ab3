/* See lua_host.h. */
#include "tests/lua_host.h"
#include "core/plugin/settings.h"
#include "core/serialise/serialise.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const encart__related *mock_related(void *user, size_t *count)
{
    lua_host *h = user;

    *count = h->related_count;
    return h->related;
}

static int mock_used(void *user, encart__str url)
{
    lua_host *h = user;

    for (size_t i = 0; i < h->used_count; i++)
        if (encart__str_eq(h->used[i], url))
            return 1;
    return 0;
}

static const encart__str *mock_published(void *user, encart__str box, size_t *count)
{
    lua_host *h = user;

    *count = h->used_count;
    return encart__str_is(box, "lire-aussi/links") ? h->used : NULL;
}

static void empty_strings(encart_article *a)
{
    encart__str *strings[] = {
        &a->id, &a->url, &a->lang, &a->dir, &a->kind, &a->channel, &a->title,
        &a->subtitle, &a->summary, &a->access, &a->site, &a->format, &a->charset,
        &a->section.id, &a->section.name, &a->section.url, &a->section.kind,
        &a->image.url, &a->image.alt, &a->image.caption, &a->image.credit,
        &a->comments.action, &a->comments.fields, &a->comments.hidden, &a->html, &a->text,
    };

    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++)
        *strings[i] = ENCART__STR_EMPTY;
}

void lua_host_init(lua_host *h, const encart__alloc *alloc)
{
    memset(h, 0, sizeof *h);
    h->alloc = alloc ? alloc : &encart__alloc_default;
    encart__arena_init(&h->arena, h->alloc, 0);
    encart__diags_init(&h->diags, &h->arena, 0);
    empty_strings(&h->article);
    h->article.lang = ENCART__STR("fr");
    h->article.title = ENCART__STR("Un titre");
    h->article.comments.count = -1;
    h->services = (encart__services){.user = h, .related = mock_related, .used = mock_used,
                                     .published = mock_published};
    h->lang = "fr";
    h->time_ms = -1;
}

void lua_host_free(lua_host *h)
{
    lua_host_end(h);
    encart__lua_runtime.unload(h->plugin, h->alloc);
    h->plugin = NULL;
    encart__arena_free(&h->arena);
}

void lua_host_relate(lua_host *h, const char *url, const char *title, const char *lang,
                     const char *published)
{
    encart__related *r = &h->related[h->related_count++];

    *r = (encart__related){.url = encart__str_z(url), .title = encart__str_z(title),
                           .lang = encart__str_z(lang), .source = ENCART__STR("index")};
    encart__date_parse(encart__str_z(published), &r->published);
}

int lua_host_load(lua_host *h, const char *name)
{
    char path[512];

    lua_host_end(h);
    encart__lua_runtime.unload(h->plugin, h->alloc);
    snprintf(path, sizeof path, "plugins/%s", name);
    h->plugin = encart__lua_runtime.load(strchr(name, '/') ? name : suite_src(path),
                                         &h->diags, h->alloc);
    return h->plugin != NULL;
}

static void end_run(lua_host *h)
{
    if (h->run)
        encart__lua_runtime.end(h->run, &h->stats);
    h->run = NULL;
}

size_t lua_host_again(lua_host *h)
{
    encart__run_opts o = {
        .plugin = h->plugin, .article = &h->article, .settings = h->settings,
        .services = &h->services, .lang = encart__str_z(h->lang),
        .page_lang = h->article.lang, .typography = h->typography, .format = ENCART__STR("fragment"), .channel = ENCART__STR("web"),
        .top_anchor = ENCART__STR("encart-top"), .heading_level = 2, .fuel = h->fuel,
        .site_name = encart__str_z(h->site_name), .site_url = encart__str_z(h->site_url),
        .memory = h->memory, .time_ms = h->time_ms, .diags = &h->diags,
        .arena = &h->arena, .alloc = h->alloc,
    };

    encart__date_parse(ENCART__STR("2024-10-20T10:20:30+01:00"), &o.now);
    end_run(h);
    h->box_count = 0;
    if (h->settings)
        h->run = encart__lua_runtime.propose(&o, h->boxes, HOST_BOXES, &h->box_count);
    return h->box_count;
}

size_t lua_host_propose(lua_host *h, const char *settings)
{
    json_t *given = json_loads(settings ? settings : "{}", 0, NULL);

    lua_host_end(h);
    if (h->plugin)
        h->settings = encart__settings_apply(h->plugin, given, "plugins.x", &h->diags);
    json_decref(given);
    return lua_host_again(h);
}

char *lua_host_build(lua_host *h, size_t box, size_t index, size_t of)
{
    encart__at at = {.index = index, .of = of, .slot = h->boxes[box].slot,
                     .heading_level = 2};
    encart__tree t;
    encart__node_id root;
    encart__strbuf html;
    char *text = NULL;

    encart__tree_init(&t, h->alloc);
    root = encart__lua_runtime.build(h->run, &h->boxes[box], &at, &t);
    encart__strbuf_init(&html, NULL, 0);
    if (root && !t.failed) {
        if (encart__tree_check(&t))
            abort(); /* no ck_assert: benchmarks and fuzzers are hosts too */
        encart__serialise_node(&t, root, &html);
        text = strdup(encart__strbuf_z(&html));
    }
    encart__strbuf_free(&html);
    encart__tree_free(&t);
    return text;
}

void lua_host_end(lua_host *h)
{
    end_run(h);
    json_decref(h->settings);
    h->settings = NULL;
}

/* ---- plugins written for a test -------------------------------------------------------- */

static const char usual_manifest[] =
    "return { name = \"probe\", version = \"1\", api = 1,\n"
    "  uses = { \"article.blocks\", \"service.related\", \"time\", \"html.raw\" },\n"
    "  slots = { \"body\", \"footer\" },\n"
    "  boxes = { note = { slot = \"footer\", element = \"p\" },\n"
    "            side = { slot = \"body\", element = \"aside\" } },\n"
    "  settings = { count = { type = \"integer\", default = 2, min = 1, max = 6 },\n"
    "               note = { type = \"string\", optional = true } } }\n";

static int write_file(const char *folder, const char *name, encart__str text)
{
    char path[512], sub[512];
    const char *slash = strrchr(name, '/');
    FILE *f;

    if (slash) {
        snprintf(sub, sizeof sub, "%s/%.*s", folder, (int)(slash - name), name);
        mkdir(sub, 0700);
    }
    snprintf(path, sizeof path, "%s/%s", folder, name);
    f = fopen(path, "w");
    if (!f)
        return 0;
    fwrite(text.p, 1, text.n, f);
    return fclose(f) == 0;
}

static void remove_folder(const char *folder, const char *const *files)
{
    char path[512];

    for (size_t i = 0; files[i]; i += 2) {
        snprintf(path, sizeof path, "%s/%s", folder, files[i]);
        unlink(path);
    }
    snprintf(path, sizeof path, "%s/lib", folder);
    rmdir(path);
    snprintf(path, sizeof path, "%s/locales", folder);
    rmdir(path);
    rmdir(folder);
}

/* `init` is init.lua where files[] has none. */
static int write_plugin(lua_host *h, const char *const *files, encart__str init)
{
    char top[] = "/tmp/encart-plugin-XXXXXX", folder[64];
    int ok = 1;

    if (!mkdtemp(top))
        return 0;
    snprintf(folder, sizeof folder, "%s/probe", top);
    mkdir(folder, 0700);
    for (size_t i = 0; files[i]; i += 2)
        ok &= write_file(folder, files[i],
                         files[i + 1] ? encart__str_z(files[i + 1]) : init);
    if (ok)
        ok = lua_host_load(h, folder);
    remove_folder(folder, files);
    rmdir(top);
    return ok;
}

int lua_host_write_files(lua_host *h, const char *const *files)
{
    return write_plugin(h, files, ENCART__STR_EMPTY);
}

int lua_host_write_n(lua_host *h, encart__str init)
{
    const char *files[] = {"manifest.lua", usual_manifest, "init.lua", NULL, NULL};

    return write_plugin(h, files, init);
}

int lua_host_write(lua_host *h, const char *init)
{
    return lua_host_write_n(h, encart__str_z(init));
}

const encart__diag *lua_host_told(const lua_host *h, const char *part)
{
    for (const encart__diag *d = h->diags.first; d; d = d->next)
        if (strstr(d->message.p, part))
            return d;
    return NULL;
}

const char *lua_host_diags(const lua_host *h)
{
    static char text[8192];
    size_t n = 0;

    text[0] = '\0';
    for (const encart__diag *d = h->diags.first; d && n + 1 < sizeof text; d = d->next) {
        int more = snprintf(text + n, sizeof text - n, "[%s] %s:%u: %s: %s\n", d->rule,
                            d->source.p, d->line, d->path.p, d->message.p);
        n += more > 0 ? (size_t)more : 0;
    }
    return text;
}
