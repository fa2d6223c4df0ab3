/* encart render and encart explain: one document through the whole line. */
#include "cli/args.h"
#include "cli/overrides.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

typedef struct job {
    tools tools;
    const char *input, *output, *report, *css, *answers;
    const char *format, *lang, *site, *now, *url, *from, *channel;
    int explain, json, page, timings;
    opt_list set, without;
    char *overrides;
    encart_article *article;
    encart_result *result;
} job;

/* Rows that both commands take. */
#define JOB_OPTS(j)                                                                        \
    TOOLS_OPT_CONFIG(&(j)->tools), TOOLS_OPT_COLLECTION(&(j)->tools),                      \
        TOOLS_OPT_PLUGIN(&(j)->tools), TOOLS_OPT_NO_PLUGINS(&(j)->tools),                  \
        TOOLS_OPT_PLUGINS_DIR(&(j)->tools),                                                \
        {"format", 'f', OPT_STRING, "FORMAT", "fragment (default) or page", &(j)->format,  \
         0, 0},                                                                            \
        {"from", 0, OPT_STRING, "FORMAT", "text, html, page, json or saved; else detected", \
         &(j)->from, 0, 0},                                                                \
        {"lang", 'l', OPT_STRING, "LANG", "the article's language, over what it says",     \
         &(j)->lang, 0, 0},                                                                \
        {"url", 0, OPT_STRING, "URL", "the article's address when it tells none",          \
         &(j)->url, 0, 0},                                                                 \
        {"site", 's', OPT_STRING, "NAME", "the site whose configuration applies",          \
         &(j)->site, 0, 0},                                                                \
        {"channel", 0, OPT_STRING, "NAME", "web, feed, amp, mail, app or the site’s own",  \
         &(j)->channel, 0, 0},                                                             \
        {"now", 0, OPT_STRING, "DATE", "what plugins see as now (RFC 3339)", &(j)->now, 0, \
         0},                                                                               \
        {"answers", 0, OPT_STRING, "FILE", "answers as in docs/schema/answers.json",       \
         &(j)->answers, 0, 0},                                                             \
        {"set", 0, OPT_LIST, "PLUGIN.SETTING=VALUE", "a plugin’s setting, for this render", \
         &(j)->set, 0, 0},                                                                 \
        {"without", 0, OPT_LIST, "PLUGIN", "turn a plugin off, for this render",           \
         &(j)->without, 0, 0},                                                             \
        {"report-timings", 0, OPT_FLAG, NULL, "the report holds times too",                \
         &(j)->timings, 0, 0}

static int load(job *j)
{
    encart_load_options o = ENCART_LOAD_OPTIONS_INIT;
    encart_error err = {0};
    bytes in;
    int status;

    if (io_read(j->input, IO_MAX, &in))
        return EXIT_FAILED;
    o.format = j->from;
    o.lang = j->lang;
    o.url = j->url;
    o.site = j->site;
    o.source = io_name(j->input);
    status = encart_article_load(&j->article, j->tools.engine, in.data, in.size, &o, &err);
    free(in.data);
    if (!status)
        return EXIT_DONE;
    say_error(io_name(j->input), &err, 0);
    return EXIT_FAILED;
}

static int render(job *j)
{
    encart_render_options o = ENCART_RENDER_OPTIONS_INIT;
    encart_error err = {0};
    bytes answers = {NULL, 0};
    int status;

    if (j->answers && io_read(j->answers, IO_MAX, &answers))
        return EXIT_FAILED;
    o.format = j->format;
    o.site = j->site;
    o.now = j->now;
    o.answers = answers.data;
    o.answers_size = answers.size;
    o.no_plugins = j->tools.no_plugins;
    o.report_timings = j->timings;
    o.overrides = j->overrides;
    o.channel = j->channel;
    o.explain = j->page ? ENCART_EXPLAIN_HTML : j->explain;
    status = encart_render(&j->result, j->tools.engine, j->article, &o, &err);
    free(answers.data);
    if (!status)
        return EXIT_DONE;
    say_error(j->answers && err.status == ENCART_EPARSE ? j->answers : io_name(j->input),
              &err, 0);
    return EXIT_FAILED;
}

/* What went wrong on the way, though a page came out. */
static void tell(const job *j)
{
    static const char *const lists[] = {"load", "diagnostics"};
    size_t n;
    const char *json = encart_result_report(j->result, &n);
    json_t *report = json_loadb(json, n, 0, NULL);

    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        char *list = json_dumps(json_object_get(report, lists[i]), JSON_ENCODE_ANY);

        if (list)
            say_diagnostics(io_name(j->input), j->tools.engine, list, strlen(list));
        free(list);
    }
    json_decref(report);
}

static int run(const command *self, job *j)
{
    int status = overrides_json(self, &j->set, &j->without, &j->overrides);

    if (!status)
        status = tools_open(&j->tools, 0);
    if (!status)
        status = load(j);
    if (!status)
        status = render(j);
    if (!status)
        tell(j);
    return status;
}

static void done(job *j)
{
    free(j->overrides);
    free(j->set.item);
    free(j->without.item);
    encart_result_free(j->result);
    encart_article_free(j->article);
    tools_done(&j->tools);
}

static int write_out(job *j)
{
    const char *html, *report, *css, *table;
    size_t n, m, c, k;

    html = encart_result_html(j->result, &n);
    report = encart_result_report(j->result, &m);
    css = encart_result_css(j->result, &c);
    table = encart_result_explain(j->result, &k);
    if (j->report && io_write(j->report, report, m))
        return EXIT_FAILED;
    if (j->css && io_write(j->css, css, c))
        return EXIT_FAILED;
    if (io_write(j->output, html, n))
        return EXIT_FAILED;
    if (j->explain)
        fwrite(table, 1, k, stderr);
    return EXIT_DONE;
}

int cmd_render(const command *self, int argc, char **argv)
{
    job j = {0};
    const opt table[] = {
        {"output", 'o', OPT_STRING, "FILE", "write here, not to standard output", &j.output,
         0, 0},
        {"report", 'r', OPT_STRING, "FILE", "write the report (JSON) here", &j.report, 0, 0},
        {"css", 0, OPT_STRING, "FILE", "write the plugins’ stylesheets here", &j.css, 0, 0},
        {"explain", 'e', OPT_FLAG, NULL, "print who inserted what, on standard error",
         &j.explain, 0, 0},
        JOB_OPTS(&j), OPT_END};
    int status = args_input(self, table, argc, argv, &j.input);

    if (status == ARGS_GO) {
        status = run(self, &j);
        if (!status)
            status = write_out(&j);
    }
    done(&j);
    return status;
}

int cmd_explain(const command *self, int argc, char **argv)
{
    job j = {.explain = 1};
    const opt table[] = {
        {"json", 'j', OPT_FLAG, NULL, "print the report (JSON) instead of the table", &j.json,
         0, 0},
        {"html", 'H', OPT_FLAG, NULL, "print a page (HTML) instead of the table", &j.page, 0,
         0},
        JOB_OPTS(&j), OPT_END};
    int status = args_input(self, table, argc, argv, &j.input);
    const char *out;
    size_t n;

    if (status == ARGS_GO) {
        status = run(self, &j);
        if (!status) {
            out = j.json ? encart_result_report(j.result, &n)
                         : encart_result_explain(j.result, &n);
            status = io_write(NULL, out, n) ? EXIT_FAILED : EXIT_DONE;
        }
    }
    done(&j);
    return status;
}
