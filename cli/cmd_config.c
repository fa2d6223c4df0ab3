/* encart config check: what is wrong with a configuration, all of it at once. */
#include "cli/args.h"
#include "cli/snippet.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* "site.json:3: path: what": with the line, when it is one of the file. */
static void say_logged(void *user, int level, const char *message)
{
    const char *file = user;
    size_t n = strlen(file);
    char *end = NULL;
    snippet at = {.path = ""};

    (void)level;
    if (strncmp(message, file, n) == 0 && message[n] == ':')
        at.line = strtoul(message + n + 1, &end, 10);
    if (!at.line || strncmp(end, ": ", 2) != 0) {
        say_line(message);
        return;
    }
    at.message = end + 2;
    say_place(file, file, &at, NULL);
}

/* An engine that is refused has no list of diagnostics; the log has them all. */
static int tell_all(tools *t, const encart_error *err)
{
    encart_engine *none;

    if (err->status != ENCART_ECONFIG) {
        say_error(t->config, err, 0);
        return EXIT_FAILED;
    }
    encart_builder_set_log(t->builder, say_logged, (void *)(uintptr_t)t->config);
    encart_engine_new(&none, t->builder, NULL);
    return EXIT_FAILED;
}

static int check(tools *t)
{
    encart_error err;
    int status = tools_builder(t);
    const char *json;
    size_t n;

    if (status)
        return status;
    if (encart_engine_new(&t->engine, t->builder, &err))
        return tell_all(t, &err);
    json = encart_engine_diagnostics(t->engine, &n);
    if (say_diagnostics(t->config, t->engine, json, n))
        return EXIT_FAILED;
    printf("%s: ok\n", t->config);
    return EXIT_DONE;
}

int cmd_config(const command *self, int argc, char **argv)
{
    tools t = {0};
    const opt table[] = {TOOLS_OPT_PLUGIN(&t), TOOLS_OPT_PLUGINS_DIR(&t), OPT_END};
    int n, status = args_parse(self, table, argc, argv, &n);

    if (status == ARGS_GO && (n < 1 || strcmp(argv[0], "check") != 0))
        status = say_usage(self, "expected “check FILE”, found “%s”", n ? argv[0] : "");
    if (status == ARGS_GO && n != 2)
        status = say_usage(self, "expected one FILE to check, found %d", n - 1);
    if (status == ARGS_GO) {
        t.config = argv[1];
        status = check(&t);
    }
    tools_done(&t);
    return status;
}
