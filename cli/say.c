/* Messages: "file:line: what", the form that editors and people can follow. */
#include "cli/snippet.h"
#include "cli/cli.h"

#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void say(const char *source, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    fprintf(stderr, "%s: ", source);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
}

/* Whether the message names the path itself. */
static int names(const char *message, const char *path)
{
    size_t n = strlen(path);

    return strncmp(message, path, n) == 0 && message[n] == ':';
}

/* What a document holds must not steer the terminal: controls become "?". */
static void put_plain(const char *z)
{
    for (; *z; z++) {
        unsigned char c = (unsigned char)*z, next = (unsigned char)z[1];

        if (c == 0xC2 && next >= 0x80 && next < 0xA0) {
            fputc('?', stderr);
            z++;
        } else {
            fputc((c < ' ' && c != '\t' && c != '\n') || c == 0x7F ? '?' : c, stderr);
        }
    }
}

void say_line(const char *message)
{
    put_plain(message);
    fputc('\n', stderr);
}

/* A message ends with the nearest name: “… (did you mean “aside”?)”. */
static const char *hint_in(const char *message)
{
    const char *hint = strstr(message, " (did you mean “");
    size_t n = hint ? strlen(hint) : 0;

    return n > 2 && strcmp(hint + n - 2, "?)") == 0 ? hint : NULL;
}

/* With its source line where there is one; then the hint has a line of its own. */
void say_place(const char *source, const char *file, const snippet *at, const char *note)
{
    char message[4096];
    const char *hint = file ? hint_in(at->message) : NULL;
    size_t n = hint ? (size_t)(hint - at->message) : strlen(at->message);

    put_plain(source);
    if (at->line)
        fprintf(stderr, ":%lu", at->line);
    if (at->line && at->column)
        fprintf(stderr, ":%lu", at->column);
    if (*at->path && !names(at->message, at->path))
        fprintf(stderr, ": %s", at->path);
    fputs(": ", stderr);
    snprintf(message, sizeof message, "%.*s", (int)n, at->message);
    say_line(message);
    if (file)
        snippet_show(file, at);
    if (hint)
        fprintf(stderr, "        = help: %.*s\n", (int)strlen(hint) - 3, hint + 2);
    if (note)
        fprintf(stderr, "        = %s\n", note);
}

static void say_at(const char *source, const encart_engine *engine, const snippet *at)
{
    char file[4096];
    int there = snippet_find(engine, source, file, sizeof file);
    snippet where = *at;

    if (there && !where.line)
        where.line = snippet_line_of(file, where.path);
    say_place(source, there && where.line ? file : NULL, &where, NULL);
}

void say_error(const char *source, const encart_error *err, unsigned long above)
{
    snippet at = {.path = err->path,
                  .message = err->message[0] ? err->message : encart_status_name(err->status)};

    at.line = err->line ? err->line + above : above ? above + 1 : 0;
    say_at(err->source[0] ? err->source : source, NULL, &at);
}

static const char *member(const json_t *object, const char *name)
{
    const char *value = json_string_value(json_object_get(object, name));

    return value ? value : "";
}

/* Prints one diagnostic unless it is a mere note; whether it was an error. */
static size_t say_diagnostic(const char *source, const encart_engine *engine, const json_t *d)
{
    const char *level = member(d, "level"), *own = member(d, "source");
    json_int_t line = json_integer_value(json_object_get(d, "line"));
    json_int_t column = json_integer_value(json_object_get(d, "column"));
    snippet at = {.path = member(d, "path"), .message = member(d, "message")};

    if (strcmp(level, "note") == 0)
        return 0;
    at.line = line > 0 ? (unsigned long)line : 0;
    at.column = column > 0 ? (unsigned long)column : 0;
    say_at(*own ? own : source, engine, &at);
    return strcmp(level, "error") == 0;
}

size_t say_diagnostics(const char *source, const encart_engine *engine, const char *json,
                       size_t n)
{
    json_t *list = json_loadb(json, n, 0, NULL), *d;
    size_t i, errors = 0;

    json_array_foreach(list, i, d)
        errors += say_diagnostic(source, engine, d);
    json_decref(list);
    return errors;
}

void say_removed(const char *source, const char *json, size_t n)
{
    json_t *list = json_loadb(json, n, 0, NULL), *d;
    size_t i;

    json_array_foreach(list, i, d) {
        json_int_t line = json_integer_value(json_object_get(d, "line"));

        fputs(source, stderr);
        if (line > 0)
            fprintf(stderr, ":%lu", (unsigned long)line);
        fputs(": ", stderr);
        put_plain(member(d, "message"));
        fprintf(stderr, " [%s]\n", member(d, "rule"));
    }
    json_decref(list);
}

size_t diagnostics_below(const char *path, const char *json, size_t n)
{
    json_t *list = json_loadb(json, n, 0, NULL), *d;
    size_t i, errors = 0, len = strlen(path);

    json_array_foreach(list, i, d)
        errors += strncmp(member(d, "path"), path, len) == 0 &&
                  strcmp(member(d, "level"), "error") == 0;
    json_decref(list);
    return errors;
}

int say_usage(const command *self, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    fprintf(stderr, "encart %s: ", self->name);
    vfprintf(stderr, format, args);
    va_end(args);
    fprintf(stderr, "\nTry “encart %s --help”.\n", self->name);
    return EXIT_USAGE;
}
