/* See suite.h. */
#include "tests/suite.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char skip_file[] = "/tmp/encart-skips-XXXXXX";

void suite_skip(const char *why)
{
    FILE *f = fopen(skip_file, "a");

    fprintf(stderr, "skip: %s\n", why);
    if (f) {
        fputc('s', f);
        fclose(f);
    }
}

static int skips(void)
{
    struct stat st;

    return stat(skip_file, &st) == 0 ? (int)st.st_size : 0;
}

static void write_counts(const char *program, int passed, int failed, int skipped)
{
    const char *dir = getenv("ENCART_COUNTS");
    char path[4096];
    FILE *f;

    if (!dir || !*dir)
        return;
    snprintf(path, sizeof path, "%s/%s.counts", dir, program);
    f = fopen(path, "w");
    if (f) {
        fprintf(f, "%d %d %d\n", passed, failed, skipped);
        fclose(f);
    }
}

int suite_main(const char *program, Suite *suite)
{
    SRunner *runner = srunner_create(suite);
    int fd = mkstemp(skip_file), run, failed, skipped;

    if (fd >= 0)
        close(fd);
    srunner_run_all(runner, CK_ENV);
    run = srunner_ntests_run(runner);
    failed = srunner_ntests_failed(runner);
    skipped = skips();
    unlink(skip_file);
    srunner_free(runner);
    write_counts(program, run - failed - skipped, failed, skipped);
    printf("%s: %d passed, %d failed, %d skipped\n", program, run - failed - skipped,
           failed, skipped);
    return failed || run == 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

const char *suite_src(const char *path)
{
    static char names[8][4096];
    static int next;
    const char *src = getenv("srcdir");
    char *out = names[next++ & 7];

    snprintf(out, sizeof names[0], "%s/%s", src && *src ? src : ".", path);
    return out;
}

const char *suite_data(void)
{
    static char dir[4096];
    const char *env = getenv("ENCART_DATA");
    struct stat st;

    snprintf(dir, sizeof dir, "%s", env && *env ? env : suite_src("../shared/data"));
    return stat(dir, &st) == 0 && S_ISDIR(st.st_mode) ? dir : NULL;
}

char *suite_read(const char *path, size_t *n)
{
    FILE *f = fopen(path, "rb");
    char *bytes = NULL;
    long size;

    if (!f)
        return NULL;
    if (fseek(f, 0, SEEK_END) == 0 && (size = ftell(f)) >= 0 &&
        fseek(f, 0, SEEK_SET) == 0 && (bytes = malloc((size_t)size + 1))) {
        *n = fread(bytes, 1, (size_t)size, f);
        bytes[*n] = '\0';
    }
    fclose(f);
    return bytes;
}

static int refuse(suite_alloc *a)
{
    a->count++;
    return a->fail_at && (a->count == a->fail_at || (a->fail_after && a->count > a->fail_at));
}

static void *sa_alloc(void *user, size_t size)
{
    suite_alloc *a = user;
    void *p = refuse(a) ? NULL : malloc(size);

    if (p) {
        a->live++;
        a->live_bytes += size;
    }
    return p;
}

static void *sa_realloc(void *user, void *ptr, size_t old, size_t size)
{
    suite_alloc *a = user;
    void *p = refuse(a) ? NULL : malloc(size);

    if (!p)
        return NULL;
    memcpy(p, ptr, old < size ? old : size);
    memset(ptr, 0xDD, old);
    free(ptr);
    a->live_bytes += size - old;
    return p;
}

static void sa_free(void *user, void *ptr, size_t size)
{
    suite_alloc *a = user;

    memset(ptr, 0xDD, size); /* also proves that the size is right under ASan */
    free(ptr);
    a->live--;
    a->live_bytes -= size;
}

void suite_alloc_init(suite_alloc *a)
{
    memset(a, 0, sizeof *a);
    a->vtable = (encart_allocator){sa_alloc, sa_realloc, sa_free, a};
}
