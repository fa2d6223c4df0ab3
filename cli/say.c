/* Messages: "file:line: what", the form that editors and people can follow. */
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

static void say_at(const char *source, unsigned long line, const char *path,
                   const char *message)
{
    fputs(source, stderr);
    if (line)
        fprintf(stderr, ":%lu", line);
    if (*path && !names(message, path))
        fprintf(stderr, ": %s", path);
    fputs(": ", stderr);
    say_line(message);
}

void say_error(const char *source, const encart_error *err, unsigned long above)
{
    unsigned long line = err->line ? err->line + above : above ? above + 1 : 0;

    say_at(err->source[0] ? err->source : source, line, err->path,
           err->message[0] ? err->message : encart_status_name(err->status));
}

static const char *member(const json_t *object, const char *name)
{
    const char *value = json_string_value(json_object_get(object, name));

    return value ? value : "";
}

/* Prints one diagnostic unless it is a mere note; whether it was an error. */
static size_t say_diagnostic(const char *source, const json_t *d)
{
    const char *level = member(d, "level"), *own = member(d, "source");
    json_int_t line = json_integer_value(json_object_get(d, "line"));

    if (strcmp(level, "note") == 0)
        return 0;
    say_at(*own ? own : source, line > 0 ? (unsigned long)line : 0, member(d, "path"),
           member(d, "message"));
    return strcmp(level, "error") == 0;
}

size_t say_diagnostics(const char *source, const char *json, size_t n)
{
    json_t *list = json_loadb(json, n, 0, NULL), *d;
    size_t i, errors = 0;

    json_array_foreach(list, i, d)
        errors += say_diagnostic(source, d);
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
