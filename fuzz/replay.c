/* A main() for a fuzz target without libFuzzer: runs it over the files and folders given,
 * or over $srcdir/fuzz/corpus/FUZZ_NAME, each file whole and cut off at several places. A
 * failure aborts. */
#include "fuzz/fuzz.h"

#include <dirent.h>
#include <sys/stat.h>

static unsigned files;

static void run_bytes(const uint8_t *bytes, size_t n)
{
    size_t step = n / 16 + 1;

    LLVMFuzzerTestOneInput(bytes, n);
    for (size_t i = 0; i < n; i += step) {
        uint8_t *cut = malloc(i ? i : 1); /* of its own, so that ASan sees an overrun */

        if (!cut)
            return;
        memcpy(cut, bytes, i);
        LLVMFuzzerTestOneInput(cut, i);
        free(cut);
    }
    files++;
}

static int run_file(const char *path)
{
    FILE *f = fopen(path, "rb");
    uint8_t *bytes = NULL;
    long size = -1;

    if (!f)
        return 0;
    if (fseek(f, 0, SEEK_END) == 0 && (size = ftell(f)) >= 0 &&
        fseek(f, 0, SEEK_SET) == 0 && (bytes = malloc((size_t)size + 1)))
        run_bytes(bytes, fread(bytes, 1, (size_t)size, f));
    free(bytes);
    fclose(f);
    return size >= 0;
}

static int run_path(const char *path)
{
    struct dirent *e;
    char name[4096];
    struct stat st;
    int good = 1;
    DIR *d;

    if (stat(path, &st) != 0)
        return 0;
    if (!S_ISDIR(st.st_mode))
        return run_file(path);
    d = opendir(path);
    while (d && (e = readdir(d))) {
        snprintf(name, sizeof name, "%s/%s", path, e->d_name);
        if (e->d_name[0] != '.')
            good &= run_file(name);
    }
    if (d)
        closedir(d);
    return good && d;
}

static void write_counts(int good)
{
    const char *dir = getenv("ENCART_COUNTS");
    char path[4096];
    FILE *f;

    if (!dir || !*dir)
        return;
    snprintf(path, sizeof path, "%s/replay_%s.counts", dir, FUZZ_NAME);
    f = fopen(path, "w");
    if (f) {
        fprintf(f, "%u %d 0\n", files, !good);
        fclose(f);
    }
}

int main(int argc, char **argv)
{
    const char *src = getenv("srcdir");
    char path[4096];
    int good = 1;

    snprintf(path, sizeof path, "%s/fuzz/corpus/%s", src && *src ? src : ".", FUZZ_NAME);
    if (argc < 2)
        good = run_path(path);
    for (int i = 1; i < argc; i++)
        good &= run_path(argv[i]);
    good = good && files > 0;
    write_counts(good);
    printf("replay_%s: %u passed, %d failed, 0 skipped\n", FUZZ_NAME, files, !good);
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
