/* From a folder to an immutable plugin: files, manifest, catalogues, compiled code. */
#include "lua/plugin.h"
#include "lua/lexcheck.h"
#include "lua/libs.h"
#include "core/base/limits.h"

#include <stdio.h>
#include <stdlib.h>

#define COMPILE_FUEL 100000000L
#define COMPILE_MEMORY ((size_t)64 << 20)
#define COMPILE_MS 2000 /* far beyond what any file needs; some sources take O(n²) */

typedef struct {
    encart__str source;
    const char *chunk;
    encart__strbuf *code;
} compilation;

static encart__diag *told(encart__lua_plugin *p, encart__str file, uint32_t line,
                          encart__diags *diags, encart__diag *d)
{
    char name[256];

    if (!d)
        return NULL;
    snprintf(name, sizeof name, "%.*s/%.*s", (int)p->pub.folder.n, p->pub.folder.p,
             (int)file.n, file.p);
    d->source = encart__arena_str(diags->arena, encart__str_z(name));
    d->line = line;
    return d;
}

#define TELL(p, file, line, diags, ...)                                                  \
    told(p, file, line, diags,                                                           \
         encart__diag_add(diags, ENCART__FAULT, "plugin-load", __VA_ARGS__))

/* ---- compiling ------------------------------------------------------------------------- */

static int write_code(lua_State *L, const void *bytes, size_t n, void *to)
{
    (void)L;
    encart__strbuf_add(to, bytes, n);
    return ((encart__strbuf *)to)->failed;
}

static int compile(lua_State *L)
{
    compilation *c = lua_touserdata(L, 1);

    encart__lua_load_text(L, c->source, c->chunk);
    lua_dump(L, write_code, c->code, 0);
    return 0;
}

/* "lire-aussi/init.lua:3: what" → 3 and "what". */
static const char *split_line(const char *text, const char *chunk, uint32_t *line)
{
    size_t n = strlen(chunk + 1);
    const char *p = text + n;
    uint32_t v = 0;

    if (strncmp(text, chunk + 1, n) != 0 || *p != ':')
        return text;
    for (p++; encart__is_digit((unsigned char)*p) && v < 1000000; p++)
        v = v * 10 + (uint32_t)(*p - '0');
    if (*p != ':' || p[1] != ' ')
        return text;
    *line = v;
    return p + 2;
}

static int compiled(encart__lua_plugin *p, encart__lua_file *file, encart__lua *s,
                    compilation *c, encart__diags *diags)
{
    uint32_t line;
    int ok = encart__lua_call(s, compile, c);

    line = s->fault.line > 0 ? (uint32_t)s->fault.line : 0; /* unless the text has it */
    if (!ok) {
        const char *text = split_line(s->fault.text, c->chunk, &line);

        TELL(p, file->name, line, diags, "%s", text);
        return 0;
    }
    if (c->code->failed) {
        TELL(p, file->name, 0, diags, "out of memory");
        return 0;
    }
    file->code = encart__arena_str(&p->arena, encart__strbuf_view(c->code));
    return 1;
}

int encart__lua_compile(encart__lua_plugin *p, encart__lua_file *file, const char *chunk,
                        encart__diags *diags)
{
    encart__lua_limits limits = {COMPILE_FUEL, COMPILE_MEMORY, COMPILE_MS, 0};
    encart__strbuf code;
    compilation c = {file->source, chunk, &code};
    encart__lua s;
    uint32_t line;
    const char *refused = encart__lexcheck(file->source, &line);
    int ok = 0;

    if (refused) {
        TELL(p, file->name, line, diags, "%s", refused);
        return 0;
    }
    encart__strbuf_init(&code, &p->alloc, 0);
    if (encart__lua_init(&s, &p->alloc, &limits))
        ok = compiled(p, file, &s, &c, diags);
    else
        TELL(p, file->name, 0, diags, "out of memory");
    encart__lua_free(&s);
    encart__strbuf_free(&code);
    return ok;
}

