/* Plugins written to a folder for a test, an engine with them, and what a page of it is: all
 * through the public interface. */
#ifndef ENCART__PLUGIN_KIT_H
#define ENCART__PLUGIN_KIT_H

#include <encart/encart.h>

#include <jansson.h>

typedef struct kit_plugin {
    const char *name;         /* NULL: no more */
    const char *files[2 * 6]; /* "init.lua", its text, …, NULL */
} kit_plugin;

typedef struct kit_page {
    int status;
    char *html, *head, *css; /* the slot head, the stylesheet */
    json_t *report;
} kit_page;

/* The engine with `plugins`, which are on; NULL and *status on failure. The files are gone
 * afterwards: an engine reads none. */
encart_engine *kit_engine(const kit_plugin *plugins, const encart_allocator *alloc,
                          int *status);
/* An article document, rendered as "page" or "fragment". */
kit_page kit_render(const encart_engine *e, const char *document, const char *format);
void kit_free(kit_page *p);

/* The first diagnostic with the rule, as "source:line: message" in a static buffer; "" when
 * there is none. */
const char *kit_told(const json_t *diagnostics, const char *rule);

#endif
