/* encart plugin new: a folder with a plugin that works, its catalogues, and its test. In the
 * files, “~” stands for the plugin's name, and “%” for the folder of the stubs.
 */
#include "cli/plugin.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

typedef struct template_file {
    const char *path, *text;
} template_file;

static const char *const folders[] = {"", "/locales", "/tests", "/tests/golden"};

static const template_file files[] = {
    {"manifest.lua",
     "---@type encart.Manifest\n"
     "return {\n"
     "  name = \"~\", version = \"0.1.0\", api = 1,\n"
     "  title = { fr = \"~\", en = \"~\" },\n"
     "  license = \"MIT\",\n"
     "\n"
     "  slots = { \"after-body\" },\n"
     "  boxes = { note = { slot = \"after-body\", element = \"aside\" } },\n"
     "\n"
     "  settings = {\n"
     "    least = { type = \"integer\", default = 20, min = 0, max = 10000,\n"
     "              label = { fr = \"Mots d’un article au moins\",\n"
     "                        en = \"Words of an article at least\" } },\n"
     "  },\n"
     "}\n"},
    {"init.lua",
     "-- How long the article is, below it. Change this into what your plugin shows.\n"
     "local E = encart.html\n"
     "\n"
     "---@param ctx encart.Context\n"
     "local function propose(ctx)\n"
     "  if ctx.article.words < ctx.settings.least then return end\n"
     "  return ctx.box(\"note\", {\n"
     "    slot = \"after-body\",\n"
     "    content = E.aside {\n"
     "      class = \"encart encart-~\", [\"aria-label\"] = ctx.t \"name\",\n"
     "      E.p(ctx.t(\"words\", { n = ctx.article.words })),\n"
     "    },\n"
     "  })\n"
     "end\n"
     "\n"
     "---@type encart.Plugin\n"
     "return { propose = propose }\n"},
    {"locales/fr.lua",
     "return {\n"
     "  name = \"À propos de l’article\",\n"
     "  words = { one = \"{n} mot\", other = \"{n} mots\" },\n"
     "}\n"},
    {"locales/en.lua",
     "return {\n"
     "  name = \"About the article\",\n"
     "  words = { one = \"{n} word\", other = \"{n} words\" },\n"
     "}\n"},
    {"tests/article.txt",
     "Un essai\n"
     "\n"
     "Un premier paragraphe, assez long pour que le plugin ait de quoi compter : le nombre de "
     "mots de l’article dépasse celui que son réglage demande.\n"
     "\n"
     "Un second paragraphe.\n"},
    {"tests/first.json",
     "{\n"
     "  \"about\": \"An article long enough has the note, in both languages.\",\n"
     "  \"article\": \"article.txt\",\n"
     "  \"lang\": [\"fr\", \"en\"],\n"
     "  \"expect\": { \"boxes\": [\"~/note\"] }\n"
     "}\n"},
    {"tests/short.json",
     "{\n"
     "  \"about\": \"A shorter one has none.\",\n"
     "  \"article\": \"article.txt\",\n"
     "  \"settings\": { \"least\": 500 },\n"
     "  \"expect\": { \"absent\": [\"~/note\"] }\n"
     "}\n"},
    {"tests/note.lua",
     "describe(\"the note\", function()\n"
     "  it(\"has the article's words\", function()\n"
     "    local page = render { article = \"article.txt\", lang = \"en\" }\n"
     "    expect(page:box(\"note\").html):contains \"29 words\"\n"
     "  end)\n"
     "\n"
     "  it(\"is not below a short article\", function()\n"
     "    local page = render { article = \"article.txt\", settings = { least = 500 } }\n"
     "    expect(page:box \"note\"):is_nil()\n"
     "  end)\n"
     "end)\n"},
    {".luarc.json",
     "{\n"
     "  \"runtime\": { \"version\": \"Lua 5.4\" },\n"
     "  \"workspace\": { \"library\": [\"%\"] },\n"
     "  \"diagnostics\": { \"globals\": [\"encart\"] }\n"
     "}\n"},
    {".luacheckrc",
     "std = { read_globals = {\n"
     "  \"encart\", \"require\", \"assert\", \"error\", \"ipairs\", \"math\", \"next\", "
     "\"pairs\",\n"
     "  \"pcall\", \"rawequal\", \"rawget\", \"rawlen\", \"rawset\", \"select\", "
     "\"setmetatable\",\n"
     "  \"getmetatable\", \"string\", \"table\", \"tonumber\", \"tostring\", \"type\", "
     "\"utf8\",\n"
     "} }\n"
     "files[\"tests/*.lua\"] = { read_globals = { \"describe\", \"it\", \"expect\", \"render\" } }\n"},
    {"README.md",
     "# ~\n"
     "\n"
     "An Encart plugin: what it shows, and for whom.\n"
     "\n"
     "```sh\n"
     "encart plugin check .   # the manifest, the catalogues, what it emits\n"
     "encart plugin test .    # its tests; --update takes their pages over\n"
     "encart render --plugin . ARTICLE\n"
     "```\n"},
};

