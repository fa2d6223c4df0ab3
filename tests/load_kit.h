/* Loading in one line, for the test programs of core/load. */
#ifndef ENCART__LOAD_KIT_H
#define ENCART__LOAD_KIT_H

#include "core/load/load.h"
#include "tests/suite.h"

#include <stdio.h>
#include <stdlib.h>

static const encart__box_kind kit_boxes[] = {
    {{"lire-aussi/links", 16}, ENCART__T_ASIDE, ENCART__SLOT_BODY},
    {{"related/list", 12}, ENCART__T_SECTION, ENCART__SLOT_AFTER_BODY},
};
static const encart__known kit_known = {.boxes = kit_boxes, .count = 2};

static inline int kit_try(encart_article **out, encart__str bytes, const char *format,
                          const encart_allocator *alloc, encart_error *err)
{
    encart_load_options options = ENCART_LOAD_OPTIONS_INIT;

    options.format = format;
    options.source = "essai";
    return encart__load(out, alloc, bytes, &options, &kit_known, err);
}

/* The article, or a failed test with the error's message. */
static inline encart_article *kit_load_n(encart__str bytes, const char *format)
{
    encart_article *a;
    encart_error err;
    int status = kit_try(&a, bytes, format, NULL, &err);

    ck_assert_msg(status == ENCART_OK, "%s: %s", encart_status_name(status), err.message);
    ck_assert_ptr_null(encart__tree_check(&a->tree));
    return a;
}

static inline encart_article *kit_load(const char *z, const char *format)
{
    return kit_load_n(encart__str_z(z), format);
}

/* Loads, compares the canonical HTML, frees. */
static inline void kit_expect(const char *z, const char *format, const char *html)
{
    encart_article *a = kit_load(z, format);

    ck_assert_str_eq(a->html.p, html);
    encart__article_release(a);
}

static inline int kit_has_diag(const encart__diags *d, const char *rule)
{
    for (const encart__diag *e = d->first; e; e = e->next)
        if (strcmp(e->rule, rule) == 0)
            return 1;
    return 0;
}

/* The document of encart_article_json() or of encart_article_save(), malloc'd. */
static inline char *kit_written(const encart_article *a, int saved)
{
    encart__strbuf b;
    char *copy;

    encart__strbuf_init(&b, NULL, 0);
    if (saved)
        encart__article_save(a, &b);
    else
        encart__article_write(a, &b, 1, 0);
    ck_assert_int_eq(b.failed, 0);
    copy = malloc(b.size + 1);
    memcpy(copy, encart__strbuf_z(&b), b.size + 1);
    encart__strbuf_free(&b);
    return copy;
}

/* Each allocation fails in turn, alone and then with all later ones: ENCART_ENOMEM and
 * nothing left, or (where the failure was survived) the same bytes. `most` rounds. */
static inline void kit_starve(encart__str bytes, const char *format, size_t most)
{
    suite_alloc sa;
    encart_article *a;
    encart_error err;
    size_t total, step;

    suite_alloc_init(&sa);
    ck_assert_int_eq(kit_try(&a, bytes, format, &sa.vtable, &err), ENCART_OK);
    encart__article_release(a);
    ck_assert_uint_eq(sa.live, 0);
    total = sa.count;
    step = total / most + 1;
    for (size_t i = 1; i <= total; i += i < 200 ? 1 : step) {
        for (int after = 0; after < 2; after++) {
            int status;

            suite_alloc_init(&sa);
            sa.fail_at = i;
            sa.fail_after = after;
            status = kit_try(&a, bytes, format, &sa.vtable, &err);
            ck_assert_msg(status == ENCART_ENOMEM && !a, "allocation %zu of %zu: %s", i,
                          total, encart_status_name(status));
            ck_assert_uint_eq(sa.live, 0);
        }
    }
}

#endif
