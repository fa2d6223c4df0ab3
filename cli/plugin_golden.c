/* Golden files: what a run gave once, and a person has looked at. */
#include "cli/plugin.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static void write_golden(plugin_faults *f, const char *path, const char *html, size_t n)
{
    char folder[4096];

    snprintf(folder, sizeof folder, "%s/tests/golden", f->run->at->dir);
    if (mkdir(folder, 0777) && errno != EEXIST)
        plugin_fault(f, "%s: %s", folder, strerror(errno));
    else if (io_write(path, html, n))
        plugin_fault(f, "the golden file was not written");
}

/* The first line that differs, of both. */
static void tell_difference(plugin_faults *f, const char *want, const char *got)
{
    size_t i = 0, from = 0, line = 1;

    for (; want[i] && want[i] == got[i]; i++)
        if (want[i] == '\n') {
            from = i + 1;
            line++;
        }
    plugin_fault(f, "tests/golden/%s.html:%zu: other HTML than before (--update takes it over)",
                 f->run->name, line);
    fprintf(stderr, "  - %.*s\n  + %.*s\n", (int)strcspn(want + from, "\n"), want + from,
            (int)strcspn(got + from, "\n"), got + from);
}

void plugin_golden(plugin_faults *f, int update)
{
    char path[4096];
    bytes want = {NULL, 0};
    const char *html = f->run->html;
    size_t n = f->run->html_size;
    FILE *there;

    snprintf(path, sizeof path, "%s/tests/golden/%s.html", f->run->at->dir, f->run->name);
    if (update) {
        write_golden(f, path, html, n);
        return;
    }
    there = fopen(path, "rb");
    if (!there) {
        plugin_fault(f, "%s: not there; look at the page, then --update makes it", path);
        return;
    }
    fclose(there);
    if (io_read(path, IO_MAX, &want))
        plugin_fault(f, "%s: not readable", path);
    else if (want.size != n || memcmp(want.data, html, n) != 0)
        tell_difference(f, want.data, html);
    free(want.data);
}
