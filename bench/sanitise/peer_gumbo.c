/* libgumbo's parser alone: the HTML Standard's tree, nothing checked or written. */
#include "bench/sanitise/measure.h"

#include <gumbo.h>

static size_t parse(void *user, const char *html, size_t n)
{
    (void)user;
    gumbo_destroy_output(&kGumboDefaultOptions,
                         gumbo_parse_with_options(&kGumboDefaultOptions, html, n));
    return 0;
}

int main(int argc, char **argv)
{
    const peer p = {"libgumbo", parse, NULL};

    return measure_main(argc, argv, &p, 1);
}