static int compile_all(encart__lua_plugin *p, encart__diags *diags)
{
    char chunk[256];
    int ok = 1;

    for (size_t i = 0; i < p->file_count; i++) {
        encart__lua_file *f = &p->files[i];

        if (encart__str_is(f->name, "manifest.lua") ||
            encart__str_starts(f->name, ENCART__STR("locales/")))
            continue;
        snprintf(chunk, sizeof chunk, "@%s/%s", p->pub.name.p, f->name.p);
        ok &= encart__lua_compile(p, f, chunk, diags);
        p->libs |= encart__libs_named(f->source);
    }
    return ok;
}

/* ---- catalogues ------------------------------------------------------------------------ */

static json_t *read_data(encart__lua_plugin *p, const encart__lua_file *f,
                         encart__diags *diags)
{
    encart_error err = {0};
    char name[256];
    json_t *v;

    snprintf(name, sizeof name, "%s", f->name.p);
    v = encart__lua_data(f->source, name, &err, &p->alloc);
    if (!v)
        TELL(p, f->name, err.line, diags, "%s", err.message);
    return v;
}

/* Each entry is a string, or a table of plural forms that are strings. */
static int check_entries(encart__lua_plugin *p, const encart__lua_file *f, json_t *entries,
                         encart__diags *diags)
{
    const char *key, *form;
    json_t *value, *text;
    int ok = 1;

    json_object_foreach(entries, key, value) {
        int good = json_is_string(value) || json_is_object(value);

        json_object_foreach(value, form, text)
            good &= json_is_string(text);
        if (json_is_object(value))
            good &= json_is_string(json_object_get(value, "other"));
        if (!good)
            TELL(p, f->name, 0, diags,
                 "%s: expected a string, or plural forms with “other”", key);
        ok &= good;
    }
    return ok;
}

/* Whether an earlier catalogue than `before`, but for `but`, has the key too. */
static int told_already(const encart__lua_plugin *p, size_t before, size_t but,
                        const char *key)
{
    for (size_t i = 0; i < before; i++)
        if (i != but && json_object_get(p->catalogues[i].entries, key))
            return 1;
    return 0;
}

/* Words that one language has and another has not: a reader gets those of the other. That of
 * a region lies over its language's, and need not be whole. */
static void compare_catalogues(encart__lua_plugin *p, size_t i, size_t other,
                               encart__diags *diags)
{
    const encart__catalogue *c = &p->catalogues[i], *o = &p->catalogues[other];
    char file[96];
    const char *key;
    json_t *value;

    snprintf(file, sizeof file, "locales/%.64s.lua", c->lang.p);
    json_object_foreach(o->entries, key, value)
        if (!json_object_get(c->entries, key) && !told_already(p, other, i, key))
            told(p, encart__str_z(file), 0, diags,
                 encart__diag_add(diags, ENCART__NOTE, "catalogue",
                                  "“%.64s” is missing; locales/%.64s.lua has it", key,
                                  o->lang.p));
}

static void check_complete(encart__lua_plugin *p, encart__diags *diags)
{
    for (size_t i = 0; i < p->catalogue_count; i++)
        for (size_t k = 0; k < p->catalogue_count; k++)
            if (k != i && !memchr(p->catalogues[i].lang.p, '-', p->catalogues[i].lang.n))
                compare_catalogues(p, i, k, diags);
}

static int read_catalogues(encart__lua_plugin *p, encart__diags *diags)
{
    encart__str prefix = ENCART__STR("locales/");
    int ok = 1;

    p->catalogues = encart__arena_array(&p->arena, p->file_count + 1,
                                        sizeof *p->catalogues);
    for (size_t i = 0; p->catalogues && i < p->file_count; i++) {
        const encart__lua_file *f = &p->files[i];
        json_t *entries;

        if (!encart__str_starts(f->name, prefix))
            continue;
        entries = read_data(p, f, diags);
        if (!entries) {
            ok = 0;
            continue;
        }
        p->catalogues[p->catalogue_count++] = (encart__catalogue){
            encart__arena_str(&p->arena, encart__str_sub(f->name, prefix.n, f->name.n - 4)),
            entries};
        ok &= check_entries(p, f, entries, diags);
    }
    if (ok)
        check_complete(p, diags);
    return ok;
}

