/* encart-bench-sanitise: Encart's sanitising and libtidy's parse and save, side by side.
 * It uses the public interface only. */
#include "config.h"

#include "bench/sanitise/measure.h"

#include <encart/encart.h>

#ifdef HAVE_TIDY_TIDY_H
#include <tidy/tidy.h>
#include <tidy/tidybuffio.h>
#else
#include <tidy.h>
#include <tidybuffio.h>
#endif

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static size_t sanitise(const encart_engine *engine, int explain, const char *html,
                       size_t n)
{
    encart_buffer *out = NULL, *removed = NULL;
    encart_sanitise_options o = ENCART_SANITISE_OPTIONS_INIT;
    encart_error err;
    size_t bytes = 0;

    o.profile = "article";
    o.max_bytes = 64u << 20;
    if (encart_sanitise(&out, explain ? &removed : NULL, engine, html, n, &o, &err))
        fprintf(stderr, "bench: %s\n", err.message);
    encart_buffer_data(out, &bytes);
    encart_buffer_free(out);
    encart_buffer_free(removed);
    return bytes;
}

static size_t with_encart(void *user, const char *html, size_t n)
{
    return sanitise(user, 0, html, n);
}

static size_t with_removed(void *user, const char *html, size_t n)
{
    return sanitise(user, 1, html, n);
}

/* The options of bench/bench.c. */
static size_t with_tidy(void *user, const char *html, size_t n)
{
    TidyDoc doc = tidyCreate();
    TidyBuffer in, out, messages;
    size_t bytes;

    (void)user;
    tidyBufInit(&in);
    tidyBufInit(&out);
    tidyBufInit(&messages);
    tidyBufAppend(&in, (char *)(uintptr_t)html, (unsigned)n);
    tidySetErrorBuffer(doc, &messages);
    tidyOptSetBool(doc, TidyForceOutput, yes);
    tidyOptSetBool(doc, TidyQuiet, yes);
    tidyOptSetInt(doc, TidyWrapLen, 0);
    tidyOptSetValue(doc, TidyCharEncoding, "utf8");
    tidyParseBuffer(doc, &in);
    tidySaveBuffer(doc, &out);
    bytes = out.size;
    tidyBufFree(&in);
    tidyBufFree(&out);
    tidyBufFree(&messages);
    tidyRelease(doc);
    return bytes;
}

static encart_engine *engine_new(void)
{
    encart_builder *b;
    encart_engine *e = NULL;
    encart_error err;
    int status = encart_builder_new(&b, NULL, &err);

    if (!status)
        status = encart_engine_new(&e, b, &err);
    encart_builder_free(b);
    if (status)
        fprintf(stderr, "bench: %s\n", err.message);
    return e;
}

int main(int argc, char **argv)
{
    encart_engine *e = engine_new();
    const peer peers[] = {{"encart", with_encart, e},
                          {"encart+removed", with_removed, e},
                          {"libtidy", with_tidy, NULL}};
    int status = EXIT_FAILURE;

    if (e)
        status = measure_main(argc, argv, peers, sizeof peers / sizeof *peers);
    encart_engine_free(e);
    return status;
}
