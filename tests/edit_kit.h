/* Plugins that edit an article of HTML, and what a render with them gives: all through the public
 * interface. */
#ifndef ENCART__EDIT_KIT_H
#define ENCART__EDIT_KIT_H

#include <encart/encart.h>

#include <jansson.h>

typedef struct plugin {
    const char *name;     /* NULL: no more */
    const char *manifest; /* more members, NULL = uses tree.edit */
    const char *init;
} plugin;

typedef struct outcome {
    int status;
    char *html;
    json_t *report;
} outcome;

/* The engine with `plugins`, which are on; NULL and *status on failure. */
encart_engine *engine_of(const plugin *plugins, const encart_allocator *alloc, int *status);
/* A fragment; out->status tells whether it came to one. */
void render_with(outcome *out, const encart_engine *e, const char *html, int no_plugins);
/* Both, where no plugin may be at fault when it is loaded, and the render succeeds. */
outcome render(const plugin *plugins, const char *html);
void drop(outcome *out);

/* What the report complains about, as JSON: owned. */
char *diagnostics(const outcome *out);

#endif
