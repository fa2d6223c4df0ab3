/* See walk.h. Folders wait on a stack of ours: depth costs heap, not C stack. */
#include "cli/walk.h"
#include "cli/cli.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

static const char *const document_ends[] = {".txt", ".html", ".htm", ".json", NULL};
static const char *const line_ends[] = {".jsonl", ".ndjson", NULL};

static int ends_in(const char *path, const char *const *ends)
{
    size_t n = strlen(path);

    for (; *ends; ends++) {
        size_t m = strlen(*ends);

        if (n > m && strcasecmp(path + n - m, *ends) == 0)
            return 1;
    }
    return 0;
}

/* ---- the list ---------------------------------------------------------------------------- */

static int add_file(walk *w, const char *path, size_t root, const struct stat *st)
{
    walk_file *f;

    if (w->count == w->cap) {
        size_t cap = w->cap ? w->cap * 2 : 64;

        f = realloc(w->file, cap * sizeof *f);
        if (!f)
            return 0;
        w->file = f;
        w->cap = cap;
    }
    f = &w->file[w->count];
    *f = (walk_file){strdup(path), root, (uint64_t)st->st_size,
                     (int64_t)st->st_mtim.tv_sec * 1000000000 + st->st_mtim.tv_nsec,
                     ends_in(path, line_ends)};
    if (!f->path)
        return 0;
    w->count++;
    w->bytes += f->size;
    return 1;
}

void walk_free(walk *w)
{
    for (size_t i = 0; i < w->count; i++)
        free(w->file[i].path);
    free(w->file);
}

static void failed(walk *w, const char *path)
{
    say(path, "%s", strerror(errno));
    w->errors++;
}

/* ---- folders ----------------------------------------------------------------------------- */

typedef struct stack {
    char **path;
    size_t count, cap;
} stack;

static int push_taken(stack *s, char *path)
{
    if (path && s->count == s->cap) {
        size_t cap = s->cap ? s->cap * 2 : 64;
        char **more = realloc(s->path, cap * sizeof *more);

        if (more) {
            s->path = more;
            s->cap = cap;
        }
    }
    if (!path || s->count == s->cap) {
        free(path);
        return 0;
    }
    s->path[s->count++] = path;
    return 1;
}

static char *join(const char *dir, const char *name)
{
    size_t n = strlen(dir);
    const char *slash = n && dir[n - 1] == '/' ? "" : "/";
    char *path;

    return asprintf(&path, "%s%s%s", dir, slash, name) < 0 ? NULL : path;
}

static int shown(const struct dirent *e)
{
    return e->d_name[0] != '.';
}

/* Byte order, whatever the locale: the same folder is always read in the same order. */
static int by_bytes(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

/* Pushes what is in a folder, last first, so that the first is popped first. */
static int open_folder(walk *w, stack *s, const char *dir)
{
    struct dirent **entry;
    int n = scandir(dir, &entry, shown, by_bytes), ok = 1;

    if (n < 0) {
        failed(w, dir);
        return 1;
    }
    while (n-- > 0) {
        ok = ok && push_taken(s, join(dir, entry[n]->d_name));
        free(entry[n]);
    }
    free(entry);
    return ok;
}

static int visit(walk *w, stack *s, const char *path, size_t root)
{
    struct stat st, link;

    if (stat(path, &st) != 0) {
        failed(w, path);
        return 1;
    }
    if (S_ISDIR(st.st_mode))
        return lstat(path, &link) == 0 && S_ISLNK(link.st_mode) ? 1 : open_folder(w, s, path);
    if (!S_ISREG(st.st_mode) || (!ends_in(path, document_ends) && !ends_in(path, line_ends)))
        return 1;
    return add_file(w, path, root, &st);
}

static int walk_folder(walk *w, const char *root)
{
    stack s = {NULL, 0, 0};
    int ok = open_folder(w, &s, root);

    while (ok && s.count) {
        char *path = s.path[--s.count];

        ok = visit(w, &s, path, strlen(root));
        free(path);
    }
    while (s.count)
        free(s.path[--s.count]);
    free(s.path);
    return ok;
}

int walk_add(walk *w, const char *path)
{
    struct stat st;

    if (stat(path, &st) != 0) {
        failed(w, path);
        return 1;
    }
    if (S_ISDIR(st.st_mode))
        return walk_folder(w, path);
    if (S_ISREG(st.st_mode))
        return add_file(w, path, 0, &st);
    say(path, "expected a file or a folder");
    w->errors++;
    return 1;
}
