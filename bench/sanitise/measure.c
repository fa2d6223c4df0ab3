/* The passes over a corpus, and the command line around them. It knows no peer. */
#include "bench/sanitise/measure.h"
#include "bench/sanitise/docs.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { PASSES = 7 };

static const double least_pass = 0.1; /* seconds; shorter passes are repeated */

typedef struct order {
    const char *folder, *corpus, *only; /* NULL: all of them */
    double seconds; /* 0: measure; else work so long, for a profiler */
    const peer *peers;
    size_t count;
} order;

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static size_t pass(const peer *p, const docs *d)
{
    size_t out = 0;

    for (size_t i = 0; i < d->count; i++)
        out += p->work(p->user, d->doc[i].data, d->doc[i].n);
    return out;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* Seconds for one pass: the middle one of PASSES, the first one unmeasured. */
static double median(const peer *p, const docs *d, size_t *out)
{
    double times[PASSES];

    *out = pass(p, d);
    for (int i = 0; i < PASSES; i++) {
        double start = now(), spent;
        unsigned rounds = 0;

        do {
            pass(p, d);
            rounds++;
            spent = now() - start;
        } while (spent < least_pass);
        times[i] = spent / rounds;
    }
    qsort(times, PASSES, sizeof *times, by_size);
    return times[PASSES / 2];
}

/* Seconds for one pass, of as many as fill the time. */
static double mean(const peer *p, const docs *d, double seconds, size_t *out)
{
    double start = now(), spent;
    unsigned rounds = 0;

    do {
        *out = pass(p, d);
        rounds++;
        spent = now() - start;
    } while (spent < seconds);
    return spent / rounds;
}

static void measure(const order *o, const char *name, const docs *d)
{
    for (size_t i = 0; i < o->count; i++) {
        const peer *p = &o->peers[i];
        size_t out;
        double spent;

        if (o->only && strcmp(o->only, p->name) != 0)
            continue;
        spent = o->seconds > 0 ? mean(p, d, o->seconds, &out) : median(p, d, &out);
        printf("%s\t%s\t%.2f\t%zu\n", name, p->name, (double)d->bytes / spent / 1e6, out);
        fflush(stdout);
    }
}

static int measure_file(const order *o, const char *name)
{
    char path[4096];
    docs d = {0};
    int ok;

    snprintf(path, sizeof path, "%s/%s.docs", o->folder, name);
    errno = 0;
    ok = docs_read(&d, path);
    if (!ok)
        fprintf(stderr, "%s: %s\n", path, errno ? strerror(errno) : "not a corpus");
    else if (d.count)
        measure(o, name, &d);
    docs_free(&d);
    return ok;
}

static int is_corpus(const struct dirent *e)
{
    size_t n = strlen(e->d_name);

    return n > 5 && strcmp(e->d_name + n - 5, ".docs") == 0;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static int measure_folder(const order *o)
{
    struct dirent **names = NULL;
    int n = scandir(o->folder, &names, is_corpus, by_name), ok = n > 0;

    if (n <= 0)
        fprintf(stderr, "%s: no corpora; make bench-sanitise makes them\n", o->folder);
    for (int i = 0; i < n; i++) {
        names[i]->d_name[strlen(names[i]->d_name) - 5] = '\0';
        ok &= measure_file(o, names[i]->d_name);
        free(names[i]);
    }
    free(names);
    return ok;
}

/* 1 when `argv` was understood. */
static int take(order *o, int argc, char **argv)
{
    for (int i = 1; i < argc; i += 2) {
        if (i + 1 == argc)
            return 0;
        if (strcmp(argv[i], "--folder") == 0)
            o->folder = argv[i + 1];
        else if (strcmp(argv[i], "--corpus") == 0)
            o->corpus = argv[i + 1];
        else if (strcmp(argv[i], "--only") == 0)
            o->only = argv[i + 1];
        else if (strcmp(argv[i], "--seconds") == 0)
            o->seconds = strtod(argv[i + 1], NULL);
        else
            return 0;
    }
    return 1;
}

int measure_main(int argc, char **argv, const peer *peers, size_t count)
{
    order o = {"bench-sanitise/corpora", NULL, NULL, 0, peers, count};

    if (!take(&o, argc, argv)) {
        fprintf(stderr,
                "usage: %s [--folder DIR] [--corpus NAME] [--only PEER] [--seconds S]\n",
                argv[0]);
        return 2;
    }
#if !defined __OPTIMIZE__ || defined __SANITIZE_ADDRESS__
    fputs("bench: built without optimisation or with sanitizers: figures mean nothing\n",
          stderr);
#endif
    return (o.corpus ? measure_file(&o, o.corpus) : measure_folder(&o)) ? EXIT_SUCCESS
                                                                        : EXIT_FAILURE;
}
