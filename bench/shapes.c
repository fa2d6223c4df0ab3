/* What hostile shapes cost: each shape of tests/shapes.h from 64 KiB to 4 MiB, doubled, and
 * each file of a folder, sanitised on a thread with 256 KiB of stack.
 *
 *   encart-shapes [--profile NAME] [--repair always] [--only TEXT] [FOLDER]
 *
 * A line for each: CPU time of the first size (the least of some runs), of the last one, the
 * worst ratio between two sizes, and the most memory per byte of input. Ends with 1 when a
 * goal is missed: a ratio of 2.3 a doubling, 50 ms for 64 KiB, no limit met up to 4 MiB.
 */
#include "tests/shapes.h"

#include <dirent.h>
#include <encart/encart.h>
#include <limits.h>
#include <pthread.h>
#include <time.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#define STACK ((size_t)256 << 10)
#define FIRST ((size_t)64 << 10)
#define LAST ((size_t)4 << 20)
#define MOST_RATIO 2.3
#define MOST_MS 50.0
/* Below this, a ratio measures the clock, the caches and malloc's first pages. */
#define LEAST_MS 1.0

typedef struct meter {
    encart_allocator vtable;
    size_t live, peak;
} meter;

typedef struct bench {
    meter meter;
    encart_engine *engine;
    encart_sanitise_options options;
    const char *only, *folder;
    size_t missed, lines;
    double worst_ms, worst_ratio;
} bench;

static void grow(meter *m, size_t size)
{
    m->live += size;
    if (m->live > m->peak)
        m->peak = m->live;
}

static void *meter_alloc(void *user, size_t size)
{
    void *p = malloc(size);

    if (p)
        grow(user, size);
    return p;
}

static void *meter_realloc(void *user, void *old, size_t had, size_t size)
{
    void *p = realloc(old, size);

    if (p) {
        ((meter *)user)->live -= had;
        grow(user, size);
    }
    return p;
}

static void meter_free(void *user, void *p, size_t size)
{
    ((meter *)user)->live -= size;
    free(p);
}

static double cpu_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* CPU time of one call, negative when it came up against a limit; `peak` is its memory
 * without input and engine. */
static double once(bench *b, const char *html, size_t n, size_t *peak)
{
    encart_buffer *out = NULL;
    encart_error err;
    size_t before = b->meter.live;
    double start, spent;
    int status;

    b->meter.peak = before;
    start = cpu_ms();
    status = encart_sanitise(&out, NULL, b->engine, html, n, &b->options, &err);
    spent = cpu_ms() - start;
    *peak = b->meter.peak - before;
    if (status == ENCART_ELIMIT)
        return -1;
    if (status) {
        fprintf(stderr, "%s: %s\n", encart_status_name(status), err.message);
        exit(2);
    }
    encart_buffer_free(out);
    return spent;
}

/* The least of some runs: whatever else runs on the machine only adds. */
static double least(bench *b, const char *html, size_t n, size_t *peak)
{
    enum { RUNS = 7, ENOUGH_MS = 500 };
    double all = 0, best = 0;

    for (int i = 0; i < RUNS && all < ENOUGH_MS; i++) {
        double ms = once(b, html, n, peak);

        if (ms < 0)
            return ms;
        best = i && best < ms ? best : ms;
        all += ms;
    }
    return best;
}

/* The least time, measured again while it misses the goal beside `before`, the one of half
 * the size: on a busy machine the few runs of a large document may all have been disturbed. */
static double surely_least(bench *b, const char *html, size_t n, size_t *peak, double before)
{
    enum { AGAIN = 3 };
    double best = least(b, html, n, peak);

    for (int i = 0; i < AGAIN && before > LEAST_MS && best > before * MOST_RATIO; i++) {
        double ms = least(b, html, n, peak);

        best = ms < best ? ms : best;
    }
    return best;
}

static void verdict(bench *b, const char *name, double first, double last, double ratio,
                    double per_byte)
{
    int missed = first > MOST_MS || ratio > MOST_RATIO;

    printf("%-34s %9.2f %10.1f %7.2f %9.0f%s\n", name, first, last, ratio, per_byte,
           missed ? "  <--" : "");
    fflush(stdout);
    b->missed += (size_t)missed;
    b->lines++;
    if (first > b->worst_ms)
        b->worst_ms = first;
    if (ratio > b->worst_ratio)
        b->worst_ratio = ratio;
}

