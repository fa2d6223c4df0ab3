/* The frame of every command: options parsed, --help answered, operands counted. */
#include "cli/args.h"

int args_parse(const command *self, const opt *table, int argc, char **argv, int *operands)
{
    char message[512];
    int n = opt_parse(table, argc, argv, message, sizeof message);

    if (n == OPT_ERROR) {
        say_usage(self, "%s", message);
        return ARGS_USAGE;
    }
    if (n == OPT_HELP) {
        printf("Usage: encart %s %s\n\n%s.\n%s\n\nOptions:\n", self->name, self->synopsis,
               self->summary, self->about);
        opt_help(table, stdout);
        return ARGS_HELP;
    }
    *operands = n;
    return ARGS_GO;
}

int args_input(const command *self, const opt *table, int argc, char **argv,
               const char **input)
{
    int n, status = args_parse(self, table, argc, argv, &n);

    *input = NULL;
    if (status != ARGS_GO)
        return status;
    if (n > 1) {
        say_usage(self, "one INPUT at a time, found %d", n);
        return ARGS_USAGE;
    }
    *input = n ? argv[0] : NULL;
    if (io_nobody(*input)) {
        say_usage(self, "no INPUT: name a file, or “-” to type it here");
        return ARGS_USAGE;
    }
    return ARGS_GO;
}
