/* encart strip: the article without our boxes. */
#include "cli/args.h"

#include <stdlib.h>

static int strip(const tools *t, const char *input, const char *output)
{
    encart_buffer *out = NULL;
    encart_error err = {0};
    const char *html;
    size_t n;
    bytes in;
    int status;

    if (io_read(input, IO_MAX, &in))
        return EXIT_FAILED;
    status = encart_strip(&out, t->engine, in.data, in.size, &err);
    free(in.data);
    if (status) {
        say_error(io_name(input), &err, 0);
        return EXIT_FAILED;
    }
    html = encart_buffer_data(out, &n);
    status = io_write(output, html, n) ? EXIT_FAILED : EXIT_DONE;
    encart_buffer_free(out);
    return status;
}

int cmd_strip(const command *self, int argc, char **argv)
{
    tools t = {0};
    const char *input, *output = NULL;
    const opt table[] = {
        {"output", 'o', OPT_STRING, "FILE", "write here, not to standard output", &output, 0,
         0},
        TOOLS_OPT_CONFIG(&t), TOOLS_OPT_PLUGIN(&t), TOOLS_OPT_PLUGINS_DIR(&t), OPT_END};
    int status = args_input(self, table, argc, argv, &input);

    if (status == ARGS_GO) {
        status = tools_open(&t, 0);
        if (!status)
            status = strip(&t, input, output);
    }
    tools_done(&t);
    return status;
}