static void one_shape(bench *b, const shape *s)
{
    double first = 0, ms = 0, worst = 0, per_byte = 0;

    for (size_t size = FIRST; size <= LAST; size *= 2) {
        size_t n = 0, peak = 0;
        char *html = shape_make(s, size, &n);
        double before = ms;

        ms = surely_least(b, html, n, &peak, before);
        if (size == FIRST)
            first = ms;
        else if (before > LEAST_MS && ms / before > worst)
            worst = ms / before;
        if ((double)peak / (double)n > per_byte)
            per_byte = (double)peak / (double)n;
        free(html);
        if (ms < 0) {
            printf("%s of %zu bytes comes up against a limit:\n", s->name, n);
            b->missed++;
            ms = before;
            break;
        }
        if (ms > 20000)
            break;
    }
    verdict(b, s->name, first, ms, worst, per_byte);
}

static char *read_file(const char *path, size_t *n)
{
    FILE *f = fopen(path, "rb");
    char *bytes = NULL;
    long size;

    if (f && fseek(f, 0, SEEK_END) == 0 && (size = ftell(f)) > 0 &&
        (bytes = malloc((size_t)size))) {
        rewind(f);
        *n = fread(bytes, 1, (size_t)size, f);
    }
    if (f)
        fclose(f);
    return bytes;
}

static int is_html(const struct dirent *e)
{
    size_t n = strlen(e->d_name);

    return n > 5 && strcmp(e->d_name + n - 5, ".html") == 0;
}

/* Files are as large as they are: their time is given as if for 64 KiB when larger. */
static void all_files(bench *b)
{
    struct dirent **files;
    int count = scandir(b->folder, &files, is_html, alphasort);

    for (int i = 0; i < count; i++) {
        char path[4096];
        size_t n = 0, peak = 0;
        char *html;

        snprintf(path, sizeof path, "%s/%s", b->folder, files[i]->d_name);
        html = read_file(path, &n);
        if (html && (!b->only || strstr(files[i]->d_name, b->only))) {
            double ms = least(b, html, n, &peak);
            double scale = n > FIRST ? (double)FIRST / (double)n : 1;

            verdict(b, files[i]->d_name, ms * scale, ms, 0, (double)peak / (double)n);
        }
        free(html);
        free(files[i]);
    }
    if (count >= 0)
        free(files);
}

static void *all(void *user)
{
    bench *b = user;

    printf("%-34s %9s %10s %7s %9s\n", "shape", "64 KiB ms", "4 MiB ms", "ratio",
           "mem/byte");
    for (size_t i = 0; i < SHAPES; i++)
        if (!b->only || strstr(shapes[i].name, b->only))
            one_shape(b, &shapes[i]);
    if (b->folder)
        all_files(b);
    printf("%zu lines; worst: %.1f ms for 64 KiB, %.2f times a doubling; %zu missed a goal\n",
           b->lines, b->worst_ms, b->worst_ratio, b->missed);
    return NULL;
}

static int on_small_stack(bench *b)
{
    pthread_attr_t attr;
    pthread_t thread;

    if (pthread_attr_init(&attr) || pthread_attr_setstacksize(&attr, STACK) ||
        pthread_create(&thread, &attr, all, b))
        return 2;
    pthread_join(thread, NULL);
    pthread_attr_destroy(&attr);
    return b->missed != 0;
}

/* A server's memory stays with it. Without this, glibc gives blocks over 32 MiB back to the
 * kernel each time, and zeroing their pages again shows as a worse ratio at the end. */
static void keep_memory(void)
{
#ifdef __GLIBC__
    mallopt(M_ARENA_MAX, 1);
    mallopt(M_MMAP_THRESHOLD, 1 << 30);
    mallopt(M_TRIM_THRESHOLD, INT_MAX);
#endif
}

static int engine_of(bench *b)
{
    encart_builder *builder = NULL;
    int status = encart_builder_new(&builder, &b->meter.vtable, NULL);

    if (!status)
        status = encart_engine_new(&b->engine, builder, NULL);
    encart_builder_free(builder);
    return status;
}

static void read_arguments(bench *b, int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--profile") == 0 && i + 1 < argc)
            b->options.profile = argv[++i];
        else if (strcmp(argv[i], "--repair") == 0 && i + 1 < argc)
            b->options.repair = argv[++i];
        else if (strcmp(argv[i], "--only") == 0 && i + 1 < argc)
            b->only = argv[++i];
        else
            b->folder = argv[i];
    }
}

int main(int argc, char **argv)
{
    bench b = {.options = ENCART_SANITISE_OPTIONS_INIT};
    int status;

    keep_memory();
    b.meter.vtable = (encart_allocator){meter_alloc, meter_realloc, meter_free, &b.meter};
    b.options.paragraphs = b.options.accessible = ENCART_ON;
    read_arguments(&b, argc, argv);
    if (engine_of(&b))
        return 2;
    status = on_small_stack(&b);
    encart_engine_free(b.engine);
    return status;
}