/* ---- load, unload ---------------------------------------------------------------------- */

/* The last part of the folder's path. */
static encart__str leaf(const char *folder)
{
    encart__str s = encart__str_z(folder);
    size_t start;

    while (s.n > 1 && s.p[s.n - 1] == '/')
        s.n--;
    for (start = s.n; start > 0 && s.p[start - 1] != '/'; start--)
        ;
    return encart__str_sub(s, start, s.n);
}

static int check_folder_name(encart__lua_plugin *p, const char *folder,
                             encart__diags *diags)
{
    encart__str name = leaf(folder);

    if (encart__str_eq(name, p->pub.name) || encart__str_is(name, ".") ||
        encart__str_is(name, ".."))
        return 1;
    TELL(p, ENCART__STR("manifest.lua"), 0, diags,
         "name: the plugin is called “%s” but its folder “%.*s”", p->pub.name.p,
         (int)name.n, name.p);
    return 0;
}

static int read_manifest(encart__lua_plugin *p, encart__diags *diags)
{
    const encart__lua_file *file = encart__lua_file_named(p, ENCART__STR("manifest.lua"));
    char source[512];

    p->pub.manifest = file ? read_data(p, file, diags) : NULL;
    snprintf(source, sizeof source, "%s/manifest.lua", p->pub.folder.p);
    return p->pub.manifest &&
           encart__manifest_read(&p->pub, encart__str_z(source), &p->arena, diags);
}

static int load_into(encart__lua_plugin *p, const char *folder, encart__diags *diags)
{
    if (!encart__lua_files_read(p, folder, diags) || !read_manifest(p, diags))
        return 0;
    encart__lua_assets_read(p, folder, diags);
    /* All three, so that an author sees every fault at once. */
    return check_folder_name(p, folder, diags) & read_catalogues(p, diags) &
           compile_all(p, diags);
}

encart__plugin *encart__lua_plugin_load(const char *folder, encart__diags *diags,
                                        const encart__alloc *alloc)
{
    encart__lua_plugin *p;

    alloc = alloc ? alloc : &encart__alloc_default;
    p = encart__calloc(alloc, 1, sizeof *p);
    if (!p) {
        encart__diag_add(diags, ENCART__FAULT, "plugin-load", "out of memory");
        return NULL;
    }
    p->alloc = *alloc;
    encart__arena_init(&p->arena, &p->alloc, 0);
    p->pub.runtime = &encart__lua_runtime;
    p->pub.data = p;
    p->pub.name = p->pub.version = p->pub.license = p->pub.related_limit =
        ENCART__STR_EMPTY;
    p->pub.folder = encart__arena_str(&p->arena, encart__str_z(folder));
    if (!load_into(p, folder, diags) || p->arena.failed) {
        if (p->arena.failed)
            encart__diag_add(diags, ENCART__FAULT, "plugin-load", "out of memory");
        encart__lua_plugin_unload(&p->pub, alloc);
        return NULL;
    }
    return &p->pub;
}

void encart__lua_plugin_unload(encart__plugin *plugin, const encart__alloc *alloc)
{
    encart__lua_plugin *p;
    encart__alloc a;

    (void)alloc;
    if (!plugin)
        return;
    p = plugin->data;
    a = p->alloc;
    for (size_t i = 0; i < p->catalogue_count; i++)
        json_decref(p->catalogues[i].entries);
    encart__manifest_release(plugin);
    encart__arena_free(&p->arena);
    encart__free(&a, p, sizeof *p);
}
