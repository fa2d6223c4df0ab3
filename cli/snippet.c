/* The line that a message is about, with a mark below the word, as compilers show it:
 *
 *      9 |     content = E.asdie {
 *        |                 ^^^^^
 *        = help: did you mean “aside”?
 *
 * A message has a line and seldom a column: the word is one that it names. Without a file to
 * read, or with a line that is not there, nothing is shown.
 */
#include "cli/snippet.h"
#include "cli/cli.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { LINE_SIZE = 1024, WORD_SIZE = 128, SHOWN = 100 };

/* ---- where the source is ------------------------------------------------------------------ */

static int is_file(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

/* "demo/init.lua": the plugin demo's, wherever its folder is. */
static int in_plugin(const encart_engine *engine, const char *source, char *out, size_t size)
{
    size_t n, i, name_size = strcspn(source, "/");
    const char *json = engine && source[name_size] ? encart_engine_plugins(engine, &n) : NULL;
    json_t *list = json ? json_loadb(json, n, 0, NULL) : NULL, *one;
    int found = 0;

    json_array_foreach(list, i, one) {
        const char *name = json_string_value(json_object_get(one, "name"));
        const char *folder = json_string_value(json_object_get(one, "folder"));

        if (!name || !folder || strlen(name) != name_size || found ||
            strncmp(name, source, name_size) != 0)
            continue;
        snprintf(out, size, "%s%s", folder, source + name_size);
        found = 1;
    }
    json_decref(list);
    return found;
}

int snippet_find(const encart_engine *engine, const char *source, char *out, size_t size)
{
    if (in_plugin(engine, source, out, size))
        return is_file(out);
    snprintf(out, size, "%s", source);
    return is_file(out);
}

static int read_line(const char *path, unsigned long wanted, char line[LINE_SIZE])
{
    unsigned long at = 0;
    int whole = 1;
    FILE *f = fopen(path, "r");

    while (f && at < wanted && fgets(line, LINE_SIZE, f)) {
        at += (unsigned long)whole; /* the first piece of a line counts */
        whole = strchr(line, '\n') != NULL;
    }
    if (f)
        fclose(f);
    if (!f || at != wanted)
        return 0;
    line[strcspn(line, "\r\n")] = '\0';
    return 1;
}

unsigned long snippet_line_with(const char *path, const char *text)
{
    char line[LINE_SIZE];
    unsigned long at = 0, found = 0;
    FILE *f = fopen(path, "r");

    while (f && !found && fgets(line, sizeof line, f)) {
        at++;
        found = strstr(line, text) ? at : 0;
    }
    if (f)
        fclose(f);
    return found;
}

/* ---- the word ------------------------------------------------------------------------------ */

static int is_word(char c)
{
    return c == '_' || c == '-' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

/* Where the word stands by itself; NULL: nowhere. */
static const char *place_of(const char *line, const char *word)
{
    size_t n = strlen(word);

    for (const char *at = line; n && (at = strstr(at, word)); at++)
        if ((at == line || !is_word(at[-1]) || !is_word(*word)) &&
            (!is_word(at[n]) || !is_word(word[n - 1])))
            return at;
    return NULL;
}

/* The line in which the path's last name follows its earlier ones: "boxes.note.slot". A guess,
 * where the reader of a document keeps no lines. */
unsigned long snippet_line_of(const char *file, const char *path)
{
    char line[LINE_SIZE], name[WORD_SIZE];
    unsigned long at = 0;
    size_t n = strcspn(path, ".[");
    FILE *f = *path ? fopen(file, "r") : NULL;
    int found = 0;

    snprintf(name, sizeof name, "%.*s", (int)n, path);
    while (f && !found && fgets(line, sizeof line, f)) {
        const char *from = line;

        at++;
        while (!found && (from = place_of(from, name))) {
            from += strlen(name);
            path += n;
            if (*path == '[')
                path += strcspn(path, ".");
            found = !*path;
            path += *path == '.';
            n = strcspn(path, ".[");
            snprintf(name, sizeof name, "%.*s", (int)n, path);
        }
    }
    if (f)
        fclose(f);
    return found ? at : 0;
}

/* The text between two marks; false when there is none, or too much. */
static int between(const char *text, const char *open, const char *close,
                   char out[WORD_SIZE])
{
    const char *from = strstr(text, open), *to = from ? strstr(from + strlen(open), close)
                                                      : NULL;

    if (!to || (size_t)(to - from) >= WORD_SIZE)
        return 0;
    from += strlen(open);
    snprintf(out, WORD_SIZE, "%.*s", (int)(to - from), from);
    return 1;
}

/* The last name of what is before the message's last “:” that follows a name: “propose:
 * encart.html.asdie: HTML has…” → asdie. */
static int subject(const char *message, char out[WORD_SIZE])
{
    size_t n = strcspn(message, " :"), start;

    while (strncmp(message + n, ": ", 2) == 0) {
        const char *next = message + n + 2;
        size_t more = strcspn(next, " :");

        if (strncmp(next + more, ": ", 2) != 0)
            break;
        message = next;
        n = more;
    }
    if (message[n] != ':')
        return 0;
    for (start = n; start > 0 && message[start - 1] != '.'; start--)
        ;
    snprintf(out, WORD_SIZE, "%.*s", (int)(n - start < WORD_SIZE ? n - start : 0),
             message + start);
    return 1;
}

/* What the message names and the line has. What it proposes instead is not meant. */
static const char *marked(const char *line, const char *path, const char *whole,
                          char word[WORD_SIZE])
{
    const char *last = strrchr(path, '.'), *hint = strstr(whole, " (did you mean"), *at;
    char message[LINE_SIZE];

    snprintf(message, sizeof message, "%.*s",
             (int)(hint ? (size_t)(hint - whole) : strlen(whole)), whole);
    if (between(message, "“", "”", word) && (at = place_of(line, word)))
        return at;
    snprintf(word, WORD_SIZE, "%s", last ? last + 1 : path);
    if (*path && (at = place_of(line, word)))
        return at;
    if (between(message, "near '", "'", word) && (at = place_of(line, word)))
        return at;
    if (subject(message, word) && (at = place_of(line, word)))
        return at;
    if (between(message, "'", "'", word) && (at = place_of(line, word)))
        return at;
    return NULL;
}

/* ---- showing --------------------------------------------------------------------------------- */

/* Columns that UTF-8 takes, more or less: one for each character. */
static int columns(const char *from, const char *to)
{
    int count = 0;

    for (; from < to; from++)
        count += ((unsigned char)*from & 0xC0) != 0x80;
    return count;
}

static void put_mark(const char *line, const char *at, size_t n)
{
    fputs("        | ", stderr);
    for (const char *p = line; p < at; p++)
        if (((unsigned char)*p & 0xC0) != 0x80)
            fputc(*p == '\t' ? '\t' : ' ', stderr);
    for (int i = columns(at, at + n); i > 0; i--)
        fputc('^', stderr);
    fputc('\n', stderr);
}

/* Paragraphs are long: what is shown of one begins before the mark, and ends. */
static void show_line(char *line, const char *at, size_t n)
{
    char *from = line, *to;

    if (at && columns(from, at + n) > SHOWN)
        while (columns(from, at) > SHOWN / 2)
            from++;
    while (((unsigned char)*from & 0xC0) == 0x80)
        from++;
    for (to = from; *to && columns(from, to) < SHOWN; to++)
        ;
    while (((unsigned char)*to & 0xC0) == 0x80)
        to++;
    *to = '\0';
    say_line(from);
    if (at)
        put_mark(from, at, n);
}

/* A byte column, from 1, as libraries tell it. */
static const char *column_of(const char *line, unsigned long column, char word[WORD_SIZE])
{
    size_t n = 1;

    if (!column || column > strlen(line))
        return NULL;
    while (is_word(line[column - 1]) && is_word(line[column - 1 + n]) && n < WORD_SIZE - 1)
        n++;
    snprintf(word, WORD_SIZE, "%.*s", (int)n, line + column - 1);
    return line + column - 1;
}

int snippet_show(const char *file, const snippet *s)
{
    char line[LINE_SIZE], word[WORD_SIZE] = "";
    const char *at;

    if (!s->line || !read_line(file, s->line, line))
        return 0;
    at = column_of(line, s->column, word);
    if (!at)
        at = marked(line, s->path, s->message, word);
    fprintf(stderr, "%7lu | ", s->line);
    show_line(line, at, at ? strlen(word) : 0);
    return 1;
}
