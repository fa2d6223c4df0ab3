/* The configuration's shape: which members there are, and what a scope makes of them. */
#ifndef ENCART__CONFIG_H
#define ENCART__CONFIG_H

#include "core/render/engine.h"

/* Reports every unknown or ill-typed member of the whole configuration. */
void encart__config_check(const json_t *config, encart__diags *diags);
/* Merges `more` into `into`: objects member by member, all else replaced. False without
 * memory. */
int encart__config_merge(json_t *into, const json_t *more);
/* Fills a scope from its merged configuration object. False without memory. */
int encart__scope_fill(encart__scope *s, const json_t *merged, const encart_engine *e,
                       const char *prefix, encart__diags *diags, encart__arena *arena);
/* The same for what lies over a scope in one render: `path` stands before each fault's. */
void encart__overrides_check(const json_t *overrides, const char *path, encart__diags *diags);
/* Takes all of it but the plugins; what is absent or faulty stays. False without memory. */
int encart__overrides_read(encart__scope *s, const json_t *overrides, encart__arena *arena);
/* Sets the site's own policy where the configuration has one. False without memory. */
int encart__config_policy(encart__known *known, const json_t *config, encart__diags *diags,
                          encart__arena *arena);
/* The first fault by which the site's policy would let in more than was written; NULL when
 * there is none. */
const encart__diag *encart__config_wider(const encart__diags *diags);
void encart__config_limits(encart__limits *limits, const json_t *config);

#endif
