/* encart config check: what is wrong with a configuration, all of it at once. */
#include "cli/args.h"

#include <stdio.h>
#include <string.h>

static int check(tools *t)
{
    int status = tools_builder(t);
    const char *json;
    size_t n;

    if (!status)
        status = tools_engine(t);
    if (status)
        return status;
    json = encart_engine_diagnostics(t->engine, &n);
    if (say_diagnostics(t->config, json, n))
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
