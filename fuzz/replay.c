/* A main() for a fuzz target without libFuzzer: runs it over the files and folders given,
 * or over $srcdir/fuzz/corpus/FUZZ_NAME, each file whole and cut off at several places; and
 * over FUZZ_GENERATED (200) inputs made of the dictionary's words, the same ones each time.
 * A failure aborts; with FUZZ_SAVE set to a name, the input at hand is in that file. */
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

/* ---- generated inputs ------------------------------------------------------------------ */

enum { MOST_WORDS = 512, LONGEST_WORD = 64, MOST_PICKS = 48 };

typedef struct dictionary {
    char word[MOST_WORDS][LONGEST_WORD];
    size_t size[MOST_WORDS], count;
    uint64_t random;
} dictionary;

/* Of `"a\x20b"` the bytes; the file has a word a line. */
static size_t unquote(char *out, const char *line)
{
    size_t n = 0;

    for (const char *p = line + 1; *p && *p != '"' && n < LONGEST_WORD; p++) {
        unsigned byte = (unsigned char)*p;

        if (*p == '\\' && p[1] == 'x' && sscanf(p + 2, "%2x", &byte) == 1)
            p += 3;
        else if (*p == '\\' && p[1])
            byte = (unsigned char)*++p;
        out[n++] = (char)byte;
    }
    return n;
}

static int read_dictionary(dictionary *d, const char *src)
{
    char path[4096], line[256];
    FILE *f;

    snprintf(path, sizeof path, "%s/fuzz/%s.dict", src, FUZZ_NAME);
    f = fopen(path, "r");
    if (!f) {
        snprintf(path, sizeof path, "%s/fuzz/html.dict", src);
        f = fopen(path, "r");
    }
    while (f && fgets(line, sizeof line, f))
        if (line[0] == '"' && d->count < MOST_WORDS) {
            d->size[d->count] = unquote(d->word[d->count], line);
            d->count++;
        }
    if (f)
        fclose(f);
    return d->count > 0;
}

/* xorshift: the same everywhere. */
static size_t pick(dictionary *d, size_t below)
{
    d->random ^= d->random << 13;
    d->random ^= d->random >> 7;
    d->random ^= d->random << 17;
    return (size_t)(d->random >> 11) % below;
}

static size_t generate(dictionary *d, uint8_t *out)
{
    static const char between[] = "abcd ef\n> gh";
    size_t picks = 1 + pick(d, MOST_PICKS), n = 0;

    for (size_t i = 0; i < picks; i++) {
        size_t w = pick(d, d->count);

        memcpy(out + n, d->word[w], d->size[w]);
        n += d->size[w];
        for (size_t k = pick(d, 3); k > 0; k--)
            out[n++] = (uint8_t)between[pick(d, sizeof between - 1)];
    }
    for (size_t i = 0; i < 4; i++)
        out[n++] = (uint8_t)pick(d, 256);
    return n;
}

static void save(const uint8_t *bytes, size_t n)
{
    const char *name = getenv("FUZZ_SAVE");
    FILE *f = name && *name ? fopen(name, "wb") : NULL;

    if (f) {
        fwrite(bytes, 1, n, f);
        fclose(f);
    }
}

static int run_generated(const char *src)
{
    static uint8_t all[MOST_PICKS * (LONGEST_WORD + 3) + 4];
    static dictionary d = {.random = 0x9E3779B97F4A7C15u};
    const char *wanted = getenv("FUZZ_GENERATED");
    long count = wanted ? atol(wanted) : 200;

    if (count && !read_dictionary(&d, src))
        return 0;
    for (long i = 0; i < count; i++) {
        size_t n = generate(&d, all);
        uint8_t *exact = malloc(n);

        if (!exact)
            return 0;
        memcpy(exact, all, n);
        save(exact, n);
        LLVMFuzzerTestOneInput(exact, n);
        free(exact);
    }
    files += count > 0;
    return 1;
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

    if (!src || !*src)
        src = ".";
    snprintf(path, sizeof path, "%s/fuzz/corpus/%s", src, FUZZ_NAME);
    if (argc < 2)
        good = run_path(path) && run_generated(src);
    for (int i = 1; i < argc; i++)
        good &= run_path(argv[i]);
    good = good && files > 0;
    write_counts(good);
    printf("replay_%s: %u passed, %d failed, 0 skipped\n", FUZZ_NAME, files, !good);
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
