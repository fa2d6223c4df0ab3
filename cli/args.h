/* The frame of every command: options parsed, --help answered, operands counted. */
#ifndef CLI_ARGS_H
#define CLI_ARGS_H

#include "cli/cli.h"
#include "cli/io.h"

/* Go on, or leave with this exit code. */
enum { ARGS_GO = -1, ARGS_HELP = EXIT_DONE, ARGS_USAGE = EXIT_USAGE };

/* The operands are then argv[0] to argv[*operands - 1]. */
int args_parse(const command *self, const opt *table, int argc, char **argv, int *operands);
/* For commands with at most one INPUT; NULL is standard input. */
int args_input(const command *self, const opt *table, int argc, char **argv,
               const char **input);

#endif
