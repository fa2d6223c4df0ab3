/* The folder in which a Lua test is run: see plugin_lua.c. */
#ifndef CLI_SCRATCH_H
#define CLI_SCRATCH_H

#include <jansson.h>

/* Makes DIR/PLUGIN, a plugin that runs the file `test` of the plugin in `dir`, with what the
 * manifest's `uses` has. DIR, malloc'd; NULL with a message. */
char *scratch_make(const char *dir, const char *plugin, const char *test, const json_t *uses);
/* Removes the folder and frees its name. */
void scratch_remove(char *scratch);

#endif
