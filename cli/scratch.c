/* The folder in which a Lua test is run: a plugin of the same name, whose init.lua is the
 * runner. The sandbox reads no symbolic link, so files are copied.
 */
#include "cli/scratch.h"
#include "cli/plugin.h"
#include "cli/test_runner.h"

#include <dirent.h>
#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_SIZE = 4096, FILE_MOST = 1 << 20, DEPTH = 5 };

static int copy_file(const char *from, const char *to)
{
    bytes b = {NULL, 0};
    int ok = !io_read(from, FILE_MOST, &b) && !io_write(to, b.data, b.size);

    free(b.data);
    return ok;
}

static int ends_in_lua(const char *name)
{
    size_t n = strlen(name);

    return n > 4 && strcmp(name + n - 4, ".lua") == 0;
}

/* The .lua files of a folder and of those below it, as deep as a plugin may have them. What
 * is not there is nothing to copy. */
static int copy_folder(const char *from, const char *to, int depth)
{
    DIR *d = opendir(from);
    const struct dirent *e;
    int ok = !d || !mkdir(to, 0700) || errno == EEXIST;

    while (d && ok && (e = readdir(d))) {
        char a[PATH_SIZE], b[PATH_SIZE];

        if (e->d_name[0] == '.')
            continue;
        snprintf(a, sizeof a, "%s/%s", from, e->d_name);
        snprintf(b, sizeof b, "%s/%s", to, e->d_name);
        if (ends_in_lua(e->d_name))
            ok = copy_file(a, b);
        else if (depth > 0)
            ok = copy_folder(a, b, depth - 1);
    }
    if (d)
        closedir(d);
    return ok;
}

static int write_manifest(const char *folder, const char *plugin, const json_t *uses)
{
    char path[PATH_SIZE];
    FILE *f;

    snprintf(path, sizeof path, "%s/manifest.lua", folder);
    f = fopen(path, "w");
    if (!f)
        return 0;
    fprintf(f, "return { name = \"%s\", version = \"0.0.0\", api = 1, license = \"MIT\",\n"
               "  title = { en = \"Tests\" }, slots = { \"footer\" },\n"
               "  boxes = { [\"encart-test\"] = { slot = \"footer\", element = \"div\" } },\n"
               "  uses = ", plugin);
    lua_text_put(f, uses, 2);
    fputs(" }\n", f);
    return fclose(f) == 0;
}

static int write_runner(const char *folder)
{
    char path[PATH_SIZE];
    FILE *f;

    snprintf(path, sizeof path, "%s/init.lua", folder);
    f = fopen(path, "w");
    if (!f)
        return 0;
    for (const char *const *line = test_runner; *line; line++)
        fputs(*line, f);
    return fclose(f) == 0;
}

static int copy_all(const char *folder, const char *dir, const char *test)
{
    static const char *const folders[] = {"lib", "locales", "lib/encart_test"};
    char from[PATH_SIZE], to[PATH_SIZE];
    int ok = 1;

    for (size_t i = 0; ok && i < sizeof folders / sizeof *folders; i++) {
        snprintf(to, sizeof to, "%s/%s", folder, folders[i]);
        snprintf(from, sizeof from, "%s/%s", dir, folders[i]);
        ok = (!mkdir(to, 0700) || errno == EEXIST) && copy_folder(from, to, DEPTH);
    }
    snprintf(from, sizeof from, "%s/%s", dir, test);
    snprintf(to, sizeof to, "%s/lib/encart_test/file.lua", folder);
    return ok && copy_file(from, to);
}

char *scratch_make(const char *dir, const char *plugin, const char *test, const json_t *uses)
{
    const char *tmp = getenv("TMPDIR");
    char folder[PATH_SIZE], *scratch = malloc(PATH_SIZE / 2);

    if (!scratch)
        return NULL;
    snprintf(scratch, PATH_SIZE / 2, "%s/encart-test-XXXXXX", tmp && *tmp ? tmp : "/tmp");
    if (!mkdtemp(scratch)) {
        say(scratch, "%s", strerror(errno));
        free(scratch);
        return NULL;
    }
    snprintf(folder, sizeof folder, "%s/%s", scratch, plugin);
    if (!mkdir(folder, 0700) && write_manifest(folder, plugin, uses) && write_runner(folder) &&
        copy_all(folder, dir, test))
        return scratch;
    say(folder, "%s", strerror(errno));
    scratch_remove(scratch);
    return NULL;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    (void)st;
    (void)type;
    (void)ftw;
    return remove(path);
}

void scratch_remove(char *scratch)
{
    if (scratch)
        nftw(scratch, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    free(scratch);
}
