/* For the tests of core/sanitise: a string in, a string out. */
#ifndef SANITISED_H
#define SANITISED_H

#include "core/sanitise/check.h"
#include "core/sanitise/clean.h"
#include "core/serialise/serialise.h"
#include "tests/suite.h"

#include <stdlib.h>

/* What one call did. */
typedef struct sanitised {
    int status;
    int self_check; /* the fall-back of the self-check was needed */
    encart__strbuf html;
} sanitised;

static inline encart__sanitise_opts opts_of(const char *profile)
{
    return (encart__sanitise_opts){.policy = encart__policy_named(encart__str_z(profile))};
}

static inline int has_rule(const encart__diags *d, const char *rule)
{
    for (const encart__diag *e = d->first; e; e = e->next)
        if (strcmp(e->rule, rule) == 0)
            return 1;
    return 0;
}

/* To bytes at once, by the short way where it is one: the same bytes. */
static inline void expect_same_bytes(encart__str html, const encart__sanitise_opts *opts,
                                     encart__str want)
{
    encart__strbuf out;

    encart__strbuf_init(&out, NULL, 0);
    ck_assert_int_eq(encart__sanitise_bytes(&out, html, opts, NULL, NULL), ENCART_OK);
    ck_assert_msg(encart__str_eq(encart__strbuf_view(&out), want),
                  "%.*s\n  to bytes  %s\n  to a tree %.*s", (int)html.n, html.p,
                  encart__strbuf_z(&out), (int)want.n, want.p);
    encart__strbuf_free(&out);
}

/* Free with encart__strbuf_free(&result.html). */
static inline sanitised sanitise(encart__str html, const encart__sanitise_opts *opts)
{
    sanitised out = {0};
    encart__arena arena;
    encart__diags diags;
    encart__tree t;

    encart__arena_init(&arena, NULL, 0);
    encart__diags_init(&diags, &arena, 100000);
    encart__tree_init(&t, NULL);
    out.status = encart__sanitise_html(&t, html, opts, &diags, NULL, NULL);
    ck_assert_ptr_null(encart__tree_check(&t));
    encart__strbuf_init(&out.html, NULL, 0);
    encart__serialise(&t, &out.html);
    out.self_check = has_rule(&diags, "self-check");
    if (!out.status)
        expect_same_bytes(html, opts, encart__strbuf_view(&out.html));
    encart__tree_free(&t);
    encart__arena_free(&arena);
    return out;
}

/* Output of the article profile without the newlines between blocks; static storage. */
static inline const char *clean_of(const char *html, const char *profile)
{
    static char out[65536];
    encart__sanitise_opts o = opts_of(profile);
    sanitised s = sanitise(encart__str_z(html), &o);
    size_t n = 0;

    ck_assert_int_eq(s.status, ENCART_OK);
    ck_assert_msg(!s.self_check, "self-check: %s", html);
    for (size_t i = 0; i < s.html.size && n + 1 < sizeof out; i++)
        if (s.html.data[i] != '\n')
            out[n++] = s.html.data[i];
    out[n] = '\0';
    encart__strbuf_free(&s.html);
    return out;
}

typedef struct pair {
    const char *in, *out;
} pair;

static inline void expect_pairs(const pair *pairs, size_t count, const char *profile)
{
    for (size_t i = 0; i < count; i++) {
        ck_assert_msg(strcmp(clean_of(pairs[i].in, profile), pairs[i].out) == 0,
                      "%s\n  gave %s\n  want %s", pairs[i].in,
                      clean_of(pairs[i].in, profile), pairs[i].out);
        ck_assert_str_eq(clean_of(pairs[i].out, profile), pairs[i].out);
    }
}
#define EXPECT_PAIRS(pairs, profile)                                                     \
    expect_pairs(pairs, sizeof(pairs) / sizeof(pairs)[0], profile)

#endif
