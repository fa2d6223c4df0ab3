/* encart-bench-corpora FOLDER [DATA]: writes the corpora of the sanitising benchmark to
 * FOLDER, for every peer to read, and their list to FOLDER/list.tsv: name, documents,
 * bytes, documents that need repair. DATA: a folder of real documents, see real.h.
 *
 * It is linked with the rooms, because it asks the builder which documents need repair.
 */
#include "bench/sanitise/made.h"
#include "bench/sanitise/needs_repair.h"
#include "bench/sanitise/real.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct output {
    const char *folder;
    FILE *list;
} output;

static int write_corpus(const output *o, const char *name, const docs *d, size_t repair)
{
    char path[4096];

    snprintf(path, sizeof path, "%s/%s.docs", o->folder, name);
    if (!d->count)
        return remove(path) == 0 || errno == ENOENT; /* that of an earlier run */
    fprintf(o->list, "%s\t%zu\t%zu\t%zu\n", name, d->count, d->bytes, repair);
    return !d->failed && docs_write(d, path);
}

static int write_clean(const output *o, const char *name, const docs *d)
{
    size_t repair = 0;

    for (size_t i = 0; i < d->count; i++)
        repair += needs_repair(d->doc[i].data, d->doc[i].n) == 1;
    return write_corpus(o, name, d, repair);
}

/* In two parts; takes the documents. */
static int write_dirty(const output *o, const char *plain, const char *repair, docs *d)
{
    docs part[2] = {{0}, {0}};
    int ok;

    for (size_t i = 0; i < d->count; i++)
        docs_take(&part[needs_repair(d->doc[i].data, d->doc[i].n) == 1], &d->doc[i]);
    ok = write_corpus(o, plain, &part[0], 0) &&
         write_corpus(o, repair, &part[1], part[1].count);
    docs_free(&part[0]);
    docs_free(&part[1]);
    return ok;
}

static int write_all(const output *o, const char *data)
{
    docs made[2] = {{0}, {0}}, real[2] = {{0}, {0}};
    int ok;

    made_clean(&made[0]);
    made_dirty(&made[1]);
    if (data) {
        real_clean(&real[0], data);
        real_dirty(&real[1], data);
    }
    ok = !made[0].failed && !made[1].failed && !real[0].failed && !real[1].failed &&
         write_clean(o, "clean-made", &made[0]) &&
         write_clean(o, "clean-real", &real[0]) &&
         write_dirty(o, "dirty-made-plain", "dirty-made-repair", &made[1]) &&
         write_dirty(o, "dirty-real-plain", "dirty-real-repair", &real[1]);
    for (int i = 0; i < 2; i++) {
        docs_free(&made[i]);
        docs_free(&real[i]);
    }
    return ok;
}

int main(int argc, char **argv)
{
    char path[4096];
    output o = {argc > 1 ? argv[1] : NULL, NULL};
    int ok;

    if (argc < 2 || argc > 3) {
        fprintf(stderr, "usage: %s FOLDER [DATA]\n", argv[0]);
        return 2;
    }
    snprintf(path, sizeof path, "%s/list.tsv", o.folder);
    o.list = fopen(path, "w");
    ok = o.list && write_all(&o, argv[2]);
    if (o.list)
        ok = fclose(o.list) == 0 && ok;
    if (!ok)
        fprintf(stderr, "%s: %s: %s\n", argv[0], o.folder, strerror(errno));
    return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
