/* Reading a plugin's folder: regular files only, no symbolic link, bounded in number and
 * size. Nothing is read later: a render touches no file. */
#include "lua/plugin.h"
#include "core/base/limits.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define LIB_DEPTH 4
#define NAME_TEXT 256

typedef struct {
    encart__lua_plugin *p;
    const char *folder;
    encart__diags *diags;
    size_t bytes;
    int ok;
} reading;

/* `name` is a file in the folder, NULL the folder itself. */
static void complain(reading *r, const char *name, const char *what)
{
    encart__diag *d = encart__diag_add(r->diags, ENCART__FAULT, "plugin-load", "%s", what);
    char source[4400];

    snprintf(source, sizeof source, "%s%s%s", r->folder, name ? "/" : "", name ? name : "");
    if (d)
        d->source = encart__arena_str(r->diags->arena, encart__str_z(source));
    r->ok = 0;
}

static int read_all(int fd, char *to, size_t n)
{
    while (n > 0) {
        ssize_t got = read(fd, to, n);

        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return 0;
        to += got;
        n -= (size_t)got;
    }
    return 1;
}

static const char *read_open(int fd, size_t max, encart__arena *arena, encart__str *out)
{
    struct stat st;
    char *bytes;

    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
        return "not a regular file";
    if (st.st_size > (off_t)max)
        return max == ENCART__ASSET_BYTES ? "the file is larger than 64 KiB"
                                          : "the file is larger than 256 KiB";
    bytes = encart__arena_zalloc(arena, (size_t)st.st_size + 1);
    if (!bytes)
        return "out of memory";
    if (!read_all(fd, bytes, (size_t)st.st_size))
        return "the file cannot be read";
    *out = encart__str_n(bytes, (size_t)st.st_size);
    return NULL;
}

const char *encart__lua_read_at(int dir, const char *leaf, size_t max, encart__arena *arena,
                                encart__str *out)
{
    int fd = openat(dir, leaf, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    const char *why;

    if (fd < 0)
        return errno == ELOOP ? "a symbolic link" : "the file cannot be opened";
    why = read_open(fd, max, arena, out);
    close(fd);
    return why;
}

static void read_file(reading *r, int dir, const char *leaf, const char *name)
{
    encart__lua_plugin *p = r->p;
    encart__str bytes;
    const char *why;

    if (p->file_count >= ENCART__PLUGIN_FILES || r->bytes > ENCART__PLUGIN_BYTES) {
        complain(r, name, "the plugin has more than 64 files or 1 MiB");
        return;
    }
    why = encart__lua_read_at(dir, leaf, ENCART__PLUGIN_FILE_BYTES, &p->arena, &bytes);
    if (why) {
        complain(r, name, why);
        return;
    }
    r->bytes += bytes.n;
    p->files[p->file_count++] =
        (encart__lua_file){encart__arena_str(&p->arena, encart__str_z(name)), bytes,
                           ENCART__STR_EMPTY};
}

static int is_lua(const char *name)
{
    return name[0] != '.' && encart__str_ends(encart__str_z(name), ENCART__STR(".lua"));
}

/* Every .lua file of one folder; sub-folders of lib too, to a bounded depth. */
static void read_folder(reading *r, int parent, const char *leaf, const char *prefix,
                        int depth)
{
    int fd = openat(parent, leaf, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *dir = fd < 0 ? NULL : fdopendir(fd);
    char name[NAME_TEXT];
    struct dirent *e;
    struct stat st;

    if (!dir) {
        if (fd >= 0)
            close(fd);
        if (errno != ENOENT)
            complain(r, prefix, "the folder cannot be read");
        return;
    }
    while (r->ok && (e = readdir(dir))) {
        int n = snprintf(name, sizeof name, "%s%s", prefix, e->d_name);

        if (e->d_name[0] == '.' || n < 0 || (size_t)n + 1 >= sizeof name)
            continue;
        if (is_lua(e->d_name)) {
            read_file(r, dirfd(dir), e->d_name, name);
        } else if (depth > 0 && fstatat(dirfd(dir), e->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
                   S_ISDIR(st.st_mode)) {
            name[n] = '/';
            name[n + 1] = '\0';
            read_folder(r, dirfd(dir), e->d_name, name, depth - 1);
        }
    }
    closedir(dir);
}

static void sort_files(encart__lua_plugin *p)
{
    for (size_t i = 1; i < p->file_count; i++) { /* at most 64 */
        encart__lua_file f = p->files[i];
        size_t j = i;

        for (; j > 0 && encart__str_cmp(p->files[j - 1].name, f.name) > 0; j--)
            p->files[j] = p->files[j - 1];
        p->files[j] = f;
    }
}

int encart__lua_files_read(encart__lua_plugin *p, const char *folder, encart__diags *diags)
{
    reading r = {p, folder, diags, 0, 1};
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (fd < 0) {
        complain(&r, NULL, errno == ENOTDIR ? "a plugin is a folder; this is a file"
                                              : "the plugin's folder cannot be opened");
        return 0;
    }
    p->files = encart__arena_array(&p->arena, ENCART__PLUGIN_FILES, sizeof *p->files);
    if (!p->files) {
        complain(&r, NULL, "out of memory");
    } else {
        read_file(&r, fd, "manifest.lua", "manifest.lua");
        if (r.ok)
            read_file(&r, fd, "init.lua", "init.lua");
        if (r.ok)
            read_folder(&r, fd, "lib", "lib/", LIB_DEPTH);
        if (r.ok)
            read_folder(&r, fd, "locales", "locales/", 0);
        sort_files(p);
    }
    close(fd);
    return r.ok;
}

const encart__lua_file *encart__lua_file_named(const encart__lua_plugin *p,
                                               encart__str name)
{
    for (size_t i = 0; i < p->file_count; i++)
        if (encart__str_eq(p->files[i].name, name))
            return &p->files[i];
    return NULL;
}
