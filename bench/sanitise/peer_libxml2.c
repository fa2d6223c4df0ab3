/* libxml2's HTML parser alone: a tree that no browser would build, but a fast one. */
#include "bench/sanitise/measure.h"

#include <libxml/HTMLparser.h>

static size_t parse(void *user, const char *html, size_t n)
{
    (void)user;
    xmlFreeDoc(htmlReadMemory(html, (int)n, NULL, "UTF-8",
                              HTML_PARSE_RECOVER | HTML_PARSE_NOERROR |
                                  HTML_PARSE_NOWARNING | HTML_PARSE_NONET));
    return 0;
}

int main(int argc, char **argv)
{
    const peer p = {"libxml2", parse, NULL};
    int status;

    xmlInitParser();
    status = measure_main(argc, argv, &p, 1);
    xmlCleanupParser();
    return status;
}
