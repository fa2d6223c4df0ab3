/* Names that the sandbox has not, found without running the code: os, print, load… A name that
 * the file declares itself, as a local or a parameter, or that is a field (x.print, {print = 1}),
 * is its own.
 */
#include "cli/plugin.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORD = 64, DEPTH = 5 };

static const struct {
    const char *name, *instead;
} forbidden[] = {
    {"collectgarbage", "memory is the sandbox's own affair"},
    {"coroutine", "a plugin is a plain function"},
    {"debug", "ctx.warn tells the report what you want to see"},
    {"dofile", "require \"lib.NAME\" reads a module of the plugin"},
    {"io", "what a plugin needs comes through ctx"},
    {"load", "require \"lib.NAME\" reads a module of the plugin"},
    {"loadfile", "require \"lib.NAME\" reads a module of the plugin"},
    {"loadstring", "require \"lib.NAME\" reads a module of the plugin"},
    {"math.random", "ctx.random(n) gives the same for the same article"},
    {"math.randomseed", "ctx.random(n) gives the same for the same article"},
    {"os", "ctx.now gives the date, ctx.settings what a site sets"},
    {"package", "require \"lib.NAME\" reads a module of the plugin"},
    {"print", "ctx.warn tells the report what you want to see"},
    {"setfenv", "there is one environment"},
    {"string.dump", "there is no bytecode"},
    {"unpack", "table.unpack"},
    {"xpcall", "pcall"},
};

#define FORBIDDEN (sizeof forbidden / sizeof *forbidden)

typedef struct scan {
    const char *at, *begin;
    unsigned long line;
    char before[2]; /* the character before the word that is no space */
    char word[WORD];
    const char *from; /* of the word */
} scan;

/* ---- words ---------------------------------------------------------------------------------- */

static int is_name(char c)
{
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z');
}

static void step(scan *s, size_t n)
{
    for (; n && *s->at; n--, s->at++)
        s->line += *s->at == '\n';
}

/* "[[", "[==[": how many signs stand between the brackets; -1: no long bracket. */
static int long_bracket(const char *p)
{
    size_t n = *p == '[' ? strspn(p + 1, "=") : 0;

    return *p == '[' && p[1 + n] == '[' ? (int)n : -1;
}

/* Past a long bracket's end. */
static void skip_long(scan *s, int level)
{
    char end[WORD];
    const char *to;

    snprintf(end, sizeof end, "]%.*s]", level,
             "=============================================================");
    to = strstr(s->at, end);
    step(s, to ? (size_t)(to - s->at) + strlen(end) : strlen(s->at));
}

static void skip_string(scan *s)
{
    char quote = *s->at;

    step(s, 1);
    while (*s->at && *s->at != quote && *s->at != '\n')
        step(s, *s->at == '\\' ? 2 : 1);
    step(s, 1);
}

static void skip_comment(scan *s)
{
    int level = long_bracket(s->at + 2);

    step(s, 2);
    if (level >= 0)
        skip_long(s, level);
    else
        step(s, strcspn(s->at, "\n"));
}

/* What is no word; false at the end. */
static int skip(scan *s)
{
    while (*s->at && !is_name(*s->at)) {
        int level = long_bracket(s->at);

        if (strncmp(s->at, "--", 2) == 0) {
            skip_comment(s);
            continue;
        }
        if (!strchr(" \t\r\n", *s->at)) {
            s->before[1] = s->before[0];
            s->before[0] = *s->at;
        }
        if (level >= 0)
            skip_long(s, level);
        else if (*s->at == '"' || *s->at == '\'')
            skip_string(s);
        else
            step(s, 1);
    }
    return *s->at != '\0';
}

/* The next word, with a field of math, string or table: "math.random". */
static int next_word(scan *s)
{
    size_t n = 0;

    s->before[0] = s->before[1] = '\0';
    if (!skip(s))
        return 0;
    s->from = s->at;
    while (is_name(s->at[n]))
        n++;
    snprintf(s->word, sizeof s->word, "%.*s", (int)(n < WORD ? n : WORD - 1), s->at);
    if (s->at[n] == '.' && is_name(s->at[n + 1]) &&
        (strcmp(s->word, "math") == 0 || strcmp(s->word, "string") == 0)) {
        n++;
        while (is_name(s->at[n]))
            n++;
        snprintf(s->word, sizeof s->word, "%.*s", (int)(n < WORD ? n : WORD - 1), s->at);
    }
    step(s, n);
    return 1;
}

