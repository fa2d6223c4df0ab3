/* Golden cases: tests/golden/CASE/{in.txt|in.html|in.json, options.json, out.html,
 * explain.txt}, rendered through the public interface only.
 *
 * options.json: {"format", "lang", "now", "no_plugins", "load": {"format", "lang", "url"},
 *                "config": {…}, "answers": {…}}; every member may be absent.
 */
#ifndef ENCART__GOLDEN_H
#define ENCART__GOLDEN_H

#include <encart/encart.h>
#include <stddef.h>

typedef struct golden_case {
    char name[256], dir[4096];
    char *in, *options;
    size_t in_size, options_size;
} golden_case;

/* All cases, by name; NULL-terminated names free with golden_free(). */
size_t golden_load(golden_case **out);
void golden_free(golden_case *cases, size_t count);

/* What one run of a case gave: malloc'd strings, or a failure. */
typedef struct golden_run {
    int status;
    encart_error error;
    char *html, *explain, *report;
    size_t html_size;
} golden_run;

/* Loads and renders `in` (NULL = the case's own input) with the case's options. The engine
 * is built anew with `alloc` (NULL = malloc). plugins 0 = with none enabled, and nothing
 * of theirs in the configuration. */
golden_run golden_render(const golden_case *c, const char *in, size_t n, int plugins,
                         const encart_allocator *alloc);
void golden_run_free(golden_run *run);
/* An engine as the case wants it. */
int golden_engine(encart_engine **out, const golden_case *c, int plugins,
                  const encart_allocator *alloc, encart_error *err);

#endif
