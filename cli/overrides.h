/* --set and --without: the render's `overrides` from the command line. */
#ifndef CLI_OVERRIDES_H
#define CLI_OVERRIDES_H

#include "cli/cli.h"

/* The JSON for encart_render_options.overrides, malloc'd, NULL when nothing is asked.
 * Returns an exit code. */
int overrides_json(const command *self, const opt_list *set, const opt_list *without,
                   char **out);

#endif
