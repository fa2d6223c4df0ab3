/* What the targets of the sanitiser share: the input divided into HTML and options, and a
 * call that checks its own result. The last four bytes are the options; so any file of
 * HTML is an input, its end read as options.
 */
#ifndef ENCART__FUZZ_CASE_H
#define ENCART__FUZZ_CASE_H

#include "core/html/decode.h"
#include "core/sanitise/sanitise.h"
#include "core/serialise/serialise.h"
#include "fuzz/fuzz.h"

typedef struct fuzz_case {
    encart__strbuf html; /* decoded */
    encart__sanitise_opts opts;
    size_t fail_at; /* the allocation that fails where a target lets one fail */
    unsigned spare; /* a byte for the target's own choices */
} fuzz_case;

enum { FUZZ_OPTION_BYTES = 4 };

static inline encart__sanitise_opts fuzz_opts(unsigned profile, unsigned switches)
{
    static const char *const profiles[] = {"article", "strict", "embeds", "plugin",
                                           "plugin-forms"};
    static const char *const bases[] = {"", "https://example.org/a/b?c#d",
                                        "http://example.org:8080",
                                        "mailto:a@example.org"};
    encart__sanitise_opts o = {.policy = NULL};

    o.policy = encart__policy_named(
        encart__str_z(profiles[profile % (sizeof profiles / sizeof *profiles)]));
    o.base = encart__str_z(bases[switches % 4]);
    o.paragraphs = switches >> 2 & 1;
    o.accessible = switches >> 3 & 1;
    o.plugin_marks = switches >> 4 & 1;
    o.heading_base = (int)(switches >> 5 & 7) % 7;
    return o;
}

static inline void fuzz_case_init(fuzz_case *c, const uint8_t *data, size_t size)
{
    size_t n = size > FUZZ_OPTION_BYTES ? size - FUZZ_OPTION_BYTES : 0;
    uint8_t last[FUZZ_OPTION_BYTES] = {0};

    if (n)
        memcpy(last, data + n, sizeof last);
    else
        n = size;
    c->opts = fuzz_opts(last[3], last[2]);
    c->fail_at = (size_t)last[1] + 1;
    c->spare = last[0];
    encart__strbuf_init(&c->html, NULL, 0);
    encart__decode_utf8((encart__str){(const char *)data, n}, &c->html, NULL);
    FUZZ_CHECK(!c->html.failed);
}

static inline void fuzz_case_free(fuzz_case *c)
{
    encart__strbuf_free(&c->html);
}

/* Sanitises into `tree`, which the caller frees. The tree is whole, and the self-check
 * never had to fall back on the words alone. */
static inline int fuzz_sanitise(encart__tree *tree, encart__str html,
                                const encart__sanitise_opts *opts,
                                const encart__alloc *alloc)
{
    encart__arena arena;
    encart__diags removed;
    int status;

    encart__arena_init(&arena, NULL, 0);
    encart__diags_init(&removed, &arena, 100000);
    encart__tree_init(tree, alloc);
    status = encart__sanitise_html(tree, html, opts, &removed, alloc, NULL);
    for (const encart__diag *d = removed.first; d; d = d->next)
        FUZZ_CHECK(strcmp(d->rule, "self-check") != 0);
    FUZZ_CHECK(status || !encart__tree_check(tree));
    encart__arena_free(&arena);
    return status;
}

/* The same, written to `out` (cleared first). */
static inline int fuzz_sanitised(encart__strbuf *out, encart__str html,
                                 const encart__sanitise_opts *opts,
                                 const encart__alloc *alloc)
{
    encart__tree tree;
    int status = fuzz_sanitise(&tree, html, opts, alloc);

    encart__strbuf_clear(out);
    if (status == ENCART_OK)
        encart__serialise(&tree, out);
    encart__tree_free(&tree);
    return status;
}

#endif
