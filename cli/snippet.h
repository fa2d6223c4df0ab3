/* Source lines below messages, with a mark below the word that is meant. */
#ifndef CLI_SNIPPET_H
#define CLI_SNIPPET_H

#include <encart/encart.h>
#include <stddef.h>

/* What a message says of its place. */
typedef struct snippet {
    unsigned long line, column; /* 0 = not told */
    const char *path;           /* inside a document: "plugins.demo.least"; "" = none */
    const char *message;
} snippet;

/* The file that a diagnostic's source means: "demo/init.lua" of a plugin that the engine has
 * (`engine` may be NULL), or a file of that name. False when there is none. */
int snippet_find(const encart_engine *engine, const char *source, char *out, size_t size);
/* say.c: "source:line: message", the line of `file` (NULL: not to be read), the nearest name
 * when the message has one, and a note (NULL: none). */
void say_place(const char *source, const char *file, const snippet *at, const char *note);
/* The number of the first line that holds the text; 0 = none does. */
unsigned long snippet_line_with(const char *path, const char *text);
/* The line of a member of a document, by its path: 0 when it is not found. */
unsigned long snippet_line_of(const char *file, const char *path);
/* Shows the line. False when there was nothing to show. */
int snippet_show(const char *file, const snippet *s);

#endif