/* Pages that the tests must give. */
static const template_file golden[] = {
    {"first.fr", "29 mots"}, {"first.en", "29 words"}, {"short", NULL}};

/* ---- writing ------------------------------------------------------------------------------ */

static int write_file(const char *dir, const char *name, const char *path, const char *text)
{
    char where[4096];
    size_t size = 0;
    char *data = NULL;
    FILE *f = open_memstream(&data, &size);
    int status;

    if (!f)
        return EXIT_FAILED;
    for (; *text; text++)
        if (*text == '~')
            fputs(name, f);
        else if (*text == '%')
            fputs(where_data("lua", where), f);
        else
            fputc(*text, f);
    fclose(f);
    snprintf(where, sizeof where, "%s/%s/%s", dir, name, path);
    status = data && !io_write(where, data, size) ? EXIT_DONE : EXIT_FAILED;
    free(data);
    return status;
}

static int write_golden(const char *dir, const char *name, const template_file *g)
{
    static const char body[] =
        "<p>Un premier paragraphe, assez long pour que le plugin ait de quoi compter : le "
        "nombre de mots de l’article dépasse celui que son réglage demande.</p>\n"
        "<p>Un second paragraphe.</p>\n";
    char path[64], text[2048], box[512] = "";

    if (g->text)
        snprintf(box, sizeof box,
                 "<aside aria-label=\"%s\" class=\"encart encart-~\" data-encart=\"~/note\">"
                 "<p>%s</p></aside>\n",
                 strstr(g->path, "fr") ? "À propos de l’article" : "About the article",
                 g->text);
    snprintf(path, sizeof path, "tests/golden/%s.html", g->path);
    snprintf(text, sizeof text, "%s%s", body, box);
    return write_file(dir, name, path, text);
}

static int write_all(const char *dir, const char *name)
{
    int status = EXIT_DONE;

    for (size_t i = 0; !status && i < sizeof files / sizeof *files; i++)
        status = write_file(dir, name, files[i].path, files[i].text);
    for (size_t i = 0; !status && i < sizeof golden / sizeof *golden; i++)
        status = write_golden(dir, name, &golden[i]);
    return status;
}

static int make_folders(const char *dir, const char *name)
{
    char path[4096];

    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        snprintf(path, sizeof path, "%s/%s%s", dir, name, folders[i]);
        if (mkdir(path, 0777) == 0)
            continue;
        say(path, errno == EEXIST ? "is there already; nothing was changed" : "%s",
            strerror(errno));
        return EXIT_FAILED;
    }
    return EXIT_DONE;
}

/* [a-z][a-z0-9-]{1,40}, as the manifest demands. */
static int is_name(const char *name)
{
    size_t n = strlen(name);

    return n >= 2 && n <= 41 && name[0] >= 'a' && name[0] <= 'z' &&
           strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == n;
}

int plugin_new(const char *dir, const char *name)
{
    int status;

    if (!is_name(name)) {
        say(name, "no name for a plugin; expected a lower-case letter, then 1 to 40 letters, "
                  "digits or “-”");
        return EXIT_FAILED;
    }
    status = make_folders(dir, name);
    if (!status)
        status = write_all(dir, name);
    if (!status)
        printf("%s/%s: made. Next: encart plugin test %s/%s\n", dir, name, dir, name);
    return status;
}
