/* encart serve: requests in, replies out, a line of JSON each, for programs in any
 * language (docs/serve.md). Whatever a line holds, it gets one reply, and the next is
 * read. */
#include "cli/args.h"
#include "cli/serve.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct operation {
    const char *name;
    serve_op run;
    const char *members; /* beside id, op and engine; a blank between them */
} operation;

#define DOCUMENT " document document_base64 "

static const operation operations[] = {
    {"version", op_version, ""},
    {"engine", op_engine, " config config_file plugin_paths plugins collection create "},
    {"describe", op_describe, ""},
    {"load", op_load, DOCUMENT "options "},
    {"article", op_article, DOCUMENT "load article "},
    {"save", op_save, DOCUMENT "load article "},
    {"plan", op_plan, DOCUMENT "load article options answers "},
    {"render", op_render, DOCUMENT "load article options answers report slots css "},
    {"free", op_free, " article "},
    {"sanitise", op_sanitise, DOCUMENT "options "},
    {"strip", op_strip, DOCUMENT},
    {"fill_holes", op_fill_holes, " document holes "},
    {"put", op_put, DOCUMENT "load article "},
    {"remove", op_remove, " article_id "},
    {"get", op_get, " article_id "},
    {"find", op_find, " url title "},
    {"related", op_related, " article_id options "},
};

#define OPERATIONS (sizeof operations / sizeof *operations)

static const operation *find(const char *name, encart_error *err)
{
    const char *names[OPERATIONS], *near;

    for (size_t i = 0; i < OPERATIONS; i++) {
        if (strcmp(operations[i].name, name) == 0)
            return &operations[i];
        names[i] = operations[i].name;
    }
    near = opt_nearest(name, names, OPERATIONS);
    if (near)
        serve_fault(err, ENCART_EINVAL, "op", "unknown “%.64s” (did you mean “%s”?)",
                    name, near);
    else
        serve_fault(err, ENCART_EINVAL, "op", "unknown “%.64s”", name);
    return NULL;
}

/* A member that no operation knows is a mistake, told rather than passed over. */
static int check_members(const operation *op, json_t *request, encart_error *err)
{
    const char *name;
    json_t *value;

    json_object_foreach(request, name, value) {
        char padded[64];

        if (strcmp(name, "id") == 0 || strcmp(name, "op") == 0 ||
            strcmp(name, "engine") == 0)
            continue;
        if ((size_t)snprintf(padded, sizeof padded, " %s ", name) >= sizeof padded ||
            !strstr(op->members, padded))
            return serve_fault(err, ENCART_EINVAL, name, "“%s” has no such member",
                               op->name);
    }
    return ENCART_OK;
}

static int answer(session *s, json_t *request, reply *r, encart_error *err)
{
    const json_t *name = json_object_get(request, "op");
    const operation *op;

    if (!json_is_object(request))
        return serve_fault(err, ENCART_EPARSE, "", "expected an object");
    if (!json_is_string(name))
        return serve_fault(err, ENCART_EINVAL, "op", "expected a string");
    op = find(json_string_value(name), err);
    if (!op || check_members(op, request, err))
        return err->status;
    reply_begin(r, json_object_get(request, "id"), 1);
    return op->run(s, request, r, err);
}

static json_t *parse(const io_split *in, encart_error *err)
{
    const size_t flags = JSON_REJECT_DUPLICATES | JSON_DECODE_ANY;
    json_error_t e;
    json_t *request;

    if (in->too_long) {
        serve_fault(err, ENCART_ELIMIT, "",
                    "the line is longer than the limit of %zu MiB", in->max >> 20);
        return NULL;
    }
    request = json_loadb(in->data, in->size, flags, &e);
    if (!request) {
        serve_fault(err, ENCART_EPARSE, "", "%.400s", e.text);
        err->column = e.column > 0 ? (uint32_t)e.column : 0;
    }
    return request;
}

/* The reply to one line, whole: what was begun for a success goes on failure. */
static void serve_line(session *s, const io_split *in, reply *r)
{
    encart_error err = {0};
    json_t *request = parse(in, &err);

    if (!request || answer(s, request, r, &err))
        reply_error(r, json_object_get(request, "id"), &err);
    else
        reply_end(r);
    json_decref(request);
    if (!r->failed)
        return;
    serve_fault(&err, ENCART_ENOMEM, "", "out of memory");
    reply_error(r, NULL, &err);
}

static int is_blank(const io_split *in)
{
    return !in->too_long && strspn(in->data, " \t\r") == in->size;
}

static int serve(session *s)
{
    io_split in = {.fd = STDIN_FILENO, .delimiter = '\n', .max = s->max};
    reply r = {0};
    int got, status = EXIT_DONE;

    while (!status && (got = io_split_next(&in)) != 0) {
        if (got < 0) {
            say(io_name(NULL), "%s", strerror(errno));
            status = EXIT_FAILED;
        } else if (!is_blank(&in)) {
            serve_line(s, &in, &r);
            if (r.failed || io_write(NULL, r.data, r.size))
                status = EXIT_FAILED;
        }
    }
    io_split_free(&in);
    free(r.data);
    return status;
}

int cmd_serve(const command *self, int argc, char **argv)
{
    session s = {.max = 0};
    int stdio = 0, mib = 32, operands, status;
    const opt table[] = {
        {"stdio", 0, OPT_FLAG, NULL,
         "requests on standard input, replies on standard output", &stdio, 0, 0},
        {"max-line", 0, OPT_NUMBER, "MIB", "longest request in MiB; 32 when not given",
         &mib, 1, 1024},
        TOOLS_OPT_CONFIG(&s.tools), TOOLS_OPT_COLLECTION(&s.tools),
        TOOLS_OPT_PLUGIN(&s.tools), TOOLS_OPT_PLUGINS_DIR(&s.tools), OPT_END};

    status = args_parse(self, table, argc, argv, &operands);
    if (status == ARGS_GO && (operands || !stdio))
        status = operands ? say_usage(self, "no INPUT is expected, found “%s”", argv[0])
                          : say_usage(self, "--stdio is needed: it is the only way");
    if (status == ARGS_GO) {
        s.max = (size_t)mib << 20;
        status = tools_open(&s.tools, 0);
        if (!status)
            status = serve(&s);
    }
    session_done(&s);
    return status;
}