/* ---- what is meant ---------------------------------------------------------------------------- */

/* x.print, x:print, and { print = 1 }, though not x == print. */
static int is_field(const scan *s)
{
    const char *after = s->at + strspn(s->at, " \t\r\n");
    int of_other = s->before[0] == ':' || (s->before[0] == '.' && s->before[1] != '.');

    return of_other || (after[0] == '=' && after[1] != '=');
}

/* Whether the file declares the name: after “local” or “function”, or between parentheses of
 * a function's parameters, near enough: anywhere after “local … name” or “function …(… name”. */
static int is_declared(const char *text, const char *name)
{
    scan s = {.at = text, .line = 1};
    int declaring = 0;

    while (next_word(&s)) {
        const char *after = s.at + strspn(s.at, " \t\r\n");

        if (declaring && strcmp(s.word, name) == 0)
            return 1;
        if (strcmp(s.word, "local") == 0 || strcmp(s.word, "function") == 0 ||
            strcmp(s.word, "for") == 0)
            declaring = 1;
        else if (*after != ',' && *after != '(')
            declaring = 0;
    }
    return 0;
}

static void tell(plugin_faults *f, const char *source, const char *path, const scan *s,
                 size_t which)
{
    char message[256];
    snippet at = {.line = s->line, .path = "", .message = message};

    at.column = (unsigned long)(s->from - s->begin);
    while (at.column && s->begin[at.column - 1] != '\n')
        at.column--;
    at.column = (unsigned long)(s->from - s->begin) - at.column + 1;
    snprintf(message, sizeof message, "the sandbox has no “%s”: %s", forbidden[which].name,
             forbidden[which].instead);
    plugin_fault_at(f, source, path, &at);
}

/* The forbidden name that the word is, or FORBIDDEN. */
static size_t which_of(const char *word)
{
    size_t i = 0;

    while (i < FORBIDDEN && strcmp(word, forbidden[i].name) != 0)
        i++;
    return i;
}

/* Each name is told once in a file: the other places are found by it. */
static void check_text(plugin_faults *f, const char *source, const char *path,
                       const char *text)
{
    scan s = {.at = text, .begin = text, .line = 1};
    char done[FORBIDDEN] = {0};

    while (next_word(&s)) {
        size_t i = which_of(s.word);

        if (i == FORBIDDEN || done[i] || is_field(&s))
            continue;
        done[i] = 1;
        if (!is_declared(text, s.word))
            tell(f, source, path, &s, i);
    }
}

/* ---- the files ---------------------------------------------------------------------------------- */

static void check_file(plugin_faults *f, const char *dir, const char *file)
{
    char path[4096], source[512];
    bytes b = {NULL, 0};

    snprintf(path, sizeof path, "%s/%s", dir, file);
    snprintf(source, sizeof source, "%s/%s", f->plugin, file);
    if (!io_read(path, IO_MAX, &b))
        check_text(f, source, path, b.data);
    free(b.data);
}

static int is_module(const struct dirent *e)
{
    return e->d_name[0] != '.';
}

/* The modules, as deep as a plugin may have them. */
static void check_folder(plugin_faults *f, const char *dir, const char *folder, int depth)
{
    char path[4096], file[512];
    struct dirent **entry = NULL;
    int n;

    snprintf(path, sizeof path, "%s/%s", dir, folder);
    n = depth > 0 ? scandir(path, &entry, is_module, alphasort) : 0;
    for (int i = 0; i < n; i++) {
        const char *end = strrchr(entry[i]->d_name, '.');

        snprintf(file, sizeof file, "%s/%s", folder, entry[i]->d_name);
        if (end && strcmp(end, ".lua") == 0)
            check_file(f, dir, file);
        else if (!end)
            check_folder(f, dir, file, depth - 1);
        free(entry[i]);
    }
    free(entry);
}

void plugin_names(plugin_faults *f, const char *dir)
{
    check_file(f, dir, "init.lua");
    check_folder(f, dir, "lib", DEPTH);
}
