/* encart: picks the command; each has a file of its own. Start reading at `commands`. */
#include "cli/cli.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

#define COLLECTION_ABOUT "The collection is one SQLite file; encart index makes it."
#define INPUT_ABOUT \
    "INPUT is an article document: plain text, HTML (a fragment or a page) or JSON\n" \
    "(docs/schema/article.json); “-” or nothing is standard input."

static const command commands[] = {
    {"render", NULL, "[OPTION]… [INPUT|-]", "an article in, finished HTML out",
     INPUT_ABOUT "\nThe bundled plugins are on; a configuration or --no-plugins turns them off.",
     cmd_render},
    {"sanitise", "sanitize", "[OPTION]… [INPUT|-]", "HTML in, a safe canonical fragment out",
     "Nothing in the result can run, and no prose is lost.", cmd_sanitise},
    {"strip", NULL, "[OPTION]… [INPUT|-]", "a rendered fragment without our boxes",
     "The inverse of render: the article as it was, in canonical HTML.", cmd_strip},
    {"index", NULL, "--collection FILE [OPTION]… PATH…", "put articles into a collection",
     "PATH is a document, a folder (searched for .txt .html .htm .json .jsonl) or a JSONL\n"
     "file with one article document a line. What has not changed is skipped; a document\n"
     "that cannot be read is reported and does not stop the rest. " COLLECTION_ABOUT,
     cmd_index},
    {"related", NULL, "--collection FILE [OPTION]… ID|--file INPUT", "articles related to one",
     "Best first: never the article itself, never a near-copy. " COLLECTION_ABOUT, cmd_related},
    {"explain", NULL, "[OPTION]… [INPUT|-]", "who inserted what, where and why",
     INPUT_ABOUT "\nRenders as encart render does, and prints the table instead of the HTML.",
     cmd_explain},
    {"config", NULL, "check [OPTION]… FILE", "check a configuration file",
     "Every fault is told with file, line and path, and what was expected.", cmd_config},
    {"plugin", NULL, "new NAME | check|test|describe DIR…", "make, check and test a plugin",
     "new makes a folder with a plugin that works and its test. check loads the plugin and\n"
     "judges what it emits for the articles of its tests; test also compares the pages with\n"
     "tests/golden. describe prints what the manifest says.",
     cmd_plugin},
    {"serve", NULL, "--stdio [OPTION]…", "requests and replies as lines of JSON",
     "For programs in any language: one process answers any number of requests\n"
     "(docs/serve.md). It ends when standard input does.",
     cmd_serve},
};

#define COMMAND_COUNT (sizeof commands / sizeof *commands)

static void usage(FILE *to)
{
    fputs("Usage: encart COMMAND [OPTION]… [INPUT|-]\n\nCommands:\n", to);
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        fprintf(to, "  %-10s %s\n", commands[i].name, commands[i].summary);
    fputs("  help       help for a command: encart help COMMAND\n\n"
          "encart COMMAND --help lists its options; encart --version tells the version.\n"
          "Exit status: 0 done, 1 a document or file failed, 2 wrong usage.\n", to);
}

static const command *find(const char *name)
{
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        if (strcmp(commands[i].name, name) == 0 ||
            (commands[i].alias && strcmp(commands[i].alias, name) == 0))
            return &commands[i];
    return NULL;
}

static int unknown(const char *name)
{
    const char *names[COMMAND_COUNT + 1], *near;
    size_t n = 0;

    for (; n < COMMAND_COUNT; n++)
        names[n] = commands[n].name;
    names[n++] = "help";
    near = opt_nearest(name, names, n);
    fprintf(stderr, "encart: unknown %s “%s”", name[0] == '-' ? "option" : "command", name);
    if (near)
        fprintf(stderr, " (did you mean “%s”?)", near);
    fputs("\nTry “encart --help”.\n", stderr);
    return EXIT_USAGE;
}

static int version(void)
{
    printf("encart %s", ENCART_VERSION_STRING);
    if (strcmp(ENCART_VERSION_STRING, encart_version()) != 0)
        printf(" (with libencart %s)", encart_version());
    putchar('\n');
    return EXIT_DONE;
}

static int help(int argc, char **argv)
{
    static char flag[] = "--help";
    char *args[] = {argv[0], flag, NULL};
    const command *c;

    if (argc < 2) {
        usage(stdout);
        return EXIT_DONE;
    }
    c = find(argv[1]);
    return c ? c->run(c, 2, args) : unknown(argv[1]);
}

static int dispatch(int argc, char **argv)
{
    const command *c;

    if (argc < 2) {
        usage(stderr);
        return EXIT_USAGE;
    }
    if (strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "-V") == 0)
        return version();
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
        strcmp(argv[1], "help") == 0)
        return help(argc - 1, argv + 1);
    c = find(argv[1]);
    return c ? c->run(c, argc - 1, argv + 1) : unknown(argv[1]);
}

int main(int argc, char **argv)
{
    int status;

    /* A reader that has seen enough (“encart render … | head”) is no error to shout about:
     * writes fail with EPIPE instead, which io_write() keeps quiet. */
    signal(SIGPIPE, SIG_IGN);
    status = dispatch(argc, argv);
    if (fflush(stdout) != 0 && status == EXIT_DONE)
        status = EXIT_FAILED;
    return status;
}
