/* encart sanitise: one document, or a stream of them separated by NUL. */
#include "cli/args.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct job {
    tools tools;
    const char *input, *output, *profile, *url, *repair;
    int null, explain;
} job;

/* Sanitises one document. `source` names it in messages. */
static int sanitise(const job *j, const char *source, const char *html, size_t n,
                    encart_buffer **out)
{
    encart_sanitise_options o = ENCART_SANITISE_OPTIONS_INIT;
    encart_buffer *removed = NULL;
    encart_error err = {0};
    const char *json;
    size_t size;

    o.profile = j->profile;
    o.url = j->url;
    o.repair = j->repair;
    if (encart_sanitise(out, j->explain ? &removed : NULL, j->tools.engine, html, n, &o,
                        &err)) {
        say_error(source, &err, 0);
        return EXIT_FAILED;
    }
    json = encart_buffer_data(removed, &size);
    if (j->explain)
        say_removed(source, json, size);
    encart_buffer_free(removed);
    return EXIT_DONE;
}

static int one(const job *j)
{
    encart_buffer *out = NULL;
    const char *html;
    size_t n;
    bytes in;
    int status;

    if (io_read(j->input, IO_MAX, &in))
        return EXIT_FAILED;
    status = sanitise(j, io_name(j->input), in.data, in.size, &out);
    free(in.data);
    if (!status) {
        html = encart_buffer_data(out, &n);
        status = io_write(j->output, html, n) ? EXIT_FAILED : EXIT_DONE;
    }
    encart_buffer_free(out);
    return status;
}

/* Writes a result and its NUL; a document that failed leaves an empty result. */
static int give(const encart_buffer *out)
{
    size_t n;
    const char *html = encart_buffer_data(out, &n);

    return fwrite(html, 1, n, stdout) == n && putchar('\0') != EOF ? 0 : -1;
}

static int next_of_stream(const job *j, io_split *in, unsigned long number, int *failed)
{
    encart_buffer *out = NULL;
    char source[4200];
    int status;

    snprintf(source, sizeof source, "%s (document %lu)", io_name(j->input), number);
    if (in->too_long) {
        say(source, "larger than the limit of %zu MiB for one document", in->max >> 20);
        *failed = 1;
    } else if (sanitise(j, source, in->data, in->size, &out)) {
        *failed = 1;
    }
    status = give(out);
    /* Whoever waits for this answer before asking again must get it now. */
    if (!status && !io_split_ready(in))
        status = fflush(stdout);
    encart_buffer_free(out);
    return status;
}

static int stream(const job *j)
{
    int fd = j->input && strcmp(j->input, "-") != 0 ? open(j->input, O_RDONLY | O_CLOEXEC)
                                                    : STDIN_FILENO;
    io_split in = {.fd = fd, .delimiter = '\0', .max = IO_MAX};
    int got = 0, failed = 0, broken = 0;

    if (fd >= 0)
        for (unsigned long n = 1; !broken && (got = io_split_next(&in)) > 0; n++)
            broken = next_of_stream(j, &in, n, &failed);
    if (fd < 0 || got < 0)
        say(io_name(j->input), "%s", strerror(errno));
    io_split_free(&in);
    if (fd > STDIN_FILENO)
        close(fd);
    return fd < 0 || got < 0 || failed || broken ? EXIT_FAILED : EXIT_DONE;
}

/* A policy that is not what its author meant must not let anything in unseen. */
static int check_policy(const tools *t)
{
    size_t n;
    const char *json = encart_engine_diagnostics(t->engine, &n);

    return diagnostics_below("sanitise", json, n) ? EXIT_FAILED : EXIT_DONE;
}

int cmd_sanitise(const command *self, int argc, char **argv)
{
    job j = {0};
    const opt table[] = {
        {"profile", 'P', OPT_STRING, "PROFILE",
         "strict, article or embeds; else as configured, else article", &j.profile, 0, 0},
        TOOLS_OPT_CONFIG(&j.tools),
        {"url", 0, OPT_STRING, "URL", "relative links are resolved against this", &j.url, 0,
         0},
        {"repair", 0, OPT_STRING, "WHEN",
         "libtidy: auto (default: what does not nest) or always", &j.repair, 0, 0},
        {"explain", 'e', OPT_FLAG, NULL,
         "tell what was removed or changed, where and by which rule, on standard error",
         &j.explain, 0, 0},
        {"null", '0', OPT_FLAG, NULL,
         "documents are separated by NUL, each result is followed by one", &j.null, 0, 0},
        {"output", 'o', OPT_STRING, "FILE", "write here, not to standard output", &j.output,
         0, 0},
        OPT_END};
    int status = args_input(self, table, argc, argv, &j.input);

    if (status == ARGS_GO && j.null && j.output)
        status = say_usage(self, "--null writes to standard output; leave --output away");
    if (status == ARGS_GO) {
        j.tools.bare = 1;
        status = tools_open(&j.tools, 0);
        if (!status)
            status = check_policy(&j.tools);
        if (!status)
            status = j.null ? stream(&j) : one(&j);
    }
    tools_done(&j.tools);
    return status;
}
